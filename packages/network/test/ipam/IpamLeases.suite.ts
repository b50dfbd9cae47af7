/** Leases, quarantines and what the passing of time makes of them, on whichever database. The clock is the test's. */
import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { blue, processes, type Suite } from "../support/databases.ts"

const stateOf = Effect.fnUntraced(function* (
  view: Effect.Success<typeof blue>["acme"],
  address: string
): Effect.fn.Return<string, unknown> {
  const found = yield* view.getAddress({ scope: "blue", address })
  return found._tag === "None" ? "free" : found.value.state
})

export const suite: Suite = (it) => {
  it.effect("a lease ends by itself, exactly at its time, and the address is free at once", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/30" })
      const ask = (owner: string) => acme.allocate({ scope: "blue", subnet: id, owner, lease: "1 minute" })
      const first = yield* ask("a")
      yield* ask("b")
      assert.strictEqual(DateTime.toEpochMillis(first.lease!.expiresAt), 60_000)
      yield* TestClock.adjust(59_999)
      assert.strictEqual(yield* stateOf(acme, first.address), "allocated")
      assert.strictEqual((yield* Effect.flip(ask("c"))).reason._tag, "Exhausted")
      yield* TestClock.adjust(1)
      assert.strictEqual(yield* stateOf(acme, first.address), "free")
      assert.deepStrictEqual((yield* acme.listAddresses({ scope: "blue" })).items, [])
      const next = yield* ask("c")
      assert.strictEqual(next.address, first.address)
      assert.isAbove(next.lease!.fence, first.lease!.fence)
      const changes = (yield* acme.history({ scope: "blue", address: first.address })).items
      assert.deepStrictEqual(
        changes.map(({ change, owner }) => `${change} ${owner}`),
        ["allocated c", "expired a", "allocated a"]
      )
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("a renewal counts from now on; the token of an ended lease renews and releases nothing", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/29" })
      const ask = (owner: string) => acme.allocate({ scope: "blue", subnet: id, owner, lease: "1 minute" })
      const { address, lease } = yield* ask("a")
      const renew = (token: string) => acme.renew({ scope: "blue", address, token, lease: "1 minute" })
      yield* TestClock.adjust("40 seconds")
      const renewed = yield* renew(lease!.token)
      assert.deepStrictEqual(
        [renewed.lease!.token, renewed.lease!.fence, DateTime.toEpochMillis(renewed.lease!.expiresAt)],
        [lease!.token, lease!.fence, 100_000]
      )
      yield* TestClock.adjust("50 seconds")
      assert.strictEqual(yield* stateOf(acme, address), "allocated")
      yield* TestClock.adjust("10 seconds")
      const late = yield* Effect.flip(renew(lease!.token))
      assert.deepStrictEqual(late.reason, { _tag: "StaleLease", address, token: lease!.token, fence: null })
      // The same owner gets the same address, with another lease: the old token is worth nothing.
      const again = yield* ask("a")
      assert.strictEqual(again.address, address)
      assert.isAbove(again.lease!.fence, lease!.fence)
      const stale = { _tag: "StaleLease", address, fence: again.lease!.fence } as const
      assert.deepInclude<object>((yield* Effect.flip(renew(lease!.token))).reason, stale)
      assert.deepStrictEqual(yield* acme.release({ scope: "blue", address, token: lease!.token }), stale)
      assert.strictEqual(yield* stateOf(acme, address), "allocated")
      const released = yield* acme.release({ scope: "blue", address, token: again.lease!.token })
      assert.strictEqual(released._tag, "Released")
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("release and reuse delay: a released address is in quarantine as long as the subnet says", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/30", quarantine: "1 hour" })
      const ask = (owner: string, more = {}) => acme.allocate({ scope: "blue", subnet: id, owner, ...more })
      const { address } = yield* ask("a")
      yield* ask("b")
      const freeAt = DateTime.makeUnsafe(3_600_000)
      const release = acme.release({ scope: "blue", address, owner: "a" })
      assert.deepStrictEqual(yield* release, { _tag: "Released", address, freeAt })
      yield* TestClock.adjust("1 minute")
      // Twice: the quarantine does not begin again.
      assert.deepStrictEqual(yield* release, { _tag: "AlreadyFree", address, freeAt })
      assert.strictEqual((yield* Effect.flip(ask("c"))).reason._tag, "Exhausted")
      const { reason } = yield* Effect.flip(ask("a", { address }))
      assert.deepStrictEqual(reason, { _tag: "InUse", address, state: "quarantined", owner: "a", until: freeAt })
      yield* TestClock.adjust("58 minutes")
      assert.strictEqual((yield* Effect.flip(ask("c"))).reason._tag, "Exhausted")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* ask("c")).address, address)
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("an ended lease is in quarantine from its end on, whenever it is noticed", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/29", quarantine: "1 hour" })
      for (const owner of ["a", "b", "c"]) {
        yield* acme.allocate({ scope: "blue", subnet: id, owner, lease: owner === "c" ? "3 hours" : "1 minute" })
      }
      yield* TestClock.adjust("30 minutes")
      assert.strictEqual(yield* stateOf(acme, "10.0.0.1"), "quarantined")
      assert.strictEqual(yield* acme.expire("blue"), 2)
      assert.strictEqual(yield* acme.expire("blue"), 0)
      const [one] = (yield* acme.listAddresses({ scope: "blue", states: ["quarantined"] })).items
      assert.deepStrictEqual(
        [DateTime.toEpochMillis(one!.since), DateTime.toEpochMillis(one!.freeAt!), one!.owner as string],
        [60_000, 3_660_000, "a"]
      )
      yield* TestClock.adjust("31 minutes")
      assert.strictEqual(yield* stateOf(acme, "10.0.0.1"), "free")
      // The whole time passed unnoticed.
      yield* TestClock.adjust("3 hours")
      assert.strictEqual(yield* stateOf(acme, "10.0.0.3"), "free")
      assert.strictEqual((yield* acme.allocate({ scope: "blue", subnet: id, owner: "d" })).address, "10.0.0.1")
      assert.strictEqual(yield* acme.expire("blue"), 0)
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("a subnet goes with what is in quarantine, and not with what is leased", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/29", quarantine: "1 hour" })
      const remove = acme.removeSubnet({ scope: "blue", subnet: id })
      yield* acme.allocate({ scope: "blue", subnet: id, owner: "a", lease: "1 minute" })
      assert.strictEqual((yield* Effect.flip(remove)).reason._tag, "NotEmpty")
      yield* TestClock.adjust("2 minutes")
      yield* remove
      yield* remove
      assert.deepStrictEqual((yield* acme.plan("blue")).addresses, [])
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("another process sees the end of leases that it has not granted", () =>
    Effect.gen(function* () {
      const [one, two] = yield* processes(2)
      const [a, b] = [one!.ipam.as("acme"), two!.ipam.as("acme")]
      yield* a.createScope({ id: "blue" })
      yield* a.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/29" })
      // Twice, so that it remembers that nothing ends.
      for (const owner of ["b", "bb"]) yield* b.allocate({ scope: "blue", subnet: "web", owner })
      const leased = yield* a.allocate({ scope: "blue", subnet: "web", owner: "a", lease: "1 minute" })
      assert.strictEqual((yield* b.allocate({ scope: "blue", subnet: "web", owner: "c" })).address, "10.0.0.4")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* b.allocate({ scope: "blue", subnet: "web", owner: "d" })).address, leased.address)
      assert.strictEqual((yield* a.allocate({ scope: "blue", subnet: "web", owner: "e" })).address, "10.0.0.5")
    }).pipe(Effect.provide(TestClock.layer()))
  )
}
