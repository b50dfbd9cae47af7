import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as Mac from "../../src/Mac.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as PrefixSet from "../../src/PrefixSet.ts"
import * as IpArbitraries from "../../src/testing/IpArbitraries.ts"

const seed = 2718

/** The smallest value that the arbitrary shrinks to while `holds` is true. */
const smallest = <A>(arbitrary: fc.Arbitrary<A>, holds: (value: A) => boolean): A => {
  const found = fc.check(
    fc.property(arbitrary, (value) => !holds(value)),
    { seed, numRuns: 2000 }
  )
  assert.isTrue(found.failed)
  return found.counterexample![0]
}

const sample = <A>(arbitrary: fc.Arbitrary<A>, numRuns = 2000) => fc.sample(arbitrary, { seed, numRuns })

describe("shrinking", () => {
  it("goes towards zero addresses, short lengths, short lists and IPv4", () => {
    const always = () => true
    assert.strictEqual(Ip.format(smallest(IpArbitraries.ip(), always)), "0.0.0.0")
    assert.strictEqual(Ip.format(smallest(IpArbitraries.ip(6), always)), "::")
    assert.strictEqual(Prefix.format(smallest(IpArbitraries.prefix(), always)), "0.0.0.0/0")
    assert.strictEqual(Prefix.format(smallest(IpArbitraries.prefix({ family: 6 }), always)), "::/0")
    assert.strictEqual(Prefix.format(smallest(IpArbitraries.prefix({ shape: "plan" }), always)), "0.0.0.0/8")
    assert.deepStrictEqual(smallest(IpArbitraries.prefixes(), always), [])
    assert.isTrue(PrefixSet.isEmpty(smallest(IpArbitraries.prefixSet(), always)))
    assert.strictEqual(smallest(IpArbitraries.mac, always), 1)
  })

  it("keeps no more than what a failure needs", () => {
    const long = smallest(IpArbitraries.prefix({ family: 4 }), ({ length }) => length > 20)
    assert.strictEqual(Prefix.format(long), "0.0.0.0/21")
    const high = smallest(IpArbitraries.ip(4), ({ a }) => a >= 0x0a000000)
    assert.strictEqual(Ip.format(high), "10.0.0.0")
    const nested = smallest(IpArbitraries.prefixes({ family: 4 }), (list) =>
      list.some((outer) => list.some((inner) => outer.length < inner.length && Prefix.contains(outer, inner)))
    )
    assert.deepStrictEqual(nested.map(Prefix.format).toSorted(), ["0.0.0.0/0", "0.0.0.0/1"])
    const set = smallest(IpArbitraries.prefixSet(4), (each) => PrefixSet.size(each) > 1n)
    assert.isAtMost([...PrefixSet.toRanges(set)].length, 1)
  })
})

describe("distributions", () => {
  const share = (prefixes: ReadonlyArray<Prefix.Prefix>, length: number) =>
    prefixes.filter((prefix) => prefix.length === length).length / prefixes.length

  it("routing tables and address plans have their typical lengths", () => {
    const drawn = (family: Ip.Family, shape: IpArbitraries.Shape) =>
      sample(IpArbitraries.prefix({ family, shape }), 5000)
    assert.closeTo(share(drawn(4, "routing"), 24), 0.6, 0.1)
    assert.closeTo(share(drawn(6, "routing"), 48), 0.45, 0.1)
    assert.closeTo(share(drawn(4, "plan"), 24), 0.35, 0.1)
    assert.closeTo(share(drawn(6, "plan"), 64), 0.56, 0.1)
    assert.isTrue(drawn(4, "any").some(({ length }) => length === 32))
  })

  it("lists have prefixes in prefixes, duplicates, and both families", () => {
    const lists = sample(IpArbitraries.prefixes({ maxLength: 40 }), 300)
    const all = lists.flatMap((list) =>
      list.map((inner, index) => list.some((outer, other) => index !== other && Prefix.contains(outer, inner)))
    )
    assert.closeTo(all.filter(Boolean).length / all.length, 0.5, 0.25)
    assert.isTrue(lists.some((list) => new Set(list.map(({ family }) => family)).size === 2))
    assert.isTrue(lists.some((list) => new Set(list.map(Prefix.format)).size < list.length))
  })

  it("what is to be inside is inside, and MAC addresses are those of interfaces", () => {
    fc.assert(
      fc.property(
        IpArbitraries.prefix().chain((outer) =>
          fc.tuple(fc.constant(outer), IpArbitraries.ipIn(outer), IpArbitraries.prefixIn(outer))
        ),
        IpArbitraries.mac,
        ([outer, ip, inner], mac) => {
          assert.isTrue(Prefix.contains(outer, ip))
          assert.isTrue(Prefix.contains(outer, inner))
          assert.isDefined(Mac.toAddress(mac))
        }
      ),
      { seed, numRuns: 2000 }
    )
  })

  it("values of both families reach their edges", () => {
    const ips = sample(IpArbitraries.ip())
    for (const family of [4, 6] as const) {
      const shown = new Set(ips.filter((ip) => ip.family === family).map(Ip.format))
      assert.isTrue(shown.has(Ip.format(Ip.lowest(family))))
    }
    assert.isTrue(ips.some((ip) => ip.a === 0xffffffff))
  })
})
