/**
 * An `Sftp` over ssh2's wrapper. Each request ends by its answer, the loss of the connection, the end of the session, or
 * the time limit; the library itself would leave some waiting for ever.
 *
 * @since 0.1.0
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { FileEntryWithStats, InputAttributes, SFTPWrapper, Stats } from "ssh2"
import { type Sftp, type SftpAttributes, type SftpChanges, type SftpHandle, SftpStatus } from "../Sftp.ts"
import type { SshError, SshErrorReason } from "../SshError.ts"
import type { Connection } from "./connection.ts"

/** Below what OpenSSH and the protocol's 34 000 byte minimum allow in one packet. */
const blockSize = 32 * 1024

type Callback<A> = (cause: Error | null | undefined, value: A) => void
type Request<A> = Effect.Effect<A, SftpStatus | SshError>
type Done = (cause?: Error | null) => void

const toAttributes = (stats: Stats): SftpAttributes => ({
  mode: stats.mode,
  size: stats.size,
  uid: stats.uid,
  gid: stats.gid,
  atime: stats.atime,
  mtime: stats.mtime
})

/** The protocol sets user and group, and both times, only together. */
const toInput = (changes: SftpChanges): InputAttributes => changes

const handleOf = (handle: SftpHandle): Buffer => handle.bytes as Buffer

/** Requests that change nothing, whose loss therefore leaves nothing unknown. */
const readOnly = new Set(["read", "stat", "lstat", "fstat", "readdir", "readlink", "realpath", "opendir", "close"])

/** Wraps a session that has just been opened. */
export const fromWrapper = (sftp: SFTPWrapper, connection: Connection, requestMillis: number): Sftp => {
  let ended = false
  let answers = 0
  const waiting = new Set<() => void>()
  const onEnd = () => {
    ended = true
    for (const wake of waiting) wake()
  }
  sftp.on("end", onEnd)
  sftp.on("close", onEnd)
  sftp.on("error", onEnd)

  const lost = (request: string): SshError => {
    const outcome = readOnly.has(request) ? "none" : "unknown"
    const reason = connection.lost()?.reason
    const detail = reason === undefined ? "the SFTP session ended" : "detail" in reason ? reason.detail : reason._tag
    return connection.error(`sftp ${request}`, { _tag: "ConnectionLost", detail, outcome })
  }

  const timedOut = (request: string) => {
    const outcome = readOnly.has(request) ? "none" : "unknown"
    const reason: SshErrorReason = { _tag: "TimedOut", phase: request, afterMillis: requestMillis, outcome }
    return connection.error(`sftp ${request}`, reason)
  }

  /** Waits while the session answers others: on a slow line one answer takes as long as all that were asked before. */
  const patiently = <A>(request: string, answer: Deferred.Deferred<A, SftpStatus | SshError>): Request<A> =>
    Effect.suspend(() => {
      const before = answers
      return Effect.timeoutOrElse(Deferred.await(answer), {
        duration: requestMillis,
        orElse: () => (answers === before ? Effect.fail(timedOut(request)) : patiently(request, answer))
      })
    })

  const call = <A>(request: string, start: (callback: Callback<A>) => void): Request<A> =>
    Effect.suspend(() => {
      if (ended || connection.lost() !== undefined) return Effect.fail(lost(request))
      const answer = Deferred.makeUnsafe<A, SftpStatus | SshError>()
      const finish = (exit: Exit.Exit<A, SftpStatus | SshError>) => {
        waiting.delete(wake)
        Deferred.doneUnsafe(answer, exit)
      }
      const wake = () => finish(Exit.fail(lost(request)))
      waiting.add(wake)
      try {
        start((cause: (Error & { code?: unknown }) | null | undefined, value) => {
          answers++
          if (cause === null || cause === undefined) return finish(Exit.succeed(value))
          // Without a number it is not the server that answered.
          if (typeof cause.code !== "number") return finish(Exit.fail(lost(request)))
          finish(Exit.fail(new SftpStatus({ request, code: cause.code, detail: cause.message })))
        })
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause)
        finish(Exit.fail(new SftpStatus({ request, code: 8, detail })))
      }
      return Effect.ensuring(
        patiently(request, answer),
        Effect.sync(() => waiting.delete(wake))
      )
    })

  const extensions = new Set(Object.keys((sftp as unknown as { readonly _extensions?: object })._extensions ?? {}))
  const open = (handle: Buffer): SftpHandle => ({ bytes: handle })

  return {
    isOpen: () => !ended && connection.lost() === undefined,
    blockSize,
    extensions,
    open: (path, flags, mode) =>
      Effect.map(
        call<Buffer>("open", (callback) =>
          mode === undefined ? sftp.open(path, flags, callback) : sftp.open(path, flags, { mode }, callback)
        ),
        open
      ),
    close: (handle) => call("close", (callback) => sftp.close(handleOf(handle), callback as Done)),
    read: (handle, length, position) => {
      const buffer = Buffer.allocUnsafeSlow(length)
      return Effect.map(
        call<number>("read", (callback) => sftp.read(handleOf(handle), buffer, 0, length, position, callback)),
        (count) => buffer.subarray(0, count)
      )
    },
    write: (handle, data, position) =>
      call("write", (callback) =>
        sftp.write(
          handleOf(handle),
          Buffer.from(data.buffer, data.byteOffset, data.byteLength),
          0,
          data.byteLength,
          position,
          callback as Done
        )
      ),
    fstat: (handle) =>
      Effect.map(
        call<Stats>("fstat", (callback) => sftp.fstat(handleOf(handle), callback)),
        toAttributes
      ),
    fsetstat: (handle, changes) =>
      call("fsetstat", (callback) => sftp.fsetstat(handleOf(handle), toInput(changes), callback as Done)),
    fsync: (handle) => call("fsync", (callback) => sftp.ext_openssh_fsync(handleOf(handle), callback as Done)),
    copyData: (from, to, position, length) =>
      call("copyData", (callback) =>
        // Not in the published types.
        (
          sftp as unknown as {
            readonly ext_copy_data: (
              from: Buffer,
              fromOffset: number,
              length: number,
              to: Buffer,
              toOffset: number,
              callback: Done
            ) => void
          }
        ).ext_copy_data(handleOf(from), position, length, handleOf(to), position, callback as Done)
      ),
    stat: (path) =>
      Effect.map(
        call<Stats>("stat", (callback) => sftp.stat(path, callback)),
        toAttributes
      ),
    lstat: (path) =>
      Effect.map(
        call<Stats>("lstat", (callback) => sftp.lstat(path, callback)),
        toAttributes
      ),
    setstat: (path, changes) => call("setstat", (callback) => sftp.setstat(path, toInput(changes), callback as Done)),
    opendir: (path) =>
      Effect.map(
        call<Buffer>("opendir", (callback) => sftp.opendir(path, callback)),
        open
      ),
    readdir: (handle) =>
      call<Array<FileEntryWithStats>>("readdir", (callback) => sftp.readdir(handleOf(handle), callback)).pipe(
        Effect.map((list) =>
          list
            .filter(({ filename }) => filename !== "." && filename !== "..")
            .map(({ attrs, filename }) => [filename, attrs.mode] as const)
        ),
        // Status 1 is the end of the directory.
        Effect.catchTag("SftpStatus", (status) => (status.code === 1 ? Effect.undefined : Effect.fail(status)))
      ),
    mkdir: (path, mode) =>
      call("mkdir", (callback) =>
        mode === undefined
          ? sftp.mkdir(path, callback as Done)
          : sftp.mkdir(path, { mode } as InputAttributes, callback as Done)
      ),
    rmdir: (path) => call("rmdir", (callback) => sftp.rmdir(path, callback as Done)),
    unlink: (path) => call("unlink", (callback) => sftp.unlink(path, callback as Done)),
    rename: (from, to) =>
      call("rename", (callback) =>
        extensions.has("posix-rename@openssh.com")
          ? sftp.ext_openssh_rename(from, to, callback as Done)
          : sftp.rename(from, to, callback as Done)
      ),
    link: (existing, path) => call("link", (callback) => sftp.ext_openssh_hardlink(existing, path, callback as Done)),
    symlink: (target, path) => call("symlink", (callback) => sftp.symlink(target, path, callback as Done)),
    readlink: (path) => call<string>("readlink", (callback) => sftp.readlink(path, callback)),
    realpath: (path) => call<string>("realpath", (callback) => sftp.realpath(path, callback))
  }
}
