/**
 * How a packet's header is laid out over the levels of a decision diagram, and sets of one field.
 *
 * The order is family, destination, protocol, destination port, source, source port: routes look at the destination,
 * most rules at destination, protocol and port, and few at the source port. The bits of an IPv4 address are the first
 * 32 of 128; no set of IPv4 packets depends on the others. Ports exist only for protocols that have them; ICMP keeps its
 * type (times 256) and code in the place of the destination port. No set depends on a field that its packets do not
 * have, so that a packet is a member or not whatever stands there.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import type { Prefix } from "../../Prefix.ts"
import type { Packet } from "../Packet.ts"
import * as bdd from "./bdd.ts"

/** Where a field lies. */
export interface Field {
  readonly from: number
  readonly width: number
}

/** The header fields, in the order of their levels. */
export const fields = {
  family: { from: 0, width: 1 },
  destination: { from: 1, width: 128 },
  protocol: { from: 129, width: 8 },
  destinationPort: { from: 137, width: 16 },
  source: { from: 153, width: 128 },
  sourcePort: { from: 281, width: 16 }
} as const satisfies Record<string, Field>

/** A field with an address in it. */
export type AddressField = "source" | "destination"

/** A field with a number of at most 16 bits in it. */
export type NumberField = "protocol" | "sourcePort" | "destinationPort"

/** How many levels a header has. */
export const levels = 297

/** A range of numbers, both ends included. */
export type Range = readonly [first: number, last: number]

/** TCP and UDP: the protocols whose ports the model sees. */
export const portProtocols: ReadonlyArray<number> = [6, 17]

/** ICMP and ICMPv6: the protocols whose type and code the model sees. */
export const icmpProtocols: ReadonlyArray<number> = [1, 58]

/** Bit `index` of an address, the most significant first. */
export const addressBit = (ip: Ip.Ip, index: number): number => {
  const lane = index < 32 ? ip.a : index < 64 ? ip.b : index < 96 ? ip.c : ip.d
  return (lane >>> (31 - (index & 31))) & 1
}

/** Bit `index` of a number in a field `width` bits wide. */
export const numberBit = (value: number, width: number, index: number): number => (value >>> (width - 1 - index)) & 1

/** Every packet of a family. */
export const ofFamily = (engine: bdd.Bdd, family: Ip.Family): number =>
  family === 4 ? engine.node(0, bdd.all, bdd.none) : engine.node(0, bdd.none, bdd.all)

/** Packets with an address of `field` in the prefix. */
export const inPrefix = (engine: bdd.Bdd, field: AddressField, prefix: Prefix): number => {
  const set = engine.cube(fields[field].from, prefix.length, (index) => addressBit(prefix, index), bdd.all)
  return prefix.family === 4 ? engine.node(0, set, bdd.none) : engine.node(0, bdd.none, set)
}

/** Packets with an address of `field` in one of the prefixes; they may be of both families. */
export const inPrefixes = (engine: bdd.Bdd, field: AddressField, prefixes: ReadonlyArray<Prefix>): number =>
  engine.orAll([...prefixes].sort(Ip.compare).map((prefix) => inPrefix(engine, field, prefix)))

/** Packets with a number of `field` in one of the ranges. Says nothing about the protocol. */
export const inRanges = (engine: bdd.Bdd, field: NumberField, ranges: ReadonlyArray<Range>): number => {
  const { from, width } = fields[field]
  return engine.orAll(ranges.map(([first, last]) => engine.range(from, width, first, last)))
}

/** Packets of one of the protocols. */
export const ofProtocols = (engine: bdd.Bdd, protocols: ReadonlyArray<number>): number =>
  inRanges(
    engine,
    "protocol",
    protocols.map((protocol) => [protocol, protocol])
  )

/** A product of one set for each field: a packet is in it when each of its fields is in the set of that field. */
export interface Block {
  readonly family: Ip.Family
  readonly source: ReadonlyArray<Prefix>
  readonly destination: ReadonlyArray<Prefix>
  readonly protocol: ReadonlyArray<Range>
  readonly sourcePort: ReadonlyArray<Range>
  readonly destinationPort: ReadonlyArray<Range>
}

/** Packets of a block. */
export const ofBlock = (engine: bdd.Bdd, block: Block): number => {
  const parts = [
    inPrefixes(engine, "destination", block.destination),
    inRanges(engine, "protocol", block.protocol),
    inRanges(engine, "destinationPort", block.destinationPort),
    inPrefixes(engine, "source", block.source),
    inRanges(engine, "sourcePort", block.sourcePort)
  ]
  return parts.reduce((sum, part) => engine.and(sum, part), ofFamily(engine, block.family))
}

/** A header without text: what the levels hold. For ICMP `destinationPort` is the type times 256 plus the code. */
export interface Values {
  readonly source: Ip.Ip
  readonly destination: Ip.Ip
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
}

type Header = Omit<Packet, "entry" | "state">

const numberFields = ["protocol", "sourcePort", "destinationPort"] as const
const addressFields = ["source", "destination"] as const

/** The values of a packet's header; fields that are missing are 0. */
export const valuesOf = (header: Header): Values => ({
  source: Result.getOrThrow(Ip.parse(header.source)),
  destination: Result.getOrThrow(Ip.parse(header.destination)),
  protocol: header.protocol,
  sourcePort: header.sourcePort ?? 0,
  destinationPort:
    header.icmpType === undefined ? (header.destinationPort ?? 0) : header.icmpType * 256 + (header.icmpCode ?? 0)
})

/** The levels of a header. */
export const bitsOf = (values: Values): Uint8Array => {
  const bits = new Uint8Array(levels)
  bits[0] = values.destination.family === 6 ? 1 : 0
  for (const name of addressFields) {
    const width = Ip.bits(values[name].family)
    for (let index = 0; index < width; index++) bits[fields[name].from + index] = addressBit(values[name], index)
  }
  for (const name of numberFields) {
    const { from, width } = fields[name]
    for (let index = 0; index < width; index++) bits[from + index] = numberBit(values[name], width, index)
  }
  return bits
}

const numberAt = (bits: Uint8Array, from: number, width: number): number => {
  let value = 0
  for (let index = 0; index < width; index++) value = value * 2 + bits[from + index]!
  return value
}

/** The header that the levels hold. */
export const valuesAt = (bits: Uint8Array): Values => {
  const family = bits[0] === 1 ? 6 : 4
  const address = (from: number) => {
    const lane = (index: number) => numberAt(bits, from + index * 32, 32)
    return family === 4 ? Ip.make(4, lane(0)) : Ip.make(6, lane(0), lane(1), lane(2), lane(3))
  }
  const number = (name: NumberField) => numberAt(bits, fields[name].from, fields[name].width)
  return {
    source: address(fields.source.from),
    destination: address(fields.destination.from),
    protocol: number("protocol"),
    sourcePort: number("sourcePort"),
    destinationPort: number("destinationPort")
  }
}

/** The header as text, with the fields that its protocol has. */
export const headerOf = (values: Values): Header => ({
  source: Ip.toText(values.source),
  destination: Ip.toText(values.destination),
  protocol: values.protocol,
  ...(portProtocols.includes(values.protocol)
    ? { sourcePort: values.sourcePort, destinationPort: values.destinationPort }
    : {}),
  ...(icmpProtocols.includes(values.protocol)
    ? { icmpType: values.destinationPort >>> 8, icmpCode: values.destinationPort & 0xff }
    : {})
})
