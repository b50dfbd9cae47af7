/**
 * A real OVN inside a `Scope`: northbound and southbound database, ovn-northd, and N chassis with Open vSwitch's userspace
 * datapath, each a machine of its own (namespaces of network, processes and mounts), joined by an underlay; an external
 * network, which the bridge mapping `public` leads to, with the world outside in it; guests that are namespaces.
 *
 * The databases' unix sockets can be used by this process; over TCP they are reached from the underlay only. Nothing is made
 * in the namespaces of this process and no packet leaves those of the lab. Needs root and Debian's packages
 * (`Packages.parts.ovn`); no kernel module.
 *
 * What the userspace datapath of OVN 23.03 cannot do, found by measuring: `qos_max_rate` and `ingress_policing_rate` of ports
 * change nothing (QoS rows do); TCP over it moves some 200 to 600 Mbit/s.
 *
 * Limits: 1 to 32 chassis. What waits for a daemon's answer waits 30 seconds at most.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Central from "./internal/central.ts"
import * as InternalChassis from "./internal/chassis.ts"
import { onRealClock } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as Fabric from "./internal/fabric.ts"
import * as Machine from "./internal/machine.ts"
import { requireRoot } from "./internal/root.ts"
import { layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"
import type { Station } from "./NetStation.ts"

/**
 * What to start.
 *
 * - `chassis`: how many, 1 to 32.
 * - `encapsulation`: of the tunnels between them; default `geneve`.
 * - `raft`: the northbound database is a cluster of three; default one server.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly chassis: number
  readonly encapsulation?: "geneve" | "vxlan"
  readonly raft?: boolean
}

/**
 * A guest to plug in. `port`: the name of its logical switch port, which need not be there yet; `addresses`: with their
 * prefix lengths, of both families; `gateways`: default routes, at most one of each family; `mtu`: default 1442, what Geneve
 * leaves of 1500. Without an IPv6 address the guest does not speak IPv6.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlugOptions {
  readonly port: string
  readonly mac: string
  readonly addresses: ReadonlyArray<string>
  readonly gateways?: ReadonlyArray<string>
  readonly mtu?: number
}

/**
 * A guest that is bound to its logical port.
 *
 * - `awaitUp` waits until its chassis has claimed the port and set it up; other chassis may not know yet (see `sync`).
 * - `unplug` ends it before its scope does.
 * - `move` plugs it into another chassis; it keeps its addresses and connections.
 *
 * @since 0.1.0
 * @category models
 */
export interface Guest extends Station {
  readonly awaitUp: Effect.Effect<void, LabError>
  readonly unplug: Effect.Effect<void>
  readonly move: (to: Chassis) => Effect.Effect<void, LabError>
}

/**
 * One chassis.
 *
 * - `name` is also its name in the southbound database; `address`: on the underlay; `switchDatabase`: the address of its own
 *   Open_vSwitch database.
 * - `exec` runs a program in it, `vsctl` and `ofctl` ask its switch, `appctl` a daemon (`ovn-controller`, or a socket).
 * - `kill`: its cables come out and its daemons die by -9. Its guests live on and are not connected. `start`: cables and
 *   daemons are back, also its guests' ports; returns when it is connected to the southbound database.
 * - `remove` kills it and takes it out of the southbound database, so that nobody waits for it any more.
 * - `cut` takes its cables out, `mend` puts them back; its daemons live on.
 *
 * @since 0.1.0
 * @category models
 */
export interface Chassis {
  readonly name: string
  readonly address: string
  readonly switchDatabase: string
  readonly plug: (options: PlugOptions) => Effect.Effect<Guest, LabError, Scope.Scope>
  readonly exec: Station["exec"]
  readonly vsctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly ofctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly appctl: (daemon: string, args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly kill: Effect.Effect<void, LabError>
  readonly start: Effect.Effect<void, LabError>
  readonly remove: Effect.Effect<void, LabError>
  readonly cut: Effect.Effect<void, LabError>
  readonly mend: Effect.Effect<void, LabError>
}

/**
 * A running OVN. Addresses are in Open vSwitch's words (`unix:…`, several with commas between them).
 *
 * - `northbound`, `southbound`: for clients in this process.
 * - `nbctl`, `sbctl`, `trace`: run `ovn-nbctl`, `ovn-sbctl` and `ovn-trace`; what they printed.
 * - `sync`: what was written northbound is in force on every chassis; fails after 30 seconds, so also as long as a chassis
 *   is dead and not removed.
 * - `killNorthd`, `killNorthbound` (every member, or the one of that number, from 1) kill by -9; `startNorthd` and
 *   `startNorthbound` start again what does not run, with what it had written.
 *
 * @since 0.1.0
 * @category services
 */
export class OvnCluster extends Context.Service<
  OvnCluster,
  {
    readonly directory: string
    readonly northbound: string
    readonly southbound: string
    readonly underlay: { readonly cidr: string; readonly mtu: number }
    readonly external: { readonly cidr: string; readonly gateway: string }
    readonly outside: Station
    readonly chassis: ReadonlyArray<Chassis>
    readonly nbctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly sbctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly trace: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly sync: Effect.Effect<void, LabError>
    readonly killNorthd: Effect.Effect<void>
    readonly startNorthd: Effect.Effect<void, LabError>
    readonly killNorthbound: (member?: number) => Effect.Effect<void>
    readonly startNorthbound: Effect.Effect<void, LabError>
  }
>()("@cloudwright/lab/OvnCluster") {}

interface Lab {
  readonly fabric: Fabric.Fabric
  readonly central: Central.Central
  /** By name: a guest may be moved to any. */
  readonly chassis: Map<string, InternalChassis.Chassis>
}

const provided =
  (system: System["Service"]) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, System>> =>
    onRealClock(Effect.provideService(effect, System, system))

const plug = Effect.fnUntraced(function* (lab: Lab, first: InternalChassis.Chassis, options: PlugOptions) {
  const system = yield* System
  const device = `t${yield* lab.fabric.next}`
  const scope = yield* Effect.acquireRelease(Scope.make(), Scope.close)
  const guest = yield* Fabric.addGuest(lab.fabric, {
    name: options.port,
    mac: options.mac,
    addresses: options.addresses,
    gateways: options.gateways ?? [],
    mtu: options.mtu ?? 1442,
    checksums: true
  }).pipe(Scope.provide(scope))
  let at = first

  const bind = (chassis: InternalChassis.Chassis) =>
    Effect.gen(function* () {
      at = chassis
      yield* guest.plugInto(chassis.machine, device)
      const port = `external-ids:iface-id="${options.port}"`
      yield* chassis.vsctl(["--may-exist", "add-port", "br-int", device, "--", "set", "interface", device, port])
    })
  // A chassis that is dead finds the device gone when it starts, and lets the port be.
  const unbind = Effect.suspend(() => at.vsctl(["--if-exists", "del-port", "br-int", device])).pipe(Effect.ignore)
  yield* Scope.addFinalizer(scope, onRealClock(unbind))
  yield* bind(first)

  const move = (to: Chassis) =>
    Effect.gen(function* () {
      const target = lab.chassis.get(to.name)
      if (target === undefined) return yield* Fabric.isElsewhere(to.name, lab.chassis.keys())
      if (target === at) return
      yield* unbind
      yield* bind(target)
    })
  return {
    ...guest.station,
    awaitUp: Effect.asVoid(
      lab.central.nbctl(["wait-until", "Logical_Switch_Port", options.port, "up=true"]).pipe(provided(system))
    ),
    unplug: Scope.close(scope, Exit.void),
    move: (to) => provided(system)(move(to))
  } satisfies Guest
})

const makeChassis = Effect.fnUntraced(function* (lab: Lab, options: InternalChassis.Options) {
  const system = yield* System
  const here = provided(system)
  const inner = yield* InternalChassis.make(lab.fabric, options)
  const { name } = inner
  lab.chassis.set(name, inner)
  const wire = (state: "up" | "down") => here(Fabric.wire(lab.fabric, name, state))
  const registered = lab.central.sbctl(["wait-until", "Chassis", name])
  const start = Effect.gen(function* () {
    yield* wire("up")
    yield* inner.boot
    yield* registered
  })
  const kill = Effect.andThen(wire("down"), inner.halt)
  yield* start
  return {
    name,
    address: Fabric.plan.address(options.number),
    switchDatabase: `unix:${inner.directory}/db.sock`,
    plug: (wanted) => here(plug(lab, inner, wanted)),
    exec: (argv, limits) => here(Machine.run({ machine: inner.machine }, argv, limits)),
    vsctl: inner.vsctl,
    ofctl: inner.ofctl,
    appctl: inner.appctl,
    kill: here(kill),
    start: here(start),
    remove: here(Effect.andThen(kill, lab.central.sbctl(["--if-exists", "chassis-del", name]))).pipe(Effect.asVoid),
    cut: wire("down"),
    mend: wire("up")
  } satisfies Chassis
})

/**
 * Starts an OVN that ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<OvnCluster["Service"], LabError, Scope.Scope> =>
  Effect.gen(function* () {
    yield* requireRoot("OvnCluster")
    const system = yield* System
    const { chassis: count, encapsulation = "geneve", raft = false } = options
    if (!Number.isInteger(count) || count < 1 || count > 32) {
      return yield* because({ _tag: "InvalidOption", option: "chassis", value: String(count), allowed: "1 to 32" })
    }
    yield* Central.requireInstalled
    for (const program of ["ip", "nsenter", "nft", "ethtool", "python3", "ping", "sysctl"])
      yield* system.locate(program)

    const directory = yield* Directory.make("/hv32/ovn-controller.99999.ctl".length)
    const fabric = yield* Fabric.make(directory)
    const central = yield* Central.make({
      directory,
      members: raft ? 3 : 1,
      northboundRemotes: [`ptcp:6641:${Fabric.plan.core}`],
      southboundRemotes: [`ptcp:6642:${Fabric.plan.core}`],
      launch: (argv, env) => Machine.start({ machine: fabric.core }, argv, env)
    })
    const lab: Lab = { fabric, central, chassis: new Map() }
    const chassis = yield* Effect.forEach(
      Array.from({ length: count }, (_, i) => i + 1),
      (number) => {
        const remote = `tcp:${Fabric.plan.core}:6642`
        return makeChassis(lab, { number, count, encapsulation, remote })
      },
      { concurrency: "unbounded" }
    )
    const sync = Effect.asVoid(central.nbctl(["--wait=hv", "sync"]))
    yield* sync
    return OvnCluster.of({
      directory,
      northbound: central.northbound,
      southbound: central.southbound,
      underlay: { cidr: Fabric.plan.underlay, mtu: Fabric.plan.underlayMtu },
      external: { cidr: Fabric.plan.external, gateway: Fabric.plan.outside },
      outside: fabric.outside,
      chassis,
      nbctl: central.nbctl,
      sbctl: central.sbctl,
      trace: central.trace,
      sync,
      killNorthd: onRealClock(central.northd.stop),
      startNorthd: onRealClock(central.northd.start),
      killNorthbound: (member) =>
        Effect.forEach(
          central.members.filter((_, i) => member === undefined || i + 1 === member),
          ({ kill }) => kill,
          { concurrency: "unbounded", discard: true }
        ).pipe(onRealClock),
      startNorthbound: Effect.forEach(central.members, ({ start }) => start, {
        concurrency: "unbounded",
        discard: true
      }).pipe(Effect.andThen(Effect.forEach(central.members, ({ joined }) => joined, { discard: true })), onRealClock)
    })
  }).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * An OVN. Each call makes another layer, hence another OVN: bind it to a constant to share it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<OvnCluster, LabError> => Layer.effect(OvnCluster, make(options))
