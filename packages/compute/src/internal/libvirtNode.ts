/**
 * What a host can do and what it has.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { HostCapabilities, HostCapacity } from "../Hypervisor.ts"
import type { Failure } from "./libvirtErrors.ts"
import { document, type Link } from "./libvirtHost.ts"
import { elements, find, text } from "./xml.ts"

/** Version numbers as libvirt packs them: 1,000,000 * major + 1,000 * minor + release. */
const version = (packed: bigint): string => `${packed / 1_000_000n}.${(packed / 1000n) % 1000n}.${packed % 1000n}`

// Above this a machine needs an interrupt-remapping IOMMU, which our definitions do not have.
const maxVcpusWithoutIommu = 255

const features: HostCapabilities["features"] = new Set([
  "managed-save",
  "snapshot-internal",
  "snapshot-external",
  "hotplug",
  "balloon",
  "console",
  "screenshot",
  "agent"
])

/** What the host can do, from libvirt's capabilities (format: libvirt's formatcaps and formatdomaincaps). */
export const readCapabilities = (link: Link): Effect.Effect<HostCapabilities, Failure> =>
  Effect.gen(function* () {
    const [caps, hypervisor, library] = yield* Effect.all(
      [link.call.connectGetCapabilities(), link.call.connectGetVersion(), link.call.connectGetLibVersion()],
      { concurrency: "unbounded" }
    )
    const root = yield* document(caps.capabilities)
    const guests = elements(root, "guest").filter((guest) => text(find(guest, "os_type")) === "hvm")
    const arches = guests.map((guest) => find(guest, "arch")).filter((arch) => arch !== undefined)
    const machines = arches.flatMap((arch) => [
      ...elements(arch, "machine"),
      ...elements(arch, "domain").flatMap((domain) => elements(domain, "machine"))
    ])
    const types = new Set(arches.flatMap((arch) => elements(arch, "domain").map((domain) => domain.attributes["type"])))
    const limits = machines.map((machine) => Number(machine.attributes["maxCpus"] ?? 0))
    const domain = yield* Effect.option(
      link.call.connectGetDomainCapabilities({ emulatorbin: null, arch: null, machine: null, virttype: null, flags: 0 })
    )
    const domainRoot = Option.isNone(domain) ? undefined : yield* document(domain.value.capabilities)
    const firmware = elements(find(domainRoot, "os"), "enum").find(
      ({ attributes }) => attributes["name"] === "firmware"
    )
    const uefi = elements(firmware, "value").some((value) => text(value) === "efi")
    return {
      driver: "libvirt",
      driverVersion: `libvirt ${version(library.libVer)}, QEMU ${version(hypervisor.hvVer)}`,
      arch: [...new Set(arches.map((arch) => arch.attributes["name"] ?? ""))],
      machines: [
        ...new Set(machines.flatMap((machine) => [text(machine) ?? "", machine.attributes["canonical"] ?? ""]))
      ].filter((name) => name !== ""),
      accelerations: [
        ...(types.has("kvm") ? (["kvm"] as const) : []),
        ...(types.has("qemu") ? (["tcg"] as const) : [])
      ],
      maxVcpus: Math.min(
        maxVcpusWithoutIommu,
        limits.reduce((most, limit) => Math.max(most, limit), 1)
      ),
      features: uefi ? new Set([...features, "uefi" as const]) : features
    }
  })

/** What the host has. Free memory counts what its kernel would give back from caches. */
export const readCapacity = (link: Link): Effect.Effect<HostCapacity, Failure> =>
  Effect.gen(function* () {
    const { cpus } = yield* link.call.nodeGetInfo()
    // libvirt takes exactly the number of figures it has, and tells it when asked for none.
    const { nparams } = yield* link.call.nodeGetMemoryStats({ nparams: 0, cellNum: -1, flags: 0 })
    const { params } = yield* link.call.nodeGetMemoryStats({ nparams, cellNum: -1, flags: 0 })
    const kib = (field: string) => params.find((param) => param.field === field)?.value ?? 0n
    // The kernel's own total: `nodeGetInfo` adds up NUMA nodes, which leaves out memory that a virtual host got later.
    return {
      cpus,
      memory: ByteSize.kibibytes(kib("total")),
      memoryFree: ByteSize.kibibytes(kib("free") + kib("buffers") + kib("cached"))
    }
  })
