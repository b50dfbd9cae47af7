/**
 * A copy of chosen tables of a database, kept up to date by the server (`monitor_cond_since` and its predecessors).
 *
 * A transaction becomes visible all at once, never half; the server may put several into one. Whoever sees the result of a
 * transaction of the same client finds its changes in the replica. After a lost connection the rows stay readable, and the
 * replica goes on from its last transaction where the server still knows it, else it is loaded again, and only what differs
 * is a change. Rows are never changed in place.
 *
 * Limits: 1024 waiting transactions a subscriber; then its stream fails with `LimitExceeded`.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { Key, Source } from "./internal/store.ts"
import * as Operation from "./Operation.ts"
import type { OvsdbError } from "./OvsdbError.ts"
import type { Atom } from "./OvsdbSchema.ts"
import type { Json } from "./OvsdbValue.ts"
import type * as Table from "./Table.ts"
import type { Ref, Uuid } from "./Uuid.ts"

/**
 * A table in a replica, with the columns and rows that are wanted. Bind it to a constant: it is also the handle by which rows are
 * read.
 *
 * @category models
 * @since 0.1.0
 */
export interface Watch<Name extends string, Row extends object> extends Source {
  readonly name: Name
  readonly where: Json | undefined
  /** The type of the rows; there is no such member at run time. */
  readonly "~row"?: Row
}

/**
 * Some watched table.
 *
 * @category models
 * @since 0.1.0
 */
export type AnyWatch = Watch<string, object>

/**
 * The type of the rows of a watched table.
 *
 * @category models
 * @since 0.1.0
 */
export type RowOf<W extends AnyWatch> = NonNullable<W["~row"]>

const encodeConditions = (table: Table.Any, conditions: ReadonlyArray<unknown>): Json => {
  // Any of no conditions: no row.
  if (conditions.length === 0) return [false]
  const where = conditions as ReadonlyArray<never>
  const [encoded] = Result.getOrThrow(Operation.encode([Operation.select(table, where, [])]))
  return (encoded as { readonly where: Json }).where
}

/**
 * Watches a table: all of its columns, or `columns`; all of its rows, or those that satisfy at least one of `whereAny` (conditions
 * of a monitor are alternatives, those of an operation are not). `_uuid` is always there. Dies when a condition cannot be
 * encoded.
 *
 * @category constructors
 * @since 0.1.0
 */
export const watch = <T extends Table.Any, C extends Table.ColumnName<T> = Table.ColumnName<T>>(
  table: T,
  options: {
    readonly columns?: ReadonlyArray<C>
    readonly whereAny?: ReadonlyArray<Operation.Condition<T>>
  } = {}
): Watch<Table.Name<T>, Pick<Table.Row<T>, C | (Table.ColumnName<T> & "_uuid")>> => ({
  name: table.name,
  table,
  columns: (options.columns ?? [...table.columns.keys()]).filter((name) => name !== "_uuid"),
  where: options.whereAny === undefined ? undefined : encodeConditions(table, options.whereAny)
})

/**
 * How rows of a watched table are found by a key; see {@link index}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Index<W extends AnyWatch, K extends Atom> extends Key {
  readonly source: W
  /** The type of the keys; there is no such member at run time. */
  readonly "~key"?: K
}

/**
 * An index: `of` gives a row's key, or a set of keys, or `undefined` for a row that is not in it. Rows with the same key are found
 * together. It is built when it is first used, and then kept up to date as long as the replica lives: bind it to a constant.
 *
 * ```ts
 * const byName = OvsdbReplica.index(ports, (port) => port.name)
 * const byOwner = OvsdbReplica.index(ports, (port) => port.external_ids.get("owner"))
 * const byPort = OvsdbReplica.index(switches, (one) => one.ports)
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const index = <W extends AnyWatch, K extends Atom>(
  source: W,
  of: (row: RowOf<W>) => K | undefined | ReadonlySet<K>
): Index<W, K> => ({ source, of })

/**
 * The rows of a replica at one moment. Taking it costs nothing; the first change after it copies the table and the indexes that it
 * changes (references, not rows), so take one for a piece of work and not for every row.
 *
 * - `transactionId`: of the last transaction in it, where the server counts them (clusters do).
 * - `get`: a row. `all`: every row, in no order. `find`: the rows with a key.
 *
 * @category models
 * @since 0.1.0
 */
export interface Snapshot<W extends AnyWatch> {
  readonly transactionId: Uuid | undefined
  readonly get: <X extends W>(watch: X, uuid: Uuid) => RowOf<X> | undefined
  readonly all: <X extends W>(watch: X) => ReadonlyArray<RowOf<X>>
  readonly size: (watch: W) => number
  readonly find: <X extends W, K extends Atom>(index: Index<X, K>, key: K) => ReadonlyArray<RowOf<X>>
}

/**
 * What happened to a row. `table` tells which type the rows have.
 *
 * @category models
 * @since 0.1.0
 */
export type Change<W extends AnyWatch> =
  W extends Watch<infer Name, infer Row>
    ? | { readonly _tag: "Insert"; readonly table: Name; readonly uuid: Ref<Name>; readonly row: Row }
      | {
          readonly _tag: "Update"
          readonly table: Name
          readonly uuid: Ref<Name>
          readonly old: Row
          readonly row: Row
        }
      | { readonly _tag: "Delete"; readonly table: Name; readonly uuid: Ref<Name>; readonly old: Row }
    : never

/**
 * What one update of the server changed: one transaction, or several that it put together.
 *
 * - `cause`: `update` while connected. After a lost connection, `resume` when the server sent what was missed, `reload` when it sent
 *   everything; these come even when nothing has changed, as the sign that the rows are up to date again.
 * - `rows`: how many rows the server sent for it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Transaction<W extends AnyWatch> {
  readonly transactionId: Uuid | undefined
  readonly cause: "update" | "resume" | "reload"
  readonly rows: number
  readonly changes: ReadonlyArray<Change<W>>
}

/**
 * A copy of tables of a database.
 *
 * - `get`, `all`, `find`: as in {@link Snapshot}, from the rows of now. `snapshot`: all rows of now, for reading them together.
 * - `changes`: transactions from now on. `subscribe`: the same with a snapshot of the moment before the first of them.
 * - `waitFor`: looks at the rows, now and after every transaction, until `look` finds something. Bound it with a time limit: what
 *   is waited for may never come.
 * - `synced`: a round trip to the server, after which the replica has whatever that server had when it was asked.
 *
 * @category models
 * @since 0.1.0
 */
export interface OvsdbReplica<W extends AnyWatch> {
  readonly get: <X extends W>(watch: X, uuid: Uuid) => Effect.Effect<RowOf<X> | undefined>
  readonly all: <X extends W>(watch: X) => Effect.Effect<ReadonlyArray<RowOf<X>>>
  readonly find: <X extends W, K extends Atom>(index: Index<X, K>, key: K) => Effect.Effect<ReadonlyArray<RowOf<X>>>
  readonly snapshot: Effect.Effect<Snapshot<W>>
  readonly changes: Stream.Stream<Transaction<W>, OvsdbError>
  readonly subscribe: Effect.Effect<
    { readonly snapshot: Snapshot<W>; readonly changes: Stream.Stream<Transaction<W>, OvsdbError> },
    never,
    Scope.Scope
  >
  readonly waitFor: <A>(look: (snapshot: Snapshot<W>) => A | undefined) => Effect.Effect<A, OvsdbError>
  readonly synced: Effect.Effect<void, OvsdbError>
}
