/**
 * Searches in the words of a `RangeIndex`, whose header has the picture.
 *
 * @since 0.1.0
 */
import { lookupBelow, NODE, pointer } from "./packedLookup.ts"

/** Cells from here on lead to a page or a grid; the other 29 bits are its address. */
export const GRID = 0x4000_0000
/** Cells from here on lead to a list: 5 bits for its number of intervals, the others for its address. */
export const LIST = 0x6000_0000

/** The most intervals of a list. */
export const longest = 31
/** How many bits the address of a list has. */
export const listBits = 24
const listAddress = 2 ** listBits - 1

/** How many of its strides the trie has left behind where keys end. */
export const lastDepth = 7

/** The trie answers from its root on. Word 0 is no node or leaf, so this is no cell of the trie. */
export const fromRoot = 0xc000_0000
/** The same, for the time being. */
export const forgotten = 0x8000_0000

/** Whether a cell leads to a page or a grid. */
export const isGrid = (cell: number): boolean => cell >>> 29 === 2

/** The address in the cell of a page or a grid. */
export const address = (cell: number): number => cell & 0x1fff_ffff

/** How many addresses go through the passes together, with their keys, cells and those that are not done. */
const batch = 256
const keys = new Uint32Array(batch)
const cells = new Uint32Array(batch)
const queue = new Uint16Array(batch)

/** The values of many addresses; answers how many searches came to what is forgotten. */
export const lookupRanges = (
  words: Uint32Array,
  trie: Uint32Array,
  root: number,
  addresses: Uint32Array,
  out: Uint32Array
): number => {
  let missed = 0
  for (let from = 0; from < out.length; from += batch) {
    const count = Math.min(batch, out.length - from)
    throughGrids(words, toGrids(words, addresses, from, count))
    missed += fromTrie(words, trie, root, addresses, out, from, throughLists(words, out, from, count))
  }
  return missed
}

/** Where a table has the cell for the first two bytes of an address. */
export const placeOf = (words: Uint32Array, a: number): number => (words[a >>> 24]! + ((a >>> 16) & 255)) | 0

/** The keys and first cells; answers how many of them lead to a grid. */
const toGrids = (words: Uint32Array, addresses: Uint32Array, from: number, count: number): number => {
  let queued = 0
  for (let i = 0; i < count; i++) {
    const at = (from + i) << 2
    const a = addresses[at]!
    const cell = words[placeOf(words, a)]!
    keys[i] = (a << 24) | (addresses[at + 1]! >>> 8)
    cells[i] = isGrid(cell) ? cell + 3 * ((a >>> 8) & 255) : cell
    queue[queued] = i
    if (isGrid(cell)) queued++
  }
  return queued
}

/** Follows the queued grids, all of them one step at a time. */
const throughGrids = (words: Uint32Array, queued: number): void => {
  for (let count = queued; count > 0;) {
    let more = 0
    for (let i = 0; i < count; i++) {
      const place = queue[i]!
      const cell = words[slotOf(words, address(cells[place]!), keys[place]!)]!
      cells[place] = cell
      queue[more] = place
      more = (more + Number(isGrid(cell))) | 0
    }
    count = more
  }
}

/** Searches the lists and writes the values; answers how many cells lead to the trie, and leaves them first. */
const throughLists = (words: Uint32Array, out: Uint32Array, from: number, count: number): number => {
  let queued = 0
  for (let i = 0; i < count; i++) {
    let cell = cells[i]! | 0
    if (cell >= LIST) cell = words[intervalOf(words, cell, keys[i]!)]! | 0
    out[from + i] = cell - 1
    if (cell < 0) {
      cells[queued] = cell
      queue[queued++] = i
    }
  }
  return queued
}

/** Writes what only the trie knows; answers how often it had been forgotten. */
const fromTrie = (
  words: Uint32Array,
  trie: Uint32Array,
  root: number,
  addresses: Uint32Array,
  out: Uint32Array,
  from: number,
  queued: number
): number => {
  let missed = 0
  for (let i = 0; i < queued; i++) {
    const to = from + queue[i]!
    const at = to << 2
    let cell = cells[i]!
    let depth = isGrid(words[placeOf(words, addresses[at]!)]!) ? lastDepth : 2
    if (pointer(cell) === 0) {
      if (cell === forgotten) missed++
      cell = NODE | root
      depth = 0
    }
    out[to] = lookupBelow(trie, cell, depth, addresses, at) - 1
  }
  return missed
}

/** Where a list has the cell for a key, in five steps. A step halves what is left, rounded up; one that is left stays. */
const intervalOf = (words: Uint32Array, list: number, key: number): number => {
  const size = (list >>> listBits) & longest
  let half = size >>> 1
  // The first key is left out, so this is one before where it would be.
  let at = further(words, ((list & listAddress) - 1) | 0, half, key)
  let left = (size - half) | 0
  half = left >>> 1
  at = further(words, at, half, key)
  left = (left - half) | 0
  half = left >>> 1
  at = further(words, at, half, key)
  left = (left - half) | 0
  half = left >>> 1
  at = further(words, at, half, key)
  left = (left - half) | 0
  return (further(words, at, left >>> 1, key) + size) | 0
}

/** `half` further if the key there is not greater, without a branch. */
const further = (words: Uint32Array, at: number, half: number, key: number): number =>
  (at + (-Number(words[(at + half) | 0]! <= key) & half)) | 0

/** Where a grid has the cell for a key, without a branch. */
const slotOf = (words: Uint32Array, grid: number, key: number): number => {
  const form = words[grid + 2]!
  const slots = form >>> 5
  const slot = ((key - words[grid + 1]!) >>> 0) >>> (form & 31)
  return (words[grid]! + slots + ((slot - slots) & -Number(slot < slots))) | 0
}
