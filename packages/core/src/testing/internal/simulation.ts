/**
 * A world of fibers with its own clock and its own scheduler. Nothing in it moves unless the harness outside lets one
 * ready fiber continue or lets time pass to the next sleeper; which of several ready fibers continues is the seed's
 * choice. `kill` is `kill -9`: from then on no fiber of it does anything, not even its finalizers.
 *
 * What waits for the real world (sockets, timers, threads) is not under control: such waits are given a few turns of the
 * real event loop and then count as stalled. Hashes are computed at once.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Scheduler from "effect/Scheduler"
import { WebCrypto } from "effect/crypto/WebCrypto"
import { createHash } from "node:crypto"
import type { Prng } from "../Seed.ts"

/**
 * A simulated world. `now` is its time in milliseconds since 1970.
 *
 * - `step` lets one ready fiber continue; false when none is ready.
 * - `advance` moves time to the next sleeper and makes it ready; false when nobody sleeps until `limit` (milliseconds
 *   since 1970, default: for ever), in which case that is the time then.
 * - `kill` ends it; `killAfter(n)` ends it n operations from now, in the middle of whatever is going on then. `operations`
 *   counts those done so far. `dead` is true from then on.
 * - `context` is what a fiber needs to live in it (see `fork`).
 *
 * @since 0.1.0
 * @category models
 */
export interface Simulation {
  readonly now: () => number
  readonly step: () => boolean
  readonly advance: (limit?: number) => boolean
  readonly kill: () => void
  readonly killAfter: (operations: number) => void
  readonly operations: () => number
  readonly dead: () => boolean
  readonly context: Context.Context<never>
}

/**
 * A new world. With `interleave` the next ready fiber is drawn from `prng`, and every operation of a fiber gives way to
 * others with that probability; without it the order is first come, first served.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: {
  readonly prng: Prng
  readonly startMillis: number
  readonly interleave?: number | undefined
}): Simulation => {
  const { interleave = 0, prng } = options
  const ready: Array<() => void> = []
  const sleepers: Array<{ readonly at: number; readonly wake: () => void }> = []
  const origin = BigInt(options.startMillis) * 1_000_000n
  let millis = options.startMillis
  let dead = false
  let operations = 0
  let fatal = Infinity

  const schedule = (task: () => void) => {
    if (!dead) ready.push(task)
  }
  const kill = () => {
    dead = true
    ready.length = 0
    sleepers.length = 0
  }
  const dispatcher: Scheduler.SchedulerDispatcher = { scheduleTask: schedule, flush: () => {} }
  const scheduler: Scheduler.Scheduler = {
    executionMode: "async",
    shouldYield: (fiber) => {
      // A fiber of a dead world gives way at its next operation and is never called again.
      if (++operations >= fatal) kill()
      if (dead || fiber.currentOpCount >= 2048) return true
      return interleave > 0 && fiber.currentOpCount > 1 && prng.chance(interleave)
    },
    makeDispatcher: () => dispatcher
  }
  const nanos = () => BigInt(Math.round(millis * 1000)) * 1000n
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => millis,
    currentTimeMillis: Effect.sync(() => millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => nanos() - origin,
    monotonicTimeNanos: Effect.sync(() => nanos() - origin),
    sleep: (duration) => {
      const length = Duration.toMillis(duration)
      if (length <= 0) return Effect.yieldNow
      if (!Number.isFinite(length)) return Effect.never
      return Effect.callback<void>((resume) => {
        const sleeper = { at: millis + length, wake: () => resume(Effect.void) }
        sleepers.push(sleeper)
        return Effect.sync(() => {
          const index = sleepers.indexOf(sleeper)
          if (index >= 0) sleepers.splice(index, 1)
        })
      })
    }
  }
  return {
    now: () => millis,
    step: () => {
      const index = interleave > 0 ? prng.below(ready.length) : 0
      const [task] = ready.splice(index, 1)
      task?.()
      return task !== undefined
    },
    advance: (limit = Infinity) => {
      // The first of those that sleep until the same moment, so they wake in the order in which they fell asleep.
      const next = sleepers.reduce((best, { at }, index) => (at < (sleepers[best]?.at ?? Infinity) ? index : best), -1)
      const sleeper = sleepers[next]
      if (sleeper === undefined || sleeper.at > limit) {
        if (Number.isFinite(limit)) millis = Math.max(millis, limit)
        return false
      }
      sleepers.splice(next, 1)
      millis = Math.max(millis, sleeper.at)
      schedule(sleeper.wake)
      return true
    },
    kill,
    killAfter: (count) => {
      fatal = operations + count
    },
    operations: () => operations,
    dead: () => dead,
    context: Context.make(Clock.Clock, clock).pipe(
      Context.add(Scheduler.Scheduler, scheduler),
      Context.add(Random.Random, {
        nextIntUnsafe: () => (prng.uint32() & 0x1fffff) * 0x1_0000_0000 + prng.uint32(),
        nextDoubleUnsafe: prng.fraction
      }),
      Context.add(WebCrypto, immediateCrypto)
    )
  }
}

/**
 * A running effect of a world: `poll` is its exit once it has one, `interrupt` asks it to stop.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running<A, E> {
  readonly poll: () => Option.Option<Exit.Exit<A, E>>
  readonly interrupt: () => void
}

/**
 * Starts an effect in the world. It does nothing until the world is driven.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fork = <A, E, R>(
  world: Simulation,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<Running<A, E>, never, R> =>
  Effect.andThen(Effect.yieldNow, effect).pipe(
    Effect.provideContext(world.context),
    Effect.forkDetach({ startImmediately: true }),
    Effect.map((fiber) => ({
      poll: () => Option.fromUndefinedOr(fiber.pollUnsafe()),
      interrupt: () => fiber.interruptUnsafe()
    }))
  )

/**
 * Starts an effect in the world and moves the world until it is done. `None` when it does not get done: when the world
 * is killed, when everyone waits and nobody sleeps, after `limitMillis` of the world's time (default one day), or after a million steps.
 *
 * @since 0.1.0
 * @category combinators
 */
export const complete: <A, E, R>(
  world: Simulation,
  effect: Effect.Effect<A, E, R>,
  options?: { readonly limitMillis?: number | undefined }
) => Effect.Effect<Option.Option<Exit.Exit<A, E>>, never, R> = Effect.fnUntraced(function* (world, effect, options) {
  const running = yield* fork(world, effect)
  const end = world.now() + (options?.limitMillis ?? 86_400_000)
  let idle = 0
  for (let steps = 0; steps < 1_000_000 && idle < 20 && world.now() <= end; steps++) {
    if (Option.isSome(running.poll()) || world.dead()) break
    if (world.step()) {
      idle = 0
      continue
    }
    // A turn of the real event loop, for promises that are about to be resolved.
    yield* Effect.yieldNow
    if (!world.step() && !world.advance()) idle++
  }
  return running.poll()
})

// Answers within the same turn of the event loop, so that no real thread decides who comes first.
const immediateCrypto = new Proxy(globalThis.crypto, {
  get: (crypto, key) => {
    if (key !== "subtle") {
      const member: unknown = Reflect.get(crypto, key, crypto)
      // Its methods insist on being called on the real object.
      return typeof member === "function" ? (member.bind(crypto) as unknown) : member
    }
    return {
      digest: (algorithm: string, data: Uint8Array) => {
        const hash = createHash(algorithm.replace("-", "").toLowerCase()).update(data).digest()
        return Promise.resolve(hash.buffer.slice(hash.byteOffset, hash.byteOffset + hash.length))
      }
    }
  }
})
