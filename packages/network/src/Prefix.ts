/**
 * Prefixes (CIDR blocks): parsing, formatting, containment, overlap and subdivision.
 *
 * A prefix of one family never contains or overlaps one of the other; ordering puts IPv4 first. Nothing throws because
 * of a mixture.
 *
 * @since 0.1.0
 */
import type * as Order from "effect/Order"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isCanonical, toCanonical } from "./internal/canonicalText.ts"
import { format4, format6 } from "./internal/ipFormat.ts"
import { laneMask, leadingZeros, trailingZeros } from "./internal/ipLanes.ts"
import { readPrefix } from "./internal/ipParse.ts"
import { codeOf, explain, positionOf, prefixRules, rule as rules } from "./internal/ipRules.ts"
import * as Ip from "./Ip.ts"

/**
 * A block of 2^(bits - length) addresses, where bits is 32 for IPv4 and 128 for IPv6. `a` to `d` are the lanes of its
 * first address as in `Ip`; bits behind `length` are zero.
 *
 * @since 0.1.0
 * @category models
 */
export interface Prefix extends Ip.Ip {
  readonly length: number
}

/**
 * Why a text is no prefix:
 *
 * - `Malformed`: the rule that it breaks, as for addresses; besides `LengthMissing` (no `/`, or nothing behind it) and
 *   `LengthTooLarge`.
 * - `HostBits`: the address has bits behind the length; `corrected` is the prefix that contains it.
 *
 * @since 0.1.0
 * @category errors
 */
export const PrefixProblemReason = Schema.TaggedUnion({
  Malformed: { rule: Schema.Literals(prefixRules) },
  HostBits: { corrected: Schema.String }
})

/**
 * Why a text is no prefix.
 *
 * @since 0.1.0
 * @category errors
 */
export type PrefixProblemReason = typeof PrefixProblemReason.Type

/**
 * A text is no prefix. `position` counts characters from 0 and is where reading stopped making sense; `text` is cut
 * after 64 characters.
 *
 * @since 0.1.0
 * @category errors
 */
export class PrefixProblem extends Schema.TaggedError<PrefixProblem>()("PrefixProblem", {
  text: Schema.String,
  position: Schema.Natural,
  reason: PrefixProblemReason
}) {
  override get message(): string {
    const why = PrefixProblemReason.match(this.reason, {
      Malformed: ({ rule }) => explain(rule, this.position),
      HostBits: ({ corrected }) => `it has host bits set, did you mean ${corrected}?`
    })
    return `${JSON.stringify(this.text)} is no prefix: ${why}`
  }
}

const lanes = new Uint32Array(5)

/** A prefix from `lanes`, which are masked. */
const fromLanes = (family: Ip.Family): Prefix => ({
  family,
  a: lanes[0]!,
  b: lanes[1]!,
  c: lanes[2]!,
  d: lanes[3]!,
  length: lanes[4]!
})

/**
 * A prefix from a length and lanes; each lane is taken modulo 2^32, and bits behind the length are cleared. For IPv4
 * only `a` is used. Throws a `RangeError` for a length that the family does not have.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (family: Ip.Family, length: number, a: number, b = 0, c = 0, d = 0): Prefix => {
  if (!(Number.isInteger(length) && length >= 0 && length <= Ip.bits(family))) {
    throw new RangeError(`IPv${family} has no prefixes of length ${length}`)
  }
  if (family === 4) return { family, a: (a & laneMask(length)) >>> 0, b: 0, c: 0, d: 0, length }
  return {
    family,
    a: (a & laneMask(length)) >>> 0,
    b: (b & laneMask(length - 32)) >>> 0,
    c: (c & laneMask(length - 64)) >>> 0,
    d: (d & laneMask(length - 96)) >>> 0,
    length
  }
}

/**
 * The prefix of this length that contains the address: bits behind the length are cleared. Throws a `RangeError` for a
 * length that the family does not have.
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = (ip: Ip.Ip, length: number): Prefix => make(ip.family, length, ip.a, ip.b, ip.c, ip.d)

/**
 * The prefix that holds this address alone: /32 or /128.
 *
 * @since 0.1.0
 * @category constructors
 */
export const host = (ip: Ip.Ip): Prefix => of(ip, Ip.bits(ip.family))

/**
 * All addresses of a family: 0.0.0.0/0 or ::/0.
 *
 * @since 0.1.0
 * @category constructors
 */
export const all = (family: Ip.Family): Prefix => of(Ip.lowest(family), 0)

/**
 * Reads an address (as `Ip.parse` does), a slash and a decimal length. Host bits are a problem that names the corrected
 * prefix; to accept them, parse the parts and use `of`.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parse = (text: string): Result.Result<Prefix, PrefixProblem> => {
  const status = readPrefix(text, 0, text.length, lanes, 0)
  return status > 0 ? Result.succeed(fromLanes(status as Ip.Family)) : Result.fail(problem(text, status))
}

const problem = (text: string, status: number): PrefixProblem => {
  const code = codeOf(status)
  const reason: PrefixProblemReason =
    code === rules.hostBits
      ? { _tag: "HostBits", corrected: format(fromLanes(text.includes(":") ? 6 : 4)) }
      : { _tag: "Malformed", rule: prefixRules[code - 1]! }
  return new PrefixProblem({ text: text.slice(0, 64), position: positionOf(status), reason })
}

/**
 * Reads a prefix without making an object, for bulk work: from text or from the bytes of a file, between `start` and
 * `end`, into five elements of `out` from index `at` on, the lanes and the length. Returns the family, or a number below
 * zero when the text is no prefix; `parse` says why. After a failure the five elements hold anything.
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
): number => readPrefix(source, start, end, out, at)

/**
 * The canonical text: the first address as `Ip.format` writes it, a slash and the length.
 *
 * @since 0.1.0
 * @category codecs
 */
export const format = (prefix: Prefix): string =>
  `${prefix.family === 4 ? format4(prefix.a) : format6(prefix.a, prefix.b, prefix.c, prefix.d)}/${prefix.length}`

/**
 * The order of prefixes: by first address, then the shorter length first, so that a prefix comes before all that it
 * contains, and these come before anything behind it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const compare: Order.Order<Prefix> = (x, y) => {
  const order = Ip.compare(x, y)
  if (order !== 0 || x.length === y.length) return order
  return x.length < y.length ? -1 : 1
}

/**
 * Whether both are the same block.
 *
 * @since 0.1.0
 * @category predicates
 */
export const equals = (x: Prefix, y: Prefix): boolean => x.length === y.length && Ip.equals(x, y)

/** Whether two addresses of one family agree in their first `length` bits. */
const agree = (x: Ip.Ip, y: Ip.Ip, length: number): boolean => {
  if (((x.a ^ y.a) & laneMask(length)) !== 0) return false
  if (length <= 32) return true
  return (
    ((x.b ^ y.b) & laneMask(length - 32)) === 0 &&
    ((x.c ^ y.c) & laneMask(length - 64)) === 0 &&
    ((x.d ^ y.d) & laneMask(length - 96)) === 0
  )
}

/**
 * Whether the address, or every address of the other prefix, is in the prefix. A prefix contains itself.
 *
 * @since 0.1.0
 * @category predicates
 */
export const contains = (prefix: Prefix, other: Ip.Ip | Prefix): boolean =>
  prefix.family === other.family &&
  (!("length" in other) || prefix.length <= other.length) &&
  agree(prefix, other, prefix.length)

/**
 * Whether the prefixes have an address in common, which means that one contains the other.
 *
 * @since 0.1.0
 * @category predicates
 */
export const overlaps = (x: Prefix, y: Prefix): boolean =>
  x.family === y.family && agree(x, y, x.length < y.length ? x.length : y.length)

/**
 * The first address of the block.
 *
 * @since 0.1.0
 * @category getters
 */
export const first = (prefix: Prefix): Ip.Ip => Ip.make(prefix.family, prefix.a, prefix.b, prefix.c, prefix.d)

/**
 * The last address of the block.
 *
 * @since 0.1.0
 * @category getters
 */
export const last = (prefix: Prefix): Ip.Ip =>
  Ip.make(
    prefix.family,
    prefix.a | ~laneMask(prefix.length),
    prefix.b | ~laneMask(prefix.length - 32),
    prefix.c | ~laneMask(prefix.length - 64),
    prefix.d | ~laneMask(prefix.length - 96)
  )

/**
 * The count of addresses in the block.
 *
 * @since 0.1.0
 * @category getters
 */
export const size = (prefix: Prefix): bigint => 1n << BigInt(Ip.bits(prefix.family) - prefix.length)

/**
 * The block of the shorter `length` that contains the prefix. Throws a `RangeError` unless `length` is from 0 to the
 * prefix's own.
 *
 * @since 0.1.0
 * @category combinators
 */
export const supernet = (prefix: Prefix, length: number): Prefix => {
  if (length > prefix.length) throw new RangeError(`/${length} is no supernet of ${format(prefix)}`)
  return of(prefix, length)
}

/**
 * The block of the same length that follows, or `undefined` behind the last one of the family.
 *
 * @since 0.1.0
 * @category combinators
 */
export const next = (prefix: Prefix): Prefix | undefined => {
  const after = Ip.add(last(prefix), 1)
  return after === undefined ? undefined : of(after, prefix.length)
}

/**
 * The parts of the longer `length`, in order, made one by one as they are asked for. Throws a `RangeError` unless
 * `length` is from the prefix's own to the bits of the family.
 *
 * @since 0.1.0
 * @category combinators
 */
export const subnets = (prefix: Prefix, length: number): Iterable<Prefix> => {
  if (!(length >= prefix.length)) throw new RangeError(`/${length} is no part of ${format(prefix)}`)
  const start = of(prefix, length)
  return {
    *[Symbol.iterator]() {
      for (let part: Prefix | undefined = start; part !== undefined && contains(prefix, part); part = next(part)) {
        yield part
      }
    }
  }
}

/**
 * Part number `index` (from 0) among the parts of the longer `length`, without going through those before it;
 * `undefined` when there are not so many. Throws as `subnets` does.
 *
 * @since 0.1.0
 * @category combinators
 */
export const subnet = (prefix: Prefix, length: number, index: number | bigint): Prefix | undefined => {
  if (!(length >= prefix.length)) throw new RangeError(`/${length} is no part of ${format(prefix)}`)
  const part = of(prefix, length)
  const found = Ip.add(part, BigInt(index) * size(part))
  return found !== undefined && contains(prefix, found) ? of(found, length) : undefined
}

/**
 * The two halves of the block, or `undefined` when it is a single address.
 *
 * @since 0.1.0
 * @category combinators
 */
export const halves = (prefix: Prefix): readonly [low: Prefix, high: Prefix] | undefined => {
  if (prefix.length === Ip.bits(prefix.family)) return undefined
  const length = prefix.length + 1
  return [of(prefix, length), of(last(prefix), length)]
}

/**
 * The largest block that begins with the address `start` and does not go beyond `end`, or `undefined` when `end` comes
 * before `start` or is of the other family. Repeated, it cuts a range into the fewest prefixes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const largest = (start: Ip.Ip, end: Ip.Ip): Prefix | undefined => {
  if (start.family !== end.family || Ip.compare(start, end) > 0) return undefined
  // IPv4 counts its bits as the first 32 of 128, with lanes behind them that are zero in `start` and full in `end`.
  const full = start.family === 4 ? -1 : 0
  const { a, b, c, d } = end
  const shared = leadingZeros(start.a ^ a, start.b ^ b, start.c ^ c, start.d ^ d)
  const bits = Ip.bits(start.family)
  const common = shared < bits ? shared : bits
  const aligned = 128 - trailingZeros(start.a, start.b, start.c, start.d)
  const filled = 128 - trailingZeros(~a, ~(b | full), ~(c | full), ~(d | full))
  // The block of all common bits ends too late unless `end` is its last address; its lower half never does.
  const length = filled <= common ? common : common + 1
  return of(start, aligned > length ? aligned : length)
}

/**
 * The address that stands for the subnet itself, where there is one: the all-zero host number of IPv4 subnets up to /30
 * (RFC 1122 section 3.2.1.3; RFC 3021 abolishes it for /31), and of IPv6 subnets up to /126 the subnet-router anycast
 * address (RFC 4291 section 2.6.1; RFC 6164 abolishes it for /127).
 *
 * @since 0.1.0
 * @category getters
 */
export const network = (prefix: Prefix): Ip.Ip | undefined =>
  prefix.length < Ip.bits(prefix.family) - 1 ? first(prefix) : undefined

/**
 * The broadcast address, where there is one: the all-one host number of IPv4 subnets up to /30 (RFC 1122 section
 * 3.2.1.3; RFC 3021 for /31). IPv6 has none.
 *
 * @since 0.1.0
 * @category getters
 */
export const broadcast = (prefix: Prefix): Ip.Ip | undefined =>
  prefix.family === 4 && prefix.length < 31 ? last(prefix) : undefined

/**
 * The first and the last address that hosts may have: the block without `network` and `broadcast`. There is always one.
 *
 * @since 0.1.0
 * @category getters
 */
export const hosts = (prefix: Prefix): { readonly first: Ip.Ip; readonly last: Ip.Ip } => ({
  first: network(prefix) === undefined ? first(prefix) : Ip.add(prefix, 1)!,
  last: broadcast(prefix) === undefined ? last(prefix) : Ip.add(last(prefix), -1)!
})

/**
 * The count of addresses that hosts may have.
 *
 * @since 0.1.0
 * @category getters
 */
export const hostCount = (prefix: Prefix): bigint =>
  size(prefix) - (network(prefix) === undefined ? 0n : 1n) - (broadcast(prefix) === undefined ? 0n : 1n)

const canonicalOf = (text: string) => Result.map(parse(text), format)

const canonical = Schema.String.pipe(Schema.check(isCanonical(canonicalOf)), Schema.brand("PrefixText"))

/**
 * Prefix text: decodes any valid text to the canonical one, which it is encoded as. Host bits are refused with the
 * corrected prefix in the message. `Text.make` takes canonical text only.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Text = Schema.String.pipe(Schema.decodeTo(canonical, toCanonical(canonicalOf))).annotate({
  identifier: "PrefixText"
})

/**
 * Canonical prefix text.
 *
 * @since 0.1.0
 * @category models
 */
export type Text = typeof Text.Type

/**
 * The canonical text of a prefix as the branded type.
 *
 * @since 0.1.0
 * @category codecs
 */
export const toText = (prefix: Prefix): Text => format(prefix) as Text
