/** The slow and obvious model of addresses, prefixes and sets: big integers, and one character for each address. */
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as PrefixSet from "../../src/PrefixSet.ts"

export const bitsOf = (family: Ip.Family): bigint => (family === 4 ? 32n : 128n)

/** First and last address of a prefix as numbers. */
export const span = (prefix: Prefix.Prefix): readonly [first: bigint, last: bigint] => {
  const first = numberOf(prefix)
  return [first, first + (1n << (bitsOf(prefix.family) - BigInt(prefix.length))) - 1n]
}

/** The lanes as one number, by arithmetic that the code under test does not use. */
export const numberOf = ({ family, a, b, c, d }: Ip.Ip): bigint =>
  family === 4 ? BigInt(a) : [a, b, c, d].reduce((sum, lane) => sum * 4294967296n + BigInt(lane), 0n)

/** A window of 1024 addresses, in which a set is a text: # for an address inside, . for one outside. */
export const cells = 1024

export interface Window {
  readonly name: string
  readonly root: Prefix.Prefix
  readonly ips: ReadonlyArray<Ip.Ip>
}

const window = (family: Ip.Family, first: bigint): Window => {
  const ips = Array.from({ length: cells }, (_, cell) => Ip.fromBigInt(family, first + BigInt(cell))!)
  const root = Prefix.of(ips[0]!, family === 4 ? 22 : 118)
  return { name: Prefix.format(root), root, ips }
}

/** In the middle, at both ends of the families, and where lanes of IPv6 carry. */
export const windows: ReadonlyArray<Window> = [
  window(4, 0x0a141c00n),
  window(4, 0n),
  window(4, 0xfffffc00n),
  window(4, 0x7ffffe00n),
  window(6, 0n),
  window(6, (1n << 128n) - 1024n),
  window(6, (0x20010db8n << 96n) + 0xfffffc00n),
  window(6, (0x20010db8n << 96n) + 0xffffffff_ffffffff_fffffc00n)
]

/** The block of 2^order addresses at this cell, which is rounded down. */
export const blockAt = (window: Window, cell: number, order: number): Prefix.Prefix =>
  Prefix.of(window.ips[cell]!, Number(bitsOf(window.root.family)) - order)

export type Cells = string

export const cellsWhere = (inside: (cell: number) => boolean): Cells =>
  Array.from({ length: cells }, (_, cell) => (inside(cell) ? "#" : ".")).join("")

/** What the set says about each address of the window, one by one. */
export const read = (window: Window, set: PrefixSet.PrefixSet): Cells =>
  cellsWhere((cell) => PrefixSet.contains(set, window.ips[cell]!))

export const count = (model: Cells): number => model.replaceAll(".", "").length

/** The fewest blocks for the cells: a block that is full, else what its halves need. */
export const fewest = (window: Window, inside: Cells, cell = 0, order = 10): ReadonlyArray<Prefix.Prefix> => {
  const full = count(inside.slice(cell, cell + 2 ** order))
  if (full === 0) return []
  if (full === 2 ** order) return [blockAt(window, cell, order)]
  const half = 2 ** (order - 1)
  return [...fewest(window, inside, cell, order - 1), ...fewest(window, inside, cell + half, order - 1)]
}
