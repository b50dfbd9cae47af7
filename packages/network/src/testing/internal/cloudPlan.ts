/**
 * A small cloud in a few choices, and the topology that they stand for. The choices are plain data that fast-check shrinks;
 * whatever they are, the topology is nearly always a consistent one.
 *
 * Every tenant has an address scope of its own with the same prefixes as the others, up to two networks, and up to two
 * routers; all meet on one external network, and some of their second routers on another.
 *
 * @since 0.1.0
 */
import * as fc from "fast-check"
import type { TopologyInput } from "../../topology/Topology.ts"

/** A rule of a security group. */
interface RulePlan {
  readonly ingress: boolean
  readonly six: boolean
  readonly protocol: "any" | "tcp" | "udp" | "icmp" | 47
  readonly ports: number
  readonly remote: number
}

interface PortPlan {
  /** Bits of the groups; 4 for one that allows everything. */
  readonly groups: number
  readonly open: boolean
  readonly pair: number
  readonly dual: boolean
  readonly enabled: boolean
  readonly host: number
}

interface NetworkPlan {
  readonly ports: ReadonlyArray<PortPlan>
  readonly six: boolean
  readonly gateway: number
}

interface RouterPlan {
  readonly external: boolean
  readonly networks: number
  readonly shared: boolean
  readonly sourceNat: number
  readonly floating: number
  readonly forward: number
  readonly routes: ReadonlyArray<{ readonly prefix: number; readonly via: number }>
  readonly policies: ReadonlyArray<{ readonly match: number; readonly action: number }>
  readonly leaks: number
}

interface TenantPlan {
  readonly networks: ReadonlyArray<NetworkPlan>
  readonly routers: ReadonlyArray<RouterPlan>
  readonly groups: ReadonlyArray<ReadonlyArray<RulePlan>>
  readonly stateful: boolean
  readonly balancer: number
}

/** The choices. */
export interface CloudPlan {
  readonly tenants: ReadonlyArray<TenantPlan>
  readonly outside: number
  /** The second external network: none for 0 to 3; else its scope (4, 5) or its declared outside (6, 7). */
  readonly second: number
  readonly externalPorts: ReadonlyArray<PortPlan>
  readonly sharedPorts: ReadonlyArray<PortPlan>
  readonly hosts: ReadonlyArray<{ readonly up: boolean; readonly forwards: boolean }>
  readonly links: ReadonlyArray<{ readonly from: number; readonly to: number; readonly up: boolean }>
}

const small = fc.nat({ max: 15 })
/** Mostly so, and that is what it shrinks to. */
const mostly = (value: boolean) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 20 }, { arbitrary: fc.constant(!value), weight: 1 })

const rule: fc.Arbitrary<RulePlan> = fc.record({
  ingress: fc.boolean(),
  six: mostly(false),
  protocol: fc.constantFrom<RulePlan["protocol"]>("any", "any", "tcp", "tcp", "udp", "icmp", 47),
  ports: fc.nat({ max: 3 }),
  remote: fc.nat({ max: 7 })
})

const port: fc.Arbitrary<PortPlan> = fc.record({
  groups: fc.constantFrom(4, 4, 4, 4, 1, 2, 3, 0, 4, 4),
  open: fc.oneof({ arbitrary: fc.constant(true), weight: 1 }, { arbitrary: fc.constant(false), weight: 2 }),
  pair: small,
  dual: fc.boolean(),
  enabled: mostly(true),
  host: fc.nat({ max: 11 })
})

const network: fc.Arbitrary<NetworkPlan> = fc.record({
  ports: fc.array(port, { minLength: 1, maxLength: 3 }),
  six: fc.boolean(),
  gateway: fc.nat({ max: 7 })
})

const router: fc.Arbitrary<RouterPlan> = fc.record({
  external: mostly(true),
  networks: fc.nat({ max: 7 }),
  shared: fc.boolean(),
  sourceNat: fc.constantFrom(0, 0, 1, 2, 3),
  floating: fc.nat({ max: 3 }),
  forward: fc.nat({ max: 3 }),
  routes: fc.array(fc.record({ prefix: fc.nat({ max: 5 }), via: fc.nat({ max: 6 }) }), { maxLength: 3 }),
  policies: fc.array(fc.record({ match: small, action: fc.nat({ max: 5 }) }), { maxLength: 2 }),
  leaks: fc.nat({ max: 3 })
})

const tenant: fc.Arbitrary<TenantPlan> = fc.record({
  networks: fc.array(network, { minLength: 1, maxLength: 2 }),
  routers: fc.array(router, { maxLength: 2 }),
  groups: fc.array(fc.array(rule, { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
  stateful: mostly(true),
  balancer: fc.constantFrom(0, 0, 3, 4, 5, 6, 6, 7)
})

/** Clouds of one to three tenants. */
export const cloudPlan: fc.Arbitrary<CloudPlan> = fc.record({
  tenants: fc.array(tenant, { minLength: 1, maxLength: 3 }),
  outside: fc.constantFrom(0, 1, 2, 3, 4, 4, 5, 6, 7),
  second: fc.nat({ max: 7 }),
  externalPorts: fc.array(port, { maxLength: 1 }),
  sharedPorts: fc.array(port, { maxLength: 1 }),
  hosts: fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    {
      arbitrary: fc.array(fc.record({ up: mostly(true), forwards: mostly(true) }), { minLength: 2, maxLength: 4 }),
      weight: 1
    }
  ),
  links: fc.array(fc.record({ from: fc.nat({ max: 3 }), to: fc.nat({ max: 3 }), up: mostly(true) }), { maxLength: 4 })
})

/** Destination ports that rules, listeners and packets share. */
export const servicePorts = [80, 443, 22, 8080] as const

type Input<K extends keyof TopologyInput> = NonNullable<TopologyInput[K]>[number]

const mac = (network: number, index: number) =>
  `52:54:00:00:${network.toString(16).padStart(2, "0")}:${index.toString(16).padStart(2, "0")}`

/** The topology of the choices, as input for `Topology.make`. */
export const cloudInput = (plan: CloudPlan): TopologyInput => {
  const hosts = plan.hosts.map(({ forwards, up }, index) => ({
    id: `host-${index}`,
    status: up ? ("up" as const) : ("down" as const),
    forwards
  }))
  const hostAt = (index: number) => {
    const host = hosts[index % hosts.length]
    return host === undefined || index === 7 ? {} : { host: host.id }
  }
  const links = plan.links.flatMap(({ from, to, up }, index): ReadonlyArray<Input<"links">> => {
    const [left, right] = [hosts[from % hosts.length], hosts[to % hosts.length]]
    if (left === undefined || right === undefined || left === right) return []
    return [{ id: `link-${index}`, hosts: [left.id, right.id], status: up ? "up" : "down" }]
  })
  const inbound =
    (plan.outside & 1) === 0
      ? []
      : [
          {
            id: "inbound",
            prefix: "10.0.0.0/16",
            via: plan.outside === 7 ? ["192.0.2.10", "192.0.2.20"] : ["192.0.2.10"]
          }
        ]
  const external: Input<"networks"> = {
    id: "external",
    tenant: "tenant-0",
    scope: "public",
    kind: "external",
    subnets: [{ id: "external-4", prefix: "192.0.2.0/26", gateway: "192.0.2.1" }],
    inbound,
    ...((plan.outside & 2) !== 0 && { outside: ["203.0.113.0/24", "198.51.100.0/25"] })
  }
  const second: ReadonlyArray<Input<"networks">> =
    plan.second < 4
      ? []
      : [
          {
            id: "second",
            tenant: "tenant-0",
            scope: plan.second === 4 ? "public" : "second",
            kind: "external",
            subnets: [{ id: "second-4", prefix: "198.51.100.192/26", gateway: "198.51.100.193" }],
            inbound:
              (plan.outside & 1) === 0 ? [] : [{ id: "second-in", prefix: "10.0.1.0/24", via: ["198.51.100.200"] }],
            ...(plan.second > 5 && { outside: plan.second === 6 ? ["8.8.8.0/24"] : ["192.0.0.0/6"] })
          }
        ]
  const shared: Input<"networks"> = {
    id: "shared",
    tenant: "tenant-0",
    scope: "common",
    kind: "shared",
    subnets: [{ id: "shared-4", prefix: "10.5.0.0/28", gateway: "10.5.0.1" }]
  }

  const portInput = (
    plan: PortPlan,
    where: { readonly id: string; readonly tenant: string; readonly network: string; readonly number: number },
    addresses: ReadonlyArray<string>,
    groups: ReadonlyArray<string>
  ): Input<"ports"> => ({
    id: where.id,
    tenant: where.tenant,
    network: where.network,
    mac: mac(where.number, Number(/\d+$/.exec(where.id)?.[0])),
    addresses,
    enabled: plan.enabled,
    portSecurity: !plan.open,
    securityGroups: plan.open ? [] : groups,
    ...(plan.pair === 1 && { addressPairs: [{ prefix: addresses[0]!.replace(/\d+$/, "14/32") }] }),
    ...(plan.pair === 2 && { addressPairs: [{ prefix: "172.16.0.0/16" }] }),
    ...hostAt(plan.host)
  })

  // Now and then the first tenant's addresses are public ones, with no translation needed.
  const scopeAt = (at: number) => (at === 0 && (plan.outside & 4) !== 0 ? "public" : `scope-${at}`)
  const tenants = plan.tenants.map((each, at) => tenantInput(each, at, scopeAt(at), hosts, portInput, plan.second))
  return {
    hosts,
    links,
    tenants: plan.tenants.map((_, at) => ({ id: `tenant-${at}` })),
    scopes: [
      { id: "public" },
      { id: "second" },
      { id: "common" },
      ...plan.tenants.map((_, at) => ({ id: `scope-${at}` }))
    ],
    networks: [external, ...second, shared, ...tenants.flatMap(({ networks }) => networks)],
    ports: [
      ...plan.externalPorts.map((each, index) =>
        portInput(
          each,
          { id: `external-port-${index}`, tenant: "tenant-0", network: "external", number: 90 },
          [`192.0.2.${5 + index}`],
          [`group-0-0`]
        )
      ),
      ...plan.sharedPorts.map((each, index) =>
        portInput(
          each,
          { id: `shared-port-${index}`, tenant: "tenant-0", network: "shared", number: 91 },
          [`10.5.0.${5 + index}`],
          [`group-0-0`]
        )
      ),
      ...tenants.flatMap(({ ports }) => ports)
    ],
    routers: tenants.flatMap(({ routers }) => routers),
    securityGroups: tenants.flatMap(({ securityGroups }) => securityGroups),
    addressSets: [{ id: "known", prefixes: ["10.0.0.4/30", "203.0.113.0/28", "fd00::/64"] }],
    loadBalancers: tenants.flatMap(({ loadBalancers }) => loadBalancers)
  }
}

type PortInput = (
  plan: PortPlan,
  where: { readonly id: string; readonly tenant: string; readonly network: string; readonly number: number },
  addresses: ReadonlyArray<string>,
  groups: ReadonlyArray<string>
) => Input<"ports">

const tenantInput = (
  plan: TenantPlan,
  at: number,
  scope: string,
  hosts: ReadonlyArray<{ readonly id: string }>,
  portInput: PortInput,
  second: number
) => {
  const tenant = `tenant-${at}`
  const networkId = (index: number) => `net-${at}-${index}`
  const networks = plan.networks.map(({ gateway, six }, index): Input<"networks"> => ({
    id: networkId(index),
    tenant,
    scope,
    subnets: [
      {
        id: `sub-${at}-${index}-4`,
        prefix: `10.0.${index}.0/28`,
        ...(gateway !== 4 && { gateway: `10.0.${index}.${gateway === 3 ? 5 : gateway === 5 ? 2 : 1}` })
      },
      ...(six
        ? [{ id: `sub-${at}-${index}-6`, prefix: `fd00:0:0:${index}::/64`, gateway: `fd00:0:0:${index}::1` }]
        : [])
    ]
  }))
  const securityGroups = [
    ...plan.groups.map((rules, index): Input<"securityGroups"> => ({
      id: `group-${at}-${index}`,
      tenant,
      stateful: plan.stateful,
      rules: rules.map((each, number) => ruleInput(each, number, at, plan.groups.length))
    })),
    { id: `group-${at}-all`, tenant, stateful: plan.stateful, rules: everything }
  ]
  const ports = plan.networks.flatMap((network, index) =>
    network.ports.map((each, number) =>
      portInput(
        each,
        { id: `port-${at}-${index}-${number}`, tenant, network: networkId(index), number: at * 8 + index },
        [`10.0.${index}.${5 + number}`, ...(network.six && each.dual ? [`fd00:0:0:${index}::${5 + number}`] : [])],
        each.groups === 4
          ? [`group-${at}-all`]
          : plan.groups.flatMap((_, group) => (((each.groups >> group) & 1) === 1 ? [`group-${at}-${group}`] : []))
      )
    )
  )
  const routers = plan.routers.map((each, index) => routerInput(each, at, scope, index, plan, hosts, second > 3))
  return { networks, ports, securityGroups, routers, loadBalancers: balancerInput(plan, at, scope, routers) }
}

const everything = (["ingress", "egress"] as const).flatMap((direction) =>
  ([4, 6] as const).map((family) => ({ id: `${direction}-${family}`, direction, family }))
)

const ruleInput = (plan: RulePlan, number: number, tenant: number, groups: number) => {
  const port = servicePorts[plan.ports % servicePorts.length]!
  const ranged = plan.protocol === "tcp" || plan.protocol === "udp"
  const family = plan.six ? (6 as const) : (4 as const)
  const protocol = plan.protocol === "icmp" && plan.six ? ("icmp6" as const) : plan.protocol
  const remotes = [
    { _tag: "Any" },
    { _tag: "Any" },
    { _tag: "Any" },
    { _tag: "Prefix", prefix: plan.six ? "fd00::/64" : "10.0.0.0/16" },
    { _tag: "Group", group: `group-${tenant}-${number % groups}` },
    { _tag: "AddressSet", addressSet: "known" },
    { _tag: "Prefix", prefix: plan.six ? "fd00:0:0:1::/64" : "203.0.113.0/24" },
    { _tag: "Group", group: `group-${tenant}-0` }
  ] as const
  return {
    id: `rule-${number}`,
    direction: plan.ingress ? ("ingress" as const) : ("egress" as const),
    family,
    protocol,
    ...(ranged && plan.ports !== 0 && { ports: { first: Math.min(port, 80), last: port } }),
    ...((protocol === "icmp" || protocol === "icmp6") && plan.ports === 1 && { icmp: { type: plan.six ? 128 : 8 } }),
    remote: remotes[plan.remote]!
  }
}

const routerInput = (
  plan: RouterPlan,
  tenant: number,
  scope: string,
  index: number,
  tenantPlan: TenantPlan,
  hosts: ReadonlyArray<{ readonly id: string }>,
  second: boolean
): Input<"routers"> => {
  const id = `router-${tenant}-${index}`
  const last = index + 1
  const own = `192.0.2.${10 + tenant * 10 + index * 4}`
  const nat = `192.0.2.${12 + tenant * 10 + index * 4}`
  const float = `192.0.2.${13 + tenant * 10 + index * 4}`
  const inside = tenantPlan.networks.flatMap((network, at) =>
    ((plan.networks >> at) & 1) === 1 && at === 1
      ? []
      : [
          {
            id: `in-${at}`,
            network: `net-${tenant}-${at}`,
            addresses: [`10.0.${at}.${last}`, ...(network.six ? [`fd00:0:0:${at}::${last}`] : [])]
          }
        ]
  )
  const common = plan.shared && index === 0
  // One of the routers is on the second network as well.
  const beyond = second && index === plan.networks % 2
  const gatewayHosts = hosts
    .slice(0, 1 + ((index + plan.sourceNat) % 2))
    .map((host, priority) => ({ host: host.id, priority }))
  const interfaces = [
    ...inside,
    ...(common ? [{ id: "common", network: "shared", addresses: [`10.5.0.${1 + tenant}`] }] : []),
    ...(plan.external
      ? [
          {
            id: "out",
            network: "external",
            addresses: [own],
            gatewayHosts
          }
        ]
      : []),
    ...(beyond
      ? [{ id: "beyond", network: "second", addresses: [`198.51.100.${200 + tenant * 2 + index}`], gatewayHosts }]
      : [])
  ]
  const prefixes = ["0.0.0.0/0", "0.0.0.0/0", "10.0.1.0/28", "10.9.0.0/16", "203.0.113.0/24", "10.0.1.8/29"]
  const hops = [
    plan.external ? [{ address: "192.0.2.1" }] : "blackhole",
    plan.external ? [{ address: "192.0.2.1" }] : "blackhole",
    [{ address: `10.0.0.${3 - last}` }],
    [{ address: "10.0.0.5" }],
    "blackhole",
    [{ address: `10.0.0.${3 - last}` }, { address: "10.0.0.6" }],
    [{ address: "10.0.0.9" }]
  ] as const
  const seen = new Set<string>()
  const routes = plan.routes.flatMap(({ prefix, via }, number) => {
    const text = prefixes[prefix]!
    if (seen.has(text)) return []
    seen.add(text)
    const far = beyond && via < 2 && (via === 1 || number > 0)
    return [{ id: `route-${number}`, scope, prefix: text, via: far ? [{ address: "198.51.100.193" }] : hops[via]! }]
  })
  const internal = { interface: "out", ...(common && { scope }) }
  const there = { interface: "beyond", ...(common && { scope }), external: `198.51.100.${210 + tenant * 2 + index}` }
  const far = {
    sourceNats: beyond && plan.sourceNat > 1 ? [{ id: "far-nat", ...there, internal: "10.0.0.0/16" }] : [],
    floatingAddresses: beyond && plan.floating > 0 ? [{ id: "far-float", ...there, internal: "10.0.0.5" }] : []
  }
  return {
    id,
    tenant: `tenant-${tenant}`,
    interfaces,
    routes,
    policies: plan.policies.map(({ action, match }, number) => ({
      id: `policy-${number}`,
      priority: number,
      ...((match & 1) !== 0 && { destination: "10.0.1.0/28" }),
      ...((match & 2) !== 0 && { source: "10.0.0.0/29" }),
      ...((match & 4) !== 0 && { protocol: "tcp" as const, ports: { first: 80, last: 443 } }),
      ...((match & 8) !== 0 && { scope }),
      action:
        action < 2
          ? ("allow" as const)
          : action < 4
            ? ("drop" as const)
            : [{ address: `10.0.0.${action === 4 ? 3 - last : 6}`, interface: "in-0" }]
    })),
    leaks: common
      ? [
          { id: "to-common", prefix: "10.5.0.0/28", from: "common", to: scope },
          { id: "from-common", prefix: "10.0.0.0/28", from: scope, to: "common" }
        ].filter((_, number) => ((plan.leaks >> number) & 1) === 1)
      : [],
    sourceNats:
      plan.external && plan.sourceNat > 0
        ? [
            { id: "nat", ...internal, internal: "10.0.0.0/16", external: plan.sourceNat === 1 ? own : nat },
            ...(plan.sourceNat === 3 ? [{ id: "nat-1", ...internal, internal: "10.0.1.0/28", external: own }] : []),
            ...far.sourceNats
          ]
        : far.sourceNats,
    floatingAddresses:
      plan.external && plan.floating > 1
        ? [
            { id: "float", ...internal, internal: plan.floating === 2 ? "10.0.0.5" : "10.0.1.5", external: float },
            ...far.floatingAddresses
          ]
        : far.floatingAddresses,
    portForwards:
      plan.external && plan.forward > 1
        ? [
            {
              id: "forward",
              ...internal,
              protocol: "tcp" as const,
              external: plan.forward === 2 ? own : float,
              externalPort: 8080,
              internal: "10.0.0.6",
              internalPort: 80
            }
          ]
        : []
  }
}

const balancerInput = (
  plan: TenantPlan,
  tenant: number,
  scope: string,
  routers: ReadonlyArray<Input<"routers">>
): ReadonlyArray<Input<"loadBalancers">> => {
  if (plan.balancer < 3) return []
  const outer = routers.find(({ interfaces }) => interfaces?.some(({ id }) => id === "out"))
  const public_ = plan.balancer % 2 === 0 && outer !== undefined
  return [
    {
      id: `balancer-${tenant}`,
      tenant: `tenant-${tenant}`,
      address: public_ ? `192.0.2.${40 + tenant}` : "10.9.0.1",
      listeners: [
        {
          id: "web",
          protocol: "tcp",
          port: 443,
          members: [
            { id: "a", address: "10.0.0.5", port: 80, healthy: plan.balancer !== 4 },
            { id: "b", address: "10.0.0.6", port: 80, healthy: plan.balancer !== 4 && plan.balancer !== 5 },
            ...(plan.balancer === 7 ? [{ id: "c", address: "10.0.1.5", port: 8080 }] : [])
          ]
        }
      ],
      attachments: public_
        ? [{ _tag: "Router", router: outer.id, interface: "out", scope }]
        : plan.networks.map((_, at) => ({ _tag: "Network" as const, network: `net-${tenant}-${at}` }))
    }
  ]
}
