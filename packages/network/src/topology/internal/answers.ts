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
import { type Ending, type Exploration, explore } from "./explore.ts"
import * as Fields from "./fields.ts"
import { ANYWHERE, type Destination } from "./pipeline.ts"
import { ancestors } from "./records.ts"

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

/** The headers, as they were sent from `start`, of packets of an ending whose answer comes home; `undefined`: ambiguous. */
const answeredEnding = (
  analysis: Analysis,
  start: Start,
  ending: Ending<Destination>,
  remember: "joined" | "apart"
): number | undefined => {
  const { engine, limits, pipeline, removals, sets, terms } = analysis
  const from = startOf(analysis, ending)
  if (from === undefined) return none
  const { record } = ending.state
  const joined = remember === "apart" ? undefined : record === undefined ? [] : [...ancestors(record)]
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
    const { ambiguous, delivered } = explore({
      pipeline,
      sets,
      terms,
      removals,
      seeds: [{ ...from, terms: mirrored, record, set, hops: 0 }],
      state: "reply",
      protocol,
      mask,
      maxStates: limits.maxStates,
      ...(joined === undefined ? {} : { joined })
    })
    if (ambiguous) return undefined
    const expected = terms.mirrored(terms.identity, protocol)
    for (const { how, set, state } of delivered) {
      if (home(start, how)) sum = engine.or(sum, engine.and(set, sets.same(state.terms, expected)))
    }
  }
  return sum
}

/** A delivery, and the headers of its packets, as they were sent, whose answer comes home. */
interface Answered {
  readonly ending: Ending<Destination>
  readonly answered: number
}

/** States of an exploration whose histories have to be kept apart: these grow with the ways, and are large. */
const maxApart = 1 << 18

/** What was found from a start, and what of it is answered. */
interface Answers {
  readonly found: Exploration
  readonly arrived: ReadonlyArray<Answered>
}

/** Packets to be sent, and where they are to arrive: `reaches` says it of ends, `mask` of stages on the way. */
interface Sending {
  readonly packets: number
  readonly mask: Uint8Array
  readonly reaches: (to: Destination) => boolean
}

/** What of the packets from a start is answered, with histories in one of both forms; `undefined` when joined ones do not tell. */
export const answersWith = (
  analysis: Analysis,
  start: Start,
  { mask, packets, reaches }: Sending,
  remember: "joined" | "apart"
): Answers | undefined => {
  const { maxStates } = analysis.limits
  const limit = remember === "apart" ? Math.min(maxStates, maxApart) : maxStates
  const found = analysis.from(start, packets, { mask, remember, maxStates: limit })
  if (found.ambiguous) return undefined
  const arrived: Array<Answered> = []
  for (const ending of found.delivered) {
    if (!reaches(ending.how)) continue
    const answered = answeredEnding(analysis, start, ending, remember)
    if (answered === undefined) return undefined
    arrived.push({ ending, answered })
  }
  return { found, arrived }
}

/**
 * What of the packets from a start is answered. Histories are joined where that tells enough. That it does not is rare: a
 * translator that meets a packet twice in one guise, or ways that might be longer than the hop limit.
 */
export const withAnswers = (analysis: Analysis, start: Start, sending: Sending): Answers =>
  answersWith(analysis, start, sending, "joined") ?? answersWith(analysis, start, sending, "apart")!
