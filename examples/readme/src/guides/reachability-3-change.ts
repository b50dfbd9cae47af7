import { Isolation, IsolationCheck, Topology, TopologyDiff } from "@cloudwright/network"
import { Effect, Layer } from "effect"
import { cloud } from "./reachability-1-trace.ts"

export const program = Effect.gen(function* () {
  const before = yield* Effect.fromResult(cloud)

  // A proof that anybody can check without trusting the analysis, or a packet that gets through.
  const isolation = yield* Effect.fromResult(Isolation.isolation(before, "acme", "umbrella"))
  if (isolation._tag === "Isolated") {
    for (const certificate of isolation.certificates)
      yield* Effect.fromResult(IsolationCheck.check(before, certificate))
  }

  // What a change opens and closes, before it is applied.
  const ssh = { id: "ssh", direction: "ingress", family: 4, protocol: "tcp", ports: { first: 22, last: 22 } } as const
  const after = yield* Effect.fromResult(
    Topology.make({
      ...before,
      securityGroups: before.securityGroups.map((group) => ({ ...group, rules: [...group.rules, ssh] }))
    })
  )
  const diff = yield* Effect.fromResult(TopologyDiff.diff(before, after))
  return TopologyDiff.print(diff)
})

export const Live = Layer.empty
