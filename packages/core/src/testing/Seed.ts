/**
 * The one place for seeds: where a run's seed comes from, the generator it feeds, and the error that names it.
 *
 * A seed is an unsigned 32-bit number. Each run of a harness has its own seed, so one number replays one run alone:
 * with `CLOUDWRIGHT_SEED` set, every harness does exactly that one run. Without it the seeds of a suite are derived
 * from a fixed default, so a suite does the same on every machine. The generator is for tests and simulations only;
 * it is not secure. `Random` of Effect shows through `layerRandom`.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"

/**
 * The seed from which the seeds of all runs are derived while `CLOUDWRIGHT_SEED` is not set.
 *
 * @since 0.1.0
 * @category constants
 */
export const defaultSeed = 0x0c10d

/**
 * The environment variable that makes every harness do one run with this seed.
 *
 * @since 0.1.0
 * @category constants
 */
export const variable = "CLOUDWRIGHT_SEED"

/**
 * A seed: a whole number from 0 to 2^32 - 1.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Seed = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0xffffffff }))

/**
 * What `CLOUDWRIGHT_SEED` says, if it is set.
 *
 * @since 0.1.0
 * @category accessors
 */
export const fromConfig: Config.Config<Option.Option<number>> = Config.option(Config.schema(Seed, variable))

/**
 * The seeds of the runs a harness shall do: the `seed` that was passed, else the one of `CLOUDWRIGHT_SEED`, else `runs`
 * seeds derived from `defaultSeed`. Fails when the variable holds no seed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const forRuns: (options: {
  readonly runs: number
  readonly seed?: number | undefined
}) => Effect.Effect<ReadonlyArray<number>, Config.ConfigError> = Effect.fnUntraced(function* (options) {
  if (options.seed !== undefined) return [options.seed]
  const configured = yield* fromConfig
  if (Option.isSome(configured)) return [configured.value]
  return Array.from({ length: options.runs }, (_, run) => derive(defaultSeed, run))
})

/**
 * Another seed made from `seed` and a number or a name, so that two uses of one seed do not disturb each other.
 *
 * @since 0.1.0
 * @category combinators
 */
export const derive = (seed: number, salt: number | string): number => {
  let hash = (seed ^ 0x9e3779b9) >>> 0
  for (const unit of typeof salt === "string" ? salt : `#${salt}`) hash = scramble(hash ^ unit.codePointAt(0)!)
  return scramble(hash)
}

/**
 * A seeded source of choices. It is mutable: each call advances it.
 *
 * - `uint32()`: 0 to 2^32 - 1; `fraction()`: 0 to below 1; `below(n)`: 0 to n - 1; `between(a, b)`: a to b, both included.
 * - `chance(p)`: true with probability `p`; `pick` and `shuffle` leave their argument alone; `bytes(n)`: n random bytes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Prng {
  readonly uint32: () => number
  readonly fraction: () => number
  readonly below: (limit: number) => number
  readonly between: (minimum: number, maximum: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <A>(values: ReadonlyArray<A>) => A
  readonly shuffle: <A>(values: ReadonlyArray<A>) => Array<A>
  readonly bytes: (length: number) => Uint8Array
}

/**
 * A generator for one seed (sfc32, a small counter-based generator with a period of about 2^127).
 *
 * @since 0.1.0
 * @category generators
 */
export const prng = (seed: number): Prng => {
  let a = scramble(seed)
  let b = scramble(a)
  let c = scramble(b)
  let counter = 1
  const uint32 = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  const fraction = () => uint32() / 0x1_0000_0000
  const below = (limit: number) => Math.floor(fraction() * limit)
  for (let round = 0; round < 12; round++) uint32()
  return {
    uint32,
    fraction,
    below,
    between: (minimum, maximum) => minimum + below(maximum - minimum + 1),
    chance: (probability) => fraction() < probability,
    pick: (values) => {
      if (values.length === 0) throw new RangeError("pick: no values to choose from")
      return values[below(values.length)]!
    },
    shuffle: (values) => {
      const copy = [...values]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const held = copy[i]!
        copy[i] = copy[j]!
        copy[j] = held
      }
      return copy
    },
    bytes: (length) => Uint8Array.from({ length }, () => uint32() & 0xff)
  }
}

/**
 * Effect's `Random` drawn from this generator.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerRandom = (source: Prng): Layer.Layer<never> =>
  Layer.succeed(Random.Random, {
    nextIntUnsafe: () => (source.uint32() & 0x1fffff) * 0x1_0000_0000 + source.uint32(),
    nextDoubleUnsafe: source.fraction
  })

/**
 * A harness found a broken law.
 *
 * - `harness` and `subject`: which harness, and the name its caller gave to what was tested.
 * - `law`: the broken law in the harness's words; `detail`: what was seen.
 * - `seed`: replays this very run; `trace`: the steps that led to it, oldest first, as far as the harness knows them.
 *
 * @since 0.1.0
 * @category errors
 */
export class Falsified extends Schema.TaggedError<Falsified>()("Falsified", {
  harness: Schema.String,
  subject: Schema.String,
  law: Schema.String,
  detail: Schema.String,
  seed: Seed,
  trace: Schema.Array(Schema.String)
}) {
  override get message(): string {
    const steps = this.trace.map((step, index) => `  ${index + 1}. ${step}`)
    return [
      `${this.harness}: "${this.subject}" breaks the law "${this.law}": ${this.detail}`,
      ...steps,
      `replay: the same test with ${variable}=${this.seed}, or pass seed: ${this.seed} to ${this.harness}`
    ].join("\n")
  }
}

// The finalizer of MurmurHash3: every input bit changes about half of the output bits.
const scramble = (value: number): number => {
  let hash = (value + 0x6d2b79f5) >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
