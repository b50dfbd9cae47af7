import { Postgres as PostgresServer } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as SqlClient from "effect/sql/SqlClient"
import * as Net from "node:net"
import * as EventLog from "../src/EventLog.ts"
import * as Postgres from "../src/Postgres.ts"
import * as Transaction from "../src/Transaction.ts"

const useSql = <A, E, R>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) => SqlClient.SqlClient.use(use)

const Noted = EventLog.define({ type: "Noted", subject: "note", payload: EventLog.Subject })
const note = (id: string) => Noted.make({ subject: id, payload: { kind: "a", id } })

const at = (url: Redacted.Redacted, port: number): Redacted.Redacted => {
  const changed = new URL(Redacted.value(url))
  changed.port = String(port)
  return Redacted.make(changed.href)
}

/** A proxy in front of the server that cuts the connection instead of delivering the reply to a COMMIT. */
const losingCommitReplies = (url: Redacted.Redacted) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly port: number; readonly server: Net.Server; lost: number }>((resume) => {
      const sockets = new Set<Net.Socket>()
      const server = Net.createServer((client) => {
        const upstream = Net.connect(Number(new URL(Redacted.value(url)).port), "127.0.0.1")
        for (const socket of [client, upstream]) {
          sockets.add(socket)
          socket.on("error", () => {})
          socket.on("close", () => (client.destroy(), upstream.destroy()))
        }
        client.pipe(upstream)
        upstream.on("data", (data) => {
          // CommandComplete carries the tag as text: https://www.postgresql.org/docs/current/protocol-message-formats.html
          if (data.includes("COMMIT\0")) {
            found.lost++
            client.destroy()
          } else client.write(data)
        })
      })
      const found = { port: 0, server, lost: 0 }
      server.on("close", () => sockets.forEach((socket) => socket.destroy()))
      server.listen(0, "127.0.0.1", () => {
        resume(Effect.succeed(Object.assign(found, { port: (server.address() as Net.AddressInfo).port })))
      })
    }),
    ({ server }) => Effect.sync(() => server.close())
  )

layer(PostgresServer.layer(), {
  excludeTestServices: true,
  timeout: "60 seconds"
})("Postgres, when things go wrong", (it) => {
  it.effect("no statement, lock or forgotten transaction waits for ever", () =>
    Effect.gen(function* () {
      const url = yield* (yield* PostgresServer.Postgres).freshDatabase
      const limits = { statementTimeout: 300, lockTimeout: 100, idleInTransactionTimeout: 400, maxConnections: 3 }
      yield* useSql((sql) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* sql`SHOW application_name`.values, [["cloudwright"]])
          const slow = yield* Effect.flip(sql`SELECT pg_sleep(60)`)
          assert.strictEqual(slow.reason._tag, "StatementTimeoutError")
          yield* sql`CREATE TABLE t (a INTEGER PRIMARY KEY)`
          yield* sql`INSERT INTO t (a) VALUES (1)`
          const locked = yield* sql`UPDATE t SET a = a`.pipe(
            Effect.andThen(
              Effect.flip(
                Effect.provide(
                  useSql((other) => other`UPDATE t SET a = a`),
                  Layer.fresh(Postgres.layer({ url, ...limits }))
                )
              )
            ),
            sql.withTransaction
          )
          assert.strictEqual(locked.reason._tag, "LockTimeoutError")
          const forgotten = yield* sql`UPDATE t SET a = 2`.pipe(
            Effect.andThen(Effect.sleep("1 second")),
            Effect.andThen(sql`SELECT 1`),
            sql.withTransaction,
            Effect.exit
          )
          assert.strictEqual(forgotten._tag, "Failure")
          assert.deepStrictEqual(yield* sql`SELECT a FROM t`.values, [[1]])
        })
      ).pipe(Effect.provide(Postgres.layer({ url, ...limits })))
    })
  )

  it.effect("a server that accepts and says nothing is given up; one that is not there is named as such", () =>
    Effect.gen(function* () {
      const url = (yield* PostgresServer.Postgres).url
      const silent = yield* Effect.acquireRelease(
        Effect.callback<Net.Server>((resume) => {
          const server = Net.createServer((socket) => void socket.on("error", () => {}))
          server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
        }),
        (server) => Effect.sync(() => server.close())
      )
      const port = (silent.address() as Net.AddressInfo).port
      const reach = (to: number) =>
        useSql((sql) => sql`SELECT 1`).pipe(
          Effect.provide(Postgres.layer({ url: at(url, to), connectTimeout: "200 millis" })),
          Effect.flip
        )
      assert.strictEqual((yield* reach(port)).reason._tag, "ConnectionError")
      assert.strictEqual((yield* reach(1)).reason._tag, "ConnectionError")
      const wrong = new URL(Redacted.value(url))
      wrong.password = "canary-secret"
      const refused = yield* useSql((sql) => sql`SELECT 1`).pipe(
        Effect.provide(Postgres.layer({ url: Redacted.make(wrong.href) })),
        Effect.flip
      )
      assert.strictEqual(refused.reason._tag, "AuthenticationError")
      assert.notInclude(JSON.stringify(refused) + String(refused) + refused.message, "canary-secret")
    })
  )

  it.effect("a commit whose reply was lost is not repeated: its outcome is read", () =>
    Effect.gen(function* () {
      const url = yield* (yield* PostgresServer.Postgres).freshDatabase
      const direct = Layer.fresh(EventLog.EventLog.layer.pipe(Layer.provideMerge(Postgres.layer({ url }))))
      yield* Effect.provide(EventLog.EventLog, direct)
      const proxy = yield* losingCommitReplies(url)
      let runs = 0
      const error = yield* EventLog.EventLog.use((log) =>
        Transaction.run(Effect.tap(log.append([note("once")]), () => Effect.sync(() => runs++)))
      ).pipe(
        Effect.flip,
        Effect.provide(EventLog.EventLog.layer.pipe(Layer.provideMerge(Postgres.layer({ url: at(url, proxy.port) }))))
      )
      assert.strictEqual(error._tag === "SqlError" && error.reason._tag, "ConnectionError")
      assert.isFalse(Transaction.isRolledBack(error))
      assert.deepStrictEqual([runs, proxy.lost], [1, 1])
      const { events } = yield* EventLog.EventLog.use((log) => log.read()).pipe(Effect.provide(direct))
      assert.deepStrictEqual(
        events.map((event) => event.subject.id),
        ["once"]
      )
    })
  )

  it.effect(
    "a server killed with -9 in the middle: the transaction is gone, what was committed is there, the client goes on",
    () =>
      Effect.gen(function* () {
        const server = yield* PostgresServer.Postgres
        const url = yield* server.freshDatabase
        yield* Effect.gen(function* () {
          const log = yield* EventLog.EventLog
          const sql = yield* SqlClient.SqlClient
          yield* log.append([note("before")])
          const error = yield* log
            .append([note("lost")])
            .pipe(
              Effect.andThen(server.kill),
              Effect.andThen(log.append([note("never")])),
              sql.withTransaction,
              Effect.exit
            )
          assert.strictEqual(error._tag, "Failure")
          yield* server.start
          yield* log.append([note("after")]).pipe(Effect.retry({ times: 20, while: (e) => e._tag === "SqlError" }))
          const { events } = yield* log.read()
          assert.deepStrictEqual(
            events.map((event) => [event.position as number, event.subject.id]),
            [
              [1, "before"],
              [2, "after"]
            ]
          )
        }).pipe(Effect.provide(EventLog.EventLog.layer.pipe(Layer.provideMerge(Postgres.layer({ url })))))
      })
  )

  it.effect("lost races are told apart and repeated: deadlock, serialisation", () =>
    Effect.gen(function* () {
      const url = yield* (yield* PostgresServer.Postgres).freshDatabase
      yield* useSql((sql) =>
        Effect.gen(function* () {
          yield* sql`CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)`
          yield* sql`INSERT INTO t (id, n) VALUES (1, 0), (2, 0)`
          const add = (id: number) => sql`UPDATE t SET n = n + 1 WHERE id = ${id}`
          const both = (first: number, second: number) =>
            add(first).pipe(Effect.andThen(Effect.sleep("50 millis")), Effect.andThen(add(second)))
          const plain = yield* Effect.all(
            [Effect.result(sql.withTransaction(both(1, 2))), Effect.result(sql.withTransaction(both(2, 1)))],
            { concurrency: 2 }
          )
          const failed = plain.flatMap((result) => (result._tag === "Failure" ? [result.failure.reason._tag] : []))
          assert.deepStrictEqual(failed, ["DeadlockError"])
          yield* Effect.all([Transaction.run(both(1, 2)), Transaction.run(both(2, 1))], { concurrency: 2 })

          const copy = Effect.flatMap(sql<{ n: number }>`SELECT n FROM t WHERE id = 1`, ([row]) =>
            Effect.andThen(Effect.sleep("20 millis"), sql`UPDATE t SET n = ${row!.n + 1} WHERE id = 1`)
          )
          const serializable = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
            Effect.provideService(effect, SqlClient.BeginTransaction, "BEGIN ISOLATION LEVEL SERIALIZABLE")
          const alone = yield* Effect.forEach([1, 2], () => Effect.result(serializable(sql.withTransaction(copy))), {
            concurrency: 2
          })
          const lost = alone.flatMap((result) => (result._tag === "Failure" ? [result.failure.reason._tag] : []))
          assert.deepStrictEqual(lost, ["SerializationError"])
          yield* Effect.forEach([1, 2], () => serializable(Transaction.run(copy)), { concurrency: 2 })
          assert.deepStrictEqual(yield* sql`SELECT n FROM t ORDER BY id`.values, [[6], [3]])
        })
      ).pipe(Effect.provide(Postgres.layer({ url })))
    })
  )

  it.effect("takes its settings from configuration", () =>
    Effect.gen(function* () {
      const url = (yield* PostgresServer.Postgres).url
      const provider = ConfigProvider.layer(
        ConfigProvider.fromUnknown({ DATABASE_URL: Redacted.value(url), LOCK: "1234 millis" })
      )
      const configured = Postgres.layerConfig({
        url: Config.Redacted("DATABASE_URL"),
        lockTimeout: Config.Duration("LOCK")
      }).pipe(Layer.provide(provider))
      const shown = yield* useSql((sql) => sql`SHOW lock_timeout`.values).pipe(Effect.provide(configured))
      assert.deepStrictEqual(shown, [["1234ms"]])
    })
  )
})
