/**
 * Cases on hosts and definitions: nothing is started.
 *
 * @since 0.1.0
 */
import { HostRef } from "@cloudwright/core/HostRef"
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import type { Hypervisor } from "../../Hypervisor.ts"
import type { HypervisorError } from "../../HypervisorError.ts"
import { VmName } from "../../VmSpec.ts"
import * as Bench from "./suiteBench.ts"
import { HypervisorBench } from "./suiteBench.ts"
import * as Case from "./suiteCase.ts"

const { expect, expectDefinition, expectGone, expectRefused, expectState, expectThat, withVm } = Bench

const definition = (
  operation: keyof Hypervisor,
  what: string,
  check: Bench.Check,
  feature?: Parameters<typeof Case.make>[4]
) => Case.make(operation, "definition", what, check, feature)

type CallOf = (id: Parameters<Hypervisor["get"]>[0]) => Effect.Effect<unknown, HypervisorError>
type Calls = Record<string, CallOf>

const powerOperations = [
  "shutdown",
  "destroy",
  "suspend",
  "resume",
  "reboot",
  "reset",
  "managedSave",
  "resizeDisk",
  "console",
  "screenshot",
  "agent"
] as const

const powerCalls = (driver: Hypervisor): Record<(typeof powerOperations)[number], CallOf> => ({
  shutdown: (id) => driver.shutdown(id),
  destroy: driver.destroy,
  suspend: driver.suspend,
  resume: driver.resume,
  reboot: (id) => driver.reboot(id),
  reset: driver.reset,
  managedSave: driver.managedSave,
  resizeDisk: (id) => driver.resizeDisk(id, Bench.target("vda"), ByteSize.mebibytes(32)),
  console: (id) => Effect.scoped(driver.console(id)),
  screenshot: driver.screenshot,
  agent: (id) => driver.agent(id, { execute: "guest-ping" })
})

const otherMac = MacAddress.make("52:54:00:ff:ff:fe")

const changeCalls = (driver: Hypervisor): Calls => ({
  undefine: driver.undefine,
  start: (id) => driver.start(id),
  discardManagedSave: driver.discardManagedSave,
  createSnapshot: (id) => driver.createSnapshot(id, { name: "one", kind: "internal" }),
  revertSnapshot: (id) => driver.revertSnapshot(id, "one"),
  deleteSnapshot: (id) => driver.deleteSnapshot(id, "one"),
  detachDisk: (id) => driver.detachDisk(id, Bench.target("vdb")),
  detachNic: (id) => driver.detachNic(id, otherMac),
  setLink: (id) => driver.setLink(id, otherMac, "down"),
  setVcpus: (id) => driver.setVcpus(id, 1),
  setMemory: (id) => driver.setMemory(id, ByteSize.mebibytes(64))
})

/** The cases. */
export const cases: ReadonlyArray<Case.Case> = [
  definition(
    "host",
    "is the one that was asked for, and an unknown one is refused",
    Effect.gen(function* () {
      const { driver, host, hypervisors } = yield* HypervisorBench
      yield* expect("host", driver.host, host)
      yield* expectThat("the host is known", hypervisors.hosts.includes(host), hypervisors.hosts)
      const unknown = hypervisors.get(HostRef.make("no-such-host"))
      const { known } = yield* expectRefused("an unknown host", "UnknownHost", unknown)
      yield* expect("known hosts", known, hypervisors.hosts)
    })
  ),
  definition(
    "capabilities",
    "name the driver and what the host can run",
    Effect.gen(function* () {
      const { driver, machine } = yield* HypervisorBench
      const capabilities = yield* driver.capabilities
      const blank = yield* machine(yield* Bench.newId, "blank")
      yield* expectThat("driver", capabilities.driver.length > 0, capabilities.driver)
      yield* expectThat("machines", capabilities.machines.includes(blank.machine), capabilities.machines)
      yield* expectThat("acceleration", capabilities.accelerations.includes(blank.acceleration), blank.acceleration)
      yield* expectThat("architectures", capabilities.arch.includes("x86_64"), capabilities.arch)
      yield* expectThat("maxVcpus", capabilities.maxVcpus >= 2, capabilities.maxVcpus)
    })
  ),
  definition(
    "capacity",
    "has processors and memory, and not more free than there is",
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      const { cpus, memory, memoryFree } = yield* driver.capacity
      yield* expectThat("cpus", Number.isInteger(cpus) && cpus > 0, cpus)
      yield* expectThat("memory", memory > 0n && memoryFree >= 0n && memoryFree <= memory, { memory, memoryFree })
    })
  ),
  definition(
    "list",
    "agrees with get",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        for (const summary of yield* driver.list) {
          const { id, managed, name, persistent, state } = yield* driver.get(summary.id)
          yield* expect("get of a listed domain", { id, managed, name, persistent, state }, summary)
        }
        const listed = (yield* driver.list).find((domain) => domain.id === spec.id)
        const wanted = { id: spec.id, name: spec.name, state: "off", managed: true, persistent: true }
        yield* expect("our line of the list", listed, wanted)
      })
    )
  ),
  definition(
    "get",
    "and every other operation fails with NoSuchVm for an id that is not there",
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      const id = yield* Bench.newId
      const calls: Calls = { get: driver.get, adopt: driver.adopt, ...powerCalls(driver), ...changeCalls(driver) }
      for (const [name, call] of Object.entries(calls)) yield* expectRefused(name, "NoSuchVm", call(id))
      const disk = yield* Bench.newDisk("vdb")
      yield* expectRefused("attachDisk", "NoSuchVm", driver.attachDisk(id, disk))
      yield* expectRefused("attachNic", "NoSuchVm", driver.attachNic(id, yield* Bench.newNic))
      yield* expectGone(id)
    })
  ),
  definition(
    "define",
    "makes a persistent stopped domain that is as it was specified",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* expectDefinition(spec)
        const { hasManagedSave, live, name, persistent, state } = yield* Bench.observed(spec.id)
        const wanted = { name: spec.name, state: "off", persistent: true, hasManagedSave: false, live: undefined }
        yield* expect("what the observer sees", { name, state, persistent, hasManagedSave, live }, wanted)
        const domain = yield* driver.get(spec.id)
        yield* expect("live", domain.live, undefined)
        yield* expect("agentConnected", domain.agentConnected, false)
      })
    )
  ),
  definition(
    "define",
    "twice is once, and another spec under the same id replaces the first",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.define(spec)
        yield* expectDefinition(spec)
        const other = { ...spec, vcpus: 2, title: "a <title> & more", nics: [...spec.nics, yield* Bench.newNic] }
        yield* driver.define(other)
        yield* expectDefinition(other)
        yield* expectState(spec.id, "off")
      })
    )
  ),
  definition(
    "define",
    "refuses a name or an id that is taken, and changes nothing",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const id = yield* Bench.newId
        const sameName = yield* expectRefused("a name that is taken", "VmExists", driver.define({ ...spec, id }))
        yield* expect("by", sameName.by, "name")
        yield* expectGone(id)
        const name = VmName.make(`${spec.name}-renamed`)
        const sameId = yield* expectRefused("an id that is taken", "VmExists", driver.define({ ...spec, name }))
        yield* expect("by", sameId.by, "id")
        yield* expectDefinition(spec)
      })
    )
  ),
  definition(
    "define",
    "refuses what the host cannot run, and leaves nothing behind",
    Effect.gen(function* () {
      const { capabilities, driver } = yield* HypervisorBench
      const spec = yield* Bench.newSpec()
      const machine = { ...spec, machine: "pc-none-9.9" }
      const unknown = yield* expectRefused("an unknown machine type", "UnsupportedMachine", driver.define(machine))
      yield* expect("machine", unknown.machine, "pc-none-9.9")
      yield* expectThat("available", unknown.available.includes(spec.machine), unknown.available)
      const { memory } = yield* driver.capacity
      const maxMemory = ByteSize.bytes(memory - (memory % 1024n) + 1024n)
      const large = yield* expectRefused("too much memory", "NotEnoughMemory", driver.define({ ...spec, maxMemory }))
      yield* expect("asked", large.asked, maxMemory)
      yield* expectThat("available", large.available <= memory, large.available)
      const acceleration = (["kvm", "tcg"] as const).find((kind) => !capabilities.accelerations.includes(kind))
      if (acceleration !== undefined) {
        yield* expectRefused("missing acceleration", "Unsupported", driver.define({ ...spec, acceleration }))
      }
      if (!capabilities.arch.includes("aarch64")) {
        yield* expectRefused("another architecture", "Unsupported", driver.define({ ...spec, arch: "aarch64" }))
      }
      yield* expectGone(spec.id)
    })
  ),
  definition(
    "undefine",
    "removes the domain with its snapshots and leaves its disks",
    Effect.gen(function* () {
      const { driver, observe } = yield* HypervisorBench
      const spec = yield* Bench.newSpec()
      yield* driver.define(spec)
      yield* driver.createSnapshot(spec.id, { name: "one", kind: "internal" })
      yield* driver.undefine(spec.id)
      yield* expectGone(spec.id)
      yield* expectRefused("get", "NoSuchVm", driver.get(spec.id))
      for (const { source } of spec.disks) {
        if (source._tag === "File") yield* expect("the disk is there", yield* observe.fileExists(source.path), true)
      }
    })
  ),
  definition(
    "adopt",
    "makes a foreign domain ours; before that it is listed and left alone",
    Effect.gen(function* () {
      const { driver, makeForeign, prefix } = yield* HypervisorBench
      const id = yield* makeForeign(`${prefix}-foreign-${yield* Bench.next}`)
      const before = yield* driver.get(id)
      yield* expect("managed", before.managed, false)
      const { screenshot: _, ...calls } = { ...powerCalls(driver), ...changeCalls(driver) }
      for (const [name, call] of Object.entries(calls)) yield* expectRefused(name, "NotManaged", call(id))
      const spec = { ...(yield* Bench.newSpec()), id }
      yield* expectRefused("define", "NotManaged", driver.define(spec))
      yield* expectRefused("attachDisk", "NotManaged", driver.attachDisk(id, yield* Bench.newDisk("vdb")))
      yield* expectRefused("attachNic", "NotManaged", driver.attachNic(id, yield* Bench.newNic))
      yield* expect("the domain as it was", yield* driver.get(id), before)
      yield* Bench.cleanly(
        id,
        Effect.gen(function* () {
          yield* driver.adopt(id)
          yield* driver.adopt(id)
          yield* expect("the domain", yield* driver.get(id), { ...before, managed: true })
          const listed = (yield* driver.list).find((domain) => domain.id === id)
          yield* expect("managed in the list", listed?.managed, true)
        })
      )
    })
  ),
  definition(
    "start",
    "refuses a machine whose disk is missing, by target and path",
    Effect.gen(function* () {
      const { driver, makeDisk } = yield* HypervisorBench
      const present = yield* makeDisk({ format: "qcow2", size: ByteSize.mebibytes(8) })
      const source = { ...present, path: `${present.path}-missing` as typeof present.path }
      const missing = { ...(yield* Bench.newDisk("vdb")), source }
      yield* withVm(
        (spec) =>
          Effect.gen(function* () {
            const { path, target } = yield* expectRefused("start", "DiskMissing", driver.start(spec.id))
            yield* expect("the missing disk", { path, target }, { path: source.path, target: "vdb" })
            yield* expectState(spec.id, "off")
          }),
        (spec) => ({ ...spec, disks: [...spec.disks, missing] })
      )
    })
  ),
  ...powerOperations.map((operation) =>
    definition(
      operation,
      "refuses an inactive domain",
      withVm((spec) =>
        Effect.gen(function* () {
          const { driver } = yield* HypervisorBench
          const call = powerCalls(driver)[operation](spec.id)
          const { allowed, state } = yield* expectRefused(operation, "WrongState", call)
          yield* expect("state", state, "off")
          yield* expectThat("allowed", allowed.length > 0 && !allowed.includes("off"), allowed)
          yield* expectState(spec.id, "off")
          yield* expectDefinition(spec)
        })
      )
    )
  ),
  definition(
    "discardManagedSave",
    "without one is fine",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.discardManagedSave(spec.id)
        yield* expectDefinition(spec)
      })
    ),
    "managed-save"
  ),
  definition(
    "createSnapshot",
    "of a stopped machine, internal: listed with its parent, refused twice, reverted, deleted",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const one = yield* driver.createSnapshot(spec.id, { name: "one", kind: "internal" })
        const wanted = { kind: "internal", state: "off", withMemory: false } as const
        yield* expect("one", one, { ...wanted, name: "one", parent: undefined, current: true })
        const two = yield* driver.createSnapshot(spec.id, { name: "two", kind: "internal" })
        yield* expect("two", two, { ...wanted, name: "two", parent: "one", current: true })
        const again = driver.createSnapshot(spec.id, { name: "one", kind: "internal" })
        yield* expectRefused("a name that is taken", "SnapshotExists", again)
        const wild = driver.createSnapshot(spec.id, { name: "../x", kind: "internal" })
        yield* expectRefused("a name that is a path", "InvalidSpec", wild)
        yield* Bench.expectAgreement(spec.id)
        yield* driver.revertSnapshot(spec.id, "one")
        yield* expectState(spec.id, "off")
        const current = (yield* driver.get(spec.id)).snapshots.filter((snapshot) => snapshot.current)
        yield* expect(
          "current",
          current.map(({ name }) => name),
          ["one"]
        )
        yield* driver.deleteSnapshot(spec.id, "one")
        const left = (yield* driver.get(spec.id)).snapshots.map(({ name, parent }) => ({ name, parent }))
        yield* expect("what is left", left, [{ name: "two", parent: undefined }])
        yield* Bench.expectAgreement(spec.id)
      })
    ),
    "snapshot-internal"
  ),
  definition(
    "createSnapshot",
    "internal, is refused where a disk is not qcow2",
    Effect.flatMap(Bench.newDisk("vdb", { format: "raw" }), (raw) =>
      withVm(
        (spec) =>
          Effect.gen(function* () {
            const { driver } = yield* HypervisorBench
            const call = driver.createSnapshot(spec.id, { name: "one", kind: "internal" })
            yield* expectRefused("createSnapshot", "Unsupported", call)
            yield* expect("snapshots", (yield* Bench.observed(spec.id)).snapshots, [])
          }),
        (spec) => ({ ...spec, disks: [...spec.disks, raw] })
      )
    ),
    "snapshot-internal"
  ),
  definition(
    "revertSnapshot",
    "and deleteSnapshot of one that is not there name those that are",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.createSnapshot(spec.id, { name: "one", kind: "internal" })
        const reverted = yield* expectRefused("revert", "NoSuchSnapshot", driver.revertSnapshot(spec.id, "none"))
        yield* expect("present", reverted.present, ["one"])
        const deleted = yield* expectRefused("delete", "NoSuchSnapshot", driver.deleteSnapshot(spec.id, "none"))
        yield* expect("snapshot", deleted.snapshot, "none")
      })
    ),
    "snapshot-internal"
  ),
  definition(
    "deleteSnapshot",
    "of an external snapshot puts the disk back",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const one = yield* driver.createSnapshot(spec.id, { name: "one", kind: "external" })
        yield* expect("kind", { kind: one.kind, withMemory: one.withMemory }, { kind: "external", withMemory: false })
        const seen = yield* Bench.observed(spec.id)
        const base = Bench.machineOf(spec).disks[0]?.path
        yield* expectThat("an overlay is on top", seen.definition?.disks[0]?.path !== base, seen.definition?.disks)
        yield* Bench.expectAgreement(spec.id)
        yield* expectRefused("revert", "Unsupported", driver.revertSnapshot(spec.id, "one"))
        yield* driver.deleteSnapshot(spec.id, "one")
        yield* expectDefinition(spec)
        yield* expect("snapshots", (yield* Bench.observed(spec.id)).snapshots, [])
      })
    ),
    "snapshot-external"
  ),
  definition(
    "define",
    "of a spec from before external snapshots keeps the overlays, and get tells of them",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const base = Bench.machineOf(spec).disks[0]?.path ?? ""
        yield* driver.createSnapshot(spec.id, { name: "one", kind: "external" })
        const one = (yield* Bench.observed(spec.id)).definition?.disks[0]?.path ?? ""
        yield* driver.createSnapshot(spec.id, { name: "two", kind: "external" })
        const { overlays, spec: overlaid } = yield* driver.get(spec.id)
        const two = (yield* Bench.observed(spec.id)).definition?.disks[0]?.path ?? ""
        yield* expect("overlays", overlays, [
          { target: "vda", top: one, base },
          { target: "vda", top: two, base: one }
        ])
        yield* driver.define(spec)
        yield* driver.define({ ...spec, title: "other" })
        yield* expect("definition", (yield* driver.get(spec.id)).spec, { ...overlaid, title: "other" })
        yield* expect("the top file", (yield* Bench.observed(spec.id)).definition?.disks[0]?.path, two)
        yield* driver.deleteSnapshot(spec.id, "two")
        yield* driver.deleteSnapshot(spec.id, "one")
        yield* expectDefinition({ ...spec, title: "other" })
      })
    ),
    "snapshot-external"
  ),
  definition(
    "attachDisk",
    "and detachDisk of a stopped machine change its definition",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const disk = yield* Bench.newDisk("vdb", { format: "raw" })
        yield* driver.attachDisk(spec.id, disk)
        yield* expectDefinition({ ...spec, disks: [...spec.disks, disk] })
        const taken = yield* expectRefused("a target that is taken", "DeviceExists", driver.attachDisk(spec.id, disk))
        yield* expect("device", taken.device, "vdb")
        yield* driver.detachDisk(spec.id, disk.target)
        yield* expectDefinition(spec)
        const sata = { ...disk, target: Bench.target("sda"), readOnly: true }
        yield* expectRefused("a read-only SATA disk", "InvalidSpec", driver.attachDisk(spec.id, sata))
        yield* driver.attachDisk(spec.id, { ...sata, kind: "cdrom" })
        yield* driver.detachDisk(spec.id, sata.target)
        yield* expectDefinition(spec)
        const absent = driver.detachDisk(spec.id, disk.target)
        const { device, present } = yield* expectRefused("a target that is not there", "NoSuchDevice", absent)
        yield* expect("what is there", { device, present }, { device: "vdb", present: ["vda"] })
      })
    )
  ),
  definition(
    "attachNic",
    "and detachNic and setLink of a stopped machine change its definition",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const nic = yield* Bench.newNic
        yield* driver.attachNic(spec.id, nic)
        yield* expectDefinition({ ...spec, nics: [...spec.nics, nic] })
        yield* expectRefused("a MAC address that is taken", "DeviceExists", driver.attachNic(spec.id, nic))
        yield* driver.setLink(spec.id, nic.binding.mac, "down")
        yield* expectDefinition({ ...spec, nics: [...spec.nics, { ...nic, linkUp: false }] })
        yield* driver.setLink(spec.id, nic.binding.mac, "up")
        yield* driver.detachNic(spec.id, nic.binding.mac)
        yield* expectDefinition(spec)
        const present = spec.nics.map(({ binding }) => binding.mac)
        const detach = driver.detachNic(spec.id, nic.binding.mac)
        yield* expect("present", (yield* expectRefused("detachNic", "NoSuchDevice", detach)).present, present)
        const link = driver.setLink(spec.id, nic.binding.mac, "down")
        yield* expect("present", (yield* expectRefused("setLink", "NoSuchDevice", link)).present, present)
      })
    )
  ),
  definition(
    "setVcpus",
    "of a stopped machine, within its limit",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.setVcpus(spec.id, 2)
        yield* expectDefinition({ ...spec, vcpus: 2 })
        yield* driver.setVcpus(spec.id, 1)
        yield* expectDefinition(spec)
        const { asked, limit } = yield* expectRefused("too many", "LimitExceeded", driver.setVcpus(spec.id, 3))
        yield* expect("figures", { asked, limit }, { asked: 3, limit: 2 })
        yield* expectRefused("none", "InvalidSpec", driver.setVcpus(spec.id, 0))
        yield* expectDefinition(spec)
      })
    )
  ),
  definition(
    "setMemory",
    "of a stopped machine, within its limit",
    withVm((spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const memory = ByteSize.mebibytes(48)
        yield* driver.setMemory(spec.id, memory)
        yield* expectDefinition({ ...spec, memory })
        const more = ByteSize.mebibytes(65)
        const { asked, limit } = yield* expectRefused("too much", "LimitExceeded", driver.setMemory(spec.id, more))
        yield* expect("figures", { asked, limit }, { asked: 65 << 20, limit: 64 << 20 })
        const odd = driver.setMemory(spec.id, ByteSize.bytes((32n << 20n) + 1n))
        yield* expectRefused("not whole KiB", "InvalidSpec", odd)
        yield* expectDefinition({ ...spec, memory })
      })
    )
  ),
  definition(
    "putSeed",
    "places an image that a machine can be given, replaces it, and refuses a large one",
    Effect.gen(function* () {
      const { driver, observe } = yield* HypervisorBench
      const id = yield* Bench.newId
      yield* Bench.cleanly(
        id,
        Effect.gen(function* () {
          const one = yield* driver.putSeed(id, new Uint8Array(64 * 1024).fill(1))
          const two = yield* driver.putSeed(id, new Uint8Array(128 * 1024).fill(2))
          yield* expect("the source", two, one)
          if (two._tag === "File") {
            yield* expect("format", two.format, "raw")
            yield* expect("the image is there", yield* observe.fileExists(two.path), true)
            yield* expect("its size", yield* observe.capacity(two.path), 128n * 1024n)
          }
          yield* expect("seeds", (yield* driver.listSeeds).includes(id), true)
          const large = driver.putSeed(id, new Uint8Array(16 * 1024 * 1024 + 1))
          const { asked, limit } = yield* expectRefused("a large image", "LimitExceeded", large)
          yield* expect("figures", { asked, limit }, { asked: 16_777_217, limit: 16_777_216 })
        })
      )
    })
  ),
  definition(
    "removeSeed",
    "removes the image, and none there is fine",
    Effect.gen(function* () {
      const { driver, observe } = yield* HypervisorBench
      const id = yield* Bench.newId
      yield* driver.removeSeed(id)
      const source = yield* driver.putSeed(id, new Uint8Array(2048))
      yield* driver.removeSeed(id)
      if (source._tag === "File") yield* expect("the image", yield* observe.fileExists(source.path), false)
      yield* driver.removeSeed(id)
      yield* expectGone(id)
    })
  ),
  definition(
    "listSeeds",
    "lists what was put, also without a domain",
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      const before = yield* driver.listSeeds
      const id = yield* Bench.newId
      yield* Bench.cleanly(
        id,
        Effect.gen(function* () {
          yield* driver.putSeed(id, new Uint8Array(2048))
          yield* expect("seeds", [...(yield* driver.listSeeds)].sort(), [...before, id].sort())
        })
      )
      yield* expect("seeds", [...(yield* driver.listSeeds)].sort(), [...before].sort())
    })
  ),
  definition(
    "events",
    "tell of definitions that come and go",
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      const spec = yield* Bench.newSpec()
      const events = yield* Bench.eventsDuring(
        spec.id,
        Effect.andThen(driver.define(spec), driver.undefine(spec.id)),
        (event) => event._tag === "Undefined"
      )
      yield* expect("events", [...new Set(events.map((event) => event._tag))], ["Defined", "Undefined"])
      yield* expectGone(spec.id)
    })
  )
]
