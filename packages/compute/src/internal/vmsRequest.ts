/**
 * From what a caller asks for to the record of a VM: defaults, templates, disk targets, and the print by which a
 * repeated request is recognised.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as NicBinding from "@cloudwright/core/NicBinding"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaIssue from "effect/SchemaIssue"
import { createHash } from "node:crypto"
import * as CloudInit from "../CloudInit.ts"
import { VmError } from "../VmError.ts"
import { VmDesired, VmLabels, type VmSeed } from "../VmRecord.ts"
import { DiskTarget, VmDisk, VmNic, VmSpec } from "../VmSpec.ts"
import type { VmTemplate } from "../VmTemplate.ts"
import type { CreateVm, DiskOptions, NicOptions } from "../VmRequest.ts"
import type { RequestPrint } from "./vmsStore.ts"

/** A value that its schema refuses, as an error of an operation. The text names the place, not the value of a secret. */
export const invalid =
  (operation: string, field: string, vm?: Ids.VmId) =>
  (issue: SchemaIssue.Issue): VmError =>
    refused(operation, field, new Schema.SchemaError(issue).message, vm)

/** A request that cannot be. */
export const refused = (operation: string, field: string, detail: string, vm?: Ids.VmId): VmError =>
  new VmError({
    operation,
    ...(vm === undefined ? undefined : { vm }),
    reason: { _tag: "InvalidRequest", field, detail: detail.slice(0, 2000) }
  })

/** One text for one value: keys sorted, absent and undefined alike, secrets laid open (for hashing alone). */
const canonical = (value: unknown): string => {
  if (Redacted.isRedacted(value)) return `secret ${canonical(Redacted.value(value))}`
  if (typeof value === "bigint") return `${value}n`
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`
}

/** A SHA-256 of every field that was given. */
export const print = (request: CreateVm): RequestPrint => {
  const { id: _, ...given } = request
  return Object.fromEntries(
    Object.entries(given).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, createHash("sha256").update(canonical(value)).digest("hex")]]
    )
  )
}

/** The fields in which two requests differ. */
export const differing = (a: RequestPrint, b: RequestPrint): ReadonlyArray<string> =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => a[field] !== b[field]).sort()

const letters = "abcdefghijklmnopqrstuvwxyz"

/** The first target of a kind that no disk has, or the last. 26 of each kind are handed out. */
const freeTarget = (
  taken: ReadonlyArray<string>,
  prefix: "vd" | "sd",
  which: "first" | "last" = "first"
): DiskTarget | undefined => {
  const free = [...letters].filter((candidate) => !taken.includes(`${prefix}${candidate}`))
  const letter = free.at(which === "first" ? 0 : -1)
  return letter === undefined ? undefined : DiskTarget.make(`${prefix}${letter}`)
}

const isSource = (disk: DiskSource.DiskSource | DiskOptions): disk is DiskSource.DiskSource => "_tag" in disk
const isBinding = (nic: NicBinding.NicBinding | NicOptions): nic is NicBinding.NicBinding => "_tag" in nic

/** The disk for what a caller gave, at the next free target unless one was given. */
export const disk = Effect.fnUntraced(function* (
  operation: string,
  given: DiskSource.DiskSource | DiskOptions,
  taken: ReadonlyArray<string>
): Effect.fn.Return<VmDisk, VmError> {
  const options: DiskOptions = isSource(given) ? { source: given } : given
  const target = options.target ?? freeTarget(taken, options.kind === "cdrom" ? "sd" : "vd")
  if (target === undefined) return yield* refused(operation, "disks", "no disk target is free")
  const readOnly = options.readOnly ?? options.kind === "cdrom"
  return yield* VmDisk.makeEffect({
    ...options,
    target: DiskTarget.make(target, { disableChecks: true }),
    readOnly
  }).pipe(Effect.mapError(invalid(operation, "disks")))
})

/** The network card for what a caller gave. */
export const nic = (operation: string, given: NicBinding.NicBinding | NicOptions): Effect.Effect<VmNic, VmError> =>
  VmNic.makeEffect(isBinding(given) ? { binding: given } : given).pipe(Effect.mapError(invalid(operation, "nics")))

/** A disk with this source that is attached already: attaching it again is attaching it once. */
export const sameSource = (spec: VmSpec, source: DiskSource.DiskSource): VmDisk | undefined =>
  spec.disks.find((other) => Equal.equals(other.source, source))

/** What a request comes to. */
export interface Resolved {
  readonly host: HostRef.HostRef
  readonly desired: VmDesired
  readonly labels: VmLabels
  readonly documents: CloudInit.Documents | undefined
}

const operation = "create"

/** Checks a request, fills in the template and the defaults. */
export const resolve = Effect.fnUntraced(function* (
  id: Ids.VmId,
  request: CreateVm,
  template: VmTemplate | undefined
): Effect.fn.Return<Resolved, VmError> {
  const host = yield* HostRef.HostRef.makeEffect(request.host).pipe(Effect.mapError(invalid(operation, "host", id)))
  const labels = yield* VmLabels.makeEffect({ ...template?.labels, ...request.labels }).pipe(
    Effect.mapError(invalid(operation, "labels", id))
  )
  const spec = yield* machine(id, request, template)
  const cloudInit = request.cloudInit ?? template?.cloudInit
  const seeded = cloudInit === undefined ? undefined : yield* seedOf(spec, cloudInit)
  const desired = yield* VmDesired.makeEffect({
    presence: "present",
    spec,
    seed: seeded?.seed ?? null,
    power: (request.start ?? true) ? "running" : "off",
    force: false,
    stopTimeoutMillis: 60_000
  }).pipe(Effect.mapError(invalid(operation, "spec", id)))
  return { host, desired, labels, documents: seeded?.documents }
})

const machine = Effect.fnUntraced(function* (id: Ids.VmId, request: CreateVm, template: VmTemplate | undefined) {
  const disks: Array<VmDisk> = []
  const chosen = request.disks.flatMap((given) => (isSource(given) || given.target === undefined ? [] : [given.target]))
  for (const given of request.disks) {
    disks.push(yield* disk(operation, given, [...chosen, ...disks.map((other) => other.target)]))
  }
  const nics = yield* Effect.forEach(request.nics, (given) => nic(operation, given))
  const { cloudInit: _c, disks: _d, host: _h, labels: _l, nics: _n, start: _s, template: _t, ...asked } = request
  const options = { ...template?.machine, ...asked }
  const vcpus = options.vcpus ?? 1
  const memory = options.memory ?? ByteSize.gibibytes(1)
  return yield* VmSpec.makeEffect({
    ...options,
    id,
    name: (request.name ?? `vm-${id.slice(-12)}`) as VmSpec["name"],
    vcpus,
    maxVcpus: options.maxVcpus ?? vcpus,
    memory,
    maxMemory: options.maxMemory ?? memory,
    disks,
    nics
  }).pipe(Effect.mapError(invalid(operation, "spec", id)))
})

const seedOf = Effect.fnUntraced(function* (spec: VmSpec, input: CloudInit.CloudInitInput) {
  const data = yield* CloudInit.CloudInit.makeEffect(input).pipe(
    Effect.mapError(invalid(operation, "cloudInit", spec.id))
  )
  const stranger = (data.network ?? []).find((ethernet) => !spec.nics.some((card) => card.binding.mac === ethernet.mac))
  if (stranger !== undefined) {
    return yield* refused(operation, "cloudInit", `network names ${stranger.mac}, which no card of the VM has`, spec.id)
  }
  // The last one, so that data disks follow the root disk.
  const taken = spec.disks.map((other) => other.target)
  const target = freeTarget(taken, "vd", "last")
  if (target === undefined || spec.disks.length >= 32) {
    return yield* refused(operation, "disks", "no place is left for the seed disk", spec.id)
  }
  const documents = CloudInit.documents(data, spec)
  if (Result.isFailure(documents)) return yield* refused(operation, "cloudInit", documents.failure, spec.id)
  const seed: VmSeed = {
    target,
    instanceId: CloudInit.instanceId(data, spec),
    wanted: true,
    detachAfterBoot: data.detachAfterBoot,
    source: null
  }
  return { seed, documents: documents.success }
})
