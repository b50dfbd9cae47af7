/**
 * Prefixes as the tests of routing need them: close together, so that strides, halves and whole nodes fill and empty.
 */
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as IpArbitraries from "../../src/testing/IpArbitraries.ts"

/** Few values for each byte, so that many prefixes share many bits, down to the last. */
const crowdedIp = (family: Ip.Family): fc.Arbitrary<Ip.Ip> => {
  const byte = fc.constantFrom(0, 0, 0, 1, 2, 127, 128, 255)
  const lane = fc.tuple(byte, byte, byte, byte).map(([a, b, c, d]) => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0)
  return fc.tuple(lane, lane, lane, lane).map(([a, b, c, d]) => Ip.make(family, a, b, c, d))
}

/** Lengths at the edges of strides and lanes are frequent. */
const edgeLength = (family: Ip.Family): fc.Arbitrary<number> =>
  fc.oneof(
    fc.nat({ max: Ip.bits(family) }),
    fc
      .tuple(fc.nat({ max: Ip.bits(family) / 8 }), fc.constantFrom(-1, 0, 1))
      .map(([stride, beside]) => Math.min(Ip.bits(family), Math.max(0, 8 * stride + beside)))
  )

/** One prefix out of a crowd, or any. */
export const prefix = (family: Ip.Family): fc.Arbitrary<Prefix.Prefix> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(crowdedIp(family), edgeLength(family)).map(([ip, length]) => Prefix.of(ip, length))
    },
    { weight: 1, arbitrary: IpArbitraries.prefix({ family, shape: "routing" }) }
  )

/** An address out of the same crowd, or any. */
export const ip = (family: Ip.Family): fc.Arbitrary<Ip.Ip> => fc.oneof(crowdedIp(family), IpArbitraries.ip(family))

/** Different prefixes with a value each. */
export const entries = (family: Ip.Family, maxLength = 60) =>
  fc.uniqueArray(fc.record({ prefix: prefix(family), value: fc.nat({ max: 5 }) }), {
    maxLength,
    size: "max",
    selector: (entry) => Prefix.format(entry.prefix)
  })
