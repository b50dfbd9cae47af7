/**
 * From the text of an import to numbered lines of cells: CSV, or the JSON of NetBox's API.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Csv from "effect/encoding/Csv"
import { type Cells, columns, foreignColumns, requiredColumns, restore, type Table } from "./planCells.ts"

/** Where a line stands: in CSV as a spreadsheet counts, the column names being row 1; in JSON from 1. */
export interface Line {
  readonly table: Table
  readonly row: number
  readonly cells: Cells
}

/** What is wrong with the form of a table. */
interface Malformed {
  readonly table: Table
  readonly row: number
  readonly field: string
  readonly value: string
  readonly detail: string
}

/** The lines of a table and what is wrong with it. `rows` counts also what could not be read. */
export interface Read {
  readonly lines: ReadonlyArray<Line>
  readonly malformed: ReadonlyArray<Malformed>
  readonly rows: number
}

/** Most UTF-16 code units of one CSV record. */
const recordSizeMax = 65_536

const known = (table: Table): ReadonlyArray<string> => [...columns[table], ...foreignColumns[table]]

/** Column names as a person may write them; "IP Address" is what NetBox's own table is headed. */
const columnOf = (heading: string): string => {
  const name = heading.trim().toLowerCase().replaceAll(/\s+/g, "_")
  return name === "ip_address" ? "address" : name
}

interface Records {
  readonly records: ReadonlyArray<Csv.Row>
  readonly error: Csv.CsvError | undefined
}

const recordsOf = (text: string, rowsMax: number): Effect.Effect<Records> =>
  Stream.make(text).pipe(
    Stream.pipeThroughChannel(Csv.decodeString({ maxRecordSize: recordSizeMax })),
    // One more than may be tells that there are too many.
    Stream.take(rowsMax + 2),
    Stream.runCollect,
    Effect.map((records): Records => ({ records, error: undefined })),
    Effect.catchTag("CsvError", (error) => {
      // What stands before the broken record is still worth checking.
      const sound = textBefore(text, error.line)
      return sound === ""
        ? Effect.succeed({ records: [], error })
        : Effect.map(recordsOf(sound, rowsMax), ({ records }): Records => ({ records, error }))
    })
  )

/** The text before a physical line, counted from 1. */
const textBefore = (text: string, line: number): string => {
  const ends = /\r\n|\r|\n/g
  for (let count = 1; count < line; count++) if (ends.exec(text) === null) return ""
  return text.slice(0, line === 1 ? 0 : ends.lastIndex)
}

/** Reads a table of CSV. Nothing but its form is judged here. */
export const readCsv = Effect.fnUntraced(function* (table: Table, text: string, rowsMax: number) {
  const { records, error } = yield* recordsOf(text, rowsMax)
  const malformed: Array<Malformed> = []
  const say = (row: number, field: string, value: string, detail: string) =>
    malformed.push({ table, row, field, value, detail })
  const [header = [], ...body] = records
  const names = header.map(columnOf)
  const wanted = known(table)
  names.forEach((name, index) => {
    if (wanted.includes(name) && names.indexOf(name) !== index)
      say(1, name, header[index]!, "the column is there twice")
  })
  for (const name of requiredColumns[table]) if (!names.includes(name)) say(1, name, "", "there is no such column")
  const lines: Array<Line> = []
  if (malformed.length === 0) {
    const places = wanted.flatMap((name) => (names.includes(name) ? [[name, names.indexOf(name)] as const] : []))
    for (const [index, record] of body.entries()) {
      const row = index + 2
      if (record.length === 1 && record[0] === "") continue
      if (record.length !== header.length) {
        say(row, "", record.join(","), `${record.length} cells, the line of column names has ${header.length}`)
      } else
        lines.push({ table, row, cells: Object.fromEntries(places.map(([name, at]) => [name, restore(record[at]!)])) })
    }
  }
  if (error !== undefined) say(error.record, "", "", `${error.message}; what follows was not read`)
  return { lines, malformed, rows: Math.max(0, records.length - 1) } satisfies Read
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const own = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

/** The text of a value of NetBox's API: choices have a `value`, related objects a `name` or what they are shown as. */
const cellOf = (value: unknown): Result.Result<string, string> => {
  switch (typeof value) {
    case "string":
      return Result.succeed(value)
    case "number":
    case "boolean":
      return Result.succeed(String(value))
    case "undefined":
      return Result.succeed("")
    default: {
      if (value === null) return Result.succeed("")
      const inner = ["value", "name", "display"].map((key) => own(value, key)).find((text) => typeof text === "string")
      return typeof inner === "string" ? Result.succeed(inner) : Result.fail("this is no text")
    }
  }
}

/** The value of a column. NetBox's API tells the machine of an address with the interface that has it. */
const valueOf = (value: unknown, name: string): unknown => {
  if (name.startsWith("cf_")) return own(own(value, "custom_fields"), name.slice(3))
  const direct = own(value, name)
  const port = own(value, "assigned_object")
  if (direct !== undefined || !["device", "virtual_machine", "interface"].includes(name)) return direct
  return own(port, name === "interface" ? "name" : name)
}

/** Reads a table of an answer of NetBox's API, or of a plain list of its objects. */
export const readJson = (table: Table, answer: unknown): Read => {
  const malformed: Array<Malformed> = []
  const say = (row: number, field: string, value: unknown, detail: string) =>
    malformed.push({ table, row, field, value: typeof value === "string" ? value : typeof value, detail })
  const results = Array.isArray(answer) ? answer : own(answer, "results")
  if (answer === undefined) return { lines: [], malformed, rows: 0 }
  if (!Array.isArray(results)) {
    say(0, "results", answer, "this is neither a list nor an answer with results")
    return { lines: [], malformed, rows: 0 }
  }
  const next = own(answer, "next")
  if (next !== undefined && next !== null) say(0, "next", next, "this is one page of several; ask for all at once")
  const lines: Array<Line> = []
  for (const [index, value] of (results as ReadonlyArray<unknown>).entries()) {
    const row = index + 1
    if (!isObject(value)) {
      say(row, "", value, "this is no object")
      continue
    }
    const cells: Record<string, string> = {}
    let sound = true
    for (const name of known(table)) {
      const cell = cellOf(valueOf(value, name))
      if (Result.isSuccess(cell)) cells[name] = cell.success
      else {
        say(row, name, valueOf(value, name), cell.failure)
        sound = false
      }
    }
    if (sound) lines.push({ table, row, cells })
  }
  return { lines, malformed, rows: results.length }
}
