/**
 * The tools of a station: what `NetStation.Station` promises, done by programs in its network namespace.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { because, type LabError } from "../LabError.ts"
import type { Answer, PingResult, ProbeOptions, Station, Watch } from "../NetStation.ts"
import * as Agent from "./agent.ts"
import { until } from "./clock.ts"
import * as Machine from "./machine.ts"
import * as Revivable from "./revivable.ts"
import { System } from "./system.ts"

const watchLimit = 10_000
const sendLimit = 1000

/** Longer than the time that the program in the namespace takes for itself, so that its answer is the one that is heard. */
const patience = (within: Duration.Input) => Duration.seconds(Duration.toSeconds(within) + 5)

const Ready = Schema.fromJsonString(Schema.Struct({ ready: Schema.Boolean }))
const Sent = Schema.fromJsonString(Schema.Struct({ sent: Schema.Int }))
const Said = Schema.Struct({ server: Schema.String, peer: Schema.String, peerPort: Schema.Int, data: Schema.String })
const Failure = Schema.Struct({
  failure: Schema.Literals(["refused", "reset", "unreachable", "timeout", "other"]),
  code: Schema.String
})
const Told = Schema.fromJsonString(Schema.Union([Said, Failure]))
const ReadyOrFailure = Schema.fromJsonString(Schema.Union([Schema.Struct({ ready: Schema.Boolean }), Failure]))
const Seen = Schema.fromJsonString(
  Schema.Union([Schema.Struct({ frame: Schema.String }), Schema.Struct({ lost: Schema.Int })])
)

const answerOf = (told: typeof Said.Type | typeof Failure.Type): Answer =>
  "server" in told ? { _tag: "Answered", ...told } : { _tag: "Failed", ...told }

const hex = (frame: Uint8Array) => Buffer.from(frame).toString("hex")

const seconds = (duration: Duration.Input) => Duration.toSeconds(duration)

/**
 * What `ping -q` says at its end.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parsePing = (output: string): Option.Option<PingResult> => {
  const found = /^(\d+) packets transmitted, (\d+) received/m.exec(output)
  return found === null ? Option.none() : Option.some({ sent: Number(found[1]), received: Number(found[2]) })
}

/**
 * A watch by what it has seen, all of it or an error. `where` is named when a frame does not come.
 *
 * @since 0.1.0
 * @category constructors
 */
export const watchOf = (where: string, seen: Effect.Effect<ReadonlyArray<Uint8Array>, LabError>): Watch => ({
  frames: Effect.map(seen, (all) => [...all]),
  count: (matches) => Effect.map(seen, (all) => all.filter(matches).length),
  waitFor: (matches, within = "5 seconds") =>
    Effect.gen(function* () {
      let found: Uint8Array | undefined
      const look = Effect.map(seen, (all) => {
        found = all.find(matches)
        return found !== undefined
      })
      yield* until(look, within, "2 millis")
      return yield* Effect.fromOption(Option.fromUndefinedOr(found), () =>
        because({ _tag: "NotReady", what: `a frame at ${where}`, seconds: seconds(within), log: "" })
      )
    })
})

/** Frames that were seen, until something made the watch uncertain. */
const makeWatch = Effect.fnUntraced(function* (path: string, device: string, outgoing: boolean) {
  const frames: Array<Uint8Array> = []
  const decode = Schema.decodeOption(Seen)
  let isReady = false
  let broken: unknown
  yield* Agent.open(
    path,
    { op: "watch", device, outgoing },
    {
      line: (line) => {
        const seen = decode(line)
        if (!isReady && Option.isSome(Schema.decodeOption(Ready)(line))) isReady = true
        else if (Option.isNone(seen)) broken ??= line
        else if ("lost" in seen.value) broken ??= `${seen.value.lost} frames were lost`
        else if (frames.length === watchLimit) broken ??= `more than ${watchLimit} frames`
        else frames.push(Uint8Array.from(Buffer.from(seen.value.frame, "hex")))
      },
      end: (cause) => {
        broken ??= cause
      }
    }
  )
  const whole = Effect.suspend(() =>
    broken === undefined
      ? Effect.succeed<ReadonlyArray<Uint8Array>>(frames)
      : Effect.fail(because({ _tag: "SystemFailed", operation: `watch ${device}`, cause: broken }))
  )
  const settled = Effect.sync(() => isReady || broken !== undefined)
  if (!(yield* until(settled, "10 seconds", "1 millis"))) broken = "it did not begin within 10 seconds"
  yield* whole
  return watchOf(device, whole)
})

/**
 * A station at a place. `socket`: where its program will listen, once it is needed; `device`: what it sends from.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  place: Machine.Place,
  options: { readonly name: string; readonly socket: string; readonly device: string }
): Effect.Effect<Station, never, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const program = yield* Revivable.make(Agent.start(place, options.socket))
    const asked = Effect.as(program.start, options.socket)
    const talk = (request: unknown) => Effect.flatMap(asked, (path) => Agent.talk(path, request))

    const exec: Station["exec"] = (argv, limits) =>
      Machine.run(place, argv, limits).pipe(Effect.provideService(System, system))

    const ping: Station["ping"] = (ask) => {
      const { count = 3, interval = "200 millis", wait = "1 second" } = ask
      const size = ask.size === undefined ? [] : ["-s", String(ask.size)]
      const whole = ask.dontFragment === true ? ["-M", "do"] : []
      const times = ["-i", String(seconds(interval)), "-W", String(seconds(wait))]
      const within = Duration.seconds(seconds(interval) * count + seconds(wait) + 10)
      return exec(["ping", "-n", "-q", "-c", String(count), ...times, ...size, ...whole, ask.to], { within }).pipe(
        // It ends with 1 when something was not answered, and says what was.
        Effect.catchIf(
          ({ reason }) => reason._tag === "CommandFailed" && reason.exitCode === 1,
          ({ reason }) => Effect.succeed(reason._tag === "CommandFailed" ? reason.output : "")
        ),
        Effect.flatMap((output) =>
          Effect.fromOption(parsePing(output), () =>
            because({ _tag: "SystemFailed", operation: "read what ping says", cause: output })
          )
        )
      )
    }

    const send: Station["send"] = (frames, device = options.device) =>
      Effect.gen(function* () {
        if (frames.length > sendLimit) {
          const value = String(frames.length)
          return yield* because({ _tag: "InvalidOption", option: "frames", value, allowed: `at most ${sendLimit}` })
        }
        const { next } = yield* talk({ op: "send", device, frames: frames.map(hex) })
        yield* next(Sent, "10 seconds")
      }).pipe(Effect.scoped)

    const serve: Station["serve"] = ({ address = "0.0.0.0", name = options.name, port, protocol }) =>
      Effect.gen(function* () {
        const { next } = yield* talk({ op: "serve", protocol, address, port, name })
        yield* next(Ready, "10 seconds")
      })

    const request = (op: string, ask: Omit<ProbeOptions, "protocol">, within: Duration.Input) => ({
      op,
      to: ask.to,
      port: ask.port,
      within: seconds(within),
      from: ask.from ?? "",
      fromPort: ask.fromPort ?? 0
    })

    const probe: Station["probe"] = (ask) =>
      Effect.gen(function* () {
        const { data = "?", protocol, within = "1 second" } = ask
        const { next } = yield* talk({ ...request("probe", ask, within), protocol, data })
        return answerOf(yield* next(Told, patience(within)))
      }).pipe(Effect.scoped)

    const connect: Station["connect"] = (ask) =>
      Effect.gen(function* () {
        const { within = "1 second" } = ask
        const { next, say } = yield* talk(request("connect", ask, within))
        const opened = yield* next(ReadyOrFailure, patience(within))
        if ("failure" in opened) return { _tag: "Failed", ...opened } as const
        return {
          ask: (data: string, limit: Duration.Input = "1 second"): Effect.Effect<Answer, LabError> =>
            Effect.gen(function* () {
              yield* say({ data, within: seconds(limit) })
              return answerOf(yield* next(Told, patience(limit)))
            })
        }
      })

    return {
      name: options.name,
      exec,
      ping,
      send,
      watch: ({ device = options.device, outgoing = false } = {}) =>
        Effect.flatMap(asked, (path) => makeWatch(path, device, outgoing)),
      serve,
      probe,
      connect
    } satisfies Station
  })
