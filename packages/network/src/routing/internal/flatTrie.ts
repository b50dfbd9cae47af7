/**
 * The large form of an IPv4 table: a trie of strides 16, 8 and 8 with one cell per value of a stride.
 *
 * A cell answers for its addresses: no route, a value, or a deeper node. Values are pushed down to the cells, so a
 * search reads one to three of them and never turns back. Beside the cells each node keeps the prefixes that end within
 * its stride, as a heap (see `bits.ts`): `inner` holds the codes of those shorter than the stride, `marks` says which
 * cells are prefixes of their own rather than inherited. A prefix that is as long as its stride and has a deeper node
 * is number 1 of that node's heap. Hence the order of changes leaves no trace in what is found.
 *
 * Cells have 16 bits while all values and node numbers fit into 15, else 32. Memory: 264 KiB for the first stride, and
 * 1 058 bytes (16-bit cells; 2 082 with 32) for every block of /16 that holds longer prefixes and of /24 that holds
 * longer than /24: 31 bytes a prefix for the Internet's 900 000 (61 with 32-bit cells). A change costs its share
 * of cells: 1 for a /24, 65 536 for a default route and what lies open below it. Freed nodes are used again; the region
 * itself does not shrink.
 *
 * @since 0.1.0
 */
import { laneMask } from "../../internal/ipLanes.ts"
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { none, type Row, type Trie } from "./bits.ts"

/** The first stride: as many cells as 256 nodes have, so the first real node has this number. */
const FIRST_NODE = 256
const ROOT_CELLS = 0x1_0000

/** From so many prefixes at once, sorting them is cheaper than what it saves. */
const worthSorting = 4096

type Cells = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

const resized = (cells: Cells, length: number): Cells => {
  const grown = cells instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length)
  grown.set(cells.length > length ? cells.subarray(0, length) : cells)
  return grown
}

/** Cells with 32 bits in place of 16. */
const widened = (cells: Cells): Uint32Array<ArrayBuffer> =>
  Uint32Array.from(cells, (cell) => (cell >= 0x8000 ? (0x8000_0000 | (cell & 0x7fff)) >>> 0 : cell))

// The two loops are the same but for the width: one function would see both kinds of arrays and be slower on each.

const lookupNarrow = (cells: Uint16Array, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let cell = cells[address >>> 16]!
    if (cell >= 0x8000) {
      cell = cells[((cell & 0x7fff) << 8) + ((address >>> 8) & 255)]!
      if (cell >= 0x8000) cell = cells[((cell & 0x7fff) << 8) + (address & 255)]!
    }
    out[i] = cell - 1
  }
}

const lookupWide = (cells: Uint32Array, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let cell = cells[address >>> 16]! | 0
    if (cell < 0) {
      cell = cells[((cell << 8) + ((address >>> 8) & 255)) | 0]! | 0
      if (cell < 0) cell = cells[((cell << 8) + (address & 255)) | 0]! | 0
    }
    out[i] = cell - 1
  }
}

/** See the module's header. */
export class FlatTrie implements Trie {
  size = 0
  /** Node `n` has the cells and heap numbers from `256 n` on; the first stride those of nodes 0 to 255. */
  private cells: Cells = new Uint16Array(ROOT_CELLS)
  private inner: Cells = new Uint16Array(ROOT_CELLS)
  private marks = new Uint32Array(ROOT_CELLS >>> 5)
  /** Prefixes (number 1 of the heap aside) and nodes below, by node. */
  private used = new Uint16Array(FIRST_NODE)
  private nodes = FIRST_NODE
  private free: Array<number> = []
  /** Cells from here on lead to a node. */
  private nodeFlag = 0x8000

  get bytes(): number {
    return (
      this.cells.byteLength +
      this.inner.byteLength +
      this.marks.byteLength +
      this.used.byteLength +
      8 * this.free.length
    )
  }

  copy(): FlatTrie {
    const copy = new FlatTrie()
    copy.size = this.size
    copy.cells = this.cells.slice()
    copy.inner = this.inner.slice()
    copy.marks = this.marks.slice()
    copy.used = this.used.slice()
    copy.nodes = this.nodes
    copy.free = this.free.slice()
    copy.nodeFlag = this.nodeFlag
    return copy
  }

  lookup({ a }: Ip.Ip): number {
    let cell = this.cells[a >>> 16]!
    if (cell >= this.nodeFlag) cell = this.cells[this.base(cell) + ((a >>> 8) & 255)]!
    if (cell >= this.nodeFlag) cell = this.cells[this.base(cell) + (a & 255)]!
    return (cell - 1) >>> 0
  }

  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    if (this.cells instanceof Uint16Array) lookupNarrow(this.cells, addresses, out)
    else lookupWide(this.cells, addresses, out)
  }

  get({ a, length }: Prefix.Prefix): number {
    if (length <= 16) return (this.codeAt(0, ROOT_CELLS, heapNumber(a >>> 16, 16, length)) - 1) >>> 0
    let cell = this.cells[a >>> 16]!
    if (cell < this.nodeFlag) return none
    if (length <= 24) return (this.codeAt(this.base(cell), 256, heapNumber((a >>> 8) & 255, 8, length - 16)) - 1) >>> 0
    cell = this.cells[this.base(cell) + ((a >>> 8) & 255)]!
    if (cell < this.nodeFlag) return none
    return (this.codeAt(this.base(cell), 256, heapNumber(a & 255, 8, length - 24)) - 1) >>> 0
  }

  insert({ a, length }: Prefix.Prefix, value: number): number {
    return (this.set(a, length, value + 1) - 1) >>> 0
  }

  /**
   * The order between different prefixes leaves no trace, so many at once come in the order that is fastest: short ones
   * first, before they have nodes to spread into, then the blocks of /16 one after the other, each in the cache by
   * then.
   */
  insertMany(addresses: Uint32Array, lengths: Uint8Array, values: Uint32Array): void {
    const sorted = lengths.length < worthSorting ? undefined : this.byBlock(addresses, lengths)
    for (let i = 0; i < lengths.length; i++) {
      const at = sorted === undefined ? i : sorted[i]!
      const length = lengths[at]!
      this.set((addresses[at]! & laneMask(length)) >>> 0, length, values[at]! + 1)
    }
  }

  /**
   * The places of prefixes up to /16, then of the others by block of /16, otherwise as they come; makes room for them.
   */
  private byBlock(addresses: Uint32Array, lengths: Uint8Array): Uint32Array {
    const starts = new Uint32Array(ROOT_CELLS + 2)
    let nodes = this.nodes
    for (let i = 0; i < lengths.length; i++) {
      const group = lengths[i]! <= 16 ? 0 : (addresses[i]! >>> 16) + 1
      if (lengths[i]! > 24) nodes++
      if (group > 0 && starts[group + 1] === 0 && this.cells[group - 1]! < this.nodeFlag) nodes++
      starts[group + 1]!++
    }
    if (nodes > this.used.length) this.resize(nodes)
    for (let group = 1; group < starts.length; group++) starts[group]! += starts[group - 1]!
    const sorted = new Uint32Array(lengths.length)
    for (let i = 0; i < lengths.length; i++) {
      sorted[starts[lengths[i]! <= 16 ? 0 : (addresses[i]! >>> 16) + 1]!++] = i
    }
    return sorted
  }

  /** Sets the code of a prefix; answers its former one. */
  private set(a: number, length: number, code: number): number {
    if (code >= this.nodeFlag) this.widen()
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
    const node1 = this.base(this.cells[cell1]!) >>> 8
    const around1 = this.above(0, (ROOT_CELLS | cell1) >>> 1)
    const byte = (a >>> 8) & 255
    if (length <= 24) {
      const number = heapNumber(byte, 8, length - 16)
      this.erase(node1 << 8, 256, number, this.above(node1 << 8, number >>> 1) || around1)
    } else {
      const cell2 = (node1 << 8) | byte
      const node2 = this.base(this.cells[cell2]!) >>> 8
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
      const deeper = this.cells[base + cell]!
      if (deeper >= this.nodeFlag) yield* this.walk(this.base(deeper), 256, a, length + 8, bound)
    }
  }

  /** Where the cells of the node start that a cell leads to. */
  private base(cell: number): number {
    return (cell & (this.nodeFlag - 1)) << 8
  }

  private marked(cell: number): boolean {
    return ((this.marks[cell >>> 5]! >>> (cell & 31)) & 1) === 1
  }

  /** The code of exactly this prefix of a node, or 0. */
  private codeAt(base: number, width: number, number: number): number {
    if (number < width) return this.inner[base + number]!
    const index = base + number - width
    const cell = this.cells[index]!
    if (cell >= this.nodeFlag) return this.inner[this.base(cell) + 1]!
    return this.marked(index) ? cell : 0
  }

  /** The code of the longest prefix of a node at or above a heap number below the cells, or 0. */
  private above(base: number, number: number): number {
    for (let i = number; i > 0; i >>>= 1) if (this.inner[base + i] !== 0) return this.inner[base + i]!
    return 0
  }

  /** Sets a prefix of a node; answers its former code. */
  private put(base: number, width: number, number: number, code: number): number {
    const before = this.codeAt(base, width, number)
    if (number < width) {
      this.inner[base + number] = code
      if (before !== code) this.fill(base, width, number, code)
      return before
    }
    const index = base + number - width
    const cell = this.cells[index]!
    if (cell >= this.nodeFlag) {
      this.inner[this.base(cell) + 1] = code
      if (before !== code) this.fill(this.base(cell), 256, 1, code)
    } else {
      this.cells[index] = code
      this.marks[index >>> 5]! |= 1 << (index & 31)
    }
    return before
  }

  /** Removes a prefix of a node; `around` takes its place in the cells. */
  private erase(base: number, width: number, number: number, around: number): void {
    if (number < width) {
      this.inner[base + number] = 0
      this.fill(base, width, number, around)
      return
    }
    const index = base + number - width
    const cell = this.cells[index]!
    if (cell >= this.nodeFlag) {
      this.inner[this.base(cell) + 1] = 0
      this.fill(this.base(cell), 256, 1, around)
    } else {
      this.cells[index] = around
      this.marks[index >>> 5]! &= ~(1 << (index & 31))
    }
  }

  /** Writes a code to the cells below a heap number that have no longer prefix. */
  private fill(base: number, width: number, number: number, code: number): void {
    const { cells, inner, marks, nodeFlag } = this
    for (let i = 2 * number; ; i++) {
      // Down to the left as long as nothing longer is in the way, ...
      while (i < width && inner[base + i] === 0) i *= 2
      if (i >= width) {
        const index = base + i - width
        const cell = cells[index]!
        if (cell < nodeFlag) {
          if (((marks[index >>> 5]! >>> index) & 1) === 0) cells[index] = code
        } else if (inner[this.base(cell) + 1] === 0) {
          this.fill(this.base(cell), 256, 1, code)
        }
      }
      // ... then up to where a right half is left.
      while ((i & 1) === 1) if ((i >>>= 1) === number) return
    }
  }

  /** The node below a cell of a node, made if there is none. */
  private descend(node: number, offset: number): number {
    const index = (node << 8) + offset
    const cell = this.cells[index]!
    if (cell >= this.nodeFlag) return this.base(cell) >>> 8
    const reused = this.free.pop()
    const made = reused ?? this.nodes++
    if (made >= this.nodeFlag) this.widen()
    if (made >= this.used.length) this.resize(made < 4096 ? 2 * made : made + (made >>> 1))
    const base = made << 8
    this.cells.fill(cell, base, base + 256)
    if (reused !== undefined) {
      this.inner.fill(0, base, base + 256)
      this.marks.fill(0, base >>> 5, (base + 256) >>> 5)
    }
    this.used[made] = 0
    if (this.marked(index)) this.inner[base + 1] = cell
    this.marks[index >>> 5]! &= ~(1 << (index & 31))
    this.cells[index] = this.nodeFlag + made
    if (node > 0) this.used[node]!++
    return made
  }

  /** Gives an empty node back; all its cells are alike. */
  private freeNode(node: number, parent: number): void {
    const base = node << 8
    this.cells[parent] = this.cells[base]!
    if (this.inner[base + 1] !== 0) this.marks[parent >>> 5]! |= 1 << (parent & 31)
    this.free.push(node)
  }

  /** Gives spare room back, if it is worth a copy of the rest. */
  trim(): void {
    if (this.nodes < 0.9 * this.used.length) this.resize(this.nodes)
  }

  private resize(nodes: number): void {
    this.cells = resized(this.cells, nodes << 8)
    this.inner = resized(this.inner, nodes << 8)
    const [marks, used] = [this.marks.subarray(0, nodes << 3), this.used.subarray(0, nodes)]
    this.marks = new Uint32Array(nodes << 3)
    this.marks.set(marks)
    this.used = new Uint16Array(nodes)
    this.used.set(used)
  }

  private widen(): void {
    if (this.nodeFlag !== 0x8000) return
    this.cells = widened(this.cells)
    this.inner = Uint32Array.from(this.inner)
    this.nodeFlag = 0x8000_0000
  }
}

/** The heap number of the first `length` of the `bits` bits of a stride. */
const heapNumber = (stride: number, bits: number, length: number): number =>
  (1 << length) | (stride >>> (bits - length))
