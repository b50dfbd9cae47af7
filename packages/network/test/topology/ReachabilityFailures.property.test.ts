/** A topology with a part down, made from the pipeline of the whole one, against compiling it. */
import { Seed } from "@cloudwright/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Element from "../../src/topology/Element.ts"
import type { Action, Pipeline, Stage } from "../../src/topology/internal/pipeline.ts"
import { NEXT } from "../../src/topology/internal/pipeline.ts"
import { compile } from "../../src/topology/internal/pipelineCompile.ts"
import { failedPipeline } from "../../src/topology/internal/pipelineFailures.ts"
import * as Topology from "../../src/topology/Topology.ts"
import * as Random from "./randomWorld.ts"

const runs = 150

const failuresOf = ({ hosts, links, routers }: Topology.Topology): ReadonlyArray<Element.ElementRef> => [
  ...hosts.map(({ id }) => Element.ref("Host", id)),
  ...links.map(({ id }) => Element.ref("Link", id)),
  ...routers.flatMap((router) =>
    router.interfaces.flatMap((on) =>
      on.gatewayHosts.map(({ host }) => Element.ref("GatewayHost", router.id, on.id, host))
    )
  )
]

/** An action with the keys of stages for their numbers. Trackers are numbered in the order of compiling. */
const named = (pipeline: Pipeline, action: Action): unknown => {
  const key = (to: number) => (to === NEXT ? NEXT : pipeline.stages[to]!.key)
  switch (action._tag) {
    case "Forward":
      return { ...action, to: key(action.to) }
    case "Rewrite":
      return { ...action, to: key(action.to), set: { ...action.set, tracker: 0, resume: key(action.set.resume) } }
    case "Choose":
      return {
        ...action,
        among: action.among.map((each) => ({
          ...each,
          to: key(each.to),
          set: each.set && { ...each.set, tracker: 0, resume: key(each.set.resume) }
        }))
      }
    case "Deliver":
      return action.to._tag === "Router" ? { ...action, to: { ...action.to, reply: key(action.to.reply) } } : action
    case "Drop":
    case "Refuse":
      return action
  }
}

const described = (pipeline: Pipeline, stage: Stage) => ({
  ...stage,
  index: 0,
  tracker: stage.tracker >= 0,
  next: stage.next >= 0 ? pipeline.stages[stage.next]!.key : undefined,
  otherwise: { ...stage.otherwise, action: named(pipeline, stage.otherwise.action) },
  lists: stage.lists.map(({ rules }) => rules.map((rule) => ({ ...rule, action: named(pipeline, rule.action) })))
})

describe("the pipeline with a part down", () => {
  it.effect("is that of the topology with the part down, but for stages that nothing leads to", () =>
    Effect.map(Seed.forRuns({ runs }), (seeds) => {
      let compared = 0
      let gone = 0
      for (const seed of seeds) {
        const topology = Random.world(Seed.prng(Seed.derive(seed, "failed pipeline")))
        const pipeline = compile(topology)
        for (const failure of failuresOf(topology)) {
          const hint = `seed ${seed}: ${Element.print(failure)}`
          const failed = Topology.withFailures(topology, [failure])
          const patched = failedPipeline(pipeline, topology, failed)
          const fresh = compile(failed)
          const byKey = new Map(patched.stages.map((stage) => [stage.key, stage]))
          for (const stage of fresh.stages) {
            const twin = byKey.get(stage.key)
            assert.isDefined(twin, `${hint}: ${stage.key}`)
            assert.deepStrictEqual(described(patched, twin), described(fresh, stage), `${hint}: ${stage.key}`)
          }
          gone += patched.stages.length - fresh.stages.length
          for (const [from] of fresh.underlay.hosts.entries()) {
            for (const [to] of fresh.underlay.hosts.entries()) {
              assert.strictEqual(patched.underlay.joined(from, to), fresh.underlay.joined(from, to), hint)
            }
          }
          for (const [port, place] of fresh.entries.ports) {
            const start = patched.entries.ports.get(port)!
            assert.strictEqual(patched.stages[start.stage]!.key, fresh.stages[place.stage]!.key, hint)
            assert.strictEqual(start.host, place.host, hint)
          }
          compared++
        }
      }
      assert.isAbove(compared, runs)
      assert.isAbove(gone, 0)
    })
  )
})
