/** What a trace says, in the words of the reference interpreter. */
import type { Packet } from "../../src/topology/Packet.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as TopologyReference from "../../src/testing/TopologyReference.ts"

const endingOf = ({ steps, verdict }: Trace.Path): TopologyReference.Ending => {
  switch (verdict._tag) {
    case "Delivered": {
      const last = steps[steps.length - 1]!
      const header = {
        sourcePort: -1,
        destinationPort: -1,
        icmpType: -1,
        icmpCode: -1,
        ...(last.rewritten ?? last.headers)
      }
      return { _tag: "Delivered", to: verdict.to, header }
    }
    case "Dropped":
      return { _tag: "Dropped", reason: verdict.reason }
    case "Refused":
      return { _tag: "Refused", reason: verdict.reason }
    case "Loop":
      return { _tag: "Loop" }
  }
}

/** One line for what a trace says. */
export const lineOf = ({ answer, ...path }: Trace.Trace): string =>
  TopologyReference.print({
    ending: endingOf(path),
    ...(answer !== undefined && { answer: endingOf(answer) })
  })

/** Every outcome that traces find, each once, in order. */
export const traced = (topology: Topology, packet: Packet) => {
  const { complete, traces } = Trace.all(topology, packet, { limit: 2000 })
  return { complete, lines: [...new Set(traces.map(lineOf))].sort() }
}

/** Every outcome that the reference finds, each once, in order. */
export const expected = (topology: Topology, packet: Packet): ReadonlyArray<string> =>
  [...new Set(TopologyReference.outcomes(topology, packet).map(TopologyReference.print))].sort()
