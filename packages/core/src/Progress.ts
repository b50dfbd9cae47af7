/**
 * How far a long operation has come. Long work returns a `Stream` of these; libraries never print.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * One report of a long operation.
 *
 * - `phase`: what is being done now, in the words of the operation's documentation.
 * - `done` and `total`: whole numbers in `unit`. `total` is absent while it is not known; it may grow, and `done` never
 *   shrinks within a phase.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Progress = Schema.Struct({
  phase: Schema.NonEmptyString,
  done: Schema.BigInt.check(Schema.isGreaterThanOrEqualToBigInt(0n)),
  total: Schema.optionalKey(Schema.BigInt.check(Schema.isGreaterThanOrEqualToBigInt(0n))),
  unit: Schema.Literals(["bytes", "items", "steps"])
})

/**
 * One report of a long operation.
 *
 * @since 0.1.0
 * @category models
 */
export type Progress = typeof Progress.Type

/**
 * The completed fraction between 0 and 1, or `undefined` while the total is not known. A total of zero counts as
 * complete.
 *
 * @since 0.1.0
 * @category getters
 */
export const fraction = (progress: Progress): number | undefined => {
  if (progress.total === undefined) return undefined
  if (progress.total === 0n) return 1
  return Math.min(1, Number((progress.done * 1_000_000n) / progress.total) / 1_000_000)
}
