/** Traces of what ports send and receive: neighbours, port security, security groups, chosen next hops. */
import { assert, describe, it } from "@effect/vitest"
import * as Trace from "../../src/topology/Trace.ts"
import { expected, traced } from "../support/agreement.ts"
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

describe("a pair address", () => {
  const pair = { addressPairs: [{ prefix: "10.0.0.100/32" }] }
  const one = W.withPort(two, "blue-a", pair)
  const toPair = W.ping("blue-a", "10.0.0.5", "10.0.0.100")
  const handed = (port: string) => ({
    ...W.ping("blue-a", "10.0.0.5", "10.7.7.7"),
    entry: { _tag: "Port" as const, port, nextHop: W.ping(port, "10.0.0.5", "10.0.0.100").destination }
  })

  it("does not bring a frame back to the one port that holds it", () => {
    const alone = W.made(one)
    assert.strictEqual(W.both(alone, toPair), "NoNeighbour / none")
    assert.strictEqual(W.both(alone, handed("blue-a")), "NoNeighbour / none")
    assert.strictEqual(W.both(alone, W.ping("blue-b", "10.0.0.6", "10.0.0.100")), "port blue-a / port blue-b")
    for (const packet of [toPair, handed("blue-a")]) {
      assert.deepStrictEqual(traced(alone, packet).lines, expected(alone, packet))
    }
  })

  it("is with another of its holders, when one of them sends there", () => {
    const shared = W.made(W.withPort(one, "blue-b", pair))
    const { complete, traces } = Trace.all(shared, toPair)
    assert.isTrue(complete)
    assert.deepStrictEqual(traces.map(W.outcome), ["port blue-b"])
    assert.deepStrictEqual(Trace.all(shared, handed("blue-a")).traces.map(W.outcome), ["PortSecurity"])
  })

  it("that is the gateway is not a gateway for its holder alone", () => {
    const gateway = W.made(
      W.withRouter(W.withPort(two, "blue-a", { addressPairs: [{ prefix: "10.0.0.1/32" }] }), "blue-router", {
        interfaces: [{ id: "wan", network: "internet", addresses: ["203.0.113.10"] }],
        sourceNats: []
      })
    )
    assert.strictEqual(W.both(gateway, W.ping("blue-a", "10.0.0.5", "8.8.8.8")), "NoNeighbour / none")
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
