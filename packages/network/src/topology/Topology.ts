/**
 * The network of a cloud as one value: hosts and underlay, networks and their ports, routers, security groups, load
 * balancers. Text and numbers only, so that it goes through JSON; `make` checks it and brings it into its normal form.
 *
 * The order of lists never matters: where order has a meaning there is a `priority`. `make` sorts every list by id and
 * drops exact doubles, so topologies that differ in order or in repetition alone are the same value.
 *
 * ## What a packet meets
 *
 * A packet is `new` or, on the way back, `reply`; rules hold for both unless it says otherwise. "First by id" is the
 * order of the normal form: by UTF-16 code units.
 *
 * 1. **Port, sending.** A disabled port sends nothing, nor does one that is not plugged in (see Underlay). With port
 *    security the source must be an address of the port or lie in one of its allowed address pairs; then the egress
 *    rules of its groups must allow the packet. Without port security neither is asked. (Refused before all
 *    that: a destination that is an address of the port itself.)
 * 2. **The sender's choice of next hop**, that of a host configured as its network says. A port's own subnets are
 *    those in which it has an address. A destination in an own subnet is itself the next hop. For others it is a
 *    gateway of the packet's family: that of the own subnet in which the source lies, if it has one; otherwise that of
 *    the first own subnet, by id, that has one. A gateway that is an address of the port itself does not count.
 *    Without a gateway the packet is dropped.
 * 3. **Load balancers of the network** see what goes to a gateway, and what a sender hands to a neighbour of its own
 *    choice (`nextHop` of `Packet`), of new connections: the listener of the destination address, protocol and port
 *    replaces destination and port by those of a healthy member, any one of them. The gateway that was chosen gets the
 *    packet all the same.
 * 4. **Neighbours.** On a network an address belongs to the port that has it, to the router interface that has it, or
 *    to the interface on which a translation or a load balancer uses it as external or virtual address, if it lies in
 *    a subnet of the network; on an external network else to its upstream routers. Otherwise to a port with an allowed
 *    address pair of exactly this address, any one of several, but not back to the port that sends it: a switch returns
 *    no frame to where it came from. What belongs to nobody else is dropped. A destination in an
 *    own subnet goes to its owner; other packets to the owner of the next hop. MAC addresses play no part: they are
 *    unique in a network and seen nowhere else. (Refused: the broadcast address of a subnet of the network as
 *    destination that is looked up.)
 * 5. **Router, arriving** on an interface on an external network. Answers of connections whose source this interface
 *    translated (8) get back their destination, and are in the scope they came from. New connections to a virtual
 *    address, protocol and port of a load balancer attached here go to a healthy member; otherwise those of a port
 *    forward, otherwise those to a floating address, go to the internal address; they are in the scope of the internal
 *    side. Answers that would match one of these rules are dropped. What is left over and meant for an address of the
 *    interface ends here (6), and what is meant for another address that its translations or load balancers use is
 *    dropped.
 * 6. **Router, itself.** On every interface, in the scope that the packet is in (the interface's, or that of 5): a
 *    packet to an address of the router ends here. A new echo request is answered, anything else is dropped. Addresses
 *    of the router are those of its interfaces in the scope, and those of its interfaces on external networks of other
 *    scopes that lie in no subnet connected in the packet's scope; except that an address on an external interface
 *    that a translation or load balancer there uses is not the router's own: it is routed to that interface.
 * 7. **Policies**, by descending priority (one whose next hops are all of the other family does not match), then **the
 *    table of the packet's scope**, by longest prefix. A subnet is connected when an interface has an address in it. A table holds: subnets connected in the scope; those connected
 *    by interfaces on external networks, whatever their scope; static routes of the scope; static routes without
 *    scope; leaks into the scope. For one and the same prefix this is the order of precedence. The next hop of a
 *    connected subnet is the destination. A leak ends here if the destination is an address of the router in the other
 *    scope (6), otherwise looks up again in the other scope's table without policies; the packet belongs to that scope
 *    from then on.
 * 8. **Router, leaving** through an interface on an external network. Answers of connections whose destination this
 *    interface translated (5) get back their source. New connections of the packet's scope from the internal address
 *    of a floating address, otherwise from the longest internal prefix of a source NAT, get the external address as
 *    source; answers that would match are dropped. What is not translated must be in the interface's scope, otherwise
 *    it is dropped: scopes meet by leak or by translation, never by accident. Through other interfaces a packet must be
 *    in the interface's scope as well. Then the packet is on the interface's network (4); it comes back at 5 if this
 *    very interface owns the next hop (hairpin).
 * 9. **The outside** of an external network is what lies behind its upstream routers; `Network` says which addresses
 *    are there. What an upstream router gets for the outside is delivered; anything else it sends on by longest prefix
 *    to the subnets of the network (the next hop is the destination) or along its `inbound` routes, a subnet before a
 *    route of the same prefix, or drops it. What comes from the outside must have a source there and a destination
 *    that is not there, and is sent on likewise. (Refused, with several external networks: what would be dropped for
 *    want of a way while another external network has the destination or has it on its outside, and what would be
 *    dropped for a source that another one has so. A network has what is in its subnets, in its inbound routes other
 *    than default routes, or used by translations and load balancers on it; what it has itself is not refused.)
 * 10. **Port, receiving.** A disabled port receives nothing, nor does one that is not plugged in. Answers of
 *     connections that load balancers of the network translated (3) get back their source. With port security the
 *     ingress rules of its groups must allow the packet, and its destination must be an address of the port or lie in
 *     one of its pairs. Anything is delivered, also without port security what is for another address: a guest used as
 *     next hop. What guests do with such packets is not modelled.
 *
 * Each arrival at a router (5) and at an upstream router that sends on (9) is a hop; the 65th drops the packet. (The
 * usual initial hop limit of 64 lets a packet pass 63 routers, RFC 8200 section 3; what senders use is not known here.)
 * Coming to the same interface or table with the same headers on the same host is a loop.
 *
 * **Security groups** allow; what no rule of any group of the port allows is dropped, so a port with port security and
 * without groups is closed. A rule with a remote group means the addresses and the prefixes of allowed address pairs
 * of all ports in that group, wherever they are; ingress compares the source, egress the destination, as they are at
 * that port. Ports compare the destination port. Groups of one port are all stateful or all stateless. With stateful
 * groups every answer passes, both ways: it belongs to a connection that was let through. With stateless groups
 * answers are judged by the rules like everything else.
 *
 * **Answers** travel on their own: they begin where the packet was delivered, with source and destination exchanged,
 * and are routed by the tables, not along the way back of the first packet. See `Trace` for how they end.
 *
 * **Underlay.** Distributed work happens on the host where the packet is: first that of the sending port. From there
 * it must get to the host of the receiving port (10), and to the live gateway of an external interface on arriving and
 * leaving there (5, 8); being there already is enough, if the host is up. Between two hosts it takes a path of links
 * that are up over hosts that are up, whose inner hosts forward. Without declared links every two hosts that are up
 * are joined; without declared hosts place does not matter at all, gateways included. When hosts are declared, a port
 * without a host is not plugged in, and a port on a host that is down sends nothing. An external network is wired to
 * every host that uses it by cables that are not modelled: packets on it, and from the outside, get to every host that
 * is up. The live gateway of an interface is the host of highest priority among those that are up and whose `status`
 * there is up; without one everything that would arrive or leave there is dropped. Links do not move it: a gateway that
 * is up but cut off keeps what it carries, where gateways that watch each other (by BFD, as OVN's do) would move it. Ask
 * with the gateway host's own `status` down to see that.
 *
 * **Choices** (next hops, members, holders of a pair address) are made by the flow; every alternative counts for
 * reachability. Next hops are not probed: one that is dead stays chosen.
 *
 * ## What is not modelled
 *
 * See `Packet` for packets that are refused. In addition a trace refuses, with a reason, what the text above says; and
 * a healthy member of a load balancer as client of its own listener (on its network; on a router's interface when the
 * interface is in the scope of the members). Left out altogether, because nothing in a topology or a packet speaks of
 * it:
 *
 * - MTU and fragments, bandwidth, DHCP, DNS, metadata, router advertisements, MAC spoofing without port security, NAT64,
 *   distributed floating addresses, reverse path filters;
 * - what guests forward or answer; whether a port that sends to a pair address has it itself at the moment, and would
 *   keep the packet;
 * - connection limits and time-outs, the states of TCP, helpers of protocols that open further connections, port
 *   exhaustion of source NAT (the trace keeps the source port; in truth it may be any), packets that are forged to look
 *   like answers of a connection of somebody else;
 * - untranslated connections that a translator has merely seen: an answer that it would translate counts as unknown,
 *   though Linux lets it pass;
 * - what becomes of packets on the outside where they were delivered. Ways from one external network to another beyond
 *   their upstream routers are refused (9), except to what `outside` declares: that is there, by declaration.
 *
 * @since 0.1.0
 */
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { Router } from "../routing/Router.ts"
import { ElementId, print, ref } from "./Element.ts"
import type { ElementKind, ElementRef } from "./Element.ts"
import { normal } from "./internal/topologyNormal.ts"
import { problemsOf } from "./internal/topologyCheck.ts"
import { PortNumber, PortRange, Protocol } from "./Packet.ts"
import { TopologyError } from "./TopologyProblem.ts"
import type { TopologyProblem } from "./TopologyProblem.ts"

const list = <S extends Schema.Top>(item: S) =>
  Schema.Array(item).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))

const flag = (byDefault: boolean) => Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(byDefault)))

const status = Schema.Literals(["up", "down"]).pipe(Schema.withDecodingDefaultKey(Effect.succeed("up" as const)))

/**
 * A machine of the underlay. `forwards` is for those that carry tunnels of others, such as switches.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Host = Schema.Struct({ id: ElementId, status, forwards: flag(false) })

/**
 * A machine of the underlay.
 *
 * @since 0.1.0
 * @category models
 */
export type Host = typeof Host.Type

/**
 * A cable between two hosts of the underlay, for both directions.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Link = Schema.Struct({ id: ElementId, hosts: Schema.Tuple([ElementId, ElementId]), status })

/**
 * A cable between two hosts of the underlay.
 *
 * @since 0.1.0
 * @category models
 */
export type Link = typeof Link.Type

/**
 * An owner of networks, ports and routers.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Tenant = Schema.Struct({ id: ElementId })

/**
 * An owner of networks, ports and routers.
 *
 * @since 0.1.0
 * @category models
 */
export type Tenant = typeof Tenant.Type

/**
 * An address scope (routing domain, VRF): within it subnets do not overlap, between two anything may.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Scope = Schema.Struct({ id: ElementId })

/**
 * An address scope.
 *
 * @since 0.1.0
 * @category models
 */
export type Scope = typeof Scope.Type

/**
 * A block of addresses of a network. `gateway`, an address of the block, is where hosts send what is not on the
 * network; it belongs to a router's interface, to a port, or on an external network to an upstream router.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Subnet = Schema.Struct({ id: ElementId, prefix: Prefix.Text, gateway: Schema.optionalKey(Ip.Text) })

/**
 * A block of addresses of a network.
 *
 * @since 0.1.0
 * @category models
 */
export type Subnet = typeof Subnet.Type

/**
 * A route that the upstream routers of an external network hold towards this topology: `prefix` is sent to the address
 * `via` on the network.
 *
 * @since 0.1.0
 * @category schemas
 */
export const InboundRoute = Schema.Struct({ id: ElementId, prefix: Prefix.Text, via: Schema.Array(Ip.Text) })

/**
 * A route that the upstream routers of an external network hold towards this topology.
 *
 * @since 0.1.0
 * @category models
 */
export type InboundRoute = typeof InboundRoute.Type

/**
 * A network: one segment of layer 2.
 *
 * - `tenant`: ports and router interfaces of its own tenant.
 * - `shared`: those of every tenant.
 * - `external`: as `shared`, and there is an outside beyond it. `upstreams` are the addresses of the routers that lead
 *   there; when absent, the gateways of the subnets that belong to nobody else. `outside` are the prefixes reachable
 *   there; when absent, every address but those in subnets of the network's scope, in its inbound routes, those
 *   that translations and load balancers use on it, and those that other external networks have in the same sense (in
 *   their subnets and inbound routes other than default routes, or used on them). The upstream routers themselves always belong to the outside.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Network = Schema.Struct({
  id: ElementId,
  tenant: ElementId,
  scope: ElementId,
  kind: Schema.Literals(["tenant", "shared", "external"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("tenant" as const))
  ),
  subnets: list(Subnet),
  upstreams: Schema.optionalKey(Schema.Array(Ip.Text)),
  outside: Schema.optionalKey(Schema.Array(Prefix.Text)),
  inbound: list(InboundRoute)
})

/**
 * A network: one segment of layer 2.
 *
 * @since 0.1.0
 * @category models
 */
export type Network = typeof Network.Type

/**
 * Addresses that a port may use besides its own, with another MAC address if `mac` is given. A pair of one single
 * address (`/32`, `/128`) can also be spoken to (a shared virtual address); a larger one is for what the guest
 * forwards.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressPair = Schema.Struct({ prefix: Prefix.Text, mac: Schema.optionalKey(MacAddress) })

/**
 * Addresses that a port may use besides its own.
 *
 * @since 0.1.0
 * @category models
 */
export type AddressPair = typeof AddressPair.Type

/**
 * What a guest's NIC is plugged into. Groups need port security. `host` is where the guest runs.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Port = Schema.Struct({
  id: ElementId,
  tenant: ElementId,
  network: ElementId,
  mac: MacAddress,
  addresses: list(Ip.Text),
  securityGroups: list(ElementId),
  portSecurity: flag(true),
  addressPairs: list(AddressPair),
  host: Schema.optionalKey(ElementId),
  enabled: flag(true)
})

/**
 * What a guest's NIC is plugged into.
 *
 * @since 0.1.0
 * @category models
 */
export type Port = typeof Port.Type

/**
 * Whom a security rule lets a port talk with: anybody, a prefix, the ports of a group, the addresses of a set.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Remote = Schema.TaggedUnion({
  Any: {},
  Prefix: { prefix: Prefix.Text },
  Group: { group: ElementId },
  AddressSet: { addressSet: ElementId }
})

/**
 * Whom a security rule lets a port talk with.
 *
 * @since 0.1.0
 * @category models
 */
export type Remote = typeof Remote.Type

/**
 * Something a security group allows: packets of one family, of `protocol`, to destination `ports` (only with `tcp` or
 * `udp`), of one ICMP type and code (only with `icmp` or `icmp6`), from or to `remote`. Absent fields match everything.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SecurityRule = Schema.Struct({
  id: ElementId,
  direction: Schema.Literals(["ingress", "egress"]),
  family: Schema.Literals([4, 6]),
  protocol: Protocol.pipe(Schema.withDecodingDefaultKey(Effect.succeed("any" as const))),
  ports: Schema.optionalKey(PortRange),
  icmp: Schema.optionalKey(
    Schema.Struct({
      type: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 255 }))),
      code: Schema.optionalKey(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 255 }))))
    })
  ),
  remote: Remote.pipe(Schema.withDecodingDefaultKey(Effect.succeed({ _tag: "Any" as const })))
})

/**
 * Something a security group allows.
 *
 * @since 0.1.0
 * @category models
 */
export type SecurityRule = typeof SecurityRule.Type

/**
 * A set of allowances that ports share. The groups of one port are all stateful or all stateless.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SecurityGroup = Schema.Struct({
  id: ElementId,
  tenant: ElementId,
  stateful: flag(true),
  rules: list(SecurityRule)
})

/**
 * A set of allowances that ports share.
 *
 * @since 0.1.0
 * @category models
 */
export type SecurityGroup = typeof SecurityGroup.Type

/**
 * Named prefixes of either family for security rules.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressSet = Schema.Struct({ id: ElementId, prefixes: list(Prefix.Text) })

/**
 * Named prefixes for security rules.
 *
 * @since 0.1.0
 * @category models
 */
export type AddressSet = typeof AddressSet.Type

/**
 * A server behind a load balancer; only healthy ones are chosen.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Member = Schema.Struct({ id: ElementId, address: Ip.Text, port: PortNumber, healthy: flag(true) })

/**
 * A server behind a load balancer.
 *
 * @since 0.1.0
 * @category models
 */
export type Member = typeof Member.Type

/**
 * A port on which a load balancer listens, and its members. Packets keep their source.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Listener = Schema.Struct({
  id: ElementId,
  protocol: Schema.Literals(["tcp", "udp"]),
  port: PortNumber,
  members: list(Member)
})

/**
 * A port on which a load balancer listens, and its members.
 *
 * @since 0.1.0
 * @category models
 */
export type Listener = typeof Listener.Type

/**
 * Where a load balancer serves: the senders on a network (with an address outside the network's subnets), or an
 * external interface of a router. `scope` is that of the members, with the default of `SourceNat`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Attachment = Schema.TaggedUnion({
  Network: { network: ElementId },
  Router: { router: ElementId, interface: ElementId, scope: Schema.optionalKey(ElementId) }
})

/**
 * Where a load balancer serves.
 *
 * @since 0.1.0
 * @category models
 */
export type Attachment = typeof Attachment.Type

/**
 * A load balancer of layer 4: one virtual address with listeners.
 *
 * @since 0.1.0
 * @category schemas
 */
export const LoadBalancer = Schema.Struct({
  id: ElementId,
  tenant: ElementId,
  address: Ip.Text,
  listeners: list(Listener),
  attachments: list(Attachment)
})

/**
 * A load balancer of layer 4.
 *
 * @since 0.1.0
 * @category models
 */
export type LoadBalancer = typeof LoadBalancer.Type

/**
 * The whole network of a cloud. Lists may be left out when they are empty. A value that was decoded by this schema is
 * well formed but not yet consistent: `make` checks both.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Topology = Schema.Struct({
  hosts: list(Host),
  links: list(Link),
  tenants: list(Tenant),
  scopes: list(Scope),
  networks: list(Network),
  ports: list(Port),
  routers: list(Router),
  securityGroups: list(SecurityGroup),
  addressSets: list(AddressSet),
  loadBalancers: list(LoadBalancer)
})

/**
 * The whole network of a cloud, as `make` returns it: consistent, every list sorted and without doubles.
 *
 * @since 0.1.0
 * @category models
 */
export type Topology = typeof Topology.Type

/**
 * What one writes down: a topology with its defaults left out.
 *
 * @since 0.1.0
 * @category models
 */
export type TopologyInput = typeof Topology.Encoded

const decode = Schema.decodeUnknownResult(Topology, { errors: "all" })

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/**
 * The topology that `input` describes, in its normal form, or all its problems: those of shape if there are any,
 * otherwise those of content. An `input` is what `TopologyInput` says, an already made topology, or JSON from anywhere.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (input: unknown): Result.Result<Topology, TopologyError> => {
  const decoded = decode(input)
  if (Result.isFailure(decoded)) {
    const problems = formatIssue(decoded.failure.issue).issues.map(({ path, message }) => {
      const steps = (path ?? []).map((step) => String(typeof step === "object" ? step.key : step))
      return { _tag: "Malformed" as const, path: steps.join("."), message }
    })
    return Result.fail(new TopologyError({ problems }))
  }
  const topology = normal(decoded.success)
  const problems = problemsOf(topology)
  return problems.length === 0 ? Result.succeed(topology) : Result.fail(new TopologyError({ problems }))
}

/**
 * All problems that keep `input` from being a topology; none if `make` would succeed.
 *
 * @since 0.1.0
 * @category predicates
 */
export const check = (input: unknown): ReadonlyArray<TopologyProblem> =>
  Result.match(make(input), { onFailure: (failure) => failure.problems, onSuccess: () => [] })

/**
 * The same topology with some hosts, links and gateway hosts down. Elements of other kinds change nothing.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withFailures = (topology: Topology, failed: ReadonlyArray<ElementRef>): Topology => {
  const down = new Set(failed.map((element) => print(element)))
  const state = (kind: ElementKind, was: "up" | "down", ...path: ReadonlyArray<string>): "up" | "down" =>
    down.has(print(ref(kind, ...path))) ? "down" : was
  return {
    ...topology,
    hosts: topology.hosts.map((host) => ({ ...host, status: state("Host", host.status, host.id) })),
    links: topology.links.map((link) => ({ ...link, status: state("Link", link.status, link.id) })),
    routers: topology.routers.map((router) => ({
      ...router,
      interfaces: router.interfaces.map((on) => ({
        ...on,
        gatewayHosts: on.gatewayHosts.map((gateway) => ({
          ...gateway,
          status: state("GatewayHost", gateway.status, router.id, on.id, gateway.host)
        }))
      }))
    }))
  }
}
