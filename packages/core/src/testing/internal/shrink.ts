/**
 * Makes a failing list of operations shorter.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"

/**
 * Removes ever smaller parts of `items` as long as `fails` still finds the failure, with at most 200 attempts. Returns
 * the failure of the shortest list found, which is `found` if nothing could be removed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const shrink: <A, Failure, E, R>(
  items: ReadonlyArray<A>,
  found: Failure,
  fails: (items: ReadonlyArray<A>) => Effect.Effect<Failure | undefined, E, R>
) => Effect.Effect<Failure, E, R> = Effect.fnUntraced(function* (items, found, fails) {
  let shortest = items
  let failure = found
  let attempts = 0
  for (
    let size = Math.ceil(items.length / 2);
    size >= 1 && attempts < 200;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < shortest.length && attempts < 200; attempts++) {
      const shorter = shortest.toSpliced(at, size)
      const again = yield* fails(shorter)
      if (again === undefined) {
        at += size
      } else {
        shortest = shorter
        failure = again
      }
    }
  }
  return failure
})
