/** Small random topologies with everything the model has, and packets that are likely to meet something there. */
import type { Seed } from "@cloudwright/core/testing"
import * as Result from "effect/Result"
import * as Packet from "../../src/topology/Packet.ts"
import * as Topology from "../../src/topology/Topology.ts"
import { mac } from "./worlds.ts"

type Input = Topology.TopologyInput
type Of<K extends keyof Input> = NonNullable<Input[K]>[number]

const tenants = ["a", "b"]

const rules = (prng: Seed.Prng, groups: ReadonlyArray<string>): NonNullable<Of<"securityGroups">["rules"]> =>
  Array.from({ length: prng.between(0, 4) }, (_, n) => {
    const family = prng.chance(0.8) ? 4 : 6
    const protocol = prng.pick(["any", "any", "tcp", "tcp", "udp", family === 4 ? "icmp" : "icmp6"] as const)
    const remote = prng.pick([
      undefined,
      undefined,
      {
        _tag: "Prefix" as const,
        prefix: family === 4 ? prng.pick(["10.0.0.0/8", "10.1.0.0/24", "0.0.0.0/0"]) : "fd00::/8"
      },
      { _tag: "Group" as const, group: prng.pick(groups) },
      { _tag: "AddressSet" as const, addressSet: "set" }
    ])
    return {
      id: `r${n}`,
      direction: prng.pick(["ingress", "egress"] as const),
      family,
      protocol,
      ...(remote === undefined ? {} : { remote }),
      ...((protocol === "tcp" || protocol === "udp") && prng.chance(0.7)
        ? {
            ports: prng.pick([
              { first: 80, last: 80 },
              { first: 0, last: 1023 },
              { first: 443, last: 60_000 }
            ])
          }
        : {}),
      ...((protocol === "icmp" || protocol === "icmp6") && prng.chance(0.5)
        ? {
            icmp: prng.pick([
              { type: protocol === "icmp" ? 8 : 128 },
              { type: protocol === "icmp" ? 8 : 128, code: prng.pick([0, 3]) }
            ])
          }
        : {})
    } as const
  })

const open = (["ingress", "egress"] as const).flatMap((direction) =>
  ([4, 6] as const).map((family) => ({ id: `${direction}${family}`, direction, family }))
)

const draft = (prng: Seed.Prng): Input => {
  const hosts: Array<Of<"hosts">> = []
  const links: Array<Of<"links">> = []
  if (prng.chance(0.4)) {
    for (let n = 1; n <= 3; n++) {
      hosts.push({ id: `h${n}`, forwards: prng.chance(0.5), status: prng.chance(0.9) ? "up" : "down" })
    }
    if (prng.chance(0.6)) {
      links.push(
        { id: "l12", hosts: ["h1", "h2"], status: prng.chance(0.9) ? "up" : "down" },
        { id: "l23", hosts: ["h2", "h3"] }
      )
      if (prng.chance(0.3)) links.push({ id: "l13", hosts: ["h1", "h3"] })
    }
  }
  const host = () => (hosts.length > 0 && prng.chance(0.95) ? { host: prng.pick(hosts).id } : {})
  const gateways = () =>
    hosts.length === 0
      ? {}
      : {
          gatewayHosts: prng
            .shuffle(hosts)
            .slice(0, prng.between(1, 2))
            .map(({ id }, priority) => ({ host: id, priority }))
        }

  const v6 = prng.chance(0.3)
  const networks: Array<Of<"networks">> = [
    {
      id: "internet",
      tenant: "provider",
      scope: "internet",
      kind: "external",
      subnets: [{ id: "v4", prefix: "203.0.113.0/24", gateway: "203.0.113.1" }],
      ...(prng.chance(0.3)
        ? {
            inbound: [
              {
                id: "in",
                prefix: prng.pick(["10.1.0.0/24", "198.51.100.0/24"]),
                via: prng.pick([["203.0.113.10"], ["203.0.113.10", "203.0.113.11"]])
              }
            ]
          }
        : {}),
      ...(prng.chance(0.2) ? { outside: ["0.0.0.0/1", "198.51.100.7/32"] } : {})
    },
    {
      id: "shared",
      tenant: "provider",
      scope: prng.pick(["shared", "a"]),
      kind: "shared",
      subnets: [{ id: "v4", prefix: "10.9.0.0/24", gateway: "10.9.0.1" }]
    }
  ]
  const ports: Array<Of<"ports">> = []
  const groups = ["g0", "g1", "g2"]
  const stateful = prng.chance(0.7)
  const routers: Array<Of<"routers">> = []
  const loadBalancers: Array<Of<"loadBalancers">> = []
  let macs = 1
  const addPorts = (tenant: string, network: string, base: string, six: string | undefined, most: number) => {
    for (let n = 0; n < prng.between(1, most); n++) {
      const secure = prng.chance(0.85)
      ports.push({
        id: `${network}-${tenant}${n}`,
        tenant,
        network,
        mac: mac(macs++),
        addresses: [
          `${base}.${10 + ports.length}`,
          ...(six === undefined || prng.chance(0.2) ? [] : [`${six}${10 + ports.length}`])
        ],
        portSecurity: secure,
        securityGroups: !secure ? [] : prng.chance(0.5) ? ["open"] : prng.shuffle(groups).slice(0, prng.between(0, 2)),
        ...(secure && prng.chance(0.2)
          ? { addressPairs: [{ prefix: prng.pick([`${base}.100/32`, "10.77.0.0/16", `${base}.0/24`]) }] }
          : {}),
        enabled: prng.chance(0.97),
        ...host()
      })
    }
  }
  for (const [index, tenant] of tenants.entries()) {
    const own: Array<{ id: string; base: string; six: string | undefined }> = []
    for (let n = 1; n <= prng.between(1, 2); n++) {
      const base = `10.${n}.0`
      const six = v6 ? `fd00:${n}::` : undefined
      const id = `${tenant}${n}`
      own.push({ id, base, six })
      networks.push({
        id,
        tenant,
        scope: tenant,
        subnets: [
          { id: "v4", prefix: `${base}.0/24`, ...(prng.chance(0.95) ? { gateway: `${base}.1` } : {}) },
          ...(six === undefined ? [] : [{ id: "v6", prefix: `${six}/64`, gateway: `${six}1` }])
        ]
      })
      addPorts(tenant, id, base, six, 3)
    }
    const wan = prng.chance(0.85)
    const external = `203.0.113.${10 + index}`
    const routes: Array<NonNullable<Of<"routers">["routes"]>[number]> = []
    const some = ports.filter((port) => port.tenant === tenant)
    if (wan && prng.chance(0.9)) {
      const via = prng.chance(0.8)
        ? [{ address: "203.0.113.1" }]
        : [{ address: "203.0.113.1" }, { address: "203.0.113.10" }, { address: "203.0.113.11" }]
      routes.push({ id: "default", prefix: "0.0.0.0/0", via })
    }
    if (prng.chance(0.4)) {
      const prefix = prng.pick(["10.1.0.0/16", "10.0.0.0/8", "10.9.0.0/25", "8.8.8.8/32", "10.77.0.0/16"])
      const via = prng.pick([
        "blackhole" as const,
        [{ address: prng.pick(some).addresses![0]! }],
        [{ address: "10.9.0.2" }, { address: "10.9.0.3" }]
      ])
      routes.push({ id: "extra", prefix, via })
    }
    if (prng.chance(0.3))
      routes.push({ id: "hole", prefix: prng.pick(["10.2.0.0/25", "10.9.0.0/24", "10.2.0.10/32"]), via: "blackhole" })
    const policies: Array<NonNullable<Of<"routers">["policies"]>[number]> = []
    for (let n = 0; n < (prng.chance(0.4) ? prng.between(1, 2) : 0); n++) {
      const protocol = prng.pick(["any", "tcp", "udp"] as const)
      policies.push({
        id: `p${n}`,
        priority: n,
        action: prng.pick(["drop" as const, "allow" as const, [{ address: prng.pick(some).addresses![0]! }]]),
        protocol,
        ...(prng.chance(0.5) ? { source: prng.pick(["10.1.0.0/24", "10.0.0.0/8"]) } : {}),
        ...(prng.chance(0.5) ? { destination: prng.pick(["10.2.0.0/24", "0.0.0.0/0", "10.9.0.0/24"]) } : {}),
        ...(protocol !== "any" && prng.chance(0.5) ? { ports: { first: 80, last: 443 } } : {})
      })
    }
    const nets = own.filter(() => prng.chance(0.95))
    const shared = prng.chance(0.5)
    const inner = (n: number) => prng.pick(some).addresses![Math.min(n, 0)]!
    routers.push({
      id: `${tenant}-router`,
      tenant,
      interfaces: [
        ...nets.map(({ base, id, six }) => ({
          id,
          network: id,
          addresses: [`${base}.1`, ...(six === undefined ? [] : [`${six}1`])]
        })),
        ...(shared ? [{ id: "shared", network: "shared", addresses: [`10.9.0.${2 + index}`] }] : []),
        ...(wan ? [{ id: "wan", network: "internet", addresses: [external], ...gateways() }] : [])
      ],
      routes,
      policies,
      ...(wan && nets.length > 0
        ? {
            sourceNats: prng.chance(0.6)
              ? [
                  {
                    id: "snat",
                    interface: "wan",
                    scope: tenant,
                    internal: prng.pick(["10.0.0.0/8", "10.1.0.0/24"]),
                    external
                  }
                ]
              : [],
            floatingAddresses: prng.chance(0.4)
              ? [
                  {
                    id: "fip",
                    interface: "wan",
                    scope: tenant,
                    internal: inner(0),
                    external: `203.0.113.${20 + index}`
                  }
                ]
              : [],
            portForwards: prng.chance(0.4)
              ? [
                  {
                    id: "pf",
                    interface: "wan",
                    scope: tenant,
                    protocol: "tcp" as const,
                    external,
                    externalPort: 80,
                    internal: inner(0),
                    internalPort: prng.pick([80, 8080])
                  }
                ]
              : []
          }
        : {}),
      ...(shared && nets.length > 0 && prng.chance(0.5)
        ? {
            leaks: [
              { id: "leak", prefix: "10.9.0.0/24", from: "shared", to: tenant },
              { id: "back", prefix: "10.1.0.0/24", from: tenant, to: "shared" }
            ]
          }
        : {})
    })
    if (prng.chance(0.5)) {
      const attachments: Array<NonNullable<Of<"loadBalancers">["attachments"]>[number]> = [
        { _tag: "Network", network: prng.pick(own).id },
        ...(wan && nets.length > 0 && prng.chance(0.5)
          ? [{ _tag: "Router" as const, router: `${tenant}-router`, interface: "wan", scope: tenant }]
          : [])
      ]
      loadBalancers.push({
        id: `${tenant}-lb`,
        tenant,
        address: `203.0.113.${30 + index}`,
        listeners: [
          {
            id: "http",
            protocol: "tcp",
            port: 80,
            members: some.slice(0, prng.between(0, 3)).map((port, n) => ({
              id: `m${n}`,
              address: port.addresses![0]!,
              port: prng.pick([80, 8080]),
              healthy: prng.chance(0.8)
            }))
          }
        ],
        attachments
      })
    }
  }
  if (prng.chance(0.5)) addPorts("provider", "shared", "10.9.0", undefined, 2)
  if (prng.chance(0.3)) addPorts("provider", "internet", "203.0.113", undefined, 2)
  return {
    hosts,
    links,
    tenants: [{ id: "a" }, { id: "b" }, { id: "provider" }],
    scopes: [{ id: "a" }, { id: "b" }, { id: "internet" }, { id: "shared" }],
    networks,
    ports,
    routers,
    loadBalancers,
    addressSets: [{ id: "set", prefixes: ["10.1.0.0/28", "203.0.113.0/24", "10.9.0.0/24"] }],
    securityGroups: [
      { id: "open", tenant: "provider", rules: open, stateful },
      ...groups.map((id) => ({ id, tenant: "provider", stateful, rules: rules(prng, groups) }))
    ]
  }
}

/** Drawn again until the topology is one. */
export const world = (prng: Seed.Prng): Topology.Topology => {
  for (;;) {
    const input = draft(prng)
    // Groups belong to whoever owns the port, which the model asks for.
    const result = Topology.make(owned(input))
    if (Result.isSuccess(result)) return result.success
    problems.push(...result.failure.problems.map((problem) => problem._tag))
  }
}

/** Why drafts were refused, for a look at the generator itself. */
const problems: Array<string> = []

/** Every tenant gets its own copy of the groups and of the address set. */
const owned = (input: Input): Input => {
  const all = ["a", "b", "provider"]
  const name = (tenant: string, id: string) => `${tenant}-${id}`
  return {
    ...input,
    ports: (input.ports ?? []).map((port) => ({
      ...port,
      securityGroups: (port.securityGroups ?? []).map((id) => name(port.tenant, id))
    })),
    securityGroups: all.flatMap((tenant) =>
      (input.securityGroups ?? []).map((group) => ({
        ...group,
        id: name(tenant, group.id),
        tenant,
        rules: (group.rules ?? []).map((rule) =>
          rule.remote?._tag === "Group"
            ? { ...rule, remote: { ...rule.remote, group: name(tenant, rule.remote.group) } }
            : rule
        )
      }))
    )
  }
}

const strange = [
  "8.8.8.8",
  "1.1.1.1",
  "10.77.0.9",
  "198.51.100.9",
  "10.1.0.200",
  "203.0.113.99",
  "fd00:1::99",
  "2001:db8::1"
]

/** A packet, from `entry` when it is given. */
export const packet = (prng: Seed.Prng, topology: Topology.Topology, entry?: Packet.Entry): Packet.Packet => {
  const addresses = [
    ...topology.ports.flatMap((port) => [...port.addresses, ...port.addresses]),
    ...topology.routers.flatMap((router) => [
      ...router.interfaces.flatMap((on) => on.addresses),
      ...[...router.floatingAddresses, ...router.portForwards].map((each) => each.external)
    ]),
    ...topology.loadBalancers.flatMap((each) => [each.address, each.address]),
    ...strange
  ]
  const from: Packet.Entry =
    entry ??
    (prng.chance(0.8) ? { _tag: "Port", port: prng.pick(topology.ports).id } : { _tag: "Outside", network: "internet" })
  const port = from._tag === "Port" ? topology.ports.find(({ id }) => id === from.port) : undefined
  const own = port?.addresses ?? ["8.8.8.8", "1.1.1.1", "203.0.113.1"]
  const source = prng.chance(0.9) && own.length > 0 ? prng.pick(own) : prng.pick(addresses)
  const family = (text: string) => text.includes(":")
  const destination = prng.pick(addresses.filter((text) => family(text) === family(source)))
  const protocol = prng.pick([6, 6, 6, 17, family(source) ? 58 : 1, 47])
  const ports = () => prng.pick([22, 80, 80, 443, 8080, prng.below(65_536)])
  return Packet.make({
    entry: from,
    source,
    destination,
    protocol,
    ...(protocol === 6 || protocol === 17 ? { sourcePort: ports(), destinationPort: ports() } : {}),
    ...(protocol === 1 ? { icmpType: 8, icmpCode: prng.pick([0, 0, 3]) } : {}),
    ...(protocol === 58 ? { icmpType: 128, icmpCode: prng.pick([0, 0, 3]) } : {})
  })
}

const without = <A>(prng: Seed.Prng, list: ReadonlyArray<A>): ReadonlyArray<A> => {
  if (list.length === 0) return list
  const gone = prng.below(list.length)
  return list.filter((_, at) => at !== gone)
}

const changedOne = <A>(prng: Seed.Prng, list: ReadonlyArray<A>, change: (one: A) => A): ReadonlyArray<A> => {
  if (list.length === 0) return list
  const chosen = prng.below(list.length)
  return list.map((one, at) => (at === chosen ? change(one) : one))
}

/** The same topology with one small change, if the draw changes anything. */
export const changed = (prng: Seed.Prng, topology: Topology.Topology): Topology.Topology => {
  const changes: ReadonlyArray<() => Topology.Topology> = [
    () => ({ ...topology, hosts: changedOne(prng, topology.hosts, (host) => ({ ...host, status: "down" })) }),
    () => ({ ...topology, links: changedOne(prng, topology.links, (link) => ({ ...link, status: "down" })) }),
    () => ({ ...topology, ports: without(prng, topology.ports) }),
    () => ({ ...topology, ports: changedOne(prng, topology.ports, (port) => ({ ...port, enabled: !port.enabled })) }),
    () => ({
      ...topology,
      ports: changedOne(prng, topology.ports, (port) => ({
        ...port,
        securityGroups: without(prng, port.securityGroups)
      }))
    }),
    () => ({
      ...topology,
      ports: changedOne(prng, topology.ports, (port) => ({ ...port, portSecurity: false, securityGroups: [] }))
    }),
    () => ({
      ...topology,
      securityGroups: topology.securityGroups.map((group) =>
        prng.chance(0.3) ? { ...group, rules: without(prng, group.rules) } : group
      )
    }),
    () => ({
      ...topology,
      routers: changedOne(prng, topology.routers, (router) => ({ ...router, routes: without(prng, router.routes) }))
    }),
    () => ({
      ...topology,
      routers: changedOne(prng, topology.routers, (router) => ({
        ...router,
        policies: without(prng, router.policies),
        leaks: without(prng, router.leaks),
        sourceNats: without(prng, router.sourceNats),
        portForwards: without(prng, router.portForwards),
        floatingAddresses: without(prng, router.floatingAddresses)
      }))
    }),
    () => ({
      ...topology,
      loadBalancers: changedOne(prng, topology.loadBalancers, (balancer) => ({ ...balancer, listeners: [] }))
    }),
    () => ({ ...topology, addressSets: topology.addressSets.map((set) => ({ ...set, prefixes: [] })) })
  ]
  for (;;) {
    const result = Topology.make(prng.pick(changes)())
    if (Result.isSuccess(result)) return result.success
  }
}
