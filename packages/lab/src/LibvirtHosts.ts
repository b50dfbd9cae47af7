/**
 * Real libvirt hosts inside a `Scope`: each runs virtlogd, virtlockd and libvirtd in mount, UTS, PID, IPC, network and
 * control group namespaces of its own, with its own `/etc/libvirt`, `/run` and `/var/lib/libvirt`; everything else of the
 * file system is common to them. Guests of different hosts share one network through the bridge `br0`, which every host
 * has. The hosts' addresses can be reached from this process and from nowhere else.
 *
 * Needs root and Debian's packages (`Packages.parts.libvirtHosts`). Where the processor offers no virtualisation,
 * `/dev/kvm` is hidden and guests must have `<domain type='qemu'>`.
 *
 * Limits: 64 hosts; control groups of version 1 are tested, of version 2 not.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Directory from "./internal/directory.ts"
import * as Host from "./internal/host.ts"
import * as Network from "./internal/network.ts"
import * as Certificates from "./internal/pki.ts"
import { requireRoot } from "./internal/root.ts"
import * as SshKeys from "./internal/sshkeys.ts"
import { fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"

/**
 * Which hosts to start.
 *
 * - `hosts`: how many, 1 to 64.
 * - `tls`: libvirtd listens on TLS too, with the certificates in `pki`.
 * - `ssh`: every host runs an sshd on port 2222.
 * - `maxClientRequests`: calls that libvirtd reads ahead per connection; default 20 (libvirt's own is 5).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly hosts: number
  readonly tls?: boolean
  readonly ssh?: boolean
  readonly maxClientRequests?: number
}

/**
 * One authority with a server's and a client's certificate: paths of PEM files, named as libvirt's `pkipath` expects, so
 * that `directory` can be given to a client as it is.
 *
 * @since 0.1.0
 * @category models
 */
export type CertificateSet = Certificates.CertificateSet

/**
 * The certificates that hosts and clients use, and sets that must be refused: `untrusted` has an authority nobody knows,
 * `expired` ended in 2020, the server of `wrongName` is called `elsewhere.invalid`.
 *
 * @since 0.1.0
 * @category models
 */
export type Pki = Certificates.Pki

/**
 * One host.
 *
 * - `name`: its host name (`host1`, …); `address`: its IPv4 address, reachable from here.
 * - `virsh`: runs virsh here, connected to the host's unix socket; what it printed on stdout.
 * - `exec`: runs a program inside the host (as root, in `/`); what it printed on stdout.
 * - `killDaemon`: kills libvirtd with -9, and nothing else: guests live on. `startDaemon` starts it again.
 * - `serveCertificate`: libvirtd is killed and comes back with another server certificate (with `tls`).
 * - `crash`: the host fails: everything on it dies at once, guests too. `start` boots it again; what was defined is there.
 *
 * `startDaemon` and `start` return when libvirtd answers; they die with a `LabError` if it does not within 60 seconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface LabHost {
  readonly name: string
  readonly uri: string
  readonly socketPath: string
  readonly address: string
  readonly tcpUri: string
  readonly tlsUri?: string
  readonly sshPort: number
  readonly sshHostPublicKey?: string
  readonly virsh: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly exec: (argv: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly killDaemon: Effect.Effect<void>
  readonly startDaemon: Effect.Effect<void>
  readonly serveCertificate: (set: CertificateSet) => Effect.Effect<void>
  readonly crash: Effect.Effect<void>
  readonly start: Effect.Effect<void>
}

/**
 * Running libvirt hosts.
 *
 * - `directory`: of this lab; `shared`: a directory in it for files that all hosts see (shared storage).
 * - `network`: the hosts' /24 in `100.64.0.0/10`; `guestAddress(n)` (0 to 99) is an address for a guest's NIC on `br0`.
 * - `ssh`: the key that may log in as root on every host, and a `known_hosts` file with all host keys.
 *
 * @since 0.1.0
 * @category services
 */
export class LibvirtHosts extends Context.Service<
  LibvirtHosts,
  {
    readonly directory: string
    readonly shared: string
    readonly network: { readonly cidr: string; readonly guestAddress: (n: number) => string }
    readonly pki?: Pki
    readonly ssh?: { readonly privateKeyFile: string; readonly user: "root"; readonly knownHostsFile: string }
    readonly hosts: ReadonlyArray<LabHost>
  }
>()("@cloudwright/lab/LibvirtHosts") {}

const publicHost = (host: Host.Host, tls: boolean): LabHost => ({
  name: host.name,
  uri: host.uri,
  socketPath: host.socketPath,
  address: host.address,
  tcpUri: `qemu+tcp://${host.address}/system`,
  ...(tls ? { tlsUri: `qemu+tls://${host.address}/system` } : {}),
  sshPort: Host.sshPort,
  ...(Option.isSome(host.sshHostPublicKey) ? { sshHostPublicKey: host.sshHostPublicKey.value } : {}),
  virsh: host.virsh,
  exec: host.exec,
  killDaemon: host.killDaemon,
  startDaemon: Effect.orDie(host.startDaemon),
  serveCertificate: (set) => Effect.orDie(host.serveCertificate(set)),
  crash: host.crash,
  start: Effect.orDie(host.start)
})

const makeCertificates = (directory: string, network: Network.Network, count: number) => {
  const hosts = Array.from({ length: count }, (_, i) => [`IP:${network.address(11 + i)}`, `DNS:host${i + 1}`])
  return Certificates.make(directory, ["IP:127.0.0.1", "DNS:localhost", ...hosts.flat()])
}

/**
 * Starts libvirt hosts that end with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<LibvirtHosts["Service"], LabError, Scope.Scope> =>
  Effect.gen(function* () {
    yield* requireRoot("LibvirtHosts")
    const { fs, locate } = yield* System
    if (!Number.isInteger(options.hosts) || options.hosts < 1 || options.hosts > 64) {
      return yield* because({
        _tag: "InvalidOption",
        option: "hosts",
        value: String(options.hosts),
        allowed: "1 to 64"
      })
    }
    for (const program of ["libvirtd", "virsh", "qemu-system-x86_64", "ip", "cpio"]) yield* locate(program)
    const { ssh = false, tls = false } = options

    const directory = yield* Directory.make("/h64/run/virtlogd-admin-sock".length)
    const shared = `${directory}/shared`
    const keys = `${directory}/ssh`
    yield* Effect.forEach([shared, keys], (path) => fs.makeDirectory(path)).pipe(
      Effect.mapError(fromPlatform("make the lab's directories"))
    )
    const lab = yield* Network.makeSwitch(directory)
    const pki = tls
      ? Option.some(yield* makeCertificates(`${directory}/pki`, lab.network, options.hosts))
      : Option.none()
    if (ssh) {
      yield* locate("sshd")
      yield* SshKeys.generate(`${keys}/id`)
    }
    const hosts = yield* Effect.forEach(
      Array.from({ length: options.hosts }, (_, i) => i + 1),
      (number) =>
        Host.make(
          {
            directory,
            lab,
            count: options.hosts,
            certificates: pki,
            authorizedKeysFile: ssh ? Option.some(`${keys}/id.pub`) : Option.none(),
            maxClientRequests: options.maxClientRequests ?? 20
          },
          number
        ),
      { concurrency: "unbounded" }
    )
    const known = hosts.flatMap(({ address, sshHostPublicKey }) =>
      Option.toArray(sshHostPublicKey).map((key) => SshKeys.knownHost(address, Host.sshPort, key))
    )
    yield* fs
      .writeFileString(`${keys}/known_hosts`, known.join(""))
      .pipe(Effect.mapError(fromPlatform("write known_hosts")))

    return LibvirtHosts.of({
      directory,
      shared,
      network: { cidr: lab.network.cidr, guestAddress: (n) => lab.network.address(100 + n) },
      ...(Option.isSome(pki) ? { pki: pki.value } : {}),
      ...(ssh
        ? { ssh: { privateKeyFile: `${keys}/id`, user: "root", knownHostsFile: `${keys}/known_hosts` } as const }
        : {}),
      hosts: hosts.map((host) => publicHost(host, tls))
    })
  }).pipe(Effect.provide(systemLayer))

/**
 * Libvirt hosts. Each call makes another layer, hence other hosts: bind it to a constant to share them.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<LibvirtHosts, LabError> =>
  Layer.effect(LibvirtHosts, make(options))
