/** Four processes in one subnet of a real PostgreSQL, and processes killed in the middle of their operations. */
import * as CorePostgres from "@cloudwright/core/Postgres"
import { Postgres } from "@cloudwright/lab"
import { describe, layer } from "@effect/vitest"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { crash } from "../support/ipamCrash.ts"
import { raceOfProcesses } from "../support/ipamRace.ts"

const fresh = Effect.map(
  Postgres.Postgres.use((postgres) => postgres.freshDatabase),
  (url) => ({
    database: { kind: "postgres", url } as const,
    layer: CorePostgres.layer({ url, lockTimeout: "30 seconds" })
  })
)

/** The server has noticed that the process is gone: what it was doing is committed or taken back. */
const alone = SqlClient.SqlClient.use((sql) =>
  Effect.gen(function* () {
    const [row] = yield* sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`
    return row?.n === 0 ? undefined : yield* Effect.fail("not alone")
  })
).pipe(Effect.eventually, Effect.timeout("30 seconds"))

describe("Ipam on PostgreSQL, several processes", () => {
  layer(Layer.merge(Postgres.layer(), NodeServices.layer), { excludeTestServices: true, timeout: "2 minutes" })(
    (it) => {
      it.effect("4 processes: the event log is a serial order, and says what every process was told", () =>
        Effect.gen(function* () {
          const { database, layer: client } = yield* fresh
          yield* raceOfProcesses(database, client)
        })
      )

      for (const seed of [1, 2, 3]) {
        it.effect(`kill -9 in the middle of 1 000 random operations leaves the committed prefix: seed ${seed}`, () =>
          Effect.gen(function* () {
            const { database, layer: client } = yield* fresh
            yield* crash({ seed, database, layer: client, quiet: alone })
          })
        )
      }
    }
  )
})
