/**
 * Monitors: which rows and columns a client watches, and what it is told (RFC 7047 sections 4.1.5 and 4.1.6, ovsdb-server(7)
 * 4.1.12 to 4.1.16).
 *
 * @since 0.1.0
 */
import type { Column } from "../../OvsdbSchema.ts"
import type { Json } from "../../OvsdbValue.ts"
import { type Datum, defaultDatum, differenceOf, jsonOf, Refusal, same } from "./datum.ts"
import { isArray, isObject, type JsonObject, Members } from "./members.ts"
import { type Clause, parseWhere } from "./query.ts"
import { cellOf, type Change, type Row, type Store, type TableState } from "./store.ts"

/** The method that began a monitor. */
export type Method = "monitor" | "monitor_cond" | "monitor_cond_since"

type Kind = "initial" | "insert" | "delete" | "modify"

const kinds: ReadonlyArray<Kind> = ["initial", "insert", "delete", "modify"]

/** What is watched of one table. A row is watched while it satisfies any clause; without clauses, always. */
interface Watched {
  readonly table: TableState
  readonly columns: Map<string, { readonly column: Column; readonly kinds: ReadonlySet<Kind> }>
  readonly kinds: Set<Kind>
  where: ReadonlyArray<Clause>
}

/** A monitor. */
export interface Monitor {
  readonly method: Method
  readonly store: Store
  readonly tables: ReadonlyMap<string, Watched>
}

const watches = ({ where }: Watched, row: Row): boolean =>
  where.length === 0 || where.some((clause) => clause.test(row))

const parseKinds = (json: JsonObject | undefined, name: string): ReadonlySet<Kind> | Refusal => {
  if (json === undefined) return new Set(kinds)
  const members = new Members(json, `table ${name} select`)
  const chosen = new Set(kinds.filter((kind) => members.optional(kind, "boolean") ?? true))
  return members.finish() ?? chosen
}

const addRequest = (watched: Watched, json: Json, conditional: boolean): Refusal | undefined => {
  const { table } = watched
  const members = new Members(json, `table ${table.schema.name}`)
  const whereJson = conditional ? members.optional("where", "array") : undefined
  const columns = members.optional("columns", "array")
  const selectJson = members.optional("select", "object")
  const fault = members.finish()
  if (fault !== undefined) return fault
  const chosen = parseKinds(selectJson, table.schema.name)
  if (chosen instanceof Refusal) return chosen
  for (const kind of chosen) watched.kinds.add(kind)
  for (const name of columns ?? [...table.columns.keys()].filter((each) => each !== "_uuid")) {
    const column = typeof name === "string" ? table.columns.get(name) : undefined
    if (column === undefined) {
      return new Refusal("syntax error", `${JSON.stringify(name)} is not a valid column name`, columns)
    }
    if (watched.columns.has(column.name)) {
      return new Refusal("syntax error", `column ${column.name} mentioned more than once`, columns)
    }
    watched.columns.set(column.name, { column, kinds: chosen })
  }
  const where = parseWhere(table, whereJson ?? [], undefined)
  if (where instanceof Refusal) return where
  watched.where = [...watched.where, ...where]
  return undefined
}

/** Reads what a client wants to watch. */
export const parseMonitor = (store: Store, method: Method, json: Json | undefined): Monitor | Refusal => {
  if (!isObject(json)) return new Refusal("syntax error", "monitor-requests must be object", json ?? null)
  const tables = new Map<string, Watched>()
  for (const [name, requests] of Object.entries(json)) {
    const table = store.tables.get(name)
    if (table === undefined) return new Refusal("syntax error", `no table named ${name}`)
    const watched: Watched = { table, columns: new Map(), kinds: new Set(), where: [] }
    for (const request of isArray(requests) ? requests : [requests ?? null]) {
      const fault = addRequest(watched, request, method !== "monitor")
      if (fault !== undefined) return fault
    }
    tables.set(name, watched)
  }
  return { method, store, tables }
}

const cellsJson = (
  watched: Watched,
  kind: Kind,
  json: (column: Column) => Json | undefined
): { readonly [name: string]: Json } => {
  const cells: Record<string, Json> = {}
  for (const { column, kinds: columnKinds } of watched.columns.values()) {
    const cell = columnKinds.has(kind) ? json(column) : undefined
    if (cell !== undefined) cells[column.name] = cell
  }
  return cells
}

const isChanged = (column: Column, before: Row, after: Row): boolean =>
  !same(cellOf(before, column), cellOf(after, column))

const anyChanged = (watched: Watched, before: Row, after: Row): boolean =>
  [...watched.columns.values()].some(({ column }) => isChanged(column, before, after))

const isDefault = (column: Column, cell: Datum): boolean => same(cell, defaultDatum(column))

/** A row's change in the words of `update`. */
const update1 = (watched: Watched, kind: Kind, before: Row | undefined, after: Row | undefined): Json => {
  const whole = (row: Row) => cellsJson(watched, kind, (column) => jsonOf(column.type, cellOf(row, column)))
  if (before === undefined || after === undefined) {
    return { ...(before && { old: whole(before) }), ...(after && { new: whole(after) }) }
  }
  const old = cellsJson(watched, kind, (column) =>
    isChanged(column, before, after) ? jsonOf(column.type, cellOf(before, column)) : undefined
  )
  return { old, new: whole(after) }
}

/** A row's change in the words of `update2` and `update3`. */
const update2 = (watched: Watched, kind: Kind, before: Row | undefined, after: Row | undefined): Json => {
  if (kind === "delete" || after === undefined) return { delete: null }
  if (kind === "modify" && before !== undefined) {
    const cells = cellsJson(watched, kind, (column) =>
      isChanged(column, before, after)
        ? jsonOf(column.type, differenceOf(column.type, cellOf(before, column), cellOf(after, column)))
        : undefined
    )
    return { modify: cells }
  }
  const cells = cellsJson(watched, kind, (column) => {
    const cell = cellOf(after, column)
    return isDefault(column, cell) ? undefined : jsonOf(column.type, cell)
  })
  return kind === "initial" ? { initial: cells } : { insert: cells }
}

const kindOf = (watched: Watched, before: Row | undefined, after: Row | undefined): Kind | undefined => {
  const was = before !== undefined && watches(watched, before)
  const is = after !== undefined && watches(watched, after)
  if (!was && !is) return undefined
  if (!was) return "insert"
  return is ? "modify" : "delete"
}

/** Collects what is told of rows, by table and UUID. */
class Updates {
  readonly #tables: Record<string, Record<string, Json>> = {}
  readonly #compose: typeof update1
  isEmpty = true

  constructor(method: Method) {
    this.#compose = method === "monitor" ? update1 : update2
  }

  add(watched: Watched, kind: Kind, before: Row | undefined, after: Row | undefined): void {
    const row = after ?? before
    if (row === undefined || !watched.kinds.has(kind)) return
    if (kind === "modify" && before !== undefined && after !== undefined && !anyChanged(watched, before, after)) return
    const rows = (this.#tables[watched.table.schema.name] ??= {})
    rows[row.uuid] = this.#compose(watched, kind, before, after)
    this.isEmpty = false
  }

  get json(): Json {
    return this.#tables
  }
}

/** Everything that is watched, as it is now. */
export const initial = (monitor: Monitor): Json => {
  const updates = new Updates(monitor.method)
  for (const watched of monitor.tables.values()) {
    for (const row of watched.table.rows.values()) {
      if (watches(watched, row)) updates.add(watched, "initial", undefined, row)
    }
  }
  return updates.json
}

/** What a client is told of changes, or `undefined` when none concerns it. */
export const changed = (monitor: Monitor, changes: Iterable<Change>): Json | undefined => {
  const updates = new Updates(monitor.method)
  for (const { after, before, table } of changes) {
    const watched = monitor.tables.get(table.schema.name)
    const kind = watched === undefined ? undefined : kindOf(watched, before, after)
    if (watched !== undefined && kind !== undefined) updates.add(watched, kind, before, after)
  }
  return updates.isEmpty ? undefined : updates.json
}

/** The changes of several transactions as those of one. */
export const folded = (transactions: Iterable<{ readonly changes: ReadonlyArray<Change> }>): ReadonlyArray<Change> => {
  const byRow = new Map<string, Change>()
  for (const { changes } of transactions) {
    for (const change of changes) {
      const key = `${change.table.schema.name} ${change.uuid}`
      byRow.set(key, { ...change, before: byRow.has(key) ? byRow.get(key)?.before : change.before })
    }
  }
  return [...byRow.values()]
}

/** Changes conditions; what has thereby come into view or left it, or `undefined`. */
export const changeConditions = (monitor: Monitor, json: Json | undefined): Json | Refusal | undefined => {
  if (!isObject(json)) return new Refusal("syntax error", "monitor-cond-change-requests must be object")
  const updates = new Updates(monitor.method)
  for (const [name, requests] of Object.entries(json)) {
    const watched = monitor.tables.get(name)
    if (watched === undefined) return new Refusal("syntax error", `no table named ${name} in monitor session`)
    if (!isArray(requests)) return new Refusal("syntax error", `table ${name} no monitor-cond-change JSON array`)
    for (const request of requests) {
      const members = new Members(request, `table ${name}`)
      const columns = members.optional("columns", "array")
      const whereJson = members.optional("where", "array")
      const fault = members.finish()
      if (fault !== undefined) return fault
      if (columns !== undefined) return new Refusal("syntax error", "changing columns is unsupported", request)
      const where = parseWhere(watched.table, whereJson ?? [], undefined)
      if (where instanceof Refusal) return where
      const before = new Set([...watched.table.rows.values()].filter((row) => watches(watched, row)))
      watched.where = where
      for (const row of watched.table.rows.values()) {
        const is = watches(watched, row)
        if (is && !before.has(row)) updates.add(watched, "insert", undefined, row)
        if (!is && before.has(row)) updates.add(watched, "delete", row, undefined)
      }
    }
  }
  return updates.isEmpty ? undefined : updates.json
}
