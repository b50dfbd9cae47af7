/**
 * The tables of the event log and the statements on them, for SQLite and PostgreSQL alike.
 *
 * `event_log_head` has one row with the newest position. An append raises it and thereby locks it until its
 * transaction ends; a rollback takes the positions back. On SQLite the write lock does the same.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Migrations from "../Migrations.ts"

/** An event without position and time. */
export type Row = {
  readonly subject_kind: string
  readonly subject_id: string
  readonly type: string
  readonly version: number
  readonly actor: string | null
  readonly correlation: string | null
  readonly payload: string
}

/** An event as the drivers give it: 64-bit integers may come as `bigint` or text. */
export interface StoredRow extends Omit<Row, "version"> {
  readonly position: number | bigint | string
  readonly time: number | bigint | string
  readonly version: number | bigint
}

const create = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  // INTEGER is 64 bits wide on SQLite and 32 on PostgreSQL.
  const wide = sql.onDialectOrElse({ pg: () => sql`BIGINT`, orElse: () => sql`INTEGER` })
  yield* sql`CREATE TABLE event_log (
    position ${wide} NOT NULL PRIMARY KEY,
    time ${wide} NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    actor TEXT,
    correlation TEXT,
    payload TEXT NOT NULL
  )`
  yield* sql`CREATE INDEX event_log_subject ON event_log (subject_kind, subject_id, position)`
  yield* sql`CREATE TABLE event_log_head (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), position ${wide} NOT NULL)`
  yield* sql`INSERT INTO event_log_head (id, position) VALUES (1, 0)`
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "event_log", migrations: { "0001_create": create } })

/** The statements. */
export const make = (sql: SqlClient.SqlClient) => ({
  /**
   * Stores rows with consecutive positions, the first of which it returns. Must run in a transaction, which may go on after
   * a failure: the positions are given back. (PostgreSQL has then done that already, and refuses statements until the
   * transaction is rolled back. A savepoint would do it, too, but takes as long as all the rest.) Not interruptible, so that
   * the positions are never taken without the rows; the time limits of the database hold.
   */
  insert: Effect.fnUntraced(function* (
    rows: Arr.NonEmptyReadonlyArray<Row>,
    time: number
  ): Effect.fn.Return<number, SqlError> {
    const raised = yield* sql<{ readonly position: number | bigint | string }>`UPDATE event_log_head
      SET position = position + ${rows.length} WHERE id = 1 RETURNING position`.withoutTransform
    const first = Number(raised[0]!.position) - rows.length + 1
    const placed = Arr.map(rows, (row, index) => ({ position: first + index, time, ...row }))
    yield* sql`INSERT INTO event_log ${sql.insert(placed)}`.withoutTransform.pipe(
      Effect.onError(() =>
        Effect.ignore(sql`UPDATE event_log_head SET position = position - ${rows.length} WHERE id = 1`)
      )
    )
    return first
  }, Effect.uninterruptible),

  /** Up to `limit` rows from a position on. */
  select: (
    from: number,
    subject: { readonly kind: string; readonly id: string } | undefined,
    limit: number
  ): Effect.Effect<ReadonlyArray<StoredRow>, SqlError> => {
    const about =
      subject === undefined ? sql.literal("TRUE") : sql`subject_kind = ${subject.kind} AND subject_id = ${subject.id}`
    return sql<StoredRow>`SELECT position, time, subject_kind, subject_id, type, version, actor, correlation, payload
      FROM event_log WHERE position >= ${from} AND ${about} ORDER BY position LIMIT ${limit}`.withoutTransform
  },

  /** The newest position, 0 when there is none. */
  last: Effect.map(
    sql<{ readonly position: number | bigint | string }>`SELECT position FROM event_log_head`.withoutTransform,
    (rows) => Number(rows[0]!.position)
  )
})
