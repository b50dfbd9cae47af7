/**
 * Logical routers: interfaces, routes, and the policies by which scopes that share a router are kept apart.
 *
 * Connected routes of a logical router hold for every table. A scope that is not to see them has policies instead, which are
 * asked after the table and can see the interface that it chose.
 *
 * @since 0.1.0
 */
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import * as Prefix from "../../../Prefix.ts"
import type { PolicyRoute, Router, RouterInterface } from "../../../routing/Router.ts"
import { prefixOf } from "../../../topology/internal/pipelineDirectory.ts"
import type { GatewayHost } from "../../RouterModel.ts"
import { familyOf, keys, macFor, names, oneOf, protocolName, quoted } from "./names.ts"
import type { Attached, Decision, Entry } from "./tables.ts"
import { around, attachedOf, hopsOf, tableOf } from "./tables.ts"
import type { Draft, World } from "./world.ts"
import { onLink } from "./world.ts"

/** The part of a router's compilation that its rows have in common. */
export interface RouterDraft {
  readonly draft: Draft
  readonly router: Router
  readonly attached: ReadonlyArray<Attached>
  readonly scopes: ReadonlyArray<string>
  /** Tables by scope; empty when the router has one scope alone. */
  readonly tables: ReadonlyMap<string, ReadonlyArray<Entry>>
}

/** Hosts that carry an interface, the first of them first. */
export const carriersOf = (world: World, on: RouterInterface): ReadonlyArray<GatewayHost> => {
  if (world.segments.get(on.network)?.network.kind !== "external") return []
  const hosts = on.gatewayHosts.length > 0 ? on.gatewayHosts : world.gatewayHosts
  return hosts.toSorted((a, b) => b.priority - a.priority || (a.host < b.host ? -1 : 1))
}

/** Router advertisements of an interface. */
const advertised = (draft: Draft, { connected, network }: Attached): ReadonlyMap<string, string> => {
  const told = draft.part.dhcp.find(
    ({ network: on, options, prefix }) => on === network.id && options._tag === "V6" && connected.includes(prefix)
  )
  if (told === undefined || told.options._tag !== "V6") return new Map()
  const { dnsServers, domain, mode } = told.options
  return new Map([
    ["address_mode", mode === "slaac" ? "slaac" : "dhcpv6_stateful"],
    ["send_periodic", "true"],
    // A guest that advertises itself counts for less.
    ["router_preference", "HIGH"],
    ["mtu", String(told.mtu)],
    ...(dnsServers[0] === undefined ? [] : [["rdnss", dnsServers[0]] as const]),
    ...(domain === undefined ? [] : [["dnssl", domain] as const])
  ])
}

const addInterface = (of: RouterDraft, attached: Attached, mtu: number, largest: number): void => {
  const { draft, router } = of
  const { network, on } = attached
  const key = keys.interface(router.id, on.id)
  const name = names.interface(router.id, on.id)
  const carriers = carriersOf(draft, on)
  draft.rows.row(Nb.LogicalRouterPort, key, {
    name,
    mac: on.mac ?? macFor(`interface ${router.id} ${on.id}`),
    networks: new Set(on.addresses.map((address) => onLink(network, address))),
    ipv6_ra_configs: advertised(draft, attached),
    options: new Map([
      ...(of.tables.size > 0 ? [["route_table", network.scope] as const] : []),
      ...(mtu < largest ? [["gateway_mtu", String(mtu)] as const] : [])
    ])
  })
  draft.rows.join(Nb.LogicalRouter, keys.router(router.id), "ports", [key])
  for (const [at, { host }] of carriers.entries()) {
    const gateway = `carrier/${router.id}/${on.id}/${host}`
    draft.rows.row(Nb.GatewayChassis, gateway, {
      name: `${name}/${host}`,
      chassis_name: host,
      priority: carriers.length - at
    })
    draft.rows.join(Nb.LogicalRouterPort, key, "gateway_chassis", [gateway])
  }
  const plug = `plug/${router.id}/${on.id}`
  draft.rows.row(Nb.LogicalSwitchPort, plug, {
    name: names.plug(router.id, on.id),
    type: "router",
    addresses: new Set(["router"]),
    // A gateway that moves announces what it translates.
    options: new Map([["router-port", name], ...(carriers.length > 0 ? [["nat-addresses", "router"] as const] : [])])
  })
  draft.rows.join(Nb.LogicalSwitch, keys.network(network.id), "ports", [plug])
}

const addRoute = (of: RouterDraft, table: string, prefix: string, decision: Decision): void => {
  const add = (name: string, nexthop: string, output?: string): void => {
    const key = `route/${of.router.id}/${table}/${prefix}/${name}`
    of.draft.rows.row(Nb.LogicalRouterStaticRoute, key, {
      route_table: table,
      ip_prefix: prefix,
      nexthop,
      output_port: output
    })
    of.draft.rows.join(Nb.LogicalRouter, keys.router(of.router.id), "static_routes", [key])
  }
  if (decision._tag === "Drop") add("discard", "discard")
  if (decision._tag !== "Hops") return
  for (const { address, on } of decision.hops) {
    add(`${address}/${on.id}`, address, names.interface(of.router.id, on.id))
  }
}

const addPolicy = (
  of: RouterDraft,
  name: string,
  priority: number,
  match: ReadonlyArray<string>,
  action: "allow" | "drop" | ReadonlyArray<string>
): void => {
  const key = `policy/${of.router.id}/${name}`
  const reroute = typeof action === "string" ? undefined : new Set(action)
  of.draft.rows.row(Nb.LogicalRouterPolicy, key, {
    priority,
    match: match.join(" && "),
    action: typeof action === "string" ? action : "reroute",
    nexthops: reroute ?? new Set()
  })
  of.draft.rows.join(Nb.LogicalRouter, keys.router(of.router.id), "policies", [key])
}

const isOuter = ({ network }: Attached): boolean => network.kind === "external"

const inports = (of: RouterDraft, list: ReadonlyArray<Attached>): string =>
  `inport == ${oneOf(list.map(({ on }) => quoted(names.interface(of.router.id, on.id))))}`

const translates = ({ router, draft }: RouterDraft, on: string): boolean =>
  [...router.sourceNats, ...router.floatingAddresses, ...router.portForwards].some((each) => each.interface === on) ||
  draft.part.balancing.some(({ attachments }) =>
    attachments.some((each) => each._tag === "Router" && each.router === router.id && each.interface === on)
  )

/**
 * Packets that are in a scope: they came from it, or from outside to an address that was translated. What was is tracked, since
 * nothing else at a router is.
 */
const inScope = (of: RouterDraft, scope: string): string => {
  const inner = of.attached.filter((each) => each.network.scope === scope && !isOuter(each))
  const outer = of.attached.filter((each) => each.network.scope === scope && isOuter(each))
  const translated = inner.length > 0 ? of.attached.filter((each) => isOuter(each) && translates(of, each.on.id)) : []
  const cases = [
    ...(inner.length > 0 ? [inports(of, inner)] : []),
    ...(outer.length > 0 ? [`(${inports(of, outer)} && !ct.trk)`] : []),
    ...(translated.length > 0 ? [`(${inports(of, translated)} && ct.trk)`] : [])
  ]
  return cases.length === 1 ? cases[0]! : `(${cases.join(" || ")})`
}

/** Packets that came from interfaces of a scope and were not translated on the way in. */
const from = (of: RouterDraft, scope: string): string => {
  const inner = of.attached.filter((each) => each.network.scope === scope && !isOuter(each))
  const outer = of.attached.filter((each) => each.network.scope === scope && isOuter(each))
  const cases = [
    ...(inner.length > 0 ? [inports(of, inner)] : []),
    ...(outer.length > 0 ? [`(${inports(of, outer)} && !ct.trk)`] : [])
  ]
  return cases.length === 1 ? cases[0]! : `(${cases.join(" || ")})`
}

/** Sources of a scope and family that an interface translates. */
const translated = ({ router }: RouterDraft, on: string, scope: string, family: 4 | 6): ReadonlyArray<string> => {
  const own = (each: { readonly interface: string; readonly scope?: string }) =>
    each.interface === on && (each.scope ?? scope) === scope
  return [
    ...router.sourceNats.flatMap((each) => (own(each) ? [each.internal] : [])),
    ...router.floatingAddresses.flatMap((each) => (own(each) ? [each.internal] : []))
  ].filter((text) => familyOf(text) === family)
}

/** What leaves untranslated by an external interface of another scope is dropped. */
const addExits = (of: RouterDraft, scope: string, table: ReadonlyArray<Entry>): void => {
  for (const outer of of.attached.filter((each) => isOuter(each) && each.network.scope !== scope)) {
    for (const family of [4, 6] as const) {
      const leaked = table.filter(
        ({ decision, prefix }) =>
          prefix.family === family &&
          decision._tag !== "Drop" &&
          decision.scope === outer.network.scope &&
          (decision._tag === "Connected" ? [decision] : decision.hops).some(({ on }) => on.id === outer.on.id)
      )
      if (leaked.some(({ prefix }) => prefix.length === 0)) continue
      const sources = translated(of, outer.on.id, scope, family)
      addPolicy(
        of,
        `exit/${scope}/${outer.on.id}/${family}`,
        10,
        [
          from(of, scope),
          `outport == ${quoted(names.interface(of.router.id, outer.on.id))}`,
          `ip${family}`,
          ...(sources.length > 0 ? [`ip${family}.src != ${oneOf(sources)}`] : []),
          ...(leaked.length > 0
            ? [`ip${family}.dst != ${oneOf(leaked.map(({ prefix }) => Prefix.format(prefix)))}`]
            : [])
        ],
        "drop"
      )
    }
  }
}

/** Which sources alone may take next hops: those that are translated, where these lead to a network of another scope. */
const sourcesOf = (of: RouterDraft, decision: Decision, family: 4 | 6): ReadonlyArray<string> | undefined => {
  if (decision._tag !== "Hops") return undefined
  const outer = decision.hops.flatMap(({ on }) => {
    const each = of.attached.find((attached) => attached.on.id === on.id)
    return each !== undefined && isOuter(each) && each.network.scope !== decision.scope ? [on.id] : []
  })
  if (outer.length === 0) return undefined
  const [first = [], ...others] = outer.map((on) => translated(of, on, decision.scope, family))
  return first.filter((source) => others.every((list) => list.includes(source)))
}

/** What a scope does with subnets that are connected in other scopes. */
const addHidden = (of: RouterDraft, scope: string, table: ReadonlyArray<Entry>): void => {
  for (const hidden of of.attached.filter((each) => !isOuter(each) && each.network.scope !== scope)) {
    for (const text of hidden.connected) {
      const prefix = prefixOf(text)
      const inside = table.filter(
        (entry) => entry.prefix.length > prefix.length && Prefix.contains(prefix, entry.prefix)
      )
      const whole: Entry = { prefix, decision: around(table, prefix)?.decision ?? { _tag: "Drop" } }
      for (const entry of [whole, ...inside]) {
        const to = Prefix.format(entry.prefix)
        const { decision } = entry
        const action =
          decision._tag === "Drop"
            ? "drop"
            : decision._tag === "Connected"
              ? "allow"
              : decision.hops.map(({ address }) => address as string)
        if (entry === whole && action === "allow" && inside.every((each) => each.decision._tag === "Connected")) break
        const match = [from(of, scope), `ip${prefix.family}.dst == ${to}`]
        const priority = 100 + 2 * entry.prefix.length
        const sources = sourcesOf(of, decision, prefix.family)
        if (sources === undefined) addPolicy(of, `hidden/${scope}/${to}`, priority, match, action)
        else {
          addPolicy(of, `hidden/${scope}/${to}`, priority, match, "drop")
          const own = [...match, `ip${prefix.family}.src == ${oneOf(sources)}`]
          if (sources.length > 0) addPolicy(of, `hidden/${scope}/${to}/translated`, priority + 1, own, action)
        }
      }
    }
  }
}

const policyMatch = (of: RouterDraft, policy: PolicyRoute, family: 4 | 6): ReadonlyArray<string> | undefined => {
  const { destination, interface: on, ports, protocol, scope, source } = policy
  for (const text of [source, destination]) if (text !== undefined && familyOf(text) !== family) return undefined
  const name = protocolName(protocol)
  if (name === (family === 4 ? "icmp6" : "icmp")) return undefined
  return [
    ...(on === undefined ? [] : [`inport == ${quoted(names.interface(of.router.id, on))}`]),
    ...(scope === undefined || of.tables.size === 0 ? [] : [inScope(of, scope)]),
    `ip${family}`,
    ...(source === undefined ? [] : [`ip${family}.src == ${source}`]),
    ...(destination === undefined ? [] : [`ip${family}.dst == ${destination}`]),
    ...(name === "any" ? [] : name === "icmp" ? ["icmp4"] : [typeof name === "number" ? `ip.proto == ${name}` : name]),
    ...(ports === undefined ? [] : [`${name}.dst >= ${ports.first}`, `${name}.dst <= ${ports.last}`])
  ]
}

const addPolicies = (of: RouterDraft): void => {
  const policies = of.router.policies.toSorted((a, b) => b.priority - a.priority)
  for (const [at, policy] of policies.entries()) {
    for (const family of [4, 6] as const) {
      const match = policyMatch(of, policy, family)
      if (match === undefined) continue
      const name = `own/${policy.id}/${family}`
      const { action } = policy
      if (typeof action === "string") {
        addPolicy(of, name, 32_000 - at, match, action)
        continue
      }
      const hops = action.filter(({ address }) => familyOf(address) === family)
      if (hops.length === 0) continue
      const decision = hopsOf(hops, policy.scope ?? of.scopes[0] ?? "", of.attached)
      const reached = decision._tag === "Hops" ? decision.hops.map(({ address }) => address as string) : "drop"
      addPolicy(of, name, 32_000 - at, match, reached)
    }
  }
}

/** What of a router's routing cannot be said in the northbound database; see `unsupported`. */
export const routingProblems = (
  world: World,
  router: Router
): ReadonlyArray<readonly [policy: string, detail: string]> => {
  const attached = attachedOf(router, world.segments)
  const scopes = new Set(attached.map(({ network }) => network.scope))
  if (scopes.size < 2) return []
  return router.policies.flatMap(({ action, id, scope }): ReadonlyArray<readonly [string, string]> => {
    if (action === "allow")
      return [[id, "a policy that allows, on a router with several scopes, would undo their separation"]]
    if (action === "drop") return []
    const outer = action.some((hop) => {
      const decision = hopsOf([hop], scope ?? "", attached)
      return (
        decision._tag !== "Hops" ||
        decision.hops.some(({ on }) => world.segments.get(on.network)?.network.kind === "external")
      )
    })
    if (scope === undefined) return [[id, "next hops of a policy without scope, on a router with several scopes"]]
    return outer ? [[id, "next hops of a policy on an external network of another scope"]] : []
  })
}

/** Routers with their interfaces, routes and policies. */
export const addRouters = (draft: Draft): ReadonlyArray<RouterDraft> =>
  draft.part.topology.routers.map((router) => {
    const attached = attachedOf(router, draft.segments)
    const scopes = [...new Set(attached.map(({ network }) => network.scope))].sort()
    const tables = new Map(scopes.map((scope) => [scope, tableOf(router, attached, scope)]))
    const of: RouterDraft = { draft, router, attached, scopes, tables: scopes.length > 1 ? tables : new Map() }
    draft.rows.row(Nb.LogicalRouter, keys.router(router.id), {
      name: router.id,
      // On a shared network every router would otherwise hold an entry for every other.
      options: new Map([
        ["always_learn_from_arp_request", "false"],
        ["dynamic_neigh_routers", "true"]
      ])
    })
    const mtus = attached.map(({ network }) => draft.segments.get(network.id)?.segment.mtu ?? 0)
    for (const [at, each] of attached.entries()) addInterface(of, each, mtus[at]!, Math.max(...mtus))
    for (const [scope, table] of tables) {
      const name = scopes.length > 1 ? scope : ""
      for (const { decision, prefix } of table) addRoute(of, name, Prefix.format(prefix), decision)
      if (scopes.length < 2) continue
      addExits(of, scope, table)
      addHidden(of, scope, table)
    }
    addPolicies(of)
    return of
  })
