/**
 * What a hypervisor tells without being asked.
 *
 * @since 0.1.0
 */
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import * as Schema from "effect/Schema"
import { PowerState } from "./PowerState.ts"

const vm = { host: HostRef.HostRef, id: Ids.VmId }

/**
 * One event:
 *
 * - `StateChanged`: the domain is now in `state`; `cause` is the driver's word for why (`booted`, `shutdown`, `crashed`, …).
 * - `Defined`, `Undefined`: its definition was made, replaced or removed.
 * - `Rebooted`: the guest restarted without its process ending.
 * - `AgentChanged`: the guest agent came or went.
 * - `BalloonChanged`: the guest's memory in bytes followed the balloon.
 * - `DeviceRemoved`: the guest let go of a device (alias as the hypervisor names it).
 * - `Gap`: the connection was lost and is back; what happened between is not known, read the state again.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HypervisorEvent = Schema.TaggedUnion({
  StateChanged: { ...vm, state: PowerState, cause: Schema.String },
  Defined: vm,
  Undefined: vm,
  Rebooted: vm,
  AgentChanged: { ...vm, connected: Schema.Boolean },
  BalloonChanged: { ...vm, memory: Schema.ByteSize },
  DeviceRemoved: { ...vm, device: Schema.String },
  Gap: { host: HostRef.HostRef }
})

/**
 * One event.
 *
 * @since 0.1.0
 * @category models
 */
export type HypervisorEvent = typeof HypervisorEvent.Type
