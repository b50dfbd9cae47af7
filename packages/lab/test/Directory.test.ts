import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as NodeChildProcess from "node:child_process"
import * as NodeFs from "node:fs"
import * as NodeOs from "node:os"
import * as Directory from "../src/internal/directory.ts"
import { layer } from "../src/internal/system.ts"

/** A temporary directory of its own, so that no other lab is looked at. */
const inTemporary = <A, E, R>(use: (root: string) => Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const before = process.env["TMPDIR"]
      const root = NodeFs.mkdtempSync(`${NodeOs.tmpdir()}/labtest-`)
      process.env["TMPDIR"] = root
      return { before, root }
    }),
    ({ root }) => use(root),
    ({ before, root }) =>
      Effect.sync(() => {
        if (before === undefined) delete process.env["TMPDIR"]
        else process.env["TMPDIR"] = before
        NodeFs.rmSync(root, { recursive: true })
      })
  )

interface Owner {
  readonly pid: number
  readonly start: string
  readonly namespace: string
  readonly boot: string
}

/** What a living process would have written, read here independently. */
const ownerOf = (pid: number): Owner => {
  const line = NodeFs.readFileSync(`/proc/${pid}/stat`, "utf8")
  return {
    pid,
    start: line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "",
    namespace: NodeFs.readlinkSync("/proc/self/ns/pid"),
    boot: NodeFs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
  }
}

/** A process id that was just given out and is free again. */
const deadPid = () => NodeChildProcess.spawnSync("true").pid

const plant = (root: string, name: string, owner?: string) => {
  NodeFs.mkdirSync(`${root}/${name}/deep/er`, { recursive: true })
  NodeFs.writeFileSync(`${root}/${name}/deep/er/file`, "text")
  if (owner !== undefined) NodeFs.writeFileSync(`${root}/${name}/owner`, owner)
}

describe("lab directories", () => {
  it.live("are removed with their scope", () =>
    inTemporary((root) =>
      Effect.gen(function* () {
        const directory = yield* Directory.make(10)
        assert.deepStrictEqual(JSON.parse(NodeFs.readFileSync(`${directory}/owner`, "utf8")), ownerOf(process.pid))
        NodeFs.mkdirSync(`${directory}/something`)
        assert.lengthOf(NodeFs.readdirSync(root), 1)
      }).pipe(
        Effect.scoped,
        Effect.andThen(Effect.sync(() => assert.deepStrictEqual(NodeFs.readdirSync(root), []))),
        Effect.provide(layer)
      )
    )
  )

  it.live("of dead owners are swept, all others stay", () =>
    inTemporary((root) =>
      Effect.gen(function* () {
        const living = ownerOf(process.pid)
        const dead = { ...living, pid: deadPid() }
        const cases: Readonly<Record<string, string | undefined>> = {
          "cw-dead": JSON.stringify(dead),
          "cw-reused-pid": JSON.stringify({ ...living, start: "1" }),
          "cw-before-boot": JSON.stringify({ ...living, boot: "another" }),
          "cw-living": JSON.stringify(living),
          "cw-other-namespace": JSON.stringify({ ...dead, namespace: "pid:[1]" }),
          "cw-no-owner": undefined,
          "cw-bad-owner": "{",
          "cw-odd-owner": JSON.stringify({ ...dead, pid: "1" }),
          "other-dead": JSON.stringify(dead)
        }
        for (const [name, owner] of Object.entries(cases)) plant(root, name, owner)
        yield* Directory.sweep
        assert.deepStrictEqual(NodeFs.readdirSync(root).toSorted(), [
          "cw-bad-owner",
          "cw-living",
          "cw-no-owner",
          "cw-odd-owner",
          "cw-other-namespace",
          "other-dead"
        ])
      }).pipe(Effect.provide(layer))
    )
  )

  it.live("end the marked processes of a dead owner and no others", () =>
    inTemporary((root) =>
      Effect.gen(function* () {
        const hold = (directory: string) =>
          NodeChildProcess.spawn("sleep", ["1000"], { stdio: "ignore", env: { CLOUDWRIGHT_LAB: directory } })
        const [marked, unmarked] = [hold(`${root}/cw-dead`), hold(`${root}/cw-dead-not`)]
        plant(root, "cw-dead", JSON.stringify({ ...ownerOf(process.pid), pid: deadPid() }))
        yield* Directory.sweep
        const ended = yield* Effect.callback<string | null>((resume) => {
          if (marked.signalCode !== null) resume(Effect.succeed(marked.signalCode))
          marked.once("exit", (_, signal) => resume(Effect.succeed(signal)))
        })
        assert.strictEqual(ended, "SIGKILL")
        assert.isNull(unmarked.exitCode ?? unmarked.signalCode)
        unmarked.kill("SIGKILL")
      }).pipe(Effect.provide(layer))
    )
  )

  it.live("are refused where unix sockets would not fit", () =>
    inTemporary((root) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Effect.scoped(Directory.make(107 - root.length - 9)))
        assert.strictEqual(error.reason._tag, "PathTooLong")
        yield* Effect.scoped(Directory.make(107 - root.length - 10))
      }).pipe(Effect.provide(layer))
    )
  )
})
