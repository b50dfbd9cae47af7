import { HostileStream } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { decode, encode, type Message } from "./frames.ts"

const samples = [
  encode({ tag: 1, body: new Uint8Array() }),
  encode({ tag: 1, body: Uint8Array.of(1, 2, 3) }),
  encode({ tag: 2, body: new Uint8Array(20).fill(7) })
]
const scale = (size: number) => encode({ tag: 2, body: new Uint8Array(size) })
const limit = 32_768

type Planted = "whole frames" | "first frame" | "silent end" | "unbounded" | "quadratic" | "keeps chunk"

// Holds chunks in a list and joins them once a frame is complete, so feeding single bytes stays linear.
const open = (bug?: Planted) => (): HostileStream.Incremental<Message> => {
  let parts: Array<Uint8Array> = []
  let held = 0
  let needed = 4
  const joined = () => {
    if (parts.length !== 1) parts = [Buffer.concat(parts)]
    return parts[0] ?? new Uint8Array()
  }
  return {
    buffered: () => held,
    end: () => (held > 0 && bug !== "silent end" ? Result.fail("unfinished") : Result.succeed(undefined)),
    push: (chunk) => {
      if (bug === "whole frames") return Result.map(decode()(chunk), (message) => [message])
      parts.push(bug === "keeps chunk" ? chunk : chunk.slice())
      held += chunk.length
      if (bug === "quadratic") joined()
      const messages: Array<Message> = []
      while (held >= needed && held > 0) {
        const bytes = joined()
        const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
        if (length < 7 || (length > limit && bug !== "unbounded")) return Result.fail("bad length")
        needed = length
        if (held < needed) break
        const message = decode()(bytes.subarray(0, length))
        if (Result.isFailure(message)) return Result.fail(message.failure)
        messages.push(message.success)
        parts = bug === "first frame" ? [] : [bytes.subarray(length)]
        held = bug === "first frame" ? 0 : held - length
        needed = 4
      }
      return Result.succeed(messages)
    }
  }
}

const findingOf = (bug: Planted | undefined, more?: Partial<HostileStream.Options<Message>>) => {
  const result = HostileStream.decoder({ name: "frames", samples, open: open(bug), seed: 2, scale, ...more })
  return Result.isFailure(result) ? result.failure : undefined
}

describe("HostileStream", () => {
  it.effect("passes a decoder that does not care where bytes are split", () =>
    Effect.gen(function* () {
      const report = yield* HostileStream.check({
        name: "frames",
        samples,
        open: open(),
        scale,
        maximumBuffered: limit
      })
      assert.strictEqual(report.cases, 10_000)
      assert.isAbove(report.accepted, 500)
    })
  )

  const planted: ReadonlyArray<readonly [Planted, law: string]> = [
    ["whole frames", "does not depend on splits"],
    ["first frame", "decodes two messages from two"],
    ["silent end", "reports an unfinished message"],
    ["quadratic", "takes linear time"],
    ["keeps chunk", "does not depend on splits"]
  ]
  for (const [bug, law] of planted) {
    it(`finds a planted decoder: ${bug}`, () => {
      const error = findingOf(bug)
      assert.strictEqual(error?.law, law, error?.message)
    })
  }

  it("finds a decoder that holds more than its limit", () => {
    const error = findingOf("unbounded", { maximumBuffered: 1024 })
    assert.strictEqual(error?.law, "holds a bounded number of bytes")
  })
})
