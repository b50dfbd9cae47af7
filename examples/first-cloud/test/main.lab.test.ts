import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import { NodeServices } from "@effect/platform-node"
import { Effect, FileSystem, Layer } from "effect"
import { run } from "./program.ts"

const Lab = Layer.mergeAll(LibvirtHosts.layer({ hosts: 2 }), TinyGuest.layer).pipe(
  Layer.provideMerge(NodeServices.layer)
)

/** Two hosts, and a kernel for their guests. */
const lab = Effect.gen(function* () {
  const { hosts, shared } = yield* LibvirtHosts.LibvirtHosts
  const guest = yield* TinyGuest.TinyGuest
  const domains = Effect.forEach(hosts, (host) =>
    host.virsh(["list", "--all", "--name"]).pipe(Effect.map((names) => names.trim()))
  )
  return { hosts, shared, guest, domains, kernel: ["--kernel", guest.vmlinuz, "--initrd", guest.initrd] }
})

layer(Lab, { excludeTestServices: true, timeout: "3 minutes" })(
  "first-cloud on real libvirtd with real guests",
  (it) => {
    it.effect(
      "goes through a machine's whole life on each host",
      () =>
        Effect.gen(function* () {
          const { hosts, domains, kernel } = yield* lab
          const { lines, exitCode } = yield* run([...hosts.flatMap(({ uri }) => ["--libvirt", uri]), ...kernel])
          assert.strictEqual(exitCode, 0, lines.join("\n"))
          assert.strictEqual(lines.at(-3), "2 hosts, 2 machines made, 2 removed:")
          for (const line of lines.slice(-2)) {
            assert.match(
              line,
              /^local.* creating → running → guest is up → guest restarts → guest is up → stopping → stopped → removed$/
            )
          }
          assert.deepStrictEqual(yield* domains, ["", ""])
        }),
      180_000
    )

    it.effect(
      "Ctrl-C removes what it made, and leaves the disk",
      () =>
        Effect.gen(function* () {
          const { hosts, shared, guest, domains, kernel } = yield* lab
          const fs = yield* FileSystem.FileSystem
          const disk = `${shared}/first-cloud.raw`
          yield* fs.copyFile(guest.diskRaw, disk)
          const uri = hosts[0]?.uri ?? ""
          const { lines } = yield* run(["--libvirt", uri, ...kernel, "--disk", disk], "running")
          assert.match(lines.at(-1) ?? "", /removed$/)
          assert.deepStrictEqual(yield* domains, ["", ""])
          assert.isTrue(yield* fs.exists(disk))
        }),
      120_000
    )
  }
)
