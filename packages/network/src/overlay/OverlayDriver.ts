/**
 * What makes an overlay real: the narrow side on which drivers differ. `Overlay` is what tenants use.
 *
 * A driver is told whole intents and works out itself what to change, from what it finds: nothing is lost when a call was,
 * and telling it the same intent twice changes nothing. What it made carries a mark of ownership; what others made it
 * neither changes nor reports.
 *
 * @since 0.1.0
 */
import type { NicBinding } from "@cloudwright/core/NicBinding"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import { ElementRef } from "../topology/Element.ts"
import type { Intent } from "./Intent.ts"
import type { OverlayCapabilities, Unsupported } from "./OverlayCapabilities.ts"

/**
 * Why a driver could not do something.
 *
 * - `Unreachable`: the back end does not answer, or the connection was lost. `outcome` says whether it may have done it.
 * - `Refused`: the back end refuses, with its own code and text; `element` is whose doing it is, where that is known.
 * - `Unsupported`: see `OverlayCapabilities`.
 * - `TimeLimit`: it took longer than allowed. What was begun goes on.
 * - `Malformed`: the back end has something that cannot be understood.
 *
 * @since 0.1.0
 * @category errors
 */
export const OverlayDriverReason = Schema.TaggedUnion({
  Unreachable: { backEnd: Schema.String, detail: Schema.String, outcome: Schema.Literals(["none", "unknown"]) },
  Refused: {
    backEnd: Schema.String,
    code: Schema.String,
    detail: Schema.String,
    element: Schema.optionalKey(ElementRef)
  },
  Unsupported: { element: ElementRef, feature: Schema.String, detail: Schema.String },
  TimeLimit: { what: Schema.String, seconds: Schema.Finite },
  Malformed: { backEnd: Schema.String, detail: Schema.String }
})

/**
 * Why a driver could not do something.
 *
 * @since 0.1.0
 * @category errors
 */
export type OverlayDriverReason = typeof OverlayDriverReason.Type

/**
 * A driver could not do something. `retryable` says whether the same call may succeed later without anybody's doing.
 *
 * @since 0.1.0
 * @category errors
 */
export class OverlayDriverError extends Schema.TaggedError<OverlayDriverError>()("OverlayDriverError", {
  operation: Schema.String,
  retryable: Schema.Boolean,
  reason: OverlayDriverReason
}) {
  override get message(): string {
    const { reason } = this
    const text = reason._tag === "TimeLimit" ? `${reason.what} took longer than ${reason.seconds} s` : reason.detail
    return `${this.operation}: ${text}`
  }
}

/**
 * What realising came to: how many changes the back end was asked for (rows, elements, files; none if all was there), and a
 * mark by which `settled` knows how far hosts have to be.
 *
 * @since 0.1.0
 * @category models
 */
export interface Realised {
  readonly changes: number
  readonly mark: string
}

/**
 * Which hosts have it, and which were not waited for, since they do not answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Settled {
  readonly hosts: ReadonlyArray<string>
  readonly absent: ReadonlyArray<string>
}

/**
 * A difference between an intent and what is there: something is missing, differs, or is left over. `detail` names the row,
 * device or rule in the back end's own words.
 *
 * @since 0.1.0
 * @category models
 */
export interface Drift {
  readonly kind: "missing" | "different" | "left-over"
  readonly what: string
  readonly detail: string
}

/**
 * What is the case now: whether a port is plugged in and where, whether a member of a balancer answers, whether a tunnel is
 * up, which host carries a router's interface.
 *
 * @since 0.1.0
 * @category models
 */
export type Status =
  | { readonly _tag: "Port"; readonly port: string; readonly up: boolean; readonly host: string | undefined }
  | { readonly _tag: "Member"; readonly member: string; readonly healthy: boolean }
  | { readonly _tag: "Tunnel"; readonly vpn: string; readonly peer: string; readonly up: boolean }
  | { readonly _tag: "Gateway"; readonly router: string; readonly interface: string; readonly host: string | undefined }

/**
 * A driver of overlays.
 *
 * - `capabilities`: what it can do.
 * - `unsupported`: what of an intent it would refuse; pure.
 * - `realise`: makes the back end what the intent says, in one transaction where the back end has them. An intent with
 *   something unsupported is refused as a whole. `before` is what was realised last, if the caller knows: parts that are the
 *   same value need not be looked at again, but what is found in the back end counts.
 * - `drift`: reads back everything that is ours.
 * - `settled`: waits until the hosts that answer have what was realised, for `limit` at most.
 * - `statuses`: all that is known, then every change.
 * - `binding`: what a guest's NIC is to be plugged into.
 *
 * @since 0.1.0
 * @category services
 */
export class OverlayDriver extends Context.Service<
  OverlayDriver,
  {
    readonly capabilities: OverlayCapabilities
    readonly unsupported: (intent: Intent) => ReadonlyArray<Unsupported>
    readonly realise: (intent: Intent, before?: Intent) => Effect.Effect<Realised, OverlayDriverError>
    readonly drift: (intent: Intent) => Effect.Effect<ReadonlyArray<Drift>, OverlayDriverError>
    readonly settled: (realised: Realised, limit: Duration.Input) => Effect.Effect<Settled, OverlayDriverError>
    readonly statuses: Stream.Stream<Status, OverlayDriverError>
    readonly binding: (intent: Intent, port: string) => NicBinding | undefined
  }
>()("@cloudwright/network/OverlayDriver") {}
