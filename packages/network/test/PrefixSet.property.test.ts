/** The algebra of sets: against one character for each address in small windows, and as laws over whole families. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Ip from "../src/Ip.ts"
import * as Prefix from "../src/Prefix.ts"
import * as PrefixSet from "../src/PrefixSet.ts"
import * as IpArbitraries from "../src/testing/IpArbitraries.ts"
import {
  blockAt,
  cells,
  type Cells,
  cellsWhere,
  count,
  fewest,
  read,
  span,
  type Window,
  windows
} from "./golden/addresses.ts"

const seed = 3701
const parameters = { seed, numRuns: 40 }

/** A set and its model, built in two ways that have nothing in common. */
interface Both {
  readonly set: PrefixSet.PrefixSet
  readonly model: Cells
}

const both = (window: Window): fc.Arbitrary<Both> =>
  fc
    .record({
      blocks: fc.array(fc.record({ cell: fc.nat({ max: cells - 1 }), order: fc.nat({ max: 8 }) }), { maxLength: 8 }),
      ranges: fc.array(fc.tuple(fc.nat({ max: cells - 1 }), fc.nat({ max: cells - 1 })), { maxLength: 4 })
    })
    .map(({ blocks, ranges }) => ({
      set: ranges.reduce(
        (set, [first, last]) => PrefixSet.union(set, PrefixSet.fromRange(window.ips[first]!, window.ips[last]!)),
        PrefixSet.fromPrefixes(blocks.map(({ cell, order }) => blockAt(window, cell, order)))
      ),
      model: cellsWhere(
        (cell) =>
          blocks.some((block) => cell >> block.order === block.cell >> block.order) ||
          ranges.some(([first, last]) => first <= cell && cell <= last)
      )
    }))

for (const window of windows) {
  describe(`sets in the window ${window.name} against a model`, () => {
    const whole = PrefixSet.fromPrefixes([window.root])

    it("building, size, emptiness, ranges and the fewest prefixes", () => {
      fc.assert(
        fc.property(both(window), ({ model, set }) => {
          assert.strictEqual(read(window, set), model)
          assert.strictEqual(PrefixSet.size(set), BigInt(count(model)))
          assert.strictEqual(PrefixSet.isEmpty(set), count(model) === 0)
          assert.deepStrictEqual([...PrefixSet.toPrefixes(set)], fewest(window, model))
          const again = [...PrefixSet.toRanges(set)].map(({ first, last }) => PrefixSet.fromRange(first, last))
          assert.isTrue(PrefixSet.equals(again.reduce(PrefixSet.union, PrefixSet.empty), set))
        }),
        parameters
      )
    })

    it("union, intersection, difference, complement, subset, overlap, equality", () => {
      fc.assert(
        fc.property(both(window), both(window), (x, y) => {
          const either = cellsWhere((cell) => x.model[cell] === "#" || y.model[cell] === "#")
          const shared = cellsWhere((cell) => x.model[cell] === "#" && y.model[cell] === "#")
          const alone = cellsWhere((cell) => x.model[cell] === "#" && y.model[cell] === ".")
          assert.strictEqual(read(window, PrefixSet.union(x.set, y.set)), either)
          assert.strictEqual(read(window, PrefixSet.intersection(x.set, y.set)), shared)
          assert.strictEqual(read(window, PrefixSet.difference(x.set, y.set)), alone)
          const outside = PrefixSet.complement(x.set, window.root.family)
          assert.strictEqual(
            read(window, outside),
            cellsWhere((cell) => x.model[cell] === ".")
          )
          assert.strictEqual(PrefixSet.overlaps(x.set, y.set), count(shared) > 0)
          assert.strictEqual(PrefixSet.isSubset(x.set, y.set), count(alone) === 0)
          assert.strictEqual(PrefixSet.equals(x.set, y.set), x.model === y.model)
          assert.isTrue(PrefixSet.isSubset(PrefixSet.difference(whole, outside), x.set))
        }),
        parameters
      )
    })

    it("contains a prefix exactly when it contains all its addresses", () => {
      fc.assert(
        fc.property(both(window), fc.nat({ max: cells - 1 }), fc.nat({ max: 6 }), ({ model, set }, cell, order) => {
          const first = (cell >> order) << order
          assert.strictEqual(
            PrefixSet.contains(set, blockAt(window, cell, order)),
            !model.slice(first, first + 2 ** order).includes(".")
          )
        }),
        { seed, numRuns: 300 }
      )
    })
  })
}

describe("laws over both families", () => {
  const set = IpArbitraries.prefixSet()
  const equal = (x: PrefixSet.PrefixSet, y: PrefixSet.PrefixSet) =>
    assert.isTrue(
      PrefixSet.equals(x, y),
      `${JSON.stringify([...PrefixSet.toPrefixes(x)].map(Prefix.format))} and other`
    )
  const { all, difference, empty, intersection, union } = PrefixSet
  const not = (x: PrefixSet.PrefixSet) => union(PrefixSet.complement(x, 4), PrefixSet.complement(x, 6))

  it("union and intersection: commutative, associative, idempotent, absorbing, distributive, with neutral elements", () => {
    fc.assert(
      fc.property(set, set, set, (x, y, z) => {
        equal(union(x, y), union(y, x))
        equal(intersection(x, y), intersection(y, x))
        equal(union(union(x, y), z), union(x, union(y, z)))
        equal(intersection(intersection(x, y), z), intersection(x, intersection(y, z)))
        equal(union(x, x), x)
        equal(intersection(x, x), x)
        equal(union(x, intersection(x, y)), x)
        equal(intersection(x, union(x, y)), x)
        equal(intersection(x, union(y, z)), union(intersection(x, y), intersection(x, z)))
        equal(union(x, empty), x)
        equal(intersection(x, all), x)
      }),
      parameters
    )
  })

  it("De Morgan, double complement, difference by complement, subset and overlap by difference", () => {
    fc.assert(
      fc.property(set, set, (x, y) => {
        equal(not(union(x, y)), intersection(not(x), not(y)))
        equal(not(intersection(x, y)), union(not(x), not(y)))
        equal(not(not(x)), x)
        equal(difference(x, y), intersection(x, not(y)))
        assert.strictEqual(PrefixSet.isSubset(x, y), PrefixSet.isEmpty(difference(x, y)))
        assert.strictEqual(PrefixSet.overlaps(x, y), !PrefixSet.isEmpty(intersection(x, y)))
        assert.isTrue(PrefixSet.isSubset(intersection(x, y), x) && PrefixSet.isSubset(x, union(x, y)))
        assert.strictEqual(
          PrefixSet.size(union(x, y)),
          PrefixSet.size(x) + PrefixSet.size(y) - PrefixSet.size(intersection(x, y))
        )
      }),
      parameters
    )
    equal(not(empty), all)
    equal(PrefixSet.fromPrefixes([Prefix.all(4), Prefix.all(6)]), all)
    equal(PrefixSet.fromRange(Ip.lowest(6), Ip.highest(6)), PrefixSet.complement(empty, 6))
    assert.strictEqual(PrefixSet.size(all), 2n ** 32n + 2n ** 128n)
  })

  it("aggregation covers the same addresses, is sorted, and no two neighbours could be one", () => {
    fc.assert(
      fc.property(IpArbitraries.prefixes({ maxLength: 60 }), (prefixes) => {
        const aggregated = [...PrefixSet.toPrefixes(PrefixSet.fromPrefixes(prefixes))]
        equal(PrefixSet.fromPrefixes(aggregated), PrefixSet.fromPrefixes(prefixes.toReversed()))
        for (const prefix of prefixes) assert.isTrue(aggregated.some((each) => Prefix.contains(each, prefix)))
        for (const [index, prefix] of aggregated.entries()) {
          assert.isTrue(prefixes.some((each) => Prefix.contains(prefix, each)))
          const next = aggregated[index + 1]
          if (next === undefined) continue
          assert.isBelow(Prefix.compare(prefix, next), 0)
          assert.isFalse(Prefix.overlaps(prefix, next))
          const siblings = prefix.length === next.length && prefix.length > 0 && prefix.family === next.family
          if (siblings) assert.isFalse(Prefix.contains(Prefix.supernet(prefix, prefix.length - 1), next))
        }
      }),
      { seed, numRuns: 200 }
    )
  })

  it("many prefixes give the same set as few at a time", () => {
    // Above the count where sorting by comparison gives way to sorting by digits.
    const drawn = fc.sample(IpArbitraries.prefixes({ shape: "routing", maxLength: 2000 }), { seed, numRuns: 8 })
    assert.isTrue(drawn.some(({ length }) => length > 1000))
    for (const prefixes of drawn) {
      const parts = Array.from({ length: Math.ceil(prefixes.length / 50) }, (_, part) =>
        PrefixSet.fromPrefixes(prefixes.slice(part * 50, part * 50 + 50))
      )
      equal(PrefixSet.fromPrefixes(prefixes), parts.reduce(union, empty))
    }
  })

  it("a prefix without another one", () => {
    fc.assert(
      fc.property(
        IpArbitraries.prefix().chain((outer) => fc.tuple(fc.constant(outer), IpArbitraries.prefixIn(outer))),
        ([outer, hole]) => {
          const left = PrefixSet.exclude(outer, hole)
          // One half at each length between the two is left.
          assert.strictEqual(left.length, hole.length - outer.length)
          equal(union(PrefixSet.fromPrefixes(left), PrefixSet.fromPrefixes([hole])), PrefixSet.fromPrefixes([outer]))
          assert.isFalse(left.some((part) => Prefix.overlaps(part, hole)))
          assert.deepStrictEqual(PrefixSet.exclude(hole, outer), [])
        }
      ),
      { seed, numRuns: 200 }
    )
  })

  it("a range becomes the fewest prefixes, and comes back", () => {
    fc.assert(
      fc.property(IpArbitraries.ip(), IpArbitraries.ip(), (x, y) => {
        const range = PrefixSet.fromRange(x, y)
        if (x.family !== y.family || Ip.compare(x, y) > 0) return assert.isTrue(PrefixSet.isEmpty(range))
        assert.deepStrictEqual([...PrefixSet.toRanges(range)], [{ first: x, last: y }])
        const prefixes = [...PrefixSet.toPrefixes(range)]
        assert.strictEqual(span(prefixes[0]!)[0], Ip.toBigInt(x))
        assert.strictEqual(span(prefixes.at(-1)!)[1], Ip.toBigInt(y))
        for (const [index, prefix] of prefixes.slice(1).entries()) {
          assert.strictEqual(span(prefix)[0], span(prefixes[index]!)[1] + 1n)
        }
        equal(PrefixSet.fromPrefixes(prefixes), range)
      }),
      { seed, numRuns: 500 }
    )
  })
})
