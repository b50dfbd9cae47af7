import { HostileStream } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Frame from "../src/Frame.ts"
import { REMOTE } from "../src/Procedure.ts"
import { XdrWriter } from "../src/Xdr.ts"

const frame = (serial: number, body: Uint8Array): Frame.Frame => ({
  program: REMOTE,
  procedure: 16,
  type: Frame.MessageType.reply,
  serial,
  status: Frame.MessageStatus.ok,
  body
})

const bytesOf = (n: number) => Uint8Array.from({ length: n }, (_, i) => i & 255)

const feed = (chunks: ReadonlyArray<Uint8Array>, limit?: number) => {
  const decoder = new Frame.FrameDecoder(limit)
  const frames: Array<Frame.Frame> = []
  let error: Frame.FrameError | undefined
  for (const chunk of chunks) {
    const result = decoder.push(chunk, frames)
    if (Result.isFailure(result)) error = result.failure
  }
  return { frames: frames.map((one) => ({ ...one, body: [...one.body] })), error, buffered: decoder.buffered }
}

const plain = (one: Frame.Frame) => ({ ...one, body: [...one.body] })

describe("Frame", () => {
  it("has the layout of virnetprotocol.x", () => {
    assert.strictEqual(
      Buffer.from(Frame.encode(frame(7, bytesOf(4)))).toString("hex"),
      ["00000020", "20008086", "00000001", "00000010", "00000001", "00000007", "00000000", "00010203"].join("")
    )
  })

  it("decodes the same frames wherever the bytes are cut", () => {
    const expected = [frame(1, bytesOf(0)), frame(2, bytesOf(9)), frame(3, bytesOf(40))]
    const all = new Uint8Array(expected.flatMap((one) => [...Frame.encode(one)]))
    for (let cut = 0; cut <= all.length; cut++) {
      const { error, frames } = feed([all.subarray(0, cut), all.subarray(cut)])
      assert.isUndefined(error)
      assert.deepStrictEqual(frames, expected.map(plain), `cut at ${cut}`)
    }
    const single = feed([...all].map((byte) => Uint8Array.of(byte)))
    assert.deepStrictEqual(single.frames, expected.map(plain))
    assert.strictEqual(single.buffered, 0)
  })

  it("takes a frame of exactly the limit and refuses one byte more, before its body has come", () => {
    const limit = Frame.headerBytes + 100
    assert.lengthOf(feed([Frame.encode(frame(1, bytesOf(100)))], limit).frames, 1)
    assert.lengthOf(feed([Frame.encode(frame(1, bytesOf(99)))], limit).frames, 1)
    const { error, frames } = feed([Frame.encode(frame(1, bytesOf(101))).subarray(0, 4)], limit)
    assert.lengthOf(frames, 0)
    assert.deepStrictEqual(error?.reason, { _tag: "TooLong", asked: limit + 1, limit })
  })

  it("refuses impossible lengths and headers", () => {
    const altered = (offset: number, value: number) => {
      const bytes = Frame.encode(frame(1, bytesOf(4)))
      new DataView(bytes.buffer).setUint32(offset, value)
      return feed([bytes]).error?.reason._tag
    }
    assert.strictEqual(altered(0, 0), "TooShort")
    assert.strictEqual(altered(0, 27), "TooShort")
    assert.strictEqual(altered(0, 0xffffffff), "TooLong")
    assert.strictEqual(altered(8, 2), "BadHeader")
    assert.strictEqual(altered(16, 7), "BadHeader")
    assert.strictEqual(altered(24, 3), "BadHeader")
  })

  it("stays broken after an error, and delivers what came before it", () => {
    const good = Frame.encode(frame(1, bytesOf(4)))
    const { error, frames } = feed([new Uint8Array([...good, 0, 0, 0, 1]), good])
    assert.lengthOf(frames, 1)
    assert.strictEqual(error?.reason._tag, "TooShort")
  })

  it("refuses to send a frame above the limit", () => {
    const writer = new XdrWriter()
    Frame.begin(writer, { program: REMOTE, procedure: 1, type: 0, serial: 1, status: 0 })
    writer.raw(new Uint8Array(Frame.frameLimit))
    const result = Frame.finish(writer)
    assert.isTrue(Result.isFailure(result))
  })

  it.effect("mutated streams give a typed error or frames, whatever the cuts", () =>
    Effect.gen(function* () {
      const report = yield* HostileStream.check({
        name: "Frame",
        samples: [0, 4, 60, 300].map((n) => Frame.encode(frame(n, bytesOf(n)))),
        maximumBuffered: Frame.frameLimit,
        cases: 10_000,
        open: () => {
          const decoder = new Frame.FrameDecoder(65_536)
          return {
            push: (chunk) => {
              const frames: Array<Frame.Frame> = []
              return Result.map(decoder.push(chunk, frames), () => frames.map(plain))
            },
            end: () => (decoder.buffered === 0 ? Result.void : Result.fail("unfinished")),
            buffered: () => decoder.buffered
          }
        }
      })
      assert.isAbove(report.refused, 0)
    })
  )
})
