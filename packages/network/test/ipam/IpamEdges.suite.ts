/** What a demanding caller finds at the edges of the promises, on whichever database. The clock is the test's. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { TestClock } from "effect/testing"
import * as Ip from "../../src/Ip.ts"
import type { AddressPlan } from "../../src/ipam/AddressPlan.ts"
import type { IpamView } from "../../src/ipam/Ipam.ts"
import { rangesMax, readersMax } from "../../src/ipam/IpamRequest.ts"
import * as PlanImport from "../../src/ipam/PlanImport.ts"
import type { PlanStep } from "../../src/ipam/PlanStep.ts"
import * as SubnetPlan from "../../src/ipam/SubnetPlan.ts"
import { blue, everything, type Suite } from "../support/databases.ts"
import { includes, reasonOf, tagOf } from "../support/ipamAsk.ts"
import * as plans from "../support/plans.ts"

const scope = "blue"

const stateOf = (view: IpamView, address: string) =>
  Effect.map(view.getAddress({ scope, address }), (found) => (found._tag === "None" ? "free" : found.value.state))

/** Carries out steps as if somebody had written them by hand. */
const apply = (view: IpamView, ...steps: ReadonlyArray<PlanStep>) =>
  Effect.flatMap(view.plan(scope), ({ scopes: [current] }) =>
    view.apply({ scope: current!.id, version: current!.version, title: "by hand", steps })
  )

const wish = (plan: AddressPlan, wanted: SubnetPlan.SubnetWish) => Result.getOrThrow(SubnetPlan.make(plan, wanted))

export const suite: Suite = (it) => {
  it.effect("a batch that does not fit says how many addresses were free before it", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/29", dhcp: { first: "10.0.0.5", last: "10.0.0.6" } })
      const some = (count: number, from: "ranges" | "dhcp") =>
        Array.from({ length: count }, (_, n) => ({ subnet: "web", owner: `${from}-${n}`, from }))
      const ask = acme.allocateMany({ scope, addresses: [...some(1, "dhcp"), ...some(9, "ranges")] })
      includes(yield* reasonOf(ask), { _tag: "Exhausted", asked: 9, free: 4n, largestFree: 31 })
      includes(yield* reasonOf(ask), { _tag: "Exhausted", asked: 9, free: 4n, largestFree: 31 })
    })
  )

  it.effect("next free never gives an address of the DHCP range, which `free` does not count", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/29", dhcp: { first: "10.0.0.1", last: "10.0.0.5" } })
      assert.strictEqual((yield* acme.usage(scope)).subnets[0]?.free, 1n)
      const ask = (owner: string, more = {}) => acme.allocate({ scope, subnet: "web", owner, ...more })
      assert.strictEqual((yield* ask("a")).address, "10.0.0.6")
      assert.strictEqual(yield* tagOf(ask("b")), "Exhausted")
      includes(yield* reasonOf(ask("b", { address: "10.0.0.2" })), { _tag: "Excluded", by: "dhcp" })
      assert.strictEqual((yield* ask("b", { from: "dhcp" })).address, "10.0.0.1")
      assert.strictEqual((yield* ask("c", { from: "dhcp", address: "10.0.0.4" })).address, "10.0.0.4")
    })
  )

  it.effect("who has an address keeps it as it is when it is reserved or asked for with another lease", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
      const one = { subnet: "web", owner: "a" }
      const first = yield* acme.allocate({ scope, ...one, lease: "1 hour" })
      yield* TestClock.adjust("1 minute")
      // The lease goes on as it was granted; `renew` prolongs it.
      assert.deepStrictEqual(yield* acme.allocate({ scope, ...one, lease: "2 hours" }), first)
      includes(yield* reasonOf(acme.allocate({ scope, ...one })), { _tag: "Conflict", fields: ["lease"] })
      assert.deepStrictEqual(yield* acme.reserve({ scope, addresses: [one] }), [first])
      const elsewhere = acme.reserve({ scope, addresses: [{ ...one, address: "10.0.0.9" }] })
      includes(yield* reasonOf(elsewhere), { _tag: "Conflict", fields: ["address"] })
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("an address in use is not held, not even for its own owner", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
      const keyed = (n: number) => ({ subnet: "web", owner: "a", key: `10.0.0.${n}`, address: `10.0.0.${n}` })
      yield* acme.allocate({ scope, ...keyed(3) })
      yield* acme.reserve({ scope, addresses: [keyed(4)] })
      for (const [first, state] of [
        ["10.0.0.3", "allocated"],
        ["10.0.0.4", "reserved"]
      ] as const) {
        const hold = acme.hold({ scope, subnet: "web", first, owner: "a", comment: "maintenance" })
        includes(yield* reasonOf(hold), { _tag: "InUse", address: first, state, owner: "a" })
      }
    })
  )

  it.effect("after a renumbering the token of a lease frees nobody else's address", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
      const lease = "1 day"
      const [, old] = yield* acme.allocateMany({
        scope,
        addresses: [
          { subnet: "web", owner: "a", address: "10.0.0.1", lease },
          { subnet: "web", owner: "b", address: "10.0.0.129", lease }
        ]
      })
      const cidr = "10.0.0.128/25"
      yield* acme.apply(wish(yield* acme.plan(scope), { _tag: "Renumber", scope, subnet: "web", cidr }))
      const list = Effect.map(acme.listAddresses({ scope }), ({ items }) =>
        items.map(({ address, owner }) => `${address} ${owner}`)
      )
      const moved = yield* list
      assert.deepStrictEqual(moved, ["10.0.0.129 a", "10.0.0.254 b"])
      const outcome = yield* acme.release({ scope, address: old!.address, token: old!.lease!.token })
      assert.strictEqual(outcome._tag, "StaleLease")
      assert.deepStrictEqual(yield* list, moved)
      const [, now] = (yield* acme.listAddresses({ scope })).items
      assert.isAbove(now!.lease!.fence, old!.lease!.fence)
      const renewed = yield* acme.renew({ scope, address: now!.address, token: now!.lease!.token, lease })
      assert.deepStrictEqual(renewed.lease?.token, now!.lease!.token)
    })
  )

  it.effect("a held address stays held under its new number, and holding it again changes nothing", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
      const hold = (first: string, last: string) =>
        acme.hold({ scope, subnet: "web", first, last, owner: "ops", comment: "broken" })
      yield* hold("10.0.0.1", "10.0.0.3")
      const cidr = "10.0.1.0/24"
      yield* acme.apply(wish(yield* acme.plan(scope), { _tag: "Renumber", scope, subnet: "web", cidr }))
      const { version } = yield* acme.getScope(scope)
      const again = yield* hold("10.0.1.1", "10.0.1.3")
      assert.deepStrictEqual(
        again.map(({ address, key }) => [address as string, key]),
        [1, 2, 3].map((n) => [`10.0.1.${n}`, `10.0.1.${n}`])
      )
      assert.strictEqual((yield* acme.getScope(scope)).version, version)
    })
  )

  it.effect("what has ended is free at once, also behind more than can be tidied in one go", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "low", cidr: "10.1.0.0/16" })
      yield* acme.createSubnet({ scope, id: "high", cidr: "10.2.0.0/30" })
      const lease = "1 minute" as const
      const keyed = (subnet: string, from: number, count: number) => ({
        scope,
        addresses: Array.from({ length: count }, (_, n) => ({ subnet, owner: "a", key: `${from + n}`, lease }))
      })
      yield* acme.allocateMany(keyed("low", 0, 10_000))
      yield* acme.allocateMany(keyed("low", 10_000, 10_000))
      yield* acme.allocateMany(keyed("high", 0, 2))
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual((yield* acme.allocate({ scope, subnet: "high", owner: "b" })).address, "10.2.0.1")
      yield* acme.removeSubnet({ scope, subnet: "low" })
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("another quarantine begins with what ends from now on", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24", quarantine: 0 })
      const ask = (owner: string, address: string) =>
        acme.allocate({ scope, subnet: "web", owner, address, lease: "1 minute" })
      yield* ask("a", "10.0.0.1")
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual(yield* stateOf(acme, "10.0.0.1"), "free")
      yield* acme.updateSubnet({ scope, subnet: "web", quarantine: "1 hour" })
      assert.strictEqual(yield* stateOf(acme, "10.0.0.1"), "free")
      yield* ask("b", "10.0.0.2")
      yield* TestClock.adjust("2 minutes")
      yield* acme.updateSubnet({ scope, subnet: "web", quarantine: 0 })
      assert.strictEqual(yield* stateOf(acme, "10.0.0.2"), "quarantined")
    }).pipe(Effect.provide(TestClock.layer()))
  )

  it.effect("a plan without steps changes nothing and says the version that is", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      assert.deepStrictEqual(yield* apply(acme), yield* acme.getScope(scope))
    })
  )

  it.effect("steps written by hand are checked like requests, each with its reason", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
      for (const owner of ["a", "z"]) yield* acme.allocate({ scope, subnet: "web", owner })
      const address = (text: string, owner: string, more: object = {}): PlanStep => ({
        _tag: "CreateAddress",
        address: { ...plans.address(scope, "web", text, owner), ...more }
      })
      const subnet = (more: object): PlanStep => ({
        _tag: "CreateSubnet",
        subnet: { ...plans.subnet(scope, "db", "10.1.0.0/24"), ...more }
      })
      const kept = yield* everything(sql)
      const refused = Effect.fnUntraced(function* (tag: string, ...steps: ReadonlyArray<PlanStep>) {
        const reason = yield* reasonOf(apply(acme, ...steps))
        assert.strictEqual(reason._tag, tag, JSON.stringify(steps))
        assert.deepStrictEqual(yield* everything(sql), kept)
      })
      yield* refused("InUse", address("10.0.0.1", "b"))
      yield* refused("Conflict", address("10.0.0.7", "a"))
      yield* refused("Conflict", address("10.0.0.7", "b"), address("10.0.0.3", "b"))
      yield* refused("Conflict", address("10.0.0.7", "b"), address("10.0.0.7", "c"))
      const moves = (...list: ReadonlyArray<readonly [from: string, to: string]>): PlanStep => ({
        _tag: "RenumberAddresses",
        scope: plans.scope(scope).id,
        subnet: plans.subnet(scope, "web", "10.0.0.0/24").id,
        moves: list.map(([from, to]) => ({ from: Ip.Text.make(from), to: Ip.Text.make(to) }))
      })
      yield* refused("InUse", moves(["10.0.0.1", "10.0.0.2"]))
      yield* refused("InvalidRequest", moves(["10.0.0.9", "10.0.0.8"]))
      yield* refused("Conflict", moves(["10.0.0.1", "10.0.0.8"], ["10.0.0.2", "10.0.0.8"]))
      yield* refused("InvalidRequest", address("10.0.0.7", "b", { comment: "x".repeat(201) }))
      yield* refused("InvalidRequest", address("10.0.0.7", "b", { key: "\n" }))
      yield* refused("InvalidRequest", address("10.0.0.7", "b", { state: "lost" }))
      yield* refused("InvalidRequest", address("10.0.0.7", "b", { owner: "" }))
      yield* refused("InvalidRequest", subnet({ cidr: "10.1.0.5/24" }))
      yield* refused("InvalidRequest", subnet({ id: "no id" }))
      yield* refused("InvalidRequest", subnet({}), { _tag: "Nothing" } as never)
    })
  )

  it.effect("a scope has so many readers and a subnet so many ranges, and no more", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const names = Array.from({ length: readersMax + 1 }, (_, n) => `${n}`.padStart(80, "tenant-"))
      const tooMany = { _tag: "LimitExceeded", what: "readers", asked: readersMax + 1, limit: readersMax }
      includes(yield* reasonOf(acme.createScope({ id: "green", readers: names })), tooMany)
      includes(yield* reasonOf(acme.updateScope({ scope, readers: names })), tooMany)
      const { readers } = yield* acme.updateScope({ scope, readers: names.slice(1) })
      assert.strictEqual(readers.length, readersMax)
      const ranges = Array.from({ length: rangesMax + 1 }, (_, n) => {
        const first = `10.0.${n >> 7}.${(n & 127) * 2}`
        return { first, last: first }
      })
      const cidr = "10.0.0.0/16"
      for (const field of ["ranges", "exclusions"] as const) {
        const create = acme.createSubnet({ scope, id: "web", cidr, [field]: ranges })
        includes(yield* reasonOf(create), { _tag: "LimitExceeded", what: field, asked: rangesMax + 1 })
      }
      yield* acme.createSubnet({ scope, id: "web", cidr, exclusions: ranges.slice(1) })
      assert.strictEqual((yield* acme.allocate({ scope, subnet: "web", owner: "a" })).address, "10.0.0.1")
    })
  )

  it.effect("a block from a pool is the same when asked for again, whatever has become of the pools by then", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      yield* acme.createPool({ scope, id: "site", cidr: "10.0.0.0/16" })
      const ask = acme.createSubnet({ scope, id: "web", pool: "site", length: 24 })
      const { cidr } = yield* ask
      yield* acme.createPool({ scope, id: "rack", cidr: "10.0.0.0/20" })
      assert.strictEqual((yield* ask).cidr, cidr)
      yield* acme.removePool({ scope, pool: "site" })
      assert.strictEqual((yield* ask).cidr, cidr)
    })
  )

  it.effect("an import of many addresses into a scope is the plan that was imported", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      const subnet = plans.subnet(scope, "web", "10.0.0.0/20")
      const wanted = plans.planOf({
        scopes: [plans.scope(scope)],
        subnets: [subnet],
        addresses: Array.from({ length: 2000 }, (_, n) =>
          plans.address(scope, "web", `10.0.${1 + (n >> 8)}.${n & 255}`, `port-${n}`)
        )
      })
      const added = PlanImport.additions(yield* acme.plan(scope), wanted, subnet.scope)
      yield* acme.apply(Result.getOrThrow(added))
      const { addresses, subnets } = yield* acme.plan(scope)
      assert.deepStrictEqual({ addresses, subnets }, { addresses: wanted.addresses, subnets: wanted.subnets })
    })
  )

  it.effect("names that nothing can have are found nowhere, on every database alike", () =>
    Effect.gen(function* () {
      const { acme, ipam } = yield* blue
      const odd = "\u0000"
      yield* acme.createSubnet({ scope, id: "web", cidr: "10.0.0.0/24" })
      yield* acme.removePool({ scope, pool: odd })
      yield* acme.removeSubnet({ scope, subnet: odd })
      assert.isFalse(yield* acme.undelegate({ scope, delegation: odd, owner: odd }))
      assert.strictEqual(yield* tagOf(acme.getSubnet({ scope, subnet: odd })), "NotFound")
      assert.strictEqual(yield* tagOf(acme.updateSubnet({ scope, subnet: odd, comment: "x" })), "NotFound")
      assert.strictEqual(yield* tagOf(acme.createSubnet({ scope, pool: odd, length: 24 })), "NotFound")
      assert.strictEqual(yield* tagOf(acme.createSubnet({ scope, pool: odd, cidr: "10.1.0.0/24" })), "NotFound")
      assert.strictEqual(yield* tagOf(acme.listAddresses({ scope, subnet: odd })), "NotFound")
      assert.strictEqual(yield* tagOf(acme.listAddresses({ scope, owner: odd })), "InvalidText")
      assert.strictEqual(yield* tagOf(acme.getScope(odd)), "InvalidText")
      for (const list of [acme.listAddresses, acme.listPools, acme.listSubnets, acme.listDelegations]) {
        assert.strictEqual(yield* tagOf<unknown>(list({ scope, after: `${odd}-${odd}` })), "InvalidText")
      }
      assert.strictEqual(yield* tagOf(acme.listScopes({ after: odd })), "InvalidText")
      assert.strictEqual(yield* tagOf(acme.whoHas({ address: "10.0.0.1", after: odd })), "InvalidText")
      const address = "10.0.0.1\n\u001b[2Jreleased\u009b\u202e"
      const { message } = yield* Effect.flip(acme.allocate({ scope, subnet: "web", owner: "x", address }))
      assert.notMatch(message, /[\p{Cc}\p{Bidi_Control}]/u)
      assert.strictEqual(yield* tagOf(ipam.as(odd).getScope(scope)), "Forbidden")
      assert.deepStrictEqual((yield* ipam.as(odd).listScopes()).items, [])
    })
  )
}
