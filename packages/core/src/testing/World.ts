/**
 * Deterministic simulation: one seed fixes the clock, the workload, which fiber runs when, and the faults. A run has two
 * phases. *Safety*: operations overlap while faults fire, and the invariant is checked after every step. *Liveness*:
 * faults stop, `heal` runs, and everything must settle within a limit of ticks.
 *
 * Code under test is plain Effects on simulated drivers: what waits for the real world is not under control and counts
 * as stalled. Simulated drivers ask `fault` at the places where the world may fail them.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { show, showCause } from "./internal/show.ts"
import { shrink } from "./internal/shrink.ts"
import * as Simulation from "./internal/simulation.ts"
import * as Lossy from "./Lossy.ts"
import { derive, Falsified, forRuns, prng, type Prng } from "./Seed.ts"

/**
 * The faults of the world a fiber lives in. Outside of a world nothing ever fires.
 *
 * @since 0.1.0
 * @category references
 */
export const Faults = Context.Reference<{
  readonly fires: (site: string) => boolean
  readonly duration: () => number
}>("@cloudwright/core/testing/World/Faults", { defaultValue: () => ({ fires: () => false, duration: () => 0 }) })

/**
 * Whether the fault named `site` happens now. In each run a site is switched on with probability 1/4 and then fires with
 * a probability drawn for that run, 1/4 on average.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fault = (site: string): Effect.Effect<boolean> => Effect.map(Faults, (faults) => faults.fires(site))

/**
 * Stands still here for up to a minute, if the fault fires: a process that is paused and resumes, believing that no time
 * has passed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const pause = (site: string): Effect.Effect<void> =>
  Effect.flatMap(Faults, (faults) => (faults.fires(site) ? Effect.sleep(faults.duration()) : Effect.void))

/**
 * A driver whose replies get lost, whose calls are not sent or late, by the world's faults (sites
 * `<operation> lost`, `<operation> unsent`, `<operation> delayed`).
 *
 * @since 0.1.0
 * @category combinators
 */
export const lossy = <Driver extends object>(driver: Driver, options: Omit<Lossy.Options<Driver>, "decide">): Driver =>
  Lossy.wrap(driver, {
    ...options,
    decide: (operation) =>
      Effect.map(Faults, (faults) => {
        const kinds = ["lost", "unsent", "delayed"] as const
        return kinds.find((kind) => faults.fires(`${operation} ${kind}`)) ?? "none"
      })
  })

/**
 * A system under simulation.
 *
 * - `setup` builds it, without faults; background work is forked into the scope.
 * - `generate` draws the next operation as data, `apply` does it. Its typed errors are fine, its defects are not.
 * - `invariant` fails with what is wrong. It runs while everything else stands still, so it should look at state
 *   directly; where it has to wait for a lock, it is tried again one step later.
 * - `heal` repairs what faults broke for good, after they stopped. `converged` fails with what is not yet as it should be.
 * - `steps` operations per run (default 40), `runs` (default 100), `ticks`: how often time may move on to the next
 *   sleeper until everything has converged (default 1000).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<System, Operation, R> {
  readonly name: string
  readonly setup: Effect.Effect<System, unknown, R | Scope.Scope>
  readonly generate: (source: Prng, step: number) => Operation
  readonly apply: (system: System, operation: Operation) => Effect.Effect<unknown, unknown, R | Scope.Scope>
  readonly invariant: (system: System) => Effect.Effect<void, unknown, R>
  readonly heal?: ((system: System) => Effect.Effect<void, unknown, R>) | undefined
  readonly converged: (system: System) => Effect.Effect<void, unknown, R>
  readonly steps?: number | undefined
  readonly runs?: number | undefined
  readonly ticks?: number | undefined
  readonly seed?: number | undefined
}

/**
 * Simulates the system with every seed. A failure shows the shortest list of operations found that still breaks the
 * law; its seed makes the same run and the same list again. Returns how many operations were done.
 *
 * @since 0.1.0
 * @category testing
 */
export const check: <System, Operation, R>(
  options: Options<System, Operation, R>
) => Effect.Effect<number, Falsified | Config.ConfigError, Exclude<R, Scope.Scope>> = Effect.fnUntraced(function* <
  System,
  Operation,
  R
>(options: Options<System, Operation, R>) {
  const seeds = yield* forRuns({ runs: options.runs ?? 100, seed: options.seed })
  const length = options.steps ?? 40
  for (const seed of seeds) {
    const source = prng(derive(seed, "workload"))
    const operations = Array.from({ length }, (_, step) => options.generate(source, step))
    const found = yield* simulate(options, operations, seed)
    if (found === undefined) continue
    const sameLaw = (shorter: ReadonlyArray<Operation>) =>
      Effect.map(simulate(options, shorter, seed), (again) => (again?.law === found.law ? again : undefined))
    return yield* yield* shrink(operations, found, sameLaw)
  }
  return seeds.length * length
})

type Finding = readonly [law: string, detail: string]

const simulate = <System, Operation, R>(
  options: Options<System, Operation, R>,
  operations: ReadonlyArray<Operation>,
  seed: number
): Effect.Effect<Falsified | undefined, never, Exclude<R, Scope.Scope>> =>
  Effect.gen(function* () {
    const schedule = prng(derive(seed, "schedule"))
    const world = Simulation.make({ prng: schedule, startMillis: 1_700_000_000_000, interleave: 0.05 })
    const trace: Array<string> = []
    const falsified = ([law, detail]: Finding) =>
      new Falsified({ harness: "World", subject: options.name, law, detail, seed, trace })
    const faults = makeFaults(prng(derive(seed, "faults")), (site) => trace.push(`  fault: ${site}`))
    const scope = yield* Scope.make()
    const inWorld = <A, E, R2>(effect: Effect.Effect<A, E, R2 | Scope.Scope>) =>
      effect.pipe(Scope.provide(scope), Effect.provideService(Faults, faults))
    // Everything ends with the run: what is still going on is dropped as it is.
    yield* Effect.addFinalizer(() => Effect.sync(world.kill))

    const setup = yield* Simulation.complete(world, inWorld(options.setup))
    if (Option.isNone(setup)) return falsified(["sets up", "the set-up waits for ever"])
    if (Exit.isFailure(setup.value)) return falsified(["sets up", showCause(setup.value.cause)])
    const system = setup.value.value
    const running: Array<readonly [string, Simulation.Running<unknown, unknown>]> = []
    const broken = Effect.fnUntraced(function* () {
      for (const [name, { poll }] of running) {
        const exit = Option.getOrUndefined(poll())
        if (exit !== undefined && Exit.isFailure(exit) && exit.cause.reasons.some(({ _tag }) => _tag === "Die")) {
          return ["operations do not crash", `${name}: ${showCause(exit.cause)}`] satisfies Finding
        }
      }
      const seen = yield* observe(world, options.invariant(system))
      return seen === undefined || seen === "busy" ? undefined : (["invariant", seen] satisfies Finding)
    })

    faults.active = true
    for (const operation of operations) {
      const name = show(operation)
      trace.push(name)
      running.push([name, yield* Simulation.fork(world, inWorld(options.apply(system, operation)))])
      for (let moves = schedule.below(30); moves > 0; moves--) {
        // Now and then time passes although somebody could go on: that one is slow.
        if (schedule.chance(0.05) || !world.step()) world.advance()
      }
      const until = world.now() + (schedule.chance(0.5) ? schedule.below(30_000) : 0)
      while (world.advance(until)) world.step()
      const found = yield* broken()
      if (found !== undefined) return falsified(found)
    }

    faults.active = false
    trace.push("  healed")
    if (options.heal !== undefined) running.push(["heal", yield* Simulation.fork(world, inWorld(options.heal(system)))])
    let missing = "the invariant waits"
    for (let tick = 0; tick <= (options.ticks ?? 1000); tick++) {
      for (let moves = 0; moves < 10_000 && world.step(); moves++);
      const found = yield* broken()
      if (found !== undefined) return falsified(found)
      const waiting = running.filter(([, { poll }]) => Option.isNone(poll())).map(([name]) => name)
      const seen = yield* observe(world, options.converged(system))
      const quiet = waiting.length === 0 && seen === undefined
      // An invariant that could never be looked at would hold of everything.
      if (quiet && (yield* observe(world, options.invariant(system))) === undefined) return undefined
      missing = waiting.length > 0 ? `still going on: ${waiting.join(", ")}` : seen === undefined ? missing : seen
      if (!world.advance()) {
        yield* Effect.yieldNow
        if (!world.step()) return falsified(["converges after healing", `everyone waits for ever; ${missing}`])
      }
    }
    return falsified(["converges after healing", `not within ${options.ticks ?? 1000} ticks; ${missing}`])
  }).pipe(Effect.scoped)

// Looks at the system while the world stands still. Undefined if all is well, "busy" if it would have to wait.
const observe = Effect.fnUntraced(function* <R>(world: Simulation.Simulation, look: Effect.Effect<void, unknown, R>) {
  const observer = Simulation.make({ prng: prng(0), startMillis: world.now() })
  const running = yield* Simulation.fork(observer, look)
  const drain = () => {
    for (let moves = 0; moves < 10_000 && observer.step(); moves++);
  }
  drain()
  if (Option.isNone(running.poll())) {
    running.interrupt()
    drain()
  }
  const exit = Option.getOrUndefined(running.poll())
  if (exit === undefined) return "busy"
  if (Exit.isSuccess(exit)) return undefined
  return exit.cause.reasons.every(({ _tag }) => _tag === "Interrupt") ? "busy" : showCause(exit.cause)
})

const makeFaults = (source: Prng, onFire: (site: string) => void) => {
  const rates = new Map<string, number>()
  const faults = {
    active: false,
    fires: (site: string) => {
      if (!faults.active) return false
      const rate = rates.get(site) ?? (source.chance(0.25) ? source.fraction() / 2 : 0)
      rates.set(site, rate)
      const fires = source.chance(rate)
      if (fires) onFire(site)
      return fires
    },
    duration: () => source.between(1, 60_000)
  }
  return faults
}
