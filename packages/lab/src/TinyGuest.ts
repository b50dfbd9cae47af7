/**
 * A very small Linux guest for tests with real QEMU: Debian's kernel (the "cloud" flavour), an initial file system with
 * busybox, the needed modules and the QEMU guest agent, and a 64 MiB disk with an ext4 file system labelled `TGDATA` that
 * has one file, `/hello`. Boots with 192 MiB of memory, in some seconds also without KVM. amd64 only.
 *
 * The files are built once, without root and without installing anything, into a cache directory: `CLOUDWRIGHT_LAB_CACHE`,
 * else `$XDG_CACHE_HOME/cloudwright-lab`, else `/var/cache/cloudwright-lab` (root) or `~/.cache/cloudwright-lab`. They are
 * built anew when this package's recipe changes; older ones stay. The kernel is the one Debian had at that time.
 *
 * **Kernel command line** (besides `console=ttyS0`): `tg.ip=ADDR/LEN` address of the first NIC, `tg.gw=ADDR` its default
 * route, `tg.name=NAME` host name, `tg.beat=SECONDS` prints `TG-BEAT <n> <uptime>` at this interval, `tg.noacpi` ignores
 * the power button, `tg.noagent` does not start the agent.
 *
 * **Serial console**: `TG-SEED <instance-id>` (a NoCloud seed was found), `TG-READY <uptime> <name> <address>`,
 * `TG-POWEROFF acpi|agent-<mode>`; after that it is a root shell.
 *
 * **Seed**: a disk or CD labelled `cidata` (ISO 9660 or FAT) is copied to `/seed`, and the host name taken from its
 * `meta-data`. The kernel has drivers for virtio-blk, virtio-scsi and IDE (PIIX), not for SATA (AHCI).
 *
 * **Services**, with `tg.ip`: TCP 7 echo, TCP 80 HTTP, TCP 9 runs one line as root and prints what it prints.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as NodeCrypto from "node:crypto"
import * as NodeOs from "node:os"
import { onRealClock } from "./internal/clock.ts"
import * as GuestImage from "./internal/guestimage.ts"
import { fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"

/**
 * The guest's files. They are shared by whoever uses the cache: boot from copies of the disks, never from these.
 *
 * @since 0.1.0
 * @category services
 */
export class TinyGuest extends Context.Service<
  TinyGuest,
  {
    readonly vmlinuz: string
    readonly initrd: string
    readonly diskRaw: string
    readonly diskQcow2: string
  }
>()("@cloudwright/lab/TinyGuest") {}

const home = () => (process.getuid?.() === 0 ? "/var/cache" : `${NodeOs.homedir()}/.cache`)

const cacheDirectory = Config.String("CLOUDWRIGHT_LAB_CACHE").pipe(
  Config.orElse(() => Config.map(Config.String("XDG_CACHE_HOME"), (cache) => `${cache}/cloudwright-lab`)),
  Config.withDefault(`${home()}/cloudwright-lab`)
)

const unfinished = ".building-"

/** Removes what builders that were killed have left. A build takes seconds; after an hour nobody works on it. */
const removeUnfinished = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, cache: string) {
  const now = yield* onRealClock(Clock.currentTimeMillis)
  for (const name of yield* fs.readDirectory(cache)) {
    if (!name.startsWith(unfinished)) continue
    const modified = yield* Effect.map(fs.stat(`${cache}/${name}`), (info) => info.mtime).pipe(
      Effect.orElseSucceed(() => Option.none<Date>())
    )
    const isOld = Option.isSome(modified) && now - modified.value.getTime() > 3_600_000
    if (isOld) yield* fs.remove(`${cache}/${name}`, { recursive: true, force: true })
  }
})

/** A build is made beside and renamed when it is complete: whoever finishes first wins, nobody sees half of one. */
const buildInto = Effect.fnUntraced(function* (cache: string, target: string) {
  const { fs } = yield* System
  yield* fs.makeDirectory(cache, { recursive: true })
  yield* removeUnfinished(fs, cache)
  const directory = yield* fs.makeTempDirectoryScoped({ directory: cache, prefix: unfinished })
  const made = `${directory}/made`
  yield* fs.makeDirectory(made, { mode: 0o755 })
  yield* GuestImage.build(made)
  yield* fs
    .rename(made, target)
    .pipe(
      Effect.catch((error) =>
        Effect.flatMap(fs.exists(target), (exists) => (exists ? Effect.void : Effect.fail(error)))
      )
    )
}, Effect.scoped)

/**
 * The guest's files, built first if the cache has not got them (about 5 seconds and 27 MB of downloads).
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<TinyGuest["Service"], LabError> = Effect.gen(function* () {
  const { fs } = yield* System
  const cache = yield* cacheDirectory
  const hash = NodeCrypto.createHash("sha256").update(String(GuestImage.recipe))
  for (const script of Object.keys(GuestImage.scripts)) hash.update(yield* fs.readFile(GuestImage.asset(script)))
  const target = `${cache}/tiny-guest-${hash.digest("hex").slice(0, 12)}`
  if (!(yield* fs.exists(target))) yield* buildInto(cache, target)
  return TinyGuest.of({
    vmlinuz: `${target}/vmlinuz`,
    initrd: `${target}/initrd.gz`,
    diskRaw: `${target}/disk.raw`,
    diskQcow2: `${target}/disk.qcow2`
  })
}).pipe(
  Effect.catchTags({
    PlatformError: (cause) => Effect.fail(fromPlatform("use the cache of the tiny guest")(cause)),
    ConfigError: (cause) => Effect.fail(because({ _tag: "SystemFailed", operation: "read the cache directory", cause }))
  }),
  Effect.provide(systemLayer)
)

/**
 * The guest's files.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<TinyGuest, LabError> = Layer.effect(TinyGuest, make)

/**
 * A domain that boots the guest.
 *
 * - `disk`: the path of a disk and its format; `seed`: the path of a NoCloud image, given as a read-only virtio disk.
 * - `mac`: of its NIC on the host's bridge `br0`.
 * - `arguments`: further words of the kernel command line, such as `tg.ip=…`.
 *
 * @since 0.1.0
 * @category models
 */
export interface DomainOptions {
  readonly name: string
  readonly uuid: string
  readonly mac: string
  readonly disk: { readonly file: string; readonly format: "raw" | "qcow2" }
  readonly seed?: string
  readonly arguments?: ReadonlyArray<string>
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&apos;",
  '"': "&quot;"
}
const escape = (text: string) => text.replaceAll(/[&<>'"]/g, (character) => escapes[character] ?? character)

/**
 * A libvirt domain (XML) for the guest: q35, software emulation, two vCPUs, ten free PCIe ports for hot plugging, guest
 * agent channel, serial console, balloon.
 *
 * @since 0.1.0
 * @category constructors
 */
export const domainXml = (guest: TinyGuest["Service"], options: DomainOptions): string => {
  const words = ["console=ttyS0", "quiet", "panic=1", `tg.name=${options.name}`, ...(options.arguments ?? [])]
  const seed =
    options.seed === undefined
      ? ""
      : `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${escape(options.seed)}'/>
      <target dev='vdz' bus='virtio'/><readonly/></disk>`
  return `<domain type='qemu'>
  <name>${escape(options.name)}</name>
  <uuid>${escape(options.uuid)}</uuid>
  <memory unit='MiB'>192</memory>
  <vcpu placement='static'>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>${escape(guest.vmlinuz)}</kernel>
    <initrd>${escape(guest.initrd)}</initrd>
    <cmdline>${escape(words.join(" "))}</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <cpu mode='custom' match='exact'><model fallback='allow'>qemu64</model></cpu>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='${options.disk.format}' cache='none' io='threads' discard='unmap'/>
      <source file='${escape(options.disk.file)}'/><target dev='vda' bus='virtio'/>
    </disk>${seed}
    <controller type='pci' model='pcie-root'/>
    ${"<controller type='pci' model='pcie-root-port'/>".repeat(10)}
    <controller type='usb' model='none'/>
    <controller type='virtio-serial'/>
    <interface type='bridge'>
      <mac address='${escape(options.mac)}'/><source bridge='br0'/><model type='virtio'/>
    </interface>
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <video><model type='vga' vram='4096'/></video>
    <memballoon model='virtio'><stats period='2'/></memballoon>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
</domain>
`
}
