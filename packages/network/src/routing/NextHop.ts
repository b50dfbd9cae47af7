/**
 * Next hops, and which of several a flow takes.
 *
 * The choice is weighted rendezvous hashing: every hop draws a number from the flow and its own name, and the best
 * number wins. A flow therefore stays where it is for as long as its hop does; a hop that goes moves its own flows
 * only, a hop that comes takes its share from each of the others, a changed weight moves no more than the difference.
 * No state is kept, and the order of hops does not matter.
 *
 * Both directions of a connection draw the same numbers, so where two routers name their hops alike, answers come back
 * on the same way.
 *
 * @since 0.1.0
 */
import * as Ip from "../Ip.ts"

/**
 * Where to send a packet: to the neighbour `via` (of either family: RFC 8950 lets IPv4 go over IPv6 neighbours), out of
 * `interface`, or both. Without `via` the destination itself is the neighbour. `weight` is the share among hops of
 * equal cost, 1 to `maximumWeight`.
 *
 * @since 0.1.0
 * @category models
 */
export interface NextHop {
  readonly via?: Ip.Ip
  readonly interface?: string
  readonly weight: number
}

/**
 * The greatest weight of a hop: 65 535.
 *
 * @since 0.1.0
 * @category constants
 */
export const maximumWeight = 0xffff

/**
 * What makes packets belong together: addresses, the protocol number (6 is TCP, 17 UDP) and the ports where it has
 * them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Flow {
  readonly source: Ip.Ip
  readonly destination: Ip.Ip
  readonly protocol: number
  readonly sourcePort?: number
  readonly destinationPort?: number
}

/**
 * The order of hops: by neighbour (none first), then by interface (none first). Weights do not count: hops that compare
 * equal are the same hop.
 *
 * @since 0.1.0
 * @category combinators
 */
export const compare = (x: NextHop, y: NextHop): -1 | 0 | 1 => {
  if (x.via !== undefined && y.via !== undefined) {
    const order = Ip.compare(x.via, y.via)
    if (order !== 0) return order
  } else if (x.via !== y.via) {
    return x.via === undefined ? -1 : 1
  }
  const [left, right] = [x.interface ?? "", y.interface ?? ""]
  return left === right ? 0 : left < right ? -1 : 1
}

/**
 * A number of 32 bits for a flow, the same for its reverse.
 *
 * @since 0.1.0
 * @category getters
 */
export const flowHash = (flow: Flow): number => {
  const x = hashIp(mix(0x9747b28c, flow.sourcePort ?? 0), flow.source)
  const y = hashIp(mix(0x9747b28c, flow.destinationPort ?? 0), flow.destination)
  return finish(mix(x < y ? mix(mix(0, x), y) : mix(mix(0, y), x), flow.protocol))
}

/**
 * The hop that a flow takes; `undefined` if there is none. Time grows with the hops.
 *
 * @since 0.1.0
 * @category combinators
 */
export const choose = (nextHops: ReadonlyArray<NextHop>, flow: Flow): NextHop | undefined => {
  if (nextHops.length < 2) return nextHops[0]
  const hash = flowHash(flow)
  let best: NextHop | undefined
  let least = Infinity
  for (const hop of nextHops) {
    // -ln(uniform) / weight is exponentially distributed with the rate `weight`; which of several draws is the least
    // is in proportion to the rates.
    const uniform = (finish(mix(hash, hopHash(hop))) + 0.5) / 0x1_0000_0000
    const draw = -Math.log(uniform) / hop.weight
    if (draw < least || (draw === least && compare(hop, best!) < 0)) {
      least = draw
      best = hop
    }
  }
  return best
}

const hopHash = (hop: NextHop): number => {
  let hash = hop.via === undefined ? 1 : hashIp(2, hop.via)
  for (const letter of hop.interface ?? "") hash = mix(hash, letter.codePointAt(0)!)
  return finish(hash)
}

const hashIp = (seed: number, ip: Ip.Ip): number => {
  const first = mix(mix(seed, ip.family), ip.a)
  return ip.family === 4 ? finish(first) : finish(mix(mix(mix(first, ip.b), ip.c), ip.d))
}

/** A step and the end of MurmurHash3 for 32 bits (public domain, A. Appleby). */
const mix = (hash: number, word: number): number => {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

const finish = (hash: number): number => {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
