/**
 * Hypervisors without any hypervisor inside a `Scope`: machines made of namespaces (network, processes, mounts with a
 * private /run, host name) that an underlay switch joins, an external network with the world outside in it, and guests that
 * are namespaces too. What connects guests (bridges, tunnels, rules, routers) is not made here: a driver makes it, through
 * the spawner of each hypervisor.
 *
 * Needs root, Debian's packages (`Packages.parts.netlab`) and a kernel with network namespaces, veth and bridges. Nothing is
 * made in the namespaces of this process and no packet leaves those of the lab.
 *
 * `layerSpawner` and `spawner` are of Effect's `ChildProcessSpawner`, which is unstable.
 *
 * Limits: 1 to 32 hypervisors.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import type * as Scope from "effect/Scope"
import { onRealClock } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as Fabric from "./internal/fabric.ts"
import * as Machine from "./internal/machine.ts"
import * as Revivable from "./internal/revivable.ts"
import { requireRoot } from "./internal/root.ts"
import { fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"
import type { Attachment, PlugOptions, Station } from "./NetStation.ts"

/**
 * What to start. `hypervisors`: how many, 1 to 32.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly hypervisors: number
}

/**
 * A guest that is plugged in.
 *
 * - `unplug` ends it before its scope does.
 * - `move` plugs it in elsewhere; it keeps its addresses and connections. Also after its hypervisor has crashed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Guest extends Station {
  readonly unplug: Effect.Effect<void>
  readonly move: (to: Hypervisor, attachment: Attachment) => Effect.Effect<void, LabError>
}

/**
 * One hypervisor.
 *
 * - `address`: its own on the underlay, on the device `ul` (`mtu` bytes); `ex` is its device in the external network, up and
 *   without an address. `directory` is seen inside and outside, and outlives a crash.
 * - `exec` runs a program in it. `spawner` and `layerSpawner` start programs in it, also after it was started again.
 * - `crash`: everything in it ends at once, its network too; guests stay, unplugged. `start` boots it again, empty.
 * - `cut` takes both its cables out, `mend` puts them back.
 *
 * @since 0.1.0
 * @category models
 */
export interface Hypervisor {
  readonly name: string
  readonly address: string
  readonly mtu: number
  readonly directory: string
  readonly exec: Station["exec"]
  readonly spawner: ChildProcessSpawner.ChildProcessSpawner["Service"]
  readonly layerSpawner: Layer.Layer<ChildProcessSpawner.ChildProcessSpawner>
  readonly plug: (options: PlugOptions) => Effect.Effect<Guest, LabError, Scope.Scope>
  readonly crash: Effect.Effect<void>
  readonly start: Effect.Effect<void, LabError>
  readonly cut: Effect.Effect<void, LabError>
  readonly mend: Effect.Effect<void, LabError>
}

/**
 * A running laboratory. `outside` is a station in the external network, at `external.gateway`.
 *
 * @since 0.1.0
 * @category services
 */
export class NetLab extends Context.Service<
  NetLab,
  {
    readonly directory: string
    readonly underlay: { readonly cidr: string; readonly mtu: number }
    readonly external: { readonly cidr: string; readonly gateway: string }
    readonly outside: Station
    readonly hypervisors: ReadonlyArray<Hypervisor>
  }
>()("@cloudwright/lab/NetLab") {}

const makeHypervisor = Effect.fnUntraced(function* (
  fabric: Fabric.Fabric,
  number: number,
  machineOf: Map<string, Effect.Effect<Machine.Machine, LabError>>
) {
  const system = yield* System
  const name = `hv${number}`
  const directory = `${fabric.directory}/${name}`
  const address = Fabric.plan.address(number)
  yield* system.fs.makeDirectory(directory).pipe(Effect.mapError(fromPlatform("make a hypervisor's directory")))

  const boot = Effect.gen(function* () {
    const machine = yield* Machine.boot(fabric.directory, name)
    yield* Fabric.join(fabric, machine, false)
    yield* Machine.ip({ machine }, [`addr add ${address}/24 dev ul`])
    return machine
  })
  const machine = yield* Revivable.make(boot)
  const isDown = because({ _tag: "NotReady", what: name, seconds: 0, log: "the hypervisor is not running" })
  const running = Effect.flatMap(
    machine.current,
    Option.match({ onNone: () => Effect.fail(isDown), onSome: Effect.succeed })
  )
  machineOf.set(name, running)
  yield* machine.start

  const provided = <A, E, R>(effect: Effect.Effect<A, E, R | System>) =>
    onRealClock(Effect.provideService(effect, System, system))
  const plug = (options: PlugOptions) =>
    Effect.gen(function* () {
      const guest = yield* Fabric.plug(fabric, options, yield* running)
      return {
        ...guest.station,
        unplug: guest.unplug,
        move: (to, attachment) =>
          provided(
            Effect.flatMap(machineOf.get(to.name) ?? Fabric.isElsewhere(to.name, machineOf.keys()), (target) =>
              guest.attach(target, attachment)
            )
          )
      } satisfies Guest
    })

  const spawner = yield* Machine.spawner(Effect.map(running, (up) => ({ machine: up })))
  return {
    name,
    address,
    mtu: Fabric.plan.underlayMtu,
    directory,
    exec: (argv, limits) => provided(Effect.flatMap(running, (up) => Machine.run({ machine: up }, argv, limits))),
    spawner,
    layerSpawner: Layer.succeed(ChildProcessSpawner.ChildProcessSpawner, spawner),
    plug: (options) => provided(plug(options)),
    crash: onRealClock(machine.stop),
    start: onRealClock(machine.start),
    cut: provided(Fabric.wire(fabric, name, "down")),
    mend: provided(Fabric.wire(fabric, name, "up"))
  } satisfies Hypervisor
})

/**
 * Starts a laboratory that ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<NetLab["Service"], LabError, Scope.Scope> =>
  Effect.gen(function* () {
    yield* requireRoot("NetLab")
    const { locate } = yield* System
    const { hypervisors: count } = options
    if (!Number.isInteger(count) || count < 1 || count > 32) {
      return yield* because({ _tag: "InvalidOption", option: "hypervisors", value: String(count), allowed: "1 to 32" })
    }
    for (const program of ["ip", "nsenter", "python3", "ping", "sysctl"]) yield* locate(program)
    const directory = yield* Directory.make("/s/outside".length)
    const fabric = yield* Fabric.make(directory)
    const machineOf = new Map<string, Effect.Effect<Machine.Machine, LabError>>()
    const hypervisors = yield* Effect.forEach(
      Array.from({ length: count }, (_, i) => i + 1),
      (number) => makeHypervisor(fabric, number, machineOf),
      { concurrency: "unbounded" }
    )
    return NetLab.of({
      directory,
      underlay: { cidr: Fabric.plan.underlay, mtu: Fabric.plan.underlayMtu },
      external: { cidr: Fabric.plan.external, gateway: Fabric.plan.outside },
      outside: fabric.outside,
      hypervisors
    })
  }).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * A laboratory. Each call makes another layer, hence another laboratory: bind it to a constant to share it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<NetLab, LabError> => Layer.effect(NetLab, make(options))
