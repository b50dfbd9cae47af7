/**
 * What every driver of overlays keeps, as checks of any driver: effects that fail with `Seed.Falsified`, which names the
 * seed that does it again.
 *
 * ```ts
 * const laws = OverlayDriverSuite.anyToAny({ name: "simulated", fresh, states })
 * it.effect("any state to any other", () => laws)
 * ```
 *
 * - `anyToAny`: a walk from state to state in random order, each applied once or twice, with or without the hint of what was
 *   there before, over the states between or straight there, back and forth. Wherever it is, the back end holds what a
 *   fresh one would hold, `drift` finds nothing, and applying again changes nothing. What the driver says it does not support
 *   it refuses, typed, and holds what it held.
 * - `repairs`: whatever was spoilt in the back end is found as drift, and applying again puts it right.
 *
 * @since 0.1.0
 */
import { Seed } from "@cloudwright/core/testing"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type { Intent } from "../overlay/Intent.ts"
import { intentOf } from "../overlay/Intent.ts"
import type { OverlayDriver } from "../overlay/OverlayDriver.ts"
import type { OverlaySettings } from "../overlay/OverlaySettings.ts"
import type { OverlayState } from "../overlay/OverlayState.ts"
import * as State from "../overlay/OverlayState.ts"
import { walkOf } from "./internal/overlayWalk.ts"

/**
 * A state with a name, which means something with its settings.
 *
 * @since 0.1.0
 * @category models
 */
export interface NamedState {
  readonly name: string
  readonly settings: OverlaySettings
  readonly state: OverlayState
}

/**
 * A driver with its back end. `held` is all that the back end has of ours, as a value to be compared: without what it numbers or
 * times itself. `spoil` changes something of it behind the driver's back.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subject<E> {
  readonly driver: OverlayDriver["Service"]
  readonly held: Effect.Effect<unknown, E>
  readonly spoil: (random: Seed.Prng) => Effect.Effect<void, E>
}

/**
 * What is checked: drivers on an empty back end each, and the states to walk. `runs` (8 when absent) walks of `steps` (24
 * when absent) states.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<E> {
  readonly name: string
  readonly fresh: Effect.Effect<Subject<E>, E, Scope.Scope>
  readonly states: ReadonlyArray<NamedState>
  readonly runs?: number
  readonly steps?: number
  readonly seed?: number
}

/** Fails with the law that is broken. */
const breaks =
  (options: { readonly name: string }, seed: number, law: string, trace: ReadonlyArray<string>) =>
  (detail: string): Effect.Effect<never, Seed.Falsified> =>
    Effect.fail(
      new Seed.Falsified({ harness: "OverlayDriverSuite", subject: options.name, law, detail, seed, trace: [...trace] })
    )

/** The intent of a named state. */
const meaning = (state: OverlayState, settings: OverlaySettings): Effect.Effect<Intent> =>
  Result.match(intentOf(state, { settings }), { onSuccess: Effect.succeed, onFailure: Effect.die })

/** What a fresh back end holds after the intent alone. */
const alone = <E>(options: Options<E>, intent: Intent) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { driver, held } = yield* options.fresh
      yield* Effect.orDie(driver.realise(intent))
      return yield* held
    })
  )

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const running = <E>(
  options: Options<E>,
  run: (seed: number, random: Seed.Prng) => Effect.Effect<void, E | Seed.Falsified, Scope.Scope>
): Effect.Effect<void, E | Seed.Falsified | Config.ConfigError> =>
  Effect.gen(function* () {
    const seeds = yield* Seed.forRuns({ runs: options.runs ?? 8, seed: options.seed })
    for (const seed of seeds) yield* Effect.scoped(run(seed, Seed.prng(seed)))
  })

/**
 * Any state to any other: see above.
 *
 * @since 0.1.0
 * @category testing
 */
export const anyToAny = <E>(options: Options<E>): Effect.Effect<void, E | Seed.Falsified | Config.ConfigError> =>
  running(options, (seed, random) =>
    Effect.gen(function* () {
      const { driver, held } = yield* options.fresh
      let before: Intent | undefined
      const path: Array<string> = []
      for (const step of walkOf(random, options.states, options.steps ?? 24)) {
        path.push(step.name)
        const fail = breaks(options, seed, "any state to any other", path)
        const intent = yield* meaning(step.state, step.settings)
        const realise = driver.realise(intent, random.chance(0.5) ? before : undefined)
        if (driver.unsupported(intent).length > 0) {
          const had = yield* held
          const refused = yield* Effect.result(realise)
          const typed = Result.isFailure(refused) && refused.failure.reason._tag === "Unsupported"
          if (!typed) return yield* fail("what is not supported is not refused")
          if (!same(had, yield* held)) return yield* fail("what was refused left a trace")
          continue
        }
        const first = yield* Effect.result(realise)
        if (Result.isFailure(first)) return yield* fail(`refused (${first.failure.message})`)
        before = intent
        if (step.passing) continue
        const again = yield* Effect.orDie(driver.realise(intent, random.chance(0.5) ? before : undefined))
        if (again.changes !== 0) return yield* fail(`applying again changes ${again.changes} things`)
        const [drift] = yield* Effect.orDie(driver.drift(intent))
        if (drift !== undefined) return yield* fail(`drift (${drift.kind} ${drift.what} ${drift.detail})`)
        if (!same(yield* held, yield* alone(options, intent))) return yield* fail("not what a fresh back end holds")
      }
    })
  )

/**
 * Drift is found and repaired: see above.
 *
 * @since 0.1.0
 * @category testing
 */
export const repairs = <E>(options: Options<E>): Effect.Effect<void, E | Seed.Falsified | Config.ConfigError> =>
  running(options, (seed, random) =>
    Effect.gen(function* () {
      const { driver, held, spoil } = yield* options.fresh
      const able: Array<readonly [NamedState, Intent]> = []
      for (const each of options.states) {
        const intent = yield* meaning(each.state, each.settings)
        if (driver.unsupported(intent).length === 0) able.push([each, intent])
      }
      const [{ name }, intent] = random.pick(able.filter(([{ state }]) => State.size(state) > 0))
      yield* Effect.orDie(driver.realise(intent))
      const good = yield* held
      for (let count = random.between(1, 3); count > 0; count--) yield* spoil(random)
      const fail = breaks(options, seed, "drift is repaired", [name])
      if (same(good, yield* held)) return
      if ((yield* Effect.orDie(driver.drift(intent))).length === 0) return yield* fail("drift is not found")
      yield* Effect.orDie(driver.realise(intent, random.chance(0.5) ? intent : undefined))
      if (!same(good, yield* held)) return yield* fail("drift is not repaired")
    })
  )
