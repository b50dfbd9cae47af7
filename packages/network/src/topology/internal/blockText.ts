/**
 * Blocks as lines that an operator reads: `tcp 10.0.0.0/24 -> 10.1.0.5 port 80, 443`.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { type Block, icmpProtocols, portProtocols, type Range } from "./fields.ts"

const protocolNames: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmp6"]
])

/** Lists longer than this are cut in text. */
const longest = 8

const list = (parts: ReadonlyArray<string>): string =>
  parts.length <= longest ? parts.join(", ") : `${parts.slice(0, longest).join(", ")}, ${parts.length - longest} more`

const everything = (ranges: ReadonlyArray<Range>, maximum: number): boolean =>
  ranges.length === 1 && ranges[0]![0] === 0 && ranges[0]![1] === maximum

const numbers = (ranges: ReadonlyArray<Range>, name: (value: number) => string): string =>
  list(ranges.map(([first, last]) => (first === last ? name(first) : `${name(first)}-${name(last)}`)))

const address = (prefix: Prefix.Prefix): string =>
  prefix.length === Ip.bits(prefix.family) ? Ip.format(prefix) : Prefix.format(prefix)

const addresses = (prefixes: ReadonlyArray<Prefix.Prefix>, family: Ip.Family): string => {
  const any = family === 4 ? "any IPv4" : "any IPv6"
  if (prefixes.length === 1 && prefixes[0]!.length === 0) return any
  const rest = [...PrefixSet.toPrefixes(PrefixSet.complement(PrefixSet.fromPrefixes(prefixes), family))]
  return rest.length < prefixes.length ? `${any} except ${list(rest.map(address))}` : list(prefixes.map(address))
}

const protocols = (ranges: ReadonlyArray<Range>): string => {
  if (everything(ranges, 255)) return "any protocol"
  const text = numbers(ranges, (value) => protocolNames.get(value) ?? String(value))
  const named = ranges.every(([first, last]) => first === last && protocolNames.has(first))
  return named ? text : `protocol ${text}`
}

const single = (ranges: ReadonlyArray<Range>, among: ReadonlyArray<number>): boolean =>
  ranges.every(([first, last]) => first === last && among.includes(first))

/** One line for a block. */
export const formatBlock = (block: Block): string => {
  const parts = [
    protocols(block.protocol),
    addresses(block.source, block.family),
    "->",
    addresses(block.destination, block.family)
  ]
  if (single(block.protocol, icmpProtocols)) {
    if (!everything(block.destinationPort, 65_535)) {
      parts.push(`type/code ${numbers(block.destinationPort, (value) => `${value >>> 8}/${value & 0xff}`)}`)
    }
  } else if (single(block.protocol, portProtocols)) {
    if (!everything(block.destinationPort, 65_535)) parts.push(`port ${numbers(block.destinationPort, String)}`)
    if (!everything(block.sourcePort, 65_535)) parts.push(`from port ${numbers(block.sourcePort, String)}`)
  }
  return parts.join(" ")
}
