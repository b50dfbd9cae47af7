/**
 * Overlaps among many prefixes at once. Prefixes overlap only when one contains the other, so all overlaps are known when
 * for each prefix the smallest other one is known that contains it.
 *
 * Sorting by radix and one pass with a stack: linear time, 12 bytes of working memory for a prefix. About as fast as sorting
 * the same prefixes as numbers with `Float64Array.sort`.
 *
 * @since 0.1.0
 */
import { laneMask } from "./internal/ipLanes.ts"
import { sortPrefixes } from "./internal/ipSort.ts"
import * as Ip from "./Ip.ts"
import type * as Prefix from "./Prefix.ts"

/**
 * Prefixes of one family in arrays: one lane each for IPv4 and four for IPv6, with clear bits behind the length, as
 * `Prefix.parseInto` writes them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Prefixes {
  readonly family: Ip.Family
  readonly lanes: Uint32Array
  readonly lengths: Uint8Array
}

/**
 * The overlaps found.
 *
 * - `parents`: for each prefix the index of the smallest other one that contains it, or -1. For a duplicate this is the
 *   earliest of the equal ones, which the equal length tells. Follow it to find all that contain a prefix.
 * - `nested`: how many have a parent; `duplicates`: how many of them are equal to it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Nesting {
  readonly parents: Int32Array
  readonly nested: number
  readonly duplicates: number
}

/**
 * Finds all overlaps among prefixes in arrays.
 *
 * @since 0.1.0
 * @category combinators
 */
export const find = ({ family, lanes, lengths }: Prefixes): Nesting => {
  const stride = family === 4 ? 1 : 4
  const parents = new Int32Array(lengths.length)
  // Prefixes that contain the one before, each in the one below it, so there are at most as many as lengths.
  const open = new Uint32Array(Ip.bits(family) + 1)
  let depth = 0
  let nested = 0
  let duplicates = 0
  const order = sortPrefixes(lanes, lengths, stride)
  for (let place = 0; place < order.length; place++) {
    const index = order[place]!
    while (depth > 0 && !covers(lanes, lengths, stride, open[depth - 1]!, index)) depth--
    const parent = depth === 0 ? -1 : open[depth - 1]!
    parents[index] = parent
    if (parent >= 0) nested++
    if (parent >= 0 && lengths[parent] === lengths[index]) duplicates++
    else open[depth++] = index
  }
  return { parents, nested, duplicates }
}

/** Whether prefix `outer` contains the first address of prefix `inner`. */
const covers = (lanes: Uint32Array, lengths: Uint8Array, stride: number, outer: number, inner: number): boolean => {
  const length = lengths[outer]!
  for (let lane = 0; lane < stride; lane++) {
    const differing = lanes[outer * stride + lane]! ^ lanes[inner * stride + lane]!
    if ((differing & laneMask(length - 32 * lane)) !== 0) return false
  }
  return true
}

/**
 * The prefixes of one family out of a list, in arrays.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromList = (family: Ip.Family, list: ReadonlyArray<Prefix.Prefix>): Prefixes => {
  const members = list.filter((prefix) => prefix.family === family)
  const lanes = family === 4 ? members.map(({ a }) => a) : members.flatMap(({ a, b, c, d }) => [a, b, c, d])
  return { family, lanes: Uint32Array.from(lanes), lengths: Uint8Array.from(members, ({ length }) => length) }
}
