/**
 * What tenants write about ways between networks: routers, floating addresses, port forwards, peerings with other tenants,
 * and networks that one tenant serves to others.
 *
 * @since 0.1.0
 */
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { PolicyRoute, RouteLeak, StaticRoute } from "../routing/Router.ts"
import { ElementId } from "../topology/Element.ts"
import { PortNumber } from "../topology/Packet.ts"
import { flag, list, some, whole } from "./internal/fields.ts"
import { RecordId } from "./OverlayName.ts"

/**
 * A host that may carry what is centralised, the highest `priority` first.
 *
 * @since 0.1.0
 * @category schemas
 */
export const GatewayHost = Schema.Struct({ host: ElementId, priority: whole(0, 32_767) })

/**
 * A host that may carry what is centralised.
 *
 * @since 0.1.0
 * @category models
 */
export type GatewayHost = typeof GatewayHost.Type

/**
 * A router's interface on a network that is not external. Without `mac` the driver chooses one.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RouterInterface = Schema.Struct({
  id: RecordId,
  network: RecordId,
  addresses: some(Ip.Text, 16),
  mac: Schema.optionalKey(MacAddress)
})

/**
 * A router's interface on a network that is not external.
 *
 * @since 0.1.0
 * @category models
 */
export type RouterInterface = typeof RouterInterface.Type

/**
 * A router's way out: its addresses on an external network. Default routes lead to the gateways of the subnets in which
 * they lie. What comes from the router's own subnets in one of the families of `sourceNat` leaves with the router's first
 * address of that family as source. Subnets in the families of `routed` are reached as they are, both ways, though they be in
 * other scopes than the external network, which needs `inbound` routes to them. `hosts` may carry the gateway; when empty,
 * those of `OverlaySettings`.
 *
 * The interface has the id `gateway:` and the network's id, for routes that name it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Gateway = Schema.Struct({
  network: RecordId,
  addresses: some(Ip.Text, 8),
  sourceNat: Schema.Array(Schema.Literals([4, 6])).pipe(
    Schema.check(Schema.isMaxLength(2)),
    Schema.withDecodingDefaultKey(Effect.succeed([4 as const]))
  ),
  routed: list(Schema.Literals([4, 6]), 2),
  hosts: list(GatewayHost, 16),
  mac: Schema.optionalKey(MacAddress)
})

/**
 * A router's way out.
 *
 * @since 0.1.0
 * @category models
 */
export type Gateway = typeof Gateway.Type

/**
 * A router. No two subnets on it overlap. Routes, policies and leaks are those of `routing/Router`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Router = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  interfaces: list(RouterInterface, 256),
  gateway: Schema.optionalKey(Gateway),
  routes: list(StaticRoute, 1024),
  policies: list(PolicyRoute, 256),
  leaks: list(RouteLeak, 256)
})

/**
 * A router.
 *
 * @since 0.1.0
 * @category models
 */
export type Router = typeof Router.Type

/**
 * An address on an external network that stands for an address of a port: `internal`, or the port's only one of the
 * family. Without `port` it is only kept. The router is found: the one with a gateway on `network` that is on the port's
 * network, in its subnet.
 *
 * @since 0.1.0
 * @category schemas
 */
export const FloatingIp = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  network: RecordId,
  address: Ip.Text,
  port: Schema.optionalKey(RecordId),
  internal: Schema.optionalKey(Ip.Text)
})

/**
 * An address on an external network that stands for an address of a port.
 *
 * @since 0.1.0
 * @category models
 */
export type FloatingIp = typeof FloatingIp.Type

/**
 * One port of one external address that stands for a port of a guest: of the gateway address of a router (the first of the
 * family), or of a floating address.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PortForward = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  on: Schema.TaggedUnion({ Router: { router: RecordId }, FloatingIp: { floatingIp: RecordId } }),
  protocol: Schema.Literals(["tcp", "udp"]),
  externalPort: PortNumber,
  port: RecordId,
  internal: Schema.optionalKey(Ip.Text),
  internalPort: PortNumber
})

/**
 * One port of one external address that stands for a port of a guest.
 *
 * @since 0.1.0
 * @category models
 */
export type PortForward = typeof PortForward.Type

/**
 * A way between the routers of two tenants, asked for by the owner of `router` and in force once the other has `accepted`.
 * `exports` is what of this side the other may reach, `imports` what of the other side this one may; when absent, the
 * subnets connected by then. Destinations alone are looked at: what comes from elsewhere gets no answer. `transit` is the link between them, at most one prefix of each family: `router` has its first
 * host address, the peer the second.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Peering = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  router: RecordId,
  peer: Schema.Struct({ tenant: RecordId, router: RecordId }),
  accepted: flag(false),
  transit: some(Prefix.Text, 2),
  exports: Schema.optionalKey(Schema.Array(Prefix.Text).pipe(Schema.check(Schema.isMaxLength(64)))),
  imports: Schema.optionalKey(Schema.Array(Prefix.Text).pipe(Schema.check(Schema.isMaxLength(64))))
})

/**
 * A way between the routers of two tenants.
 *
 * @since 0.1.0
 * @category models
 */
export type Peering = typeof Peering.Type

/**
 * A tenant's network that others reach through attachments of their routers, which hide their addresses: consumers with
 * the same ranges do not meet. No router has an ordinary interface on such a network.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ServiceNetwork = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  network: RecordId,
  consumers: Schema.Union([
    Schema.Literal("everyone"),
    Schema.Array(RecordId).pipe(Schema.check(Schema.isMaxLength(4096)))
  ])
})

/**
 * A tenant's network that others reach through attachments of their routers.
 *
 * @since 0.1.0
 * @category models
 */
export type ServiceNetwork = typeof ServiceNetwork.Type

/**
 * A consumer of a service network: its router gets `address` there, and what comes from its subnets has this source. For
 * both families there are two attachments.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ServiceAttachment = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  service: RecordId,
  router: RecordId,
  address: Ip.Text
})

/**
 * A consumer of a service network.
 *
 * @since 0.1.0
 * @category models
 */
export type ServiceAttachment = typeof ServiceAttachment.Type
