/**
 * A topology with its references resolved and its texts parsed: what the compiler and the findings of routers look
 * things up in. Made of topologies that `Topology.make` returned; anything else is a defect.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { NextHop, Router, RouterInterface } from "../../routing/Router.ts"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { LoadBalancer, Network, Port, Subnet, Topology } from "../Topology.ts"
import { HERE } from "./pipeline.ts"

/** Host of a stage whose host cannot be told: an external interface no living gateway host carries. */
export const NOWHERE = -3

/** The value of a text that a schema has checked. */
export const ipOf = (text: string): Ip.Ip => Result.getOrThrow(Ip.parse(text))

/** The value of a text that a schema has checked. */
export const prefixOf = (text: string): Prefix.Prefix => Result.getOrThrow(Prefix.parse(text))

/** A subnet with its prefix as numbers. */
export interface SubnetEntry {
  readonly subnet: Subnet
  readonly prefix: Prefix.Prefix
}

/** To whom an address on a network belongs. */
export type Owner =
  | { readonly _tag: "Port"; readonly port: PortEntry }
  | { readonly _tag: "Interface"; readonly interface: InterfaceEntry }
  | { readonly _tag: "Upstream" }
  | { readonly _tag: "Holders"; readonly ports: ReadonlyArray<PortEntry> }

/** A network with everything that is on it. Its lists are filled while the directory is made and only read afterwards. */
export interface NetworkEntry {
  readonly network: Network
  readonly element: ElementRef
  readonly external: boolean
  readonly subnets: ReadonlyArray<SubnetEntry>
  readonly ports: Array<PortEntry>
  readonly interfaces: Array<InterfaceEntry>
  /** By canonical text of the address. */
  readonly owners: Map<string, Owner>
  readonly balancers: Array<LoadBalancer>
}

/** A port, its network and its host. */
export interface PortEntry {
  readonly port: Port
  readonly element: ElementRef
  readonly network: NetworkEntry
  /** Index of the host; `HERE` in a topology without hosts; `NOWHERE` when the port has none. */
  readonly host: number
}

/** A load balancer on a router's interface, and the scope of its members. */
interface BalancerEntry {
  readonly balancer: LoadBalancer
  readonly scope: string
}

/** A router's interface with its network, and what it translates. */
export interface InterfaceEntry {
  readonly interface: RouterInterface
  readonly router: RouterEntry
  readonly network: NetworkEntry
  readonly scope: string
  readonly external: boolean
  /** The subnets in which the interface has an address. */
  readonly connected: ReadonlyArray<SubnetEntry>
  /** Index of the host that carries it, `HERE` when it is distributed, `NOWHERE` when nobody carries it. */
  readonly host: number
  readonly balancers: Array<BalancerEntry>
  /** Addresses that translations and load balancers on this interface use, as canonical text. */
  readonly translated: Set<string>
}

/** A router with its interfaces. */
export interface RouterEntry {
  readonly router: Router
  readonly interfaces: Array<InterfaceEntry>
  /** Scopes of the interfaces, sorted. */
  readonly scopes: Array<string>
}

/** A topology by the ids of its parts. */
export interface Directory {
  readonly topology: Topology
  readonly hosts: ReadonlyMap<string, number>
  readonly networks: ReadonlyMap<string, NetworkEntry>
  readonly ports: ReadonlyMap<string, PortEntry>
  readonly routers: ReadonlyMap<string, RouterEntry>
}

const found = <A>(value: A | undefined, what: string): A => {
  if (value === undefined) throw new Error(`${what} is not in the topology: use a value that Topology.make returned`)
  return value
}

const networkEntry = (network: Network): NetworkEntry => ({
  network,
  element: Element.ref("Network", network.id),
  external: network.kind === "external",
  subnets: network.subnets.map((subnet) => ({ subnet, prefix: prefixOf(subnet.prefix) })),
  ports: [],
  interfaces: [],
  owners: new Map(),
  balancers: []
})

/**
 * The live gateway host of highest priority, among equals the lowest id (the list is sorted by id). For interfaces on external
 * networks.
 */
export const carrier = (topology: Topology, hosts: ReadonlyMap<string, number>, of: RouterInterface): number => {
  if (topology.hosts.length === 0) return HERE
  let best: { readonly priority: number; readonly host: number } | undefined
  for (const candidate of of.gatewayHosts) {
    const host = found(hosts.get(candidate.host), candidate.host)
    if (candidate.status === "down" || topology.hosts[host]?.status === "down") continue
    if (best === undefined || candidate.priority > best.priority) best = { priority: candidate.priority, host }
  }
  return best === undefined ? NOWHERE : best.host
}

const interfaceEntry = (
  topology: Topology,
  hosts: ReadonlyMap<string, number>,
  router: RouterEntry,
  of: RouterInterface,
  network: NetworkEntry
): InterfaceEntry => {
  const addresses = of.addresses.map(ipOf)
  return {
    interface: of,
    router,
    network,
    scope: network.network.scope,
    external: network.external,
    connected: network.subnets.filter((subnet) => addresses.some((address) => Prefix.contains(subnet.prefix, address))),
    host: network.external ? carrier(topology, hosts, of) : HERE,
    balancers: [],
    translated: new Set()
  }
}

/**
 * The scopes that a translation on an interface may mean when it names none: those of the router's interfaces on
 * networks that are not external, or the interface's own when there are no such interfaces.
 */
const innerScopes = (router: RouterEntry, on: InterfaceEntry): ReadonlyArray<string> => {
  const scopes = new Set(router.interfaces.filter((each) => !each.external).map((each) => each.scope))
  return scopes.size === 0 ? [on.scope] : [...scopes].sort()
}

/** The scope of a translation's internal side. */
export const innerScope = (on: InterfaceEntry, given: string | undefined): string =>
  given ?? innerScopes(on.router, on)[0] ?? on.scope

/** The interfaces on which a next hop of a table may be: one, unless the topology is wrong. */
export const nextHopInterfaces = (
  router: RouterEntry,
  scope: string,
  hop: NextHop,
  address: Ip.Ip
): ReadonlyArray<InterfaceEntry> => {
  if (hop.interface !== undefined) return router.interfaces.filter((each) => each.interface.id === hop.interface)
  const near = router.interfaces.filter((each) => each.connected.some((s) => Prefix.contains(s.prefix, address)))
  const own = near.filter((each) => each.scope === scope)
  return own.length > 0 ? own : near.filter((each) => each.external)
}

/** The interface of a router by its id. */
export const interfaceOf = (router: RouterEntry, id: string): InterfaceEntry =>
  found(
    router.interfaces.find((each) => each.interface.id === id),
    `interface ${router.router.id}/${id}`
  )

const addRouters = (directory: Directory): void => {
  const { topology, hosts, networks } = directory
  for (const entry of directory.routers.values()) {
    for (const each of entry.router.interfaces) {
      const network = found(networks.get(each.network), each.network)
      const made = interfaceEntry(topology, hosts, entry, each, network)
      entry.interfaces.push(made)
      network.interfaces.push(made)
      if (!entry.scopes.includes(made.scope)) entry.scopes.push(made.scope)
    }
    entry.scopes.sort()
    const { floatingAddresses, portForwards, sourceNats } = entry.router
    for (const translation of [...floatingAddresses, ...portForwards, ...sourceNats]) {
      interfaceOf(entry, translation.interface).translated.add(translation.external)
    }
  }
}

const addBalancers = ({ topology, networks, routers }: Directory): void => {
  for (const balancer of topology.loadBalancers) {
    for (const attachment of balancer.attachments) {
      if (attachment._tag === "Network") {
        found(networks.get(attachment.network), attachment.network).balancers.push(balancer)
      } else {
        const on = interfaceOf(found(routers.get(attachment.router), attachment.router), attachment.interface)
        on.balancers.push({ balancer, scope: innerScope(on, attachment.scope) })
        on.translated.add(balancer.address)
      }
    }
  }
}

/** The addresses of the routers that lead outside. */
const upstreams = ({ network, owners }: NetworkEntry): ReadonlyArray<string> =>
  network.upstreams ??
  network.subnets.flatMap((s) => (s.gateway !== undefined && !owners.has(s.gateway) ? [s.gateway] : []))

const addOwners = (entry: NetworkEntry): void => {
  const { owners } = entry
  const claim = (address: string, owner: Owner): void => {
    if (!owners.has(address)) owners.set(address, owner)
  }
  for (const port of entry.ports) for (const address of port.port.addresses) claim(address, { _tag: "Port", port })
  for (const on of entry.interfaces) {
    for (const address of on.interface.addresses) claim(address, { _tag: "Interface", interface: on })
  }
  for (const on of entry.interfaces) {
    for (const address of on.translated) {
      const ip = ipOf(address)
      // What is not on the link is routed to the interface by the upstream routers, nobody asks for it as a neighbour.
      if (entry.subnets.some((s) => Prefix.contains(s.prefix, ip))) claim(address, { _tag: "Interface", interface: on })
    }
  }
  if (entry.external) for (const address of upstreams(entry)) claim(address, { _tag: "Upstream" })
  const holders = new Map<string, Array<PortEntry>>()
  for (const port of entry.ports) {
    for (const pair of port.port.addressPairs) {
      const prefix = prefixOf(pair.prefix)
      if (prefix.length !== Ip.bits(prefix.family)) continue
      const address = Ip.format(prefix)
      const ports = holders.get(address)
      if (ports === undefined) holders.set(address, [port])
      else if (!ports.includes(port)) ports.push(port)
    }
  }
  for (const [address, ports] of holders) claim(address, { _tag: "Holders", ports })
}

/** Resolves and parses a topology. */
export const directory = (topology: Topology): Directory => {
  const hosts = new Map(topology.hosts.map((host, index) => [host.id, index]))
  const networks = new Map(topology.networks.map((network) => [network.id, networkEntry(network)]))
  const routers = new Map(topology.routers.map((router) => [router.id, { router, interfaces: [], scopes: [] }]))
  const ports = new Map<string, PortEntry>()
  const unplugged = topology.hosts.length === 0 ? HERE : NOWHERE
  for (const port of topology.ports) {
    const network = found(networks.get(port.network), port.network)
    const host = port.host === undefined ? unplugged : found(hosts.get(port.host), port.host)
    const entry: PortEntry = { port, element: Element.ref("Port", port.id), network, host }
    ports.set(port.id, entry)
    network.ports.push(entry)
  }
  const made: Directory = { topology, hosts, networks, ports, routers }
  addRouters(made)
  addBalancers(made)
  for (const entry of networks.values()) addOwners(entry)
  return made
}
