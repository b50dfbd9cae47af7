import { describe, expect, it } from "@effect/vitest"
import * as Trace from "../../src/topology/Trace.ts"
import * as W from "./worlds.ts"

/** Traces as an operator reads them; the files are reviewed like code. */
const hosts = ["kvm1", "kvm2", "gw1", "gw2"].map((id) => ({ id }))
const gatewayHosts = [
  { host: "gw1", priority: 2 },
  { host: "gw2", priority: 1 }
]

const placed = (id: string, n: number) => {
  const input = W.withRouter(W.tenant(id, n), `${id}-router`, {
    interfaces: [
      { id: "lan", network: `${id}-net`, addresses: ["10.0.0.1"] },
      { id: "wan", network: "internet", addresses: [`203.0.113.${n}`], gatewayHosts }
    ],
    floatingAddresses: [{ id: "fip-b", interface: "wan", internal: "10.0.0.6", external: `203.0.113.${n + 100}` }]
  })
  return W.withPort(W.withPort(input, `${id}-a`, { host: "kvm1" }), `${id}-b`, { host: "kvm2" })
}

const cloud = W.merge(W.internet, { hosts }, placed("blue", 10), placed("green", 20), {
  loadBalancers: [
    {
      id: "shop",
      tenant: "green",
      address: "203.0.113.80",
      listeners: [
        {
          id: "http",
          protocol: "tcp",
          port: 80,
          members: [
            { id: "a", address: "10.0.0.5", port: 8080 },
            { id: "b", address: "10.0.0.6", port: 8080 }
          ]
        }
      ],
      attachments: [{ _tag: "Router", router: "green-router", interface: "wan" }]
    }
  ],
  securityGroups: [
    {
      id: "stateless",
      tenant: "blue",
      stateful: false,
      rules: [{ id: "http", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 80, last: 80 } }]
    }
  ]
})

const topology = W.made(cloud)
const guarded = W.made(W.withPort(cloud, "blue-b", { securityGroups: ["stateless"] }))

const cases = [
  ["source-nat", topology, W.tcp("blue-a", "10.0.0.5:40000", "198.51.100.7:443")],
  ["floating-between-tenants", topology, W.tcp("blue-a", "10.0.0.5:40000", "203.0.113.120:22")],
  ["hairpin", topology, W.tcp("green-a", "10.0.0.5:40000", "203.0.113.120:22")],
  ["load-balancer", topology, W.tcp(W.outside("internet"), "198.51.100.7:40000", "203.0.113.80:80")],
  ["stateless-answer", guarded, W.tcp("blue-a", "10.0.0.5:40000", "10.0.0.6:80")],
  ["router-ping", topology, W.ping("blue-a", "10.0.0.5", "10.0.0.1")],
  ["refused", topology, W.ping("blue-a", "10.0.0.5", "10.0.0.255")],
  ["spoofed", topology, W.ping("blue-a", "10.0.0.7", "10.0.0.6")]
] as const

describe("a printed trace", () => {
  for (const [name, world, packet] of cases) {
    it(`of ${name}`, async () => {
      const text = `${Trace.print(Trace.trace(world, packet))}\n`
      await expect(text).toMatchFileSnapshot(`../golden/trace-${name}.txt`)
    })
  }
})
