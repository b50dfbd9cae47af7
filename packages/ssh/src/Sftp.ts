/**
 * An SFTP session, version 3 (draft-ietf-secsh-filexfer-02) with OpenSSH's extensions, one effect per request.
 *
 * This is the protocol as it is: most refusals arrive as the one status `FAILURE`, times are whole seconds. `SshFileSystem`
 * makes Effect's `FileSystem` of it.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SshError } from "./SshError.ts"

/**
 * A request was refused; `code` is the protocol's status (2 no such file, 3 permission denied, 4 failure, 5 bad message,
 * 8 not supported).
 *
 * @since 0.1.0
 * @category errors
 */
export class SftpStatus extends Schema.TaggedError<SftpStatus>()("SftpStatus", {
  request: Schema.String,
  code: Schema.Int,
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.request}: ${this.detail} (status ${this.code})`
  }
}

/**
 * What the protocol knows of a file. `mode` includes the file type bits; times are seconds since 1970.
 *
 * @since 0.1.0
 * @category models
 */
export interface SftpAttributes {
  readonly mode: number
  readonly size: number
  readonly uid: number
  readonly gid: number
  readonly atime: number
  readonly mtime: number
}

/**
 * The attributes that can be set; absent ones stay.
 *
 * @since 0.1.0
 * @category models
 */
export interface SftpChanges {
  readonly mode?: number
  readonly size?: number
  readonly uid?: number
  readonly gid?: number
  readonly atime?: number
  readonly mtime?: number
}

/**
 * Bits of the open request.
 *
 * @since 0.1.0
 * @category constants
 */
export const OpenFlags = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const

/**
 * An open file or directory on the server; valid on the session that opened it.
 *
 * @since 0.1.0
 * @category models
 */
export interface SftpHandle {
  readonly bytes: Uint8Array
}

type Request<A> = Effect.Effect<A, SftpStatus | SshError>

/**
 * The requests. One fails with `TimedOut` when the session has answered nothing at all for the configured time. `read` and `write` are for one block of at most `blockSize` bytes; `read` answers fewer bytes than asked
 * only for special files and before the end, and none at the end. Positions are below 2^53. `extensions` names what the
 * server offers beyond the protocol; `rename` replaces an existing target where `posix-rename@openssh.com` is among them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sftp {
  readonly isOpen: () => boolean
  readonly blockSize: number
  readonly extensions: ReadonlySet<string>
  readonly open: (path: string, flags: number, mode: number | undefined) => Request<SftpHandle>
  readonly close: (handle: SftpHandle) => Request<void>
  readonly read: (handle: SftpHandle, length: number, position: number) => Request<Uint8Array>
  readonly write: (handle: SftpHandle, data: Uint8Array, position: number) => Request<void>
  readonly fstat: (handle: SftpHandle) => Request<SftpAttributes>
  readonly fsetstat: (handle: SftpHandle, changes: SftpChanges) => Request<void>
  readonly fsync: (handle: SftpHandle) => Request<void>
  /** Copies on the server, the same bytes at the same place; needs the extension `copy-data`. */
  readonly copyData: (from: SftpHandle, to: SftpHandle, position: number, length: number) => Request<void>
  readonly stat: (path: string) => Request<SftpAttributes>
  readonly lstat: (path: string) => Request<SftpAttributes>
  readonly setstat: (path: string, changes: SftpChanges) => Request<void>
  readonly opendir: (path: string) => Request<SftpHandle>
  /** The next entries without `.` and `..`; none at the end. */
  readonly readdir: (handle: SftpHandle) => Request<ReadonlyArray<readonly [name: string, mode: number]> | undefined>
  readonly mkdir: (path: string, mode: number | undefined) => Request<void>
  readonly rmdir: (path: string) => Request<void>
  readonly unlink: (path: string) => Request<void>
  readonly rename: (from: string, to: string) => Request<void>
  readonly link: (existing: string, path: string) => Request<void>
  readonly symlink: (target: string, path: string) => Request<void>
  readonly readlink: (path: string) => Request<string>
  readonly realpath: (path: string) => Request<string>
}
