/**
 * What a change of the overlay would do, as a value: which records change, what follows from them for drivers, and which
 * packets pass afterwards that did not before, and the other way round.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import type { ReachabilityError } from "../topology/ReachabilityError.ts"
import * as TopologyDiff from "../topology/TopologyDiff.ts"
import type { RecordRef } from "./OverlayRecord.ts"
import { print as printRef } from "./OverlayRecord.ts"
import type { Change } from "./OverlayState.ts"

/**
 * A field of a record before and after; absent is `undefined`.
 *
 * @since 0.1.0
 * @category models
 */
export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/**
 * One step. `Create`, `Update` and `Remove` are of records; `Derived` is something that follows from records and that a
 * driver makes real: `what` is its kind (`ports`, `routers`, `dhcp`, ... as in `IntentPart`), `id` its name.
 *
 * @since 0.1.0
 * @category models
 */
export type OverlayStep =
  | { readonly _tag: "Create"; readonly record: RecordRef; readonly tenant: string }
  | {
      readonly _tag: "Update"
      readonly record: RecordRef
      readonly tenant: string
      readonly fields: ReadonlyArray<FieldChange>
    }
  | { readonly _tag: "Remove"; readonly record: RecordRef; readonly tenant: string }
  | {
      readonly _tag: "Derived"
      readonly change: "added" | "changed" | "removed"
      readonly what: string
      readonly id: string
      readonly fields: ReadonlyArray<FieldChange>
    }

/**
 * What opens and closes, `undefined` if it was not asked for; or why it cannot be told (the comparison has limits).
 *
 * @since 0.1.0
 * @category models
 */
export type Flows = Result.Result<TopologyDiff.TopologyDiff, ReachabilityError> | undefined

/**
 * A plan: for the state of revision `base`, with what was asked for worked out completely. `changes` are those that change
 * something; applying a plan is applying these.
 *
 * @since 0.1.0
 * @category models
 */
export interface OverlayPlan {
  readonly base: number
  readonly changes: ReadonlyArray<Change>
  readonly steps: ReadonlyArray<OverlayStep>
  readonly flows: Flows
}

const shown = (value: unknown): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value)
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`
}

const fieldLines = (fields: ReadonlyArray<FieldChange>): ReadonlyArray<string> =>
  fields.map(({ after, before, field }) => `      ${field}: ${shown(before)} -> ${shown(after)}`)

const stepLines = (step: OverlayStep): ReadonlyArray<string> => {
  switch (step._tag) {
    case "Create":
      return [`  + ${printRef(step.record)} of ${step.tenant}`]
    case "Remove":
      return [`  - ${printRef(step.record)} of ${step.tenant}`]
    case "Update":
      return [`  ~ ${printRef(step.record)} of ${step.tenant}`, ...fieldLines(step.fields)]
    case "Derived": {
      const sign = { added: "+", changed: "~", removed: "-" }[step.change]
      return [`  ${sign} ${step.what} ${step.id}`, ...fieldLines(step.fields)]
    }
  }
}

/**
 * The plan as an operator reads it: records, what follows, what opens and closes.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = ({ base, flows, steps }: OverlayPlan): string => {
  if (steps.length === 0) return `revision ${base}: nothing to do`
  const part = (title: string, of: ReadonlyArray<OverlayStep>) =>
    of.length === 0 ? [] : [title, ...of.flatMap(stepLines)]
  const lines = [
    `revision ${base}`,
    ...part(
      "records",
      steps.filter(({ _tag }) => _tag !== "Derived")
    ),
    ...part(
      "what follows",
      steps.filter(({ _tag }) => _tag === "Derived")
    )
  ]
  if (flows === undefined) return lines.join("\n")
  const told = Result.match(flows, {
    onSuccess: (diff) => TopologyDiff.print(diff),
    onFailure: (error) => `what opens and closes is not known: ${error.message}`
  })
  return [...lines, told].join("\n")
}
