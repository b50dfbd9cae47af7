/**
 * A packet as the topology sees it: the headers of layers 3 and 4, whether it opens a connection or answers one, and
 * where it enters.
 *
 * Covered are unicast IPv4 and IPv6 packets of any protocol: TCP and UDP with their ports, ICMP and ICMPv6 echo
 * requests and replies, every other protocol by its number alone (no ports are seen in it). Everything else is refused
 * by `check` with a reason and never guessed at:
 *
 * - multicast, limited broadcast, the unspecified address, loopback and link-local addresses (with them ARP, neighbour
 *   discovery, router advertisements and the metadata address 169.254.169.254), and IPv4-mapped IPv6 addresses
 *   (`::ffff:0:0/96`, which RFC 6890 allows on no wire);
 * - DHCP: UDP to ports 67 and 68 in IPv4 and to ports 546 and 547 in IPv6, which drivers answer themselves;
 * - ICMP and ICMPv6 messages other than echo request and echo reply, so also errors that speak of a connection;
 * - an echo reply that opens a connection, an echo request that answers one;
 * - the protocol numbers of IPv6 extension headers in IPv6 (among them fragments, ESP and AH), ICMPv6 in IPv4, ICMP in
 *   IPv6;
 * - ports or type and code that are missing, or given for a protocol that has none;
 * - a packet whose addresses are of two families, or from an address to itself.
 *
 * The value has no place for fragments, IPv4 options, the don't-fragment bit and size, TCP flags and payloads: answers
 * hold for whole packets that fit the path's MTU.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Ip from "../Ip.ts"
import { ElementId } from "./Element.ts"
import { specialAddress } from "./internal/specialAddresses.ts"
import type { RefusalReason } from "./Verdict.ts"

/**
 * A TCP or UDP port number, 0 to 65535.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PortNumber = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })))

/**
 * The ports from `first` to `last`, both included.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PortRange = Schema.Struct({ first: PortNumber, last: PortNumber })

/**
 * The ports from `first` to `last`, both included.
 *
 * @since 0.1.0
 * @category models
 */
export type PortRange = typeof PortRange.Type

/**
 * A protocol as rules name it: `any`, one of four by name, or an IANA protocol number of 0 to 255. A number that has a
 * name here (1, 6, 17, 58) means the same as the name.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Protocol = Schema.Union([
  Schema.Literals(["any", "tcp", "udp", "icmp", "icmp6"]),
  Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 255 })))
])

/**
 * A protocol as rules name it.
 *
 * @since 0.1.0
 * @category models
 */
export type Protocol = typeof Protocol.Type

/**
 * IANA numbers of the protocols the model knows by name.
 *
 * @since 0.1.0
 * @category constants
 */
export const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const

/**
 * The IANA number of a protocol; `undefined` for `any`.
 *
 * @since 0.1.0
 * @category getters
 */
export const protocolNumber = (protocol: Protocol): number | undefined =>
  protocol === "any" ? undefined : typeof protocol === "number" ? protocol : protocolNumbers[protocol]

/**
 * Where a packet enters the topology:
 *
 * - `Port`: sent by the guest behind a port. `nextHop` is for a guest that does not choose its next hop as a host
 *   should: the address on the port's network whose owner gets the packet, instead of the destination itself or the
 *   gateway.
 * - `Outside`: it comes from beyond an external network.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Entry = Schema.TaggedUnion({
  Port: { port: ElementId, nextHop: Schema.optionalKey(Ip.Text) },
  Outside: { network: ElementId }
})

/**
 * Where a packet enters the topology.
 *
 * @since 0.1.0
 * @category models
 */
export type Entry = typeof Entry.Type

/**
 * A packet and where it enters. `protocol` is the IANA number. For TCP and UDP `sourcePort` and `destinationPort` are
 * given, for ICMP (1) and ICMPv6 (58) `icmpType` and `icmpCode`, for other protocols none of them: `check` says so.
 *
 * `state` is `new` for the first packet of a connection (and for all later ones of its direction) and `reply` for the
 * opposite direction. A packet given as `reply` belongs to a connection that every stateful security group on its way
 * has seen and that no translator knows; the reply of a certain connection is what `trace` adds to the trace of its
 * first packet.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Packet = Schema.Struct({
  entry: Entry,
  source: Ip.Text,
  destination: Ip.Text,
  protocol: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 255 }))),
  sourcePort: Schema.optionalKey(PortNumber),
  destinationPort: Schema.optionalKey(PortNumber),
  icmpType: Schema.optionalKey(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 255 })))),
  icmpCode: Schema.optionalKey(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 255 })))),
  state: Schema.Literals(["new", "reply"]).pipe(Schema.withDecodingDefaultKey(Effect.succeed("new" as const)))
})

/**
 * A packet and where it enters.
 *
 * @since 0.1.0
 * @category models
 */
export type Packet = typeof Packet.Type

// https://www.iana.org/assignments/ipv6-parameters, "IPv6 Extension Header Types".
const extensionHeaders: ReadonlySet<number> = new Set([0, 43, 44, 50, 51, 60, 135, 139, 140, 253, 254])

const fields = (packet: Packet): RefusalReason | undefined => {
  const { protocol, sourcePort, destinationPort, icmpType, icmpCode } = packet
  const ports = protocol === protocolNumbers.tcp || protocol === protocolNumbers.udp
  const icmp = protocol === protocolNumbers.icmp || protocol === protocolNumbers.icmp6
  if (ports && (sourcePort === undefined || destinationPort === undefined)) return "FieldMissing"
  if (icmp && (icmpType === undefined || icmpCode === undefined)) return "FieldMissing"
  if (!ports && (sourcePort !== undefined || destinationPort !== undefined)) return "FieldMeaningless"
  return !icmp && (icmpType !== undefined || icmpCode !== undefined) ? "FieldMeaningless" : undefined
}

const echo = (packet: Packet, request: number, answer: number): RefusalReason | undefined => {
  if (packet.icmpType !== request && packet.icmpType !== answer) return "IcmpType"
  return (packet.icmpType === request) === (packet.state === "new") ? undefined : "IcmpState"
}

const protocolRefusal = (packet: Packet, family: Ip.Family): RefusalReason | undefined => {
  const { protocol, destinationPort } = packet
  const wrong = fields(packet)
  if (wrong !== undefined) return wrong
  if (family === 6 && extensionHeaders.has(protocol)) return "ExtensionHeader"
  if (protocol === (family === 4 ? protocolNumbers.icmp6 : protocolNumbers.icmp)) return "ProtocolFamily"
  if (protocol === protocolNumbers.icmp) return echo(packet, 8, 0)
  if (protocol === protocolNumbers.icmp6) return echo(packet, 128, 129)
  if (protocol !== protocolNumbers.udp) return undefined
  const dhcp = family === 4 ? [67, 68] : [546, 547]
  return destinationPort !== undefined && dhcp.includes(destinationPort) ? "Dhcp" : undefined
}

/**
 * Why the model does not speak of this packet; `undefined` when it does. What depends on the topology (an unknown port,
 * the broadcast address of a subnet) is found by `trace`.
 *
 * @since 0.1.0
 * @category predicates
 */
export const check = (packet: Packet): RefusalReason | undefined => {
  const source = Result.getOrThrow(Ip.parse(packet.source))
  const destination = Result.getOrThrow(Ip.parse(packet.destination))
  if (source.family !== destination.family) return "FamilyMismatch"
  const special = specialAddress(source) ?? specialAddress(destination)
  if (special !== undefined) return special
  return Ip.equals(source, destination) ? "ToItself" : protocolRefusal(packet, source.family)
}

/**
 * The packet that `input` describes: the same with its texts in canonical form and `state` filled in.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: (input: typeof Packet.Encoded) => Packet = Schema.decodeSync(Packet)
