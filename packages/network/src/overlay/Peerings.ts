/**
 * Ways between the routers of two tenants. Who asks makes the record; it is in force once the other has accepted it, and only the
 * other can. What was accepted and is to be changed has to be accepted again: change it with `accepted: false`.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import type { OverlayError } from "./OverlayError.ts"
import type { RecordOf } from "./OverlayRecord.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `Peering` as a tenant or the operator works with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface PeeringRecords extends Records<"Peering"> {
  /** Agrees to a peering that was asked of this tenant. */
  readonly accept: (id: string) => Effect.Effect<RecordOf<"Peering">, OverlayError>
  /** Ends the agreement. */
  readonly reject: (id: string) => Effect.Effect<RecordOf<"Peering">, OverlayError>
}

/**
 * Records of the kind `Peering`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Peerings extends Context.Service<Peerings, PerTenant<PeeringRecords>>()("@cloudwright/network/Peerings") {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Peerings, never, Overlay> = Layer.effect(
    Peerings,
    perTenant((view) => {
      const records = recordsOf(view, "Peering")
      return {
        ...records,
        accept: (id) => records.update(id, { accepted: true }),
        reject: (id) => records.update(id, { accepted: false })
      }
    })
  )
}
