/**
 * Effect's `ChildProcessSpawner` (unstable) on a remote machine.
 *
 * Commands behave as on the local machine: the argument vector arrives unchanged, a missing program or directory fails
 * `spawn`, output and input press back, closing the scope or interrupting kills the process group, and the exit by a
 * signal fails `exitCode`. The remote machine needs `/bin/sh` and, for an environment that does not extend the login
 * one, `/usr/bin/env`.
 *
 * What differs: there is no `inherit` for a stream and no descriptor beyond the three, both are refused; names of
 * environment variables must be ones that a shell accepts; `detached` and `windowsHide` mean nothing, since each command
 * leads a session of its own; without `forceKillAfter`, closing the scope sends SIGKILL after 10 seconds instead of
 * waiting for ever; descendants that outlive their leader are signalled only while they hold its output; after `unref`
 * the process is left running, but its streams end with the scope. A process whose connection was lost is killed over a
 * new one; if there is none within 10 seconds, a warning with its process id is logged.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as PlatformError from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import * as Spawner from "effect/process/ChildProcessSpawner"
import * as CommandLine from "effect/process/CommandLine"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
import { randomBytes } from "node:crypto"
import * as Launch from "./internal/launch.ts"
import * as Output from "./internal/output.ts"
import { fromSsh, withUnknownOutcome } from "./internal/platform.ts"
import * as Script from "./internal/script.ts"
import { Ssh } from "./Ssh.ts"
import type { SshChannel, SshExit, SshPull } from "./SshChannel.ts"
import type { SshError } from "./SshError.ts"

type Handle = Spawner.ChildProcessHandle
type Spawn = (command: ChildProcess.Command) => Effect.Effect<Handle, PlatformError.PlatformError, Scope.Scope>

/** Time that closing a scope allows a process to end by itself, and a lost connection to come back. */
const patience = Duration.seconds(10)

/** Descendants that still hold the output of an ended command get this long before they are signalled. */
const afterExit = Duration.millis(250)

const unwrap = (value: string | Redacted.Redacted): string =>
  Redacted.isRedacted(value) ? Redacted.value(value) : value

const display = (command: ChildProcess.StandardCommand) => CommandLine.display([command.command, ...command.args])

const badArgument = (description: string) =>
  PlatformError.badArgument({ module: "ChildProcess", method: "spawn", description })

/** The reason that no command line can express what is asked for, if there is one. Values may be secret: only names. */
const objection = ({ args, command, options }: ChildProcess.StandardCommand): string | undefined => {
  if (options.shell !== undefined && options.shell !== false && args.length > 0) {
    return "The shell option cannot be combined with arguments; pass the whole script as the command"
  }
  if (command === "" || command.startsWith("-")) return "The command must not be empty or start with a hyphen"
  if (command.includes("\0")) return "The command contains a NUL character"
  const nul = args.findIndex((arg) => unwrap(arg).includes("\0"))
  if (nul !== -1) return `Argument ${nul + 1} contains a NUL character`
  if (options.cwd?.includes("\0") === true) return "The working directory contains a NUL character"
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (!Launch.isVariableName(name)) return `The environment variable ${JSON.stringify(name)} has no name for a shell`
    if (value !== undefined && unwrap(value).includes("\0")) {
      return `The environment variable ${name} contains a NUL character`
    }
  }
  if (Object.keys(options.additionalFds ?? {}).length > 0)
    return "SSH carries no file descriptors beyond the first three"
  return undefined
}

interface Stdio {
  readonly stdin: ChildProcess.StdinConfig
  readonly stdout: ChildProcess.CommandOutput
  readonly stderr: ChildProcess.CommandOutput
}

const stdioOf = ({ stderr, stdin, stdout }: ChildProcess.CommandOptions): Stdio => {
  const output = (option: ChildProcess.CommandOutput | ChildProcess.StdoutConfig | undefined) =>
    option === undefined
      ? "pipe"
      : typeof option === "string" || Sink.isSink(option)
        ? option
        : (option.stream ?? "pipe")
  const config: ChildProcess.StdinConfig =
    stdin === undefined
      ? { stream: "pipe" }
      : typeof stdin === "string" || Stream.isStream(stdin)
        ? { stream: stdin }
        : stdin
  return { stdin: config, stdout: output(stdout), stderr: output(stderr) }
}

const launchOf = ({ args, command, options }: ChildProcess.StandardCommand, stdio: Stdio): Launch.Launch => {
  const shell = options.shell === true ? "/bin/sh" : options.shell === false ? undefined : options.shell
  const env =
    options.env === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(options.env).map(([name, value]) => [name, value === undefined ? undefined : unwrap(value)])
        )
  return {
    command: shell ?? command,
    args: shell === undefined ? args.map(unwrap) : ["-c", command],
    cwd: options.cwd,
    env,
    extendEnv: options.extendEnv === true,
    ignored: {
      stdin: stdio.stdin.stream === "ignore",
      stdout: stdio.stdout === "ignore",
      stderr: stdio.stderr === "ignore"
    }
  }
}

/** A started command: its channel behind the report, and who it is. */
interface Started {
  readonly channel: SshChannel
  readonly stdout: SshPull
  readonly stderr: SshPull
  readonly pid: number
  readonly startTime: string
}

const start = Effect.fnUntraced(function* (
  ssh: Ssh["Service"],
  command: ChildProcess.StandardCommand,
  stdio: Stdio,
  channel: SshChannel
) {
  const pathOrDescriptor = display(command)
  const failed = (error: SshError) => fromSsh("ChildProcess", "spawn", pathOrDescriptor)(withUnknownOutcome(error))
  const system = (tag: PlatformError.SystemErrorTag, description: string) =>
    PlatformError.systemError({ _tag: tag, module: "ChildProcess", method: "spawn", pathOrDescriptor, description })
  const nonce = randomBytes(12).toString("hex")
  yield* Effect.mapError(channel.write(Buffer.from(Launch.script(launchOf(command, stdio), nonce))), failed)
  const report = yield* Effect.all([Output.after(channel.stderr, nonce), Output.after(channel.stdout, nonce)]).pipe(
    Effect.mapError(failed),
    Effect.timeoutOrElse({
      duration: ssh.requestTimeout,
      orElse: () => Effect.fail(system("TimedOut", `${ssh.target} did not start the command`))
    })
  )
  const [stderr, stdout] = report
  const [pid, status, startTime] = stderr?.line.split(" ") ?? []
  if (stderr === undefined || stdout === undefined || pid === undefined || startTime === undefined) {
    return yield* system("Unknown", `the login shell on ${ssh.target} did not start the command`)
  }
  if (status !== "ok") {
    return yield* system(status as PlatformError.SystemErrorTag, `on ${ssh.target}`)
  }
  const started: Started = { channel, stdout: stdout.rest, stderr: stderr.rest, pid: Number(pid), startTime }
  return started
})

/** Sends a signal over a session of its own; whether there was anyone to get it. */
const signal = (ssh: Ssh["Service"], started: Started, name: ChildProcess.Signal) =>
  Effect.map(
    Script.run(ssh, Launch.killScript(started.pid, started.startTime, name), { urgent: true }),
    (code) => code === 0
  )

const terminate = Effect.fnUntraced(function* (
  ssh: Ssh["Service"],
  started: Started,
  options: ChildProcess.KillOptions | undefined,
  onSent: Effect.Effect<void> = Effect.void
) {
  const sent = yield* signal(ssh, started, options?.killSignal ?? "SIGTERM")
  if (!sent) return false
  yield* onSent
  if (options?.forceKillAfter === undefined) {
    yield* Effect.exit(started.channel.exit)
    return true
  }
  const ended = yield* Effect.timeoutOption(started.channel.closed, options.forceKillAfter)
  if (Option.isNone(ended)) yield* signal(ssh, started, "SIGKILL")
  yield* Effect.exit(started.channel.exit)
  return true
})

/** What the scope does with the process when it closes. */
const cleanUp = Effect.fnUntraced(function* (
  ssh: Ssh["Service"],
  started: Started,
  options: ChildProcess.CommandOptions
) {
  const exit = yield* Effect.timeoutOption(Effect.exit(started.channel.exit), 0)
  const killSignal = options.killSignal ?? "SIGTERM"
  if (Option.isSome(exit) && Exit.isSuccess(exit.value)) {
    yield* started.channel.discard
    const closed = yield* Effect.timeoutOption(started.channel.closed, afterExit)
    if (Option.isNone(closed)) yield* Effect.timeoutOption(signal(ssh, started, killSignal), patience)
    return
  }
  if (Option.isSome(exit)) {
    // The connection is gone, perhaps not the process; nobody can tell its end, so it gets no time.
    const sent = yield* Effect.exit(Effect.timeout(signal(ssh, started, "SIGKILL"), patience))
    if (Exit.isFailure(sent)) yield* Effect.logWarning(`process ${started.pid} may be left running on ${ssh.target}`)
    return
  }
  // Only then: a command that waits for its reader is not to go on before the signal.
  const forceKillAfter = options.forceKillAfter ?? patience
  yield* terminate(ssh, started, { killSignal, forceKillAfter }, started.channel.discard)
})

const outputStream = (
  pull: SshPull,
  option: ChildProcess.CommandOutput,
  failed: (error: SshError) => PlatformError.PlatformError
): Stream.Stream<Uint8Array, PlatformError.PlatformError> => {
  const bytes = Stream.fromPull(
    Effect.succeed(Effect.mapError(pull, (error) => (Cause.isDone(error) ? error : failed(error))))
  )
  return Sink.isSink(option) ? Stream.transduce(bytes, option) : bytes
}

const spawnOne = Effect.fnUntraced(function* (ssh: Ssh["Service"], command: ChildProcess.StandardCommand) {
  const refused = objection(command)
  if (refused !== undefined) return yield* badArgument(refused)
  const stdio = stdioOf(command.options)
  if ([stdio.stdin.stream, stdio.stdout, stdio.stderr].includes("inherit")) {
    return yield* badArgument("A remote command cannot inherit the streams of this process")
  }
  const pathOrDescriptor = display(command)
  const failed = (method: string) => (error: SshError) =>
    fromSsh("ChildProcess", method, pathOrDescriptor)(withUnknownOutcome(error))
  let isReferenced = true
  const channel = yield* Effect.mapError(ssh.exec(Launch.bootstrap), failed("spawn"))
  // From the first byte of the script until its report nobody knows whom to kill, so an interruption in between has to wait
  // for the report; the script goes on in a fiber of its own.
  const starting = yield* Effect.uninterruptible(
    Effect.tap(Effect.forkScoped(start(ssh, command, stdio, channel), { startImmediately: true }), (fiber) =>
      Effect.addFinalizer(() =>
        Effect.flatMap(Fiber.await(fiber), (exit) =>
          Exit.isSuccess(exit) && isReferenced ? Effect.ignore(cleanUp(ssh, exit.value, command.options)) : Effect.void
        )
      )
    )
  )
  const started = yield* Fiber.join(starting)

  const writes = Sink.forEachArray((chunks: ReadonlyArray<Uint8Array>) =>
    Effect.forEach(chunks, (chunk) => Effect.mapError(channel.write(chunk), failed("stdin")), { discard: true })
  )
  const stdin = stdio.stdin.endOnDone === false ? writes : Sink.ensuring(writes, channel.end)
  const inputFailure = Deferred.makeUnsafe<never, PlatformError.PlatformError>()
  if (Stream.isStream(stdio.stdin.stream)) {
    const input = Stream.tapError(stdio.stdin.stream, (error) => Deferred.fail(inputFailure, error))
    yield* Effect.forkScoped(Stream.run(input, stdin))
  }

  const stdout = outputStream(started.stdout, stdio.stdout, failed("stdout"))
  const stderr = outputStream(started.stderr, stdio.stderr, failed("stderr"))
  const toExitCode = (exit: SshExit) =>
    exit._tag === "Code"
      ? Effect.succeed(Spawner.ExitCode(exit.code))
      : Effect.fail(
          PlatformError.systemError({
            _tag: "Unknown",
            module: "ChildProcess",
            method: "exitCode",
            pathOrDescriptor,
            cause: new Error(`Process interrupted due to receipt of signal: '${exit.signal}'`)
          })
        )
  const exitCode = Effect.raceFirst(
    Effect.flatMap(Effect.mapError(channel.exit, failed("exitCode")), toExitCode),
    Deferred.await(inputFailure)
  )
  const nobodyToKill = PlatformError.systemError({
    _tag: "Unknown",
    module: "ChildProcess",
    method: "kill",
    pathOrDescriptor,
    description: "Failed to kill child process"
  })
  return Spawner.makeHandle({
    pid: Spawner.ProcessId(started.pid),
    exitCode,
    isRunning: Effect.map(Effect.timeoutOption(Effect.exit(channel.exit), 0), Option.isNone),
    kill: (options) =>
      Effect.flatMap(Effect.mapError(terminate(ssh, started, options), failed("kill")), (sent) =>
        sent ? Effect.void : Effect.fail(nobodyToKill)
      ),
    stdin: stdio.stdin.stream === "ignore" ? Sink.drain : stdin,
    stdout,
    stderr,
    all: Stream.merge(stdout, stderr),
    getInputFd: () => Sink.drain,
    getOutputFd: () => Stream.empty,
    unref: Effect.sync(() => {
      isReferenced = false
      return Effect.sync(() => {
        isReferenced = true
      })
    })
  })
})

const sourceOf = (handle: Handle, from: ChildProcess.PipeFromOption | undefined) =>
  from === "stderr" ? handle.stderr : from === "all" ? handle.all : handle.stdout

/** The commands of a pipeline in order, each with how it takes from the one before. */
const flatten = (
  command: ChildProcess.Command,
  options: ChildProcess.PipeOptions = {}
): ReadonlyArray<readonly [ChildProcess.StandardCommand, ChildProcess.PipeOptions]> =>
  command._tag === "StandardCommand"
    ? [[command, options]]
    : [...flatten(command.left, options), ...flatten(command.right, command.options)]

const spawnPipeline = Effect.fnUntraced(function* (ssh: Ssh["Service"], command: ChildProcess.Command) {
  const handles: Array<Handle> = []
  let last: Handle | undefined
  for (const [next, { from, to }] of flatten(command)) {
    if ((from ?? "stdout").startsWith("fd") || (to ?? "stdin") !== "stdin") {
      return yield* badArgument("SSH carries no file descriptors beyond the first three")
    }
    const options =
      last === undefined
        ? next.options
        : { ...next.options, stdin: { ...stdioOf(next.options).stdin, stream: sourceOf(last, from) } }
    last = yield* spawnOne(ssh, ChildProcess.make(next.command, next.args, options))
    handles.push(last)
  }
  const first = handles[0] as Handle
  const end = handles[handles.length - 1] ?? first
  const backwards = handles.toReversed()
  return Spawner.makeHandle({
    ...end,
    stdin: first.stdin,
    kill: (options) => Effect.forEach(backwards, (handle) => Effect.ignore(handle.kill(options)), { discard: true }),
    unref: Effect.map(
      Effect.forEach(handles, (handle) => handle.unref),
      (rerefs) => Effect.forEach(rerefs.toReversed(), (reref) => reref, { discard: true })
    )
  })
})

const make = Effect.gen(function* () {
  const ssh = yield* Ssh
  const spawn: Spawn = (command) =>
    (command._tag === "StandardCommand" ? spawnOne(ssh, command) : spawnPipeline(ssh, command)).pipe(
      Effect.withSpan("SshChildProcessSpawner.spawn", { attributes: { "ssh.target": ssh.target }, kind: "client" })
    )
  return Spawner.make(spawn)
})

/**
 * Provides `ChildProcessSpawner` on the machine of `Ssh`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Spawner.ChildProcessSpawner, never, Ssh> = Layer.effect(
  Spawner.ChildProcessSpawner,
  make
)
