/**
 * From a table in order to the cells of a trie: what both static forms are written from.
 *
 * @since 0.1.0
 */
import { byteAt, type Row } from "./bits.ts"

/** Cells from here on lead to deeper cells: the other 31 bits are the number of the block. */
export const DEEPER = 0x8000_0000

/**
 * The cells of the first stride, and blocks of 256 cells for each stride of 8 bits below. A cell is value + 1, or 0.
 */
export interface StaticCells {
  readonly top: Uint32Array<ArrayBuffer>
  readonly blocks: ReadonlyArray<Uint32Array<ArrayBuffer>>
}

/** The cells for rows in the order of `Prefix.compare`, where the first stride has `topBits` (16 or 24). */
export const staticCells = (rows: Iterable<Row>, topBits: 16 | 24): StaticCells => {
  const top = new Uint32Array(2 ** topBits)
  const blocks: Array<Uint32Array<ArrayBuffer>> = []
  for (const { prefix, value } of rows) {
    let cells = top
    let bits: number = topBits
    let first = prefix.a >>> (32 - topBits)
    // A prefix comes before those it contains, so what a new block inherits is there already.
    while (prefix.length > bits) {
      const cell = cells[first]!
      if (cell >= DEEPER) {
        cells = blocks[cell - DEEPER]!
      } else {
        cells[first] = DEEPER + blocks.length
        cells = new Uint32Array(256).fill(cell)
        blocks.push(cells)
      }
      first = byteAt(prefix, bits >>> 3)
      bits += 8
    }
    cells.fill(value + 1, first, first + 2 ** (bits - prefix.length))
  }
  return { top, blocks }
}

/** Whether values and numbers of blocks fit into 15 bits. */
export const isNarrow = ({ blocks, top }: StaticCells): boolean =>
  blocks.length <= 0x8000 && [top, ...blocks].every((cells) => cells.every((cell) => cell >= DEEPER || cell < 0x8000))

/** A cell in 16 bits. */
export const narrowed = (cell: number): number => (cell >= DEEPER ? 0x8000 | (cell & 0x7fff) : cell)
