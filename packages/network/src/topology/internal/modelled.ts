/**
 * The packets the model has answers for, as a set: those that `Packet.check` does not refuse, except that a packet from
 * an address to itself is in the set. (Saying "source differs from destination" takes a diagram of the size of the
 * address space; whoever picks one packet picks by `properBits`.)
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Prefix from "../../Prefix.ts"
import { all, type Bdd, none } from "./bdd.ts"
import * as Fields from "./fields.ts"
import { echo } from "./terms.ts"

const prefixes = (...texts: ReadonlyArray<string>): ReadonlyArray<Prefix.Prefix> =>
  texts.map((text) => Result.getOrThrow(Prefix.parse(text)))

/** Multicast, limited broadcast, unspecified, loopback, link-local and IPv4-mapped addresses. */
const special = prefixes(
  "224.0.0.0/4",
  "255.255.255.255/32",
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "ff00::/8",
  "::/128",
  "::1/128",
  "::ffff:0:0/96",
  "fe80::/10"
)

/** IPv6 extension headers, fragments among them (IANA protocol numbers). */
const extensionHeaders: ReadonlyArray<number> = [0, 43, 44, 50, 51, 60, 135, 139, 140, 253, 254]

const build = (engine: Bdd): number => {
  const family = { 4: Fields.ofFamily(engine, 4), 6: Fields.ofFamily(engine, 6) }
  const to = (protocol: number, first: number, last: number) =>
    engine.and(Fields.ofProtocols(engine, [protocol]), Fields.inRanges(engine, "destinationPort", [[first, last]]))
  const not = (set: number, ...parts: ReadonlyArray<number>) =>
    parts.reduce((rest, part) => engine.diff(rest, part), set)
  const addresses = not(
    all,
    Fields.inPrefixes(engine, "destination", special),
    Fields.inPrefixes(engine, "source", special)
  )
  const icmp = Fields.ofProtocols(engine, [1])
  const icmp6 = Fields.ofProtocols(engine, [58])
  const v4 = engine.or(
    not(family[4], icmp, icmp6, to(17, 67, 68)),
    engine.and(family[4], to(1, echo[1].request, echo[1].request + 255))
  )
  const v6 = engine.or(
    not(family[6], icmp, icmp6, to(17, 546, 547), Fields.ofProtocols(engine, extensionHeaders)),
    engine.and(family[6], to(58, echo[58].request, echo[58].request + 255))
  )
  return engine.and(addresses, engine.or(v4, v6))
}

const known = new WeakMap<Bdd, number>()

/** First packets of connections that the model has answers for. */
export const modelled = (engine: Bdd): number => {
  let set = known.get(engine)
  if (set === undefined) {
    set = build(engine)
    known.set(engine, set)
  }
  return set
}

/** Bits of a member whose source differs from its destination, the same each time; `undefined` when there is none. */
export const properBits = (engine: Bdd, set: number): Uint8Array | undefined => {
  const first = engine.witness(set)
  if (first === undefined || !reflexive(first)) return first
  // Change the source alone, else look at every destination in turn: each either has another source or is one single packet.
  let rest = set
  for (let bits: Uint8Array | undefined = first; bits !== undefined; bits = engine.witness(rest)) {
    if (!reflexive(bits)) return bits
    const { destination } = Fields.valuesAt(bits)
    const same = Fields.inPrefix(engine, "destination", Prefix.host(destination))
    const itself = Fields.inPrefix(engine, "source", Prefix.host(destination))
    const others = engine.diff(engine.and(rest, same), itself)
    if (others !== none) return engine.witness(others)
    rest = engine.diff(rest, same)
  }
  return undefined
}

const reflexive = (bits: Uint8Array): boolean => {
  const { destination, source } = Fields.fields
  for (let index = 0; index < 128; index++) {
    if (bits[destination.from + index] !== bits[source.from + index]) return false
  }
  return true
}
