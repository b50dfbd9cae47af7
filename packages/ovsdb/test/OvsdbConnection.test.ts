import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { LogicalSwitch } from "../src/generated/OvnNorthbound.ts"
import * as Operation from "../src/Operation.ts"
import * as OvsdbConnection from "../src/OvsdbConnection.ts"
import { OvsdbError } from "../src/OvsdbError.ts"
import type * as Uuid from "../src/Uuid.ts"
import * as Peer from "./support/peer.ts"

const insert = [Operation.insert(LogicalSwitch, { name: "blue" })] as const
const uuid = "11111111-2222-4333-8444-555555555555"
const inserted = [{ uuid: ["uuid", uuid] }]

const open = (peer: Peer.Peer, options: OvsdbConnection.ConnectionOptions = {}) =>
  OvsdbConnection.open(peer.address, options)

/** What a transaction ends with when the peer answers it so. */
const endOf = (answer: (request: Peer.Request, link: Peer.Link) => void, options?: OvsdbConnection.ConnectionOptions) =>
  Effect.gen(function* () {
    const peer = yield* Peer.make(answer)
    const connection = yield* open(peer, options)
    const error = yield* Effect.flip(connection.transact("Db", insert))
    return { error, connection }
  })

const noHandler: OvsdbConnection.MonitorHandler = {
  loaded: () => undefined,
  updated: () => undefined,
  canceled: () => undefined
}

describe("a hostile server", () => {
  const breaches: Readonly<Record<string, (request: Peer.Request, link: Peer.Link) => void>> = {
    "sends no JSON": (_, { send }) => send("HTTP/1.1 400 Bad Request\r\n\r\n"),
    "sends broken JSON": (_, { send }) => send('{"id":,}'),
    "sends bytes that are not UTF-8": (_, { send }) =>
      send(Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
    "sends a list": (_, { send }) => send("[1]"),
    "answers what was not asked": (_, { send }) => send('{"id":99999,"result":[],"error":null}'),
    "answers under a text": ({ id }, { send }) => send(`{"id":"${String(id)}","result":[],"error":null}`),
    "answers under no id": (_, { send }) => send('{"result":[],"error":null}'),
    "updates a monitor that is none": (_, { send }) => send('{"id":null,"method":"update2","params":[7,{}]}'),
    "cancels a monitor that is none": (_, { send }) => send('{"id":null,"method":"monitor_canceled","params":["x"]}'),
    "calls without parameters": (_, { send }) => send('{"id":1,"method":"echo"}'),
    "calls a method that is no text": (_, { send }) => send('{"id":null,"method":{},"params":[]}')
  }
  for (const [what, answer] of Object.entries(breaches)) {
    it.live(`that ${what} loses the connection`, () =>
      Effect.gen(function* () {
        const { connection, error } = yield* endOf(answer)
        assert.strictEqual(error.reason._tag, "Protocol")
        assert.strictEqual(error.outcome, "unknown")
        const after = yield* Effect.flip(connection.transact("Db", insert))
        assert.strictEqual(after.reason._tag, "Protocol")
        assert.strictEqual(after.outcome, "none")
        assert.strictEqual((yield* connection.ended).reason._tag, "Protocol")
      })
    )
  }

  it.live("that answers twice loses the connection, but not the first answer", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make((request, { reply }) => {
        reply(request, inserted)
        reply(request, inserted)
      })
      const connection = yield* open(peer)
      assert.deepStrictEqual(yield* connection.transact("Db", insert), [uuid as Uuid.Ref<"Logical_Switch">])
      assert.match((yield* connection.ended).message, /nobody asked/)
    })
  )

  const nonsense: Readonly<Record<string, unknown>> = {
    nothing: null,
    "a text": "ok",
    "too few": [],
    "no UUID": [{ uuid: ["uuid", "x"] }],
    "a list in place of a result": [[1, 2]]
  }
  for (const [what, result] of Object.entries(nonsense)) {
    it.live(`that answers a transaction with ${what} spoils only that transaction`, () =>
      Effect.gen(function* () {
        const { connection, error } = yield* endOf((request, { reply }) =>
          reply(request, request.method === "echo" ? [] : result)
        )
        assert.strictEqual(error.reason._tag, "Protocol")
        assert.strictEqual(error.outcome, "unknown")
        yield* connection.echo
      })
    )
  }

  it.live("that sends a message without an end is cut off at the limit", () =>
    Effect.gen(function* () {
      const endless = (_: unknown, { send, socket }: Peer.Link) => {
        send('{"id":3,"result":["')
        const more = () => {
          while (socket.writable && socket.write("x".repeat(65_536)));
        }
        socket.on("drain", more)
        more()
      }
      const { connection, error } = yield* endOf(endless, { maxMessageBytes: 1_000_000 })
      assert.strictEqual(error.reason._tag, "Disconnected")
      assert.strictEqual(error.outcome, "unknown")
      assert.match(error.message, /bytes of a message/)
      const { reason } = yield* connection.ended
      assert.strictEqual(reason._tag, "LimitExceeded")
    })
  )

  it.live("that asks for echo after echo and reads no answer is cut off", () =>
    Effect.gen(function* () {
      const flood = (_: unknown, { send, socket }: Peer.Link) => {
        socket.pause()
        const more = () => {
          while (socket.writable && socket.write(`{"id":1,"method":"echo","params":["${"x".repeat(10_000)}"]}`));
        }
        socket.on("drain", more)
        send(" ")
        more()
      }
      const { connection } = yield* endOf(flood, { maxMessageBytes: 1_000_000 })
      assert.match((yield* connection.ended).message, /too many requests/)
    })
  )

  it.live("that says nothing is given up", () =>
    Effect.gen(function* () {
      const { error } = yield* endOf(() => undefined, { probeInterval: "50 millis" })
      assert.match(error.message, /silent/)
      assert.strictEqual(error.outcome, "unknown")
    })
  )

  it.live("that closes while the opening is under way is told apart from one that is silent", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make(() => undefined)
      const connection = yield* open(peer)
      peer.links[0]?.socket.destroy()
      assert.strictEqual((yield* connection.ended).reason._tag, "Disconnected")
    })
  )

  it.live("that sends garbage loses the connection, however often it is tried", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make(() => undefined)
      let random = 1
      for (let round = 0; round < 300; round++) {
        yield* Effect.gen(function* () {
          const connection = yield* open(peer)
          const link = peer.links.at(-1)
          const garbage = Uint8Array.from({ length: 64 }, () => (random = (random * 48_271) % 2_147_483_647) & 255)
          link?.send(Uint8Array.from([0x7d, ...garbage]))
          assert.strictEqual((yield* connection.ended).reason._tag, "Protocol")
        }).pipe(Effect.scoped)
      }
    })
  )
})

describe("a reply", () => {
  const text = (id: unknown) => JSON.stringify({ id, result: [{ uuid: ["uuid", uuid] }], error: null })

  it.live("may be split at every byte", () =>
    Effect.gen(function* () {
      const parts = (all: string) =>
        Array.from({ length: all.length - 1 }, (_, at) => [all.slice(0, at + 1), all.slice(at + 1)])
      let turn = 0
      const peer = yield* Peer.make(({ id }, { send, socket }) => {
        const [head = "", tail = ""] = parts(text(id))[turn++] ?? []
        socket.setNoDelay(true)
        send(head)
        setImmediate(() => send(tail))
      })
      const connection = yield* open(peer)
      for (let at = 0; at < text(3).length - 1; at++) {
        assert.deepStrictEqual(yield* connection.transact("Db", insert), [uuid as Uuid.Ref<"Logical_Switch">])
      }
    })
  )

  it.live("that is cut off at any byte leaves the outcome unknown", () =>
    Effect.gen(function* () {
      let at = 0
      const peer = yield* Peer.make(({ id }, { socket }) => socket.end(text(id).slice(0, at)))
      for (; at < text(3).length; at += 7) {
        const error = yield* Effect.scoped(Effect.flatMap(open(peer), (one) => Effect.flip(one.transact("Db", insert))))
        assert.strictEqual(error.reason._tag, "Disconnected")
        assert.strictEqual(error.outcome, "unknown")
      }
    })
  )

  it.live("may come in any order, and thousands at once", () =>
    Effect.gen(function* () {
      const waiting: Array<Peer.Request> = []
      const peer = yield* Peer.make((request, { reply }) => {
        waiting.push(request)
        if (waiting.length < 2000) return
        for (const one of waiting.toReversed()) reply(one, one.params)
      })
      const connection = yield* open(peer)
      const numbers = Array.from({ length: 2000 }, (_, i) => i)
      const answers = yield* Effect.forEach(numbers, (i) => connection.call("some_method", [i]), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(
        answers,
        numbers.map((i) => [i])
      )
    })
  )

  it.live("with an error becomes its reason", () =>
    Effect.gen(function* () {
      const errors = ["unknown database", { error: "unknown database", details: "no Db", syntax: "x" }, 7, [], {}]
      const tags: Array<string> = []
      const peer = yield* Peer.make((request, { refuse }) => refuse(request, errors[tags.length]))
      const connection = yield* open(peer)
      for (const _ of errors) tags.push((yield* Effect.flip(connection.getSchema("Db"))).reason._tag)
      assert.deepStrictEqual(tags, ["UnknownDatabase", "UnknownDatabase", "Other", "Other", "Other"])
    })
  )
})

describe("a connection", () => {
  it.live("answers echoes, and refuses other requests", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make((request, { reply }) => {
        if (request.method === "echo") reply(request, [])
      })
      const connection = yield* open(peer)
      const [link] = peer.links
      link?.send('{"id":"e","method":"echo","params":[1,"x"]} {"id":[5],"method":"steal","params":[]}')
      // The first may overtake what the peer asked, the second cannot.
      yield* connection.echo
      yield* connection.echo
      const replies: unknown = link?.seen.filter(({ method }) => method === undefined)
      assert.deepStrictEqual(replies, [
        { id: "e", result: [1, "x"], error: null },
        { id: [5], result: null, error: "unknown method" }
      ])
    })
  )

  it.live("refuses what is over its limits, with nothing sent", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make(() => undefined)
      const connection = yield* open(peer, { maxInFlight: 2, maxMessageBytes: 1000 })
      const first = yield* Effect.forkChild(connection.transact("Db", insert), { startImmediately: true })
      const second = yield* Effect.forkChild(connection.transact("Db", insert), { startImmediately: true })
      const third = yield* Effect.flip(connection.transact("Db", insert))
      assert.deepStrictEqual(third.reason, { _tag: "LimitExceeded", what: "calls in flight", asked: 3, limit: 2 })
      yield* Fiber.interrupt(second)
      const long = yield* Effect.flip(connection.call("x", ["y".repeat(2000)]))
      assert.strictEqual(long.reason._tag, "LimitExceeded")
      assert.strictEqual(long.outcome, "none")
      yield* Fiber.interrupt(first)
    })
  )

  it.live("cancels a transaction that is interrupted, and sends none that was interrupted before", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make((request, { reply }) => {
        if (request.method === "echo") reply(request, [])
      })
      const connection = yield* open(peer)
      const unsent = yield* Effect.forkChild(connection.transact("Db", insert), { startImmediately: true })
      yield* Fiber.interrupt(unsent)
      const sent = yield* Effect.forkChild(connection.transact("Db", insert), { startImmediately: true })
      yield* connection.echo
      yield* Fiber.interrupt(sent)
      yield* connection.echo
      const methods = peer.links[0]?.seen
        .slice(2)
        .map(({ id, method, params }) => [method, method === "cancel" ? params : id])
      assert.deepStrictEqual(methods, [
        ["transact", 4],
        ["echo", 5],
        ["cancel", [4]],
        ["echo", 6]
      ])
    })
  )

  it.live("believes a late result more than its time limit", () =>
    Effect.gen(function* () {
      let asked: Peer.Request | undefined
      const peer = yield* Peer.make((request, { refuse, reply }) => {
        if (request.method === "transact") asked = request
        else if (request.method === "cancel" && asked !== undefined) {
          if (asked.params.length === 2) reply(asked, inserted)
          else refuse(asked, "canceled")
        }
      })
      const connection = yield* open(peer)
      const soon = OvsdbConnection.withTimeLimit("20 millis")
      assert.deepStrictEqual(yield* soon(connection.transact("Db", insert)), [uuid as Uuid.Ref<"Logical_Switch">])
      const error = yield* Effect.flip(soon(connection.transact("Db", [...insert, Operation.comment("two")])))
      assert.deepStrictEqual(error.reason, { _tag: "TimeLimit", afterMillis: 20, outcome: "none" })
      // A database in a cluster may still commit what it says is cancelled.
      const other = yield* Effect.flip(soon(connection.transact("Other", [...insert, Operation.comment("two")])))
      assert.strictEqual(other.outcome, "unknown")
    })
  )

  it.live("asks an old server for the monitors it has", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const peer = yield* Peer.make((request, { refuse, reply, send }) => {
        asked.push(request.method)
        if (request.method === "monitor") {
          reply(request, { T: { [uuid]: { new: { name: "a" } } } })
          send(
            JSON.stringify({ id: null, method: "update", params: [request.params[1], { T: { [uuid]: { old: {} } } }] })
          )
        } else if (request.method === "echo") reply(request, [])
        else refuse(request, "unknown method")
      })
      const connection = yield* open(peer)
      const seen: Array<unknown> = []
      const request = { database: "Db", tables: { T: { columns: ["name"] } } }
      yield* connection.monitor(request, {
        loaded: (update, resumed) => void seen.push([update.differences, resumed, update.tables]),
        updated: (update) => void seen.push([update.differences, update.tables]),
        canceled: () => undefined
      })
      yield* connection.echo
      assert.deepStrictEqual(asked, ["monitor_cond_since", "monitor_cond", "monitor", "echo"])
      assert.deepStrictEqual(seen, [
        [false, false, { T: { [uuid]: { new: { name: "a" } } } }],
        [false, { T: { [uuid]: { old: {} } } }]
      ])
      const conditional = {
        database: "Db",
        tables: { T: { columns: ["name"], where: [["name", "==", "a"]] } }
      } as const
      const refused = yield* Effect.flip(connection.monitor(conditional, noHandler))
      assert.strictEqual(refused.reason._tag, "NotSupported")
    }).pipe(Effect.scoped)
  )

  for (const [what, tables] of [
    ["no tables", []],
    ["a table that is none", { T: 1 }],
    ["what does not fit", { T: {} }]
  ] as const) {
    it.live(`ends when an update holds ${what}`, () =>
      Effect.gen(function* () {
        const peer = yield* Peer.make((request, { reply, send }) => {
          reply(request, [false, uuid, {}])
          send(JSON.stringify({ id: null, method: "update3", params: [request.params[1], uuid, tables] }))
        })
        const connection = yield* open(peer)
        const unfit = new OvsdbError({
          operation: "update",
          reason: { _tag: "Decode", table: "T", column: "c", detail: "x" }
        })
        const request = { database: "Db", tables: { T: { columns: ["c"] } } }
        yield* connection.monitor(request, { ...noHandler, updated: () => unfit })
        assert.strictEqual((yield* connection.ended).reason._tag, "Protocol")
      }).pipe(Effect.scoped)
    )
  }

  it.live("does not go on with a monitor whose first rows do not fit", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make((request, { reply, send }) => {
        if (request.method !== "monitor_cond_since") return reply(request, [])
        reply(request, [false, uuid, {}])
        send(JSON.stringify({ id: null, method: "update3", params: [request.params[1], uuid, {}] }))
      })
      const connection = yield* open(peer)
      const reason = { _tag: "Decode", table: "T", column: "c", detail: "x" } as const
      const unfit = new OvsdbError({ operation: "update", reason })
      const request = { database: "Db", tables: { T: { columns: ["c"] } } }
      const handler = { ...noHandler, loaded: () => unfit, updated: () => unfit }
      assert.strictEqual(yield* Effect.flip(connection.monitor(request, handler)), unfit)
      yield* connection.echo
      const methods = (peer.links[0]?.seen ?? []).map(({ method }) => method)
      assert.include(methods, "monitor_cancel")
    }).pipe(Effect.scoped)
  )

  it.live("takes one lock of a name, and tells when it is got and stolen", () =>
    Effect.gen(function* () {
      const peer = yield* Peer.make((request, { reply }) =>
        reply(request, request.method === "lock" ? { locked: false } : {})
      )
      const connection = yield* open(peer)
      const seen: Array<boolean> = []
      yield* Effect.gen(function* () {
        const held = yield* connection.lock("a", { onChange: (now) => void seen.push(now) })
        assert.isFalse(held)
        const again = yield* Effect.flip(connection.lock("a", { onChange: () => undefined }))
        assert.strictEqual(again.reason._tag, "NotAllowed")
        for (const method of ["locked", "stolen", "locked"]) {
          peer.links[0]?.send(JSON.stringify({ id: null, method, params: ["a"] }))
        }
        yield* connection.echo
      }).pipe(Effect.scoped)
      assert.deepStrictEqual(seen, [true, false, true])
      yield* connection.echo
      assert.strictEqual(peer.links[0]?.seen.at(-2)?.method, "unlock")
    })
  )
})
