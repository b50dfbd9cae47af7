/**
 * Random topologies, and packets that have something to do with them.
 *
 * ```ts
 * fc.assert(
 *   fc.property(TopologyArbitraries.withPackets({ packets: 3 }), ({ packets, topology }) =>
 *     packets.every((packet) => Trace.trace(topology, packet).steps.length < 1000)
 *   )
 * )
 * ```
 *
 * Topologies have one to three tenants with the same addresses in scopes of their own, security groups of both kinds,
 * remote groups, address pairs, static routes that may be wrong, policies, leaks, source NAT, floating addresses, port
 * forwards, load balancers on networks and on routers, one or two external networks, and every third time hosts with links some
 * of which are down. They shrink to one tenant with one network and one port.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../Ip.ts"
import * as Packet from "../topology/Packet.ts"
import * as Topology from "../topology/Topology.ts"
import { cloudInput, cloudPlan, servicePorts } from "./internal/cloudPlan.ts"

/**
 * Topologies.
 *
 * @since 0.1.0
 * @category generators
 */
export const topology: fc.Arbitrary<Topology.Topology> = cloudPlan
  .map((plan) => Topology.make(cloudInput(plan)))
  .filter(Result.isSuccess)
  .map(({ success }) => success)

interface Draw {
  readonly entry: number
  readonly source: number
  readonly destination: number
  readonly protocol: "tcp" | "udp" | "echo" | "other"
  readonly sourcePort: number
  readonly service: number
  readonly reply: boolean
  readonly nextHop: number
}

const draw: fc.Arbitrary<Draw> = fc.record({
  entry: fc.nat({ max: 63 }),
  source: fc.nat({ max: 79 }),
  destination: fc.nat({ max: 255 }),
  protocol: fc.constantFrom("tcp", "tcp", "tcp", "echo", "echo", "udp", "other"),
  sourcePort: fc.constantFrom(40_000, 80, 443),
  service: fc.nat({ max: 7 }),
  reply: fc.nat({ max: 9 }).map((n) => n === 7),
  nextHop: fc.nat({ max: 255 })
})

/**
 * Topologies each with some packets, which enter at no more than `entries` places (default: anywhere). Most packets come from
 * an address of their port and go to an address that something in the topology has, on a port that some rule speaks of; a
 * few come with a false source, as answers of connections that nobody knows, or to a next hop of the guest's own choice.
 *
 * @since 0.1.0
 * @category generators
 */
export const withPackets = (options: {
  readonly packets: number
  readonly entries?: number | undefined
}): fc.Arbitrary<{ readonly topology: Topology.Topology; readonly packets: ReadonlyArray<Packet.Packet> }> =>
  fc.tuple(topology, fc.array(draw, { minLength: options.packets, maxLength: options.packets })).map(([of, draws]) => {
    const entries = draws.slice(0, options.entries).map(({ entry }) => entry)
    const packets = draws.map((each, index) => packetIn(of, { ...each, entry: entries[index % entries.length]! }))
    return { topology: of, packets }
  })

/**
 * Packets for a topology.
 *
 * @since 0.1.0
 * @category generators
 */
export const packet = (of: Topology.Topology): fc.Arbitrary<Packet.Packet> => draw.map((each) => packetIn(of, each))

const beyond = ["203.0.113.7", "198.51.100.200", "8.8.8.8", "172.16.0.9"]

/** Addresses that something has, each once. */
const interesting = (of: Topology.Topology): ReadonlyArray<string> => [
  ...new Set<string>([
    ...of.ports.flatMap(({ addresses }) => addresses),
    ...of.routers.flatMap(({ floatingAddresses, interfaces, portForwards, sourceNats }) => [
      ...interfaces.flatMap(({ addresses }) => addresses),
      ...[...sourceNats, ...floatingAddresses, ...portForwards].map(({ external }) => external)
    ]),
    ...of.loadBalancers.map(({ address }) => address),
    ...of.ports.flatMap(({ addressPairs }) => addressPairs.map(({ prefix }) => prefix.replace(/\/.*/, ""))),
    ...of.networks.flatMap(({ subnets }) => subnets.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]))),
    ...beyond,
    "10.0.0.9",
    "10.0.1.9",
    "10.0.1.15"
  ])
]

/** Addresses that a tenant's guests talk with: mostly those of its own ports. */
const around = (of: Topology.Topology, { tenant }: Topology.Port): ReadonlyArray<string> => {
  const ports = of.ports.filter((one) => one.tenant === tenant).flatMap(({ addresses }) => addresses)
  const routers = of.routers.filter((one) => one.tenant === tenant)
  const balancers = of.loadBalancers.filter((one) => one.tenant === tenant)
  return [
    ...ports,
    ...routers.flatMap(({ interfaces }) => interfaces.flatMap(({ addresses }) => addresses)),
    ...balancers.map(({ address }) => address),
    beyond[0]!,
    ...ports
  ]
}

/** Addresses that the outside talks with. */
const published = (of: Topology.Topology): ReadonlyArray<string> => [
  ...of.loadBalancers.map(({ address }) => address),
  ...of.routers.flatMap(({ floatingAddresses, interfaces, portForwards }) => [
    ...[...floatingAddresses, ...portForwards].map(({ external }) => external),
    ...interfaces
      .filter(({ network }) => network === "external" || network === "second")
      .flatMap(({ addresses }) => addresses)
  ]),
  ...of.ports.filter(({ network }) => network === "external").flatMap(({ addresses }) => addresses),
  ...of.ports.flatMap(({ addresses }) => addresses)
]

const familyOf = (text: string) => Result.getOrThrow(Ip.parse(text)).family

const packetIn = (of: Topology.Topology, each: Draw): Packet.Packet => {
  const addresses = interesting(of)
  const pick = (from: ReadonlyArray<string>, index: number) => from[index % from.length]!
  // Every sixth packet comes from the outside.
  const port = each.entry % 6 === 5 ? undefined : of.ports[each.entry % of.ports.length]
  const own: ReadonlyArray<string> = port === undefined ? beyond.slice(0, 1) : port.addresses
  const near = each.destination % 4 === 1 ? addresses : port === undefined ? published(of) : around(of, port)
  const elsewhere = near.filter((address) => !own.includes(address) || each.destination === 97)
  const destination = pick(elsewhere.length > 0 ? elsewhere : addresses, each.destination >> 2)
  const suitable = own.filter((address) => familyOf(address) === familyOf(destination))
  const honest = each.source % 8 !== 3 && suitable.length > 0
  const sources = addresses.filter((address) => familyOf(address) === familyOf(destination))
  const source = honest ? pick(suitable, each.source) : pick(sources, each.source)
  const six = familyOf(destination) === 6
  const state = each.reply ? ("reply" as const) : ("new" as const)
  // Who speaks to a load balancer mostly speaks to its listener.
  const listening = of.loadBalancers.find(({ address }) => address === destination)?.listeners[0]?.port
  const service = (each.service < 6 ? listening : undefined) ?? servicePorts[each.service % servicePorts.length]!
  const layer4 = () => {
    switch (each.protocol) {
      case "tcp":
      case "udp":
        return {
          protocol: Packet.protocolNumbers[each.protocol],
          sourcePort: each.reply ? service : each.sourcePort,
          destinationPort: each.reply ? each.sourcePort : service
        }
      case "echo":
        return {
          protocol: six ? 58 : 1,
          icmpType: six ? (each.reply ? 129 : 128) : each.reply ? 0 : 8,
          icmpCode: 0
        }
      case "other":
        return { protocol: 47 }
    }
  }
  const chosen = each.nextHop % 24 === 9 ? { nextHop: pick(addresses, each.nextHop) } : {}
  // From wherever there is an outside.
  const outsides = of.networks.flatMap(({ id, kind }) => (kind === "external" ? [id] : []))
  return Packet.make({
    entry:
      port === undefined
        ? { _tag: "Outside", network: pick(outsides, each.entry) }
        : { _tag: "Port", port: port.id, ...chosen },
    source,
    destination,
    state,
    ...layer4()
  })
}
