/**
 * What an import reports, and where the records of an import come from.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { PlanProblem, RecordRef } from "../AddressPlan.ts"
import { type Table, tables } from "./planCells.ts"
import type { Line } from "./planLines.ts"

/** One conflict; documented where it is published. */
export const Conflict = Schema.Struct({
  table: Schema.Literals(tables),
  row: Schema.Natural,
  field: Schema.String,
  value: Schema.String,
  code: Schema.Union([PlanProblem.fields.code, Schema.Literal("Unreadable")]),
  detail: Schema.String,
  with: Schema.NullOr(
    Schema.Struct({
      kind: RecordRef.fields.kind,
      scope: Schema.String,
      id: Schema.String,
      table: Schema.NullOr(Schema.Literals(tables)),
      row: Schema.NullOr(Schema.Natural)
    })
  )
})

/** One conflict. */
export interface Conflict extends Schema.Schema.Type<typeof Conflict> {}

/** A record and the line that it comes from; none when it was there before. */
export interface Entry<A> {
  readonly record: A
  readonly line: Line | undefined
}

/** A conflict at a cell; long texts are cut. */
export const conflict = (
  at: { readonly table: Table; readonly row: number },
  field: string,
  value: string,
  code: Conflict["code"],
  detail: string,
  other: Conflict["with"] = null
): Conflict => ({ table: at.table, row: at.row, field, value: cut(value), code, detail: cut(detail), with: other })

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text)

/** What a conflict is with. */
export const party = (
  kind: RecordRef["kind"],
  scope: string,
  id: string,
  line: Line | undefined
): NonNullable<Conflict["with"]> => ({ kind, scope, id, table: line?.table ?? null, row: line?.row ?? null })
