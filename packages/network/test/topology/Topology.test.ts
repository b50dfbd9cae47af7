import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Topology from "../../src/topology/Topology.ts"
import { print, TopologyProblem } from "../../src/topology/TopologyProblem.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

type Input = Topology.TopologyInput

const world = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))

const tags = (input: unknown): ReadonlyArray<string> => Topology.check(input).map((problem) => problem._tag)

describe("make", () => {
  it("fills in defaults and goes through JSON unchanged", () => {
    const made = W.made(world)
    assert.strictEqual(made.ports[0]?.portSecurity, true)
    assert.deepStrictEqual(made.hosts, [])
    assert.deepStrictEqual(W.made(JSON.parse(JSON.stringify(made))), made)
    assert.deepStrictEqual(Schema.decodeSync(Topology.Topology)(Schema.encodeSync(Topology.Topology)(made)), made)
  })

  it("accepts nothing at all as the empty topology", () => {
    assert.deepStrictEqual(W.made({}).ports, [])
  })

  it("brings texts into canonical form", () => {
    const six = { id: "v6", prefix: "2001:DB8:0:0::/64" }
    const input = {
      ...world,
      networks: world.networks!.map((n) => (n.id === "blue-net" ? { ...n, subnets: [...n.subnets!, six] } : n))
    }
    assert.strictEqual(W.made(input).networks[0]?.subnets[1]?.prefix, "2001:db8::/64")
  })

  it("tells every malformed place", () => {
    const problems = Topology.check({ ports: [{ id: "", network: 1 }], hosts: "many" })
    assert.isTrue(problems.every((problem) => problem._tag === "Malformed"))
    const paths = problems.map((problem) => (problem._tag === "Malformed" ? problem.path : ""))
    for (const path of ["hosts", "ports.0.id", "ports.0.network", "ports.0.mac", "ports.0.tenant"])
      assert.include(paths, path)
    assert.deepStrictEqual(tags(null), ["Malformed"])
    assert.deepStrictEqual(
      tags({ networks: [{ id: "n", tenant: "t", scope: "s", subnets: [{ id: "x", prefix: "10.0.0.1/24" }] }] }),
      ["Malformed"]
    )
  })
})

describe("the normal form", () => {
  const shuffle = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(shuffle).toReversed()
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .map(([key, item]) => [key, shuffle(item)])
              .toReversed()
          )
        : value
  const double = (value: unknown): unknown =>
    Array.isArray(value)
      ? [...value.map(double), ...value.map(double)]
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, double(item)]))
        : value
  const rich: Input = W.merge(
    W.withRouter(world, "green-router", {
      policies: [
        { id: "p1", priority: 1, source: "10.0.0.5/32", action: [{ address: "203.0.113.1" }] },
        { id: "p2", priority: 2, source: "10.0.0.0/24", destination: "192.0.2.0/24", action: "drop" }
      ],
      floatingAddresses: [{ id: "f", interface: "wan", internal: "10.0.0.6", external: "203.0.113.66" }]
    }),
    {
      addressSets: [{ id: "set", prefixes: ["10.0.0.0/24", "192.0.2.0/24"] }],
      loadBalancers: [
        {
          id: "lb",
          tenant: "blue",
          address: "192.0.2.80",
          listeners: [
            {
              id: "l",
              protocol: "tcp",
              port: 80,
              members: [5, 6].map((n) => ({ id: `m${n}`, address: `10.0.0.${n}`, port: 80 }))
            }
          ],
          attachments: [{ _tag: "Network", network: "blue-net" }]
        }
      ]
    }
  )
  const packets = [
    W.tcp("blue-a", "10.0.0.5:1000", "10.0.0.6:80"),
    W.tcp("green-a", "10.0.0.5:1000", "198.51.100.1:443"),
    W.tcp("green-b", "10.0.0.6:1000", "192.0.2.1:443"),
    W.tcp("blue-a", "10.0.0.5:1000", "203.0.113.66:443"),
    W.tcp(W.outside("internet"), "198.51.100.1:1000", "203.0.113.66:443")
  ]
  const plain = W.made(rich)

  for (const [name, change] of [
    ["the order of lists and keys", shuffle],
    ["doubles", double],
    ["both", (value: unknown) => shuffle(double(shuffle(value)))]
  ] as const) {
    it(`does not depend on ${name}, nor do traces`, () => {
      const other = W.made(change(rich) as Input)
      assert.deepStrictEqual(other, plain)
      for (const packet of packets) assert.deepStrictEqual(Trace.trace(other, packet), Trace.trace(plain, packet))
    })
  }

  it("is the same from any state to any other", () => {
    const parts = [W.internet, W.tenant("blue", 10), W.tenant("green", 20)]
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [0, 1, 1, 2, 0]
    ]
    const results = orders.map((order) => W.made(W.merge(...order.map((n) => parts[n]!))))
    for (const result of results) assert.deepStrictEqual(result, results[0])
  })
})

describe("problems", () => {
  const port = (fields: object): Input => W.withPort(world, "blue-a", fields)
  const router = (fields: Parameters<typeof W.withRouter>[2]): Input => W.withRouter(world, "blue-router", fields)
  const network = (id: string, fields: object): Input => ({
    ...world,
    networks: world.networks!.map((each) => (each.id === id ? { ...each, ...fields } : each))
  })
  const group = (rule: object, fields: object = {}): Input =>
    W.merge(world, {
      securityGroups: [
        { id: "g", tenant: "blue", rules: [{ id: "r", direction: "ingress", family: 4, ...rule }], ...fields }
      ]
    })
  const hop = [{ address: "203.0.113.1" }]
  const route = { id: "r", prefix: "192.0.2.0/24", via: hop }
  const policy = { id: "p", priority: 1, action: "drop" as const }
  const nat = { id: "n", interface: "wan", internal: "10.0.0.0/25", external: "203.0.113.10" }
  const float = { id: "f", interface: "wan", internal: "10.0.0.6", external: "203.0.113.66" }
  const portForward = { ...float, id: "pf", protocol: "tcp" as const, externalPort: 1, internalPort: 1 }
  const listener = {
    id: "l",
    protocol: "tcp" as const,
    port: 80,
    members: [{ id: "m", address: "10.0.0.6", port: 80 }]
  }
  const balancer = (fields: object, attachment: object = { _tag: "Network", network: "blue-net" }): Input =>
    W.merge(world, {
      loadBalancers: [
        {
          id: "lb",
          tenant: "blue",
          address: "192.0.2.80",
          listeners: [listener],
          attachments: [attachment as never],
          ...fields
        }
      ]
    })
  const lan = { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] }
  const wan = { id: "wan", network: "internet", addresses: ["203.0.113.10"] }
  const greenScope = {
    networks: [{ id: "other", tenant: "blue", scope: "green", subnets: [{ id: "s", prefix: "10.0.1.0/24" }] }]
  }
  const other = { id: "other", network: "other", addresses: ["10.0.1.1"] }
  const outsideWith = (fields: object): Input => network("internet", fields)
  const inbound = { id: "i", prefix: "192.0.2.0/24", via: ["203.0.113.10"] }
  const badGateway = { subnets: [{ id: "v4", prefix: "10.0.0.0/24", gateway: "10.0.1.1" }] }

  const cases: ReadonlyArray<readonly [string, Input, ReadonlyArray<string>]> = [
    ["none", world, []],
    [
      "two different tenants of one id",
      W.merge(world, { scopes: [{ id: "x" }], hosts: [{ id: "h" }, { id: "h", forwards: true }] }),
      ["DuplicateId", "NoGatewayHost", "NoGatewayHost"]
    ],
    ["two routes of one id", router({ routes: [route, { ...route, prefix: "192.0.3.0/24" }] }), ["DuplicateId"]],
    ["a port on no network", port({ network: "nowhere" }), ["UnknownReference"]],
    ["a port in no group", port({ securityGroups: ["none"] }), ["UnknownReference"]],
    ["a port on no host", port({ host: "none" }), ["UnknownReference"]],
    ["a remote group that is not there", group({ remote: { _tag: "Group", group: "none" } }), ["UnknownReference"]],
    [
      "an address set that is not there",
      group({ remote: { _tag: "AddressSet", addressSet: "none" } }),
      ["UnknownReference"]
    ],
    [
      "a next hop's interface that is not there",
      router({ routes: [{ ...route, via: [{ ...hop[0]!, interface: "none" }] }] }),
      ["UnknownReference"]
    ],
    [
      "a policy's interface that is not there",
      router({ policies: [{ ...policy, interface: "none" }] }),
      ["UnknownReference"]
    ],
    [
      "a translation's interface that is not there",
      router({ sourceNats: [{ ...nat, interface: "none" }] }),
      ["UnknownReference"]
    ],
    [
      "a load balancer on no router",
      balancer({}, { _tag: "Router", router: "none", interface: "wan" }),
      ["UnknownReference"]
    ],
    [
      "a port on another tenant's network",
      port({ network: "green-net", addresses: ["10.0.0.9"], mac: W.mac(9) }),
      ["ForeignReference"]
    ],
    ["a port in another tenant's group", port({ securityGroups: ["green-open"] }), ["ForeignReference"]],
    [
      "a router on another tenant's network",
      router({ interfaces: [{ ...lan, network: "green-net", addresses: ["10.0.0.9"] }, wan] }),
      ["ForeignReference"]
    ],
    [
      "a load balancer on another tenant's router",
      balancer({ address: "203.0.113.80" }, { _tag: "Router", router: "green-router", interface: "wan" }),
      ["ForeignReference"]
    ],
    [
      "subnets of one scope that overlap",
      W.merge(world, {
        networks: [{ id: "x", tenant: "blue", scope: "blue", subnets: [{ id: "s", prefix: "10.0.0.128/25" }] }]
      }),
      ["SubnetsOverlap"]
    ],
    ["a port's address outside its subnets", port({ addresses: ["10.0.1.5"] }), ["AddressOutside"]],
    ["a gateway outside its subnet", network("blue-net", badGateway), ["AddressOutside"]],
    ["a port with the network's address", port({ addresses: ["10.0.0.0"] }), ["AddressUnusable"]],
    ["a port with the broadcast address", port({ addresses: ["10.0.0.255"] }), ["AddressUnusable"]],
    [
      "a floating multicast address",
      router({ floatingAddresses: [{ ...float, external: "224.0.0.1" }] }),
      ["AddressUnusable"]
    ],
    ["two ports with one address", port({ addresses: ["10.0.0.6"] }), ["AddressTaken"]],
    ["a port with the router's address", port({ addresses: ["10.0.0.1"] }), ["AddressTaken"]],
    [
      "two routers' translations of one address",
      router({ floatingAddresses: [{ ...float, external: "203.0.113.20" }] }),
      ["AddressTaken"]
    ],
    ["two ports with one MAC address", port({ mac: W.mac(6) }), ["MacTaken"]],
    ["a route of two families", router({ routes: [{ ...route, prefix: "2001:db8::/32" }] }), ["FamiliesDiffer"]],
    [
      "a translation of two families",
      router({ floatingAddresses: [{ ...float, internal: "2001:db8::1" }] }),
      ["FamiliesDiffer"]
    ],
    ["a rule of two families", group({ remote: { _tag: "Prefix", prefix: "2001:db8::/32" } }), ["FamiliesDiffer"]],
    [
      "a policy of two families",
      router({ policies: [{ ...policy, source: "10.0.0.0/8", destination: "2001:db8::/32" }] }),
      ["FamiliesDiffer"]
    ],
    ["ports of any protocol", group({ ports: { first: 1, last: 2 } }), ["MeaninglessField"]],
    ["a type of TCP", group({ protocol: "tcp", icmp: { type: 8 } }), ["MeaninglessField"]],
    ["ICMPv6 in IPv4", group({ protocol: "icmp6" }), ["MeaninglessField"]],
    ["an outside of an inner network", network("blue-net", { outside: ["192.0.2.0/24"] }), ["MeaninglessField"]],
    [
      "a leak to itself",
      router({ leaks: [{ id: "l", prefix: "10.0.0.0/8", from: "blue", to: "blue" }] }),
      ["MeaninglessField"]
    ],
    ["a range from behind", group({ protocol: "tcp", ports: { first: 2, last: 1 } }), ["RangeReversed"]],
    ["no next hop", router({ routes: [{ ...route, via: [] }] }), ["NoNextHop"]],
    ["no way in", outsideWith({ inbound: [{ ...inbound, via: [] }] }), ["NoNextHop"]],
    [
      "a next hop on two interfaces",
      router({ interfaces: [lan, wan, { ...wan, id: "wan2", addresses: ["203.0.113.11"] }], routes: [route] }),
      ["AmbiguousNextHop"]
    ],
    [
      "a next hop in another scope",
      W.withRouter(W.merge(world, greenScope), "blue-router", {
        interfaces: [lan, wan, other],
        sourceNats: [],
        routes: [{ ...route, scope: "blue", via: [{ address: "10.0.1.9", interface: "other" }] }]
      }),
      ["NextHopInOtherScope"]
    ],
    [
      "a translation inside",
      router({ sourceNats: [{ ...nat, interface: "lan", external: "10.0.0.1" }] }),
      ["NotExternal"]
    ],
    [
      "gateway hosts inside",
      W.merge(
        router({
          interfaces: [
            { ...lan, gatewayHosts: [{ host: "h", priority: 1 }] },
            { ...wan, gatewayHosts: [{ host: "h", priority: 1 }] }
          ]
        }),
        { hosts: [{ id: "h" }] }
      ),
      ["NotExternal", "NoGatewayHost"]
    ],
    ["no gateway host", W.merge(world, { hosts: [{ id: "h" }] }), ["NoGatewayHost", "NoGatewayHost"]],
    ["a route in a scope that is elsewhere", router({ routes: [{ ...route, scope: "green" }] }), ["ScopeNotOnRouter"]],
    [
      "a leak from a scope that is elsewhere",
      router({ leaks: [{ id: "l", prefix: "10.0.0.0/8", from: "green", to: "blue" }] }),
      ["ScopeNotOnRouter"]
    ],
    [
      "a translation of two scopes",
      W.withRouter(W.merge(world, greenScope), "blue-router", { interfaces: [lan, wan, other] }),
      ["AmbiguousScope"]
    ],
    [
      "two policies of one priority",
      router({ policies: [policy, { ...policy, id: "q", action: "allow" }] }),
      ["DuplicatePriority"]
    ],
    [
      "two routes of one prefix",
      router({ routes: [route, { ...route, id: "s", via: "blackhole" }] }),
      ["DuplicateRoute"]
    ],
    [
      "two ways in for one prefix",
      outsideWith({ inbound: [inbound, { ...inbound, id: "j", via: ["203.0.113.20"] }] }),
      ["DuplicateRoute"]
    ],
    [
      "two source NATs of one prefix",
      router({ sourceNats: [nat, { ...nat, id: "m", external: "203.0.113.11" }] }),
      ["TranslationsCollide"]
    ],
    [
      "two floating addresses of one port",
      router({ floatingAddresses: [float, { ...float, id: "g", external: "203.0.113.67" }] }),
      ["TranslationsCollide"]
    ],
    [
      "two forwards of one port",
      router({ portForwards: [portForward, { ...portForward, id: "pg", internalPort: 2 }] }),
      ["TranslationsCollide"]
    ],
    [
      "two listeners of one port",
      balancer({ listeners: [listener, { ...listener, id: "k" }] }),
      ["TranslationsCollide"]
    ],
    [
      "groups with and without state",
      W.merge(port({ securityGroups: ["blue-open", "g"] }), {
        securityGroups: [{ id: "g", tenant: "blue", stateful: false }]
      }),
      ["GroupsConflict"]
    ],
    ["groups without port security", port({ portSecurity: false }), ["GroupsUnenforced"]],
    ["a virtual address among neighbours", balancer({ address: "10.0.0.80" }), ["VirtualAddressInSubnet"]],
    ["an outside that is inside", outsideWith({ outside: ["203.0.112.0/23"] }), ["OutsideOverlaps"]],
    [
      "a cable to itself",
      W.merge(W.tenant("blue", 10), {
        ...W.internet,
        routers: [],
        hosts: [{ id: "h" }],
        links: [{ id: "l", hosts: ["h", "h"] }]
      }),
      ["LinkToItself", "NoGatewayHost"]
    ]
  ]
  for (const [name, input, expected] of cases) {
    it(`finds ${name}`, () => assert.deepStrictEqual(tags(input).toSorted(), [...expected].toSorted()))
  }

  it("has a case for each kind", () => {
    const seen = new Set(["Malformed", ...cases.flatMap(([, , expected]) => expected)])
    assert.deepStrictEqual(new Set(Object.keys(TopologyProblem.cases)), seen)
  })

  it("tells all at once, each in a line", () => {
    const failure = Topology.make(port({ network: "nowhere", securityGroups: ["none"], host: "none" }))
    assert.isTrue(Result.isFailure(failure))
    if (Result.isFailure(failure)) {
      assert.strictEqual(failure.failure.problems.length, 3)
      assert.strictEqual(failure.failure.message.split("\n").length, 3)
      assert.include(failure.failure.message, "UnknownReference: Port blue-a, target Network nowhere")
    }
    const [overlap] = Topology.check(cases.find(([name]) => name === "subnets of one scope that overlap")![1])
    assert.strictEqual(
      print(overlap!),
      "SubnetsOverlap: scope blue, Subnet blue-net/v4, Subnet x/s, prefixes 10.0.0.0/24, 10.0.0.128/25"
    )
  })

  it("lets an address be shared by the translations of one interface, and scopes overlap", () => {
    const shared = router({
      portForwards: [
        { ...portForward, external: "203.0.113.10" },
        { ...portForward, id: "q", externalPort: 2, external: "203.0.113.10" }
      ]
    })
    assert.deepStrictEqual(tags(shared), [])
  })
})
