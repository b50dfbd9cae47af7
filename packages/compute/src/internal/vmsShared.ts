/**
 * What the parts of `Vms` that are not verbs share.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import type { Hypervisors } from "../Hypervisor.ts"
import type { VmError } from "../VmError.ts"
import type { VmRecord } from "../VmRecord.ts"
import type { Engine, Work } from "./vmsEngine.ts"
import type { Locks } from "./vmsLocks.ts"
import type { Store } from "./vmsStore.ts"

/** The shared parts. `refresh` gives the record the state its machine is in now, `work` is an operation to begin. */
export interface Shared {
  readonly store: Store
  readonly engine: Engine
  readonly locks: Locks
  readonly hypervisors: Hypervisors["Service"]
  readonly refresh: (job: Work) => Effect.Effect<VmRecord, VmError>
  readonly work: (operation: string, record: VmRecord, giveWay: Effect.Effect<void>) => Work
}
