/**
 * The stages of a topology as functions that call each other, one for each numbered paragraph of `Topology`. Where there
 * is a choice all of it is followed, so every function returns a list of ends.
 *
 * @since 0.1.0
 */
import type { Router } from "../../routing/Router.ts"
import type { LoadBalancer, Network, Port, Topology } from "../../topology/Topology.ts"
import type { Destination, DropReason, RefusalReason } from "../../topology/Verdict.ts"
import {
  familyOf,
  groupsAllow,
  type Header,
  inside,
  isBroadcast,
  isExactly,
  lengthOf,
  matches,
  mayUse,
  mirror,
  textOf
} from "./referenceHeaders.ts"
import {
  type Attached,
  balancersOn,
  gatewayOf,
  internalScope,
  isElsewhere,
  isOutside,
  isRouters,
  isUp,
  joined,
  networkOf,
  ownersOf,
  resolveHop,
  routeTo,
  usedOn
} from "./referenceParts.ts"

/** What a translator remembers of a connection: the headers before and after, and where it translated. */
export interface Connection {
  readonly at: string
  readonly side: "source" | "destination"
  readonly before: Header
  readonly after: Header
  /** The scope that the packet was in before. */
  readonly scope: string
}

/** A packet on its way. */
export interface Way {
  readonly header: Header
  readonly state: "new" | "reply"
  readonly known: ReadonlyArray<Connection>
}

/** The way of a packet, the host on which it is (`undefined`: any) and the places it was at. */
interface Moving extends Way {
  readonly host: string | undefined
  readonly hops: number
  readonly seen: ReadonlySet<string>
}

/** How it ends. */
export type End =
  | {
      readonly _tag: "Delivered"
      readonly to: Destination
      readonly header: Header
      readonly known: ReadonlyArray<Connection>
      readonly host: string | undefined
      readonly scope: string
    }
  | { readonly _tag: "Dropped"; readonly reason: DropReason }
  | { readonly _tag: "Refused"; readonly reason: RefusalReason }
  | { readonly _tag: "Loop" }

type Ends = ReadonlyArray<End>

const drop = (reason: DropReason): Ends => [{ _tag: "Dropped", reason }]
const refuse = (reason: RefusalReason): Ends => [{ _tag: "Refused", reason }]

const deliver = (to: Destination, { header, host, known }: Moving, scope: string): Ends => [
  { _tag: "Delivered", to, header, known, host, scope }
]

const fresh = (way: Way, host: string | undefined): Moving => ({ ...way, host, hops: 0, seen: new Set() })

/** The packet at a place; `undefined` when it was there before as it is now. */
const visit = (moving: Moving, place: string): Moving | undefined => {
  const key = `${place} ${moving.host} ${textOf(moving.header)}`
  return moving.seen.has(key) ? undefined : { ...moving, seen: new Set(moving.seen).add(key) }
}

const hopsMax = 64

/** 1 and 2: a port sends. */
export const fromPort = (topology: Topology, port: Port, nextHop: string | undefined, way: Way): Ends => {
  const { header, state } = way
  const network = networkOf(topology, port.network)
  const isOwn = (address: string) => port.addresses.some((own) => own === address)
  if (nextHop !== undefined) {
    if (isOwn(nextHop)) return refuse("OwnAddress")
    if (ownersOf(topology, network, nextHop).length === 0) return refuse("UnknownNextHop")
  }
  if (isOwn(header.destination)) return refuse("OwnAddress")
  if (!port.enabled) return drop("PortDisabled")
  if (topology.hosts.length > 0) {
    if (port.host === undefined) return drop("PortUnbound")
    if (!isUp(topology, port.host)) return drop("Underlay")
  }
  if (port.portSecurity) {
    if (!mayUse(port, header.source)) return drop("PortSecurity")
    if (!groupsAllow(topology, port, "egress", header, state)) return drop("SecurityGroup")
  }
  const moving = fresh(way, port.host)
  const subnets = network.subnets.filter(({ prefix }) => port.addresses.some((own) => inside(prefix, own)))
  if (nextHop !== undefined) return balanced(topology, network, nextHop, moving, port)
  if (subnets.some(({ prefix }) => inside(prefix, header.destination))) {
    return neighbour(topology, network, header.destination, moving, port)
  }
  const family = familyOf(header.destination)
  const gateways = subnets.filter(
    ({ gateway }) => gateway !== undefined && familyOf(gateway) === family && !isOwn(gateway)
  )
  const chosen = gateways.find(({ prefix }) => inside(prefix, header.source)) ?? gateways[0]
  return chosen?.gateway === undefined ? drop("NoGateway") : balanced(topology, network, chosen.gateway, moving, port)
}

/** What a listener of a load balancer makes of a packet: one result for each healthy member. */
const balance = (
  balancer: LoadBalancer,
  header: Header,
  memberMayBeClient: boolean
): ReadonlyArray<Header> | "NoHealthyMember" | "MemberIsClient" | undefined => {
  if (header.destination !== balancer.address) return undefined
  const listener = balancer.listeners.find(
    ({ port, protocol }) => port === header.destinationPort && matches({ protocol }, header)
  )
  if (listener === undefined) return undefined
  const healthy = listener.members.filter((member) => member.healthy)
  if (healthy.length === 0) return "NoHealthyMember"
  if (!memberMayBeClient && healthy.some(({ address }) => address === header.source)) return "MemberIsClient"
  return healthy.map(({ address, port }) => ({ ...header, destination: address, destinationPort: port }))
}

/** 3: load balancers of the sender's network. */
const balanced = (topology: Topology, network: Network, nextHop: string, moving: Moving, sender: Port): Ends => {
  const here = topology.loadBalancers.filter(({ attachments }) =>
    attachments.some((attachment) => attachment._tag === "Network" && attachment.network === network.id)
  )
  if (moving.state === "new") {
    for (const balancer of here) {
      const results = balance(balancer, moving.header, false)
      if (results === "NoHealthyMember") return drop(results)
      if (results === "MemberIsClient") return refuse(results)
      if (results === undefined) continue
      const remember = { at: `network ${network.id}`, side: "destination", scope: network.scope } as const
      return results.flatMap((header) =>
        neighbour(topology, network, nextHop, translated(moving, header, remember), sender)
      )
    }
  }
  return neighbour(topology, network, nextHop, moving, sender)
}

const translated = (moving: Moving, header: Header, where: Pick<Connection, "at" | "side" | "scope">): Moving => ({
  ...moving,
  header,
  known: [...moving.known, { ...where, before: moving.header, after: header }]
})

/** The connection to which a packet is the answer, at a translator that knows it. */
const answered = ({ header, known, state }: Moving, at: string, side: Connection["side"]): Connection | undefined =>
  state === "new"
    ? undefined
    : known.findLast((one) => one.at === at && one.side === side && textOf(mirror(one.after)) === textOf(header))

/** 4: whose address it is; nothing goes back to the port that sends it. */
const neighbour = (topology: Topology, network: Network, nextHop: string, moving: Moving, sender?: Port): Ends => {
  const { destination } = moving.header
  if (nextHop === destination && network.subnets.some(({ prefix }) => isBroadcast(prefix, destination))) {
    return refuse("SubnetBroadcast")
  }
  const owners = ownersOf(topology, network, nextHop).filter(
    (owner) => owner._tag !== "Port" || owner.port.id !== sender?.id
  )
  if (owners.length === 0) return drop("NoNeighbour")
  return owners.flatMap((owner) => {
    switch (owner._tag) {
      case "Port":
        return arriveAtPort(topology, network, owner.port, moving)
      case "Interface":
        return arriveAtRouter(topology, owner.attached, moving)
      case "Upstream":
        return arriveUpstream(topology, network, moving)
    }
  })
}

const count = (moving: Moving): Moving => ({ ...moving, hops: moving.hops + 1 })

/** 5: a router's interface receives. */
const arriveAtRouter = (topology: Topology, attached: Attached, before: Moving): Ends => {
  const { network, on, router } = attached
  const at = `interface ${router.id}/${on.id}`
  const external = network.kind === "external"
  const gateway = external && topology.hosts.length > 0 ? gatewayOf(topology, attached) : before.host
  if (external && topology.hosts.length > 0 && gateway === undefined) return drop("GatewayDown")
  const arrived = visit(count({ ...before, host: gateway }), at)
  if (arrived === undefined) return [{ _tag: "Loop" }]
  if (arrived.hops > hopsMax) return drop("HopLimit")
  const within = (moving: Moving, scope: string) => inRouter(topology, router, scope, on.id, moving)
  if (!external) return within(arrived, network.scope)

  const { header, state } = arrived
  const back = answered(arrived, at, "source")
  if (back !== undefined) {
    const restored = { ...header, destination: back.before.source, destinationPort: back.before.sourcePort }
    return within({ ...arrived, header: restored }, back.scope)
  }
  const inward = (results: ReadonlyArray<Header>, scope: string): Ends =>
    state === "reply"
      ? drop("UnknownConnection")
      : results.flatMap((next) =>
          within(translated(arrived, next, { at, side: "destination", scope: network.scope }), scope)
        )
  for (const { balancer, scope } of balancersOn(topology, attached)) {
    const results = balance(balancer, header, network.scope !== scope)
    if (results === undefined) continue
    if (state === "reply") return drop("UnknownConnection")
    if (results === "NoHealthyMember") return drop(results)
    if (results === "MemberIsClient") return refuse(results)
    return inward(results, scope)
  }
  const here = <A extends { readonly interface: string; readonly external: string }>(items: ReadonlyArray<A>) =>
    items.filter(({ external: address, interface: id }) => id === on.id && address === header.destination)
  const forward = here(router.portForwards).find(
    ({ externalPort, protocol }) => externalPort === header.destinationPort && matches({ protocol }, header)
  )
  if (forward !== undefined) {
    const next = { ...header, destination: forward.internal, destinationPort: forward.internalPort }
    return inward([next], forward.scope ?? internalScope(topology, router, on))
  }
  const [floating] = here(router.floatingAddresses)
  if (floating !== undefined) {
    const next = { ...header, destination: floating.internal }
    return inward([next], floating.scope ?? internalScope(topology, router, on))
  }
  if (on.addresses.some((own) => own === header.destination)) return itself(router, network.scope, arrived)
  // An address that only source NAT, other ports or other listeners use.
  if (usedOn(topology, attached).includes(header.destination)) return drop("RouterLocal")
  return within(arrived, network.scope)
}

/** 6: for the router itself. */
const itself = (router: Router, scope: string, moving: Moving): Ends => {
  const { icmpType, protocol } = moving.header
  const request = (protocol === 1 && icmpType === 8) || (protocol === 58 && icmpType === 128)
  return request && moving.state === "new"
    ? deliver({ _tag: "Router", router: router.id }, moving, scope)
    : drop("RouterLocal")
}

/** 6 and 7: the router's own addresses, policies, the table. */
const inRouter = (topology: Topology, router: Router, scope: string, arrivedOn: string, moving: Moving): Ends => {
  const { header } = moving
  if (isRouters(topology, router, scope, header.destination)) return itself(router, scope, moving)
  const family = familyOf(header.destination)
  const policy = router.policies
    .toSorted((left, right) => right.priority - left.priority)
    .find(
      (one) =>
        (one.scope === undefined || one.scope === scope) &&
        (one.interface === undefined || one.interface === arrivedOn) &&
        (one.source === undefined || inside(one.source, header.source)) &&
        (one.destination === undefined || inside(one.destination, header.destination)) &&
        matches(one, header) &&
        // Next hops of another family cannot take the packet.
        (typeof one.action === "string" || one.action.some(({ address }) => familyOf(address) === family))
    )
  if (policy === undefined || policy.action === "allow") return byTable(topology, router, scope, moving)
  if (policy.action === "drop") return drop("PolicyDrop")
  return policy.action
    .flatMap((hop) => resolveHop(topology, router, scope, hop))
    .flatMap((hop) => leave(topology, hop.attached, hop.address, scope, moving))
}

/** 7: the table of a scope. */
const byTable = (topology: Topology, router: Router, scope: string, before: Moving): Ends => {
  const moving = visit(before, `table ${router.id}/${scope}`)
  if (moving === undefined) return [{ _tag: "Loop" }]
  const route = routeTo(topology, router, scope, moving.header.destination)
  if (route === undefined) return drop("NoRoute")
  switch (route._tag) {
    case "Blackhole":
      return drop("Blackhole")
    case "Leak":
      return isRouters(topology, router, route.scope, moving.header.destination)
        ? itself(router, route.scope, moving)
        : byTable(topology, router, route.scope, moving)
    case "Via":
      return route.hops.flatMap((hop) => leave(topology, hop.attached, hop.address, scope, moving))
  }
}

/** 8: through an interface to its network. */
const leave = (topology: Topology, attached: Attached, nextHop: string, scope: string, before: Moving): Ends => {
  const { network, on, router } = attached
  if (network.kind !== "external") {
    return network.scope === scope ? neighbour(topology, network, nextHop, before) : drop("ScopeCrossing")
  }
  let moving = before
  if (topology.hosts.length > 0) {
    const gateway = gatewayOf(topology, attached)
    if (gateway === undefined) return drop("GatewayDown")
    if (moving.host !== undefined && !joined(topology, moving.host, gateway)) return drop("Underlay")
    moving = { ...moving, host: gateway }
  }
  const at = `interface ${router.id}/${on.id}`
  const { header, state } = moving
  const back = answered(moving, at, "destination")
  if (back !== undefined) {
    const restored = { ...header, source: back.before.destination, sourcePort: back.before.destinationPort }
    return neighbour(topology, network, nextHop, { ...moving, header: restored })
  }
  const here = <A extends { readonly interface: string; readonly scope?: string }>(items: ReadonlyArray<A>) =>
    items.filter((one) => one.interface === on.id && (one.scope ?? internalScope(topology, router, on)) === scope)
  const rule =
    here(router.floatingAddresses).find(({ internal }) => internal === header.source) ??
    here(router.sourceNats)
      .filter(({ internal }) => inside(internal, header.source))
      .toSorted((left, right) => lengthOf(right.internal) - lengthOf(left.internal))[0]
  if (rule === undefined) {
    return network.scope === scope ? neighbour(topology, network, nextHop, moving) : drop("ScopeCrossing")
  }
  if (state === "reply") return drop("UnknownConnection")
  const next = { ...header, source: rule.external }
  return neighbour(topology, network, nextHop, translated(moving, next, { at, side: "source", scope }))
}

/** 9: the outside sends. */
export const fromOutside = (topology: Topology, network: Network, way: Way): Ends => {
  const { destination, source } = way.header
  if (isOutside(topology, network, destination)) return drop("NotInside")
  if (!isOutside(topology, network, source)) {
    return isElsewhere(topology, network, source) ? refuse("BetweenExternals") : drop("NotFromOutside")
  }
  return sendOn(topology, network, fresh(way, undefined))
}

/** 9: an upstream router receives. */
const arriveUpstream = (topology: Topology, network: Network, moving: Moving): Ends =>
  isOutside(topology, network, moving.header.destination)
    ? deliver({ _tag: "Outside", network: network.id }, { ...moving, host: undefined }, network.scope)
    : sendOn(topology, network, { ...moving, host: undefined })

/** 9: an upstream router sends on. */
const sendOn = (topology: Topology, network: Network, before: Moving): Ends => {
  const { destination } = before.header
  const moving = visit(count(before), `upstream ${network.id}`)
  if (moving === undefined) return [{ _tag: "Loop" }]
  if (moving.hops > hopsMax) return drop("HopLimit")
  const [route] = [...network.subnets.map(({ prefix }) => ({ prefix, via: [destination] })), ...network.inbound]
    .filter(({ prefix }) => inside(prefix, destination))
    .toSorted((left, right) => lengthOf(right.prefix) - lengthOf(left.prefix))
  if (route === undefined) {
    return isElsewhere(topology, network, destination) ? refuse("BetweenExternals") : drop("NoRoute")
  }
  return route.via.flatMap((nextHop) => neighbour(topology, network, nextHop, moving))
}

/** 10: a port receives. */
const arriveAtPort = (topology: Topology, network: Network, port: Port, before: Moving): Ends => {
  if (!port.enabled) return drop("PortDisabled")
  if (topology.hosts.length > 0) {
    if (port.host === undefined) return drop("PortUnbound")
    const there =
      network.kind === "external" || before.host === undefined
        ? isUp(topology, port.host)
        : joined(topology, before.host, port.host)
    if (!there) return drop("Underlay")
  }
  const back = answered(before, `network ${network.id}`, "destination")
  const header =
    back === undefined
      ? before.header
      : { ...before.header, source: back.before.destination, sourcePort: back.before.destinationPort }
  const moving = { ...before, header, host: port.host }
  if (port.portSecurity) {
    if (!groupsAllow(topology, port, "ingress", header, moving.state)) return drop("SecurityGroup")
    if (!mayUse(port, header.destination)) return drop("PortSecurity")
  }
  const addressed =
    port.addresses.some((own) => own === header.destination) ||
    port.addressPairs.some(({ prefix }) => isExactly(prefix, header.destination))
  return deliver({ _tag: "Port", port: port.id, addressed }, moving, network.scope)
}

/** 6: a router answers an echo request; its answer goes by the table of the scope. */
export const fromRouter = (
  topology: Topology,
  router: Router,
  scope: string,
  host: string | undefined,
  way: Way
): Ends => {
  const moving = fresh(way, host)
  return isRouters(topology, router, scope, way.header.destination)
    ? itself(router, scope, moving)
    : byTable(topology, router, scope, moving)
}
