/**
 * Builds the files of the tiny guest from Debian packages: nothing is installed, no root is needed, nothing is mounted.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as NodeUrl from "node:url"
import * as NodeZlib from "node:zlib"
import { because } from "../LabError.ts"
import * as Cpio from "./cpio.ts"
import { loadOrder } from "./modules.ts"
import { fromPlatform, System } from "./system.ts"

/**
 * Raised whenever the built files change in a way that the hash of the scripts does not show.
 *
 * @since 0.1.0
 * @category constants
 */
export const recipe = 1

/**
 * The scripts of the guest: file in the package, path in the guest.
 *
 * @since 0.1.0
 * @category constants
 */
export const scripts = {
  "guest/init": "init",
  "guest/shutdown": "sbin/shutdown",
  "guest/command": "sbin/command"
} as const

const kernelPackage = "linux-image-cloud-amd64"
const diskMebibytes = 64

const wanted = [
  ["virtio_pci", "virtio_blk", "virtio_net", "virtio_console", "virtio_balloon", "virtio_scsi", "virtio_rng"],
  ["button", "evdev", "af_packet", "sd_mod", "sr_mod", "ata_piix", "i6300esb"],
  ["isofs", "vfat", "nls_ascii", "nls_cp437", "nls_utf8", "nls_iso8859_1", "virtiofs", "9p", "9pnet_virtio"]
].flat()

/**
 * Where a file of this package is.
 *
 * @since 0.1.0
 * @category getters
 */
export const asset = (name: string): string => NodeUrl.fileURLToPath(new URL(`../../assets/${name}`, import.meta.url))

/** Downloads a Debian package and unpacks it. The package lists may be out of date: then they are fetched once. */
const unpack = Effect.fnUntraced(function* (name: string, directory: string) {
  const { fs, run } = yield* System
  const download = run(["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", name], {
    cwd: directory,
    within: "5 minutes"
  })
  yield* fs.makeDirectory(directory).pipe(Effect.mapError(fromPlatform(`make ${directory}`)))
  const refresh = run(["apt-get", "update", "-q"], { within: "5 minutes" })
  yield* download.pipe(
    Effect.catch((error) =>
      refresh.pipe(
        Effect.andThen(download),
        Effect.mapError(() => error)
      )
    )
  )
  const files = yield* fs.readDirectory(directory).pipe(Effect.mapError(fromPlatform(`read ${directory}`)))
  for (const file of files.filter((found) => found.endsWith(".deb"))) {
    yield* run(["dpkg-deb", "--extract", `${directory}/${file}`, `${directory}/root`], { within: "5 minutes" })
  }
  return `${directory}/root`
})

/** The kernel package that the meta package stands for at the moment. */
const currentKernel = Effect.gen(function* () {
  const { run } = yield* System
  const text = yield* run(["apt-cache", "depends", kernelPackage])
  return /Depends: (linux-image-\d\S*)/.exec(text)?.[1] ?? kernelPackage
})

const gzip = (content: Uint8Array) =>
  Effect.callback<Uint8Array, ReturnType<typeof because>>((resume) => {
    NodeZlib.gzip(content, { level: 1 }, (cause, packed) =>
      resume(
        cause === null
          ? Effect.succeed(packed)
          : Effect.fail(because({ _tag: "SystemFailed", operation: "gzip", cause }))
      )
    )
  })

/** The contents of the initial file system. */
const entries = Effect.fnUntraced(function* (kernel: string, version: string, agent: string) {
  const { fs, locate, run } = yield* System
  const file = (path: string, from: string, mode: number) =>
    fs.readFile(from).pipe(
      Effect.map((content): Cpio.Entry => ({ _tag: "File", path, mode, content })),
      Effect.mapError(fromPlatform(`read ${from}`))
    )
  const text = (path: string, content: string): Cpio.Entry => ({
    _tag: "File",
    path,
    mode: 0o644,
    content: new TextEncoder().encode(content)
  })
  const link = (path: string, target: string): Cpio.Entry => ({ _tag: "Link", path, target })

  const busybox = yield* locate("busybox")
  const applets = (yield* run([busybox, "--list"])).trim().split("\n")
  const modules = `lib/modules/${version}`
  yield* run(["depmod", "--basedir", kernel, version])
  const dependencies = yield* fs
    .readFileString(`${kernel}/${modules}/modules.dep`)
    .pipe(Effect.mapError(fromPlatform("read modules.dep")))
  const order = loadOrder(dependencies, wanted)
  const libraries = (yield* run(["ldd", agent])).match(/\/[^ )\n]+/g) ?? []

  const directories = ["proc", "sys", "dev", "run", "tmp", "mnt", "seed", "www", "root", "var/run", "lib/modules"]
  return [
    ...directories.map((path): Cpio.Entry => ({ _tag: "Directory", path })),
    ...applets.filter((name) => name !== "busybox").map((name) => link(`bin/${name}`, "busybox")),
    link("sbin/modprobe", "../bin/busybox"),
    text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"),
    text("etc/group", "root:x:0:\n"),
    text("etc/modules", order.map((path) => `/${modules}/${path}\n`).join("")),
    text(
      `${modules}/modules.dep`,
      dependencies
        .split("\n")
        .filter((line) => order.includes(line.split(":")[0] ?? ""))
        .join("\n")
    ),
    yield* file("bin/busybox", busybox, 0o755),
    yield* file("sbin/qemu-ga", agent, 0o755),
    ...(yield* Effect.forEach(Object.entries(scripts), ([from, path]) => file(path, asset(from), 0o755))),
    ...(yield* Effect.forEach(order, (path) => file(`${modules}/${path}`, `${kernel}/${modules}/${path}`, 0o644))),
    ...(yield* Effect.forEach(libraries, (path) => file(path.slice(1), path, 0o755)))
  ]
})

const noKernel = Effect.fail(
  because({ _tag: "SystemFailed", operation: "find the kernel", cause: "its package has no modules" })
)

/**
 * Builds `vmlinuz`, `initrd.gz`, `disk.raw` and `disk.qcow2` in an empty directory.
 *
 * @since 0.1.0
 * @category constructors
 */
export const build = Effect.fnUntraced(function* (directory: string) {
  const { fs, locate, run } = yield* System
  for (const program of ["busybox", "depmod", "mke2fs", "qemu-img"]) yield* locate(program)
  const work = `${directory}/work`
  yield* fs.makeDirectory(work).pipe(Effect.mapError(fromPlatform(`make ${work}`)))
  const kernel = yield* unpack(yield* currentKernel, `${work}/kernel`)
  const agent = yield* unpack("qemu-guest-agent", `${work}/agent`)

  const write = Effect.gen(function* () {
    const [version] = yield* fs.readDirectory(`${kernel}/lib/modules`)
    if (version === undefined) return yield* noKernel
    yield* fs.copyFile(`${kernel}/boot/vmlinuz-${version}`, `${directory}/vmlinuz`)
    const archive = Cpio.pack(yield* entries(kernel, version, `${agent}/usr/sbin/qemu-ga`))
    yield* fs.writeFile(`${directory}/initrd.gz`, yield* gzip(archive))
    yield* fs.makeDirectory(`${work}/disk`)
    yield* fs.writeFileString(`${work}/disk/hello`, "hello from the tiny guest\n")
    yield* fs.writeFile(`${directory}/disk.raw`, new Uint8Array(0))
    yield* fs.truncate(`${directory}/disk.raw`, diskMebibytes * 1024 * 1024)
    yield* run(["mke2fs", "-q", "-F", "-t", "ext4", "-L", "TGDATA", "-d", `${work}/disk`, `${directory}/disk.raw`])
    yield* run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", `${directory}/disk.raw`, `${directory}/disk.qcow2`])
    return yield* fs.remove(work, { recursive: true })
  })
  yield* write.pipe(
    Effect.catchTag("PlatformError", (cause) => Effect.fail(fromPlatform("build the tiny guest")(cause)))
  )
})
