/**
 * Effect's `FileSystem` (unstable) on a remote machine, over SFTP.
 *
 * Failures have the reasons that the local service gives in the same situation. Relative paths start at the remote user's
 * home directory. What differs: times are whole seconds; `stat` knows no inode, device, link count, block or birth time;
 * a recursive `readDirectory` does not follow links; `watch` and `noFollow` are refused, because the protocol has neither; `rename` replaces its target only on servers with
 * OpenSSH's extension; `access` for reading or writing asks a remote shell; temporary files are made in `/tmp`.
 * `readFile` takes files below 2 GiB. Concurrent `writeFile` and `stream` keep up to 2 MiB each on the way.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
import { randomBytes } from "node:crypto"
import { posix } from "node:path"
import * as File from "./internal/file.ts"
import * as Launch from "./internal/launch.ts"
import { fromSsh } from "./internal/platform.ts"
import { badArgument, request, systemError, translate } from "./internal/requests.ts"
import * as Script from "./internal/script.ts"
import * as Tree from "./internal/tree.ts"
import { Ssh } from "./Ssh.ts"

type Service = FileSystem.FileSystem

/** Chunks of a stream that are fetched ahead of the reader. */
const readAhead = 16

const toSeconds = (time: Date | number): number => Math.floor(typeof time === "number" ? time : time.getTime() / 1000)

const make = Effect.gen(function* () {
  const ssh = yield* Ssh
  const on = request(ssh)

  const open: Service["open"] = (path, options) => {
    if (options?.noFollow === true) return Effect.fail(File.refuseNoFollow("open"))
    const flag = options?.flag ?? "r"
    const exclusive = flag.includes("x")
    const situation = { path, mustBeFile: path, mustNotExist: exclusive ? path : undefined }
    return Effect.acquireRelease(
      on("open", situation, (sftp) =>
        Effect.map(sftp.open(path, File.openBits(flag), options?.mode), (handle) => ({ sftp, handle }))
      ),
      ({ handle, sftp }) => Effect.ignore(sftp.close(handle))
    ).pipe(Effect.map(({ handle, sftp }) => File.makeFile(sftp, handle, path, flag.startsWith("a"))))
  }

  const access: Service["access"] = (path, options) => {
    const asked = options?.readable === true || options?.writable === true
    const exists = on("access", { path }, (sftp) => sftp.stat(path))
    if (!asked) return Effect.asVoid(exists)
    const script = Launch.accessScript(path, options?.readable === true, options?.writable === true)
    return exists.pipe(
      Effect.andThen(Effect.mapError(Script.run(ssh, script), fromSsh("FileSystem", "access", path))),
      Effect.flatMap((code) =>
        code === 0 ? Effect.void : Effect.fail(systemError("access", "PermissionDenied", path))
      )
    )
  }

  const makeDirectory: Service["makeDirectory"] = (path, options) =>
    on("makeDirectory", { path, mustNotExist: options?.recursive === true ? undefined : path }, (sftp) =>
      options?.recursive === true ? Tree.makeAll(sftp, path, options.mode) : sftp.mkdir(path, options?.mode)
    )

  const remove: Service["remove"] = (path, options) =>
    on("remove", { path }, (sftp) =>
      Tree.remove(sftp, path, { recursive: options?.recursive ?? false, force: options?.force ?? false })
    )

  const writeFile: Service["writeFile"] = (path, data, options) => {
    const flag = options?.flag ?? "w"
    const situation = { path, mustBeFile: path, mustNotExist: flag.includes("x") ? path : undefined }
    return on("writeFile", situation, (sftp) =>
      Effect.scoped(
        Effect.flatMap(File.openHandle(sftp, path, File.openBits(flag), options?.mode), (handle) =>
          File.writeAt(sftp, handle, data, 0)
        )
      )
    )
  }

  /** A directory that only its maker can enter; the name is tried until it is new. */
  const makeTempDirectory: Service["makeTempDirectory"] = (options) => {
    const attempt = Effect.suspend(() => {
      const suffix = randomBytes(6).toString("hex")
      const path = posix.join(options?.directory ?? "/tmp", `${options?.prefix ?? ""}${suffix}`)
      return Effect.as(
        on("makeTempDirectory", { path, mustNotExist: path }, (sftp) => sftp.mkdir(path, 0o700)),
        path
      )
    })
    return Effect.retry(attempt, { times: 5, while: (error) => error.reason._tag === "AlreadyExists" })
  }

  const makeTempFile: Service["makeTempFile"] = Effect.fnUntraced(function* (options) {
    const directory = yield* makeTempDirectory(options)
    const path = posix.join(directory, `${randomBytes(6).toString("hex")}${options?.suffix ?? ""}`)
    yield* writeFile(path, new Uint8Array(0))
    return path
  })

  /** Failing to tidy up is no reason to fail: the machine may be gone. */
  const removeQuietly = (path: string) => Effect.ignore(remove(path, { recursive: true, force: true }))

  const base = FileSystem.make({
    access,
    open,
    makeDirectory,
    remove,
    writeFile,
    makeTempDirectory,
    makeTempFile,
    makeTempDirectoryScoped: (options) => Effect.acquireRelease(makeTempDirectory(options), removeQuietly),
    makeTempFileScoped: (options) =>
      Effect.acquireRelease(makeTempFile(options), (path) => removeQuietly(posix.dirname(path))),
    copy: (from, to, options) =>
      on("copy", { path: from }, (sftp) =>
        Tree.copy(sftp, from, to, {
          overwrite: options?.overwrite ?? false,
          preserveTimestamps: options?.preserveTimestamps ?? false
        })
      ),
    copyFile: (from, to) => on("copyFile", { path: from, mustBeFile: to }, (sftp) => Tree.copyFile(sftp, from, to)),
    chmod: (path, mode) => on("chmod", { path }, (sftp) => sftp.setstat(path, { mode })),
    chown: (path, uid, gid) => on("chown", { path }, (sftp) => sftp.setstat(path, { uid, gid })),
    link: (from, to) => on("link", { path: from, mustNotExist: to }, (sftp) => sftp.link(from, to)),
    symlink: (from, to) => on("symlink", { path: to, mustNotExist: to }, (sftp) => sftp.symlink(from, to)),
    lstat: (path) =>
      Effect.map(
        on("lstat", { path }, (sftp) => sftp.lstat(path)),
        File.infoOf
      ),
    stat: (path) =>
      Effect.map(
        on("stat", { path }, (sftp) => sftp.stat(path)),
        File.infoOf
      ),
    readDirectory: (path, options) =>
      on("readDirectory", { path, mustBeDirectory: path }, (sftp) =>
        options?.recursive === true
          ? Tree.listAll(sftp, path)
          : Effect.map(Tree.list(sftp, path), (entries) => entries.map(([name]) => name))
      ),
    readDirectoryEntries: (path) =>
      Effect.map(
        on("readDirectoryEntries", { path, mustBeDirectory: path }, (sftp) => Tree.list(sftp, path)),
        (entries) => entries.map(([name, mode]) => ({ name, type: File.typeOf(mode) }))
      ),
    readFile: (path) =>
      on("readFile", { path, mustBeFile: path }, (sftp) =>
        Effect.scoped(
          Effect.flatMap(File.openHandle(sftp, path, File.openBits("r"), undefined), (handle) =>
            File.readAll(sftp, handle, path)
          )
        )
      ),
    readLink: (path) => on("readLink", { path }, (sftp) => sftp.readlink(path)),
    // The server resolves a path whose last part is missing, the local one does not.
    realPath: (path) => on("realPath", { path }, (sftp) => Effect.andThen(sftp.stat(path), sftp.realpath(path))),
    rename: (from, to) => on("rename", { path: from, mustBeFile: to }, (sftp) => sftp.rename(from, to)),
    truncate: (path, length) =>
      on("truncate", { path, mustBeFile: path }, (sftp) => sftp.setstat(path, { size: length ?? 0 })),
    utimes: (path, atime, mtime) =>
      on("utimes", { path }, (sftp) => sftp.setstat(path, { atime: toSeconds(atime), mtime: toSeconds(mtime) })),
    watch: (path) => Stream.fail(File.refuseWatch(path))
  })

  const stream: Service["stream"] = (path, options) => {
    const chunkSize = options?.chunkSize ?? 64 * 1024
    if (!Number.isInteger(chunkSize) || chunkSize < 1) {
      return Stream.fail(badArgument("stream", "chunkSize must be a positive integer"))
    }
    const offset = options?.offset === undefined ? 0 : Number(ByteSize.fromInputUnsafe(options.offset))
    const end =
      options?.bytesToRead === undefined
        ? Number.MAX_SAFE_INTEGER
        : offset + Number(ByteSize.fromInputUnsafe(options.bytesToRead))
    const situation = { path, mustBeFile: path }
    return on("stream", situation, (sftp) => Effect.succeed(sftp)).pipe(
      Effect.flatMap((sftp) =>
        Effect.acquireRelease(
          translate(sftp, "stream", situation, sftp.open(path, File.openBits("r"), undefined)),
          (handle) => Effect.ignore(sftp.close(handle))
        ).pipe(
          Effect.map((handle) =>
            Stream.unfold(offset, (at) => Effect.succeed(at < end ? ([at, at + chunkSize] as const) : undefined)).pipe(
              Stream.mapEffect(
                (at) =>
                  translate(sftp, "stream", situation, File.readRange(sftp, handle, at, Math.min(chunkSize, end - at))),
                { concurrency: readAhead }
              ),
              Stream.takeWhile((chunk) => chunk.length > 0)
            )
          )
        )
      ),
      Stream.unwrap
    )
  }

  const sink: Service["sink"] = (path, options) => {
    const flag = options?.flag ?? "w"
    const situation = { path, mustBeFile: path, mustNotExist: flag.includes("x") ? path : undefined }
    return Sink.unwrap(
      Effect.gen(function* () {
        const sftp = yield* on("sink", situation, Effect.succeed)
        const run = <A>(effect: Parameters<typeof translate<A>>[3]) => translate(sftp, "sink", situation, effect)
        const handle = yield* Effect.acquireRelease(
          run(sftp.open(path, File.openBits(flag), options?.mode)),
          (opened) => Effect.ignore(sftp.close(opened))
        )
        const writes = yield* File.makeWriteBehind(sftp, handle, 0)
        return Sink.forEach((chunk: Uint8Array) => run(writes.push(chunk))).pipe(
          Sink.mapEffect(() => run(writes.drain))
        )
      })
    )
  }

  return FileSystem.FileSystem.of({ ...base, stream, sink })
})

/**
 * Provides `FileSystem` on the machine of `Ssh`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<FileSystem.FileSystem, never, Ssh> = Layer.effect(FileSystem.FileSystem, make)
