/**
 * Findings against traces in random meshes of routers: what loops or is lost between routers is found, and what is found
 * loops or is lost. And cases in which findings once were false alarms or missing.
 */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as RouterFindings from "../../src/routing/RouterFindings.ts"
import type { RouterFinding } from "../../src/routing/RouterFindings.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import { Tables } from "../../src/routing/internal/findingTables.ts"
import { pipelineOf } from "../../src/topology/internal/pipelineCompile.ts"
import * as W from "../topology/worlds.ts"

type Input = Topology.TopologyInput
type RouterInput = NonNullable<Input["routers"]>[number]

const printed = (input: Input): ReadonlyArray<string> =>
  RouterFindings.findings(W.made(input)).map(RouterFindings.print)

const prefixes = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.1.0.0/16",
  "10.2.0.0/24",
  "192.0.2.0/24",
  "192.0.2.128/25",
  "198.51.100.0/24"
]

/** Routers with a network 10.n.0.0/24 each, joined by a network, and perhaps by an external one. */
const mesh = (prng: Seed.Prng): Input => {
  const numbers = Array.from({ length: prng.between(2, 4) }, (_, n) => n + 1)
  const external = prng.chance(0.5)
  const inbound = { id: "in", prefix: prng.pick(prefixes.slice(4)), via: [`203.0.113.1${prng.pick(numbers)}`] }
  const net: NonNullable<Input["networks"]>[number] = {
    id: "net",
    tenant: "t",
    scope: "s",
    kind: "external",
    subnets: [{ id: "v4", prefix: "203.0.113.0/24", gateway: "203.0.113.1" }],
    inbound: prng.chance(0.7) ? [inbound] : [],
    ...(prng.chance(0.5) ? { outside: [prng.pick(["8.0.0.0/8", "192.0.2.0/26", "192.0.2.192/26"])] } : {})
  }
  const neighbours = numbers.map((n) => `10.255.0.${n}`)
  const route = (own: string, prefix: string, n: number) => {
    const others = [...neighbours, ...(external ? ["203.0.113.1"] : [])].filter((hop) => hop !== own)
    const hops = prng.shuffle(others).slice(0, prng.chance(0.2) ? 2 : 1)
    return {
      id: `r${n}`,
      prefix,
      via: prng.chance(0.1) ? ("blackhole" as const) : hops.map((address) => ({ address }))
    }
  }
  return {
    tenants: [{ id: "t" }],
    scopes: [{ id: "s" }],
    securityGroups: [W.openGroup("t")],
    networks: [
      { id: "mid", tenant: "t", scope: "s", subnets: [{ id: "v4", prefix: "10.255.0.0/24" }] },
      ...numbers.map((n) => ({
        id: `n${n}`,
        tenant: "t",
        scope: "s",
        subnets: [{ id: "v4", prefix: `10.${n}.0.0/24`, gateway: `10.${n}.0.1` }]
      })),
      ...(external ? [net] : [])
    ],
    ports: numbers.map((n) => ({
      id: `p${n}`,
      tenant: "t",
      network: `n${n}`,
      mac: W.mac(1),
      addresses: [`10.${n}.0.5`],
      securityGroups: ["t-open"]
    })),
    routers: numbers.map((n) => ({
      id: `r${n}`,
      tenant: "t",
      interfaces: [
        { id: "lan", network: `n${n}`, addresses: [`10.${n}.0.1`] },
        { id: "mid", network: "mid", addresses: [`10.255.0.${n}`] },
        ...(external ? [{ id: "wan", network: "net", addresses: [`203.0.113.1${n}`] }] : [])
      ],
      routes: prng
        .shuffle(prefixes)
        .slice(0, prng.between(0, 4))
        .map((prefix, at) => route(`10.255.0.${n}`, prefix, at))
    }))
  }
}

const destinations = ["8.8.8.8", "10.1.0.77", "10.1.9.9", "10.99.0.1", "192.0.2.1", "192.0.2.100", "192.0.2.200"]

/** The ways of echo requests to an address, from every port and from the outside. */
const ways = (topology: Topology.Topology, to: string): ReadonlyArray<Trace.Trace> => {
  const beyond = topology.networks.some(({ kind }) => kind === "external") ? [W.outside("net")] : []
  const ports = topology.ports.map(({ addresses, id }) => W.ping(id, addresses[0]!, to))
  return [...ports, ...beyond.map((entry) => W.ping(entry, "203.0.113.1", to))].flatMap(
    (packet) => Trace.all(topology, packet).traces
  )
}

/** Which route lost the packet at which router. */
const hole = ({ steps, verdict }: Trace.Trace): string | undefined => {
  if (verdict._tag !== "Dropped" || verdict.reason !== "NoRoute" || verdict.at.kind !== "Router") return undefined
  const by = steps.filter(({ place }) => place === "RouterTable" || place === "OutsideTable").at(-2)?.by
  return by?.kind === "StaticRoute" || by?.kind === "InboundRoute" ? `${by.id} ${verdict.at.id}` : undefined
}

describe("findings in meshes", () => {
  it.effect("are what traces show, and nothing else", () =>
    Effect.map(Seed.forRuns({ runs: 150 }), (seeds) => {
      for (const seed of seeds) {
        const topology = W.made(mesh(Seed.prng(Seed.derive(seed, "mesh"))))
        const found = RouterFindings.findings(topology)
        const of = <T extends RouterFinding["_tag"]>(tag: T) =>
          found.filter((each): each is Extract<RouterFinding, { _tag: T }> => each._tag === tag)
        const holes = of("BlackHole").map(({ at, destination, element }) => [destination, `${element.id} ${at.id}`])
        const loops = of("RoutingLoop").map(({ destination }) => destination)
        for (const to of destinations) {
          const traces = ways(topology, to)
          if (traces.some(({ verdict }) => verdict._tag === "Loop")) {
            assert.isNotEmpty(loops, `seed ${seed}: packets to ${to} go round`)
          }
          for (const trace of traces) {
            const lost = hole(trace)
            if (lost === undefined) continue
            const known = holes.some(([, other]) => other === lost)
            assert.isTrue(known, `seed ${seed}: ${lost}\n${Trace.print(trace)}`)
          }
        }
        for (const to of loops) {
          const round = ways(topology, to).some(({ verdict }) => verdict._tag === "Loop")
          assert.isTrue(round, `seed ${seed}: packets to ${to} do not go round`)
        }
        for (const [to, lost] of holes) {
          const shown = ways(topology, to!).some((trace) => hole(trace) === lost)
          assert.isTrue(shown, `seed ${seed}: ${lost} does not lose packets to ${to}`)
        }
      }
    })
  )
})

const blue = W.merge(W.internet, W.tenant("blue", 10))
const lan = { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] }
const wan = { id: "wan", network: "internet", addresses: ["203.0.113.10"] }
const router = (fields: Partial<RouterInput>, world: Input = blue): Input => W.withRouter(world, "blue-router", fields)

describe("a witness", () => {
  it("is an address that packets can have: 0.0.0.0/8 and 127.0.0.0/8 are none (RFC 6890)", () => {
    const far = (id: string, via: string) => ({ id, prefix: "0.0.0.0/0", via: [{ address: via }] })
    const between: Input = {
      networks: [{ id: "mid", tenant: "blue", scope: "blue", subnets: [{ id: "v4", prefix: "10.255.0.0/29" }] }],
      routers: [
        {
          id: "other",
          tenant: "blue",
          interfaces: [{ id: "mid", network: "mid", addresses: ["10.255.0.2"] }],
          routes: [far("back", "10.255.0.1")]
        }
      ]
    }
    const circle = router(
      {
        interfaces: [lan, { id: "mid", network: "mid", addresses: ["10.255.0.1"] }],
        routes: [far("default", "10.255.0.2")],
        sourceNats: []
      },
      W.merge(blue, between)
    )
    assert.deepStrictEqual(printed(circle), ["packets to 1.0.0.0 go round: Router blue-router, Router other"])
    assert.strictEqual(W.outcome(Trace.trace(W.made(circle), W.ping("blue-a", "10.0.0.5", "1.0.0.0"))), "loop")
  })
})

describe("loops through the outside", () => {
  it("are found where a network says itself what is outside", () => {
    const world = router({})
    const loop: Input = {
      ...world,
      networks: world.networks!.map((network) =>
        network.id === "internet"
          ? {
              ...network,
              outside: ["0.0.0.0/1", "172.16.0.0/13"],
              inbound: [{ id: "in", prefix: "172.16.0.0/12", via: ["203.0.113.10"] }]
            }
          : network
      )
    }
    const packet = W.ping(W.outside("internet"), "8.8.8.8", "172.24.0.9")
    assert.strictEqual(W.outcome(Trace.trace(W.made(loop), packet)), "loop")
    assert.deepStrictEqual(printed(loop), ["packets to 172.24.0.0 go round: Network internet, Router blue-router"])
  })
})

describe("two ways out with policies by source", () => {
  // The usual set-up of ip-rule(8): a default route for most, a policy for some, source NAT on both.
  const second: Input = {
    scopes: [{ id: "second" }],
    networks: [
      {
        id: "second",
        tenant: "provider",
        scope: "second",
        kind: "external",
        subnets: [{ id: "v4", prefix: "198.51.100.0/24", gateway: "198.51.100.1" }]
      }
    ]
  }
  const nat = (id: string, on: string, internal: string, external: string) => ({
    id,
    interface: on,
    internal,
    external
  })
  const both = {
    interfaces: [lan, wan, { id: "wan2", network: "second", addresses: ["198.51.100.10"] }],
    policies: [{ id: "p", priority: 1, source: "10.0.0.5/32", action: [{ address: "198.51.100.1" }] }],
    sourceNats: [nat("one", "wan", "10.0.0.0/24", "203.0.113.10"), nat("two", "wan2", "10.0.0.0/24", "198.51.100.10")]
  }
  const world = W.merge(blue, second)

  it("are sound: the translation of the second is used by the policy", () => {
    const input = router(both, world)
    assert.deepStrictEqual(printed(input), [])
    assert.strictEqual(W.both(W.made(input), W.ping("blue-a", "10.0.0.5", "8.8.8.8")), "outside second / port blue-a")
    assert.strictEqual(W.both(W.made(input), W.ping("blue-b", "10.0.0.6", "8.8.8.8")), "outside internet / port blue-b")
    assert.deepStrictEqual(printed(router({ ...both, policies: [] }, world)), ["SourceNat blue-router/two: NoRouteOut"])
  })

  it("are sound when the default route is left to others altogether", () => {
    const all = { id: "p", priority: 1, source: "10.0.0.0/24", action: [{ address: "198.51.100.1" }] }
    const only = { ...both, policies: [all], sourceNats: [both.sourceNats[1]!] }
    assert.deepStrictEqual(printed(router(only, world)), [])
    const line =
      "StaticRoute blue-router/default: 10.0.0.0/24 leaves untranslated through RouterInterface blue-router/wan"
    const part = { ...only, policies: [{ ...all, protocol: "tcp" as const }] }
    assert.deepStrictEqual(printed(router(part, world)), [line])
    const before = { id: "first", priority: 2, source: "10.0.0.5/32", action: "allow" as const }
    assert.deepStrictEqual(printed(router({ ...only, policies: [all, before] }, world)), [line])
  })
})

describe("the work on tables", () => {
  const names = ["a", "b", "c", "d"]
  const cloud = W.merge(W.internet, ...names.map((name, n) => W.tenant(name, 10 + n)))

  it("leaves out those from which packets only get to hosts and upstream routers", () => {
    const tables = new Tables(pipelineOf(W.made(cloud)))
    assert.isAbove(tables.all.length, names.length)
    assert.strictEqual(tables.circular.size, 0)
    for (const table of tables.all) {
      for (const { kind } of tables.ahead(table)) assert.strictEqual(kind, "OutsideTable")
    }
  })

  it("keeps those that might send packets round", () => {
    const inbound = [{ id: "in", prefix: "192.0.2.0/24", via: ["203.0.113.10"] }]
    const tables = new Tables(
      pipelineOf(
        W.made({ ...cloud, networks: cloud.networks!.map((n) => (n.id === "internet" ? { ...n, inbound } : n)) })
      )
    )
    const circular = [...tables.circular].map(({ element }) => element.id)
    assert.includeMembers(circular, ["internet", "a-router"])
  })
})
