/**
 * Zones of names for the guests of networks. Names of ports (`hostname`) are in the zones of their networks by themselves.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `DnsZone`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class Dns extends Context.Service<Dns, PerTenant<Records<"DnsZone">>>()("@cloudwright/network/Dns") {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Dns, never, Overlay> = Layer.effect(
    Dns,
    perTenant((view) => recordsOf(view, "DnsZone"))
  )
}
