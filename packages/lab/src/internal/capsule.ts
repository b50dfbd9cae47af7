/**
 * A tree of processes that lives and dies as one: in namespaces of its own, the PID namespace among them, so that killing
 * its first process ends every process in it, and the kernel tells when the last one is gone.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { because, type LabError } from "../LabError.ts"
import { until } from "./clock.ts"
import * as Processes from "./processes.ts"
import { type Argv, type Running, System } from "./system.ts"

/**
 * A running capsule.
 *
 * @since 0.1.0
 * @category models
 */
export interface Capsule {
  /** The process that made the namespaces; it ends when all others are gone. */
  readonly outer: Running
  /** The first process inside, by its id outside. */
  readonly init: number
}

/**
 * `unshare` options of the namespaces besides the PID namespace.
 *
 * @since 0.1.0
 * @category models
 */
export type Namespace = "--mount" | "--uts" | "--ipc" | "--net"

/**
 * Kills the first process inside and waits until the kernel has ended all others.
 *
 * @since 0.1.0
 * @category combinators
 */
const destroy = Effect.fnUntraced(function* (system: System["Service"], outer: Running) {
  const { fs } = system
  if (!(yield* outer.isRunning)) return
  // Stopped, it cannot start the first process inside just while we look for it.
  yield* Processes.signal(outer.pid, "SIGSTOP")
  yield* until(
    Effect.map(Processes.stat(fs, outer.pid), (stat) => Option.isNone(stat) || "TZ".includes(stat.value.state)),
    "5 seconds",
    "1 millis"
  )
  const inside = yield* Processes.children(fs, outer.pid)
  for (const pid of inside.length === 0 ? [outer.pid] : inside) yield* Processes.signal(pid, "SIGKILL")
  yield* Processes.signal(outer.pid, "SIGCONT")
  yield* until(
    Effect.map(outer.isRunning, (running) => !running),
    "30 seconds",
    "5 millis"
  )
})

/**
 * Starts a program as the first process of a capsule that is destroyed with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = (
  argv: Argv,
  options: {
    readonly directory: string
    readonly namespaces: ReadonlyArray<Namespace>
    readonly env?: Record<string, string>
  }
): Effect.Effect<Capsule, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    const outer = yield* Effect.acquireRelease(
      system.start(["unshare", ...options.namespaces, "--pid", "--fork", "--kill-child=SIGKILL", "--", ...argv], {
        env: { ...options.env, [Processes.marker]: options.directory }
      }),
      (running) => destroy(system, running)
    )
    let inside: ReadonlyArray<number> = []
    const settled = Effect.gen(function* () {
      inside = yield* Processes.children(system.fs, outer.pid)
      return inside.length > 0 || !(yield* outer.isRunning)
    })
    yield* until(settled, "10 seconds", "5 millis")
    const [init] = inside
    if (init === undefined) {
      return yield* because({ _tag: "NotReady", what: argv.join(" "), seconds: 10, log: yield* outer.output })
    }
    return { outer, init }
  })

/**
 * Starts a program inside a capsule by the argument vector that enters its PID namespace. It is killed with the scope, and
 * with the capsule.
 *
 * @since 0.1.0
 * @category constructors
 */
export const startInside = (
  entering: Argv,
  options: { readonly directory: string; readonly env?: Readonly<Record<string, string>> }
): Effect.Effect<Running, LabError, System | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* System
    return yield* Effect.acquireRelease(
      system.start(entering, { env: { ...options.env, [Processes.marker]: options.directory } }),
      (running) => destroy(system, running)
    )
  })

/**
 * The argument vector that runs a program inside a capsule.
 *
 * @since 0.1.0
 * @category constructors
 */
export const enter = (
  capsule: Capsule,
  namespaces: ReadonlyArray<Namespace | "--cgroup">,
  argv: ReadonlyArray<string>
): Argv => ["nsenter", "--target", String(capsule.init), "--pid", ...namespaces, "--", ...argv]
