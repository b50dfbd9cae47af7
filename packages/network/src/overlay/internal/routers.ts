/**
 * Routers with their interfaces, gateways and what these bring: default routes and source NAT.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { ipOf, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import type { GatewayHost as TopologyGatewayHost } from "../../routing/Router.ts"
import type { RecordOf } from "../OverlayRecord.ts"
import type { GatewayHost } from "../RouterModel.ts"
import type { Draft, RouterDraft } from "./draft.ts"
import { derived, overlaps, placeOf } from "./draft.ts"
import { scopeOf, topologyNetwork } from "./networks.ts"
import type { Reader } from "./reader.ts"

/** The family of an address or a prefix. */
export const familyOf = (text: string): 4 | 6 => (text.includes(":") ? 6 : 4)

const covers = (cidr: Prefix.Text, addresses: ReadonlyArray<Ip.Text>): boolean => {
  const prefix = prefixOf(cidr)
  return addresses.some((address) => Prefix.contains(prefix, ipOf(address)))
}

/** The id of the interface on the external network. */
export const gatewayId = (network: string): string => `gateway:${network}`

/** Hosts that may carry an interface of a router: its own, else those of the settings. */
export const hostsOf = (reader: Reader, router: RecordOf<"Router">): ReadonlyArray<GatewayHost> => {
  if (reader.settings.hosts.length === 0) return []
  const own = router.gateway?.hosts ?? []
  return own.length > 0 ? own : reader.settings.gatewayHosts
}

/** The same as the topology has them. */
export const carriers = (hosts: ReadonlyArray<GatewayHost>): Array<TopologyGatewayHost> =>
  hosts.map((host) => ({ ...host, status: "up" as const }))

const addInterfaces = (draft: Draft, reader: Reader, to: RouterDraft): void => {
  for (const { addresses, id, mac, network: name } of to.record.interfaces) {
    const network = reader.get("Network", name)
    if (network === undefined) continue
    const at = placeOf("Router", to.record.id, `interfaces.${id}.network`)
    if (reader.isOpen(network)) {
      const expected = network.kind === "external" ? "internal" : "unserved"
      draft.problem({ _tag: "WrongNetwork", ...at, network: name, expected })
      continue
    }
    to.router.interfaces.push({ id, network: name, addresses, gatewayHosts: [], ...(mac === undefined ? {} : { mac }) })
    const scope = scopeOf(network)
    to.scopes.push(scope)
    for (const { cidr, gateway } of network.subnets) {
      if (!covers(cidr, addresses)) continue
      const place = placeOf("Router", to.record.id, `interfaces.${id}`)
      const leads = gateway !== undefined && addresses.includes(gateway)
      to.connected.push({ text: cidr, prefix: prefixOf(cidr), scope, network: name, place, leads })
    }
  }
  const scopes = [...new Set(to.scopes)].sort()
  to.scopes.splice(0, to.scopes.length, ...scopes)
}

/** Claims an address that a router's interface uses on a network that several parts are on. */
export const claimAddress = (
  draft: Draft,
  network: string,
  what: string,
  router: string,
  on: string,
  place: ReturnType<typeof placeOf>
): void => draft.claim({ _tag: "Address", within: network, what, owner: `interface ${router}/${on}`, place })

const addGateway = (draft: Draft, reader: Reader, to: RouterDraft): void => {
  const { gateway, id: router } = to.record
  if (gateway === undefined) return
  const network = reader.get("Network", gateway.network)
  if (network === undefined) return
  const at = placeOf("Router", router, "gateway.network")
  if (network.kind !== "external") {
    draft.problem({ _tag: "WrongNetwork", ...at, network: network.id, expected: "external" })
    return
  }
  draft.open.set(network.id, topologyNetwork(network, false))
  const id = gatewayId(network.id)
  const { addresses, mac } = gateway
  const place = placeOf("Router", router, "gateway")
  draft.origins.set(`RouterInterface ${router}/${id}`, place)
  to.router.interfaces.push({
    id,
    network: network.id,
    addresses,
    gatewayHosts: carriers(hostsOf(reader, to.record)),
    ...(mac === undefined ? {} : { mac })
  })
  for (const what of addresses) claimAddress(draft, network.id, what, router, id, place)
  if (mac !== undefined) {
    draft.claim({ _tag: "Mac", within: network.id, what: mac, owner: `interface ${router}/${id}`, place })
  }
  for (const { cidr } of network.subnets) {
    if (covers(cidr, addresses)) to.elsewhere.push({ text: cidr, prefix: prefixOf(cidr), place })
  }
}

/** Leaks by which the subnets of a family and what is outside reach each other as they are. */
const addRouted = (draft: Draft, to: RouterDraft, family: 4 | 6, outer: string): void => {
  const router = to.record.id
  const leak = (prefix: Prefix.Text, from: string, into: string): void => {
    const id = derived("routed", prefix, into)
    draft.origins.set(`RouteLeak ${router}/${id}`, placeOf("Router", router, "gateway.routed"))
    to.router.leaks.push({ id, prefix, from, to: into })
  }
  for (const { scope, text } of to.connected) {
    if (familyOf(text) === family && scope !== outer) leak(text, scope, outer)
  }
  for (const scope of to.scopes) if (scope !== outer) leak(Prefix.toText(Prefix.all(family)), outer, scope)
}

/** Default routes to the gateways of the external subnets, where nothing else says where the rest goes. */
export const addDefaults = (draft: Draft, reader: Reader, to: RouterDraft): void => {
  const { gateway, id: router } = to.record
  const network = gateway === undefined ? undefined : reader.get("Network", gateway.network)
  if (gateway === undefined || network?.kind !== "external") return
  for (const family of [4, 6] as const) {
    const prefix = Prefix.toText(Prefix.all(family))
    const via = network.subnets.flatMap((subnet) => {
      const use = subnet.gateway !== undefined && familyOf(subnet.cidr) === family
      return use && covers(subnet.cidr, gateway.addresses) ? [subnet.gateway] : []
    })
    if (via.length === 0) continue
    const outer = gateway.routed.includes(family) ? [scopeOf(network)] : []
    for (const scope of new Set([...to.scopes, ...outer])) {
      const given = to.router.routes.some(
        (route) => route.prefix === prefix && (route.scope === undefined || route.scope === scope)
      )
      if (given || to.router.leaks.some((leak) => leak.to === scope && leak.prefix === prefix)) continue
      const id = derived(`default${family}`, scope)
      draft.origins.set(`StaticRoute ${router}/${id}`, placeOf("Router", router, "gateway"))
      to.router.routes.push({
        id,
        scope,
        prefix,
        via: via.map((address) => ({ address, interface: gatewayId(network.id) }))
      })
    }
  }
}

/** Source NAT on an interface for every subnet of the family that is connected inside. */
export const addSourceNat = (
  draft: Draft,
  to: RouterDraft,
  on: string,
  external: Ip.Text,
  place: ReturnType<typeof placeOf>
): void => {
  for (const { scope, text } of to.connected) {
    if (familyOf(text) !== familyOf(external)) continue
    const id = derived("snat", on, text)
    draft.origins.set(`SourceNat ${to.record.id}/${id}`, place)
    to.router.sourceNats.push({ id, interface: on, scope, internal: text, external })
  }
}

/** Adds a router, but for what depends on other routers. */
export const addRouter = (draft: Draft, reader: Reader, record: RecordOf<"Router">): void => {
  const to: RouterDraft = {
    record,
    router: {
      id: record.id,
      tenant: record.tenant,
      interfaces: [],
      routes: [...record.routes],
      policies: [...record.policies],
      leaks: [...record.leaks],
      sourceNats: [],
      floatingAddresses: [],
      portForwards: []
    },
    connected: [],
    elsewhere: [],
    scopes: []
  }
  draft.routers.set(record.id, to)
  addInterfaces(draft, reader, to)
  addGateway(draft, reader, to)
  const { gateway } = record
  if (gateway === undefined || !draft.open.has(gateway.network)) return
  for (const family of gateway.sourceNat) {
    const external = gateway.addresses.find((address) => familyOf(address) === family)
    if (external !== undefined) {
      addSourceNat(draft, to, gatewayId(gateway.network), external, placeOf("Router", record.id, "gateway.sourceNat"))
    }
  }
  const outer = reader.get("Network", gateway.network)
  if (outer !== undefined) for (const family of gateway.routed) addRouted(draft, to, family, scopeOf(outer))
}

/** No two subnets on a router overlap, wherever they lead. */
export const checkOverlaps = (draft: Draft, to: RouterDraft): void => {
  const blocks = [...to.connected.map(({ place, prefix, text }) => ({ place, prefix, text })), ...to.elsewhere]
  for (const [outer, inner] of overlaps(blocks)) {
    draft.problem({
      _tag: "OverlapOnRouter",
      ...inner.place,
      router: to.record.id,
      prefix: inner.text,
      other: outer.place,
      otherPrefix: outer.text
    })
  }
}
