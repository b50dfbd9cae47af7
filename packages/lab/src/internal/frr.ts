/**
 * Spines and leaves with FRR's zebra, bgpd and bfdd. Loopbacks are 172.31.255.n; the cable of spine i and leaf j has the
 * network 172.31.(10 + i).(2 j)/31, the spine the even address.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { because, type LabError } from "../LabError.ts"
import { until } from "./clock.ts"
import * as Machine from "./machine.ts"
import * as Ovsdb from "./ovsdb.ts"
import { type Argv, fromPlatform, System } from "./system.ts"

const programs = "/usr/lib/frr"
const spineAs = 65000
const mtu = 1600
const secondsToEstablish = 60

/**
 * One end of a cable: the device, its address and the neighbour's, and the neighbour's AS number.
 *
 * @since 0.1.0
 * @category models
 */
interface Link {
  readonly device: string
  readonly address: string
  readonly neighbour: string
  readonly neighbourAs: number
}

/**
 * What a router is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Facts {
  readonly name: string
  readonly role: "spine" | "leaf"
  readonly address: string
  readonly asn: number
  readonly links: ReadonlyArray<Link>
}

/**
 * Its daemons. `established` waits until every session is up.
 *
 * @since 0.1.0
 * @category models
 */
export interface Router {
  readonly start: Effect.Effect<void, LabError>
  readonly kill: Effect.Effect<void>
  readonly established: Effect.Effect<void, LabError>
  readonly vtysh: (commands: ReadonlyArray<string>) => Effect.Effect<string, LabError>
}

/**
 * The routers of a fabric.
 *
 * @since 0.1.0
 * @category constructors
 */
const topology = (spines: number, leaves: number): ReadonlyArray<Facts> => {
  const count = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
  const address = (spine: number, leaf: number, last: 0 | 1) => `172.31.${10 + spine}.${2 * leaf + last}`
  const leafAs = (leaf: number) => spineAs + 100 + leaf
  return [
    ...count(spines).map((spine): Facts => ({
      name: `spine${spine}`,
      role: "spine",
      address: `172.31.255.${spine}`,
      asn: spineAs,
      links: count(leaves).map((leaf) => ({
        device: `leaf${leaf}`,
        address: address(spine, leaf, 0),
        neighbour: address(spine, leaf, 1),
        neighbourAs: leafAs(leaf)
      }))
    })),
    ...count(leaves).map((leaf): Facts => ({
      name: `leaf${leaf}`,
      role: "leaf",
      address: `172.31.255.${10 + leaf}`,
      asn: leafAs(leaf),
      links: count(spines).map((spine) => ({
        device: `spine${spine}`,
        address: address(spine, leaf, 1),
        neighbour: address(spine, leaf, 0),
        neighbourAs: spineAs
      }))
    }))
  ]
}

/**
 * The configuration of a router.
 *
 * @since 0.1.0
 * @category constructors
 */
const configuration = (facts: Facts): string =>
  [
    "frr defaults datacenter",
    `hostname ${facts.name}`,
    "log stdout",
    `router bgp ${facts.asn}`,
    ` bgp router-id ${facts.address}`,
    " no bgp ebgp-requires-policy",
    " bgp bestpath as-path multipath-relax",
    ...facts.links.flatMap(({ neighbour, neighbourAs }) => [
      ` neighbor ${neighbour} remote-as ${neighbourAs}`,
      ` neighbor ${neighbour} bfd 3 300 300`,
      ` neighbor ${neighbour} timers connect 1`
    ]),
    " address-family ipv4 unicast",
    `  network ${facts.address}/32`,
    "  maximum-paths 16",
    " exit-address-family",
    " address-family l2vpn evpn",
    ...facts.links.map(({ neighbour }) => `  neighbor ${neighbour} activate`),
    ...(facts.role === "leaf" ? ["  advertise-all-vni"] : []),
    " exit-address-family",
    ""
  ].join("\n")

/**
 * Fails unless FRR is there.
 *
 * @since 0.1.0
 * @category predicates
 */
export const requireInstalled: Effect.Effect<void, LabError, System> = Effect.gen(function* () {
  const { fs, locate } = yield* System
  yield* locate("vtysh")
  for (const daemon of ["zebra", "bgpd", "bfdd"]) {
    const program = `${programs}/${daemon}`
    if (yield* fs.exists(program).pipe(Effect.orElseSucceed(() => false))) continue
    return yield* because({ _tag: "MissingProgram", program, debianPackage: "frr" })
  }
})

const Summary = Schema.fromJsonString(
  Schema.Struct({ peers: Schema.Record(Schema.String, Schema.Struct({ state: Schema.String })) })
)

const makeRouter = Effect.fnUntraced(function* (machine: Machine.Machine, home: string, facts: Facts) {
  const system = yield* System
  const place: Machine.Place = { machine }
  const exec = (argv: Argv) => Machine.run(place, argv).pipe(Effect.provideService(System, system))
  const vtysh = (commands: ReadonlyArray<string>) => exec(["vtysh", ...commands.flatMap((command) => ["-c", command])])
  const daemon = (name: string) =>
    Ovsdb.daemon(
      `${name} of ${facts.name}`,
      Effect.andThen(
        Effect.ignore(system.fs.remove(`${home}/${name}.vty`, { force: true })),
        Machine.start(place, [`${programs}/${name}`, "-f", `${home}/frr.conf`])
      ),
      exec(["vtysh", "-d", name, "-c", "show version"]).pipe(
        Effect.as(true),
        Effect.orElseSucceed(() => false)
      )
    )
  const zebra = yield* daemon("zebra")
  const bfdd = yield* daemon("bfdd")
  const bgpd = yield* daemon("bgpd")
  const isUp = vtysh(["show bgp l2vpn evpn summary json"]).pipe(
    Effect.flatMap(Schema.decodeEffect(Summary)),
    Effect.map(({ peers }) => {
      const states = Object.values(peers).map(({ state }) => state)
      return states.length === facts.links.length && states.every((state) => state === "Established")
    }),
    Effect.orElseSucceed(() => false)
  )
  const established = Effect.gen(function* () {
    if (yield* until(isUp, `${secondsToEstablish} seconds`, "100 millis")) return
    const log = yield* vtysh(["show bgp l2vpn evpn summary"]).pipe(Effect.orElseSucceed(() => ""))
    return yield* because({ _tag: "NotReady", what: `sessions of ${facts.name}`, seconds: secondsToEstablish, log })
  })
  return {
    start: Effect.forEach([zebra, bfdd, bgpd], ({ start }) => start, { discard: true }),
    kill: Effect.forEach([bgpd, bfdd, zebra], ({ stop }) => stop, { concurrency: 3, discard: true }),
    established,
    vtysh
  } satisfies Router
})

/**
 * Makes the machines, joins them, and makes their daemons, which are not started yet. All end with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  directory: string,
  spines: number,
  leaves: number
): Effect.Effect<
  ReadonlyArray<{ readonly facts: Facts; readonly machine: Machine.Machine; readonly router: Router }>,
  LabError,
  System | Scope.Scope
> =>
  Effect.gen(function* () {
    const { fs } = yield* System
    const nodes = yield* Effect.forEach(
      topology(spines, leaves),
      (facts) =>
        Effect.gen(function* () {
          const home = `${directory}/${facts.name}`
          yield* Effect.gen(function* () {
            yield* fs.makeDirectory(home)
            yield* fs.writeFileString(`${home}/frr.conf`, configuration(facts))
          }).pipe(Effect.mapError(fromPlatform("write a router's configuration")))
          const machine = yield* Machine.boot(directory, facts.name, [[home, "/run/frr"]])
          // The daemons give up their rights and run as this user, whom Debian's package makes.
          yield* Machine.run({ machine }, ["chown", "frr:frr", "/run/frr"])
          yield* Machine.sysctl(
            { machine },
            "net.ipv4.ip_forward=1",
            "net.ipv4.conf.all.rp_filter=0",
            "net.ipv4.conf.default.rp_filter=0",
            "net.ipv4.fib_multipath_hash_policy=1"
          )
          yield* Machine.ip({ machine }, [`addr add ${facts.address}/32 dev lo`])
          return { facts, machine, router: yield* makeRouter(machine, home, facts) }
        }),
      { concurrency: "unbounded" }
    )
    const initOf = new Map(nodes.map(({ machine }) => [machine.name, machine.init]))
    for (const { facts, machine } of nodes.filter(({ facts }) => facts.role === "leaf")) {
      yield* Machine.ip(
        { machine },
        facts.links.map(
          ({ device }) =>
            `link add name ${device} mtu ${mtu} type veth peer name ${facts.name} mtu ${mtu} netns ${initOf.get(device)}`
        )
      )
    }
    for (const { facts, machine } of nodes) {
      yield* Machine.ip(
        { machine },
        facts.links.flatMap(({ address, device }) => [
          `addr add ${address}/31 dev ${device}`,
          `link set dev ${device} up`
        ])
      )
    }
    return nodes
  })
