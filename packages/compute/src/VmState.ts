/**
 * The state machine of a VM record: which states there are, what may be asked for in each, and where it leads. Pure.
 *
 * A record is in a *settled* state, which says what the machine was last seen doing, or in a *transit* state, which says
 * what is being done to it. A verb leads from a state to a transit state; what the host then reports leads to a settled
 * one. A crash leaves a record in transit: the same verb, asked again, takes over.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { PowerState } from "./PowerState.ts"

/**
 * The states of a VM record.
 *
 * - settled, as seen on the host: `running`, `stopped`, `paused`, `saved` (stopped with its memory kept on the host),
 *   `sleeping` (the guest put itself to sleep), `crashed`.
 * - in transit: `creating`, `adopting`, `starting`, `stopping`, `suspending`, `resuming`, `saving`, `changing`,
 *   `restoring`, `removing`.
 * - `lost`: the host no longer has the machine. It is never made again without being asked, since somebody may have
 *   moved it and two machines on one disk destroy it.
 * - `stuck`: what a failed operation left behind could not be removed; the record's `failure` lists it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmState = Schema.Literals([
  "running",
  "stopped",
  "paused",
  "saved",
  "sleeping",
  "crashed",
  "creating",
  "adopting",
  "starting",
  "stopping",
  "suspending",
  "resuming",
  "saving",
  "changing",
  "restoring",
  "removing",
  "lost",
  "stuck"
])

/**
 * The state of a VM record.
 *
 * @since 0.1.0
 * @category models
 */
export type VmState = typeof VmState.Type

/**
 * What can be asked of a VM. `create` of a VM that exists takes over an unfinished creation. `forceStop` is `stop` with `force`; `change` is every change of its definition (`resize`,
 * attach, detach); `restore` makes a `lost` machine again.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmVerb = Schema.Literals([
  "create",
  "start",
  "stop",
  "forceStop",
  "reboot",
  "suspend",
  "resume",
  "save",
  "change",
  "restore",
  "remove"
])

/**
 * What can be asked of a VM.
 *
 * @since 0.1.0
 * @category models
 */
export type VmVerb = typeof VmVerb.Type

/**
 * Which verbs each state allows: the table from which a user interface takes its buttons. A verb whose goal is already
 * reached (`start` of a running machine) also succeeds, without doing anything.
 *
 * @since 0.1.0
 * @category constants
 */
export const allowedVerbs: { readonly [S in VmState]: ReadonlyArray<VmVerb> } = {
  running: ["stop", "forceStop", "reboot", "suspend", "save", "change", "remove"],
  stopped: ["start", "change", "remove"],
  paused: ["forceStop", "resume", "save", "remove"],
  saved: ["start", "forceStop", "remove"],
  sleeping: ["forceStop", "remove"],
  crashed: ["start", "change", "remove"],
  creating: ["create", "remove"],
  adopting: [],
  starting: ["start", "forceStop", "remove"],
  stopping: ["stop", "forceStop", "remove"],
  suspending: ["suspend", "forceStop", "remove"],
  resuming: ["resume", "forceStop", "remove"],
  saving: ["save", "forceStop", "remove"],
  changing: ["change", "forceStop", "remove"],
  restoring: ["restore", "forceStop", "remove"],
  removing: ["remove"],
  lost: ["restore", "remove"],
  stuck: ["forceStop", "remove"]
}

/** `reboot` has no transit state: nothing of it needs to be finished later. */
const transit: { readonly [V in VmVerb]: VmState | undefined } = {
  create: "creating",
  start: "starting",
  stop: "stopping",
  forceStop: "stopping",
  reboot: undefined,
  suspend: "suspending",
  resume: "resuming",
  save: "saving",
  change: "changing",
  restore: "restoring",
  remove: "removing"
}

const goals: { readonly [V in VmVerb]: VmState | undefined } = {
  create: undefined,
  start: "running",
  stop: "stopped",
  forceStop: "stopped",
  reboot: undefined,
  suspend: "paused",
  resume: "running",
  save: "saved",
  change: undefined,
  restore: undefined,
  remove: undefined
}

const settled: ReadonlySet<VmState> = new Set(["running", "stopped", "paused", "saved", "sleeping", "crashed"])

/**
 * Whether a state says what the machine was last seen doing and nothing is being done to it.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isSettled = (state: VmState): boolean => settled.has(state)

/**
 * Whether an operation on the machine is under way or was left unfinished.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isTransit = (state: VmState): boolean => !settled.has(state) && state !== "lost" && state !== "stuck"

/**
 * Whether a state allows a verb.
 *
 * @since 0.1.0
 * @category predicates
 */
export const allows = (state: VmState, verb: VmVerb): boolean => allowedVerbs[state].includes(verb)

/**
 * A verb that its state does not allow.
 *
 * @since 0.1.0
 * @category models
 */
export interface IllegalVerb {
  readonly state: VmState
  readonly verb: VmVerb
  readonly allowed: ReadonlyArray<VmVerb>
}

/**
 * Where a verb leads from a state: to the state in which it is under way, or to the state itself when its goal is
 * already reached or it has no transit state (`reboot`). This and `settle` are the only ways from one state to another.
 *
 * @since 0.1.0
 * @category combinators
 */
export const begin = (state: VmState, verb: VmVerb): Result.Result<VmState, IllegalVerb> => {
  if (goals[verb] === state) return Result.succeed(state)
  if (!allows(state, verb)) return Result.fail({ state, verb, allowed: allowedVerbs[state] })
  return Result.succeed(transit[verb] ?? state)
}

/**
 * The settled state for what the host reports. `stopping` still counts as running: the guest may not come to an end.
 *
 * @since 0.1.0
 * @category combinators
 */
export const settle = (observed: { readonly state: PowerState; readonly hasManagedSave: boolean }): VmState => {
  switch (observed.state) {
    case "running":
    case "stopping":
      return "running"
    case "off":
      return observed.hasManagedSave ? "saved" : "stopped"
    case "crashed":
      return observed.hasManagedSave ? "saved" : "crashed"
    case "paused":
    case "sleeping":
      return observed.state
  }
}
