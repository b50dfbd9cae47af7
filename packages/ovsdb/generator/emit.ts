/**
 * Writes the TypeScript of one schema: for each table the interface of its rows, the interface of what an insert takes, and the
 * `Table` value.
 */
import type { BaseType, Column, DatabaseSchema, SchemaJson, TableSchema } from "../src/OvsdbSchema.ts"
import { defaultOf } from "../src/OvsdbValue.ts"

/** `DHCP_Options` becomes `DhcpOptions`, `QoS` stays, `sFlow` becomes `SFlow`. */
export const typeName = (table: string): string =>
  table
    .split("_")
    .map((part) => {
      const rest = part.slice(1)
      return part.charAt(0).toUpperCase() + (part === part.toUpperCase() ? rest.toLowerCase() : rest)
    })
    .join("")

const atomType = (base: BaseType): string => {
  if (base.enum !== undefined) return base.enum.map((atom) => JSON.stringify(atom)).join(" | ")
  switch (base.type) {
    case "integer":
    case "real":
      return "number"
    case "uuid":
      return base.refTable === undefined ? "Uuid" : `Ref<${JSON.stringify(base.refTable)}>`
    default:
      return base.type
  }
}

const valueType = ({ shape, type }: Column): string => {
  const key = atomType(type.key)
  switch (shape) {
    case "scalar":
      return key
    case "optional":
      return `${key} | undefined`
    case "set":
      return `ReadonlySet<${key}>`
    case "map":
      return `ReadonlyMap<${key}, ${type.value === undefined ? "never" : atomType(type.value)}>`
  }
}

const range = (what: string, low: number | undefined, high: number | undefined): string | undefined => {
  if (low !== undefined && high !== undefined) return `${what}${low} to ${high}`
  if (low !== undefined) return `${what}at least ${low}`
  return high === undefined ? undefined : `${what}at most ${high}`
}

const baseNotes = (base: BaseType | undefined): ReadonlyArray<string | undefined> =>
  base === undefined
    ? []
    : [
        range("", base.minInteger ?? base.minReal, base.maxInteger ?? base.maxReal),
        range("length ", base.minLength, base.maxLength),
        base.type === "real" ? "real" : undefined,
        base.refType === "weak" ? "weak" : undefined
      ]

const notes = ({ ephemeral, mutable, shape, type }: Column): string => {
  const many = shape === "set" || shape === "map"
  const found = [
    ...baseNotes(type.key),
    ...baseNotes(type.value),
    many && type.max !== Number.POSITIVE_INFINITY ? `at most ${type.max} members` : undefined,
    many && type.min === 1 ? "at least one member" : undefined,
    ephemeral ? "ephemeral" : undefined,
    mutable ? undefined : "cannot be changed"
  ].filter((note) => note !== undefined)
  return found.length === 0 ? "" : `  /** ${found.join("; ")} */\n`
}

const allows = (base: BaseType, atom: unknown): boolean => {
  if (base.refTable !== undefined) return false
  if (base.enum !== undefined) return base.enum.some((member) => member === atom)
  const low = base.minInteger ?? base.minReal ?? Number.NEGATIVE_INFINITY
  const high = base.maxInteger ?? base.maxReal ?? Number.POSITIVE_INFINITY
  return typeof atom === "number"
    ? atom >= low && atom <= high
    : typeof atom !== "string" || (base.minLength ?? 0) === 0
}

/** Whether an insert may leave the column out: whether its default satisfies the schema. */
const hasDefault = (column: Column): boolean => {
  if (column.type.min === 0) return true
  const held = defaultOf(column)
  const [key, value] =
    held instanceof Map ? [...held.entries()].flat() : held instanceof Set ? [...held.values()] : [held]
  return allows(column.type.key, key) && (column.type.value === undefined || allows(column.type.value, value))
}

const fields = (table: TableSchema, line: (column: Column) => string): string =>
  Array.from(table.columns.values(), (column) => notes(column) + line(column)).join("\n")

const wrapped = (text: string): string => {
  const lines = [""]
  for (const word of text.split(" ")) {
    const last = lines.length - 1
    if ((lines[last] ?? "").length + word.length > 110) lines.push(word)
    else lines[last] = lines[last] === "" ? word : `${lines[last]} ${word}`
  }
  return lines.map((line) => ` * ${line}`).join("\n")
}

const comment = (text: string, category: string): string =>
  `/**\n${wrapped(text)}\n *\n * @category ${category}\n * @since 0.1.0\n */`

const facts = (table: TableSchema): string => {
  const unique = table.indexes.map((index) => (index.length === 1 ? `\`${index[0]}\`` : `(\`${index.join("`, `")}\`)`))
  return [
    table.isRoot ? "" : " A row goes when the last strong reference to it goes.",
    table.maxRows === Number.POSITIVE_INFINITY ? "" : ` At most ${table.maxRows} row${table.maxRows === 1 ? "" : "s"}.`,
    unique.length === 0 ? "" : ` Unique: ${unique.join(", ")}.`
  ].join("")
}

const quoted = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, held]) => `${key}: ${quoted(held)}`)
    .join(", ")} }`
}

const emitTable = (schema: DatabaseSchema, json: SchemaJson, table: TableSchema): string => {
  const name = typeName(table.name)
  const stated = json.tables[table.name]
  if (stated === undefined) throw new Error(`no table ${table.name}`)
  const source = `\`${table.name}\` of ${schema.name} ${schema.version}`
  const fixed = Array.from(table.columns.values()).filter(({ mutable }) => !mutable)
  const parameters = [JSON.stringify(table.name), name, `New${name}`]
  if (fixed.length > 0) parameters.push(fixed.map((column) => JSON.stringify(column.name)).join(" | "))
  const columns = Object.entries(stated.columns).map(([column, held]) => `    ${column}: ${quoted(held)}`)
  const rest = Object.entries(stated).filter(([key]) => key !== "columns")
  return `${comment(`A row of ${source}.${facts(table)}`, "models")}
export interface ${name} {
  readonly _uuid: Ref<${JSON.stringify(table.name)}>
${fields(table, (column) => `  readonly ${column.name}: ${valueType(column)}`)}
}

${comment(`What an insert into ${source} takes.`, "models")}
export interface New${name} {
${fields(table, (column) => {
  const missing = column.shape === "optional" ? "" : " | undefined"
  return `  readonly ${column.name}${hasDefault(column) ? "?" : ""}: ${valueType(column)}${hasDefault(column) ? missing : ""}`
})}
}

${comment(`The table ${source}.${facts(table)}`, "schemas")}
export const ${name}: Table.Table<${parameters.join(", ")}> = /* @__PURE__ */ Table.make(${JSON.stringify(schema.name)}, ${JSON.stringify(table.name)}, {
  columns: {
${columns.join(",\n")}
  }${rest.map(([key, held]) => `,\n  ${key}: ${quoted(held)}`).join("")}
})
`
}

/** The whole module. `json` is the schema as its file states it, `schema` the same as `OvsdbSchema.fromJson` reads it. */
export const emit = (schema: DatabaseSchema, json: SchemaJson): string => {
  const tables = [...schema.tables.values()]
  const names = new Set(tables.map(({ name }) => typeName(name)))
  if (names.size < tables.length) throw new Error(`${schema.name}: two tables would share a type name`)
  const bodies = tables.map((table) => emitTable(schema, json, table))
  const imported = ["Ref", "Uuid"].filter((name) => bodies.some((body) => new RegExp(`\\b${name}\\b`).test(body)))
  const version = JSON.stringify(schema.version)
  const cksum = JSON.stringify(schema.cksum)
  return `/**
${wrapped(`The tables of the database ${schema.name}, from its schema of version ${schema.version} (checksum ${schema.cksum ?? "not stated"}). Columns have the shapes of \`OvsdbSchema\`; those of \`New…\` types that have a default may be left out. Written by \`generator/main.ts\`.`)}
 *
 * @since 0.1.0
 */
import * as OvsdbSchema from "../OvsdbSchema.ts"
import * as Table from "../Table.ts"
import type { ${imported.join(", ")} } from "../Uuid.ts"

${bodies.join("\n")}
${comment(`The schema ${schema.name} ${schema.version}, with all its tables.`, "schemas")}
export const schema: OvsdbSchema.DatabaseSchema = /* @__PURE__ */ OvsdbSchema.fromTables(
  { name: ${JSON.stringify(schema.name)}, version: ${version}, cksum: ${cksum} },
  [
${tables.map(({ name }) => `    ${typeName(name)}`).join(",\n")}
  ]
)
`
}
