/**
 * The time limit that a caller sets for everything inside, in milliseconds.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/** Absent: the limit of the connection or client. */
export const TimeLimit = Context.Reference<number | undefined>("@cloudwright/ovsdb/TimeLimit", {
  defaultValue: () => undefined
})
