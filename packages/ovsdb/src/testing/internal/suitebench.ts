/**
 * What the suite's cases are written with: requests and what must come back, in the JSON of the wire with names for UUIDs.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type * as Socket from "effect/socket/Socket"
import type { Json } from "../../OvsdbValue.ts"
import { Names } from "./names.ts"
import * as Peer from "./peer.ts"
import { schema } from "./suiteschema.ts"

/**
 * A server to be judged, which has the suite's database.
 *
 * - `connect`: a new connection to it.
 * - `elapse`: lets time go by: on a virtual clock by moving it, on a real one by waiting.
 * - `clustered`: whether it says that its database is clustered, so that monitors can be resumed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subject {
  readonly connect: Effect.Effect<Socket.Socket, unknown, Scope.Scope>
  readonly elapse: (millis: number) => Effect.Effect<void>
  readonly clustered: boolean
}

/**
 * A server did not do what it should.
 *
 * @since 0.1.0
 * @category errors
 */
export class SuiteFailure extends Schema.TaggedError<SuiteFailure>()("SuiteFailure", {
  step: Schema.String,
  expected: Schema.String,
  actual: Schema.String
}) {
  override get message(): string {
    return `${this.step}\n  expected ${this.expected}\n  got      ${this.actual}`
  }
}

type Step = Effect.Effect<void, SuiteFailure, Scope.Scope>

/** What a reply must be: a result, or with `refused` the tag of an error. */
export type Expected = { readonly result: Json } | { readonly refused: string }

/** One connection of a case. */
export interface Line {
  readonly call: (method: string, params: Json, expected: Expected) => Step
  /** A transaction on the suite's database, and the results of its operations. */
  readonly transact: (operations: ReadonlyArray<Json>, results: ReadonlyArray<Json>) => Step
  /** Begins a transaction that will wait; what checks its results later. */
  readonly begin: (
    operations: ReadonlyArray<Json>
  ) => Effect.Effect<{ readonly id: number; readonly ends: (expected: Expected) => Step }, SuiteFailure>
  readonly cancel: (id: number) => Step
  /** The next notification. */
  readonly notice: (method: string, params: Json) => Step
  /** No notification has come that was not taken. */
  readonly quiet: Step
}

/** A workbench for one case. */
export interface Bench extends Subject {
  readonly line: Effect.Effect<Line, SuiteFailure, Scope.Scope>
}

/** One case of the suite. */
export interface Case {
  readonly name: string
  readonly run: (subject: Subject) => Effect.Effect<void, SuiteFailure>
}

const failed = (step: string) => (cause: unknown) =>
  new SuiteFailure({ step, expected: "an answer", actual: String(cause) })

const shown = (json: Json): string => JSON.stringify(json)

const compare = (step: string, expected: Json, actual: Json): Effect.Effect<void, SuiteFailure> =>
  shown(expected) === shown(actual)
    ? Effect.void
    : Effect.fail(new SuiteFailure({ step, expected: shown(expected), actual: shown(actual) }))

const lineOn = (peer: Peer.Peer, names: Names): Line => {
  const check = (step: string, expected: Expected, reply: { readonly [name: string]: Json | undefined }) => {
    if ("result" in expected) {
      const whole = { result: names.hide(reply["result"]), error: names.hide(reply["error"]) }
      return compare(step, { result: names.hide(expected.result), error: null }, whole)
    }
    const error = names.hide(reply["error"])
    return compare(step, typeof error === "string" ? expected.refused : { error: expected.refused }, error)
  }
  const params = (operations: ReadonlyArray<Json>): Json => [
    schema.name,
    ...operations.map((each) => names.reveal(each))
  ]
  const call: Line["call"] = (method, given, expected) =>
    peer.call(method, names.reveal(given)).pipe(
      Effect.mapError(failed(`${method} ${shown(given)}`)),
      Effect.flatMap((reply) => check(`${method} ${shown(given)}`, expected, reply))
    )
  return {
    call,
    transact: (operations, results) => call("transact", [schema.name, ...operations], { result: results }),
    begin: (operations) =>
      Effect.map(Effect.mapError(peer.begin("transact", params(operations)), failed("transact")), ({ id, reply }) => ({
        id,
        ends: (expected) =>
          Effect.flatMap(Effect.mapError(reply, failed("transact")), (found) =>
            check(`transact ${shown(operations)}`, expected, found)
          )
      })),
    cancel: (id) => Effect.mapError(peer.notify("cancel", [id]), failed("cancel")),
    notice: (method, expected) =>
      Effect.flatMap(Effect.mapError(peer.take, failed(`notification ${method}`)), (found) =>
        compare(
          `notification ${method}`,
          { method, params: names.hide(expected) },
          {
            method: found["method"] ?? null,
            params: names.hide(found["params"])
          }
        )
      ),
    quiet: Effect.gen(function* () {
      yield* Effect.mapError(peer.call("echo", []), failed("echo"))
      yield* compare("no notification", [], names.hide(yield* peer.pending))
    })
  }
}

const cleared = Array.from(schema.tables.keys(), (table) => ({ op: "delete", table, where: [] }))

/** A case: it begins with an empty database, and its connections end with it. */
export const make = (name: string, body: (bench: Bench) => Step): Case => ({
  name,
  run: (subject) =>
    Effect.gen(function* () {
      const names = new Names()
      const line = subject.connect.pipe(
        Effect.flatMap(Peer.make),
        Effect.mapError(failed("connect")),
        Effect.map((peer) => lineOn(peer, names))
      )
      const peer = yield* Effect.mapError(Effect.flatMap(subject.connect, Peer.make), failed("connect"))
      const emptied = yield* Effect.mapError(peer.call("transact", [schema.name, ...cleared]), failed("clearing"))
      yield* compare("clearing", null, emptied["error"] ?? null)
      yield* body({ ...subject, line })
    }).pipe(Effect.scoped)
})

/** An `insert`. */
export const insert = (table: string, row: Json, more?: { readonly [name: string]: Json }): Json => ({
  op: "insert",
  table,
  row,
  ...more
})

/** A `select`. */
export const select = (table: string, where: Json, columns: Json): Json => ({ op: "select", table, where, columns })

/** An `update`. */
export const update = (table: string, where: Json, row: Json): Json => ({ op: "update", table, where, row })

/** A `mutate`. */
export const mutate = (table: string, where: Json, mutations: Json): Json => ({ op: "mutate", table, where, mutations })

/** A `delete`. */
export const remove = (table: string, where: Json): Json => ({ op: "delete", table, where })

/** The result of an insert. */
export const uuid = (name: string): Json => ({ uuid: ["uuid", name] })

/** The result of an operation that was refused. */
export const refused = (error: string): Json => ({ error })
