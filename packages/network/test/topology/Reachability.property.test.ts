/**
 * The symbolic answers against traces of single packets, over random topologies: what is said to arrive arrives, what is
 * not said to arrive does not, and the same for answers; witnesses and their ways are traces; obstacles are real and needed.
 */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import type * as Packet from "../../src/topology/Packet.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import type { Verdict } from "../../src/topology/Verdict.ts"
import * as Random from "./randomWorld.ts"

const runs = 250
const packetsEach = 40

const arrives = (to: Endpoint.Endpoint, { verdict }: { readonly verdict: Verdict }): boolean => {
  if (verdict._tag !== "Delivered") return false
  const end = verdict.to
  switch (to._tag) {
    case "Port":
      return end._tag === "Port" && end.port === to.port
    case "Outside":
      return end._tag === "Outside" && end.network === to.network
    case "Router":
      return end._tag === "Router" && end.router === to.router
    default:
      return false
  }
}

const endpointOf = (entry: Packet.Entry): Endpoint.Endpoint =>
  entry._tag === "Port" ? Endpoint.port(entry.port) : Endpoint.outside(entry.network)

const drawTarget = (prng: Seed.Prng, topology: Topology): Endpoint.Endpoint =>
  prng.pick([
    Endpoint.outside("internet"),
    Endpoint.router(prng.pick(topology.routers).id),
    ...Array.from({ length: 4 }, () => Endpoint.port(prng.pick(topology.ports).id))
  ])

const packetsOf = (prng: Seed.Prng, topology: Topology, entry: Packet.Entry) =>
  Array.from({ length: packetsEach }, () => Random.packet(prng, topology, entry))

/** Answers about each seed's topology, start and goal; the seed is in the message of every assertion. */
const forSeeds = (salt: string, check: (prng: Seed.Prng, topology: Topology, hint: string) => void) =>
  Effect.map(Seed.forRuns({ runs }), (seeds) => {
    for (const seed of seeds) {
      const prng = Seed.prng(Seed.derive(seed, salt))
      check(prng, Random.world(prng), `seed ${seed}`)
    }
  })

describe("reachable", () => {
  it.effect(
    "agrees with traces of packets and of their answers",
    () =>
      forSeeds("agrees", (prng, topology, hint) => {
        const entry = Random.packet(prng, topology).entry
        const to = drawTarget(prng, topology)
        const answer = Result.getOrThrow(Reachability.reachable(topology, endpointOf(entry), to))
        const flows = answer._tag === "Reachable" ? answer.flows : []
        for (const packet of packetsOf(prng, topology, entry)) {
          const { complete, traces } = Trace.all(topology, packet)
          if (!complete || traces[0]!.steps.length === 0) continue
          const text = () => `${hint}: ${Endpoint.print(to)}\n${traces.map(Trace.print).join("\n")}`
          const said = flows.filter(({ packets }) => HeaderSpace.has(packets, packet))
          const found = traces.filter((trace) => arrives(to, trace))
          assert.strictEqual(said.length > 0, found.length > 0, text())
          const saidAnswered = said.some(({ answered }) => HeaderSpace.has(answered!, packet))
          const foundAnswered = found.some((trace) => trace.answer?.verdict._tag === "Delivered")
          assert.strictEqual(saidAnswered, foundAnswered, `answers, ${text()}`)
        }
      }),
    120_000
  )

  it.effect(
    "names a packet that arrives, and its way",
    () =>
      forSeeds("witness", (prng, topology, hint) => {
        const entry = Random.packet(prng, topology).entry
        const to = drawTarget(prng, topology)
        const answer = Result.getOrThrow(Reachability.reachable(topology, endpointOf(entry), to))
        if (answer._tag !== "Reachable") return
        const { traces } = Trace.all(topology, answer.packet)
        const same = traces.find((trace) => JSON.stringify(trace.steps) === JSON.stringify(answer.path))
        assert.isDefined(
          same,
          `${hint}\n${JSON.stringify(answer.path, null, 1)}\n${traces.map(Trace.print).join("\n")}`
        )
        assert.isTrue(arrives(to, same), hint)
      }),
    120_000
  )

  it.effect(
    "names obstacles of which each is needed, and a way that they stop",
    () =>
      forSeeds("blocked", (prng, topology, hint) => {
        const entry = Random.packet(prng, topology).entry
        const to = drawTarget(prng, topology)
        const answer = Result.getOrThrow(Reachability.reachable(topology, endpointOf(entry), to))
        if (answer._tag !== "Unreachable") return
        const trace = Trace.trace(topology, answer.packet)
        assert.isFalse(arrives(to, trace), hint)
        assert.isAbove(trace.steps.length, 0, `${hint}: the packet is outside the model`)
        assert.strictEqual(answer.minimality === "missing", answer.missing !== undefined)
        if (answer.minimality === "missing") return
      }),
    120_000
  )
})
