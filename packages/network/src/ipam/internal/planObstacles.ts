/**
 * What can be in the way of a change, and steps that several kinds of change need.
 *
 * @since 0.1.0
 */
import type * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { PoolId, Subnet, SubnetId } from "../IpamModel.ts"
import type { PlanStep } from "../PlanStep.ts"
import type { SubnetPlanReason, SubnetWish } from "../SubnetPlan.ts"
import { edgeOf, isUsable } from "./planCheck.ts"
import type { Block, Host, ScopeIndex } from "./planIndex.ts"
import { ipOf } from "./planText.ts"

/** Most parts of one split or merge. */
export const partsMax = 1024

/** Most entries of a list in a refusal. */
export const listedMax = 100

/** A wish of one kind. */
export type Wished<T extends SubnetWish["_tag"]> = Extract<typeof SubnetWish.Type, { readonly _tag: T }>

/** A subnet of the index. */
export type SubnetBlock = Block & { readonly kind: "subnet" }

/** Steps, or why there are none. */
export type Planned = Result.Result<ReadonlyArray<PlanStep>, SubnetPlanReason>

/** The subnet of that id. */
export const find = (index: ScopeIndex, id: SubnetId): SubnetBlock | undefined =>
  index.subnets.find(({ record }) => record.id === id)

/** The first reason, if there is one. */
export const refuse = (...reasons: ReadonlyArray<SubnetPlanReason | undefined>): SubnetPlanReason | undefined =>
  reasons.find((reason) => reason !== undefined)

/** The addresses of a subnet. */
export const hostsOf = (index: ScopeIndex, id: SubnetId): ReadonlyArray<Host> => index.hosts.get(id) ?? []

/** The innermost pool around a block. */
export const poolAround = (index: ScopeIndex, block: Prefix.Prefix): PoolId | null =>
  index.pools.findLast(({ prefix }) => Prefix.contains(prefix, block))?.record.id ?? null

/** What else has addresses of the block. A pool around it does not count. */
export const overlaps = (
  index: ScopeIndex,
  block: Prefix.Prefix,
  own: ReadonlyArray<SubnetId>
): SubnetPlanReason | undefined => {
  const found = [
    ...index.pools.filter(({ prefix }) => Prefix.overlaps(prefix, block) && !Prefix.contains(prefix, block)),
    ...index.subnets.filter(({ record, prefix }) => Prefix.overlaps(prefix, block) && !own.includes(record.id)),
    ...index.delegations.filter(({ prefix }) => Prefix.overlaps(prefix, block))
  ]
  if (found.length === 0) return undefined
  const list = found.slice(0, listedMax).map(({ kind, record }) => ({ kind, id: record.id, cidr: record.cidr }))
  return { _tag: "Overlaps", cidr: Prefix.toText(block), count: found.length, with: list }
}

/** Why a host may not be there, if it may not. */
const placeOf = (block: Prefix.Prefix, ip: Ip.Ip): "outside" | "network" | "broadcast" | undefined =>
  Prefix.contains(block, ip) ? edgeOf(block, ip) : "outside"

/** Addresses that may not be there. */
export const inTheWay = (hosts: ReadonlyArray<Host>, block: Prefix.Prefix): SubnetPlanReason | undefined => {
  const found = hosts.flatMap(({ record, ip }) => {
    const would = placeOf(block, ip)
    return would === undefined || (would !== "outside" && !isUsable(record))
      ? []
      : [{ address: record.address, state: record.state, owner: record.owner, would }]
  })
  return found.length === 0
    ? undefined
    : {
        _tag: "AddressesInTheWay",
        cidr: Prefix.toText(block),
        count: found.length,
        addresses: found.slice(0, listedMax)
      }
}

/** The gateway, if it may not be there. */
export const gatewayInTheWay = (gateway: Ip.Text | null, block: Prefix.Prefix): SubnetPlanReason | undefined => {
  if (gateway === null) return undefined
  const would = placeOf(block, ipOf(gateway))
  return would === undefined ? undefined : { _tag: "GatewayInTheWay", cidr: Prefix.toText(block), gateway, would }
}

/** Blocks of two families. */
export const sameFamily = (from: Prefix.Prefix, to: Prefix.Prefix): SubnetPlanReason | undefined =>
  from.family === to.family ? undefined : { _tag: "WrongFamily", from: Prefix.toText(from), to: Prefix.toText(to) }

/** A subnet that is named twice. */
export const unique = (ids: ReadonlyArray<SubnetId>): SubnetPlanReason | undefined => {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  return twice === undefined ? undefined : { _tag: "InvalidWish", detail: `the subnet ${twice} is named twice` }
}

/** The addresses in the block go to another subnet. */
export const move = (from: Subnet, to: SubnetId, block: Prefix.Prefix, count: number): PlanStep => ({
  _tag: "MoveAddresses",
  scope: from.scope,
  from: from.id,
  to,
  first: Ip.toText(Prefix.first(block)),
  last: Ip.toText(Prefix.last(block)),
  count
})
