/**
 * What must hold in a topology beyond the shape of its parts.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { Network, Port, SecurityRule, Topology } from "../Topology.ts"
import type { TopologyProblem } from "../TopologyProblem.ts"
import { prefixOf } from "./pipelineDirectory.ts"
import { checkBalancers } from "./topologyCheckBalancers.ts"
import { checkRouters } from "./topologyCheckRouters.ts"
import { Report } from "./topologyReport.ts"

const checkUnderlay = (report: Report): void => {
  for (const link of report.topology.links) {
    const element = Element.ref("Link", link.id)
    for (const host of link.hosts) report.find(element, "Host", report.hosts, host)
    if (link.hosts[0] === link.hosts[1]) report.add({ _tag: "LinkToItself", element })
  }
}

const checkExternalFields = (report: Report, network: Network, element: ElementRef): void => {
  if (network.kind !== "external") {
    if (network.upstreams !== undefined) report.add({ _tag: "MeaninglessField", element, field: "upstreams" })
    if (network.outside !== undefined) report.add({ _tag: "MeaninglessField", element, field: "outside" })
    if (network.inbound.length > 0) report.add({ _tag: "MeaninglessField", element, field: "inbound" })
    return
  }
  for (const address of network.upstreams ?? []) report.onNetwork(element, address, network)
  report.unique("InboundRoute", network.inbound, network.id)
  const prefixes = new Map<string, ElementRef>()
  for (const route of network.inbound) {
    const reference = Element.ref("InboundRoute", network.id, route.id)
    const other = prefixes.get(route.prefix)
    if (other !== undefined) {
      report.add({ _tag: "DuplicateRoute", elements: [other, reference], prefix: route.prefix })
    }
    prefixes.set(route.prefix, reference)
    if (route.via.length === 0) report.add({ _tag: "NoNextHop", element: reference })
    if (!report.sameFamily(reference, route.prefix, ...route.via)) continue
    for (const address of route.via) report.onNetwork(reference, address, network)
  }
}

const checkNetworks = (report: Report): void => {
  for (const network of report.topology.networks) {
    const element = Element.ref("Network", network.id)
    report.find(element, "Tenant", report.tenants, network.tenant)
    report.find(element, "Scope", report.scopes, network.scope)
    report.unique("Subnet", network.subnets, network.id)
    for (const subnet of network.subnets) {
      const reference = Element.ref("Subnet", network.id, subnet.id)
      if (subnet.gateway === undefined || !report.sameFamily(reference, subnet.prefix, subnet.gateway)) continue
      report.onNetwork(reference, subnet.gateway, { ...network, subnets: [subnet] })
    }
    checkExternalFields(report, network, element)
  }
}

/** Subnets of one scope share no address; what is declared to be outside is in none of them. */
const checkScopes = (report: Report): void => {
  interface Block {
    readonly element: ElementRef
    readonly text: string
    readonly prefix: Prefix.Prefix
  }
  const scopes = new Map<string, Array<Block>>()
  for (const network of report.topology.networks) {
    const blocks = scopes.get(network.scope) ?? []
    scopes.set(network.scope, blocks)
    for (const { id, prefix } of network.subnets) {
      blocks.push({ element: Element.ref("Subnet", network.id, id), text: prefix, prefix: prefixOf(prefix) })
    }
  }
  for (const [scope, blocks] of scopes) {
    // Of prefixes in order, one that overlaps an earlier one lies in the last that was not inside another.
    blocks.sort((a, b) => Prefix.compare(a.prefix, b.prefix))
    let outer: Block | undefined
    for (const block of blocks) {
      if (outer !== undefined && Prefix.contains(outer.prefix, block.prefix)) {
        const prefixes = [outer.text, block.text]
        report.add({ _tag: "SubnetsOverlap", scope, elements: [outer.element, block.element], prefixes })
      } else outer = block
    }
  }
  for (const network of report.topology.networks) {
    if (network.kind !== "external") continue
    for (const text of network.outside ?? []) {
      const prefix = prefixOf(text)
      const inside = scopes.get(network.scope)?.find((block) => Prefix.overlaps(block.prefix, prefix))
      if (inside === undefined) continue
      const element = Element.ref("Network", network.id)
      report.add({ _tag: "OutsideOverlaps", element, prefix: text, subnet: inside.element })
    }
  }
}

const checkGroups = (report: Report, port: Port, element: ElementRef): void => {
  const stateful: Array<string> = []
  const stateless: Array<string> = []
  for (const id of port.securityGroups) {
    const group = report.find(element, "SecurityGroup", report.groups, id)
    if (group === undefined) continue
    ;(group.stateful ? stateful : stateless).push(id)
    if (group.tenant === port.tenant) continue
    const target = Element.ref("SecurityGroup", id)
    report.add({ _tag: "ForeignReference", element, target, tenant: port.tenant, owner: group.tenant })
  }
  if (stateful.length > 0 && stateless.length > 0) report.add({ _tag: "GroupsConflict", element, stateful, stateless })
  if (!port.portSecurity && port.securityGroups.length > 0) report.add({ _tag: "GroupsUnenforced", element })
}

const checkPorts = (report: Report): void => {
  for (const port of report.topology.ports) {
    const element = Element.ref("Port", port.id)
    report.find(element, "Tenant", report.tenants, port.tenant)
    if (port.host !== undefined) report.find(element, "Host", report.hosts, port.host)
    checkGroups(report, port, element)
    const network = report.find(element, "Network", report.networks, port.network)
    if (network === undefined) continue
    if (network.kind === "tenant" && network.tenant !== port.tenant) {
      const target = Element.ref("Network", network.id)
      report.add({ _tag: "ForeignReference", element, target, tenant: port.tenant, owner: network.tenant })
    }
    for (const address of port.addresses) report.onNetwork(element, address, network)
  }
}

const checkRemote = (report: Report, element: ElementRef, { family, remote }: SecurityRule): void => {
  if (remote._tag === "Prefix" && prefixOf(remote.prefix).family !== family) {
    report.add({ _tag: "FamiliesDiffer", element, values: [`IPv${family}`, remote.prefix] })
  }
  if (remote._tag === "Group") report.find(element, "SecurityGroup", report.groups, remote.group)
  if (remote._tag === "AddressSet") report.find(element, "AddressSet", report.addressSets, remote.addressSet)
}

const checkSecurityGroups = (report: Report): void => {
  for (const group of report.topology.securityGroups) {
    report.find(Element.ref("SecurityGroup", group.id), "Tenant", report.tenants, group.tenant)
    report.unique("SecurityRule", group.rules, group.id)
    for (const rule of group.rules) {
      const element = Element.ref("SecurityRule", group.id, rule.id)
      report.range(element, rule.ports)
      report.protocol(element, rule, rule.family)
      checkRemote(report, element, rule)
    }
  }
}

const checkIds = (report: Report): void => {
  const { topology } = report
  report.unique("Host", topology.hosts)
  report.unique("Link", topology.links)
  report.unique("Tenant", topology.tenants)
  report.unique("Scope", topology.scopes)
  report.unique("Network", topology.networks)
  report.unique("Port", topology.ports)
  report.unique("Router", topology.routers)
  report.unique("SecurityGroup", topology.securityGroups)
  report.unique("AddressSet", topology.addressSets)
  report.unique("LoadBalancer", topology.loadBalancers)
}

/** Every address and every MAC address has one owner on a network. */
const checkOwners = (report: Report): void => {
  const macs = new Map<string, Map<string, Array<ElementRef>>>()
  const addresses = new Map<string, Map<string, Map<string, ElementRef>>>()
  const claim = (network: string, address: string, owner: string, element: ElementRef): void => {
    const owners = addresses.get(network) ?? new Map<string, Map<string, ElementRef>>()
    addresses.set(network, owners)
    const claims = owners.get(address) ?? new Map<string, ElementRef>()
    owners.set(address, claims)
    if (!claims.has(owner)) claims.set(owner, element)
  }
  const claimMac = (network: string, mac: string | undefined, element: ElementRef): void => {
    if (mac === undefined) return
    const owners = macs.get(network) ?? new Map<string, Array<ElementRef>>()
    macs.set(network, owners)
    owners.set(mac, [...(owners.get(mac) ?? []), element])
  }
  for (const port of report.topology.ports) {
    const element = Element.ref("Port", port.id)
    claimMac(port.network, port.mac, element)
    for (const address of port.addresses) claim(port.network, address, `port ${port.id}`, element)
  }
  for (const network of report.topology.networks) {
    const element = Element.ref("Network", network.id)
    for (const address of network.upstreams ?? []) claim(network.id, address, "upstream", element)
  }
  for (const router of report.topology.routers) {
    for (const each of router.interfaces) {
      const element = Element.ref("RouterInterface", router.id, each.id)
      claimMac(each.network, each.mac, element)
      for (const address of each.addresses) claim(each.network, address, `interface ${router.id}/${each.id}`, element)
    }
    // A translation shares an address with the interface it is on and with other translations there.
    for (const [kind, list] of [
      ["SourceNat", router.sourceNats],
      ["FloatingAddress", router.floatingAddresses],
      ["PortForward", router.portForwards]
    ] as const) {
      for (const each of list) {
        const on = router.interfaces.find((candidate) => candidate.id === each.interface)
        const element = Element.ref(kind, router.id, each.id)
        if (on !== undefined) claim(on.network, each.external, `interface ${router.id}/${on.id}`, element)
      }
    }
  }
  for (const balancer of report.topology.loadBalancers) {
    for (const attachment of balancer.attachments) {
      if (attachment._tag !== "Router") continue
      const on = report.routers.get(attachment.router)?.interfaces.find((each) => each.id === attachment.interface)
      if (on === undefined) continue
      const owner = `interface ${attachment.router}/${on.id}`
      claim(on.network, balancer.address, owner, Element.ref("LoadBalancer", balancer.id))
    }
  }
  // A gateway that no port and no interface has is an upstream router's, and no translation may take it.
  for (const { id, kind, subnets, upstreams } of report.topology.networks) {
    for (const { gateway, id: subnet } of kind === "external" && upstreams === undefined ? subnets : []) {
      const claims = gateway === undefined ? undefined : addresses.get(id)?.get(gateway)
      const own = [...(claims?.values() ?? [])].some((each) => each.kind === "Port" || each.kind === "RouterInterface")
      if (!own) claims?.set("upstream", Element.ref("Subnet", id, subnet))
    }
  }
  for (const [network, owners] of addresses) {
    for (const [address, claims] of owners) {
      if (claims.size > 1) report.add({ _tag: "AddressTaken", network, address, elements: [...claims.values()] })
    }
  }
  for (const [network, owners] of macs) {
    for (const [mac, elements] of owners) {
      if (elements.length > 1) report.add({ _tag: "MacTaken", network, mac, elements })
    }
  }
}

/** All problems of the content of a topology in normal form. */
export const problemsOf = (topology: Topology): ReadonlyArray<TopologyProblem> => {
  const report = new Report(topology)
  checkIds(report)
  checkUnderlay(report)
  checkNetworks(report)
  checkScopes(report)
  checkPorts(report)
  checkSecurityGroups(report)
  checkRouters(report)
  checkBalancers(report)
  checkOwners(report)
  return report.problems
}
