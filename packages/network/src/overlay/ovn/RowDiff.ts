/**
 * What has to be done to the rows of a database so that they are as desired: one transaction.
 *
 * A row is found by the owner and key in its `external_ids`, or by the UUID that follows from both when somebody took those away.
 * New rows get that UUID, so two who insert the same row at the same time do not both succeed. Rows and members of others are left
 * alone, and so are columns that no desired row names.
 *
 * Every row that changes is first waited for (`wait` with no patience): the transaction is refused when it has gone, or when a
 * column that is replaced is no longer what the difference was taken from.
 *
 * @since 0.1.0
 */
import * as Operation from "@cloudwright/ovsdb/Operation"
import type { Column } from "@cloudwright/ovsdb/OvsdbSchema"
import { equals } from "@cloudwright/ovsdb/OvsdbValue"
import type { Value } from "@cloudwright/ovsdb/OvsdbValue"
import type * as Table from "@cloudwright/ovsdb/Table"
import * as Uuid from "@cloudwright/ovsdb/Uuid"
import type { Drift } from "../OverlayDriver.ts"
import { uuidFor } from "./internal/names.ts"
import type { DesiredRow, DesiredRows } from "./NorthboundRow.ts"
import { rowName } from "./NorthboundRow.ts"

/**
 * The `external_ids` by which rows are marked.
 *
 * @since 0.1.0
 * @category constants
 */
export const marks = { owner: "cloudwright:owner", key: "cloudwright:key" } as const

/**
 * Rows as they are: of one table, by column name, `_uuid` included.
 *
 * @since 0.1.0
 * @category models
 */
export interface ActualTable {
  readonly table: Table.Any
  readonly rows: ReadonlyArray<Operation.Cells>
}

/**
 * The operations of one transaction, none if there is nothing to do; what differs, a line for each row; and the names of the rows
 * that the operations are about, by their position.
 *
 * @since 0.1.0
 * @category models
 */
export interface RowDiff {
  readonly operations: ReadonlyArray<Operation.Operation>
  readonly about: ReadonlyArray<string>
  readonly drift: ReadonlyArray<Drift>
}

/**
 * What was found before: which row as it is was which desired row (both as values: a row that changed is another value), and the
 * UUIDs of names. Makes a difference cheap where nothing changed. It is for one owner.
 *
 * @since 0.1.0
 * @category models
 */
export class RowMemory {
  /** @internal */
  readonly same = new WeakMap<Operation.Cells, DesiredRow>()
  #uuids = new Map<string, string>()

  /** @internal The UUIDs that follow from names. */
  uuids(owner: string, names: Iterable<string>): ReadonlyMap<string, string> {
    const before = this.#uuids
    this.#uuids = new Map([...names].map((name) => [name, before.get(name) ?? uuidFor(owner, name)]))
    return this.#uuids
  }
}

type Any = Table.Table<string, { readonly _uuid: Uuid.Ref<string> }, object>

const uuidOf = (row: Operation.Cells): Uuid.Uuid => row["_uuid"] as Uuid.Uuid

const idsOf = (row: Operation.Cells): ReadonlyMap<string, string> =>
  (row["external_ids"] ?? new Map()) as ReadonlyMap<string, string>

const isReference = (column: Column): boolean => column.type.key.refTable !== undefined

/**
 * The key of a row of an owner, or `undefined` when it is somebody else's.
 *
 * @since 0.1.0
 * @category getters
 */
export const keyOf = (owner: string, row: Operation.Cells): string | undefined => {
  const ids = idsOf(row)
  return ids.get(marks.owner) === owner ? ids.get(marks.key) : undefined
}

interface Found {
  readonly rows: Map<string, Operation.Cells>
  readonly extra: Array<readonly [table: Table.Any, name: string, row: Operation.Cells]>
  /** UUIDs of all rows that are ours. */
  readonly ours: Set<string>
}

const find = (
  owner: string,
  desired: DesiredRows,
  actual: ReadonlyArray<ActualTable>,
  chosen: ReadonlyMap<string, string>
): Found => {
  const found: Found = { rows: new Map(), extra: [], ours: new Set() }
  for (const { rows, table } of actual) {
    for (const row of rows) {
      const uuid = uuidOf(row)
      const key = keyOf(owner, row)
      const name = key === undefined ? chosen.get(uuid) : rowName(table, key)
      if (name === undefined) continue
      found.ours.add(uuid)
      const before = found.rows.get(name)
      // Of several rows with one key that counts whose UUID follows from it.
      const [kept, other] = before !== undefined && chosen.get(uuid) !== name ? [before, row] : [row, before]
      if (desired.has(name)) found.rows.set(name, kept)
      else found.extra.push([table, name, row])
      if (other !== undefined && desired.has(name)) found.extra.push([table, name, other])
    }
  }
  return found
}

/** Changes of one row, by column. */
interface Changes {
  readonly cells: Record<string, Value>
  readonly before: Record<string, Value>
  readonly mutations: Array<readonly [column: string, mutator: string, value: unknown]>
}

const compareSet = (
  changes: Changes,
  name: string,
  is: ReadonlySet<unknown>,
  want: ReadonlySet<unknown>,
  drop: (member: unknown) => boolean
): void => {
  const gone = new Set([...is].filter((member) => !want.has(member) && drop(member)))
  const come = new Set([...want].filter((member) => !is.has(member)))
  // In this order, since some sets may not even for a moment be empty.
  if (come.size > 0) changes.mutations.push([name, "insert", come])
  if (gone.size > 0) changes.mutations.push([name, "delete", gone])
}

const compareMap = (
  changes: Changes,
  name: string,
  is: ReadonlyMap<unknown, unknown>,
  want: ReadonlyMap<unknown, unknown>
): void => {
  const others = name === "external_ids"
  const gone = new Set(
    [...is].filter(([key, value]) => (want.has(key) ? want.get(key) !== value : !others)).map(([key]) => key)
  )
  const come = new Map([...want].filter(([key, value]) => is.get(key) !== value))
  if (gone.size > 0) changes.mutations.push([name, "delete", gone])
  if (come.size > 0) changes.mutations.push([name, "insert", come])
}

/** What a diff needs to know of all rows. */
interface Context {
  readonly owner: string
  readonly uuids: ReadonlyMap<string, string>
  readonly ours: ReadonlySet<string>
}

/** The value of a column with UUIDs in place of keys. */
const resolved = ({ uuids }: Context, column: Column, value: unknown): Value => {
  const table = column.type.key.refTable
  if (table === undefined || value === undefined) return value as Value
  const one = (key: string): string => uuids.get(`${table} ${key}`) ?? Uuid.zero
  return value instanceof Set ? new Set([...(value as ReadonlySet<string>)].map(one)) : one(value as string)
}

const cellsOf = (context: Context, { cells, key, table }: DesiredRow): Map<string, Value> => {
  const all = new Map<string, Value>()
  for (const [name, column] of table.columns) {
    // A set of references that is not named has no member of ours.
    if (name in cells) all.set(name, resolved(context, column, cells[name]))
    else if (column.shape === "set" && isReference(column)) all.set(name, new Set())
  }
  const ids = (cells["external_ids"] ?? new Map<string, string>()) as ReadonlyMap<string, string>
  all.set("external_ids", new Map([...ids, [marks.owner, context.owner], [marks.key, key]]))
  return all
}

const changesOf = (context: Context, desired: DesiredRow, row: Operation.Cells): Changes => {
  const changes: Changes = { cells: {}, before: {}, mutations: [] }
  for (const [name, want] of cellsOf(context, desired)) {
    const column = desired.table.columns.get(name)
    if (column === undefined) continue
    const is = row[name] as Value
    if (equals(is, want)) continue
    if (want instanceof Set && is instanceof Set) {
      compareSet(changes, name, is, want, (member) => !isReference(column) || context.ours.has(member as string))
    } else if (want instanceof Map && is instanceof Map) compareMap(changes, name, is, want)
    else {
      changes.cells[name] = want
      changes.before[name] = is
    }
  }
  return changes
}

const isEmpty = (value: Value): boolean =>
  value === undefined || ((value instanceof Set || value instanceof Map) && value.size === 0)

/**
 * What takes the actual rows to the desired ones. `actual` must hold every row of the tables that desired rows are in. With a `memory`
 * rows are not looked at again that are the same values as before, on either side.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  owner: string,
  desired: DesiredRows,
  actual: ReadonlyArray<ActualTable>,
  memory: RowMemory = new RowMemory()
): RowDiff => {
  const following = memory.uuids(owner, desired.keys())
  const chosen = new Map([...following].map(([name, uuid]) => [uuid, name]))
  const found = find(owner, desired, actual, chosen)
  const uuids = new Map(following)
  for (const [name, row] of found.rows) uuids.set(name, uuidOf(row))
  const context: Context = { owner, uuids, ours: found.ours }
  const waits: Array<readonly [string, Operation.Operation]> = []
  const work: Array<readonly [string, Operation.Operation]> = []
  const drift: Array<Drift> = []
  for (const [name, want] of desired) {
    const table = want.table as Any
    const row = found.rows.get(name)
    if (row === undefined) {
      const cells = Object.fromEntries([...cellsOf(context, want)].filter(([, value]) => !isEmpty(value)))
      work.push([name, Operation.insert(table, cells, uuids.get(name)!)])
      drift.push({ kind: "missing", what: name, detail: `no row of table ${table.name} has this key` })
      continue
    }
    if (memory.same.get(row) === want) continue
    const { before, cells, mutations } = changesOf(context, want, row)
    const columns = Object.keys(cells)
    if (columns.length === 0 && mutations.length === 0) {
      memory.same.set(row, want)
      continue
    }
    const where = uuidOf(row) as Uuid.Ref<string>
    const guard = { op: "wait", table, where, columns: ["_uuid", ...columns], until: "==", timeoutMillis: 0 } as const
    waits.push([name, { ...guard, rows: [{ _uuid: where, ...before }] }])
    if (columns.length > 0) work.push([name, { op: "update", table, where, row: cells }])
    if (mutations.length > 0) work.push([name, { op: "mutate", table, where, mutations }])
    const all = [...new Set([...columns, ...mutations.map(([column]) => column)])].sort()
    drift.push({ kind: "different", what: name, detail: `row ${where}: ${all.join(", ")}` })
  }
  for (const [table, name, row] of found.extra) {
    // Others go with the last reference, which the rows that had it give up.
    if (table.isRoot) work.push([name, Operation.remove(table as Any, uuidOf(row))])
    drift.push({ kind: "left-over", what: name, detail: `row ${uuidOf(row)} of table ${table.name}` })
  }
  const all = [...waits, ...work]
  return { operations: all.map(([, operation]) => operation), about: all.map(([name]) => name), drift }
}
