/**
 * A client of one database, on one server or on the members of a cluster: it connects, connects again with back-off when the
 * connection is lost, to another member where there is one, and takes its replicas and locks along.
 *
 * By default it stays with the leader of a cluster, as Open vSwitch's own clients do: what is read there is never old. It refuses
 * a server that is cut off from its cluster, one that belongs to another cluster than before, and one that has not yet caught up
 * with what this client has seen (ovsdb(7), "Understanding Cluster Consistency").
 *
 * A request that is made while there is no connection waits for one, within its time limit. What was sent and has no reply when
 * the connection is lost fails with `Disconnected`, and `outcome` says whether it may have had an effect; nothing is sent twice.
 *
 * Limits: those of `OvsdbConnection` and `OvsdbReplica`.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import { Core } from "./internal/core.ts"
import type * as Operation from "./Operation.ts"
import type { OvsdbAddress } from "./OvsdbAddress.ts"
import type { ConnectionOptions, OvsdbConnection } from "./OvsdbConnection.ts"
import type { OvsdbError } from "./OvsdbError.ts"
import type { AnyWatch, OvsdbReplica } from "./OvsdbReplica.ts"

/**
 * Which database, where, and how:
 *
 * - `database`: its name, e.g. `OVN_Northbound`.
 * - `remotes`: the servers that have it: addresses, or one text with commas between them, as in `OVN_NB_DB`.
 * - `server`: `leader` (the default) or `any` member of the cluster. Followers forward what is written, and may lag behind.
 * - `backOff`: how long to wait after all remotes have failed. Default 100 ms, doubling up to 1 second: a cluster
 *   has a new leader within a few seconds.
 *
 * @category models
 * @since 0.1.0
 */
export interface ClientOptions extends ConnectionOptions {
  readonly database: string
  readonly remotes: string | ReadonlyArray<OvsdbAddress | string>
  readonly server?: "leader" | "any" | undefined
  readonly backOff?: Schedule.Schedule<unknown, OvsdbError> | undefined
}

/**
 * Whether there is a connection now, and to which remote. `Connecting` tells why the last one ended or could not be made.
 *
 * @category models
 * @since 0.1.0
 */
export type Status =
  | { readonly _tag: "Connected"; readonly address: string }
  | { readonly _tag: "Connecting"; readonly because: OvsdbError }
  | { readonly _tag: "Ended"; readonly because: OvsdbError }

/**
 * A lock of the server (RFC 7047 section 4.1.8), asked for as long as the scope is open, on every connection anew.
 *
 * - `held`: whether it is ours. `changes`: the same, beginning with the value of now; it is lost with the connection.
 * - `acquired`: waits until it is ours.
 *
 * Being the owner may end at any moment: put `Operation.assert(name)` into every transaction that relies on it. Each member of a
 * cluster has locks of its own, so a client of `any` member is refused one (`NotSupported`).
 *
 * @category models
 * @since 0.1.0
 */
export interface Lock {
  readonly name: string
  readonly held: Effect.Effect<boolean>
  readonly changes: Stream.Stream<boolean>
  readonly acquired: Effect.Effect<void>
}

/**
 * A client of one database.
 *
 * - `transact`: runs operations in one transaction; a tuple of operations has a tuple of results.
 * - `replica`: a copy of tables, loaded when the effect succeeds, kept until the scope closes. Fails with `SchemaMismatch` when the
 *   server lacks a table or column, or has another type for it.
 * - `lock`: asks for a lock; with `steal`, takes it from its owner, once.
 * - `connection`: the connection of now, for what has no other name here; waits for one.
 * - `status`, `statusChanges`: whether there is a connection; the stream begins with the value of now.
 *
 * @category services
 * @since 0.1.0
 */
export class OvsdbClient extends Context.Service<
  OvsdbClient,
  {
    readonly database: string
    readonly transact: <const Operations extends ReadonlyArray<Operation.Operation>>(
      operations: Operations
    ) => Effect.Effect<Operation.Results<Operations>, OvsdbError>
    readonly replica: <W extends AnyWatch>(
      watches: ReadonlyArray<W>
    ) => Effect.Effect<OvsdbReplica<W>, OvsdbError, Scope.Scope>
    readonly lock: (
      name: string,
      options?: { readonly steal?: boolean | undefined }
    ) => Effect.Effect<Lock, OvsdbError, Scope.Scope>
    readonly connection: Effect.Effect<OvsdbConnection, OvsdbError>
    readonly status: Effect.Effect<Status>
    readonly statusChanges: Stream.Stream<Status>
  }
>()("@cloudwright/ovsdb/OvsdbClient") {
  /** A client of one database. Bind the layer to a constant: each call makes another connection. */
  static readonly layer = (options: ClientOptions): Layer.Layer<OvsdbClient, OvsdbError> =>
    Layer.effect(OvsdbClient, make(options))

  /** The same with options from the configuration. */
  static readonly layerConfig = (
    options: Config.Wrap<ClientOptions>
  ): Layer.Layer<OvsdbClient, OvsdbError | Config.ConfigError> =>
    Layer.effect(OvsdbClient, Effect.flatMap(Config.unwrap(options), make))
}

/**
 * Connects a client that lives until the scope closes. Fails when no remote can be reached, or one refuses for good; while the
 * servers that answer have no leader, or have not joined their cluster, it tries again within the time limit.
 *
 * A program with several databases keeps one client for each: make services of your own from this, or use the values.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fn("OvsdbClient.make")(function* (
  options: ClientOptions
): Effect.fn.Return<OvsdbClient["Service"], OvsdbError, Scope.Scope> {
  const core = yield* Core.start(options)
  return OvsdbClient.of({
    database: options.database,
    transact: core.transact,
    replica: (watches) => core.replica(watches),
    lock: (name, how) => core.lock(name, how?.steal === true),
    connection: core.connection,
    status: SubscriptionRef.get(core.status),
    statusChanges: SubscriptionRef.changes(core.status)
  })
})
