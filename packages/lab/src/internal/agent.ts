/**
 * The program in a network namespace that does what a station is asked (`assets/station.py`), and the talk with it: one
 * connection to its unix socket for each operation, JSON objects on lines.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as NodeNet from "node:net"
import * as NodeUrl from "node:url"
import { because, type LabError } from "../LabError.ts"
import { until } from "./clock.ts"
import * as Machine from "./machine.ts"
import type { System } from "./system.ts"

const program = NodeUrl.fileURLToPath(new URL("../../assets/station.py", import.meta.url))
const secondsToStart = 30
/** Of what was received and is not a whole line yet. */
const lineLimit = 4 * 1024 * 1024

/**
 * What one connection brings: whole lines, and its end (with a reason if there is one).
 *
 * @since 0.1.0
 * @category models
 */
export interface Listener {
  readonly line: (line: string) => void
  readonly end: (cause: unknown) => void
}

/**
 * Starts the program at a place, ready to be asked at the socket. It ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = (place: Machine.Place, socket: string): Effect.Effect<string, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const running = yield* Machine.start(place, ["python3", "-IS", program, socket])
    const isUp = Effect.map(running.output, (output) => output.includes("ready\n"))
    const settled = Effect.gen(function* () {
      return (yield* isUp) || !(yield* running.isRunning)
    })
    yield* until(settled, `${secondsToStart} seconds`, "5 millis")
    if (yield* isUp) return socket
    const log = yield* running.output
    return yield* because({ _tag: "NotReady", what: "the program of a station", seconds: secondsToStart, log })
  })

/**
 * Asks one thing and listens until the scope closes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const open = (
  path: string,
  request: unknown,
  listener: Listener
): Effect.Effect<NodeNet.Socket, LabError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<NodeNet.Socket, LabError>((resume) => {
      let text = ""
      const socket = NodeNet.connect({ path })
      socket.setEncoding("utf8")
      socket.once("connect", () => {
        socket.write(`${JSON.stringify(request)}\n`)
        resume(Effect.succeed(socket))
      })
      socket.on("data", (more: string) => {
        const lines = (text + more).split("\n")
        text = lines.pop() ?? ""
        for (const line of lines) listener.line(line)
        if (text.length > lineLimit) socket.destroy(new Error(`a line of more than ${lineLimit} characters`))
      })
      socket.on("error", (cause) => {
        listener.end(cause)
        resume(Effect.fail(because({ _tag: "SystemFailed", operation: "ask a station", cause })))
      })
      socket.on("close", () => listener.end("the station's program has closed the connection"))
      return Effect.sync(() => socket.destroy())
    }),
    (socket) => Effect.sync(() => socket.destroy())
  )

const Refusal = Schema.fromJsonString(Schema.Struct({ error: Schema.String }))
const refusal = Schema.decodeOption(Refusal)

/**
 * A conversation: each question gets one line back.
 *
 * @since 0.1.0
 * @category models
 */
export interface Talk {
  /** The next line, decoded. */
  readonly next: <A>(schema: Schema.Codec<A, string>, within: Duration.Input) => Effect.Effect<A, LabError>
  readonly say: (question: unknown) => Effect.Effect<void>
}

/**
 * Asks one thing and goes on talking until the scope closes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const talk = (path: string, request: unknown): Effect.Effect<Talk, LabError, Scope.Scope> =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    let ended: unknown
    const socket = yield* open(path, request, {
      line: (line) => lines.push(line),
      end: (cause) => {
        ended ??= cause
      }
    })
    const failed = (cause: unknown) => because({ _tag: "SystemFailed", operation: "ask a station", cause })
    const next = <A>(schema: Schema.Codec<A, string>, within: Duration.Input) =>
      Effect.gen(function* () {
        const here = Effect.sync(() => lines.length > 0 || ended !== undefined)
        yield* until(here, within, "1 millis")
        const line = lines.shift()
        if (line === undefined) {
          if (ended !== undefined) return yield* failed(ended)
          const seconds = Duration.toSeconds(within)
          return yield* because({ _tag: "NotReady", what: "a station's answer", seconds, log: "" })
        }
        const refused = refusal(line)
        if (Option.isSome(refused)) return yield* failed(refused.value.error)
        return yield* Schema.decodeEffect(schema)(line).pipe(Effect.mapError(failed))
      })
    return { next, say: (question) => Effect.sync(() => void socket.write(`${JSON.stringify(question)}\n`)) }
  })
