/**
 * Why a packet ends where it ends.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ElementRef } from "./Element.ts"

/**
 * Why a packet is dropped, the words of traces and of reachability answers:
 *
 * - at ports: `PortDisabled`, `PortUnbound` (hosts are declared and it has none), `PortSecurity` (a source it may not
 *   use, a destination it does not have), `SecurityGroup` (no rule allows it);
 * - at hosts: `Underlay` (no way from host to host, or one of them is down), `GatewayDown` (no host carries the
 *   interface);
 * - on networks: `NoNeighbour` (the address belongs to nobody else), `NoGateway` (the sender's subnet has none);
 * - at routers, upstream routers among them: `NoRoute`, `Blackhole`, `PolicyDrop`, `ScopeCrossing` (untranslated through
 *   an interface of another scope, external or not), `RouterLocal` (for the router itself and no echo request that opens;
 *   or for an address that only source NAT, other ports or other listeners of the interface use), `NoHealthyMember`,
 *   `HopLimit` (64 routers);
 * - on the outside: `NotInside` (a destination that is no business of this topology), and if it is, `NotFromOutside` (a
 *   source that is not there);
 * - answers only: `UnknownConnection` (a translator would translate it and does not know the connection: asymmetric
 *   routing), `AnswerMismatch` (it arrives with other addresses or ports than the connection has), `AnswerAstray` (it
 *   arrives elsewhere than the connection began).
 *
 * @since 0.1.0
 * @category schemas
 */
export const DropReason = Schema.Literals([
  "PortDisabled",
  "PortUnbound",
  "PortSecurity",
  "SecurityGroup",
  "Underlay",
  "GatewayDown",
  "NoNeighbour",
  "NoGateway",
  "NoRoute",
  "Blackhole",
  "PolicyDrop",
  "ScopeCrossing",
  "RouterLocal",
  "NoHealthyMember",
  "HopLimit",
  "NotFromOutside",
  "NotInside",
  "UnknownConnection",
  "AnswerMismatch",
  "AnswerAstray"
])

/**
 * Why a packet is dropped.
 *
 * @since 0.1.0
 * @category models
 */
export type DropReason = typeof DropReason.Type

/**
 * Why the model gives no answer:
 *
 * - about the packet alone: `FamilyMismatch` (source and destination of two families), `Multicast`, `Broadcast`,
 *   `Unspecified`, `Loopback`, `LinkLocal`, `Mapped` (an IPv4 address in the guise of IPv6), `Dhcp`, `IcmpType` (neither echo request nor echo reply), `IcmpState` (an
 *   echo reply that opens, an echo request that answers), `ExtensionHeader`, `ProtocolFamily` (ICMP in IPv6, ICMPv6 in
 *   IPv4), `FieldMissing` and `FieldMeaningless` (ports or type and code), `ToItself` (source equals destination);
 * - about its entry: `UnknownPort`, `UnknownNetwork`, `NotExternal`, `UnknownNextHop` (the address belongs to nobody on
 *   the network);
 * - on its way: `OwnAddress` (a port sends to another address of its own), `SubnetBroadcast`, `MemberIsClient` (a
 *   load balancer's member sends to its own listener), `BetweenExternals` (beyond an external network, to or from an
 *   address that another external network has, or its outside).
 *
 * @since 0.1.0
 * @category schemas
 */
export const RefusalReason = Schema.Literals([
  "FamilyMismatch",
  "Multicast",
  "Broadcast",
  "Unspecified",
  "Loopback",
  "LinkLocal",
  "Mapped",
  "Dhcp",
  "IcmpType",
  "IcmpState",
  "ExtensionHeader",
  "ProtocolFamily",
  "FieldMissing",
  "FieldMeaningless",
  "ToItself",
  "UnknownPort",
  "UnknownNetwork",
  "NotExternal",
  "UnknownNextHop",
  "OwnAddress",
  "SubnetBroadcast",
  "MemberIsClient",
  "BetweenExternals"
])

/**
 * Why the model gives no answer.
 *
 * @since 0.1.0
 * @category models
 */
export type RefusalReason = typeof RefusalReason.Type

/**
 * Where a packet ends well:
 *
 * - `Port`: at a guest; `addressed` says that the destination is an address of the port (or a pair address of full
 *   length), otherwise the guest is a next hop for others, and what it does is not modelled.
 * - `Outside`: beyond an external network.
 * - `Router`: at a router that answers an echo request.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Destination = Schema.TaggedUnion({
  Port: { port: Schema.String, addressed: Schema.Boolean },
  Outside: { network: Schema.String },
  Router: { router: Schema.String }
})

/**
 * Where a packet ends well.
 *
 * @since 0.1.0
 * @category models
 */
export type Destination = typeof Destination.Type

/**
 * What becomes of a packet: delivered; dropped at a part of the topology (`at`) because of a part of it (`by`, the part
 * itself when no rule matched); refused, when the model gives no answer; or sent in a circle that begins at `at`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Verdict = Schema.TaggedUnion({
  Delivered: { to: Destination },
  Dropped: { reason: DropReason, at: ElementRef, by: ElementRef },
  Refused: { reason: RefusalReason, at: Schema.optionalKey(ElementRef) },
  Loop: { at: ElementRef }
})

/**
 * What becomes of a packet.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = typeof Verdict.Type
