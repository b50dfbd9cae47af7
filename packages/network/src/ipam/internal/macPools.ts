/**
 * The verbs of `MacPools`.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Transaction from "@cloudwright/core/Transaction"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { IpamError } from "../IpamError.ts"
import type { Page, PageRequest } from "../IpamRequest.ts"
import type { CreateMacPool, MacGrant, MacPool, MacPoolsView, MacReleaseOutcome, MacWish } from "../MacPools.ts"
import * as input from "./ipamInput.ts"
import { insertInto, isOneOf, type Wide } from "./ipamSql.ts"
import { type Actor, operator, storage } from "./ipamTurn.ts"
import {
  addressOf,
  blockOf,
  digits,
  free,
  grantOf,
  type GrantRow,
  identity,
  macOf,
  numberOf,
  poolOf,
  type PoolRow,
  type Wish,
  wishesOf
} from "./macRows.ts"

/** The event of this module. */
export const MacsChanged = EventLog.define({
  type: "IpamMacsChanged",
  subject: "ipam-mac-pool",
  payload: Schema.Struct({
    change: Schema.Literals(["allocated", "released"]),
    addresses: Schema.Array(Schema.Struct({ address: MacAddress, owner: Schema.String }))
  })
})

/** Addresses in one event: with owners of 200 characters of four bytes each it stays below the limit of a payload. */
const perEvent = 70

/** Rows that are read at once in search of a gap. */
const perLook = 1000

const columns = { pool: "text", address: "text", owner: "text", key: "text", since: "bigint" } as const

type Trouble = input.Refused | SqlError | EventLog.EventLogError

const isDuplicate = (trouble: Trouble): boolean =>
  trouble._tag === "SqlError" && trouble.reason._tag === "UniqueViolation"

/** Makes the service. */
export const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const log = yield* EventLog.EventLog
  const insert = insertInto(sql, "ipam_mac_addresses", columns)

  const mine = (actor: Actor) => (actor === undefined ? sql`1 = 1` : sql`tenant = ${actor}`)

  /** Why an actor cannot have a pool. */
  const denied = Effect.fnUntraced(function* (actor: Actor, id: string) {
    const found = input.isName(id) ? yield* sql`SELECT 1 AS found FROM ipam_mac_pools WHERE id = ${id}` : []
    if (found.length === 0 || actor === undefined) {
      return yield* input.refuse({ _tag: "NotFound", kind: "mac-pool", id: id.slice(0, 100) })
    }
    return yield* input.refuse({ _tag: "Forbidden", tenant: actor, scope: id })
  })

  const reach = Effect.fnUntraced(function* (actor: Actor, id: string): Effect.fn.Return<PoolRow, Trouble> {
    if (!input.isName(id)) return yield* denied(actor, id)
    const [pool] = yield* sql<PoolRow>`SELECT * FROM ipam_mac_pools WHERE id = ${id} AND ${mine(actor)}`
      .withoutTransform
    return pool ?? (yield* denied(actor, id))
  })

  /** As `reach`, and until the end of the transaction nobody else changes the pool. */
  const lock = Effect.fnUntraced(function* (actor: Actor, id: string): Effect.fn.Return<PoolRow, Trouble> {
    if (!input.isName(id)) return yield* denied(actor, id)
    const [pool] = yield* sql<PoolRow>`UPDATE ipam_mac_pools SET version = version + 1
      WHERE id = ${id} AND ${mine(actor)} RETURNING *`.withoutTransform
    return pool ?? (yield* denied(actor, id))
  })

  const tell = (
    actor: Actor,
    pool: string,
    change: "allocated" | "released",
    rows: ReadonlyArray<{ readonly address: string; readonly owner: string }>
  ) => {
    const events: Array<EventLog.NewEvent> = []
    for (let start = 0; start < rows.length; start += perEvent) {
      const addresses = rows.slice(start, start + perEvent).map((row) => ({ ...row, address: addressOf(row.address) }))
      events.push(MacsChanged.make({ subject: pool, actor: actor ?? operator, payload: { change, addresses } }))
    }
    return log.append(events)
  }

  /** Free addresses of a pool, from where the last search ended, round about; `taken` are not free either. */
  const search = Effect.fnUntraced(function* (
    pool: PoolRow,
    count: number,
    taken: ReadonlySet<string>
  ): Effect.fn.Return<ReadonlyArray<string>, SqlError> {
    const found: Array<string> = []
    const parts = [
      [pool.next, pool.last],
      [pool.first, digits(numberOf(pool.next) - 1)]
    ] as const
    for (const [from, to] of parts) {
      let at = numberOf(from)
      while (found.length < count && at <= numberOf(to)) {
        const rows = yield* sql<{ readonly address: string }>`SELECT address FROM ipam_mac_addresses
          WHERE pool = ${pool.id} AND address >= ${digits(at)} AND address <= ${to}
          ORDER BY address LIMIT ${perLook}`.withoutTransform
        const used = new Set(rows.map(({ address }) => address))
        // Behind the last row that was read nothing is known, unless these were all.
        const known = rows.length < perLook ? numberOf(to) : numberOf(rows.at(-1)!.address)
        for (; found.length < count && at <= known; at++) {
          if (!used.has(digits(at)) && !taken.has(digits(at))) found.push(digits(at))
        }
      }
    }
    return found
  })

  const allocate = Effect.fnUntraced(function* (
    actor: Actor,
    id: string,
    wishes: ReadonlyArray<Wish>
  ): Effect.fn.Return<ReadonlyArray<MacGrant>, Trouble> {
    const pool = yield* lock(actor, id)
    const owners = [...new Set(wishes.map(({ owner }) => owner))]
    const keys = [...new Set(wishes.map(({ key }) => key))]
    const named = new Set(wishes.flatMap(({ address }) => address ?? []))
    const there = yield* sql<GrantRow>`SELECT * FROM ipam_mac_addresses WHERE pool = ${id}
      AND ((${isOneOf(sql, "owner", owners)} AND ${isOneOf(sql, "key", keys)})
        OR ${isOneOf(sql, "address", [...named])})`.withoutTransform
    const granted = new Map(there.map((row) => [identity(row), row]))
    const holders = new Map(there.map((row) => [row.address, row.owner]))
    const fresh = wishes.filter((wish) => !granted.has(identity(wish)))
    const since = yield* Clock.currentTimeMillis
    for (const wish of wishes) {
      const row = granted.get(identity(wish))
      if (row !== undefined && wish.address !== undefined && row.address !== wish.address) {
        return yield* input.refuse({ _tag: "Conflict", kind: "address", id: wish.owner, fields: ["address"] })
      }
    }
    const wanted = new Set<string>()
    for (const { address } of fresh) {
      if (address === undefined) continue
      const owner = holders.get(address)
      if (address < pool.first || address > pool.last) {
        const cidr = `${addressOf(pool.first)}-${addressOf(pool.last)}`
        return yield* input.refuse({ _tag: "OutsidePool", value: addressOf(address), pool: id, cidr })
      }
      if (owner !== undefined) {
        const value = addressOf(address)
        return yield* input.refuse({ _tag: "InUse", address: value, state: "allocated", owner, until: null })
      }
      if (wanted.has(address)) {
        const detail = `${addressOf(address)} is wanted twice`
        return yield* input.refuse({ _tag: "InvalidRequest", field: "address", detail })
      }
      wanted.add(address)
    }
    const asked = fresh.filter(({ address }) => address === undefined).length
    if (fresh.length > free(pool)) {
      return yield* input.refuse({
        _tag: "Exhausted",
        in: "mac-pool",
        id,
        asked: fresh.length,
        length: 48,
        free: BigInt(free(pool)),
        largestFree: null
      })
    }
    const found = asked === 0 ? [] : yield* search(pool, asked, named)
    let index = 0
    const rows = fresh.map(({ address, key, owner }): GrantRow => ({
      pool: id,
      address: address ?? found[index++]!,
      owner,
      key,
      since
    }))
    if (rows.length > 0) {
      yield* insert.all(rows)
      const last = found.at(-1)
      const next = last === undefined ? pool.next : last === pool.last ? pool.first : digits(numberOf(last) + 1)
      yield* sql`UPDATE ipam_mac_pools SET used = used + ${sql.literal(String(rows.length))}, next = ${next}
        WHERE id = ${id}`.withoutTransform
      yield* tell(
        actor,
        id,
        "allocated",
        rows.map(({ address, owner }) => ({ address, owner }))
      )
    }
    const all = new Map([...granted, ...rows.map((row) => [identity(row), row] as const)])
    return wishes.map((wish) => grantOf(all.get(identity(wish))!))
  })

  const release = Effect.fnUntraced(function* (
    actor: Actor,
    id: string,
    mac: number,
    owner: string
  ): Effect.fn.Return<MacReleaseOutcome, Trouble> {
    yield* lock(actor, id)
    const address = digits(mac)
    const [row] = yield* sql<GrantRow>`SELECT * FROM ipam_mac_addresses WHERE pool = ${id} AND address = ${address}`
      .withoutTransform
    if (row === undefined) return { _tag: "AlreadyFree", address: addressOf(address) }
    if (row.owner !== owner) {
      return { _tag: "NotOwner", address: addressOf(address), owner: row.owner as MacGrant["owner"] }
    }
    yield* sql`DELETE FROM ipam_mac_addresses WHERE pool = ${id} AND address = ${address}`.withoutTransform
    yield* sql`UPDATE ipam_mac_pools SET used = used - 1 WHERE id = ${id}`.withoutTransform
    yield* tell(actor, id, "released", [{ address, owner }])
    return { _tag: "Released", address: addressOf(address) }
  })

  const createPool = Effect.fnUntraced(function* (
    actor: Actor,
    request: CreateMacPool
  ): Effect.fn.Return<MacPool, Trouble> {
    const id = yield* Effect.fromResult(input.poolId("id", request.id))
    const comment = yield* Effect.fromResult(input.optional("comment", request.comment))
    const { first, last } = yield* Effect.fromResult(blockOf(request.block))
    if (actor === undefined && request.tenant === undefined) {
      return yield* input.refuse({ _tag: "InvalidRequest", field: "tenant", detail: "the operator names the tenant" })
    }
    const tenant = yield* Effect.fromResult(input.tenant("tenant", request.tenant ?? actor!))
    if (actor !== undefined && tenant !== actor) {
      return yield* input.refuse({ _tag: "Forbidden", tenant: actor, scope: id })
    }
    yield* sql`INSERT INTO ipam_mac_tenants (tenant, pools) VALUES (${tenant}, 1)
      ON CONFLICT (tenant) DO UPDATE SET pools = ipam_mac_tenants.pools + 1`.withoutTransform
    const [found] = yield* sql<PoolRow>`SELECT * FROM ipam_mac_pools WHERE id = ${id}`.withoutTransform
    if (found !== undefined) {
      if (actor !== undefined && found.tenant !== actor) {
        return yield* input.refuse({ _tag: "Forbidden", tenant: actor, scope: id })
      }
      const wanted = { tenant, first, last, comment }
      const fields = (["tenant", "first", "last", "comment"] as const).filter((name) => found[name] !== wanted[name])
      if (fields.length > 0) return yield* input.refuse({ _tag: "Conflict", kind: "mac-pool", id, fields })
      return poolOf(found)
    }
    const [other] = yield* sql<PoolRow>`SELECT * FROM ipam_mac_pools
      WHERE tenant = ${tenant} AND first <= ${last} AND last >= ${first} ORDER BY first LIMIT 1`.withoutTransform
    if (other !== undefined) {
      const text = (row: Pick<PoolRow, "first" | "last">) => `${addressOf(row.first)}-${addressOf(row.last)}`
      return yield* input.refuse({
        _tag: "Overlaps",
        cidr: text({ first, last }),
        with: { kind: "mac-pool", id: other.id, cidr: text(other) }
      })
    }
    const pool: PoolRow = { id, tenant, first, last, comment, next: first, used: 0 }
    yield* sql`INSERT INTO ipam_mac_pools (id, tenant, first, last, comment, next, used, version)
      VALUES (${id}, ${tenant}, ${first}, ${last}, ${comment}, ${first}, 0, 1)`.withoutTransform
    return poolOf(pool)
  })

  const removePool = Effect.fnUntraced(function* (actor: Actor, id: string): Effect.fn.Return<void, Trouble> {
    yield* lock(actor, id)
    const [row] = yield* sql<{ readonly count: Wide; readonly example: string | null }>`
      SELECT COUNT(*) AS count, MIN(address) AS example FROM ipam_mac_addresses WHERE pool = ${id}`.withoutTransform
    if (row !== undefined && row.example !== null) {
      const example = addressOf(row.example)
      return yield* input.refuse({ _tag: "NotEmpty", kind: "mac-pool", id, count: Number(row.count), example })
    }
    yield* sql`DELETE FROM ipam_mac_pools WHERE id = ${id}`.withoutTransform
  })

  const page = <Row, A>(
    rows: ReadonlyArray<Row>,
    limit: number,
    record: (row: Row) => A,
    key: (row: Row) => string
  ): Page<A> => {
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(record), next: rows.length > limit && last !== undefined ? key(last) : null }
  }

  const listPools = Effect.fnUntraced(function* (
    actor: Actor,
    request: PageRequest
  ): Effect.fn.Return<Page<MacPool>, Trouble> {
    const limit = yield* Effect.fromResult(input.page(request))
    const after = yield* Effect.fromResult(input.cursor(request.after, input.isName))
    const rows = yield* sql<PoolRow>`SELECT * FROM ipam_mac_pools WHERE ${mine(actor)} AND id > ${after}
      ORDER BY id LIMIT ${limit + 1}`.withoutTransform
    return page(rows, limit, poolOf, ({ id }) => id)
  })

  const listAddresses = Effect.fnUntraced(function* (
    actor: Actor,
    request: PageRequest & { readonly pool: string; readonly owner?: string | undefined }
  ): Effect.fn.Return<Page<MacGrant>, Trouble> {
    const limit = yield* Effect.fromResult(input.page(request))
    const after = yield* Effect.fromResult(input.cursor(request.after, (text) => /^[0-9a-f]{12}$/.test(text)))
    yield* reach(actor, request.pool)
    const owned =
      request.owner === undefined
        ? sql`1 = 1`
        : sql`owner = ${yield* Effect.fromResult(input.owner("owner", request.owner))}`
    const rows = yield* sql<GrantRow>`SELECT * FROM ipam_mac_addresses WHERE pool = ${request.pool} AND ${owned}
      AND address > ${after} ORDER BY address LIMIT ${limit + 1}`.withoutTransform
    return page(rows, limit, grantOf, ({ address }) => address)
  })

  /** Makes an operation, in a transaction. */
  const operation = <Request, A>(name: string, body: (actor: Actor, request: Request) => Effect.Effect<A, Trouble>) => {
    const call = Effect.fn(`MacPools.${name}`)((actor: Actor, request: Request) => {
      let committing = false
      const fail = (reason: IpamError["reason"]) => Effect.fail(new IpamError({ operation: name, reason }))
      const transaction = Effect.suspend(() => {
        committing = false
        return Effect.tap(body(actor, request), () => Effect.sync(() => (committing = true)))
      })
      return Transaction.run(transaction).pipe(
        // Two made a pool of one id at once: the second look finds it.
        Effect.retry({ times: 1, while: isDuplicate }),
        Effect.provideService(SqlClient.SqlClient, sql),
        Effect.catchTags({
          Refused: ({ reason }) => fail(reason),
          SqlError: (error) => fail(storage(error, committing)),
          EventLogError: (error) => Effect.die(error)
        })
      )
    })
    return (actor: Actor) => (request: Request) => call(actor, request)
  }

  const operations = {
    createPool: operation("createPool", createPool),
    removePool: operation("removePool", (actor, id: string) =>
      Effect.catchIf(
        removePool(actor, id),
        (trouble) => trouble._tag === "Refused" && trouble.reason._tag === "NotFound",
        () => Effect.void
      )
    ),
    listPools: operation("listPools", (actor, request: PageRequest | undefined) => listPools(actor, request ?? {})),
    allocate: operation("allocate", (actor, request: MacWish & { readonly pool: string }) =>
      Effect.flatMap(Effect.fromResult(wishesOf([request])), (wishes) =>
        Effect.map(allocate(actor, request.pool, wishes), ([grant]) => grant!)
      )
    ),
    allocateMany: operation("allocateMany", (actor, request: Parameters<MacPoolsView["allocateMany"]>[0]) =>
      Effect.flatMap(Effect.fromResult(wishesOf(request.addresses)), (wishes) => allocate(actor, request.pool, wishes))
    ),
    release: operation("release", (actor, request: Parameters<MacPoolsView["release"]>[0]) =>
      Effect.flatMap(Effect.fromResult(macOf(request.address)), (mac) =>
        release(actor, request.pool, mac, request.owner)
      )
    ),
    listAddresses: operation("listAddresses", listAddresses)
  }

  const view = (actor: Actor): MacPoolsView => ({
    createPool: operations.createPool(actor),
    removePool: operations.removePool(actor),
    listPools: operations.listPools(actor),
    allocate: operations.allocate(actor),
    allocateMany: operations.allocateMany(actor),
    release: operations.release(actor),
    listAddresses: operations.listAddresses(actor)
  })
  return { as: (tenant: string) => view(input.actor(tenant)), operator: view(undefined) }
})
