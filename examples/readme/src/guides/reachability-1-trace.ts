import { Packet, Topology, Trace } from "@cloudwright/network"
import { Effect, Layer, Schema } from "effect"

// Two tenants with the same subnet, one of them with a web server behind a floating address.
export const cloud = Topology.make({
  hosts: [{ id: "kvm-1" }, { id: "kvm-2" }, { id: "gw-1" }, { id: "gw-2" }],
  tenants: [{ id: "acme" }, { id: "umbrella" }, { id: "provider" }],
  scopes: [{ id: "blue" }, { id: "green" }, { id: "public" }],
  networks: [
    {
      id: "acme-net",
      tenant: "acme",
      scope: "blue",
      subnets: [{ id: "v4", prefix: "10.0.0.0/24", gateway: "10.0.0.1" }]
    },
    {
      id: "umbrella-net",
      tenant: "umbrella",
      scope: "green",
      subnets: [{ id: "v4", prefix: "10.0.0.0/24", gateway: "10.0.0.1" }]
    },
    {
      id: "internet",
      tenant: "provider",
      scope: "public",
      kind: "external",
      subnets: [{ id: "v4", prefix: "203.0.113.0/24", gateway: "203.0.113.1" }]
    }
  ],
  securityGroups: [
    {
      id: "web",
      tenant: "acme",
      rules: [{ id: "https", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 443, last: 443 } }]
    }
  ],
  ports: [
    {
      id: "web-1",
      tenant: "acme",
      network: "acme-net",
      mac: "52:54:00:00:00:01",
      addresses: ["10.0.0.10"],
      securityGroups: ["web"],
      host: "kvm-1"
    },
    {
      id: "db-1",
      tenant: "umbrella",
      network: "umbrella-net",
      mac: "52:54:00:00:00:01",
      addresses: ["10.0.0.10"],
      host: "kvm-2"
    }
  ],
  routers: [
    {
      id: "edge",
      tenant: "acme",
      interfaces: [
        { id: "inside", network: "acme-net", addresses: ["10.0.0.1"] },
        {
          id: "uplink",
          network: "internet",
          addresses: ["203.0.113.2"],
          gatewayHosts: [
            { host: "gw-1", priority: 2 },
            { host: "gw-2", priority: 1 }
          ]
        }
      ],
      routes: [{ id: "default", prefix: "0.0.0.0/0", via: [{ address: "203.0.113.1" }] }],
      floatingAddresses: [{ id: "web", interface: "uplink", internal: "10.0.0.10", external: "203.0.113.10" }]
    }
  ]
})

export const program = Effect.gen(function* () {
  const topology = yield* Effect.fromResult(cloud)
  // One packet, hop by hop, and the way of its answer.
  const packet = yield* Schema.decodeEffect(Packet.Packet)({
    entry: { _tag: "Outside", network: "internet" },
    source: "198.51.100.7",
    destination: "203.0.113.10",
    protocol: 6,
    sourcePort: 40000,
    destinationPort: 443
  })
  return Trace.print(Trace.trace(topology, packet))
})

export const Live = Layer.empty
