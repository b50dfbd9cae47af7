import { Postgres as PostgresServer } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Postgres from "../src/Postgres.ts"
import { Databases, type Client } from "./databases.ts"

/** A real PostgreSQL server; each test gets a database in it. */
export const postgres = Layer.effect(
  Databases,
  PostgresServer.Postgres.useSync((server) => ({
    dialect: "pg" as const,
    fresh: Effect.map(
      server.freshDatabase,
      (url): Client =>
        (options = {}) =>
          Layer.fresh(Postgres.layer({ url, lockTimeout: options.lockTimeoutMillis ?? 10_000 }))
    )
  }))
).pipe(Layer.provideMerge(PostgresServer.layer()))
