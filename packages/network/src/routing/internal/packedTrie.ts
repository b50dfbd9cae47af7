/**
 * The small and the wide form of a prefix table: a trie of 8-bit strides whose 256 cells are run-length coded.
 *
 * A node answers each of the 256 values of its byte with a cell: no route, a value, a deeper node, or a leaf. Values
 * are pushed down to the cells, so that a search never turns back. Neighbouring equal cells are one run: a bitmap marks
 * where runs begin, and the number of marks up to a byte finds its run. A region with a single prefix is a leaf in its
 * parent's cell instead of a chain of nodes. The prefixes that a node owns (those that end within its stride) follow
 * the runs, for changes.
 *
 *     node    11 words of 24 marks and the number of runs before · number of runs, of own prefixes (16 bits each) ·
 *             runs · pairs of heap number and code, by heap number           code = value + 1; 0 = no route
 *     leaf    code · code around it · length · lanes                         (one lane for IPv4, four for IPv6)
 *
 * The form depends on the content only, not on how it came about. A change rewrites one node and those below that
 * inherit from it: about 2 us for each. Memory: below 1 KiB for a handful of prefixes, 15 to 50 bytes a prefix in large
 * tables. Two long prefixes that agree in many bits and have no others beside them need up to 14 nodes of 60 bytes.
 *
 * From 4 096 IPv6 prefixes on, an index (see `rangeIndex.ts`) makes searches in batches twice as fast, for another 10
 * bytes a prefix in a table like the Internet's and up to 25 in others. It is made after eight searches for each prefix
 * without it, which cost more than it does. A change takes a block of /24 out of it, one of a prefix up to /24 drops it.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { Arena } from "./arena.ts"
import { byteAt, none, type Row, type Searches, type Trie } from "./bits.ts"
import {
  cellAddress,
  COUNTS,
  LEAF,
  lookupPacked,
  lookupPacked4,
  lookupPacked6,
  MARKS,
  MARK_WORDS,
  NODE,
  pointer,
  RUNS
} from "./packedLookup.ts"
import { FrozenRanges, RangeIndex } from "./rangeIndex.ts"
import { fromRoot } from "./rangeLookup.ts"

/** A node taken apart: its cells, and the codes of its own prefixes by heap number. */
interface Parts {
  readonly cells: Uint32Array
  readonly heap: Uint32Array
}

/** Work space by depth: a change at one depth may reach into deeper ones. */
const space: ReadonlyArray<Parts> = Array.from({ length: 16 }, () => ({
  cells: new Uint32Array(256),
  heap: new Uint32Array(512)
}))

/** From so many IPv6 prefixes on, an index is worth its memory. */
const worthIndex = 4096

/** The node being written: at most 256 runs and 511 prefixes. */
const draft = new Uint32Array(RUNS + 256 + 2 * 511)

/** The depth of the stride that a prefix of this length ends in. */
const depthOf = (length: number): number => (length === 0 ? 0 : (length - 1) >>> 3)

/** A prefix's number in the heap of the stride at `depth`, which it ends in. */
const heapNumber = (prefix: Prefix.Prefix, depth: number): number => {
  const bits = prefix.length - 8 * depth
  return (1 << bits) | (byteAt(prefix, depth) >>> (8 - bits))
}

/** The prefix with this heap number in the node that the address leads to. */
const prefixOf = (ip: Ip.Ip, depth: number, number: number): Prefix.Prefix => {
  const bits = 31 - Math.clz32(number)
  return withByte(ip, depth, (number << (8 - bits)) & 255, 8 * depth + bits)
}

/** The prefix of this length that has the address's bytes before `depth` and then `byte`. */
const withByte = (ip: Ip.Ip, depth: number, byte: number, length: number): Prefix.Prefix => {
  const shift = 24 - 8 * (depth & 3)
  const lane = (word: number, index: number) =>
    index === depth >>> 2 ? (word & ~(255 << shift)) | (byte << shift) : word
  return Prefix.make(ip.family, length, lane(ip.a, 0), lane(ip.b, 1), lane(ip.c, 2), lane(ip.d, 3))
}

/** See the module's header. */
export class PackedTrie implements Trie {
  size: number
  private readonly family: Ip.Family
  private readonly arena: Arena
  private root: number
  /** The code that the prefix of the change under way had before. */
  private before = 0
  /** For large IPv6 tables. */
  private index: RangeIndex | undefined
  /** Searches in batches that no index helped since one was made. */
  private unaided = 0

  constructor(family: Ip.Family, from?: PackedTrie) {
    this.family = family
    this.size = from?.size ?? 0
    this.arena = from?.arena.copy() ?? new Arena()
    this.root = from?.root ?? this.newNode(0, 0)
    this.index = from?.index?.copy()
  }

  get bytes(): number {
    return this.arena.bytes + (this.index?.bytes ?? 0)
  }

  copy(): PackedTrie {
    return new PackedTrie(this.family, this)
  }

  freeze(): Searches {
    if (this.family === 6 && (this.size >= worthIndex || this.index !== undefined)) {
      // What the index leaves to a trie is all that the trie has to hold.
      const rest = new PackedTrie(6)
      rest.index = RangeIndex.of(this.arena.words, this.root, (region) => {
        for (const row of this.covering(region)) rest.insert(row.prefix, row.value)
        for (const row of this.covered(region)) rest.insert(row.prefix, row.value)
        return fromRoot
      })
      rest.trim()
      if (rest.index !== undefined) return new FrozenRanges(rest.index, rest.arena.words, rest.root)
    }
    const copy = new PackedTrie(this.family, this)
    copy.index = undefined
    copy.trim()
    return copy
  }

  trim(): void {
    this.arena.trim()
  }

  lookup(ip: Ip.Ip): number {
    return (lookupPacked(this.arena.words, this.root, ip.a, ip.b, ip.c, ip.d) - 1) >>> 0
  }

  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    if (this.family === 4) {
      lookupPacked4(this.arena.words, this.root, addresses, out)
      return
    }
    // Making it costs about as much as so many searches.
    if (this.size >= worthIndex && this.unaided > 8 * this.size) this.makeIndex()
    if (this.index === undefined) {
      lookupPacked6(this.arena.words, this.root, addresses, out)
      this.unaided += out.length
    } else {
      this.unaided += this.index.lookupMany(this.arena.words, this.root, addresses, out)
    }
  }

  /** Makes the index of an IPv6 table anew. */
  makeIndex(): void {
    this.index = RangeIndex.of(this.arena.words, this.root)
    this.unaided = 0
  }

  get(prefix: Prefix.Prefix): number {
    const { words } = this.arena
    const last = depthOf(prefix.length)
    let node = this.root
    for (let depth = 0; depth < last; depth++) {
      const cell = words[cellAddress(words, node, byteAt(prefix, depth))]!
      if (cell < NODE) return none
      if (cell >= LEAF) return this.isLeafOf(pointer(cell), prefix) ? words[pointer(cell)]! - 1 : none
      node = pointer(cell)
    }
    return (this.ownCode(node, heapNumber(prefix, last)) - 1) >>> 0
  }

  insert(prefix: Prefix.Prefix, value: number): number {
    this.changing(prefix)
    this.root = this.put(this.root, 0, prefix, value + 1)
    if (this.before === 0) this.size++
    return (this.before - 1) >>> 0
  }

  insertMany(addresses: Uint32Array, lengths: Uint8Array, values: Uint32Array): void {
    for (let i = 0; i < lengths.length; i++) {
      const at = 4 * i
      const prefix =
        this.family === 4
          ? Prefix.make(4, lengths[i]!, addresses[i]!)
          : Prefix.make(6, lengths[i]!, addresses[at]!, addresses[at + 1], addresses[at + 2], addresses[at + 3])
      this.insert(prefix, values[i]!)
    }
  }

  remove(prefix: Prefix.Prefix): number {
    this.changing(prefix)
    this.root = this.take(this.root, 0, prefix, 0)
    if (this.before !== 0) this.size--
    return (this.before - 1) >>> 0
  }

  /** Drops what a change makes wrong. */
  private changing(prefix: Prefix.Prefix): void {
    if (prefix.length > 24) this.index?.forget(prefix, this.arena.words, this.root)
    else this.index = undefined
  }

  covering(prefix: Prefix.Prefix): Array<Row> {
    const { words } = this.arena
    const rows: Array<Row> = []
    let node = this.root
    for (let depth = 0; ; depth++) {
      for (const row of this.ownRows(node, depth, prefix)) if (Prefix.contains(row.prefix, prefix)) rows.push(row)
      if (8 * depth + 8 >= prefix.length) return rows
      const cell = words[cellAddress(words, node, byteAt(prefix, depth))]!
      if (cell < NODE) return rows
      if (cell >= LEAF) {
        const leaf = this.leaf(pointer(cell))
        return Prefix.contains(leaf.prefix, prefix) ? [...rows, leaf] : rows
      }
      node = pointer(cell)
    }
  }

  covered(prefix: Prefix.Prefix): Generator<Row> {
    return this.walk(this.root, 0, Prefix.all(this.family), prefix)
  }

  /** The rows of a node and below that lie in `bound`, in order. */
  private *walk(node: number, depth: number, within: Prefix.Prefix, bound: Prefix.Prefix): Generator<Row> {
    const { words } = this.arena
    const items: Array<readonly [prefix: Prefix.Prefix, row: Row | undefined, cell: number]> = []
    for (const row of this.ownRows(node, depth, within)) {
      if (Prefix.contains(bound, row.prefix)) items.push([row.prefix, row, 0])
    }
    for (let byte = 0; byte < 256; byte++) {
      const cell = words[cellAddress(words, node, byte)]!
      const region = cell < NODE ? undefined : withByte(within, depth, byte, 8 * depth + 8)
      if (region !== undefined && Prefix.overlaps(bound, region)) items.push([region, undefined, cell])
    }
    // The sort is stable: a prefix of its own comes before the region behind the cell of the same byte.
    items.sort(([x], [y]) => Prefix.compare(x, y))
    for (const [region, row, cell] of items) {
      if (row !== undefined) yield row
      else if (cell < LEAF) yield* this.walk(pointer(cell), depth + 1, region, bound)
      else if (Prefix.contains(bound, this.leaf(pointer(cell)).prefix)) yield this.leaf(pointer(cell))
    }
  }

  /** Sets a prefix in a node or below; answers where the node is then. */
  private put(node: number, depth: number, prefix: Prefix.Prefix, code: number): number {
    if (depth === depthOf(prefix.length)) {
      const number = heapNumber(prefix, depth)
      const { heap } = this.decode(node, depth)
      this.before = heap[number]!
      if (this.before === code) return node
      heap[number] = code
      this.spread(depth, number, code)
      return this.encode(node, depth)
    }
    const byte = byteAt(prefix, depth)
    const cell = this.arena.words[cellAddress(this.arena.words, node, byte)]!
    const at = pointer(cell)
    if (cell < NODE) {
      this.before = 0
      return this.withCell(node, depth, byte, (LEAF | this.newLeaf(prefix, code, cell)) >>> 0)
    }
    if (cell < LEAF) return this.moved(node, byte, at, this.put(at, depth + 1, prefix, code))
    if (this.isLeafOf(at, prefix)) {
      this.before = this.arena.words[at]!
      this.arena.words[at] = code
      return node
    }
    const other = this.leaf(at)
    let deeper = this.newNode(depth + 1, this.arena.words[at + 1]!)
    this.freeLeaf(at)
    deeper = this.put(deeper, depth + 1, other.prefix, other.value + 1)
    deeper = this.put(deeper, depth + 1, prefix, code)
    return this.moved(node, byte, -1, deeper)
  }

  /**
   * Removes a prefix from a node or below; answers where the node is then. `around` is the code that the node inherits.
   */
  private take(node: number, depth: number, prefix: Prefix.Prefix, around: number): number {
    if (depth === depthOf(prefix.length)) {
      const number = heapNumber(prefix, depth)
      this.before = this.ownCode(node, number)
      if (this.before === 0) return node
      const { heap } = this.decode(node, depth)
      heap[number] = 0
      this.spread(depth, number, above(heap, number >>> 1) || around)
      return this.encode(node, depth)
    }
    const byte = byteAt(prefix, depth)
    const cell = this.arena.words[cellAddress(this.arena.words, node, byte)]!
    const at = pointer(cell)
    this.before = 0
    if (cell < NODE || (cell >= LEAF && !this.isLeafOf(at, prefix))) return node
    const inherited = above(this.decode(node, depth).heap, 256 | byte) || around
    if (cell >= LEAF) {
      this.before = this.arena.words[at]!
      this.freeLeaf(at)
      return this.withCell(node, depth, byte, inherited)
    }
    const deeper = this.take(at, depth + 1, prefix, inherited)
    const single = this.before === 0 ? 0 : this.onlyOneOf(deeper, depth + 1, prefix, inherited)
    if (single === 0) return this.moved(node, byte, at, deeper)
    this.freeNode(deeper)
    return this.withCell(node, depth, byte, single)
  }

  /** A leaf's cell for the only prefix of a node and all below it, or 0 if there are more. */
  private onlyOneOf(node: number, depth: number, within: Prefix.Prefix, inherited: number): number {
    const { words } = this.arena
    const counts = words[node + COUNTS]!
    const runs = node + RUNS
    const ownAt = runs + (counts & 0xffff)
    let found = counts >>> 16
    let cell = 0
    for (let at = runs; at < ownAt && found < 2; at++) {
      if (words[at]! < NODE) continue
      found += words[at]! < LEAF ? 2 : 1
      cell = words[at]!
    }
    if (found !== 1) return 0
    if (cell !== 0) return cell
    return (LEAF | this.newLeaf(prefixOf(within, depth, words[ownAt]!), words[ownAt + 1]!, inherited)) >>> 0
  }

  /**
   * Writes a code to the cells of the decoded node at `depth` that are below a heap number and have no longer prefix.
   */
  private spread(depth: number, number: number, code: number): void {
    const { cells, heap } = space[depth]!
    if (number < 256) {
      if (heap[2 * number] === 0) this.spread(depth, 2 * number, code)
      if (heap[2 * number + 1] === 0) this.spread(depth, 2 * number + 1, code)
      return
    }
    const cell = cells[number - 256]!
    if (cell < NODE) {
      cells[number - 256] = code
    } else if (cell < LEAF) {
      this.decode(pointer(cell), depth + 1)
      this.spread(depth + 1, 1, code)
      cells[number - 256] = (NODE | this.encode(pointer(cell), depth + 1)) >>> 0
    } else {
      this.arena.words[pointer(cell) + 1] = code
    }
  }

  /** A node with another cell for a byte. */
  private withCell(node: number, depth: number, byte: number, cell: number): number {
    this.decode(node, depth).cells[byte] = cell
    return this.encode(node, depth)
  }

  /** Notes in a node's cell, which is a run of its own, that the deeper node behind it is elsewhere now. */
  private moved(node: number, byte: number, before: number, now: number): number {
    if (before !== now) this.arena.words[cellAddress(this.arena.words, node, byte)] = (NODE | now) >>> 0
    return node
  }

  /** Takes a node apart into the work space of its depth. */
  private decode(node: number, depth: number): Parts {
    const parts = space[depth]!
    const { cells, heap } = parts
    const { words } = this.arena
    let run = node + RUNS - 1
    for (let word = 0, byte = 0; word < MARK_WORDS; word++) {
      const end = byte + MARKS < 256 ? byte + MARKS : 256
      for (let marks = words[node + word]!; byte < end; byte++, marks >>>= 1) {
        run += marks & 1
        cells[byte] = words[run]!
      }
    }
    heap.fill(0)
    for (let own = words[node + COUNTS]! >>> 16, at = run + 1; own > 0; own--, at += 2)
      heap[words[at]!] = words[at + 1]!
    return parts
  }

  /**
   * Writes the work space of a depth as a node, in place of `node` if it fits there (0 for a new one); answers where.
   */
  private encode(node: number, depth: number): number {
    const { cells, heap } = space[depth]!
    let size = RUNS
    for (let word = 0, byte = 0; word < MARK_WORDS; word++) {
      const end = byte + MARKS < 256 ? byte + MARKS : 256
      let marks = (size - RUNS) << MARKS
      for (let mark = 1; byte < end; byte++, mark <<= 1) {
        if (byte > 0 && cells[byte] === cells[byte - 1]) continue
        marks |= mark
        draft[size++] = cells[byte]!
      }
      draft[word] = marks
    }
    const runs = size - RUNS
    for (let number = 1; number < 512; number++) {
      if (heap[number] === 0) continue
      draft[size++] = number
      draft[size++] = heap[number]!
    }
    draft[COUNTS] = runs | (((size - RUNS - runs) / 2) << 16)
    let target = node
    if (node === 0 || !Arena.sameClass(this.sizeOf(node), size)) {
      if (node !== 0) this.freeNode(node)
      target = this.arena.allocate(size)
    }
    const { words } = this.arena
    for (let i = 0; i < size; i++) words[target + i] = draft[i]!
    return target
  }

  private sizeOf(node: number): number {
    const counts = this.arena.words[node + COUNTS]!
    return RUNS + (counts & 0xffff) + 2 * (counts >>> 16)
  }

  /** The code of a node's own prefix, or 0. */
  private ownCode(node: number, number: number): number {
    const { words } = this.arena
    const own = node + RUNS + (words[node + COUNTS]! & 0xffff)
    let low = 0
    let high = (words[node + COUNTS]! >>> 16) - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = words[own + 2 * middle]!
      if (found === number) return words[own + 2 * middle + 1]!
      if (found < number) low = middle + 1
      else high = middle - 1
    }
    return 0
  }

  /** The prefixes of a node, the shortest first. */
  private ownRows(node: number, depth: number, within: Ip.Ip): Array<Row> {
    const { words } = this.arena
    const own = node + RUNS + (words[node + COUNTS]! & 0xffff)
    return Array.from({ length: words[node + COUNTS]! >>> 16 }, (_, i) => ({
      prefix: prefixOf(within, depth, words[own + 2 * i]!),
      value: words[own + 2 * i + 1]! - 1
    }))
  }

  private newNode(depth: number, inherited: number): number {
    space[depth]!.cells.fill(inherited)
    space[depth]!.heap.fill(0)
    return this.encode(0, depth)
  }

  private freeNode(node: number): void {
    this.arena.release(node, this.sizeOf(node))
  }

  private newLeaf(prefix: Prefix.Prefix, code: number, around: number): number {
    const at = this.arena.allocate(this.family === 6 ? 7 : 4)
    const { words } = this.arena
    words[at] = code
    words[at + 1] = around
    words[at + 2] = prefix.length
    words[at + 3] = prefix.a
    if (this.family === 6) {
      words[at + 4] = prefix.b
      words[at + 5] = prefix.c
      words[at + 6] = prefix.d
    }
    return at
  }

  private freeLeaf(at: number): void {
    this.arena.release(at, this.family === 6 ? 7 : 4)
  }

  private leaf(at: number): Row {
    const { words } = this.arena
    const length = words[at + 2]!
    const prefix =
      this.family === 4
        ? Prefix.make(4, length, words[at + 3]!)
        : Prefix.make(6, length, words[at + 3]!, words[at + 4], words[at + 5], words[at + 6])
    return { prefix, value: words[at]! - 1 }
  }

  private isLeafOf(at: number, prefix: Prefix.Prefix): boolean {
    return Prefix.equals(this.leaf(at).prefix, prefix)
  }
}

/** The code of the longest prefix at or above a heap number, or 0. */
const above = (heap: Uint32Array, number: number): number => {
  for (let i = number; i > 0; i >>>= 1) if (heap[i] !== 0) return heap[i]!
  return 0
}
