/**
 * The contract by which a wire protocol reaches a socket on another machine without knowing how.
 *
 * `@cloudwright/ssh` provides it; `@cloudwright/libvirt` and `@cloudwright/ovsdb` use it for their `ssh` transports. The
 * packages do not import each other. The `Socket` that comes out is Effect's (unstable).
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type * as Socket from "effect/socket/Socket"

/**
 * A machine to reach and whom to be there. What is absent is the provider's configured default. File names are read on
 * the local machine. `hostKeys` says how the machine's key is checked: `strict` (the default) refuses an unknown key,
 * `accept-new` records it, `insecure-ignore` does not check and is open to interception.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RemoteHost = Schema.Struct({
  host: Schema.NonEmptyString,
  port: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65535 }))),
  user: Schema.optionalKey(Schema.NonEmptyString),
  identityFile: Schema.optionalKey(Schema.NonEmptyString),
  knownHostsFile: Schema.optionalKey(Schema.NonEmptyString),
  hostKeys: Schema.optionalKey(Schema.Literals(["strict", "accept-new", "insecure-ignore"]))
})

/**
 * A machine to reach.
 *
 * @since 0.1.0
 * @category models
 */
export type RemoteHost = typeof RemoteHost.Type

/**
 * A socket on the remote machine: a unix socket's path there, or a TCP address as seen from there.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RemoteAddress = Schema.TaggedUnion({
  Unix: { path: Schema.NonEmptyString },
  Tcp: { host: Schema.NonEmptyString, port: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65535 })) }
})

/**
 * A socket on the remote machine.
 *
 * @since 0.1.0
 * @category models
 */
export type RemoteAddress = typeof RemoteAddress.Type

/**
 * Why a remote socket could not be opened. Only `HostUnreachable`, `TimedOut`, `ConnectionLost` and `SocketRefused` may
 * pass by themselves; the key, authentication and configuration reasons need a person.
 *
 * @since 0.1.0
 * @category errors
 */
export const RemoteSocketErrorReason = Schema.TaggedUnion({
  HostUnreachable: { detail: Schema.String },
  TimedOut: { phase: Schema.String, afterMillis: Schema.Int },
  HostKeyUnknown: { keyType: Schema.String, fingerprint: Schema.String, knownHostsFile: Schema.String },
  HostKeyChanged: {
    keyType: Schema.String,
    fingerprint: Schema.String,
    expected: Schema.Array(Schema.String),
    knownHostsFile: Schema.String
  },
  HostKeyRevoked: { keyType: Schema.String, fingerprint: Schema.String, knownHostsFile: Schema.String },
  AuthenticationFailed: { user: Schema.String, methods: Schema.Array(Schema.String) },
  SocketRefused: { detail: Schema.String },
  ConnectionLost: { detail: Schema.String },
  InvalidConfig: { detail: Schema.String }
})

/**
 * Opening a remote socket failed.
 *
 * @since 0.1.0
 * @category errors
 */
export class RemoteSocketError extends Schema.TaggedError<RemoteSocketError>()("RemoteSocketError", {
  host: RemoteHost,
  address: RemoteAddress,
  reason: RemoteSocketErrorReason
}) {
  /** Whether trying again later, with nothing else changed, may succeed. */
  get isRetryable(): boolean {
    return ["HostUnreachable", "TimedOut", "ConnectionLost", "SocketRefused"].includes(this.reason._tag)
  }

  override get message(): string {
    const to = this.address._tag === "Unix" ? this.address.path : `${this.address.host}:${this.address.port}`
    return `${this.reason._tag}: ${to} on ${this.host.host} could not be opened`
  }
}

/**
 * Opens sockets on remote machines. The connection is made when `open` runs, so its failure is this typed error; the
 * socket's own `reader` then starts on the open channel. The scope owns the channel: closing it closes the channel, and
 * the connection below it when nobody else uses that.
 *
 * @since 0.1.0
 * @category services
 */
export class RemoteSockets extends Context.Service<
  RemoteSockets,
  {
    readonly open: (
      host: RemoteHost,
      address: RemoteAddress
    ) => Effect.Effect<Socket.Socket, RemoteSocketError, Scope.Scope>
  }
>()("@cloudwright/core/RemoteSockets") {}
