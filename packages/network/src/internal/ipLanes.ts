/**
 * Masks and counts of bits over lanes.
 *
 * @since 0.1.0
 */

/**
 * The bits of one lane that belong to a prefix, as a signed integer; `length` counts from the lane's first bit and may
 * be below 0 or above 32.
 */
export const laneMask = (length: number): number => (length <= 0 ? 0 : length >= 32 ? -1 : -1 << (32 - length))

/**
 * Clears the bits behind `length` in the four lanes from `at` on; not zero when some were set. Lanes that are wholly inside of
 * the prefix are not touched.
 */
export const maskLanes = (lanes: Uint32Array, at: number, length: number): number => {
  let lost = 0
  for (let lane = length >>> 5; lane < 4; lane++) {
    const kept = laneMask(length - 32 * lane)
    lost |= lanes[at + lane]! & ~kept
    lanes[at + lane]! &= kept
  }
  return lost
}

/** How many bits are zero at the end of a lane. */
const trailing = (lane: number): number => (lane === 0 ? 32 : 31 - Math.clz32(lane & -lane))

/** How many bits are zero at the end of four lanes. */
export const trailingZeros = (a: number, b: number, c: number, d: number): number => {
  if (d !== 0) return trailing(d)
  if (c !== 0) return 32 + trailing(c)
  return b !== 0 ? 64 + trailing(b) : 96 + trailing(a)
}

/** How many bits are zero at the start of four lanes. */
export const leadingZeros = (a: number, b: number, c: number, d: number): number => {
  if (a !== 0) return Math.clz32(a)
  if (b !== 0) return 32 + Math.clz32(b)
  return c !== 0 ? 64 + Math.clz32(c) : 96 + Math.clz32(d)
}
