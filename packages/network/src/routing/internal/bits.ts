/**
 * Bit tricks that the longest-match kernels share.
 *
 * A stride of 8 bits is a heap of 512 numbers: 1 is the whole stride, the children of `i` are `2i` and `2i + 1`, and
 * 256 to 511 are the single bytes. A prefix of `n` bits within the stride is thus `2^n + (its first n bits)`.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import type * as Prefix from "../../Prefix.ts"

/** Where kernels say "nothing here". */
export const none = 0xffffffff

/** The greatest value a table holds: two bits of a cell mark what is not a value, and zero means "no route". */
export const maximumValue = 0x3fff_fffe

/** A prefix with its value. */
export interface Row {
  readonly prefix: Prefix.Prefix
  readonly value: number
}

/** Byte number `depth` (0 to 15) of an address. */
export const byteAt = (ip: Ip.Ip, depth: number): number => {
  const lane = depth < 4 ? ip.a : depth < 8 ? ip.b : depth < 12 ? ip.c : ip.d
  return (lane >>> (24 - 8 * (depth & 3))) & 255
}

/** What answers searches. `none` says "no match". */
export interface Searches {
  readonly bytes: number
  readonly lookup: (ip: Ip.Ip) => number
  /** One word (IPv4) or four (IPv6) of `addresses` for each word of `out`. */
  readonly lookupMany: (addresses: Uint32Array, out: Uint32Array) => void
}

/**
 * What `PrefixTable` needs of a kernel. Values are 0 to `maximumValue`; `none` says "no such prefix" or
 * "no match". Kernels trust their caller: families fit, and bits behind a length are zero.
 */
export interface Trie extends Searches {
  readonly size: number
  readonly get: (prefix: Prefix.Prefix) => number
  /** Sets a prefix; answers its former value. */
  readonly insert: (prefix: Prefix.Prefix, value: number) => number
  /** `insert` for many: one word (IPv4) or four (IPv6) of `addresses` for each element of `lengths`. */
  readonly insertMany: (addresses: Uint32Array, lengths: Uint8Array, values: Uint32Array) => void
  /** Removes a prefix; answers its former value. */
  readonly remove: (prefix: Prefix.Prefix) => number
  /** The prefixes that hold this one, itself included, the shortest first. */
  readonly covering: (prefix: Prefix.Prefix) => Array<Row>
  /** The prefixes that this one holds, itself included, in the order of `Prefix.compare`. */
  readonly covered: (prefix: Prefix.Prefix) => Generator<Row>
  readonly copy: () => Trie
  /** Gives spare room back. */
  readonly trim: () => void
  /** What searches need of it, as it is now and without spare room; later changes do not reach it. */
  readonly freeze: () => Searches
}

/** Throws a `RangeError` unless so many words are enough for so many addresses. */
export const checkLanes = (family: Ip.Family, words: number, count: number): void => {
  const needed = family === 4 ? count : 4 * count
  if (words < needed) throw new RangeError(`${words} words are too few for ${count} IPv${family} addresses`)
}
