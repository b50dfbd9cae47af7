/**
 * Findings about single routers: next hops, routes and policies that never decide, interfaces that overlap.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { ElementRef } from "../../topology/Element.ts"
import * as Element from "../../topology/Element.ts"
import type { Directory, InterfaceEntry, RouterEntry } from "../../topology/internal/pipelineDirectory.ts"
import { ipOf, nextHopInterfaces, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import { protocolNumber } from "../../topology/Packet.ts"
import type { NextHop, PolicyRoute } from "../Router.ts"
import type { RouterFinding } from "../RouterFindings.ts"
import type { Tables } from "./findingTables.ts"

const interfaceRef = (on: InterfaceEntry): ElementRef =>
  Element.ref("RouterInterface", on.router.router.id, on.interface.id)

const nextHopFinding = (
  router: RouterEntry,
  scopes: ReadonlyArray<string>,
  element: ElementRef,
  hop: NextHop
): RouterFinding | undefined => {
  const address = ipOf(hop.address)
  const found = scopes.flatMap((scope) => nextHopInterfaces(router, scope, hop, address))
  const near = found.filter((on) => on.connected.some((s) => Prefix.contains(s.prefix, address)))
  if (near.length === 0) {
    const connected = router.interfaces.flatMap((on) => on.connected.map((s) => s.subnet.prefix))
    return { _tag: "NextHopUnreachable", element, nextHop: hop.address, connected }
  }
  const own = near.find((on) => on.interface.addresses.includes(hop.address))
  if (own !== undefined) {
    return { _tag: "NextHopIsOwn", element, nextHop: hop.address, interface: interfaceRef(own) }
  }
  const lonely = near.find((on) => !on.network.owners.has(hop.address))
  if (lonely === undefined) return undefined
  return { _tag: "NextHopUnresolved", element, nextHop: hop.address, network: lonely.network.network.id }
}

const nextHopFindings = (router: RouterEntry): ReadonlyArray<RouterFinding> => {
  const found: Array<RouterFinding> = []
  const { id, policies, routes } = router.router
  const check = (element: ElementRef, scope: string | undefined, hops: ReadonlyArray<NextHop> | string): void => {
    if (typeof hops === "string") return
    for (const hop of hops) {
      const finding = nextHopFinding(router, scope === undefined ? router.scopes : [scope], element, hop)
      if (finding !== undefined) found.push(finding)
    }
  }
  for (const route of routes) check(Element.ref("StaticRoute", id, route.id), route.scope, route.via)
  for (const policy of policies) check(Element.ref("PolicyRoute", id, policy.id), policy.scope, policy.action)
  return found
}

/**
 * Static routes and leaks that decide in none of their tables: another of the same prefix precedes, or longer ones
 * cover it.
 */
const shadowedRoutes = (router: RouterEntry, tables: Tables): ReadonlyArray<RouterFinding> => {
  const { id, leaks, routes } = router.router
  const claims = [
    ...routes.map((route) => ({
      element: Element.ref("StaticRoute", id, route.id),
      prefix: prefixOf(route.prefix),
      scopes: route.scope === undefined ? router.scopes : [route.scope]
    })),
    ...leaks.map((leak) => ({
      element: Element.ref("RouteLeak", id, leak.id),
      prefix: prefixOf(leak.prefix),
      scopes: [leak.to]
    }))
  ]
  return claims.flatMap(({ element, prefix, scopes }): ReadonlyArray<RouterFinding> => {
    const by = new Map<string, ElementRef>()
    for (const scope of scopes) {
      const table = tables.of(id, scope)
      if (table === undefined) continue
      const rules = tables.routes(table)
      const same = rules.find(
        (rule) => rule.match.destination !== undefined && Prefix.equals(rule.match.destination, prefix)
      )
      const decides = same !== undefined && Element.print(same.source) === Element.print(element)
      const longer = rules.filter(
        ({ match }) =>
          match.destination !== undefined &&
          match.destination.length > prefix.length &&
          Prefix.contains(prefix, match.destination)
      )
      const covered = PrefixSet.fromPrefixes(longer.map((rule) => rule.match.destination!))
      if (PrefixSet.isSubset(PrefixSet.fromPrefixes([prefix]), covered)) {
        for (const rule of longer) by.set(Element.print(rule.source), rule.source)
      } else if (decides) return []
      else if (same !== undefined) by.set(Element.print(same.source), same.source)
    }
    return by.size === 0 ? [] : [{ _tag: "RouteShadowed", element, by: [...by.values()] }]
  })
}

const prefixWithin = (inner: string | undefined, outer: string | undefined): boolean =>
  outer === undefined || (inner !== undefined && Prefix.contains(prefixOf(outer), prefixOf(inner)))

/** Whether every packet of the first policy is one of the second. */
const within = (inner: PolicyRoute, outer: PolicyRoute): boolean => {
  const protocol = protocolNumber(outer.protocol)
  const hops = typeof outer.action === "string" ? undefined : outer.action[0]
  // Next hops speak of their own family only.
  const family = (text: string): boolean => text.includes(":")
  const texts = [
    inner.source,
    inner.destination,
    typeof inner.action === "string" ? undefined : inner.action[0]?.address
  ]
  const innerText = texts.find((text) => text !== undefined)
  if (hops !== undefined && (innerText === undefined || family(innerText) !== family(hops.address))) return false
  return (
    (outer.scope === undefined || outer.scope === inner.scope) &&
    (outer.interface === undefined || outer.interface === inner.interface) &&
    prefixWithin(inner.source, outer.source) &&
    prefixWithin(inner.destination, outer.destination) &&
    (protocol === undefined || protocol === protocolNumber(inner.protocol)) &&
    (outer.ports === undefined ||
      (inner.ports !== undefined && inner.ports.first >= outer.ports.first && inner.ports.last <= outer.ports.last))
  )
}

const shadowedPolicies = ({ router }: RouterEntry): ReadonlyArray<RouterFinding> =>
  router.policies.flatMap((policy): ReadonlyArray<RouterFinding> => {
    const by = router.policies.find((other) => other.priority > policy.priority && within(policy, other))
    if (by === undefined) return []
    const element = Element.ref("PolicyRoute", router.id, policy.id)
    return [{ _tag: "PolicyShadowed", element, by: Element.ref("PolicyRoute", router.id, by.id) }]
  })

const overlaps = (router: RouterEntry): ReadonlyArray<RouterFinding> => {
  const found: Array<RouterFinding> = []
  router.interfaces.forEach((first, at) => {
    for (const second of router.interfaces.slice(at + 1)) {
      // Tables hold the subnets of their scope and those of external networks.
      if (first.scope !== second.scope && !first.external && !second.external) continue
      const pair = first.connected
        .flatMap((a) => second.connected.map((b) => [a, b] as const))
        .find(([a, b]) => Prefix.overlaps(a.prefix, b.prefix))
      if (pair === undefined) continue
      const elements = [interfaceRef(first), interfaceRef(second)]
      found.push({ _tag: "InterfacesOverlap", elements, prefixes: pair.map((s) => s.subnet.prefix) })
    }
  })
  return found
}

/** The findings about each router by itself. */
export const routeFindings = (directory: Directory, tables: Tables): ReadonlyArray<RouterFinding> =>
  [...directory.routers.values()].flatMap((router) => [
    ...nextHopFindings(router),
    ...shadowedRoutes(router, tables),
    ...shadowedPolicies(router),
    ...overlaps(router)
  ])
