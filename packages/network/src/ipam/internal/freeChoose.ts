/**
 * The strategies: which of the free blocks of a size is taken, inside bounds that need not be aligned.
 *
 * @since 0.1.0
 */
import { find } from "./freeFind.ts"
import type { FreeNodes } from "./freeNodes.ts"
import { alignDown, compare, copy, notAll, stepDown, stepUp } from "./freeBits.ts"
import { free } from "./freeNodes.ts"
import { seek } from "./freeSeek.ts"

/** How often `random` draws a block before it takes the next free one after the last drawn. */
const draws = 16

/** The first and last address of a range, and the first and last block of one size that lie wholly in it. */
export class Bounds {
  readonly first = new Int32Array(4)
  readonly last = new Int32Array(4)
  readonly low = new Int32Array(4)
  readonly high = new Int32Array(4)
  readonly bits: 32 | 128

  constructor(bits: 32 | 128) {
    this.bits = bits
  }

  /** Sets `low` and `high` for blocks of 2^order; false if not one fits. */
  fit(order: number): boolean {
    const { first, high, last, low } = this
    copy(first, low)
    alignDown(low, order)
    if (compare(low, first) !== 0 && !stepUp(low, order, this.bits)) return false
    copy(last, high)
    const whole = order === 0 || !notAll(last, 0, 0, order, true)
    alignDown(high, order)
    if (!whole) {
      if (high[0] === 0 && high[1] === 0 && high[2] === 0 && high[3] === 0) return false
      stepDown(high, order)
    }
    return compare(low, high) <= 0
  }
}

/** The lowest free block at or above `from`, if that is inside the bounds. */
const upFrom = (nodes: FreeNodes, order: number, from: Int32Array, bounds: Bounds): boolean => {
  copy(from, nodes.point)
  return seek(nodes, order, true) && compare(nodes.point, bounds.high) <= 0
}

/** The lowest free block inside the bounds. */
export const chooseLowest = (nodes: FreeNodes, order: number, bounds: Bounds): boolean =>
  bounds.fit(order) && upFrom(nodes, order, bounds.low, bounds)

/** The highest free block inside the bounds. */
export const chooseHighest = (nodes: FreeNodes, order: number, bounds: Bounds): boolean => {
  if (!bounds.fit(order)) return false
  copy(bounds.high, nodes.point)
  return seek(nodes, order, false) && compare(nodes.point, bounds.low) >= 0
}

/** The lowest at or above `after`, else the lowest of all. */
export const chooseAfter = (nodes: FreeNodes, order: number, bounds: Bounds, after: Int32Array): boolean => {
  if (!bounds.fit(order)) return false
  const from = aligned
  copy(after, from)
  alignDown(from, order)
  const inside =
    (compare(from, after) === 0 || stepUp(from, order, bounds.bits)) &&
    compare(from, bounds.low) > 0 &&
    compare(from, bounds.high) <= 0
  return (inside && upFrom(nodes, order, from, bounds)) || upFrom(nodes, order, bounds.low, bounds)
}

const aligned = new Int32Array(4)

/** The start of the largest aligned free block inside the bounds; the lowest of equals. */
export const chooseSparse = (nodes: FreeNodes, order: number, bounds: Bounds): boolean => {
  for (let larger = nodes.bestOf(0) - 1; larger >= order; larger--) {
    if (chooseLowest(nodes, larger, bounds)) return larger === order || find(nodes, order) === free
  }
  return false
}

/** A block drawn at random; after some draws that met used ones, the next free block after the last drawn. */
export const chooseRandom = (nodes: FreeNodes, order: number, bounds: Bounds, random: () => number): boolean => {
  if (nodes.bestOf(0) <= order || !bounds.fit(order)) return false
  const { high, low } = bounds
  const span = aligned
  subtract(high, low, span)
  copy(low, drawn)
  for (let draw = 0; draw < draws; draw++) {
    drawBelow(span, order, random, nodes.point)
    // A number too large is drawn again, as reducing it would favour some blocks.
    if (compare(nodes.point, span) > 0) continue
    addTo(nodes.point, low)
    if (find(nodes, order) === free) return true
    copy(nodes.point, drawn)
  }
  return upFrom(nodes, order, drawn, bounds) || upFrom(nodes, order, low, bounds)
}

const drawn = new Int32Array(4)

/** Random bits up to the highest bit of `limit`, a multiple of 2^order. */
const drawBelow = (limit: Int32Array, order: number, random: () => number, out: Int32Array): void => {
  let seen = false
  for (let lane = 0; lane < 4; lane++) {
    const bits = limit[lane]!
    const mask = seen ? -1 : bits === 0 ? 0 : -1 >>> Math.clz32(bits)
    seen ||= bits !== 0
    // Lanes that are zero anyhow cost no random number.
    const wanted = mask !== 0 && 3 - lane >= order >> 5
    out[lane] = wanted ? Math.floor(random() * 0x1_0000_0000) & mask : 0
  }
  alignDown(out, order)
}

const subtract = (left: Int32Array, right: Int32Array, out: Int32Array): void => {
  let borrow = 0
  for (let lane = 3; lane >= 0; lane--) {
    const difference = (left[lane]! >>> 0) - (right[lane]! >>> 0) - borrow
    out[lane] = difference
    borrow = difference < 0 ? 1 : 0
  }
}

const addTo = (sum: Int32Array, other: Int32Array): void => {
  let carry = 0
  for (let lane = 3; lane >= 0; lane--) {
    const total = (sum[lane]! >>> 0) + (other[lane]! >>> 0) + carry
    sum[lane] = total
    carry = total > 0xffff_ffff ? 1 : 0
  }
}
