/**
 * The stages of ports and of the networks they are on: sending, security both ways, neighbours, arriving.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import { protocolNumber } from "../Packet.ts"
import type { Port, SecurityGroup, SecurityRule } from "../Topology.ts"
import { balancerRules } from "./pipelineBalancers.ts"
import type { Builder, Draft, Stages } from "./pipelineBuilder.ts"
import { drop, forward, otherwise, toAddress } from "./pipelineBuilder.ts"
import type { Directory, NetworkEntry, Owner, PortEntry, SubnetEntry } from "./pipelineDirectory.ts"
import { ipOf, NOWHERE, prefixOf } from "./pipelineDirectory.ts"
import { ANYWHERE, HERE, NEXT } from "./pipeline.ts"
import type { Action, Match, NamedSet, Rule, RuleList } from "./pipeline.ts"

/** All answers pass: the first list of ports whose groups are stateful. */
const answersPass = (direction: "in" | "out", builder: Builder, source: ElementRef): RuleList =>
  builder.list(`answers ${direction} ${source.id}`, () => [{ match: { state: "reply" }, action: forward(), source }])

const isBroadcast = (prefix: Prefix.Prefix, address: Ip.Ip): boolean => {
  const broadcast = Prefix.broadcast(prefix)
  return broadcast !== undefined && Ip.equals(broadcast, address)
}

/** The holders of an address without one of them; `undefined` when there are no others. */
const ownerBut = (owner: Owner | undefined, but: PortEntry | undefined): Owner | undefined => {
  if (but === undefined || owner?._tag !== "Holders") return owner
  const ports = owner.ports.filter((port) => port !== but)
  return ports.length === 0 ? undefined : { _tag: "Holders", ports }
}

/** The stages of all ports and networks. */
export const portStages = (builder: Builder, stages: Stages, directory: Directory) => {
  const { topology } = directory
  const groups = new Map(topology.securityGroups.map((group) => [group.id, group]))
  const addressSets = new Map(topology.addressSets.map((set) => [set.id, set]))
  const portsOfGroup = new Map<string, Array<Port>>()
  for (const port of topology.ports) {
    for (const group of port.securityGroups) {
      const ports = portsOfGroup.get(group)
      if (ports === undefined) portsOfGroup.set(group, [port])
      else ports.push(port)
    }
  }
  const sets = new Map<string, NamedSet>()
  const named = (element: ElementRef, prefixes: () => ReadonlyArray<Prefix.Prefix>): NamedSet => {
    const key = Element.print(element)
    const known = sets.get(key)
    if (known !== undefined) return known
    const made = { element, set: PrefixSet.fromPrefixes(prefixes()) }
    sets.set(key, made)
    return made
  }

  const remote = (rule: SecurityRule): Match => {
    const { remote } = rule
    switch (remote._tag) {
      case "Any":
        return {}
      case "Prefix": {
        const prefix = prefixOf(remote.prefix)
        return rule.direction === "ingress" ? { source: prefix } : { destination: prefix }
      }
      case "Group": {
        const set = named(Element.ref("SecurityGroup", remote.group), () =>
          (portsOfGroup.get(remote.group) ?? []).flatMap((port) => [
            ...port.addresses.map((text) => Prefix.host(ipOf(text))),
            ...port.addressPairs.map((pair) => prefixOf(pair.prefix))
          ])
        )
        return rule.direction === "ingress" ? { sourceIn: set } : { destinationIn: set }
      }
      case "AddressSet": {
        const set = named(Element.ref("AddressSet", remote.addressSet), () =>
          (addressSets.get(remote.addressSet)?.prefixes ?? []).map(prefixOf)
        )
        return rule.direction === "ingress" ? { sourceIn: set } : { destinationIn: set }
      }
    }
  }

  const securityRule = (group: SecurityGroup, rule: SecurityRule): Rule => {
    const protocol = protocolNumber(rule.protocol)
    return {
      match: {
        family: rule.family,
        ...remote(rule),
        ...(protocol === undefined ? {} : { protocol }),
        ...(rule.ports === undefined ? {} : { destinationPorts: rule.ports }),
        ...(rule.icmp === undefined ? {} : { icmpType: rule.icmp.type }),
        ...(rule.icmp?.code === undefined ? {} : { icmpCode: rule.icmp.code })
      },
      action: forward(),
      source: Element.ref("SecurityRule", group.id, rule.id)
    }
  }

  const allowances = (id: string, direction: "ingress" | "egress"): RuleList =>
    builder.list(`allowances ${direction} ${id}`, () => {
      const group = groups.get(id)
      if (group === undefined) return []
      return group.rules.filter((rule) => rule.direction === direction).map((rule) => securityRule(group, rule))
    })

  const judgements = {
    ingress: new Map<string, ReadonlyArray<RuleList>>(),
    egress: new Map<string, ReadonlyArray<RuleList>>()
  }
  const judged = ({ port }: PortEntry, direction: "ingress" | "egress"): ReadonlyArray<RuleList> => {
    const key = port.securityGroups.length === 1 ? port.securityGroups[0]! : port.securityGroups.join(" ")
    const known = judgements[direction].get(key)
    if (known !== undefined) return known
    const made = judge(port, direction)
    judgements[direction].set(key, made)
    return made
  }

  /** The lists a guarded port is judged by; answers first when its groups keep state. */
  const judge = (port: Port, direction: "ingress" | "egress"): ReadonlyArray<RuleList> => {
    const way = direction === "ingress" ? "in" : "out"
    const first = port.securityGroups[0] === undefined ? undefined : groups.get(port.securityGroups[0])
    const lists = port.securityGroups.map((id) => allowances(id, direction))
    if (first === undefined || !first.stateful) return lists
    return [answersPass(way, builder, Element.ref("SecurityGroup", first.id)), ...lists]
  }

  const ins = new Map<PortEntry, number>()

  /** The first stage of what a port sends. */
  const portOut = (entry: PortEntry): number => builder.add(portOutDraft(entry))

  const portOutDraft = (entry: PortEntry): Draft => {
    const { port } = entry
    const source = entry.element
    const rules = port.addresses.map((text): Rule => {
      return { match: toAddress(ipOf(text)), action: { _tag: "Refuse", reason: "OwnAddress" }, source }
    })
    const draft = { kind: "PortSecurityOut", element: source, lists: [{ rules }] } as const
    if (!port.enabled) return { ...draft, otherwise: otherwise(source, drop("PortDisabled")) }
    if (entry.host === NOWHERE) return { ...draft, otherwise: otherwise(source, drop("PortUnbound")) }
    if (entry.host >= 0 && topology.hosts[entry.host]?.status === "down") {
      return { ...draft, otherwise: otherwise(source, drop("Underlay")) }
    }
    if (!port.portSecurity) return { ...draft, otherwise: otherwise(source, forward()), next: send(entry) }
    const mayUse = (prefix: Prefix.Prefix): void => {
      rules.push({ match: { family: prefix.family, source: prefix }, action: forward(), source })
    }
    for (const text of port.addresses) mayUse(Prefix.host(ipOf(text)))
    for (const pair of port.addressPairs) mayUse(prefixOf(pair.prefix))
    return { ...draft, otherwise: otherwise(source, drop("PortSecurity")), next: guardOut(entry) }
  }

  const guardOut = (entry: PortEntry): number =>
    builder.add({
      kind: "SecurityOut",
      element: entry.element,
      lists: judged(entry, "egress"),
      otherwise: otherwise(entry.element, drop("SecurityGroup")),
      next: send(entry)
    })

  /** The pair addresses of which a port is a holder. */
  const held = ({ network, port }: PortEntry): ReadonlyArray<string> =>
    port.addressPairs.flatMap((pair) => {
      const prefix = prefixOf(pair.prefix)
      const address = Ip.format(prefix)
      const holds = prefix.length === Ip.bits(prefix.family) && network.owners.get(address)?._tag === "Holders"
      return holds ? [address] : []
    })

  /**
   * The sender's choice of next hop, one stage for all ports of a network with addresses in the same subnets; holders of
   * pair addresses have their own, because no switch sends a frame back to where it came from.
   */
  const send = (entry: PortEntry): number => {
    const { port, network } = entry
    const own = held(entry)
    const but = (address: string): PortEntry | undefined => (own.includes(address) ? entry : undefined)
    const addresses = port.addresses.map(ipOf)
    const subnets = network.subnets.filter((s) => addresses.some((address) => Prefix.contains(s.prefix, address)))
    // A guest that is a gateway itself does not send to itself.
    const gateways = subnets.filter((s) => s.subnet.gateway !== undefined && !port.addresses.includes(s.subnet.gateway))
    const names = (list: ReadonlyArray<SubnetEntry>): string => list.map((s) => s.subnet.id).join(" ")
    const holder = own.length === 0 ? "" : ` / ${port.id}`
    return builder.stage(`send ${network.network.id} ${names(subnets)} / ${names(gateways)}${holder}`, () => {
      const rules: Array<Rule> = []
      for (const address of own) {
        const ip = ipOf(address)
        const near = subnets.some((s) => Prefix.contains(s.prefix, ip))
        // The broadcast address is refused where all neighbours are.
        const broadcast = network.subnets.some((s) => isBroadcast(s.prefix, ip))
        if (!near || broadcast) continue
        rules.push({ match: toAddress(ip), action: forward(owner(network, address, entry)), source: network.element })
      }
      const subnetRef = (s: SubnetEntry): ElementRef => Element.ref("Subnet", network.network.id, s.subnet.id)
      for (const s of subnets) {
        const match = { family: s.prefix.family, destination: s.prefix }
        rules.push({ match, action: forward(neighbour(network)), source: subnetRef(s) })
      }
      for (const s of gateways) {
        const match = { family: s.prefix.family, source: s.prefix }
        rules.push({
          match,
          action: forward(handOver(network, s.subnet.gateway!, but(s.subnet.gateway!))),
          source: subnetRef(s)
        })
      }
      for (const family of [4, 6] as const) {
        const first = gateways.find((s) => s.prefix.family === family)
        if (first === undefined) continue
        const gateway = first.subnet.gateway!
        const action = forward(handOver(network, gateway, but(gateway)))
        rules.push({ match: { family }, action, source: subnetRef(first) })
      }
      return {
        kind: "Send",
        element: network.element,
        lists: [{ rules }],
        otherwise: otherwise(network.element, drop("NoGateway"))
      }
    })
  }

  const balancerTracker = (network: NetworkEntry): number => builder.tracker(`balancers ${network.network.id}`)

  /** Hands a packet of a port to the owner of an address; the network's load balancers see it before. */
  const handOver = (network: NetworkEntry, address: string, but?: PortEntry): number => {
    const target = owner(network, address, but)
    if (network.balancers.length === 0) return target
    return builder.stage(`balance ${nameOf(network, address, but)}`, () => ({
      kind: "NetworkBalancer",
      element: network.element,
      lists: [
        builder.list(`balancers ${network.network.id}`, () =>
          network.balancers.flatMap((balancer) =>
            balancerRules(balancer, {
              tracker: balancerTracker(network),
              to: NEXT,
              ownClients: true,
              catchAnswers: false
            })
          )
        )
      ],
      otherwise: otherwise(network.element, forward()),
      next: target
    }))
  }

  const arrive = (holder: Owner, network: NetworkEntry): Action => {
    switch (holder._tag) {
      case "Port":
        return forward(portIn(holder.port))
      case "Interface":
        return forward(stages.routerIn(holder.interface))
      case "Upstream":
        return forward(stages.outsideArrive(network))
      case "Holders": {
        const among = holder.ports.map((entry) => ({ source: entry.element, label: entry.port.id, to: portIn(entry) }))
        return among.length === 1 ? forward(among[0]!.to) : { _tag: "Choose", kind: "Neighbour", among }
      }
    }
  }

  const ownerRef = (holder: Owner, network: NetworkEntry): ElementRef => {
    switch (holder._tag) {
      case "Port":
        return holder.port.element
      case "Interface":
        return Element.ref("RouterInterface", holder.interface.router.router.id, holder.interface.interface.id)
      default:
        return network.element
    }
  }

  // An external network reaches every host that uses it over its own cables, not over the underlay's tunnels.
  const wire = (network: NetworkEntry): number => (network.external ? ANYWHERE : HERE)

  /** The owner of the destination. */
  const neighbour = (network: NetworkEntry): number =>
    builder.stage(`neighbour ${network.network.id}`, () => {
      const rules: Array<Rule> = []
      for (const { subnet, prefix } of network.subnets) {
        const broadcast = Prefix.broadcast(prefix)
        if (broadcast === undefined) continue
        const source = Element.ref("Subnet", network.network.id, subnet.id)
        rules.push({ match: toAddress(broadcast), action: { _tag: "Refuse", reason: "SubnetBroadcast" }, source })
      }
      for (const [address, holder] of network.owners) {
        const source = ownerRef(holder, network)
        rules.push({ match: toAddress(ipOf(address)), action: arrive(holder, network), source })
      }
      return {
        kind: "Neighbour",
        element: network.element,
        host: wire(network),
        lists: [{ rules }],
        otherwise: otherwise(network.element, drop("NoNeighbour"))
      }
    })

  const nameOf = (network: NetworkEntry, address: string, but: PortEntry | undefined): string =>
    `${network.network.id} ${address}${but === undefined ? "" : ` / ${but.port.id}`}`

  /** The owner of a given address, whatever the destination; of several holders another one than `but`. */
  const owner = (network: NetworkEntry, address: string, but?: PortEntry): number => {
    const holder = ownerBut(network.owners.get(address), but)
    if (!network.external && holder?._tag === "Port") return portIn(holder.port)
    if (!network.external && holder?._tag === "Interface") return stages.routerIn(holder.interface)
    return builder.stage(`owner ${nameOf(network, address, but)}`, () => {
      return {
        kind: "Neighbour",
        element: network.element,
        host: wire(network),
        otherwise:
          holder === undefined
            ? otherwise(network.element, drop("NoNeighbour"))
            : otherwise(ownerRef(holder, network), arrive(holder, network))
      }
    })
  }

  /** The first stage of what a port receives. */
  const portIn = (entry: PortEntry): number => {
    const known = ins.get(entry)
    if (known !== undefined) return known
    const made = builder.add(portInDraft(entry))
    ins.set(entry, made)
    return made
  }

  const portInDraft = (entry: PortEntry): Draft => {
    const { port, network } = entry
    const source = entry.element
    const host = Math.max(entry.host, HERE)
    if (!port.enabled || entry.host === NOWHERE) {
      const reason = port.enabled ? "PortUnbound" : "PortDisabled"
      return { kind: "PortArrive", element: source, otherwise: otherwise(source, drop(reason)) }
    }
    if (network.balancers.length > 0) {
      const through = otherwise(source, forward())
      const tracker = balancerTracker(network)
      return {
        kind: "BalancerReturn",
        element: source,
        host,
        tracker,
        otherwise: through,
        next: builder.add(guardInDraft(entry, HERE))
      }
    }
    return guardInDraft(entry, host)
  }

  const guardInDraft = (entry: PortEntry, host: number): Draft =>
    entry.port.portSecurity
      ? {
          kind: "SecurityIn",
          element: entry.element,
          host,
          lists: judged(entry, "ingress"),
          otherwise: otherwise(entry.element, drop("SecurityGroup")),
          next: builder.add(arriveDraft(entry, HERE))
        }
      : arriveDraft(entry, host)

  const arriveDraft = (entry: PortEntry, host: number): Draft => {
    const { port } = entry
    const source = entry.element
    const deliver = (addressed: boolean): Action => ({
      _tag: "Deliver",
      to: { _tag: "Port", port: port.id, addressed }
    })
    const rules: Array<Rule> = port.addresses.map((text) => ({
      match: toAddress(ipOf(text)),
      action: deliver(true),
      source
    }))
    const pairs = port.addressPairs.map((pair) => prefixOf(pair.prefix)).sort((a, b) => b.length - a.length)
    for (const prefix of pairs) {
      const match = { family: prefix.family, destination: prefix }
      rules.push({ match, action: deliver(prefix.length === Ip.bits(prefix.family)), source })
    }
    const rest = port.portSecurity ? drop("PortSecurity") : deliver(false)
    return {
      kind: "PortArrive",
      element: source,
      host,
      lists: [{ rules }],
      otherwise: otherwise(source, rest)
    }
  }

  return { portOut, portIn, neighbour, owner, held, handOver }
}
