/**
 * What a part is compiled against: itself, and the networks of the parts that it needs.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../../Ip.ts"
import * as Prefix from "../../../Prefix.ts"
import { ipOf, prefixOf } from "../../../topology/internal/pipelineDirectory.ts"
import type { GatewayHost } from "../../RouterModel.ts"
import type { Network } from "../../../topology/Topology.ts"
import type { IntentPart, SegmentIntent } from "../../IntentPart.ts"
import type { RowGatherer } from "../NorthboundRow.ts"

/** A network and what it is made of. */
export interface Segment {
  readonly network: Network
  readonly segment: SegmentIntent
}

/** A part to be compiled. `gatewayHosts` carry interfaces that name no hosts. */
export interface World {
  readonly part: IntentPart
  readonly segments: ReadonlyMap<string, Segment>
  readonly gatewayHosts: ReadonlyArray<GatewayHost>
}

/** The same with the place where its rows go. */
export interface Draft extends World {
  readonly rows: RowGatherer
}

/** A part with those that it needs. */
export const worldOf = (
  part: IntentPart,
  needed: ReadonlyArray<IntentPart>,
  gatewayHosts: ReadonlyArray<GatewayHost>
): World => {
  const segments = new Map<string, Segment>()
  for (const each of [...needed, part]) {
    const made = new Map(each.segments.map((segment) => [segment.network, segment]))
    for (const network of each.topology.networks) {
      const segment = made.get(network.id)
      if (segment !== undefined) segments.set(network.id, { network, segment })
    }
  }
  return { part, segments, gatewayHosts }
}

/** The subnet of a network around an address. */
export const subnetAround = (network: Network, address: string): Network["subnets"][number] | undefined =>
  network.subnets.find(({ prefix }) => Prefix.contains(prefixOf(prefix), ipOf(address)))

/** An address with the length of the subnet around it. */
export const onLink = (network: Network, address: Ip.Text): string => {
  const subnet = subnetAround(network, address)
  const length = subnet === undefined ? (address.includes(":") ? 128 : 32) : prefixOf(subnet.prefix).length
  return `${address}/${length}`
}
