/**
 * The stages of a router: arriving on an interface, the scope's own addresses and policies, the scope's table, leaving
 * through an external interface.
 *
 * @since 0.1.0
 */
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import { protocolNumber, protocolNumbers } from "../Packet.ts"
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { NextHop, PolicyRoute, StaticRoute } from "../../routing/Router.ts"
import type { Builder, Stages } from "./pipelineBuilder.ts"
import { drop, forward, otherwise, toAddress } from "./pipelineBuilder.ts"
import { innerScope, ipOf, nextHopInterfaces, NOWHERE, prefixOf } from "./pipelineDirectory.ts"
import type { InterfaceEntry, RouterEntry } from "./pipelineDirectory.ts"
import { balancerRules } from "./pipelineBalancers.ts"
import { NEXT } from "./pipeline.ts"
import type { Action, Alternative, Rule } from "./pipeline.ts"

const interfaceRef = (on: InterfaceEntry): ElementRef =>
  Element.ref("RouterInterface", on.router.router.id, on.interface.id)

const routerRef = (router: RouterEntry): ElementRef => Element.ref("Router", router.router.id)

/** The ICMP message type of an echo request. */
const echoRequest = (family: Ip.Family): number => (family === 4 ? 8 : 128)

const icmp = (family: Ip.Family): number => (family === 4 ? protocolNumbers.icmp : protocolNumbers.icmp6)

/** The stages of all routers. */
export const routerStages = (builder: Builder, stages: Stages): Pick<Stages, "routerIn"> => {
  const key = (on: InterfaceEntry): string => `${on.router.router.id}/${on.interface.id}`
  const arriving = (on: InterfaceEntry): number => builder.tracker(`arriving ${key(on)}`)
  const leaving = (on: InterfaceEntry): number => builder.tracker(`leaving ${key(on)}`)

  /** Ends packets to a router's own address. */
  const local = (source: ElementRef, router: RouterEntry, address: Ip.Ip, scope: string): ReadonlyArray<Rule> => [
    {
      match: {
        ...toAddress(address),
        state: "new",
        protocol: icmp(address.family),
        icmpType: echoRequest(address.family)
      },
      action: { _tag: "Deliver", to: { _tag: "Router", router: router.router.id, reply: table(router, scope) } },
      source
    },
    { match: toAddress(address), action: drop("RouterLocal"), source }
  ]

  /** The addresses of a router that a packet of a scope finds, wherever it arrived. */
  const locals = (router: RouterEntry, scope: string) =>
    builder.list(`locals ${router.router.id} ${scope}`, () =>
      router.interfaces.flatMap((on) => {
        if (on.scope !== scope && !on.external) return []
        return on.interface.addresses.flatMap((text) => {
          const address = ipOf(text)
          // On an external interface a translated address is reached through that interface; another scope's address
          // gives way to subnets of the packet's own.
          if (on.external && on.translated.has(text)) return []
          if (on.scope !== scope && connectedIn(router, scope, address)) return []
          return local(interfaceRef(on), router, address, scope)
        })
      })
    )

  const connectedIn = (router: RouterEntry, scope: string, address: Ip.Ip): boolean =>
    router.interfaces.some(
      (each) => each.scope === scope && each.connected.some((s) => Prefix.contains(s.prefix, address))
    )

  /** Translates new connections on arrival; answers that a rule would catch belong to connections nobody knows. */
  const arrivals = (on: InterfaceEntry) =>
    builder.list(`arrivals ${key(on)}`, () => {
      const rules: Array<Rule> = []
      const { id, portForwards, floatingAddresses } = on.router.router
      for (const { balancer, scope } of on.balancers) {
        const to = inScope(on, scope)
        const options = { tracker: arriving(on), to, ownClients: scope === on.scope, catchAnswers: true }
        rules.push(...balancerRules(balancer, options))
      }
      for (const each of portForwards) {
        if (each.interface !== on.interface.id) continue
        const source = Element.ref("PortForward", id, each.id)
        const ports = { first: each.externalPort, last: each.externalPort }
        const match = {
          ...toAddress(ipOf(each.external)),
          protocol: protocolNumbers[each.protocol],
          destinationPorts: ports
        }
        const set = {
          destination: ipOf(each.internal),
          destinationPort: each.internalPort,
          tracker: arriving(on),
          resume: NEXT
        }
        const to = inScope(on, innerScope(on, each.scope))
        rules.push({ match: { ...match, state: "new" }, action: { _tag: "Rewrite", set, to }, source })
        rules.push({ match: { ...match, state: "reply" }, action: drop("UnknownConnection"), source })
      }
      for (const each of floatingAddresses) {
        if (each.interface !== on.interface.id) continue
        const source = Element.ref("FloatingAddress", id, each.id)
        const match = toAddress(ipOf(each.external))
        const set = { destination: ipOf(each.internal), tracker: arriving(on), resume: NEXT }
        const to = inScope(on, innerScope(on, each.scope))
        rules.push({ match: { ...match, state: "new" }, action: { _tag: "Rewrite", set, to }, source })
        rules.push({ match: { ...match, state: "reply" }, action: drop("UnknownConnection"), source })
      }
      for (const text of on.interface.addresses) {
        rules.push(...local(interfaceRef(on), on.router, ipOf(text), on.scope))
      }
      for (const text of [...on.translated].sort()) {
        // Nothing asked for: it would only come back to this interface.
        rules.push({ match: toAddress(ipOf(text)), action: drop("RouterLocal"), source: interfaceRef(on) })
      }
      return rules
    })

  const gatewayDown = (on: InterfaceEntry): Rule => otherwise(interfaceRef(on), drop("GatewayDown"))

  const routerIn = (on: InterfaceEntry): number =>
    builder.stage(`in ${key(on)}`, () => {
      const draft = { kind: "RouterIn", element: interfaceRef(on), hop: true } as const
      if (on.host === NOWHERE) return { ...draft, otherwise: gatewayDown(on) }
      const next = inScope(on, on.scope)
      const through = otherwise(interfaceRef(on), forward())
      if (!on.external) return { ...draft, otherwise: through, next }
      return { ...draft, host: on.host, tracker: leaving(on), lists: [arrivals(on)], otherwise: through, next }
    })

  /** Own addresses and policies, for packets that arrived on an interface and now are in a scope. */
  const inScope = (on: InterfaceEntry, scope: string): number =>
    builder.stage(`scope ${key(on)} ${scope}`, () => ({
      kind: "RouterScope",
      element: interfaceRef(on),
      scope,
      lists: [locals(on.router, scope), policies(on, scope)],
      otherwise: otherwise(routerRef(on.router), forward()),
      next: table(on.router, scope)
    }))

  const policies = (on: InterfaceEntry, scope: string) => {
    const { id } = on.router.router
    const chosen = on.router.router.policies.filter(
      (each) => (each.scope ?? scope) === scope && (each.interface ?? on.interface.id) === on.interface.id
    )
    return builder.list(`policies ${id} ${scope} ${chosen.map((each) => each.id).join(" ")}`, () =>
      [...chosen]
        .sort((a, b) => b.priority - a.priority)
        .flatMap((each) => policyRule(on.router, scope, each, Element.ref("PolicyRoute", id, each.id)))
    )
  }

  const policyRule = (router: RouterEntry, scope: string, policy: PolicyRoute, source: ElementRef): Array<Rule> => {
    const from = policy.source === undefined ? undefined : prefixOf(policy.source)
    const towards = policy.destination === undefined ? undefined : prefixOf(policy.destination)
    const hops = typeof policy.action === "string" ? undefined : policy.action
    const family =
      from?.family ?? towards?.family ?? (hops?.[0] === undefined ? undefined : ipOf(hops[0].address).family)
    const protocol = protocolNumber(policy.protocol)
    const match = {
      ...(family === undefined ? {} : { family }),
      ...(from === undefined ? {} : { source: from }),
      ...(towards === undefined ? {} : { destination: towards }),
      ...(protocol === undefined ? {} : { protocol }),
      ...(policy.ports === undefined ? {} : { destinationPorts: policy.ports })
    }
    const action =
      hops !== undefined
        ? along(router, scope, hops, source)
        : policy.action === "drop"
          ? drop("PolicyDrop")
          : forward()
    return [{ match, action, source }]
  }

  /** Sends along one of several next hops. */
  const along = (router: RouterEntry, scope: string, hops: ReadonlyArray<NextHop>, source: ElementRef): Action => {
    const among = hops.map((hop): Alternative => {
      const on = nextHopInterfaces(router, scope, hop, ipOf(hop.address))[0]
      const to =
        on === undefined ? unresolved(router) : out(on, scope, stages.owner(on.network, hop.address), hop.address)
      return { source, label: hop.address, to }
    })
    const only = among.length === 1 ? among[0] : undefined
    return only === undefined ? { _tag: "Choose", kind: "NextHop", among } : forward(only.to)
  }

  const unresolved = (router: RouterEntry): number =>
    builder.stage(`unresolved ${router.router.id}`, () => ({
      kind: "RouterOut",
      element: routerRef(router),
      otherwise: otherwise(routerRef(router), drop("NoNeighbour"))
    }))

  /** Leaves through an interface towards `target`, which `label` tells from others. */
  const out = (on: InterfaceEntry, scope: string, target: number, label: string): number => {
    if (!on.external && on.scope === scope) return target
    return builder.stage(`out ${key(on)} ${scope} ${label}`, () => {
      const crossing = on.scope === scope ? forward() : drop("ScopeCrossing")
      const draft = { kind: "RouterOut", element: interfaceRef(on), scope, next: target } as const
      if (!on.external) return { ...draft, otherwise: otherwise(interfaceRef(on), crossing) }
      if (on.host === NOWHERE) return { ...draft, otherwise: gatewayDown(on) }
      return {
        ...draft,
        host: on.host,
        tracker: arriving(on),
        lists: [departures(on, scope)],
        otherwise: otherwise(interfaceRef(on), crossing)
      }
    })
  }

  /** Translates sources of new connections; answers that a rule would catch belong to connections nobody knows. */
  const departures = (on: InterfaceEntry, scope: string) =>
    builder.list(`departures ${key(on)} ${scope}`, () => {
      const { id, floatingAddresses, sourceNats } = on.router.router
      const rules: Array<Rule> = []
      const translate = (source: ElementRef, internal: Prefix.Prefix, external: string): void => {
        const match = { family: internal.family, source: internal }
        const set = { source: ipOf(external), tracker: leaving(on), resume: inScope(on, scope) }
        rules.push({ match: { ...match, state: "new" }, action: { _tag: "Rewrite", set, to: NEXT }, source })
        rules.push({ match: { ...match, state: "reply" }, action: drop("UnknownConnection"), source })
      }
      const applies = (each: { readonly interface: string; readonly scope?: string }): boolean =>
        each.interface === on.interface.id && innerScope(on, each.scope) === scope
      for (const each of floatingAddresses) {
        if (!applies(each)) continue
        translate(Element.ref("FloatingAddress", id, each.id), Prefix.host(ipOf(each.internal)), each.external)
      }
      const nats = sourceNats.filter(applies).map((each) => ({ each, internal: prefixOf(each.internal) }))
      nats.sort((a, b) => b.internal.length - a.internal.length)
      for (const { each, internal } of nats) translate(Element.ref("SourceNat", id, each.id), internal, each.external)
      return rules
    })

  /** The routing table of a scope: its rules in the order of longest prefix. */
  const table = (router: RouterEntry, scope: string): number =>
    builder.stage(`table ${router.router.id} ${scope}`, () => ({
      kind: "RouterTable",
      element: routerRef(router),
      scope,
      lists: [locals(router, scope), { rules: tableRules(router, scope) }],
      otherwise: otherwise(routerRef(router), drop("NoRoute"))
    }))

  const tableRules = (router: RouterEntry, scope: string): ReadonlyArray<Rule> => {
    const entries: Array<{ readonly prefix: Prefix.Prefix; readonly rank: number; readonly rule: Rule }> = []
    const add = (prefix: Prefix.Prefix, rank: number, action: Action, source: ElementRef): void => {
      entries.push({ prefix, rank, rule: { match: { family: prefix.family, destination: prefix }, action, source } })
    }
    for (const on of router.interfaces) {
      if (on.scope !== scope && !on.external) continue
      for (const { prefix } of on.connected) {
        const to = out(on, scope, stages.neighbour(on.network), "neighbours")
        add(prefix, on.scope === scope ? 0 : 1, forward(to), interfaceRef(on))
      }
    }
    for (const route of router.router.routes) {
      if ((route.scope ?? scope) !== scope) continue
      const source = Element.ref("StaticRoute", router.router.id, route.id)
      add(prefixOf(route.prefix), route.scope === undefined ? 3 : 2, routeAction(router, scope, route, source), source)
    }
    for (const leak of router.router.leaks) {
      if (leak.to !== scope) continue
      const source = Element.ref("RouteLeak", router.router.id, leak.id)
      add(prefixOf(leak.prefix), 4, forward(table(router, leak.from)), source)
    }
    entries.sort((a, b) => b.prefix.length - a.prefix.length || Prefix.compare(a.prefix, b.prefix) || a.rank - b.rank)
    // Entries for the same prefix stay behind the first: they count when an analysis takes the first away.
    return entries.map((entry) => entry.rule)
  }

  const routeAction = (router: RouterEntry, scope: string, route: StaticRoute, source: ElementRef): Action =>
    route.via === "blackhole" ? drop("Blackhole") : along(router, scope, route.via, source)

  return { routerIn }
}
