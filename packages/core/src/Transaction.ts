/**
 * Transactions that are tried again when the database took them back.
 *
 * A transaction that lost a race (serialisation failure, deadlock, a lock not gained in time) has left nothing behind,
 * so it can simply run again. A connection lost around COMMIT is another matter: whether it committed is unknown. That
 * is never repeated here; the caller reads what became of it first.
 *
 * `SqlClient` and `SqlError` are unstable types of Effect.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"

/**
 * How often {@link run} tries again after the first time.
 *
 * @category constants
 * @since 0.1.0
 */
export const retriesMax = 5

const pauses = Schedule.exponential("20 millis").pipe(Schedule.jittered, Schedule.upTo({ times: retriesMax - 1 }))

/**
 * Whether the database says that it took the transaction back for a reason that passes: running all of it again may
 * succeed and cannot do anything twice.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isRolledBack = (error: unknown): error is SqlError.SqlError =>
  SqlError.isSqlError(error) &&
  (error.reason._tag === "SerializationError" ||
    error.reason._tag === "DeadlockError" ||
    error.reason._tag === "LockTimeoutError")

/**
 * Runs an effect in a transaction, and again, {@link retriesMax} times at most, while {@link isRolledBack} holds.
 * Inside another transaction it is a savepoint and is not repeated alone: there, the outermost one is.
 *
 * @category combinators
 * @since 0.1.0
 */
export const run = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | SqlError.SqlError, R | SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const outer = yield* Effect.serviceOption(sql.transactionService)
    const once = sql.withTransaction(effect)
    if (Option.isSome(outer)) return yield* once
    // Setting up a schedule costs as much as a short statement: only once something has failed.
    const later = Effect.retry(once, { schedule: pauses, while: isRolledBack })
    return yield* Effect.catchIf(once, isRolledBack, () => Effect.delay(later, "10 millis"))
  })

/**
 * Runs a statement as it is on the connection of the open transaction: plain rows, no transformer, no span of its own. A
 * short statement costs half as much so; for library code whose calls make several of them and have a span themselves.
 * Outside a transaction it is `sql.unsafe`.
 *
 * @category combinators
 * @since 0.1.0
 */
export const execute = <Row extends object>(
  sql: SqlClient.SqlClient,
  text: string,
  parameters: ReadonlyArray<unknown>
): Effect.Effect<ReadonlyArray<Row>, SqlError.SqlError> =>
  Effect.withFiber((fiber) => {
    const open = Context.getOption(fiber.context, sql.transactionService)
    return Option.isNone(open)
      ? sql.unsafe<Row>(text, parameters).withoutTransform
      : (open.value[0].execute(text, parameters, undefined) as Effect.Effect<ReadonlyArray<Row>, SqlError.SqlError>)
  })
