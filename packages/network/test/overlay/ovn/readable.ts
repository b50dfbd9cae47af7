/** Rows as people read them. */
import * as Result from "effect/Result"
import * as Intent from "../../../src/overlay/Intent.ts"
import { NorthboundCompiler } from "../../../src/overlay/ovn/Northbound.ts"
import type { DesiredRows } from "../../../src/overlay/ovn/NorthboundRow.ts"
import type { NamedState } from "../states.ts"

/** Hosts that carry what names none. */
export const gatewayHosts = [
  { host: "hv1", priority: 20 },
  { host: "hv2", priority: 10 }
]

export const intentOf = ({ settings, state }: NamedState): Intent.Intent =>
  Result.getOrThrow(Intent.intentOf(state, { settings }))

export const rowsOf = (named: NamedState): DesiredRows => new NorthboundCompiler(gatewayHosts).rows(intentOf(named))

const shown = (value: unknown): string => {
  if (value instanceof Set) return `{${[...value].map(String).sort().join(", ")}}`
  if (value instanceof Map) {
    return `{${[...value]
      .map(([key, held]) => `${key}=${held}`)
      .sort()
      .join(", ")}}`
  }
  return typeof value === "string" ? (value === "" ? '""' : value) : String(value)
}

/** All rows, a line for each column. */
export const print = (rows: DesiredRows): string =>
  [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { cells }]) => {
      const columns = Object.entries(cells).filter(([, value]) => value !== undefined)
      return [
        name,
        ...columns.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `  ${key}: ${shown(value)}`)
      ].join("\n")
    })
    .join("\n\n") + "\n"

/** The name of the golden file of a state. */
export const fileOf = (name: string): string =>
  `../../golden/ovn/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.txt`
