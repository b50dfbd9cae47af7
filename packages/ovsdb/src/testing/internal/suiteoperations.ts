/**
 * Random transactions for any schema: mostly valid, sometimes not, over few values so that they meet.
 *
 * @since 0.1.0
 */
import type { Prng } from "@cloudwright/core/testing/Seed"
import type { Atom, BaseType, Column, DatabaseSchema, TableSchema } from "../../OvsdbSchema.ts"
import type { Json } from "../../OvsdbValue.ts"

/** How many names back an operation may refer to a row. */
const namesBack = 25

interface Context {
  readonly source: Prng
  readonly schema: DatabaseSchema
  readonly step: number
  /** Names that inserts of this transaction gave, or will give. */
  readonly names: ReadonlyArray<readonly [name: string, table: string]>
}

/** A row of the past: about as many names are given as there have been transactions. */
const pastRow = ({ source, step }: Context): Json => {
  const last = Math.round(step * 1.4) + 2
  return ["uuid", `#${source.between(Math.max(1, last - namesBack), last)}`]
}

const fitting = ({ names }: Context, base: BaseType) =>
  names.filter(([, table]) => base.refTable === undefined || table === base.refTable)

const uuidJson = (context: Context, base: BaseType): Json => {
  const rows = fitting(context, base)
  return rows.length > 0 && context.source.chance(0.85)
    ? ["named-uuid", context.source.pick(rows)[0]]
    : pastRow(context)
}

const wholeFrom = (source: Prng, base: BaseType): number => {
  const low = base.minInteger ?? -2
  const high = Math.min(base.maxInteger ?? 6, low + 8)
  return source.chance(0.05) ? low - 1 : source.between(low, high)
}

const textFrom = (source: Prng, base: BaseType): string => {
  const text = source.pick(["", "a", "b", "c", "d", "e", "f", "g", "B", "Ä", "ä", "aa"])
  return text.length < (base.minLength ?? 0) && source.chance(0.9) ? "a" : text
}

const atomJson = (context: Context, base: BaseType): Json => {
  const { source } = context
  if (base.enum !== undefined && source.chance(0.95)) return source.pick<Atom>(base.enum)
  switch (base.type) {
    case "integer":
      return wholeFrom(source, base)
    case "real":
      return source.pick([0, 0.5, -1.25, 3])
    case "boolean":
      return source.chance(0.5)
    case "string":
      return textFrom(source, base)
    case "uuid":
      return uuidJson(context, base)
  }
}

/** Members without repetition, some of which may become equal only when names are resolved. */
const distinct = (count: number, next: () => Json): ReadonlyArray<Json> => {
  const found = new Map<string, Json>()
  for (let tries = 0; found.size < count && tries < count * 3; tries++) {
    const json = next()
    found.set(JSON.stringify(json), json)
  }
  return [...found.values()]
}

const valueJson = (context: Context, column: Column): Json => {
  const { source } = context
  const { key, max, min, value } = column.type
  if (max === 1 && min === 1 && value === undefined) return atomJson(context, key)
  const [low, high] = source.chance(0.03) ? [0, 4] : [min, Math.min(max, 3)]
  // A reference to a row of the past is seldom right, so it is seldom made where none is needed.
  const idle =
    min === 0 && [key, value].some((base) => base?.refTable !== undefined && fitting(context, base).length === 0)
  const members = idle && source.chance(0.8) ? [] : distinct(source.between(low, high), () => atomJson(context, key))
  return value === undefined ? ["set", members] : ["map", members.map((member) => [member, atomJson(context, value)])]
}

const columnsOf = (context: Context, table: TableSchema, chance: number): ReadonlyArray<Column> =>
  [...table.columns.values()].filter(() => context.source.chance(chance))

const rowJson = (context: Context, table: TableSchema, chance: number, fixed: boolean): Json =>
  Object.fromEntries(
    [...table.columns.values()]
      .filter(({ mutable, type }) =>
        fixed &&
        type.min === 1 &&
        (type.key.type === "uuid" || type.key.enum !== undefined || type.key.minInteger === 1)
          ? context.source.chance(0.95)
          : context.source.chance(fixed || mutable ? chance : 0.01)
      )
      .map((column) => [column.name, valueJson(context, column)])
  )

const conditionJson = (context: Context, table: TableSchema): Json => {
  const { source } = context
  if (source.chance(0.25)) return ["_uuid", source.chance(0.9) ? "==" : "!=", pastRow(context)]
  const column = source.pick([...table.columns.values()])
  const ordered = column.type.max === 1 && (column.type.key.type === "integer" || column.type.key.type === "real")
  const relations = ["==", "!=", "includes", "excludes", ...(ordered ? ["<", "<=", ">", ">="] : [])]
  return [column.name, source.pick(relations), valueJson(context, column)]
}

const whereJson = (context: Context, table: TableSchema): Json =>
  Array.from({ length: context.source.pick([0, 1, 1, 1, 1, 2]) }, () => conditionJson(context, table))

const mutationJson = (context: Context, table: TableSchema): Json => {
  const { source } = context
  const usual = [...table.columns.values()].filter(
    ({ mutable, shape, type }) =>
      mutable && (shape !== "scalar" || type.key.type === "integer" || type.key.type === "real")
  )
  const column = source.pick(usual.length === 0 || source.chance(0.02) ? [...table.columns.values()] : usual)
  const { key, value } = column.type
  const numeric = value === undefined && (key.type === "integer" || key.type === "real")
  if (numeric && (column.shape === "scalar" || source.chance(0.5))) {
    const mutator = source.pick(["+=", "-=", "*=", "/=", ...(key.type === "integer" ? ["%="] : [])])
    // ovsdb-server 3.1 does not survive the product of a negative number and zero.
    const zeroed = mutator !== "*=" && source.chance(0.03)
    return [column.name, mutator, zeroed ? 0 : source.pick([1, 2, 3, -1])]
  }
  if (column.shape === "map" && source.chance(0.3)) {
    return [column.name, "delete", ["set", distinct(source.between(0, 2), () => atomJson(context, key))]]
  }
  return [column.name, source.chance(0.6) ? "insert" : "delete", valueJson(context, column)]
}

const waitJson = (context: Context, table: TableSchema): Json => {
  const column = context.source.pick([...table.columns.values()])
  return {
    op: "wait",
    table: table.name,
    timeout: 0,
    where: whereJson(context, table),
    columns: [column.name],
    until: context.source.chance(0.2) ? "==" : "!=",
    rows: Array.from({ length: context.source.between(0, 2) }, () => ({ [column.name]: valueJson(context, column) }))
  }
}

const otherJson = (context: Context): Json =>
  context.source.pick<Json>([
    { op: "comment", comment: "x" },
    { op: "commit", durable: false },
    { op: "abort" },
    { op: "assert", lock: "nobody" }
  ])

const changeJson = (context: Context): Json => {
  const { schema, source } = context
  const table = source.pick([...schema.tables.values()])
  const draw = source.fraction()
  const where = whereJson(context, table)
  if (draw < 0.4) return { op: "update", table: table.name, where, row: rowJson(context, table, 0.25, false) }
  if (draw < 0.75) {
    const mutations = Array.from({ length: source.between(0, 3) }, () => mutationJson(context, table))
    return { op: "mutate", table: table.name, where, mutations }
  }
  if (draw < 0.83) return { op: "delete", table: table.name, where }
  const columns = columnsOf(context, table, 0.4).map(({ name }) => name)
  if (draw < 0.96) return { op: "select", table: table.name, where, columns }
  return source.chance(0.6) ? waitJson(context, table) : otherJson(context)
}

/** The operations of a transaction, with names (`#1`, …) for the UUIDs of rows that earlier ones inserted. */
export const transaction = (source: Prng, schema: DatabaseSchema, step: number): ReadonlyArray<Json> => {
  const tables = Array.from({ length: source.pick([0, 0, 1, 1, 2, 4]) }, () => source.pick([...schema.tables.values()]))
  const names = tables.map((table, index) => [`row${index}`, table.name] as const)
  const context: Context = { source, schema, step, names }
  const inserts = tables.map((table, index): Json => ({
    op: "insert",
    table: table.name,
    "uuid-name": `row${source.chance(0.02) ? 0 : index}`,
    row: rowJson(context, table, 0.4, true)
  }))
  const changes = Array.from({ length: source.between(inserts.length === 0 ? 1 : 0, 3) }, () => changeJson(context))
  return source.shuffle([...inserts, ...changes])
}
