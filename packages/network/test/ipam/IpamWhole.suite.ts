/** A scope as a whole: how full it is, plans, lists, and its end. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import * as SubnetPlan from "../../src/ipam/SubnetPlan.ts"
import { blue, everything, processes, type Suite } from "../support/databases.ts"
import { addressesOf, includes, reasonOf, tagOf, take } from "../support/ipamAsk.ts"

export const suite: Suite = (it) => {
  it.effect("usage is what the records say, from memory and from the database", () =>
    Effect.gen(function* () {
      const [one, two] = yield* processes(2)
      const acme = one!.ipam.as("acme")
      yield* acme.createScope({ id: "blue" })
      yield* acme.createPool({ scope: "blue", id: "outer", cidr: "10.0.0.0/16" })
      yield* acme.createPool({ scope: "blue", id: "inner", pool: "outer", length: 20 })
      yield* acme.delegate({ scope: "blue", pool: "outer", length: 24, owner: "cpe", strategy: "highest" })
      yield* acme.createSubnet({
        scope: "blue",
        id: "web",
        pool: "inner",
        length: 24,
        gateway: "first",
        quarantine: "1 hour",
        ranges: [{ first: "10.0.0.10", last: "10.0.0.99" }],
        dhcp: { first: "10.0.0.90", last: "10.0.0.110" }
      })
      yield* acme.createSubnet({ scope: "blue", id: "six", cidr: "2001:db8::/64" })
      yield* take(acme, "web", 20)
      yield* take(acme, "six", 3)
      yield* acme
        .hold({ scope: "blue", subnet: "web", first: "10.0.0.0", last: "10.0.0.11", owner: "ops", comment: "" })
        .pipe(Effect.flip)
      yield* acme.hold({
        scope: "blue",
        subnet: "web",
        first: "10.0.0.50",
        last: "10.0.0.51",
        owner: "ops",
        comment: ""
      })
      yield* acme.release({ scope: "blue", address: "10.0.0.15", owner: "port-5" })
      const plan = yield* acme.plan("blue")
      const expected = AddressPlan.usage(plan, plan.scopes[0]!.id)!
      assert.deepStrictEqual(yield* acme.usage("blue"), expected)
      assert.deepStrictEqual(yield* two!.ipam.as("acme").usage("blue"), expected)
      assert.strictEqual(expected.subnets[0]?.quarantined, 1)
    })
  )

  it.effect("plans: grow, split and renumber as planned; a plan of another version is stale", () =>
    Effect.gen(function* () {
      const { acme, sql } = yield* blue
      yield* acme.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/26" })
      yield* acme.createSubnet({ scope: "blue", id: "db", cidr: "10.0.0.128/26" })
      yield* take(acme, "web", 40)
      const wish = (wanted: SubnetPlan.SubnetWish) =>
        Effect.flatMap(acme.plan("blue"), (plan) => Effect.fromResult(SubnetPlan.make(plan, wanted)))
      const check = Effect.fnUntraced(function* (plan: SubnetPlan.SubnetPlan, before: AddressPlan.AddressPlan) {
        const scope = yield* acme.apply(plan)
        const expected = Result.getOrThrow(AddressPlan.apply(before, plan.steps))
        const after = yield* acme.plan("blue")
        assert.strictEqual(scope.version, plan.version + 1)
        assert.deepStrictEqual({ ...after, scopes: [] }, { ...expected, scopes: [] })
      })
      const grow = yield* wish({ _tag: "Grow", scope: "blue", subnet: "web", cidr: "10.0.0.0/25" })
      yield* check(grow, yield* acme.plan("blue"))
      const before = yield* everything(sql)
      includes(yield* reasonOf(acme.apply(grow)), { _tag: "StalePlan", planned: grow.version })
      assert.deepStrictEqual(yield* everything(sql), before)
      assert.deepStrictEqual(addressesOf(yield* take(acme, "web", 1, 100)), ["10.0.0.41"])
      const renumber = yield* wish({ _tag: "Renumber", scope: "blue", subnet: "web", cidr: "10.7.0.0/25" })
      yield* check(renumber, yield* acme.plan("blue"))
      assert.deepStrictEqual(addressesOf(yield* take(acme, "web", 1, 101)), ["10.7.0.42"])
      const moved = (yield* acme.history({ scope: "blue", address: "10.7.0.1" })).items
      assert.deepStrictEqual(
        moved.map(({ change, owner }) => [change, owner as string]),
        [["moved", "port-0"]]
      )
      yield* acme.release({ scope: "blue", address: "10.7.0.32", owner: "port-31" })
      yield* acme.release({ scope: "blue", address: "10.7.0.31", owner: "port-30" })
      const split = yield* wish({
        _tag: "Split",
        scope: "blue",
        subnet: "web",
        length: 27,
        others: ["web-2", "web-3", "web-4"]
      })
      yield* check(split, yield* acme.plan("blue"))
      assert.deepStrictEqual(addressesOf(yield* take(acme, "web-4", 1, 200)), ["10.7.0.97"])
      // A plan that was not made by the planner is judged as any request.
      const forged = { ...split, version: (yield* acme.getScope("blue")).version }
      const kept = yield* everything(sql)
      assert.include(["InvalidRequest", "Conflict", "NotFound"], yield* tagOf(acme.apply(forged)))
      assert.deepStrictEqual(yield* everything(sql), kept)
    })
  )

  it.effect("lists come in pages, in the order of the addresses", () =>
    Effect.gen(function* () {
      const { acme } = yield* blue
      for (const n of [10, 9, 1, 2]) yield* acme.createSubnet({ scope: "blue", cidr: `10.0.${n}.0/24` })
      yield* acme.createSubnet({ scope: "blue", cidr: "2001:db8::/64" })
      const cidrs: Array<string> = []
      for (let after: string | undefined; ;) {
        const page = yield* acme.listSubnets({ scope: "blue", limit: 2, after })
        cidrs.push(...page.items.map(({ cidr }) => cidr))
        if (page.next === null) break
        after = page.next
      }
      assert.deepStrictEqual(cidrs, ["10.0.1.0/24", "10.0.2.0/24", "10.0.9.0/24", "10.0.10.0/24", "2001:db8::/64"])
      yield* take(acme, "10.0.9.0/24", 12)
      const page = yield* acme.listAddresses({ scope: "blue", limit: 10 })
      const rest = yield* acme.listAddresses({ scope: "blue", limit: 10, after: page.next! })
      assert.deepStrictEqual([page.items.length, rest.items.length, rest.next], [10, 2, null])
      const mine = yield* acme.listAddresses({ scope: "blue", owner: "port-3" })
      assert.deepStrictEqual(addressesOf(mine.items), ["10.0.9.4"])
      assert.strictEqual(yield* tagOf(acme.listAddresses({ scope: "blue", limit: 1001 })), "LimitExceeded")
      assert.strictEqual(yield* tagOf(acme.listSubnets({ scope: "blue", after: "x" })), "InvalidText")
    })
  )

  it.effect("a scope made again goes on counting, and its former history is not told", () =>
    Effect.gen(function* () {
      const { acme, ipam } = yield* blue
      const { id } = yield* acme.createSubnet({ scope: "blue", cidr: "10.0.0.0/24" })
      yield* take(acme, id, 1)
      yield* acme.release({ scope: "blue", address: "10.0.0.1", owner: "port-0" })
      yield* acme.removeSubnet({ scope: "blue", subnet: id })
      const { version } = yield* acme.getScope("blue")
      yield* acme.removeScope("blue")
      yield* acme.removeScope("blue")
      const other = ipam.as("other")
      const scope = yield* other.createScope({ id: "blue" })
      assert.isAbove(scope.version, version)
      assert.deepStrictEqual((yield* other.history({ scope: "blue", address: "10.0.0.1" })).items, [])
      yield* other.createSubnet({ scope: "blue", cidr: "10.0.0.0/24" })
      assert.deepStrictEqual(addressesOf(yield* take(other, id, 1)), ["10.0.0.1"])
    })
  )
}
