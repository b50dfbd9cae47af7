/** The static forms answer like the table they are built from, at every boundary and elsewhere. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import { RankedForm } from "../../src/routing/internal/rankedForm.ts"
import * as PrefixTable from "../../src/routing/PrefixTable.ts"
import * as StaticTable from "../../src/routing/StaticTable.ts"
import { boundaries, lanesOf } from "../golden/routetable.ts"
import { entries, ip } from "./arbitraries.ts"

const seed = 5130

const agree = (table: PrefixTable.PrefixTable, fixed: StaticTable.StaticTable, ips: ReadonlyArray<Ip.Ip>) => {
  const lanes = lanesOf(ips)
  const expected = new Uint32Array(ips.length)
  const found = new Uint32Array(ips.length)
  table.lookupMany(lanes, expected)
  fixed.lookupMany(lanes, found)
  assert.deepStrictEqual(found, expected)
  for (const each of ips.slice(0, 50)) assert.strictEqual(fixed.lookup(each), table.lookup(each))
}

const tableOf = (family: Ip.Family, rows: ReadonlyArray<PrefixTable.Entry>) => {
  const table = PrefixTable.PrefixTable.make(family)
  for (const { prefix, value } of rows) table.insert(prefix, value)
  return table
}

describe("StaticTable", () => {
  for (const family of [4, 6] as const) {
    it(`compact IPv${family} equals its table`, () => {
      fc.assert(
        fc.property(
          entries(family),
          fc.array(ip(family), { maxLength: 40 }),
          // Values above 15 bits need wide runs.
          fc.constantFrom(1, 20_000),
          (rows, ips, scale) => {
            const table = tableOf(
              family,
              rows.map(({ prefix, value }) => ({ prefix, value: value * scale }))
            )
            agree(table, StaticTable.build(table), [...boundaries(rows.map((row) => row.prefix)), ...ips])
          }
        ),
        { seed, numRuns: 60 }
      )
    })
  }

  for (const scale of [1, 20_000]) {
    it(`the forms with a first stride of 24 bits equal their table, values times ${scale}`, () => {
      const samples = fc.sample(fc.tuple(entries(4, 200), fc.array(ip(4), { minLength: 200, maxLength: 200 })), {
        seed,
        numRuns: 2
      })
      for (const [rows, ips] of samples) {
        const table = tableOf(
          4,
          rows.map(({ prefix, value }) => ({ prefix, value: value * scale }))
        )
        const at = [...boundaries(rows.map((row) => row.prefix)), ...ips]
        agree(table, StaticTable.build(table, "fast"), at)
        agree(table, new StaticTable.StaticTable(4, new RankedForm(table, 24)), at)
      }
    }, 60_000)
  }

  it("does not follow later changes, and other families find nothing", () => {
    const table = tableOf(4, [{ prefix: Prefix.make(4, 8, 0x0a00_0000), value: 3 }])
    const fixed = StaticTable.build(table)
    table.delete(Prefix.make(4, 8, 0x0a00_0000))
    assert.strictEqual(fixed.lookup(Prefix.make(4, 32, 0x0a01_0203)), 3)
    assert.isUndefined(fixed.lookup(Prefix.make(6, 128, 0x0a01_0203)))
    assert.throws(() => fixed.lookupMany(new Uint32Array(1), new Uint32Array(2)), RangeError)
  })

  it("a large table takes the large stride and stays small", () => {
    const random = Seed.prng(seed)
    const table = PrefixTable.PrefixTable.make(4)
    while (table.size < 70_000) {
      table.insert(
        Prefix.make(4, random.chance(0.9) ? 24 : random.between(12, 32), random.below(1 << 28)),
        random.below(9)
      )
    }
    const fixed = StaticTable.build(table)
    assert.isBelow(fixed.bytes, 5_000_000)
    agree(table, fixed, boundaries([...table].slice(0, 3000).map((entry) => entry.prefix)))
  }, 60_000)
})
