/** The random operations of the model on a real PostgreSQL. */
import * as CorePostgres from "@cloudwright/core/Postgres"
import { Postgres } from "@cloudwright/lab"
import { describe, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { model } from "../support/ipamModel.ts"

describe("Ipam on PostgreSQL against the reference", () => {
  layer(Postgres.layer(), { excludeTestServices: true, timeout: "2 minutes" })((it) => {
    it.effect("the same answers and the same state: 10 runs of up to 60 operations", () =>
      model({
        database: Effect.map(
          Postgres.Postgres.use((postgres) => postgres.freshDatabase),
          (url) => CorePostgres.layer({ url })
        ),
        runs: 10,
        commands: 60
      }).pipe(Effect.provide(TestClock.layer()))
    )
  })
})
