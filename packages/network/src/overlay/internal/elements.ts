/**
 * Parts taken to pieces, as plans list them and as the simulated driver holds them.
 *
 * @since 0.1.0
 */
import type { IntentPart } from "../IntentPart.ts"

/** Something that a part consists of: its kind, its name among those of the kind, whose it is if it is one tenant's. */
export interface Element {
  readonly what: string
  readonly id: string
  readonly tenant: string | undefined
  readonly value: object
}

/** What a part consists of. */
export const elementsOf = (part: IntentPart): ReadonlyArray<Element> => {
  const alone = part.tenants.length === 1 ? part.tenants[0] : undefined
  const of = <A extends object>(what: string, list: ReadonlyArray<A>, id: (value: A) => string) =>
    list.map((value): Element => {
      const tenant = "tenant" in value ? (value.tenant as string) : alone
      return { what, id: id(value), tenant, value }
    })
  const byId = ({ id }: { readonly id: string }) => id
  const { topology } = part
  return [
    ...of("networks", topology.networks, byId),
    ...of("ports", topology.ports, byId),
    ...of("routers", topology.routers, byId),
    ...of("securityGroups", topology.securityGroups, byId),
    ...of("addressSets", topology.addressSets, byId),
    ...of("loadBalancers", topology.loadBalancers, byId),
    ...of("segments", part.segments, ({ network }) => network),
    ...of("dhcp", part.dhcp, ({ network, subnet }) => `${network}/${subnet}`),
    ...of("dns", part.dns, ({ source, zone }) => (source === undefined ? zone : `${zone}/${source}`)),
    ...of("metadata", part.metadata, ({ network }) => network),
    ...of("qos", part.qos, ({ on, policy }) => `${policy}/${on._tag === "Port" ? on.port : on.floatingIp}`),
    ...of("balancing", part.balancing, ({ balancer }) => balancer),
    ...of("vpns", part.vpns, ({ vpn }) => vpn),
    ...of("logging", part.logging, ({ group, rule }) => `${group}/${rule}`),
    ...of("memberships", part.memberships, ({ group, port }) => `${group}/${port}`)
  ]
}
