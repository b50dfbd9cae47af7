/**
 * Overlay networks of many tenants: their records, kept in the application's database, and made real by a driver.
 *
 * ```ts
 * const acme = (yield* Overlay).as("acme")
 * const plan = yield* acme.plan([
 *   { _tag: "Create", kind: "Network", record: { id: "web", subnets: [{ id: "a", cidr: "10.0.0.0/24" }] } },
 *   { _tag: "Create", kind: "Port", record: { id: "web-1", network: "web" } }
 * ])
 * yield* Console.log(OverlayPlan.print(plan))
 * yield* acme.apply(plan)
 * ```
 *
 * - A plan says everything that a change would do, and is applied to the state that it was made for or not at all. `change` is
 *   both at once, on whatever the state is by then.
 * - Records, their addresses in `Ipam` and events are written in one transaction; then the driver makes the newest state real.
 *   When that fails, or the process dies in between, applying again or `reconcile` goes on from there: run `reconcile` when a
 *   process starts and from time to time. It also repairs what others have changed in the back end.
 * - Doing something twice changes nothing the second time.
 * - Any number of processes may plan and apply at once: changes take turns in the database.
 * - A tenant sees its own records and what is shared with it, and writes its own. Ids are unique among all tenants' records of a
 *   kind: give tenants ids of their own making (`acme-web`, UUIDs), since one that is taken is `Forbidden`.
 * - The scope of a network that is called like its tenant is made when it is needed; a tenant that wants other scopes has to
 *   own them in `Ipam`.
 *
 * Limits: 10 000 changes per plan. All records are held in memory, once per process.
 *
 * `SqlClient` and `SqlError` are unstable Effect types.
 *
 * @since 0.1.0
 */
import * as EventLog from "@cloudwright/core/EventLog"
import type * as Migrations from "@cloudwright/core/Migrations"
import type { NicBinding } from "@cloudwright/core/NicBinding"
import * as Context from "effect/Context"
import * as SecureRandom from "effect/crypto/SecureRandom"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Stream from "effect/Stream"
import type { Ipam } from "../ipam/Ipam.ts"
import type { Intent } from "./Intent.ts"
import * as implementation from "./internal/overlay.ts"
import * as tables from "./internal/overlayTables.ts"
import type { ChangeRequest } from "./OverlayChange.ts"
import type { Drift, OverlayDriver, Realised, Settled, Status } from "./OverlayDriver.ts"
import type { OverlayError } from "./OverlayError.ts"
import type { OverlayPlan } from "./OverlayPlan.ts"
import type { RecordKind, RecordOf } from "./OverlayRecord.ts"
import type { OverlaySettings } from "./OverlaySettings.ts"
import * as Settings from "./OverlaySettings.ts"
import type { Change, OverlayState } from "./OverlayState.ts"

/**
 * What applying came to: the revision that is stored, the changes that came to something (none when all was so already),
 * and what the driver did about it, `undefined` when it had it already.
 *
 * @since 0.1.0
 * @category models
 */
export interface Applied {
  readonly revision: number
  readonly changes: ReadonlyArray<Change>
  readonly realised: Realised | undefined
}

/**
 * All records as of a revision, and the newest revision that a driver is known to have made real.
 *
 * @since 0.1.0
 * @category models
 */
export interface Stored {
  readonly revision: number
  readonly realised: number
  readonly state: OverlayState
}

/**
 * What reconciling found, and did about it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reconciled {
  readonly revision: number
  readonly drift: ReadonlyArray<Drift>
  readonly realised: Realised | undefined
}

/**
 * The overlay as one tenant or the operator may use it.
 *
 * @since 0.1.0
 * @category models
 */
export interface OverlayView {
  /** What changes would do. `flows: false` leaves out what opens and closes, which is most of the work. */
  readonly plan: (
    changes: ReadonlyArray<ChangeRequest>,
    options?: { readonly flows?: boolean }
  ) => Effect.Effect<OverlayPlan, OverlayError>
  /** Carries a plan out, all of it or nothing. */
  readonly apply: (plan: Pick<OverlayPlan, "base" | "changes">) => Effect.Effect<Applied, OverlayError>
  /** Carries changes out, all of them or none. */
  readonly change: (changes: ReadonlyArray<ChangeRequest>) => Effect.Effect<Applied, OverlayError>
  readonly get: <K extends RecordKind>(kind: K, id: string) => Effect.Effect<RecordOf<K>, OverlayError>
  /** By id. */
  readonly list: <K extends RecordKind>(kind: K) => Effect.Effect<ReadonlyArray<RecordOf<K>>, OverlayError>
  /** What the NIC of a port's guest is to be plugged into. */
  readonly binding: (port: string) => Effect.Effect<NicBinding, OverlayError>
  /** What is the case now, then every change: of a tenant's own ports, routers, balancers and tunnels. */
  readonly statuses: Stream.Stream<Status, OverlayError>
}

/**
 * Overlay networks of many tenants.
 *
 * @since 0.1.0
 * @category services
 */
export class Overlay extends Context.Service<
  Overlay,
  {
    /** What a tenant may do. */
    readonly as: (tenant: string) => OverlayView
    /** Everything: for the application itself. */
    readonly operator: OverlayView
    /** All records. */
    readonly state: Effect.Effect<Stored, OverlayError>
    /** What they mean. */
    readonly intent: Effect.Effect<Intent, OverlayError>
    /** How the back end differs from that. */
    readonly drift: Effect.Effect<ReadonlyArray<Drift>, OverlayError>
    /** Has the driver make real what is stored, unless it is so already. */
    readonly reconcile: Effect.Effect<Reconciled, OverlayError>
    /** Waits until the hosts that answer have what was realised, for `limit` at most. */
    readonly settled: (realised: Realised, limit: Duration.Input) => Effect.Effect<Settled, OverlayError>
  }
>()("@cloudwright/network/Overlay") {
  /**
   * The overlay in the tables `overlay_*` of the database, which it creates, and in its event log. `Ipam` has to be on the
   * same database.
   *
   * @since 0.1.0
   */
  static readonly layer = (
    settings: OverlaySettings = Settings.standard
  ): Layer.Layer<Overlay, SqlError | Migrations.MigrationsError, SqlClient.SqlClient | Ipam | OverlayDriver> =>
    Layer.effect(Overlay, implementation.make(settings)).pipe(
      Layer.provide([EventLog.EventLog.layer, tables.migrations, SecureRandom.layerWebCrypto])
    )
}
