import * as PgClient from "@effect/sql-pg/PgClient"
import * as Sqlite from "@cloudwright/core/Sqlite"
import { Differential } from "@cloudwright/core/testing"
import { Postgres } from "@cloudwright/lab"
import { assert, describe, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as SqlClient from "effect/sql/SqlClient"
import { type Bug, generate, makeModel, makeSql } from "./ledger.ts"
import { fixed } from "./fixed.ts"

const on = <E>(client: Layer.Layer<SqlClient.SqlClient, E>, bug?: Bug) =>
  Effect.flatMap(Layer.build(Layer.fresh(client)), (context) => Effect.provideContext(makeSql(bug), context))

const onPostgres = (bug?: Bug) =>
  Effect.gen(function* () {
    const url = yield* Postgres.Postgres.use((postgres) => postgres.freshDatabase)
    return yield* on(PgClient.layer({ url }), bug)
  })

const compare = (bug?: Bug) =>
  Differential.check({
    name: "ledger",
    backends: {
      model: makeModel,
      sqlite: on(Sqlite.layerMemory),
      postgres: onPostgres(bug)
    },
    generate,
    runs: 5
  }).pipe(fixed)

describe("Differential on PostgreSQL", () => {
  layer(Postgres.layer(), { excludeTestServices: true })((it) => {
    it.effect("passes model, SQLite and PostgreSQL when they agree", () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* compare(), 250)
      })
    )

    it.effect("finds a dialect difference: LIKE ignores case on SQLite and not on PostgreSQL", () =>
      Effect.gen(function* () {
        const bug = "case-insensitive search"
        const backends = { sqlite: on(Sqlite.layerMemory, bug), postgres: onPostgres(bug) }
        const error = yield* Effect.flip(
          Differential.check({ name: "ledger", backends, generate, runs: 5 }).pipe(fixed)
        )
        assert.strictEqual(error._tag, "Falsified")
        assert.include(error.message, "equal answers")
      })
    )

    for (const bug of ["no ORDER BY", "microseconds", "NULL in next free"] as const) {
      it.effect(`finds a planted backend: ${bug}`, () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(compare(bug))
          assert.strictEqual(error._tag, "Falsified")
          assert.include(error.message, "postgres: ")
        })
      )
    }
  })
})
