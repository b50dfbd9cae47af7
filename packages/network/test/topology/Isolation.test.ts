/** Isolation of readable tenants; certificates as plain data; and what breaks them. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Isolation from "../../src/topology/Isolation.ts"
import * as IsolationCheck from "../../src/topology/IsolationCheck.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))

const asked = (topology: Topology.Topology, options?: Isolation.Options) =>
  Result.getOrThrow(Isolation.isolation(topology, "blue", "green", options))

const certificates = (topology: Topology.Topology) => {
  const answer = asked(topology)
  assert.strictEqual(answer._tag, "Isolated", JSON.stringify(answer))
  return answer._tag === "Isolated" ? answer.certificates : assert.fail("no certificates")
}

const problem = (topology: Topology.Topology, certificate: IsolationCheck.Certificate) =>
  Result.match(IsolationCheck.check(topology, certificate), {
    onFailure: ({ reason }) => reason._tag,
    onSuccess: () => "believed"
  })

/** A network of blue on which green has a port: `open` says whether its groups let anybody in. */
const shared = (open: boolean): Topology.TopologyInput =>
  W.merge(two, {
    scopes: [{ id: "common" }],
    networks: [
      {
        id: "common",
        tenant: "blue",
        scope: "common",
        kind: "shared",
        subnets: [{ id: "v4", prefix: "10.5.0.0/24", gateway: "10.5.0.1" }]
      }
    ],
    securityGroups: [{ id: "green-closed", tenant: "green", rules: [] }],
    ports: [
      {
        id: "blue-c",
        tenant: "blue",
        network: "common",
        mac: W.mac(50),
        addresses: ["10.5.0.5"],
        securityGroups: ["blue-open"]
      },
      {
        id: "green-c",
        tenant: "green",
        network: "common",
        mac: W.mac(51),
        addresses: ["10.5.0.6"],
        securityGroups: [open ? "green-open" : "green-closed"]
      }
    ]
  })

describe("tenants that share nothing", () => {
  const topology = W.made(two)

  it("are isolated though their addresses are the same, and the certificates survive being stored", () => {
    for (const certificate of certificates(topology)) {
      const stored = JSON.stringify(certificate)
      const read = Schema.decodeUnknownSync(IsolationCheck.Certificate)(JSON.parse(stored))
      assert.strictEqual(problem(topology, read), "believed")
    }
  })

  it("have certificates that prove nothing about another topology, or another claim", () => {
    const [there, back] = certificates(topology)
    const opened = W.made(
      W.withRouter(two, "green-router", {
        floatingAddresses: [{ id: "fip", interface: "wan", internal: "10.0.0.5", external: "203.0.113.50" }]
      })
    )
    assert.strictEqual(problem(opened, there), "NotListed")
    assert.strictEqual(problem(opened, back), "NotListed")
    assert.strictEqual(problem(topology, { ...there, from: "green", to: "blue" }), "NotListed")
    assert.strictEqual(problem(topology, { ...there, to: "nobody" }), "UnknownTenant")
    // That blue does not reach itself is false, and the very places listed say so.
    assert.strictEqual(problem(topology, { ...there, to: "blue" }), "Delivers")
    assert.strictEqual(problem(topology, { ...there, locations: [] }), "NotListed")
    const [first] = there.locations
    assert.strictEqual(
      problem(topology, { ...there, locations: [...there.locations, { ...first!, stage: "nowhere" }] }),
      "UnknownPlace"
    )
    assert.strictEqual(
      problem(topology, { ...there, locations: [...there.locations, { ...first!, host: "h1" }] }),
      "UnknownPlace"
    )
    assert.strictEqual(problem(topology, { ...there, locations: [...there.locations, first!] }), "DuplicatePlace")
  })

  it("must say what becomes of packets that a guest hands to another next hop", () => {
    // The router of green stands on the shared network and knows no way from there.
    const topology = W.made(
      W.withRouter(shared(false), "green-router", {
        interfaces: [
          { id: "lan", network: "green-net", addresses: ["10.0.0.1"] },
          { id: "common", network: "common", addresses: ["10.5.0.9"] }
        ],
        routes: [],
        sourceNats: []
      })
    )
    const [there] = certificates(topology)
    assert.strictEqual(problem(topology, there), "believed")
    // As if guests sent nothing to that router but what is addressed to it.
    const own = Result.getOrThrow(HeaderSpace.match({ destination: "10.5.0.9" }))
    const honest = there.locations.flatMap((each) => {
      if (!each.stage.includes("green-router")) return [each]
      const rest = HeaderSpace.intersection(Result.getOrThrow(HeaderSpace.fromBoxes(each.packets)), own)
      return HeaderSpace.isEmpty(rest) ? [] : [{ ...each, packets: Result.getOrThrow(HeaderSpace.boxes(rest)) }]
    })
    assert.strictEqual(problem(topology, { ...there, locations: honest }), "NotListed")
  })

  it("may list more than can happen, as long as it leads nowhere", () => {
    const [there] = certificates(topology)
    const spoofed = {
      family: 4 as const,
      source: ["192.0.2.0/24"],
      destination: ["0.0.0.0/0"],
      protocols: [[0, 255] as const],
      sourcePorts: [[0, 65_535] as const],
      destinationPorts: [[0, 65_535] as const]
    }
    const more = there.locations.map((each) =>
      each.stage.startsWith("PortSecurityOut") ? { ...each, packets: [...each.packets, spoofed] } : each
    ) as IsolationCheck.Certificate["locations"]
    assert.strictEqual(problem(topology, { ...there, locations: more }), "believed")
  })
})

describe("tenants that meet", () => {
  it("on a network are not isolated, and are when groups keep them apart", () => {
    const answer = asked(W.made(shared(true)))
    assert.strictEqual(answer._tag, "Leaking")
    if (answer._tag !== "Leaking") return
    assert.deepStrictEqual([answer.from, answer.to, answer.port], ["blue", "green", "green-c"])
    const trace = Trace.trace(W.made(shared(true)), answer.packet)
    assert.strictEqual(W.outcome(trace), "port green-c")
    assert.deepStrictEqual(trace.steps, answer.path)
    // A port whose groups allow nothing neither sends nor receives.
    const closed = asked(W.made(shared(false)))
    assert.strictEqual(closed._tag, "Isolated")
  })

  it("through a floating address are not isolated: the Internet is a way too", () => {
    const topology = W.made(
      W.withRouter(two, "green-router", {
        floatingAddresses: [{ id: "fip", interface: "wan", internal: "10.0.0.5", external: "203.0.113.50" }]
      })
    )
    const answer = asked(topology)
    assert.strictEqual(answer._tag, "Leaking")
    if (answer._tag !== "Leaking") return
    assert.strictEqual(answer.packet.destination, "203.0.113.50")
    assert.strictEqual(W.outcome(Trace.trace(topology, answer.packet)), "port green-a")
  })

  it("only by a guest that sends to another next hop than it should are not isolated", () => {
    // The router of green stands on the shared network; no host of blue has a route to it.
    const input = W.withRouter(shared(false), "green-router", {
      interfaces: [
        { id: "lan", network: "green-net", addresses: ["10.0.0.1"] },
        { id: "common", network: "common", addresses: ["10.5.0.9"] }
      ],
      routes: [],
      sourceNats: [],
      leaks: [{ id: "in", prefix: "10.0.0.0/24", from: "green", to: "common" }]
    })
    const topology = W.made(input)
    const answer = asked(topology)
    assert.strictEqual(answer._tag, "Leaking")
    if (answer._tag !== "Leaking") return
    const { entry } = answer.packet
    assert.deepStrictEqual(entry._tag === "Port" ? `${entry.port} ${entry.nextHop}` : "", "blue-c 10.5.0.9")
    const trace = Trace.trace(topology, answer.packet)
    assert.match(W.outcome(trace), /^port green-[ab]$/)
    assert.deepStrictEqual(trace.steps, answer.path)
  })
})

describe("questions that have no answer", () => {
  it("are refused with a reason", () => {
    const topology = W.made(two)
    const reason = (a: string, b: string, options?: Isolation.Options) =>
      Result.match(Isolation.isolation(topology, a, b, options), {
        onFailure: ({ reason }) => reason._tag,
        onSuccess: ({ _tag }) => _tag
      })
    assert.strictEqual(reason("blue", "blue"), "SameTenant")
    assert.strictEqual(reason("blue", "nobody"), "Unknown")
    assert.strictEqual(reason("blue", "green", { maxBoxes: 1 }), "TooComplex")
    assert.strictEqual(reason("blue", "green", { maxStates: 1 }), "TooComplex")
    assert.strictEqual(reason("blue", "green", { maxNodes: 50 }), "TooComplex")
    assert.strictEqual(reason("blue", "green"), "Isolated")
  })
})
