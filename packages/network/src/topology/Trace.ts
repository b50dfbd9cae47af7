/**
 * What one packet meets on its way through a topology: every step with the rule or route that decided, the headers
 * as they were rewritten, the verdict with its reason; and for a delivered first packet the way of the answer back.
 *
 * The stages and their order are told in `Topology`. Here is what a trace adds:
 *
 * - **Choices** (several next hops, members of a load balancer, holders of a shared address) are made by a hash of the
 *   flow's addresses, protocol and ports, the same in every run; the step lists all alternatives. `all` follows every
 *   one. Real systems hash otherwise: only "one of these" is a promise.
 * - **Connections.** A `new` packet that is delivered leaves behind what translators and stateful groups remember. Its
 *   answer starts where the packet arrived, with the headers mirrored, and is routed by the tables like any packet.
 *   Translators that know the connection translate it back. It must arrive where the packet began, as the mirror image
 *   of what was sent: the verdict of the answer says `AnswerMismatch` or `AnswerAstray` when it does not. A packet that
 *   reached a guest that it is not addressed to has no answer.
 * - **Hop by hop** means stage by stage: `host` is where it happens, when the topology has hosts and the place is
 *   known.
 *
 * A trace is made of numbers and texts only and goes through JSON.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../Ip.ts"
import type { ElementRef } from "./Element.ts"
import type { Pipeline, Rule, StageKind } from "./internal/pipeline.ts"
import { ANYWHERE } from "./internal/pipeline.ts"
import { pipelineOf } from "./internal/pipelineCompile.ts"
import { mirror, sameHeader } from "./internal/pipelineMatch.ts"
import type { Header } from "./internal/pipelineMatch.ts"
import { byFlow, walk } from "./internal/pipelineWalk.ts"
import type { Choose, Start, Walk, WalkStep } from "./internal/pipelineWalk.ts"
import { printTrace } from "./internal/tracePrint.ts"
import type { Packet } from "./Packet.ts"
import { check } from "./Packet.ts"
import type { Topology } from "./Topology.ts"
import type { Destination, Verdict } from "./Verdict.ts"

/**
 * The headers of a packet on its way; fields a protocol does not have are absent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Headers {
  readonly source: Ip.Text
  readonly destination: Ip.Text
  readonly protocol: number
  readonly sourcePort?: number
  readonly destinationPort?: number
  readonly icmpType?: number
  readonly icmpCode?: number
}

/**
 * Where on the way a step is. In the order of a way from port to port:
 *
 * - `PortSecurityOut`, `SecurityOut`: what the port may use as source, what its groups let out.
 * - `Send`: the sender's choice of next hop. `NetworkBalancer`: the load balancers of its network. `Neighbour`: whose
 *   address it is.
 * - `RouterIn`: arriving on an interface. `RouterScope`: own addresses and policies. `RouterTable`: the table of a
 *   scope. `RouterOut`: leaving through an external interface.
 * - `OutsideSend`, `OutsideArrive`, `OutsideTable`: beyond an external network.
 * - `BalancerReturn`: answers from members are translated back. `SecurityIn`, `PortArrive`: what the port's groups let
 *   in, whether it is the port's address.
 *
 * @since 0.1.0
 * @category models
 */
export type Place = StageKind

/**
 * What a step did: let pass, translated, translated an answer back, chose one of several, delivered, dropped, refused.
 *
 * @since 0.1.0
 * @category models
 */
export type Effect = "Pass" | "Translate" | "TranslateBack" | "Choose" | "Deliver" | "Drop" | "Refuse"

/**
 * One step. `at` is the part where it happens, `by` the rule, route, translation or part that decided; `byDefault` when
 * no rule of the place matched. `headers` are those on arrival, `rewritten` those afterwards if they changed.
 * `alternatives` are the names of all that could have been chosen.
 *
 * @since 0.1.0
 * @category models
 */
export interface Step {
  readonly place: Place
  readonly at: ElementRef
  readonly scope?: string
  readonly host?: string
  readonly headers: Headers
  readonly effect: Effect
  readonly by?: ElementRef
  readonly byDefault: boolean
  readonly rewritten?: Headers
  readonly chosen?: string
  readonly alternatives?: ReadonlyArray<string>
}

/**
 * A way and its end.
 *
 * @since 0.1.0
 * @category models
 */
export interface Path {
  readonly steps: ReadonlyArray<Step>
  readonly verdict: Verdict
}

/**
 * What became of a packet, and of its answer if there is one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Trace extends Path {
  readonly packet: Packet
  readonly answer?: Path
}

const headerOf = (packet: Packet): Header => ({
  source: Result.getOrThrow(Ip.parse(packet.source)),
  destination: Result.getOrThrow(Ip.parse(packet.destination)),
  protocol: packet.protocol,
  sourcePort: packet.sourcePort ?? -1,
  destinationPort: packet.destinationPort ?? -1,
  icmpType: packet.icmpType ?? -1,
  icmpCode: packet.icmpCode ?? -1
})

const headersOf = (header: Header): Headers => ({
  source: Ip.toText(header.source),
  destination: Ip.toText(header.destination),
  protocol: header.protocol,
  ...(header.sourcePort < 0 ? {} : { sourcePort: header.sourcePort, destinationPort: header.destinationPort }),
  ...(header.icmpType < 0 ? {} : { icmpType: header.icmpType, icmpCode: header.icmpCode })
})

const effectOf = (rule: Rule | undefined): Effect => {
  if (rule === undefined) return "TranslateBack"
  switch (rule.action._tag) {
    case "Forward":
      return "Pass"
    case "Rewrite":
      return "Translate"
    default:
      return rule.action._tag
  }
}

const stepOf = (pipeline: Pipeline, step: WalkStep): Step => {
  const { chosen, rewritten, rule, stage } = step
  const host = pipeline.underlay.hosts[step.host]
  const among = rule?.action._tag === "Choose" ? rule.action.among : undefined
  const alternative = chosen === undefined ? undefined : among?.[chosen]
  return {
    place: stage.kind,
    at: stage.element,
    ...(stage.scope === undefined ? {} : { scope: stage.scope }),
    ...(host === undefined ? {} : { host }),
    headers: headersOf(step.header),
    effect: effectOf(rule),
    ...(rule === undefined ? {} : { by: alternative?.source ?? rule.source }),
    byDefault: step.byDefault,
    ...(rewritten === undefined ? {} : { rewritten: headersOf(rewritten) }),
    ...(alternative === undefined ? {} : { chosen: alternative.label }),
    ...(among === undefined ? {} : { alternatives: among.map((each) => each.label) })
  }
}

const destinationOf = (end: Walk["end"] & { readonly _tag: "Deliver" }): Destination =>
  end.to._tag === "Router" ? { _tag: "Router", router: end.to.router } : end.to

const verdictOf = (end: Walk["end"]): Verdict => {
  switch (end._tag) {
    case "Deliver":
      return { _tag: "Delivered", to: destinationOf(end) }
    case "Drop":
      return { _tag: "Dropped", reason: end.reason, at: end.at, by: end.by }
    case "Refuse":
      return { _tag: "Refused", reason: end.reason, at: end.at }
    case "Loop":
      return { _tag: "Loop", at: end.at }
  }
}

const pathOf = (pipeline: Pipeline, walked: Walk): Path => ({
  steps: walked.steps.map((step) => stepOf(pipeline, step)),
  verdict: verdictOf(walked.end)
})

/** Where a packet begins; the reason when the topology has no such place. */
const startOf = (topology: Topology, pipeline: Pipeline, packet: Packet): Start | Verdict => {
  const { entry, state } = packet
  const header = headerOf(packet)
  if (entry._tag === "Outside") {
    const stage = pipeline.entries.outsides.get(entry.network)
    if (stage !== undefined) return { stage, host: ANYWHERE, header, state, known: [], sentTo: undefined }
    const known = topology.networks.some((network) => network.id === entry.network)
    return { _tag: "Refused", reason: known ? "NotExternal" : "UnknownNetwork" }
  }
  const start = pipeline.entries.ports.get(entry.port)
  const port = topology.ports.find((each) => each.id === entry.port)
  if (start === undefined || port === undefined) return { _tag: "Refused", reason: "UnknownPort" }
  if (entry.nextHop === undefined) return { ...start, header, state, known: [], sentTo: undefined }
  if (port.addresses.includes(entry.nextHop)) return { _tag: "Refused", reason: "OwnAddress" }
  const sentTo = pipeline.nextHop(port, Result.getOrThrow(Ip.parse(entry.nextHop)))
  if (sentTo === undefined) return { _tag: "Refused", reason: "UnknownNextHop" }
  return { ...start, header, state, known: [], sentTo }
}

/** Where the answer to a delivered packet begins. */
const answerStart = (pipeline: Pipeline, walked: Walk): Start | undefined => {
  const { end, translations } = walked
  if (end._tag !== "Deliver") return undefined
  const rest = { header: mirror(end.header), state: "reply", known: translations, sentTo: undefined } as const
  switch (end.to._tag) {
    case "Port": {
      const entry = end.to.addressed ? pipeline.entries.ports.get(end.to.port) : undefined
      return entry === undefined ? undefined : { ...entry, ...rest }
    }
    case "Outside": {
      const stage = pipeline.entries.outsides.get(end.to.network)
      return stage === undefined ? undefined : { stage, host: ANYWHERE, ...rest }
    }
    case "Router":
      return { stage: end.to.reply, host: end.host, ...rest }
  }
}

/** The verdict of an answer: delivered only to where the connection began, and as it is expected there. */
const answerVerdict = (packet: Packet, walked: Walk): Verdict => {
  const { end } = walked
  if (end._tag !== "Deliver") return verdictOf(end)
  const { entry } = packet
  const last = walked.steps[walked.steps.length - 1]!
  const at = last.stage.element
  const home =
    entry._tag === "Port"
      ? end.to._tag === "Port" && end.to.port === entry.port
      : end.to._tag === "Outside" && end.to.network === entry.network
  if (!home) return { _tag: "Dropped", reason: "AnswerAstray", at, by: at }
  return sameHeader(end.header, mirror(headerOf(packet)))
    ? verdictOf(end)
    : { _tag: "Dropped", reason: "AnswerMismatch", at, by: at }
}

const follow = (topology: Topology, packet: Packet, choose: Choose): Trace => {
  const refusal = check(packet)
  if (refusal !== undefined) return { packet, steps: [], verdict: { _tag: "Refused", reason: refusal } }
  const pipeline = pipelineOf(topology)
  const start = startOf(topology, pipeline, packet)
  if ("_tag" in start) return { packet, steps: [], verdict: start }
  const walked = walk(pipeline, start, choose)
  const path = pathOf(pipeline, walked)
  const back = packet.state === "new" ? answerStart(pipeline, walked) : undefined
  if (back === undefined) return { packet, ...path }
  const answered = walk(pipeline, back, choose)
  return { packet, ...path, answer: { ...pathOf(pipeline, answered), verdict: answerVerdict(packet, answered) } }
}

/**
 * What becomes of a packet in a topology that `Topology.make` returned. The topology is compiled once and remembered
 * for as long as the value lives.
 *
 * @since 0.1.0
 * @category combinators
 */
export const trace = (topology: Topology, packet: Packet): Trace => follow(topology, packet, byFlow)

/**
 * What may become of a packet: one trace for every combination of choices on its way and its answer's, at most `limit`
 * of them (1000 when not given); `complete` says whether these are all.
 *
 * @since 0.1.0
 * @category combinators
 */
export const all = (
  topology: Topology,
  packet: Packet,
  options?: { readonly limit?: number }
): { readonly traces: ReadonlyArray<Trace>; readonly complete: boolean } => {
  const limit = options?.limit ?? 1000
  const traces: Array<Trace> = []
  // A script of choices; each run repeats the script, takes the first alternative after it, and the next script counts
  // up.
  let script: Array<number> | undefined = []
  while (script !== undefined && traces.length < limit) {
    const taken: Array<{ readonly choice: number; readonly count: number }> = []
    const repeated: ReadonlyArray<number> = script
    traces.push(
      follow(topology, packet, (count) => {
        const choice = repeated[taken.length] ?? 0
        taken.push({ choice, count })
        return choice
      })
    )
    let last = taken.length - 1
    while (last >= 0 && taken[last]!.choice + 1 === taken[last]!.count) last--
    script = last < 0 ? undefined : [...taken.slice(0, last).map((each) => each.choice), taken[last]!.choice + 1]
  }
  return { traces, complete: script === undefined }
}

/**
 * The trace as an operator reads it: the packet, one line for each place that did something, the verdict; then the same
 * for the answer.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (of: Trace): string => printTrace(of)
