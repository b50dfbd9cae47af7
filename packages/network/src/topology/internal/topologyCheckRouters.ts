/**
 * What must hold for routers: interfaces, routes, leaks and translations.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import type { NextHop, Router, RouterInterface } from "../../routing/Router.ts"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { Network } from "../Topology.ts"
import { ipOf, prefixOf } from "./pipelineDirectory.ts"
import type { Report } from "./topologyReport.ts"

interface Near {
  readonly on: RouterInterface
  readonly network: Network
}

/** The interfaces whose networks exist. */
const interfacesOf = (report: Report, router: Router): ReadonlyArray<Near> =>
  router.interfaces.flatMap((on) => {
    const network = report.networks.get(on.network)
    return network === undefined ? [] : [{ on, network }]
  })

const scopesOf = (report: Report, router: Router): ReadonlySet<string> =>
  new Set(interfacesOf(report, router).map((each) => each.network.scope))

const checkScope = (report: Report, element: ElementRef, router: Router, scope: string | undefined): void => {
  if (scope === undefined || scopesOf(report, router).has(scope)) return
  report.add({ _tag: "ScopeNotOnRouter", element, scope })
}

const checkInterfaces = (report: Report, router: Router): void => {
  report.unique("RouterInterface", router.interfaces, router.id)
  for (const on of router.interfaces) {
    const element = Element.ref("RouterInterface", router.id, on.id)
    const hosts = new Set<string>()
    for (const { host } of on.gatewayHosts) {
      report.find(element, "Host", report.hosts, host)
      const reference = Element.ref("GatewayHost", router.id, on.id, host)
      if (hosts.has(host)) report.add({ _tag: "DuplicateId", element: reference })
      hosts.add(host)
    }
    const network = report.find(element, "Network", report.networks, on.network)
    if (network === undefined) continue
    if (network.kind === "tenant" && network.tenant !== router.tenant) {
      const target = Element.ref("Network", network.id)
      report.add({ _tag: "ForeignReference", element, target, tenant: router.tenant, owner: network.tenant })
    }
    for (const address of on.addresses) report.onNetwork(element, address, network)
    if (network.kind !== "external" && on.gatewayHosts.length > 0) {
      report.add({ _tag: "NotExternal", element, network: network.id })
    }
    if (network.kind === "external" && on.gatewayHosts.length === 0 && report.hosts.size > 0) {
      report.add({ _tag: "NoGatewayHost", element })
    }
  }
}

const connects = ({ on, network }: Near, address: string): boolean => {
  const ip = ipOf(address)
  return network.subnets.some((subnet) => {
    const prefix = prefixOf(subnet.prefix)
    return Prefix.contains(prefix, ip) && on.addresses.some((own) => Prefix.contains(prefix, ipOf(own)))
  })
}

/** A next hop has one interface in every table of the route; on none it is a finding, not a problem. */
const checkNextHop = (
  report: Report,
  element: ElementRef,
  router: Router,
  hop: NextHop,
  scope: string | undefined
): void => {
  report.ordinary(element, hop.address)
  const near = interfacesOf(report, router)
  const reference = (each: Near): ElementRef => Element.ref("RouterInterface", router.id, each.on.id)
  if (hop.interface !== undefined) {
    const named = near.find((each) => each.on.id === hop.interface)
    if (named !== undefined) {
      if (scope !== undefined && named.network.kind !== "external" && named.network.scope !== scope) {
        const at = { address: hop.address, interface: reference(named), scope }
        report.add({ _tag: "NextHopInOtherScope", element, ...at })
      }
    } else if (!router.interfaces.some((each) => each.id === hop.interface)) {
      const target = Element.ref("RouterInterface", router.id, hop.interface)
      report.add({ _tag: "UnknownReference", element, target })
    }
    return
  }
  const reached = near.filter((each) => connects(each, hop.address))
  const ambiguous = [...(scope === undefined ? scopesOf(report, router) : [scope])].find((table) => {
    const own = reached.filter((each) => each.network.scope === table)
    return (own.length > 0 ? own : reached.filter((each) => each.network.kind === "external")).length > 1
  })
  if (ambiguous !== undefined) {
    const interfaces = reached.map(reference)
    report.add({ _tag: "AmbiguousNextHop", element, address: hop.address, interfaces })
  }
}

const checkRoutes = (report: Report, router: Router): void => {
  report.unique("StaticRoute", router.routes, router.id)
  const tables = new Map<string, ElementRef>()
  for (const route of router.routes) {
    const element = Element.ref("StaticRoute", router.id, route.id)
    checkScope(report, element, router, route.scope)
    const key = `${route.scope ?? ""} ${route.prefix}`
    const other = tables.get(key)
    if (other !== undefined) report.add({ _tag: "DuplicateRoute", elements: [other, element], prefix: route.prefix })
    tables.set(key, element)
    if (route.via === "blackhole") continue
    if (route.via.length === 0) report.add({ _tag: "NoNextHop", element })
    if (!report.sameFamily(element, route.prefix, ...route.via.map((hop) => hop.address))) continue
    for (const hop of route.via) checkNextHop(report, element, router, hop, route.scope)
  }
}

const checkLeaks = (report: Report, router: Router): void => {
  report.unique("RouteLeak", router.leaks, router.id)
  const tables = new Map<string, ElementRef>()
  for (const leak of router.leaks) {
    const element = Element.ref("RouteLeak", router.id, leak.id)
    checkScope(report, element, router, leak.from)
    checkScope(report, element, router, leak.to)
    if (leak.from === leak.to) report.add({ _tag: "MeaninglessField", element, field: "from" })
    const key = `${leak.to} ${leak.prefix}`
    const other = tables.get(key)
    if (other !== undefined) report.add({ _tag: "DuplicateRoute", elements: [other, element], prefix: leak.prefix })
    tables.set(key, element)
  }
}

const checkPolicies = (report: Report, router: Router): void => {
  report.unique("PolicyRoute", router.policies, router.id)
  const priorities = new Map<number, ElementRef>()
  for (const policy of router.policies) {
    const element = Element.ref("PolicyRoute", router.id, policy.id)
    checkScope(report, element, router, policy.scope)
    if (policy.interface !== undefined && !router.interfaces.some((each) => each.id === policy.interface)) {
      const target = Element.ref("RouterInterface", router.id, policy.interface)
      report.add({ _tag: "UnknownReference", element, target })
    }
    const other = priorities.get(policy.priority)
    if (other !== undefined) {
      report.add({ _tag: "DuplicatePriority", elements: [other, element], priority: policy.priority })
    }
    priorities.set(policy.priority, element)
    report.range(element, policy.ports)
    const hops = typeof policy.action === "string" ? undefined : policy.action
    const texts = [policy.source, policy.destination, ...(hops ?? []).map((hop) => hop.address)]
    const some = texts.find((text) => text !== undefined)
    report.protocol(element, policy, some === undefined ? undefined : some.includes(":") ? 6 : 4)
    if (hops?.length === 0) report.add({ _tag: "NoNextHop", element })
    if (!report.sameFamily(element, ...texts)) continue
    for (const hop of hops ?? []) checkNextHop(report, element, router, hop, policy.scope)
  }
}

/** The scopes that a translation may mean when it names none. */
const innerScopes = (report: Report, router: Router): ReadonlyArray<string> => {
  const inner = interfacesOf(report, router).filter((each) => each.network.kind !== "external")
  return [...new Set(inner.map((each) => each.network.scope))].sort()
}

/** A translation is on an external interface and its inner scope is certain. */
export const checkTranslationScope = (
  report: Report,
  element: ElementRef,
  router: Router,
  on: RouterInterface,
  scope: string | undefined
): void => {
  const network = report.networks.get(on.network)
  if (network === undefined) return
  if (network.kind !== "external") report.add({ _tag: "NotExternal", element, network: network.id })
  checkScope(report, element, router, scope)
  if (scope !== undefined) return
  const scopes = innerScopes(report, router)
  if (scopes.length > 1) report.add({ _tag: "AmbiguousScope", element, scopes })
}

const checkTranslations = (report: Report, router: Router): void => {
  const taken = new Map<string, ElementRef>()
  const claim = (key: string, element: ElementRef): void => {
    const other = taken.get(key)
    if (other !== undefined) report.add({ _tag: "TranslationsCollide", elements: [other, element] })
    else taken.set(key, element)
  }
  const check = (
    element: ElementRef,
    each: { readonly interface: string; readonly scope?: string; readonly internal: string; readonly external: string }
  ): void => {
    const on = router.interfaces.find((candidate) => candidate.id === each.interface)
    report.external(element, each.external, on === undefined ? undefined : report.networks.get(on.network))
    report.sameFamily(element, each.internal, each.external)
    if (on !== undefined) return checkTranslationScope(report, element, router, on, each.scope)
    const target = Element.ref("RouterInterface", router.id, each.interface)
    report.add({ _tag: "UnknownReference", element, target })
  }
  // Whether the only scope is named or not makes no difference.
  const only = innerScopes(report, router)[0]
  const scopeOf = (each: { readonly scope?: string }): string => each.scope ?? only ?? ""
  report.unique("SourceNat", router.sourceNats, router.id)
  report.unique("FloatingAddress", router.floatingAddresses, router.id)
  report.unique("PortForward", router.portForwards, router.id)
  for (const each of router.sourceNats) {
    const element = Element.ref("SourceNat", router.id, each.id)
    check(element, each)
    claim(`source ${each.interface} ${scopeOf(each)} ${each.internal}`, element)
  }
  for (const each of router.floatingAddresses) {
    const element = Element.ref("FloatingAddress", router.id, each.id)
    check(element, each)
    report.ordinary(element, each.internal)
    claim(`floating in ${each.interface} ${each.external}`, element)
    claim(`floating out ${each.interface} ${scopeOf(each)} ${each.internal}`, element)
  }
  for (const each of router.portForwards) {
    const element = Element.ref("PortForward", router.id, each.id)
    check(element, each)
    report.ordinary(element, each.internal)
    claim(`forward ${each.interface} ${each.external} ${each.protocol} ${each.externalPort}`, element)
  }
}

/** Checks all routers. */
export const checkRouters = (report: Report): void => {
  for (const router of report.topology.routers) {
    report.find(Element.ref("Router", router.id), "Tenant", report.tenants, router.tenant)
    checkInterfaces(report, router)
    checkRoutes(report, router)
    checkLeaks(report, router)
    checkPolicies(report, router)
    checkTranslations(report, router)
  }
}
