/**
 * Subnets that together make up one block become one.
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
import type { Host, ScopeIndex } from "./planIndex.ts"
import * as obstacles from "./planObstacles.ts"
import type { Planned, SubnetBlock, Wished } from "./planObstacles.ts"
import { setOf } from "./planUsage.ts"

/** The steps of a merge. */
export const merge = (index: ScopeIndex, into: SubnetBlock, wish: Wished<"Merge">): Planned => {
  const parts = [into]
  for (const id of wish.others) {
    const other = obstacles.find(index, id)
    if (other === undefined) return Result.fail({ _tag: "NotFound", kind: "subnet", id })
    parts.push(other)
  }
  const problem = obstacles.refuse(
    parts.length > obstacles.partsMax
      ? { _tag: "LimitExceeded", parts: parts.length, limit: obstacles.partsMax }
      : undefined,
    parts.length < 2 ? { _tag: "InvalidWish", detail: "there is nothing to merge with" } : undefined,
    obstacles.unique(parts.map(({ record }) => record.id)),
    ...parts.map(({ prefix }) => obstacles.sameFamily(into.prefix, prefix))
  )
  if (problem !== undefined) return Result.fail(problem)
  const sorted = parts.toSorted((x, y) => Prefix.compare(x.prefix, y.prefix))
  const whole = around(sorted.map(({ prefix }) => prefix))
  const hosts = sorted.flatMap(({ record }) => obstacles.hostsOf(index, record.id))
  const gateways = sorted.flatMap(({ record }) => (record.gateway === null ? [] : [record.gateway]))
  const blocked = obstacles.refuse(
    siblings(sorted, whole),
    obstacles.overlaps(
      index,
      whole,
      parts.map(({ record }) => record.id)
    ),
    differ(sorted, "quarantineMillis", ({ quarantineMillis }) => `${quarantineMillis}`),
    gateways.length > 1 ? differ(sorted, "gateway", ({ gateway }) => gateway ?? "none") : undefined,
    obstacles.inTheWay(hosts, whole),
    obstacles.gatewayInTheWay(gateways[0] ?? null, whole),
    ownerTwice(hosts)
  )
  if (blocked !== undefined) return Result.fail(blocked)
  const records = sorted.map(({ record }) => record)
  const dhcp = joined(records.flatMap((record) => (record.dhcp === null ? [] : [record.dhcp])))
  if (dhcp.length > 1) {
    return Result.fail(differ(sorted, "dhcp", (record) => formatRanges(record.dhcp === null ? [] : [record.dhcp]))!)
  }
  const everywhere = records.every(({ ranges }) => ranges.length === 0)
  const after: Subnet = {
    ...into.record,
    cidr: Prefix.toText(whole),
    pool: obstacles.poolAround(index, whole),
    gateway: gateways[0] ?? null,
    ranges: everywhere ? [] : joined(sorted.flatMap(rangesOf)),
    exclusions: joined(records.flatMap(({ exclusions }) => exclusions)),
    dhcp: dhcp[0] ?? null
  }
  const gone = sorted.filter((part) => part !== into)
  return Result.succeed([
    ...gone.flatMap(({ record, prefix }): ReadonlyArray<PlanStep> => {
      const count = obstacles.hostsOf(index, record.id).length
      const moved = count === 0 ? [] : [obstacles.move(record, into.record.id, prefix, count)]
      return [...moved, { _tag: "DeleteSubnet", subnet: record }]
    }),
    { _tag: "ChangeSubnet", before: into.record, after }
  ])
}

/** The smallest block around all of them, which are sorted. */
const around = (blocks: ReadonlyArray<Prefix.Prefix>): Prefix.Prefix => {
  const last = blocks.at(-1)!
  let whole = blocks[0]!
  while (!Prefix.contains(whole, last)) whole = Prefix.of(whole, whole.length - 1)
  return whole
}

const siblings = (parts: ReadonlyArray<SubnetBlock>, whole: Prefix.Prefix): SubnetPlanReason | undefined => {
  const have = PrefixSet.fromPrefixes(parts.map(({ prefix }) => prefix))
  const missing = [...PrefixSet.toPrefixes(PrefixSet.difference(PrefixSet.fromPrefixes([whole]), have))]
  return missing.length === 0
    ? undefined
    : {
        _tag: "NotSiblings",
        whole: Prefix.toText(whole),
        count: missing.length,
        missing: missing.slice(0, obstacles.listedMax).map(Prefix.toText)
      }
}

const differ = (
  parts: ReadonlyArray<SubnetBlock>,
  setting: "gateway" | "dhcp" | "quarantineMillis",
  valueOf: (subnet: Subnet) => string
): SubnetPlanReason | undefined => {
  const values = parts.map(({ record }) => ({ subnet: record.id, value: valueOf(record) }))
  return new Set(values.map(({ value }) => value)).size < 2
    ? undefined
    : { _tag: "SettingsDiffer", setting, values: values.slice(0, obstacles.listedMax) }
}

const ownerTwice = (hosts: ReadonlyArray<Host>): SubnetPlanReason | undefined => {
  const held = hosts.filter(({ record }) => record.state !== "quarantined")
  for (const [first, ...others] of Map.groupBy(held, ({ record }) =>
    JSON.stringify([record.owner, record.key])
  ).values()) {
    if (first === undefined || others.length === 0) continue
    const { owner, key } = first.record
    const addresses = [first, ...others].slice(0, obstacles.listedMax).map(({ record }) => record.address)
    return { _tag: "OwnerTwice", owner, key, addresses }
  }
  return undefined
}

/** The same addresses in as few ranges as can be, sorted. */
const joined = (ranges: ReadonlyArray<AddressRange>): ReadonlyArray<AddressRange> =>
  [...PrefixSet.toRanges(setOf(ranges))].map(({ first, last }) => ({ first: Ip.toText(first), last: Ip.toText(last) }))

/** The ranges of a part; none stands for all of it. */
const rangesOf = ({ record, prefix }: SubnetBlock): ReadonlyArray<AddressRange> =>
  record.ranges.length > 0
    ? record.ranges
    : [{ first: Ip.toText(Prefix.first(prefix)), last: Ip.toText(Prefix.last(prefix)) }]
