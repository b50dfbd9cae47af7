/**
 * The kernels of addresses, side by side: reading prefixes against `ip-address`, and finding all overlaps among 900 000
 * prefixes against sorting the same prefixes as numbers.
 *
 * Texts and prefixes come from a table that is like the Internet's. Strings are flat: reading parts of a large string is slower
 * for both sides.
 */
import { Seed } from "@cloudwright/core/testing"
import * as Prefix from "@cloudwright/network/Prefix"
import * as PrefixNesting from "@cloudwright/network/PrefixNesting"
import * as Effect from "effect/Effect"
import { Address4, Address6 } from "ip-address"
import { internetTable4, internetTable6, type Table } from "./internetTable.ts"

const seed = 4107

const quantile = (values: ReadonlyArray<number>, part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN

/** Reads one text in some way; what it returns keeps the compiler from leaving out the work. */
type Reader = (text: string, index: number) => number

const distinct = 20_000
const chunk = 500
const rounds = 30

/** Nanoseconds for one text by reader: they take turns at each chunk, and the fifth percentile of the chunks counts. */
const nanoseconds = (texts: ReadonlyArray<string>, readers: ReadonlyArray<Reader>): ReadonlyArray<number> => {
  const times = readers.map((): Array<number> => [])
  let sum = 0
  for (let round = 0; round < rounds; round++) {
    for (let from = 0; from < distinct; from += chunk) {
      for (const [which, read] of readers.entries()) {
        const start = performance.now()
        for (let index = from; index < from + chunk; index++) sum += read(texts[index]!, index)
        times[which]!.push(((performance.now() - start) / chunk) * 1e6)
      }
    }
  }
  if (Number.isNaN(sum)) throw new Error("a text was not read")
  // The first rounds belong to the compiler.
  const warm = (rounds / 5) * (distinct / chunk)
  return times.map((each) => quantile(each.slice(warm), 0.05))
}

/** The texts of distinct prefixes of a table, in random order, as flat strings. */
const textsOf = (family: 4 | 6, table: Table): ReadonlyArray<string> => {
  const lane = (index: number, n: number) => table.lanes[index * table.width + n] ?? 0
  const texts = Array.from({ length: table.count }, (_, i) =>
    Prefix.format(Prefix.make(family, table.lengths[i]!, lane(i, 0), lane(i, 1), lane(i, 2), lane(i, 3)))
  )
  return Seed.prng(seed)
    .shuffle(texts)
    .slice(0, distinct)
    .map((text) => Buffer.from(text, "latin1").toString("latin1"))
}

/** The same texts in the bytes of a file, one a line, and where each begins. */
const fileOf = (texts: ReadonlyArray<string>) => {
  let end = 0
  const starts = texts.map((text) => (end += text.length + 1) - text.length - 1)
  return { bytes: Buffer.from(`${texts.join("\n")}\n`, "latin1"), starts }
}

/** Prefix text to numbers: our way for bulk (`parseInto`), our way that makes objects, and `ip-address`. */
const reading = (family: 4 | 6, texts: ReadonlyArray<string>) => {
  const out = new Uint32Array(5)
  const [bulk = Number.NaN, object = Number.NaN, theirs = Number.NaN] = nanoseconds(texts, [
    (text) => Prefix.parseInto(text, out, 0),
    (text) => (Prefix.parse(text)._tag === "Success" ? 1 : Number.NaN),
    family === 4 ? (text) => new Address4(text).subnetMask : (text) => new Address6(text).subnetMask
  ])
  return { bulk, object, theirs }
}

/** The same from the bytes of a file. */
const readingBytes = (texts: ReadonlyArray<string>): number => {
  const out = new Uint32Array(5)
  const { bytes, starts } = fileOf(texts)
  const read: Reader = (text, index) => {
    const start = starts[index]!
    return Prefix.parseInto(bytes, out, 0, start, start + text.length)
  }
  return nanoseconds(texts, [read])[0] ?? Number.NaN
}

/**
 * `parse_v4_vs_ip_address` and `parse_v6_vs_ip_address`: how many times faster bulk reading is; the rest are figures. Bytes come
 * last, because a reader that has seen strings and bytes is compiled for both and some 15 % slower for either.
 */
export const parsing: Effect.Effect<Record<string, number>> = Effect.sync(() => {
  const texts4 = textsOf(4, internetTable4(100_000, seed))
  const texts6 = textsOf(6, internetTable6(60_000, seed))
  const v4 = reading(4, texts4)
  const v6 = reading(6, texts6)
  return {
    parse_v4_vs_ip_address: v4.theirs / v4.bulk,
    parse_v6_vs_ip_address: v6.theirs / v6.bulk,
    parse_v4_object_vs_ip_address: v4.theirs / v4.object,
    parse_v6_object_vs_ip_address: v6.theirs / v6.object,
    parse_v4_ns: v4.bulk,
    parse_v6_ns: v6.bulk,
    parse_v4_bytes_ns: readingBytes(texts4),
    parse_v6_bytes_ns: readingBytes(texts6)
  }
})

/** A table in random order, as plans and dumps come. */
const shuffled = (family: 4 | 6, { count, lanes, lengths, width }: Table): PrefixNesting.Prefixes => {
  const order = Seed.prng(seed).shuffle(Array.from({ length: count }, (_, index) => index))
  const mixed = new Uint32Array(lanes.length)
  for (const [place, index] of order.entries()) {
    mixed.set(lanes.subarray(index * width, index * width + width), place * width)
  }
  return { family, lanes: mixed, lengths: Uint8Array.from(order, (index) => lengths[index]!) }
}

const elapsed = (work: () => void): number => {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** `overlap_vs_sort`: time to find every overlap among 900 000 IPv4 prefixes, as a multiple of sorting their numbers. */
export const overlap: Effect.Effect<Record<string, number>> = Effect.sync(() => {
  const v4 = shuffled(4, internetTable4(900_000, seed))
  const v6 = shuffled(6, internetTable6(160_000, seed))
  const keys = Float64Array.from(v4.lengths, (length, index) => v4.lanes[index]! * 64 + length)
  const times = { find: [] as Array<number>, sort: [] as Array<number>, find6: [] as Array<number> }
  let nested = 0
  for (let round = 0; round < 11; round++) {
    const copy = keys.slice()
    times.sort.push(elapsed(() => copy.sort()))
    times.find.push(elapsed(() => (nested = PrefixNesting.find(v4).nested)))
    times.find6.push(elapsed(() => PrefixNesting.find(v6)))
  }
  const [find, sort, find6] = [times.find, times.sort, times.find6].map((each) => quantile(each.slice(2), 0.5))
  return {
    overlap_vs_sort: find! / sort!,
    overlap_per_s: (v4.lengths.length / find!) * 1000,
    overlap_v6_per_s: (v6.lengths.length / find6!) * 1000,
    overlap_nested_share: nested / v4.lengths.length
  }
})
