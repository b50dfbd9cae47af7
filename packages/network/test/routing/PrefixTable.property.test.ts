/**
 * Longest-prefix match against the golden table: each kernel by itself, so that the large form is tried on small tables
 * too, and the table that chooses among them, after every command of random sequences.
 */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import { none, type Row, type Trie } from "../../src/routing/internal/bits.ts"
import { FlatTrie } from "../../src/routing/internal/flatTrie.ts"
import { PackedTrie } from "../../src/routing/internal/packedTrie.ts"
import * as PrefixTable from "../../src/routing/PrefixTable.ts"
import { boundaries, GoldenTable, lanesOf } from "../golden/routetable.ts"
import { entries, ip, prefix } from "./arbitraries.ts"

const seed = 5120

interface Kernel {
  readonly name: string
  readonly family: Ip.Family
  readonly make: () => Trie
  /** What values are multiplied with: large ones make the flat trie change to wide cells on the way. */
  readonly scale: number
}

const kernels: ReadonlyArray<Kernel> = [
  { name: "packed IPv4", family: 4, make: () => new PackedTrie(4), scale: 1 },
  { name: "packed IPv6", family: 6, make: () => new PackedTrie(6), scale: 1 },
  { name: "flat IPv4", family: 4, make: () => new FlatTrie(), scale: 1 },
  { name: "flat IPv4, widening", family: 4, make: () => new FlatTrie(), scale: 60 },
  { name: "flat IPv4, widening twice", family: 4, make: () => new FlatTrie(), scale: 20_000 }
]

const known = (value: number) => (value === none ? undefined : value)

const batch = (trie: Pick<Trie, "lookupMany">, ips: ReadonlyArray<Ip.Ip>) => {
  const out = new Uint32Array(ips.length)
  trie.lookupMany(lanesOf(ips), out)
  return [...out].map(known)
}

const plain = (rows: Iterable<Row>) => [...rows].map(({ prefix, value }) => `${Prefix.format(prefix)} ${value}`)

/** Everything a kernel answers, against the model. */
const agrees = (trie: Trie, model: GoldenTable, family: Ip.Family, extra: ReadonlyArray<Ip.Ip>) => {
  const all = model.covered(Prefix.all(family))
  assert.strictEqual(trie.size, model.size)
  assert.deepStrictEqual(plain(trie.covered(Prefix.all(family))), plain(all))
  const ips = [...boundaries(all.map((row) => row.prefix)), ...extra]
  const expected = ips.map((each) => model.match(each)?.value)
  assert.deepStrictEqual(batch(trie, ips), expected)
  assert.deepStrictEqual(
    ips.map((each) => known(trie.lookup(each))),
    expected
  )
}

for (const { family, make, name, scale } of kernels) {
  describe(`the ${name} kernel`, () => {
    const command = fc.oneof(
      { weight: 3, arbitrary: fc.record({ insert: prefix(family), value: fc.nat({ max: 5 }) }) },
      { weight: 2, arbitrary: fc.record({ delete: fc.nat() }) }
    )

    it("answers like the model after every command", () => {
      fc.assert(
        fc.property(
          fc.array(command, { maxLength: 40, size: "max" }),
          fc.array(ip(family), { minLength: 20, maxLength: 20 }),
          fc.array(prefix(family), { minLength: 5, maxLength: 5 }),
          (commands, ips, others) => {
            const trie = make()
            const model = new GoldenTable()
            for (const each of commands) {
              if ("insert" in each) {
                const value = each.value * scale
                assert.strictEqual(known(trie.insert(each.insert, value)), model.insert(each.insert, value))
              } else {
                // One that is there, or one that perhaps is not.
                const there = model.covered(Prefix.all(family)).map((row) => row.prefix)
                const gone = there[each.delete % (there.length + 1)] ?? others[0]!
                assert.strictEqual(known(trie.remove(gone)), model.delete(gone))
              }
              agrees(trie, model, family, ips)
            }
            for (const other of [...others, ...model.covered(Prefix.all(family)).map((row) => row.prefix)]) {
              assert.strictEqual(known(trie.get(other)), model.get(other))
              assert.deepStrictEqual(plain(trie.covering(other)), plain(model.covering(other)))
              assert.deepStrictEqual(plain(trie.covered(other)), plain(model.covered(other)))
            }
          }
        ),
        { seed, numRuns: name.startsWith("flat") ? 12 : 40 }
      )
    }, 60_000)

    it("does not know in which order prefixes came and went", () => {
      const orders = entries(family).chain((wanted) =>
        fc.record({
          wanted: fc.constant(wanted),
          passing: entries(family, 20),
          keys: fc.array(fc.nat(), { minLength: wanted.length + 20, maxLength: wanted.length + 20 })
        })
      )
      fc.assert(
        fc.property(orders, ({ keys, passing, wanted }) => {
          const straight = make()
          for (const each of wanted) straight.insert(each.prefix, each.value * scale)
          // Others are there first or come between; all of them go again, in another order than they came in.
          const crooked = make()
          const names = new Set(wanted.map((each) => Prefix.format(each.prefix)))
          const guests = passing.filter((each) => !names.has(Prefix.format(each.prefix)))
          const all = [...wanted, ...guests].map((each, i) => ({ each, key: keys[i]! })).sort((x, y) => x.key - y.key)
          for (const { each } of all) crooked.insert(each.prefix, each.value * scale)
          for (const each of guests.toReversed()) crooked.remove(each.prefix)
          assert.deepStrictEqual(
            plain(crooked.covered(Prefix.all(family))),
            plain(straight.covered(Prefix.all(family)))
          )
          const ips = boundaries([...wanted, ...guests].map((each) => each.prefix))
          assert.deepStrictEqual(batch(crooked, ips), batch(straight, ips))
        }),
        { seed, numRuns: 30 }
      )
    })

    it("a copy and its original do not change each other", () => {
      fc.assert(
        fc.property(entries(family), entries(family, 20), (before, after) => {
          const trie = make()
          for (const each of before) trie.insert(each.prefix, each.value)
          const copy = trie.copy()
          const content = plain(trie.covered(Prefix.all(family)))
          for (const each of after) trie.insert(each.prefix, 7)
          for (const each of before) trie.remove(each.prefix)
          assert.deepStrictEqual(plain(copy.covered(Prefix.all(family))), content)
          const changed = plain(trie.covered(Prefix.all(family)))
          for (const each of before) copy.remove(each.prefix)
          assert.strictEqual(copy.size, 0)
          assert.deepStrictEqual(plain(trie.covered(Prefix.all(family))), changed)
        }),
        { seed, numRuns: 30 }
      )
    })

    it("uses the room of what went again", () => {
      const [table] = fc.sample(entries(family, 300), { seed, numRuns: 1 })
      const trie = make()
      const round = () => {
        for (const each of table!) trie.insert(each.prefix, each.value)
        for (const each of table!) trie.remove(each.prefix)
        return trie.bytes
      }
      const first = round()
      for (let i = 0; i < 5; i++) assert.isAtMost(round(), first * 1.01)
    })
  })
}

for (const family of [4, 6] as const) {
  describe(`tables of IPv${family}`, () => {
    it("equal each other by content, whatever their history", () => {
      fc.assert(
        fc.property(entries(family), entries(family, 10), (wanted, extra) => {
          const x = PrefixTable.PrefixTable.make(family)
          const y = PrefixTable.PrefixTable.make(family)
          for (const each of [...extra, ...wanted]) x.insert(each.prefix, each.value)
          for (const each of wanted.toReversed()) y.insert(each.prefix, each.value)
          const names = new Set(wanted.map((each) => Prefix.format(each.prefix)))
          const others = extra.filter((each) => !names.has(Prefix.format(each.prefix)))
          assert.strictEqual(PrefixTable.equals(x, y), others.length === 0)
          for (const each of others) x.delete(each.prefix)
          assert.isTrue(PrefixTable.equals(x, y))
          const one = wanted[0]
          if (one === undefined) return
          x.insert(one.prefix, one.value + 1)
          assert.isFalse(PrefixTable.equals(x, y))
        }),
        { seed, numRuns: 100 }
      )
    })

    it("snapshots stay, tables made from them go their own way", () => {
      fc.assert(
        fc.property(fc.array(entries(family, 12), { minLength: 1, maxLength: 8 }), (steps) => {
          const table = PrefixTable.PrefixTable.make(family)
          const taken: Array<readonly [PrefixTable.PrefixSnapshot, ReadonlyArray<string>]> = []
          for (const [number, step] of steps.entries()) {
            for (const each of step) table.insert(each.prefix, each.value)
            const snapshot = table.snapshot()
            taken.push([snapshot, plain(snapshot)])
            const fork = number % 2 === 0 ? snapshot.edit() : table.edit()
            for (const each of step) fork.delete(each.prefix)
            for (const each of step) assert.isUndefined(fork.get(each.prefix))
            for (const each of step.slice(number % 3)) table.delete(each.prefix)
          }
          for (const [snapshot, content] of taken) assert.deepStrictEqual(plain(snapshot), content)
        }),
        { seed, numRuns: 60 }
      )
    })
  })
}
