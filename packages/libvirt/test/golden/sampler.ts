import type { Prng } from "@cloudwright/core/testing/Seed"
import type { XdrReader } from "../../src/Xdr.ts"

/**
 * Stands in for a reader and makes up what the codec asks for, so that `codec.decode(sampler)` is a random valid value of
 * any structure, within all limits.
 */
export const sampler = (source: Prng): XdrReader => {
  const text = (limit: number) => {
    const alphabet = ["a", "Z", "0", " ", "é", "漢", "😀", "vcpu.0.time", "\u007f", "-"]
    let out = ""
    for (let i = source.below(8); i > 0; i--) out += source.pick(alphabet)
    return Buffer.byteLength(out) > limit ? "" : out
  }
  const wide = () => (BigInt(source.uint32()) << 32n) | BigInt(source.uint32())
  const self = {
    offset: 0,
    remaining: 0,
    int: () => source.pick([0, 1, -1, 2147483647, -2147483648, source.uint32() | 0]),
    uint: () => source.pick([0, 1, 4294967295, source.uint32()]),
    hyper: () => BigInt.asIntN(64, source.pick([0n, -1n, -(2n ** 63n), 2n ** 63n - 1n, wide()])),
    uhyper: () => BigInt.asUintN(64, source.pick([0n, 1n, 2n ** 64n - 1n, 2n ** 53n + 1n, wide()])),
    double: () => source.pick([0, -0, 1.5, Number.MAX_VALUE, Number.NEGATIVE_INFINITY, source.fraction()]),
    bool: () => source.chance(0.5),
    string: (limit = 4_194_304) => text(limit),
    opaque: (limit: number) => source.bytes(source.below(Math.min(limit, 9) + 1)),
    fixed: (length: number) => source.bytes(length),
    uuid: () => [4, 2, 2, 2, 6].map((n) => Buffer.from(source.bytes(n)).toString("hex")).join("-"),
    chars: (limit: number) => source.bytes(source.below(Math.min(limit, 9) + 1)),
    charText: (size: number) => text(size - 1),
    optional: (element: (reader: XdrReader) => unknown) => (source.chance(0.5) ? element(reader) : null),
    array: (limit: number, element: (reader: XdrReader) => unknown) =>
      Array.from({ length: source.below(Math.min(limit, 3) + 1) }, () => element(reader)),
    badUnion: () => {
      const type = source.between(1, 7)
      const value = [self.int, self.uint, self.hyper, self.uhyper, self.double, self.int, self.string][type - 1]
      return { type, value: value?.() }
    },
    end: () => undefined
  }
  const reader = self as unknown as XdrReader
  return reader
}
