/**
 * One libvirt host: its directory, its capsule with the daemons, its place on the switch.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as NodeCrypto from "node:crypto"
import * as NodeUrl from "node:url"
import { because, type LabError } from "../LabError.ts"
import * as Capsule from "./capsule.ts"
import * as Cgroups from "./cgroups.ts"
import { until } from "./clock.ts"
import * as Directory from "./directory.ts"
import { hostFiles } from "./hostfiles.ts"
import * as Net from "./net.ts"
import * as Network from "./network.ts"
import type { CertificateSet } from "./pki.ts"
import * as Processes from "./processes.ts"
import * as Revivable from "./revivable.ts"
import * as SshKeys from "./sshkeys.ts"
import { fromPlatform, System } from "./system.ts"

/**
 * What all hosts of a lab have in common.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lab {
  readonly directory: string
  readonly lab: Network.Switch
  readonly count: number
  readonly certificates: Option.Option<CertificateSet>
  readonly authorizedKeysFile: Option.Option<string>
  readonly maxClientRequests: number
}

/**
 * A host that is up, or was.
 *
 * @since 0.1.0
 * @category models
 */
export interface Host {
  readonly name: string
  readonly directory: string
  readonly address: string
  readonly socketPath: string
  readonly uri: string
  readonly sshHostPublicKey: Option.Option<string>
  readonly virsh: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly exec: (argv: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly killDaemon: Effect.Effect<void>
  readonly startDaemon: Effect.Effect<void, LabError>
  readonly serveCertificate: (set: CertificateSet) => Effect.Effect<void, LabError>
  readonly crash: Effect.Effect<void>
  readonly start: Effect.Effect<void, LabError>
}

/**
 * The TCP port of the host's own sshd.
 *
 * @since 0.1.0
 * @category constants
 */
export const sshPort = 2222

const ports = { tcp: 16509, tls: 16514 }
const secondsToReady = 60
const script = NodeUrl.fileURLToPath(new URL("../../assets/host-init.sh", import.meta.url))
const namespaces: ReadonlyArray<Capsule.Namespace> = ["--mount", "--uts", "--ipc", "--net"]

const nameOf = (number: number) => `host${number}`

/** KVM without the processor's help (as on nested machines) hangs guests; libvirt must then not see it. */
const mustHideKvm = Effect.gen(function* () {
  const { fs } = yield* System
  return !/\b(vmx|svm)\b/.test(yield* fs.readFileString("/proc/cpuinfo"))
})

const copyCertificates = Effect.fnUntraced(
  function* (set: CertificateSet, directory: string) {
    const { fs } = yield* System
    yield* fs.makeDirectory(directory, { recursive: true })
    yield* fs.copyFile(set.caCert, `${directory}/cacert.pem`)
    yield* fs.copyFile(set.serverCert, `${directory}/servercert.pem`)
    yield* fs.copyFile(set.serverKey, `${directory}/serverkey.pem`)
  },
  Effect.mapError(fromPlatform("copy a host's certificates"))
)

/** The end of what libvirtd has logged. */
const daemonLog = Effect.fnUntraced(function* (directory: string) {
  const { fs } = yield* System
  const log = yield* fs.readFileString(`${directory}/log/libvirtd.log`).pipe(Effect.orElseSucceed(() => ""))
  return log.slice(-16384)
})

const notReady = (what: string, log: string) => because({ _tag: "NotReady", what, seconds: secondsToReady, log })

/** Writes what the host is before it starts for the first time. */
const prepare = Effect.fnUntraced(
  function* (lab: Lab, number: number, directory: string) {
    const { fs } = yield* System
    const network = lab.lab.network
    for (const sub of ["lib/images", "log", "cache", "etc/qemu/networks", "etc/nwfilter", "etc/storage"]) {
      yield* fs.makeDirectory(`${directory}/${sub}`, { recursive: true })
    }
    const filters = "/etc/libvirt/nwfilter"
    if (yield* fs.exists(filters)) yield* fs.copy(filters, `${directory}/etc/nwfilter`, { overwrite: true })
    const files = hostFiles({
      directory,
      uuid: NodeCrypto.randomUUID(),
      address: network.address(10 + number),
      tls: Option.isSome(lab.certificates),
      maxClientRequests: lab.maxClientRequests,
      hosts: Array.from({ length: lab.count }, (_, i) => ({ name: nameOf(i + 1), address: network.address(11 + i) })),
      authorizedKeysFile: Option.getOrElse(lab.authorizedKeysFile, () => "none")
    })
    for (const [name, text] of Object.entries(files)) yield* fs.writeFileString(`${directory}/${name}`, text)
  },
  Effect.mapError(fromPlatform("write a host's configuration"))
)

/** The processes, control groups and links of the host, up to the point where libvirtd answers. */
const boot = Effect.fnUntraced(function* (lab: Lab, number: number, directory: string, ready: Effect.Effect<boolean>) {
  const system = yield* System
  const { fs } = system
  const group = `${Directory.nameOf(lab.directory)}-h${number}`
  const platform = fromPlatform(`prepare ${nameOf(number)}`)
  yield* Effect.gen(function* () {
    // What a host that crashed has left in /run.
    yield* fs.remove(`${directory}/run`, { recursive: true, force: true })
    yield* fs.makeDirectory(`${directory}/run`)
  }).pipe(Effect.mapError(platform))
  const groups = yield* Effect.acquireRelease(Cgroups.make(fs, group), () => Cgroups.removeAll(fs, group)).pipe(
    Effect.mapError(platform)
  )
  const capsule = yield* Capsule.start(["/bin/bash", script, "boot", ...groups], {
    directory: lab.directory,
    namespaces,
    env: {
      LAB_HOST: directory,
      LAB_NAME: nameOf(number),
      LAB_CGROUPS: yield* Cgroups.version(fs).pipe(Effect.mapError(platform)),
      LAB_HIDE_KVM: (yield* mustHideKvm.pipe(Effect.mapError(platform))) ? "1" : "0",
      LAB_SSHD: Option.isSome(lab.authorizedKeysFile) ? "1" : "0"
    }
  })
  yield* Network.join(lab.lab, number, capsule.init)
  const settled = Effect.gen(function* () {
    return !(yield* capsule.outer.isRunning) || (yield* ready)
  })
  if ((yield* until(settled, `${secondsToReady} seconds`)) && (yield* capsule.outer.isRunning)) return capsule
  return yield* notReady(nameOf(number), (yield* capsule.outer.output) + (yield* daemonLog(directory)))
})

/**
 * Makes host `number` (from 1) and starts it. It ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (lab: Lab, number: number): Effect.Effect<Host, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const { fs, run } = system
    const name = nameOf(number)
    const directory = `${lab.directory}/h${number}`
    const address = lab.lab.network.address(10 + number)
    const socketPath = `${directory}/run/libvirt-sock`
    const uri = `qemu+unix:///system?socket=${socketPath}`

    yield* prepare(lab, number, directory)
    if (Option.isSome(lab.certificates)) yield* copyCertificates(lab.certificates.value, `${directory}/pki`)
    const sshHostPublicKey = Option.isNone(lab.authorizedKeysFile)
      ? Option.none<string>()
      : Option.some(yield* SshKeys.generate(`${directory}/ssh_host_key`))

    const virsh = (args: ReadonlyArray<string>) => run(["virsh", "--connect", uri, ...args])
    const expected = [
      ports.tcp,
      ...(Option.isSome(lab.certificates) ? [ports.tls] : []),
      ...(Option.isSome(sshHostPublicKey) ? [sshPort] : [])
    ]
    const ready = Effect.gen(function* () {
      if (!(yield* fs.exists(socketPath))) return false
      yield* virsh(["version"])
      const open = yield* Effect.forEach(expected, (port) => Net.accepts(address, port))
      return !open.includes(false)
    }).pipe(Effect.orElseSucceed(() => false))

    const machine = yield* Revivable.make(boot(lab, number, directory, ready))
    const isDown = because({ _tag: "NotReady", what: name, seconds: 0, log: "the host is not running" })
    const running = Effect.flatMap(
      machine.current,
      Option.match({ onNone: () => Effect.fail(isDown), onSome: Effect.succeed })
    )

    const exec = (argv: ReadonlyArray<string>) =>
      Effect.flatMap(running, (capsule) =>
        run(Capsule.enter(capsule, [...namespaces, "--cgroup"], ["/bin/bash", script, "run", ...argv]), { cwd: "/" })
      )

    /** libvirtd's process by its id out here, if it runs. */
    const daemon = Effect.gen(function* () {
      const { init } = yield* running
      const text = yield* fs.readFileString(`/proc/${init}/root/run/libvirtd.pid`)
      const found = yield* Processes.inNamespaceOf(fs, init, Number.parseInt(text, 10))
      return Option.isSome(found) && (yield* Processes.isAlive(fs, found.value)) ? found : Option.none<number>()
    }).pipe(Effect.orElseSucceed(() => Option.none<number>()))

    const killDaemon = Effect.flatMap(
      daemon,
      Option.match({ onNone: () => Effect.void, onSome: (pid) => Effect.asVoid(Processes.killAll(fs, [pid])) })
    )

    const startDaemon = Effect.gen(function* () {
      if (Option.isNone(yield* daemon)) {
        yield* Effect.forEach([socketPath, `${socketPath}-ro`], (path) =>
          Effect.ignore(fs.remove(path, { force: true }))
        )
        yield* exec(["libvirtd", "-d", "--listen"])
      }
      const answers = yield* until(ready, `${secondsToReady} seconds`)
      const log = answers ? "" : yield* daemonLog(directory)
      yield* answers ? Effect.void : Effect.fail(notReady(`libvirtd of ${name}`, log))
    }).pipe(Effect.provideService(System, system))

    const serveCertificate = (set: CertificateSet) =>
      Effect.gen(function* () {
        yield* copyCertificates(set, `${directory}/pki`)
        yield* killDaemon
        yield* startDaemon
      }).pipe(Effect.provideService(System, system))

    yield* machine.start
    return {
      name,
      directory,
      address,
      socketPath,
      uri,
      sshHostPublicKey,
      virsh,
      exec,
      killDaemon,
      startDaemon,
      serveCertificate,
      crash: machine.stop,
      start: machine.start
    }
  })
