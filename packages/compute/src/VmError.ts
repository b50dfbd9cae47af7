/**
 * The one error of `Vms` and `Templates`, and what may be its reason.
 *
 * @since 0.1.0
 */
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import * as Schema from "effect/Schema"
import { type HypervisorError, HypervisorErrorReason, isRetryableReason } from "./HypervisorError.ts"
import { VmState, VmVerb } from "./VmState.ts"

const strings = Schema.Array(Schema.String)

/**
 * Why an operation on a VM failed:
 *
 * - `NotFound`, `NoSuchTemplate`: there is no such record.
 * - `InvalidRequest`: `field` of the request cannot be; the text never contains the value of a secret.
 * - `Conflict`: the id is in use for another request; `fields` are those that differ.
 * - `NameTaken`: another VM of the host has the name.
 * - `IllegalTransition`: the state does not allow the verb.
 * - `Superseded`: another process changed the record meanwhile; nothing was written over it. Read again.
 * - `Hypervisor`: the host refused or failed; `reason` is the driver's, `outcome` whether it may have happened after all.
 * - `NotManaged`: the domain of that id is not ours (see `adopt`).
 * - `NoTypedForm`: the domain's definition uses what `VmSpec` cannot say, so it cannot be adopted.
 * - `Unmet`: the host has the VM in a condition from which no step leads to what was asked (see `VmPlan.VmUnmet`).
 * - `NotConverged`: the host accepted every step and these steps are still to be done.
 * - `LeftBehind`: the operation failed and so did its undoing: the record is `stuck` and says what is left. `cause` is the
 *   failure of the operation.
 * - `SeedFailed`: the cloud-init seed image could not be built.
 * - `Storage`: the database failed. Whether a lost commit happened is not known.
 *
 * @since 0.1.0
 * @category errors
 */
export const VmErrorReason = Schema.TaggedUnion({
  NotFound: {},
  NoSuchTemplate: { template: Schema.String, version: Schema.optionalKey(Schema.Int), known: strings },
  InvalidRequest: { field: Schema.String, detail: Schema.String },
  Conflict: { fields: strings },
  NameTaken: { name: Schema.String, by: Schema.optionalKey(Ids.VmId) },
  IllegalTransition: { state: VmState, verb: VmVerb, allowed: Schema.Array(VmVerb) },
  Superseded: { generation: Schema.Int },
  Hypervisor: {
    operation: Schema.String,
    outcome: Schema.Literals(["not-done", "unknown"]),
    reason: HypervisorErrorReason
  },
  NotManaged: {},
  NoTypedForm: {},
  Unmet: { state: VmState, unmet: strings },
  NotConverged: { remaining: strings },
  LeftBehind: { left: strings, cause: Schema.String },
  SeedFailed: { detail: Schema.String },
  Storage: { detail: Schema.String, retryable: Schema.Boolean }
})

/**
 * Why an operation on a VM failed.
 *
 * @since 0.1.0
 * @category models
 */
export type VmErrorReason = typeof VmErrorReason.Type

/**
 * An operation on a VM failed. `outcome` says whether it may have been carried out all the same; the record then stays
 * in its transit state and the same call, or `reconcile`, finds out.
 *
 * @since 0.1.0
 * @category errors
 */
export class VmError extends Schema.TaggedError<VmError>()("VmError", {
  operation: Schema.String,
  vm: Schema.optionalKey(Ids.VmId),
  host: Schema.optionalKey(HostRef.HostRef),
  reason: VmErrorReason
}) {
  /** Whether the same call may succeed later with nothing else changed. */
  get isRetryable(): boolean {
    switch (this.reason._tag) {
      case "Hypervisor":
        return isRetryableReason(this.reason.reason)
      case "Storage":
        return this.reason.retryable
      case "Superseded":
        return true
      default:
        return false
    }
  }

  /** Whether the operation may have been carried out all the same. */
  get outcome(): "not-done" | "unknown" {
    switch (this.reason._tag) {
      case "Hypervisor":
        return this.reason.outcome
      case "Storage":
      case "Superseded":
      case "NotConverged":
        return "unknown"
      default:
        return "not-done"
    }
  }

  override get message(): string {
    const { _tag, ...figures } = this.reason
    const facts = Object.entries(figures).map(([key, value]) => `${key}=${text(value)}`)
    const where = `${this.vm === undefined ? "" : ` ${this.vm}`}${this.host === undefined ? "" : ` on ${this.host}`}`
    return `${this.operation}${where}: ${[_tag, ...facts].join(" ")}`
  }
}

const text = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part))
    : String(value)

/**
 * The error of a driver as an error of a VM operation: host, operation, outcome and reason are kept. A domain that is
 * not ours and a name that is taken get the reasons of their own.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromHypervisor =
  (operation: string, vm: Ids.VmId | undefined, name?: string) =>
  (error: HypervisorError): VmError =>
    new VmError({
      operation,
      ...(vm === undefined ? undefined : { vm }),
      host: error.host,
      reason: reasonOf(error, name)
    })

const reasonOf = (error: HypervisorError, name: string | undefined): VmErrorReason => {
  if (error.reason._tag === "NotManaged") return VmErrorReason.cases.NotManaged.make({})
  if (error.reason._tag === "VmExists" && error.reason.by === "name" && name !== undefined) {
    return VmErrorReason.cases.NameTaken.make({ name })
  }
  return VmErrorReason.cases.Hypervisor.make({
    operation: error.operation,
    outcome: error.outcome,
    reason: error.reason
  })
}
