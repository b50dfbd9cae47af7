/**
 * What guests are told and how fast they are: DHCP options, names, limits.
 *
 * @since 0.1.0
 */
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import * as Ip from "../../../Ip.ts"
import { ipOf, prefixOf } from "../../../topology/internal/pipelineDirectory.ts"
import type { DhcpIntent } from "../../IntentPart.ts"
import type { RateLimit } from "../../QosModel.ts"
import { keys, macFor, names, quoted } from "./names.ts"
import { leadsFrom, metadataAddress } from "./switches.ts"
import { spareAddress } from "./translations.ts"
import type { Draft } from "./world.ts"

const listed = (items: ReadonlyArray<string>): string => `{${items.join(", ")}}`

const optionsOf = (draft: Draft, told: DhcpIntent): ReadonlyMap<string, string> => {
  const { gateway, network, options, prefix, resolver } = told
  const serverMac = macFor(`dhcp ${network}`)
  if (options._tag === "V6") {
    return new Map([
      ["server_id", serverMac],
      ...(options.dnsServers.length > 0 ? [["dns_server", listed(options.dnsServers)] as const] : []),
      ...(options.domain === undefined ? [] : [["domain_search", JSON.stringify(options.domain)] as const])
    ])
  }
  const metadata = draft.part.metadata.some((each) => each.network === network)
  // Next hop 0.0.0.0: on the link (RFC 3442). Whoever reads these routes does not read the router option.
  const routes = [
    ...options.routes.map((route) => `${route.prefix},${route.via}`),
    ...(metadata ? [`${metadataAddress}/32,0.0.0.0`] : [])
  ]
  if (routes.length > 0 && gateway !== undefined) routes.push(`0.0.0.0/0,${gateway}`)
  const servers = resolver && gateway !== undefined ? [gateway] : options.dnsServers
  const many = (name: string, items: ReadonlyArray<string>) =>
    items.length > 0 ? [[name, listed(items)] as const] : []
  return new Map([
    ["lease_time", String(options.leaseSeconds)],
    ["mtu", String(told.mtu)],
    ["server_id", gateway ?? spareAddress(draft, network, prefixOf(prefix)) ?? metadataAddress],
    ["server_mac", serverMac],
    ...(gateway === undefined ? [] : [["router", gateway] as const]),
    ...many("dns_server", servers),
    ...many("ntp_server", options.ntpServers),
    ...many("classless_static_route", routes),
    ...(options.domain === undefined ? [] : [["domain_name", JSON.stringify(options.domain)] as const])
  ])
}

const addDhcp = (draft: Draft): void => {
  for (const told of draft.part.dhcp) {
    if (told.options._tag === "V6" && told.options.mode !== "stateful") continue
    draft.rows.row(Nb.DhcpOptions, keys.dhcp(told.network, told.subnet), {
      cidr: told.prefix,
      options: optionsOf(draft, told)
    })
  }
}

/** The name under which an address is asked for backwards (RFC 1035 section 3.5, RFC 3596 section 2.5). */
const backwards = (address: string): string => {
  if (!address.includes(":")) return `${address.split(".").toReversed().join(".")}.in-addr.arpa`
  const digits = Ip.toBigInt(ipOf(address)).toString(16).padStart(32, "0")
  return `${[...digits].toReversed().join(".")}.ip6.arpa`
}

const addDns = (draft: Draft): void => {
  for (const { entries, networks, reverse, source, zone } of draft.part.dns) {
    const records = new Map<string, string>()
    for (const { data, name } of entries) {
      if (data._tag !== "A" && data._tag !== "AAAA") continue
      const before = records.get(name)
      records.set(name, [...(before === undefined ? [] : [before]), ...data.addresses].join(" "))
    }
    for (const { address, name } of reverse) {
      const asked = backwards(address)
      if (!records.has(asked)) records.set(asked, name)
    }
    const key = `dns/${zone}/${source ?? ""}`
    draft.rows.row(Nb.Dns, key, { records })
    for (const network of networks) draft.rows.join(Nb.LogicalSwitch, keys.network(network), "dns_records", [key])
  }
}

/** Kilobits: rates a second and bursts. A burst below a second's worth makes TCP much slower than the rate. */
const bandwidth = ({ bitsPerSecond, burstBytes }: RateLimit): ReadonlyMap<"rate" | "burst", number> => {
  const rate = Math.round(bitsPerSecond / 1000)
  return new Map([
    ["rate", rate],
    ["burst", burstBytes === undefined ? rate : Math.max(1, Math.ceil((burstBytes * 8) / 1000))]
  ])
}

const addQos = (draft: Draft): void => {
  for (const { egress, ingress, on } of draft.part.qos) {
    const external = on._tag === "FloatingIp" ? interfaceOf(draft, on.router, on.interface) : undefined
    const network =
      on._tag === "Port" ? draft.part.topology.ports.find(({ id }) => id === on.port)?.network : external?.network
    if (network === undefined) continue
    const port = quoted(on._tag === "Port" ? on.port : names.plug(on.router, on.interface))
    const address = on._tag === "Port" ? undefined : on.address
    const family = address?.includes(":") ? 6 : 4
    const limit = (
      name: string,
      rate: RateLimit | undefined,
      direction: "from-lport" | "to-lport",
      field: string
    ): void => {
      if (rate === undefined) return
      const key = `qos/${on._tag === "Port" ? `port/${on.port}` : `floating/${on.floatingIp}`}/${name}`
      const match = `${direction === "to-lport" ? "outport" : "inport"} == ${port}`
      draft.rows.row(Nb.QoS, key, {
        priority: 1000,
        direction,
        match: address === undefined ? match : `${match} && ip${family}.${field} == ${address}`,
        bandwidth: bandwidth(rate)
      })
      draft.rows.join(Nb.LogicalSwitch, keys.network(network), "qos_rules", [key])
    }
    limit("in", ingress, "to-lport", "dst")
    limit("out", egress, "from-lport", "src")
  }
}

const interfaceOf = (draft: Draft, router: string, on: string) =>
  draft.part.topology.routers.find(({ id }) => id === router)?.interfaces.find(({ id }) => id === on)

/** DHCP, names and limits. */
export const addServices = (draft: Draft): void => {
  addDhcp(draft)
  addDns(draft)
  addQos(draft)
}

/** Whether somebody advertises the prefix of a subnet with IPv6. */
export const isAdvertised = (draft: Pick<Draft, "part" | "segments">, { network, prefix }: DhcpIntent): boolean =>
  leadsFrom(draft, network, prefix) !== undefined
