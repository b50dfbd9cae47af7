import type { Differential, Seed } from "@cloudwright/core/testing"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"

/** Numbered entries: what the backends of the Differential tests keep. */
export type Operation =
  | { readonly _tag: "add"; readonly name: string; readonly slot: number | null; readonly at: bigint }
  | { readonly _tag: "remove"; readonly name: string }
  | { readonly _tag: "search"; readonly prefix: string }
  | { readonly _tag: "nextFree" }

/** A mistake planted in the SQL backend. */
export type Bug = "case-insensitive search" | "no ORDER BY" | "microseconds" | "NULL in next free"

const names = ["alpha", "Alpha", "beta", "Beta", "gamma", "alphabet"]

export const generate = (source: Seed.Prng): Operation => {
  const kind = source.below(10)
  if (kind < 5) {
    const slot = source.chance(0.2) ? null : source.below(6)
    return { _tag: "add", name: source.pick(names), slot, at: 1_700_000_000_000_000_000n + BigInt(source.uint32()) }
  }
  if (kind < 7) return { _tag: "remove", name: source.pick(names) }
  return kind < 9 ? { _tag: "search", prefix: source.pick(["a", "A", "b", "g"]) } : { _tag: "nextFree" }
}

const byName = <A extends { readonly name: string }>(left: A, right: A) => (left.name < right.name ? -1 : 1)

export const makeModel: Effect.Effect<Differential.Backend<Operation>> = Effect.sync(() => {
  const rows = new Map<string, { readonly name: string; readonly slot: number | null; readonly at: string }>()
  const apply = (operation: Operation): unknown => {
    if (operation._tag === "add") {
      if (rows.has(operation.name)) return "duplicate"
      rows.set(operation.name, { name: operation.name, slot: operation.slot, at: operation.at.toString() })
      return "added"
    }
    if (operation._tag === "remove") return rows.delete(operation.name)
    if (operation._tag === "search") {
      return [...rows.keys()].filter((name) => name.startsWith(operation.prefix)).sort((a, b) => (a < b ? -1 : 1))
    }
    const taken = new Set(Array.from(rows.values(), ({ slot }) => slot))
    let free = 0
    while (taken.has(free)) free++
    return free
  }
  return {
    apply: (operation) => Effect.sync(() => apply(operation)),
    snapshot: Effect.sync(() => [...rows.values()].sort(byName))
  }
})

/** Collation is part of the dialect: SQLite compares bytes by default, PostgreSQL by locale. */
const bytewise = (sql: SqlClient.SqlClient) =>
  sql.onDialectOrElse({ pg: () => sql.literal(`COLLATE "C"`), orElse: () => sql.literal("") })

export const makeSql = Effect.fnUntraced(function* (bug?: Bug) {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE ledger (name TEXT PRIMARY KEY, slot INTEGER, at TEXT NOT NULL)`
  const stamp = (at: bigint) => (bug === "microseconds" ? (at / 1000n) * 1000n : at).toString()
  const sorted = bug === "no ORDER BY" ? sql.literal("ORDER BY at") : sql`ORDER BY name ${bytewise(sql)}`
  const apply = Effect.fnUntraced(function* (operation: Operation) {
    if (operation._tag === "add") {
      const row = { name: operation.name, slot: operation.slot, at: stamp(operation.at) }
      const added = yield* sql`INSERT INTO ledger ${sql.insert(row)} ON CONFLICT DO NOTHING RETURNING name`
      return added.length === 1 ? "added" : "duplicate"
    }
    if (operation._tag === "remove") {
      return (yield* sql`DELETE FROM ledger WHERE name = ${operation.name} RETURNING name`).length === 1
    }
    if (operation._tag === "search") {
      const prefix = operation.prefix
      const matches =
        bug === "case-insensitive search" ? sql`name LIKE ${`${prefix}%`}` : sql`substr(name, 1, 1) = ${prefix}`
      const rows = yield* sql<{ readonly name: string }>`SELECT name FROM ledger WHERE ${matches} ${sorted}`
      return rows.map(({ name }) => name)
    }
    const known = bug === "NULL in next free" ? sql.literal("true") : sql.literal("slot IS NOT NULL")
    const rows = yield* sql<{ readonly free: number | null }>`
      SELECT min(candidate) AS free FROM (SELECT 0 AS candidate UNION SELECT slot + 1 FROM ledger) AS candidates
      WHERE candidate NOT IN (SELECT slot FROM ledger WHERE ${known})`
    return rows[0]!.free
  })
  return { apply, snapshot: sql`SELECT name, slot, at FROM ledger ORDER BY name ${bytewise(sql)}` }
})
