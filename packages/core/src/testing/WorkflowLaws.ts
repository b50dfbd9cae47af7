/**
 * Four laws for durable workflows, checked at every node, on Effect's SQL engine. The harness finds the nodes itself:
 *
 * - *repeat*: any action done twice, once undone, ends as if done once;
 * - *unwind*: an error at any action leaves a clean slate; *unwind twice*: also when each undo is done twice;
 * - *crash*: the process dies before, during or after any action or undo, before a result is recorded, or at the end, and
 *   another process takes over: it ends as if nothing had happened.
 *
 * And two that make replaying possible at all: the code asks for the same steps again (`ReplayCheck`), and what it does
 * does not depend on the clock or random numbers read outside of activities.
 *
 * A process is a simulated world: it dies like by `kill -9`, without finalizers, and its database connection closes, so
 * only what was committed remains. Time is simulated, so sleeping costs nothing. Activities should work on simulated
 * drivers: what waits for the real world counts as stalled. `Workflow`, `WorkflowEngine` and `SqlClient` of Effect are
 * unstable and show through.
 *
 * @since 0.1.0
 */
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import * as SingleRunner from "effect/cluster/SingleRunner"
import * as Digest from "effect/crypto/Digest"
import type * as SqlClient from "effect/sql/SqlClient"
import type * as Workflow from "effect/workflow/Workflow"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as ReplayCheck from "../ReplayCheck.ts"
import * as Sqlite from "../Sqlite.ts"
import { show, showCause, showExit } from "./internal/show.ts"
import * as Simulation from "./internal/simulation.ts"
import { end, instrument, type Plan, type Seen } from "./internal/workflowProbe.ts"
import { derive, Falsified, forRuns, prng } from "./Seed.ts"

type Services<Environment> = WorkflowEngine.WorkflowEngine | SqlClient.SqlClient | Environment

/**
 * A workflow under test.
 *
 * - `layer`: registers the workflow and whatever lives in its process; built anew for each process.
 * - `environment`: what outlives the process: simulated hypervisors, datastores, switches. Built anew for each scenario.
 * - `database`: makes an empty database and gives a layer that connects to it (default `temporaryDatabase`). It has to
 *   answer at once, as SQLite does: a server is part of the real world.
 * - `before`: what has to be there before the workflow starts.
 * - `cleanSlate`: a query over everything the workflow can touch or leave behind, as a plain value. After unwinding it
 *   must be what it was before; after repeats and crashes, what one undisturbed run made of it. Leave out times that
 *   activities read from the clock.
 * - `failure`: the error injected into activities; where an activity cannot fail with it, a defect is.
 * - `tolerated`: names of activities whose failure the workflow survives.
 * - `suspended`: runs whenever the workflow waits, to complete what it waits for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<
  Tag extends string,
  Payload extends Workflow.AnyStructSchema,
  Success extends Schema.Top,
  Failure extends Schema.Top,
  Environment
> {
  readonly workflow: Workflow.Workflow<Tag, Payload, Success, Failure>
  readonly payload: Payload["~type.make.in"]
  readonly layer: Layer.Layer<never, unknown, Services<Environment>>
  readonly environment?: Layer.Layer<Environment, unknown> | undefined
  readonly database?: Effect.Effect<Layer.Layer<SqlClient.SqlClient, unknown>, never, Scope.Scope> | undefined
  readonly before?: Effect.Effect<unknown, unknown, SqlClient.SqlClient | Environment> | undefined
  readonly cleanSlate: Effect.Effect<unknown, unknown, SqlClient.SqlClient | Environment>
  readonly failure?: unknown
  readonly tolerated?: ReadonlyArray<string> | undefined
  readonly suspended?: ((executionId: string) => Effect.Effect<unknown, unknown, Services<Environment>>) | undefined
  readonly seed?: number | undefined
}

/**
 * What was checked: the actions and undos that the harness found, and the number of scenarios.
 *
 * @since 0.1.0
 * @category models
 */
export interface Report {
  readonly actions: ReadonlyArray<string>
  readonly undos: ReadonlyArray<string>
  readonly scenarios: number
}

/**
 * A SQLite file in a temporary directory, removed with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const temporaryDatabase: Effect.Effect<
  Layer.Layer<SqlClient.SqlClient, unknown>,
  never,
  Scope.Scope
> = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "workflow-laws-"))),
    (directory) => Effect.sync(() => rmSync(directory, { recursive: true, force: true }))
  ),
  // A killed process loses nothing that the operating system has taken, so there is no need to wait for the disk.
  (directory) => Sqlite.layer({ filename: join(directory, "laws.db"), synchronous: "normal", integrityCheck: false })
)

/**
 * Checks all laws at all nodes of the workflow.
 *
 * @since 0.1.0
 * @category testing
 */
export const check: <
  Tag extends string,
  Payload extends Workflow.AnyStructSchema,
  Success extends Schema.Top,
  Failure extends Schema.Top,
  Environment = never
>(
  options: Options<Tag, Payload, Success, Failure, Environment>
) => Effect.Effect<Report, Falsified | Config.ConfigError> = Effect.fnUntraced(function* (options) {
  const [seed] = yield* forRuns({ runs: 1, seed: options.seed })
  // The laws treat every payload alike; only the caller's types know which it is.
  const subject = options as unknown as AnyOptions
  let scenarios = 0
  const scenario = (law: string, plans: ReadonlyArray<Omit<Plan, "bodyTime">>) => {
    scenarios++
    return play(subject, seed!, law, plans)
  }

  const reference = yield* scenario("runs", [{}])
  if (Exit.isFailure(reference.exit)) return yield* reference.broken(`failed: ${showCause(reference.exit.cause)}`)
  const actions = [...reference.seen.actions.keys()]
  const expectSame = (outcome: Outcome) => {
    const [was, is] = [showExit(reference.exit), showExit(outcome.exit)]
    if (was !== is) return outcome.broken(`ended with ${is}, undisturbed with ${was}`)
    return outcome.slate === reference.slate
      ? Effect.void
      : outcome.broken(`left ${outcome.slate}, undisturbed ${reference.slate}`)
  }
  const expectClean = (outcome: Outcome) => {
    if (Exit.isSuccess(outcome.exit)) return outcome.broken("the workflow succeeded although an action failed")
    return outcome.slate === outcome.before
      ? Effect.void
      : outcome.broken(`left ${outcome.slate}, before ${outcome.before}`)
  }

  yield* expectSame(yield* scenario("does not depend on when its code runs", [{}]))
  for (const action of actions) {
    yield* expectSame(yield* scenario(`repeat: ${action} done twice`, [{ repeat: action }]))
  }

  const undos = new Map<string, number>()
  let fail: Plan["fail"]
  for (const activity of new Set(actions.map((action) => action.replace(/ \(attempt \d+\)$/u, "")))) {
    const failing = { activity, error: options.failure }
    const unwound = yield* scenario(`unwind: an error at ${activity}`, [{ fail: failing }])
    if (!unwound.seen.failed) return yield* unwound.broken(`${activity} was never asked for`)
    if (options.tolerated?.includes(activity) === true) continue
    yield* expectClean(unwound)
    const twice = `unwind twice: an error at ${activity}, each undo done twice`
    yield* expectClean(yield* scenario(twice, [{ fail: failing, repeatUndos: true }]))
    if (unwound.seen.undos.size >= undos.size) {
      fail = failing
      for (const [undo, operations] of unwound.seen.undos) undos.set(undo, operations)
    }
  }

  for (const step of actions) {
    const ends = reference.seen.completed.has(step) ? (["unrecorded", "after"] as const) : []
    for (const when of ["before", ...inside(reference.seen.actions.get(step)), ...ends] as const) {
      const law = `crash: the process dies ${moment(when)} ${step}`
      yield* expectSame(yield* scenario(law, [{ crash: { step, when } }, {}]))
    }
  }
  yield* expectSame(
    yield* scenario(`crash: the process dies before ${end} is recorded`, [{ crash: { step: end, when: "before" } }, {}])
  )
  if (fail !== undefined) {
    for (const [step, operations] of undos) {
      for (const when of ["before", ...inside(operations), "after"] as const) {
        const law = `crash: the process dies ${moment(when)} ${step} after an error at ${fail.activity}`
        yield* expectClean(yield* scenario(law, [{ fail, crash: { step, when } }, { fail }]))
      }
    }
    const law = `crash: the process dies after unwinding an error at ${fail.activity}, before that is recorded`
    yield* expectClean(yield* scenario(law, [{ fail, crash: { step: end, when: "before" } }, { fail }]))
  }
  return { actions, undos: [...undos.keys()], scenarios }
})

type AnyOptions = Options<string, Workflow.AnyStructSchema, Schema.Top, Schema.Top, never>

interface Outcome {
  readonly exit: Exit.Exit<unknown, unknown>
  readonly seen: Seen
  readonly before: string
  readonly slate: string
  readonly broken: (detail: string) => Falsified
}

// At most three moments within an action of that many operations.
const inside = (operations = 0): ReadonlyArray<number> => [
  ...new Set([1, Math.ceil(operations / 2), operations - 1].filter((count) => count > 0 && count < operations))
]

const moment = (when: string | number) => {
  if (when === "unrecorded") return "before recording the result of"
  return typeof when === "number" ? `${when} operations into` : when
}

// One scenario: a fresh environment and database, and one process after the other until the workflow is over.
const play = (
  options: AnyOptions,
  seed: number,
  law: string,
  plans: ReadonlyArray<Omit<Plan, "bodyTime">>
): Effect.Effect<Outcome, Falsified> =>
  Effect.gen(function* () {
    const seen: Seen = { actions: new Map(), undos: new Map(), completed: new Set(), failed: false }
    const trace: Array<string> = []
    const broken = (detail: string) =>
      new Falsified({ harness: "WorkflowLaws", subject: options.workflow._tag, law, detail, seed, trace })
    const environment = yield* Layer.build(Layer.fresh(options.environment ?? Layer.empty)).pipe(Effect.orDie)
    const database = yield* options.database ?? temporaryDatabase
    let now = 1_700_000_000_000

    const connect = Effect.orDie(Layer.build(Layer.fresh(database)))
    const inWorld = <A, E>(
      name: string,
      sql: Context.Context<SqlClient.SqlClient>,
      effect: (world: Simulation.Simulation) => Effect.Effect<A, E, SqlClient.SqlClient>
    ) => {
      const world = Simulation.make({ prng: prng(derive(seed, name)), startMillis: now })
      const program = Effect.provideContext(effect(world), Context.merge(environment, sql))
      return Effect.map(Simulation.complete(world, program, { limitMillis: 3_600_000 }), (exit) => {
        now = world.now() + 60_000
        return { exit, killed: world.dead() }
      })
    }
    // An observer stays connected throughout, so the database is not tidied up when a process dies.
    const observer = yield* connect
    const query = Effect.fnUntraced(function* (
      name: string,
      effect: Effect.Effect<unknown, unknown, SqlClient.SqlClient>
    ) {
      const { exit } = yield* inWorld(name, observer, () => effect)
      if (Option.isNone(exit)) return yield* broken(`${name} waits for ever`)
      return Exit.isSuccess(exit.value)
        ? show(exit.value.value)
        : yield* broken(`${name}: ${showCause(exit.value.cause)}`)
    })
    // Whatever becomes of the process, its connection closes and what it had not committed is gone.
    const process = (plan: Plan, first: boolean) =>
      Effect.flatMap(connect, (sql) =>
        inWorld(`process ${plan.bodyTime}`, sql, (world) => lifetime(options, world, plan, seen, first))
      ).pipe(Effect.scoped)

    if (options.before !== undefined) yield* query("before", options.before)
    const before = yield* query("cleanSlate", options.cleanSlate)
    for (const [index, plan] of plans.entries()) {
      const first = index === 0
      const bodyTime = derive(seed, `${law} ${index}`)
      const started = new Set(seen.actions.keys())
      const { exit, killed } = yield* process({ ...plan, bodyTime }, first)
      const steps = [...seen.actions.keys(), ...seen.undos.keys()].filter((step) => !started.has(step))
      trace.push(`process ${index + 1}: ${steps.join(", ") || "nothing new"}${killed ? ", killed" : ""}`)
      if (killed) continue
      if (typeof plan.crash?.when === "string")
        return yield* broken("the workflow took another way and never came there")
      if (Option.isNone(exit))
        return yield* broken(first ? "the workflow waits for ever" : "no other process takes over")
      if (Exit.isFailure(exit.value)) return yield* broken(showCause(exit.value.cause))
      const slate = yield* query("cleanSlate", options.cleanSlate)
      return { exit: exit.value.value, seen, before, slate, broken }
    }
    return yield* broken("every process was killed")
  }).pipe(Effect.scoped)

// One process: the first one starts the workflow, a later one finds it in the database.
const lifetime = (
  options: AnyOptions,
  world: Simulation.Simulation,
  plan: Plan,
  seen: Seen,
  first: boolean
): Effect.Effect<Exit.Exit<unknown, unknown>, string, SqlClient.SqlClient> => {
  const { workflow } = options
  const instrumented = Layer.effect(
    WorkflowEngine.WorkflowEngine,
    Effect.flatMap(WorkflowEngine.WorkflowEngine, (engine) => instrument(engine, world, plan, seen))
  ).pipe(Layer.provide(ReplayCheck.layer), Layer.provide(bareEngine))
  const program = Effect.gen(function* () {
    const executionId = yield* workflow.executionId(options.payload)
    if (first) yield* workflow.execute(options.payload, { discard: true })
    let pause = 500
    while (true) {
      const result = Option.getOrUndefined(yield* workflow.poll(executionId))
      if (result?._tag === "Complete") return result.exit
      if (result?._tag === "Suspended") {
        const mismatch = yield* ReplayCheck.mismatch(executionId)
        if (Option.isSome(mismatch)) return yield* Effect.fail(`replayed another step: ${mismatch.value.message}`)
        if (result.failed === true) return yield* Effect.fail(`stopped: ${result.cause && showCause(result.cause)}`)
        if (options.suspended !== undefined) yield* options.suspended(executionId)
      }
      // Looks ever less often, so that a long durable sleep costs little.
      yield* Effect.sleep(pause)
      pause = Math.min(pause * 4, 300_000)
    }
  })
  return program.pipe(
    Effect.provide(options.layer.pipe(Layer.provideMerge(instrumented)), { local: true }),
    Effect.mapError((error) => (typeof error === "string" ? error : show(error)))
  ) as Effect.Effect<Exit.Exit<unknown, unknown>, string, SqlClient.SqlClient>
}

// Few shards, seldom refreshed: nobody else is there to share them with, and simulated time passes in long steps.
const shardingConfig = {
  shardsPerGroup: 2,
  refreshAssignmentsInterval: "5 minutes",
  shardLockRefreshInterval: "5 minutes",
  shardLockExpiration: "20 minutes",
  entityMessagePollInterval: "30 seconds"
} as const
const bareEngine = ClusterWorkflowEngine.layer.pipe(
  Layer.provide(SingleRunner.layer({ runnerStorage: "memory", shardingConfig })),
  Layer.provide(Digest.layerWebCrypto)
)
