/** Which hop a flow takes: shares by weight, and no flow moves without need. All draws come from fixed seeds. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Ip from "../../src/Ip.ts"
import * as NextHop from "../../src/routing/NextHop.ts"

const hop = (number: number, weight = 1): NextHop.NextHop => ({
  via: Ip.make(4, 0x0a00_0000 + number),
  interface: `eth${number % 3}`,
  weight
})

const flows = (count: number, seed: number): ReadonlyArray<NextHop.Flow> => {
  const random = Seed.prng(seed)
  return Array.from({ length: count }, () => ({
    source: Ip.make(4, random.uint32()),
    destination: random.chance(0.5) ? Ip.make(4, random.uint32()) : Ip.make(4, 0xc000_0201),
    protocol: random.pick([6, 17]),
    sourcePort: random.between(1024, 65535),
    destinationPort: 443
  }))
}

const count = 20_000
const sample = flows(count, 5140)

/** A share of the sample within four standard deviations. */
const near = (found: number, share: number) =>
  assert.isAtMost(Math.abs(found - count * share), 4 * Math.sqrt(count * share * (1 - share)))

describe("NextHop.choose", () => {
  it("none of none, the one of one", () => {
    assert.isUndefined(NextHop.choose([], sample[0]!))
    assert.deepStrictEqual(NextHop.choose([hop(1)], sample[0]!), hop(1))
  })

  it("shares flows in proportion to the weights", () => {
    for (const weights of [
      [1, 1],
      [1, 1, 1, 1, 1, 1, 1],
      [1, 2, 5],
      [1, 65_535]
    ]) {
      const hops = weights.map((weight, number) => hop(number, weight))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const taken = sample.map((flow) => NextHop.choose(hops, flow))
      for (const each of hops) near(taken.filter((other) => other === each).length, each.weight / total)
    }
  })

  it("shares flows that differ in one port only, and those of IPv6", () => {
    const hops = [hop(1), hop(2), hop(3), hop(4)]
    const one: NextHop.Flow = { ...sample[0]!, source: Ip.make(6, 1, 2, 3, 4), destination: Ip.make(6, 1, 2, 3, 5) }
    const taken = Array.from({ length: count }, (_, i) => NextHop.choose(hops, { ...one, sourcePort: i }))
    for (const each of hops) near(taken.filter((other) => other === each).length, 1 / 4)
  })

  it("a hop that goes moves its own flows only, one that comes takes from each", () => {
    const hops = [hop(1, 3), hop(2), hop(3, 2), hop(4)]
    for (const gone of hops) {
      const left = hops.filter((each) => each !== gone)
      let moved = 0
      for (const flow of sample) {
        const before = NextHop.choose(hops, flow)
        const after = NextHop.choose(left, flow)
        if (before === gone) moved++
        else assert.strictEqual(after, before)
      }
      near(moved, gone.weight / 7)
    }
  })

  it("a greater weight attracts flows and moves none between the others", () => {
    const [before, after] = [
      [hop(1), hop(2), hop(3)],
      [hop(1, 2), hop(2), hop(3)]
    ]
    for (const flow of sample) {
      const [x, y] = [NextHop.choose(before, flow)!, NextHop.choose(after, flow)!]
      if (NextHop.compare(x, y) !== 0) assert.strictEqual(NextHop.compare(y, hop(1)), 0)
    }
  })

  it("does not depend on the order of hops, and the reverse flow goes the same way", () => {
    const hops = [hop(1), hop(2, 4), hop(3), { interface: "wg0", weight: 2 }, { via: Ip.make(6, 1), weight: 1 }]
    for (const flow of sample.slice(0, 2000)) {
      const taken = NextHop.choose(hops, flow)
      assert.strictEqual(NextHop.choose(hops.toReversed(), flow), taken)
      const { destination, destinationPort, source, sourcePort, ...rest } = flow
      const reverse = {
        ...rest,
        source: destination,
        destination: source,
        sourcePort: destinationPort!,
        destinationPort: sourcePort!
      }
      assert.strictEqual(NextHop.choose(hops, reverse), taken)
    }
  })

  it("flows stay on their hops from version to version (a change here moves every flow of every user)", () => {
    const hops = [hop(1), hop(2), hop(3)]
    const taken = sample.slice(0, 24).map((flow) => hops.indexOf(NextHop.choose(hops, flow)!))
    assert.strictEqual(taken.join(""), "020212212110002001000221")
  })
})
