/**
 * OVN without root and without packets, inside a `Scope`: the real databases, ovn-northd, ovn-controller and ovs-vswitchd,
 * whose datapath and ports are dummies. What is written northbound becomes flows, a frame given to one port goes through
 * them, and what comes out of another one can be read: the whole translation, in about a second, with nothing of the
 * kernel's network. Needs Debian's packages (`Packages.parts.ovn`).
 *
 * Limits: one chassis, hence no tunnels; 1 000 frames in one `send`; 10 000 frames out of one port. What waits for a daemon's
 * answer waits 30 seconds at most.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Central from "./internal/central.ts"
import { onRealClock } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as GuestTools from "./internal/guesttools.ts"
import * as Ovsdb from "./internal/ovsdb.ts"
import * as Pcap from "./internal/pcap.ts"
import * as Processes from "./internal/processes.ts"
import { fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"
import type { Watch } from "./NetStation.ts"

/**
 * A port that is bound to its logical port. `send`: frames come in there, as if a guest had sent them, and are on their way
 * when the effect ends. As a `Watch`: what has come out of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface DummyPort extends Watch {
  readonly send: (frames: ReadonlyArray<Uint8Array>) => Effect.Effect<void, LabError>
}

/**
 * A running OVN. Addresses are in Open vSwitch's words (`unix:…`).
 *
 * - `nbctl`, `sbctl`, `trace`, `vsctl`, `ofctl`, `appctl` (of ovs-vswitchd): what the program printed.
 * - `sync`: what was written northbound is in force.
 * - `plug` binds a port to the logical port of that name, which need not be there yet; it goes with the scope. `awaitUp`
 *   waits until the logical port, which must be there, is up.
 *
 * @since 0.1.0
 * @category services
 */
export class OvnDummy extends Context.Service<
  OvnDummy,
  {
    readonly directory: string
    readonly northbound: string
    readonly southbound: string
    readonly switchDatabase: string
    readonly nbctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly sbctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly trace: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly vsctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly ofctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly appctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
    readonly sync: Effect.Effect<void, LabError>
    readonly awaitUp: (port: string) => Effect.Effect<void, LabError>
    readonly plug: (port: string) => Effect.Effect<DummyPort, LabError, Scope.Scope>
  }
>()("@cloudwright/lab/OvnDummy") {}

const sendLimit = 1000
const outLimit = 10_000

/** Starts the chassis' daemons; they end with the scope. */
const makeChassis = Effect.fnUntraced(function* (
  home: string,
  southbound: string,
  launch: (argv: Ovsdb.Launch) => ReturnType<System["Service"]["start"]>
) {
  const { run } = yield* System
  const env = Ovsdb.environment(home)
  const remote = `unix:${home}/db.sock`
  const control = `${home}/vswitchd.ctl`
  const vsctl = (args: ReadonlyArray<string>) => run(["ovs-vsctl", "--timeout=30", `--db=${remote}`, ...args], { env })
  const ofctl = (args: ReadonlyArray<string>) => run(["ovs-ofctl", "--timeout=30", ...args], { env })
  const appctl = (args: ReadonlyArray<string>) => run(["ovs-appctl", "--timeout=30", "-t", control, ...args], { env })

  const database = yield* Ovsdb.make({
    home,
    database: "Open_vSwitch",
    schemaFile: Central.schemaFiles.switch,
    launch
  })
  yield* database.start
  const ids = {
    "system-id": "dummy",
    hostname: "dummy",
    "ovn-remote": southbound,
    "ovn-encap-type": "geneve",
    "ovn-encap-ip": "127.0.0.1",
    "ovn-bridge-datapath-type": "dummy",
    "ovn-openflow-probe-interval": "0",
    "ovn-remote-probe-interval": "0"
  }
  const settings = Object.entries(ids).map(([key, value]) => `external-ids:${key}="${value}"`)
  yield* vsctl(["--no-wait", "init", "--", "set", "Open_vSwitch", ".", ...settings])
  const vswitch = yield* Ovsdb.daemon(
    "ovs-vswitchd",
    launch([
      "ovs-vswitchd",
      remote,
      ...Ovsdb.quiet,
      "--enable-dummy=system",
      "--disable-system",
      `--unixctl=${control}`
    ]),
    Effect.orElseSucceed(Effect.as(appctl(["version"]), true), () => false)
  )
  yield* vswitch.start
  yield* vsctl(["add-br", "br-int", "--", "set", "bridge", "br-int", "datapath_type=dummy", "fail-mode=secure"])
  const controller = yield* Ovsdb.daemon(
    "ovn-controller",
    launch(["ovn-controller", remote, ...Ovsdb.quiet, `--pidfile=${home}/ovn-controller.pid`]),
    run(["ovs-appctl", "--timeout=5", "-t", "ovn-controller", "connection-status"], { env }).pipe(
      Effect.map((text) => text.trim() === "connected"),
      Effect.orElseSucceed(() => false)
    )
  )
  yield* controller.start
  return { remote, vsctl, ofctl, appctl }
})

/**
 * Starts an OVN that ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<OvnDummy["Service"], LabError, Scope.Scope> = Effect.gen(function* () {
  yield* Central.requireInstalled
  const system = yield* System
  const directory = yield* Directory.make("/chassis/ovn-controller.4194304.ctl".length)
  const launch = (argv: Ovsdb.Launch, env: Readonly<Record<string, string>>) =>
    system.start(argv, { env: { ...env, [Processes.marker]: directory } })
  const central = yield* Central.make({ directory, members: 1, launch })
  const home = `${directory}/chassis`
  const chassis = yield* makeChassis(home, central.southbound, (argv) => launch(argv, Ovsdb.environment(home)))
  const { appctl, vsctl } = chassis
  const sync = Effect.asVoid(central.nbctl(["--wait=hv", "sync"]))
  yield* central.sbctl(["wait-until", "Chassis", "dummy"])
  yield* sync

  let last = 0
  const plug = (port: string) =>
    Effect.gen(function* () {
      const device = `d${++last}`
      const file = `${directory}/${device}.pcap`
      const bound = ["type=dummy", `options:tx_pcap="${file}"`, `external-ids:iface-id="${port}"`]
      yield* Effect.acquireRelease(
        vsctl(["add-port", "br-int", device, "--", "set", "interface", device, ...bound]),
        () => Effect.ignore(vsctl(["--if-exists", "del-port", "br-int", device]))
      )
      const seen = system.fs.readFile(file).pipe(
        Effect.mapError(fromPlatform(`read what came out of ${port}`)),
        Effect.map(Pcap.frames),
        Effect.filterOrFail(
          (frames) => frames.length <= outLimit,
          () => because({ _tag: "SystemFailed", operation: `watch ${port}`, cause: `more than ${outLimit} frames` })
        )
      )
      const send = (frames: ReadonlyArray<Uint8Array>) =>
        Effect.gen(function* () {
          if (frames.length > sendLimit) {
            const value = String(frames.length)
            return yield* because({ _tag: "InvalidOption", option: "frames", value, allowed: `at most ${sendLimit}` })
          }
          const texts = frames.map((frame) => Buffer.from(frame).toString("hex"))
          if (texts.length > 0) yield* appctl(["netdev-dummy/receive", device, ...texts])
        })
      return { ...GuestTools.watchOf(port, seen), send } satisfies DummyPort
    }).pipe(onRealClock)

  return OvnDummy.of({
    directory,
    northbound: central.northbound,
    southbound: central.southbound,
    switchDatabase: chassis.remote,
    nbctl: central.nbctl,
    sbctl: central.sbctl,
    trace: central.trace,
    vsctl,
    ofctl: chassis.ofctl,
    appctl,
    sync,
    awaitUp: (port) => Effect.asVoid(central.nbctl(["wait-until", "Logical_Switch_Port", port, "up=true"])),
    plug
  })
}).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * An OVN with dummies. Each use of this layer in another layer map makes another OVN: bind what is provided with it to a
 * constant to share it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<OvnDummy, LabError> = Layer.effect(OvnDummy, make)
