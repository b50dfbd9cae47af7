import { assert, describe, it } from "@effect/vitest"
import * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))

describe("neighbours and tenants", () => {
  const topology = W.made(two)

  it("delivers to the neighbour of the own tenant, never of the one with the same addresses", () => {
    assert.strictEqual(W.both(topology, W.tcp("blue-a", "10.0.0.5:1000", "10.0.0.6:80")), "port blue-b / port blue-a")
    assert.strictEqual(
      W.both(topology, W.tcp("green-a", "10.0.0.5:1000", "10.0.0.6:80")),
      "port green-b / port green-a"
    )
  })

  it("drops what nobody has, refuses broadcasts, own addresses and unknown places", () => {
    assert.strictEqual(W.both(topology, W.tcp("blue-a", "10.0.0.5:1000", "10.0.0.9:80")), "NoNeighbour / none")
    assert.strictEqual(W.both(topology, W.ping("blue-a", "10.0.0.5", "10.0.0.255")), "refused SubnetBroadcast / none")
    assert.strictEqual(W.both(topology, W.ping("nobody", "10.0.0.5", "10.0.0.6")), "refused UnknownPort / none")
    assert.strictEqual(W.both(topology, W.ping(W.outside("x"), "8.8.8.8", "10.0.0.6")), "refused UnknownNetwork / none")
    assert.strictEqual(
      W.both(topology, W.ping(W.outside("blue-net"), "8.8.8.8", "10.0.0.6")),
      "refused NotExternal / none"
    )
    const withTwo = W.made(W.withPort(two, "blue-a", { addresses: ["10.0.0.5", "10.0.0.7"] }))
    assert.strictEqual(W.both(withTwo, W.ping("blue-a", "10.0.0.5", "10.0.0.7")), "refused OwnAddress / none")
    assert.strictEqual(W.both(topology, W.ping("blue-a", "224.0.0.5", "10.0.0.6")), "refused Multicast / none")
  })

  it("does not send or receive at a disabled port", () => {
    const off = W.made(W.withPort(two, "blue-b", { enabled: false }))
    assert.strictEqual(W.both(off, W.ping("blue-a", "10.0.0.5", "10.0.0.6")), "PortDisabled / none")
    assert.strictEqual(W.both(off, W.ping("blue-b", "10.0.0.6", "10.0.0.5")), "PortDisabled / none")
  })

  it("gives a packet without gateway nowhere to go", () => {
    const alone = W.made({
      ...two,
      networks: two.networks!.map((n) =>
        n.id === "blue-net" ? { ...n, subnets: [{ id: "v4", prefix: "10.0.0.0/24" }] } : n
      )
    })
    assert.strictEqual(W.both(alone, W.ping("blue-a", "10.0.0.5", "10.1.0.6")), "NoGateway / none")
    assert.strictEqual(W.both(topology, W.ping("blue-a", "2001:db8::1", "2001:db8::2")), "PortSecurity / none")
  })
})

describe("port security", () => {
  it("lets a port use its own addresses and its pairs", () => {
    const pairs = W.made(
      W.withPort(two, "blue-a", { addressPairs: [{ prefix: "10.0.0.100/32" }, { prefix: "10.9.0.0/16" }] })
    )
    assert.strictEqual(W.both(pairs, W.ping("blue-a", "10.0.0.5", "10.0.0.6")), "port blue-b / port blue-a")
    assert.strictEqual(W.both(pairs, W.ping("blue-a", "10.0.0.7", "10.0.0.6")), "PortSecurity / none")
    // The shared address is answered too; the larger pair is for what the guest forwards.
    assert.strictEqual(W.both(pairs, W.ping("blue-a", "10.0.0.100", "10.0.0.6")), "port blue-b / port blue-a")
    assert.strictEqual(W.both(pairs, W.ping("blue-a", "10.9.1.1", "10.0.0.6")), "port blue-b / UnknownConnection")
  })

  it("finds the holders of a shared address, any of them", () => {
    const pair = { addressPairs: [{ prefix: "10.0.0.100/32" }] }
    const third = { id: "blue-c", tenant: "blue", network: "blue-net", mac: W.mac(7), addresses: ["10.0.0.7"] }
    const shared = W.withPort(W.withPort(two, "blue-a", pair), "blue-b", pair)
    const topology = W.made(W.merge(shared, { ports: [{ ...third, securityGroups: ["blue-open"] }] }))
    const { complete, traces } = Trace.all(topology, W.ping("blue-c", "10.0.0.7", "10.0.0.100"))
    assert.isTrue(complete)
    assert.sameMembers(
      traces.map((each) => W.outcome(each)),
      ["port blue-a", "port blue-b"]
    )
    assert.deepStrictEqual(traces[0]?.steps.find((step) => step.effect === "Choose")?.alternatives, [
      "blue-a",
      "blue-b"
    ])
  })

  it("is not asked where it is off, nor are groups", () => {
    const off = W.made(W.withPort(two, "blue-a", { portSecurity: false, securityGroups: [] }))
    assert.strictEqual(W.both(off, W.ping("blue-a", "192.0.2.1", "10.0.0.6")), "port blue-b / UnknownConnection")
    assert.strictEqual(W.both(off, W.ping("blue-b", "10.0.0.6", "10.0.0.5")), "port blue-a / port blue-b")
  })
})

describe("security groups", () => {
  const guarded = (rules: ReadonlyArray<object>, stateful = true) =>
    W.made(
      W.withPort(
        W.merge(two, { securityGroups: [{ id: "guard", tenant: "blue", stateful, rules: rules as never }] }),
        "blue-b",
        { securityGroups: ["guard"] }
      )
    )
  const http = { id: "http", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 80, last: 81 } }
  const to = (port: number) => W.tcp("blue-a", "10.0.0.5:1000", `10.0.0.6:${port}`)

  it("close a port that has none of their allowances", () => {
    assert.strictEqual(W.both(guarded([]), to(80)), "SecurityGroup / none")
    const none = W.made(W.withPort(two, "blue-b", { securityGroups: [] }))
    assert.strictEqual(W.both(none, to(80)), "SecurityGroup / none")
    assert.strictEqual(W.both(none, W.ping("blue-b", "10.0.0.6", "10.0.0.5")), "SecurityGroup / none")
  })

  it("allow ports, protocols and ICMP types as written, and answers without a rule", () => {
    const topology = guarded([
      http,
      { id: "ping", direction: "ingress", family: 4, protocol: "icmp", icmp: { type: 8 } }
    ])
    assert.strictEqual(W.both(topology, to(79)), "SecurityGroup / none")
    assert.strictEqual(W.both(topology, to(80)), "port blue-b / port blue-a")
    assert.strictEqual(W.both(topology, to(81)), "port blue-b / port blue-a")
    assert.strictEqual(W.both(topology, to(82)), "SecurityGroup / none")
    assert.strictEqual(W.both(topology, W.ping("blue-a", "10.0.0.5", "10.0.0.6")), "port blue-b / port blue-a")
    assert.strictEqual(W.both(topology, W.ping("blue-b", "10.0.0.6", "10.0.0.5")), "SecurityGroup / none")
    const code = guarded([
      { id: "ping", direction: "ingress", family: 4, protocol: "icmp", icmp: { type: 8, code: 1 } }
    ])
    assert.strictEqual(W.both(code, W.ping("blue-a", "10.0.0.5", "10.0.0.6")), "SecurityGroup / none")
    const number = guarded([{ id: "gre", direction: "ingress", family: 4, protocol: 47 }])
    const gre = W.packet("blue-a", { source: "10.0.0.5", destination: "10.0.0.6", protocol: 47 })
    assert.strictEqual(W.both(number, gre), "port blue-b / port blue-a")
    assert.strictEqual(W.both(number, to(80)), "SecurityGroup / none")
  })

  it("drop answers at stateless groups without a rule for them", () => {
    const egress = { id: "back", direction: "egress", family: 4, protocol: "tcp" }
    assert.strictEqual(W.both(guarded([http], false), to(80)), "port blue-b / SecurityGroup")
    assert.strictEqual(W.both(guarded([http, egress], false), to(80)), "port blue-b / port blue-a")
  })

  it("mean all ports of a remote group, with their pairs", () => {
    const peers = { id: "peers", direction: "ingress", family: 4, remote: { _tag: "Group", group: "blue-open" } }
    assert.strictEqual(W.both(guarded([peers]), to(80)), "port blue-b / port blue-a")
    const self = { ...peers, remote: { _tag: "Group", group: "guard" } }
    assert.strictEqual(W.both(guarded([self]), to(80)), "SecurityGroup / none")
    const paired = W.made(
      W.withPort(
        W.withPort(
          W.merge(two, { securityGroups: [{ id: "guard", tenant: "blue", rules: [peers as never] }] }),
          "blue-b",
          { securityGroups: ["guard"] }
        ),
        "blue-a",
        { addressPairs: [{ prefix: "10.0.0.64/28" }] }
      )
    )
    assert.strictEqual(W.outcome(Trace.trace(paired, W.ping("blue-a", "10.0.0.70", "10.0.0.6"))), "port blue-b")
  })

  it("mean prefixes and address sets of one family", () => {
    const from = (remote: object) => guarded([{ id: "r", direction: "ingress", family: 4, remote }])
    assert.strictEqual(W.both(from({ _tag: "Prefix", prefix: "10.0.0.4/31" }), to(80)), "port blue-b / port blue-a")
    assert.strictEqual(W.both(from({ _tag: "Prefix", prefix: "10.0.0.6/31" }), to(80)), "SecurityGroup / none")
    const set = (prefixes: ReadonlyArray<string>) =>
      W.made(
        W.withPort(
          W.merge(two, {
            addressSets: [{ id: "friends", prefixes }],
            securityGroups: [
              {
                id: "guard",
                tenant: "blue",
                rules: [
                  { id: "r", direction: "ingress", family: 4, remote: { _tag: "AddressSet", addressSet: "friends" } }
                ]
              }
            ]
          }),
          "blue-b",
          { securityGroups: ["guard"] }
        )
      )
    assert.strictEqual(W.both(set(["10.0.0.5/32", "2001:db8::/32"]), to(80)), "port blue-b / port blue-a")
    assert.strictEqual(W.both(set(["2001:db8::/32"]), to(80)), "SecurityGroup / none")
    assert.strictEqual(W.both(set([]), to(80)), "SecurityGroup / none")
  })
})

describe("routers", () => {
  const second: Topology.TopologyInput = {
    networks: [
      {
        id: "blue-db",
        tenant: "blue",
        scope: "blue",
        subnets: [{ id: "v4", prefix: "10.0.1.0/24", gateway: "10.0.1.1" }]
      }
    ],
    ports: [
      {
        id: "db",
        tenant: "blue",
        network: "blue-db",
        mac: W.mac(5),
        addresses: ["10.0.1.5"],
        securityGroups: ["blue-open"]
      }
    ]
  }
  const lan = { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] }
  const db = { id: "db", network: "blue-db", addresses: ["10.0.1.1"] }
  const wan = { id: "wan", network: "internet", addresses: ["203.0.113.10"] }
  const world = (fields: Parameters<typeof W.withRouter>[2]) =>
    W.made(W.withRouter(W.merge(two, second), "blue-router", { interfaces: [lan, db, wan], ...fields }))
  const toDb = W.tcp("blue-a", "10.0.0.5:1000", "10.0.1.5:5432")

  it("join the networks on which they have interfaces", () => {
    assert.strictEqual(W.both(world({}), toDb), "port db / port blue-a")
    // Without the interface the default route takes it: the outside is everything that is not in its own scope.
    assert.strictEqual(W.both(world({ interfaces: [lan, wan] }), toDb), "outside internet / port blue-a")
  })

  it("answer echo requests to their addresses, near and far, and nothing else", () => {
    const topology = world({})
    assert.strictEqual(W.both(topology, W.ping("blue-a", "10.0.0.5", "10.0.0.1")), "router blue-router / port blue-a")
    assert.strictEqual(W.both(topology, W.ping("blue-a", "10.0.0.5", "10.0.1.1")), "router blue-router / port blue-a")
    assert.strictEqual(W.both(topology, W.tcp("blue-a", "10.0.0.5:1000", "10.0.0.1:22")), "RouterLocal / none")
    assert.strictEqual(
      W.both(topology, W.ping(W.outside("internet"), "8.8.8.8", "203.0.113.10")),
      "router blue-router / outside internet"
    )
  })

  it("drop by blackholes and where there is no route", () => {
    const routes = [{ id: "hole", prefix: "192.0.2.0/24", via: "blackhole" as const }]
    assert.strictEqual(W.both(world({ routes }), W.ping("blue-a", "10.0.0.5", "192.0.2.7")), "Blackhole / none")
    assert.strictEqual(W.both(world({ routes }), W.ping("blue-a", "10.0.0.5", "192.0.3.7")), "NoRoute / none")
  })

  it("choose the longest prefix, and a connected subnet before a static route", () => {
    const hop = [{ address: "203.0.113.1" }]
    const hole = "blackhole" as const
    const routes = [
      { id: "default", prefix: "0.0.0.0/0", via: hop },
      { id: "same", prefix: "10.0.1.0/24", via: hole },
      { id: "wide", prefix: "198.51.100.0/24", via: hole },
      { id: "narrow", prefix: "198.51.100.128/25", via: hop }
    ]
    assert.strictEqual(W.both(world({ routes }), toDb), "port db / port blue-a")
    assert.strictEqual(W.both(world({ routes }), W.ping("blue-a", "10.0.0.5", "198.51.100.1")), "Blackhole / none")
    assert.strictEqual(
      W.both(world({ routes }), W.ping("blue-a", "10.0.0.5", "198.51.100.129")),
      "outside internet / port blue-a"
    )
  })

  it("share flows over several next hops, every one of which counts", () => {
    const hops = [{ address: "10.0.1.5" }, { address: "10.0.0.6" }]
    const routes = [{ id: "both", prefix: "192.0.2.0/24", via: hops }]
    const loose = W.withPort(
      W.withPort(W.merge(two, second), "db", { portSecurity: false, securityGroups: [] }),
      "blue-b",
      {
        portSecurity: false,
        securityGroups: []
      }
    )
    const topology = W.made(W.withRouter(loose, "blue-router", { interfaces: [lan, db, wan], routes }))
    const { complete, traces } = Trace.all(topology, W.ping("blue-a", "10.0.0.5", "192.0.2.1"))
    assert.isTrue(complete)
    assert.sameMembers(
      traces.map((each) => W.outcome(each)),
      ["port db as next hop", "port blue-b as next hop"]
    )
    assert.isUndefined(traces[0]?.answer)
    const seen = new Set<string>()
    for (let n = 1; n < 30; n++)
      seen.add(W.outcome(Trace.trace(topology, W.ping("blue-a", "10.0.0.5", `192.0.2.${n}`))))
    assert.strictEqual(seen.size, 2)
    assert.isFalse(Trace.all(topology, W.ping("blue-a", "10.0.0.5", "192.0.2.1"), { limit: 1 }).complete)
  })

  it("obey policies by priority before the table", () => {
    const hop = [{ address: "203.0.113.1" }]
    const policies = [
      {
        id: "allow",
        priority: 30,
        source: "10.0.0.5/32",
        protocol: "tcp" as const,
        ports: { first: 5432, last: 5432 },
        action: "allow" as const
      },
      { id: "drop", priority: 20, source: "10.0.0.0/24", destination: "10.0.1.0/24", action: "drop" as const },
      { id: "detour", priority: 10, interface: "db", action: hop }
    ]
    const topology = world({ policies })
    assert.strictEqual(W.both(topology, toDb), "port db / ScopeCrossing")
    assert.strictEqual(W.both(topology, W.tcp("blue-a", "10.0.0.5:1", "10.0.1.5:1")), "PolicyDrop / none")
    assert.strictEqual(W.both(topology, W.tcp("blue-b", "10.0.0.6:1", "10.0.1.5:5432")), "PolicyDrop / none")
    // To the router itself no policy applies.
    assert.strictEqual(W.outcome(Trace.trace(topology, W.ping("blue-b", "10.0.0.6", "10.0.1.1"))), "router blue-router")
    // By the policy of the interface towards the outside, although the table knows better.
    assert.strictEqual(W.outcome(Trace.trace(topology, W.ping("db", "10.0.1.5", "10.0.0.6"))), "ScopeCrossing")
  })

  it("come to an end in a circle", () => {
    const transit: Topology.TopologyInput = {
      networks: [{ id: "transit", tenant: "blue", scope: "blue", subnets: [{ id: "v4", prefix: "10.255.0.0/29" }] }]
    }
    const a = [{ id: "there", prefix: "192.0.2.0/24", via: [{ address: "10.255.0.2" }] }]
    const b = [{ id: "back", prefix: "192.0.2.0/25", via: [{ address: "10.255.0.1" }] }]
    const topology = W.made(
      W.merge(
        W.withRouter(W.merge(two, transit), "blue-router", {
          interfaces: [lan, { id: "transit", network: "transit", addresses: ["10.255.0.1"] }],
          sourceNats: [],
          routes: a
        }),
        {
          routers: [
            {
              id: "other",
              tenant: "blue",
              interfaces: [{ id: "t", network: "transit", addresses: ["10.255.0.2"] }],
              routes: b
            }
          ]
        }
      )
    )
    assert.strictEqual(W.both(topology, W.ping("blue-a", "10.0.0.5", "192.0.2.1")), "loop / none")
    assert.strictEqual(W.both(topology, W.ping("blue-a", "10.0.0.5", "192.0.2.200")), "NoRoute / none")
  })

  it("are 64 at most on a way", () => {
    const chain = (count: number): Topology.Topology => {
      const base = W.merge(two, second)
      const links = Array.from({ length: count - 1 }, (_, n) => ({
        id: `link${n}`,
        tenant: "blue",
        scope: "blue",
        subnets: [{ id: "v4", prefix: `10.200.${n}.0/30` }]
      }))
      const routers = Array.from({ length: count }, (_, n) => ({
        id: `hop${n}`,
        tenant: "blue",
        interfaces: [
          n === 0
            ? { ...lan, addresses: ["10.0.0.2"] }
            : { id: "left", network: `link${n - 1}`, addresses: [`10.200.${n - 1}.2`] },
          n === count - 1
            ? { ...db, addresses: ["10.0.1.2"] }
            : { id: "right", network: `link${n}`, addresses: [`10.200.${n}.1`] }
        ],
        routes: n === count - 1 ? [] : [{ id: "on", prefix: "10.0.1.0/24", via: [{ address: `10.200.${n}.2` }] }]
      }))
      return W.made(W.merge(base, { networks: links, routers }))
    }
    const sent = W.ping({ _tag: "Port", port: "blue-a", nextHop: "10.0.0.2" } as never, "10.0.0.5", "10.0.1.5")
    assert.strictEqual(W.outcome(Trace.trace(chain(64), sent)), "port db")
    assert.strictEqual(W.outcome(Trace.trace(chain(65), sent)), "HopLimit")
  })
})

describe("translations", () => {
  const forwards = [
    {
      id: "ssh",
      interface: "wan",
      protocol: "tcp" as const,
      external: "203.0.113.20",
      externalPort: 2222,
      internal: "10.0.0.5",
      internalPort: 22
    }
  ]
  const floatingAddresses = [{ id: "b", interface: "wan", internal: "10.0.0.6", external: "203.0.113.66" }]
  const topology = W.made(W.withRouter(two, "green-router", { floatingAddresses, portForwards: forwards }))
  const out = W.outside("internet")

  it("hide many addresses behind one and know the way back", () => {
    const traced = Trace.trace(topology, W.tcp("blue-a", "10.0.0.5:1000", "198.51.100.7:443"))
    assert.strictEqual(W.outcome(traced), "outside internet")
    assert.strictEqual(traced.steps.find((step) => step.effect === "Translate")?.rewritten?.source, "203.0.113.10")
    assert.strictEqual(W.outcome(traced.answer), "port blue-a")
  })

  it("keep the outside out", () => {
    assert.strictEqual(W.both(topology, W.tcp(out, "198.51.100.7:443", "203.0.113.10:1000")), "RouterLocal / none")
    assert.strictEqual(W.both(topology, W.tcp(out, "198.51.100.7:443", "10.0.0.5:1000")), "NotInside / none")
    assert.strictEqual(W.both(topology, W.tcp(out, "203.0.113.50:443", "203.0.113.10:1000")), "NotFromOutside / none")
  })

  it("lead a floating address in and out", () => {
    assert.strictEqual(
      W.both(topology, W.tcp(out, "198.51.100.7:1000", "203.0.113.66:443")),
      "port green-b / outside internet"
    )
    const traced = Trace.trace(topology, W.tcp("green-b", "10.0.0.6:1000", "198.51.100.7:443"))
    assert.strictEqual(traced.steps.find((step) => step.effect === "Translate")?.rewritten?.source, "203.0.113.66")
    assert.strictEqual(W.outcome(traced.answer), "port green-b")
  })

  it("forward one port", () => {
    const traced = Trace.trace(topology, W.tcp(out, "198.51.100.7:1000", "203.0.113.20:2222"))
    assert.strictEqual(W.outcome(traced), "port green-a")
    assert.strictEqual(traced.steps.at(-1)?.headers.destinationPort, 22)
    assert.strictEqual(W.outcome(traced.answer), "outside internet")
    assert.strictEqual(W.both(topology, W.tcp(out, "198.51.100.7:1000", "203.0.113.20:2223")), "RouterLocal / none")
  })

  it("turn around at the own router (hairpin), with the translated source", () => {
    const traced = Trace.trace(topology, W.tcp("green-a", "10.0.0.5:1000", "203.0.113.66:443"))
    assert.strictEqual(W.outcome(traced), "port green-b")
    assert.strictEqual(traced.steps.at(-1)?.headers.source, "203.0.113.20")
    assert.strictEqual(W.outcome(traced.answer), "port green-a")
    assert.strictEqual(
      W.both(topology, W.tcp("green-b", "10.0.0.6:1000", "203.0.113.20:2222")),
      "port green-a / port green-b"
    )
  })

  it("join tenants whose addresses are the same", () => {
    assert.strictEqual(
      W.both(topology, W.tcp("blue-a", "10.0.0.5:1000", "203.0.113.66:443")),
      "port green-b / port blue-a"
    )
  })

  it("are needed to cross scopes", () => {
    const bare = W.made(W.withRouter(two, "blue-router", { sourceNats: [] }))
    assert.strictEqual(W.both(bare, W.tcp("blue-a", "10.0.0.5:1000", "198.51.100.7:443")), "ScopeCrossing / none")
  })

  it("choose the longest internal prefix, a floating address before it", () => {
    const sourceNats = [
      { id: "all", interface: "wan", internal: "10.0.0.0/24", external: "203.0.113.20" },
      { id: "some", interface: "wan", internal: "10.0.0.4/30", external: "203.0.113.21" }
    ]
    const source = (topology: Topology.Topology, port: string, from: string): string | undefined =>
      Trace.trace(topology, W.tcp(port, `${from}:1000`, "198.51.100.7:443")).steps.at(-1)?.headers.source
    const nats = W.made(W.withRouter(two, "green-router", { sourceNats }))
    assert.strictEqual(source(nats, "green-a", "10.0.0.5"), "203.0.113.21")
    const both = W.made(W.withRouter(two, "green-router", { sourceNats, floatingAddresses }))
    assert.strictEqual(source(both, "green-b", "10.0.0.6"), "203.0.113.66")
  })

  it("drop answers of connections they do not know (asymmetric routing)", () => {
    // The tenant is in the Internet's own scope: in by a route of the upstream router, out through source NAT.
    const routed = W.made({
      ...two,
      scopes: two.scopes!.filter((scope) => scope.id !== "blue"),
      networks: two.networks!.map((network) =>
        network.id === "internet"
          ? { ...network, inbound: [{ id: "blue", prefix: "10.0.0.0/24", via: ["203.0.113.10"] }] }
          : network.id === "blue-net"
            ? { ...network, scope: "internet" }
            : network
      )
    })
    assert.strictEqual(
      W.both(routed, W.tcp(out, "198.51.100.7:1000", "10.0.0.5:22")),
      "port blue-a / UnknownConnection"
    )
    const plain = W.made({ ...routed, routers: routed.routers.map((each) => ({ ...each, sourceNats: [] })) })
    assert.strictEqual(W.both(plain, W.tcp(out, "198.51.100.7:1000", "10.0.0.5:22")), "port blue-a / outside internet")
    // And a hairpin without source NAT: the answer comes straight from the neighbour, under another name.
    const fip = { floatingAddresses: [{ id: "b", interface: "wan", internal: "10.0.0.6", external: "203.0.113.66" }] }
    const mismatch = W.made({
      ...plain,
      routers: plain.routers.map((r) => (r.id === "blue-router" ? { ...r, ...fip } : r))
    })
    assert.strictEqual(
      W.both(mismatch, W.tcp("blue-a", "10.0.0.5:1000", "203.0.113.66:80")),
      "port blue-b / AnswerMismatch"
    )
  })

  it("tell an answer that leaves by another outside than its connection came from", () => {
    // In from the Internet by an inbound route, back along the default route into another provider's network.
    const providers = (home: string) =>
      W.made({
        tenants: [{ id: "t" }],
        scopes: [{ id: "s" }],
        networks: [
          ...["one", "two"].map((id, n) => ({
            id,
            tenant: "t",
            scope: "s",
            kind: "external" as const,
            subnets: [{ id: "v4", prefix: `203.0.${n}.0/24`, gateway: `203.0.${n}.1` }],
            inbound: [{ id: "net", prefix: "192.0.2.0/24", via: [`203.0.${n}.2`] }]
          })),
          { id: "net", tenant: "t", scope: "s", subnets: [{ id: "v4", prefix: "192.0.2.0/24", gateway: "192.0.2.1" }] }
        ],
        ports: [
          { id: "p", tenant: "t", network: "net", mac: W.mac(1), addresses: ["192.0.2.5"], securityGroups: ["t-open"] }
        ],
        securityGroups: [W.openGroup("t")],
        routers: [
          {
            id: "r",
            tenant: "t",
            interfaces: [
              { id: "lan", network: "net", addresses: ["192.0.2.1"] },
              { id: "one", network: "one", addresses: ["203.0.0.2"] },
              { id: "two", network: "two", addresses: ["203.0.1.2"] }
            ],
            routes: [{ id: "default", prefix: "0.0.0.0/0", via: [{ address: home }] }]
          }
        ]
      })
    const sent = W.tcp(W.outside("one"), "8.8.8.8:1000", "192.0.2.5:80")
    assert.strictEqual(W.both(providers("203.0.0.1"), sent), "port p / outside one")
    assert.strictEqual(W.both(providers("203.0.1.1"), sent), "port p / AnswerAstray")
  })

  it("judge a packet given as an answer by what is written alone", () => {
    const reply = { ...W.tcp("green-b", "10.0.0.6:443", "198.51.100.7:1000"), state: "reply" as const }
    assert.strictEqual(W.both(topology, reply), "UnknownConnection / none")
    const near = { ...W.tcp("green-b", "10.0.0.6:443", "10.0.0.5:1000"), state: "reply" as const }
    assert.strictEqual(W.both(topology, near), "port green-a / none")
  })
})

describe("leaks between scopes", () => {
  const shared: Topology.TopologyInput = {
    tenants: [{ id: "services" }],
    scopes: [{ id: "services" }],
    networks: [
      {
        id: "services",
        tenant: "services",
        scope: "services",
        kind: "shared",
        subnets: [{ id: "v4", prefix: "172.16.0.0/24", gateway: "172.16.0.1" }]
      }
    ],
    ports: [
      {
        id: "ntp",
        tenant: "services",
        network: "services",
        mac: W.mac(5),
        addresses: ["172.16.0.5"],
        securityGroups: ["services-open"]
      }
    ],
    securityGroups: [W.openGroup("services")]
  }
  const world = (leaks: ReadonlyArray<{ id: string; prefix: string; from: string; to: string }>) =>
    W.made(
      W.withRouter(W.merge(two, shared), "blue-router", {
        interfaces: [
          { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] },
          { id: "services", network: "services", addresses: ["172.16.0.1"] }
        ],
        routes: [],
        sourceNats: [],
        leaks
      })
    )
  const there = { id: "there", prefix: "172.16.0.0/24", from: "services", to: "blue" }
  const back = { id: "back", prefix: "10.0.0.0/24", from: "blue", to: "services" }
  const ask = W.tcp("blue-a", "10.0.0.5:1000", "172.16.0.5:123")

  it("are one-way, so that two make a connection", () => {
    assert.strictEqual(W.both(world([]), ask), "NoRoute / none")
    assert.strictEqual(W.both(world([there]), ask), "port ntp / NoRoute")
    assert.strictEqual(W.both(world([there, back]), ask), "port ntp / port blue-a")
    assert.strictEqual(W.both(world([back]), ask), "NoRoute / none")
  })

  it("open no more than their prefix, and the router's address within", () => {
    const narrow = { ...there, prefix: "172.16.0.4/31" }
    assert.strictEqual(W.both(world([narrow, back]), ask), "port ntp / port blue-a")
    assert.strictEqual(W.both(world([{ ...there, prefix: "172.16.0.6/31" }, back]), ask), "NoRoute / none")
    assert.strictEqual(
      W.both(world([there, back]), W.ping("blue-a", "10.0.0.5", "172.16.0.1")),
      "router blue-router / port blue-a"
    )
    assert.strictEqual(W.both(world([narrow, back]), W.ping("blue-a", "10.0.0.5", "172.16.0.1")), "NoRoute / none")
  })

  it("in a circle are a loop", () => {
    const circle = [
      { id: "there", prefix: "192.0.2.0/24", from: "services", to: "blue" },
      { id: "back", prefix: "192.0.2.0/24", from: "blue", to: "services" }
    ]
    assert.strictEqual(W.both(world(circle), W.ping("blue-a", "10.0.0.5", "192.0.2.1")), "loop / none")
  })
})

describe("load balancers", () => {
  const balancer = (attachments: ReadonlyArray<object>, address: string, healthy = true) => ({
    loadBalancers: [
      {
        id: "lb",
        tenant: "blue",
        address,
        listeners: [
          {
            id: "http",
            protocol: "tcp" as const,
            port: 80,
            members: [
              { id: "m1", address: "10.0.1.5", port: 8080 },
              { id: "m2", address: "10.0.1.6", port: 8080, healthy }
            ]
          }
        ],
        attachments: attachments as never
      }
    ]
  })
  const servers: Topology.TopologyInput = {
    networks: [
      {
        id: "blue-web",
        tenant: "blue",
        scope: "blue",
        subnets: [{ id: "v4", prefix: "10.0.1.0/24", gateway: "10.0.1.1" }]
      }
    ],
    ports: [5, 6].map((n) => ({
      id: `web${n}`,
      tenant: "blue",
      network: "blue-web",
      mac: W.mac(n),
      addresses: [`10.0.1.${n}`],
      securityGroups: ["blue-open"]
    }))
  }
  const base = W.withRouter(W.merge(two, servers), "blue-router", {
    interfaces: [
      { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] },
      { id: "web", network: "blue-web", addresses: ["10.0.1.1"] },
      { id: "wan", network: "internet", addresses: ["203.0.113.10"] }
    ]
  })
  const wan = { _tag: "Router", router: "blue-router", interface: "wan" }
  const ends = (topology: Topology.Topology, sent: ReturnType<typeof W.tcp>) =>
    Trace.all(topology, sent).traces.map((each) => `${W.outcome(each)} / ${W.outcome(each.answer)}`)

  it("serve the outside at a router's interface", () => {
    const topology = W.made(W.merge(base, balancer([wan], "203.0.113.80")))
    const sent = W.tcp(W.outside("internet"), "198.51.100.7:1000", "203.0.113.80:80")
    assert.sameMembers(ends(topology, sent), ["port web5 / outside internet", "port web6 / outside internet"])
    assert.strictEqual(Trace.trace(topology, sent).steps.at(-1)?.headers.destinationPort, 8080)
    assert.strictEqual(
      W.both(topology, W.tcp(W.outside("internet"), "198.51.100.7:1000", "203.0.113.80:81")),
      "RouterLocal / none"
    )
    // Tenants come in by the same door.
    assert.sameMembers(ends(topology, W.tcp("blue-a", "10.0.0.5:1000", "203.0.113.80:80")), [
      "port web5 / port blue-a",
      "port web6 / port blue-a"
    ])
    assert.sameMembers(ends(topology, W.tcp("green-a", "10.0.0.5:1000", "203.0.113.80:80")), [
      "port web5 / port green-a",
      "port web6 / port green-a"
    ])
  })

  it("serve the senders of a network, and translate answers back at the client", () => {
    const topology = W.made(W.merge(base, balancer([{ _tag: "Network", network: "blue-net" }], "192.0.2.80")))
    assert.sameMembers(ends(topology, W.tcp("blue-a", "10.0.0.5:1000", "192.0.2.80:80")), [
      "port web5 / port blue-a",
      "port web6 / port blue-a"
    ])
    // Not attached where the servers are.
    assert.strictEqual(
      W.outcome(Trace.trace(topology, W.tcp("web5", "10.0.1.5:1000", "192.0.2.80:80"))),
      "ScopeCrossing"
    )
  })

  it("choose healthy members only", () => {
    const sick = W.made(W.merge(base, balancer([wan], "203.0.113.80", false)))
    const sent = W.tcp(W.outside("internet"), "198.51.100.7:1000", "203.0.113.80:80")
    assert.deepStrictEqual(ends(sick, sent), ["port web5 / outside internet"])
    const lb = balancer([wan], "203.0.113.80").loadBalancers[0]!
    const none = { loadBalancers: [{ ...lb, listeners: [{ ...lb.listeners[0]!, members: [] }] }] }
    assert.deepStrictEqual(ends(W.made(W.merge(base, none)), sent), ["NoHealthyMember / none"])
  })

  it("do not say what a member gets from itself", () => {
    const topology = W.made(W.merge(base, balancer([{ _tag: "Network", network: "blue-web" }], "192.0.2.80")))
    assert.strictEqual(
      W.both(topology, W.tcp("web5", "10.0.1.5:1000", "192.0.2.80:80")),
      "refused MemberIsClient / none"
    )
  })
})

describe("the underlay", () => {
  const hosts = ["h1", "h2", "g1", "g2", "leaf"].map((id) => ({ id, forwards: id === "leaf" }))
  const links = ["h1", "h2", "g1", "g2"].map((id) => ({ id: `leaf-${id}`, hosts: ["leaf", id] as const }))
  const gatewayHosts = [
    { host: "g1", priority: 20 },
    { host: "g2", priority: 10 }
  ]
  const base = W.withPort(
    W.withPort(
      W.withRouter(W.merge(W.internet, W.tenant("blue", 10)), "blue-router", {
        interfaces: [
          { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] },
          { id: "wan", network: "internet", addresses: ["203.0.113.10"], gatewayHosts }
        ]
      }),
      "blue-a",
      { host: "h1" }
    ),
    "blue-b",
    { host: "h2" }
  )
  const topology = W.made(W.merge(base, { hosts, links }))
  const near = W.tcp("blue-a", "10.0.0.5:1000", "10.0.0.6:80")
  const far = W.tcp("blue-a", "10.0.0.5:1000", "198.51.100.7:443")
  const failed = (...elements: ReadonlyArray<readonly ["Host" | "Link" | "GatewayHost", string]>) =>
    Topology.withFailures(
      topology,
      elements.map(([kind, id]) => ({ kind, id }))
    )

  it("carries packets over links and hosts that forward", () => {
    assert.strictEqual(W.both(topology, near), "port blue-b / port blue-a")
    assert.strictEqual(W.both(failed(["Link", "leaf-h2"]), near), "Underlay / none")
    assert.strictEqual(W.both(failed(["Host", "leaf"]), near), "Underlay / none")
    assert.strictEqual(W.both(failed(["Host", "h2"]), near), "Underlay / none")
    assert.strictEqual(W.both(failed(["Host", "h1"]), near), "Underlay / none")
    assert.strictEqual(W.both(failed(["Host", "g1"]), near), "port blue-b / port blue-a")
    const stiff = W.made(W.merge(base, { hosts: hosts.map(({ id }) => ({ id })), links }))
    assert.strictEqual(W.both(stiff, near), "Underlay / none")
    const mesh = W.made(W.merge(base, { hosts }))
    assert.strictEqual(W.both(mesh, near), "port blue-b / port blue-a")
  })

  it("goes through the live gateway of highest priority", () => {
    const gateway = (of: Topology.Topology) =>
      Trace.trace(of, far).steps.find((step) => step.place === "RouterOut")?.host
    assert.strictEqual(gateway(topology), "g1")
    assert.strictEqual(W.both(topology, far), "outside internet / port blue-a")
    assert.strictEqual(gateway(failed(["Host", "g1"])), "g2")
    assert.strictEqual(W.both(failed(["Host", "g1"]), far), "outside internet / port blue-a")
    assert.strictEqual(gateway(failed(["GatewayHost", "blue-router/wan/g1"])), "g2")
    assert.strictEqual(W.both(failed(["Host", "g1"], ["GatewayHost", "blue-router/wan/g2"]), far), "GatewayDown / none")
    // A gateway that lives but cannot be got at is still the gateway.
    assert.strictEqual(W.both(failed(["Link", "leaf-g1"]), far), "Underlay / none")
  })

  it("does not plug in a port without host", () => {
    const input = W.merge(base, { hosts, links })
    const { host: _, ...bare } = input.ports!.find((port) => port.id === "blue-b")!
    const unplugged = W.made({ ...input, ports: [...input.ports!.filter((port) => port.id !== "blue-b"), bare] })
    assert.strictEqual(W.both(unplugged, near), "PortUnbound / none")
    assert.strictEqual(W.both(unplugged, W.ping("blue-b", "10.0.0.6", "10.0.0.5")), "PortUnbound / none")
  })
})

describe("IPv6", () => {
  it("is routed without translation where the upstream routers know the way", () => {
    const topology = W.made({
      tenants: [{ id: "t" }],
      scopes: [{ id: "global" }],
      networks: [
        {
          id: "internet",
          tenant: "t",
          scope: "global",
          kind: "external",
          subnets: [{ id: "v6", prefix: "2001:db8:ffff::/64", gateway: "2001:db8:ffff::1" }],
          inbound: [{ id: "net", prefix: "2001:db8:1::/64", via: ["2001:db8:ffff::2"] }]
        },
        {
          id: "net",
          tenant: "t",
          scope: "global",
          subnets: [{ id: "v6", prefix: "2001:db8:1::/64", gateway: "2001:db8:1::1" }]
        }
      ],
      ports: [
        {
          id: "p",
          tenant: "t",
          network: "net",
          mac: W.mac(1),
          addresses: ["2001:db8:1::5"],
          securityGroups: ["t-open"]
        }
      ],
      securityGroups: [W.openGroup("t")],
      routers: [
        {
          id: "r",
          tenant: "t",
          interfaces: [
            { id: "lan", network: "net", addresses: ["2001:db8:1::1"] },
            { id: "wan", network: "internet", addresses: ["2001:db8:ffff::2"] }
          ],
          routes: [{ id: "default", prefix: "::/0", via: [{ address: "2001:db8:ffff::1" }] }]
        }
      ]
    })
    assert.strictEqual(
      W.both(topology, W.tcp("p", "[2001:db8:1::5]:1000", "[2600::1]:443")),
      "outside internet / port p"
    )
    assert.strictEqual(
      W.both(topology, W.ping(W.outside("internet"), "2600::1", "2001:db8:1::5")),
      "port p / outside internet"
    )
    // What the router has no route for comes back from the upstream router, once.
    assert.strictEqual(
      W.both(topology, W.ping(W.outside("internet"), "2600::1", "2001:db8:1::6")),
      "NoNeighbour / none"
    )
  })
})

describe("senders that choose their next hop", () => {
  it("hand packets to whom they like on their network", () => {
    const topology = W.made(two)
    const via = (nextHop: string) => ({ _tag: "Port" as const, port: "blue-a", nextHop }) as never
    assert.strictEqual(
      W.outcome(Trace.trace(topology, W.ping(via("10.0.0.6"), "10.0.0.5", "192.0.2.1"))),
      "PortSecurity"
    )
    assert.strictEqual(W.outcome(Trace.trace(topology, W.ping(via("10.0.0.1"), "10.0.0.5", "10.0.0.6"))), "port blue-b")
    assert.strictEqual(
      W.outcome(Trace.trace(topology, W.ping(via("10.0.0.9"), "10.0.0.5", "10.0.0.6"))),
      "refused UnknownNextHop"
    )
    assert.strictEqual(
      W.outcome(Trace.trace(topology, W.ping(via("10.0.0.5"), "10.0.0.5", "10.0.0.6"))),
      "refused OwnAddress"
    )
  })
})
