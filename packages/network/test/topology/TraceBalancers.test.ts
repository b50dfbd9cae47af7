/** Traces through load balancers. */
import { assert, describe, it } from "@effect/vitest"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))

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
