/**
 * Which packets get their answer back: each delivered packet's mirror image is sent from where the packet arrived, meets
 * the rules for answers and the translations that its connection recorded, and must come home to the sender, looking
 * like an answer to what was sent.
 *
 * @since 0.1.0
 */
import { adjacencyOf, leadingTo } from "./adjacency.ts"
import type { Analysis, Start } from "./analysis.ts"
import { none } from "./bdd.ts"
import { type Ending, explore } from "./explore.ts"
import * as Fields from "./fields.ts"
import { ANYWHERE, type Destination } from "./pipeline.ts"

/** Where the answer to a delivered packet starts; `undefined` when the model does not know what happens then. */
const startOf = (analysis: Analysis, { how: to, state }: Ending<Destination>) => {
  const { entries } = analysis.pipeline
  switch (to._tag) {
    case "Port":
      return to.addressed ? entries.ports.get(to.port) : undefined
    case "Outside":
      return { stage: entries.outsides.get(to.network)!, host: ANYWHERE }
    case "Router":
      return { stage: to.reply, host: state.host }
  }
}

/** Whether an answer that was delivered there came home. */
const home = ({ entry }: Start, to: Destination): boolean =>
  entry._tag === "Port"
    ? to._tag === "Port" && to.port === entry.port
    : to._tag === "Outside" && to.network === entry.network

/** Protocols whose answers look alike: 6 stands for all that swap ports, if they have any. */
const classes = [6, 1, 58] as const

/** The headers, as they were sent from `start`, of packets of an ending whose answer comes home. */
export const answered = (analysis: Analysis, start: Start, ending: Ending<Destination>): number => {
  const { engine, limits, pipeline, removals, sets, terms } = analysis
  const from = startOf(analysis, ending)
  if (from === undefined) return none
  const { deliveries, wide } = adjacencyOf(pipeline)
  const mask = leadingTo(
    wide,
    deliveries.flatMap(({ stage, to }) => (home(start, to) ? [stage] : []))
  )
  let sum: number = none
  for (const protocol of classes) {
    const icmp = Fields.ofProtocols(engine, protocol === 6 ? Fields.icmpProtocols : [protocol])
    const set = protocol === 6 ? engine.diff(ending.set, icmp) : engine.and(ending.set, icmp)
    if (set === none) continue
    const mirrored = terms.mirrored(ending.state.terms, protocol)
    const { delivered } = explore({
      pipeline,
      sets,
      terms,
      removals,
      seeds: [{ ...from, terms: mirrored, record: ending.state.record, set, hops: 0 }],
      state: "reply",
      protocol,
      mask,
      maxStates: limits.maxStates
    })
    const expected = terms.mirrored(terms.identity, protocol)
    for (const { how, set, state } of delivered) {
      if (home(start, how)) sum = engine.or(sum, engine.and(set, sets.same(state.terms, expected)))
    }
  }
  return sum
}
