/**
 * Which parts of two machine specifications differ, where a driver may read back a value in another form.
 *
 * @since 0.1.0
 */
import * as Equal from "effect/Equal"
import type { VmDisk, VmNic, VmSpec } from "../VmSpec.ts"

/** A machine type without a version (`q35`) stands for whatever the host makes of it. */
const sameMachine = (wanted: string, found: string): boolean => wanted === found || !/-\d+(\.\d+)*$/.test(wanted)

/** Whether two disks are the same. */
export const sameDisk = (a: VmDisk, b: VmDisk): boolean =>
  a.target === b.target &&
  a.kind === b.kind &&
  a.serial === b.serial &&
  a.readOnly === b.readOnly &&
  Equal.equals(a.source, b.source)

/** Whether two network cards are the same but for their link state, which can be changed in place. */
export const sameCard = (a: VmNic, b: VmNic): boolean => a.model === b.model && Equal.equals(a.binding, b.binding)

const sameNic = (a: VmNic, b: VmNic): boolean => sameCard(a, b) && a.linkUp === b.linkUp

const sameList = <A>(
  a: ReadonlyArray<A>,
  b: ReadonlyArray<A>,
  key: (item: A) => string,
  same: (a: A, b: A) => boolean
) => a.length === b.length && a.every((item) => b.some((other) => key(other) === key(item) && same(item, other)))

/** Whether two sets of disks are the same. */
export const sameDisks = (a: ReadonlyArray<VmDisk>, b: ReadonlyArray<VmDisk>): boolean =>
  sameList(a, b, (disk) => disk.target, sameDisk)

/**
 * Names of the fields in which what is wanted differs from what a host has. The order of disks counts (it is the boot
 * order) as far as the host can keep it: disks attached later come last, so only the first disk is compared by place.
 * A graphics password cannot be read back from every driver and is not compared.
 */
export const fields = (wanted: VmSpec, found: VmSpec): ReadonlyArray<string> => {
  const same: { readonly [K in Exclude<keyof VmSpec, "id">]: boolean } = {
    name: wanted.name === found.name,
    title: wanted.title === found.title,
    description: wanted.description === found.description,
    arch: wanted.arch === found.arch,
    machine: sameMachine(wanted.machine, found.machine),
    acceleration: wanted.acceleration === found.acceleration,
    vcpus: wanted.vcpus === found.vcpus,
    maxVcpus: wanted.maxVcpus === found.maxVcpus,
    memory: wanted.memory === found.memory,
    maxMemory: wanted.maxMemory === found.maxMemory,
    boot: Equal.equals(wanted.boot, found.boot),
    disks: sameDisks(wanted.disks, found.disks) && wanted.disks[0]?.target === found.disks[0]?.target,
    nics: sameList(wanted.nics, found.nics, (nic) => nic.binding.mac, sameNic),
    agent: wanted.agent === found.agent,
    graphics: wanted.graphics._tag === found.graphics._tag,
    hotplugPorts: wanted.hotplugPorts === found.hotplugPorts
  }
  return Object.entries(same).flatMap(([field, equal]) => (equal ? [] : [field]))
}

/** Keys that are no longer wanted, and keys that are wanted anew; a changed item is in both. */
export const byKey = <A, K>(
  wanted: ReadonlyArray<A>,
  found: ReadonlyArray<A>,
  key: (item: A) => K,
  same: (a: A, b: A) => boolean
): { readonly gone: ReadonlyArray<K>; readonly fresh: ReadonlyArray<K> } => {
  const missing = (from: ReadonlyArray<A>, other: ReadonlyArray<A>) =>
    from.filter((item) => !other.some((candidate) => key(candidate) === key(item) && same(candidate, item))).map(key)
  return { gone: missing(found, wanted), fresh: missing(wanted, found) }
}
