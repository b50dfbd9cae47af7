/**
 * The one error of hypervisor drivers and what may be its reason.
 *
 * @since 0.1.0
 */
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import * as Schema from "effect/Schema"
import { PowerState } from "./PowerState.ts"

const strings = Schema.Array(Schema.String)

/**
 * Why a hypervisor operation failed. `Failed` carries what the hypervisor said where no more specific reason fits:
 * libvirt's error `code` and `domain` numbers and its text.
 *
 * @since 0.1.0
 * @category errors
 */
export const HypervisorErrorReason = Schema.TaggedUnion({
  // the host
  UnknownHost: { known: strings },
  HostUnreachable: { detail: Schema.String },
  HostKeyRejected: { detail: Schema.String },
  CertificateRejected: { detail: Schema.String },
  AuthenticationFailed: { detail: Schema.String },
  ConnectionLost: { detail: Schema.String },
  TimedOut: { afterMillis: Schema.Int },
  // the request
  InvalidSpec: { field: Schema.String, detail: Schema.String },
  UnsupportedMachine: { machine: Schema.String, available: strings },
  Unsupported: { detail: Schema.String },
  NotEnoughMemory: { asked: Schema.ByteSize, available: Schema.ByteSize },
  LimitExceeded: { what: Schema.String, asked: Schema.Int, limit: Schema.Int },
  // what is there
  NoSuchVm: {},
  VmExists: { by: Schema.Literals(["id", "name"]) },
  NotManaged: {},
  WrongState: { state: PowerState, allowed: Schema.Array(PowerState) },
  DiskMissing: { target: Schema.String, path: Schema.String },
  DeviceExists: { device: Schema.String },
  NoSuchDevice: { device: Schema.String, present: strings },
  NoSuchSnapshot: { snapshot: Schema.String, present: strings },
  SnapshotExists: { snapshot: Schema.String },
  // Saved memory would not fit the disks any more: start the VM or discard the save first.
  ManagedSaveExists: {},
  // the guest
  GuestIgnored: { afterMillis: Schema.Int },
  AgentUnavailable: { detail: Schema.String },
  AgentTimedOut: { afterMillis: Schema.Int },
  AgentRefused: { class: Schema.String, detail: Schema.String },
  AgentReplyInvalid: { detail: Schema.String },
  // the rest
  Failed: { code: Schema.Int, domain: Schema.Int, detail: Schema.String }
})

/**
 * Why a hypervisor operation failed.
 *
 * @since 0.1.0
 * @category models
 */
export type HypervisorErrorReason = typeof HypervisorErrorReason.Type

const retryable: ReadonlySet<string> = new Set([
  "HostUnreachable",
  "ConnectionLost",
  "TimedOut",
  "AgentUnavailable",
  "AgentTimedOut"
])

/**
 * Whether what failed for this reason may succeed later with nothing else changed.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isRetryableReason = (reason: HypervisorErrorReason): boolean => retryable.has(reason._tag)

/**
 * A hypervisor operation failed. `outcome` says whether it may have been carried out all the same: after `unknown`, read
 * before repeating.
 *
 * @since 0.1.0
 * @category errors
 */
export class HypervisorError extends Schema.TaggedError<HypervisorError>()("HypervisorError", {
  host: HostRef.HostRef,
  operation: Schema.String,
  vm: Schema.optionalKey(Ids.VmId),
  outcome: Schema.Literals(["not-done", "unknown"]),
  reason: HypervisorErrorReason
}) {
  /** Whether the same call may succeed later with nothing else changed. */
  get isRetryable(): boolean {
    return isRetryableReason(this.reason)
  }

  override get message(): string {
    const { _tag, ...figures } = this.reason
    const facts = Object.entries(figures).map(([key, value]) => `${key}=${String(value)}`)
    return `${this.operation}${this.vm === undefined ? "" : ` ${this.vm}`} on ${this.host}: ${[_tag, ...facts].join(" ")}`
  }
}
