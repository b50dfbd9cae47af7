/**
 * A map from words to words in one typed array: open addressing with linear probing, at most half full.
 *
 * @since 0.1.0
 */

/** Where the search for a key begins: a multiplicative hash to an even number below the length. */
const placeOf = (pairs: Uint32Array, key: number): number =>
  (Math.imul(key, 0x9e3779b1) >>> Math.clz32((pairs.length >>> 1) - 1)) << 1

/** The value of a key, 0 if it is not there. */
export const wordAt = (pairs: Uint32Array, key: number): number => {
  const last = pairs.length - 2
  let at = placeOf(pairs, key)
  while (pairs[at] !== key && pairs[at] !== 0) at = (at + 2) & last
  return pairs[at + 1]!
}

/** See the module's header. Keys are not 0. */
export class WordMap {
  /** Pairs of key and value, 0 and 0 where there is none; for `wordAt`. Changes may replace the array. */
  pairs: Uint32Array
  private size: number

  constructor(pairs = new Uint32Array(16), size = 0) {
    this.pairs = pairs
    this.size = size
  }

  copy(): WordMap {
    return new WordMap(this.pairs.slice(), this.size)
  }

  set(key: number, value: number): void {
    if (4 * (this.size + 1) > this.pairs.length) this.grow()
    const { pairs } = this
    const last = pairs.length - 2
    let at = placeOf(pairs, key)
    while (pairs[at] !== key && pairs[at] !== 0) at = (at + 2) & last
    if (pairs[at] === 0) this.size++
    pairs[at] = key
    pairs[at + 1] = value
  }

  /** Removes a key that is there. */
  delete(key: number): void {
    const { pairs } = this
    const last = pairs.length - 2
    let hole = placeOf(pairs, key)
    while (pairs[hole] !== key) hole = (hole + 2) & last
    // Those behind move up, unless that would put them before where their own search begins.
    for (let at = (hole + 2) & last; pairs[at] !== 0; at = (at + 2) & last) {
      if (((at - placeOf(pairs, pairs[at]!)) & last) < ((at - hole) & last)) continue
      pairs[hole] = pairs[at]!
      pairs[hole + 1] = pairs[at + 1]!
      hole = at
    }
    pairs[hole] = 0
    pairs[hole + 1] = 0
    this.size--
  }

  private grow(): void {
    const { pairs } = this
    this.pairs = new Uint32Array(2 * pairs.length)
    this.size = 0
    for (let at = 0; at < pairs.length; at += 2) if (pairs[at] !== 0) this.set(pairs[at]!, pairs[at + 1]!)
  }
}
