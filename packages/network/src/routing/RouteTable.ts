/**
 * A routing table for both families: routes by prefix, the longest match for an address, and what it decides.
 *
 * A prefix may have several routes (see `Route`): the lowest metric wins, equal ones share the load, and when one goes
 * the next shows. All prefixes with the same routes share one record; its number is what the batch search gives.
 * Memory: that of two `PrefixTable`, and about 1 kB for each different set of routes.
 *
 * Plain synchronous calls. `snapshot` gives readers the table as it is now and costs nothing; the first change after it
 * copies the table once (see `PrefixTable`). Which table a packet is looked up in is the business of `PolicyTable`.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import type * as Ip from "../Ip.ts"
import * as Prefix from "../Prefix.ts"
import { keyOf, RouteSets, withoutRoute, withRoute, type Candidate, type RouteSet } from "./internal/routeSets.ts"
import * as PrefixTable from "./PrefixTable.ts"
import * as Route from "./Route.ts"

/**
 * The longest prefix that holds an address, its routes (the deciding ones first), and what they decide.
 *
 * @since 0.1.0
 * @category models
 */
export interface Match {
  readonly prefix: Prefix.Prefix
  readonly routes: ReadonlyArray<Route.Route>
  readonly decision: Route.Decision
}

/**
 * A table as it was at one moment; it never changes.
 *
 * @since 0.1.0
 * @category models
 */
export class RouteSnapshot implements Iterable<Match> {
  protected readonly prefixes: { readonly [family in Ip.Family]: PrefixTable.PrefixSnapshot }
  protected readonly sets: () => ReadonlyArray<RouteSet>

  constructor(
    prefixes: { readonly [family in Ip.Family]: PrefixTable.PrefixSnapshot },
    sets: () => ReadonlyArray<RouteSet>
  ) {
    this.prefixes = prefixes
    this.sets = sets
  }

  /** How many prefixes have routes. */
  get size(): number {
    return this.prefixes[4].size + this.prefixes[6].size
  }

  /** The routes of exactly this prefix, the deciding ones first. */
  get(prefix: Prefix.Prefix): ReadonlyArray<Route.Route> {
    const number = this.prefixes[prefix.family].get(prefix)
    return number === undefined ? [] : this.match(prefix, number).routes
  }

  /** What happens to packets for an address; `undefined` when no prefix holds it. */
  lookup(ip: Ip.Ip): Route.Decision | undefined {
    const number = this.prefixes[ip.family].lookup(ip)
    return number === undefined ? undefined : this.sets()[number]!.decision
  }

  /** As `lookup`, with the prefix that matched and its routes. */
  explain(ip: Ip.Ip): Match | undefined {
    const entry = this.prefixes[ip.family].match(ip)
    return entry === undefined ? undefined : this.match(entry.prefix, entry.value)
  }

  /**
   * Numbers of decisions for many addresses, as `PrefixTable.lookupMany`; `decision` tells what they mean in this very
   * table.
   */
  lookupMany(family: Ip.Family, addresses: Uint32Array, out: Uint32Array): void {
    this.prefixes[family].lookupMany(addresses, out)
  }

  /**
   * The decision with a number that `lookupMany` or a static form of `numbers` gave; `undefined` for
   * `PrefixTable.none`.
   */
  decision(number: number): Route.Decision | undefined {
    return this.sets()[number]?.decision
  }

  /** The numbers of decisions by prefix; `freeze` makes a static table of them. */
  numbers(family: Ip.Family): PrefixTable.PrefixSnapshot {
    return this.prefixes[family]
  }

  /** What is known for the prefixes that hold this one, itself included, the shortest first. */
  covering(prefix: Prefix.Prefix): ReadonlyArray<Match> {
    return this.prefixes[prefix.family].covering(prefix).map((entry) => this.match(entry.prefix, entry.value))
  }

  /** What is known for the prefixes that this one holds, itself included, in the order of `Prefix.compare`. */
  *covered(prefix: Prefix.Prefix): Generator<Match> {
    for (const entry of this.prefixes[prefix.family].covered(prefix)) yield this.match(entry.prefix, entry.value)
  }

  /** All prefixes in order, IPv4 first. A table must not change while it is gone through; a snapshot cannot. */
  *[Symbol.iterator](): Generator<Match> {
    yield* this.covered(Prefix.all(4))
    yield* this.covered(Prefix.all(6))
  }

  private match(prefix: Prefix.Prefix, number: number): Match {
    const { decision, routes } = this.sets()[number]!
    return { prefix, decision, routes: routes.map((route) => ({ ...route, prefix })) }
  }
}

/**
 * A table that can change. The order in which routes came and went leaves no trace in any answer.
 *
 * @since 0.1.0
 * @category models
 */
export class RouteTable extends RouteSnapshot {
  private readonly tables: { readonly [family in Ip.Family]: PrefixTable.PrefixTable }
  private readonly routeSets: RouteSets

  constructor(
    tables = { 4: PrefixTable.PrefixTable.make(4), 6: PrefixTable.PrefixTable.make(6) },
    routeSets = new RouteSets()
  ) {
    super(tables, () => routeSets.byNumber)
    this.tables = tables
    this.routeSets = routeSets
  }

  /** An empty table. */
  static make(): RouteTable {
    return new RouteTable()
  }

  /** A table with these routes, or the problem of the first that is refused. */
  static from(routes: Iterable<Route.Route>): Result.Result<RouteTable, Route.RouteProblem> {
    const table = new RouteTable()
    for (const route of routes) {
      const inserted = table.insert(route)
      if (Result.isFailure(inserted)) return Result.fail(inserted.failure)
    }
    return Result.succeed(table)
  }

  /**
   * Adds a route; true if that changed the table. A route of the same prefix, kind, metric and origin gets the next
   * hops in addition; a hop that it has already gets the new weight.
   */
  insert(route: Route.Route): Result.Result<boolean, Route.RouteProblem> {
    const checked = Route.check(route)
    if (Result.isFailure(checked)) return Result.fail(checked.failure)
    const { prefix, ...candidate } = checked.success
    const routes = withRoute(this.candidates(prefix), candidate)
    // The sum of the hops may be more than a single route may have.
    const problem = routes.map(Route.check).find(Result.isFailure)
    return problem === undefined ? Result.succeed(this.set(prefix, routes)) : Result.fail(problem.failure)
  }

  /**
   * Takes the next hops of this route from the route of the same prefix, kind, metric and origin, which goes with its
   * last one; weights do not count. True if that changed the table.
   */
  delete(route: Route.Route): boolean {
    const { prefix, ...candidate } = route
    return this.set(prefix, withoutRoute(this.candidates(prefix), candidate))
  }

  /** Makes these the only routes of a prefix (none: the prefix goes); true if that changed the table. */
  replace(prefix: Prefix.Prefix, routes: ReadonlyArray<Candidate>): Result.Result<boolean, Route.RouteProblem> {
    let all: ReadonlyArray<Candidate> = []
    for (const { kind, metric, nextHops, origin } of routes) {
      const checked = Route.check({ kind, metric, nextHops, origin })
      if (Result.isFailure(checked)) return Result.fail(checked.failure)
      all = withRoute(all, checked.success)
    }
    const problem = all.map(Route.check).find(Result.isFailure)
    return problem === undefined ? Result.succeed(this.set(prefix, all)) : Result.fail(problem.failure)
  }

  /** The table as it is now. */
  snapshot(): RouteSnapshot {
    const sets = this.routeSets.share()
    return new RouteSnapshot({ 4: this.tables[4].snapshot(), 6: this.tables[6].snapshot() }, () => sets)
  }

  /** A table that begins with this content, for changes of its own. */
  edit(): RouteTable {
    return new RouteTable({ 4: this.tables[4].edit(), 6: this.tables[6].edit() }, new RouteSets(this.routeSets))
  }

  private candidates(prefix: Prefix.Prefix): ReadonlyArray<Candidate> {
    const number = this.tables[prefix.family].get(prefix)
    return number === undefined ? [] : this.routeSets.byNumber[number]!.routes
  }

  private set(prefix: Prefix.Prefix, routes: ReadonlyArray<Candidate>): boolean {
    const table = this.tables[prefix.family]
    const before = table.get(prefix)
    const now = routes.length === 0 ? undefined : this.routeSets.acquire(routes)
    if (now === undefined) table.delete(prefix)
    else if (now !== before) table.insert(prefix, now)
    if (before !== undefined) this.routeSets.release(before)
    return before !== now
  }
}

/**
 * Whether two tables have the same routes.
 *
 * @since 0.1.0
 * @category predicates
 */
export const equals = (x: RouteSnapshot, y: RouteSnapshot): boolean => {
  if (x.size !== y.size) return false
  const others = y[Symbol.iterator]()
  for (const match of x) {
    const other = others.next()
    if (other.done === true || !Prefix.equals(match.prefix, other.value.prefix)) return false
    if (keyOf(match.routes) !== keyOf(other.value.routes)) return false
  }
  return true
}
