/**
 * What the checks of a topology share: tables of its parts, and the list of problems found so far.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { Router } from "../../routing/Router.ts"
import type { ElementKind, ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import { protocolNumber } from "../Packet.ts"
import type { Protocol } from "../Packet.ts"
import type { Network, Port, SecurityGroup, Topology } from "../Topology.ts"
import type { TopologyProblem } from "../TopologyProblem.ts"
import { ipOf, prefixOf } from "./pipelineDirectory.ts"
import { specialAddress } from "./specialAddresses.ts"

const byId = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyMap<string, A> =>
  new Map(list.map((item) => [item.id, item]))

/** Collects problems; parts that are not there are reported once, where they are referred to, and skipped elsewhere. */
export class Report {
  readonly topology: Topology
  readonly problems: Array<TopologyProblem> = []
  readonly hosts: ReadonlyMap<string, unknown>
  readonly tenants: ReadonlyMap<string, unknown>
  readonly scopes: ReadonlyMap<string, unknown>
  readonly networks: ReadonlyMap<string, Network>
  readonly ports: ReadonlyMap<string, Port>
  readonly routers: ReadonlyMap<string, Router>
  readonly groups: ReadonlyMap<string, SecurityGroup>
  readonly addressSets: ReadonlyMap<string, unknown>

  constructor(topology: Topology) {
    this.topology = topology
    this.hosts = byId(topology.hosts)
    this.tenants = byId(topology.tenants)
    this.scopes = byId(topology.scopes)
    this.networks = byId(topology.networks)
    this.ports = byId(topology.ports)
    this.routers = byId(topology.routers)
    this.groups = byId(topology.securityGroups)
    this.addressSets = byId(topology.addressSets)
  }

  add(problem: TopologyProblem): void {
    this.problems.push(problem)
  }

  /** The part an id refers to, or a problem. */
  find<A>(
    element: ElementRef,
    kind: ElementKind,
    table: ReadonlyMap<string, A>,
    ...path: ReadonlyArray<string>
  ): A | undefined {
    const id = path[path.length - 1] ?? ""
    const part = table.get(id)
    if (part === undefined) this.add({ _tag: "UnknownReference", element, target: Element.ref(kind, ...path) })
    return part
  }

  /** Reports different parts with one id among siblings (lists are sorted by id). */
  unique(kind: ElementKind, list: ReadonlyArray<{ readonly id: string }>, ...path: ReadonlyArray<string>): void {
    for (let at = 1; at < list.length; at++) {
      const id = list[at]!.id
      if (id === list[at - 1]!.id) this.add({ _tag: "DuplicateId", element: Element.ref(kind, ...path, id) })
    }
  }

  /** Reports addresses and prefixes of more than one family; `false` if there are. */
  sameFamily(element: ElementRef, ...values: ReadonlyArray<string | undefined>): boolean {
    const given = values.filter((value) => value !== undefined)
    if (new Set(given.map((value) => value.includes(":"))).size < 2) return true
    this.add({ _tag: "FamiliesDiffer", element, values: given })
    return false
  }

  /** Reports an address that no part may have. */
  ordinary(element: ElementRef, address: string): boolean {
    const special = specialAddress(ipOf(address))
    if (special === undefined) return true
    this.add({ _tag: "AddressUnusable", element, address, because: special })
    return false
  }

  /** Reports an address that is not one for hosts in a subnet of the network. */
  onNetwork(element: ElementRef, address: string, network: Network): void {
    if (!this.ordinary(element, address)) return
    const ip = ipOf(address)
    const subnet = network.subnets.map((each) => prefixOf(each.prefix)).find((prefix) => Prefix.contains(prefix, ip))
    if (subnet === undefined) {
      this.add({ _tag: "AddressOutside", element, address, network: network.id })
      return
    }
    const is = (other: Ip.Ip | undefined): boolean => other !== undefined && Ip.equals(ip, other)
    if (is(Prefix.network(subnet))) this.add({ _tag: "AddressUnusable", element, address, because: "Network" })
    if (is(Prefix.broadcast(subnet))) this.add({ _tag: "AddressUnusable", element, address, because: "Broadcast" })
  }

  /** Reports an address for translations that, where it is on the link, is not one for hosts. */
  external(element: ElementRef, address: string, network: Network | undefined): void {
    const ip = ipOf(address)
    const near = network?.subnets.some((subnet) => Prefix.contains(prefixOf(subnet.prefix), ip)) === true
    if (near) this.onNetwork(element, address, network)
    else this.ordinary(element, address)
  }

  /** Reports fields that go only with certain protocols; a protocol by its number counts like its name. */
  protocol(
    element: ElementRef,
    rule: { readonly protocol: Protocol; readonly ports?: unknown; readonly icmp?: unknown },
    family: 4 | 6 | undefined
  ): void {
    const number = protocolNumber(rule.protocol)
    const meaningless = (field: string): void => this.add({ _tag: "MeaninglessField", element, field })
    if (rule.ports !== undefined && number !== 6 && number !== 17) meaningless("ports")
    if (rule.icmp !== undefined && number !== 1 && number !== 58) meaningless("icmp")
    if ((family === 4 && number === 58) || (family === 6 && number === 1)) meaningless("protocol")
  }

  /** Reports a range whose ends are exchanged. */
  range(element: ElementRef, range: { readonly first: number; readonly last: number } | undefined): void {
    if (range !== undefined && range.first > range.last) {
      this.add({ _tag: "RangeReversed", element, first: range.first, last: range.last })
    }
  }
}
