/**
 * The address manager: scopes, pools, subnets, addresses and delegated prefixes, kept in the application's database.
 *
 * ```ts
 * const ipam = (yield* Ipam).as("acme")
 * yield* ipam.createScope({ id: "blue" })
 * const subnet = yield* ipam.createSubnet({ scope: "blue", cidr: "10.0.0.0/24", gateway: "first" })
 * const address = yield* ipam.allocate({ scope: "blue", subnet: subnet.id, owner: "port-1" })
 * ```
 *
 * - Within a scope nothing that is allocated overlaps; between scopes anything may. Any number of processes may work on
 *   one scope at once: their changes take turns in the database, so no address is granted twice and none is lost.
 * - Every method either does all it was asked or changes nothing. Doing it twice is doing it once: the same id, or the
 *   same owner and key, is the same thing. Releasing names the owner or the lease and frees nothing of anybody else's.
 * - A lease that has ended and a quarantine that is over count as such at once, by the clock of the process that looks;
 *   `expire` tidies their records up.
 * - Every change is told to the event log in the same transaction. Inside a transaction of the caller all this holds
 *   for that transaction; it should then be short, because it keeps other changes of the scope waiting.
 *
 * Limits: 10 000 addresses per call, 1000 records per page, 500 readers of a scope, 1000 ranges and as many exclusions of
 * a subnet, names 80 and texts 200 characters.
 *
 * `SqlClient` and `SqlError` are unstable Effect types.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import type * as Migrations from "@cloudwright/core/Migrations"
import * as Context from "effect/Context"
import * as SecureRandom from "effect/crypto/SecureRandom"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { AddressPlan } from "./AddressPlan.ts"
import type { IpamError } from "./IpamError.ts"
import * as implementation from "./internal/ipam.ts"
import * as tables from "./internal/ipamTables.ts"
import type { Address, Delegation, Pool, Scope, Subnet } from "./IpamModel.ts"
import type {
  Allocate,
  AllocateMany,
  CreatePool,
  CreateScope,
  CreateSubnet,
  Delegate,
  HistoryEntry,
  Hold,
  ListAddresses,
  Page,
  PageRequest,
  Release,
  ReleaseOutcome,
  UpdateSubnet,
  Usage,
  Whereabouts
} from "./IpamRequest.ts"
import type { SubnetPlan } from "./SubnetPlan.ts"

/**
 * The address manager as one tenant may use it: changing what is in its own scopes, reading also those it is a reader
 * of. Anything else is `Forbidden`.
 *
 * @since 0.1.0
 * @category models
 */
export interface IpamView {
  readonly createScope: (request: CreateScope) => Effect.Effect<Scope, IpamError>
  /** Replaces readers or comment. */
  readonly updateScope: (change: {
    readonly scope: string
    readonly readers?: "everyone" | ReadonlyArray<string> | undefined
    readonly comment?: string | undefined
  }) => Effect.Effect<Scope, IpamError>
  /** Removes an empty scope; none there changes nothing. */
  readonly removeScope: (scope: string) => Effect.Effect<void, IpamError>
  readonly getScope: (scope: string) => Effect.Effect<Scope, IpamError>
  /** The scopes that may be read, by id. */
  readonly listScopes: (page?: PageRequest) => Effect.Effect<Page<Scope>, IpamError>

  readonly createPool: (request: CreatePool) => Effect.Effect<Pool, IpamError>
  /** Removes a pool; what was in it is then in the one around it. None there changes nothing. */
  readonly removePool: (where: { readonly scope: string; readonly pool: string }) => Effect.Effect<void, IpamError>
  /** By address, the outer before the inner. */
  readonly listPools: (page: PageRequest & { readonly scope: string }) => Effect.Effect<Page<Pool>, IpamError>

  readonly createSubnet: (request: CreateSubnet) => Effect.Effect<Subnet, IpamError>
  /** Replaces what is given. What is already allocated stays, wherever it lies. */
  readonly updateSubnet: (change: UpdateSubnet) => Effect.Effect<Subnet, IpamError>
  /** Removes a subnet without addresses (quarantined ones do not count); none there changes nothing. */
  readonly removeSubnet: (where: { readonly scope: string; readonly subnet: string }) => Effect.Effect<void, IpamError>
  readonly getSubnet: (where: { readonly scope: string; readonly subnet: string }) => Effect.Effect<Subnet, IpamError>
  /** By address. */
  readonly listSubnets: (page: PageRequest & { readonly scope: string }) => Effect.Effect<Page<Subnet>, IpamError>

  readonly delegate: (request: Delegate) => Effect.Effect<Delegation, IpamError>
  /** Takes a delegated prefix back if it is the owner's; says whether it was there. Another owner is `InUse`. */
  readonly undelegate: (where: {
    readonly scope: string
    readonly delegation: string
    readonly owner: string
  }) => Effect.Effect<boolean, IpamError>
  /** By address. */
  readonly listDelegations: (
    page: PageRequest & { readonly scope: string }
  ) => Effect.Effect<Page<Delegation>, IpamError>

  readonly allocate: (request: Allocate) => Effect.Effect<Address, IpamError>
  /** In the order of the request. */
  readonly allocateMany: (request: AllocateMany) => Effect.Effect<ReadonlyArray<Address>, IpamError>
  /**
   * Sets addresses aside for their owners, who get them by allocating in the subnet. An owner who has one already, under
   * the same key, keeps it as it is: an allocated one stays allocated.
   */
  readonly reserve: (request: AllocateMany) => Effect.Effect<ReadonlyArray<Address>, IpamError>
  readonly hold: (request: Hold) => Effect.Effect<ReadonlyArray<Address>, IpamError>
  readonly release: (request: Release & { readonly scope: string }) => Effect.Effect<ReleaseOutcome, IpamError>
  /** Each for itself; in the order of the request. */
  readonly releaseMany: (request: {
    readonly scope: string
    readonly addresses: ReadonlyArray<Release>
  }) => Effect.Effect<ReadonlyArray<ReleaseOutcome>, IpamError>
  /**
   * Lets a lease end so long after now, be that later or earlier than before; one that has ended is `StaleLease`. Token and
   * fencing number stay.
   */
  readonly renew: (request: {
    readonly scope: string
    readonly address: string
    readonly token: string
    readonly lease: Duration.Input
  }) => Effect.Effect<Address, IpamError>
  /** Tidies up ended leases and quarantines of a scope, at most 10 000; says how many records it changed. */
  readonly expire: (scope: string) => Effect.Effect<number, IpamError>

  /** The record of an address; none when it is free. */
  readonly getAddress: (where: {
    readonly scope: string
    readonly address: string
  }) => Effect.Effect<Option.Option<Address>, IpamError>
  /** By address. Ended leases and quarantines are left out. */
  readonly listAddresses: (selection: ListAddresses) => Effect.Effect<Page<Address>, IpamError>
  /** Where an address lies and who has it, in every scope that may be read and has it in a pool, subnet or delegation. */
  readonly whoHas: (request: PageRequest & { readonly address: string }) => Effect.Effect<Page<Whereabouts>, IpamError>
  /** What happened to an address, the newest first. */
  readonly history: (
    request: PageRequest & { readonly scope: string; readonly address: string }
  ) => Effect.Effect<Page<HistoryEntry>, IpamError>
  /** How full the pools and subnets of a scope are. */
  readonly usage: (scope: string) => Effect.Effect<Usage, IpamError>

  /** Everything in a scope as a value, for `SubnetPlan` and the exports. Holds all its addresses in memory. */
  readonly plan: (scope: string) => Effect.Effect<AddressPlan, IpamError>
  /** Carries a plan out, all of it or nothing, if the scope still is at the version it was made for. */
  readonly apply: (plan: SubnetPlan) => Effect.Effect<Scope, IpamError>
}

/**
 * The address manager.
 *
 * @since 0.1.0
 * @category services
 */
export class Ipam extends Context.Service<
  Ipam,
  {
    /** What a tenant may do. */
    readonly as: (tenant: string) => IpamView
    /** Everything, in every scope: for the application itself. */
    readonly operator: IpamView
  }
>()("@cloudwright/network/Ipam") {
  /**
   * The address manager in the tables `ipam_*` of the database, which it creates, and in its event log. On PostgreSQL the
   * first start needs the right to create the trusted extension `btree_gist`, unless it is there.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<Ipam, SqlError | Migrations.MigrationsError, SqlClient.SqlClient> = Layer.suspend(
    () =>
      Layer.effect(Ipam, implementation.make).pipe(
        Layer.provide([EventLog.EventLog.layer, tables.migrations, SecureRandom.layerWebCrypto])
      )
  )
}
