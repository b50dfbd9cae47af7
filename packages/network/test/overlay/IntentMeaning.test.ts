/**
 * What named states mean for packets: each derivation is judged by the trace of packets that it is for, there and back.
 */
import * as Intent from "../../src/overlay/Intent.ts"
import * as OverlaySettings from "../../src/overlay/OverlaySettings.ts"
import type { OverlayState } from "../../src/overlay/OverlayState.ts"
import * as Packet from "../../src/topology/Packet.ts"
import * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { internet, mac, network, open, port, router, stateOf } from "./inputs.ts"
import { byName, states } from "./states.ts"

const intentOf = (name: string): Intent.Intent => {
  const { settings, state } = byName(name)
  return Result.getOrThrow(Intent.intentOf(state, { settings }))
}

const meaning = (state: OverlayState): Intent.Intent => Result.getOrThrow(Intent.intentOf(state))

type Sent = {
  readonly from: string
  readonly source: string
  readonly to: string
  readonly port?: number
  readonly udp?: boolean
}

/** Where a first packet ends and what becomes of its answer. `from` is a port, or the outside of a network with a slash in front. */
const send = (topology: Topology.Topology, { from, port: number = 80, source, to, udp = false }: Sent): string => {
  const entry = from.startsWith("/")
    ? ({ _tag: "Outside", network: from.slice(1) } as const)
    : ({ _tag: "Port", port: from } as const)
  const packet = Packet.make({
    entry,
    source,
    destination: to,
    protocol: udp ? 17 : 6,
    sourcePort: 40_000,
    destinationPort: number
  })
  const { answer, verdict } = Trace.trace(topology, packet)
  const print = (of: Trace.Path["verdict"]): string => {
    if (of._tag !== "Delivered") return of._tag === "Loop" ? "Loop" : `${of._tag} ${of.reason}`
    return of.to._tag === "Port" ? of.to.port : of.to._tag === "Outside" ? `/${of.to.network}` : of.to.router
  }
  const back = answer === undefined ? "" : ` and back to ${print(answer.verdict)}`
  return print(verdict) + back
}

const traced = (name: string, sent: Sent): string => send(intentOf(name).topology, sent)

describe("every named state", () => {
  for (const { name, settings, state } of states) {
    it(`${name}: is a topology in normal form`, () => {
      const { topology } = Result.getOrThrow(Intent.intentOf(state, { settings }))
      assert.deepStrictEqual(Result.getOrThrow(Topology.make(topology)), topology)
    })
  }
})

describe("networks", () => {
  it("keeps tenants with one range apart", () => {
    const name = "two tenants with one range"
    assert.strictEqual(
      traced(name, { from: "blue-1", source: "10.0.0.11", to: "10.0.0.12" }),
      "blue-2 and back to blue-1"
    )
    assert.strictEqual(
      traced(name, { from: "green-1", source: "10.0.0.11", to: "10.0.0.12" }),
      "green-2 and back to green-1"
    )
  })
  it("does not route without a router", () => {
    const sent = { from: "blue-1", source: "10.0.0.11", to: "10.0.1.11" }
    assert.strictEqual(traced("two networks without a router", sent), "Dropped NoNeighbour")
    assert.strictEqual(traced("router between two networks", sent), "blue-3 and back to blue-1")
  })
  it("closes a port without groups, opens one without port security, stops a disabled one", () => {
    const sent = { from: "blue-1", source: "10.0.0.11", to: "10.0.0.12" }
    assert.match(traced("port without groups is closed", sent), /^Dropped/)
    assert.match(traced("port without port security", sent), /^blue-2/)
    assert.match(traced("disabled port", sent), /^Dropped/)
  })
  it("delivers to an allowed pair address", () => {
    assert.match(traced("allowed address pair", { from: "blue-1", source: "10.0.0.11", to: "10.0.0.100" }), /^blue-3/)
  })
  it("tells the segments' MTU and role", () => {
    const dns = intentOf("DHCP, DNS and metadata").parts.get("joined:blue-web")!
    assert.deepStrictEqual(dns.segments, [{ network: "blue-web", role: "internal", mtu: 1400 }])
    const dual = intentOf("dual stack, IPv6 routed").parts.get("external:internet")!
    const wire = { network: "internet", role: "external", mtu: 1500, physicalNetwork: "wire", vlan: 100 } as const
    assert.deepStrictEqual(dual.segments, [wire])
  })
})

describe("routers", () => {
  const out = { from: "blue-1", source: "10.0.0.11", to: "203.0.113.7" }
  it("translates sources of the gateway's families alone", () => {
    assert.strictEqual(traced("router with gateway and source NAT", out), "/internet and back to blue-1")
    assert.match(traced("gateway without source NAT", out), /^Dropped/)
  })
  it("finds no default route without a way out", () => {
    assert.match(traced("router between two networks", out), /^Dropped NoRoute/)
  })
  it("follows the upstream's gateway", () => {
    const moved = stateOf(
      open("blue"),
      network("blue", "blue-web"),
      router("blue", "blue-edge", [["blue-web", "10.0.0.1"]], "198.51.100.10"),
      ["Network", { ...byNameInternet(), subnets: [{ id: "a", cidr: "198.51.100.0/24", gateway: "198.51.100.254" }] }]
    )
    const [edge] = meaning(moved).topology.routers
    assert.deepStrictEqual<ReadonlyArray<unknown>>(
      edge!.routes.map(({ prefix, via }) => [prefix, via]),
      [["0.0.0.0/0", [{ address: "198.51.100.254", interface: "gateway:internet" }]]]
    )
  })
  it("routes IPv6 as it is and translates IPv4", () => {
    const name = "dual stack, IPv6 routed"
    assert.strictEqual(traced(name, out), "/internet and back to blue-1")
    const six = { from: "blue-1", source: "2001:db8:1::11", to: "2001:4860::8888" }
    assert.strictEqual(traced(name, six), "/internet and back to blue-1")
    const inward = { from: "/internet", source: "2001:4860::8888", to: "2001:db8:1::11" }
    assert.strictEqual(traced(name, inward), "blue-1 and back to /internet")
  })
  it("gives the gateway to the hosts of the settings", () => {
    const [edge] = intentOf("three hosts, gateway with a substitute").topology.routers
    const hosts = edge!.interfaces.find(({ id }) => id === "gateway:internet")!.gatewayHosts
    assert.deepStrictEqual(
      hosts.map(({ host, priority }) => [host, priority]),
      [
        ["hv2", 10],
        ["hv3", 20]
      ]
    )
  })
})

const byNameInternet = () => internet[1]

describe("external addresses", () => {
  const ssh = { from: "/internet", source: "203.0.113.7", to: "198.51.100.10", port: 2222 }
  it("leads a floating address to its port and back", () => {
    const inward = { from: "/internet", source: "203.0.113.7", to: "198.51.100.50" }
    assert.strictEqual(traced("floating address", inward), "blue-1 and back to /internet")
    assert.strictEqual(traced("floating address on another port", inward), "blue-2 and back to /internet")
    assert.match(traced("floating address kept for later", inward), /^Dropped/)
  })
  it("prefers the router that guests send to", () => {
    const state = stateOf(
      open("blue"),
      network("blue", "web"),
      port("blue", "blue-1", "web", "10.0.0.11", 1),
      internet,
      router("blue", "aside", [["web", "10.0.0.2"]], "198.51.100.12"),
      router("blue", "edge", [["web", "10.0.0.1"]], "198.51.100.13"),
      ["FloatingIp", { id: "ip", tenant: "blue", network: "internet", address: "198.51.100.50", port: "blue-1" }]
    )
    const { routers } = meaning(state).topology
    assert.deepStrictEqual(
      routers.map(({ floatingAddresses, id }) => [id, floatingAddresses.length]),
      [
        ["aside", 0],
        ["edge", 1]
      ]
    )
  })
  it("forwards a port of the gateway and of a floating address", () => {
    assert.strictEqual(traced("port forward on the gateway", ssh), "blue-1 and back to /internet")
    assert.match(traced("port forward on the gateway", { ...ssh, port: 2223 }), /^Dropped/)
    const name = "port forwards on a floating address"
    const at = { ...ssh, to: "198.51.100.50" }
    assert.strictEqual(traced(name, { ...at, port: 80 }), "blue-1 and back to /internet")
    assert.strictEqual(traced(name, { ...at, port: 5432 }), "blue-3 and back to /internet")
  })
})

describe("security groups", () => {
  it("lets a remote group through, wherever its ports are", () => {
    const name = "groups with a remote group"
    assert.match(traced(name, { from: "blue-4", source: "10.0.0.14", to: "10.0.1.15", port: 5432 }), /^blue-5/)
    assert.match(traced(name, { from: "blue-1", source: "10.0.0.11", to: "10.0.1.15", port: 5432 }), /^Dropped/)
  })
  it("lists members of groups that rules name, and rules that are noted", () => {
    const { parts } = intentOf("groups with a remote group")
    assert.deepStrictEqual(parts.get("joined:blue-db")!.memberships, [
      { group: "blue-app", port: "blue-4", prefixes: ["10.0.0.14/32" as never] }
    ])
    assert.deepStrictEqual(parts.get("group:blue-sql")!.logging, [{ group: "blue-sql", rule: "sql" }])
  })
})

describe("load balancers", () => {
  it("serves on a network and on a router", () => {
    const on = traced("balancer on a network", { from: "blue-6", source: "10.0.0.16", to: "10.200.0.1" })
    assert.match(on, /^blue-[12]/)
    const router_ = traced("balancer on a router", { from: "/internet", source: "203.0.113.7", to: "198.51.100.60" })
    assert.match(router_, /^blue-[12] and back to \/internet$/)
  })
  it("leaves out members that are observed to be unhealthy", () => {
    const { state } = byName("balancer on a router")
    const ends = (unhealthy: ReadonlyArray<string>): ReadonlySet<string> => {
      const { topology } = Result.getOrThrow(Intent.intentOf(state, { unhealthy: new Set(unhealthy) }))
      const sent = Packet.make({
        entry: { _tag: "Outside", network: "internet" },
        source: "203.0.113.7",
        destination: "198.51.100.60",
        protocol: 6,
        sourcePort: 1,
        destinationPort: 80
      })
      const verdicts = Array.from(
        { length: 64 },
        (_, n) => Trace.trace(topology, { ...sent, sourcePort: n + 1024 }).verdict
      )
      return new Set(
        verdicts.map((each) => (each._tag === "Delivered" && each.to._tag === "Port" ? each.to.port : each._tag))
      )
    }
    assert.deepStrictEqual(ends([]), new Set(["blue-1", "blue-2"]))
    assert.deepStrictEqual(ends(["blue-lb/http/m1"]), new Set(["blue-2"]))
  })
  it("says what the topology does not", () => {
    const [balancing] = intentOf("balancer of HTTP with rules").parts.get("joined:blue-web")!.balancing
    const [listener] = balancing!.listeners
    assert.strictEqual(listener!.protocol, "http")
    assert.strictEqual(listener!.health?.path, "/healthy")
    assert.deepStrictEqual(
      listener!.rules.map(({ host, members }) => [host, members]),
      [["api.example.org", ["m2"]]]
    )
    assert.deepStrictEqual(
      listener!.members.map(({ address }) => address as string),
      ["10.0.0.11", "10.0.0.12"]
    )
  })
})

describe("ways to others", () => {
  it("peers both ways, with what each side lets the other reach", () => {
    const there = { from: "blue-1", source: "10.0.0.11", to: "10.9.0.11" }
    const back = { from: "red-1", source: "10.9.0.11", to: "10.0.0.11" }
    assert.strictEqual(traced("peering", there), "red-1 and back to blue-1")
    assert.strictEqual(traced("peering", back), "blue-1 and back to red-1")
    assert.match(traced("peering not yet accepted", there), /^\/internet/)
    // The answer needs a way back to a prefix that is not exported.
    assert.strictEqual(traced("peering of chosen prefixes", there), "red-1 and back to Dropped UnknownConnection")
    const chosen = { from: "blue-3", source: "10.0.1.11", to: "10.9.0.11" }
    assert.strictEqual(traced("peering of chosen prefixes", chosen), "red-1 and back to blue-3")
  })
  it("serves consumers with one range", () => {
    const name = "service network with three consumers of one range"
    for (const tenant of ["blue", "green", "red"]) {
      const sent = { from: `${tenant}-vm`, source: "10.0.0.11", to: "192.168.100.11" }
      assert.strictEqual(traced(name, sent), `tools-1 and back to ${tenant}-vm`)
    }
    assert.match(traced(name, { from: "tools-1", source: "192.168.100.11", to: "10.0.0.11" }), /^Dropped/)
    const { parts } = intentOf(name)
    assert.deepStrictEqual([...parts.keys()].filter((id) => id.startsWith("joined:")).sort(), [
      "joined:blue-net",
      "joined:green-net",
      "joined:red-net"
    ])
  })
  it("carries what is for the other end of a tunnel", () => {
    const office = { from: "blue-1", source: "10.0.0.11", to: "172.20.0.5" }
    assert.strictEqual(traced("WireGuard to an office", office), "/vpn:blue-vpn and back to blue-1")
    const inward = { from: "/vpn:blue-vpn", source: "172.20.0.5", to: "10.0.0.11" }
    assert.strictEqual(traced("WireGuard to an office", inward), "blue-1 and back to /vpn:blue-vpn")
    const elsewhere = { ...office, to: "203.0.113.7" }
    assert.match(traced("WireGuard to an office", elsewhere), /^\/internet/)
    assert.match(traced("WireGuard for road warriors, all through it", elsewhere), /^\/vpn:blue-vpn/)
    assert.match(traced("IPsec to an office", { ...office, to: "172.22.1.1" }), /^\/vpn:blue-ipsec/)
  })
  it("tells a tunnel's ends", () => {
    const [vpn] = intentOf("IPsec to an office").parts.get("joined:blue-web")!.vpns
    assert.strictEqual(vpn!.interface, "gateway:internet")
    assert.deepStrictEqual([vpn!.addresses, vpn!.local, vpn!.remote] as ReadonlyArray<ReadonlyArray<string>>, [
      ["198.51.100.10"],
      ["10.0.0.0/24"],
      ["172.22.0.0/16"]
    ])
  })
  it("shares and balances by static and policy routes", () => {
    const [edge] = intentOf("static, ECMP, blackhole and policy routes").topology.routers
    assert.deepStrictEqual(
      edge!.routes.map(({ id }) => id),
      ["ecmp", "hole"]
    )
    assert.deepStrictEqual(
      edge!.policies.map(({ id }) => id),
      ["p"]
    )
  })
})

describe("what guests are told", () => {
  const part = () => intentOf("DHCP, DNS and metadata").parts.get("joined:blue-web")!
  it("has DHCP with the network's MTU and resolver", () => {
    const [dhcp] = part().dhcp
    assert.strictEqual(dhcp!.mtu, 1400)
    assert.isTrue(dhcp!.resolver)
    assert.deepStrictEqual(
      dhcp!.guests.map(({ hostname }) => hostname),
      ["web-1", "web-2"]
    )
  })
  it("has names of ports and of the zone, forth and back", () => {
    const [dns] = part().dns
    assert.deepStrictEqual(
      dns!.entries.map(({ name }) => name),
      ["web-1.blue.internal", "web-2.blue.internal"]
    )
    assert.deepStrictEqual<unknown>(dns!.reverse, [
      { address: "10.0.0.11", name: "web-1.blue.internal" },
      { address: "10.0.0.12", name: "web-2.blue.internal" }
    ])
    const [zone] = intentOf("DHCP, DNS and metadata").parts.get("zone:blue-zone")!.dns
    assert.sameMembers(
      zone!.entries.map(({ name }) => name),
      ["blue.internal", "www.blue.internal", "_sip._tcp.blue.internal", "mail.blue.internal"]
    )
  })
  it("knows guests by their port for metadata", () => {
    const [metadata] = part().metadata
    assert.deepStrictEqual(
      metadata!.guests.map((guest) => [guest.port, guest.mac as string]),
      [
        ["blue-1", mac(1)],
        ["blue-2", mac(2)]
      ]
    )
  })
  it("limits a port and a floating address", () => {
    const { qos } = intentOf("limits of a port and a floating address").parts.get("joined:blue-web")!
    assert.deepStrictEqual(qos.map(({ on }) => (on._tag === "Port" ? on.port : `${on.router} ${on.address}`)).sort(), [
      "blue-2",
      "blue-edge 198.51.100.50"
    ])
  })
})

describe("settings", () => {
  it("refuses hosts that are no topology", () => {
    const settings = OverlaySettings.make({ hosts: [{ id: "a" }], links: [{ id: "l", hosts: ["a", "b"] }] })
    const failed = Intent.intentOf(byName("empty").state, { settings })
    assert.isTrue(Result.isFailure(failed) && failed.failure.problems[0]!._tag === "Underlay")
  })
  it("says which host of a port is unknown", () => {
    const { settings } = byName("three hosts, gateway with a substitute")
    const state = stateOf(open("blue"), network("blue", "n"), port("blue", "p", "n", "10.0.0.5", 5, { host: "hv9" }))
    const failed = Intent.intentOf(state, { settings })
    assert.isTrue(Result.isFailure(failed))
    if (Result.isFailure(failed))
      assert.match(failed.failure.message, /^Port p: UnknownReference: Port p, target Host hv9$/m)
  })
})
