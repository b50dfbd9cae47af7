/**
 * Mutations of valid wire messages against a decoder of whole messages: cut at each byte, bits flipped, lengths changed,
 * doubled, spliced, over-long, garbage. The decoder must answer each with a typed error or a valid value: it never
 * throws, hangs, allocates without bound or takes quadratic time.
 *
 * Everything is synchronous and decided by one seed. `HostileStream` does the same to decoders that are fed chunks.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { same } from "./internal/bytes.ts"
import * as HostileRun from "./internal/hostileRun.ts"
import { superlinear } from "./internal/meter.ts"
import { show } from "./internal/show.ts"
import { type Falsified, forRuns, prng } from "./Seed.ts"

/**
 * A decoder under test.
 *
 * - `samples`: valid messages; at least one. The more kinds, the better.
 * - `decode`: one whole message to a value or a typed error.
 * - `encode`: when given, a message is acceptable only if it is exactly what `encode` writes for its value. Without it,
 *   cut, doubled and over-long messages must be refused, but a changed field cannot be told from a valid one.
 * - `refused`: more messages that must be refused, such as unknown tags.
 * - `scale`: a valid message of about `size` bytes, to find quadratic time; `work`: a running total of the work done by
 *   the decoder, if it counts for itself. Without `work`, the bytes that it copies, searches and reads by the
 *   platform's operations are counted, which misses plain indexing.
 * - `cases`: how many messages in all (default 10 000); systematic ones come first and are always all done.
 * - `maximumAllocation`: bytes that one message with a changed length may cost (default 16 MiB).
 * - `hangAfter`: milliseconds after which a batch of at most 1000 messages counts as hanging (default 20 000).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<A> extends HostileRun.Limits {
  readonly decode: (bytes: Uint8Array) => Result.Result<A, unknown>
  readonly encode?: ((value: A) => Uint8Array) | undefined
  readonly refused?: ReadonlyArray<Uint8Array> | undefined
  readonly scale?: ((size: number) => Uint8Array) | undefined
  readonly work?: (() => number) | undefined
}

/**
 * How many messages were fed, accepted as valid and refused with an error.
 *
 * @since 0.1.0
 * @category models
 */
export type Report = HostileRun.Report

/**
 * Checks a decoder with one seed, synchronously.
 *
 * @since 0.1.0
 * @category testing
 */
export const decoder = <A>(options: Options<A> & { readonly seed: number }): Result.Result<Report, Falsified> =>
  HostileRun.run(
    options,
    options.seed,
    prng(options.seed),
    ({ bytes, kind, refuse }) => {
      const result = options.decode(bytes)
      if (Result.isFailure(result)) return "refused"
      if (kind === unknown) return ["refuses the unknown", "was accepted"]
      if (options.encode === undefined) {
        return refuse ? ["accepts whole messages only", "was accepted"] : "accepted"
      }
      return same(options.encode(result.success), bytes)
        ? "accepted"
        : ["accepts only what encode writes", `was accepted as ${show(result.success)}`]
    },
    (options.refused ?? []).map((bytes) => ({ kind: unknown, bytes, refuse: true, length: false })),
    () => {
      const { scale } = options
      const growth = scale && superlinear((size) => options.decode(scale(size)), options.work)
      return growth === undefined ? undefined : ["takes linear time", growth]
    }
  )

/**
 * Checks a decoder with the seed of the environment (see `Seed.forRuns`).
 *
 * @since 0.1.0
 * @category testing
 */
export const check: <A>(options: Options<A>) => Effect.Effect<Report, Falsified | Config.ConfigError> =
  Effect.fnUntraced(function* <A>(options: Options<A>) {
    const [seed] = yield* forRuns({ runs: 1 })
    return yield* Effect.fromResult(decoder({ ...options, seed: seed! }))
  })

const unknown = "to be refused"
