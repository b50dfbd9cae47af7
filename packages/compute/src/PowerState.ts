/**
 * The state in which a hypervisor sees a domain, in libvirt's terms.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * What a domain does now. libvirt's `blocked` is `running` here, `shutoff` is `off`, `pmsuspended` is `sleeping` (the
 * guest put itself to sleep). `stopping` is a shutdown that the guest has begun. A crashed domain whose `on_crash`
 * preserves it is `crashed`; usually a crash ends as `off`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PowerState = Schema.Literals(["running", "paused", "stopping", "off", "crashed", "sleeping"])

/**
 * What a domain does now.
 *
 * @since 0.1.0
 * @category models
 */
export type PowerState = typeof PowerState.Type

/**
 * Whether the domain has a process on the host.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isActive = (state: PowerState): boolean => state !== "off" && state !== "crashed"
