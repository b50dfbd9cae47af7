/**
 * The one error of the overlay service, and what may be its reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { IpamErrorReason } from "../ipam/IpamError.ts"
import { ElementRef, print as printElement } from "../topology/Element.ts"
import { IntentProblem, print as printProblem } from "./IntentProblem.ts"
import { OverlayDriverReason } from "./OverlayDriver.ts"
import { print as printRef, RecordRef } from "./OverlayRecord.ts"

/**
 * Why the overlay service refused. Unless it is `NotRealised`, or `Storage` with the outcome `unknown`, nothing was changed.
 *
 * - `Invalid`: the record is none of its kind; each place and what is wrong there.
 * - `NotFound`: there is no such record, or none that the tenant may see.
 * - `AlreadyExists`: a record of this kind and id is there, and it is another one than was to be made.
 * - `Forbidden`: the tenant may not do this with the record; `what` says what.
 * - `InUse`: `users` refer to the record that was to go.
 * - `Problems`: the records would mean nothing together.
 * - `Unsupported`: the driver cannot do it; see `OverlayCapabilities`.
 * - `StalePlan`: there have been changes since the plan was made. Plan again.
 * - `Addresses`: the address manager refused.
 * - `LimitExceeded`: at most `limit` of `what` at a time.
 * - `NotRealised`: what was asked is stored with this revision (null when nothing was to be stored), and the driver has
 *   not made it real, or may have. Applying again or `reconcile` goes on from there.
 * - `Driver`: the driver could not say what was asked.
 * - `Unreadable`: the database holds a record that this release does not understand.
 * - `Storage`: the database failed.
 *
 * @since 0.1.0
 * @category errors
 */
export const OverlayErrorReason = Schema.TaggedUnion({
  Invalid: {
    record: RecordRef,
    problems: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
  },
  NotFound: { record: RecordRef },
  AlreadyExists: { record: RecordRef },
  Forbidden: { tenant: Schema.String, record: RecordRef, what: Schema.String },
  InUse: { record: RecordRef, users: Schema.Array(RecordRef) },
  Problems: { problems: Schema.Array(IntentProblem) },
  Unsupported: {
    elements: Schema.Array(Schema.Struct({ element: ElementRef, feature: Schema.String, detail: Schema.String }))
  },
  StalePlan: { planned: Schema.Int, revision: Schema.Int },
  Addresses: { reason: IpamErrorReason, retryable: Schema.Boolean },
  LimitExceeded: { what: Schema.String, asked: Schema.Int, limit: Schema.Int },
  NotRealised: { revision: Schema.NullOr(Schema.Int), retryable: Schema.Boolean, reason: OverlayDriverReason },
  Driver: { retryable: Schema.Boolean, reason: OverlayDriverReason },
  Unreadable: { record: RecordRef, detail: Schema.String },
  Storage: { detail: Schema.String, retryable: Schema.Boolean, outcome: Schema.Literals(["not-done", "unknown"]) }
})

/**
 * Why the overlay service refused.
 *
 * @since 0.1.0
 * @category models
 */
export type OverlayErrorReason = typeof OverlayErrorReason.Type

const figures = (of: object): string =>
  JSON.stringify(of, (_key, part: unknown) => (typeof part === "bigint" ? `${part}` : part))

const facts = (reason: OverlayErrorReason): string => {
  switch (reason._tag) {
    case "Invalid":
      return reason.problems.map(({ message, path }) => `${printRef(reason.record)} ${path}: ${message}`).join("\n")
    case "NotFound":
    case "AlreadyExists":
      return printRef(reason.record)
    case "Forbidden":
      return `${reason.tenant} may not: ${printRef(reason.record)} ${reason.what}`
    case "InUse":
      return `${printRef(reason.record)} is used by ${reason.users.map(printRef).join(", ")}`
    case "Problems":
      return reason.problems.map(printProblem).join("\n")
    case "Unsupported":
      return reason.elements
        .map(({ detail, element, feature }) => `${printElement(element)} ${feature}: ${detail}`)
        .join("\n")
    case "Unreadable":
      return `${printRef(reason.record)}: ${reason.detail}`
    case "Storage":
      return reason.detail
    default:
      return figures(reason)
  }
}

/** What would command a terminal or turn text around: reasons repeat what others have written. Lines are ours. */
const unfit = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/**
 * An operation of the overlay service failed.
 *
 * @since 0.1.0
 * @category errors
 */
export class OverlayError extends Schema.TaggedError<OverlayError>()("OverlayError", {
  operation: Schema.String,
  reason: OverlayErrorReason
}) {
  /** Whether the same call may succeed later with nothing else changed by the caller. */
  get isRetryable(): boolean {
    return "retryable" in this.reason && this.reason.retryable
  }

  override get message(): string {
    return `${this.operation}: ${this.reason._tag}: ${facts(this.reason)}`.replaceAll(unfit, "\ufffd")
  }
}
