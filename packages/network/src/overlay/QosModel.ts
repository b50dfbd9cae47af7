/**
 * Limits of throughput.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { list, whole } from "./internal/fields.ts"
import { RecordId } from "./OverlayName.ts"

/**
 * A limit: 64 kbit/s to 1 Tbit/s, and how many bytes may come at once beyond it (without it, what the driver finds right for
 * the rate).
 *
 * @since 0.1.0
 * @category schemas
 */
export const RateLimit = Schema.Struct({
  bitsPerSecond: whole(64_000, 1_000_000_000_000),
  burstBytes: Schema.optionalKey(whole(1500, 1_000_000_000))
})

/**
 * A limit.
 *
 * @since 0.1.0
 * @category models
 */
export type RateLimit = typeof RateLimit.Type

/**
 * Limits of each of the ports and floating addresses named, not of all together. `ingress` is what they receive, `egress`
 * what they send. Something has the limits of one policy at most.
 *
 * @since 0.1.0
 * @category schemas
 */
export const QosPolicy = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  ingress: Schema.optionalKey(RateLimit),
  egress: Schema.optionalKey(RateLimit),
  ports: list(RecordId, 4096),
  floatingIps: list(RecordId, 4096)
})

/**
 * Limits of ports and floating addresses.
 *
 * @since 0.1.0
 * @category models
 */
export type QosPolicy = typeof QosPolicy.Type
