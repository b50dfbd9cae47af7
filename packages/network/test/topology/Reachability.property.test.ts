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
import { Analysis, defaultLimits } from "../../src/topology/internal/analysis.ts"
import { blockedPath, opens } from "../../src/topology/internal/blockedPath.ts"
import { meantFor } from "../../src/topology/internal/meant.ts"
import type * as Packet from "../../src/topology/Packet.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import * as Topology from "../../src/topology/Topology.ts"
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

const drawTarget = (prng: Seed.Prng, topology: Topology.Topology): Endpoint.Endpoint =>
  prng.pick([
    Endpoint.outside("internet"),
    Endpoint.router(prng.pick(topology.routers).id),
    ...Array.from({ length: 4 }, () => Endpoint.port(prng.pick(topology.ports).id))
  ])

/** All subsets but the whole. */
const properSubsets = <A>(list: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: 2 ** list.length - 1 }, (_, bits) => list.filter((_, at) => (bits >> at) % 2 === 1))

const packetsOf = (prng: Seed.Prng, topology: Topology.Topology, entry: Packet.Entry) =>
  Array.from({ length: packetsEach }, () => Random.packet(prng, topology, entry))

/** Answers about each seed's topology, start and goal; the seed is in the message of every assertion. */
const forSeeds = (salt: string, check: (prng: Seed.Prng, topology: Topology.Topology, hint: string) => void) =>
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
    "holds no packet that does not arrive, and none as answered whose answer does not come back",
    () =>
      forSeeds("samples", (prng, topology, hint) => {
        const entry = Random.packet(prng, topology).entry
        const to = drawTarget(prng, topology)
        const answer = Result.getOrThrow(Reachability.reachable(topology, endpointOf(entry), to))
        if (answer._tag !== "Reachable") return
        for (const { answered, from, packets } of answer.flows) {
          for (const [space, wanted] of [
            [packets, "arrives"],
            [answered!, "is answered"]
          ] as const) {
            for (let n = 0; n < 5; n++) {
              const header = HeaderSpace.sample(space, prng.fraction)
              if (header === undefined || header.source === header.destination) continue
              const { complete, traces } = Trace.all(topology, { entry: from, state: "new", ...header })
              if (!complete) continue
              const good = traces.filter(
                (trace) => arrives(to, trace) && (wanted === "arrives" || trace.answer?.verdict._tag === "Delivered")
              )
              assert.isAbove(good.length, 0, `${hint}: ${wanted}\n${traces.map(Trace.print).join("\n")}`)
            }
          }
        }
      }),
    120_000
  )

  it.effect(
    "names obstacles without which something arrives, each of them needed, and a packet that they stop",
    () =>
      forSeeds("blocked", (prng, topology, hint) => {
        const entry = Random.packet(prng, topology).entry
        const to = drawTarget(prng, topology)
        const answer = Result.getOrThrow(Reachability.reachable(topology, endpointOf(entry), to))
        if (answer._tag !== "Unreachable") return
        const { traces } = Trace.all(topology, answer.packet)
        assert.isFalse(
          traces.some((trace) => arrives(to, trace)),
          hint
        )
        assert.isAbove(traces[0]!.steps.length, 0, `${hint}: the packet is outside the model`)
        const analysis = new Analysis(topology, defaultLimits)
        const asked = {
          starts: Result.getOrThrow(analysis.starts(endpointOf(entry))),
          reaches: Result.getOrThrow(analysis.reaches(to)),
          packets: analysis.modelled,
          meant: meantFor(analysis, to)
        }
        const { minimality, obstacles } = blockedPath(analysis, asked)!
        assert.deepStrictEqual(
          obstacles.map(({ element, reason }) => ({ element, reason })),
          answer.obstacles.map(({ element, reason }) => ({ element, reason }))
        )
        if (minimality === "missing") {
          assert.isDefined(answer.missing, hint)
          return
        }
        assert.strictEqual(answer.path.flatMap(({ passed }) => passed).length >= obstacles.length, true, hint)
        assert.isTrue(opens(analysis, asked, analysis.removals.of(obstacles)), `${hint}: without them nothing arrives`)
        for (const subset of properSubsets(obstacles)) {
          assert.isFalse(opens(analysis, asked, analysis.removals.of(subset)), `${hint}: fewer suffice`)
        }
        // What can be taken out of the topology itself is.
        if (!obstacles.every(({ element }) => element.kind === "StaticRoute" || element.kind === "PolicyRoute")) return
        const gone = new Set(obstacles.map(({ element }) => element.id))
        const kept = <A extends { readonly id: string }>(router: string, list: ReadonlyArray<A>) =>
          list.filter(({ id }) => !gone.has(`${router}/${id}`))
        const without = Result.getOrThrow(
          Topology.make({
            ...topology,
            routers: topology.routers.map((router) => ({
              ...router,
              routes: kept(router.id, router.routes),
              policies: kept(router.id, router.policies)
            }))
          })
        )
        const opened = Result.getOrThrow(Reachability.reachable(without, endpointOf(entry), to))
        assert.strictEqual(opened._tag, "Reachable", hint)
      }),
    120_000
  )
})

describe("underFailures", () => {
  it.effect(
    "says of each packet whether it survives a failure",
    () =>
      forSeeds("failures", (prng, topology, hint) => {
        if (topology.hosts.length === 0) return
        const entry = Random.packet(prng, topology).entry
        const to = drawTarget(prng, topology)
        const { effects, tried } = Result.getOrThrow(Reachability.underFailures(topology, endpointOf(entry), to))
        const answer = Result.getOrThrow(Reachability.reachable(topology, endpointOf(entry), to))
        if (answer._tag !== "Reachable") {
          assert.deepStrictEqual(tried, [], hint)
          return
        }
        for (const failure of tried) {
          const failed = Topology.withFailures(topology, [failure])
          const effect = effects.find((each) => each.failure === failure)
          for (const { packets, to: end } of answer.flows) {
            const lost = effect?.lost.find((flow) => JSON.stringify(flow.to) === JSON.stringify(end))
            const kept = lost === undefined ? packets : HeaderSpace.difference(packets, lost.packets)
            const check = (space: HeaderSpace.HeaderSpace, survives: boolean) => {
              const header = HeaderSpace.sample(space, prng.fraction)
              if (header === undefined || header.source === header.destination) return
              const { traces } = Trace.all(failed, { entry, state: "new", ...header })
              const still = traces.some(
                ({ verdict }) => verdict._tag === "Delivered" && JSON.stringify(verdict.to) === JSON.stringify(end)
              )
              assert.strictEqual(still, survives, `${hint} ${failure.kind} ${failure.id} ${JSON.stringify(header)}`)
            }
            check(kept, true)
            if (lost !== undefined) check(lost.packets, false)
          }
          if (effect !== undefined) {
            const after = Result.getOrThrow(Reachability.reachable(failed, endpointOf(entry), to, { answers: false }))
            assert.strictEqual(effect.broken, after._tag !== "Reachable", hint)
          }
        }
      }),
    120_000
  )
})
