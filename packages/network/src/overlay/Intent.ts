/**
 * What an overlay is to be, worked out from its records: pure, in parts, and as one topology.
 *
 * Everything that a driver makes real follows from here, and here alone are references resolved: a floating address finds
 * its router, a peering becomes a link with routes, a served network an interface with source NAT on each consumer. So
 * whatever depends on a record follows its changes.
 *
 * Parts are worked out apart and kept by reference while nothing changed that they were worked out from: drivers, checks and
 * comparisons skip what is the same value as before. With `previous` given, a change costs in proportion to the parts
 * that it concerns. The result is the same without.
 *
 * In the topology the far side of a VPN is the outside of a network called `vpn:` and its id: what the tunnel carries ends
 * and begins there. Two tunnels of one overlay that end at each other are two such networks.
 *
 * @since 0.1.0
 */
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Topology } from "../topology/Topology.ts"
import { checkScopes, checkSettings, frame } from "./internal/check.ts"
import { claimed, claimKey } from "./internal/draft.ts"
import type { Worked } from "./internal/part.ts"
import { partOf } from "./internal/part.ts"
import type { Piece } from "./internal/partition.ts"
import { partition, reshaped, samePiece } from "./internal/partition.ts"
import { samePlain } from "./internal/plain.ts"
import { healthKey, Reader } from "./internal/reader.ts"
import type { Claim, IntentPart, PartId } from "./IntentPart.ts"
import type { IntentProblem } from "./IntentProblem.ts"
import { IntentError } from "./IntentProblem.ts"
import type { OverlaySettings } from "./OverlaySettings.ts"
import * as Settings from "./OverlaySettings.ts"
import type { OverlayState } from "./OverlayState.ts"
import * as State from "./OverlayState.ts"

/** What the next intent can be worked out from. */
interface Memory {
  readonly state: OverlayState
  readonly unhealthy: ReadonlySet<string>
  readonly pieces: ReadonlyMap<PartId, Piece>
  readonly keys: HashMap.HashMap<PartId, ReadonlySet<string>>
  readonly readers: HashMap.HashMap<string, ReadonlyArray<PartId>>
  readonly claims: HashMap.HashMap<string, Claim>
}

/**
 * What an overlay is to be. The order of `parts` means nothing.
 *
 * @since 0.1.0
 * @category models
 */
export class Intent {
  /** Machines of the underlay and common limits. */
  readonly settings: OverlaySettings
  /** All parts. */
  readonly parts: ReadonlyMap<PartId, IntentPart>
  /** @internal */
  readonly memory: Memory
  #topology: Topology | undefined

  /** @internal */
  constructor(settings: OverlaySettings, parts: ReadonlyMap<PartId, IntentPart>, memory: Memory) {
    this.settings = settings
    this.parts = parts
    this.memory = memory
  }

  /** The whole topology, as `Topology.make` returns it. Put together when first asked for, in time proportional to all of it. */
  get topology(): Topology {
    this.#topology ??= assemble(this, this.parts.values())
    return this.#topology
  }
}

/**
 * What goes into an intent besides the records: settings (`OverlaySettings.standard` when absent), the members of load
 * balancers that are observed to be unhealthy, by the path of their ids (`balancer/listener/member`), and an earlier intent,
 * which saves work if the state came from its state.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly settings?: OverlaySettings
  readonly unhealthy?: ReadonlySet<string>
  readonly previous?: Intent
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** The topology of some parts. */
const assemble = (intent: Intent, chosen: Iterable<IntentPart>): Topology => {
  const parts = [...chosen]
  const lists = {
    networks: parts.flatMap(({ topology }) => topology.networks).sort(byId),
    ports: parts.flatMap(({ topology }) => topology.ports).sort(byId),
    routers: parts.flatMap(({ topology }) => topology.routers).sort(byId),
    securityGroups: parts.flatMap(({ topology }) => topology.securityGroups).sort(byId),
    addressSets: parts.flatMap(({ topology }) => topology.addressSets).sort(byId),
    loadBalancers: parts.flatMap(({ topology }) => topology.loadBalancers).sort(byId)
  }
  const { hosts, links } = intent.settings
  return { hosts: hosts.toSorted(byId), links: links.toSorted(byId), ...frame(lists), ...lists }
}

/**
 * The topology of some parts, those that they need, and whatever these need. What passes within them passes as in the whole;
 * remote groups have only the members in these parts.
 *
 * @since 0.1.0
 * @category getters
 */
export const topologyOf = (intent: Intent, ids: Iterable<PartId>): Topology => {
  const chosen = new Map<PartId, IntentPart>()
  const pending = [...ids]
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const part = intent.parts.get(id)
    if (part === undefined || chosen.has(id)) continue
    chosen.set(id, part)
    pending.push(...part.needs)
  }
  return assemble(intent, chosen.values())
}

/**
 * The ids of parts that are not the same value in both, in order: those only in one, and those that differ.
 *
 * @since 0.1.0
 * @category getters
 */
export const changedParts = (before: Intent | undefined, after: Intent): ReadonlyArray<PartId> => {
  if (before === undefined) return [...after.parts.keys()].sort()
  const changed = [...after.parts].filter(([id, part]) => before.parts.get(id) !== part).map(([id]) => id)
  return [...changed, ...[...before.parts.keys()].filter((id) => !after.parts.has(id))].sort()
}

const nobody: ReadonlySet<string> = new Set()

/** What may have changed since: lookups, or everything. */
const changesSince = (
  previous: Intent | undefined,
  state: OverlayState,
  settings: OverlaySettings,
  unhealthy: ReadonlySet<string>
): ReadonlySet<string> | undefined => {
  if (previous === undefined || previous.settings !== settings) return undefined
  const touched = State.touchedSince(state, previous.memory.state)
  const before = previous.memory.unhealthy
  if (touched === undefined || before === unhealthy) return touched
  const differing = [...unhealthy].filter((member) => !before.has(member))
  return new Set([
    ...touched,
    ...[...differing, ...[...before].filter((member) => !unhealthy.has(member))].map(healthKey)
  ])
}

interface Pieces {
  readonly pieces: ReadonlyMap<PartId, Piece>
  readonly problems: ReadonlyArray<IntentProblem>
  /** Those to be worked out. */
  readonly stale: ReadonlySet<PartId>
  readonly gone: ReadonlyArray<PartId>
}

const piecesOf = (
  state: OverlayState,
  memory: Memory | undefined,
  touched: ReadonlySet<string> | undefined
): Pieces => {
  if (memory === undefined || touched === undefined) {
    const pieces = partition(state)
    return { pieces, problems: checkScopes(state), stale: new Set(pieces.keys()), gone: [] }
  }
  const stale = new Set<PartId>()
  for (const key of touched) {
    for (const id of Option.getOrElse(HashMap.get(memory.readers, key), () => [])) stale.add(id)
  }
  if (!reshaped(memory.pieces, state, touched)) return { pieces: memory.pieces, problems: [], stale, gone: [] }
  const pieces = partition(state)
  for (const [id, piece] of pieces) {
    const before = memory.pieces.get(id)
    if (before === undefined || !samePiece(before, piece)) stale.add(id)
  }
  const gone = [...memory.pieces.keys()].filter((id) => !pieces.has(id))
  for (const id of gone) stale.delete(id)
  return { pieces, problems: checkScopes(state), stale, gone }
}

/** The claims of all parts, and those that clash. Claims that were there before clash with none of each other. */
const claimsOf = (
  before: Memory["claims"],
  replaced: ReadonlyArray<IntentPart>,
  worked: ReadonlyArray<Worked>
): { readonly claims: Memory["claims"]; readonly problems: ReadonlyArray<IntentProblem> } => {
  const clashes = new Map<string, Set<Claim>>()
  const claims = HashMap.mutate(before, (map) => {
    for (const part of replaced) for (const claim of part.claims) HashMap.remove(map, claimKey(claim))
    for (const { part } of worked) {
      for (const claim of part.claims) {
        const key = claimKey(claim)
        const other = Option.getOrUndefined(HashMap.get(map, key))
        if (other === undefined) HashMap.set(map, key, claim)
        else if (other.owner !== claim.owner) {
          clashes.set(key, (clashes.get(key) ?? new Set([other])).add(claim))
        }
      }
    }
  })
  const problems = [...clashes.values()].flatMap((clash) => {
    const [first, ...others] = [...clash].sort((a, b) => (JSON.stringify(a.place) < JSON.stringify(b.place) ? -1 : 1))
    return others.map((other) => claimed(first!, other))
  })
  return { claims, problems }
}

/** Who reads what, brought up to date. */
const readersOf = (
  memory: Memory | undefined,
  gone: Iterable<PartId>,
  worked: ReadonlyArray<Worked>
): Memory["readers"] => {
  const none: ReadonlySet<string> = new Set()
  const keysOf = (id: PartId) =>
    memory === undefined ? none : Option.getOrElse(HashMap.get(memory.keys, id), () => none)
  const added = new Map<string, Array<PartId>>()
  const removed = new Map<string, Set<PartId>>()
  const move = (id: PartId, before: ReadonlySet<string>, after: ReadonlySet<string>): void => {
    for (const key of before) if (!after.has(key)) removed.set(key, (removed.get(key) ?? new Set()).add(id))
    for (const key of after) {
      const ids = added.get(key)
      if (before.has(key)) continue
      if (ids === undefined) added.set(key, [id])
      else ids.push(id)
    }
  }
  for (const id of gone) move(id, keysOf(id), none)
  for (const { keys, part } of worked) move(part.id, keysOf(part.id), keys)
  return HashMap.mutate<string, ReadonlyArray<PartId>>(memory?.readers ?? HashMap.empty(), (map) => {
    for (const [key, ids] of removed) {
      const left = Option.getOrElse(HashMap.get(map, key), () => []).filter((id) => !ids.has(id))
      if (left.length === 0) HashMap.remove(map, key)
      else HashMap.set(map, key, left)
    }
    for (const [key, ids] of added) {
      HashMap.set(map, key, [...Option.getOrElse(HashMap.get(map, key), () => []), ...ids])
    }
  })
}

/** The earlier part if nothing in it changed, so that whoever compares need not look inside. */
const kept = (before: IntentPart | undefined, after: IntentPart): IntentPart =>
  before !== undefined && samePlain(before, after) ? before : after

/**
 * What the records of a state mean, or all problems that keep them from meaning something.
 *
 * @since 0.1.0
 * @category constructors
 */
export const intentOf = (state: OverlayState, options: Options = {}): Result.Result<Intent, IntentError> => {
  const { previous, settings = Settings.standard } = options
  const unhealthy = options.unhealthy ?? nobody
  const touched = changesSince(previous, state, settings, unhealthy)
  if (previous !== undefined && touched?.size === 0) return Result.succeed(previous)
  const memory = touched === undefined ? undefined : previous?.memory
  const { gone, pieces, problems, stale } = piecesOf(state, memory, touched)
  const worked = [...stale].map((id) => partOf(id, pieces.get(id)!, new Reader(state, settings, unhealthy)))
  const replaced = memory === undefined ? [] : [...stale, ...gone].flatMap((id) => previous?.parts.get(id) ?? [])
  const taken = claimsOf(memory?.claims ?? HashMap.empty(), replaced, worked)
  const found = [
    ...State.faults(state),
    ...problems,
    ...worked.flatMap((each) => each.problems),
    ...taken.problems,
    ...(memory === undefined ? underlayProblems(settings) : [])
  ]
  if (found.length > 0) return Result.fail(new IntentError({ problems: inOrder(found) }))
  const parts = new Map(memory === undefined ? [] : previous?.parts)
  for (const id of gone) parts.delete(id)
  for (const { part } of worked) parts.set(part.id, kept(previous?.parts.get(part.id), part))
  const before: Memory["keys"] = memory?.keys ?? HashMap.empty()
  const keys = HashMap.mutate(before, (map) => {
    for (const id of gone) HashMap.remove(map, id)
    for (const { keys: read, part } of worked) HashMap.set(map, part.id, read)
  })
  const readers = readersOf(memory, gone, worked)
  return Result.succeed(new Intent(settings, parts, { state, unhealthy, pieces, keys, readers, claims: taken.claims }))
}

const underlayProblems = (settings: OverlaySettings): ReadonlyArray<IntentProblem> =>
  checkSettings(settings).map((problem) => ({ _tag: "Underlay", problem }))

/** The same problems in the same order, whatever the state came from. */
const inOrder = (problems: ReadonlyArray<IntentProblem>): ReadonlyArray<IntentProblem> =>
  problems
    .map((problem) => ({ problem, key: JSON.stringify(problem) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ problem }) => problem)
