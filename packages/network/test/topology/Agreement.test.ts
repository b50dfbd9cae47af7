/** Traces against the naive interpreter that was written from the description alone. */
import { Sometimes } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { DropReason, RefusalReason } from "../../src/topology/Verdict.ts"
import * as TopologyArbitraries from "../../src/testing/TopologyArbitraries.ts"
import * as TopologyReference from "../../src/testing/TopologyReference.ts"
import * as Trace from "../../src/topology/Trace.ts"
import { expected, lineOf, traced } from "../support/agreement.ts"

const seed = 20_261_122
const topologies = 10_000
const packetsEach = 2

/** What `check` refuses for the packet alone is no matter of topologies; a loop is always found before the 65th hop. */
const elsewhere: ReadonlySet<string> = new Set([
  "FamilyMismatch",
  "Multicast",
  "Broadcast",
  "Unspecified",
  "Loopback",
  "LinkLocal",
  "Mapped",
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

const noted = new Set<string>()

const note = (lines: ReadonlyArray<string>) => {
  const told = lines.join("\n")
  if (noted.has(told)) return
  noted.add(told)
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
    const distinct = new Set<string>()
    fc.assert(
      fc.property(TopologyArbitraries.withPackets({ packets: packetsEach }), ({ packets, topology }) => {
        for (const packet of packets) {
          const reference = expected(topology, packet)
          const { complete, lines } = traced(topology, packet)
          // Assertions take longer than the traces: they are made where there is something to tell.
          const told = new Set(reference)
          const agree = complete ? lines.join("\n") === reference.join("\n") : lines.every((line) => told.has(line))
          if (!agree) assert.deepStrictEqual(lines, reference)
          const one = lineOf(Trace.trace(topology, packet))
          if (!told.has(one)) assert.include(reference, one)
          note(reference)
        }
        distinct.add(createHash("sha1").update(JSON.stringify(topology)).digest("base64"))
      }),
      { seed, numRuns: topologies, endOnFailure: false }
    )
    assert.isAtLeast(distinct.size, topologies - 10)
  }, 300_000)

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
