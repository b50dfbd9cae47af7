/**
 * Security groups: port groups with access lists that allow, and for each network a port group of all guarded ports with
 * lists that drop the rest.
 *
 * @since 0.1.0
 */
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import type { SecurityGroup, SecurityRule } from "../../../topology/Topology.ts"
import { to } from "../NorthboundRow.ts"
import { familyOf, keys, names, protocolName, quoted, symbol } from "./names.ts"
import { metadataAddress } from "./switches.ts"
import type { Draft } from "./world.ts"

const priority = { drop: 1000, allow: 1001, service: 1002, closed: 1003 } as const

const protocolOf = ({ family, icmp, ports, protocol }: SecurityRule): ReadonlyArray<string> => {
  const name = protocolName(protocol)
  if (name === "any") return []
  if (name === "tcp" || name === "udp") {
    if (ports === undefined) return [name]
    const { first, last } = ports
    return [
      name,
      ...(first === last ? [`${name}.dst == ${first}`] : [`${name}.dst >= ${first}`, `${name}.dst <= ${last}`])
    ]
  }
  if (name === "icmp" || name === "icmp6") {
    // Of the other family no packet is.
    const own = name === "icmp" ? "icmp4" : "icmp6"
    return [
      ...(family === (name === "icmp" ? 4 : 6) ? [own] : ["0"]),
      ...(icmp === undefined ? [] : [`${own}.type == ${icmp.type}`]),
      ...(icmp?.code === undefined ? [] : [`${own}.code == ${icmp.code}`])
    ]
  }
  return [`ip.proto == ${name}`]
}

const remoteOf = ({ direction, family, remote }: SecurityRule): ReadonlyArray<string> => {
  const field = `ip${family}.${direction === "ingress" ? "src" : "dst"}`
  switch (remote._tag) {
    case "Any":
      return []
    case "Prefix":
      return [familyOf(remote.prefix) === family ? `${field} == ${remote.prefix}` : "0"]
    case "Group":
      return [`${field} == $${names.members(remote.group, family)}`]
    case "AddressSet":
      return [`${field} == $${names.set(remote.addressSet, family)}`]
  }
}

const matchOf = (group: string, rule: SecurityRule): string =>
  [
    `${rule.direction === "ingress" ? "outport" : "inport"} == @${names.group(group)}`,
    `ip${rule.family}`,
    ...protocolOf(rule),
    ...remoteOf(rule)
  ].join(" && ")

/** Notes of connections that rules let through, at most 100 a second of a group. */
const addMeter = (draft: Draft, group: string): string => {
  const name = symbol("log", group)
  const band = draft.rows.row(Nb.MeterBand, `log/${group}/band`, { action: "drop", rate: 100, burst_size: 100 })
  draft.rows.row(Nb.Meter, `log/${group}`, { name, unit: "pktps", bands: new Set([band]), fair: true })
  return name
}

const addGroup = (draft: Draft, { id, rules, stateful }: SecurityGroup): void => {
  const group = keys.group(id)
  const logged = new Set(draft.part.logging.flatMap((each) => (each.group === id ? [each.rule] : [])))
  const meter = logged.size > 0 ? addMeter(draft, id) : undefined
  draft.rows.row(Nb.PortGroup, group, { name: names.group(id) })
  for (const rule of rules) {
    const key = `rule/${id}/${rule.id}`
    const log = logged.has(rule.id)
    draft.rows.row(Nb.Acl, key, {
      name: log ? `${id}/${rule.id}`.slice(0, 63) : undefined,
      direction: rule.direction === "ingress" ? "to-lport" : "from-lport",
      priority: priority.allow,
      match: matchOf(id, rule),
      action: stateful ? "allow-related" : "allow-stateless",
      log,
      severity: log ? "info" : undefined,
      meter: log ? meter : undefined
    })
    draft.rows.join(Nb.PortGroup, group, "acls", [key])
  }
  for (const family of [4, 6] as const) {
    draft.rows.row(Nb.AddressSet, keys.members(id, family), {
      name: names.members(id, family),
      addresses: new Set<string>()
    })
  }
}

/** Lists of a network's guarded ports. */
const guard = (draft: Draft, network: string) => {
  const of = `@${names.guard(network)}`
  const group = keys.guard(network)
  draft.rows.row(Nb.PortGroup, group, { name: names.guard(network) })
  return (
    name: string,
    direction: "from-lport" | "to-lport",
    level: keyof typeof priority,
    match: string,
    action: "drop" | "allow-stateless" | "allow-related"
  ): void => {
    const key = `guard/${network}/${name}`
    const port = match.startsWith("@") ? [] : [`${direction === "to-lport" ? "outport" : "inport"} == ${of}`]
    draft.rows.row(Nb.Acl, key, {
      direction,
      priority: priority[level],
      match: [...port, match.replace(/^@/, "")].join(" && "),
      action,
      log: false
    })
    draft.rows.join(Nb.PortGroup, group, "acls", [key])
  }
}

/**
 * Neighbours are found whatever the groups say; who may claim which address is port security's business. These are predicates that
 * cannot be negated (ovn-sb(5), Logical_Flow): with a list that does, OVN logs a warning and leaves it out.
 */
const neighbours = "nd || nd_rs || mldv1 || mldv2"

const addGuard = (draft: Draft, network: string): void => {
  const ports = draft.part.topology.ports.filter((port) => port.network === network && port.portSecurity)
  if (ports.length === 0) return
  const acl = guard(draft, network)
  draft.rows.join(
    Nb.PortGroup,
    keys.guard(network),
    "ports",
    ports.map(({ id }) => keys.port(id))
  )
  acl("in", "to-lport", "drop", "ip", "drop")
  acl("out", "from-lport", "drop", "ip", "drop")
  acl("neighbours-in", "to-lport", "service", `(${neighbours} || nd_ra)`, "allow-stateless")
  acl("neighbours-out", "from-lport", "service", `(${neighbours})`, "allow-stateless")
  // Guests are no routers. With a stateful group on the network OVN lets these pass before it looks here.
  acl("router", "from-lport", "closed", "nd_ra", "drop")
  for (const { addressPairs, addresses, id } of ports) {
    // Port security with a MAC address alone would let every address pass.
    if (addresses.length === 0 && addressPairs.length === 0) {
      acl(`closed-in/${id}`, "to-lport", "closed", `@outport == ${quoted(id)} && ip`, "drop")
      acl(`closed-out/${id}`, "from-lport", "closed", `@inport == ${quoted(id)} && ip`, "drop")
    }
  }
  const told = draft.part.dhcp.filter((each) => each.network === network)
  if (told.some(({ options }) => options._tag === "V4")) {
    acl("dhcp4", "from-lport", "service", "ip4 && udp.src == 68 && udp.dst == 67", "allow-stateless")
  }
  if (told.some(({ options }) => options._tag === "V6" && options.mode === "stateful")) {
    acl("dhcp6", "from-lport", "service", "ip6 && udp.src == 546 && udp.dst == 547", "allow-stateless")
  }
  for (const { gateway, resolver, subnet } of told) {
    if (!resolver || gateway === undefined) continue
    const family = familyOf(gateway)
    const match = `ip${family}.dst == ${gateway} && udp.dst == 53`
    acl(`dns/${subnet}`, "from-lport", "service", match, "allow-related")
  }
  if (draft.part.metadata.some((each) => each.network === network)) {
    const match = `ip4.dst == ${metadataAddress} && tcp.dst == 80`
    acl("metadata", "from-lport", "service", match, "allow-related")
  }
}

/** Groups, sets, guards of the part's networks, and what its ports add to groups wherever they are. */
export const addGroups = (draft: Draft): void => {
  const { memberships, topology } = draft.part
  for (const group of topology.securityGroups) addGroup(draft, group)
  for (const { id, prefixes } of topology.addressSets) {
    for (const family of [4, 6] as const) {
      const addresses = new Set(prefixes.filter((prefix) => familyOf(prefix) === family))
      draft.rows.row(Nb.AddressSet, keys.set(id, family), { name: names.set(id, family), addresses })
    }
  }
  for (const { id } of topology.networks) if (draft.segments.get(id)?.segment.role !== "vpn") addGuard(draft, id)
  for (const port of topology.ports) {
    if (!port.portSecurity) continue
    for (const group of port.securityGroups) {
      draft.rows.join(Nb.PortGroup, keys.group(group), "ports", [to(Nb.LogicalSwitchPort, keys.port(port.id))])
    }
  }
  for (const { group, prefixes } of memberships) {
    for (const family of [4, 6] as const) {
      const members = prefixes.filter((prefix) => familyOf(prefix) === family)
      if (members.length > 0) draft.rows.join(Nb.AddressSet, keys.members(group, family), "addresses", members)
    }
  }
}
