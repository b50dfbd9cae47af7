/**
 * Rows of the northbound database as they are to be: columns by name, references by the key of the row that is meant.
 *
 * A key is stable: it follows from ids, never from what a row says. A reference in a row is the key where the database has a
 * UUID; both are text, and `RowDiff` puts the UUIDs in.
 *
 * @since 0.1.0
 */
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import type * as Operation from "@cloudwright/ovsdb/Operation"
import type * as Table from "@cloudwright/ovsdb/Table"
import * as Uuid from "@cloudwright/ovsdb/Uuid"

/**
 * The tables that have rows of ours.
 *
 * @since 0.1.0
 * @category constants
 */
export const tables: ReadonlyArray<Table.Any> = [
  Nb.LogicalSwitch,
  Nb.LogicalSwitchPort,
  Nb.LogicalRouter,
  Nb.LogicalRouterPort,
  Nb.LogicalRouterStaticRoute,
  Nb.LogicalRouterPolicy,
  Nb.GatewayChassis,
  Nb.Nat,
  Nb.LoadBalancer,
  Nb.LoadBalancerHealthCheck,
  Nb.PortGroup,
  Nb.AddressSet,
  Nb.Acl,
  Nb.Meter,
  Nb.MeterBand,
  Nb.DhcpOptions,
  Nb.Dns,
  Nb.QoS
]

/**
 * A row as it is to be. Columns that are not named are not ours. Sets of references and the map `external_ids` may hold members of
 * others; any other column is as given.
 *
 * @since 0.1.0
 * @category models
 */
export interface DesiredRow {
  readonly table: Table.Any
  readonly key: string
  readonly cells: Operation.Cells
}

/**
 * Members of a set in a row that another part may have made.
 *
 * @since 0.1.0
 * @category models
 */
export interface Joining {
  readonly table: Table.Any
  readonly key: string
  readonly column: string
  readonly members: ReadonlyArray<string>
}

/**
 * What one part asks of the northbound database.
 *
 * @since 0.1.0
 * @category models
 */
export interface PartRows {
  readonly rows: ReadonlyArray<DesiredRow>
  readonly joins: ReadonlyArray<Joining>
}

/**
 * All rows as they are to be, by table and key (`rowName`).
 *
 * @since 0.1.0
 * @category models
 */
export type DesiredRows = ReadonlyMap<string, DesiredRow>

/**
 * The name of a row: its table and key.
 *
 * @since 0.1.0
 * @category getters
 */
export const rowName = (table: Table.Any, key: string): string => `${table.name} ${key}`

/**
 * The names of the columns that are sets of text in rows of a table, references included.
 *
 * @since 0.1.0
 * @category models
 */
export type SetColumn<T extends Table.Any> = {
  readonly [C in Table.ColumnName<T>]: Table.Row<T>[C] extends ReadonlySet<string> ? C : never
}[Table.ColumnName<T>]

/**
 * The reference to the row of a key.
 *
 * @since 0.1.0
 * @category constructors
 */
export const to = <T extends Table.Any>(_table: T, key: string): Table.RefTo<T> => Uuid.named<Table.Name<T>>(key)

/**
 * Gathers the rows of a part.
 *
 * @since 0.1.0
 * @category models
 */
export class RowGatherer implements PartRows {
  readonly rows: Array<DesiredRow> = []
  readonly joins: Array<Joining> = []

  /** A row; its reference. */
  row<T extends Table.Any>(table: T, key: string, cells: Table.New<T>): Table.RefTo<T> {
    this.rows.push({ table, key, cells: cells as Operation.Cells })
    return to(table, key)
  }

  /** Members of a set of a row, here or in another part. */
  join<T extends Table.Any>(table: T, key: string, column: SetColumn<T>, members: Iterable<string>): void {
    this.joins.push({ table, key, column, members: [...members] })
  }
}

/** Rows with members put in; gives back the members for rows that are not among them. */
const joined = (rows: Map<string, DesiredRow>, joins: Iterable<Joining>): ReadonlyArray<Joining> => {
  const sets = new Map<string, Map<string, Set<string>>>()
  const rest: Array<Joining> = []
  for (const joining of joins) {
    const name = rowName(joining.table, joining.key)
    const row = rows.get(name)
    if (row === undefined) {
      rest.push(joining)
      continue
    }
    const columns = sets.get(name) ?? new Map<string, Set<string>>()
    sets.set(name, columns)
    const set = columns.get(joining.column) ?? new Set(row.cells[joining.column] as ReadonlySet<string> | undefined)
    columns.set(joining.column, set)
    for (const member of joining.members) set.add(member)
  }
  for (const [name, columns] of sets) {
    const row = rows.get(name)!
    rows.set(name, { ...row, cells: { ...row.cells, ...Object.fromEntries(columns) } })
  }
  return rest
}

const named = (rows: Iterable<DesiredRow>): Map<string, DesiredRow> =>
  new Map([...rows].map((row) => [rowName(row.table, row.key), row]))

/**
 * The same with the members that its own rows have of it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const settle = (part: PartRows): PartRows => {
  const rows = named(part.rows)
  const joins = joined(rows, part.joins)
  return { rows: [...rows.values()], joins }
}

/**
 * The rows of parts put together. Members for rows that no part has are left out.
 *
 * @since 0.1.0
 * @category constructors
 */
export const assemble = (parts: Iterable<PartRows>): DesiredRows => {
  const list = [...parts]
  const rows = new Map<string, DesiredRow>()
  for (const part of list) for (const row of part.rows) rows.set(rowName(row.table, row.key), row)
  joined(
    rows,
    list.flatMap(({ joins }) => joins)
  )
  return rows
}
