/** Random commands on the simulated driver: against a small model of its own, and with faults against invariants. */
import { AbsolutePath } from "@cloudwright/core/DiskSource"
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import { Seed, Sometimes } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { TestClock } from "effect/testing"
import { type Hypervisor, Hypervisors } from "../src/Hypervisor.ts"
import type { HypervisorError } from "../src/HypervisorError.ts"
import type { HypervisorEvent } from "../src/HypervisorEvent.ts"
import { isActive } from "../src/PowerState.ts"
import * as Simulated from "../src/SimulatedHypervisor.ts"
import { VirtualTime } from "../src/testing/index.ts"
import { DiskTarget, VmDisk, VmName, VmSpec } from "../src/VmSpec.ts"

const ref = HostRef.HostRef.make("kvm-1")
const vdb = DiskTarget.make("vdb")
const memory = ByteSize.gibibytes(1)
const maxVcpus = 3
// Room for two running machines of four.
const total = ByteSize.mebibytes(2_560)
const slots = [0, 1, 2, 3]
const idOf = (slot: number) => Ids.VmId.make(`00000000-0000-4000-8000-00000000000${slot}`)
const diskOf = (slot: number, target: string) =>
  VmDisk.make({
    target: DiskTarget.make(target),
    source: { _tag: "File", path: AbsolutePath.make(`/images/${slot}-${target}.qcow2`), format: "qcow2" }
  })
const specOf = (slot: number, vcpus: number) =>
  VmSpec.make({
    id: idOf(slot),
    name: VmName.make(`vm-${slot}`),
    vcpus,
    maxVcpus,
    memory,
    maxMemory: memory,
    disks: [diskOf(slot, "vda")],
    nics: []
  })
// The machines of odd slots have nobody at home.
const answers = (slot: number) => slot % 2 === 0

const operations = [
  "define",
  "undefine",
  "start",
  "startPaused",
  "destroy",
  "suspend",
  "resume",
  "reset",
  "shutdown",
  "managedSave",
  "discardManagedSave",
  "setVcpus",
  "attachDisk",
  "detachDisk",
  "createSnapshot",
  "revertSnapshot",
  "deleteSnapshot",
  "crashGuest"
] as const

interface Command {
  readonly operation: (typeof operations)[number]
  readonly slot: number
  readonly number: number
}

const snapshots = ["createSnapshot", "createSnapshot", "managedSave", "revertSnapshot", "deleteSnapshot"] as const

const generate = (prng: Seed.Prng): Command => ({
  // Definitions are made as often as they are removed, so that most commands meet a VM; chains of snapshots need many.
  operation: prng.chance(0.1)
    ? "define"
    : prng.chance(0.15)
      ? "start"
      : prng.pick(prng.chance(0.25) ? snapshots : operations),
  slot: prng.pick(slots),
  number: prng.below(5)
})

const snapshotName = (command: Command) => (command.number % 2 === 0 ? "a" : "b")

const perform = (host: Hypervisor, world: Simulated.SimulatedHypervisor["Service"], command: Command) => {
  const id = idOf(command.slot)
  const name = snapshotName(command)
  const calls: Record<Command["operation"], Effect.Effect<unknown, HypervisorError>> = {
    define: host.define(specOf(command.slot, 1 + (command.number % 2))),
    undefine: host.undefine(id),
    start: host.start(id),
    startPaused: host.start(id, { paused: true }),
    destroy: host.destroy(id),
    suspend: host.suspend(id),
    resume: host.resume(id),
    reset: host.reset(id),
    shutdown: host.shutdown(id, { timeout: "20 seconds" }),
    managedSave: host.managedSave(id),
    discardManagedSave: host.discardManagedSave(id),
    setVcpus: host.setVcpus(id, command.number),
    attachDisk: host.attachDisk(id, diskOf(command.slot, "vdb")),
    detachDisk: host.detachDisk(id, vdb),
    createSnapshot: host.createSnapshot(id, { name, kind: "internal" }),
    revertSnapshot: host.revertSnapshot(id, name),
    deleteSnapshot: host.deleteSnapshot(id, name),
    crashGuest: world.crashGuest(id)
  }
  return calls[command.operation]
}

// --- the model ----------------------------------------------------------------------------------------------------------

interface Shape {
  readonly vcpus: number
  readonly extra: boolean
}

interface Saved extends Shape {
  readonly state: "running" | "paused"
}

interface Model {
  state: "off" | "running" | "paused"
  definition: Shape
  live: Shape | undefined
  /** A disk the guest was asked to let go while it could not. */
  unplugging: boolean
  saved: Saved | undefined
  snapshots: ReadonlyArray<{ name: string; parent: string | undefined; definition: Shape; memory: Saved | undefined }>
  current: string | undefined
}

type Models = Map<number, Model>
type Outcome = HypervisorError["reason"]["_tag"] | "done"

const free = (models: Models) => 2 - [...models.values()].filter((vm) => vm.live !== undefined).length

const stop = (vm: Model): void => {
  vm.state = "off"
  vm.live = undefined
  vm.unplugging = false
}

const restore = (vm: Model, saved: Saved): void => {
  vm.state = saved.state
  vm.live = { vcpus: saved.vcpus, extra: saved.extra }
  vm.unplugging = false
}

/** What should come of a command; changes the model accordingly. */
const predict = (models: Models, { number, operation, slot, ...command }: Command): Outcome => {
  const vm = models.get(slot)
  if (operation === "define") {
    const definition = { vcpus: 1 + (number % 2), extra: false }
    if (vm !== undefined) vm.definition = definition
    else {
      const nothing = { live: undefined, unplugging: false, saved: undefined, snapshots: [], current: undefined }
      models.set(slot, { state: "off", definition, ...nothing })
    }
    return "done"
  }
  if (vm === undefined) return "NoSuchVm"
  const name = snapshotName({ number, operation, slot, ...command })
  const found = vm.snapshots.find((snapshot) => snapshot.name === name)
  switch (operation) {
    case "undefine":
      if (vm.live !== undefined) return "WrongState"
      models.delete(slot)
      return "done"
    case "start":
    case "startPaused": {
      if (vm.live !== undefined) return "WrongState"
      if (free(models) === 0) return "NotEnoughMemory"
      restore(vm, vm.saved ?? { ...vm.definition, state: "running" })
      vm.saved = undefined
      if (operation === "startPaused") vm.state = "paused"
      return "done"
    }
    case "destroy":
      if (vm.live === undefined) return "WrongState"
      stop(vm)
      return "done"
    case "suspend":
      if (vm.live === undefined) return "WrongState"
      vm.state = "paused"
      return "done"
    case "resume":
      if (vm.state !== "paused" || vm.live === undefined) return "WrongState"
      vm.state = "running"
      if (vm.unplugging && answers(slot)) {
        vm.live = { ...vm.live, extra: false }
        vm.unplugging = false
      }
      return "done"
    case "reset":
      return vm.live === undefined ? "WrongState" : "done"
    case "shutdown":
      if (vm.state !== "running") return "WrongState"
      if (!answers(slot)) return "GuestIgnored"
      stop(vm)
      return "done"
    case "managedSave":
      if (vm.live === undefined || vm.state === "off") return "WrongState"
      vm.saved = { ...vm.live, state: vm.state }
      stop(vm)
      return "done"
    case "discardManagedSave":
      vm.saved = undefined
      return "done"
    case "setVcpus":
      if (number < 1) return "InvalidSpec"
      if (number > maxVcpus) return "LimitExceeded"
      if (vm.live !== undefined && number < vm.live.vcpus) return "WrongState"
      if (vm.live !== undefined) vm.live = { ...vm.live, vcpus: number }
      vm.definition = { ...vm.definition, vcpus: number }
      return "done"
    case "attachDisk":
      if (vm.definition.extra || vm.live?.extra === true) return "DeviceExists"
      if (vm.live !== undefined) vm.live = { ...vm.live, extra: true }
      vm.definition = { ...vm.definition, extra: true }
      return "done"
    case "detachDisk":
      if (!vm.definition.extra && vm.live?.extra !== true) return "NoSuchDevice"
      if (vm.live?.extra === true) {
        if (vm.state !== "running" || !answers(slot)) {
          vm.unplugging = true
          return "GuestIgnored"
        }
        vm.live = { ...vm.live, extra: false }
      }
      vm.definition = { ...vm.definition, extra: false }
      return "done"
    case "createSnapshot": {
      if (found !== undefined) return "SnapshotExists"
      const memory = vm.live === undefined || vm.state === "off" ? undefined : { ...vm.live, state: vm.state }
      vm.snapshots = [...vm.snapshots, { name, parent: vm.current, definition: vm.definition, memory }]
      vm.current = name
      return "done"
    }
    case "revertSnapshot":
      if (found === undefined) return "NoSuchSnapshot"
      if (vm.saved !== undefined) return "ManagedSaveExists"
      if (found.memory !== undefined && vm.live === undefined && free(models) === 0) return "NotEnoughMemory"
      stop(vm)
      vm.definition = found.definition
      vm.current = name
      if (found.memory !== undefined) restore(vm, found.memory)
      return "done"
    case "deleteSnapshot":
      if (found === undefined) return "NoSuchSnapshot"
      vm.snapshots = vm.snapshots
        .filter((snapshot) => snapshot.name !== name)
        .map((snapshot) => (snapshot.parent === name ? { ...snapshot, parent: found.parent } : snapshot))
      if (vm.current === name) vm.current = found.parent
      return "done"
    case "crashGuest":
      stop(vm)
      return "done"
  }
}

const shapeOf = (spec: VmSpec | undefined): Shape | undefined =>
  spec && { vcpus: spec.vcpus, extra: spec.disks.some((disk) => disk.target === vdb) }

// --- the runs -----------------------------------------------------------------------------------------------------------

const world = <A, E>(
  seed: number,
  body: (host: Hypervisor, world: Simulated.SimulatedHypervisor["Service"]) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    const control = yield* Simulated.SimulatedHypervisor
    for (const slot of slots) yield* control.setGuest(idOf(slot), { boot: answers(slot) ? "starts" : "hangs" })
    return yield* body(yield* (yield* Hypervisors).get(ref), control)
  }).pipe(
    VirtualTime.run,
    Effect.provide([Simulated.layer({ seed, hosts: [{ host: ref, memory: total }] }), TestClock.layer()], {
      local: true
    })
  )

const marks = Sometimes.make("commands", [
  ...operations,
  "NoSuchVm",
  "WrongState",
  "NotEnoughMemory",
  "GuestIgnored",
  "InvalidSpec",
  "LimitExceeded",
  "DeviceExists",
  "NoSuchDevice",
  "SnapshotExists",
  "NoSuchSnapshot",
  "ManagedSaveExists"
])
const mark = marks.reachUnsafe as (mark: string) => void

describe("the simulated driver, command by command", () => {
  it.effect(
    "does what the model does",
    () =>
      Effect.gen(function* () {
        for (const seed of yield* Seed.forRuns({ runs: 30 })) {
          yield* world(seed, (host, control) =>
            Effect.gen(function* () {
              const prng = Seed.prng(seed)
              const models: Models = new Map()
              const told = new Map<string, string>()
              let events: Array<HypervisorEvent> = []
              yield* host.events.pipe(
                Stream.runForEach((event) =>
                  Effect.sync(() => {
                    events.push(event)
                    if (event._tag === "StateChanged") told.set(event.id, event.state)
                    if (event._tag === "Undefined") told.delete(event.id)
                  })
                ),
                Effect.forkChild({ startImmediately: true })
              )
              const trace: Array<string> = []
              for (let step = 0; step < 60; step++) {
                const command = generate(prng)
                const { operation, slot } = command
                if (operation === "crashGuest" && models.get(slot)?.live === undefined) continue
                const before = models.get(slot)?.state
                const expected = predict(models, command)
                trace.push(`${operation} ${slot} ${command.number}: ${expected}`)
                const where = `seed ${seed}\n${trace.join("\n")}`
                events = []
                const outcome = yield* Effect.match(perform(host, control, command), {
                  onSuccess: () => "done" as const,
                  onFailure: (error) => error.reason._tag
                })
                assert.strictEqual(outcome, expected, where)
                mark(outcome === "done" ? operation : outcome)
                // Guests get the time to do what they are about to do.
                yield* Effect.sleep("12 seconds")
                const after = models.get(slot)?.state
                if (after !== undefined && before !== undefined && before !== after) {
                  const states = events.flatMap((event) => (event._tag === "StateChanged" ? [event.state] : []))
                  assert.strictEqual(states.at(-1), after, where)
                }
                const list = yield* host.list
                assert.deepStrictEqual(list.map(({ id }) => id).sort(), [...models.keys()].map(idOf).sort(), where)
                for (const [slot, model] of models) {
                  const domain = yield* host.get(idOf(slot))
                  const names = (snapshots: ReadonlyArray<{ name: string; parent: string | undefined }>) =>
                    snapshots.map(({ name, parent }) => `${name} on ${parent}`).sort()
                  const actual = {
                    state: domain.state,
                    definition: shapeOf(domain.spec),
                    live: shapeOf(domain.live),
                    saved: domain.hasManagedSave,
                    snapshots: names(domain.snapshots),
                    current: domain.snapshots.find((snapshot) => snapshot.current)?.name
                  }
                  const { current, definition, live, saved, snapshots, state } = model
                  const wanted = {
                    state,
                    definition,
                    live,
                    saved: saved !== undefined,
                    snapshots: names(snapshots),
                    current
                  }
                  assert.deepStrictEqual(actual, wanted, where)
                  assert.strictEqual(told.get(idOf(slot)) ?? "off", state, where)
                  assert.deepInclude(
                    list.find(({ id }) => id === domain.id),
                    { state, managed: true },
                    where
                  )
                }
                const active = [...models].filter(([, vm]) => vm.live !== undefined).map(([slot]) => idOf(slot))
                assert.deepStrictEqual((yield* host.stats).map(({ id }) => id).sort(), active.sort(), where)
                const { memoryFree } = yield* host.capacity
                assert.strictEqual(memoryFree, total - BigInt(active.length) * memory, where)
                assert.lengthOf(yield* control.leftBehind, models.size, where)
              }
            })
          )
        }
        yield* marks.check
      }),
    60_000
  )

  it.effect(
    "keeps its invariants under faults, changes nothing that it says is not done, and can be cleaned up afterwards",
    () =>
      Effect.gen(function* () {
        const seen = new Set<string>()
        for (const seed of yield* Seed.forRuns({ runs: 40 })) {
          yield* world(seed, (host, control) =>
            Effect.gen(function* () {
              const prng = Seed.prng(seed)
              const kinds = ["lost-request", "lost-reply", "refused", "stopped-midway", "disk-full", "stuck"] as const
              yield* control.setFaults(kinds.map((fault) => ({ fault, probability: prng.fraction() / 5 })))
              for (let step = 0; step < 40; step++) {
                const command = generate(prng)
                const before = (yield* control.truth(ref)).domains
                const id = idOf(command.slot)
                const active = before.some((domain) => domain.id === id && domain.live !== undefined)
                if (command.operation === "crashGuest" && !active) continue
                const outcome = yield* Effect.match(perform(host, control, command), {
                  onSuccess: () => "done" as const,
                  onFailure: (error) => error.outcome
                })
                seen.add(outcome)
                const now = (yield* control.truth(ref)).domains
                if (outcome === "not-done") assert.deepStrictEqual(now, before, `seed ${seed}: ${command.operation}`)
                yield* Effect.sleep("12 seconds")
                const { callsUnderWay, domains } = yield* control.truth(ref)
                assert.strictEqual(callsUnderWay, 0)
                for (const domain of domains) assert.strictEqual(domain.live !== undefined, isActive(domain.state))
                const used = domains.reduce((sum, domain) => sum + (domain.live?.memory ?? 0n), 0n)
                assert.isTrue(used <= total)
              }
              yield* control.setFaults([])
              const used = (yield* host.list).filter(({ state }) => isActive(state)).length
              assert.strictEqual((yield* host.capacity).memoryFree, total - BigInt(used) * memory)
              for (const { id, state } of yield* host.list) {
                if (isActive(state)) yield* host.destroy(id)
                yield* host.undefine(id)
              }
              assert.deepStrictEqual(yield* control.leftBehind, [])
            })
          )
        }
        assert.deepStrictEqual([...seen].sort(), ["done", "not-done", "unknown"])
      }),
    60_000
  )
})
