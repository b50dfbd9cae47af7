/**
 * The routes of a prefix without the prefix, kept once for all prefixes that have the same, and numbered.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as NextHop from "../NextHop.ts"
import * as Route from "../Route.ts"

/** A route without its prefix. */
export type Candidate = Omit<Route.Route, "prefix">

/** Routes in the order of `Route.compare`, none of which has the same kind, metric and origin, and their outcome. */
export interface RouteSet {
  readonly key: string
  readonly routes: ReadonlyArray<Candidate>
  readonly decision: Route.Decision
}

/** `routes` with the next hops of `route` added; a hop that is there gets the new weight. */
export const withRoute = (routes: ReadonlyArray<Candidate>, route: Candidate): ReadonlyArray<Candidate> => {
  const others = routes.filter((other) => Route.compare(other, route) !== 0)
  const same = routes.find((other) => Route.compare(other, route) === 0)
  const kept = (same?.nextHops ?? []).filter(
    (hop) => !route.nextHops.some((added) => NextHop.compare(hop, added) === 0)
  )
  const nextHops = [...kept, ...route.nextHops].sort(NextHop.compare)
  return [...others, { ...route, nextHops }].sort(Route.compare)
}

/** `routes` without the next hops of `route`; a route that has none left goes. */
export const withoutRoute = (routes: ReadonlyArray<Candidate>, route: Candidate): ReadonlyArray<Candidate> =>
  routes.flatMap((other) => {
    if (Route.compare(other, route) !== 0) return [other]
    const nextHops = other.nextHops.filter((hop) => !route.nextHops.some((gone) => NextHop.compare(hop, gone) === 0))
    return nextHops.length === 0 ? [] : [{ ...other, nextHops }]
  })

/** A text that is the same for the same routes only. */
export const keyOf = (routes: ReadonlyArray<Candidate>): string =>
  JSON.stringify(
    routes.map(({ kind, metric, nextHops, origin }) => [
      kind,
      metric,
      origin,
      nextHops.map((hop) => [hop.via === undefined ? "" : Ip.format(hop.via), hop.interface ?? "", hop.weight])
    ])
  )

/** Sets by number, counted by use. Readers keep `byNumber`: what is in it at a number in use never changes. */
export class RouteSets {
  byNumber: ReadonlyArray<RouteSet>
  private numbers: Array<RouteSet>
  private shared = false
  private readonly known: Map<string, number>
  private readonly uses: Array<number>
  private readonly free: Array<number>

  constructor(from?: RouteSets) {
    this.numbers = from?.numbers.slice() ?? []
    this.byNumber = this.numbers
    this.known = new Map(from?.known)
    this.uses = from?.uses.slice() ?? []
    this.free = from?.free.slice() ?? []
  }

  /** From now on somebody reads `byNumber`. */
  share(): ReadonlyArray<RouteSet> {
    this.shared = true
    return this.byNumber
  }

  /** The number of a set of routes, which are not none; in use once more. */
  acquire(routes: ReadonlyArray<Candidate>): number {
    const key = keyOf(routes)
    const known = this.known.get(key)
    if (known !== undefined) {
      this.uses[known]!++
      return known
    }
    const set = { key, routes, decision: Route.decide(routes)! }
    const reused = this.free.pop()
    const number = reused ?? this.numbers.length
    if (reused !== undefined && this.shared) {
      this.numbers = this.numbers.slice()
      this.byNumber = this.numbers
      this.shared = false
    }
    this.numbers[number] = set
    this.uses[number] = 1
    this.known.set(key, number)
    return number
  }

  /** One use less. */
  release(number: number): void {
    if (--this.uses[number]! > 0) return
    this.known.delete(this.numbers[number]!.key)
    this.free.push(number)
  }
}
