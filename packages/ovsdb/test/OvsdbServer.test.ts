import { assert, describe, it } from "@effect/vitest"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"
import type { Json } from "../src/OvsdbValue.ts"
import { zero } from "../src/Uuid.ts"
import * as Peer from "../src/testing/internal/peer.ts"
import * as OvsdbServer from "../src/testing/OvsdbServer.ts"
import * as OvsdbServerSuite from "../src/testing/OvsdbServerSuite.ts"

const { schema } = OvsdbServerSuite

const subject = (clustered: boolean) =>
  Effect.map(OvsdbServer.make({ schemas: [schema], clustered }), ({ connect }) => ({
    connect,
    clustered,
    elapse: TestClock.adjust
  }))

describe("the server in memory passes the suite", () => {
  describe("alone", () => {
    for (const { name, run } of OvsdbServerSuite.cases) it.effect(name, () => Effect.flatMap(subject(false), run))
  })

  describe("as leader of a cluster", () => {
    for (const { name, run } of OvsdbServerSuite.cases) it.effect(name, () => Effect.flatMap(subject(true), run))
  })
})

const memory = (schemas: ReadonlyArray<OvsdbSchema.DatabaseSchema>, seed: number) =>
  Effect.map(OvsdbServer.make({ schemas, seed }), ({ connect }) => ({
    connect,
    clustered: false,
    elapse: TestClock.adjust
  }))

/** The suite's schema with another one's table. */
const altered = (table: string, change: (json: OvsdbSchema.TableJson) => OvsdbSchema.TableJson) => {
  const json = OvsdbSchema.toJson(schema)
  const tables = { ...json.tables, [table]: change(json.tables[table] ?? assert.fail(table)) }
  return Result.getOrThrow(OvsdbSchema.fromJson({ ...json, tables }))
}

const columnType =
  (name: string, type: OvsdbSchema.TableJson["columns"][string]["type"]) => (json: OvsdbSchema.TableJson) => ({
    ...json,
    columns: { ...json.columns, [name]: { ...json.columns[name], type } }
  })

const weakParts = { key: { type: "uuid", refTable: "Part", refType: "weak" }, min: 0, max: "unlimited" } as const
const strongFriends = { key: { type: "uuid", refTable: "Thing" }, min: 0, max: "unlimited" } as const

/** Servers that do one thing otherwise. */
const planted: Record<string, OvsdbSchema.DatabaseSchema> = {
  "an index that is not unique": altered("Thing", (json) => ({ ...json, indexes: [] })),
  "rows that are kept though nothing refers to them": altered("Part", (json) => ({ ...json, isRoot: true })),
  "a table without a limit": altered("Only", (json) => ({ ...json, maxRows: 1000 })),
  "weak references in place of strong ones": altered("Thing", columnType("parts", weakParts)),
  "strong references in place of weak ones": altered("Thing", columnType("friends", strongFriends)),
  "a range that is not checked": altered("Thing", columnType("number", "integer")),
  "a column that can be changed": altered("Thing", (json) => ({
    ...json,
    columns: { ...json.columns, fixed: { type: "string" } }
  }))
}

describe("random transactions", () => {
  it.effect("give equal results on two servers with different UUIDs", () =>
    Effect.gen(function* () {
      const subjects = { one: yield* memory([schema], 1), two: yield* memory([schema], 2) }
      const { committed, transactions } = yield* OvsdbServerSuite.compare({ subjects, runs: 5, steps: 40 })
      assert.strictEqual(transactions, 200)
      assert.isAbove(committed, 60)
    })
  )

  for (const [name, other] of Object.entries(planted)) {
    it.effect(`find ${name}`, () =>
      Effect.gen(function* () {
        const subjects = { right: yield* memory([schema], 1), wrong: yield* memory([other], 1) }
        const found = yield* Effect.flip(OvsdbServerSuite.compare({ subjects }))
        assert.strictEqual(found._tag, "Falsified")
      })
    )
  }
})

const row = (name: string): Json => ({ op: "insert", table: "Thing", row: { name } })
const names: Json = { op: "select", table: "Thing", where: [], columns: ["name"] }
const transact = (peer: Peer.Peer, ...operations: ReadonlyArray<Json>) =>
  Effect.map(peer.call("transact", [schema.name, ...operations]), ({ result }) => result)
const connected = ({ connect }: OvsdbServer.OvsdbServer) => Effect.flatMap(connect, Peer.make)

describe("faults", () => {
  const withFault = (fault: OvsdbServer.Fault) =>
    OvsdbServer.make({
      schemas: [schema],
      fault: ({ method, params }) =>
        method === "transact" && JSON.stringify(params).includes("unlucky") ? fault : undefined
    })

  it.effect("end the connection before the transaction, or after", () =>
    Effect.gen(function* () {
      for (const [_tag, kept] of [
        ["CloseBefore", []],
        ["CloseAfter", [{ name: "unlucky" }]]
      ] as const) {
        const server = yield* withFault({ _tag })
        const peer = yield* connected(server)
        const lost = yield* Effect.flip(transact(peer, row("unlucky")))
        assert.strictEqual(lost._tag, "SocketError")
        assert.isTrue(yield* peer.closed)
        assert.deepStrictEqual<unknown>(yield* transact(yield* connected(server), names), [{ rows: kept }])
        assert.strictEqual(server.connections, 1)
      }
    })
  )

  it.effect("lose the reply and the update, but not the transaction", () =>
    Effect.gen(function* () {
      const peer = yield* connected(yield* withFault({ _tag: "LoseReply" }))
      yield* peer.call("monitor", [schema.name, 1, { Thing: {} }])
      yield* peer.begin("transact", [schema.name, row("unlucky")])
      assert.deepStrictEqual<unknown>(yield* transact(peer, names), [{ rows: [{ name: "unlucky" }] }])
      assert.deepStrictEqual(yield* peer.pending, [])
    })
  )

  it.effect("hold the connection's requests back", () =>
    Effect.gen(function* () {
      const server = yield* withFault({ _tag: "Delay", millis: 5000 })
      const [slow, quick] = [yield* connected(server), yield* connected(server)]
      const held = yield* slow.begin("transact", [schema.name, row("unlucky")])
      yield* slow.begin("transact", [schema.name, row("behind")])
      yield* TestClock.adjust(4999)
      assert.deepStrictEqual<unknown>(yield* transact(quick, names), [{ rows: [] }])
      yield* TestClock.adjust(1)
      yield* held.reply
      assert.deepStrictEqual<unknown>(yield* transact(slow, names), [
        { rows: [{ name: "unlucky" }, { name: "behind" }] }
      ])
    })
  )

  it.effect("refuse as a server that is full or does not lead", () =>
    Effect.gen(function* () {
      const peer = yield* connected(yield* withFault({ _tag: "Refuse", error: "resources exhausted", details: "full" }))
      assert.deepStrictEqual<unknown>(yield* transact(peer, row("unlucky"), names), [
        {},
        {},
        { error: "resources exhausted", details: "full" }
      ])
      assert.deepStrictEqual<unknown>(yield* transact(peer, names), [{ rows: [] }])
    })
  )
})

describe("a cluster", () => {
  it.effect("writes through any member, tells all, and resumes at any", () =>
    Effect.gen(function* () {
      const [one, two] = yield* OvsdbServer.cluster(2, { schemas: [schema] })
      assert.isDefined(one)
      assert.isDefined(two)
      assert.notStrictEqual(one.id, two.id)
      const [at1, at2] = [yield* connected(one), yield* connected(two)]
      const since = (peer: Peer.Peer, id: Json) =>
        Effect.map(
          peer.call("monitor_cond_since", [schema.name, 1, { Thing: [{ columns: ["name"] }] }, id]),
          (reply) => reply["result"]
        )
      assert.deepStrictEqual<unknown>(yield* since(at1, zero), [false, zero, {}])
      yield* transact(at2, row("a"))
      const { params } = yield* at1.take
      const last = Array.isArray(params) ? (params as ReadonlyArray<Json>)[1] : undefined
      yield* transact(at1, { op: "update", table: "Thing", where: [], row: { name: "b" } })
      const [found, , updates] = (yield* since(at2, last ?? null)) as ReadonlyArray<Json>
      assert.isTrue(found)
      assert.match(JSON.stringify(updates), /^\{"Thing":\{"[-0-9a-f]{36}":\{"modify":\{"name":"b"\}\}\}\}$/)
    })
  )

  it.effect("is led by whom the test says, which _Server tells", () =>
    Effect.gen(function* () {
      const [one, two] = yield* OvsdbServer.cluster(2, { schemas: [schema] })
      assert.isDefined(one)
      assert.isDefined(two)
      const peer = yield* connected(one)
      const columns = ["leader", "connected"]
      const first = yield* peer.call("monitor_cond", [
        "_Server",
        1,
        { Database: [{ columns, where: [["name", "==", schema.name]] }] }
      ])
      assert.include(JSON.stringify(first["result"]), `{"leader":true,"connected":true}`)
      yield* two.lead
      assert.include(JSON.stringify(yield* peer.take), `{"modify":{"leader":false}}`)
      yield* one.setConnected(false)
      assert.include(JSON.stringify(yield* peer.take), `{"modify":{"connected":false}}`)
    })
  )

  it.effect("remembers as many transactions as it is told to", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema], clustered: true, historyLimit: 2 })
      const peer = yield* connected(server)
      yield* peer.call("monitor_cond_since", [schema.name, 0, { Thing: [{ columns: ["name"] }] }, zero])
      const ids: Array<Json> = []
      for (const name of ["a", "b", "c"]) {
        yield* transact(peer, row(name))
        const { params } = yield* peer.take
        ids.push((params as ReadonlyArray<Json>)[1] ?? null)
      }
      const found: Array<unknown> = []
      for (const [index, id] of ids.entries()) {
        const { result } = yield* peer.call("monitor_cond_since", [
          schema.name,
          index + 1,
          { Thing: [{ columns: ["name"] }] },
          id
        ])
        found.push((result as ReadonlyArray<Json>)[0])
      }
      assert.deepStrictEqual(found, [false, true, true])
    })
  )
})

describe("the server in memory", () => {
  it.effect("adds and removes databases, and says so to those who want to know", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [] })
      const [aware, unaware] = [yield* connected(server), yield* connected(server)]
      yield* aware.call("set_db_change_aware", [true])
      yield* server.addDatabase(schema)
      assert.deepStrictEqual<unknown>((yield* aware.call("list_dbs", []))["result"], [schema.name, "_Server"])
      yield* aware.call("monitor", [schema.name, "m", {}])
      const waiting = yield* aware.begin("transact", [
        schema.name,
        { op: "wait", table: "Thing", where: [], until: "!=", rows: [] }
      ])
      yield* aware.call("echo", [])
      yield* server.removeDatabase(schema.name)
      assert.strictEqual((yield* waiting.reply)["error"], "canceled")
      assert.deepInclude(yield* aware.take, { method: "monitor_canceled", params: ["m"] })
      assert.isTrue(yield* unaware.closed)
      assert.deepStrictEqual<unknown>((yield* aware.call("list_dbs", []))["result"], ["_Server"])
    })
  )

  it.effect("does the same again from the same seed", () =>
    Effect.gen(function* () {
      const run = Effect.gen(function* () {
        const peer = yield* connected(yield* OvsdbServer.make({ schemas: [schema], seed: 7 }))
        return yield* transact(peer, row("a"), { op: "select", table: "Thing", where: [] })
      })
      assert.deepStrictEqual(yield* run, yield* run)
    })
  )

  it.effect("closes a connection that does not speak JSON, and serves the others", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const peer = yield* connected(server)
      const socket = yield* server.connect
      const [pull, writer] = [yield* socket.reader, yield* socket.writer]
      yield* writer.write("garbage")
      assert.isTrue(Exit.isFailure(yield* Effect.exit(pull.pull)))
      assert.deepStrictEqual<unknown>(yield* transact(peer, names), [{ rows: [] }])
      yield* server.echo
      yield* transact(peer)
      assert.strictEqual(server.pongs, 1)
      assert.deepStrictEqual(
        server.requests.map(({ method }) => method),
        ["transact", "transact"]
      )
      yield* server.disconnect
      assert.isTrue(yield* peer.closed)
      assert.strictEqual(server.connections, 0)
    })
  )

  it.effect("ends the connection of a client that does not read, and no other", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const peer = yield* connected(server)
      const deaf = yield* server.connect
      const writer = yield* deaf.writer
      yield* writer.write(JSON.stringify({ id: 1, method: "monitor", params: [schema.name, 1, { Thing: {} }] }))
      yield* transact(peer, row("a"))
      assert.strictEqual(server.connections, 2)
      for (let sent = 0; server.connections === 2; sent++) {
        assert.isBelow(sent, OvsdbServer.messagesHeldMax + 100)
        yield* transact(peer, { op: "update", table: "Thing", where: [], row: { numbers: sent } })
      }
      assert.strictEqual(server.connections, 1)
    })
  )

  it.live("listens on a port", () =>
    Effect.gen(function* () {
      const server = yield* OvsdbServer.make({ schemas: [schema] })
      const port = yield* server.listen({ port: 0 })
      const peer = yield* Effect.flatMap(NodeSocket.makeNet({ host: "127.0.0.1", port }), Peer.make)
      yield* transact(peer, row("a"))
      assert.deepStrictEqual<unknown>(yield* transact(peer, names), [{ rows: [{ name: "a" }] }])
    })
  )
})
