/**
 * IP addresses as numbers: parsing, formatting, order and arithmetic.
 *
 * An address is its family and four unsigned 32-bit lanes, the most significant first. An IPv4 address lives in the
 * first lane, the others are zero, so that code which compares leading bits serves both families. Text is for the edges:
 * kernels work on lanes, in typed arrays where there are many.
 *
 * Addresses of both families are in one total order, IPv4 before IPv6, and nothing here throws because of a mixture.
 * An IPv4-mapped IPv6 address is an IPv6 address. Zone ids (RFC 4007) are no part of an address; only `parseZoned` reads
 * them.
 *
 * @since 0.1.0
 */
import { InterfaceName } from "@cloudwright/core/NicBinding"
import type * as Order from "effect/Order"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isCanonical, toCanonical } from "./internal/canonicalText.ts"
import { format4, format6 } from "./internal/ipFormat.ts"
import { readAddress } from "./internal/ipParse.ts"
import { addressRules, codeOf, explain, positionOf } from "./internal/ipRules.ts"

/**
 * The two versions of the Internet Protocol.
 *
 * @since 0.1.0
 * @category models
 */
export type Family = 4 | 6

/**
 * An IPv4 or IPv6 address: `a` to `d` are unsigned 32-bit integers, most significant first; IPv4 uses `a` alone.
 *
 * @since 0.1.0
 * @category models
 */
export interface Ip {
  readonly family: Family
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/**
 * The rules that a text can break so that it is no address:
 *
 * - `Empty`, `TooLong` (more than 49 characters), `UnexpectedCharacter`.
 * - `LeadingZero` (a decimal such as 010, which some programs read as octal), `OctetTooLarge`, `OctetCount` (not four).
 * - `GroupTooLong` (more than four hexadecimal digits), `GroupCount` (not eight, or too many beside a `::`),
 *   `SecondCompression` (a second `::`), `ZoneId` (a `%` where none is asked for, or no good name behind it).
 *
 * @since 0.1.0
 * @category errors
 */
export const IpRule = Schema.Literals(addressRules)

/**
 * The rules that a text can break so that it is no address.
 *
 * @since 0.1.0
 * @category errors
 */
export type IpRule = typeof IpRule.Type

/**
 * A text is no address. `position` counts characters from 0 and is where reading stopped making sense; `text` is cut
 * after 64 characters.
 *
 * @since 0.1.0
 * @category errors
 */
export class IpProblem extends Schema.TaggedError<IpProblem>()("IpProblem", {
  text: Schema.String,
  position: Schema.Natural,
  rule: IpRule
}) {
  override get message(): string {
    return `${JSON.stringify(this.text)} is no IP address: ${explain(this.rule, this.position)}`
  }
}

const lanes = new Uint32Array(4)

const fromLanes = (family: Family): Ip => make(family, lanes[0]!, lanes[1], lanes[2], lanes[3])

/**
 * An address from its lanes; each is taken modulo 2^32. For IPv4 only `a` is used.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (family: Family, a: number, b = 0, c = 0, d = 0): Ip =>
  family === 4 ? { family, a: a >>> 0, b: 0, c: 0, d: 0 } : { family, a: a >>> 0, b: b >>> 0, c: c >>> 0, d: d >>> 0 }

/**
 * Reads an address: four decimal octets, or any form of RFC 4291 section 2.2. Strict as inet_pton: no leading zeros in
 * decimals, no blanks, no short or hexadecimal IPv4 forms, no zone id.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parse = (text: string): Result.Result<Ip, IpProblem> => {
  const status = readAddress(text, 0, text.length, lanes, 0)
  return status > 0 ? Result.succeed(fromLanes(status as Family)) : Result.fail(problem(text, status))
}

const problem = (text: string, status: number): IpProblem =>
  new IpProblem({ text: text.slice(0, 64), position: positionOf(status), rule: addressRules[codeOf(status) - 1]! })

/**
 * Reads an address that may have a zone id behind it (`fe80::1%eth0`, RFC 4007 section 11): the name or the number of the
 * interface by which a link-local address is meant. IPv4 addresses have none.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parseZoned = (
  text: string
): Result.Result<{ readonly ip: Ip; readonly zone: InterfaceName | undefined }, IpProblem> => {
  const percent = text.indexOf("%")
  if (percent < 0) return Result.map(parse(text), (ip) => ({ ip, zone: undefined }))
  const status = readAddress(text, 0, percent, lanes, 0)
  if (status < 0) return Result.fail(problem(text, status))
  const zone = text.slice(percent + 1)
  return status === 6 && Schema.is(InterfaceName)(zone)
    ? Result.succeed({ ip: fromLanes(6), zone })
    : Result.fail(new IpProblem({ text: text.slice(0, 64), position: percent, rule: "ZoneId" }))
}

/**
 * Reads an address without making an object, for bulk work: from text or from the bytes of a file, between `start` and
 * `end`, into four lanes of `out` from index `at` on. Returns the family, or a number below zero when the text is no
 * address; `parse` says why. After a failure the four lanes hold anything.
 *
 * Cutting a string into parts with `split` or `slice` makes strings that are slow to read; read the bytes of a large
 * file instead.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parseInto = (
  source: string | Uint8Array,
  out: Uint32Array,
  at: number,
  start = 0,
  end = source.length
): number => readAddress(source, start, end, out, at)

/**
 * The canonical text: four decimal octets; RFC 5952 for IPv6, with dotted decimals in IPv4-mapped addresses as its
 * section 5 recommends.
 *
 * @since 0.1.0
 * @category codecs
 */
export const format = (ip: Ip): string => (ip.family === 4 ? format4(ip.a) : format6(ip.a, ip.b, ip.c, ip.d))

/**
 * 32 for IPv4, 128 for IPv6.
 *
 * @since 0.1.0
 * @category getters
 */
export const bits = (family: Family): 32 | 128 => (family === 4 ? 32 : 128)

/**
 * The total order of addresses: IPv4 before IPv6, then by number.
 *
 * @since 0.1.0
 * @category combinators
 */
export const compare: Order.Order<Ip> = (x, y) => {
  if (x.family !== y.family) return x.family < y.family ? -1 : 1
  if (x.a !== y.a) return x.a < y.a ? -1 : 1
  if (x.b !== y.b) return x.b < y.b ? -1 : 1
  if (x.c !== y.c) return x.c < y.c ? -1 : 1
  return x.d === y.d ? 0 : x.d < y.d ? -1 : 1
}

/**
 * Whether both are the same address of the same family.
 *
 * @since 0.1.0
 * @category predicates
 */
export const equals = (x: Ip, y: Ip): boolean =>
  x.d === y.d && x.a === y.a && x.c === y.c && x.b === y.b && x.family === y.family

/**
 * The address as a number: 0 to 2^32 - 1, or to 2^128 - 1.
 *
 * @since 0.1.0
 * @category getters
 */
export const toBigInt = (ip: Ip): bigint =>
  ip.family === 4
    ? BigInt(ip.a)
    : (((((BigInt(ip.a) << 32n) | BigInt(ip.b)) << 32n) | BigInt(ip.c)) << 32n) | BigInt(ip.d)

/**
 * The address with this number, or `undefined` when the family has none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromBigInt = (family: Family, n: bigint): Ip | undefined => {
  if (n < 0n || n >> BigInt(bits(family)) !== 0n) return undefined
  const lane = (shift: bigint): number => Number((n >> shift) & 0xffffffffn)
  return family === 4 ? make(4, lane(0n)) : make(6, lane(96n), lane(64n), lane(32n), lane(0n))
}

/**
 * The address `n` further on (or back, when `n` is negative), or `undefined` when that is outside of the family's
 * addresses. As a number `n` must be a safe integer; anything else gives `undefined`, too.
 *
 * @since 0.1.0
 * @category combinators
 */
export const add = (ip: Ip, n: number | bigint): Ip | undefined => {
  if (typeof n === "bigint") return fromBigInt(ip.family, toBigInt(ip) + n)
  if (!Number.isSafeInteger(n)) return undefined
  if (ip.family === 4) {
    const a = ip.a + n
    return a >= 0 && a <= 0xffffffff ? make(4, a) : undefined
  }
  // The remainder of a floor division keeps the low lane positive, so that a carry is the only case.
  const high = Math.floor(n / 0x1_0000_0000)
  const d = ip.d + (n >>> 0)
  const c = ip.c + high + carry(d)
  const b = ip.b + carry(c)
  const a = ip.a + carry(b)
  return a >= 0 && a <= 0xffffffff ? make(6, a, b, c, d) : undefined
}

/** What a lane's sum hands to the next lane: -1, 0 or 1. */
const carry = (sum: number): number => Math.floor(sum / 0x1_0000_0000)

/**
 * The first address of a family: 0.0.0.0 or ::.
 *
 * @since 0.1.0
 * @category constructors
 */
export const lowest = (family: Family): Ip => make(family, 0)

/**
 * The last address of a family.
 *
 * @since 0.1.0
 * @category constructors
 */
export const highest = (family: Family): Ip => make(family, -1, -1, -1, -1)

const canonicalOf = (text: string) => Result.map(parse(text), format)

const canonical = Schema.String.pipe(Schema.check(isCanonical(canonicalOf)), Schema.brand("IpText"))

/**
 * Address text: decodes any valid text to the canonical one, which it is encoded as. `Text.make` takes canonical text only.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Text = Schema.String.pipe(Schema.decodeTo(canonical, toCanonical(canonicalOf))).annotate({
  identifier: "IpText"
})

/**
 * Canonical address text.
 *
 * @since 0.1.0
 * @category models
 */
export type Text = typeof Text.Type

/**
 * The canonical text of an address as the branded type.
 *
 * @since 0.1.0
 * @category codecs
 */
export const toText = (ip: Ip): Text => format(ip) as Text
