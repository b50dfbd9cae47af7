/**
 * Rules that both drivers hold to: the simulated one follows libvirt 9.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import type { HostCapabilities } from "../Hypervisor.ts"
import { HypervisorErrorReason } from "../HypervisorError.ts"
import type { PowerState } from "../PowerState.ts"
import type { VmDisk, VmSpec } from "../VmSpec.ts"

const reason = HypervisorErrorReason.cases

/** States without a process. */
export const inactive: ReadonlyArray<PowerState> = ["off", "crashed"]
/** States with one. */
export const active: ReadonlyArray<PowerState> = ["running", "paused", "stopping", "sleeping"]

/** Why a host cannot have a disk of this kind, if so. */
export const unfitDisk = (disk: VmDisk): HypervisorErrorReason | undefined => {
  if (disk.kind === "disk" && disk.readOnly && disk.target.startsWith("sd")) {
    return reason.InvalidSpec.make({ field: `disks.${disk.target}`, detail: "a SATA disk cannot be read-only" })
  }
  // libvirt would take the namespace for a part of the image's name.
  return disk.source._tag === "Rbd" && disk.source.namespace !== undefined
    ? reason.Unsupported.make({ detail: `disk ${disk.target}: libvirt 9 has no RBD namespaces` })
    : undefined
}

/** Why a host with this much memory cannot run a machine of this kind, if so; libvirt itself takes any figure. */
export const unfit = (
  { accelerations, arch, features, machines, maxVcpus }: HostCapabilities,
  memory: VmSpec["memory"],
  spec: VmSpec
): HypervisorErrorReason | undefined => {
  if (!arch.includes(spec.arch)) {
    return reason.Unsupported.make({ detail: `no emulator for ${spec.arch}; there are: ${arch.join(" ")}` })
  }
  if (!accelerations.includes(spec.acceleration)) {
    return reason.Unsupported.make({ detail: `no ${spec.acceleration}; there are: ${accelerations.join(" ")}` })
  }
  if (!machines.includes(spec.machine)) {
    return reason.UnsupportedMachine.make({ machine: spec.machine, available: machines })
  }
  if (spec.boot._tag === "Disks" && spec.boot.firmware === "uefi" && !features.has("uefi")) {
    return reason.Unsupported.make({ detail: "no UEFI firmware" })
  }
  if (spec.maxVcpus > maxVcpus) {
    return reason.LimitExceeded.make({ what: "vcpus", asked: spec.maxVcpus, limit: maxVcpus })
  }
  if (spec.maxMemory > memory) return reason.NotEnoughMemory.make({ asked: spec.maxMemory, available: memory })
  return spec.disks.map(unfitDisk).find((problem) => problem !== undefined)
}

/** Why a snapshot cannot have this name, if so: it becomes part of file names. */
export const unfitSnapshotName = (name: string): HypervisorErrorReason | undefined =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)
    ? undefined
    : reason.InvalidSpec.make({
        field: "name",
        detail: "1 to 63 letters, digits, dots, hyphens and underscores, the first a letter or digit"
      })

/** The file an external snapshot puts on a disk: beside the disk's own, with the snapshot's name. */
export const overlayPath = (base: string, name: string): string => `${base}.${name}`

const agentPatience = Duration.seconds(10)

/**
 * With the signal `auto`: how long a guest that was asked by its agent may do nothing before the power button is pressed,
 * and then how long until it is pressed again, for a guest that is booting does not see it.
 */
export const patience = (timeout: Duration.Duration): Duration.Duration =>
  Duration.min(agentPatience, Duration.divideUnsafe(timeout, 2))
