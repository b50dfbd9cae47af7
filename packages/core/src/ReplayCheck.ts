/**
 * The replay check: compares the steps that a durable workflow's code asks for with the steps recorded for the
 * execution, so that changed code is noticed instead of doing side effects twice or out of order.
 *
 * Effect's workflow engine finds a recorded result by the step's name alone: a renamed, removed or swapped step runs
 * as if it were new. `layer` decorates any engine of `effect/workflow`: every activity, durable deferred (also the one of a
 * durable sleep) and child workflow is recorded before it is done, and compared when the code is replayed. A mismatch
 * stops the run with `NonDeterminism`: nothing is compensated, `mismatch` tells what differed, and `Workflow.resume`
 * goes on once the code fits again. Whoever waits for the workflow's result waits until then.
 *
 * Order is compared within one fiber, since concurrent branches may overtake each other. Not compared: steps of
 * compensations and steps inside activities. Costs one statement per run, two per new step. `WorkflowEngine`, `Workflow`
 * and `SqlClient` of Effect are unstable and show through.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Workflow from "effect/workflow/Workflow"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import { decorate, type Difference, Input, type Journal, payloadCodec } from "./internal/replayEngine.ts"
import * as Table from "./internal/replayTable.ts"
import type * as Migrations from "./Migrations.ts"

/**
 * Replayed code asked for another step than was recorded. `position` counts the steps from 0; `recorded` and `requested`
 * name both, where `end` stands for the end of the code. A retry does not help: the code must fit the recorded steps.
 *
 * @since 0.1.0
 * @category errors
 */
export class NonDeterminism extends Schema.TaggedError<NonDeterminism>()("NonDeterminism", {
  workflow: Schema.String,
  executionId: Schema.String,
  position: Schema.Int,
  recorded: Schema.String,
  requested: Schema.String
}) {
  override get message(): string {
    return `${this.workflow} (${this.executionId}): step ${this.position} was recorded as "${this.recorded}", but the code asks for "${this.requested}"`
  }
}

/**
 * The recorded steps of one execution, to be kept as a JSON file and replayed against later code (see `replay`).
 * Results are the encoded exits of the steps: they hold whatever the steps returned, also secrets.
 *
 * @since 0.1.0
 * @category schemas
 */
export const History = Schema.Struct({
  version: Schema.Literal(1),
  workflow: Schema.String,
  executionId: Schema.String,
  payload: Schema.String,
  done: Schema.Boolean,
  steps: Schema.Array(
    Schema.Struct({
      label: Schema.String,
      position: Schema.Int,
      follows: Schema.String,
      forked: Schema.Boolean,
      input: Schema.NullOr(Schema.String),
      result: Schema.NullOr(Schema.String)
    })
  )
})

/**
 * The recorded steps of one execution.
 *
 * @since 0.1.0
 * @category models
 */
export type History = typeof History.Type

/**
 * An annotation for an activity with its input: a plain value, of which a hash is recorded and compared. Without it only
 * the activity's name and attempt are.
 *
 * @since 0.1.0
 * @category constructors
 */
export const input = (value: unknown): Context.Context<never> => Context.make(Input, value)

/**
 * Decorates the workflow engine below it, with its tables in the same database.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<
  WorkflowEngine.WorkflowEngine,
  Migrations.MigrationsError | SqlError,
  WorkflowEngine.WorkflowEngine | SqlClient.SqlClient
> = Layer.effect(
  WorkflowEngine.WorkflowEngine,
  Effect.gen(function* () {
    const table = Table.make(yield* SqlClient.SqlClient)
    return decorate(yield* WorkflowEngine.WorkflowEngine, sqlJournal(table))
  })
).pipe(Layer.provide(Table.migrations))

/**
 * What was recorded of an execution, if anything.
 *
 * @since 0.1.0
 * @category accessors
 */
export const history: (executionId: string) => Effect.Effect<Option.Option<History>, SqlError, SqlClient.SqlClient> =
  Effect.fn("ReplayCheck.history")(function* (executionId: string) {
    const table = Table.make(yield* SqlClient.SqlClient)
    const run = yield* table.run(executionId)
    if (run === undefined) return Option.none()
    const steps = yield* table.steps(executionId)
    const { done, payload, workflow } = run
    return Option.some<History>({ version: 1, workflow, executionId, payload, done, steps })
  })

/**
 * Why an execution stands still, if its last run was stopped by this check.
 *
 * @since 0.1.0
 * @category accessors
 */
export const mismatch: (
  executionId: string
) => Effect.Effect<Option.Option<NonDeterminism>, SqlError, SqlClient.SqlClient> = Effect.fn("ReplayCheck.mismatch")(
  function* (executionId: string) {
    const run = yield* Table.make(yield* SqlClient.SqlClient).run(executionId)
    if (run === undefined || run.mismatch === null) return Option.none()
    return Option.some(yield* Effect.orDie(Schema.decodeEffect(Mismatch)(run.mismatch)))
  }
)

/**
 * Deletes what was recorded of an execution. Only for executions that are over: a later replay would record anew.
 *
 * @since 0.1.0
 * @category accessors
 */
export const forget: (executionId: string) => Effect.Effect<void, SqlError, SqlClient.SqlClient> = Effect.fn(
  "ReplayCheck.forget"
)(function* (executionId: string) {
  yield* Table.make(yield* SqlClient.SqlClient).forget(executionId)
})

/**
 * Replays a recorded history against the code in `layer` (made by `Workflow.toLayer`), without a database and without
 * executing any activity or compensation: each step is answered by its recorded result, up to where the history ends.
 * Fails if the code asks for other steps; dies if a recorded payload or result can no longer be decoded.
 *
 * @since 0.1.0
 * @category testing
 */
export const replay: <E, R>(options: {
  readonly workflow: Workflow.Any
  readonly layer: Layer.Layer<never, E, R>
  readonly history: History
}) => Effect.Effect<void, NonDeterminism | E, Exclude<R, WorkflowEngine.WorkflowEngine>> = Effect.fnUntraced(function* (
  options
) {
  const { history, workflow } = options
  let body: ((payload: object, executionId: string) => Effect.Effect<unknown, unknown>) | undefined
  let found: NonDeterminism | undefined
  const registrar = WorkflowEngine.makeUnsafe({
    ...unused,
    register: (registered, execute) =>
      Effect.contextWith((context: Context.Context<never>) =>
        Effect.sync(() => {
          if (registered._tag !== workflow._tag) return
          body = (payload, executionId) =>
            Effect.provideContext(execute(payload, executionId), context) as Effect.Effect<unknown, unknown>
        })
      )
  })
  const engine = decorate(registrar, {
    replaying: true,
    begin: () => Effect.succeed(history),
    add: () => Effect.void,
    result: () => Effect.void,
    done: () => Effect.void,
    mismatch: (difference) =>
      Effect.sync(() => {
        found = nonDeterminism(difference)
        return found
      })
  })
  yield* Layer.build(Layer.fresh(Layer.provide(options.layer, Layer.succeed(WorkflowEngine.WorkflowEngine, engine))))
  if (body === undefined) return yield* Effect.die(new Error(`${workflow._tag} is not registered by the layer`))
  const payload = yield* Effect.orDie(Schema.decodeEffect(payloadCodec(workflow))(history.payload))
  const instance = WorkflowEngine.WorkflowInstance.initial(workflow, history.executionId)
  const run = body(payload as object, history.executionId).pipe(
    Effect.provideService(WorkflowEngine.WorkflowInstance, instance),
    Scope.provide(instance.scope)
  )
  // In a fiber of its own, because reaching the end of the history interrupts it.
  yield* Fiber.await(yield* Effect.forkChild(run))
  // Compensations belong to the recorded past.
  instance.abandoned = true
  yield* Scope.close(instance.scope, Exit.void)
  return found === undefined ? undefined : yield* found
}, Effect.scoped)

const Mismatch = Schema.fromJsonString(NonDeterminism)

const nonDeterminism = ({ executionId, position, recorded, requested, workflow }: Difference) =>
  new NonDeterminism({ executionId, position, recorded, requested, workflow })

const sqlJournal = (table: ReturnType<typeof Table.make>): Journal<SqlError> => {
  const retried = <A>(effect: Effect.Effect<A, SqlError>) =>
    Effect.retry(effect, {
      times: 3,
      schedule: Schedule.exponential("250 millis"),
      while: (error) => error.isRetryable
    })
  return {
    replaying: false,
    begin: (executionId, workflow, payload) =>
      retried(
        Effect.gen(function* () {
          const run = yield* table.run(executionId)
          if (run !== undefined) return { steps: yield* table.steps(executionId), done: run.done }
          yield* table.begin(executionId, workflow, payload)
          return { steps: [], done: false }
        })
      ),
    add: (executionId, position, step) => retried(table.add(executionId, position, step)),
    result: (executionId, label, result) => retried(table.result(executionId, label, result)),
    done: (executionId) => retried(table.done(executionId)),
    mismatch: Effect.fnUntraced(function* (difference) {
      const error = nonDeterminism(difference)
      const text = yield* Effect.orDie(Schema.encodeEffect(Mismatch)(error))
      yield* retried(table.mismatch(difference.executionId, text))
      return error
    })
  }
}

// While a history is replayed, only `register` is ever reached: the decorator answers everything else itself.
const never = () => Effect.die(new Error("not available while a history is replayed"))
const unused: WorkflowEngine.Encoded = {
  register: never,
  execute: never,
  poll: never,
  interrupt: never,
  interruptUnsafe: never,
  resume: never,
  activityExecute: never,
  deferredResult: never,
  deferredDone: () => Effect.void,
  scheduleClock: () => Effect.void
}
