/**
 * Reduced ordered binary decision diagrams: exact sets of bit vectors, as numbers.
 *
 * A set is the number of a node; equal sets have equal numbers, so that equality and emptiness are one comparison. `0` is
 * the empty set, `1` the set of everything. A node tests the bit of its level; levels grow from the root, the most
 * significant bit of a field first. Nodes and results of operations are kept in open-addressing tables of `Int32Array`s
 * which double; 28 to 44 bytes a node. Nothing is freed before the whole engine is: one engine serves one analysis.
 * Reaching the limit of nodes throws `BddLimitReached`, which the public functions turn into a typed error.
 *
 * @since 0.1.0
 */

/** The set of nothing. */
export const none = 0

/** The set of everything. */
export const all = 1

/** Thrown when a set would need more nodes than the engine may hold. */
export class BddLimitReached extends Error {
  readonly limit: number
  constructor(limit: number) {
    super(`the sets of packets need more than ${limit} nodes`)
    this.limit = limit
  }
}

const AND = 1
const OR = 2
const DIFF = 3

const mix = (a: number, b: number, c: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3ce9)
  return (hash ^ (hash >>> 13)) >>> 0
}

const grown = (from: Int32Array, size: number): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(size)
  to.set(from)
  return to
}

/** An engine: its nodes, and the operations on their numbers. */
export class Bdd {
  /** How many levels there are. The two terminal nodes have this level. */
  readonly levels: number
  readonly #limit: number
  #level: Int32Array
  #low: Int32Array
  #high: Int32Array
  #count = 2
  /** Unique table: node numbers, 0 is a free slot (a terminal is never looked up). */
  #unique: Int32Array
  /** Operation cache: (operation, a, b, result) at a slot chosen by hash; a newer entry replaces the older. */
  #cache: Int32Array

  /** `expected`, a power of two, saves growing step by step to that many nodes. */
  constructor(levels: number, limit: number, expected: number = 1 << 8) {
    this.levels = levels
    this.#limit = Math.min(limit, 0x400_0000)
    this.#level = new Int32Array(expected)
    this.#low = new Int32Array(expected)
    this.#high = new Int32Array(expected)
    this.#unique = new Int32Array(expected * 4)
    this.#cache = new Int32Array(expected * 4)
    this.#level[none] = levels
    this.#level[all] = levels
  }

  /** How many nodes exist, the terminals included. */
  get size(): number {
    return this.#count
  }

  /** The level a node tests; `levels` for a terminal. */
  level(node: number): number {
    return this.#level[node]!
  }

  /** The members whose bit is 0 there. */
  low(node: number): number {
    return this.#low[node]!
  }

  /** The members whose bit is 1 there. */
  high(node: number): number {
    return this.#high[node]!
  }

  /** The set that is `low` where the bit of `level` is 0 and `high` where it is 1; both must test later levels only. */
  node(level: number, low: number, high: number): number {
    if (low === high) return low
    const unique = this.#unique
    const mask = unique.length - 1
    let slot = mix(level, low, high) & mask
    for (let found = unique[slot]!; found !== 0; found = unique[slot]!) {
      if (this.#low[found] === low && this.#high[found] === high && this.#level[found] === level) return found
      slot = (slot + 1) & mask
    }
    const node = this.#count
    if (node >= this.#limit) throw new BddLimitReached(this.#limit)
    if (node === this.#level.length) this.#growNodes()
    this.#level[node] = level
    this.#low[node] = low
    this.#high[node] = high
    this.#count = node + 1
    unique[slot] = node
    if (this.#count * 2 > unique.length) this.#growTables()
    return node
  }

  /** Members of both. */
  and(a: number, b: number): number {
    if (a === b || b === all) return a
    if (a === all) return b
    if (a === none || b === none) return none
    return a < b ? this.#apply(AND, a, b) : this.#apply(AND, b, a)
  }

  /** Whether there are members of both; makes no nodes. */
  meets(a: number, b: number): boolean {
    const seen = new Set<number>()
    const visit = (a: number, b: number): boolean => {
      if (a === none || b === none) return false
      if (a === all || b === all || a === b) return true
      // Node numbers stay below 2^26, so that a pair of them is an exact number.
      const pair = a * 0x400_0000 + b
      if (seen.has(pair)) return false
      seen.add(pair)
      const level = Math.min(this.#level[a]!, this.#level[b]!)
      const testsA = this.#level[a] === level
      const testsB = this.#level[b] === level
      return (
        visit(testsA ? this.#low[a]! : a, testsB ? this.#low[b]! : b) ||
        visit(testsA ? this.#high[a]! : a, testsB ? this.#high[b]! : b)
      )
    }
    return visit(a, b)
  }

  /** Members of either. */
  or(a: number, b: number): number {
    if (a === b || b === none) return a
    if (a === none) return b
    if (a === all || b === all) return all
    return a < b ? this.#apply(OR, a, b) : this.#apply(OR, b, a)
  }

  /** Members of `a` that are not in `b`. */
  diff(a: number, b: number): number {
    if (a === none || b === all || a === b) return none
    if (b === none) return a
    return this.#apply(DIFF, a, b)
  }

  /** Everything else. */
  not(a: number): number {
    return this.diff(all, a)
  }

  /**
   * A set with the same members as `a` among those of `care`, and whichever others make it simple (the generalised cofactor of Coudert
   * and Madre).
   */
  simplify(a: number, care: number): number {
    const known = new Map<number, number>()
    const visit = (a: number, care: number): number => {
      if (a <= all || care === all) return a
      if (care === none) return none
      const pair = a * 0x400_0000 + care
      let result = known.get(pair)
      if (result !== undefined) return result
      const level = this.#level[a]!
      if (this.#level[care]! < level) result = visit(a, this.or(this.#low[care]!, this.#high[care]!))
      else {
        const tests = this.#level[care] === level
        const careLow = tests ? this.#low[care]! : care
        const careHigh = tests ? this.#high[care]! : care
        if (careLow === none) result = visit(this.#high[a]!, careHigh)
        else if (careHigh === none) result = visit(this.#low[a]!, careLow)
        else result = this.node(level, visit(this.#low[a]!, careLow), visit(this.#high[a]!, careHigh))
      }
      known.set(pair, result)
      return result
    }
    return visit(a, care)
  }

  /** The same set as `node` is in another engine. */
  adopt(other: Bdd, node: number): number {
    if (other === this) return node
    const known = new Map<number, number>()
    const copy = (node: number): number => {
      if (node <= all) return node
      let result = known.get(node)
      if (result === undefined) {
        result = this.node(other.level(node), copy(other.low(node)), copy(other.high(node)))
        known.set(node, result)
      }
      return result
    }
    return copy(node)
  }

  /** The union of many, in a balanced order, which keeps intermediate sets small. */
  orAll(nodes: ReadonlyArray<number>): number {
    let round = nodes
    while (round.length > 1) {
      const next: Array<number> = []
      for (let i = 0; i < round.length; i += 2) {
        next.push(i + 1 < round.length ? this.or(round[i]!, round[i + 1]!) : round[i]!)
      }
      round = next
    }
    return round[0] ?? none
  }

  /** Everything that becomes a member by changing bits of the levels from `from` to before `to`. */
  exists(a: number, from: number, to: number): number {
    const seen = new Map<number, number>()
    const visit = (node: number): number => {
      const level = this.#level[node]!
      if (level >= to) return node
      const known = seen.get(node)
      if (known !== undefined) return known
      const low = visit(this.#low[node]!)
      const high = visit(this.#high[node]!)
      const result = level >= from ? this.or(low, high) : this.node(level, low, high)
      seen.set(node, result)
      return result
    }
    return visit(a)
  }

  /**
   * The members whose bits of `width` levels from `from` are given by `bit` (counted from 0), no longer depending on them.
   */
  restrict(a: number, from: number, width: number, bit: (index: number) => number): number {
    const to = from + width
    const seen = new Map<number, number>()
    const visit = (node: number): number => {
      const level = this.#level[node]!
      if (level >= to) return node
      if (level >= from) return visit(bit(level - from) === 0 ? this.#low[node]! : this.#high[node]!)
      const known = seen.get(node)
      if (known !== undefined) return known
      const result = this.node(level, visit(this.#low[node]!), visit(this.#high[node]!))
      seen.set(node, result)
      return result
    }
    return visit(a)
  }

  /** Vectors whose `width` levels from `from` equal `bit`, in front of `rest`, which tests later levels only. */
  cube(from: number, width: number, bit: (index: number) => number, rest: number): number {
    let result = rest
    for (let index = width - 1; index >= 0; index--) {
      result = bit(index) === 0 ? this.node(from + index, result, none) : this.node(from + index, none, result)
    }
    return result
  }

  /** Vectors whose `width` (at most 31) levels from `from` are a number from `first` to `last`. */
  range(from: number, width: number, first: number, last: number): number {
    const atLeast = (bound: number): number => {
      let result = all
      for (let index = width - 1; index >= 0; index--) {
        const one = (bound >>> (width - 1 - index)) & 1
        result = one === 1 ? this.node(from + index, none, result) : this.node(from + index, result, all)
      }
      return result
    }
    const past = last + 1
    const upper = past >= 2 ** width ? all : this.diff(all, atLeast(past))
    return this.and(atLeast(first), upper)
  }

  /** The bits of one member, lowest first wherever there is a choice; `undefined` for the empty set. */
  witness(a: number): Uint8Array | undefined {
    if (a === none) return undefined
    const bits = new Uint8Array(this.levels)
    for (let node = a; node !== all;) {
      const low = this.#low[node]!
      if (low === none) bits[this.#level[node]!] = 1
      node = low === none ? this.#high[node]! : low
    }
    return bits
  }

  /** A member chosen by `random` (numbers in [0, 1)); every bit without influence is drawn. Not uniform. */
  sample(a: number, random: () => number): Uint8Array | undefined {
    if (a === none) return undefined
    const bits = new Uint8Array(this.levels)
    for (let level = 0, node = a; level < this.levels; level++) {
      const one = random() < 0.5 ? 0 : 1
      if (this.#level[node] !== level) {
        bits[level] = one
        continue
      }
      const wanted = one === 0 ? this.#low[node]! : this.#high[node]!
      const bit = wanted === none ? 1 - one : one
      bits[level] = bit
      node = bit === 0 ? this.#low[node]! : this.#high[node]!
    }
    return bits
  }

  /** Whether the vector is a member. */
  has(a: number, bits: Uint8Array): boolean {
    let node = a
    while (node > all) node = bits[this.#level[node]!] === 0 ? this.#low[node]! : this.#high[node]!
    return node === all
  }

  #apply(operation: number, a: number, b: number): number {
    const slot = (mix(operation, a, b) & ((this.#cache.length >> 2) - 1)) << 2
    const cache = this.#cache
    if (cache[slot + 1] === a && cache[slot + 2] === b && cache[slot] === operation) return cache[slot + 3]!
    const levelA = this.#level[a]!
    const levelB = this.#level[b]!
    const level = levelA < levelB ? levelA : levelB
    const lowA = levelA === level ? this.#low[a]! : a
    const highA = levelA === level ? this.#high[a]! : a
    const lowB = levelB === level ? this.#low[b]! : b
    const highB = levelB === level ? this.#high[b]! : b
    const low = this.#run(operation, lowA, lowB)
    const high = this.#run(operation, highA, highB)
    const result = this.node(level, low, high)
    this.#remember(operation, a, b, result)
    return result
  }

  #run(operation: number, a: number, b: number): number {
    return operation === AND ? this.and(a, b) : operation === OR ? this.or(a, b) : this.diff(a, b)
  }

  #remember(operation: number, a: number, b: number, result: number): void {
    const slot = (mix(operation, a, b) & ((this.#cache.length >> 2) - 1)) << 2
    this.#cache[slot] = operation
    this.#cache[slot + 1] = a
    this.#cache[slot + 2] = b
    this.#cache[slot + 3] = result
  }

  #growNodes(): void {
    const size = this.#level.length * 2
    this.#level = grown(this.#level, size)
    this.#low = grown(this.#low, size)
    this.#high = grown(this.#high, size)
  }

  #growTables(): void {
    const unique = new Int32Array(this.#unique.length * 2)
    const mask = unique.length - 1
    for (let node = 2; node < this.#count; node++) {
      let slot = mix(this.#level[node]!, this.#low[node]!, this.#high[node]!) & mask
      while (unique[slot] !== 0) slot = (slot + 1) & mask
      unique[slot] = node
    }
    this.#unique = unique
    // One entry for two nodes; results of earlier operations are worth keeping, but not worth moving.
    this.#cache = new Int32Array(unique.length)
  }
}
