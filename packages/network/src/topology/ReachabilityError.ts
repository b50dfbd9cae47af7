/**
 * Why a question about reachability, isolation or a change has no answer.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Element from "./Element.ts"

/**
 * - `Unknown`: the topology has no such part. `NotExternal`: the network has no outside. `NotASource`: nothing starts at a
 *   router.
 * - `SameTenant`: isolation is between two tenants.
 * - `NotModelled`: of the packets that were asked about the model has an answer for none (see `Packet`).
 * - `TooComplex`: the answer needs more than `limit` nodes of sets, states of an exploration, or boxes of a certificate. Ask
 *   about fewer packets or a part of the topology.
 *
 * No retry of the same question helps.
 *
 * @since 0.1.0
 * @category errors
 */
export const ReachabilityErrorReason = Schema.TaggedUnion({
  Unknown: { element: Element.ElementRef },
  NotExternal: { element: Element.ElementRef },
  NotASource: { element: Element.ElementRef },
  SameTenant: { tenant: Schema.String },
  NotModelled: {},
  TooComplex: { what: Schema.Literals(["nodes", "states", "boxes"]), limit: Schema.Int }
})

/**
 * A question about reachability, isolation or a change has no answer.
 *
 * @since 0.1.0
 * @category errors
 */
export class ReachabilityError extends Schema.TaggedError<ReachabilityError>()("ReachabilityError", {
  reason: ReachabilityErrorReason
}) {
  override get message(): string {
    const { reason } = this
    switch (reason._tag) {
      case "Unknown":
        return `the topology has no ${Element.print(reason.element)}`
      case "NotExternal":
        return `${Element.print(reason.element)} is not external, nothing lies beyond it`
      case "NotASource":
        return `no packets start at ${Element.print(reason.element)}`
      case "SameTenant":
        return `isolation is between two tenants, not of ${reason.tenant} from itself`
      case "NotModelled":
        return "the model has no answer for any of these packets"
      case "TooComplex":
        return `the answer needs more than ${reason.limit} ${reason.what}`
    }
  }
}
