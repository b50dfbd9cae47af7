/**
 * Scopes: who has one, who may read it, making and removing them.
 *
 * @since 0.1.0
 */
import * as Transaction from "@cloudwright/core/Transaction"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { IpamError } from "../IpamError.ts"
import type { Scope } from "../IpamModel.ts"
import { type CreateScope, readersMax } from "../IpamRequest.ts"
import { Changes } from "./ipamChanges.ts"
import * as input from "./ipamInput.ts"
import { everyone, scopeOf, type ScopeRow } from "./ipamRows.ts"
import type { Wide } from "./ipamSql.ts"
import { type Actor, operator, storage, type Tools, type Trouble, type Turn } from "./ipamTurn.ts"

/** A scope that an actor may read, or why not. */
export const readable = Effect.fnUntraced(function* (
  { sql }: Pick<Tools, "sql">,
  actor: Actor,
  id: string
): Effect.fn.Return<ScopeRow & { readonly writer: string }, input.Refused | SqlError> {
  const scope = yield* Effect.fromResult(input.scopeId("scope", id))
  const [row] = yield* sql<ScopeRow & { readonly writer: string; readonly readable: number | bigint }>`SELECT *,
    CASE WHEN ${visible(sql, actor)} THEN 1 ELSE 0 END AS readable FROM ipam_scopes WHERE id = ${scope}`
    .withoutTransform
  if (row === undefined) return yield* input.refuse({ _tag: "NotFound", kind: "scope", id: scope })
  if (Number(row.readable) === 1) return row
  return yield* input.refuse({ _tag: "Forbidden", tenant: actor ?? operator, scope })
})

/** The condition on `ipam_scopes` that an actor may read it. */
export const visible = (sql: SqlClient.SqlClient, actor: Actor) =>
  actor === undefined
    ? sql.literal("1 = 1")
    : sql`(ipam_scopes.tenant = ${actor} OR EXISTS (SELECT 1 FROM ipam_readers
        WHERE ipam_readers.scope = ipam_scopes.id AND ipam_readers.tenant IN (${actor}, ${everyone})))`

/** The readers of scopes. */
export const readersOf = Effect.fnUntraced(function* (
  { sql }: Pick<Tools, "sql">,
  scopes: ReadonlyArray<string>
): Effect.fn.Return<ReadonlyMap<string, ReadonlyArray<string>>, SqlError> {
  if (scopes.length === 0) return new Map()
  const rows = yield* sql<{ readonly scope: string; readonly tenant: string }>`SELECT scope, tenant FROM ipam_readers
    WHERE ${sql.in("scope", scopes)} ORDER BY scope, tenant`.withoutTransform
  return new Map(
    [...Map.groupBy(rows, (row) => row.scope)].map(([scope, ofScope]) => [scope, ofScope.map(({ tenant }) => tenant)])
  )
})

/** The record of a row. */
export const withReaders = Effect.fnUntraced(function* (
  tools: Pick<Tools, "sql">,
  row: ScopeRow
): Effect.fn.Return<Scope, SqlError> {
  return scopeOf(row, (yield* readersOf(tools, [row.id])).get(row.id) ?? [])
})

const readersFrom = (given: CreateScope["readers"]): Result.Result<ReadonlyArray<string>, input.Refused> =>
  given === undefined
    ? Result.succeed([])
    : given === "everyone"
      ? Result.succeed([everyone])
      : Result.gen(function* () {
          yield* input.limited("readers", given.length, readersMax)
          const names = yield* Result.all(given.map((name) => input.tenant("readers", name)))
          return [...new Set(names)].toSorted()
        })

const writeReaders = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  scope: string,
  readers: ReadonlyArray<string>
): Effect.fn.Return<void, SqlError> {
  yield* sql`DELETE FROM ipam_readers WHERE scope = ${scope}`.withoutTransform
  const rows = readers.map((tenant) => ({ scope, tenant }))
  if (Arr.isArrayNonEmpty(rows)) yield* sql`INSERT INTO ipam_readers ${sql.insert(rows)}`.withoutTransform
})

/** Makes a scope. */
export const create = (tools: Tools, actor: Actor, request: CreateScope): Effect.Effect<Scope, IpamError> => {
  const { sql } = tools
  const operation = "createScope"
  let committing = false
  const fail = (reason: IpamError["reason"]) =>
    Effect.fail(new IpamError({ operation, scope: request.id.slice(0, 100), reason }))
  const transaction = Effect.gen(function* () {
    committing = false
    const id = yield* Effect.fromResult(input.scopeId("id", request.id))
    const comment = yield* Effect.fromResult(input.optional("comment", request.comment))
    const readers = yield* Effect.fromResult(readersFrom(request.readers))
    if (actor === undefined && request.tenant === undefined) {
      return yield* input.refuse({ _tag: "InvalidRequest", field: "tenant", detail: "the operator names the tenant" })
    }
    const tenant = yield* Effect.fromResult(input.tenant("tenant", request.tenant ?? actor!))
    if (actor !== undefined && tenant !== actor) {
      return yield* input.refuse({ _tag: "Forbidden", tenant: actor, scope: id })
    }
    const writer = tools.writer()
    // Removing a scope leaves its last change, so that fencing numbers go on growing when it is made again.
    const [made] = yield* sql<{ readonly version: Wide }>`
      INSERT INTO ipam_scopes (id, tenant, comment, version, writer, previous)
      SELECT ${id}, ${tenant}, ${comment}, COALESCE(MAX(version), 0) + 1, ${writer}, ''
      FROM ipam_changes WHERE scope = ${id}
      ON CONFLICT (id) DO NOTHING RETURNING version`.withoutTransform
    if (made === undefined) {
      const found = yield* withReaders(tools, yield* readable(tools, actor, id))
      const wanted = scopeOf({ id, tenant, comment, version: 0 }, readers)
      if (actor !== undefined && found.tenant !== actor) {
        return yield* input.refuse({ _tag: "Forbidden", tenant: actor, scope: id })
      }
      const fields = (["tenant", "comment", "readers"] as const).filter(
        (field) => JSON.stringify(found[field]) !== JSON.stringify(wanted[field])
      )
      if (fields.length > 0) return yield* input.refuse({ _tag: "Conflict", kind: "scope", id, fields })
      return found
    }
    yield* writeReaders(sql, id, readers)
    const scope = scopeOf({ id, tenant, comment, version: made.version }, readers)
    const changes = new Changes(id, scope.version, actor ?? operator)
    changes.scope({ change: "created", scope })
    yield* tools.insertChanges.all(yield* changes.append(tools.log, writer))
    committing = true
    return scope
  })
  return Transaction.run(transaction).pipe(
    Effect.provideService(SqlClient.SqlClient, sql),
    Effect.catchTags({
      Refused: ({ reason }) => fail(reason),
      SqlError: (error) => fail(storage(error, committing)),
      EventLogError: (error) => Effect.die(error)
    })
  )
}

/** The scope as it is in a turn. */
export const current = Effect.fnUntraced(function* (turn: Turn): Effect.fn.Return<Scope, Trouble> {
  const [row] = yield* turn.sql<ScopeRow>`SELECT * FROM ipam_scopes WHERE id = ${turn.scope}`.withoutTransform
  return yield* withReaders(turn, row!)
})

/** Changes the readers or the comment of a scope. */
export const update = Effect.fnUntraced(function* (
  turn: Turn,
  change: { readonly readers?: CreateScope["readers"]; readonly comment?: string | undefined }
): Effect.fn.Return<Scope, Trouble> {
  const before = yield* current(turn)
  const comment =
    change.comment === undefined ? before.comment : yield* Effect.fromResult(input.optional("comment", change.comment))
  const readers = yield* Effect.fromResult(readersFrom(change.readers ?? before.readers))
  const scope = scopeOf({ ...before, comment }, readers)
  if (JSON.stringify(scope) === JSON.stringify(before)) return { ...before, version: turn.version - 1 }
  yield* turn.sql`UPDATE ipam_scopes SET comment = ${comment} WHERE id = ${turn.scope}`.withoutTransform
  yield* writeReaders(turn.sql, turn.scope, readers)
  turn.changes.scope({ change: "changed", scope })
  return scope
})

/** Removes an empty scope. Its changes but this one are forgotten, so that a later owner of the id cannot read them. */
export const remove = Effect.fnUntraced(function* (turn: Turn): Effect.fn.Return<void, Trouble> {
  const { scope, sql } = turn
  const [used] = yield* sql<{ readonly count: number | bigint | string; readonly example: string | null }>`
    SELECT COUNT(*) AS count, MIN(id) AS example FROM ipam_blocks WHERE scope = ${scope}`.withoutTransform
  if (used !== undefined && used.example !== null) {
    const { count, example } = used
    return yield* input.refuse({ _tag: "NotEmpty", kind: "scope", id: scope, count: Number(count), example })
  }
  const before = yield* current(turn)
  yield* sql`DELETE FROM ipam_changes WHERE scope = ${scope}`.withoutTransform
  yield* sql`DELETE FROM ipam_scopes WHERE id = ${scope}`.withoutTransform
  turn.changes.scope({ change: "removed", scope: before })
})
