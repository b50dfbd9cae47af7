/**
 * Takes the members of a JSON object one by one, and says what is missing, of the wrong kind, or left over.
 *
 * @since 0.1.0
 */
import type { Json } from "../../OvsdbValue.ts"
import { isIdentifier } from "../../Uuid.ts"
import { Refusal } from "./datum.ts"

/** An object of JSON. */
export type JsonObject = { readonly [name: string]: Json | undefined }

/** Whether JSON is an object. */
export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

/** Whether JSON is an array. */
export const isArray = (json: Json | undefined): json is ReadonlyArray<Json> => Array.isArray(json)

interface Held {
  readonly id: string
  readonly string: string
  readonly boolean: boolean
  readonly integer: number
  readonly array: ReadonlyArray<Json>
  readonly object: JsonObject
}

const kinds: { readonly [K in keyof Held]: (json: Json) => boolean } = {
  id: (json) => typeof json === "string" && isIdentifier(json),
  string: (json) => typeof json === "string",
  boolean: (json) => typeof json === "boolean",
  integer: Number.isInteger,
  array: isArray,
  object: isObject
}

/** One object and what has been taken of it. The first fault stays in `fault`; every later answer is then worthless. */
export class Members {
  readonly #json: Json
  readonly #name: string
  readonly #used = new Set<string>()
  fault: Refusal | undefined

  constructor(json: Json, name: string) {
    this.#json = json
    this.#name = name
    if (!isObject(json)) this.raise("Object expected.")
  }

  /** Records a fault, unless there is one. */
  raise(details: string): void {
    this.fault ??= new Refusal("syntax error", `Parsing ${this.#name} failed: ${details}`, this.#json)
  }

  /** A member that may be absent. */
  optional<K extends keyof Held>(name: string, kind: K): Held[K] | undefined {
    const json = isObject(this.#json) ? this.#json[name] : undefined
    if (json === undefined) return undefined
    if (!kinds[kind](json)) {
      this.raise(`Type mismatch for member '${name}'.`)
      return undefined
    }
    this.#used.add(name)
    return json as Held[K]
  }

  /** A member that must be there. */
  required<K extends keyof Held>(name: string, kind: K): Held[K] | undefined {
    if (isObject(this.#json) && this.#json[name] === undefined) this.raise(`Required '${name}' member is missing.`)
    return this.optional(name, kind)
  }

  /** The fault, or that a member is left over. */
  finish(): Refusal | undefined {
    const extra = isObject(this.#json) ? Object.keys(this.#json).find((name) => !this.#used.has(name)) : undefined
    if (extra !== undefined) this.raise(`Member '${extra}' is present but not allowed here.`)
    return this.fault
  }
}
