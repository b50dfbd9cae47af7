/**
 * Headers of packets for the reference interpreter, as plain text and numbers, and what rules say of them.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { type Packet, type Protocol, protocolNumber } from "../../topology/Packet.ts"
import type { Port, SecurityRule, Topology } from "../../topology/Topology.ts"

/** The headers of a packet. Ports, type and code are -1 where the protocol has none. */
export interface Header {
  readonly source: string
  readonly destination: string
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly icmpType: number
  readonly icmpCode: number
}

/** The headers of a packet that is about to enter. */
export const headerOf = (packet: Packet): Header => ({
  source: packet.source,
  destination: packet.destination,
  protocol: packet.protocol,
  sourcePort: packet.sourcePort ?? -1,
  destinationPort: packet.destinationPort ?? -1,
  icmpType: packet.icmpType ?? -1,
  icmpCode: packet.icmpCode ?? -1
})

const echoes = new Map([
  [8, 0],
  [0, 8],
  [128, 129],
  [129, 128]
])

/** The headers of the answer. */
export const mirror = (header: Header): Header => ({
  ...header,
  source: header.destination,
  destination: header.source,
  sourcePort: header.destinationPort,
  destinationPort: header.sourcePort,
  icmpType: echoes.get(header.icmpType) ?? header.icmpType
})

/** One text for equal headers. */
export const textOf = (header: Header): string =>
  [
    header.source,
    header.destination,
    header.protocol,
    header.sourcePort,
    header.destinationPort,
    header.icmpType,
    header.icmpCode
  ].join(" ")

/** The family of an address. */
export const familyOf = (address: string): Ip.Family => Result.getOrThrow(Ip.parse(address)).family

/** Whether the address is in the prefix. */
export const inside = (prefix: string, address: string): boolean =>
  Prefix.contains(Result.getOrThrow(Prefix.parse(prefix)), Result.getOrThrow(Ip.parse(address)))

/** The length of a prefix. */
export const lengthOf = (prefix: string): number => Result.getOrThrow(Prefix.parse(prefix)).length

/** Whether the prefix is this address alone. */
export const isExactly = (prefix: string, address: string): boolean =>
  inside(prefix, address) && lengthOf(prefix) === Ip.bits(familyOf(address))

/** Whether it is the broadcast address of the prefix. */
export const isBroadcast = (prefix: string, address: string): boolean => {
  const broadcast = Prefix.broadcast(Result.getOrThrow(Prefix.parse(prefix)))
  return broadcast !== undefined && Ip.format(broadcast) === address
}

/** Whether the header has the protocol that a rule names, and a destination port in its range. */
export const matches = (
  rule: { readonly protocol: Protocol; readonly ports?: { readonly first: number; readonly last: number } },
  header: Header
): boolean => {
  const number = protocolNumber(rule.protocol)
  if (number !== undefined && number !== header.protocol) return false
  const { destinationPort } = header
  return rule.ports === undefined || (rule.ports.first <= destinationPort && destinationPort <= rule.ports.last)
}

const allows = (topology: Topology, rule: SecurityRule, header: Header): boolean => {
  if (rule.family !== familyOf(header.source) || !matches(rule, header)) return false
  if (rule.icmp !== undefined && rule.icmp.type !== header.icmpType) return false
  if (rule.icmp?.code !== undefined && rule.icmp.code !== header.icmpCode) return false
  const other = rule.direction === "ingress" ? header.source : header.destination
  const { remote } = rule
  switch (remote._tag) {
    case "Any":
      return true
    case "Prefix":
      return inside(remote.prefix, other)
    case "AddressSet":
      return topology.addressSets
        .filter(({ id }) => id === remote.addressSet)
        .some(({ prefixes }) => prefixes.some((prefix) => inside(prefix, other)))
    case "Group":
      return topology.ports
        .filter(({ securityGroups }) => securityGroups.includes(remote.group))
        .some((port) => mayUse(port, other))
  }
}

/** Whether the address is the port's or lies in one of its pairs. */
export const mayUse = (port: Port, address: string): boolean =>
  port.addresses.some((own) => own === address) || port.addressPairs.some(({ prefix }) => inside(prefix, address))

/** Whether the groups of a port let a packet pass. */
export const groupsAllow = (
  topology: Topology,
  port: Port,
  direction: "ingress" | "egress",
  header: Header,
  state: "new" | "reply"
): boolean => {
  const groups = topology.securityGroups.filter(({ id }) => port.securityGroups.includes(id))
  if (state === "reply" && groups.length > 0 && groups.every(({ stateful }) => stateful)) return true
  return groups.some(({ rules }) =>
    rules.some((rule) => rule.direction === direction && allows(topology, rule, header))
  )
}
