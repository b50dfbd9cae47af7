/**
 * The hidden truth of a simulated world: hosts, their domains, files and connections, as mutable plain data with the few
 * functions that may change several of them at once. Everything here is synchronous; time is in `simulatedGuest.ts` and
 * `simulatedHost.ts`.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as Seed from "@cloudwright/core/testing/Seed"
import * as ByteSize from "effect/ByteSize"
import type * as Deferred from "effect/Deferred"
import type * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import type * as Semaphore from "effect/Semaphore"
import type * as Socket from "effect/socket/Socket"
import type { HostCapabilities, Overlay, Snapshot } from "../Hypervisor.ts"
import { HypervisorErrorReason } from "../HypervisorError.ts"
import { HypervisorEvent } from "../HypervisorEvent.ts"
import type { PowerState } from "../PowerState.ts"
import type { VmSpec } from "../VmSpec.ts"
import type { GuestBehaviour } from "./simulatedBehaviour.ts"
import type { Faults } from "./simulatedFaults.ts"

/** Reasons by name. */
export const reason = HypervisorErrorReason.cases

/** Most events that wait for one reader of `events`; beyond it they are dropped and a `Gap` follows. */
export const eventLimit = 4_096

/** One open end of a console. */
export interface ConsoleSession {
  readonly output: Queue.Queue<Uint8Array, Socket.SocketError>
  /** What was typed since the last line end. */
  line: string
}

/** A machine whose memory is kept: by a managed save or an internal snapshot. */
export interface SavedMachine {
  readonly state: "running" | "paused"
  readonly live: VmSpec
  readonly phase: GuestPhase
  readonly balloon: bigint
}

/** A snapshot with what is needed to go back. */
export interface SnapshotRecord extends Omit<Snapshot, "current" | "parent"> {
  parent: string | undefined
  readonly spec: VmSpec | undefined
  readonly memory: SavedMachine | undefined
  /** Of an external one: the overlays by disk target, and what is below them. */
  overlays: ReadonlyMap<string, { readonly base: DiskSource.DiskSource; readonly overlay: DiskSource.DiskSource }>
}

/** How far the guest's own system is. */
export type GuestPhase = "firmware" | "booting" | "up" | "stuck"

/** A running machine; a new object for each start, so that timers of an earlier one find out. */
export interface Machine {
  live: VmSpec
  phase: GuestPhase
  agentConnected: boolean
  /** Whether guest agent and file systems were told to stand still. */
  frozen: boolean
  /** What the balloon leaves the guest, in bytes. */
  balloon: bigint
  balloonTarget: bigint
  /** Changes with every reset, so that what the guest was about to do before it is forgotten. */
  epoch: number
  /** PCI Express ports still free for devices. */
  freePorts: number
  /** Devices the guest was asked to let go while it could not answer. */
  readonly unplugging: Set<string>
  /** A press of the power button that the guest will see when it runs again, and what it is to do then. */
  pressed: "shutdown" | "reboot" | undefined
  /** Milliseconds since the epoch at which it was last seen running, and nanoseconds of running before that. */
  runningSince: number | undefined
  ranMillis: number
}

/** One domain. */
export interface DomainRecord {
  readonly id: Ids.VmId
  readonly name: string
  managed: boolean
  persistent: boolean
  /** The definition for the next start; absent for a transient domain and one without a typed form. */
  spec: VmSpec | undefined
  state: PowerState
  machine: Machine | undefined
  managedSave: SavedMachine | undefined
  snapshots: Map<string, SnapshotRecord>
  currentSnapshot: string | undefined
  console: ConsoleSession | undefined
  readonly prng: Seed.Prng
  /** Held by whatever changes the domain, one at a time, as libvirt's job. */
  readonly job: Semaphore.Semaphore
  /** Called after each change. */
  readonly watchers: Set<() => void>
}

/** A call under way. */
export interface Call {
  readonly fiber: Fiber.Fiber<unknown, unknown>
  readonly lost: Deferred.Deferred<never, HypervisorErrorReason>
}

/** One reader of `events`. */
export interface Subscriber {
  readonly queue: Queue.Queue<HypervisorEvent>
  missed: boolean
}

/** One host. */
export interface HostRecord {
  readonly ref: HostRef.HostRef
  readonly capabilities: HostCapabilities
  readonly cpus: number
  readonly memory: ByteSize.ByteSize
  readonly callLimitMillis: number
  powered: boolean
  daemon: boolean
  reachable: boolean
  /** Why the host lets nobody in, if so. */
  rejects: "HostKeyRejected" | "CertificateRejected" | "AuthenticationFailed" | undefined
  diskFull: boolean
  readonly anyFileExists: boolean
  readonly files: Map<string, { readonly format: DiskSource.DiskFormat; size: bigint }>
  readonly deleted: Set<string>
  readonly seeds: Map<Ids.VmId, Uint8Array>
  readonly domains: Map<Ids.VmId, DomainRecord>
  readonly subscribers: Set<Subscriber>
  readonly calls: Set<Call>
  readonly prng: Seed.Prng
}

/** The whole world. */
export interface WorldRecord {
  readonly seed: number
  readonly speed: number
  readonly scope: Scope.Scope
  readonly hosts: Map<HostRef.HostRef, HostRecord>
  readonly faults: Faults
  readonly defaultGuest: GuestBehaviour
  readonly guests: Map<Ids.VmId, GuestBehaviour>
}

/** Whether a call gets through to the host. */
export const answers = (host: HostRecord): boolean =>
  host.powered && host.daemon && host.reachable && host.rejects === undefined

/** Tells every reader of events, unless nobody outside can hear the host now. */
export const publish = (host: HostRecord, event: HypervisorEvent): void => {
  if (!answers(host)) return
  for (const subscriber of host.subscribers) offer(host, subscriber, event)
}

/** Gives one reader an event, preceded by a `Gap` where it had to miss some. */
const offer = (host: HostRecord, subscriber: Subscriber, event: HypervisorEvent): void => {
  if (subscriber.missed) {
    subscriber.missed = !Queue.offerUnsafe(subscriber.queue, HypervisorEvent.cases.Gap.make({ host: host.ref }))
  }
  if (subscriber.missed || !Queue.offerUnsafe(subscriber.queue, event)) subscriber.missed = true
}

/** Calls the watchers of a domain after a change. */
export const touch = (domain: DomainRecord): void => {
  for (const watcher of domain.watchers) watcher()
}

/** What a domain has now: the running machine's spec with the memory the balloon leaves it. */
export const liveSpec = (domain: DomainRecord): VmSpec | undefined =>
  domain.machine === undefined ? undefined : { ...domain.machine.live, memory: ByteSize.bytes(domain.machine.balloon) }

/** What external snapshots have put on disks. */
export const overlaysOf = (domain: DomainRecord): ReadonlyArray<Overlay> =>
  [...domain.snapshots.values()].flatMap(({ overlays }) =>
    [...overlays].map(([target, { base, overlay }]) => ({ target, top: sourceKey(overlay), base: sourceKey(base) }))
  )

/** Bytes of memory a machine has, or will have when its balloon has moved. */
export const reserved = (machine: Machine): bigint =>
  machine.balloon > machine.balloonTarget ? machine.balloon : machine.balloonTarget

/** Bytes of memory that no running machine has. */
export const freeMemory = (host: HostRecord): bigint => {
  let free: bigint = host.memory
  for (const domain of host.domains.values()) if (domain.machine !== undefined) free -= reserved(domain.machine)
  return free
}

/** The path or name under which a host knows a source; two disks with one key are one disk. */
export const sourceKey = (source: DiskSource.DiskSource): string => {
  switch (source._tag) {
    case "File":
    case "Block":
      return source.path
    case "Rbd":
      return `rbd:${source.pool}/${source.namespace ?? ""}/${source.image}@${source.snapshot ?? ""}`
    case "Nbd":
      return `nbd:${"socket" in source.server ? source.server.socket : `${source.server.host}:${source.server.port}`}/${source.export}`
  }
}

/** Whether a path is there. */
export const fileExists = (host: HostRecord, path: string): boolean =>
  host.files.has(path) || (host.anyFileExists && !host.deleted.has(path))

/** Bytes a disk holds; a file nobody described holds 10 GiB. */
export const capacityOf = (host: HostRecord, source: DiskSource.DiskSource): bigint =>
  host.files.get(sourceKey(source))?.size ?? 10n << 30n

/** The first file of a definition that is not there. */
export const missingFile = (host: HostRecord, spec: VmSpec): { target: string; path: string } | undefined => {
  const wanted: Array<{ target: string; path: string }> = []
  if (spec.boot._tag === "Kernel") {
    wanted.push({ target: "kernel", path: spec.boot.kernel })
    if (spec.boot.initrd !== undefined) wanted.push({ target: "initrd", path: spec.boot.initrd })
  }
  for (const disk of spec.disks) {
    if (disk.source._tag === "File" || disk.source._tag === "Block") {
      wanted.push({ target: disk.target, path: disk.source.path })
    }
  }
  return wanted.find(({ path }) => !fileExists(host, path))
}

/** A writable source of `disks` that another running machine of the host writes to; QEMU locks images against this. */
export const lockedSource = (host: HostRecord, domain: DomainRecord, disks: VmSpec["disks"]): string | undefined => {
  const held = new Set<string>()
  for (const other of host.domains.values()) {
    for (const disk of other.machine?.live.disks ?? []) {
      if (other !== domain && !disk.readOnly) held.add(sourceKey(disk.source))
    }
  }
  return disks
    .filter((disk) => !disk.readOnly)
    .map((disk) => sourceKey(disk.source))
    .find((key) => held.has(key))
}
