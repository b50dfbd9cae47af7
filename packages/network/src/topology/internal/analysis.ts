/**
 * One analysis of one topology: its pipeline, an engine for sets, and who the endpoints of a question are.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { Endpoint } from "../Endpoint.ts"
import * as HeaderSpace from "../HeaderSpace.ts"
import type { Entry, Packet } from "../Packet.ts"
import { ReachabilityError } from "../ReachabilityError.ts"
import { type Topology, withFailures } from "../Topology.ts"
import { Bdd, none } from "./bdd.ts"
import { type Exploration, explore, type Question, type Seed, TooManyStates } from "./explore.ts"
import * as Fields from "./fields.ts"
import { MatchSets } from "./matchSets.ts"
import { modelled, properBits } from "./modelled.ts"
import { ANYWHERE, type Destination, type Pipeline } from "./pipeline.ts"
import { pipelineOf } from "./pipelineCompile.ts"
import { failedPipeline } from "./pipelineFailures.ts"
import { RemovalTable } from "./removals.ts"
import { TermTable } from "./terms.ts"

/** How much an analysis may use. */
export interface Limits {
  readonly maxNodes: number
  readonly maxStates: number
}

/** 4 million nodes, a million states of one exploration. */
export const defaultLimits: Limits = { maxNodes: HeaderSpace.maxNodes, maxStates: 1_000_000 }

/** A single place where packets start. */
export interface Start {
  readonly entry: Entry
  readonly stage: number
  readonly host: number
}

/** Sets of packets, and what they are remembered by. */
type Workspace = Pick<Analysis, "engine" | "sets" | "terms" | "removals">

/** Nodes up to which what one question worked out serves others: those about the same topology, and about small ones. */
const kept = { engine: 1 << 16, analysis: 1 << 18 }

let common: Bdd | undefined

/** An engine for a question without limits of its own: many small ones in turn take one, which costs less than an own. */
const commonEngine = (): Bdd => {
  if (common === undefined || common.size > kept.engine) {
    common = new Bdd(Fields.levels, defaultLimits.maxNodes + kept.analysis, 1 << 14)
  }
  return common
}

/** What all questions about one topology share. */
export class Analysis {
  readonly topology: Topology
  readonly limits: Limits
  readonly pipeline: Pipeline
  readonly engine: Bdd
  readonly sets: MatchSets
  readonly terms: TermTable
  readonly removals: RemovalTable
  #modelled: number | undefined

  /** Sets of analyses with one engine can be compared. */
  constructor(
    topology: Topology,
    limits: Limits,
    shared: Partial<Workspace> = {},
    pipeline: Pipeline = pipelineOf(topology)
  ) {
    this.topology = topology
    this.limits = limits
    this.pipeline = pipeline
    this.engine = shared.engine ?? new Bdd(Fields.levels, limits.maxNodes, 1 << 14)
    this.sets = shared.sets ?? new MatchSets(this.engine)
    this.terms = shared.terms ?? new TermTable()
    this.removals = shared.removals ?? new RemovalTable()
  }

  /** The analysis of the topology when `failed` of it is down, with the same sets. */
  under(failed: ReadonlyArray<ElementRef>): Analysis {
    const { limits, pipeline, topology } = this
    return new Analysis(topology, limits, this, failedPipeline(pipeline, topology, withFailures(topology, failed)))
  }

  /** Packets the model has answers for. */
  get modelled(): number {
    return (this.#modelled ??= modelled(this.engine))
  }

  /** The set as a value for users. */
  space(node: number): HeaderSpace.HeaderSpace {
    return { engine: this.engine, node }
  }

  /** The set of a value of users. */
  node(space: HeaderSpace.HeaderSpace): number {
    return this.engine.adopt(space.engine, space.node)
  }

  /** Explores first packets from one start. */
  from(start: Start, packets: number, more: Partial<Question> = {}): Exploration {
    return explore(this.question(start, packets, more))
  }

  /** The question that `from` asks. */
  question({ host, stage }: Start, packets: number, more: Partial<Question> = {}): Question {
    const seed: Seed = { stage, host, terms: this.terms.identity, record: undefined, set: packets, hops: 0 }
    const { pipeline, removals, sets, terms } = this
    return {
      pipeline,
      sets,
      terms,
      removals,
      seeds: [seed],
      state: "new",
      maxStates: this.limits.maxStates,
      ...more
    }
  }

  /** A packet of the set that looks ordinary where it can, as it enters; `undefined` when every one goes to itself. */
  witness(entry: Entry, set: number): { readonly packet: Packet; readonly bits: Uint8Array } | undefined {
    const { engine } = this
    let chosen = set
    const wishes = [
      () => Fields.ofProtocols(engine, [6]),
      () => Fields.ofProtocols(engine, [6, 17, 1, 58]),
      () => Fields.inRanges(engine, "sourcePort", [[49_152, 65_535]]),
      () => Fields.inRanges(engine, "destinationPort", [[1, 65_535]])
    ]
    let bits = properBits(engine, chosen)
    if (bits === undefined) return undefined
    for (const wish of wishes) {
      const fewer = engine.and(chosen, wish())
      const found = properBits(engine, fewer)
      if (found === undefined) continue
      chosen = fewer
      bits = found
    }
    return this.packet(entry, bits)
  }

  /** The packet with these bits as it enters. */
  packet(entry: Entry, bits: Uint8Array): { readonly packet: Packet; readonly bits: Uint8Array } {
    return { packet: { entry, ...Fields.headerOf(Fields.valuesAt(bits)), state: "new" }, bits }
  }

  /** The places where packets of an endpoint start. */
  starts(endpoint: Endpoint): Result.Result<ReadonlyArray<Start>, ReachabilityError> {
    const { entries } = this.pipeline
    switch (endpoint._tag) {
      case "Outside": {
        const stage = entries.outsides.get(endpoint.network)
        return stage === undefined
          ? this.#missing("Network", endpoint.network, "NotExternal")
          : Result.succeed([{ entry: { _tag: "Outside", network: endpoint.network }, stage, host: ANYWHERE }])
      }
      case "Router":
        return Result.fail(
          new ReachabilityError({ reason: { _tag: "NotASource", element: Element.ref("Router", endpoint.router) } })
        )
      default:
        return Result.map(this.ports(endpoint), (ports) =>
          ports.map((port) => ({ entry: { _tag: "Port", port }, ...entries.ports.get(port)! }))
        )
    }
  }

  /** Whether a delivery reaches an endpoint. */
  reaches(endpoint: Endpoint): Result.Result<(to: Destination) => boolean, ReachabilityError> {
    switch (endpoint._tag) {
      case "Outside":
        return this.pipeline.entries.outsides.has(endpoint.network)
          ? Result.succeed((to) => to._tag === "Outside" && to.network === endpoint.network)
          : this.#missing("Network", endpoint.network, "NotExternal")
      case "Router":
        return this.topology.routers.some(({ id }) => id === endpoint.router)
          ? Result.succeed((to) => to._tag === "Router" && to.router === endpoint.router)
          : this.#missing("Router", endpoint.router)
      default:
        return Result.map(this.ports(endpoint), (ids) => {
          const ports = new Set(ids)
          return (to) => to._tag === "Port" && ports.has(to.port)
        })
    }
  }

  /** The ports of an endpoint. */
  ports(
    endpoint: Extract<Endpoint, { _tag: "Port" | "Network" | "Tenant" }>
  ): Result.Result<ReadonlyArray<string>, ReachabilityError> {
    const { networks, ports, tenants } = this.topology
    switch (endpoint._tag) {
      case "Port":
        return this.pipeline.entries.ports.has(endpoint.port)
          ? Result.succeed([endpoint.port])
          : this.#missing("Port", endpoint.port)
      case "Network":
        return networks.some(({ id }) => id === endpoint.network)
          ? Result.succeed(ports.filter(({ network }) => network === endpoint.network).map(({ id }) => id))
          : this.#missing("Network", endpoint.network)
      case "Tenant":
        return tenants.some(({ id }) => id === endpoint.tenant)
          ? Result.succeed(ports.filter(({ tenant }) => tenant === endpoint.tenant).map(({ id }) => id))
          : this.#missing("Tenant", endpoint.tenant)
    }
  }

  #missing(kind: ElementRef["kind"], id: string, otherwise?: "NotExternal"): Result.Result<never, ReachabilityError> {
    const element = Element.ref(kind, id)
    const exists = otherwise !== undefined && this.topology.networks.some((network) => network.id === id)
    const reason = exists ? ({ _tag: "NotExternal", element } as const) : ({ _tag: "Unknown", element } as const)
    return Result.fail(new ReachabilityError({ reason }))
  }
}

const analyses = new WeakMap<Topology, Analysis>()

/**
 * An analysis of a topology. Unless limits are asked for it is that of earlier questions about the same value, with the
 * sets that these have left, as long as they are few.
 */
export const analysisOf = (topology: Topology, limits: Partial<Limits> = {}): Analysis => {
  const { maxNodes, maxStates } = limits
  if (maxNodes !== undefined || maxStates !== undefined) {
    return new Analysis(topology, {
      maxNodes: maxNodes ?? defaultLimits.maxNodes,
      maxStates: maxStates ?? defaultLimits.maxStates
    })
  }
  let analysis = analyses.get(topology)
  if (analysis === undefined || analysis.engine.size > kept.analysis) {
    analysis = new Analysis(topology, defaultLimits, { engine: commonEngine() })
    analyses.set(topology, analysis)
  }
  return analysis
}

/** Runs an analysis; what its limits throw becomes the typed error. */
export const bounded = <A>(run: () => A): Result.Result<A, ReachabilityError> => {
  const result = Result.try({ try: () => HeaderSpace.attempt(run), catch: (cause) => cause })
  if (Result.isSuccess(result)) {
    return Result.mapError(result.success, ({ reason }) => {
      const limit = reason._tag === "TooComplex" ? reason.limit : 0
      return new ReachabilityError({ reason: { _tag: "TooComplex", what: "nodes", limit } })
    })
  }
  if (result.failure instanceof TooManyStates) {
    const { limit } = result.failure
    return Result.fail(new ReachabilityError({ reason: { _tag: "TooComplex", what: "states", limit } }))
  }
  throw result.failure
}

/** Whether a set has a member that does not go to itself. */
export const inhabited = (engine: Bdd, set: number): boolean => set !== none && properBits(engine, set) !== undefined
