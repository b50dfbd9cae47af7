/**
 * Runs programs that wait, on a clock that does not.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"

/**
 * Runs an effect under `TestClock` and moves the clock on, a quarter of a second at a time, until the effect has ended;
 * minutes pass in milliseconds. Needs a `TestClock` (as `it.effect` provides).
 *
 * Time also moves while the effect waits for something outside of Effect's clock, such as a file or a promise: keep those
 * out, or expect time limits to strike.
 *
 * @since 0.1.0
 * @category testing
 */
export const run = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
    while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("250 millis")
    return yield* Fiber.join(fiber)
  })
