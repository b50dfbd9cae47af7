import { assert } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import * as Transaction from "../src/Transaction.ts"
import { Databases, type Client, type Suite } from "./databases.ts"

const on = <A, E, R>(client: ReturnType<Client>, effect: Effect.Effect<A, E, R>) => Effect.provide(effect, client)

const useSql = <A, E, R>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) => SqlClient.SqlClient.use(use)

const withTables = Effect.gen(function* () {
  const { fresh } = yield* Databases
  const client = yield* fresh
  yield* on(
    client(),
    useSql((sql) =>
      Effect.gen(function* () {
        yield* sql`CREATE TABLE hosts (id INTEGER PRIMARY KEY, name TEXT UNIQUE, free INTEGER NOT NULL CHECK (free >= 0))`
        yield* sql`CREATE TABLE vms (id INTEGER PRIMARY KEY,
          host INTEGER NOT NULL REFERENCES hosts (id) DEFERRABLE INITIALLY DEFERRED)`
        yield* sql`INSERT INTO hosts (id, name, free) VALUES (1, 'kvm-1', 10)`
      })
    )
  )
  return client
})

const count = (table: "hosts" | "vms") =>
  useSql((sql) =>
    Effect.map(sql<{ n: number | bigint }>`SELECT count(*) AS n FROM ${sql(table)}`, ([row]) => Number(row?.n))
  )

const insertHost = (id: number, name = `kvm-${id}`, free = 0) =>
  useSql((sql) => sql`INSERT INTO hosts (id, name, free) VALUES (${id}, ${name}, ${free})`)

const lockTimeout = Effect.fail(
  new SqlError.SqlError({ reason: new SqlError.LockTimeoutError({ cause: new Error("made up") }) })
)

/** What holds for the client on every database. */
export const suite: Suite = (it) => {
  it.effect("classifies what the caller did wrong", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const reason = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        Effect.map(Effect.flip(effect), (error) => {
          assert.strictEqual((error as { _tag: string })._tag, "SqlError")
          return (error as unknown as { reason: { _tag: string } }).reason._tag
        })
      yield* on(
        client(),
        useSql((sql) =>
          Effect.gen(function* () {
            assert.strictEqual(yield* reason(insertHost(1, "other")), "UniqueViolation")
            assert.strictEqual(yield* reason(insertHost(2, "kvm-1")), "UniqueViolation")
            assert.strictEqual(yield* reason(insertHost(2, "kvm-2", -1)), "ConstraintError")
            assert.strictEqual(yield* reason(sql`INSERT INTO hosts (id) VALUES (3)`), "ConstraintError")
            assert.strictEqual(yield* reason(sql`SELEKT 1`), "SqlSyntaxError")
            assert.strictEqual(yield* reason(sql`SELECT * FROM nowhere`), "SqlSyntaxError")
            assert.strictEqual(yield* reason(sql`SELECT 1; SELECT 2`), "SqlSyntaxError")
            assert.strictEqual(yield* count("hosts"), 1)
          })
        )
      )
    })
  )

  it.effect("rolls back on failure, defect and interruption, and a savepoint alone", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      yield* on(
        client(),
        useSql((sql) =>
          Effect.gen(function* () {
            const inserted = (id: number) => sql.withTransaction(insertHost(id))
            yield* Effect.exit(sql.withTransaction(Effect.andThen(inserted(10), Effect.fail("no"))))
            yield* Effect.exit(sql.withTransaction(Effect.andThen(inserted(11), Effect.die("no"))))
            const reached = yield* Deferred.make<void>()
            const fiber = yield* inserted(12).pipe(
              Effect.andThen(Deferred.succeed(reached, undefined)),
              Effect.andThen(Effect.never),
              sql.withTransaction,
              Effect.forkChild
            )
            yield* Deferred.await(reached)
            yield* Fiber.interrupt(fiber)
            assert.strictEqual(yield* count("hosts"), 1)

            yield* inserted(13).pipe(
              Effect.andThen(Effect.ignore(sql.withTransaction(Effect.andThen(insertHost(14), Effect.fail("no"))))),
              Effect.andThen(inserted(15)),
              sql.withTransaction
            )
            const ids = yield* sql<{ id: number }>`SELECT id FROM hosts ORDER BY id`
            assert.deepStrictEqual(
              ids.map((row) => row.id),
              [1, 13, 15]
            )
          })
        )
      )
    })
  )

  it.effect("Transaction.execute takes part in the open transaction, and without one runs alone", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      yield* on(
        client(),
        useSql((sql) =>
          Effect.gen(function* () {
            const ids = Effect.map(
              Transaction.execute<{ readonly id: number }>(sql, "SELECT id FROM hosts ORDER BY id", []),
              (rows) => rows.map((row) => row.id)
            )
            const remove = Transaction.execute(sql, "DELETE FROM hosts WHERE id = 1", [])
            assert.deepStrictEqual(yield* ids, [1])
            const seen = insertHost(20).pipe(Effect.andThen(remove), Effect.andThen(ids), sql.withTransaction)
            const undone = yield* Effect.exit(sql.withTransaction(Effect.andThen(remove, Effect.fail("no"))))
            assert.isTrue(Exit.isFailure(undone))
            assert.deepStrictEqual(yield* ids, [1])
            assert.deepStrictEqual(yield* seen, [20])
            assert.deepStrictEqual(yield* ids, [20])
          })
        )
      )
    })
  )

  it.effect("a commit that fails rolls back and leaves the connection usable", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      yield* on(
        client(),
        useSql((sql) =>
          Effect.gen(function* () {
            const error = yield* Effect.flip(sql.withTransaction(sql`INSERT INTO vms (id, host) VALUES (1, 99)`))
            assert.strictEqual(error.reason._tag, "ConstraintError")
            assert.strictEqual(yield* count("vms"), 0)
            yield* sql.withTransaction(sql`INSERT INTO vms (id, host) VALUES (1, 1)`)
            assert.strictEqual(yield* count("vms"), 1)
          })
        )
      )
    })
  )

  it.effect("nobody sees what is not committed", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      yield* on(
        client(),
        useSql((sql) =>
          sql.withTransaction(
            Effect.gen(function* () {
              yield* insertHost(2)
              assert.strictEqual(yield* count("hosts"), 2)
              assert.strictEqual(yield* on(client(), count("hosts")), 1)
            })
          )
        )
      )
      assert.strictEqual(yield* on(client(), count("hosts")), 2)
    })
  )

  it.effect("runs afterCommit once the outermost transaction is there for all, and not after a rollback", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const seen: Array<number> = []
      yield* on(
        client(),
        useSql((sql) => {
          const inserts = (id: number) =>
            insertHost(id).pipe(
              Effect.andThen(sql.afterCommit(Effect.orDie(Effect.map(count("hosts"), (n) => seen.push(n))))),
              sql.withTransaction,
              sql.withTransaction
            )
          return Effect.andThen(
            inserts(2),
            Effect.exit(sql.withTransaction(Effect.andThen(inserts(3), Effect.fail(0))))
          )
        })
      )
      assert.deepStrictEqual(seen, [2])
    })
  )

  it.effect("streams without blocking its own consumer, and stops when the consumer does", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const numbers = (sql: SqlClient.SqlClient) => sql<{ n: number }>`WITH RECURSIVE numbers (n) AS
        (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000) SELECT n FROM numbers`
      yield* on(
        client(),
        useSql((sql) =>
          Effect.gen(function* () {
            const ids = yield* numbers(sql).stream.pipe(
              Stream.take(300),
              Stream.filter(({ n }) => n % 100 === 0),
              Stream.tap(({ n }) => sql.withTransaction(insertHost(n))),
              Stream.runCollect
            )
            assert.deepStrictEqual(
              ids.map((row) => row.n),
              [100, 200, 300]
            )
            assert.strictEqual(yield* count("hosts"), 4)
            const total = yield* numbers(sql).stream.pipe(
              Stream.runFold(
                () => 0,
                (sum, { n }) => sum + n
              )
            )
            assert.strictEqual(total, 5_000_050_000)
          })
        )
      )
    })
  )

  it.effect("a stream inside a transaction sees its rows", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const rows = yield* on(
        client(),
        useSql((sql) =>
          insertHost(2).pipe(
            Effect.andThen(Stream.runCollect(sql<{ id: number }>`SELECT id FROM hosts ORDER BY id`.stream)),
            sql.withTransaction
          )
        )
      )
      assert.deepStrictEqual(
        rows.map((row) => row.id),
        [1, 2]
      )
    })
  )

  it.effect("waits for a lock so long and no longer, and says that a retry helps", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const take = useSql((sql) => sql.withTransaction(sql`UPDATE hosts SET free = free - 1 WHERE id = 1`))
      yield* on(
        client(),
        useSql((sql) =>
          sql`UPDATE hosts SET free = free - 1 WHERE id = 1`.pipe(
            Effect.andThen(Effect.flip(on(client({ lockTimeoutMillis: 150 }), take))),
            Effect.tap((error) => Effect.sync(() => assert.strictEqual(error.reason._tag, "LockTimeoutError"))),
            Effect.tap((error) => Effect.sync(() => assert.isTrue(error.isRetryable))),
            Effect.tap((error) => Effect.sync(() => assert.isTrue(Transaction.isRolledBack(error)))),
            sql.withTransaction
          )
        )
      )
      yield* on(client(), take)
    })
  )

  it.effect("a fiber that waits for a lock can be interrupted, and its client works on", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const take = useSql((sql) => sql.withTransaction(sql`UPDATE hosts SET free = free - 1 WHERE id = 1`))
      const held = yield* Deferred.make<void>()
      const release = yield* Deferred.make<void>()
      const holder = yield* on(
        client(),
        useSql((sql) =>
          sql`UPDATE hosts SET free = free - 1 WHERE id = 1`.pipe(
            Effect.andThen(Deferred.succeed(held, undefined)),
            Effect.andThen(Deferred.await(release)),
            sql.withTransaction
          )
        )
      ).pipe(Effect.forkChild)
      yield* Deferred.await(held)
      yield* on(
        client({ lockTimeoutMillis: 20_000 }),
        Effect.gen(function* () {
          // Ends only when the wait for the lock could be interrupted: the holder waits for what comes next.
          assert.isTrue(Option.isNone(yield* Effect.timeoutOption(take, "80 millis")))
          yield* Deferred.succeed(release, undefined)
          yield* Fiber.join(holder)
          yield* take
        })
      )
      const [row] = yield* on(
        client(),
        useSql((sql) => sql<{ free: number }>`SELECT free FROM hosts`)
      )
      assert.strictEqual(row?.free, 8)
    })
  )

  it.effect("loses no update between fibers and clients", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      const add = Transaction.run(
        useSql((sql) =>
          Effect.gen(function* () {
            const [row] = yield* sql.onDialectOrElse({
              pg: () => sql<{ free: number }>`SELECT free FROM hosts WHERE id = 1 FOR UPDATE`,
              orElse: () => sql<{ free: number }>`SELECT free FROM hosts WHERE id = 1`
            })
            yield* Effect.yieldNow
            yield* sql`UPDATE hosts SET free = ${row!.free + 1} WHERE id = 1`
          })
        )
      )
      const worker = on(
        client(),
        Effect.forEach(Array.from({ length: 25 }), () => add, { concurrency: 5 })
      )
      const worker2 = on(
        client(),
        Effect.forEach(Array.from({ length: 25 }), () => add, { concurrency: 5 })
      )
      yield* Effect.all([worker, worker2], { concurrency: 2 })
      const [row] = yield* on(
        client(),
        useSql((sql) => sql<{ free: number }>`SELECT free FROM hosts`)
      )
      assert.strictEqual(row?.free, 60)
    })
  )

  it.effect("Transaction.run repeats what was taken back, at the outermost level, and nothing else", () =>
    Effect.gen(function* () {
      const client = yield* withTables
      let inner = 0
      let failed = 0
      yield* on(
        client(),
        useSql((sql) =>
          Effect.gen(function* () {
            yield* Effect.gen(function* () {
              yield* insertHost(2)
              if (++inner < 3) return yield* sql`UPDATE hosts SET free = 0`.pipe(Effect.andThen(lockTimeout))
              return yield* Effect.void
            }).pipe(Transaction.run, Transaction.run)
            assert.strictEqual(inner, 3)
            assert.strictEqual(yield* count("hosts"), 2)
            const error = yield* Effect.flip(
              Transaction.run(Effect.suspend(() => (failed++, sql`INSERT INTO hosts (id) VALUES (1)`)))
            )
            assert.strictEqual(error.reason._tag === "ConstraintError" || error.reason._tag === "UniqueViolation", true)
            assert.strictEqual(failed, 1)
          })
        )
      )
    })
  )
}
