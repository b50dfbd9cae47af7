import * as CoreSqlite from "@cloudwright/core/Sqlite"
import type { Vitest } from "@effect/vitest"
import { layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { Ipam } from "../../src/ipam/Ipam.ts"
import { temporaryFile } from "./files.ts"

/** Makes clients of one database. Each is independent of the others, as if it lived in a process of its own. */
export type Client = Layer.Layer<SqlClient.SqlClient, SqlError>

/** Gives each test an empty database of its own, on whichever system the suite runs. */
export class Databases extends Context.Service<
  Databases,
  { readonly dialect: "sqlite" | "pg"; readonly fresh: Effect.Effect<Client, unknown, Scope.Scope> }
>()("@cloudwright/network/test/Databases") {}

export const sqlite = Layer.succeed(Databases, {
  dialect: "sqlite",
  fresh: Effect.map(temporaryFile, (filename): Client => CoreSqlite.layer({ filename, busyTimeout: "20 seconds" }))
})

/** One suite, run on each database: with the real clock, because the databases have one. */
export type Suite = (it: Vitest.MethodsNonLive<Databases>) => void

export const runOn = <E>(name: string, databases: Layer.Layer<Databases, E>, suite: Suite): void =>
  layer(databases, { excludeTestServices: true, timeout: "2 minutes" })(name, suite)

/** One process: the service and its own connections to a database. */
export const startProcess = (client: Client) =>
  Effect.map(Layer.build(Layer.fresh(Ipam.layer.pipe(Layer.provideMerge(client)))), (context) => ({
    ipam: Context.get(context, Ipam),
    sql: Context.get(context, SqlClient.SqlClient)
  }))

/** So many processes on one fresh database. */
export const processes = (count: number) =>
  Effect.gen(function* () {
    const client = yield* (yield* Databases).fresh
    return yield* Effect.forEach(Array.from({ length: count }), () => startProcess(client))
  })

/** One process on a fresh database, acting as `acme`, with a scope `blue`. */
export const blue = Effect.gen(function* () {
  const [one] = yield* processes(1)
  const { ipam, sql } = one!
  const acme = ipam.as("acme")
  yield* acme.createScope({ id: "blue" })
  return { ipam, acme, sql }
})

/** All rows of all tables of the address manager, and how long the event log is. */
export const everything = Effect.fnUntraced(function* (sql: SqlClient.SqlClient) {
  const tables = ["ipam_scopes", "ipam_readers", "ipam_blocks", "ipam_addresses", "ipam_changes", "event_log_head"]
  const rows: Record<string, ReadonlyArray<string>> = {}
  for (const table of tables) {
    const found = yield* sql`SELECT * FROM ${sql(table)}`.withoutTransform
    rows[table] = found
      .map((row) => JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value)))
      .toSorted()
  }
  return rows
})
