/**
 * Pools of MAC addresses, kept in the application's database.
 *
 * ```ts
 * const macs = (yield* MacPools).as("acme")
 * yield* macs.createPool({ id: "vms", block: "52:54:00" })
 * const { address } = yield* macs.allocate({ pool: "vms", owner: "port-1" })
 * ```
 *
 * - A pool belongs to a tenant; its pools do not overlap, those of two tenants may. Only the tenant and the operator may
 *   use it.
 * - Addresses are given in turn and begin again at the end of the block, so that what was released is used last: other
 *   machines remember MAC addresses for a while.
 * - The same owner and key get the same address again. A release names the owner and frees nothing of anybody else's.
 * - Changes of a pool take turns in the database, whichever process makes them, and are told to the event log in the
 *   same transaction.
 *
 * Limits: 10 000 addresses per call, 1000 records per page.
 *
 * `SqlClient` and `SqlError` are unstable Effect types.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import type * as Migrations from "@cloudwright/core/Migrations"
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as implementation from "./internal/macPools.ts"
import * as tables from "./internal/macTables.ts"
import type { IpamError } from "./IpamError.ts"
import { Owner, Tenant } from "./IpamModel.ts"
import type { Page, PageRequest } from "./IpamRequest.ts"

/**
 * A pool: all addresses from `first` to `last`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const MacPool = Schema.Struct({
  id: Schema.String,
  tenant: Tenant,
  first: MacAddress,
  last: MacAddress,
  comment: Schema.String
})

/**
 * A pool.
 *
 * @since 0.1.0
 * @category models
 */
export interface MacPool extends Schema.Schema.Type<typeof MacPool> {}

/**
 * An address that an owner has. `key` tells apart several addresses of one owner.
 *
 * @since 0.1.0
 * @category schemas
 */
export const MacGrant = Schema.Struct({
  pool: Schema.String,
  address: MacAddress,
  owner: Owner,
  key: Schema.String,
  since: Schema.DateTimeUtcFromString
})

/**
 * An address that an owner has.
 *
 * @since 0.1.0
 * @category models
 */
export interface MacGrant extends Schema.Schema.Type<typeof MacGrant> {}

/**
 * A new pool. `block` is some first octets (`52:54:00`) or an address with a length of 8 to 48 (`52:54:00:80:00:00/25`);
 * not multicast, and not the address zero.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateMacPool {
  readonly id: string
  readonly block: string
  /** The acting tenant unless the operator says otherwise. */
  readonly tenant?: string | undefined
  readonly comment?: string | undefined
}

/**
 * An address wanted: the next one, or `address` and no other.
 *
 * @since 0.1.0
 * @category models
 */
export interface MacWish {
  readonly owner: string
  readonly key?: string | undefined
  readonly address?: string | undefined
}

/**
 * What became of a release: freed; free already; or it belongs to `owner`, and nothing was freed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const MacReleaseOutcome = Schema.TaggedUnion({
  Released: { address: MacAddress },
  AlreadyFree: { address: MacAddress },
  NotOwner: { address: MacAddress, owner: Owner }
})

/**
 * What became of a release.
 *
 * @since 0.1.0
 * @category models
 */
export type MacReleaseOutcome = typeof MacReleaseOutcome.Type

/**
 * MAC addresses were allocated or released.
 *
 * @since 0.1.0
 * @category schemas
 */
export const MacsChanged = implementation.MacsChanged

/**
 * The pools as one tenant may use them: its own.
 *
 * @since 0.1.0
 * @category models
 */
export interface MacPoolsView {
  /** The same id and block again change nothing. */
  readonly createPool: (request: CreateMacPool) => Effect.Effect<MacPool, IpamError>
  /** Removes a pool of which nobody has an address; none there changes nothing. */
  readonly removePool: (pool: string) => Effect.Effect<void, IpamError>
  /** By id. */
  readonly listPools: (page?: PageRequest) => Effect.Effect<Page<MacPool>, IpamError>
  readonly allocate: (request: MacWish & { readonly pool: string }) => Effect.Effect<MacGrant, IpamError>
  /** All or none, in the order of the request. */
  readonly allocateMany: (request: {
    readonly pool: string
    readonly addresses: ReadonlyArray<MacWish>
  }) => Effect.Effect<ReadonlyArray<MacGrant>, IpamError>
  readonly release: (request: {
    readonly pool: string
    readonly address: string
    readonly owner: string
  }) => Effect.Effect<MacReleaseOutcome, IpamError>
  /** By address. */
  readonly listAddresses: (
    page: PageRequest & { readonly pool: string; readonly owner?: string | undefined }
  ) => Effect.Effect<Page<MacGrant>, IpamError>
}

/**
 * Pools of MAC addresses.
 *
 * @since 0.1.0
 * @category services
 */
export class MacPools extends Context.Service<
  MacPools,
  {
    /** What a tenant may do. */
    readonly as: (tenant: string) => MacPoolsView
    /** Everything, in every pool: for the application itself. */
    readonly operator: MacPoolsView
  }
>()("@cloudwright/network/MacPools") {
  /**
   * The pools in the tables `ipam_mac_*` of the database, which it creates, and in its event log.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<MacPools, SqlError | Migrations.MigrationsError, SqlClient.SqlClient> =
    Layer.suspend(() =>
      Layer.effect(MacPools, implementation.make).pipe(Layer.provide([EventLog.EventLog.layer, tables.migrations]))
    )
}
