/**
 * Which features an intent asks for.
 *
 * @since 0.1.0
 */
import * as Element from "../../topology/Element.ts"
import type { Intent } from "../Intent.ts"
import type { IntentPart } from "../IntentPart.ts"
import type { Feature, OverlayCapabilities, Unsupported } from "../OverlayCapabilities.ts"

interface Need {
  readonly feature: Feature
  readonly element: Element.ElementRef
}

const isSix = (text: string): boolean => text.includes(":")

const ofTopology = ({ topology }: IntentPart): ReadonlyArray<Need> => {
  const need = (feature: Feature, yes: boolean, element: Element.ElementRef): ReadonlyArray<Need> =>
    yes ? [{ feature, element }] : []
  return [
    ...topology.networks.flatMap(({ id, subnets }) =>
      need(
        "ipv6",
        subnets.some(({ prefix }) => isSix(prefix)),
        Element.ref("Network", id)
      )
    ),
    ...topology.ports.flatMap(({ addressPairs, id }) =>
      need("address-pairs", addressPairs.length > 0, Element.ref("Port", id))
    ),
    ...topology.securityGroups.flatMap(({ id, stateful }) =>
      need("stateless-groups", !stateful, Element.ref("SecurityGroup", id))
    ),
    ...topology.routers.flatMap((router) => {
      const element = Element.ref("Router", router.id)
      const several = router.routes.some(({ via }) => Array.isArray(via) && via.length > 1)
      return [
        ...need("ecmp", several, element),
        ...need("policy-routes", router.policies.length > 0, element),
        ...need("route-leaks", router.leaks.length > 0, element),
        ...need("floating-addresses", router.floatingAddresses.length > 0, element),
        ...need("port-forwards", router.portForwards.length > 0, element),
        ...need(
          "gateway-failover",
          router.interfaces.some(({ gatewayHosts }) => gatewayHosts.length > 1),
          element
        )
      ]
    })
  ]
}

const ofServices = (part: IntentPart): ReadonlyArray<Need> => [
  ...part.logging.map(({ group, rule }): Need => ({
    feature: "rule-logging",
    element: Element.ref("SecurityRule", group, rule)
  })),
  ...part.dhcp.map(({ network, options, subnet }): Need => ({
    feature: options._tag === "V4" ? "dhcp" : "router-advertisements",
    element: Element.ref("Subnet", network, subnet)
  })),
  ...part.dns.flatMap(({ networks }) =>
    networks.map((id): Need => ({ feature: "dns", element: Element.ref("Network", id) }))
  ),
  ...part.metadata.map(({ network }): Need => ({ feature: "metadata", element: Element.ref("Network", network) })),
  ...part.qos.map(({ on }): Need =>
    on._tag === "Port"
      ? { feature: "port-rate", element: Element.ref("Port", on.port) }
      : { feature: "floating-rate", element: Element.ref("FloatingAddress", on.router, on.floatingIp) }
  ),
  ...part.balancing.flatMap(({ balancer, listeners }) => [
    { feature: "balancing" as const, element: Element.ref("LoadBalancer", balancer) },
    ...listeners.flatMap(({ health, id, protocol, stickySeconds }): ReadonlyArray<Need> => {
      const element = Element.ref("Listener", balancer, id)
      return [
        ...(protocol === "http" ? [{ feature: "balancing-http" as const, element }] : []),
        ...(health === undefined ? [] : [{ feature: "balancing-health" as const, element }]),
        ...(stickySeconds > 0 ? [{ feature: "balancing-sticky" as const, element }] : [])
      ]
    })
  ]),
  ...part.vpns.map(({ router, tunnel }): Need => ({
    feature: tunnel._tag === "WireGuard" ? "wireguard" : "ipsec",
    element: Element.ref("Router", router)
  })),
  ...part.segments.flatMap(({ network, vlan }): ReadonlyArray<Need> =>
    vlan === undefined ? [] : [{ feature: "vlan", element: Element.ref("Network", network) }]
  )
]

/** What of an intent is beyond capabilities: features that are not listed, and packets that are too large. */
export const unsupported = (
  intent: Intent,
  { driver, features, mtuMax }: OverlayCapabilities
): ReadonlyArray<Unsupported> =>
  [...intent.parts.values()].flatMap((part) => [
    ...[...ofTopology(part), ...ofServices(part)]
      .filter(({ feature }) => !features.has(feature))
      .map((need): Unsupported => ({ ...need, detail: `${driver} cannot do this` })),
    ...part.segments
      .filter(({ mtu, role }) => role !== "vpn" && mtu > mtuMax)
      .map(({ mtu, network }): Unsupported => {
        const detail = `an MTU of ${mtu} bytes, at most ${mtuMax}`
        return { element: Element.ref("Network", network), feature: "limit", detail }
      })
  ])
