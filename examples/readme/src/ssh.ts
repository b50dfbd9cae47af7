import { NodeServices } from "@effect/platform-node"
import { Ssh, SshServices } from "@cloudwright/ssh"
import { Effect, FileSystem, Layer } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

export const program = Effect.gen(function* () {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString("/tmp/it's here", "hello\n")
  return yield* spawner.string(ChildProcess.make("cat", ["/tmp/it's here"]))
})

const Remote = SshServices.layer.pipe(
  Layer.provide(
    Ssh.Ssh.layer({ host: "kvm-1", username: "root", auth: [{ _tag: "KeyFile", path: "~/.ssh/id_ed25519" }] })
  ),
  Layer.provide(NodeServices.layer) // the local machine's, for keys and known_hosts
)
export const main = program.pipe(Effect.provide(Remote)) // with NodeServices.layer instead: the same on this machine
