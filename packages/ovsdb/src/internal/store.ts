/**
 * The rows of a replica: tables with indexes that grow from the updates of a monitor, one whole update at a time, and
 * snapshots of them that cost nothing until something changes.
 *
 * Whoever takes a snapshot raises the generation. What belongs to an older generation is copied before it is changed, a table
 * or an index at a time, so snapshots keep what they saw.
 *
 * @since 0.1.0
 */
import type { MonitorUpdate } from "../OvsdbConnection.ts"
import { OvsdbError } from "../OvsdbError.ts"
import { type Atom, type Column, columnOf } from "../OvsdbSchema.ts"
import { applyDifference, equals, isMismatch, type Json, type Value } from "../OvsdbValue.ts"
import * as Table from "../Table.ts"
import * as Uuid from "../Uuid.ts"

/** A row without its type. */
export interface Row {
  readonly _uuid: Uuid.Uuid
  readonly [column: string]: Value
}

/** A table as a store holds it. */
export interface Source {
  readonly table: Table.Any
  readonly columns: ReadonlyArray<string>
}

/** How rows of a table are found. */
export interface Key {
  readonly source: Source
  readonly of: (row: never) => Atom | undefined | ReadonlySet<Atom>
}

/** What happened to one row. */
export type RowChange =
  | { readonly _tag: "Insert"; readonly table: string; readonly uuid: Uuid.Uuid; readonly row: Row }
  | { readonly _tag: "Update"; readonly table: string; readonly uuid: Uuid.Uuid; readonly old: Row; readonly row: Row }
  | { readonly _tag: "Delete"; readonly table: string; readonly uuid: Uuid.Uuid; readonly old: Row }

interface Owned<K, V> {
  generation: number
  map: Map<K, V>
}

type Rows = Owned<Uuid.Uuid, Row>
type Index = Owned<Atom, Rows>

/** A table at one moment. */
export interface TableView {
  readonly rows: ReadonlyMap<Uuid.Uuid, Row>
  readonly index: (key: Key) => ReadonlyMap<Atom, { readonly map: ReadonlyMap<Uuid.Uuid, Row> }>
}

const none: ReadonlySet<Atom> = new Set()

const keysOf = (key: Key, row: Row): Iterable<Atom> => {
  const found = (key.of as (row: Row) => ReturnType<Key["of"]>)(row)
  if (found === undefined) return none
  return found instanceof Set ? found : [found as Atom]
}

const own = <K, V>(owned: Owned<K, V>, generation: number): Map<K, V> => {
  if (owned.generation !== generation) {
    owned.map = new Map(owned.map)
    owned.generation = generation
  }
  return owned.map
}

const add = (index: Index, key: Key, row: Row, generation: number): void => {
  for (const atom of keysOf(key, row)) {
    const buckets = own(index, generation)
    let bucket = buckets.get(atom)
    if (bucket === undefined || bucket.generation !== generation) {
      // A snapshot may hold the bucket itself: it is replaced, not changed.
      bucket = { generation, map: new Map(bucket?.map) }
      buckets.set(atom, bucket)
    }
    bucket.map.set(row._uuid, row)
  }
}

const drop = (index: Index, key: Key, row: Row, generation: number): void => {
  for (const atom of keysOf(key, row)) {
    const buckets = own(index, generation)
    const bucket = buckets.get(atom)
    if (bucket?.map.has(row._uuid) !== true) continue
    if (bucket.map.size === 1) buckets.delete(atom)
    else if (bucket.generation === generation) bucket.map.delete(row._uuid)
    else {
      const map = new Map(bucket.map)
      map.delete(row._uuid)
      buckets.set(atom, { generation, map })
    }
  }
}

const indexOf = (key: Key, rows: ReadonlyMap<Uuid.Uuid, Row>, generation: number): Index => {
  const index: Index = { generation, map: new Map() }
  for (const row of rows.values()) add(index, key, row, generation)
  return index
}

const broken = (table: string, uuid: string, detail: string): OvsdbError =>
  new OvsdbError({
    operation: "update",
    table,
    reason: { _tag: "Protocol", detail: `row ${uuid.slice(0, 36)} of ${table}: ${detail}`, outcome: "none" }
  })

const isCells = (value: unknown): value is { readonly [column: string]: Json | undefined } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** One table of a store. */
class StoredTable implements TableView {
  readonly source: Source
  readonly #columns: ReadonlyMap<string, Column>
  readonly #rows: Rows
  readonly #indexes = new Map<Key, Index>()
  #generation: number

  constructor(source: Source) {
    this.source = source
    this.#generation = 0
    this.#rows = { generation: 0, map: new Map() }
    const columns = new Map<string, Column>()
    for (const name of source.columns) {
      const column = columnOf(source.table, name)
      if (column !== undefined) columns.set(name, column)
    }
    this.#columns = columns
  }

  get rows(): ReadonlyMap<Uuid.Uuid, Row> {
    return this.#rows.map
  }

  index(key: Key): ReadonlyMap<Atom, Rows> {
    let index = this.#indexes.get(key)
    if (index === undefined) {
      index = indexOf(key, this.#rows.map, this.#generation)
      this.#indexes.set(key, index)
    }
    return index.map
  }

  view(generation: number): TableView {
    this.#generation = generation
    const rows = this.#rows.map
    const indexes = new Map(Array.from(this.#indexes, ([key, { map }]) => [key, map]))
    return {
      rows,
      index: (key) => {
        let index = indexes.get(key)
        if (index === undefined) {
          index = indexOf(key, rows, generation).map
          indexes.set(key, index)
        }
        return index
      }
    }
  }

  put(row: Row, old: Row | undefined): void {
    const generation = this.#generation
    own(this.#rows, generation).set(row._uuid, row)
    for (const [key, index] of this.#indexes) {
      if (old !== undefined) drop(index, key, old, generation)
      add(index, key, row, generation)
    }
  }

  remove(old: Row): void {
    const generation = this.#generation
    own(this.#rows, generation).delete(old._uuid)
    for (const [key, index] of this.#indexes) drop(index, key, old, generation)
  }

  whole(uuid: Uuid.Uuid, cells: { readonly [column: string]: Json | undefined }) {
    return Table.decodeRow(this.source.table, cells, { uuid, columns: this.source.columns })
  }

  modified(old: Row, cells: { readonly [column: string]: Json | undefined }): Row | OvsdbError {
    const row: Record<string, Value> & { _uuid: Uuid.Uuid } = { ...old }
    for (const name in cells) {
      const column = this.#columns.get(name)
      const json = cells[name]
      if (column === undefined || json === undefined) continue
      const value = applyDifference(column, old[name], json)
      if (isMismatch(value)) return Table.decodeError(this.source.table.name, name, value.detail)
      row[name] = value
    }
    return row
  }

  isEqual(left: Row, right: Row): boolean {
    for (const name of this.#columns.keys()) if (!equals(left[name], right[name])) return false
    return true
  }
}

/** The rows of several tables. */
export class Store {
  readonly #tables = new Map<string, StoredTable>()
  #generation = 0

  constructor(sources: Iterable<Source>) {
    for (const source of sources) this.#tables.set(source.table.name, new StoredTable(source))
  }

  /** The table as it is now; it changes under the reader's hands. */
  table(name: string): TableView | undefined {
    return this.#tables.get(name)
  }

  /** The tables as they are now, for ever. */
  view(): ReadonlyMap<string, TableView> {
    const generation = ++this.#generation
    return new Map(Array.from(this.#tables, ([name, table]) => [name, table.view(generation)]))
  }

  /** Takes an update in: all of it, or nothing when it does not fit. */
  update(update: MonitorUpdate): ReadonlyArray<RowChange> | OvsdbError {
    const changes: Array<RowChange> = []
    const problem = this.#read(update, changes)
    if (problem !== undefined) return problem
    this.#commit(changes)
    return changes
  }

  /** Takes the whole contents in: what differs from the rows so far is the change. */
  reload(update: MonitorUpdate): ReadonlyArray<RowChange> | OvsdbError {
    const changes: Array<RowChange> = []
    const problem = this.#read(update, changes)
    if (problem !== undefined) return problem
    const real = changes.filter(
      (change) => change._tag !== "Update" || this.#tables.get(change.table)?.isEqual(change.old, change.row) !== true
    )
    for (const [name, table] of this.#tables) {
      const present = update.tables[name] ?? {}
      for (const [uuid, old] of table.rows) {
        if (!Object.hasOwn(present, uuid)) real.push({ _tag: "Delete", table: name, uuid, old })
      }
    }
    this.#commit(real)
    return real
  }

  #read(update: MonitorUpdate, changes: Array<RowChange>): OvsdbError | undefined {
    for (const name of Object.keys(update.tables)) {
      const table = this.#tables.get(name)
      if (table === undefined) return broken(name, "", "the table was not asked for")
      const rows = update.tables[name] ?? {}
      for (const uuid in rows) {
        const problem = Uuid.isUuid(uuid)
          ? readRow(table, uuid, rows[uuid], update.differences, changes)
          : broken(name, uuid, "not a UUID")
        if (problem !== undefined) return problem
      }
    }
    return undefined
  }

  #commit(changes: ReadonlyArray<RowChange>): void {
    for (const change of changes) {
      const table = this.#tables.get(change.table)
      if (change._tag === "Delete") table?.remove(change.old)
      else table?.put(change.row, change._tag === "Update" ? change.old : undefined)
    }
  }
}

const readRow = (
  table: StoredTable,
  uuid: Uuid.Uuid,
  json: unknown,
  differences: boolean,
  changes: Array<RowChange>
): OvsdbError | undefined => {
  const name = table.source.table.name
  if (!isCells(json)) return broken(name, uuid, "its update is no object")
  const old = table.rows.get(uuid)
  const { modify } = json
  if (differences && modify !== undefined) {
    if (old === undefined) return broken(name, uuid, "modified, but never seen")
    if (!isCells(modify)) return broken(name, uuid, "its difference is no object")
    const row = table.modified(old, modify)
    if (row instanceof OvsdbError) return row
    changes.push({ _tag: "Update", table: name, uuid, old, row })
    return undefined
  }
  const cells = differences ? (json["initial"] ?? json["insert"]) : json["new"]
  if (cells === undefined || cells === null) {
    const gone = differences ? "delete" in json : "old" in json
    if (!gone) return broken(name, uuid, "neither there nor gone")
    if (old !== undefined) changes.push({ _tag: "Delete", table: name, uuid, old })
    return undefined
  }
  if (!isCells(cells)) return broken(name, uuid, "its columns are no object")
  const decoded = table.whole(uuid, cells)
  if (decoded._tag === "Failure") return decoded.failure
  const row = decoded.success as Row
  changes.push(
    old === undefined ? { _tag: "Insert", table: name, uuid, row } : { _tag: "Update", table: name, uuid, old, row }
  )
  return undefined
}
