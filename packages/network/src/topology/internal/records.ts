/**
 * What connections remember of their translations.
 *
 * A connection's history is a row of records. Kept apart, each history is its own chain: as many as there are ways past
 * translators. Joined, a record knows all that may have come before it, each with the packets for which it did: as many
 * records as translations. What happens after a translation depends on the place, the guise and the packet alone, so
 * whatever came before a record may come before all that follows it, hop limit aside.
 *
 * @since 0.1.0
 */
import type { Rewrite } from "./pipeline.ts"
import type { Terms } from "./terms.ts"

/** A translation that connections have met, and those just before it with their packets. Equal ones are one object. */
export interface Record {
  readonly id: number
  readonly previous: Map<Record | undefined, number>
  readonly set: Rewrite
  readonly before: Terms
  readonly after: Terms
}

/** The history of a record that is kept apart, the last translation first. */
export const chain = (last: Record | undefined): ReadonlyArray<Record> => {
  const records: Array<Record> = []
  for (let record = last; record !== undefined;) {
    records.push(record)
    const [previous] = record.previous.keys()
    record = previous
  }
  return records
}

/** Whether two histories go through the same one of these records. */
export const isJoint = (records: Iterable<Record>): boolean => {
  for (const { previous } of records) if (previous.size > 1) return true
  return false
}

const families = new WeakMap<Record, ReadonlySet<Record>>()

/** A record and all that may have come before it. Asked for when histories are complete. */
export const ancestors = (last: Record): ReadonlySet<Record> => {
  const known = families.get(last)
  if (known !== undefined) return known
  const found = new Set([last])
  for (const record of found) {
    for (const previous of record.previous.keys()) if (previous !== undefined) found.add(previous)
  }
  families.set(last, found)
  return found
}

/** Whether some history has both records. */
export const related = (a: Record, b: Record): boolean => ancestors(a).has(b) || ancestors(b).has(a)
