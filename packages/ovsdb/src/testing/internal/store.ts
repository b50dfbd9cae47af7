/**
 * The rows of one database, changed in place by one transaction at a time: the first version of every row it touches is kept,
 * so that a refused transaction leaves nothing behind.
 *
 * @since 0.1.0
 */
import { type Column, columnOf, type DatabaseSchema, type TableSchema } from "../../OvsdbSchema.ts"
import { type Datum, defaultDatum, keyOf } from "./datum.ts"

/** A version of a row; it is never changed. */
export interface Row {
  readonly uuid: string
  readonly version: string
  readonly cells: ReadonlyMap<string, Datum>
}

/** What a transaction did to a row. */
export interface Change {
  readonly table: TableState
  readonly uuid: string
  readonly before: Row | undefined
  readonly after: Row | undefined
}

/** A committed transaction. */
export interface Committed {
  readonly id: string
  readonly changes: ReadonlyArray<Change>
}

/** A column of a table, `_uuid` and `_version` included. */
export const cellOf = (row: Row, column: Column): Datum =>
  row.cells.get(column.name) ??
  (column.name === "_uuid"
    ? new Map([[row.uuid, null]])
    : column.name === "_version"
      ? new Map([[row.version, null]])
      : defaultDatum(column))

/** A table: rows in the order of their insertion, how many strong references each row has, and the unique indexes. */
export class TableState {
  readonly schema: TableSchema
  readonly rows = new Map<string, Row>()
  /** By UUID; only of rows that have any. References of a row to itself do not count. */
  readonly referents = new Map<string, number>()
  /** For each index of the schema, from its values to the row. */
  readonly indexes: ReadonlyArray<Map<string, string>>
  /** The first version of each row that the current transaction touched. */
  readonly touched = new Map<string, Row | undefined>()
  readonly columns: ReadonlyMap<string, Column>

  constructor(schema: TableSchema) {
    this.schema = schema
    this.indexes = schema.indexes.map(() => new Map<string, string>())
    const all = ["_uuid", "_version", ...schema.columns.keys()]
    this.columns = new Map(
      all.flatMap((name) => {
        const column = columnOf(schema, name)
        return column === undefined ? [] : [[name, column] as const]
      })
    )
  }

  /** Sets a row, or removes it. */
  set(uuid: string, row: Row | undefined): void {
    if (!this.touched.has(uuid)) this.touched.set(uuid, this.rows.get(uuid))
    if (row === undefined) this.rows.delete(uuid)
    else this.rows.set(uuid, row)
  }

  /** The values of a row under one index, as a key. */
  indexKey(index: ReadonlyArray<string>, row: Row): string {
    return index
      .map((name) => {
        const column = this.columns.get(name)
        return column === undefined ? "" : keyOf(column.type, cellOf(row, column))
      })
      .join()
  }

  /** Takes back what the transaction did. */
  rollback(): void {
    for (const [uuid, row] of this.touched) {
      if (row === undefined) this.rows.delete(uuid)
      else this.rows.set(uuid, row)
    }
    this.touched.clear()
  }
}

/** All tables of a database, and its last transactions. */
export class Store {
  readonly schema: DatabaseSchema
  readonly tables: ReadonlyMap<string, TableState>
  /** The last transactions, oldest first; bounded by the server. */
  readonly history: Array<Committed> = []
  readonly newUuid: () => string

  constructor(schema: DatabaseSchema, newUuid: () => string) {
    this.schema = schema
    this.newUuid = newUuid
    this.tables = new Map(Array.from(schema.tables.values(), (table) => [table.name, new TableState(table)]))
  }

  /** Takes back the current transaction. */
  rollback(): void {
    for (const table of this.tables.values()) table.rollback()
  }
}
