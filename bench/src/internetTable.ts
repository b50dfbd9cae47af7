/**
 * Routing tables like the Internet's, made from a seed: lengths, clustering, nesting and next hops follow a real full
 * table (a public dump of 2023 with 901 899 IPv4 and 160 147 IPv6 prefixes), of which only these statistics are kept.
 *
 * | | real | made |
 * | --- | --- | --- |
 * | IPv4: /24; /22 and /23 | 60 %; 23 % | 61 %; 25 % |
 * | blocks of /16 with longer prefixes | 25 398 | 25 424 |
 * | prefixes in the median block; in the ninetieth of a hundred | 15; 97 | 18; 98 |
 * | the other half of the block that is one bit shorter is there, too | 70 % | 70 % |
 * | inside another prefix | 51 % | 73 % |
 * | IPv6: /48; /32 | 47 %; 14 % | 51 %; 14 % |
 * | blocks with longer prefixes: /24; /32; /40 | 7 224; 10 906; 19 078 | 7 114; 10 688; 21 874 |
 * | inside another prefix | 57 % | 67 % |
 *
 * All lengths of the real table occur. There are 250 next hops. In address order a prefix has the next hop of its
 * predecessor with a chance of 60 %, else one drawn so that low numbers are common (the square of a uniform draw).
 */
import { Seed } from "@cloudwright/core/testing"

/**
 * Prefixes in address order, `count` of them: `lanes` holds `width` words per prefix (1 for IPv4, 4 for IPv6), most
 * significant first.
 */
export interface Table {
  readonly width: 1 | 4
  readonly count: number
  readonly lanes: Uint32Array
  readonly lengths: Uint8Array
  readonly nextHops: Uint32Array
}

/**
 * How often each length is drawn, the shortest first: the real counts, with the middle ones raised to make up for
 * crowding.
 */
type Mix = ReadonlyArray<readonly [length: number, count: number]>

/** IPv4 prefixes of /16 and shorter: 2 % of all. */
const shortMix4: Mix = [
  [8, 16],
  [9, 13],
  [10, 38],
  [11, 103],
  [12, 299],
  [13, 581],
  [14, 1203],
  [15, 2100],
  [16, 13_490]
]
const mix4: Mix = [
  [17, 26_000],
  [18, 31_000],
  [19, 44_000],
  [20, 66_000],
  [21, 64_000],
  [22, 108_600],
  [23, 96_500],
  [24, 537_700],
  [25, 20],
  [26, 4],
  [27, 11],
  [28, 18],
  [29, 17],
  [30, 4],
  [31, 4],
  [32, 886]
]
/** IPv6 prefixes of /32 and shorter: 17.6 % of all. */
const shortMix6: Mix = [
  [16, 2],
  [19, 2],
  [20, 16],
  [21, 3],
  [22, 7],
  [23, 8],
  [24, 30],
  [25, 8],
  [26, 15],
  [27, 20],
  [28, 193],
  [29, 4371],
  [30, 650],
  [31, 284],
  [32, 22_548]
]
const mix6: Mix = [
  [33, 6800],
  [34, 6000],
  [35, 1800],
  [36, 6000],
  [37, 880],
  [38, 1617],
  [39, 1377],
  [40, 11_500],
  [41, 903],
  [42, 2301],
  [43, 1001],
  [44, 12_200],
  [45, 1553],
  [46, 3039],
  [47, 3153],
  [48, 77_500],
  [49, 11],
  [50, 3],
  [52, 2],
  [55, 2],
  [56, 24],
  [58, 20],
  [60, 2],
  [64, 184]
]
/** IPv6 prefixes longer than /64: links and hosts, 1 of 2 000. */
const longMix6: Mix = [
  [112, 2],
  [122, 2],
  [124, 4],
  [125, 9],
  [126, 19],
  [127, 42],
  [128, 6]
]

const drawn = (mix: Mix, random: Seed.Prng) => {
  const total = mix.reduce((sum, [, share]) => sum + share, 0)
  return (): number => {
    let rest = random.below(total)
    for (const [length, share] of mix) {
      rest -= share
      if (rest < 0) return length
    }
    return mix.at(-1)![0]
  }
}

/** The next hops of `count` prefixes that lie in address order. */
const nextHopsOf = (count: number, random: Seed.Prng): Uint32Array => {
  const nextHops = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    nextHops[i] = i > 0 && random.chance(0.6) ? nextHops[i - 1]! : Math.floor(250 * random.fraction() ** 2)
  }
  return nextHops
}

/** What is announced within one block: distance from the block's first address, and length below the block's. */
type Announcement = readonly [offset: number, length: number]

/**
 * `wanted` prefixes within a block of 2^bits addresses: rows of neighbours from `start` on, halves beside halves, and a
 * share `nested` inside what is there already. Crowded blocks are cut finer.
 */
const announcements = (
  wanted: number,
  bits: number,
  start: number,
  nested: number,
  nextLength: () => number,
  random: Seed.Prng
): ReadonlyArray<Announcement> => {
  const made: Array<Announcement> = []
  const end = start + 2 ** bits
  let cursor = start
  for (let i = 0; i < wanted; i++) {
    const last = made.at(-1)
    if (last !== undefined && random.chance(0.35)) {
      const [offset, length] = last
      const size = 2 ** (bits - length)
      made.push([(offset / size) % 2 === 0 ? offset + size : offset - size, length])
      cursor = Math.max(cursor, offset + size * (offset >= start ? 2 : 1))
      continue
    }
    const outer = made.length > 0 && random.chance(nested) ? random.pick(made) : undefined
    let length = nextLength()
    if (outer !== undefined && outer[1] < length) {
      made.push([outer[0] + random.below(2 ** (length - outer[1])) * 2 ** (bits - length), length])
      continue
    }
    for (let n = 0; n < 3 && 2 ** (bits - length) > (3 * (end - cursor)) / (wanted - i); n++) length = nextLength()
    const size = 2 ** (bits - length)
    let offset = Math.ceil(cursor / size) * size
    if (offset + size > end) offset = start + random.below(2 ** length) * size
    else cursor = offset + size
    made.push([Math.floor((offset % 2 ** bits) / size) * size, length])
  }
  return made
}

/** A full table of IPv4 prefixes. */
export const internetTable4 = (count: number, seed: number): Table => {
  const random = Seed.prng(seed)
  const long = drawn(mix4, random)
  const short = drawn(shortMix4, random)
  const keys = new Set<number>() // address * 64 + length
  const blocks = random.shuffle(
    Array.from({ length: 223 * 256 }, (_, n) => n + 256).filter((n) => n >> 8 !== 10 && n >> 8 !== 127)
  )
  const busy = blocks.slice(0, Math.max(1, Math.min(blocks.length, Math.round(count / 35.4))))
  while (keys.size < count * 0.02) {
    const length = short()
    const block = random.pick(random.chance(0.1) ? busy : blocks)
    keys.add((((block << 16) & (-1 << (32 - length))) >>> 0) * 64 + length)
  }
  const fill = (block: number, wanted: number) => {
    for (const [offset, length] of announcements(wanted, 16, 0, 0.12, () => long() - 16, random)) {
      if (keys.size < count) keys.add((block * 0x10000 + offset) * 64 + length + 16)
    }
  }
  for (const block of busy) fill(block, Math.round(1.5 + 165 * random.fraction() ** 4))
  while (keys.size < count) fill(busy[Math.floor(busy.length * random.fraction() ** 2)]!, 8)
  const sorted = Float64Array.from(keys).sort()
  return {
    width: 1,
    count,
    lanes: Uint32Array.from(sorted, (key) => Math.floor(key / 64)),
    lengths: Uint8Array.from(sorted, (key) => key % 64),
    nextHops: nextHopsOf(count, random)
  }
}

/** Where registries give out blocks of IPv6, by the first lane. */
const regions6 = [
  0x2001_0000, 0x2400_0000, 0x2402_0000, 0x2405_0000, 0x2600_0000, 0x2604_0000, 0x2800_0000, 0x2804_0000, 0x2a00_0000,
  0x2a02_0000, 0x2a05_0000, 0x2a0c_0000, 0x2c0f_0000
]

type Row6 = readonly [a: number, b: number, c: number, d: number, length: number]

/** A full table of IPv6 prefixes. */
export const internetTable6 = (count: number, seed: number): Table => {
  const random = Seed.prng(seed)
  const long = drawn(mix6, random)
  const short = drawn(shortMix6, random)
  const link = drawn(longMix6, random)
  const rows = new Map<string, Row6>()
  const add = (...row: Row6) => rows.set(row.join(), row)
  const site = (length: number) => {
    const a = random.pick(regions6) + random.below(560) * 0x100 + random.below(32) * 8
    return (a & (-1 << (32 - length))) >>> 0
  }
  while (rows.size < count * 0.176) {
    const length = short()
    add(site(length), 0, 0, 0, length)
  }
  // Half of the blocks with longer prefixes are announced as a whole too.
  const whole = random.shuffle([...new Set([...rows.values()].map(([a]) => a))])
  const half = Math.max(1, Math.round(count * 0.034))
  const busy = random.shuffle([...whole.slice(0, half), ...Array.from({ length: half }, () => site(32))])
  const shorter = Math.floor(count * 0.9995)
  const fill = (a: number, wanted: number) => {
    const start = random.below(256) * 2 ** 24
    for (const [offset, length] of announcements(wanted, 32, start, 0.12, () => long() - 32, random)) {
      if (rows.size < shorter) add(a, offset, 0, 0, length + 32)
    }
  }
  for (const a of busy) fill(a, Math.round(1 + 60 * random.fraction() ** 8))
  while (rows.size < shorter) {
    fill(busy[Math.floor(busy.length * random.fraction() ** 4)]!, Math.round(1 + 1200 * random.fraction() ** 12))
  }
  while (rows.size < count) {
    const length = link()
    add(random.pick(busy), random.below(0x1_0000), 0, (random.below(0x1_0000) & (-1 << (128 - length))) >>> 0, length)
  }
  const sorted = [...rows.values()].sort(
    (x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || x[3] - y[3] || x[4] - y[4]
  )
  const lanes = new Uint32Array(4 * count)
  for (const [i, [a, b, c, d]] of sorted.entries()) lanes.set([a, b, c, d], 4 * i)
  return {
    width: 4,
    count,
    lanes,
    lengths: Uint8Array.from(sorted, ([, , , , length]) => length),
    nextHops: nextHopsOf(count, random)
  }
}
