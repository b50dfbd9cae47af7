/**
 * Any driver with an unreliable line to it: calls whose reply is lost (done, but the caller only learns that the outcome
 * is unknown), calls that are never sent (not done, and the caller learns the same), and calls that take long.
 *
 * A driver is a record of functions that return Effects. `wrap` puts the line in front of one; `check` tries a client of
 * the driver with every single fault at every call, and then with random mixes.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { showCause, showExit } from "./internal/show.ts"
import * as Simulation from "./internal/simulation.ts"
import { derive, Falsified, forRuns, prng } from "./Seed.ts"

/**
 * What happens to one call: `lost` does it and loses the reply, `unsent` never sends it, `delayed` does it late.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "none" | "lost" | "unsent" | "delayed"

/**
 * The errors of a driver's functions.
 *
 * @since 0.1.0
 * @category models
 */
export type ErrorOf<Driver> = {
  readonly [Key in keyof Driver]: Driver[Key] extends (...args: never) => Effect.Effect<unknown, infer E, unknown>
    ? E
    : never
}[keyof Driver]

/**
 * How a driver is made unreliable.
 *
 * - `unknown`: the error a caller gets when the reply is lost or the call was never sent; it must not tell which.
 * - `operations`: the functions that are affected (default: all that return Effects).
 * - `decide`: the fate of each call, in the order in which the calls are made.
 * - `delay`: how long a delayed call waits before it is done (default 30 seconds).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Driver> {
  readonly unknown: (operation: string) => ErrorOf<Driver>
  readonly operations?: ReadonlyArray<keyof Driver & string> | undefined
  readonly decide: (operation: string) => Effect.Effect<Fault>
  readonly delay?: Duration.Input | undefined
}

/**
 * The driver behind an unreliable line. Functions that return something else than an Effect are passed through.
 *
 * @since 0.1.0
 * @category combinators
 */
export const wrap = <Driver extends object>(driver: Driver, options: Options<Driver>): Driver => {
  const delay = Duration.fromInputUnsafe(options.delay ?? "30 seconds")
  const affected = (operation: string) => options.operations?.some((name) => name === operation) ?? true
  return new Proxy(driver, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target)
      if (typeof member !== "function" || typeof key !== "string" || !affected(key)) return member
      return (...args: ReadonlyArray<unknown>): unknown => {
        const call: unknown = Reflect.apply(member, target, args)
        if (!Effect.isEffect(call)) return call
        return Effect.flatMap(options.decide(key), (fault): Effect.Effect<unknown, unknown, unknown> => {
          if (fault === "none") return call
          if (fault === "delayed") return Effect.andThen(Effect.sleep(delay), call)
          const reply = Effect.fail(options.unknown(key))
          return fault === "unsent" ? reply : Effect.andThen(Effect.exit(call), reply)
        })
      }
    }
  })
}

/**
 * A client of a driver, under test.
 *
 * - `driver`: makes a fresh reliable driver. `run`: what the client does with it.
 * - `verify`: gets the reliable driver and the client's exit, and fails with whatever is wrong: something made twice,
 *   something left behind, an error the client should have dealt with.
 * - `unknown`, `operations`, `delay`: see `Options`.
 * - `runs`: how many random mixes (default 100); in each, every fault of every operation is switched on with
 *   probability 1/4 and then fires at one call in twelve, at most 8 times in all, so that a client that repeats will
 *   get through.
 *
 * @since 0.1.0
 * @category models
 */
export interface Check<Driver, A, E, R> extends Omit<Options<Driver>, "decide"> {
  readonly name: string
  readonly driver: Effect.Effect<Driver, never, R | Scope.Scope>
  readonly run: (driver: Driver) => Effect.Effect<A, E, R | Scope.Scope>
  readonly verify: (driver: Driver, exit: Exit.Exit<A, E>) => Effect.Effect<void, unknown, R | Scope.Scope>
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

/**
 * Tries the client without faults, then with each fault at each of its calls, then with random mixes. Time is
 * simulated, so waiting and retrying cost nothing. Returns how many runs were done.
 *
 * @since 0.1.0
 * @category testing
 */
export const check: <Driver extends object, A, E, R>(
  options: Check<Driver, A, E, R>
) => Effect.Effect<number, Falsified | Config.ConfigError, Exclude<R, Scope.Scope>> = Effect.fnUntraced(function* <
  Driver extends object,
  A,
  E,
  R
>(options: Check<Driver, A, E, R>) {
  const seeds = yield* forRuns({ runs: options.runs ?? 100, seed: options.seed })
  let runs = 0
  const attempt = Effect.fnUntraced(function* (seed: number, decide: (operation: string, call: number) => Fault) {
    const world = Simulation.make({ prng: prng(seed), startMillis: 0 })
    const trace: Array<string> = []
    let calls = 0
    const falsified = (law: string, detail: string) =>
      new Falsified({ harness: "Lossy", subject: options.name, law, detail, seed, trace })
    const client = Effect.gen(function* () {
      const driver = yield* options.driver
      const lossy = wrap(driver, {
        ...options,
        decide: (operation) =>
          Effect.sync(() => {
            const fault = decide(operation, calls++)
            trace.push(fault === "none" ? operation : `${operation}: ${fault}`)
            return fault
          })
      })
      const exit = yield* Effect.exit(options.run(lossy))
      const verdict = yield* Effect.exit(options.verify(driver, exit))
      return { exit, verdict }
    }).pipe(Effect.scoped)
    runs++
    const outcome = yield* Simulation.complete(world, client)
    if (Option.isNone(outcome)) return yield* falsified("gets done", "the client waits for ever")
    if (Exit.isFailure(outcome.value)) return yield* falsified("gets done", showCause(outcome.value.cause))
    const { exit, verdict } = outcome.value.value
    if (Exit.isFailure(verdict)) {
      const detail = `${showCause(verdict.cause)}, after the client ended with ${showExit(exit)}`
      return yield* falsified("survives lost replies", detail)
    }
    return calls
  })

  const seed = seeds[0]!
  const calls = yield* attempt(seed, () => "none")
  for (let at = 0; at < calls; at++) {
    for (const fault of ["lost", "unsent", "delayed"] as const) {
      yield* attempt(seed, (_, call) => (call === at ? fault : "none"))
    }
  }
  for (const seed of seeds) {
    const source = prng(derive(seed, "faults"))
    const sites = new Map<string, boolean>()
    let left = 8
    yield* attempt(seed, (operation) => {
      const fault = source.pick(["lost", "unsent", "delayed"] as const)
      const site = `${operation}/${fault}`
      const on = sites.get(site) ?? source.chance(0.25)
      sites.set(site, on)
      return on && source.chance(0.25) && left-- > 0 ? fault : "none"
    })
  }
  return runs
})
