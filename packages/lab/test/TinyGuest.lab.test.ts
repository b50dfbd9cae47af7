import { assert, layer } from "@effect/vitest"
import { TinyGuest } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as NodeChildProcess from "node:child_process"
import * as NodeFs from "node:fs"
import * as NodeOs from "node:os"
import * as NodePath from "node:path"

const temporary = Effect.acquireRelease(
  Effect.sync(() => NodeFs.mkdtempSync(NodePath.join(NodeOs.tmpdir(), "tiny-"))),
  (directory) => Effect.sync(() => NodeFs.rmSync(directory, { recursive: true }))
)

/** Boots the guest in plain QEMU and waits until a line on its console matches; the whole console up to there. */
const boot = (words: string, devices: ReadonlyArray<string>, wanted: RegExp, typed = "") =>
  Effect.gen(function* () {
    const { initrd, vmlinuz } = yield* TinyGuest.TinyGuest
    const args = [
      ["-accel", "tcg", "-machine", "q35", "-m", "192", "-display", "none", "-nodefaults", "-no-reboot"],
      ["-serial", "stdio", "-kernel", vmlinuz, "-initrd", initrd, "-append", `console=ttyS0 quiet panic=1 ${words}`]
    ].flat()
    const child = yield* Effect.acquireRelease(
      Effect.sync(() => NodeChildProcess.spawn("qemu-system-x86_64", [...args, ...devices], { stdio: "pipe" })),
      (process) => Effect.sync(() => process.kill("SIGKILL"))
    )
    let console = ""
    return yield* Effect.callback<string>((resume) => {
      let answered = false
      const read = (chunk: Buffer) => {
        console += chunk.toString()
        if (!answered && typed !== "" && /TG-READY/.test(console)) {
          answered = true
          child.stdin.write(typed)
        }
        if (wanted.test(console)) resume(Effect.succeed(console))
      }
      child.stdout.on("data", read)
      child.stderr.on("data", read)
      child.once("exit", () => resume(Effect.succeed(`${console}\nQEMU has ended`)))
    }).pipe(
      Effect.timeoutOrElse({ duration: "60 seconds", orElse: () => Effect.sync(() => `${console}\nnothing more`) })
    )
  }).pipe(Effect.scoped)

const seedFiles = (directory: string) => {
  const files = NodePath.join(directory, "files")
  NodeFs.mkdirSync(files)
  NodeFs.writeFileSync(NodePath.join(files, "meta-data"), "instance-id: iid-4711\nlocal-hostname: seeded\n")
  NodeFs.writeFileSync(NodePath.join(files, "user-data"), "#cloud-config\nmarker: 8472\n")
  return files
}

layer(TinyGuest.layer, { excludeTestServices: true })("TinyGuest", (it) => {
  it.effect("a second build of the same recipe is the first one", () =>
    Effect.gen(function* () {
      const guest = yield* TinyGuest.TinyGuest
      const before = NodeFs.statSync(guest.initrd).ino
      assert.deepStrictEqual(yield* TinyGuest.make, guest)
      assert.strictEqual(NodeFs.statSync(guest.initrd).ino, before)
    })
  )

  it.effect("the disks have the same file system with the file in it", () =>
    Effect.gen(function* () {
      const { diskQcow2, diskRaw } = yield* TinyGuest.TinyGuest
      const compared = NodeChildProcess.spawnSync("qemu-img", [
        "compare",
        "-f",
        "raw",
        "-F",
        "qcow2",
        diskRaw,
        diskQcow2
      ])
      assert.match(compared.stdout.toString(), /identical/)
      const file = NodeChildProcess.spawnSync("debugfs", ["-R", "cat /hello", diskRaw])
      assert.strictEqual(file.stdout.toString(), "hello from the tiny guest\n")
    })
  )

  it.effect("boots, reads its command line, has a shell, powers off", () =>
    Effect.gen(function* () {
      const console = yield* boot("tg.name=probe", [], /QEMU has ended/, "hostname; poweroff -f\n")
      assert.match(console, /TG-READY [\d.]+ probe/)
      assert.notMatch(console, /TG-SEED/)
      assert.notMatch(console, /not found|can't/)
    })
  )

  it.effect("takes a NoCloud seed in ISO 9660 form from a virtio disk", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const image = NodePath.join(directory, "seed.iso")
      const args = ["-quiet", "-output", image, "-volid", "cidata", "-joliet", "-rock", seedFiles(directory)]
      assert.strictEqual(NodeChildProcess.spawnSync("genisoimage", args).status, 0)
      const disk = ["-drive", `file=${image},format=raw,if=virtio,readonly=on`]
      const console = yield* boot("tg.name=probe", disk, /marker: 8472/, "cat /seed/user-data\n")
      assert.match(console, /TG-SEED iid-4711/)
      assert.match(console, /TG-READY [\d.]+ seeded/)
    })
  )

  it.effect("takes a NoCloud seed in ISO 9660 form from a virtio-scsi CD", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const image = NodePath.join(directory, "seed.iso")
      const args = ["-quiet", "-output", image, "-volid", "CIDATA", "-joliet", "-rock", seedFiles(directory)]
      assert.strictEqual(NodeChildProcess.spawnSync("genisoimage", args).status, 0)
      const drive = ["-drive", `file=${image},format=raw,if=none,id=cd,readonly=on`]
      const devices = ["-device", "virtio-scsi-pci", ...drive, "-device", "scsi-cd,drive=cd"]
      const console = yield* boot("tg.name=probe", devices, /TG-READY [^\n]*\n/)
      assert.match(console, /TG-SEED iid-4711/)
    })
  )

  it.effect("takes a NoCloud seed in FAT form", () =>
    Effect.gen(function* () {
      // QEMU itself makes the file system: without root, mounting or a partition table.
      const source = `file.driver=vvfat,file.floppy=true,file.label=cidata,file.dir=${seedFiles(yield* temporary)}`
      const disk = ["-drive", `${source},format=raw,if=virtio,readonly=on`]
      const console = yield* boot("tg.name=probe", disk, /TG-READY [^\n]*\n/)
      assert.match(console, /TG-SEED iid-4711/)
    })
  )
})
