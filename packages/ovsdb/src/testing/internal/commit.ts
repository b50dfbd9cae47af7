/**
 * What makes a transaction valid as a whole: strong and weak references, garbage, row limits and unique indexes, in the order
 * in which ovsdb-server checks them (its `ovsdb_txn_precommit`).
 *
 * @since 0.1.0
 */
import type { Atom, BaseType } from "../../OvsdbSchema.ts"
import { zero } from "../../Uuid.ts"
import { type Datum, Refusal, same } from "./datum.ts"
import { type Change, cellOf, type Committed, type Row, type Store, type TableState } from "./store.ts"

type Visit = (target: TableState, uuid: string) => void

/** Calls `visit` for every strong reference of a row that another version of it lacks; references to itself do not count. */
const eachStrong = (store: Store, table: TableState, row: Row, other: Row | undefined, visit: Visit): void => {
  for (const column of table.schema.columns.values()) {
    const { key, value } = column.type
    const [byKey, byValue] = [key, value].map((base) =>
      base?.refType === "strong" ? store.tables.get(base.refTable ?? "") : undefined
    )
    const cell = cellOf(row, column)
    const elsewhere = other === undefined ? undefined : cellOf(other, column)
    if ((byKey === undefined && byValue === undefined) || cell === elsewhere) continue
    for (const [member, held] of cell) {
      if (elsewhere?.has(member) === true && elsewhere.get(member) === held) continue
      if (byKey !== undefined && member !== row.uuid) visit(byKey, String(member))
      if (byValue !== undefined && held !== row.uuid) visit(byValue, String(held))
    }
  }
}

/** How the transaction changes the number of strong references to each row. */
class Counts {
  readonly #changes = new Map<TableState, Map<string, number>>()

  add(table: TableState, uuid: string, by: number): void {
    const counts = this.#changes.get(table) ?? new Map<string, number>()
    this.#changes.set(table, counts.set(uuid, (counts.get(uuid) ?? 0) + by))
  }

  of(table: TableState, uuid: string): number {
    return (table.referents.get(uuid) ?? 0) + (this.#changes.get(table)?.get(uuid) ?? 0)
  }

  *entries(): Generator<readonly [table: TableState, uuid: string]> {
    for (const [table, counts] of this.#changes) for (const uuid of counts.keys()) yield [table, uuid]
  }

  apply(): void {
    const totals = Array.from(this.entries(), ([table, uuid]) => ({ table, uuid, total: this.of(table, uuid) }))
    for (const { table, total, uuid } of totals) {
      if (total === 0) table.referents.delete(uuid)
      else table.referents.set(uuid, total)
    }
  }
}

const changesOf = (store: Store): Array<Change> => {
  const changes: Array<Change> = []
  for (const table of store.tables.values()) {
    for (const [uuid, before] of table.touched) changes.push({ table, uuid, before, after: table.rows.get(uuid) })
  }
  return changes
}

const equalRows = (left: Row, right: Row, table: TableState): boolean => {
  for (const column of table.schema.columns.values())
    if (!same(cellOf(left, column), cellOf(right, column))) return false
  return true
}

/** Forgets rows that are as they were before. */
const dropUnchanged = (store: Store): void => {
  for (const { after, before, table, uuid } of changesOf(store)) {
    if (before === after) table.touched.delete(uuid)
    else if (before !== undefined && after !== undefined && equalRows(before, after, table)) {
      table.rows.set(uuid, before)
      table.touched.delete(uuid)
    }
  }
}

const checkReferences = (store: Store, counts: Counts): Refusal | undefined => {
  for (const { after, before, table } of changesOf(store)) {
    if (before !== undefined) eachStrong(store, table, before, after, (target, uuid) => counts.add(target, uuid, -1))
    if (after !== undefined) eachStrong(store, table, after, before, (target, uuid) => counts.add(target, uuid, 1))
  }
  for (const [table, uuid] of counts.entries()) {
    const references = counts.of(table, uuid)
    if (references > 0 && !table.rows.has(uuid)) {
      const details = table.touched.has(uuid)
        ? `cannot delete ${table.schema.name} row ${uuid} because of ${references} remaining reference(s)`
        : `${references} reference(s) to nonexistent row ${uuid} in table ${table.schema.name}.`
      return new Refusal("referential integrity violation", details)
    }
  }
  for (const { after, table, uuid } of changesOf(store)) {
    if (after === undefined && counts.of(table, uuid) > 0) {
      return new Refusal("referential integrity violation", `cannot delete ${table.schema.name} row ${uuid}`)
    }
  }
  return undefined
}

/** Removes rows of tables that are not root and that no strong reference reaches, and what only they kept. */
const collectGarbage = (store: Store, counts: Counts): void => {
  const suspects = [...changesOf(store).map(({ table, uuid }) => [table, uuid] as const), ...counts.entries()]
  for (let next = suspects.pop(); next !== undefined; next = suspects.pop()) {
    const [table, uuid] = next
    const row = table.rows.get(uuid)
    if (row === undefined || table.schema.isRoot || counts.of(table, uuid) > 0) continue
    table.set(uuid, undefined)
    eachStrong(store, table, row, undefined, (target, other) => {
      counts.add(target, other, -1)
      suspects.push([target, other])
    })
  }
}

const checkRowLimits = (store: Store): Refusal | undefined => {
  for (const { rows, schema, touched } of store.tables.values()) {
    if (touched.size > 0 && rows.size > schema.maxRows) {
      const details = `transaction causes "${schema.name}" table to contain ${rows.size} rows, greater than the schema-defined limit of ${schema.maxRows} row(s)`
      return new Refusal("constraint violation", details)
    }
  }
  return undefined
}

const dangles = (store: Store, base: BaseType | undefined, atom: Atom | null): boolean =>
  base?.refType === "weak" && store.tables.get(base.refTable ?? "")?.rows.has(String(atom)) !== true

/** The rows that may hold weak references to nothing: those that changed, and those that refer to tables that lost rows. */
const weakSources = (store: Store): ReadonlyArray<readonly [TableState, ReadonlyArray<Row>]> => {
  const lossy = new Set(
    changesOf(store).flatMap(({ after, table }) => (after === undefined ? [table.schema.name] : []))
  )
  return Array.from(store.tables.values(), (table) => {
    const weak = Array.from(table.schema.columns.values()).flatMap(({ type }) =>
      [type.key, type.value].flatMap((base) => (base?.refType === "weak" ? [base.refTable ?? ""] : []))
    )
    if (weak.length === 0) return [table, []] as const
    const all = weak.some((name) => lossy.has(name))
    return [table, [...(all ? table.rows.keys() : table.touched.keys())].flatMap((uuid) => table.rows.get(uuid) ?? [])]
  })
}

const dropWeakReferences = (store: Store): Refusal | undefined => {
  for (const [table, rows] of weakSources(store)) {
    for (const row of rows) {
      const cells = new Map(row.cells)
      for (const column of table.schema.columns.values()) {
        const { key, min, value } = column.type
        if (key.refType !== "weak" && value?.refType !== "weak") continue
        const cell = cellOf(row, column)
        const kept: Datum = new Map(
          [...cell].filter(([member, held]) => !dangles(store, key, member) && !dangles(store, value, held))
        )
        if (kept.size === cell.size) continue
        if (kept.size < min) {
          const details = cell.has(zero)
            ? `Weak reference column "${column.name}" in "${table.schema.name}" row ${row.uuid} contained all-zeros UUID`
            : `Deletion of ${cell.size - kept.size} weak reference(s) caused column "${column.name}" in "${table.schema.name}" row ${row.uuid} to become empty`
          return new Refusal("constraint violation", details)
        }
        cells.set(column.name, kept)
        table.set(row.uuid, { ...row, cells })
      }
    }
  }
  return undefined
}

const duplicates = (table: TableState, index: ReadonlyArray<string>, key: string): Refusal =>
  new Refusal(
    "constraint violation",
    `Transaction causes multiple rows in "${table.schema.name}" table to have identical values (${key}) for index on column${index.length > 1 ? "s" : ""} ${index.map((name) => `"${name}"`).join(" and ")}.`
  )

const checkIndexes = (table: TableState): Refusal | undefined => {
  for (const [position, index] of table.schema.indexes.entries()) {
    const ours = new Set<string>()
    for (const uuid of table.touched.keys()) {
      const row = table.rows.get(uuid)
      if (row === undefined) continue
      const key = table.indexKey(index, row)
      const owner = table.indexes[position]?.get(key)
      if (ours.has(key) || (owner !== undefined && !table.touched.has(owner))) return duplicates(table, index, key)
      ours.add(key)
    }
  }
  return undefined
}

const updateIndexes = (table: TableState): void => {
  for (const [position, index] of table.schema.indexes.entries()) {
    const held = table.indexes[position]
    for (const before of table.touched.values()) if (before !== undefined) held?.delete(table.indexKey(index, before))
    for (const uuid of table.touched.keys()) {
      const row = table.rows.get(uuid)
      if (row !== undefined) held?.set(table.indexKey(index, row), uuid)
    }
  }
}

/**
 * Ends the transaction: commits it, or takes it back and says why. A transaction that changes nothing is committed without a
 * trace (`changes` is empty).
 */
export const commit = (store: Store): Committed | Refusal => {
  dropUnchanged(store)
  const counts = new Counts()
  const tables = [...store.tables.values()]
  const refusal =
    checkReferences(store, counts) ??
    (collectGarbage(store, counts), checkRowLimits(store)) ??
    dropWeakReferences(store) ??
    tables.map(checkIndexes).find((found) => found !== undefined)
  if (refusal !== undefined) {
    store.rollback()
    return refusal
  }
  dropUnchanged(store)
  counts.apply()
  for (const table of tables) updateIndexes(table)
  const changes = changesOf(store)
  for (const table of tables) {
    for (const uuid of table.touched.keys()) {
      const row = table.rows.get(uuid)
      if (row !== undefined) table.rows.set(uuid, { ...row, version: store.newUuid() })
    }
  }
  const final = changes.map((change) => ({ ...change, after: change.table.rows.get(change.uuid) }))
  for (const table of tables) table.touched.clear()
  return { id: changes.length === 0 ? zero : store.newUuid(), changes: final }
}
