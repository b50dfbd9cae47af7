/**
 * Networks of tenants and their subnets. DHCP, the MTU and the address of the metadata service (169.254.169.254) are settings of
 * a network and its subnets (`metadata`, `mtu`, `subnets[].dhcp`), so they have no service of their own.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `Network`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Networks extends Context.Service<Networks, PerTenant<Records<"Network">>>()(
  "@cloudwright/network/Networks"
) {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Networks, never, Overlay> = Layer.effect(
    Networks,
    perTenant((view) => recordsOf(view, "Network"))
  )
}
