/**
 * What a caller gives to create, list and reconcile VMs, and what reconciliation found.
 *
 * @since 0.1.0
 */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as NicBinding from "@cloudwright/core/NicBinding"
import type { CloudInitInput } from "./CloudInit.ts"
import type { PowerState } from "./PowerState.ts"
import type { VmError } from "./VmError.ts"
import type { VmRecord } from "./VmRecord.ts"
import type { VmDisk, VmNic } from "./VmSpec.ts"
import type { VmState } from "./VmState.ts"
import type { MachineOptions } from "./VmTemplate.ts"

/**
 * A disk with more to say than its source. Without `target` it gets the first free `vd*`, a `cdrom` the first free `sd*`.
 *
 * @since 0.1.0
 * @category models
 */
export interface DiskOptions {
  readonly source: DiskSource.DiskSource
  readonly target?: string
  readonly kind?: VmDisk["kind"]
  readonly readOnly?: boolean
  readonly serial?: string
}

/**
 * A network card with more to say than its binding.
 *
 * @since 0.1.0
 * @category models
 */
export interface NicOptions {
  readonly binding: NicBinding.NicBinding
  readonly model?: VmNic["model"]
  readonly linkUp?: boolean
}

/**
 * A request to create a VM.
 *
 * - `id` makes the request repeatable: the same id and the same request is the same VM. Generated when absent.
 * - `name` is unique per host; made from the id when absent.
 * - `template` is a name (its newest version) or a name and a version; what the request says itself goes before.
 * - `disks` in boot order.
 * - `start`: whether to start it; default true.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateVm extends MachineOptions {
  readonly id?: Ids.VmId
  readonly host: HostRef.HostRef
  readonly name?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly template?: string | { readonly name: string; readonly version: number }
  readonly disks: ReadonlyArray<DiskSource.DiskSource | DiskOptions>
  readonly nics: ReadonlyArray<NicBinding.NicBinding | NicOptions>
  readonly cloudInit?: CloudInitInput
  readonly start?: boolean
}

/**
 * New sizes. A running machine takes what it can at once (more virtual CPUs up to `maxVcpus`, memory up to `maxMemory`),
 * the rest at its next start. A size above its maximum raises the maximum.
 *
 * @since 0.1.0
 * @category models
 */
export type ResizeVm = Pick<MachineOptions, "vcpus" | "maxVcpus" | "memory" | "maxMemory">

/**
 * Which VMs to list, in the order of their ids: at most `limit` (default 100, at most 1000) after the id `after`.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListVms {
  readonly host?: HostRef.HostRef
  readonly states?: ReadonlyArray<VmState>
  /** Each of these labels with this value. */
  readonly labels?: Readonly<Record<string, string>>
  readonly after?: Ids.VmId
  readonly limit?: number
}

/**
 * A page of VMs; `next` is the `after` of the next page, absent on the last.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmPage {
  readonly vms: ReadonlyArray<VmRecord>
  readonly next: Ids.VmId | undefined
}

/**
 * What reconciliation does beyond finishing what was begun.
 *
 * - `host`: only this one; default all, also those that only records name.
 * - `drift`: what to do with a machine that is not as it should be although nothing is under way (it was stopped or
 *   changed behind our back): `restore` (default) brings it back, `report` only tells.
 * - `removeOrphans`: stops and removes managed domains and seed images that no record knows. Default false.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReconcileOptions {
  readonly host?: HostRef.HostRef
  readonly drift?: "restore" | "report"
  readonly removeOrphans?: boolean
}

/**
 * What reconciliation found:
 *
 * - `Finished`: an operation that was under way (`from`) was brought to its end; `to` is absent when the VM is gone.
 * - `Drifted`: the machine was not as it should be; `steps` were needed, and taken when `restored`.
 * - `Lost`: the host no longer has the machine; nothing is done about it (see `Vms.restore`).
 * - `Orphan`, `OrphanSeed`: a managed domain, a seed image without a record; gone when `removed`.
 * - `Foreign`: a domain that is not managed.
 * - `Failed`: a VM could not be reconciled.
 * - `HostFailed`: a host could not be looked at.
 *
 * @since 0.1.0
 * @category models
 */
export type Finding =
  | { readonly _tag: "Finished"; readonly id: Ids.VmId; readonly from: VmState; readonly to: VmState | undefined }
  | {
      readonly _tag: "Drifted"
      readonly id: Ids.VmId
      readonly steps: ReadonlyArray<string>
      readonly restored: boolean
    }
  | { readonly _tag: "Lost"; readonly id: Ids.VmId; readonly host: HostRef.HostRef }
  | {
      readonly _tag: "Orphan"
      readonly host: HostRef.HostRef
      readonly id: Ids.VmId
      readonly name: string
      readonly state: PowerState
      readonly removed: boolean
    }
  | { readonly _tag: "OrphanSeed"; readonly host: HostRef.HostRef; readonly id: Ids.VmId; readonly removed: boolean }
  | {
      readonly _tag: "Foreign"
      readonly host: HostRef.HostRef
      readonly id: Ids.VmId
      readonly name: string
      readonly state: PowerState
    }
  | { readonly _tag: "Failed"; readonly id: Ids.VmId; readonly error: VmError }
  | { readonly _tag: "HostFailed"; readonly host: HostRef.HostRef; readonly error: VmError }
