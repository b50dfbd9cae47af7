/**
 * Records of one kind as a tenant or the operator works with them: what the services of tenants (`Networks`, `Ports`, ...) have
 * in common. All of it is `Overlay`; each verb is one change, planned and applied at once.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { OverlayView } from "./Overlay.ts"
import { Overlay } from "./Overlay.ts"
import type { ChangeRequest, RecordFields, RecordInput } from "./OverlayChange.ts"
import type { OverlayError } from "./OverlayError.ts"
import type { OverlayPlan } from "./OverlayPlan.ts"
import type { RecordKind, RecordOf } from "./OverlayRecord.ts"

/**
 * Records of one kind. The methods under `plan` say what those of the same name would do; give the plan to `Overlay`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Records<K extends RecordKind> {
  /** Makes a record; the same again is the same record. */
  readonly create: (record: RecordInput<K>) => Effect.Effect<RecordOf<K>, OverlayError>
  /** Changes fields; what is left out stays. */
  readonly update: (id: string, fields: RecordFields<K>) => Effect.Effect<RecordOf<K>, OverlayError>
  /** Removes a record; none there changes nothing. One in use is refused, with its users. */
  readonly remove: (id: string) => Effect.Effect<void, OverlayError>
  readonly get: (id: string) => Effect.Effect<RecordOf<K>, OverlayError>
  /** By id. */
  readonly list: Effect.Effect<ReadonlyArray<RecordOf<K>>, OverlayError>
  readonly plan: {
    readonly create: (record: RecordInput<K>) => Effect.Effect<OverlayPlan, OverlayError>
    readonly update: (id: string, fields: RecordFields<K>) => Effect.Effect<OverlayPlan, OverlayError>
    readonly remove: (id: string) => Effect.Effect<OverlayPlan, OverlayError>
  }
}

/** Records of all kinds have an id. */
const idOf = (record: object): string => ("id" in record ? String(record.id) : "")

/**
 * The records of a kind in a view.
 *
 * @since 0.1.0
 * @category constructors
 */
export const recordsOf = <K extends RecordKind>(view: OverlayView, kind: K): Records<K> => {
  // One kind of many: the compiler does not see that kind and record go together.
  const creating = (record: RecordInput<K>) => [{ _tag: "Create", kind, record } as unknown as ChangeRequest]
  const updating = (id: string, fields: RecordFields<K>) => [
    { _tag: "Update", kind, id, fields } as unknown as ChangeRequest
  ]
  const removing = (id: string) => [{ _tag: "Remove", kind, id } as ChangeRequest]
  return {
    create: (record) => Effect.andThen(view.change(creating(record)), view.get(kind, idOf(record))),
    update: (id, fields) => Effect.andThen(view.change(updating(id, fields)), view.get(kind, id)),
    remove: (id) => Effect.asVoid(view.change(removing(id))),
    get: (id) => view.get(kind, id),
    list: view.list(kind),
    plan: {
      create: (record) => view.plan(creating(record)),
      update: (id, fields) => view.plan(updating(id, fields)),
      remove: (id) => view.plan(removing(id))
    }
  }
}

/**
 * Something that each tenant, and the operator, has of its own.
 *
 * @since 0.1.0
 * @category models
 */
export interface PerTenant<A> {
  readonly as: (tenant: string) => A
  readonly operator: A
}

/**
 * The same for each view of the overlay.
 *
 * @since 0.1.0
 * @category constructors
 */
export const perTenant = <A>(of: (view: OverlayView) => A): Effect.Effect<PerTenant<A>, never, Overlay> =>
  Effect.map(Overlay, (overlay) => ({ as: (tenant) => of(overlay.as(tenant)), operator: of(overlay.operator) }))
