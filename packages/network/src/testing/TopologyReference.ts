/**
 * A second, naive interpreter of topologies, written from the description in `Topology` alone: for one packet it follows
 * every choice, looks everything up by linear search, and compiles nothing. Traces and answers about reachability are
 * compared with it.
 *
 * ```ts
 * const topology = Result.getOrThrow(Topology.make(input))
 * TopologyReference.outcomes(topology, packet).map(TopologyReference.print)
 * // ["delivered to port web-2 as 10.0.0.5 10.1.0.7 6 40000 80, answer delivered"]
 * ```
 *
 * It tells how a packet may end, not the way there. It does not look for anything that `Packet.check` refuses.
 *
 * @since 0.1.0
 */
import type { Packet } from "../topology/Packet.ts"
import { check } from "../topology/Packet.ts"
import type { Topology } from "../topology/Topology.ts"
import type { Destination, DropReason, RefusalReason } from "../topology/Verdict.ts"
import { type Header, headerOf, mirror, textOf } from "./internal/referenceHeaders.ts"
import { type Connection, type End, fromOutside, fromPort, fromRouter } from "./internal/referenceWalk.ts"

/**
 * How a packet ends.
 *
 * @since 0.1.0
 * @category models
 */
export type Ending =
  | { readonly _tag: "Delivered"; readonly to: Destination; readonly header: Header }
  | { readonly _tag: "Dropped"; readonly reason: DropReason }
  | { readonly _tag: "Refused"; readonly reason: RefusalReason }
  | { readonly _tag: "Loop" }

/**
 * How a packet may end, and how its answer then ends if there is one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outcome {
  readonly ending: Ending
  readonly answer?: Ending
}

/**
 * All outcomes that some choice of next hops, members and holders leads to; one at least. Different choices may give equal
 * outcomes.
 *
 * @since 0.1.0
 * @category testing
 */
export const outcomes = (topology: Topology, packet: Packet): ReadonlyArray<Outcome> => {
  const refusal = check(packet)
  if (refusal !== undefined) return [{ ending: { _tag: "Refused", reason: refusal } }]
  const known: ReadonlyArray<Connection> = []
  return start(topology, packet, known).flatMap((end): ReadonlyArray<Outcome> => {
    const ending = endingOf(end)
    if (end._tag !== "Delivered" || packet.state === "reply") return [{ ending }]
    const answers = answersTo(topology, end)
    if (answers === undefined) return [{ ending }]
    return answers.map((answer) => ({ ending, answer: judged(packet, answer) }))
  })
}

/**
 * One line for an outcome; equal outcomes have equal lines.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = ({ answer, ending }: Outcome): string =>
  answer === undefined ? printEnding(ending) : `${printEnding(ending)}, answer ${printEnding(answer)}`

const printEnding = (ending: Ending): string => {
  switch (ending._tag) {
    case "Delivered":
      return `delivered to ${printDestination(ending.to)} as ${textOf(ending.header)}`
    case "Dropped":
    case "Refused":
      return `${ending._tag.toLowerCase()} ${ending.reason}`
    case "Loop":
      return "loop"
  }
}

const printDestination = (to: Destination): string => {
  switch (to._tag) {
    case "Port":
      return `port ${to.port}${to.addressed ? "" : " as next hop"}`
    case "Outside":
      return `outside of ${to.network}`
    case "Router":
      return `router ${to.router}`
  }
}

const start = (topology: Topology, packet: Packet, known: ReadonlyArray<Connection>): ReadonlyArray<End> => {
  const { entry, state } = packet
  const header = headerOf(packet)
  if (entry._tag === "Outside") {
    const network = topology.networks.find(({ id }) => id === entry.network)
    if (network === undefined) return [{ _tag: "Refused", reason: "UnknownNetwork" }]
    if (network.kind !== "external") return [{ _tag: "Refused", reason: "NotExternal" }]
    return fromOutside(topology, network, { header, state, known })
  }
  const port = topology.ports.find(({ id }) => id === entry.port)
  if (port === undefined) return [{ _tag: "Refused", reason: "UnknownPort" }]
  return fromPort(topology, port, entry.nextHop, { header, state, known })
}

type Arrival = Extract<End, { readonly _tag: "Delivered" }>

const answersTo = (topology: Topology, end: Arrival): ReadonlyArray<End> | undefined => {
  const way = { header: mirror(end.header), state: "reply", known: end.known } as const
  const { to } = end
  switch (to._tag) {
    case "Port":
      return to.addressed
        ? fromPort(
            topology,
            topology.ports.find(({ id }) => id === to.port)!,
            undefined,
            way
          )
        : undefined
    case "Outside":
      return fromOutside(
        topology,
        topology.networks.find(({ id }) => id === to.network)!,
        way
      )
    case "Router":
      return fromRouter(
        topology,
        topology.routers.find(({ id }) => id === to.router)!,
        end.scope,
        end.host,
        way
      )
  }
}

const endingOf = (end: End): Ending =>
  end._tag === "Delivered" ? { _tag: "Delivered", to: end.to, header: end.header } : end

/** An answer is delivered only where the connection began, and as it is expected there. */
const judged = ({ entry, ...packet }: Packet, end: End): Ending => {
  if (end._tag !== "Delivered") return end
  const home =
    entry._tag === "Port"
      ? end.to._tag === "Port" && end.to.port === entry.port
      : end.to._tag === "Outside" && end.to.network === entry.network
  if (!home) return { _tag: "Dropped", reason: "AnswerAstray" }
  const expected = mirror(headerOf({ entry, ...packet }))
  return textOf(end.header) === textOf(expected) ? endingOf(end) : { _tag: "Dropped", reason: "AnswerMismatch" }
}
