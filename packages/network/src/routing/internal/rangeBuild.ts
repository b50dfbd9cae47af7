/**
 * Makes the words of a `RangeIndex`, whose header has the picture, from the cells of a `PackedTrie`.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import { cellAddress, isNode, LEAF, MARKS, MARK_WORDS, NODE, pointer, RUNS } from "./packedLookup.ts"
import { fromRoot, GRID, lastDepth, LIST, listBits, longest } from "./rangeLookup.ts"

/** Where the table is for first bytes behind which the trie has no node. */
export const noTable = 256
/** Where the words begin that are not the same in each index. */
const firstFree = 512

/** From so many intervals on, a /16 is worth a page. */
const worthPage = 128

/** Told of each region that is left to the trie and has routes, with the trie's cell; answers the cell to write for it. */
export type Leave = (region: Prefix.Prefix, cell: number) => number

/** What lies in a region: the cell from each key on, up to the next key. */
interface Intervals {
  readonly keys: Array<number>
  readonly cells: Array<number>
}

const add = ({ cells, keys }: Intervals, key: number, cell: number): void => {
  if (keys.length > 0 && keys.at(-1) === key) {
    keys.pop()
    cells.pop()
  }
  if (cells.length > 0 && cells.at(-1) === cell) return
  keys.push(key)
  cells.push(cell)
}

/** Adds what lies behind a cell of the trie at `depth`, whose region has `size` keys from `start` on. */
const collect = (words: Uint32Array, cell: number, depth: number, start: number, size: number, to: Intervals): void => {
  if (cell < NODE || (cell < LEAF && depth === lastDepth)) {
    add(to, start, cell)
  } else if (cell < LEAF) {
    const node = pointer(cell)
    const each = size / 256
    let run = node + RUNS
    for (let word = 0; word < MARK_WORDS; word++) {
      for (let marks = words[node + word]! & 0xff_ffff; marks !== 0; marks &= marks - 1) {
        const byte = MARKS * word + 31 - Math.clz32(marks & -marks)
        collect(words, words[run++]!, depth + 1, start + byte * each, each, to)
      }
    }
  } else {
    const at = pointer(cell)
    const length = words[at + 2]!
    const key = ((words[at + 3]! << 24) | (words[at + 4]! >>> 8)) >>> 0
    const next = key + (length < 56 ? 2 ** (56 - length) : 1)
    add(to, start, words[at + 1]!)
    add(to, key, length <= 56 ? words[at]! : cell)
    if (next < start + size) add(to, next, words[at + 1]!)
  }
}

/** Where a grid lies: slots of `2^bits` keys. */
interface Grid {
  readonly start: number
  readonly bits: number
  readonly slots: number
}

/** The grid over some of the keys that has one slot for two of them. */
const gridOver = (keys: ReadonlyArray<number>, from: number, to: number): Grid => {
  const wanted = Math.max(2, (to - from) / 2)
  let bits = 0
  const slot = (key: number) => Math.floor(key / 2 ** bits)
  while (slot(keys[to - 1]!) - slot(keys[from]!) + 1 > wanted) bits++
  return { start: slot(keys[from]!) * 2 ** bits, bits, slots: slot(keys[to - 1]!) - slot(keys[from]!) + 1 }
}

/** Which part of the keys a grid is tried over. */
const parts: ReadonlyArray<readonly [from: number, to: number]> = [
  [0, 1],
  [0.05, 0.95],
  [0, 0.9],
  [0.1, 1],
  [0.2, 0.8],
  [0, 0.75],
  [0.25, 1],
  [0, 0.5],
  [0.25, 0.75],
  [0.5, 1]
]

/** The grid that keeps most keys apart, considering its size and what lies outside of it. */
const bestGrid = (keys: ReadonlyArray<number>): Grid => {
  let best: Grid | undefined
  let most = -Infinity
  for (const [first, last] of parts) {
    const from = 1 + Math.floor(first * (keys.length - 1))
    const to = 1 + Math.floor(last * (keys.length - 1))
    const grid = gridOver(keys, from, to)
    let used = 0
    let before = -1
    for (let i = from; i < to; i++) {
      const slot = Math.floor((keys[i]! - grid.start) / 2 ** grid.bits)
      if (slot !== before) used++
      before = slot
    }
    const score = used - 0.25 * grid.slots - 0.3 * (keys.length - (to - from))
    if (score <= most) continue
    most = score
    best = grid
  }
  return best!
}

/** See the module's header. */
export class RangeWriter {
  private words = new Uint32Array(4096)
  private used = firstFree
  private readonly trie: Uint32Array
  private readonly leave: Leave

  private constructor(trie: Uint32Array, leave: Leave) {
    this.trie = trie
    this.leave = leave
    this.words.fill(noTable, 0, noTable)
    this.words.fill(fromRoot, noTable, firstFree)
  }

  /** The words of the index of a trie, or none if there are too many. */
  static wordsOf(trie: Uint32Array, root: number, leave: Leave): Uint32Array | undefined {
    const writer = new RangeWriter(trie, leave)
    for (let first = 0; first < 256; first++) writer.table(trie[cellAddress(trie, root, first)]!, first)
    return writer.used > 2 ** listBits ? undefined : writer.words.slice(0, writer.used)
  }

  /** Writes the table of a first byte behind which the trie has a node. */
  private table(cell: number, first: number): void {
    if (!isNode(cell)) {
      if (cell > 0) this.leave(Prefix.make(6, 8, first << 24), cell)
      return
    }
    const table = this.allocate(256)
    this.put(first, table)
    for (let second = 0; second < 256; second++) {
      const block = (first << 24) | (second << 16)
      const below = this.trie[cellAddress(this.trie, pointer(cell), second)]!
      const page = isNode(below) ? this.page(pointer(below), block) : 0
      if (page > 0) this.put(table + second, (GRID | page) >>> 0)
      else this.put(table + second, below < NODE ? below : this.leave(Prefix.make(6, 16, block), below))
    }
  }

  /** Where the page of a /16 is; 0 if it is not worth one. */
  private page(node: number, a: number): number {
    const blocks = Array.from({ length: 256 }, (_, third): Intervals => {
      const intervals: Intervals = { keys: [], cells: [] }
      collect(this.trie, this.trie[cellAddress(this.trie, node, third)]!, 3, 0, 2 ** 32, intervals)
      return intervals
    })
    if (blocks.reduce((sum, { keys }) => sum + keys.length - 1, 0) < worthPage) return 0
    const page = this.allocate(3 * 256)
    for (const [third, { cells, keys }] of blocks.entries()) {
      const block = a | (third << 8)
      const left = cells.map((cell, i) =>
        cell < NODE ? cell : this.leave(Prefix.make(6, 8 * lastDepth, block | (keys[i]! >>> 24), keys[i]! << 8), cell)
      )
      this.grid(page + 3 * third, { keys, cells: left })
    }
    return page
  }

  /** Writes a word. What makes it may need room for more words, so it comes first. */
  private put(at: number, word: number): void {
    this.words[at] = word
  }

  private allocate(size: number): number {
    const at = this.used
    this.used += size
    if (this.used > this.words.length) {
      const grown = new Uint32Array(Math.max(this.used, this.words.length + (this.words.length >>> 1)))
      grown.set(this.words)
      this.words = grown
    }
    return at
  }

  /** The cell for some intervals. */
  private cell(intervals: Intervals): number {
    const { cells, keys } = intervals
    const count = cells.length
    if (count === 1) return cells[0]!
    if (count > longest) {
      const at = this.allocate(3)
      this.grid(at, intervals)
      return (GRID | at) >>> 0
    }
    const at = this.allocate(2 * count - 1)
    for (let i = 1; i < count; i++) this.words[at + i - 1] = keys[i]!
    for (let i = 0; i < count; i++) this.words[at + count - 1 + i] = cells[i]!
    return (LIST | (count << listBits) | at) >>> 0
  }

  /** Writes the three words of a grid, and all below. */
  private grid(at: number, { cells, keys }: Intervals): void {
    const whole = { start: 0, bits: 0, slots: 0 }
    const { bits, slots, start } = keys.length > longest ? bestGrid(keys) : whole
    const base = this.allocate(slots + 1)
    this.words.set([base, start, (slots << 5) | bits], at)
    const outside: Intervals = { keys: [], cells: [] }
    let next = 0
    for (; next === 0 || (next < keys.length && keys[next]! < start); next++) add(outside, keys[next]!, cells[next]!)
    next--
    for (let slot = 0; slot < slots; slot++) {
      const first = start + slot * 2 ** bits
      const inside: Intervals = { keys: [], cells: [] }
      while (next + 1 < keys.length && keys[next + 1]! <= first) next++
      add(inside, first, cells[next]!)
      for (; next + 1 < keys.length && keys[next + 1]! < first + 2 ** bits; next++) {
        add(inside, keys[next + 1]!, cells[next + 1]!)
      }
      this.put(base + slot, this.cell(inside))
    }
    const end = start + slots * 2 ** bits
    if (slots > 0 && end < 2 ** 32) add(outside, end, cells[next]!)
    for (next++; next < keys.length; next++) add(outside, keys[next]!, cells[next]!)
    this.put(base + slots, this.cell(outside))
  }
}
