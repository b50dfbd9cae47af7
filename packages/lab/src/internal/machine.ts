/**
 * A machine of a network laboratory: a capsule with its own network, mounts (a private /run), host name and processes. It
 * can hold further network namespaces, by the names of `ip netns`; all end with it.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as PlatformError from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as ChildProcess from "effect/process/ChildProcess"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as NodeUrl from "node:url"
import { because, type LabError } from "../LabError.ts"
import * as Capsule from "./capsule.ts"
import { until } from "./clock.ts"
import { type Argv, type RunOptions, type Running, System } from "./system.ts"

const script = NodeUrl.fileURLToPath(new URL("../../assets/machine-init.sh", import.meta.url))
const secondsToBoot = 20

/**
 * A machine that runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Machine {
  readonly name: string
  /** The lab's directory, which marks everything in the machine. */
  readonly directory: string
  /** Its first process, by its id outside. */
  readonly init: number
}

/**
 * A network namespace of a machine: its own one, or one with a name.
 *
 * @since 0.1.0
 * @category models
 */
export interface Place {
  readonly machine: Machine
  readonly namespace?: string
}

/**
 * Boots a machine that ends with the scope. `binds`: directories that are seen elsewhere in it, from and to.
 *
 * @since 0.1.0
 * @category constructors
 */
export const boot = (
  directory: string,
  name: string,
  binds: ReadonlyArray<readonly [from: string, to: string]> = []
): Effect.Effect<Machine, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const capsule = yield* Capsule.start(["/bin/bash", script, name, ...binds.flat()], {
      directory,
      namespaces: ["--mount", "--uts", "--ipc", "--net"]
    })
    const isUp = Effect.map(capsule.outer.output, (output) => output.includes("ready\n"))
    const settled = Effect.gen(function* () {
      return (yield* isUp) || !(yield* capsule.outer.isRunning)
    })
    yield* until(settled, `${secondsToBoot} seconds`, "5 millis")
    if (yield* isUp) return { name, directory, init: capsule.init }
    const log = yield* capsule.outer.output
    return yield* because({ _tag: "NotReady", what: `the machine ${name}`, seconds: secondsToBoot, log })
  })

const netOf = ({ machine, namespace }: Place) =>
  namespace === undefined
    ? `--net=/proc/${machine.init}/ns/net`
    : `--net=/proc/${machine.init}/root/run/netns/${namespace}`

/** The argument vector that runs a program at a place, as a process of its machine. */
const enter = (place: Place, argv: ReadonlyArray<string>, cwd = "/"): Argv => [
  "nsenter",
  "--target",
  String(place.machine.init),
  "--pid",
  "--mount",
  "--uts",
  "--ipc",
  netOf(place),
  `--wdns=${cwd}`,
  "--",
  ...argv
]

/**
 * Runs a program at a place to its end; what it printed on stdout.
 *
 * @since 0.1.0
 * @category combinators
 */
export const run = Effect.fnUntraced(function* (place: Place, argv: Argv, options: Omit<RunOptions, "cwd"> = {}) {
  const system = yield* System
  return yield* system.run(enter(place, argv), options)
})

/**
 * Starts a program at a place; it is killed with the scope, and with the machine.
 *
 * @since 0.1.0
 * @category combinators
 */
export const start = (
  place: Place,
  argv: Argv,
  env: Readonly<Record<string, string>> = {}
): Effect.Effect<Running, LabError, System | Scope.Scope> =>
  Capsule.startInside(enter(place, argv), { directory: place.machine.directory, env })

/**
 * Runs `ip` commands at a place. Only the network is the place's: process ids in them (`netns 123`) are those out here.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ip = Effect.fnUntraced(function* (place: Place, commands: ReadonlyArray<string>) {
  const system = yield* System
  yield* system.run(["nsenter", netOf(place), "--", "ip", "-batch", "-"], { stdin: `${commands.join("\n")}\n` })
})

/**
 * Sets kernel parameters of the place's network (`net.…=value`).
 *
 * @since 0.1.0
 * @category combinators
 */
export const sysctl = (place: Place, ...settings: ReadonlyArray<string>) => run(place, ["sysctl", "-qw", ...settings])

/**
 * Makes a network namespace with a name; it goes with the scope, and with it the links in it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const addNamespace = Effect.fnUntraced(function* (machine: Machine, namespace: string) {
  const system = yield* System
  const at: Place = { machine, namespace }
  yield* Effect.acquireRelease(run({ machine }, ["ip", "netns", "add", namespace]), () =>
    run({ machine }, ["ip", "netns", "delete", namespace]).pipe(Effect.ignore, Effect.provideService(System, system))
  )
  yield* ip(at, ["link set lo up"])
  return at
})

/**
 * A spawner whose programs run at a place, with the environment and the limits of the one who starts them; they end with
 * the machine at the latest, and cannot be started (`BadResource`) while it does not run. A working directory is one of the machine's.
 *
 * @since 0.1.0
 * @category constructors
 */
export const spawner = (place: Effect.Effect<Place, LabError>) =>
  Effect.gen(function* () {
    const system = yield* System
    const inside = (at: Place, command: ChildProcess.Command): ChildProcess.Command => {
      if (ChildProcess.isPipedCommand(command)) {
        return ChildProcess.pipeTo(inside(at, command.left), inside(at, command.right), command.options)
      }
      const { cwd, ...options } = command.options
      const [program, ...args] = enter(at, [], cwd)
      return ChildProcess.make(program, [...args, command.command, ...command.args], options)
    }
    const isDown = (cause: LabError) =>
      PlatformError.systemError({ _tag: "BadResource", module: "ChildProcess", method: "spawn", cause })
    return ChildProcessSpawner.make((command) =>
      Effect.flatMap(Effect.mapError(place, isDown), (at) => system.spawner.spawn(inside(at, command)))
    )
  })
