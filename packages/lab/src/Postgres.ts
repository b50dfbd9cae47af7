/**
 * A real PostgreSQL server inside a `Scope`: a new cluster on 127.0.0.1 and a free port, run as the user `postgres` in PID
 * and IPC namespaces of its own, so that no shared memory is left when it dies. Needs root and the Debian package
 * `postgresql` (the newest installed version is taken).
 *
 * `fsync` is off: what a transaction committed survives `kill` (the kernel keeps what was written), not a power cut.
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
import * as NodeCrypto from "node:crypto"
import * as Capsule from "./internal/capsule.ts"
import { onRealClock, until } from "./internal/clock.ts"
import * as Directory from "./internal/directory.ts"
import * as Net from "./internal/net.ts"
import * as Processes from "./internal/processes.ts"
import * as Revivable from "./internal/revivable.ts"
import { requireRoot } from "./internal/root.ts"
import { type Argv, fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import { because, type LabError } from "./LabError.ts"

/**
 * A running PostgreSQL server.
 *
 * - `url`: `postgres://postgres:…@127.0.0.1:<port>/postgres`, a superuser, scram-sha-256.
 * - `freshDatabase`: the URL of a new empty database, dropped (with whoever is connected) when the caller's scope closes.
 * - `restart`: ends the server in an orderly way (clients are cut off) and starts it again on the same port.
 * - `kill`: kills every process of the server with -9 at once. `start` starts it again: it recovers from its log.
 *
 * `restart` and `start` die with a `LabError` if the server does not come up within 30 seconds.
 *
 * @since 0.1.0
 * @category services
 */
export class Postgres extends Context.Service<
  Postgres,
  {
    readonly url: Redacted.Redacted
    readonly freshDatabase: Effect.Effect<Redacted.Redacted, LabError, Scope.Scope>
    readonly restart: Effect.Effect<void>
    readonly kill: Effect.Effect<void>
    readonly start: Effect.Effect<void>
  }
>()("@cloudwright/lab/Postgres") {}

const versions = "/usr/lib/postgresql"

/** Debian puts the server's programs into a directory per major version and not on the PATH. */
const findPrograms = Effect.gen(function* () {
  const { fs } = yield* System
  const found = yield* fs.readDirectory(versions).pipe(Effect.orElseSucceed(() => []))
  const newest = found
    .map(Number)
    .filter(Number.isInteger)
    .toSorted((a, b) => b - a)[0]
  if (newest === undefined) {
    return yield* because({ _tag: "MissingProgram", program: "postgres", debianPackage: "postgresql" })
  }
  return `${versions}/${newest}/bin`
})

/** The lines of `postgresql.conf` that differ from the default. */
const settings = (directory: string, port: number): string =>
  [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `unix_socket_directories = '${directory}/socket'`,
    "fsync = off",
    "full_page_writes = off",
    "shared_buffers = 32MB",
    "huge_pages = off",
    // In the data directory, so that nothing stays in /dev/shm after kill -9.
    "dynamic_shared_memory_type = mmap",
    "max_wal_senders = 0",
    "wal_level = minimal",
    ""
  ].join("\n")

const asPostgres = (...argv: Argv): Argv => [
  "setpriv",
  "--reuid=postgres",
  "--regid=postgres",
  "--init-groups",
  // Becoming another user has cleared what binds it to its parent's life.
  "--pdeathsig=KILL",
  "--",
  ...argv
]

/** Makes the cluster's files; returns the superuser's password. */
const initialise = Effect.fnUntraced(function* (directory: string, programs: string) {
  const { fs, run } = yield* System
  const password = Redacted.make(NodeCrypto.randomBytes(16).toString("hex"))
  const passwordFile = `${directory}/data/password`
  yield* run([
    "install",
    "-d",
    "-o",
    "postgres",
    "-g",
    "postgres",
    "-m",
    "700",
    `${directory}/data`,
    `${directory}/socket`
  ])
  yield* fs
    .writeFileString(passwordFile, Redacted.value(password), { mode: 0o600 })
    .pipe(Effect.mapError(fromPlatform("write the superuser's password")))
  yield* run(["chown", "postgres", passwordFile])
  yield* run(
    asPostgres(
      `${programs}/initdb`,
      `--pgdata=${directory}/data/cluster`,
      `--pwfile=${passwordFile}`,
      "--username=postgres",
      "--auth-host=scram-sha-256",
      "--auth-local=trust",
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
      "--no-instructions"
    ),
    { cwd: directory }
  )
  yield* fs.remove(passwordFile).pipe(Effect.mapError(fromPlatform("remove the superuser's password")))
  return password
})

/**
 * Starts a PostgreSQL server that ends with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Postgres["Service"], LabError, Scope.Scope> = Effect.gen(function* () {
  yield* requireRoot("Postgres")
  const { fs, run } = yield* System
  const programs = yield* findPrograms
  const directory = yield* Directory.make("/socket/.s.PGSQL.65535".length)
  const password = yield* initialise(directory, programs)
  const port = yield* Ref.make(0)

  const psql = Effect.fnUntraced(function* (statement: string) {
    const at = ["--host", `${directory}/socket`, "--port", String(yield* Ref.get(port)), "--username", "postgres"]
    yield* run([`${programs}/psql`, "--no-psqlrc", "--quiet", ...at, "--command", statement, "postgres"])
  })

  const serve = Effect.gen(function* () {
    const capsule = yield* Capsule.start(asPostgres(`${programs}/postgres`, "-D", `${directory}/data/cluster`), {
      directory,
      namespaces: ["--ipc"]
    })
    const answers = Effect.gen(function* () {
      if (!(yield* capsule.outer.isRunning)) return true
      return yield* psql("SELECT 1").pipe(
        Effect.as(true),
        Effect.orElseSucceed(() => false)
      )
    })
    const ready = yield* until(answers, "30 seconds")
    if (ready && (yield* capsule.outer.isRunning)) return capsule
    const log = yield* capsule.outer.output
    return yield* because({ _tag: "NotReady", what: "PostgreSQL", seconds: 30, log })
  })
  const server = yield* Revivable.make(serve)

  // The port may have been taken between finding and binding it.
  yield* Effect.gen(function* () {
    yield* Ref.set(port, yield* Net.freePort)
    yield* fs
      .writeFileString(`${directory}/data/cluster/postgresql.auto.conf`, settings(directory, yield* Ref.get(port)))
      .pipe(Effect.mapError(fromPlatform("write postgresql.auto.conf")))
    yield* server.start
  }).pipe(Effect.retry({ schedule: Schedule.recurs(2), while: (error) => error.isRetryable }))

  const address = `127.0.0.1:${yield* Ref.get(port)}`
  const urlOf = (database: string) =>
    Redacted.make(`postgres://postgres:${Redacted.value(password)}@${address}/${database}`)

  const made = yield* Ref.make(0)
  const freshDatabase = Effect.acquireRelease(
    Effect.gen(function* () {
      const name = `fresh_${yield* Ref.updateAndGet(made, (count) => count + 1)}`
      yield* psql(`CREATE DATABASE ${name} TEMPLATE template0`)
      return name
    }),
    // A server that was killed meanwhile takes its databases along.
    (name) => Effect.ignore(psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  ).pipe(Effect.map(urlOf))

  const restart = Effect.gen(function* () {
    const running = yield* server.current
    if (Option.isSome(running)) {
      // SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, a checkpoint is written.
      yield* Processes.signal(running.value.init, "SIGINT")
      yield* until(
        Effect.map(running.value.outer.isRunning, (is) => !is),
        "30 seconds"
      )
    }
    yield* server.stop
    yield* server.start
  })

  return Postgres.of({
    url: urlOf("postgres"),
    freshDatabase,
    restart: Effect.orDie(restart),
    kill: server.stop,
    start: Effect.orDie(server.start)
  })
}).pipe(onRealClock, Effect.provide(systemLayer))

/**
 * A PostgreSQL server. Each call makes another layer, hence another server: bind it to a constant to share one.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (): Layer.Layer<Postgres, LabError> => Layer.effect(Postgres, make)
