/**
 * A channel of an SSH connection (RFC 4254 section 5): what commands and forwarded sockets are made of.
 *
 * Reading and writing press back: unread output stops the remote writer at 2 MiB, and `write` waits while 2 MiB are
 * unsent. Output and error output of a command share that window, as the protocol wants, so a command that fills the one
 * while only the other is read comes to a halt, as on a full pipe.
 *
 * @since 0.1.0
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import type * as Effect from "effect/Effect"
import type * as Pull from "effect/Pull"
import type { SshError } from "./SshError.ts"

/**
 * How a remote command ended: by itself with `code`, or by `signal` (with the `SIG` prefix).
 *
 * @since 0.1.0
 * @category models
 */
export type SshExit =
  | { readonly _tag: "Code"; readonly code: number }
  | { readonly _tag: "Signal"; readonly signal: string }

/**
 * Takes what has arrived; done at the end of the stream. One reader at a time.
 *
 * @since 0.1.0
 * @category models
 */
export type SshPull = Pull.Pull<NonEmptyReadonlyArray<Uint8Array>, SshError>

/**
 * An open channel. It is closed when its scope closes.
 *
 * - `stdout`: what the remote side sends. `stderr`: its error output; ends at once on a socket.
 * - `write`: fails with `ChannelClosed` when the remote side no longer listens.
 * - `end`: says that no more will be written; what was written before is sent first.
 * - `exit`: how the command ended; on a socket it fails when the channel closes.
 * - `closed`: waits until the remote side has closed the channel, that is, the command ended and nobody holds its output
 *   any more, or until the connection is lost. A server with output that nobody reads closes nothing.
 * - `discard`: throws away what is unread and what still comes; who reads fails with `ChannelClosed`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SshChannel {
  readonly stdout: SshPull
  readonly stderr: SshPull
  readonly write: (chunk: Uint8Array) => Effect.Effect<void, SshError>
  readonly end: Effect.Effect<void>
  readonly exit: Effect.Effect<SshExit, SshError>
  readonly closed: Effect.Effect<void>
  readonly discard: Effect.Effect<void>
}
