/**
 * Longest-prefix match: a map from prefixes of one family to small numbers, searched by address.
 *
 * Values are 0 to `maximumValue`, usually numbers of what the layer above keeps. `RouteTable` puts routes on top of
 * this; use it alone wherever an address is classified by the longest prefix that holds it.
 *
 * - IPv6, and IPv4 up to 4 096 prefixes: a run-length coded trie of 8-bit strides. 300 bytes empty, less than 1 KiB for
 *   ten routes, 15 to 50 bytes a prefix in thousands (25 at the Internet's 160 000 of IPv6). From 4 096 IPv6 prefixes
 *   on, searches in batches make it an index: twice the speed for another 10 to 25 bytes a prefix (36 at the Internet's
 *   160 000). A change of a prefix up to /24 drops it, any other takes one block of /24 out of it; it comes back by itself.
 * - IPv4 above: a flat trie of strides 16, 8 and 8. 0.4 MiB, and 0.6 kB for each block of /16 with longer prefixes: 17
 *   bytes a prefix at the Internet's 900 000 while values are below 254, 31 below 65 534, 60 above. Number values
 *   densely, as `RouteTable` does. Single inserts leave up to a third of spare room, `insertMany` into a smaller table
 *   leaves none.
 *
 * A table changes between the two by itself, and gives memory back when it falls below a quarter of its greatest size.
 * Changes and searches are plain synchronous calls; `lookupMany` works on typed arrays and makes no object. A change
 * costs about 0.1 us (flat) or 5 us (coded); prefixes shorter than /16 cost more, up to some milliseconds for a default
 * route in a large table, since all that lies open below is written.
 *
 * A snapshot costs nothing to take. The first change after it copies the table once (a copy of typed arrays: some
 * microseconds for a tenant's table, 20 to 40 milliseconds at 900 000 prefixes); changes after that are free of it until
 * the next snapshot.
 *
 * @since 0.1.0
 */
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import * as bits from "./internal/bits.ts"
import { FlatTrie } from "./internal/flatTrie.ts"
import { PackedTrie } from "./internal/packedTrie.ts"
import { StaticTable } from "./StaticTable.ts"

/**
 * What `lookupMany` writes for an address that no prefix holds.
 *
 * @since 0.1.0
 * @category constants
 */
export const none = bits.none

/**
 * The greatest value that a table holds: 2^30 - 2.
 *
 * @since 0.1.0
 * @category constants
 */
export const maximumValue = bits.maximumValue

/**
 * A prefix with its value.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entry {
  readonly prefix: Prefix.Prefix
  readonly value: number
}

/** Up to so many IPv4 prefixes the run-length coded form is smaller and fast enough. */
const packedLimit = 4096

const emptyTrie = (family: Ip.Family, size: number): bits.Trie =>
  family === 4 && size > packedLimit ? new FlatTrie() : new PackedTrie(family)

/**
 * A table as it was at one moment; it never changes.
 *
 * @since 0.1.0
 * @category models
 */
export class PrefixSnapshot implements Iterable<Entry> {
  readonly family: Ip.Family
  protected trie: bits.Trie

  constructor(family: Ip.Family, trie: bits.Trie = new PackedTrie(family)) {
    this.family = family
    this.trie = trie
  }

  /** How many prefixes there are. */
  get size(): number {
    return this.trie.size
  }

  /** Bytes of the typed arrays behind the table, spare room included. */
  get bytes(): number {
    return this.trie.bytes
  }

  /** The value of exactly this prefix. */
  get(prefix: Prefix.Prefix): number | undefined {
    return prefix.family === this.family ? known(this.trie.get(prefix)) : undefined
  }

  /** The value of the longest prefix that holds the address. */
  lookup(ip: Ip.Ip): number | undefined {
    return ip.family === this.family ? known(this.trie.lookup(ip)) : undefined
  }

  /** The longest prefix that holds the address, with its value. */
  match(ip: Ip.Ip): Entry | undefined {
    return ip.family === this.family ? this.trie.covering(Prefix.host(ip)).at(-1) : undefined
  }

  /**
   * The values of many addresses: for each word of `out` one word of `addresses` (IPv4), or its four lanes one after
   * the other (IPv6). `none` where no prefix holds the address. Throws a `RangeError` if `addresses` is too short for
   * `out`.
   */
  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    bits.checkLanes(this.family, addresses.length, out.length)
    this.trie.lookupMany(addresses, out)
  }

  /** All prefixes that hold this one, itself included if it is there, the shortest first. */
  covering(prefix: Prefix.Prefix): ReadonlyArray<Entry> {
    return prefix.family === this.family ? this.trie.covering(prefix) : []
  }

  /** All prefixes that this one holds, itself included if it is there, in the order of `Prefix.compare`. */
  covered(prefix: Prefix.Prefix): Iterable<Entry> {
    return prefix.family === this.family ? { [Symbol.iterator]: () => this.trie.covered(prefix) } : []
  }

  /**
   * All entries in the order of `Prefix.compare`. A table must not change while it is gone through; a snapshot cannot.
   */
  [Symbol.iterator](): Iterator<Entry> {
    return this.trie.covered(Prefix.all(this.family))
  }

  /** The content without what only changes need: a copy of typed arrays, for where many tables are kept. */
  freeze(): StaticTable {
    return new StaticTable(this.family, this.trie.freeze())
  }

  /** A table that begins with this content; the two share memory until the table changes. */
  edit(): PrefixTable {
    return new PrefixTable(this.family, this.trie)
  }
}

/**
 * A table that can change. The order in which prefixes came and went leaves no trace in any answer.
 *
 * @since 0.1.0
 * @category models
 */
export class PrefixTable extends PrefixSnapshot {
  /** Whether a snapshot has the trie, too. */
  private shared: boolean
  /** The greatest size since the trie was built. */
  private peak: number

  constructor(family: Ip.Family, shared?: bits.Trie) {
    super(family, shared)
    this.shared = shared !== undefined
    this.peak = this.size
  }

  /** An empty table. */
  static make(family: Ip.Family): PrefixTable {
    return new PrefixTable(family)
  }

  /** A table with the content of this one; the two share memory until one of them changes. */
  override edit(): PrefixTable {
    return this.snapshot().edit()
  }

  /**
   * Sets the value of a prefix and returns the one it had. Throws a `RangeError` for a prefix of the other family and
   * for a value that is not a whole number from 0 to `maximumValue`.
   */
  insert(prefix: Prefix.Prefix, value: number): number | undefined {
    if (prefix.family !== this.family) throw new RangeError(`${Prefix.format(prefix)} in a table of IPv${this.family}`)
    if (!(Number.isInteger(value) && value >= 0 && value <= maximumValue)) {
      throw new RangeError(`${value} is no value from 0 to ${maximumValue}`)
    }
    const before = this.owned().insert(prefix, value)
    if (this.family === 4 && this.size > packedLimit && this.trie instanceof PackedTrie) this.rebuild(this.size)
    if (this.size > this.peak) this.peak = this.size
    return known(before)
  }

  /**
   * `insert` for many: `addresses` holds one word (IPv4) or four (IPv6) for each element of `lengths`; bits behind a
   * length are cleared. Throws as `insert` does, and then nothing has changed.
   */
  insertMany(addresses: Uint32Array, lengths: Uint8Array, values: Uint32Array): void {
    bits.checkLanes(this.family, addresses.length, lengths.length)
    if (values.length < lengths.length) throw new RangeError(`${values.length} values for ${lengths.length} prefixes`)
    const longest = Ip.bits(this.family)
    for (let i = 0; i < lengths.length; i++) {
      if (lengths[i]! > longest) throw new RangeError(`IPv${this.family} has no prefixes of length ${lengths[i]}`)
      if (values[i]! > maximumValue) throw new RangeError(`${values[i]} is no value from 0 to ${maximumValue}`)
    }
    const bulk = lengths.length > this.size
    // The form for all of them at once, instead of growing into it.
    if (this.family === 4 && this.trie instanceof PackedTrie && this.size + lengths.length > packedLimit) {
      this.rebuild(this.size + lengths.length)
    }
    this.owned().insertMany(addresses, lengths, values)
    if (4 * this.size < packedLimit && this.trie instanceof FlatTrie) this.rebuild(this.size)
    else if (bulk) this.trie.trim()
    if (this.size > this.peak) this.peak = this.size
  }

  /** Removes a prefix and returns the value it had. */
  delete(prefix: Prefix.Prefix): number | undefined {
    if (this.get(prefix) === undefined) return undefined
    const before = this.owned().remove(prefix)
    if (4 * this.size < this.peak) this.rebuild(this.size)
    return known(before)
  }

  /** The table as it is now. */
  snapshot(): PrefixSnapshot {
    this.shared = true
    return new PrefixSnapshot(this.family, this.trie)
  }

  /** The trie, for a change. */
  private owned(): bits.Trie {
    if (this.shared) {
      this.trie = this.trie.copy()
      this.shared = false
    }
    return this.trie
  }

  /** The same content in the form that fits a number of prefixes. */
  private rebuild(size: number): void {
    const trie = emptyTrie(this.family, size)
    for (const { prefix, value } of this) trie.insert(prefix, value)
    trie.trim()
    this.trie = trie
    this.shared = false
    this.peak = this.size
  }
}

/**
 * Whether two tables of one family hold the same prefixes with the same values.
 *
 * @since 0.1.0
 * @category predicates
 */
export const equals = (x: PrefixSnapshot, y: PrefixSnapshot): boolean => {
  if (x.family !== y.family || x.size !== y.size) return false
  const others = y[Symbol.iterator]()
  for (const entry of x) {
    const other = others.next()
    if (other.done === true || other.value.value !== entry.value) return false
    if (!Prefix.equals(entry.prefix, other.value.prefix)) return false
  }
  return true
}

const known = (value: number): number | undefined => (value === none ? undefined : value)
