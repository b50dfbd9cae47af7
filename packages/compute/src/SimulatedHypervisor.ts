/**
 * A driver without daemons: hosts and guests in memory, with realistic transition times on Effect's clock, guests that
 * may misbehave, and faults, all decided by one seed. Under `TestClock` a run depends on nothing else.
 *
 * ```ts
 * const Simulated = SimulatedHypervisor.layer({ seed: 1, hosts: [{ host: "kvm-1" }, { host: "kvm-2" }] })
 * ```
 *
 * It follows libvirt 9: the same states, the same refusals. Two things are simpler: a disk has a size but no bytes, and
 * a snapshot keeps a definition and the state of the machine, not what was on the disks. Unless a host lists its
 * `files`, every path on it exists (10 GiB) until `deleteFile` removes it, so that examples need no images.
 *
 * `layer` makes a world that lives as long as the layer. To let the hosts outlive the application, as they do in life,
 * keep the `World` of `makeWorld` and build `layerWorld(world)` as often as the application restarts.
 *
 * `ByteSize` (unstable) shows through.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as Seed from "@cloudwright/core/testing/Seed"
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Domain, HostCapabilities } from "./Hypervisor.ts"
import { Hypervisors } from "./Hypervisor.ts"
import { HypervisorError } from "./HypervisorError.ts"
import type { Fault, FaultRule, FaultTarget, Operation } from "./internal/simulatedFaults.ts"
import type { GuestBehaviour } from "./internal/simulatedGuest.ts"
import * as Host from "./internal/simulatedHost.ts"
import * as Control from "./internal/simulatedControl.ts"
import { wellBehaved } from "./internal/simulatedGuest.ts"
import type { HostRecord, WorldRecord } from "./internal/simulatedWorld.ts"
import { reason } from "./internal/simulatedWorld.ts"
import type { PowerState } from "./PowerState.ts"
import type { VmSpec } from "./VmSpec.ts"

export type { Fault, FaultRule, FaultTarget, Operation } from "./internal/simulatedFaults.ts"
export type { GuestBehaviour } from "./internal/simulatedGuest.ts"

/**
 * A simulated host. Defaults: 16 cpus, 64 GiB of memory, x86_64 with libvirt's and QEMU's usual machine types, kvm and
 * tcg, all features, every file there. `callLimit` (default 30 seconds) is the time limit of each operation.
 *
 * @since 0.1.0
 * @category models
 */
export interface HostOptions {
  readonly host: string
  readonly cpus?: number
  readonly memory?: ByteSize.ByteSize
  readonly capabilities?: Partial<HostCapabilities>
  readonly files?: ReadonlyArray<SimulatedFile>
  readonly callLimit?: Duration.Input
}

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
 * A simulated world. `guest` is how guests behave that are not told otherwise; `speed` divides all times of hosts and
 * guests (2 is twice as fast; default 1).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly seed: number
  readonly hosts: ReadonlyArray<HostOptions>
  readonly faults?: ReadonlyArray<FaultRule>
  readonly guest?: Partial<GuestBehaviour>
  readonly speed?: number
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
 * The world's side of the simulation: what happens to hosts and guests without anybody asking for it. Naming a host or a
 * VM that does not exist is a defect.
 *
 * @since 0.1.0
 * @category services
 */
export class SimulatedHypervisor extends Context.Service<
  SimulatedHypervisor,
  {
    /** One call of the operation gets the fault. Several wait in line. */
    readonly failNext: (operation: Operation, fault: Fault, target?: FaultTarget) => Effect.Effect<void>
    /** Replaces the rules; an empty list and no waiting `failNext` is fair weather. */
    readonly setFaults: (rules: ReadonlyArray<FaultRule>) => Effect.Effect<void>
    /** Changes how a VM's guest behaves from now on; the VM need not exist yet. */
    readonly setGuest: (id: Ids.VmId, behaviour: Partial<GuestBehaviour>) => Effect.Effect<void>
    /** Kills the VM's process: the domain is `off`, cause `crashed`. */
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
>()("@cloudwright/compute/SimulatedHypervisor") {}

const WorldTypeId: unique symbol = Symbol("@cloudwright/compute/SimulatedHypervisor/World")

/**
 * Hosts and guests that exist whether or not an application is connected to them.
 *
 * @since 0.1.0
 * @category models
 */
export interface World {
  readonly [WorldTypeId]: WorldRecord
}

const defaultCapabilities: HostCapabilities = {
  driver: "simulated",
  driverVersion: "1",
  arch: ["x86_64"],
  machines: ["q35", "pc", "pc-q35-7.2", "pc-i440fx-7.2", "microvm"],
  accelerations: ["kvm", "tcg"],
  maxVcpus: 288,
  features: new Set([
    "managed-save",
    "snapshot-internal",
    "snapshot-external",
    "hotplug",
    "balloon",
    "console",
    "screenshot",
    "agent",
    "uefi"
  ])
}

const makeHost = (seed: number, options: HostOptions): HostRecord => ({
  ref: HostRef.HostRef.make(options.host),
  capabilities: { ...defaultCapabilities, ...options.capabilities },
  cpus: options.cpus ?? 16,
  memory: options.memory ?? ByteSize.gibibytes(64),
  callLimitMillis: Math.ceil(Duration.toMillis(Duration.fromInputUnsafe(options.callLimit ?? "30 seconds"))),
  powered: true,
  daemon: true,
  reachable: true,
  rejects: undefined,
  diskFull: false,
  anyFileExists: options.files === undefined,
  files: new Map((options.files ?? []).map(({ format, path, size }) => [path, { format, size }])),
  deleted: new Set(),
  seeds: new Map(),
  domains: new Map(),
  subscribers: new Set(),
  calls: new Set(),
  prng: Seed.prng(Seed.derive(seed, options.host))
})

/**
 * Makes a world that lives as long as the scope. Two hosts of one name are a defect.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeWorld = (options: Options): Effect.Effect<World, never, Scope.Scope> =>
  Effect.map(Effect.scope, (scope) => {
    const hosts = options.hosts.map((host) => makeHost(options.seed, host))
    const record: WorldRecord = {
      seed: options.seed,
      speed: options.speed ?? 1,
      scope,
      hosts: new Map(hosts.map((host) => [host.ref, host])),
      faults: { rules: options.faults ?? [], oneShots: [] },
      defaultGuest: { ...wellBehaved, ...options.guest },
      guests: new Map()
    }
    if (record.hosts.size !== hosts.length) throw new RangeError("two simulated hosts have the same name")
    return { [WorldTypeId]: record }
  })

const makeHypervisors = (world: WorldRecord) => {
  const hypervisors = new Map([...world.hosts].map(([ref, host]) => [ref, Host.make(world, host)]))
  const known = [...world.hosts.keys()]
  return Hypervisors.of({
    hosts: known,
    get: (host) => {
      const found = hypervisors.get(host)
      return found === undefined
        ? Effect.fail(
            new HypervisorError({
              host,
              operation: "connect",
              outcome: "not-done",
              reason: reason.UnknownHost.make({ known })
            })
          )
        : Effect.succeed(found)
    }
  })
}

/**
 * An application's connection to a world; hosts and guests go on when it ends.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWorld = (world: World): Layer.Layer<Hypervisors | SimulatedHypervisor> =>
  Layer.succeedContext(
    Context.make(Hypervisors, makeHypervisors(world[WorldTypeId])).pipe(
      Context.add(SimulatedHypervisor, SimulatedHypervisor.of(Control.make(world[WorldTypeId])))
    )
  )

/**
 * Simulated hosts and the control over their world.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Hypervisors | SimulatedHypervisor> =>
  Layer.unwrap(Effect.map(makeWorld(options), layerWorld))
