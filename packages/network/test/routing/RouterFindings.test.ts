import { assert, describe, it } from "@effect/vitest"
import * as RouterFindings from "../../src/routing/RouterFindings.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "../topology/worlds.ts"

type Input = Topology.TopologyInput
type RouterInput = NonNullable<Input["routers"]>[number]

const two = W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20))
const printed = (input: Input): ReadonlyArray<string> =>
  RouterFindings.findings(W.made(input)).map(RouterFindings.print)
const router = (fields: Partial<RouterInput>): Input => W.withRouter(two, "blue-router", fields)
const lan = { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] }
const wan = { id: "wan", network: "internet", addresses: ["203.0.113.10"] }
const defaultRoute = { id: "default", prefix: "0.0.0.0/0", via: [{ address: "203.0.113.1" }] }
const snat = { id: "snat", interface: "wan", internal: "10.0.0.0/24", external: "203.0.113.10" }

/** Two routers of one tenant, left with 10.1.0.0/24 and right with 10.2.0.0/24, joined by 10.255.0.0/29 (.1 and .2). */
const pair = (left: Partial<RouterInput>, right: Partial<RouterInput>): Input => ({
  tenants: [{ id: "t" }],
  scopes: [{ id: "s" }],
  networks: [
    { id: "left", tenant: "t", scope: "s", subnets: [{ id: "v4", prefix: "10.1.0.0/24", gateway: "10.1.0.1" }] },
    { id: "right", tenant: "t", scope: "s", subnets: [{ id: "v4", prefix: "10.2.0.0/24", gateway: "10.2.0.1" }] },
    { id: "between", tenant: "t", scope: "s", subnets: [{ id: "v4", prefix: "10.255.0.0/29" }] }
  ],
  securityGroups: [W.openGroup("t")],
  ports: ["left", "right"].map((network, n) => ({
    id: network,
    tenant: "t",
    network,
    mac: W.mac(1),
    addresses: [`10.${n + 1}.0.5`],
    securityGroups: ["t-open"]
  })),
  routers: [
    {
      id: "l",
      tenant: "t",
      interfaces: [
        { id: "lan", network: "left", addresses: ["10.1.0.1"] },
        { id: "mid", network: "between", addresses: ["10.255.0.1"] }
      ],
      ...left
    },
    {
      id: "r",
      tenant: "t",
      interfaces: [
        { id: "lan", network: "right", addresses: ["10.2.0.1"] },
        { id: "mid", network: "between", addresses: ["10.255.0.2"] }
      ],
      ...right
    }
  ]
})
const toRight = { id: "to-right", prefix: "10.2.0.0/24", via: [{ address: "10.255.0.2" }] }
const toLeft = { id: "to-left", prefix: "10.1.0.0/24", via: [{ address: "10.255.0.1" }] }
const far = (address: string) => ({ id: "far", prefix: "192.0.2.0/24", via: [{ address }] })

describe("nothing is found", () => {
  it("in a sound cloud", () => assert.deepStrictEqual(printed(two), []))
  it("between two routers with routes both ways", () => {
    const sound = pair({ routes: [toRight] }, { routes: [toLeft] })
    assert.deepStrictEqual(printed(sound), [])
    assert.strictEqual(W.both(W.made(sound), W.ping("left", "10.1.0.5", "10.2.0.5")), "port right / port left")
  })
})

describe("next hops", () => {
  it("are on a connected subnet", () => {
    const routes = [defaultRoute, { id: "lost", prefix: "192.0.2.0/24", via: [{ address: "172.16.0.1" }] }]
    assert.deepStrictEqual(printed(router({ routes })), [
      "StaticRoute blue-router/lost: next hop 172.16.0.1 is on no connected subnet (10.0.0.0/24, 203.0.113.0/24)"
    ])
  })

  it("belong to somebody, and not to the router itself", () => {
    const via = (address: string) => printed(router({ routes: [defaultRoute, far(address)] }))
    assert.deepStrictEqual(via("10.0.0.9"), [
      "StaticRoute blue-router/far: nobody on Network blue-net has the next hop 10.0.0.9"
    ])
    assert.deepStrictEqual(via("10.0.0.6"), [])
    assert.include(
      via("10.0.0.1"),
      "StaticRoute blue-router/far: next hop 10.0.0.1 is the router's own RouterInterface blue-router/lan"
    )
  })

  it("are looked at in policies too", () => {
    const policies = [{ id: "p", priority: 1, source: "10.0.0.5/32", action: [{ address: "10.0.0.9" }] }]
    assert.deepStrictEqual(printed(router({ policies })), [
      "PolicyRoute blue-router/p: nobody on Network blue-net has the next hop 10.0.0.9"
    ])
  })
})

describe("ways", () => {
  it("do not go round", () => {
    const circle = pair({ routes: [toRight, far("10.255.0.2")] }, { routes: [toLeft, far("10.255.0.1")] })
    assert.deepStrictEqual(printed(circle), ["packets to 192.0.2.0 go round: Router l, Router r"])
    assert.strictEqual(W.outcome(Trace.trace(W.made(circle), W.ping("left", "10.1.0.5", "192.0.2.9"))), "loop")
  })

  it("do not go round in a part of a prefix either", () => {
    const back = { id: "part", prefix: "192.0.2.64/26", via: [{ address: "10.255.0.1" }] }
    const rest = { id: "rest", prefix: "192.0.2.0/24", via: "blackhole" as const }
    const circle = pair({ routes: [toRight, far("10.255.0.2")] }, { routes: [toLeft, back, rest] })
    assert.deepStrictEqual(printed(circle), ["packets to 192.0.2.64 go round: Router l, Router r"])
  })

  it("do not go round by leaks", () => {
    const services: Input = {
      networks: [{ id: "svc", tenant: "blue", scope: "svc", subnets: [{ id: "v4", prefix: "172.16.0.0/24" }] }],
      scopes: [{ id: "svc" }]
    }
    const leaks = (prefix: string) => [
      { id: "a", prefix, from: "svc", to: "blue" },
      { id: "b", prefix, from: "blue", to: "svc" }
    ]
    const world = (prefix: string) =>
      W.withRouter(W.merge(two, services), "blue-router", {
        interfaces: [lan, wan, { id: "svc", network: "svc", addresses: ["172.16.0.1"] }],
        routes: [{ ...defaultRoute, scope: "blue" }],
        sourceNats: [{ ...snat, scope: "blue" }],
        leaks: leaks(prefix)
      })
    assert.include(printed(world("198.18.0.0/15")), "packets to 198.18.0.0 go round: Router blue-router")
    assert.isFalse(printed(world("172.16.0.0/24")).some((line) => line.includes("go round")))
  })

  it("lead on at the next router", () => {
    const hole = pair({ routes: [toRight, far("10.255.0.2")] }, { routes: [toLeft] })
    assert.deepStrictEqual(printed(hole), ["StaticRoute l/far: Router r has no route to 192.0.2.0"])
    const meant = { id: "meant", prefix: "192.0.2.0/24", via: "blackhole" as const }
    assert.deepStrictEqual(printed(pair({ routes: [toRight, far("10.255.0.2")] }, { routes: [toLeft, meant] })), [])
  })

  it("lead back", () => {
    const oneWay = pair({ routes: [toRight] }, {})
    assert.deepStrictEqual(printed(oneWay), ["StaticRoute l/to-right: Router r has no route back to 10.1.0.0/24"])
    assert.strictEqual(W.both(W.made(oneWay), W.ping("left", "10.1.0.5", "10.2.0.5")), "port right / NoRoute")
  })

  it("are translated where they leave their scope", () => {
    const line =
      "StaticRoute blue-router/default: 10.0.0.0/24 leaves untranslated through RouterInterface blue-router/wan"
    assert.deepStrictEqual(printed(router({ sourceNats: [] })), [line])
    assert.deepStrictEqual(printed(router({ sourceNats: [{ ...snat, internal: "10.0.0.0/25" }] })), [line])
    const halves = ["10.0.0.0/25", "10.0.0.128/25"].map((internal, n) => ({ ...snat, id: `n${n}`, internal }))
    assert.deepStrictEqual(printed(router({ sourceNats: halves })), [])
  })
})

describe("routes and policies that never decide", () => {
  const connected = { id: "lan", prefix: "10.0.0.0/24", via: [{ address: "10.0.0.6" }] }
  it("are told with those that precede", () => {
    assert.deepStrictEqual(printed(router({ routes: [defaultRoute, { ...connected, scope: "blue" }] })), [
      "StaticRoute blue-router/lan never decides, but RouterInterface blue-router/lan"
    ])
    // Without scope it is in the table of the Internet's scope too, and decides there.
    assert.deepStrictEqual(printed(router({ routes: [defaultRoute, connected] })), [])
  })

  it("are told when longer prefixes cover them wholly, not partly", () => {
    const hop = [{ address: "203.0.113.1" }]
    const wide = { id: "wide", prefix: "192.0.2.0/24", via: hop }
    const low = { id: "low", prefix: "192.0.2.0/25", via: hop }
    const high = { id: "high", prefix: "192.0.2.128/25", via: hop }
    assert.deepStrictEqual(printed(router({ routes: [defaultRoute, wide, low, high] })), [
      "StaticRoute blue-router/wide never decides, but StaticRoute blue-router/low, StaticRoute blue-router/high"
    ])
    assert.deepStrictEqual(printed(router({ routes: [defaultRoute, wide, low] })), [])
  })

  it("are policies that lie within others of higher priority", () => {
    const outer = {
      id: "outer",
      priority: 9,
      source: "10.0.0.0/24",
      protocol: "tcp" as const,
      action: "allow" as const
    }
    const inner = {
      id: "inner",
      priority: 1,
      source: "10.0.0.4/30",
      protocol: 6,
      ports: { first: 80, last: 80 },
      action: "drop" as const
    }
    assert.deepStrictEqual(printed(router({ policies: [outer, inner] })), [
      "PolicyRoute blue-router/inner never decides, but PolicyRoute blue-router/outer"
    ])
    assert.deepStrictEqual(printed(router({ policies: [{ ...outer, priority: 0 }, inner] })), [])
    assert.deepStrictEqual(printed(router({ policies: [outer, { ...inner, protocol: 17 }] })), [])
    assert.deepStrictEqual(printed(router({ policies: [outer, { ...inner, source: "10.0.0.0/23" }] })), [])
    assert.deepStrictEqual(printed(router({ policies: [{ ...outer, ports: { first: 81, last: 90 } }, inner] })), [])
    assert.deepStrictEqual(printed(router({ policies: [{ ...outer, interface: "lan" }, inner] })), [])
  })
})

describe("interfaces", () => {
  it("do not overlap in a table", () => {
    const twice = router({ interfaces: [lan, wan, { id: "lan2", network: "blue-net", addresses: ["10.0.0.2"] }] })
    assert.deepStrictEqual(printed(twice), [
      "RouterInterface blue-router/lan and RouterInterface blue-router/lan2 connect the same addresses (10.0.0.0/24, 10.0.0.0/24)"
    ])
  })

  it("may overlap in two", () => {
    const other: Input = {
      scopes: [{ id: "other" }],
      networks: [{ id: "other", tenant: "blue", scope: "other", subnets: [{ id: "v4", prefix: "10.0.0.0/24" }] }]
    }
    const world = W.withRouter(W.merge(two, other), "blue-router", {
      interfaces: [lan, wan, { id: "other", network: "other", addresses: ["10.0.0.1"] }],
      routes: [{ ...defaultRoute, scope: "blue" }],
      sourceNats: [{ ...snat, scope: "blue" }]
    })
    assert.deepStrictEqual(printed(world), [])
  })
})

describe("translations", () => {
  const float = { id: "f", interface: "wan", internal: "10.0.0.6", external: "203.0.113.66" }
  const forward = { ...float, protocol: "tcp" as const, externalPort: 80, internalPort: 80 }

  it("have a way in", () => {
    const away = router({ floatingAddresses: [{ ...float, external: "198.51.100.66" }] })
    assert.deepStrictEqual(printed(away), ["FloatingAddress blue-router/f: NoWayIn"])
    const routed = (prefix: string): Input => ({
      ...away,
      networks: away.networks!.map((network) =>
        network.id === "internet" ? { ...network, inbound: [{ id: "pool", prefix, via: ["203.0.113.10"] }] } : network
      )
    })
    const ping = (to: string) => W.ping(W.outside("internet"), "8.8.8.8", to)
    const one = routed("198.51.100.66/32")
    assert.deepStrictEqual(printed(one), [])
    assert.strictEqual(W.both(W.made(one), ping("198.51.100.66")), "port blue-b / outside internet")
    // Of a whole pool the unused addresses follow the default route back to where they came from.
    const pool = routed("198.51.100.64/26")
    assert.deepStrictEqual(printed(pool), ["packets to 198.51.100.64 go round: Network internet, Router blue-router"])
    assert.strictEqual(W.outcome(Trace.trace(W.made(pool), ping("198.51.100.64"))), "loop")
    assert.strictEqual(W.outcome(Trace.trace(W.made(pool), ping("198.51.100.66"))), "port blue-b")
    assert.deepStrictEqual(
      printed(router({ floatingAddresses: [float], portForwards: [{ ...forward, external: "203.0.113.67" }] })),
      []
    )
  })

  it("have an inside", () => {
    assert.deepStrictEqual(printed(router({ portForwards: [{ ...forward, internal: "10.9.0.6" }] })), [
      "PortForward blue-router/f: NoRouteInside"
    ])
    assert.deepStrictEqual(printed(router({ portForwards: [forward] })), [])
  })

  it("have a way out", () => {
    assert.deepStrictEqual(printed(router({ routes: [] })), ["SourceNat blue-router/snat: NoRouteOut"])
  })

  it("have a gateway that lives", () => {
    const world = (status: "up" | "down") =>
      W.withRouter(W.merge(W.internet, W.tenant("blue", 10), { hosts: [{ id: "g", status }] }), "blue-router", {
        interfaces: [lan, { ...wan, gatewayHosts: [{ host: "g", priority: 1 }] }]
      })
    assert.deepStrictEqual(printed(world("down")), ["SourceNat blue-router/snat: GatewayDown"])
    assert.deepStrictEqual(printed(world("up")), [])
  })
})

describe("findings", () => {
  it("are told as errors and warnings", () => {
    const severities = (input: Input) => RouterFindings.findings(W.made(input)).map(RouterFindings.severity)
    assert.deepStrictEqual(severities(pair({ routes: [toRight] }, {})), ["warning"])
    assert.deepStrictEqual(severities(router({ sourceNats: [] })), ["error"])
  })
})
