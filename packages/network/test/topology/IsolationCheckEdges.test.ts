/** Certificates that a leaking topology must not pass. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import { Analysis, defaultLimits } from "../../src/topology/internal/analysis.ts"
import { ANYWHERE } from "../../src/topology/internal/pipeline.ts"
import { spread } from "../../src/topology/internal/spread.ts"
import * as Isolation from "../../src/topology/Isolation.ts"
import * as IsolationCheck from "../../src/topology/IsolationCheck.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

/** A certificate that lists honestly where the packets of a tenant get to, whether they get to the other or not. */
const everywhere = (topology: Topology.Topology, from: string, to: string): IsolationCheck.Certificate => {
  const analysis = new Analysis(topology, defaultLimits)
  const { hosts } = analysis.pipeline.underlay
  const starts = Result.getOrThrow(analysis.starts(Endpoint.tenant(from)))
  const locations = spread(analysis, starts, analysis.modelled).spots.map(({ hops, host, set, stage }) => ({
    stage: analysis.pipeline.stages[stage]!.key,
    hops,
    packets: Result.getOrThrow(HeaderSpace.boxes(analysis.space(set))),
    ...(host === ANYWHERE ? {} : { host: hosts[host]! })
  }))
  return { from, to, locations }
}

const verdict = (topology: Topology.Topology, certificate: IsolationCheck.Certificate) =>
  Result.match(IsolationCheck.check(topology, certificate), {
    onFailure: ({ reason }) => reason._tag,
    onSuccess: () => "proved"
  })

describe("a packet that only looks as if it went to itself", () => {
  // The sender's source is the receiver's own address (tenants overlap); translating the destination makes both alike.
  // Nothing stops such a packet on the wire: Linux drops it at the receiver as a martian at best (RFC 1812, 5.3.7), so
  // it is delivered, and what delivers it is no isolation.
  const only = { id: "only", direction: "ingress" as const, family: 4 as const }
  const fromItself: Topology.TopologyInput = {
    tenants: [{ id: "a" }],
    securityGroups: [
      W.openGroup("a"),
      { id: "self", tenant: "b", rules: [{ ...only, remote: { _tag: "Prefix", prefix: "10.0.0.5/32" } }] }
    ],
    ports: [
      {
        id: "a",
        tenant: "a",
        network: "internet",
        mac: W.mac(9),
        addresses: ["203.0.113.77"],
        addressPairs: [{ prefix: "10.0.0.5/32" }],
        securityGroups: ["a-open"]
      }
    ]
  }
  const groups = { securityGroups: ["self"] }
  const floating = { id: "f", interface: "wan", internal: "10.0.0.5", external: "203.0.113.66" }
  const closed = W.withPort(
    W.withPort(W.merge(W.internet, W.tenant("b", 20), fromItself), "b-a", groups),
    "b-b",
    groups
  )
  const open = W.made(W.withRouter(closed, "b-router", { floatingAddresses: [floating] }))

  it("is delivered", () => {
    const packet = W.tcp("a", "10.0.0.5:5000", "203.0.113.66:80")
    assert.strictEqual(W.outcome(Trace.trace(open, packet)), "port b-a")
    assert.strictEqual(Result.getOrThrow(Isolation.isolation(open, "a", "b"))._tag, "Leaking")
  })

  it("is what a certificate must not list where it is delivered", () => {
    assert.strictEqual(verdict(open, everywhere(open, "a", "b")), "Delivers")
    assert.strictEqual(verdict(W.made(closed), everywhere(W.made(closed), "a", "b")), "proved")
  })

  it("is still left out where it was sent like that: the model does not speak of it", () => {
    const network: Topology.TopologyInput = {
      networks: [
        {
          id: "common",
          tenant: "provider",
          scope: "common",
          kind: "shared",
          subnets: [{ id: "v4", prefix: "10.7.0.0/24" }]
        }
      ],
      scopes: [{ id: "common" }],
      tenants: [{ id: "provider" }, { id: "a" }, { id: "b" }],
      securityGroups: [
        W.openGroup("a"),
        { id: "self", tenant: "b", rules: [{ ...only, remote: { _tag: "Group", group: "self" } }] }
      ],
      ports: [
        {
          id: "a",
          tenant: "a",
          network: "common",
          mac: W.mac(1),
          addresses: ["10.7.0.1"],
          addressPairs: [{ prefix: "10.7.0.2/32" }],
          securityGroups: ["a-open"]
        },
        { id: "b", tenant: "b", network: "common", mac: W.mac(2), addresses: ["10.7.0.2"], ...groups }
      ]
    }
    const topology = W.made(network)
    const isolated = Result.getOrThrow(Isolation.isolation(topology, "a", "b"))
    if (isolated._tag !== "Isolated") return assert.fail("leaks")
    for (const certificate of isolated.certificates) assert.strictEqual(verdict(topology, certificate), "proved")
  })
})

describe("ranges that end before they begin", () => {
  it("list nothing", () => {
    const topology = W.made(W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20)))
    const isolated = Result.getOrThrow(Isolation.isolation(topology, "blue", "green"))
    if (isolated._tag !== "Isolated") return assert.fail("leaks")
    const [certificate] = isolated.certificates
    const turned = certificate.locations.map((location) => ({
      ...location,
      packets: location.packets.map((box) => ({ ...box, protocols: box.protocols.map(([a, b]) => [b, a] as const) }))
    }))
    assert.strictEqual(verdict(topology, { ...certificate, locations: turned }), "NotListed")
  })
})

describe("a value that is no certificate", () => {
  const topology = W.made(W.merge(W.internet, W.tenant("a", 10), W.tenant("b", 20)))
  const answer = Result.getOrThrow(Isolation.isolation(topology, "a", "b"))
  if (answer._tag !== "Isolated") throw new Error("leaks")
  const [certificate] = answer.certificates
  const [location, ...others] = certificate.locations
  const [box] = location!.packets
  const withBox = (fields: object) => ({
    ...certificate,
    locations: [{ ...location, packets: [{ ...box, ...fields }] }, ...others]
  })
  const values: ReadonlyArray<readonly [string, unknown]> = [
    ["", undefined],
    ["", 7],
    ["locations", { from: "a", to: "b" }],
    ["locations.0.packets.0.source.0", withBox({ source: ["10.0.0.0/99"] })],
    ["locations.0.packets.0.destination.0", withBox({ destination: ["nowhere"] })],
    ["locations.0.packets.0.protocols.0.0", withBox({ protocols: [[0.5, 255]] })],
    ["locations.0.packets.0.sourcePorts.0.1", withBox({ sourcePorts: [[0, Number.NaN]] })],
    ["locations.0.hops", { ...certificate, locations: [{ ...location, hops: "0" }] }]
  ]

  for (const [path, value] of values) {
    it(`is refused at ${path === "" ? "its root" : path}`, () => {
      const result = IsolationCheck.check(topology, value)
      if (Result.isSuccess(result) || result.failure.reason._tag !== "Malformed") return assert.fail("not malformed")
      assert.strictEqual(result.failure.reason.path, path)
      assert.match(result.failure.message, /^not a certificate/)
    })
  }

  it("is not one that came as JSON", () => {
    assert.isTrue(Result.isSuccess(IsolationCheck.check(topology, JSON.parse(JSON.stringify(certificate)))))
  })
})
