/**
 * How full a scope is, counted in the database: addresses are read only where the free space of a subnet is not in memory.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { FreeSpace } from "../FreeSpace.ts"
import type { AddressState } from "../IpamModel.ts"
import type { PoolUsage, SubnetUsage, Usage } from "../IpamRequest.ts"
import { effective } from "./ipamExpire.ts"
import type * as input from "./ipamInput.ts"
import { span } from "./ipamKeys.ts"
import type { Memory } from "./ipamMemory.ts"
import { spaceOf } from "./ipamMemory.ts"
import { addressRows, type BlockRow, poolOf, subnetOf } from "./ipamRows.ts"
import { readable } from "./ipamScopes.ts"
import type { Wide } from "./ipamSql.ts"
import { infoOf } from "./ipamSubnet.ts"
import { type Actor, spaceWithout, type Tools } from "./ipamTurn.ts"
import { blockOf } from "./planText.ts"

const poolUsage = (pool: ReturnType<typeof poolOf>, rows: ReadonlyArray<BlockRow>): PoolUsage => {
  const prefix = blockOf(pool.cidr)
  const space = FreeSpace.make(prefix)
  for (const row of rows) space.reserve(blockOf(row.cidr as Prefix.Text))
  const largestFree = space.largestFree() ?? null
  return { pool: pool.id, cidr: pool.cidr, size: space.size, free: space.free, largestFree }
}

/** Every address of a block, for a scope that is read in one piece. */
const everything = Number.MAX_SAFE_INTEGER

interface Counted {
  readonly subnet: string
  readonly state: AddressState
  readonly count: Wide
  readonly ended: Wide
}

const subnetUsage = Effect.fnUntraced(function* (
  { sql }: Tools,
  row: BlockRow,
  counted: ReadonlyArray<Counted>,
  memory: () => Memory | undefined,
  now: number
): Effect.fn.Return<SubnetUsage, SqlError> {
  const info = infoOf(subnetOf(row))
  const { cidr, id, quarantineMillis } = info.record
  const answer = (counts: Record<AddressState, number>, space: FreeSpace): SubnetUsage => ({
    subnet: id,
    cidr,
    size: Prefix.size(info.prefix),
    usable: PrefixSet.size(info.usable),
    ...counts,
    free: space.free,
    largestFree: space.largestFree() ?? null
  })
  const counts: Record<AddressState, number> = { allocated: 0, reserved: 0, held: 0, quarantined: 0 }
  if (counted.length === 0) return answer(counts, spaceWithout(info.prefix, info.ranges, []))
  const known = counted.every(({ ended }) => Number(ended) === 0) ? memory()?.spaces.get(spaceOf.ranges(id)) : undefined
  if (known !== undefined) {
    for (const { count, state } of counted) counts[state] = Number(count)
    return answer(counts, known)
  }
  const { first, last } = span(info.prefix)
  const rows = yield* addressRows(sql, row.scope, sql`address BETWEEN ${first} AND ${last}`, everything)
  const current = rows.flatMap((one) => effective(one, quarantineMillis, now) ?? [])
  for (const { state } of current) counts[state]++
  const taken = current.map(({ address }) => address)
  return answer(counts, spaceWithout(info.prefix, info.ranges, taken))
})

/** How full a scope is. To be run in one snapshot. */
export const usage = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  id: string
): Effect.fn.Return<Usage, input.Refused | SqlError> {
  const scope = yield* readable(tools, actor, id)
  const rows = yield* tools.sql<BlockRow>`SELECT * FROM ipam_blocks WHERE scope = ${id} ORDER BY first, last DESC`
    .withoutTransform
  const version = Number(scope.version)
  const now = yield* Clock.currentTimeMillis
  const counts = yield* tools.sql<Counted>`SELECT subnet, state, COUNT(*) AS count,
    SUM(CASE WHEN ends_at <= ${now} THEN 1 ELSE 0 END) AS ended
    FROM ipam_addresses WHERE scope = ${id} GROUP BY subnet, state`.withoutTransform
  const counted = Map.groupBy(counts, ({ subnet }) => subnet)
  // Asked for at each use: during a wait somebody may begin to change it.
  const memory = () => tools.memories.peek(id, { version, writer: scope.writer })
  const subnets: Array<SubnetUsage> = []
  for (const row of rows) {
    if (row.kind === "subnet") subnets.push(yield* subnetUsage(tools, row, counted.get(row.id) ?? [], memory, now))
  }
  const inside = Map.groupBy(rows, (row) => row.pool)
  const pools = rows.filter((row) => row.kind === "pool").map((row) => poolUsage(poolOf(row), inside.get(row.id) ?? []))
  return { scope: scope.id as Usage["scope"], version, pools, subnets }
})
