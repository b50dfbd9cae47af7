/**
 * A plan as CSV or JSON, as NetBox imports the one and answers the other: VRFs, prefixes, IP ranges and IP addresses.
 * `PlanImport` reads both back to the same plan.
 *
 * - A scope is a VRF, a pool a prefix with the status `container`, a subnet or delegated prefix another prefix. Ranges,
 *   exclusions and DHCP ranges are IP ranges. What NetBox has no field for is in custom fields `cloudwright_*`; it
 *   ignores or refuses them unless they are defined there, as text.
 * - A CSV cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or their full-width forms)
 *   is written with an apostrophe in front, which `PlanImport` takes away again.
 * - Tokens of leases are part of it: whoever may also change the scope can release with them what is leased.
 *
 * Uses Effect's `Csv` (unstable).
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Csv from "effect/encoding/Csv"
import type { AddressPlan } from "./AddressPlan.ts"
import { type Cells, cellsOf, columns, neutralise, type Table, tables } from "./internal/planCells.ts"

/**
 * The four tables as CSV (RFC 4180, CRLF, a line of column names), by the names of NetBox's REST endpoints.
 *
 * @since 0.1.0
 * @category models
 */
export interface CsvTables {
  readonly vrfs: string
  readonly prefixes: string
  readonly "ip-ranges": string
  readonly "ip-addresses": string
}

const write = (table: Table, lines: ReadonlyArray<Cells>): Effect.Effect<string> =>
  Stream.fromIterable(lines).pipe(
    Stream.map((cells) => Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, neutralise(cell)]))),
    Stream.pipeThroughChannel(Csv.encodeString({ columns: columns[table], headers: true })),
    Stream.mkString
  )

/**
 * The plan as CSV.
 *
 * @since 0.1.0
 * @category codecs
 */
export const toCsv = (plan: AddressPlan): Effect.Effect<CsvTables> => {
  const lines = cellsOf(plan)
  return Effect.all({
    vrfs: write("vrfs", lines.vrfs),
    prefixes: write("prefixes", lines.prefixes),
    "ip-ranges": write("ip-ranges", lines["ip-ranges"]),
    "ip-addresses": write("ip-addresses", lines["ip-addresses"])
  })
}

const choice = (value: string) => ({ value, label: `${value.slice(0, 1).toUpperCase()}${value.slice(1)}` })

/** A line as NetBox's API answers it. */
const objectOf = (cells: Cells): Record<string, unknown> => {
  const found: Record<string, unknown> = {}
  const custom: Record<string, string> = {}
  for (const [name, cell] of Object.entries(cells)) {
    if (name.startsWith("cf_")) {
      if (cell !== "") custom[name.slice(3)] = cell
    } else if (name === "status") found[name] = choice(cell)
    else if (name === "vrf" || name === "tenant") found[name] = { name: cell }
    else if (name === "enforce_unique") found[name] = cell === "true"
    else found[name] = cell
  }
  return { ...found, custom_fields: custom }
}

/**
 * The plan as JSON text: an object with one answer of NetBox's API for each of the four endpoints.
 *
 * @since 0.1.0
 * @category codecs
 */
export const toJson = (plan: AddressPlan): string => {
  const lines = cellsOf(plan)
  const answers = tables.map((table) => {
    const results = lines[table].map(objectOf)
    return [table, { count: results.length, next: null, previous: null, results }] as const
  })
  return JSON.stringify(Object.fromEntries(answers))
}
