/**
 * Networks that one tenant serves to others, and the attachments of those who use them.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `ServiceNetwork` as a tenant or the operator works with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface ServiceNetworkRecords extends Records<"ServiceNetwork"> {
  readonly attachments: Records<"ServiceAttachment">
}

/**
 * Records of the kind `ServiceNetwork`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class ServiceNetworks extends Context.Service<ServiceNetworks, PerTenant<ServiceNetworkRecords>>()(
  "@cloudwright/network/ServiceNetworks"
) {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<ServiceNetworks, never, Overlay> = Layer.effect(
    ServiceNetworks,
    perTenant((view) => ({ ...recordsOf(view, "ServiceNetwork"), attachments: recordsOf(view, "ServiceAttachment") }))
  )
}
