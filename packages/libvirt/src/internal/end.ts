/**
 * How a session ends.
 *
 * @since 0.1.0
 */
import type { LibvirtErrorReason, Outcome } from "../LibvirtError.ts"

/** What ended a session; the outcome for each call is worked out when the call fails. */
export type End =
  | { readonly _tag: "ConnectionLost"; readonly detail: string }
  | { readonly _tag: "Protocol"; readonly detail: string }
  | { readonly _tag: "Closed" }

/** The end of a session as the reason of one caller's failure. */
export const reasonOf = (end: End, outcome: Outcome): LibvirtErrorReason => ({ ...end, outcome })
