/** Rules by priority, what they match, and how tables are passed over. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"
import * as PolicyTable from "../../src/routing/PolicyTable.ts"
import type * as Route from "../../src/routing/Route.ts"
import * as RouteTable from "../../src/routing/RouteTable.ts"
import { bitsOf } from "../golden/routetable.ts"

const p = (text: string) => Result.getOrThrow(Prefix.parse(text))
const ip = (text: string) => Result.getOrThrow(Ip.parse(text))

const routes = (kind: Route.Kind, ...prefixes: ReadonlyArray<string>) =>
  Result.getOrThrow(
    RouteTable.RouteTable.from(
      prefixes.map((text) => ({
        prefix: p(text),
        kind,
        metric: 0,
        origin: "static" as const,
        nextHops: kind === "unicast" ? [{ interface: "eth0", weight: 1 }] : []
      }))
    )
  ).snapshot()

const policy = (...rules: ReadonlyArray<PolicyTable.Rule>) => Result.getOrThrow(PolicyTable.make(rules))

const packet = (source: string, destination: string, mark?: number): PolicyTable.Packet => ({
  source: ip(source),
  destination: ip(destination),
  ...(mark === undefined ? {} : { mark })
})

describe("PolicyTable", () => {
  it("tries rules by priority, by source, destination and mark", () => {
    const rules = policy(
      { priority: 300, table: "main" },
      { priority: 100, source: p("10.0.1.0/24"), table: "blue" },
      { priority: 200, mark: { value: 0x10, mask: 0xf0 }, table: "marked" },
      { priority: 50, source: p("10.0.0.0/8"), destination: p("10.0.0.0/8"), table: "inside" },
      { priority: 60, mark: { value: 0x8000_0000, mask: 0x8000_0000 }, table: "high" }
    )
    const first = (...args: Parameters<typeof packet>) => PolicyTable.first(rules, packet(...args))?.table
    assert.strictEqual(first("10.0.1.9", "10.3.0.1"), "inside")
    assert.strictEqual(first("10.0.1.9", "192.0.2.1"), "blue")
    assert.strictEqual(first("10.0.2.9", "192.0.2.1", 0x1f), "marked")
    assert.strictEqual(first("10.0.2.9", "192.0.2.1", 0x2f), "main")
    assert.strictEqual(first("10.0.1.9", "192.0.2.1", 0x8000_0000), "high")
    assert.strictEqual(first("2001:db8::1", "2001:db8::2"), "main")
  })

  it("a table without a route is passed over, a blackhole is not", () => {
    const rules = policy(
      { priority: 1, table: "missing" },
      { priority: 2, source: p("10.0.1.0/24"), table: "blue" },
      { priority: 3, table: "main" }
    )
    const tables = new Map([
      ["blue", routes("blackhole", "10.9.0.0/16")],
      ["main", routes("unicast", "0.0.0.0/0")]
    ])
    const found = (source: string, destination: string) => {
      const at = PolicyTable.lookup(rules, tables, packet(source, destination))
      return at && `${at.rule.table} ${at.match.decision.kind}`
    }
    assert.strictEqual(found("10.0.1.1", "10.9.0.1"), "blue blackhole")
    assert.strictEqual(found("10.0.1.1", "10.8.0.1"), "main unicast")
    assert.strictEqual(found("10.0.2.1", "10.9.0.1"), "main unicast")
    assert.isUndefined(found("2001:db8::1", "2001:db8::2"))
  })

  it("refuses what cannot be meant", () => {
    const reasonOf = (...rules: ReadonlyArray<PolicyTable.Rule>) =>
      Result.getOrThrow(Result.flip(PolicyTable.make(rules)))
    const twice = reasonOf({ priority: 7, table: "x" }, { priority: 8, table: "z" }, { priority: 7, table: "y" })
    assert.deepStrictEqual(twice.reason, { _tag: "PriorityTwice", priority: 7, tables: ["x", "y"] })
    for (const priority of [-1, 1.5, Number.NaN, 2 ** 32]) {
      assert.strictEqual(reasonOf({ priority, table: "x" }).reason._tag, "PriorityOutOfRange")
    }
    const mixed = reasonOf({ priority: 1, source: p("10.0.0.0/8"), destination: p("::/0"), table: "x" })
    assert.deepStrictEqual(mixed.reason, {
      _tag: "MixedFamilies",
      priority: 1,
      source: "10.0.0.0/8",
      destination: "::/0"
    })
    const never = reasonOf({ priority: 1, mark: { value: 3, mask: 1 }, table: "x" })
    assert.deepStrictEqual(never.reason, { _tag: "MarkNeverFits", priority: 1, value: 3, mask: 1 })
    for (const problem of [twice, mixed, never]) assert.isNotEmpty(problem.message)
  })

  it("agrees with a search of all rules by bits, in any order of rules", () => {
    const prefix = fc.tuple(fc.nat({ max: 0xff }), fc.nat({ max: 8 })).map(([a, n]) => Prefix.make(4, n, a << 24))
    const rule = fc.record({ source: prefix, destination: prefix, table: fc.constantFrom("x", "y", "z") })
    const address = fc.nat({ max: 0xff }).map((a) => Ip.make(4, a << 24))
    const drawn = fc.record({
      rules: fc.array(rule, { maxLength: 10 }),
      source: address,
      destination: address,
      reverse: fc.boolean()
    })
    const holds = (outer: Prefix.Prefix, inner: Ip.Ip) => bitsOf(inner).startsWith(bitsOf(outer).slice(0, outer.length))
    fc.assert(
      fc.property(drawn, ({ destination, reverse, rules, source }) => {
        const numbered = rules.map((each, priority) => ({ ...each, priority }))
        const expected = numbered.filter(
          (each) => holds(each.source, source) && holds(each.destination, destination)
        )[0]
        const made = policy(...(reverse ? numbered.toReversed() : numbered))
        assert.deepStrictEqual(PolicyTable.first(made, { source, destination }), expected)
      }),
      { seed: 5160, numRuns: 300 }
    )
  })
})
