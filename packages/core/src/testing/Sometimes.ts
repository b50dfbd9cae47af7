/**
 * Named marks that must be reached at least once per suite: a test suite that never reaches an error reason, a
 * compensation or a state proves nothing about it, however green it is.
 *
 * ```ts
 * const marks = Sometimes.make("Volumes", ["created", "pool full", "undo failed"])
 * // in the tests: yield* marks.reach("pool full")
 * // after the last test of the suite: yield* marks.check
 * ```
 *
 * A run that was told to do only one test (`-t`) or one seed cannot reach every mark; leave `check` out there.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import { Falsified, forRuns } from "./Seed.ts"

/**
 * The marks of one suite.
 *
 * - `reach` and `reachUnsafe` (for synchronous code) note a mark; an undeclared name does not compile.
 * - `counts`: how often each mark was reached; `unreached`: those that were not.
 * - `check`: fails with `Falsified` naming every unreached mark.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sometimes<Mark extends string> {
  readonly reach: (mark: Mark) => Effect.Effect<void>
  readonly reachUnsafe: (mark: Mark) => void
  readonly counts: Effect.Effect<ReadonlyMap<Mark, number>>
  readonly unreached: Effect.Effect<ReadonlyArray<Mark>>
  readonly check: Effect.Effect<void, Falsified | Config.ConfigError>
}

/**
 * Declares the marks of a suite. Throws `RangeError` for a name given twice.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <const Mark extends string>(suite: string, marks: ReadonlyArray<Mark>): Sometimes<Mark> => {
  const counts = new Map<Mark, number>(marks.map((mark) => [mark, 0]))
  if (counts.size !== marks.length) throw new RangeError(`${suite}: a mark is declared twice`)
  const reachUnsafe = (mark: Mark) => {
    counts.set(mark, counts.get(mark)! + 1)
  }
  const unreached = Effect.sync(() => marks.filter((mark) => counts.get(mark) === 0))
  return {
    reach: (mark) => Effect.sync(() => reachUnsafe(mark)),
    reachUnsafe,
    counts: Effect.sync(() => new Map(counts)),
    unreached,
    check: Effect.flatMap(unreached, (missing) => (missing.length === 0 ? Effect.void : failed(suite, missing)))
  }
}

const failed = Effect.fnUntraced(function* (suite: string, missing: ReadonlyArray<string>) {
  const [seed] = yield* forRuns({ runs: 1 })
  return yield* new Falsified({
    harness: "Sometimes",
    subject: suite,
    law: "every mark is reached",
    detail: `never reached: ${missing.join(", ")}`,
    seed: seed!,
    trace: []
  })
})
