/**
 * Two slow models of free space that are obviously right: one boolean per cell for small spaces, and a list of used
 * intervals for huge ones. Both speak of blocks as (start, order) relative to the root's first address, in cells of
 * 2^unit addresses for the first and in addresses for the second.
 */

/** `cells` booleans, a power of two; a block is `1 << order` of them from a multiple of that. */
export class CellSpace {
  readonly used: Array<boolean>

  constructor(cells: number) {
    this.used = Array.from({ length: cells }, () => false)
  }

  private all(start: number, order: number, value: boolean): boolean {
    for (let cell = start; cell < start + 2 ** order; cell++) if (this.used[cell] !== value) return false
    return true
  }

  isFree(start: number, order: number): boolean {
    return this.all(start, order, false)
  }

  isUsed(start: number, order: number): boolean {
    return this.all(start, order, true)
  }

  paint(start: number, order: number, value: boolean): void {
    for (let cell = start; cell < start + 2 ** order; cell++) this.used[cell] = value
  }

  /** Every free place for a block whose cells are all in first..last, ascending. */
  places(order: number, first = 0, last = this.used.length - 1): Array<number> {
    const found: Array<number> = []
    for (let start = 0; start < this.used.length; start += 2 ** order) {
      if (start >= first && start + 2 ** order - 1 <= last && this.isFree(start, order)) found.push(start)
    }
    return found
  }

  sparse(order: number, first?: number, last?: number): number | undefined {
    for (let larger = Math.log2(this.used.length); larger >= order; larger--) {
      const [place] = this.places(larger, first, last)
      if (place !== undefined) return place
    }
    return undefined
  }

  after(order: number, from: number, first?: number, last?: number): number | undefined {
    const places = this.places(order, first, last)
    return places.find((place) => place >= from) ?? places[0]
  }

  /** The largest aligned blocks of one colour, ascending. */
  blocks(value: boolean): Array<readonly [start: number, order: number]> {
    const found: Array<readonly [number, number]> = []
    for (let start = 0; start < this.used.length;) {
      let order = 0
      if (this.used[start] === value) {
        while (
          2 ** (order + 1) <= this.used.length &&
          start % 2 ** (order + 1) === 0 &&
          this.all(start, order + 1, value)
        )
          order++
        found.push([start, order])
      }
      start += 2 ** order
    }
    return found
  }

  count(value: boolean): number {
    return this.used.filter((one) => one === value).length
  }
}

/** The used addresses as disjoint intervals [start, end) in ascending order, merged where they touch. */
export class IntervalSpace {
  readonly order: number
  used: ReadonlyArray<readonly [start: bigint, end: bigint]> = []

  constructor(order: number) {
    this.order = order
  }

  private firstOverlap(start: bigint, end: bigint): readonly [bigint, bigint] | undefined {
    return this.used.find(([from, to]) => from < end && start < to)
  }

  isFree(start: bigint, order: number): boolean {
    return this.firstOverlap(start, start + (1n << BigInt(order))) === undefined
  }

  isUsed(start: bigint, order: number): boolean {
    return this.used.some(([from, to]) => from <= start && start + (1n << BigInt(order)) <= to)
  }

  take(start: bigint, order: number): void {
    const all = [...this.used, [start, start + (1n << BigInt(order))] as const].sort((x, y) => (x[0] < y[0] ? -1 : 1))
    const merged: Array<readonly [bigint, bigint]> = []
    for (const [from, to] of all) {
      const before = merged.at(-1)
      if (before !== undefined && before[1] === from) merged[merged.length - 1] = [before[0], to]
      else merged.push([from, to])
    }
    this.used = merged
  }

  free(start: bigint, order: number): void {
    const end = start + (1n << BigInt(order))
    this.used = this.used.flatMap(([from, to]) =>
      [[from, to < start ? to : start] as const, [from > end ? from : end, to] as const].filter(([a, b]) => a < b)
    )
  }

  lowest(order: number, from = 0n): bigint | undefined {
    const size = 1n << BigInt(order)
    const up = (at: bigint): bigint => ((at + size - 1n) / size) * size
    for (let start = up(from); start + size <= 1n << BigInt(this.order);) {
      const hit = this.firstOverlap(start, start + size)
      if (hit === undefined) return start
      start = up(hit[1])
    }
    return undefined
  }

  highest(order: number): bigint | undefined {
    const size = 1n << BigInt(order)
    for (let start = (1n << BigInt(this.order)) - size; start >= 0n;) {
      const hit = this.used.findLast(([from, to]) => from < start + size && start < to)
      if (hit === undefined) return start
      start = (hit[0] / size) * size - size
    }
    return undefined
  }

  sparse(order: number): bigint | undefined {
    for (let larger = this.order; larger >= order; larger--) {
      const place = this.lowest(larger)
      if (place !== undefined) return place
    }
    return undefined
  }

  count(): bigint {
    return this.used.reduce((sum, [from, to]) => sum + to - from, 0n)
  }
}
