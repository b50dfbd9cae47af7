import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Sometimes } from "@cloudwright/core/testing"

describe("Sometimes", () => {
  it.effect("passes when every mark was reached, and counts", () =>
    Effect.gen(function* () {
      const marks = Sometimes.make("suite", ["granted", "refused"])
      yield* marks.reach("granted")
      yield* marks.reach("granted")
      marks.reachUnsafe("refused")
      yield* marks.check
      assert.deepStrictEqual(
        [...(yield* marks.counts)],
        [
          ["granted", 2],
          ["refused", 1]
        ]
      )
    })
  )

  it.effect("finds a planted unreachable branch that a green suite would count as tested", () =>
    Effect.gen(function* () {
      const marks = Sometimes.make("quota", ["granted", "over quota", "over limit"])
      const claim = (amount: number) =>
        amount > 10
          ? marks.reach("over quota")
          : amount > 20 // planted: never true here
            ? marks.reach("over limit")
            : marks.reach("granted")
      for (const amount of [1, 11, 21, 1000]) yield* claim(amount)
      assert.deepStrictEqual(yield* marks.unreached, ["over limit"])
      const error = yield* Effect.flip(marks.check)
      assert.strictEqual(error._tag, "Falsified")
      assert.include(error.message, "never reached: over limit")
    })
  )

  it("refuses a mark declared twice", () => {
    assert.throws(() => Sometimes.make("suite", ["a", "a"]), RangeError)
  })
})
