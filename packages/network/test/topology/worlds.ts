/** Topologies for the tests of traces, small enough to be read. */
import * as Packet from "../../src/topology/Packet.ts"
import * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as Result from "effect/Result"

type Input = Topology.TopologyInput

export const mac = (n: number): string => `52:54:00:00:00:${n.toString(16).padStart(2, "0")}`

/** Ids and lists of an input put together; lists of the later follow those of the earlier. */
export const merge = (...inputs: ReadonlyArray<Input>): Input => {
  const out: Record<string, Array<unknown>> = {}
  for (const input of inputs) {
    for (const [name, list] of Object.entries(input)) out[name] = [...(out[name] ?? []), ...(list as Array<unknown>)]
  }
  return out
}

export const made = (input: Input): Topology.Topology => Result.getOrThrow(Topology.make(input))

type Headers = Omit<typeof Packet.Packet.Encoded, "entry" | "protocol">

export const packet = (entry: Packet.Entry | string, headers: Headers & { readonly protocol: number }): Packet.Packet =>
  Packet.make({ entry: typeof entry === "string" ? { _tag: "Port", port: entry } : entry, ...headers })

export const outside = (network: string): Packet.Entry => ({ _tag: "Outside", network })

/** A TCP packet; end points are `address:port` or `[address]:port`. */
export const tcp = (entry: Packet.Entry | string, from: string, to: string): Packet.Packet => {
  const split = (text: string) => {
    const at = text.lastIndexOf(":")
    return { address: text.slice(0, at).replace(/[[\]]/g, ""), port: Number(text.slice(at + 1)) }
  }
  const source = split(from)
  const destination = split(to)
  return packet(entry, {
    source: source.address,
    destination: destination.address,
    protocol: 6,
    sourcePort: source.port,
    destinationPort: destination.port
  })
}

/** An ICMP or ICMPv6 echo request. */
export const ping = (entry: Packet.Entry | string, source: string, destination: string): Packet.Packet =>
  packet(entry, {
    source,
    destination,
    protocol: source.includes(":") ? 58 : 1,
    icmpType: source.includes(":") ? 128 : 8,
    icmpCode: 0
  })

/** The end of a way in one word or two. */
export const outcome = (path: Trace.Path | undefined): string => {
  if (path === undefined) return "none"
  const { verdict } = path
  switch (verdict._tag) {
    case "Delivered":
      return verdict.to._tag === "Port"
        ? `port ${verdict.to.port}${verdict.to.addressed ? "" : " as next hop"}`
        : verdict.to._tag === "Outside"
          ? `outside ${verdict.to.network}`
          : `router ${verdict.to.router}`
    case "Dropped":
      return verdict.reason
    case "Refused":
      return `refused ${verdict.reason}`
    case "Loop":
      return "loop"
  }
}

/** The ends of a packet and of its answer. */
export const both = (topology: Topology.Topology, of: Packet.Packet): string => {
  const traced = Trace.trace(topology, of)
  return `${outcome(traced)} / ${outcome(traced.answer)}`
}

export const openGroup = (tenant: string, id = `${tenant}-open`, stateful = true) => ({
  id,
  tenant,
  stateful,
  rules: (["ingress", "egress"] as const).flatMap((direction) =>
    ([4, 6] as const).map((family) => ({ id: `${direction}${family}`, direction, family }))
  )
})

/** The Internet, for everybody: an external network with an upstream router. */
export const internet: Input = {
  tenants: [{ id: "provider" }],
  scopes: [{ id: "internet" }],
  networks: [
    {
      id: "internet",
      tenant: "provider",
      scope: "internet",
      kind: "external",
      subnets: [{ id: "v4", prefix: "203.0.113.0/24", gateway: "203.0.113.1" }]
    }
  ]
}

/**
 * A tenant with one network 10.0.0.0/24, two machines .5 and .6, and a router with source NAT to `203.0.113.n`. Every
 * such tenant has the same subnet and the same MAC addresses.
 */
export const tenant = (id: string, n: number): Input => ({
  tenants: [{ id }],
  scopes: [{ id }],
  networks: [
    { id: `${id}-net`, tenant: id, scope: id, subnets: [{ id: "v4", prefix: "10.0.0.0/24", gateway: "10.0.0.1" }] }
  ],
  ports: [
    {
      id: `${id}-a`,
      tenant: id,
      network: `${id}-net`,
      mac: mac(5),
      addresses: ["10.0.0.5"],
      securityGroups: [`${id}-open`]
    },
    {
      id: `${id}-b`,
      tenant: id,
      network: `${id}-net`,
      mac: mac(6),
      addresses: ["10.0.0.6"],
      securityGroups: [`${id}-open`]
    }
  ],
  securityGroups: [openGroup(id)],
  routers: [
    {
      id: `${id}-router`,
      tenant: id,
      interfaces: [
        { id: "lan", network: `${id}-net`, addresses: ["10.0.0.1"] },
        { id: "wan", network: "internet", addresses: [`203.0.113.${n}`] }
      ],
      routes: [{ id: "default", prefix: "0.0.0.0/0", via: [{ address: "203.0.113.1" }] }],
      sourceNats: [{ id: "snat", interface: "wan", internal: "10.0.0.0/24", external: `203.0.113.${n}` }]
    }
  ]
})

/** `input` with one of its routers changed. */
export const withRouter = (
  input: Input,
  id: string,
  fields: Partial<NonNullable<Input["routers"]>[number]>
): Input => ({
  ...input,
  routers: (input.routers ?? []).map((router) => (router.id === id ? { ...router, ...fields } : router))
})

/** `input` with one of its ports changed. */
export const withPort = (input: Input, id: string, fields: Partial<NonNullable<Input["ports"]>[number]>): Input => ({
  ...input,
  ports: (input.ports ?? []).map((port) => (port.id === id ? { ...port, ...fields } : port))
})
