import * as CorePostgres from "@cloudwright/core/Postgres"
import { Postgres as PostgresServer } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Client, Databases } from "./databases.ts"

/** A real PostgreSQL server; each test gets a database in it. */
export const postgres = Layer.effect(
  Databases,
  PostgresServer.Postgres.useSync((server) => ({
    dialect: "pg" as const,
    fresh: Effect.map(server.freshDatabase, (url): Client =>
      CorePostgres.layer({ url, maxConnections: 4, lockTimeout: "20 seconds" })
    )
  }))
).pipe(Layer.provideMerge(PostgresServer.layer()))
