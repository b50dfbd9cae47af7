/**
 * Database schemas: the content of an `.ovsschema` file and the answer to `get_schema` (RFC 7047 section 3.2).
 *
 * {@link fromJson} checks what a server would check when it opens a database with the schema: names, types, bounds, that
 * constraints fit their types, and that references and indexes name what exists. {@link toJson} is its inverse; it leaves
 * out whatever is a default.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { OvsdbError } from "./OvsdbError.ts"
import * as Uuid from "./Uuid.ts"

/**
 * The kinds of atoms. `integer` is a signed 64-bit number on the wire and a JavaScript number here.
 *
 * @category models
 * @since 0.1.0
 */
export type AtomicType = "integer" | "real" | "boolean" | "string" | "uuid"

/**
 * One element of a value: integers and reals are numbers, UUIDs are canonical text.
 *
 * @category models
 * @since 0.1.0
 */
export type Atom = string | number | boolean

/**
 * The type of an atom with its constraints (RFC 7047, `<base-type>`). Lengths count characters (code points).
 *
 * @category models
 * @since 0.1.0
 */
export interface BaseType {
  readonly type: AtomicType
  readonly enum?: ReadonlyArray<Atom>
  readonly minInteger?: number
  readonly maxInteger?: number
  readonly minReal?: number
  readonly maxReal?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly refTable?: string
  /** Set exactly when `refTable` is. */
  readonly refType?: "strong" | "weak"
}

/**
 * The type of a column: `value` makes it a map; `max` is `Infinity` for the schema's `"unlimited"`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ColumnType {
  readonly key: BaseType
  readonly value?: BaseType
  readonly min: 0 | 1
  readonly max: number
}

/**
 * How a column's value is held: an atom; an atom or `undefined`; a `ReadonlySet`; a `ReadonlyMap`.
 *
 * @category models
 * @since 0.1.0
 */
export type Shape = "scalar" | "optional" | "set" | "map"

/**
 * A column. The columns `_uuid` and `_version`, which every row has, are not part of a schema; see {@link columnOf}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Column {
  readonly table: string
  readonly name: string
  readonly type: ColumnType
  readonly shape: Shape
  readonly ephemeral: boolean
  readonly mutable: boolean
}

/**
 * A table. `maxRows` is `Infinity` when the schema does not limit it. In a schema that marks no table as root, all are.
 *
 * @category models
 * @since 0.1.0
 */
export interface TableSchema {
  readonly name: string
  readonly columns: ReadonlyMap<string, Column>
  readonly maxRows: number
  readonly isRoot: boolean
  readonly indexes: ReadonlyArray<ReadonlyArray<string>>
}

/**
 * A schema. `version` is `x.y.z`; `cksum`, if present, is the checksum of the schema's file.
 *
 * @category models
 * @since 0.1.0
 */
export interface DatabaseSchema {
  readonly name: string
  readonly version: string | undefined
  readonly cksum: string | undefined
  readonly tables: ReadonlyMap<string, TableSchema>
}

const AtomJson = Schema.Union([
  Schema.String,
  Schema.Finite,
  Schema.Boolean,
  Schema.Tuple([Schema.Literal("uuid"), Schema.String])
])
const BaseTypeName = Schema.Literals(["integer", "real", "boolean", "string", "uuid"])
const BaseTypeJson = Schema.Struct({
  type: BaseTypeName,
  enum: Schema.optionalKey(Schema.Union([AtomJson, Schema.Tuple([Schema.Literal("set"), Schema.Array(AtomJson)])])),
  minInteger: Schema.optionalKey(Schema.Finite),
  maxInteger: Schema.optionalKey(Schema.Finite),
  minReal: Schema.optionalKey(Schema.Finite),
  maxReal: Schema.optionalKey(Schema.Finite),
  minLength: Schema.optionalKey(Schema.Finite),
  maxLength: Schema.optionalKey(Schema.Finite),
  refTable: Schema.optionalKey(Schema.String),
  refType: Schema.optionalKey(Schema.Literals(["strong", "weak"]))
})
const ColumnTypeJson = Schema.Struct({
  key: Schema.Union([BaseTypeName, BaseTypeJson]),
  value: Schema.optionalKey(Schema.Union([BaseTypeName, BaseTypeJson])),
  min: Schema.optionalKey(Schema.Finite),
  max: Schema.optionalKey(Schema.Union([Schema.Finite, Schema.Literal("unlimited")]))
})

/**
 * A table as a schema file states it (RFC 7047, `<table-schema>`); members that this package does not know are ignored.
 *
 * @category schemas
 * @since 0.1.0
 */
export const TableJson = Schema.Struct({
  columns: Schema.Record(
    Schema.String,
    Schema.Struct({
      type: Schema.Union([BaseTypeName, ColumnTypeJson]),
      ephemeral: Schema.optionalKey(Schema.Boolean),
      mutable: Schema.optionalKey(Schema.Boolean)
    })
  ),
  maxRows: Schema.optionalKey(Schema.Finite),
  isRoot: Schema.optionalKey(Schema.Boolean),
  indexes: Schema.optionalKey(Schema.Array(Schema.Array(Schema.String)))
})

/**
 * A table as a schema file states it.
 *
 * @category models
 * @since 0.1.0
 */
export type TableJson = typeof TableJson.Type

/**
 * A schema as its file states it (RFC 7047, `<database-schema>`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const SchemaJson = Schema.Struct({
  name: Schema.String,
  version: Schema.optionalKey(Schema.String),
  cksum: Schema.optionalKey(Schema.String),
  tables: Schema.Record(Schema.String, TableJson)
})

/**
 * A schema as its file states it.
 *
 * @category models
 * @since 0.1.0
 */
export type SchemaJson = typeof SchemaJson.Type

/** What is wrong in a schema; found while its JSON is read, and made an `OvsdbError` at the edge. */
class Flaw {
  readonly detail: string
  constructor(detail: string) {
    this.detail = detail
  }
}

const atomOf = (json: typeof AtomJson.Type): Atom => (typeof json === "object" ? json[1] : json)

const enumOf = (json: NonNullable<(typeof BaseTypeJson.Type)["enum"]>): ReadonlyArray<Atom> => {
  if (typeof json !== "object") return [json]
  const [kind, inner] = json
  return kind === "set" ? inner.map(atomOf) : [inner]
}

const fits = (type: AtomicType, atom: Atom): boolean =>
  type === "integer"
    ? Number.isInteger(atom)
    : type === "real"
      ? typeof atom === "number"
      : type === "boolean"
        ? typeof atom === "boolean"
        : typeof atom === "string"

const bounds = [
  ["minInteger", "maxInteger", "integer"],
  ["minReal", "maxReal", "real"],
  ["minLength", "maxLength", "string"]
] as const

const baseTypeOf = (json: AtomicType | typeof BaseTypeJson.Type): BaseType | Flaw => {
  if (typeof json === "string") return { type: json }
  const { type } = json
  for (const [minimum, maximum, owner] of bounds) {
    const low = json[minimum]
    const high = json[maximum]
    if ((low !== undefined || high !== undefined) && type !== owner) return new Flaw(`${minimum} of a ${type}`)
    if (low !== undefined && high !== undefined && low > high) return new Flaw(`${minimum} exceeds ${maximum}`)
    if (owner !== "real" && !(Number.isInteger(low ?? 0) && Number.isInteger(high ?? 0))) {
      return new Flaw(`${minimum} or ${maximum} is not whole`)
    }
  }
  const base = { ...json }
  if (json.refTable !== undefined) {
    if (type !== "uuid") return new Flaw(`refTable of a ${type}`)
    base.refType ??= "strong"
  } else if (json.refType !== undefined) return new Flaw("refType without refTable")
  if (json.enum === undefined) return base as BaseType
  const atoms = enumOf(json.enum)
  if (atoms.length === 0) return new Flaw("an enum without members")
  if (new Set(atoms).size < atoms.length) return new Flaw("an enum with a member twice")
  const stranger = atoms.find((atom) => !fits(type, atom))
  return stranger === undefined ? { ...base, enum: atoms } : new Flaw(`enum member ${stranger} of a ${type}`)
}

const columnTypeOf = (json: AtomicType | typeof ColumnTypeJson.Type): ColumnType | Flaw => {
  if (typeof json === "string") return { key: { type: json }, min: 1, max: 1 }
  const key = baseTypeOf(json.key)
  if (key instanceof Flaw) return key
  const value = json.value === undefined ? undefined : baseTypeOf(json.value)
  if (value instanceof Flaw) return value
  const min = json.min ?? 1
  const max = json.max === "unlimited" ? Number.POSITIVE_INFINITY : (json.max ?? 1)
  if (min !== 0 && min !== 1) return new Flaw(`min is ${min}, neither 0 nor 1`)
  if (max < 1 || !(Number.isInteger(max) || max === Number.POSITIVE_INFINITY)) return new Flaw(`max is ${max}`)
  return { key, min, max, ...(value === undefined ? {} : { value }) }
}

/**
 * How the value of a column of this type is held.
 *
 * @category getters
 * @since 0.1.0
 */
export const shapeOf = (type: ColumnType): Shape => {
  if (type.value !== undefined) return "map"
  if (type.max > 1) return "set"
  return type.min === 0 ? "optional" : "scalar"
}

const isWeak = (type: ColumnType): boolean => type.key.refType === "weak" || type.value?.refType === "weak"

const tableOf = (name: string, json: TableJson): TableSchema | Flaw => {
  if (!Uuid.isIdentifier(name)) return new Flaw(`table ${JSON.stringify(name)}: the name is not an <id>`)
  const columns = new Map<string, Column>()
  for (const [column, stated] of Object.entries(json.columns)) {
    if (!Uuid.isIdentifier(column) || column.startsWith("_")) {
      return new Flaw(`table ${name}: column ${JSON.stringify(column)}: the name is not an <id>, or reserved`)
    }
    const type = columnTypeOf(stated.type)
    if (type instanceof Flaw) return new Flaw(`table ${name}: column ${column}: ${type.detail}`)
    columns.set(column, {
      table: name,
      name: column,
      type,
      shape: shapeOf(type),
      ephemeral: stated.ephemeral ?? false,
      // A weak reference goes when its row goes, so a server never lets such a column be immutable (ovsdb-server(7), 3.2).
      mutable: (stated.mutable ?? true) || isWeak(type)
    })
  }
  const indexes = json.indexes ?? []
  for (const index of indexes) {
    const wrong = index.find((column) => !columns.has(column) || columns.get(column)?.ephemeral === true)
    if (wrong !== undefined) return new Flaw(`table ${name}: an index on ${wrong}, which is absent or ephemeral`)
    if (index.length === 0 || new Set(index).size < index.length)
      return new Flaw(`table ${name}: an empty or repeating index`)
  }
  const maxRows = json.maxRows ?? Number.POSITIVE_INFINITY
  if (maxRows < 1 || (json.maxRows !== undefined && !Number.isInteger(maxRows))) {
    return new Flaw(`table ${name}: maxRows is ${maxRows}`)
  }
  return { name, columns, maxRows, isRoot: json.isRoot ?? false, indexes }
}

const schemaOf = (json: SchemaJson): DatabaseSchema | Flaw => {
  if (!Uuid.isIdentifier(json.name)) return new Flaw(`the name ${JSON.stringify(json.name)} is not an <id>`)
  if (json.version !== undefined && !/^\d+\.\d+\.\d+$/.test(json.version)) {
    return new Flaw(`the version ${JSON.stringify(json.version)} is not of the form x.y.z`)
  }
  const tables: Array<TableSchema> = []
  for (const [name, stated] of Object.entries(json.tables)) {
    const table = tableOf(name, stated)
    if (table instanceof Flaw) return table
    tables.push(table)
  }
  const known = new Set(tables.map(({ name }) => name))
  for (const table of tables) {
    for (const column of table.columns.values()) {
      for (const base of [column.type.key, column.type.value]) {
        if (base?.refTable !== undefined && !known.has(base.refTable)) {
          return new Flaw(`table ${table.name}: column ${column.name}: refers to ${base.refTable}, which is absent`)
        }
      }
    }
  }
  return fromTables({ name: json.name, version: json.version, cksum: json.cksum }, tables)
}

/**
 * A schema of given tables. When none of them is root, all become so (RFC 7047 section 3.2, `isRoot`).
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromTables = (
  options: { readonly name: string; readonly version?: string | undefined; readonly cksum?: string | undefined },
  tables: ReadonlyArray<TableSchema>
): DatabaseSchema => {
  const rooted = tables.some(({ isRoot }) => isRoot)
  return {
    name: options.name,
    version: options.version,
    cksum: options.cksum,
    tables: new Map(tables.map((table) => [table.name, rooted ? table : { ...table, isRoot: true }]))
  }
}

const invalid = (detail: string) => new OvsdbError({ operation: "schema", reason: { _tag: "InvalidSchema", detail } })

const decodeJson = Schema.decodeUnknownResult(SchemaJson)

/**
 * Reads a schema from parsed JSON. Fails with `InvalidSchema`.
 *
 * @category codecs
 * @since 0.1.0
 */
export const fromJson = (json: unknown): Result.Result<DatabaseSchema, OvsdbError> =>
  Result.flatMap(
    Result.mapError(decodeJson(json), (error) => invalid(error.message)),
    (stated) => {
      const schema = schemaOf(stated)
      return schema instanceof Flaw ? Result.fail(invalid(schema.detail)) : Result.succeed(schema)
    }
  )

/**
 * Reads one table from its JSON. References to other tables are not followed. Fails with `InvalidSchema`.
 *
 * @category codecs
 * @since 0.1.0
 */
export const tableFromJson = (name: string, json: TableJson): Result.Result<TableSchema, OvsdbError> => {
  const table = tableOf(name, json)
  return table instanceof Flaw ? Result.fail(invalid(table.detail)) : Result.succeed(table)
}

const atomToJson = (type: AtomicType, atom: Atom): typeof AtomJson.Type =>
  type === "uuid" ? ["uuid", String(atom)] : atom

const byValue = (left: Atom, right: Atom): number => (left < right ? -1 : left > right ? 1 : 0)

const enumToJson = (
  { type }: BaseType,
  atoms: ReadonlyArray<Atom>
): NonNullable<(typeof BaseTypeJson.Type)["enum"]> => {
  const [first, ...rest] = atoms.toSorted(byValue).map((atom) => atomToJson(type, atom))
  return first === undefined || rest.length > 0 ? ["set", first === undefined ? [] : [first, ...rest]] : first
}

const baseTypeToJson = (base: BaseType): AtomicType | typeof BaseTypeJson.Type => {
  if (Object.keys(base).length === 1) return base.type
  const { enum: atoms, refType, ...rest } = base
  return {
    ...rest,
    ...(refType === "weak" ? { refType } : {}),
    ...(atoms === undefined ? {} : { enum: enumToJson(base, atoms) })
  }
}

const columnTypeToJson = ({ key, max, min, value }: ColumnType): AtomicType | typeof ColumnTypeJson.Type => {
  const keyJson = baseTypeToJson(key)
  if (typeof keyJson === "string" && value === undefined && min === 1 && max === 1) return keyJson
  return {
    key: keyJson,
    ...(value === undefined ? {} : { value: baseTypeToJson(value) }),
    ...(min === 1 ? {} : { min }),
    ...(max === 1 ? {} : { max: max === Number.POSITIVE_INFINITY ? ("unlimited" as const) : max })
  }
}

const tableToJson = (table: TableSchema): TableJson => ({
  columns: Object.fromEntries(
    Array.from(table.columns.values(), (column) => [
      column.name,
      {
        type: columnTypeToJson(column.type),
        ...(column.ephemeral ? { ephemeral: true } : {}),
        ...(column.mutable ? {} : { mutable: false })
      }
    ])
  ),
  ...(table.maxRows === Number.POSITIVE_INFINITY ? {} : { maxRows: table.maxRows }),
  ...(table.isRoot ? { isRoot: true } : {}),
  ...(table.indexes.length === 0 ? {} : { indexes: table.indexes })
})

/**
 * The JSON of a schema, as `get_schema` answers it.
 *
 * @category codecs
 * @since 0.1.0
 */
export const toJson = (schema: DatabaseSchema): SchemaJson => ({
  name: schema.name,
  ...(schema.version === undefined ? {} : { version: schema.version }),
  ...(schema.cksum === undefined ? {} : { cksum: schema.cksum }),
  tables: Object.fromEntries(Array.from(schema.tables.values(), (table) => [table.name, tableToJson(table)]))
})

const implicit = (table: string, name: string): Column => ({
  table,
  name,
  type: { key: { type: "uuid" }, min: 1, max: 1 },
  shape: "scalar",
  ephemeral: name === "_version",
  mutable: false
})

/**
 * The column of a table under this name, `_uuid` and `_version` included: every row has these two, no schema states them.
 *
 * @category getters
 * @since 0.1.0
 */
export const columnOf = (table: TableSchema, name: string): Column | undefined =>
  table.columns.get(name) ?? (name === "_uuid" || name === "_version" ? implicit(table.name, name) : undefined)
