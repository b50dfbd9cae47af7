/**
 * What may go wrong with a call to a simulated host, and the seeded decision whether it does.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type * as Seed from "@cloudwright/core/testing/Seed"
import type { Hypervisor } from "../Hypervisor.ts"

/**
 * An operation of a `Hypervisor`.
 *
 * @since 0.1.0
 * @category models
 */
export type Operation = Exclude<keyof Hypervisor, "host" | "events">

/**
 * A way in which a call goes wrong:
 *
 * - `slow`: it takes 1 to 60 seconds longer; beyond the host's call limit the caller gets `TimedOut`, the call goes on.
 * - `stuck`: it is carried out, but the answer never comes: `TimedOut`.
 * - `lost-request`: nothing is done, `ConnectionLost`; a caller cannot tell it from the next.
 * - `lost-reply`: it is done, `ConnectionLost` with `outcome: "unknown"` for a mutation.
 * - `refused`: nothing is done, `Failed` with `outcome: "not-done"`.
 * - `stopped-midway`: the operation stops before, between or after its steps, as when the host's daemon is killed, and
 *   what was done stays half done: `ConnectionLost`.
 * - `disk-full`: an operation that writes on the host fails with `Failed` (libvirt's code 38); for others nothing.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "slow" | "stuck" | "lost-request" | "lost-reply" | "refused" | "stopped-midway" | "disk-full"

/**
 * A fault that happens with `probability` (0 to 1) at each call. Absent `operations` and `hosts` mean all of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface FaultRule {
  readonly fault: Fault
  readonly probability: number
  readonly operations?: ReadonlyArray<Operation>
  readonly hosts?: ReadonlyArray<HostRef.HostRef>
}

/**
 * Restricts a one-shot fault to a host or a VM.
 *
 * @since 0.1.0
 * @category models
 */
export interface FaultTarget {
  readonly host?: HostRef.HostRef
  readonly vm?: Ids.VmId
}

interface OneShot extends FaultTarget {
  readonly operation: Operation
  readonly fault: Fault
}

/** The faults of one world: one-shot ones are used up in the order they were set, before any rule is asked. */
export interface Faults {
  rules: ReadonlyArray<FaultRule>
  readonly oneShots: Array<OneShot>
}

/** Which fault, if any, the call gets. Every matching rule draws once, so that adding a rule at the end moves no other. */
export const draw = (
  faults: Faults,
  prng: Seed.Prng,
  call: { readonly operation: Operation; readonly host: HostRef.HostRef; readonly vm: Ids.VmId | undefined }
): Fault | undefined => {
  const index = faults.oneShots.findIndex(
    (shot) =>
      shot.operation === call.operation &&
      (shot.host === undefined || shot.host === call.host) &&
      (shot.vm === undefined || shot.vm === call.vm)
  )
  if (index >= 0) return faults.oneShots.splice(index, 1)[0]?.fault
  const hits = faults.rules.filter(
    (rule) =>
      (rule.operations === undefined || rule.operations.includes(call.operation)) &&
      (rule.hosts === undefined || rule.hosts.includes(call.host)) &&
      prng.chance(rule.probability)
  )
  return hits[0]?.fault
}
