/**
 * The steps of a plan: what changes of records, and what follows from it.
 *
 * @since 0.1.0
 */
import type { Intent } from "../Intent.ts"
import { changedParts } from "../Intent.ts"
import type { FieldChange, OverlayStep } from "../OverlayPlan.ts"
import type { Change, OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import { type Element, elementsOf } from "./elements.ts"
import { samePlain } from "./plain.ts"

/** The fields in which two values differ, in order. */
export const fieldsOf = (before: object, after: object): ReadonlyArray<FieldChange> => {
  const [old, now] = [before as Readonly<Record<string, unknown>>, after as Readonly<Record<string, unknown>>]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !samePlain(old[field], now[field]))
    .sort()
    .map((field) => ({ field, before: old[field], after: now[field] }))
}

/** The step of a change that changes something. */
const recordStep = (before: OverlayState, change: Change): OverlayStep => {
  const id = change._tag === "Put" ? change.record.id : change.id
  const record = { kind: change.kind, id }
  const old = State.get(before, change.kind, id)
  if (change._tag === "Remove") return { _tag: "Remove", record, tenant: old!.tenant }
  const { tenant } = change.record
  if (old === undefined) return { _tag: "Create", record, tenant }
  return { _tag: "Update", record, tenant, fields: fieldsOf(old, change.record) }
}

const derivedSteps = (
  before: Intent | undefined,
  after: Intent,
  tenant: string | undefined
): ReadonlyArray<OverlayStep> => {
  const found = new Map<string, { old?: Element; now?: Element }>()
  for (const id of changedParts(before, after)) {
    for (const side of ["old", "now"] as const) {
      const part = (side === "old" ? before : after)?.parts.get(id)
      for (const element of part === undefined ? [] : elementsOf(part)) {
        const key = `${element.what} ${element.id}`
        const both = found.get(key) ?? {}
        both[side] = element
        found.set(key, both)
      }
    }
  }
  return [...found.values()].flatMap(({ now, old }): ReadonlyArray<OverlayStep> => {
    const { id, what, ...one } = (now ?? old)!
    if (tenant !== undefined && one.tenant !== tenant) return []
    if (old === undefined) return [{ _tag: "Derived", change: "added", what, id, fields: [] }]
    if (now === undefined) return [{ _tag: "Derived", change: "removed", what, id, fields: [] }]
    const fields = fieldsOf(old.value, now.value)
    return fields.length === 0 ? [] : [{ _tag: "Derived", change: "changed", what, id, fields }]
  })
}

/** All steps; what follows for others than `tenant` is left out. */
export const stepsOf = (
  state: OverlayState,
  changes: ReadonlyArray<Change>,
  before: Intent | undefined,
  after: Intent,
  tenant: string | undefined
): ReadonlyArray<OverlayStep> => [
  ...changes.map((change) => recordStep(state, change)),
  ...derivedSteps(before, after, tenant)
]
