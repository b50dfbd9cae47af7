import { assert, layer } from "@effect/vitest"
import { OvsdbServers } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { LogicalSwitch } from "../src/generated/OvnNorthbound.ts"
import * as Operation from "../src/Operation.ts"
import * as OvsdbClient from "../src/OvsdbClient.ts"
import * as OvsdbConnection from "../src/OvsdbConnection.ts"
import * as OvsdbReplica from "../src/OvsdbReplica.ts"

const { OvsdbServers: Servers } = OvsdbServers

const switches = OvsdbReplica.watch(LogicalSwitch, { columns: ["name"] })
const byName = OvsdbReplica.index(switches, (row) => row.name)
const database = "OVN_Northbound"

/** The independent observer: how often each name is there, through any member. */
const countsByNbctl = Effect.gen(function* () {
  const { leader, run } = yield* Servers
  const { unix } = yield* leader
  const text = yield* run([
    "ovn-nbctl",
    "--timeout=10",
    `--db=${unix}`,
    "--bare",
    "--columns=name",
    "list",
    "Logical_Switch"
  ])
  const counts = new Map<string, number>()
  for (const name of text.split("\n").filter(Boolean)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
})

const client = (options: Partial<OvsdbClient.ClientOptions> = {}) =>
  Effect.flatMap(Servers, ({ members }) =>
    OvsdbClient.make({ database, remotes: members.map(({ unix }) => unix).join(), ...options })
  )

const addressOf = (nb: OvsdbClient.OvsdbClient["Service"]) => Effect.map(nb.connection, ({ address }) => address)

layer(OvsdbServers.layer({ members: 3 }), { excludeTestServices: true })("a cluster", (it) => {
  it.effect("is met at its leader, and only there unless asked otherwise", () =>
    Effect.gen(function* () {
      const { leader, members } = yield* Servers
      const { name, unix } = yield* leader
      const followers = members.filter((member) => member.name !== name).map((member) => member.unix)
      const nb = yield* client({ remotes: [...followers, unix] })
      assert.strictEqual(yield* addressOf(nb), unix)
      const error = yield* Effect.flip(client({ remotes: followers, timeLimit: "500 millis" }))
      assert.strictEqual(error.reason._tag, "NotLeader")
      assert.isTrue(error.isRetryable)
    })
  )

  it.effect("takes writes through a follower, whose replicas have them before the reply", () =>
    Effect.gen(function* () {
      const { leader, members } = yield* Servers
      const { name } = yield* leader
      const follower = members.find((member) => member.name !== name)
      const nb = yield* client({ remotes: follower?.unix ?? "", server: "any" })
      const replica = yield* nb.replica([switches])
      for (let i = 0; i < 100; i++) {
        yield* nb.transact([Operation.insert(LogicalSwitch, { name: `follower-${i}` })])
        assert.lengthOf(yield* replica.find(byName, `follower-${i}`), 1, `after write ${i}`)
      }
      assert.strictEqual((yield* countsByNbctl).size, 100)
      yield* nb.transact([Operation.remove(LogicalSwitch, [])])
      assert.deepStrictEqual(yield* replica.all(switches), [])
    })
  )

  it.effect("loses no write and doubles none when its leader is killed, and says of which it cannot know", () =>
    Effect.gen(function* () {
      const { leader } = yield* Servers
      const nb = yield* client()
      const replica = yield* nb.replica([switches])
      const { changes } = yield* replica.subscribe
      const writes = 2000
      const first = yield* leader
      const outcomes = new Map<string, "committed" | "none" | "unknown">()
      let done = 0
      const write = (i: number) => {
        const name = `write-${i}`
        return nb.transact([Operation.insert(LogicalSwitch, { name })]).pipe(
          Effect.match({
            onSuccess: () => void outcomes.set(name, "committed"),
            onFailure: (error) => {
              assert.include(["Disconnected", "ClusterError"], error.reason._tag, error.message)
              outcomes.set(name, error.outcome)
            }
          }),
          Effect.andThen(Effect.sync(() => done++))
        )
      }
      const all = Effect.forEach(Array.from({ length: writes }), (_, i) => write(i), { concurrency: 50, discard: true })
      const writing = yield* Effect.forkChild(all, { startImmediately: true })
      yield* replica.waitFor((now) => (now.size(switches) > 300 ? true : undefined))
      assert.isBelow(done, writes)
      yield* first.kill
      yield* Fiber.join(writing)
      const counts = yield* countsByNbctl
      for (const [name, outcome] of outcomes) {
        const found = counts.get(name) ?? 0
        if (outcome === "committed") assert.strictEqual(found, 1, `${name} was committed`)
        else if (outcome === "none") assert.strictEqual(found, 0, `${name} was not sent`)
        else assert.isAtMost(found, 1, `${name} is unknown`)
      }
      const tally = (of: string) => [...outcomes.values()].filter((outcome) => outcome === of).length
      assert.strictEqual(outcomes.size, writes)
      assert.isAbove(tally("committed"), 300)
      // What was in flight when the leader died cannot be known.
      assert.isAtMost(tally("unknown"), 50)

      // The replica went over to the new leader without a load from the start, and ends with the same rows.
      yield* replica.synced
      const causes = yield* changes.pipe(
        Stream.map(({ cause }) => cause),
        Stream.takeUntil((cause) => cause !== "update"),
        Stream.runCollect
      )
      assert.strictEqual(causes.at(-1), "resume")
      assert.deepStrictEqual(
        (yield* replica.all(switches)).map(({ name }) => name).toSorted(),
        [...counts.keys()].toSorted()
      )
      yield* first.start
      yield* nb.transact([Operation.remove(LogicalSwitch, [])])
    })
  )

  it.effect("resumes on another member with no row sent again", () =>
    Effect.gen(function* () {
      const { leader, members } = yield* Servers
      const { name } = yield* leader
      const [follower] = members.filter((member) => member.name !== name)
      assert.isDefined(follower)
      if (follower === undefined) return
      const others = members.filter((member) => member.name !== follower.name).map((member) => member.unix)
      const nb = yield* client({ remotes: [follower.unix, ...others], server: "any" })
      const names = Array.from({ length: 500 }, (_, i) => `row-${i}`)
      yield* nb.transact(names.map((row) => Operation.insert(LogicalSwitch, { name: row })))
      const replica = yield* nb.replica([switches])
      const before = yield* replica.snapshot
      assert.strictEqual(before.size(switches), 500)
      assert.isDefined(before.transactionId)
      const { changes } = yield* replica.subscribe
      yield* follower.kill
      const resumed = yield* changes.pipe(Stream.runHead, Effect.flatMap(Effect.fromOption))
      assert.strictEqual(resumed.cause, "resume")
      assert.strictEqual(resumed.rows, 0)
      assert.strictEqual(resumed.transactionId, before.transactionId)
      assert.notStrictEqual(yield* addressOf(nb), follower.unix)
      assert.strictEqual((yield* replica.snapshot).size(switches), 500)
      yield* follower.start
      yield* nb.transact([Operation.remove(LogicalSwitch, [])])
    })
  )

  it.effect("refuses a lock that would hold at one member only", () =>
    Effect.gen(function* () {
      const { members } = yield* Servers
      const held = yield* Effect.forEach(members, ({ unix }) =>
        Effect.flatMap(OvsdbConnection.open(unix), (one) => one.lock("plan", { onChange: () => undefined }))
      )
      assert.deepStrictEqual(held, [true, true, true], "every member gives the same lock away")
      const any = yield* client({ server: "any" })
      assert.strictEqual((yield* Effect.flip(any.lock("plan"))).reason._tag, "NotSupported")
      const [one, two] = [yield* client(), yield* client()]
      const first = yield* one.lock("other")
      yield* first.acquired
      assert.isFalse(yield* (yield* two.lock("other")).held)
    })
  )

  it.effect("refuses the members of a cluster that has no majority", () =>
    Effect.gen(function* () {
      const { leader, members } = yield* Servers
      const { name } = yield* leader
      const nb = yield* client({ server: "any", timeLimit: "3 seconds" })
      const [one, two] = members.filter((member) => member.name !== name)
      assert.isDefined(one)
      assert.isDefined(two)
      if (one === undefined || two === undefined) return
      yield* one.kill
      yield* two.kill
      const error = yield* Effect.flip(nb.transact([Operation.insert(LogicalSwitch, { name: "minority" })]))
      assert.include(["Disconnected", "TimeLimit", "ClusterError"], error.reason._tag)
      yield* Effect.all([one.start, two.start], { concurrency: 2 })
      const [rows] = yield* nb
        .transact([Operation.select(LogicalSwitch, [["name", "==", "minority"]], ["name"])])
        .pipe(OvsdbConnection.withTimeLimit("30 seconds"))
      // It may still have been committed once there was a majority again, which is what "unknown" says.
      if (error.outcome === "none") assert.deepStrictEqual(rows, [])
    })
  )
})
