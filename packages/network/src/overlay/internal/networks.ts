/**
 * Networks, their ports, and what guests on them are told.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import { ipOf, prefixOf } from "../../topology/internal/pipelineDirectory.ts"
import type { Network as TopologyNetwork } from "../../topology/Topology.ts"
import type { DnsData } from "../DnsModel.ts"
import type { DhcpIntent, GuestIntent, SegmentIntent } from "../IntentPart.ts"
import type { RecordOf } from "../OverlayRecord.ts"
import type { Draft } from "./draft.ts"
import { placeOf } from "./draft.ts"
import type { Reader } from "./reader.ts"

type Network = RecordOf<"Network">
type Port = RecordOf<"Port">

/** The scope of a network. */
export const scopeOf = ({ scope, tenant }: Network): string => scope ?? tenant

const families = (text: string): 4 | 6 => (text.includes(":") ? 6 : 4)

/** A network as the topology has it; one that is served to others is external there, with nothing outside. */
export const topologyNetwork = (network: Network, served: boolean): TopologyNetwork => {
  const { external, id, kind, subnets, tenant } = network
  const common = {
    id,
    tenant,
    scope: scopeOf(network),
    subnets: subnets.map(({ cidr, gateway, id: subnet }) => ({
      id: subnet,
      prefix: cidr,
      ...(gateway === undefined ? {} : { gateway })
    }))
  }
  if (kind === "external") {
    const { inbound, outside, upstreams } = external ?? { inbound: [] }
    return {
      ...common,
      kind,
      inbound,
      ...(upstreams === undefined ? {} : { upstreams }),
      ...(outside === undefined ? {} : { outside })
    }
  }
  if (served) return { ...common, kind: "external", inbound: [], upstreams: [], outside: [] }
  return { ...common, kind, inbound: [] }
}

const mtuOf = (draft: Draft, reader: Reader, network: Network): number => {
  const { externalMtu, mtu } = reader.settings
  const largest = network.kind === "external" ? externalMtu : mtu
  const asked = network.mtu ?? largest
  if (asked > largest) draft.problem({ _tag: "MtuTooLarge", ...placeOf("Network", network.id, "mtu"), asked, largest })
  return asked
}

const checkSubnets = (draft: Draft, network: Network): void => {
  for (const { cidr, dhcp, gateway, id } of network.subnets) {
    const at = (field: string) => placeOf("Network", network.id, `subnets.${id}.${field}`)
    if (gateway !== undefined && !Prefix.contains(prefixOf(cidr), ipOf(gateway))) {
      draft.problem({ _tag: "AddressOutside", ...at("gateway"), address: gateway, within: [cidr] })
    }
    if (dhcp === undefined) continue
    const family = families(cidr)
    if ((dhcp._tag === "V4") !== (family === 4)) {
      draft.problem({ _tag: "FamilyWrong", ...at("dhcp"), value: cidr, family: dhcp._tag === "V4" ? 4 : 6 })
    }
    if (dhcp._tag === "V4") {
      const texts = [...dhcp.dnsServers, ...dhcp.ntpServers, ...dhcp.routes.flatMap(({ prefix, via }) => [prefix, via])]
      for (const value of texts.filter((text) => families(text) !== 4)) {
        draft.problem({ _tag: "FamilyWrong", ...at("dhcp"), value, family: 4 })
      }
    }
  }
}

const checkExternal = (draft: Draft, network: Network): void => {
  const at = placeOf("Network", network.id, "external")
  if (network.kind === "external" && network.external === undefined) draft.problem({ _tag: "FieldMissing", ...at })
  if (network.kind !== "external" && network.external !== undefined) draft.problem({ _tag: "FieldMeaningless", ...at })
}

const segmentOf = (network: Network, served: boolean, mtu: number): SegmentIntent => {
  if (network.kind === "external") {
    const { physicalNetwork, vlan } = network.external ?? {}
    return {
      network: network.id,
      role: "external",
      mtu,
      ...(physicalNetwork === undefined ? {} : { physicalNetwork }),
      ...(vlan === undefined ? {} : { vlan })
    }
  }
  return { network: network.id, role: served ? "service" : "internal", mtu }
}

const addressesOf = (draft: Draft, network: Network, port: Port): ReadonlyArray<Ip.Text> => {
  for (const { address, subnet } of port.addresses) {
    const place = placeOf("Port", port.id, "addresses")
    const block = network.subnets.find(({ id }) => id === subnet)
    if (block !== undefined && Prefix.contains(prefixOf(block.cidr), ipOf(address))) continue
    const within = block === undefined ? [] : [block.cidr]
    draft.problem({ _tag: "AddressOutside", ...place, address, within })
  }
  for (const { prefix } of port.addressPairs) {
    if (network.subnets.some(({ cidr }) => Prefix.contains(prefixOf(cidr), prefixOf(prefix)))) continue
    const within = network.subnets.map(({ cidr }) => cidr)
    draft.problem({ _tag: "PairOutside", ...placeOf("Port", port.id, "addressPairs"), prefix, within })
  }
  return [...new Set(port.addresses.map(({ address }) => address))].sort()
}

/** Ports of a group that rules name as remote stand for their addresses wherever they are. */
const joinGroups = (draft: Draft, reader: Reader, port: Port, addresses: ReadonlyArray<Ip.Text>): void => {
  for (const id of new Set(port.securityGroups)) {
    if (!draft.remotes.has(id)) {
      const group = reader.get("SecurityGroup", id)
      if (group !== undefined) draft.groups.set(id, group)
      draft.remotes.set(id, reader.users("SecurityGroup", "SecurityGroup", id).length > 0)
    }
    if (!draft.groups.has(id) || draft.remotes.get(id) !== true) continue
    const prefixes = new Set([
      ...addresses.map((address) => Prefix.toText(Prefix.host(ipOf(address)))),
      ...port.addressPairs.map(({ prefix }) => prefix)
    ])
    draft.more.memberships.push({ group: id, port: port.id, prefixes: [...prefixes].sort() })
  }
}

const limitPort = (draft: Draft, reader: Reader, port: Port): void => {
  const [policy, second] = reader.users("QosPolicy", "Port", port.id)
  if (policy === undefined) return
  if (second !== undefined) {
    const other = placeOf("QosPolicy", policy.id, "ports")
    const target = { kind: "Port", id: port.id } as const
    draft.problem({ _tag: "LimitTaken", ...placeOf("QosPolicy", second.id, "ports"), target, other })
  }
  const { egress, id, ingress } = policy
  draft.more.qos.push({
    policy: id,
    on: { _tag: "Port", port: port.id },
    ...(ingress === undefined ? {} : { ingress }),
    ...(egress === undefined ? {} : { egress })
  })
}

const addPort = (draft: Draft, reader: Reader, network: Network, open: boolean, port: Port): GuestIntent => {
  const addresses = addressesOf(draft, network, port)
  joinGroups(draft, reader, port, addresses)
  limitPort(draft, reader, port)
  const { addressPairs, enabled, host, hostname, id, mac, portSecurity, tenant } = port
  draft.ports.push({
    id,
    tenant,
    network: network.id,
    mac,
    addresses,
    // What is not there is a fault of the record.
    securityGroups: port.securityGroups.filter((group) => draft.groups.has(group)),
    portSecurity,
    addressPairs,
    enabled,
    ...(host === undefined ? {} : { host })
  })
  if (open) {
    const place = placeOf("Port", id, "addresses")
    const claim = { within: network.id, owner: `port ${id}` }
    for (const what of addresses) draft.claim({ _tag: "Address", ...claim, what, place })
    draft.claim({ _tag: "Mac", ...claim, what: mac, place: placeOf("Port", id, "mac") })
  }
  return { port: id, mac, addresses, ...(hostname === undefined ? {} : { hostname }) }
}

const tellGuests = (
  draft: Draft,
  network: Network,
  mtu: number,
  named: boolean,
  guests: ReadonlyArray<GuestIntent>
): void => {
  for (const { cidr, dhcp, gateway, id } of network.subnets) {
    if (dhcp === undefined) continue
    const prefix = prefixOf(cidr)
    const own = guests.flatMap((guest) => {
      const addresses = guest.addresses.filter((address) => Prefix.contains(prefix, ipOf(address)))
      return addresses.length === 0 ? [] : [{ ...guest, addresses }]
    })
    const intent: DhcpIntent = {
      network: network.id,
      subnet: id,
      prefix: cidr,
      options: dhcp,
      mtu: dhcp._tag === "V4" ? (dhcp.mtu ?? mtu) : mtu,
      resolver: named && dhcp.dnsServers.length === 0,
      guests: own,
      ...(gateway === undefined ? {} : { gateway })
    }
    draft.more.dhcp.push(intent)
  }
  if (network.metadata) draft.more.metadata.push({ network: network.id, guests })
}

const nameGuests = (
  draft: Draft,
  network: Network,
  zones: ReadonlyArray<RecordOf<"DnsZone">>,
  guests: ReadonlyArray<GuestIntent>
): void => {
  for (const [at, zone] of zones.entries()) {
    const same = zones.findIndex(({ name }) => name === zone.name)
    if (same < at) {
      const other = placeOf("DnsZone", zones[same]!.id, "networks")
      draft.problem({ _tag: "NameTaken", ...placeOf("DnsZone", zone.id, "networks"), name: zone.name, other })
    }
    if (!zone.automatic) continue
    const entries: Array<{ name: string; data: DnsData }> = []
    const reverse: Array<{ address: Ip.Text; name: string }> = []
    for (const { addresses, hostname, port } of guests) {
      if (hostname === undefined || addresses.length === 0) continue
      const name = `${hostname}.${zone.name}`
      const place = placeOf("Port", port, "hostname")
      draft.claim({ _tag: "Name", within: zone.id, what: name, owner: `port ${port}`, place })
      const four = addresses.filter((address) => families(address) === 4)
      const six = addresses.filter((address) => families(address) === 6)
      if (four.length > 0) entries.push({ name, data: { _tag: "A", addresses: four } })
      if (six.length > 0) entries.push({ name, data: { _tag: "AAAA", addresses: six } })
      reverse.push(...addresses.map((address) => ({ address, name })))
    }
    const { id, name, networks, ttlSeconds } = zone
    const on = [...new Set(networks)].sort()
    draft.more.dns.push({ zone: id, name, networks: on, source: network.id, ttlSeconds, entries, reverse })
  }
}

/** Adds a network with its ports and what its guests are told. */
export const addNetwork = (draft: Draft, reader: Reader, network: Network): void => {
  const open = reader.isOpen(network)
  const mtu = mtuOf(draft, reader, network)
  checkSubnets(draft, network)
  checkExternal(draft, network)
  checkUses(draft, reader, network)
  draft.networks.push(topologyNetwork(network, open))
  draft.more.segments.push(segmentOf(network, open, mtu))
  const guests = reader.users("Port", "Network", network.id).map((port) => addPort(draft, reader, network, open, port))
  const zones = reader.users("DnsZone", "Network", network.id)
  tellGuests(draft, network, mtu, zones.length > 0, guests)
  nameGuests(draft, network, zones, guests)
}

/** Floating addresses are on external networks, and those are not served to others. */
const checkUses = (draft: Draft, reader: Reader, network: Network): void => {
  const wrong = (kind: "FloatingIp" | "ServiceNetwork", expected: "external" | "internal") => {
    for (const { id } of reader.users(kind, "Network", network.id)) {
      draft.problem({ _tag: "WrongNetwork", ...placeOf(kind, id, "network"), network: network.id, expected })
    }
  }
  if (network.kind === "external") wrong("ServiceNetwork", "internal")
  else wrong("FloatingIp", "external")
}

/** Adds what is particular to a network on which several parts are: who leads outside, and addresses that are only kept. */
export const addOpen = (draft: Draft, reader: Reader, network: Network): void => {
  addNetwork(draft, reader, network)
  if (network.kind === "external") {
    const upstreams = network.external?.upstreams ?? []
    const gateways = network.subnets.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]))
    for (const what of new Set([...upstreams, ...gateways])) {
      const place = placeOf("Network", network.id, "subnets")
      draft.claim({ _tag: "Address", within: network.id, what, owner: "upstream", place })
    }
  }
  for (const { address, id, port } of reader.users("FloatingIp", "Network", network.id)) {
    const place = placeOf("FloatingIp", id, "address")
    const blocks = [
      ...network.subnets.map(({ cidr }) => cidr),
      ...(network.external?.inbound ?? []).map(({ prefix }) => prefix)
    ]
    if (network.kind === "external" && !blocks.some((prefix) => Prefix.contains(prefixOf(prefix), ipOf(address)))) {
      draft.problem({ _tag: "AddressOutside", ...place, address, within: blocks })
    }
    if (port !== undefined || reader.users("PortForward", "FloatingIp", id).length > 0) continue
    draft.claim({ _tag: "Address", within: network.id, what: address, owner: `floating ${id}`, place })
  }
}
