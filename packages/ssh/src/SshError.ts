/**
 * The one error of this package: where it happened, and a tagged reason with what the caller needs to act.
 *
 * Through Effect's `FileSystem` and `ChildProcessSpawner` only a `PlatformError` can come out; then its cause is the
 * `SshError`, and `fromPlatformError` finds it.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"

/**
 * A host key that `known_hosts` holds for a host.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ExpectedKey = Schema.Struct({
  keyType: Schema.String,
  fingerprint: Schema.String,
  file: Schema.String,
  line: Schema.Int
})

/**
 * A host key that `known_hosts` holds for a host.
 *
 * @since 0.1.0
 * @category models
 */
export type ExpectedKey = typeof ExpectedKey.Type

/**
 * Why it failed.
 *
 * - `HostUnreachable`: no TCP connection; `code` is the system's (`ECONNREFUSED`, `ENOTFOUND`, …).
 * - `TimedOut`: the peer said nothing for `afterMillis` in `phase`.
 * - `HostKeyUnknown`: no file of `files` knows the host. `certificateAuthority` tells that one trusts a certificate
 *   authority for it, which this package does not support. Nothing secret has been sent.
 * - `HostKeyChanged`: the host is known, by other keys. Nothing secret has been sent.
 * - `HostKeyRevoked`: the key is marked `@revoked`. Nothing secret has been sent.
 * - `AuthenticationFailed`: `tried` were offered; the server would go on with `allowed`.
 * - `ProtocolError`: the peer does not speak SSH 2, broke the protocol, or shares no sound algorithm with us.
 * - `ChannelRefused`: the server refused a channel or a request on it; `code` is the reason of RFC 4254 section 5.1.
 * - `ChannelClosed`: the remote side closed this channel while it was in use; the connection goes on.
 * - `ConnectionLost`: the connection ended. `outcome` is `unknown` when a request that changes something was on its way:
 *   read the state before repeating it.
 * - `InvalidConfig`: `field` of the configuration is wrong.
 *
 * Fingerprints are written as OpenSSH does: `SHA256:` and unpadded base64.
 *
 * @since 0.1.0
 * @category errors
 */
export const SshErrorReason = Schema.TaggedUnion({
  HostUnreachable: { code: Schema.String, detail: Schema.String },
  TimedOut: { phase: Schema.String, afterMillis: Schema.Finite, outcome: Schema.Literals(["none", "unknown"]) },
  HostKeyUnknown: {
    keyType: Schema.String,
    fingerprint: Schema.String,
    files: Schema.Array(Schema.String),
    certificateAuthority: Schema.Boolean
  },
  HostKeyChanged: {
    keyType: Schema.String,
    fingerprint: Schema.String,
    expected: Schema.Array(ExpectedKey),
    files: Schema.Array(Schema.String)
  },
  HostKeyRevoked: {
    keyType: Schema.String,
    fingerprint: Schema.String,
    file: Schema.String,
    line: Schema.Int
  },
  AuthenticationFailed: {
    username: Schema.String,
    tried: Schema.Array(Schema.String),
    allowed: Schema.Array(Schema.String),
    detail: Schema.String
  },
  ProtocolError: { detail: Schema.String },
  ChannelRefused: { channel: Schema.String, code: Schema.Int, detail: Schema.String },
  ChannelClosed: { detail: Schema.String },
  ConnectionLost: { detail: Schema.String, outcome: Schema.Literals(["none", "unknown"]) },
  InvalidConfig: { field: Schema.String, detail: Schema.String }
})

/**
 * Why it failed.
 *
 * @since 0.1.0
 * @category models
 */
export type SshErrorReason = typeof SshErrorReason.Type

const describe = (reason: SshErrorReason): string =>
  SshErrorReason.match(reason, {
    HostUnreachable: ({ detail }) => `the host cannot be reached: ${detail}`,
    TimedOut: ({ afterMillis, phase }) => `no answer within ${afterMillis} ms (${phase})`,
    HostKeyUnknown: ({ files, fingerprint, keyType }) =>
      `the host's ${keyType} key ${fingerprint} is not known in ${files.join(", ")}`,
    HostKeyChanged: ({ expected, fingerprint, keyType }) =>
      `the host's ${keyType} key ${fingerprint} is not the expected ` +
      expected.map((key) => `${key.fingerprint} (${key.file}:${key.line})`).join(", "),
    HostKeyRevoked: ({ file, fingerprint, keyType, line }) =>
      `the host's ${keyType} key ${fingerprint} is revoked (${file}:${line})`,
    AuthenticationFailed: ({ allowed, detail, tried, username }) =>
      `${username} was not accepted (tried: ${tried.join(", ") || "nothing"}; the server allows: ` +
      `${allowed.join(", ") || "unknown"})${detail === "" ? "" : `: ${detail}`}`,
    ProtocolError: ({ detail }) => detail,
    ChannelRefused: ({ channel, detail }) => `the server refused ${channel}: ${detail}`,
    ChannelClosed: ({ detail }) => detail,
    ConnectionLost: ({ detail }) => `the connection was lost: ${detail}`,
    InvalidConfig: ({ detail, field }) => `${field}: ${detail}`
  })

/**
 * An operation over SSH failed.
 *
 * @since 0.1.0
 * @category errors
 */
export class SshError extends Schema.TaggedError<SshError>()("SshError", {
  /** `user@host:port` of the hop that failed. */
  target: Schema.String,
  /** What was being done, such as `connect` or `exec`. */
  operation: Schema.String,
  reason: SshErrorReason
}) {
  /** Whether the same again may succeed with nothing else changed. */
  get isRetryable(): boolean {
    switch (this.reason._tag) {
      case "HostUnreachable":
        return true
      case "TimedOut":
      case "ConnectionLost":
        return this.reason.outcome === "none"
      default:
        return false
    }
  }

  override get message(): string {
    return `${this.operation} on ${this.target}: ${describe(this.reason)}`
  }
}

/**
 * The `SshError` behind a `PlatformError` (unstable in Effect) that a service of this package failed with; none when the
 * remote machine itself refused, such as for a missing file.
 *
 * @since 0.1.0
 * @category getters
 */
export const fromPlatformError = (error: PlatformError): Option.Option<SshError> =>
  error.reason.cause instanceof SshError ? Option.some(error.reason.cause) : Option.none()
