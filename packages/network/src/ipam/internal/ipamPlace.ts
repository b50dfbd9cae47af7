/**
 * Where a block of a scope may lie, and which one a pool gives.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Prefix from "../../Prefix.ts"
import type { BlockChoice } from "../IpamRequest.ts"
import * as input from "./ipamInput.ts"
import { outerKeys, span } from "./ipamKeys.ts"
import type { BlockRow } from "./ipamRows.ts"
import { isOneOf } from "./ipamSql.ts"
import { TakeAgain, type Trouble, type Turn } from "./ipamTurn.ts"
import { blockOf } from "./planText.ts"

/** What kind of block. */
export type Kind = BlockRow["kind"]

const prefixOf = (row: BlockRow): Prefix.Prefix => blockOf(row.cidr as Prefix.Text)

/** A block of this kind and id. */
export const find = Effect.fnUntraced(function* (
  turn: Turn,
  kind: Kind,
  id: string
): Effect.fn.Return<BlockRow | undefined, Trouble> {
  if (!input.isName(id)) return undefined
  const [row] = yield* turn.sql<BlockRow>`SELECT * FROM ipam_blocks
    WHERE scope = ${turn.scope} AND kind = ${kind} AND id = ${id}`.withoutTransform
  return row
})

/** A block that must be there. */
export const require = Effect.fnUntraced(function* (
  turn: Turn,
  kind: Kind,
  id: string
): Effect.fn.Return<BlockRow, Trouble> {
  const row = yield* find(turn, kind, id)
  return row ?? (yield* input.refuse({ _tag: "NotFound", kind, id: id.slice(0, 100) }))
})

/** Blocks that contain the given one, or are it, the outer before the inner, pools before others. */
const around = (turn: Turn, prefix: Prefix.Prefix) =>
  Effect.map(
    turn.sql<BlockRow>`SELECT * FROM ipam_blocks WHERE scope = ${turn.scope}
      AND ${isOneOf(turn.sql, "first", outerKeys(prefix))} AND last >= ${span(prefix).last}`.withoutTransform,
    (rows) => rows.toSorted((a, b) => Prefix.compare(prefixOf(a), prefixOf(b)))
  )

/** Some block of these kinds that is inside the given one, or is it. */
const inside = (turn: Turn, prefix: Prefix.Prefix, kinds: ReadonlyArray<Kind>) => {
  const { first, last } = span(prefix)
  return Effect.map(
    turn.sql<BlockRow>`SELECT * FROM ipam_blocks WHERE scope = ${turn.scope} AND first >= ${first} AND first <= ${last}
      AND last <= ${last} AND ${turn.sql.in("kind", kinds)} ORDER BY first, last DESC, kind LIMIT 3`.withoutTransform,
    (rows) => rows
  )
}

const overlaps = (prefix: Prefix.Prefix, other: BlockRow) =>
  input.refuse({
    _tag: "Overlaps",
    cidr: Prefix.toText(prefix),
    with: { kind: other.kind, id: other.id, cidr: other.cidr }
  })

/**
 * The innermost pool around a new block, or why the block cannot be there. `besides` is a block that gives way, or
 * that is the one to be changed.
 */
export const locate = Effect.fnUntraced(function* (
  turn: Turn,
  kind: Kind,
  prefix: Prefix.Prefix,
  besides?: { readonly kind: Kind; readonly id: string }
): Effect.fn.Return<string | null, Trouble> {
  const stays = (row: BlockRow) => row.kind !== besides?.kind || row.id !== besides.id
  const outer = (yield* around(turn, prefix)).filter(stays)
  const isSame = (row: BlockRow) => Prefix.equals(prefixOf(row), prefix)
  for (const row of outer) {
    const isInTheWay = kind === "pool" ? (row.kind === "pool") === isSame(row) : row.kind !== "pool"
    if (isInTheWay) return yield* overlaps(prefix, row)
  }
  if (kind !== "pool") {
    const inner = (yield* inside(turn, prefix, ["pool", "subnet", "delegation"])).filter(stays)
    const found = inner.find((row) => row.kind !== "pool" || !isSame(row))
    if (found !== undefined) return yield* overlaps(prefix, found)
  }
  return outer.filter((row) => row.kind === "pool").at(-1)?.id ?? null
})

/** A block of the length asked for out of a pool. */
const carve = Effect.fnUntraced(function* (
  turn: Turn,
  choice: Extract<BlockChoice, { readonly length: number }>
): Effect.fn.Return<Prefix.Prefix, Trouble> {
  const row = yield* require(turn, "pool", choice.pool)
  const root = prefixOf(row)
  const length = yield* Effect.fromResult(input.length(choice.length, root.length, root.family))
  const space = yield* turn.pool(row.id, root)
  const random = yield* Random.Random
  yield* turn.ours
  const strategy = choice.strategy ?? "lowest"
  const block = turn.choose(space, length, strategy === "random" ? () => random.nextDoubleUnsafe() : strategy)
  if (block !== undefined) return block
  const largestFree = space.largestFree() ?? null
  return yield* input.refuse({
    _tag: "Exhausted",
    in: "pool",
    id: row.id,
    asked: 1,
    length,
    free: space.free,
    largestFree
  })
})

/** The block that a request names, or gets; and the innermost pool around it. */
export const place = Effect.fnUntraced(function* (
  turn: Turn,
  kind: Kind,
  choice: BlockChoice
): Effect.fn.Return<{ readonly prefix: Prefix.Prefix; readonly pool: string | null }, Trouble> {
  if (!("cidr" in choice)) {
    const prefix = yield* carve(turn, choice)
    const pool = yield* locate(turn, kind, prefix).pipe(
      // The pool's free space is contradicted: somebody has written past us.
      Effect.mapError((trouble) => (trouble._tag === "Refused" && turn.care !== "anew" ? new TakeAgain() : trouble))
    )
    return { prefix, pool }
  }
  const prefix = yield* Effect.fromResult(input.cidr("cidr", choice.cidr))
  if (choice.pool !== undefined) {
    const around = yield* require(turn, "pool", choice.pool)
    yield* within(around, prefix)
  }
  return { prefix, pool: yield* locate(turn, kind, prefix) }
})

const within = (pool: BlockRow, prefix: Prefix.Prefix): Effect.Effect<void, input.Refused> => {
  const outer = prefixOf(pool)
  const value = Prefix.format(prefix)
  if (prefix.family !== outer.family) {
    return input.refuse({ _tag: "WrongFamily", value, expected: outer.family, found: prefix.family })
  }
  if (Prefix.contains(outer, prefix)) return Effect.void
  return input.refuse({ _tag: "OutsidePool", value, pool: pool.id, cidr: pool.cidr })
}

/**
 * Whether an existing block is what a repeated request asks for, as far as its place goes. By now another pool may be
 * between it and the one that it was carved from, or that one be gone.
 */
export const isWhatWasChosen = Effect.fnUntraced(function* (
  turn: Turn,
  row: BlockRow,
  choice: BlockChoice
): Effect.fn.Return<boolean, Trouble> {
  const block = prefixOf(row)
  if ("cidr" in choice) {
    return Prefix.equals(yield* Effect.fromResult(input.cidr("cidr", choice.cidr)), block)
  }
  const pool = yield* find(turn, "pool", choice.pool)
  return block.length === choice.length && (pool === undefined || Prefix.contains(prefixOf(pool), block))
})

/** Refuses a record that exists under the id and differs in these fields. */
export const conflict = (kind: Kind, id: string, fields: ReadonlyArray<string>): Effect.Effect<void, input.Refused> =>
  fields.length === 0 ? Effect.void : input.refuse({ _tag: "Conflict", kind, id, fields })

/** Writes a new block, which `locate` has admitted. */
export const insert = Effect.fnUntraced(function* (turn: Turn, row: BlockRow): Effect.fn.Return<void, Trouble> {
  yield* turn.insertBlocks.all([row])
  if (row.kind === "pool") {
    const around = row.pool === null ? turn.sql`pool IS NULL` : turn.sql`pool = ${row.pool}`
    yield* turn.sql`UPDATE ipam_blocks SET pool = ${row.id} WHERE scope = ${turn.scope} AND ${around}
      AND first >= ${row.first} AND last <= ${row.last} AND NOT (kind = 'pool' AND id = ${row.id})`.withoutTransform
  }
  yield* turn.ours
  noted(turn, row, "created")
})

/** Removes a block. What was in a pool is then in the one around it. */
export const remove = Effect.fnUntraced(function* (turn: Turn, row: BlockRow): Effect.fn.Return<void, Trouble> {
  const { scope, sql } = turn
  yield* sql`DELETE FROM ipam_blocks WHERE scope = ${scope} AND kind = ${row.kind} AND id = ${row.id}`.withoutTransform
  if (row.kind === "pool") {
    yield* sql`UPDATE ipam_blocks SET pool = ${row.pool} WHERE scope = ${scope} AND pool = ${row.id}`.withoutTransform
  }
  yield* turn.ours
  noted(turn, row, "removed")
})

/** Writes another state of a block, perhaps with another place. */
export const change = Effect.fnUntraced(function* (
  turn: Turn,
  before: BlockRow,
  after: BlockRow
): Effect.fn.Return<void, Trouble> {
  const { cidr, comment, first, last, options, pool } = after
  yield* turn.sql`UPDATE ipam_blocks SET ${turn.sql.update({ cidr, comment, first, last, options, pool })}
    WHERE scope = ${turn.scope} AND kind = ${before.kind} AND id = ${before.id}`.withoutTransform
  yield* turn.ours
  noted(turn, after, "changed", before)
})

const noted = (turn: Turn, row: BlockRow, change: "created" | "changed" | "removed", before = row): void => {
  const { cidr, id, kind, owner, pool } = row
  if (kind === "pool") turn.forgetPools()
  if (kind === "subnet") {
    turn.forgetSubnets(prefixOf(before))
    turn.forgetSubnets(prefixOf(row))
  }
  if (before !== row) {
    turn.carve(before.pool, prefixOf(before), false)
    turn.changes.vacated(before, before.pool)
  }
  if (kind !== "pool") turn.carve(pool, prefixOf(row), change !== "removed")
  turn.changes.block({ change, kind, id, cidr: cidr as Prefix.Text, owner }, row, pool)
}
