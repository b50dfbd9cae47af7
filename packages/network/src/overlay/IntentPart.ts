/**
 * A part of what an overlay is to be: values that a driver makes real. All references between records are resolved here.
 *
 * A part is a piece that hangs together: networks and routers joined without external networks (and the load balancers
 * there), one external or served
 * network, one security group, one address set, one zone. Lists are in order of their ids and without doubles.
 *
 * @since 0.1.0
 */
import type { MacAddress } from "@cloudwright/core/NicBinding"
import type * as Ip from "../Ip.ts"
import type * as Prefix from "../Prefix.ts"
import type { Attachment, Topology } from "../topology/Topology.ts"
import type { Dhcp } from "./DhcpModel.ts"
import type { DnsData } from "./DnsModel.ts"
import type { Place } from "./IntentProblem.ts"
import type { HealthCheck, HttpRule, Listener } from "./LoadBalancerModel.ts"
import type { RateLimit } from "./QosModel.ts"
import type { GatewayHost } from "./RouterModel.ts"
import type { Tunnel } from "./VpnModel.ts"

/**
 * The name of a part. `joined:` with the least id of its networks (`joined:router:` and the least id of its routers when it
 * has none), `external:`, `group:`, `set:`, `zone:` with the id of the network, group, set, zone.
 *
 * @since 0.1.0
 * @category models
 */
export type PartId = string

/**
 * The lists of a topology to which a part contributes. Hosts and links come from the settings, tenants and scopes from what is
 * in the lists.
 *
 * @since 0.1.0
 * @category models
 */
export type PartTopology = Pick<
  Topology,
  "networks" | "ports" | "routers" | "securityGroups" | "addressSets" | "loadBalancers"
>

/**
 * What a network of the topology is made of: an ordinary segment; an `external` one, on a wire of the provider; a `service`
 * network, which the topology calls external and which is on no wire; the `transit` between two peers; the far side of a
 * `vpn`, which is no segment at all. `mtu` in bytes.
 *
 * @since 0.1.0
 * @category models
 */
export interface SegmentIntent {
  readonly network: string
  readonly role: "internal" | "external" | "service" | "transit" | "vpn"
  readonly mtu: number
  readonly physicalNetwork?: string
  readonly vlan?: number
}

/**
 * A guest to be told apart: its port, MAC address, addresses, host name.
 *
 * @since 0.1.0
 * @category models
 */
export interface GuestIntent {
  readonly port: string
  readonly mac: MacAddress
  readonly addresses: ReadonlyArray<Ip.Text>
  readonly hostname?: string
}

/**
 * DHCP of a subnet. `resolver` says that guests are to be told the driver's own resolver: the network has zones and nothing
 * else was given. `mtu` and `options` are complete.
 *
 * @since 0.1.0
 * @category models
 */
export interface DhcpIntent {
  readonly network: string
  readonly subnet: string
  readonly prefix: Prefix.Text
  readonly gateway?: Ip.Text
  readonly options: Dhcp
  readonly mtu: number
  readonly resolver: boolean
  readonly guests: ReadonlyArray<GuestIntent>
}

/**
 * Names of a zone that guests on `networks` can ask for: those of the ports on network `source`, or those written in the
 * zone itself. A zone is the union of all of them. Names are absolute.
 *
 * @since 0.1.0
 * @category models
 */
export interface DnsIntent {
  readonly zone: string
  readonly name: string
  readonly networks: ReadonlyArray<string>
  readonly source?: string
  readonly ttlSeconds: number
  readonly entries: ReadonlyArray<{ readonly name: string; readonly data: DnsData }>
  readonly reverse: ReadonlyArray<{ readonly address: Ip.Text; readonly name: string }>
}

/**
 * A network whose guests are answered at 169.254.169.254, and by what each is known.
 *
 * @since 0.1.0
 * @category models
 */
export interface MetadataIntent {
  readonly network: string
  readonly guests: ReadonlyArray<GuestIntent>
}

/**
 * Limits of a port, or of a floating address on an interface.
 *
 * @since 0.1.0
 * @category models
 */
export interface QosIntent {
  readonly policy: string
  readonly on:
    | { readonly _tag: "Port"; readonly port: string }
    | {
        readonly _tag: "FloatingIp"
        readonly floatingIp: string
        readonly address: Ip.Text
        readonly router: string
        readonly interface: string
      }
  readonly ingress?: RateLimit
  readonly egress?: RateLimit
}

/**
 * What the topology does not say about a load balancer. Members are all enabled ones, healthy or not.
 *
 * @since 0.1.0
 * @category models
 */
export interface BalancingIntent {
  readonly balancer: string
  readonly address: Ip.Text
  readonly attachments: ReadonlyArray<Attachment>
  readonly listeners: ReadonlyArray<{
    readonly id: string
    readonly protocol: Listener["protocol"]
    readonly port: number
    readonly stickySeconds: number
    readonly health?: HealthCheck
    readonly members: ReadonlyArray<{ readonly id: string; readonly address: Ip.Text; readonly port: number }>
    readonly rules: ReadonlyArray<HttpRule>
  }>
}

/**
 * A tunnel. `addresses` are those of the router's gateway, `hosts` may carry it, `local` and `remote` are the prefixes that
 * speak to each other through it. In the topology the other side is the outside of network `network`.
 *
 * @since 0.1.0
 * @category models
 */
export interface VpnIntent {
  readonly vpn: string
  readonly router: string
  readonly interface: string
  readonly network: string
  readonly addresses: ReadonlyArray<Ip.Text>
  readonly hosts: ReadonlyArray<GatewayHost>
  readonly local: ReadonlyArray<Prefix.Text>
  readonly remote: ReadonlyArray<Prefix.Text>
  readonly tunnel: Tunnel
}

/**
 * A rule whose connections are noted.
 *
 * @since 0.1.0
 * @category models
 */
export interface LoggingIntent {
  readonly group: string
  readonly rule: string
}

/**
 * A port in a group that rules name as remote, with the prefixes that stand for it. The members of a group are those of all
 * parts together.
 *
 * @since 0.1.0
 * @category models
 */
export interface MembershipIntent {
  readonly group: string
  readonly port: string
  readonly prefixes: ReadonlyArray<Prefix.Text>
}

/**
 * Something of which there may be one in the whole overlay: an address or a MAC address on a network that several parts are
 * on, a name in a zone. `owner` may claim it more than once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Claim {
  readonly _tag: "Address" | "Mac" | "Name"
  readonly within: string
  readonly what: string
  readonly owner: string
  readonly place: Place
}

/**
 * A part. `needs` are the parts whose networks and groups its topology refers to.
 *
 * @since 0.1.0
 * @category models
 */
export interface IntentPart {
  readonly id: PartId
  readonly tenants: ReadonlyArray<string>
  readonly needs: ReadonlyArray<PartId>
  readonly topology: PartTopology
  readonly segments: ReadonlyArray<SegmentIntent>
  readonly dhcp: ReadonlyArray<DhcpIntent>
  readonly dns: ReadonlyArray<DnsIntent>
  readonly metadata: ReadonlyArray<MetadataIntent>
  readonly qos: ReadonlyArray<QosIntent>
  readonly balancing: ReadonlyArray<BalancingIntent>
  readonly vpns: ReadonlyArray<VpnIntent>
  readonly logging: ReadonlyArray<LoggingIntent>
  readonly memberships: ReadonlyArray<MembershipIntent>
  readonly claims: ReadonlyArray<Claim>
}
