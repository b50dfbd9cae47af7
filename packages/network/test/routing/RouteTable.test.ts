/** Routes of one prefix, what they decide, and the laws of tables of them. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import type * as NextHop from "../../src/routing/NextHop.ts"
import * as PrefixTable from "../../src/routing/PrefixTable.ts"
import type * as Route from "../../src/routing/Route.ts"
import * as RouteTable from "../../src/routing/RouteTable.ts"
import { boundaries, lanesOf } from "../golden/routetable.ts"
import { prefix } from "./arbitraries.ts"

const seed = 5150
const p = (text: string) => Result.getOrThrow(Prefix.parse(text))
const ip = (text: string) => Result.getOrThrow(Ip.parse(text))
const hop = (via: string, weight = 1): NextHop.NextHop => ({ via: ip(via), weight })

const route = (at: string, ...nextHops: ReadonlyArray<NextHop.NextHop>): Route.Route => ({
  prefix: p(at),
  kind: "unicast",
  metric: 100,
  origin: "static",
  nextHops
})
const discard = (
  at: string,
  metric: number,
  kind: "blackhole" | "unreachable" | "local" = "blackhole"
): Route.Route => ({
  prefix: p(at),
  kind,
  metric,
  origin: "static",
  nextHops: []
})

const tableOf = (...routes: ReadonlyArray<Route.Route>) => Result.getOrThrow(RouteTable.RouteTable.from(routes))

const hops = (decision: Route.Decision | undefined) =>
  decision?.nextHops.map((each) => `${each.via === undefined ? "" : Ip.format(each.via)}*${each.weight}`)

describe("RouteTable", () => {
  it("the lowest metric wins, and the next shows when it goes", () => {
    const table = tableOf(route("10.0.0.0/8", hop("192.0.2.1")))
    const better: Route.Route = { ...route("10.0.0.0/8", hop("192.0.2.2")), metric: 5 }
    assert.deepStrictEqual(table.insert(better), Result.succeed(true))
    assert.deepStrictEqual(table.insert(better), Result.succeed(false))
    assert.deepStrictEqual(hops(table.lookup(ip("10.1.2.3"))), ["192.0.2.2*1"])
    assert.deepStrictEqual(
      table.get(p("10.0.0.0/8")).map((each) => each.metric),
      [5, 100]
    )
    assert.isTrue(table.delete(better))
    assert.isFalse(table.delete(better))
    assert.deepStrictEqual(hops(table.lookup(ip("10.1.2.3"))), ["192.0.2.1*1"])
    assert.isTrue(table.delete(route("10.0.0.0/8", hop("192.0.2.1"))))
    assert.isUndefined(table.lookup(ip("10.1.2.3")))
    assert.strictEqual(table.size, 0)
  })

  it("equal metrics share: hops add up, single ones go, weights change", () => {
    const table = tableOf(
      route("10.0.0.0/8", hop("192.0.2.2"), hop("192.0.2.1")),
      { ...route("10.0.0.0/8", hop("192.0.2.3", 7), hop("192.0.2.1", 4)), origin: "learned" },
      route("10.0.0.0/8", hop("192.0.2.2", 3))
    )
    assert.deepStrictEqual(hops(table.lookup(ip("10.0.0.0"))), ["192.0.2.1*4", "192.0.2.2*3", "192.0.2.3*7"])
    table.delete(route("10.0.0.0/8", hop("192.0.2.2")))
    assert.deepStrictEqual(hops(table.lookup(ip("10.0.0.0"))), ["192.0.2.1*4", "192.0.2.3*7"])
  })

  it("with one metric local comes before blackhole, unreachable and unicast", () => {
    const table = tableOf(route("10.0.0.0/8", hop("192.0.2.1")))
    for (const kind of ["unreachable", "blackhole", "local"] as const) {
      Result.getOrThrow(table.insert(discard("10.0.0.0/8", 100, kind)))
      assert.deepStrictEqual(table.lookup(ip("10.0.0.1")), { kind, metric: 100, nextHops: [] })
    }
    Result.getOrThrow(table.insert({ ...route("10.0.0.0/8", hop("192.0.2.9")), metric: 99 }))
    assert.strictEqual(table.lookup(ip("10.0.0.1"))?.kind, "unicast")
  })

  it("a blackhole inside a route stops it there; explain names prefix and routes", () => {
    const table = tableOf(
      route("0.0.0.0/0", hop("192.0.2.1")),
      discard("10.0.0.0/8", 1),
      route("10.1.0.0/16", hop("192.0.2.2")),
      route("::/0", hop("2001:db8::1")),
      // IPv4 over an IPv6 neighbour.
      route("10.2.0.0/16", hop("fe80::1"))
    )
    const seen = (text: string) => {
      const match = table.explain(ip(text))
      return match && `${Prefix.format(match.prefix)} ${match.decision.kind} ${match.routes.length}`
    }
    assert.strictEqual(seen("10.9.9.9"), "10.0.0.0/8 blackhole 1")
    assert.strictEqual(seen("10.1.9.9"), "10.1.0.0/16 unicast 1")
    assert.strictEqual(seen("11.0.0.0"), "0.0.0.0/0 unicast 1")
    assert.strictEqual(seen("2001:db8::7"), "::/0 unicast 1")
    assert.deepStrictEqual(
      table.covering(p("10.1.2.0/24")).map((match) => Prefix.format(match.prefix)),
      ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16"]
    )
    assert.deepStrictEqual(
      [...table.covered(p("10.0.0.0/7"))].map((match) => Prefix.format(match.prefix)),
      ["10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16"]
    )
    assert.deepStrictEqual(
      [...table].map((match) => Prefix.format(match.prefix)),
      ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "::/0"]
    )
  })

  it("replace sets all routes of a prefix, and none takes it away", () => {
    const table = tableOf(route("10.0.0.0/8", hop("192.0.2.1")), discard("10.0.0.0/8", 200))
    const others = [{ ...route("10.0.0.0/8", hop("192.0.2.7")), metric: 1 }]
    assert.deepStrictEqual(table.replace(p("10.0.0.0/8"), others), Result.succeed(true))
    assert.deepStrictEqual(table.replace(p("10.0.0.0/8"), others), Result.succeed(false))
    assert.deepStrictEqual(table.get(p("10.0.0.0/8")), others)
    assert.deepStrictEqual(table.replace(p("10.0.0.0/8"), []), Result.succeed(true))
    assert.strictEqual(table.size, 0)
  })

  it("refuses with the figures, and stays as it was", () => {
    const table = tableOf(route("10.0.0.0/8", hop("192.0.2.1")))
    const before = table.snapshot()
    const refusals: ReadonlyArray<readonly [Route.Route, string]> = [
      [route("10.0.0.0/8"), "NextHopMissing"],
      [{ ...discard("10.0.0.0/8", 1), nextHops: [hop("192.0.2.1")] }, "NextHopUnwanted"],
      [route("10.0.0.0/8", { weight: 1 }), "NextHopEmpty"],
      [route("10.0.0.0/8", hop("192.0.2.1"), hop("192.0.2.1", 2)), "NextHopTwice"],
      [route("10.0.0.0/8", hop("192.0.2.1", 0)), "WeightOutOfRange"],
      [route("10.0.0.0/8", hop("192.0.2.1", 65_536)), "WeightOutOfRange"],
      [{ ...route("10.0.0.0/8", hop("192.0.2.1")), metric: -1 }, "MetricOutOfRange"],
      [{ ...route("10.0.0.0/8", hop("192.0.2.1")), metric: Number.NaN }, "MetricOutOfRange"],
      [
        route("10.0.0.0/8", ...Array.from({ length: 257 }, (_, i) => ({ via: Ip.make(4, i), weight: 1 }))),
        "TooManyNextHops"
      ],
      // 256 are possible, and one is there.
      [
        route("10.0.0.0/8", ...Array.from({ length: 256 }, (_, i) => ({ via: Ip.make(4, i), weight: 1 }))),
        "TooManyNextHops"
      ]
    ]
    for (const [bad, tag] of refusals) {
      const refused = Result.getOrThrow(Result.flip(table.insert(bad)))
      assert.strictEqual(refused.reason._tag, tag)
      assert.isNotEmpty(refused.message)
      if (tag !== "TooManyNextHops") assert.isTrue(Result.isFailure(table.replace(p("10.0.0.0/8"), [bad])))
    }
    assert.isTrue(RouteTable.equals(table, before))
    assert.isTrue(Result.isFailure(RouteTable.RouteTable.from([refusals[0]![0]])))
  })

  // Few prefixes, metrics and hops, so that routes meet.
  const anyRoute: fc.Arbitrary<Route.Route> = fc
    .record({
      prefix: fc.constantFrom("10.0.0.0/8", "10.0.0.0/16", "0.0.0.0/0", "::/0", "2001:db8::/32").map(p),
      kind: fc.constantFrom("unicast", "unicast", "unicast", "blackhole", "local"),
      metric: fc.constantFrom(0, 10),
      origin: fc.constantFrom("static", "learned"),
      nextHops: fc.uniqueArray(fc.constantFrom("192.0.2.1", "192.0.2.2", "fe80::1"), { minLength: 1, maxLength: 3 })
    })
    .map(({ nextHops, ...rest }) => ({
      ...rest,
      nextHops: rest.kind === "unicast" ? nextHops.map((via) => hop(via, via === "fe80::1" ? 3 : 1)) : []
    }))

  it("does not know in which order routes came and went", () => {
    const plan = fc.record({
      stay: fc.array(anyRoute, { maxLength: 12 }),
      pass: fc.array(anyRoute, { maxLength: 12 }),
      keys: fc.array(fc.nat(), { minLength: 24, maxLength: 24 })
    })
    fc.assert(
      fc.property(plan, ({ keys, pass, stay }) => {
        const straight = tableOf(...stay)
        // The guests use metrics of their own, so that their going takes nothing along.
        const guests = pass.map((each) => ({ ...each, metric: each.metric + 1 }))
        const mixed = [...stay, ...guests].map((each, i) => ({ each, key: keys[i]! })).sort((x, y) => x.key - y.key)
        const crooked = tableOf(...mixed.map(({ each }) => each))
        for (const each of guests) crooked.delete(each)
        assert.isTrue(RouteTable.equals(crooked, straight))
        assert.deepStrictEqual([...crooked], [...straight])
      }),
      { seed, numRuns: 200 }
    )
  })

  it("snapshots stay, and forks go their own way", () => {
    const change = fc.record({ route: anyRoute, remove: fc.boolean(), look: fc.boolean(), fork: fc.boolean() })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40, size: "max" }), (changes) => {
        const table = RouteTable.RouteTable.make()
        const taken: Array<readonly [RouteTable.RouteSnapshot, ReadonlyArray<RouteTable.Match>]> = []
        for (const each of changes) {
          if (each.remove) table.delete(each.route)
          else Result.getOrThrow(table.insert(each.route))
          if (each.look) taken.push([table.snapshot(), [...table]])
          if (!each.fork) continue
          const fork = table.edit()
          const content = [...table]
          Result.getOrThrow(fork.replace(each.route.prefix, []))
          Result.getOrThrow(fork.insert(each.route))
          assert.deepStrictEqual([...table], content)
        }
        for (const [snapshot, content] of taken) assert.deepStrictEqual([...snapshot], content)
      }),
      { seed, numRuns: 100 }
    )
  })

  it("many lookups and their static form decide like single ones", () => {
    const rows = fc.array(fc.record({ at: prefix(4), metric: fc.nat({ max: 6 }) }), { maxLength: 40, size: "max" })
    fc.assert(
      fc.property(rows, (drawn) => {
        const table = tableOf(
          ...drawn.map(({ at, metric }) => ({ ...route("10.0.0.0/8", hop(`192.0.2.${metric}`)), prefix: at, metric }))
        )
        const ips = boundaries(drawn.map(({ at }) => at))
        const expected = ips.map((each) => table.lookup(each))
        const out = new Uint32Array(ips.length)
        table.lookupMany(4, lanesOf(ips), out)
        assert.deepStrictEqual(
          [...out].map((number) => table.decision(number)),
          expected
        )
        table.numbers(4).freeze().lookupMany(lanesOf(ips), out)
        assert.deepStrictEqual(
          [...out].map((number) => table.decision(number)),
          expected
        )
        assert.isUndefined(table.decision(PrefixTable.none))
      }),
      { seed, numRuns: 100 }
    )
  })
})
