/** Real libvirt hosts for this package's lab tests, and an observer that shares no code with the driver: virsh and Python. */
import * as DiskSource from "@cloudwright/core/DiskSource"
import { HostRef } from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import * as NicBinding from "@cloudwright/core/NicBinding"
import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import { Hypervisors } from "../../src/Hypervisor.ts"
import * as LibvirtHypervisor from "../../src/LibvirtHypervisor.ts"
import type { PowerState } from "../../src/PowerState.ts"
import * as HypervisorSuite from "../../src/testing/HypervisorSuite.ts"
import { VmBoot, VmNic } from "../../src/VmSpec.ts"

/** Runs a program without a shell; its standard output, or why it failed. */
export const exec = (file: string, args: ReadonlyArray<string>, input = "") =>
  Effect.callback<string, HypervisorSuite.SuiteFailure>((resume) => {
    const child = execFile(file, args, { encoding: "utf8", maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      resume(
        error === null
          ? Effect.succeed(stdout)
          : Effect.fail(
              new HypervisorSuite.SuiteFailure({
                what: `${file} ${args.join(" ")}`,
                expected: "success",
                actual: stderr
              })
            )
      )
    )
    // A program may end before it has read its input; how it ended is told above.
    child.stdin?.on("error", () => {})
    child.stdin?.end(input)
    return Effect.sync(() => child.kill("SIGKILL"))
  })

// The observer's own reading of a domain's XML, by Python's parser.
const program = `
import json, sys, xml.etree.ElementTree as E
def machine(text):
    root = E.fromstring(text)
    kib = lambda name: int(root.find(name).text)
    vcpu = root.find("vcpu")
    order = lambda device: int(device.find("boot").get("order")) if device.find("boot") is not None else 99
    disks = sorted(root.findall("devices/disk"), key=order)
    nics = sorted(root.findall("devices/interface"), key=order)
    def link(nic):
        state = nic.find("link")
        return state is None or state.get("state") != "down"
    return {
        "vcpus": int(vcpu.get("current", vcpu.text)), "maxVcpus": int(vcpu.text),
        "memory": str(kib("currentMemory") * 1024), "maxMemory": str(kib("memory") * 1024),
        "disks": [{"target": d.find("target").get("dev"), "path": d.find("source").get("file", "")} for d in disks],
        "nics": [{"mac": n.find("mac").get("address"), "linkUp": link(n)} for n in nics],
    }
print(json.dumps([machine(text) if text else None for text in json.load(sys.stdin)]))
`

const Machine = Schema.Struct({
  vcpus: Schema.Int,
  maxVcpus: Schema.Int,
  memory: Schema.BigIntFromString,
  maxMemory: Schema.BigIntFromString,
  disks: Schema.Array(Schema.Struct({ target: Schema.String, path: Schema.String })),
  nics: Schema.Array(Schema.Struct({ mac: Schema.String, linkUp: Schema.Boolean }))
})
const Machines = Schema.fromJsonString(Schema.Array(Schema.NullOr(Machine)))

const states: Record<string, PowerState> = {
  running: "running",
  paused: "paused",
  "in shutdown": "stopping",
  "shut off": "off",
  crashed: "crashed",
  pmsuspended: "sleeping"
}

const failed = (what: string) => (error: { readonly message: string }) =>
  new HypervisorSuite.SuiteFailure({ what, expected: "an answer", actual: error.message })

const imageSize = Schema.fromJsonString(Schema.Struct({ "virtual-size": Schema.Int }))

/** The observer of a host. */
const observerOf = (host: LibvirtHosts.LabHost): HypervisorSuite.Observer => ({
  domain: (id) =>
    Effect.gen(function* () {
      const all = yield* host.virsh(["-q", "list", "--all", "--uuid"])
      if (!all.split(/\s+/).includes(id)) return undefined
      const info = new Map(
        (yield* host.virsh(["-q", "dominfo", id])).split("\n").map((line) => {
          const [key = "", ...value] = line.split(":")
          return [key.trim(), value.join(":").trim()]
        })
      )
      const state = states[info.get("State") ?? ""] ?? "off"
      const persistent = info.get("Persistent") === "yes"
      const definition = persistent ? yield* host.virsh(["-q", "dumpxml", "--inactive", id]) : ""
      const live = state === "off" || state === "crashed" ? "" : yield* host.virsh(["-q", "dumpxml", id])
      const parsed = yield* exec("python3", ["-c", program], JSON.stringify([definition, live]))
      const [first, second] = yield* Schema.decodeEffect(Machines)(parsed)
      return {
        name: info.get("Name") ?? "",
        state,
        persistent,
        hasManagedSave: info.get("Managed save") === "yes",
        snapshots: (yield* host.virsh(["-q", "snapshot-list", "--name", id])).split("\n").filter((name) => name !== ""),
        definition: first ?? undefined,
        live: second ?? undefined
      }
    }).pipe(Effect.mapError(failed("virsh"))),
  fileExists: (path) =>
    host.exec(["test", "-e", path]).pipe(
      Effect.as(true),
      Effect.orElseSucceed(() => false)
    ),
  capacity: (path) =>
    host.exec(["qemu-img", "info", "-U", "--output=json", path]).pipe(
      Effect.flatMap(Schema.decodeEffect(imageSize)),
      Effect.map((info) => BigInt(info["virtual-size"])),
      Effect.mapError(failed("qemu-img info"))
    )
})

/** A disk image in the directory that all hosts share. */
export const makeDisk = (directory: string, name: string, format: DiskSource.DiskFormat, size: bigint) =>
  Effect.gen(function* () {
    const path = `${directory}/${name}.${format}`
    yield* exec("qemu-img", ["create", "-q", "-f", format, path, String(size)])
    return DiskSource.DiskSource.cases.File.make({ path: DiskSource.AbsolutePath.make(path), format })
  })

/** How the tiny guest boots. */
export const guestBoot = (guest: TinyGuest.TinyGuest["Service"], name: string, ...words: ReadonlyArray<string>) =>
  VmBoot.cases.Kernel.make({
    kernel: DiskSource.AbsolutePath.make(guest.vmlinuz),
    initrd: DiskSource.AbsolutePath.make(guest.initrd),
    commandLine: ["console=ttyS0", "quiet", "panic=1", `tg.name=${name}`, ...words].join(" ")
  })

/** A network card on the hosts' common bridge. */
export const bridged = (mac: NicBinding.MacAddress) =>
  VmNic.make({
    binding: NicBinding.NicBinding.cases.Bridge.make({ mac, bridge: NicBinding.InterfaceName.make("br0") })
  })

/** The names by which the driver knows the lab's hosts: `kvm-1`, `kvm-2`, … */
export const refOf = (index: number): HostRef => HostRef.make(`kvm-${index + 1}`)

/** The driver on all hosts of the lab. */
export const hypervisors: Layer.Layer<Hypervisors, unknown, LibvirtHosts.LibvirtHosts> = Layer.unwrap(
  LibvirtHosts.LibvirtHosts.use((lab) =>
    Effect.succeed(
      LibvirtHypervisor.layer({
        hosts: Object.fromEntries(lab.hosts.map((host, index) => [refOf(index), host.uri]))
      })
    )
  )
)

/** The conformance suite's environment on the first host. */
export const environment = Effect.gen(function* () {
  const lab = yield* LibvirtHosts.LibvirtHosts
  const guest = yield* TinyGuest.TinyGuest
  const all = yield* Hypervisors
  const [host] = lab.hosts
  if (host === undefined) return yield* Effect.die("the lab has no host")
  let files = 0
  const foreign: Array<Ids.VmId> = []
  yield* Effect.addFinalizer(() =>
    Effect.forEach(foreign, (id) => Effect.ignore(host.virsh(["-q", "undefine", id])), { discard: true })
  )
  const given: HypervisorSuite.Environment = {
    hypervisors: all,
    host: refOf(0),
    observe: observerOf(host),
    prefix: "suite",
    guestMemory: ByteSize.mebibytes(192),
    makeDisk: ({ format, size }) => makeDisk(lab.shared, `disk-${++files}`, format, size),
    machine: (id, kind) =>
      Effect.succeed({
        machine: "q35",
        acceleration: "tcg",
        boot: kind === "guest" ? guestBoot(guest, `g${id.slice(-4)}`) : VmBoot.cases.Disks.make({})
      }),
    nic: bridged,
    makeForeign: (name) =>
      Effect.gen(function* () {
        const id = Ids.VmId.make(`f0e10000-0000-4000-8000-${String(++files).padStart(12, "0")}`)
        const xml = `<domain type='qemu'><name>${name}</name><uuid>${id}</uuid><memory>65536</memory><vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type></os></domain>`
        const file = `${lab.shared}/${name}.xml`
        yield* Effect.sync(() => fs.writeFileSync(file, xml))
        yield* host.virsh(["-q", "define", file]).pipe(Effect.mapError(failed("virsh define")))
        foreign.push(id)
        return id
      })
  }
  return given
})
