/**
 * Whether what was worked out is a topology, and what is wrong in terms of the records.
 *
 * A part is checked together with what it refers to in other parts; what then may still clash between parts (addresses on
 * networks that several are on, subnets of one scope) is checked apart.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import type { ElementRef } from "../../topology/Element.ts"
import { print as printElement } from "../../topology/Element.ts"
import { problemsOf } from "../../topology/internal/topologyCheck.ts"
import { normal } from "../../topology/internal/topologyNormal.ts"
import type { Topology } from "../../topology/Topology.ts"
import type { TopologyProblem } from "../../topology/TopologyProblem.ts"
import type { IntentProblem, Place } from "../IntentProblem.ts"
import type { RecordKind } from "../OverlayRecord.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import type { OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import type { Block, Draft } from "./draft.ts"
import { block, overlaps, placeOf } from "./draft.ts"
import { scopeOf } from "./networks.ts"

const ids = (names: Iterable<string>): Array<{ readonly id: string }> =>
  [...new Set(names)].sort().map((id) => ({ id }))

/** The lists that follow from the others. */
export const frame = (
  lists: Pick<Topology, "networks" | "ports" | "routers" | "securityGroups" | "loadBalancers">
): Pick<Topology, "tenants" | "scopes"> => ({
  tenants: ids(
    [lists.networks, lists.ports, lists.routers, lists.securityGroups, lists.loadBalancers].flatMap((list) =>
      list.map(({ tenant }) => tenant)
    )
  ),
  scopes: ids(lists.networks.map(({ scope }) => scope))
})

/** The hosts that a part speaks of, and one at least if there are any: then place matters. */
const hostsFor = (draft: Draft, { hosts }: OverlaySettings): Topology["hosts"] => {
  if (hosts.length === 0) return hosts
  const named = new Set(draft.ports.map(({ host }) => host))
  for (const { router } of draft.routers.values()) {
    for (const { gatewayHosts } of router.interfaces) for (const { host } of gatewayHosts) named.add(host)
  }
  const own = hosts.filter(({ id }) => named.has(id))
  return own.length > 0 ? own : hosts.slice(0, 1)
}

/** The part as a topology of its own, with what it refers to elsewhere. */
const surroundings = (draft: Draft, settings: OverlaySettings): Topology => {
  const networks = [...draft.networks, ...draft.open.values()]
  const ports = draft.ports
  const routers = [...draft.routers.values()].map(({ router }) => router)
  const own = new Set(draft.securityGroups.map(({ id }) => id))
  const referred = [...draft.groups.values()].filter(({ id }) => !own.has(id))
  const securityGroups = [
    ...draft.securityGroups,
    ...referred.map(({ id, stateful, tenant }) => ({ id, tenant, stateful, rules: [] }))
  ]
  const sets = [...draft.addressSets, ...[...draft.sets.values()].map(({ id }) => ({ id, prefixes: [] }))]
  const lists = { networks, ports, routers, securityGroups, loadBalancers: draft.loadBalancers }
  return normal({ ...lists, ...frame(lists), addressSets: sets, hosts: hostsFor(draft, settings), links: [] })
}

const nested: Partial<Record<ElementRef["kind"], readonly [RecordKind, string]>> = {
  Subnet: ["Network", "subnets"],
  InboundRoute: ["Network", "external.inbound"],
  RouterInterface: ["Router", "interfaces"],
  GatewayHost: ["Router", "interfaces"],
  StaticRoute: ["Router", "routes"],
  PolicyRoute: ["Router", "policies"],
  RouteLeak: ["Router", "leaks"],
  SecurityRule: ["SecurityGroup", "rules"],
  Listener: ["LoadBalancer", "listeners"],
  Member: ["LoadBalancer", "listeners"]
}

const whole: ReadonlySet<string> = new Set(["Network", "Port", "Router", "SecurityGroup", "AddressSet", "LoadBalancer"])

/** Where an element of the topology is written. */
const originOf = (draft: Draft, element: ElementRef): Place => {
  const known = draft.origins.get(printElement(element))
  if (known !== undefined) return known
  const [first = "", ...rest] = element.id.split("/")
  if (whole.has(element.kind)) return placeOf(element.kind as RecordKind, first)
  if (element.kind === "FloatingAddress") return placeOf("FloatingIp", rest[0] ?? "")
  if (element.kind === "PortForward") return placeOf("PortForward", rest[0] ?? "")
  const [kind, field] = nested[element.kind] ?? (["Router", ""] as const)
  // A part of something derived: its network or interface is known.
  const around = draft.origins.get(
    `${element.kind === "GatewayHost" ? "RouterInterface" : kind} ${element.id.replace(/\/[^/]*$/, "")}`
  )
  return around ?? placeOf(kind, first, [field, ...rest].join("."))
}

/** Problems that are found elsewhere, in words of records. */
const saidElsewhere = (draft: Draft, problem: TopologyProblem): boolean => {
  switch (problem._tag) {
    case "ForeignReference":
      return true
    case "UnknownReference":
      return problem.target.kind !== "Host" && problem.target.kind !== "RouterInterface"
    case "AddressTaken":
    case "MacTaken":
      return draft.open.has(problem.network) || isOpen(draft, problem.network)
    case "SubnetsOverlap":
    case "OutsideOverlaps":
      return true
    case "AddressOutside":
      return problem.element.kind === "Port" || problem.element.kind === "Subnet"
    case "TranslationsCollide":
      return problem.elements.every(({ kind }) => kind === "PortForward")
    default:
      return false
  }
}

const isOpen = (draft: Draft, network: string): boolean =>
  draft.networks.some(({ id, kind }) => id === network && kind === "external")

const elementOf = (problem: TopologyProblem): ElementRef | undefined =>
  "element" in problem ? problem.element : "elements" in problem ? problem.elements.at(-1) : undefined

/** Checks a part. */
export const checkPart = (draft: Draft, settings: OverlaySettings): void => {
  for (const problem of problemsOf(surroundings(draft, settings))) {
    if (saidElsewhere(draft, problem)) continue
    const element = elementOf(problem)
    const place =
      element === undefined ? { record: { kind: "Router", id: "" } as const, field: "" } : originOf(draft, element)
    draft.problem({ _tag: "Inconsistent", ...place, problem })
  }
}

/** Checks that hosts and links of the settings are a topology. */
export const checkSettings = ({ hosts, links }: OverlaySettings): ReadonlyArray<TopologyProblem> => {
  const none = { tenants: [], scopes: [], networks: [], ports: [], routers: [] }
  return problemsOf(normal({ ...none, hosts, links, securityGroups: [], addressSets: [], loadBalancers: [] }))
}

/** Checks that subnets of one scope do not overlap, and that what is outside is in none of them. */
export const checkScopes = (state: OverlayState): ReadonlyArray<IntentProblem> => {
  const problems: Array<IntentProblem> = []
  const scopes = new Map<string, Array<Block>>()
  const networks = State.list(state, "Network")
  for (const network of networks) {
    const scope = scopeOf(network)
    const blocks = scopes.get(scope) ?? []
    scopes.set(scope, blocks)
    for (const { cidr, id } of network.subnets) {
      blocks.push(block(cidr, placeOf("Network", network.id, `subnets.${id}.cidr`)))
    }
  }
  for (const [scope, blocks] of scopes) {
    for (const [outer, inner] of overlaps(blocks)) {
      const other = { other: outer.place, otherPrefix: outer.text }
      problems.push({ _tag: "OverlapInScope", ...inner.place, scope, prefix: inner.text, ...other })
    }
  }
  for (const network of networks) {
    for (const text of network.external?.outside ?? []) {
      const outside = block(text, placeOf("Network", network.id, "external.outside"))
      const inside = scopes.get(scopeOf(network))?.find(({ prefix }) => Prefix.overlaps(prefix, outside.prefix))
      if (inside === undefined) continue
      const other = { other: inside.place, otherPrefix: inside.text }
      problems.push({ _tag: "OutsideOverlaps", ...outside.place, prefix: text, ...other })
    }
  }
  return problems
}
