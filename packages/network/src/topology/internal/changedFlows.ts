/**
 * The packets that arrive somewhere in one of two topologies alone.
 *
 * Places where packets start are put together as far as possible. Guarded ports of one network, host and list of rules
 * differ in the sources that they may use alone, so they are one class that starts behind port security. Classes whose
 * packets cannot be mistaken for each other's are explored together: a header says who sent it.
 *
 * @since 0.1.0
 */
import type { Entry } from "../Packet.ts"
import type { Topology } from "../Topology.ts"
import type { Destination } from "../Verdict.ts"
import { adjacencyOf } from "./adjacency.ts"
import { Analysis, inhabited } from "./analysis.ts"
import { all, none } from "./bdd.ts"
import { destinationOf, endKey, entryKey } from "./ends.ts"
import { explore } from "./explore.ts"
import * as Fields from "./fields.ts"
import { changedStages, leadingPackets } from "./influence.ts"
import { ANYWHERE, NEXT, type Pipeline } from "./pipeline.ts"

/** A place where packets start. */
interface Sender {
  readonly entry: Entry
  /** The packets that start there. */
  readonly sends: number
  /** Packets with their sources; nobody else explored together with this one uses these. */
  readonly sources: number
  /** Whether it could send from an address to itself. */
  readonly reflexive: boolean
}

/** Packets that arrive at `to` in one of the topologies alone, from at least one place for each of `from`. */
export interface Changed {
  readonly from: ReadonlyArray<Sender>
  readonly to: Destination
  readonly set: number
}

interface Place {
  readonly stage: number
  readonly host: number
}

/** Senders with the same first stage, and the packets that might change, before and after. */
interface SenderClass {
  readonly senders: Array<Sender>
  readonly before: Place | undefined
  readonly after: Place | undefined
  readonly packets: number
}

/** A place where packets start, in both topologies. */
interface Start {
  readonly entry: Entry
  readonly before: Place | undefined
  readonly after: Place | undefined
}

/** All places where packets start. */
const starts = function* (before: Pipeline, after: Pipeline): Generator<Start> {
  const outside = (stage: number | undefined) => (stage === undefined ? undefined : { stage, host: ANYWHERE })
  const ports = { before: before.entries.ports, after: after.entries.ports }
  for (const [port, place] of ports.before) {
    yield { entry: { _tag: "Port", port }, before: place, after: ports.after.get(port) }
  }
  for (const [port, place] of ports.after) {
    if (!ports.before.has(port)) yield { entry: { _tag: "Port", port }, before: undefined, after: place }
  }
  for (const network of new Set([...before.entries.outsides.keys(), ...after.entries.outsides.keys()])) {
    const [a, b] = [before.entries.outsides.get(network), after.entries.outsides.get(network)]
    yield { entry: { _tag: "Outside", network }, before: outside(a), after: outside(b) }
  }
}

const sameHost = (before: Pipeline, a: Place, after: Pipeline, b: Place): boolean =>
  (before.underlay.hosts[a.host] ?? a.host) === (after.underlay.hosts[b.host] ?? b.host)

/** Where packets of a guarded port are once its port security has let them pass; `undefined` for other places. */
const behindSecurity = ({ pipeline }: Analysis, { host, stage }: Place): Place | undefined => {
  const first = pipeline.stages[stage]!
  const guarded =
    first.kind === "PortSecurityOut" &&
    first.otherwise.action._tag === "Drop" &&
    first.lists.length === 1 &&
    pipeline.stages[first.next]?.kind === "SecurityOut"
  return guarded ? { host, stage: first.next } : undefined
}

/** The packets that port security lets pass. */
const permitted = ({ engine, pipeline, sets, terms }: Analysis, { stage }: Place): number => {
  const { parts } = sets.partition(pipeline.stages[stage]!.lists[0]!, terms.identity, "new")
  return engine.orAll(
    parts.flatMap(({ rule, set }) => (rule.action._tag === "Forward" && rule.action.to === NEXT ? [set] : []))
  )
}

/** Numbers for values that are compared by identity. */
const numbering = () => {
  const numbers = new Map<unknown, number>()
  return (value: unknown): number => {
    let number = numbers.get(value)
    if (number === undefined) numbers.set(value, (number = numbers.size))
    return number
  }
}

/** The scope of each port's network, looked up when the first is asked for. */
const scopesOf = (topologies: ReadonlyArray<Topology>) => {
  let scopes: Map<string, string> | undefined
  return (port: string): string => {
    if (scopes === undefined) {
      scopes = new Map()
      for (const { networks, ports } of topologies) {
        const byNetwork = new Map(networks.map(({ id, scope }) => [id, scope]))
        for (const { id, network } of ports) scopes.set(id, byNetwork.get(network) ?? "")
      }
    }
    return scopes.get(port) ?? ""
  }
}

const classesOf = (before: Analysis, after: Analysis, everything: boolean): ReadonlyArray<SenderClass> => {
  const deliveries = ({ pipeline }: Analysis) => adjacencyOf(pipeline).deliveries.map(({ stage }) => stage)
  const goals = everything
    ? { before: deliveries(before), after: deliveries(after) }
    : changedStages(before.pipeline, after.pipeline)
  const here = leadingPackets(before, goals.before)
  const there = leadingPackets(after, goals.after)
  const { engine, modelled } = before
  const number = numbering()
  const classes = new Map<string, SenderClass>()
  const put = (key: string, sender: Sender, a: Place | undefined, b: Place | undefined, packets: number) => {
    const known = classes.get(key)
    if (known === undefined) classes.set(key, { senders: [sender], before: a, after: b, packets })
    else known.senders.push(sender)
  }
  const touched: Array<Start> = []
  for (const start of starts(before.pipeline, after.pipeline)) {
    const { after: b, before: a } = start
    const same = a !== undefined && b !== undefined && sameHost(before.pipeline, a, after.pipeline, b)
    if (!same || here[a.stage] !== none || there[b.stage] !== none) touched.push(start)
  }
  // Addresses repeat from scope to scope, not within one: what can be explored together should come together.
  const scopes = scopesOf([before.topology, after.topology])
  const scopeOf = ({ entry }: Start) => (entry._tag === "Port" ? scopes(entry.port) : "")
  const pairs = new Set(before.topology.ports.flatMap(({ addressPairs, id }) => (addressPairs.length > 0 ? [id] : [])))
  for (const { after: b, before: a, entry } of [...Map.groupBy(touched, scopeOf).values()].flat()) {
    const key = entryKey(entry)
    const alone = (might: number) => {
      const packets = engine.and(modelled, might)
      if (packets !== none) put(key, { entry, sends: all, sources: all, reflexive: true }, a, b, packets)
    }
    if (a === undefined || b === undefined || !sameHost(before.pipeline, a, after.pipeline, b)) {
      alone(all)
      continue
    }
    const nextA = behindSecurity(before, a)
    const nextB = behindSecurity(after, b)
    if (nextA === undefined || nextB === undefined || permitted(before, a) !== permitted(after, b)) {
      alone(engine.or(here[a.stage]!, there[b.stage]!))
      continue
    }
    const packets = engine.and(modelled, engine.or(here[nextA.stage]!, there[nextB.stage]!))
    if (packets === none) continue
    const stageA = before.pipeline.stages[nextA.stage]!
    const stageB = after.pipeline.stages[nextB.stage]!
    const alike = [stageA.lists, stageA.next, a.host, stageB.lists, stageB.next, b.host].map(number)
    const reflexive = entry._tag === "Port" && pairs.has(entry.port)
    const sends = permitted(before, a)
    const sources = engine.exists(sends, 0, Fields.fields.source.from)
    put(`${alike.join(" ")} ${packets}`, { entry, sends, sources, reflexive }, nextA, nextB, packets)
  }
  return [...classes.values()]
}

/** How many groups a class is tried in before it opens another. */
const recent = 4

/** Classes put together that share no source. */
const joined = (
  { engine }: Analysis,
  classes: ReadonlyArray<SenderClass>
): ReadonlyArray<ReadonlyArray<SenderClass>> => {
  const groups: Array<{ readonly classes: Array<SenderClass>; sources: number }> = []
  for (const of of classes) {
    // Two ports of a class may use the same sources (a shared pair): then each is a class of its own.
    let together: number = none
    const apart = of.senders.every(({ sources }) => {
      if (engine.meets(together, sources)) return false
      together = engine.or(together, sources)
      return true
    })
    for (const part of apart ? [of] : of.senders.map((sender) => ({ ...of, senders: [sender] }))) {
      const sources = apart ? together : part.senders[0]!.sources
      const group = groups.slice(-recent).find((each) => !engine.meets(each.sources, sources))
      if (group === undefined) groups.push({ classes: [part], sources })
      else {
        group.classes.push(part)
        group.sources = engine.or(group.sources, sources)
      }
    }
  }
  return groups.map((group) => group.classes)
}

type Arrivals = ReadonlyMap<string, { readonly to: Destination; readonly set: number }>

/** What arrives in one of the topologies, by where. */
const arrivals = (analysis: Analysis, group: ReadonlyArray<SenderClass>, side: "before" | "after"): Arrivals => {
  const { engine, limits, pipeline, removals, sets, terms } = analysis
  const seeds = group.flatMap(({ packets, senders, [side]: place }) => {
    if (place === undefined) return []
    const set = engine.and(packets, engine.orAll(senders.map(({ sends }) => sends)))
    return [{ ...place, terms: terms.identity, record: undefined, set, hops: 0 }]
  })
  const arrived = new Map<string, { to: Destination; set: number }>()
  const { maxStates } = limits
  for (const { how, set } of explore({ pipeline, sets, terms, removals, seeds, state: "new", maxStates }).delivered) {
    const key = endKey(how)
    const known = arrived.get(key)
    if (known === undefined) {
      arrived.set(key, { to: destinationOf(how), set })
    } else known.set = engine.or(known.set, set)
  }
  return arrived
}

interface Fresh {
  readonly to: Destination
  readonly set: number
}

/** What arrives in `there` and not in `here`. */
const additions = ({ engine }: Analysis, here: Arrivals, there: Arrivals): ReadonlyArray<Fresh> => {
  const fresh: Array<Fresh> = []
  for (const [key, { set, to }] of there) {
    const added = engine.diff(set, here.get(key)?.set ?? none)
    if (added !== none) fresh.push({ to, set: added })
  }
  return fresh
}

/** Who sends what was added; the question is the same for many ends. */
const attribution = ({ engine }: Analysis, group: ReadonlyArray<SenderClass>) => {
  const known = new Map<number, ReadonlyArray<Sender>>()
  return ({ set, to }: Fresh): ReadonlyArray<Changed> => {
    const sources = engine.exists(set, 0, Fields.fields.source.from)
    let senders = known.get(sources)
    if (senders === undefined) {
      senders = group.flatMap((of) => of.senders.filter((sender) => engine.meets(sources, sender.sources)))
      known.set(sources, senders)
    }
    const from = senders.filter((sender) => !sender.reflexive || inhabited(engine, engine.and(set, sender.sources)))
    return from.length === 0 ? [] : [{ from, to, set }]
  }
}

/**
 * What arrives after and not before, and what arrived before and no longer does; both analyses share their engine. Groups
 * are explored in another engine, which is replaced by a new one when it has grown large: what it holds is not needed later.
 */
export const changedFlows = (before: Analysis, after: Analysis, everything: boolean) => {
  const { engine, limits } = before
  const opened: Array<Changed> = []
  const closed: Array<Changed> = []
  let old = new Analysis(before.topology, limits)
  let fresh = new Analysis(after.topology, limits, old)
  for (const group of joined(before, classesOf(before, after, everything))) {
    if (old.engine.size > limits.maxNodes / 8) {
      old = new Analysis(before.topology, limits)
      fresh = new Analysis(after.topology, limits, old)
    }
    const own = group.map((of): SenderClass => {
      const senders = of.senders.map((sender) => ({ ...sender, sends: old.engine.adopt(engine, sender.sends) }))
      return { ...of, senders, packets: old.engine.adopt(engine, of.packets) }
    })
    const here = arrivals(old, own, "before")
    const there = arrivals(fresh, own, "after")
    const attributed = attribution(before, group)
    const back = (added: ReadonlyArray<Fresh>) =>
      added.flatMap(({ set, to }) => attributed({ to, set: engine.adopt(old.engine, set) }))
    opened.push(...back(additions(old, here, there)))
    closed.push(...back(additions(old, there, here)))
  }
  return { opened, closed }
}
