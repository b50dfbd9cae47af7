/** Symbolic reachability against traces of single packets. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import type { Entry } from "../../src/topology/Packet.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import type { Destination } from "../../src/topology/Verdict.ts"
import * as ReachabilityLaws from "../../src/testing/ReachabilityLaws.ts"

const topologies = 1_250
const packets = 8

const fromOf = (entry: Entry) => (entry._tag === "Port" ? Endpoint.port(entry.port) : Endpoint.outside(entry.network))

const toOf = (to: Destination) => {
  switch (to._tag) {
    case "Port":
      return Endpoint.port(to.port)
    case "Outside":
      return Endpoint.outside(to.network)
    case "Router":
      return Endpoint.router(to.router)
  }
}

let asked = 0
let arrived = 0

/** The flows of `reachable` as an answer about packets: one question for each place that somebody asks about. */
const symbolic = (topology: Topology, entry: Entry): ReachabilityLaws.Answer => {
  const known = new Map<string, ReadonlyArray<Reachability.Flow>>()
  return (packet, to) => {
    const key = JSON.stringify(toOf(to))
    const flows = known.get(key) ?? flowsOf(topology, entry, to)
    known.set(key, flows)
    asked++
    const claimed = flows.some(
      (flow) => JSON.stringify(flow.to) === JSON.stringify(to) && HeaderSpace.has(flow.packets, packet)
    )
    if (claimed) arrived++
    return claimed
  }
}

const flowsOf = (topology: Topology, entry: Entry, to: Destination): ReadonlyArray<Reachability.Flow> => {
  const answer = Result.getOrThrow(Reachability.reachable(topology, fromOf(entry), toOf(to), { answers: false }))
  return answer._tag === "Reachable" ? answer.flows : []
}

describe("Agreement of reachability", () => {
  it.effect(
    `the symbolic reachable agrees with trace on ${topologies * packets} packets in ${topologies} random topologies`,
    () =>
      Effect.gen(function* () {
        yield* ReachabilityLaws.check({
          name: "Reachability",
          reaches: symbolic,
          trace: (topology, packet) =>
            // A next hop of the guest's own choice is no part of the question.
            packet.entry._tag === "Port" && packet.entry.nextHop !== undefined
              ? undefined
              : ReachabilityLaws.traces(topology, packet),
          packets,
          runs: topologies
        })
        assert.isAbove(asked, 8000)
        assert.isAbove(arrived, 1000)
      }),
    120_000
  )
})
