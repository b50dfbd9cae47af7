/**
 * Schema migrations: each package brings its own tables with the layer that uses them.
 *
 * Each package has a table `<prefix>_migrations` of its own, so packages can share a database and be released on their
 * own. Each migration runs in one transaction together with its record: a process killed at any statement leaves the
 * database as before that migration, and the next start runs it again. Starters in several processes take turns; each
 * migration takes effect once. On PostgreSQL the turn is an advisory lock of the transaction, on SQLite the write lock.
 *
 * Effect's own `Migrator` is not used: it runs every pending migration in one transaction, ignores everything below
 * the highest recorded number (so a renamed, renumbered or unknown migration goes unseen), and a starter that finds
 * another one at work goes on without waiting for the tables.
 *
 * What is compared with the database is the number and the name. A migration whose statements were edited after a
 * release cannot be recognised; add a new one instead.
 *
 * `SqlClient` and `SqlError` are unstable types of Effect.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"

/**
 * A recorded migration that this release does not have: the database was used by a newer release. Start that release.
 *
 * @category errors
 * @since 0.1.0
 */
export class DatabaseNewer extends Schema.TaggedError<DatabaseNewer>("@cloudwright/core/Migrations/DatabaseNewer")(
  "DatabaseNewer",
  { table: Schema.String, id: Schema.Int, name: Schema.String, newestKnown: Schema.Int }
) {
  /**
   * One line for the operator.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `${this.table}: migration ${this.id}_${this.name} is unknown to this release, which ends at ${this.newestKnown}`
  }
}

/**
 * A migration that ran under another name or number, or is missing below the newest recorded one: the release's
 * history was edited.
 *
 * @category errors
 * @since 0.1.0
 */
export class HistoryChanged extends Schema.TaggedError<HistoryChanged>("@cloudwright/core/Migrations/HistoryChanged")(
  "HistoryChanged",
  {
    table: Schema.String,
    id: Schema.Int,
    recorded: Schema.NullOr(Schema.String),
    released: Schema.NullOr(Schema.String)
  }
) {
  /**
   * One line for the operator.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `${this.table}: migration ${this.id} is ${this.recorded ?? "absent"} in the database, ${this.released ?? "absent"} in this release`
  }
}

/**
 * A key that is not `<number>_<name>` with a number from 1 on, or a number used twice.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidName extends Schema.TaggedError<InvalidName>("@cloudwright/core/Migrations/InvalidName")(
  "InvalidName",
  { key: Schema.String, problem: Schema.String }
) {
  /**
   * One line for the programmer.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `migration ${JSON.stringify(this.key)}: ${this.problem}`
  }
}

/**
 * A migration failed with an error of its own; nothing of it remains.
 *
 * @category errors
 * @since 0.1.0
 */
export class MigrationFailed extends Schema.TaggedError<MigrationFailed>(
  "@cloudwright/core/Migrations/MigrationFailed"
)("MigrationFailed", { table: Schema.String, id: Schema.Int, name: Schema.String, cause: Schema.Defect() }) {
  /**
   * One line for the operator.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `${this.table}: migration ${this.id}_${this.name} failed: ${String(this.cause)}`
  }
}

/**
 * Why the tables of a package could not be brought up to date. No retry helps, except where a `MigrationFailed` has
 * a retryable cause.
 *
 * @category errors
 * @since 0.1.0
 */
export class MigrationsError extends Schema.TaggedError<MigrationsError>("@cloudwright/core/MigrationsError")(
  "MigrationsError",
  { reason: Schema.Union([DatabaseNewer, HistoryChanged, InvalidName, MigrationFailed]) }
) {
  /**
   * The message of the reason.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return this.reason.message
  }
}

/**
 * The migrations of one package.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E = never, R = never> {
  /** Start of the package's table names: lower case letters, digits and `_`, at most 40, for example `event_log`. */
  readonly prefix: string
  /**
   * `0001_create_vms` to the effect that does it, one statement at a time. Runs inside a transaction of the
   * `SqlClient`, in the order of the numbers. Must only touch the database: it runs again when its transaction was lost.
   */
  readonly migrations: Readonly<Record<string, Effect.Effect<unknown, E, R>>>
}

interface Migration<E, R> {
  readonly key: string
  readonly id: number
  readonly name: string
  readonly up: Effect.Effect<unknown, E, R>
}

const fail = (reason: MigrationsError["reason"]): Effect.Effect<never, MigrationsError> =>
  Effect.fail(new MigrationsError({ reason }))

const parse = <E, R>(options: Options<E, R>): Effect.Effect<ReadonlyArray<Migration<E, R>>, MigrationsError> => {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(options.prefix)) {
    return fail(new InvalidName({ key: options.prefix, problem: "the prefix is not a short lower case identifier" }))
  }
  const found: Array<Migration<E, R>> = []
  for (const [key, up] of Object.entries(options.migrations)) {
    const match = /^(\d{1,9})_(\w{1,100})$/.exec(key)
    const id = Number(match?.[1])
    if (match === null || id < 1) return fail(new InvalidName({ key, problem: "not <number from 1 on>_<name>" }))
    if (found.some((other) => other.id === id)) return fail(new InvalidName({ key, problem: "number used twice" }))
    found.push({ key, id, name: match[2]!, up })
  }
  return Effect.succeed(found.sort((a, b) => a.id - b.id))
}

interface Recorded {
  readonly id: number
  readonly name: string
}

/** What still has to run, if the recorded history is a beginning of ours. */
const compare = <E, R>(
  table: string,
  released: ReadonlyArray<Migration<E, R>>,
  recorded: ReadonlyArray<Recorded>
): Effect.Effect<ReadonlyArray<Migration<E, R>>, MigrationsError> => {
  const newestKnown = released.at(-1)?.id ?? 0
  for (const [index, row] of recorded.entries()) {
    const ours = released[index]
    if (ours?.id === row.id && ours.name === row.name) continue
    if (row.id > newestKnown) return fail(new DatabaseNewer({ table, ...row, newestKnown }))
    const absent = ours !== undefined && ours.id < row.id
    return fail(
      new HistoryChanged({
        table,
        id: absent ? ours.id : row.id,
        recorded: absent ? null : row.name,
        released: absent ? ours.name : (released.find((migration) => migration.id === row.id)?.name ?? null)
      })
    )
  }
  return Effect.succeed(released.slice(recorded.length))
}

/** Another starter may be at work on a long migration: locks are tried again for this long. */
const waitForOthers = Schedule.spaced("250 millis").pipe(Schedule.upTo({ duration: "10 minutes" }))

const isLockTimeout = (error: MigrationsError | SqlError): boolean => {
  const cause = error._tag === "MigrationsError" && error.reason._tag === "MigrationFailed" ? error.reason.cause : error
  return (cause as SqlError)?._tag === "SqlError" && (cause as SqlError).reason._tag === "LockTimeoutError"
}

/**
 * Brings the tables of one package up to date and returns the keys of what it ran itself. Waits up to 10 minutes for
 * other starters.
 *
 * @category constructors
 * @since 0.1.0
 */
export const run = Effect.fn("Migrations.run")(function* <E, R>(
  options: Options<E, R>
): Effect.fn.Return<ReadonlyArray<string>, MigrationsError | SqlError, R | SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const released = yield* parse(options)
  const table = `${options.prefix}_migrations`

  // PostgreSQL: one starter at a time, without tripping over CREATE TABLE IF NOT EXISTS, which may fail when two run
  // it at once. The limit for the statements of a migration is wider than for everyday ones.
  const takeTurn = sql.onDialectOrElse({
    pg: () =>
      Effect.andThen(
        sql`SELECT set_config('statement_timeout', '600000', true)`,
        sql`SELECT pg_advisory_xact_lock(hashtext('cloudwright migrations'), hashtext(${table}))`
      ),
    orElse: () => Effect.void
  })

  const pending = Effect.gen(function* () {
    const rows = yield* sql<{ id: number | bigint; name: string }>`SELECT id, name FROM ${sql(table)} ORDER BY id`
      .withoutTransform
    const recorded = rows.map((row) => ({ id: Number(row.id), name: row.name }))
    return yield* compare(table, released, recorded)
  })

  // The usual start has nothing to do and should not wait for whoever is writing.
  const tables = yield* sql.onDialectOrElse({
    pg: () => sql`SELECT 1 AS found WHERE to_regclass(${table}) IS NOT NULL`,
    orElse: () => sql`SELECT 1 AS found FROM sqlite_schema WHERE type = 'table' AND name = ${table}`
  })
  if (tables.length > 0 && (yield* pending).length === 0) return []

  const step = Effect.gen(function* () {
    yield* takeTurn
    yield* sql`CREATE TABLE IF NOT EXISTS ${sql(table)}
      (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`
    const [next] = yield* pending
    if (next === undefined) return undefined
    const { id, name, up } = next
    yield* up.pipe(
      Effect.catch((cause) => fail(new MigrationFailed({ table, id, name, cause }))),
      Effect.withSpan(`migration ${options.prefix} ${id}_${name}`)
    )
    const appliedAt = DateTime.formatIso(yield* DateTime.now)
    yield* sql`INSERT INTO ${sql(table)} (id, name, applied_at) VALUES (${id}, ${name}, ${appliedAt})`
    return next.key
  }).pipe(sql.withTransaction, Effect.retry({ schedule: waitForOthers, while: isLockTimeout }))

  const ran: Array<string> = []
  for (let key = yield* step; key !== undefined; key = yield* step) ran.push(key)
  return ran
})

/**
 * {@link run} as a layer, to be provided to the layer whose tables it makes.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = <E, R>(
  options: Options<E, R>
): Layer.Layer<never, MigrationsError | SqlError, R | SqlClient.SqlClient> => Layer.effectDiscard(run(options))
