import { layer as sqliteLayer } from "@cloudwright/core/Sqlite"
import { assert, describe, it } from "@effect/vitest"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { temporaryFile } from "../support/files.ts"
import { crash } from "../support/ipamCrash.ts"

describe("Ipam in a process that is killed", () => {
  for (const seed of [1, 2, 3, 4]) {
    it.live(
      `kill -9 in the middle of 1 000 random operations leaves the committed prefix on SQLite: seed ${seed}`,
      () =>
        Effect.gen(function* () {
          const file = yield* temporaryFile
          const intact = SqlClient.SqlClient.use((sql) => sql`PRAGMA integrity_check`.values).pipe(
            Effect.map((rows) => assert.deepStrictEqual(rows, [["ok"]]))
          )
          yield* crash({
            seed,
            database: { kind: "sqlite", file },
            layer: sqliteLayer({ filename: file, busyTimeout: "30 seconds" }),
            quiet: intact
          })
        }).pipe(Effect.provide(NodeServices.layer)),
      120_000
    )
  }
})
