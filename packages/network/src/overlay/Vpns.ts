/**
 * Tunnels from routers to elsewhere: WireGuard and IPsec. Secrets are names that begin with the tenant's and a slash.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `Vpn`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Vpns extends Context.Service<Vpns, PerTenant<Records<"Vpn">>>()("@cloudwright/network/Vpns") {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Vpns, never, Overlay> = Layer.effect(
    Vpns,
    perTenant((view) => recordsOf(view, "Vpn"))
  )
}
