/**
 * What the two `Hostile` harnesses share: feeding mutations to a subject until the first finding.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import { Falsified, type Prng } from "../Seed.ts"
import { abbreviate } from "./bytes.ts"
import { hangs } from "./hangGuard.ts"
import { bytesAllocated } from "./meter.ts"
import { random, systematic, type Mutation } from "./mutations.ts"
import { show } from "./show.ts"

/**
 * A broken law: its name and what was seen.
 *
 * @since 0.1.0
 * @category models
 */
export type Finding = readonly [law: string, detail: string]

/**
 * How many messages were fed, accepted and refused.
 *
 * @since 0.1.0
 * @category models
 */
export interface Report {
  readonly cases: number
  readonly accepted: number
  readonly refused: number
}

/**
 * The limits both harnesses know (see `Hostile.Options`).
 *
 * @since 0.1.0
 * @category models
 */
export interface Limits {
  readonly name: string
  readonly samples: ReadonlyArray<Uint8Array>
  readonly cases?: number | undefined
  readonly maximumAllocation?: number | undefined
  readonly hangAfter?: number | undefined
}

/**
 * The verdict on one message: refused, accepted, or a broken law.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = "accepted" | "refused" | Finding

/**
 * Feeds the valid samples, then `first`, every systematic mutation and random ones up to `cases` to `judge`, stopping at
 * the first finding; `last` runs once at the end.
 *
 * @since 0.1.0
 * @category testing
 */
export const run = (
  options: Limits,
  seed: number,
  prng: Prng,
  judge: (mutation: Mutation) => Verdict,
  first: ReadonlyArray<Mutation>,
  last: () => Finding | undefined
): Result.Result<Report, Falsified> => {
  const counts = { accepted: 0, refused: 0 }
  let current: Mutation | undefined
  let finding: Finding | undefined
  const bound = options.maximumAllocation ?? 0x1000000
  const one = (mutation: Mutation) => {
    const verdict = attempt(() => judge(mutation))
    if (typeof verdict === "string") counts[verdict]++
    else finding = verdict
  }
  const feed = (mutations: ReadonlyArray<Mutation>) => {
    const body = () => {
      for (const mutation of mutations) {
        if (finding !== undefined) return
        current = mutation
        // Changed words are the ones that can pose as lengths: only they are worth the price of measuring memory.
        const bytes = mutation.length ? bytesAllocated(() => one(mutation)) : one(mutation)
        if (bytes !== undefined && bytes > bound) finding = ["allocates within a bound", `allocated ${bytes} bytes`]
      }
    }
    if (finding === undefined && hangs(body, options.hangAfter ?? 20_000)) finding = ["never hangs", "did not return"]
  }

  for (const bytes of options.samples) {
    const before = counts.refused
    feed([{ kind: "valid", bytes, refuse: false, length: false }])
    if (counts.refused > before) finding ??= ["accepts valid messages", "was refused"]
  }
  for (const batch of batches(first, 1000)) feed(batch)
  for (const sample of options.samples) {
    for (const batch of batches([...systematic(sample)], 1000)) feed(batch)
  }
  const longest = options.samples.reduce((most, sample) => Math.max(most, sample.length * 2), 64)
  const done = () => counts.accepted + counts.refused
  const left = () => (finding === undefined ? (options.cases ?? 10_000) - done() : 0)
  while (left() > 0) {
    const size = Math.min(1000, left())
    feed(Array.from({ length: size }, () => random(prng, options.samples, longest)))
  }
  if (finding === undefined) {
    current = undefined
    const stopped = hangs(() => {
      finding = attempt(last)
    }, options.hangAfter ?? 20_000)
    if (stopped) finding = ["never hangs", "did not return"]
  }
  if (finding === undefined) return Result.succeed({ cases: done(), ...counts })
  const [law, detail] = finding
  return Result.fail(
    new Falsified({
      harness: "Hostile",
      subject: options.name,
      law,
      detail: current === undefined ? detail : `the message ${abbreviate(current.bytes)} (${current.kind}) ${detail}`,
      seed,
      trace: []
    })
  )
}

const attempt = <A>(body: () => A): A | Finding => {
  try {
    return body()
  } catch (error) {
    return ["never throws", `threw ${show(error)}`]
  }
}

function* batches<A>(values: ReadonlyArray<A>, size: number): Generator<ReadonlyArray<A>> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size)
}
