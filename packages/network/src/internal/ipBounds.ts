/**
 * Sets of addresses of one family as sorted bounds: the places where being inside and being outside change.
 *
 * Bound number 0 is the first address inside, number 1 the first one behind that range, and so on; an odd count means that
 * the last range reaches to the end of the family, so that no bound has to be larger than the largest address. Bounds
 * increase strictly, hence equal sets have equal bounds, and touching ranges cannot exist. `stride` is the count of lanes of
 * a bound: 1 for IPv4, 4 for IPv6. Memory: 8 bytes for a range of IPv4, 32 for one of IPv6.
 *
 * @since 0.1.0
 */

/** Compares an element of one array of lanes with one of another. */
export const compareLanes = (x: Uint32Array, i: number, y: Uint32Array, j: number, stride: number): number => {
  for (let lane = 0; lane < stride; lane++) {
    const order = x[i * stride + lane]! - y[j * stride + lane]!
    if (order !== 0) return order
  }
  return 0
}

/**
 * Which addresses a combination of two sets keeps, as a truth table: bit 1 those in the first set alone, bit 2 those in
 * the second alone, bit 3 those in both. Bit 0, those in none, must be clear.
 */
export const keep = { union: 0b1110, both: 0b1000, firstAlone: 0b0010 } as const

/** Combines two sets in one pass over the bounds of both. */
export const combine = (x: Uint32Array, y: Uint32Array, stride: number, kept: number): Uint32Array => {
  const out = new Uint32Array(x.length + y.length)
  return out.slice(0, sweep(x, y, stride, kept, out) * stride)
}

/** Whether the combination would have any address; stops at the first one. */
export const meets = (x: Uint32Array, y: Uint32Array, stride: number, kept: number): boolean =>
  sweep(x, y, stride, kept, undefined) > 0

const sweep = (x: Uint32Array, y: Uint32Array, stride: number, kept: number, out: Uint32Array | undefined): number => {
  const xs = x.length / stride
  const ys = y.length / stride
  let count = 0
  let i = 0
  let j = 0
  while (i < xs || j < ys) {
    const order = i === xs ? 1 : j === ys ? -1 : compareLanes(x, i, y, j, stride)
    const source = order <= 0 ? x : y
    const from = (order <= 0 ? i : j) * stride
    if (order <= 0) i++
    if (order >= 0) j++
    // A count of bounds passed is odd inside of a set; the bounds written say the same about the result.
    const inside = (kept >>> ((i & 1) | ((j & 1) << 1))) & 1
    if (inside === (count & 1)) continue
    if (out === undefined) return 1
    for (let lane = 0; lane < stride; lane++) out[count * stride + lane] = source[from + lane]!
    count++
  }
  return count
}

/** How many bounds are at or before element `j` of `y`; an odd number says that it is inside. */
export const boundsUpTo = (bounds: Uint32Array, y: Uint32Array, j: number, stride: number): number => {
  let low = 0
  let high = bounds.length / stride
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareLanes(bounds, middle, y, j, stride) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The bounds of everything outside. */
export const invert = (bounds: Uint32Array, stride: number): Uint32Array => {
  const startsAtZero = bounds.length > 0 && compareLanes(bounds, 0, zero, 0, stride) === 0
  if (startsAtZero) return bounds.slice(stride)
  const out = new Uint32Array(bounds.length + stride)
  out.set(bounds, stride)
  return out
}

const zero = new Uint32Array(4)

/**
 * Adds 2^(bits - length) to an element, the step from a prefix of this length to its neighbour; false when that is
 * behind the last address, and then the element is zero.
 */
const step = (lanes: Uint32Array, at: number, length: number): boolean => {
  if (length === 0) return false
  let lane = (length - 1) >>> 5
  let sum = lanes[at + lane]! + 2 ** (31 - ((length - 1) & 31))
  lanes[at + lane] = sum
  while (sum > 0xffffffff && lane > 0) {
    lane--
    sum = lanes[at + lane]! + 1
    lanes[at + lane] = sum
  }
  return sum <= 0xffffffff
}

/** The bounds of the union of prefixes, which come in order (by address, then the shorter length first). */
export const ofPrefixes = (
  lanes: Uint32Array,
  lengths: Uint8Array,
  order: Uint32Array,
  stride: number
): Uint32Array => {
  const out = new Uint32Array(2 * order.length * stride)
  let count = 0
  for (const index of order) {
    const place = count === 0 ? 1 : compareLanes(lanes, index, out, count - 1, stride)
    // Sorted prefixes nest or follow each other: this one is in the last range, touches it, or begins a new one.
    if (place < 0) continue
    const at = (place === 0 ? count - 1 : count) * stride
    if (place > 0) {
      for (let lane = 0; lane < stride; lane++) out[at + lane] = lanes[index * stride + lane]!
      count++
    } else count--
    const end = count * stride
    for (let lane = 0; lane < stride; lane++) out[end + lane] = lanes[index * stride + lane]!
    if (!step(out, end, lengths[index]!)) break
    count++
  }
  return out.slice(0, count * stride)
}
