/**
 * Something scoped that can be stopped and started again while its own scope is open.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

/**
 * One start or stop at a time; starting what runs and stopping what does not run do nothing.
 *
 * @since 0.1.0
 * @category models
 */
export interface Revivable<A, E> {
  readonly start: Effect.Effect<void, E>
  readonly stop: Effect.Effect<void>
  readonly current: Effect.Effect<Option.Option<A>>
}

/**
 * Not started yet. What is started ends with the scope at the latest.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <A, E, R>(
  acquire: Effect.Effect<A, E, R | Scope.Scope>
): Effect.Effect<Revivable<A, E>, never, Exclude<R, Scope.Scope> | Scope.Scope> =>
  Effect.gen(function* () {
    const parent = yield* Effect.scope
    const context = yield* Effect.context<Exclude<R, Scope.Scope>>()
    const state = yield* Ref.make(Option.none<{ readonly value: A; readonly scope: Scope.Closeable }>())
    const lock = yield* Semaphore.make(1)

    const start = Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        if (Option.isSome(yield* Ref.get(state))) return
        const scope = yield* Scope.fork(parent)
        const value = yield* restore(
          (acquire as Effect.Effect<A, E, Exclude<R, Scope.Scope> | Scope.Scope>).pipe(
            Scope.provide(scope),
            Effect.provideContext(context)
          )
        ).pipe(Effect.onExit((exit) => (Exit.isFailure(exit) ? Scope.close(scope, exit) : Effect.void)))
        yield* Ref.set(state, Option.some({ value, scope }))
      })
    )

    const stop = Effect.uninterruptible(
      Effect.gen(function* () {
        const running = yield* Ref.getAndSet(state, Option.none())
        if (Option.isSome(running)) yield* Scope.close(running.value.scope, Exit.void)
      })
    )

    return {
      start: lock.withPermits(1)(start),
      stop: lock.withPermits(1)(stop),
      current: Effect.map(
        Ref.get(state),
        Option.map((running) => running.value)
      )
    }
  })
