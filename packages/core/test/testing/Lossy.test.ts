import { Lossy } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import { fixed } from "./fixed.ts"

class Unknown extends Data.TaggedError("Unknown")<{ readonly operation: string }> {}
class NotFound extends Data.TaggedError("NotFound")<{ readonly id: string }> {}
class Exists extends Data.TaggedError("Exists")<{ readonly id: string }> {}

interface Volumes {
  readonly create: (id: string) => Effect.Effect<void, Unknown | Exists>
  readonly get: (id: string) => Effect.Effect<Option.Option<string>, Unknown>
  readonly remove: (id: string) => Effect.Effect<void, Unknown | NotFound>
  readonly ids: Set<string>
}

const makeVolumes = Effect.sync((): Volumes => {
  const ids = new Set<string>()
  return {
    ids,
    create: (id) =>
      Effect.suspend(() => (ids.has(id) ? Effect.fail(new Exists({ id })) : Effect.sync(() => void ids.add(id)))),
    get: (id) => Effect.sync(() => (ids.has(id) ? Option.some(id) : Option.none())),
    remove: (id) => Effect.suspend(() => (ids.delete(id) ? Effect.void : Effect.fail(new NotFound({ id }))))
  }
})

const retryUnknown = {
  schedule: Schedule.exponential("1 second"),
  while: (error: { readonly _tag: string }) => error._tag === "Unknown"
}

const createSafely = (volumes: Volumes) =>
  volumes.get("a").pipe(
    Effect.flatMap((found) => (Option.isSome(found) ? Effect.void : volumes.create("a"))),
    Effect.catchTag("Exists", () => Effect.void),
    Effect.retry(retryUnknown)
  )

const removeSafely = (volumes: Volumes) =>
  volumes.remove("a").pipe(
    Effect.catchTag("NotFound", () => Effect.void),
    Effect.retry(retryUnknown)
  )

const exactly = (ids: ReadonlyArray<string>) => (volumes: Volumes, exit: Exit.Exit<unknown, unknown>) =>
  Effect.gen(function* () {
    if (Exit.isFailure(exit)) return yield* Effect.fail("the client failed")
    return [...volumes.ids].join() === ids.join() ? undefined : yield* Effect.fail(`left: ${[...volumes.ids].join()}`)
  })

const check: typeof Lossy.check = (options) => fixed(Lossy.check(options))
const common = { driver: makeVolumes, unknown: (operation: string) => new Unknown({ operation }) }

describe("Lossy", () => {
  it.effect("passes a client that reads before it repeats", () =>
    Effect.gen(function* () {
      const runs = yield* check({
        ...common,
        name: "create then remove",
        run: (volumes) => Effect.andThen(createSafely(volumes), removeSafely(volumes)),
        verify: exactly([])
      })
      assert.strictEqual(runs, 1 + 3 * 3 + 100)
    })
  )

  it.effect("finds a client that takes unknown for failure and creates twice", () =>
    Effect.gen(function* () {
      const error = yield* check({
        ...common,
        name: "create",
        run: (volumes) => {
          let attempt = 0
          return Effect.suspend(() => volumes.create(`a${attempt++}`)).pipe(Effect.retry(retryUnknown))
        },
        verify: (volumes) =>
          volumes.ids.size === 1 ? Effect.void : Effect.fail(`made ${[...volumes.ids].join(" and ")}`)
      }).pipe(Effect.flip)
      assert.strictEqual(error._tag, "Falsified")
      assert.include(error.message, "made a0 and a1")
      assert.include(error.message, "create: lost")
    })
  )

  it.effect("finds a client that takes not-found on delete for failure", () =>
    Effect.gen(function* () {
      const error = yield* check({
        ...common,
        name: "remove",
        driver: Effect.tap(makeVolumes, (volumes) => volumes.create("a").pipe(Effect.orDie)),
        run: (volumes) => volumes.remove("a").pipe(Effect.retry(retryUnknown)),
        verify: exactly([])
      }).pipe(Effect.flip)
      assert.include(error.message, "NotFound")
      assert.include(error.message, "remove: lost")
    })
  )

  it.effect("finds a client that believes an unsent call, and one that waits for ever", () =>
    Effect.gen(function* () {
      const believes = yield* check({
        ...common,
        name: "believes",
        run: (volumes) => volumes.create("a").pipe(Effect.catchTag("Unknown", () => Effect.void)),
        verify: exactly(["a"])
      }).pipe(Effect.flip)
      assert.include(believes.message, "create: unsent")
      const waits = yield* check({
        ...common,
        name: "waits",
        run: (volumes) => volumes.create("a").pipe(Effect.catchTag("Unknown", () => Effect.never)),
        verify: () => Effect.void
      }).pipe(Effect.flip)
      assert.include(waits.message, "waits for ever")
    })
  )

  it.effect("replays a finding that only a mix of faults makes, by its seed alone", () =>
    Effect.gen(function* () {
      // Planted: one repetition is safe, so no single fault shows that the second is not.
      const fragile = (seed?: number) =>
        check({
          ...common,
          name: "fragile",
          run: (volumes) =>
            createSafely({
              ...volumes,
              create: (id) => volumes.create(id).pipe(Effect.retry({ times: 1, while: (e) => e._tag === "Unknown" }))
            }).pipe(Effect.andThen(volumes.get("a").pipe(Effect.retry({ times: 1 })))),
          verify: exactly(["a"]),
          runs: 2000,
          seed
        }).pipe(Effect.flip)
      const first = yield* fragile()
      if (first._tag !== "Falsified") return assert.fail(first.message)
      const again = yield* fragile(first.seed)
      return assert.strictEqual(again.message, first.message)
    })
  )

  it.effect("leaves other members and excluded operations alone", () =>
    Effect.gen(function* () {
      const volumes = yield* makeVolumes
      const lossy = Lossy.wrap(volumes, {
        ...common,
        operations: ["remove"],
        decide: () => Effect.succeed("lost" as const)
      })
      yield* lossy.create("a")
      assert.deepStrictEqual([...lossy.ids], ["a"])
      assert.strictEqual((yield* Effect.flip(lossy.remove("a")))._tag, "Unknown")
      assert.deepStrictEqual([...lossy.ids], [])
    })
  )
})
