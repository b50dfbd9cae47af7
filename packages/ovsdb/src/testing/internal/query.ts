/**
 * Conditions and mutations (RFC 7047 section 5.1), read from JSON against a table.
 *
 * @since 0.1.0
 */
import type { Atom, BaseType, Column, ColumnType } from "../../OvsdbSchema.ts"
import type { Json } from "../../OvsdbValue.ts"
import {
  checkConstraints,
  compareAtoms,
  type Datum,
  excludesAll,
  includesAll,
  parse,
  Refusal,
  same,
  type Symbols
} from "./datum.ts"
import { isArray } from "./members.ts"
import { cellOf, type Row, type TableState } from "./store.ts"

/** Whether a row satisfies one condition. `uuid` is set when only the row of that UUID can. */
export interface Clause {
  readonly test: (row: Row) => boolean
  readonly uuid?: string
}

const unlimited = Number.POSITIVE_INFINITY
const relations = ["==", "!=", "includes", "excludes", "<", "<=", ">", ">="]
const isNumber = ({ key, value }: ColumnType): boolean =>
  value === undefined && (key.type === "integer" || key.type === "real")
const isScalar = (column: Column): boolean => column.shape === "scalar"

const unknownColumn = (json: Json, table: TableState, name: string): Refusal =>
  new Refusal("unknown column", `No column ${name} in table ${table.schema.name}.`, json)

const typeMismatch = (json: Json, name: string, column: Column): Refusal =>
  new Refusal("syntax error", `Type mismatch: "${name}" operator may not be applied to column ${column.name}.`, json)

const isTriple = (json: Json): json is readonly [string, string, Json] =>
  isArray(json) && json.length === 3 && typeof json[0] === "string" && typeof json[1] === "string"

/** The type of a condition's argument, which is the column's with other bounds; `undefined` when the relation cannot apply. */
const argumentType = (relation: string, column: Column): ColumnType | undefined => {
  const { type } = column
  if (relation === "==" || relation === "!=" || (relation.endsWith("cludes") && isScalar(column))) return type
  if (relation === "includes") return { ...type, min: 0 }
  if (relation === "excludes") return { ...type, min: 0, max: unlimited }
  return isNumber(type) && type.max === 1 ? { ...type, min: 1 } : undefined
}

const compares = (relation: string, order: number): boolean =>
  relation === "<" ? order < 0 : relation === "<=" ? order <= 0 : relation === ">" ? order > 0 : order >= 0

const holdsFor = (relation: string, cell: Datum, argument: Datum): boolean => {
  switch (relation) {
    case "==":
      return same(cell, argument)
    case "!=":
      return !same(cell, argument)
    case "includes":
      return includesAll(cell, argument)
    case "excludes":
      return excludesAll(cell, argument)
    default: {
      const [left] = cell.keys()
      const [right] = argument.keys()
      return left !== undefined && right !== undefined && compares(relation, compareAtoms(left, right))
    }
  }
}

const parseClause = (table: TableState, json: Json, symbols: Symbols | undefined): Clause | Refusal => {
  if (typeof json === "boolean") return { test: () => json }
  if (!isTriple(json)) return new Refusal("syntax error", "Parse error in condition.", json)
  const [name, relation, argumentJson] = json
  const column = table.columns.get(name)
  if (column === undefined) return unknownColumn(json, table, name)
  if (!relations.includes(relation)) return new Refusal("unknown function", `No function named ${relation}.`)
  const type = argumentType(relation, column)
  if (type === undefined) return typeMismatch(json, relation, column)
  const argument = parse(column, type, argumentJson, symbols)
  if (argument instanceof Refusal) return argument
  const test = (row: Row) => holdsFor(relation, cellOf(row, column), argument)
  const exact = name === "_uuid" && (relation === "==" || relation === "includes")
  const [uuid] = argument.keys()
  return exact && typeof uuid === "string" ? { test, uuid } : { test }
}

/** Reads a list of conditions. */
export const parseWhere = (
  table: TableState,
  json: ReadonlyArray<Json>,
  symbols: Symbols | undefined
): ReadonlyArray<Clause> | Refusal => {
  const clauses: Array<Clause> = []
  for (const one of json) {
    const clause = parseClause(table, one, symbols)
    if (clause instanceof Refusal) return clause
    clauses.push(clause)
  }
  return clauses
}

/** The rows that satisfy all conditions, as they are before any of them is changed. */
export const matching = (table: TableState, where: ReadonlyArray<Clause>): ReadonlyArray<Row> => {
  const uuid = where.find((clause) => clause.uuid !== undefined)?.uuid
  const one = uuid === undefined ? undefined : table.rows.get(uuid)
  const candidates = uuid === undefined ? table.rows.values() : one === undefined ? [] : [one]
  const found: Array<Row> = []
  for (const row of candidates) if (where.every((clause) => clause.test(row))) found.push(row)
  return found
}

/** A change of one column, ready to be applied. */
export interface Mutation {
  readonly column: Column
  readonly apply: (cell: Datum) => Datum | Refusal
}

const arithmetic = ["+=", "-=", "*=", "/=", "%="]
const int64 = { low: -(2n ** 63n), high: 2n ** 63n - 1n }

const onIntegers = (mutator: string, left: number, right: number): number | Refusal => {
  const [a, b] = [BigInt(left), BigInt(right)]
  if (b === 0n && (mutator === "/=" || mutator === "%=")) return new Refusal("domain error", "Division by zero.")
  const result =
    mutator === "+=" ? a + b : mutator === "-=" ? a - b : mutator === "*=" ? a * b : mutator === "/=" ? a / b : a % b
  return result < int64.low || result > int64.high
    ? new Refusal("range error", `Result of "${mutator}" operation is out of range.`)
    : Number(result)
}

const onReals = (mutator: string, a: number, b: number): number | Refusal => {
  if (b === 0 && mutator === "/=") return new Refusal("domain error", "Division by zero.")
  const result = mutator === "+=" ? a + b : mutator === "-=" ? a - b : mutator === "*=" ? a * b : a / b
  return Number.isFinite(result)
    ? result
    : new Refusal("range error", `Result of "${mutator}" operation is out of range.`)
}

const calculate = (mutator: string, type: ColumnType, cell: Datum, argument: Datum): Datum | Refusal => {
  const [right] = argument.keys()
  const compute = type.key.type === "integer" ? onIntegers : onReals
  const after = new Map<Atom, null>()
  for (const member of cell.keys()) {
    const result = compute(mutator, Number(member), Number(right))
    if (result instanceof Refusal) return result
    after.set(result, null)
  }
  return (
    checkConstraints(type, after) ??
    (after.size === cell.size
      ? after
      : new Refusal("constraint violation", `Result of "${mutator}" operation contains duplicates.`))
  )
}

const counted = (type: ColumnType, cell: Datum): Datum | Refusal =>
  cell.size < type.min || cell.size > type.max
    ? new Refusal("constraint violation", `Attempted to store ${cell.size} elements.`)
    : cell

const withMembers = (cell: Datum, members: Datum): Datum => {
  const after = new Map(cell)
  for (const [member, held] of members) if (!after.has(member)) after.set(member, held)
  return after
}

const withoutMembers = (cell: Datum, members: Datum, byKey: boolean): Datum => {
  const after = new Map(cell)
  for (const [member, held] of members) if (byKey || after.get(member) === held) after.delete(member)
  return after
}

const withoutConstraints = (base: BaseType): BaseType => ({ type: base.type })

/** The argument of `delete`: members or pairs, or of a map also keys alone. */
const deletion = (column: Column, json: Json, symbols: Symbols): Mutation | Refusal => {
  const { key } = column.type
  const type: ColumnType = { ...column.type, min: 0, max: unlimited }
  const given = parse(column, type, json, symbols)
  const byKey = given instanceof Refusal && column.shape === "map"
  const argument = byKey ? parse(column, { key, min: 0, max: unlimited }, json, symbols) : given
  if (argument instanceof Refusal) return argument
  return { column, apply: (cell) => counted(column.type, withoutMembers(cell, argument, byKey)) }
}

const parseMutation = (table: TableState, json: Json, symbols: Symbols): Mutation | Refusal => {
  if (!isTriple(json)) return new Refusal("syntax error", "Parse error in mutation.", json)
  const [name, mutator, argumentJson] = json
  const column = table.columns.get(name)
  if (column === undefined) return unknownColumn(json, table, name)
  if (!column.mutable) {
    const details = `Cannot mutate immutable column ${name} in table ${table.schema.name}.`
    return new Refusal("constraint violation", details, json)
  }
  const { type } = column
  if (arithmetic.includes(mutator)) {
    if (!isNumber(type) || (mutator === "%=" && type.key.type === "real")) return typeMismatch(json, mutator, column)
    const argumentOf: ColumnType = { key: withoutConstraints(type.key), min: 1, max: 1 }
    const argument = parse(column, argumentOf, argumentJson, symbols)
    if (argument instanceof Refusal) return argument
    return { column, apply: (cell) => calculate(mutator, type, cell, argument) }
  }
  if (mutator !== "insert" && mutator !== "delete") {
    return new Refusal("unknown mutator", `No mutator named ${mutator}.`)
  }
  if (isScalar(column)) return typeMismatch(json, mutator, column)
  if (mutator === "delete") return deletion(column, argumentJson, symbols)
  const argument = parse(column, { ...type, min: 0 }, argumentJson, symbols)
  if (argument instanceof Refusal) return argument
  return { column, apply: (cell) => counted(type, withMembers(cell, argument)) }
}

/** Reads a list of mutations. */
export const parseMutations = (
  table: TableState,
  json: ReadonlyArray<Json>,
  symbols: Symbols
): ReadonlyArray<Mutation> | Refusal => {
  const mutations: Array<Mutation> = []
  for (const one of json) {
    const mutation = parseMutation(table, one, symbols)
    if (mutation instanceof Refusal) return mutation
    mutations.push(mutation)
  }
  return mutations
}
