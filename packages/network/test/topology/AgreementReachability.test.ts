/** Symbolic reachability against traces of single packets. */
import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type { Topology } from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import * as Falsify from "../../src/testing/internal/falsify.ts"
import * as TopologyArbitraries from "../../src/testing/TopologyArbitraries.ts"
import { disagreement, type Subject, type Tally, tally } from "./AgreementLaw.ts"

const topologies = 10_000

/** Topologies among which each mistake must be found. */
const budget = 2000

const worlds = fc.tuple(TopologyArbitraries.topology, fc.nat())

const ours: Subject = { reachable: Reachability.reachable, traces: Trace.all }

/** Checks a subject; the failure names the seed and the smallest topology found that shows the difference. */
const check = (
  subject: Subject,
  options: {
    readonly runs?: number
    readonly seed?: number
    readonly seen?: Tally
    readonly look?: (topology: Topology) => void
  }
) =>
  Falsify.check({
    harness: "Agreement",
    subject: "Reachability",
    arbitrary: worlds,
    runs: options.runs,
    seed: options.seed,
    test: ([topology, salt]) =>
      Effect.sync(() => {
        options.look?.(topology)
        return disagreement(subject, topology, salt, options.seen)
      })
  })

/** Reachability that sees another topology than the one it is asked about. */
const blind = (change: (topology: Topology) => Topology): Subject => {
  const known = new WeakMap<Topology, Topology>()
  return {
    reachable: (topology, ...question) => {
      const changed = known.get(topology) ?? change(topology)
      known.set(topology, changed)
      return Reachability.reachable(changed, ...question)
    },
    traces: Trace.all
  }
}

type Rule = Topology["securityGroups"][number]["rules"][number]
type Router = Topology["routers"][number]

const rules = (change: (rule: Rule) => ReadonlyArray<Rule>) =>
  blind((topology) => ({
    ...topology,
    securityGroups: topology.securityGroups.map((group) => ({ ...group, rules: group.rules.flatMap(change) }))
  }))

const routers = (change: (router: Router) => Router) =>
  blind((topology) => ({ ...topology, routers: topology.routers.map(change) }))

const anybody = (rule: Rule): Rule => ({
  id: rule.id,
  direction: rule.direction,
  family: rule.family,
  protocol: "any",
  remote: { _tag: "Any" }
})

const shifted = (rule: Rule, first: number, last: number): Rule =>
  rule.ports === undefined
    ? rule
    : {
        ...rule,
        ports: { first: rule.ports.first + first, last: Math.max(rule.ports.first + first, rule.ports.last + last) }
      }

/** Tracing that does not translate back the answers of connections whose source was translated. */
const forgetful: Subject["traces"] = (topology, packet) => {
  const { complete, traces } = Trace.all(topology, packet)
  return {
    complete,
    traces: traces.map((trace) => {
      const { answer, steps } = trace
      const last = steps.find(({ by, rewritten }) => by?.kind === "SourceNat" && rewritten !== undefined)
      if (answer === undefined || last === undefined) return trace
      const verdict = { _tag: "Dropped", reason: "UnknownConnection", at: last.at, by: last.at } as const
      return { ...trace, answer: { ...answer, verdict } }
    })
  }
}

/** Reachability that takes every packet that arrives for answered. */
const hopeful: Subject["reachable"] = (...question) =>
  Result.map(Reachability.reachable(...question), (answer) =>
    answer._tag === "Reachable"
      ? { ...answer, flows: answer.flows.map((flow) => ({ ...flow, answered: flow.packets })) }
      : answer
  )

/** Reachability that has lost one packet of each flow. */
const lossy: Subject["reachable"] = (...question) =>
  Result.map(Reachability.reachable(...question), (answer) => {
    if (answer._tag !== "Reachable") return answer
    const without = (space: HeaderSpace.HeaderSpace) => {
      const { destination, destinationPort = 0, protocol, source } = HeaderSpace.witness(space)!
      const ports = protocol === 6 || protocol === 17 ? { ports: destinationPort } : {}
      const one = Result.getOrThrow(HeaderSpace.match({ source, destination, protocol, ...ports }))
      return HeaderSpace.difference(space, one)
    }
    return { ...answer, flows: answer.flows.map((flow) => ({ ...flow, packets: without(flow.packets) })) }
  })

const mistakes: Record<string, Subject> = {
  "egress rules let everything pass": rules((rule) => [rule.direction === "egress" ? anybody(rule) : rule]),
  "ingress rules let everything pass": rules((rule) => [rule.direction === "ingress" ? anybody(rule) : rule]),
  "egress rules let nothing pass": rules((rule) => (rule.direction === "egress" ? [] : [rule])),
  "ranges of ports end one later": rules((rule) => [shifted(rule, 0, 1)]),
  "ranges of ports end one earlier": rules((rule) => [shifted(rule, 0, -1)]),
  "ranges of ports begin one later": rules((rule) => [shifted(rule, 1, 0)]),
  "remote groups mean anybody": rules((rule) => [
    rule.remote._tag === "Group" ? { ...rule, remote: { _tag: "Any" } } : rule
  ]),
  "policies are not asked": routers((router) => ({ ...router, policies: [] })),
  "blackholes are no routes": routers((router) => ({
    ...router,
    routes: router.routes.filter(({ via }) => via !== "blackhole")
  })),
  "leaks are forgotten": routers((router) => ({ ...router, leaks: [] })),
  "floating addresses are forgotten": routers((router) => ({ ...router, floatingAddresses: [] })),
  "port forwards keep the port": routers((router) => ({
    ...router,
    portForwards: router.portForwards.map((each) => ({ ...each, internalPort: each.externalPort }))
  })),
  "unhealthy members are chosen": blind((topology) => ({
    ...topology,
    loadBalancers: topology.loadBalancers.map((balancer) => ({
      ...balancer,
      listeners: balancer.listeners.map((listener) => ({
        ...listener,
        members: listener.members.map((member) => ({ ...member, healthy: true }))
      }))
    }))
  })),
  "links do not matter": blind((topology) => ({ ...topology, links: [] })),
  "answers of source NAT are not translated back": { reachable: Reachability.reachable, traces: forgetful },
  "everything is answered": { reachable: hopeful, traces: Trace.all },
  "one packet is missing": { reachable: lossy, traces: Trace.all }
}

describe("Agreement of reachability", () => {
  it.effect(
    `the symbolic reachable agrees with trace in ${topologies} random topologies`,
    () =>
      Effect.gen(function* () {
        const distinct = new Set<string>()
        const seen = tally()
        const look = (topology: Topology) =>
          distinct.add(createHash("sha1").update(JSON.stringify(topology)).digest("base64"))
        const runs = yield* check(ours, { runs: topologies, seen, look })
        if (runs === 1) return // one seed is replayed
        assert.isAtLeast(distinct.size, topologies - 10)
        assert.isAbove(seen.Reachable, 2000)
        assert.isAbove(seen.Unreachable, 2000)
        assert.isAbove(seen.answered, 2000)
        assert.isAbove(seen.translated, 400)
        assert.isAbove(seen.packets, 50_000)
        assert.isAbove(seen.arriving, 10_000)
        assert.isAbove(seen.answering, 5000)
      }),
    240_000
  )

  it.effect("a failure names its seed and a small topology", () =>
    Effect.gen(function* () {
      const mistaken = mistakes["everything is answered"]!
      const failure = yield* Effect.flip(
        Effect.forEach(Array.from({ length: 100 }).keys(), (seed) => check(mistaken, { seed }))
      )
      if (failure._tag !== "Falsified") return assert.fail(failure.message)
      assert.deepStrictEqual(yield* Effect.flip(check(mistaken, { seed: failure.seed })), failure)
      assert.include(failure.message, `CLOUDWRIGHT_SEED=${failure.seed}`)
      assert.isBelow(failure.message.length, 4000)
    })
  )

  const some = fc.sample(worlds, { seed: 20_261_122, numRuns: budget })
  for (const [mistake, subject] of Object.entries(mistakes)) {
    it(`would find that ${mistake} among ${budget} topologies`, () => {
      const at = some.findIndex(([topology, salt]) => disagreement(subject, topology, salt) !== undefined)
      assert.isAtLeast(at, 0)
    }, 60_000)
  }
})
