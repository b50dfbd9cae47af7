/** Ways to write the same topology, which open and close nothing, and changes that can only open or only close. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Topology from "../../src/topology/Topology.ts"
import * as TopologyDiff from "../../src/topology/TopologyDiff.ts"
import * as Random from "./randomWorld.ts"

type World = Topology.Topology
type Rule = World["securityGroups"][number]["rules"][number]

const withRules = (world: World, change: (rule: Rule) => ReadonlyArray<Rule>): World => ({
  ...world,
  securityGroups: world.securityGroups.map((group) => ({ ...group, rules: group.rules.flatMap(change) }))
})

const hosts = (address: string) => `${address}/${address.includes(":") ? 128 : 32}`

/** The addresses that a remote group means. */
const members = ({ ports }: World, group: string): ReadonlyArray<string> =>
  ports
    .filter(({ securityGroups }) => securityGroups.includes(group))
    .flatMap(({ addressPairs, addresses }) => [...addresses.map(hosts), ...addressPairs.map(({ prefix }) => prefix)])

const same: Readonly<Record<string, (world: World) => unknown>> = {
  "a tenant that has nothing to do with the others": (world) => ({
    ...world,
    tenants: [...world.tenants, { id: "z" }],
    scopes: [...world.scopes, { id: "z" }],
    networks: [
      ...world.networks,
      { id: "z", tenant: "z", scope: "z", subnets: [{ id: "v4", prefix: "10.1.0.0/24", gateway: "10.1.0.1" }] }
    ],
    routers: [
      ...world.routers,
      { id: "z", tenant: "z", interfaces: [{ id: "lan", network: "z", addresses: ["10.1.0.1"] }] }
    ]
  }),
  "halves of a default route": (world) => ({
    ...world,
    routers: world.routers.map((router) => ({
      ...router,
      routes: router.routes.flatMap((route) =>
        route.prefix === "0.0.0.0/0"
          ? ["0.0.0.0/1", "128.0.0.0/1"].map((prefix, n) => ({ ...route, id: `half${n}`, prefix }))
          : [route]
      )
    }))
  }),
  "address sets for remote groups": (world) => ({
    ...withRules(world, (rule) =>
      rule.remote._tag === "Group"
        ? [{ ...rule, remote: { _tag: "AddressSet", addressSet: `of-${rule.remote.group}` } }]
        : [rule]
    ),
    addressSets: [
      ...world.addressSets,
      ...world.securityGroups.map(({ id }) => ({ id: `of-${id}`, prefixes: members(world, id) }))
    ]
  }),
  "a range of ports in two parts": (world) =>
    withRules(world, (rule) => {
      if (rule.ports === undefined || rule.ports.first === rule.ports.last) return [rule]
      const { first, last } = rule.ports
      return [
        { ...rule, id: `${rule.id}-first`, ports: { first, last: first } },
        { ...rule, id: `${rule.id}-rest`, ports: { first: first + 1, last } }
      ]
    }),
  "other numbers for the same order of policies": (world) => ({
    ...world,
    routers: world.routers.map((router) => ({
      ...router,
      policies: router.policies.map((policy) => ({ ...policy, priority: policy.priority * 10 - 5 }))
    }))
  }),
  "no members where they are not healthy": (world) => ({
    ...world,
    loadBalancers: world.loadBalancers.map((balancer) => ({
      ...balancer,
      listeners: balancer.listeners.map((listener) => ({
        ...listener,
        members: listener.members.filter(({ healthy }) => healthy)
      }))
    }))
  })
}

const forWorlds = (salt: string, check: (prng: Seed.Prng, world: World, hint: string) => void) =>
  Effect.map(Seed.forRuns({ runs: 40 }), (seeds) => {
    for (const seed of seeds) {
      const prng = Seed.prng(Seed.derive(seed, salt))
      check(prng, Random.world(prng), `seed ${seed}`)
    }
  })

const difference = (before: World, after: unknown): TopologyDiff.TopologyDiff =>
  Result.getOrThrow(TopologyDiff.diff(before, Result.getOrThrow(Topology.make(after))))

describe("nothing is opened or closed by", () => {
  for (const [name, rewritten] of Object.entries(same)) {
    it.effect(name, () =>
      forWorlds(name, (_, world, hint) => {
        const text = TopologyDiff.print(difference(world, rewritten(world)))
        assert.strictEqual(text, "opens and closes nothing", hint)
      })
    )
  }
})

describe("rules of groups", () => {
  it.effect("only open when they come and only close when they go", () =>
    forWorlds("rules", (prng, world, hint) => {
      const { id } = prng.pick(world.securityGroups)
      const changed = (change: (rules: ReadonlyArray<Rule>) => ReadonlyArray<Rule>): World => ({
        ...world,
        securityGroups: world.securityGroups.map((group) =>
          group.id === id ? { ...group, rules: change(group.rules) } : group
        )
      })
      const all = { id: "all", direction: "ingress", family: 4, protocol: "any", remote: { _tag: "Any" } } as const
      assert.deepStrictEqual(
        difference(
          world,
          changed((rules) => [...rules, all])
        ).closed,
        [],
        hint
      )
      assert.deepStrictEqual(
        difference(
          world,
          changed((rules) => rules.slice(1))
        ).opened,
        [],
        hint
      )
    })
  )
})
