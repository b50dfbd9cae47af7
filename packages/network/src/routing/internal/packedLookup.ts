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

/**
 * The values of many IPv6 addresses of four words each. Those that `entries` knows begin behind the first four strides.
 */
export const lookupPacked6 = (
  words: Uint32Array,
  root: number,
  entries: Uint32Array,
  addresses: Uint32Array,
  out: Uint32Array
): void => {
  const last = entries.length - 2
  const rootCell = NODE | root | 0
  for (let i = 0, count = out.length; i < count; i++) {
    const at = i << 2
    const lane = addresses[at]!
    let entry = placeOf(entries, lane)
    while (entries[entry] !== lane && entries[entry + 1] !== 0) entry = (entry + 2) & last
    let cell = entries[entry + 1]! | 0
    let depth = 4
    if (cell === 0) {
      cell = rootCell
      depth = 0
    }
    for (; cell >>> 30 === 2; depth++) {
      const byte = (addresses[at + (depth >>> 2)]! >>> (24 - ((depth & 3) << 3))) & 255
      cell = words[cellAddress(words, cell & 0x3fff_ffff, byte)]! | 0
    }
    if (cell < 0) {
      const leaf = cell & 0x3fff_ffff
      cell = leafCode(words, leaf, lane, addresses[at + 1]!, addresses[at + 2]!, addresses[at + 3]!)
    }
    out[i] = cell - 1
  }
}

/**
 * A hash table from first lanes to the cells behind the first four strides: pairs of lane and cell, 0 for a free place.
 * At most half of it is full, so that a search ends soon. Lanes that are not in it begin at the root.
 */
export const entriesOf = (cells: ReadonlyArray<readonly [lane: number, cell: number]>): Uint32Array => {
  const bits = 33 - Math.clz32(cells.length)
  const entries = new Uint32Array(2 << bits)
  const last = entries.length - 2
  for (const [lane, cell] of cells) {
    let at = placeOf(entries, lane)
    while (entries[at + 1] !== 0) at = (at + 2) & last
    entries[at] = lane
    entries[at + 1] = cell
  }
  return entries
}

const placeOf = (entries: Uint32Array, lane: number): number =>
  (Math.imul(lane, 0x9e3779b1) >>> Math.clz32((entries.length >>> 1) - 1)) << 1

/** A table that knows no lane. */
export const noEntries = entriesOf([])
