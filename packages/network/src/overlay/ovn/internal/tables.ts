/**
 * Routing tables with their leaks followed: for each scope of a router what happens to a destination, by longest prefix.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../../Ip.ts"
import * as Prefix from "../../../Prefix.ts"
import type { NextHop, Router, RouterInterface } from "../../../routing/Router.ts"
import { ipOf, prefixOf } from "../../../topology/internal/pipelineDirectory.ts"
import type { Network } from "../../../topology/Topology.ts"
import type { World } from "./world.ts"
import { subnetAround } from "./world.ts"

/** What happens to a packet, and in which scope it is then. */
export type Decision =
  | { readonly _tag: "Connected"; readonly on: RouterInterface; readonly scope: string }
  | { readonly _tag: "Hops"; readonly hops: ReadonlyArray<Hop>; readonly scope: string }
  | { readonly _tag: "Drop" }

/** A neighbour, and the interface on which it is. */
interface Hop {
  readonly address: Ip.Text
  readonly on: RouterInterface
}

/** An entry of a table. */
export interface Entry {
  readonly prefix: Prefix.Prefix
  readonly decision: Decision
}

/** An interface with its network. */
export interface Attached {
  readonly on: RouterInterface
  readonly network: Network
  /** Prefixes of the subnets in which it has an address. */
  readonly connected: ReadonlyArray<Prefix.Text>
}

/** The interfaces of a router on segments; the far side of a tunnel is none. */
export const attachedOf = (router: Router, segments: World["segments"]): ReadonlyArray<Attached> =>
  router.interfaces.flatMap((on) => {
    const made = segments.get(on.network)
    if (made === undefined || made.segment.role === "vpn") return []
    const found = on.addresses.flatMap((address) => subnetAround(made.network, address)?.prefix ?? [])
    return [{ on, network: made.network, connected: [...new Set(found)] }]
  })

const isOuter = ({ network }: Attached): boolean => network.kind === "external"

/** The interface on which a next hop is (see `NextHop`). */
const resolve = (hop: NextHop, scope: string, attached: ReadonlyArray<Attached>): Attached | undefined => {
  if (hop.interface !== undefined) return attached.find(({ on }) => on.id === hop.interface)
  const ip = ipOf(hop.address)
  const near = attached.filter(({ connected }) => connected.some((text) => Prefix.contains(prefixOf(text), ip)))
  return near.find(({ network }) => network.scope === scope) ?? near.find(isOuter)
}

/** Next hops as a decision of a scope: through an interface that is not external a packet must be in its scope. */
export const hopsOf = (via: ReadonlyArray<NextHop>, scope: string, attached: ReadonlyArray<Attached>): Decision => {
  const hops = via.flatMap((hop): ReadonlyArray<Hop> => {
    const found = resolve(hop, scope, attached)
    if (found === undefined || (!isOuter(found) && found.network.scope !== scope)) return []
    return [{ address: hop.address, on: found.on }]
  })
  return hops.length === 0 ? { _tag: "Drop" } : { _tag: "Hops", hops, scope }
}

/** The longest entry around a prefix. */
export const around = (table: ReadonlyArray<Entry>, prefix: Prefix.Prefix): Entry | undefined => {
  let best: Entry | undefined
  for (const entry of table) {
    if (!Prefix.contains(entry.prefix, prefix)) continue
    if (best === undefined || entry.prefix.length > best.prefix.length) best = entry
  }
  return best
}

/** The table of a scope. Leaks that lead in a circle drop. */
export const tableOf = (
  router: Router,
  attached: ReadonlyArray<Attached>,
  scope: string,
  within: ReadonlyArray<string> = []
): ReadonlyArray<Entry> => {
  const table = new Map<string, Entry>()
  const put = (text: Prefix.Text, decision: Decision): void => {
    if (!table.has(text)) table.set(text, { prefix: prefixOf(text), decision })
  }
  for (const outer of [false, true]) {
    for (const each of attached) {
      if (outer ? !isOuter(each) : each.network.scope !== scope) continue
      for (const text of each.connected) put(text, { _tag: "Connected", on: each.on, scope })
    }
  }
  for (const own of [scope, undefined]) {
    for (const route of router.routes) {
      if (route.scope !== own) continue
      put(route.prefix, route.via === "blackhole" ? { _tag: "Drop" } : hopsOf(route.via, scope, attached))
    }
  }
  const leaks = router.leaks.flatMap(({ from, prefix: text, to }) => {
    if (to !== scope || table.has(text)) return []
    const path = [...within, scope]
    return [{ text, prefix: prefixOf(text), there: path.includes(from) ? [] : tableOf(router, attached, from, path) }]
  })
  for (const { prefix, text, there } of leaks) put(text, around(there, prefix)?.decision ?? { _tag: "Drop" })
  const own = [...table.values()]
  for (const { prefix, there } of leaks) {
    for (const entry of there) {
      if (entry.prefix.length <= prefix.length || !Prefix.contains(prefix, entry.prefix)) continue
      // The longest prefix of this table decides which table is asked next.
      if (around(own, entry.prefix)?.prefix.length !== prefix.length) continue
      put(Prefix.toText(entry.prefix), entry.decision)
    }
  }
  return [...table.values()]
}
