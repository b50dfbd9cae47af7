import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Judge } from "../src/internal/judge.ts"
import type { MonitorHandler, OvsdbConnection } from "../src/OvsdbConnection.ts"
import { fromRemote, OvsdbError } from "../src/OvsdbError.ts"

interface Said {
  readonly model?: string
  readonly connected?: boolean
  readonly leader?: boolean
  readonly joined?: boolean
  readonly cluster?: number
  readonly index?: number
}

const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`
const none = ["set", []]

/** A good leader, but for what is given. */
const row = ({
  cluster = 1,
  connected = true,
  index = 10,
  joined = true,
  leader = true,
  model = "clustered"
}: Said) => ({
  name: "Db",
  model,
  connected,
  leader,
  schema: joined ? "{}" : none,
  cid: model === "clustered" ? ["uuid", uuidOf(cluster)] : none,
  index: model === "clustered" ? index : none
})

const updateOf = (said: Said) => ({
  differences: false,
  transactionId: undefined,
  tables: { Database: { [uuidOf(99)]: { new: row(said) } } }
})

/** A server that says so of its database; `undefined`: it does not have it. What it says later goes to `later`. */
const serverOf = (said: Said | undefined, old?: ReadonlyArray<string>) => {
  let handler: MonitorHandler | undefined
  const refuse = () => Effect.die(new Error("nobody asks this"))
  const connection: OvsdbConnection = {
    address: "memory",
    listDatabases: Effect.succeed(old ?? []),
    getSchema: refuse,
    serverId: refuse(),
    transact: refuse,
    lock: refuse,
    echo: refuse(),
    call: refuse,
    ended: Effect.never,
    monitor: (_, given) => {
      if (old !== undefined) {
        return Effect.fail(new OvsdbError({ operation: "monitor", reason: fromRemote("unknown database") }))
      }
      handler = given
      const nothing = { differences: false, transactionId: undefined, tables: {} }
      given.loaded(said === undefined ? nothing : updateOf(said), false)
      return Effect.void
    }
  }
  return { connection, later: (now: Said) => handler?.updated(updateOf(now)) }
}

const verdict = (judge: Judge, said: Said | undefined, old?: ReadonlyArray<string>) =>
  judge
    .watch(serverOf(said, old).connection, () => undefined)
    .pipe(Effect.match({ onSuccess: () => "good" as const, onFailure: ({ reason }) => reason._tag }), Effect.scoped)

describe("Judge", () => {
  const cases: ReadonlyArray<readonly [what: string, said: Said | undefined, leader: string, any: string]> = [
    ["a leader", {}, "good", "good"],
    ["a follower", { leader: false }, "NotLeader", "good"],
    ["a member that is cut off", { connected: false }, "DatabaseNotAvailable", "DatabaseNotAvailable"],
    ["a member that has not joined", { joined: false }, "DatabaseNotAvailable", "DatabaseNotAvailable"],
    ["a server alone", { model: "standalone", leader: false, connected: false }, "good", "good"],
    ["a relay", { model: "relay", leader: false }, "NotLeader", "good"],
    [
      "a relay without its source",
      { model: "relay", connected: false },
      "DatabaseNotAvailable",
      "DatabaseNotAvailable"
    ],
    ["a server without the database", undefined, "UnknownDatabase", "UnknownDatabase"]
  ]
  for (const [what, said, leader, any] of cases) {
    it.effect(`of ${what}`, () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* verdict(new Judge("Db", "leader"), said), leader)
        assert.strictEqual(yield* verdict(new Judge("Db", "any"), said), any)
      })
    )
  }

  it.effect("refuses a member that has not caught up with what another one has shown", () =>
    Effect.gen(function* () {
      const judge = new Judge("Db", "any")
      const { connection, later } = serverOf({ index: 20 })
      yield* judge.watch(connection, () => undefined)
      later({ index: 25 })
      assert.strictEqual(yield* verdict(judge, { index: 24 }), "DatabaseNotAvailable")
      assert.strictEqual(yield* verdict(judge, { index: 25 }), "good")
    }).pipe(Effect.scoped)
  )

  it.effect("refuses another cluster than before", () =>
    Effect.gen(function* () {
      const judge = new Judge("Db", "any")
      assert.isFalse(judge.isCluster)
      assert.strictEqual(yield* verdict(judge, { cluster: 1 }), "good")
      assert.isTrue(judge.isCluster)
      assert.strictEqual(yield* verdict(judge, { cluster: 2, index: 99 }), "DatabaseNotAvailable")
      assert.strictEqual(yield* verdict(judge, { cluster: 1, index: 99 }), "good")
    })
  )

  it.effect("dismisses a server that becomes unfit, and none that does not", () =>
    Effect.gen(function* () {
      const { connection, later } = serverOf({})
      const because: Array<string> = []
      yield* new Judge("Db", "leader").watch(connection, ({ reason }) => void because.push(reason._tag))
      later({ index: 11 })
      assert.deepStrictEqual(because, [])
      later({ leader: false, index: 12 })
      later({ connected: false, index: 13 })
      assert.deepStrictEqual(because, ["NotLeader", "DatabaseNotAvailable"])
    }).pipe(Effect.scoped)
  )

  it.effect("asks a server from before _Server only whether it has the database", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* verdict(new Judge("Db", "leader"), undefined, ["Db"]), "good")
      assert.strictEqual(yield* verdict(new Judge("Db", "leader"), undefined, ["Other"]), "UnknownDatabase")
    })
  )
})
