/**
 * What a virtual machine should be: the typed value from which a driver makes a domain, and back.
 *
 * Every field that ends up in domain XML, in a command line or in a path has a closed set of values or a pattern, and a
 * documented limit. Free text (`title`, `description`) is escaped by the XML writer. Sizes are Effect's `ByteSize`
 * (unstable).
 *
 * Some values are equal to running code on the host and are therefore absent here: raw domain XML, QEMU arguments and
 * PCI passthrough.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import * as Ids from "@cloudwright/core/Ids"
import * as NicBinding from "@cloudwright/core/NicBinding"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const withDefault = <S extends Schema.Top & Schema.WithoutConstructorDefault>(schema: S, value: S["~type.make.in"]) =>
  schema.pipe(Schema.withConstructorDefault(Effect.succeed(value)))

/**
 * A VM's name: 1 to 63 letters, digits, dots, hyphens and underscores, starting with a letter or digit. Unique per host.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmName = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, { expected: "a VM name of 1 to 63 characters" })),
  Schema.brand("VmName")
)

/**
 * A VM's name.
 *
 * @since 0.1.0
 * @category models
 */
export type VmName = typeof VmName.Type

/**
 * The device name of a disk in the domain (`vda`, `sda`, `sdb`, …): the key by which a disk of a VM is addressed. The
 * guest may see it under another name.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DiskTarget = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^(vd|sd)[a-z]{1,2}$/, { expected: "a disk target such as vda or sdb" })),
  Schema.brand("DiskTarget")
)

/**
 * The device name of a disk in the domain.
 *
 * @since 0.1.0
 * @category models
 */
export type DiskTarget = typeof DiskTarget.Type

/**
 * One disk. `vd*` targets are virtio-blk, `sd*` targets SATA. `serial` is shown to the guest (at most 20 characters, the
 * limit of virtio-blk and ATA). A `cdrom` needs an `sd*` target and `readOnly`: there is no other.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmDisk = Schema.Struct({
  target: DiskTarget,
  source: DiskSource.DiskSource,
  kind: withDefault(Schema.Literals(["disk", "cdrom"]), "disk"),
  readOnly: withDefault(Schema.Boolean, false),
  serial: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_.+-]{1,20}$/, { expected: "a serial of 1 to 20 characters" }))
  )
}).check(
  Schema.makeFilter(({ kind, readOnly, target }) => {
    if (kind === "disk") return undefined
    if (!target.startsWith("sd")) return `cdrom ${target} needs an sd* target`
    return readOnly ? undefined : `cdrom ${target} must be readOnly`
  })
)

/**
 * One disk.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmDisk extends Schema.Schema.Type<typeof VmDisk> {}

/**
 * One network card. Its key within a VM is the binding's MAC address.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmNic = Schema.Struct({
  binding: NicBinding.NicBinding,
  model: withDefault(Schema.Literals(["virtio", "e1000e"]), "virtio"),
  linkUp: withDefault(Schema.Boolean, true)
})

/**
 * One network card.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmNic extends Schema.Schema.Type<typeof VmNic> {}

/**
 * What the machine starts: its disks in the order given (network cards after them), or a kernel that QEMU loads from the
 * host's file system. The kernel command line holds at most 2047 printable ASCII characters (x86's COMMAND_LINE_SIZE is
 * 2048 with the final zero).
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmBoot = Schema.TaggedUnion({
  Disks: { firmware: withDefault(Schema.Literals(["bios", "uefi"]), "bios") },
  Kernel: {
    kernel: DiskSource.AbsolutePath,
    initrd: Schema.optionalKey(DiskSource.AbsolutePath),
    commandLine: Schema.String.check(
      Schema.isPattern(/^[\x20-\x7e]{0,2047}$/, { expected: "at most 2047 printable ASCII characters" })
    )
  }
})

/**
 * What the machine starts.
 *
 * @since 0.1.0
 * @category models
 */
export type VmBoot = typeof VmBoot.Type

/**
 * A graphical console. It listens on a unix socket that the driver names, or on the host's loopback address with a
 * password; an open port without a password cannot be expressed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmGraphics = Schema.TaggedUnion({
  None: {},
  VncSocket: {},
  VncLoopback: { password: Schema.Redacted(Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{6,8}$/))) }
})

/**
 * A graphical console.
 *
 * @since 0.1.0
 * @category models
 */
export type VmGraphics = typeof VmGraphics.Type

const vcpus = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 512 }))

const text = (limit: number) =>
  Schema.String.check(
    Schema.isMaxLength(limit),
    // XML 1.0 cannot carry other control characters, lone surrogates or U+FFFE and U+FFFF at all.
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
    Schema.isPattern(/^[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u, {
      expected: "text that XML can carry"
    })
  )

/**
 * A virtual machine as it should be.
 *
 * - `vcpus`: virtual CPUs at start, `maxVcpus` the most it may have without a restart.
 * - `memory`: what the guest has now, `maxMemory` the most the balloon may give. Whole KiB.
 * - `acceleration`: `kvm` uses the host's processor, `tcg` emulates one (slow, needs no hardware support).
 * - `machine`: QEMU's machine type; the host's `capabilities` list what it has.
 * - `hotplugPorts`: PCI Express ports kept free for disks and cards that are attached while it runs.
 *
 * `make` fills in the defaults: x86_64, q35, kvm, boot from disks, agent channel on, no graphics.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmSpec = Schema.Struct({
  id: Ids.VmId,
  name: VmName,
  title: Schema.optionalKey(text(256)),
  description: Schema.optionalKey(text(4096)),
  arch: withDefault(Schema.Literals(["x86_64", "aarch64"]), "x86_64"),
  machine: withDefault(
    Schema.String.check(Schema.isPattern(/^[a-z0-9][a-z0-9.+-]{0,63}$/, { expected: "a machine type" })),
    "q35"
  ),
  acceleration: withDefault(Schema.Literals(["kvm", "tcg"]), "kvm"),
  vcpus,
  maxVcpus: vcpus,
  memory: Schema.ByteSize,
  maxMemory: Schema.ByteSize,
  boot: withDefault(VmBoot, VmBoot.cases.Disks.make({})),
  disks: Schema.Array(VmDisk).check(Schema.isMaxLength(32)),
  nics: Schema.Array(VmNic).check(Schema.isMaxLength(16)),
  agent: withDefault(Schema.Boolean, true),
  graphics: withDefault(VmGraphics, VmGraphics.cases.None.make({})),
  hotplugPorts: withDefault(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 24 })), 8)
}).check(
  Schema.makeFilter((spec) => {
    if (spec.maxVcpus < spec.vcpus) return `maxVcpus ${spec.maxVcpus} is below vcpus ${spec.vcpus}`
    if (spec.maxMemory < spec.memory) return `maxMemory ${spec.maxMemory} is below memory ${spec.memory}`
    if (spec.memory % 1024n !== 0n || spec.maxMemory % 1024n !== 0n) return "memory must be whole KiB"
    if (spec.memory < 1024n * 1024n) return "memory must be at least 1 MiB"
    const targets = spec.disks.map((disk) => disk.target)
    if (new Set(targets).size !== targets.length) return `disk targets are not unique: ${targets.join(" ")}`
    const macs = spec.nics.map((nic) => nic.binding.mac)
    return new Set(macs).size === macs.length ? undefined : `MAC addresses are not unique: ${macs.join(" ")}`
  })
)

/**
 * A virtual machine as it should be.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmSpec extends Schema.Schema.Type<typeof VmSpec> {}
