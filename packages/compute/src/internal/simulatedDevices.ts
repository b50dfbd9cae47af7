/**
 * The operations of a simulated host on the devices and the size of machines.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import type { Hypervisor } from "../Hypervisor.ts"
import type { HypervisorErrorReason } from "../HypervisorError.ts"
import type { VmDisk, VmNic, VmSpec } from "../VmSpec.ts"
import type { Operation } from "./simulatedFaults.ts"
import type { Step } from "./simulatedCall.ts"
import { inactive, unfitDisk } from "./driverRules.ts"
import { call, change, requireState } from "./simulatedCall.ts"
import * as InGuest from "./simulatedGuest.ts"
import type { DomainRecord, HostRecord, Machine, WorldRecord } from "./simulatedWorld.ts"
import {
  capacityOf,
  fileExists,
  freeMemory,
  lockedSource,
  reason,
  reserved,
  sourceKey,
  touch
} from "./simulatedWorld.ts"

type Devices = Pick<
  Hypervisor,
  "attachDisk" | "detachDisk" | "resizeDisk" | "attachNic" | "detachNic" | "setLink" | "setVcpus" | "setMemory"
>

/** How long a guest may take to let go of a device, in milliseconds. */
const detachLimitMillis = 20_000

const macs = (spec: VmSpec | undefined) => (spec?.nics ?? []).map((nic): string => nic.binding.mac)
const targets = (spec: VmSpec | undefined) => (spec?.disks ?? []).map((disk): string => disk.target)

/** The operations. */
export const make = (world: WorldRecord, host: HostRecord): Devices => {
  const edit = (
    operation: Operation,
    id: DomainRecord["id"],
    body: (domain: DomainRecord, step: Step) => Effect.Effect<void, HypervisorErrorReason>
  ) =>
    call(world, host, { operation, vm: id, mutates: true, writes: true }, (step) =>
      change(host, id, (domain) => body(domain, step))
    )

  const updateSpec = (domain: DomainRecord, f: (spec: VmSpec) => VmSpec) => {
    if (domain.spec !== undefined) domain.spec = f(domain.spec)
  }
  const updateLive = (domain: DomainRecord, f: (spec: VmSpec) => VmSpec) => {
    if (domain.machine !== undefined) domain.machine.live = f(domain.machine.live)
    touch(domain)
  }

  /** Live first, then the definition: as libvirt, whose daemon may die between the two. */
  const attach = (
    domain: DomainRecord,
    step: Step,
    f: (spec: VmSpec) => VmSpec,
    check: (machine: Machine) => HypervisorErrorReason | undefined
  ): Effect.Effect<void, HypervisorErrorReason> =>
    Effect.gen(function* () {
      const { machine } = domain
      if (machine !== undefined) {
        const problem = check(machine)
        if (problem !== undefined) return yield* Effect.fail(problem)
        if (machine.freePorts === 0) {
          const limit = machine.live.hotplugPorts
          return yield* Effect.fail(reason.LimitExceeded.make({ what: "hotplugPorts", asked: limit + 1, limit }))
        }
        yield* step
        yield* InGuest.pause({ world, host, domain }, "hotplug")
        machine.freePorts--
        updateLive(domain, f)
      }
      yield* step
      updateSpec(domain, f)
    })

  /** The guest lets go of what runs, then the definition changes. */
  const detach = (
    domain: DomainRecord,
    step: Step,
    device: string,
    present: (spec: VmSpec | undefined) => ReadonlyArray<string>,
    f: (spec: VmSpec) => VmSpec
  ): Effect.Effect<void, HypervisorErrorReason> =>
    Effect.gen(function* () {
      const { machine } = domain
      const known = [...new Set([...present(domain.spec), ...present(machine?.live)])]
      if (!known.includes(device)) return yield* Effect.fail(reason.NoSuchDevice.make({ device, present: known }))
      if (machine !== undefined && present(machine.live).includes(device)) {
        if (device.startsWith("sd")) {
          return yield* Effect.fail(reason.Unsupported.make({ detail: `${device} is on a bus without hot plug` }))
        }
        yield* step
        machine.unplugging.add(device)
        yield* InGuest.letGo({ world, host, domain }, machine)
        yield* Effect.timeoutOrElse(
          InGuest.until(domain, () => domain.machine !== machine || !present(machine.live).includes(device)),
          {
            duration: detachLimitMillis,
            orElse: () => Effect.fail(reason.GuestIgnored.make({ afterMillis: detachLimitMillis }))
          }
        )
      }
      yield* step
      updateSpec(domain, f)
    })

  const attachDisk: Devices["attachDisk"] = Effect.fn("Hypervisor.attachDisk")((id, disk: VmDisk) =>
    edit("attachDisk", id, (domain, step) =>
      Effect.gen(function* () {
        if (targets(domain.spec).includes(disk.target) || targets(domain.machine?.live).includes(disk.target)) {
          return yield* Effect.fail(reason.DeviceExists.make({ device: disk.target }))
        }
        const problem = unfitDisk(disk)
        if (problem !== undefined) return yield* Effect.fail(problem)
        const add = (spec: VmSpec): VmSpec => ({ ...spec, disks: [...spec.disks, disk] })
        yield* attach(domain, step, add, () => {
          if (disk.target.startsWith("sd")) {
            return reason.Unsupported.make({ detail: `${disk.target} is on a bus without hot plug` })
          }
          const key = sourceKey(disk.source)
          if (key.startsWith("/") && !fileExists(host, key)) {
            return reason.DiskMissing.make({ target: disk.target, path: key })
          }
          const own = (domain.machine?.live.disks ?? []).some(
            (other) => !other.readOnly && sourceKey(other.source) === key
          )
          const locked = own && !disk.readOnly ? key : lockedSource(host, domain, [disk])
          return locked === undefined
            ? undefined
            : reason.Failed.make({ code: 1, domain: 10, detail: `Failed to get "write" lock on ${locked}` })
        })
      })
    )
  )

  const detachDisk: Devices["detachDisk"] = Effect.fn("Hypervisor.detachDisk")((id, target) =>
    edit("detachDisk", id, (domain, step) =>
      detach(domain, step, target, targets, (spec) => ({
        ...spec,
        disks: spec.disks.filter((disk) => disk.target !== target)
      }))
    )
  )

  const resizeDisk: Devices["resizeDisk"] = Effect.fn("Hypervisor.resizeDisk")((id, target, size: ByteSize.ByteSize) =>
    edit("resizeDisk", id, (domain, step) =>
      Effect.gen(function* () {
        yield* requireState(domain, ["running", "paused"])
        const disk = domain.machine?.live.disks.find((disk) => disk.target === target)
        if (disk === undefined) {
          const present = targets(domain.machine?.live)
          return yield* Effect.fail(reason.NoSuchDevice.make({ device: target, present }))
        }
        const now = capacityOf(host, disk.source)
        if (size < now || size % 512n !== 0n) {
          const detail = `a disk of ${now} bytes can only grow, by whole sectors of 512 bytes`
          return yield* Effect.fail(reason.InvalidSpec.make({ field: "size", detail }))
        }
        yield* InGuest.pause({ world, host, domain }, "resize")
        yield* step
        const format = disk.source._tag === "File" ? disk.source.format : "raw"
        host.files.set(sourceKey(disk.source), { format, size })
      })
    )
  )

  const attachNic: Devices["attachNic"] = Effect.fn("Hypervisor.attachNic")((id, nic: VmNic) =>
    edit("attachNic", id, (domain, step) =>
      Effect.gen(function* () {
        const { mac } = nic.binding
        if (macs(domain.spec).includes(mac) || macs(domain.machine?.live).includes(mac)) {
          return yield* Effect.fail(reason.DeviceExists.make({ device: mac }))
        }
        yield* attach(
          domain,
          step,
          (spec) => ({ ...spec, nics: [...spec.nics, nic] }),
          () => undefined
        )
      })
    )
  )

  const detachNic: Devices["detachNic"] = Effect.fn("Hypervisor.detachNic")((id, mac) =>
    edit("detachNic", id, (domain, step) =>
      detach(domain, step, mac, macs, (spec) => ({
        ...spec,
        nics: spec.nics.filter((nic) => nic.binding.mac !== mac)
      }))
    )
  )

  const setLink: Devices["setLink"] = Effect.fn("Hypervisor.setLink")((id, mac, link) =>
    edit("setLink", id, (domain, step) =>
      Effect.gen(function* () {
        const present = [...new Set([...macs(domain.spec), ...macs(domain.machine?.live)])]
        if (!present.includes(mac)) return yield* Effect.fail(reason.NoSuchDevice.make({ device: mac, present }))
        const set = (spec: VmSpec): VmSpec => ({
          ...spec,
          nics: spec.nics.map((nic) => (nic.binding.mac === mac ? { ...nic, linkUp: link === "up" } : nic))
        })
        yield* step
        updateLive(domain, set)
        yield* step
        updateSpec(domain, set)
      })
    )
  )

  const setVcpus: Devices["setVcpus"] = Effect.fn("Hypervisor.setVcpus")((id, vcpus) =>
    edit("setVcpus", id, (domain, step) =>
      Effect.gen(function* () {
        if (!Number.isInteger(vcpus) || vcpus < 1) {
          return yield* Effect.fail(reason.InvalidSpec.make({ field: "vcpus", detail: "a whole number from 1" }))
        }
        const live = domain.machine?.live
        const limit = Math.min(live?.maxVcpus ?? Infinity, domain.spec?.maxVcpus ?? Infinity)
        if (vcpus > limit) {
          return yield* Effect.fail(reason.LimitExceeded.make({ what: "vcpus", asked: vcpus, limit }))
        }
        if (live !== undefined && vcpus < live.vcpus) return yield* requireState(domain, inactive)
        const set = (spec: VmSpec): VmSpec => ({ ...spec, vcpus })
        if (live !== undefined) {
          yield* step
          yield* InGuest.pause({ world, host, domain }, "hotplug")
          updateLive(domain, set)
        }
        yield* step
        updateSpec(domain, set)
      })
    )
  )

  const setMemory: Devices["setMemory"] = Effect.fn("Hypervisor.setMemory")((id, memory: ByteSize.ByteSize) =>
    edit("setMemory", id, (domain, step) =>
      Effect.gen(function* () {
        const { machine } = domain
        const limits = [domain.spec?.maxMemory, machine?.live.maxMemory].filter((limit) => limit !== undefined)
        const limit = limits.reduce<bigint>((least, next) => (next < least ? next : least), memory)
        if (memory > limit) {
          return yield* Effect.fail(
            reason.LimitExceeded.make({ what: "memory", asked: Number(memory), limit: Number(limit) })
          )
        }
        if (memory % 1024n !== 0n || memory < 1024n * 1024n) {
          const detail = "whole KiB, at least 1 MiB"
          return yield* Effect.fail(reason.InvalidSpec.make({ field: "memory", detail }))
        }
        if (machine !== undefined) {
          const available = freeMemory(host) + reserved(machine)
          if (memory > available) {
            return yield* Effect.fail(
              reason.NotEnoughMemory.make({ asked: memory, available: ByteSize.bytes(available) })
            )
          }
        }
        if (machine !== undefined) {
          yield* step
          machine.balloonTarget = memory
          yield* InGuest.inflate({ world, host, domain }, machine)
        }
        yield* step
        updateSpec(domain, (spec) => ({ ...spec, memory }))
      })
    )
  )

  return { attachDisk, detachDisk, resizeDisk, attachNic, detachNic, setLink, setVcpus, setMemory }
}
