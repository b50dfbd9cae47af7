/**
 * The tables of the event log and the statements on them, for SQLite and PostgreSQL alike.
 *
 * `event_log_head` has one row with the newest position. On PostgreSQL an append raises it and thereby locks it until its
 * transaction ends; a rollback takes the positions back. On SQLite the write lock keeps appends apart, the table itself
 * counts (a row without a position gets the one after the largest), and the head is a view of it.
 *
 * @since 0.1.0
 */
import type * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Transaction from "../Transaction.ts"
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
  yield* sql.onDialectOrElse({
    pg: () =>
      Effect.andThen(
        sql`CREATE TABLE event_log_head (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), position BIGINT NOT NULL)`,
        sql`INSERT INTO event_log_head (id, position) VALUES (1, 0)`
      ),
    orElse: () =>
      sql`CREATE VIEW event_log_head AS SELECT 1 AS id, COALESCE(MAX(position), 0) AS position FROM event_log`
  })
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "event_log", migrations: { "0001_create": create } })

interface Placed {
  readonly position: number | bigint | string
}

const columns = "time, subject_kind, subject_id, type, version, actor, correlation, payload"

const valuesOf = (row: Row) => [
  row.subject_kind,
  row.subject_id,
  row.type,
  row.version,
  row.actor,
  row.correlation,
  row.payload
]

/** The statements. */
export const make = (sql: SqlClient.SqlClient) => ({
  /**
   * Stores rows with consecutive positions, the first of which it returns. Must run in a transaction. It is one statement,
   * so that positions are never taken without the rows.
   */
  insert: (rows: Arr.NonEmptyReadonlyArray<Row>, time: number): Effect.Effect<number, SqlError> => {
    const placed = sql.onDialectOrElse({
      pg: () =>
        Transaction.execute<Placed>(
          sql,
          `WITH head AS (
            UPDATE event_log_head SET position = position + $1 WHERE id = 1 RETURNING position
          ), appended AS (
            INSERT INTO event_log (position, ${columns})
            SELECT head.position - $1 + ordinal, $2::bigint, row ->> 0, row ->> 1, row ->> 2, (row ->> 3)::integer,
              row ->> 4, row ->> 5, row ->> 6
            FROM head, json_array_elements($3::text::json) WITH ORDINALITY AS rows (row, ordinal)
          ) SELECT position FROM head`,
          [rows.length, time, JSON.stringify(rows.map(valuesOf))]
        ),
      orElse: () =>
        Transaction.execute<Placed>(
          sql,
          `INSERT INTO event_log (${columns})
            VALUES ${rows.map(() => "(?, ?, ?, ?, ?, ?, ?, ?)").join(", ")} RETURNING position`,
          rows.flatMap((row) => [time, ...valuesOf(row)])
        )
    })
    return Effect.map(placed, (found) => Math.max(...found.map(({ position }) => Number(position))) - rows.length + 1)
  },

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
