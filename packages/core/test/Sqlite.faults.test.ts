import { assert, describe, it } from "@effect/vitest"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as ChildProcess from "effect/process/ChildProcess"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Fs from "node:fs"
import * as Path from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as EventLog from "../src/EventLog.ts"
import * as Sqlite from "../src/Sqlite.ts"
import { temporaryDirectory } from "./databases.ts"

const useSql = <A, E, R>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) => SqlClient.SqlClient.use(use)

const onFile = <A, E, R>(options: string | Sqlite.Options, effect: Effect.Effect<A, E, R>) =>
  Effect.provide(effect, Layer.fresh(Sqlite.layer(options)))

const temporaryFile = Effect.map(temporaryDirectory, (directory) => Path.join(directory, "cloud.db"))

const failureOf = (error: SqlError) => Option.getOrThrow(Sqlite.failure(error))

/** Rows on many pages, a counter and the log; closed again, so that all of it is in the main file. */
const seed = (file: string) =>
  Effect.as(
    onFile(
      file,
      useSql((sql) =>
        Effect.gen(function* () {
          yield* sql`CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)`
          yield* sql`CREATE TABLE counter (n INTEGER NOT NULL)`
          yield* sql`INSERT INTO counter (n) VALUES (0)`
          yield* Effect.provide(EventLog.EventLog, EventLog.EventLog.layer)
        })
      )
    ),
    file
  )

const fill = useSql((sql) =>
  Effect.forEach(
    Array.from({ length: 100 }, (_, id) => -id - 1),
    (id) => sql`INSERT INTO rows (id, text) VALUES (${id}, ${"z".repeat(3000)})`,
    { discard: true }
  )
)

const child = Effect.fnUntraced(function* (mode: "hold" | "write" | "add", file: string) {
  const script = Path.join(import.meta.dirname, "Sqlite.child.ts")
  const handle = yield* ChildProcess.make(process.execPath, ["--no-warnings", script, mode, file], {
    stderr: "inherit"
  })
  const lines = handle.stdout.pipe(Stream.decodeText(), Stream.splitLines)
  return { handle, lines, kill: handle.kill({ killSignal: "SIGKILL" }) }
})

const thousand = (sql: SqlClient.SqlClient) =>
  sql`WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n, counter WHERE x < 1000) SELECT x FROM n`.stream

/** The file is intact, and rows and events tell the same story. */
const audit = useSql((sql) =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* sql`PRAGMA integrity_check`.values, [["ok"]])
    const rows = yield* sql<{ id: number }>`SELECT id FROM rows WHERE id > 0 ORDER BY id`
    const events = yield* sql<{
      position: number
      id: string
    }>`SELECT position, subject_id AS id FROM event_log ORDER BY position`
    const [head] = yield* sql<{ position: number }>`SELECT position FROM event_log_head`
    assert.deepStrictEqual(
      events.map((event) => event.id),
      rows.map((row) => String(row.id))
    )
    assert.deepStrictEqual(
      events.map((event) => event.position),
      events.map((_, index) => index + 1)
    )
    assert.strictEqual(head?.position, events.length)
    return rows.length
  })
)

describe("Sqlite, when things go wrong", () => {
  it.live("a process killed with -9 inside a transaction leaves nothing of it, and no lock", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      yield* onFile(file, fill)
      const { kill, lines } = yield* child("hold", file)
      assert.deepStrictEqual(yield* lines.pipe(Stream.take(1), Stream.runCollect), ["ready"])
      yield* kill
      yield* onFile(
        { filename: file, busyTimeout: 0 },
        useSql((sql) =>
          Effect.gen(function* () {
            assert.strictEqual(yield* audit, 0)
            assert.deepStrictEqual(yield* sql`SELECT count(*) AS n FROM rows`.values, [[100]])
            yield* sql.withTransaction(sql`UPDATE counter SET n = 1`)
          })
        )
      )
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("a process killed with -9 while it commits keeps what it was told, row and event together", () =>
    Effect.gen(function* () {
      for (const acknowledged of [1, 8, 33]) {
        const file = yield* Effect.flatMap(temporaryFile, seed)
        const { kill, lines } = yield* child("write", file)
        yield* lines.pipe(Stream.take(acknowledged), Stream.runDrain)
        yield* kill
        const found = yield* onFile(file, audit)
        assert.isAtLeast(found, acknowledged)
      }
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("a lock held by another process: this one goes on working, waits, and gives up in time", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      const { kill, lines } = yield* child("hold", file)
      yield* lines.pipe(Stream.take(1), Stream.runDrain)
      const add = useSql((sql) => sql.withTransaction(sql`UPDATE counter SET n = n + 1`))
      let turns = 0
      const working = yield* Effect.forever(
        Effect.andThen(
          Effect.sleep(1),
          Effect.sync(() => turns++)
        )
      ).pipe(Effect.forkChild)
      const error = yield* Effect.flip(onFile({ filename: file, busyTimeout: 300 }, add))
      yield* Fiber.interrupt(working)
      assert.strictEqual(error.reason._tag, "LockTimeoutError")
      assert.deepInclude(failureOf(error), { condition: "busy", code: 5, file })
      assert.isTrue(error.isRetryable)
      assert.isAbove(turns, 2)
      // Readers are not disturbed.
      assert.strictEqual(yield* onFile({ filename: file, busyTimeout: 0 }, audit), 0)
      const waiting = yield* onFile({ filename: file, busyTimeout: "20 seconds" }, add).pipe(Effect.forkChild)
      yield* kill
      yield* Fiber.join(waiting)
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("three processes count together", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      const others = yield* Effect.forEach([1, 2], () => child("add", file))
      const add = useSql((sql) => sql.withTransaction(sql`UPDATE counter SET n = n + 1`))
      yield* onFile({ filename: file, busyTimeout: "20 seconds" }, Effect.repeat(add, { times: 39 }))
      for (const { lines } of others) assert.deepStrictEqual(yield* Stream.runCollect(lines), ["done"])
      assert.deepStrictEqual(
        yield* onFile(
          file,
          useSql((sql) => sql`SELECT n FROM counter`.values)
        ),
        [[120]]
      )
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.live("a full disk is named, takes the whole transaction back, and is over when there is room", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      yield* onFile(
        file,
        useSql((sql) =>
          Effect.gen(function* () {
            const [[pages]] = (yield* sql`PRAGMA page_count`.values) as [[number]]
            // Stands in for the disk: SQLite reports the same code when it cannot make the file longer.
            yield* sql`PRAGMA max_page_count = ${sql.literal(String(pages + 20))}`
            const error = yield* Effect.flip(sql.withTransaction(fill))
            assert.deepInclude(failureOf(error), { condition: "full", code: 13, file })
            assert.isFalse(error.isRetryable)
            assert.include(error.message, file)
            assert.strictEqual(yield* audit, 0)
            assert.deepStrictEqual(yield* sql`SELECT count(*) AS n FROM rows`.values, [[0]])
            yield* sql`PRAGMA max_page_count = 100000`
            yield* sql.withTransaction(fill)
            assert.deepStrictEqual(yield* sql`SELECT count(*) AS n FROM rows`.values, [[100]])
          })
        )
      )
    })
  )

  it.live("who catches an error after which SQLite has rolled back cannot commit the rest alone", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      const exit = yield* onFile(
        file,
        useSql((sql) =>
          Effect.gen(function* () {
            yield* sql`INSERT INTO rows (id, text) VALUES (-1, 'before')`
            // What SQLite does by itself after some errors.
            yield* Effect.ignore(sql.withTransaction(sql`ROLLBACK`))
            const error = yield* Effect.flip(sql`INSERT INTO rows (id, text) VALUES (-2, 'after')`)
            assert.strictEqual(failureOf(error).condition, "rolledBack")
          }).pipe(sql.withTransaction, Effect.exit)
        )
      )
      assert.isTrue(Exit.isFailure(exit))
      const rows = yield* onFile(
        file,
        useSql((sql) => sql`SELECT * FROM rows`)
      )
      assert.deepStrictEqual(rows, [])
    })
  )

  it.live("refuses to write a database opened for reading, and still reads it", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      yield* onFile(
        { filename: file, readOnly: true },
        useSql((sql) =>
          Effect.gen(function* () {
            for (const write of [
              sql`INSERT INTO counter (n) VALUES (1)`,
              sql.withTransaction(sql`UPDATE counter SET n = 7`)
            ]) {
              const error = yield* Effect.flip(write)
              assert.strictEqual(error.reason._tag, "AuthorizationError")
              assert.deepInclude(failureOf(error), { condition: "readOnly", file })
            }
            assert.deepStrictEqual(yield* sql`SELECT n FROM counter`.values, [[0]])
          })
        )
      )
      const absent = `${file}.absent`
      const error = yield* Effect.flip(onFile({ filename: absent, readOnly: true }, audit))
      assert.deepInclude(failureOf(error), { condition: "cannotOpen", file: absent })
      assert.isFalse(Fs.existsSync(absent))
    })
  )

  it.live("refuses a damaged file at the start and says which", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      yield* onFile(file, fill)
      const intact = Fs.readFileSync(file)
      const pageBytes = 4096
      let refused = 0
      for (let page = 1; page <= intact.length / pageBytes; page++) {
        const damaged = Buffer.from(intact)
        // The first bytes of a page say what it is and where its cells are (page 1: after the file's header).
        damaged.fill(
          0xa5,
          (page - 1) * pageBytes + (page === 1 ? 100 : 0),
          (page - 1) * pageBytes + (page === 1 ? 120 : 20)
        )
        Fs.writeFileSync(file, damaged)
        const exit = yield* Effect.exit(
          onFile(
            file,
            useSql((sql) => sql`SELECT 1`)
          )
        )
        if (Exit.isSuccess(exit)) continue
        refused++
        const error = yield* Effect.flip(exit)
        assert.include(["corrupt", "notADatabase"], failureOf(error).condition)
        assert.include(error.message, file)
      }
      // Every page but those that only continue a long value.
      assert.isAbove(refused, 10)

      // Without the check it is found when it is read, and said as well.
      const damaged = Buffer.from(intact)
      damaged.fill(0xa5, pageBytes, intact.length)
      Fs.writeFileSync(file, damaged)
      const error = yield* Effect.flip(
        onFile(
          { filename: file, integrityCheck: false },
          useSql((sql) => sql`SELECT * FROM rows`)
        )
      )
      assert.deepInclude(failureOf(error), { condition: "corrupt", file })
    })
  )

  it.live("refuses what is no database: text, a directory, a path without one", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const text = Path.join(directory, "text.db")
      Fs.writeFileSync(
        text,
        "this is a note, long enough to be read as the header of a database file, which it is not\n".repeat(20)
      )
      const condition = (filename: string) =>
        Effect.map(Effect.flip(onFile(filename, audit)), (error) => {
          assert.include(error.message, filename)
          return failureOf(error).condition
        })
      assert.strictEqual(yield* condition(text), "notADatabase")
      assert.include(Fs.readFileSync(text, "utf8"), "this is a note")
      assert.strictEqual(yield* condition(directory), "cannotOpen")
      assert.strictEqual(yield* condition(Path.join(directory, "no", "where.db")), "cannotOpen")
    })
  )

  it.live("a client used after its layer is gone fails, and does not hang or crash", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      const sql = yield* onFile(file, SqlClient.SqlClient)
      const error = yield* Effect.flip(sql`SELECT 1`)
      assert.strictEqual(error.reason._tag, "ConnectionError")
      assert.strictEqual(failureOf(error).condition, "closed")
    })
  )

  it.live("a transaction whose database is closed meanwhile fails with a typed error, also while it streams", () =>
    Effect.gen(function* () {
      for (const during of ["stream", "statement"] as const) {
        const scope = yield* Scope.make()
        const context = yield* Layer.buildWithScope(Layer.fresh(Sqlite.layerMemory), scope)
        const sql = Context.get(context, SqlClient.SqlClient)
        yield* sql`CREATE TABLE counter AS SELECT 0 AS n`
        const close = Scope.close(scope, Exit.void)
        const body = during === "stream" ? Stream.runForEach(thousand(sql), () => close) : close
        const error = yield* Effect.flip(sql.withTransaction(body))
        assert.strictEqual(failureOf(error).condition, "closed")
      }
    })
  )

  it.live("who outlives a transaction cannot join the next one, nor keep its snapshot", () =>
    Effect.gen(function* () {
      const file = yield* Effect.flatMap(temporaryFile, seed)
      yield* onFile(
        file,
        useSql((sql) =>
          Effect.gen(function* () {
            const go = yield* Deferred.make<void>()
            const outliving = Effect.andThen(Deferred.await(go), sql`INSERT INTO rows (id, text) VALUES (-1, '')`)
            const stray = yield* sql.withTransaction(Effect.forkDetach(outliving))
            const scope = yield* Scope.make()
            const rest = yield* sql.withTransaction(
              Effect.tap(Scope.provide(Stream.toPull(thousand(sql)), scope), (pull) => pull)
            )
            // Another client writes: a snapshot from before could not be written upon.
            yield* onFile(
              file,
              useSql((other) => other`UPDATE counter SET n = 1`)
            )
            const outcome = Effect.gen(function* () {
              yield* sql`UPDATE counter SET n = n + 1`
              yield* Deferred.succeed(go, undefined)
              return [yield* Effect.flip(Fiber.join(stray)), yield* Effect.flip(rest)]
            })
            for (const error of yield* sql.withTransaction(outcome)) {
              if (!isSqlError(error)) return assert.fail("not an error of the database")
              assert.strictEqual(failureOf(error).condition, "ended")
            }
            assert.deepStrictEqual(yield* sql`SELECT n FROM counter`.values, [[2]])
            return yield* Scope.close(scope, Exit.void)
          })
        )
      )
    })
  )

  it.live("keeps the file from others, and leaves neither write-ahead log nor lock behind", () =>
    Effect.gen(function* () {
      const file = yield* temporaryFile
      yield* onFile(
        file,
        Effect.andThen(
          useSql((sql) => sql`CREATE TABLE t (a)`),
          Effect.sync(() => {
            for (const name of [file, `${file}-wal`, `${file}-shm`])
              assert.strictEqual(Fs.statSync(name).mode & 0o777, 0o600)
          })
        )
      )
      assert.deepStrictEqual(Fs.readdirSync(Path.dirname(file)), [Path.basename(file)])
      const other = new DatabaseSync(file)
      assert.deepInclude(other.prepare("PRAGMA journal_mode").get(), { journal_mode: "wal" })
      other.close()
    })
  )
})
