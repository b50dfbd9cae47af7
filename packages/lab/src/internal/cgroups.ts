/**
 * Control groups of hosts, in each hierarchy of version 1 or in the one of version 2.
 *
 * @since 0.1.0
 */
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as PlatformError from "effect/PlatformError"
import * as NodeFs from "node:fs/promises"
import { until } from "./clock.ts"

const root = "/sys/fs/cgroup"

/**
 * The hierarchies of version 1 that libvirt uses.
 *
 * @since 0.1.0
 * @category constants
 */
const controllers = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"] as const

/**
 * Which version is mounted, if any.
 *
 * @since 0.1.0
 * @category models
 */
export type Version = "v1" | "v2" | "none"

/**
 * Looks which version is mounted.
 *
 * @since 0.1.0
 * @category getters
 */
export const version = (fs: FileSystem.FileSystem): Effect.Effect<Version, PlatformError.PlatformError> =>
  Effect.gen(function* () {
    if (yield* fs.exists(`${root}/cpu`)) return "v1"
    return (yield* fs.exists(`${root}/cgroup.controllers`)) ? "v2" : "none"
  })

const hierarchies = Effect.fnUntraced(function* (fs: FileSystem.FileSystem) {
  const mounted = yield* version(fs)
  if (mounted !== "v1") return mounted === "v2" ? [root] : []
  const paths = controllers.map((controller) => `${root}/${controller}`)
  return yield* Effect.filter(paths, (path) => fs.exists(path))
})

/**
 * Makes a group in every hierarchy and returns their directories; a process joins by writing `0` to `cgroup.procs`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, name: string) {
  const groups: Array<string> = []
  for (const hierarchy of yield* hierarchies(fs)) {
    const group = `${hierarchy}/${name}`
    yield* fs.makeDirectory(group, { recursive: true })
    groups.push(group)
    if (hierarchy !== `${root}/cpuset`) continue
    // A new cpuset group is empty and takes no process before it has CPUs and memory nodes.
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      yield* fs.writeFileString(`${group}/${file}`, yield* fs.readFileString(`${hierarchy}/${file}`))
    }
    yield* fs.writeFileString(`${group}/cgroup.clone_children`, "1")
  }
  return groups
})

/** A control group is removed from its leaves on; the files in it cannot be removed and need not be. */
const removeTree = (
  fs: FileSystem.FileSystem,
  group: string
): Effect.Effect<void, PlatformError.PlatformError | Cause.UnknownError> =>
  Effect.gen(function* () {
    for (const entry of yield* fs.readDirectoryEntries(group)) {
      if (entry.type === "Directory") yield* removeTree(fs, `${group}/${entry.name}`)
    }
    yield* Effect.tryPromise(() => NodeFs.rmdir(group))
  })

/**
 * Removes every group whose name is `name` or begins with `name` and a hyphen. Waits for processes that are just ending.
 *
 * @since 0.1.0
 * @category combinators
 */
export const removeAll = (fs: FileSystem.FileSystem, name: string): Effect.Effect<void> =>
  Effect.gen(function* () {
    for (const hierarchy of yield* hierarchies(fs)) {
      for (const entry of yield* fs.readDirectory(hierarchy)) {
        if (entry !== name && !entry.startsWith(`${name}-`)) continue
        const gone = removeTree(fs, `${hierarchy}/${entry}`).pipe(
          Effect.as(true),
          Effect.orElseSucceed(() => false)
        )
        yield* until(gone, "10 seconds")
      }
    }
  }).pipe(Effect.ignore)
