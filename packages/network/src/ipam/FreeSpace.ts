/**
 * Free space: which blocks of one root prefix are free, for blocks of any length of IPv4 and IPv6. One instance serves a
 * pool (carving subnets) or a subnet (its single addresses, blocks of length 32 or 128).
 *
 * Pure, synchronous and mutable; it knows neither owners nor time. What may not be handed out (gateway, network and
 * broadcast address, exclusions) is reserved by the caller, or left out by a range. What fails changes nothing.
 *
 * **What is used is a set of addresses**, not a list of grants: a grant of /24 may be released as two /25, and two
 * neighbouring /25 as one /24. Buddies that are both free are one free block at once.
 *
 * **Strategies**: which of the free places for a block is taken. A /28 of this /24, where `#` is used:
 *
 *     .0      .32     .64     .96     .128            .192            .255
 *     |###|   |#######|   |###|   |   |   |   |   |   |###|   |   |   |
 *          ^lowest                     ^sparse                     ^highest
 *
 * - `"lowest"`: the lowest address ("next free"). Keeps what is used together at the bottom.
 * - `"highest"`: the highest address ("from the top").
 * - `"sparse"`: the start of the largest free block, the lowest of equals. Bisects: each block gets as much room to grow
 *   behind it as there is, so that later it can become a larger block in place.
 * - a function: at random, with numbers from 0 to below 1 that this function gives. Draws evenly from all aligned places
 *   and takes the first drawn that is free; after 16 draws that were not, the next free place after the last of them. So
 *   all free places are equally likely until most of the space is used.
 * - `{ after }`: the lowest at or after this address, else the lowest of all. With the end of the last grant as `after`
 *   it goes round, and what was just released comes last.
 *
 * A specific block is taken by `reserve`.
 *
 * **Cost.** A grant, a reservation, a release or a question is one or two walks down a tree with 32 branches a node:
 * at most 7 steps for IPv4 and 28 for IPv6, fewer where the space is not fragmented. `"lowest"` again and again needs a walk
 * only once for 32 blocks. `"sparse"` takes up to one walk for each length, `collision` and each step of a listing a few.
 * Neither text nor BigInt is used, apart from the counts `size`, `used` and `free`, and bulk calls make no garbage.
 *
 * **Memory** is in proportion to the borders between free and used, not to the space: an empty ::/0 has 2 KiB, and a million
 * used addresses in a row need no more. In use, measured at random places: 2 bytes for each used IPv4 address where half of
 * all are used, 12 where 1 in 16 is, 62 where they lie alone; 86 for each random interface id of IPv6. No change adds more
 * than 200 bytes (224 for IPv6). The array doubles when it is full and shrinks when three quarters are unused, so at most
 * four times as much is held, down to the 2 KiB.
 *
 * **Limits**: 1 GiB an instance; what would need more throws a `RangeError` and changes nothing, except that a bulk call
 * keeps the part that it had done. Lengths and prefixes that cannot be in the root are answered with `undefined` or
 * `false`. Counts are exact up to 2^53 grants.
 *
 * @since 0.1.0
 */
import { Bounds, chooseAfter, chooseHighest, chooseLowest, chooseRandom, chooseSparse } from "./internal/freeChoose.ts"
import { extent, find } from "./internal/freeFind.ts"
import { alignDown, compare, copy, sameBlock, stepUp } from "./internal/freeBits.ts"
import { FreeNodes, free, used } from "./internal/freeNodes.ts"
import { paint } from "./internal/freePaint.ts"
import { endRun, startRun, takeNext, takeRun } from "./internal/freeRun.ts"
import { seekEnd, seekNext } from "./internal/freeSeek.ts"
import * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"

/**
 * Which of the free places is taken; see the head of this module.
 *
 * @since 0.1.0
 * @category models
 */
export type Strategy = "lowest" | "highest" | "sparse" | (() => number) | { readonly after: Ip.Ip }

/**
 * Addresses from `first` to `last`, both included; the ends of the root where one is missing. Need not be aligned: blocks
 * are taken that lie wholly inside.
 *
 * @since 0.1.0
 * @category models
 */
export interface Range {
  readonly first?: Ip.Ip | undefined
  readonly last?: Ip.Ip | undefined
}

/**
 * The free and used blocks of one root prefix.
 *
 * Blocks in bulk are lanes in a `Uint32Array`: one number per IPv4 block, four per IPv6 block (its first address).
 *
 * @since 0.1.0
 * @category models
 */
export class FreeSpace {
  /** The prefix whose blocks these are. */
  readonly root: Prefix.Prefix
  private readonly bits: 32 | 128
  private readonly rootOrder: number
  private readonly first = new Int32Array(4)
  private readonly nodes: FreeNodes
  private readonly bounds: Bounds

  private constructor(root: Prefix.Prefix) {
    this.root = root
    this.bits = Ip.bits(root.family)
    this.rootOrder = this.bits - root.length
    toLanes(root, this.first)
    this.nodes = new FreeNodes(this.bits, this.first, this.rootOrder)
    this.bounds = new Bounds(this.bits)
  }

  /** A root of which everything is free. */
  static make(root: Prefix.Prefix): FreeSpace {
    return new FreeSpace(root)
  }

  /**
   * Takes a free block of this length; `undefined` if there is none (in the range). The default is the lowest.
   */
  allocate(length: number, strategy: Strategy = "lowest", range?: Range): Prefix.Prefix | undefined {
    const order = this.bits - length
    if (!this.isOrder(order)) return undefined
    const lowest = strategy === "lowest" && range === undefined
    return (lowest ? this.takeLowest(order) : this.take(order, strategy, range)) ? this.block(length) : undefined
  }

  /**
   * Takes `count` free blocks of this length, all or none, one after the other by the same rule; their lanes in the order
   * they were taken. `undefined`, with nothing changed, if there are not so many.
   */
  allocateMany(count: number, length: number, strategy: Strategy = "lowest", range?: Range): Uint32Array | undefined {
    const order = this.bits - length
    if (!this.isOrder(order)) return undefined
    if (!(Number.isInteger(count) && count >= 0 && count <= 2 ** (this.rootOrder - order))) return undefined
    const stride = this.stride
    const lanes = new Uint32Array(count * stride)
    const lowest = strategy === "lowest" && range === undefined
    for (let at = 0; at < lanes.length;) {
      if (!(lowest ? this.takeLowest(order) : this.take(order, strategy, range))) {
        this.turnBack(lanes, at, order, free)
        return undefined
      }
      this.storeLanes(lanes, at)
      at += stride
      if (lowest) at = takeRun(this.nodes, order, lanes, at)
    }
    return lanes
  }

  /** Takes exactly this block; `false` if some of it is used or outside of the root. `collision` says what is used. */
  reserve(prefix: Prefix.Prefix): boolean {
    return this.load(prefix) && this.turn(this.bits - prefix.length, used)
  }

  /** Takes these blocks of one length, all or none; `false` also if two of them are the same. */
  reserveMany(lanes: Uint32Array, length: number): boolean {
    return this.turnAll(lanes, length, used)
  }

  /** Frees this block, all of which must be used; `false` if some of it is free or outside of the root. */
  release(prefix: Prefix.Prefix): boolean {
    return this.load(prefix) && this.turn(this.bits - prefix.length, free)
  }

  /** Frees these blocks of one length, all or none; `false` also if two of them are the same. */
  releaseMany(lanes: Uint32Array, length: number): boolean {
    return this.turnAll(lanes, length, free)
  }

  /** Whether all of this block is free (and in the root). */
  isFree(prefix: Prefix.Prefix): boolean {
    return this.load(prefix) && find(this.nodes, this.bits - prefix.length) === free
  }

  /** Whether all of this block is used (and in the root). */
  isUsed(prefix: Prefix.Prefix): boolean {
    return this.load(prefix) && find(this.nodes, this.bits - prefix.length) === used
  }

  /**
   * What is in the way of reserving a block of the root: the lowest of the largest used blocks that share addresses with
   * it, which may be larger than the block itself; `undefined` if it is free or not in the root.
   */
  collision(prefix: Prefix.Prefix): Prefix.Prefix | undefined {
    if (!this.load(prefix)) return undefined
    for (const block of this.blocks(used, prefix)) return block
    return undefined
  }

  /** The length of the largest free block; `undefined` if nothing is free. */
  largestFree(): number | undefined {
    endRun(this.nodes)
    const best = this.nodes.bestOf(0)
    return best === 0 ? undefined : this.bits - (best - 1)
  }

  /** The largest free blocks, ascending. The space may change meanwhile: each step goes on behind the last block. */
  freePrefixes(): Iterable<Prefix.Prefix> {
    return this.iterate(free)
  }

  /** The largest used blocks, ascending, as `freePrefixes`. Neighbouring grants that make a block are one. */
  usedPrefixes(): Iterable<Prefix.Prefix> {
    return this.iterate(used)
  }

  /** The count of addresses in the root. */
  get size(): bigint {
    return 1n << BigInt(this.rootOrder)
  }

  /** The count of used addresses, exact. */
  get used(): bigint {
    endRun(this.nodes)
    let sum = 0n
    for (let order = 0; order <= this.rootOrder; order++) sum += BigInt(this.nodes.painted[order]!) << BigInt(order)
    return sum
  }

  /** The count of free addresses, exact. */
  get free(): bigint {
    return this.size - this.used
  }

  /** The memory of the tree, in bytes. */
  get memoryBytes(): number {
    return this.nodes.words.byteLength
  }

  /** An independent copy: to try something out, or to go back to. */
  clone(): FreeSpace {
    endRun(this.nodes)
    const copied = new FreeSpace(this.root)
    copied.nodes.copyFrom(this.nodes)
    return copied
  }

  private get stride(): 1 | 4 {
    return this.bits === 32 ? 1 : 4
  }

  private isOrder(order: number): boolean {
    return (order & 255) === order && order <= this.rootOrder
  }

  /** Takes the lowest free block of 2^order; the point is then its start. */
  private takeLowest(order: number): boolean {
    const { nodes } = this
    if (takeNext(nodes, order)) return true
    if (!seekNext(nodes, order)) return false
    startRun(nodes, order)
    return true
  }

  private take(order: number, strategy: Strategy, range: Range | undefined): boolean {
    if (!this.choose(order, strategy, range)) return false
    paint(this.nodes, order, used)
    return true
  }

  /** Walks to the block that is to be taken. */
  private choose(order: number, strategy: Strategy, range: Range | undefined): boolean {
    const { bounds, nodes } = this
    if (strategy === "highest" && range === undefined) return seekEnd(nodes, order, false)
    endRun(nodes)
    if (!this.setBounds(range)) return false
    if (strategy === "lowest") return chooseLowest(nodes, order, bounds)
    if (strategy === "highest") return chooseHighest(nodes, order, bounds)
    if (strategy === "sparse") return chooseSparse(nodes, order, bounds)
    if (typeof strategy === "function") return chooseRandom(nodes, order, bounds, strategy)
    if (strategy.after.family !== this.root.family) return false
    toLanes(strategy.after, after)
    return chooseAfter(nodes, order, bounds, after)
  }

  /** The part of the root inside the range; false if there is none. */
  private setBounds(range: Range | undefined): boolean {
    const { first, last } = this.bounds
    copy(this.first, first)
    toLanes(Prefix.last(this.root), last)
    if (range === undefined) return true
    if (!this.narrow(range.first, first, 1) || !this.narrow(range.last, last, -1)) return false
    return compare(first, last) <= 0
  }

  private narrow(end: Ip.Ip | undefined, limit: Int32Array, sign: number): boolean {
    if (end === undefined) return true
    if (end.family !== this.root.family) return false
    toLanes(end, after)
    if (compare(after, limit) * sign > 0) copy(after, limit)
    return true
  }

  /** Moves the point to a block; false if that is not in the root. */
  private load(prefix: Prefix.Prefix): boolean {
    if (prefix.family !== this.root.family || !this.isOrder(this.bits - prefix.length)) return false
    toLanes(prefix, this.nodes.point)
    return this.isInside(this.bits - prefix.length)
  }

  /** Aligns the point, and says whether it is in the root. */
  private isInside(order: number): boolean {
    alignDown(this.nodes.point, order)
    return sameBlock(this.nodes.point, this.first, this.rootOrder)
  }

  /** Gives the block at the point this colour, if all of it has the other one. */
  private turn(order: number, colour: number): boolean {
    if (find(this.nodes, order) !== 1 - colour) return false
    paint(this.nodes, order, colour)
    return true
  }

  private turnAll(lanes: Uint32Array, length: number, colour: number): boolean {
    const order = this.bits - length
    if (!this.isOrder(order)) return false
    for (let at = 0; at < lanes.length; at += this.stride) {
      this.loadLanes(lanes, at)
      if (!this.isInside(order) || !this.turn(order, colour)) {
        this.turnBack(lanes, at, order, 1 - colour)
        return false
      }
    }
    return true
  }

  /** Gives the blocks before `end` the colour that they had. */
  private turnBack(lanes: Uint32Array, end: number, order: number, colour: number): void {
    for (let at = 0; at < end; at += this.stride) {
      this.loadLanes(lanes, at)
      alignDown(this.nodes.point, order)
      this.turn(order, colour)
    }
  }

  private loadLanes(lanes: Uint32Array, at: number): void {
    const { point } = this.nodes
    if (this.bits === 32) point[3] = lanes[at]!
    else for (let lane = 0; lane < 4; lane++) point[lane] = lanes[at + lane]!
  }

  private storeLanes(lanes: Uint32Array, at: number): void {
    const { point } = this.nodes
    if (this.bits === 32) lanes[at] = point[3]!
    else for (let lane = 0; lane < 4; lane++) lanes[at + lane] = point[lane]!
  }

  /** The block of this length at the point. */
  private block(length: number): Prefix.Prefix {
    const { point } = this.nodes
    if (this.bits === 32) return { family: 4, a: point[3]! >>> 0, b: 0, c: 0, d: 0, length }
    return Prefix.make(6, length, point[0]!, point[1], point[2], point[3])
  }

  private iterate(colour: number): Iterable<Prefix.Prefix> {
    return { [Symbol.iterator]: () => this.blocks(colour, this.root) }
  }

  /** The largest blocks of a colour that share addresses with a block of the root. */
  private *blocks(colour: number, inside: Prefix.Prefix): Generator<Prefix.Prefix, void> {
    const { bits, nodes } = this
    const at = new Int32Array(4)
    const end = new Int32Array(4)
    toLanes(inside, at)
    toLanes(Prefix.last(inside), end)
    do {
      copy(at, nodes.point)
      const found = find(nodes, 0)
      const order = extent(nodes, found)
      alignDown(nodes.point, order)
      copy(nodes.point, at)
      if (found === colour) yield this.block(bits - order)
      if (!stepUp(at, order, bits)) return
    } while (compare(at, end) <= 0)
  }
}

const after = new Int32Array(4)

/** The lanes of the kernel: signed, IPv4 in the last one. */
const toLanes = (ip: Ip.Ip, lanes: Int32Array): void => {
  if (ip.family === 4) {
    lanes[0] = 0
    lanes[1] = 0
    lanes[2] = 0
    lanes[3] = ip.a
    return
  }
  lanes[0] = ip.a
  lanes[1] = ip.b
  lanes[2] = ip.c
  lanes[3] = ip.d
}
