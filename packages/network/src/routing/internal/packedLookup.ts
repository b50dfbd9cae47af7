/**
 * Longest match in the records of `PackedTrie`, whose header has the picture.
 *
 * @since 0.1.0
 */
import { laneMask } from "../../internal/ipLanes.ts"

/** Cells from here on lead to a node, those from `LEAF` on to a leaf; the other 30 bits are its address. */
export const NODE = 0x8000_0000
/** See `NODE`. */
export const LEAF = 0xc000_0000

/** Whether a cell leads to a node. */
export const isNode = (cell: number): boolean => cell >>> 30 === 2

/** The address in a cell that leads somewhere. */
export const pointer = (cell: number): number => cell & 0x3fff_ffff

/** How many bytes one word marks, and how many words that takes for 256. */
export const MARKS = 24
/** See `MARKS`. */
export const MARK_WORDS = 11

/** Where the numbers of a node's runs and own prefixes are, and where its runs begin. */
export const COUNTS = 11
/** See `COUNTS`. */
export const RUNS = MARK_WORDS + 1

/** Where a node keeps the cell of a byte. */
export const cellAddress = (words: Uint32Array, node: number, byte: number): number => {
  const word = (byte * 171) >>> 12 // byte / 24, rounded down
  const marks = words[(node + word) | 0]!
  let x = marks & ~(-2 << (byte - MARKS * word))
  x = (x - ((x >>> 1) & 0x555555)) | 0
  x = (x & 0x333333) + ((x >>> 2) & 0x333333)
  x = (x + (x >>> 4)) & 0x0f0f0f
  // The first byte always begins a run, so that there is at least one mark up to any byte.
  return (node + (RUNS - 1) + (marks >>> MARKS) + ((Math.imul(x, 0x010101) >>> 16) & 255)) | 0
}

/** The code of a leaf for an address that may lie beside it. */
const leafCode = (words: Uint32Array, at: number, a: number, b: number, c: number, d: number): number => {
  const length = words[at + 2]!
  let differ = (words[at + 3]! ^ a) & laneMask(length)
  if (length > 32) differ |= (words[at + 4]! ^ b) & laneMask(length - 32)
  if (length > 64) differ |= (words[at + 5]! ^ c) & laneMask(length - 64)
  if (length > 96) differ |= (words[at + 6]! ^ d) & laneMask(length - 96)
  return words[differ === 0 ? at : at + 1]!
}

/** The code of an address: value + 1, or 0. */
export const lookupPacked = (words: Uint32Array, root: number, a: number, b: number, c: number, d: number): number => {
  let node = root
  for (let depth = 0; ; depth++) {
    const lane = depth < 4 ? a : depth < 8 ? b : depth < 12 ? c : d
    const cell = words[cellAddress(words, node, (lane >>> (24 - ((depth & 3) << 3))) & 255)]! | 0
    if (cell >= 0) return cell
    if (cell >>> 30 === 3) return leafCode(words, cell & 0x3fff_ffff, a, b, c, d)
    node = cell & 0x3fff_ffff
  }
}

/** The code of an IPv6 address of four words, from a cell on that lies behind its first bytes. */
export const lookupBelow = (
  words: Uint32Array,
  from: number,
  bytes: number,
  addresses: Uint32Array,
  at: number
): number => {
  let cell = from | 0
  for (let depth = bytes; cell >>> 30 === 2; depth++) {
    const byte = (addresses[at + (depth >>> 2)]! >>> (24 - ((depth & 3) << 3))) & 255
    cell = words[cellAddress(words, cell & 0x3fff_ffff, byte)]! | 0
  }
  if (cell >= 0) return cell
  const leaf = cell & 0x3fff_ffff
  return leafCode(words, leaf, addresses[at]!, addresses[at + 1]!, addresses[at + 2]!, addresses[at + 3]!)
}

/** The values of many IPv4 addresses. */
export const lookupPacked4 = (words: Uint32Array, root: number, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let shift = 24
    let cell = words[cellAddress(words, root, address >>> 24)]! | 0
    while (cell >>> 30 === 2) {
      shift -= 8
      cell = words[cellAddress(words, cell & 0x3fff_ffff, (address >>> shift) & 255)]! | 0
    }
    if (cell < 0) cell = leafCode(words, cell & 0x3fff_ffff, address, 0, 0, 0)
    out[i] = cell - 1
  }
}

/** The values of many IPv6 addresses of four words each. */
export const lookupPacked6 = (words: Uint32Array, root: number, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    out[i] = lookupBelow(words, NODE | root, 0, addresses, i << 2) - 1
  }
}
