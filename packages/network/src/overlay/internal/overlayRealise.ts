/**
 * Making real what is stored.
 *
 * Several processes may do so at once, so each makes real the newest it finds and looks afterwards whether there is something
 * newer: whoever comes last to the back end sees that, so the newest is what stays.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import type * as SqlError from "effect/sql/SqlError"
import type { Intent } from "../Intent.ts"
import type { OverlayDriverError, Realised } from "../OverlayDriver.ts"
import * as memories from "./overlayMemory.ts"
import { type Refused, refuse } from "./overlayRefusal.ts"
import type { Tools } from "./overlayTurn.ts"

/** So often the newest is made real in one call; what comes after that is left to those who stored it. */
const roundsMax = 16

/** What making real came to: `revision` is what the driver has now. */
export interface Done {
  readonly revision: number
  readonly realised: Realised
}

/** The intent of a memory, or why there is none. */
export const intentIn = ({ intent }: memories.Memory): Effect.Effect<Intent, Refused> =>
  Result.isSuccess(intent)
    ? Effect.succeed(intent.success)
    : refuse({ _tag: "Problems", problems: intent.failure.problems })

/** Makes real, one call at a time. A call finds it done if an earlier one has made real as much; `anew` does it anyway. */
export const realiser = (
  { driver, sql }: Tools,
  current: Effect.Effect<memories.Memory, Refused | SqlError.SqlError>
): ((revision: number, anew: boolean) => Effect.Effect<Done, Refused | SqlError.SqlError | OverlayDriverError>) => {
  const turns = Semaphore.makeUnsafe(1)
  let last: (Done & { readonly intent: Intent }) | undefined
  const round = Effect.fnUntraced(function* (anew: boolean) {
    const memory = yield* current
    const intent = yield* intentIn(memory)
    const before = anew ? undefined : last?.intent
    // Until it is known to have been done it counts as not done.
    last = undefined
    const realised = yield* driver.realise(intent, before)
    const { revision } = memory
    yield* sql`UPDATE overlay_head SET realised = ${revision} WHERE realised < ${revision}`
    return { revision, realised, intent }
  })
  return Effect.fnUntraced(function* (revision: number, anew: boolean) {
    if (!anew && last !== undefined && last.revision >= revision) return last
    let changes = 0
    for (let count = 1; ; count++) {
      const done = yield* round(anew && count === 1)
      changes += done.realised.changes
      const result = { ...done, realised: { ...done.realised, changes } }
      const head = yield* memories.headOf(sql)
      if (head.revision !== done.revision && count < roundsMax) continue
      last = result
      return result
    }
  }, turns.withPermits(1))
}
