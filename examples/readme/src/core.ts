import { EventLog, Ids, Migrations, Sqlite } from "@cloudwright/core"
import { Effect, Layer, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"

// Tables of your own, and what happens to their rows.
const Tables = Migrations.layer({
  prefix: "shop",
  migrations: {
    "0001_orders": SqlClient.SqlClient.use((sql) => sql`CREATE TABLE orders (id TEXT PRIMARY KEY, vm TEXT NOT NULL)`)
  }
})
const Ordered = EventLog.define({ type: "Ordered", subject: "order", payload: Schema.Struct({ vm: Ids.VmId }) })

// The row and its event are written together or not at all.
const order = Effect.fn("order")(function* (id: string) {
  const sql = yield* SqlClient.SqlClient
  const log = yield* EventLog.EventLog
  const vm = yield* Ids.generate(Ids.VmId)
  yield* sql.withTransaction(
    sql`INSERT INTO orders ${sql.insert({ id, vm })}`.pipe(
      Effect.andThen(log.append([Ordered.make({ subject: id, payload: { vm } })]))
    )
  )
})

export const program = Effect.gen(function* () {
  yield* order("order-1")
  const log = yield* EventLog.EventLog
  return yield* log.read({ limit: 10 })
})

// A file, memory, or `Postgres.layer({ url })` of "@cloudwright/core/Postgres": the program stays the same.
export const Live = Layer.mergeAll(EventLog.EventLog.layer, Tables, SecureRandom.layerWebCrypto).pipe(
  Layer.provideMerge(Sqlite.layerMemory)
)
