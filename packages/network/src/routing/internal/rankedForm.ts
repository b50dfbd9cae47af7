/**
 * The static form for size: the cells of a trie, run-length coded.
 *
 * One bit per cell says whether it begins a run, that is, differs from the cell before it; the run of a cell is found
 * by counting bits. For each 32 cells there are two words, the bits and the number of runs before them, so a search
 * reads two places per stride. The first stride has 24 bits for large IPv4 tables and 16 otherwise, each further one 8
 * bits.
 *
 *     index   32 cells: [bits, runs before - 1]; first the first stride, then 8 pairs per deeper block
 *     runs    value + 1, 0 for no route, or the number of a deeper block with the top bit set
 *
 * Memory: 4 MiB (first stride of 24 bits) or 16 KiB, 64 bytes for each deeper block, and 2 bytes a run while values and
 * numbers of blocks fit into 15 bits, else 4. The Internet's 900 000 prefixes have about 660 000 runs: 6.2 bytes a
 * prefix (7.7 with 4 bytes a run).
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import { byteAt, popcount, type Row } from "./bits.ts"
import { DEEPER, isNarrow, narrowed, staticCells } from "./staticCells.ts"

/** See the module's header. */
export class RankedForm {
  private readonly topBits: 16 | 24
  private readonly index: Uint32Array
  private readonly runs: Uint16Array | Uint32Array

  constructor(rows: Iterable<Row>, topBits: 16 | 24) {
    this.topBits = topBits
    const from = staticCells(rows, topBits)
    const parts = [from.top, ...from.blocks]
    let count = 0
    for (const cells of parts) for (let i = 0; i < cells.length; i++) if (i === 0 || cells[i] !== cells[i - 1]) count++
    const narrow = isNarrow(from)
    this.runs = narrow ? new Uint16Array(count) : new Uint32Array(count)
    this.index = new Uint32Array(parts.reduce((words, cells) => words + (cells.length >>> 4), 0))
    let run = 0
    let at = 0
    for (const cells of parts) {
      for (let start = 0; start < cells.length; start += 32) {
        let bits = 0
        // The first cell of a part always begins a run, so this is never below zero where it is used alone.
        this.index[at + 1] = run - 1
        for (let i = start; i < start + 32; i++) {
          if (i > 0 && cells[i] === cells[i - 1]) continue
          bits |= 1 << i
          this.runs[run++] = narrow ? narrowed(cells[i]!) : cells[i]!
        }
        this.index[at] = bits
        at += 2
      }
    }
  }

  get bytes(): number {
    return this.index.byteLength + this.runs.byteLength
  }

  lookup(ip: Ip.Ip): number {
    const flag = this.runs instanceof Uint16Array ? 0x8000 : DEEPER
    const top = this.topBits
    let cell = this.cell(0, ip.a >>> (32 - top))
    for (let depth = top >>> 3; cell >= flag; depth++) {
      cell = this.cell(((2 ** top) >>> 4) + 16 * (cell - flag), byteAt(ip, depth))
    }
    return (cell - 1) >>> 0
  }

  /** One word (IPv4, `width` 1) or four words of `addresses` for each word of `out`. */
  lookupMany(addresses: Uint32Array, out: Uint32Array, width: 1 | 4): void {
    if (this.topBits === 16) lookupAny(this.index, this.runs, width, addresses, out)
    else if (this.runs instanceof Uint16Array) lookupNarrow(this.index, this.runs, addresses, out)
    else lookupWide(this.index, this.runs, addresses, out)
  }

  private cell(start: number, number: number): number {
    const at = start + 2 * (number >>> 5)
    return this.runs[(this.index[at + 1]! + popcount(this.index[at]! & ~(-2 << number))) | 0]!
  }
}

/** Where the blocks below a first stride of 24 bits begin. */
const BLOCKS = 1 << 20

// One function for both widths would see two kinds of arrays and be slower on each.

const lookupNarrow = (index: Uint32Array, runs: Uint16Array, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let at = (address >>> 12) & 0xffffe
    let cell = runs[(index[at + 1]! + popcount(index[at]! & ~(-2 << (address >>> 8)))) | 0]!
    if (cell >= 0x8000) {
      at = BLOCKS + ((cell & 0x7fff) << 4) + ((address >>> 4) & 14)
      cell = runs[(index[at + 1]! + popcount(index[at]! & ~(-2 << address))) | 0]!
    }
    out[i] = cell - 1
  }
}

const lookupWide = (index: Uint32Array, runs: Uint32Array, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let at = (address >>> 12) & 0xffffe
    let cell = runs[(index[at + 1]! + popcount(index[at]! & ~(-2 << (address >>> 8)))) | 0]! | 0
    if (cell < 0) {
      at = (BLOCKS + (cell << 4) + ((address >>> 4) & 14)) | 0
      cell = runs[(index[at + 1]! + popcount(index[at]! & ~(-2 << address))) | 0]! | 0
    }
    out[i] = cell - 1
  }
}

/** Any family and width of runs, with a first stride of 16 bits. */
const lookupAny = (
  index: Uint32Array,
  runs: Uint16Array | Uint32Array,
  width: 1 | 4,
  addresses: Uint32Array,
  out: Uint32Array
): void => {
  const flag = runs instanceof Uint16Array ? 0x8000 : DEEPER
  for (let i = 0, count = out.length; i < count; i++) {
    const first = i * width
    let at = (addresses[first]! >>> 20) & 0xffe
    let cell = runs[(index[at + 1]! + popcount(index[at]! & ~(-2 << (addresses[first]! >>> 16)))) | 0]!
    for (let depth = 2; cell >= flag; depth++) {
      const byte = (addresses[first + (depth >>> 2)]! >>> (24 - 8 * (depth & 3))) & 255
      at = 0x1000 + 16 * (cell - flag) + 2 * (byte >>> 5)
      cell = runs[(index[at + 1]! + popcount(index[at]! & ~(-2 << byte))) | 0]!
    }
    out[i] = cell - 1
  }
}
