/**
 * A subnet and its addresses get other numbers.
 *
 * Addresses keep their distance from the first of the block where they can. Where they cannot, because the new block is
 * smaller or has its network and broadcast address elsewhere, they go to the nearest free place that keeps the order.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { AddressRange, Subnet } from "../IpamModel.ts"
import { formatRanges, type PlanStep } from "../PlanStep.ts"
import type { SubnetPlanReason } from "../SubnetPlan.ts"
import { edgeOf, isUsable } from "./planCheck.ts"
import type { Host, ScopeIndex } from "./planIndex.ts"
import * as obstacles from "./planObstacles.ts"
import type { Planned, SubnetBlock, Wished } from "./planObstacles.ts"
import { blockOf, ipOf } from "./planText.ts"
import { setOf, usableOf } from "./planUsage.ts"

/** The steps of a renumbering. */
export const renumber = (
  index: ScopeIndex,
  { record: before, prefix }: SubnetBlock,
  { cidr }: Wished<"Renumber">
): Planned => {
  const block = blockOf(cidr)
  const problem = obstacles.refuse(
    obstacles.sameFamily(prefix, block),
    Prefix.equals(prefix, block) ? { _tag: "SameBlock", cidr } : undefined,
    obstacles.overlaps(index, block, [before.id])
  )
  if (problem !== undefined) return Result.fail(problem)
  const distance = Ip.toBigInt(block) - Ip.toBigInt(prefix)
  /** The address as far from the new block's first as it was from the old one's. */
  const shift = (ip: Ip.Ip): Ip.Ip | undefined => {
    const moved = Ip.add(ip, distance)
    return moved !== undefined && Prefix.contains(block, moved) ? moved : undefined
  }
  const gateway = before.gateway === null ? null : shift(ipOf(before.gateway))
  if (gateway === undefined) {
    return Result.fail({ _tag: "GatewayInTheWay", cidr, gateway: before.gateway!, would: "outside" })
  }
  const ranges = shiftAll(before.ranges, shift)
  const exclusions = shiftAll(before.exclusions, shift)
  const dhcp = shiftAll(before.dhcp === null ? [] : [before.dhcp], shift)
  const outside = obstacles.refuse(
    obstacles.gatewayInTheWay(gateway === null ? null : Ip.toText(gateway), block),
    settingOutside(cidr, "ranges", ranges),
    settingOutside(cidr, "exclusions", exclusions),
    settingOutside(cidr, "dhcp", dhcp)
  )
  if (outside !== undefined) return Result.fail(outside)
  const after: Subnet = {
    ...before,
    cidr,
    pool: obstacles.poolAround(index, block),
    gateway: gateway === null ? null : Ip.toText(gateway),
    ranges: ranges.moved,
    exclusions: exclusions.moved,
    dhcp: dhcp.moved[0] ?? null
  }
  return Result.map(
    moves(after, block, obstacles.hostsOf(index, before.id), distance),
    (list): ReadonlyArray<PlanStep> => {
      const change: PlanStep = { _tag: "ChangeSubnet", before, after }
      return list.length === 0
        ? [change]
        : [change, { _tag: "RenumberAddresses", scope: before.scope, subnet: before.id, moves: list }]
    }
  )
}

interface Shifted {
  readonly moved: ReadonlyArray<AddressRange>
  readonly outside: ReadonlyArray<AddressRange>
}

const shiftAll = (ranges: ReadonlyArray<AddressRange>, shift: (ip: Ip.Ip) => Ip.Ip | undefined): Shifted => {
  const moved: Array<AddressRange> = []
  const outside: Array<AddressRange> = []
  for (const range of ranges) {
    const [first, last] = [shift(ipOf(range.first)), shift(ipOf(range.last))]
    if (first === undefined || last === undefined) outside.push(range)
    else moved.push({ first: Ip.toText(first), last: Ip.toText(last) })
  }
  return { moved, outside }
}

const settingOutside = (
  cidr: Prefix.Text,
  setting: "ranges" | "exclusions" | "dhcp",
  { outside }: Shifted
): SubnetPlanReason | undefined =>
  outside.length === 0 ? undefined : { _tag: "SettingOutside", cidr, setting, value: formatRanges(outside) }

interface Move {
  readonly from: Ip.Text
  readonly to: Ip.Text
}

/** Where each address goes; only those that go elsewhere. */
const moves = (
  after: Subnet,
  block: Prefix.Prefix,
  hosts: ReadonlyArray<Host>,
  distance: bigint
): Result.Result<ReadonlyArray<Move>, SubnetPlanReason> => {
  const wanted = hosts.map(({ ip }) => Ip.toBigInt(ip) + distance)
  const kept = hosts.flatMap(({ record }, at) => {
    const moved = Ip.fromBigInt(block.family, wanted[at]!)
    const fits = moved !== undefined && Prefix.contains(block, moved)
    return fits && !(isUsable(record) && edgeOf(block, moved) !== undefined) ? [Prefix.host(moved)] : []
  })
  const others = PrefixSet.difference(usableOf(after, block), setOf(after.dhcp === null ? [] : [after.dhcp]))
  const places = PrefixSet.union(others, PrefixSet.fromPrefixes(kept))
  const room = PrefixSet.size(places)
  if (room < BigInt(hosts.length)) {
    return Result.fail({ _tag: "TooSmall", cidr: after.cidr, needed: hosts.length, available: room })
  }
  const spans = [...PrefixSet.toRanges(places)].map(({ first, last }) => ({
    first: Ip.toBigInt(first),
    last: Ip.toBigInt(last)
  }))
  const targets = assign(wanted, spans)
  const all = hosts.map(({ ip, record }, at) => ({ ip, from: record.address, target: targets[at]! }))
  return Result.succeed(inSafeOrder(all, block.family))
}

interface Span {
  readonly first: bigint
  readonly last: bigint
}

/**
 * For numbers in ascending order, other numbers in ascending order, all of them in the spans, which have room for all:
 * the number itself where that can be, else the nearest above, or below where there are not enough above.
 */
export const assign = (wanted: ReadonlyArray<bigint>, spans: ReadonlyArray<Span>): ReadonlyArray<bigint> => {
  // The most that each may get so that those behind it still find a place.
  const most: Array<bigint> = []
  let from = spans.length - 1
  for (let at = wanted.length - 1; at >= 0; at--) {
    const below = at === wanted.length - 1 ? spans[from]!.last : most[at + 1]! - 1n
    while (spans[from]!.first > below) from--
    most[at] = below < spans[from]!.last ? below : spans[from]!.last
  }
  const found: Array<bigint> = []
  let span = 0
  for (const [at, want] of wanted.entries()) {
    const before = found[at - 1]
    const least = before === undefined || want > before ? want : before + 1n
    while (span < spans.length && spans[span]!.last < least) span++
    const first = spans[span]?.first ?? least
    const next = least > first ? least : first
    found.push(next < most[at]! ? next : most[at]!)
  }
  return found
}

/**
 * An order in which no move lands on an address that is still taken: those that go up from the highest on, then those
 * that go down from the lowest on. What is in the way of one goes the same way, since the order of all stays.
 */
const inSafeOrder = (
  all: ReadonlyArray<{ readonly ip: Ip.Ip; readonly from: Ip.Text; readonly target: bigint }>,
  family: Ip.Family
): ReadonlyArray<Move> => {
  const up = all.filter(({ ip, target }) => target > Ip.toBigInt(ip)).toReversed()
  const down = all.filter(({ ip, target }) => target < Ip.toBigInt(ip))
  return [...up, ...down].map(({ from, target }) => ({ from, to: Ip.toText(Ip.fromBigInt(family, target)!) }))
}
