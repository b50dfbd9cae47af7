/**
 * Values as the server in memory holds them: every value, of any shape, is a map from its members to what each holds (`null`
 * but in maps). So conditions, mutations and differences need no cases.
 *
 * @since 0.1.0
 */
import { type Atom, type BaseType, type Column, type ColumnType, shapeOf } from "../../OvsdbSchema.ts"
import { decode, defaultOf, isMismatch, type Json, type Value } from "../../OvsdbValue.ts"
import { isIdentifier } from "../../Uuid.ts"

/** A value. */
export type Datum = ReadonlyMap<Atom, Atom | null>

/** Why the server refuses: the members of an `<error>` object. */
export class Refusal {
  readonly error: string
  readonly details: string
  readonly syntax: Json | undefined
  constructor(error: string, details: string, syntax?: Json) {
    this.error = error
    this.details = details
    this.syntax = syntax
  }

  get json(): Json {
    const { details, error, syntax } = this
    return syntax === undefined ? { error, details } : { error, details, syntax: JSON.stringify(syntax) }
  }
}

/** The names that a transaction gives to rows. `UUID`s are handed out at the first mention, before or after the insert. */
export interface Symbols {
  readonly uuidOf: (name: string) => string
}

/** The value as a datum. */
export const datumOf = (value: Value): Datum => {
  if (value === undefined) return new Map()
  if (value instanceof Map) return value
  if (value instanceof Set) return new Map(Array.from(value, (member) => [member, null]))
  return new Map([[value as Atom, null]])
}

/** The default of a column. */
export const defaultDatum = (column: Column): Datum => datumOf(defaultOf(column))

const compareText = (left: string, right: string): number => {
  // Code points order like the bytes of UTF-8, in which a server compares; code units do not.
  const [a, b] = [Array.from(left, (c) => c.codePointAt(0) ?? 0), Array.from(right, (c) => c.codePointAt(0) ?? 0)]
  const at = a.findIndex((point, index) => point !== b[index])
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1)
}

/** The order in which a server lists members. */
export const compareAtoms = (left: Atom, right: Atom): number =>
  typeof left === "string" && typeof right === "string"
    ? left === right
      ? 0
      : compareText(left, right)
    : Number(left) - Number(right)

const atomJson = (base: BaseType, atom: Atom): Json => (base.type === "uuid" ? ["uuid", atom] : atom)

/** The JSON of a datum, members in order, one member without its set. */
export const jsonOf = (type: ColumnType, datum: Datum): Json => {
  const members = [...datum.keys()].sort(compareAtoms)
  const { value } = type
  if (value !== undefined) {
    return ["map", members.map((key) => [atomJson(type.key, key), atomJson(value, datum.get(key) ?? "")])]
  }
  const atoms = members.map((member) => atomJson(type.key, member))
  return atoms.length === 1 ? (atoms[0] ?? null) : ["set", atoms]
}

/** A text that two values of one type share when they are equal. */
export const keyOf = (type: ColumnType, datum: Datum): string => JSON.stringify(jsonOf(type, datum))

/** Whether two values of one column are equal. */
export const same = (left: Datum, right: Datum): boolean => left.size === right.size && includesAll(right, left)

const holds = (datum: Datum, member: Atom, held: Atom | null): boolean =>
  datum.has(member) && datum.get(member) === held

/** Whether `datum` has all members of `part`, with the same held values. */
export const includesAll = (datum: Datum, part: Datum): boolean => {
  for (const [member, held] of part) if (!holds(datum, member, held)) return false
  return true
}

/** Whether `datum` has no member of `part` with the same held value. */
export const excludesAll = (datum: Datum, part: Datum): boolean => {
  for (const [member, held] of part) if (holds(datum, member, held)) return false
  return true
}

const inRange = (value: number, low: number | undefined, high: number | undefined): boolean =>
  value >= (low ?? Number.NEGATIVE_INFINITY) && value <= (high ?? Number.POSITIVE_INFINITY)

const allowed = (base: BaseType, atom: Atom): boolean => {
  if (base.enum !== undefined) return base.enum.includes(atom)
  if (base.type === "integer") return inRange(Number(atom), base.minInteger, base.maxInteger)
  if (base.type === "real") return inRange(Number(atom), base.minReal, base.maxReal)
  return base.type !== "string" || inRange(Array.from(String(atom)).length, base.minLength, base.maxLength)
}

/** The first member that the constraints of the base types forbid. */
export const checkConstraints = (type: ColumnType, datum: Datum): Refusal | undefined => {
  for (const [member, held] of datum) {
    const wrong = !allowed(type.key, member)
      ? member
      : type.value !== undefined && held !== null && !allowed(type.value, held)
        ? held
        : undefined
    if (wrong !== undefined) return new Refusal("constraint violation", `${JSON.stringify(wrong)} is not allowed here`)
  }
  return undefined
}

const isReference = (json: Json): json is readonly ["named-uuid", string] =>
  Array.isArray(json) && json.length === 2 && json[0] === "named-uuid" && typeof json[1] === "string"

/** Puts the UUIDs of named rows in place of their names, wherever the type has UUIDs. */
const rename = (json: Json, symbols: Symbols): Json | Refusal => {
  if (!Array.isArray(json)) return json
  if (isReference(json)) {
    return isIdentifier(json[1])
      ? ["uuid", symbols.uuidOf(json[1])]
      : new Refusal("syntax error", "named-uuid string is not a valid <id>", json)
  }
  const renamed: Array<Json> = []
  for (const part of json as ReadonlyArray<Json>) {
    const one = rename(part, symbols)
    if (one instanceof Refusal) return one
    renamed.push(one)
  }
  return renamed
}

const hasUuids = ({ key, value }: ColumnType): boolean => key.type === "uuid" || value?.type === "uuid"

/** Reads a value of a type and checks its constraints. Without `symbols`, names of rows are not understood. */
export const parse = (column: Column, type: ColumnType, json: Json, symbols: Symbols | undefined): Datum | Refusal => {
  const renamed = symbols !== undefined && hasUuids(type) ? rename(json, symbols) : json
  if (renamed instanceof Refusal) return renamed
  const value = decode(type === column.type ? column : { ...column, type, shape: shapeOf(type) }, renamed)
  if (isMismatch(value)) return new Refusal(value.tag, value.detail, json)
  const datum = datumOf(value)
  return checkConstraints(type, datum) ?? datum
}

/** The difference of two values in the sense of `update2`. */
export const differenceOf = (type: ColumnType, before: Datum, after: Datum): Datum => {
  if (type.max === 1) return after
  const changed = new Map<Atom, Atom | null>()
  for (const [member, held] of before) if (!after.has(member)) changed.set(member, held)
  for (const [member, held] of after) if (!holds(before, member, held)) changed.set(member, held)
  return changed
}
