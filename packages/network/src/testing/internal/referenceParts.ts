/**
 * Who has what in a topology, by linear search: owners of addresses, routing tables, the outside, hosts.
 *
 * @since 0.1.0
 */
import type { NextHop, Router, RouterInterface } from "../../routing/Router.ts"
import type { Host, Network, Port, Topology } from "../../topology/Topology.ts"
import { inside, isExactly, lengthOf } from "./referenceHeaders.ts"

/** An interface with its router and network. */
export interface Attached {
  readonly router: Router
  readonly on: RouterInterface
  readonly network: Network
}

/** The network of an id. */
export const networkOf = (topology: Topology, id: string): Network => topology.networks.find((one) => one.id === id)!

/** The interfaces of a router. */
const interfacesOf = (topology: Topology, router: Router): ReadonlyArray<Attached> =>
  router.interfaces.map((on) => ({ router, on, network: networkOf(topology, on.network) }))

const allInterfaces = (topology: Topology) => topology.routers.flatMap((router) => interfacesOf(topology, router))

/** The prefixes of the subnets in which an interface has an address. */
const connected = ({ network, on }: Attached): ReadonlyArray<string> =>
  network.subnets.map(({ prefix }) => prefix).filter((prefix) => on.addresses.some((own) => inside(prefix, own)))

/** Load balancers on an interface, with the scope of their members. */
export const balancersOn = (topology: Topology, { on, router }: Attached) =>
  topology.loadBalancers.flatMap((balancer) =>
    balancer.attachments.flatMap((attachment) =>
      attachment._tag === "Router" && attachment.router === router.id && attachment.interface === on.id
        ? [{ balancer, scope: attachment.scope ?? internalScope(topology, router, on) }]
        : []
    )
  )

/** The scope of internal addresses where a translation does not name it. */
export const internalScope = (topology: Topology, router: Router, on: RouterInterface): string => {
  const internal = interfacesOf(topology, router)
    .filter(({ network }) => network.kind !== "external")
    .map(({ network }) => network.scope)
  return internal[0] ?? networkOf(topology, on.network).scope
}

/** External and virtual addresses that are used on an interface. */
export const usedOn = (topology: Topology, attached: Attached): ReadonlyArray<string> => [
  ...[...attached.router.sourceNats, ...attached.router.floatingAddresses, ...attached.router.portForwards]
    .filter(({ interface: id }) => id === attached.on.id)
    .map(({ external }) => external),
  ...balancersOn(topology, attached).map(({ balancer }) => balancer.address)
]

/** Who gets what is sent to an address of a network; several when any of them may. */
export type Owner =
  | { readonly _tag: "Port"; readonly port: Port }
  | { readonly _tag: "Interface"; readonly attached: Attached }
  | { readonly _tag: "Upstream" }

const firmOwners = (topology: Topology, network: Network, address: string): ReadonlyArray<Owner> => {
  const inSubnet = network.subnets.some(({ prefix }) => inside(prefix, address))
  const port = topology.ports.find((one) => one.network === network.id && one.addresses.some((own) => own === address))
  if (port !== undefined) return [{ _tag: "Port", port }]
  const attached = allInterfaces(topology).find(
    (one) =>
      one.network.id === network.id &&
      (one.on.addresses.some((own) => own === address) || (inSubnet && usedOn(topology, one).includes(address)))
  )
  return attached === undefined ? [] : [{ _tag: "Interface", attached }]
}

/** The addresses of the routers that lead to the outside of a network. */
const upstreamsOf = (topology: Topology, network: Network): ReadonlyArray<string> =>
  network.upstreams ??
  network.subnets.flatMap(({ gateway }) =>
    gateway === undefined || firmOwners(topology, network, gateway).length > 0 ? [] : [gateway]
  )

/** Who gets what is sent to an address of a network. */
export const ownersOf = (topology: Topology, network: Network, address: string): ReadonlyArray<Owner> => {
  const firm = firmOwners(topology, network, address)
  if (firm.length > 0) return firm
  if (network.kind === "external" && upstreamsOf(topology, network).includes(address)) return [{ _tag: "Upstream" }]
  return topology.ports
    .filter((port) => port.network === network.id && port.addressPairs.some(({ prefix }) => isExactly(prefix, address)))
    .map((port) => ({ _tag: "Port", port }))
}

const usedThere = (topology: Topology, network: Network, address: string): boolean =>
  allInterfaces(topology).some(
    (attached) => attached.network.id === network.id && usedOn(topology, attached).includes(address)
  )

/** Whether an external network has an address itself. */
const has = (topology: Topology, network: Network, address: string): boolean =>
  [...network.subnets, ...network.inbound.filter(({ prefix }) => lengthOf(prefix) > 0)].some(({ prefix }) =>
    inside(prefix, address)
  ) || usedThere(topology, network, address)

/** Whether an address is on this side of an external network. */
const isInside = (topology: Topology, network: Network, address: string): boolean =>
  [
    ...topology.networks.filter(({ scope }) => scope === network.scope).flatMap(({ subnets }) => subnets),
    ...network.inbound
  ].some(({ prefix }) => inside(prefix, address)) || usedThere(topology, network, address)

const externals = (topology: Topology) => topology.networks.filter(({ kind }) => kind === "external")

/** Whether an address is beyond an external network. */
export const isOutside = (topology: Topology, network: Network, address: string): boolean => {
  if (upstreamsOf(topology, network).includes(address)) return true
  if (network.outside !== undefined) return network.outside.some((prefix) => inside(prefix, address))
  return !isInside(topology, network, address) && !externals(topology).some((other) => has(topology, other, address))
}

/** Whether another external network has an address, or its outside, and this one has not. */
export const isElsewhere = (topology: Topology, network: Network, address: string): boolean => {
  if (isOutside(topology, network, address)) return false
  const others = externals(topology).filter(({ id }) => id !== network.id)
  return (
    (!has(topology, network, address) && others.some((other) => has(topology, other, address))) ||
    (!isInside(topology, network, address) && others.some((other) => isOutside(topology, other, address)))
  )
}

/** Where a packet may go on, or why not. */
export type Route =
  | { readonly _tag: "Via"; readonly hops: ReadonlyArray<{ readonly attached: Attached; readonly address: string }> }
  | { readonly _tag: "Leak"; readonly scope: string }
  | { readonly _tag: "Blackhole" }

/** The interface of a next hop, for a table. */
export const resolveHop = (topology: Topology, router: Router, scope: string, hop: NextHop) => {
  const all = interfacesOf(topology, router)
  const named = all.find(({ on }) => on.id === hop.interface)
  const holding = all.filter((attached) => connected(attached).some((prefix) => inside(prefix, hop.address)))
  const attached =
    named ??
    holding.find(({ network }) => network.scope === scope) ??
    holding.find(({ network }) => network.kind === "external")
  return attached === undefined ? [] : [{ attached, address: hop.address as string }]
}

/** What the table of a scope says of a destination. */
export const routeTo = (topology: Topology, router: Router, scope: string, destination: string): Route | undefined => {
  const all = interfacesOf(topology, router)
  const via = (attached: Attached): Route => ({ _tag: "Via", hops: [{ attached, address: destination }] })
  const direct = (attached: Attached) => connected(attached).map((prefix) => ({ prefix, route: via(attached) }))
  const own = (routes: Router["routes"]) =>
    routes.map(({ prefix, via: hops }) => ({
      prefix: prefix as string,
      route:
        hops === "blackhole"
          ? ({ _tag: "Blackhole" } as const)
          : ({ _tag: "Via", hops: hops.flatMap((hop) => resolveHop(topology, router, scope, hop)) } as const)
    }))
  // In the order of precedence; sorting by length keeps it.
  const table: ReadonlyArray<{ readonly prefix: string; readonly route: Route }> = [
    ...all.filter(({ network }) => network.scope === scope).flatMap(direct),
    ...all.filter(({ network }) => network.scope !== scope && network.kind === "external").flatMap(direct),
    ...own(router.routes.filter((route) => route.scope === scope)),
    ...own(router.routes.filter((route) => route.scope === undefined)),
    ...router.leaks
      .filter(({ to }) => to === scope)
      .map(({ from, prefix }) => ({ prefix: prefix as string, route: { _tag: "Leak", scope: from } as const }))
  ]
  return table
    .filter(({ prefix }) => inside(prefix, destination))
    .toSorted((left, right) => lengthOf(right.prefix) - lengthOf(left.prefix))[0]?.route
}

/** Whether a destination is the router itself for packets of a scope. */
export const isRouters = (topology: Topology, router: Router, scope: string, destination: string): boolean => {
  const all = interfacesOf(topology, router)
  const nets = all.filter(({ network }) => network.scope === scope).flatMap(connected)
  return all.some((attached) => {
    const { network, on } = attached
    if (!on.addresses.some((own) => own === destination)) return false
    if (network.kind === "external" && usedOn(topology, attached).includes(destination)) return false
    if (network.scope === scope) return true
    return network.kind === "external" && !nets.some((prefix) => inside(prefix, destination))
  })
}

const hostOf = (topology: Topology, id: string): Host | undefined => topology.hosts.find((host) => host.id === id)

/** Whether a host is up. Place does not matter when no hosts are declared. */
export const isUp = (topology: Topology, id: string): boolean =>
  topology.hosts.length === 0 || hostOf(topology, id)?.status === "up"

/** Whether what is on one host gets to another one. */
export const joined = (topology: Topology, from: string, to: string): boolean => {
  if (!isUp(topology, from) || !isUp(topology, to)) return false
  if (topology.hosts.length === 0 || topology.links.length === 0) return true
  const reached = new Set([from])
  for (const host of reached) {
    if (host !== from && hostOf(topology, host)?.forwards !== true) continue
    for (const { hosts, status } of topology.links) {
      const [left, right] = hosts
      if (status !== "up") continue
      for (const [here, there] of [
        [left, right],
        [right, left]
      ] as const) {
        if (here === host && isUp(topology, there)) reached.add(there)
      }
    }
  }
  return reached.has(to)
}

/** The host that carries an external interface. */
export const gatewayOf = (topology: Topology, { on }: Attached): string | undefined =>
  on.gatewayHosts
    .filter(({ host, status }) => status === "up" && isUp(topology, host))
    .toSorted((left, right) => right.priority - left.priority || (left.host < right.host ? -1 : 1))[0]?.host
