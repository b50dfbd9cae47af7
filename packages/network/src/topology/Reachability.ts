/**
 * What could get from here to there: answers about all packets at once.
 *
 * `reachable` follows every packet and every choice (next hops, members, holders of shared addresses) through the same
 * compiled topology that `Trace` walks with one packet. It answers with a packet that arrives, its way and everything else
 * that arrives; or, when nothing does, with the way a packet would take and the smallest set of rules and routes
 * that stops it. That nothing arrives is then proved: no packet the model speaks of was left out.
 *
 * What `Packet` and `Topology` list as not modelled is not guessed: packets outside the model are not among the answers, and
 * `refused` holds those for which the model has no answer on their way to where they might arrive: a proof that nothing
 * arrives says nothing about these. One thing that sets cannot say is left to the
 * reader: a packet from an address to itself, which `Trace` refuses, may be among the packets of an answer, but is never
 * a witness and never the reason why something counts as reachable.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Element from "./Element.ts"
import type * as Endpoint from "./Endpoint.ts"
import * as HeaderSpace from "./HeaderSpace.ts"
import { adjacencyOf, leadingTo } from "./internal/adjacency.ts"
import { type Analysis, analysisOf, bounded, inhabited, type Start } from "./internal/analysis.ts"
import { withAnswers } from "./internal/answers.ts"
import { none } from "./internal/bdd.ts"
import { type Asked, type Blocked as BlockedPath, blockedPath } from "./internal/blockedPath.ts"
import { destinationOf, endKey, entryKey, printEnd, printEntry } from "./internal/ends.ts"
import type { Ending, Exploration } from "./internal/explore.ts"
import { meantFor } from "./internal/meant.ts"
import type * as Pipeline from "./internal/pipeline.ts"
import { type Crossing, crossings } from "./internal/steps.ts"
import type { Entry, Packet } from "./Packet.ts"
import { ReachabilityError } from "./ReachabilityError.ts"
import type { Topology } from "./Topology.ts"
import * as Trace from "./Trace.ts"
import type { Destination, DropReason } from "./Verdict.ts"

/**
 * How to ask.
 *
 * - `packets`: only these; all that the model speaks of when absent.
 * - `answers`: whether to find out which packets get their answers back, true when absent.
 * - `maxNodes`, `maxStates`: how much the analysis may use; `HeaderSpace.maxNodes` and a million when absent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly packets?: HeaderSpace.HeaderSpace
  readonly answers?: boolean
  readonly maxNodes?: number
  readonly maxStates?: number
}

/**
 * All packets that get from one place to another: their headers as they are sent. `answered` are those of them whose answer
 * can come back (with some choices on the way); absent when answers were not asked for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Flow {
  readonly from: Entry
  readonly to: Destination
  readonly packets: HeaderSpace.HeaderSpace
  readonly answered?: HeaderSpace.HeaderSpace
}

/**
 * Packets arrive. `packet` is one of them (with an answer if any has one), `path` its way as a trace with the same choices shows it, `rules` what decided on
 * it, `flows` all that arrives, by where it starts and ends.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reachable {
  readonly _tag: "Reachable"
  readonly packet: Packet
  readonly path: ReadonlyArray<Trace.Step>
  readonly rules: ReadonlyArray<Element.ElementRef>
  readonly flows: ReadonlyArray<Flow>
  readonly refused: HeaderSpace.HeaderSpace
}

/**
 * Something that stops packets: a rule or route that drops (its reason) or sends elsewhere (`Diverts`), or the lack of an
 * allowance at `element` (`SecurityGroup`, `PortSecurity`, `ScopeCrossing`, `Underlay`), with the `place` where it lacks:
 * the groups of a port judge what it sends (`SecurityOut`) and what it receives (`SecurityIn`).
 *
 * What keeps senders from using sources that are not theirs (port security of a port that sends, the check of what
 * comes from an outside) is never among the obstacles, even where a forged packet would meet fewer of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Obstacle {
  readonly element: Element.ElementRef
  readonly reason: DropReason | "Diverts"
  readonly place?: Trace.Place
}

/**
 * A step of a blocked path; `passed` are the obstacles that stop the packet here.
 *
 * @since 0.1.0
 * @category models
 */
export interface BlockedStep extends Trace.Step {
  readonly passed: ReadonlyArray<Obstacle>
}

/**
 * Nothing arrives. `packet` would take `path`, on which `obstacles` stop it. What the set is, `minimality` says:
 *
 * - `smallest`: without these something arrives, and no smaller set of at most 8 does that for any packet of the question.
 * - `needed`: without these something arrives, and each of them is needed; a smaller set of others may exist (the search
 *   for it grew too large).
 * - `missing`: nothing can be taken away so that something arrives (with at most 8 obstacles); `path` ends where `missing`
 *   says: a route, a neighbour, a host is not there, or the packet arrives elsewhere.
 *
 * @since 0.1.0
 * @category models
 */
export interface Unreachable {
  readonly _tag: "Unreachable"
  readonly packet: Packet
  readonly path: ReadonlyArray<BlockedStep>
  readonly obstacles: ReadonlyArray<Obstacle>
  readonly minimality: "smallest" | "needed" | "missing"
  readonly missing?: { readonly at: Element.ElementRef; readonly reason: DropReason | "Elsewhere" }
  readonly refused: HeaderSpace.HeaderSpace
}

/**
 * The answer to `reachable`. `Unasked`: there is no place to start from (a network without ports), or every packet that was asked about is
 * refused on its way, unless its source is forged.
 *
 * @since 0.1.0
 * @category models
 */
export type Reachability =
  | Reachable
  | Unreachable
  | { readonly _tag: "Unasked"; readonly refused: HeaderSpace.HeaderSpace }

/** What arrives from one start, by where it arrives. */
interface Arrived {
  readonly start: Start
  readonly to: Destination
  readonly endings: Array<Ending<Pipeline.Destination>>
  set: number
  answered: number
}

interface Asking {
  readonly analysis: Analysis
  readonly starts: ReadonlyArray<Start>
  readonly reaches: (to: Pipeline.Destination) => boolean
  readonly packets: number
}

const ask = (
  topology: Topology,
  from: Endpoint.Endpoint,
  to: Endpoint.Endpoint,
  options: Options | undefined
): Result.Result<Asking, ReachabilityError> =>
  Result.gen(function* () {
    const analysis = yield* bounded(() => analysisOf(topology, options))
    const starts = yield* analysis.starts(from)
    const reaches = yield* analysis.reaches(to)
    const asked = options?.packets
    const packets = yield* bounded(() =>
      asked === undefined ? analysis.modelled : analysis.engine.and(analysis.modelled, analysis.node(asked))
    )
    if (!inhabited(analysis.engine, packets)) {
      return yield* Result.fail(new ReachabilityError({ reason: { _tag: "NotModelled" } }))
    }
    return { analysis, starts, reaches, packets }
  })

const unanswered = (found: Exploration, reaches: (to: Pipeline.Destination) => boolean) => ({
  found,
  arrived: found.delivered.flatMap((ending) => (reaches(ending.how) ? [{ ending, answered: none }] : []))
})

/** Everything that arrives, and what is refused. */
const arrivals = ({ analysis, packets, reaches, starts }: Asking, answers: boolean) => {
  const { engine, pipeline } = analysis
  const { deliveries, plain } = adjacencyOf(pipeline)
  const mask = leadingTo(
    plain,
    deliveries.flatMap(({ stage, to }) => (reaches(to) ? [stage] : []))
  )
  const arrived: Array<Arrived> = []
  let refused: number = none
  for (const start of starts) {
    const { arrived: delivered, found } = answers
      ? withAnswers(analysis, start, { packets, mask, reaches })
      : unanswered(analysis.from(start, packets, { mask }), reaches)
    const here = new Map<string, Arrived>()
    for (const { answered, ending } of delivered) {
      const key = endKey(ending.how)
      let known = here.get(key)
      if (known === undefined) {
        known = { start, to: destinationOf(ending.how), endings: [], set: none, answered: none }
        here.set(key, known)
      }
      known.endings.push(ending)
      known.set = engine.or(known.set, ending.set)
      known.answered = engine.or(known.answered, answered)
    }
    for (const { set } of found.refused) refused = engine.or(refused, set)
    for (const each of here.values()) {
      if (inhabited(engine, each.set)) arrived.push(each)
    }
  }
  return { arrived, refused }
}

const flowOf = (analysis: Analysis, answers: boolean, { answered, set, start, to }: Arrived): Flow => ({
  from: start.entry,
  to,
  packets: analysis.space(set),
  ...(answers ? { answered: analysis.space(answered) } : {})
})

const distinct = (elements: ReadonlyArray<Element.ElementRef>): ReadonlyArray<Element.ElementRef> => [
  ...new Map(elements.map((element) => [Element.print(element), element])).values()
]

const reached = (analysis: Analysis, answers: boolean, arrived: ReadonlyArray<Arrived>, refused: number): Reachable => {
  const { engine } = analysis
  const best = arrived.find((each) => inhabited(engine, each.answered)) ?? arrived[0]!
  const shown = inhabited(engine, best.answered) ? best.answered : best.set
  const { bits, packet } = analysis.witness(best.start.entry, shown)!
  const ending = best.endings.find(({ set }) => engine.has(set, bits))!
  const path = crossings(analysis, ending, bits).map(({ step }) => step)
  return {
    _tag: "Reachable",
    packet,
    path,
    rules: distinct(path.flatMap(({ by, byDefault }) => (byDefault || by === undefined ? [] : [by]))),
    flows: arrived.map((each) => flowOf(analysis, answers, each)),
    refused: analysis.space(refused)
  }
}

const obstacleOf = ({ element, place, reason }: Obstacle): Obstacle => ({
  element,
  reason,
  ...(place === undefined ? {} : { place })
})

const blockedStep = ({ passed, step }: Crossing): BlockedStep => ({ ...step, passed: passed.map(obstacleOf) })

const unreached = (
  analysis: Analysis,
  starts: ReadonlyArray<Start>,
  { ending, minimality, obstacles }: BlockedPath,
  refused: number
): Unreachable => {
  const bits = analysis.witness(starts[0]!.entry, ending.set)!.bits
  const path = crossings(analysis, ending, bits)
  const first = path[0]!.step
  const start = starts.find(({ stage }) => analysis.pipeline.stages[stage]!.element.id === first.at.id) ?? starts[0]!
  const { packet } = analysis.packet(start.entry, bits)
  const { action } = ending.rule
  const how = ending.how
  return {
    _tag: "Unreachable",
    packet,
    path: path.map(blockedStep),
    obstacles: obstacles.map(obstacleOf),
    minimality,
    ...(minimality === "missing"
      ? {
          missing: {
            at: analysis.pipeline.stages[ending.state.stage]!.element,
            reason: action._tag === "Deliver" ? ("Elsewhere" as const) : (how as DropReason)
          }
        }
      : {}),
    refused: analysis.space(refused)
  }
}

/**
 * Whether anything gets from `from` to `to`, and what, and by which rules; or what stops it. The topology must be one that
 * `Topology.make` returned.
 *
 * Time grows with the parts of the topology (which is compiled once for each value) and with the states that packets
 * for `to` come through, for each start of `from`. Unless `options` set limits, the sets of packets that one question needed
 * serve the next about the same value; they are kept for as long as it lives, a quarter of a million nodes at most.
 *
 * @since 0.1.0
 * @category combinators
 */
export const reachable = (
  topology: Topology,
  from: Endpoint.Endpoint,
  to: Endpoint.Endpoint,
  options?: Options
): Result.Result<Reachability, ReachabilityError> =>
  Result.flatMap(ask(topology, from, to, options), (asking) =>
    bounded((): Reachability => {
      const answers = options?.answers ?? true
      const { analysis, packets, reaches, starts } = asking
      const { arrived, refused } = arrivals(asking, answers)
      if (arrived.length > 0) return reached(analysis, answers, arrived, refused)
      const asked: Asked = { starts, packets, reaches, meant: meantFor(analysis, to) }
      const blocked = starts.length === 0 ? undefined : blockedPath(analysis, asked)
      return blocked === undefined
        ? { _tag: "Unasked", refused: analysis.space(refused) }
        : unreached(analysis, starts, blocked, refused)
    })
  )

const printObstacle = ({ element, place, reason }: Obstacle): string => {
  if (reason === "Diverts") return `${Element.print(element)} sends it elsewhere`
  const way = place === "SecurityOut" ? " going out" : place === "SecurityIn" ? " coming in" : ""
  return `${Element.print(element)} drops it${way}: ${reason}`
}

/** What arrives without its answer coming back, if answers were looked at. */
const printUnanswered = ({ answered, packets }: Flow, lines: number): ReadonlyArray<string> => {
  if (answered === undefined) return []
  const lost = HeaderSpace.difference(packets, answered)
  if (!inhabited(lost.engine, lost.node)) return []
  if (!inhabited(answered.engine, answered.node)) return ["  no answer comes back"]
  return [
    "  no answer comes back to",
    ...HeaderSpace.format(HeaderSpace.plain(lost), lines).map((line) => `    ${line}`)
  ]
}

/**
 * The answer as an operator reads it: a packet and its way, then all that arrives, at most `lines` lines (8 when absent) for
 * each flow (what the model does not speak of may be among it), and what of it gets no answer, if that was asked for; or what stops it, and the way that it would take.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (answer: Reachability, lines: number = 8): string => {
  switch (answer._tag) {
    case "Unasked":
      return "nothing to ask about: no packet starts there, or the model answers for none"
    case "Reachable": {
      const { flows, packet, path } = answer
      const { to } = flows.find(
        ({ from, packets }) => entryKey(from) === entryKey(packet.entry) && HeaderSpace.has(packets, packet)
      )!
      return [
        "arrives, for example",
        Trace.print({ packet, steps: path, verdict: { _tag: "Delivered", to } }),
        ...flows.flatMap((flow) => [
          `all from ${printEntry(flow.from)} to ${printEnd(flow.to)}`,
          ...HeaderSpace.format(HeaderSpace.plain(flow.packets), lines).map((line) => `  ${line}`),
          ...printUnanswered(flow, lines)
        ])
      ].join("\n")
    }
    case "Unreachable": {
      const { minimality, missing, obstacles, packet, path } = answer
      return [
        minimality === "missing" ? "nothing arrives" : `nothing arrives while these stand (${minimality} set)`,
        ...obstacles.map((obstacle) => `  ${printObstacle(obstacle)}`),
        ...(missing === undefined ? [] : [`  then it ends at ${Element.print(missing.at)}: ${missing.reason}`]),
        `the way of ${packet.source} -> ${packet.destination} from ${printEntry(packet.entry)}`,
        ...path.map(
          ({ at, passed, place }) =>
            `  ${place.padEnd(15)} ${Element.print(at)}${passed.map((each) => ` | ${printObstacle(each)}`).join("")}`
        )
      ].join("\n")
    }
  }
}

/**
 * What one failure takes away. `failure` is a `Host`, a `Link` or a `GatewayHost`. `lost` are the packets (of all flows together) that no
 * longer arrive where they did; `broken` when nothing arrives at all any more.
 *
 * @since 0.1.0
 * @category models
 */
export interface FailureEffect {
  readonly failure: Element.ElementRef
  readonly broken: boolean
  readonly lost: ReadonlyArray<Flow>
}

/**
 * What any one failure does to the packets that get from `from` to `to`: `effects` of all failures that take something away, none
 * if everything survives. `tried` says which failures were looked at; all others meet no packet of the question.
 *
 * @since 0.1.0
 * @category models
 */
export interface FailureReport {
  readonly tried: ReadonlyArray<Element.ElementRef>
  readonly effects: ReadonlyArray<FailureEffect>
}

/** Everything of the underlay that may fail. */
const failuresOf = (topology: Topology): ReadonlyArray<Element.ElementRef> => [
  ...topology.hosts.flatMap(({ id, status }) => (status === "up" ? [Element.ref("Host", id)] : [])),
  ...topology.links.flatMap(({ id, status }) => (status === "up" ? [Element.ref("Link", id)] : [])),
  ...topology.routers.flatMap((router) =>
    router.interfaces.flatMap((on) =>
      on.gatewayHosts.flatMap(({ host, status }) =>
        status === "up" ? [Element.ref("GatewayHost", router.id, on.id, host)] : []
      )
    )
  )
]

/**
 * What any one failed host, link or gateway host does to the packets that get from `from` to `to`. A failure that takes no packet
 * away has no effect, even when packets then take another way. Hosts of the endpoints themselves are among the failures.
 *
 * @since 0.1.0
 * @category combinators
 */
export const underFailures = (
  topology: Topology,
  from: Endpoint.Endpoint,
  to: Endpoint.Endpoint,
  options?: Options
): Result.Result<FailureReport, ReachabilityError> =>
  Result.gen(function* () {
    const asking = yield* ask(topology, from, to, options)
    return yield* bounded(() => {
      const { arrived } = arrivals(asking, false)
      const tried = arrived.length === 0 ? [] : failuresOf(topology)
      const effects = tried.flatMap((failure) => effectOf(failure, asking, arrived) ?? [])
      return { tried, effects }
    })
  })

const effectOf = (
  failure: Element.ElementRef,
  asking: Asking,
  whole: ReadonlyArray<Arrived>
): FailureEffect | undefined => {
  const { analysis } = asking
  const { engine } = analysis
  const rest = arrivals({ ...asking, analysis: analysis.under([failure]) }, false).arrived
  const lost: Array<Flow> = []
  for (const flow of whole) {
    const same = rest.find(
      ({ start, to }) => entryKey(start.entry) === entryKey(flow.start.entry) && endKey(to) === endKey(flow.to)
    )
    const packets = engine.diff(flow.set, same?.set ?? none)
    if (inhabited(engine, packets)) {
      lost.push({ from: flow.start.entry, to: flow.to, packets: analysis.space(packets) })
    }
  }
  return lost.length === 0 ? undefined : { failure, broken: rest.length === 0, lost }
}
