/**
 * fast-check arbitraries for addresses, prefixes, sets of them and MAC addresses, and for address text, well-formed and
 * nearly so.
 *
 * Everything shrinks towards 0.0.0.0 and ::, short lengths and short lists. Needs the optional peer `fast-check`.
 *
 * @since 0.1.0
 */
import * as fc from "fast-check"
import * as Ip from "../Ip.ts"
import * as Mac from "../Mac.ts"
import * as Prefix from "../Prefix.ts"
import * as PrefixSet from "../PrefixSet.ts"
import { mutation } from "./internal/mutation.ts"

/**
 * How the lengths of generated prefixes are distributed: `any` takes each alike, `routing` is like the Internet's routing
 * tables (six in ten IPv4 prefixes are /24, nearly half of the IPv6 ones /48), `plan` like an address plan (IPv4 mostly
 * /24 to /30 below few large blocks, IPv6 mostly /64 below /48 and /56, and links of /31 and /127).
 *
 * @since 0.1.0
 * @category models
 */
export type Shape = "any" | "routing" | "plan"

/** Shares of lengths in one thousand. */
const shares = {
  routing: {
    4: {
      8: 1,
      9: 1,
      10: 1,
      11: 1,
      12: 2,
      13: 3,
      14: 4,
      15: 5,
      16: 15,
      17: 9,
      18: 15,
      19: 26,
      20: 47,
      21: 53,
      22: 113,
      23: 103,
      24: 600,
      25: 1
    },
    6: {
      19: 1,
      20: 1,
      24: 2,
      28: 4,
      29: 23,
      30: 5,
      32: 124,
      33: 28,
      34: 24,
      35: 20,
      36: 46,
      38: 20,
      40: 86,
      42: 30,
      44: 98,
      45: 12,
      46: 25,
      47: 20,
      48: 451
    }
  },
  plan: {
    4: {
      8: 5,
      12: 5,
      16: 30,
      20: 40,
      21: 30,
      22: 60,
      23: 60,
      24: 350,
      25: 60,
      26: 90,
      27: 70,
      28: 80,
      29: 40,
      30: 40,
      31: 20,
      32: 20
    },
    6: {
      32: 10,
      36: 10,
      40: 20,
      44: 20,
      48: 120,
      52: 20,
      56: 120,
      60: 40,
      64: 560,
      96: 10,
      120: 10,
      126: 10,
      127: 30,
      128: 20
    }
  }
} as const

const lengths = (family: Ip.Family, shape: Shape): fc.Arbitrary<number> => {
  if (shape === "any") return fc.nat({ max: Ip.bits(family) })
  const table = Object.entries(shares[shape][family]).flatMap(([length, share]) =>
    Array.from({ length: share }, () => Number(length))
  )
  return fc.noBias(fc.nat({ max: table.length - 1 })).map((place) => table[place]!)
}

/** One lane: often zero, small or at an edge, where carries and zero groups are. */
const lane = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat({ max: 0xffff }) },
  { weight: 1, arbitrary: fc.nat({ max: 0x80000000 }) },
  { weight: 4, arbitrary: fc.nat({ max: 0xffffffff }) }
)

const ipv4 = fc
  .oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: lane },
    { weight: 3, arbitrary: fc.nat({ max: 0xffffffff }) }
  )
  .map((a) => Ip.make(4, a))

const ipv6 = fc.tuple(lane, lane, lane, lane).map(([a, b, c, d]) => Ip.make(6, a, b, c, d))

const either = <A>(family: Ip.Family | undefined, of: (family: Ip.Family) => fc.Arbitrary<A>): fc.Arbitrary<A> =>
  family === undefined ? fc.oneof({ withCrossShrink: true }, of(4), of(6)) : of(family)

/**
 * Addresses of one family, or of both. Zero lanes and values at the edges are frequent.
 *
 * @since 0.1.0
 * @category generators
 */
export const ip = (family?: Ip.Family): fc.Arbitrary<Ip.Ip> => either(family, (each) => (each === 4 ? ipv4 : ipv6))

/**
 * Addresses inside of a prefix.
 *
 * @since 0.1.0
 * @category generators
 */
export const ipIn = (outer: Prefix.Prefix): fc.Arbitrary<Ip.Ip> => ip(outer.family).map((inner) => moved(outer, inner))

/** The address with the bits of a prefix in front. */
const moved = (outer: Prefix.Prefix, inner: Ip.Ip): Ip.Ip => {
  const host = Prefix.last(Prefix.make(outer.family, outer.length, 0))
  return Ip.make(
    outer.family,
    outer.a | (inner.a & host.a),
    outer.b | (inner.b & host.b),
    outer.c | (inner.c & host.c),
    outer.d | (inner.d & host.d)
  )
}

/**
 * Prefixes of one family, or of both; `shape` says which lengths are frequent (`any` unless given).
 *
 * @since 0.1.0
 * @category generators
 */
export const prefix = (
  options: { readonly family?: Ip.Family | undefined; readonly shape?: Shape | undefined } = {}
): fc.Arbitrary<Prefix.Prefix> =>
  either(options.family, (family) =>
    fc.tuple(ip(family), lengths(family, options.shape ?? "any")).map(([at, length]) => Prefix.of(at, length))
  )

/**
 * Prefixes inside of a prefix, which may be itself.
 *
 * @since 0.1.0
 * @category generators
 */
export const prefixIn = (outer: Prefix.Prefix): fc.Arbitrary<Prefix.Prefix> =>
  fc
    .tuple(ipIn(outer), fc.integer({ min: outer.length, max: Ip.bits(outer.family) }))
    .map(([inner, length]) => Prefix.of(inner, length))

/**
 * Lists of prefixes of which about half lie in an earlier one, as in tables and plans; duplicates occur.
 *
 * @since 0.1.0
 * @category generators
 */
export const prefixes = (
  options: {
    readonly family?: Ip.Family | undefined
    readonly shape?: Shape | undefined
    readonly maxLength?: number | undefined
  } = {}
): fc.Arbitrary<ReadonlyArray<Prefix.Prefix>> =>
  fc
    .array(fc.record({ own: prefix(options), nested: fc.boolean(), parent: fc.nat() }), {
      maxLength: options.maxLength ?? 30,
      size: "max"
    })
    .map((drawn) => {
      const list: Array<Prefix.Prefix> = []
      for (const { own, nested, parent } of drawn) {
        const outer = nested && list.length > 0 ? list[parent % list.length]! : own
        const inside = outer.family === own.family && outer.length <= own.length
        list.push(inside ? Prefix.of(moved(outer, own), own.length) : own)
      }
      return list
    })

/**
 * Sets of addresses: unions of prefixes and of ranges that begin and end anywhere.
 *
 * @since 0.1.0
 * @category generators
 */
export const prefixSet = (family?: Ip.Family): fc.Arbitrary<PrefixSet.PrefixSet> =>
  fc
    .tuple(
      prefixes({ family, maxLength: 10 }),
      fc.array(
        either(family, (each) => fc.tuple(ip(each), ip(each))),
        { maxLength: 4 }
      )
    )
    .map(([blocks, ranges]) =>
      ranges.reduce(
        (set, [x, y]) =>
          PrefixSet.union(set, Ip.compare(x, y) < 0 ? PrefixSet.fromRange(x, y) : PrefixSet.fromRange(y, x)),
        PrefixSet.fromPrefixes(blocks)
      )
    )

/**
 * Unicast MAC addresses other than zero, as numbers of 48 bits.
 *
 * @since 0.1.0
 * @category generators
 */
export const mac: fc.Arbitrary<number> = fc
  .tuple(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffffffff }), fc.nat({ max: 0xff }))
  .map(([high, middle, low]) => Math.max(1, high * 2 ** 41 + middle * 256 + low))

/**
 * The valid spellings of an address: upper case, leading zeros in groups, `::` at any run of zero groups or nowhere, dotted
 * decimals at the end of IPv6. IPv4 has one spelling.
 *
 * @since 0.1.0
 * @category generators
 */
export const spelling = (address: Ip.Ip): fc.Arbitrary<string> => {
  if (address.family === 4) return fc.constant(Ip.format(address))
  const groups = [address.a, address.b, address.c, address.d].flatMap((each) => [each >>> 16, each & 0xffff])
  return fc
    .record({
      upper: fc.boolean(),
      padded: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      dotted: fc.boolean(),
      gap: fc.nat(),
      width: fc.nat()
    })
    .map(({ dotted, gap, padded, upper, width }) => {
      const words = groups.map((group, index) => group.toString(16).padStart(padded[index] === true ? 4 : 1, "0"))
      if (dotted) words.splice(6, 2, Ip.format(Ip.make(4, address.d)))
      const zeros = groups
        .slice(0, words.length - (dotted ? 1 : 0))
        .flatMap((group, index) => (group === 0 ? [index] : []))
      const text = zeros.length === 0 ? words.join(":") : compressed(words, groups, zeros[gap % zeros.length]!, width)
      return upper ? text.toUpperCase() : text
    })
}

/** Puts `::` in the place of one or more zero groups from `start` on. */
const compressed = (
  words: ReadonlyArray<string>,
  groups: ReadonlyArray<number>,
  start: number,
  width: number
): string => {
  const dotted = words.length === 7 ? 1 : 0
  let most = 0
  while (start + most < words.length - dotted && groups[start + most] === 0) most++
  const length = width % (most + 1)
  if (length === 0) return words.join(":")
  return `${words.slice(0, start).join(":")}::${words.slice(start + length).join(":")}`
}

/**
 * Text that looks like an address or a prefix: valid text with up to three small changes, such as leading zeros, missing or
 * doubled parts, blanks, signs, zone ids, digits of other scripts, lengths and octets one too large. Some are valid.
 *
 * @since 0.1.0
 * @category generators
 */
export const nearMiss: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      prefix().map(Prefix.format),
      ip().map(Ip.format),
      ip(6).chain(spelling),
      fc.tuple(ip(), fc.nat({ max: 200 })).map(([at, length]) => `${Ip.format(at)}/${length}`)
    ),
    fc.array(mutation, { maxLength: 3 })
  )
  .map(([text, changes]) => changes.reduce((changed, change) => change(changed), text))

/**
 * Text of MAC addresses in the usual notations, in lower or upper case, of the address given.
 *
 * @since 0.1.0
 * @category generators
 */
export const macSpelling = (address: number): fc.Arbitrary<string> => {
  const digits = Mac.format(address).replaceAll(":", "")
  const grouped = (size: number, separator: string) => digits.match(new RegExp(`.{${size}}`, "g"))!.join(separator)
  return fc
    .tuple(fc.constantFrom(grouped(2, ":"), grouped(2, "-"), grouped(4, "."), digits), fc.boolean())
    .map(([text, upper]) => (upper ? text.toUpperCase() : text))
}
