/**
 * What tenants write about networks: networks and their subnets, ports, security groups, address sets. Records refer to
 * each other by id and are kept by `OverlayState`; `Intent` works out what they mean together.
 *
 * @since 0.1.0
 */
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { ElementId } from "../topology/Element.ts"
import { PortRange, Protocol } from "../topology/Packet.ts"
import { AddressPair, InboundRoute } from "../topology/Topology.ts"
import { Dhcp } from "./DhcpModel.ts"
import { flag, list, whole } from "./internal/fields.ts"
import { HostName, Mtu, RecordId } from "./OverlayName.ts"

/**
 * A block of addresses of a network. `gateway` is where guests send what is not on the network: an address of the block
 * that a router's interface or a port has, or on an external network an upstream router.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Subnet = Schema.Struct({
  id: RecordId,
  cidr: Prefix.Text,
  gateway: Schema.optionalKey(Ip.Text),
  dhcp: Schema.optionalKey(Dhcp)
})

/**
 * A block of addresses of a network.
 *
 * @since 0.1.0
 * @category models
 */
export type Subnet = typeof Subnet.Type

/**
 * What an external network is made of besides its subnets: the provider's name of the wire it is on (and the VLAN there),
 * the routers that lead outside, what is outside, and the routes that those routers hold towards tenants. `upstreams`,
 * `outside` and `inbound` mean what they mean in `Topology`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const External = Schema.Struct({
  physicalNetwork: RecordId,
  vlan: Schema.optionalKey(whole(1, 4094)),
  upstreams: Schema.optionalKey(Schema.Array(Ip.Text).pipe(Schema.check(Schema.isMaxLength(16)))),
  outside: Schema.optionalKey(Schema.Array(Prefix.Text).pipe(Schema.check(Schema.isMaxLength(1024)))),
  inbound: list(InboundRoute, 1024)
})

/**
 * What an external network is made of besides its subnets.
 *
 * @since 0.1.0
 * @category models
 */
export type External = typeof External.Type

/**
 * A network: one segment of layer 2. `tenant` networks are for their owner, `shared` and `external` ones for everybody, and
 * only `external` ones have `external`. Subnets of one `scope` never overlap, between scopes they may; without `scope` it is
 * the one that is called like the tenant. `metadata` answers guests at 169.254.169.254. `mtu` is the network's, by default
 * what `OverlaySettings` says.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Network = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  kind: Schema.Literals(["tenant", "shared", "external"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("tenant" as const))
  ),
  scope: Schema.optionalKey(RecordId),
  subnets: list(Subnet, 64),
  mtu: Schema.optionalKey(Mtu),
  metadata: flag(false),
  external: Schema.optionalKey(External)
})

/**
 * A network: one segment of layer 2.
 *
 * @since 0.1.0
 * @category models
 */
export type Network = typeof Network.Type

/**
 * An address of a port, in a subnet of its network.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PortAddress = Schema.Struct({ subnet: RecordId, address: Ip.Text })

/**
 * An address of a port.
 *
 * @since 0.1.0
 * @category models
 */
export type PortAddress = typeof PortAddress.Type

/**
 * What a guest's NIC is plugged into. With port security the guest can send from its own addresses and those of its
 * `addressPairs` alone, which lie in subnets of its network, and its groups are enforced. `host` is where the guest runs.
 * `hostname` is its name in zones and DHCP.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Port = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  network: RecordId,
  mac: MacAddress,
  addresses: list(PortAddress, 32),
  securityGroups: list(RecordId, 16),
  portSecurity: flag(true),
  addressPairs: list(AddressPair, 10),
  host: Schema.optionalKey(ElementId),
  enabled: flag(true),
  hostname: Schema.optionalKey(HostName)
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
  Group: { group: RecordId },
  AddressSet: { addressSet: RecordId }
})

/**
 * Whom a security rule lets a port talk with.
 *
 * @since 0.1.0
 * @category models
 */
export type Remote = typeof Remote.Type

/**
 * Something a security group allows; see `Topology`. With `log` the driver notes each connection that the rule lets
 * through, as far as its capabilities and rate limits go.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SecurityRule = Schema.Struct({
  id: RecordId,
  direction: Schema.Literals(["ingress", "egress"]),
  family: Schema.Literals([4, 6]),
  protocol: Protocol.pipe(Schema.withDecodingDefaultKey(Effect.succeed("any" as const))),
  ports: Schema.optionalKey(PortRange),
  icmp: Schema.optionalKey(Schema.Struct({ type: whole(0, 255), code: Schema.optionalKey(whole(0, 255)) })),
  remote: Remote.pipe(Schema.withDecodingDefaultKey(Effect.succeed({ _tag: "Any" as const }))),
  log: flag(false)
})

/**
 * Something a security group allows.
 *
 * @since 0.1.0
 * @category models
 */
export type SecurityRule = typeof SecurityRule.Type

/**
 * Allowances that ports share. The groups of one port are all stateful or all stateless. A rule may name any group of the
 * tenant as remote, also its own, also in a circle.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SecurityGroup = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  stateful: flag(true),
  rules: list(SecurityRule, 512)
})

/**
 * Allowances that ports share.
 *
 * @since 0.1.0
 * @category models
 */
export type SecurityGroup = typeof SecurityGroup.Type

/**
 * Prefixes of either family for security rules. A `shared` one can be used by every tenant.
 *
 * @since 0.1.0
 * @category schemas
 */
export const AddressSet = Schema.Struct({
  id: RecordId,
  tenant: RecordId,
  shared: flag(false),
  prefixes: list(Prefix.Text, 4096)
})

/**
 * Prefixes for security rules.
 *
 * @since 0.1.0
 * @category models
 */
export type AddressSet = typeof AddressSet.Type
