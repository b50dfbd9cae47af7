import * as Seed from "@cloudwright/core/testing/Seed"
import { assert, describe, it } from "@effect/vitest"
import * as OpenVswitch from "../src/generated/OpenVswitch.ts"
import * as OvnNorthbound from "../src/generated/OvnNorthbound.ts"
import * as OvnSouthbound from "../src/generated/OvnSouthbound.ts"
import type { Atom, BaseType, Column } from "../src/OvsdbSchema.ts"
import {
  applyDifference,
  decode,
  defaultOf,
  difference,
  encode,
  equals,
  isMismatch,
  type Json,
  type Value
} from "../src/OvsdbValue.ts"
import { schema as suite } from "../src/testing/OvsdbServerSuite.ts"
import { columnOf } from "./support/columns.ts"

const columns: ReadonlyArray<Column> = [OvnNorthbound.schema, OvnSouthbound.schema, OpenVswitch.schema, suite].flatMap(
  ({ tables }) => [...tables.values()].flatMap((table) => [...table.columns.values()])
)

const hex = (source: Seed.Prng, length: number) => Array.from({ length }, () => source.below(16).toString(16)).join("")

const atom = (source: Seed.Prng, base: BaseType): Atom => {
  if (base.enum !== undefined) return source.pick(base.enum)
  switch (base.type) {
    case "integer":
      return source.pick([0, 1, -1, source.uint32(), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
    case "real":
      return source.pick([0, 0.1, -2.5, 1e300, source.fraction()])
    case "boolean":
      return source.chance(0.5)
    case "string":
      return source.pick(["", "a", `"{}\\`, "ä🦊", hex(source, 5), "\u0000"])
    case "uuid":
      return [8, 4, 4, 4, 12].map((length) => hex(source, length)).join("-")
  }
}

const value = (source: Seed.Prng, column: Column): Value => {
  const { key, max, min, value: held } = column.type
  const members = Array.from({ length: source.between(min, Math.min(max, 4)) }, () => atom(source, key))
  switch (column.shape) {
    case "scalar":
      return atom(source, key)
    case "optional":
      return members[0]
    case "set":
      return new Set(members)
    case "map":
      return new Map(members.map((member) => [member, atom(source, held ?? key)]))
  }
}

const throughWire = (json: unknown): Json => JSON.parse(JSON.stringify(json)) as Json

describe("values of every column of the known schemas", () => {
  it("are read as they were written, and differences take one to another", () => {
    const source = Seed.prng(Seed.defaultSeed)
    let differing = 0
    for (const column of columns) {
      for (let run = 0; run < 20; run++) {
        const [before, after] = [value(source, column), value(source, column)]
        assert.isTrue(equals(decode(column, throughWire(encode(column, before))) as Value, before), column.name)
        const change = difference(column, before, after)
        const applied = applyDifference(column, before, throughWire(encode(column, change)))
        assert.isTrue(equals(applied as Value, after), `${column.table}.${column.name}`)
        assert.strictEqual(equals(before, after), equals(after, before))
        if (!equals(before, after)) differing++
      }
      assert.isFalse(isMismatch(encode(column, defaultOf(column))))
    }
    assert.isAbove(differing, columns.length * 10)
  })

  it("are refused, never thrown or taken, when they are anything else", () => {
    const source = Seed.prng(7)
    const junk: ReadonlyArray<Json> = [
      null,
      {},
      [],
      ["set"],
      ["set", 1],
      ["set", [[]]],
      ["map", [["a"]]],
      ["map", 1],
      ["map", [["a", "b", "c"]]],
      ["uuid"],
      ["uuid", 7],
      ["uuid", "x"],
      ["named-uuid", "x"],
      ["what", []],
      [["set", []]]
    ]
    for (const column of columns) {
      for (const json of junk)
        assert.isTrue(isMismatch(decode(column, json)), `${column.name}: ${JSON.stringify(json)}`)
      const stranger = source.pick([Symbol("x"), () => 1, 1n, NaN, Infinity, null])
      assert.isTrue(isMismatch(encode(column, stranger)))
    }
  })
})

describe("values", () => {
  const integer = columnOf({ type: { key: "integer", min: 0, max: 1 } })
  const number = columnOf({ type: "integer" })
  const few = columnOf({ type: { key: "string", min: 1, max: 2 } })

  it("stand alone or in a set of one", () => {
    assert.strictEqual(decode(number, ["set", [5]]), 5)
    assert.strictEqual(decode(number, 5), 5)
    assert.strictEqual(decode(integer, 5), 5)
    assert.isUndefined(decode(integer, ["set", []]))
    assert.deepStrictEqual(decode(few, "a"), new Set(["a"]))
    assert.deepStrictEqual(encode(few, new Set(["a"])), "a")
    assert.deepStrictEqual(encode(integer, undefined), ["set", []])
  })

  it("have as many members as the column allows, but a difference may have more", () => {
    assert.isTrue(isMismatch(decode(few, ["set", []])))
    assert.isTrue(isMismatch(decode(few, ["set", ["a", "b", "c"]])))
    assert.isTrue(isMismatch(decode(number, ["set", [1, 2]])))
    assert.deepStrictEqual(
      applyDifference(few, new Set(["a", "b"]), ["set", ["a", "b", "c", "d"]]),
      new Set(["c", "d"])
    )
    assert.isTrue(isMismatch(applyDifference(few, new Set(["a"]), "a")))
    assert.isTrue(isMismatch(applyDifference(few, new Set(["a", "b"]), "c")))
  })

  it("repeat no member and no key", () => {
    const map = columnOf({ type: { key: "string", value: "string", min: 0, max: "unlimited" } })
    assert.include(decode(few, ["set", ["a", "a"]]), { tag: "ovsdb error" })
    assert.include(
      decode(map, [
        "map",
        [
          ["a", "1"],
          ["a", "1"]
        ]
      ]),
      { tag: "ovsdb error" }
    )
  })

  it("that a number cannot hold exactly are received rounded and not sent", () => {
    assert.strictEqual(decode(number, JSON.parse("9223372036854775807") as Json), 9_223_372_036_854_776_000)
    assert.isTrue(isMismatch(encode(number, 9_223_372_036_854_776_000)))
    assert.isTrue(isMismatch(encode(number, 0.5)))
  })

  it("that refer to a row of the transaction go by its name", () => {
    const reference = columnOf({ type: { key: { type: "uuid" } } })
    assert.deepStrictEqual(encode(reference, "row_1"), ["named-uuid", "row_1"])
    assert.isTrue(isMismatch(encode(reference, "not a name")))
    assert.strictEqual(
      decode(reference, ["uuid", "00000000-0000-4000-8000-00000000000A"]),
      "00000000-0000-4000-8000-00000000000a"
    )
  })
})
