/**
 * A decision diagram as a list of blocks: products of one set for each field. The blocks cover the set exactly; they may
 * overlap, because "to A: everything" and "to anywhere: port 80" says it better than a partition would.
 *
 * @since 0.1.0
 */
import type { Family } from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { all, type Bdd, none } from "./bdd.ts"
import { type AddressField, type Block, type Field, fields, type NumberField } from "./fields.ts"

/** Blocks, and whether they are all of the set. */
export interface Blocks {
  readonly blocks: ReadonlyArray<Block>
  readonly complete: boolean
}

/** The sets that remain behind a field's levels, without the empty one. */
const remainders = (engine: Bdd, node: number, end: number): ReadonlyArray<number> => {
  const seen = new Set<number>()
  const found: Array<number> = []
  const visit = (node: number): void => {
    if (node === none || seen.has(node)) return
    seen.add(node)
    if (engine.level(node) >= end) found.push(node)
    else {
      visit(engine.low(node))
      visit(engine.high(node))
    }
  }
  visit(node)
  return found
}

/** The values of a field behind which `rest` remains, or at least `rest`, as a diagram over the field's levels. */
const valuesBefore = (engine: Bdd, node: number, end: number, rest: number, exactly: boolean): number => {
  const known = new Map<number, number>()
  const visit = (node: number): number => {
    if (engine.level(node) >= end) return (exactly ? rest === node : engine.diff(rest, node) === none) ? all : none
    let result = known.get(node)
    if (result === undefined) {
      result = engine.node(engine.level(node), visit(engine.low(node)), visit(engine.high(node)))
      known.set(node, result)
    }
    return result
  }
  return visit(node)
}

/** Calls `found` for each aligned range of values in ascending order, until it says to stop. */
const aligned = (
  engine: Bdd,
  values: number,
  field: Field,
  found: (lanes: Uint32Array, length: number) => boolean
): boolean => {
  const lanes = new Uint32Array(4)
  const visit = (node: number, depth: number): boolean => {
    if (node === none) return true
    if (node === all) return found(lanes, depth)
    const lane = depth >> 5
    const bit = (1 << (31 - (depth & 31))) >>> 0
    const tests = engine.level(node) === field.from + depth
    if (!visit(tests ? engine.low(node) : node, depth + 1)) return false
    lanes[lane]! |= bit
    const more = visit(tests ? engine.high(node) : node, depth + 1)
    lanes[lane]! &= ~bit
    return more
  }
  return visit(values, 0)
}

const prefixesOf = (engine: Bdd, values: number, field: Field, family: Family, limit: number) => {
  const prefixes: Array<Prefix.Prefix> = []
  const complete = aligned(engine, values, field, (lanes, length) => {
    if (prefixes.length === limit) return false
    prefixes.push(Prefix.make(family, length, lanes[0]!, lanes[1], lanes[2], lanes[3]))
    return true
  })
  return { prefixes, complete }
}

const rangesOf = (engine: Bdd, values: number, field: Field, limit: number) => {
  const ranges: Array<[first: number, last: number]> = []
  const complete = aligned(engine, values, field, (lanes, length) => {
    const first = lanes[0]! >>> (32 - field.width)
    const last = first + 2 ** (field.width - length) - 1
    const before = ranges.at(-1)
    if (before !== undefined && before[1] === first - 1) before[1] = last
    else if (ranges.length === limit) return false
    else ranges.push([first, last])
    return true
  })
  return { ranges, complete }
}

/** Remainders that say more than the smaller ones together do, largest first as they were found. */
const needed = (engine: Bdd, rests: ReadonlyArray<number>, limit: number): ReadonlyArray<number> =>
  rests.length > limit
    ? rests
    : rests.filter((rest) => {
        const smaller = rests.filter((other) => other !== rest && engine.diff(other, rest) === none)
        return smaller.length === 0 || engine.orAll(smaller) !== rest
      })

const order: ReadonlyArray<AddressField | NumberField> = [
  "destination",
  "protocol",
  "destinationPort",
  "source",
  "sourcePort"
]

/**
 * The set as at most `limit` blocks with at most `limit` prefixes or ranges in each field. When that is not enough,
 * `complete` is false and the blocks are a part of the set.
 */
export const blocksOf = (engine: Bdd, set: number, limit: number): Blocks => {
  const blocks: Array<Block> = []
  let complete = true

  const fill = (node: number, position: number, partial: Block): void => {
    const name = order[position]
    if (name === undefined) {
      if (blocks.length < limit) blocks.push(partial)
      else complete = false
      return
    }
    const field = fields[name]
    const end = field.from + field.width
    // The protocol says what the ports mean, so its values are told apart; of other fields more may be said than once.
    const exactly = name === "protocol"
    const rests = remainders(engine, node, end)
    for (const rest of exactly ? rests : needed(engine, rests, limit)) {
      if (blocks.length >= limit) {
        complete = false
        return
      }
      const values = valuesBefore(engine, node, end, rest, exactly)
      if (name === "source" || name === "destination") {
        const part = prefixesOf(engine, values, field, partial.family, limit)
        complete &&= part.complete
        fill(rest, position + 1, { ...partial, [name]: part.prefixes })
      } else {
        const part = rangesOf(engine, values, field, limit)
        complete &&= part.complete
        fill(rest, position + 1, { ...partial, [name]: part.ranges })
      }
    }
  }

  for (const family of [4, 6] as const) {
    const node = set <= all || engine.level(set) > 0 ? set : family === 4 ? engine.low(set) : engine.high(set)
    if (node === none) continue
    fill(node, 0, { family, source: [], destination: [], protocol: [], sourcePort: [], destinationPort: [] })
  }
  return { blocks, complete }
}
