/**
 * The routing tables of a pipeline as a graph: where each table sends a destination.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { Match, Pipeline, Rule, Stage } from "../../topology/internal/pipeline.ts"
import { NEXT } from "../../topology/internal/pipeline.ts"
import { prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import { specialAddress } from "../../topology/internal/specialAddresses.ts"
import type { Topology } from "../../topology/Topology.ts"

/** Where one way out of a table ends: at another table, without route, or somewhere that is no table's business. */
export type Way =
  | { readonly _tag: "Table"; readonly stage: Stage }
  | { readonly _tag: "NoRoute" }
  | { readonly _tag: "End" }

const end: Way = { _tag: "End" }

/** Blocks of addresses that no packet of the model goes to, as `specialAddress` tells them one by one. */
const special = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/4",
  "::/127",
  "::ffff:0:0/96",
  "fe80::/10",
  "ff00::/8"
].map(prefixOf)

/** Whether a match speaks of packets to an address, whatever their other headers. */
const speaksOf = (match: Match, to: Ip.Ip): boolean => {
  if (match.family !== undefined && match.family !== to.family) return false
  if (match.destination !== undefined && !Prefix.contains(match.destination, to)) return false
  return match.destinationIn === undefined || PrefixSet.contains(match.destinationIn.set, to)
}

/** An address on a network and the stage of its owner. */
interface Neighbour {
  readonly ip: Ip.Ip
  readonly to: number
}

/** The tables of routers and upstream routers. */
export class Tables {
  readonly pipeline: Pipeline
  readonly all: ReadonlyArray<Stage>
  readonly #byKey: ReadonlyMap<string, Stage>
  readonly #neighbours = new Map<number, ReadonlyMap<string, Neighbour>>()
  readonly #ahead = new Map<number, ReadonlySet<Stage>>()

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline
    this.all = pipeline.stages.filter((stage) => stage.kind === "RouterTable" || stage.kind === "OutsideTable")
    this.#byKey = new Map(this.all.map((stage) => [`${stage.element.id} ${stage.scope ?? ""}`, stage]))
  }

  /** The table of a router's scope; `undefined` when no packet can come there. */
  of(router: string, scope: string): Stage | undefined {
    return this.#byKey.get(`${router} ${scope}`)
  }

  /** The rules of a table that are routes: those of a router's own addresses come before. */
  routes(table: Stage): ReadonlyArray<Rule> {
    return table.lists[table.lists.length - 1]?.rules ?? []
  }

  /** The rule by which a table sends a destination on. */
  decide(table: Stage, to: Ip.Ip): Rule {
    for (const list of table.lists) for (const rule of list.rules) if (speaksOf(rule.match, to)) return rule
    return table.otherwise
  }

  /** The stages to which a rule sends on. */
  targets(rule: Rule, stage: Stage): ReadonlyArray<Stage> {
    const { action } = rule
    const numbers =
      action._tag === "Forward" ? [action.to] : action._tag === "Choose" ? action.among.map((each) => each.to) : []
    return numbers.map((to) => this.pipeline.stages[to === NEXT ? stage.next : to]!)
  }

  /** Where a table sends a destination, every alternative. */
  ways(table: Stage, to: Ip.Ip): ReadonlyArray<Way> {
    const rule = this.decide(table, to)
    if (rule === table.otherwise) return [{ _tag: "NoRoute" }]
    return this.targets(rule, table).map((stage) => this.arrive(stage, to))
  }

  /** The tables to which a table may send on, whatever the destination; there may be more than to which it does. */
  ahead(table: Stage): ReadonlySet<Stage> {
    const tables = new Set<Stage>()
    const targets = new Set(table.lists.flatMap(({ rules }) => rules.flatMap((rule) => this.targets(rule, table))))
    for (const target of targets) for (const next of this.#tablesFrom(target)) tables.add(next)
    return tables
  }

  /** The tables from which packets may come to go round: from all others there is no way on but to an end. */
  get circular(): ReadonlySet<Stage> {
    const before = new Map<Stage, Array<Stage>>(this.all.map((table) => [table, []]))
    const left = new Map<Stage, number>()
    for (const table of this.all) {
      const ahead = this.ahead(table)
      left.set(table, ahead.size)
      for (const next of ahead) before.get(next)!.push(table)
    }
    const circular = new Set(this.all)
    const ended = this.all.filter((table) => left.get(table) === 0)
    for (let at = 0; at < ended.length; at++) {
      circular.delete(ended[at]!)
      for (const table of before.get(ended[at]!)!) {
        left.set(table, left.get(table)! - 1)
        if (left.get(table) === 0) ended.push(table)
      }
    }
    return circular
  }

  #tablesFrom(stage: Stage): ReadonlySet<Stage> {
    if (stage.kind === "RouterTable" || stage.kind === "OutsideTable") return new Set([stage])
    const known = this.#ahead.get(stage.index)
    if (known !== undefined) return known
    const found = new Set<Stage>()
    if (stage.kind === "Neighbour" && stage.lists.length > 0) {
      for (const { ip } of this.#neighboursOf(stage).values()) {
        const way = this.arrive(stage, ip)
        if (way._tag === "Table") found.add(way.stage)
      }
    } else {
      const passes = ["RouterOut", "RouterIn", "OutsideArrive", "RouterScope"].includes(stage.kind) && stage.next >= 0
      const next = stage.kind === "Neighbour" ? this.targets(stage.otherwise, stage) : []
      for (const on of passes ? [this.pipeline.stages[stage.next]!] : next) {
        for (const table of this.#tablesFrom(on)) found.add(table)
      }
    }
    this.#ahead.set(stage.index, found)
    return found
  }

  /**
   * The first ordinary addresses of the intervals in which every table decides alike: one of each tells of all. What is
   * outside counts too, where networks say so themselves; otherwise its bounds are those of routes and subnets.
   */
  witnesses(topology: Topology): ReadonlyArray<Ip.Ip> {
    const found = new Map<string, Ip.Ip>()
    const add = (ip: Ip.Ip | undefined): void => {
      if (ip !== undefined) found.set(Ip.format(ip), ip)
    }
    const bound = (prefix: Prefix.Prefix): void => {
      add(Prefix.first(prefix))
      add(Ip.add(Prefix.last(prefix), 1))
    }
    for (const table of this.all) {
      for (const { match } of this.routes(table)) if (match.destination !== undefined) bound(match.destination)
    }
    for (const { outside = [] } of topology.networks) for (const text of outside) bound(prefixOf(text))
    for (const prefix of special) bound(prefix)
    return [...found.values()].filter((ip) => specialAddress(ip) === undefined).sort(Ip.compare)
  }

  /** Follows a destination from a stage to the next table. */
  arrive(from: Stage, to: Ip.Ip): Way {
    let stage = from
    // Between two tables are a handful of stages, each passed once.
    for (let passed = 0; passed < 16; passed++) {
      switch (stage.kind) {
        case "RouterTable":
        case "OutsideTable":
          return { _tag: "Table", stage }
        case "Neighbour": {
          const target = this.#neighbour(stage, to)
          if (target === undefined) return end
          stage = target
          break
        }
        case "RouterOut": {
          // What a translator here translates goes on to the same destination.
          const translates = stage.lists.some((list) => list.rules.length > 0)
          if (stage.otherwise.action._tag !== "Forward" && !translates) return end
          stage = this.pipeline.stages[stage.next]!
          break
        }
        case "RouterIn":
        case "OutsideArrive":
          if (stage.lists.some((list) => list.rules.some((rule) => speaksOf(rule.match, to)))) return end
          if (stage.otherwise.action._tag !== "Forward") return end
          stage = this.pipeline.stages[stage.next]!
          break
        case "RouterScope":
          // The first list are the router's own addresses, the second the policies.
          if (stage.lists[0]?.rules.some((rule) => speaksOf(rule.match, to)) === true) return end
          stage = this.pipeline.stages[stage.next]!
          break
        default:
          return end
      }
    }
    return end
  }

  #neighbour(stage: Stage, to: Ip.Ip): Stage | undefined {
    if (stage.lists.length === 0) return this.targets(stage.otherwise, stage)[0]
    const neighbour = this.#neighboursOf(stage).get(Ip.format(to))
    return neighbour === undefined ? undefined : this.pipeline.stages[neighbour.to]
  }

  #neighboursOf(stage: Stage): ReadonlyMap<string, Neighbour> {
    let known = this.#neighbours.get(stage.index)
    if (known === undefined) {
      // Owners are single addresses; a choice of holders leads to ports and so to no table.
      known = new Map(
        stage.lists.flatMap((list) =>
          list.rules.flatMap(({ action, match }) =>
            match.destination !== undefined && action._tag === "Forward"
              ? [[Ip.format(match.destination), { ip: Prefix.first(match.destination), to: action.to }] as const]
              : []
          )
        )
      )
      this.#neighbours.set(stage.index, known)
    }
    return known
  }
}
