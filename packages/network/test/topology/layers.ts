/** Layers of routers with two next hops each, all of which translate sources: two to the power of layers ways. */
import type * as Topology from "../../src/topology/Topology.ts"
import * as W from "./worlds.ts"

/** A guest `a` below, a guest `b` above, `count` layers between them. */
export const layered = (count: number): Topology.TopologyInput => {
  const levels = Array.from({ length: count + 1 }, (_, level) => level)
  const on = (level: number, host: number) => `10.${level}.0.${host}`
  const hops = (level: number) => [10, 11].map((host) => ({ address: on(level, host) }))
  const guest = (id: string, level: number) => ({
    id,
    tenant: "t",
    network: `n${level}`,
    mac: W.mac(level + 5),
    addresses: [on(level, 5)],
    securityGroups: ["t-open"]
  })
  return {
    tenants: [{ id: "t" }],
    scopes: [{ id: "s" }],
    networks: levels.map((level) => ({
      id: `n${level}`,
      tenant: "t",
      scope: "s",
      kind: level === 0 ? ("tenant" as const) : ("external" as const),
      subnets: [{ id: "v4", prefix: `${on(level, 0)}/24`, ...(level === 0 && { gateway: on(0, 10) }) }],
      ...(level > 0 && { upstreams: [], outside: [] })
    })),
    securityGroups: [W.openGroup("t")],
    ports: [guest("a", 0), guest("b", count)],
    routers: levels.slice(1).flatMap((level) =>
      [10, 11].map((host) => ({
        id: `r${level}-${host}`,
        tenant: "t",
        interfaces: [
          { id: "down", network: `n${level - 1}`, addresses: [on(level - 1, host)] },
          { id: "up", network: `n${level}`, addresses: [on(level, host + 10)] }
        ],
        routes: level === count ? [] : [{ id: "up", prefix: on(count, 0) + "/24", via: hops(level) }],
        sourceNats: [{ id: "nat", interface: "up", internal: "10.0.0.0/8", external: on(level, host + 10) }]
      }))
    )
  }
}
