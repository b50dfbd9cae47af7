/**
 * Which addresses of a subnet can be handed out, and how. Pure.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import type * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { IpamErrorReason } from "../IpamError.ts"
import type { Subnet } from "../IpamModel.ts"
import { edgeOf } from "./planCheck.ts"
import { blockOf, ipOf } from "./planText.ts"
import { setOf, usableOf } from "./planUsage.ts"

/** Why a subnet does not hand an address out. */
export type ExcludedBy = (IpamErrorReason & { readonly _tag: "Excluded" })["by"]

/** A subnet with its addresses as sets: those for the automatic strategies and those of the DHCP range. */
export interface SubnetInfo {
  readonly record: Subnet
  readonly prefix: Prefix.Prefix
  readonly usable: PrefixSet.PrefixSet
  readonly ranges: PrefixSet.PrefixSet
  readonly dhcp: PrefixSet.PrefixSet
  readonly exclusions: PrefixSet.PrefixSet
  readonly gateway: Ip.Ip | undefined
}

/** The sets of a subnet. */
export const infoOf = (record: Subnet): SubnetInfo => {
  const prefix = blockOf(record.cidr)
  const exclusions = setOf(record.exclusions)
  const gateway = record.gateway === null ? undefined : ipOf(record.gateway)
  const usable = usableOf(record, prefix)
  const dhcp = record.dhcp === null ? PrefixSet.empty : PrefixSet.intersection(usable, setOf([record.dhcp]))
  const wished = record.ranges.length === 0 ? usable : PrefixSet.intersection(usable, setOf(record.ranges))
  return { record, prefix, usable, ranges: PrefixSet.difference(wished, dhcp), dhcp, exclusions, gateway }
}

/** Why an address of the subnet cannot be handed out, if so. */
export const excludedBy = (
  { dhcp, exclusions, gateway, prefix }: SubnetInfo,
  ip: Ip.Ip,
  from: "ranges" | "dhcp"
): ExcludedBy | undefined => {
  const edge = edgeOf(prefix, ip)
  if (edge !== undefined) return edge
  if (gateway !== undefined && Ip.equals(gateway, ip)) return "gateway"
  if (PrefixSet.contains(exclusions, ip)) return "exclusion"
  return from === "ranges" && PrefixSet.contains(dhcp, ip) ? "dhcp" : undefined
}
