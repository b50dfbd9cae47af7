/**
 * The one error of this package: what was asked, and a tagged reason.
 *
 * Reasons that a server gave keep its words: `error` (the tag of RFC 7047 section 3.1, `<error>`, or an extension of Open
 * vSwitch), `details`, and `syntax`, the offending JSON as text. {@link fromRemote} is the only place that turns them into
 * tags. Reasons that arise on our side say whether the request may have had an effect: `outcome: "unknown"` means that it
 * was sent and its reply is missing, so the caller must look before it asks again; `"none"` means that nothing can have
 * changed.
 *
 * @since 0.1.0
 */
import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import * as Schema from "effect/Schema"

const Outcome = Schema.Literals(["unknown", "none"])

/**
 * Whether a request without a reply may have had an effect.
 *
 * @category models
 * @since 0.1.0
 */
export type Outcome = typeof Outcome.Type

const remote = {
  error: Schema.String,
  details: Schema.String,
  syntax: Schema.optionalKey(Schema.String)
}

/**
 * Why a request failed.
 *
 * From the server, each with `error`, `details` and perhaps `syntax`:
 *
 * - `ReferentialIntegrityViolation`: a strong reference would point to no row, or a referenced row would go.
 * - `ConstraintViolation`: a value, an index, a row count, or a change of an immutable column is not allowed.
 * - `DomainError`, `RangeError`: arithmetic of a mutation has no result, or one out of range.
 * - `DuplicateUuidName`, `DuplicateUuid`: two inserts chose the same name, or the UUID of a row that exists.
 * - `TimedOut`: a `wait` did not become true in time. `Aborted`: the transaction asked for it. `NotOwner`: the asserted lock is
 *   not held.
 * - `Canceled`: the transaction was cancelled by us, or by a change of the database's schema, before it was executed.
 * - `ResourcesExhausted`, `IoError`: the server is full, or cannot write. `NotSupported`: it cannot do that.
 * - `NotLeader`: a cluster's leader is needed and this server is none. `ClusterError`: the cluster could not confirm the
 *   transaction; it may come to be committed (`outcome: "unknown"`).
 * - `NotAllowed`: the database is read-only or reserved. `PermissionDenied`: a rule of access control forbids it.
 * - `UnknownDatabase`, `DatabaseNotAvailable`: no such database, or it has not joined its cluster yet.
 * - `UnknownColumn`, `UnknownMonitor`, `UnknownMethod`, `SyntaxError`: the server does not understand the request.
 * - `Internal`: a fault of the server. `Other`: a tag without a reason of its own.
 *
 * From this side:
 *
 * - `InvalidAddress`: a remote's address is malformed. `ConnectFailed`: no connection to `address`; over ssh, `remote` is the
 *   reason of core's `RemoteSocketError`. `TlsFailed`: the peer's certificate, or ours, was refused.
 * - `Disconnected`: the connection ended before the reply. `Closed`: the connection was closed by us.
 * - `TimeLimit`: no reply within the time limit. `LimitExceeded`: a documented limit of this client was reached.
 * - `Protocol`: the peer broke the protocol; the connection is closed.
 * - `Decode`: a value from the server does not fit its column. `Encode`: a value of ours cannot be sent; nothing was.
 * - `InvalidSchema`: a schema is malformed. `SchemaMismatch`: the server's schema lacks or contradicts what the program's tables need.
 *
 * @category errors
 * @since 0.1.0
 */
export const OvsdbErrorReason = Schema.TaggedUnion({
  ReferentialIntegrityViolation: remote,
  ConstraintViolation: remote,
  DomainError: remote,
  RangeError: remote,
  DuplicateUuidName: remote,
  DuplicateUuid: remote,
  TimedOut: remote,
  Aborted: remote,
  NotOwner: remote,
  Canceled: remote,
  ResourcesExhausted: remote,
  IoError: remote,
  NotSupported: remote,
  NotLeader: remote,
  ClusterError: { ...remote, outcome: Outcome },
  NotAllowed: remote,
  PermissionDenied: remote,
  UnknownDatabase: remote,
  DatabaseNotAvailable: remote,
  UnknownColumn: remote,
  UnknownMonitor: remote,
  UnknownMethod: remote,
  SyntaxError: remote,
  Internal: remote,
  Other: remote,
  InvalidAddress: { address: Schema.String, detail: Schema.String },
  ConnectFailed: {
    address: Schema.String,
    detail: Schema.String,
    retryable: Schema.Boolean,
    remote: Schema.optionalKey(RemoteSockets.RemoteSocketErrorReason)
  },
  TlsFailed: {
    address: Schema.String,
    problem: Schema.Literals(["UntrustedAuthority", "WrongName", "Expired", "ClientRefused", "Handshake", "Files"]),
    detail: Schema.String
  },
  Disconnected: { detail: Schema.String, outcome: Outcome },
  Closed: { outcome: Outcome },
  TimeLimit: { afterMillis: Schema.Finite, outcome: Outcome },
  LimitExceeded: { what: Schema.String, asked: Schema.Finite, limit: Schema.Finite },
  Protocol: { detail: Schema.String, outcome: Outcome },
  Decode: { table: Schema.String, column: Schema.String, detail: Schema.String },
  Encode: { table: Schema.String, column: Schema.String, detail: Schema.String },
  InvalidSchema: { detail: Schema.String },
  SchemaMismatch: { database: Schema.String, problems: Schema.Array(Schema.String) }
})

/**
 * Why a request failed.
 *
 * @category errors
 * @since 0.1.0
 */
export type OvsdbErrorReason = typeof OvsdbErrorReason.Type

/**
 * A request failed. `operation` is the JSON-RPC method, or `connect`, or the name of what this side was doing. In a refused
 * transaction `index` is the position of the operation at fault, counted from 0, and `table` its table; both are absent when
 * the transaction was refused as a whole at its commit.
 *
 * @category errors
 * @since 0.1.0
 */
export class OvsdbError extends Schema.TaggedError<OvsdbError>()("OvsdbError", {
  operation: Schema.String,
  index: Schema.optionalKey(Schema.Int),
  table: Schema.optionalKey(Schema.String),
  reason: OvsdbErrorReason
}) {
  /** Whether the same request may succeed later, with nothing else changed. Says nothing of a lost reply's effect. */
  get isRetryable(): boolean {
    const { reason } = this
    switch (reason._tag) {
      case "ConnectFailed":
        return reason.retryable
      case "TimedOut":
      case "NotOwner":
      case "Canceled":
      case "ResourcesExhausted":
      case "IoError":
      case "NotLeader":
      case "ClusterError":
      case "DatabaseNotAvailable":
      case "Disconnected":
      case "TimeLimit":
      case "LimitExceeded":
        return true
      default:
        return false
    }
  }

  /** `unknown` when the request may have had an effect although no reply said so, else `none`. */
  get outcome(): Outcome {
    return "outcome" in this.reason ? this.reason.outcome : "none"
  }

  override get message(): string {
    const { index, operation, reason, table } = this
    const at = [
      index === undefined ? undefined : `operation ${index}`,
      table === undefined ? undefined : `table ${table}`
    ]
    const where = at.filter((part) => part !== undefined).join(", ")
    const detail =
      "error" in reason ? [reason.error, reason.details, reason.syntax].filter(Boolean).join(": ") : detailOf(reason)
    return `${operation}${where === "" ? "" : ` (${where})`}: ${reason._tag}: ${detail}`
  }
}

const detailOf = (reason: Exclude<OvsdbErrorReason, { readonly error: string }>): string => {
  switch (reason._tag) {
    case "InvalidAddress":
    case "ConnectFailed":
      return `${reason.address}: ${reason.detail}`
    case "TlsFailed":
      return `${reason.address}: ${reason.problem}: ${reason.detail}`
    case "TimeLimit":
      return `no reply after ${reason.afterMillis} ms; outcome ${reason.outcome}`
    case "LimitExceeded":
      return `${reason.what}: ${reason.asked}, the limit is ${reason.limit}`
    case "Closed":
      return `the connection is closed; outcome ${reason.outcome}`
    case "Disconnected":
    case "Protocol":
      return `${reason.detail}; outcome ${reason.outcome}`
    case "Decode":
    case "Encode":
      return `column ${reason.column} of table ${reason.table}: ${reason.detail}`
    case "InvalidSchema":
      return reason.detail
    case "SchemaMismatch":
      return `${reason.database}: ${reason.problems.join("; ")}`
  }
}

type RemoteTag = Exclude<Extract<OvsdbErrorReason, { readonly error: string }>["_tag"], "ClusterError">

const tags = new Map<string, RemoteTag>([
  ["referential integrity violation", "ReferentialIntegrityViolation"],
  ["constraint violation", "ConstraintViolation"],
  ["domain error", "DomainError"],
  ["range error", "RangeError"],
  ["duplicate uuid-name", "DuplicateUuidName"],
  ["duplicate uuid", "DuplicateUuid"],
  ["timed out", "TimedOut"],
  ["aborted", "Aborted"],
  ["not owner", "NotOwner"],
  ["canceled", "Canceled"],
  ["resources exhausted", "ResourcesExhausted"],
  ["I/O error", "IoError"],
  ["not supported", "NotSupported"],
  ["not leader", "NotLeader"],
  ["not allowed", "NotAllowed"],
  ["permission error", "PermissionDenied"],
  ["unknown database", "UnknownDatabase"],
  ["database not available", "DatabaseNotAvailable"],
  ["unknown column", "UnknownColumn"],
  ["unknown monitor", "UnknownMonitor"],
  ["unknown method", "UnknownMethod"],
  ["syntax error", "SyntaxError"],
  ["internal error", "Internal"]
])

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

/**
 * Turns the error member of a reply, or one of the results of a transaction, into a reason: an object with `error`, and
 * perhaps `details` and `syntax`; a bare text; or anything else, which becomes `Other`. In a cluster, a server that is not
 * the leader refuses with the tag `cluster error`, so there the text decides.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromRemote = (error: unknown): OvsdbErrorReason => {
  const object: { readonly error?: unknown; readonly details?: unknown; readonly syntax?: unknown } =
    typeof error === "object" && error !== null ? error : { error }
  const tag = typeof object.error === "string" ? object.error : (JSON.stringify(error) ?? "")
  const fields = {
    error: tag,
    details: textOf(object.details),
    ...(typeof object.syntax === "string" ? { syntax: object.syntax } : {})
  }
  if (tag === "cluster error") {
    return fields.details === "not leader"
      ? { _tag: "NotLeader", ...fields }
      : { _tag: "ClusterError", ...fields, outcome: "unknown" }
  }
  return { _tag: tags.get(tag) ?? "Other", ...fields }
}
