/**
 * What is the case in the simulated network.
 *
 * @since 0.1.0
 */
import type { BalancingIntent, PartTopology, VpnIntent } from "../IntentPart.ts"
import type { Status } from "../OverlayDriver.ts"
import type { OverlaySettings } from "../OverlaySettings.ts"
import type { HeldElement } from "../SimulatedOverlay.ts"

/** All statuses by what they are of. */
export const statusesOf = (
  held: ReadonlyArray<HeldElement>,
  { hosts }: OverlaySettings,
  crashed: ReadonlySet<string>,
  unhealthy: ReadonlySet<string>
): ReadonlyMap<string, Status> => {
  const live = new Set(hosts.map(({ id }) => id).filter((id) => !crashed.has(id)))
  const found = new Map<string, Status>()
  const of = <A>(what: string) => held.filter((each) => each.what === what).map(({ value }) => value as A)
  for (const { enabled, host, id } of of<PartTopology["ports"][number]>("ports")) {
    const isThere = hosts.length === 0 || (host !== undefined && live.has(host))
    found.set(`Port ${id}`, { _tag: "Port", port: id, up: enabled && isThere, host: isThere ? host : undefined })
  }
  for (const { id, interfaces } of of<PartTopology["routers"][number]>("routers")) {
    for (const { gatewayHosts, id: on } of interfaces) {
      const able = gatewayHosts.filter(({ host, status }) => status === "up" && live.has(host))
      const [first] = able.toSorted((a, b) => b.priority - a.priority)
      if (gatewayHosts.length === 0) continue
      found.set(`Gateway ${id}/${on}`, { _tag: "Gateway", router: id, interface: on, host: first?.host })
    }
  }
  for (const { balancer, listeners } of of<BalancingIntent>("balancing")) {
    for (const listener of listeners) {
      for (const { id } of listener.members) {
        const member = `${balancer}/${listener.id}/${id}`
        found.set(`Member ${member}`, { _tag: "Member", member, healthy: !unhealthy.has(member) })
      }
    }
  }
  for (const { tunnel, vpn } of of<VpnIntent>("vpns")) {
    const peers = tunnel._tag === "WireGuard" ? tunnel.peers.map(({ id }) => id) : [tunnel.remote]
    for (const peer of peers) found.set(`Tunnel ${vpn}/${peer}`, { _tag: "Tunnel", vpn, peer, up: true })
  }
  return found
}
