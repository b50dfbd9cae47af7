/**
 * The statements on `compute_templates`, and a template by name.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as SqlClient from "effect/sql/SqlClient"
import { VmError } from "../VmError.ts"
import { VmTemplate } from "../VmTemplate.ts"
import { storage } from "./vmsEngine.ts"

const Body = Schema.fromJsonString(Schema.toCodecJson(VmTemplate))
const decodeBody = (text: string) => Effect.orDie(Schema.decodeEffect(Body)(text))

interface Row {
  readonly body: string
}

/** The statements. */
export const make = (sql: SqlClient.SqlClient) => {
  /** The version asked for, or the newest. */
  const find = Effect.fnUntraced(function* (name: string, version: number | undefined) {
    const chosen = version === undefined ? sql.literal("TRUE") : sql`version = ${version}`
    const rows = yield* sql<Row>`SELECT body FROM compute_templates
      WHERE name = ${name} AND ${chosen} ORDER BY version DESC LIMIT 1`.withoutTransform
    return rows[0] === undefined ? Option.none() : Option.some(yield* decodeBody(rows[0].body))
  })

  /** At most 1000 names, for an error that says what there is. */
  const names = Effect.map(
    sql<{ readonly name: string }>`SELECT DISTINCT name FROM compute_templates ORDER BY name LIMIT 1000`
      .withoutTransform,
    (rows) => rows.map((row) => row.name)
  )

  return {
    find,

    /** As `find`, with the error for a template that is not there. */
    require: Effect.fnUntraced(function* (operation: string, name: string, version: number | undefined) {
      const found = yield* find(name, version).pipe(Effect.mapError(storage(operation)))
      if (Option.isSome(found)) return found.value
      const known = yield* names.pipe(Effect.mapError(storage(operation)))
      return yield* new VmError({
        operation,
        reason: {
          _tag: "NoSuchTemplate",
          template: name,
          ...(version === undefined ? undefined : { version }),
          known
        }
      })
    }),

    /** The body as text; equal templates have equal texts. */
    encode: (template: VmTemplate) => Effect.orDie(Schema.encodeEffect(Body)(template)),

    /** Stores a template unless its version is there. */
    insert: Effect.fnUntraced(function* (template: VmTemplate, body: string) {
      const row = {
        name: template.name,
        version: template.version,
        body,
        created_at: DateTime.formatIso(yield* DateTime.now)
      }
      yield* sql`INSERT INTO compute_templates ${sql.insert(row)} ON CONFLICT (name, version) DO NOTHING`
        .withoutTransform
    }),

    /** The newest version of every template, by name. */
    newest: Effect.gen(function* () {
      const rows = yield* sql<Row>`SELECT body FROM compute_templates AS t
        WHERE version = (SELECT MAX(version) FROM compute_templates WHERE name = t.name)
        ORDER BY name LIMIT 1000`.withoutTransform
      return yield* Effect.forEach(rows, (row) => decodeBody(row.body))
    }),

    remove: (name: string, version: number) =>
      sql`DELETE FROM compute_templates WHERE name = ${name} AND version = ${version}`.withoutTransform
  }
}

/** The statements. */
export type TemplateStore = ReturnType<typeof make>
