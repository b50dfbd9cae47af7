/** What a `ChildProcessSpawner` does, whichever machine it is on. Run on the local services it shows that the suite is right. */
import { assert } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"

type Case = Effect.Effect<void, unknown, ChildProcessSpawner | FileSystem.FileSystem | Scope.Scope>

const sh = (script: string, options: ChildProcess.CommandOptions = {}) =>
  ChildProcess.make("sh", ["-c", script], options)
const text = (stream: Stream.Stream<Uint8Array, PlatformError>) => Stream.mkString(Stream.decodeText(stream))
const tagOf = (error: PlatformError) => error.reason._tag

/** Whether a process lives, as the machine itself sees it. */
const lives = (pid: number) =>
  ChildProcessSpawner.use((spawner) => spawner.exitCode(ChildProcess.make("kill", ["-0", String(pid)]))).pipe(
    Effect.map((code) => code === 0)
  )
const dies = (pid: number) =>
  lives(pid).pipe(
    Effect.flatMap((alive) => (alive ? Effect.fail("alive" as const) : Effect.void)),
    Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ times: 100 })))
  )

/** Hostile to shells, and to whoever forgets that `\n` ends a line of a script. */
export const hostileWords: ReadonlyArray<string> = [
  "",
  " ",
  "two words",
  "it's",
  `'"'"'`,
  "$(touch /tmp/pwned)",
  "`id`",
  "$HOME ${PATH} $$",
  "\\",
  "\\n",
  "a\nb",
  "\n",
  "\n\n'\n",
  "tab\there",
  "\r\n",
  "*?[a-z]",
  "~root",
  "-n",
  "--",
  "; rm -rf /nowhere #",
  "&& true || false | cat > /dev/null < /dev/null &",
  "!history",
  "ä ö ü ß € 🦊 漢字 \u0081\u0088",
  "\u0001\u0007\u001b[31m\u007f",
  "%s %n",
  "=",
  "x=y",
  "#",
  "{a,b}",
  "cw_n"
]

export const cases: Readonly<Record<string, Case>> = {
  "output, error output and exit code": Effect.gen(function* () {
    const handle = yield* sh("echo out; echo err >&2; exit 3")
    const [out, err] = yield* Effect.all([text(handle.stdout), text(handle.stderr)], { concurrency: 2 })
    assert.deepStrictEqual([out, err, yield* handle.exitCode], ["out\n", "err\n", 3 as never])
    assert.isFalse(yield* handle.isRunning)
  }),

  "arguments arrive as they are": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const out = yield* spawner.string(ChildProcess.make("printf", ["%s\\0", ...hostileWords]))
    assert.deepStrictEqual(out.split("\0").slice(0, -1), [...hostileWords])
  }),

  "a long argument list arrives whole": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const words = Array.from({ length: 2_000 }, (_, i) => `${"x".repeat(90)} ${i}`)
    const out = yield* spawner.string(ChildProcess.make("printf", ["%s\\n", ...words]))
    assert.deepStrictEqual(out.split("\n").slice(0, -1), words)
  }),

  "a NUL is refused before anything runs, and the value is not shown": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    for (const command of [
      ChildProcess.make("echo", [Redacted.make("secret\0")]),
      ChildProcess.make("echo", ["x"], { env: { A: "secret\0" } }),
      ChildProcess.make("ec\0ho", [])
    ]) {
      const error = yield* Effect.flip(spawner.string(command))
      assert.strictEqual(tagOf(error), "BadArgument")
      assert.notInclude(error.message, "secret")
    }
  }),

  "a missing program is NotFound, one without permission PermissionDenied": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const fs = yield* FileSystem.FileSystem
    const directory = yield* fs.makeTempDirectoryScoped()
    yield* fs.writeFileString(`${directory}/plain`, "#!/bin/sh\n", { mode: 0o644 })
    const tag = (command: string) =>
      Effect.map(Effect.flip(Effect.scoped(spawner.spawn(ChildProcess.make(command)))), tagOf)
    assert.strictEqual(yield* tag("no-such-program-here"), "NotFound")
    assert.strictEqual(yield* tag("/no/such/program"), "NotFound")
    // A shell would find these in itself.
    assert.strictEqual(yield* tag("export"), "NotFound")
    assert.strictEqual(yield* tag(`${directory}/plain`), "PermissionDenied")
    assert.strictEqual(yield* tag(directory), "PermissionDenied")
  }),

  "the working directory, and what is wrong with it": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const fs = yield* FileSystem.FileSystem
    const directory = yield* fs.realPath(yield* fs.makeTempDirectoryScoped({ prefix: "it's a $(dir)\n" }))
    const pwd = (cwd: string) => spawner.string(ChildProcess.make("pwd", ["-P"], { cwd }))
    assert.strictEqual(yield* pwd(directory), `${directory}\n`)
    assert.strictEqual(tagOf(yield* Effect.flip(pwd(`${directory}/missing`))), "NotFound")
  }),

  "the environment: extended, replaced, and with removed variables": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const value = "it's\n$HOME `x` \\ 🦊"
    const show = (options: ChildProcess.CommandOptions) =>
      spawner.string(ChildProcess.make("/bin/sh", ["-c", 'printf "%s|%s" "$GREETING" "${HOME-unset}"'], options))
    assert.strictEqual(
      yield* show({ env: { GREETING: Redacted.make(value), HOME: "/h" }, extendEnv: true }),
      `${value}|/h`
    )
    assert.strictEqual(yield* show({ env: { GREETING: value } }), `${value}|unset`)
    assert.strictEqual(yield* show({ env: { GREETING: "x", HOME: undefined }, extendEnv: true }), "x|unset")
    const kept = yield* spawner.string(ChildProcess.make("env", [], { env: { A: "1" }, extendEnv: true }))
    assert.include(kept, "\nPATH=".slice(1))
  }),

  "the shell option": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    assert.strictEqual(
      yield* spawner.string(ChildProcess.make("echo $((1 + 1)); echo 'a b'", [], { shell: true })),
      "2\na b\n"
    )
    const error = yield* Effect.flip(spawner.string(ChildProcess.make("echo", ["x"], { shell: true })))
    assert.strictEqual(tagOf(error), "BadArgument")
  }),

  "input from a stream, its end, and bytes unchanged": Effect.gen(function* () {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256)
    const handle = yield* ChildProcess.make("cat", [], { stdin: Stream.make(bytes, new TextEncoder().encode("end")) })
    const out = Buffer.concat(yield* Stream.runCollect(handle.stdout))
    assert.isTrue(out.equals(Buffer.concat([bytes, Buffer.from("end")])))
    assert.strictEqual(yield* handle.exitCode, 0 as never)
  }),

  "input through the sink": Effect.gen(function* () {
    const handle = yield* ChildProcess.make("sort")
    yield* Stream.run(Stream.encodeText(Stream.make("b\n", "a\n")), handle.stdin)
    assert.strictEqual(yield* text(handle.stdout), "a\nb\n")
  }),

  "no input": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    assert.strictEqual(yield* spawner.string(ChildProcess.make("cat", [], { stdin: "ignore" })), "")
  }),

  "ignored output": Effect.gen(function* () {
    const handle = yield* sh("echo out; echo err >&2", { stdout: "ignore" })
    const [out, err] = yield* Effect.all([text(handle.stdout), text(handle.stderr)], { concurrency: 2 })
    assert.deepStrictEqual([out, err], ["", "err\n"])
  }),

  "output through a sink": Effect.gen(function* () {
    const whole = Sink.map(Sink.collect<Uint8Array>(), (chunks) => new Uint8Array(Buffer.concat(chunks)))
    const handle = yield* sh("echo one; echo two", { stdout: whole })
    const out = yield* Stream.runCollect(handle.stdout)
    assert.strictEqual(Buffer.concat(out).toString(), "one\ntwo\n")
  }),

  "both outputs interleaved": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const lines = yield* spawner.lines(sh("echo out; echo err >&2"), { includeStderr: true })
    assert.deepStrictEqual(lines.toSorted(), ["err", "out"])
  }),

  "a failed input fails the exit code": Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const handle = yield* ChildProcess.make("cat", [], { stdin: fs.stream("/no/such/file") })
    assert.strictEqual(tagOf(yield* Effect.flip(handle.exitCode)), "NotFound")
  }),

  "much output, read late": Effect.gen(function* () {
    const handle = yield* sh("head -c 20000000 /dev/zero")
    yield* Effect.sleep("100 millis")
    const size = yield* Stream.runFold(
      handle.stdout,
      () => 0,
      (sum, chunk) => sum + chunk.length
    )
    assert.strictEqual(size, 20_000_000)
    assert.strictEqual(yield* handle.exitCode, 0 as never)
  }),

  "a reader that stops stops the writer, which still ends with the scope": Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const directory = yield* fs.makeTempDirectoryScoped()
    // Closing the scope ends it by the first signal, although its output is never read.
    yield* sh(`head -c 40000000 /dev/zero | tee ${directory}/copy`, { forceKillAfter: "1 hour" })
    // Whoever ignored the pressure would have the whole in a moment.
    let before = -1n
    let size = 0n
    while (before !== size || size === 0n) {
      before = size
      yield* Effect.sleep("300 millis")
      size = yield* fs.stat(`${directory}/copy`).pipe(
        Effect.map((info) => BigInt(info.size)),
        Effect.orElseSucceed(() => 0n)
      )
    }
    assert.isBelow(Number(size), 40_000_000)
  }),

  "much input to a slow reader": Effect.gen(function* () {
    const chunk = new Uint8Array(100_000)
    const handle = yield* sh("sleep 0.3; wc -c", { stdin: Stream.repeat(Stream.make(chunk), Schedule.recurs(99)) })
    assert.strictEqual((yield* text(handle.stdout)).trim(), "10000000")
  }),

  "a pipeline": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const lines = yield* spawner.lines(
      ChildProcess.make("printf", ["%s\\n", "b", "a", "c"]).pipe(
        ChildProcess.pipeTo(ChildProcess.make("sort")),
        ChildProcess.pipeTo(ChildProcess.make("head", ["-n", "2"]))
      )
    )
    assert.deepStrictEqual(lines, ["a", "b"])
    const err = yield* spawner.string(
      sh("echo out; echo err >&2").pipe(ChildProcess.pipeTo(ChildProcess.make("cat"), { from: "stderr" }))
    )
    assert.strictEqual(err, "err\n")
  }),

  "kill, and the exit by a signal": Effect.gen(function* () {
    const handle = yield* ChildProcess.make("sleep", ["1000"])
    assert.isTrue(yield* handle.isRunning)
    yield* handle.kill()
    const error = yield* Effect.flip(handle.exitCode)
    assert.strictEqual(tagOf(error), "Unknown")
    assert.include(String(error.cause), "SIGTERM")
    assert.isFalse(yield* handle.isRunning)
  }),

  "kill with another signal, which the process handles": Effect.gen(function* () {
    const handle = yield* sh("trap 'echo got it; exit 7' USR1; echo ready; while :; do sleep 0.05; done")
    const ready = yield* Deferred.make<void>()
    const out = yield* handle.stdout.pipe(
      Stream.decodeText(),
      Stream.tap((part) => (part.includes("ready") ? Deferred.succeed(ready, undefined) : Effect.void)),
      Stream.mkString,
      Effect.forkChild
    )
    yield* Deferred.await(ready)
    yield* handle.kill({ killSignal: "SIGUSR1" })
    assert.strictEqual(yield* handle.exitCode, 7 as never)
    assert.include(yield* Fiber.join(out), "got it")
  }),

  "a process that ignores the signal is killed by force": Effect.gen(function* () {
    const handle = yield* sh("trap '' TERM; echo ready; while :; do sleep 0.05; done")
    yield* Stream.runHead(handle.stdout)
    yield* handle.kill({ forceKillAfter: "300 millis" })
    assert.include(String((yield* Effect.flip(handle.exitCode)).cause), "SIGKILL")
  }),

  "kill of an ended process fails": Effect.gen(function* () {
    const handle = yield* ChildProcess.make("true")
    yield* handle.exitCode
    assert.strictEqual(tagOf(yield* Effect.flip(handle.kill())), "Unknown")
  }),

  "closing the scope kills the process and its children": Effect.gen(function* () {
    const scope = yield* Scope.make()
    const handle = yield* Scope.provide(sh("sleep 1000 & echo $!; wait"), scope)
    const first = Option.getOrThrow(yield* Stream.runHead(Stream.decodeText(handle.stdout)))
    const child = Number(first)
    assert.isTrue(yield* lives(handle.pid))
    assert.isTrue(yield* lives(child))
    yield* Scope.close(scope, Exit.void)
    yield* dies(handle.pid)
    yield* dies(child)
  }),

  "interruption kills the process": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const started = yield* Deferred.make<number>()
    const fiber = yield* Effect.forkChild(
      Effect.scoped(
        Effect.flatMap(spawner.spawn(ChildProcess.make("sleep", ["1000"])), (handle) =>
          Effect.andThen(Deferred.succeed(started, handle.pid), handle.exitCode)
        )
      )
    )
    const pid = yield* Deferred.await(started)
    yield* Fiber.interrupt(fiber)
    yield* dies(pid)
  }),

  "many at once": Effect.gen(function* () {
    const spawner = yield* ChildProcessSpawner
    const outputs = yield* Effect.forEach(
      Array.from({ length: 50 }, (_, i) => i),
      (i) => spawner.string(sh(`sleep 0.05; echo ${i}`)),
      { concurrency: 50 }
    )
    assert.deepStrictEqual(
      outputs,
      Array.from({ length: 50 }, (_, i) => `${i}\n`)
    )
  })
}
