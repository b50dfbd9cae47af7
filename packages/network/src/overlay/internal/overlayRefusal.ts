/**
 * Refusals on their way to becoming an `OverlayError`.
 *
 * @since 0.1.0
 */
import * as Transaction from "@cloudwright/core/Transaction"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as SqlError from "effect/sql/SqlError"
import type { IpamError } from "../../ipam/IpamError.ts"
import type { OverlayErrorReason } from "../OverlayError.ts"

/** A refusal. */
export class Refused extends Data.TaggedError("Refused")<{ readonly reason: OverlayErrorReason }> {}

/** Fails with a reason. */
export const refuse = (reason: OverlayErrorReason): Effect.Effect<never, Refused> =>
  Effect.fail(new Refused({ reason }))

/** What a failure of the database is. `committing` says whether COMMIT may have been sent. */
export const storage = (error: SqlError.SqlError, committing: boolean): OverlayErrorReason => ({
  _tag: "Storage",
  detail: error.message,
  retryable: error.isRetryable,
  outcome: committing && !Transaction.isRolledBack(error) ? "unknown" : "not-done"
})

/** What a failure of the address manager is. */
export const addresses = ({ isRetryable, reason }: IpamError): Refused =>
  new Refused({
    reason:
      reason._tag === "Storage"
        ? { _tag: "Storage", detail: reason.detail, retryable: reason.retryable, outcome: reason.outcome }
        : { _tag: "Addresses", reason, retryable: isRetryable }
  })
