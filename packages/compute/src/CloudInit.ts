/**
 * cloud-init data for a VM, in the form of the NoCloud data source: the files `meta-data`, `user-data` and
 * `network-config` on a small disk labelled `cidata`
 * (https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html).
 *
 * Either typed values, from which a `#cloud-config` document is made, or a user-data text of the caller's own. The
 * documents are written as JSON with everything beyond ASCII escaped, which every YAML parser reads as the same values.
 *
 * Passwords are given hashed (crypt(3) formats `$5$`, `$6$`, `$7$`, `$y$`, `$gy$`, `$2b$`); plain ones are refused. In a
 * text of the caller's own the plain-password keys of cloud-config are refused too; what a script does cannot be seen.
 *
 * Limits: user-data 1 MiB, 64 users, 512 packages, 512 commands, 256 files, 16 network cards.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import * as NicBinding from "@cloudwright/core/NicBinding"
import * as Base64 from "effect/encoding/Base64"
import * as IpInterface from "effect/net/IpInterface"
import * as IpNetwork from "effect/net/IpNetwork"
import * as NetAddress from "effect/net/NetAddress"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { hasPlainPassword } from "./internal/vmsPasswords.ts"

/**
 * Most bytes of user-data (UTF-8).
 *
 * @since 0.1.0
 * @category constants
 */
export const userDataBytesMax = 1024 * 1024

const pattern = (expected: string, regexp: RegExp) => Schema.String.check(Schema.isPattern(regexp, { expected }))

const keyTypes: ReadonlySet<string> = new Set([
  "ssh-ed25519",
  "ssh-rsa",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com"
])

/** The type named in front must be the one inside the key: an SSH string (RFC 4251 section 5) at its beginning. */
const isPublicKey = (line: string): boolean => {
  const [type, body, ...comment] = line.split(" ")
  if (type === undefined || body === undefined || !keyTypes.has(type) || body.length > 8192) return false
  if (!/^[\x20-\x7e]{0,256}$/.test(comment.join(" "))) return false
  const bytes = Base64.decode(body)
  if (Result.isFailure(bytes) || bytes.success.length < 4 + type.length + 4) return false
  const length = new DataView(bytes.success.buffer, bytes.success.byteOffset).getUint32(0)
  return length === type.length && new TextDecoder().decode(bytes.success.subarray(4, 4 + length)) === type
}

/**
 * An SSH public key as one line of `authorized_keys` without options: type, base64, and at most 256 characters of
 * comment. DSA keys are refused.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SshPublicKey = Schema.String.pipe(
  Schema.check(
    Schema.makeFilter((line: string) =>
      isPublicKey(line) ? undefined : "expected an SSH public key: type, base64 and an optional comment on one line"
    )
  ),
  Schema.brand("SshPublicKey")
)

/**
 * An SSH public key.
 *
 * @since 0.1.0
 * @category models
 */
export type SshPublicKey = typeof SshPublicKey.Type

/**
 * A hashed password as `crypt(3)` writes it. Never a plain one.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PasswordHash = Schema.Redacted(
  pattern("a crypt(3) hash, not a plain password", /^\$(5|6|7|y|gy|2[aby])\$[!-9;-~]{20,380}$/)
)

const userName = pattern("a user name of 1 to 32 characters", /^[a-z_][a-z0-9_-]{0,31}$/)

/**
 * A user of the guest. Without `passwordHash` its password is locked. `sudo` lets it become root without a password.
 *
 * @since 0.1.0
 * @category schemas
 */
export const User = Schema.Struct({
  name: userName,
  sshKeys: Schema.Array(SshPublicKey)
    .check(Schema.isMaxLength(64))
    .pipe(Schema.withConstructorDefault(Effect.succeed([]))),
  groups: Schema.Array(userName)
    .check(Schema.isMaxLength(32))
    .pipe(Schema.withConstructorDefault(Effect.succeed([]))),
  sudo: Schema.Boolean.pipe(Schema.withConstructorDefault(Effect.succeed(false))),
  shell: Schema.optionalKey(DiskSource.AbsolutePath),
  passwordHash: Schema.optionalKey(PasswordHash)
})

/**
 * A user of the guest.
 *
 * @since 0.1.0
 * @category models
 */
export type User = typeof User.Type

/**
 * A file to write in the guest. `permissions` are four octal digits; the default is cloud-init's own.
 *
 * @since 0.1.0
 * @category schemas
 */
export const WriteFile = Schema.Struct({
  path: DiskSource.AbsolutePath,
  content: Schema.Redacted(Schema.String),
  permissions: pattern("four octal digits", /^0[0-7]{3}$/).pipe(Schema.withConstructorDefault(Effect.succeed("0644"))),
  owner: Schema.optionalKey(pattern("user or user:group", /^[a-z_][a-z0-9_-]{0,31}(:[a-z_][a-z0-9_-]{0,31})?$/))
})

/**
 * A file to write in the guest.
 *
 * @since 0.1.0
 * @category models
 */
export type WriteFile = typeof WriteFile.Type

const parsed = <A>(expected: string, parse: (text: string) => Result.Result<A, unknown>) =>
  Schema.String.check(
    Schema.makeFilter((text: string) => (Result.isSuccess(parse(text)) ? undefined : `expected ${expected}`))
  )

const ipAddress = parsed("an IP address", NetAddress.ipFromString)
const ipInterface = parsed("an address with prefix length", (text) =>
  text.includes("/") ? IpInterface.fromString(text) : Result.fail("no prefix length")
)
const ipNetwork = parsed("a network without host bits", IpNetwork.fromString)

const dnsName = pattern(
  "a DNS name",
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/
)

/**
 * The network settings of one card, found by its MAC address. `addresses` carry their prefix length
 * (`10.0.0.5/24`); a default route is one to `0.0.0.0/0` or `::/0`; `mtu` in bytes.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Ethernet = Schema.Struct({
  mac: NicBinding.MacAddress,
  dhcp4: Schema.Boolean.pipe(Schema.withConstructorDefault(Effect.succeed(false))),
  dhcp6: Schema.Boolean.pipe(Schema.withConstructorDefault(Effect.succeed(false))),
  addresses: Schema.Array(ipInterface)
    .check(Schema.isMaxLength(64))
    .pipe(Schema.withConstructorDefault(Effect.succeed([]))),
  routes: Schema.Array(
    Schema.Struct({
      to: ipNetwork,
      via: ipAddress,
      metric: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_294_967_295 })))
    })
  )
    .check(Schema.isMaxLength(64))
    .pipe(Schema.withConstructorDefault(Effect.succeed([]))),
  nameservers: Schema.Struct({
    addresses: Schema.Array(ipAddress).check(Schema.isMaxLength(16)),
    search: Schema.Array(dnsName).check(Schema.isMaxLength(16))
  }).pipe(Schema.withConstructorDefault(Effect.succeed({ addresses: [], search: [] }))),
  mtu: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 576, maximum: 65535 })))
})

/**
 * The network settings of one card.
 *
 * @since 0.1.0
 * @category models
 */
export interface Ethernet extends Schema.Schema.Type<typeof Ethernet> {}

const rawProblem = (text: string): string | undefined => {
  if (Buffer.byteLength(text) > userDataBytesMax) return `user-data is over ${userDataBytesMax} bytes`
  if (text.includes("\0")) return "user-data contains a zero character"
  if (text.startsWith("#!")) return undefined
  if (!/^#cloud-config\r?\n/.test(text)) return "user-data must start with #cloud-config or #!"
  if (hasPlainPassword(text)) return "user-data contains a plain password; give its hash"
  return undefined
}

/**
 * User-data in the caller's own words: `#cloud-config` and YAML, or a script with `#!`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const UserData = Schema.Redacted(Schema.String.check(Schema.makeFilter(rawProblem)))

const defaultList = <S extends Schema.Top>(item: S, limit: number) =>
  Schema.Array(item)
    .check(Schema.isMaxLength(limit))
    .pipe(Schema.withConstructorDefault(Effect.succeed([])))

/**
 * cloud-init data of one VM.
 *
 * - `userData`: a text of the caller's own, instead of `users`, `packages`, `runCommands` and `writeFiles`.
 * - `runCommands`: argument vectors, run once at the end of the first boot.
 * - `network`: network-config version 2; without it the guest's image decides (usually DHCP on the first card).
 * - `instanceId`: the VM's id unless given. A guest that sees another one sets itself up again.
 * - `hostname`: the VM's name unless given.
 * - `detachAfterBoot`: the seed disk, which holds all this, is taken away when the guest agent answers for the first
 *   time (see `Vms.detachSeed` for guests without agent).
 *
 * @since 0.1.0
 * @category schemas
 */
export const CloudInit = Schema.Struct({
  instanceId: Schema.optionalKey(pattern("an instance id of 1 to 64 characters", /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)),
  hostname: Schema.optionalKey(dnsName),
  userData: Schema.optionalKey(UserData),
  users: defaultList(User, 64),
  packages: defaultList(pattern("a package name", /^[A-Za-z0-9][A-Za-z0-9+._:~=-]{0,127}$/), 512),
  runCommands: defaultList(Schema.NonEmptyArray(Schema.String.check(Schema.isMaxLength(32768))), 512),
  writeFiles: defaultList(WriteFile, 256),
  network: Schema.optionalKey(Schema.Array(Ethernet).check(Schema.isMinLength(1), Schema.isMaxLength(16))),
  detachAfterBoot: Schema.Boolean.pipe(Schema.withConstructorDefault(Effect.succeed(false)))
}).check(
  Schema.makeFilter((value) => {
    const typed = value.users.length + value.packages.length + value.runCommands.length + value.writeFiles.length
    if (value.userData !== undefined && typed > 0) {
      return "userData stands instead of users, packages, runCommands and writeFiles"
    }
    const macs = (value.network ?? []).map((ethernet) => ethernet.mac)
    return new Set(macs).size === macs.length ? undefined : "network names a MAC address twice"
  })
)

/**
 * cloud-init data of one VM.
 *
 * @since 0.1.0
 * @category models
 */
export interface CloudInit extends Schema.Schema.Type<typeof CloudInit> {}

/**
 * What `CloudInit.make` takes: the same, with the defaults left out.
 *
 * @since 0.1.0
 * @category models
 */
export type CloudInitInput = Parameters<typeof CloudInit.make>[0]

/**
 * The files of the seed disk.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Documents = Schema.Struct({
  metaData: Schema.String,
  userData: Schema.Redacted(Schema.String),
  networkConfig: Schema.optionalKey(Schema.String)
})

/**
 * The files of the seed disk.
 *
 * @since 0.1.0
 * @category models
 */
export type Documents = typeof Documents.Type

/** JSON is YAML, but for line separators, surrogates and what YAML calls not printable: those are written as escapes. */
const yaml = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(/[^\n\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`
  })}\n`

const some = (key: string, list: ReadonlyArray<unknown>) => (list.length === 0 ? undefined : { [key]: list })

const userEntry = (user: User) => ({
  name: user.name,
  ...some("groups", user.groups),
  ...(user.sudo ? { sudo: "ALL=(ALL) NOPASSWD:ALL" } : undefined),
  ...(user.shell === undefined ? undefined : { shell: user.shell }),
  ...some("ssh_authorized_keys", user.sshKeys),
  ...(user.passwordHash === undefined
    ? { lock_passwd: true }
    : { lock_passwd: false, hashed_passwd: Redacted.value(user.passwordHash) })
})

const fileEntry = (file: WriteFile) => ({
  path: file.path,
  encoding: "b64",
  content: Base64.encode(Redacted.value(file.content)),
  permissions: file.permissions,
  ...(file.owner === undefined ? undefined : { owner: file.owner })
})

const cloudConfig = (data: CloudInit): string =>
  `#cloud-config\n${yaml({
    ...some("users", data.users.map(userEntry)),
    ...some("packages", data.packages),
    ...some("write_files", data.writeFiles.map(fileEntry)),
    ...some("runcmd", data.runCommands)
  })}`

const ethernetEntry = (ethernet: Ethernet) => {
  const { addresses, search } = ethernet.nameservers
  return {
    match: { macaddress: ethernet.mac },
    dhcp4: ethernet.dhcp4,
    dhcp6: ethernet.dhcp6,
    ...some("addresses", ethernet.addresses),
    ...some("routes", ethernet.routes),
    ...(addresses.length + search.length === 0
      ? undefined
      : { nameservers: { ...some("addresses", addresses), ...some("search", search) } }),
    ...(ethernet.mtu === undefined ? undefined : { mtu: ethernet.mtu })
  }
}

const networkConfig = (network: ReadonlyArray<Ethernet>): string =>
  yaml({
    version: 2,
    ethernets: Object.fromEntries(network.map((ethernet, index) => [`nic${index}`, ethernetEntry(ethernet)]))
  })

/** A VM's name as a host name: what a DNS label cannot carry becomes a hyphen. */
const hostnameOf = (name: string): string =>
  name
    .replaceAll(/[._-]+/g, "-")
    .replace(/-$/, "")
    .toLowerCase()

/**
 * The instance id of a VM with this data.
 *
 * @since 0.1.0
 * @category getters
 */
export const instanceId = (data: CloudInit, vm: { readonly id: string }): string => data.instanceId ?? vm.id

/**
 * The files of the seed disk of a VM. The same data for the same VM gives the same files. Fails with a text when the
 * user-data is over its limit.
 *
 * @since 0.1.0
 * @category constructors
 */
export const documents = (
  data: CloudInit,
  vm: { readonly id: string; readonly name: string }
): Result.Result<Documents, string> => {
  const userData = data.userData === undefined ? cloudConfig(data) : Redacted.value(data.userData)
  if (Buffer.byteLength(userData) > userDataBytesMax) {
    return Result.fail(`user-data is over ${userDataBytesMax} bytes`)
  }
  return Result.succeed({
    metaData: yaml({
      "instance-id": instanceId(data, vm),
      "local-hostname": data.hostname ?? hostnameOf(vm.name)
    }),
    userData: Redacted.make(userData, { label: "user-data" }),
    ...(data.network === undefined ? undefined : { networkConfig: networkConfig(data.network) })
  })
}
