/** The conformance suite's environment on a simulated host; the observer is the world's hidden truth. */
import { AbsolutePath } from "@cloudwright/core/DiskSource"
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import { NicBinding } from "@cloudwright/core/NicBinding"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import { Hypervisors } from "../../src/Hypervisor.ts"
import { SimulatedHypervisor } from "../../src/SimulatedHypervisor.ts"
import type { HypervisorSuite } from "../../src/testing/index.ts"
import { VmBoot, VmNic, type VmSpec } from "../../src/VmSpec.ts"

export const host = HostRef.HostRef.make("sim-1")

const machineOf = (spec: VmSpec): HypervisorSuite.ObservedMachine => ({
  vcpus: spec.vcpus,
  maxVcpus: spec.maxVcpus,
  memory: spec.memory,
  maxMemory: spec.maxMemory,
  disks: spec.disks.map((disk) => ({
    target: disk.target,
    path: disk.source._tag === "File" ? disk.source.path : disk.source._tag
  })),
  nics: spec.nics.map((nic) => ({ mac: nic.binding.mac, linkUp: nic.linkUp }))
})

export const environment: Effect.Effect<HypervisorSuite.Environment, never, Hypervisors | SimulatedHypervisor> =
  Effect.gen(function* () {
    const world = yield* SimulatedHypervisor
    let made = 0
    const file = (path: string) =>
      Effect.map(world.truth(host), ({ files }) => files.find((candidate) => candidate.path === path))
    return {
      hypervisors: yield* Hypervisors,
      host,
      prefix: "suite",
      guestMemory: ByteSize.mebibytes(192),
      observe: {
        domain: (id) =>
          Effect.map(world.truth(host), ({ domains }) => {
            const domain = domains.find((candidate) => candidate.id === id)
            if (domain === undefined) return undefined
            const { hasManagedSave, live, name, persistent, snapshots, spec, state } = domain
            return {
              name,
              state,
              persistent,
              hasManagedSave,
              snapshots: snapshots.map((snapshot) => snapshot.name),
              definition: spec && machineOf(spec),
              live: live && machineOf(live)
            }
          }),
        fileExists: (path) => Effect.map(file(path), (found) => found !== undefined),
        capacity: (path) => Effect.map(file(path), (found) => found?.size ?? 0n)
      },
      makeDisk: ({ format, size }) =>
        Effect.gen(function* () {
          const path = AbsolutePath.make(`/images/disk-${++made}.${format}`)
          yield* world.putFile(host, { path, format, size })
          return { _tag: "File", path, format } as const
        }),
      machine: (id, kind) =>
        Effect.as(world.setGuest(id, { boot: kind === "blank" ? "hangs" : "starts" }), {
          machine: "q35",
          acceleration: "tcg",
          boot: VmBoot.cases.Disks.make({})
        } as const),
      nic: (mac) => VmNic.make({ binding: NicBinding.cases.User.make({ mac }) }),
      makeForeign: (name) =>
        Effect.gen(function* () {
          const id = Ids.VmId.make(`f0de1600-0000-4000-8000-${(++made).toString(16).padStart(12, "0")}`)
          yield* world.addForeign(host, { id, name })
          return id
        })
    }
  })
