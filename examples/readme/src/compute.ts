import { Hypervisor, SimulatedHypervisor, VmSpec } from "@cloudwright/compute"
import { HostRef, Ids } from "@cloudwright/core"
import { ByteSize, Effect, Stream } from "effect"

// The driver alone, without records: what `Vms` stands on. See the top README for `Vms`.
export const program = Effect.gen(function* () {
  const host = yield* Hypervisor.Hypervisors.use((hosts) => hosts.get(HostRef.HostRef.make("kvm-1")))
  const spec = VmSpec.VmSpec.make({
    id: Ids.VmId.make("0197f3a0-0000-7000-8000-000000000001"),
    name: VmSpec.VmName.make("web"),
    vcpus: 1,
    maxVcpus: 2,
    memory: ByteSize.gibibytes(1),
    maxMemory: ByteSize.gibibytes(2),
    disks: [],
    nics: []
  })
  yield* host.define(spec)
  yield* host.start(spec.id)
  yield* host.shutdown(spec.id, { timeout: "30 seconds" }).pipe(
    // A guest may ignore its power button; the error says how long we waited.
    Effect.catchReason("HypervisorError", "GuestIgnored", () => host.destroy(spec.id))
  )
  return yield* host.list
})

export const events = Hypervisor.Hypervisors.use((hosts) => hosts.get(HostRef.HostRef.make("kvm-1"))).pipe(
  Effect.map((host) => host.events),
  Stream.unwrap
)

// Guests that misbehave, replies that get lost: all decided by the seed.
export const Simulated = SimulatedHypervisor.layer({
  seed: 7,
  hosts: [{ host: "kvm-1" }],
  guest: { powerButton: "ignores" },
  faults: []
})
