/** Pools of MAC addresses, on whichever database. */
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { MacPools } from "../../src/ipam/MacPools.ts"
import { Databases, type Suite } from "../support/databases.ts"

const start = (count: number) =>
  Effect.gen(function* () {
    const client = yield* (yield* Databases).fresh
    return yield* Effect.forEach(Array.from({ length: count }), () =>
      Effect.map(Layer.build(Layer.fresh(MacPools.layer.pipe(Layer.provideMerge(client)))), (context) => ({
        macs: Context.get(context, MacPools),
        sql: Context.get(context, SqlClient.SqlClient)
      }))
    )
  })

const tagOf = <A>(effect: Effect.Effect<A, { readonly reason: { readonly _tag: string } }>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

export const suite: Suite = (it) => {
  it.effect("addresses are given in turn, once to an owner, and begin again at the end", () =>
    Effect.gen(function* () {
      const [one] = yield* start(1)
      const macs = one!.macs.as("acme")
      const pool = yield* macs.createPool({ id: "vms", block: "52:54:00:00:00:00/46" })
      assert.deepStrictEqual(yield* macs.createPool({ id: "vms", block: "52:54:00:00:00:00/46" }), pool)
      assert.deepInclude<object>(pool, { first: "52:54:00:00:00:00", last: "52:54:00:00:00:03" })
      const ask = (owner: string, more = {}) =>
        Effect.map(macs.allocate({ pool: "vms", owner, ...more }), ({ address }) => address.slice(-2))
      assert.deepStrictEqual([yield* ask("a"), yield* ask("b"), yield* ask("a")], ["00", "01", "00"])
      assert.strictEqual(yield* ask("a", { key: "eth1" }), "02")
      const release = (address: string, owner: string) =>
        Effect.map(
          macs.release({ pool: "vms", address: `52:54:00:00:00:${address}`, owner }),
          ({ _tag }) => _tag as string
        )
      assert.strictEqual(yield* release("00", "b"), "NotOwner")
      assert.strictEqual(yield* release("00", "a"), "Released")
      assert.strictEqual(yield* release("00", "a"), "AlreadyFree")
      // What was released last comes last.
      assert.deepStrictEqual([yield* ask("c"), yield* ask("d")], ["03", "00"])
      const { reason } = yield* Effect.flip(ask("e"))
      assert.deepInclude<object>(reason, { _tag: "Exhausted", in: "mac-pool", asked: 1, free: 0n })
      assert.strictEqual(yield* tagOf(ask("e", { address: "52:54:00:00:00:01" })), "InUse")
      assert.strictEqual(yield* tagOf(ask("e", { address: "52:54:00:00:00:09" })), "OutsidePool")
      assert.strictEqual(yield* tagOf(ask("b", { address: "52:54:00:00:00:02" })), "Conflict")
      assert.strictEqual(yield* tagOf(macs.removePool("vms")), "NotEmpty")
      const listed = yield* macs.listAddresses({ pool: "vms", limit: 3 })
      assert.deepStrictEqual(
        listed.items.map(({ owner }) => owner as string),
        ["d", "b", "a"]
      )
      const rest = yield* macs.listAddresses({ pool: "vms", after: listed.next! })
      assert.deepStrictEqual([rest.items.length, rest.next], [1, null])
    })
  )

  it.effect("many at once: all or none; named ones are kept for those who name them", () =>
    Effect.gen(function* () {
      const [one] = yield* start(1)
      const macs = one!.macs.as("acme")
      yield* macs.createPool({ id: "vms", block: "52:54:00:00:00:00/38" })
      const owners = (count: number, prefix: string) =>
        Array.from({ length: count }, (_, index) => ({ owner: `${prefix}-${index}` }))
      const many = yield* macs.allocateMany({
        pool: "vms",
        addresses: [...owners(1000, "a"), { owner: "named", address: "52:54:00:00:00:05" }]
      })
      assert.strictEqual(new Set(many.map(({ address }) => address as string)).size, 1001)
      assert.strictEqual(many[1000]?.address as string, "52:54:00:00:00:05")
      assert.strictEqual(yield* tagOf(macs.allocateMany({ pool: "vms", addresses: owners(24, "b") })), "Exhausted")
      assert.strictEqual((yield* macs.allocateMany({ pool: "vms", addresses: owners(23, "b") })).length, 23)
    })
  )

  it.effect("a batch of owners with the longest names is told to the log", () =>
    Effect.gen(function* () {
      const [one] = yield* start(1)
      const macs = one!.macs.as("acme")
      yield* macs.createPool({ id: "vms", block: "52:54:00" })
      const addresses = Array.from({ length: 200 }, (_, n) => ({
        owner: `${n}`.padStart(4, "0") + "\u{1f600}".repeat(196)
      }))
      assert.strictEqual((yield* macs.allocateMany({ pool: "vms", addresses })).length, 200)
    })
  )

  it.effect("two processes at once: no address twice, none lost", () =>
    Effect.gen(function* () {
      const [one, two] = yield* start(2)
      const [a, b] = [one!.macs.as("acme"), two!.macs.as("acme")]
      yield* a.createPool({ id: "vms", block: "52:54:00:00:00:00/42" })
      const asked = Array.from({ length: 64 }, (_, index) => index)
      const granted = yield* Effect.forEach(
        asked,
        (index) => (index % 2 === 0 ? a : b).allocate({ pool: "vms", owner: `port-${index}` }),
        { concurrency: 8 }
      )
      assert.strictEqual(new Set(granted.map(({ address }) => address as string)).size, 64)
    })
  )

  it.effect("S27: pools of a tenant do not overlap, those of others may, and are nobody else's business", () =>
    Effect.gen(function* () {
      const [one] = yield* start(1)
      const { macs } = one!
      const acme = macs.as("acme")
      const other = macs.as("other")
      yield* acme.createPool({ id: "mine", block: "52:54:00" })
      assert.strictEqual(yield* tagOf(acme.createPool({ id: "again", block: "52:54:00:80:00:00/25" })), "Overlaps")
      assert.strictEqual(yield* tagOf(acme.createPool({ id: "mine", block: "52:54:01" })), "Conflict")
      yield* other.createPool({ id: "theirs", block: "52:54:00" })
      const { address } = yield* acme.allocate({ pool: "mine", owner: "x" })
      const denied = [
        other.createPool({ id: "mine", block: "52:54:00" }),
        other.allocate({ pool: "mine", owner: "y" }),
        other.allocateMany({ pool: "mine", addresses: [{ owner: "y" }] }),
        other.release({ pool: "mine", address, owner: "x" }),
        other.listAddresses({ pool: "mine" }),
        other.removePool("mine")
      ]
      for (const call of denied) assert.strictEqual(yield* tagOf<unknown>(call), "Forbidden")
      const unnamed = macs.as(undefined as unknown as string)
      assert.strictEqual(yield* tagOf(unnamed.removePool("mine")), "Forbidden")
      const odd = "\u0000"
      assert.strictEqual(yield* tagOf(acme.allocate({ pool: odd, owner: "x" })), "NotFound")
      assert.strictEqual(yield* tagOf(acme.listPools({ after: odd })), "InvalidText")
      assert.strictEqual(yield* tagOf(acme.listAddresses({ pool: "mine", after: odd })), "InvalidText")
      assert.strictEqual(yield* tagOf(acme.listAddresses({ pool: "mine", owner: odd })), "InvalidText")
      yield* acme.removePool(odd)
      assert.deepStrictEqual(
        (yield* other.listPools()).items.map(({ id }) => id),
        ["theirs"]
      )
      assert.strictEqual((yield* macs.operator.listPools()).items.length, 2)
      for (const block of ["01:00:5e", "52:54:0", "52:54:00:00:00:01/25", "", "52:54:00/99", "00:00:00:00:00:00/48"]) {
        assert.strictEqual(yield* tagOf(acme.createPool({ id: "bad", block })), "InvalidText", block)
      }
      assert.strictEqual(yield* tagOf(acme.allocate({ pool: "none", owner: "x" })), "NotFound")
      yield* acme.removePool("none")
    })
  )
}
