/** Which rack a packet goes to: IPv4 prefixes in one map for each length, and the laws that such a table must keep. */
import { type Ip, Prefix } from "@cloudwright/network"
import { RouteTableLaws } from "@cloudwright/network/testing"

export type Mistake = "the first match wins" | "a full block has no last address"

export const make = (mistake?: Mistake): RouteTableLaws.Table => {
  const lengths = Array.from({ length: 33 }, (_, length) => ({ length, racks: new Map<number, number>() }))
  // The longest first: what is found first is the longest match.
  const order = mistake === "the first match wins" ? lengths : lengths.toReversed()
  const covers = (ip: Ip.Ip, length: number) =>
    mistake === "a full block has no last address" && length === 24 && (ip.a & 0xff) === 0xff
      ? -1
      : Prefix.of(ip, length).a
  return {
    insert: (prefix, rack) => lengths[prefix.length]!.racks.set(prefix.a, rack),
    delete: (prefix) => lengths[prefix.length]!.racks.delete(prefix.a),
    lookup: (ip) => {
      for (const { length, racks } of order) {
        const rack = racks.get(covers(ip, length))
        if (rack !== undefined) return rack
      }
      return undefined
    }
  }
}

export const laws = (mistake?: Mistake) =>
  RouteTableLaws.check({ name: "rack routes", families: [4], make: () => make(mistake) })
