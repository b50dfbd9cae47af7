/**
 * From a wish to steps, one function for each kind of wish.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { AddressPlan } from "../AddressPlan.ts"
import type { AddressRange, Scope, Subnet } from "../IpamModel.ts"
import { formatRanges, type PlanStep } from "../PlanStep.ts"
import type { SubnetPlanReason, SubnetWish } from "../SubnetPlan.ts"
import { type ScopeIndex, scopesOf } from "./planIndex.ts"
import { merge } from "./planMerge.ts"
import * as obstacles from "./planObstacles.ts"
import type { Planned, SubnetBlock, Wished } from "./planObstacles.ts"
import { renumber } from "./planRenumber.ts"
import { blockOf, ipOf } from "./planText.ts"

type Wish = typeof SubnetWish.Type

/** The steps of a wish and the scope that they are for. */
export const plan = (
  current: AddressPlan,
  wish: Wish
): Result.Result<{ readonly scope: Scope; readonly steps: ReadonlyArray<PlanStep> }, SubnetPlanReason> => {
  const index = scopesOf(current).get(wish.scope)
  if (index === undefined) return Result.fail({ _tag: "NotFound", kind: "scope", id: wish.scope })
  return Result.map(steps(index, wish), (found) => ({ scope: index.scope, steps: found }))
}

const steps = (index: ScopeIndex, wish: Wish): Planned => {
  const id = wish._tag === "Merge" ? wish.into : wish.subnet
  const subnet = obstacles.find(index, id)
  if (subnet === undefined) return Result.fail({ _tag: "NotFound", kind: "subnet", id })
  switch (wish._tag) {
    case "Grow":
      return grow(index, subnet, wish)
    case "Shrink":
      return shrink(index, subnet, wish)
    case "Split":
      return split(index, subnet, wish)
    case "Merge":
      return merge(index, subnet, wish)
    case "Renumber":
      return renumber(index, subnet, wish)
  }
}

/** The parts of the ranges that are in the block. */
const cut = (ranges: ReadonlyArray<AddressRange>, block: Prefix.Prefix): ReadonlyArray<AddressRange> => {
  const [low, high] = [Prefix.first(block), Prefix.last(block)]
  return ranges.flatMap((range) => {
    const [first, last] = [ipOf(range.first), ipOf(range.last)]
    if (Ip.compare(last, low) < 0 || Ip.compare(first, high) > 0) return []
    return [
      {
        first: Ip.compare(first, low) < 0 ? Ip.toText(low) : range.first,
        last: Ip.compare(last, high) > 0 ? Ip.toText(high) : range.last
      }
    ]
  })
}

/** The subnet with another block, what it says of addresses cut to it; or the ranges of which nothing would be left. */
const within = (index: ScopeIndex, subnet: Subnet, block: Prefix.Prefix): Result.Result<Subnet, SubnetPlanReason> => {
  const ranges = cut(subnet.ranges, block)
  const cidr = Prefix.toText(block)
  if (subnet.ranges.length > 0 && ranges.length === 0) {
    return Result.fail({ _tag: "RangesVanish", cidr, ranges: formatRanges(subnet.ranges) })
  }
  return Result.succeed({
    ...subnet,
    cidr,
    pool: obstacles.poolAround(index, block),
    ranges,
    exclusions: cut(subnet.exclusions, block),
    dhcp: subnet.dhcp === null ? null : (cut([subnet.dhcp], block)[0] ?? null)
  })
}

const grow = (index: ScopeIndex, { record: before, prefix }: SubnetBlock, { cidr }: Wished<"Grow">): Planned => {
  const block = blockOf(cidr)
  const wider = Prefix.contains(block, prefix) && block.length < prefix.length
  const problem = obstacles.refuse(
    obstacles.sameFamily(prefix, block),
    wider ? undefined : { _tag: "NotWider", from: before.cidr, to: cidr },
    obstacles.overlaps(index, block, [before.id]),
    obstacles.inTheWay(obstacles.hostsOf(index, before.id), block),
    obstacles.gatewayInTheWay(before.gateway, block)
  )
  if (problem !== undefined) return Result.fail(problem)
  return Result.succeed([
    { _tag: "ChangeSubnet", before, after: { ...before, cidr, pool: obstacles.poolAround(index, block) } }
  ])
}

const shrink = (index: ScopeIndex, { record: before, prefix }: SubnetBlock, { cidr }: Wished<"Shrink">): Planned => {
  const block = blockOf(cidr)
  const narrower = Prefix.contains(prefix, block) && block.length > prefix.length
  const problem = obstacles.refuse(
    obstacles.sameFamily(prefix, block),
    narrower ? undefined : { _tag: "NotNarrower", from: before.cidr, to: cidr },
    obstacles.inTheWay(obstacles.hostsOf(index, before.id), block),
    obstacles.gatewayInTheWay(before.gateway, block)
  )
  if (problem !== undefined) return Result.fail(problem)
  return Result.map(within(index, before, block), (after) => [{ _tag: "ChangeSubnet", before, after }])
}

const split = (index: ScopeIndex, { record: before, prefix }: SubnetBlock, wish: Wished<"Split">): Planned => {
  const bits = Ip.bits(prefix.family)
  if (wish.length <= prefix.length || wish.length > bits) {
    const detail = `a part of ${before.cidr} has a length from ${prefix.length + 1} to ${bits}, not ${wish.length}`
    return Result.fail({ _tag: "InvalidWish", detail })
  }
  const count = 2 ** (wish.length - prefix.length)
  const ids = [before.id, ...wish.others]
  const taken = wish.others.map((id) => obstacles.find(index, id)).find((other) => other !== undefined)
  const problem = obstacles.refuse(
    count > obstacles.partsMax ? { _tag: "LimitExceeded", parts: count, limit: obstacles.partsMax } : undefined,
    ids.length === count ? undefined : { _tag: "WrongParts", needed: count - 1, given: wish.others.length },
    taken === undefined ? undefined : { _tag: "IdTaken", id: taken.record.id, cidr: taken.record.cidr },
    obstacles.unique(ids)
  )
  if (problem !== undefined) return Result.fail(problem)
  const hosts = obstacles.hostsOf(index, before.id)
  const found: Array<PlanStep> = []
  for (const [at, block] of [...Prefix.subnets(prefix, wish.length)].entries()) {
    const id = ids[at]!
    const inside = hosts.filter(({ ip }) => Prefix.contains(block, ip))
    const gateway = before.gateway !== null && Prefix.contains(block, ipOf(before.gateway)) ? before.gateway : null
    const blocked = obstacles.refuse(obstacles.inTheWay(inside, block), obstacles.gatewayInTheWay(gateway, block))
    if (blocked !== undefined) return Result.fail(blocked)
    const part = within(index, { ...before, id, gateway }, block)
    if (Result.isFailure(part)) return Result.fail(part.failure)
    const after = part.success
    found.push(at === 0 ? { _tag: "ChangeSubnet", before, after } : { _tag: "CreateSubnet", subnet: after })
    if (at > 0 && inside.length > 0) found.push(obstacles.move(before, id, block, inside.length))
  }
  return Result.succeed(found)
}
