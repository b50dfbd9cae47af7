import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Config from "effect/Config"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Fs from "node:fs"
import * as Path from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as Statements from "../src/internal/sqliteStatements.ts"
import * as Sqlite from "../src/Sqlite.ts"
import { temporaryDirectory } from "./databases.ts"

const useSql = <A, E, R>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) => SqlClient.SqlClient.use(use)

const inMemory = <A, E, R>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) =>
  Effect.provide(useSql(use), Layer.fresh(Sqlite.layerMemory))

const exactly = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provideService(effect, SqlClient.SafeIntegers, true)

const Int64 = Arbitrary.schema(
  Schema.BigInt.pipe(Schema.check(Schema.isBetweenBigInt({ minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n })))
)

describe("Sqlite values", () => {
  it.effect.prop(
    "64-bit integers are exact with SafeIntegers, and refused rather than rounded without",
    [Int64],
    ([value]) =>
      inMemory((sql) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* exactly(sql`SELECT ${value} AS v`.values), [[value]])
          const rounded = yield* Effect.result(sql`SELECT ${value} AS v`.values)
          if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) {
            assert.deepStrictEqual(rounded._tag === "Success" && rounded.success, [[Number(value)]])
          } else {
            assert.strictEqual(rounded._tag, "Failure")
          }
        })
      ),
    { arbitrary: { runs: 60, seed: 1 } }
  )

  it.effect.prop(
    "what is bound comes back: text, finite numbers, bytes",
    [Arbitrary.schema(Schema.String), Arbitrary.schema(Schema.Finite), Arbitrary.schema(Schema.Array(Schema.Int))],
    ([text, number, bytes]) =>
      inMemory((sql) =>
        Effect.gen(function* () {
          const blob = Uint8Array.from(bytes)
          // SQLite's text is UTF-8: half a surrogate pair cannot be kept.
          const wellFormed = Buffer.from(text, "utf8").toString("utf8")
          const found = yield* Number.isInteger(number) && !Number.isSafeInteger(number)
            ? exactly(sql`SELECT ${wellFormed} AS t, ${number} AS n, ${blob} AS b`.values)
            : sql`SELECT ${wellFormed} AS t, ${number} AS n, ${blob} AS b`.values
          assert.deepEqual<unknown>(found, [[wellFormed, number, blob]])
        })
      ),
    { arbitrary: { runs: 100, seed: 2 } }
  )

  it.effect("whole numbers are integers, booleans and dates have one form, the rest is refused", () =>
    inMemory((sql) =>
      Effect.gen(function* () {
        const [[type, half, text]] = (yield* sql`SELECT typeof(${5}), ${5} / 2, CAST(${5} AS TEXT)`.values) as [
          [string, number, string]
        ]
        assert.deepStrictEqual([type, half, text], ["integer", 2, "5"])
        const date = new Date(0)
        assert.deepStrictEqual(
          yield* sql`SELECT ${true}, ${false}, ${undefined}, ${null}, ${date}, ${1.5}, ${-0}`.values,
          [[1, 0, null, null, date.toISOString(), 1.5, -0]]
        )
        for (const value of [Number.NaN, { a: 1 }, Symbol.iterator, 2n ** 63n, new Date(Number.NaN)]) {
          const error = yield* Effect.flip(sql`SELECT ${value as number}`)
          assert.strictEqual(Option.getOrThrow(Sqlite.failure(error)).condition, "value")
        }
      })
    )
  )

  it.effect("text after the first statement is refused, comments and semicolons are not text", () =>
    inMemory((sql) =>
      Effect.gen(function* () {
        for (const fine of ["SELECT 1;", "SELECT 1; ; -- end", "SELECT 1 /* a; b */;\n/* x */", "-- a;b\nSELECT 1"]) {
          assert.deepStrictEqual(yield* sql.unsafe(fine).values, [[1]])
        }
        for (const two of ["SELECT 1; SELECT 2", "CREATE TABLE a (b); DROP TABLE a", "SELECT 1; /* x */ SELECT 2"]) {
          const error = yield* Effect.flip(sql.unsafe(two))
          assert.strictEqual(error.reason._tag, "SqlSyntaxError")
        }
        assert.deepStrictEqual(yield* sql`SELECT name FROM sqlite_schema`, [])
      })
    )
  )

  it.effect("says how many rows changed when the raw result is asked for", () =>
    inMemory((sql) =>
      Effect.gen(function* () {
        yield* sql`CREATE TABLE t (a INTEGER PRIMARY KEY)`
        assert.deepInclude(yield* sql`INSERT INTO t (a) VALUES (7), (8)`.raw, { changes: 2, lastInsertRowid: 8 })
        assert.deepEqual<unknown>(yield* sql`DELETE FROM t RETURNING a`, [{ a: 7 }, { a: 8 }])
      })
    )
  )

  it.effect("prepared statements follow the schema, also when it was changed elsewhere", () =>
    Effect.gen(function* () {
      const file = Path.join(yield* temporaryDirectory, "test.db")
      yield* useSql((sql) =>
        Effect.gen(function* () {
          const all = sql`SELECT * FROM t`
          yield* sql`CREATE TABLE t (a)`
          yield* sql`INSERT INTO t (a) VALUES (1)`
          assert.deepEqual<unknown>(yield* all, [{ a: 1 }])
          yield* sql`ALTER TABLE t ADD COLUMN b DEFAULT 2`
          assert.deepEqual<unknown>(yield* all, [{ a: 1, b: 2 }])
          const other = new DatabaseSync(file)
          other.exec("ALTER TABLE t RENAME COLUMN b TO c; ALTER TABLE t ADD COLUMN d DEFAULT 3")
          assert.deepEqual<unknown>(yield* all, [{ a: 1, c: 2, d: 3 }])
          assert.deepEqual<unknown>(yield* all.values, [[1, 2, 3]])
          other.exec("DROP TABLE t; CREATE TABLE t (z)")
          other.close()
          assert.deepEqual<unknown>(yield* all, [])
          yield* sql`DROP TABLE t`
          assert.strictEqual((yield* Effect.flip(all)).reason._tag, "SqlSyntaxError")
        })
      ).pipe(Effect.provide(Sqlite.layer(file)))
    })
  )

  it("keeps so many statements and no more, the least recently used goes first, one in use is not shared", () => {
    const db = new DatabaseSync(":memory:")
    const statements = Statements.make(db, 3)
    const shape = { bigInts: false, arrays: true }
    const [a, b, c] = ["SELECT 'a'", "SELECT 'b'", "SELECT 'c'"].map(statements.take)
    assert.strictEqual(statements.take("SELECT 'a'"), a)
    statements.take("SELECT 'd'")
    assert.strictEqual(statements.size(), 3)
    assert.strictEqual(statements.take("SELECT 'a'"), a)
    assert.strictEqual(statements.take("SELECT 'c'"), c)
    assert.notStrictEqual(statements.take("SELECT 'b'"), b)
    for (let n = 0; n < 1000; n++) statements.rows(statements.take(`SELECT ${n}`), [], shape)
    assert.strictEqual(statements.size(), 3)

    const numbers = "SELECT column1 FROM (VALUES (1), (2), (3))"
    const cursor = statements.cursor(statements.take(numbers), [], shape)
    assert.deepStrictEqual(cursor.take(1), [[1]])
    assert.deepStrictEqual(statements.rows(statements.take(numbers), [], shape), [[1], [2], [3]])
    assert.deepStrictEqual(cursor.take(9), [[2], [3]])
    cursor.close()
    assert.deepStrictEqual(statements.rows(statements.take(numbers), [], { ...shape, arrays: false }).length, 3)
    db.close()
  })

  it.effect("streams of one statement inside a transaction do not disturb one another", () =>
    inMemory((sql) =>
      Effect.gen(function* () {
        yield* sql`CREATE TABLE t (a INTEGER PRIMARY KEY)`
        yield* sql`WITH RECURSIVE n (a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a < 300)
          INSERT INTO t (a) SELECT a FROM n`
        const all = sql<{ a: number }>`SELECT a FROM t ORDER BY a`
        const counts = yield* Stream.zip(all.stream, all.stream).pipe(
          Stream.mapEffect(([left, right]) =>
            Effect.map(all, (rows) => (left.a === right.a ? rows.length : Number.NaN))
          ),
          Stream.runCollect,
          sql.withTransaction
        )
        assert.deepStrictEqual(
          counts,
          Array.from({ length: 300 }, () => 300)
        )
      })
    )
  )

  it.effect("a transaction that waits for a statement of another fiber fails in time instead of hanging", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const asked = yield* Deferred.make<void>()
      const other = yield* Deferred.await(asked).pipe(
        Effect.andThen(sql`SELECT 1`),
        Effect.result,
        Effect.forkChild({ startImmediately: true })
      )
      const asking = yield* Deferred.succeed(asked, undefined).pipe(
        Effect.andThen(Fiber.join(other)),
        sql.withTransaction,
        Effect.forkChild({ startImmediately: true })
      )
      yield* TestClock.adjust("4999 millis")
      assert.isUndefined(asking.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      const result = yield* Fiber.join(asking)
      assert.strictEqual(result._tag === "Failure" && result.failure.reason._tag, "LockTimeoutError")
      // A fiber that gives up waiting leaves the queue.
      const reached = yield* Deferred.make<void>()
      const holder = yield* Deferred.succeed(reached, undefined).pipe(
        Effect.andThen(Effect.never),
        sql.withTransaction,
        Effect.forkChild({ startImmediately: true })
      )
      yield* Deferred.await(reached)
      const waiters = yield* Effect.forEach([sql`SELECT 1`, sql.withTransaction(sql`SELECT 2`)], (effect) =>
        Effect.forkChild(effect, { startImmediately: true })
      )
      yield* Effect.yieldNow
      yield* Fiber.interruptAll(waiters)
      yield* Fiber.interrupt(holder)
      assert.deepStrictEqual(yield* sql.withTransaction(sql`SELECT 3`.values), [[3]])
      assert.deepStrictEqual(yield* sql`SELECT 4`.values, [[4]])
    }).pipe(Effect.provide(Layer.fresh(Sqlite.layerMemory)))
  )

  it.live("a transaction that has read can still write; a deferred one may find that it is stale", () =>
    Effect.gen(function* () {
      const file = Path.join(yield* temporaryDirectory, "test.db")
      const other = Layer.fresh(Sqlite.layer(file))
      const write = useSql((sql) => sql`UPDATE t SET a = a + 1`)
      yield* useSql((sql) =>
        Effect.gen(function* () {
          yield* sql`CREATE TABLE t (a INTEGER)`
          yield* sql`INSERT INTO t (a) VALUES (0)`
          const readThenWrite = (between: Effect.Effect<unknown>) =>
            sql`SELECT a FROM t`.pipe(Effect.andThen(between), Effect.andThen(write), sql.withTransaction)

          const waiting = yield* Deferred.make<Fiber.Fiber<unknown, unknown>>()
          yield* readThenWrite(
            Effect.flatMap(Effect.forkDetach(Effect.provide(write, other), { startImmediately: true }), (fiber) =>
              Deferred.succeed(waiting, fiber)
            )
          )
          yield* Fiber.join(yield* Deferred.await(waiting))
          assert.deepStrictEqual(yield* sql`SELECT a FROM t`.values, [[2]])

          const error = yield* readThenWrite(Effect.orDie(Effect.provide(write, other))).pipe(
            Effect.provideService(SqlClient.BeginTransaction, "BEGIN"),
            Effect.flip
          )
          assert.strictEqual(error.reason._tag, "SerializationError")
          assert.strictEqual(Option.getOrThrow(Sqlite.failure(error)).condition, "stale")
          assert.deepStrictEqual(yield* sql`SELECT a FROM t`.values, [[3]])
        })
      ).pipe(Effect.provide(Sqlite.layer(file)))
    })
  )

  it.live("a stream holds its snapshot while others write; the 33rd at once is refused, and the next one not", () =>
    Effect.gen(function* () {
      const file = Path.join(yield* temporaryDirectory, "test.db")
      yield* useSql((sql) =>
        Effect.gen(function* () {
          yield* sql`CREATE TABLE t (a INTEGER PRIMARY KEY)`
          yield* sql`WITH RECURSIVE n (a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a < 500)
            INSERT INTO t (a) SELECT a FROM n`
          const rows = sql<{ a: number }>`SELECT a FROM t`.stream
          const seen = yield* rows.pipe(
            Stream.tap(({ a }) => sql`INSERT INTO t (a) VALUES (${a + 1000})`),
            Stream.runCount
          )
          assert.strictEqual(seen, 500)

          const open = yield* Effect.forEach(Array.from({ length: 32 }), () =>
            Effect.gen(function* () {
              const started = yield* Deferred.make<void>()
              const fiber = yield* rows.pipe(
                Stream.tap(() => Effect.andThen(Deferred.succeed(started, undefined), Effect.never)),
                Stream.runDrain,
                Effect.forkChild
              )
              yield* Deferred.await(started)
              return fiber
            })
          )
          const error = yield* Effect.flip(Stream.runDrain(rows))
          assert.strictEqual(Option.getOrThrow(Sqlite.failure(error)).condition, "tooManyReaders")
          yield* Fiber.interruptAll(open)
          assert.strictEqual(yield* Stream.runCount(rows), 1000)
          const write = yield* Effect.flip(Stream.runDrain(sql`DELETE FROM t RETURNING a`.stream))
          assert.strictEqual(write.reason._tag, "AuthorizationError")
        })
      ).pipe(Effect.provide(Sqlite.layer(file)))
    })
  )

  it.effect("each build of the memory layer is a database of its own", () =>
    Effect.gen(function* () {
      const create = useSql((sql) => sql`CREATE TABLE t (a)`)
      yield* Effect.provide(create, Layer.fresh(Sqlite.layerMemory))
      yield* Effect.provide(create, Layer.fresh(Sqlite.layerMemory))
      const rows = yield* inMemory((sql) => Stream.runCollect(sql`SELECT 1 AS a`.stream))
      assert.deepEqual<unknown>(rows, [{ a: 1 }])
    })
  )

  it.effect("takes its settings from configuration", () =>
    Effect.gen(function* () {
      const file = Path.join(yield* temporaryDirectory, "configured.db")
      const provider = ConfigProvider.layer(ConfigProvider.fromUnknown({ DATABASE_FILE: file, BUSY: "2 seconds" }))
      const layer = Sqlite.layerConfig({
        filename: Config.String("DATABASE_FILE"),
        busyTimeout: Config.Duration("BUSY"),
        synchronous: Config.succeed("normal" as const)
      }).pipe(Layer.provide(provider))
      const synchronous = yield* useSql((sql) => sql`PRAGMA synchronous`.values).pipe(Effect.provide(layer))
      assert.deepStrictEqual(synchronous, [[1]])
      assert.isTrue(Fs.existsSync(file))
      const durable = yield* useSql((sql) => sql`PRAGMA synchronous`.values).pipe(Effect.provide(Sqlite.layer(file)))
      assert.deepStrictEqual(durable, [[2]])
    })
  )

  it.effect("renames columns on the way in and out", () =>
    useSql((sql) =>
      Effect.gen(function* () {
        yield* sql`CREATE TABLE t (host_name TEXT)`
        yield* sql`INSERT INTO t ${sql.insert({ hostName: "kvm-1" })}`
        assert.deepEqual<unknown>(yield* sql`SELECT * FROM t`, [{ hostName: "kvm-1" }])
        assert.deepEqual<unknown>(yield* Stream.runCollect(sql`SELECT * FROM t`.stream), [{ hostName: "kvm-1" }])
      })
    ).pipe(
      Effect.provide(
        Sqlite.layer({
          filename: ":memory:",
          transformQueryNames: (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          transformResultNames: (name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
        })
      )
    )
  )
})
