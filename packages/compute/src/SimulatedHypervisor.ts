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
import * as HostRef from "@cloudwright/core/HostRef"
import * as Seed from "@cloudwright/core/testing/Seed"
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { HostCapabilities } from "./Hypervisor.ts"
import { Hypervisors } from "./Hypervisor.ts"
import { HypervisorError } from "./HypervisorError.ts"
import type { FaultRule } from "./internal/simulatedFaults.ts"
import { type GuestBehaviour, wellBehaved } from "./internal/simulatedBehaviour.ts"
import * as Control from "./internal/simulatedControl.ts"
import * as Host from "./internal/simulatedHost.ts"
import type { SimulatedControl, SimulatedFile } from "./internal/simulatedTypes.ts"
import type { HostRecord, WorldRecord } from "./internal/simulatedWorld.ts"
import { reason } from "./internal/simulatedWorld.ts"

export type { Fault, FaultRule, FaultTarget, Operation } from "./internal/simulatedFaults.ts"
export type { GuestBehaviour } from "./internal/simulatedBehaviour.ts"
export type { ForeignDomain, SimulatedControl, SimulatedFile, Truth } from "./internal/simulatedTypes.ts"

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
 * The world's side of the simulation: what happens to hosts and guests without anybody asking for it. Naming a host or a
 * VM that does not exist is a defect.
 *
 * @since 0.1.0
 * @category services
 */
export class SimulatedHypervisor extends Context.Service<SimulatedHypervisor, SimulatedControl>()(
  "@cloudwright/compute/SimulatedHypervisor"
) {}

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
