/**
 * The same random operations on several backends (a model in memory, SQLite, PostgreSQL): after every step all give the
 * same answer and the same snapshot.
 *
 * Answers, errors and snapshots are compared as texts in which the order of keys does not matter and the order of lists
 * does. Leave out of them what may differ rightly, such as the text of a foreign error.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { show, showExit } from "./internal/show.ts"
import { shrink } from "./internal/shrink.ts"
import { derive, Falsified, forRuns, prng, type Prng } from "./Seed.ts"

/**
 * One implementation: what it answers to an operation, and everything it holds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Backend<Operation, R = never> {
  readonly apply: (operation: Operation) => Effect.Effect<unknown, unknown, R>
  readonly snapshot: Effect.Effect<unknown, unknown, R>
}

/**
 * - `backends`: at least two, by name; each is made anew and empty for every run. The first one is the reference.
 * - `generate`: the next operation, as data.
 * - `steps`: operations per run (default 50); `runs`: default 20.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Operation, R> {
  readonly name: string
  readonly backends: Readonly<Record<string, Effect.Effect<Backend<Operation, R>, unknown, R | Scope.Scope>>>
  readonly generate: (source: Prng, step: number) => Operation
  readonly steps?: number | undefined
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

/**
 * Compares the backends. A failure names the backends and shows the shortest list of operations found that makes them
 * differ. Returns how many steps were compared. Dies with a `RangeError` when there is nothing to compare with.
 *
 * @since 0.1.0
 * @category testing
 */
export const check: <Operation, R>(
  options: Options<Operation, R>
) => Effect.Effect<number, Falsified | Config.ConfigError, Exclude<R, Scope.Scope>> = Effect.fnUntraced(function* <
  Operation,
  R
>(options: Options<Operation, R>) {
  if (Object.keys(options.backends).length < 2) {
    return yield* Effect.die(new RangeError(`${options.name}: one backend agrees with itself`))
  }
  const seeds = yield* forRuns({ runs: options.runs ?? 20, seed: options.seed })
  const length = options.steps ?? 50
  for (const seed of seeds) {
    const source = prng(derive(seed, "operations"))
    const operations = Array.from({ length }, (_, step) => options.generate(source, step))
    const found = yield* compare(options, operations, seed)
    if (found !== undefined) {
      return yield* yield* shrink(operations, found, (shorter) => compare(options, shorter, seed))
    }
  }
  return seeds.length * length
})

const compare = <Operation, R>(
  options: Options<Operation, R>,
  operations: ReadonlyArray<Operation>,
  seed: number
): Effect.Effect<Falsified | undefined, never, Exclude<R, Scope.Scope>> =>
  Effect.gen(function* () {
    const backends: Array<readonly [name: string, backend: Backend<Operation, R>]> = []
    for (const [name, make] of Object.entries(options.backends)) backends.push([name, yield* Effect.orDie(make)])
    const trace: Array<string> = []
    const differing = Effect.fnUntraced(function* (
      ask: (backend: Backend<Operation, R>) => Effect.Effect<unknown, unknown, R>
    ) {
      const answers: Array<readonly [name: string, answer: string]> = []
      for (const [name, backend] of backends) answers.push([name, showExit(yield* Effect.exit(ask(backend)))])
      const same = answers.every(([, answer]) => answer === answers[0]?.[1])
      return same ? undefined : answers.map(([name, answer]) => `${name}: ${answer}`).join("\n     ")
    })
    for (const operation of operations) {
      trace.push(show(operation))
      const answers = yield* differing((backend) => backend.apply(operation))
      const snapshots = answers ?? (yield* differing((backend) => backend.snapshot))
      if (snapshots !== undefined) {
        const law = answers === undefined ? "equal snapshots" : "equal answers"
        const detail = `\n     ${snapshots}`
        return new Falsified({ harness: "Differential", subject: options.name, law, detail, seed, trace })
      }
    }
    return undefined
  }).pipe(Effect.scoped)
