import { SshServer } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as SshServices from "../src/SshServices.ts"
import { cases } from "./support/fileSystemSuite.ts"
import { sshLayer } from "./support/lab.ts"

const Remote = SshServices.layer.pipe(Layer.provideMerge(sshLayer()), Layer.provideMerge(SshServer.layer()))

layer(Remote, { timeout: "60 seconds", excludeTestServices: true })("FileSystem on the remote machine", (it) => {
  for (const [name, test] of Object.entries(cases)) it.effect(name, () => test)

  it.effect("lists a tree without following links, of which the local service makes a circle", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* fs.makeTempDirectoryScoped()
      yield* fs.makeDirectory(`${directory}/a`)
      yield* fs.symlink(directory, `${directory}/a/circle`)
      assert.deepStrictEqual(yield* fs.readDirectory(directory, { recursive: true }), ["a", "a/circle"])
    })
  )

  it.effect("says what SFTP cannot do", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const watching = yield* Effect.flip(Stream.runDrain(fs.watch("/tmp")))
      assert.include(watching.message, "watching is not supported")
      const following = yield* Effect.flip(Effect.scoped(fs.open("/tmp", { noFollow: true })))
      assert.strictEqual(following.reason._tag, "BadArgument")
    })
  )
})
