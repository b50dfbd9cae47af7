/**
 * A way through large IPv6 tables for many searches at once: the first 56 bits of an address, searched as intervals.
 *
 * `PackedTrie` keeps the prefixes; this is made from its cells and may be thrown away at any time. The addresses of each
 * /24 with longer prefixes are cut where answers change, down to blocks of /56. A list has up to 31 such intervals and
 * is searched by halving, always in five steps, without a branch that depends on the data. Where there are more, a grid
 * of slots of equal size lies over the part that is crowded, and each slot leads on; one slot more stands for all
 * outside of it. Some hundred addresses go through grids and then through lists together, one step of each at a time, so
 * that many reads are under way at once and nothing has to be guessed.
 *
 *     top     where the table is for a first byte
 *     table   256 cells by the second byte
 *     page    256 grids for the blocks of /24 in a /16 with many prefixes
 *     grid    where its slots are · where it begins · number of slots << 5 | bits of a slot
 *     list    keys but for the first · cells           a key is what follows the first 24 bits of an address
 *
 * A cell is a code (value + 1, 0 for no route), leads on, or is a cell of the trie, which goes on from there: behind two
 * bytes, where there are few prefixes, or behind seven, where there are long ones. From its root on the trie answers for
 * a first byte with few, and for a block of /24 after a change in it, until the index is made anew.
 *
 * Memory: 2 KiB, 1 KiB for each table, 3 KiB for each page and 8 bytes for each interval: 11 bytes a prefix for the
 * Internet's 160 000.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import type * as Prefix from "../../Prefix.ts"
import type { Searches } from "./bits.ts"
import { cellAddress, isNode, pointer } from "./packedLookup.ts"
import { type Leave, noTable, RangeWriter } from "./rangeBuild.ts"
import { address, forgotten, isGrid, lookupRanges, placeOf } from "./rangeLookup.ts"

/** See the module's header. */
export class RangeIndex {
  private readonly words: Uint32Array

  private constructor(words: Uint32Array) {
    this.words = words
  }

  /** The index of a trie, unless it has too many prefixes. */
  static of(trie: Uint32Array, root: number, leave: Leave = (_, cell) => cell): RangeIndex | undefined {
    const words = RangeWriter.wordsOf(trie, root, leave)
    return words === undefined ? undefined : new RangeIndex(words)
  }

  get bytes(): number {
    return this.words.byteLength
  }

  /** A copy, since a change of the trie changes its index, too. */
  copy(): RangeIndex {
    return new RangeIndex(this.words.slice())
  }

  /** Leaves to the trie, as it is before a change of a prefix longer than /24, what the change may reach. */
  forget({ a }: Prefix.Prefix, trie: Uint32Array, root: number): void {
    const { words } = this
    // Where there is a leaf, it moves when it gets a neighbour, however far away.
    const first = trie[cellAddress(trie, root, a >>> 24)]!
    if (!isNode(first)) words[a >>> 24] = noTable
    const place = placeOf(words, a)
    if (
      !isNode(first) ||
      !isGrid(words[place]!) ||
      !isNode(trie[cellAddress(trie, pointer(first), (a >>> 16) & 255)]!)
    ) {
      words[place] = forgotten
      return
    }
    const grid = address(words[place]!) + 3 * ((a >>> 8) & 255)
    const slots = words[grid]!
    words[grid + 1] = 0
    words[grid + 2] = 0
    words[slots] = forgotten
  }

  /** The values of many addresses; answers how many searches came to what is forgotten. */
  lookupMany(trie: Uint32Array, root: number, addresses: Uint32Array, out: Uint32Array): number {
    return lookupRanges(this.words, trie, root, addresses, out)
  }
}

const one = new Uint32Array(4)
const found = new Uint32Array(1)

/** An index that does not change any more, with a trie of what it leaves to one. */
export class FrozenRanges implements Searches {
  private readonly index: RangeIndex
  private readonly trie: Uint32Array
  private readonly root: number

  constructor(index: RangeIndex, trie: Uint32Array, root: number) {
    this.index = index
    this.trie = trie
    this.root = root
  }

  get bytes(): number {
    return this.index.bytes + this.trie.byteLength
  }

  lookup({ a, b, c, d }: Ip.Ip): number {
    one.set([a, b, c, d])
    this.lookupMany(one, found)
    return found[0]!
  }

  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    this.index.lookupMany(this.trie, this.root, addresses, out)
  }
}
