/** Arbitrary VM specs: every choice of the schema, strings made of what breaks XML, argument lists and paths. */
import * as Ids from "@cloudwright/core/Ids"
import * as Arbitrary from "effect/Arbitrary"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { VmSpec } from "../../src/VmSpec.ts"

const int = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))
const flag = Arbitrary.schema(Schema.Boolean)
const pick = <const A>(...choices: ReadonlyArray<A>): Arbitrary.Arbitrary<A> =>
  int(0, choices.length - 1).pipe(Arbitrary.map((index) => choices[index] as A))
const oneOf = <A>(...choices: ReadonlyArray<Arbitrary.Arbitrary<A>>): Arbitrary.Arbitrary<A> =>
  int(0, choices.length - 1).pipe(Arbitrary.flatMap((index) => choices[index] as Arbitrary.Arbitrary<A>))
const list = <A>(item: Arbitrary.Arbitrary<A>, minLength: number, maxLength: number) =>
  Arbitrary.array(item, { minLength, maxLength })
const optional = <K extends string, A>(
  key: K,
  value: Arbitrary.Arbitrary<A>
): Arbitrary.Arbitrary<{ readonly [P in K]?: A }> =>
  flag.pipe(
    Arbitrary.flatMap((there) =>
      there ? value.pipe(Arbitrary.map((a) => ({ [key]: a }) as { readonly [P in K]?: A })) : Arbitrary.Constant({})
    )
  )
const joined = (pieces: ReadonlyArray<string>, minLength: number, maxLength: number) =>
  list(pick(...pieces), minLength, maxLength).pipe(Arbitrary.map((parts) => parts.join("")))

const markup = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "<?x",
  "?>",
  "&lt;",
  "&#10;",
  "&xxe;",
  "</title>",
  "</domain>",
  "<cw:domain xmlns:cw='https://cloudwright.dev/xmlns/domain/1'/>",
  "<devices>",
  "xmlns",
  "=",
  "/",
  "\\",
  "%",
  "$",
  "`",
  ";",
  ",",
  " ",
  "  ",
  "x",
  "0",
  "..",
  "é",
  "漢",
  "😀",
  "\u2028",
  "\u00a0",
  "\u0085",
  "\ufffd"
]

/** Text that XML can carry, with everything in it that could be taken for markup. */
export const text = (maxLength: number) =>
  joined([...markup, "\n", "\t"], 0, 16).pipe(
    Arbitrary.map((all) => all.slice(0, maxLength).replace(/[\ud800-\udbff]$/, ""))
  )

const hex = joined([..."0123456789abcdef"], 12, 12)
const uuid = hex.pipe(Arbitrary.map((tail) => `019a0000-0000-7000-8000-${tail}`))
const path = list(joined([...markup.filter((piece) => !piece.includes("/")), "image", "d"], 1, 6), 1, 4).pipe(
  Arbitrary.map((parts) => `/${parts.map((part) => (part === ".." ? "a" : part)).join("/")}`.replaceAll("\u0085", "y"))
)
const mac = joined([..."0123456789abcdef"], 6, 6).pipe(
  Arbitrary.map((tail) => `52:54:00:${tail.match(/../g)?.join(":") ?? ""}`)
)
const device = joined([..."abcdefgh0123456789_.@-"], 1, 12).pipe(Arbitrary.map((name) => `v${name}`))
const ceph = joined([..."abcXYZ019_.-"], 0, 8).pipe(Arbitrary.map((name) => `p${name}`))
const endpoint = Arbitrary.all({ host: pick("10.0.0.1", "ceph-1.example", "fd00::1"), port: int(1, 65535) })

const source = oneOf<unknown>(
  Arbitrary.all({ _tag: Arbitrary.Constant("File"), path, format: pick("raw", "qcow2") }),
  Arbitrary.all({ _tag: Arbitrary.Constant("Block"), path }),
  Arbitrary.all([
    Arbitrary.all({
      _tag: Arbitrary.Constant("Rbd"),
      pool: ceph,
      image: ceph,
      monitors: list(endpoint, 1, 3),
      user: ceph,
      secret: uuid
    }),
    optional("namespace", ceph),
    optional("snapshot", ceph)
  ]).pipe(Arbitrary.map(([rbd, namespace, snapshot]) => ({ ...rbd, ...namespace, ...snapshot }))),
  Arbitrary.all({
    _tag: Arbitrary.Constant("Nbd"),
    export: joined(["<", "&", "'", '"', " ", "a", "/", "~"], 0, 8),
    server: oneOf<unknown>(endpoint, Arbitrary.all({ socket: path }))
  })
)

const disk = Arbitrary.all([
  Arbitrary.all({ sata: flag, letter: int(0, 25), source, readOnly: flag, cdrom: flag }),
  optional("serial", joined([..."aZ09_.+-"], 1, 20))
]).pipe(
  Arbitrary.map(([{ sata, letter, source, readOnly, cdrom }, serial]) => ({
    target: `${sata ? "sd" : "vd"}${String.fromCodePoint(97 + letter)}`,
    source,
    kind: sata && cdrom ? "cdrom" : "disk",
    readOnly: readOnly || (sata && cdrom),
    ...serial
  }))
)

const binding = Arbitrary.all([
  oneOf<Record<string, unknown>>(
    Arbitrary.all({ _tag: Arbitrary.Constant("Bridge"), bridge: device }),
    Arbitrary.all({ _tag: Arbitrary.Constant("Ovs"), bridge: device, port: uuid }),
    Arbitrary.all({ _tag: Arbitrary.Constant("Tap"), device }),
    Arbitrary.Constant({ _tag: "User" })
  ),
  mac,
  optional("mtu", int(576, 65535))
]).pipe(Arbitrary.map(([kind, mac, mtu]) => ({ ...kind, mac, ...(kind["_tag"] === "User" ? {} : mtu) })))

const nic = Arbitrary.all({ binding, model: pick("virtio", "e1000e"), linkUp: flag })

const boot = oneOf<unknown>(
  Arbitrary.all({ _tag: Arbitrary.Constant("Disks"), firmware: pick("bios", "uefi") }),
  Arbitrary.all([
    Arbitrary.all({
      _tag: Arbitrary.Constant("Kernel"),
      kernel: path,
      commandLine: joined(["<", "&", "'", '"', " ", "console=ttyS0", "--", "%", "\\", ";"], 0, 8)
    }),
    optional("initrd", path)
  ]).pipe(Arbitrary.map(([kernel, initrd]) => ({ ...kernel, ...initrd })))
)

const graphics = oneOf<unknown>(
  Arbitrary.Constant({ _tag: "None" }),
  Arbitrary.Constant({ _tag: "VncSocket" }),
  joined([..."aB9<>&\"'%"], 6, 8).pipe(
    Arbitrary.map((password) => ({ _tag: "VncLoopback", password: Redacted.make(password) }))
  )
)

const unique = <A>(items: ReadonlyArray<A>, key: (item: A) => unknown): ReadonlyArray<A> => [
  ...new Map(items.map((item) => [key(item), item])).values()
]

/** Any VM spec. */
export const vmSpec: Arbitrary.Arbitrary<VmSpec> = Arbitrary.all([
  Arbitrary.all({
    id: uuid.pipe(Arbitrary.map((id) => Ids.VmId.make(id))),
    name: joined([..."abcXYZ019._-"], 0, 20).pipe(Arbitrary.map((name) => `v${name}`)),
    arch: pick("x86_64", "aarch64"),
    machine: pick("q35", "pc", "virt", "pc-q35-7.2", "pc-i440fx-7.2", "microvm"),
    acceleration: pick("kvm", "tcg"),
    boot,
    agent: flag,
    graphics,
    hotplugPorts: int(0, 24)
  }),
  Arbitrary.all({ vcpus: int(1, 256), more: int(0, 256), memory: int(1024, 1 << 26), extra: int(0, 1 << 26) }),
  list(disk, 0, 5),
  list(nic, 0, 4),
  optional("title", text(256)),
  optional("description", text(4096))
]).pipe(
  Arbitrary.map(([plain, size, disks, nics, title, description]) =>
    Schema.decodeUnknownSync(Schema.toType(VmSpec))({
      ...plain,
      vcpus: size.vcpus,
      maxVcpus: size.vcpus + size.more,
      memory: BigInt(size.memory) * 1024n,
      maxMemory: BigInt(size.memory + size.extra) * 1024n,
      disks: unique(disks, ({ target }) => target),
      nics: unique(nics, ({ binding }) => binding.mac),
      ...title,
      ...description
    })
  )
)
