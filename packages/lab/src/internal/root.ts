/**
 * Parts that need root say so before they touch anything.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { because, type LabError } from "../LabError.ts"

/**
 * Fails unless this process is root.
 *
 * @since 0.1.0
 * @category predicates
 */
export const requireRoot = (part: string): Effect.Effect<void, LabError> =>
  Effect.suspend(() => (process.getuid?.() === 0 ? Effect.void : Effect.fail(because({ _tag: "NotRoot", part }))))
