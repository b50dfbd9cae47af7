/**
 * The JSON of operations and of their results (RFC 7047 section 5.2).
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import type { Cells, Conditions, Mutate, Operation, Results } from "../Operation.ts"
import { fromRemote, OvsdbError } from "../OvsdbError.ts"
import { type Column, columnOf } from "../OvsdbSchema.ts"
import { encode as encodeValue, encodeMembers, isMismatch, type Json, Mismatch } from "../OvsdbValue.ts"
import * as Table from "../Table.ts"
import * as Uuid from "../Uuid.ts"

const encodeCell = (table: Table.Any, name: string, value: unknown): Json | Mismatch => {
  const column = columnOf(table, name)
  return column === undefined ? new Mismatch("syntax error", "no such column") : encodeValue(column, value)
}

/** The first cell that cannot be sent ends the encoding; it is reported with its column. */
class Unsendable {
  readonly column: string
  readonly detail: string
  constructor(column: string, detail: string) {
    this.column = column
    this.detail = detail
  }
}

const encodeRow = (table: Table.Any, row: Cells): Json | Unsendable => {
  const cells: Record<string, Json> = {}
  for (const name in row) {
    const value = row[name]
    const cell = encodeCell(table, name, value)
    if (isMismatch(cell)) return new Unsendable(name, cell.detail)
    cells[name] = cell
  }
  return cells
}

const encodeWhere = (table: Table.Any, where: Conditions): Json | Unsendable => {
  if (typeof where === "string") return encodeWhere(table, [["_uuid", "==", where]])
  const conditions: Array<Json> = []
  for (const [name, relation, value] of where) {
    const cell = encodeCell(table, name, value)
    if (isMismatch(cell)) return new Unsendable(name, cell.detail)
    conditions.push([name, relation, cell])
  }
  return conditions
}

const argumentOf = (column: Column, value: unknown): Json | Mismatch => {
  if (typeof value === "number" && column.shape !== "scalar") return encodeMembers(column.type.key.type, [value])
  // Of a map, pairs are deleted by pairs or by a set of keys.
  if (column.shape === "map" && value instanceof Set) return encodeMembers(column.type.key.type, value)
  return encodeValue(column, value)
}

const encodeMutations = (table: Table.Any, mutations: Mutate["mutations"]): Json | Unsendable => {
  const encoded: Array<Json> = []
  for (const [name, mutator, value] of mutations) {
    const column = columnOf(table, name)
    const cell = column === undefined ? new Mismatch("syntax error", "no such column") : argumentOf(column, value)
    if (isMismatch(cell)) return new Unsendable(name, cell.detail)
    encoded.push([name, mutator, cell])
  }
  return encoded
}

const encodeRows = (table: Table.Any, rows: ReadonlyArray<Cells>): Json | Unsendable => {
  const encoded: Array<Json> = []
  for (const row of rows) {
    const cells = encodeRow(table, row)
    if (cells instanceof Unsendable) return cells
    encoded.push(cells)
  }
  return encoded
}

/** The members of an operation other than `op` and `table`. */
const membersOf = (operation: Operation): Readonly<Record<string, Json | Unsendable>> => {
  switch (operation.op) {
    case "insert": {
      const { ref, row, table } = operation
      const cells = encodeRow(table, Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)))
      if (ref === undefined) return { row: cells }
      if (Uuid.isUuid(ref)) return { uuid: ref, row: cells }
      const sendable = Uuid.isIdentifier(ref)
      return {
        "uuid-name": sendable ? ref : new Unsendable("_uuid", `${String(ref)} is neither a UUID nor a name`),
        row: cells
      }
    }
    case "select":
      return { where: encodeWhere(operation.table, operation.where), columns: operation.columns }
    case "update":
      return { where: encodeWhere(operation.table, operation.where), row: encodeRow(operation.table, operation.row) }
    case "mutate":
      return {
        where: encodeWhere(operation.table, operation.where),
        mutations: encodeMutations(operation.table, operation.mutations)
      }
    case "delete":
      return { where: encodeWhere(operation.table, operation.where) }
    case "wait":
      return {
        timeout: Math.ceil(operation.timeoutMillis),
        where: encodeWhere(operation.table, operation.where),
        columns: operation.columns,
        until: operation.until,
        rows: encodeRows(operation.table, operation.rows)
      }
    case "commit":
      return { durable: operation.durable }
    case "abort":
      return {}
    case "comment":
      return { comment: operation.comment }
    case "assert":
      return { lock: operation.lock }
  }
}

/**
 * The JSON of operations, as the parameters of `transact` after the database's name. Fails with `Encode` when a value cannot
 * be sent: a number that is not finite, an integer beyond 2^53 - 1, a reference that is neither a UUID nor a name, or a value
 * that got past the types.
 *
 * @category codecs
 * @since 0.1.0
 */
export const encode = (operations: ReadonlyArray<Operation>): Result.Result<ReadonlyArray<Json>, OvsdbError> => {
  const encoded: Array<Json> = []
  for (const [index, operation] of operations.entries()) {
    const table = "table" in operation ? operation.table.name : undefined
    const json: Record<string, Json> = table === undefined ? { op: operation.op } : { op: operation.op, table }
    for (const [name, member] of Object.entries(membersOf(operation))) {
      if (!(member instanceof Unsendable)) json[name] = member
      else {
        const { column, detail } = member
        const reason = { _tag: "Encode", table: table ?? "", column, detail } as const
        return Result.fail(
          new OvsdbError({ operation: "transact", index, ...(table === undefined ? {} : { table }), reason })
        )
      }
    }
    encoded.push(json)
  }
  return Result.succeed(encoded)
}

const isObject = (json: Json | undefined): json is { readonly [name: string]: Json | undefined } =>
  typeof json === "object" && json !== null && !Array.isArray(json)

const broken = (detail: string): OvsdbError =>
  new OvsdbError({ operation: "transact", reason: { _tag: "Protocol", detail, outcome: "unknown" } })

const decodeResult = (operation: Operation, json: { readonly [name: string]: Json | undefined }) => {
  switch (operation.op) {
    case "insert": {
      const pair = json["uuid"]
      const text = Array.isArray(pair) ? pair[1] : undefined
      const uuid = typeof text === "string" ? Uuid.fromString(text) : undefined
      return uuid === undefined ? Result.fail(broken("the result of an insert holds no UUID")) : Result.succeed(uuid)
    }
    case "select": {
      if (!Array.isArray(json["rows"])) return Result.fail(broken("the result of a select holds no rows"))
      const rows: Array<object> = []
      for (const wire of json["rows"] as ReadonlyArray<Json>) {
        if (!isObject(wire)) return Result.fail(broken("a row is no object"))
        const row = Table.decodeRow(operation.table, wire, { columns: operation.columns })
        if (Result.isFailure(row)) return Result.fail(row.failure)
        rows.push(row.success)
      }
      return Result.succeed(rows)
    }
    case "update":
    case "mutate":
    case "delete": {
      const { count } = json
      return typeof count === "number"
        ? Result.succeed(count)
        : Result.fail(broken(`the result of ${operation.op} holds no count`))
    }
    default:
      return Result.succeed(undefined)
  }
}

/** The first error in a reply: that of an operation, or behind them all that of the commit. */
const refusal = (operations: ReadonlyArray<Operation>, results: ReadonlyArray<Json>): OvsdbError | undefined => {
  const index = results.findIndex((result) => isObject(result) && result["error"] !== undefined)
  if (index < 0) return undefined
  const operation = operations[index]
  const reason = fromRemote(results[index])
  if (operation === undefined) return new OvsdbError({ operation: "transact", reason })
  const table = "table" in operation ? { table: operation.table.name } : {}
  return new OvsdbError({ operation: "transact", index, ...table, reason })
}

/**
 * The results of a transaction from the `result` member of its reply (RFC 7047 section 4.1.3). Fails with the reason the server
 * gave, when it refused one of the operations or the whole, and then nothing was changed; with `Decode` or `Protocol` when the
 * results make no sense, although the transaction was committed.
 *
 * @category codecs
 * @since 0.1.0
 */
export const decodeResults = <const Operations extends ReadonlyArray<Operation>>(
  operations: Operations,
  json: Json
): Result.Result<Results<Operations>, OvsdbError> => {
  if (!Array.isArray(json)) return Result.fail(broken("the result is no array"))
  const replies = json as ReadonlyArray<Json>
  const refused = refusal(operations, replies)
  if (refused !== undefined) return Result.fail(refused)
  const results: Array<unknown> = []
  for (const [index, operation] of operations.entries()) {
    const reply = replies[index]
    if (!isObject(reply)) return Result.fail(broken(`operation ${index} has no result`))
    const result: Result.Result<unknown, OvsdbError> = decodeResult(operation, reply)
    if (Result.isFailure(result)) return Result.fail(result.failure)
    results.push(result.success)
  }
  return Result.succeed(results as Results<Operations>)
}
