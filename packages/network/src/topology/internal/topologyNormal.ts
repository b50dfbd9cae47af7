/**
 * The normal form of a topology: every list sorted, exact doubles dropped.
 *
 * @since 0.1.0
 */
import type { Router } from "../../routing/Router.ts"
import type { LoadBalancer, Network, Port, SecurityGroup, Topology } from "../Topology.ts"

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sorted texts without doubles. */
const texts = <A extends string>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  list.length < 2 ? list : [...new Set(list)].sort(order)

/** Sorted records without exact doubles: by id where there is one, then by everything. */
const records = <A extends object>(list: ReadonlyArray<A>): ReadonlyArray<A> => {
  if (list.length < 2) return list
  const id = (item: A): string => ("id" in item && typeof item.id === "string" ? item.id : "")
  const sorted = list.toSorted((x, y) => order(id(x), id(y)))
  if (sorted.every((item, at) => at === 0 || id(sorted[at - 1]!) < id(item))) return sorted
  // Without an id of its own a record is told by all that is in it.
  const keyed = new Map(list.map((item) => [JSON.stringify(item), item]))
  return [...keyed].sort(([a, x], [b, y]) => order(id(x), id(y)) || order(a, b)).map(([, item]) => item)
}

const network = (value: Network): Network => ({
  ...value,
  subnets: records(value.subnets),
  inbound: records(value.inbound.map((route) => ({ ...route, via: texts(route.via) }))),
  ...(value.upstreams === undefined ? {} : { upstreams: texts(value.upstreams) }),
  ...(value.outside === undefined ? {} : { outside: texts(value.outside) })
})

const port = (value: Port): Port => ({
  ...value,
  addresses: texts(value.addresses),
  securityGroups: texts(value.securityGroups),
  addressPairs: records(value.addressPairs)
})

const router = (value: Router): Router => ({
  ...value,
  interfaces: records(
    value.interfaces.map((each) => ({
      ...each,
      addresses: texts(each.addresses),
      gatewayHosts: records(each.gatewayHosts)
    }))
  ),
  routes: records(
    value.routes.map((each) => (typeof each.via === "string" ? each : { ...each, via: records(each.via) }))
  ),
  policies: records(
    value.policies.map((each) => (typeof each.action === "string" ? each : { ...each, action: records(each.action) }))
  ),
  leaks: records(value.leaks),
  sourceNats: records(value.sourceNats),
  floatingAddresses: records(value.floatingAddresses),
  portForwards: records(value.portForwards)
})

const securityGroup = (value: SecurityGroup): SecurityGroup => ({ ...value, rules: records(value.rules) })

const loadBalancer = (value: LoadBalancer): LoadBalancer => ({
  ...value,
  listeners: records(value.listeners.map((each) => ({ ...each, members: records(each.members) }))),
  attachments: records(value.attachments)
})

/** The normal form of a decoded topology. Parts that differ but share an id stay both: the check finds them. */
export const normal = (topology: Topology): Topology => ({
  hosts: records(topology.hosts),
  links: records(
    topology.links.map((link) => ({
      ...link,
      hosts: order(link.hosts[0], link.hosts[1]) <= 0 ? link.hosts : ([link.hosts[1], link.hosts[0]] as const)
    }))
  ),
  tenants: records(topology.tenants),
  scopes: records(topology.scopes),
  networks: records(topology.networks.map(network)),
  ports: records(topology.ports.map(port)),
  routers: records(topology.routers.map(router)),
  securityGroups: records(topology.securityGroups.map(securityGroup)),
  addressSets: records(topology.addressSets.map((set) => ({ ...set, prefixes: texts(set.prefixes) }))),
  loadBalancers: records(topology.loadBalancers.map(loadBalancer))
})
