/**
 * A workflow engine that can be told to fail, repeat or die at any step of a workflow, and that counts the steps.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import type * as Activity from "effect/workflow/Activity"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import { prng } from "../Seed.ts"
import type { Simulation } from "./simulation.ts"

/**
 * Where a process dies: at a step of the workflow (or at its end), and how far into it. A number is "that many operations
 * into the action"; `unrecorded` is after the action, before its result is stored.
 *
 * @since 0.1.0
 * @category models
 */
export interface CrashPoint {
  readonly step: string
  readonly when: "before" | "unrecorded" | "after" | number
}

/**
 * What one process does to the workflow. `bodyTime` is added to the clock that the workflow's own code sees, in
 * milliseconds; activities see the true one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Plan {
  readonly crash?: CrashPoint | undefined
  readonly fail?: { readonly activity: string; readonly error: unknown } | undefined
  readonly repeat?: string | undefined
  readonly repeatUndos?: boolean | undefined
  readonly bodyTime: number
}

/**
 * The steps that were seen, in order, with the number of operations each took. `completed` are the actions that came to
 * a result; a loser of a race does not.
 *
 * @since 0.1.0
 * @category models
 */
export interface Seen {
  readonly actions: Map<string, number>
  readonly undos: Map<string, number>
  readonly completed: Set<string>
  failed: boolean
}

/**
 * The name of the point after the code and its compensations, before the workflow's result is stored.
 *
 * @since 0.1.0
 * @category constants
 */
export const end = "the workflow's end"

/**
 * Wraps an engine according to a plan.
 *
 * @since 0.1.0
 * @category combinators
 */
export const instrument = (
  inner: WorkflowEngine.WorkflowEngine["Service"],
  world: Simulation,
  plan: Plan,
  seen: Seen
): Effect.Effect<WorkflowEngine.WorkflowEngine["Service"]> =>
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const random = yield* Random.Random
    const trueTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      effect.pipe(Effect.provideService(Clock.Clock, clock), Effect.provideService(Random.Random, random))
    const codeRandom = prng(plan.bodyTime)
    const codeTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      effect.pipe(
        Effect.provideService(Clock.Clock, shifted(clock, plan.bodyTime)),
        Effect.provideService(Random.Random, {
          nextDoubleUnsafe: codeRandom.fraction,
          nextIntUnsafe: () => codeRandom.uint32()
        })
      )

    const point = (step: string, when: "before" | "unrecorded" | "after") =>
      Effect.suspend(() => {
        if (plan.crash?.step !== step || plan.crash.when !== when) return Effect.void
        world.kill()
        return Effect.never
      })
    // Counts the operations of a step, and dies in the middle of them if so planned.
    const counted = <A, E, R>(step: string, into: Map<string, number>, effect: Effect.Effect<A, E, R>) =>
      Effect.suspend(() => {
        const before = world.operations()
        if (plan.crash?.step === step && typeof plan.crash.when === "number") world.killAfter(plan.crash.when)
        return Effect.ensuring(
          effect,
          Effect.sync(() => into.set(step, (into.get(step) ?? 0) + world.operations() - before))
        )
      })

    const act = (activity: Activity.Any, step: string) => {
      const execute =
        plan.repeat === step
          ? Effect.andThen(activity.executeEncoded, activity.executeEncoded)
          : activity.executeEncoded
      const failing = plan.fail?.activity === activity.name ? injected(activity, plan.fail.error, seen) : execute
      return Effect.flatMap(Effect.exit(counted(step, seen.actions, trueTime(failing))), (exit) =>
        Effect.andThen(point(step, "unrecorded"), exit)
      )
    }

    const undo = (step: string, effect: Effect.Effect<void>) =>
      point(step, "before").pipe(
        Effect.andThen(counted(step, seen.undos, effect)),
        Effect.andThen(plan.repeatUndos === true ? effect : Effect.void),
        Effect.andThen(point(step, "after"))
      )

    const engine: WorkflowEngine.WorkflowEngine["Service"] = WorkflowEngine.WorkflowEngine.of({
      ...inner,
      register: (workflow, execute) =>
        inner.register(workflow, (payload, executionId) =>
          Effect.gen(function* () {
            const { scope } = yield* WorkflowEngine.WorkflowInstance
            // Added first, so it runs last: after all compensations.
            yield* Scope.addFinalizer(scope, point(end, "before"))
            const exit = yield* Effect.exit(codeTime(execute(payload, executionId)))
            interceptUndos(scope, undo)
            return yield* exit
          }).pipe(Effect.provideService(WorkflowEngine.WorkflowEngine, engine))
        ) as never,
      execute: (workflow, options) => trueTime(inner.execute(workflow, options)) as never,
      activityExecute: (activity, attempt) =>
        Effect.gen(function* () {
          const step = attempt > 1 ? `${activity.name} (attempt ${attempt})` : activity.name
          yield* point(step, "before")
          const probed: typeof activity = Object.create(activity, { executeEncoded: { value: act(activity, step) } })
          const result = yield* trueTime(inner.activityExecute(probed, attempt))
          if (result._tag === "Suspended") return result
          seen.completed.add(step)
          yield* point(step, "after")
          return result
        }) as never,
      deferredResult: (deferred) => trueTime(inner.deferredResult(deferred)) as never,
      deferredDone: (deferred, options) => trueTime(inner.deferredDone(deferred, options)),
      scheduleClock: (workflow, options) => trueTime(inner.scheduleClock(workflow, options))
    })
    return engine
  })

// The typed error if the activity can fail with it, else a defect.
const injected = (activity: Activity.Any, error: unknown, seen: Seen): Effect.Effect<never, unknown> =>
  Effect.suspend(() => {
    seen.failed = true
    // Effect's engines are given activities without the type of their properties, which all of them have.
    const schema = (activity as unknown as Activity.AnyWithProps).errorSchema
    const encode = Schema.encodeUnknownEffect(Schema.toCodecJson(schema)) as (
      value: unknown
    ) => Effect.Effect<unknown, unknown>
    return Effect.matchEffect(error === undefined ? Effect.fail("none") : encode(error), {
      onFailure: () => Effect.die(new Error(`failure injected into ${activity.name}`)),
      onSuccess: Effect.fail
    })
  })

// Compensations are finalizers of the execution's scope; they matter when the execution fails. They run in reverse order.
const interceptUndos = (
  scope: Scope.Scope,
  undo: (step: string, effect: Effect.Effect<void>) => Effect.Effect<void>
) => {
  const { state } = scope
  if (state._tag !== "Open" || state.finalizers === undefined) return
  const [first, ...undos] = [...state.finalizers]
  state.finalizers = new Map([
    first!,
    ...undos.map(([key, finalizer], index): typeof first & {} => [
      key,
      (exit) => {
        const effect = Effect.suspend(() => finalizer(exit))
        return Exit.isSuccess(exit) ? effect : undo(`undo ${index + 1}`, effect)
      }
    ])
  ])
}

const shifted = (clock: Clock.Clock, millis: number): Clock.Clock => {
  const nanos = BigInt(millis) * 1_000_000n
  return {
    currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + millis,
    currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + millis),
    currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + nanos,
    currentTimeNanos: Effect.map(clock.currentTimeNanos, (now) => now + nanos),
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: clock.monotonicTimeNanos,
    sleep: (duration) => clock.sleep(duration)
  }
}
