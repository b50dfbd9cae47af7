import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import { NodeServices } from "@effect/platform-node"
import { Effect, FileSystem, Layer } from "effect"
import { run } from "./program.ts"

const Lab = Layer.mergeAll(LibvirtHosts.layer({ hosts: 2 }), TinyGuest.layer).pipe(
  Layer.provideMerge(NodeServices.layer)
)

const args = Effect.gen(function* () {
  const { hosts, shared } = yield* LibvirtHosts.LibvirtHosts
  const guest = yield* TinyGuest.TinyGuest
  const fs = yield* FileSystem.FileSystem
  const [first] = hosts
  assert.isDefined(first)
  const disk = `${shared}/first-cloud.raw`
  yield* fs.copyFile(guest.diskRaw, disk)
  return { first, args: ["--libvirt", first.uri, "--kernel", guest.vmlinuz, "--initrd", guest.initrd, "--disk", disk] }
})

layer(Lab, { excludeTestServices: true, timeout: "3 minutes" })(
  "first-cloud on a real libvirtd with a real guest",
  (it) => {
    it.effect(
      "goes through a machine's whole life",
      () =>
        Effect.gen(function* () {
          const lab = yield* args
          const { lines, exitCode } = yield* run(lab.args)
          assert.strictEqual(exitCode, 0, lines.join("\n"))
          assert.match(
            lines.at(-1) ?? "",
            /creating → .*running → guest is up → .*guest restarts → guest is up → .*stopping → stopped → removed$/
          )
          assert.strictEqual((yield* lab.first.virsh(["list", "--all", "--name"])).trim(), "")
        }),
      180_000
    )

    it.effect(
      "Ctrl-C removes what it made",
      () =>
        Effect.gen(function* () {
          const lab = yield* args
          const { lines } = yield* run(lab.args, "running")
          assert.match(lines.at(-1) ?? "", /removed$/)
          assert.strictEqual((yield* lab.first.virsh(["list", "--all", "--name"])).trim(), "")
        }),
      120_000
    )
  }
)
