/**
 * Operations on directory trees over SFTP, done request by request. Links are never followed.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { posix } from "node:path"
import { OpenFlags, type Sftp, type SftpAttributes, type SftpHandle, type SftpStatus } from "../Sftp.ts"
import type { SshError } from "../SshError.ts"
import * as File from "./file.ts"
import { type Failure, systemError } from "./requests.ts"
import { isDirectory, isSymbolicLink } from "./sftperrors.ts"

/** Directories nested deeper than this are refused, and so is a listing of more entries than the other. */
const maximumDepth = 512
const maximumEntries = 1_000_000

/** Operations on the entries of one directory that are on their way at a time. */
const concurrency = 16

/** The server copies this much per request, so that none takes long. */
const serverCopy = 64 * 1024 * 1024

type Request<A> = Effect.Effect<A, SftpStatus | SshError>

const orMissing = <A>(look: Request<A>): Request<A | undefined> =>
  Effect.catchTag(look, "SftpStatus", (status) => (status.code === 2 ? Effect.undefined : Effect.fail(status)))

/** The entries of a directory, without `.` and `..`. */
export const list = (sftp: Sftp, path: string): Effect.Effect<Array<readonly [name: string, mode: number]>, Failure> =>
  Effect.acquireUseRelease(
    sftp.opendir(path),
    Effect.fnUntraced(function* (handle) {
      const entries: Array<readonly [name: string, mode: number]> = []
      for (;;) {
        const more = yield* sftp.readdir(handle)
        if (more === undefined) return entries
        for (const entry of more) entries.push(entry)
        if (entries.length > maximumEntries) {
          return yield* systemError("readDirectory", "Unknown", path, `more than ${maximumEntries} entries`)
        }
      }
    }),
    (handle) => Effect.ignore(sftp.close(handle))
  )

/** The names below a directory, relative to it. */
export const listAll = Effect.fnUntraced(function* (
  sftp: Sftp,
  path: string
): Effect.fn.Return<Array<string>, Failure> {
  const found: Array<string> = []
  const directories: Array<readonly [name: string, depth: number]> = [["", 0]]
  for (let at = directories.shift(); at !== undefined; at = directories.shift()) {
    const [below, depth] = at
    if (depth > maximumDepth) return yield* systemError("readDirectory", "Unknown", path, `deeper than ${maximumDepth}`)
    for (const [name, mode] of yield* list(sftp, posix.join(path, below))) {
      const relative = posix.join(below, name)
      found.push(relative)
      if (isDirectory(mode)) directories.push([relative, depth + 1])
    }
    if (found.length > maximumEntries) {
      return yield* systemError("readDirectory", "Unknown", path, `more than ${maximumEntries} entries`)
    }
  }
  return found
})

/** The directories that are missing for `path`, itself last. */
const missingFor = Effect.fnUntraced(function* (
  sftp: Sftp,
  path: string
): Effect.fn.Return<ReadonlyArray<string>, Failure> {
  const missing: Array<string> = []
  const whole = posix.normalize(path)
  for (let at = whole; ; at = posix.dirname(at)) {
    const attributes = yield* orMissing(sftp.stat(at))
    if (attributes !== undefined && isDirectory(attributes.mode)) return missing
    if (attributes !== undefined) {
      return yield* systemError("makeDirectory", at === whole ? "AlreadyExists" : "BadResource", path)
    }
    missing.unshift(at)
    if (posix.dirname(at) === at) return missing
  }
})

/** Makes a directory and what is missing above it. */
export const makeAll = (sftp: Sftp, path: string, mode: number | undefined): Effect.Effect<void, Failure> =>
  Effect.flatMap(missingFor(sftp, path), (missing) =>
    Effect.forEach(
      missing,
      (at) =>
        Effect.catchTag(sftp.mkdir(at, mode), "SftpStatus", (status) =>
          // Another may have made it in the meantime.
          Effect.flatMap(orMissing(sftp.stat(at)), (attributes) =>
            attributes !== undefined && isDirectory(attributes.mode) ? Effect.void : Effect.fail(status)
          )
        ),
      { discard: true }
    )
  )

const removeTree = (sftp: Sftp, path: string, depth: number): Effect.Effect<void, Failure> =>
  depth > maximumDepth
    ? Effect.fail(systemError("remove", "Unknown", path, `deeper than ${maximumDepth}`))
    : Effect.flatMap(list(sftp, path), (entries) =>
        Effect.forEach(
          entries,
          ([name, mode]) => {
            const entry = posix.join(path, name)
            return isDirectory(mode) ? removeTree(sftp, entry, depth + 1) : Effect.asVoid(orMissing(sftp.unlink(entry)))
          },
          { concurrency, discard: true }
        )
      ).pipe(Effect.andThen(sftp.rmdir(path)))

/** Removes as Node's `rm` does: a directory only with `recursive`, something missing only with `force`. */
export const remove = Effect.fnUntraced(function* (
  sftp: Sftp,
  path: string,
  options: { readonly recursive: boolean; readonly force: boolean }
): Effect.fn.Return<void, Failure> {
  const attributes = options.force ? yield* orMissing(sftp.lstat(path)) : yield* sftp.lstat(path)
  const isTree = attributes !== undefined && isDirectory(attributes.mode)
  yield* attributes === undefined
    ? Effect.void
    : !isTree
      ? sftp.unlink(path)
      : options.recursive
        ? removeTree(sftp, path, 0)
        : Effect.fail(systemError("remove", "Unknown", path, "Path is a directory"))
})

const copyOnServer = (sftp: Sftp, source: SftpHandle, target: SftpHandle, size: number): Request<number> =>
  Effect.forEach(
    Array.from({ length: Math.ceil(size / serverCopy) }, (_, i) => i * serverCopy),
    (position) => sftp.copyData(source, target, position, Math.min(serverCopy, size - position)),
    { discard: true }
  ).pipe(Effect.as(size))

const copyThroughUs = Effect.fnUntraced(function* (sftp: Sftp, source: SftpHandle, target: SftpHandle) {
  const writes = yield* File.makeWriteBehind(sftp, target, 0)
  const step = sftp.blockSize * 16
  for (let position = 0; ; position += step) {
    const bytes = yield* File.readRange(sftp, source, position, step)
    yield* writes.push(bytes)
    if (bytes.length === step) continue
    yield* writes.drain
    return position + bytes.length
  }
})

/**
 * Copies contents and mode, on the server where it can (`copy-data`), else through this machine. The target is cut only
 * afterwards: it may be the source under another name, which the protocol cannot tell of hard links.
 */
export const copyFile = Effect.fnUntraced(function* (sftp: Sftp, from: string, to: string) {
  const source = yield* File.openHandle(sftp, from, OpenFlags.read, undefined)
  const { mode, size } = yield* sftp.fstat(source)
  const target = yield* File.openHandle(sftp, to, OpenFlags.write | OpenFlags.create, mode & 0o777)
  // Servers refuse to copy a file onto itself.
  const paths = yield* Effect.all([sftp.realpath(from), sftp.realpath(to)])
  if (paths[0] === paths[1]) return
  const copied = yield* sftp.extensions.has("copy-data") && size > 0
    ? copyOnServer(sftp, source, target, size)
    : copyThroughUs(sftp, source, target)
  yield* sftp.fsetstat(target, { size: copied })
}, Effect.scoped)

/** How to copy; see Node's `cp`. */
export interface CopyOptions {
  readonly overwrite: boolean
  readonly preserveTimestamps: boolean
}

/** One entry to copy: from where, what it is, and to where, with what is there. */
interface Entry {
  readonly from: string
  readonly source: SftpAttributes
  readonly to: string
  readonly target: SftpAttributes | undefined
  readonly depth: number
}

const unable = (from: string, detail: string) => systemError("copy", "Unknown", from, detail)

const keepTimes = (sftp: Sftp, { source, to }: Entry, options: CopyOptions): Request<void> =>
  options.preserveTimestamps ? sftp.setstat(to, { atime: source.atime, mtime: source.mtime }) : Effect.void

const copyDirectory = Effect.fnUntraced(function* (
  sftp: Sftp,
  entry: Entry,
  options: CopyOptions
): Effect.fn.Return<void, Failure> {
  const { depth, from, source, target, to } = entry
  const isNew = target === undefined
  if (isNew) yield* sftp.mkdir(to, source.mode & 0o777)
  yield* Effect.forEach(
    yield* list(sftp, from),
    ([name]) => copyEntry(sftp, posix.join(from, name), posix.join(to, name), options, depth + 1),
    { concurrency, discard: true }
  )
  if (isNew) yield* sftp.setstat(to, { mode: source.mode & 0o7777 })
  yield* keepTimes(sftp, entry, options)
})

const copyLink = Effect.fnUntraced(function* (sftp: Sftp, { from, target, to }: Entry) {
  if (target !== undefined) yield* sftp.unlink(to)
  const destination = yield* sftp.readlink(from)
  yield* sftp.symlink(posix.resolve(posix.dirname(from), destination), to)
})

const copyPlain = Effect.fnUntraced(function* (sftp: Sftp, entry: Entry, options: CopyOptions) {
  yield* copyFile(sftp, entry.from, entry.to)
  yield* sftp.setstat(entry.to, { mode: entry.source.mode & 0o7777 })
  yield* keepTimes(sftp, entry, options)
})

const copyEntry = Effect.fnUntraced(function* (
  sftp: Sftp,
  from: string,
  to: string,
  options: CopyOptions,
  depth: number
): Effect.fn.Return<void, Failure> {
  const source = yield* sftp.lstat(from)
  const target = yield* orMissing(sftp.lstat(to))
  const entry: Entry = { from, source, to, target, depth }
  if (depth > maximumDepth) return yield* unable(from, `deeper than ${maximumDepth}`)
  if (isDirectory(source.mode)) {
    return target === undefined || isDirectory(target.mode)
      ? yield* copyDirectory(sftp, entry, options)
      : yield* unable(from, `${to} is not a directory`)
  }
  if (target !== undefined && isDirectory(target.mode)) return yield* unable(from, `${to} is a directory`)
  if (target !== undefined && !options.overwrite) return yield* Effect.void
  if (isSymbolicLink(source.mode)) return yield* copyLink(sftp, entry)
  return File.typeOf(source.mode) === "File"
    ? yield* copyPlain(sftp, entry, options)
    : yield* unable(from, "only files, directories and links can be copied")
})

/** Copies a file, link or tree; missing directories above the target are made. */
export const copy = Effect.fnUntraced(function* (
  sftp: Sftp,
  from: string,
  to: string,
  options: CopyOptions
): Effect.fn.Return<void, Failure> {
  yield* sftp.lstat(from)
  const [absoluteFrom, absoluteTo] = yield* Effect.all([sftp.realpath(from), sftp.realpath(posix.dirname(to))]).pipe(
    Effect.catchTag("SftpStatus", () => Effect.succeed(["", ""] as const))
  )
  const inside = posix.join(absoluteTo, posix.basename(to))
  if (absoluteFrom !== "" && (inside === absoluteFrom || inside.startsWith(`${absoluteFrom}/`))) {
    return yield* unable(from, `cannot be copied into itself, ${to}`)
  }
  yield* makeAll(sftp, posix.dirname(to), undefined)
  return yield* copyEntry(sftp, from, to, options, 0)
})
