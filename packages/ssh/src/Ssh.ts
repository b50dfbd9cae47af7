/**
 * `Ssh`: one connection to one machine, opened with the layer, opened anew when it was lost, closed with the scope.
 *
 * `SshChildProcessSpawner`, `SshFileSystem` and `SshSocket` stand on it; `SshServices` gives them all. Host certificates,
 * agent forwarding, X11 and pseudo-terminals are left out.
 *
 * A lost connection fails what is under way with `ConnectionLost`; nothing is repeated by itself. The next operation
 * dials again, with back-off, and concurrent operations share that attempt.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Connection from "./internal/connection.ts"
import { fromWrapper } from "./internal/sftp.ts"
import type { Sftp } from "./Sftp.ts"
import type { SshChannel } from "./SshChannel.ts"
import { type SshConfig, type SshHop, targetOf } from "./SshConfig.ts"
import { SshError } from "./SshError.ts"

/** A connection that is up, with what limits its use. */
interface Live {
  readonly connection: Connection.Connection
  readonly scope: Scope.Scope
  /** Sessions for commands, and the one kept for signals; the one for SFTP is `sftp`. */
  readonly sessions: Semaphore.Semaphore
  readonly urgent: Semaphore.Semaphore
  readonly sftpLock: Semaphore.Semaphore
  sftp: Sftp | undefined
}

/** Sessions that are not for commands: SFTP and signals. */
const reservedSessions = 2

/** A full server frees a session within moments; it is asked again for two seconds. */
const whileServerIsFull = Schedule.spaced("100 millis").pipe(
  Schedule.upTo({ times: 20 }),
  Schedule.setInputType<SshError>(),
  Schedule.while(({ input }) => input.reason._tag === "ChannelRefused" && [2, 4].includes(input.reason.code))
)

const reconnectPolicy = (attempts: number) =>
  Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: attempts }),
    Schedule.setInputType<SshError>(),
    Schedule.while(({ input }) => input.isRetryable)
  )

const validate = (config: SshConfig) => {
  const hops: ReadonlyArray<SshHop> = [...(config.jumps ?? []), config]
  const invalid = (hop: SshHop, field: string, detail: string) =>
    Effect.fail(
      new SshError({ target: targetOf(hop), operation: "connect", reason: { _tag: "InvalidConfig", field, detail } })
    )
  for (const hop of hops) {
    const port = hop.port ?? 22
    if (hop.host === "" || /[\s,|\0]/.test(hop.host)) return invalid(hop, "host", "must be a host name or address")
    if (!Number.isInteger(port) || port < 1 || port > 65535) return invalid(hop, "port", "must be from 1 to 65535")
    if (hop.username === "" || hop.username.includes("\0")) return invalid(hop, "username", "must not be empty")
  }
  if ((config.maxSessions ?? 10) < 3) return invalid(config, "maxSessions", "must be at least 3")
  return Effect.succeed(hops)
}

/**
 * A connection to one machine.
 *
 * - `target`: `user@host:port`.
 * - `requestTimeout`: the configured limit for the server's answers.
 * - `connect`: makes sure that the connection is up.
 * - `exec`: runs a command line, which the remote user's login shell parses; prefer `SshChildProcessSpawner`, which takes
 *   an argument vector and kills what it started; closing the channel does not. Waits for a free session; `urgent` uses the one that is kept for sending signals.
 * - `unix`, `tcp`: a channel to a socket as seen from the remote machine.
 * - `sftp`: the connection's SFTP session.
 *
 * @since 0.1.0
 * @category services
 */
export class Ssh extends Context.Service<
  Ssh,
  {
    readonly target: string
    readonly requestTimeout: Duration.Duration
    readonly connect: Effect.Effect<void, SshError>
    readonly exec: (
      commandLine: string,
      options?: { readonly urgent?: boolean | undefined }
    ) => Effect.Effect<SshChannel, SshError, Scope.Scope>
    readonly unix: (path: string) => Effect.Effect<SshChannel, SshError, Scope.Scope>
    readonly tcp: (host: string, port: number) => Effect.Effect<SshChannel, SshError, Scope.Scope>
    readonly sftp: Effect.Effect<Sftp, SshError>
  }
>()("@cloudwright/ssh/Ssh") {
  /**
   * Connects, and keeps a connection to the machine while the scope is open. The `FileSystem` (unstable in Effect) is the
   * local machine's, for keys and `known_hosts`.
   */
  static readonly make = Effect.fn("Ssh.make")(function* (
    config: SshConfig
  ): Effect.fn.Return<Ssh["Service"], SshError, Scope.Scope | FileSystem.FileSystem> {
    const hops = yield* validate(config)
    const target = targetOf(config)
    const owner = yield* Effect.scope
    const fs = yield* FileSystem.FileSystem
    const limits = Connection.limitsOf(config)
    const dialling = yield* Semaphore.make(1)
    let current: Live | undefined
    let failures = 0
    let failure: SshError | undefined
    let isClosed = false

    const dial = Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const scope = yield* Scope.fork(owner)
        const connection = yield* Effect.gen(function* () {
          let hop: Connection.Connection | undefined
          for (const next of hops) hop = yield* Connection.connect(next, limits, hop)
          return hop as Connection.Connection
        }).pipe(
          Effect.provideService(Scope.Scope, scope),
          Effect.provideService(FileSystem.FileSystem, fs),
          restore,
          Effect.onExit((exit) => (Exit.isFailure(exit) ? Scope.close(scope, exit) : Effect.void))
        )
        const live: Live = {
          connection,
          scope,
          sessions: Semaphore.makeUnsafe((config.maxSessions ?? 10) - reservedSessions),
          urgent: Semaphore.makeUnsafe(1),
          sftpLock: Semaphore.makeUnsafe(1),
          sftp: undefined
        }
        current = live
        yield* connection.awaitLost.pipe(Effect.andThen(Scope.close(scope, Exit.void)), Effect.forkIn(owner))
        return live
      })
    ).pipe(Effect.withSpan("Ssh.dial", { attributes: { "ssh.target": target }, kind: "client" }))

    const whenLive = (otherwise: Effect.Effect<Live, SshError>) =>
      Effect.suspend(() =>
        current !== undefined && current.connection.lost() === undefined ? Effect.succeed(current) : otherwise
      )
    const redial = Effect.retry(dial, reconnectPolicy(config.reconnectAttempts ?? 5)).pipe(
      Effect.tapError((error) =>
        Effect.sync(() => {
          failures++
          failure = error
        })
      )
    )
    const afterClose = new SshError({
      target,
      operation: "connect",
      reason: { _tag: "ConnectionLost", detail: "the scope of the connection has closed", outcome: "none" }
    })
    const live = whenLive(
      Effect.suspend(() => {
        if (isClosed) return Effect.fail(afterClose)
        const before = failures
        // Who waited for an attempt of another shares its failure too: dialling in turn would take each longer.
        const attempt = Effect.suspend(() =>
          failure !== undefined && failures > before ? Effect.fail(failure) : redial
        )
        return dialling.withPermits(1)(whenLive(attempt))
      })
    )

    yield* dial
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        isClosed = true
      })
    )

    const exec = Effect.fn("Ssh.exec")(function* (
      commandLine: string,
      options?: { readonly urgent?: boolean | undefined }
    ) {
      const { connection, sessions, urgent } = yield* live
      // Those who hold the sessions of a lost connection may do so for long.
      yield* Effect.raceFirst(
        Semaphore.takeScoped(options?.urgent === true ? urgent : sessions, 1),
        Effect.flatMap(connection.awaitLost, Effect.fail)
      )
      return yield* Effect.retry(connection.exec(commandLine), whileServerIsFull)
    })
    const unix = Effect.fn("Ssh.unix")(function* (path: string) {
      return yield* (yield* live).connection.unix(path)
    })
    const tcp = Effect.fn("Ssh.tcp")(function* (host: string, port: number) {
      return yield* (yield* live).connection.tcp(host, port)
    })
    const openSftp = (on: Live) =>
      Effect.gen(function* () {
        if (on.sftp !== undefined && on.sftp.isOpen()) return on.sftp
        const wrapper = yield* Effect.retry(on.connection.sftp, whileServerIsFull).pipe(
          Effect.provideService(Scope.Scope, on.scope)
        )
        const opened = fromWrapper(wrapper, on.connection, limits.requestMillis)
        on.sftp = opened
        return opened
      })
    const sftp = Effect.flatMap(live, (on) =>
      on.sftp !== undefined && on.sftp.isOpen() ? Effect.succeed(on.sftp) : on.sftpLock.withPermits(1)(openSftp(on))
    )
    const requestTimeout = Duration.millis(limits.requestMillis)
    return Ssh.of({ target, requestTimeout, connect: Effect.asVoid(live), exec, unix, tcp, sftp })
  })

  /** The connection as a layer; building it connects. */
  static readonly layer = (config: SshConfig): Layer.Layer<Ssh, SshError, FileSystem.FileSystem> =>
    Layer.effect(Ssh, Ssh.make(config))

  /** The same from a `Config`. */
  static readonly layerConfig = (
    config: Config.Config<SshConfig>
  ): Layer.Layer<Ssh, SshError | Config.ConfigError, FileSystem.FileSystem> =>
    Layer.effect(Ssh, Effect.flatMap(config, Ssh.make))
}
