/**
 * Blocks of 32-bit words out of one growing `Uint32Array`.
 *
 * Sizes are rounded up to a class (at most a quarter is lost); a freed block is kept for the next request of its class.
 * Addresses are word numbers and survive growth, `words` does not: read it anew after each `allocate`. Word 0 belongs
 * to no block.
 *
 * @since 0.1.0
 */

/** Class sizes: every size up to 8, then four steps per doubling. */
const classSizes: ReadonlyArray<number> = (() => {
  const sizes = [1, 2, 3, 4, 5, 6, 7, 8]
  for (let power = 8; power <= 1024; power *= 2) for (let step = 5; step <= 8; step++) sizes.push((power * step) / 4)
  return sizes
})()

/** The largest block: a stride of 8 bits needs at most 256 runs and 511 pairs. */
const maximumSize = 1536

const classOf = (() => {
  const table = new Uint8Array(maximumSize + 1)
  for (let size = 1, index = 0; size <= maximumSize; size++) {
    if (size > classSizes[index]!) index++
    table[size] = index
  }
  return table
})()

/** A region of words with free lists. Contents of a new block are undefined. */
export class Arena {
  words: Uint32Array
  private used: number
  /** The first free block of each class; its first word is the next one; 0 ends the list. */
  private readonly free: Uint32Array

  constructor(words = new Uint32Array(32), used = 1, free = new Uint32Array(classSizes.length)) {
    this.words = words
    this.used = used
    this.free = free
  }

  get bytes(): number {
    return this.words.byteLength + this.free.byteLength
  }

  /** Whether a block of one size would serve for another. */
  static sameClass(x: number, y: number): boolean {
    return classOf[x] === classOf[y]
  }

  allocate(size: number): number {
    const index = classOf[size]!
    const head = this.free[index]!
    if (head !== 0) {
      this.free[index] = this.words[head]!
      return head
    }
    const address = this.used
    this.used += classSizes[index]!
    if (this.used > this.words.length) this.grow()
    return address
  }

  release(address: number, size: number): void {
    const index = classOf[size]!
    this.words[address] = this.free[index]!
    this.free[index] = address
  }

  copy(): Arena {
    return new Arena(this.words.slice(), this.used, this.free.slice())
  }

  /** Gives room back that no block has had yet. */
  trim(): void {
    if (this.used < this.words.length) this.words = this.words.slice(0, this.used)
  }

  /** Small regions double, large ones grow by a quarter. */
  private grow(): void {
    const length = this.words.length
    const grown = new Uint32Array(Math.max(this.used, length < 0x1_0000 ? 2 * length : length + (length >>> 2)))
    grown.set(this.words)
    this.words = grown
  }
}
