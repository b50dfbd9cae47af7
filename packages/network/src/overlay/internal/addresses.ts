/**
 * External addresses that stand for ports of guests, and where load balancers serve.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { ipOf, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import type { Attachment } from "../../topology/Topology.ts"
import type { Place } from "../IntentProblem.ts"
import type { RecordOf } from "../OverlayRecord.ts"
import type { Draft, RouterDraft } from "./draft.ts"
import { placeOf } from "./draft.ts"
import { scopeOf } from "./networks.ts"
import type { Reader } from "./reader.ts"
import { claimAddress, familyOf, gatewayId } from "./routers.ts"

type Port = RecordOf<"Port">

/** The address of a port that is meant: the one given, or its only one of the family. */
const internalOf = (
  draft: Draft,
  port: Port,
  given: Ip.Text | undefined,
  family: 4 | 6 | undefined,
  place: Place
): Ip.Text | undefined => {
  const has = port.addresses.map(({ address }) => address)
  const fits = given === undefined ? has.filter((each) => family === undefined || familyOf(each) === family) : [given]
  const [only, second] = fits
  if (only !== undefined && second === undefined && has.includes(only)) return only
  draft.problem({ _tag: "NoAddress", ...place, port: port.id, wanted: given ?? `IPv${family ?? "4 or 6"}`, has })
  return undefined
}

/** The router that serves an address of a port towards an external network. */
const routerFor = (
  draft: Draft,
  external: string,
  port: Port,
  internal: Ip.Text,
  place: Place
): RouterDraft | undefined => {
  const ip = ipOf(internal)
  const near = [...draft.routers.values()].flatMap((of) => {
    if (of.record.gateway?.network !== external || !draft.open.has(external)) return []
    const on = of.connected.find((each) => each.network === port.network && Prefix.contains(each.prefix, ip))
    return on === undefined ? [] : [{ of, leads: on.leads }]
  })
  const leading = near.filter(({ leads }) => leads)
  const found = leading.length > 0 ? leading : near
  if (found.length === 0) draft.problem({ _tag: "NoRouter", ...place, network: external, port: port.id })
  if (found.length > 1) {
    const routers = found.map(({ of }) => of.record.id).sort()
    draft.problem({ _tag: "AmbiguousRouter", ...place, port: port.id, routers })
  }
  return found.length === 1 ? found[0]!.of : undefined
}

const limitFloating = (draft: Draft, reader: Reader, floating: RecordOf<"FloatingIp">, router: string): void => {
  const [policy, second] = reader.users("QosPolicy", "FloatingIp", floating.id)
  if (policy === undefined) return
  if (second !== undefined) {
    const other = placeOf("QosPolicy", policy.id, "floatingIps")
    const target = { kind: "FloatingIp", id: floating.id } as const
    draft.problem({ _tag: "LimitTaken", ...placeOf("QosPolicy", second.id, "floatingIps"), target, other })
  }
  const { address, id, network } = floating
  draft.more.qos.push({
    policy: policy.id,
    on: { _tag: "FloatingIp", floatingIp: id, address, router, interface: gatewayId(network) },
    ...(policy.ingress === undefined ? {} : { ingress: policy.ingress }),
    ...(policy.egress === undefined ? {} : { egress: policy.egress })
  })
}

const addFloating = (draft: Draft, reader: Reader, port: Port, floating: RecordOf<"FloatingIp">): void => {
  const { address: external, id, network } = floating
  const place = placeOf("FloatingIp", id, "port")
  const internal = internalOf(draft, port, floating.internal, familyOf(external), place)
  const of = internal === undefined ? undefined : routerFor(draft, network, port, internal, place)
  const on = reader.get("Network", port.network)
  if (internal === undefined || of === undefined || on === undefined) return
  claimAddress(draft, network, external, of.record.id, gatewayId(network), placeOf("FloatingIp", id, "address"))
  of.router.floatingAddresses.push({ id, interface: gatewayId(network), scope: scopeOf(on), internal, external })
  limitFloating(draft, reader, floating, of.record.id)
}

/** The router, the external network and the external address of a port forward. */
const forwardOn = (draft: Draft, reader: Reader, port: Port, forward: RecordOf<"PortForward">, internal: Ip.Text) => {
  const place = placeOf("PortForward", forward.id, "on")
  const family = familyOf(internal)
  if (forward.on._tag === "FloatingIp") {
    const floating = reader.get("FloatingIp", forward.on.floatingIp)
    if (floating === undefined) return undefined
    const of = routerFor(draft, floating.network, port, internal, place)
    return of === undefined ? undefined : { of, network: floating.network, external: floating.address }
  }
  const of = draft.routers.get(forward.on.router)
  const gateway = of?.record.gateway
  const external = gateway?.addresses.find((each) => familyOf(each) === family)
  const inside = of?.connected.some(
    (each) => each.network === port.network && Prefix.contains(each.prefix, ipOf(internal))
  )
  if (of === undefined || inside !== true) {
    draft.problem({ _tag: "NoRouter", ...place, network: gateway?.network ?? "", port: port.id })
    return undefined
  }
  if (gateway === undefined || external === undefined) {
    draft.problem({ _tag: "NoGateway", ...place, router: of.record.id, family })
    return undefined
  }
  return { of, network: gateway.network, external }
}

const addForward = (draft: Draft, reader: Reader, port: Port, forward: RecordOf<"PortForward">): void => {
  const { externalPort, id, internalPort, protocol } = forward
  const place = placeOf("PortForward", id, "port")
  const floating = forward.on._tag === "FloatingIp" ? reader.get("FloatingIp", forward.on.floatingIp) : undefined
  const family = floating === undefined ? undefined : familyOf(floating.address)
  const internal = internalOf(draft, port, forward.internal, family, place)
  if (internal === undefined) return
  const network = reader.get("Network", port.network)
  const found = forwardOn(draft, reader, port, forward, internal)
  if (found === undefined || network === undefined) return
  const { external, of } = found
  const on = gatewayId(found.network)
  const router = of.record.id
  claimAddress(draft, found.network, external, router, on, placeOf("PortForward", id, "on"))
  // The owner of a tunnel's or forward's port on an address is one.
  const what = `${protocol} ${external} ${externalPort}`
  const at = placeOf("PortForward", id, "externalPort")
  draft.claim({ _tag: "Name", within: `router ${router}`, what, owner: `forward ${id}`, place: at })
  const scope = scopeOf(network)
  of.router.portForwards.push({ id, interface: on, scope, protocol, external, externalPort, internal, internalPort })
}

/** Adds the floating addresses and port forwards of a port. */
export const addPublic = (draft: Draft, reader: Reader, port: Port): void => {
  for (const floating of reader.users("FloatingIp", "Port", port.id)) addFloating(draft, reader, port, floating)
  for (const forward of reader.users("PortForward", "Port", port.id)) addForward(draft, reader, port, forward)
}

/** Blocks in which members can be for a load balancer at a place. */
const reachable = (
  draft: Draft,
  attachment: RecordOf<"LoadBalancer">["attachments"][number]
): ReadonlyArray<string> => {
  const routers = [...draft.routers.values()].filter(({ record }) =>
    attachment._tag === "Router"
      ? record.id === attachment.router
      : record.interfaces.some(({ network }) => network === attachment.network)
  )
  const own =
    attachment._tag === "Network" ? draft.networks.find(({ id }) => id === attachment.network)?.subnets : undefined
  return [
    ...(own ?? []).map(({ prefix }) => prefix),
    ...routers.flatMap(({ connected, elsewhere, router }) => [
      ...connected.map(({ text }) => text),
      ...elsewhere.map(({ text }) => text),
      ...router.routes.filter(({ prefix }) => !prefix.endsWith("/0")).map(({ prefix }) => prefix)
    ])
  ]
}

type Member = RecordOf<"LoadBalancer">["listeners"][number]["members"][number]

const memberAddress = (
  draft: Draft,
  reader: Reader,
  balancer: RecordOf<"LoadBalancer">,
  member: Member,
  place: Place
) => {
  if (member.port === undefined) {
    if (member.address === undefined) draft.problem({ _tag: "FieldMissing", ...place })
    return member.address
  }
  const port = reader.get("Port", member.port)
  return port === undefined ? undefined : internalOf(draft, port, member.address, familyOf(balancer.address), place)
}

const addListener = (
  draft: Draft,
  reader: Reader,
  balancer: RecordOf<"LoadBalancer">,
  listener: RecordOf<"LoadBalancer">["listeners"][number],
  within: ReadonlyArray<string>
) => {
  const field = `listeners.${listener.id}`
  const members = listener.members.flatMap((member) => {
    const place = placeOf("LoadBalancer", balancer.id, `${field}.members.${member.id}`)
    const address = memberAddress(draft, reader, balancer, member, place)
    if (address === undefined) return []
    if (!within.some((text) => Prefix.contains(prefixOf(text), ipOf(address)))) {
      draft.problem({ _tag: "MemberUnreachable", ...place, address, within })
    }
    const healthy = reader.isHealthy(`${balancer.id}/${listener.id}/${member.id}`)
    return [{ id: member.id, address, port: member.portNumber, enabled: member.enabled, healthy }]
  })
  const { health, id, port, protocol, rules, stickySeconds } = listener
  const place = placeOf("LoadBalancer", balancer.id, `${field}.rules`)
  if (rules.length > 0 && protocol !== "http") draft.problem({ _tag: "FieldMeaningless", ...place })
  for (const rule of rules) {
    for (const member of rule.members) {
      if (listener.members.some((each) => each.id === member)) continue
      draft.problem({
        _tag: "UnknownMember",
        ...placeOf("LoadBalancer", balancer.id, `${field}.rules.${rule.id}`),
        member
      })
    }
  }
  const common = members.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    topology: {
      id,
      protocol: protocol === "http" ? ("tcp" as const) : protocol,
      port,
      members: common.map(({ address, enabled, healthy, id: member, port: number }) => ({
        id: member,
        address,
        port: number,
        healthy: enabled && healthy
      }))
    },
    balancing: {
      id,
      protocol,
      port,
      stickySeconds,
      members: common
        .filter(({ enabled }) => enabled)
        .map(({ address, id: member, port: number }) => ({ id: member, address, port: number })),
      rules: rules.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1)),
      ...(health === undefined ? {} : { health })
    }
  }
}

/** The scope of the members of a load balancer on a router: that of a subnet around one of them, else the only one. */
const memberScope = (of: RouterDraft, addresses: ReadonlyArray<Ip.Text>): string | undefined => {
  const around = of.connected.find(({ prefix }) => addresses.some((each) => Prefix.contains(prefix, ipOf(each))))
  return around?.scope ?? (of.scopes.length === 1 ? of.scopes[0] : undefined)
}

/** Adds a load balancer. */
export const addBalancer = (draft: Draft, reader: Reader, balancer: RecordOf<"LoadBalancer">): void => {
  const { address, id, tenant } = balancer
  const within = [...new Set(balancer.attachments.flatMap((each) => reachable(draft, each)))].sort()
  const listeners = balancer.listeners
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((listener) => addListener(draft, reader, balancer, listener, within))
  const members = listeners.flatMap(({ topology }) => topology.members.map((member) => member.address))
  const attachments = balancer.attachments.flatMap((each): ReadonlyArray<Attachment> => {
    if (each._tag === "Network") {
      const network = reader.get("Network", each.network)
      if (network === undefined) return []
      if (!reader.isOpen(network)) return [{ _tag: "Network", network: network.id }]
      const at = placeOf("LoadBalancer", id, "attachments")
      const expected = network.kind === "external" ? "internal" : "unserved"
      draft.problem({ _tag: "WrongNetwork", ...at, network: network.id, expected })
      return []
    }
    const of = draft.routers.get(each.router)
    if (of === undefined) return []
    const { gateway } = of.record
    const place = placeOf("LoadBalancer", id, "attachments")
    if (gateway === undefined || !draft.open.has(gateway.network)) {
      draft.problem({ _tag: "NoGateway", ...place, router: each.router, family: familyOf(address) })
      return []
    }
    const on = gatewayId(gateway.network)
    claimAddress(draft, gateway.network, address, each.router, on, placeOf("LoadBalancer", id, "address"))
    const scope = memberScope(of, members)
    return [{ _tag: "Router", router: each.router, interface: on, ...(scope === undefined ? {} : { scope }) }]
  })
  draft.loadBalancers.push({ id, tenant, address, listeners: listeners.map(({ topology }) => topology), attachments })
  draft.more.balancing.push({
    balancer: id,
    address,
    attachments,
    listeners: listeners.map(({ balancing }) => balancing)
  })
}
