/**
 * Searches in the cells of `FlatTrie`, whose header has the picture.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import type { Searches } from "./bits.ts"
import { wordAt } from "./wordMap.ts"

/** Cells of one width; the greatest number of the width says that the cell has a deeper node. */
export type Cells = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** What a cell with a deeper node holds. */
export const deepOf = (cells: Cells): number => 2 ** (8 * cells.BYTES_PER_ELEMENT) - 1

/**
 * How many of the eight bits behind the first stride count, as a mask, by where the first stride leads: to one of its own
 * 65 536 cells or to the cells of a node behind them. Without a branch, since the processor would have to guess while
 * it waits for memory.
 */
const within = (start: number): number => (0xffff - start) >> 31

/** The code of an address: value + 1, or 0. */
export const lookupFlat = (cells: Cells, first: Uint32Array, deeper: Uint32Array, address: number): number => {
  const start = first[address >>> 16]!
  const place = start + ((address >>> 8) & 255 & within(start))
  const cell = cells[place]!
  return cell === deepOf(cells) ? cells[wordAt(deeper, place) + (address & 255)]! : cell
}

/**
 * The values of many addresses, some at a time: first where their cells are, in the small table of the first stride, then
 * the cells. Reads that wait for memory thus stand together, and the processor has more of them under way.
 */
export const lookupFlatMany = (
  cells: Cells,
  first: Uint32Array,
  deeper: Uint32Array,
  addresses: Uint32Array,
  out: Uint32Array
): void => {
  for (let from = 0; from < out.length; from += places.length) {
    const to = Math.min(from + places.length, out.length)
    for (let i = from; i < to; i++) {
      const address = addresses[i]!
      const start = first[address >>> 16]! | 0
      places[i - from] = (start + ((address >>> 8) & 255 & within(start))) | 0
    }
    const deeperSeen =
      cells instanceof Uint8Array
        ? readBytes(cells, out, from, to)
        : cells instanceof Uint16Array
          ? readShorts(cells, out, from, to)
          : readWords(cells, out, from, to)
    if (deeperSeen) readDeeper(cells, deeper, addresses, out, from, to)
  }
}

const places = new Int32Array(256)

/** A trie without what only changes need. */
export class FrozenFlat implements Searches {
  private readonly cells: Cells
  private readonly first: Uint32Array
  private readonly deeper: Uint32Array

  constructor(cells: Cells, first: Uint32Array, deeper: Uint32Array) {
    this.cells = cells
    this.first = first
    this.deeper = deeper
  }

  get bytes(): number {
    return this.cells.byteLength + this.first.byteLength + this.deeper.byteLength
  }

  lookup({ a }: Ip.Ip): number {
    return (lookupFlat(this.cells, this.first, this.deeper, a) - 1) >>> 0
  }

  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    lookupFlatMany(this.cells, this.first, this.deeper, addresses, out)
  }
}

/** The values of those addresses whose cells were found to have a node below them. */
const readDeeper = (
  cells: Cells,
  deeper: Uint32Array,
  addresses: Uint32Array,
  out: Uint32Array,
  from: number,
  to: number
): void => {
  const found = deepOf(cells) - 1
  for (let i = from; i < to; i++) {
    if (out[i] === found) out[i] = cells[wordAt(deeper, places[i - from]!) + (addresses[i]! & 255)]! - 1
  }
}

// The three loops are the same but for the width: one function would see three kinds of arrays and be slower on each.
// They say whether a cell had a node below it: all of its bits are set then. (Codes have 30 bits at most.)

const readBytes = (cells: Uint8Array, out: Uint32Array, from: number, to: number): boolean => {
  let deeper = 0
  for (let i = from; i < to; i++) {
    const cell = cells[places[i - from]!]!
    deeper |= (cell + 1) >>> 8
    out[i] = cell - 1
  }
  return deeper !== 0
}

const readShorts = (cells: Uint16Array, out: Uint32Array, from: number, to: number): boolean => {
  let deeper = 0
  for (let i = from; i < to; i++) {
    const cell = cells[places[i - from]!]!
    deeper |= (cell + 1) >>> 16
    out[i] = cell - 1
  }
  return deeper !== 0
}

const readWords = (cells: Uint32Array, out: Uint32Array, from: number, to: number): boolean => {
  let deeper = 0
  for (let i = from; i < to; i++) {
    const cell = cells[places[i - from]!]!
    deeper |= cell >>> 31
    out[i] = cell - 1
  }
  return deeper !== 0
}
