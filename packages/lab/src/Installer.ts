/**
 * Installs the Debian packages of the lab that are missing, with apt-get, as root. Starts no daemon: while it works, a
 * `policy-rc.d` says no to every package that wants to (an administrator's own is left in place and obeyed).
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { onRealClock } from "./internal/clock.ts"
import { requireRoot } from "./internal/root.ts"
import { fromPlatform, layer as systemLayer, System } from "./internal/system.ts"
import type { LabError } from "./LabError.ts"
import * as Packages from "./Packages.ts"

/**
 * What to install. `lockTimeout`: how long to wait for another apt or dpkg that holds the lock; default 10 minutes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly packages?: ReadonlyArray<string>
  readonly lockTimeout?: Duration.Input
}

const policyFile = "/usr/sbin/policy-rc.d"
/** 101 is "forbidden by policy" to Debian's invoke-rc.d. */
const policy =
  "#!/bin/sh\n# Made by the installer of Cloudwright's lab while it runs; remove it if it is not running.\nexit 101\n"

/**
 * The packages of a list that are not installed, by what `dpkg-query --show` prints with the format
 * `${db:Status-Status} ${Package}\n`.
 *
 * @since 0.1.0
 * @category getters
 */
export const notInstalled = (listing: string, packages: ReadonlyArray<string>): ReadonlyArray<string> => {
  const installed = new Set(listing.split("\n"))
  return packages.filter((name) => !installed.has(`installed ${name}`))
}

const query = (packages: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { run } = yield* System
    const listing = yield* run(["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\\n"])
    return notInstalled(listing, packages)
  })

/** No daemon starts while the scope is open. What a killed installer has left is taken over and removed. */
const forbidDaemons = Effect.gen(function* () {
  const { fs } = yield* System
  const present = yield* fs.readFileString(policyFile).pipe(Effect.orElseSucceed(() => undefined))
  if (present !== undefined && present !== policy) return
  yield* Effect.acquireRelease(
    fs.writeFileString(policyFile, policy, { mode: 0o755 }).pipe(Effect.mapError(fromPlatform(`write ${policyFile}`))),
    () => Effect.ignore(fs.remove(policyFile))
  )
})

const isLocked = (error: LabError) =>
  error.reason._tag === "CommandFailed" && /could not get lock|unable to (acquire|lock)/i.test(error.reason.output)

/** Runs apt-get, again and again while another one holds a lock, until the time is over. */
const aptGet = (args: ReadonlyArray<string>, deadline: number): Effect.Effect<void, LabError, System> =>
  Effect.gen(function* () {
    const { run } = yield* System
    const seconds = Math.max(0, Math.ceil((deadline - (yield* Clock.currentTimeMillis)) / 1000))
    const attempt = run(["apt-get", "-q", "-y", "-o", `DPkg::Lock::Timeout=${seconds}`, ...args], {
      env: { DEBIAN_FRONTEND: "noninteractive" },
      within: Duration.seconds(seconds + 1800)
    })
    yield* attempt.pipe(
      Effect.catchIf(
        (error) => isLocked(error) && seconds > 0,
        () => Effect.andThen(Effect.sleep("1 second"), aptGet(args, deadline))
      )
    )
  })

/**
 * Installs what is missing and returns its names; does nothing, needs no root and takes a fraction of a second if nothing
 * is.
 *
 * @since 0.1.0
 * @category constructors
 */
export const install = (options: Options = {}): Effect.Effect<ReadonlyArray<string>, LabError> =>
  Effect.gen(function* () {
    const wanted = yield* query(options.packages ?? Packages.all)
    if (wanted.length === 0) return wanted
    yield* requireRoot(`installing ${wanted.join(" ")}`)
    const deadline = (yield* Clock.currentTimeMillis) + Duration.toMillis(options.lockTimeout ?? "10 minutes")
    yield* forbidDaemons
    yield* aptGet(["update"], deadline)
    yield* aptGet(["install", "--no-install-recommends", ...wanted], deadline)
    return wanted
  }).pipe(Effect.scoped, onRealClock, Effect.provide(systemLayer))
