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
export type RowOf<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends "text" ? string | null : Wide | null
}

/** Inserts rows into a table. */
export interface Insert<C extends Columns> {
  /** Any number of rows. */
  readonly all: (rows: ReadonlyArray<RowOf<C>>) => Effect.Effect<void, SqlError>
  /** One to `rowsPerStatement` rows as a statement whose first parameter has the number after `before`. */
  readonly statement: (rows: ReadonlyArray<RowOf<C>>, before: number) => Text
}

interface Text {
  readonly text: string
  readonly parameters: ReadonlyArray<Wide | null>
}

/** Most rows of one statement, so that no statement is larger than some 100 KiB. */
const rowsPerStatement = 1000

const isPostgres = (sql: SqlClient.SqlClient): boolean => sql.onDialectOrElse({ pg: () => true, orElse: () => false })

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
  const isPg = isPostgres(sql)
  const source = isPg ? "json_array_elements" : "json_each"
  const place = (n: number) => (isPg ? `$${n}` : "?")
  const typed = (name: string & keyof C, value: string) => (isPg ? `${value}::${columns[name]}` : value)
  const oneRow = (before: number) =>
    `${into} VALUES (${names.map((name, index) => typed(name, place(before + index + 1))).join(", ")})`
  const first = oneRow(0)

  const statement = (rows: ReadonlyArray<RowOf<C>>, before: number): Text => {
    const row = rows[0]!
    if (rows.length === 1) {
      return { text: before === 0 ? first : oneRow(before), parameters: names.map((name) => row[name]) }
    }
    const parameters: Array<Wide | null> = []
    const differing: Array<string & keyof C> = []
    const parameter = (value: Wide | null) => place(before + parameters.push(value))
    const fields = names.map((name) => {
      const isSame = rows.every((one) => one[name] === row[name])
      return typed(name, isSame ? parameter(row[name]) : `(value ->> ${differing.push(name) - 1})`)
    })
    const json = parameter(JSON.stringify(rows.map((one) => differing.map((name) => one[name]))))
    const from = `${source}(${isPg ? `${json}::text::json` : json})`
    return { text: `${into} SELECT ${fields.join(", ")} FROM ${from}`, parameters }
  }

  const all = Effect.fnUntraced(function* (rows: ReadonlyArray<RowOf<C>>) {
    for (let start = 0; start < rows.length; start += rowsPerStatement) {
      const chunk = start === 0 && rows.length <= rowsPerStatement ? rows : rows.slice(start, start + rowsPerStatement)
      const { parameters, text } = statement(chunk, 0)
      yield* Transaction.execute(sql, text, parameters)
    }
  })

  return { all, statement }
}

/** Inserts rows into two tables: on PostgreSQL by one statement, which saves a round trip, if they are not too many. */
export const insertBoth = <A extends Columns, B extends Columns>(
  sql: SqlClient.SqlClient,
  [one, rows]: readonly [Insert<A>, ReadonlyArray<RowOf<A>>],
  [two, others]: readonly [Insert<B>, ReadonlyArray<RowOf<B>>]
): Effect.Effect<void, SqlError> => {
  const most = Math.max(rows.length, others.length)
  if (rows.length === 0 || others.length === 0 || most > rowsPerStatement || !isPostgres(sql)) {
    return Effect.andThen(one.all(rows), two.all(others))
  }
  const former = one.statement(rows, 0)
  const latter = two.statement(others, former.parameters.length)
  const text = `WITH former AS (${former.text}) ${latter.text}`
  return Effect.asVoid(Transaction.execute(sql, text, [...former.parameters, ...latter.parameters]))
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
