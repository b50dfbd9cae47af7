/** What earlier questions have left must not show in later answers. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import { analysisOf } from "../../src/topology/internal/analysis.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Random from "./randomWorld.ts"
import * as W from "./worlds.ts"

const runs = 60
const questions = 6

const drawEndpoint = (prng: Seed.Prng, { ports }: Topology.Topology): Endpoint.Endpoint =>
  prng.pick([Endpoint.outside("internet"), Endpoint.port(prng.pick(ports).id), Endpoint.port(prng.pick(ports).id)])

/** The answer as text, without its sets. */
const told = (answer: Reachability.Reachability): string =>
  JSON.stringify(answer, (_, value: unknown) =>
    typeof value === "object" && value !== null && "engine" in value ? "packets" : value
  )

const spaces = (answer: Reachability.Reachability): ReadonlyArray<HeaderSpace.HeaderSpace> => [
  answer.refused,
  ...(answer._tag === "Reachable" ? answer.flows.flatMap(({ answered, packets }) => [packets, answered!]) : [])
]

/** Limits of its own give a question sets of its own. */
const alone = { maxNodes: HeaderSpace.maxNodes }

describe("answers", () => {
  it.effect("do not depend on what was asked before", () =>
    Effect.map(Seed.forRuns({ runs }), (seeds) => {
      for (const seed of seeds) {
        const prng = Seed.prng(Seed.derive(seed, "kept"))
        const topology = Random.world(prng)
        for (let n = 0; n < questions; n++) {
          const from = drawEndpoint(prng, topology)
          const to = drawEndpoint(prng, topology)
          const hint = `seed ${seed}: ${Endpoint.print(from)} to ${Endpoint.print(to)}`
          const kept = Result.getOrThrow(Reachability.reachable(topology, from, to))
          const own = Result.getOrThrow(Reachability.reachable(topology, from, to, alone))
          assert.strictEqual(told(kept), told(own), hint)
          const others = spaces(own)
          for (const [at, space] of spaces(kept).entries()) assert.isTrue(HeaderSpace.equals(space, others[at]!), hint)
        }
      }
    })
  )

  it("begin anew when what was left has grown large", () => {
    const topology = W.made(W.merge(W.internet, W.tenant("blue", 10)))
    const ask = () =>
      Result.getOrThrow(Reachability.reachable(topology, Endpoint.port("blue-a"), Endpoint.port("blue-b")))
    const before = ask()
    const { engine } = analysisOf(topology)
    assert.strictEqual(analysisOf(topology).engine, engine)
    assert.notStrictEqual(analysisOf(topology, alone).engine, engine)
    const prng = Seed.prng(1)
    while (engine.size <= 1 << 18) engine.cube(0, 297, () => prng.below(2), 1)
    assert.notStrictEqual(analysisOf(topology).engine, engine)
    const after = ask()
    assert.strictEqual(told(after), told(before))
    for (const [at, space] of spaces(after).entries()) assert.isTrue(HeaderSpace.equals(space, spaces(before)[at]!))
  })
})
