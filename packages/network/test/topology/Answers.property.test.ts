/** Answers through many translators: as traces say, whether histories of connections are joined or kept apart. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Endpoint from "../../src/topology/Endpoint.ts"
import * as HeaderSpace from "../../src/topology/HeaderSpace.ts"
import { Analysis, defaultLimits } from "../../src/topology/internal/analysis.ts"
import { answersWith } from "../../src/topology/internal/answers.ts"
import * as Reachability from "../../src/topology/Reachability.ts"
import type * as Topology from "../../src/topology/Topology.ts"
import * as Trace from "../../src/topology/Trace.ts"
import { layered } from "./layers.ts"
import * as Random from "./randomWorld.ts"
import * as W from "./worlds.ts"

const runs = 60

type Router = NonNullable<Topology.TopologyInput["routers"]>[number]

/** A router of a layer with something wrong, or other, about it. */
const varied = (prng: Seed.Prng, router: Router): Router => {
  const level = Number(/^r(\d+)/.exec(router.id)![1])
  const lower = `10.${level - 1}.0`
  const [nat] = router.sourceNats!
  const changes: ReadonlyArray<() => Partial<Router>> = [
    () => ({ sourceNats: [] }),
    () => ({ sourceNats: [{ ...nat!, internal: `${lower}.${prng.pick([5, 20, 21])}/32` }] }),
    () => ({ policies: [{ id: "p", priority: 1, action: "drop", protocol: "tcp", ports: { first: 80, last: 80 } }] }),
    () => ({ policies: [{ id: "p", priority: 1, action: "drop", source: `${lower}.20/32` }] }),
    // Only on the way back: towards the next layer below.
    () => ({
      policies: [{ id: "p", priority: 1, action: "drop", destination: `${lower}.${prng.pick([5, 20, 21])}/32` }]
    }),
    () => ({
      policies: [
        {
          id: "p",
          priority: 1,
          source: `${lower}.21/32`,
          destination: "10.0.0.0/8",
          protocol: "tcp" as const,
          ports: { first: 0, last: 443 },
          action: [{ address: `10.${level}.0.10` }]
        }
      ]
    }),
    () => ({
      portForwards: [
        {
          id: "f",
          interface: "up",
          protocol: "tcp" as const,
          external: nat!.external,
          externalPort: 80,
          internal: `${lower}.5`,
          internalPort: 80
        }
      ]
    })
  ]
  return prng.chance(0.3) ? { ...router, ...prng.pick(changes)() } : router
}

const world = (prng: Seed.Prng): Topology.Topology => {
  const input = layered(prng.between(2, 4))
  return W.made({ ...input, routers: input.routers!.map((router) => varied(prng, router)) })
}

const answeredSet = (analysis: Analysis, from: Endpoint.Endpoint, to: Endpoint.Endpoint, how: "joined" | "apart") => {
  const { engine, modelled, pipeline } = analysis
  const [start] = Result.getOrThrow(analysis.starts(from))
  const reaches = Result.getOrThrow(analysis.reaches(to))
  const mask = new Uint8Array(pipeline.stages.length).fill(1)
  const answers = answersWith(analysis, start!, { packets: modelled, mask, reaches }, how)
  return answers === undefined ? undefined : engine.orAll(answers.arrived.map(({ answered }) => answered))
}

const forSeeds = (salt: string, check: (prng: Seed.Prng, hint: string) => void) =>
  Effect.map(Seed.forRuns({ runs }), (seeds) => {
    for (const seed of seeds) check(Seed.prng(Seed.derive(seed, salt)), `seed ${seed}`)
  })

const [a, b] = [Endpoint.port("a"), Endpoint.port("b")]

describe("answers", () => {
  it.effect("agree with traces through layers of translators", () => {
    let met = 0
    let lost = 0
    const check = (prng: Seed.Prng, hint: string) => {
      const topology = world(prng)
      const answer = Result.getOrThrow(Reachability.reachable(topology, a, b))
      const flow = answer._tag === "Reachable" ? answer.flows[0] : undefined
      const goal = topology.ports.find(({ id }) => id === "b")!.addresses[0]!
      for (const port of [22, 80, 443, 8080]) {
        const packet = W.tcp("a", "10.0.0.5:50000", `${goal}:${port}`)
        const { complete, traces } = Trace.all(topology, packet)
        assert.isTrue(complete)
        const arrived = traces.filter((trace) => W.outcome(trace) === "port b")
        const answered = arrived.some((trace) => W.outcome(trace.answer) === "port a")
        assert.strictEqual(flow !== undefined && HeaderSpace.has(flow.packets, packet), arrived.length > 0, hint)
        assert.strictEqual(flow !== undefined && HeaderSpace.has(flow.answered!, packet), answered, hint)
        if (answered) met++
        if (arrived.length > 0 && !answered) lost++
      }
    }
    return Effect.map(forSeeds("layers", check), () => {
      assert.isAbove(met, 0)
      assert.isAbove(lost + met, 10)
    })
  })

  it.effect("are the same from joined histories, where these tell, as from histories kept apart", () => {
    let joint = 0
    let told = 0
    const check = (prng: Seed.Prng, hint: string) => {
      const topology = prng.chance(0.5) ? world(prng) : Random.world(prng)
      const analysis = new Analysis(topology, defaultLimits)
      const from = Endpoint.port(prng.pick(topology.ports).id)
      const to = prng.chance(0.7)
        ? Endpoint.port(prng.pick(topology.ports).id)
        : Endpoint.tenant(prng.pick(topology.tenants).id)
      const joined = answeredSet(analysis, from, to, "joined")
      joint++
      if (joined === undefined) return
      told++
      assert.strictEqual(joined, answeredSet(analysis, from, to, "apart"), hint)
    }
    return Effect.map(forSeeds("joined", check), () => assert.isAbove(told, joint / 2))
  })

  it("belong to the ways that arrive, not to others that were translated alike", () => {
    // Both ways come to router d with the same headers, on different interfaces. One arrives, and its answer is lost at
    // router a; the answer of the other would come back, but it is dropped at router f.
    type Interfaces = NonNullable<Router["interfaces"]>
    const on = (id: string, level: number, host: number): Interfaces[number] => ({
      id,
      network: `n${level}`,
      addresses: [`10.${level}.0.${host}`]
    })
    const up = (level: number, ...hosts: ReadonlyArray<number>) => [
      { id: "up", prefix: "10.5.0.0/24", via: hosts.map((host) => ({ address: `10.${level}.0.${host}` })) }
    ]
    const to = (id: string, match: object, level: number, host: number) => ({
      id,
      priority: id === "one" ? 1 : 2,
      destination: "10.5.0.0/24",
      ...match,
      action: [{ address: `10.${level}.0.${host}` }]
    })
    const nat = (level: number, host: number) => ({
      sourceNats: [{ id: "nat", interface: "up", internal: "10.0.0.0/8", external: `10.${level}.0.${host}` }]
    })
    const home = { id: "home", prefix: "10.0.0.0/24", via: [{ address: "10.1.0.10" }] }
    const lower = (id: string, host: number, more: Partial<Router>): Router => ({
      id,
      tenant: "t",
      interfaces: [on("down", 1, host), on("up", 2, host)],
      routes: [...up(2, 30), home],
      ...nat(2, host),
      ...more
    })
    const input = layered(5)
    const topology = (broken: boolean) =>
      W.made({
        ...input,
        networks: input.networks!.map((network) =>
          network.id === "n5"
            ? { ...network, subnets: [{ id: "v4", prefix: "10.5.0.0/24", gateway: "10.5.0.50" }] }
            : network
        ),
        routers: [
          { id: "g", tenant: "t", interfaces: [on("down", 0, 10), on("up", 1, 10)], routes: up(1, 20, 21) },
          lower(
            "a",
            20,
            broken ? { policies: [{ id: "p", priority: 1, destination: "10.0.0.5/32", action: "drop" as const }] } : {}
          ),
          lower("b", 21, {}),
          {
            id: "c",
            tenant: "t",
            interfaces: [on("down", 2, 30), on("up", 3, 30)],
            policies: [to("one", { source: "10.2.0.20/32" }, 3, 40), to("two", { source: "10.2.0.21/32" }, 3, 41)],
            ...nat(3, 30)
          },
          {
            id: "d",
            tenant: "t",
            interfaces: [on("one", 3, 40), on("two", 3, 41), on("up", 4, 40)],
            policies: [to("one", { interface: "one" }, 4, 50), to("two", { interface: "two" }, 4, 51)],
            ...nat(4, 40)
          },
          { id: "e", tenant: "t", interfaces: [on("down", 4, 50), on("up", 5, 50)] },
          {
            id: "f",
            tenant: "t",
            interfaces: [on("down", 4, 51)],
            routes: [{ id: "hole", prefix: "10.5.0.0/24", via: "blackhole" }]
          }
        ]
      })
    for (const broken of [false, true]) {
      const packet = W.tcp("a", "10.0.0.5:50000", "10.5.0.5:80")
      const ends = Trace.all(topology(broken), packet).traces.map(
        (trace) => `${W.outcome(trace)} / ${W.outcome(trace.answer)}`
      )
      const first = broken ? "port b / PolicyDrop" : "port b / port a"
      assert.sameMembers(ends, [first, "Blackhole / none"])
      const answer = Result.getOrThrow(Reachability.reachable(topology(broken), a, b))
      if (answer._tag !== "Reachable") return assert.fail(answer._tag)
      assert.isTrue(HeaderSpace.has(answer.flows[0]!.packets, packet))
      assert.strictEqual(HeaderSpace.has(answer.flows[0]!.answered!, packet), !broken)
    }
  })

  it("do not take longer for every way through layers of next hops that translate", () => {
    // Two to the power of 30 ways: only joined can they be followed.
    const topology = W.made(layered(30))
    const answer = Result.getOrThrow(Reachability.reachable(topology, a, b, { maxStates: 2000 }))
    if (answer._tag !== "Reachable") return assert.fail(answer._tag)
    const [flow] = answer.flows
    assert.isTrue(HeaderSpace.equals(flow!.packets, flow!.answered!))
  })

  it("of ways that may be too long are looked at one by one, up to a limit", () => {
    // With 40 layers and a detour each, fewest hops do not tell of the longest way.
    const input = layered(40)
    const routers = input.routers!.map((router) => {
      const level = Number(/^r(\d+)/.exec(router.id)![1])
      const other = router.id.endsWith("-11") ? undefined : { address: `10.${level - 1}.0.11` }
      const [route] = router.routes!
      if (other === undefined || route === undefined || typeof route.via === "string") return router
      return { ...router, routes: [{ ...route, via: [...route.via, other] }] }
    })
    const result = Reachability.reachable(W.made({ ...input, routers }), a, b, { maxStates: 5000 })
    if (Result.isSuccess(result)) return assert.fail("has an answer")
    assert.deepStrictEqual(result.failure.reason, { _tag: "TooComplex", what: "states", limit: 5000 })
  })
})
