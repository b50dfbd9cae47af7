/**
 * One packet against the matches of rules.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { protocolNumbers } from "../Packet.ts"
import type { Match, Rewrite } from "./pipeline.ts"

/** The headers of a packet as numbers; what a protocol does not have is -1. */
export interface Header {
  readonly source: Ip.Ip
  readonly destination: Ip.Ip
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly icmpType: number
  readonly icmpCode: number
}

/** Whether a packet is one that the match speaks of. */
export const matches = (match: Match, header: Header, state: "new" | "reply"): boolean => {
  const { destination, destinationPorts, source, sourcePorts } = match
  if (match.family !== undefined && match.family !== header.source.family) return false
  if (match.state !== undefined && match.state !== state) return false
  if (destination !== undefined && !Prefix.contains(destination, header.destination)) return false
  if (source !== undefined && !Prefix.contains(source, header.source)) return false
  if (match.protocol !== undefined && match.protocol !== header.protocol) return false
  if (destinationPorts !== undefined) {
    if (header.destinationPort < destinationPorts.first || header.destinationPort > destinationPorts.last) return false
  }
  if (sourcePorts !== undefined) {
    if (header.sourcePort < sourcePorts.first || header.sourcePort > sourcePorts.last) return false
  }
  if (match.icmpType !== undefined && match.icmpType !== header.icmpType) return false
  if (match.icmpCode !== undefined && match.icmpCode !== header.icmpCode) return false
  if (match.sourceIn !== undefined && !PrefixSet.contains(match.sourceIn.set, header.source)) return false
  return match.destinationIn === undefined || PrefixSet.contains(match.destinationIn.set, header.destination)
}

/** The headers after a rewrite. */
export const rewrite = (header: Header, set: Rewrite): Header => ({
  ...header,
  source: set.source ?? header.source,
  destination: set.destination ?? header.destination,
  destinationPort: set.destinationPort ?? header.destinationPort
})

const echoPairs = new Map([
  [8, 0],
  [0, 8],
  [128, 129],
  [129, 128]
])

/** The headers of the answer to a packet. */
export const mirror = (header: Header): Header => {
  const icmp = header.protocol === protocolNumbers.icmp || header.protocol === protocolNumbers.icmp6
  return {
    ...header,
    source: header.destination,
    destination: header.source,
    sourcePort: header.destinationPort,
    destinationPort: header.sourcePort,
    icmpType: icmp ? (echoPairs.get(header.icmpType) ?? header.icmpType) : header.icmpType
  }
}

/** Whether two packets have the same headers. */
export const sameHeader = (a: Header, b: Header): boolean =>
  Ip.equals(a.source, b.source) &&
  Ip.equals(a.destination, b.destination) &&
  a.protocol === b.protocol &&
  a.sourcePort === b.sourcePort &&
  a.destinationPort === b.destinationPort &&
  a.icmpType === b.icmpType &&
  a.icmpCode === b.icmpCode

/**
 * A number of 32 bits by which a flow is spread over alternatives: FNV-1a over the addresses, the protocol and the
 * ports.
 */
export const flowHash = (header: Header): number => {
  const { source, destination } = header
  let hash = 0x811c9dc5
  const mix = (value: number): void => {
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((value >>> shift) & 255), 0x01000193)
  }
  for (const ip of [source, destination]) for (const lane of [ip.a, ip.b, ip.c, ip.d]) mix(lane)
  for (const value of [header.protocol, header.sourcePort, header.destinationPort]) mix(value)
  return hash >>> 0
}
