/**
 * The tables of the replay check, for SQLite and PostgreSQL alike: one row per execution, one per step.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import * as Migrations from "../Migrations.ts"
import type { Recorded } from "./replayOrder.ts"

/** A stored step; `result` is the encoded exit as JSON, null while there is none. */
export interface StoredStep extends Recorded {
  readonly position: number
  readonly result: string | null
}

/** A stored execution; `payload` is JSON, `mismatch` the JSON of the last refused step. */
export interface StoredRun {
  readonly workflow: string
  readonly payload: string
  readonly done: boolean
  readonly mismatch: string | null
}

const create = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE workflow_replay_runs (
    execution_id TEXT NOT NULL PRIMARY KEY,
    workflow TEXT NOT NULL,
    payload TEXT NOT NULL,
    done INTEGER NOT NULL,
    mismatch TEXT
  )`
  yield* sql`CREATE TABLE workflow_replay_steps (
    execution_id TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    follows TEXT NOT NULL,
    forked INTEGER NOT NULL,
    input TEXT,
    result TEXT,
    PRIMARY KEY (execution_id, label)
  )`
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "workflow_replay", migrations: { "0001_create": create } })

/** The statements. */
export const make = (sql: SqlClient.SqlClient) => ({
  run: (executionId: string) =>
    Effect.map(
      sql<{
        readonly workflow: string
        readonly payload: string
        readonly done: number | bigint
        readonly mismatch: string | null
      }>`
        SELECT workflow, payload, done, mismatch FROM workflow_replay_runs WHERE execution_id = ${executionId}`
        .withoutTransform,
      ([row]): StoredRun | undefined => row && { ...row, done: Number(row.done) === 1 }
    ),
  steps: (executionId: string) =>
    Effect.map(
      sql<{
        readonly label: string
        readonly position: number | bigint
        readonly follows: string
        readonly forked: number | bigint
        readonly input: string | null
        readonly result: string | null
      }>`SELECT label, position, follows, forked, input, result FROM workflow_replay_steps
        WHERE execution_id = ${executionId} ORDER BY position`.withoutTransform,
      (rows) =>
        rows.map((row): StoredStep => ({ ...row, position: Number(row.position), forked: Number(row.forked) === 1 }))
    ),
  begin: (executionId: string, workflow: string, payload: string) =>
    sql`INSERT INTO workflow_replay_runs ${sql.insert({ execution_id: executionId, workflow, payload, done: 0 })}
      ON CONFLICT DO NOTHING`,
  add: (executionId: string, position: number, step: Recorded) =>
    sql`INSERT INTO workflow_replay_steps ${sql.insert({
      execution_id: executionId,
      label: step.label,
      position,
      follows: step.follows,
      forked: step.forked ? 1 : 0,
      input: step.input
    })} ON CONFLICT DO NOTHING`,
  result: (executionId: string, label: string, result: string) =>
    sql`UPDATE workflow_replay_steps SET result = ${result} WHERE execution_id = ${executionId} AND label = ${label}`,
  done: (executionId: string) =>
    sql`UPDATE workflow_replay_runs SET done = 1, mismatch = NULL WHERE execution_id = ${executionId}`,
  mismatch: (executionId: string, mismatch: string) =>
    sql`UPDATE workflow_replay_runs SET mismatch = ${mismatch} WHERE execution_id = ${executionId}`,
  forget: (executionId: string) =>
    sql`DELETE FROM workflow_replay_steps WHERE execution_id = ${executionId}`.pipe(
      Effect.andThen(sql`DELETE FROM workflow_replay_runs WHERE execution_id = ${executionId}`),
      sql.withTransaction
    )
})
