/**
 * What machines of a network laboratory are joined by: an underlay (172.31.1.0/24, frames of 1600 bytes) and an external
 * network (203.0.113.0/24, RFC 5737) with the outside world in it. Both are bridges in a machine of their own, the core,
 * whose further namespaces are the outside and the guests: a guest survives the machine it is plugged into.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { because, type LabError } from "../LabError.ts"
import type { Attachment, PlugOptions, Station } from "../NetStation.ts"
import * as GuestTools from "./guesttools.ts"
import * as Machine from "./machine.ts"
import { fromPlatform, System } from "./system.ts"

/**
 * Addresses and sizes, the same in every lab: none leaves its namespaces.
 *
 * @since 0.1.0
 * @category constants
 */
export const plan = {
  underlay: "172.31.1.0/24",
  external: "203.0.113.0/24",
  core: "172.31.1.1",
  outside: "203.0.113.1",
  underlayMtu: 1600,
  externalMtu: 1500,
  /** The underlay address of machine `number`, from 1. */
  address: (number: number) => `172.31.1.${10 + number}`
} as const

/**
 * The core of a lab.
 *
 * @since 0.1.0
 * @category models
 */
export interface Fabric {
  readonly directory: string
  readonly core: Machine.Machine
  readonly outside: Station
  /** A number that no other link or guest of the lab has. */
  readonly next: Effect.Effect<number>
}

const socketOf = (directory: string, name: string) => `${directory}/s/${name}`

/**
 * Makes the core; it ends with the scope. `binds`: directories that are seen elsewhere in it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  directory: string,
  binds: ReadonlyArray<readonly [from: string, to: string]> = []
): Effect.Effect<Fabric, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const { fs } = yield* System
    yield* fs.makeDirectory(`${directory}/s`).pipe(Effect.mapError(fromPlatform("make a directory for sockets")))
    const core = yield* Machine.boot(directory, "core", binds)
    // The switches carry frames and say nothing themselves; filters of the kernel do not see what is bridged.
    yield* Machine.sysctl({ machine: core }, "net.ipv6.conf.default.disable_ipv6=1", "net.ipv6.conf.all.disable_ipv6=1")
    yield* Machine.sysctl({ machine: core }, "net.bridge.bridge-nf-call-iptables=0").pipe(Effect.ignore)
    yield* Machine.sysctl({ machine: core }, "net.bridge.bridge-nf-call-arptables=0").pipe(Effect.ignore)
    const outside = yield* Machine.addNamespace(core, "outside")
    yield* Machine.ip({ machine: core }, [
      `link add ul0 mtu ${plan.underlayMtu} type bridge forward_delay 0 mcast_snooping 0`,
      `link add ex0 mtu ${plan.externalMtu} type bridge forward_delay 0 mcast_snooping 0`,
      "link set ul0 up",
      "link set ex0 up",
      `addr add ${plan.core}/24 dev ul0`
    ])
    yield* Machine.run({ machine: core }, [
      "ip",
      "link",
      "add",
      "ext",
      "type",
      "veth",
      "peer",
      "name",
      "eth0",
      "netns",
      "outside"
    ])
    yield* Machine.ip({ machine: core }, ["link set ext master ex0 up"])
    yield* Machine.ip(outside, [`addr add ${plan.outside}/24 dev eth0`, "link set eth0 up"])
    let last = 0
    return {
      directory,
      core,
      outside: yield* GuestTools.make(outside, {
        name: "outside",
        socket: socketOf(directory, "outside"),
        device: "eth0"
      }),
      next: Effect.sync(() => ++last)
    }
  })

/**
 * Computes every checksum that is sent over a device, instead of leaving it to a receiver that is not this kernel: the
 * userspace datapath reads frames as they are.
 *
 * @since 0.1.0
 * @category combinators
 */
const completeChecksums = (place: Machine.Place, device: string) =>
  Machine.run(place, ["ethtool", "-K", device, "tx", "off"])

/**
 * Joins a machine to both networks by its devices `ul` and `ex`, which are up and have no address. Taken off with the scope.
 * `checksums`: those of what is sent to and from them are computed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const join = (
  fabric: Fabric,
  machine: Machine.Machine,
  checksums: boolean
): Effect.Effect<void, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const core: Machine.Place = { machine: fabric.core }
    const wires = [
      { bridge: "ul0", port: machine.name, device: "ul", mtu: plan.underlayMtu },
      { bridge: "ex0", port: `${machine.name}-ex`, device: "ex", mtu: plan.externalMtu }
    ]
    for (const { bridge, device, mtu, port } of wires) {
      const add = `link add ${port} mtu ${mtu} type veth peer name ${device} mtu ${mtu} netns ${machine.init}`
      yield* Effect.acquireRelease(Machine.ip(core, [add, `link set ${port} master ${bridge} up`]), () =>
        Machine.ip(core, [`link delete ${port}`]).pipe(Effect.ignore, Effect.provideService(System, system))
      )
      if (!checksums) continue
      yield* completeChecksums(core, port)
      yield* completeChecksums({ machine }, device)
    }
    yield* Machine.ip({ machine }, ["link set ul up", "link set ex up"])
  })

/**
 * Cuts a machine's wires, or mends them.
 *
 * @since 0.1.0
 * @category combinators
 */
export const wire = (fabric: Fabric, machineName: string, state: "up" | "down") =>
  Machine.ip({ machine: fabric.core }, [`link set ${machineName} ${state}`, `link set ${machineName}-ex ${state}`])

/**
 * What a guest is.
 *
 * @since 0.1.0
 * @category models
 */
export interface GuestFacts {
  readonly name: string
  readonly mac: string
  readonly addresses: ReadonlyArray<string>
  readonly gateways: ReadonlyArray<string>
  readonly mtu: number
  /** Those of what is sent are computed. */
  readonly checksums: boolean
}

/**
 * A namespace that acts as a guest: a station with one device, whose other end is wherever it is plugged in.
 *
 * @since 0.1.0
 * @category models
 */
export interface Guest {
  readonly station: Station
  /** Puts the other end into a machine, under a name there; what it was plugged into before does not have it any more. */
  readonly plugInto: (machine: Machine.Machine, device: string) => Effect.Effect<void, LabError>
}

/**
 * Makes a guest that is not plugged in yet. It goes with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const addGuest = (fabric: Fabric, facts: GuestFacts): Effect.Effect<Guest, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const namespace = `g${yield* fabric.next}`
    const place = yield* Machine.addNamespace(fabric.core, namespace)
    const isSix = (address: string) => address.includes(":")
    const six = facts.addresses.some(isSix)
    // Without an IPv6 address of its own a guest is silent: no neighbour discovery of its own accord in the counts.
    yield* Machine.sysctl(
      place,
      `net.ipv6.conf.default.disable_ipv6=${six ? 0 : 1}`,
      "net.ipv6.conf.default.accept_dad=0",
      "net.ipv6.conf.default.accept_ra=0"
    )
    const station = yield* GuestTools.make(place, {
      name: facts.name,
      socket: socketOf(fabric.directory, namespace),
      device: "eth0"
    })
    // Taken off at once: the kernel gets round to deleting a namespace's links only later.
    yield* Effect.addFinalizer(() =>
      Machine.ip(place, ["link delete eth0"]).pipe(Effect.ignore, Effect.provideService(System, system))
    )
    let at: { readonly machine: Machine.Machine; readonly device: string } | undefined

    /** The other end may have gone with its machine; then there is no device either. */
    const addDevice = (machine: Machine.Machine, device: string) =>
      Effect.gen(function* () {
        yield* Machine.ip(place, ["link delete eth0"]).pipe(Effect.ignore)
        yield* Machine.ip(place, [
          `link add eth0 address ${facts.mac} mtu ${facts.mtu} type veth peer name ${device} netns ${machine.init}`,
          ...facts.addresses.map((address) => `addr add ${address} dev eth0${isSix(address) ? " nodad" : ""}`),
          "link set eth0 up"
        ])
        if (facts.checksums) {
          yield* completeChecksums(place, "eth0")
          yield* completeChecksums({ machine }, device)
        }
        yield* Machine.ip({ machine }, [`link set dev ${device} up`])
        yield* Machine.ip(
          place,
          facts.gateways.map((gateway) => `route add default via ${gateway}`)
        )
      })

    const movePeer = (machine: Machine.Machine, device: string, from: NonNullable<typeof at>) =>
      Machine.ip({ machine: from.machine }, [
        `link set dev ${from.device} down`,
        `link set dev ${from.device} name ${device} netns ${machine.init}`
      ]).pipe(Effect.andThen(Machine.ip({ machine }, [`link set dev ${device} up`])))

    const plugInto = (machine: Machine.Machine, device: string) =>
      Effect.gen(function* () {
        const before = at
        at = { machine, device }
        if (before === undefined) yield* addDevice(machine, device)
        // A guest that is moved keeps its device, hence its connections.
        else yield* movePeer(machine, device, before).pipe(Effect.catch(() => addDevice(machine, device)))
      }).pipe(Effect.provideService(System, system))

    return { station, plugInto }
  })

/**
 * Nothing of that name is in this lab.
 *
 * @since 0.1.0
 * @category errors
 */
export const isElsewhere = (name: string, names: Iterable<string>): LabError =>
  because({ _tag: "InvalidOption", option: "to", value: name, allowed: [...names].join(", ") })

/**
 * Makes a guest and plugs it into a machine. It ends with the scope, or when it is unplugged.
 *
 * @since 0.1.0
 * @category constructors
 */
export const plug = Effect.fnUntraced(function* (fabric: Fabric, options: PlugOptions, to: Machine.Machine) {
  const system = yield* System
  const scope = yield* Effect.acquireRelease(Scope.make(), Scope.close)
  const { plugInto, station } = yield* addGuest(fabric, {
    name: options.name,
    mac: options.mac,
    addresses: options.addresses,
    gateways: options.gateways ?? [],
    mtu: options.mtu ?? 1500,
    checksums: false
  }).pipe(Scope.provide(scope))
  const attach = (machine: Machine.Machine, { bridge, device }: Attachment) =>
    Effect.gen(function* () {
      yield* plugInto(machine, device)
      if (bridge !== undefined) yield* Machine.ip({ machine }, [`link set dev ${device} master ${bridge}`])
    }).pipe(Effect.provideService(System, system))
  yield* attach(to, options)
  return { station, attach, unplug: Scope.close(scope, Exit.void) }
})
