/**
 * The replay check as a decorator of a workflow engine, apart from where steps are kept.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Activity from "effect/workflow/Activity"
import type * as DurableDeferred from "effect/workflow/DurableDeferred"
import * as Workflow from "effect/workflow/Workflow"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import { createHash } from "node:crypto"
import * as Order from "./replayOrder.ts"
import type { StoredStep } from "./replayTable.ts"

/** What differed: both steps by name. */
export interface Difference {
  readonly workflow: string
  readonly executionId: string
  readonly position: number
  readonly recorded: string
  readonly requested: string
}

/** Where steps are kept. With `replaying`, recorded results are the only answers and nothing is executed. */
export interface Journal<Failure> {
  readonly replaying: boolean
  readonly begin: (
    executionId: string,
    workflow: string,
    payload: string
  ) => Effect.Effect<{ readonly steps: ReadonlyArray<StoredStep>; readonly done: boolean }, Failure>
  readonly add: (executionId: string, position: number, step: Order.Recorded) => Effect.Effect<unknown, Failure>
  readonly result: (executionId: string, label: string, result: string) => Effect.Effect<unknown, Failure>
  readonly done: (executionId: string) => Effect.Effect<unknown, Failure>
  readonly mismatch: (difference: Difference) => Effect.Effect<Error, Failure>
}

/** The input of an activity, for the hash; `undefined` when it is not known. */
export const Input = Context.Reference<unknown>("@cloudwright/core/ReplayCheck/Input", {
  defaultValue: () => undefined
})

interface Run {
  readonly workflow: string
  readonly executionId: string
  readonly instance: WorkflowEngine.WorkflowInstance["Service"]
  readonly fiber: number
  readonly order: Order.Order<StoredStep>
  position: number
}

type Instance = WorkflowEngine.WorkflowInstance["Service"]
type Exitable = { readonly successSchema: Schema.Constraint; readonly errorSchema: Schema.Constraint }
type Result = Workflow.Result<unknown, unknown>

/** Wraps an engine so that the code of workflows is compared with what the journal holds of it. */
export const decorate = <Failure>(
  inner: WorkflowEngine.WorkflowEngine["Service"],
  journal: Journal<Failure>
): WorkflowEngine.WorkflowEngine["Service"] => {
  const runs = new Map<string, Run>()

  // The run whose code is going on, unless asked by compensations (the code has ended) or from inside an activity
  // (which has an instance with a scope of its own).
  const runOf = (instance: Instance | undefined): Run | undefined => {
    const run = instance && runs.get(instance.executionId)
    return run?.instance.scope === instance?.scope ? run : undefined
  }

  // Stops the run where it is: nothing is compensated, and it goes on after `resume` with code that fits.
  const halt = (run: Run, instance: Instance, cause: Cause.Cause<never>): Effect.Effect<never> => {
    for (const each of [run.instance, instance]) {
      each.failed = true
      each.cause = cause
    }
    return Workflow.suspend(instance)
  }
  const keep = <A>(run: Run, instance: Instance, effect: Effect.Effect<A, Failure>): Effect.Effect<A> =>
    Effect.catchCause(effect, (cause) =>
      Cause.hasInterruptsOnly(cause) ? Effect.interrupt : halt(run, instance, Cause.die(Cause.squash(cause)))
    )
  const refuse = (run: Run, instance: Instance, verdict: { readonly recorded: string; readonly requested: string }) =>
    Effect.flatMap(
      keep(run, instance, journal.mismatch({ ...run, recorded: verdict.recorded, requested: verdict.requested })),
      (error) => halt(run, instance, Cause.die(error))
    )

  const ask = Effect.fnUntraced(function* (
    run: Run,
    instance: Instance,
    request: Pick<Order.Request, "kind" | "name" | "attempt" | "input">
  ) {
    const fiber = yield* Effect.withFiber((fiber) => Effect.succeed(fiber.id))
    const verdict = run.order.request({ ...request, fiber, body: fiber === run.fiber })
    if (verdict._tag === "Mismatch") return yield* refuse(run, instance, verdict)
    const position = run.position++
    if (verdict._tag === "Known") return verdict.step
    if (journal.replaying) return yield* Workflow.suspend(instance)
    yield* keep(run, instance, journal.add(run.executionId, position, verdict.step))
    return { ...verdict.step, position, result: null } satisfies StoredStep
  })

  // Does a step, or takes its recorded result when nothing may be executed.
  const perform = Effect.fnUntraced(function* <E, R>(
    run: Run,
    instance: Instance,
    step: StoredStep,
    schemas: Exitable,
    live: Effect.Effect<Option.Option<Exit.Exit<unknown, unknown>>, E, R>
  ) {
    const codec = exitCodec(schemas)
    if (journal.replaying) {
      if (step.result === null) return yield* Workflow.suspend(instance)
      return Option.some(yield* Effect.orDie(Schema.decodeEffect(codec)(step.result)))
    }
    const exit = yield* live
    if (Option.isSome(exit) && step.result === null) {
      const encoded = yield* Effect.orDie(Schema.encodeEffect(codec)(exit.value))
      yield* keep(run, instance, journal.result(run.executionId, step.label, encoded))
    }
    return exit
  })

  const checked = Effect.fnUntraced(function* <A, E, R>(
    workflow: Workflow.Any,
    payload: unknown,
    executionId: string,
    body: Effect.Effect<A, E, R>
  ) {
    const instance = yield* WorkflowEngine.WorkflowInstance
    const fiber = yield* Effect.withFiber((fiber) => Effect.succeed(fiber.id))
    const common = { workflow: workflow._tag, executionId, instance, fiber, position: 0 }
    const empty: Run = { ...common, order: Order.make<StoredStep>([], false) }
    const encoded = yield* Effect.orDie(Schema.encodeEffect(payloadCodec(workflow))(payload))
    const { done, steps } = yield* keep(empty, instance, journal.begin(executionId, workflow._tag, encoded))
    const run: Run = { ...common, order: Order.make(steps, done) }
    const ended = Effect.sync(() => {
      if (runs.get(executionId) === run) runs.delete(executionId)
    })
    runs.set(executionId, run)
    const exit = yield* Effect.exit(body).pipe(Effect.ensuring(ended))
    if (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)) return yield* exit
    const left = run.order.finish()
    if (left?._tag === "Mismatch") return yield* refuse(run, instance, left)
    // A workflow that suspends on failure goes on where it failed.
    const over = Exit.isSuccess(exit) || !Context.get(workflow.annotations, Workflow.SuspendOnFailure)
    if (over && !done) yield* keep(run, instance, journal.done(executionId))
    return yield* exit
  })

  const engine: WorkflowEngine.WorkflowEngine["Service"] = WorkflowEngine.WorkflowEngine.of({
    ...inner,
    register: (workflow, execute) =>
      inner.register(workflow, (payload, executionId) =>
        checked(
          workflow,
          payload,
          executionId,
          Effect.suspend(() => execute(payload, executionId))
        ).pipe(Effect.provideService(WorkflowEngine.WorkflowEngine, engine))
      ) as never,
    execute: ((
      workflow: Workflow.AnyWithProps,
      options: { readonly executionId: string; readonly discard?: boolean }
    ) =>
      Effect.gen(function* () {
        const instance = Option.getOrUndefined(yield* Effect.serviceOption(WorkflowEngine.WorkflowInstance))
        const run = runOf(instance)
        const live = inner.execute(workflow as never, options as never) as Effect.Effect<unknown, unknown>
        if (run === undefined || instance === undefined) return yield* live
        const name = `${workflow._tag} ${options.executionId}`
        const step = yield* ask(run, instance, { kind: "workflow", name, attempt: 1, input: null })
        if (options.discard === true) return journal.replaying ? options.executionId : yield* live
        const exit = yield* perform(run, instance, step, workflow, Effect.asSome(settled(live)))
        return yield* Option.getOrThrow(exit)
      })) as never,
    activityExecute: ((activity: Activity.Activity<Schema.Constraint, Schema.Constraint>, attempt: number) =>
      Effect.gen(function* () {
        const instance = yield* WorkflowEngine.WorkflowInstance
        const run = runOf(instance)
        const live = inner.activityExecute(activity, attempt) as Effect.Effect<
          Result,
          never,
          WorkflowEngine.WorkflowInstance
        >
        if (run === undefined) return yield* live
        const input = hashOf(Context.get(activity.annotations, Input))
        const step = yield* ask(run, instance, { kind: "activity", name: activity.name, attempt, input })
        let suspended: Result = new Workflow.Suspended({})
        const exit = yield* perform(
          run,
          instance,
          step,
          activity,
          Effect.map(live, (result) => {
            if (result._tag === "Complete") return Option.some(result.exit)
            suspended = result
            return Option.none()
          })
        )
        return Option.match(exit, { onNone: () => suspended, onSome: (exit) => new Workflow.Complete({ exit }) })
      })) as never,
    deferredResult: ((deferred: DurableDeferred.DurableDeferred<Schema.Top, Schema.Top>) =>
      Effect.gen(function* () {
        const instance = yield* WorkflowEngine.WorkflowInstance
        const run = runOf(instance)
        const live = inner.deferredResult(deferred)
        if (run === undefined) return yield* live
        const step = yield* ask(run, instance, { kind: "deferred", name: deferred.name, attempt: 1, input: null })
        return yield* perform(run, instance, step, deferred, live)
      })) as never
  })
  return engine
}

// The exit of an effect, but not of an interruption: that goes on.
const settled = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<Exit.Exit<A, E>, never, R> =>
  Effect.filterOrElse(
    Effect.exit(effect),
    (exit) => Exit.isSuccess(exit) || !Cause.hasInterruptsOnly(exit.cause),
    () => Effect.interrupt
  )

// Effect's own engines treat the services of these codecs as given, too: encoded results are plain JSON.
const exitCodec = ({ errorSchema, successSchema }: Exitable) =>
  Schema.fromJsonString(
    Schema.toCodecJson(Schema.Exit(successSchema, errorSchema, Schema.Defect()))
  ) as unknown as Schema.Codec<Exit.Exit<unknown, unknown>, string>

/** The payload of a workflow as JSON text. */
export const payloadCodec = (workflow: Workflow.Any) =>
  Schema.fromJsonString(Schema.toCodecJson(workflow.payloadSchema)) as unknown as Schema.Codec<unknown, string>

const hashOf = (input: unknown): string | null =>
  input === undefined ? null : createHash("sha256").update(canonical(input)).digest("hex").slice(0, 16)

// JSON with sorted keys, and texts for what JSON has no form for.
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === "bigint") return `${item}n`
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
  })
