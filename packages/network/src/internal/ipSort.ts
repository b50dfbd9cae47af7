/**
 * Sorting prefixes that lie in typed arrays.
 *
 * @since 0.1.0
 */
import { compareLanes } from "./ipBounds.ts"

/** Up to here comparisons are faster than distributing into buckets. */
const few = 300

const bucketBits = 11
const buckets = 1 << bucketBits

/**
 * The order of prefixes by address, then the shorter length first; equal ones stay as they were. Element `i` of the result is
 * the index of the prefix at place `i`. Many are sorted by least-significant-digit radix passes of 11 bits, in linear time;
 * a pass over bits that all prefixes have alike is left out, so that IPv6 costs little more than IPv4.
 */
export const sortPrefixes = (lanes: Uint32Array, lengths: Uint8Array, stride: number): Uint32Array => {
  const order = new Uint32Array(lengths.length)
  for (let index = 0; index < order.length; index++) order[index] = index
  if (order.length <= few) {
    return order.sort((i, j) => compareLanes(lanes, i, lanes, j, stride) || lengths[i]! - lengths[j]! || i - j)
  }
  let sorted = order
  let spare = new Uint32Array(order.length)
  const counts = new Uint32Array(buckets + 1)
  const pass = (keys: Uint32Array | Uint8Array, offset: number, each: number, shift: number): void => {
    counts.fill(0)
    for (let at = offset; at < keys.length; at += each) counts[((keys[at]! >>> shift) & (buckets - 1)) + 1]!++
    if (counts[((keys[offset]! >>> shift) & (buckets - 1)) + 1] === order.length) return
    for (let bucket = 1; bucket < buckets; bucket++) counts[bucket]! += counts[bucket - 1]!
    for (let place = 0; place < order.length; place++) {
      const index = sorted[place]!
      const bucket = (keys[index * each + offset]! >>> shift) & (buckets - 1)
      spare[counts[bucket]!++] = index
    }
    const held = sorted
    sorted = spare
    spare = held
  }
  pass(lengths, 0, 1, 0)
  for (let lane = stride - 1; lane >= 0; lane--) {
    for (let shift = 0; shift < 32; shift += bucketBits) pass(lanes, lane, stride, shift)
  }
  return sorted
}
