/**
 * FreeSpace against two slow models, in seeded sequences of operations. The small model has 2^12 cells; the cells
 * are put at many heights and places of both families, so that the tree's nodes, lanes and compressed paths are all met.
 */
import { assert, describe, it } from "@effect/vitest"
import { Seed } from "@cloudwright/core/testing"
import * as fc from "fast-check"
import * as FreeSpace from "../../src/ipam/FreeSpace.ts"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import { CellSpace, IntervalSpace } from "../golden/freespace.ts"

const seed = 20_261_122
const cellBits = 12
const cells = 2 ** cellBits

interface Slice {
  readonly name: string
  readonly family: Ip.Family
  readonly base: bigint
  /** A cell is a block of 2^unit addresses. */
  readonly unit: number
}

const slices: ReadonlyArray<Slice> = [
  { name: "addresses of 10.0.0.0/20", family: 4, base: 0x0a00_0000n, unit: 0 },
  { name: "addresses of 255.255.240.0/20", family: 4, base: 0xffff_f000n, unit: 0 },
  { name: "/29 of 172.16.0.0/17", family: 4, base: 0xac10_0000n, unit: 3 },
  { name: "/20 of 10.0.0.0/8", family: 4, base: 0x0a00_0000n, unit: 12 },
  { name: "/12 of 0.0.0.0/0", family: 4, base: 0n, unit: 20 },
  { name: "addresses of 2001:db8::f000/116", family: 6, base: 0x2001_0db8_0000_0000_0000_0000_0000_f000n, unit: 0 },
  { name: "/102 of 2001:db8::/90", family: 6, base: 0x2001_0db8_0000_0000_0000_0000_0000_0000n, unit: 26 },
  { name: "/64 of ffff:ffff:ffff:f000::/52", family: 6, base: 0xffff_ffff_ffff_f000_0000_0000_0000_0000n, unit: 64 },
  { name: "/35 of fd00::/23", family: 6, base: 0xfd00_0000_0000_0000_0000_0000_0000_0000n, unit: 93 },
  { name: "/12 of ::/0", family: 6, base: 0n, unit: 116 }
]

const address = (family: Ip.Family, value: bigint): Ip.Ip => {
  const ip = Ip.fromBigInt(family, value)
  if (ip === undefined) throw new RangeError(`no address ${value}`)
  return ip
}

/** Translates between cells and prefixes. */
const translate = (slice: Slice) => {
  const bits = Ip.bits(slice.family)
  const cell = (start: number): bigint => slice.base + (BigInt(start) << BigInt(slice.unit))
  return {
    root: Prefix.of(address(slice.family, slice.base), bits - slice.unit - cellBits),
    length: (order: number) => bits - slice.unit - order,
    block: (start: number, order: number) => Prefix.of(address(slice.family, cell(start)), bits - slice.unit - order),
    firstOf: (start: number) => address(slice.family, cell(start)),
    lastOf: (start: number) => address(slice.family, cell(start + 1) - 1n),
    start: (prefix: Prefix.Prefix) => Number((Ip.toBigInt(prefix) - slice.base) >> BigInt(slice.unit))
  }
}

const order = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 6 }) },
  { weight: 2, arbitrary: fc.integer({ min: 7, max: cellBits }) }
)
const cell = fc.integer({ min: 0, max: cells - 1 })
const range = fc.option(fc.tuple(cell, cell), { nil: undefined })

type Operation =
  | {
      readonly _tag: "allocate"
      readonly how: "lowest" | "highest" | "sparse"
      readonly order: number
      readonly range: readonly [number, number] | undefined
    }
  | {
      readonly _tag: "after"
      readonly from: number
      readonly order: number
      readonly range: readonly [number, number] | undefined
    }
  | {
      readonly _tag: "random"
      readonly seed: number
      readonly order: number
      readonly range: readonly [number, number] | undefined
    }
  | {
      readonly _tag: "many"
      readonly count: number
      readonly order: number
      readonly how: "lowest" | "highest" | "sparse"
    }
  | { readonly _tag: "reserve" | "release" | "ask"; readonly start: number; readonly order: number }
  | { readonly _tag: "batch"; readonly take: boolean; readonly starts: ReadonlyArray<number>; readonly order: number }
  | { readonly _tag: "scatter"; readonly seed: number; readonly density: number; readonly order: number }

const how = fc.constantFrom("lowest" as const, "highest" as const, "sparse" as const)
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      _tag: fc.constant("allocate" as const),
      how: fc.constant("lowest" as const),
      order: fc.integer({ min: 0, max: 3 }),
      range: fc.constant(undefined)
    })
  },
  { weight: 5, arbitrary: fc.record({ _tag: fc.constant("allocate" as const), how, order, range }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant("after" as const), from: cell, order, range }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant("random" as const), seed: fc.nat(), order, range }) },
  {
    weight: 2,
    arbitrary: fc.record({ _tag: fc.constant("many" as const), count: fc.integer({ min: 0, max: 80 }), order, how })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      _tag: fc.constantFrom("reserve" as const, "release" as const, "ask" as const),
      start: cell,
      order
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constant("batch" as const),
      take: fc.boolean(),
      starts: fc.array(cell, { maxLength: 6 }),
      order
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant("scatter" as const),
      seed: fc.nat(),
      density: fc.constantFrom(0.02, 0.3, 0.8, 0.98),
      order: fc.constantFrom(0, 0, 1, 4, 6)
    })
  }
)

/** Does the same to both and compares what both answer. */
const step = (slice: Slice, space: FreeSpace.FreeSpace, model: CellSpace, one: Operation): void => {
  const { block, firstOf, lastOf, length, start } = translate(slice)
  const within = (ends: readonly [number, number] | undefined): FreeSpace.Range | undefined =>
    ends === undefined ? undefined : { first: firstOf(ends[0]), last: lastOf(ends[1]) }
  const granted = (got: Prefix.Prefix | undefined, expected: number | undefined, order: number): void => {
    assert.deepStrictEqual(got, expected === undefined ? undefined : block(expected, order))
    if (expected !== undefined) model.paint(expected, order, true)
  }
  switch (one._tag) {
    case "allocate": {
      const places = model.places(one.order, one.range?.[0], one.range?.[1])
      const expected =
        one.how === "lowest"
          ? places[0]
          : one.how === "highest"
            ? places.at(-1)
            : model.sparse(one.order, one.range?.[0], one.range?.[1])
      return granted(space.allocate(length(one.order), one.how, within(one.range)), expected, one.order)
    }
    case "after": {
      const expected = model.after(one.order, one.from, one.range?.[0], one.range?.[1])
      const got = space.allocate(length(one.order), { after: firstOf(one.from) }, within(one.range))
      return granted(got, expected, one.order)
    }
    case "random": {
      const places = model.places(one.order, one.range?.[0], one.range?.[1])
      const got = space.allocate(length(one.order), Seed.prng(one.seed).fraction, within(one.range))
      if (got === undefined) return assert.strictEqual(places.length, 0)
      assert.include(places, start(got))
      return model.paint(start(got), one.order, true)
    }
    case "many": {
      const before = [...model.used]
      const expected: Array<number> = []
      for (let n = 0; n < one.count; n++) {
        const places = model.places(one.order)
        const place = one.how === "lowest" ? places[0] : one.how === "highest" ? places.at(-1) : model.sparse(one.order)
        if (place === undefined) {
          before.forEach((value, index) => model.paint(index, 0, value))
          return assert.isUndefined(space.allocateMany(one.count, length(one.order), one.how))
        }
        expected.push(place)
        model.paint(place, one.order, true)
      }
      const lanes = space.allocateMany(one.count, length(one.order), one.how)
      assert.deepStrictEqual(lanes, toLanes(expected.map((place) => block(place, one.order))))
      return
    }
    case "reserve":
    case "release":
    case "ask": {
      const place = one.start - (one.start % 2 ** one.order)
      const prefix = block(place, one.order)
      assert.strictEqual(space.isFree(prefix), model.isFree(place, one.order))
      assert.strictEqual(space.isUsed(prefix), model.isUsed(place, one.order))
      const inTheWay = model
        .blocks(true)
        .find(([from, larger]) => from < place + 2 ** one.order && place < from + 2 ** larger)
      assert.deepStrictEqual(space.collision(prefix), inTheWay && block(inTheWay[0], inTheWay[1]))
      if (one._tag === "ask") return
      const possible = one._tag === "reserve" ? model.isFree(place, one.order) : model.isUsed(place, one.order)
      assert.strictEqual(one._tag === "reserve" ? space.reserve(prefix) : space.release(prefix), possible)
      if (possible) model.paint(place, one.order, one._tag === "reserve")
      return
    }
    case "batch": {
      const places = one.starts.map((at) => at - (at % 2 ** one.order))
      const possible =
        new Set(places).size === places.length &&
        places.every((place) => (one.take ? model.isFree(place, one.order) : model.isUsed(place, one.order)))
      const lanes = toLanes(places.map((place) => block(place, one.order)))
      const done = one.take ? space.reserveMany(lanes, length(one.order)) : space.releaseMany(lanes, length(one.order))
      assert.strictEqual(done, possible)
      if (possible) for (const place of places) model.paint(place, one.order, one.take)
      return
    }
    case "scatter": {
      const random = Seed.prng(one.seed)
      for (let place = 0; place < cells; place += 2 ** one.order) {
        const take = random.chance(one.density)
        if (take ? model.isFree(place, one.order) : model.isUsed(place, one.order)) {
          assert.isTrue(take ? space.reserve(block(place, one.order)) : space.release(block(place, one.order)))
          model.paint(place, one.order, take)
        }
      }
      return
    }
  }
}

const toLanes = (prefixes: ReadonlyArray<Prefix.Prefix>): Uint32Array =>
  Uint32Array.from(prefixes.flatMap(({ a, b, c, d, family }) => (family === 4 ? [a] : [a, b, c, d])))

/** Everything that can be seen of the whole space is what the model says. */
const compareAll = (slice: Slice, space: FreeSpace.FreeSpace, model: CellSpace): void => {
  const { block, length } = translate(slice)
  const unit = BigInt(slice.unit)
  const free = model.blocks(false)
  assert.strictEqual(space.used, BigInt(model.count(true)) << unit)
  assert.strictEqual(space.free + space.used, space.size)
  const text = (blocks: Iterable<Prefix.Prefix>): string => Array.from(blocks, Prefix.format).join(" ")
  const expected = (blocks: ReadonlyArray<readonly [number, number]>): string =>
    text(blocks.map(([start, order]) => block(start, order)))
  assert.strictEqual(text(space.freePrefixes()), expected(free))
  assert.strictEqual(text(space.usedPrefixes()), expected(model.blocks(true)))
  const largest = free.reduce((best, [, order]) => Math.max(best, order), -1)
  assert.strictEqual(space.largestFree(), largest < 0 ? undefined : length(largest))
}

describe("FreeSpace against a model of 2^12 cells", () => {
  for (const slice of slices) {
    it(`cells are ${slice.name}`, () => {
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 30, size: "max" }), fc.boolean(), (operations, always) => {
          const space = FreeSpace.FreeSpace.make(translate(slice).root)
          const model = new CellSpace(cells)
          const memory = space.memoryBytes
          for (const one of operations) {
            step(slice, space, model, one)
            // Looking at the whole ends a run of grants, so that half of the sequences only look at the end.
            if (always) compareAll(slice, space, model)
          }
          compareAll(slice, space, model)
          // Whatever happened: releasing everything leaves one block and no memory.
          for (const prefix of space.usedPrefixes()) assert.isTrue(space.release(prefix))
          assert.deepStrictEqual([...space.freePrefixes()], [space.root])
          assert.strictEqual(space.memoryBytes, memory)
        }),
        { seed, numRuns: 30 }
      )
    })
  }
})

/** Blocks anywhere in a huge root, but often close to another one or to a border between lanes. */
const huge = (root: Prefix.Prefix) => {
  const rootOrder = Ip.bits(root.family) - root.length
  const borders = [0, 1, 31, 32, 33, 63, 64, 65, 96, 127].filter((bit) => bit < rootOrder)
  const order = fc.oneof(fc.constant(0), fc.constantFrom(...borders), fc.integer({ min: 0, max: rootOrder }))
  const start = fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(rootOrder)) - 1n }), fc.constantFrom(...borders), fc.boolean())
    .map(([any, bit, near]) => (near ? (1n << BigInt(bit)) - (any & 1n) : any))
  const operation = fc.record({
    _tag: fc.constantFrom("lowest", "highest", "sparse", "after", "reserve", "reserve", "release", "release"),
    order,
    start
  })
  return { operation, rootOrder }
}

const hugeRoots = [Prefix.all(4), Prefix.all(6), Prefix.make(6, 32, 0x2001_0db8), Prefix.make(6, 64, 0xfd00_0000, 1)]

describe("FreeSpace against a model of used intervals, in huge roots", () => {
  for (const root of hugeRoots) {
    it(`in ${Prefix.format(root)}`, () => {
      const { operation, rootOrder } = huge(root)
      const base = Ip.toBigInt(root)
      const bits = Ip.bits(root.family)
      const block = (start: bigint, order: number) => Prefix.of(address(root.family, base + start), bits - order)
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 60, size: "max" }), (operations) => {
          const space = FreeSpace.FreeSpace.make(root)
          const model = new IntervalSpace(rootOrder)
          const granted: Array<readonly [start: bigint, order: number]> = []
          for (const { _tag, order, start } of operations) {
            const place = (start >> BigInt(order)) << BigInt(order)
            switch (_tag) {
              case "lowest":
              case "highest":
              case "sparse": {
                const expected = model[_tag](order)
                const got = space.allocate(bits - order, _tag)
                assert.deepStrictEqual(got, expected === undefined ? undefined : block(expected, order))
                if (expected === undefined) break
                model.take(expected, order)
                granted.push([expected, order])
                break
              }
              case "after": {
                const expected = model.lowest(order, start) ?? model.lowest(order)
                const got = space.allocate(bits - order, { after: address(root.family, base + start) })
                assert.deepStrictEqual(got, expected === undefined ? undefined : block(expected, order))
                if (expected === undefined) break
                model.take(expected, order)
                granted.push([expected, order])
                break
              }
              case "reserve": {
                const possible = model.isFree(place, order)
                assert.strictEqual(space.isFree(block(place, order)), possible)
                assert.strictEqual(space.reserve(block(place, order)), possible)
                if (possible) {
                  model.take(place, order)
                  granted.push([place, order])
                }
                break
              }
              case "release": {
                const last = granted.pop()
                const [from, size] = last !== undefined && start % 2n === 0n ? last : [place, order]
                const possible = model.isUsed(from, size)
                assert.strictEqual(space.release(block(from, size)), possible)
                if (possible) model.free(from, size)
              }
            }
            assert.strictEqual(space.used, model.count())
            assert.strictEqual(space.free + space.used, space.size)
            const intervals: Array<readonly [bigint, bigint]> = []
            for (const used of space.usedPrefixes()) {
              const from = Ip.toBigInt(used) - base
              const before = intervals.at(-1)
              if (before?.[1] === from) intervals[intervals.length - 1] = [before[0], from + Prefix.size(used)]
              else intervals.push([from, from + Prefix.size(used)])
            }
            assert.deepStrictEqual(intervals, [...model.used])
          }
        }),
        { seed, numRuns: 60 }
      )
    })
  }
})
