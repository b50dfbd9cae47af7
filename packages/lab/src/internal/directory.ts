/**
 * The directory of one started part. It names its owner (process id, start time, PID namespace and boot), so that what a
 * test process leaves behind when it is killed with -9 is recognised and removed by the next one that starts anything.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as NodeOs from "node:os"
import { because, type LabError } from "../LabError.ts"
import * as Cgroups from "./cgroups.ts"
import { until } from "./clock.ts"
import * as Processes from "./processes.ts"
import { fromPlatform, System } from "./system.ts"

const prefix = "cw-"

const Owner = Schema.fromJsonString(
  Schema.Struct({ pid: Schema.Int, start: Schema.String, namespace: Schema.String, boot: Schema.String })
)
type Owner = typeof Owner.Type

const ownerFile = (directory: string) => `${directory}/owner`

const bootId = (fs: FileSystem.FileSystem) =>
  Effect.map(fs.readFileString("/proc/sys/kernel/random/boot_id"), (text) => text.trim())

const self = Effect.fnUntraced(function* (fs: FileSystem.FileSystem) {
  const stat = yield* Processes.stat(fs, process.pid)
  return {
    pid: process.pid,
    start: Option.match(stat, { onNone: () => "", onSome: (found) => found.start }),
    namespace: yield* fs.readLink("/proc/self/ns/pid"),
    boot: yield* bootId(fs)
  } satisfies Owner
})

/** Whether nobody can still be using what the owner made. Of another PID namespace nothing can be known. */
const isDead = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, owner: Owner, me: Owner) {
  if (owner.boot !== me.boot) return true
  if (owner.namespace !== me.namespace) return false
  const stat = yield* Processes.stat(fs, owner.pid)
  return Option.isNone(stat) || stat.value.start !== owner.start || stat.value.state === "Z"
})

/** Ends what is marked with the directory, then removes its control groups and itself; whether it is gone. */
const dispose = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, directory: string) {
  yield* Processes.marked(fs, directory).pipe(Effect.flatMap((targets) => Processes.killAll(fs, targets)))
  yield* Cgroups.removeAll(fs, nameOf(directory))
  // A daemon that is just ending may still create a file: ask again until the directory is gone.
  return yield* until(
    fs.remove(directory, { recursive: true, force: true }).pipe(
      Effect.as(true),
      Effect.orElseSucceed(() => false)
    ),
    "10 seconds"
  )
})

/**
 * Removes what dead owners have left. Only directories of this user, made by this package, are looked at.
 *
 * @since 0.1.0
 * @category combinators
 */
export const sweep: Effect.Effect<void, LabError, System> = Effect.gen(function* () {
  const { fs } = yield* System
  const root = NodeOs.tmpdir()
  const me = yield* self(fs)
  for (const name of yield* fs.readDirectory(root)) {
    if (!name.startsWith(prefix)) continue
    const directory = `${root}/${name}`
    const owner = yield* fs
      .readFileString(ownerFile(directory))
      .pipe(Effect.flatMap(Schema.decodeEffect(Owner)), Effect.option)
    const info = yield* Effect.option(fs.stat(directory))
    if (Option.isNone(owner) || Option.isNone(info)) continue
    if (Option.getOrUndefined(info.value.uid) !== process.getuid?.()) continue
    if (yield* isDead(fs, owner.value, me)) yield* dispose(fs, directory)
  }
}).pipe(
  Effect.catchTag("PlatformError", (cause) => Effect.fail(fromPlatform("remove what dead owners have left")(cause)))
)

/**
 * The name of a lab directory: unique on this machine, at most 9 characters, fit for control groups.
 *
 * @since 0.1.0
 * @category getters
 */
export const nameOf = (directory: string): string => directory.slice(directory.lastIndexOf("/") + 1)

/**
 * A new directory below the system's temporary directory, removed with the scope. `depth` is the length of the longest
 * socket path that will stand below it. Sweeps first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (depth: number): Effect.Effect<string, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const { fs } = yield* System
    yield* sweep
    const root = NodeOs.tmpdir()
    const limit = 107 - depth - prefix.length - 7
    if (root.length > limit) return yield* because({ _tag: "PathTooLong", path: root, limit })
    const me = yield* self(fs)
    return yield* Effect.acquireRelease(
      fs.makeTempDirectory({ directory: root, prefix }).pipe(
        Effect.tap((directory) => fs.writeFileString(ownerFile(directory), JSON.stringify(me))),
        // Daemons that run as another user must be able to pass through, nobody can list it.
        Effect.tap((directory) => fs.chmod(directory, 0o711))
      ),
      (directory) =>
        Effect.flatMap(dispose(fs, directory), (gone) =>
          gone ? Effect.void : Effect.die(because({ _tag: "SystemFailed", operation: "remove", cause: directory }))
        )
    )
  }).pipe(Effect.catchTag("PlatformError", (cause) => Effect.fail(fromPlatform("make a directory")(cause))))
