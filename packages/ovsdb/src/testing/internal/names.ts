/**
 * Makes what two servers say comparable: UUIDs become `#1`, `#2`, … in the order in which they are first seen, sets and maps
 * are sorted, and of errors only the tag remains.
 *
 * @since 0.1.0
 */
import type { Json } from "../../OvsdbValue.ts"
import { isUuid, zero } from "../../Uuid.ts"
import { isArray, isObject } from "./members.ts"

const masked = (json: Json | undefined): string =>
  (JSON.stringify(json) ?? "").replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "#")

const byText = (left: Json, right: Json): number => {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

const byMaskedText = (left: Json, right: Json): number => {
  const [a, b] = [masked(left), masked(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** The names of one server's UUIDs. */
export class Names {
  readonly #names = new Map<string, string>()
  readonly #uuids = new Map<string, string>()

  #nameOf(uuid: string): string {
    // UUIDs that a test chose are the same everywhere.
    if (uuid === zero || uuid.startsWith("00000000-")) return uuid
    const name = this.#names.get(uuid) ?? `#${this.#names.size + 1}`
    this.#names.set(uuid, name)
    this.#uuids.set(name, uuid)
    return name
  }

  #text(text: string): string {
    return isUuid(text) ? this.#nameOf(text) : text
  }

  /** What a server said, with names. */
  hide(json: Json | undefined): Json {
    if (typeof json === "string") return this.#text(json)
    // JavaScript does not write the sign of a negative zero, which is no other number.
    if (json === 0) return 0
    if (isArray(json)) {
      const [kind, members] = json
      if ((kind === "set" || kind === "map") && json.length === 2 && isArray(members)) {
        return [kind, members.map((member) => this.hide(member)).sort(byText)]
      }
      return json.map((member) => this.hide(member))
    }
    if (!isObject(json)) return json ?? null
    if (typeof json["error"] === "string") return { error: json["error"] }
    const rows = json["rows"]
    if (isArray(rows))
      return {
        rows: rows
          .toSorted(byMaskedText)
          .map((row) => this.hide(row))
          .sort(byText)
      }
    const entries = Object.entries(json).sort((left, right) =>
      byMaskedText([left[0], left[1] ?? null], [right[0], right[1] ?? null])
    )
    const hidden = entries.map(([key, value]) => [this.#text(key), this.hide(value)] as const)
    return Object.fromEntries(hidden.toSorted((left, right) => (left[0] < right[0] ? -1 : 1)))
  }

  /** What to send, with UUIDs in place of names; a name that nobody has yet stands for a UUID that no row has. */
  reveal(json: Json): Json {
    if (typeof json === "string" && /^#\d+$/.test(json)) {
      return this.#uuids.get(json) ?? `00000000-0000-4000-8000-${json.slice(1).padStart(12, "0")}`
    }
    if (isArray(json)) return json.map((member) => this.reveal(member))
    if (!isObject(json)) return json
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, this.reveal(value ?? null)]))
  }
}
