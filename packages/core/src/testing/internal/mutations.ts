/**
 * Hostile variants of valid messages: first the systematic ones, then random ones for as long as the caller asks.
 *
 * @since 0.1.0
 */
import type { Prng } from "../Seed.ts"
import { join } from "./bytes.ts"

/**
 * One hostile message. `kind` says how it was made; `refuse` is true when no decoder of whole messages may accept it
 * (something is missing or left over), false when it might be valid by chance. `length` is true when a run of bytes was
 * overwritten as if it were a length.
 *
 * @since 0.1.0
 * @category models
 */
export interface Mutation {
  readonly kind: string
  readonly bytes: Uint8Array
  readonly refuse: boolean
  readonly length: boolean
}

/**
 * Every systematic mutation of one message: cut at each byte, doubled, over-long, each bit flipped (up to 2048 bits,
 * then evenly spread), and each run of 4 bytes overwritten as if it were a length, in both byte orders.
 *
 * @since 0.1.0
 * @category generators
 */
export function* systematic(message: Uint8Array): Generator<Mutation> {
  for (let at = 0; at < message.length; at++) {
    yield {
      kind: `truncated to ${at} of ${message.length} bytes`,
      bytes: message.slice(0, at),
      refuse: true,
      length: false
    }
  }
  yield { kind: "duplicated", bytes: join(message, message), refuse: true, length: false }
  for (const [extra, fill] of [
    [1, 0],
    [1, 0xff],
    [4, 0],
    [4096, 0]
  ] as const) {
    const bytes = join(message, new Uint8Array(extra).fill(fill))
    yield { kind: `over-long by ${extra} bytes of ${fill}`, bytes, refuse: true, length: false }
  }
  const bits = message.length * 8
  const stride = Math.max(1, Math.ceil(bits / 2048))
  for (let bit = 0; bit < bits; bit += stride) {
    yield { kind: `bit ${bit} flipped`, bytes: flipped(message, bit), refuse: false, length: false }
  }
  for (let at = 0; at + 4 <= Math.min(message.length, 256); at++) {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
    for (const little of [false, true]) {
      const was = view.getUint32(at, little)
      for (const length of [0, was - 1, was + 1, was * 2, 0x7fffffff, 0x80000000, 0xffffffff]) {
        const bytes = withWord(message, at, length >>> 0, little)
        yield { kind: `bytes ${at}-${at + 3} set to ${length >>> 0}`, bytes, refuse: false, length: true }
      }
    }
  }
}

/**
 * One random mutation: one to three changes stacked on a sample, a splice of two samples, or garbage of up to
 * `longest` bytes.
 *
 * @since 0.1.0
 * @category generators
 */
export const random = (prng: Prng, samples: ReadonlyArray<Uint8Array>, longest: number): Mutation => {
  const kind = prng.below(10)
  if (kind === 0) return { kind: "garbage", bytes: prng.bytes(prng.below(longest + 1)), refuse: false, length: false }
  if (kind === 1) {
    const [left, right] = [prng.pick(samples), prng.pick(samples)]
    const bytes = join(left.slice(0, prng.below(left.length + 1)), right.slice(prng.below(right.length + 1)))
    return { kind: "spliced", bytes, refuse: false, length: false }
  }
  let bytes = prng.pick(samples)
  const names: Array<string> = []
  for (let changes = prng.between(1, 3); changes > 0; changes--) {
    const [name, change] = prng.pick(changers)
    names.push(name)
    bytes = bytes.length === 0 ? prng.bytes(4) : change(prng, bytes)
  }
  return { kind: names.join(", "), bytes, refuse: false, length: false }
}

const changers: ReadonlyArray<readonly [string, (prng: Prng, bytes: Uint8Array) => Uint8Array]> = [
  ["bit flipped", (prng, bytes) => flipped(bytes, prng.below(bytes.length * 8))],
  ["byte replaced", (prng, bytes) => replaced(bytes, prng.below(bytes.length), prng.bytes(1))],
  ["truncated", (prng, bytes) => bytes.slice(0, prng.below(bytes.length))],
  ["over-long", (prng, bytes) => join(bytes, prng.bytes(prng.between(1, 64)))],
  ["word replaced", (prng, bytes) => replaced(bytes, prng.below(bytes.length), prng.bytes(4))],
  [
    "length replaced",
    (prng, bytes) =>
      bytes.length < 4
        ? prng.bytes(4)
        : withWord(
            bytes,
            prng.below(bytes.length - 3),
            prng.pick([0, 1, 3, 0xffff, 0x7fffffff, 0xffffffff]),
            prng.chance(0.5)
          )
  ],
  [
    "part duplicated",
    (prng, bytes) => {
      const start = prng.below(bytes.length)
      const end = prng.between(start, Math.min(bytes.length, start + 64))
      return join(bytes.slice(0, end), bytes.slice(start))
    }
  ],
  [
    "part removed",
    (prng, bytes) => {
      const start = prng.below(bytes.length)
      return join(bytes.slice(0, start), bytes.slice(prng.between(start, bytes.length)))
    }
  ]
]

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice()
  copy[bit >>> 3]! ^= 1 << (bit & 7)
  return copy
}

const replaced = (bytes: Uint8Array, at: number, by: Uint8Array): Uint8Array => {
  const copy = bytes.slice()
  copy.set(by.subarray(0, copy.length - at), at)
  return copy
}

const withWord = (bytes: Uint8Array, at: number, word: number, little: boolean): Uint8Array => {
  const copy = bytes.slice()
  new DataView(copy.buffer).setUint32(at, word, little)
  return copy
}
