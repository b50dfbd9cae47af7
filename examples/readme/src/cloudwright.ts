import { LibvirtHypervisor, SeedImages, SimulatedHypervisor, Vms } from "@cloudwright/compute"
import { DiskSource, HostRef, NicBinding, Sqlite } from "@cloudwright/core"
import { NodeServices } from "@effect/platform-node"
import { ByteSize, Effect, Layer } from "effect"

export const program = Effect.gen(function* () {
  const vms = yield* Vms.Vms
  const web = yield* vms.create({
    host: HostRef.HostRef.make("kvm-1"),
    name: "web",
    vcpus: 2,
    memory: ByteSize.gibibytes(4),
    disks: [
      DiskSource.DiskSource.make({
        _tag: "File",
        path: DiskSource.AbsolutePath.make("/srv/web.qcow2"),
        format: "qcow2"
      })
    ],
    nics: [
      NicBinding.NicBinding.make({
        _tag: "Bridge",
        bridge: NicBinding.InterfaceName.make("br0"),
        mac: NicBinding.MacAddress.make("52:54:00:00:00:01")
      })
    ],
    cloudInit: { packages: ["nginx"] }
  })
  yield* vms.reboot(web.id)
  yield* vms.resize(web.id, { memory: ByteSize.gibibytes(2) })
  return yield* vms.get(web.id)
})

// In a test: no daemon, deterministic, with faults when you ask for them.
export const Simulated = Vms.Vms.layer.pipe(
  Layer.provide([
    SimulatedHypervisor.layer({ seed: 1, hosts: [{ host: "kvm-1" }] }),
    SeedImages.SeedImages.layerSimulated,
    Sqlite.layerMemory
  ])
)

// In production: only the layers change.
export const Real = Vms.Vms.layer.pipe(
  Layer.provide([
    LibvirtHypervisor.layer({ hosts: { "kvm-1": "qemu+ssh://root@kvm-1.example.org/system" } }),
    SeedImages.SeedImages.layer.pipe(Layer.provide(NodeServices.layer)),
    Sqlite.layer("cloud.db")
  ])
)
