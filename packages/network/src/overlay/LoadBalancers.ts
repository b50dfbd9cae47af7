/**
 * Load balancers of tenants: listeners, health checks, stickiness, members.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Overlay } from "./Overlay.ts"
import type { OverlayError } from "./OverlayError.ts"
import { type PerTenant, perTenant, type Records, recordsOf } from "./OverlayRecords.ts"

/**
 * Records of the kind `LoadBalancer` as a tenant or the operator works with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface LoadBalancerRecords extends Records<"LoadBalancer"> {
  /** Whether members (`balancer/listener/member`) answer: all, then every change. */
  readonly members: Stream.Stream<{ readonly member: string; readonly healthy: boolean }, OverlayError>
}

/**
 * Records of the kind `LoadBalancer`, for each tenant.
 *
 * @since 0.1.0
 * @category services
 */
export class LoadBalancers extends Context.Service<LoadBalancers, PerTenant<LoadBalancerRecords>>()(
  "@cloudwright/network/LoadBalancers"
) {
  /**
   * The service on an overlay.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<LoadBalancers, never, Overlay> = Layer.effect(
    LoadBalancers,
    perTenant((view) => ({
      ...recordsOf(view, "LoadBalancer"),
      members: view.statuses.pipe(
        Stream.filterMap((status) =>
          status._tag === "Member"
            ? Result.succeed({ member: status.member, healthy: status.healthy })
            : Result.failVoid
        )
      )
    }))
  )
}
