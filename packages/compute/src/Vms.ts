/**
 * Durable virtual machines across many hosts.
 *
 * Every VM has a record in the application's database that says what should be. A verb first writes what is wanted, then
 * brings the host there step by step, then writes what came of it; each change is told to the event log in the same
 * transaction. A crash of the application anywhere leaves a record in a transit state: repeating the call, or
 * `reconcile`, looks at the host and does what is left.
 *
 * - One operation per VM at a time in this process. Between processes the record's generation decides: whoever comes too
 *   late fails with `Superseded` and writes nothing. `stop` with `force` and `remove` do not wait for a guest that is
 *   being asked to stop.
 * - A call that definitely failed undoes what it did: a `create` leaves no domain, no seed image and no record; a change
 *   goes back to what was. If the undoing fails too the record is `stuck` and says what is left behind; `reconcile` tries
 *   again. A call whose outcome is `unknown` leaves the record in its transit state.
 * - An interrupted call leaves the record in its transit state.
 * - A host may still carry out a call that timed out, even after its VM was removed. What comes of that is drift or an
 *   orphan, and `reconcile` tells of it.
 * - Seed documents of cloud-init are kept in the database, secrets included, until the seed disk is detached.
 *
 * `SqlClient` and `SqlError` are unstable Effect types.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import * as EventLog from "@cloudwright/core/EventLog"
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as MigrationErrors from "@cloudwright/core/Migrations"
import type * as NicBinding from "@cloudwright/core/NicBinding"
import * as Context from "effect/Context"
import * as SecureRandom from "effect/crypto/SecureRandom"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Stream from "effect/Stream"
import type { GuestSignal, Hypervisors } from "./Hypervisor.ts"
import * as implementation from "./internal/vms.ts"
import * as store from "./internal/vmsStore.ts"
import type { SeedImages } from "./SeedImages.ts"
import type { VmError } from "./VmError.ts"
import type { VmRecord, VmStatus } from "./VmRecord.ts"
import type {
  CreateVm,
  DiskOptions,
  Finding,
  ListVms,
  NicOptions,
  ReconcileOptions,
  ResizeVm,
  VmPage
} from "./VmRequest.ts"

type Changed = Effect.Effect<VmRecord, VmError>

/**
 * Virtual machines.
 *
 * @since 0.1.0
 * @category services
 */
export class Vms extends Context.Service<
  Vms,
  {
    /**
     * Makes a VM and starts it. The same id with the same request is the same VM, also when two callers ask at once or
     * after a crash; with another request it is a `Conflict` that lists the fields.
     */
    readonly create: (request: CreateVm) => Changed
    readonly get: (id: Ids.VmId) => Changed
    readonly list: (selection?: ListVms) => Effect.Effect<VmPage, VmError>

    /** Starts; from saved memory if there is some. */
    readonly start: (id: Ids.VmId) => Changed
    /**
     * Asks the guest to stop and waits at most `timeout` (default 60 seconds); a guest that ignores it is the reason
     * `GuestIgnored` and goes on running. `force` pulls the plug, and throws saved memory away.
     */
    readonly stop: (id: Ids.VmId, options?: { readonly force?: boolean; readonly timeout?: Duration.Input }) => Changed
    /** Asks the guest to restart; returns when it has been asked. */
    readonly reboot: (id: Ids.VmId, options?: { readonly signal?: GuestSignal }) => Changed
    readonly suspend: (id: Ids.VmId) => Changed
    readonly resume: (id: Ids.VmId) => Changed
    /** Saves memory on the host and stops; `start` goes on from there. */
    readonly save: (id: Ids.VmId) => Changed

    readonly resize: (id: Ids.VmId, sizes: ResizeVm) => Changed
    /** Attaches a disk; a source that is attached already changes nothing. */
    readonly attachDisk: (id: Ids.VmId, disk: DiskSource.DiskSource | DiskOptions) => Changed
    /** Detaches a disk; none there changes nothing. */
    readonly detachDisk: (id: Ids.VmId, target: string) => Changed
    /** Attaches a network card; the same binding again changes nothing. */
    readonly attachNic: (id: Ids.VmId, nic: NicBinding.NicBinding | NicOptions) => Changed
    /** Detaches a network card; none there changes nothing. */
    readonly detachNic: (id: Ids.VmId, mac: NicBinding.MacAddress) => Changed
    /** Takes the seed disk away and forgets its documents; for guests that have been set up. */
    readonly detachSeed: (id: Ids.VmId) => Changed

    /** Makes a `lost` VM again from its record. Sure that it does not run elsewhere? Two machines destroy a disk. */
    readonly restore: (id: Ids.VmId) => Changed
    /** Stops without asking and removes domain, seed image and record; never disks. A VM that is not there is fine. */
    readonly remove: (id: Ids.VmId) => Effect.Effect<void, VmError>
    /** Makes a record of a domain that somebody else made, as it is, and marks the domain as managed. */
    readonly adopt: (domain: {
      readonly host: HostRef.HostRef
      readonly id: Ids.VmId
      readonly labels?: Readonly<Record<string, string>>
    }) => Changed

    /** The VM's status now, then each change, until it is removed. */
    readonly watch: (id: Ids.VmId) => Stream.Stream<VmStatus, VmError>
    /** The status of every VM now, then each change; never ends. */
    readonly watchAll: Stream.Stream<VmStatus, VmError>

    /** What `reconcile` would do for a VM, as text. */
    readonly plan: (id: Ids.VmId) => Effect.Effect<string, VmError>
    /** Compares records and hosts, finishes what was begun, and tells what does not fit. */
    readonly reconcile: (options?: ReconcileOptions) => Effect.Effect<ReadonlyArray<Finding>, VmError>
  }
>()("@cloudwright/compute/Vms") {
  /**
   * VMs in the tables `compute_*` of the database, which it creates, and in its event log. Follows the hosts' events, so
   * that records and watchers learn of what happens without being asked for.
   *
   * @since 0.1.0
   */
  static readonly layer: Layer.Layer<
    Vms,
    SqlError | MigrationErrors.MigrationsError,
    Hypervisors | SqlClient.SqlClient | SeedImages
  > = Layer.suspend(() => layerWith({ follow: true }))
}

/**
 * `Vms.layer`, with the choice not to follow the hosts' events: of several processes that share a database one is
 * enough.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWith = (options: {
  readonly follow: boolean
}): Layer.Layer<Vms, SqlError | MigrationErrors.MigrationsError, Hypervisors | SqlClient.SqlClient | SeedImages> =>
  Layer.effect(Vms, implementation.make(options)).pipe(
    Layer.provide([EventLog.EventLog.layer, store.migrations, SecureRandom.layerWebCrypto])
  )
