/** Traces through routers: tables, policies, circles, and IPv6. */
import { assert, describe, it } from "@effect/vitest"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))

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
