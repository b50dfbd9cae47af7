/** Four writers at once: fibers whose turns fast-check decides, and processes on one database file. */
import { layer as sqliteLayer, layerMemory } from "@cloudwright/core/Sqlite"
import { assert, describe, it } from "@effect/vitest"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scheduler from "effect/Scheduler"
import * as fc from "fast-check"
import { Ipam } from "../../src/ipam/Ipam.ts"
import * as IpamReference from "../../src/testing/IpamReference.ts"
import * as SerialOrder from "../../src/testing/SerialOrder.ts"
import { temporaryFile } from "../support/files.ts"
import { raceOfProcesses } from "../support/ipamRace.ts"
import { agree, type Answer, ask, askReference, chosen, type Question, timelessly } from "../support/ipamScript.ts"

const seed = 20_261_122

/** Fibers take turns as the scheduler of fast-check says, and give way after so many operations. */
const scheduledBy = (scheduler: fc.Scheduler, every: number): Scheduler.Scheduler => ({
  executionMode: "async",
  shouldYield: (fiber) => fiber.currentOpCount >= every,
  makeDispatcher: () => ({
    scheduleTask: (task) => void scheduler.schedule(Promise.resolve()).then(task),
    flush: () => {}
  })
})

const scope = "blue"
const subnet = "10.0.0.0/29"

type Call = { readonly kind: "allocate" | "highest" | "claim" | "many" | "release" | "reserve"; readonly which: number }

const calls = fc.array(
  fc.record<Call>({
    kind: fc.constantFrom("allocate", "highest", "release", "claim", "many", "release", "reserve"),
    which: fc.nat({ max: 7 })
  }),
  { minLength: 2, maxLength: 5 }
)

/** The question of a call, given what was granted so far, to whomever. */
const questionOf = (
  { kind, which }: Call,
  owner: string,
  granted: ReadonlyArray<{ readonly address: string; readonly owner: string }>
): Question => {
  switch (kind) {
    case "allocate":
      return { method: "allocate", request: { scope, subnet, owner } }
    case "highest":
      return { method: "allocate", request: { scope, subnet, owner, strategy: "highest" } }
    case "claim":
      return { method: "allocate", request: { scope, subnet, owner, address: `10.0.0.${which}` } }
    case "many":
      return {
        method: "allocateMany",
        request: { scope, addresses: ["a", "b"].map((key) => ({ subnet, owner, key })) }
      }
    case "reserve":
      return { method: "reserve", request: { scope, addresses: [{ subnet, owner, key: "later" }] } }
    case "release": {
      const one = granted[which % granted.length] ?? { address: "10.0.0.3", owner }
      return { method: "release", request: { scope, ...one } }
    }
  }
}

/** A reference with the scope and the subnet. */
const reference = () => {
  const made = IpamReference.make({ now: () => 0 })
  made.createScope({ id: scope, tenant: "acme" })
  made.createSubnet({ scope, cidr: subnet, gateway: "first" })
  return made
}

const race = Effect.fnUntraced(function* (writers: ReadonlyArray<ReadonlyArray<Call>>, turns: Scheduler.Scheduler) {
  const context = yield* Layer.build(Ipam.layer.pipe(Layer.provide(Layer.fresh(layerMemory))))
  const view = Context.get(context, Ipam).as("acme")
  yield* view.createScope({ id: scope })
  yield* view.createSubnet({ scope, cidr: subnet, gateway: "first" })
  let moment = 0
  const history: Array<SerialOrder.Done<Question, Answer>> = []
  const granted: Array<{ readonly address: string; readonly owner: string }> = []
  const writer = Effect.fnUntraced(function* (script: ReadonlyArray<Call>, name: number) {
    for (const [index, call] of script.entries()) {
      const owner = `writer-${name}/${index}`
      const operation = questionOf(call, owner, granted)
      const called = moment++
      const answer = yield* ask(view, operation)
      if (operation.method !== "release") granted.push(...chosen(answer).map((address) => ({ address, owner })))
      history.push({ operation, answer, called, answered: moment++ })
    }
  })
  yield* Effect.forEach(writers, writer, { concurrency: "unbounded" }).pipe(
    Effect.provideService(Scheduler.Scheduler, turns)
  )
  const { items } = yield* view.listAddresses({ scope })
  return { history, final: timelessly(items) }
})

/** A serial order of the calls in which the reference answers the same, ending in the same state. */
const explain = (history: ReadonlyArray<SerialOrder.Done<Question, Answer>>) => {
  const model = reference()
  return SerialOrder.find({
    history,
    initial: model.state(),
    key: ({ addresses }) => holders(addresses),
    step: (state, question, answer) => {
      model.restore(state)
      const expected = askReference(model, question, chosen(answer))
      try {
        agree(question, answer, expected, timelessly)
        return model.state()
      } catch {
        return undefined
      }
    }
  })
}

/** Whether `other` was called while `one` was not yet answered. */
const overlap = (one: SerialOrder.Done<Question, Answer>, other: SerialOrder.Done<Question, Answer>) =>
  one.called < other.called && other.called < one.answered

const holders = (addresses: unknown) =>
  (addresses as ReadonlyArray<{ address: string; owner: string; state: string }>)
    .map(({ address, owner, state }) => `${address} ${owner} ${state}`)
    .sort()
    .join("\n")

describe("Ipam, several writers at once", () => {
  it.live(
    "any interleaving of 4 writer fibers equals some serial order: 150 schedules of up to 20 calls",
    () =>
      Effect.gen(function* () {
        let overlapping = 0
        const run = Effect.runPromiseWith(yield* Effect.context())
        const schedules = fc.asyncProperty(
          fc.scheduler(),
          fc.integer({ min: 3, max: 80 }),
          fc.tuple(calls, calls, calls, calls),
          async (scheduler, every, writers) => {
            const { final, history } = await scheduler.waitFor(
              run(race(writers, scheduledBy(scheduler, every)).pipe(Effect.scoped))
            )
            if (history.some((one) => history.some((other) => overlap(one, other)))) overlapping++
            const order = explain(history)
            if (order === undefined) throw new Error(`no serial order: ${JSON.stringify(history, undefined, 1)}`)
            const model = reference()
            for (const { answer, operation } of order) askReference(model, operation, chosen(answer))
            if (holders(model.addresses(scope)) !== holders(final)) {
              throw new Error(`another state than that of the serial order: ${holders(final)}`)
            }
          }
        )
        yield* Effect.promise(() => fc.assert(schedules, { seed, numRuns: 150, endOnFailure: false }))
        assert.isAbove(overlapping, 100)
      }),
    120_000
  )

  it.live(
    "4 processes on one SQLite file: the event log is a serial order, and says what every process was told",
    () =>
      Effect.gen(function* () {
        const file = yield* temporaryFile
        yield* raceOfProcesses({ kind: "sqlite", file }, sqliteLayer({ filename: file, busyTimeout: "30 seconds" }))
      }).pipe(Effect.provide(NodeServices.layer)),
    120_000
  )
})
