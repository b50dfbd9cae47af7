/**
 * Findings about the ways between routers: loops, black holes, ways there without a way back, untranslated crossings.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { ElementRef } from "../../topology/Element.ts"
import * as Element from "../../topology/Element.ts"
import type { Rule, Stage } from "../../topology/internal/pipeline.ts"
import type { Directory, InterfaceEntry, RouterEntry } from "../../topology/internal/pipelineDirectory.ts"
import { innerScope, ipOf, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import { protocolNumber } from "../../topology/Packet.ts"
import type { PolicyRoute } from "../Router.ts"
import type { RouterFinding } from "../RouterFindings.ts"
import type { Tables } from "./findingTables.ts"

/** Circles among the tables for one destination, each once: a depth-first search without recursion. */
const circles = (tables: Tables, among: ReadonlySet<Stage>, to: Ip.Ip): ReadonlyArray<ReadonlyArray<Stage>> => {
  const found: Array<ReadonlyArray<Stage>> = []
  const done = new Set<number>()
  for (const root of among) {
    const path: Array<{ readonly stage: Stage; readonly rest: Array<Stage> }> = []
    const place = new Map<number, number>()
    const enter = (stage: Stage): void => {
      if (done.has(stage.index)) return
      const before = place.get(stage.index)
      if (before !== undefined) {
        found.push(path.slice(before).map((each) => each.stage))
        return
      }
      place.set(stage.index, path.length)
      const rest = tables
        .ways(stage, to)
        .flatMap((way) => (way._tag === "Table" && among.has(way.stage) ? [way.stage] : []))
      path.push({ stage, rest })
    }
    enter(root)
    while (path.length > 0) {
      const top = path[path.length - 1]!
      const next = top.rest.pop()
      if (next !== undefined) {
        enter(next)
        continue
      }
      path.pop()
      place.delete(top.stage.index)
      done.add(top.stage.index)
    }
  }
  return found
}

const loops = (tables: Tables, witnesses: ReadonlyArray<Ip.Ip>): ReadonlyArray<RouterFinding> => {
  const found = new Map<string, RouterFinding>()
  const among = tables.circular
  for (const to of witnesses) {
    for (const circle of circles(tables, among, to)) {
      const elements = [...new Map(circle.map((stage) => [Element.print(stage.element), stage.element])).values()]
      const key = circle
        .map((stage) => stage.index)
        .sort((a, b) => a - b)
        .join(" ")
      if (!found.has(key)) found.set(key, { _tag: "RoutingLoop", elements, destination: Ip.format(to) })
    }
  }
  return [...found.values()]
}

const blackHoles = (tables: Tables, witnesses: ReadonlyArray<Ip.Ip>): ReadonlyArray<RouterFinding> => {
  const found = new Map<string, RouterFinding>()
  for (const table of tables.all) {
    if (![...tables.ahead(table)].some(({ kind }) => kind === "RouterTable")) continue
    // Upstream routers are not asked about what lies beyond them.
    const beyond = tables.pipeline.outside.get(table.kind === "OutsideTable" ? table.element.id : "")
    for (const to of witnesses) {
      if (beyond !== undefined && PrefixSet.contains(beyond, to)) continue
      const { source } = tables.decide(table, to)
      if (source.kind !== "StaticRoute" && source.kind !== "RouteLeak" && source.kind !== "InboundRoute") continue
      for (const way of tables.ways(table, to)) {
        // What upstream routers have no route for is not ours to carry.
        if (way._tag !== "Table" || way.stage.kind === "OutsideTable") continue
        if (tables.decide(way.stage, to) !== way.stage.otherwise) continue
        const key = `${Element.print(source)} ${way.stage.index}`
        const at = way.stage.element
        if (!found.has(key)) found.set(key, { _tag: "BlackHole", element: source, at, destination: Ip.format(to) })
      }
    }
  }
  return [...found.values()]
}

/** The sources that an interface translates for a scope. */
const translated = (router: RouterEntry, on: InterfaceEntry, scope: string): PrefixSet.PrefixSet => {
  const applies = (each: { readonly interface: string; readonly scope?: string }): boolean =>
    each.interface === on.interface.id && innerScope(on, each.scope) === scope
  return PrefixSet.fromPrefixes([
    ...router.router.sourceNats.filter(applies).map((each) => prefixOf(each.internal)),
    ...router.router.floatingAddresses.filter(applies).map((each) => Prefix.host(ipOf(each.internal)))
  ])
}

/** The interface through which a stage leaves, if that is an external one. */
const exit = (router: RouterEntry, stage: Stage): InterfaceEntry | undefined =>
  stage.kind === "RouterOut"
    ? router.interfaces.find((on) => stage.element.id === `${router.router.id}/${on.interface.id}`)
    : undefined

/** The subnets of a scope that a router connects and that have a family. */
const subnets = (router: RouterEntry, scope: string, family: Ip.Family): ReadonlyArray<Prefix.Prefix> =>
  router.interfaces.flatMap((on) =>
    on.scope === scope && !on.external ? on.connected.map((s) => s.prefix).filter((p) => p.family === family) : []
  )

/** An address of a host in a subnet, to ask a table about. */
const hostIn = (prefix: Prefix.Prefix): Ip.Ip => Prefix.hosts(prefix).last

/**
 * Whether no packet from `prefix` to `destination` comes to the table of `scope`, because a policy takes all of them
 * before. An allowance on the way there, or a policy for a part of them, and they might come.
 */
const diverted = (
  { router: { policies } }: RouterEntry,
  scope: string,
  prefix: Prefix.Prefix,
  destination: Prefix.Prefix
): boolean => {
  const from = (policy: PolicyRoute) => (policy.source === undefined ? undefined : prefixOf(policy.source))
  const towards = (policy: PolicyRoute) => (policy.destination === undefined ? undefined : prefixOf(policy.destination))
  const first = policies
    .filter((policy) => (policy.scope ?? scope) === scope)
    .filter((policy) => Prefix.overlaps(from(policy) ?? prefix, prefix))
    .filter((policy) => Prefix.overlaps(towards(policy) ?? destination, destination))
    .toSorted((a, b) => b.priority - a.priority)
    .find((policy) => policy.action === "allow" || takesAll(policy, from(policy), towards(policy), prefix, destination))
  return first !== undefined && first.action !== "allow"
}

/** Whether a policy is for every packet from `prefix` to `destination`. */
const takesAll = (
  policy: PolicyRoute,
  from: Prefix.Prefix | undefined,
  towards: Prefix.Prefix | undefined,
  prefix: Prefix.Prefix,
  destination: Prefix.Prefix
): boolean => {
  const { action, interface: on, ports, protocol } = policy
  if (on !== undefined || ports !== undefined || protocolNumber(protocol) !== undefined) return false
  // Next hops speak of their own family only.
  if (typeof action !== "string" && action.some((hop) => ipOf(hop.address).family !== prefix.family)) return false
  return (
    (from === undefined || Prefix.contains(from, prefix)) &&
    (towards === undefined || Prefix.contains(towards, destination))
  )
}

const routeWays = (
  tables: Tables,
  router: RouterEntry,
  table: Stage,
  rule: Rule,
  found: Map<string, RouterFinding>
): void => {
  const { destination } = rule.match
  const scope = table.scope
  if (destination === undefined || scope === undefined) return
  const put = (finding: RouterFinding): void => {
    found.set(JSON.stringify(finding), finding)
  }
  for (const target of tables.targets(rule, table)) {
    const on = exit(router, target)
    const covered = on === undefined ? PrefixSet.empty : translated(router, on, scope)
    const way = tables.arrive(target, Prefix.first(destination))
    for (const prefix of subnets(router, scope, destination.family)) {
      const bare = !PrefixSet.isSubset(PrefixSet.fromPrefixes([prefix]), covered)
      if (!bare || diverted(router, scope, prefix, destination)) continue
      if (on !== undefined && on.scope !== scope) {
        const element: ElementRef = Element.ref("RouterInterface", router.router.id, on.interface.id)
        put({ _tag: "Untranslated", element: rule.source, interface: element, prefix: Prefix.format(prefix) })
      } else if (way._tag === "Table" && way.stage.element.id !== router.router.id) {
        if (tables.decide(way.stage, hostIn(prefix)) !== way.stage.otherwise) continue
        put({ _tag: "NoWayBack", element: rule.source, at: way.stage.element, prefix: Prefix.format(prefix) })
      }
    }
  }
}

/** The findings about ways. */
export const wayFindings = (directory: Directory, tables: Tables): ReadonlyArray<RouterFinding> => {
  const witnesses = tables.witnesses(directory.topology)
  const found = new Map<string, RouterFinding>()
  for (const router of directory.routers.values()) {
    for (const scope of router.scopes) {
      const table = tables.of(router.router.id, scope)
      if (table === undefined) continue
      for (const rule of tables.routes(table)) {
        if (rule.source.kind === "StaticRoute") routeWays(tables, router, table, rule, found)
      }
    }
  }
  return [...loops(tables, witnesses), ...blackHoles(tables, witnesses), ...found.values()]
}
