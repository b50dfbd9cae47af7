/**
 * Ways from a router to elsewhere: to another tenant's router, through a tunnel, to a served network.
 *
 * The link of a peering and the far side of a tunnel are networks in scopes of their own, so that nothing passes but what
 * leaks of the routers name, in each direction.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import { ipOf, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import type { Place } from "../IntentProblem.ts"
import type { RecordOf } from "../OverlayRecord.ts"
import type { Draft, RouterDraft } from "./draft.ts"
import { derived, placeOf } from "./draft.ts"
import { topologyNetwork } from "./networks.ts"
import type { Reader } from "./reader.ts"
import { addSourceNat, carriers, claimAddress, familyOf, gatewayId, hostsOf } from "./routers.ts"

/** One side of a way: the scope of the link, the interface on it, the neighbours there, what is over there, what is here. */
interface Way {
  readonly name: string
  readonly scope: string
  readonly on: string
  readonly via: ReadonlyArray<Ip.Text>
  readonly remote: ReadonlyArray<Prefix.Text>
  readonly local: ReadonlyArray<Prefix.Text>
  readonly place: Place
}

/** The scope that a prefix of this side is in: that of the subnet around it, else the router's only one. */
const innerScope = (draft: Draft, of: RouterDraft, text: Prefix.Text, place: Place): string | undefined => {
  const prefix = prefixOf(text)
  const around = of.connected.filter((each) => Prefix.overlaps(each.prefix, prefix)).map(({ scope }) => scope)
  const scopes = [...new Set(around.length > 0 ? around : of.scopes)].sort()
  if (scopes.length === 1) return scopes[0]
  draft.problem({ _tag: "ScopeUncertain", ...place, router: of.record.id, prefix: text, scopes })
  return undefined
}

/** Lets the router's scopes and the link's reach what the way says. */
const open = (draft: Draft, of: RouterDraft, way: Way): void => {
  const { id: router } = of.record
  for (const prefix of new Set(way.remote)) {
    const connected = of.connected.find((each) => Prefix.contains(each.prefix, prefixOf(prefix)))
    if (connected !== undefined) {
      draft.problem({ _tag: "AlreadyConnected", ...way.place, router, prefix, connected: connected.text })
      continue
    }
    const address = way.via.find((each) => familyOf(each) === familyOf(prefix))
    if (address === undefined) continue
    const id = derived(way.name, prefix)
    draft.origins.set(`StaticRoute ${router}/${id}`, way.place)
    of.router.routes.push({ id, scope: way.scope, prefix, via: [{ address, interface: way.on }] })
    for (const to of of.scopes) {
      const leak = derived(way.name, "to", prefix, to)
      draft.origins.set(`RouteLeak ${router}/${leak}`, way.place)
      of.router.leaks.push({ id: leak, prefix, from: way.scope, to })
    }
  }
  for (const prefix of new Set(way.local)) {
    const from = innerScope(draft, of, prefix, way.place)
    if (from === undefined) continue
    const id = derived(way.name, "from", prefix)
    draft.origins.set(`RouteLeak ${router}/${id}`, way.place)
    of.router.leaks.push({ id, prefix, from, to: way.scope })
  }
}

const connectedOf = (of: RouterDraft): ReadonlyArray<Prefix.Text> => of.connected.map(({ text }) => text)

const transitHosts = (draft: Draft, peering: RecordOf<"Peering">) => {
  const seen = new Set<4 | 6>()
  return peering.transit.flatMap((text) => {
    const hosts = Prefix.hosts(prefixOf(text))
    const second = Ip.add(hosts.first, 1)
    const fits = second !== undefined && Ip.compare(second, hosts.last) <= 0 && !seen.has(familyOf(text))
    seen.add(familyOf(text))
    if (fits) return [{ text, first: Ip.toText(hosts.first), second: Ip.toText(second) }]
    draft.problem({ _tag: "TransitUnfit", ...placeOf("Peering", peering.id, "transit"), prefix: text })
    return []
  })
}

/** A peering in force: a transit network between both routers, and ways over it. */
export const addPeering = (draft: Draft, reader: Reader, peering: RecordOf<"Peering">): void => {
  const { id, peer, router, tenant } = peering
  if (router === peer.router) {
    draft.problem({ _tag: "PeerIsSelf", ...placeOf("Peering", id, "peer.router"), router })
    return
  }
  const here = draft.routers.get(router)
  const there = draft.routers.get(peer.router)
  if (!peering.accepted || here === undefined || there === undefined) return
  const name = `peering:${id}`
  const hosts = transitHosts(draft, peering)
  const place = placeOf("Peering", id, "transit")
  draft.origins.set(`Network ${name}`, place)
  const subnets = hosts.map(({ text }) => ({ id: familyOf(text) === 4 ? "ipv4" : "ipv6", prefix: text }))
  draft.networks.push({ id: name, tenant, scope: name, kind: "shared", subnets, inbound: [] })
  draft.more.segments.push({ network: name, role: "transit", mtu: reader.settings.mtu })
  const exports = peering.exports ?? connectedOf(here)
  const imports = peering.imports ?? connectedOf(there)
  const first = hosts.map((each) => each.first)
  const second = hosts.map((each) => each.second)
  for (const [of, own, via, local, remote] of [
    [here, first, second, exports, imports],
    [there, second, first, imports, exports]
  ] as const) {
    draft.origins.set(`RouterInterface ${of.record.id}/${name}`, place)
    of.router.interfaces.push({ id: name, network: name, addresses: own, gatewayHosts: [] })
    for (const { text } of hosts) of.elsewhere.push({ text, prefix: prefixOf(text), place })
    open(draft, of, { name, scope: name, on: name, via, local, remote, place: placeOf("Peering", id) })
  }
}

// The far side of a tunnel is no segment, so these are seen nowhere: RFC 7335 and the discard prefix of RFC 6666.
const links = [
  { id: "ipv4", prefix: "192.0.0.0/29", own: "192.0.0.1", far: "192.0.0.2" },
  { id: "ipv6", prefix: "100::/126", own: "100::1", far: "100::2" }
].map((link) => ({
  id: link.id,
  prefix: prefixOf(link.prefix),
  own: Ip.Text.make(link.own),
  far: Ip.Text.make(link.far)
}))

const remotePrefixes = (draft: Draft, { id, tunnel }: RecordOf<"Vpn">): ReadonlyArray<Prefix.Text> => {
  if (tunnel._tag === "Ipsec") return [...new Set(tunnel.remotePrefixes)].sort()
  const owners = new Map<Prefix.Text, string>()
  for (const peer of tunnel.peers) {
    for (const prefix of peer.allowedPrefixes) {
      const owner = owners.get(prefix)
      if (owner !== undefined && owner !== peer.id) {
        const place = (of: string) => placeOf("Vpn", id, `tunnel.peers.${of}.allowedPrefixes`)
        draft.problem({ _tag: "NameTaken", ...place(peer.id), name: prefix, other: place(owner) })
      }
      owners.set(prefix, peer.id)
    }
  }
  return [...owners.keys()].sort()
}

const setOf = (texts: ReadonlyArray<string>): PrefixSet.PrefixSet => PrefixSet.fromPrefixes(texts.map(prefixOf))

/** A tunnel: its other side is the outside of an external network that only this router is on. */
export const addVpn = (draft: Draft, reader: Reader, vpn: RecordOf<"Vpn">): void => {
  const of = draft.routers.get(vpn.router)
  if (of === undefined) return
  const { gateway } = of.record
  const place = placeOf("Vpn", vpn.id)
  const listens = vpn.tunnel._tag === "Ipsec" ? familyOf(vpn.tunnel.remote) : undefined
  const addresses = (gateway?.addresses ?? []).filter((each) => listens === undefined || familyOf(each) === listens)
  if (gateway === undefined || addresses.length === 0) {
    const family = listens ?? 4
    draft.problem({ _tag: "NoGateway", ...placeOf("Vpn", vpn.id, "router"), router: vpn.router, family })
    return
  }
  const name = `vpn:${vpn.id}`
  const remote = remotePrefixes(draft, vpn)
  const local = vpn.tunnel._tag === "Ipsec" ? (vpn.tunnel.localPrefixes ?? connectedOf(of)) : connectedOf(of)
  const needed = links.filter(({ prefix }) => remote.some((text) => familyOf(text) === prefix.family))
  const inner = PrefixSet.union(PrefixSet.fromPrefixes(needed.map(({ prefix }) => prefix)), setOf(local))
  const outside = [...PrefixSet.toPrefixes(PrefixSet.difference(setOf(remote), inner))].map(Prefix.toText)
  const passing = [...new Set(local)].filter((text) =>
    needed.some(({ prefix }) => prefix.family === prefixOf(text).family)
  )
  draft.origins.set(`Network ${name}`, place)
  draft.networks.push({
    id: name,
    tenant: vpn.tenant,
    scope: name,
    kind: "external",
    subnets: needed.map(({ id, prefix }) => ({ id, prefix: Prefix.toText(prefix) })),
    upstreams: needed.map(({ far }) => far),
    outside,
    inbound: passing.map((prefix) => {
      const link = needed.find((each) => each.prefix.family === prefixOf(prefix).family)!
      return { id: derived("in", prefix), prefix, via: [link.own] }
    })
  })
  draft.more.segments.push({ network: name, role: "vpn", mtu: reader.settings.mtu })
  const hosts = hostsOf(reader, of.record)
  draft.origins.set(`RouterInterface ${vpn.router}/${name}`, place)
  of.router.interfaces.push({
    id: name,
    network: name,
    addresses: needed.map(({ own }) => own),
    gatewayHosts: carriers(hosts)
  })
  open(draft, of, { name, scope: name, on: name, via: needed.map(({ far }) => far), remote, local: passing, place })
  if (vpn.tunnel._tag === "WireGuard") {
    for (const address of addresses) {
      const what = `udp ${address} ${vpn.tunnel.listenPort}`
      const at = placeOf("Vpn", vpn.id, "tunnel.listenPort")
      draft.claim({ _tag: "Name", within: `router ${vpn.router}`, what, owner: name, place: at })
    }
  }
  draft.more.vpns.push({
    vpn: vpn.id,
    router: vpn.router,
    interface: gatewayId(gateway.network),
    network: name,
    addresses,
    hosts,
    local: passing,
    remote,
    tunnel: vpn.tunnel
  })
}

/** A consumer of a served network: an interface there, behind which the router's subnets hide. */
export const addAttachment = (draft: Draft, reader: Reader, attachment: RecordOf<"ServiceAttachment">): void => {
  const of = draft.routers.get(attachment.router)
  const service = reader.get("ServiceNetwork", attachment.service)
  const network = service === undefined ? undefined : reader.get("Network", service.network)
  if (of === undefined || network === undefined || network.kind === "external") return
  draft.open.set(network.id, topologyNetwork(network, true))
  const id = `service:${attachment.id}`
  const place = placeOf("ServiceAttachment", attachment.id, "address")
  draft.origins.set(`RouterInterface ${attachment.router}/${id}`, place)
  of.router.interfaces.push({
    id,
    network: network.id,
    addresses: [attachment.address],
    gatewayHosts: carriers(hostsOf(reader, of.record))
  })
  claimAddress(draft, network.id, attachment.address, attachment.router, id, place)
  for (const { cidr } of network.subnets) {
    if (Prefix.contains(prefixOf(cidr), ipOf(attachment.address))) {
      of.elsewhere.push({ text: cidr, prefix: prefixOf(cidr), place })
    }
  }
  addSourceNat(draft, of, id, attachment.address, place)
}
