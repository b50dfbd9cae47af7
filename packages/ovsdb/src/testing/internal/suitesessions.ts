/**
 * Cases of what happens between transactions and between connections: waiting, monitors, locks, and a server's own affairs.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { toJson } from "../../OvsdbSchema.ts"
import type { Json } from "../../OvsdbValue.ts"
import { zero } from "../../Uuid.ts"
import { type Case, insert, make, mutate, refused, remove, select, update, uuid } from "./suitebench.ts"
import { schema } from "./suiteschema.ts"

const database = schema.name
const set = (...members: ReadonlyArray<Json>): Json => ["set", members]
const named = (name: string): Json => ["named-uuid", name]
const where = (name: string): Json => [["name", "==", name]]
const ok = (result: Json) => ({ result })
const unknownId = "00000000-0000-4000-8000-0000000000ee"

const wait = (until: string, numbers: ReadonlyArray<number>, more: { readonly [name: string]: Json }): Json => ({
  op: "wait",
  table: "Thing",
  where: [],
  columns: ["number"],
  until,
  rows: numbers.map((number) => ({ number })),
  ...more
})

/** The cases. */
export const cases: ReadonlyArray<Case> = [
  make("a wait that holds passes, one that does not and may not wait is refused", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      yield* transact([insert("Thing", { number: 1 })], [uuid("#1")])
      yield* transact([wait("==", [1], { timeout: 0 }), wait("!=", [2], { timeout: 0 })], [{}, {}])
      yield* transact([insert("Only", {}), wait("==", [2], { timeout: 0 })], [uuid("#2"), refused("timed out")])
      yield* transact([wait("!=", [1, 1], { timeout: 0 })], [refused("timed out")])
      yield* transact([select("Only", [], ["value"])], [{ rows: [] }])
    })
  ),

  make("a wait goes on when another transaction makes it true", ({ line }) =>
    Effect.gen(function* () {
      const [one, two] = [yield* line, yield* line]
      yield* one.transact([insert("Thing", { number: 1 })], [uuid("#1")])
      const waiting = yield* one.begin([wait("==", [3], {}), update("Thing", [], { name: "done" })])
      yield* two.transact([update("Thing", [], { number: 2 })], [{ count: 1 }])
      yield* two.transact([update("Thing", [], { number: 3 })], [{ count: 1 }])
      yield* waiting.ends(ok([{}, { count: 1 }]))
      yield* two.transact([select("Thing", [], ["name", "number"])], [{ rows: [{ name: "done", number: 3 }] }])
    })
  ),

  make("a wait gives up when its time is over", ({ elapse, line }) =>
    Effect.gen(function* () {
      const { begin, transact } = yield* line
      const waiting = yield* begin([insert("Only", {}), wait("!=", [], { timeout: 100 })])
      yield* transact([], [])
      yield* elapse(100)
      yield* waiting.ends(ok([uuid("#1"), refused("timed out")]))
      yield* transact([select("Only", [], ["value"])], [{ rows: [] }])
    })
  ),

  make("a waiting transaction can be cancelled, and its id is taken until then", ({ line }) =>
    Effect.gen(function* () {
      const [one, two] = [yield* line, yield* line]
      yield* one.call("set_db_change_aware", [true], ok({}))
      const waiting = yield* one.begin([wait("!=", [], {}), update("Thing", [], { name: "never" })])
      yield* one.cancel(waiting.id)
      yield* waiting.ends({ refused: "canceled" })
      yield* two.transact([insert("Thing", {}), select("Thing", [], ["name"])], [uuid("#1"), { rows: [{ name: "" }] }])
      yield* two.transact([select("Thing", [], ["name"])], [{ rows: [{ name: "" }] }])
    })
  ),

  make("monitor tells of rows as they were and are, before the reply to the one that changed them", ({ line }) =>
    Effect.gen(function* () {
      const [one, two] = [yield* line, yield* line]
      yield* one.transact([insert("Thing", { name: "a", number: 1 })], [uuid("#1")])
      const request = { Thing: [{ columns: ["name", "tags"] }, { columns: ["number"], select: { modify: false } }] }
      yield* two.call(
        "monitor",
        [database, "m", request],
        ok({ Thing: { "#1": { new: { name: "a", tags: set(), number: 1 } } } })
      )
      yield* two.transact([insert("Thing", { name: "b" })], [uuid("#2")])
      yield* two.notice("update", ["m", { Thing: { "#2": { new: { name: "b", tags: set(), number: 0 } } } }])
      yield* one.transact([update("Thing", where("a"), { tags: "x", number: 2 })], [{ count: 1 }])
      yield* two.notice("update", ["m", { Thing: { "#1": { old: { tags: set() }, new: { name: "a", tags: "x" } } } }])
      yield* one.transact([update("Thing", where("a"), { on: true })], [{ count: 1 }])
      yield* one.transact([remove("Thing", where("a"))], [{ count: 1 }])
      yield* two.notice("update", ["m", { Thing: { "#1": { old: { name: "a", tags: "x", number: 2 } } } }])
      yield* two.call("monitor_cancel", ["m"], ok({}))
      yield* one.transact([remove("Thing", [])], [{ count: 1 }])
      yield* two.quiet
      yield* two.call("monitor_cancel", ["m"], { refused: "unknown monitor" })
    })
  ),

  make("monitor_cond tells differences, of rows that satisfy any of its conditions", ({ line }) =>
    Effect.gen(function* () {
      const [one, two] = [yield* line, yield* line]
      const row = {
        name: "a",
        number: 1,
        tags: set("x", "y"),
        ids: [
          "map",
          [
            ["k", "1"],
            ["l", "2"]
          ]
        ],
        size: 1
      }
      yield* one.transact([insert("Thing", row), insert("Thing", { name: "b", number: 50 })], [uuid("#1"), uuid("#2")])
      const columns = ["name", "tags", "ids", "size", "number"]
      const request = {
        Thing: [
          {
            columns,
            where: [
              ["number", "<", 10],
              ["name", "==", "c"]
            ]
          }
        ]
      }
      yield* two.call("monitor_cond", [database, ["m"], request], ok({ Thing: { "#1": { initial: row } } }))
      yield* one.transact(
        [
          mutate("Thing", where("a"), [
            ["tags", "delete", "x"],
            ["tags", "insert", "z"],
            ["ids", "delete", "l"],
            ["ids", "insert", ["map", [["m", "3"]]]]
          ]),
          update("Thing", where("a"), { size: 2, number: 5 })
        ],
        [{ count: 1 }, { count: 1 }]
      )
      const ids: Json = [
        "map",
        [
          ["l", "2"],
          ["m", "3"]
        ]
      ]
      yield* two.notice("update2", [
        ["m"],
        { Thing: { "#1": { modify: { tags: set("x", "z"), ids, size: 2, number: 5 } } } }
      ])
      yield* one.transact(
        [
          update("Thing", where("a"), {
            size: set(),
            ids: [
              "map",
              [
                ["k", "9"],
                ["m", "3"]
              ]
            ]
          })
        ],
        [{ count: 1 }]
      )
      yield* two.notice("update2", [
        ["m"],
        { Thing: { "#1": { modify: { ids: ["map", [["k", "9"]]], size: set() } } } }
      ])
      yield* one.transact([update("Thing", where("a"), { number: 20 })], [{ count: 1 }])
      yield* two.notice("update2", [["m"], { Thing: { "#1": { delete: null } } }])
      yield* one.transact([update("Thing", where("b"), { number: 9 })], [{ count: 1 }])
      yield* two.notice("update2", [["m"], { Thing: { "#2": { insert: { name: "b", number: 9 } } } }])
      yield* one.transact([update("Thing", where("b"), { on: true })], [{ count: 1 }])
      yield* one.transact([insert("Thing", { name: "c", number: 99 })], [uuid("#3")])
      yield* two.notice("update2", [["m"], { Thing: { "#3": { insert: { name: "c", number: 99 } } } }])
      yield* one.transact([remove("Thing", [])], [{ count: 3 }])
      yield* two.notice("update2", [["m"], { Thing: { "#2": { delete: null }, "#3": { delete: null } } }])
      yield* two.quiet
    })
  ),

  make("monitor_cond_change brings rows into view and takes them out", ({ line }) =>
    Effect.gen(function* () {
      const { call, notice, quiet, transact } = yield* line
      yield* transact([insert("Thing", { name: "a" }), insert("Thing", { name: "b" })], [uuid("#1"), uuid("#2")])
      const request = { Thing: [{ columns: ["name"], where: where("a") }] }
      yield* call("monitor_cond", [database, 1, request], ok({ Thing: { "#1": { initial: { name: "a" } } } }))
      yield* call("monitor_cond_change", [1, 2, { Thing: [{ where: where("b") }] }], ok({}))
      yield* notice("update2", [2, { Thing: { "#1": { delete: null }, "#2": { insert: { name: "b" } } } }])
      yield* call("monitor_cond_change", [2, 2, { Thing: [{ where: [true] }] }], ok({}))
      yield* notice("update2", [2, { Thing: { "#1": { insert: { name: "a" } } } }])
      yield* call("monitor_cond_change", [2, 2, { Thing: [{ where: [false] }] }], ok({}))
      yield* notice("update2", [2, { Thing: { "#1": { delete: null }, "#2": { delete: null } } }])
      yield* call("monitor_cond_change", [1, 1, {}], { refused: "syntax error" })
      yield* call("monitor_cond_change", [2, 2, { Only: [] }], { refused: "syntax error" })
      yield* call("monitor_cond_change", [2, 2, { Thing: [{ columns: ["name"] }] }], { refused: "syntax error" })
      yield* transact([insert("Thing", { name: "c" })], [uuid("#3")])
      yield* quiet
    })
  ),

  make("monitor_cond_since begins anew from an id that the server does not know", ({ clustered, line }) =>
    Effect.gen(function* () {
      const { call, notice, transact } = yield* line
      yield* transact([insert("Thing", { name: "a" })], [uuid("#1")])
      const request = { Thing: [{ columns: ["name"] }] }
      const rows = { Thing: { "#1": { initial: { name: "a" } } } }
      if (clustered) return
      yield* call("monitor_cond_since", [database, 1, request, zero], ok([false, zero, rows]))
      yield* call("monitor_cond_since", [database, 2, request, unknownId], ok([false, zero, rows]))
      yield* transact([update("Thing", [], { name: "b" })], [{ count: 1 }])
      for (const id of [1, 2]) yield* notice("update3", [id, zero, { Thing: { "#1": { modify: { name: "b" } } } }])
      yield* call("monitor_cond_since", [database, 3, request, "x"], { refused: "syntax error" })
      yield* call("monitor_cond_since", [database, 3, request], { refused: "syntax error" })
    })
  ),

  make("monitor_cond_since goes on after the last transaction that the client knows", ({ clustered, line }) =>
    Effect.gen(function* () {
      if (!clustered) return
      const [one, two] = [yield* line, yield* line]
      const request = { Thing: [{ columns: ["name", "number"] }] }
      // A server remembers no more transactions than its database is large.
      const numbers = set(...Array.from({ length: 1000 }, (_, number) => number))
      yield* two.transact([insert("Pair", { right: numbers }), { op: "comment", comment: "ballast" }], [uuid("#1"), {}])
      yield* one.transact([insert("Thing", { name: "a" })], [uuid("#2")])
      yield* one.call(
        "monitor_cond_since",
        [database, 1, request, zero],
        ok([false, "#3", { Thing: { "#2": { initial: { name: "a" } } } }])
      )
      yield* one.transact([update("Thing", [], { number: 1 })], [{ count: 1 }])
      yield* one.notice("update3", [1, "#4", { Thing: { "#2": { modify: { number: 1 } } } }])
      yield* two.call("monitor_cond_since", [database, 1, request, "#4"], ok([true, "#4", {}]))
      yield* two.call(
        "monitor_cond_since",
        [database, 2, request, "#3"],
        ok([true, "#4", { Thing: { "#2": { modify: { number: 1 } } } }])
      )
      yield* one.transact(
        [update("Thing", [], { number: 2 }), insert("Thing", { name: "b" })],
        [{ count: 1 }, uuid("#5")]
      )
      const both = { Thing: { "#2": { modify: { number: 2 } }, "#5": { insert: { name: "b" } } } }
      yield* one.notice("update3", [1, "#6", both])
      yield* two.call("monitor_cancel", [1], ok({}))
      yield* two.call("monitor_cond_since", [database, 1, request, "#4"], ok([true, "#6", both]))
    })
  ),

  make("a monitor of what does not exist, or under a taken id, is refused", ({ line }) =>
    Effect.gen(function* () {
      const { call } = yield* line
      yield* call("monitor", [database, 1, {}], ok({}))
      yield* call("monitor", [database, 1, {}], { refused: "syntax error" })
      yield* call("monitor", [database, 2, { Nothing: {} }], { refused: "syntax error" })
      yield* call("monitor", [database, 2, { Thing: { columns: ["nothing"] } }], { refused: "syntax error" })
      yield* call("monitor", [database, 2, { Thing: [{ columns: ["name"] }, { columns: ["name"] }] }], {
        refused: "syntax error"
      })
      yield* call("monitor", [database, 2, { Thing: { where: [] } }], { refused: "syntax error" })
      yield* call("monitor_cond", [database, 2, { Thing: [{ where: [["nothing", "==", 1]] }] }], {
        refused: "unknown column"
      })
      yield* call("monitor", ["Nothing", 2, {}], { refused: "unknown database" })
      yield* call("monitor", [database, 2, { Thing: { columns: ["name"] } }], ok({}))
    })
  ),

  make("a monitor of a table without columns has all of them, versions too", ({ line }) =>
    Effect.gen(function* () {
      const { call, notice, quiet, transact } = yield* line
      yield* transact([insert("Only", { value: 1 })], [uuid("#1")])
      yield* transact([select("Only", [], ["_version"])], [{ rows: [{ _version: ["uuid", "#2"] }] }])
      const whole = { value: 1, _version: ["uuid", "#2"] }
      const self = { _uuid: ["uuid", "#1"] }
      yield* call("monitor", [database, 1, { Only: {} }], ok({ Only: { "#1": { new: whole } } }))
      yield* call("monitor_cond", [database, 2, { Only: [{}] }], ok({ Only: { "#1": { initial: whole } } }))
      yield* call(
        "monitor_cond",
        [database, 3, { Only: [{ columns: ["_uuid"] }] }],
        ok({ Only: { "#1": { initial: self } } })
      )
      yield* transact([update("Only", [], { value: 1 })], [{ count: 1 }])
      const twice = [update("Only", [], { value: 2 }), update("Only", [], { value: 1 })]
      yield* transact(twice, [{ count: 1 }, { count: 1 }])
      yield* quiet
      for (const id of [1, 2]) yield* call("monitor_cancel", [id], ok({}))
      yield* transact([remove("Only", [])], [{ count: 1 }])
      yield* notice("update2", [3, { Only: { "#1": { delete: null } } }])
    })
  ),

  make("monitors tell what they were asked to tell, and nothing else", ({ line }) =>
    Effect.gen(function* () {
      const { call, notice, quiet, transact } = yield* line
      yield* transact([insert("Thing", { name: "a" })], [uuid("#1")])
      const only = (kind: string) =>
        Object.fromEntries(["initial", "insert", "delete", "modify"].map((each) => [each, each === kind]))
      const request = (kind: string) => ({ Thing: [{ columns: ["name"], select: only(kind) }] })
      yield* call(
        "monitor_cond",
        [database, "initial", request("initial")],
        ok({ Thing: { "#1": { initial: { name: "a" } } } })
      )
      for (const kind of ["insert", "delete", "modify"])
        yield* call("monitor_cond", [database, kind, request(kind)], ok({}))
      yield* transact([insert("Thing", { name: "b" })], [uuid("#2")])
      yield* notice("update2", ["insert", { Thing: { "#2": { insert: { name: "b" } } } }])
      yield* transact([update("Thing", where("b"), { name: "c" })], [{ count: 1 }])
      yield* notice("update2", ["modify", { Thing: { "#2": { modify: { name: "c" } } } }])
      yield* transact([remove("Thing", where("c"))], [{ count: 1 }])
      yield* notice("update2", ["delete", { Thing: { "#2": { delete: null } } }])
      yield* quiet
    })
  ),

  make("a lock is held by one and passes to who waits longest", ({ line }) =>
    Effect.gen(function* () {
      const [one, two, three] = [yield* line, yield* line, yield* line]
      const claim = { op: "assert", lock: "l" }
      yield* one.call("lock", ["l"], ok({ locked: true }))
      yield* one.transact([claim], [{}])
      yield* two.call("lock", ["l"], ok({ locked: false }))
      yield* three.call("lock", ["l"], ok({ locked: false }))
      yield* two.transact([claim], [refused("not owner")])
      yield* two.call("lock", ["l"], { refused: "syntax error" })
      yield* one.call("unlock", ["l"], ok({}))
      yield* two.notice("locked", ["l"])
      yield* two.transact([claim], [{}])
      yield* one.call("unlock", ["l"], { refused: "syntax error" })
      yield* one.call("steal", ["l"], ok({ locked: true }))
      yield* two.notice("stolen", ["l"])
      yield* two.transact([claim], [refused("not owner")])
      yield* one.call("unlock", ["l"], ok({}))
      yield* two.notice("locked", ["l"])
      yield* two.call("unlock", ["l"], ok({}))
      yield* three.notice("locked", ["l"])
      yield* three.call("unlock", ["l"], ok({}))
      yield* one.call("lock", ["not an id"], { refused: "syntax error" })
      yield* one.quiet
    })
  ),

  make("a thief that is robbed does not get the lock back", ({ line }) =>
    Effect.gen(function* () {
      const [one, two] = [yield* line, yield* line]
      yield* one.call("steal", ["s"], ok({ locked: true }))
      yield* two.call("steal", ["s"], ok({ locked: true }))
      yield* one.notice("stolen", ["s"])
      yield* two.call("unlock", ["s"], ok({}))
      yield* one.quiet
      yield* one.transact([{ op: "assert", lock: "s" }], [refused("not owner")])
      yield* one.call("unlock", ["s"], ok({}))
    })
  ),

  make("a lock passes on when its holder's connection ends", ({ line }) =>
    Effect.gen(function* () {
      const two = yield* line
      yield* Effect.scoped(
        Effect.gen(function* () {
          const one = yield* line
          yield* one.call("lock", ["e"], ok({ locked: true }))
          yield* two.call("lock", ["e"], ok({ locked: false }))
        })
      )
      yield* two.notice("locked", ["e"])
    })
  ),

  make("a server echoes, and knows its methods and databases", ({ line }) =>
    Effect.gen(function* () {
      const { call } = yield* line
      yield* call("echo", [1, { a: [null] }], ok([1, { a: [null] }]))
      yield* call("get_schema", [database], ok(toJson(schema)))
      yield* call("get_schema", ["Nothing"], { refused: "unknown database" })
      yield* call("get_schema", [], { refused: "syntax error" })
      yield* call("fly", [], { refused: "unknown method" })
      yield* call("set_db_change_aware", [true], ok({}))
      yield* call("set_db_change_aware", [1], { refused: "syntax error" })
    })
  ),

  make("_Server tells of the databases, and cannot be written", ({ clustered, line }) =>
    Effect.gen(function* () {
      const { call } = yield* line
      const read = select("Database", [["name", "==", database]], ["name", "model", "connected", "leader"])
      const row = { name: database, model: clustered ? "clustered" : "standalone", connected: true, leader: true }
      yield* call("transact", ["_Server", read], ok([{ rows: [row] }]))
      const write = update("Database", [], { name: "x" })
      yield* call("transact", ["_Server", write], ok([refused("not allowed")]))
    })
  ),

  make("rows that garbage collection takes are told of like others", ({ line }) =>
    Effect.gen(function* () {
      const { call, notice, transact } = yield* line
      yield* transact(
        [
          insert("Part", { label: "p", leaves: named("l") }, { "uuid-name": "p" }),
          insert("Leaf", { label: "l" }, { "uuid-name": "l" }),
          insert("Thing", { name: "t", part: named("p") })
        ],
        [uuid("#1"), uuid("#2"), uuid("#3")]
      )
      const request = { Part: [{ columns: ["label"] }], Leaf: [{ columns: ["label"] }], Thing: [{ columns: ["part"] }] }
      yield* call(
        "monitor_cond",
        [database, "g", request],
        ok({
          Leaf: { "#2": { initial: { label: "l" } } },
          Part: { "#1": { initial: { label: "p" } } },
          Thing: { "#3": { initial: { part: ["uuid", "#1"] } } }
        })
      )
      yield* transact(
        [update("Thing", [], { part: set() }), insert("Part", { label: "gone" })],
        [{ count: 1 }, uuid("#4")]
      )
      yield* notice("update2", [
        "g",
        {
          Leaf: { "#2": { delete: null } },
          Part: { "#1": { delete: null } },
          Thing: { "#3": { modify: { part: set() } } }
        }
      ])
    })
  )
]
