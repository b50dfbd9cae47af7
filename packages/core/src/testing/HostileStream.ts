/**
 * The mutations of `Hostile` against a decoder that is fed chunks. Besides what `Hostile` asks, the outcome must not
 * depend on where the bytes were split, an unfinished message must be reported at the end, and what waits for more bytes
 * must stay within a bound.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { abbreviate, join } from "./internal/bytes.ts"
import * as HostileRun from "./internal/hostileRun.ts"
import { superlinear } from "./internal/meter.ts"
import { type Mutation, systematic } from "./internal/mutations.ts"
import { show } from "./internal/show.ts"
import { type Falsified, forRuns, prng, type Prng } from "./Seed.ts"

/**
 * A decoder with a memory.
 *
 * - `push` takes the next bytes and returns the messages they complete; it must not keep the chunk without copying it
 *   (the harness overwrites each chunk afterwards). After an error it is not called again.
 * - `end` says that no more bytes come: an unfinished message is an error.
 * - `buffered`: bytes held for an unfinished message, if it can tell.
 *
 * @since 0.1.0
 * @category models
 */
export interface Incremental<A> {
  readonly push: (chunk: Uint8Array) => Result.Result<ReadonlyArray<A>, unknown>
  readonly end: () => Result.Result<unknown, unknown>
  readonly buffered?: (() => number) | undefined
}

/**
 * A chunk-fed decoder under test. `open` makes a fresh one; each of `samples` is exactly one message; `maximumBuffered`
 * is the documented limit on what it may hold for an unfinished message (default 1 MiB). The rest is as in `Hostile.Options`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<A> extends HostileRun.Limits {
  readonly open: () => Incremental<A>
  readonly maximumBuffered?: number | undefined
  readonly scale?: ((size: number) => Uint8Array) | undefined
  readonly work?: (() => number) | undefined
}

/**
 * Checks a chunk-fed decoder with one seed, synchronously.
 *
 * @since 0.1.0
 * @category testing
 */
export const decoder = <A>(
  options: Options<A> & { readonly seed: number }
): Result.Result<HostileRun.Report, Falsified> => {
  const source = prng(options.seed)
  const bound = options.maximumBuffered ?? 0x100000
  return HostileRun.run(
    options,
    options.seed,
    source,
    (mutation) => {
      const whole = feed(options.open(), [mutation.bytes], bound)
      if (whole.overfull) return ["holds a bounded number of bytes", "held more than its limit"]
      if (mutation.kind === "valid" && !whole.failed && whole.values.length !== 1) {
        return ["decodes one message from one", `gave ${show(whole.values)}`]
      }
      if (mutation.kind.startsWith("truncated to") && mutation.bytes.length > 0 && !whole.failed) {
        return ["reports an unfinished message", "was accepted"]
      }
      if (mutation.kind === "duplicated" && whole.values.length !== 2) {
        return ["decodes two messages from two", `gave ${show(whole.values)}`]
      }
      for (const chunks of splits(mutation, source)) {
        const parts = feed(options.open(), chunks, bound)
        if (outcome(parts) !== outcome(whole)) {
          const sizes = chunks.map((chunk) => chunk.length).join("+")
          return ["does not depend on splits", `gave ${outcome(whole)}, split ${sizes}: ${outcome(parts)}`]
        }
      }
      return whole.failed ? "refused" : "accepted"
    },
    [],
    () => {
      const endless = options.samples.find((sample) => waitsForEver(options.open, sample, bound))
      if (endless !== undefined) {
        return [
          "holds a bounded number of bytes",
          `took ${bound} bytes for one message made from ${abbreviate(endless)}`
        ]
      }
      const { scale } = options
      const growth =
        scale &&
        superlinear(
          (size) =>
            feed(
              options.open(),
              chunked(scale(size), () => 1),
              bound
            ),
          options.work
        )
      return growth === undefined ? undefined : ["takes linear time", growth]
    }
  )
}

/**
 * Checks a chunk-fed decoder with the seed of the environment (see `Seed.forRuns`).
 *
 * @since 0.1.0
 * @category testing
 */
export const check: <A>(options: Options<A>) => Effect.Effect<HostileRun.Report, Falsified | Config.ConfigError> =
  Effect.fnUntraced(function* <A>(options: Options<A>) {
    const [seed] = yield* forRuns({ runs: 1 })
    return yield* Effect.fromResult(decoder({ ...options, seed: seed! }))
  })

interface Outcome {
  readonly values: ReadonlyArray<unknown>
  readonly failed: boolean
  readonly overfull: boolean
}

// What was decoded before an error depends on the chunks by nature, so only the error itself counts then.
const outcome = ({ failed, values }: Outcome): string => (failed ? "an error" : show(values))

const feed = (decoder: Incremental<unknown>, chunks: Iterable<Uint8Array>, bound: number): Outcome => {
  const values: Array<unknown> = []
  for (const chunk of chunks) {
    const copy = chunk.slice()
    const result = decoder.push(copy)
    if (Result.isFailure(result)) return { values, failed: true, overfull: false }
    values.push(...result.success)
    copy.fill(0xa5)
    if ((decoder.buffered?.() ?? 0) > bound) return { values, failed: false, overfull: true }
  }
  return { values, failed: Result.isFailure(decoder.end()), overfull: false }
}

// Makes every word of the sample that can pose as a length huge, then sends more than the bound.
const waitsForEver = (open: () => Incremental<unknown>, sample: Uint8Array, bound: number): boolean => {
  const filler = new Uint8Array(65_536)
  for (const { bytes, length } of systematic(sample)) {
    if (!length) continue
    const decoder = open()
    let sent = 0
    let result = decoder.push(bytes.slice())
    while (sent <= bound && Result.isSuccess(result) && result.success.length === 0) {
      result = decoder.push(filler.slice())
      sent += filler.length
    }
    if (Result.isSuccess(result) && result.success.length === 0) return true
  }
  return false
}

// A valid message, alone and doubled, is split at every byte; the others byte by byte and once at random.
function* splits({ bytes, kind }: Mutation, source: Prng): Generator<ReadonlyArray<Uint8Array>> {
  if (bytes.length > 4096) return yield [...chunked(bytes, () => source.between(1, 512))]
  yield [...chunked(bytes, () => 1)]
  yield [...chunked(bytes, () => source.between(1, 16))]
  if (kind !== "valid" && kind !== "duplicated") return undefined
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)]
  return yield [join(bytes), new Uint8Array()]
}

function* chunked(bytes: Uint8Array, size: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = at + size()
    yield bytes.subarray(at, end)
    at = end
  }
}
