/**
 * Builds Effect's `SqlClient` on the synchronous kernel of `sqliteStatements.ts`.
 *
 * One connection runs every statement, one fiber at a time; the write lock between processes is awaited by sleeping
 * fibers and never inside SQLite, so that a fiber of this process that holds the lock can go on and release it.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import type * as Reactivity from "effect/reactivity/Reactivity"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as SqlClient from "effect/sql/SqlClient"
import type { Borrower, Connection } from "effect/sql/SqlConnection"
import type { SqlError } from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import * as Stream from "effect/Stream"
import * as Fs from "node:fs"
import * as Path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { SqliteFailure, toSqlError, type Operation } from "./sqliteError.ts"
import * as Statements from "./sqliteStatements.ts"

/** All settings, resolved. */
export interface Settings {
  readonly filename: string
  readonly readOnly: boolean
  readonly synchronous: "full" | "normal"
  readonly busyTimeout: Duration.Duration
  readonly integrityCheck: boolean
  readonly statementCacheSize: number
  readonly transformResultNames: ((name: string) => string) | undefined
  readonly transformQueryNames: ((name: string) => string) | undefined
}

/** Streams outside a transaction each read through a connection of their own; this many at most. */
const streamLimit = 32

/** Rows that a stream takes from SQLite at a time. */
const rowsPerPull = 128

/** The longest nap between two attempts at a held lock. */
const napLimitMillis = 25

const inMemory = ":memory:"

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Runs something now; every statement goes through here, so nothing is built for later. */
const now = <A>(file: string, operation: Operation, run: () => A): Exit.Exit<A, SqlError> => {
  try {
    return Exit.succeed(run())
  } catch (cause) {
    return Exit.fail(toSqlError(file, operation, cause))
  }
}

const attempt = <A>(file: string, operation: Operation, run: () => A): Effect.Effect<A, SqlError> =>
  Effect.suspend(() => now(file, operation, run))

const isBusy = (error: SqlError): boolean =>
  error.reason.cause instanceof SqliteFailure && error.reason.cause.condition === "busy"

const isPlainError = (error: SqlError): boolean =>
  error.reason.cause instanceof SqliteFailure && error.reason.cause.code === 1

/**
 * Repeats an attempt that met a held lock, for `limit` at most. The first repetition comes after one turn of the
 * event loop, later ones after naps that double up to 25 ms, with jitter against marching in step.
 */
const awaitLock = <A>(
  effect: Effect.Effect<A, SqlError>,
  limit: Duration.Duration,
  restore: Restore = (self) => self
): Effect.Effect<A, SqlError> => Effect.catchIf(effect, isBusy, (first) => repeat(effect, limit, restore, first))

const repeat = Effect.fnUntraced(function* <A>(
  effect: Effect.Effect<A, SqlError>,
  limit: Duration.Duration,
  restore: Restore,
  first: SqlError
): Effect.fn.Return<A, SqlError> {
  const deadline = (yield* Clock.currentTimeMillis) + Duration.toMillis(limit)
  let last = first
  for (let nap = 0; ; nap = Math.min(napLimitMillis, nap * 2 + 1)) {
    const left = deadline - (yield* Clock.currentTimeMillis)
    if (left <= 0) return yield* last
    yield* restore(Effect.sleep(Math.min(left, nap * (0.5 + (yield* Random.next)))))
    const result = yield* Effect.result(effect)
    if (result._tag === "Success") return result.success
    if (!isBusy(result.failure)) return yield* result.failure
    last = result.failure
  }
})

/** An open file, and whether it was opened for reading alone. */
interface Handle {
  readonly db: DatabaseSync
  readonly statements: Statements.Statements
}

const openHandle = (file: string, readOnly: boolean, cacheSize: number): Effect.Effect<Handle, SqlError, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      attempt(file, "open", () => new DatabaseSync(file, { readOnly, timeout: 0, defensive: true })),
      (db) => Effect.sync(() => db.close())
    ),
    (db) => ({ db, statements: Statements.make(db, cacheSize) })
  )

/** State may contain what guests and users may not read: a file that we create is for its owner alone. */
const createPrivately = (file: string): Effect.Effect<void, SqlError> =>
  attempt(file, "open", () => Fs.closeSync(Fs.openSync(file, "a", 0o600)))

const refuse = (file: string, condition: SqliteFailure["condition"], text: string): SqlError =>
  toSqlError(file, "open", new SqliteFailure({ condition, code: 0, file, text }))

const open = Effect.fnUntraced(function* (settings: Settings, file: string) {
  if (file !== inMemory && !settings.readOnly) yield* createPrivately(file)
  const handle = yield* openHandle(file, settings.readOnly, settings.statementCacheSize)
  const pragma = (text: string) =>
    awaitLock(
      attempt(file, "open", () =>
        handle.db
          .prepare(`PRAGMA ${text}`)
          .all()
          .map((row) => String(Object.values(row)[0]))
      ),
      settings.busyTimeout
    )
  yield* pragma("foreign_keys = ON")
  yield* pragma("trusted_schema = OFF")
  if (settings.integrityCheck && file !== inMemory) {
    const found = yield* pragma("quick_check(1)")
    if (found[0] !== "ok") return yield* refuse(file, "corrupt", found.join("; "))
  }
  if (!settings.readOnly) {
    const mode = yield* pragma("journal_mode = WAL")
    if (file !== inMemory && mode[0] !== "wal") {
      return yield* refuse(file, "cannotOpen", `the file system does not allow write-ahead logging (got ${mode[0]})`)
    }
    yield* pragma(`synchronous = ${settings.synchronous}`)
  }
  return handle
})

const heldHere = (file: string): SqlError =>
  toSqlError(
    file,
    "execute",
    new SqliteFailure({ condition: "busy", code: 0, file, text: "a transaction of this process is still running" })
  )

/** One transaction, which fibers that were started inside it may outlive. */
interface Transaction {
  over: boolean
  readonly cursors: Set<Statements.Cursor>
}

const ended = (file: string): SqlError =>
  toSqlError(
    file,
    "execute",
    new SqliteFailure({ condition: "ended", code: 0, file, text: "asked by a fiber or stream that outlived it" })
  )

const rolledBack = (file: string): SqlError =>
  toSqlError(
    file,
    "execute",
    new SqliteFailure({ condition: "rolledBack", code: 0, file, text: "nothing more can be done in this transaction" })
  )

/**
 * A connection as `effect/sql` wants it, over one handle that the caller owns for the duration of each effect.
 *
 * SQLite ends a transaction by itself after some errors (full disk, failed I/O). A caller that catches such an error
 * and goes on would then commit each further statement alone, so inside a transaction they are refused. So is what a
 * fiber asks that outlived its transaction: it would join whichever transaction runs then, and be rolled back with it.
 */
const makeConnection = (
  settings: Settings,
  file: string,
  { db, statements }: Handle,
  transaction?: Transaction
): Connection => {
  const refusal = (): SqlError | undefined => {
    // A closed database answers for itself, with an error of its own.
    if (transaction === undefined || !db.isOpen) return undefined
    if (transaction.over) return ended(file)
    return db.isTransaction ? undefined : rolledBack(file)
  }
  const runNow = <A>(
    sql: string,
    prepared: boolean,
    use: (statement: ReturnType<typeof statements.take>) => A
  ): Exit.Exit<A, SqlError> => {
    const refused = refusal()
    if (refused !== undefined) return Exit.fail(refused)
    const statement = now(file, "prepare", () => (prepared ? statements.take(sql) : statements.prepare(sql)))
    if (Exit.isFailure(statement)) return Exit.failCause(statement.cause)
    const used = now(file, "execute", () => use(statement.value))
    if (Exit.isSuccess(used) || !Option.exists(Exit.findErrorOption(used), isPlainError)) return used
    // The table may be gone since the statement was prepared; SQLite then says no more than "error".
    const again = now(file, "prepare", () => statements.prepare(sql))
    return Exit.isFailure(again) ? Exit.failCause(again.cause) : used
  }
  const run = <A>(
    sql: string,
    prepared: boolean,
    arrays: boolean,
    use: (statement: ReturnType<typeof statements.take>, shape: Statements.Shape) => A
  ): Effect.Effect<A, SqlError> =>
    awaitLock(
      Effect.withFiber((fiber) => {
        const shape = { bigInts: Context.get(fiber.context, SqlClient.SafeIntegers), arrays }
        return runNow(sql, prepared, (statement) => use(statement, shape))
      }),
      settings.busyTimeout
    )
  const rows =
    (prepared: boolean): Connection["execute"] =>
    (sql, params, transform) => {
      const result = run(sql, prepared, false, (statement, shape) => statements.rows(statement, params, shape))
      return transform === undefined ? result : Effect.map(result, (found) => transform(found as ReadonlyArray<object>))
    }
  const values =
    (prepared: boolean): Connection["executeValues"] =>
    (sql, params) =>
      run(
        sql,
        prepared,
        true,
        (statement, shape) => statements.rows(statement, params, shape) as ReadonlyArray<ReadonlyArray<unknown>>
      )
  return {
    execute: rows(true),
    executeUnprepared: rows(false),
    executeValues: values(true),
    executeValuesUnprepared: values(false),
    executeRaw: (sql, params) => run(sql, true, false, (statement, shape) => statements.raw(statement, params, shape)),
    executeStream: (sql, params, transform) =>
      Stream.unwrap(
        Effect.map(
          Effect.acquireRelease(
            run(sql, true, false, (statement, shape) => {
              const cursor = statements.cursor(statement, params, shape)
              transaction?.cursors.add(cursor)
              return cursor
            }),
            (cursor) =>
              Effect.sync(() => {
                transaction?.cursors.delete(cursor)
                cursor.close()
              })
          ),
          (cursor) =>
            Stream.paginate(0, () =>
              Effect.map(
                awaitLock(
                  Effect.suspend(() => {
                    const refused = refusal()
                    return refused === undefined
                      ? now(file, "stream", () => cursor.take(rowsPerPull))
                      : Exit.fail(refused)
                  }),
                  settings.busyTimeout
                ),
                (taken) =>
                  [
                    transform === undefined ? taken : transform(taken as ReadonlyArray<object>),
                    taken.length < rowsPerPull ? Option.none<number>() : Option.some(0)
                  ] as const
              )
            )
        )
      )
  }
}

/** Opens the database and builds the client. */
export const make = Effect.fnUntraced(function* (
  settings: Settings
): Effect.fn.Return<SqlClient.SqlClient, SqlError, Scope.Scope | Reactivity.Reactivity> {
  // Absolute, so that errors name the file whatever the working directory, and never read as a `file:` URI.
  const file = settings.filename === inMemory ? inMemory : Path.resolve(settings.filename)
  const handle = yield* open(settings, file)
  const connection = makeConnection(settings, file, handle)
  const isTransaction = () => handle.db.isOpen && handle.db.isTransaction
  const shared = SqlClient.makeSqliteAcquirers({
    connection: Effect.succeed(connection),
    semaphore: yield* Semaphore.make(1),
    isTransaction
  })

  // Effect's acquirers wait for their semaphore without limit: a transaction that waits for another fiber's statement
  // would hang the program. This gate in front of them has the limit, so theirs is always free.
  const gate = yield* Semaphore.make(1)
  const waitForTurn = Effect.timeoutOrElse(gate.takeScoped(1), {
    duration: settings.busyTimeout,
    orElse: () => Effect.fail(heldHere(file))
  })
  const lease = Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(gate.takeIfAvailable(1), (taken) =>
      Effect.andThen(
        taken ? Effect.addFinalizer(() => gate.release(1)) : restore(waitForTurn),
        restore(shared.acquirer)
      )
    )
  )
  const borrower: Borrower = (use) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(gate.takeIfAvailable(1), (taken) =>
        taken
          ? Effect.ensuring(restore(shared.borrower(use)), gate.release(1))
          : restore(Effect.scoped(Effect.andThen(waitForTurn, shared.borrower(use))))
      )
    )

  // A stream that leased the one connection would lock out its own consumer; outside a transaction it reads a
  // snapshot through a connection of its own. A database in memory has only the one, so its rows are read at once.
  let streams = 0
  const openStreamConnection = Effect.gen(function* () {
    yield* Effect.acquireRelease(
      Effect.suspend(() => {
        if (streams >= streamLimit) {
          return Effect.fail(refuse(file, "tooManyReaders", `${streamLimit} streams are open, which is the limit`))
        }
        streams++
        return Effect.void
      }),
      () => Effect.sync(() => streams--)
    )
    return makeConnection(settings, file, yield* openHandle(file, true, 1))
  })
  const streaming: Connection = {
    ...connection,
    executeStream:
      file === inMemory
        ? (sql, params, transform) =>
            Stream.fromIterableEffect(borrower((leased) => leased.execute(sql, params, transform)))
        : (sql, params, transform) =>
            Stream.unwrap(Effect.map(openStreamConnection, (reader) => reader.executeStream(sql, params, transform)))
  }

  const spanAttributes: ReadonlyArray<readonly [string, unknown]> = [
    ["db.system.name", "sqlite"],
    ["db.namespace", file]
  ]
  const transactionService: Context.Service<SqlClient.TransactionConnection, SqlClient.TransactionConnection.Service> =
    Context.Service(`@cloudwright/core/Sqlite/Transaction/${clients++}`)
  const transform = settings.transformResultNames
  const client = yield* SqlClient.make({
    acquirer: Effect.succeed(streaming),
    borrower,
    transactionAcquirer: lease,
    transactionService,
    compiler: Statement.makeCompilerSqlite(settings.transformQueryNames),
    driver: "node:sqlite",
    spanAttributes,
    ...(transform === undefined ? {} : { transformRows: Statement.defaultTransforms(transform).array })
  })

  // A stream left open after its transaction would keep that transaction's snapshot for all later ones.
  const openTransaction = Effect.acquireRelease(
    Effect.sync((): Transaction => ({ over: false, cursors: new Set() })),
    (transaction) =>
      Effect.sync(() => {
        transaction.over = true
        for (const cursor of transaction.cursors) cursor.close()
      })
  )
  const control = (conn: Connection, sql: string) => Effect.asVoid(conn.execute(sql, [], undefined))
  const cleanup = (conn: Connection, sql: string) => (isTransaction() ? control(conn, sql) : Effect.void)
  // `SqlClient.make` begins a transaction where it cannot be interrupted; BEGIN IMMEDIATE waits for the write lock,
  // so the naps of that wait get the interruptibility of the caller.
  const withTransaction = SqlClient.makeWithTransaction<
    SqlClient.TransactionConnection,
    Connection & { readonly restore?: Restore }
  >({
    transactionService,
    spanAttributes,
    acquireConnection: (restore) =>
      Effect.map(Effect.andThen(restore(lease), openTransaction), (transaction) => ({
        ...makeConnection(settings, file, handle, transaction),
        restore
      })),
    begin: (conn, statement) =>
      awaitLock(
        Effect.asVoid(
          attempt(file, "execute", () => {
            const sql = statement ?? "BEGIN IMMEDIATE"
            handle.statements.rows(handle.statements.take(sql), [], { bigInts: false, arrays: false })
          })
        ),
        settings.busyTimeout,
        conn.restore
      ),
    savepoint: (conn, id) => control(conn, `SAVEPOINT cloudwright_${id}`),
    releaseSavepoint: (conn, id) => cleanup(conn, `RELEASE SAVEPOINT cloudwright_${id}`),
    commit: (conn) => control(conn, "COMMIT"),
    onCommitFailure: shared.onCommitFailure,
    rollback: (conn) => cleanup(conn, "ROLLBACK"),
    rollbackSavepoint: (conn, id) => cleanup(conn, `ROLLBACK TO SAVEPOINT cloudwright_${id}`)
  })
  return Object.assign(client, { withTransaction })
})

let clients = 0
