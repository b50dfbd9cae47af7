import { Hostile } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { type Bug, decode, encode, type Message } from "./frames.ts"

const samples = [
  encode({ tag: 1, body: new Uint8Array() }),
  encode({ tag: 1, body: Uint8Array.of(1, 2, 3) }),
  encode({ tag: 2, body: new Uint8Array(40).fill(7) })
]
const scale = (size: number) => encode({ tag: 2, body: new Uint8Array(size) })

const findingOf = (decoder: Hostile.Options<Message>["decode"], more?: Partial<Hostile.Options<Message>>) => {
  const result = Hostile.decoder({ name: "frames", samples, decode: decoder, seed: 1, cases: 20_000, ...more })
  return Result.isFailure(result) ? result.failure : undefined
}

describe("Hostile", () => {
  it.effect("passes a strict decoder, and reaches both answers", () =>
    Effect.gen(function* () {
      const report = yield* Hostile.check({ name: "frames", samples, decode: decode(), encode, scale, cases: 100_000 })
      assert.strictEqual(report.cases, 100_000)
      assert.isAbove(report.accepted, 1000)
      assert.isAbove(report.refused, 1000)
    })
  )

  const planted: ReadonlyArray<readonly [Bug, law: string]> = [
    ["truncated", "accepts only what encode writes"],
    ["over-long", "accepts only what encode writes"],
    ["unknown", "accepts only what encode writes"],
    ["throws", "never throws"],
    ["allocates", "allocates within a bound"],
    ["quadratic", "takes linear time"]
  ]
  for (const [bug, law] of planted) {
    it(`finds a planted decoder: ${bug}`, () => {
      const error = findingOf(decode(bug), { encode, scale })
      assert.strictEqual(error?.law, law, error?.message)
      assert.include(error?.message, "CLOUDWRIGHT_SEED=1")
    })
  }

  it("finds truncated, over-long and duplicated messages without an encoder", () => {
    for (const bug of ["truncated", "over-long"] as const) {
      assert.strictEqual(findingOf(decode(bug))?.law, "accepts whole messages only")
    }
    const firstOfTwo = (bytes: Uint8Array) =>
      decode()(bytes.length > samples[0]!.length ? bytes.subarray(0, new DataView(bytes.buffer).getUint32(0)) : bytes)
    const error = findingOf(firstOfTwo, { samples: samples.slice(1) })
    assert.strictEqual(error?.law, "accepts whole messages only")
  })

  it("finds an unknown message that the caller names", () => {
    const refused = [Uint8Array.of(0, 0, 0, 7, 9, 0, 0)]
    assert.strictEqual(findingOf(decode("unknown"), { refused })?.law, "refuses the unknown")
    assert.isUndefined(findingOf(decode(), { refused }))
  })

  it("finds a decoder that hangs", () => {
    const error = findingOf(decode("hangs"), { hangAfter: 300 })
    assert.strictEqual(error?.law, "never hangs")
  })

  it("finds a decoder that refuses what is valid", () => {
    assert.strictEqual(findingOf(() => Result.fail("no"))?.law, "accepts valid messages")
  })

  it("counts the decoder's own work when it has a count", () => {
    let work = 0
    const counted = (bytes: Uint8Array) => {
      for (let i = 0; i < bytes.length; i++) work += i // planted: looks back at each byte
      return decode()(bytes)
    }
    assert.strictEqual(findingOf(counted, { scale, work: () => work })?.law, "takes linear time")
  })

  it("finds the same message again with the same seed", () => {
    const detail = () => findingOf(decode("rare"), { encode, seed: 4, cases: 100_000 } as object)?.detail
    assert.isString(detail())
    assert.strictEqual(detail(), detail())
  })
})
