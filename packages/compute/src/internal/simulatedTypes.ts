/**
 * The words of a simulated world's control.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as ByteSize from "effect/ByteSize"
import type * as Effect from "effect/Effect"
import type { Domain } from "../Hypervisor.ts"
import type { PowerState } from "../PowerState.ts"
import type { VmSpec } from "../VmSpec.ts"
import type { GuestBehaviour } from "./simulatedBehaviour.ts"
import type { Fault, FaultRule, FaultTarget, Operation } from "./simulatedFaults.ts"

/**
 * A disk image or another file on a simulated host; `size` is what a disk made of it holds.
 *
 * @since 0.1.0
 * @category models
 */
export interface SimulatedFile {
  readonly path: string
  readonly format: DiskSource.DiskFormat
  readonly size: ByteSize.ByteSize
}

/**
 * What is really on a host, also while no call gets through to it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Truth {
  readonly reachable: boolean
  readonly domains: ReadonlyArray<Domain>
  readonly seeds: ReadonlyArray<Ids.VmId>
  /** Ids of the domains whose console is open. */
  readonly consoles: ReadonlyArray<Ids.VmId>
  /** Files somebody listed, resized or made, overlays and seed images among them. */
  readonly files: ReadonlyArray<SimulatedFile>
  readonly eventReaders: number
  readonly callsUnderWay: number
}

/**
 * A domain somebody else made. Without a `spec` it has no typed form.
 *
 * @since 0.1.0
 * @category models
 */
export interface ForeignDomain {
  readonly id: Ids.VmId
  readonly name: string
  readonly state?: Extract<PowerState, "running" | "paused" | "off">
  readonly persistent?: boolean
  readonly spec?: VmSpec
}

/**
 * What happens to a simulated world without anybody asking a host for it.
 *
 * @since 0.1.0
 * @category models
 */
export interface SimulatedControl {
  /** One call of the operation gets the fault. Several wait in line. */
  readonly failNext: (operation: Operation, fault: Fault, target?: FaultTarget) => Effect.Effect<void>
  /** Replaces the rules; an empty list and no waiting `failNext` is fair weather. */
  readonly setFaults: (rules: ReadonlyArray<FaultRule>) => Effect.Effect<void>
  /** Changes how a VM's guest behaves from now on; the VM need not exist yet. */
  readonly setGuest: (id: Ids.VmId, behaviour: Partial<GuestBehaviour>) => Effect.Effect<void>
  /** Kills the VM's process: the domain is `off`, cause `failed`. */
  readonly crashGuest: (id: Ids.VmId) => Effect.Effect<void>
  /** Somebody inside the guest shuts it down or restarts it. Returns at once. */
  readonly leaveFromInside: (id: Ids.VmId, how: "shutdown" | "reboot") => Effect.Effect<void>
  /** The host loses its power: every machine ends, transient domains vanish. */
  readonly crashHost: (host: HostRef.HostRef) => Effect.Effect<void>
  /** The host's daemon dies; its machines go on. What it was doing stops between two steps. */
  readonly killDaemon: (host: HostRef.HostRef) => Effect.Effect<void>
  /** Nobody reaches the host; what it was doing goes on. */
  readonly cutNetwork: (host: HostRef.HostRef) => Effect.Effect<void>
  /** The host's key or certificate is not the one that is trusted, or it does not accept ours. */
  readonly rejectConnections: (
    host: HostRef.HostRef,
    why: "HostKeyRejected" | "CertificateRejected" | "AuthenticationFailed"
  ) => Effect.Effect<void>
  /** Power, daemon, network and trust are back; readers of events get a `Gap`. */
  readonly restoreHost: (host: HostRef.HostRef) => Effect.Effect<void>
  readonly setDiskFull: (host: HostRef.HostRef, full: boolean) => Effect.Effect<void>
  readonly putFile: (host: HostRef.HostRef, file: SimulatedFile) => Effect.Effect<void>
  readonly deleteFile: (host: HostRef.HostRef, path: string) => Effect.Effect<void>
  /** Adds a domain that is not ours. */
  readonly addForeign: (host: HostRef.HostRef, domain: ForeignDomain) => Effect.Effect<void>
  readonly truth: (host: HostRef.HostRef) => Effect.Effect<Truth>
  /** What of ours is left on any host, one line each: domains, seeds, consoles, calls. Empty on a clean slate. */
  readonly leftBehind: Effect.Effect<ReadonlyArray<string>>
}
