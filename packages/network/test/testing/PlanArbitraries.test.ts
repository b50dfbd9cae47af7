import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as PlanArbitraries from "../../src/testing/PlanArbitraries.ts"

const seed = 20_261_122

describe("PlanArbitraries", () => {
  it("make plans with everything in them, and the same for the same seed", () => {
    const draw = () => fc.sample(PlanArbitraries.plan(), { seed, numRuns: 200 })
    const plans = draw()
    assert.deepStrictEqual(draw(), plans)
    const some = (predicate: (plan: (typeof plans)[number]) => boolean) =>
      assert.isAbove(plans.filter(predicate).length, 5)
    for (const state of ["allocated", "reserved", "held", "quarantined"]) {
      some(({ addresses }) => addresses.some((address) => address.state === state))
    }
    some(({ addresses }) => addresses.some(({ lease }) => lease !== null))
    some(({ pools }) => pools.some(({ parent }) => parent !== null))
    some(({ delegations }) => delegations.length > 0)
    some(({ subnets }) => new Set(subnets.map(({ scope }) => scope)).size > 1)
    some(({ subnets }) => subnets.some(({ cidr }) => cidr.endsWith("/31")))
    some(({ subnets }) => subnets.some(({ cidr }) => cidr.endsWith("::/64")))
    // Scopes overlap.
    some(({ subnets }) => new Set(subnets.map(({ cidr }) => cidr)).size < subnets.length)
  })
})
