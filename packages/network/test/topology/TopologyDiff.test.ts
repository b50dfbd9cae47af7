/** What changes open and close, as an operator reads it before applying them. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import type * as Topology from "../../src/topology/Topology.ts"
import * as TopologyDiff from "../../src/topology/TopologyDiff.ts"
import * as W from "./worlds.ts"

const rule = (id: string, first: number, last = first) =>
  ({ id, direction: "ingress", family: 4, protocol: "tcp", ports: { first, last } }) as const

/** Blue and green behind the Internet; blue-b admits what `rules` say. */
const world = (...rules: ReadonlyArray<ReturnType<typeof rule>>) =>
  W.withPort(
    W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20), {
      securityGroups: [{ id: "guard", tenant: "blue", rules }]
    }),
    "blue-b",
    { securityGroups: ["guard"] }
  )

const difference = (before: Topology.TopologyInput, after: Topology.TopologyInput) =>
  TopologyDiff.print(Result.getOrThrow(TopologyDiff.diff(W.made(before), W.made(after))))

describe("the difference of two topologies", () => {
  it("is nothing for the same, in another order, and for what nothing depends on", () => {
    const nothing = "opens and closes nothing"
    assert.strictEqual(difference(world(rule("web", 80)), world(rule("web", 80))), nothing)
    assert.strictEqual(difference(world(rule("a", 80), rule("b", 443)), world(rule("b", 443), rule("a", 80))), nothing)
    assert.strictEqual(difference(world(rule("a", 80, 90)), world(rule("a", 80, 90), rule("b", 85))), nothing)
    const unused = W.merge(world(rule("web", 80)), { addressSets: [{ id: "unused", prefixes: ["10.0.0.0/8"] }] })
    assert.strictEqual(difference(world(rule("web", 80)), unused), nothing)
  })

  it("names the flows of a rule", () => {
    assert.strictEqual(
      difference(world(rule("web", 80)), world(rule("web", 80), rule("more", 443))),
      ["opens", "  port blue-a -> port blue-b", "    tcp 10.0.0.5 -> 10.0.0.6 port 443"].join("\n")
    )
    assert.strictEqual(
      difference(world(rule("web", 80)), world(rule("web", 8080))),
      [
        "opens",
        "  port blue-a -> port blue-b",
        "    tcp 10.0.0.5 -> 10.0.0.6 port 8080",
        "closes",
        "  port blue-a -> port blue-b",
        "    tcp 10.0.0.5 -> 10.0.0.6 port 80"
      ].join("\n")
    )
  })

  it("sees each end of a range", () => {
    assert.strictEqual(
      difference(world(rule("web", 80, 90)), world(rule("web", 79, 95))),
      ["opens", "  port blue-a -> port blue-b", "    tcp 10.0.0.5 -> 10.0.0.6 port 79, 91-95"].join("\n")
    )
    assert.strictEqual(
      difference(world(rule("web", 80, 90)), world(rule("web", 80, 95))),
      ["opens", "  port blue-a -> port blue-b", "    tcp 10.0.0.5 -> 10.0.0.6 port 91-95"].join("\n")
    )
  })

  it("names everybody to whom a floating address opens a port", () => {
    const opened = W.withRouter(world(rule("web", 80)), "blue-router", {
      floatingAddresses: [{ id: "fip", interface: "wan", internal: "10.0.0.6", external: "203.0.113.50" }]
    })
    const { closed, opened: groups } = Result.getOrThrow(
      TopologyDiff.diff(W.made(world(rule("web", 80))), W.made(opened))
    )
    const names = TopologyDiff.flows(groups)
      .filter(({ to }) => to._tag === "Port" && to.port === "blue-b")
      .map(({ from }) => (from._tag === "Port" ? from.port : from.network))
    assert.sameMembers(names, ["blue-a", "green-a", "green-b", "internet"])
    assert.deepStrictEqual(closed, [])
  })

  it("names what a port takes with it, and what a lost route closes", () => {
    const before = world(rule("web", 80))
    const after = { ...before, ports: before.ports!.filter(({ id }) => id !== "green-a") }
    const closed = difference(before, after)
    assert.notInclude(closed, "opens")
    assert.match(closed, /port green-a, port green-b -> port green-b, port green-a\n/)
    assert.match(closed, /port green-a -> outside of internet/)
    const unrouted = difference(before, W.withRouter(before, "green-router", { routes: [] }))
    assert.match(unrouted, /^closes\n {2}port green-a, port green-b -> outside of internet\n/)
  })

  it("puts those together that are alike but for their addresses", () => {
    const many = (group: string): Topology.TopologyInput => ({
      ...world(rule("web", 80)),
      ports: [
        ...world().ports!.slice(0, 1),
        ...Array.from({ length: 9 }, (_, n) => ({
          id: `blue-${n}`,
          tenant: "blue",
          network: "blue-net",
          mac: W.mac(100 + n),
          addresses: [`10.0.0.${100 + n}`],
          securityGroups: [group]
        }))
      ]
    })
    const { opened } = Result.getOrThrow(TopologyDiff.diff(W.made(many("guard")), W.made(many("blue-open"))))
    assert.isBelow(opened.length, 4)
    assert.strictEqual(TopologyDiff.flows(opened).filter(({ to }) => to._tag === "Port").length, 9 * (8 + 1) + 9)
  })

  it("is refused when it needs too much", () => {
    const [before, after] = [W.made(world(rule("web", 80))), W.made(world(rule("web", 81)))]
    const limited = (options: TopologyDiff.Options) =>
      Result.match(TopologyDiff.diff(before, after, options), {
        onFailure: ({ reason }) => reason._tag,
        onSuccess: () => "fine"
      })
    assert.strictEqual(limited({ maxNodes: 200 }), "TooComplex")
    assert.strictEqual(limited({ maxStates: 1 }), "TooComplex")
    assert.strictEqual(limited({}), "fine")
  })
})
