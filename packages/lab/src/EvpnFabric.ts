/**
 * A leaf and spine fabric inside a `Scope`: machines made of namespaces, each leaf with a cable to each spine, on each the
 * daemons zebra, bgpd and bfdd of FRR, which speak eBGP (RFC 7938: the spines share one AS number, each leaf has its own)
 * with BFD and the EVPN address family (RFC 7432, RFC 8365). Leaves announce every VNI that somebody makes on them; bridges,
 * VXLAN devices and guests' attachments are for a driver to make, through the spawner of each leaf.
 *
 * Needs root and Debian's packages (`Packages.parts.evpn`). Nothing is made in the namespaces of this process and no packet
 * leaves those of the lab.
 *
 * `spawner` and `layerSpawner` are of Effect's `ChildProcessSpawner`, which is unstable.
 *
 * Limits: 1 to 4 spines, 1 to 16 leaves; sessions must be up within 60 seconds.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import type * as Scope from "effect/Scope"
import { onRealClock } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as Fabric from "./internal/fabric.ts"
import * as Frr from "./internal/frr.ts"
import * as Machine from "./internal/machine.ts"
import { requireRoot } from "./internal/root.ts"
import { layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"
import type { Attachment, PlugOptions, Station } from "./NetStation.ts"

/**
 * What to start: how many `spines`, 1 to 4, default 2, and how many `leaves`, 1 to 16.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly spines?: number
  readonly leaves: number
}

/**
 * A guest that is plugged into a leaf. `unplug` ends it before its scope does; `move` plugs it in elsewhere, where it keeps
 * its addresses and connections.
 *
 * @since 0.1.0
 * @category models
 */
export interface Guest extends Station {
  readonly unplug: Effect.Effect<void>
  readonly move: (to: Node, attachment: Attachment) => Effect.Effect<void, LabError>
}

/**
 * A spine or a leaf.
 *
 * - `address`: of its loopback, announced to all: the end of a leaf's tunnels. `asn`: its AS number. Its devices to the
 *   others have their names (`spine1`, `leaf2`) and frames of 1600 bytes.
 * - `vtysh` runs commands of FRR one after another; what was printed (`show … json` for JSON).
 * - `exec`, `spawner` and `layerSpawner` run programs in it; `plug` plugs a guest into it.
 * - `kill` kills its daemons by -9 and takes its cables out; `start` puts all back and waits for its sessions.
 *
 * @since 0.1.0
 * @category models
 */
export interface Node {
  readonly name: string
  readonly role: "spine" | "leaf"
  readonly address: string
  readonly asn: number
  readonly exec: Station["exec"]
  readonly vtysh: (commands: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly spawner: ChildProcessSpawner.ChildProcessSpawner["Service"]
  readonly layerSpawner: Layer.Layer<ChildProcessSpawner.ChildProcessSpawner>
  readonly plug: (options: PlugOptions) => Effect.Effect<Guest, LabError, Scope.Scope>
  readonly kill: Effect.Effect<void, LabError>
  readonly start: Effect.Effect<void, LabError>
}

/**
 * A running fabric.
 *
 * @since 0.1.0
 * @category services
 */
export class EvpnFabric extends Context.Service<
  EvpnFabric,
  { readonly directory: string; readonly spines: ReadonlyArray<Node>; readonly leaves: ReadonlyArray<Node> }
>()("@cloudwright/lab/EvpnFabric") {}

const makeNode = Effect.fnUntraced(function* (
  fabric: Fabric.Fabric,
  machines: ReadonlyMap<string, Machine.Machine>,
  { facts, machine, router }: { facts: Frr.Facts; machine: Machine.Machine; router: Frr.Router }
) {
  const system = yield* System
  const provided = <A, E, R>(effect: Effect.Effect<A, E, R | System>) =>
    onRealClock(Effect.provideService(effect, System, system))
  const place: Machine.Place = { machine }
  const cables = (state: "up" | "down") =>
    Machine.ip(
      place,
      facts.links.map(({ device }) => `link set dev ${device} ${state}`)
    )
  const plug = (options: PlugOptions) =>
    Effect.gen(function* () {
      const guest = yield* Fabric.plug(fabric, options, machine)
      const move: Guest["move"] = (to, attachment) =>
        provided(
          Effect.gen(function* () {
            const target = machines.get(to.name)
            if (target === undefined) return yield* Fabric.isElsewhere(to.name, machines.keys())
            yield* guest.attach(target, attachment)
          })
        )
      return { ...guest.station, unplug: guest.unplug, move } satisfies Guest
    })
  const spawner = yield* Machine.spawner(Effect.succeed(place))
  return {
    name: facts.name,
    role: facts.role,
    address: facts.address,
    asn: facts.asn,
    exec: (argv, limits) => provided(Machine.run(place, argv, limits)),
    vtysh: router.vtysh,
    spawner,
    layerSpawner: Layer.succeed(ChildProcessSpawner.ChildProcessSpawner, spawner),
    plug: (options) => provided(plug(options)),
    kill: provided(Effect.andThen(cables("down"), router.kill)),
    start: provided(cables("up").pipe(Effect.andThen(router.start), Effect.andThen(router.established)))
  } satisfies Node
})

const requireCount = (option: string, value: number, limit: number) =>
  Number.isInteger(value) && value >= 1 && value <= limit
    ? Effect.void
    : Effect.fail(because({ _tag: "InvalidOption", option, value: String(value), allowed: `1 to ${limit}` }))

/**
 * Starts a fabric that ends with the scope; every session of it is up.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<EvpnFabric["Service"], LabError, Scope.Scope> =>
  Effect.gen(function* () {
    yield* requireRoot("EvpnFabric")
    yield* requireCount("spines", options.spines ?? 2, 4)
    yield* requireCount("leaves", options.leaves, 16)
    yield* Frr.requireInstalled
    const { locate } = yield* System
    for (const program of ["ip", "nsenter", "python3", "ping", "sysctl"]) yield* locate(program)
    const directory = yield* Directory.make("/spine4/zserv.api".length)
    const fabric = yield* Fabric.make(directory)
    const nodes = yield* Frr.make(directory, options.spines ?? 2, options.leaves)
    const machines = new Map(nodes.map(({ machine }) => [machine.name, machine]))
    yield* Effect.forEach(nodes, ({ router }) => router.start, { concurrency: "unbounded", discard: true })
    yield* Effect.forEach(nodes, ({ router }) => router.established, { concurrency: "unbounded", discard: true })
    const made = yield* Effect.forEach(nodes, (node) => makeNode(fabric, machines, node))
    return EvpnFabric.of({
      directory,
      spines: made.filter(({ role }) => role === "spine"),
      leaves: made.filter(({ role }) => role === "leaf")
    })
  }).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * A fabric. Each call makes another layer, hence another fabric: bind it to a constant to share it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<EvpnFabric, LabError> => Layer.effect(EvpnFabric, make(options))
