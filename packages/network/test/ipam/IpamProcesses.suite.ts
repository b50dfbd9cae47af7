/**
 * Several processes on one database, and what is remembered when a transaction comes to nothing: whatever becomes of a
 * change, the next one sees what was committed.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as Tracer from "effect/Tracer"
import { blue, everything, processes, startProcess, type Suite } from "../support/databases.ts"

const two = Effect.gen(function* () {
  const [one, other] = yield* processes(2)
  const a = one!.ipam.as("acme")
  const b = other!.ipam.as("acme")
  yield* a.createScope({ id: "blue" })
  yield* a.createPool({ scope: "blue", id: "ten", cidr: "10.0.0.0/8" })
  yield* a.createSubnet({ scope: "blue", id: "web", pool: "ten", length: 24 })
  return { a, b, sqlA: one!.sql, sqlB: other!.sql }
})

type View = Effect.Success<typeof two>["a"]

const ask = (view: View, owner: string) =>
  Effect.map(view.allocate({ scope: "blue", subnet: "web", owner }), ({ address }) => Number(address.split(".")[3]))

export const suite: Suite = (it) => {
  it.effect("two writers in two processes, in turns: each follows what the other has done", () =>
    Effect.gen(function* () {
      const { a, b } = yield* two
      assert.strictEqual(yield* ask(a, "1"), 1)
      assert.strictEqual(yield* ask(b, "2"), 2)
      assert.strictEqual(yield* ask(a, "3"), 3)
      yield* b.release({ scope: "blue", address: "10.0.0.1", owner: "1" })
      assert.strictEqual(yield* ask(a, "4"), 1)
      yield* a.updateSubnet({ scope: "blue", subnet: "web", gateway: "10.0.0.4" })
      assert.strictEqual(yield* ask(b, "5"), 5)
      // Subnets, too.
      const carve = (view: View, id: string) =>
        Effect.map(view.createSubnet({ scope: "blue", id, pool: "ten", length: 24 }), ({ cidr }) => cidr as string)
      assert.strictEqual(yield* carve(a, "a"), "10.0.1.0/24")
      assert.strictEqual(yield* carve(b, "b"), "10.0.2.0/24")
      yield* a.removeSubnet({ scope: "blue", subnet: "a" })
      assert.strictEqual(yield* carve(b, "c"), "10.0.1.0/24")
      assert.strictEqual(yield* carve(a, "d"), "10.0.3.0/24")
    })
  )

  it.effect("following another process takes every turn once and reads nothing anew", () =>
    Effect.gen(function* () {
      const { a, b } = yield* two
      for (const view of [a, b]) yield* ask(view, `first of ${view === a ? "a" : "b"}`)
      const spans: Array<Tracer.Span> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      yield* Effect.gen(function* () {
        for (let turn = 0; turn < 10; turn++) {
          yield* ask(a, `a-${turn}`)
          yield* ask(b, `b-${turn}`)
          if (turn % 3 === 0) yield* b.release({ scope: "blue", address: "10.0.0.1", owner: "first of a" })
        }
      }).pipe(Effect.withTracer(tracer))
      const statements = spans.flatMap(({ attributes }) => {
        const text = attributes.get("db.query.text")
        return typeof text === "string" ? [text] : []
      })
      assert.strictEqual(spans.filter(({ name }) => name === "sql.transaction").length, 24)
      assert.isTrue(statements.some((text) => text.includes("FROM ipam_changes")))
      assert.isFalse(statements.some((text) => text.startsWith("SELECT address FROM ipam_addresses")))
    })
  )

  it.effect("two writers in two processes, at once: no address twice, none lost", () =>
    Effect.gen(function* () {
      const { a, b } = yield* two
      const owners = Array.from({ length: 60 }, (_, index) => `port-${index}`)
      const granted = yield* Effect.forEach(owners, (owner, index) => ask(index % 2 === 0 ? a : b, owner), {
        concurrency: 8
      })
      assert.deepStrictEqual(
        granted.toSorted((x, y) => x - y),
        owners.map((_, index) => index + 1)
      )
      const listed = (yield* b.listAddresses({ scope: "blue" })).items
      assert.deepStrictEqual(listed.map(({ owner }) => owner as string).toSorted(), owners.toSorted())
    })
  )

  it.effect("one owner asked for by two processes at once has one address", () =>
    Effect.gen(function* () {
      const { a, b } = yield* two
      const both = yield* Effect.all([ask(a, "same"), ask(b, "same"), ask(a, "same")], { concurrency: "unbounded" })
      assert.strictEqual(new Set(both).size, 1)
    })
  )

  it.effect("overlap only inside one scope: two processes make the same subnet at once", () =>
    Effect.gen(function* () {
      const { a, b } = yield* two
      yield* a.createScope({ id: "green" })
      const make = (view: View, scope: string, id: string) =>
        Effect.result(view.createSubnet({ scope, id, cidr: "10.7.0.0/24" }))
      const results = yield* Effect.all([make(a, "blue", "x"), make(b, "blue", "y"), make(b, "green", "x")], {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(results.map(({ _tag }) => _tag).toSorted(), ["Failure", "Success", "Success"])
      assert.strictEqual(results[2]._tag, "Success")
      const failed = results.find((result) => result._tag === "Failure")
      assert.strictEqual(failed?._tag === "Failure" ? failed.failure.reason._tag : "", "Overlaps")
    })
  )

  it.effect("a transaction of the caller that is rolled back takes everything with it", () =>
    Effect.gen(function* () {
      const { a, b, sqlA } = yield* two
      assert.strictEqual(yield* ask(a, "1"), 1)
      const before = yield* everything(sqlA)
      yield* Effect.flip(sqlA.withTransaction(Effect.andThen(ask(a, "w"), Effect.fail("undone"))))
      yield* Effect.flip(
        sqlA.withTransaction(
          Effect.gen(function* () {
            assert.strictEqual(yield* ask(a, "x"), 2)
            assert.strictEqual(yield* ask(a, "y"), 3)
            yield* a.createSubnet({ scope: "blue", id: "z", pool: "ten", length: 24 })
            return yield* Effect.fail("undone")
          })
        )
      )
      assert.deepStrictEqual(yield* everything(sqlA), before)
      const { cidr } = yield* a.createSubnet({ scope: "blue", id: "w", pool: "ten", length: 24 })
      assert.strictEqual(cidr, "10.0.1.0/24")
      assert.strictEqual(yield* ask(a, "2"), 2)
      assert.strictEqual(yield* ask(b, "3"), 3)
    })
  )

  it.effect("what is rolled back here and written there under the same version is not confused", () =>
    Effect.gen(function* () {
      const { a, b, sqlA } = yield* two
      assert.strictEqual(yield* ask(a, "1"), 1)
      const { version } = yield* a.getScope("blue")
      yield* Effect.flip(
        sqlA.withTransaction(
          Effect.gen(function* () {
            for (const owner of ["2", "3", "4"]) yield* ask(a, owner)
            return yield* Effect.fail("undone")
          })
        )
      )
      yield* b.release({ scope: "blue", address: "10.0.0.1", owner: "1" })
      yield* ask(b, "5")
      yield* ask(b, "6")
      // The versions are the same as those that were rolled back.
      assert.strictEqual((yield* a.getScope("blue")).version, version + 3)
      assert.strictEqual(yield* ask(a, "7"), 3)
      assert.deepStrictEqual(
        (yield* a.listAddresses({ scope: "blue" })).items.map(({ owner }) => owner as string),
        ["5", "6", "7"]
      )
    })
  )

  it.effect("a commit whose reply is lost says so, and repeating the call finds what it did", () =>
    Effect.gen(function* () {
      const { a, sqlA } = yield* two
      // A client that once commits, or does not, and says in either case that the connection is gone.
      const gone = new SqlError.SqlError({
        reason: new SqlError.ConnectionError({ cause: "reset", operation: "commit" })
      })
      let fault: "none" | "after commit" | "before commit" = "none"
      const withTransaction = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        Effect.gen(function* () {
          const outer = yield* Effect.serviceOption(sqlA.transactionService)
          if (fault === "none" || Option.isSome(outer)) return yield* sqlA.withTransaction(effect)
          const when = fault
          fault = "none"
          if (when === "after commit") return yield* Effect.andThen(sqlA.withTransaction(effect), Effect.fail(gone))
          return yield* sqlA.withTransaction(Effect.andThen(effect, Effect.fail(gone)))
        })
      const lossy: SqlClient.SqlClient = Object.assign(
        ((...args: Parameters<SqlClient.SqlClient>) => sqlA(...args)) as SqlClient.SqlClient,
        sqlA,
        { withTransaction }
      )
      const { ipam } = yield* startProcess(Layer.succeed(SqlClient.SqlClient, lossy))
      const view = ipam.as("acme")
      assert.strictEqual(yield* ask(view, "1"), 1)
      for (const [owner, when] of [
        ["2", "after commit"],
        ["3", "before commit"]
      ] as const) {
        fault = when
        const error = yield* Effect.flip(ask(view, owner))
        assert.deepStrictEqual([error.reason._tag, error.outcome, error.isRetryable], ["Storage", "unknown", true])
        assert.strictEqual(yield* ask(view, owner), Number(owner))
      }
      assert.strictEqual(yield* ask(view, "4"), 4)
      assert.strictEqual(yield* ask(a, "5"), 5)
    })
  )

  it.effect("a call that is interrupted anywhere leaves all of it or nothing", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      yield* acme.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/16" })
      let granted = 0
      for (let turn = 0; turn < 25; turn++) {
        const wishes = Array.from({ length: 20 }, (_, index) => ({ subnet: "web", owner: `port-${turn}-${index}` }))
        const fiber = yield* Effect.forkChild(acme.allocateMany({ scope: "blue", addresses: wishes }))
        for (let step = 0; step < turn; step++) yield* Effect.yieldNow
        yield* Fiber.interrupt(fiber)
        const [row] = yield* sql<{ readonly count: number | bigint }>`SELECT COUNT(*) AS count FROM ipam_addresses`
        const count = Number(row!.count)
        assert.include([granted, granted + 20], count)
        granted = count
      }
      const all = yield* acme.allocateMany({
        scope: "blue",
        addresses: [{ subnet: "web", owner: "last" }]
      })
      const at = all[0]!.address.split(".").map(Number)
      assert.strictEqual(at[2]! * 256 + at[3]!, granted + 1)
    })
  )

  it.effect("an address that somebody has written past us is noticed, not granted twice", () =>
    Effect.gen(function* () {
      const { a, sqlB } = yield* two
      assert.strictEqual(yield* ask(a, "1"), 1)
      for (const last of [2, 3]) {
        yield* sqlB`INSERT INTO ipam_addresses
          (scope, address, subnet, state, owner, key, comment, fence, ends_at, since)
          VALUES ('blue', ${`40a00000${last}`}, 'web', 'allocated', ${`raw-${last}`}, '', '', NULL, NULL, 0)`
      }
      assert.strictEqual(yield* ask(a, "4"), 4)
      yield* sqlB`DELETE FROM ipam_addresses WHERE address = '40a000002'`
      const named = yield* a.allocate({ scope: "blue", subnet: "web", owner: "5", address: "10.0.0.2" })
      assert.strictEqual(named.address, "10.0.0.2")
      // The primary key refuses a second record of one address to whoever tries.
      const twice = yield* Effect.flip(sqlB`INSERT INTO ipam_addresses
        (scope, address, subnet, state, owner, key, comment, fence, ends_at, since)
        VALUES ('blue', '40a000002', 'web', 'allocated', 'raw', '', '', NULL, NULL, 0)`)
      assert.strictEqual(twice.reason._tag, "UniqueViolation")
    })
  )
}
