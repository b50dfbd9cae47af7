/**
 * Translations of routers: source NAT, floating addresses (centralised: distributed ones break load balancing to the same
 * guest), port forwards (load balancers of one member), load balancers.
 *
 * @since 0.1.0
 */
import * as Nb from "@cloudwright/ovsdb/generated/OvnNorthbound"
import * as Ip from "../../../Ip.ts"
import * as Prefix from "../../../Prefix.ts"
import { prefixOf } from "../../../topology/internal/pipelineDirectory.ts"
import type { BalancingIntent } from "../../IntentPart.ts"
import { to } from "../NorthboundRow.ts"
import { keys } from "./names.ts"
import { membersMark } from "./statuses.ts"
import type { Draft } from "./world.ts"
import { subnetAround } from "./world.ts"

const socket = (address: string, port: number): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`

/**
 * An address of a subnet that nobody has: what asks members how they are must be on their link, and must not be anybody's
 * address, since its owner would no longer be found.
 */
export const spareAddress = (
  draft: Pick<Draft, "part" | "segments">,
  network: string,
  prefix: Prefix.Prefix
): string | undefined => {
  const taken = new Set<string>()
  const { ports, routers } = draft.part.topology
  const of = draft.segments.get(network)?.network
  for (const { gateway } of of?.subnets ?? []) if (gateway !== undefined) taken.add(gateway)
  for (const port of ports) {
    if (port.network !== network) continue
    for (const address of port.addresses) taken.add(address)
    for (const pair of port.addressPairs) taken.add(Prefix.format(prefixOf(pair.prefix)).replace(/\/(32|128)$/, ""))
  }
  for (const { interfaces } of routers) {
    for (const on of interfaces) if (on.network === network) for (const address of on.addresses) taken.add(address)
  }
  const { first, last } = Prefix.hosts(prefix)
  for (let ip: Ip.Ip | undefined = last; ip !== undefined && Ip.compare(ip, first) >= 0; ip = Ip.add(ip, -1)) {
    const text = Ip.format(ip)
    if (!taken.has(text)) return text
  }
  return undefined
}

/** The port that has an address behind a load balancer, and from where to ask it how it is. */
export const probeOf = (
  draft: Pick<Draft, "part" | "segments">,
  balancer: BalancingIntent,
  address: string
): { readonly port: string; readonly source: string } | undefined => {
  const near = new Set(
    balancer.attachments.flatMap((each) =>
      each._tag === "Network"
        ? [
            each.network,
            ...draft.part.topology.routers
              .filter(({ interfaces }) => interfaces.some(({ network }) => network === each.network))
              .flatMap(({ interfaces }) => interfaces.map(({ network }) => network))
          ]
        : (draft.part.topology.routers.find(({ id }) => id === each.router)?.interfaces ?? []).map(
            ({ network }) => network
          )
    )
  )
  const port = draft.part.topology.ports.find(
    (each) => near.has(each.network) && each.addresses.some((own) => own === address)
  )
  const network = port === undefined ? undefined : draft.segments.get(port.network)?.network
  const subnet = network === undefined ? undefined : subnetAround(network, address)
  if (port === undefined || network === undefined || subnet === undefined) return undefined
  const source = spareAddress(draft, network.id, prefixOf(subnet.prefix))
  return source === undefined ? undefined : { port: port.id, source }
}

const addBalancer = (draft: Draft, balancer: BalancingIntent): void => {
  for (const { health, id, members, port, protocol, stickySeconds } of balancer.listeners) {
    const key = `balancer/${balancer.balancer}/${id}`
    const vip = socket(balancer.address, port)
    const probes =
      health === undefined ? [] : members.map(({ address }) => [address, probeOf(draft, balancer, address)] as const)
    draft.rows.row(Nb.LoadBalancer, key, {
      name: `${balancer.balancer}/${id}`,
      protocol: protocol === "udp" ? "udp" : "tcp",
      vips: new Map([[vip, members.map((member) => socket(member.address, member.port)).join(",")]]),
      ip_port_mappings: new Map(
        probes.flatMap(([address, probe]) => {
          if (probe === undefined) return []
          const bare = (text: string) => (text.includes(":") ? `[${text}]` : text)
          return [[bare(address), `${probe.port}:${bare(probe.source)}`] as const]
        })
      ),
      external_ids: new Map([
        [membersMark, members.map((member) => `${member.id}=${member.address}=${member.port}`).join(",")]
      ]),
      options: new Map(stickySeconds > 0 ? [["affinity_timeout", String(stickySeconds)]] : [])
    })
    if (health !== undefined) {
      const check = `${key}/health`
      const seconds = (millis: number): string => String(Math.max(1, Math.round(millis / 1000)))
      draft.rows.row(Nb.LoadBalancerHealthCheck, check, {
        vip,
        options: new Map([
          ["interval", seconds(health.intervalMillis)],
          ["timeout", seconds(health.timeoutMillis)],
          ["success_count", String(health.rise)],
          ["failure_count", String(health.fall)]
        ])
      })
      draft.rows.join(Nb.LoadBalancer, key, "health_check", [check])
    }
    for (const each of balancer.attachments) {
      if (each._tag === "Network") draft.rows.join(Nb.LogicalSwitch, keys.network(each.network), "load_balancer", [key])
      else draft.rows.join(Nb.LogicalRouter, keys.router(each.router), "load_balancer", [key])
    }
  }
}

/** Translations of the part's routers, and its load balancers. */
export const addTranslations = (draft: Draft): void => {
  for (const { floatingAddresses, id: router, portForwards, sourceNats } of draft.part.topology.routers) {
    const nat = (key: string, on: string, type: "snat" | "dnat_and_snat", external: string, internal: string): void => {
      draft.rows.row(Nb.Nat, key, {
        type,
        external_ip: external,
        logical_ip: internal,
        gateway_port: to(Nb.LogicalRouterPort, keys.interface(router, on))
      })
      draft.rows.join(Nb.LogicalRouter, keys.router(router), "nat", [key])
    }
    for (const { external, id, interface: on, internal } of sourceNats) {
      nat(`snat/${router}/${id}`, on, "snat", external, internal)
    }
    for (const { external, id, interface: on, internal } of floatingAddresses) {
      nat(`floating/${router}/${id}`, on, "dnat_and_snat", external, internal)
    }
    for (const { external, externalPort, id, internal, internalPort, protocol } of portForwards) {
      const key = `forward/${router}/${id}`
      draft.rows.row(Nb.LoadBalancer, key, {
        name: `${router}/${id}`,
        protocol,
        vips: new Map([[socket(external, externalPort), socket(internal, internalPort)]])
      })
      draft.rows.join(Nb.LogicalRouter, keys.router(router), "load_balancer", [key])
    }
  }
  for (const balancer of draft.part.balancing) addBalancer(draft, balancer)
}
