/** Two external networks: what goes from one to the other beyond their upstream routers is refused, nothing else is. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Isolation from "../../src/topology/Isolation.ts"
import * as IsolationCheck from "../../src/topology/IsolationCheck.ts"
import type * as Packet from "../../src/topology/Packet.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as TopologyDiff from "../../src/topology/TopologyDiff.ts"
import * as TopologyReference from "../../src/testing/TopologyReference.ts"
import * as W from "./worlds.ts"

type Network = NonNullable<Topology.TopologyInput["networks"]>[number]

/** A second external network, in a scope of its own unless said otherwise. */
const transit = (fields: Partial<Network> = {}): Topology.TopologyInput => ({
  scopes: [{ id: "transit" }],
  networks: [
    {
      id: "transit",
      tenant: "provider",
      scope: "transit",
      kind: "external",
      subnets: [{ id: "v4", prefix: "198.51.100.0/24", gateway: "198.51.100.1" }],
      ...fields
    }
  ]
})

/** A tenant whose router is on the second network, with a floating address there. */
const red = (floating = "198.51.100.50") =>
  W.withRouter(W.tenant("red", 30), "red-router", {
    interfaces: [
      { id: "lan", network: "red-net", addresses: ["10.0.0.1"] },
      { id: "wan", network: "transit", addresses: ["198.51.100.30"] }
    ],
    routes: [{ id: "default", prefix: "0.0.0.0/0", via: [{ address: "198.51.100.1" }] }],
    sourceNats: [{ id: "snat", interface: "wan", internal: "10.0.0.0/24", external: "198.51.100.30" }],
    floatingAddresses: [{ id: "f", interface: "wan", internal: "10.0.0.5", external: floating }]
  })

const withNetwork = (input: Topology.TopologyInput, id: string, fields: Partial<Network>): Topology.TopologyInput => ({
  ...input,
  networks: input.networks!.map((network) => (network.id === id ? { ...network, ...fields } : network))
})

const separate = (fields?: Partial<Network>, internet: Partial<Network> = {}) =>
  W.made(withNetwork(W.merge(W.internet, transit(fields), W.tenant("blue", 10), red()), "internet", internet))

/** The trace's end; the reference interpreter has the same. */
const end = (topology: Topology.Topology, packet: Packet.Packet): string => {
  const ends = W.both(topology, packet)
  const [first, second] = ends.split(" / ")
  const told = TopologyReference.outcomes(topology, packet).map(TopologyReference.print)
  for (const word of [first!, second!]) {
    const reason = word.split(" ").at(-1)!
    if (/^[A-Z]/.test(reason)) assert.include(told.join(), reason)
  }
  return ends
}

const blue = (to: string) => W.tcp("blue-a", "10.0.0.5:1000", `${to}:80`)
const beyond = (network: string, from: string, to: string) => W.tcp(W.outside(network), `${from}:1000`, `${to}:80`)

describe("two external networks", () => {
  for (const scope of ["transit", "internet"]) {
    it(`refuse what is for an address of the other, in scope ${scope}`, () => {
      const topology = separate({ scope })
      assert.strictEqual(end(topology, blue("198.51.100.50")), "refused BetweenExternals / none")
      assert.strictEqual(end(topology, blue("198.51.100.77")), "refused BetweenExternals / none")
      assert.strictEqual(
        end(topology, beyond("internet", "8.8.8.8", "198.51.100.50")),
        "refused BetweenExternals / none"
      )
      // And what comes from there.
      assert.strictEqual(
        end(topology, beyond("internet", "198.51.100.30", "203.0.113.10")),
        "refused BetweenExternals / none"
      )
      // Everything else goes its way.
      assert.strictEqual(end(topology, blue("8.8.8.8")), "outside internet / port blue-a")
      assert.strictEqual(end(topology, beyond("transit", "8.8.8.8", "198.51.100.50")), "port red-a / outside transit")
      assert.strictEqual(end(topology, beyond("internet", "8.8.8.8", "203.0.113.10")), "RouterLocal / none")
      assert.strictEqual(end(topology, beyond("internet", "8.8.8.8", "9.9.9.9")), "NotInside / none")
    })
  }

  it("refuse what is for the outside of the other", () => {
    const topology = separate({ outside: ["9.9.9.0/24"] }, { outside: ["8.8.8.0/24"] })
    assert.strictEqual(end(topology, beyond("internet", "8.8.8.8", "9.9.9.9")), "refused BetweenExternals / none")
    assert.strictEqual(end(topology, beyond("internet", "9.9.9.9", "203.0.113.10")), "refused BetweenExternals / none")
    assert.strictEqual(end(topology, blue("9.9.9.9")), "refused BetweenExternals / none")
    // What neither has there is still nobody's.
    assert.strictEqual(end(topology, beyond("internet", "8.8.8.8", "7.7.7.7")), "NoRoute / none")
    assert.strictEqual(end(topology, beyond("internet", "7.7.7.7", "203.0.113.10")), "NotFromOutside / none")
  })

  it("refuse what is behind an inbound route of the other, but for a default route", () => {
    const routed = (prefix: string) =>
      separate({ inbound: [{ id: "in", prefix, via: ["198.51.100.30"] }] }, { outside: ["8.8.8.0/24"] })
    assert.strictEqual(end(routed("192.0.2.0/24"), blue("192.0.2.7")), "refused BetweenExternals / none")
    assert.strictEqual(end(routed("0.0.0.0/0"), blue("8.8.8.8")), "outside internet / port blue-a")
  })

  it("have on their outside what they declare, even if the other has it", () => {
    const topology = separate({}, { outside: ["198.51.100.0/24"] })
    assert.strictEqual(end(topology, blue("198.51.100.50")), "outside internet / port blue-a")
  })

  it("keep what is their own", () => {
    // The same prefix behind both: each carries it itself.
    const both = separate(
      { inbound: [{ id: "in", prefix: "192.0.2.0/24", via: ["198.51.100.30"] }] },
      { inbound: [{ id: "in", prefix: "192.0.2.0/24", via: ["203.0.113.10"] }] }
    )
    assert.strictEqual(end(both, beyond("internet", "8.8.8.8", "192.0.2.7")), "loop / none")
  })
})

const port = (id: string) => Endpoint.port(id)

describe("questions about two external networks", () => {
  const topology = separate()

  it("name the refused packets, which might arrive, and claim no way", () => {
    for (const to of [port("red-a"), Endpoint.tenant("red")]) {
      const answer = Result.getOrThrow(Reachability.reachable(topology, port("blue-a"), to))
      assert.strictEqual(answer._tag, "Unreachable")
      assert.isTrue(HeaderSpace.has(answer.refused, blue("198.51.100.50")))
      assert.isFalse(HeaderSpace.has(answer.refused, blue("8.8.8.8")))
    }
    const only = { packets: Result.getOrThrow(HeaderSpace.match({ destination: "198.51.100.50" })) }
    const asked = Result.getOrThrow(Reachability.reachable(topology, port("blue-a"), port("red-a"), only))
    assert.strictEqual(asked._tag, "Unasked")
  })

  it("leave them out of certificates, and of changes", () => {
    const answer = Result.getOrThrow(Isolation.isolation(topology, "blue", "red"))
    if (answer._tag !== "Isolated") return assert.fail("leaks")
    for (const certificate of answer.certificates) {
      assert.isTrue(Result.isSuccess(IsolationCheck.check(topology, certificate)))
    }
    const moved = W.made(W.merge(W.internet, transit(), W.tenant("blue", 10), red("198.51.100.60")))
    const { closed, opened } = Result.getOrThrow(TopologyDiff.diff(topology, moved))
    const from = (groups: typeof opened) =>
      new Set(TopologyDiff.flows(groups).map((flow) => (flow.from._tag === "Port" ? flow.from.port : "outside")))
    for (const changed of [opened, closed]) {
      assert.isFalse(from(changed).has("blue-a"))
      assert.isTrue(from(changed).has("outside"))
    }
  })
})

describe("a cloud with two uplinks", () => {
  /** A tenant with a router on both external networks. */
  const uplinked = (id: string, n: number) =>
    W.withRouter(W.tenant(id, n), `${id}-router`, {
      interfaces: [
        { id: "lan", network: `${id}-net`, addresses: ["10.0.0.1"] },
        { id: "wan", network: "internet", addresses: [`203.0.113.${n}`] },
        { id: "wan2", network: "transit", addresses: [`198.51.100.${n}`] }
      ],
      routes: [{ id: "default", prefix: "0.0.0.0/0", via: [{ address: "203.0.113.1" }, { address: "198.51.100.1" }] }],
      sourceNats: [
        { id: "snat", interface: "wan", internal: "10.0.0.0/24", external: `203.0.113.${n}` },
        { id: "snat2", interface: "wan2", internal: "10.0.0.0/24", external: `198.51.100.${n}` }
      ]
    })
  const guarded = W.withPort(
    W.merge(W.internet, transit({ scope: "internet" }), uplinked("blue", 10), uplinked("green", 20)),
    "green-b",
    { securityGroups: [] }
  )
  const topology = W.made(guarded)

  it("still has proofs", () => {
    const answer = Result.getOrThrow(Isolation.isolation(topology, "blue", "green"))
    if (answer._tag !== "Isolated") return assert.fail("leaks")
    for (const certificate of answer.certificates) {
      assert.isTrue(Result.isSuccess(IsolationCheck.check(topology, certificate)))
    }
    const stopped = Result.getOrThrow(Reachability.reachable(topology, port("green-a"), port("green-b")))
    if (stopped._tag !== "Unreachable") return assert.fail(stopped._tag)
    assert.strictEqual(stopped.minimality, "smallest")
    for (const outside of ["internet", "transit"]) {
      const out = Result.getOrThrow(Reachability.reachable(topology, port("blue-a"), Endpoint.outside(outside)))
      if (out._tag !== "Reachable") return assert.fail(out._tag)
      assert.isTrue(HeaderSpace.has(out.flows[0]!.answered!, blue("8.8.8.8")))
      // Its router reaches both networks itself: nothing goes around.
      assert.isFalse(HeaderSpace.has(out.refused, blue("198.51.100.20")))
      const back = Result.getOrThrow(Reachability.reachable(topology, Endpoint.outside(outside), port("blue-a")))
      assert.strictEqual(back._tag, "Unreachable")
    }
  })
})
