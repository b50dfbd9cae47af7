/**
 * How this package runs programs and reads files: argument vectors only, a clean environment, a time limit and a size
 * limit on everything, `PlatformError` mapped to `LabError` in one place.
 *
 * @since 0.1.0
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as PlatformError from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { because, type LabError } from "../LabError.ts"
import * as Packages from "../Packages.ts"
import { onRealClock } from "./clock.ts"

/**
 * A program and its arguments.
 *
 * @since 0.1.0
 * @category models
 */
export type Argv = readonly [program: string, ...args: ReadonlyArray<string>]

/**
 * How to run a program to its end.
 *
 * @since 0.1.0
 * @category models
 */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Default: 60 seconds. */
  readonly within?: Duration.Input
}

/**
 * A program that goes on running. Its output is read all the time; the last 64 KiB are kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running {
  readonly pid: number
  readonly output: Effect.Effect<string>
  readonly isRunning: Effect.Effect<boolean>
  readonly exited: Effect.Effect<void>
}

/**
 * The operating system, as far as this package uses it.
 *
 * @since 0.1.0
 * @category services
 */
export class System extends Context.Service<
  System,
  {
    readonly fs: FileSystem.FileSystem
    /** Starts what others than this package want to run, with their own environment and limits. */
    readonly spawner: ChildProcessSpawner.ChildProcessSpawner["Service"]
    /** Where a program is; fails with the Debian package that brings it. */
    readonly locate: (program: string) => Effect.Effect<string, LabError>
    /** Runs a program to its end and returns what it printed on stdout (at most 16 MiB). */
    readonly run: (argv: Argv, options?: RunOptions) => Effect.Effect<string, LabError>
    /** Starts a program that is killed with -9, with its process group, when the scope closes. */
    readonly start: (
      argv: Argv,
      options?: Pick<RunOptions, "cwd" | "env">
    ) => Effect.Effect<Running, LabError, Scope.Scope>
  }
>()("@cloudwright/lab/internal/System") {}

const outputLimit = 16 * 1024 * 1024
const tailLimit = 64 * 1024

/** Nothing of the caller's own environment reaches a daemon, so that a test run does not depend on who starts it. */
const cleanEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LC_ALL: "C.UTF-8"
}

/** The last `limit` characters of a text that grows. */
const makeTail = (limit: number) => {
  let text = ""
  return {
    add: (more: string) => {
      text = (text + more).slice(-limit)
    },
    get: () => text
  }
}

/**
 * The one mapping of the platform's errors.
 *
 * @since 0.1.0
 * @category errors
 */
export const fromPlatform =
  (operation: string) =>
  (cause: PlatformError.PlatformError): LabError =>
    because({ _tag: "SystemFailed", operation, cause })

const fromSpawn =
  (argv: Argv) =>
  (cause: PlatformError.PlatformError): LabError =>
    cause.reason._tag === "NotFound"
      ? because({ _tag: "MissingProgram", program: argv[0], debianPackage: Packages.bringing(argv[0]) })
      : fromPlatform(`start ${argv[0]}`)(cause)

const make = Effect.gen(function* () {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const fs = yield* FileSystem.FileSystem

  const locate = Effect.fnUntraced(function* (program: string) {
    for (const directory of cleanEnvironment.PATH.split(":")) {
      const path = `${directory}/${program}`
      if (yield* fs.exists(path).pipe(Effect.orElseSucceed(() => false))) return path
    }
    return yield* because({ _tag: "MissingProgram", program, debianPackage: Packages.bringing(program) })
  })

  const spawn = (argv: Argv, options: ChildProcess.CommandOptions, env: RunOptions["env"]) => {
    const [program, ...args] = argv
    return spawner
      .spawn(ChildProcess.make(program, args, { ...options, env: { ...cleanEnvironment, ...env } }))
      .pipe(Effect.mapError(fromSpawn(argv)))
  }

  const run = Effect.fnUntraced(
    function* (argv: Argv, options: RunOptions = {}) {
      const failed = (exitCode: number, output: string) =>
        because({ _tag: "CommandFailed", command: argv, exitCode, output: output.slice(-tailLimit) })
      const handle = yield* spawn(
        argv,
        {
          stdin: options.stdin === undefined ? "ignore" : Stream.make(options.stdin).pipe(Stream.encodeText),
          killSignal: "SIGKILL",
          ...(options.cwd === undefined ? {} : { cwd: options.cwd })
        },
        options.env
      )
      const stderr = makeTail(tailLimit)
      const collect = handle.stdout.pipe(
        Stream.decodeText(),
        Stream.runFoldEffect(
          () => ({ size: 0, parts: [] as Array<string> }),
          (all, text) => {
            all.size += text.length
            all.parts.push(text)
            return all.size > outputLimit
              ? Effect.fail(failed(-1, `more than ${outputLimit} bytes of output`))
              : Effect.succeed(all)
          }
        )
      )
      const drain = handle.stderr.pipe(
        Stream.decodeText(),
        Stream.runForEach((text) => Effect.sync(() => stderr.add(text)))
      )
      const [{ parts }] = yield* Effect.all([collect, drain], { concurrency: 2 }).pipe(
        Effect.mapError((error) => (error._tag === "LabError" ? error : fromPlatform(`read from ${argv[0]}`)(error)))
      )
      // A failure here means that a signal ended the program.
      const exitCode = yield* handle.exitCode.pipe(Effect.orElseSucceed(() => -1))
      const stdout = parts.join("")
      if (exitCode !== 0) return yield* failed(exitCode, stdout + stderr.get())
      return stdout
    },
    (effect, argv, options) => {
      const within = options?.within ?? "60 seconds"
      return effect.pipe(
        Effect.scoped,
        Effect.timeoutOrElse({
          duration: within,
          orElse: () => {
            const seconds = Duration.toSeconds(within)
            return Effect.fail(because({ _tag: "NotReady", what: argv.join(" "), seconds, log: "" }))
          }
        }),
        onRealClock
      )
    }
  )

  const start = Effect.fnUntraced(function* (argv: Argv, options: Pick<RunOptions, "cwd" | "env"> = {}) {
    // The kernel ends the daemon when this process dies without running finalizers (kill -9).
    const bound: Argv = ["setpriv", "--pdeathsig", "KILL", "--", ...argv]
    const handle = yield* spawn(
      bound,
      { stdin: "ignore", killSignal: "SIGKILL", ...(options.cwd === undefined ? {} : { cwd: options.cwd }) },
      options.env
    )
    const tail = makeTail(tailLimit)
    yield* handle.all.pipe(
      Stream.decodeText(),
      Stream.runForEach((text) => Effect.sync(() => tail.add(text))),
      Effect.ignore,
      Effect.forkScoped
    )
    return {
      pid: handle.pid,
      output: Effect.sync(tail.get),
      isRunning: handle.isRunning.pipe(Effect.orElseSucceed(() => false)),
      exited: handle.exitCode.pipe(Effect.ignore)
    }
  })

  return System.of({ fs, locate, run, spawner, start })
})

/**
 * The system of this Node process.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<System> = Layer.effect(System, make).pipe(Layer.provide(NodeServices.layer))
