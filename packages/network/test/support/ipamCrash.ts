/** A process killed in the middle of random operations, and what must be left of them. */
import * as EventLog from "@cloudwright/core/EventLog"
import { Seed } from "@cloudwright/core/testing"
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { Ipam, type IpamView } from "../../src/ipam/Ipam.ts"
import { child, type Database } from "./ipamChild.ts"
import { askReference, comparable, picture, pictureOf, scopes, tenant, timelessly } from "./ipamScript.ts"
import { operationsPerScript, prepare, scripted, type Told } from "./ipamScripted.ts"

const build = (layer: Layer.Layer<SqlClient.SqlClient, SqlError>) =>
  Layer.build(Layer.merge(Ipam.layer, EventLog.EventLog.layer).pipe(Layer.provide(Layer.fresh(layer))))

const everything = Effect.fnUntraced(function* (view: IpamView) {
  const pictures = yield* Effect.forEach(scopes, (scope) => pictureOf(view, scope))
  return timelessly(comparable(pictures))
})

/**
 * Kills the process of a seed after so many acknowledged operations, also drawn from the seed. `quiet` waits until the
 * database has noticed. Says how many were acknowledged.
 */
export const crash = Effect.fnUntraced(function* (options: {
  readonly seed: number
  readonly database: Database
  readonly layer: Layer.Layer<SqlClient.SqlClient, SqlError>
  readonly quiet: Effect.Effect<void, unknown, SqlClient.SqlClient>
}) {
  yield* Effect.scoped(
    Effect.flatMap(build(options.layer), (context) => prepare(Context.get(context, Ipam).as(tenant)))
  )
  const last = Seed.prng(options.seed).between(1, operationsPerScript / 2)
  const acknowledged: Array<Told> = []
  yield* Effect.gen(function* () {
    const { kill, lines } = yield* child("script", options.database, "victim", options.seed)
    yield* Stream.runForEach(lines, (line) =>
      Effect.suspend(() => {
        acknowledged.push(JSON.parse(line) as Told)
        // What it says after that was done before the signal arrived.
        return acknowledged.length === last ? kill : Effect.void
      })
    )
  }).pipe(Effect.scoped)
  assert.isAtLeast(acknowledged.length, last)
  yield* Effect.provide(options.quiet, Layer.fresh(options.layer))

  // What is acknowledged, played back.
  const run = scripted(options.seed)
  let played = 0
  let inFlight: ReturnType<typeof run.next>
  for (const operation of run.operations) {
    const question = run.next(operation)
    if (question === undefined) continue
    const told = acknowledged[played]
    if (told === undefined) {
      inFlight = question
      break
    }
    assert.isTrue(run.done(question, told), `${played}: ${JSON.stringify(question)} was told ${JSON.stringify(told)}`)
    played++
  }
  const shown = () => timelessly(comparable(scopes.map((scope) => picture(run.reference, scope))))
  const without = shown()
  if (inFlight !== undefined) askReference(run.reference, inFlight)
  const possible = [without, shown()]

  const context = yield* build(options.layer)
  const view = Context.get(context, Ipam).as(tenant)
  const found = yield* everything(view)
  const fits = possible.some((one) => JSON.stringify(one, numbers) === JSON.stringify(found, numbers))
  if (!fits) assert.deepStrictEqual(found, without, `seed ${options.seed}, ${played} acknowledged`)

  // It is usable, and holds no lock.
  yield* view.createSubnet({ scope: "blue", id: "after", cidr: "198.51.100.0/30" })
  const { address } = yield* view.allocate({ scope: "blue", subnet: "after", owner: "somebody" })
  assert.strictEqual(address, "198.51.100.1")
  return played
})

const numbers = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value)
