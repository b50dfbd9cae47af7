/**
 * What an OVSDB server does, as cases that any server must pass, and a comparison of servers by random transactions. The cases
 * speak raw JSON-RPC; they run on the server in memory and on the real one, so that tests with the one mean something for the
 * other. Any test runner can run them:
 *
 * ```ts
 * for (const { name, run } of OvsdbServerSuite.cases) it.effect(name, () => run(subject))
 * ```
 *
 * The subject's database must have {@link schema}; each case empties it first, so they run one after the other. `Socket` is
 * unstable in Effect.
 *
 * @since 0.1.0
 */
import * as Differential from "@cloudwright/core/testing/Differential"
import type { Falsified, Prng } from "@cloudwright/core/testing/Seed"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { DatabaseSchema } from "../OvsdbSchema.ts"
import type { Json } from "../OvsdbValue.ts"
import { isArray, isObject } from "./internal/members.ts"
import { Names } from "./internal/names.ts"
import * as Peer from "./internal/peer.ts"
import type { Case, Subject } from "./internal/suitebench.ts"
import { transaction } from "./internal/suiteoperations.ts"
import { schema } from "./internal/suiteschema.ts"
import * as Sessions from "./internal/suitesessions.ts"
import * as Transactions from "./internal/suitetransactions.ts"

export type { Case, Subject } from "./internal/suitebench.ts"
export { SuiteFailure } from "./internal/suitebench.ts"
export { schema } from "./internal/suiteschema.ts"

/**
 * All cases.
 *
 * @since 0.1.0
 * @category testing
 */
export const cases: ReadonlyArray<Case> = [...Transactions.cases, ...Sessions.cases]

const everything = (of: DatabaseSchema): ReadonlyArray<Json> =>
  Array.from(of.tables.values(), (table) => ({
    op: "select",
    table: table.name,
    where: [],
    columns: ["_uuid", ...table.columns.keys()]
  }))

const watched = (of: DatabaseSchema): Json =>
  Object.fromEntries(Array.from(of.tables.values(), (table) => [table.name, [{ columns: [...table.columns.keys()] }]]))

const invalid = new Set<Json>(["syntax error", "constraint violation", "ovsdb error", "unknown column"])

/**
 * The results without what is a server's own choice: which of several faults in one operation it names. What is wrong with the
 * transaction as a whole stands behind the results of its operations, and is compared to the letter.
 */
const vague = (result: Json, operations: number): Json =>
  isArray(result)
    ? result.map((each, index) =>
        index < operations && isObject(each) && invalid.has(each["error"] ?? null) ? { error: "invalid" } : each
      )
    : result

/** The results of a transaction, and what two monitors were told of it. */
const backend = Effect.fnUntraced(function* (of: DatabaseSchema, subject: Subject) {
  const peer = yield* Effect.flatMap(subject.connect, Peer.make)
  const names = new Names()
  const cleared = Array.from(of.tables.keys(), (table) => ({ op: "delete", table, where: [] }))
  yield* peer.call("transact", [of.name, ...cleared])
  yield* peer.call("monitor", [of.name, "one", watched(of)])
  yield* peer.call("monitor_cond", [of.name, "two", watched(of)])
  return {
    apply: Effect.fnUntraced(function* (operations: ReadonlyArray<Json>) {
      const reply = yield* peer.call("transact", [of.name, ...operations.map((each) => names.reveal(each))])
      const result = vague(names.hide(reply["result"]), operations.length)
      const told = (yield* peer.pending).map((each) => names.hide(each["params"]))
      return { result, told: told.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)) }
    }),
    snapshot: Effect.gen(function* () {
      const reply = yield* peer.call("transact", [of.name, ...everything(of)])
      return names.hide(reply["result"])
    })
  } satisfies Differential.Backend<ReadonlyArray<Json>>
})

/**
 * Sends the same random transactions to two servers or more, one connection each, and compares after every transaction the
 * results (of errors the tag; of faults in a value only that there is one), what monitors of both kinds were told, and everything that is stored; UUIDs by the order in which
 * they appear. Returns how many transactions there were, and how many of them were committed.
 *
 * - `subjects`: by name; each is emptied before every run. The first one is the reference.
 * - `database`: the schema that all of them have; default {@link schema}.
 * - `runs` (default 10) of `steps` transactions each (default 100); `seed`: for one run only.
 *
 * @since 0.1.0
 * @category testing
 */
export const compare = Effect.fnUntraced(function* (options: {
  readonly subjects: Readonly<Record<string, Subject>>
  readonly database?: DatabaseSchema
  readonly runs?: number
  readonly steps?: number
  readonly seed?: number
}): Effect.fn.Return<{ readonly transactions: number; readonly committed: number }, Falsified | Config.ConfigError> {
  const database = options.database ?? schema
  let committed = 0
  const counting = (subject: Subject) =>
    Effect.map(backend(database, subject), (made) => ({
      ...made,
      apply: (operations: ReadonlyArray<Json>) =>
        Effect.tap(made.apply(operations), ({ result }) =>
          Effect.sync(() => {
            if (!(isArray(result) && result.some((each) => isObject(each) && each["error"] !== undefined))) committed++
          })
        )
    }))
  const [first, ...rest] = Object.entries(options.subjects)
  const backends: Record<string, Effect.Effect<Differential.Backend<ReadonlyArray<Json>>, unknown, Scope.Scope>> = {}
  if (first !== undefined) backends[first[0]] = counting(first[1])
  for (const [name, subject] of rest) backends[name] = backend(database, subject)
  const transactions = yield* Differential.check({
    name: `transactions on ${database.name}`,
    backends,
    generate: (source: Prng, step: number) => transaction(source, database, step),
    runs: options.runs ?? 10,
    steps: options.steps ?? 100,
    seed: options.seed
  })
  return { transactions, committed }
})
