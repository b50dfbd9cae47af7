/** The edges of `PrefixTable`: extreme prefixes, limits, changes of form, memory. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import { FlatTrie } from "../../src/routing/internal/flatTrie.ts"
import * as PrefixTable from "../../src/routing/PrefixTable.ts"
import { boundaries, GoldenTable, lanesOf } from "../golden/routetable.ts"

const p = (text: string) => Result.getOrThrow(Prefix.parse(text))
const ip = (text: string) => Result.getOrThrow(Ip.parse(text))

/** Different IPv4 prefixes, mostly /24 within few /16. */
const many = (count: number, seed: number): ReadonlyArray<Prefix.Prefix> => {
  const random = Seed.prng(seed)
  const found = new Map<string, Prefix.Prefix>()
  while (found.size < count) {
    const length = random.chance(0.7) ? 24 : random.between(9, 32)
    const prefix = Prefix.make(4, length, random.below(64) * 0x40_0000 + random.below(0x2_0000))
    found.set(Prefix.format(prefix), prefix)
  }
  return [...found.values()]
}

describe("PrefixTable", () => {
  it("an empty table answers nothing", () => {
    for (const family of [4, 6] as const) {
      const table = PrefixTable.PrefixTable.make(family)
      assert.isUndefined(table.lookup(Ip.highest(family)))
      assert.isUndefined(table.match(Ip.lowest(family)))
      assert.isUndefined(table.delete(Prefix.all(family)))
      assert.deepStrictEqual([...table], [])
      const out = new Uint32Array(2)
      table.lookupMany(new Uint32Array(8), out)
      assert.deepStrictEqual([...out], [PrefixTable.none, PrefixTable.none])
    }
  })

  it("everything and a single address, in both families", () => {
    for (const [all, host, beside] of [
      ["0.0.0.0/0", "255.255.255.255/32", "255.255.255.254"],
      ["::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"]
    ] as const) {
      const table = PrefixTable.PrefixTable.make(p(all).family)
      table.insert(p(host), 1)
      assert.strictEqual(table.lookup(Prefix.last(p(host))), 1)
      assert.isUndefined(table.lookup(ip(beside)))
      table.insert(p(all), 0)
      assert.strictEqual(table.lookup(ip(beside)), 0)
      assert.deepStrictEqual(table.match(ip(beside)), { prefix: p(all), value: 0 })
      assert.deepStrictEqual(
        table.covering(p(host)).map((entry) => entry.value),
        [0, 1]
      )
      assert.strictEqual(table.delete(p(all)), 0)
      assert.strictEqual(table.delete(p(host)), 1)
      assert.strictEqual(table.size, 0)
    }
  })

  it("refuses the other family, values out of range and arrays that are too short", () => {
    const table = PrefixTable.PrefixTable.make(4)
    assert.throws(() => table.insert(p("2001:db8::/32"), 1), RangeError)
    for (const value of [-1, 0.5, Number.NaN, PrefixTable.maximumValue + 1]) {
      assert.throws(() => table.insert(p("10.0.0.0/8"), value), RangeError)
    }
    assert.throws(() => table.lookupMany(new Uint32Array(3), new Uint32Array(4)), RangeError)
    assert.throws(() => table.insertMany(new Uint32Array(1), new Uint8Array(1), new Uint32Array(0)), RangeError)
    assert.strictEqual(table.size, 0)
    assert.isUndefined(table.get(p("::/0")))
    assert.isUndefined(table.lookup(ip("::1")))
    assert.deepStrictEqual([...table.covered(p("::/0"))], [])
  })

  it("keeps the greatest value, in both forms", () => {
    const table = PrefixTable.PrefixTable.make(4)
    const prefixes = many(6000, 1)
    for (const [i, prefix] of prefixes.entries()) table.insert(prefix, PrefixTable.maximumValue - i)
    for (const [i, prefix] of prefixes.entries()) assert.strictEqual(table.get(prefix), PrefixTable.maximumValue - i)
  })

  it("grows into the flat form and back without a difference", () => {
    const prefixes = many(9000, 2)
    const table = PrefixTable.PrefixTable.make(4)
    const model = new GoldenTable()
    const agree = (sample: ReadonlyArray<Prefix.Prefix>) => {
      const ips = boundaries(sample)
      const out = new Uint32Array(ips.length)
      table.lookupMany(lanesOf(ips), out)
      const expected = ips.map((each) => model.match(each)?.value ?? PrefixTable.none)
      assert.deepStrictEqual([...out], expected)
      assert.strictEqual(table.size, model.size)
    }
    for (const [i, prefix] of prefixes.entries()) {
      assert.strictEqual(table.insert(prefix, i % 90), model.insert(prefix, i % 90))
      if (i === 4095 || i === 4096 || i === 8999) agree(prefixes.slice(i - 60, i))
    }
    for (const [i, prefix] of prefixes.entries()) {
      assert.strictEqual(table.delete(prefix), model.delete(prefix))
      if (i % 2240 === 0) agree(prefixes.slice(i, i + 60))
    }
  }, 60_000)

  it("gives memory back", () => {
    for (const [family, prefixes] of [
      [4, many(9000, 3)],
      [6, many(3000, 4).map((prefix) => Prefix.make(6, 3 * prefix.length, prefix.a, prefix.a, prefix.a))]
    ] as const) {
      const table = PrefixTable.PrefixTable.make(family)
      const empty = table.bytes
      for (const prefix of prefixes) table.insert(prefix, 1)
      const full = table.bytes
      for (const prefix of prefixes.slice(200)) table.delete(prefix)
      assert.isBelow(table.bytes, full / 3)
      for (const prefix of prefixes.slice(0, 200)) table.delete(prefix)
      assert.isAtMost(table.bytes, empty)
    }
  })

  it("is small for a tenant", () => {
    const table = PrefixTable.PrefixTable.make(4)
    for (const text of ["0.0.0.0/0", "10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "192.168.0.0/16", "172.16.0.0/12"]) {
      table.insert(p(text), 1)
    }
    assert.isBelow(table.bytes, 1024)
  })

  it("inserts many at once as one by one, whatever the number; of a prefix that comes twice the last counts", () => {
    for (const count of [3, 3000, 9000]) {
      const prefixes = [...many(count, 5), ...many(count, 5).slice(0, count >> 1)]
      const values = Uint32Array.from(prefixes, (_, i) => i)
      const one = PrefixTable.PrefixTable.make(4)
      for (const [i, prefix] of prefixes.entries()) one.insert(prefix, values[i]!)
      const addresses = Uint32Array.from(prefixes, (prefix, i) =>
        // Bits behind the length do not matter.
        prefix.length < 32 ? prefix.a | (i & (2 ** (32 - prefix.length) - 1)) : prefix.a
      )
      const lengths = Uint8Array.from(prefixes, (prefix) => prefix.length)
      const all = PrefixTable.PrefixTable.make(4)
      all.insertMany(addresses, lengths, values)
      assert.isTrue(PrefixTable.equals(all, one))
      // Into a table that has some already.
      const half = PrefixTable.PrefixTable.make(4)
      for (const prefix of many(count, 5).slice(0, 2)) half.insert(prefix, 77)
      half.insertMany(addresses, lengths, values)
      assert.isTrue(PrefixTable.equals(half, one))
    }
  })

  it("inserts many of all lengths into a few blocks, some of them there already, as one by one", () => {
    const random = Seed.prng(77)
    for (let round = 0; round < 4; round++) {
      const drawn = (count: number) =>
        Array.from({ length: count }, () =>
          Prefix.of(Ip.make(4, 0x0a00_0000 + random.below(1 << 18)), random.between(8, 32))
        )
      const [before, more] = [drawn(2000), drawn(5000)]
      const [one, all] = [new FlatTrie(), new FlatTrie()]
      for (const trie of [one, all]) for (const [i, prefix] of before.entries()) trie.insert(prefix, i % 9)
      for (const [i, prefix] of more.entries()) one.insert(prefix, i % 300)
      const addresses = Uint32Array.from(more, (prefix) => prefix.a)
      all.insertMany(
        addresses,
        Uint8Array.from(more, (prefix) => prefix.length),
        Uint32Array.from(more, (_, i) => i % 300)
      )
      assert.strictEqual(all.size, one.size)
      assert.deepStrictEqual([...all.covered(Prefix.all(4))], [...one.covered(Prefix.all(4))])
      const found = [one, all].map((trie) => {
        const out = new Uint32Array(1 << 18)
        trie.lookupMany(
          out.map((_, i) => 0x0a00_0000 + i),
          out
        )
        return out
      })
      assert.deepStrictEqual(found[1], found[0])
    }
  })

  it("inserts all of many or none", () => {
    const table = PrefixTable.PrefixTable.make(4)
    const bad = [
      [Uint8Array.from([8, 33]), Uint32Array.from([1, 1])],
      [Uint8Array.from([8, 8]), Uint32Array.from([1, PrefixTable.maximumValue + 1])]
    ] as const
    for (const [lengths, values] of bad) {
      assert.throws(() => table.insertMany(new Uint32Array(2), lengths, values), RangeError)
      assert.strictEqual(table.size, 0)
    }
  })

  it("a large IPv6 table finds the same in many searches before, after and between changes", () => {
    const random = Seed.prng(6)
    const draw = () => {
      const length = random.pick([19, 29, 32, 32, 40, 44, 48, 48, 48, 64, 128])
      return Prefix.make(6, length, 0x2001_0000 + random.below(40), random.below(300) << 16, 0, random.below(4))
    }
    const table = PrefixTable.PrefixTable.make(6)
    const model = new GoldenTable()
    while (table.size < 1500) {
      const prefix = draw()
      assert.strictEqual(table.insert(prefix, table.size), model.insert(prefix, model.size))
    }
    for (let round = 0; round < 3; round++) {
      const ips = boundaries(Array.from({ length: 60 }, draw))
      const lanes = lanesOf(ips)
      const expected = ips.map((each) => model.match(each)?.value ?? PrefixTable.none)
      for (let search = 0; search < 12; search++) {
        const out = new Uint32Array(ips.length)
        table.lookupMany(lanes, out)
        assert.deepStrictEqual([...out], expected)
      }
      for (const { prefix } of [...table].filter((_, i) => i % 7 === round)) {
        assert.strictEqual(table.delete(prefix), model.delete(prefix))
      }
      const prefix = draw()
      table.insert(prefix, 9)
      model.insert(prefix, 9)
    }
    assert.isAbove(table.size, 1024 - 200)
  }, 60_000)

  it("inserts many of IPv6", () => {
    const table = PrefixTable.PrefixTable.make(6)
    const lanes = Uint32Array.from([0x2001_0db8, 0, 0, 0, 0x2001_0db8, 0xffff_ffff, 0, 0])
    table.insertMany(lanes, Uint8Array.from([32, 48]), Uint32Array.from([5, 6]))
    assert.deepStrictEqual(
      [...table].map((entry) => `${Prefix.format(entry.prefix)} ${entry.value}`),
      ["2001:db8::/32 5", "2001:db8:ffff::/48 6"]
    )
  })
})
