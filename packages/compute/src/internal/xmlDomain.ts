/**
 * Whole domains between `VmSpec` and libvirt's domain element (libvirt's formatdomain documentation).
 *
 * What libvirt's XML has no place for, or would change, is carried in our element in `<metadata>`: the machine type as
 * asked (libvirt resolves `q35` to `pc-q35-7.2` and the definition stays there), the number of spare ports, titles with
 * line breaks, and the overlays that external snapshots have put on disks. Each is believed only as long as it agrees
 * with the rest of the document, so that a change made by other tools wins.
 *
 * @since 0.1.0
 */
import * as Redacted from "effect/Redacted"
import type { Overlay } from "../Hypervisor.ts"
import type { VmGraphics, VmSpec } from "../VmSpec.ts"
import { attribute, element, elements, find, isElement, setChild, text, withChildren, type XmlElement } from "./xml.ts"
import {
  bootOrder,
  decodeDisk,
  decodeNic,
  encodeDisk,
  encodeNic,
  macOf,
  mergeDisk,
  mergeNic,
  NoTypedForm
} from "./xmlDevices.ts"

/** The namespace of our element in `<metadata>`. */
export const namespace = "https://cloudwright.dev/xmlns/domain/1"

const agentName = "org.qemu.guest_agent.0"

// --- our mark -------------------------------------------------------------------------------------------------------

const declares = (of: XmlElement, prefix: string): string | undefined =>
  of.attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`]

const isOurs = (node: XmlElement, ancestors: ReadonlyArray<XmlElement>): boolean => {
  const [prefix, local] = node.name.includes(":") ? node.name.split(":", 2) : ["", node.name]
  const scope = [node, ...ancestors].map((at) => declares(at, prefix ?? "")).find((uri) => uri !== undefined)
  return local === "domain" && scope === namespace
}

/** Our element in the metadata of a domain, if it has one. */
export const markOf = (root: XmlElement): XmlElement | undefined => {
  const metadata = find(root, "metadata")
  return metadata && elements(metadata).find((node) => isOurs(node, [metadata, root]))
}

const localName = (node: XmlElement): string => node.name.slice(node.name.indexOf(":") + 1)

/** The overlays recorded in our mark. */
export const overlaysOf = (mark: XmlElement | undefined): ReadonlyArray<Overlay> =>
  elements(mark)
    .filter((node) => localName(node) === "overlay")
    .map(({ attributes: { target = "", top = "", base = "" } }) => ({ target, top, base }))

// libvirt drops empty texts and refuses a line break in a title; its parser drops texts of white space alone.
const shownTitle = (title: string): string => title.replaceAll(/\s+/g, " ").trim()
const shownDescription = (description: string): string => (description.trim() === "" ? "" : description)

/** Our mark for a spec, without its namespace: as libvirt's call that sets metadata wants it. */
export const encodeBareMark = (spec: VmSpec, overlays: ReadonlyArray<Overlay>): XmlElement => {
  const differs = (value: string | undefined, shown: (value: string) => string) =>
    value !== undefined && (value === "" || shown(value) !== value) ? value : undefined
  return element(
    "domain",
    {
      machine: spec.machine,
      hotplugPorts: String(spec.hotplugPorts),
      title: differs(spec.title, shownTitle),
      description: differs(spec.description, shownDescription)
    },
    ...overlays.map(({ target, top, base }) => element("overlay", { target, top, base }))
  )
}

/** Our mark for a spec, as it stands in a domain's document. */
const encodeMark = (spec: VmSpec, overlays: ReadonlyArray<Overlay>): XmlElement => {
  const bare = encodeBareMark(spec, overlays)
  return {
    name: `cw:${bare.name}`,
    attributes: { "xmlns:cw": namespace, ...bare.attributes },
    children: elements(bare).map((child) => ({ ...child, name: `cw:${child.name}` }))
  }
}

// --- encode ---------------------------------------------------------------------------------------------------------

const kib = (bytes: bigint): string => String(bytes / 1024n)

const isPcie = (arch: string, machine: string): boolean => arch === "aarch64" || /^(pc-)?q35\b/.test(machine)

const encodeOs = (spec: VmSpec): XmlElement =>
  element(
    "os",
    { firmware: spec.boot._tag === "Disks" && spec.boot.firmware === "uefi" ? "efi" : undefined },
    element("type", { arch: spec.arch, machine: spec.machine }, "hvm"),
    ...encodeKernel(spec)
  )

const encodeKernel = (spec: VmSpec): ReadonlyArray<XmlElement> => {
  if (spec.boot._tag !== "Kernel") return []
  const { kernel, initrd, commandLine } = spec.boot
  return [
    element("kernel", {}, kernel),
    ...(initrd === undefined ? [] : [element("initrd", {}, initrd)]),
    ...(commandLine === "" ? [] : [element("cmdline", {}, commandLine)])
  ]
}

// ACPI on aarch64 needs UEFI; libvirt refuses it otherwise.
const encodeFeatures = (spec: VmSpec): XmlElement =>
  spec.arch === "x86_64"
    ? element("features", {}, element("acpi"), element("apic"))
    : spec.boot._tag === "Disks" && spec.boot.firmware === "uefi"
      ? element("features", {}, element("acpi"))
      : element("features")

const encodeCpu = (spec: VmSpec): XmlElement =>
  spec.acceleration === "kvm"
    ? element("cpu", { mode: "host-passthrough", check: "none", migratable: "on" })
    : element("cpu", { mode: "maximum", check: "none" })

const encodeGraphics = (graphics: VmGraphics): XmlElement | undefined => {
  switch (graphics._tag) {
    case "None":
      return undefined
    case "VncSocket":
      // Without a path libvirt makes one in the directory it keeps for this domain alone.
      return element("graphics", { type: "vnc" }, element("listen", { type: "socket" }))
    case "VncLoopback":
      return element(
        "graphics",
        { type: "vnc", port: "-1", autoport: "yes", listen: "127.0.0.1", passwd: Redacted.value(graphics.password) },
        element("listen", { type: "address", address: "127.0.0.1" })
      )
  }
}

const encodeAgent = (): XmlElement =>
  element("channel", { type: "unix" }, element("target", { type: "virtio", name: agentName }))

const rootPort = (): XmlElement => element("controller", { type: "pci", model: "pcie-root-port" })

const encodeDevices = (spec: VmSpec): XmlElement =>
  element(
    "devices",
    {},
    ...spec.disks.map((disk, index) => encodeDisk(disk, index + 1)),
    isPcie(spec.arch, spec.machine) ? element("controller", { type: "pci", model: "pcie-root" }) : undefined,
    element("controller", { type: "usb", model: "none" }),
    element("controller", { type: "virtio-serial" }),
    ...spec.nics.map((nic, index) => encodeNic(nic, spec.disks.length + index + 1)),
    element("serial", { type: "pty" }, element("target", { port: "0" })),
    element("console", { type: "pty" }, element("target", { type: "serial", port: "0" })),
    spec.agent ? encodeAgent() : undefined,
    encodeGraphics(spec.graphics),
    // Always there, so that a screenshot can be taken without a listening display.
    element("video", {}, element("model", { type: spec.arch === "x86_64" ? "vga" : "virtio" })),
    element("memballoon", { model: "virtio" }, element("stats", { period: "5" })),
    element("rng", { model: "virtio" }, element("backend", { model: "random" }, "/dev/urandom"))
  )

const title = (spec: VmSpec): XmlElement | undefined => shown("title", spec.title, shownTitle)
const description = (spec: VmSpec): XmlElement | undefined => shown("description", spec.description, shownDescription)
const shown = (name: string, value: string | undefined, show: (value: string) => string): XmlElement | undefined =>
  value === undefined || show(value) === "" ? undefined : element(name, {}, show(value))

const memory = (spec: VmSpec): XmlElement => element("memory", { unit: "KiB" }, kib(spec.maxMemory))
const currentMemory = (spec: VmSpec): XmlElement => element("currentMemory", { unit: "KiB" }, kib(spec.memory))
const vcpu = (spec: VmSpec): XmlElement =>
  element("vcpu", { placement: "static", current: String(spec.vcpus) }, String(spec.maxVcpus))

/** The domain element of a spec. */
export const encodeDomain = (spec: VmSpec): XmlElement =>
  withSparePorts(
    element(
      "domain",
      { type: spec.acceleration === "kvm" ? "kvm" : "qemu" },
      element("name", {}, spec.name),
      element("uuid", {}, spec.id),
      title(spec),
      description(spec),
      element("metadata", {}, encodeMark(spec, [])),
      memory(spec),
      currentMemory(spec),
      vcpu(spec),
      encodeOs(spec),
      encodeFeatures(spec),
      encodeCpu(spec),
      element("clock", { offset: "utc" }),
      element("on_poweroff", {}, "destroy"),
      element("on_reboot", {}, "restart"),
      element("on_crash", {}, "destroy"),
      encodeDevices(spec)
    ),
    spec
  )

// --- spare ports ----------------------------------------------------------------------------------------------------

const isRootPort = (device: XmlElement): boolean =>
  device.name === "controller" && device.attributes["model"] === "pcie-root-port"

/** Whether libvirt will put a device without an address on a PCI Express port. */
const wantsPort = (device: XmlElement): boolean => {
  if (find(device, "address") !== undefined) return false
  if (device.name === "disk") return attribute(device, "target", "bus") === "virtio"
  if (device.name === "controller") return device.attributes["type"] === "virtio-serial"
  if (device.name === "video") return attribute(device, "model", "type") === "virtio"
  return device.name === "interface" || device.name === "rng" || device.name === "memballoon"
}

const freePorts = (devices: XmlElement | undefined): number => {
  const taken = new Set(elements(devices).map((device) => Number(attribute(device, "address", "bus") ?? -1)))
  return elements(devices).filter((port) => isRootPort(port) && !taken.has(Number(port.attributes["index"] ?? -2)))
    .length
}

const withSparePorts = (root: XmlElement, spec: VmSpec): XmlElement => {
  const devices = find(root, "devices")
  if (devices === undefined || !isPcie(spec.arch, spec.machine)) return root
  const missing = elements(devices).filter(wantsPort).length + spec.hotplugPorts - freePorts(devices)
  const ports = Array.from({ length: Math.max(0, missing) }, rootPort)
  const after = devices.children.findLastIndex((node) => isElement(node) && node.name === "controller")
  return setChild(root, "devices", withChildren(devices, devices.children.toSpliced(after + 1, 0, ...ports)))
}

// --- decode ---------------------------------------------------------------------------------------------------------

const units: Readonly<Record<string, bigint>> = {
  b: 1n,
  bytes: 1n,
  KB: 1000n,
  K: 1024n,
  KiB: 1024n,
  MB: 1000n ** 2n,
  M: 1024n ** 2n,
  MiB: 1024n ** 2n,
  GB: 1000n ** 3n,
  G: 1024n ** 3n,
  GiB: 1024n ** 3n,
  TB: 1000n ** 4n,
  T: 1024n ** 4n,
  TiB: 1024n ** 4n
}

const bytes = (of: XmlElement | undefined, field: string): bigint => {
  const figure = text(of)?.trim() ?? ""
  const unit = units[of?.attributes["unit"] ?? "KiB"]
  if (unit === undefined || !/^\d{1,18}$/.test(figure)) throw new NoTypedForm({ field, detail: `size ${figure}` })
  return BigInt(figure) * unit
}

// QEMU's three aliases: libvirt replaces them by the newest version at definition.
const aliases: Readonly<Record<string, RegExp>> = { q35: /^pc-q35-/, pc: /^pc-i440fx-/, virt: /^virt-/ }

const decodeMachine = (root: XmlElement, mark: XmlElement | undefined): string | undefined => {
  const actual = attribute(root, "os", "type", "machine")
  const asked = mark?.attributes["machine"]
  return asked !== undefined && actual !== undefined && aliases[asked]?.test(actual) ? asked : actual
}

const decodeText = (
  root: XmlElement,
  mark: XmlElement | undefined,
  name: "title" | "description",
  show: (value: string) => string
): Record<string, string> => {
  const kept = mark?.attributes[name]
  const there = text(find(root, name))
  if (kept !== undefined && show(kept) === (there ?? "")) return { [name]: kept }
  return there === undefined ? {} : { [name]: there }
}

const decodeBoot = (root: XmlElement): Record<string, unknown> => {
  const os = find(root, "os")
  const kernel = text(find(os, "kernel"))
  if (kernel === undefined) {
    const uefi = os?.attributes["firmware"] === "efi" || attribute(os, "loader", "type") === "pflash"
    return { _tag: "Disks", firmware: uefi ? "uefi" : "bios" }
  }
  const initrd = text(find(os, "initrd"))
  const commandLine = text(find(os, "cmdline")) ?? ""
  return { _tag: "Kernel", kernel, ...(initrd === undefined ? {} : { initrd }), commandLine }
}

/** How a graphical console can be reached. */
export interface GraphicsFacts {
  readonly type: string
  readonly listen: "socket" | "none" | "address"
  readonly address: string | undefined
  readonly port: number | undefined
  readonly password: string | undefined
}

/** The graphical consoles of a domain; passwords are there only in a document that was asked for with them. */
export const graphicsOf = (root: XmlElement): ReadonlyArray<GraphicsFacts> =>
  elements(find(root, "devices"), "graphics").map((graphics) => {
    const listen = find(graphics, "listen")
    const port = Number(graphics.attributes["port"] ?? -1)
    const type = listen?.attributes["type"] ?? (graphics.attributes["socket"] === undefined ? "address" : "socket")
    return {
      type: graphics.attributes["type"] ?? "",
      listen: type === "socket" || type === "none" ? type : "address",
      address: listen?.attributes["address"] ?? graphics.attributes["listen"],
      port: port > 0 ? port : undefined,
      password: graphics.attributes["passwd"]
    }
  })

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"])

/** Whether nobody but this host, and on it nobody without the password, can reach the console. */
export const isClosed = (graphics: GraphicsFacts): boolean =>
  graphics.listen !== "address" ||
  (loopback.has(graphics.address ?? "127.0.0.1") && (graphics.password ?? "").length > 0)

const decodeGraphics = (root: XmlElement): unknown => {
  const [graphics, ...others] = graphicsOf(root)
  if (graphics === undefined) return { _tag: "None" }
  if (graphics.type === "vnc" && others.length === 0 && isClosed(graphics)) {
    if (graphics.listen === "socket") return { _tag: "VncSocket" }
    if (graphics.password !== undefined) return { _tag: "VncLoopback", password: Redacted.make(graphics.password) }
  }
  throw new NoTypedForm({
    field: "graphics",
    detail: `${graphics.type} listening on ${graphics.address ?? graphics.listen}`
  })
}

const isAgent = (device: XmlElement): boolean =>
  device.name === "channel" && attribute(device, "target", "name") === agentName

/** The agent's channel, if the domain has one. */
export const agentOf = (root: XmlElement): XmlElement | undefined => elements(find(root, "devices")).find(isAgent)

const inBootOrder = (devices: ReadonlyArray<XmlElement>): ReadonlyArray<XmlElement> =>
  devices.toSorted((a, b) => (bootOrder(a) === bootOrder(b) ? 0 : bootOrder(a) - bootOrder(b)))

const accelerations: Readonly<Record<string, string>> = { kvm: "kvm", qemu: "tcg" }

/** A domain as a plain `VmSpec`, yet to be validated; throws `NoTypedForm`. */
export const decodeDomain = (root: XmlElement): Record<string, unknown> => {
  if (root.name !== "domain") throw new NoTypedForm({ field: "domain", detail: `root element is ${root.name}` })
  const mark = markOf(root)
  const devices = find(root, "devices")
  const acceleration = accelerations[root.attributes["type"] ?? ""]
  if (acceleration === undefined) {
    throw new NoTypedForm({ field: "acceleration", detail: `domain of type ${root.attributes["type"]}` })
  }
  const maxVcpus = Number(text(find(root, "vcpu")))
  const maxMemory = bytes(find(root, "memory"), "maxMemory")
  const asked = mark?.attributes["hotplugPorts"]
  return {
    id: text(find(root, "uuid"))?.trim().toLowerCase(),
    name: text(find(root, "name")),
    ...decodeText(root, mark, "title", shownTitle),
    ...decodeText(root, mark, "description", shownDescription),
    arch: attribute(root, "os", "type", "arch"),
    machine: decodeMachine(root, mark),
    acceleration,
    vcpus: Number(attribute(root, "vcpu", "current") ?? maxVcpus),
    maxVcpus,
    memory: find(root, "currentMemory") === undefined ? maxMemory : bytes(find(root, "currentMemory"), "memory"),
    maxMemory,
    boot: decodeBoot(root),
    disks: inBootOrder(elements(devices, "disk")).map(decodeDisk),
    nics: inBootOrder(elements(devices, "interface")).map(decodeNic),
    agent: agentOf(root) !== undefined,
    graphics: decodeGraphics(root),
    hotplugPorts: asked === undefined ? Math.min(24, freePorts(devices)) : Number(asked)
  }
}

// --- update ---------------------------------------------------------------------------------------------------------

const replaceDevices = (
  devices: XmlElement,
  isOld: (device: XmlElement) => boolean,
  replacements: ReadonlyArray<XmlElement>
): XmlElement => {
  const at = devices.children.findIndex((node) => isElement(node) && isOld(node))
  const others = devices.children.filter((node) => !isElement(node) || !isOld(node))
  return withChildren(devices, others.toSpliced(at === -1 ? others.length : at, 0, ...replacements))
}

const withBootOrder = (device: XmlElement, order: number): XmlElement =>
  bootOrder(device) === order ? device : setChild(device, "boot", element("boot", { order: String(order) }))

const updateDisks = (devices: XmlElement, old: VmSpec, spec: VmSpec, same: Same): XmlElement => {
  const disks = spec.disks.map((disk, index) => {
    const was = old.disks.find(({ target }) => target === disk.target)
    const there = elements(devices, "disk").find((device) => attribute(device, "target", "dev") === disk.target)
    if (there === undefined || was === undefined) return encodeDisk(disk, index + 1)
    return withBootOrder(same(was, disk) ? there : mergeDisk(there, encodeDisk(disk)), index + 1)
  })
  return replaceDevices(devices, (device) => device.name === "disk", disks)
}

const updateNics = (devices: XmlElement, old: VmSpec, spec: VmSpec, same: Same): XmlElement => {
  const nics = spec.nics.map((nic, index) => {
    const order = spec.disks.length + index + 1
    const was = old.nics.find(({ binding }) => binding.mac === nic.binding.mac)
    const there = elements(devices, "interface").find((device) => macOf(device) === nic.binding.mac)
    if (there === undefined || was === undefined) return encodeNic(nic, order)
    return withBootOrder(same(was, nic) ? there : mergeNic(there, encodeNic(nic)), order)
  })
  return replaceDevices(devices, (device) => device.name === "interface", nics)
}

const updateBoot = (root: XmlElement, old: VmSpec, spec: VmSpec): XmlElement => {
  const os = find(root, "os") ?? element("os")
  // An alias stays what it was resolved to at the first definition: the guest's hardware does not change by itself.
  const type = old.machine === spec.machine && old.arch === spec.arch ? find(os, "type") : find(encodeOs(spec), "type")
  const [kernel, initrd, cmdline] = ["kernel", "initrd", "cmdline"].map((name) => find(encodeOs(spec), name))
  const firmware = { uefi: "efi", bios: undefined }[spec.boot._tag === "Disks" ? spec.boot.firmware : "bios"]
  const { firmware: _, ...attributes } = os.attributes
  const isUefi = (at: VmSpec) => at.boot._tag === "Disks" && at.boot.firmware === "uefi"
  const cleared = isUefi(old) === isUefi(spec) ? os : setChild(setChild(os, "loader", undefined), "nvram", undefined)
  const kept =
    isUefi(old) === isUefi(spec) ? os.attributes : firmware === undefined ? attributes : { ...attributes, firmware }
  const updated = [
    ["type", type],
    ["kernel", kernel],
    ["initrd", initrd],
    ["cmdline", cmdline]
  ] as const
  return setChild(
    root,
    "os",
    updated.reduce((at, [name, part]) => setChild(at, name, part), { ...cleared, attributes: kept })
  )
}

/** Structural equality of parts of a spec. */
export type Same = (a: unknown, b: unknown) => boolean

/** The domain element `root`, whose spec is `old`, changed where `spec` differs and nowhere else. */
export const updateDomain = (
  root: XmlElement,
  old: VmSpec,
  spec: VmSpec,
  overlays: ReadonlyArray<Overlay>,
  same: Same
): XmlElement => {
  const differs = (...keys: ReadonlyArray<keyof VmSpec>) => keys.some((key) => !same(old[key], spec[key]))
  let result = root
  const put = (name: string, replacement: XmlElement | undefined, after: ReadonlyArray<string>) => {
    result = setChild(result, name, replacement, after)
  }
  const head = ["name", "uuid"]
  if (differs("name")) put("name", element("name", {}, spec.name), [])
  if (differs("title")) put("title", title(spec), head)
  if (differs("description")) put("description", description(spec), [...head, "title"])
  if (differs("acceleration")) {
    result = { ...result, attributes: { ...result.attributes, type: spec.acceleration === "kvm" ? "kvm" : "qemu" } }
    put("cpu", encodeCpu(spec), ["features", "os"])
  }
  if (differs("maxMemory")) put("memory", memory(spec), ["metadata"])
  if (differs("memory", "maxMemory")) put("currentMemory", currentMemory(spec), ["memory"])
  if (differs("vcpus", "maxVcpus")) put("vcpu", vcpu(spec), ["currentMemory", "memory"])
  if (differs("boot", "machine", "arch")) {
    result = updateBoot(result, old, spec)
    if (differs("arch") || spec.arch === "aarch64") put("features", encodeFeatures(spec), ["os"])
  }
  let devices = find(result, "devices") ?? element("devices")
  if (differs("disks", "nics")) devices = updateNics(updateDisks(devices, old, spec, same), old, spec, same)
  if (differs("agent")) devices = replaceDevices(devices, isAgent, spec.agent ? [encodeAgent()] : [])
  if (differs("graphics")) {
    const graphics = encodeGraphics(spec.graphics)
    devices = replaceDevices(devices, ({ name }) => name === "graphics", graphics === undefined ? [] : [graphics])
  }
  put("devices", devices, [])
  result = withSparePorts(result, spec)
  return withMark(result, spec, overlays)
}

const withMark = (root: XmlElement, spec: VmSpec, overlays: ReadonlyArray<Overlay>): XmlElement => {
  const metadata = find(root, "metadata") ?? element("metadata")
  const old = markOf(root)
  const kept = old === undefined ? metadata.children : metadata.children.filter((node) => node !== old)
  const current = overlays.filter(({ target }) => spec.disks.some((disk) => disk.target === target))
  return setChild(root, "metadata", withChildren(metadata, [...kept, encodeMark(spec, current)]), [
    "description",
    "title",
    "uuid",
    "name"
  ])
}
