/** Real seed images: built by xorriso, read back by other programs. */
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as ChildProcess from "effect/process/ChildProcess"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { AbsolutePath } from "@cloudwright/core/DiskSource"
import { CloudInit, type Documents, documents } from "../src/CloudInit.ts"
import { SeedImages } from "../src/SeedImages.ts"
import { mac } from "./support/vms.ts"

const vm = { id: "019a0000-0000-7000-8000-000000000001", name: "web" }
const data = CloudInit.make({
  users: [{ name: "debian", sudo: true, passwordHash: Redacted.make(`$6$salt$${"h".repeat(86)}`) }],
  packages: ["nginx"],
  runCommands: [["printf", "a: 'b' \"c\" # \u2028 é 😀 \u007f \\ $(id)\n"]],
  writeFiles: [{ path: AbsolutePath.make("/etc/motd"), content: Redacted.make("hello: [world\n") }],
  network: [{ mac: mac(1), dhcp4: true, addresses: ["10.0.0.5/24"], routes: [{ to: "0.0.0.0/0", via: "10.0.0.1" }] }]
})
const rendered = Result.getOrThrow(documents(data, vm))

const layer = SeedImages.layer.pipe(Layer.provideMerge(NodeServices.layer))

const build = (what: Documents) => SeedImages.use((images) => images.build(what))

const output = (program: string, ...args: ReadonlyArray<string>) =>
  ChildProcessSpawner.ChildProcessSpawner.use((spawner) => spawner.string(ChildProcess.make(program, args)))

/** Writes the image to a file that is gone afterwards. */
const onDisk = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* fs.makeTempFileScoped({ suffix: ".iso" })
  yield* fs.writeFile(path, yield* build(rendered))
  return path
})

describe("SeedImages.layer", () => {
  it.live("makes an image that isoinfo reads: label and every byte of every file", () =>
    Effect.gen(function* () {
      const path = yield* onDisk
      assert.match(yield* output("isoinfo", "-d", "-i", path), /^Volume id: cidata$/m)
      const file = (name: string) => output("isoinfo", "-R", "-x", `/${name}`, "-i", path)
      assert.strictEqual(yield* file("meta-data"), rendered.metaData)
      assert.strictEqual(yield* file("user-data"), Redacted.value(rendered.userData))
      assert.strictEqual(yield* file("network-config"), rendered.networkConfig)
      assert.match(yield* output("blkid", "-p", "-o", "export", path), /^LABEL=cidata$/m)
    }).pipe(Effect.provide(layer))
  )

  it.live("makes the same bytes for the same files, seconds apart, and leaves no file behind", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const seeds = Effect.map(fs.readDirectory("/tmp"), (names) =>
        names.filter((name) => name.startsWith("cloudwright-seed-"))
      )
      const before = yield* seeds
      const first = yield* build(rendered)
      yield* Effect.sleep("2100 millis")
      const second = yield* build(rendered)
      assert.isTrue(Buffer.from(first).equals(Buffer.from(second)))
      const other = yield* build({ ...rendered, userData: Redacted.make("#!/bin/sh\n") })
      assert.isFalse(Buffer.from(first).equals(Buffer.from(other)))
      assert.deepStrictEqual(yield* seeds, before)
    }).pipe(Effect.provide(layer))
  )

  it.live("S11 while it works its files are for their owner alone, and no argument holds a secret", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const fs = yield* FileSystem.FileSystem
      const real = yield* ChildProcessSpawner.ChildProcessSpawner
      const spying = ChildProcessSpawner.make(
        Effect.fnUntraced(function* (command) {
          if (command._tag === "StandardCommand") {
            const words = command.args.map((word) => (typeof word === "string" ? word : "secret"))
            seen.push(words.join(" "))
            const directory = words.at(-1) ?? ""
            for (const path of [
              `${directory}/..`,
              directory,
              ...(yield* fs.readDirectory(directory)).map((name) => `${directory}/${name}`)
            ]) {
              seen.push(((yield* fs.stat(path)).mode & 0o777).toString(8))
            }
          }
          return yield* real.spawn(command)
        })
      )
      yield* build(rendered).pipe(
        Effect.provide(
          SeedImages.layer.pipe(
            Layer.provide(Layer.succeed(ChildProcessSpawner.ChildProcessSpawner, spying)),
            Layer.fresh
          )
        )
      )
      assert.deepStrictEqual(seen.slice(1), ["700", "700", "600", "600", "600"])
      assert.notInclude(seen[0] ?? "", "nginx")
    }).pipe(Effect.provide(NodeServices.layer))
  )
})

const program = `
import json, sys, yaml
print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))
`

describe("CloudInit", () => {
  it.live("is read by Python's YAML parser, which cloud-init uses, as it was meant", () =>
    Effect.gen(function* () {
      const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
      const texts = [rendered.metaData, Redacted.value(rendered.userData), rendered.networkConfig ?? ""]
      const stdin = new TextEncoder().encode(JSON.stringify(texts))
      const text = yield* spawner.string(
        ChildProcess.make("/usr/bin/python3", ["-c", program], { stdin: Stream.make(stdin) })
      )
      const [meta, user, network] = yield* Schema.decodeEffect(Schema.fromJsonString(Schema.Array(Schema.Unknown)))(
        text
      )
      assert.deepStrictEqual(meta, { "instance-id": vm.id, "local-hostname": "web" })
      assert.deepStrictEqual(network, {
        version: 2,
        ethernets: {
          nic0: {
            match: { macaddress: mac(1) },
            dhcp4: true,
            dhcp6: false,
            addresses: ["10.0.0.5/24"],
            routes: [{ to: "0.0.0.0/0", via: "10.0.0.1" }]
          }
        }
      })
      const { packages, runcmd, users } = user as Record<string, unknown>
      assert.deepStrictEqual(packages, ["nginx"])
      assert.deepStrictEqual(runcmd, data.runCommands)
      assert.deepStrictEqual(users, [
        {
          name: "debian",
          sudo: "ALL=(ALL) NOPASSWD:ALL",
          lock_passwd: false,
          hashed_passwd: `$6$salt$${"h".repeat(86)}`
        }
      ])
    }).pipe(Effect.provide(NodeServices.layer))
  )
})
