/**
 * Routing tables, side by side with the best simple way in JavaScript: one `Map` for each prefix length, tried from the
 * longest on. 900 000 IPv4 and 160 000 IPv6 prefixes like the Internet's (see `internetTable.ts`); addresses are drawn
 * inside of the prefixes, anew for every round and side. The sides take turns, a millisecond at a time is measured, and
 * the fifth percentiles are compared: other work on the machine only ever adds time.
 *
 * The maps of IPv4 are tried with two kinds of keys, the masked address as an unsigned and as a signed number, those of
 * IPv6 with a number of up to 53 bits where it fits (else nested maps) and with nested maps; each figure is against the
 * faster one. What a static table is compared with is a loop of independent random reads from an array of 64 MiB.
 */
import { Seed } from "@cloudwright/core/testing"
import { PrefixTable } from "@cloudwright/network"
import * as Effect from "effect/Effect"
import { internetTable4, internetTable6, type Table } from "./internetTable.ts"

const seed = 20_231
/** Lookups of a side in one round. */
const lookups = 1 << 17
const rounds = 15
/** The first rounds belong to the compiler. */
const warmUps = 3
/**
 * Lookups that are timed at once, of tables and of maps: about a millisecond, shorter than the system's time slices.
 */
const fastChunk = 1 << 15
const slowChunk = 1 << 11

const percentile = (values: ReadonlyArray<number>, share: number): number =>
  values.toSorted((x, y) => x - y)[Math.floor(values.length * share)] ?? Number.NaN

/** Nanoseconds for each of `count` things that `work` does. */
const time = (count: number, work: () => void): number => {
  const start = performance.now()
  work()
  return ((performance.now() - start) * 1e6) / count
}

/** Addresses inside of prefixes drawn at random. */
const drawAddresses = (table: Table, random: Seed.Prng): Uint32Array => {
  const addresses = new Uint32Array(lookups * table.width)
  for (let i = 0; i < lookups; i++) {
    const from = random.below(table.count)
    for (let lane = 0; lane < table.width; lane++) {
      const fixed = table.lengths[from]! - 32 * lane
      const free = fixed <= 0 ? random.uint32() : fixed >= 32 ? 0 : random.uint32() >>> fixed
      addresses[i * table.width + lane] = table.lanes[from * table.width + lane]! | free
    }
  }
  return addresses
}

/** The same prefixes in a random order. */
const shuffled = (table: Table, random: Seed.Prng): Table => {
  const order = random.shuffle(Array.from({ length: table.count }, (_, i) => i))
  const lanes = new Uint32Array(table.lanes.length)
  for (const [i, from] of order.entries()) {
    lanes.set(table.lanes.subarray(from * table.width, (from + 1) * table.width), i * table.width)
  }
  return {
    ...table,
    lanes,
    lengths: Uint8Array.from(order, (from) => table.lengths[from]!),
    nextHops: Uint32Array.from(order, (from) => table.nextHops[from]!)
  }
}

type Search = (addresses: Uint32Array, out: Uint32Array) => void

/** The map under a key, made if there is none. */
const inner = <V>(map: Map<number, Map<number, V>>, key: number): Map<number, V> => {
  let found = map.get(key)
  if (found === undefined) map.set(key, (found = new Map()))
  return found
}

/** Maps for IPv4: fills them and makes their search. The engine keeps signed numbers of 32 bits without a box. */
const maps4 = (signed: boolean) => {
  const maps = new Map<number, Map<number, number>>()
  const insert = ({ count, lanes, lengths, nextHops }: Table) => {
    for (let i = 0; i < count; i++) {
      inner(maps, lengths[i]!).set(signed ? lanes[i]! | 0 : lanes[i]!, nextHops[i]!)
    }
  }
  const searcher = (): Search => {
    const lengths = [...maps.keys()].sort((x, y) => y - x)
    const list = lengths.map((length) => maps.get(length)!)
    const masks = lengths.map((length) => (length === 0 ? 0 : -1 << (32 - length)))
    return (addresses, out) => {
      for (let i = 0; i < out.length; i++) {
        const address = addresses[i]!
        let found = PrefixTable.none
        for (let k = 0; k < list.length; k++) {
          const masked = address & masks[k]!
          const value = list[k]!.get(signed ? masked : masked >>> 0)
          if (value === undefined) continue
          found = value
          break
        }
        out[i] = found
      }
    }
  }
  return { insert, searcher }
}

type ByNumber = Map<number, number>
type ByPair = Map<number, ByNumber>
type ByLanes = Map<number, Map<number, ByPair>>

/** Maps for IPv6, nested by lane; `numbers` keys lengths up to /52 by one number instead. */
const maps6 = (numbers: boolean) => {
  const short = new Map<number, ByNumber>()
  const middle = new Map<number, ByPair>()
  const long = new Map<number, ByLanes>()
  const numberOf = (a: number, b: number) => a * 0x10_0000 + (b >>> 12)
  const insert = ({ count, lanes, lengths, nextHops }: Table) => {
    for (let i = 0; i < count; i++) {
      const length = lengths[i]!
      const [a, b] = [lanes[4 * i]!, lanes[4 * i + 1]!]
      if (numbers && length <= 52) inner(short, length).set(numberOf(a, b), nextHops[i]!)
      else if (length <= 64) inner(inner(middle, length), a).set(b, nextHops[i]!)
      else inner(inner(inner(inner(long, length), a), b), lanes[4 * i + 2]!).set(lanes[4 * i + 3]!, nextHops[i]!)
    }
  }
  const searcher = (): Search => {
    const lengths = [...long.keys(), ...middle.keys(), ...short.keys()].sort((x, y) => y - x)
    const steps = lengths.map((length) => ({
      short: short.get(length),
      middle: middle.get(length),
      long: long.get(length),
      masks: [0, 32, 64, 96].map((at) => (length <= at ? 0 : length >= at + 32 ? -1 : -1 << (32 - (length - at))))
    }))
    return (addresses, out) => {
      for (let i = 0; i < out.length; i++) {
        const at = 4 * i
        let found = PrefixTable.none
        for (let k = 0; k < steps.length; k++) {
          const { long, masks, middle, short } = steps[k]!
          const a = (addresses[at]! & masks[0]!) >>> 0
          const b = (addresses[at + 1]! & masks[1]!) >>> 0
          let value: number | undefined
          if (short !== undefined) value = short.get(numberOf(a, b))
          else if (middle !== undefined) value = middle.get(a)?.get(b)
          else {
            const rest = long!.get(a)?.get(b)
            if (rest === undefined) continue
            const c = (addresses[at + 2]! & masks[2]!) >>> 0
            value = rest.get(c)?.get((addresses[at + 3]! & masks[3]!) >>> 0)
          }
          if (value === undefined) continue
          found = value
          break
        }
        out[i] = found
      }
    }
  }
  return { insert, searcher }
}

/** A side of a race; every one has its own addresses in every round. `chunk` lookups are timed at once. */
interface Side {
  readonly chunk: number
  readonly draw: () => Uint32Array
  readonly search: Search
}

/** What one lookup costs, in nanoseconds, by the name of the side. */
const race = <Name extends string>(width: 1 | 4, sides: Readonly<Record<Name, Side>>): Record<Name, number> => {
  const times = new Map<string, Array<number>>()
  const out = new Uint32Array(lookups)
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const [name, { chunk, draw, search }] of Object.entries<Side>(sides)) {
      const addresses = draw()
      const seen = times.get(name) ?? []
      times.set(name, seen)
      for (let from = 0; from < lookups; from += chunk) {
        const some = addresses.subarray(from * width, (from + chunk) * width)
        const results = out.subarray(from, from + chunk)
        const taken = time(chunk, () => search(some, results))
        if (round >= warmUps) seen.push(taken)
      }
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, percentile(all, 0.05)])) as Record<Name, number>
}

/** All sides must find the same. */
const check = (sides: ReadonlyArray<Side>) => {
  const addresses = sides[0]!.draw()
  const [expected, ...others] = sides.map(({ search }) => {
    const out = new Uint32Array(lookups)
    search(addresses, out)
    return out
  })
  for (const other of others) {
    const at = other.findIndex((value, i) => value !== expected![i])
    if (at >= 0) throw new Error(`the sides differ at address ${at}`)
  }
}

const tableOf = (family: 4 | 6, { lanes, lengths, nextHops }: Table): PrefixTable.PrefixTable => {
  const table = PrefixTable.PrefixTable.make(family)
  table.insertMany(lanes, lengths, nextHops)
  return table
}

/** A table of ours as a side. */
const searched = (table: Pick<PrefixTable.PrefixSnapshot, "lookupMany">, draw: Side["draw"]): Side => ({
  chunk: fastChunk,
  draw,
  search: (addresses, out) => table.lookupMany(addresses, out)
})

const filled = <M extends { readonly insert: (table: Table) => void }>(maps: M, table: Table): M => {
  maps.insert(table)
  return maps
}

/**
 * Nanoseconds for each prefix of an empty structure being filled: the best of the rounds, in which the sides take
 * turns.
 */
const inserts = (data: Table, fills: ReadonlyArray<(data: Table) => void>): ReadonlyArray<number> => {
  const best = fills.map(() => Infinity)
  for (let round = 0; round < 9; round++) {
    for (const [side, fill] of fills.entries())
      best[side] = Math.min(
        best[side]!,
        time(data.count, () => fill(data))
      )
  }
  return best
}

const ipv4 = () => {
  const random = Seed.prng(seed)
  const data = shuffled(internetTable4(900_000, seed), random)
  const [ours, ...maps] = inserts(data, [
    (rows) => tableOf(4, rows),
    (rows) => maps4(false).insert(rows),
    (rows) => maps4(true).insert(rows)
  ])
  const [insert, mapInsert] = [ours!, Math.min(...maps)]
  const dynamic = tableOf(4, data)
  const frozen = dynamic.freeze()
  const draw = () => drawAddresses(data, random)
  const sides = {
    dynamic: searched(dynamic, draw),
    frozen: searched(frozen, draw),
    unsigned: { chunk: slowChunk, draw, search: filled(maps4(false), data).searcher() },
    signed: { chunk: slowChunk, draw, search: filled(maps4(true), data).searcher() }
  }
  check(Object.values(sides))
  const numbers = Uint32Array.from({ length: 1 << 24 }, (_, i) => i)
  const reads = {
    chunk: fastChunk,
    draw: () => Uint32Array.from({ length: lookups }, () => random.uint32() >>> 8),
    search: (places: Uint32Array, out: Uint32Array) => {
      for (let i = 0; i < out.length; i++) out[i] = numbers[places[i]!]!
    }
  }
  const ns = race(1, { ...sides, reads })
  return {
    lpm_dynamic_vs_map_per_length: Math.min(ns.unsigned, ns.signed) / ns.dynamic,
    lpm_static_vs_random_read: ns.reads / ns.frozen,
    insert_vs_map: mapInsert / insert,
    bytes_per_prefix_dynamic: dynamic.bytes / data.count,
    bytes_per_prefix_static: frozen.bytes / data.count,
    dynamic_ns: ns.dynamic,
    static_ns: ns.frozen,
    random_read_ns: ns.reads,
    map_unsigned_ns: ns.unsigned,
    map_signed_ns: ns.signed,
    insert_ns: insert,
    map_insert_ns: mapInsert
  }
}

const ipv6 = () => {
  const random = Seed.prng(seed)
  const data = shuffled(internetTable6(160_000, seed), random)
  const dynamic = tableOf(6, data)
  const frozen = dynamic.freeze()
  const draw = () => drawAddresses(data, random)
  const sides = {
    dynamic: searched(dynamic, draw),
    frozen: searched(frozen, draw),
    numbers: { chunk: slowChunk, draw, search: filled(maps6(true), data).searcher() },
    nested: { chunk: slowChunk, draw, search: filled(maps6(false), data).searcher() }
  }
  check(Object.values(sides))
  const ns = race(4, sides)
  return {
    lpm6_vs_map_per_length: Math.min(ns.numbers, ns.nested) / ns.dynamic,
    lpm6_static_vs_map_per_length: Math.min(ns.numbers, ns.nested) / ns.frozen,
    bytes_per_prefix6_dynamic: dynamic.bytes / data.count,
    bytes_per_prefix6_static: frozen.bytes / data.count,
    dynamic6_ns: ns.dynamic,
    static6_ns: ns.frozen,
    map6_numbers_ns: ns.numbers,
    map6_nested_ns: ns.nested
  }
}

/** All ratios and figures of this benchmark. */
export const run = Effect.sync((): { readonly ratios: Record<string, number> } => ({
  ratios: { ...ipv4(), ...ipv6() }
}))
