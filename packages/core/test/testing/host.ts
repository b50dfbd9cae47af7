import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as SqlClient from "effect/sql/SqlClient"
import * as Activity from "effect/workflow/Activity"

/** A host that outlives our processes, and how many of those it has seen. */
export class Host extends Context.Service<
  Host,
  {
    readonly disks: Map<string, string>
    readonly ports: Map<string, string>
    readonly running: Set<string>
    readonly undoing: Set<string>
    processes: number
  }
>()("@cloudwright/core/test/Host") {
  static readonly layer = Layer.sync(this, () => ({
    disks: new Map<string, string>(),
    ports: new Map<string, string>(),
    running: new Set<string>(),
    undoing: new Set<string>(),
    processes: 0
  }))
}

export class Failed extends Schema.TaggedError<Failed>()("Failed", { why: Schema.String }) {}

/** An action that fails with `Failed`. */
export const step = <A extends Schema.Top>(
  name: string,
  success: A,
  execute: Effect.Effect<A["Type"], Failed, Host | SqlClient.SqlClient>
) => Activity.make({ name, success, error: Failed, execute })
