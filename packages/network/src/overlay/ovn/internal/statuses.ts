/**
 * What is the case now, from the rows of both databases.
 *
 * @since 0.1.0
 */
import type { LoadBalancer, LogicalRouterPort, LogicalSwitchPort } from "@cloudwright/ovsdb/generated/OvnNorthbound"
import type { PortBinding, ServiceMonitor } from "@cloudwright/ovsdb/generated/OvnSouthbound"
import type * as Operation from "@cloudwright/ovsdb/Operation"
import type { Status } from "../../OverlayDriver.ts"
import { keyOf } from "../RowDiff.ts"

/** Rows of the northbound database, of any owner. */
export interface Northern {
  readonly ports: ReadonlyArray<LogicalSwitchPort>
  readonly interfaces: ReadonlyArray<LogicalRouterPort>
  readonly balancers: ReadonlyArray<LoadBalancer>
}

/** Rows of the southbound database; `hosts` by the UUID of their chassis. */
export interface Southern {
  readonly bindings: ReadonlyArray<Pick<PortBinding, "logical_port" | "type" | "up" | "chassis">>
  readonly hosts: ReadonlyMap<string, string>
  readonly monitors: ReadonlyArray<Pick<ServiceMonitor, "ip" | "port" | "protocol" | "status">>
}

/** The mark of a load balancer that tells which member has which address: `m1=10.0.0.11=80,m2=…`. */
export const membersMark = "cloudwright:members"

const pathOf = (owner: string, row: object, kind: string): ReadonlyArray<string> | undefined => {
  const [first, ...path] = keyOf(owner, row as Operation.Cells)?.split("/") ?? []
  return first === kind ? path : undefined
}

/** All statuses, by a name of what they are about. */
export const statusesOf = (owner: string, north: Northern, south: Southern): ReadonlyMap<string, Status> => {
  const found = new Map<string, Status>()
  const bound = new Map(south.bindings.map((row) => [row.logical_port, row]))
  const hostOf = (name: string): string | undefined => {
    const at = bound.get(name)?.chassis
    return at === undefined ? undefined : south.hosts.get(at)
  }
  for (const row of north.ports) {
    const [port] = pathOf(owner, row, "port") ?? []
    if (port === undefined) continue
    const up = bound.get(row.name)?.up === true
    found.set(`port ${port}`, { _tag: "Port", port, up, host: hostOf(row.name) })
  }
  for (const row of north.interfaces) {
    const [router, on] = pathOf(owner, row, "interface") ?? []
    if (router === undefined || on === undefined || row.gateway_chassis.size === 0) continue
    // What is centralised is bound under a name of its own (ovn-sb(5), Port_Binding, type chassisredirect).
    const host = hostOf(`cr-${row.name}`)
    found.set(`gateway ${row.name}`, { _tag: "Gateway", router, interface: on, host })
  }
  const health = new Map(south.monitors.map((row) => [`${row.protocol ?? "tcp"} ${row.ip} ${row.port}`, row.status]))
  for (const row of north.balancers) {
    const path = pathOf(owner, row, "balancer")
    if (path === undefined) continue
    for (const entry of row.external_ids.get(membersMark)?.split(",") ?? []) {
      const [id, address, port] = entry.split("=")
      const status = health.get(`${row.protocol ?? "tcp"} ${address} ${port}`)
      if (id === undefined || status === undefined) continue
      const member = [...path, id].join("/")
      found.set(`member ${member}`, { _tag: "Member", member, healthy: status === "online" })
    }
  }
  return found
}
