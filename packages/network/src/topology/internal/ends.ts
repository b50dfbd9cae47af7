/**
 * Names of the places where packets start and end, for maps and for people.
 *
 * @since 0.1.0
 */
import type { Entry } from "../Packet.ts"
import type { Destination } from "../Verdict.ts"
import type { Destination as End } from "./pipeline.ts"

/** The end without what only the pipeline needs. */
export const destinationOf = (end: End): Destination =>
  end._tag === "Router" ? { _tag: "Router", router: end.router } : end

/** The name of a start: equal for the same port, whatever its next hop. */
export const entryKey = (entry: Entry): string =>
  entry._tag === "Port" ? `Port ${entry.port}` : `Outside ${entry.network}`

/** The name of an end. */
export const endKey = (end: End | Destination): string => {
  switch (end._tag) {
    case "Port":
      return `Port ${end.port} ${end.addressed}`
    case "Outside":
      return `Outside ${end.network}`
    case "Router":
      return `Router ${end.router}`
  }
}

/** A start as people read it. */
export const printEntry = (entry: Entry): string =>
  entry._tag === "Port" ? `port ${entry.port}` : `outside of ${entry.network}`

/** An end as people read it. */
export const printEnd = (end: Destination): string => {
  switch (end._tag) {
    case "Port":
      return `port ${end.port}${end.addressed ? "" : " (as next hop)"}`
    case "Outside":
      return `outside of ${end.network}`
    case "Router":
      return `router ${end.router}`
  }
}
