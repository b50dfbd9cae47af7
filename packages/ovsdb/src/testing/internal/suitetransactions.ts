/**
 * Cases of transactions: values, conditions, mutations, references, limits.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { Json } from "../../OvsdbValue.ts"
import { type Case, insert, make, mutate, refused, remove, select, update, uuid } from "./suitebench.ts"

const set = (...members: ReadonlyArray<Json>): Json => ["set", members]
const map = (...pairs: ReadonlyArray<readonly [Json, Json]>): Json => ["map", pairs]
const ref = (name: string): Json => ["uuid", name]
const named = (name: string): Json => ["named-uuid", name]

/** Values, and what becomes of them: the value, or the tag of the refusal. */
const values: ReadonlyArray<
  readonly [column: string, json: Json, outcome: { readonly is: Json } | { readonly refused: string }]
> = [
  ["number", 100, { is: 100 }],
  ["number", set(7), { is: 7 }],
  ["number", 101, { refused: "constraint violation" }],
  ["number", -6, { refused: "constraint violation" }],
  ["number", 1.5, { refused: "syntax error" }],
  ["number", "1", { refused: "syntax error" }],
  ["number", set(), { refused: "syntax error" }],
  ["number", set(1, 2), { refused: "syntax error" }],
  ["ratio", 3, { is: 3 }],
  ["ratio", -1.25, { is: -1.25 }],
  ["ratio", true, { refused: "syntax error" }],
  ["on", true, { is: true }],
  ["on", 1, { refused: "syntax error" }],
  ["kind", "red", { is: "red" }],
  ["kind", "blue", { refused: "constraint violation" }],
  ["size", set(), { is: set() }],
  ["size", 3, { is: 3 }],
  ["size", 4, { refused: "constraint violation" }],
  ["size", set(1, 2), { refused: "syntax error" }],
  ["note", "", { refused: "constraint violation" }],
  ["note", "äöü🦊", { is: "äöü🦊" }],
  ["note", "12345", { refused: "constraint violation" }],
  // In a cluster, ovsdb-server 3.1 stops at a change that adds and removes more members than the set may have: one by one.
  ["tags", "a", { is: "a" }],
  ["tags", set("b", "a", "B"), { is: set("B", "a", "b") }],
  ["tags", set("a", "b", "c", "d"), { refused: "syntax error" }],
  ["tags", set("a", "a"), { refused: "ovsdb error" }],
  ["numbers", set(10, 9, -1), { is: set(-1, 9, 10) }],
  ["ids", map(["b", "1"], ["a", "2"]), { is: map(["a", "2"], ["b", "1"]) }],
  ["ids", map(["a", "1"], ["a", "2"]), { refused: "ovsdb error" }],
  ["ids", set(), { refused: "syntax error" }],
  ["ids", map(["a", 1]), { refused: "syntax error" }],
  ["ids", ["map", [["a"]]], { refused: "syntax error" }],
  ["weights", map(["a", 1]), { is: map(["a", 1]) }],
  ["weights", map(["c", 1]), { refused: "constraint violation" }],
  ["plain", ["uuid", "00000000-0000-4000-8000-00000000000A"], { is: ["uuid", "00000000-0000-4000-8000-00000000000a"] }],
  ["plain", ["uuid", "not-a-uuid"], { refused: "syntax error" }],
  ["plain", "00000000-0000-4000-8000-00000000000a", { refused: "syntax error" }],
  ["nothing", 1, { refused: "unknown column" }]
]

const conditions: ReadonlyArray<readonly [where: Json, names: ReadonlyArray<string> | string]> = [
  [[], ["a", "b", "c"]],
  [[true], ["a", "b", "c"]],
  [[false], []],
  [[["name", "==", "a"]], ["a"]],
  [[["name", "!=", "a"]], ["b", "c"]],
  [[["name", "includes", "a"]], ["a"]],
  [[["name", "excludes", "a"]], ["b", "c"]],
  [[["number", "<", 2]], ["a"]],
  [[["number", "<=", 2]], ["a", "b"]],
  [[["number", ">", 2]], ["c"]],
  [[["number", ">=", 2]], ["b", "c"]],
  [
    [
      ["number", ">", 0],
      ["name", "!=", "c"]
    ],
    ["a", "b"]
  ],
  [[["number", "==", 1000]], "constraint violation"],
  [[["size", "<", 3]], ["a"]],
  [[["size", ">=", 1]], ["a", "b"]],
  [[["size", "==", set()]], ["c"]],
  [[["size", "!=", set()]], ["a", "b"]],
  [[["size", "includes", set()]], ["a", "b", "c"]],
  [[["size", "excludes", 1]], ["b", "c"]],
  [[["size", "<", set()]], "syntax error"],
  [[["tags", "includes", "x"]], ["a", "b"]],
  [[["tags", "includes", set("x", "y")]], ["b"]],
  [[["tags", "excludes", set("y", "z")]], ["a", "c"]],
  [[["tags", "==", set("y", "x")]], ["b"]],
  [[["tags", "<", 1]], "syntax error"],
  [[["name", "<", "b"]], "syntax error"],
  [[["ids", "includes", map(["k", "1"])]], ["a"]],
  [[["ids", "excludes", map(["k", "1"])]], ["b", "c"]],
  [[["ids", "==", map()]], ["c"]],
  [[["name", "~", "a"]], "unknown function"],
  [[["nothing", "==", 1]], "unknown column"],
  [[["name", "=="]], "syntax error"],
  [["name"], "syntax error"],
  [[["_uuid", "==", ref("#1")]], ["a"]],
  [[["_uuid", "!=", ref("#1")]], ["b", "c"]]
]

const mutations: ReadonlyArray<
  readonly [mutation: Json, column: string, outcome: Json | { readonly refused: string }]
> = [
  [["number", "+=", 3], "number", 13],
  [["number", "-=", 15], "number", -5],
  [["number", "-=", 16], "number", { refused: "constraint violation" }],
  [["number", "*=", 10], "number", 100],
  [["number", "/=", 3], "number", 3],
  [["number", "%=", 3], "number", 1],
  [["number", "/=", 0], "number", { refused: "domain error" }],
  [["number", "%=", 0], "number", { refused: "domain error" }],
  [["number", "*=", 9_007_199_254_740_991], "number", { refused: "constraint violation" }],
  [["number", "+=", "x"], "number", { refused: "syntax error" }],
  [["number", "insert", 1], "number", { refused: "syntax error" }],
  [["ratio", "/=", 4], "ratio", 0.5],
  [["ratio", "%=", 2], "ratio", { refused: "syntax error" }],
  [["ratio", "/=", 0], "ratio", { refused: "domain error" }],
  [["ratio", "*=", 1.7e308], "ratio", { refused: "range error" }],
  [["size", "+=", 1], "size", 3],
  [["size", "+=", 2], "size", { refused: "constraint violation" }],
  [["size", "insert", 3], "size", { refused: "constraint violation" }],
  [["size", "delete", 2], "size", set()],
  [["numbers", "*=", 2], "numbers", set(2, 4, 6)],
  [["numbers", "*=", 0], "numbers", { refused: "constraint violation" }],
  [["numbers", "insert", set(3, 4)], "numbers", set(1, 2, 3, 4)],
  [["numbers", "delete", set(1, 9)], "numbers", set(2, 3)],
  [["tags", "insert", set("c", "d")], "tags", { refused: "constraint violation" }],
  [["tags", "insert", set("b", "c")], "tags", set("a", "b", "c")],
  [["ids", "insert", map(["k", "new"], ["l", "2"])], "ids", map(["k", "1"], ["l", "2"])],
  [["ids", "delete", map(["k", "other"])], "ids", map(["k", "1"])],
  [["ids", "delete", map(["k", "1"])], "ids", map()],
  [["ids", "delete", set("k", "x")], "ids", map()],
  [["ids", "delete", "k"], "ids", map()],
  [["name", "+=", 1], "name", { refused: "syntax error" }],
  [["fixed", "+=", 1], "fixed", { refused: "constraint violation" }],
  [["_uuid", "insert", 1], "name", { refused: "constraint violation" }],
  [["numbers", "^=", 1], "numbers", { refused: "unknown mutator" }],
  [["nothing", "+=", 1], "name", { refused: "unknown column" }],
  [["number", "+="], "number", { refused: "syntax error" }]
]

const malformed: ReadonlyArray<Json> = [
  1,
  {},
  { op: "fly" },
  { op: 3 },
  { op: "insert", row: {} },
  { op: "insert", table: "Nothing", row: {} },
  { op: "insert", table: "Thing" },
  { op: "insert", table: "Thing", row: [] },
  { op: "insert", table: "Thing", row: {}, extra: 1 },
  { op: "insert", table: "Thing", row: {}, "uuid-name": "not an id" },
  { op: "insert", table: "Thing", row: {}, uuid: "short" },
  { op: "select", table: "Thing" },
  { op: "select", table: "Thing", where: [], columns: ["nothing"] },
  { op: "select", table: "Thing", where: [], columns: ["name", "name"] },
  { op: "select", table: "Thing", where: {}, columns: ["name"] },
  { op: "update", table: "Thing", where: [] },
  { op: "mutate", table: "Thing", where: [] },
  { op: "delete", table: "Thing" },
  { op: "wait", table: "Thing", where: [], until: "<", rows: [], timeout: 0 },
  { op: "wait", table: "Thing", where: [], until: "==", rows: [], timeout: -1 },
  { op: "commit" },
  { op: "comment" },
  { op: "assert", lock: "not an id" }
]

const isRefused = (outcome: Json | { readonly refused: string }): outcome is { readonly refused: string } =>
  typeof outcome === "object" && outcome !== null && "refused" in outcome

/** The cases. */
export const cases: ReadonlyArray<Case> = [
  make("an insert without values takes the defaults", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const columns = ["name", "number", "ratio", "on", "kind", "size", "tags", "ids", "plain", "parts"]
      const defaults = {
        name: "",
        number: 0,
        ratio: 0,
        on: false,
        kind: "",
        size: set(),
        tags: set(),
        ids: map(),
        plain: set(),
        parts: set()
      }
      yield* transact([insert("Thing", {}), select("Thing", [], columns)], [uuid("#1"), { rows: [defaults] }])
    })
  ),

  make("a value is stored in its canonical form, or refused by its kind of fault", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      yield* transact([insert("Thing", { name: "x" })], [uuid("#1")])
      for (const [column, json, outcome] of values) {
        const operations = [update("Thing", [], { [column]: json }), select("Thing", [], [column])]
        yield* "is" in outcome
          ? transact(operations, [{ count: 1 }, { rows: [{ [column]: outcome.is }] }])
          : transact(operations, [refused(outcome.refused), null])
      }
    })
  ),

  make("conditions choose rows", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const rows: ReadonlyArray<Json> = [
        { name: "a", number: 1, size: 1, tags: "x", ids: map(["k", "1"]) },
        { name: "b", number: 2, size: 3, tags: set("x", "y"), ids: map(["k", "2"]) },
        { name: "c", number: 3 }
      ]
      yield* transact(
        rows.map((row) => insert("Thing", row)),
        [uuid("#1"), uuid("#2"), uuid("#3")]
      )
      for (const [where, found] of conditions) {
        const result = typeof found === "string" ? refused(found) : { rows: found.map((name) => ({ name })) }
        yield* transact([select("Thing", where, ["name"])], [result])
      }
    })
  ),

  make("mutations change values in place", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const row = { number: 10, ratio: 2, size: 2, numbers: set(1, 2, 3), tags: set("a", "b"), ids: map(["k", "1"]) }
      yield* transact([insert("Thing", { name: "x", ...row })], [uuid("#1")])
      for (const [mutation, column, outcome] of mutations) {
        const operations = [mutate("Thing", [], [mutation]), select("Thing", [], [column])]
        yield* isRefused(outcome)
          ? transact(operations, [refused(outcome.refused), null])
          : transact(
              [...operations, update("Thing", [], row)],
              [{ count: 1 }, { rows: [{ [column]: outcome }] }, { count: 1 }]
            )
      }
    })
  ),

  make("a malformed operation is refused, and the connection goes on", ({ line }) =>
    Effect.gen(function* () {
      const { call, transact } = yield* line
      for (const operation of malformed) yield* transact([operation, { op: "abort" }], [refused("syntax error"), null])
      yield* call("transact", ["Suite"], { result: [] })
      yield* call("transact", [], { refused: "syntax error" })
      yield* call("transact", ["Nothing"], { refused: "unknown database" })
      yield* transact([{ op: "comment", comment: "fine" }], [{}])
    })
  ),

  make("a transaction is done whole or not at all", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const all = select("Thing", [], ["name"])
      yield* transact([insert("Thing", { name: "a" })], [uuid("#1")])
      yield* transact(
        [remove("Thing", []), insert("Thing", { name: "b" }), all, { op: "abort" }, all],
        [{ count: 1 }, uuid("#2"), { rows: [{ name: "b" }] }, refused("aborted"), null]
      )
      yield* transact([all], [{ rows: [{ name: "a" }] }])
      yield* transact(
        [
          { op: "commit", durable: true },
          { op: "commit", durable: false }
        ],
        [{}, {}]
      )
      yield* transact([{ op: "assert", lock: "nobody" }], [refused("not owner")])
    })
  ),

  make("rows that are inserted together refer to one another by name, before and after", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      yield* transact(
        [
          insert("Thing", { name: "t", part: named("p"), friends: named("t") }, { "uuid-name": "t" }),
          insert("Part", { label: "p" }, { "uuid-name": "p" }),
          select("Thing", [["part", "==", named("p")]], ["name"])
        ],
        [uuid("#1"), uuid("#2"), { rows: [{ name: "t" }] }]
      )
      yield* transact([select("Thing", [], ["part", "friends"])], [{ rows: [{ part: ref("#2"), friends: ref("#1") }] }])
      const twice = insert("Part", {}, { "uuid-name": "p" })
      yield* transact([twice, twice], [uuid("#3"), refused("duplicate uuid-name")])
      yield* transact(
        [insert("Thing", { name: "u", part: named("missing") })],
        [uuid("#4"), refused("referential integrity violation")]
      )
      yield* transact([insert("Thing", { name: "u", friends: named("missing") })], [uuid("#5")])
      yield* transact([select("Thing", [["name", "==", "u"]], ["friends"])], [{ rows: [{ friends: set() }] }])
    })
  ),

  make("an insert may choose its UUID, once", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const chosen = "00000000-0000-4000-8000-0000000000aa"
      const row = insert("Thing", { name: "a" }, { uuid: chosen })
      yield* transact([row], [uuid(chosen)])
      yield* transact([row], [refused("duplicate uuid")])
      yield* transact([remove("Thing", []), row], [{ count: 1 }, refused("duplicate uuid")])
      yield* transact([remove("Thing", [])], [{ count: 1 }])
      yield* transact([row, remove("Thing", []), row], [uuid(chosen), { count: 1 }, uuid(chosen)])
    })
  ),

  make("a strong reference keeps its row; rows that nothing keeps go", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const parts = select("Part", [], ["label"])
      const leaves = select("Leaf", [], ["label"])
      yield* transact([insert("Part", { label: "alone" }), parts], [uuid("#1"), { rows: [{ label: "alone" }] }])
      yield* transact([parts], [{ rows: [] }])
      yield* transact(
        [
          insert("Leaf", { label: "l" }, { "uuid-name": "l" }),
          insert("Part", { label: "p", leaves: named("l") }, { "uuid-name": "p" }),
          insert("Part", { label: "q", next: named("p") }, { "uuid-name": "q" }),
          insert("Thing", { name: "t", parts: named("q") }),
          insert("Thing", { name: "u", owned: map(["x", named("p")]) })
        ],
        [uuid("#2"), uuid("#3"), uuid("#4"), uuid("#5"), uuid("#6")]
      )
      yield* transact([parts, leaves], [{ rows: [{ label: "p" }, { label: "q" }] }, { rows: [{ label: "l" }] }])
      yield* transact(
        [remove("Part", [["label", "==", "q"]])],
        [{ count: 1 }, refused("referential integrity violation")]
      )
      yield* transact([update("Thing", [["name", "==", "t"]], { parts: set() })], [{ count: 1 }])
      yield* transact([parts, leaves], [{ rows: [{ label: "p" }] }, { rows: [{ label: "l" }] }])
      yield* transact([mutate("Thing", [], [["owned", "delete", "x"]])], [{ count: 2 }])
      yield* transact([parts, leaves], [{ rows: [] }, { rows: [] }])
      yield* transact(
        [update("Thing", [["name", "==", "t"]], { part: ref("00000000-0000-4000-8000-0000000000ff") })],
        [{ count: 1 }, refused("referential integrity violation")]
      )
      // A row that refers to itself does not keep itself, two rows keep each other.
      yield* transact([insert("Part", { label: "self", next: named("s") }, { "uuid-name": "s" })], [uuid("#7")])
      yield* transact(
        [
          insert("Part", { label: "one", next: named("two") }, { "uuid-name": "one" }),
          insert("Part", { label: "two", next: named("one") }, { "uuid-name": "two" })
        ],
        [uuid("#8"), uuid("#9")]
      )
      yield* transact([parts], [{ rows: [{ label: "one" }, { label: "two" }] }])
      yield* transact([remove("Part", [])], [{ count: 2 }])
    })
  ),

  make("a weak reference goes with its row", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const b = [["name", "==", "b"]]
      yield* transact(
        [
          insert("Thing", { name: "a" }, { "uuid-name": "a" }),
          insert(
            "Thing",
            { name: "b", friends: set(named("a"), named("b")), byName: map(["x", named("a")]) },
            { "uuid-name": "b" }
          )
        ],
        [uuid("#1"), uuid("#2")]
      )
      yield* transact([remove("Thing", [["name", "==", "a"]])], [{ count: 1 }])
      yield* transact([select("Thing", b, ["friends", "byName"])], [{ rows: [{ friends: ref("#2"), byName: map() }] }])
      yield* transact([insert("Needy", {})], [uuid("#3"), refused("constraint violation")])
      yield* transact([insert("Needy", { thing: ref("#2"), things: ref("#2") })], [uuid("#4")])
      yield* transact([remove("Thing", b)], [{ count: 1 }, refused("constraint violation")])
      yield* transact([remove("Thing", b), remove("Needy", [])], [{ count: 1 }, { count: 1 }])
    })
  ),

  make("indexes are unique at the end of a transaction, not within", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const rename = (from: string, to: string) => update("Thing", [["name", "==", from]], { name: to })
      yield* transact([insert("Thing", { name: "a" }), insert("Thing", { name: "b" })], [uuid("#1"), uuid("#2")])
      yield* transact([insert("Thing", { name: "a" })], [uuid("#3"), refused("constraint violation")])
      yield* transact([rename("a", "b")], [{ count: 1 }, refused("constraint violation")])
      yield* transact(
        [rename("a", "x"), rename("b", "a"), rename("x", "b")],
        [{ count: 1 }, { count: 1 }, { count: 1 }]
      )
      yield* transact(
        [remove("Thing", [["name", "==", "a"]]), insert("Thing", { name: "a" })],
        [{ count: 1 }, uuid("#4")]
      )
      const pair = insert("Pair", { left: "l", right: set(1, 2) })
      yield* transact([pair, insert("Pair", { left: "l", right: 1 })], [uuid("#5"), uuid("#6")])
      yield* transact([pair], [uuid("#7"), refused("constraint violation")])
    })
  ),

  make("a table holds no more rows than its limit at the end of a transaction", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      const only = insert("Only", {})
      yield* transact([only, only], [uuid("#1"), uuid("#2"), refused("constraint violation")])
      yield* transact([only], [uuid("#3")])
      yield* transact([only], [uuid("#4"), refused("constraint violation")])
      yield* transact([only, remove("Only", [["_uuid", "==", ref("#3")]])], [uuid("#5"), { count: 1 }])
    })
  ),

  make("immutable columns are set once", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      yield* transact([insert("Thing", { fixed: "once" })], [uuid("#1")])
      yield* transact([update("Thing", [], { fixed: "once" })], [refused("constraint violation")])
      yield* transact([update("Thing", [], { _uuid: ref("#1") })], [refused("constraint violation")])
      yield* transact([select("Thing", [], ["fixed"])], [{ rows: [{ fixed: "once" }] }])
    })
  ),

  make("a select gives equal rows once", ({ line }) =>
    Effect.gen(function* () {
      const { transact } = yield* line
      yield* transact(
        [
          insert("Thing", { name: "a", number: 1 }),
          insert("Thing", { name: "b", number: 1 }),
          select("Thing", [], ["number"])
        ],
        [uuid("#1"), uuid("#2"), { rows: [{ number: 1 }] }]
      )
    })
  )
]
