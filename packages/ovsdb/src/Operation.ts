/**
 * The operations of a transaction (RFC 7047 section 5.2), as values made by typed constructors.
 *
 * An operation knows the type of its result, so a tuple of operations has a tuple of results. Conditions and mutations are
 * written as in the RFC, `["name", "==", "web"]` and `["ports", "insert", new Set([port.ref])]`, and are checked against the
 * table's columns at compile time. Rows that are inserted together refer to one another by the `ref` of their insert.
 *
 * {@link encode} and {@link decodeResults} are the wire's two directions; sending is the connection's business.
 *
 * @since 0.1.0
 */
import type * as Table from "./Table.ts"
import type * as Uuid from "./Uuid.ts"

export { decodeResults, encode } from "./internal/operationjson.ts"

type Relation = "==" | "!=" | "includes" | "excludes"

/**
 * A condition on one column: the column, a function, and the argument (RFC 7047 section 5.1, `<condition>`). `<`, `<=`, `>=` and
 * `>` are for numbers; on an empty optional number they are false. `includes` and `excludes` compare a set or map with some of
 * its members, and are `==` and `!=` on a single value.
 *
 * @category models
 * @since 0.1.0
 */
export type Condition<T extends Table.Any> = {
  readonly [C in Table.ColumnName<T>]:
    | readonly [column: C, relation: Relation, value: Table.Row<T>[C]]
    | ([NonNullable<Table.Row<T>[C]>] extends [number]
        ? readonly [column: C, relation: "<" | "<=" | ">=" | ">", value: number]
        : never)
}[Table.ColumnName<T>]

/**
 * Which rows: those that satisfy all conditions, so an empty list means every row; or one row by its reference.
 *
 * @category models
 * @since 0.1.0
 */
export type Where<T extends Table.Any> = ReadonlyArray<Condition<T>> | Table.RefTo<T>

type Arithmetic = "+=" | "-=" | "*=" | "/=" | "%="

type MutationOf<C extends string, V> =
  | ([NonNullable<V>] extends [number] ? readonly [column: C, mutator: Arithmetic, value: number] : never)
  | (V extends ReadonlySet<infer Member>
      ? | readonly [column: C, mutator: "insert" | "delete", members: ReadonlySet<Member>]
        | ([Member] extends [number] ? readonly [column: C, mutator: Arithmetic, value: number] : never)
      : V extends ReadonlyMap<infer Key, infer Held>
        ? | readonly [column: C, mutator: "insert" | "delete", pairs: ReadonlyMap<Key, Held>]
          | readonly [column: C, mutator: "delete", keys: ReadonlySet<Key>]
        : never)

/**
 * A change of one column in place: the column, a mutator, and the argument (RFC 7047 section 5.1, `<mutation>`). Arithmetic is for
 * numbers, and for every member of a set of numbers. `insert` adds members that are not there (a key that is there keeps its
 * value); `delete` takes away members, or pairs of a map by key or by key and value.
 *
 * @category models
 * @since 0.1.0
 */
export type Mutation<T extends Table.Any> = {
  readonly [C in Table.MutableName<T>]: MutationOf<C, Table.Row<T>[C]>
}[Table.MutableName<T>]

/**
 * Conditions as an operation holds them, once their types have been checked.
 *
 * @category models
 * @since 0.1.0
 */
export type Conditions = ReadonlyArray<readonly [column: string, relation: string, value: unknown]> | Uuid.Uuid

/**
 * Values of some columns as an operation holds them, once their types have been checked.
 *
 * @category models
 * @since 0.1.0
 */
export type Cells = Readonly<Record<string, unknown>>

/**
 * Gives an operation the type of its result; there is no such member at run time.
 *
 * @category models
 * @since 0.1.0
 */
export interface Resulting<A> {
  readonly "~result"?: A
}

/**
 * Adds a row. The result is its UUID. `ref` refers to the row inside the same transaction, where the insert chose a name or a
 * UUID for it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Insert {
  readonly op: "insert"
  readonly table: Table.Any
  readonly row: Cells
  readonly ref: Uuid.Uuid | undefined
}

/**
 * Reads rows. Rows that are equal in the columns that were asked for come once.
 *
 * @category models
 * @since 0.1.0
 */
export interface Select {
  readonly op: "select"
  readonly table: Table.Any
  readonly where: Conditions
  readonly columns: ReadonlyArray<string>
}

/**
 * Replaces columns of rows. The result is how many rows matched.
 *
 * @category models
 * @since 0.1.0
 */
export interface Update {
  readonly op: "update"
  readonly table: Table.Any
  readonly where: Conditions
  readonly row: Cells
}

/**
 * Changes columns of rows in place. The result is how many rows matched.
 *
 * @category models
 * @since 0.1.0
 */
export interface Mutate {
  readonly op: "mutate"
  readonly table: Table.Any
  readonly where: Conditions
  readonly mutations: ReadonlyArray<readonly [column: string, mutator: string, value: unknown]>
}

/**
 * Removes rows. The result is how many there were.
 *
 * @category models
 * @since 0.1.0
 */
export interface Delete {
  readonly op: "delete"
  readonly table: Table.Any
  readonly where: Conditions
}

/**
 * Holds the transaction back until rows are as given.
 *
 * @category models
 * @since 0.1.0
 */
export interface Wait {
  readonly op: "wait"
  readonly table: Table.Any
  readonly where: Conditions
  readonly columns: ReadonlyArray<string>
  readonly until: "==" | "!="
  readonly rows: ReadonlyArray<Cells>
  readonly timeoutMillis: number
}

/**
 * Asks that the reply comes only when the transaction is on disk.
 *
 * @category models
 * @since 0.1.0
 */
export interface Commit {
  readonly op: "commit"
  readonly durable: boolean
}

/**
 * Refuses the transaction.
 *
 * @category models
 * @since 0.1.0
 */
export interface Abort {
  readonly op: "abort"
}

/**
 * Puts a note into the database's log.
 *
 * @category models
 * @since 0.1.0
 */
export interface Comment {
  readonly op: "comment"
  readonly comment: string
}

/**
 * Refuses the transaction unless this connection holds a lock.
 *
 * @category models
 * @since 0.1.0
 */
export interface Assert {
  readonly op: "assert"
  readonly lock: string
}

/**
 * An operation whose result is an `A`.
 *
 * @category models
 * @since 0.1.0
 */
export type Operation<A = unknown> = Resulting<A> &
  (Insert | Select | Update | Mutate | Delete | Wait | Commit | Abort | Comment | Assert)

/**
 * The results of a list of operations, one for each.
 *
 * @category models
 * @since 0.1.0
 */
export type Results<Operations extends ReadonlyArray<Operation>> = {
  readonly [I in keyof Operations]: Operations[I] extends Resulting<infer A> ? A : never
}

/**
 * An insert into a table. `Self` is the type of `ref`: a reference when the insert chose a name or a UUID, else `undefined`.
 *
 * @category models
 * @since 0.1.0
 */
export type InsertInto<T extends Table.Any, Self extends Table.RefTo<T> | undefined> = Resulting<Table.RefTo<T>> &
  Insert & { readonly ref: Self }

/**
 * Adds a row to a table.
 *
 * `id` makes the row known to other operations of the same transaction, through `ref`: it is a name of the caller's choice,
 * an `<id>` used once in the transaction, or a UUID that the row shall have, which makes repeating the insert safe (it is
 * refused as `DuplicateUuid`; Open vSwitch 2.13 or later).
 *
 * ```ts
 * const port = Operation.insert(LogicalSwitchPort, { name: "web" }, "port")
 * const link = Operation.mutate(LogicalSwitch, [["name", "==", "blue"]], [["ports", "insert", new Set([port.ref])]])
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const insert: {
  <T extends Table.Any>(table: T, row: Table.New<T>, id: string): InsertInto<T, Table.RefTo<T>>
  <T extends Table.Any>(table: T, row: Table.New<T>): InsertInto<T, undefined>
} = <T extends Table.Any>(table: T, row: Table.New<T>, id?: string): InsertInto<T, never> => ({
  op: "insert",
  table,
  row: row as Cells,
  ref: id as never
})

/**
 * Reads columns of rows; without `columns`, all of the table and `_uuid`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const select = <T extends Table.Any, C extends Table.ColumnName<T> = Table.ColumnName<T>>(
  table: T,
  where: Where<T>,
  columns?: ReadonlyArray<C>
): Select & Resulting<ReadonlyArray<Pick<Table.Row<T>, C>>> => ({
  op: "select",
  table,
  where,
  columns: columns ?? ["_uuid", ...table.columns.keys()]
})

/**
 * Replaces columns of rows.
 *
 * @category constructors
 * @since 0.1.0
 */
export const update = <T extends Table.Any>(
  table: T,
  where: Where<T>,
  changes: Table.Changes<T>
): Update & Resulting<number> => ({ op: "update", table, where, row: changes })

/**
 * Changes columns of rows in place, mutation by mutation.
 *
 * @category constructors
 * @since 0.1.0
 */
export const mutate = <T extends Table.Any>(
  table: T,
  where: Where<T>,
  mutations: ReadonlyArray<Mutation<T>>
): Mutate & Resulting<number> => ({
  op: "mutate",
  table,
  where,
  mutations
})

/**
 * Removes rows. A row to which a strong reference remains cannot go; rows of tables that are not root go by themselves when
 * the last strong reference goes.
 *
 * @category constructors
 * @since 0.1.0
 */
export const remove = <T extends Table.Any>(table: T, where: Where<T>): Delete & Resulting<number> => ({
  op: "delete",
  table,
  where
})

/**
 * Holds the transaction back until the rows that satisfy `where`, seen in `columns`, are exactly `rows` (`"=="`), or are not
 * (`"!="`). After `timeoutMillis` (default 0: at once) it is refused as `TimedOut`; a server has no other limit.
 *
 * @category constructors
 * @since 0.1.0
 */
export const wait = <T extends Table.Any, C extends Table.ColumnName<T>>(
  table: T,
  options: {
    readonly where: Where<T>
    readonly columns: ReadonlyArray<C>
    readonly until: "==" | "!="
    readonly rows: ReadonlyArray<Pick<Table.Row<T>, C>>
    readonly timeoutMillis?: number
  }
): Wait & Resulting<void> => ({
  op: "wait",
  table,
  ...options,
  timeoutMillis: options.timeoutMillis ?? 0
})

/**
 * Asks that the reply comes only when the transaction is on disk (`durable`, the default), or merely marks its end.
 *
 * @category constructors
 * @since 0.1.0
 */
export const commit = (options?: { readonly durable?: boolean }): Commit & Resulting<void> => ({
  op: "commit",
  durable: options?.durable ?? true
})

/**
 * Refuses the transaction, with everything before it undone: a dry run.
 *
 * @category constructors
 * @since 0.1.0
 */
export const abort: Abort & Resulting<void> = { op: "abort" }

/**
 * Puts a note for people into the database's log.
 *
 * @category constructors
 * @since 0.1.0
 */
export const comment = (text: string): Comment & Resulting<void> => ({ op: "comment", comment: text })

/**
 * Refuses the transaction as `NotOwner` unless this connection holds the lock.
 *
 * @category constructors
 * @since 0.1.0
 */
export const assert = (lock: string): Assert & Resulting<void> => ({ op: "assert", lock })
