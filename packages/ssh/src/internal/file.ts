/**
 * Open files over SFTP. Transfers keep many requests on their way, since each takes a round trip.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { OpenFlags, type Sftp, type SftpAttributes, type SftpHandle, type SftpStatus } from "../Sftp.ts"
import type { SshError } from "../SshError.ts"
import { badArgument, systemError, translate } from "./requests.ts"
import type { Situation } from "./sftperrors.ts"

/** Requests of one transfer that are on their way at a time: with blocks of 32 KiB, 2 MiB. */
const inFlight = 64

type Transfer<A> = Effect.Effect<A, SftpStatus | SshError>

const types: Readonly<Record<number, FileSystem.File.Type>> = {
  0o010000: "FIFO",
  0o020000: "CharacterDevice",
  0o040000: "Directory",
  0o060000: "BlockDevice",
  0o100000: "File",
  0o120000: "SymbolicLink",
  0o140000: "Socket"
}

/** The type in the words of Effect's `FileSystem`. */
export const typeOf = (mode: number): FileSystem.File.Type => types[mode & 0o170000] ?? "Unknown"

/** What SFTP tells; the rest is none, and `dev` 0. */
export const infoOf = (attributes: SftpAttributes): FileSystem.File.Info => ({
  type: typeOf(attributes.mode),
  mtime: Option.some(new Date(attributes.mtime * 1000)),
  atime: Option.some(new Date(attributes.atime * 1000)),
  birthtime: Option.none(),
  dev: 0n,
  ino: Option.none(),
  mode: attributes.mode,
  nlink: Option.none(),
  uid: Option.some(attributes.uid),
  gid: Option.some(attributes.gid),
  rdev: Option.none(),
  size: ByteSize.bytes(attributes.size),
  blksize: Option.none(),
  blocks: Option.none()
})

/** The bits for the flags of open(2) in Node's letters. */
export const openBits = (flag: FileSystem.OpenFlag): number => {
  const { append, create, exclusive, read, truncate, write } = OpenFlags
  const also = (flag.includes("+") ? read | write : 0) | (flag.includes("x") ? exclusive : 0)
  if (flag.startsWith("r")) return read | also
  if (flag.startsWith("w")) return write | create | truncate | also
  return write | create | append | also
}

/** Open for as long as the scope; closing is tried, the server closes it with the session otherwise. */
export const openHandle = (
  sftp: Sftp,
  path: string,
  bits: number,
  mode: number | undefined
): Effect.Effect<SftpHandle, SftpStatus | SshError, Scope.Scope> =>
  Effect.acquireRelease(sftp.open(path, bits, mode), (handle) => Effect.ignore(sftp.close(handle)))

/** A block whole, unless the file ends in it: servers may answer short. */
const readBlock = Effect.fnUntraced(function* (sftp: Sftp, handle: SftpHandle, position: number, length: number) {
  const parts: Array<Uint8Array> = []
  let missing = length
  while (missing > 0) {
    const part = yield* sftp.read(handle, missing, position + length - missing)
    if (part.length === 0) break
    parts.push(part)
    missing -= part.length
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
})

/** Up to `length` bytes from `position`; fewer only where the file ends. */
export const readRange = (sftp: Sftp, handle: SftpHandle, position: number, length: number): Transfer<Uint8Array> => {
  if (length <= sftp.blockSize) return readBlock(sftp, handle, position, length)
  const blocks = Array.from({ length: Math.ceil(length / sftp.blockSize) }, (_, i) => i * sftp.blockSize)
  return Effect.forEach(blocks, (at) => readBlock(sftp, handle, position + at, Math.min(sftp.blockSize, length - at)), {
    concurrency: inFlight
  }).pipe(
    Effect.map((parts) => {
      const end = parts.findIndex((part) => part.length < sftp.blockSize)
      return Buffer.concat(end === -1 ? parts : parts.slice(0, end + 1))
    })
  )
}

/** What is read whole is smaller than this, as on the local machine. */
const maximumWhole = 2 ** 31

/** Everything. A file that says it is empty, as those of /proc do, is read to its end. */
export const readAll = Effect.fnUntraced(function* (sftp: Sftp, handle: SftpHandle, path: string) {
  const tooLarge = systemError("readFile", "Unknown", path, `${maximumWhole} bytes or more; use stream`)
  const { size } = yield* sftp.fstat(handle)
  if (size >= maximumWhole) return yield* tooLarge
  if (size > 0) return yield* readRange(sftp, handle, 0, size)
  const parts: Array<Uint8Array> = []
  for (let position = 0; ;) {
    const part = yield* sftp.read(handle, sftp.blockSize, position)
    if (part.length === 0) return Buffer.concat(parts)
    parts.push(part)
    position += part.length
    if (position >= maximumWhole) return yield* tooLarge
  }
})

const blocksOf = (sftp: Sftp, data: Uint8Array): ReadonlyArray<number> =>
  Array.from({ length: Math.ceil(data.length / sftp.blockSize) }, (_, i) => i * sftp.blockSize)

/** Writes all at `position`; a file opened for appending ignores that and keeps the order of the requests. */
export const writeAt = (sftp: Sftp, handle: SftpHandle, data: Uint8Array, position: number): Transfer<void> =>
  Effect.forEach(
    blocksOf(sftp, data),
    (at) => sftp.write(handle, data.subarray(at, at + sftp.blockSize), position + at),
    { concurrency: inFlight, discard: true }
  )

/**
 * Writes in the background: `push` returns when the block is on its way, `drain` when all have arrived. A failed write
 * fails the next `push`, and `drain`.
 */
export const makeWriteBehind = Effect.fnUntraced(function* (sftp: Sftp, handle: SftpHandle, offset: number) {
  const permits = Semaphore.makeUnsafe(inFlight)
  const scope = yield* Effect.scope
  let position = offset
  let failure: SftpStatus | SshError | undefined
  const check = Effect.suspend(() => (failure === undefined ? Effect.void : Effect.fail(failure)))
  const block = Effect.fnUntraced(function* (data: Uint8Array) {
    yield* permits.take(1)
    const at = position
    position += data.length
    yield* sftp.write(handle, data, at).pipe(
      Effect.catch((error) =>
        Effect.sync(() => {
          failure ??= error
        })
      ),
      Effect.ensuring(permits.release(1)),
      Effect.forkIn(scope, { startImmediately: true })
    )
  })
  return {
    push: (data: Uint8Array): Transfer<void> =>
      Effect.andThen(
        check,
        Effect.forEach(blocksOf(sftp, data), (at) => block(data.subarray(at, at + sftp.blockSize)), { discard: true })
      ),
    drain: Effect.andThen(permits.take(inFlight), check)
  }
})

/** An open file as Effect's `File`, with a position of its own as the local one has. */
export const makeFile = (sftp: Sftp, handle: SftpHandle, path: string, append: boolean): FileSystem.File => {
  let position = 0n
  const situation: Situation = { path, mustBeFile: path }
  const run = <A>(method: string, transfer: Transfer<A>) => translate(sftp, method, situation, transfer)

  const readFrom = (method: string, size: number, options: FileSystem.File.ReadOptions | undefined) =>
    Effect.suspend((): Effect.Effect<Uint8Array, PlatformError> => {
      const at = options?.position ?? position
      if (at < 0n) return Effect.fail(badArgument(method, "Cannot read before the start of the file"))
      return Effect.tap(run(method, readRange(sftp, handle, Number(at), size)), (bytes) =>
        Effect.sync(() => {
          if (options?.position === undefined) position = at + BigInt(bytes.length)
        })
      )
    })
  const writeAll = (method: string) => (buffer: Uint8Array) =>
    Effect.suspend(() => {
      const at = position
      return Effect.tap(run(method, writeAt(sftp, handle, buffer, Number(at))), () =>
        Effect.sync(() => {
          if (!append) position = at + BigInt(buffer.length)
        })
      )
    })

  return {
    [FileSystem.FileTypeId]: FileSystem.FileTypeId,
    stat: Effect.map(run("stat", sftp.fstat(handle)), infoOf),
    seek: (offset, from) =>
      Effect.suspend(() => {
        const to = from === "start" ? offset : position + offset
        if (to < 0n) return Effect.fail(badArgument("seek", "Cannot seek before the start of the file"))
        position = to
        return Effect.succeed(to)
      }),
    sync: run("sync", sftp.fsync(handle)),
    read: (buffer, options) =>
      Effect.map(readFrom("read", buffer.length, options), (bytes) => {
        buffer.set(bytes)
        return bytes.length
      }),
    readAlloc: (size, options) =>
      Number.isInteger(size) && size >= 0
        ? Effect.map(readFrom("readAlloc", size, options), (bytes) =>
            bytes.length === 0 ? Option.none() : Option.some(bytes)
          )
        : Effect.fail(badArgument("readAlloc", "size must be a non-negative integer")),
    truncate: (length) =>
      Effect.map(run("truncate", sftp.fsetstat(handle, { size: length ?? 0 })), () => {
        if (!append && position > BigInt(length ?? 0)) position = BigInt(length ?? 0)
      }),
    write: (buffer) => Effect.as(writeAll("write")(buffer), buffer.length),
    writeAll: writeAll("writeAll")
  }
}

/** For a file that would be opened without following a link, which the protocol cannot ask for. */
export const refuseNoFollow = (method: string): PlatformError =>
  badArgument(method, "noFollow is not supported over SFTP")

/** For watching, which the protocol does not know. */
export const refuseWatch = (path: string): PlatformError =>
  systemError("watch", "Unknown", path, "watching is not supported over SFTP")
