import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Frame from "../src/Frame.ts"
import * as LibvirtConnection from "../src/LibvirtConnection.ts"
import { KEEPALIVE, REMOTE } from "../src/Procedure.ts"
import { FakeLibvirtd } from "../src/testing/index.ts"
import * as TestClock from "effect/testing/TestClock"

const dom = { name: "t1", uuid: "c4a92a87-eadb-4d0e-aa94-29925b9fd791", id: -1 }
const none = new Uint8Array(0)
const frame = (fields: Partial<Frame.Frame>) =>
  Frame.encode({ program: REMOTE, procedure: 16, type: 1, serial: 4, status: 0, body: none, ...fields })
const patched = (bytes: Uint8Array, offset: number, value: number) => {
  new DataView(bytes.buffer).setUint32(offset, value)
  return bytes
}

/** The fourth call of a connection, answered by the given bytes: how it ends, and that the connection is then over. */
const answeredBy = Effect.fnUntraced(function* (bytes: Uint8Array) {
  const fake = yield* FakeLibvirtd.make({
    fault: ({ name }) => (name === "domainGetInfo" ? { _tag: "Replace", bytes } : undefined)
  })
  const connection = yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system")
  const error = yield* Effect.flip(connection.call.domainGetInfo({ dom }))
  const after = yield* Effect.flip(connection.call.connectGetHostname())
  return { error, after, connection }
})

const cases: Record<string, Uint8Array> = {
  "length zero": patched(frame({}), 0, 0),
  "length below the header": patched(frame({}), 0, 27),
  "giant frame": patched(frame({}), 0, 0xffffffff),
  "short body": frame({ body: new Uint8Array(8) }),
  "trailing bytes": frame({ body: new Uint8Array(36) }),
  "reply to nothing": frame({ serial: 99, body: new Uint8Array(32) }),
  "reply of another procedure": frame({ procedure: 17, body: new Uint8Array(32) }),
  "reply in another program": frame({ program: REMOTE + 1, body: new Uint8Array(32) }),
  "unknown program": frame({ program: 0x12345678 }),
  "unknown version": patched(frame({}), 8, 2),
  "unknown type": patched(frame({}), 16, 9),
  "unknown status": patched(frame({}), 24, 7),
  "continue status in a reply": frame({ status: 2, body: new Uint8Array(32) }),
  "reply with descriptors": frame({ type: 5, body: new Uint8Array(36) }),
  "call from a server": frame({ type: 0 }),
  "malformed error": frame({ status: 1, body: new Uint8Array(5) }),
  "unknown event": frame({ type: 2, serial: 0, procedure: 9999 }),
  "malformed event": frame({ type: 2, serial: 0, procedure: 318, body: new Uint8Array(3) }),
  "packet of a stream that is not open": frame({ type: 3, serial: 1000, status: 2, body: new Uint8Array(4) }),
  "unknown keep-alive procedure": frame({ program: KEEPALIVE, procedure: 3, type: 2, serial: 0 }),
  "keep-alive with a body": frame({ program: KEEPALIVE, procedure: 1, type: 2, serial: 0, body: new Uint8Array(4) })
}

describe("a hostile peer gets a typed error and a closed connection", () => {
  for (const [name, bytes] of Object.entries(cases)) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const { after, connection, error } = yield* answeredBy(bytes)
        assert.strictEqual(error.reason._tag, "Protocol", error.message)
        assert.isFalse(error.isRetryable)
        assert.strictEqual(after.reason._tag, "Protocol")
        assert.strictEqual((yield* connection.status)._tag, "Ended")
      })
    )
  }

  it.effect("a wrong serial in an otherwise good reply", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }) },
        fault: ({ name }) => (name === "connectGetHostname" ? { _tag: "WrongSerial" } : undefined)
      })
      const { call } = yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system")
      assert.strictEqual((yield* Effect.flip(call.connectGetHostname())).reason._tag, "Protocol")
    })
  )

  it.effect("an event before any registration is ignored when it is well formed", () =>
    Effect.gen(function* () {
      const body = new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1, 97, 0, 0, 0, ...new Uint8Array(16), ...new Uint8Array(12)])
      const fake = yield* FakeLibvirtd.make({
        handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }) }
      })
      const { call } = yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system")
      yield* fake.sendRaw(frame({ type: 2, serial: 0, procedure: 318, body }))
      assert.strictEqual((yield* call.connectGetHostname()).hostname, "h")
    })
  )

  it.effect("a connection that closes at each byte of a reply", () =>
    Effect.gen(function* () {
      const whole = frame({ body: new Uint8Array(32) })
      for (let cut = 0; cut < whole.length; cut++) {
        const fake = yield* FakeLibvirtd.make({
          fault: ({ name }) =>
            name === "domainGetInfo" ? { _tag: "Replace", bytes: whole.subarray(0, cut) } : undefined
        })
        const { call } = yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system")
        const fiber = yield* Effect.forkChild(Effect.flip(call.domainGetInfo({ dom })), { startImmediately: true })
        while (!fake.calls.includes("domainGetInfo")) yield* Effect.yieldNow
        yield* fake.disconnect
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "ConnectionLost", `cut at ${cut}`)
      }
    })
  )

  it.effect("silence, even with every ping answered: the time limit ends the call", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        fault: ({ name }) => (name === "domainGetInfo" ? { _tag: "LoseCall" } : undefined)
      })
      const { call } = yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system")
      const fiber = yield* Effect.forkChild(Effect.flip(call.domainGetInfo({ dom })), { startImmediately: true })
      yield* TestClock.adjust("61 seconds")
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimedOut")
    })
  )

  it.effect("a flood of pings is answered without a growing outbox", () =>
    Effect.gen(function* () {
      const fake = yield* FakeLibvirtd.make({
        handlers: { connectGetHostname: () => Effect.succeed({ hostname: "h" }) }
      })
      const { call } = yield* LibvirtConnection.fromSocket(yield* fake.connect, "qemu:///system")
      const ping = frame({ program: KEEPALIVE, procedure: 1, type: 2, serial: 0 })
      yield* fake.sendRaw(Buffer.concat(Array.from({ length: 10_000 }, () => ping)))
      yield* call.connectGetHostname()
      assert.isAtLeast(fake.pongs, 1)
      assert.isAtMost(fake.pongs, 10)
    })
  )

  it.effect(
    "10 000 garbage inputs to the decoder and 200 garbage frames to connections: bounded memory, typed errors",
    () =>
      Effect.gen(function* () {
        for (const seed of yield* Seed.forRuns({ runs: 1 })) {
          const source = Seed.prng(seed)
          for (let i = 0; i < 10_000; i++) {
            const decoder = new Frame.FrameDecoder()
            const frames: Array<Frame.Frame> = []
            for (let part = 0; part < 4; part++) decoder.push(source.bytes(source.below(64)), frames)
            // Nothing is ever held beyond what was received.
            assert.isAtMost(decoder.buffered, 256)
          }
          for (let i = 0; i < 200; i++) {
            const { error } = yield* Effect.scoped(answeredBy(Uint8Array.from([0, 0, 0, 64, ...source.bytes(60)])))
            assert.strictEqual(error.reason._tag, "Protocol", `seed ${seed}, case ${i}`)
          }
        }
      })
  )
})
