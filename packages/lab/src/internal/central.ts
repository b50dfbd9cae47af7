/**
 * The central part of OVN: the northbound and the southbound database and ovn-northd, in the core of a laboratory or as
 * programs of this machine.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { because, type LabError } from "../LabError.ts"
import * as Packages from "../Packages.ts"
import { onRealClock } from "./clock.ts"
import * as Ovsdb from "./ovsdb.ts"
import { type Running, System } from "./system.ts"

/**
 * Where the schemas of Debian's packages are.
 *
 * @since 0.1.0
 * @category constants
 */
export const schemaFiles = {
  northbound: "/usr/share/ovn/ovn-nb.ovsschema",
  southbound: "/usr/share/ovn/ovn-sb.ovsschema",
  switch: "/usr/share/openvswitch/vswitch.ovsschema"
} as const

/**
 * The programs that OVN with a userspace datapath needs.
 *
 * @since 0.1.0
 * @category constants
 */
const programs = [
  "ovsdb-server",
  "ovsdb-tool",
  "ovsdb-client",
  "ovs-vsctl",
  "ovs-ofctl",
  "ovs-appctl",
  "ovs-vswitchd",
  "ovn-northd",
  "ovn-controller",
  "ovn-nbctl",
  "ovn-sbctl",
  "ovn-trace"
] as const

/**
 * Fails unless the programs and the schemas are there.
 *
 * @since 0.1.0
 * @category predicates
 */
export const requireInstalled: Effect.Effect<void, LabError, System> = Effect.gen(function* () {
  const { fs, locate } = yield* System
  for (const program of programs) yield* locate(program)
  for (const program of Object.values(schemaFiles)) {
    if (yield* fs.exists(program).pipe(Effect.orElseSucceed(() => false))) continue
    return yield* because({ _tag: "MissingProgram", program, debianPackage: Packages.bringing(program) })
  }
})

/**
 * How to make it. `southboundRemotes`: where the southbound database also listens; `members`: of the northbound database.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly directory: string
  readonly members: number
  readonly northboundRemotes?: ReadonlyArray<string>
  readonly southboundRemotes?: ReadonlyArray<string>
  readonly launch: (
    argv: Ovsdb.Launch,
    env: Readonly<Record<string, string>>
  ) => Effect.Effect<Running, LabError, System | Scope.Scope>
}

/**
 * A running centre. `northbound` and `southbound` are the databases' addresses; `nbctl`, `sbctl` and `trace` are programs
 * that ask them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Central {
  readonly northbound: string
  readonly southbound: string
  readonly members: ReadonlyArray<Ovsdb.Server>
  readonly northd: { readonly start: Effect.Effect<void, LabError>; readonly stop: Effect.Effect<void> }
  readonly nbctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly sbctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly trace: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
}

const secondsToAnswer = 30
const timeout = `--timeout=${secondsToAnswer}`

/**
 * Starts the databases and ovn-northd; returns when what is written northbound reaches the southbound database. All end
 * with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Central, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const { fs, run } = yield* System
    const { directory } = options
    const launchIn = (home: string) => (argv: Ovsdb.Launch) => options.launch(argv, Ovsdb.environment(home))
    const homes = Array.from({ length: options.members }, (_, i) => `${directory}/nb${i + 1}`)
    const members = yield* Effect.forEach(homes, (home, i) =>
      Ovsdb.make({
        home,
        database: "OVN_Northbound",
        schemaFile: schemaFiles.northbound,
        ...(homes.length === 1 ? {} : { cluster: homes }),
        remotes: i === 0 ? (options.northboundRemotes ?? []) : [],
        launch: launchIn(home)
      })
    )
    const sb = `${directory}/sb`
    const south = yield* Ovsdb.make({
      home: sb,
      database: "OVN_Southbound",
      schemaFile: schemaFiles.southbound,
      remotes: options.southboundRemotes ?? [],
      launch: launchIn(sb)
    })
    yield* Effect.forEach([...members, south], ({ start }) => start, { concurrency: "unbounded", discard: true })
    yield* Effect.forEach(members, ({ joined }) => joined, { discard: true })

    const northbound = members.map(({ remote }) => remote).join(",")
    const southbound = south.remote
    const home = `${directory}/northd`
    const env = Ovsdb.environment(home)
    yield* Effect.ignore(fs.makeDirectory(home))
    const control = `${home}/ctl`
    const isUp = run(["ovs-appctl", "--timeout=5", "-t", control, "status"], { env }).pipe(
      // One that is not active does nothing.
      Effect.map((text) => text.includes("active")),
      Effect.orElseSucceed(() => false)
    )
    const northd = yield* Ovsdb.daemon(
      "ovn-northd",
      Effect.andThen(
        Effect.ignore(fs.remove(control, { force: true })),
        launchIn(home)([
          "ovn-northd",
          ...Ovsdb.quiet,
          `--unixctl=${control}`,
          `--ovnnb-db=${northbound}`,
          `--ovnsb-db=${southbound}`
        ])
      ),
      isUp
    )
    const asking = (program: string, db: string) => (args: ReadonlyArray<string>) =>
      run([program, timeout, `--db=${db}`, ...args], { env, within: `${secondsToAnswer + 30} seconds` }).pipe(
        // These programs try one member of a cluster only; nothing was asked of a member that could not be reached.
        Effect.retry({
          schedule: Schedule.spaced("100 millis").pipe(Schedule.upTo({ duration: "5 seconds" })),
          while: ({ reason }) =>
            db.includes(",") && reason._tag === "CommandFailed" && reason.output.includes("database connection failed")
        }),
        onRealClock
      )
    const nbctl = asking("ovn-nbctl", northbound)
    const sbctl = asking("ovn-sbctl", southbound)
    yield* nbctl(["init"])
    yield* northd.start
    yield* nbctl(["set", "NB_Global", ".", "options:northd_probe_interval=0"])
    yield* nbctl(["--wait=sb", "sync"])
    return {
      northbound,
      southbound,
      members,
      northd,
      nbctl,
      sbctl,
      // It knows no time limit of its own.
      trace: (args) => run(["ovn-trace", `--db=${southbound}`, ...args], { env, within: `${secondsToAnswer} seconds` })
    }
  })
