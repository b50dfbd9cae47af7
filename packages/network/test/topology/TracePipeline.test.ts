import { assert, describe, it } from "@effect/vitest"
import { NEXT } from "../../src/topology/internal/pipeline.ts"
import type { Action } from "../../src/topology/internal/pipeline.ts"
import { compile, pipelineOf } from "../../src/topology/internal/pipelineCompile.ts"
import * as W from "./worlds.ts"

const world = W.made(
  W.merge(W.internet, W.tenant("blue", 10), W.tenant("green", 20), {
    loadBalancers: [
      {
        id: "lb",
        tenant: "blue",
        address: "192.0.2.80",
        listeners: [{ id: "l", protocol: "tcp", port: 80, members: [{ id: "m", address: "10.0.0.6", port: 80 }] }],
        attachments: [{ _tag: "Network", network: "blue-net" }]
      }
    ]
  })
)

const targets = (action: Action): ReadonlyArray<number> => {
  switch (action._tag) {
    case "Forward":
      return [action.to]
    case "Rewrite":
      return [action.to, action.set.resume]
    case "Choose":
      return action.among.flatMap((each) => (each.set === undefined ? [each.to] : [each.to, each.set.resume]))
    default:
      return []
  }
}

/** The links between stages, with the keys of stages in place of their numbers. */
const shape = (topology: typeof world): ReadonlyArray<string> => {
  const { stages } = compile(topology)
  return stages.map(
    (stage) =>
      `${stage.key}: ${[...stage.lists.flatMap((list) => list.rules), stage.otherwise]
        .flatMap((rule) => targets(rule.action))
        .map((to) => stages[to === NEXT ? stage.next : to]?.key ?? "")
        .join(", ")}`
  )
}

describe("a compiled topology", () => {
  const { entries, stages, trackers } = compile(world)

  it("numbers its stages without holes and leads nowhere else", () => {
    for (let index = 0; index < stages.length; index++) assert.strictEqual(stages[index]?.index, index)
    const reached = new Set<number>([...entries.outsides.values(), ...[...entries.ports.values()].map((e) => e.stage)])
    for (const index of reached) {
      const stage = stages[index]!
      for (const rule of [...stage.lists.flatMap((list) => list.rules), stage.otherwise]) {
        for (const to of targets(rule.action)) {
          const target = to === NEXT ? stage.next : to
          assert.isDefined(stages[target], `${stage.key} leads to ${target}`)
          reached.add(target)
        }
      }
      assert.isBelow(stage.tracker, trackers)
    }
    assert.isAbove(reached.size, 20)
  })

  it("gives every stage a key of its own", () => {
    assert.strictEqual(new Set(stages.map((stage) => stage.key)).size, stages.length)
  })

  it("has the same keys for what another tenant does not change", () => {
    const alone = new Set(shape(W.made(W.merge(W.internet, W.tenant("green", 20)))))
    const green = shape(world).filter((line) => /^(PortSecurityOut|SecurityOut|SecurityIn|PortArrive) green/.test(line))
    assert.strictEqual(green.length, 8)
    for (const line of green) assert.isTrue(alone.has(line), line)
  })

  it("shares the rules of a group among its ports", () => {
    const guards = stages.filter((stage) => stage.kind === "SecurityIn" && stage.element.id.startsWith("blue"))
    assert.strictEqual(guards.length, 2)
    assert.strictEqual(guards[0]?.lists, guards[1]?.lists)
  })

  it("is the same each time, and made once for a value", () => {
    assert.deepStrictEqual(shape(world), shape(W.made(JSON.parse(JSON.stringify(world)))))
    assert.strictEqual(pipelineOf(world), pipelineOf(world))
  })

  it("takes a value that was not made for a defect", () => {
    const port = world.ports[0]!
    assert.throws(() => compile({ ...world, ports: [{ ...port, network: "nowhere" }] }), /Topology\.make/)
  })
})
