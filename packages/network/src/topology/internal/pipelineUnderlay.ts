/**
 * Which hosts can send to which over links that are up.
 *
 * @since 0.1.0
 */
import type { Topology } from "../Topology.ts"
import { ANYWHERE } from "./pipeline.ts"
import type { Underlay } from "./pipeline.ts"

/**
 * The underlay of a topology. Questions about one host are answered from a search of the links that is made when the
 * host is first asked about: time and memory grow with hosts and links for each such host.
 */
export const underlay = (topology: Topology): Underlay => {
  const { hosts, links } = topology
  const numbers = new Map(hosts.map((host, index) => [host.id, index]))
  const up = hosts.map((host) => host.status === "up")
  const neighbours: ReadonlyArray<Array<number>> = hosts.map(() => [])
  for (const link of links) {
    if (link.status === "down") continue
    const a = numbers.get(link.hosts[0])
    const b = numbers.get(link.hosts[1])
    if (a === undefined || b === undefined) continue
    neighbours[a]?.push(b)
    neighbours[b]?.push(a)
  }
  const reached = new Map<number, Uint8Array>()
  const search = (from: number): Uint8Array => {
    const seen = new Uint8Array(hosts.length)
    seen[from] = 1
    const queue = [from]
    for (let at = 0; at < queue.length; at++) {
      const here = queue[at]!
      // Only the sender itself and hosts that forward pass a tunnel on.
      if (here !== from && hosts[here]?.forwards !== true) continue
      for (const next of neighbours[here] ?? []) {
        if (seen[next] === 1 || up[next] !== true) continue
        seen[next] = 1
        queue.push(next)
      }
    }
    reached.set(from, seen)
    return seen
  }
  const joined = (from: number, to: number): boolean => {
    if (up[to] !== true) return false
    if (from === ANYWHERE || from === to) return true
    if (up[from] !== true) return false
    if (links.length === 0) return true
    return (reached.get(from) ?? search(from))[to] === 1
  }
  return { hosts: hosts.map((host) => host.id), joined }
}
