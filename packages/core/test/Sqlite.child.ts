/**
 * Another process on the same database file. Usage: `node Sqlite.child.ts <mode> <file>`.
 *
 * - `hold`: takes the write lock, changes rows, says `ready` and stays in the transaction.
 * - `write`: row and event in one transaction, again and again; says the row's id after each commit.
 * - `add`: adds 1 to a counter 40 times, each in a transaction of its own.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as EventLog from "../src/EventLog.ts"
import * as Sqlite from "../src/Sqlite.ts"

const [, , mode, file = ""] = process.argv

const say = (line: string) =>
  Effect.callback<void>((resume) => void process.stdout.write(`${line}\n`, () => resume(Effect.void)))

const Created = EventLog.define({ type: "Created", subject: "row", payload: Schema.String })

const program = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const log = yield* EventLog.EventLog
  const write = (id: number) =>
    Effect.andThen(
      sql`INSERT INTO rows (id, text) VALUES (${id}, ${"x".repeat(5000)})`,
      log.append([Created.make({ subject: String(id), payload: "y".repeat(5000) })])
    ).pipe(sql.withTransaction)
  switch (mode) {
    case "hold":
      return yield* Effect.forEach(
        Array.from({ length: 500 }, (_, id) => id + 1_000_000),
        write
      ).pipe(
        Effect.andThen(sql`DELETE FROM rows WHERE id < 1000000`),
        Effect.andThen(say("ready")),
        Effect.andThen(Effect.never),
        sql.withTransaction
      )
    case "write":
      for (let id = 1; ; id++) {
        yield* write(id)
        yield* say(String(id))
      }
    case "add":
      for (let n = 0; n < 40; n++) yield* sql.withTransaction(sql`UPDATE counter SET n = n + 1`)
      return yield* say("done")
  }
  return yield* Effect.die(new Error(`unknown mode ${mode}`))
})

program.pipe(
  Effect.provide(
    EventLog.EventLog.layer.pipe(Layer.provideMerge(Sqlite.layer({ filename: file, busyTimeout: "30 seconds" })))
  ),
  NodeRuntime.runMain
)
