/**
 * How to reach a machine over SSH: address, user, credentials, and how its identity is checked.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"

/**
 * One way to authenticate. They are offered in the order given, and only where the server accepts the kind.
 *
 * - `KeyFile`: a private key on the local machine, in OpenSSH, PEM or PuTTY form; `~/` stands for the home directory.
 * - `Key`: the text of a private key.
 * - `Agent`: the unix socket of an ssh-agent on the local machine. It is asked for signatures and never forwarded.
 * - `Password`: sent only after the host key is accepted.
 *
 * @since 0.1.0
 * @category models
 */
export type SshAuth =
  | { readonly _tag: "KeyFile"; readonly path: string; readonly passphrase?: Redacted.Redacted | undefined }
  | { readonly _tag: "Key"; readonly key: Redacted.Redacted; readonly passphrase?: Redacted.Redacted | undefined }
  | { readonly _tag: "Agent"; readonly socket: string }
  | { readonly _tag: "Password"; readonly password: Redacted.Redacted }

/**
 * How the machine's host key is checked, always before anything secret is sent.
 *
 * - `Strict` (the default): it must be in one of `files` (default `~/.ssh/known_hosts` and `/etc/ssh/ssh_known_hosts`).
 * - `AcceptNew`: as `Strict`, but the key of a host that no file knows is appended to the first file before
 *   authentication goes on. A changed or revoked key is refused.
 * - `Pinned`: it must be one of `keys`, each `<type> <base64>` as in a `.pub` file.
 * - `InsecureAcceptAny`: not checked. Whoever controls the network can read and change everything.
 *
 * @since 0.1.0
 * @category models
 */
export type HostKeyPolicy =
  | { readonly _tag: "Strict"; readonly files?: ReadonlyArray<string> | undefined }
  | { readonly _tag: "AcceptNew"; readonly files?: ReadonlyArray<string> | undefined }
  | { readonly _tag: "Pinned"; readonly keys: ReadonlyArray<string> }
  | { readonly _tag: "InsecureAcceptAny" }

/**
 * One machine to log in to: `port` defaults to 22, `hostKeys` to `Strict`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SshHop {
  readonly host: string
  readonly port?: number | undefined
  readonly username: string
  readonly auth: ReadonlyArray<SshAuth>
  readonly hostKeys?: HostKeyPolicy | undefined
}

/**
 * A machine and the way there.
 *
 * - `jumps`: machines to go through, nearest first. Each is verified and logged in to on its own terms; the credentials
 *   of a later hop never reach an earlier one.
 * - `connectTimeout`: for each hop, TCP to authenticated; 20 seconds.
 * - `requestTimeout`: for opening a channel, and for the server to start a command; 30 seconds.
 * - `keepAlive`: a silent connection is probed every `interval` and given up after `count` unanswered probes; 15 seconds
 *   and 3.
 * - `maxSessions`: how many sessions the server allows on one connection (`MaxSessions` of sshd, 10 there and here), at
 *   least 3. One is kept for SFTP and one for signals; commands beyond the rest wait.
 * - `reconnectAttempts`: how often a lost connection is dialled again by the operation that needs it, with back-off from
 *   0.2 to 5 seconds; 5. The first connection is tried once.
 *
 * @since 0.1.0
 * @category models
 */
export interface SshConfig extends SshHop {
  readonly jumps?: ReadonlyArray<SshHop> | undefined
  readonly connectTimeout?: Duration.Input | undefined
  readonly requestTimeout?: Duration.Input | undefined
  readonly keepAlive?: { readonly interval: Duration.Input; readonly count: number } | undefined
  readonly maxSessions?: number | undefined
  readonly reconnectAttempts?: number | undefined
}

/**
 * `user@host:port`, as errors and spans name a machine.
 *
 * @since 0.1.0
 * @category getters
 */
export const targetOf = (hop: SshHop): string => `${hop.username}@${hop.host}:${hop.port ?? 22}`
