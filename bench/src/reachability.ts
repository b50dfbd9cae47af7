/**
 * Symbolic reachability: the time of one query over growing topologies, from the plain value (compiling included), and a
 * comparison of two topologies that differ in one rule, against working out all flows of both. Both sides of the ratio take
 * turns in one run, must give the same answer, and find both topologies compiled; the medians are compared.
 *
 * The topologies have 10 ports on each network and 10 networks to each tenant, with a router, source NAT, a floating
 * address and two security groups, one of which admits the other; all tenants use the same addresses.
 */
import { Endpoint, HeaderSpace, Reachability, Topology, TopologyDiff } from "@cloudwright/network"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

const rounds = 5
const portsEach = 10
const networksEach = 10

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const mac = (n: number): string =>
  `52:54:${[24, 16, 8, 0].map((shift) => ((n >>> shift) & 255).toString(16).padStart(2, "0")).join(":")}`

/** The networks of a tenant have the same addresses as those of any other. */
const base = (within: number): string => `10.0.${within}`

const tenantOf = (tenant: number, networks: number, appPort: number): Topology.TopologyInput => {
  const id = `t${tenant}`
  const own = Array.from({ length: Math.min(networksEach, networks - tenant * networksEach) }, (_, within) => within)
  const name = (within: number) => `n${tenant * networksEach + within}`
  const [wan, floating] = [0, 1].map((n) => `198.18.${1 + (tenant >> 7)}.${(tenant & 127) * 2 + n}`) as [string, string]
  return {
    tenants: [{ id }],
    scopes: [{ id }],
    networks: own.map((within) => ({
      id: name(within),
      tenant: id,
      scope: id,
      subnets: [{ id: "v4", prefix: `${base(within)}.0/24`, gateway: `${base(within)}.1` }]
    })),
    ports: own.flatMap((within) =>
      Array.from({ length: portsEach }, (_, port) => ({
        id: `${name(within)}-p${port}`,
        tenant: id,
        network: name(within),
        mac: mac((tenant * networksEach + within) * portsEach + port),
        addresses: [`${base(within)}.${10 + port}`],
        securityGroups: [`${id}-${port === 0 ? "web" : "app"}`]
      }))
    ),
    securityGroups: [
      {
        id: `${id}-web`,
        tenant: id,
        rules: [
          { id: "in", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 443, last: 443 } },
          { id: "out", direction: "egress", family: 4 }
        ]
      },
      {
        id: `${id}-app`,
        tenant: id,
        rules: [
          {
            id: "in",
            direction: "ingress",
            family: 4,
            protocol: "tcp",
            ports: { first: appPort, last: appPort },
            remote: { _tag: "Group", group: `${id}-web` }
          },
          { id: "out", direction: "egress", family: 4 }
        ]
      }
    ],
    routers: [
      {
        id: `${id}-router`,
        tenant: id,
        interfaces: [
          ...own.map((within) => ({ id: name(within), network: name(within), addresses: [`${base(within)}.1`] })),
          { id: "wan", network: "internet", addresses: [wan] }
        ],
        routes: [{ id: "default", prefix: "0.0.0.0/0", via: [{ address: "198.18.0.1" }] }],
        sourceNats: [{ id: "snat", interface: "wan", scope: id, internal: "10.0.0.0/8", external: wan }],
        floatingAddresses: [{ id: "web", interface: "wan", scope: id, internal: "10.0.0.10", external: floating }]
      }
    ]
  }
}

/** A topology of so many networks; the rule of the first tenant's application servers admits `appPort`. */
const topologyOf = (networks: number, appPort: number): Topology.Topology => {
  const tenants = Array.from({ length: Math.ceil(networks / networksEach) }, (_, tenant) =>
    tenantOf(tenant, networks, tenant === 0 ? appPort : 8080)
  )
  return Result.getOrThrow(
    Topology.make({
      tenants: [{ id: "provider" }, ...tenants.flatMap((tenant) => tenant.tenants ?? [])],
      scopes: [{ id: "internet" }, ...tenants.flatMap((tenant) => tenant.scopes ?? [])],
      networks: [
        {
          id: "internet",
          tenant: "provider",
          scope: "internet",
          kind: "external",
          subnets: [{ id: "v4", prefix: "198.18.0.0/15", gateway: "198.18.0.1" }]
        },
        ...tenants.flatMap((tenant) => tenant.networks ?? [])
      ],
      ports: tenants.flatMap((tenant) => tenant.ports ?? []),
      securityGroups: tenants.flatMap((tenant) => tenant.securityGroups ?? []),
      routers: tenants.flatMap((tenant) => tenant.routers ?? [])
    })
  )
}

const timed = <A>(run: () => A): readonly [result: A, milliseconds: number] => {
  const start = performance.now()
  const result = run()
  return [result, performance.now() - start]
}

/** One question about the first tenant: through its router, with the answer back. */
const query = (topology: Topology.Topology): boolean => {
  const answer = Result.getOrThrow(
    Reachability.reachable(topology, Endpoint.port("n0-p0"), Endpoint.port(`n${networksEach - 1}-p9`))
  )
  return answer._tag === "Reachable" && answer.flows.every(({ answered }) => !HeaderSpace.isEmpty(answered!))
}

/** The parts of a difference as text, in one order. */
const told = ({ closed, opened }: TopologyDiff.TopologyDiff): string =>
  JSON.stringify(
    [opened, closed].map((groups) =>
      groups
        .flatMap(({ parts }) => parts)
        .map(({ from, packets, to }) => [
          from.map(({ entry }) => JSON.stringify(entry)).sort(),
          to,
          Result.getOrThrow(HeaderSpace.boxes(packets, 100_000))
        ])
        .map((part) => JSON.stringify(part))
        .sort()
    )
  )

/**
 * `query_N_ms`: one question over N networks, compiling the topology included; `growth_vs_nlogn`: by how much it grew from 100 to
 * 1 000 networks, over what n log n would; `diff_vs_full`: one changed rule among 1 000 networks.
 */
export const run = Effect.gen(function* () {
  const queries: Record<number, Array<number>> = { 10: [], 100: [], 1000: [] }
  const known: Array<number> = []
  for (let round = -1; round < rounds; round++) {
    for (const networks of [10, 100, 1000]) {
      const topology = topologyOf(networks, 8080)
      const [holds, milliseconds] = timed(() => query(topology))
      if (!holds)
        return yield* Effect.die(new Error("the first tenant's web server does not reach its application server"))
      if (round < 0) continue // the first round warms the compiler
      queries[networks]!.push(milliseconds)
      if (networks === 1000) known.push(timed(() => query(topology))[1])
    }
  }
  const before = topologyOf(1000, 8080)
  const after = topologyOf(1000, 9090)
  const incremental: Array<number> = []
  const full: Array<number> = []
  for (let round = -1; round < rounds; round++) {
    const [quick, quickMs] = timed(() => Result.getOrThrow(TopologyDiff.diff(before, after)))
    const [slow, slowMs] = timed(() => Result.getOrThrow(TopologyDiff.diff(before, after, { everything: true })))
    if (told(quick) !== told(slow)) return yield* Effect.die(new Error("the two comparisons differ"))
    if (round < 0) continue
    incremental.push(quickMs)
    full.push(slowMs)
  }
  const growth = median(queries[1000]!) / median(queries[100]!)
  return {
    ratios: {
      query_10_ms: median(queries[10]!),
      query_100_ms: median(queries[100]!),
      query_1000_ms: median(queries[1000]!),
      query_1000_compiled_ms: median(known),
      growth_vs_nlogn: growth / ((1000 * Math.log(1000)) / (100 * Math.log(100))),
      diff_ms: median(incremental),
      diff_full_ms: median(full),
      diff_vs_full: median(full) / median(incremental)
    }
  }
})
