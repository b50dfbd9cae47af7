/**
 * Executes the operations of a transaction (RFC 7047 section 5.2) against a store, one after the other.
 *
 * @since 0.1.0
 */
import type { Column } from "../../OvsdbSchema.ts"
import type { Json } from "../../OvsdbValue.ts"
import { fromString } from "../../Uuid.ts"
import { commit } from "./commit.ts"
import {
  checkConstraints,
  type Datum,
  defaultDatum,
  jsonOf,
  keyOf,
  parse,
  Refusal,
  same,
  type Symbols
} from "./datum.ts"
import { isObject, Members } from "./members.ts"
import { matching, parseMutations, parseWhere } from "./query.ts"
import { cellOf, type Committed, type Store, type TableState } from "./store.ts"

/** A `wait` is not satisfied yet; it will give up after `timeoutMillis` since the transaction came. */
export class Unsatisfied {
  readonly timeoutMillis: number
  constructor(timeoutMillis: number) {
    this.timeoutMillis = timeoutMillis
  }
}

/** What a transaction came to: the results to reply, and what was committed, if anything was. */
export interface Outcome {
  readonly results: ReadonlyArray<Json>
  readonly committed: Committed | undefined
}

interface Context {
  readonly store: Store
  readonly symbols: Symbols & { readonly claim: (name: string, uuid: string | undefined) => string | undefined }
  readonly elapsedMillis: number
  readonly ownsLock: (lock: string) => boolean
  timeoutMillis: number
}

type Executor = (context: Context, members: Members) => { readonly [name: string]: Json } | Refusal | Unsatisfied

const parsed = (members: Members): Refusal => members.fault ?? new Refusal("internal error", "a member is missing")

const tableOf = (context: Context, members: Members): TableState | undefined => {
  const name = members.required("table", "id")
  const table = name === undefined ? undefined : context.store.tables.get(name)
  if (name !== undefined && table === undefined) members.raise(`No table named ${name}.`)
  return table
}

const parseRow = (table: TableState, json: Json, symbols: Symbols): ReadonlyMap<string, Datum> | Refusal => {
  if (!isObject(json)) return new Refusal("syntax error", "row must be JSON object", json)
  const cells = new Map<string, Datum>()
  for (const [name, value] of Object.entries(json)) {
    const column = table.columns.get(name)
    if (column === undefined) {
      return new Refusal("unknown column", `No column ${name} in table ${table.schema.name}.`, json)
    }
    const cell = parse(column, column.type, value ?? null, symbols)
    if (cell instanceof Refusal) return cell
    cells.set(name, cell)
  }
  return cells
}

const columnsOf = (table: TableState, json: ReadonlyArray<Json> | undefined): ReadonlyArray<Column> | Refusal => {
  if (json === undefined) return [...table.columns.values()]
  const columns = new Map<string, Column>()
  for (const name of json) {
    const column = typeof name === "string" ? table.columns.get(name) : undefined
    if (column === undefined)
      return new Refusal("syntax error", `${JSON.stringify(name)} is not a valid column name`, json)
    columns.set(column.name, column)
  }
  return columns.size === json.length
    ? [...columns.values()]
    : new Refusal("syntax error", "array of distinct column names expected", json)
}

const rowKey = (columns: ReadonlyArray<Column>, cell: (column: Column) => Datum): string =>
  columns.map((column) => keyOf(column.type, cell(column))).join()

const insert: Executor = (context, members) => {
  const table = tableOf(context, members)
  const chosen = members.optional("uuid", "string")
  const name = members.optional("uuid-name", "id")
  const json = members.required("row", "object")
  if (table === undefined || json === undefined || members.fault !== undefined) return parsed(members)
  const uuid = chosen === undefined ? undefined : fromString(chosen)
  if (chosen !== undefined && uuid === undefined) return new Refusal("syntax error", "bad uuid", chosen)
  if (uuid !== undefined && (table.rows.has(uuid) || table.touched.has(uuid))) {
    return new Refusal("duplicate uuid", `This UUID would duplicate one of the "${table.schema.name}" table.`, uuid)
  }
  const claimed = name === undefined ? (uuid ?? context.store.newUuid()) : context.symbols.claim(name, uuid)
  if (claimed === undefined) {
    const details = `This "uuid-name" appeared on an earlier "insert" operation.`
    return new Refusal("duplicate uuid-name", details, name)
  }
  const stated = parseRow(table, json, context.symbols)
  if (stated instanceof Refusal) return stated
  const cells = new Map<string, Datum>()
  for (const column of table.schema.columns.values()) {
    const cell = stated.get(column.name) ?? defaultDatum(column)
    const wrong = checkConstraints(column.type, cell)
    if (wrong !== undefined) return wrong
    cells.set(column.name, cell)
  }
  table.set(claimed, { uuid: claimed, version: claimed, cells })
  return { uuid: ["uuid", claimed] }
}

const select: Executor = (context, members) => {
  const table = tableOf(context, members)
  const whereJson = members.required("where", "array")
  const columnsJson = members.optional("columns", "array")
  if (table === undefined || whereJson === undefined || members.fault !== undefined) return parsed(members)
  const where = parseWhere(table, whereJson, context.symbols)
  if (where instanceof Refusal) return where
  const columns = columnsOf(table, columnsJson)
  if (columns instanceof Refusal) return columns
  const distinct = new Map<string, Json>()
  for (const row of matching(table, where)) {
    const cells = columns.map((column) => [column.name, jsonOf(column.type, cellOf(row, column))] as const)
    distinct.set(JSON.stringify(cells), Object.fromEntries(cells))
  }
  return { rows: [...distinct.values()] }
}

const update: Executor = (context, members) => {
  const table = tableOf(context, members)
  const whereJson = members.required("where", "array")
  const json = members.required("row", "object")
  if (table === undefined || whereJson === undefined || json === undefined || members.fault !== undefined) {
    return parsed(members)
  }
  const stated = parseRow(table, json, context.symbols)
  if (stated instanceof Refusal) return stated
  const fixed = [...stated.keys()].find((name) => table.columns.get(name)?.mutable === false)
  if (fixed !== undefined) {
    const details = `Cannot update immutable column ${fixed} in table ${table.schema.name}.`
    return new Refusal("constraint violation", details, json)
  }
  const where = parseWhere(table, whereJson, context.symbols)
  if (where instanceof Refusal) return where
  const rows = matching(table, where)
  for (const row of rows) {
    const changed = [...stated].some(([name, cell]) => !same(row.cells.get(name) ?? new Map(), cell))
    if (changed) table.set(row.uuid, { ...row, cells: new Map([...row.cells, ...stated]) })
  }
  return { count: rows.length }
}

const mutate: Executor = (context, members) => {
  const table = tableOf(context, members)
  const whereJson = members.required("where", "array")
  const json = members.required("mutations", "array")
  if (table === undefined || whereJson === undefined || json === undefined || members.fault !== undefined) {
    return parsed(members)
  }
  const mutations = parseMutations(table, json, context.symbols)
  if (mutations instanceof Refusal) return mutations
  const where = parseWhere(table, whereJson, context.symbols)
  if (where instanceof Refusal) return where
  const rows = matching(table, where)
  for (const row of rows) {
    const cells = new Map(row.cells)
    for (const { apply, column } of mutations) {
      const after = apply(cells.get(column.name) ?? new Map())
      if (after instanceof Refusal) return after
      cells.set(column.name, after)
    }
    table.set(row.uuid, { ...row, cells })
  }
  return { count: rows.length }
}

const remove: Executor = (context, members) => {
  const whereJson = members.required("where", "array")
  const table = tableOf(context, members)
  if (table === undefined || whereJson === undefined || members.fault !== undefined) return parsed(members)
  const where = parseWhere(table, whereJson, context.symbols)
  if (where instanceof Refusal) return where
  const rows = matching(table, where)
  for (const { uuid } of rows) {
    const isNew = table.touched.has(uuid) && table.touched.get(uuid) === undefined
    table.set(uuid, undefined)
    // A row that lived within the transaction only leaves no trace: its UUID may be chosen again.
    if (isNew) table.touched.delete(uuid)
  }
  return { count: rows.length }
}

const wait: Executor = (context, members) => {
  const timeout = members.optional("timeout", "integer")
  const whereJson = members.required("where", "array")
  const columnsJson = members.optional("columns", "array")
  const until = members.required("until", "string")
  const rowsJson = members.required("rows", "array")
  const table = tableOf(context, members)
  if (table === undefined || whereJson === undefined || rowsJson === undefined || members.fault !== undefined) {
    return parsed(members)
  }
  const where = parseWhere(table, whereJson, context.symbols)
  if (where instanceof Refusal) return where
  const columns = columnsOf(table, columnsJson)
  if (columns instanceof Refusal) return columns
  if (timeout !== undefined && timeout < 0) return new Refusal("syntax error", "timeout must be nonnegative", timeout)
  context.timeoutMillis = Math.min(context.timeoutMillis, timeout ?? Number.POSITIVE_INFINITY)
  if (until !== "==" && until !== "!=") {
    return new Refusal("syntax error", `"until" must be "==" or "!="`, until ?? null)
  }
  const expected = new Set<string>()
  for (const json of rowsJson) {
    const row = parseRow(table, json, context.symbols)
    if (row instanceof Refusal) return row
    expected.add(rowKey(columns, (column) => row.get(column.name) ?? defaultDatum(column)))
  }
  const actual = new Set(matching(table, where).map((row) => rowKey(columns, (column) => cellOf(row, column))))
  const equal = actual.size === expected.size && actual.isSubsetOf(expected)
  if (equal === (until === "==")) return {}
  if (timeout === undefined || context.elapsedMillis < timeout) return new Unsatisfied(context.timeoutMillis)
  return new Refusal(
    "timed out",
    context.elapsedMillis > 0 ? `"wait" timed out after ${context.elapsedMillis} ms` : `"where" clause test failed`
  )
}

const executors: Readonly<Record<string, { readonly reads: boolean; readonly run: Executor }>> = {
  insert: { reads: false, run: insert },
  select: { reads: true, run: select },
  update: { reads: false, run: update },
  mutate: { reads: false, run: mutate },
  delete: { reads: false, run: remove },
  wait: { reads: true, run: wait },
  commit: {
    reads: false,
    run: (_, members) => {
      members.required("durable", "boolean")
      return {}
    }
  },
  abort: { reads: true, run: () => new Refusal("aborted", "aborted by request") },
  comment: {
    reads: true,
    run: (_, members) => {
      members.required("comment", "string")
      return {}
    }
  },
  assert: {
    reads: true,
    run: (context, members) => {
      const lock = members.required("lock", "id")
      if (lock === undefined || context.ownsLock(lock)) return {}
      return new Refusal("not owner", `Asserted lock ${lock} not held.`)
    }
  }
}

const execute = (context: Context, json: Json, name: string) => {
  const members = new Members(json, name)
  const op = members.required("op", "id")
  const executor = op === undefined ? undefined : Object.hasOwn(executors, op) ? executors[op] : undefined
  if (op !== undefined && executor === undefined) members.raise(`No operation "${op}"`)
  const result = executor?.run(context, members) ?? parsed(members)
  const fault = members.finish()
  if (fault !== undefined) return fault
  if (result instanceof Refusal || result instanceof Unsatisfied || executor?.reads === true) return result
  const { name: database } = context.store.schema
  return database.startsWith("_")
    ? new Refusal("not allowed", `${op} operation not allowed on table in reserved database ${database}`)
    : result
}

const symbolsOf = (store: Store): Context["symbols"] => {
  const known = new Map<string, { uuid: string; claimed: boolean }>()
  const entryOf = (name: string) => {
    const entry = known.get(name) ?? { uuid: store.newUuid(), claimed: false }
    known.set(name, entry)
    return entry
  }
  return {
    uuidOf: (name) => entryOf(name).uuid,
    claim: (name, uuid) => {
      const entry = entryOf(name)
      if (entry.claimed) return undefined
      entry.claimed = true
      entry.uuid = uuid ?? entry.uuid
      return entry.uuid
    }
  }
}

/**
 * Runs a transaction: all of it, or nothing. `Unsatisfied` means that it has to be tried again, after another transaction or
 * when its time is over.
 */
export const transact = (
  store: Store,
  operations: ReadonlyArray<Json>,
  options: { readonly elapsedMillis: number; readonly ownsLock: (lock: string) => boolean }
): Outcome | Unsatisfied => {
  const context: Context = { ...options, store, symbols: symbolsOf(store), timeoutMillis: Number.POSITIVE_INFINITY }
  const results: Array<Json> = []
  for (const [index, operation] of operations.entries()) {
    const result = execute(context, operation, `ovsdb operation ${index + 1} of ${operations.length}`)
    if (result instanceof Unsatisfied) {
      store.rollback()
      return result
    }
    if (result instanceof Refusal) {
      store.rollback()
      const skipped = operations.length - index - 1
      return { results: [...results, result.json, ...Array<null>(skipped).fill(null)], committed: undefined }
    }
    results.push(result)
  }
  const committed = commit(store)
  if (committed instanceof Refusal) return { results: [...results, committed.json], committed: undefined }
  return { results, committed: committed.changes.length === 0 ? undefined : committed }
}
