/**
 * Limits of throughput of ports and floating addresses.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `QosPolicy`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Qos extends Context.Service<Qos, PerTenant<Records<"QosPolicy">>>()("@cloudwright/network/Qos") {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Qos, never, Overlay> = Layer.effect(
    Qos,
    perTenant((view) => recordsOf(view, "QosPolicy"))
  )
}
