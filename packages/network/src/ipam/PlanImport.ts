/**
 * Reads a plan that exists elsewhere: CSV or JSON as NetBox has it, or as `PlanExport` wrote it. Every conflict is
 * reported with its row and field and with what it collides with, never only the first; unless `skip` is asked for,
 * nothing is imported when there is one.
 *
 * How NetBox's objects are understood, where custom fields `cloudwright_*` do not say otherwise:
 *
 * - A VRF is a scope; blanks in its name become hyphens. Lines without a VRF are in the scope `global`.
 * - A prefix with the status `container` is a pool, any other one a subnet. NetBox lets the others nest, a scope does
 *   not: that is a conflict.
 * - An IP range that is reserved or deprecated is an exclusion, one with DHCP in its role the DHCP range, any other one a
 *   range to allocate from, each of the subnet that it lies in.
 * - An IP address that is active, DHCP or SLAAC is allocated, a reserved one reserved, a deprecated one held. Its owner is
 *   the first of: virtual machine or device with interface, assigned object, DNS name, tenant, `imported`. Where one owner
 *   has several addresses in a subnet, and where an address is held, the address is the key.
 * - Other fields and columns are not read. Column names may be written as NetBox shows them.
 *
 * Limits: 256 Mi characters of text and 1 000 000 lines per import, 64 Ki characters per line of CSV. A line takes about
 * 50 µs, and all of them are worked on without a pause: import a large plan in a process of its own. Uses Effect's `Csv`
 * (unstable).
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type AddressPlan, apply, empty, make, only, type StepsRefused } from "./AddressPlan.ts"
import { additionsOf } from "./internal/planAdditions.ts"
import { type Table, tables } from "./internal/planCells.ts"
import { conflict, Conflict } from "./internal/planConflict.ts"
import type { Wanted } from "./internal/planDraft.ts"
import { type Line, type Read, readCsv, readJson } from "./internal/planLines.ts"
import { resolve } from "./internal/planResolve.ts"
import { ScopeId, Tenant } from "./IpamModel.ts"
import type { CsvTables } from "./PlanExport.ts"
import type { SubnetPlan } from "./SubnetPlan.ts"

/**
 * Most UTF-16 code units of text of one import.
 *
 * @since 0.1.0
 * @category constants
 */
export const charactersMax = 268_435_456

/**
 * Most lines of one import, over all its tables.
 *
 * @since 0.1.0
 * @category constants
 */
export const linesMax = 1_000_000

/**
 * One conflict: the cell of `table` at `row` and `field` cannot be imported because of `detail`.
 *
 * `row` is what a spreadsheet shows, the line of column names being row 1; in JSON it is the place in the list, from 1,
 * and 0 stands for the table as a whole. `field` is the column, empty for the whole line. `value` and `detail` are cut
 * after 200 characters.
 *
 * `code` is that of a `PlanProblem`, or `Unreadable` when the cell itself is wrong. `with` is what it collides with, and
 * its line where it comes from this import. Of two blocks that overlap the inner one is reported, of two equal ones the
 * later; what was there before the import is never to blame.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ImportConflict = Conflict

/**
 * One conflict.
 *
 * @since 0.1.0
 * @category models
 */
export interface ImportConflict extends Conflict {}

/**
 * Why nothing was imported.
 *
 * - `Conflicts`: all of them.
 * - `LimitExceeded`: `asked` of `what`, at most `limit`.
 * - `NotJson`: the text is no JSON object.
 * - `InvalidOption`: the tenant or scope of the options is no name.
 *
 * @since 0.1.0
 * @category errors
 */
export const ImportErrorReason = Schema.TaggedUnion({
  Conflicts: { conflicts: Schema.NonEmptyArray(Conflict) },
  LimitExceeded: {
    what: Schema.Literals(["characters", "lines"]),
    asked: Schema.Natural,
    limit: Schema.Natural
  },
  NotJson: { detail: Schema.String },
  InvalidOption: { option: Schema.Literals(["tenant", "globalScope"]), detail: Schema.String }
})

/**
 * Why nothing was imported.
 *
 * @since 0.1.0
 * @category models
 */
export type ImportErrorReason = typeof ImportErrorReason.Type

/**
 * A conflict in words: where, what, why.
 *
 * @since 0.1.0
 * @category getters
 */
export const formatConflict = ({ table, row, field, value, code, detail, with: other }: ImportConflict): string => {
  const place = `${table} row ${row}${field === "" ? "" : `, ${field}`}`
  const what = value === "" ? "" : ` ${JSON.stringify(value)}`
  const line = other === null || other.row === null ? "" : ` (${other.table} row ${other.row})`
  return `${place}:${what} ${code}: ${detail}${line}`
}

/**
 * Nothing was imported. The same text is refused again.
 *
 * @since 0.1.0
 * @category errors
 */
export class ImportError extends Schema.TaggedError<ImportError>()("ImportError", { reason: ImportErrorReason }) {
  override get message(): string {
    return ImportErrorReason.match(this.reason, {
      Conflicts: ({ conflicts }) => {
        const shown = conflicts.slice(0, 5).map(formatConflict)
        const more = conflicts.length - shown.length
        const count = `${conflicts.length} conflict${conflicts.length === 1 ? "" : "s"}`
        const lines = [count, ...shown, ...(more > 0 ? [`and ${more} more`] : [])]
        return lines.join("\n  ")
      },
      LimitExceeded: ({ what, asked, limit }) => `${asked} ${what}, at most ${limit}`,
      NotJson: ({ detail }) => detail,
      InvalidOption: ({ option, detail }) => `${option}: ${detail}`
    })
  }
}

/**
 * How to import.
 *
 * @since 0.1.0
 * @category models
 */
export interface ImportOptions {
  /** Whom scopes belong to that name no tenant. */
  readonly tenant: string
  /** What is there already. Lines that say the same are left out, all others must go with it. Default nothing. */
  readonly into?: AddressPlan | undefined
  /** Where lines without a VRF belong. Default `global`. */
  readonly globalScope?: string | undefined
  /** Whether conflicts prevent the import (the default) or lines that have one, or depend on one, are left out. */
  readonly onConflict?: "refuse" | "skip" | undefined
}

/**
 * What was imported.
 *
 * @since 0.1.0
 * @category models
 */
export interface Imported {
  /** What was there together with what came. */
  readonly plan: AddressPlan
  /** Lines read, whatever became of them. */
  readonly lines: number
  /** Lines that say what was there before. */
  readonly unchanged: number
  /** Why lines were left out; empty unless that was asked for. */
  readonly skipped: ReadonlyArray<ImportConflict>
}

const limited = (what: "characters" | "lines", asked: number, limit: number): Effect.Effect<void, ImportError> =>
  asked > limit ? Effect.fail(new ImportError({ reason: { _tag: "LimitExceeded", what, asked, limit } })) : Effect.void

const perTable = <A>(of: (table: Table) => A): Record<Table, A> => ({
  vrfs: of("vrfs"),
  prefixes: of("prefixes"),
  "ip-ranges": of("ip-ranges"),
  "ip-addresses": of("ip-addresses")
})

const named = <A>(option: "tenant" | "globalScope", kind: Schema.Codec<A, string>, text: string) =>
  Effect.mapError(
    Schema.decodeEffect(kind)(text),
    ({ message }) => new ImportError({ reason: { _tag: "InvalidOption", option, detail: message } })
  )

const wantedOf = Effect.fnUntraced(function* (options: ImportOptions) {
  const wanted: Wanted = {
    into: options.into ?? empty,
    tenant: yield* named("tenant", Tenant, options.tenant),
    globalScope: yield* named("globalScope", ScopeId, options.globalScope ?? "global"),
    now: yield* DateTime.now
  }
  return wanted
})

const finish = Effect.fnUntraced(function* (read: Readonly<Record<Table, Read>>, options: ImportOptions) {
  const count = tables.reduce((sum, table) => sum + read[table].rows, 0)
  yield* limited("lines", count, linesMax)
  const skip = options.onConflict === "skip"
  const lines = perTable((table): ReadonlyArray<Line> => read[table].lines)
  const found = resolve(lines, yield* wantedOf(options), skip)
  const malformed = tables.flatMap((table) =>
    read[table].malformed.map((one) => conflict(one, one.field, one.value, "Unreadable", one.detail))
  )
  const [first, ...others] = [...malformed, ...found.conflicts]
  if (first !== undefined && !skip) {
    return yield* new ImportError({ reason: { _tag: "Conflicts", conflicts: [first, ...others] } })
  }
  const imported: Imported = {
    plan: Result.getOrThrow(make(found.records)),
    lines: count,
    unchanged: found.unchanged,
    skipped: first === undefined ? [] : [first, ...others]
  }
  return imported
})

/**
 * Imports tables of CSV; those that are left out are empty. Column names are in the first line; LF, CRLF and CR end
 * lines, and a byte order mark is no part of the text. An apostrophe in front of what would be a formula is taken away.
 *
 * @since 0.1.0
 * @category codecs
 */
export const fromCsv = Effect.fn("PlanImport.fromCsv")(function* (
  files: Partial<CsvTables>,
  options: ImportOptions
): Effect.fn.Return<Imported, ImportError> {
  const texts = perTable((table) => files[table] ?? "")
  const characters = tables.reduce((sum, table) => sum + texts[table].length, 0)
  yield* limited("characters", characters, charactersMax)
  const none: Effect.Effect<Read> = Effect.succeed({ lines: [], malformed: [], rows: 0 })
  const read = yield* Effect.all(
    perTable((table) => (files[table] === undefined ? none : readCsv(table, texts[table], linesMax)))
  )
  return yield* finish(read, options)
})

const parseJson = Schema.decodeEffect(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

/**
 * Imports JSON text: an object with answers of NetBox's API, or plain lists of its objects, under `vrfs`, `prefixes`,
 * `ip-ranges` and `ip-addresses`. One page of several is a conflict; a byte order mark is no part of the text.
 *
 * @since 0.1.0
 * @category codecs
 */
export const fromJson = Effect.fn("PlanImport.fromJson")(function* (
  text: string,
  options: ImportOptions
): Effect.fn.Return<Imported, ImportError> {
  yield* limited("characters", text.length, charactersMax)
  const answers = yield* parseJson(text.replace(/^\ufeff/, "")).pipe(
    Effect.mapError(() => new ImportError({ reason: { _tag: "NotJson", detail: "the text is no JSON object" } }))
  )
  return yield* finish(
    perTable((table) => readJson(table, Object.hasOwn(answers, table) ? answers[table] : undefined)),
    options
  )
})

/**
 * The steps that add to a scope what a plan has besides, for `Ipam.apply`; nothing is changed or removed. What is there
 * already, just so, gives no step. The scope must be in `current`: create it first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const additions = (
  current: AddressPlan,
  imported: AddressPlan,
  scope: ScopeId
): Result.Result<SubnetPlan, StepsRefused> => {
  const here = only(current, scope)
  const steps = additionsOf(here, only(imported, scope))
  const version = here.scopes[0]?.version ?? 0
  return Result.map(apply(here, steps), () => ({ scope, version, title: `add to ${scope}`, steps }))
}
