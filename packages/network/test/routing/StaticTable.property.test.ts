/** A static table answers like the one it is frozen from, at every boundary and elsewhere. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as PrefixTable from "../../src/routing/PrefixTable.ts"
import type * as StaticTable from "../../src/routing/StaticTable.ts"
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
  // Up to 4 096 prefixes a table has another form than above: one block of neighbours is there to cross that line.
  const crowd = Array.from({ length: 5000 }, (_, i) => i)
  const neighbours = {
    4: crowd.map((i) => ({ prefix: Prefix.make(4, 24, 0x0a00_0000 + (i << 8)), value: i % 7 })),
    6: crowd.map((i) => ({ prefix: Prefix.make(6, 48, 0x2001_0db8, i << 16), value: i % 7 }))
  }

  for (const family of [4, 6] as const) {
    for (const others of [[], neighbours[family]]) {
      // The greatest values of cells with 8 and with 16 bits lie in between.
      for (const scale of [1, 100, 20_000]) {
        it(`of IPv${family} with ${others.length} neighbours and values times ${scale} equals its table`, () => {
          fc.assert(
            fc.property(entries(family), fc.array(ip(family), { maxLength: 40 }), (rows, ips) => {
              const table = tableOf(
                family,
                [...others, ...rows].map(({ prefix, value }) => ({ prefix, value: value * scale }))
              )
              agree(table, table.freeze(), [...boundaries(rows.map((row) => row.prefix)), ...ips])
            }),
            { seed, numRuns: others.length === 0 ? 40 : 6 }
          )
        }, 60_000)
      }
    }
  }

  it("does not follow later changes, and other families find nothing", () => {
    const table = tableOf(4, [{ prefix: Prefix.make(4, 8, 0x0a00_0000), value: 3 }])
    const fixed = table.freeze()
    table.delete(Prefix.make(4, 8, 0x0a00_0000))
    assert.strictEqual(fixed.lookup(Prefix.make(4, 32, 0x0a01_0203)), 3)
    assert.isUndefined(fixed.lookup(Prefix.make(6, 128, 0x0a01_0203)))
    assert.throws(() => fixed.lookupMany(new Uint32Array(1), new Uint32Array(2)), RangeError)
  })

  it("of a large table is much smaller", () => {
    const random = Seed.prng(seed)
    const table = PrefixTable.PrefixTable.make(4)
    while (table.size < 70_000) {
      table.insert(
        Prefix.make(4, random.chance(0.9) ? 24 : random.between(12, 32), random.below(1 << 28)),
        random.below(9)
      )
    }
    const fixed = table.freeze()
    assert.isBelow(fixed.bytes, 0.6 * table.bytes)
    agree(table, fixed, boundaries([...table].slice(0, 3000).map((entry) => entry.prefix)))
  }, 60_000)
})
