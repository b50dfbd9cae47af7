/**
 * Looking at processes through `/proc` and ending them by their id. A process belongs to a lab directory when its
 * environment says so (`CLOUDWRIGHT_LAB=<directory>`, inherited by whatever it starts); nothing is ever chosen by name.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { until } from "./clock.ts"

/**
 * One line of `/proc/<pid>/stat`, as far as it is needed. `start` is in clock ticks since boot.
 *
 * @since 0.1.0
 * @category models
 */
export interface Stat {
  readonly pid: number
  readonly state: string
  readonly parent: number
  readonly threads: number
  readonly start: string
}

/**
 * The variable that marks every process of a lab directory.
 *
 * @since 0.1.0
 * @category constants
 */
export const marker = "CLOUDWRIGHT_LAB"

/**
 * Reads a stat line. The program's name stands in parentheses and may itself contain spaces and parentheses.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parseStat = (line: string): Option.Option<Stat> => {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ")
  const [state, parent] = fields
  const [threads, , start] = fields.slice(17)
  return state === undefined || parent === undefined || threads === undefined || start === undefined
    ? Option.none()
    : Option.some({
        pid: Number.parseInt(line, 10),
        state,
        parent: Number(parent),
        threads: Number(threads),
        start
      })
}

/**
 * What `/proc` says about a process; none if it is gone.
 *
 * @since 0.1.0
 * @category getters
 */
export const stat = (fs: FileSystem.FileSystem, pid: number): Effect.Effect<Option.Option<Stat>> =>
  fs.readFileString(`/proc/${pid}/stat`).pipe(
    Effect.map(parseStat),
    Effect.orElseSucceed(() => Option.none())
  )

/**
 * Whether anything of the process still runs. A process that ended stays as a zombie until its parent takes notice; but
 * while other threads of it are ending, it is a zombie that still has files open and locked.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isAlive = (fs: FileSystem.FileSystem, pid: number): Effect.Effect<boolean> =>
  Effect.map(
    stat(fs, pid),
    Option.exists(({ state, threads }) => state !== "Z" || threads > 1)
  )

const pids = (fs: FileSystem.FileSystem): Effect.Effect<ReadonlyArray<number>> =>
  fs.readDirectory("/proc").pipe(
    Effect.map((names) => names.filter((name) => /^\d+$/.test(name)).map(Number)),
    Effect.orElseSucceed(() => [])
  )

const all = (fs: FileSystem.FileSystem): Effect.Effect<ReadonlyArray<Stat>> =>
  pids(fs).pipe(
    Effect.flatMap(Effect.forEach((pid) => stat(fs, pid), { concurrency: 16 })),
    Effect.map((found) => found.flatMap(Option.toArray))
  )

/**
 * The direct children of a process.
 *
 * @since 0.1.0
 * @category getters
 */
export const children = (fs: FileSystem.FileSystem, pid: number): Effect.Effect<ReadonlyArray<number>> =>
  Effect.map(all(fs), (stats) => stats.filter((one) => one.parent === pid).map((one) => one.pid))

/**
 * Children, their children and so on, parents first.
 *
 * @since 0.1.0
 * @category getters
 */
const descendants = (fs: FileSystem.FileSystem, pid: number): Effect.Effect<ReadonlyArray<number>> =>
  Effect.map(all(fs), (stats) => {
    const found = [pid]
    for (const parent of found) found.push(...stats.filter((one) => one.parent === parent).map((one) => one.pid))
    return found.slice(1)
  })

/**
 * The processes that are marked as part of a lab directory.
 *
 * @since 0.1.0
 * @category getters
 */
export const marked = (fs: FileSystem.FileSystem, directory: string): Effect.Effect<ReadonlyArray<number>> =>
  pids(fs).pipe(
    Effect.flatMap(
      Effect.filter(
        (pid) =>
          fs.readFileString(`/proc/${pid}/environ`).pipe(
            Effect.map((environment) => environment.split("\0").includes(`${marker}=${directory}`)),
            Effect.orElseSucceed(() => false)
          ),
        { concurrency: 16 }
      )
    )
  )

/**
 * The process in this machine's numbering that has the id `inner` in the PID namespace whose first process is `init`.
 *
 * @since 0.1.0
 * @category getters
 */
export const inNamespaceOf = (
  fs: FileSystem.FileSystem,
  init: number,
  inner: number
): Effect.Effect<Option.Option<number>> =>
  Effect.gen(function* () {
    const namespace = yield* fs.readLink(`/proc/${init}/ns/pid`)
    for (const pid of yield* pids(fs)) {
      const link = yield* fs.readLink(`/proc/${pid}/ns/pid`).pipe(Effect.orElseSucceed(() => ""))
      if (link !== namespace) continue
      const status = yield* fs.readFileString(`/proc/${pid}/status`).pipe(Effect.orElseSucceed(() => ""))
      const numbers = /^NSpid:(.*)$/m.exec(status)?.[1]?.trim().split(/\s+/)
      if (numbers?.at(-1) === String(inner)) return Option.some(pid)
    }
    return Option.none()
  }).pipe(Effect.orElseSucceed(() => Option.none()))

/**
 * Sends a signal. A process that is gone already is no error.
 *
 * @since 0.1.0
 * @category combinators
 */
export const signal = (pid: number, name: NodeJS.Signals): Effect.Effect<void> =>
  Effect.ignore(Effect.try(() => process.kill(pid, name)))

/**
 * Kills processes with -9 and waits until they are gone (at most the given time); whether they are.
 *
 * @since 0.1.0
 * @category combinators
 */
export const killAll = (
  fs: FileSystem.FileSystem,
  targets: ReadonlyArray<number>,
  within: Duration.Input = "10 seconds"
): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    for (const pid of targets) yield* signal(pid, "SIGKILL")
    return yield* until(
      Effect.map(
        Effect.forEach(targets, (pid) => isAlive(fs, pid)),
        (alive) => !alive.includes(true)
      ),
      within
    )
  })

/**
 * Kills a process with all its descendants and everything else that is marked with the directory. All are stopped first,
 * until no further one is found, so that none can be started meanwhile.
 *
 * @since 0.1.0
 * @category combinators
 */
export const killTree = (fs: FileSystem.FileSystem, root: number, directory: string): Effect.Effect<void> =>
  Effect.gen(function* () {
    let known = new Set<number>()
    for (let round = 0; round < 100; round++) {
      const found = new Set([root, ...known, ...(yield* descendants(fs, root)), ...(yield* marked(fs, directory))])
      for (const pid of found) yield* signal(pid, "SIGSTOP")
      if (found.size === known.size) break
      known = found
    }
    yield* killAll(fs, [...known])
  })
