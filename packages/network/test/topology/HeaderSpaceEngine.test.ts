/** The decision diagrams behind header spaces, against truth tables over a universe of 8 bits. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { all, Bdd, BddLimitReached, none } from "../../src/topology/internal/bdd.ts"

const bits = 8
const universe = Array.from({ length: 2 ** bits }, (_, value) => value)
const vector = (value: number) => Uint8Array.from({ length: bits }, (_, level) => (value >> (bits - 1 - level)) & 1)

/** Members by asking one at a time. */
const members = (bdd: Bdd, set: number) => universe.filter((value) => bdd.has(set, vector(value)))

const build = (bdd: Bdd, values: ReadonlyArray<number>) =>
  bdd.orAll(values.map((value) => bdd.range(0, bits, value, value)))

const draw = (choice: Seed.Prng) => universe.filter(() => choice.chance(0.3))

describe("decision diagrams", () => {
  it("agree with truth tables, and equal sets are the same number", () => {
    for (let seed = 0; seed < 60; seed++) {
      const choice = Seed.prng(seed)
      const bdd = new Bdd(bits, 1 << 20)
      const left = draw(choice)
      const right = draw(choice)
      const a = build(bdd, left)
      const b = build(bdd, right)
      const inLeft = new Set(left)
      const inRight = new Set(right)
      assert.deepStrictEqual(members(bdd, a), left)
      const expect = (set: number, wanted: (value: number) => boolean) => {
        assert.deepStrictEqual(members(bdd, set), universe.filter(wanted))
        assert.strictEqual(set, build(bdd, universe.filter(wanted)))
      }
      expect(bdd.and(a, b), (value) => inLeft.has(value) && inRight.has(value))
      expect(bdd.or(a, b), (value) => inLeft.has(value) || inRight.has(value))
      expect(bdd.diff(a, b), (value) => inLeft.has(value) && !inRight.has(value))
      expect(bdd.not(a), (value) => !inLeft.has(value))
      // Bits 2 to 4 (values 32, 16, 8) are forgotten, or fixed to 101.
      const others = (value: number) => [0, 8, 16, 24, 32, 40, 48, 56].map((part) => (value & ~0x38) | part)
      expect(bdd.exists(a, 2, 5), (value) => others(value).some((other) => inLeft.has(other)))
      expect(
        bdd.restrict(a, 2, 3, (index) => (index === 1 ? 0 : 1)),
        (value) => inLeft.has((value & ~0x38) | 0x28)
      )
      const first = choice.below(256)
      const last = first + choice.below(256 - first)
      expect(bdd.range(0, bits, first, last), (value) => value >= first && value <= last)
      expect(
        bdd.cube(3, 2, (index) => index, all),
        (value) => (value & 0x18) === 0x08
      )
      const witness = bdd.witness(a)
      assert.isTrue(witness === undefined ? left.length === 0 : bdd.has(a, witness))
      const sampled = bdd.sample(a, choice.fraction)
      assert.isTrue(sampled === undefined ? left.length === 0 : bdd.has(a, sampled))
    }
  })

  it("refuse to grow past their limit, and stay usable", () => {
    const bdd = new Bdd(bits, 40)
    const small = bdd.range(0, bits, 3, 7)
    assert.throws(() => {
      for (const value of universe) if (value % 3 === 0) build(bdd, [value])
    }, BddLimitReached)
    assert.strictEqual(bdd.and(small, small), small)
    assert.strictEqual(bdd.and(small, none), none)
  })

  it("keep their answers while the tables grow", () => {
    const bdd = new Bdd(32, 1 << 20)
    const choice = Seed.prng(7)
    const values = Array.from({ length: 3000 }, () => choice.below(2 ** 31 - 1))
    const cube = (value: number) => bdd.cube(0, 32, (index) => (value >>> (31 - index)) & 1, all)
    const set = bdd.orAll(values.map(cube))
    assert.isAbove(bdd.size, 1 << 12)
    for (const value of values) assert.strictEqual(bdd.and(set, cube(value)), cube(value))
    assert.strictEqual(bdd.orAll(values.toReversed().map(cube)), set)
  })
})
