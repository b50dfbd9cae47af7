/**
 * A trace as text for an operator.
 *
 * @since 0.1.0
 */
import { print as printRef } from "../Element.ts"
import { protocolNumbers } from "../Packet.ts"
import type { Headers, Path, Step, Trace } from "../Trace.ts"
import type { Verdict } from "../Verdict.ts"

const protocolNames = new Map<number, string>(Object.entries(protocolNumbers).map(([name, number]) => [number, name]))

const endpoint = (address: string, port: number | undefined): string => {
  if (port === undefined) return address
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`
}

const echoNames = new Map([
  [8, "echo request"],
  [0, "echo reply"],
  [128, "echo request"],
  [129, "echo reply"]
])

const printHeaders = (headers: Headers): string => {
  const name = protocolNames.get(headers.protocol) ?? `protocol ${headers.protocol}`
  const kind = headers.icmpType === undefined ? "" : ` ${echoNames.get(headers.icmpType) ?? `type ${headers.icmpType}`}`
  const from = endpoint(headers.source, headers.sourcePort)
  return `${name}${kind} ${from} -> ${endpoint(headers.destination, headers.destinationPort)}`
}

const printVerdict = (verdict: Verdict): string => {
  switch (verdict._tag) {
    case "Delivered": {
      const { to } = verdict
      if (to._tag === "Outside") return `delivered to the outside of Network ${to.network}`
      if (to._tag === "Router") return `delivered to Router ${to.router}`
      return `delivered to Port ${to.port}${to.addressed ? "" : ", which is not its destination"}`
    }
    case "Dropped":
      return `dropped at ${printRef(verdict.at)}: ${verdict.reason}`
    case "Refused":
      return `refused: ${verdict.reason}${verdict.at === undefined ? "" : ` at ${printRef(verdict.at)}`}`
    case "Loop":
      return `loops through ${printRef(verdict.at)}`
  }
}

const printEffect = (step: Step): string => {
  const by = step.by === undefined ? "connection" : printRef(step.by)
  const rewritten = step.rewritten === undefined ? "" : `, now ${printHeaders(step.rewritten)}`
  switch (step.effect) {
    case "Pass":
      return step.byDefault ? "" : `by ${by}`
    case "Translate":
      return `by ${by}${rewritten}`
    case "TranslateBack":
      return `known connection${rewritten}`
    case "Choose":
      return `by ${by}, ${step.chosen ?? ""} of ${(step.alternatives ?? []).join(" ")}${rewritten}`
    case "Deliver":
      return `by ${by}, delivers`
    case "Drop":
      return step.byDefault ? "no rule matches, drops" : `by ${by}, drops`
    case "Refuse":
      return `by ${by}, refuses`
  }
}

const printStep = (step: Step): string => {
  const scope = step.scope === undefined ? "" : ` scope ${step.scope}`
  const host = step.host === undefined ? "" : ` on ${step.host}`
  const effect = printEffect(step)
  return `  ${step.place.padEnd(15)} ${printRef(step.at)}${scope}${host}${effect === "" ? "" : `: ${effect}`}`
}

/** Places that did nothing are left out, save those where a packet comes to a router. */
const worthTelling = (step: Step): boolean => step.effect !== "Pass" || !step.byDefault || step.place === "RouterIn"

const printPath = (path: Path): ReadonlyArray<string> => [
  ...path.steps.filter(worthTelling).map(printStep),
  `  => ${printVerdict(path.verdict)}`
]

/** The text of a trace, one line a step, without a final line break. */
export const printTrace = (trace: Trace): string => {
  const { packet } = trace
  const from =
    packet.entry._tag === "Outside" ? `the outside of Network ${packet.entry.network}` : `Port ${packet.entry.port}`
  const hop =
    packet.entry._tag === "Port" && packet.entry.nextHop !== undefined ? ` to neighbour ${packet.entry.nextHop}` : ""
  const lines = [`${packet.state} ${printHeaders(packet)}, sent by ${from}${hop}`, ...printPath(trace)]
  const back = trace.answer
  if (back !== undefined) {
    const first = back.steps[0]
    lines.push(first === undefined ? "answer" : `answer ${printHeaders(first.headers)}`, ...printPath(back))
  }
  return lines.join("\n")
}
