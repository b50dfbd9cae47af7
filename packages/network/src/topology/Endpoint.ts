/**
 * Whom questions about reachability speak of.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ElementId } from "./Element.ts"

/**
 * One or several places where packets start and end:
 *
 * - `Port`: the guest behind a port. `Network`, `Tenant`: the guests behind all ports of a network, of a tenant.
 * - `Outside`: what lies beyond an external network.
 * - `Router`: the router itself, which answers echo requests; packets end there, none start there.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Endpoint = Schema.TaggedUnion({
  Port: { port: ElementId },
  Network: { network: ElementId },
  Tenant: { tenant: ElementId },
  Outside: { network: ElementId },
  Router: { router: ElementId }
})

/**
 * One or several places where packets start and end.
 *
 * @since 0.1.0
 * @category models
 */
export type Endpoint = typeof Endpoint.Type

/**
 * The guest behind a port.
 *
 * @since 0.1.0
 * @category constructors
 */
export const port = (id: string): Endpoint => ({ _tag: "Port", port: id })

/**
 * The guests behind the ports of a network.
 *
 * @since 0.1.0
 * @category constructors
 */
export const network = (id: string): Endpoint => ({ _tag: "Network", network: id })

/**
 * The guests behind the ports of a tenant.
 *
 * @since 0.1.0
 * @category constructors
 */
export const tenant = (id: string): Endpoint => ({ _tag: "Tenant", tenant: id })

/**
 * What lies beyond an external network.
 *
 * @since 0.1.0
 * @category constructors
 */
export const outside = (network: string): Endpoint => ({ _tag: "Outside", network })

/**
 * A router itself.
 *
 * @since 0.1.0
 * @category constructors
 */
export const router = (id: string): Endpoint => ({ _tag: "Router", router: id })

/**
 * The text of an endpoint: `port web-1`, `outside of internet`.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (endpoint: Endpoint): string =>
  Endpoint.match(endpoint, {
    Port: ({ port }) => `port ${port}`,
    Network: ({ network }) => `network ${network}`,
    Tenant: ({ tenant }) => `tenant ${tenant}`,
    Outside: ({ network }) => `outside of ${network}`,
    Router: ({ router }) => `router ${router}`
  })
