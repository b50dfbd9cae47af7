/**
 * Core's `RemoteSockets` over SSH: one shared connection per machine, login and way of checking, opened by the first who
 * needs it and closed when it has been idle.
 *
 * @since 0.1.0
 */
import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as MutableHashMap from "effect/MutableHashMap"
import * as Option from "effect/Option"
import * as RcMap from "effect/RcMap"
import { userInfo } from "node:os"
import { expandHome } from "./internal/hostkeys.ts"
import { Ssh } from "./Ssh.ts"
import type { HostKeyPolicy, SshAuth, SshConfig } from "./SshConfig.ts"
import { type SshError, SshErrorReason } from "./SshError.ts"
import { fromChannel } from "./SshSocket.ts"

/**
 * What a `RemoteHost` does not say itself.
 *
 * - `username`: the default user; the local user's name when absent.
 * - `auth`: used when the host names no identity file, and after that file's key; default the key files
 *   `~/.ssh/id_ed25519`, `~/.ssh/id_ecdsa` and `~/.ssh/id_rsa`, those that exist.
 * - `hostKeys`: used when the host says nothing of its keys; default `Strict`.
 * - `idleTimeToLive`: how long a connection is kept after its last socket; 10 seconds.
 * - `jumps`, `connectTimeout`, `requestTimeout`, `keepAlive`: as in `SshConfig`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends Pick<SshConfig, "jumps" | "connectTimeout" | "requestTimeout" | "keepAlive"> {
  readonly username?: string | undefined
  readonly auth?: ReadonlyArray<SshAuth> | undefined
  readonly hostKeys?: HostKeyPolicy | undefined
  readonly idleTimeToLive?: Duration.Input | undefined
}

const policyOf = (host: RemoteSockets.RemoteHost, options: Options): HostKeyPolicy | undefined => {
  if (host.hostKeys === undefined && host.knownHostsFile === undefined) return options.hostKeys
  if (host.hostKeys === "insecure-ignore") return { _tag: "InsecureAcceptAny" }
  return {
    _tag: host.hostKeys === "accept-new" ? "AcceptNew" : "Strict",
    files: host.knownHostsFile === undefined ? undefined : [host.knownHostsFile]
  }
}

const defaultKeyFiles = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"]

const existingKeyFiles = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const found = yield* Effect.filter(defaultKeyFiles, (path) =>
    Effect.orElseSucceed(fs.exists(expandHome(path)), () => false)
  )
  return found.map((path): SshAuth => ({ _tag: "KeyFile", path }))
})

const authOf = (host: RemoteSockets.RemoteHost, options: Options) => {
  const named: ReadonlyArray<SshAuth> =
    host.identityFile === undefined ? [] : [{ _tag: "KeyFile", path: host.identityFile }]
  if (options.auth !== undefined) return Effect.succeed(named.concat(options.auth))
  return named.length > 0 ? Effect.succeed(named) : existingKeyFiles
}

type Reason = RemoteSockets.RemoteSocketError["reason"]

/** The one mapping from this package's reasons to the contract's. */
const toReason = (error: SshError): Reason =>
  SshErrorReason.match(error.reason, {
    HostUnreachable: ({ code, detail }): Reason => ({ _tag: "HostUnreachable", detail: `${code}: ${detail}` }),
    TimedOut: ({ afterMillis, phase }): Reason => ({ _tag: "TimedOut", phase, afterMillis: Math.round(afterMillis) }),
    HostKeyUnknown: ({ files, fingerprint, keyType }): Reason => ({
      _tag: "HostKeyUnknown",
      keyType,
      fingerprint,
      knownHostsFile: files.join(", ")
    }),
    HostKeyChanged: ({ expected, files, fingerprint, keyType }): Reason => ({
      _tag: "HostKeyChanged",
      keyType,
      fingerprint,
      expected: expected.map((key) => key.fingerprint),
      knownHostsFile: expected[0]?.file ?? files.join(", ")
    }),
    HostKeyRevoked: ({ file, fingerprint, keyType }): Reason => ({
      _tag: "HostKeyRevoked",
      keyType,
      fingerprint,
      knownHostsFile: file
    }),
    AuthenticationFailed: ({ tried, username }): Reason => ({
      _tag: "AuthenticationFailed",
      user: username,
      methods: tried
    }),
    ChannelRefused: (): Reason => ({ _tag: "SocketRefused", detail: error.message }),
    ChannelClosed: ({ detail }): Reason => ({ _tag: "ConnectionLost", detail }),
    ConnectionLost: ({ detail }): Reason => ({ _tag: "ConnectionLost", detail }),
    ProtocolError: (): Reason => ({ _tag: "InvalidConfig", detail: error.message }),
    InvalidConfig: (): Reason => ({ _tag: "InvalidConfig", detail: error.message })
  })

/**
 * Makes the service. The `FileSystem` (unstable in Effect) is the local machine's.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.fn("SshRemoteSockets.make")(function* (options: Options = {}) {
  const fs = yield* FileSystem.FileSystem
  const connections = yield* RcMap.make({
    lookup: Effect.fnUntraced(
      function* (host: RemoteSockets.RemoteHost) {
        return yield* Ssh.make({
          host: host.host,
          port: host.port,
          username: host.user ?? options.username ?? userInfo().username,
          auth: yield* authOf(host, options),
          hostKeys: policyOf(host, options),
          jumps: options.jumps,
          connectTimeout: options.connectTimeout,
          requestTimeout: options.requestTimeout,
          keepAlive: options.keepAlive
        })
      },
      Effect.provideService(FileSystem.FileSystem, fs)
    ),
    idleTimeToLive: options.idleTimeToLive ?? "10 seconds"
  })
  const waiting = MutableHashMap.empty<RemoteSockets.RemoteHost, number>()
  const count = (host: RemoteSockets.RemoteHost, change: 1 | -1) => {
    const now = Option.getOrElse(MutableHashMap.get(waiting, host), () => 0) + change
    if (now === 0) MutableHashMap.remove(waiting, host)
    else MutableHashMap.set(waiting, host, now)
    return now
  }
  /** A failure is not kept for the next who asks; an attempt is abandoned when the last who waits for it goes. */
  const connect = (host: RemoteSockets.RemoteHost) =>
    Effect.suspend(() => {
      count(host, 1)
      return RcMap.get(connections, host).pipe(
        Effect.onExit((exit) => {
          const others = count(host, -1)
          return Exit.isSuccess(exit) || (Exit.hasInterrupts(exit) && others > 0)
            ? Effect.void
            : RcMap.invalidate(connections, host)
        })
      )
    })
  const open = Effect.fn("RemoteSockets.open")(function* (
    host: RemoteSockets.RemoteHost,
    address: RemoteSockets.RemoteAddress
  ) {
    return yield* connect(host).pipe(
      Effect.flatMap((ssh) => (address._tag === "Unix" ? ssh.unix(address.path) : ssh.tcp(address.host, address.port))),
      Effect.flatMap((channel) => fromChannel(Effect.succeed(channel))),
      Effect.mapError((error) => new RemoteSockets.RemoteSocketError({ host, address, reason: toReason(error) }))
    )
  })
  return RemoteSockets.RemoteSockets.of({ open })
})

/**
 * Provides core's `RemoteSockets` over SSH.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<RemoteSockets.RemoteSockets, never, FileSystem.FileSystem> =>
  Layer.effect(RemoteSockets.RemoteSockets, make(options))
