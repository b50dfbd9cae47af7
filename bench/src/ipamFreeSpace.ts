/**
 * Free space, side by side with what others do to find the next free address: scanning a flat bitmap, and listing the set
 * of all free addresses. The two sides of a ratio take turns in one run, and the medians are compared.
 */
import { FreeSpace } from "@cloudwright/network/ipam/FreeSpace"
import { Prefix } from "@cloudwright/network"
import * as Effect from "effect/Effect"

const slash8 = Prefix.make(4, 8, 0x0a00_0000)
const million = 1_000_000

const quantile = (values: ReadonlyArray<number>, part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN

const median = (values: ReadonlyArray<number>): number => quantile(values, 0.5)

/** Nanoseconds for each of `times` operations that `run` does. */
const nanoseconds = (times: number, run: () => void): number => {
  const start = performance.now()
  run()
  return ((performance.now() - start) * 1_000_000) / times
}

/** The same numbers in every run; xorshift of 32 bits. */
const numbers = (seed: number) => {
  let state = seed
  return (limit: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return Math.floor(((state >>> 0) / 0x1_0000_0000) * limit)
  }
}

/** A bit per address, 32 to a word: the next free address is in the first word, from the start, that is not full. */
const flatBitmap = (addresses: number) => {
  const words = new Uint32Array(addresses / 32)
  return {
    allocate: (): number => {
      let at = 0
      while (words[at] === 0xffff_ffff) at++
      const word = words[at]!
      const bit = 31 - Math.clz32(~word & (word + 1))
      words[at] = word | (1 << bit)
      return at * 32 + bit
    },
    release: (address: number): void => {
      words[address >>> 5]! &= ~(1 << (address & 31))
    },
    fill: (count: number): void => void words.fill(0xffff_ffff, 0, count / 32)
  }
}

/** The next free address where 1,000,000 are live in a /8: by a batch call, one by one, and by the scan. */
const flatScan = () => {
  const space = FreeSpace.make(slash8)
  space.allocateMany(million, 32)
  const flat = flatBitmap(2 ** 24)
  flat.fill(million)
  const batches: Array<number> = []
  const singles: Array<number> = []
  const scans: Array<number> = []
  const got: Array<number> = []
  const count = 1000
  for (let round = 0; round < 300; round++) {
    let lanes: Uint32Array | undefined
    batches.push(nanoseconds(count, () => void (lanes = space.allocateMany(count, 32))))
    if (lanes !== undefined) space.releaseMany(lanes, 32)
    singles.push(
      nanoseconds(count, () => {
        for (let n = 0; n < count; n++) got.push(space.allocate(32)!.a)
      })
    )
    space.releaseMany(Uint32Array.from(got.splice(0)), 32)
    scans.push(
      nanoseconds(10, () => {
        for (let n = 0; n < 10; n++) got.push(flat.allocate())
      })
    )
    for (const address of got.splice(0)) flat.release(address)
  }
  return {
    alloc_vs_flat_scan: median(scans) / median(batches),
    alloc_one_vs_flat_scan: median(scans) / median(singles),
    alloc_batch_ns: median(batches),
    alloc_one_ns: median(singles)
  }
}

/**
 * The next free address of a /16 of which 10,000 are used at random: one by one, against listing what is free. That is
 * NetBox's way: the set of all addresses less the set of the used ones, which come as rows; what is left as a list; its
 * first. Addresses are numbers here, which is kind to it.
 */
const setDifference = () => {
  const root = Prefix.make(4, 16, 0x0a01_0000)
  const random = numbers(7)
  const rows = Uint32Array.from({ length: 65_536 }, (_, n) => root.a + n)
  for (let n = rows.length - 1; n > 0; n--) {
    const other = random(n + 1)
    const held = rows[n]!
    rows[n] = rows[other]!
    rows[other] = held
  }
  const used = rows.slice(0, 10_000)
  const space = FreeSpace.make(root)
  space.reserveMany(used, 32)
  const firstOfAll = (): number | undefined => {
    const all = new Set<number>()
    for (let address = root.a; address < root.a + 65_536; address++) all.add(address)
    return [...all.difference(new Set(used))][0]
  }
  if (firstOfAll() !== space.clone().allocate(32)?.a) throw new Error("the two sides do not agree")
  const ours: Array<number> = []
  const theirs: Array<number> = []
  for (let round = 0; round < 100; round++) {
    const copy = space.clone()
    ours.push(
      nanoseconds(1000, () => {
        for (let n = 0; n < 1000; n++) copy.allocate(32)
      })
    )
    theirs.push(nanoseconds(1, () => void firstOfAll()))
  }
  return {
    alloc_vs_set_difference: median(theirs) / median(ours),
    set_difference_us: median(theirs) / 1000
  }
}

/** Release of a random address and grant of the next free one, at this many live ones: nanoseconds, by chunks of 64. */
const steadyState = (count: number) => {
  const space = FreeSpace.make(slash8)
  const live = space.allocateMany(count, 32)!
  const random = numbers(11)
  return (chunks: number): ReadonlyArray<number> =>
    Array.from({ length: chunks }, () =>
      nanoseconds(64, () => {
        for (let n = 0; n < 64; n++) {
          const at = random(count)
          space.release({ family: 4, a: live[at]!, b: 0, c: 0, d: 0, length: 32 })
          live[at] = space.allocate(32)!.a
        }
      })
    )
}

/** How flat the cost is: the 99th percentile of the chunks at a million live addresses against that at a thousand. */
const flatness = () => {
  const large = steadyState(million)
  const small = steadyState(1000)
  large(200)
  small(200)
  const rounds = Array.from({ length: 21 }, () => [quantile(small(500), 0.99), quantile(large(500), 0.99)] as const)
  return { p99_alloc_1m_vs_1k: median(rounds.map(([few, many]) => many / few)) }
}

/** Lengths of which a million blocks fill about three quarters of a /8. */
const lengths = [
  32, 32, 32, 32, 32, 32, 31, 31, 31, 30, 30, 30, 29, 29, 29, 28, 28, 28, 27, 27, 26, 26, 25, 24
] as const

/** Release of a random block and grant of one of a random length, /24 to /32, at about a million blocks in a /8. */
const anyLength = () => {
  const space = FreeSpace.make(slash8)
  const random = numbers(13)
  const starts = new Uint32Array(million)
  const sizes = new Uint8Array(million)
  const draw = (): number => lengths[random(lengths.length * 2)] ?? 32
  let count = 0
  while (count < million) {
    const length = draw()
    const block = space.allocate(length)
    if (block === undefined) break
    starts[count] = block.a
    sizes[count++] = length
  }
  const churn = () => {
    for (let n = 0; n < 64; n++) {
      const at = random(count)
      space.release({ family: 4, a: starts[at]!, b: 0, c: 0, d: 0, length: sizes[at]! })
      // What was released fits again, so that the count of blocks stays the same.
      const wanted = draw()
      const block = space.allocate(wanted) ?? space.allocate(sizes[at]!)!
      starts[at] = block.a
      sizes[at] = block.length
    }
  }
  for (let round = 0; round < 20_000; round++) churn()
  const times = Array.from({ length: 2000 }, () => nanoseconds(64, churn))
  return {
    any_length_churn_ns: quantile(times, 0.05),
    any_length_churn_median_ns: median(times),
    any_length_blocks: count,
    any_length_bytes_per_block: space.memoryBytes / count
  }
}

/** All ratios and figures of free space. */
export const freeSpace: Effect.Effect<Record<string, number>> = Effect.sync(() => ({
  ...flatScan(),
  ...setDifference(),
  ...flatness(),
  ...anyLength()
}))
