/**
 * Builds the seed disk of the NoCloud data source: an ISO 9660 image with Rock Ridge and Joliet names, labelled
 * `cidata`, with the files `meta-data`, `user-data` and, when given, `network-config`.
 *
 * `layer` runs Debian's `xorriso` without root: files of mode 0600 in a temporary directory of mode 0700 that is gone
 * afterwards, no secret in its arguments, all dates fixed, so that the same files give the same image.
 * `layerSimulated` needs no program; its images are for the simulated hypervisor alone.
 *
 * `ChildProcessSpawner` and `FileSystem` are unstable Effect types.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as CloudInit from "./CloudInit.ts"

/**
 * Most bytes of a seed image, the limit of `Hypervisor.putSeed`.
 *
 * @since 0.1.0
 * @category constants
 */
export const imageBytesMax = 16 * 1024 * 1024

/**
 * Building a seed image failed:
 *
 * - `ProgramMissing`: `program` of the Debian package `debianPackage` is not installed.
 * - `ProgramFailed`: it ended with `exitCode`; `detail` is the end of what it wrote to its standard error.
 * - `TimedOut`: it did not end in time and was killed.
 * - `TooLarge`: the image has `bytes`, the limit is `limit`.
 * - `FileFailed`: the temporary directory could not be used.
 *
 * @since 0.1.0
 * @category errors
 */
export class SeedImageError extends Schema.TaggedError<SeedImageError>()("SeedImageError", {
  reason: Schema.TaggedUnion({
    ProgramMissing: { program: Schema.String, debianPackage: Schema.String },
    ProgramFailed: { program: Schema.String, exitCode: Schema.Int, detail: Schema.String },
    TimedOut: { program: Schema.String, afterMillis: Schema.Int },
    TooLarge: { bytes: Schema.Int, limit: Schema.Int },
    FileFailed: { detail: Schema.String }
  })
}) {
  override get message(): string {
    const reason = this.reason
    switch (reason._tag) {
      case "ProgramMissing":
        return `${reason.program} is not installed: install the Debian package ${reason.debianPackage}`
      case "ProgramFailed":
        return `${reason.program} ended with ${reason.exitCode}: ${reason.detail}`
      case "TimedOut":
        return `${reason.program} did not end within ${reason.afterMillis} ms`
      case "TooLarge":
        return `the seed image has ${reason.bytes} bytes, the limit is ${reason.limit}`
      case "FileFailed":
        return `temporary directory: ${reason.detail}`
    }
  }
}

/**
 * Builds seed images.
 *
 * @since 0.1.0
 * @category services
 */
export class SeedImages extends Context.Service<
  SeedImages,
  {
    /** The image with these files. The same files give the same bytes. */
    readonly build: (documents: CloudInit.Documents) => Effect.Effect<Uint8Array, SeedImageError>
  }
>()("@cloudwright/compute/SeedImages") {
  /**
   * Images by `xorriso` on the machine where this runs; at most 30 seconds each.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<
    SeedImages,
    never,
    ChildProcessSpawner.ChildProcessSpawner | FileSystem.FileSystem
  > = Layer.suspend(() => layerXorriso)

  /**
   * Images without any program, for the simulated hypervisor; `readSimulated` gives the files back.
   *
   * @since 0.1.0
   */
  static readonly layerSimulated: Layer.Layer<SeedImages> = Layer.suspend(() => layerSimulated)
}

const program = "xorriso"
const options = ["-no_rc", "-as", "mkisofs", "-quiet", "-V", "cidata", "-J", "-r"]
/** 1980-01-01 in seconds, the first date that FAT could have. */
const fixedDate = "315532800"
const timeLimitMillis = 30_000
const stderrBytesMax = 4096

const files = (documents: CloudInit.Documents): ReadonlyArray<readonly [name: string, content: string]> => [
  ["meta-data", documents.metaData],
  ["user-data", Redacted.value(documents.userData)],
  ...(documents.networkConfig === undefined ? [] : [["network-config", documents.networkConfig] as const])
]

const fileFailed = (error: PlatformError): SeedImageError =>
  new SeedImageError({ reason: { _tag: "FileFailed", detail: error.message } })

const programFailed = (error: PlatformError): SeedImageError =>
  error.reason._tag === "NotFound"
    ? new SeedImageError({ reason: { _tag: "ProgramMissing", program, debianPackage: program } })
    : new SeedImageError({ reason: { _tag: "ProgramFailed", program, exitCode: -1, detail: error.message } })

const makeXorriso = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner

  const run = Effect.fnUntraced(function* (argv: ReadonlyArray<string>) {
    // SOURCE_DATE_EPOCH fixes the dates and ids of the volume; those of the files are set by argument.
    const command = ChildProcess.make(program, argv, {
      env: { SOURCE_DATE_EPOCH: fixedDate, LC_ALL: "C.UTF-8", TZ: "UTC" },
      extendEnv: true,
      stdin: "ignore",
      stdout: "ignore",
      forceKillAfter: "1 second"
    })
    const handle = yield* spawner.spawn(command)
    const chunks = yield* Stream.runCollect(handle.stderr)
    const detail = Buffer.concat(chunks).subarray(-stderrBytesMax).toString("utf8")
    return { exitCode: Number(yield* handle.exitCode), detail }
  }, Effect.scoped)

  const build = Effect.fn("SeedImages.build")(function* (documents: CloudInit.Documents) {
    const directory = yield* fs
      .makeTempDirectoryScoped({ prefix: "cloudwright-seed-" })
      .pipe(Effect.mapError(fileFailed))
    const contents = `${directory}/files`
    const image = `${directory}/seed.iso`
    yield* Effect.gen(function* () {
      yield* fs.chmod(directory, 0o700)
      yield* fs.makeDirectory(contents, { mode: 0o700 })
      for (const [name, text] of files(documents)) {
        yield* fs.writeFileString(`${contents}/${name}`, text, { mode: 0o600, flag: "wx" })
      }
    }).pipe(Effect.mapError(fileFailed))
    const argv = [...options, "--set_all_file_dates", `=${fixedDate}`, "-o", image, contents]
    const { detail, exitCode } = yield* run(argv).pipe(
      Effect.mapError(programFailed),
      Effect.timeoutOrElse({
        duration: timeLimitMillis,
        orElse: () =>
          Effect.fail(new SeedImageError({ reason: { _tag: "TimedOut", program, afterMillis: timeLimitMillis } }))
      })
    )
    if (exitCode !== 0) {
      return yield* new SeedImageError({ reason: { _tag: "ProgramFailed", program, exitCode, detail } })
    }
    return yield* limited(yield* fs.readFile(image).pipe(Effect.mapError(fileFailed)))
  }, Effect.scoped)
  return SeedImages.of({ build })
})

const limited = (image: Uint8Array): Effect.Effect<Uint8Array, SeedImageError> =>
  image.length > imageBytesMax
    ? Effect.fail(new SeedImageError({ reason: { _tag: "TooLarge", bytes: image.length, limit: imageBytesMax } }))
    : Effect.succeed(image)

const layerXorriso = Layer.effect(SeedImages, makeXorriso)

const SimulatedImage = Schema.fromJsonString(
  Schema.Struct({ label: Schema.Literal("cidata"), documents: Schema.toCodecJson(CloudInit.Documents) })
)

const layerSimulated = Layer.succeed(
  SeedImages,
  SeedImages.of({
    build: Effect.fn("SeedImages.build")((documents) =>
      Schema.encodeEffect(SimulatedImage)({ label: "cidata", documents }).pipe(
        Effect.orDie,
        Effect.map((text) => new TextEncoder().encode(text)),
        Effect.flatMap(limited)
      )
    )
  })
)

/**
 * The files in an image of `layerSimulated`; none when the bytes are not one.
 *
 * @since 0.1.0
 * @category testing
 */
export const readSimulated = (image: Uint8Array): Option.Option<CloudInit.Documents> =>
  Schema.decodeOption(SimulatedImage)(new TextDecoder().decode(image)).pipe(Option.map((found) => found.documents))
