/**
 * The driver contract of one hypervisor host, and the set of hosts an application has.
 *
 * A driver reports what is and does what it is told; what should be is the business of `Vms`. It reads back what it set,
 * never succeeds without effect, and names in `capabilities` what it cannot do. It touches only domains it made or
 * adopted (`managed`); others are listed and left alone: changing one fails with `NotManaged`.
 *
 * All operations end: each has a time limit (`TimedOut`, with `outcome: "unknown"` for a mutation). Interrupting one
 * cancels the wait; a mutation already sent to the host may still happen.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as NicBinding from "@cloudwright/core/NicBinding"
import * as Context from "effect/Context"
import type * as ByteSize from "effect/ByteSize"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type * as Socket from "effect/socket/Socket"
import type { HypervisorError } from "./HypervisorError.ts"
import type { HypervisorEvent } from "./HypervisorEvent.ts"
import type { PowerState } from "./PowerState.ts"
import type { DiskTarget, VmDisk, VmNic, VmSpec } from "./VmSpec.ts"

/**
 * What a host and its driver can do. Absent features are listed here instead of being methods that fail.
 *
 * @since 0.1.0
 * @category models
 */
export interface HostCapabilities {
  readonly driver: string
  readonly driverVersion: string
  readonly arch: ReadonlyArray<string>
  /** Machine types, canonical names and aliases. */
  readonly machines: ReadonlyArray<string>
  readonly accelerations: ReadonlyArray<"kvm" | "tcg">
  readonly maxVcpus: number
  readonly features: ReadonlySet<
    | "managed-save"
    | "snapshot-internal"
    | "snapshot-external"
    | "hotplug"
    | "balloon"
    | "console"
    | "screenshot"
    | "agent"
    | "uefi"
  >
}

/**
 * What a host has. `memoryFree` is what its operating system calls free, not what has not been promised to VMs.
 *
 * @since 0.1.0
 * @category models
 */
export interface HostCapacity {
  readonly cpus: number
  readonly memory: ByteSize.ByteSize
  readonly memoryFree: ByteSize.ByteSize
}

/**
 * One line of a host's domain list. `id` is the domain's UUID; for a domain that is not `managed` it is nobody's VM id.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainSummary {
  readonly id: Ids.VmId
  /** As the host has it: a foreign domain's name need not be a `VmName`. */
  readonly name: string
  readonly state: PowerState
  readonly managed: boolean
  readonly persistent: boolean
}

/**
 * A domain as it is. `spec` is the definition for the next start; `live` what the running domain has now. A foreign
 * domain whose definition has no typed form has neither.
 *
 * @since 0.1.0
 * @category models
 */
export interface Domain extends DomainSummary {
  readonly spec: VmSpec | undefined
  readonly live: VmSpec | undefined
  readonly hasManagedSave: boolean
  readonly agentConnected: boolean
  readonly snapshots: ReadonlyArray<Snapshot>
  /** What external snapshots have put on disks, as far as the driver made them; merged ones may still be listed. */
  readonly overlays: ReadonlyArray<Overlay>
}

/**
 * A file that an external snapshot put on a disk: `top` holds what was written since, `base` what was there before.
 *
 * @since 0.1.0
 * @category models
 */
export interface Overlay {
  readonly target: string
  readonly top: string
  readonly base: string
}

/**
 * A snapshot. `internal` lives inside the qcow2 disks, `external` puts new overlay files on top of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Snapshot {
  readonly name: string
  readonly kind: "internal" | "external"
  readonly state: PowerState
  readonly withMemory: boolean
  readonly parent: string | undefined
  readonly current: boolean
}

/**
 * Counters of one domain, all totals since its start.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainStats {
  readonly id: Ids.VmId
  readonly name: string
  readonly state: PowerState
  /** Nanoseconds of processor time. */
  readonly cpuTime: bigint
  readonly vcpus: number
  /** What the balloon gives the guest now, and the most it may give. */
  readonly memory: ByteSize.ByteSize
  readonly maxMemory: ByteSize.ByteSize
  readonly disks: ReadonlyArray<{
    readonly target: string
    readonly readBytes: bigint
    readonly readRequests: bigint
    readonly writtenBytes: bigint
    readonly writeRequests: bigint
    readonly capacity: ByteSize.ByteSize | undefined
  }>
  readonly nics: ReadonlyArray<{
    readonly device: string
    readonly receivedBytes: bigint
    readonly receivedPackets: bigint
    readonly sentBytes: bigint
    readonly sentPackets: bigint
  }>
}

/**
 * How to ask a guest to stop or restart: through its agent, by the ACPI power button, or `auto`: the agent when it is
 * connected, else ACPI. A guest that does nothing when its agent was asked is asked by ACPI too, and a `shutdown` presses
 * the button again every few seconds, for a guest that is booting does not see it.
 *
 * @since 0.1.0
 * @category models
 */
export type GuestSignal = "auto" | "agent" | "acpi"

/**
 * One hypervisor host.
 *
 * @since 0.1.0
 * @category services
 */
export interface Hypervisor {
  readonly host: HostRef.HostRef
  readonly capabilities: Effect.Effect<HostCapabilities, HypervisorError>
  readonly capacity: Effect.Effect<HostCapacity, HypervisorError>

  /** All domains, also those not made by us. */
  readonly list: Effect.Effect<ReadonlyArray<DomainSummary>, HypervisorError>
  readonly get: (id: Ids.VmId) => Effect.Effect<Domain, HypervisorError>
  /** Counters of all active domains in one call. */
  readonly stats: Effect.Effect<ReadonlyArray<DomainStats>, HypervisorError>
  /** What happens from now on; a `Gap` says that events may have been missed and the state must be read again. */
  readonly events: Stream.Stream<HypervisorEvent, HypervisorError>

  /**
   * Makes a persistent, stopped domain. Defining the same spec again changes nothing; another spec under the same id
   * replaces the definition for the next start. Another id's name is `VmExists`.
   */
  readonly define: (spec: VmSpec) => Effect.Effect<void, HypervisorError>
  /** Removes a stopped domain with its managed save, snapshots' metadata and firmware variables; never its disks. */
  readonly undefine: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>
  /** Marks a foreign domain as managed. */
  readonly adopt: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>

  /** Starts a stopped domain, from its managed save if it has one. */
  readonly start: (id: Ids.VmId, options?: { readonly paused?: boolean }) => Effect.Effect<void, HypervisorError>
  /** Asks the guest to stop and waits until it has; `GuestIgnored` after `timeout` (default 60 seconds). */
  readonly shutdown: (
    id: Ids.VmId,
    options?: { readonly signal?: GuestSignal; readonly timeout?: Duration.Input }
  ) => Effect.Effect<void, HypervisorError>
  /** Pulls the plug. */
  readonly destroy: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>
  readonly suspend: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>
  readonly resume: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>
  /** Asks the guest to restart; returns when the request is delivered. The `Rebooted` event tells when it happened. */
  readonly reboot: (id: Ids.VmId, options?: { readonly signal?: GuestSignal }) => Effect.Effect<void, HypervisorError>
  /** Presses the reset button. */
  readonly reset: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>

  /** Saves memory to a file the host keeps and stops; the next `start` goes on from there. */
  readonly managedSave: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>
  readonly discardManagedSave: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>

  readonly createSnapshot: (
    id: Ids.VmId,
    options: { readonly name: string; readonly kind: "internal" | "external"; readonly quiesce?: boolean }
  ) => Effect.Effect<Snapshot, HypervisorError>
  readonly revertSnapshot: (id: Ids.VmId, name: string) => Effect.Effect<void, HypervisorError>
  readonly deleteSnapshot: (id: Ids.VmId, name: string) => Effect.Effect<void, HypervisorError>

  /** Attaches to the definition and, when the domain is active, to the running machine. */
  readonly attachDisk: (id: Ids.VmId, disk: VmDisk) => Effect.Effect<void, HypervisorError>
  /** Detaches; on a running machine waits until the guest has let go, `GuestIgnored` if it does not. */
  readonly detachDisk: (id: Ids.VmId, target: DiskTarget) => Effect.Effect<void, HypervisorError>
  /** Grows a disk of a running machine; the guest sees the new size at once. */
  readonly resizeDisk: (
    id: Ids.VmId,
    target: DiskTarget,
    size: ByteSize.ByteSize
  ) => Effect.Effect<void, HypervisorError>
  readonly attachNic: (id: Ids.VmId, nic: VmNic) => Effect.Effect<void, HypervisorError>
  readonly detachNic: (id: Ids.VmId, mac: NicBinding.MacAddress) => Effect.Effect<void, HypervisorError>
  readonly setLink: (
    id: Ids.VmId,
    mac: NicBinding.MacAddress,
    link: "up" | "down"
  ) => Effect.Effect<void, HypervisorError>
  /** Sets the number of virtual CPUs, at most `maxVcpus`; a running machine can only get more. */
  readonly setVcpus: (id: Ids.VmId, vcpus: number) => Effect.Effect<void, HypervisorError>
  /** Sets the balloon, at most `maxMemory`. The guest follows in its own time; `stats` tells where it is. */
  readonly setMemory: (id: Ids.VmId, memory: ByteSize.ByteSize) => Effect.Effect<void, HypervisorError>

  /** The serial console, both ways. A second `console` takes it over; the first then ends. */
  readonly console: (id: Ids.VmId) => Effect.Effect<Socket.Socket, HypervisorError, Scope.Scope>
  readonly screenshot: (
    id: Ids.VmId
  ) => Effect.Effect<{ readonly mediaType: string; readonly image: Uint8Array }, HypervisorError>
  /**
   * Runs a command of the guest agent (`guest-info`, …) and returns its `return` value, which the guest wrote and which
   * must be decoded before it is believed. At most 4 MiB of reply; `timeout` defaults to 10 seconds.
   */
  readonly agent: (
    id: Ids.VmId,
    command: { readonly execute: string; readonly arguments?: Record<string, unknown> },
    options?: { readonly timeout?: Duration.Input }
  ) => Effect.Effect<unknown, HypervisorError>

  /** Places a seed image (at most 16 MiB) on the host, readable by the hypervisor alone; replaces an older one. */
  readonly putSeed: (id: Ids.VmId, image: Uint8Array) => Effect.Effect<DiskSource.DiskSource, HypervisorError>
  /** Removes a seed image; none there is fine. */
  readonly removeSeed: (id: Ids.VmId) => Effect.Effect<void, HypervisorError>
  /** The ids for which a seed image is on the host. */
  readonly listSeeds: Effect.Effect<ReadonlyArray<Ids.VmId>, HypervisorError>
}

/**
 * The hosts an application has. `get` of an unknown host fails with `UnknownHost`; connecting happens at the first use
 * and is kept, so a host that is down fails its own operations and nobody else's.
 *
 * @since 0.1.0
 * @category services
 */
export class Hypervisors extends Context.Service<
  Hypervisors,
  {
    readonly hosts: ReadonlyArray<HostRef.HostRef>
    readonly get: (host: HostRef.HostRef) => Effect.Effect<Hypervisor, HypervisorError>
  }
>()("@cloudwright/compute/Hypervisors") {}
