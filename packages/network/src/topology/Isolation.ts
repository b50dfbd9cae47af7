/**
 * Whether two tenants can open connections to each other, with a proof that can be checked elsewhere.
 *
 * `isolation` lets every packet of the model start at every port of a tenant, by guests that hand it to any next hop of their
 * network they like, and looks whether something comes to a port of the other tenant, in both directions. When nothing does, the answer
 * is a pair of certificates which `IsolationCheck.check` verifies without any of the machinery that found them. When something
 * does, it is a packet and its way.
 *
 * A pair of certificates means: of the first packets that any port of one tenant sends, handed to whichever next hop, none for
 * which the model has an answer to its end is delivered to a port of the other. It says nothing about
 *
 * - packets that `Packet.check` refuses, and those that are refused on their way (`Topology` lists them). Among these
 *   are packets that leave by one external network for an address of another: two tenants that each have their own
 *   external network are isolated here, and may meet where both networks lead to the same Internet. `Reachability`
 *   tells such packets as `refused`;
 * - what becomes of packets once they are delivered: on the outside of a network, or at a guest that forwards them.
 *
 * Ways by the upstream routers of one external network count: a tenant whose port has a floating address there is not
 * isolated from one that gets out there. Only ports are looked at; routers answer echo requests of whoever reaches them. Packets are first packets of connections (see
 * `IsolationCheck`).
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../Ip.ts"
import * as Endpoint from "./Endpoint.ts"
import * as HeaderSpace from "./HeaderSpace.ts"
import { type Analysis, analysisOf, bounded, inhabited, type Start } from "./internal/analysis.ts"
import { type Passage, wayTo } from "./internal/explore.ts"
import { ANYWHERE, type Destination as End } from "./internal/pipeline.ts"
import { ipOf } from "./internal/pipelineDirectory.ts"
import { spread } from "./internal/spread.ts"
import { crossings } from "./internal/steps.ts"
import type { Certificate, Location } from "./IsolationCheck.ts"
import type { Packet } from "./Packet.ts"
import { ReachabilityError } from "./ReachabilityError.ts"
import type { Topology } from "./Topology.ts"
import type { Step } from "./Trace.ts"

/**
 * Neither tenant reaches the other: one certificate for each direction.
 *
 * @since 0.1.0
 * @category models
 */
export interface Isolated {
  readonly _tag: "Isolated"
  readonly certificates: readonly [Certificate, Certificate]
}

/**
 * A packet from a port of the tenant `from` gets to `port` of the tenant `to` along `path`; `packet` names the next hop it was handed
 * to when that is not the one that a host would choose.
 *
 * @since 0.1.0
 * @category models
 */
export interface Leaking {
  readonly _tag: "Leaking"
  readonly from: string
  readonly to: string
  readonly port: string
  readonly packet: Packet
  readonly path: ReadonlyArray<Step>
}

/**
 * How much the analysis may use: nodes, states, and boxes in one location of a certificate (10 000 when absent).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly maxNodes?: number
  readonly maxStates?: number
  readonly maxBoxes?: number
}

/** One direction, as far as it has been looked at. */
interface Direction {
  readonly analysis: Analysis
  readonly from: string
  readonly to: string
  readonly starts: ReadonlyArray<Start>
  readonly reaches: (to: End) => boolean
}

const certificate = (
  { analysis, from, to }: Direction,
  spots: ReturnType<typeof spread>["spots"],
  maxBoxes: number
): Result.Result<Certificate, ReachabilityError> =>
  Result.gen(function* () {
    const { stages, underlay } = analysis.pipeline
    const locations: Array<Location> = []
    const boxes = new Map<number, Location["packets"]>()
    for (const { hops, host, set, stage } of spots) {
      let packets = boxes.get(set)
      if (packets === undefined) {
        packets = yield* Result.mapError(
          HeaderSpace.boxes(analysis.space(set), maxBoxes),
          () => new ReachabilityError({ reason: { _tag: "TooComplex", what: "boxes", limit: maxBoxes } })
        )
        boxes.set(set, packets)
      }
      const place = { stage: stages[stage]!.key, hops, packets }
      locations.push(host === ANYWHERE ? place : { ...place, host: underlay.hosts[host]! })
    }
    return { from, to, locations }
  })

/** The address of the next hop that the sender chose, if it is not the one a host chooses. */
const chosenHop = (
  { pipeline, topology }: Analysis,
  port: string,
  way: ReadonlyArray<Passage>
): Ip.Text | undefined => {
  const after = way.find(
    ({ state }) => !["PortSecurityOut", "SecurityOut"].includes(pipeline.stages[state.stage]!.kind)
  )
  if (after === undefined || pipeline.stages[after.state.stage]!.kind === "Send") return undefined
  const { network } = topology.ports.find(({ id }) => id === port)!
  for (const [address, hop] of pipeline.nextHops(network)) {
    if (hop === after.state.stage) return Ip.toText(ipOf(address))
  }
  return undefined
}

/** A packet that gets across, when one does. */
const leak = ({ analysis, from, reaches, starts, to }: Direction): Leaking | undefined => {
  for (const start of starts) {
    const { delivered } = analysis.from(start, analysis.modelled, { anyNextHop: true })
    const ending = delivered.find(({ how, set }) => reaches(how) && inhabited(analysis.engine, set))
    if (ending === undefined || ending.how._tag !== "Port" || start.entry._tag !== "Port") continue
    const { bits } = analysis.witness(start.entry, ending.set)!
    const nextHop = chosenHop(analysis, start.entry.port, wayTo(analysis.engine, ending, bits))
    const entry = nextHop === undefined ? start.entry : { ...start.entry, nextHop }
    return {
      _tag: "Leaking",
      from,
      to,
      port: ending.how.port,
      packet: analysis.packet(entry, bits).packet,
      path: crossings(analysis, ending, bits).map(({ step }) => step)
    }
  }
  return undefined
}

/**
 * Whether the ports of two tenants are isolated from each other, in both directions. The topology must be one that
 * `Topology.make` returned.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isolation = (
  topology: Topology,
  tenantA: string,
  tenantB: string,
  options?: Options
): Result.Result<Isolated | Leaking, ReachabilityError> =>
  Result.gen(function* () {
    if (tenantA === tenantB) {
      return yield* Result.fail(new ReachabilityError({ reason: { _tag: "SameTenant", tenant: tenantA } }))
    }
    const analysis = yield* bounded(() => analysisOf(topology, options))
    const certificates: Array<Certificate> = []
    for (const [from, to] of [
      [tenantA, tenantB],
      [tenantB, tenantA]
    ] as const) {
      const starts = yield* analysis.starts(Endpoint.tenant(from))
      const reaches = yield* analysis.reaches(Endpoint.tenant(to))
      const direction = { analysis, from, to, starts, reaches }
      const { delivered, spots } = yield* bounded(() => spread(analysis, starts, analysis.modelled))
      const arrives = delivered.some((ending) => reaches(ending.to))
      const leaking = arrives ? yield* bounded(() => leak(direction)) : undefined
      if (leaking !== undefined) return leaking
      certificates.push(yield* certificate(direction, spots, options?.maxBoxes ?? 10_000))
    }
    return { _tag: "Isolated", certificates: [certificates[0]!, certificates[1]!] }
  })
