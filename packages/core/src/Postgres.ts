/**
 * PostgreSQL, for state that several machines share: `@effect/sql-pg` with limits on every wait.
 *
 * Needs the optional peer `@effect/sql-pg`, so it is imported as `@cloudwright/core/Postgres` and not part of the
 * package's main entry. What it adds to `PgClient.layer`: nothing waits for ever (connecting, one statement, one
 * lock, a transaction left open by a stalled program), and the connections carry a name that an administrator
 * recognises. The limits are session defaults sent while connecting; a connection pooler that refuses such parameters
 * (PgBouncer unless configured to ignore them) must set them itself, and then `PgClient.layer` is used directly.
 *
 * Errors are the same `SqlError` reasons as of the embedded database: a statement over its time is
 * `StatementTimeoutError`, a lock not gained in time `LockTimeoutError`. `UniqueViolation` names the constraint here and
 * the columns on SQLite.
 *
 * `SqlClient`, `SqlError` and `PgClient` are unstable types of Effect.
 *
 * @since 0.1.0
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"

/**
 * Settings of a PostgreSQL database.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** `postgresql://user:password@host:port/database`, with `?sslmode=verify-full` across a network. */
  readonly url: Redacted.Redacted
  /** Most connections of this process. Default 10. */
  readonly maxConnections?: number | undefined
  /** How the connections show in `pg_stat_activity`. Default `cloudwright`. */
  readonly applicationName?: string | undefined
  /** Limit for connecting and logging in. Default 5 seconds. */
  readonly connectTimeout?: Duration.Input | undefined
  /** Limit for one statement, its wait for locks included. Default 30 seconds. */
  readonly statementTimeout?: Duration.Input | undefined
  /** Limit for the wait for one lock. Default 5 seconds, as for the embedded database. */
  readonly lockTimeout?: Duration.Input | undefined
  /** After this time without a statement the server ends a transaction, and its connection. Default 60 seconds. */
  readonly idleInTransactionTimeout?: Duration.Input | undefined
}

const milliseconds = (value: Duration.Input): string =>
  String(Math.max(1, Math.ceil(Duration.toMillis(Duration.fromInputUnsafe(value)))))

const toPool = (options: Options): PgClient.PgPoolConfig => ({
  url: options.url,
  maxConnections: options.maxConnections ?? 10,
  applicationName: options.applicationName ?? "cloudwright",
  connectTimeout: options.connectTimeout ?? "5 seconds",
  // Notices a vanished server in minutes; the system's own default is two hours.
  keepAlive: "30 seconds",
  startupParameters: {
    statement_timeout: milliseconds(options.statementTimeout ?? "30 seconds"),
    lock_timeout: milliseconds(options.lockTimeout ?? "5 seconds"),
    idle_in_transaction_session_timeout: milliseconds(options.idleInTransactionTimeout ?? "60 seconds")
  }
})

const layerFrom = <E>(
  options: Effect.Effect<Options, E>
): Layer.Layer<PgClient.PgClient | SqlClient.SqlClient, E | SqlError> =>
  PgClient.layerFrom(Effect.flatMap(options, (given) => PgClient.make(toPool(given))))

/**
 * A pool of connections to a PostgreSQL database. Tested with version 15.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<PgClient.PgClient | SqlClient.SqlClient, SqlError> =>
  layerFrom(Effect.succeed(options))

/**
 * A pool of connections from configuration, for example
 * `Postgres.layerConfig({ url: Config.Redacted("DATABASE_URL") })`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Config.Wrap<Options>
): Layer.Layer<PgClient.PgClient | SqlClient.SqlClient, Config.ConfigError | SqlError> =>
  layerFrom(Config.unwrap(options))
