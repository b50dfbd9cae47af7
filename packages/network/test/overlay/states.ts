/**
 * Named whole states of an overlay. Drivers are walked from any of them to any other: what is realised depends on the state,
 * never on the way there.
 */
import * as OverlaySettings from "../../src/overlay/OverlaySettings.ts"
import type * as OverlayState from "../../src/overlay/OverlayState.ts"
import { group, internet, network, open, port, router, stateOf } from "./inputs.ts"
import type { Input } from "./inputs.ts"

const web = [open("blue"), network("blue", "blue-web"), port("blue", "blue-1", "blue-web", "10.0.0.11", 1)] as const
const webs = [...web, port("blue", "blue-2", "blue-web", "10.0.0.12", 2)] as const
const green = [
  open("green"),
  network("green", "green-web"),
  port("green", "green-1", "green-web", "10.0.0.11", 1),
  port("green", "green-2", "green-web", "10.0.0.12", 2)
] as const
const database = [network("blue", "blue-db", "10.0.1.0/24"), port("blue", "blue-3", "blue-db", "10.0.1.11", 3)] as const
const blueRouter = router("blue", "blue-edge", [["blue-web", "10.0.0.1"]], "198.51.100.10")
const routed = [...webs, ...database, internet] as const
const edge = router(
  "blue",
  "blue-edge",
  [
    ["blue-web", "10.0.0.1"],
    ["blue-db", "10.0.1.1"]
  ],
  "198.51.100.10"
)
const red = [
  open("red"),
  network("red", "red-app", "10.9.0.0/24"),
  port("red", "red-1", "red-app", "10.9.0.11", 9),
  router("red", "red-edge", [["red-app", "10.9.0.1"]], "198.51.100.30")
] as const
const peering = (more: object = {}): Input => [
  "Peering",
  {
    id: "blue-red",
    tenant: "blue",
    router: "blue-edge",
    peer: { tenant: "red", router: "red-edge" },
    accepted: true,
    transit: ["100.64.0.0/30"],
    ...more
  }
]
const service = [
  open("provider"),
  network("provider", "tools", "192.168.100.0/24", { scope: "tools" }),
  port("provider", "tools-1", "tools", "192.168.100.11", 100),
  ["ServiceNetwork", { id: "tools", tenant: "provider", network: "tools", consumers: "everyone" }]
] as const satisfies ReadonlyArray<Input>
const consumer = (tenant: string, n: number): ReadonlyArray<Input> => [
  open(tenant),
  network(tenant, `${tenant}-net`),
  port(tenant, `${tenant}-vm`, `${tenant}-net`, "10.0.0.11", 11),
  router(tenant, `${tenant}-edge`, [[`${tenant}-net`, "10.0.0.1"]]),
  [
    "ServiceAttachment",
    { id: `${tenant}-tools`, tenant, service: "tools", router: `${tenant}-edge`, address: `192.168.100.${20 + n}` }
  ]
]
const key = (letter: string): string => `${letter.repeat(42)}A=`
const wireGuard = (tunnel: object = {}): Input => [
  "Vpn",
  {
    id: "blue-vpn",
    tenant: "blue",
    router: "blue-edge",
    tunnel: {
      _tag: "WireGuard",
      privateKey: "blue/wireguard",
      peers: [
        {
          id: "office",
          publicKey: key("a"),
          endpoint: { address: "203.0.113.5", port: 51_820 },
          allowedPrefixes: ["172.20.0.0/16"]
        }
      ],
      ...tunnel
    }
  }
]
const balancer = (attachments: ReadonlyArray<object>, address: string, listener: object = {}): Input => [
  "LoadBalancer",
  {
    id: "blue-lb",
    tenant: "blue",
    address,
    attachments,
    listeners: [
      {
        id: "http",
        protocol: "tcp",
        port: 80,
        health: { kind: "tcp" },
        members: [
          { id: "m1", port: "blue-1", portNumber: 8080 },
          { id: "m2", port: "blue-2", portNumber: 8080 }
        ],
        ...listener
      }
    ]
  }
]

const hosts = OverlaySettings.make({
  hosts: [{ id: "hv1" }, { id: "hv2" }, { id: "hv3" }],
  gatewayHosts: [
    { host: "hv3", priority: 20 },
    { host: "hv2", priority: 10 }
  ]
})

/** A named state. */
export interface NamedState {
  readonly name: string
  readonly settings: OverlaySettings.OverlaySettings
  readonly state: OverlayState.OverlayState
}

const named = (name: string, ...inputs: ReadonlyArray<Input>): NamedState => ({
  name,
  settings: OverlaySettings.standard,
  state: stateOf(...inputs)
})

/** All named states. */
export const states: ReadonlyArray<NamedState> = [
  named("empty"),
  named("one tenant, one port", ...web),
  named("one tenant, two ports", ...webs),
  named(
    "port without groups is closed",
    ...web,
    port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { securityGroups: [] })
  ),
  named(
    "port without port security",
    ...web,
    port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { securityGroups: [], portSecurity: false })
  ),
  named("disabled port", ...web, port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { enabled: false })),
  named(
    "allowed address pair",
    ...webs,
    port("blue", "blue-3", "blue-web", "10.0.0.13", 3, { addressPairs: [{ prefix: "10.0.0.100/32" }] })
  ),
  named("two tenants with one range", ...webs, ...green),
  named("two networks without a router", ...webs, ...database),
  named(
    "router between two networks",
    ...webs,
    ...database,
    router("blue", "blue-edge", [
      ["blue-web", "10.0.0.1"],
      ["blue-db", "10.0.1.1"]
    ])
  ),
  named("router with gateway and source NAT", ...webs, internet, blueRouter),
  named(
    "two tenants with one range and gateways",
    ...webs,
    ...green,
    internet,
    blueRouter,
    router("green", "green-edge", [["green-web", "10.0.0.1"]], "198.51.100.20")
  ),
  named(
    "gateway without source NAT",
    ...webs,
    internet,
    router("blue", "blue-edge", [["blue-web", "10.0.0.1"]], undefined, {
      gateway: { network: "internet", addresses: ["198.51.100.10"], sourceNat: [] }
    })
  ),
  named("floating address", ...webs, internet, blueRouter, [
    "FloatingIp",
    { id: "blue-ip", tenant: "blue", network: "internet", address: "198.51.100.50", port: "blue-1" }
  ]),
  named("floating address kept for later", ...webs, internet, blueRouter, [
    "FloatingIp",
    { id: "blue-ip", tenant: "blue", network: "internet", address: "198.51.100.50" }
  ]),
  named("floating address on another port", ...webs, internet, blueRouter, [
    "FloatingIp",
    { id: "blue-ip", tenant: "blue", network: "internet", address: "198.51.100.50", port: "blue-2" }
  ]),
  named("port forward on the gateway", ...webs, internet, blueRouter, [
    "PortForward",
    {
      id: "ssh",
      tenant: "blue",
      on: { _tag: "Router", router: "blue-edge" },
      protocol: "tcp",
      externalPort: 2222,
      port: "blue-1",
      internalPort: 22
    }
  ]),
  named(
    "port forwards on a floating address",
    ...routed,
    edge,
    ["FloatingIp", { id: "blue-ip", tenant: "blue", network: "internet", address: "198.51.100.50" }],
    [
      "PortForward",
      {
        id: "web",
        tenant: "blue",
        on: { _tag: "FloatingIp", floatingIp: "blue-ip" },
        protocol: "tcp",
        externalPort: 80,
        port: "blue-1",
        internalPort: 8080
      }
    ],
    [
      "PortForward",
      {
        id: "sql",
        tenant: "blue",
        on: { _tag: "FloatingIp", floatingIp: "blue-ip" },
        protocol: "tcp",
        externalPort: 5432,
        port: "blue-3",
        internalPort: 5432
      }
    ]
  ),
  named(
    "groups with a remote group",
    ...routed,
    edge,
    group("blue", "blue-app", [
      { id: "out", direction: "egress", family: 4 },
      { id: "web", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 80, last: 443 } }
    ]),
    group("blue", "blue-sql", [
      {
        id: "sql",
        direction: "ingress",
        family: 4,
        protocol: "tcp",
        ports: { first: 5432, last: 5432 },
        remote: { _tag: "Group", group: "blue-app" },
        log: true
      }
    ]),
    port("blue", "blue-4", "blue-web", "10.0.0.14", 4, { securityGroups: ["blue-app"] }),
    port("blue", "blue-5", "blue-db", "10.0.1.15", 5, { securityGroups: ["blue-sql"] })
  ),
  named(
    "groups that name each other",
    ...web,
    group("blue", "blue-a", [{ id: "b", direction: "ingress", family: 4, remote: { _tag: "Group", group: "blue-b" } }]),
    group("blue", "blue-b", [
      { id: "a", direction: "ingress", family: 4, remote: { _tag: "Group", group: "blue-a" } },
      { id: "b", direction: "egress", family: 4, remote: { _tag: "Group", group: "blue-b" } }
    ]),
    port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { securityGroups: ["blue-a", "blue-b"] })
  ),
  named(
    "address set of the provider, stateless group",
    ...web,
    [
      "AddressSet",
      { id: "trusted", tenant: "provider", shared: true, prefixes: ["203.0.113.0/24", "2001:db8:f::/48"] }
    ],
    group(
      "blue",
      "blue-plain",
      [
        {
          id: "in",
          direction: "ingress",
          family: 4,
          protocol: "icmp",
          remote: { _tag: "AddressSet", addressSet: "trusted" }
        },
        { id: "out", direction: "egress", family: 4, remote: { _tag: "Prefix", prefix: "203.0.113.0/25" } }
      ],
      { stateful: false }
    ),
    port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { securityGroups: ["blue-plain"] })
  ),
  named(
    "balancer on a network",
    ...webs,
    blueRouter,
    internet,
    port("blue", "blue-6", "blue-web", "10.0.0.16", 6),
    balancer([{ _tag: "Network", network: "blue-web" }], "10.200.0.1", { stickySeconds: 60 })
  ),
  named(
    "balancer on a router",
    ...webs,
    blueRouter,
    internet,
    balancer([{ _tag: "Router", router: "blue-edge" }], "198.51.100.60")
  ),
  named(
    "balancer of HTTP with rules",
    ...webs,
    blueRouter,
    internet,
    balancer([{ _tag: "Router", router: "blue-edge" }], "198.51.100.60", {
      protocol: "http",
      health: { kind: "http", path: "/healthy" },
      rules: [{ id: "api", priority: 1, host: "api.example.org", path: "/v1", members: ["m2"] }]
    })
  ),
  named("peering", ...webs, internet, blueRouter, ...red, peering()),
  named("peering not yet accepted", ...webs, internet, blueRouter, ...red, peering({ accepted: false })),
  named(
    "peering of chosen prefixes",
    ...routed,
    edge,
    ...red,
    peering({ exports: ["10.0.1.0/24"], imports: ["10.9.0.0/25"] })
  ),
  named(
    "service network with three consumers of one range",
    ...service,
    ...consumer("blue", 1),
    ...consumer("green", 2),
    ...consumer("red", 3)
  ),
  named(
    "static, ECMP, blackhole and policy routes",
    ...webs,
    ...database,
    router(
      "blue",
      "blue-edge",
      [
        ["blue-web", "10.0.0.1"],
        ["blue-db", "10.0.1.1"]
      ],
      undefined,
      {
        routes: [
          { id: "ecmp", prefix: "172.16.0.0/16", via: [{ address: "10.0.0.11" }, { address: "10.0.0.12" }] },
          { id: "hole", prefix: "172.16.9.0/24", via: "blackhole" }
        ],
        policies: [
          {
            id: "p",
            priority: 10,
            source: "10.0.1.0/24",
            destination: "172.16.0.0/16",
            action: [{ address: "10.0.0.12" }]
          }
        ]
      }
    )
  ),
  named("WireGuard to an office", ...webs, internet, blueRouter, wireGuard()),
  named(
    "WireGuard for road warriors, all through it",
    ...webs,
    internet,
    blueRouter,
    wireGuard({
      listenPort: 51_821,
      peers: [
        {
          id: "laptop",
          publicKey: key("b"),
          presharedKey: "blue/laptop",
          allowedPrefixes: ["172.21.0.2/32"],
          keepAliveSeconds: 25
        },
        { id: "rest", publicKey: key("c"), allowedPrefixes: ["0.0.0.0/0"] }
      ]
    })
  ),
  named("IPsec to an office", ...webs, internet, blueRouter, [
    "Vpn",
    {
      id: "blue-ipsec",
      tenant: "blue",
      router: "blue-edge",
      tunnel: {
        _tag: "Ipsec",
        remote: "203.0.113.9",
        localId: "blue.example.org",
        remoteId: "203.0.113.9",
        presharedKey: "blue/ipsec",
        remotePrefixes: ["172.22.0.0/16"]
      }
    }
  ]),
  named(
    "DHCP, DNS and metadata",
    open("blue"),
    network(
      "blue",
      "blue-web",
      "10.0.0.0/24",
      { metadata: true, mtu: 1400 },
      {
        dhcp: {
          _tag: "V4",
          domain: "blue.internal",
          ntpServers: ["10.0.0.2"],
          routes: [{ prefix: "172.16.0.0/16", via: "10.0.0.11" }]
        }
      }
    ),
    port("blue", "blue-1", "blue-web", "10.0.0.11", 1, { hostname: "web-1" }),
    port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { hostname: "web-2" }),
    [
      "DnsZone",
      {
        id: "blue-zone",
        tenant: "blue",
        name: "blue.internal",
        networks: ["blue-web"],
        records: [
          { id: "www", name: "www", data: { _tag: "CNAME", target: "web-1.blue.internal" } },
          { id: "apex", name: "@", data: { _tag: "A", addresses: ["10.0.0.11"] } },
          {
            id: "sip",
            name: "_sip._tcp",
            data: { _tag: "SRV", priority: 1, weight: 1, port: 5060, target: "web-1.blue.internal" }
          },
          { id: "spf", name: "mail", data: { _tag: "TXT", texts: ["v=spf1 -all"] } }
        ]
      }
    ]
  ),
  named(
    "limits of a port and a floating address",
    ...webs,
    internet,
    blueRouter,
    ["FloatingIp", { id: "blue-ip", tenant: "blue", network: "internet", address: "198.51.100.50", port: "blue-1" }],
    [
      "QosPolicy",
      {
        id: "slow",
        tenant: "blue",
        ingress: { bitsPerSecond: 20_000_000 },
        egress: { bitsPerSecond: 50_000_000, burstBytes: 100_000 },
        ports: ["blue-2"],
        floatingIps: ["blue-ip"]
      }
    ]
  ),
  named(
    "dual stack, IPv6 routed",
    open("blue"),
    [
      "Network",
      {
        id: "internet",
        tenant: "provider",
        kind: "external",
        external: {
          physicalNetwork: "wire",
          vlan: 100,
          inbound: [{ id: "blue", prefix: "2001:db8:1::/64", via: ["2001:db8::10"] }]
        },
        subnets: [
          { id: "a", cidr: "198.51.100.0/24", gateway: "198.51.100.1" },
          { id: "b", cidr: "2001:db8::/64", gateway: "2001:db8::1" }
        ]
      }
    ],
    [
      "Network",
      {
        id: "blue-web",
        tenant: "blue",
        subnets: [
          { id: "a", cidr: "10.0.0.0/24", gateway: "10.0.0.1", dhcp: { _tag: "V4" } },
          { id: "b", cidr: "2001:db8:1::/64", gateway: "2001:db8:1::1", dhcp: { _tag: "V6", mode: "slaac" } }
        ]
      }
    ],
    port("blue", "blue-1", "blue-web", "10.0.0.11", 1, {
      addresses: [
        { subnet: "a", address: "10.0.0.11" },
        { subnet: "b", address: "2001:db8:1::11" }
      ]
    }),
    router("blue", "blue-edge", [["blue-web", "10.0.0.1", "2001:db8:1::1"]], undefined, {
      gateway: { network: "internet", addresses: ["198.51.100.10", "2001:db8::10"], routed: [6] }
    })
  ),
  named(
    "shared network of the provider",
    open("blue"),
    open("green"),
    network("provider", "common", "10.50.0.0/24", { kind: "shared" }),
    port("blue", "blue-1", "common", "10.50.0.11", 1),
    port("green", "green-1", "common", "10.50.0.12", 2)
  ),
  named(
    "port on the external network",
    open("blue"),
    internet,
    port("blue", "blue-1", "internet", "198.51.100.70", 70)
  ),
  {
    name: "three hosts, gateway with a substitute",
    settings: hosts,
    state: stateOf(
      open("blue"),
      network("blue", "blue-web"),
      internet,
      blueRouter,
      port("blue", "blue-1", "blue-web", "10.0.0.11", 1, { host: "hv1" }),
      port("blue", "blue-2", "blue-web", "10.0.0.12", 2, { host: "hv2" }),
      ["FloatingIp", { id: "blue-ip", tenant: "blue", network: "internet", address: "198.51.100.50", port: "blue-1" }]
    )
  }
]

/** The named state of a name. */
export const byName = (name: string): NamedState => states.find((each) => each.name === name)!
