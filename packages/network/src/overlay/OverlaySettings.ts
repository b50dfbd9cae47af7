/**
 * What the provider says about the machines below the overlay. It is no record: it comes from the deployment.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Host, Link } from "../topology/Topology.ts"
import { list } from "./internal/fields.ts"
import { Mtu } from "./OverlayName.ts"
import { GatewayHost } from "./RouterModel.ts"

/**
 * Settings of an overlay.
 *
 * - `hosts`, `links`: as in `Topology`; without hosts place does not matter.
 * - `gatewayHosts`: carry the gateways of routers that name no hosts.
 * - `mtu`: the largest packet that the tunnels of the driver carry; networks without an MTU of their own have it, and none
 *   has more. 1442 is what Geneve leaves of 1500.
 * - `externalMtu`: the same of external networks.
 *
 * @since 0.1.0
 * @category schemas
 */
export const OverlaySettings = Schema.Struct({
  hosts: list(Host, 10_000),
  links: list(Link, 100_000),
  gatewayHosts: list(GatewayHost, 16),
  mtu: Mtu.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1442))),
  externalMtu: Mtu.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1500)))
})

/**
 * Settings of an overlay.
 *
 * @since 0.1.0
 * @category models
 */
export type OverlaySettings = typeof OverlaySettings.Type

/**
 * Settings from what is given of them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: (input: typeof OverlaySettings.Encoded) => OverlaySettings = Schema.decodeSync(OverlaySettings)

/**
 * No hosts, an MTU of 1442 inside and 1500 outside.
 *
 * @since 0.1.0
 * @category constructors
 */
export const standard: OverlaySettings = make({})
