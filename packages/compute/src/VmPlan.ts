/**
 * From what should be and what is to the steps between them: a pure function. The result can be printed before it is
 * applied, and planning again after a crash anywhere gives what is left to do.
 *
 * A machine that runs is changed by attaching and detaching where its buses can, else its definition is replaced for the
 * next start: disks at `sd*` targets cannot come and go while it runs. A plan never stops a machine that should run.
 *
 * @since 0.1.0
 */
import type * as NicBinding from "@cloudwright/core/NicBinding"
import type { Domain } from "./Hypervisor.ts"
import * as Overlays from "./internal/overlays.ts"
import * as diff from "./internal/vmspecDiff.ts"
import { isActive, type PowerState } from "./PowerState.ts"
import { fullSpec, type VmDesired } from "./VmRecord.ts"
import type { DiskTarget, VmDisk, VmNic, VmSpec } from "./VmSpec.ts"

/**
 * What a host has of one VM: its domain, and whether there is a seed image of its id.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmObserved {
  readonly domain: Pick<Domain, "state" | "managed" | "spec" | "live" | "hasManagedSave" | "overlays"> | undefined
  readonly seed: boolean
}

/**
 * One step. Steps name what they act on; values come from the record when the step is taken.
 *
 * @since 0.1.0
 * @category models
 */
export type VmStep =
  | { readonly _tag: "Adopt" }
  | { readonly _tag: "PutSeed" }
  | { readonly _tag: "Define"; readonly fields: ReadonlyArray<string> }
  | { readonly _tag: "Start"; readonly paused: boolean }
  | { readonly _tag: "Shutdown"; readonly timeoutMillis: number }
  | { readonly _tag: "Destroy" }
  | { readonly _tag: "Suspend" }
  | { readonly _tag: "Resume" }
  | { readonly _tag: "Save" }
  | { readonly _tag: "DiscardSave" }
  | { readonly _tag: "AttachDisk"; readonly target: DiskTarget }
  | { readonly _tag: "DetachDisk"; readonly target: DiskTarget }
  | { readonly _tag: "AttachNic"; readonly mac: NicBinding.MacAddress }
  | { readonly _tag: "DetachNic"; readonly mac: NicBinding.MacAddress }
  | { readonly _tag: "SetLink"; readonly mac: NicBinding.MacAddress; readonly link: "up" | "down" }
  | { readonly _tag: "SetVcpus"; readonly vcpus: number }
  | { readonly _tag: "SetMemory"; readonly memory: VmDesired["spec"]["memory"] }
  | { readonly _tag: "Undefine" }
  | { readonly _tag: "RemoveSeed" }

/**
 * What should be and no step can bring about:
 *
 * - `NotManaged`: the domain of this id is not ours.
 * - `Asleep`: the guest sleeps and only the guest wakes it.
 * - `ShuttingDown`: the guest is shutting down by itself.
 * - `MemoryLost`: the machine should be saved, and there is no saved memory.
 *
 * @since 0.1.0
 * @category models
 */
export type VmUnmet = "NotManaged" | "Asleep" | "ShuttingDown" | "MemoryLost"

/**
 * A plan: steps in their order, and what no step can bring about.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmPlan {
  readonly steps: ReadonlyArray<VmStep>
  readonly unmet: ReadonlyArray<VmUnmet>
}

const nothing: VmPlan = { steps: [], unmet: [] }
const steps = (...list: ReadonlyArray<VmStep>): VmPlan => ({ steps: list, unmet: [] })
const unmet = (why: VmUnmet): VmPlan => ({ steps: [], unmet: [why] })
const concat = (...plans: ReadonlyArray<VmPlan>): VmPlan => ({
  steps: plans.flatMap((part) => part.steps),
  unmet: plans.flatMap((part) => part.unmet)
})

/**
 * The steps from what is to what should be. When nothing is left to do the plan is empty.
 *
 * @since 0.1.0
 * @category constructors
 */
export const plan = (desired: VmDesired, observed: VmObserved): VmPlan => {
  if (desired.presence === "absent") return remove(observed)
  const { domain } = observed
  if (domain !== undefined && !domain.managed) {
    return desired.presence === "adopt" ? steps({ _tag: "Adopt" }) : unmet("NotManaged")
  }
  const { seed } = desired
  const missing = seed?.wanted === true && (!observed.seed || seed.source === null)
  const put = missing ? steps({ _tag: "PutSeed" }) : nothing
  const done = seed?.wanted === false && observed.seed && !holdsSeed(desired, observed)
  const drop = done ? steps({ _tag: "RemoveSeed" }) : nothing
  if (domain === undefined) {
    return concat(put, steps({ _tag: "Define", fields: ["all"] }), power(desired, "off", false), drop)
  }
  return concat(put, isActive(domain.state) ? whileActive(desired, domain) : whileOff(desired, domain), drop)
}

/** Whether the running machine, or the saved one, still has the seed disk that it should not have any more. */
const holdsSeed = ({ seed }: VmDesired, { domain }: VmObserved): boolean =>
  domain !== undefined &&
  (domain.hasManagedSave ||
    [...(domain.live?.disks ?? []), ...(domain.spec?.disks ?? [])].some((disk) => disk.target === seed?.target))

const remove = ({ domain, seed }: VmObserved): VmPlan => {
  const drop = seed ? steps({ _tag: "RemoveSeed" }) : nothing
  if (domain === undefined) return drop
  if (!domain.managed) return nothing
  const kill = isActive(domain.state) ? steps({ _tag: "Destroy" }) : nothing
  return concat(kill, steps({ _tag: "Undefine" }), drop)
}

/**
 * What a domain should have: the spec and the seed disk, with the overlays in place that external snapshots have put on
 * its disks. Taking those away would lose what the guest has written since.
 *
 * @since 0.1.0
 * @category getters
 */
export const wantedSpec = (desired: VmDesired, domain: VmObserved["domain"]): VmSpec => {
  const spec = fullSpec(desired)
  return domain === undefined
    ? spec
    : Overlays.withOverlays(spec, domain.overlays, Overlays.fileOf(domain.live ?? domain.spec))
}

type ManagedDomain = NonNullable<VmObserved["domain"]>

const whileOff = (desired: VmDesired, domain: ManagedDomain): VmPlan =>
  concat(redefine(desired, domain), power(desired, domain.state, domain.hasManagedSave))

const redefine = (desired: VmDesired, domain: ManagedDomain): VmPlan => {
  const fields = domain.spec === undefined ? ["all"] : diff.fields(wantedSpec(desired, domain), domain.spec)
  return fields.length === 0 ? nothing : steps({ _tag: "Define", fields })
}

const whileActive = (desired: VmDesired, domain: ManagedDomain): VmPlan => {
  const move = power(desired, domain.state, domain.hasManagedSave)
  // A machine on its way down needs no hot changes: its definition is enough.
  if (desired.power === "off") return concat(move, redefine(desired, domain))
  return concat(hotChanges(desired, domain), move)
}

const hotChanges = (desired: VmDesired, domain: ManagedDomain): VmPlan => {
  const want = wantedSpec(desired, domain)
  const live = domain.live ?? domain.spec
  const defined = domain.spec
  if (live === undefined || defined === undefined) return steps({ _tag: "Define", fields: ["all"] })
  const hot: Array<VmStep> = []
  const done = new Set<string>()

  const target = (disk: VmDisk) => disk.target
  const pluggable = (disks: ReadonlyArray<VmDisk>) => disks.filter((disk) => disk.target.startsWith("vd"))
  const disks = diff.byKey(pluggable(want.disks), pluggable(live.disks), target, diff.sameDisk)
  // What only the definition has is in the way of attaching it.
  const disksGone = union(disks.gone, disks.fresh, defined.disks.map(target))
  for (const target of disksGone) hot.push({ _tag: "DetachDisk", target })
  for (const target of disks.fresh) hot.push({ _tag: "AttachDisk", target })
  const fixed = (list: ReadonlyArray<VmDisk>) => list.filter((disk) => disk.target.startsWith("sd"))
  const moved = disksGone.length + disks.fresh.length > 0
  if (moved && diff.sameDisks(fixed(want.disks), fixed(defined.disks))) done.add("disks")

  const mac = (nic: VmNic) => nic.binding.mac
  const nics = diff.byKey(want.nics, live.nics, mac, diff.sameCard)
  const nicsGone = union(nics.gone, nics.fresh, defined.nics.map(mac))
  for (const mac of nicsGone) hot.push({ _tag: "DetachNic", mac })
  for (const mac of nics.fresh) hot.push({ _tag: "AttachNic", mac })
  if (nicsGone.length + nics.fresh.length > 0) done.add("nics")
  for (const nic of want.nics) {
    const now = live.nics.find((other) => other.binding.mac === nic.binding.mac)
    if (now === undefined || nics.fresh.includes(nic.binding.mac) || now.linkUp === nic.linkUp) continue
    hot.push({ _tag: "SetLink", mac: nic.binding.mac, link: nic.linkUp ? "up" : "down" })
    done.add("nics")
  }

  const fields = diff.fields(want, defined)
  if (fields.includes("vcpus") && want.vcpus > live.vcpus && want.vcpus <= live.maxVcpus) {
    hot.push({ _tag: "SetVcpus", vcpus: want.vcpus })
    done.add("vcpus")
  }
  if (fields.includes("memory") && want.memory <= live.maxMemory) {
    hot.push({ _tag: "SetMemory", memory: want.memory })
    done.add("memory")
  }
  const rest = fields.filter((field) => !done.has(field))
  return steps(...hot, ...(rest.length === 0 ? [] : [{ _tag: "Define", fields: rest } as const]))
}

const union = <K>(gone: ReadonlyArray<K>, fresh: ReadonlyArray<K>, defined: ReadonlyArray<K>): ReadonlyArray<K> => [
  ...gone,
  ...fresh.filter((key) => defined.includes(key) && !gone.includes(key))
]

const power = (desired: VmDesired, state: PowerState, hasManagedSave: boolean): VmPlan => {
  switch (desired.power) {
    case "running":
    case "paused":
      return towardsActive(desired.power, state)
    case "off":
      return towardsOff(desired, state, hasManagedSave)
    case "saved":
      return towardsSaved(state, hasManagedSave)
  }
}

const towardsActive = (wanted: "running" | "paused", state: PowerState): VmPlan => {
  const start = { _tag: "Start", paused: wanted === "paused" } as const
  switch (state) {
    case "off":
    case "crashed":
      return steps(start)
    case "sleeping":
      return unmet("Asleep")
    case "stopping":
      return unmet("ShuttingDown")
    case "running":
      return wanted === "paused" ? steps({ _tag: "Suspend" }) : nothing
    case "paused":
      return wanted === "running" ? steps({ _tag: "Resume" }) : nothing
  }
}

const towardsOff = (desired: VmDesired, state: PowerState, hasManagedSave: boolean): VmPlan => {
  const shutdown = { _tag: "Shutdown", timeoutMillis: desired.stopTimeoutMillis } as const
  switch (state) {
    case "off":
    case "crashed":
      // Saved memory is somebody's work: only force throws it away.
      return hasManagedSave && desired.force ? steps({ _tag: "DiscardSave" }) : nothing
    case "sleeping":
      return desired.force ? steps({ _tag: "Destroy" }) : unmet("Asleep")
    case "running":
    case "stopping":
      return steps(desired.force ? { _tag: "Destroy" } : shutdown)
    case "paused":
      return desired.force ? steps({ _tag: "Destroy" }) : steps({ _tag: "Resume" }, shutdown)
  }
}

const towardsSaved = (state: PowerState, hasManagedSave: boolean): VmPlan => {
  switch (state) {
    case "running":
    case "paused":
      return steps({ _tag: "Save" })
    case "sleeping":
      return unmet("Asleep")
    case "stopping":
      return unmet("ShuttingDown")
    case "off":
    case "crashed":
      return hasManagedSave ? nothing : unmet("MemoryLost")
  }
}

/**
 * A step in words.
 *
 * @since 0.1.0
 * @category getters
 */
export const formatStep = (step: VmStep): string => {
  switch (step._tag) {
    case "Adopt":
      return "mark the domain as managed"
    case "PutSeed":
      return "put the seed image on the host"
    case "Define":
      return `define the domain (${step.fields.join(", ")})`
    case "Start":
      return step.paused ? "start, paused" : "start"
    case "Shutdown":
      return `ask the guest to stop, wait ${step.timeoutMillis / 1000} s`
    case "Destroy":
      return "stop without asking the guest"
    case "Suspend":
      return "suspend"
    case "Resume":
      return "resume"
    case "Save":
      return "save memory and stop"
    case "DiscardSave":
      return "throw saved memory away"
    case "AttachDisk":
      return `attach disk ${step.target}`
    case "DetachDisk":
      return `detach disk ${step.target}`
    case "AttachNic":
      return `attach network card ${step.mac}`
    case "DetachNic":
      return `detach network card ${step.mac}`
    case "SetLink":
      return `set link of ${step.mac} ${step.link}`
    case "SetVcpus":
      return `set virtual CPUs to ${step.vcpus}`
    case "SetMemory":
      return `set memory to ${step.memory / 1024n} KiB`
    case "Undefine":
      return "remove the definition"
    case "RemoveSeed":
      return "remove the seed image"
  }
}

const unmetText: { readonly [U in VmUnmet]: string } = {
  NotManaged: "the domain of this id is not managed: nothing is done to it",
  Asleep: "the guest sleeps: only the guest can wake it",
  ShuttingDown: "the guest is shutting down by itself",
  MemoryLost: "there is no saved memory"
}

/**
 * A plan as text that an operator reads: one line per step, `nothing to do` when there is none.
 *
 * @since 0.1.0
 * @category getters
 */
export const format = (title: string, planned: VmPlan): string => {
  const lines = planned.steps.map((step, index) => `  ${index + 1}. ${formatStep(step)}`)
  if (lines.length === 0) lines.push("  nothing to do")
  return [title, ...lines, ...planned.unmet.map((why) => `  ! ${unmetText[why]}`)].join("\n")
}
