/**
 * Routers of tenants: interfaces on networks, a gateway to an external network with source NAT, static routes over one or
 * several next hops, policy routes.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `Router`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Routers extends Context.Service<Routers, PerTenant<Records<"Router">>>()("@cloudwright/network/Routers") {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Routers, never, Overlay> = Layer.effect(
    Routers,
    perTenant((view) => recordsOf(view, "Router"))
  )
}
