import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as PlatformError from "effect/PlatformError"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as Redacted from "effect/Redacted"
import type { Documents } from "../src/CloudInit.ts"
import { imageBytesMax, readSimulated, SeedImages } from "../src/SeedImages.ts"

const documents: Documents = {
  metaData: '{"instance-id": "i-1"}\n',
  userData: Redacted.make("#!/bin/sh\necho CANARY\n"),
  networkConfig: '{"version": 2}\n'
}

const withImages = <A, E>(
  layer: Layer.Layer<SeedImages>,
  body: (images: SeedImages["Service"]) => Effect.Effect<A, E>
) => Effect.flatMap(SeedImages, body).pipe(Effect.provide(layer))

describe("SeedImages.layerSimulated", () => {
  it.effect("gives the same bytes for the same files, and the files back", () =>
    withImages(SeedImages.layerSimulated, (images) =>
      Effect.gen(function* () {
        const first = yield* images.build(documents)
        assert.deepStrictEqual(yield* images.build(documents), first)
        const read = Option.getOrThrow(readSimulated(first))
        assert.deepStrictEqual(Redacted.value(read.userData), Redacted.value(documents.userData))
        assert.deepStrictEqual([read.metaData, read.networkConfig], [documents.metaData, documents.networkConfig])
        assert.isTrue(Option.isNone(readSimulated(new Uint8Array(2048))))
      })
    )
  )

  it.effect("refuses what no host takes", () =>
    withImages(SeedImages.layerSimulated, (images) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(
          images.build({ ...documents, userData: Redacted.make("x".repeat(imageBytesMax)) })
        )
        assert.strictEqual(error.reason._tag, "TooLarge")
      })
    )
  )
})

describe("SeedImages.layer", () => {
  it.effect("names the Debian package that is missing, leaves no file, and puts no secret into arguments", () =>
    Effect.gen(function* () {
      const argv: Array<string> = []
      const made: Array<string> = []
      const removed: Array<string> = []
      const modes: Array<number | undefined> = []
      const files = FileSystem.layerNoop({
        makeTempDirectoryScoped: () =>
          Effect.acquireRelease(
            Effect.sync(() => {
              made.push("/tmp/seed-1")
              return "/tmp/seed-1"
            }),
            (path) => Effect.sync(() => removed.push(path))
          ),
        chmod: (_, mode) => Effect.sync(() => modes.push(mode)),
        makeDirectory: (_, options) => Effect.sync(() => modes.push(options?.mode)),
        writeFileString: (_, __, options) => Effect.sync(() => modes.push(options?.mode))
      })
      const spawner = ChildProcessSpawner.make((command) => {
        if (command._tag === "StandardCommand") argv.push(command.command, ...command.args.map(String))
        return Effect.fail(
          PlatformError.systemError({
            _tag: "NotFound",
            module: "ChildProcess",
            method: "spawn",
            pathOrDescriptor: "xorriso"
          })
        )
      })
      const layer = SeedImages.layer.pipe(
        Layer.provide([files, Layer.succeed(ChildProcessSpawner.ChildProcessSpawner, spawner)])
      )
      const error = yield* withImages(layer, (images) => Effect.flip(images.build(documents)))
      assert.deepStrictEqual(error.reason, { _tag: "ProgramMissing", program: "xorriso", debianPackage: "xorriso" })
      assert.include(error.message, "install the Debian package xorriso")
      assert.strictEqual(argv[0], "xorriso")
      assert.notInclude(argv.join(" "), "CANARY")
      assert.deepStrictEqual(removed, made)
      assert.deepStrictEqual(modes, [0o700, 0o700, 0o600, 0o600, 0o600])
    })
  )
})
