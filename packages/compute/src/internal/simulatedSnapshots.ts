/**
 * The snapshots of a simulated host. As with libvirt 9, going back to an external snapshot is not supported.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import { AbsolutePath } from "@cloudwright/core/DiskSource"
import * as Effect from "effect/Effect"
import type { Hypervisor, Snapshot } from "../Hypervisor.ts"
import { HypervisorEvent } from "../HypervisorEvent.ts"
import type { HypervisorErrorReason } from "../HypervisorError.ts"
import type { VmSpec } from "../VmSpec.ts"
import { active, overlayPath, unfitSnapshotName } from "./driverRules.ts"
import { call, change, requireState } from "./simulatedCall.ts"
import * as InGuest from "./simulatedGuest.ts"
import { keep, requireResources, restore } from "./simulatedLifecycle.ts"
import type { DomainRecord, HostRecord, SnapshotRecord, WorldRecord } from "./simulatedWorld.ts"
import { capacityOf, publish, reason, sourceKey, touch } from "./simulatedWorld.ts"

/** A snapshot as a caller sees it. */
export const view = (domain: DomainRecord, { kind, name, parent, state, withMemory }: SnapshotRecord): Snapshot => ({
  name,
  kind,
  state,
  withMemory,
  parent,
  current: domain.currentSnapshot === name
})

const writable = (spec: VmSpec) => spec.disks.filter((disk) => !disk.readOnly)

const replaceSource = (spec: VmSpec, target: string, source: DiskSource.DiskSource): VmSpec => ({
  ...spec,
  disks: spec.disks.map((disk) => (disk.target === target ? { ...disk, source } : disk))
})

/** Refuses what would change the disks below saved memory. */
const requireNoSave = (domain: DomainRecord): Effect.Effect<void, HypervisorErrorReason> =>
  Effect.suspend(() =>
    domain.managedSave === undefined ? Effect.void : Effect.fail(reason.ManagedSaveExists.make({}))
  )

/** Merging needs QEMU: that of the running machine, or one that stands still for it. */
const requireMergeable = (domain: DomainRecord): Effect.Effect<void, HypervisorErrorReason> =>
  Effect.andThen(requireState(domain, ["running", "paused", "off"]), requireNoSave(domain))

const noSnapshot = (domain: DomainRecord, snapshot: string) =>
  Effect.fail<HypervisorErrorReason>(reason.NoSuchSnapshot.make({ snapshot, present: [...domain.snapshots.keys()] }))

/** The operations. */
export const make = (
  world: WorldRecord,
  host: HostRecord
): Pick<Hypervisor, "createSnapshot" | "revertSnapshot" | "deleteSnapshot"> => {
  const swapDisk = (domain: DomainRecord, target: string, source: DiskSource.DiskSource) => {
    if (domain.spec !== undefined) domain.spec = replaceSource(domain.spec, target, source)
    if (domain.machine !== undefined) domain.machine.live = replaceSource(domain.machine.live, target, source)
  }

  /** An overlay's contents go to what is below it; whoever stood on the overlay then stands on that. */
  const merge = (
    domain: DomainRecord,
    target: string,
    overlay: DiskSource.DiskSource,
    base: DiskSource.DiskSource
  ): void => {
    const key = sourceKey(overlay)
    const spec = domain.machine?.live ?? domain.spec
    if (spec?.disks.some((disk) => disk.target === target && sourceKey(disk.source) === key) === true) {
      swapDisk(domain, target, base)
    }
    for (const other of domain.snapshots.values()) {
      const above = other.overlays.get(target)
      if (above !== undefined && sourceKey(above.base) === key) {
        other.overlays = new Map([...other.overlays, [target, { ...above, base }]])
      }
    }
    host.files.delete(key)
  }

  const takeInternal = (domain: DomainRecord, spec: VmSpec) =>
    Effect.gen(function* () {
      const bad = writable(spec).find((disk) => disk.source._tag !== "File" || disk.source.format !== "qcow2")
      if (bad !== undefined) {
        return yield* Effect.fail(reason.Unsupported.make({ detail: `${bad.target} is not a qcow2 file` }))
      }
      yield* InGuest.pause({ world, host, domain }, domain.machine === undefined ? "snapshotDisk" : "snapshotMemory")
    })

  const overlaysFor = (domain: DomainRecord, spec: VmSpec, name: string) =>
    Effect.gen(function* () {
      const overlays = new Map<string, { base: DiskSource.DiskSource; overlay: DiskSource.DiskSource }>()
      for (const { source: base, target } of writable(spec)) {
        if (base._tag !== "File") {
          return yield* Effect.fail(reason.Unsupported.make({ detail: `${target} is not a file` }))
        }
        const path = AbsolutePath.make(overlayPath(base.path, name))
        if (host.files.has(path)) {
          const detail = `external snapshot file for disk ${target} already exists: ${path}`
          return yield* Effect.fail(reason.Failed.make({ code: 67, domain: 10, detail }))
        }
        overlays.set(target, { base, overlay: { _tag: "File", path, format: "qcow2" } })
      }
      yield* InGuest.pause({ world, host, domain }, "snapshotDisk")
      return overlays
    })

  const createSnapshot: Hypervisor["createSnapshot"] = Effect.fn("Hypervisor.createSnapshot")((id, options) =>
    call(world, host, { operation: "createSnapshot", vm: id, mutates: true, writes: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          const { kind, name, quiesce } = options
          const badName = unfitSnapshotName(name)
          if (badName !== undefined) return yield* Effect.fail(badName)
          if (quiesce === true && kind === "internal") {
            return yield* Effect.fail(reason.Unsupported.make({ detail: "an internal snapshot cannot be quiesced" }))
          }
          yield* requireState(domain, quiesce === true ? ["running"] : ["off", "running", "paused"])
          if (domain.snapshots.has(name)) return yield* Effect.fail(reason.SnapshotExists.make({ snapshot: name }))
          const spec = domain.machine?.live ?? domain.spec
          if (spec === undefined) return yield* Effect.fail(reason.Unsupported.make({ detail: "no typed definition" }))
          if (quiesce === true && domain.machine?.agentConnected !== true) {
            return yield* Effect.fail(reason.AgentUnavailable.make({ detail: "the guest agent is not connected" }))
          }
          const memory = kind === "internal" ? keep(domain) : undefined
          const common = { name, kind, parent: domain.currentSnapshot, spec: domain.spec, memory }
          if (kind === "internal") {
            yield* takeInternal(domain, spec)
            yield* step
            const record: SnapshotRecord = {
              ...common,
              state: memory?.state ?? "off",
              withMemory: memory !== undefined,
              overlays: new Map()
            }
            domain.snapshots.set(name, record)
            domain.currentSnapshot = name
            return view(domain, record)
          }
          yield* requireNoSave(domain)
          const overlays = yield* overlaysFor(domain, spec, name)
          yield* step
          for (const [target, { base, overlay }] of overlays) {
            if (overlay._tag === "File") {
              host.files.set(overlay.path, { format: "qcow2", size: capacityOf(host, base) })
            }
            swapDisk(domain, target, overlay)
          }
          yield* step
          const record: SnapshotRecord = { ...common, state: "off", withMemory: false, overlays }
          domain.snapshots.set(name, record)
          domain.currentSnapshot = name
          return view(domain, record)
        })
      )
    )
  )

  const revertSnapshot: Hypervisor["revertSnapshot"] = Effect.fn("Hypervisor.revertSnapshot")((id, name) =>
    call(world, host, { operation: "revertSnapshot", vm: id, mutates: true, writes: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          const snapshot = domain.snapshots.get(name)
          if (snapshot === undefined) return yield* noSnapshot(domain, name)
          if (snapshot.kind === "external") {
            return yield* Effect.fail(reason.Unsupported.make({ detail: "revert to an external snapshot" }))
          }
          yield* requireNoSave(domain)
          if (snapshot.memory !== undefined) yield* requireResources(host, domain, snapshot.memory.live)
          yield* step
          const guest = { world, host, domain }
          if (active.includes(domain.state)) yield* InGuest.powerOff(guest, "from-snapshot")
          yield* step
          yield* InGuest.pause(guest, snapshot.memory === undefined ? "snapshotDisk" : "revertMemory")
          domain.spec = snapshot.spec
          domain.currentSnapshot = name
          publish(host, HypervisorEvent.cases.Defined.make({ host: host.ref, id }))
          if (snapshot.memory !== undefined) {
            yield* requireResources(host, domain, snapshot.memory.live)
            yield* restore(guest, snapshot.memory, false, "from-snapshot")
          }
          touch(domain)
        })
      )
    )
  )

  const deleteSnapshot: Hypervisor["deleteSnapshot"] = Effect.fn("Hypervisor.deleteSnapshot")((id, name) =>
    call(world, host, { operation: "deleteSnapshot", vm: id, mutates: true, writes: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          const snapshot = domain.snapshots.get(name)
          if (snapshot === undefined) return yield* noSnapshot(domain, name)
          if (snapshot.kind === "external") yield* requireMergeable(domain)
          yield* InGuest.pause({ world, host, domain }, "snapshotDisk")
          yield* step
          for (const [target, { base, overlay }] of snapshot.overlays) merge(domain, target, overlay, base)
          yield* step
          domain.snapshots.delete(name)
          for (const other of domain.snapshots.values()) if (other.parent === name) other.parent = snapshot.parent
          if (domain.currentSnapshot === name) domain.currentSnapshot = snapshot.parent
          touch(domain)
        })
      )
    )
  )

  return { createSnapshot, revertSnapshot, deleteSnapshot }
}
