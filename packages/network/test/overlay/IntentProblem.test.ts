/** States that mean nothing, and the record and field that are to blame. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Intent from "../../src/overlay/Intent.ts"
import { print } from "../../src/overlay/IntentProblem.ts"
import { group, internet, network, open, port, router, stateOf } from "./inputs.ts"
import type { Input } from "./inputs.ts"

type Inputs = ReadonlyArray<Input>

const problems = (...inputs: Inputs): ReadonlyArray<string> =>
  Result.match(Intent.intentOf(stateOf(...inputs)), {
    onFailure: (failure) => failure.problems.map(print),
    onSuccess: () => []
  })

const blue = [open("blue"), network("blue", "web"), port("blue", "p1", "web", "10.0.0.11", 1)] as const
const edge = router("blue", "edge", [["web", "10.0.0.1"]], "198.51.100.10")
const floating = (more: object) =>
  ["FloatingIp", { id: "ip", tenant: "blue", network: "internet", address: "198.51.100.50", ...more }] as const
const forward = (id: string, more: object = {}) =>
  [
    "PortForward",
    {
      id,
      tenant: "blue",
      on: { _tag: "Router", router: "edge" },
      protocol: "tcp",
      externalPort: 80,
      port: "p1",
      internalPort: 80,
      ...more
    }
  ] as const
const balancer = (attachment: object, member: object, more: object = {}) =>
  [
    "LoadBalancer",
    {
      id: "lb",
      tenant: "blue",
      address: "10.200.0.1",
      attachments: [attachment],
      listeners: [{ id: "l", protocol: "tcp", port: 80, members: [{ id: "m", portNumber: 80, ...member }], ...more }]
    }
  ] as const
const onWeb = { _tag: "Network", network: "web" }
const red = [
  open("red"),
  network("red", "app", "10.9.0.0/24"),
  router("red", "red-edge", [["app", "10.9.0.1"]])
] as const
const peering = (more: object = {}) =>
  [
    "Peering",
    {
      id: "peer",
      tenant: "blue",
      router: "edge",
      peer: { tenant: "red", router: "red-edge" },
      accepted: true,
      transit: ["100.64.0.0/30"],
      ...more
    }
  ] as const
const wireGuard = (id: string, more: object = {}) =>
  [
    "Vpn",
    {
      id,
      tenant: "blue",
      router: "edge",
      tunnel: {
        _tag: "WireGuard",
        privateKey: "k",
        peers: [{ id: "o", publicKey: `${"a".repeat(42)}A=`, allowedPrefixes: ["172.16.0.0/16"] }],
        ...more
      }
    }
  ] as const

const cases: ReadonlyArray<readonly [name: string, expected: ReadonlyArray<string>, ...inputs: Inputs]> = [
  ["a network that is not there", ["Port p1 network: UnknownReference, target Network web"], open("blue"), blue[2]],
  [
    "a group that is not there",
    ["SecurityGroup g rules.r.remote: UnknownReference, target SecurityGroup gone"],
    group("blue", "g", [{ id: "r", direction: "ingress", family: 4, remote: { _tag: "Group", group: "gone" } }])
  ],
  [
    "another tenant's network",
    ["Port p2 network: ForeignReference, target Network web, tenant green, owner blue"],
    ...blue,
    open("green"),
    port("green", "p2", "web", "10.0.0.12", 2)
  ],
  [
    "another tenant's address set",
    ["SecurityGroup g rules.r.remote: ForeignReference, target AddressSet s, tenant blue, owner red"],
    ["AddressSet", { id: "s", tenant: "red", prefixes: [] }],
    group("blue", "g", [{ id: "r", direction: "ingress", family: 4, remote: { _tag: "AddressSet", addressSet: "s" } }])
  ],
  [
    "a gateway outside its subnet",
    ["Network web subnets.a.gateway: AddressOutside, address 10.0.1.1, within 10.0.0.0/24"],
    network("blue", "web", "10.0.0.0/24", {}, { gateway: "10.0.1.1" })
  ],
  [
    "a gateway that is the network address",
    ["Network web subnets.a: AddressUnusable: Subnet web/a, address 10.0.0.0, because Network"],
    network("blue", "web", "10.0.0.0/24", {}, { gateway: "10.0.0.0" })
  ],
  [
    "overlapping subnets of one scope",
    [
      "Network db subnets.a.cidr: OverlapInScope, scope blue, prefix 10.0.0.128/25, other Network web subnets.a.cidr, otherPrefix 10.0.0.0/24"
    ],
    network("blue", "web"),
    ["Network", { id: "db", tenant: "blue", subnets: [{ id: "a", cidr: "10.0.0.128/25" }] }]
  ],
  [
    "overlapping subnets on one router",
    [
      "Router edge interfaces.web: OverlapOnRouter, router edge, prefix 10.0.0.0/24, other Router edge interfaces.db, otherPrefix 10.0.0.0/24"
    ],
    network("blue", "web"),
    network("blue", "db", "10.0.0.0/24", { scope: "other" }),
    router("blue", "edge", [
      ["db", "10.0.0.2"],
      ["web", "10.0.0.1"]
    ])
  ],
  [
    "a subnet that overlaps the way out",
    [
      "Router edge gateway: OverlapOnRouter, router edge, prefix 198.51.100.0/24, other Router edge interfaces.web, otherPrefix 198.51.100.0/24"
    ],
    internet,
    network("blue", "web", "198.51.100.0/24"),
    router("blue", "edge", [["web", "198.51.100.1"]], "198.51.100.10")
  ],
  [
    "an address outside the port's subnet",
    ["Port p2 addresses: AddressOutside, address 10.0.1.5, within 10.0.0.0/24"],
    ...blue,
    port("blue", "p2", "web", "10.0.1.5", 2)
  ],
  [
    "a subnet that the network has not",
    ["Port p2 addresses: AddressOutside, address 10.0.0.5, within "],
    ...blue,
    port("blue", "p2", "web", "10.0.0.5", 2, { addresses: [{ subnet: "b", address: "10.0.0.5" }] })
  ],
  [
    "one address twice",
    ["Port p2: AddressTaken: network web, address 10.0.0.11, Port p1, Port p2"],
    ...blue,
    port("blue", "p2", "web", "10.0.0.11", 2)
  ],
  [
    "one MAC address twice",
    ["Port p2: MacTaken: network web, mac 02:00:00:00:00:01, Port p1, Port p2"],
    ...blue,
    port("blue", "p2", "web", "10.0.0.12", 1)
  ],
  [
    "one external address twice",
    ["Router edge2 gateway: AddressTaken, network internet, address 198.51.100.10, other Router edge gateway"],
    ...blue,
    internet,
    edge,
    network("blue", "db", "10.1.0.0/24"),
    router("blue", "edge2", [["db", "10.1.0.1"]], "198.51.100.10")
  ],
  [
    "the upstream's address",
    ["Router edge gateway: AddressTaken, network internet, address 198.51.100.1, other Network internet subnets"],
    ...blue,
    internet,
    router("blue", "edge", [["web", "10.0.0.1"]], "198.51.100.1")
  ],
  [
    "two host names alike in a zone",
    ["Port p2 hostname: NameTaken, name a.x.example, other Port p1 hostname"],
    open("blue"),
    network("blue", "web"),
    port("blue", "p1", "web", "10.0.0.11", 1, { hostname: "a" }),
    port("blue", "p2", "web", "10.0.0.12", 2, { hostname: "a" }),
    ["DnsZone", { id: "z", tenant: "blue", name: "x.example", networks: ["web"] }]
  ],
  [
    "a host name that the zone has",
    ["Port p1 hostname: NameTaken, name a.x.example, other DnsZone z records.r"],
    open("blue"),
    network("blue", "web"),
    port("blue", "p1", "web", "10.0.0.11", 1, { hostname: "a" }),
    [
      "DnsZone",
      {
        id: "z",
        tenant: "blue",
        name: "x.example",
        networks: ["web"],
        records: [{ id: "r", name: "a", data: { _tag: "A", addresses: ["10.0.0.1"] } }]
      }
    ]
  ],
  [
    "an alias beside other data",
    ["DnsZone z records.s: NameTaken, name a.x.example, other DnsZone z records.r"],
    [
      "DnsZone",
      {
        id: "z",
        tenant: "blue",
        name: "x.example",
        records: [
          { id: "r", name: "a", data: { _tag: "CNAME", target: "b.example" } },
          { id: "s", name: "a", data: { _tag: "A", addresses: ["10.0.0.1"] } }
        ]
      }
    ]
  ],
  [
    "one zone name twice on a network",
    ["DnsZone z2 networks: NameTaken, name x.example, other DnsZone z1 networks"],
    network("blue", "web"),
    ["DnsZone", { id: "z1", tenant: "blue", name: "x.example", networks: ["web"] }],
    ["DnsZone", { id: "z2", tenant: "blue", name: "x.example", networks: ["web"] }]
  ],
  [
    "an address pair outside the network",
    ["Port p2 addressPairs: PairOutside, prefix 10.0.0.0/16, within 10.0.0.0/24"],
    ...blue,
    port("blue", "p2", "web", "10.0.0.12", 2, { addressPairs: [{ prefix: "10.0.0.0/16" }] })
  ],
  [
    "groups without port security",
    ["Port p2: GroupsUnenforced: Port p2"],
    ...blue,
    port("blue", "p2", "web", "10.0.0.12", 2, { portSecurity: false })
  ],
  [
    "stateful and stateless groups on a port",
    ["Port p2: GroupsConflict: Port p2, stateful blue-open, stateless plain"],
    ...blue,
    group("blue", "plain", [], { stateful: false }),
    port("blue", "p2", "web", "10.0.0.12", 2, { securityGroups: ["plain", "blue-open"] })
  ],
  [
    "ports of a rule for all protocols",
    ["SecurityGroup g rules.r: MeaninglessField: SecurityRule g/r, field ports"],
    group("blue", "g", [{ id: "r", direction: "ingress", family: 4, ports: { first: 1, last: 2 } }])
  ],
  [
    "an interface on the external network",
    ["Router edge interfaces.internet.network: WrongNetwork, network internet, expected internal"],
    internet,
    router("blue", "edge", [["internet", "198.51.100.10"]])
  ],
  [
    "a gateway on an internal network",
    ["Router edge gateway.network: WrongNetwork, network web, expected external"],
    network("blue", "web"),
    router("blue", "edge", [], undefined, { gateway: { network: "web", addresses: ["10.0.0.1"] } })
  ],
  [
    "an interface on a served network",
    ["Router edge interfaces.web.network: WrongNetwork, network web, expected unserved"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]]),
    ["ServiceNetwork", { id: "s", tenant: "blue", network: "web", consumers: [] }]
  ],
  [
    "a floating address on an internal network",
    ["FloatingIp ip network: WrongNetwork, network web, expected external"],
    ...blue,
    floating({ network: "web" })
  ],
  [
    "an external network served to others",
    ["ServiceNetwork s network: WrongNetwork, network internet, expected internal"],
    internet,
    ["ServiceNetwork", { id: "s", tenant: "provider", network: "internet", consumers: "everyone" }]
  ],
  [
    "external data of an internal network",
    ["Network web external: FieldMeaningless"],
    network("blue", "web", "10.0.0.0/24", { external: { physicalNetwork: "w" } })
  ],
  [
    "an external network without a wire",
    ["Network x external: FieldMissing"],
    ["Network", { id: "x", tenant: "provider", kind: "external" }]
  ],
  [
    "packets too large for tunnels",
    ["Network web mtu: MtuTooLarge, asked 9000, largest 1442"],
    network("blue", "web", "10.0.0.0/24", { mtu: 9000 })
  ],
  [
    "DHCP of the other family",
    ["Network web subnets.a.dhcp: FamilyWrong, value 10.0.0.0/24, family 6"],
    network("blue", "web", "10.0.0.0/24", {}, { dhcp: { _tag: "V6", mode: "slaac" } })
  ],
  [
    "a floating address without a router",
    ["FloatingIp ip port: NoRouter, network internet, port p1"],
    ...blue,
    internet,
    floating({ port: "p1" })
  ],
  [
    "a floating address that two routers could serve",
    ["FloatingIp ip port: AmbiguousRouter, port p1, routers edge2 edge3"],
    ...blue,
    internet,
    router("blue", "edge2", [["web", "10.0.0.2"]], "198.51.100.12"),
    router("blue", "edge3", [["web", "10.0.0.3"]], "198.51.100.13"),
    floating({ port: "p1" })
  ],
  [
    "a floating address for an address that the port has not",
    ["FloatingIp ip port: NoAddress, port p1, wanted 10.0.0.99, has 10.0.0.11"],
    ...blue,
    internet,
    edge,
    floating({ port: "p1", internal: "10.0.0.99" })
  ],
  [
    "a floating address that leads nowhere",
    ["FloatingIp ip address: AddressOutside, address 203.0.113.1, within 198.51.100.0/24"],
    ...blue,
    internet,
    edge,
    floating({ address: "203.0.113.1" })
  ],
  [
    "two floating addresses of one port",
    ["FloatingIp ip2: TranslationsCollide: FloatingAddress edge/ip, FloatingAddress edge/ip2"],
    ...blue,
    internet,
    edge,
    floating({ port: "p1" }),
    floating({ id: "ip2", address: "198.51.100.51", port: "p1" })
  ],
  [
    "a port forward without a way out",
    ["PortForward f on: NoGateway, router edge, family 4"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]]),
    forward("f")
  ],
  [
    "two port forwards of one port",
    ["PortForward g externalPort: NameTaken, name tcp 198.51.100.10 80, other PortForward f externalPort"],
    ...blue,
    internet,
    edge,
    forward("f"),
    forward("g", { internalPort: 81 })
  ],
  [
    "a port forward where a tunnel listens",
    ["PortForward f externalPort: NameTaken, name udp 198.51.100.10 51820, other Vpn v tunnel.listenPort"],
    ...blue,
    internet,
    edge,
    forward("f", { protocol: "udp", externalPort: 51_820 }),
    wireGuard("v")
  ],
  [
    "a member outside every reachable network",
    ["LoadBalancer lb listeners.l.members.m: MemberUnreachable, address 10.7.0.1, within 10.0.0.0/24"],
    ...blue,
    balancer(onWeb, { address: "10.7.0.1" })
  ],
  ["a member that is nobody", ["LoadBalancer lb listeners.l.members.m: FieldMissing"], ...blue, balancer(onWeb, {})],
  [
    "a rule with a member that is not there",
    ["LoadBalancer lb listeners.l.rules.r: UnknownMember, member x"],
    ...blue,
    balancer(onWeb, { port: "p1" }, { protocol: "http", rules: [{ id: "r", priority: 1, members: ["x"] }] })
  ],
  [
    "rules without HTTP",
    ["LoadBalancer lb listeners.l.rules: FieldMeaningless"],
    ...blue,
    balancer(onWeb, { port: "p1" }, { rules: [{ id: "r", priority: 1, members: ["m"] }] })
  ],
  [
    "a virtual address inside the subnet",
    ["LoadBalancer lb: VirtualAddressInSubnet: LoadBalancer lb, network big, address 10.200.0.1"],
    open("blue"),
    network("blue", "big", "10.200.0.0/24", {}, { gateway: "10.200.0.254" }),
    port("blue", "p1", "big", "10.200.0.11", 1),
    balancer({ _tag: "Network", network: "big" }, { port: "p1" })
  ],
  [
    "a balancer on a router without a way out",
    ["LoadBalancer lb attachments: NoGateway, router edge, family 4"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]]),
    balancer({ _tag: "Router", router: "edge" }, { port: "p1" })
  ],
  [
    "a router that peers with itself",
    ["Peering peer peer.router: PeerIsSelf, router edge"],
    ...blue,
    internet,
    edge,
    peering({ peer: { tenant: "blue", router: "edge" } })
  ],
  [
    "peers with one range",
    [
      "Peering peer: AlreadyConnected, router edge, prefix 10.0.0.0/24, connected 10.0.0.0/24",
      "Peering peer: AlreadyConnected, router red-edge, prefix 10.0.0.0/24, connected 10.0.0.0/24"
    ],
    ...blue,
    internet,
    edge,
    network("red", "app"),
    router("red", "red-edge", [["app", "10.0.0.1"]]),
    peering()
  ],
  [
    "a link without room for two",
    ["Peering peer transit: TransitUnfit, prefix 100.64.0.0/32"],
    ...blue,
    internet,
    edge,
    ...red,
    peering({ transit: ["100.64.0.0/32"] })
  ],
  [
    "a router of somebody else than said",
    ["Peering peer peer.router: ForeignReference, target Router red-edge, tenant blue, owner red"],
    ...blue,
    internet,
    edge,
    ...red,
    peering({ peer: { tenant: "green", router: "red-edge" } })
  ],
  [
    "a tunnel without a way out",
    ["Vpn v router: NoGateway, router edge, family 4"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]]),
    wireGuard("v")
  ],
  [
    "two tunnels that listen at one port",
    ["Vpn w tunnel.listenPort: NameTaken, name udp 198.51.100.10 51820, other Vpn v tunnel.listenPort"],
    ...blue,
    internet,
    edge,
    wireGuard("v"),
    wireGuard("w", { peers: [{ id: "o", publicKey: `${"a".repeat(42)}A=`, allowedPrefixes: ["172.17.0.0/16"] }] })
  ],
  [
    "two tunnels to one prefix",
    [
      "Vpn w: DuplicateRoute: RouteLeak edge/vpn:v:to:172.16.0.0-16:blue, RouteLeak edge/vpn:w:to:172.16.0.0-16:blue, prefix 172.16.0.0/16"
    ],
    ...blue,
    internet,
    edge,
    wireGuard("v"),
    wireGuard("w", { listenPort: 1 })
  ],
  [
    "two limits of a port",
    ["QosPolicy q2 ports: LimitTaken, target Port p1, other QosPolicy q1 ports"],
    ...blue,
    ["QosPolicy", { id: "q1", tenant: "blue", ports: ["p1"] }],
    ["QosPolicy", { id: "q2", tenant: "blue", ports: ["p1"] }]
  ],
  [
    "an attachment by somebody who is not asked in",
    ["ServiceAttachment a service: ForeignReference, target ServiceNetwork s, tenant blue, owner red"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]]),
    network("red", "app", "10.9.0.0/24"),
    ["ServiceNetwork", { id: "s", tenant: "red", network: "app", consumers: ["green"] }],
    ["ServiceAttachment", { id: "a", tenant: "blue", service: "s", router: "edge", address: "10.9.0.5" }]
  ],
  [
    "an attachment at a taken address",
    ["ServiceAttachment a address: AddressTaken, network app, address 10.9.0.5, other Port q addresses"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]]),
    open("red"),
    network("red", "app", "10.9.0.0/24"),
    port("red", "q", "app", "10.9.0.5", 7),
    ["ServiceNetwork", { id: "s", tenant: "red", network: "app", consumers: "everyone" }],
    ["ServiceAttachment", { id: "a", tenant: "blue", service: "s", router: "edge", address: "10.9.0.5" }]
  ],
  [
    "a next hop on an interface that is not there",
    ["Router edge routes.r: UnknownReference: StaticRoute edge/r, target RouterInterface edge/x"],
    ...blue,
    router("blue", "edge", [["web", "10.0.0.1"]], undefined, {
      routes: [{ id: "r", prefix: "172.16.0.0/12", via: [{ address: "10.0.0.5", interface: "x" }] }]
    })
  ]
]

describe("what means nothing", () => {
  for (const [name, expected, ...inputs] of cases) {
    it(`refuses ${name}`, () => assert.deepStrictEqual(problems(...inputs), expected))
  }

  it("is found in many places at once", () => {
    const found = problems(
      open("blue"),
      network("blue", "web", "10.0.0.0/24", { mtu: 9000 }, { gateway: "10.1.0.1" }),
      port("blue", "p", "gone", "10.0.0.5", 5)
    )
    assert.lengthOf(found, 3)
  })
})
