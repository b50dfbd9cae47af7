/** Random sequences of operations on the address manager and on the reference, side by side. */
import { Sometimes } from "@cloudwright/core/testing"
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { Ipam, type IpamView } from "../../src/ipam/Ipam.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as IpamReference from "../../src/testing/IpamReference.ts"
import {
  agree,
  ask,
  askReference,
  chosen,
  comparable,
  operation,
  type Operation,
  picture,
  pictureOf,
  type Question,
  resolve,
  scopes,
  tenant
} from "./ipamScript.ts"

const seed = 20_261_122

export const marks = Sometimes.make("IpamModel", [
  "createPool",
  "removePool",
  "createSubnet",
  "removeSubnet",
  "delegate",
  "undelegate",
  "allocate",
  "allocateMany",
  "reserve",
  "hold",
  "release",
  "renew",
  "expire",
  "pass",
  "Exhausted",
  "Overlaps",
  "OutsideSubnet",
  "OutsidePool",
  "InUse",
  "NotEmpty",
  "Excluded",
  "NotFound",
  "Conflict",
  "StaleLease",
  "WrongFamily",
  "Released",
  "AlreadyFree",
  "NotOwner"
])

const note = (answer: Result.Result<unknown, ReadonlyArray<{ readonly _tag: string }>>, method: Question["method"]) => {
  const tag = Result.isFailure(answer)
    ? answer.failure[0]?._tag
    : typeof answer.success === "object" && answer.success !== null && "_tag" in answer.success
      ? String(answer.success._tag)
      : method
  for (const name of [tag, Result.isSuccess(answer) ? method : undefined]) {
    if (name !== undefined) marks.reachUnsafe(name as "expire")
  }
}

/** Both implementations side by side, driven by one clock. */
const sideBySide = Effect.fnUntraced(function* (database: Layer.Layer<SqlClient.SqlClient, SqlError>) {
  const context = yield* Layer.build(Ipam.layer.pipe(Layer.provide(Layer.fresh(database))))
  const view = Context.get(context, Ipam).as(tenant)
  let now = 0
  const start = yield* TestClock.testClockWith((clock) => Effect.sync(() => clock.currentTimeMillisUnsafe()))
  const reference = IpamReference.make({ now: () => start + now })
  for (const scope of scopes) {
    yield* view.createScope({ id: scope })
    reference.createScope({ id: scope, tenant })
  }
  /** Tokens are each side's own. */
  const tokens = new Map<string, string>()
  let serial = 0

  const step = Effect.fnUntraced(function* (operation: Operation) {
    const question = resolve(reference.state(), reference.addresses, operation, serial++, false)
    if (question === undefined) return
    const real = yield* ask(view, withToken(question, tokens))
    const model = askReference(reference, question, chosen(real))
    note(real, question.method)
    agree(question, real, model)
    if (question.method === "pass") {
      now += question.request
      yield* TestClock.adjust(question.request)
    }
    remember(tokens, model, real)
    for (const scope of scopes) {
      assert.deepStrictEqual(comparable(yield* pictureOf(view, scope)), comparable(picture(reference, scope)))
      yield* checkUsage(view, reference, scope)
    }
  })
  return { step }
})

const withToken = (question: Question, tokens: ReadonlyMap<string, string>): Question => {
  if (question.method !== "release" && question.method !== "renew") return question
  const { token } = question.request
  if (token === undefined || !tokens.has(token)) return question
  return { ...question, request: { ...question.request, token: tokens.get(token)! } } as Question
}

const remember = (tokens: Map<string, string>, model: unknown, real: unknown) => {
  const tokenIn = (answer: unknown) => /"token":"([^"]+)"/.exec(JSON.stringify(answer, plainNumbers))?.[1]
  const [key, value] = [tokenIn(model), tokenIn(real)]
  if (key !== undefined && value !== undefined) tokens.set(key, value)
}

const plainNumbers = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value)

/** The figures are the reference's, and free and used together are what there is. */
const checkUsage = Effect.fnUntraced(function* (view: IpamView, reference: IpamReference.IpamReference, scope: string) {
  const usage = yield* view.usage(scope)
  assert.deepStrictEqual(usage.pools, reference.poolUsage(scope))
  // Whether the DHCP range counts as free is not told, so subnets with one are left out.
  const plain = reference.state().subnets.filter((subnet) => subnet.scope === scope && subnet.dhcp === null)
  const ids = new Set<string>(plain.map(({ id }) => id))
  assert.deepStrictEqual(
    usage.subnets.filter(({ subnet }) => ids.has(subnet)),
    reference.subnetUsage(scope).filter(({ subnet }) => ids.has(subnet))
  )
  for (const of of plain) {
    const figures = usage.subnets.find(({ subnet }) => subnet === of.id)!
    assert.strictEqual(figures.size, Prefix.size(Result.getOrThrow(Prefix.parse(of.cidr))))
    const heldOnly = reference.addresses(scope).some((record) => record.subnet === of.id && record.state === "held")
    if (of.ranges.length > 0 || heldOnly) continue
    const used = figures.allocated + figures.reserved + figures.quarantined
    assert.strictEqual(figures.free + BigInt(used), figures.usable)
  }
})

type Pair = Effect.Success<ReturnType<typeof sideBySide>>

/** One command of fast-check: an operation, done on both. */
const command = (run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>) => (of: Operation) => ({
  check: () => true,
  run: (_: object, pair: Pair) => run(pair.step(of)),
  toString: () => JSON.stringify(of)
})

/** Runs so many random sequences, each on a database of its own. */
export const model = <R>(options: {
  readonly database: Effect.Effect<Layer.Layer<SqlClient.SqlClient, SqlError>, unknown, R>
  readonly runs: number
  readonly commands: number
}): Effect.Effect<void, never, Exclude<R, Scope.Scope>> =>
  Effect.gen(function* () {
    const run = Effect.runPromiseWith(yield* Effect.context<Exclude<R, Scope.Scope>>())
    yield* Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(
          fc.commands([operation({ timeless: false }).map(command(run))], {
            maxCommands: options.commands,
            size: "max"
          }),
          (commands) =>
            run(
              Effect.gen(function* () {
                const real = yield* sideBySide(yield* options.database)
                yield* Effect.promise(() => fc.asyncModelRun(() => ({ model: {}, real }), commands))
              }).pipe(Effect.scoped)
            )
        ),
        { seed, numRuns: options.runs, endOnFailure: false }
      )
    )
  })
