/**
 * Real OVSDB servers inside a `Scope`: one `ovsdb-server` with a database of its own, or several that share one in a cluster
 * (raft). They listen on unix sockets, on 127.0.0.1 and, if asked, on TLS; the members of a cluster talk to one another through
 * unix sockets. Each server lives in a PID namespace of its own. Needs root and Debian's packages (`Packages.parts.ovsdb`).
 *
 * Nothing outside the lab's directory is read or written but the schema's file, and nothing but `ovsdb-server` runs: no
 * northd, no vswitchd.
 *
 * Limits: 1 to 9 members.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Capsule from "./internal/capsule.ts"
import { onRealClock, until } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as Net from "./internal/net.ts"
import * as Certificates from "./internal/pki.ts"
import * as Processes from "./internal/processes.ts"
import * as Revivable from "./internal/revivable.ts"
import { requireRoot } from "./internal/root.ts"
import { type Argv, fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"
import type { Pki } from "./LibvirtHosts.ts"
import * as Packages from "./Packages.ts"

/**
 * The schema files that Debian's packages bring, by the name of the database.
 *
 * @since 0.1.0
 * @category constants
 */
export const schemaFiles = {
  OVN_Northbound: "/usr/share/ovn/ovn-nb.ovsschema",
  OVN_Southbound: "/usr/share/ovn/ovn-sb.ovsschema",
  Open_vSwitch: "/usr/share/openvswitch/vswitch.ovsschema"
} as const

/**
 * Which servers to start.
 *
 * - `database`: whose schema; default `OVN_Northbound`. Or `schemaFile`, an absolute path, with `database` as its name.
 * - `members`: how many share the database in a cluster; absent, one server has it for itself.
 * - `tls`: the servers also listen on TLS, and take only clients with a certificate of the authority in `pki`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly database?: string
  readonly schemaFile?: string
  readonly members?: number
  readonly tls?: boolean
}

/**
 * One server.
 *
 * - `name`: `m1`, `m2`, …; `unix`, `tcp`, `ssl` (with `tls`): its addresses in Open vSwitch's words.
 * - `appctl`: runs `ovs-appctl` against it; what it printed.
 * - `isLeader`: whether it leads its cluster at this moment; false when it does not run.
 * - `kill`: kills it with -9. `start` starts it again with what it had written, and returns when it answers and, in a cluster,
 *   has joined it; it dies with a `LabError` if that takes longer than 30 seconds.
 * - `freeze` stops it without its sockets being closed; `thaw` lets it go on.
 *
 * @since 0.1.0
 * @category models
 */
export interface Member {
  readonly name: string
  readonly unix: string
  readonly tcp: string
  readonly ssl?: string
  readonly appctl: (args: ReadonlyArray<string>) => Effect.Effect<string, LabError>
  readonly isLeader: Effect.Effect<boolean>
  readonly kill: Effect.Effect<void>
  readonly start: Effect.Effect<void>
  readonly freeze: Effect.Effect<void>
  readonly thaw: Effect.Effect<void>
}

/**
 * Running OVSDB servers.
 *
 * - `leader`: the member that leads the cluster; waits up to 30 seconds for one. Without a cluster, the one server.
 * - `run`: runs a client program (`ovsdb-client`, `ovn-nbctl`) that can reach no other servers by mistake.
 *
 * @since 0.1.0
 * @category services
 */
export class OvsdbServers extends Context.Service<
  OvsdbServers,
  {
    readonly directory: string
    readonly database: string
    readonly members: ReadonlyArray<Member>
    readonly leader: Effect.Effect<Member, LabError>
    readonly pki?: Pki
    readonly run: (argv: readonly [program: string, ...args: ReadonlyArray<string>]) => Effect.Effect<string, LabError>
  }
>()("@cloudwright/lab/OvsdbServers") {}

const settled = /^Status: cluster member$/m
const leads = /^Role: leader$/m
const knowsLeader = /^Leader: (?!unknown)/m

interface Lab {
  readonly directory: string
  readonly database: string
  readonly clustered: boolean
  readonly pki: Option.Option<Pki>
  /** Keeps the programs of Open vSwitch away from the machine's own servers. */
  readonly env: Record<string, string>
}

const quiet = ["-vconsole:info", "-vsyslog:off", "-vfile:off"]

/** One server, started. Its ports stay the same when it is started again. */
const makeMember = Effect.fnUntraced(function* (lab: Lab, number: number) {
  const { fs, run } = yield* System
  const name = `m${number}`
  const home = `${lab.directory}/${name}`
  const socket = `${home}/sock`
  const control = `${home}/ctl`
  const tcpPort = yield* Ref.make(0)
  const sslPort = yield* Ref.make(0)

  const appctl = (args: ReadonlyArray<string>) =>
    run(["ovs-appctl", "--timeout=5", "-t", control, ...args], { env: lab.env })
  const status = appctl(["cluster/status", lab.database]).pipe(Effect.orElseSucceed(() => ""))
  const lists = run(["ovsdb-client", "--timeout=5", ...quiet, "list-dbs", `unix:${socket}`], { env: lab.env }).pipe(
    Effect.map((text) => text.split("\n").includes(lab.database)),
    Effect.orElseSucceed(() => false)
  )
  const joined = Effect.map(status, (text) => settled.test(text) && knowsLeader.test(text))

  const tls = Option.match(lab.pki, {
    onNone: () => [],
    onSome: (pki) => [`--private-key=${pki.serverKey}`, `--certificate=${pki.serverCert}`, `--ca-cert=${pki.caCert}`]
  })

  const argv = Effect.gen(function* () {
    const tcp = yield* Ref.get(tcpPort)
    const ssl = yield* Ref.get(sslPort)
    const remotes = [
      `--remote=punix:${socket}`,
      `--remote=ptcp:${tcp}:127.0.0.1`,
      ...(ssl === 0 ? [] : [`--remote=pssl:${ssl}:127.0.0.1`])
    ]
    return ["ovsdb-server", ...quiet, `--unixctl=${control}`, ...remotes, ...tls, `${home}/db`] satisfies Argv
  })

  const listening = Effect.gen(function* () {
    const ports = [yield* Ref.get(tcpPort), yield* Ref.get(sslPort)].filter((port) => port !== 0)
    return (yield* Effect.forEach(ports, (port) => Net.accepts("127.0.0.1", port))).every(Boolean)
  })

  // A cluster of several is complete only when all have started: joining is waited for by those who start it.
  const serve = Effect.gen(function* () {
    const capsule = yield* Capsule.start(yield* argv, { directory: lab.directory, namespaces: [], env: lab.env })
    const answers = Effect.gen(function* () {
      if (!(yield* capsule.outer.isRunning)) return true
      return (yield* fs.exists(socket).pipe(Effect.orElseSucceed(() => false))) && (yield* lists)
    })
    const ready = yield* until(answers, "30 seconds")
    // A port that another program took meanwhile is only a line in the log.
    if (ready && (yield* capsule.outer.isRunning) && (yield* listening)) return capsule
    const log = yield* capsule.outer.output
    return yield* because({ _tag: "NotReady", what: `ovsdb-server ${name}`, seconds: 30, log })
  })
  const server = yield* Revivable.make(serve)

  const takePorts = Effect.gen(function* () {
    yield* Ref.set(tcpPort, yield* Net.freePort)
    if (Option.isSome(lab.pki)) yield* Ref.set(sslPort, yield* Net.freePort)
  })
  const startFirst = Effect.andThen(takePorts, server.start).pipe(
    Effect.retry({ schedule: Schedule.recurs(2), while: (error) => error.isRetryable })
  )

  const waitJoined = Effect.gen(function* () {
    if (!lab.clustered || (yield* until(joined, "30 seconds", "50 millis"))) return
    const what = `member ${name} in the cluster`
    return yield* because({ _tag: "NotReady", what, seconds: 30, log: yield* status })
  })

  const signal = (kind: "SIGSTOP" | "SIGCONT") =>
    Effect.flatMap(
      server.current,
      Option.match({
        onNone: () => Effect.void,
        onSome: (capsule) => Effect.asVoid(Processes.signal(capsule.init, kind))
      })
    )

  yield* fs.makeDirectory(home).pipe(Effect.mapError(fromPlatform("make a server's directory")))

  const member = Effect.gen(function* () {
    const ssl = yield* Ref.get(sslPort)
    return {
      name,
      unix: `unix:${socket}`,
      tcp: `tcp:127.0.0.1:${yield* Ref.get(tcpPort)}`,
      ...(ssl === 0 ? {} : { ssl: `ssl:127.0.0.1:${ssl}` }),
      appctl,
      isLeader: Effect.map(status, (text) => leads.test(text)),
      kill: server.stop,
      start: Effect.orDie(Effect.andThen(server.start, waitJoined)).pipe(onRealClock),
      freeze: signal("SIGSTOP"),
      thaw: signal("SIGCONT")
    } satisfies Member
  })
  return { home, startFirst, waitJoined, member }
})

/**
 * Starts OVSDB servers that end with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<OvsdbServers["Service"], LabError, Scope.Scope> =>
  Effect.gen(function* () {
    yield* requireRoot("OvsdbServers")
    const { fs, locate, run } = yield* System
    const { database = "OVN_Northbound", members, tls = false } = options
    if (members !== undefined && (!Number.isInteger(members) || members < 1 || members > 9)) {
      return yield* because({ _tag: "InvalidOption", option: "members", value: String(members), allowed: "1 to 9" })
    }
    const known: Readonly<Record<string, string>> = schemaFiles
    const schemaFile = options.schemaFile ?? known[database]
    if (schemaFile === undefined) {
      const allowed = `${Object.keys(schemaFiles).join(", ")}, or any with schemaFile`
      return yield* because({ _tag: "InvalidOption", option: "database", value: database, allowed })
    }
    for (const program of ["ovsdb-server", "ovsdb-tool", "ovsdb-client", "ovs-appctl"]) yield* locate(program)
    if (!(yield* fs.exists(schemaFile).pipe(Effect.orElseSucceed(() => false)))) {
      const debianPackage = Packages.bringing(schemaFile)
      return yield* because({ _tag: "MissingProgram", program: schemaFile, debianPackage })
    }

    const directory = yield* Directory.make("/m9/.db.~lock~".length)
    const pki = tls
      ? Option.some(yield* Certificates.make(`${directory}/pki`, ["IP:127.0.0.1", "DNS:localhost"]))
      : Option.none()
    const env = { OVS_RUNDIR: directory, OVS_LOGDIR: directory, OVS_DBDIR: directory, OVN_RUNDIR: directory }
    const lab: Lab = { directory, database, clustered: members !== undefined, pki, env }

    const made = yield* Effect.forEach(
      Array.from({ length: members ?? 1 }, (_, i) => i + 1),
      (number) => makeMember(lab, number)
    )
    const raftOf = (home: string) => `unix:${home}/raft`
    const [first] = made
    for (const { home } of made) {
      const file = `${home}/db`
      if (members === undefined || first === undefined) yield* run(["ovsdb-tool", "create", file, schemaFile])
      else if (home === first.home) yield* run(["ovsdb-tool", "create-cluster", file, schemaFile, raftOf(home)])
      else yield* run(["ovsdb-tool", "join-cluster", file, database, raftOf(home), raftOf(first.home)])
    }
    for (const { startFirst } of made) yield* startFirst
    for (const { waitJoined } of made) yield* waitJoined
    const running = yield* Effect.forEach(made, ({ member }) => member)

    const findLeader = Effect.findFirst(running, ({ isLeader }) => isLeader)
    const leader = Effect.gen(function* () {
      const [only] = running
      if (members === undefined && only !== undefined) return only
      let found = Option.none<Member>()
      const seen = Effect.gen(function* () {
        found = yield* findLeader
        return Option.isSome(found)
      })
      yield* until(seen, "30 seconds", "50 millis")
      return yield* Effect.fromOption(found, () =>
        because({ _tag: "NotReady", what: "a leader of the cluster", seconds: 30, log: "" })
      )
    })

    return OvsdbServers.of({
      directory,
      database,
      members: running,
      leader,
      ...(Option.isSome(pki) ? { pki: pki.value } : {}),
      run: (argv) => run(argv, { env })
    })
  }).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * OVSDB servers. Each call makes another layer, hence other servers: bind it to a constant to share them.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<OvsdbServers, LabError> =>
  Layer.effect(OvsdbServers, make(options))
