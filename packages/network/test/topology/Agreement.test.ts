/** Traces against the naive interpreter that was written from the description alone. */
import { Sometimes } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { DropReason, RefusalReason } from "../../src/topology/Verdict.ts"
import * as TopologyArbitraries from "../../src/testing/TopologyArbitraries.ts"
import * as TopologyReference from "../../src/testing/TopologyReference.ts"
import * as Trace from "../../src/topology/Trace.ts"
import { expected, lineOf, traced } from "../support/agreement.ts"

const seed = 20_261_122
const topologies = 2_500
const packetsEach = 4

/** What `check` refuses for the packet alone is no matter of topologies; a loop is always found before the 65th hop. */
const elsewhere: ReadonlySet<string> = new Set([
  "FamilyMismatch",
  "Multicast",
  "Broadcast",
  "Unspecified",
  "Loopback",
  "LinkLocal",
  "Dhcp",
  "IcmpType",
  "IcmpState",
  "ExtensionHeader",
  "ProtocolFamily",
  "FieldMissing",
  "FieldMeaningless",
  "UnknownPort",
  "UnknownNetwork",
  "NotExternal",
  "HopLimit"
])
const marks = Sometimes.make("Agreement", [
  ...[...DropReason.literals, ...RefusalReason.literals].filter((reason) => !elsewhere.has(reason)),
  "port",
  "outside",
  "router",
  "next hop",
  "answer delivered",
  "loop",
  "several outcomes"
])

const note = (lines: ReadonlyArray<string>) => {
  if (lines.length > 1) marks.reachUnsafe("several outcomes")
  for (const line of lines) {
    for (const [, word] of line.matchAll(/(?:dropped|refused) (\w+)/g)) {
      if (!elsewhere.has(word!)) marks.reachUnsafe(word as "NoRoute")
    }
    const [, where] = /^delivered to (\w+)/.exec(line) ?? []
    if (where !== undefined) marks.reachUnsafe(where as "port")
    if (line.includes("as next hop")) marks.reachUnsafe("next hop")
    if (line.includes("answer delivered")) marks.reachUnsafe("answer delivered")
    if (line.includes("loop")) marks.reachUnsafe("loop")
  }
}

describe("Agreement", () => {
  it(`trace equals the reference for ${topologies * packetsEach} packets in ${topologies} random topologies`, () => {
    fc.assert(
      fc.property(TopologyArbitraries.withPackets({ packets: packetsEach }), ({ packets, topology }) => {
        for (const packet of packets) {
          const reference = expected(topology, packet)
          const { complete, lines } = traced(topology, packet)
          if (complete) assert.deepStrictEqual(lines, reference)
          else for (const line of lines) assert.include(reference, line)
          assert.include(reference, lineOf(Trace.trace(topology, packet)))
          note(reference)
        }
      }),
      { seed, numRuns: topologies, endOnFailure: false }
    )
  }, 120_000)

  it("the reference is told apart from one that forgets to look at the groups", () => {
    // A comparison that cannot fail would prove nothing: with every group taken away outcomes must differ somewhere.
    const different = fc
      .sample(TopologyArbitraries.withPackets({ packets: 1 }), { seed, numRuns: 500 })
      .filter(({ packets: [packet], topology }) => {
        const bare = { ...topology, ports: topology.ports.map((port) => ({ ...port, portSecurity: false })) }
        return expected(bare, packet!).join() !== traced(topology, packet!).lines.join()
      })
    assert.isAbove(different.length, 20)
    assert.isDefined(TopologyReference.outcomes)
  })

  it.effect("every verdict and every reason was met", () => marks.check)
})
