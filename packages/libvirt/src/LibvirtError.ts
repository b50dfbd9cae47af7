/**
 * The one error of this package: what was asked, and a tagged reason.
 *
 * Reasons that come from libvirt keep its code, domain, level and text (`virterror.h`); {@link fromRemote} is the only place
 * that turns codes into tags. Reasons that arise on our side say whether the request may have had an effect:
 * `outcome: "unknown"` means that a change was sent and its reply is missing, so the caller must look before it asks again;
 * `"none"` means that nothing can have changed.
 *
 * @since 0.1.0
 */
import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import * as Schema from "effect/Schema"
import type { RemoteError } from "./generated/Common.ts"
import { ErrorDomain, ErrorNumber } from "./generated/Constants.ts"

const Outcome = Schema.Literals(["unknown", "none"])

/**
 * Whether a request without a reply may have had an effect.
 *
 * @category models
 * @since 0.1.0
 */
export type Outcome = typeof Outcome.Type

const remote = {
  code: Schema.Int,
  domain: Schema.Int,
  level: Schema.Int,
  text: Schema.String
}

/**
 * Why a request failed.
 *
 * From libvirt, each with `code` (`VIR_ERR_…`), `domain` (`VIR_FROM_…`), `level` and `text`:
 *
 * - `NoDomain`: no such domain. `NotFound`: no such object of another `kind`.
 * - `AlreadyExists`: name or UUID is taken.
 * - `OperationInvalid`: not in this state. `ResourceBusy`: another job holds the object; later may help.
 * - `OperationFailed`: the hypervisor or host refused. `OperationAborted`: cancelled by someone.
 * - `OperationTimeout`: libvirt gave up waiting, e.g. for a lock of the domain.
 * - `InvalidArgument`: a parameter, flag or XML document is wrong. `ConfigUnsupported`: valid, but not possible there.
 * - `NoSupport`: the driver lacks the function.
 * - `AccessDenied`: a read-only connection, or the access rules, forbid it. `AuthFailed`: authentication failed.
 * - `AgentUnresponsive`: the guest agent is absent or silent.
 * - `MigrateUnsafe`, `CpuIncompatible`: refusals of a migration or a guest configuration.
 * - `Internal`: a fault in libvirt or its host. `Other`: a code without a reason of its own.
 *
 * From this side:
 *
 * - `InvalidUri`: the connection URI is malformed or has an unknown parameter.
 * - `ConnectFailed`: no connection to `address`; over ssh, `remote` is the reason of core's `RemoteSocketError`. `TlsFailed`: the peer's certificate, or ours, was refused.
 * - `AuthRequired`: the server wants an authentication method that is not supported.
 * - `ConnectionLost`: the connection ended during the call or the stream. `Closed`: the connection was closed by us.
 * - `TimedOut`: no reply within the time limit. `LimitExceeded`: a documented limit of this client was reached.
 * - `Protocol`: the peer broke the protocol; the connection is closed.
 * - `InvalidRequest`: the arguments cannot be encoded; nothing was sent.
 *
 * @category errors
 * @since 0.1.0
 */
export const LibvirtErrorReason = Schema.TaggedUnion({
  NoDomain: remote,
  NotFound: { ...remote, kind: Schema.String },
  AlreadyExists: remote,
  OperationInvalid: remote,
  ResourceBusy: remote,
  OperationFailed: remote,
  OperationAborted: remote,
  OperationTimeout: remote,
  InvalidArgument: remote,
  ConfigUnsupported: remote,
  NoSupport: remote,
  AccessDenied: remote,
  AuthFailed: remote,
  AgentUnresponsive: remote,
  MigrateUnsafe: remote,
  CpuIncompatible: remote,
  Internal: remote,
  Other: remote,
  InvalidUri: { uri: Schema.String, detail: Schema.String },
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
  AuthRequired: { offered: Schema.Array(Schema.String) },
  ConnectionLost: { detail: Schema.String, outcome: Outcome },
  Closed: { outcome: Outcome },
  TimedOut: { afterMillis: Schema.Finite, outcome: Outcome },
  LimitExceeded: { what: Schema.String, asked: Schema.Finite, limit: Schema.Finite },
  Protocol: { detail: Schema.String, outcome: Outcome },
  InvalidRequest: { detail: Schema.String }
})

/**
 * Why a request failed.
 *
 * @category errors
 * @since 0.1.0
 */
export type LibvirtErrorReason = typeof LibvirtErrorReason.Type

/**
 * A request to libvirt failed. `operation` is the procedure's name, or `connect`, or the name of an event stream.
 *
 * @category errors
 * @since 0.1.0
 */
export class LibvirtError extends Schema.TaggedError<LibvirtError>()("LibvirtError", {
  operation: Schema.String,
  reason: LibvirtErrorReason
}) {
  /** Whether the same request may succeed later, with nothing else changed. Says nothing of a lost reply's effect. */
  get isRetryable(): boolean {
    const { reason } = this
    switch (reason._tag) {
      case "ConnectFailed":
        return reason.retryable
      case "ResourceBusy":
      case "OperationTimeout":
      case "AgentUnresponsive":
      case "ConnectionLost":
      case "TimedOut":
      case "LimitExceeded":
        return true
      default:
        return false
    }
  }

  /** `unknown` when the request may have had an effect although no reply came, else `none`. */
  get outcome(): Outcome {
    return "outcome" in this.reason ? this.reason.outcome : "none"
  }

  override get message(): string {
    const { operation, reason } = this
    const detail = "text" in reason ? `${reason.text} (code ${reason.code}, domain ${reason.domain})` : detailOf(reason)
    return `${operation}: ${reason._tag}: ${detail}`
  }
}

const detailOf = (reason: Exclude<LibvirtErrorReason, { readonly text: string }>): string => {
  switch (reason._tag) {
    case "InvalidUri":
      return `${reason.uri}: ${reason.detail}`
    case "ConnectFailed":
      return `${reason.address}: ${reason.detail}`
    case "TlsFailed":
      return `${reason.address}: ${reason.problem}: ${reason.detail}`
    case "AuthRequired":
      return `the server offers ${reason.offered.join(", ")}`
    case "TimedOut":
      return `no reply after ${reason.afterMillis} ms; outcome ${reason.outcome}`
    case "LimitExceeded":
      return `${reason.what}: ${reason.asked}, the limit is ${reason.limit}`
    case "InvalidRequest":
      return reason.detail
    case "Closed":
      return `the connection is closed; outcome ${reason.outcome}`
    case "ConnectionLost":
    case "Protocol":
      return `${reason.detail}; outcome ${reason.outcome}`
  }
}

const codes = ErrorNumber
const notFound = new Map<number, string>([
  [codes.VIR_ERR_NO_NETWORK, "network"],
  [codes.VIR_ERR_NO_STORAGE_POOL, "storage pool"],
  [codes.VIR_ERR_NO_STORAGE_VOL, "storage volume"],
  [codes.VIR_ERR_NO_NODE_DEVICE, "node device"],
  [codes.VIR_ERR_NO_INTERFACE, "interface"],
  [codes.VIR_ERR_NO_NWFILTER, "network filter"],
  [codes.VIR_ERR_NO_NWFILTER_BINDING, "network filter binding"],
  [codes.VIR_ERR_NO_SECRET, "secret"],
  [codes.VIR_ERR_NO_DOMAIN_SNAPSHOT, "domain snapshot"],
  [codes.VIR_ERR_NO_DOMAIN_CHECKPOINT, "domain checkpoint"],
  [codes.VIR_ERR_NO_DOMAIN_METADATA, "domain metadata"],
  [codes.VIR_ERR_NO_DOMAIN_BACKUP, "domain backup"],
  [codes.VIR_ERR_NO_NETWORK_PORT, "network port"],
  [codes.VIR_ERR_NO_SECURITY_MODEL, "security model"],
  [codes.VIR_ERR_DEVICE_MISSING, "device"]
])

type RemoteTag = Exclude<Extract<LibvirtErrorReason, { readonly text: string }>["_tag"], "NotFound">
const tags = new Map<number, RemoteTag>([
  [codes.VIR_ERR_NO_DOMAIN, "NoDomain"],
  [codes.VIR_ERR_DOM_EXIST, "AlreadyExists"],
  [codes.VIR_ERR_NETWORK_EXIST, "AlreadyExists"],
  [codes.VIR_ERR_STORAGE_VOL_EXIST, "AlreadyExists"],
  [codes.VIR_ERR_STORAGE_POOL_BUILT, "AlreadyExists"],
  [codes.VIR_ERR_NETWORK_PORT_EXIST, "AlreadyExists"],
  [codes.VIR_ERR_OPERATION_INVALID, "OperationInvalid"],
  [codes.VIR_ERR_BLOCK_COPY_ACTIVE, "OperationInvalid"],
  [codes.VIR_ERR_SNAPSHOT_REVERT_RISKY, "OperationInvalid"],
  [codes.VIR_ERR_CHECKPOINT_INCONSISTENT, "OperationInvalid"],
  [codes.VIR_ERR_RESOURCE_BUSY, "ResourceBusy"],
  [codes.VIR_ERR_OPERATION_FAILED, "OperationFailed"],
  [codes.VIR_ERR_SYSTEM_ERROR, "OperationFailed"],
  [codes.VIR_ERR_HOOK_SCRIPT_FAILED, "OperationFailed"],
  [codes.VIR_ERR_STORAGE_PROBE_FAILED, "OperationFailed"],
  [codes.VIR_ERR_BUILD_FIREWALL, "OperationFailed"],
  [codes.VIR_ERR_MIGRATE_PERSIST_FAILED, "OperationFailed"],
  [codes.VIR_ERR_MIGRATE_FINISH_OK, "OperationFailed"],
  [codes.VIR_ERR_OPERATION_ABORTED, "OperationAborted"],
  [codes.VIR_ERR_OPERATION_TIMEOUT, "OperationTimeout"],
  [codes.VIR_ERR_INVALID_ARG, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_DOMAIN, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_NETWORK, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_MAC, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_STORAGE_POOL, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_STORAGE_VOL, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_SECRET, "InvalidArgument"],
  [codes.VIR_ERR_INVALID_STREAM, "InvalidArgument"],
  [codes.VIR_ERR_XML_ERROR, "InvalidArgument"],
  [codes.VIR_ERR_XML_DETAIL, "InvalidArgument"],
  [codes.VIR_ERR_XML_INVALID_SCHEMA, "InvalidArgument"],
  [codes.VIR_ERR_PARSE_FAILED, "InvalidArgument"],
  [codes.VIR_ERR_CONF_SYNTAX, "InvalidArgument"],
  [codes.VIR_ERR_OVERFLOW, "InvalidArgument"],
  [codes.VIR_ERR_CONFIG_UNSUPPORTED, "ConfigUnsupported"],
  [codes.VIR_ERR_OS_TYPE, "ConfigUnsupported"],
  [codes.VIR_ERR_NO_SUPPORT, "NoSupport"],
  [codes.VIR_ERR_ARGUMENT_UNSUPPORTED, "NoSupport"],
  [codes.VIR_ERR_OPERATION_UNSUPPORTED, "NoSupport"],
  [codes.VIR_ERR_OPERATION_DENIED, "AccessDenied"],
  [codes.VIR_ERR_ACCESS_DENIED, "AccessDenied"],
  [codes.VIR_ERR_AUTH_FAILED, "AuthFailed"],
  [codes.VIR_ERR_AUTH_CANCELLED, "AuthFailed"],
  [codes.VIR_ERR_AUTH_UNAVAILABLE, "AuthFailed"],
  [codes.VIR_ERR_AGENT_UNRESPONSIVE, "AgentUnresponsive"],
  [codes.VIR_ERR_AGENT_UNSYNCED, "AgentUnresponsive"],
  [codes.VIR_ERR_MIGRATE_UNSAFE, "MigrateUnsafe"],
  [codes.VIR_ERR_CPU_INCOMPATIBLE, "CpuIncompatible"],
  [codes.VIR_ERR_INTERNAL_ERROR, "Internal"],
  [codes.VIR_ERR_NO_MEMORY, "Internal"],
  [codes.VIR_ERR_RPC, "Internal"]
])

/**
 * Turns an error of libvirt into a reason. The one case where the text decides: the QEMU driver reports a taken name or UUID
 * as a plain failed operation, which becomes `AlreadyExists` when its (untranslated) text says so.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromRemote = (error: RemoteError): LibvirtErrorReason => {
  const fields = { code: error.code, domain: error.domain, level: error.level, text: error.message ?? "" }
  const kind = notFound.get(error.code)
  if (kind !== undefined) return { _tag: "NotFound", kind, ...fields }
  if (error.code === codes.VIR_ERR_OPERATION_FAILED && /\balready (?:exists|defined)\b/.test(fields.text)) {
    return { _tag: "AlreadyExists", ...fields }
  }
  return { _tag: tags.get(error.code) ?? "Other", ...fields }
}

const nameIn = (table: Readonly<Record<string, number>>, value: number): string | undefined =>
  Object.keys(table).find((name) => table[name] === value)

/**
 * The C name of an error code (`VIR_ERR_NO_DOMAIN`), if this version knows it.
 *
 * @category getters
 * @since 0.1.0
 */
export const codeName = (code: number): string | undefined => nameIn(ErrorNumber, code)

/**
 * The C name of an error domain (`VIR_FROM_QEMU`), if this version knows it.
 *
 * @category getters
 * @since 0.1.0
 */
export const domainName = (domain: number): string | undefined => nameIn(ErrorDomain, domain)
