/**
 * The index that large IPv6 tables are searched by, against the golden table: made for small tables too, which are
 * crowded into one block of /16 so that pages, grids and lists appear, and left behind by changes.
 */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import { none, type Row, type Searches } from "../../src/routing/internal/bits.ts"
import { PackedTrie } from "../../src/routing/internal/packedTrie.ts"
import * as PrefixTable from "../../src/routing/PrefixTable.ts"
import { boundaries, GoldenTable, lanesOf } from "../golden/routetable.ts"
import { entries, ip, prefix } from "./arbitraries.ts"

const seed = 5121

const all = Prefix.all(6)

/** The same prefix or address within 2001::/16; those up to /16 stay where they are. */
const crowded = (each: Prefix.Prefix): Prefix.Prefix =>
  each.length <= 16
    ? each
    : Prefix.make(6, each.length, (0x2001_0000 | (each.a & 0xffff)) >>> 0, each.b, each.c, each.d)

const crowdedIp = (each: Ip.Ip): Ip.Ip => Ip.make(6, 0x2001_0000 | (each.a & 0xffff), each.b, each.c, each.d)

const key = (each: Prefix.Prefix) => Prefix.format(each)

/** Many prefixes of 2001::/16: blocks beside each other and ones at random, two thirds in one /24. */
const crowd: ReadonlyArray<Row> = (() => {
  const random = Seed.prng(seed)
  const rows = new Map<string, Row>()
  const add = (each: Prefix.Prefix) => rows.set(key(each), { prefix: each, value: random.below(6) })
  for (let i = 0; i < 150; i++) add(Prefix.make(6, 48, 0x2001_0002, (0x7f40 + i) << 16))
  for (let i = 0; i < 90; i++) {
    const length = 25 + random.below(40)
    add(Prefix.of(Ip.make(6, 0x2001_0000 | random.below(256), random.uint32(), random.uint32(), 0), length))
  }
  for (let i = 0; i < 120; i++) {
    add(Prefix.of(Ip.make(6, 0x2001_0000 | random.below(0x1_0000), random.uint32(), 0, 0), 20 + random.below(30)))
  }
  return [...rows.values()]
})()

const filled = (extra: Iterable<Row>): readonly [PackedTrie, GoldenTable] => {
  const trie = new PackedTrie(6)
  const model = new GoldenTable()
  for (const { prefix, value } of [...crowd, ...extra]) {
    trie.insert(prefix, value)
    model.insert(prefix, value)
  }
  return [trie, model]
}

const agrees = (searches: Searches, model: GoldenTable, ips: ReadonlyArray<Ip.Ip>) => {
  const out = new Uint32Array(ips.length)
  searches.lookupMany(lanesOf(ips), out)
  assert.deepStrictEqual(
    [...out],
    ips.map((each) => model.match(each)?.value ?? none)
  )
}

const crowdIps = boundaries(crowd.filter((_, i) => i % 8 === 0).map((row) => row.prefix))

const rowsOf = (wanted: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const rows = new Map(wanted.map((row) => [key(crowded(row.prefix)), { ...row, prefix: crowded(row.prefix) }]))
  return [...rows.values()]
}

describe("the index of a large IPv6 table", () => {
  it("answers like the model, at first and after every change", () => {
    const change = fc.record({ insert: fc.boolean(), prefix: prefix(6).map(crowded), value: fc.nat({ max: 5 }) })
    fc.assert(
      fc.property(
        entries(6).map(rowsOf),
        fc.array(change, { maxLength: 12, size: "max" }),
        fc.array(ip(6), { minLength: 20, maxLength: 20 }),
        (wanted, changes, others) => {
          const [trie, model] = filled(wanted)
          const changed = boundaries([...wanted.map((row) => row.prefix), ...changes.map((each) => each.prefix)])
          const ips = [...changed, ...crowdIps, ...others, ...others.map(crowdedIp)]
          trie.makeIndex()
          agrees(trie, model, ips)
          for (const each of changes) {
            const rows = model.covered(all)
            // Half of the removals are of what is there.
            const gone = each.value % 2 === 0 ? each.prefix : rows[each.value * 7]!.prefix
            if (each.insert)
              assert.strictEqual(trie.insert(each.prefix, each.value), model.insert(each.prefix, each.value) ?? none)
            else assert.strictEqual(trie.remove(gone), model.delete(gone) ?? none)
            agrees(trie, model, [...boundaries([each.prefix, gone]), ...others.map(crowdedIp)])
          }
          agrees(trie, model, ips)
          trie.makeIndex()
          agrees(trie, model, ips)
        }
      ),
      { seed, numRuns: 15 }
    )
  }, 120_000)

  it("a frozen table keeps its answers, a copy and its original go their own ways", () => {
    fc.assert(
      fc.property(entries(6, 40).map(rowsOf), entries(6, 10).map(rowsOf), (before, after) => {
        const [trie, model] = filled(before)
        const ips = [...boundaries([...before, ...after].map((row) => row.prefix)), ...crowdIps]
        trie.makeIndex()
        const frozen = trie.freeze()
        const copy = trie.copy()
        for (const { prefix } of after) trie.insert(prefix, 7)
        for (const { prefix } of before) trie.remove(prefix)
        trie.makeIndex()
        for (const searches of [frozen, copy]) {
          agrees(searches, model, ips)
          for (const each of crowdIps) assert.strictEqual(searches.lookup(each), model.match(each)?.value ?? none)
        }
        for (const { prefix } of crowd) copy.remove(prefix)
        const names = new Set(before.map((row) => key(row.prefix)))
        const model2 = new GoldenTable()
        for (const row of crowd) if (!names.has(key(row.prefix))) model2.insert(row.prefix, row.value)
        for (const row of after) if (!names.has(key(row.prefix))) model2.insert(row.prefix, 7)
        agrees(trie, model2, ips)
        agrees(frozen, model, ips)
      }),
      { seed, numRuns: 8 }
    )
  }, 120_000)

  it("knows what it has no room for: full blocks of /64 and of hosts, one prefix alone in a /8, the default route", () => {
    const rows: Array<Row> = [{ prefix: Prefix.all(6), value: 9 }]
    for (let i = 0; i < 700; i++) {
      rows.push({ prefix: Prefix.make(6, 64, 0x2001_0db8, i), value: i % 5 })
      rows.push({ prefix: Prefix.make(6, 128, 0x2001_0db8, 0x0100_0000 | (i >> 2), 0, i * 3), value: i % 7 })
      rows.push({ prefix: Prefix.make(6, 56, 0x2001_0db9, i << 9), value: i % 3 })
    }
    rows.push({ prefix: Prefix.make(6, 127, 0xfd00_0000, 1, 2, 4), value: 8 })
    const [trie, model] = filled(rows)
    const picked = rows.filter((_, i) => i % 23 === 0 || i > rows.length - 3).map((row) => row.prefix)
    const ips = [...boundaries(picked), ...crowdIps]
    trie.makeIndex()
    agrees(trie, model, ips)
    agrees(trie.freeze(), model, ips)
    // Its neighbour moves the one that was alone.
    const neighbour = Prefix.make(6, 64, 0xfd80_0000, 5)
    trie.insert(neighbour, 4)
    model.insert(neighbour, 4)
    agrees(trie, model, [...ips, ...boundaries([neighbour])])
    for (const { prefix } of [...rows, ...crowd, { prefix: neighbour }]) {
      trie.remove(prefix)
      model.delete(prefix)
    }
    assert.strictEqual(trie.size, 0)
    agrees(trie, model, ips)
    trie.makeIndex()
    agrees(trie, model, ips)
  })

  it("is not made for a small table, and has no pages for hosts far from each other", () => {
    const random = Seed.prng(seed)
    const trie = new PackedTrie(6)
    const model = new GoldenTable()
    for (let i = 0; i < 500; i++) {
      const host = Prefix.make(6, 128, random.uint32(), random.uint32(), random.uint32(), random.uint32())
      trie.insert(host, i)
      model.insert(host, i)
    }
    const ips = boundaries(
      model
        .covered(all)
        .filter((_, i) => i % 4 === 0)
        .map((row) => row.prefix)
    )
    const small = trie.bytes
    for (let i = 0; i < 20; i++) agrees(trie, model, ips)
    assert.strictEqual(trie.bytes, small)
    trie.makeIndex()
    agrees(trie, model, ips)
    assert.isBelow(trie.bytes, small + 300_000)
  })
})

describe("a table of the size of the Internet's", () => {
  const random = Seed.prng(seed)
  const count = 30_000
  const lanes = new Uint32Array(4 * count)
  const lengths = new Uint8Array(count)
  const values = Uint32Array.from({ length: count }, () => random.below(250))
  for (let i = 0; i < count; i++) {
    const block = 0x2a00_0000 + 0x10_0000 * random.below(2) + 0x100 * random.below(40) + random.below(8)
    lengths[i] = random.pick([29, 32, 36, 40, 44, 48, 48, 48, 48, 56, 64, 128])
    lanes.set([block, random.below(2000) << 16, random.below(3), random.below(3)], 4 * i)
  }
  const table = PrefixTable.PrefixTable.make(6)
  table.insertMany(lanes, lengths, values)
  const one = (a: Uint32Array, i: number) => Ip.make(6, a[4 * i]!, a[4 * i + 1], a[4 * i + 2], a[4 * i + 3])
  const scalar = (each: PrefixTable.PrefixSnapshot) =>
    Uint32Array.from({ length: count }, (_, i) => each.lookup(one(lanes, i)) ?? none)
  const batch = (searches: Pick<PrefixTable.PrefixSnapshot, "lookupMany">) => {
    const out = new Uint32Array(count)
    searches.lookupMany(lanes, out)
    return out
  }

  it("gets its index by being searched, keeps it apart from snapshots, and loses it when it is small again", () => {
    const before = table.bytes
    const expected = scalar(table)
    for (let i = 0; i < 12; i++) assert.deepStrictEqual(batch(table), expected)
    assert.isAbove(table.bytes, before)
    assert.isBelow(table.bytes - before, 30 * table.size)
    const snapshot = table.snapshot()
    for (let i = 0; i < 300; i++) table.delete(Prefix.of(one(lanes, i), lengths[i]!))
    table.insert(Prefix.make(6, 30, 0x2a00_0100), 255)
    assert.deepStrictEqual(batch(table), scalar(table))
    assert.deepStrictEqual(batch(snapshot), expected)
    assert.deepStrictEqual(batch(snapshot.edit()), expected)
    const frozen = snapshot.edit().freeze()
    assert.deepStrictEqual(batch(frozen), expected)
    assert.isBelow(frozen.bytes, table.bytes)
    for (let i = 0; i < count - 50; i++) table.delete(Prefix.of(one(lanes, i), lengths[i]!))
    assert.isBelow(table.bytes, before / 10)
    assert.deepStrictEqual(batch(table), scalar(table))
  }, 120_000)
})
