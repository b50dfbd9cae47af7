/** Traces through translations of addresses, and through leaks between scopes. */
import { assert, describe, it } from "@effect/vitest"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))

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
