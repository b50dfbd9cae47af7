/**
 * Ports of external addresses that stand for ports of guests.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `PortForward`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class PortForwards extends Context.Service<PortForwards, PerTenant<Records<"PortForward">>>()(
  "@cloudwright/network/PortForwards"
) {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<PortForwards, never, Overlay> = Layer.effect(
    PortForwards,
    perTenant((view) => recordsOf(view, "PortForward"))
  )
}
