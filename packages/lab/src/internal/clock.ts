/**
 * Waiting for real daemons: always by the real clock, also where a test has put a `TestClock` in its place, because the
 * daemon does not know about that one.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

const real = Clock.Clock.defaultValue()

/**
 * Runs an effect by the real clock.
 *
 * @since 0.1.0
 * @category combinators
 */
export const onRealClock = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Clock.Clock, real)

/**
 * Asks until the condition holds; whether it did within the time. Counts by itself instead of being interrupted, so that
 * it is also bounded inside a finalizer.
 *
 * @since 0.1.0
 * @category combinators
 */
export const until = <E, R>(
  condition: Effect.Effect<boolean, E, R>,
  within: Duration.Input,
  every: Duration.Input = "20 millis"
): Effect.Effect<boolean, E, R> =>
  Effect.gen(function* () {
    const deadline = (yield* Clock.currentTimeMillis) + Duration.toMillis(within)
    while (!(yield* condition)) {
      if ((yield* Clock.currentTimeMillis) >= deadline) return false
      yield* Effect.sleep(every)
    }
    return true
  }).pipe(onRealClock)
