/**
 * One `ovsdb-server` at a place of a network laboratory, that can be killed and started again with what it had written.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { because, type LabError } from "../LabError.ts"
import { until } from "./clock.ts"
import * as Revivable from "./revivable.ts"
import { fromPlatform, type Running, System } from "./system.ts"

const secondsToStart = 30

/**
 * What daemons of Open vSwitch and OVN say about themselves goes to where the lab keeps it, and nowhere else.
 *
 * @since 0.1.0
 * @category constants
 */
export const quiet = ["-vconsole:info", "-vsyslog:off", "-vfile:off"] as const

/**
 * A server's home is a directory that is the same inside and outside; in it `db.sock`, `ctl` and `db`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly home: string
  readonly database: string
  readonly schemaFile: string
  /** A cluster: the homes of all members, the first of which makes it. */
  readonly cluster?: ReadonlyArray<string>
  readonly remotes?: ReadonlyArray<string>
  /** Starts the program; it ends with the scope. */
  readonly launch: (argv: Launch) => Effect.Effect<Running, LabError, System | Scope.Scope>
}

/**
 * A program and its arguments.
 *
 * @since 0.1.0
 * @category models
 */
export type Launch = readonly [program: string, ...args: ReadonlyArray<string>]

/**
 * A server. `joined` waits until it is a member of its cluster that knows a leader.
 *
 * @since 0.1.0
 * @category models
 */
export interface Server {
  readonly remote: string
  readonly start: Effect.Effect<void, LabError>
  readonly kill: Effect.Effect<void>
  readonly joined: Effect.Effect<void, LabError>
}

/**
 * The environment in which programs of Open vSwitch and OVN find nothing of the machine's own.
 *
 * @since 0.1.0
 * @category constants
 */
export const environment = (home: string) => ({
  OVS_RUNDIR: home,
  OVS_LOGDIR: home,
  OVS_DBDIR: home,
  OVN_RUNDIR: home,
  OVN_LOGDIR: home,
  OVN_DBDIR: home
})

/**
 * Waits until a program that is starting is ready, or fails with what it said.
 *
 * @since 0.1.0
 * @category combinators
 */
const awaitReady = <E, R>(running: Running, what: string, ready: Effect.Effect<boolean, E, R>) =>
  Effect.gen(function* () {
    const settled = Effect.gen(function* () {
      return !(yield* running.isRunning) || (yield* ready)
    })
    const isReady = yield* until(settled, `${secondsToStart} seconds`, "10 millis")
    if (isReady && (yield* running.isRunning)) return running
    const log = yield* running.output
    return yield* because({ _tag: "NotReady", what, seconds: secondsToStart, log })
  })

/**
 * Makes the database and a server of it that is not started yet. What is started ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Server, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const { fs, run } = system
    const { cluster, database, home, schemaFile } = options
    const file = `${home}/db`
    const socket = `${home}/db.sock`
    const env = environment(home)
    yield* fs.makeDirectory(home, { recursive: true }).pipe(Effect.mapError(fromPlatform("make a server's directory")))
    const raftOf = (member: string) => `unix:${member}/raft`
    const [first] = cluster ?? []
    if (first === undefined) yield* run(["ovsdb-tool", "create", file, schemaFile])
    else if (first === home) yield* run(["ovsdb-tool", "create-cluster", file, schemaFile, raftOf(home)])
    else yield* run(["ovsdb-tool", "join-cluster", file, database, raftOf(home), raftOf(first)])

    const answers = run(["ovsdb-client", "--timeout=5", ...quiet, "list-dbs", `unix:${socket}`], { env }).pipe(
      Effect.map((text) => text.split("\n").includes(database)),
      Effect.orElseSucceed(() => false)
    )
    const listening = Effect.gen(function* () {
      return (yield* fs.exists(socket).pipe(Effect.orElseSucceed(() => false))) && (yield* answers)
    })
    const remotes = [`punix:${socket}`, ...(options.remotes ?? [])].map((remote) => `--remote=${remote}`)
    const serve = Effect.gen(function* () {
      // The socket of one that was killed is still there.
      yield* Effect.ignore(fs.remove(socket, { force: true }))
      const running = yield* options.launch(["ovsdb-server", ...quiet, `--unixctl=${home}/ctl`, ...remotes, file])
      return yield* awaitReady(running, `the server of ${database}`, listening)
    })
    const server = yield* Revivable.make(serve)

    const status = run(["ovs-appctl", "--timeout=5", "-t", `${home}/ctl`, "cluster/status", database], { env }).pipe(
      Effect.orElseSucceed(() => "")
    )
    const joined = Effect.gen(function* () {
      const isMember = Effect.map(
        status,
        (text) => /^Status: cluster member$/m.test(text) && /^Leader: (?!unknown)/m.test(text)
      )
      if (cluster === undefined || (yield* until(isMember, `${secondsToStart} seconds`, "20 millis"))) return
      const what = `a member of ${database}`
      return yield* because({ _tag: "NotReady", what, seconds: secondsToStart, log: yield* status })
    })
    return { remote: `unix:${socket}`, start: server.start, kill: server.stop, joined }
  })

/**
 * A program that must be running, and can be killed and started again.
 *
 * @since 0.1.0
 * @category constructors
 */
export const daemon = (
  what: string,
  launch: Effect.Effect<Running, LabError, System | Scope.Scope>,
  ready: Effect.Effect<boolean, never, System>
) => Revivable.make(Effect.flatMap(launch, (running) => awaitReady(running, what, ready)))
