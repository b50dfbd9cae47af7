/**
 * The one place where errors of `node:sqlite` become `SqlError`.
 *
 * Result codes: https://www.sqlite.org/rescode.html. `node:sqlite` puts the extended code into `errcode`; an error
 * without one comes from the binding itself (a value that cannot be bound, an integer that does not fit, a closed file).
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SqlError from "effect/sql/SqlError"

/**
 * What SQLite itself said, kept as the `cause` of every `SqlError` reason of the embedded database.
 *
 * `condition` is what a caller acts on, `code` is SQLite's extended result code (0 when the binding refused before
 * SQLite was asked), `file` the database concerned (`:memory:` for one in memory), `text` SQLite's own words.
 *
 * @category errors
 * @since 0.1.0
 */
export class SqliteFailure extends Schema.TaggedError<SqliteFailure>("@cloudwright/core/SqliteFailure")(
  "SqliteFailure",
  {
    condition: Schema.Literals([
      "unique",
      "constraint",
      "busy",
      "locked",
      "stale",
      "full",
      "readOnly",
      "corrupt",
      "notADatabase",
      "cannotOpen",
      "inputOutput",
      "closed",
      "rolledBack",
      "ended",
      "syntax",
      "value",
      "tooManyReaders",
      "other"
    ]),
    code: Schema.Int,
    file: Schema.String,
    text: Schema.String
  }
) {
  /**
   * The condition, the file and SQLite's words in one line.
   *
   * @since 0.1.0
   */
  override get message(): string {
    return `${explanation[this.condition]} (${this.file}): ${this.text}`
  }
}

const explanation: Record<SqliteFailure["condition"], string> = {
  unique: "a row with this key exists already",
  constraint: "a constraint does not hold",
  busy: "another connection holds the write lock",
  locked: "a table is in use by this connection",
  stale: "the transaction read data that has changed since",
  full: "the disk or the page limit is full",
  readOnly: "the database may not be written",
  corrupt: "the database file is damaged",
  notADatabase: "the file is not a SQLite database",
  cannotOpen: "the database file cannot be opened",
  inputOutput: "the file system failed",
  closed: "the database is closed",
  rolledBack: "the transaction was rolled back by the database",
  ended: "the transaction is over",
  syntax: "the statement is not understood",
  value: "a value does not fit",
  tooManyReaders: "too many streams are open",
  other: "the statement failed"
}

/** Extended codes first: they refine a primary code (the low byte). */
const extended: Record<number, SqliteFailure["condition"]> = {
  2067: "unique", // SQLITE_CONSTRAINT_UNIQUE
  1555: "unique", // SQLITE_CONSTRAINT_PRIMARYKEY
  2579: "unique", // SQLITE_CONSTRAINT_ROWID
  517: "stale" // SQLITE_BUSY_SNAPSHOT
}

const primary: Record<number, SqliteFailure["condition"]> = {
  3: "readOnly", // SQLITE_PERM
  5: "busy",
  6: "locked",
  8: "readOnly",
  10: "inputOutput",
  11: "corrupt",
  13: "full",
  14: "cannotOpen",
  18: "value", // SQLITE_TOOBIG
  19: "constraint",
  20: "value", // SQLITE_MISMATCH
  25: "value", // SQLITE_RANGE
  26: "notADatabase"
}

/** What was being done: SQLITE_ERROR (1) means bad SQL only while a statement is prepared. */
export type Operation = "open" | "prepare" | "execute" | "stream"

const conditionOf = (code: number, operation: Operation): SqliteFailure["condition"] =>
  extended[code] ?? primary[code & 0xff] ?? (code === 1 && operation === "prepare" ? "syntax" : "other")

const ofBinding: Record<string, SqliteFailure["condition"]> = {
  ERR_INVALID_STATE: "closed",
  ERR_INVALID_ARG_TYPE: "value",
  ERR_INVALID_ARG_VALUE: "value",
  ERR_OUT_OF_RANGE: "value"
}

const failureOf = (file: string, operation: Operation, cause: unknown): SqliteFailure => {
  if (cause instanceof SqliteFailure) return cause
  const text = Predicate.hasProperty(cause, "message") ? String(cause.message) : String(cause)
  if (Predicate.hasProperty(cause, "errcode") && typeof cause.errcode === "number") {
    return new SqliteFailure({ condition: conditionOf(cause.errcode, operation), code: cause.errcode, file, text })
  }
  const name = Predicate.hasProperty(cause, "code") ? String(cause.code) : ""
  return new SqliteFailure({
    condition: operation === "open" ? "cannotOpen" : (ofBinding[name] ?? "other"),
    code: 0,
    file,
    text
  })
}

/** SQLite names the columns, not the constraint: `UNIQUE constraint failed: vms.host, vms.name`. */
const uniqueColumns = (text: string): string => {
  const at = text.indexOf("failed: ")
  return at < 0 ? "unknown" : text.slice(at + "failed: ".length)
}

/** Maps whatever `node:sqlite` threw. */
export const toSqlError = (file: string, operation: Operation, cause: unknown): SqlError.SqlError => {
  const failure = failureOf(file, operation, cause)
  const props = { cause: failure, message: failure.message, operation }
  return new SqlError.SqlError({ reason: reasonOf(failure, props) })
}

const reasonOf = (
  failure: SqliteFailure,
  props: { readonly cause: SqliteFailure; readonly message: string; readonly operation: string }
): SqlError.SqlErrorReason => {
  switch (failure.condition) {
    case "unique":
      return new SqlError.UniqueViolation({ ...props, constraint: uniqueColumns(failure.text) })
    case "constraint":
      return new SqlError.ConstraintError(props)
    case "busy":
    case "locked":
      return new SqlError.LockTimeoutError(props)
    case "stale":
      return new SqlError.SerializationError(props)
    case "readOnly":
      return new SqlError.AuthorizationError(props)
    case "cannotOpen":
    case "closed":
    case "tooManyReaders":
      return new SqlError.ConnectionError(props)
    case "syntax":
      return new SqlError.SqlSyntaxError(props)
    default:
      return new SqlError.UnknownError(props)
  }
}
