/**
 * Typed descriptions of tables: what the generator writes for a schema, and what operations and replicas take.
 *
 * A `Table` is the table's schema at run time and three types at compile time: `Row`, what is read; `New`, what an insert
 * takes; `Fixed`, the names of the columns that cannot be changed later. Columns have the shapes of `OvsdbSchema`: atoms, `T |
 * undefined`, `ReadonlySet`, `ReadonlyMap`, with references branded by their table.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import { OvsdbError } from "./OvsdbError.ts"
import type { Column, DatabaseSchema, TableJson, TableSchema } from "./OvsdbSchema.ts"
import * as OvsdbSchema from "./OvsdbSchema.ts"
import { decode, defaultOf, isMismatch, type Json, type Value } from "./OvsdbValue.ts"
import type { Ref, Uuid } from "./Uuid.ts"

/**
 * A table of a database. `~types` exists in the type only.
 *
 * @category models
 * @since 0.1.0
 */
export interface Table<
  Name extends string,
  Row extends object,
  New extends object,
  Fixed extends string = never
> extends TableSchema {
  readonly name: Name
  readonly database: string
  readonly "~types"?: { readonly row: Row; readonly new: New; readonly fixed: Fixed }
}

/**
 * Some table.
 *
 * @category models
 * @since 0.1.0
 */
export type Any = Table<string, object, object, string>

/**
 * The name of a table, as a literal type.
 *
 * @category models
 * @since 0.1.0
 */
export type Name<T extends Any> = T["name"]

/**
 * A row of a table as it is read, `_uuid` included.
 *
 * @category models
 * @since 0.1.0
 */
export type Row<T extends Any> = NonNullable<T["~types"]>["row"]

/**
 * What an insert into a table takes; columns whose default satisfies the schema may be left out.
 *
 * @category models
 * @since 0.1.0
 */
export type New<T extends Any> = NonNullable<T["~types"]>["new"]

/**
 * The names of the columns that are read, `_uuid` included.
 *
 * @category models
 * @since 0.1.0
 */
export type ColumnName<T extends Any> = keyof Row<T> & string

/**
 * The names of the columns that can be changed after the insert.
 *
 * @category models
 * @since 0.1.0
 */
export type MutableName<T extends Any> = Exclude<ColumnName<T>, "_uuid" | NonNullable<T["~types"]>["fixed"]>

/**
 * New values of some columns. A column left out keeps its value; `undefined` empties an optional column.
 *
 * @category models
 * @since 0.1.0
 */
export type Changes<T extends Any> = { readonly [C in MutableName<T>]?: Row<T>[C] }

/**
 * A reference to a row of a table.
 *
 * @category models
 * @since 0.1.0
 */
export type RefTo<T extends Any> = Ref<Name<T>>

/**
 * Describes a table, with its columns in the words of the schema file. Generated code calls this; dies when the description
 * is no valid table.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Name extends string, Row extends object, New extends object, Fixed extends string = never>(
  database: string,
  name: Name,
  json: TableJson
): Table<Name, Row, New, Fixed> => ({
  ...Result.getOrThrow(OvsdbSchema.tableFromJson(name, json)),
  name,
  database
})

/**
 * Builds a row from the JSON that a server sent: an object from column name to value. Columns that are asked for but absent get
 * their defaults, since monitors leave those out; columns that are present but not asked for are ignored. Fails with `Decode`.
 *
 * - `uuid`: goes into `_uuid`, unless the JSON holds it.
 * - `columns`: which columns; all of the table by default.
 *
 * @category codecs
 * @since 0.1.0
 */
export const decodeRow = <T extends Any>(
  table: T,
  json: { readonly [column: string]: Json | undefined },
  options?: { readonly uuid?: Uuid; readonly columns?: Iterable<string> }
): Result.Result<Row<T>, OvsdbError> => {
  const row: Record<string, Value> = options?.uuid === undefined ? {} : { _uuid: options.uuid }
  for (const name of options?.columns ?? table.columns.keys()) {
    const column = OvsdbSchema.columnOf(table, name)
    if (column === undefined) return Result.fail(decodeError(table.name, name, "no such column"))
    const wire = json[name]
    if (wire === undefined) {
      if (name !== "_uuid") row[name] = defaultOf(column)
      continue
    }
    const value = decode(column, wire)
    if (isMismatch(value)) return Result.fail(decodeError(table.name, name, value.detail))
    row[name] = value
  }
  return Result.succeed(row)
}

/**
 * The error of a value that does not fit its column.
 *
 * @category errors
 * @since 0.1.0
 */
export const decodeError = (table: string, column: string, detail: string): OvsdbError =>
  new OvsdbError({ operation: "decode", table, reason: { _tag: "Decode", table, column, detail } })

const problemsOf = function* (
  table: Any,
  found: TableSchema | undefined,
  columns: Iterable<string>
): Generator<string> {
  if (found === undefined) return yield `table ${table.name} is absent`
  for (const name of columns) {
    const ours = OvsdbSchema.columnOf(table, name)
    const theirs = OvsdbSchema.columnOf(found, name)
    if (ours === undefined || theirs === undefined) yield `table ${table.name} has no column ${name}`
    else if (!alike(ours, theirs)) yield `column ${name} of table ${table.name} has another type`
  }
}

const alike = (ours: Column, theirs: Column): boolean =>
  ours.shape === theirs.shape &&
  ours.type.key.type === theirs.type.key.type &&
  ours.type.value?.type === theirs.type.value?.type &&
  ours.type.key.refTable === theirs.type.key.refTable &&
  ours.type.value?.refTable === theirs.type.value?.refTable

/**
 * What a server's schema lacks or has otherwise of given tables, or of some columns of each. A server may have more tables and
 * columns, and other constraints: databases are upgraded before or after their clients. Empty when all fits.
 *
 * @category getters
 * @since 0.1.0
 */
export const mismatches = (
  tables: Iterable<Any | { readonly table: Any; readonly columns: Iterable<string> }>,
  schema: DatabaseSchema
): ReadonlyArray<string> => {
  const problems: Array<string> = []
  for (const entry of tables) {
    const [table, columns] = "table" in entry ? [entry.table, entry.columns] : [entry, entry.columns.keys()]
    problems.push(...problemsOf(table, schema.tables.get(table.name), columns))
  }
  return problems
}
