/** Runs the example as its users do: as a program of its own. */
import { NodeServices } from "@effect/platform-node"
import { Effect, Fiber, Stream } from "effect"
import { ChildProcess } from "effect/process"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** What the program printed and how it ended. */
export interface Run {
  readonly lines: ReadonlyArray<string>
  readonly exitCode: number
}

/** Runs the program; when a line contains `interruptAt` it gets the signal that Ctrl-C sends. */
export const run = (args: ReadonlyArray<string>, interruptAt?: string): Effect.Effect<Run, unknown> =>
  Effect.gen(function* () {
    const handle = yield* ChildProcess.make(process.execPath, ["--conditions=source", main, ...args], {
      stdin: "ignore",
      stderr: "inherit"
    })
    const lines: Array<string> = []
    let told = false
    const reader = yield* handle.stdout.pipe(
      Stream.decodeText(),
      Stream.splitLines,
      Stream.runForEach((line) =>
        Effect.sync(() => {
          lines.push(line)
          if (!told && interruptAt !== undefined && line.includes(interruptAt)) {
            told = true
            process.kill(handle.pid, "SIGINT")
          }
        })
      ),
      Effect.forkScoped
    )
    const exitCode = yield* handle.exitCode
    yield* Fiber.join(reader)
    return { lines, exitCode }
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
