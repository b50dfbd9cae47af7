/**
 * The tables of `Overlay`, for SQLite and PostgreSQL alike.
 *
 * - `overlay_head` has one row. Its `revision` is raised by the first statement of every change, which keeps other changes
 *   waiting until the end of the transaction. `realised` is the newest revision that a driver is known to have.
 * - `overlay_records` has the records as JSON with the revision that wrote them last. Removed ones leave a row without
 *   a record for {@link removedKept} revisions, by which other processes learn of it.
 * - `overlay_revisions` says who wrote each revision; `writer` is the name of the transaction, so that a process knows
 *   whether what it remembers was committed.
 *
 * @since 0.1.0
 */
import * as Migrations from "@cloudwright/core/Migrations"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"

/** For so many revisions it is known what was removed; a process that is further behind reads everything. */
export const removedKept = 10_000

const create = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const choose = (pg: string, sqlite: string) =>
    sql.onDialectOrElse({ pg: () => sql.literal(pg), orElse: () => sql.literal(sqlite) })
  // INTEGER is 64 bits wide on SQLite and 32 on PostgreSQL.
  const wide = choose("BIGINT", "INTEGER")
  // SQLite compares bytes unless told otherwise.
  const key = choose(`TEXT COLLATE "C"`, "TEXT")

  yield* sql`CREATE TABLE overlay_head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    revision ${wide} NOT NULL,
    realised ${wide} NOT NULL
  )`
  yield* sql`INSERT INTO overlay_head (one, revision, realised) VALUES (1, 0, 0)`
  yield* sql`CREATE TABLE overlay_records (
    kind ${key} NOT NULL,
    id ${key} NOT NULL,
    tenant TEXT NOT NULL,
    revision ${wide} NOT NULL,
    record TEXT,
    PRIMARY KEY (kind, id)
  )`
  yield* sql`CREATE INDEX overlay_records_revision ON overlay_records (revision)`
  yield* sql`CREATE INDEX overlay_records_removed ON overlay_records (revision) WHERE record IS NULL`
  yield* sql`CREATE TABLE overlay_revisions (
    revision ${wide} NOT NULL PRIMARY KEY,
    writer TEXT NOT NULL,
    actor TEXT NOT NULL
  )`
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "overlay", migrations: { "0001_create": create } })
