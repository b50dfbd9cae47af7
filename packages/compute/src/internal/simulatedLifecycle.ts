/**
 * The operations of a simulated host on definitions and on the power of machines.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as ByteSize from "effect/ByteSize"
import * as Equal from "effect/Equal"
import * as Seed from "@cloudwright/core/testing/Seed"
import * as Semaphore from "effect/Semaphore"
import type { GuestSignal, Hypervisor } from "../Hypervisor.ts"
import { HypervisorEvent } from "../HypervisorEvent.ts"
import type { HypervisorErrorReason } from "../HypervisorError.ts"
import type { VmSpec } from "../VmSpec.ts"
import { active, inactive, patience, unfit } from "./driverRules.ts"
import { call, change, findManaged, requireState } from "./simulatedCall.ts"
import { fileOf, withOverlays } from "./overlays.ts"
import type { Guest } from "./simulatedGuest.ts"
import * as InGuest from "./simulatedGuest.ts"
import type { DomainRecord, HostRecord, SavedMachine, WorldRecord } from "./simulatedWorld.ts"
import {
  freeMemory,
  liveSpec,
  lockedSource,
  missingFile,
  overlaysOf,
  publish,
  reason,
  reserved,
  touch
} from "./simulatedWorld.ts"

type Lifecycle = Pick<
  Hypervisor,
  | "define"
  | "undefine"
  | "adopt"
  | "start"
  | "shutdown"
  | "destroy"
  | "suspend"
  | "resume"
  | "reboot"
  | "reset"
  | "managedSave"
  | "discardManagedSave"
>

/** A domain as it is first seen. */
export const newDomain = (
  world: WorldRecord,
  fields: Pick<DomainRecord, "id" | "name" | "managed" | "persistent" | "spec">
): DomainRecord => ({
  ...fields,
  state: "off",
  machine: undefined,
  managedSave: undefined,
  snapshots: new Map(),
  currentSnapshot: undefined,
  console: undefined,
  prng: Seed.prng(Seed.derive(world.seed, fields.id)),
  job: Semaphore.makeUnsafe(1),
  watchers: new Set()
})

/** Whether a machine can be powered on here and now. */
export const requireResources = (
  host: HostRecord,
  domain: DomainRecord,
  spec: VmSpec
): Effect.Effect<void, HypervisorErrorReason> =>
  Effect.suspend((): Effect.Effect<void, HypervisorErrorReason> => {
    const missing = missingFile(host, spec)
    if (missing !== undefined) return Effect.fail(reason.DiskMissing.make(missing))
    const locked = lockedSource(host, domain, spec.disks)
    if (locked !== undefined) {
      return Effect.fail(reason.Failed.make({ code: 1, domain: 10, detail: `Failed to get "write" lock on ${locked}` }))
    }
    const own = domain.machine === undefined ? 0n : reserved(domain.machine)
    const available = ByteSize.bytes(freeMemory(host) + own)
    return spec.memory > available
      ? Effect.fail(reason.NotEnoughMemory.make({ asked: spec.memory, available }))
      : Effect.void
  })

/** Lets a saved machine go on where it was. */
export const restore = (guest: Guest, saved: SavedMachine, paused: boolean, cause: string): Effect.Effect<void> =>
  Effect.gen(function* () {
    const { domain } = guest
    const machine = InGuest.newMachine(saved.live)
    machine.balloon = saved.balloon
    domain.machine = machine
    yield* InGuest.setState(guest, "running", cause)
    if (paused || saved.state === "paused") yield* InGuest.setState(guest, "paused", cause)
    if (saved.phase !== "up") return yield* InGuest.boot(guest, machine)
    machine.phase = "up"
    yield* InGuest.connectAgent(guest, machine)
  })

/** What a managed save or a snapshot keeps of a running machine. */
export const keep = (domain: DomainRecord): SavedMachine | undefined => {
  const live = liveSpec(domain)
  if (domain.machine === undefined || live === undefined) return undefined
  const { balloon, phase } = domain.machine
  return { state: domain.state === "paused" ? "paused" : "running", live, phase, balloon }
}

/** The operations. */
export const make = (world: WorldRecord, host: HostRecord): Lifecycle => {
  const at = (domain: DomainRecord): Guest => ({ world, host, domain })

  const define: Lifecycle["define"] = Effect.fn("Hypervisor.define")((spec) =>
    call(world, host, { operation: "define", vm: spec.id, mutates: true, writes: true }, (step) =>
      Effect.gen(function* () {
        const existing = host.domains.get(spec.id)
        if (existing !== undefined && !existing.managed) return yield* Effect.fail(reason.NotManaged.make({}))
        if (existing !== undefined && existing.name !== spec.name) {
          return yield* Effect.fail(reason.VmExists.make({ by: "id" }))
        }
        if ([...host.domains.values()].some((other) => other.name === spec.name && other.id !== spec.id)) {
          return yield* Effect.fail(reason.VmExists.make({ by: "name" }))
        }
        const problem = unfit(host.capabilities, host.memory, spec)
        if (problem !== undefined) return yield* Effect.fail(problem)
        yield* step
        const next = existing === undefined ? spec : withOverlays(spec, overlaysOf(existing), fileOf(existing.spec))
        if (existing !== undefined && Equal.equals(existing.spec, next)) return
        if (existing === undefined) {
          const domain = newDomain(world, { id: spec.id, name: spec.name, managed: true, persistent: true, spec })
          host.domains.set(spec.id, domain)
        } else {
          existing.spec = next
          existing.persistent = true
        }
        publish(host, HypervisorEvent.cases.Defined.make({ host: host.ref, id: spec.id }))
      })
    )
  )

  const undefine: Lifecycle["undefine"] = Effect.fn("Hypervisor.undefine")((id) =>
    call(world, host, { operation: "undefine", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, inactive)
          yield* step
          domain.managedSave = undefined
          yield* step
          host.domains.delete(id)
          publish(host, HypervisorEvent.cases.Undefined.make({ host: host.ref, id }))
          touch(domain)
        })
      )
    )
  )

  const adopt: Lifecycle["adopt"] = Effect.fn("Hypervisor.adopt")((id) =>
    call(world, host, { operation: "adopt", vm: id, mutates: true, writes: true }, (step) =>
      Effect.gen(function* () {
        const domain = host.domains.get(id)
        if (domain === undefined) return yield* Effect.fail(reason.NoSuchVm.make({}))
        yield* step
        domain.managed = true
      })
    )
  )

  const start: Lifecycle["start"] = Effect.fn("Hypervisor.start")((id, options) =>
    call(world, host, { operation: "start", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, inactive)
          const saved = domain.managedSave
          const spec = saved?.live ?? domain.spec
          if (spec === undefined) return yield* Effect.fail(reason.Unsupported.make({ detail: "no typed definition" }))
          yield* requireResources(host, domain, spec)
          yield* step
          yield* InGuest.pause(at(domain), saved === undefined ? "start" : "restore")
          yield* requireResources(host, domain, spec)
          if (saved !== undefined) {
            domain.managedSave = undefined
            return yield* restore(at(domain), saved, options?.paused === true, "restored")
          }
          const machine = InGuest.newMachine(spec)
          domain.machine = machine
          domain.state = "paused"
          yield* step
          yield* InGuest.setState(at(domain), "running", "booted")
          if (options?.paused === true) yield* InGuest.setState(at(domain), "paused", "paused")
          yield* InGuest.boot(at(domain), machine)
        })
      )
    )
  )

  const ask = (
    domain: DomainRecord,
    how: "shutdown" | "reboot",
    signal: GuestSignal,
    time: Duration.Duration
  ): Effect.Effect<void, HypervisorErrorReason> =>
    Effect.gen(function* () {
      const { machine } = domain
      if (machine === undefined) return
      const { agent } = InGuest.behaviour(at(domain))
      const obeys = agent === "answers" || agent === "slow"
      const press = Effect.suspend(() =>
        domain.machine === machine ? InGuest.press(at(domain), machine, how) : Effect.void
      )
      if (signal === "acpi") return yield* press
      if (signal === "auto" && !(machine.agentConnected && obeys)) {
        const waits = machine.agentConnected && agent !== "refuses"
        return yield* waits ? Effect.delay(press, time) : press
      }
      if (!machine.agentConnected) {
        return yield* Effect.fail(reason.AgentUnavailable.make({ detail: "the guest agent is not connected" }))
      }
      if (agent === "refuses") {
        return yield* Effect.fail(reason.AgentRefused.make({ class: "CommandNotFound", detail: `guest-${how}` }))
      }
      if (obeys) yield* InGuest.leave(at(domain), machine, how)
    })

  const shutdown: Lifecycle["shutdown"] = Effect.fn("Hypervisor.shutdown")((id, options) =>
    call(world, host, { operation: "shutdown", vm: id, mutates: true, limit: "own" }, (step) =>
      Effect.gen(function* () {
        const domain = yield* findManaged(host, id)
        yield* requireState(domain, ["running"])
        yield* step
        const { machine } = domain
        const timeout = Duration.fromInputUnsafe(options?.timeout ?? "60 seconds")
        const signal = options?.signal ?? "auto"
        const off = InGuest.until(domain, () => domain.machine !== machine)
        const insist = Effect.forever(Effect.delay(ask(domain, "shutdown", "acpi", timeout), patience(timeout)))
        const asked = Effect.andThen(
          ask(domain, "shutdown", signal, patience(timeout)),
          signal === "auto" ? insist : Effect.never
        )
        yield* Effect.timeoutOrElse(Effect.raceFirst(off, asked), {
          duration: timeout,
          orElse: () => Effect.fail(reason.GuestIgnored.make({ afterMillis: Math.ceil(Duration.toMillis(timeout)) }))
        })
      })
    )
  )

  const reboot: Lifecycle["reboot"] = Effect.fn("Hypervisor.reboot")((id, options) =>
    call(world, host, { operation: "reboot", vm: id, mutates: true }, (step) =>
      Effect.gen(function* () {
        const domain = yield* findManaged(host, id)
        yield* requireState(domain, active)
        yield* step
        yield* ask(domain, "reboot", options?.signal ?? "auto", patience(Duration.infinity))
      })
    )
  )

  const destroy: Lifecycle["destroy"] = Effect.fn("Hypervisor.destroy")((id) =>
    call(world, host, { operation: "destroy", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, active)
          yield* step
          const { machine } = domain
          yield* InGuest.pause(at(domain), "destroy")
          if (domain.machine !== machine) return
          yield* InGuest.powerOff(at(domain), "destroyed")
        })
      )
    )
  )

  const suspend: Lifecycle["suspend"] = Effect.fn("Hypervisor.suspend")((id) =>
    call(world, host, { operation: "suspend", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, ["running", "paused"])
          yield* step
          if (domain.state === "paused") return
          yield* InGuest.pause(at(domain), "suspend")
          yield* requireState(domain, ["running"])
          yield* InGuest.setState(at(domain), "paused", "paused")
        })
      )
    )
  )

  const resume: Lifecycle["resume"] = Effect.fn("Hypervisor.resume")((id) =>
    call(world, host, { operation: "resume", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, ["paused"])
          yield* step
          yield* InGuest.pause(at(domain), "suspend")
          const { machine } = domain
          if (machine === undefined) return yield* requireState(domain, ["paused"])
          yield* InGuest.setState(at(domain), "running", "unpaused")
          yield* InGuest.wake(at(domain), machine)
        })
      )
    )
  )

  const reset: Lifecycle["reset"] = Effect.fn("Hypervisor.reset")((id) =>
    call(world, host, { operation: "reset", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, active)
          yield* step
          yield* InGuest.pause(at(domain), "reset")
          if (domain.machine !== undefined) yield* InGuest.restart(at(domain), domain.machine)
        })
      )
    )
  )

  const managedSave: Lifecycle["managedSave"] = Effect.fn("Hypervisor.managedSave")((id) =>
    call(world, host, { operation: "managedSave", vm: id, mutates: true, writes: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* requireState(domain, ["running", "paused"])
          yield* step
          const saved = keep(domain)
          domain.state = "paused"
          touch(domain)
          yield* InGuest.pause(at(domain), "save")
          yield* step
          if (saved === undefined || domain.machine === undefined) return
          domain.managedSave = saved
          yield* InGuest.powerOff(at(domain), "saved")
        })
      )
    )
  )

  const discardManagedSave: Lifecycle["discardManagedSave"] = Effect.fn("Hypervisor.discardManagedSave")((id) =>
    call(world, host, { operation: "discardManagedSave", vm: id, mutates: true }, (step) =>
      change(host, id, (domain) =>
        Effect.gen(function* () {
          yield* step
          domain.managedSave = undefined
        })
      )
    )
  )

  return {
    define,
    undefine,
    adopt,
    start,
    shutdown,
    destroy,
    suspend,
    resume,
    reboot,
    reset,
    managedSave,
    discardManagedSave
  }
}
