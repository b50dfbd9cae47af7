/**
 * Disks and network cards between `VmSpec` and libvirt's device elements (libvirt's formatdomain documentation, "Hard
 * drives" and "Network interfaces"). Decoders give plain values which the caller validates by schema, or throw
 * `NoTypedForm`.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import type * as NicBinding from "@cloudwright/core/NicBinding"
import * as Data from "effect/Data"
import type { VmDisk, VmNic } from "../VmSpec.ts"
import { attribute, element, elements, find, merge, setChild, text, type XmlElement } from "./xml.ts"

/** An element that `VmSpec` has no words for. */
export class NoTypedForm extends Data.TaggedError("NoTypedForm")<{
  readonly field: string
  readonly detail: string
}> {}

const hosts = (endpoints: ReadonlyArray<DiskSource.Endpoint>): ReadonlyArray<XmlElement> =>
  endpoints.map(({ host, port }) => element("host", { name: host, port: String(port) }))

const encodeSource = (source: DiskSource.DiskSource): XmlElement => {
  switch (source._tag) {
    case "File":
      return element("source", { file: source.path })
    case "Block":
      return element("source", { dev: source.path })
    case "Rbd":
      return element(
        "source",
        {
          protocol: "rbd",
          name: [source.pool, source.namespace, source.image].filter((part) => part !== undefined).join("/")
        },
        ...hosts(source.monitors),
        source.snapshot === undefined ? undefined : element("snapshot", { name: source.snapshot }),
        element("auth", { username: source.user }, element("secret", { type: "ceph", uuid: source.secret }))
      )
    case "Nbd":
      return element(
        "source",
        { protocol: "nbd", name: source.export === "" ? undefined : source.export },
        ...("socket" in source.server
          ? [element("host", { transport: "unix", socket: source.server.socket })]
          : hosts([source.server]))
      )
  }
}

const sourceTypes = { File: "file", Block: "block", Rbd: "network", Nbd: "network" } as const

const bus = (target: string): string => (target.startsWith("sd") ? "sata" : "virtio")

/**
 * The element of a disk. The format is always stated. A raw disk also gets the end of its backing chain stated, so that
 * nothing a guest writes into it can ever be taken for a header; the chain of a qcow2 is the one its own header names,
 * where libvirt refuses a backing file whose format the header leaves out.
 */
export const encodeDisk = (disk: VmDisk, bootOrder?: number): XmlElement => {
  const format = DiskSource.format(disk.source)
  return element(
    "disk",
    { type: sourceTypes[disk.source._tag], device: disk.kind },
    element("driver", {
      name: "qemu",
      type: format,
      // The host's page cache off: live migration needs it, and a crash of the host loses nothing the guest flushed.
      cache: disk.kind === "cdrom" ? undefined : "none",
      discard: disk.kind === "cdrom" ? undefined : "unmap"
    }),
    encodeSource(disk.source),
    format === "raw" ? element("backingStore") : undefined,
    element("target", { dev: disk.target, bus: bus(disk.target) }),
    disk.readOnly ? element("readonly") : undefined,
    disk.serial === undefined ? undefined : element("serial", {}, disk.serial),
    bootOrder === undefined ? undefined : element("boot", { order: String(bootOrder) })
  )
}

const decodeEndpoint = (host: XmlElement) => ({
  host: attribute(host, "name"),
  port: Number(attribute(host, "port"))
})

const decodeSource = (disk: XmlElement, field: string): Record<string, unknown> => {
  const source = find(disk, "source")
  if (source === undefined) throw new NoTypedForm({ field, detail: "no source" })
  const type = disk.attributes["type"]
  const protocol = source.attributes["protocol"]
  const name = source.attributes["name"] ?? ""
  if (type === "file") {
    return { _tag: "File", path: source.attributes["file"], format: attribute(disk, "driver", "type") }
  }
  if (type === "block") return { _tag: "Block", path: source.attributes["dev"] }
  if (type === "network" && protocol === "rbd") {
    const [pool, ...rest] = name.split("/")
    const snapshot = attribute(source, "snapshot", "name")
    const auth = find(source, "auth") ?? find(disk, "auth")
    const named = rest.length > 1 ? { namespace: rest[0], image: rest.slice(1).join("/") } : { image: rest[0] }
    return {
      _tag: "Rbd",
      pool,
      ...named,
      ...(snapshot === undefined ? {} : { snapshot }),
      monitors: elements(source, "host").map(decodeEndpoint),
      user: auth?.attributes["username"],
      secret: attribute(auth, "secret", "uuid")
    }
  }
  if (type === "network" && protocol === "nbd") {
    const host = find(source, "host")
    const socket = host?.attributes["transport"] === "unix" ? host.attributes["socket"] : undefined
    return { _tag: "Nbd", export: name, server: socket === undefined && host ? decodeEndpoint(host) : { socket } }
  }
  throw new NoTypedForm({ field, detail: `source of type ${type}${protocol === undefined ? "" : ` ${protocol}`}` })
}

/** A disk's element as a plain `VmDisk`. */
export const decodeDisk = (disk: XmlElement): Record<string, unknown> => {
  const target = attribute(disk, "target", "dev") ?? ""
  const field = `disks.${target}`
  const kind = disk.attributes["device"] ?? "disk"
  const on = attribute(disk, "target", "bus")
  if (kind !== "disk" && kind !== "cdrom") throw new NoTypedForm({ field, detail: `device ${kind}` })
  if (on !== undefined && on !== bus(target)) throw new NoTypedForm({ field, detail: `bus ${on}` })
  const source = decodeSource(disk, field)
  const format = attribute(disk, "driver", "type")
  if (source["_tag"] !== "File" && format !== undefined && format !== "raw") {
    throw new NoTypedForm({ field, detail: `format ${format} on a ${String(source["_tag"])} source` })
  }
  const serial = text(find(disk, "serial"))
  return {
    target,
    source,
    kind,
    readOnly: kind === "cdrom" || find(disk, "readonly") !== undefined,
    ...(serial === undefined ? {} : { serial })
  }
}

const withoutBoot = (device: XmlElement): XmlElement => setChild(device, "boot", undefined)

/** A disk's element brought to what the wanted one says; tuning, aliases and addresses stay. */
export const mergeDisk = (old: XmlElement, wanted: XmlElement): XmlElement => {
  const sameTarget = attribute(old, "target", "bus") === attribute(wanted, "target", "bus")
  // An address is of one bus: on another the device gets a new one.
  const base = withoutBoot(sameTarget ? old : setChild(setChild(old, "address", undefined), "alias", undefined))
  const driver = find(base, "driver")
  const wantedDriver = find(wanted, "driver")
  const merged = merge(base, wanted, {
    attributes: ["type", "device"],
    children: ["source", "backingStore", "target", "readonly", "serial", "boot"]
  })
  // The driver keeps its tuning; only the format is ours to say.
  return driver === undefined || wantedDriver === undefined
    ? setChild(merged, "driver", wantedDriver)
    : setChild(merged, "driver", {
        ...driver,
        attributes: { ...driver.attributes, type: wantedDriver.attributes["type"] ?? "raw" }
      })
}

const encodeBinding = (
  binding: NicBinding.NicBinding
): readonly [type: string, ...parts: ReadonlyArray<XmlElement>] => {
  switch (binding._tag) {
    case "Bridge":
      return ["bridge", element("source", { bridge: binding.bridge })]
    case "Ovs":
      return [
        "bridge",
        element("source", { bridge: binding.bridge }),
        element("virtualport", { type: "openvswitch" }, element("parameters", { interfaceid: binding.port }))
      ]
    case "Tap":
      // managed='no': the tap device belongs to whoever made it; libvirt must neither make nor remove it.
      return ["ethernet", element("target", { dev: binding.device, managed: "no" })]
    case "User":
      return ["user"]
  }
}

/** The element of a network card. */
export const encodeNic = (nic: VmNic, bootOrder?: number): XmlElement => {
  const [type, ...parts] = encodeBinding(nic.binding)
  const mtu = "mtu" in nic.binding ? nic.binding.mtu : undefined
  return element(
    "interface",
    { type },
    element("mac", { address: nic.binding.mac }),
    ...parts,
    element("model", { type: nic.model }),
    mtu === undefined ? undefined : element("mtu", { size: String(mtu) }),
    nic.linkUp ? undefined : element("link", { state: "down" }),
    bootOrder === undefined ? undefined : element("boot", { order: String(bootOrder) })
  )
}

const decodeBinding = (nic: XmlElement, mac: string): Record<string, unknown> => {
  const field = `nics.${mac}`
  const type = nic.attributes["type"]
  const size = attribute(nic, "mtu", "size")
  const mtu = size === undefined ? {} : { mtu: Number(size) }
  const virtualport = attribute(nic, "virtualport", "type")
  if (type === "bridge" && virtualport === undefined) {
    return { _tag: "Bridge", mac, bridge: attribute(nic, "source", "bridge"), ...mtu }
  }
  if (type === "bridge" && virtualport === "openvswitch") {
    const port = attribute(nic, "virtualport", "parameters", "interfaceid")
    return { _tag: "Ovs", mac, bridge: attribute(nic, "source", "bridge"), port, ...mtu }
  }
  if (type === "ethernet" && attribute(nic, "target", "managed") === "no") {
    return { _tag: "Tap", mac, device: attribute(nic, "target", "dev"), ...mtu }
  }
  if (type === "user") return { _tag: "User", mac }
  throw new NoTypedForm({ field, detail: `interface of type ${type}${virtualport ? ` ${virtualport}` : ""}` })
}

/** The MAC address of an interface element, in lower case. */
export const macOf = (nic: XmlElement): string => (attribute(nic, "mac", "address") ?? "").toLowerCase()

/** A network card's element as a plain `VmNic`. */
export const decodeNic = (nic: XmlElement): Record<string, unknown> => ({
  binding: decodeBinding(nic, macOf(nic)),
  model: attribute(nic, "model", "type"),
  linkUp: attribute(nic, "link", "state") !== "down"
})

/** A network card's element brought to what the wanted one says. */
export const mergeNic = (old: XmlElement, wanted: XmlElement): XmlElement =>
  merge(withoutBoot(old), wanted, {
    attributes: ["type"],
    children: ["source", "virtualport", "target", "model", "mtu", "link", "boot"]
  })

/** The position at which the firmware tries a device; devices without one come last. */
export const bootOrder = (device: XmlElement): number => Number(attribute(device, "boot", "order") ?? Infinity)
