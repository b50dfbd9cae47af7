/**
 * The storage of a free-space tree: records in one `Int32Array`, and what its readers share.
 *
 * **The tree.** A node covers an aligned block and divides it into 32 slots (4 at the top of each 32-bit lane, so that no
 * slot number crosses lanes). It has one bit per slot in each of two words: `free` says that the whole slot is free,
 * `mixed` that it has a child; with neither bit the whole slot is used. Buddies inside a node coalesce by themselves,
 * because a larger free block is an aligned run of `free` bits. A node whose slots become all free or all used is dropped
 * and becomes one bit of its parent, so nodes exist only where free and used meet.
 *
 * **Paths are compressed.** A child may cover much less than its slot: the rest of the slot is then of one colour, which
 * the child remembers (`around`). One used address in an empty /64 is one small record and not a chain of 13.
 *
 *     slot of the parent (2^slotOrder)   [ free ................ |child| ........ free ]     around = FREE
 *                                                                 2^cover
 *
 * **Records.** A leaf (no children) has 5 words for IPv4 and 8 for IPv6; a branch (it has or had children) adds 8 words with
 * one byte per child, the size of the largest free block in that slot, and 32 words with the places of the children.
 *
 *     word 0        slot order (7 bits), around (bit 7), branch (bit 8)
 *     word 1, 2     free, mixed
 *     word 3        place of the parent
 *     word 4 …      first address of the node, 1 or 4 lanes
 *     8 words       best: byte s is 1 + the order of the largest free block in slot s, if slot s is mixed
 *     32 words      places of the children
 *
 * An *order* is the binary logarithm of a block's size. Addresses are four signed lanes, IPv4 in the last one. The root is
 * the branch at place 0, it is never dropped; its slots beyond the root prefix count as used and are never touched.
 *
 * @since 0.1.0
 */
import { alignDown, coverOf, gridOf, longestRun, lowest, notAll, run, stepDown, stepUp } from "./freeBits.ts"

/** The colour of a block without a free address. */
export const used = 0
/** The colour of a block without a used address. */
export const free = 1
/** Said of a block that is neither. */
export const mixed = 2

const branchFlag = 256
const bestWords = 8
const minimumWords = 512
/** 1 GiB: what a tree may grow to. */
const maximumWords = 0x1000_0000

/** The records of one tree, and the registers its operations share. */
export class FreeNodes {
  words: Int32Array
  /** The address an operation is about; `seek` leaves what it found here. */
  readonly point = new Int32Array(4)
  /** The node at which the last walk ended, where `paint` changes something. */
  node = 0
  /** During a run the node it takes from, else -1; the size of the blocks. */
  runNode = -1
  runOrder = -1
  /** The slot order and first address of the slots a run goes through, at which of them it can take, and what is left. */
  runSlotOrder = 0
  readonly runBase = new Int32Array(4)
  runPlaces = 0
  runLeft = 0
  /** How many blocks of each order were painted used more often than free: their sum by size is what is used. */
  readonly painted = new Float64Array(129)
  /** Words in use. */
  live: number
  private top: number
  private freeLeaf = 0
  private freeBranch = 0
  readonly bits: 32 | 128
  /** All slots of the root node that belong to the root prefix. */
  readonly rootSlots: number
  /** Lane l of a node's first address is word `node + keyAt + l`. */
  readonly keyAt: number
  readonly leafWords: number
  readonly branchWords: number
  readonly bestAt: number
  readonly childAt: number

  constructor(bits: 32 | 128, root: Int32Array, rootOrder: number) {
    this.bits = bits
    this.keyAt = bits === 32 ? 1 : 4
    this.leafWords = bits === 32 ? 5 : 8
    this.bestAt = this.leafWords
    this.childAt = this.bestAt + bestWords
    this.branchWords = this.childAt + 32
    this.words = new Int32Array(minimumWords)
    this.top = this.branchWords
    this.live = this.branchWords
    const slotOrder = rootOrder === 0 ? 0 : gridOf(rootOrder - 1)
    this.point.set(root)
    this.rootSlots = run(rootOrder - slotOrder) << this.slot(slotOrder)
    this.words[0] = slotOrder | branchFlag
    this.words[1] = this.rootSlots
    this.setKey(0, coverOf(slotOrder))
  }

  /** The slot of a node with this slot order in which `point` lies. */
  slot(slotOrder: number): number {
    return (this.point[3 - (slotOrder >> 5)]! >>> (slotOrder & 31)) & 31
  }

  /** The highest bit in which `point` differs from the first address of a node; -1 if none does. */
  difference(node: number): number {
    const { point, words } = this
    if (this.bits === 32) return 31 - Math.clz32(point[3]! ^ words[node + 4]!)
    for (let lane = 0; lane < 4; lane++) {
      const bits = point[lane]! ^ words[node + 4 + lane]!
      if (bits !== 0) return 127 - (lane << 5) - Math.clz32(bits)
    }
    return -1
  }

  /** Whether `point` has this bit. */
  pointBit(bit: number): number {
    return (this.point[3 - (bit >> 5)]! >>> (bit & 31)) & 1
  }

  /** Moves `point` to the first (or last) block of 2^order in a slot of a node. */
  enterSlot(node: number, slot: number, order: number, up: boolean): void {
    const { point, words } = this
    const slotOrder = words[node]! & 127
    const shift = slotOrder & 31
    const fill = up || order >= slotOrder ? 0 : -1
    if (this.bits === 32) point[3] = words[node + 4]! | (slot << shift) | (fill & ~(-1 << shift))
    else {
      const lane = 3 - (slotOrder >> 5)
      for (let at = 0; at < 4; at++) point[at] = at > lane ? fill : words[node + 4 + at]!
      point[lane] = point[lane]! | (slot << shift) | (fill & ~(-1 << shift))
    }
    if (fill !== 0) alignDown(point, order)
  }

  /** Whether the slot of 2^slotOrder around `point` has a further block of 2^order in this direction. */
  canStep(order: number, slotOrder: number, up: boolean): boolean {
    return notAll(this.point, 0, order, slotOrder, up)
  }

  /** Moves `point` one block of 2^order in this direction. */
  step(order: number, up: boolean): void {
    if (up) stepUp(this.point, order, 128)
    else stepDown(this.point, order)
  }

  /** Whether the slot has addresses beside its child in this direction. */
  hasBeside(child: number, slotOrder: number, up: boolean): boolean {
    return notAll(this.words, child + this.keyAt, coverOf(this.words[child]! & 127), slotOrder, up)
  }

  /** Moves `point` to the nearest block of 2^order beside a node in this direction. */
  leaveNode(node: number, order: number, up: boolean): void {
    this.loadKey(node, this.point)
    if (up) stepUp(this.point, coverOf(this.words[node]! & 127), 128)
    else stepDown(this.point, order)
  }

  /** The mixed slots of a branch that contain a free block of 2^order or more. */
  fitting(node: number, order: number): number {
    const { bestAt, words } = this
    const mixedSlots = words[node + 2]!
    if (mixedSlots === 0) return 0
    const wanted = Math.imul(order + 1, 0x0101_0101)
    let slots = 0
    for (let word = 0; word < bestWords; word++) {
      if (((mixedSlots >>> (word << 2)) & 15) === 0) continue
      // Four comparisons at once: bit 7 of a byte stays where the byte is not smaller than the wanted one.
      const enough = ((words[node + bestAt + word]! | 0x8080_8080) - wanted) & 0x8080_8080
      slots |= (Math.imul(enough >>> 7, 0x1020_4080) >>> 28) << (word << 2)
    }
    return slots & mixedSlots
  }

  /** 1 + the order of the largest free block of a node, without what lies around it; 0 if there is none. */
  bestOf(node: number): number {
    const { bestAt, words } = this
    const freeSlots = words[node + 1]!
    if (freeSlots !== 0) return (words[node]! & 127) + longestRun(freeSlots) + 1
    let best = 0
    for (let left = words[node + 2]!; left !== 0; left &= left - 1) {
      const slot = lowest(left)
      const one = (words[node + bestAt + (slot >> 2)]! >>> ((slot & 3) << 3)) & 255
      if (one > best) best = one
    }
    return best
  }

  /** The same for a whole slot of 2^slotOrder whose child this node is. */
  bestInSlot(child: number, slotOrder: number): number {
    const header = this.words[child]!
    // Free around a smaller child: half of the slot is free.
    if ((header & 128) !== 0 && coverOf(header & 127) !== slotOrder) return slotOrder
    return this.bestOf(child)
  }

  /** Notes the largest free block of a slot; false if that was known. */
  setBest(node: number, slot: number, best: number): boolean {
    const place = node + this.bestAt + (slot >> 2)
    const shift = (slot & 3) << 3
    const before = this.words[place]!
    const after = (before & ~(255 << shift)) | (best << shift)
    this.words[place] = after
    return before !== after
  }

  /** Copies the first address of a node. */
  loadKey(node: number, to: Int32Array): void {
    for (let lane = this.bits === 32 ? 3 : 0; lane < 4; lane++) to[lane] = this.words[node + this.keyAt + lane]!
  }

  /** Makes the block of 2^cover around `point` the one that a node covers. */
  setKey(node: number, cover: number): void {
    const first = node + this.keyAt
    const cut = 3 - (cover >> 5)
    for (let lane = this.bits === 32 ? 3 : 0; lane < 4; lane++) {
      const bits = this.point[lane]!
      this.words[first + lane] = lane < cut ? bits : lane > cut ? 0 : bits & (-1 << (cover & 31))
    }
  }

  /** Makes a slot mixed, with this child. */
  attach(node: number, slot: number, child: number): void {
    const { childAt, words } = this
    const bit = 1 << slot
    words[node + 1] = words[node + 1]! & ~bit
    words[node + 2] = words[node + 2]! | bit
    words[node + childAt + slot] = child
    words[child + 3] = node
    this.setBest(node, slot, this.bestInSlot(child, words[node]! & 127))
  }

  /** A leaf of which only the key is still to be set. */
  makeLeaf(slotOrder: number, around: number, freeSlots: number): number {
    let node = this.freeLeaf
    if (node === 0) {
      node = this.top
      this.top += this.leafWords
    } else this.freeLeaf = this.words[node]!
    this.live += this.leafWords
    this.words[node] = slotOrder | (around << 7)
    this.words[node + 1] = freeSlots
    this.words[node + 2] = 0
    return node
  }

  /** A branch without children, of which only the key is still to be set. */
  makeBranch(slotOrder: number, around: number, freeSlots: number): number {
    let node = this.freeBranch
    if (node === 0) {
      node = this.top
      this.top += this.branchWords
    } else this.freeBranch = this.words[node]!
    this.live += this.branchWords
    this.words[node] = slotOrder | (around << 7) | branchFlag
    this.words[node + 1] = freeSlots
    this.words[node + 2] = 0
    return node
  }

  isBranch(node: number): boolean {
    return (this.words[node]! & branchFlag) !== 0
  }

  /** The slot of a branch with this slot order in which a node lies. */
  slotOf(node: number, slotOrder: number): number {
    return (this.words[node + this.keyAt + 3 - (slotOrder >> 5)]! >>> (slotOrder & 31)) & 31
  }

  /** Gives a node the place of another one in a branch. */
  replace(parent: number, node: number): void {
    const { childAt, words } = this
    words[parent + childAt + this.slotOf(node, words[parent]! & 127)] = node
    words[node + 3] = parent
  }

  /** Makes a branch of a leaf. */
  toBranch(leaf: number): number {
    const { keyAt, words } = this
    const header = words[leaf]!
    const branch = this.makeBranch(header & 127, (header >> 7) & 1, words[leaf + 1]!)
    for (let lane = this.bits === 32 ? 3 : 0; lane < 4; lane++)
      words[branch + keyAt + lane] = words[leaf + keyAt + lane]!
    this.replace(words[leaf + 3]!, branch)
    this.drop(leaf)
    return branch
  }

  /** Gives a record back. */
  drop(node: number): void {
    if (this.isBranch(node)) {
      this.words[node] = this.freeBranch
      this.freeBranch = node
      this.live -= this.branchWords
    } else {
      this.words[node] = this.freeLeaf
      this.freeLeaf = node
      this.live -= this.leafWords
    }
  }

  /** Room for the records of one change, so that `words` stays the same array during it. Throws a `RangeError` at the limit. */
  makeRoom(): void {
    const needed = this.top + 3 * this.branchWords
    if (needed <= this.words.length) return
    if (needed > maximumWords) throw new RangeError("FreeSpace: the fragments of one root need more than 1 GiB")
    const larger = new Int32Array(Math.min(2 * this.words.length, maximumWords))
    larger.set(this.words)
    this.words = larger
  }

  /** After a change: moves what is left to a smaller array when three quarters are unused. */
  returnRoom(): void {
    if (this.live << 2 >= this.words.length || this.words.length <= minimumWords) return
    const from = this.words
    this.words = new Int32Array(Math.max(minimumWords, 2 * (this.live + 3 * this.branchWords)))
    this.top = 0
    this.freeLeaf = 0
    this.freeBranch = 0
    this.move(from, 0, 0)
    this.live = this.top
  }

  private move(from: Int32Array, old: number, parent: number): number {
    const branch = old === 0 || from[old + 2] !== 0
    const size = branch ? this.branchWords : this.leafWords
    const place = this.top
    this.top += size
    for (let word = 0; word < size; word++) this.words[place + word] = from[old + word]!
    if (!branch) this.words[place] = from[old]! & ~branchFlag
    this.words[place + 3] = parent
    for (let left = from[old + 2]!; left !== 0; left &= left - 1) {
      const at = this.childAt + lowest(left)
      this.words[place + at] = this.move(from, from[old + at]!, place)
    }
    return place
  }

  /** Makes this tree, which must be of the same root, a copy of another one. */
  copyFrom(other: FreeNodes): void {
    this.words = other.words.slice()
    this.top = other.top
    this.live = other.live
    this.freeLeaf = other.freeLeaf
    this.freeBranch = other.freeBranch
    this.painted.set(other.painted)
  }
}
