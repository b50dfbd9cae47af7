import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import type { AddressRange, ScopeId } from "../../src/ipam/IpamModel.ts"
import * as Prefix from "../../src/Prefix.ts"
import { address, arbitraryPlan, planOf, pool, provider, scope, subnet } from "../support/plans.ts"

const prefixOf = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))
const ipOf = (text: string): Ip.Ip => Result.getOrThrow(Ip.parse(text))
const blue = provider.scopes[0]!.id

const problems = (records: Partial<AddressPlan.PlanRecords>): ReadonlyArray<AddressPlan.PlanProblem> => {
  const made = AddressPlan.make({ ...AddressPlan.empty, ...records })
  return Result.isFailure(made) ? made.failure.problems : []
}

const codes = (records: Partial<AddressPlan.PlanRecords>) =>
  problems(records).map(({ code, record, field, other }) => [code, record.id, field, other?.id ?? null])

describe("make", () => {
  it("sorts, so that plans of the same records are equal", () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const shuffled = {
          scopes: plan.scopes.toReversed(),
          pools: plan.pools.toReversed(),
          subnets: plan.subnets.toReversed(),
          delegations: plan.delegations.toReversed(),
          addresses: plan.addresses.toReversed()
        }
        assert.deepStrictEqual(Result.getOrThrow(AddressPlan.make(shuffled)), plan)
      }),
      { numRuns: 60, seed: 1 }
    )
  })

  it("accepts the same blocks and addresses in two scopes", () => {
    assert.lengthOf(
      provider.subnets.filter(({ cidr }) => cidr === "10.0.0.0/24"),
      2
    )
  })

  it("names everything that is wrong, each with what it collides with", () => {
    const lab = [scope("lab")]
    assert.deepStrictEqual(codes({ scopes: [scope("lab"), scope("lab")] }), [["Duplicate", "lab", "id", "lab"]])
    assert.deepStrictEqual(
      codes({
        scopes: lab,
        pools: [pool("lab", "p", "10.0.0.0/16"), pool("lab", "q", "10.0.0.0/16")],
        subnets: [
          subnet("lab", "a", "10.0.0.0/24", { pool: "p" }),
          subnet("lab", "b", "10.0.0.128/25", { pool: "p" }),
          subnet("lab", "c", "10.0.2.0/24"),
          subnet("other", "d", "10.0.3.0/24")
        ]
      }),
      [
        ["NoScope", "d", "scope", null],
        ["Overlaps", "q", "cidr", "p"],
        ["Overlaps", "b", "cidr", "a"],
        ["WrongPool", "c", "pool", "p"]
      ]
    )
    assert.deepStrictEqual(
      codes({ scopes: lab, pools: [pool("lab", "p", "10.0.0.0/24")], subnets: [subnet("lab", "a", "10.0.0.0/16")] }),
      [["Overlaps", "p", "cidr", "a"]]
    )
    assert.deepStrictEqual(
      codes({
        scopes: lab,
        subnets: [
          subnet("lab", "a", "10.0.0.0/24", {
            gateway: "10.0.1.1",
            ranges: [{ first: "10.0.0.9", last: "10.0.0.3" }],
            exclusions: [{ first: "10.0.0.9", last: "10.0.1.3" }],
            dhcp: { first: "::1", last: "::2" }
          })
        ]
      }),
      ["gateway", "ranges", "exclusions", "dhcp"].map((field) => ["OutsideSubnet", "a", field, null])
    )
    assert.deepStrictEqual(
      codes({
        scopes: lab,
        subnets: [
          subnet("lab", "a", "10.0.0.0/24", { gateway: "10.0.0.255" }),
          subnet("lab", "b", "10.0.1.0/31", { gateway: "10.0.1.0" })
        ]
      }),
      [["NoHost", "a", "gateway", "a"]]
    )
    assert.deepStrictEqual(
      codes({
        scopes: lab,
        subnets: [subnet("lab", "a", "10.0.0.0/24")],
        addresses: [
          address("lab", "a", "10.0.0.0", "x"),
          address("lab", "a", "10.0.0.255", "y", { state: "reserved" }),
          address("lab", "a", "10.0.1.1", "z"),
          address("lab", "b", "10.0.0.7", "u"),
          address("lab", "a", "10.0.0.8", "z"),
          address("lab", "a", "10.0.0.9", "q", { state: "quarantined" }),
          address("lab", "a", "10.0.0.10", "f", { freeAt: "2026-01-01T00:00:00Z" }),
          address("lab", "a", "10.0.0.10", "g"),
          address("lab", "a", "10.0.0.11", "h", {
            state: "quarantined",
            freeAt: "2026-01-01T00:00:00Z",
            lease: { token: "x", fence: 1, expiresAt: "2026-01-01T00:00:00Z" }
          })
        ]
      }),
      [
        ["NoHost", "10.0.0.0", "address", "a"],
        ["NoHost", "10.0.0.255", "address", "a"],
        ["OutsideSubnet", "10.0.1.1", "address", "a"],
        ["NoSubnet", "10.0.0.7", "subnet", null],
        ["OwnerTwice", "10.0.0.8", "owner", "10.0.1.1"],
        ["WrongState", "10.0.0.9", "freeAt", null],
        ["WrongState", "10.0.0.10", "freeAt", null],
        ["Duplicate", "10.0.0.10", "address", "10.0.0.10"],
        ["WrongState", "10.0.0.11", "lease", null]
      ]
    )
  })

  it("says it in words", () => {
    const [problem] = problems({
      scopes: [scope("lab")],
      subnets: [subnet("lab", "a", "10.0.0.0/24"), subnet("lab", "b", "10.0.0.0/25")]
    })
    assert.strictEqual(AddressPlan.formatProblem(problem!), "subnet lab b: cidr 10.0.0.0/25: it overlaps subnet lab a")
  })

  it("accepts what is held where no host may be, /31, /32, /127 and /128", () => {
    planOf({
      scopes: [scope("lab")],
      subnets: ["10.0.0.0/31", "10.0.0.2/32", "2001:db8::/127", "2001:db8::2/128", "10.0.1.0/24"].map((cidr) =>
        subnet("lab", cidr, cidr)
      ),
      addresses: [
        address("lab", "10.0.0.0/31", "10.0.0.0", "a"),
        address("lab", "10.0.0.0/31", "10.0.0.1", "b"),
        address("lab", "10.0.0.2/32", "10.0.0.2", "c"),
        address("lab", "2001:db8::/127", "2001:db8::", "d"),
        address("lab", "2001:db8::2/128", "2001:db8::2", "e"),
        address("lab", "10.0.1.0/24", "10.0.1.0", "f", { state: "held" })
      ]
    })
  })
})

describe("usage", () => {
  it("of the example", () => {
    const usage = AddressPlan.usage(provider, blue)!
    assert.deepInclude(usage, { scope: blue, version: 7 })
    const web = usage.subnets.find((one) => one.subnet === "web")
    // 190 in the range, less 4 excluded and 5 with a record.
    assert.deepInclude(web, { size: 256n, usable: 249n, allocated: 3, reserved: 1, quarantined: 1, free: 181n })
    const site = usage.pools.find((one) => one.pool === "site")
    assert.deepInclude(site, { size: 65_536n, free: 65_536n - 4096n - 256n - 256n - 2n, largestFree: 18 })
    const racks = usage.pools.find((one) => one.pool === "racks")
    assert.deepInclude(racks, { free: 4096n - 64n, largestFree: 21 })
    assert.isUndefined(AddressPlan.usage(provider, "red" as ScopeId))
  })

  it("agrees with counting address by address", () => {
    const inside = (ip: Ip.Ip, { first, last }: AddressRange) =>
      Ip.compare(ip, ipOf(first)) >= 0 && Ip.compare(ip, ipOf(last)) <= 0
    let counted = 0
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        for (const { id } of plan.scopes) {
          for (const found of AddressPlan.usage(plan, id)!.subnets) {
            const block = prefixOf(found.cidr)
            if (found.size > 300n) continue
            counted++
            const record = plan.subnets.find((one) => one.scope === id && one.id === found.subnet)!
            const taken = new Set(plan.addresses.filter((one) => one.scope === id).map((one) => one.address as string))
            const hosts = Prefix.hosts(block)
            let [usable, free] = [0n, 0n]
            for (let n = 0; n < Number(found.size); n++) {
              const ip = Ip.add(block, n)!
              const edge = Ip.compare(ip, hosts.first) < 0 || Ip.compare(ip, hosts.last) > 0
              const never = edge || record.gateway === Ip.format(ip) || record.exclusions.some((one) => inside(ip, one))
              if (never) continue
              usable++
              const automatic = record.ranges.length === 0 || record.ranges.some((one) => inside(ip, one))
              const dhcp = record.dhcp !== null && inside(ip, record.dhcp)
              if (automatic && !dhcp && !taken.has(Ip.format(ip))) free++
            }
            assert.deepStrictEqual([found.usable, found.free], [usable, free])
          }
        }
      }),
      { numRuns: 200, seed: 2 }
    )
    assert.isAbove(counted, 50)
  })
})

describe("who has an address", () => {
  it("in every scope that knows it", () => {
    assert.deepStrictEqual<unknown>(
      AddressPlan.whoHas(provider, Ip.Text.make("10.0.0.10")).map(({ scope, pool, subnet, owner, state }) => [
        scope,
        pool,
        subnet,
        owner,
        state
      ]),
      [
        ["blue", "site", "web", "port-0", "allocated"],
        ["green", "site", "web", "port-0", "allocated"]
      ]
    )
    const [delegated] = AddressPlan.whoHas(provider, Ip.Text.make("2001:db8:1:1ff::1"))
    assert.deepInclude({ ...delegated } as object, {
      pool: "site6",
      subnet: null,
      delegation: "cust-1",
      owner: "customer 1",
      state: null
    })
    const [free] = AddressPlan.whoHas(provider, Ip.Text.make("10.0.17.1"))
    assert.deepInclude({ ...free } as object, { pool: "racks", subnet: null, owner: null })
    assert.deepStrictEqual(AddressPlan.whoHas(provider, Ip.Text.make("192.0.2.1")), [])
  })
})

describe("apply", () => {
  const site = provider.pools.find(({ id }) => id === "site")!

  it("a new pool takes what lies in it", () => {
    const inner = pool("blue", "front", "10.0.0.0/22", { parent: "site" })
    const after = Result.getOrThrow(AddressPlan.apply(provider, [{ _tag: "CreatePool", pool: inner }]))
    assert.deepStrictEqual(
      after.subnets.filter((one) => one.pool === "front").map(({ id }) => id),
      ["web", "db", "db-b"]
    )
    const outer = pool("blue", "all", "10.0.0.0/8")
    const wider = Result.getOrThrow(AddressPlan.apply(provider, [{ _tag: "CreatePool", pool: outer }]))
    assert.strictEqual(wider.pools.find((one) => one.scope === "blue" && one.id === "site")?.parent, "all")
    assert.strictEqual(wider.subnets.find(({ id }) => id === "rack-1")?.pool, "racks")
  })

  it("refuses what does not fit and leaves the plan as it was", () => {
    const stale = (step: Parameters<typeof AddressPlan.apply>[1][number]) => {
      const applied = AddressPlan.apply(provider, [step])
      return Result.isFailure(applied) && applied.failure.reason._tag === "Stale" ? applied.failure.reason.detail : ""
    }
    const web = provider.subnets.find((one) => one.scope === "blue" && one.id === "web")!
    const address = provider.addresses[0]!
    assert.strictEqual(stale({ _tag: "CreatePool", pool: site }), "site is there already")
    assert.strictEqual(stale({ _tag: "CreateAddress", address }), "10.0.0.10 is there already")
    assert.strictEqual(stale({ _tag: "DeleteSubnet", subnet: web }), "10.0.0.10 still is in the subnet web")
    const { scope, id: from } = web
    const move = { _tag: "MoveAddresses", scope, from, first: address.address, last: address.address } as const
    const db = provider.subnets.find(({ id }) => id === "db")!
    assert.strictEqual(stale({ ...move, to: db.id, count: 2 }), "1 addresses are there, 2 were")
    const to = provider.addresses[1]!.address
    const renumber = { _tag: "RenumberAddresses", scope, subnet: from, moves: [{ from: address.address, to }] } as const
    assert.strictEqual(stale(renumber), "10.0.0.11 is taken")
    const moved = AddressPlan.apply(provider, [{ ...move, to: db.id, count: 1 }])
    assert.isTrue(Result.isFailure(moved) && moved.failure.reason._tag === "Invalid")
    assert.match(Result.isFailure(moved) ? moved.failure.message : "", /10\.0\.0\.10: it is outside of subnet blue db/)
  })
})
