import type { Vitest } from "@effect/vitest"
import { layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import * as Sqlite from "../src/Sqlite.ts"

/** Makes a client of one database. Each is independent of the others, as if it lived in a process of its own. */
export type Client = (options?: { readonly lockTimeoutMillis?: number }) => Layer.Layer<SqlClient.SqlClient, SqlError>

/** Gives each test an empty database of its own, on whichever system the suite runs. */
export class Databases extends Context.Service<
  Databases,
  {
    readonly dialect: "sqlite" | "pg"
    readonly fresh: Effect.Effect<Client, unknown, Scope.Scope>
  }
>()("@cloudwright/core/test/Databases") {}

/** A directory of its own, removed at the end. */
export const temporaryDirectory = Effect.acquireRelease(
  Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "cloudwright-"))),
  (path) => Effect.sync(() => Fs.rmSync(path, { recursive: true, force: true }))
)

export const sqlite = Layer.succeed(Databases, {
  dialect: "sqlite",
  fresh: Effect.map(
    temporaryDirectory,
    (directory): Client =>
      (options = {}) =>
        Layer.fresh(
          Sqlite.layer({ filename: Path.join(directory, "test.db"), busyTimeout: options.lockTimeoutMillis ?? 10_000 })
        )
  )
})

/** One suite function, run on each database: with the real clock, because the databases have one. */
export type Suite = (it: Vitest.MethodsNonLive<Databases>) => void

export const runOn = <E>(name: string, databases: Layer.Layer<Databases, E>, suite: Suite): void =>
  layer(databases, { excludeTestServices: true, timeout: "60 seconds" })(name, suite)
