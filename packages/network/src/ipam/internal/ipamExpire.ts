/**
 * Ended leases and quarantines: what they become, and making them so.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { batchMax } from "../IpamRequest.ts"
import { span } from "./ipamKeys.ts"
import type { AddressRow } from "./ipamRows.ts"
import { isOneOf, type Wide } from "./ipamSql.ts"
import type { SubnetInfo } from "./ipamSubnet.ts"
import type { Trouble, Turn } from "./ipamTurn.ts"

/** Whether a row's lease or quarantine has ended. */
export const isEnded = (row: AddressRow, now: number): boolean => row.ends_at !== null && row.ends_at <= now

/** The row as it counts now: in quarantine since its lease ended, or none because it is free. */
export const effective = (row: AddressRow, quarantineMillis: number, now: number): AddressRow | undefined => {
  if (row.ends_at === null || row.ends_at > now) return row
  const freeAt = row.ends_at + quarantineMillis
  if (row.state === "quarantined" || freeAt <= now) return undefined
  return { ...row, state: "quarantined", since: row.ends_at, ends_at: freeAt }
}

const keysOf = (rows: ReadonlyArray<AddressRow>): ReadonlyArray<string> => rows.map(({ address }) => address)

/** Makes rows of one subnet free. */
export const remove = Effect.fnUntraced(function* (
  turn: Turn,
  change: "freed" | "expired",
  info: SubnetInfo,
  rows: ReadonlyArray<AddressRow>
): Effect.fn.Return<void, Trouble> {
  if (rows.length === 0) return
  const { scope, sql } = turn
  yield* sql`DELETE FROM ipam_addresses WHERE scope = ${scope} AND ${isOneOf(sql, "address", keysOf(rows))}`
    .withoutTransform
  yield* turn.ours
  turn.changed(
    change,
    info,
    false,
    rows.map(({ address, owner }) => ({ address, owner, ends_at: null }))
  )
})

/** Puts rows of one subnet into quarantine from a time on: the end of their leases, or now. */
export const quarantine = Effect.fnUntraced(function* (
  turn: Turn,
  change: "quarantined" | "expired",
  info: SubnetInfo,
  rows: ReadonlyArray<AddressRow>
): Effect.fn.Return<void, Trouble> {
  if (rows.length === 0) return
  const { scope, sql } = turn
  const from = change === "expired" ? sql.literal("ends_at") : sql.literal(String(turn.now))
  const { quarantineMillis } = info.record
  yield* sql`UPDATE ipam_addresses
    SET state = 'quarantined', since = ${from}, ends_at = ${from} + ${sql.literal(String(quarantineMillis))}
    WHERE scope = ${scope} AND ${isOneOf(sql, "address", keysOf(rows))}`.withoutTransform
  yield* turn.ours
  const since = (row: AddressRow) => (change === "expired" ? row.ends_at! : turn.now)
  turn.changed(
    change,
    info,
    true,
    rows.map((row) => ({ address: row.address, owner: row.owner, ends_at: since(row) + quarantineMillis }))
  )
})

/** Carries out what has ended. */
export const settle = Effect.fnUntraced(function* (
  turn: Turn,
  ended: ReadonlyArray<AddressRow>
): Effect.fn.Return<void, Trouble> {
  for (const [subnet, rows] of Map.groupBy(ended, (row) => row.subnet)) {
    const info = yield* turn.subnet(subnet)
    const isOver = (row: AddressRow) => effective(row, info.record.quarantineMillis, turn.now) === undefined
    const over = rows.filter(isOver)
    yield* remove(
      turn,
      "freed",
      info,
      over.filter(({ state }) => state === "quarantined")
    )
    yield* remove(
      turn,
      "expired",
      info,
      over.filter(({ state }) => state !== "quarantined")
    )
    yield* quarantine(
      turn,
      "expired",
      info,
      rows.filter((row) => !isOver(row))
    )
  }
})

/** Carries out everything in a subnet that has ended. */
export const tidySubnet = Effect.fnUntraced(function* (turn: Turn, info: SubnetInfo): Effect.fn.Return<void, Trouble> {
  const { first, last } = span(info.prefix)
  for (;;) {
    const ended = yield* turn.rows(turn.sql`ends_at <= ${turn.now} AND address BETWEEN ${first} AND ${last}`)
    if (ended.length === 0) return
    yield* settle(turn, ended)
  }
})

/** Carries out everything in the scope that has ended, at most 10 000 records; says how many. */
export const tidy = Effect.fnUntraced(function* (turn: Turn): Effect.fn.Return<number, Trouble> {
  const { memory, now, scope, sql } = turn
  if (memory.nextEnd !== undefined && memory.nextEnd > now) return 0
  const ended = yield* turn.rows(sql`ends_at <= ${now}`, batchMax)
  yield* settle(turn, ended)
  const [soonest] = yield* sql<{ readonly ends_at: Wide | null }>`SELECT MIN(ends_at) AS ends_at
    FROM ipam_addresses WHERE scope = ${scope} AND ends_at IS NOT NULL`.withoutTransform
  yield* turn.ours
  const before = memory.nextEnd
  memory.nextEnd = soonest?.ends_at == null ? Number.POSITIVE_INFINITY : Number(soonest.ends_at)
  memory.undo.push(() => {
    memory.nextEnd = before
  })
  return ended.length
})
