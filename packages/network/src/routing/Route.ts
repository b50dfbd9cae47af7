/**
 * Routes of one prefix, and which of them count.
 *
 * A prefix may have several routes. Those of the lowest metric decide. Among them `local` comes first, then
 * `blackhole`, then `unreachable`: whoever forbids with the same metric is heard. What remains are unicast routes,
 * whose next hops form one set of equal cost. Routes with the same kind, metric and origin are one route with the next
 * hops of all.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Prefix from "../Prefix.ts"
import * as NextHop from "./NextHop.ts"

/**
 * What happens to a packet: it goes on (`unicast`), is for the router itself (`local`), is dropped silently
 * (`blackhole`), or is dropped with an ICMP message to its sender (`unreachable`).
 *
 * @since 0.1.0
 * @category models
 */
export type Kind = "unicast" | "local" | "blackhole" | "unreachable"

/**
 * Who made a route: an interface's own subnet, an operator, a leak from another table, or a routing protocol.
 *
 * @since 0.1.0
 * @category models
 */
export type Origin = "connected" | "static" | "leaked" | "learned"

/**
 * A route. Only unicast routes have next hops, 1 to `maximumNextHops`. The lower `metric` (0 to 2^32 - 1) wins.
 *
 * @since 0.1.0
 * @category models
 */
export interface Route {
  readonly prefix: Prefix.Prefix
  readonly kind: Kind
  readonly metric: number
  readonly origin: Origin
  readonly nextHops: ReadonlyArray<NextHop.NextHop>
}

/**
 * What a table does with packets for a prefix: the outcome of all its routes. Empty `nextHops` unless the kind is
 * `unicast`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Decision {
  readonly kind: Kind
  readonly metric: number
  readonly nextHops: ReadonlyArray<NextHop.NextHop>
}

/**
 * The greatest number of next hops of a route: 256.
 *
 * @since 0.1.0
 * @category constants
 */
export const maximumNextHops = 256

/**
 * Why a route is refused. No retry helps.
 *
 * - `NextHopMissing`: unicast without a next hop; `NextHopUnwanted`: another kind with one.
 * - `NextHopEmpty`: a hop with neither neighbour nor interface. `NextHopTwice`: two of them are the same; `at` counts
 *   from 0.
 * - `TooManyNextHops`, `MetricOutOfRange`, `WeightOutOfRange`: what was asked, and the greatest that is accepted.
 *
 * @since 0.1.0
 * @category errors
 */
export const RouteProblemReason = Schema.TaggedUnion({
  NextHopMissing: {},
  NextHopUnwanted: { kind: Schema.String },
  NextHopEmpty: { at: Schema.Natural },
  NextHopTwice: { at: Schema.Natural },
  TooManyNextHops: { asked: Schema.Natural, maximum: Schema.Natural },
  // What was asked may be no number at all.
  // @effect-diagnostics-next-line schemaNumber:off
  MetricOutOfRange: { asked: Schema.Number, maximum: Schema.Natural },
  // @effect-diagnostics-next-line schemaNumber:off
  WeightOutOfRange: { at: Schema.Natural, asked: Schema.Number, maximum: Schema.Natural }
})

/**
 * Why a route is refused.
 *
 * @since 0.1.0
 * @category errors
 */
export type RouteProblemReason = typeof RouteProblemReason.Type

/**
 * A route is refused; the table is as before.
 *
 * @since 0.1.0
 * @category errors
 */
export class RouteProblem extends Schema.TaggedError<RouteProblem>()("RouteProblem", { reason: RouteProblemReason }) {
  override get message(): string {
    return RouteProblemReason.match(this.reason, {
      NextHopMissing: () => "a unicast route needs a next hop",
      NextHopUnwanted: ({ kind }) => `a ${kind} route has no next hops`,
      NextHopEmpty: ({ at }) => `next hop ${at} has neither neighbour nor interface`,
      NextHopTwice: ({ at }) => `next hop ${at} is there already`,
      TooManyNextHops: ({ asked, maximum }) => `${asked} next hops, at most ${maximum} are possible`,
      MetricOutOfRange: ({ asked, maximum }) => `${asked} is no metric from 0 to ${maximum}`,
      WeightOutOfRange: ({ asked, at, maximum }) => `next hop ${at}: ${asked} is no weight from 1 to ${maximum}`
    })
  }
}

const maximumMetric = 0xffff_ffff

const isWhole = (n: number, minimum: number, maximum: number): boolean =>
  Number.isInteger(n) && n >= minimum && n <= maximum

const refused = (route: Omit<Route, "prefix">): RouteProblemReason | undefined => {
  const { kind, metric, nextHops } = route
  if (!isWhole(metric, 0, maximumMetric)) return { _tag: "MetricOutOfRange", asked: metric, maximum: maximumMetric }
  if (kind !== "unicast") return nextHops.length > 0 ? { _tag: "NextHopUnwanted", kind } : undefined
  if (nextHops.length === 0) return { _tag: "NextHopMissing" }
  if (nextHops.length > maximumNextHops) {
    return { _tag: "TooManyNextHops", asked: nextHops.length, maximum: maximumNextHops }
  }
  for (const [at, hop] of nextHops.entries()) {
    if (hop.via === undefined && (hop.interface ?? "") === "") return { _tag: "NextHopEmpty", at }
    if (!isWhole(hop.weight, 1, NextHop.maximumWeight)) {
      return { _tag: "WeightOutOfRange", at, asked: hop.weight, maximum: NextHop.maximumWeight }
    }
    if (nextHops.findIndex((other) => NextHop.compare(other, hop) === 0) < at) return { _tag: "NextHopTwice", at }
  }
  return undefined
}

/**
 * The route with its next hops in order, if it is one that a table accepts.
 *
 * @since 0.1.0
 * @category constructors
 */
export const check = <R extends Omit<Route, "prefix">>(route: R): Result.Result<R, RouteProblem> => {
  const reason = refused(route)
  if (reason !== undefined) return Result.fail(new RouteProblem({ reason }))
  return Result.succeed({ ...route, nextHops: route.nextHops.toSorted(NextHop.compare) })
}

const kinds: ReadonlyArray<Kind> = ["local", "blackhole", "unreachable", "unicast"]

/**
 * The order in which routes of one prefix count: by metric, then kind (see above), then origin.
 *
 * @since 0.1.0
 * @category combinators
 */
export const compare = (x: Omit<Route, "prefix">, y: Omit<Route, "prefix">): -1 | 0 | 1 => {
  if (x.metric !== y.metric) return x.metric < y.metric ? -1 : 1
  if (x.kind !== y.kind) return kinds.indexOf(x.kind) < kinds.indexOf(y.kind) ? -1 : 1
  return x.origin === y.origin ? 0 : x.origin < y.origin ? -1 : 1
}

/**
 * The outcome of the routes of a prefix, which are in the order of `compare`. The same hop in routes of several origins
 * counts once, with its greatest weight.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decide = (routes: ReadonlyArray<Omit<Route, "prefix">>): Decision | undefined => {
  const best = routes[0]
  if (best === undefined) return undefined
  const hops = routes
    .filter((route) => route.metric === best.metric && route.kind === best.kind)
    .flatMap((route) => route.nextHops)
    .sort((x, y) => NextHop.compare(x, y) || y.weight - x.weight)
  const nextHops = hops.filter((hop, i) => i === 0 || NextHop.compare(hop, hops[i - 1]!) !== 0)
  return { kind: best.kind, metric: best.metric, nextHops }
}
