import { WorkflowLaws } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Activity from "effect/workflow/Activity"
import * as Workflow from "effect/workflow/Workflow"
import { fixed } from "./fixed.ts"
import { Failed, Host, step } from "./host.ts"

const Parent = Workflow.make("Parent", {
  payload: { id: Schema.String },
  success: Schema.String,
  error: Failed,
  idempotencyKey: ({ id }) => id
})
const Child = Workflow.make("Child", {
  payload: { id: Schema.String },
  success: Schema.String,
  error: Failed,
  idempotencyKey: ({ id }) => id
})

const put = (name: string, wait: Duration.Input = 0) =>
  step(
    name,
    Schema.String,
    Effect.gen(function* () {
      const { disks } = yield* Host
      yield* Effect.sleep(wait)
      disks.set(name, "made")
      return name
    })
  )
const drop = (name: string) => Effect.flatMap(Host, ({ disks }) => Effect.sync(() => void disks.delete(name)))

const childCode = Child.toLayer(() => put("Child", "2 seconds").pipe(Child.withCompensation(drop)))

const parentCode = Parent.toLayer(
  Effect.fn(function* ({ id }) {
    const kept = (name: string, wait?: Duration.Input) => put(name, wait).pipe(Parent.withCompensation(drop))
    const branch = (name: string, wait: Duration.Input) => Effect.andThen(kept(`${name}1`, wait), kept(`${name}2`))
    yield* Effect.all([branch("A", "5 seconds"), branch("B", "1 second")], { concurrency: 2 })
    const flaky = step(
      "Flaky",
      Schema.Void,
      Effect.flatMap(Activity.CurrentAttempt, (attempt) =>
        attempt < 3 ? Effect.fail(new Failed({ why: `attempt ${attempt}` })) : Effect.void
      )
    )
    yield* Activity.retry(flaky, { times: 4 })
    yield* kept("Timed", "1 second").pipe(Effect.timeout("1 hour"), Effect.orDie)
    const child = yield* Child.execute({ id }).pipe(Parent.withCompensation(() => drop("Child")))
    // The losing branch of a race may or may not have been begun, so neither leaves anything.
    const contender = (name: string, wait: Duration.Input) =>
      Activity.make({ name, success: Schema.String, error: Failed, execute: Effect.as(Effect.sleep(wait), name) })
    const first = yield* Activity.raceAll("race", [contender("Fast", "1 second"), contender("Slow", "1 minute")])
    yield* kept("Last").pipe(Effect.timeout("1 hour"), Effect.orDie)
    return `${child} ${first === "" ? "nobody" : "somebody"}`
  })
)

describe("WorkflowLaws", () => {
  it.effect(
    "passes branches, retries, time-outs, races and a child workflow",
    () =>
      Effect.gen(function* () {
        const report = yield* WorkflowLaws.check({
          workflow: Parent,
          payload: { id: "p" },
          layer: Layer.merge(parentCode, childCode),
          environment: Host.layer,
          cleanSlate: Effect.map(Host, ({ disks }) => disks),
          failure: new Failed({ why: "injected" }),
          tolerated: ["Fast", "Slow"]
        }).pipe(fixed)
        assert.includeMembers(
          [...report.actions],
          ["A1", "A2", "B1", "B2", "Flaky", "Flaky (attempt 3)", "Timed", "Fast", "Child", "Last"]
        )
      }),
    60_000
  )
})
