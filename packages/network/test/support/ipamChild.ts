/** Starts and reads processes that use the address manager. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as ChildProcess from "effect/process/ChildProcess"
import * as Stream from "effect/Stream"
import * as Path from "node:path"

/** The database of a process; it goes by the environment, where other users do not see it. */
export type Database =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly url: Redacted.Redacted }

/** Starts the process; it lives as long as the scope, and gets a line of input when `go` is done. */
export const child = Effect.fnUntraced(function* (
  mode: "race" | "script",
  database: Database,
  name: string,
  seed: number,
  go: Effect.Effect<void> = Effect.never
) {
  const script = Path.join(import.meta.dirname, "ipam.child.ts")
  const handle = yield* ChildProcess.make(
    process.execPath,
    ["--conditions=source", "--no-warnings", script, mode, name, String(seed)],
    {
      stderr: "inherit",
      stdin: Stream.fromEffect(Effect.as(go, "go\n")).pipe(Stream.encodeText),
      env: {
        DATABASE: database.kind === "sqlite" ? database.file : Redacted.value(database.url),
        DATABASE_KIND: database.kind
      },
      extendEnv: true
    }
  )
  const lines = handle.stdout.pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.filter((line) => line !== "")
  )
  return { handle, lines, kill: handle.kill({ killSignal: "SIGKILL" }) }
})
