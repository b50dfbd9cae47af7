import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import {
  AddressSet,
  LogicalSwitch,
  LogicalSwitchPort,
  type NewLogicalSwitchPort,
  NbGlobal
} from "../src/generated/OvnNorthbound.ts"
import { Bridge } from "../src/generated/OpenVswitch.ts"
import * as Operation from "../src/Operation.ts"
import type { Json } from "../src/OvsdbValue.ts"
import * as Uuid from "../src/Uuid.ts"

const one = "10000000-0000-4000-8000-000000000001" as Uuid.Uuid
const two = "20000000-0000-4000-8000-000000000002" as Uuid.Uuid

const encoded = (...operations: ReadonlyArray<Operation.Operation>): ReadonlyArray<Json> =>
  Result.getOrThrow(Operation.encode(operations))

const unsendable = (...operations: ReadonlyArray<Operation.Operation>) =>
  Result.match(Operation.encode(operations), {
    onSuccess: () => assert.fail("it was encoded"),
    onFailure: ({ index, reason, table }) => ({ index, table, reason })
  })

const refused = (operations: ReadonlyArray<Operation.Operation>, json: Json) =>
  Result.match(Operation.decodeResults(operations, json), {
    onSuccess: () => assert.fail("it was decoded"),
    onFailure: (error) => error
  })

describe("operations on the wire", () => {
  it("insert: what is undefined is left to the default, a name or a UUID goes along", () => {
    const row: NewLogicalSwitchPort = {
      name: "p",
      tag: undefined,
      addresses: new Set(["dynamic"]),
      options: new Map([["k", "v"]])
    }
    const json = { name: "p", addresses: "dynamic", options: ["map", [["k", "v"]]] }
    assert.deepStrictEqual<ReadonlyArray<Json>>(
      encoded(
        Operation.insert(LogicalSwitchPort, row),
        Operation.insert(LogicalSwitchPort, row, "port"),
        Operation.insert(LogicalSwitchPort, row, one)
      ),
      [
        { op: "insert", table: "Logical_Switch_Port", row: json },
        { op: "insert", table: "Logical_Switch_Port", "uuid-name": "port", row: json },
        { op: "insert", table: "Logical_Switch_Port", uuid: one, row: json }
      ]
    )
  })

  it("rows that are inserted together refer to one another", () => {
    const port = Operation.insert(LogicalSwitchPort, { name: "p" }, "port")
    const [, json] = encoded(port, Operation.insert(LogicalSwitch, { name: "s", ports: new Set([port.ref]) }))
    assert.deepInclude(json, { row: { name: "s", ports: ["named-uuid", "port"] } })
  })

  it("select, update, mutate, delete: rows by conditions, by reference, or all", () => {
    const ref = Uuid.ref<"Logical_Switch_Port">(one)
    assert.deepStrictEqual<ReadonlyArray<Json>>(
      encoded(
        Operation.select(LogicalSwitchPort, [["tag", "<", 9]], ["name"]),
        Operation.update(LogicalSwitchPort, ref, { tag: undefined, enabled: true }),
        Operation.mutate(
          LogicalSwitch,
          [["external_ids", "includes", new Map([["owner", "me"]])]],
          [
            ["ports", "insert", new Set([ref])],
            ["external_ids", "delete", new Set(["a", "b"])],
            ["external_ids", "delete", new Map([["a", "1"]])]
          ]
        ),
        Operation.mutate(NbGlobal, [], [["nb_cfg", "+=", 1]]),
        Operation.mutate(LogicalSwitchPort, [], [["tag", "-=", 1]]),
        Operation.remove(LogicalSwitch, [])
      ),
      [
        { op: "select", table: "Logical_Switch_Port", where: [["tag", "<", 9]], columns: ["name"] },
        {
          op: "update",
          table: "Logical_Switch_Port",
          where: [["_uuid", "==", ["uuid", one]]],
          row: { tag: ["set", []], enabled: true }
        },
        {
          op: "mutate",
          table: "Logical_Switch",
          where: [["external_ids", "includes", ["map", [["owner", "me"]]]]],
          mutations: [
            ["ports", "insert", ["uuid", one]],
            ["external_ids", "delete", ["set", ["a", "b"]]],
            ["external_ids", "delete", ["map", [["a", "1"]]]]
          ]
        },
        { op: "mutate", table: "NB_Global", where: [], mutations: [["nb_cfg", "+=", 1]] },
        { op: "mutate", table: "Logical_Switch_Port", where: [], mutations: [["tag", "-=", 1]] },
        { op: "delete", table: "Logical_Switch", where: [] }
      ]
    )
  })

  it("wait, and the operations without a table", () => {
    const rows = [{ name: "s", other_config: new Map<string, string>() }]
    assert.deepStrictEqual<ReadonlyArray<Json>>(
      encoded(
        Operation.wait(LogicalSwitch, {
          where: [],
          columns: ["name", "other_config"],
          until: "==",
          rows,
          timeoutMillis: 1.2
        }),
        Operation.wait(LogicalSwitch, { where: [], columns: ["name"], until: "!=", rows: [] }),
        Operation.commit(),
        Operation.commit({ durable: false }),
        Operation.abort,
        Operation.comment("hello"),
        Operation.assert("lock")
      ),
      [
        {
          op: "wait",
          table: "Logical_Switch",
          timeout: 2,
          where: [],
          columns: ["name", "other_config"],
          until: "==",
          rows: [{ name: "s", other_config: ["map", []] }]
        },
        { op: "wait", table: "Logical_Switch", timeout: 0, where: [], columns: ["name"], until: "!=", rows: [] },
        { op: "commit", durable: true },
        { op: "commit", durable: false },
        { op: "abort" },
        { op: "comment", comment: "hello" },
        { op: "assert", lock: "lock" }
      ]
    )
  })

  it("a value that cannot be sent is refused with its place", () => {
    const fine = Operation.insert(LogicalSwitch, {})
    assert.deepInclude(unsendable(fine, Operation.mutate(NbGlobal, [], [["nb_cfg", "+=", 2 ** 60]])), {
      index: 1,
      table: "NB_Global"
    })
    assert.include(unsendable(Operation.update(NbGlobal, [], { nb_cfg: NaN })).reason, {
      _tag: "Encode",
      column: "nb_cfg"
    })
    assert.include(unsendable(Operation.insert(LogicalSwitch, {}, "no name")).reason, {
      _tag: "Encode",
      column: "_uuid"
    })
    assert.include(unsendable(Operation.insert(LogicalSwitch, { unknown: 1 } as object)).reason, { column: "unknown" })
    assert.include(unsendable(Operation.remove(LogicalSwitch, [["name", "==", 1 as never]])).reason, { column: "name" })
    assert.include(unsendable(Operation.remove(LogicalSwitch, "" as never)).reason, { column: "_uuid" })
  })
})

describe("results", () => {
  const operations = [
    Operation.insert(LogicalSwitch, {}),
    Operation.select(LogicalSwitchPort, [], ["_uuid", "name", "tag", "options"]),
    Operation.remove(LogicalSwitch, []),
    Operation.comment("x")
  ] as const

  it("have the types of their operations", () => {
    const row = { _uuid: ["uuid", two], name: "p", tag: ["set", []], options: ["map", [["a", "b"]]] }
    const [ref, rows, count, nothing] = Result.getOrThrow(
      Operation.decodeResults(operations, [{ uuid: ["uuid", one] }, { rows: [row] }, { count: 3 }, {}])
    )
    const typed: readonly [Uuid.Ref<"Logical_Switch">, number, void] = [ref, count, nothing]
    assert.deepStrictEqual(typed, [Uuid.ref<"Logical_Switch">(one), 3, undefined])
    const options: ReadonlyMap<string, string> = rows[0]?.options ?? assert.fail()
    assert.deepStrictEqual(rows, [{ _uuid: Uuid.ref<"Logical_Switch_Port">(two), name: "p", tag: undefined, options }])
    assert.deepStrictEqual(options, new Map([["a", "b"]]))
  })

  it("name the operation that was refused, or none when the transaction was", () => {
    const error = refused(operations, [
      { uuid: ["uuid", one] },
      { error: "unknown column", details: "x", syntax: "{}" },
      null,
      null
    ])
    assert.deepInclude(error, { operation: "transact", index: 1, table: "Logical_Switch_Port" })
    assert.deepStrictEqual(error.reason, { _tag: "UnknownColumn", error: "unknown column", details: "x", syntax: "{}" })
    const whole = refused(operations, [{}, {}, {}, {}, { error: "constraint violation", details: "d" }])
    assert.isUndefined(whole.index)
    assert.isUndefined(whole.table)
    assert.strictEqual(whole.reason._tag, "ConstraintViolation")
    assert.strictEqual(whole.message, "transact: ConstraintViolation: constraint violation: d")
  })

  it("that make no sense are told apart from refusals", () => {
    for (const json of [null, 1, [], [{}], [{ uuid: ["uuid", "x"] }], [{ uuid: one }]] as ReadonlyArray<Json>) {
      const { outcome, reason } = refused(operations.slice(0, 1), json)
      assert.deepStrictEqual([reason._tag, outcome], ["Protocol", "unknown"])
    }
    for (const json of [[{}], [{ rows: 1 }], [{ rows: [1] }]] as ReadonlyArray<Json>) {
      assert.strictEqual(refused(operations.slice(1, 2), json).reason._tag, "Protocol")
    }
    assert.strictEqual(refused(operations.slice(1, 2), [{ rows: [{ name: 1 }] }]).reason._tag, "Decode")
    assert.strictEqual(refused(operations.slice(2, 3), [{ count: "3" }]).reason._tag, "Protocol")
  })
})

describe("types", () => {
  it("keep out what the schema forbids", () => {
    // @ts-expect-error: a text column is not compared with a number
    Operation.remove(LogicalSwitch, [["name", "==", 1]])
    // @ts-expect-error: no such column
    Operation.remove(LogicalSwitch, [["nam", "==", "x"]])
    // @ts-expect-error: texts are not ordered
    Operation.remove(LogicalSwitch, [["name", "<", "x"]])
    // @ts-expect-error: a set of ports takes ports
    Operation.insert(LogicalSwitch, { ports: new Set([Operation.insert(AddressSet, {}, "x").ref]) })
    // @ts-expect-error: one of the members of the enum
    Operation.update(Bridge, [], { fail_mode: "open" })
    // @ts-expect-error: the name of a bridge is immutable
    Operation.update(Bridge, [], { name: "br1" })
    // @ts-expect-error: nothing is inserted into a boolean
    Operation.mutate(Bridge, [], [["stp_enable", "insert", true]])
    // @ts-expect-error: without a name or UUID nothing can refer to the row
    const ref: Uuid.Ref<"Address_Set"> = Operation.insert(AddressSet, {}).ref
    assert.isUndefined(ref)
    // @ts-expect-error: a required column of a set is undefined only when it is optional
    Operation.update(LogicalSwitch, [], { name: undefined })
  })
})
