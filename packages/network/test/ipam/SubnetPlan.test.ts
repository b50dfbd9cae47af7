import { assert, describe, expect, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import * as PlanImport from "../../src/ipam/PlanImport.ts"
import * as SubnetPlan from "../../src/ipam/SubnetPlan.ts"
import { address, delegation, planOf, pool, provider, scope, subnet } from "../support/plans.ts"

const golden = (name: string) => `../golden/plans/${name}.txt`

const planned = (wish: SubnetPlan.SubnetWish, plan = provider): SubnetPlan.SubnetPlan =>
  Result.getOrThrow(SubnetPlan.make(plan, wish))

const refused = (wish: SubnetPlan.SubnetWish, plan = provider): SubnetPlan.SubnetPlanRefused => {
  const result = SubnetPlan.make(plan, wish)
  if (Result.isSuccess(result)) throw new Error(SubnetPlan.format(result.success))
  return result.failure
}

const web = { scope: "blue", subnet: "web" } as const
const db = { scope: "blue", subnet: "db" } as const

const accepted: Record<string, SubnetPlan.SubnetWish> = {
  grow: { _tag: "Grow", ...web, cidr: "10.0.0.0/23" },
  "grow-ipv6": { _tag: "Grow", scope: "blue", subnet: "web6", cidr: "2001:db8:1::/57" },
  shrink: { _tag: "Shrink", scope: "blue", subnet: "rack-1", cidr: "10.0.16.0/28" },
  split: { _tag: "Split", ...db, length: 27, others: ["db-2", "db-3", "db-4"] },
  "split-with-addresses": { _tag: "Split", ...web, length: 25, others: ["web-b"] },
  merge: { _tag: "Merge", scope: "blue", into: "db", others: ["db-b"] },
  renumber: { _tag: "Renumber", ...web, cidr: "10.0.32.0/24" },
  "renumber-into-pool": { _tag: "Renumber", ...db, cidr: "10.0.17.0/25" },
  "renumber-link-to-lan": { _tag: "Renumber", scope: "blue", subnet: "link", cidr: "10.0.254.0/29" }
}

describe("printed plans", () => {
  for (const [name, wish] of Object.entries(accepted)) {
    it(`of the wish ${name}`, () => expect(SubnetPlan.format(planned(wish))).toMatchFileSnapshot(golden(name)))
  }

  it("additions of an import", () => {
    const current = planOf({ scopes: [scope("blue")], pools: [pool("blue", "site", "10.0.0.0/16")] })
    const added = Result.getOrThrow(PlanImport.additions(current, provider, current.scopes[0]!.id))
    return expect(SubnetPlan.format(added)).toMatchFileSnapshot(golden("additions"))
  })

  it("more moves than an operator reads", () => {
    const hosts = Array.from({ length: 120 }, (_, n) => address("lab", "odd", `10.1.0.${2 * n + 1}`, `port-${n}`))
    const plan = planOf({ scopes: [scope("lab")], subnets: [subnet("lab", "odd", "10.1.0.0/24")], addresses: hosts })
    const wish = { _tag: "Renumber", scope: "lab", subnet: "odd", cidr: "10.2.0.0/25" } as const
    return expect(SubnetPlan.format(planned(wish, plan))).toMatchFileSnapshot(golden("renumber-many"))
  })

  it("survive being stored", () => {
    for (const wish of Object.values(accepted)) {
      const codec = Schema.toCodecJson(SubnetPlan.SubnetPlan)
      const plan = planned(wish)
      const text = JSON.stringify(Schema.encodeSync(codec)(plan))
      assert.deepStrictEqual(Schema.decodeUnknownSync(codec)(JSON.parse(text)), plan)
    }
  })
})

describe("refusals name what is in the way", () => {
  const reason = (wish: SubnetPlan.SubnetWish, plan = provider) => refused(wish, plan).reason

  it("text of the wish", () => {
    assert.strictEqual(reason({ _tag: "Grow", ...web, cidr: "10.0.0.1/16" })._tag, "InvalidWish")
    assert.include(refused({ _tag: "Grow", ...web, cidr: "10.0.0.1/16" }).message, "10.0.0.0/16")
    assert.deepStrictEqual<unknown>(reason({ _tag: "Grow", scope: "red", subnet: "web", cidr: "10.0.0.0/16" }), {
      _tag: "NotFound",
      kind: "scope",
      id: "red"
    })
    assert.deepStrictEqual<unknown>(reason({ _tag: "Merge", scope: "blue", into: "web", others: ["none"] }), {
      _tag: "NotFound",
      kind: "subnet",
      id: "none"
    })
  })

  it("shapes", () => {
    assert.strictEqual(reason({ _tag: "Grow", ...web, cidr: "10.0.0.0/25" })._tag, "NotWider")
    assert.strictEqual(reason({ _tag: "Grow", ...web, cidr: "10.0.0.0/24" })._tag, "NotWider")
    assert.strictEqual(reason({ _tag: "Shrink", ...web, cidr: "10.0.0.0/23" })._tag, "NotNarrower")
    assert.strictEqual(reason({ _tag: "Shrink", ...web, cidr: "2001:db8::/64" })._tag, "WrongFamily")
    assert.strictEqual(reason({ _tag: "Renumber", ...web, cidr: "10.0.0.0/24" })._tag, "SameBlock")
    assert.strictEqual(reason({ _tag: "Split", ...web, length: 24, others: [] })._tag, "InvalidWish")
    assert.strictEqual(reason({ _tag: "Split", ...web, length: 33, others: [] })._tag, "InvalidWish")
    assert.deepStrictEqual<unknown>(reason({ _tag: "Split", ...web, length: 26, others: ["a"] }), {
      _tag: "WrongParts",
      needed: 3,
      given: 1
    })
    assert.deepStrictEqual<unknown>(reason({ _tag: "Split", scope: "blue", subnet: "web6", length: 128, others: [] }), {
      _tag: "LimitExceeded",
      parts: 2 ** 64,
      limit: 1024
    })
    assert.strictEqual(reason({ _tag: "Split", ...web, length: 25, others: ["db"] })._tag, "IdTaken")
    assert.strictEqual(reason({ _tag: "Split", ...web, length: 25, others: ["web"] })._tag, "IdTaken")
    assert.strictEqual(reason({ _tag: "Merge", scope: "blue", into: "db", others: [] })._tag, "InvalidWish")
    assert.strictEqual(reason({ _tag: "Merge", scope: "blue", into: "db", others: ["db"] })._tag, "InvalidWish")
  })

  it("blocks", () => {
    assert.deepStrictEqual<unknown>(reason({ _tag: "Grow", ...web, cidr: "10.0.0.0/22" }), {
      _tag: "Overlaps",
      cidr: provider.pools[0]!.cidr.replace("/16", "/22"),
      count: 2,
      with: [
        { kind: "subnet", id: "db", cidr: "10.0.2.0/25" },
        { kind: "subnet", id: "db-b", cidr: "10.0.2.128/25" }
      ]
    })
    const pools = reason({ _tag: "Grow", ...web, cidr: "10.0.0.0/15" })
    assert.deepInclude(pools._tag === "Overlaps" ? pools.with : [], { kind: "pool", id: "site", cidr: "10.0.0.0/16" })
    const delegated = reason({ _tag: "Renumber", scope: "blue", subnet: "web6", cidr: "2001:db8:1:100::/64" })
    assert.deepInclude(delegated, { _tag: "Overlaps", count: 1 })
    assert.deepStrictEqual<unknown>(reason({ _tag: "Merge", scope: "blue", into: "web", others: ["db"] }), {
      _tag: "NotSiblings",
      whole: "10.0.0.0/22",
      count: 3,
      missing: ["10.0.1.0/24", "10.0.2.128/25", "10.0.3.0/24"]
    })
  })

  it("shrinking below what is in use, also by the network and broadcast address", () => {
    const wish = { _tag: "Shrink", ...web, cidr: "10.0.0.0/25" } as const
    assert.deepStrictEqual<unknown>(reason(wish), {
      _tag: "AddressesInTheWay",
      cidr: "10.0.0.0/25",
      count: 2,
      addresses: [
        { address: "10.0.0.150", state: "reserved", owner: "port-9", would: "outside" },
        { address: "10.0.0.151", state: "quarantined", owner: "port-8", would: "outside" }
      ]
    })
    assert.strictEqual(
      refused(wish).message,
      "shrink subnet web of blue to 10.0.0.0/25 is refused: 2 addresses are in the way of 10.0.0.0/25: " +
        "10.0.0.150 (reserved, port-9, outside), 10.0.0.151 (quarantined, port-8, outside)"
    )
    const edge = reason({ _tag: "Split", ...db, length: 30, others: [] })
    assert.strictEqual(edge._tag, "WrongParts")
    const link = reason({ _tag: "Grow", scope: "blue", subnet: "link", cidr: "10.0.255.0/30" })
    assert.deepInclude(link, { _tag: "AddressesInTheWay", count: 1 })
    assert.deepInclude(link._tag === "AddressesInTheWay" ? link.addresses[0] : {}, {
      address: "10.0.255.0",
      would: "network"
    })
  })

  it("a list is cut, and counted", () => {
    const hosts = Array.from({ length: 150 }, (_, n) => address("lab", "lan", `10.1.0.${n + 100}`, `port-${n}`))
    const plan = planOf({ scopes: [scope("lab")], subnets: [subnet("lab", "lan", "10.1.0.0/24")], addresses: hosts })
    const found = refused({ _tag: "Shrink", scope: "lab", subnet: "lan", cidr: "10.1.0.0/26" }, plan)
    assert.deepInclude(found.reason, { count: 150 })
    assert.lengthOf(found.reason._tag === "AddressesInTheWay" ? found.reason.addresses : [], SubnetPlan.listedMax)
    assert.match(found.message, / and 50 more$/)
  })

  it("settings", () => {
    assert.deepStrictEqual<unknown>(reason({ _tag: "Shrink", scope: "green", subnet: "web", cidr: "10.0.0.0/25" }), {
      _tag: "GatewayInTheWay",
      cidr: "10.0.0.0/25",
      gateway: "10.0.0.254",
      would: "outside"
    })
    const ranges = [{ first: "10.1.0.10", last: "10.1.0.20" }]
    const one = subnet("lab", "a", "10.1.0.0/25", { ranges, gateway: "10.1.0.1", dhcp: ranges[0]! })
    const two = subnet("lab", "b", "10.1.0.128/25", { gateway: "10.1.0.129", quarantineMillis: 5 })
    const plan = planOf({ scopes: [scope("lab")], subnets: [one, two] })
    assert.deepStrictEqual<unknown>(
      reason({ _tag: "Split", scope: "lab", subnet: "a", length: 26, others: ["c"] }, plan),
      {
        _tag: "RangesVanish",
        cidr: "10.1.0.64/26",
        ranges: "10.1.0.10-10.1.0.20"
      }
    )
    assert.deepStrictEqual<unknown>(
      reason({ _tag: "Renumber", scope: "lab", subnet: "a", cidr: "10.2.0.0/28" }, plan),
      {
        _tag: "SettingOutside",
        cidr: "10.2.0.0/28",
        setting: "ranges",
        value: "10.1.0.10-10.1.0.20"
      }
    )
    const merge = { _tag: "Merge", scope: "lab", into: "a", others: ["b"] } as const
    assert.deepInclude(reason(merge, plan), { _tag: "SettingsDiffer", setting: "quarantineMillis" })
    const same = planOf({ ...plan, subnets: [one, { ...two, quarantineMillis: 0 }] })
    assert.deepStrictEqual<unknown>(reason(merge, same), {
      _tag: "SettingsDiffer",
      setting: "gateway",
      values: [
        { subnet: "a", value: "10.1.0.1" },
        { subnet: "b", value: "10.1.0.129" }
      ]
    })
    const dhcp = { first: "10.1.0.140", last: "10.1.0.150" }
    const both = planOf({ ...plan, subnets: [one, subnet("lab", "b", "10.1.0.128/25", { dhcp })] })
    assert.deepInclude(reason(merge, both), { _tag: "SettingsDiffer", setting: "dhcp" })
  })

  it("owners and room", () => {
    const plan = planOf({
      scopes: [scope("lab")],
      subnets: [subnet("lab", "a", "10.1.0.0/25"), subnet("lab", "b", "10.1.0.128/25")],
      addresses: [
        ...Array.from({ length: 7 }, (_, n) => address("lab", "a", `10.1.0.${n + 1}`, `port-${n}`)),
        address("lab", "b", "10.1.0.130", "port-3")
      ]
    })
    assert.deepStrictEqual<unknown>(reason({ _tag: "Merge", scope: "lab", into: "a", others: ["b"] }, plan), {
      _tag: "OwnerTwice",
      owner: "port-3",
      key: "",
      addresses: ["10.1.0.4", "10.1.0.130"]
    })
    assert.deepStrictEqual<unknown>(
      reason({ _tag: "Renumber", scope: "lab", subnet: "a", cidr: "10.2.0.0/29" }, plan),
      {
        _tag: "TooSmall",
        cidr: "10.2.0.0/29",
        needed: 7,
        available: 6n
      }
    )
  })
})

describe("special sizes", () => {
  it("a /30 splits into point-to-point links where nobody is on the outer addresses, and a /31 into single addresses", () => {
    const plan = planOf({
      scopes: [scope("lab")],
      subnets: [subnet("lab", "a", "10.1.0.0/30")],
      delegations: [delegation("lab", "d", "10.1.0.4/30", "x")],
      addresses: [address("lab", "a", "10.1.0.1", "x"), address("lab", "a", "10.1.0.2", "y")]
    })
    const links = planned({ _tag: "Split", scope: "lab", subnet: "a", length: 31, others: ["b"] }, plan)
    const after = Result.getOrThrow(AddressPlan.apply(plan, links.steps))
    assert.deepStrictEqual<unknown>(
      after.subnets.map(({ id, cidr }) => [id, cidr]),
      [
        ["a", "10.1.0.0/31"],
        ["b", "10.1.0.2/31"]
      ]
    )
    const hosts = planned({ _tag: "Split", scope: "lab", subnet: "b", length: 32, others: ["c"] }, after)
    const last = Result.getOrThrow(AddressPlan.apply(after, hosts.steps))
    assert.deepStrictEqual<unknown>(
      last.addresses.map((one) => [one.address, one.subnet]),
      [
        ["10.1.0.1", "a"],
        ["10.1.0.2", "b"]
      ]
    )
    const grown = SubnetPlan.make(last, { _tag: "Grow", scope: "lab", subnet: "c", cidr: "10.1.0.0/29" })
    assert.isTrue(
      Result.isFailure(grown) && grown.failure.reason._tag === "Overlaps" && grown.failure.reason.count === 3
    )
  })

  it("renumbering onto itself one further never lands on a taken address", () => {
    const hosts = Array.from({ length: 6 }, (_, n) => address("lab", "a", `10.1.0.${n + 1}`, `port-${n}`))
    const plan = planOf({ scopes: [scope("lab")], subnets: [subnet("lab", "a", "10.1.0.0/29")], addresses: hosts })
    const wider = planned({ _tag: "Renumber", scope: "lab", subnet: "a", cidr: "10.1.0.0/28" }, plan)
    assert.deepStrictEqual(
      wider.steps.map(({ _tag }) => _tag),
      ["ChangeSubnet"]
    )
    const back = planOf({
      scopes: [scope("lab")],
      subnets: [subnet("lab", "a", "10.1.0.0/28")],
      addresses: [9, 10, 11, 12, 13, 14].map((n) => address("lab", "a", `10.1.0.${n}`, `port-${n}`))
    })
    const half = planned({ _tag: "Renumber", scope: "lab", subnet: "a", cidr: "10.1.0.8/29" }, back)
    const after = Result.getOrThrow(AddressPlan.apply(back, half.steps))
    assert.deepStrictEqual<unknown>(
      after.addresses.map((one) => [one.address, one.owner]),
      [9, 10, 11, 12, 13, 14].map((n) => [`10.1.0.${n}`, `port-${n}`])
    )
  })
})
