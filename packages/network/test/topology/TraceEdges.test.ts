/** Single packets that were judged otherwise than the rules of `Topology` say, and the two families against each other. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Packet from "../../src/topology/Packet.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as Random from "./randomWorld.ts"
import * as W from "./worlds.ts"

describe("a packet to another address of the sender", () => {
  it("is refused before anything else: the guest's `local` table keeps it (ip-route(8)), whatever the port does", () => {
    const world = W.merge(W.internet, W.tenant("blue", 10))
    const addresses = ["10.0.0.5", "10.0.0.9"]
    const own = W.ping("blue-a", "10.0.0.5", "10.0.0.9")
    assert.strictEqual(W.both(W.made(W.withPort(world, "blue-a", { addresses })), own), "refused OwnAddress / none")
    const disabled = W.made(W.withPort(world, "blue-a", { addresses, enabled: false }))
    assert.strictEqual(W.both(disabled, own), "refused OwnAddress / none")
    const gateway = { gatewayHosts: [{ host: "h", priority: 1 }] }
    const placed = W.withRouter(W.merge(world, { hosts: [{ id: "h" }] }), "blue-router", {
      interfaces: [
        { id: "lan", network: "blue-net", addresses: ["10.0.0.1"] },
        { id: "wan", network: "internet", addresses: ["203.0.113.10"], ...gateway }
      ]
    })
    const unplugged = W.made(W.withPort(placed, "blue-a", { addresses }))
    assert.strictEqual(W.both(unplugged, own), "refused OwnAddress / none")
    assert.strictEqual(W.both(unplugged, W.ping("blue-a", "10.0.0.5", "10.0.0.6")), "PortUnbound / none")
  })
})

/** An IPv4 address or prefix in 2001:db8::/96, and the same for all texts in a value. */
const six = (text: string): string => {
  if (text === "0.0.0.0/0") return "::/0"
  const [address = "", length] = text.split("/")
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number)
  const there = `2001:db8::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  return length === undefined ? there : `${there}/${Number(length) + 96}`
}
const inSix = (value: unknown): unknown =>
  typeof value === "string"
    ? /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(value)
      ? six(value)
      : value
    : Array.isArray(value)
      ? value.map(inSix)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inSix(each)]))
        : value

describe("IPv6", () => {
  it.effect("is treated as IPv4 is, translations and load balancers included", () =>
    Effect.map(Seed.forRuns({ runs: 60 }), (seeds) => {
      for (const seed of seeds) {
        const prng = Seed.prng(Seed.derive(seed, "six"))
        const drawn = Random.world(prng)
        const rules = (family: 4 | 6) => (group: Topology.Topology["securityGroups"][number]) => ({
          ...group,
          rules: group.rules
            .filter((rule) => rule.family === 4)
            .map((rule) => ({
              ...rule,
              family,
              ...(rule.protocol === "icmp" && family === 6 ? { protocol: "icmp6" as const } : {}),
              ...(rule.icmp === undefined ? {} : { icmp: { ...rule.icmp, type: family === 4 ? 8 : 128 } })
            }))
        })
        if (drawn.networks.some(({ subnets }) => subnets.some(({ prefix }) => prefix.includes(":")))) continue
        const four = W.made({ ...drawn, securityGroups: drawn.securityGroups.map(rules(4)) })
        const translated = inSix({ ...drawn, securityGroups: drawn.securityGroups.map(rules(6)) })
        const there = W.made(translated as Topology.TopologyInput)
        for (let n = 0; n < 25; n++) {
          const packet = Random.packet(prng, four)
          if (packet.source.includes(":")) continue
          const echo = packet.protocol === 1 ? { protocol: 58, icmpType: 128 } : {}
          const twin = { ...(inSix(packet) as Packet.Packet), ...echo }
          const ends = (topology: Topology.Topology, of: Packet.Packet) =>
            Trace.all(topology, of)
              .traces.map((trace) => `${W.outcome(trace)} / ${W.outcome(trace.answer)}`)
              .sort()
          assert.deepStrictEqual(ends(there, twin), ends(four, packet), `seed ${seed} ${JSON.stringify(packet)}`)
        }
      }
    })
  )
})
