import { World } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Semaphore from "effect/Semaphore"
import { fixed } from "./fixed.ts"

class Unknown extends Data.TaggedError("Unknown")<{ readonly operation: string }> {}
class Down extends Data.TaggedError("Down")<{}> {}

const unless = (holds: boolean, wrong: string) => (holds ? Effect.void : Effect.fail(wrong))
const retryUnknown = {
  schedule: Schedule.spaced("5 seconds"),
  while: (e: { readonly _tag: string }) => e._tag === "Unknown"
}

/** Read, modify, write, under a lock or not. */
const counters = (bug: boolean) => ({
  name: "counters",
  setup: Effect.map(Semaphore.make(1), (lock) => ({ lock, value: 0, done: 0 })),
  generate: () => "increment",
  apply: (system: { readonly lock: Semaphore.Semaphore; value: number; done: number }) => {
    const increment = Effect.gen(function* () {
      const value = yield* Effect.sync(() => system.value)
      yield* Effect.yieldNow
      yield* Effect.sync(() => {
        system.value = value + 1
        system.done++
      })
    })
    return bug ? increment : system.lock.withPermits(1)(increment)
  },
  invariant: (system: { readonly value: number; readonly done: number }) =>
    unless(system.value === system.done, `${system.done} increments made ${system.value}`),
  converged: () => Effect.void
})

/** Claims on four slots: look for a free one, ask the host, take it. */
const claims = (bug: boolean) => ({
  name: "claims",
  setup: Effect.sync(() => new Map<number, Array<string>>()),
  generate: (_: unknown, step: number) => `claim-${step}`,
  apply: (slots: Map<number, Array<string>>, claim: string) =>
    Effect.gen(function* () {
      const slot = [0, 1, 2, 3].find((slot) => !slots.has(slot))
      if (slot === undefined) return yield* Effect.fail("full")
      if (bug) yield* Effect.sleep("10 millis")
      return slots.set(slot, [...(slots.get(slot) ?? []), claim])
    }),
  invariant: (slots: Map<number, Array<string>>) =>
    unless(
      [...slots.values()].every(({ length }) => length === 1),
      "two claims hold one slot"
    ),
  converged: () => Effect.void
})

/** A lease of ten seconds with a fencing number; the register is meant to refuse numbers older than the newest it saw. */
const leases = (bug: boolean) => ({
  name: "leases",
  setup: Effect.sync(() => ({ token: 0, until: 0, newest: 0, writes: new Array<number>() })),
  generate: (_: unknown, step: number) => `owner-${step}`,
  apply: (system: { token: number; until: number; newest: number; readonly writes: Array<number> }) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      if (now < system.until) return yield* Effect.fail("held")
      system.until = now + 10_000
      const token = ++system.token
      yield* World.pause("owner")
      if (!bug && token < system.newest) return yield* Effect.fail("fenced off")
      system.newest = Math.max(system.newest, token)
      return system.writes.push(token)
    }),
  invariant: ({ writes }: { readonly writes: ReadonlyArray<number> }) =>
    unless(
      writes.every((token, at) => at === 0 || token > writes[at - 1]!),
      `an old owner wrote: ${writes.join(" ")}`
    ),
  converged: () => Effect.void
})

/** Machines on a host behind a lossy line, and our records of them. */
const machines = (bug: boolean) => ({
  name: "machines",
  setup: Effect.sync(() => ({ host: new Set<string>(), records: new Set<string>() })),
  generate: (_: unknown, step: number) => `vm-${step}`,
  apply: ({ host, records }: { readonly host: Set<string>; readonly records: Set<string> }, id: string) => {
    const driver: { readonly create: (id: string) => Effect.Effect<void, Unknown> } = {
      create: (id) => Effect.sync(() => void host.add(id))
    }
    const line = World.lossy(driver, { unknown: (operation) => new Unknown({ operation }) })
    const create = bug ? line.create(id) : line.create(id).pipe(Effect.retry(retryUnknown))
    return Effect.andThen(
      create,
      Effect.sync(() => records.add(id))
    )
  },
  invariant: ({ host, records }: { readonly host: Set<string>; readonly records: Set<string> }) =>
    unless(
      [...records].every((id) => host.has(id)),
      "a record without its machine"
    ),
  converged: ({ host, records }: { readonly host: Set<string>; readonly records: Set<string> }) =>
    unless(
      [...host].every((id) => records.has(id)),
      "a machine nobody knows of"
    )
})

/** A worker in the background whose circuit breaker opens after three failures and, when planted, never closes. */
const queue = (bug: boolean) => ({
  name: "queue",
  setup: Effect.gen(function* () {
    const system = { waiting: new Array<string>(), down: false, failures: 0 }
    const attempt = Effect.gen(function* () {
      if (yield* World.fault("backend goes down")) system.down = true
      if (system.waiting.length === 0 || (bug && system.failures >= 3)) return undefined
      if (system.down) {
        system.failures++
        return yield* new Down()
      }
      system.failures = 0
      return system.waiting.shift()
    })
    yield* Effect.ignore(attempt).pipe(Effect.repeat(Schedule.spaced("1 second")), Effect.forkScoped)
    return system
  }),
  generate: (_: unknown, step: number) => `job-${step}`,
  apply: (system: { readonly waiting: Array<string> }, job: string) => Effect.sync(() => system.waiting.push(job)),
  invariant: () => Effect.void,
  heal: (system: { down: boolean }) => Effect.sync(() => void (system.down = false)),
  converged: ({ waiting }: { readonly waiting: ReadonlyArray<string> }) =>
    unless(waiting.length === 0, `${waiting.length} jobs wait`)
})

const passes = <S, O>(subject: World.Options<S, O, never>) =>
  Effect.map(World.check(subject).pipe(fixed), (operations) => assert.strictEqual(operations, 4000))

const finds = <S, O>(subject: World.Options<S, O, never>, law: string, text: string) =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(World.check(subject).pipe(fixed))
    if (error._tag !== "Falsified") return assert.fail(error.message)
    assert.strictEqual(error.law, law, error.message)
    assert.include(error.message, text)
    const again = yield* Effect.flip(World.check({ ...subject, seed: error.seed }))
    return assert.strictEqual(again.message, error.message, "the seed alone makes the same failure")
  })

describe("World", () => {
  it.effect("passes correct systems", () =>
    Effect.gen(function* () {
      yield* passes(counters(false))
      yield* passes(claims(false))
      yield* passes(leases(false))
      yield* passes(machines(false))
      yield* passes(queue(false))
    })
  )
  it.effect("finds a lost update", () => finds(counters(true), "invariant", "increments made"))
  it.effect("finds a double claim", () => finds(claims(true), "invariant", "two claims"))
  it.effect("finds two owners after a pause", () => finds(leases(true), "invariant", "an old owner wrote"))
  it.effect("finds a leak after a lost reply", () =>
    finds(machines(true), "converges after healing", "a machine nobody knows of")
  )
  it.effect("finds a stall after healing", () => finds(queue(true), "converges after healing", "jobs wait"))

  it.effect("finds an operation that never ends, and one that crashes", () =>
    Effect.gen(function* () {
      const subject = { ...claims(false), name: "ends" }
      yield* finds({ ...subject, apply: () => Effect.never }, "converges after healing", "still going on")
      yield* finds({ ...subject, apply: () => Effect.die("boom") }, "operations do not crash", "boom")
    })
  )

  it.effect("finds an invariant that can never be looked at, because it waits", () =>
    finds({ ...claims(false), invariant: () => Effect.never }, "converges after healing", "the invariant waits")
  )

  it.effect("shows the shortest list of operations", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(World.check(claims(true)).pipe(fixed))
      if (error._tag !== "Falsified") return assert.fail(error.message)
      return assert.isAtMost(error.trace.length, 3, error.message)
    })
  )

  it.effect("has no faults outside of a world", () =>
    Effect.gen(function* () {
      assert.isFalse(yield* World.fault("anything"))
      yield* World.pause("anything")
    })
  )
})
