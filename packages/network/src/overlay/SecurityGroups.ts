/**
 * Security groups of tenants, and the address sets that their rules may name.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Overlay } from "./Overlay.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `SecurityGroup` as a tenant or the operator works with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface SecurityGroupRecords extends Records<"SecurityGroup"> {
  readonly addressSets: Records<"AddressSet">
}

/**
 * Records of the kind `SecurityGroup`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class SecurityGroups extends Context.Service<SecurityGroups, PerTenant<SecurityGroupRecords>>()(
  "@cloudwright/network/SecurityGroups"
) {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<SecurityGroups, never, Overlay> = Layer.effect(
    SecurityGroups,
    perTenant((view) => ({ ...recordsOf(view, "SecurityGroup"), addressSets: recordsOf(view, "AddressSet") }))
  )
}
