import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Revivable from "../src/internal/revivable.ts"

const recorded = Effect.gen(function* () {
  const log: Array<string> = []
  const acquire = Effect.acquireRelease(
    Effect.sync(() => log.push("up")),
    () => Effect.sync(() => log.push("down"))
  )
  return { log, machine: yield* Revivable.make(acquire) }
})

describe("what can be stopped and started again", () => {
  it.effect("starts and stops once however often it is asked, and ends with its scope", () =>
    Effect.gen(function* () {
      const log = yield* Effect.gen(function* () {
        const { log, machine } = yield* recorded
        yield* machine.stop
        yield* Effect.all([machine.start, machine.start], { concurrency: 2 })
        assert.deepStrictEqual(yield* machine.current, Option.some(1))
        yield* machine.stop
        yield* machine.stop
        assert.deepStrictEqual(yield* machine.current, Option.none())
        yield* machine.start
        return log
      }).pipe(Effect.scoped)
      assert.deepStrictEqual(log, ["up", "down", "up", "down"])
    })
  )

  it.effect("releases what was acquired before a failure or an interruption", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const half = Effect.acquireRelease(
        Effect.sync(() => log.push("up")),
        () => Effect.sync(() => log.push("down"))
      )
      const failing = yield* Revivable.make(Effect.andThen(half, Effect.fail("no")))
      assert.strictEqual(yield* Effect.flip(failing.start), "no")
      assert.deepStrictEqual(log, ["up", "down"])
      assert.deepStrictEqual(yield* failing.current, Option.none())

      const reached = yield* Deferred.make<void>()
      const hanging = yield* Revivable.make(
        half.pipe(Effect.andThen(Deferred.succeed(reached, undefined)), Effect.andThen(Effect.never))
      )
      const fiber = yield* Effect.forkChild(hanging.start)
      yield* Deferred.await(reached)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(log, ["up", "down", "up", "down"])
      yield* hanging.stop
    })
  )
})
