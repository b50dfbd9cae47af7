/**
 * What NICs of guests are plugged into. Addresses come from `Ipam`, with the record and for as long as it is there.
 *
 * @since 0.1.0
 */
import type { NicBinding } from "@cloudwright/core/NicBinding"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import type { OverlayError } from "./OverlayError.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `Port` as a tenant or the operator works with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortRecords extends Records<"Port"> {
  /** What the NIC of a port's guest is to be plugged into. */
  readonly binding: (id: string) => Effect.Effect<NicBinding, OverlayError>
}

/**
 * Records of the kind `Port`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Ports extends Context.Service<Ports, PerTenant<PortRecords>>()("@cloudwright/network/Ports") {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Ports, never, Overlay> = Layer.effect(
    Ports,
    perTenant((view) => ({ ...recordsOf(view, "Port"), binding: view.binding }))
  )
}
