/**
 * Properties as effects: values from a fast-check arbitrary, a test that is an effect, the smallest value found that
 * still fails, and the seed that makes it again.
 *
 * @since 0.1.0
 */
import * as Seed from "@cloudwright/core/testing/Seed"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"

/** What a test saw that must not be. */
export interface Finding {
  readonly law: string
  readonly detail: string
  readonly trace: ReadonlyArray<string>
}

/** How often a harness looks and with which seed; see `Seed.forRuns`. */
interface Runs {
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

interface Property<A, R> extends Runs {
  readonly harness: string
  readonly subject: string
  readonly arbitrary: fc.Arbitrary<A>
  readonly test: (value: A) => Effect.Effect<Finding | undefined, never, R>
}

/** Values tried at most while a failing one is made smaller. */
const attemptsMax = 1000

/**
 * Tests one value for each seed and returns how many. A failure is that of the smallest value found that breaks a law.
 */
export const check: <A, R>(property: Property<A, R>) => Effect.Effect<number, Seed.Falsified | Config.ConfigError, R> =
  Effect.fnUntraced(function* <A, R>({ arbitrary, harness, runs, seed: given, subject, test }: Property<A, R>) {
    const seeds = yield* Seed.forRuns({ runs: runs ?? 100, seed: given })
    for (const seed of seeds) {
      const start = generate(arbitrary, seed)
      const first = yield* test(start.value)
      if (first === undefined) continue
      let finding = first
      let attempts = 0
      let candidates = arbitrary.shrink(start.value_, start.context)
      for (let next = candidates.next(); next.done !== true && attempts < attemptsMax; next = candidates.next()) {
        attempts++
        const again = yield* test(next.value.value)
        if (again === undefined) continue
        finding = again
        candidates = arbitrary.shrink(next.value.value_, next.value.context)
      }
      return yield* new Seed.Falsified({ harness, subject, seed, ...finding })
    }
    return seeds.length
  })

/** The value of a seed together with what is needed to shrink it, which `fc.sample` alone does not give. */
const generate = <A>(arbitrary: fc.Arbitrary<A>, seed: number): fc.Value<A> => {
  const memory = new Remembering(arbitrary)
  fc.sample(memory, { seed: seed | 0, numRuns: 1 })
  return memory.last!
}

class Remembering<A> extends fc.Arbitrary<A> {
  readonly inner: fc.Arbitrary<A>
  last: fc.Value<A> | undefined
  constructor(inner: fc.Arbitrary<A>) {
    super()
    this.inner = inner
  }
  override generate(random: fc.Random, bias: number | undefined): fc.Value<A> {
    this.last = this.inner.generate(random, bias)
    return this.last
  }
  override canShrinkWithoutContext(value: unknown): value is A {
    return this.inner.canShrinkWithoutContext(value)
  }
  override shrink(value: A, context: unknown): fc.Stream<fc.Value<A>> {
    return this.inner.shrink(value, context)
  }
}
