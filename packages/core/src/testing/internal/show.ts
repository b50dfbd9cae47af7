/**
 * One text for one value: equal values have equal texts, whatever the order of their keys. Used to compare answers of
 * different backends and to print them.
 *
 * @since 0.1.0
 */
import type * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Hex from "effect/encoding/Hex"

/**
 * The text of any value. Functions and symbols have only a name; a cycle prints as `<cycle>`.
 *
 * @since 0.1.0
 * @category getters
 */
export const show = (value: unknown): string => render(value, new Set())

/**
 * The text of a cause in one line: failures by value, defects by their message.
 *
 * @since 0.1.0
 * @category getters
 */
export const showCause = (cause: Cause.Cause<unknown>): string =>
  cause.reasons
    .map((reason) => {
      if (reason._tag === "Fail") return `fail ${show(reason.error)}`
      return reason._tag === "Die" ? `die ${show(reason.defect)}` : "interrupt"
    })
    .join(" & ")

/**
 * The text of an exit in one line.
 *
 * @since 0.1.0
 * @category getters
 */
export const showExit = (exit: Exit.Exit<unknown, unknown>): string =>
  Exit.isSuccess(exit) ? show(exit.value) : showCause(exit.cause)

const render = (value: unknown, above: ReadonlySet<unknown>): string => {
  if (typeof value === "string") return JSON.stringify(value)
  if (typeof value === "bigint") return `${value}n`
  if (typeof value === "function") return `<function ${value.name}>`
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value)
  if (above.has(value)) return "<cycle>"
  const inside = new Set(above).add(value)
  const each = (items: Iterable<unknown>) => Array.from(items, (item) => render(item, inside))
  if (value instanceof ArrayBuffer) return render(new Uint8Array(value), above)
  if (value instanceof Uint8Array) return `<${Hex.encode(value)}>`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "<invalid date>" : `<${value.toISOString()}>`
  if (value instanceof RegExp) return `<${String(value)}>`
  if (Array.isArray(value)) return `[${each(value).join(", ")}]`
  if (value instanceof Set) return `Set {${each(value).sort().join(", ")}}`
  if (value instanceof Map) {
    return `Map {${Array.from(value, ([key, item]) => `${render(key, inside)}: ${render(item, inside)}`)
      .sort()
      .join(", ")}}`
  }
  // What Effect's own types hold inside is not their content: one Chunk has many forms, and None no fields.
  if (!(value instanceof Error) && "toJSON" in value && typeof value.toJSON === "function") {
    return `<${render(value.toJSON(), inside)}>`
  }
  return record(value, inside)
}

const record = (value: object, inside: ReadonlySet<unknown>): string => {
  // An error's stack and cause differ between runs; its own fields and message do not.
  const name = value instanceof Error ? `${value.name} ${JSON.stringify(value.message)} ` : ""
  const fields = Object.entries(value)
    .filter(([key]) => !(value instanceof Error && (key === "stack" || key === "cause" || key === "name")))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, item]) => `${key}: ${render(item, inside)}`)
  return `${name}{${fields.join(", ")}}`
}
