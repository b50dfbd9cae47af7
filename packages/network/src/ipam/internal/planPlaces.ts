/**
 * Which block is the innermost around each of many, in one pass.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import type { Delegation, Pool, PoolId, Subnet } from "../IpamModel.ts"
import { blockOf } from "./planText.ts"

interface Placed {
  readonly scope: string
  readonly prefix: Prefix.Prefix
}

/** For each of the items the innermost of the blocks around it in its scope: the same block, unless `wider`, or a wider one. */
export const innermost = <B extends Placed, I extends Placed>(
  blocks: ReadonlyArray<B>,
  items: ReadonlyArray<I>,
  wider = false
): ReadonlyMap<I, B> => {
  const found = new Map<I, B>()
  const inScope = Map.groupBy(blocks, ({ scope }) => scope)
  for (const [scope, group] of Map.groupBy(items, (item) => item.scope)) {
    const all: Array<{ readonly block: B | undefined; readonly item: I | undefined; readonly prefix: Prefix.Prefix }> =
      [
        ...(inScope.get(scope) ?? []).map((block) => ({ block, item: undefined, prefix: block.prefix })),
        ...group.map((item) => ({ block: undefined, item, prefix: item.prefix }))
      ]
    const open: Array<B> = []
    for (const { block, item, prefix } of all.sort((x, y) => Prefix.compare(x.prefix, y.prefix))) {
      while (open.length > 0 && !Prefix.contains(open.at(-1)!.prefix, prefix)) open.pop()
      // Of equal blocks the first one stands for all.
      if (block !== undefined && open.at(-1)?.prefix.length !== prefix.length) open.push(block)
      const around = open.findLast((one) => !wider || one.prefix.length < prefix.length)
      if (item !== undefined && around !== undefined) found.set(item, around)
    }
  }
  return found
}

/** The records with the innermost pool around each of them as its pool. */
export const placed = (records: {
  readonly pools: ReadonlyArray<Pool>
  readonly subnets: ReadonlyArray<Subnet>
  readonly delegations: ReadonlyArray<Delegation>
}): typeof records => {
  const pools = records.pools.map((record) => ({ record, scope: record.scope, prefix: blockOf(record.cidr) }))
  const place = <A extends Pool | Subnet | Delegation>(
    list: ReadonlyArray<A>,
    poolOf: (record: A) => PoolId | null,
    withPool: (record: A, pool: PoolId | null) => A,
    wider = false
  ): ReadonlyArray<A> => {
    const items = list.map((record) => ({ record, scope: record.scope, prefix: blockOf(record.cidr) }))
    const around = innermost(pools, items, wider)
    return items.map((item) => {
      const pool = around.get(item)?.record.id ?? null
      return poolOf(item.record) === pool ? item.record : withPool(item.record, pool)
    })
  }
  return {
    pools: place(
      records.pools,
      ({ parent }) => parent,
      (record, parent) => ({ ...record, parent }),
      true
    ),
    subnets: place(
      records.subnets,
      ({ pool }) => pool,
      (record, pool) => ({ ...record, pool })
    ),
    delegations: place(
      records.delegations,
      ({ pool }) => pool,
      (record, pool) => ({ ...record, pool })
    )
  }
}
