/**
 * Symbolic answers about reachability against single packets: a set of packets that is said to arrive holds exactly
 * those that arrive one by one.
 *
 * ```ts
 * const laws = ReachabilityLaws.check({
 *   name: "my analysis",
 *   reaches: (topology, entry) => {
 *     const sets = analyse(topology, entry)
 *     return (packet, to) => sets.get(to)?.has(packet) ?? false
 *   },
 *   trace: ReachabilityLaws.traces
 * })
 * it.effect("agrees with packets", () => laws)
 * ```
 *
 * Both directions count: what some choice on the way delivers must be in the set (nothing is missed), and what no choice
 * delivers must not (nothing is claimed). Nothing is asked about packets that `Packet.check` refuses.
 *
 * @since 0.1.0
 */
import type { Seed } from "@cloudwright/core/testing"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Entry, Packet } from "../topology/Packet.ts"
import * as Packets from "../topology/Packet.ts"
import type { Topology } from "../topology/Topology.ts"
import * as Trace from "../topology/Trace.ts"
import type { Destination } from "../topology/Verdict.ts"
import * as Falsify from "./internal/falsify.ts"
import * as TopologyArbitraries from "./TopologyArbitraries.ts"

/**
 * Whether a packet, entering where it was asked about, may get to a place. Asked of one entry of one topology.
 *
 * @since 0.1.0
 * @category models
 */
export type Answer = (packet: Packet, to: Destination) => boolean

/**
 * An analysis under test.
 *
 * - `reaches`: the analysis, once for each topology and entry; its answer is asked of several packets.
 * - `trace`: every place to which choices on the way may lead a single packet, or `undefined` when these are too many to tell.
 * - `packets` for each topology: default 8. `runs`: default 100.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly name: string
  readonly reaches: (topology: Topology, entry: Entry) => Answer
  readonly trace: (topology: Topology, packet: Packet) => ReadonlyArray<Destination> | undefined
  readonly packets?: number | undefined
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

/**
 * What `Trace.all` says, as the `trace` of `Options`.
 *
 * @since 0.1.0
 * @category getters
 */
export const traces = (topology: Topology, packet: Packet): ReadonlyArray<Destination> | undefined => {
  const { complete, traces: all } = Trace.all(topology, packet)
  return complete ? all.flatMap(({ verdict }) => (verdict._tag === "Delivered" ? [verdict.to] : [])) : undefined
}

/**
 * Checks the analysis on random topologies, packets of each entering at two places. A packet is asked about where it
 * arrives, and about some other place. Returns how many topologies there were.
 *
 * @since 0.1.0
 * @category testing
 */
export const check = (options: Options): Effect.Effect<number, Seed.Falsified | Config.ConfigError> =>
  Falsify.check({
    harness: "ReachabilityLaws",
    subject: options.name,
    runs: options.runs,
    seed: options.seed,
    arbitrary: fc.tuple(
      TopologyArbitraries.withPackets({ packets: options.packets ?? 8, entries: 2 }),
      fc.nat({ max: 63 })
    ),
    test: ([{ packets, topology }, salt]) => Effect.sync(() => disagreement(options, topology, packets, salt))
  })

const textOf = (value: unknown): string => JSON.stringify(value)

const places = (topology: Topology): ReadonlyArray<Destination> => [
  ...topology.ports.flatMap(({ id }): ReadonlyArray<Destination> => [
    { _tag: "Port", port: id, addressed: true },
    { _tag: "Port", port: id, addressed: false }
  ]),
  ...topology.networks.flatMap(({ id, kind }) =>
    kind === "external" ? [{ _tag: "Outside" as const, network: id }] : []
  ),
  ...topology.routers.map(({ id }) => ({ _tag: "Router" as const, router: id }))
]

const disagreement = (
  { reaches, trace }: Options,
  topology: Topology,
  packets: ReadonlyArray<Packet>,
  salt: number
): Falsify.Finding | undefined => {
  const answers = new Map<string, Answer>()
  const everywhere = places(topology)
  for (const [index, packet] of packets.entries()) {
    // Answers of connections are part of the answer about their first packet.
    if (packet.state === "reply" || Packets.check(packet) !== undefined) continue
    const arrives = trace(topology, packet)
    if (arrives === undefined) continue
    const entry = textOf(packet.entry)
    const answer = answers.get(entry) ?? reaches(topology, packet.entry)
    answers.set(entry, answer)
    const told = new Set(arrives.map(textOf))
    const other = everywhere[(salt + index) % everywhere.length]!
    for (const to of [...arrives, other]) {
      const claimed = answer(packet, to)
      if (claimed === told.has(textOf(to))) continue
      return {
        law: claimed ? "nothing is claimed that does not arrive" : "nothing is missed that arrives",
        detail: `${textOf(packet)} to ${textOf(to)}`,
        trace: [`topology ${textOf(topology)}`]
      }
    }
  }
  return undefined
}
