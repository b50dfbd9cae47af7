/**
 * What OVN can do for an overlay, and what of an intent it cannot.
 *
 * @since 0.1.0
 */
import type { ElementKind, ElementRef } from "../../topology/Element.ts"
import { ref } from "../../topology/Element.ts"
import type { Intent } from "../Intent.ts"
import type { BalancingIntent, IntentPart } from "../IntentPart.ts"
import type { Feature, OverlayCapabilities, Unsupported } from "../OverlayCapabilities.ts"
import type { GatewayHost } from "../RouterModel.ts"
import { familyOf } from "./internal/names.ts"
import { carriersOf, routingProblems } from "./internal/routers.ts"
import { isAdvertised } from "./internal/services.ts"
import { probeOf } from "./internal/translations.ts"
import type { World } from "./internal/world.ts"
import { subnetAround, worldOf } from "./internal/world.ts"

/**
 * What OVN 23.03 and later can do. The largest MTU is what Geneve leaves of 65535, hosts' underlays usually allow less.
 *
 * @since 0.1.0
 * @category constants
 */
export const capabilities: OverlayCapabilities = {
  driver: "ovn",
  features: new Set<Feature>([
    "address-pairs",
    "stateless-groups",
    "rule-logging",
    "ecmp",
    "policy-routes",
    "route-leaks",
    "gateway-failover",
    "floating-addresses",
    "port-forwards",
    "balancing",
    "balancing-health",
    "balancing-sticky",
    "dhcp",
    "router-advertisements",
    "dns",
    "metadata",
    "port-rate",
    "floating-rate",
    "ipv6",
    "vlan"
  ]),
  mtuMax: 65_477,
  established: "cut",
  notes: [
    "names are answered over UDP without EDNS alone, with the server's own time to live",
    "floating addresses are translated on the gateway's host, never on the guest's",
    "rates are enforced by meters; the first second's worth passes unless a burst is given",
    "a router answers echo requests to all of its addresses, from whatever scope",
    "health checks take whole seconds, and ask from the highest address of the members' subnet that nobody has",
    "router advertisements of guests pass on networks with stateful groups; those of routers have the higher preference",
    "connections that a rule notes are logged on the guest's host, at most 100 a second of a group"
  ]
}

type Found = (kind: ElementKind, path: ReadonlyArray<string>, feature: Unsupported["feature"], detail: string) => void

const checkBalancer = (world: World, balancer: BalancingIntent, found: Found): void => {
  const { balancer: id } = balancer
  for (const { health, id: listener, members, protocol, rules, stickySeconds } of balancer.listeners) {
    const path = [id, listener]
    if (protocol === "http" || rules.length > 0) {
      found("Listener", path, "balancing-http", "requests are not looked into: use tcp")
      continue
    }
    if (stickySeconds > 65_535) found("Listener", path, "limit", `sticky for ${stickySeconds} s, at most 65535 s`)
    if (health?.kind === "http") found("Listener", path, "balancing-health", "members are asked by tcp alone, not http")
    if (health === undefined) continue
    for (const member of members) {
      if (probeOf(world, balancer, member.address) !== undefined) continue
      const detail = `${member.address} is no port's address in a subnet with a spare one, so it cannot be asked`
      found("Member", [...path, member.id], "balancing-health", detail)
    }
  }
  for (const attachment of balancer.attachments) {
    if (attachment._tag === "Network") continue
    const router = world.part.topology.routers.find((each) => each.id === attachment.router)
    const near = (router?.interfaces ?? []).flatMap(({ network }) => world.segments.get(network)?.network ?? [])
    for (const { id: listener, members } of balancer.listeners) {
      for (const member of members) {
        if (near.some((network) => network.kind !== "external" && subnetAround(network, member.address) !== undefined))
          continue
        const detail = `${member.address} is in no subnet of router ${attachment.router}`
        found("Member", [id, listener, member.id], "balancing", detail)
      }
    }
  }
}

const checkRouters = (world: World, found: Found): void => {
  for (const router of world.part.topology.routers) {
    for (const [policy, detail] of routingProblems(world, router)) {
      found("PolicyRoute", [router.id, policy], "policy-routes", detail)
    }
    const translating = [...router.sourceNats, ...router.floatingAddresses, ...router.portForwards]
    for (const on of router.interfaces) {
      const made = world.segments.get(on.network)
      if (made?.network.kind !== "external" || made.segment.role === "vpn") continue
      if (carriersOf(world, on).length === 0) {
        const detail = "no host is named to carry it"
        found("RouterInterface", [router.id, on.id], "gateway-failover", detail)
      }
      const open = router.leaks.filter(({ from }) => from === made.network.scope)
      for (const leak of open) {
        const clash = translating.some(
          (each) => each.interface === on.id && familyOf(each.external) === familyOf(leak.prefix)
        )
        if (!clash) continue
        const detail = "what is translated on an interface cannot leave untranslated to some destinations"
        found("RouteLeak", [router.id, leak.id], "route-leaks", detail)
      }
    }
  }
}

const checkGuests = (world: World, found: Found): void => {
  const { dhcp, dns } = world.part
  for (const told of dhcp) {
    if (told.options._tag === "V6" && !isAdvertised(world, told)) {
      const detail = "no router has an address in the subnet, so nobody advertises it"
      found("Subnet", [told.network, told.subnet], "router-advertisements", detail)
    }
    if (told.options._tag === "V6" && told.options.dnsServers.length > 1 && told.options.mode !== "stateful") {
      const detail = `${told.options.dnsServers.length} servers, an advertisement carries 1`
      found("Subnet", [told.network, told.subnet], "limit", detail)
    }
    const others = dhcp.filter(
      (each) => each.network === told.network && familyOf(each.prefix) === familyOf(told.prefix)
    )
    if (others[0] === told) continue
    for (const { port } of told.guests) {
      if (!others.some((each) => each !== told && each.guests.some((guest) => guest.port === port))) continue
      found(
        "Port",
        [port],
        "dhcp",
        `a port is offered an address of one subnet of a family, not also of ${told.subnet}`
      )
    }
    if (told.options._tag === "V6") {
      found(
        "Subnet",
        [told.network, told.subnet],
        "router-advertisements",
        "one IPv6 subnet of a network is advertised"
      )
    }
  }
  for (const { entries, networks } of dns) {
    for (const { data, name } of entries) {
      if (data._tag === "A" || data._tag === "AAAA") continue
      found("Network", [networks[0] ?? ""], "dns", `${name}: ${data._tag} records are not answered, addresses are`)
    }
  }
}

const checkPart = (world: World): ReadonlyArray<Unsupported> => {
  const all: Array<Unsupported> = []
  const found: Found = (kind, path, feature, detail) => {
    const element: ElementRef = ref(kind, ...path)
    all.push({ element, feature, detail })
  }
  for (const { router, interface: on, tunnel, vpn } of world.part.vpns) {
    const feature = tunnel._tag === "Ipsec" ? "ipsec" : "wireguard"
    found("RouterInterface", [router, on], feature, `${vpn}: tunnels of routers end in no flow of this driver`)
  }
  for (const { mtu, network } of world.part.segments) {
    if (mtu > capabilities.mtuMax) found("Network", [network], "limit", `MTU ${mtu}, at most ${capabilities.mtuMax}`)
  }
  checkRouters(world, found)
  for (const balancer of world.part.balancing) checkBalancer(world, balancer, found)
  checkGuests(world, found)
  for (const { on, ...limits } of world.part.qos) {
    for (const limit of [limits.ingress, limits.egress]) {
      const burst = limit?.burstBytes
      if (burst !== undefined && Math.ceil((burst * 8) / 1000) > 4_294_967_295) {
        found("Port", [on._tag === "Port" ? on.port : on.floatingIp], "limit", `a burst of ${burst} bytes`)
      }
    }
  }
  return all
}

const known = new WeakMap<IntentPart, ReadonlyArray<readonly [ReadonlyArray<unknown>, ReadonlyArray<Unsupported>]>>()

/**
 * What of an intent is refused, by element. `gatewayHosts` as for the compiler.
 *
 * @since 0.1.0
 * @category getters
 */
export const unsupported = (
  intent: Intent,
  gatewayHosts: ReadonlyArray<GatewayHost> = []
): ReadonlyArray<Unsupported> =>
  [...intent.parts.values()].flatMap((part) => {
    const needed = part.needs.flatMap((id) => intent.parts.get(id) ?? [])
    const from: ReadonlyArray<unknown> = [gatewayHosts, ...needed]
    const before = known
      .get(part)
      ?.find(([key]) => key.length === from.length && key.every((each, at) => each === from[at]))
    if (before !== undefined) return before[1]
    const found = checkPart(worldOf(part, needed, gatewayHosts))
    known.set(part, [[from, found]])
    return found
  })
