/** Questions about readable topologies, with the answers an operator would give. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))
const a = Endpoint.port("blue-a")
const b = Endpoint.port("blue-b")
const outside = Endpoint.outside("internet")

const asked = (
  topology: Topology.Topology,
  from: Endpoint.Endpoint,
  to: Endpoint.Endpoint,
  options?: Reachability.Options
) => Result.getOrThrow(Reachability.reachable(topology, from, to, options))

const unreachable = (answer: Reachability.Reachability): Reachability.Unreachable => {
  assert.strictEqual(answer._tag, "Unreachable", Reachability.print(answer))
  return answer as Reachability.Unreachable
}

const reachable = (answer: Reachability.Reachability): Reachability.Reachable => {
  assert.strictEqual(answer._tag, "Reachable", Reachability.print(answer))
  return answer as Reachability.Reachable
}

const stops = ({ minimality, missing, obstacles }: Reachability.Unreachable) => [
  minimality,
  ...obstacles.map(({ element, reason }) => `${element.kind} ${element.id} ${reason}`),
  ...(missing === undefined ? [] : [`${missing.at.kind} ${missing.at.id} ${missing.reason}`])
]

const packets = (match: HeaderSpace.Match) => ({ packets: Result.getOrThrow(HeaderSpace.match(match)) })

/** `input` with blue-b in a group of its own, with these rules. */
const guarded = (
  rules: NonNullable<NonNullable<Topology.TopologyInput["securityGroups"]>[number]["rules"]>,
  stateful = true
) =>
  W.withPort(W.merge(two, { securityGroups: [{ id: "guard", tenant: "blue", stateful, rules }] }), "blue-b", {
    securityGroups: ["guard"]
  })

describe("what arrives", () => {
  it("is named with a packet, its way, the rules on it, and everything else", () => {
    const web = W.made(
      guarded([{ id: "web", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 80, last: 81 } }])
    )
    const answer = reachable(asked(web, a, b))
    const trace = Trace.trace(web, answer.packet)
    assert.deepStrictEqual(trace.steps, answer.path)
    assert.strictEqual(W.outcome(trace), "port blue-b")
    assert.strictEqual(W.outcome(trace.answer), "port blue-a")
    assert.deepStrictEqual(
      answer.rules.map(({ id }) => id),
      ["blue-a", "blue-open/egress4", "blue-net/v4", "blue-b", "guard/web"]
    )
    assert.strictEqual(answer.flows.length, 1)
    assert.deepStrictEqual(HeaderSpace.format(answer.flows[0]!.packets), ["tcp 10.0.0.5 -> 10.0.0.6 port 80-81"])
    assert.isTrue(HeaderSpace.equals(answer.flows[0]!.packets, answer.flows[0]!.answered!))
  })

  it("may lack an answer: a stateless group lets the question in and the answer not out", () => {
    const mute = W.made(W.withPort(guarded([{ id: "in", direction: "ingress", family: 4 }], false), "blue-a", {}))
    const { flows, packet } = reachable(asked(mute, a, b))
    assert.isTrue(HeaderSpace.isEmpty(flows[0]!.answered!))
    assert.strictEqual(W.outcome(Trace.trace(mute, packet).answer), "SecurityGroup")
    assert.isUndefined(reachable(asked(mute, a, b, { answers: false })).flows[0]!.answered)
  })

  it("knows translations both ways", () => {
    const topology = W.made(
      W.withRouter(two, "blue-router", {
        floatingAddresses: [{ id: "fip", interface: "wan", internal: "10.0.0.6", external: "203.0.113.50" }]
      })
    )
    const out = reachable(asked(topology, a, outside, packets({ destination: "8.8.8.8", protocol: "udp", ports: 53 })))
    assert.deepStrictEqual(HeaderSpace.format(out.flows[0]!.answered!), ["udp 10.0.0.5 -> 8.8.8.8 port 53"])
    const last = out.path.at(-1)!
    assert.strictEqual(last.headers.source, "203.0.113.10")
    const within = reachable(asked(topology, outside, b, packets({ protocol: "tcp", ports: 22, source: "8.8.8.8" })))
    assert.deepStrictEqual(HeaderSpace.format(within.flows[0]!.packets), ["tcp 8.8.8.8 -> 203.0.113.50 port 22"])
    assert.include(
      within.rules.map(({ kind }) => kind),
      "FloatingAddress"
    )
  })

  it("is told to the type and code of a message", () => {
    const pings = W.made(
      guarded([{ id: "three", direction: "ingress", family: 4, protocol: "icmp", icmp: { type: 8, code: 3 } }])
    )
    const { flows } = reachable(asked(pings, a, b))
    assert.deepStrictEqual(HeaderSpace.format(flows[0]!.packets), ["icmp 10.0.0.5 -> 10.0.0.6 type/code 8/3"])
    assert.isTrue(HeaderSpace.equals(flows[0]!.packets, flows[0]!.answered!))
  })

  it("may come back under another name, which is no answer", () => {
    // Blue is routed from the outside without source NAT, and one of its guests has a floating address besides.
    const routed = W.withRouter(two, "blue-router", {
      sourceNats: [],
      floatingAddresses: [{ id: "b", interface: "wan", internal: "10.0.0.6", external: "203.0.113.66" }]
    })
    const topology = W.made({
      ...routed,
      scopes: routed.scopes!.filter(({ id }) => id !== "blue"),
      networks: routed.networks!.map((network) =>
        network.id === "internet"
          ? { ...network, inbound: [{ id: "blue", prefix: "10.0.0.0/24", via: ["203.0.113.10"] }] }
          : network.id === "blue-net"
            ? { ...network, scope: "internet" }
            : network
      )
    })
    const hairpin = reachable(asked(topology, a, b, packets({ destination: "203.0.113.66", protocol: "tcp" })))
    assert.strictEqual(W.outcome(Trace.trace(topology, hairpin.packet).answer), "AnswerMismatch")
    assert.isTrue(HeaderSpace.isEmpty(hairpin.flows[0]!.answered!))
    const straight = reachable(asked(topology, a, b, packets({ destination: "10.0.0.6", protocol: "tcp" })))
    assert.isFalse(HeaderSpace.isEmpty(straight.flows[0]!.answered!))
  })

  it("is told for whole networks, tenants and routers", () => {
    const topology = W.made(two)
    const pairs = reachable(asked(topology, Endpoint.tenant("blue"), Endpoint.network("blue-net"))).flows.map(
      ({ from, to }) => `${from._tag === "Port" ? from.port : ""} ${to._tag === "Port" ? to.port : ""}`
    )
    assert.sameMembers(pairs, ["blue-a blue-b", "blue-b blue-a"])
    const ping = reachable(asked(topology, a, Endpoint.router("blue-router")))
    assert.sameMembers(HeaderSpace.format(ping.flows[0]!.packets) as Array<string>, [
      "icmp 10.0.0.5 -> 10.0.0.1, 203.0.113.10 type/code 8/0-8/255"
    ])
  })
})

describe("what stops packets", () => {
  it("is the group that does not let them in", () => {
    const answer = unreachable(asked(W.made(guarded([])), a, b))
    assert.deepStrictEqual(stops(answer), ["smallest", "Port blue-b SecurityGroup"])
    const [last] = answer.path.slice(-1)
    assert.strictEqual(last!.place, "PortArrive")
    assert.deepStrictEqual(
      answer.path.flatMap(({ passed, place }) => (passed.length > 0 ? [place] : [])),
      ["SecurityIn"]
    )
  })

  it("is both groups when neither lets them pass, and the policy besides", () => {
    const closed = W.withPort(guarded([]), "blue-a", { securityGroups: ["guard"] })
    assert.deepStrictEqual(stops(unreachable(asked(W.made(closed), a, b))), [
      "smallest",
      "Port blue-b SecurityGroup",
      "Port blue-a SecurityGroup"
    ])
    const policed = W.withRouter(W.withPort(two, "blue-a", { securityGroups: [] }), "blue-router", {
      policies: [{ id: "no-dns", priority: 1, action: "drop", destination: "8.8.8.8/32" }]
    })
    const dns = asked(W.made(policed), a, outside, packets({ destination: "8.8.8.8" }))
    assert.deepStrictEqual(stops(unreachable(dns)), [
      "smallest",
      "PolicyRoute blue-router/no-dns PolicyDrop",
      "Port blue-a SecurityGroup"
    ])
  })

  it("is a blackhole, or a route that leads elsewhere; without it packets arrive", () => {
    const routed = (via: "blackhole" | ReadonlyArray<{ readonly address: string }>) =>
      W.withRouter(two, "blue-router", {
        routes: [
          { id: "default", prefix: "0.0.0.0/0", via: [{ address: "203.0.113.1" }] },
          { id: "special", prefix: "8.8.8.0/24", via }
        ]
      })
    const question = packets({ destination: "8.8.8.8" })
    const hole = unreachable(asked(W.made(routed("blackhole")), a, outside, question))
    assert.deepStrictEqual(stops(hole), ["smallest", "StaticRoute blue-router/special Blackhole"])
    const diverted = unreachable(asked(W.made(routed([{ address: "10.0.0.6" }])), a, outside, question))
    assert.deepStrictEqual(stops(diverted), ["smallest", "StaticRoute blue-router/special Diverts"])
    reachable(asked(W.made(two), a, outside, question))
  })

  it("is never what keeps a sender from forging its source, though that were one obstacle fewer", () => {
    // Somebody at 10.0.0.77 may speak to blue-b; blue-a may not send to it, nor be heard by it.
    const only = { id: "only", direction: "ingress" as const, family: 4 as const }
    const input = W.withPort(
      W.merge(W.withPort(two, "blue-a", { securityGroups: ["blue-open"] }), {
        securityGroups: [
          {
            id: "friend",
            tenant: "blue",
            rules: [{ ...only, protocol: "tcp", remote: { _tag: "Prefix", prefix: "10.0.0.77/32" } }]
          }
        ]
      }),
      "blue-b",
      { securityGroups: ["friend"] }
    )
    const honest = unreachable(asked(W.made(W.withPort(input, "blue-a", { securityGroups: [] })), a, b))
    assert.deepStrictEqual(stops(honest), ["smallest", "Port blue-b SecurityGroup", "Port blue-a SecurityGroup"])
    assert.strictEqual(honest.packet.source, "10.0.0.5")
    // Asked about forged packets alone it says where they end, and names nothing to take away.
    const forged = unreachable(asked(W.made(input), a, b, packets({ source: "10.0.0.77" })))
    assert.deepStrictEqual(stops(forged), ["missing", "Port blue-a PortSecurity"])
    assert.deepStrictEqual(forged.obstacles, [])
  })

  it("tells what a port sends from what it receives, when both are the same port", () => {
    const floating = [{ id: "f", interface: "wan", internal: "10.0.0.5", external: "203.0.113.66" }]
    const input = W.withPort(W.withRouter(two, "blue-router", { floatingAddresses: floating }), "blue-a", {
      securityGroups: []
    })
    const text = Reachability.print(asked(W.made(input), a, a))
    const [, first, second] = text.split("\n")
    assert.sameMembers(
      [first, second],
      ["  Port blue-a drops it coming in: SecurityGroup", "  Port blue-a drops it going out: SecurityGroup"]
    )
  })

  it("is what is missing, where nothing can be taken away", () => {
    const unrouted = W.made(W.withRouter(two, "blue-router", { routes: [] }))
    assert.deepStrictEqual(stops(unreachable(asked(unrouted, a, outside, packets({ destination: "8.8.8.8" })))), [
      "missing",
      "Router blue-router NoRoute"
    ])
    const other = unreachable(asked(W.made(two), a, Endpoint.port("green-a")))
    assert.strictEqual(other.minimality, "missing")
    const off = W.made(W.withPort(two, "blue-b", { enabled: false }))
    assert.deepStrictEqual(stops(unreachable(asked(off, a, b))), ["missing", "Port blue-b PortDisabled"])
  })

  it("is printed", () => {
    assert.strictEqual(
      Reachability.print(asked(W.made(guarded([])), a, b)),
      [
        "nothing arrives while these stand (smallest set)",
        "  Port blue-b drops it coming in: SecurityGroup",
        "the way of 10.0.0.5 -> 10.0.0.6 from port blue-a",
        "  PortSecurityOut Port blue-a",
        "  SecurityOut     Port blue-a",
        "  Send            Network blue-net",
        "  Neighbour       Network blue-net",
        "  SecurityIn      Port blue-b | Port blue-b drops it coming in: SecurityGroup",
        "  PortArrive      Port blue-b"
      ].join("\n")
    )
    const text = Reachability.print(asked(W.made(two), a, b, packets({ protocol: "tcp", ports: 80 })))
    assert.match(text, /^arrives, for example\nnew tcp 10\.0\.0\.5:49152 -> 10\.0\.0\.6:80, sent by Port blue-a\n/)
    assert.match(text, /all from port blue-a to port blue-b\n {2}tcp 10\.0\.0\.5 -> 10\.0\.0\.6 port 80$/)
  })
})

describe("what the model does not speak of", () => {
  const topology = W.made(two)

  it("is refused with a reason", () => {
    const reason = (from: Endpoint.Endpoint, to: Endpoint.Endpoint, options?: Reachability.Options) =>
      Result.match(Reachability.reachable(topology, from, to, options), {
        onFailure: ({ reason }) => reason._tag,
        onSuccess: ({ _tag }) => _tag
      })
    assert.strictEqual(reason(a, Endpoint.port("nobody")), "Unknown")
    assert.strictEqual(reason(Endpoint.tenant("nobody"), b), "Unknown")
    assert.strictEqual(reason(a, Endpoint.outside("blue-net")), "NotExternal")
    assert.strictEqual(reason(Endpoint.router("blue-router"), b), "NotASource")
    assert.strictEqual(reason(a, b, packets({ destination: "224.0.0.0/4" })), "NotModelled")
    assert.strictEqual(reason(a, b, { maxNodes: 100 }), "TooComplex")
    assert.strictEqual(reason(a, b, { maxStates: 2 }), "TooComplex")
    assert.strictEqual(reason(Endpoint.network("internet"), b), "Unasked")
  })

  it("is told when packets come to it on their way", () => {
    const { refused } = reachable(asked(topology, a, b))
    assert.isTrue(HeaderSpace.has(refused, W.ping("blue-a", "10.0.0.5", "10.0.0.255")))
    assert.isFalse(HeaderSpace.has(refused, W.ping("blue-a", "10.0.0.5", "10.0.0.6")))
  })
})

describe("under any one failure", () => {
  /** Two hosts with a switch between them; the gateway of blue may be on either. */
  const hosted = (input: Topology.TopologyInput): Topology.TopologyInput => ({
    ...W.withPort(W.withPort(input, "blue-a", { host: "h1" }), "blue-b", { host: "h2" }),
    hosts: [{ id: "h1" }, { id: "h2" }, { id: "s1", forwards: true }, { id: "s2", forwards: true }],
    links: ["s1", "s2"].flatMap((middle) =>
      ["h1", "h2"].map((host) => ({ id: `${host}-${middle}`, hosts: [host, middle] as const }))
    )
  })
  const gateways = (...hosts: ReadonlyArray<string>) => ({
    interfaces: [
      { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] },
      {
        id: "wan",
        network: "internet",
        addresses: ["203.0.113.10"],
        gatewayHosts: hosts.map((host, priority) => ({ host, priority }))
      }
    ]
  })
  const broken = (topology: Topology.Topology, from: Endpoint.Endpoint, to: Endpoint.Endpoint) =>
    Result.getOrThrow(Reachability.underFailures(topology, from, to)).effects.map(
      ({ broken, failure }) => `${failure.kind} ${failure.id}${broken ? "" : " (some)"}`
    )
  const one = W.merge(W.internet, W.tenant("blue", 10))

  it("two ways survive what one way does not", () => {
    const doubled = hosted(W.withRouter(one, "blue-router", gateways("h2", "h1")))
    assert.deepStrictEqual(broken(W.made(doubled), a, b), ["Host h1", "Host h2"])
    const single = { ...doubled, links: doubled.links!.filter(({ hosts }) => hosts[1] === "s1") }
    assert.deepStrictEqual(broken(W.made(single), a, b), ["Host h1", "Host h2", "Host s1", "Link h1-s1", "Link h2-s1"])
  })

  it("a second gateway host takes over", () => {
    const doubled = hosted(W.withRouter(one, "blue-router", gateways("h2", "h1")))
    assert.deepStrictEqual(broken(W.made(doubled), a, outside), ["Host h1"])
    const alone = hosted(W.withRouter(one, "blue-router", gateways("h2")))
    assert.deepStrictEqual(broken(W.made(alone), a, outside), ["Host h1", "Host h2", "GatewayHost blue-router/wan/h2"])
  })

  it("says which packets are lost, when not all are", () => {
    const doubled = hosted(W.withRouter(one, "blue-router", gateways("h2", "h1")))
    const { effects, tried } = Result.getOrThrow(
      Reachability.underFailures(W.made(doubled), Endpoint.tenant("blue"), outside)
    )
    assert.deepStrictEqual(
      effects.map(({ broken, failure, lost }) => [failure.id, broken, lost.length]),
      [
        ["h1", false, 1],
        ["h2", false, 1]
      ]
    )
    assert.strictEqual(tried.length, 10)
    const [lost] = effects[0]!.lost
    assert.deepStrictEqual(lost!.from, { _tag: "Port", port: "blue-a" })
  })
})
