/**
 * The durable record of a VM: what it should be, and what is known of it. Pure.
 *
 * The record holds the desired machine with its secrets (a VNC password); it lives in the application's database, which
 * is trusted. What is told to others (`VmStatus`, the event log) has no secrets.
 *
 * `ByteSize` and `Redacted` inside `VmSpec` are Effect types, the first unstable.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import * as EventLog from "@cloudwright/core/EventLog"
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import * as Schema from "effect/Schema"
import { DiskTarget, type VmDisk, VmName, VmSpec } from "./VmSpec.ts"
import { VmState } from "./VmState.ts"

/**
 * What a VM should be doing. `saved` is stopped with its memory kept on the host.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmPower = Schema.Literals(["running", "off", "paused", "saved"])

/**
 * What a VM should be doing.
 *
 * @since 0.1.0
 * @category models
 */
export type VmPower = typeof VmPower.Type

/**
 * The seed disk of a VM. `source` is where the host put the image; absent until it has. `instanceId` is the cloud-init
 * instance id, by which a guest knows whether it has been set up before. One that is not `wanted` any more stays until the
 * machine has let go of it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmSeed = Schema.Struct({
  target: DiskTarget,
  instanceId: Schema.String,
  wanted: Schema.Boolean,
  detachAfterBoot: Schema.Boolean,
  source: Schema.NullOr(DiskSource.DiskSource)
})

/**
 * The seed disk of a VM.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmSeed extends Schema.Schema.Type<typeof VmSeed> {}

/**
 * What should be.
 *
 * - `presence`: `absent` removes the machine, `adopt` makes a foreign domain ours first.
 * - `spec`: the machine without its seed disk (see `fullSpec`).
 * - `power`, `force`, `stopTimeoutMillis`: what it should be doing; `force` stops it without asking the guest.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmDesired = Schema.Struct({
  presence: Schema.Literals(["present", "adopt", "absent"]),
  spec: VmSpec,
  seed: Schema.NullOr(VmSeed),
  power: VmPower,
  force: Schema.Boolean,
  stopTimeoutMillis: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 86_400_000 }))
})

/**
 * What should be.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmDesired extends Schema.Schema.Type<typeof VmDesired> {}

/**
 * The last operation that failed, and what could not be undone (`stuck`). Contains no secrets.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmFailure = Schema.Struct({
  operation: Schema.String,
  reason: Schema.String,
  detail: Schema.String,
  leftBehind: Schema.Array(Schema.String)
})

/**
 * The last operation that failed.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmFailure extends Schema.Schema.Type<typeof VmFailure> {}

/**
 * The template from which a VM was made.
 *
 * @since 0.1.0
 * @category schemas
 */
export const TemplateRef = Schema.Struct({
  name: VmName,
  version: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
})

/**
 * The template from which a VM was made.
 *
 * @since 0.1.0
 * @category models
 */
export type TemplateRef = typeof TemplateRef.Type

const label = (expected: string) =>
  Schema.String.check(Schema.isPattern(/^[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?$/, { expected }))

/**
 * Labels: at most 32 pairs. Keys and values have 1 to 63 letters, digits, dots, slashes, hyphens and underscores.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmLabels = Schema.Record(
  label("a label key of 1 to 63 characters"),
  label("a label value of 1 to 63 characters")
).check(Schema.makeFilter((labels) => (Object.keys(labels).length <= 32 ? undefined : "at most 32 labels")))

/**
 * Labels of a VM.
 *
 * @since 0.1.0
 * @category models
 */
export type VmLabels = typeof VmLabels.Type

/**
 * A VM's record.
 *
 * - `generation` grows by one with every change; a writer that has read an older one fails with `Superseded`.
 * - `previous` is what was desired before the operation that is under way; a failed operation goes back to it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmRecord = Schema.Struct({
  id: Ids.VmId,
  host: HostRef.HostRef,
  name: VmName,
  labels: VmLabels,
  state: VmState,
  generation: Schema.Int,
  desired: VmDesired,
  previous: Schema.NullOr(VmDesired),
  template: Schema.NullOr(TemplateRef),
  failure: Schema.NullOr(VmFailure),
  createdAt: Schema.DateTimeUtcFromString,
  updatedAt: Schema.DateTimeUtcFromString
})

/**
 * A VM's record.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmRecord extends Schema.Schema.Type<typeof VmRecord> {}

/**
 * The machine that should be, with its seed disk once the host has the image. The seed is a read-only virtio disk, not a
 * CD: kernels made for clouds (Debian's `cloud` flavour) have no SATA driver, and SATA drives cannot be taken away from a
 * running machine. cloud-init finds it by its label on any block device.
 *
 * @since 0.1.0
 * @category getters
 */
export const fullSpec = (desired: VmDesired): VmSpec => {
  const { seed, spec } = desired
  if (seed === null || !seed.wanted || seed.source === null) return spec
  const disk: VmDisk = { target: seed.target, source: seed.source, kind: "disk", readOnly: true }
  return { ...spec, disks: [...spec.disks, disk] }
}

/**
 * What everybody may know of a VM at one moment; `removed` is its last word. `cause` is the verb or the observation that
 * led here, `failed` the reason of the last operation if that failed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmStatus = Schema.Struct({
  id: Ids.VmId,
  host: HostRef.HostRef,
  name: VmName,
  state: Schema.Union([VmState, Schema.Literal("removed")]),
  power: VmPower,
  generation: Schema.Int,
  cause: Schema.String,
  failed: Schema.NullOr(Schema.String)
})

/**
 * What everybody may know of a VM at one moment.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmStatus extends Schema.Schema.Type<typeof VmStatus> {}

/**
 * The status that a record stands for.
 *
 * @since 0.1.0
 * @category getters
 */
export const status = (record: VmRecord, cause: string, removed = false): VmStatus => ({
  id: record.id,
  host: record.host,
  name: record.name,
  state: removed ? "removed" : record.state,
  power: record.desired.power,
  generation: record.generation,
  cause,
  failed: record.failure?.reason ?? null
})

/**
 * The event that every change of a record appends to the event log, in the transaction of the change. Its subject is of
 * the kind `vm`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmChanged = EventLog.define({ type: "VmChanged", subject: "vm", payload: VmStatus })
