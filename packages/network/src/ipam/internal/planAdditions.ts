/**
 * The steps that add to a plan what another one has besides.
 *
 * @since 0.1.0
 */
import * as Equal from "effect/Equal"
import type { AddressPlan } from "../AddressPlan.ts"
import type { PlanStep } from "../PlanStep.ts"
import { keyOf } from "./planCheck.ts"
import { placed } from "./planPlaces.ts"

interface InScope {
  readonly scope: string
}

/** Records of the wanted plan that the current one has not, or has otherwise. */
const missing = <A extends InScope>(
  known: ReadonlyArray<A>,
  wanted: ReadonlyArray<A>,
  idOf: (record: A) => string,
  same: (old: A, record: A) => boolean
): ReadonlyArray<A> => {
  const byId = new Map(known.map((record) => [keyOf(record.scope, idOf(record)), record]))
  return wanted.filter((record) => {
    const old = byId.get(keyOf(record.scope, idOf(record)))
    return old === undefined || !same(old, record)
  })
}

const idOf = ({ id }: { readonly id: string }): string => id

/**
 * Pools first, the outer before the inner; then blocks, then addresses. Which pool a block is in depends on what is
 * there, so it is no difference.
 */
export const additionsOf = (current: AddressPlan, wanted: AddressPlan): ReadonlyArray<PlanStep> => {
  const pools = missing(current.pools, wanted.pools, idOf, (old, one) =>
    Equal.equals(old, { ...one, parent: old.parent })
  )
  const subnets = missing(current.subnets, wanted.subnets, idOf, (old, one) =>
    Equal.equals(old, { ...one, pool: old.pool })
  )
  const delegations = missing(current.delegations, wanted.delegations, idOf, (old, one) =>
    Equal.equals(old, { ...one, pool: old.pool })
  )
  const addresses = missing(current.addresses, wanted.addresses, ({ address }) => address, Equal.equals)
  const blocks = placed({
    pools: [...current.pools, ...pools],
    subnets: [...current.subnets, ...subnets],
    delegations: [...current.delegations, ...delegations]
  })
  return [
    ...blocks.pools.slice(current.pools.length).map((pool): PlanStep => ({ _tag: "CreatePool", pool })),
    ...blocks.subnets.slice(current.subnets.length).map((subnet): PlanStep => ({ _tag: "CreateSubnet", subnet })),
    ...blocks.delegations
      .slice(current.delegations.length)
      .map((delegation): PlanStep => ({ _tag: "CreateDelegation", delegation })),
    ...addresses.map((address): PlanStep => ({ _tag: "CreateAddress", address }))
  ]
}
