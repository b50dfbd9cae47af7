/**
 * What guests of a subnet are told by DHCP and router advertisements. Options are typed: there is no way to write an option
 * by its number or as free text.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { list, whole } from "./internal/fields.ts"
import { DomainName, Mtu } from "./OverlayName.ts"

const leaseSeconds = whole(120, 31_536_000).pipe(Schema.withDecodingDefaultKey(Effect.succeed(43_200)))
const servers = list(Ip.Text, 4)

/**
 * A route told to guests (RFC 3442, option 121).
 *
 * @since 0.1.0
 * @category schemas
 */
export const DhcpRoute = Schema.Struct({ prefix: Prefix.Text, via: Ip.Text })

/**
 * A route told to guests.
 *
 * @since 0.1.0
 * @category models
 */
export type DhcpRoute = typeof DhcpRoute.Type

/**
 * DHCP of a subnet.
 *
 * - `V4`: each port with an address in the subnet is offered that address, and nobody else is offered any. The gateway, the
 *   subnet mask and, unless `mtu` says otherwise, the network's MTU come with it. Without `dnsServers` guests are told the
 *   network's own resolver, if the network has zones.
 * - `V6`: how guests get their addresses: from router advertisements alone (`slaac`), from DHCPv6 (`stateful`), or from
 *   neither (`off`, advertisements carry no prefix to form addresses from).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Dhcp = Schema.TaggedUnion({
  V4: {
    leaseSeconds,
    dnsServers: servers,
    ntpServers: servers,
    domain: Schema.optionalKey(DomainName),
    routes: list(DhcpRoute, 32),
    mtu: Schema.optionalKey(Mtu)
  },
  V6: {
    mode: Schema.Literals(["slaac", "stateful", "off"]),
    leaseSeconds,
    dnsServers: servers,
    domain: Schema.optionalKey(DomainName)
  }
})

/**
 * DHCP of a subnet.
 *
 * @since 0.1.0
 * @category models
 */
export type Dhcp = typeof Dhcp.Type
