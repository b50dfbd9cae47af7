/**
 * What a process remembers of the stored overlay, and how it is brought up to date.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import type { Intent } from "../Intent.ts"
import { intentOf } from "../Intent.ts"
import type { IntentError } from "../IntentProblem.ts"
import type { RecordKind } from "../OverlayRecord.ts"
import { decode, kinds } from "../OverlayRecord.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import type { Change, OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import { type Refused, refuse } from "./overlayRefusal.ts"
import { removedKept } from "./overlayTables.ts"

/** The stored overlay as of a revision. With other settings than it was made for, it may mean nothing. */
export interface Memory {
  readonly revision: number
  readonly writer: string
  readonly state: OverlayState
  readonly intent: Result.Result<Intent, IntentError>
}

/** A 64-bit integer as the drivers give it. */
export type Wide = number | bigint | string

/** The head. */
export interface Head {
  readonly revision: number
  readonly realised: number
}

interface Row {
  readonly kind: RecordKind
  readonly id: string
  readonly record: string | null
}

/** Nothing. */
export const nothing = (settings: OverlaySettings): Memory => ({
  revision: 0,
  writer: "",
  state: State.empty,
  intent: intentOf(State.empty, { settings })
})

/** The intent of a state, out of an earlier one if there is one. */
export const intentAfter = (
  before: Result.Result<Intent, IntentError>,
  state: OverlayState,
  settings: OverlaySettings
): Result.Result<Intent, IntentError> =>
  intentOf(state, Result.isSuccess(before) ? { settings, previous: before.success } : { settings })

/** The head, read. */
export const headOf = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient
): Effect.fn.Return<Head, SqlError.SqlError> {
  const [row] = yield* sql<{ readonly revision: Wide; readonly realised: Wide }>`
    SELECT revision, realised FROM overlay_head`.withoutTransform
  return { revision: Number(row!.revision), realised: Number(row!.realised) }
})

const writerOf = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, revision: number) {
  const [row] = yield* sql<{ readonly writer: string }>`
    SELECT writer FROM overlay_revisions WHERE revision = ${revision}`.withoutTransform
  return row?.writer ?? ""
})

const parseJson = (text: string): unknown => JSON.parse(text)

const changeOf = (row: Row): Effect.Effect<Change, Refused> => {
  const { id, kind, record } = row
  if (record === null) return Effect.succeed({ _tag: "Remove", kind, id })
  const unreadable = (detail: string) => refuse({ _tag: "Unreadable", record: { kind, id }, detail })
  if (!kinds.includes(kind)) return unreadable("its kind is unknown to this release")
  return Result.match(
    Result.flatMap(
      Result.try(() => parseJson(record)),
      (input) => decode(kind, input)
    ),
    {
      onSuccess: (found): Effect.Effect<Change, Refused> => Effect.succeed({ _tag: "Put", ...found }),
      onFailure: (error) => unreadable(error instanceof Error ? error.message : "it is no JSON")
    }
  )
}

/** The memory as of a revision that cannot change meanwhile: inside a turn, or in a snapshot. */
export const refresh = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  settings: OverlaySettings,
  memory: Memory,
  revision: number
): Effect.fn.Return<Memory, Refused | SqlError.SqlError> {
  const [mine, newest] = [yield* writerOf(sql, memory.revision), yield* writerOf(sql, revision)]
  const known = mine === memory.writer && memory.revision <= revision && revision - memory.revision < removedKept
  if (known && memory.revision === revision) return memory
  const since = known ? memory : nothing(settings)
  const rows = yield* sql<Row>`SELECT kind, id, record FROM overlay_records
    WHERE revision > ${since.revision} ORDER BY kind, id`.withoutTransform
  const state = State.apply(since.state, yield* Effect.forEach(rows, changeOf))
  return { revision, writer: newest, state, intent: intentAfter(since.intent, state, settings) }
})

/** A transaction that reads one state of the database and holds up nobody. */
export const snapshot = <A, E>(
  sql: SqlClient.SqlClient,
  effect: Effect.Effect<A, E>
): Effect.Effect<A, E | SqlError.SqlError> =>
  Effect.provideService(
    sql.withTransaction(effect),
    SqlClient.BeginTransaction,
    sql.onDialectOrElse({ pg: () => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", orElse: () => "BEGIN" })
  )

/** A row of a record, without one if it was removed. */
export interface RecordRow {
  readonly kind: RecordKind
  readonly id: string
  readonly tenant: string
  readonly revision: number
  readonly record: string | null
}

/** So many rows in one statement. */
const rowsMax = 200

/** Writes rows in the place of those that are there. */
export const replaceRows = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  rows: ReadonlyArray<RecordRow>
): Effect.fn.Return<void, SqlError.SqlError> {
  for (const kind of kinds) {
    const all = rows.filter((row) => row.kind === kind)
    for (const some of Arr.chunksOf(
      all.map((row) => ({ ...row })),
      rowsMax
    )) {
      if (!Arr.isReadonlyArrayNonEmpty(some)) continue
      const ids = sql.in(
        "id",
        some.map(({ id }) => id)
      )
      yield* sql`DELETE FROM overlay_records WHERE kind = ${kind} AND ${ids}`
      yield* sql`INSERT INTO overlay_records ${sql.insert(some)}`
    }
  }
})
