/**
 * What the free-space tree computes with: slots as the bits of a word, and addresses as four signed lanes, IPv4 in the last.
 *
 * @since 0.1.0
 */

const runs = Int32Array.of(1, 3, 15, 255, 65_535, -1)

/** The slots of an aligned block of 2^k slots that starts at slot 0. */
export const run = (k: number): number => runs[k]!

/** The slot order of the nodes whose slot number contains this bit of an address. */
export const gridOf = (bit: number): number => (bit & ~31) + (((bit & 31) * 13) >> 6) * 5

/** The order of the block that a node with this slot order covers. */
export const coverOf = (slotOrder: number): number => slotOrder + ((slotOrder & 31) === 30 ? 2 : 5)

/** All slots of a node with this slot order. */
export const fullOf = (slotOrder: number): number => ((slotOrder & 31) === 30 ? 15 : -1)

/** The lowest bit that is set. (Not by `-bits`, for which V8 goes through floating point.) */
export const lowest = (bits: number): number => 31 - Math.clz32(bits & ((~bits + 1) | 0))

/** How many bits are set. */
export const countOnes = (bits: number): number => {
  const pairs = bits - ((bits >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** The slots at which an aligned run of 2^k set bits starts. */
export const starts = (bits: number, k: number): number => {
  if (k > 0) bits &= (bits >>> 1) & 0x5555_5555
  if (k > 1) bits &= (bits >>> 2) & 0x1111_1111
  if (k > 2) bits &= (bits >>> 4) & 0x0101_0101
  if (k > 3) bits &= (bits >>> 8) & 0x0001_0001
  if (k > 4) bits &= (bits >>> 16) & 1
  return bits
}

/** The largest k for which an aligned run of 2^k bits is set; some bit must be. */
export const longestRun = (bits: number): number => {
  bits &= (bits >>> 1) & 0x5555_5555
  if (bits === 0) return 0
  bits &= (bits >>> 2) & 0x1111_1111
  if (bits === 0) return 1
  bits &= (bits >>> 4) & 0x0101_0101
  if (bits === 0) return 2
  bits &= (bits >>> 8) & 0x0001_0001
  return bits === 0 ? 3 : bits === 0x0001_0001 ? 5 : 4
}

/** Whether the bits from..to-1 of the four lanes at `at` are anything but all ones (all zeros, if not `ones`). */
export const notAll = (lanes: Int32Array, at: number, from: number, to: number, ones: boolean): boolean => {
  for (let lane = 3 - ((to - 1) >> 5); lane <= 3 - (from >> 5); lane++) {
    const base = (3 - lane) << 5
    const low = Math.max(from - base, 0)
    const width = Math.min(to - base, 32) - low
    const mask = (width === 32 ? -1 : (1 << width) - 1) << low
    const bits = lanes[at + lane]!
    if (((ones ? ~bits : bits) & mask) !== 0) return true
  }
  return false
}

/** Clears the last `order` bits of an address. */
export const alignDown = (lanes: Int32Array, order: number): void => {
  if (order === 0) return
  let lane = 3
  for (; order >= 32; order -= 32) lanes[lane--] = 0
  if (lane >= 0) lanes[lane] = lanes[lane]! & (-1 << order)
}

/** Adds 2^order to an address; false if that passes the last one of 2^bits. */
export const stepUp = (lanes: Int32Array, order: number, bits: number): boolean => {
  if (order >= bits) return false
  let lane = 3 - (order >> 5)
  const sum = (lanes[lane]! + (1 << (order & 31))) | 0
  lanes[lane] = sum
  // A carry is needed exactly when nothing is left at and above the bit that was added.
  let carry = sum >>> (order & 31) === 0
  const first = bits === 32 ? 3 : 0
  while (carry && lane > first) {
    const next = (lanes[--lane]! + 1) | 0
    lanes[lane] = next
    carry = next === 0
  }
  return !carry
}

/** Subtracts 2^order from an address, which must not be smaller. */
export const stepDown = (lanes: Int32Array, order: number): void => {
  let lane = 3 - (order >> 5)
  const bit = 1 << (order & 31)
  let borrow = lanes[lane]! >>> 0 < bit >>> 0
  lanes[lane] = lanes[lane]! - bit
  while (borrow && lane > 0) {
    const before = lanes[--lane]!
    borrow = before === 0
    lanes[lane] = before - 1
  }
}

/** Copies an address. */
export const copy = (from: Int32Array, to: Int32Array): void => {
  to[0] = from[0]!
  to[1] = from[1]!
  to[2] = from[2]!
  to[3] = from[3]!
}

/** Whether two addresses are in the same block of 2^order. */
export const sameBlock = (left: Int32Array, right: Int32Array, order: number): boolean => {
  const cut = 3 - (order >> 5)
  for (let lane = 0; lane < cut; lane++) if (left[lane] !== right[lane]) return false
  return cut < 0 || ((left[cut]! ^ right[cut]!) & (-1 << (order & 31))) === 0
}

/** The order of two addresses: negative, 0 or positive. */
export const compare = (left: Int32Array, right: Int32Array): number => {
  for (let lane = 0; lane < 4; lane++) {
    if (left[lane] !== right[lane]) return left[lane]! >>> 0 < right[lane]! >>> 0 ? -1 : 1
  }
  return 0
}
