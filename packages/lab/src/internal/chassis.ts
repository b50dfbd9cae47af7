/**
 * A machine with Open vSwitch's userspace datapath and ovn-controller. Its device on the underlay belongs to a bridge of
 * the datapath, `br-ul`, which has the machine's address; `br-ex` leads to the external network; `br-int` has the ports.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { LabError } from "../LabError.ts"
import { schemaFiles } from "./central.ts"
import * as Fabric from "./fabric.ts"
import * as Machine from "./machine.ts"
import * as Ovsdb from "./ovsdb.ts"
import { type Argv, fromPlatform, System } from "./system.ts"

/**
 * What a chassis is told.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Its own, from 1, and how many there are. */
  readonly number: number
  readonly count: number
  readonly encapsulation: "geneve" | "vxlan"
  /** The southbound database, as seen from the underlay. */
  readonly remote: string
}

/**
 * A chassis. `boot` starts its daemons and `halt` kills them; its machine and what is plugged into it stay.
 *
 * @since 0.1.0
 * @category models
 */
export interface Chassis {
  readonly name: string
  readonly machine: Machine.Machine
  /** Where its daemons' sockets are, inside and outside. */
  readonly directory: string
  readonly boot: Effect.Effect<void, LabError>
  readonly halt: Effect.Effect<void>
  readonly exec: (argv: Argv) => Effect.Effect<string, LabError>
  readonly vsctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly ofctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly appctl: (daemon: string, args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
}

/**
 * The datapath reads devices that the kernel reads too: what comes in there must not reach the kernel's own protocols, or
 * it would answer guests and tunnels with the machine's addresses. Only the address on `br-ul` is the kernel's.
 */
const rules = `
table inet lab {
  chain in { type filter hook prerouting priority -400; policy drop
    iifname { "lo", "br-ul" } accept
  }
}
table arp lab {
  chain in { type filter hook input priority -400; policy drop
    iifname "br-ul" accept
  }
}
`

/** The address of a chassis' `br-ul`, the same after each start. */
const macOf = (number: number) => `02:cd:00:00:01:${number.toString(16).padStart(2, "0")}`

/**
 * Makes the machine of a chassis, joins it, and makes its daemons, which are not started yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (fabric: Fabric.Fabric, options: Options): Effect.Effect<Chassis, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const name = `hv${options.number}`
    const home = `${fabric.directory}/${name}`
    const address = Fabric.plan.address(options.number)
    yield* system.fs.makeDirectory(home).pipe(Effect.mapError(fromPlatform("make a chassis' directory")))
    // Programs of Open vSwitch and OVN find their daemons where they always look.
    const machine = yield* Machine.boot(fabric.directory, name, [
      [home, "/run/openvswitch"],
      [home, "/run/ovn"]
    ])
    const place: Machine.Place = { machine }
    yield* Machine.sysctl(place, "net.ipv6.conf.default.disable_ipv6=1", "net.ipv6.conf.all.disable_ipv6=1")
    yield* Machine.run(place, ["nft", "-f", "-"], { stdin: rules })
    yield* Fabric.join(fabric, machine, true)

    const env = Ovsdb.environment(home)
    const exec = (argv: Argv) => Machine.run(place, argv).pipe(Effect.provideService(System, system))
    const vsctl = (args: ReadonlyArray<string>) =>
      system.run(["ovs-vsctl", "--timeout=30", `--db=unix:${home}/db.sock`, ...args], { env })
    const ofctl = (args: ReadonlyArray<string>) => exec(["ovs-ofctl", "--timeout=30", ...args])
    const appctl = (daemon: string, args: ReadonlyArray<string>) =>
      exec(["ovs-appctl", "--timeout=30", "-t", daemon, ...args])

    const database = yield* Ovsdb.make({
      home,
      database: "Open_vSwitch",
      schemaFile: schemaFiles.switch,
      launch: (argv) => Machine.start(place, argv, env)
    })
    const remote = `unix:${home}/db.sock`
    const answers = (control: string, ...args: readonly [string, ...ReadonlyArray<string>]) =>
      system.run(["ovs-appctl", "--timeout=5", "-t", `${home}/${control}`, ...args], { env }).pipe(
        Effect.as(true),
        Effect.orElseSucceed(() => false)
      )
    const vswitch = yield* Ovsdb.daemon(
      `ovs-vswitchd of ${name}`,
      Machine.start(
        place,
        ["ovs-vswitchd", remote, ...Ovsdb.quiet, "--disable-system", "--unixctl=/run/openvswitch/vswitchd.ctl"],
        env
      ),
      answers("vswitchd.ctl", "version")
    )
    const controller = yield* Ovsdb.daemon(
      `ovn-controller of ${name}`,
      Machine.start(place, ["ovn-controller", remote, ...Ovsdb.quiet, "--pidfile=/run/ovn/ovn-controller.pid"], env),
      // It is asked in the machine, where its process id is the one in the file.
      exec(["ovs-appctl", "--timeout=5", "-t", "ovn-controller", "connection-status"]).pipe(
        Effect.map((text) => text.trim() === "connected"),
        Effect.orElseSucceed(() => false)
      )
    )

    const ids = {
      "system-id": name,
      hostname: name,
      "ovn-remote": options.remote,
      "ovn-encap-type": options.encapsulation,
      "ovn-encap-ip": address,
      "ovn-bridge-datapath-type": "netdev",
      "ovn-bridge-mappings": "public:br-ex",
      "ovn-openflow-probe-interval": "0",
      "ovn-remote-probe-interval": "0"
    }
    const settings = Object.entries(ids).map(([key, value]) => `external-ids:${key}="${value}"`)
    const addBridge = (bridge: string, ...more: ReadonlyArray<string>) => [
      ["--may-exist", "add-br", bridge],
      ["set", "bridge", bridge, "datapath_type=netdev", ...more]
    ]
    const bridges = [
      ...addBridge("br-ul", `other-config:hwaddr="${macOf(options.number)}"`),
      ["--may-exist", "add-port", "br-ul", "ul"],
      ...addBridge("br-ex"),
      ["--may-exist", "add-port", "br-ex", "ex"],
      ...addBridge("br-int", "fail-mode=secure", "other-config:disable-in-band=true"),
      ["set", "interface", "br-ul", `mtu_request=${Fabric.plan.underlayMtu}`]
    ]
    const peers = Array.from({ length: options.count }, (_, i) => i + 1).filter((number) => number !== options.number)
    const boot = Effect.gen(function* () {
      yield* database.start
      yield* vsctl(["--no-wait", "init", "--", "set", "Open_vSwitch", ".", ...settings])
      yield* vswitch.start
      yield* vsctl(bridges.flatMap((command) => ["--", ...command]))
      yield* Machine.ip(place, [
        `addr replace ${address}/24 dev br-ul`,
        "link set br-ul up",
        "link set br-int up",
        "link set br-ex up"
      ])
      // The first packet through a tunnel would otherwise be lost: the datapath drops it when it has to ask for the address.
      for (const number of peers) {
        const neighbour = ["tnl/neigh/set", "br-ul", Fabric.plan.address(number), macOf(number)]
        yield* appctl("/run/openvswitch/vswitchd.ctl", neighbour)
      }
      yield* controller.start
    }).pipe(Effect.provideService(System, system))
    const halt = Effect.all([controller.stop, vswitch.stop, database.kill], { concurrency: 3, discard: true })
    return { name, machine, directory: home, boot, halt, exec, vsctl, ofctl, appctl }
  })
