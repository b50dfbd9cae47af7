import { assert } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import * as SingleRunner from "effect/cluster/SingleRunner"
import * as Digest from "effect/crypto/Digest"
import * as Activity from "effect/workflow/Activity"
import * as DurableDeferred from "effect/workflow/DurableDeferred"
import * as Workflow from "effect/workflow/Workflow"
import * as SqlClient from "effect/sql/SqlClient"
import type * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import * as ReplayCheck from "../src/ReplayCheck.ts"
import { type Client, Databases, type Suite } from "./databases.ts"

const Provision = Workflow.make("Provision", {
  payload: { vm: Schema.String },
  success: Schema.String,
  error: Schema.String,
  idempotencyKey: ({ vm }) => vm
})
const Gate = DurableDeferred.make("Gate")
const payload = { vm: "vm-1" }

type Body = Effect.Effect<string, string, WorkflowEngine.WorkflowEngine | WorkflowEngine.WorkflowInstance | Scope.Scope>

/** A version of the code, with a log of what it really did. */
const version = (
  log: Array<string>,
  body: (step: (name: string, input?: unknown) => Effect.Effect<string, string>) => Body
) =>
  Provision.toLayer(() =>
    body(
      (name, input) =>
        Activity.make({
          name,
          success: Schema.String,
          error: Schema.String,
          execute: Effect.sync(() => {
            log.push(name)
            return name.toLowerCase()
          }),
          annotations: ReplayCheck.input(input)
        }).pipe(Provision.withCompensation(() => Effect.sync(() => void log.push(`undo ${name}`)))) as never
    )
  )

const gate = DurableDeferred.await(Gate)
const copyAfterGate = (log: Array<string>) =>
  version(log, (step) => Effect.andThen(step("Reserve"), Effect.andThen(gate, step("Copy"))))

/** Runs something on a fresh engine over the database, as a process of its own would. */
const inProcess =
  (client: Client, code: Layer.Layer<never, never, WorkflowEngine.WorkflowEngine>, check = true) =>
  <A, E>(effect: Effect.Effect<A, E, WorkflowEngine.WorkflowEngine | SqlClient.SqlClient>) => {
    const bare = ClusterWorkflowEngine.layer.pipe(
      Layer.provide(SingleRunner.layer({ runnerStorage: "memory" })),
      Layer.provide(Digest.layerWebCrypto)
    )
    const engine = check ? ReplayCheck.layer.pipe(Layer.provide(bare)) : bare
    return Effect.provide(effect, code.pipe(Layer.provideMerge(engine), Layer.provideMerge(client())), {
      local: true
    })
  }

const open = Effect.flatMap(Provision.executionId(payload), (executionId) =>
  DurableDeferred.succeed(Gate, {
    token: DurableDeferred.tokenFromExecutionId(Gate, { workflow: Provision, executionId }),
    value: undefined
  })
)

/** Starts the execution and waits until it stands still or is over. */
const settle = Effect.gen(function* () {
  const executionId = yield* Provision.execute(payload, { discard: true })
  const result = yield* Provision.poll(executionId).pipe(
    Effect.repeat({ until: Option.isSome, schedule: Schedule.spaced("10 millis") })
  )
  return { executionId, result: Option.getOrThrow(result) }
})

export const suite: Suite = (it) => {
  it.effect("is needed: Effect's engine does not notice a renamed step", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const log: Array<string> = []
      yield* settle.pipe(inProcess(client, copyAfterGate(log), false))
      const renamed = version(log, (step) => Effect.andThen(step("Book"), Effect.andThen(gate, step("Copy"))))
      const result = yield* Effect.andThen(open, Provision.execute(payload)).pipe(inProcess(client, renamed, false))
      assert.strictEqual(result, "copy")
      assert.deepStrictEqual(log, ["Reserve", "Book", "Copy"], "reserved twice under two names, without any complaint")
    })
  )

  it.effect("lets the same code go on in another process", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const log: Array<string> = []
      const { executionId } = yield* settle.pipe(inProcess(client, copyAfterGate(log)))
      const done = Effect.gen(function* () {
        yield* open
        assert.strictEqual(yield* Provision.execute(payload), "copy")
        return Option.getOrThrow(yield* ReplayCheck.history(executionId))
      })
      const history = yield* done.pipe(inProcess(client, copyAfterGate(log)))
      assert.deepStrictEqual(log, ["Reserve", "Copy"])
      assert.isTrue(history.done)
      assert.deepStrictEqual(
        history.steps.map(({ follows, label, position }) => [position, follows, label]),
        [
          [0, "start", "activity Reserve"],
          [1, "activity Reserve", "deferred Gate"],
          [2, "deferred Gate", "activity Copy"]
        ]
      )
    })
  )

  it.effect("reads its records also where integers are wanted as bigint", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const log: Array<string> = []
      const forking = version(log, (step) =>
        Effect.andThen(
          Effect.all([step("Left"), step("Right")], { concurrency: 2 }),
          Effect.as(Effect.andThen(gate, step("Copy")), "done")
        )
      )
      const exactly = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        Effect.provideService(effect, SqlClient.SafeIntegers, true)
      const { executionId } = yield* settle.pipe(inProcess(client, forking), exactly)
      const history = yield* Effect.gen(function* () {
        yield* open
        assert.strictEqual(yield* Provision.execute(payload), "done")
        return Option.getOrThrow(yield* ReplayCheck.history(executionId))
      }).pipe(inProcess(client, forking), exactly)
      assert.isTrue(history.done)
      assert.deepStrictEqual(
        history.steps.map(({ forked, position }) => [position, forked]),
        [
          [0, true],
          [1, true],
          [2, false],
          [3, false]
        ]
      )
    })
  )

  const changes: ReadonlyArray<
    readonly [string, recorded: string, requested: string, (log: Array<string>) => ReturnType<typeof version>]
  > = [
    [
      "a renamed step",
      "activity Reserve",
      "activity Book",
      (log) => version(log, (step) => Effect.andThen(step("Book"), Effect.andThen(gate, step("Copy"))))
    ],
    [
      "an added step before a recorded one",
      "activity Reserve",
      "activity Check",
      (log) => version(log, (step) => Effect.andThen(step("Check"), Effect.andThen(step("Reserve"), step("Copy"))))
    ],
    [
      "a removed step",
      "activity Reserve",
      "deferred Gate",
      (log) => version(log, (step) => Effect.andThen(gate, step("Copy")))
    ],
    ["an early end", "deferred Gate", "end", (log) => version(log, (step) => step("Reserve"))],
    [
      "an input that changed",
      "activity Reserve with input",
      "activity Reserve with input",
      (log) => version(log, (step) => Effect.andThen(step("Reserve", { size: 2 }), Effect.andThen(gate, step("Copy"))))
    ]
  ]
  for (const [name, recorded, requested, changed] of changes) {
    it.effect(`stops ${name}, and goes on with the old code`, () =>
      Effect.gen(function* () {
        const client = yield* Databases.use(({ fresh }) => fresh)
        const log: Array<string> = []
        const first = version(log, (step) =>
          Effect.andThen(step("Reserve", { size: 1 }), Effect.andThen(gate, step("Copy")))
        )
        const { executionId } = yield* settle.pipe(inProcess(client, first))
        const stopped = yield* Effect.gen(function* () {
          yield* open
          return yield* ReplayCheck.mismatch(executionId).pipe(
            Effect.repeat({ until: Option.isSome, schedule: Schedule.spaced("10 millis") }),
            Effect.map(Option.getOrThrow)
          )
        }).pipe(inProcess(client, changed(log)))
        assert.instanceOf(stopped, ReplayCheck.NonDeterminism)
        assert.include(stopped.recorded, recorded)
        assert.include(stopped.requested, requested)
        assert.deepStrictEqual(log, ["Reserve"], "nothing was done, nothing undone")

        const back = yield* Effect.gen(function* () {
          const result = yield* Provision.poll(executionId)
          yield* Provision.resume(executionId)
          return [result, yield* Provision.execute(payload), yield* ReplayCheck.mismatch(executionId)] as const
        }).pipe(inProcess(client, first))
        if (Option.isNone(back[0]) || back[0].value._tag !== "Suspended") return assert.fail("not suspended")
        assert.include(Cause.pretty(back[0].value.cause!), "but the code asks for")
        assert.strictEqual(back[1], "copy")
        assert.isTrue(Option.isNone(back[2]))
        return assert.deepStrictEqual(log, ["Reserve", "Copy"])
      })
    )
  }

  it.effect("lets concurrent branches overtake each other, but keeps the order inside each", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const log: Array<string> = []
      const branches = (slow: string) =>
        version(log, (step) => {
          const branch = (name: string) =>
            Effect.andThen(
              Effect.sleep(name === slow ? "30 millis" : 0),
              Effect.andThen(step(`${name}1`), step(`${name}2`))
            )
          return Effect.andThen(
            Effect.all([branch("A"), branch("B")], { concurrency: 2 }),
            Effect.andThen(gate, step("Copy"))
          )
        })
      const { executionId } = yield* settle.pipe(inProcess(client, branches("A")))
      const result = yield* Effect.andThen(open, Provision.execute(payload)).pipe(inProcess(client, branches("B")))
      assert.strictEqual(result, "copy")
      assert.sameMembers(log, ["A1", "A2", "B1", "B2", "Copy"])

      const history = Option.getOrThrow(yield* ReplayCheck.history(executionId).pipe(Effect.provide(client())))
      const swapped = version(
        log,
        (step) =>
          Effect.all([Effect.andThen(step("A2"), step("A1")), Effect.andThen(step("B1"), step("B2"))], {
            concurrency: 2
          }) as never
      )
      const error = yield* ReplayCheck.replay({ workflow: Provision, layer: swapped, history }).pipe(Effect.flip)
      assert.strictEqual(error._tag, "NonDeterminism")
    })
  )

  it.effect("replays a history kept as JSON against later code, executing nothing", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const log: Array<string> = []
      const recorded = yield* Effect.gen(function* () {
        const { executionId } = yield* settle
        yield* open
        yield* Provision.execute(payload)
        return Option.getOrThrow(yield* ReplayCheck.history(executionId))
      }).pipe(inProcess(client, copyAfterGate(log)))
      const json = yield* Schema.encodeEffect(Schema.fromJsonString(ReplayCheck.History))(recorded)
      const history = yield* Schema.decodeEffect(Schema.fromJsonString(ReplayCheck.History))(json)
      const replay = (layer: ReturnType<typeof version>, from = history) =>
        ReplayCheck.replay({ workflow: Provision, layer, history: from })

      yield* replay(copyAfterGate(log))
      yield* replay(copyAfterGate(log), { ...history, done: false, steps: history.steps.slice(0, 2) })
      const fails = version(log, (step) => Effect.andThen(step("Reserve"), Effect.fail("early")))
      const error = yield* Effect.flip(replay(fails))
      assert.deepStrictEqual([error.position, error.recorded, error.requested], [1, "deferred Gate", "end"])
      const longer = version(log, (step) =>
        Effect.andThen(step("Reserve"), Effect.andThen(gate, Effect.andThen(step("Copy"), step("Verify"))))
      )
      const beyond = yield* Effect.flip(replay(longer))
      assert.deepStrictEqual([beyond.recorded, beyond.requested], ["end", "activity Verify"])
      assert.deepStrictEqual(log, ["Reserve", "Copy"], "nothing was executed or compensated by replaying")
    })
  )

  it.effect("lets a workflow that suspends on failure go on with repaired code", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const log: Array<string> = []
      const Suspending = Provision.annotate(Workflow.SuspendOnFailure, true)
      const step = (name: string) => Activity.make({ name, execute: Effect.sync(() => void log.push(name)) })
      const code = (middle: Effect.Effect<void>) =>
        Suspending.toLayer(() =>
          step("Reserve").pipe(Effect.andThen(middle), Effect.andThen(step("Copy")), Effect.as("ok"))
        )
      const { executionId, result } = yield* settle.pipe(inProcess(client, code(Effect.die(new Error("a mistake")))))
      assert.strictEqual(result._tag, "Suspended")
      const ended = Effect.andThen(Suspending.resume(executionId), Suspending.execute(payload))
      assert.strictEqual(yield* ended.pipe(inProcess(client, code(Effect.void))), "ok")
      assert.deepStrictEqual(log, ["Reserve", "Copy"])
    })
  )

  it.effect("forgets an execution", () =>
    Effect.gen(function* () {
      const client = yield* Databases.use(({ fresh }) => fresh)
      const left = Effect.gen(function* () {
        const { executionId } = yield* settle
        yield* ReplayCheck.forget(executionId)
        return yield* ReplayCheck.history(executionId)
      })
      assert.isTrue(Option.isNone(yield* left.pipe(inProcess(client, copyAfterGate([])))))
    })
  )
}
