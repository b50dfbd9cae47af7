/** All overlaps at once, against comparing each with each. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Prefix from "../src/Prefix.ts"
import * as PrefixNesting from "../src/PrefixNesting.ts"
import * as IpArbitraries from "../src/testing/IpArbitraries.ts"

const seed = 5511

/** The longest prefix that contains this one; an equal one only when it comes earlier, and the earliest of several. */
const naiveParent = (prefixes: ReadonlyArray<Prefix.Prefix>, child: number): number => {
  let best = -1
  for (const [index, prefix] of prefixes.entries()) {
    const equal = Prefix.equals(prefix, prefixes[child]!)
    if (index === child || !Prefix.contains(prefix, prefixes[child]!) || (equal && index > child)) continue
    if (best < 0 || prefix.length > prefixes[best]!.length) best = index
  }
  return best
}

const check = (family: 4 | 6, prefixes: ReadonlyArray<Prefix.Prefix>): PrefixNesting.Nesting => {
  const found = PrefixNesting.find(PrefixNesting.fromList(family, prefixes))
  const parents = prefixes.map((_, child) => naiveParent(prefixes, child))
  assert.deepStrictEqual([...found.parents], parents)
  assert.strictEqual(found.nested, parents.filter((parent) => parent >= 0).length)
  const equal = parents.filter((parent, child) => parent >= 0 && prefixes[parent]!.length === prefixes[child]!.length)
  assert.strictEqual(found.duplicates, equal.length)
  return found
}

describe("overlaps among many prefixes", () => {
  for (const family of [4, 6] as const) {
    it(`few of IPv${family}`, () => {
      fc.assert(
        fc.property(
          fc
            .constantFrom("any" as const, "plan" as const, "routing" as const)
            .chain((shape) => IpArbitraries.prefixes({ family, shape, maxLength: 40 })),
          (prefixes) => void check(family, prefixes)
        ),
        { seed, numRuns: 300 }
      )
    })

    it(`many of IPv${family}, which are sorted in another way`, () => {
      const drawn = fc.sample(IpArbitraries.prefixes({ family, shape: "plan", maxLength: 900 }), { seed, numRuns: 8 })
      const found = drawn.filter(({ length }) => length > 300).map((prefixes) => check(family, prefixes))
      assert.isAtLeast(found.length, 3)
      // The generator must give the test something to find.
      for (const { duplicates, nested, parents } of found) {
        assert.isAbove(nested, parents.length / 4)
        assert.isAbove(duplicates, 0)
      }
    })
  }

  it("a list of both families is taken apart", () => {
    const prefixes = [Prefix.all(6), Prefix.all(4), Prefix.make(4, 8, 0x0a000000)]
    assert.deepStrictEqual([...PrefixNesting.find(PrefixNesting.fromList(4, prefixes)).parents], [-1, 0])
    assert.deepStrictEqual([...PrefixNesting.find(PrefixNesting.fromList(6, prefixes)).parents], [-1])
    assert.deepStrictEqual([...PrefixNesting.find(PrefixNesting.fromList(4, [])).parents], [])
  })
})
