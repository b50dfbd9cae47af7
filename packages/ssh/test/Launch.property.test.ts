/** The scripts that start and signal remote commands, in the shells of this machine: no daemon needed. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as ChildProcess from "effect/process/ChildProcess"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import * as Launch from "../src/internal/launch.ts"
import { hostileWords } from "./support/spawnerSuite.ts"

const nonce = "0123456789abcdef"
const base: Launch.Launch = {
  command: "printf",
  args: [],
  cwd: undefined,
  env: undefined,
  extendEnv: false,
  ignored: { stdin: false, stdout: false, stderr: false }
}

/** Runs a launch as sshd would, with `shell` as the login shell and `sh` in the place of /bin/sh. */
const run = Effect.fnUntraced(function* (
  launch: Partial<Launch.Launch>,
  options: { readonly shell?: string; readonly sh?: string; readonly stdin?: string } = {}
) {
  const script = Launch.script({ ...base, ...launch }, nonce)
  const handle = yield* ChildProcess.make(
    options.shell ?? "/bin/sh",
    ["-c", Launch.bootstrap.replace("/bin/sh", options.sh ?? "/bin/sh")],
    { stdin: Stream.encodeText(Stream.make(script, options.stdin ?? "")) }
  )
  const [stdout, stderr] = yield* Effect.forEach(
    [handle.stdout, handle.stderr],
    (stream) => Effect.map(Stream.runCollect(stream), (chunks) => Buffer.concat(chunks).toString()),
    { concurrency: 2 }
  )
  assert.isTrue(stdout?.startsWith(`${nonce}\n`), `${stdout}${stderr}`)
  const report = /^0123456789abcdef (\d+) (\w+) (\d+)\n/.exec(stderr ?? "")
  assert.isNotNull(report, stderr)
  return {
    stdout: stdout?.slice(nonce.length + 1) ?? "",
    stderr: stderr?.slice(report?.[0].length) ?? "",
    pid: Number(report?.[1]),
    isLeader: Number(report?.[1]) === Number(handle.pid),
    status: report?.[2],
    code: yield* handle.exitCode
  }
}, Effect.scoped)

const words = fc.array(
  fc.string({ unit: "binary", maxLength: 40 }).map((word) => word.replaceAll("\0", "")),
  {
    minLength: 1,
    maxLength: 30
  }
)

const available = Effect.fnUntraced(function* (candidates: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  return yield* Effect.filter(candidates, (path) => fs.exists(path))
})

layer(NodeServices.layer, { excludeTestServices: true })("starting a command by a script", (it) => {
  it.effect("arguments arrive as they are, through every login shell and every sh of this machine", () =>
    Effect.gen(function* () {
      const lists = [hostileWords, ...fc.sample(words, { seed: 7, numRuns: 40 })]
      const shells = yield* available(["/bin/sh", "/bin/bash", "/bin/zsh", "/usr/bin/fish", "/bin/csh", "/bin/tcsh"])
      const inner = yield* available(["/bin/sh", "/bin/dash", "/bin/bash", "/bin/busybox"])
      for (const args of lists) {
        const result = yield* run({ args: ["%s\\0", ...args] })
        assert.deepStrictEqual(result.stdout.split("\0").slice(0, -1), [...args])
        assert.isTrue(result.isLeader)
      }
      for (const shell of shells) {
        for (const sh of inner) {
          const command = sh.endsWith("busybox") ? "/bin/busybox sh" : sh
          const result = yield* run({ args: ["%s\\0", ...hostileWords] }, { shell, sh: command })
          assert.deepStrictEqual(result.stdout.split("\0").slice(0, -1), [...hostileWords], `${shell} ${sh}`)
        }
      }
    })
  )

  it.effect("environment and directory too, extended or replaced", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      for (const [i, value] of hostileWords.entries()) {
        for (const extendEnv of [true, false]) {
          const cwd = yield* fs.makeTempDirectoryScoped({ prefix: "-it's \n$(x) " })
          const result = yield* run({
            command: "/bin/sh",
            args: ["-c", 'printf "%s|%s|%s" "$VALUE" "$(pwd -P)" "${GONE-gone}"'],
            env: { VALUE: value, GONE: undefined, [`N${i}`]: "1" },
            extendEnv,
            cwd
          })
          assert.strictEqual(result.stdout, `${value}|${yield* fs.realPath(cwd)}|gone`)
        }
      }
    })
  )

  it.effect("the command's input begins behind the script", () =>
    Effect.gen(function* () {
      for (const env of [undefined, { PATH: "/usr/bin:/bin" }]) {
        const result = yield* run({ command: "cat", env }, { stdin: "first line\nsecond" })
        assert.strictEqual(result.stdout, "first line\nsecond")
      }
    })
  )

  it.effect("says what is wrong instead of running", () =>
    Effect.gen(function* () {
      const status = (launch: Partial<Launch.Launch>) =>
        Effect.map(run(launch), (result) => {
          if (result.status !== "ok") assert.strictEqual(result.code, 127 as never)
          return result.status
        })
      assert.strictEqual(yield* status({ command: "true" }), "ok")
      assert.strictEqual(yield* status({ command: "no-such-program" }), "NotFound")
      assert.strictEqual(yield* status({ command: "/no/such/program" }), "NotFound")
      assert.strictEqual(yield* status({ command: "/etc/passwd" }), "PermissionDenied")
      assert.strictEqual(yield* status({ command: "/etc" }), "PermissionDenied")
      assert.strictEqual(yield* status({ command: "true", cwd: "/no/such" }), "NotFound")
      assert.strictEqual(yield* status({ command: "true", cwd: "/etc/passwd" }), "BadResource")
      assert.strictEqual(yield* status({ command: "true", env: { PATH: "/nowhere:" } }), "NotFound")
      assert.strictEqual(yield* status({ command: "true", cwd: "relative" }), "NotFound")
    })
  )

  it.effect("a process id that has gone to another process is not signalled", () =>
    Effect.gen(function* () {
      const victim = yield* ChildProcess.make("sleep", ["1000"])
      const fs = yield* FileSystem.FileSystem
      const stat = yield* fs.readFileString(`/proc/${victim.pid}/stat`)
      const startTime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""
      const signal = (started: string) =>
        Effect.scoped(
          Effect.flatMap(
            ChildProcess.make("/bin/sh", ["-c", Launch.killScript(victim.pid, started, "SIGTERM")]),
            (handle) => handle.exitCode
          )
        )
      assert.strictEqual(yield* signal("1"), 3 as never)
      assert.isTrue(yield* victim.isRunning)
      assert.strictEqual(yield* signal(startTime), 0 as never)
      assert.include(String((yield* Effect.flip(victim.exitCode)).cause), "SIGTERM")
    })
  )
})
