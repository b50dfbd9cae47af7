/**
 * The static form for speed, IPv4 only: one cell for each block of /24, and 256 more for each that has longer prefixes
 * (the layout known as DIR-24-8). A search is one read, rarely two.
 *
 * Memory: 32 MiB, and 512 bytes for each block of /24 with longer prefixes; the double if values or these blocks do not
 * fit into 15 bits.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import type { Row } from "./bits.ts"
import { DEEPER, isNarrow, narrowed, staticCells } from "./staticCells.ts"

const BLOCKS = 1 << 24

/** See the module's header. */
export class DirectForm {
  private readonly cells: Uint16Array | Uint32Array

  constructor(rows: Iterable<Row>) {
    const from = staticCells(rows, 24)
    const narrow = isNarrow(from)
    const length = BLOCKS + 256 * from.blocks.length
    this.cells = narrow ? new Uint16Array(length) : new Uint32Array(length)
    const put = (cells: Uint32Array, at: number) => this.cells.set(narrow ? cells.map(narrowed) : cells, at)
    // In parts: the copy of all cells at once would be as large as the table.
    for (let at = 0; at < BLOCKS; at += 0x1_0000) put(from.top.subarray(at, at + 0x1_0000), at)
    from.blocks.forEach((block, number) => put(block, BLOCKS + 256 * number))
  }

  get bytes(): number {
    return this.cells.byteLength
  }

  lookup({ a }: Ip.Ip): number {
    const flag = this.cells instanceof Uint16Array ? 0x8000 : DEEPER
    let cell = this.cells[a >>> 8]!
    if (cell >= flag) cell = this.cells[BLOCKS + 256 * (cell - flag) + (a & 255)]!
    return (cell - 1) >>> 0
  }

  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    if (this.cells instanceof Uint16Array) lookupNarrow(this.cells, addresses, out)
    else lookupWide(this.cells, addresses, out)
  }
}

// One function for both widths would see two kinds of arrays and be slower on each.

const lookupNarrow = (cells: Uint16Array, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let cell = cells[address >>> 8]!
    if (cell >= 0x8000) cell = cells[BLOCKS + ((cell & 0x7fff) << 8) + (address & 255)]!
    out[i] = cell - 1
  }
}

const lookupWide = (cells: Uint32Array, addresses: Uint32Array, out: Uint32Array): void => {
  for (let i = 0, count = out.length; i < count; i++) {
    const address = addresses[i]!
    let cell = cells[address >>> 8]! | 0
    if (cell < 0) cell = cells[(BLOCKS + (cell << 8) + (address & 255)) | 0]! | 0
    out[i] = cell - 1
  }
}
