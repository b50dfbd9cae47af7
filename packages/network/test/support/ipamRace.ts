/** Four processes in one subnet at once, and what must be true of the result. */
import * as EventLog from "@cloudwright/core/EventLog"
import { type Seed, Seed as Seeds } from "@cloudwright/core/testing"
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import * as Ip from "../../src/Ip.ts"
import { Ipam, type IpamView } from "../../src/ipam/Ipam.ts"
import type { IpamError } from "../../src/ipam/IpamError.ts"
import * as IpamEvent from "../../src/ipam/IpamEvent.ts"
import * as IpamReference from "../../src/testing/IpamReference.ts"
import { child, type Database } from "./ipamChild.ts"

export const raceCalls = 120
const writers = 4
const scope = "blue"
const subnet = "10.0.0.0/27"
/** Without network, broadcast and gateway. */
const capacity = 29

/** One call of a writer and what it was told. */
export interface RaceAnswer {
  readonly kind: "granted" | "exhausted" | "released" | "not mine" | "free already" | "failed"
  readonly owners: ReadonlyArray<string>
  readonly addresses: ReadonlyArray<string>
  readonly detail?: string
}

/** The next call of a writer; `mine` are the addresses it was granted, with owners, and did not release yet. */
export const raceCall = Effect.fnUntraced(function* (
  view: IpamView,
  source: Seed.Prng,
  owner: string,
  mine: Array<string>
) {
  const failed = (owners: ReadonlyArray<string>) => (error: IpamError) =>
    Effect.succeed<RaceAnswer>({
      kind: error.reason._tag === "Exhausted" ? "exhausted" : "failed",
      owners,
      addresses: [],
      detail: error.message
    })
  const grant = (owners: ReadonlyArray<string>, strategy: "lowest" | "highest" | "random") =>
    view.allocateMany({ scope, addresses: owners.map((one) => ({ subnet, owner: one, strategy })) }).pipe(
      Effect.map((granted): RaceAnswer => {
        mine.push(...granted.map((one) => `${one.address} ${one.owner}`))
        return { kind: "granted", owners, addresses: granted.map(({ address }) => address) }
      }),
      Effect.catch(failed(owners))
    )
  const choice = source.fraction()
  if (choice < 0.5 || mine.length === 0) {
    return yield* grant([owner], source.pick(["lowest", "lowest", "highest", "random"] as const))
  }
  if (choice < 0.6) return yield* grant([`${owner}/a`, `${owner}/b`, `${owner}/c`], "lowest")
  const stranger = choice < 0.65
  const at = source.below(mine.length)
  const [address = "", by = ""] = (stranger ? mine[at]! : mine.splice(at, 1)[0]!).split(" ")
  return yield* view.release({ scope, address, owner: stranger ? owner : by }).pipe(
    Effect.map((outcome): RaceAnswer => {
      const kinds = {
        Released: "released",
        AlreadyFree: "free already",
        NotOwner: "not mine",
        StaleLease: "failed"
      } as const
      return { kind: kinds[outcome._tag], owners: [by], addresses: [address] }
    }),
    Effect.catch(failed([by]))
  )
})

const decode = EventLog.decoder(IpamEvent.definitions)

/** Every change of an address that the log tells of, in its order. */
const changes = Effect.fnUntraced(function* (log: EventLog.EventLog["Service"]) {
  const found: Array<{
    readonly change: string
    readonly address: string
    readonly owner: string
    readonly version: number
  }> = []
  for (let from = EventLog.Position.make(1); ;) {
    const page = yield* log.read({ from, limit: 1000 })
    for (const record of page.events) {
      const event = yield* decode(record)
      if (event._tag !== "Known" || event.type !== "IpamAddressesChanged") continue
      const { change, runs, version } = event.payload
      for (const { first, last, owners } of runs) {
        const end = Result.getOrThrow(Ip.parse(last))
        let index = 0
        for (let ip = Result.getOrThrow(Ip.parse(first)); Ip.compare(ip, end) <= 0; ip = Ip.add(ip, 1)!) {
          found.push({ change, address: Ip.format(ip), owner: owners[index] ?? owners[0]!, version })
          index++
        }
      }
    }
    if (page.events.length < 1000) return found
    from = page.next
  }
})

/** Starts the processes, lets them go at the same moment, and checks what they leave. */
export const raceOfProcesses = Effect.fnUntraced(function* (
  database: Database,
  layer: Layer.Layer<SqlClient.SqlClient, SqlError>
) {
  const context = yield* Layer.build(
    Layer.merge(Ipam.layer, EventLog.EventLog.layer).pipe(Layer.provide(Layer.fresh(layer)))
  )
  const view = Context.get(context, Ipam).as("acme")
  yield* view.createScope({ id: scope })
  yield* view.createSubnet({ scope, cidr: subnet, gateway: "first" })

  const go = yield* Deferred.make<void>()
  const ready = yield* Effect.forEach(Array.from({ length: writers }), () => Deferred.make<void>())
  const told = yield* Effect.forEach(ready, (mark, index) =>
    Effect.gen(function* () {
      const { lines } = yield* child("race", database, `writer-${index}`, Seeds.derive(7, index), Deferred.await(go))
      const answers: Array<RaceAnswer> = []
      yield* Stream.runForEach(lines, (line) =>
        Effect.suspend(() => {
          const value = JSON.parse(line) as RaceAnswer | string
          if (value === "ready") return Deferred.succeed(mark, undefined)
          if (typeof value !== "string") answers.push(value)
          return Effect.void
        })
      )
      return answers
    }).pipe(Effect.scoped, Effect.forkChild)
  )
  yield* Effect.forEach(ready, Deferred.await)
  yield* Deferred.succeed(go, undefined)
  const answers = yield* Effect.forEach(told, Fiber.join)
  for (const each of answers) {
    assert.strictEqual(each.length, raceCalls)
    assert.deepStrictEqual(
      each.filter(({ kind }) => kind === "failed"),
      []
    )
  }

  // The log is a serial order: the reference can do all of it, one after the other.
  const log = yield* changes(Context.get(context, EventLog.EventLog))
  const reference = IpamReference.make({ now: () => 0 })
  reference.createScope({ id: scope, tenant: "acme" })
  reference.createSubnet({ scope, cidr: subnet, gateway: "first" })
  const used = [0]
  for (const { address, change, owner } of log) {
    if (change === "allocated") {
      const granted = reference.allocate({ scope, subnet, owner, address })
      assert.isTrue(Result.isSuccess(granted), `${address} was not free for ${owner}`)
    } else {
      assert.strictEqual(change, "freed")
      const released = Result.getOrThrow(reference.release({ scope, address, owner }))
      assert.strictEqual(released._tag, "Released", `${address} was not ${owner}'s to release`)
    }
    used.push(reference.addresses(scope).length)
  }
  const versions = log.map(({ version }) => version)
  assert.deepStrictEqual(
    versions,
    [...versions].sort((left, right) => left - right)
  )

  // It ends in the state of the database.
  const { items } = yield* view.listAddresses({ scope, limit: 1000 })
  const holders = (records: ReadonlyArray<{ readonly address: string; readonly owner: string }>) =>
    records.map(({ address, owner }) => `${address} ${owner}`)
  assert.deepStrictEqual(holders(items), holders(reference.addresses(scope)))
  const [figures] = (yield* view.usage(scope)).subnets
  assert.strictEqual(figures!.free + BigInt(items.length), BigInt(capacity))

  // It tells what every process was told, in the order of that process, and nothing else.
  const all = log.map(({ address, change, owner }) => `${change} ${address} ${owner}`)
  assert.strictEqual(answers.flat().flatMap(effects).length, all.length)
  let refusals = 0
  for (const each of answers) {
    let position = 0
    for (const [index, answer] of each.entries()) {
      const own = effects(answer)
      for (const effect of own) {
        position = all.indexOf(effect, position) + 1
        assert.isAbove(position, 0, `${effect} is not in the log where it should be`)
      }
      if (answer.kind !== "exhausted") continue
      // Between its neighbours in the log there was a moment without enough room.
      const following = each.slice(index + 1).flatMap(effects)[0]
      const until = following === undefined ? all.length : all.indexOf(following, position)
      const fullest = Math.max(...used.slice(position, until + 1))
      assert.isAbove(fullest + answer.owners.length, capacity, `${answer.owners.join()} was refused with room left`)
      refusals++
    }
  }
  assert.isAbove(refusals, 0, "nobody was ever refused: the race was none")
})

const effects = ({ addresses, kind, owners }: RaceAnswer): ReadonlyArray<string> =>
  kind === "granted" || kind === "released"
    ? addresses.map((address, index) => `${kind === "granted" ? "allocated" : "freed"} ${address} ${owners[index]}`)
    : []
