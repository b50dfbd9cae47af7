/**
 * The large form of an IPv4 table: a trie of strides 16, 8 and 8 with one cell per value of a stride.
 *
 * A cell answers for its addresses: no route, a value, or a deeper node. Values are pushed down to the cells, so a
 * search reads one to three of them and never turns back. Beside the cells each node keeps the prefixes that end within
 * its stride, as a heap (see `bits.ts`): `inner` holds the codes of those shorter than the stride, `marks` says which
 * cells are prefixes of their own rather than inherited. A prefix that is as long as its stride and has a deeper node
 * is number 1 of that node's heap. Hence the order of changes leaves no trace in what is found.
 *
 * Which node lies below a cell is kept apart, so that cells need no more bits than values do: 8 while values are below
 * 254, 16 below 65 534, else 32. What limits searches is how much memory they touch.
 *
 * Memory: 0.4 MiB for the first stride, and 546 bytes (with cells of 8 bits; 1 058 with 16, 2 082 with 32) for every
 * block of /16 that holds longer prefixes and of /24 that holds longer than /24: 17 bytes a prefix for the Internet's
 * 900 000. A change costs its share of cells: 1 for a /24, 65 536 for a default route and what lies open below it. Freed
 * nodes are used again; the region itself does not shrink.
 *
 * @since 0.1.0
 */
import { laneMask } from "../../internal/ipLanes.ts"
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { none, type Row, type Searches, type Trie } from "./bits.ts"
import { type Cells, deepOf, FrozenFlat, lookupFlat, lookupFlatMany } from "./flatLookup.ts"
import { wordAt, WordMap } from "./wordMap.ts"

/** The first stride: as many cells as 256 nodes have, so the first real node has this number. */
const FIRST_NODE = 256
const ROOT_CELLS = 0x1_0000

/** From so many prefixes at once, sorting them is cheaper than what it saves. */
const worthSorting = 4096
/** From so many prefixes of one node at once, writing all of its cells is cheaper than the share of each. */
const worthPushing = 4

/** The same numbers in an array of another length. */
const resized = <A extends Cells>(from: A, array: new (length: number) => A, length: number): A => {
  const to = new array(length)
  to.set(from.length > length ? from.subarray(0, length) : from)
  return to
}

/** See the module's header. */
export class FlatTrie implements Trie {
  size = 0
  /** Node `n` has the cells and heap numbers from `256 n` on; the first stride those of nodes 0 to 255. */
  private cells: Cells = new Uint8Array(ROOT_CELLS)
  private inner: Cells = new Uint8Array(ROOT_CELLS)
  private marks = new Uint32Array(ROOT_CELLS >>> 5)
  /** Prefixes (number 1 of the heap aside) and nodes below, by node. */
  private used = new Uint16Array(FIRST_NODE)
  /** For each cell of the first stride where the cells below it start; itself if nothing is below. */
  private first = Uint32Array.from({ length: ROOT_CELLS }, (_, cell) => cell)
  /** The same for the cells of deeper nodes, only those with something below. */
  private deeper = new WordMap()
  private nodes = FIRST_NODE
  private free: Array<number> = []
  /** What a cell with a node below it holds. */
  private deep = 0xff

  get bytes(): number {
    const { cells, deeper, first, free, inner, marks, used } = this
    const arrays = [cells, inner, marks, used, first, deeper.pairs]
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 8 * free.length)
  }

  copy(): FlatTrie {
    const copy = new FlatTrie()
    copy.size = this.size
    copy.cells = this.cells.slice()
    copy.inner = this.inner.slice()
    copy.marks = this.marks.slice()
    copy.used = this.used.slice()
    copy.first = this.first.slice()
    copy.deeper = this.deeper.copy()
    copy.nodes = this.nodes
    copy.free = this.free.slice()
    copy.deep = this.deep
    return copy
  }

  freeze(): Searches {
    return new FrozenFlat(this.cells.slice(0, this.nodes << 8), this.first.slice(), this.deeper.pairs.slice())
  }

  lookup({ a }: Ip.Ip): number {
    return (lookupFlat(this.cells, this.first, this.deeper.pairs, a) - 1) >>> 0
  }

  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    lookupFlatMany(this.cells, this.first, this.deeper.pairs, addresses, out)
  }

  get({ a, length }: Prefix.Prefix): number {
    if (length <= 16) return (this.codeAt(0, ROOT_CELLS, heapNumber(a >>> 16, 16, length)) - 1) >>> 0
    if (this.cells[a >>> 16] !== this.deep) return none
    const node = this.base(a >>> 16)
    const byte = (a >>> 8) & 255
    if (length <= 24) return (this.codeAt(node, 256, heapNumber(byte, 8, length - 16)) - 1) >>> 0
    if (this.cells[node | byte] !== this.deep) return none
    return (this.codeAt(this.base(node | byte), 256, heapNumber(a & 255, 8, length - 24)) - 1) >>> 0
  }

  insert({ a, length }: Prefix.Prefix, value: number): number {
    return (this.set(a, length, value + 1) - 1) >>> 0
  }

  /**
   * The order between different prefixes leaves no trace, so many at once come in the order that is fastest: short ones
   * first, before they have nodes to spread into, then the blocks of /16 one after the other, each in the cache by
   * then, and with one walk over its cells.
   */
  insertMany(addresses: Uint32Array, lengths: Uint8Array, values: Uint32Array): void {
    if (lengths.length < worthSorting) {
      for (let i = 0; i < lengths.length; i++) this.set(masked(addresses[i]!, lengths[i]!), lengths[i]!, values[i]! + 1)
      return
    }
    this.widen(values.reduce((most, value) => Math.max(most, value + 1), 0))
    const { ends, rows } = this.byBlock(addresses, lengths, values)
    for (let block = 0; block < ROOT_CELLS; block++) {
      const [from, to] = [block === 0 ? 0 : ends[block - 1]!, ends[block]!]
      if (to - from < 2 * worthPushing) {
        for (let i = from; i < to; i += 2) this.set((block << 16) | (rows[i]! >>> 8), rows[i]! & 255, rows[i + 1]!)
      } else {
        this.insertBlock(block, rows, from, to)
      }
    }
  }

  /** Many prefixes of one block of /16: each is written where it stands, then all cells are. */
  private insertBlock(block: number, rows: Uint32Array, from: number, to: number): void {
    const node = this.descend(0, block)
    let added = 0
    let shorter = false
    for (let i = from; i < to; i += 2) {
      const row = rows[i]!
      const length = row & 255
      if (length > 24) {
        this.set((block << 16) | (row >>> 8), length, rows[i + 1]!)
        continue
      }
      if (length < 24) shorter = true
      if (this.write(node << 8, 256, heapNumber(row >>> 16, 8, length - 16), rows[i + 1]!) === 0) added++
    }
    this.used[node]! += added
    this.size += added
    if (shorter) this.push(node << 8, this.above(0, (ROOT_CELLS | block) >>> 1))
  }

  /**
   * Prefixes up to /16 are set; the others come back in rows of two words by block of /16, otherwise as they come: the
   * last 16 bits of the address and the length, and the code. `ends` says where each block's rows end. Makes room for
   * them.
   */
  private byBlock(
    addresses: Uint32Array,
    lengths: Uint8Array,
    values: Uint32Array
  ): { ends: Uint32Array; rows: Uint32Array } {
    const ends = new Uint32Array(ROOT_CELLS)
    let nodes = this.nodes
    for (let i = 0; i < lengths.length; i++) {
      const length = lengths[i]!
      const block = addresses[i]! >>> 16
      if (length <= 16) {
        this.set(masked(addresses[i]!, length), length, values[i]! + 1)
        continue
      }
      if (length > 24) nodes++
      if (ends[block] === 0 && this.cells[block] !== this.deep) nodes++
      ends[block]! += 2
    }
    if (nodes > this.used.length) this.resizeNodes(nodes)
    for (let block = 1; block < ROOT_CELLS; block++) ends[block]! += ends[block - 1]!
    const rows = new Uint32Array(ends[ROOT_CELLS - 1]!)
    // From the back, so that ends become starts; the starts of the blocks behind are the ends wanted.
    for (let i = lengths.length - 1; i >= 0; i--) {
      const length = lengths[i]!
      if (length <= 16) continue
      const at = (ends[addresses[i]! >>> 16]! -= 2)
      rows[at] = ((masked(addresses[i]!, length) & 0xffff) << 8) | length
      rows[at + 1] = values[i]! + 1
    }
    ends.copyWithin(0, 1)
    ends[ROOT_CELLS - 1] = rows.length
    return { ends, rows }
  }

  /** Sets the code of a prefix; answers its former one. */
  private set(a: number, length: number, code: number): number {
    this.widen(code)
    let before: number
    if (length <= 16) {
      before = this.put(0, ROOT_CELLS, heapNumber(a >>> 16, 16, length), code)
    } else {
      let node = this.descend(0, a >>> 16)
      let number = heapNumber((a >>> 8) & 255, 8, length - 16)
      if (length > 24) {
        node = this.descend(node, (a >>> 8) & 255)
        number = heapNumber(a & 255, 8, length - 24)
      }
      before = this.put(node << 8, 256, number, code)
      if (before === 0) this.used[node]!++
    }
    if (before === 0) this.size++
    return before
  }

  remove(prefix: Prefix.Prefix): number {
    const before = this.get(prefix)
    if (before === none) return none
    const { a, length } = prefix
    this.size--
    if (length <= 16) {
      const number = heapNumber(a >>> 16, 16, length)
      this.erase(0, ROOT_CELLS, number, this.above(0, number >>> 1))
      return before
    }
    const cell1 = a >>> 16
    const node1 = this.base(cell1) >>> 8
    const around1 = this.above(0, (ROOT_CELLS | cell1) >>> 1)
    const byte = (a >>> 8) & 255
    if (length <= 24) {
      const number = heapNumber(byte, 8, length - 16)
      this.erase(node1 << 8, 256, number, this.above(node1 << 8, number >>> 1) || around1)
    } else {
      const cell2 = (node1 << 8) | byte
      const node2 = this.base(cell2) >>> 8
      const number = heapNumber(a & 255, 8, length - 24)
      const around2 = this.above(node1 << 8, (256 | byte) >>> 1) || around1
      this.erase(node2 << 8, 256, number, this.above(node2 << 8, number >>> 1) || around2)
      if (--this.used[node2]! > 0) return before
      this.freeNode(node2, cell2)
    }
    if (--this.used[node1]! === 0) this.freeNode(node1, cell1)
    return before
  }

  covering(prefix: Prefix.Prefix): Array<Row> {
    const rows: Array<Row> = []
    for (let length = 0; length <= prefix.length; length++) {
      const outer = Prefix.of(prefix, length)
      const value = this.get(outer)
      if (value !== none) rows.push({ prefix: outer, value })
    }
    return rows
  }

  covered(prefix: Prefix.Prefix): Generator<Row> {
    return this.walk(0, ROOT_CELLS, 0, 16, prefix)
  }

  /**
   * The rows in `bound` of a node and below, in order; `start` is the node's first address, its cells are prefixes of
   * `length`.
   */
  private *walk(base: number, width: number, start: number, length: number, bound: Prefix.Prefix): Generator<Row> {
    const last = Math.min(start + width * 2 ** (32 - length) - 1, Prefix.last(bound).a)
    const offset = (address: number) => Math.floor((address - start) / 2 ** (32 - length))
    for (let cell = offset(Math.max(start, bound.a)); cell <= offset(last); cell++) {
      const a = start + cell * 2 ** (32 - length)
      // The prefixes that begin here, the shortest first. Number 1 of a deeper node is the same as its parent's cell.
      for (let up = cell === 0 ? 31 - Math.clz32(width) : 31 - Math.clz32(cell & -cell); up >= 0; up--) {
        const number = (width | cell) >>> up
        if (length - up < bound.length || (number === 1 && base > 0)) continue
        const code = this.codeAt(base, width, number)
        if (code !== 0) yield { prefix: Prefix.make(4, length - up, a), value: code - 1 }
      }
      if (this.cells[base + cell] === this.deep) yield* this.walk(this.base(base + cell), 256, a, length + 8, bound)
    }
  }

  /** Where the cells of the node below a cell start. */
  private base(index: number): number {
    return index < ROOT_CELLS ? this.first[index]! : wordAt(this.deeper.pairs, index)
  }

  private marked(index: number): boolean {
    return ((this.marks[index >>> 5]! >>> (index & 31)) & 1) === 1
  }

  /** The code of exactly this prefix of a node, or 0. */
  private codeAt(base: number, width: number, number: number): number {
    if (number < width) return this.inner[base + number]!
    const index = base + number - width
    const cell = this.cells[index]!
    if (cell === this.deep) return this.inner[this.base(index) + 1]!
    return this.marked(index) ? cell : 0
  }

  /** The code of the longest prefix of a node at or above a heap number below the cells, or 0. */
  private above(base: number, number: number): number {
    for (let i = number; i > 0; i >>>= 1) if (this.inner[base + i] !== 0) return this.inner[base + i]!
    return 0
  }

  /** Sets a prefix of a node; answers its former code. */
  private put(base: number, width: number, number: number, code: number): number {
    const before = this.write(base, width, number, code)
    if (number < width && before !== code) this.fill(base, width, number, code)
    return before
  }

  /** `put` but for the cells below a prefix shorter than the stride. */
  private write(base: number, width: number, number: number, code: number): number {
    const before = this.codeAt(base, width, number)
    const index = base + number - width
    if (number < width) {
      this.inner[base + number] = code
    } else if (this.cells[index] === this.deep) {
      const node = this.base(index)
      this.inner[node + 1] = code
      if (before !== code) this.fill(node, 256, 1, code)
    } else {
      this.cells[index] = code
      this.marks[index >>> 5]! |= 1 << (index & 31)
    }
    return before
  }

  /** Removes a prefix of a node; `around` takes its place in the cells. */
  private erase(base: number, width: number, number: number, around: number): void {
    const index = base + number - width
    if (number < width) {
      this.inner[base + number] = 0
      this.fill(base, width, number, around)
    } else if (this.cells[index] === this.deep) {
      const node = this.base(index)
      this.inner[node + 1] = 0
      this.fill(node, 256, 1, around)
    } else {
      this.cells[index] = around
      this.marks[index >>> 5]! &= ~(1 << (index & 31))
    }
  }

  /** Writes a code to the cells below a heap number that have no longer prefix. */
  private fill(base: number, width: number, number: number, code: number): void {
    const { inner } = this
    for (let i = 2 * number; ; i++) {
      // Down to the left as long as nothing longer is in the way, ...
      while (i < width && inner[base + i] === 0) i *= 2
      if (i >= width) this.inherit(base + i - width, code)
      // ... then up to where a right half is left.
      while ((i & 1) === 1) if ((i >>>= 1) === number) return
    }
  }

  /** Gives a cell the code of the longest prefix around it, unless it is a prefix of its own. */
  private inherit(index: number, code: number): void {
    if (this.cells[index] !== this.deep) {
      if (!this.marked(index)) this.cells[index] = code
      return
    }
    const node = this.base(index)
    if (this.inner[node + 1] === 0) this.fill(node, 256, 1, code)
  }

  /** Writes all cells of a node below the first stride; `around` is the code of what holds the whole node. */
  private push(base: number, around: number): void {
    const { cells, deep, inner, marks } = this
    inherited[1] = inner[base + 1]! || around
    for (let i = 2; i < 256; i++) inherited[i] = inner[base + i]! || inherited[i >>> 1]!
    for (let offset = 0; offset < 256; offset++) {
      const index = base | offset
      const code = inherited[128 | (offset >>> 1)]!
      if (cells[index] === deep) this.inherit(index, code)
      else if (((marks[index >>> 5]! >>> (index & 31)) & 1) === 0) cells[index] = code
    }
  }

  /** The node below a cell of a node, made if there is none. */
  private descend(node: number, offset: number): number {
    const index = (node << 8) + offset
    const cell = this.cells[index]!
    if (cell === this.deep) return this.base(index) >>> 8
    const reused = this.free.pop()
    const made = reused ?? this.nodes++
    if (made >= this.used.length) this.resizeNodes(made < 4096 ? 2 * made : made + (made >>> 1))
    const base = made << 8
    this.cells.fill(cell, base, base + 256)
    if (reused !== undefined) {
      this.inner.fill(0, base, base + 256)
      this.marks.fill(0, base >>> 5, (base + 256) >>> 5)
    }
    this.used[made] = 0
    if (this.marked(index)) this.inner[base + 1] = cell
    this.marks[index >>> 5]! &= ~(1 << (index & 31))
    this.cells[index] = this.deep
    if (index < ROOT_CELLS) this.first[index] = base
    else this.deeper.set(index, base)
    if (node > 0) this.used[node]!++
    return made
  }

  /** Gives an empty node back; all its cells are alike. */
  private freeNode(node: number, parent: number): void {
    const base = node << 8
    this.cells[parent] = this.cells[base]!
    if (this.inner[base + 1] !== 0) this.marks[parent >>> 5]! |= 1 << (parent & 31)
    if (parent < ROOT_CELLS) this.first[parent] = parent
    else this.deeper.delete(parent)
    this.free.push(node)
  }

  /** Gives spare room back, if it is worth a copy of the rest. */
  trim(): void {
    if (this.nodes < 0.9 * this.used.length) this.resizeNodes(this.nodes)
  }

  private resizeNodes(nodes: number): void {
    const width = this.deep === 0xff ? Uint8Array : this.deep === 0xffff ? Uint16Array : Uint32Array
    this.cells = resized<Cells>(this.cells, width, nodes << 8)
    this.inner = resized<Cells>(this.inner, width, nodes << 8)
    this.marks = resized(this.marks, Uint32Array, nodes << 3)
    this.used = resized(this.used, Uint16Array, nodes)
  }

  /** Makes cells as wide as a code needs. */
  private widen(code: number): void {
    if (code < this.deep) return
    const { cells, deep, inner } = this
    const Wider = code < 0xffff ? Uint16Array : Uint32Array
    this.inner = Wider.from(inner)
    this.cells = Wider.from(cells)
    this.deep = deepOf(this.cells)
    for (let i = 0; i < cells.length; i++) if (cells[i] === deep) this.cells[i] = this.deep
  }
}

/** What the heap numbers of a node inherit, for the moment of a `push`. */
const inherited = new Uint32Array(256)

const masked = (address: number, length: number): number => (address & laneMask(length)) >>> 0

/** The heap number of the first `length` of the `bits` bits of a stride. */
const heapNumber = (stride: number, bits: number, length: number): number =>
  (1 << length) | (stride >>> (bits - length))
