/** The comparison of two topologies against comparing everything, and against traces of single packets. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import type * as Packet from "../../src/topology/Packet.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import * as TopologyDiff from "../../src/topology/TopologyDiff.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as Random from "./randomWorld.ts"

const runs = 120
const packetsEach = 100

/** Flows by their ends: the packets of one pair may come in several parts. */
const flowSets = function* (flows: ReadonlyArray<TopologyDiff.ChangedFlow>) {
  for (const list of Map.groupBy(flows, ({ from, to }) => JSON.stringify([from, to])).values()) {
    const packets = list.map((flow) => flow.packets).reduce(HeaderSpace.union)
    yield JSON.stringify([list[0]!.from, list[0]!.to, Result.getOrThrow(HeaderSpace.boxes(packets, 100_000))])
  }
}

/** What a diff says, independent of engines, grouping and order. */
const told = (groups: ReadonlyArray<TopologyDiff.ChangeGroup>): ReadonlyArray<string> =>
  [...flowSets(TopologyDiff.flows(groups))].sort()

const ends = (topology: Topology, packet: Packet.Packet): ReadonlySet<string> | undefined => {
  const { complete, traces } = Trace.all(topology, packet)
  if (!complete) return undefined
  return new Set(traces.flatMap(({ verdict }) => (verdict._tag === "Delivered" ? [JSON.stringify(verdict.to)] : [])))
}

const says = (groups: ReadonlyArray<TopologyDiff.ChangeGroup>, packet: Packet.Packet): ReadonlyArray<string> =>
  TopologyDiff.flows(groups)
    .filter(
      ({ from, packets }) => JSON.stringify(from) === JSON.stringify(packet.entry) && HeaderSpace.has(packets, packet)
    )
    .map(({ to }) => JSON.stringify(to))
    .sort()

const forSeeds = (salt: string, check: (prng: Seed.Prng, before: Topology, after: Topology, hint: string) => void) =>
  Effect.map(Seed.forRuns({ runs }), (seeds) => {
    for (const seed of seeds) {
      const prng = Seed.prng(Seed.derive(seed, salt))
      const before = Random.world(prng)
      check(prng, before, Random.changed(prng, before), `seed ${seed}`)
    }
  })

describe("diff", () => {
  it.effect(
    "says the same as a comparison of everything",
    () =>
      forSeeds("diff", (_, before, after, hint) => {
        const quick = Result.getOrThrow(TopologyDiff.diff(before, after))
        const slow = Result.getOrThrow(TopologyDiff.diff(before, after, { everything: true }))
        assert.deepStrictEqual(told(quick.opened), told(slow.opened), hint)
        assert.deepStrictEqual(told(quick.closed), told(slow.closed), hint)
        const back = Result.getOrThrow(TopologyDiff.diff(after, before))
        assert.deepStrictEqual(told(back.opened), told(quick.closed), hint)
      }),
    60_000
  )

  it.effect(
    "agrees with traces before and after",
    () =>
      forSeeds("traces", (prng, before, after, hint) => {
        const { closed, opened } = Result.getOrThrow(TopologyDiff.diff(before, after))
        const drawn = Array.from({ length: packetsEach }, () => Random.packet(prng, before))
        const sampled = TopologyDiff.flows([...opened, ...closed]).map(({ from, packets }) => ({
          entry: from,
          state: "new" as const,
          ...HeaderSpace.sample(packets, prng.fraction)!
        }))
        for (const packet of [...drawn, ...sampled]) {
          if (packet.source === packet.destination) continue
          const was = ends(before, packet)
          const is = ends(after, packet)
          if (was === undefined || is === undefined) continue
          const text = `${hint} ${JSON.stringify(packet)}`
          assert.deepStrictEqual(says(opened, packet), [...is.difference(was)].sort(), text)
          assert.deepStrictEqual(says(closed, packet), [...was.difference(is)].sort(), text)
        }
      }),
    60_000
  )
})
