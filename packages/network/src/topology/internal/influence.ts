/**
 * What a change of a topology can influence: the stages that differ between two pipelines, and the packets that might
 * come to one of them. The packets are a superset, found against the direction of travel in one pass for all places
 * where packets start; what is not in it meets the same stages before and after.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { adjacencyOf } from "./adjacency.ts"
import type { Analysis } from "./analysis.ts"
import { all, none } from "./bdd.ts"
import * as Fields from "./fields.ts"
import type { Action, Match, NamedSet, Pipeline, Rewrite, Rule, RuleList, Stage } from "./pipeline.ts"
import { NEXT } from "./pipeline.ts"

const samePrefix = (a: Prefix.Prefix | undefined, b: Prefix.Prefix | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Prefix.equals(a, b))

const sameAddress = (a: Ip.Ip | undefined, b: Ip.Ip | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Ip.equals(a, b))

/** Compares the stages of two pipelines. What only answers ask (trackers) is left out. */
class Comparison {
  readonly #before: Pipeline
  readonly #after: Pipeline
  /** What each list was compared with last, and how that ended: lists are shared in both pipelines alike. */
  readonly #lists = new Map<RuleList, { readonly twin: RuleList; readonly same: boolean }>()
  readonly #named = new Map<NamedSet, Map<NamedSet, boolean>>()

  constructor(before: Pipeline, after: Pipeline) {
    this.#before = before
    this.#after = after
  }

  stage(a: Stage, b: Stage): boolean {
    return (
      a.kind === b.kind &&
      a.scope === b.scope &&
      a.hop === b.hop &&
      this.#host(a.host) === (b.host < 0 ? b.host : this.#after.underlay.hosts[b.host]) &&
      this.#key(a, NEXT) === this.#keyAfter(b, NEXT) &&
      this.#action(a, a.otherwise.action, b, b.otherwise.action) &&
      a.lists.length === b.lists.length &&
      a.lists.every((list, at) => this.#list(a, list, b, b.lists[at]!))
    )
  }

  #host(host: number): number | string | undefined {
    return host < 0 ? host : this.#before.underlay.hosts[host]
  }

  #key(stage: Stage, to: number): string | undefined {
    return this.#before.stages[to === NEXT ? stage.next : to]?.key
  }

  #keyAfter(stage: Stage, to: number): string | undefined {
    return this.#after.stages[to === NEXT ? stage.next : to]?.key
  }

  /** Targets of lists are absolute or `NEXT`, which the stages compare. */
  #list(stage: Stage, a: RuleList, other: Stage, b: RuleList): boolean {
    const known = this.#lists.get(a)
    if (known?.twin === b) return known.same
    const same =
      a.rules.length === b.rules.length && a.rules.every((rule, at) => this.#rule(stage, rule, other, b.rules[at]!))
    this.#lists.set(a, { twin: b, same })
    return same
  }

  #rule(stage: Stage, a: Rule, other: Stage, b: Rule): boolean {
    return this.#match(a.match, b.match) && this.#action(stage, a.action, other, b.action)
  }

  #match(a: Match, b: Match): boolean {
    return (
      a.family === b.family &&
      a.state === b.state &&
      a.protocol === b.protocol &&
      a.icmpType === b.icmpType &&
      a.icmpCode === b.icmpCode &&
      a.sourcePorts?.first === b.sourcePorts?.first &&
      a.sourcePorts?.last === b.sourcePorts?.last &&
      a.destinationPorts?.first === b.destinationPorts?.first &&
      a.destinationPorts?.last === b.destinationPorts?.last &&
      samePrefix(a.source, b.source) &&
      samePrefix(a.destination, b.destination) &&
      this.#sameSet(a.sourceIn, b.sourceIn) &&
      this.#sameSet(a.destinationIn, b.destinationIn)
    )
  }

  #sameSet(a: NamedSet | undefined, b: NamedSet | undefined): boolean {
    if (a === undefined || b === undefined) return a === b
    let known = this.#named.get(a)
    if (known === undefined) this.#named.set(a, (known = new Map()))
    let same = known.get(b)
    if (same === undefined) {
      same = PrefixSet.equals(a.set, b.set)
      known.set(b, same)
    }
    return same
  }

  #action(stage: Stage, a: Action, other: Stage, b: Action): boolean {
    switch (a._tag) {
      case "Drop":
        return b._tag === "Drop"
      case "Refuse":
        return b._tag === "Refuse"
      case "Forward":
        return b._tag === "Forward" && this.#target(stage, a.to, other, b.to)
      case "Rewrite":
        return b._tag === "Rewrite" && this.#target(stage, a.to, other, b.to) && this.#rewrite(a.set, b.set)
      case "Choose":
        return (
          b._tag === "Choose" &&
          a.among.length === b.among.length &&
          a.among.every((each, at) => {
            const twin = b.among[at]!
            return this.#target(stage, each.to, other, twin.to) && this.#rewrite(each.set, twin.set)
          })
        )
      case "Deliver":
        return b._tag === "Deliver" && this.#deliver(a.to, b.to)
    }
  }

  #target(stage: Stage, to: number, other: Stage, twin: number): boolean {
    if (to === NEXT || twin === NEXT) return to === twin
    return this.#key(stage, to) === this.#keyAfter(other, twin)
  }

  #rewrite(a: Rewrite | undefined, b: Rewrite | undefined): boolean {
    return (
      sameAddress(a?.source, b?.source) &&
      sameAddress(a?.destination, b?.destination) &&
      a?.destinationPort === b?.destinationPort
    )
  }

  #deliver(a: Extract<Action, { _tag: "Deliver" }>["to"], b: Extract<Action, { _tag: "Deliver" }>["to"]): boolean {
    if (a._tag === "Port") return b._tag === "Port" && a.port === b.port && a.addressed === b.addressed
    if (a._tag === "Outside") return b._tag === "Outside" && a.network === b.network
    return b._tag === "Router" && a.router === b.router
  }
}

/** Pairs of hosts between which packets get in one of the pipelines alone: the names of the receiving ones. */
const changedHosts = (before: Pipeline, after: Pipeline): ReadonlySet<string> => {
  const changed = new Set<string>()
  const numbers = new Map(after.underlay.hosts.map((host, index) => [host, index]))
  for (const [a, to] of before.underlay.hosts.entries()) {
    const b = numbers.get(to)
    if (b === undefined) continue
    const differs = before.underlay.hosts.some((from, index) => {
      const twin = numbers.get(from)
      return twin !== undefined && before.underlay.joined(index, a) !== after.underlay.joined(twin, b)
    })
    if (differs) changed.add(to)
  }
  return changed
}

/** The stages of each pipeline that the other does not have, or has otherwise. */
export const changedStages = (before: Pipeline, after: Pipeline) => {
  const comparison = new Comparison(before, after)
  const hosts = changedHosts(before, after)
  const here: Array<number> = []
  const there: Array<number> = []
  // Most often the stages of both have the same numbers; names are looked up where they do not.
  let names: Map<string, Stage> | undefined
  const twinOf = ({ index, key }: Stage): Stage | undefined => {
    const twin = after.stages[index]
    if (twin?.key === key) return twin
    names ??= new Map(after.stages.map((stage) => [stage.key, stage]))
    return names.get(key)
  }
  const met = new Uint8Array(after.stages.length)
  for (const stage of before.stages) {
    const twin = twinOf(stage)
    if (twin === undefined) {
      here.push(stage.index)
      continue
    }
    met[twin.index] = 1
    const moved = stage.host >= 0 && hosts.has(before.underlay.hosts[stage.host]!)
    if (moved || !comparison.stage(stage, twin)) {
      here.push(stage.index)
      there.push(twin.index)
    }
  }
  for (const stage of after.stages) if (met[stage.index] === 0) there.push(stage.index)
  return { before: here, after: there }
}

/** A rule that leads somewhere, with the translation on the way. */
interface Lead {
  readonly match: Match
  readonly set: Rewrite | undefined
}

/** The rules of a list by where they lead. */
const leadsOf = ({ rules }: RuleList): ReadonlyMap<number, ReadonlyArray<Lead>> => {
  const leads = new Map<number, Array<Lead>>()
  const add = (to: number, match: Match, set: Rewrite | undefined) => {
    const known = leads.get(to)
    if (known === undefined) leads.set(to, [{ match, set }])
    else known.push({ match, set })
  }
  for (const { action, match } of rules) {
    if (action._tag === "Forward") add(action.to, match, undefined)
    if (action._tag === "Rewrite") add(action.to, match, action.set)
    if (action._tag === "Choose") for (const { set, to } of action.among) add(to, match, set)
  }
  return leads
}

/** Packets that are in `set` after the translation. */
const before = ({ engine }: Analysis, set: number, rewrite: Rewrite): number => {
  const { destination, destinationPort, source } = Fields.fields
  let result = set
  const address = (from: number, ip: Ip.Ip | undefined) => {
    if (ip === undefined) return
    result = engine.restrict(result, from, Ip.bits(ip.family), (index) => Fields.addressBit(ip, index))
  }
  address(destination.from, rewrite.destination)
  const port = rewrite.destinationPort
  if (port !== undefined) {
    const { from, width } = destinationPort
    result = engine.restrict(result, from, width, (index) => Fields.numberBit(port, width, index))
  }
  address(source.from, rewrite.source)
  return result
}

/**
 * For each stage the packets, as they look there, that might come to one of `goals`: earlier rules of a list and the
 * underlay are not asked, so there may be more than really do.
 */
export const leadingPackets = (analysis: Analysis, goals: Iterable<number>): Int32Array => {
  const { engine, pipeline, sets, terms } = analysis
  const { stages } = pipeline
  const { from, start } = adjacencyOf(pipeline).plain
  const packets = new Int32Array(stages.length)
  const leads = new Map<RuleList, ReadonlyMap<number, ReadonlyArray<Lead>>>()
  const plain = new Map<ReadonlyArray<Lead>, number>()
  const queue: Array<number> = []
  const queued = new Uint8Array(stages.length)
  const grow = (stage: number, set: number) => {
    const sum = engine.or(packets[stage]!, set)
    if (sum === packets[stage]) return
    packets[stage] = sum
    if (queued[stage] === 1) return
    queued[stage] = 1
    queue.push(stage)
  }
  /** Packets that a list sends on to where `wanted` are. */
  const through = (list: RuleList, to: number, wanted: number): number => {
    let known = leads.get(list)
    if (known === undefined) leads.set(list, (known = leadsOf(list)))
    const rules = known.get(to)
    if (rules === undefined) return none
    let forward = plain.get(rules)
    if (forward === undefined) {
      const matches = rules.flatMap(({ match, set }) =>
        set === undefined ? [sets.of(match, terms.identity, "new")] : []
      )
      plain.set(rules, (forward = engine.orAll(matches)))
    }
    let sum = engine.and(forward, wanted)
    for (const { match, set } of rules) {
      if (set === undefined) continue
      sum = engine.or(sum, engine.and(sets.of(match, terms.identity, "new"), before(analysis, wanted, set)))
    }
    return sum
  }
  for (const goal of goals) grow(goal, all)
  for (let at = 0; at < queue.length; at++) {
    const target = queue[at]!
    queued[target] = 0
    const wanted = packets[target]!
    for (let edge = start[target]!; edge < start[target + 1]!; edge++) {
      const stage = stages[from[edge]!]!
      const leads = (to: number) => (to === NEXT ? stage.next : to) === target
      let sum: number = none
      for (const list of stage.lists) {
        sum = engine.or(sum, through(list, target, wanted))
        if (stage.next === target) sum = engine.or(sum, through(list, NEXT, wanted))
      }
      const { action } = stage.otherwise
      if (action._tag === "Forward" && leads(action.to)) sum = engine.or(sum, wanted)
      const ways = action._tag === "Choose" ? action.among : action._tag === "Rewrite" ? [action] : []
      for (const { set, to } of ways) {
        if (leads(to)) sum = engine.or(sum, set === undefined ? wanted : before(analysis, wanted, set))
      }
      grow(stage.index, sum)
    }
  }
  return packets
}
