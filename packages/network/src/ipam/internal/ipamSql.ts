/**
 * Statements that differ between the databases, and what may come back as a 64-bit integer.
 *
 * @since 0.1.0
 */
import * as Transaction from "@cloudwright/core/Transaction"
import * as Effect from "effect/Effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"

/** A 64-bit integer as the drivers give it. */
export type Wide = number | bigint | string

/** Names of columns, as in the text of a statement, with their types. */
export type Columns = Readonly<Record<string, "text" | "bigint">>

/** A row to be inserted; integers must be safe ones. */
type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends "text" ? string | null : Wide | null
}

/** Inserts any number of rows. */
export type Insert<C extends Columns> = (rows: ReadonlyArray<RowOf<C>>) => Effect.Effect<void, SqlError>

/** Most rows of one statement, so that no statement is larger than some 100 KiB. */
const rowsPerStatement = 1000

/**
 * Makes an {@link Insert} for a table.
 *
 * A value that is the same in all rows is a parameter of its own, what differs is one parameter for all rows, as JSON. So
 * there are few different statements, which stay prepared, and they are faster on both databases than a list of `VALUES`,
 * whose text and parameters grow with the rows.
 */
export const insertInto = <const C extends Columns>(sql: SqlClient.SqlClient, table: string, columns: C): Insert<C> => {
  const names: ReadonlyArray<string & keyof C> = Object.keys(columns)
  const into = `INSERT INTO ${table} (${names.join(", ")})`
  const isPg = sql.onDialectOrElse({ pg: () => true, orElse: () => false })
  const place = (n: number) => (isPg ? `$${n}` : "?")
  const source = isPg ? "json_array_elements" : "json_each"
  const typed = (name: string & keyof C, value: string) => (isPg ? `${value}::${columns[name]}` : value)
  const oneRow = `${into} VALUES (${names.map((name, index) => typed(name, place(index + 1))).join(", ")})`

  const insertChunk = (rows: ReadonlyArray<RowOf<C>>) => {
    const first = rows[0]!
    if (rows.length === 1) {
      const values = names.map((name) => first[name])
      return Transaction.execute(sql, oneRow, values)
    }
    const parameters: Array<Wide | null> = []
    const differing: Array<string & keyof C> = []
    const parameter = (value: Wide | null) => place(parameters.push(value))
    const fields = names.map((name) => {
      const isSame = rows.every((row) => row[name] === first[name])
      return typed(name, isSame ? parameter(first[name]) : `(value ->> ${differing.push(name) - 1})`)
    })
    const json = parameter(JSON.stringify(rows.map((row) => differing.map((name) => row[name]))))
    const from = `${source}(${isPg ? `${json}::text::json` : json})`
    return Transaction.execute(sql, `${into} SELECT ${fields.join(", ")} FROM ${from}`, parameters)
  }

  return Effect.fnUntraced(function* (rows) {
    for (let start = 0; start < rows.length; start += rowsPerStatement) {
      const chunk = start === 0 && rows.length <= rowsPerStatement ? rows : rows.slice(start, start + rowsPerStatement)
      yield* insertChunk(chunk)
    }
  })
}

/** The condition that a column has one of any number of texts, as one parameter. */
export const isOneOf = (
  sql: SqlClient.SqlClient,
  column: string,
  values: ReadonlyArray<string>
): Statement.Fragment => {
  if (values.length === 0) return sql`1 = 0`
  return sql.onDialectOrElse({
    pg: () => sql`${sql(column)} = ANY(${values}::text[])`,
    orElse: () => sql`${sql(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
  })
}
