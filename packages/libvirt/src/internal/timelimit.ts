/**
 * The time limit that a caller sets for everything inside, in milliseconds.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/** Absent: the connection's own limit for the kind of call. */
export const TimeLimit = Context.Reference<number | undefined>("@cloudwright/libvirt/TimeLimit", {
  defaultValue: () => undefined
})
