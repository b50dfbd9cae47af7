/**
 * A real OpenSSH server on 127.0.0.1 inside a `Scope`, with keys of its own; it logs in as the user who runs this process
 * and needs no root. When the scope closes, the server, its sessions and what they started are gone.
 *
 * There are no passwords: they would have to be real ones of this machine. A jump host is a second server (`make` twice).
 * As root it needs the directory `/run/sshd`, which it makes if the machine has not, and leaves.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as NodeOs from "node:os"
import { onRealClock, until } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as Net from "./internal/net.ts"
import * as Processes from "./internal/processes.ts"
import * as Revivable from "./internal/revivable.ts"
import * as SshKeys from "./internal/sshkeys.ts"
import { fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"

/**
 * How to run the server.
 *
 * - `maxSessions`: sessions (shells, commands, subsystems) per connection; default 10, as in OpenSSH.
 * - `config`: further lines of `sshd_config`, put before ours, so that they win.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly maxSessions?: number
  readonly config?: ReadonlyArray<string>
}

/**
 * A running OpenSSH server.
 *
 * - `privateKeyFile`, `publicKey`: an Ed25519 key that may log in as `user`.
 * - `encryptedKey`: another key that may log in, its file encrypted with `passphrase`.
 * - `strangerKeyFile`: a key that may not log in.
 * - `hostPublicKey`: the host key (`type base64`) that the server had first; `knownHostsFile` names it.
 * - `rotateHostKey`: the server ends with all sessions and comes back with a new host key, of which `knownHostsFile` knows
 *   nothing until `trustHostKey` writes the present one into it.
 * - `kill`: the server and its sessions are killed with -9; nothing listens on `port` until `start`.
 *
 * `rotateHostKey`, `trustHostKey` and `start` die with a `LabError` if they cannot be done.
 *
 * @since 0.1.0
 * @category services
 */
export class SshServer extends Context.Service<
  SshServer,
  {
    readonly host: "127.0.0.1"
    readonly port: number
    readonly user: string
    readonly directory: string
    readonly privateKeyFile: string
    readonly publicKey: string
    readonly encryptedKey: { readonly privateKeyFile: string; readonly passphrase: Redacted.Redacted }
    readonly strangerKeyFile: string
    readonly knownHostsFile: string
    readonly hostPublicKey: string
    readonly rotateHostKey: Effect.Effect<void>
    readonly trustHostKey: Effect.Effect<void>
    readonly kill: Effect.Effect<void>
    readonly start: Effect.Effect<void>
  }
>()("@cloudwright/lab/SshServer") {}

const host = "127.0.0.1"
const passphrase = "a passphrase of the lab"

const configuration = (directory: string, port: number, options: Options): string =>
  [
    ...(options.config ?? []),
    `ListenAddress ${host}:${port}`,
    `HostKey ${directory}/host_key`,
    "PidFile none",
    `AuthorizedKeysFile ${directory}/authorized_keys`,
    // The keys stand below the temporary directory, which others may write.
    "StrictModes no",
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "AllowTcpForwarding yes",
    "AllowStreamLocalForwarding yes",
    "StreamLocalBindUnlink yes",
    "Subsystem sftp internal-sftp",
    `MaxSessions ${options.maxSessions ?? 10}`,
    "MaxStartups 100",
    // Marks what sessions start, so that it is found when the server ends. For a nested shell bash reads no ~/.bashrc,
    // which would make tests depend on who runs them, and slow.
    `SetEnv ${Processes.marker}=${directory} SHLVL=1`,
    ""
  ].join("\n")

/**
 * Starts an OpenSSH server that ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<SshServer["Service"], LabError, Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const { fs } = system
    const sshd = yield* system.locate("sshd")
    const directory = yield* Directory.make("/agent.sock".length)
    const write = (name: string, text: string) =>
      fs
        .writeFileString(`${directory}/${name}`, text, { mode: 0o600 })
        .pipe(Effect.mapError(fromPlatform(`write ${name}`)))
    if (process.getuid?.() === 0) {
      yield* fs
        .makeDirectory("/run/sshd", { recursive: true, mode: 0o755 })
        .pipe(Effect.mapError(fromPlatform("make /run/sshd")))
    }

    const [hostPublicKey, publicKey, encryptedPublicKey] = yield* Effect.all(
      [
        SshKeys.generate(`${directory}/host_key`),
        SshKeys.generate(`${directory}/id`),
        SshKeys.generate(`${directory}/id_encrypted`, passphrase),
        SshKeys.generate(`${directory}/id_stranger`)
      ],
      { concurrency: 4 }
    )
    yield* write("authorized_keys", `${publicKey}\n${encryptedPublicKey}\n`)

    const portRef = yield* Ref.make(0)
    const serve = Effect.gen(function* () {
      const port = yield* Ref.get(portRef)
      const listener = yield* Effect.acquireRelease(
        system.start([sshd, "-D", "-e", "-f", `${directory}/sshd_config`], { env: { [Processes.marker]: directory } }),
        (running) => Processes.killTree(fs, running.pid, directory)
      )
      const settled = Effect.gen(function* () {
        return !(yield* listener.isRunning) || (yield* Net.accepts(host, port))
      })
      const ready = yield* until(settled, "20 seconds")
      if (ready && (yield* listener.isRunning)) return listener
      return yield* because({ _tag: "NotReady", what: "sshd", seconds: 20, log: yield* listener.output })
    })
    const server = yield* Revivable.make(serve)

    // The port may have been taken between finding and binding it.
    yield* Effect.gen(function* () {
      const port = yield* Net.freePort
      yield* Ref.set(portRef, port)
      yield* write("sshd_config", configuration(directory, port, options))
      yield* server.start
    }).pipe(Effect.retry({ schedule: Schedule.recurs(2), while: (error) => error.isRetryable }))

    const port = yield* Ref.get(portRef)
    yield* write("known_hosts", SshKeys.knownHost(host, port, hostPublicKey))
    const currentKey = yield* Ref.make(hostPublicKey)

    const rotateHostKey = Effect.gen(function* () {
      const wasRunning = Option.isSome(yield* server.current)
      yield* server.stop
      for (const file of ["host_key", "host_key.pub"]) {
        yield* fs.remove(`${directory}/${file}`).pipe(Effect.mapError(fromPlatform("remove the host key")))
      }
      yield* Ref.set(currentKey, yield* SshKeys.generate(`${directory}/host_key`))
      if (wasRunning) yield* server.start
    }).pipe(Effect.provideService(System, system))

    const trustHostKey = Effect.flatMap(Ref.get(currentKey), (key) =>
      write("known_hosts", SshKeys.knownHost(host, port, key))
    )

    return SshServer.of({
      host,
      port,
      user: NodeOs.userInfo().username,
      directory,
      privateKeyFile: `${directory}/id`,
      publicKey,
      encryptedKey: { privateKeyFile: `${directory}/id_encrypted`, passphrase: Redacted.make(passphrase) },
      strangerKeyFile: `${directory}/id_stranger`,
      knownHostsFile: `${directory}/known_hosts`,
      hostPublicKey,
      rotateHostKey: Effect.orDie(rotateHostKey),
      trustHostKey: Effect.orDie(trustHostKey),
      kill: server.stop,
      start: Effect.orDie(server.start)
    })
  }).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * An OpenSSH server. Each call makes another layer, hence another server: bind it to a constant to share one.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<SshServer, LabError> => Layer.effect(SshServer, make(options))
