/**
 * Values of one column, between the wire's JSON (RFC 7047 section 5.1) and plain JavaScript.
 *
 * Atoms are strings, numbers, booleans and UUID text; what surrounds them follows the column's {@link Shape}: nothing, an
 * optional value, a `ReadonlySet` or a `ReadonlyMap`. The functions are synchronous and allocate little, since a replica runs
 * them for every value it receives: a value that does not fit is returned as a {@link Mismatch}, not thrown.
 *
 * Limits: a JavaScript number holds integers exactly up to 2^53 - 1 while OVSDB's go to 2^63 - 1. Larger ones are received
 * rounded, and refused when sent.
 *
 * @since 0.1.0
 */
import type { Atom, AtomicType, BaseType, Column, ColumnType } from "./OvsdbSchema.ts"
import * as Uuid from "./Uuid.ts"

/**
 * A value of a column, of any shape.
 *
 * @category models
 * @since 0.1.0
 */
export type Value = Atom | undefined | ReadonlySet<Atom> | ReadonlyMap<Atom, Atom>

/**
 * Parsed JSON. `undefined` members do not occur on the wire.
 *
 * @category models
 * @since 0.1.0
 */
export type Json =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<Json>
  | { readonly [name: string]: Json | undefined }

/**
 * A value that does not fit its column, and why. `tag` is the error a server gives for it.
 *
 * @category models
 * @since 0.1.0
 */
export class Mismatch {
  readonly tag: "syntax error" | "ovsdb error" | "constraint violation"
  readonly detail: string
  constructor(tag: Mismatch["tag"], detail: string) {
    this.tag = tag
    this.detail = detail
  }
}

/**
 * Whether decoding or encoding ended in a mismatch.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isMismatch = (value: unknown): value is Mismatch => value instanceof Mismatch

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text)

/** Says what was received. */
const shown = (json: Json): string => short(JSON.stringify(json) ?? "nothing")

/** Says what was given to be sent, which may be anything. */
const named = (value: unknown): string =>
  typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : short(String(value))

const syntax = (detail: string): Mismatch => new Mismatch("syntax error", detail)

const isPair = (json: Json): json is readonly [Json, Json] => Array.isArray(json) && json.length === 2

const decodeAtom = (type: AtomicType, json: Json): Atom | Mismatch => {
  switch (type) {
    case "string":
      if (typeof json === "string") return json
      break
    case "integer":
      if (Number.isInteger(json)) return json as number
      break
    case "real":
      if (typeof json === "number") return json
      break
    case "boolean":
      if (typeof json === "boolean") return json
      break
    case "uuid":
      if (isPair(json) && typeof json[1] === "string") {
        if (json[0] === "uuid") return Uuid.fromString(json[1]) ?? syntax(`${shown(json[1])} is not a valid UUID`)
        if (json[0] === "named-uuid") return syntax(`the name ${shown(json[1])} where a UUID is needed`)
      }
  }
  return syntax(`expected ${type}, got ${shown(json)}`)
}

const decodeSet = (type: ColumnType, json: Json): ReadonlySet<Atom> | Mismatch => {
  const set = new Set<Atom>()
  if (!(isPair(json) && json[0] === "set")) {
    const atom = decodeAtom(type.key.type, json)
    return atom instanceof Mismatch ? atom : set.add(atom)
  }
  const elements = json[1]
  if (!Array.isArray(elements)) return syntax(`expected a set, got ${shown(json)}`)
  for (const element of elements) {
    const atom = decodeAtom(type.key.type, element)
    if (atom instanceof Mismatch) return atom
    set.add(atom)
  }
  return set.size === elements.length ? set : new Mismatch("ovsdb error", "set contains duplicate")
}

const decodeMap = (type: ColumnType, value: BaseType, json: Json): ReadonlyMap<Atom, Atom> | Mismatch => {
  const pairs = isPair(json) && json[0] === "map" ? json[1] : undefined
  if (!Array.isArray(pairs)) return syntax(`expected a map, got ${shown(json)}`)
  const map = new Map<Atom, Atom>()
  for (const pair of pairs as ReadonlyArray<Json>) {
    if (!isPair(pair)) return syntax(`expected a pair, got ${shown(pair)}`)
    const key = decodeAtom(type.key.type, pair[0])
    if (key instanceof Mismatch) return key
    const held = decodeAtom(value.type, pair[1])
    if (held instanceof Mismatch) return held
    map.set(key, held)
  }
  return map.size === pairs.length ? map : new Mismatch("ovsdb error", "map contains duplicate key")
}

const sizeMismatch = (type: ColumnType, size: number): Mismatch | undefined =>
  size < type.min || size > type.max
    ? syntax(
        `must have ${type.min} to ${type.max === Number.POSITIVE_INFINITY ? "any number of" : type.max} members, has ${size}`
      )
    : undefined

const decodeAny = (column: Column, json: Json, sized: boolean): Value | Mismatch => {
  const { shape, type } = column
  if (shape === "map") {
    const map = decodeMap(type, type.value as BaseType, json)
    return map instanceof Mismatch || !sized ? map : (sizeMismatch(type, map.size) ?? map)
  }
  if (shape === "scalar" && !(isPair(json) && json[0] === "set")) return decodeAtom(type.key.type, json)
  const set = decodeSet(type, json)
  if (set instanceof Mismatch) return set
  if (shape === "set") return sized ? (sizeMismatch(type, set.size) ?? set) : set
  // A set of one may stand for an atom, and the other way round (RFC 7047 section 5.1, <value>).
  return sizeMismatch(type, set.size) ?? set.values().next().value
}

/**
 * The value that a server sent for a column. The number of members is checked, the constraints of the base type are not:
 * what a server stores satisfies its own schema, which may be newer than ours.
 *
 * @category codecs
 * @since 0.1.0
 */
export const decode = (column: Column, json: Json): Value | Mismatch => decodeAny(column, json, true)

const encodeAtom = (type: AtomicType, atom: unknown): Json | Mismatch => {
  switch (type) {
    case "string":
      if (typeof atom === "string") return atom
      break
    case "integer":
      if (Number.isSafeInteger(atom)) return atom as number
      break
    case "real":
      if (Number.isFinite(atom)) return atom as number
      break
    case "boolean":
      if (typeof atom === "boolean") return atom
      break
    case "uuid":
      if (typeof atom !== "string") break
      if (Uuid.isUuid(atom)) return ["uuid", atom]
      if (Uuid.isIdentifier(atom)) return ["named-uuid", atom]
  }
  return syntax(`expected ${type}, got ${named(atom)}`)
}

/**
 * The JSON of a value. A reference that is no UUID goes as the name of a row of the same transaction. Members keep their
 * order; a set of one goes as its member.
 *
 * @category codecs
 * @since 0.1.0
 */
export const encode = (column: Column, value: unknown): Json | Mismatch => {
  const { type } = column
  switch (column.shape) {
    case "scalar":
      return encodeAtom(type.key.type, value)
    case "optional":
      return value === undefined ? ["set", []] : encodeAtom(type.key.type, value)
    case "set": {
      if (!(value instanceof Set)) return syntax(`expected a Set, got ${named(value)}`)
      return encodeMembers(type.key.type, value)
    }
    case "map": {
      if (!(value instanceof Map)) return syntax(`expected a Map, got ${named(value)}`)
      const pairs: Array<Json> = []
      for (const [key, held] of value) {
        const first = encodeAtom(type.key.type, key)
        if (first instanceof Mismatch) return first
        const second = encodeAtom((type.value as BaseType).type, held)
        if (second instanceof Mismatch) return second
        pairs.push([first, second])
      }
      return ["map", pairs]
    }
  }
}

/**
 * The JSON of a set of atoms of one type; a set of one goes as its member.
 *
 * @category codecs
 * @since 0.1.0
 */
export const encodeMembers = (type: AtomicType, members: Iterable<unknown>): Json | Mismatch => {
  const atoms: Array<Json> = []
  for (const member of members) {
    const atom = encodeAtom(type, member)
    if (atom instanceof Mismatch) return atom
    atoms.push(atom)
  }
  return atoms.length === 1 ? (atoms[0] as Json) : ["set", atoms]
}

const zeros: Readonly<Record<AtomicType, Atom>> = { integer: 0, real: 0, boolean: false, string: "", uuid: Uuid.zero }

/**
 * The value of a column that an insert does not name (RFC 7047 section 5.2.1): nothing where `min` is 0, else one zero, empty
 * string, `false` or UUID of zeros.
 *
 * @category getters
 * @since 0.1.0
 */
export const defaultOf = (column: Column): Value => {
  const { key, min, value } = column.type
  switch (column.shape) {
    case "scalar":
      return zeros[key.type]
    case "optional":
      return undefined
    case "set":
      return new Set(min === 0 ? [] : [zeros[key.type]])
    case "map":
      return new Map(min === 0 || value === undefined ? [] : [[zeros[key.type], zeros[value.type]]])
  }
}

/**
 * Whether two values of one column are the same, whatever the order of their members.
 *
 * @category predicates
 * @since 0.1.0
 */
export const equals = (left: Value, right: Value): boolean => {
  if (left === right) return true
  if (left instanceof Set && right instanceof Set) {
    if (left.size !== right.size) return false
    for (const member of left) if (!right.has(member)) return false
    return true
  }
  if (left instanceof Map && right instanceof Map) {
    if (left.size !== right.size) return false
    for (const [key, held] of left) if (right.get(key) !== held) return false
    return true
  }
  return false
}

/**
 * The difference that takes one value of a column to another, in the sense of `update2` (ovsdb-server(7), 4.1.14): of a column
 * that holds one member at most, the new value; of a set, the members of exactly one side; of a map, the pairs whose key is on
 * one side, and the new pairs of those whose value changed.
 *
 * @category combinators
 * @since 0.1.0
 */
export const difference = (column: Column, before: Value, after: Value): Value => {
  if (column.type.max === 1) return after
  if (before instanceof Set && after instanceof Set) return before.symmetricDifference(after)
  if (before instanceof Map && after instanceof Map) {
    const changed = new Map<Atom, Atom>()
    for (const [key, held] of before) if (!after.has(key)) changed.set(key, held)
    for (const [key, held] of after) if (before.get(key) !== held) changed.set(key, held)
    return changed
  }
  return after
}

/**
 * Applies a difference as a server sent it to a value: the inverse of {@link difference}. The value itself stays as it was.
 *
 * @category combinators
 * @since 0.1.0
 */
export const applyDifference = (column: Column, before: Value, json: Json): Value | Mismatch => {
  if (column.type.max === 1) return decode(column, json)
  const change = decodeAny(column, json, false)
  if (change instanceof Mismatch) return change
  if (before instanceof Set && change instanceof Set) {
    const after = before.symmetricDifference(change)
    return sizeMismatch(column.type, after.size) ?? after
  }
  if (before instanceof Map && change instanceof Map) {
    const after = new Map(before)
    for (const [key, held] of change) {
      if (after.get(key) === held) after.delete(key)
      else after.set(key, held)
    }
    return sizeMismatch(column.type, after.size) ?? after
  }
  return syntax(`a difference of another shape: ${shown(json)}`)
}
