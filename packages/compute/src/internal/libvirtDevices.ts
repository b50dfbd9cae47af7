/**
 * The operations on the devices and the size of domains.
 *
 * On a running domain each change is made to the machine first and then to its definition, in two calls: when the guest
 * does not let go of a device, or the host fails in between, the definition still says what the machine has, and doing
 * it again completes it.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import type * as ByteSize from "effect/ByteSize"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as DomainXml from "../DomainXml.ts"
import type { Hypervisor } from "../Hypervisor.ts"
import { isActive } from "../PowerState.ts"
import type { DiskTarget, VmSpec } from "../VmSpec.ts"
import { type Failure, missingPath, reason, textOf } from "./libvirtErrors.ts"
import { inactive, unfitDisk } from "./driverRules.ts"
import {
  change,
  currentXml,
  domainOf,
  type Host,
  inactiveXml,
  isPersistent,
  type Link,
  of,
  requireManaged,
  requireState,
  run,
  stateOf,
  waitFor
} from "./libvirtHost.ts"
import { store } from "./libvirtLifecycle.ts"

type Devices = Pick<
  Hypervisor,
  "attachDisk" | "detachDisk" | "resizeDisk" | "attachNic" | "detachNic" | "setLink" | "setVcpus" | "setMemory"
>

const { VIR_DOMAIN_AFFECT_CONFIG, VIR_DOMAIN_AFFECT_LIVE } = Constants.DomainModificationImpact

/** How long a guest may take to let go of a device. */
const detachPatience = Duration.seconds(20)

/** A device by the key it has in a spec. */
type Key = { readonly disk: DiskTarget } | { readonly nic: string }
const nameOf = (key: Key): string => ("disk" in key ? key.disk : key.nic)

const keysOf = (facts: DomainXml.DomainFacts, key: Key): ReadonlyArray<string> =>
  "disk" in key ? facts.disks.map(({ target }) => target) : facts.nics.map(({ mac }) => mac)

/** The documents of a domain: of its definition and of the running machine, as far as it has them. */
interface Documents {
  readonly config: string | undefined
  readonly live: string | undefined
}

const documents = (link: Link, id: Ids.VmId): Effect.Effect<Documents, Failure> =>
  Effect.gen(function* () {
    const live = isActive(yield* stateOf(link, id)) ? yield* currentXml(link, id) : undefined
    return { config: (yield* isPersistent(link, id)) ? yield* inactiveXml(link, id) : undefined, live }
  })

const present = (xml: string | undefined, key: Key): Effect.Effect<ReadonlyArray<string>, Failure> =>
  xml === undefined ? Effect.succeed([]) : DomainXml.facts(xml).pipe(Effect.map((facts) => keysOf(facts, key)))

/**
 * A change of a definition through its spec, checked now and made when `store` is run; what is no part
 * of a spec stays. Without a definition, or where it needs no change, there is nothing to do.
 */
const planDefinition = (
  link: Link,
  xml: string | undefined,
  edit: (spec: VmSpec) => VmSpec
): Effect.Effect<{ readonly store: Effect.Effect<void, Failure> }, Failure> =>
  Effect.gen(function* () {
    const nothing = { store: Effect.void }
    if (xml === undefined) return nothing
    const old = yield* DomainXml.decode(xml)
    const spec = edit(old)
    if (DomainXml.sameSpec(old, spec)) return nothing
    const updated = yield* DomainXml.update(xml, spec)
    return { store: store(link, updated, spec) }
  })

// --- attach -------------------------------------------------------------------------------------------------------------

const attachFailure =
  (key: Key, spare: number) =>
  (error: LibvirtError): Failure => {
    const text = textOf(error)
    const path = missingPath(text)
    if (path !== undefined && "disk" in key) return reason.DiskMissing.make({ target: key.disk, path })
    if (/No more available PCI slots/.test(text)) {
      return reason.LimitExceeded.make({ what: "hotplugPorts", asked: spare + 1, limit: spare })
    }
    return error
  }

const attach = (
  link: Link,
  id: Ids.VmId,
  key: Key,
  device: Effect.Effect<string, DomainXml.DomainXmlError>,
  add: (spec: VmSpec) => VmSpec
): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    const name = nameOf(key)
    const { config, live } = yield* documents(link, id)
    if ([...(yield* present(config, key)), ...(yield* present(live, key))].includes(name)) {
      return yield* Effect.fail(reason.DeviceExists.make({ device: name }))
    }
    const definition = yield* planDefinition(link, config, add)
    if (live !== undefined) {
      if ("disk" in key && key.disk.startsWith("sd")) {
        return yield* Effect.fail(reason.Unsupported.make({ detail: `${name} is on a bus without hot plug` }))
      }
      const spare = yield* DomainXml.decode(live).pipe(
        Effect.map((spec) => spec.hotplugPorts),
        Effect.orElseSucceed(() => 0)
      )
      const xml = yield* device
      yield* link.change(
        link.call
          .domainAttachDeviceFlags({ dom: domainOf(id), xml, flags: VIR_DOMAIN_AFFECT_LIVE })
          .pipe(Effect.mapError(attachFailure(key, spare)))
      )
      if (!(yield* present(yield* currentXml(link, id), key)).includes(name)) {
        const detail = `${name} was attached but is not there`
        return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
      }
    }
    yield* definition.store
  })

// --- detach -------------------------------------------------------------------------------------------------------------

/** Whether the running machine has no such device any more, or is itself no more. */
const isGone = (link: Link, id: Ids.VmId, key: Key): Effect.Effect<boolean, Failure> =>
  Effect.gen(function* () {
    if (!isActive(yield* stateOf(link, id))) return true
    return !(yield* present(yield* currentXml(link, id), key)).includes(nameOf(key))
  })

const detachLive = (link: Link, id: Ids.VmId, key: Key, live: string): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    const wakeUps = yield* link.feed
    const xml = yield* DomainXml.deviceOf(live, key)
    yield* link.change(
      link.call.domainDetachDeviceFlags({ dom: domainOf(id), xml, flags: VIR_DOMAIN_AFFECT_LIVE }).pipe(
        // It was asked before and has not answered yet: wait on.
        Effect.catchIf(
          (error) => /in the process of unplug/.test(textOf(error)),
          () => Effect.void
        )
      )
    )
    yield* waitFor(isGone(link, id, key), of(id, wakeUps), detachPatience)
  }).pipe(Effect.scoped)

const detach = (link: Link, id: Ids.VmId, key: Key, remove: (spec: VmSpec) => VmSpec): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    const { config, live } = yield* documents(link, id)
    const [inConfig, inLive] = [yield* present(config, key), yield* present(live, key)]
    const name = nameOf(key)
    const all = [...new Set([...inConfig, ...inLive])]
    if (!all.includes(name)) return yield* Effect.fail(reason.NoSuchDevice.make({ device: name, present: all }))
    const definition = yield* planDefinition(link, config, remove)
    if (live !== undefined && inLive.includes(name)) {
      if ("disk" in key && key.disk.startsWith("sd")) {
        return yield* Effect.fail(reason.Unsupported.make({ detail: `${name} is on a bus without hot plug` }))
      }
      yield* detachLive(link, id, key, live)
    }
    yield* definition.store
  })

// --- size ---------------------------------------------------------------------------------------------------------------

const resize = (link: Link, id: Ids.VmId, target: DiskTarget, size: ByteSize.ByteSize): Effect.Effect<void, Failure> =>
  change(link, id, ["running", "paused"], () =>
    Effect.gen(function* () {
      const dom = domainOf(id)
      const all = yield* present(yield* currentXml(link, id), { disk: target })
      if (!all.includes(target)) return yield* Effect.fail(reason.NoSuchDevice.make({ device: target, present: all }))
      const { capacity } = yield* link.call.domainGetBlockInfo({ dom, path: target, flags: 0 })
      if (size < capacity || size % 512n !== 0n) {
        const detail = `a disk of ${capacity} bytes can only grow, by whole sectors of 512 bytes`
        return yield* Effect.fail(reason.InvalidSpec.make({ field: "size", detail }))
      }
      const flags = Constants.DomainBlockResizeFlags.VIR_DOMAIN_BLOCK_RESIZE_BYTES
      yield* link.call.domainBlockResize({ dom, disk: target, size, flags })
      const now = yield* link.call.domainGetBlockInfo({ dom, path: target, flags: 0 })
      if (now.capacity !== size) {
        const detail = `the disk now has ${now.capacity} bytes instead of ${size}`
        return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
      }
    })
  )

const setLink = (link: Link, id: Ids.VmId, mac: string, state: "up" | "down"): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    const { config, live } = yield* documents(link, id)
    const key = { nic: mac }
    const [inConfig, inLive] = [yield* present(config, key), yield* present(live, key)]
    const all = [...new Set([...inConfig, ...inLive])]
    if (!all.includes(mac)) return yield* Effect.fail(reason.NoSuchDevice.make({ device: mac, present: all }))
    const definition = yield* planDefinition(link, config, (spec) => ({
      ...spec,
      nics: spec.nics.map((nic) => (nic.binding.mac === mac ? { ...nic, linkUp: state === "up" } : nic))
    }))
    if (live !== undefined && inLive.includes(mac)) {
      const xml = yield* DomainXml.withLink(live, mac, state)
      yield* link.change(link.call.domainUpdateDeviceFlags({ dom: domainOf(id), xml, flags: VIR_DOMAIN_AFFECT_LIVE }))
    }
    yield* definition.store
  })

/** What a domain has now and may have, from its documents. */
const sizes = ({ config, live }: Documents): Effect.Effect<ReadonlyArray<VmSpec>, Failure> =>
  Effect.forEach(
    [config, live].filter((xml) => xml !== undefined),
    DomainXml.decode
  )

const affected = ({ config, live }: Documents): number =>
  (config === undefined ? 0 : VIR_DOMAIN_AFFECT_CONFIG) | (live === undefined ? 0 : VIR_DOMAIN_AFFECT_LIVE)

const setVcpus = (link: Link, id: Ids.VmId, vcpus: number): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    if (!Number.isInteger(vcpus) || vcpus < 1) {
      return yield* Effect.fail(reason.InvalidSpec.make({ field: "vcpus", detail: "a whole number from 1" }))
    }
    const docs = yield* documents(link, id)
    const limit = (yield* sizes(docs)).reduce((least, { maxVcpus }) => Math.min(least, maxVcpus), Infinity)
    if (vcpus > limit) return yield* Effect.fail(reason.LimitExceeded.make({ what: "vcpus", asked: vcpus, limit }))
    // Taking processors away from a running machine is not supported: it can bring QEMU down.
    const now = docs.live === undefined ? 0 : (yield* DomainXml.decode(docs.live)).vcpus
    if (vcpus < now) yield* requireState(link, id, inactive)
    const definition = yield* planDefinition(link, docs.config, (spec) => ({ ...spec, vcpus }))
    if (docs.live !== undefined && vcpus > now) {
      yield* link.change(
        link.call.domainSetVcpusFlags({ dom: domainOf(id), nvcpus: vcpus, flags: VIR_DOMAIN_AFFECT_LIVE })
      )
    }
    yield* definition.store
    const after = yield* sizes(yield* documents(link, id))
    if (after.some((spec) => spec.vcpus !== vcpus)) {
      const detail = `${vcpus} processors were set, there are ${after.map((spec) => spec.vcpus).join(" and ")}`
      return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
    }
  })

const setMemory = (link: Link, id: Ids.VmId, memory: ByteSize.ByteSize): Effect.Effect<void, Failure> =>
  Effect.gen(function* () {
    yield* requireManaged(link, id)
    const docs = yield* documents(link, id)
    const limit = (yield* sizes(docs)).reduce<bigint>(
      (least, { maxMemory }) => (maxMemory < least ? maxMemory : least),
      memory
    )
    if (memory > limit) {
      return yield* Effect.fail(
        reason.LimitExceeded.make({ what: "memory", asked: Number(memory), limit: Number(limit) })
      )
    }
    if (memory % 1024n !== 0n || memory < 1024n * 1024n) {
      return yield* Effect.fail(reason.InvalidSpec.make({ field: "memory", detail: "whole KiB, at least 1 MiB" }))
    }
    yield* link.change(
      link.call.domainSetMemoryFlags({ dom: domainOf(id), memory: memory / 1024n, flags: affected(docs) })
    )
    const after = docs.config === undefined ? undefined : yield* DomainXml.decode(yield* inactiveXml(link, id))
    if (after !== undefined && after.memory !== memory) {
      const detail = `${memory} bytes of memory were set, the definition has ${after.memory}`
      return yield* Effect.fail(reason.Failed.make({ code: 0, domain: 0, detail }))
    }
  })

// --- the operations -----------------------------------------------------------------------------------------------------

/** The operations. */
export const make = (host: Host): Devices => {
  const edit = (name: string, id: Ids.VmId, body: (link: Link) => Effect.Effect<void, Failure>) =>
    run(host, { name, vm: id }, (link) => host.definitions.run(id, () => body(link)))
  return {
    attachDisk: Effect.fn("Hypervisor.attachDisk")((id, disk) =>
      edit("attachDisk", id, (link) => {
        const problem = unfitDisk(disk)
        if (problem !== undefined) return Effect.fail(problem)
        return attach(link, id, { disk: disk.target }, DomainXml.encodeDisk(disk), (spec) => ({
          ...spec,
          disks: [...spec.disks, disk]
        }))
      })
    ),
    detachDisk: Effect.fn("Hypervisor.detachDisk")((id, target) =>
      edit("detachDisk", id, (link) =>
        detach(link, id, { disk: target }, (spec) => ({
          ...spec,
          disks: spec.disks.filter((disk) => disk.target !== target)
        }))
      )
    ),
    resizeDisk: Effect.fn("Hypervisor.resizeDisk")((id, target, size) =>
      run(host, { name: "resizeDisk", vm: id }, (link) => resize(link, id, target, size))
    ),
    attachNic: Effect.fn("Hypervisor.attachNic")((id, nic) =>
      edit("attachNic", id, (link) =>
        attach(link, id, { nic: nic.binding.mac }, DomainXml.encodeNic(nic), (spec) => ({
          ...spec,
          nics: [...spec.nics, nic]
        }))
      )
    ),
    detachNic: Effect.fn("Hypervisor.detachNic")((id, mac) =>
      edit("detachNic", id, (link) =>
        detach(link, id, { nic: mac }, (spec) => ({
          ...spec,
          nics: spec.nics.filter((nic) => nic.binding.mac !== mac)
        }))
      )
    ),
    setLink: Effect.fn("Hypervisor.setLink")((id, mac, state) =>
      edit("setLink", id, (link) => setLink(link, id, mac, state))
    ),
    setVcpus: Effect.fn("Hypervisor.setVcpus")((id, vcpus) =>
      edit("setVcpus", id, (link) => setVcpus(link, id, vcpus))
    ),
    setMemory: Effect.fn("Hypervisor.setMemory")((id, memory) =>
      edit("setMemory", id, (link) => setMemory(link, id, memory))
    )
  }
}
