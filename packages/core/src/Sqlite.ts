/**
 * The embedded database: Effect's `SqlClient` on `node:sqlite`, no native module and no server.
 *
 * - One connection runs all statements of a layer, one fiber at a time. A stream outside a transaction reads a
 *   snapshot through a read-only connection of its own, at most 32 at once ({@link SqliteFailure} `tooManyReaders`);
 *   in memory, where there is only one connection, such a stream reads its rows at once.
 * - Every transaction starts with `BEGIN IMMEDIATE`: it owns the write lock of the file from its first statement, so
 *   that it never fails half way because another process wrote. Nested transactions are savepoints. A fiber or a stream
 *   that outlives the transaction it was started in gets an error from then on ({@link SqliteFailure} `ended`). Provide
 *   `SqlClient.BeginTransaction` with `"BEGIN"` around one that only reads and must not wait for a writer.
 * - Several processes may share one file on a local disk. A held lock is awaited by sleeping fibers, so the
 *   process goes on working. After `busyTimeout` the statement fails with `LockTimeoutError`, which says that a retry
 *   can help. The wait for the connection behind another fiber has the same limit: a transaction that waits for a
 *   statement of another fiber gets an error instead of hanging. Both use the `Clock`.
 * - Write-ahead logging, foreign keys on, strings in single quotes only, defensive mode.
 * - Integers: read as `number`; one outside ±(2^53 - 1) fails instead of being rounded, unless
 *   `SqlClient.SafeIntegers` is provided as `true`, which reads every integer as `bigint`. Whole numbers are written
 *   as integers, `true` as 1, `Date` as an ISO string, `undefined` as NULL; NaN is refused.
 * - Up to `statementCacheSize` statements stay prepared, the least recently used goes first.
 *
 * `SqlClient`, `SqlError` and `Layer`'s `Config.Wrap` are types of Effect; the first two are unstable there.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as client from "./internal/sqliteClient.ts"
import { SqliteFailure } from "./internal/sqliteError.ts"

export {
  /**
   * What SQLite itself said, kept as the `cause` of every `SqlError` reason of the embedded database.
   *
   * @category errors
   * @since 0.1.0
   */
  SqliteFailure
}

/**
 * Settings of an embedded database.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Path of the file; created for its owner alone (mode 0600) when absent. `":memory:"` for a database in memory. */
  readonly filename: string
  /** Opens an existing file for reading alone; writes fail with `AuthorizationError`. Default `false`. */
  readonly readOnly?: boolean | undefined
  /**
   * `"full"` (default): a commit that returned survives a loss of power. `"normal"`: commits are several times
   * faster, the newest may be missing after a loss of power (not after a crash of the process); the file stays
   * intact either way. See https://www.sqlite.org/pragma.html#pragma_synchronous.
   */
  readonly synchronous?: "full" | "normal" | undefined
  /** How long one statement waits for another fiber's transaction, and again for a lock of another process. Default 5 seconds. */
  readonly busyTimeout?: Duration.Input | undefined
  /**
   * Runs SQLite's `quick_check` before anything else, so that a damaged file is refused at the start. It reads the
   * whole file (about 1 s per GB from cache) and blocks meanwhile. Default `true`.
   */
  readonly integrityCheck?: boolean | undefined
  /** How many prepared statements are kept. Default 256. */
  readonly statementCacheSize?: number | undefined
  /** Applied to the column names of every result, for example snake case to camel case. */
  readonly transformResultNames?: ((name: string) => string) | undefined
  /** Applied to every identifier in a query, the inverse of `transformResultNames`. */
  readonly transformQueryNames?: ((name: string) => string) | undefined
}

const resolve = (options: Options): client.Settings => ({
  filename: options.filename,
  readOnly: options.readOnly ?? false,
  synchronous: options.synchronous ?? "full",
  busyTimeout: Duration.fromInputUnsafe(options.busyTimeout ?? "5 seconds"),
  integrityCheck: options.integrityCheck ?? true,
  statementCacheSize: options.statementCacheSize ?? 256,
  transformResultNames: options.transformResultNames,
  transformQueryNames: options.transformQueryNames
})

const layerFrom = <E>(options: Effect.Effect<Options, E>): Layer.Layer<SqlClient.SqlClient, E | SqlError> =>
  Layer.effect(
    SqlClient.SqlClient,
    Effect.flatMap(options, (given) => client.make(resolve(given)))
  ).pipe(Layer.provide(Reactivity.layer))

/**
 * An embedded database in a file. A file that is damaged, is no database, cannot be opened or lies on a file system
 * without write-ahead logging is refused with an error that names it.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: string | Options): Layer.Layer<SqlClient.SqlClient, SqlError> =>
  layerFrom(Effect.succeed(typeof options === "string" ? { filename: options } : options))

/**
 * An embedded database from configuration, for example
 * `Sqlite.layerConfig({ filename: Config.String("DATABASE_FILE") })`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Config.Wrap<Options>
): Layer.Layer<SqlClient.SqlClient, Config.ConfigError | SqlError> => layerFrom(Config.unwrap(options))

/**
 * A database in memory, gone when the layer is released. One per build: sharing the layer value shares the database.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory: Layer.Layer<SqlClient.SqlClient, SqlError> = layer(":memory:")

/**
 * What SQLite itself said, if the error comes from the embedded database. Tells apart what the reasons of `SqlError`
 * do not: a full disk, a damaged file, a file that may not be written.
 *
 * @category getters
 * @since 0.1.0
 */
export const failure = (error: SqlError): Option.Option<SqliteFailure> =>
  error.reason.cause instanceof SqliteFailure ? Option.some(error.reason.cause) : Option.none()
