/**
 * Reading: lists, single records, whose an address is and was, how full everything is.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Fragment from "effect/sql/Statement"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { IpamError } from "../IpamError.ts"
import * as IpamEvent from "../IpamEvent.ts"
import type { Address, Delegation, Pool, Scope, Subnet } from "../IpamModel.ts"
import type { HistoryEntry, ListAddresses, Page, PageRequest, Whereabouts } from "../IpamRequest.ts"
import { effective } from "./ipamExpire.ts"
import * as input from "./ipamInput.ts"
import { aligned, isKey, keyOf, ofKey, outerKeys, span } from "./ipamKeys.ts"
import {
  addressOf,
  addressRows,
  type BlockRow,
  delegationOf,
  poolOf,
  scopeOf,
  type ScopeRow,
  subnetOf
} from "./ipamRows.ts"
import { readable, readersOf, visible, withReaders } from "./ipamScopes.ts"
import { isOneOf, type Wide } from "./ipamSql.ts"
import { type Actor, storage, type Tools } from "./ipamTurn.ts"
import { blockOf, ipOf } from "./planText.ts"

type Trouble = input.Refused | SqlError

/** Makes an operation of a reading effect. */
export const reading = <A>(
  operation: string,
  scope: string | undefined,
  effect: Effect.Effect<A, Trouble>
): Effect.Effect<A, IpamError> => {
  const fail = (reason: IpamError["reason"]) =>
    Effect.fail(new IpamError({ operation, ...(scope === undefined ? undefined : { scope }), reason }))
  return Effect.catchTags(effect, {
    Refused: ({ reason }) => fail(reason),
    SqlError: (error) => fail(storage(error, false))
  })
}

/** Several reads that see one state of the database. */
export const snapshot = <A, E>(sql: SqlClient.SqlClient, effect: Effect.Effect<A, E>): Effect.Effect<A, E | SqlError> =>
  Effect.provideService(
    sql.withTransaction(effect),
    SqlClient.BeginTransaction,
    sql.onDialectOrElse({ pg: () => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", orElse: () => "BEGIN" })
  )

const pageOf = <Row, A>(
  rows: ReadonlyArray<Row>,
  limit: number,
  key: (row: Row) => string,
  record: (row: Row) => A
): Page<A> => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items: items.map(record), next: rows.length > limit && last !== undefined ? key(last) : null }
}

/** The scopes an actor may read. */
export const scopes = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  request: PageRequest
): Effect.fn.Return<Page<Scope>, Trouble> {
  const { sql } = tools
  const limit = yield* Effect.fromResult(input.page(request))
  const after = yield* Effect.fromResult(input.cursor(request.after, input.isName))
  const rows = yield* sql<ScopeRow>`SELECT * FROM ipam_scopes WHERE ${visible(sql, actor)}
    AND id > ${after} ORDER BY id LIMIT ${limit + 1}`.withoutTransform
  const readers = yield* readersOf(
    tools,
    rows.map(({ id }) => id)
  )
  return pageOf(
    rows,
    limit,
    ({ id }) => id,
    (row) => scopeOf(row, readers.get(row.id) ?? [])
  )
})

/** A scope. */
export const scope = (tools: Tools, actor: Actor, id: string): Effect.Effect<Scope, Trouble> =>
  Effect.flatMap(readable(tools, actor, id), (row) => withReaders(tools, row))

/** Where a list of blocks goes on: behind a block. */
const cursorOf = ({ first, last }: BlockRow): string => `${first}-${last}`

const behind = (
  sql: SqlClient.SqlClient,
  after: string | undefined
): Effect.Effect<Fragment.Fragment, input.Refused> => {
  if (after === undefined) return Effect.succeed(sql`1 = 1`)
  const [first, last] = after.split("-")
  if (first === undefined || last === undefined || !isKey(first) || !isKey(last)) return invalidCursor(after)
  // The outer block comes first, which has the larger end.
  return Effect.succeed(sql`(first > ${first} OR (first = ${first} AND last < ${last}))`)
}

const invalidCursor = (after: string) =>
  input.refuse({ _tag: "InvalidText", field: "after", text: after.slice(0, 100), problem: "not the end of a page" })

const blocks = <A>(kind: BlockRow["kind"], record: (row: BlockRow) => A) =>
  Effect.fnUntraced(function* (
    tools: Tools,
    actor: Actor,
    request: PageRequest & { readonly scope: string }
  ): Effect.fn.Return<Page<A>, Trouble> {
    const { sql } = tools
    const limit = yield* Effect.fromResult(input.page(request))
    yield* readable(tools, actor, request.scope)
    const rows = yield* sql<BlockRow>`SELECT * FROM ipam_blocks WHERE scope = ${request.scope} AND kind = ${kind}
      AND ${yield* behind(sql, request.after)} ORDER BY first, last DESC LIMIT ${limit + 1}`.withoutTransform
    return pageOf(rows, limit, cursorOf, record)
  })

/** The pools of a scope. */
export const pools = blocks<Pool>("pool", poolOf)
/** The subnets of a scope. */
export const subnets = blocks<Subnet>("subnet", subnetOf)
/** The delegated prefixes of a scope. */
export const delegations = blocks<Delegation>("delegation", delegationOf)

/** A subnet. */
export const subnet = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  where: { readonly scope: string; readonly subnet: string }
): Effect.fn.Return<Subnet, Trouble> {
  yield* readable(tools, actor, where.scope)
  const [row] = input.isName(where.subnet)
    ? yield* tools.sql<BlockRow>`SELECT * FROM ipam_blocks
        WHERE scope = ${where.scope} AND kind = 'subnet' AND id = ${where.subnet}`.withoutTransform
    : []
  return row === undefined
    ? yield* input.refuse({ _tag: "NotFound", kind: "subnet", id: where.subnet.slice(0, 100) })
    : subnetOf(row)
})

/** How long released addresses of subnets stay in quarantine; subnets that are gone count as none. */
const quarantines = Effect.fnUntraced(function* (
  { sql }: Tools,
  scope: string,
  ids: ReadonlyArray<string>
): Effect.fn.Return<(subnet: string) => number, SqlError> {
  const rows = yield* sql<BlockRow>`SELECT * FROM ipam_blocks
    WHERE scope = ${scope} AND kind = 'subnet' AND ${isOneOf(sql, "id", ids)}`.withoutTransform
  const millis = new Map(rows.map((row) => [row.id, subnetOf(row).quarantineMillis]))
  return (subnet) => millis.get(subnet) ?? 0
})

/** Records of addresses as they count now. */
const addressesWhere = Effect.fnUntraced(function* (
  tools: Tools,
  scope: string,
  where: Fragment.Fragment,
  limit: number
): Effect.fn.Return<ReadonlyArray<{ readonly key: string; readonly record: Address | undefined }>, SqlError> {
  const rows = yield* addressRows(tools.sql, scope, where, limit)
  const now = yield* Clock.currentTimeMillis
  const ended = rows.filter(({ ends_at }) => ends_at !== null && ends_at <= now)
  const quarantineOf =
    ended.length === 0 ? () => 0 : yield* quarantines(tools, scope, [...new Set(ended.map((row) => row.subnet))])
  return rows.map((row) => {
    const counts = effective(row, quarantineOf(row.subnet), now)
    return { key: row.address, record: counts === undefined ? undefined : addressOf(scope, counts) }
  })
})

/** The record of an address. */
export const address = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  where: { readonly scope: string; readonly address: string }
): Effect.fn.Return<Option.Option<Address>, Trouble> {
  const ip = yield* Effect.fromResult(input.ip("address", where.address))
  yield* readable(tools, actor, where.scope)
  const [found] = yield* addressesWhere(tools, where.scope, tools.sql`address = ${keyOf(ip)}`, 1)
  return Option.fromUndefinedOr(found?.record)
})

/** The addresses of a scope. A page may be short, or empty, before the end, because of what has ended. */
export const addresses = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  request: ListAddresses
): Effect.fn.Return<Page<Address>, Trouble> {
  const { sql } = tools
  const limit = yield* Effect.fromResult(input.page(request))
  const after = yield* Effect.fromResult(input.cursor(request.after, isKey))
  yield* readable(tools, actor, request.scope)
  const wanted: Array<Fragment.Fragment> = [sql`address > ${after}`]
  if (request.subnet !== undefined) {
    const { cidr } = yield* subnet(tools, actor, { scope: request.scope, subnet: request.subnet })
    const { first, last } = span(blockOf(cidr))
    wanted.push(sql`address BETWEEN ${first} AND ${last}`)
  }
  // Who had an address that is in quarantine does not have it any more.
  if (request.owner !== undefined) {
    const owner = yield* Effect.fromResult(input.owner("owner", request.owner))
    wanted.push(sql`owner = ${owner} AND state <> 'quarantined'`)
  }
  const found = yield* addressesWhere(tools, request.scope, sql.and(wanted), limit + 1)
  const items = found.slice(0, limit)
  const states = request.states === undefined ? undefined : new Set(request.states)
  return {
    items: items.flatMap(({ record }) =>
      record !== undefined && (states === undefined || states.has(record.state)) ? [record] : []
    ),
    next: found.length > limit ? items.at(-1)!.key : null
  }
})

/** Where an address lies, scope by scope. */
export const whoHas = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  request: PageRequest & { readonly address: string }
): Effect.fn.Return<Page<Whereabouts>, Trouble> {
  const { sql } = tools
  const limit = yield* Effect.fromResult(input.page(request))
  const ip = yield* Effect.fromResult(input.ip("address", request.address))
  const after = yield* Effect.fromResult(input.cursor(request.after, input.isName))
  const key = keyOf(ip)
  const first = isOneOf(sql, "first", outerKeys(Prefix.host(ip)))
  const found = yield* sql<{ readonly scope: string }>`SELECT DISTINCT scope FROM ipam_blocks
    JOIN ipam_scopes ON ipam_scopes.id = ipam_blocks.scope
    WHERE ${first} AND last >= ${key} AND ${visible(sql, actor)} AND scope > ${after}
    ORDER BY scope LIMIT ${limit + 1}`.withoutTransform
  const scopeIds = found.slice(0, limit).map((row) => row.scope)
  if (scopeIds.length === 0) return { items: [], next: null }
  const around = yield* sql<BlockRow>`SELECT * FROM ipam_blocks
    WHERE ${isOneOf(sql, "scope", scopeIds)} AND ${first} AND last >= ${key}
    ORDER BY scope, first, last DESC`.withoutTransform
  const records = new Map<string, Address>()
  for (const scopeId of scopeIds) {
    const [one] = yield* addressesWhere(tools, scopeId, sql`address = ${key}`, 1)
    if (one?.record !== undefined) records.set(scopeId, one.record)
  }
  const byScope = Map.groupBy(around, (row) => row.scope)
  const whereabouts = (scopeId: string): Whereabouts => {
    const rows = byScope.get(scopeId) ?? []
    const innermost = (kind: BlockRow["kind"]) => rows.findLast((row) => row.kind === kind)
    const record = records.get(scopeId)
    const delegation = innermost("delegation")
    return {
      scope: scopeId,
      address: Ip.format(ip),
      pool: innermost("pool")?.id ?? null,
      subnet: innermost("subnet")?.id ?? null,
      delegation: delegation?.id ?? null,
      state: record?.state ?? null,
      owner: record?.owner ?? delegation?.owner ?? null
    } as Whereabouts
  }
  return { items: scopeIds.map(whereabouts), next: found.length > limit ? scopeIds.at(-1)! : null }
})

interface HistoryRow {
  readonly version: Wide
  readonly ordinal: Wide
  readonly kind: HistoryEntry["change"]
  readonly container: string
  readonly position: Wide
}

const decode = EventLog.decoder([IpamEvent.AddressesChanged])

/** What happened to an address. */
export const history = Effect.fnUntraced(function* (
  tools: Tools,
  actor: Actor,
  request: PageRequest & { readonly scope: string; readonly address: string }
): Effect.fn.Return<Page<HistoryEntry>, Trouble> {
  const { log, sql } = tools
  const limit = yield* Effect.fromResult(input.page(request))
  const ip = yield* Effect.fromResult(input.ip("address", request.address))
  yield* readable(tools, actor, request.scope)
  const key = keyOf(ip)
  const before = request.after === undefined ? undefined : /^(\d{1,15})\.(\d{1,9})$/.exec(request.after)
  if (before === null) return yield* invalidCursor(request.after ?? "")
  const earlier =
    before === undefined
      ? sql`1 = 1`
      : sql`(version < ${Number(before[1])} OR (version = ${Number(before[1])} AND ordinal < ${Number(before[2])}))`
  const rows = yield* sql<HistoryRow>`SELECT version, ordinal, kind, container, position FROM ipam_changes
    WHERE scope = ${request.scope} AND first BETWEEN ${aligned(key)} AND ${key} AND last >= ${key}
    AND kind NOT IN ('pool', 'subnet', 'delegation') AND ${earlier}
    ORDER BY version DESC, ordinal DESC LIMIT ${limit + 1}`.withoutTransform
  const entry = Effect.fnUntraced(function* (row: HistoryRow): Effect.fn.Return<HistoryEntry, SqlError> {
    const position = EventLog.Position.make(Number(row.position))
    const { events } = yield* Effect.catchTag(log.read({ from: position, limit: 1 }), "EventLogError", Effect.die)
    const record = events[0]!
    const event = yield* Effect.orDie(decode(record))
    const run =
      event._tag === "Known"
        ? event.payload.runs.find((one) => keyAt(one.first) <= key && key <= keyAt(one.last))
        : undefined
    const nth = run === undefined ? 0 : Number(Ip.toBigInt(ip) - Ip.toBigInt(ofKey(keyAt(run.first))))
    return {
      position,
      time: record.time,
      actor: record.actor,
      change: row.kind,
      subnet: row.container,
      owner: run === undefined ? null : (run.owners[run.owners.length === 1 ? 0 : nth] ?? null),
      version: Number(row.version)
    } as HistoryEntry
  })
  const items = yield* Effect.forEach(rows.slice(0, limit), entry)
  const last = rows[limit - 1]
  return { items, next: rows.length > limit && last !== undefined ? `${last.version}.${last.ordinal}` : null }
})

const keyAt = (text: Ip.Text): string => keyOf(ipOf(text))
