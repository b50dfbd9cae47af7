import { assert, describe, it } from "@effect/vitest"
import * as SerialOrder from "../../src/testing/SerialOrder.ts"

/** A register: writes set it, reads must see what was set last. */
const explain = (history: ReadonlyArray<SerialOrder.Done<number | "read", number | undefined>>) =>
  SerialOrder.find({
    history,
    initial: 0,
    key: String,
    step: (state, operation, answer) => {
      if (operation !== "read") return operation
      return answer === state ? state : undefined
    }
  })

const done = (operation: number | "read", called: number, answered: number, answer?: number) => ({
  operation,
  answer,
  called,
  answered
})

describe("SerialOrder", () => {
  it("finds the order of overlapping operations", () => {
    const order = explain([done(1, 0, 5), done("read", 1, 2, 0), done("read", 3, 4, 1)])
    assert.deepStrictEqual(
      order?.map(({ operation }) => operation),
      ["read", 1, "read"]
    )
  })

  it("refuses an answer from the past, one from the future, and two that contradict each other", () => {
    assert.isUndefined(explain([done(1, 0, 1), done("read", 2, 3, 0)]))
    assert.isUndefined(explain([done("read", 0, 1, 1), done(1, 2, 3)]))
    assert.isUndefined(explain([done(1, 0, 9), done("read", 1, 2, 1), done("read", 3, 4, 0)]))
  })

  it("explains a long history quickly, and finds the one wrong answer in it", () => {
    const history = Array.from({ length: 300 }, (_, index) => [
      done(index + 1, 4 * index, 4 * index + 2),
      done("read", 4 * index + 1, 4 * index + 3, index + (index % 2))
    ]).flat()
    assert.strictEqual(explain(history)?.length, 600)
    assert.isUndefined(explain([...history, done("read", 5000, 5001, 7)]))
  })
})
