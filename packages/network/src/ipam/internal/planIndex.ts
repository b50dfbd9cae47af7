/**
 * Records of a plan with their text read once, and looked up by id. Built when first asked for and kept as long as the
 * plan.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import type * as Prefix from "../../Prefix.ts"
import type { AddressPlan } from "../AddressPlan.ts"
import type { Address, Delegation, Pool, Scope, Subnet } from "../IpamModel.ts"
import { blockOf, ipOf } from "./planText.ts"

/** A record that is a block. */
export type Block =
  | { readonly kind: "pool"; readonly record: Pool; readonly prefix: Prefix.Prefix }
  | { readonly kind: "subnet"; readonly record: Subnet; readonly prefix: Prefix.Prefix }
  | { readonly kind: "delegation"; readonly record: Delegation; readonly prefix: Prefix.Prefix }

/** An address record and its number. */
export interface Host {
  readonly record: Address
  readonly ip: Ip.Ip
}

/** One scope. `hosts` are by subnet id. */
export interface ScopeIndex {
  readonly scope: Scope
  readonly pools: ReadonlyArray<Block & { readonly kind: "pool" }>
  readonly subnets: ReadonlyArray<Block & { readonly kind: "subnet" }>
  readonly delegations: ReadonlyArray<Block & { readonly kind: "delegation" }>
  readonly hosts: ReadonlyMap<string, ReadonlyArray<Host>>
}

const indexes = new WeakMap<AddressPlan, ReadonlyMap<string, ScopeIndex>>()

const group = <A extends { readonly scope: string }>(
  records: ReadonlyArray<A>
): ReadonlyMap<string, ReadonlyArray<A>> => Map.groupBy(records, (record) => record.scope)

const build = (plan: AddressPlan): ReadonlyMap<string, ScopeIndex> => {
  const pools = group(plan.pools)
  const subnets = group(plan.subnets)
  const delegations = group(plan.delegations)
  const addresses = group(plan.addresses)
  return new Map(
    plan.scopes.map((scope) => {
      const hosts = Map.groupBy(
        (addresses.get(scope.id) ?? []).map((record) => ({ record, ip: ipOf(record.address) })),
        (host) => host.record.subnet
      )
      const index: ScopeIndex = {
        scope,
        pools: (pools.get(scope.id) ?? []).map((record) => ({ kind: "pool", record, prefix: blockOf(record.cidr) })),
        subnets: (subnets.get(scope.id) ?? []).map((record) => ({
          kind: "subnet",
          record,
          prefix: blockOf(record.cidr)
        })),
        delegations: (delegations.get(scope.id) ?? []).map((record) => ({
          kind: "delegation",
          record,
          prefix: blockOf(record.cidr)
        })),
        hosts
      }
      return [scope.id, index]
    })
  )
}

/** The scopes of a plan, by id. */
export const scopesOf = (plan: AddressPlan): ReadonlyMap<string, ScopeIndex> => {
  const known = indexes.get(plan)
  if (known !== undefined) return known
  const built = build(plan)
  indexes.set(plan, built)
  return built
}
