/**
 * An overlay in a few choices, and the records that they stand for. Whatever the choices are, the records mean something.
 *
 * @since 0.1.0
 */
import * as fc from "fast-check"
import type { RecordKind } from "../../overlay/OverlayRecord.ts"

interface PortPlan {
  /** Bits: the open group, the tenant's own group. */
  readonly groups: number
  readonly open: boolean
  readonly pair: boolean
  readonly dual: boolean
  readonly enabled: boolean
  readonly hostname: boolean
  readonly host: number
}

interface NetworkPlan {
  readonly ports: ReadonlyArray<PortPlan>
  readonly six: boolean
  readonly dhcp: boolean
  readonly metadata: boolean
  readonly mtu: number
}

interface RulePlan {
  readonly ingress: boolean
  readonly six: boolean
  readonly protocol: "any" | "tcp" | "udp"
  readonly ports: number
  readonly remote: number
  readonly log: boolean
}

interface TenantPlan {
  readonly range: number
  readonly networks: ReadonlyArray<NetworkPlan>
  readonly rules: ReadonlyArray<RulePlan>
  readonly router: boolean
  readonly gateway: boolean
  readonly sourceNat: boolean
  readonly route: number
  readonly policy: boolean
  readonly floating: number
  readonly forward: number
  readonly balancer: number
  readonly vpn: number
  readonly limit: number
  readonly zone: number
  readonly service: boolean
  readonly peer: number
}

/** The choices. */
export interface OverlayPlan {
  readonly tenants: ReadonlyArray<TenantPlan>
  readonly hosts: number
  readonly externalSix: boolean
  readonly trusted: boolean
}

/** A record as one writes it. */
export type RecordInput = readonly [kind: RecordKind, input: Readonly<Record<string, unknown>>]

const port: fc.Arbitrary<PortPlan> = fc.record({
  groups: fc.constantFrom(1, 1, 1, 2, 3, 0),
  open: fc.nat({ max: 9 }).map((n) => n === 9),
  pair: fc.nat({ max: 5 }).map((n) => n === 5),
  dual: fc.boolean(),
  enabled: fc.nat({ max: 9 }).map((n) => n !== 9),
  hostname: fc.boolean(),
  host: fc.nat({ max: 3 })
})

const network: fc.Arbitrary<NetworkPlan> = fc.record({
  ports: fc.array(port, { minLength: 1, maxLength: 3 }),
  six: fc.boolean(),
  dhcp: fc.boolean(),
  metadata: fc.boolean(),
  mtu: fc.nat({ max: 2 })
})

const rule: fc.Arbitrary<RulePlan> = fc.record({
  ingress: fc.boolean(),
  six: fc.boolean(),
  protocol: fc.constantFrom<RulePlan["protocol"]>("any", "tcp", "udp"),
  ports: fc.nat({ max: 3 }),
  remote: fc.nat({ max: 4 }),
  log: fc.boolean()
})

const tenant: fc.Arbitrary<TenantPlan> = fc.record({
  range: fc.nat({ max: 2 }),
  networks: fc.array(network, { minLength: 1, maxLength: 2 }),
  rules: fc.array(rule, { maxLength: 3 }),
  router: fc.boolean(),
  gateway: fc.boolean(),
  sourceNat: fc.boolean(),
  route: fc.nat({ max: 3 }),
  policy: fc.boolean(),
  floating: fc.nat({ max: 3 }),
  forward: fc.nat({ max: 2 }),
  balancer: fc.nat({ max: 3 }),
  vpn: fc.nat({ max: 2 }),
  limit: fc.nat({ max: 3 }),
  zone: fc.nat({ max: 2 }),
  service: fc.boolean(),
  peer: fc.nat({ max: 2 })
})

/** Overlays of up to three tenants, which shrink to one tenant with one network and one port. */
export const overlayPlan: fc.Arbitrary<OverlayPlan> = fc.record({
  tenants: fc.array(tenant, { minLength: 1, maxLength: 3 }),
  hosts: fc.constantFrom(0, 0, 1, 3),
  externalSix: fc.boolean(),
  trusted: fc.boolean()
})

const wan = "198.51.100"
const number = (text: number): string => text.toString(16).padStart(2, "0")

/** A tenant of a plan, with the names and numbers that go with its place among the others. */
class Tenant {
  readonly plan: TenantPlan
  readonly at: number
  readonly name: string
  readonly overlay: OverlayPlan

  constructor(overlay: OverlayPlan, at: number) {
    this.overlay = overlay
    this.plan = overlay.tenants[at]!
    this.at = at
    this.name = `t${at}`
  }

  get routed(): boolean {
    return this.plan.router
  }

  get outside(): boolean {
    return this.plan.router && this.plan.gateway
  }

  network(n: number): string {
    return `${this.name}-n${n}`
  }

  port(n: number, p: number): string {
    return `${this.name}-n${n}-p${p}`
  }

  four(n: number, host: number): string {
    return `10.${this.plan.range}.${n}.${host}`
  }

  six(n: number, host: string): string {
    return `2001:db8:${this.plan.range}:${n}::${host}`
  }
}

const ruleOf = (of: Tenant, plan: RulePlan, at: number) => {
  const remotes = [
    { _tag: "Any" },
    { _tag: "Group", group: `${of.name}-own` },
    { _tag: "Group", group: `${of.name}-open` },
    { _tag: "Prefix", prefix: plan.six ? "2001:db8::/32" : "10.0.0.0/15" },
    of.overlay.trusted ? { _tag: "AddressSet", addressSet: "trusted" } : { _tag: "Any" }
  ]
  return {
    id: `r${at}`,
    direction: plan.ingress ? "ingress" : "egress",
    family: plan.six ? 6 : 4,
    protocol: plan.protocol,
    remote: remotes[plan.remote],
    log: plan.log,
    ...(plan.protocol === "any" || plan.ports === 0 ? {} : { ports: { first: 80, last: 79 + plan.ports } })
  }
}

const groups = (of: Tenant): ReadonlyArray<RecordInput> => {
  const all = ([4, 6] as const).flatMap((family) =>
    (["ingress", "egress"] as const).map((direction) => ({ id: `${direction}${family}`, direction, family }))
  )
  return [
    ["SecurityGroup", { id: `${of.name}-open`, tenant: of.name, rules: all }],
    [
      "SecurityGroup",
      { id: `${of.name}-own`, tenant: of.name, rules: of.plan.rules.map((plan, at) => ruleOf(of, plan, at)) }
    ]
  ]
}

const portsOf = (of: Tenant, plan: NetworkPlan, n: number): ReadonlyArray<RecordInput> =>
  plan.ports.map((each, p): RecordInput => {
    const names = [`${of.name}-open`, `${of.name}-own`].filter((_, bit) => (each.groups & (1 << bit)) !== 0)
    return [
      "Port",
      {
        id: of.port(n, p),
        tenant: of.name,
        network: of.network(n),
        // The same in every tenant.
        mac: `02:00:00:00:${number(n)}:${number(p)}`,
        addresses: [
          { subnet: "four", address: of.four(n, 11 + p) },
          ...(plan.six && each.dual ? [{ subnet: "six", address: of.six(n, `1${p}`) }] : [])
        ],
        portSecurity: !each.open,
        securityGroups: each.open ? [] : names,
        addressPairs: each.pair ? [{ prefix: `${of.four(n, 200 + p)}/32` }] : [],
        enabled: each.enabled,
        ...(each.hostname ? { hostname: `vm-${n}-${p}` } : {}),
        ...(each.host > 0 && each.host <= of.overlay.hosts ? { host: `h${each.host}` } : {})
      }
    ]
  })

const networkOf = (of: Tenant, plan: NetworkPlan, n: number): RecordInput => [
  "Network",
  {
    id: of.network(n),
    tenant: of.name,
    metadata: plan.metadata,
    subnets: [
      {
        id: "four",
        cidr: `${of.four(n, 0)}/24`,
        gateway: of.four(n, 1),
        ...(plan.dhcp ? { dhcp: { _tag: "V4" } } : {})
      },
      ...(plan.six
        ? [
            {
              id: "six",
              cidr: `${of.six(n, "")}/64`,
              gateway: of.six(n, "1"),
              ...(plan.dhcp ? { dhcp: { _tag: "V6", mode: "stateful" } } : {})
            }
          ]
        : [])
    ],
    ...(plan.mtu === 0 ? {} : { mtu: 1300 + plan.mtu })
  }
]

const routerOf = (of: Tenant): RecordInput => {
  const { networks, policy, route, sourceNat } = of.plan
  return [
    "Router",
    {
      id: `${of.name}-r`,
      tenant: of.name,
      interfaces: networks.map(({ six }, n) => ({
        id: `i${n}`,
        network: of.network(n),
        addresses: [of.four(n, 1), ...(six ? [of.six(n, "1")] : [])]
      })),
      routes: [
        { id: "one", prefix: "172.16.0.0/16", via: [{ address: of.four(0, 11) }] },
        { id: "two", prefix: "172.17.0.0/16", via: [{ address: of.four(0, 11) }, { address: of.four(0, 12) }] },
        { id: "none", prefix: "172.18.0.0/16", via: "blackhole" }
      ].slice(0, route),
      policies: policy ? [{ id: "p", priority: 1, destination: "172.16.0.0/12", action: "drop" }] : [],
      ...(of.plan.gateway
        ? {
            gateway: {
              network: "internet",
              addresses: [`${wan}.${10 + of.at}`, ...(of.overlay.externalSix ? [`2001:db8:ffff::${of.at + 10}`] : [])],
              sourceNat: sourceNat ? [4] : [],
              routed: of.overlay.externalSix ? [6] : []
            }
          }
        : {})
    }
  ]
}

const publicOf = (of: Tenant): ReadonlyArray<RecordInput> => {
  const { floating, forward, limit } = of.plan
  const tenant = of.name
  const address = {
    id: `${tenant}-ip`,
    tenant,
    network: "internet",
    address: `${wan}.${50 + of.at}`,
    ...(floating < 2 ? {} : { port: of.port(0, 0), ...(floating === 3 ? { internal: of.four(0, 11) } : {}) })
  }
  const on =
    forward === 2 && floating > 0
      ? { _tag: "FloatingIp", floatingIp: `${tenant}-ip` }
      : { _tag: "Router", router: `${tenant}-r` }
  const service = {
    protocol: "tcp",
    externalPort: 2222,
    port: of.port(0, 0),
    internal: of.four(0, 11),
    internalPort: 22
  }
  return [
    ...(of.outside && floating > 0 ? [["FloatingIp", address] as const] : []),
    ...(of.outside && forward > 0 ? [["PortForward", { id: `${tenant}-ssh`, tenant, on, ...service }] as const] : []),
    ...(limit === 0
      ? []
      : [
          [
            "QosPolicy",
            {
              id: `${tenant}-slow`,
              tenant,
              ingress: { bitsPerSecond: 1_000_000 * limit },
              ports: [of.port(0, 0)],
              floatingIps: of.outside && floating > 1 ? [`${tenant}-ip`] : []
            }
          ] as const
        ])
  ]
}

const balancerOf = (of: Tenant): ReadonlyArray<RecordInput> => {
  const { balancer } = of.plan
  const onRouter = balancer === 3 && of.outside
  if (balancer === 0) return []
  const attachment = onRouter ? { _tag: "Router", router: `${of.name}-r` } : { _tag: "Network", network: of.network(0) }
  const member = { id: "m1", port: of.port(0, 0), address: of.four(0, 11), portNumber: 8080 }
  const listener = {
    id: "web",
    protocol: balancer === 2 ? "http" : "tcp",
    port: 80,
    members: [member, { id: "m2", address: of.four(0, 99), portNumber: 8081, enabled: balancer !== 1 }]
  }
  const address = onRouter ? `${wan}.${100 + of.at}` : "10.200.0.1"
  return [
    [
      "LoadBalancer",
      { id: `${of.name}-lb`, tenant: of.name, address, attachments: [attachment], listeners: [listener] }
    ]
  ]
}

const vpnOf = (of: Tenant): ReadonlyArray<RecordInput> => {
  const tenant = of.name
  const peer = { id: "office", publicKey: `${"a".repeat(42)}A=`, allowedPrefixes: ["172.20.0.0/16", "0.0.0.0/0"] }
  const tunnel =
    of.plan.vpn === 1
      ? { _tag: "WireGuard", privateKey: `${tenant}/key`, peers: [peer] }
      : {
          _tag: "Ipsec",
          remote: "203.0.113.9",
          localId: "here.example.org",
          remoteId: "there.example.org",
          presharedKey: `${tenant}/psk`,
          remotePrefixes: ["172.21.0.0/16"]
        }
  return of.outside && of.plan.vpn > 0 ? [["Vpn", { id: `${tenant}-vpn`, tenant, router: `${tenant}-r`, tunnel }]] : []
}

const zoneOf = (of: Tenant): ReadonlyArray<RecordInput> => {
  const { networks, zone } = of.plan
  if (zone === 0) return []
  const records = zone === 1 ? [] : [{ id: "www", name: "www", data: { _tag: "A", addresses: [of.four(0, 11)] } }]
  const on = networks.map((_, n) => of.network(n))
  return [["DnsZone", { id: `${of.name}-zone`, tenant: of.name, name: "cloud.internal", networks: on, records }]]
}

const serviceOf = (of: Tenant): ReadonlyArray<RecordInput> => {
  const tenant = of.name
  if (!of.routed || !of.plan.service) return []
  const address = `192.168.100.${20 + of.at}`
  return [["ServiceAttachment", { id: `${tenant}-tools`, tenant, service: "tools", router: `${tenant}-r`, address }]]
}

const peeringOf = (of: Tenant): ReadonlyArray<RecordInput> => {
  const at = of.at + 1
  if (at >= of.overlay.tenants.length || of.plan.peer === 0) return []
  const other = new Tenant(of.overlay, at)
  // A router whose peers have one range could not tell them apart.
  const before = of.overlay.tenants[of.at - 1]
  if (!of.routed || !other.routed || [of.plan.range, before?.range].includes(other.plan.range)) return []
  return [
    [
      "Peering",
      {
        id: `${of.name}-${other.name}`,
        tenant: of.name,
        router: `${of.name}-r`,
        peer: { tenant: other.name, router: `${other.name}-r` },
        accepted: of.plan.peer === 2,
        transit: [`100.64.${of.at}.0/30`, `2001:db8:fffe:${of.at}::/126`]
      }
    ]
  ]
}

const provider = ({ externalSix, trusted }: OverlayPlan): ReadonlyArray<RecordInput> => [
  [
    "Network",
    {
      id: "internet",
      tenant: "provider",
      kind: "external",
      external: { physicalNetwork: "wire" },
      subnets: [
        { id: "four", cidr: `${wan}.0/24`, gateway: `${wan}.1` },
        ...(externalSix ? [{ id: "six", cidr: "2001:db8:ffff::/64", gateway: "2001:db8:ffff::1" }] : [])
      ]
    }
  ],
  ["Network", { id: "tools", tenant: "provider", scope: "tools", subnets: [{ id: "a", cidr: "192.168.100.0/24" }] }],
  [
    "Port",
    {
      id: "tools-1",
      tenant: "provider",
      network: "tools",
      mac: "02:00:00:00:ff:01",
      addresses: [{ subnet: "a", address: "192.168.100.11" }],
      portSecurity: false
    }
  ],
  ["ServiceNetwork", { id: "tools", tenant: "provider", network: "tools", consumers: "everyone" }],
  ...(trusted
    ? [["AddressSet", { id: "trusted", tenant: "provider", shared: true, prefixes: ["203.0.113.0/24"] }] as const]
    : [])
]

/** The records of a plan, an order in which they can be made. */
export const overlayRecords = (plan: OverlayPlan): ReadonlyArray<RecordInput> => {
  const tenants = plan.tenants.map((_, at) => new Tenant(plan, at))
  return [
    ...provider(plan),
    ...tenants.flatMap((of) => [
      ...groups(of),
      ...of.plan.networks.flatMap((each, n) => [networkOf(of, each, n), ...portsOf(of, each, n)]),
      ...(of.routed ? [routerOf(of)] : [])
    ]),
    ...tenants.flatMap((of) => [publicOf, balancerOf, vpnOf, zoneOf, serviceOf, peeringOf].flatMap((part) => part(of)))
  ]
}

/** The settings of a plan. */
export const overlaySettings = ({ hosts }: OverlayPlan) => ({
  hosts: Array.from({ length: hosts }, (_, at) => ({ id: `h${at + 1}` })),
  gatewayHosts: hosts === 0 ? [] : [{ host: `h${hosts}`, priority: 10 }]
})
