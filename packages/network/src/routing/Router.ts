/**
 * A router as a value: interfaces in address scopes, static and policy routes, explicit leaks between scopes, and the
 * translations (source NAT, floating addresses, port forwards) on its external interfaces.
 *
 * A router keeps one routing table per address scope in which it has an interface. What crosses from one scope to
 * another is written down: a `RouteLeak`, or a translation on an interface of an external network. The order of tables,
 * policies and translations is told in `Topology`; what a set of routers does wrong is found by `RouterFindings`.
 *
 * @since 0.1.0
 */
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { ElementId } from "../topology/Element.ts"
import { PortNumber, PortRange, Protocol } from "../topology/Packet.ts"

/**
 * A host that may carry a centralised interface. Among those whose host is up and whose own `status` is up, the highest
 * `priority` carries it; among equals the lowest id of the host.
 *
 * @since 0.1.0
 * @category schemas
 */
export const GatewayHost = Schema.Struct({
  host: ElementId,
  priority: Schema.Int,
  status: Schema.Literals(["up", "down"]).pipe(Schema.withDecodingDefaultKey(Effect.succeed("up" as const)))
})

/**
 * A host that may carry a centralised interface.
 *
 * @since 0.1.0
 * @category models
 */
export type GatewayHost = typeof GatewayHost.Type

/**
 * A router's interface on a network. Each address lies in a subnet of the network and that subnet's prefix becomes a
 * connected route. `gatewayHosts` is for interfaces on external networks, where it names the hosts that carry them;
 * other interfaces are distributed: they work on the host on which a packet happens to be. `mac` may be left to the
 * driver.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RouterInterface = Schema.Struct({
  id: ElementId,
  network: ElementId,
  addresses: Schema.Array(Ip.Text),
  mac: Schema.optionalKey(MacAddress),
  gatewayHosts: Schema.Array(GatewayHost).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
})

/**
 * A router's interface on a network.
 *
 * @since 0.1.0
 * @category models
 */
export type RouterInterface = typeof RouterInterface.Type

/**
 * The address of a neighbour to send to, and the interface on which it is. Without `interface` it is the one interface
 * of the router with a subnet that holds the address, interfaces in the route's own scope first, then those on external
 * networks.
 *
 * @since 0.1.0
 * @category schemas
 */
export const NextHop = Schema.Struct({ address: Ip.Text, interface: Schema.optionalKey(ElementId) })

/**
 * The address of a neighbour to send to.
 *
 * @since 0.1.0
 * @category models
 */
export type NextHop = typeof NextHop.Type

/**
 * A static route of the table of `scope`, or of every table of the router when `scope` is absent. Several next hops
 * share the load by flow (ECMP). `blackhole` drops. The default routes are `0.0.0.0/0` and `::/0`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const StaticRoute = Schema.Struct({
  id: ElementId,
  scope: Schema.optionalKey(ElementId),
  prefix: Prefix.Text,
  via: Schema.Union([Schema.Array(NextHop), Schema.Literal("blackhole")])
})

/**
 * A static route.
 *
 * @since 0.1.0
 * @category models
 */
export type StaticRoute = typeof StaticRoute.Type

/**
 * A route chosen by more than the destination. Policies are tried before the routing table, highest `priority` first
 * (priorities are unique in a router); the first that matches decides: `allow` goes on to the routing table, `drop`
 * drops, next hops replace the table. Fields that are absent match everything; `interface` is the one on which the
 * packet came in, `scope` the table it would be looked up in, `ports` the destination ports (only with `tcp` or `udp`).
 *
 * Packets to the router itself are not subject to policies.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PolicyRoute = Schema.Struct({
  id: ElementId,
  priority: Schema.Int,
  scope: Schema.optionalKey(ElementId),
  interface: Schema.optionalKey(ElementId),
  source: Schema.optionalKey(Prefix.Text),
  destination: Schema.optionalKey(Prefix.Text),
  protocol: Protocol.pipe(Schema.withDecodingDefaultKey(Effect.succeed("any" as const))),
  ports: Schema.optionalKey(PortRange),
  action: Schema.Union([Schema.Array(NextHop), Schema.Literals(["allow", "drop"])])
})

/**
 * A route chosen by more than the destination.
 *
 * @since 0.1.0
 * @category models
 */
export type PolicyRoute = typeof PolicyRoute.Type

/**
 * Lets packets of scope `to` reach the destinations `prefix` of scope `from`: in the table of `to` the prefix leads to
 * a second lookup in the table of `from`, where the packet then belongs. One direction only; answers need a leak of
 * their own.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RouteLeak = Schema.Struct({ id: ElementId, prefix: Prefix.Text, from: ElementId, to: ElementId })

/**
 * An opening from one scope to a prefix of another.
 *
 * @since 0.1.0
 * @category models
 */
export type RouteLeak = typeof RouteLeak.Type

/**
 * Packets of `scope` from `internal` that leave through the external `interface` get the source `external` (many to
 * one; answers are translated back). The longest matching `internal` decides; a floating address precedes.
 *
 * `scope`, here and in the other translations, is the scope of the internal addresses. When absent: the scope of the
 * router's interfaces on networks that are not external, if it is one; the interface's own, if the router has no
 * others.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SourceNat = Schema.Struct({
  id: ElementId,
  interface: ElementId,
  scope: Schema.optionalKey(ElementId),
  internal: Prefix.Text,
  external: Ip.Text
})

/**
 * Source NAT of a prefix.
 *
 * @since 0.1.0
 * @category models
 */
export type SourceNat = typeof SourceNat.Type

/**
 * A one-to-one translation on an external interface: packets that arrive there for `external` go to `internal` in
 * `scope`, packets of `scope` from `internal` that leave there come from `external`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const FloatingAddress = Schema.Struct({
  id: ElementId,
  interface: ElementId,
  scope: Schema.optionalKey(ElementId),
  internal: Ip.Text,
  external: Ip.Text
})

/**
 * A one-to-one translation.
 *
 * @since 0.1.0
 * @category models
 */
export type FloatingAddress = typeof FloatingAddress.Type

/**
 * Packets that arrive on the external `interface` for `external` and `externalPort` go to `internal` and `internalPort`
 * in `scope`. Port forwards precede floating addresses.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PortForward = Schema.Struct({
  id: ElementId,
  interface: ElementId,
  scope: Schema.optionalKey(ElementId),
  protocol: Schema.Literals(["tcp", "udp"]),
  external: Ip.Text,
  externalPort: PortNumber,
  internal: Ip.Text,
  internalPort: PortNumber
})

/**
 * A translation of one port of one address.
 *
 * @since 0.1.0
 * @category models
 */
export type PortForward = typeof PortForward.Type

const list = <S extends Schema.Top>(item: S) =>
  Schema.Array(item).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))

/**
 * A router of a tenant.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Router = Schema.Struct({
  id: ElementId,
  tenant: ElementId,
  interfaces: list(RouterInterface),
  routes: list(StaticRoute),
  policies: list(PolicyRoute),
  leaks: list(RouteLeak),
  sourceNats: list(SourceNat),
  floatingAddresses: list(FloatingAddress),
  portForwards: list(PortForward)
})

/**
 * A router of a tenant.
 *
 * @since 0.1.0
 * @category models
 */
export type Router = typeof Router.Type
