import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as Stream from "effect/Stream"
import * as EventLog from "../src/EventLog.ts"
import * as Transaction from "../src/Transaction.ts"
import { Databases, type Client, type Suite } from "./databases.ts"

const Log = EventLog.EventLog

const Started = EventLog.define({
  type: "VmStarted",
  subject: "vm",
  payload: Schema.Struct({ host: Schema.String, at: Schema.DateTimeUtc, memory: Schema.BigInt })
})
const Renamed = EventLog.define({ type: "VmRenamed", subject: "vm", payload: Schema.String })
const RenamedV2 = EventLog.define({
  type: "VmRenamed",
  version: 2,
  subject: "vm",
  payload: Schema.Struct({ from: Schema.String, to: Schema.String })
})

const renamed = (subject: string, payload = "x") => Renamed.make({ subject, payload })
const position = (value: number): EventLog.Position => EventLog.Position.make(value)

/** The log on one client; `pollInterval` is out of reach unless a test is about it. */
const withLog = (client: ReturnType<Client>, pollInterval: Duration.Input = "1 hour") =>
  EventLog.layerWith({ pollInterval }).pipe(Layer.provideMerge(client))

const freshLog = Effect.gen(function* () {
  const client = yield* (yield* Databases).fresh
  return withLog(client())
})

const readAll = (options: EventLog.Selection = {}) =>
  Effect.flatMap(Log, (log) =>
    Effect.gen(function* () {
      const events: Array<EventLog.EventRecord> = []
      let from = options.from ?? position(1)
      while (true) {
        const page = yield* log.read({ ...options, from, limit: 7 })
        events.push(...page.events)
        if (page.events.length < 7) return events
        from = page.next
      }
    })
  )

const positions = (events: ReadonlyArray<EventLog.EventRecord>): ReadonlyArray<number> =>
  events.map((event) => event.position)

const range = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, index) => index + 1)

const inTransaction = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql.withTransaction(effect))

export const suite: Suite = (it) => {
  it.effect("gives back what was appended, in order, typed", () =>
    Effect.gen(function* () {
      const log = yield* Log
      assert.strictEqual(yield* log.last, 0)
      assert.deepStrictEqual(yield* log.read(), { events: [], next: position(1) })
      const at = DateTime.makeUnsafe("2026-01-02T03:04:05.678Z")
      const payload = { host: "kvm-1 ☁️ \u0000 \\", at, memory: 2n ** 63n }
      const given = yield* log.append([
        Started.make({ subject: "vm-1", payload, actor: "alice", correlation: "request-7" }),
        RenamedV2.make({ subject: "vm-ü", payload: { from: "a", to: "b" } })
      ])
      assert.deepStrictEqual(given, [position(1), position(2)])
      assert.strictEqual(yield* log.last, 2)
      const { events, next } = yield* log.read()
      assert.strictEqual(next, 3)
      const decode = EventLog.decoder([Started, Renamed])
      const [first, second] = yield* Effect.forEach(events, decode)
      assert.strictEqual(first?._tag, "Known")
      if (first?._tag === "Known" && first.type === "VmStarted") {
        assert.deepStrictEqual(
          { ...first.payload, at: DateTime.formatIso(first.payload.at) },
          {
            ...payload,
            at: DateTime.formatIso(at)
          }
        )
        assert.deepStrictEqual(first.record.subject, { kind: "vm", id: "vm-1" })
        assert.deepStrictEqual([first.record.actor, first.record.correlation], ["alice", "request-7"])
        assert.closeTo(DateTime.toEpochMillis(first.record.time), DateTime.toEpochMillis(yield* DateTime.now), 60_000)
      }
      // A version that this reader does not know is no error.
      assert.strictEqual(second?._tag, "Unknown")
      assert.deepStrictEqual(second?.record.payload, { from: "a", to: "b" })
      assert.deepStrictEqual([second?.record.actor, second?.record.correlation], [null, null])
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  it.effect("takes the time from the Clock", () =>
    Effect.gen(function* () {
      const log = yield* Log
      const live = yield* Clock.Clock
      const stopped: Clock.Clock = Object.create(live, {
        currentTimeMillis: { value: Effect.succeed(1_234_567_890_123) }
      })
      yield* Effect.provideService(log.append([renamed("vm-1")]), Clock.Clock, stopped)
      const { events } = yield* log.read()
      assert.strictEqual(DateTime.toEpochMillis(events[0]!.time), 1_234_567_890_123)
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  it.effect("an event is there exactly if the caller's transaction is", () =>
    Effect.gen(function* () {
      const log = yield* Log
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE vms (id TEXT NOT NULL PRIMARY KEY)`
      const create = (id: string) =>
        Effect.andThen(sql`INSERT INTO vms (id) VALUES (${id})`, log.append([renamed(id), renamed(id)]))
      yield* inTransaction(create("a"))
      yield* Effect.exit(inTransaction(Effect.andThen(create("b"), Effect.fail("no"))))
      yield* Effect.exit(inTransaction(create("a")))
      yield* inTransaction(
        Effect.andThen(create("c"), Effect.exit(inTransaction(Effect.andThen(create("d"), Effect.fail("no")))))
      )
      const events = yield* readAll()
      assert.deepStrictEqual(
        events.map((event) => [event.position, event.subject.id]),
        [
          [1, "a"],
          [2, "a"],
          [3, "c"],
          [4, "c"]
        ]
      )
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  it.effect("a refused append changes nothing, also when the caller goes on and commits", () =>
    Effect.gen(function* () {
      const log = yield* Log
      const refusal = (...events: ReadonlyArray<EventLog.NewEvent>) =>
        Effect.map(Effect.flip(log.append([renamed("fine"), ...events])), (error) => {
          assert.strictEqual(error._tag, "EventLogError")
          return error._tag === "EventLogError" ? error.reason : undefined
        })
      yield* inTransaction(
        Effect.gen(function* () {
          yield* log.append([renamed("first")])
          const limit = EventLog.payloadBytesMax
          assert.deepInclude(yield* refusal(renamed("a", "x".repeat(limit - 1))), {
            _tag: "PayloadTooLarge",
            type: "VmRenamed",
            bytes: limit + 1,
            limit
          })
          // Bytes count, not characters.
          assert.deepInclude(yield* refusal(renamed("a", "ü".repeat(limit / 2))), { bytes: limit + 2 })
          for (const id of ["", "a\u0000", "a\nb", "\ud800", "x".repeat(201)]) {
            assert.deepInclude(yield* refusal(renamed(id)), { _tag: "NameInvalid", field: "subject.id", value: id })
          }
          assert.deepInclude(yield* refusal(Renamed.make({ subject: "a", payload: "", actor: "" })), { field: "actor" })
          const wrong = Renamed.make({ subject: "a", payload: 5 as unknown as string })
          assert.deepInclude(yield* refusal(wrong), { _tag: "PayloadInvalid", position: null })
          const many = Array.from({ length: EventLog.appendEventsMax }, () => renamed("a"))
          assert.deepInclude(yield* refusal(...many), { _tag: "CountInvalid", what: "append", asked: 1001 })
          assert.deepStrictEqual(yield* log.append([]), [])
        })
      )
      yield* log.append([renamed("a", "x".repeat(EventLog.payloadBytesMax - 2))])
      yield* log.append(Array.from({ length: EventLog.appendEventsMax }, () => renamed("a")))
      assert.strictEqual(yield* log.last, 1002)
      for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
        const error = yield* Effect.flip(log.read({ limit }))
        assert.strictEqual(error._tag, "EventLogError")
      }
      assert.strictEqual((yield* log.read({ limit: 1000 })).events.length, 1000)
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  it.effect("an append that the database refuses takes no positions, also when the caller goes on and commits", () =>
    Effect.gen(function* () {
      const log = yield* Log
      const sql = yield* SqlClient.SqlClient
      // PostgreSQL refuses everything after a failure until a savepoint is rolled back; SQLite goes on.
      const attempt = yield* sql.onDialectOrElse({
        pg: () =>
          Effect.as(sql`ALTER TABLE event_log ADD CONSTRAINT refusing CHECK (subject_id <> 'bad')`, inTransaction),
        orElse: () =>
          Effect.as(
            sql`CREATE TRIGGER refusing BEFORE INSERT ON event_log WHEN new.subject_id = 'bad'
              BEGIN SELECT RAISE(ABORT, 'refused'); END`,
            <A, E, R>(effect: Effect.Effect<A, E, R>) => effect
          )
      })
      yield* inTransaction(
        Effect.gen(function* () {
          yield* log.append([renamed("a")])
          yield* Effect.flip(attempt(log.append([renamed("b"), renamed("bad")])))
          yield* log.append([renamed("c")])
        })
      )
      assert.deepStrictEqual(
        (yield* readAll()).map((event) => [event.position, event.subject.id]),
        [
          [1, "a"],
          [2, "c"]
        ]
      )
      assert.strictEqual(yield* log.last, 2)
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  it.effect("says where a stored payload does not fit the reader's schema", () =>
    Effect.gen(function* () {
      const log = yield* Log
      yield* log.append([renamed("vm-1"), renamed("vm-2")])
      const other = EventLog.define({ type: "VmRenamed", subject: "vm", payload: Schema.Struct({ a: Schema.Int }) })
      const { events } = yield* log.read()
      const error = yield* Effect.flip(EventLog.decoder([other])(events[1]!))
      assert.deepInclude(error.reason, { _tag: "PayloadInvalid", type: "VmRenamed", version: 1, position: position(2) })
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  const Step = Schema.Struct({
    subjects: Schema.Array(Schema.Literals(["a", "b", "c"])).pipe(Schema.check(Schema.isMaxLength(4))),
    commit: Schema.Boolean,
    readFrom: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 30 }))),
    limit: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
    about: Schema.NullOr(Schema.Literals(["a", "b", "c"]))
  })
  it.effect.prop(
    "answers like a plain list, whatever is appended, rolled back and asked",
    [Arbitrary.schema(Schema.Array(Step).pipe(Schema.check(Schema.isMaxLength(12))))],
    ([steps]) =>
      Effect.gen(function* () {
        const log = yield* Log
        const model: Array<string> = []
        for (const { about, commit, limit, readFrom, subjects } of steps) {
          const append = log.append(subjects.map((subject) => renamed(subject)))
          yield* Effect.exit(inTransaction(commit ? append : Effect.andThen(append, Effect.fail("no"))))
          if (commit) model.push(...subjects)
          const expected = model
            .map((subject, index) => [index + 1, subject] as const)
            .filter(([at, subject]) => at >= readFrom && (about === null || subject === about))
            .slice(0, limit)
          const page = yield* log.read({
            from: position(readFrom),
            limit,
            subject: about === null ? undefined : { kind: "vm", id: about }
          })
          assert.deepStrictEqual(
            page.events.map((event) => [event.position as number, event.subject.id] as const),
            expected
          )
          assert.strictEqual(page.next, expected.length === 0 ? readFrom : expected.at(-1)![0] + 1)
          assert.strictEqual(yield* log.last, model.length)
        }
      }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)), Effect.scoped),
    { arbitrary: { runs: 20, seed: 7 }, timeout: 60_000 }
  )

  it.effect("a later append waits for an earlier one that has not committed, and neither is seen before", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      const slow = withLog(client())
      const quick = withLog(client())
      const reader = withLog(client())
      const hasAppended = yield* Deferred.make<void>()
      const mayCommit = yield* Deferred.make<void>()
      yield* Effect.provide(Log, slow)
      const earlier = yield* Effect.flatMap(Log, (log) =>
        log.append([renamed("earlier")]).pipe(
          Effect.tap(() => Deferred.succeed(hasAppended, undefined)),
          Effect.tap(() => Deferred.await(mayCommit)),
          inTransaction
        )
      ).pipe(Effect.provide(slow), Effect.forkChild)
      yield* Deferred.await(hasAppended)
      const later = yield* Effect.flatMap(Log, (log) => log.append([renamed("later")])).pipe(
        Effect.provide(quick),
        Effect.forkChild
      )
      for (let look = 0; look < 10; look++) {
        assert.deepStrictEqual(yield* Effect.provide(readAll(), reader), [])
        yield* Effect.sleep("10 millis")
      }
      assert.isUndefined(later.pollUnsafe())
      yield* Deferred.succeed(mayCommit, undefined)
      assert.deepStrictEqual(yield* Fiber.join(earlier), [position(1)])
      assert.deepStrictEqual(yield* Fiber.join(later), [position(2)])
      const seen = yield* Effect.provide(readAll(), reader)
      assert.deepStrictEqual(
        seen.map((event) => event.subject.id),
        ["earlier", "later"]
      )
    })
  )

  it.effect("a reader that goes on from where it is misses nothing, while writers overlap and roll back", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.provide(Log, withLog(client()))
      const writers = 4
      const rounds = 15
      const writer = Effect.fnUntraced(function* (name: number) {
        const log = yield* Log
        let committed = 0
        for (let round = 0; round < rounds; round++) {
          const rollBack = (yield* Random.next) < 0.3
          const size = yield* Random.nextIntBetween(1, 4)
          const exit = yield* log
            .append(Array.from({ length: size }, () => renamed(`writer-${name}`)))
            .pipe(
              Effect.andThen(Effect.flatMap(Random.nextIntBetween(0, 4), (ms) => Effect.sleep(ms))),
              Effect.andThen(rollBack ? Effect.fail("no") : Effect.void),
              Transaction.run,
              Effect.exit
            )
          assert.strictEqual(exit._tag, rollBack ? "Failure" : "Success")
          if (!rollBack) committed += size
        }
        return committed
      })
      const written = yield* Effect.forEach(
        range(writers),
        (name) => Effect.provide(writer(name), withLog(client({ lockTimeoutMillis: 20_000 }))),
        { concurrency: "unbounded" }
      ).pipe(Effect.forkChild)
      const seen: Array<number> = []
      const reading = yield* Effect.flatMap(Log, (log) =>
        Stream.runForEach(log.stream(), (event) => Effect.sync(() => seen.push(event.position)))
      ).pipe(Effect.provide(withLog(client(), "3 millis")), Effect.forkChild)
      const total = (yield* Fiber.join(written)).reduce((sum, n) => sum + n)
      assert.isAbove(total, 0)
      while (seen.length < total) yield* Effect.sleep("5 millis")
      yield* Fiber.interrupt(reading)
      assert.deepStrictEqual(seen, range(total))
      const found = yield* Effect.provide(readAll(), withLog(client()))
      assert.deepStrictEqual(positions(found), range(total))
    })
  )

  it.effect("a live stream is woken by commits of its own process, not by rollbacks, and keeps to its subject", () =>
    Effect.gen(function* () {
      const log = yield* Log
      yield* log.append(range(250).map((n) => renamed(n % 2 === 0 ? "even" : "odd")))
      const collect = (options: EventLog.Selection, count: number) =>
        log.stream(options).pipe(Stream.take(count), Stream.runCollect, Effect.map(positions), Effect.forkChild)
      const all = yield* collect({}, 253)
      const tail = yield* collect({ from: position(251) }, 3)
      const even = yield* collect({ from: position(249), subject: { kind: "vm", id: "even" } }, 3)
      const none = yield* collect({ subject: { kind: "host", id: "even" } }, 1)
      yield* Effect.sleep("20 millis")
      yield* Effect.exit(inTransaction(Effect.andThen(log.append([renamed("even")]), Effect.fail("no"))))
      yield* inTransaction(log.append([renamed("even")]))
      yield* log.append([renamed("odd")])
      yield* inTransaction(inTransaction(log.append([renamed("even")])))
      assert.deepStrictEqual(yield* Fiber.join(all), range(253))
      assert.deepStrictEqual(yield* Fiber.join(tail), [251, 252, 253])
      assert.deepStrictEqual(yield* Fiber.join(even), [250, 251, 253])
      assert.isUndefined(none.pollUnsafe())
      yield* Fiber.interrupt(none)
    }).pipe((test) => Effect.flatMap(freshLog, (log) => Effect.provide(test, log)))
  )

  it.effect("a live stream finds what another process appended", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.provide(Log, withLog(client()))
      const fiber = yield* Effect.flatMap(Log, (log) =>
        log.stream().pipe(Stream.take(2), Stream.runCollect, Effect.map(positions))
      ).pipe(Effect.provide(withLog(client(), "10 millis")), Effect.forkChild)
      const other = Effect.provide(
        Effect.flatMap(Log, (log) => log.append([renamed("a")])),
        withLog(client())
      )
      yield* other
      yield* other
      assert.deepStrictEqual(yield* Fiber.join(fiber), [1, 2])
    })
  )
}
