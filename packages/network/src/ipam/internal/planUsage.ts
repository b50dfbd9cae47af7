/**
 * How full the pools and subnets of a scope are, by the algebra of prefix sets.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { AddressRange, Subnet } from "../IpamModel.ts"
import type { PoolUsage, SubnetUsage, Usage } from "../IpamRequest.ts"
import type { Block, Host, ScopeIndex } from "./planIndex.ts"
import { ipOf } from "./planText.ts"

/** The addresses of the ranges. */
export const setOf = (ranges: ReadonlyArray<AddressRange>): PrefixSet.PrefixSet =>
  PrefixSet.fromPrefixes(
    ranges.flatMap(({ first, last }) => [...PrefixSet.toPrefixes(PrefixSet.fromRange(ipOf(first), ipOf(last)))])
  )

/** The addresses of a subnet that can be handed out at all. */
export const usableOf = (subnet: Subnet, block: Prefix.Prefix): PrefixSet.PrefixSet => {
  const { first, last } = Prefix.hosts(block)
  const gateway = subnet.gateway === null ? [] : [Prefix.host(ipOf(subnet.gateway))]
  const never = PrefixSet.union(setOf(subnet.exclusions), PrefixSet.fromPrefixes(gateway))
  return PrefixSet.difference(PrefixSet.fromRange(first, last), never)
}

const largest = (set: PrefixSet.PrefixSet): number | null => {
  let length: number | null = null
  for (const prefix of PrefixSet.toPrefixes(set)) {
    if (length === null || prefix.length < length) length = prefix.length
  }
  return length
}

const subnetUsage = (
  { record, prefix }: Block & { readonly kind: "subnet" },
  hosts: ReadonlyArray<Host>
): SubnetUsage => {
  const usable = usableOf(record, prefix)
  const automatic = record.ranges.length === 0 ? usable : PrefixSet.intersection(usable, setOf(record.ranges))
  const taken = PrefixSet.fromPrefixes(hosts.map(({ ip }) => Prefix.host(ip)))
  const kept = record.dhcp === null ? taken : PrefixSet.union(taken, setOf([record.dhcp]))
  const free = PrefixSet.difference(automatic, kept)
  const count = { allocated: 0, reserved: 0, held: 0, quarantined: 0 }
  for (const host of hosts) count[host.record.state]++
  return {
    subnet: record.id,
    cidr: record.cidr,
    size: Prefix.size(prefix),
    usable: PrefixSet.size(usable),
    ...count,
    free: PrefixSet.size(free),
    largestFree: largest(free)
  }
}

const poolUsage = (pool: Block & { readonly kind: "pool" }, blocks: ReadonlyArray<Block>): PoolUsage => {
  const inside = blocks.filter(({ record, prefix }) => record !== pool.record && Prefix.contains(pool.prefix, prefix))
  const free = PrefixSet.difference(
    PrefixSet.fromPrefixes([pool.prefix]),
    PrefixSet.fromPrefixes(inside.map(({ prefix }) => prefix))
  )
  return {
    pool: pool.record.id,
    cidr: pool.record.cidr,
    size: Prefix.size(pool.prefix),
    free: PrefixSet.size(free),
    largestFree: largest(free)
  }
}

/** How full a scope is. */
export const usageOf = ({ scope, pools, subnets, delegations, hosts }: ScopeIndex): Usage => {
  const blocks = [...pools, ...subnets, ...delegations]
  return {
    scope: scope.id,
    version: scope.version,
    pools: pools.map((pool) => poolUsage(pool, blocks)),
    subnets: subnets.map((subnet) => subnetUsage(subnet, hosts.get(subnet.record.id) ?? []))
  }
}
