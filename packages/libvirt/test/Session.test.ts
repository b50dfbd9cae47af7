import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Frame from "../src/Frame.ts"
import { procedures } from "../src/generated/Procedures.ts"
import { Session } from "../src/internal/session.ts"
import * as TestClock from "effect/testing/TestClock"

const options = {
  maxInFlight: 2,
  maxQueued: 100,
  keepAliveInterval: 5000,
  keepAliveCount: 5,
  streamBufferBytes: 1000,
  streamStall: 1000
}
const download = { vol: { pool: "p", name: "v", key: "k" }, offset: 0n, length: 0n, flags: 0 }
const { connectIsSecure, storageVolDownload } = procedures

/** A session whose bytes are given to the test. */
const make = Effect.fnUntraced(function* (serial = 0) {
  const session = new Session(options, yield* Effect.clockWith(Effect.succeed), serial)
  const sent: Array<Frame.Frame> = []
  const decoder = new Frame.FrameDecoder()
  session.attach({
    write: (chunks, done) => {
      for (const chunk of chunks) decoder.push(chunk, sent)
      done()
    },
    resume: () => undefined
  })
  const { number: procedure, program } = storageVolDownload
  const packet = (stream: number, body: Uint8Array) =>
    session.receive(Frame.encode({ program, procedure, type: 3, serial: stream, status: 2, body }))
  const reply = (to: number) =>
    session.receive(Frame.encode({ program, procedure, type: 1, serial: to, status: 0, body: new Uint8Array(0) }))
  return { session, sent, packet, reply }
})
const turn = Effect.promise(() => Promise.resolve())

describe("Session", () => {
  it.effect("after its serials have begun again a packet that crosses with an abort is still no breach", () =>
    Effect.gen(function* () {
      const { packet, reply, sent, session } = yield* make(2 ** 32 - 2)
      const opening = yield* Effect.forkChild(session.openStream(storageVolDownload, download, 1000, false), {
        startImmediately: true
      })
      yield* turn
      assert.deepStrictEqual(
        sent.map(({ serial }) => serial),
        [2 ** 32 - 1]
      )
      reply(2 ** 32 - 1)
      const { state } = yield* Fiber.join(opening)
      // The stream ends, and two more calls are made: the serial 0 belongs to events.
      const { number: procedure, program } = storageVolDownload
      session.receive(
        Frame.encode({ program, procedure, type: 3, serial: state.serial, status: 0, body: new Uint8Array(0) })
      )
      yield* Effect.forkChild(session.call(connectIsSecure, undefined, 1000), { startImmediately: true })
      yield* turn
      assert.strictEqual(sent.at(-1)?.serial, 1)
      packet(state.serial, Uint8Array.of(1))
      assert.isUndefined(session.end)
    })
  )

  it.effect("calls that nobody waits for do not pile up behind calls that are never answered", () =>
    Effect.gen(function* () {
      const { session } = yield* make()
      const call = Effect.forkChild(session.call(connectIsSecure, undefined, 1_000_000), { startImmediately: true })
      yield* Effect.all([call, call])
      for (let i = 0; i < 1000; i++) yield* Fiber.interrupt(yield* call)
      assert.isAtMost(session.held, 100)
      yield* Effect.forkChild(session.timer, { startImmediately: true })
      for (let i = 0; i < 10; i++) {
        const limited = yield* Effect.forEach(Array.from({ length: 100 }), () =>
          Effect.forkChild(Effect.flip(session.call(connectIsSecure, undefined, 100)), { startImmediately: true })
        )
        yield* TestClock.adjust("200 millis")
        for (const fiber of limited) assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimedOut")
      }
      assert.isAtMost(session.held, 100)
    })
  )

  it.effect("a call that is made at once when another runs into its limit has its own limit", () =>
    Effect.gen(function* () {
      const { session } = yield* make()
      yield* Effect.forkChild(session.timer, { startImmediately: true })
      const attempt = session.call(connectIsSecure, undefined, 100)
      const fiber = yield* Effect.forkChild(
        Effect.flip(Effect.catch(attempt, () => Effect.catch(attempt, () => attempt))),
        { startImmediately: true }
      )
      yield* TestClock.adjust("350 millis")
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimedOut")
    })
  )

  it.effect("a stream that is opening is lost with the connection", () =>
    Effect.gen(function* () {
      const { packet, session } = yield* make()
      const opening = yield* Effect.forkChild(
        Effect.flip(session.openStream(storageVolDownload, download, 1000, false)),
        { startImmediately: true }
      )
      yield* turn
      packet(1, new Uint8Array(10))
      session.shutdown({ _tag: "ConnectionLost", detail: "gone" })
      assert.strictEqual((yield* Fiber.join(opening)).reason._tag, "ConnectionLost")
    })
  )
})
