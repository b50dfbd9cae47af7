/**
 * External addresses that stand for guests. Without an address in the record one of the external network is chosen.
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
 * Records of the kind `FloatingIp` as a tenant or the operator works with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface FloatingIpRecords extends Records<"FloatingIp"> {
  /** Has an address stand for a port from now on: for `internal`, or its only address of the family. */
  readonly attach: (id: string, port: string, internal?: string) => Effect.Effect<RecordOf<"FloatingIp">, OverlayError>
  /** Keeps an address, for no port. */
  readonly detach: (id: string) => Effect.Effect<RecordOf<"FloatingIp">, OverlayError>
}

/**
 * Records of the kind `FloatingIp`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class FloatingIps extends Context.Service<FloatingIps, PerTenant<FloatingIpRecords>>()(
  "@cloudwright/network/FloatingIps"
) {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<FloatingIps, never, Overlay> = Layer.effect(
    FloatingIps,
    perTenant((view) => {
      const records = recordsOf(view, "FloatingIp")
      return {
        ...records,
        attach: (id, port, internal) => records.update(id, { port, internal }),
        detach: (id) => records.update(id, { port: undefined, internal: undefined })
      }
    })
  )
}
