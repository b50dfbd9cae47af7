import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import { check } from "../../src/ipam/internal/planCheck.ts"
import { edit } from "../../src/ipam/internal/planEdit.ts"
import { assign } from "../../src/ipam/internal/planRenumber.ts"
import type { Subnet, SubnetId } from "../../src/ipam/IpamModel.ts"
import type { PlanStep } from "../../src/ipam/PlanStep.ts"
import * as SubnetPlan from "../../src/ipam/SubnetPlan.ts"
import * as Prefix from "../../src/Prefix.ts"
import { arbitraryPlan } from "../support/plans.ts"
import { split, wishFor } from "../support/wishes.ts"

const runs = { numRuns: 300, seed: 20260401 }

const prefixOf = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))
const ipOf = (text: string): Ip.Ip => Result.getOrThrow(Ip.parse(text))

/** A plan and one of its subnets; plans without one are left out. */
const withSubnet: fc.Arbitrary<{ plan: AddressPlan.AddressPlan; subnet: Subnet }> = arbitraryPlan
  .filter(({ subnets }) => subnets.length > 0)
  .chain((plan) => fc.constantFrom(...plan.subnets).map((subnet) => ({ plan, subnet })))

const apply = (plan: AddressPlan.AddressPlan, steps: ReadonlyArray<PlanStep>): AddressPlan.AddressPlan =>
  Result.getOrThrow(AddressPlan.apply(plan, steps))

/** Applies a wish; `undefined` when it is refused. */
const after = (plan: AddressPlan.AddressPlan, wish: SubnetPlan.SubnetWish): AddressPlan.AddressPlan | undefined => {
  const planned = SubnetPlan.make(plan, wish)
  return Result.isSuccess(planned) ? apply(plan, planned.success.steps) : undefined
}

const others = (plan: AddressPlan.AddressPlan, scope: string) => ({
  scopes: plan.scopes,
  pools: plan.pools,
  delegations: plan.delegations,
  subnets: plan.subnets.filter((one) => one.scope !== scope),
  addresses: plan.addresses.filter((one) => one.scope !== scope)
})

describe("the steps of every wish", () => {
  const wished = withSubnet.chain(({ plan, subnet }) =>
    wishFor(subnet).map((wish) => ({ plan, subnet, planned: SubnetPlan.make(plan, wish) }))
  )

  it("lead to a valid plan, through states without overlap or loss, and touch nothing else", () => {
    let taken = 0
    const tags = new Set<string>()
    const refusals = new Set<string>()
    fc.assert(
      fc.property(wished, ({ plan, subnet, planned }) => {
        if (Result.isFailure(planned)) {
          refusals.add(planned.failure.reason._tag)
          assert.include(planned.failure.message, " is refused: ")
          return
        }
        taken++
        const { steps } = planned.success
        for (const [index, step] of steps.entries()) {
          tags.add(step._tag)
          const between = edit(plan, steps.slice(0, index + 1))
          assert.strictEqual(between._tag, "Edited")
          if (between._tag !== "Edited") return
          assert.lengthOf(between.records.addresses, plan.addresses.length)
          const codes = check(between.records).map(({ code }) => code)
          for (const code of codes) assert.include(["OutsideSubnet", "NoHost"], code)
        }
        const result = apply(plan, steps)
        assert.deepStrictEqual(others(result, subnet.scope), others(plan, subnet.scope))
        const owners = (of: AddressPlan.AddressPlan) =>
          of.addresses.map(({ owner, key, state }) => JSON.stringify([owner, key, state])).toSorted()
        assert.deepStrictEqual(owners(result), owners(plan))
      }),
      { ...runs, numRuns: 600 }
    )
    assert.isAbove(taken, 100)
    assert.includeMembers([...tags], ["ChangeSubnet", "CreateSubnet", "MoveAddresses", "RenumberAddresses"])
    assert.includeMembers([...refusals], ["Overlaps", "AddressesInTheWay", "GatewayInTheWay", "RangesVanish"])
  })

  it("are refused when the records have changed since", () => {
    fc.assert(
      fc.property(wished, ({ plan, subnet, planned }) => {
        if (Result.isFailure(planned)) return
        const subnets = plan.subnets.map((one) =>
          one.scope === subnet.scope && one.id === subnet.id ? { ...one, comment: `${one.comment}!` } : one
        )
        const changed = Result.getOrThrow(AddressPlan.make({ ...plan, subnets }))
        const applied = AddressPlan.apply(changed, planned.success.steps)
        assert.isTrue(Result.isFailure(applied) && applied.failure.reason._tag === "Stale")
      }),
      runs
    )
  })
})

describe("wishes that undo each other", () => {
  it("grow, then shrink", () => {
    let taken = 0
    fc.assert(
      fc.property(withSubnet, fc.integer({ min: 1, max: 3 }), ({ plan, subnet }, by) => {
        const block = prefixOf(subnet.cidr)
        if (block.length < by) return
        const at = { scope: subnet.scope, subnet: subnet.id }
        const cidr = Prefix.format(Prefix.supernet(block, block.length - by))
        const grown = after(plan, { _tag: "Grow", ...at, cidr })
        if (grown === undefined) return
        taken++
        assert.deepStrictEqual(after(grown, { _tag: "Shrink", ...at, cidr: subnet.cidr }), plan)
      }),
      runs
    )
    assert.isAbove(taken, 40)
  })

  it("split, then merge", () => {
    let taken = 0
    fc.assert(
      fc.property(withSubnet, fc.integer({ min: 1, max: 3 }), ({ plan, subnet }, by) => {
        const wish = split(subnet, by)
        const parts = after(plan, wish)
        if (parts === undefined) return
        taken++
        const merge = { _tag: "Merge", scope: subnet.scope, into: subnet.id, others: wish.others } as const
        assert.deepStrictEqual(after(parts, merge), plan)
        // The order in which the others are named is of no matter.
        assert.deepStrictEqual(after(parts, { ...merge, others: wish.others.toReversed() }), plan)
      }),
      runs
    )
    assert.isAbove(taken, 40)
  })

  it("renumber to a block of the same size, then back", () => {
    let taken = 0
    fc.assert(
      fc.property(withSubnet, ({ plan, subnet }) => {
        const block = prefixOf(subnet.cidr)
        const at = { scope: subnet.scope, subnet: subnet.id }
        const far = block.family === 4 ? "172.16.0.0" : "fd00::"
        const cidr = Prefix.format(Prefix.of(ipOf(far), block.length))
        const moved = after(plan, { _tag: "Renumber", ...at, cidr })
        if (moved === undefined) return
        taken++
        assert.deepStrictEqual(after(moved, { _tag: "Renumber", ...at, cidr: subnet.cidr }), plan)
      }),
      runs
    )
    assert.isAbove(taken, 100)
  })
})

describe("renumber", () => {
  const addressesOf = (plan: AddressPlan.AddressPlan, scope: string, id: SubnetId) =>
    plan.addresses.filter((one) => one.scope === scope && one.subnet === id)

  it("keeps the order, and the distances where there is room", () => {
    let shorter = 0
    fc.assert(
      fc.property(withSubnet, fc.integer({ min: -4, max: 6 }), ({ plan: whole, subnet }, by) => {
        const bare = { gateway: null, ranges: [], exclusions: [], dhcp: null }
        const subnets = whole.subnets.map((one) => ({ ...one, ...bare }))
        const plan = Result.getOrThrow(AddressPlan.make({ ...whole, subnets }))
        const block = prefixOf(subnet.cidr)
        const length = Math.max(8, Math.min(Ip.bits(block.family), block.length + by))
        const target = Prefix.of(ipOf(block.family === 4 ? "172.16.0.0" : "fd00::"), length)
        const cidr = Prefix.format(target)
        const moved = after(plan, { _tag: "Renumber", scope: subnet.scope, subnet: subnet.id, cidr })
        if (moved === undefined) return
        const old = addressesOf(plan, subnet.scope, subnet.id)
        const now = addressesOf(moved, subnet.scope, subnet.id)
        // Both lists are in the order of addresses: the same records, one by one, is order, owner and bijection at once.
        assert.deepStrictEqual(
          now.map((one) => ({ ...one, address: null })),
          old.map((one) => ({ ...one, address: null }))
        )
        const distance = (text: string, from: Prefix.Prefix) => Ip.toBigInt(ipOf(text)) - Ip.toBigInt(from)
        if (length === block.length) {
          for (const [index, one] of old.entries()) {
            assert.strictEqual(distance(now[index]!.address, target), distance(one.address, block))
          }
        } else if (length > block.length) shorter++
      }),
      runs
    )
    assert.isAbove(shorter, 10)
  })

  it("assigns as an exhaustive search does", () => {
    const set = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(set, set, (wanted, places) => {
        const want = wanted.toSorted((x, y) => x - y)
        const room = places.toSorted((x, y) => x - y)
        if (room.length < want.length) return
        const found = assign(
          want.map(BigInt),
          room.map((at) => ({ first: BigInt(at), last: BigInt(at) }))
        ).map(Number)
        for (const [index, at] of found.entries()) {
          assert.include(room, at)
          if (index > 0) assert.isAbove(at, found[index - 1]!)
        }
        const kept = (list: ReadonlyArray<number>) => list.filter((at, index) => at === want[index]).length
        // What stays where it is may never have to be moved because of the room behind it.
        const best = choices(room, want.length).filter((list) => kept(list) === want.length)
        if (best.length > 0) assert.strictEqual(kept(found), want.length)
      }),
      { numRuns: 2000, seed: 20260402 }
    )
  })
})

const choices = (list: ReadonlyArray<number>, count: number): ReadonlyArray<ReadonlyArray<number>> => {
  if (count === 0) return [[]]
  return list.flatMap((first, index) => choices(list.slice(index + 1), count - 1).map((rest) => [first, ...rest]))
}
