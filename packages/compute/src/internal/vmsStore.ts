/**
 * The tables of `Vms` and `Templates` and the statements on them, for SQLite and PostgreSQL alike.
 *
 * Every write of a record compares the generation it has read (a fencing number) and appends its event in the same
 * transaction: a writer that comes too late changes nothing.
 *
 * `compute_vm_seeds` holds cloud-init documents, secrets included, as long as the VM has its seed disk.
 *
 * @since 0.1.0
 */
import type * as EventLog from "@cloudwright/core/EventLog"
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as Migrations from "@cloudwright/core/Migrations"
import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Fragment from "effect/sql/Statement"
import { Documents } from "../CloudInit.ts"
import { status, TemplateRef, VmChanged, VmDesired, VmFailure, VmRecord } from "../VmRecord.ts"
import type { VmState } from "../VmState.ts"

const create = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE compute_vms (
    id TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    generation INTEGER NOT NULL,
    desired TEXT NOT NULL,
    previous TEXT,
    template TEXT,
    failure TEXT,
    request TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT compute_vms_host_name UNIQUE (host, name)
  )`
  yield* sql`CREATE TABLE compute_vm_labels (
    vm_id TEXT NOT NULL REFERENCES compute_vms (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (vm_id, key)
  )`
  yield* sql`CREATE INDEX compute_vm_labels_pair ON compute_vm_labels (key, value)`
  yield* sql`CREATE TABLE compute_vm_seeds (
    vm_id TEXT NOT NULL PRIMARY KEY REFERENCES compute_vms (id) ON DELETE CASCADE,
    documents TEXT NOT NULL
  )`
  yield* sql`CREATE TABLE compute_templates (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (name, version)
  )`
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "compute", migrations: { "0001_create": create } })

const json = <S extends Schema.Top>(schema: S) => Schema.fromJsonString(Schema.toCodecJson(schema))

/** A hash per field of the request that made a VM; empty for an adopted one. */
export const RequestPrint = Schema.Record(Schema.String, Schema.String)

/** A hash per field of the request that made a VM. */
export type RequestPrint = typeof RequestPrint.Type

const Row = Schema.Struct({
  ...VmRecord.fields,
  labels: Schema.fromJsonString(Schema.Record(Schema.String, Schema.String)),
  desired: json(VmDesired),
  previous: Schema.NullOr(json(VmDesired)),
  template: Schema.NullOr(json(TemplateRef)),
  failure: Schema.NullOr(json(VmFailure)),
  request: json(RequestPrint)
})

const decodeRow = Schema.decodeUnknownEffect(Row)
const encodeDesired = Schema.encodeEffect(json(VmDesired))
const encodeTemplate = Schema.encodeEffect(json(TemplateRef))
const encodeFailure = Schema.encodeEffect(json(VmFailure))
const encodePrint = Schema.encodeEffect(json(RequestPrint))
const encodeDocuments = Schema.encodeEffect(json(Documents))
const decodeDocuments = Schema.decodeUnknownEffect(json(Documents))

const nullable = <A, B, E, R>(
  value: A | null,
  encode: (value: A) => Effect.Effect<B, E, R>
): Effect.Effect<B | null, E, R> => (value === null ? Effect.succeed(null) : encode(value))

interface RawRow {
  readonly id: string
  readonly host: string
  readonly name: string
  readonly state: string
  readonly generation: number | bigint | string
  readonly desired: string
  readonly previous: string | null
  readonly template: string | null
  readonly failure: string | null
  readonly request: string
  readonly created_at: string
  readonly updated_at: string
}

/** What a change may replace. */
export interface Patch {
  readonly state?: VmState
  readonly desired?: VmDesired
  readonly previous?: VmDesired | null
  readonly failure?: VmFailure | null
}

/** Which records a list asks for. */
export interface Selection {
  readonly host?: HostRef.HostRef | undefined
  readonly states?: ReadonlyArray<VmState> | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly after?: Ids.VmId | undefined
  readonly limit: number
}

/** The statements. What the database holds was written by this module: a row that cannot be decoded is a defect. */
export const make = (sql: SqlClient.SqlClient, log: EventLog.EventLog["Service"]) => {
  const labelsOf = Effect.fnUntraced(function* (ids: ReadonlyArray<string>) {
    if (ids.length === 0) return new Map<string, Record<string, string>>()
    const rows = yield* sql<{ readonly vm_id: string; readonly key: string; readonly value: string }>`
      SELECT vm_id, key, value FROM compute_vm_labels WHERE ${sql.in("vm_id", ids)} ORDER BY vm_id, key`
      .withoutTransform
    const found = new Map<string, Record<string, string>>()
    for (const row of rows) found.set(row.vm_id, { ...found.get(row.vm_id), [row.key]: row.value })
    return found
  })

  const decodeAll = Effect.fnUntraced(function* (rows: ReadonlyArray<RawRow>) {
    const labels = yield* labelsOf(rows.map((row) => row.id))
    return yield* Effect.forEach(rows, (row) =>
      decodeRow({
        ...row,
        labels: JSON.stringify(labels.get(row.id) ?? {}),
        generation: Number(row.generation),
        createdAt: row.created_at,
        updatedAt: row.updated_at
      }).pipe(
        Effect.orDie,
        Effect.map(({ request, ...record }) => ({ record: record as VmRecord, request }))
      )
    )
  })

  const find = Effect.fnUntraced(function* (id: Ids.VmId) {
    const rows = yield* sql<RawRow>`SELECT * FROM compute_vms WHERE id = ${id}`.withoutTransform
    return Option.fromUndefinedOr((yield* decodeAll(rows))[0])
  })

  const append = (record: VmRecord, cause: string, removed = false) =>
    log
      .append([VmChanged.make({ subject: record.id, payload: status(record, cause, removed) })])
      .pipe(Effect.catchTag("EventLogError", (error) => Effect.die(error)))

  return {
    /** A record with the print of its request. */
    find,

    /** The id of the VM that has a name on a host. */
    named: (host: HostRef.HostRef, name: string) =>
      Effect.map(
        sql<{ readonly id: Ids.VmId }>`SELECT id FROM compute_vms WHERE host = ${host} AND name = ${name}`
          .withoutTransform,
        (rows) => Option.fromUndefinedOr(rows[0]?.id)
      ),

    /** Records in the order of their ids. */
    list: Effect.fnUntraced(function* (selection: Selection) {
      const wanted: Array<string | Fragment.Fragment> = []
      if (selection.host !== undefined) wanted.push(sql`host = ${selection.host}`)
      if (selection.states !== undefined) wanted.push(sql`${sql.in("state", selection.states)}`)
      if (selection.after !== undefined) wanted.push(sql`id > ${selection.after}`)
      for (const [key, value] of Object.entries(selection.labels ?? {})) {
        wanted.push(sql`id IN (SELECT vm_id FROM compute_vm_labels WHERE key = ${key} AND value = ${value})`)
      }
      const rows = yield* sql<RawRow>`SELECT * FROM compute_vms WHERE ${sql.and(wanted)}
        ORDER BY id LIMIT ${selection.limit}`.withoutTransform
      return (yield* decodeAll(rows)).map((row) => row.record)
    }),

    /** A new record with its labels, its seed's documents and its event; a taken id or name is a unique violation. */
    insert: Effect.fnUntraced(function* (
      record: VmRecord,
      request: RequestPrint,
      documents: Documents | undefined
    ): Effect.fn.Return<void, SqlError> {
      const row = {
        id: record.id,
        host: record.host,
        name: record.name,
        state: record.state,
        generation: record.generation,
        desired: yield* Effect.orDie(encodeDesired(record.desired)),
        previous: null,
        template: yield* Effect.orDie(nullable(record.template, encodeTemplate)),
        failure: null,
        request: yield* Effect.orDie(encodePrint(request)),
        created_at: DateTime.formatIso(record.createdAt),
        updated_at: DateTime.formatIso(record.updatedAt)
      }
      const labels = Object.entries(record.labels).map(([key, value]) => ({ vm_id: record.id, key, value }))
      const seed = documents === undefined ? undefined : yield* Effect.orDie(encodeDocuments(documents))
      yield* sql.withTransaction(
        Effect.gen(function* () {
          yield* sql`INSERT INTO compute_vms ${sql.insert(row)}`.withoutTransform
          if (Arr.isArrayNonEmpty(labels))
            yield* sql`INSERT INTO compute_vm_labels ${sql.insert(labels)}`.withoutTransform
          if (seed !== undefined) {
            yield* sql`INSERT INTO compute_vm_seeds ${sql.insert({ vm_id: record.id, documents: seed })}`
              .withoutTransform
          }
          yield* append(record, "create")
        })
      )
    }),

    /** The record after the change, or none when another writer was first. `dropSeed` forgets the seed's documents. */
    update: Effect.fnUntraced(function* (
      record: VmRecord,
      patch: Patch,
      cause: string,
      dropSeed = false
    ): Effect.fn.Return<Option.Option<VmRecord>, SqlError> {
      const next: VmRecord = { ...record, ...patch, generation: record.generation + 1, updatedAt: yield* DateTime.now }
      const row = {
        state: next.state,
        generation: next.generation,
        desired: yield* Effect.orDie(encodeDesired(next.desired)),
        previous: yield* Effect.orDie(nullable(next.previous, encodeDesired)),
        failure: yield* Effect.orDie(nullable(next.failure, encodeFailure)),
        updated_at: DateTime.formatIso(next.updatedAt)
      }
      return yield* sql.withTransaction(
        Effect.gen(function* () {
          const rows = yield* sql`UPDATE compute_vms SET ${sql.update(row)}
            WHERE id = ${record.id} AND generation = ${record.generation} RETURNING id`.withoutTransform
          if (rows.length === 0) return Option.none()
          if (dropSeed) yield* sql`DELETE FROM compute_vm_seeds WHERE vm_id = ${record.id}`.withoutTransform
          yield* append(next, cause)
          return Option.some(next)
        })
      )
    }),

    /** Deletes a record; false when another writer was first. */
    remove: (record: VmRecord, cause: string): Effect.Effect<boolean, SqlError> =>
      sql.withTransaction(
        Effect.gen(function* () {
          const rows = yield* sql`DELETE FROM compute_vms
            WHERE id = ${record.id} AND generation = ${record.generation} RETURNING id`.withoutTransform
          if (rows.length === 0) return false
          yield* append({ ...record, generation: record.generation + 1 }, cause, true)
          return true
        })
      ),

    /** The generation that a record has now. */
    generation: (id: Ids.VmId) =>
      Effect.map(
        sql<{ readonly generation: number | bigint }>`SELECT generation FROM compute_vms WHERE id = ${id}`
          .withoutTransform,
        (rows) => (rows[0] === undefined ? undefined : Number(rows[0].generation))
      ),

    /** The documents of a VM's seed disk. */
    documents: Effect.fnUntraced(function* (id: Ids.VmId): Effect.fn.Return<Documents | undefined, SqlError> {
      const rows = yield* sql<{ readonly documents: string }>`
        SELECT documents FROM compute_vm_seeds WHERE vm_id = ${id}`.withoutTransform
      return rows[0] === undefined ? undefined : yield* Effect.orDie(decodeDocuments(rows[0].documents))
    })
  }
}

/** The statements. */
export type Store = ReturnType<typeof make>
