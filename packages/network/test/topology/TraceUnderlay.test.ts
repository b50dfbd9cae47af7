/** Traces over hosts and links. */
import { assert, describe, it } from "@effect/vitest"
import * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

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
