/**
 * Logical switches: segments, guests' ports, the wire of an external network, the port where metadata is answered.
 *
 * @since 0.1.0
 */
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import type { Port } from "../../../topology/Topology.ts"
import { to } from "../NorthboundRow.ts"
import { familyOf, keys, macFor, names } from "./names.ts"
import type { Draft, Segment } from "./world.ts"
import { subnetAround } from "./world.ts"

/** Where metadata is answered. */
export const metadataAddress = "169.254.169.254"

const securityOf = ({ addresses, addressPairs, mac, portSecurity }: Port): ReadonlySet<string> => {
  if (!portSecurity) return new Set()
  const pairs = Map.groupBy(addressPairs, (pair) => pair.mac ?? mac)
  const own = [mac, ...addresses, ...(pairs.get(mac) ?? []).map(({ prefix }) => prefix)].join(" ")
  const others = [...pairs].filter(([other]) => other !== mac)
  return new Set([own, ...others.map(([other, list]) => [other, ...list.map(({ prefix }) => prefix)].join(" "))])
}

/** The subnet whose DHCP a port gets: the first one with an address of the port. */
const dhcpOf = (draft: Pick<Draft, "part">, port: string, family: 4 | 6) =>
  draft.part.dhcp.find(
    ({ guests, options, prefix }) =>
      familyOf(prefix) === family &&
      (options._tag === "V4" || options.mode === "stateful") &&
      guests.some((guest) => guest.port === port)
  )

const addPort = (draft: Draft, port: Port): void => {
  const { addressPairs, addresses, enabled, host, id, mac, network } = port
  const key = keys.port(id)
  const [four, six] = [dhcpOf(draft, id, 4), dhcpOf(draft, id, 6)]
  const hostname = four?.guests.find((guest) => guest.port === id)?.hostname
  const macs = new Set(addressPairs.flatMap((pair) => (pair.mac === undefined || pair.mac === mac ? [] : [pair.mac])))
  draft.rows.row(Nb.LogicalSwitchPort, key, {
    name: id,
    type: "",
    addresses: new Set([[mac, ...addresses].join(" "), ...macs]),
    port_security: securityOf(port),
    enabled,
    options: new Map([
      ...(host === undefined ? [] : [["requested-chassis", host] as const]),
      ...(hostname === undefined ? [] : [["hostname", JSON.stringify(hostname)] as const])
    ]),
    dhcpv4_options: four && to(Nb.DhcpOptions, keys.dhcp(network, four.subnet)),
    dhcpv6_options: six && to(Nb.DhcpOptions, keys.dhcp(network, six.subnet))
  })
  draft.rows.join(Nb.LogicalSwitch, keys.network(network), "ports", [key])
}

/** The port of a network's wire. */
const addWire = (draft: Draft, { network, segment }: Segment): void => {
  if (segment.physicalNetwork === undefined) return
  const key = `wire/${network.id}`
  draft.rows.row(Nb.LogicalSwitchPort, key, {
    name: names.wire(network.id),
    type: "localnet",
    addresses: new Set(["unknown"]),
    options: new Map([["network_name", segment.physicalNetwork]]),
    tag: segment.vlan
  })
  draft.rows.join(Nb.LogicalSwitch, keys.network(network.id), "ports", [key])
}

const addMetadata = (draft: Draft, network: string): void => {
  const key = `metadata/${network}`
  draft.rows.row(Nb.LogicalSwitchPort, key, {
    name: names.metadata(network),
    type: "localport",
    addresses: new Set([`${macFor(key)} ${metadataAddress}`])
  })
  draft.rows.join(Nb.LogicalSwitch, keys.network(network), "ports", [key])
}

/** Switches of the part's own networks, with everything on them but routers. */
export const addSwitches = (draft: Draft): void => {
  for (const { id } of draft.part.topology.networks) {
    const made = draft.segments.get(id)
    // The far side of a tunnel is no segment.
    if (made === undefined || made.segment.role === "vpn") continue
    draft.rows.row(Nb.LogicalSwitch, keys.network(id), {
      name: id,
      // Frames with a VLAN tag of a guest's own would reach guests beside all rules.
      other_config: new Map([["vlan-passthru", "false"]])
    })
    addWire(draft, made)
  }
  for (const port of draft.part.topology.ports) addPort(draft, port)
  for (const { network } of draft.part.metadata) addMetadata(draft, network)
}

/** The router's interface on a network that is the gateway of the subnet around an address. */
export const leadsFrom = (draft: Pick<Draft, "part" | "segments">, network: string, prefix: string) => {
  for (const router of draft.part.topology.routers) {
    for (const on of router.interfaces) {
      if (on.network !== network) continue
      const made = draft.segments.get(network)
      if (made === undefined) continue
      if (on.addresses.some((address) => subnetAround(made.network, address)?.prefix === prefix)) {
        return { router, interface: on }
      }
    }
  }
  return undefined
}
