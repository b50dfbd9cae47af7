/**
 * Keeps VM templates in the application's database.
 *
 * Limits: 1000 names are listed. `SqlClient` and `SqlError` are unstable Effect types.
 *
 * @since 0.1.0
 */
import type * as MigrationErrors from "@cloudwright/core/Migrations"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as engine from "./internal/vmsEngine.ts"
import { invalid } from "./internal/vmsRequest.ts"
import * as store from "./internal/vmsStore.ts"
import * as templateStore from "./internal/vmsTemplates.ts"
import { VmError } from "./VmError.ts"
import { VmTemplate } from "./VmTemplate.ts"

/**
 * What is given to store a template: the defaults of its parts may be left out.
 *
 * @since 0.1.0
 * @category models
 */
export type TemplateInput = Parameters<typeof VmTemplate.make>[0]

/**
 * The templates.
 *
 * @since 0.1.0
 * @category services
 */
export class Templates extends Context.Service<
  Templates,
  {
    /** Stores a version. Storing the same again changes nothing; another under the same version is a `Conflict`. */
    readonly put: (template: TemplateInput) => Effect.Effect<VmTemplate, VmError>
    /** A version, or the newest; `NoSuchTemplate` when there is none. */
    readonly get: (name: string, version?: number) => Effect.Effect<VmTemplate, VmError>
    /** The newest version of each, by name. */
    readonly list: Effect.Effect<ReadonlyArray<VmTemplate>, VmError>
    /** Removes a version; none there is fine. VMs made from it stay as they are. */
    readonly remove: (name: string, version: number) => Effect.Effect<void, VmError>
  }
>()("@cloudwright/compute/Templates") {
  /**
   * Templates in the table `compute_templates`, which it creates.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Templates, SqlError | MigrationErrors.MigrationsError, SqlClient.SqlClient> =
    Layer.suspend(() => Layer.effect(Templates, make).pipe(Layer.provide(store.migrations)))
}

const make = Effect.gen(function* () {
  const table = templateStore.make(yield* SqlClient.SqlClient)
  const failure = (operation: string) => Effect.mapError(engine.storage(operation))

  const put = Effect.fn("Templates.put")(function* (input: TemplateInput) {
    const template = yield* VmTemplate.makeEffect(input).pipe(Effect.mapError(invalid("put", "template")))
    const body = yield* table.encode(template)
    yield* table.insert(template, body).pipe(failure("put"))
    const stored = yield* table.find(template.name, template.version).pipe(failure("put"))
    const storedBody = Option.isNone(stored) ? undefined : yield* table.encode(stored.value)
    if (storedBody === body) return template
    return yield* new VmError({ operation: "put", reason: { _tag: "Conflict", fields: ["template"] } })
  })

  return Templates.of({
    put,
    get: Effect.fn("Templates.get")((name, version) => table.require("get", name, version)),
    list: table.newest.pipe(failure("list"), Effect.withSpan("Templates.list")),
    remove: Effect.fn("Templates.remove")((name, version) =>
      Effect.asVoid(table.remove(name, version)).pipe(failure("remove"))
    )
  })
})
