/**
 * Cases on running machines in which nobody is at home: they start in well under a second and never answer.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import type { Hypervisor } from "../../Hypervisor.ts"
import { HypervisorEvent } from "../../HypervisorEvent.ts"
import type { PowerState } from "../../PowerState.ts"
import type { VmSpec } from "../../VmSpec.ts"
import * as Bench from "./suiteBench.ts"
import { HypervisorBench } from "./suiteBench.ts"
import * as Case from "./suiteCase.ts"

const { expect, expectAgreement, expectDefinition, expectRefused, expectState, expectThat, withMachine, withVm } = Bench

const machine = (
  operation: keyof Hypervisor,
  what: string,
  check: Bench.Check,
  feature?: Parameters<typeof Case.make>[4]
) => Case.make(operation, "machine", what, check, feature)

/** The event says that the domain is now in the state. */
export const becomes =
  (state: PowerState) =>
  (event: HypervisorEvent): boolean =>
    HypervisorEvent.guards.StateChanged(event) && event.state === state

const lastState = (events: ReadonlyArray<HypervisorEvent>) => Bench.statesOf(events).at(-1)

/** The cases. */
export const cases: ReadonlyArray<Case.Case> = [
  machine(
    "start",
    "runs the machine as it is defined, tells so, and refuses to do it twice",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const events = yield* Bench.eventsDuring(spec.id, driver.start(spec.id), becomes("running"))
        yield* expect("the last state told", lastState(events), "running")
        yield* expectState(spec.id, "running")
        yield* expectAgreement(spec.id)
        yield* expect("live", (yield* driver.get(spec.id)).live, spec)
        const { allowed, state } = yield* expectRefused("start again", "WrongState", driver.start(spec.id))
        yield* expectThat("allowed", state === "running" && allowed.includes("off"), { state, allowed })
      })
    )
  ),
  machine(
    "start",
    "paused stands still until resume",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.start(spec.id, { paused: true })
        yield* expectState(spec.id, "paused")
        const events = yield* Bench.eventsDuring(spec.id, driver.resume(spec.id), becomes("running"))
        yield* expect("states told", Bench.statesOf(events), ["running"])
        yield* expectState(spec.id, "running")
      })
    )
  ),
  machine(
    "start",
    "refuses a disk that another running machine writes to",
    withMachine((running) =>
      withVm(
        (spec) =>
          Effect.gen(function* () {
            const { driver } = yield* HypervisorBench
            yield* expectRefused("start", "Failed", driver.start(spec.id))
            yield* expectState(spec.id, "off")
            yield* expectState(running.id, "running")
          }),
        (spec) => ({ ...spec, disks: running.disks })
      )
    )
  ),
  machine(
    "destroy",
    "ends the machine, tells so, and keeps the definition",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const events = yield* Bench.eventsDuring(spec.id, driver.destroy(spec.id), becomes("off"))
        yield* expect("the last state told", lastState(events), "off")
        yield* expectState(spec.id, "off")
        yield* expectDefinition(spec)
        yield* expect("live", (yield* driver.get(spec.id)).live, undefined)
      })
    )
  ),
  machine(
    "undefine",
    "refuses a running machine, which stays persistent",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const { state } = yield* expectRefused("undefine", "WrongState", driver.undefine(spec.id))
        yield* expect("state", state, "running")
        yield* expect("persistent", (yield* Bench.observed(spec.id)).persistent, true)
        yield* expectState(spec.id, "running")
      })
    )
  ),
  machine(
    "define",
    "while the machine runs is for its next start",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const memory = ByteSize.mebibytes(32)
        const next = { ...spec, vcpus: 2, memory, maxMemory: memory, nics: [] }
        yield* driver.define(next)
        yield* expectDefinition(next)
        yield* expect("live", (yield* driver.get(spec.id)).live, spec)
        yield* expectAgreement(spec.id)
        yield* driver.destroy(spec.id)
        yield* driver.start(spec.id)
        yield* expect("live", (yield* driver.get(spec.id)).live, next)
        yield* expectAgreement(spec.id)
      })
    )
  ),
  machine(
    "suspend",
    "pauses the machine; again is fine",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const events = yield* Bench.eventsDuring(spec.id, driver.suspend(spec.id), becomes("paused"))
        yield* expect("states told", Bench.statesOf(events), ["paused"])
        yield* expectState(spec.id, "paused")
        yield* driver.suspend(spec.id)
        yield* expectState(spec.id, "paused")
        yield* expectRefused("shutdown", "WrongState", driver.shutdown(spec.id, { signal: "acpi" }))
        yield* expectState(spec.id, "paused")
      })
    )
  ),
  machine(
    "resume",
    "refuses a machine that runs",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const { allowed, state } = yield* expectRefused("resume", "WrongState", driver.resume(spec.id))
        yield* expectThat("allowed", state === "running" && allowed.includes("paused"), { state, allowed })
      })
    )
  ),
  machine(
    "reset",
    "restarts the machine at once",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const reset = driver.reset(spec.id)
        yield* Bench.eventsDuring(spec.id, reset, (event) => event._tag === "Rebooted")
        yield* expectState(spec.id, "running")
      })
    )
  ),
  machine(
    "shutdown",
    "of a guest that ignores the power button ends with GuestIgnored, and the machine runs on",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const shutdown = driver.shutdown(spec.id, { signal: "acpi", timeout: "2 seconds" })
        const { afterMillis } = yield* expectRefused("shutdown", "GuestIgnored", shutdown)
        yield* expect("afterMillis", afterMillis, 2_000)
        yield* expectState(spec.id, "running")
        yield* expectRefused("by agent", "AgentUnavailable", driver.shutdown(spec.id, { signal: "agent" }))
        yield* expectState(spec.id, "running")
      })
    )
  ),
  machine(
    "reboot",
    "by an agent that is not there is refused; by ACPI the request is delivered",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* expectRefused("by agent", "AgentUnavailable", driver.reboot(spec.id, { signal: "agent" }))
        yield* driver.reboot(spec.id, { signal: "acpi" })
        yield* expectState(spec.id, "running")
      })
    )
  ),
  machine(
    "agent",
    "that is not there is AgentUnavailable, with its channel and without",
    Effect.gen(function* () {
      const without = (spec: VmSpec) =>
        Effect.gen(function* () {
          const { driver } = yield* HypervisorBench
          yield* expect("agentConnected", (yield* driver.get(spec.id)).agentConnected, false)
          const ping = driver.agent(spec.id, { execute: "guest-ping" }, { timeout: "2 seconds" })
          yield* expectRefused("agent", "AgentUnavailable", ping)
        })
      yield* withMachine(without)
      yield* withMachine(without, (spec) => ({ ...spec, agent: false }))
    }),
    "agent"
  ),
  machine(
    "stats",
    "are of active domains, in the figures of their specs",
    withMachine((spec) =>
      withVm((stopped) =>
        Effect.gen(function* () {
          const { driver } = yield* HypervisorBench
          const all = yield* driver.stats
          yield* expect(
            "a stopped domain",
            all.find((one) => one.id === stopped.id),
            undefined
          )
          const found = all.find((one) => one.id === spec.id)
          if (found === undefined) return yield* expect("the running domain", "missing", "listed")
          const { maxMemory, name, state, vcpus } = found
          const wanted = { name: spec.name, state: "running", vcpus: 1, maxMemory: spec.maxMemory }
          yield* expect("figures", { name, state, vcpus, maxMemory }, wanted)
          yield* expectThat("cpuTime", found.cpuTime >= 0n, found.cpuTime)
          const disks = found.disks.map(({ capacity, target }) => ({ target, capacity }))
          yield* expect("disks", disks, [{ target: "vda", capacity: ByteSize.mebibytes(8) }])
          yield* expect("number of cards", found.nics.length, 1)
        })
      )
    )
  ),
  machine(
    "managedSave",
    "keeps the machine, and start goes on from there",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const saved = yield* Bench.eventsDuring(spec.id, driver.managedSave(spec.id), becomes("off"))
        yield* expect("the last state told", lastState(saved), "off")
        yield* expectState(spec.id, "off")
        yield* expect("hasManagedSave", (yield* driver.get(spec.id)).hasManagedSave, true)
        yield* expect("seen by the observer", (yield* Bench.observed(spec.id)).hasManagedSave, true)
        yield* driver.start(spec.id)
        yield* expectState(spec.id, "running")
        yield* expect("hasManagedSave", (yield* Bench.observed(spec.id)).hasManagedSave, false)
        yield* expectAgreement(spec.id)
      })
    ),
    "managed-save"
  ),
  machine(
    "managedSave",
    "of a paused machine gives back a paused machine",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.suspend(spec.id)
        yield* driver.managedSave(spec.id)
        yield* driver.start(spec.id)
        yield* expectState(spec.id, "paused")
        yield* driver.resume(spec.id)
        yield* expectState(spec.id, "running")
      })
    ),
    "managed-save"
  ),
  machine(
    "discardManagedSave",
    "lets the next start begin anew",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.managedSave(spec.id)
        yield* driver.discardManagedSave(spec.id)
        yield* expect("hasManagedSave", (yield* driver.get(spec.id)).hasManagedSave, false)
        yield* expect("seen by the observer", (yield* Bench.observed(spec.id)).hasManagedSave, false)
        yield* driver.start(spec.id)
        yield* expectState(spec.id, "running")
      })
    ),
    "managed-save"
  ),
  machine(
    "undefine",
    "takes a managed save with it",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.managedSave(spec.id)
        yield* driver.undefine(spec.id)
        yield* Bench.expectGone(spec.id)
        yield* driver.define(spec)
        yield* expect("hasManagedSave", (yield* Bench.observed(spec.id)).hasManagedSave, false)
      })
    ),
    "managed-save"
  ),
  machine(
    "attachDisk",
    "to a running machine is live and in the definition; what cannot be is refused and changes nothing",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const disk = yield* Bench.newDisk("vdb", { format: "raw" })
        yield* driver.attachDisk(spec.id, disk)
        const after = { ...spec, disks: [...spec.disks, disk] }
        yield* expectDefinition(after)
        yield* expect("live", (yield* driver.get(spec.id)).live, after)
        yield* expectAgreement(spec.id)
        const taken = yield* Bench.newDisk("vdb")
        yield* expectRefused("a target that is taken", "DeviceExists", driver.attachDisk(spec.id, taken))
        const missing = yield* Bench.newDisk("vdc")
        if (missing.source._tag !== "File") return
        const path = `${missing.source.path}-missing` as typeof missing.source.path
        const attach = driver.attachDisk(spec.id, { ...missing, source: { ...missing.source, path } })
        const absent = yield* expectRefused("a missing file", "DiskMissing", attach)
        yield* expect("which", { target: absent.target, path: absent.path }, { target: "vdc", path })
        const sata = { ...missing, target: Bench.target("sdb") }
        yield* expectRefused("a bus without hot plug", "Unsupported", driver.attachDisk(spec.id, sata))
        yield* expectDefinition(after)
        yield* expectAgreement(spec.id)
      })
    ),
    "hotplug"
  ),
  machine(
    "detachDisk",
    "that the guest ignores is GuestIgnored, and the disk stays in the machine",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const disk = yield* Bench.newDisk("vdb")
        yield* driver.attachDisk(spec.id, disk)
        yield* expectRefused("detachDisk", "GuestIgnored", driver.detachDisk(spec.id, disk.target))
        const live = (yield* Bench.observed(spec.id)).live?.disks.map((one) => one.target)
        yield* expect("the disks the observer sees", live, ["vda", "vdb"])
        const absent = driver.detachDisk(spec.id, Bench.target("vdz"))
        yield* expectRefused("a target that is not there", "NoSuchDevice", absent)
      })
    ),
    "hotplug"
  ),
  machine(
    "resizeDisk",
    "grows a disk; it does not shrink one",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver, observe } = yield* HypervisorBench
        const [disk] = spec.disks
        if (disk?.source._tag !== "File") return
        const grow = (mebibytes: number) => driver.resizeDisk(spec.id, disk.target, ByteSize.mebibytes(mebibytes))
        yield* grow(16)
        yield* expect("bytes the observer sees", yield* observe.capacity(disk.source.path), 16n << 20n)
        const statistics = (yield* driver.stats).find((one) => one.id === spec.id)
        yield* expect("bytes in stats", statistics?.disks[0]?.capacity, ByteSize.mebibytes(16))
        yield* grow(16)
        yield* expectRefused("less", "InvalidSpec", grow(12))
        yield* expect("bytes the observer sees", yield* observe.capacity(disk.source.path), 16n << 20n)
        const absent = driver.resizeDisk(spec.id, Bench.target("vdz"), ByteSize.mebibytes(16))
        const { device, present } = yield* expectRefused("a target that is not there", "NoSuchDevice", absent)
        yield* expect("what is there", { device, present }, { device: "vdz", present: ["vda"] })
      })
    )
  ),
  machine(
    "attachNic",
    "to a running machine, and setLink, are live and in the definition",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const nic = yield* Bench.newNic
        yield* driver.attachNic(spec.id, nic)
        yield* expectDefinition({ ...spec, nics: [...spec.nics, nic] })
        yield* expectAgreement(spec.id)
        yield* expectRefused("a MAC address that is taken", "DeviceExists", driver.attachNic(spec.id, nic))
        yield* driver.setLink(spec.id, nic.binding.mac, "down")
        const down = { ...spec, nics: [...spec.nics, { ...nic, linkUp: false }] }
        yield* expectDefinition(down)
        yield* expect("live", (yield* driver.get(spec.id)).live, down)
        yield* expectAgreement(spec.id)
        yield* driver.setLink(spec.id, nic.binding.mac, "up")
        yield* expectAgreement(spec.id)
      })
    ),
    "hotplug"
  ),
  machine(
    "setLink",
    "of a card that is not there names those that are",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const { binding } = yield* Bench.newNic
        const { present } = yield* expectRefused("setLink", "NoSuchDevice", driver.setLink(spec.id, binding.mac, "up"))
        yield* expect(
          "present",
          present,
          spec.nics.map((nic) => nic.binding.mac)
        )
      })
    )
  ),
  machine(
    "setVcpus",
    "gives a running machine more, up to its limit, and takes none away",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.setVcpus(spec.id, 2)
        yield* expectDefinition({ ...spec, vcpus: 2 })
        yield* expectAgreement(spec.id)
        yield* expectRefused("too many", "LimitExceeded", driver.setVcpus(spec.id, 3))
        const { allowed } = yield* expectRefused("fewer", "WrongState", driver.setVcpus(spec.id, 1))
        yield* expectThat("allowed", allowed.includes("off"), allowed)
        yield* expectDefinition({ ...spec, vcpus: 2 })
        yield* expectAgreement(spec.id)
      })
    ),
    "hotplug"
  ),
  machine(
    "createSnapshot",
    "external, of a running machine, puts overlays on top and deleteSnapshot takes them off",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.createSnapshot(spec.id, { name: "one", kind: "external" })
        yield* expectAgreement(spec.id)
        const live = (yield* Bench.observed(spec.id)).live?.disks[0]?.path
        yield* expectThat("an overlay is on top", live !== Bench.machineOf(spec).disks[0]?.path, live)
        const quiesced = driver.createSnapshot(spec.id, { name: "two", kind: "external", quiesce: true })
        yield* expectRefused("quiesced without an agent", "AgentUnavailable", quiesced)
        const warm = driver.createSnapshot(spec.id, { name: "two", kind: "internal", quiesce: true })
        yield* expectRefused("internal and quiesced", "Unsupported", warm)
        yield* driver.deleteSnapshot(spec.id, "one")
        yield* expectDefinition(spec)
        yield* expectAgreement(spec.id)
        yield* expectState(spec.id, "running")
      })
    ),
    "snapshot-external"
  ),
  machine(
    "deleteSnapshot",
    "merges external snapshots in any order, but not below a managed save",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const top = (path: string | undefined) =>
          Effect.gen(function* () {
            const { definition, live } = yield* Bench.observed(spec.id)
            yield* expect("the top file", [definition?.disks[0]?.path, live?.disks[0]?.path], [path, path])
            yield* expectAgreement(spec.id)
          })
        const base = Bench.machineOf(spec).disks[0]?.path
        for (const name of ["one", "two", "three"]) {
          yield* driver.createSnapshot(spec.id, { name, kind: "external" })
        }
        const three = (yield* Bench.observed(spec.id)).live?.disks[0]?.path
        yield* driver.deleteSnapshot(spec.id, "two")
        yield* top(three)
        yield* driver.deleteSnapshot(spec.id, "one")
        yield* top(three)
        yield* driver.managedSave(spec.id)
        yield* expectRefused("below a managed save", "ManagedSaveExists", driver.deleteSnapshot(spec.id, "three"))
        yield* driver.start(spec.id)
        yield* driver.deleteSnapshot(spec.id, "three")
        yield* top(base)
        yield* expect("snapshots", (yield* driver.get(spec.id)).snapshots, [])
      })
    ),
    "snapshot-external"
  ),
  machine(
    "revertSnapshot",
    "brings a machine back running, paused or off, as it was",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const take = (name: string) => driver.createSnapshot(spec.id, { name, kind: "internal" })
        const running = yield* take("running")
        yield* expect("running", [running.state, running.withMemory], ["running", true])
        yield* driver.suspend(spec.id)
        const paused = yield* take("paused")
        yield* expect("paused", [paused.state, paused.withMemory], ["paused", true])
        yield* driver.destroy(spec.id)
        const off = yield* take("off")
        yield* expect("off", [off.state, off.withMemory], ["off", false])
        for (const state of ["running", "paused", "off"] as const) {
          yield* Bench.eventsDuring(spec.id, driver.revertSnapshot(spec.id, state), becomes(state))
          yield* expectState(spec.id, state)
          yield* expectAgreement(spec.id)
        }
      })
    ),
    "snapshot-internal"
  ),
  machine(
    "revertSnapshot",
    "and an external snapshot are refused while there is a managed save, whose memory would not fit the disks",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.createSnapshot(spec.id, { name: "off", kind: "internal" })
        yield* driver.start(spec.id)
        yield* driver.createSnapshot(spec.id, { name: "warm", kind: "internal" })
        yield* driver.managedSave(spec.id)
        yield* expectRefused("without memory", "ManagedSaveExists", driver.revertSnapshot(spec.id, "off"))
        yield* expectRefused("with memory", "ManagedSaveExists", driver.revertSnapshot(spec.id, "warm"))
        const overlay = driver.createSnapshot(spec.id, { name: "over", kind: "external" })
        yield* expectRefused("an external snapshot", "ManagedSaveExists", overlay)
        yield* expectState(spec.id, "off")
        yield* expectDefinition(spec)
        yield* expect("hasManagedSave", (yield* Bench.observed(spec.id)).hasManagedSave, true)
        yield* driver.discardManagedSave(spec.id)
        yield* driver.revertSnapshot(spec.id, "off")
        yield* expectState(spec.id, "off")
      })
    ),
    "managed-save"
  ),
  machine(
    "console",
    "can be opened; a second one takes it over and the first ends",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* Effect.scoped(
          Effect.gen(function* () {
            const first = yield* (yield* driver.console(spec.id)).reader
            yield* driver.console(spec.id)
            // Whatever was printed before may still be there to read; then the first must end.
            const drained = Effect.flip(Effect.forever(first.pull))
            yield* Effect.timeoutOrElse(drained, {
              duration: "20 seconds",
              orElse: () => expect("the first console", "still open", "ended")
            })
          })
        )
        yield* Effect.scoped(Effect.asVoid(driver.console(spec.id)))
      }).pipe(Effect.catchTag("SocketError", (error) => expect("the console", error.message, "open")))
    ),
    "console"
  ),
  machine(
    "screenshot",
    "is a picture",
    withMachine((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const { image, mediaType } = yield* driver.screenshot(spec.id)
        yield* expectThat("mediaType", mediaType.startsWith("image/"), mediaType)
        yield* expectThat("image", image.length > 10, image.length)
      })
    ),
    "screenshot"
  )
]
