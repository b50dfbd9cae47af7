/**
 * Immutable sets of addresses of both families, made from prefixes and ranges: the algebra of sets, aggregation,
 * exclusion and the way from ranges to prefixes.
 *
 * A set is kept as the sorted bounds of its ranges in typed arrays, 8 bytes for a range of IPv4 and 32 for one of IPv6, so
 * two sets of the same addresses look the same however they were made. Combining sets takes time in proportion to
 * their ranges, asking for an address the logarithm of it. Recipes: aggregation is `toPrefixes(fromPrefixes(prefixes))`;
 * the prefixes that make up a range are `toPrefixes(fromRange(first, last))`.
 *
 * @since 0.1.0
 */
import * as bounds from "./internal/ipBounds.ts"
import { sortPrefixes } from "./internal/ipSort.ts"
import * as Ip from "./Ip.ts"
import * as Prefix from "./Prefix.ts"

/**
 * A set of addresses. The arrays hold the sorted places where the set begins or ends, one lane each for IPv4 and four for
 * IPv6; they belong to the set and must not be changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface PrefixSet {
  readonly v4: Uint32Array
  readonly v6: Uint32Array
}

/**
 * Addresses without gap, both ends included.
 *
 * @since 0.1.0
 * @category models
 */
export interface Range {
  readonly first: Ip.Ip
  readonly last: Ip.Ip
}

const none = new Uint32Array(0)

/**
 * The set without addresses.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty: PrefixSet = { v4: none, v6: none }

/**
 * Every address of both families.
 *
 * @since 0.1.0
 * @category constructors
 */
export const all: PrefixSet = { v4: bounds.invert(none, 1), v6: bounds.invert(none, 4) }

const ofFamily = (family: Ip.Family, found: Uint32Array): PrefixSet =>
  family === 4 ? { v4: found, v6: none } : { v4: none, v6: found }

/** The lanes of addresses of one family, one after the other. */
const lanesOf = (ips: ReadonlyArray<Ip.Ip>, stride: number): Uint32Array => {
  const lanes = new Uint32Array(ips.length * stride)
  ips.forEach(({ a, b, c, d }, index) => {
    lanes[index * stride] = a
    if (stride === 1) return
    lanes[index * 4 + 1] = b
    lanes[index * 4 + 2] = c
    lanes[index * 4 + 3] = d
  })
  return lanes
}

/**
 * The addresses of all these prefixes, which may overlap and come in any order.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromPrefixes = (prefixes: Iterable<Prefix.Prefix>): PrefixSet => {
  const given = [...prefixes]
  const boundsOf = (family: Ip.Family, stride: number): Uint32Array => {
    const members = given.filter((prefix) => prefix.family === family)
    if (members.length === 0) return none
    const lanes = lanesOf(members, stride)
    const lengths = Uint8Array.from(members, (prefix) => prefix.length)
    return bounds.ofPrefixes(lanes, lengths, sortPrefixes(lanes, lengths, stride), stride)
  }
  return { v4: boundsOf(4, 1), v6: boundsOf(6, 4) }
}

/**
 * The addresses from `first` to `last`, both included. Empty when `last` comes before `first`, or the families differ.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromRange = (first: Ip.Ip, last: Ip.Ip): PrefixSet => {
  if (first.family !== last.family || Ip.compare(first, last) > 0) return empty
  const behind = Ip.add(last, 1)
  return ofFamily(first.family, lanesOf(behind === undefined ? [first] : [first, behind], first.family === 4 ? 1 : 4))
}

const combine = (x: PrefixSet, y: PrefixSet, kept: number): PrefixSet => ({
  v4: bounds.combine(x.v4, y.v4, 1, kept),
  v6: bounds.combine(x.v6, y.v6, 4, kept)
})

/**
 * The addresses that are in one of the sets or in both.
 *
 * @since 0.1.0
 * @category combinators
 */
export const union = (x: PrefixSet, y: PrefixSet): PrefixSet => combine(x, y, bounds.keep.union)

/**
 * The addresses that are in both sets.
 *
 * @since 0.1.0
 * @category combinators
 */
export const intersection = (x: PrefixSet, y: PrefixSet): PrefixSet => combine(x, y, bounds.keep.both)

/**
 * The addresses of `x` that are not in `y`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const difference = (x: PrefixSet, y: PrefixSet): PrefixSet => combine(x, y, bounds.keep.firstAlone)

/**
 * The addresses of this family that are not in the set; none of the other family.
 *
 * @since 0.1.0
 * @category combinators
 */
export const complement = (set: PrefixSet, family: Ip.Family): PrefixSet =>
  ofFamily(family, family === 4 ? bounds.invert(set.v4, 1) : bounds.invert(set.v6, 4))

/**
 * What is left of a prefix without another one: the fewest prefixes, in order. None when `hole` contains it, itself when
 * they have nothing in common.
 *
 * @since 0.1.0
 * @category combinators
 */
export const exclude = (prefix: Prefix.Prefix, hole: Prefix.Prefix): ReadonlyArray<Prefix.Prefix> => [
  ...toPrefixes(difference(fromPrefixes([prefix]), fromPrefixes([hole])))
]

/**
 * Whether the set has no addresses.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isEmpty = (set: PrefixSet): boolean => set.v4.length === 0 && set.v6.length === 0

const key = new Uint32Array(4)

/** How many bounds of the set are at or before the address. */
const boundsUpTo = (set: PrefixSet, ip: Ip.Ip): number => {
  key[0] = ip.a
  key[1] = ip.b
  key[2] = ip.c
  key[3] = ip.d
  return ip.family === 4 ? bounds.boundsUpTo(set.v4, key, 0, 1) : bounds.boundsUpTo(set.v6, key, 0, 4)
}

/**
 * Whether the address, or every address of the prefix, is in the set.
 *
 * @since 0.1.0
 * @category predicates
 */
export const contains = (set: PrefixSet, member: Ip.Ip | Prefix.Prefix): boolean => {
  const passed = boundsUpTo(set, member)
  if ((passed & 1) === 0) return false
  return !("length" in member) || boundsUpTo(set, Prefix.last(member)) === passed
}

/**
 * Whether the sets have an address in common.
 *
 * @since 0.1.0
 * @category predicates
 */
export const overlaps = (x: PrefixSet, y: PrefixSet): boolean =>
  bounds.meets(x.v4, y.v4, 1, bounds.keep.both) || bounds.meets(x.v6, y.v6, 4, bounds.keep.both)

/**
 * Whether every address of `x` is in `y`.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isSubset = (x: PrefixSet, y: PrefixSet): boolean =>
  !bounds.meets(x.v4, y.v4, 1, bounds.keep.firstAlone) && !bounds.meets(x.v6, y.v6, 4, bounds.keep.firstAlone)

const same = (x: Uint32Array, y: Uint32Array): boolean =>
  x.length === y.length && x.every((lane, index) => lane === y[index])

/**
 * Whether both sets have the same addresses.
 *
 * @since 0.1.0
 * @category predicates
 */
export const equals = (x: PrefixSet, y: PrefixSet): boolean => same(x.v4, y.v4) && same(x.v6, y.v6)

/**
 * The ranges of the set, in order, as few as possible; made one by one as they are asked for.
 *
 * @since 0.1.0
 * @category getters
 */
export const toRanges = (set: PrefixSet): Iterable<Range> => ({
  *[Symbol.iterator]() {
    for (let at = 0; at < set.v4.length; at += 2) {
      const first = Ip.make(4, set.v4[at]!)
      yield { first, last: at + 1 < set.v4.length ? Ip.make(4, set.v4[at + 1]! - 1) : Ip.highest(4) }
    }
    const bound = (at: number) => Ip.make(6, set.v6[at]!, set.v6[at + 1], set.v6[at + 2], set.v6[at + 3])
    for (let at = 0; at < set.v6.length; at += 8) {
      yield { first: bound(at), last: at + 4 < set.v6.length ? Ip.add(bound(at + 4), -1)! : Ip.highest(6) }
    }
  }
})

/**
 * The fewest prefixes that have exactly the addresses of the set, in order; made one by one as they are asked for.
 *
 * @since 0.1.0
 * @category getters
 */
export const toPrefixes = (set: PrefixSet): Iterable<Prefix.Prefix> => ({
  *[Symbol.iterator]() {
    for (const { first, last } of toRanges(set)) {
      let prefix = Prefix.largest(first, last)
      while (prefix !== undefined) {
        yield prefix
        const next = Prefix.next(prefix)
        prefix = next === undefined ? undefined : Prefix.largest(next, last)
      }
    }
  }
})

/**
 * The count of addresses, both families together.
 *
 * @since 0.1.0
 * @category getters
 */
export const size = (set: PrefixSet): bigint => {
  let sum = 0n
  for (const { first, last } of toRanges(set)) sum += Ip.toBigInt(last) - Ip.toBigInt(first) + 1n
  return sum
}
