/**
 * What the overlay service tells the event log. The subject of an event is a record (`Router edge`); the actor is the tenant,
 * or `*operator`.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import * as Schema from "effect/Schema"
import { RecordKind } from "./OverlayRecord.ts"

/**
 * The kind of subject of these events: a record.
 *
 * @since 0.1.0
 * @category constants
 */
export const subject = "overlay-record"

/**
 * A record came, changed in `fields`, or went, with this revision of the overlay. What is in it is not told: it may be larger
 * than an event.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RecordChanged = EventLog.define({
  type: "OverlayRecordChanged",
  subject,
  payload: Schema.Struct({
    change: Schema.Literals(["created", "changed", "removed"]),
    kind: RecordKind,
    id: Schema.String,
    tenant: Schema.String,
    revision: Schema.Natural,
    fields: Schema.Array(Schema.String)
  })
})

/**
 * All definitions, for a decoder.
 *
 * @since 0.1.0
 * @category constants
 */
export const definitions = [RecordChanged] as const
