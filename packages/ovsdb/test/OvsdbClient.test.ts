import * as RemoteSockets from "@cloudwright/core/RemoteSockets"
import { assert, describe, it } from "@effect/vitest"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as NodeFs from "node:fs"
import { LogicalSwitch, LogicalSwitchPort } from "../src/generated/OvnNorthbound.ts"
import * as Operation from "../src/Operation.ts"
import * as OvsdbAddress from "../src/OvsdbAddress.ts"
import * as OvsdbClient from "../src/OvsdbClient.ts"
import * as OvsdbConnection from "../src/OvsdbConnection.ts"
import * as OvsdbReplica from "../src/OvsdbReplica.ts"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"
import * as OvsdbServer from "../src/testing/OvsdbServer.ts"

const database = "OVN_Northbound"
const schemaText = NodeFs.readFileSync(new URL("../generator/schemas/ovn-nb.ovsschema", import.meta.url), "utf8")
const schema = Result.getOrThrow(OvsdbSchema.fromJson(JSON.parse(schemaText)))

const switches = OvsdbReplica.watch(LogicalSwitch, { columns: ["name"] })
const byName = OvsdbReplica.index(switches, (row) => row.name)
const insert = (name: string) => [Operation.insert(LogicalSwitch, { name })] as const

const remote = (server: OvsdbServer.OvsdbServer, name = "memory") => OvsdbAddress.overSocket(name, server.connect)

const connectTo = (servers: ReadonlyArray<OvsdbServer.OvsdbServer>, options: Partial<OvsdbClient.ClientOptions> = {}) =>
  OvsdbClient.make({ database, remotes: servers.map((server, i) => remote(server, `m${i + 1}`)), ...options })

/** Lets time pass until the effect is done. */
const inTime = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
    const clock = yield* Effect.forkChild(Effect.forever(TestClock.adjust("50 millis")))
    return yield* Effect.ensuring(Fiber.join(fiber), Fiber.interrupt(clock))
  })

/** Ends a client's connection, and waits until it has noticed. */
const cut = (server: OvsdbServer.OvsdbServer, ...clients: ReadonlyArray<OvsdbClient.OvsdbClient["Service"]>) =>
  Effect.gen(function* () {
    const noticed = yield* Effect.forEach(clients, (nb) =>
      Effect.forkChild(Stream.runHead(Stream.filter(nb.statusChanges, ({ _tag }) => _tag === "Connecting")), {
        startImmediately: true
      })
    )
    yield* server.disconnect
    yield* Effect.forEach(noticed, Fiber.join)
  })

const addressOf = (nb: OvsdbClient.OvsdbClient["Service"]) => Effect.map(nb.connection, ({ address }) => address)
const names = (replica: OvsdbReplica.OvsdbReplica<typeof switches>) =>
  Effect.map(replica.all(switches), (rows) => rows.map(({ name }) => name).toSorted())

describe("OvsdbClient", () => {
  it.effect("shows a transaction in every replica before its result", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const nb = yield* connectTo([server])
      const replica = yield* nb.replica([switches])
      for (let i = 0; i < 50; i++) {
        const [uuid] = yield* nb.transact(insert(`s${i}`))
        assert.deepStrictEqual(yield* replica.get(switches, uuid), { _uuid: uuid, name: `s${i}` })
      }
    })
  )

  it.effect(
    "says unknown of a commit whose reply was lost with the connection, and none of what was not executed",
    () =>
      Effect.gen(function* () {
        let fault: OvsdbServer.Fault | undefined
        const server = yield* OvsdbServer.make({
          schemas: [schema],
          fault: ({ method, params }) => {
            const due = method === "transact" && params[0] === database ? fault : undefined
            if (due !== undefined) fault = undefined
            return due
          }
        })
        const nb = yield* connectTo([server])
        const replica = yield* nb.replica([switches])
        const cases = [
          { fault: { _tag: "CloseBefore" }, tag: "Disconnected", there: false },
          { fault: { _tag: "CloseAfter" }, tag: "Disconnected", there: true },
          { fault: { _tag: "LoseReply" }, tag: "TimeLimit", there: true }
        ] as const
        for (const { fault: next, tag, there } of cases) {
          const name = next._tag
          fault = next
          const error = yield* inTime(Effect.flip(nb.transact(insert(name))))
          assert.strictEqual(error.reason._tag, tag)
          assert.strictEqual(error.outcome, "unknown", name)
          assert.isTrue(error.isRetryable)
          // Reading tells: the replica of the next connection has it or has it not.
          if (tag === "TimeLimit") yield* server.disconnect
          yield* inTime(replica.synced)
          yield* inTime(replica.synced)
          assert.lengthOf(yield* replica.find(byName, name), there ? 1 : 0, name)
        }
        fault = { _tag: "Refuse", error: "resources exhausted", details: "full" }
        const full = yield* Effect.flip(nb.transact(insert("full")))
        assert.strictEqual(full.reason._tag, "ResourcesExhausted")
        assert.strictEqual(full.outcome, "none")
      })
  )

  it.effect("follows the leader, and resumes there with nothing sent again", () =>
    Effect.gen(function* () {
      const servers = yield* OvsdbServer.cluster(3, { schemas: [schema] })
      const [, second, third] = servers
      assert.isDefined(second)
      assert.isDefined(third)
      if (second === undefined || third === undefined) return
      yield* third.lead
      const nb = yield* connectTo(servers)
      assert.strictEqual(yield* addressOf(nb), "m3")
      yield* nb.transact(["a", "b", "c"].map((name) => Operation.insert(LogicalSwitch, { name })))
      const replica = yield* nb.replica([switches])
      const { changes, snapshot } = yield* replica.subscribe
      yield* second.lead
      const [resumed] = yield* inTime(changes.pipe(Stream.take(1), Stream.runCollect))
      assert.deepInclude(resumed, { cause: "resume", rows: 0, changes: [], transactionId: snapshot.transactionId })
      assert.strictEqual(yield* addressOf(nb), "m2")
      assert.deepStrictEqual(yield* names(replica), ["a", "b", "c"])
    })
  )

  it.effect("goes to another member when its own is cut off, and to none that is", () =>
    Effect.gen(function* () {
      const servers = yield* OvsdbServer.cluster(2, { schemas: [schema] })
      const [first, second] = servers
      if (first === undefined || second === undefined) return
      const nb = yield* connectTo(servers, { server: "any" })
      assert.strictEqual(yield* addressOf(nb), "m1")
      yield* first.setConnected(false)
      yield* cut(first, nb)
      yield* inTime(nb.transact(insert("x")))
      assert.strictEqual(yield* addressOf(nb), "m2")
      const refused = yield* inTime(
        Effect.flip(Effect.scoped(connectTo([first], { server: "any", timeLimit: "1 second" })))
      )
      assert.strictEqual(refused.reason._tag, "DatabaseNotAvailable")
    })
  )

  it.effect("loads from the start what the server has forgotten, and tells only the difference", () =>
    Effect.gen(function* () {
      const [server] = yield* OvsdbServer.cluster(1, { schemas: [schema], historyLimit: 2 })
      if (server === undefined) return
      const other = yield* connectTo([server])
      const nb = yield* connectTo([server])
      yield* other.transact(["same", "goes"].map((name) => Operation.insert(LogicalSwitch, { name })))
      const replica = yield* nb.replica([switches])
      const { changes } = yield* replica.subscribe
      const [same] = yield* replica.find(byName, "same")
      yield* cut(server, nb, other)
      yield* inTime(other.transact([Operation.remove(LogicalSwitch, [["name", "==", "goes"]])]))
      for (const name of ["n1", "n2", "n3"]) yield* inTime(other.transact(insert(name)))
      yield* inTime(replica.synced)
      const all = yield* changes.pipe(
        Stream.takeUntil(({ cause }) => cause !== "update"),
        Stream.runCollect,
        inTime
      )
      assert.include(["reload", "resume"], all.at(-1)?.cause)
      assert.deepStrictEqual(yield* names(replica), ["n1", "n2", "n3", "same"])
      assert.strictEqual((yield* replica.find(byName, "same"))[0], same)
    })
  )

  it.effect("gives a slow subscriber up, and no other", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const nb = yield* connectTo([server])
      const replica = yield* nb.replica([switches])
      const slow = yield* replica.subscribe
      const quick = yield* Effect.forkChild(
        replica.changes.pipe(
          Stream.map(({ changes }) => changes.length),
          Stream.take(1100),
          Stream.runCollect
        ),
        { startImmediately: true }
      )
      for (let i = 0; i < 1100; i++) yield* nb.transact(insert(`s${i}`))
      assert.lengthOf(yield* Fiber.join(quick), 1100)
      const error = yield* Effect.flip(Stream.runDrain(slow.changes))
      assert.deepInclude(error.reason, { _tag: "LimitExceeded", limit: 1024 })
    })
  )

  it.effect("refuses a replica of what the server does not have", () =>
    Effect.gen(function* () {
      const tables = [...schema.tables.values()].map((table) =>
        table.name === "Logical_Switch"
          ? { ...table, columns: new Map([...table.columns].filter(([name]) => name !== "name")), indexes: [] }
          : table
      )
      const older = OvsdbSchema.fromTables({ name: database }, tables)
      const server = yield* OvsdbServer.make({ schemas: [older] })
      const nb = yield* connectTo([server])
      const error = yield* Effect.flip(nb.replica([switches]))
      assert.deepStrictEqual(error.reason, {
        _tag: "SchemaMismatch",
        database,
        problems: ["table Logical_Switch has no column name"]
      })
      yield* nb.replica([OvsdbReplica.watch(LogicalSwitchPort)])
      const none = yield* Effect.flip(connectTo([server], { database: "Other" }))
      assert.strictEqual(none.reason._tag, "UnknownDatabase")
    })
  )

  it.effect("takes locks along, and loses them with the connection", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const nb = yield* connectTo([server])
      const lock = yield* nb.lock("writer")
      yield* lock.acquired
      const seen = yield* Effect.forkChild(lock.changes.pipe(Stream.take(3), Stream.runCollect), {
        startImmediately: true
      })
      yield* server.disconnect
      assert.deepStrictEqual(yield* inTime(Fiber.join(seen)), [true, false, true])
      yield* nb.transact([Operation.assert("writer"), ...insert("guarded")])
    })
  )

  it.effect("fails at once when it has ended, and ends the streams of its replicas", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const scope = yield* Scope.make()
      const nb = yield* Scope.provide(connectTo([server]), scope)
      const replica = yield* Scope.provide(nb.replica([switches]), scope)
      const { changes } = yield* replica.subscribe
      const waiting = yield* Effect.forkChild(Effect.flip(replica.waitFor(() => undefined)), { startImmediately: true })
      yield* Scope.close(scope, Exit.void)
      yield* Stream.runDrain(changes)
      assert.strictEqual((yield* Fiber.join(waiting)).reason._tag, "Closed")
      const error = yield* Effect.flip(nb.transact(insert("late")))
      assert.deepStrictEqual(error.reason, { _tag: "Closed", outcome: "none" })
      assert.strictEqual((yield* nb.status)._tag, "Ended")
      const late = yield* Effect.flip(replica.waitFor(() => undefined))
      assert.strictEqual(late.reason._tag, "Closed")
      assert.strictEqual(server.connections, 0)
    })
  )

  it.effect("stops monitoring when a replica's scope closes", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const nb = yield* connectTo([server])
      yield* Effect.scoped(nb.replica([switches]))
      yield* Effect.flatMap(nb.connection, ({ echo }) => echo)
      assert.strictEqual(server.requests.at(-2)?.method, "monitor_cancel")
      // Neither does one go on that was given up before it was loaded.
      const early = yield* Effect.forkChild(Effect.scoped(nb.replica([switches])))
      const asked = () => server.requests.filter(({ method }) => method === "monitor_cond_since").length
      const before = asked()
      while (asked() === before) yield* Effect.yieldNow
      yield* Fiber.interrupt(early)
      yield* Effect.flatMap(nb.connection, ({ echo }) => echo)
      assert.strictEqual(server.requests.at(-2)?.method, "monitor_cancel")
      yield* cut(server, nb)
      yield* inTime(nb.transact(insert("x")))
      const monitors = server.requests.filter(
        ({ method, params }) => method.startsWith("monitor_cond") && params[0] === database
      )
      assert.lengthOf(monitors, 2)
    })
  )

  it.effect("waits for a connection no longer than the time limit", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      let down = false
      const address = OvsdbAddress.overSocket(
        "memory",
        Effect.suspend(() => (down ? Effect.never : server.connect))
      )
      const nb = yield* connectTo([], { remotes: [address] })
      down = true
      yield* cut(server, nb)
      const limited = Effect.flip(nb.transact(insert("x")).pipe(OvsdbConnection.withTimeLimit("2 seconds")))
      const error = yield* inTime(limited)
      assert.strictEqual(error.reason._tag, "Disconnected")
      assert.strictEqual(error.outcome, "none")
      down = false
      yield* inTime(nb.transact(insert("x")))
    })
  )

  it.effect("waits for its database to come back, and reloads what became of it", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const nb = yield* connectTo([server])
      yield* nb.transact(insert("before"))
      const replica = yield* nb.replica([switches])
      const { changes } = yield* replica.subscribe
      yield* server.removeDatabase(database)
      yield* inTime(Effect.sleep("1 second"))
      const status = yield* nb.status
      assert.strictEqual(status._tag === "Connecting" ? status.because.reason._tag : status._tag, "UnknownDatabase")
      assert.deepStrictEqual(yield* names(replica), ["before"])
      yield* server.addDatabase(schema)
      const [reload] = yield* inTime(changes.pipe(Stream.take(1), Stream.runCollect))
      assert.deepStrictEqual(
        reload?.changes.map(({ _tag }) => _tag),
        ["Delete"]
      )
      yield* nb.transact(insert("after"))
      assert.deepStrictEqual(yield* names(replica), ["after"])
    })
  )

  it.effect("ends when its back-off ends", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      let down = false
      const refused = new Socket.SocketError({ reason: new Socket.SocketOpenError({ kind: "Unknown", cause: "down" }) })
      const address = OvsdbAddress.overSocket(
        "memory",
        Effect.suspend(() => (down ? Effect.fail(refused) : server.connect))
      )
      const nb = yield* connectTo([], { remotes: [address], backOff: Schedule.recurs(3) })
      down = true
      yield* server.disconnect
      yield* inTime(Stream.runHead(Stream.filter(nb.statusChanges, ({ _tag }) => _tag === "Ended")))
      const error = yield* Effect.flip(nb.transact(insert("x")))
      assert.strictEqual(error.reason._tag, "ConnectFailed")
    })
  )

  it.effect("reaches a server through ssh by the service that core names", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const host = { host: "central-1", user: "ovn" }
      const address = { _tag: "Unix", path: "/run/ovn/ovnnb_db.sock" } as const
      const remotes = [OvsdbAddress.throughSsh(host, address)]
      const without = yield* Effect.flip(connectTo([], { remotes }))
      assert.deepInclude(without.reason, { _tag: "ConnectFailed", retryable: false })
      const asked: Array<unknown> = []
      const sockets = RemoteSockets.RemoteSockets.of({
        open: (...where) => {
          asked.push(where)
          return server.connect
        }
      })
      const nb = yield* connectTo([], { remotes }).pipe(Effect.provideService(RemoteSockets.RemoteSockets, sockets))
      yield* nb.transact(insert("far"))
      assert.deepStrictEqual(asked, [[host, address]])
      assert.strictEqual(yield* addressOf(nb), "unix:/run/ovn/ovnnb_db.sock on central-1")
      yield* cut(server, nb)
      yield* inTime(nb.transact(insert("again")))
      assert.lengthOf(asked, 2)
    })
  )

  it.effect("is made from the configuration", () =>
    Effect.gen(function* () {
      const layer = OvsdbClient.OvsdbClient.layerConfig({
        database: Config.succeed(database),
        remotes: Config.String("OVN_NB_DB")
      })
      const provider = ConfigProvider.layer(
        ConfigProvider.fromEnv({ env: { OVN_NB_DB: "unix:/nonexistent/a, unix:/nonexistent/b" } })
      )
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Layer.provide(layer, provider))))
      assert.strictEqual(error._tag === "OvsdbError" ? error.reason._tag : error._tag, "ConnectFailed")
    })
  )
})

describe("OvsdbAddress", () => {
  it("reads what Open vSwitch writes, and nothing else", () => {
    const texts = ["unix:/run/ovn/ovnnb_db.sock", "tcp:10.0.0.1:6641", "ssl:nb.example:6642", "ssl:[fd00::1]:6641"]
    for (const text of texts) {
      assert.strictEqual(OvsdbAddress.format(Result.getOrThrow(OvsdbAddress.parse(text))), text)
    }
    assert.strictEqual(OvsdbAddress.format(Result.getOrThrow(OvsdbAddress.parse("tcp:[::1]"))), "tcp:[::1]:6640")
    for (const text of [
      "",
      "unix:",
      "tcp:",
      "tcp:a:0",
      "tcp:a:65536",
      "tcp:::1:6641",
      "ptcp:6641",
      "tcp:a b:1",
      "ssl:a:x"
    ]) {
      const found = OvsdbAddress.parse(text)
      assert.isTrue(Result.isFailure(found), text)
    }
  })
})
