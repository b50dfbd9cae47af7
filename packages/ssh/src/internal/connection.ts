/**
 * One authenticated connection over ssh2: the only place that drives its `Client`.
 *
 * The library's own behaviour is fenced in: every event has a listener for as long as the object lives, so a late `error`
 * cannot end the process; the socket is ours, so it has no delay, can be closed at any moment and its errors keep their
 * codes; a call on an ended connection fails instead of doing nothing.
 *
 * @since 0.1.0
 */
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as FileSystem from "effect/FileSystem"
import type * as Scope from "effect/Scope"
import * as Net from "node:net"
import type { Duplex } from "node:stream"
import ssh2 from "ssh2"
import type {
  AnyAuthMethod,
  CipherAlgorithm,
  Client,
  ClientChannel,
  ConnectConfig,
  KexAlgorithm,
  MacAlgorithm,
  ServerHostKeyAlgorithm,
  SFTPWrapper
} from "ssh2"
import type { SshChannel } from "../SshChannel.ts"
import { type SshHop, targetOf } from "../SshConfig.ts"
import { SshError, type SshErrorReason } from "../SshError.ts"
import { fromClientChannel, type Liveness } from "./channel.ts"
import * as Credentials from "./credentials.ts"
import * as HostKeys from "./hostkeys.ts"

/**
 * Sound without relying on the peer's strict key exchange: no SHA-1, no CBC, and no ChaCha20-Poly1305, which the Terrapin
 * attack (CVE-2023-48795) needs. Strict key exchange is used where the server offers it.
 */
const kex: Array<KexAlgorithm> = [
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
  "ecdh-sha2-nistp256",
  "ecdh-sha2-nistp384",
  "ecdh-sha2-nistp521",
  "diffie-hellman-group16-sha512",
  "diffie-hellman-group18-sha512",
  "diffie-hellman-group14-sha256"
]
const cipher: Array<CipherAlgorithm> = [
  "aes128-gcm@openssh.com",
  "aes256-gcm@openssh.com",
  "aes256-ctr",
  "aes192-ctr",
  "aes128-ctr"
]
const hmac: Array<MacAlgorithm> = [
  "hmac-sha2-256",
  "hmac-sha2-512",
  "hmac-sha2-256-etm@openssh.com",
  "hmac-sha2-512-etm@openssh.com"
]
const hostKeyAlgorithms: ReadonlyArray<readonly [keyType: string, algorithms: Array<ServerHostKeyAlgorithm>]> = [
  ["ssh-ed25519", ["ssh-ed25519"]],
  ["ecdsa-sha2-nistp256", ["ecdsa-sha2-nistp256"]],
  ["ecdsa-sha2-nistp384", ["ecdsa-sha2-nistp384"]],
  ["ecdsa-sha2-nistp521", ["ecdsa-sha2-nistp521"]],
  ["ssh-rsa", ["rsa-sha2-512", "rsa-sha2-256"]]
]

/** The types by which the host is known first, so that an honest server shows a key that we can judge. */
const orderHostKeyAlgorithms = (preferred: ReadonlyArray<string>): Array<ServerHostKeyAlgorithm> => {
  const isPreferred = (keyType: string) => preferred.includes(keyType)
  return [
    ...hostKeyAlgorithms.filter(([keyType]) => isPreferred(keyType)),
    ...hostKeyAlgorithms.filter(([keyType]) => !isPreferred(keyType))
  ].flatMap(([, algorithms]) => algorithms)
}

/** Time limits of a connection, in milliseconds. */
export interface Limits {
  readonly connectMillis: number
  readonly requestMillis: number
  readonly keepAliveMillis: number
  readonly keepAliveCount: number
}

/** An authenticated connection. It lives as long as its scope, or until it is lost. */
export interface Connection {
  readonly target: string
  readonly lost: () => SshError | undefined
  /** Waits until the connection is lost, and says why. */
  readonly awaitLost: Effect.Effect<SshError>
  readonly error: (operation: string, reason: SshErrorReason) => SshError
  readonly exec: (commandLine: string) => Effect.Effect<SshChannel, SshError, Scope.Scope>
  readonly unix: (path: string) => Effect.Effect<SshChannel, SshError, Scope.Scope>
  readonly tcp: (host: string, port: number) => Effect.Effect<SshChannel, SshError, Scope.Scope>
  readonly tunnel: (host: string, port: number) => Effect.Effect<Duplex, SshError, Scope.Scope>
  readonly sftp: Effect.Effect<SFTPWrapper, SshError, Scope.Scope>
}

type Phase = "handshake" | "authentication" | "ready"

/** The one place where ssh2's and Node's errors get their meaning. */
const toReason = (
  cause: Error & { level?: string; code?: unknown; reason?: unknown },
  phase: Phase,
  auth: { readonly username: string; readonly tried: ReadonlyArray<string>; readonly allowed: ReadonlyArray<string> }
): SshErrorReason => {
  if (phase === "authentication" && cause.level !== "client-socket" && cause.level !== "protocol") {
    return { _tag: "AuthenticationFailed", ...auth, detail: cause.level === undefined ? cause.message : "" }
  }
  if (cause.level === "client-socket" || cause.level === "client-timeout" || phase === "ready") {
    return { _tag: "ConnectionLost", detail: cause.message, outcome: "none" }
  }
  return { _tag: "ProtocolError", detail: cause.message }
}

const tcpConnect = (hop: SshHop): Effect.Effect<Duplex, SshError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Net.Socket, SshError>((resume) => {
      const socket = Net.createConnection({ host: hop.host, port: hop.port ?? 22, noDelay: true })
      socket.on("error", (cause: NodeJS.ErrnoException) => {
        const reason: SshErrorReason = {
          _tag: "HostUnreachable",
          code: cause.code ?? "unknown",
          // The error for several addresses has its texts one level down.
          detail: cause instanceof AggregateError ? cause.errors.map(String).join("; ") : cause.message
        }
        resume(Effect.fail(new SshError({ target: targetOf(hop), operation: "connect", reason })))
      })
      socket.on("connect", () => resume(Effect.succeed(socket)))
      return Effect.sync(() => socket.destroy())
    }),
    (socket) => Effect.sync(() => socket.destroy()),
    { interruptible: true }
  )

/** Says goodbye and gives the last bytes a second to leave. */
const disconnect = (client: Client, transport: Duplex) =>
  Effect.callback<void>((resume) => {
    if (transport.destroyed) return resume(Effect.void)
    transport.once("close", () => resume(Effect.void))
    client.end()
    if (transport instanceof Net.Socket) transport.destroySoon()
  }).pipe(Effect.timeoutOption(1_000), Effect.andThen(Effect.sync(() => transport.destroy())))

/** Dials, verifies the host key, and only then authenticates. */
export const connect = Effect.fnUntraced(function* (
  hop: SshHop,
  limits: Limits,
  via: Connection | undefined
): Effect.fn.Return<Connection, SshError, Scope.Scope | FileSystem.FileSystem> {
  const target = targetOf(hop)
  const error = (operation: string, reason: SshErrorReason) => new SshError({ target, operation, reason })
  const scope = yield* Effect.scope
  const hostKeys = yield* HostKeys.prepare(hop)
  const credentials = yield* Credentials.prepare(hop)
  let phase: Phase = "handshake"
  const established = Effect.gen(function* () {
    const transport = yield* via === undefined ? tcpConnect(hop) : via.tunnel(hop.host, hop.port ?? 22)
    const client = new ssh2.Client()
    const liveness: Liveness = { lost: undefined, watchers: new Set() }
    const ended = Deferred.makeUnsafe<SshError>()
    const handshake = Deferred.makeUnsafe<void, SshError>()
    const ready = Deferred.makeUnsafe<void, SshError>()
    const tried: Array<string> = []
    let allowed: ReadonlyArray<string> = []
    let refusal: SshErrorReason | undefined
    let agentTrouble = ""
    let shown: { readonly blob: Uint8Array; readonly isNew: boolean } | undefined
    let startAuthentication: (() => void) | undefined
    let mayAuthenticate = false

    const lose = (reason: SshErrorReason) => {
      if (liveness.lost !== undefined) return
      liveness.lost = error(phase === "ready" ? "connection" : "connect", refusal ?? reason)
      Deferred.doneUnsafe(handshake, Exit.fail(liveness.lost))
      Deferred.doneUnsafe(ready, Exit.fail(liveness.lost))
      Deferred.doneUnsafe(ended, Exit.succeed(liveness.lost))
      for (const watch of liveness.watchers) watch()
      transport.destroy()
    }
    client.on("error", (cause: Error & { level?: string }) => {
      // These two are followed by the next way to authenticate; the end of the ways is an error of its own.
      if (cause.level === "agent" || cause.message.startsWith("Error ")) {
        agentTrouble = cause.message
        return
      }
      const reason = toReason(cause, phase, { username: hop.username, tried, allowed })
      lose(reason._tag === "AuthenticationFailed" && agentTrouble !== "" ? { ...reason, detail: agentTrouble } : reason)
    })
    const onEnd = () => {
      lose({ _tag: "ConnectionLost", detail: `closed by the peer (${phase})`, outcome: "none" })
    }
    client.on("end", onEnd)
    client.on("close", onEnd)
    client.on("handshake", () => {
      if (phase === "handshake") phase = "authentication"
      Deferred.doneUnsafe(handshake, Exit.void)
    })
    client.on("ready", () => {
      phase = "ready"
      Deferred.doneUnsafe(ready, Exit.void)
    })

    let next = 0
    const offer = (left: ReadonlyArray<string> | null): AnyAuthMethod | false => {
      if (left !== null) allowed = left
      for (;;) {
        const credential = credentials[next++]
        if (credential === undefined) return false
        if (left === null || left.includes(credential.method)) {
          tried.push(credential.label)
          return credential.offer
        }
      }
    }
    const config: ConnectConfig = {
      username: hop.username,
      sock: transport,
      readyTimeout: 0,
      keepaliveInterval: limits.keepAliveMillis,
      keepaliveCountMax: limits.keepAliveCount,
      strictVendor: false,
      algorithms: {
        kex,
        cipher,
        hmac,
        compress: ["none"],
        serverHostKey: orderHostKeyAlgorithms(hostKeys.preferred)
      },
      hostVerifier: (blob: Buffer): boolean => {
        const verdict = hostKeys.judge(blob)
        refusal = verdict.refusal
        shown = { blob: Buffer.from(blob), isNew: verdict.isNew === true }
        return refusal === undefined
      },
      authHandler: (left, _partial, callback) => {
        // "No more ways" is `false`, which the published types leave out.
        const give = () => (callback as (offer: AnyAuthMethod | false) => void)(offer(left))
        if (mayAuthenticate) give()
        else startAuthentication = give
      }
    }
    yield* Effect.acquireRelease(
      Effect.try({
        try: () => {
          client.connect(config)
        },
        catch: (cause) =>
          error("connect", {
            _tag: "InvalidConfig",
            field: "config",
            detail: cause instanceof Error ? cause.message : ""
          })
      }),
      () => disconnect(client, transport)
    )
    yield* Deferred.await(handshake)
    if (shown?.isNew === true) yield* hostKeys.record(shown.blob)
    mayAuthenticate = true
    startAuthentication?.()
    yield* Deferred.await(ready)
    return { client, liveness, ended }
  })
  const { client, liveness, ended } = yield* established.pipe(
    Effect.timeoutOrElse({
      duration: limits.connectMillis,
      orElse: () =>
        Effect.fail(error("connect", { _tag: "TimedOut", phase, afterMillis: limits.connectMillis, outcome: "none" }))
    })
  )

  /** Starts a request whose answer is a channel; one that arrives after nobody waits any more is given to `discard`. */
  const request = <A>(
    operation: string,
    channel: string,
    start: (callback: (cause: Error | undefined, channel: A) => void) => void,
    discard: (channel: A) => void
  ): Effect.Effect<A, SshError> =>
    Effect.callback<A, SshError>((resume) => {
      if (liveness.lost !== undefined) return resume(Effect.fail(liveness.lost))
      let waiting = true
      const finish = (result: Effect.Effect<A, SshError>) => {
        waiting = false
        liveness.watchers.delete(onLost)
        resume(result)
      }
      const onLost = () => {
        if (liveness.lost !== undefined) finish(Effect.fail(liveness.lost))
      }
      liveness.watchers.add(onLost)
      try {
        start((cause: (Error & { reason?: unknown }) | undefined, opened) => {
          if (!waiting) {
            if (cause === undefined) discard(opened)
            return
          }
          if (cause === undefined) return finish(Effect.succeed(opened))
          if (liveness.lost !== undefined) return finish(Effect.fail(liveness.lost))
          const code = typeof cause.reason === "number" ? cause.reason : 0
          finish(Effect.fail(error(operation, { _tag: "ChannelRefused", channel, code, detail: cause.message })))
        })
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause)
        finish(Effect.fail(error(operation, { _tag: "ConnectionLost", detail, outcome: "none" })))
      }
      return Effect.sync(() => {
        waiting = false
        liveness.watchers.delete(onLost)
      })
    }).pipe(
      Effect.timeoutOrElse({
        duration: limits.requestMillis,
        orElse: () =>
          Effect.fail(
            error(operation, {
              _tag: "TimedOut",
              phase: channel,
              afterMillis: limits.requestMillis,
              outcome: "unknown"
            })
          )
      })
    )

  /** Ending alone would leave a command that reads no input, or a socket's other direction, open for ever. */
  const destroy = (channel: ClientChannel) => {
    channel.destroy()
    channel.resume()
    channel.stderr.resume()
  }
  const endSftp = (sftp: SFTPWrapper) => {
    sftp.end()
  }

  const open = (
    operation: string,
    channel: string,
    start: (callback: (cause: Error | undefined, channel: ClientChannel) => void) => void
  ): Effect.Effect<SshChannel, SshError, Scope.Scope> =>
    Effect.acquireRelease(
      Effect.map(request(operation, channel, start, destroy), (opened) =>
        fromClientChannel(opened, liveness, (by) =>
          error(operation, { _tag: "ChannelClosed", detail: `${channel} was closed by ${by} side` })
        )
      ),
      ({ release }) => release,
      { interruptible: true }
    ).pipe(Effect.map(({ channel }) => channel))

  /**
   * OpenSSH's server switches Nagle's algorithm off when the first command of a connection starts, not for forwarded
   * sockets: until then an answer in several small parts takes 40 ms longer. Where commands are refused it stays so.
   */
  let isPrompt = false
  const makePrompt = Effect.suspend(() => {
    if (isPrompt) return Effect.void
    isPrompt = true
    const command = (callback: (cause: Error | undefined, channel: ClientChannel) => void) =>
      client.exec("exit 0", callback)
    return request("exec", "a session", command, destroy).pipe(
      Effect.andThen((channel) => Effect.sync(() => destroy(channel))),
      Effect.ignore,
      Effect.forkIn(scope),
      Effect.asVoid
    )
  })

  const forward = (host: string, port: number) => (callback: (cause: Error | undefined, ch: ClientChannel) => void) =>
    client.forwardOut("127.0.0.1", 0, host, port, callback)

  const connection: Connection = {
    target,
    lost: () => liveness.lost,
    awaitLost: Deferred.await(ended),
    error,
    exec: (commandLine) => open("exec", "a session", (callback) => client.exec(commandLine, callback)),
    unix: (path) =>
      Effect.tap(
        open("openSocket", `unix socket ${path}`, (callback) => client.openssh_forwardOutStreamLocal(path, callback)),
        () => makePrompt
      ),
    tcp: (host, port) => Effect.tap(open("openSocket", `tcp ${host}:${port}`, forward(host, port)), () => makePrompt),
    tunnel: (host, port) =>
      Effect.acquireRelease(
        request("connect", `a tunnel to ${host}:${port}`, forward(host, port), destroy),
        (channel) => Effect.sync(() => destroy(channel)),
        { interruptible: true }
      ).pipe(
        Effect.tap(() => makePrompt),
        Effect.catchReason("SshError", "ChannelRefused", (reason) =>
          Effect.fail(
            error("connect", { _tag: "HostUnreachable", code: `channel ${reason.code}`, detail: reason.detail })
          )
        )
      ),
    sftp: Effect.acquireRelease(
      request(
        "sftp",
        "sftp",
        (callback: (cause: Error | undefined, sftp: SFTPWrapper) => void) => client.sftp(callback),
        endSftp
      ),
      (sftp) => Effect.sync(() => endSftp(sftp)),
      { interruptible: true }
    )
  }
  return connection
})

/** The limits of a configuration with its defaults, in milliseconds. */
export const limitsOf = (config: {
  readonly connectTimeout?: Duration.Input | undefined
  readonly requestTimeout?: Duration.Input | undefined
  readonly keepAlive?: { readonly interval: Duration.Input; readonly count: number } | undefined
}): Limits => ({
  connectMillis: Duration.toMillis(config.connectTimeout ?? "20 seconds"),
  requestMillis: Duration.toMillis(config.requestTimeout ?? "30 seconds"),
  keepAliveMillis: Duration.toMillis(config.keepAlive?.interval ?? "15 seconds"),
  keepAliveCount: config.keepAlive?.count ?? 3
})
