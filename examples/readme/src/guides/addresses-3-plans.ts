import { Sqlite } from "@cloudwright/core"
import { Ipam, SubnetPlan } from "@cloudwright/network"
import { Effect, Layer } from "effect"

export const program = Effect.gen(function* () {
  const ipam = (yield* Ipam.Ipam).as("acme")
  yield* ipam.createScope({ id: "blue" })
  yield* ipam.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/25", gateway: "first" })
  yield* ipam.allocate({ scope: "blue", subnet: "web", owner: "port-1", address: "10.0.0.100" })

  // Wish, look, apply. The plan is a value: nothing happens until it is applied.
  const before = yield* ipam.plan("blue")
  const grow = yield* Effect.fromResult(
    SubnetPlan.make(before, { _tag: "Grow", scope: "blue", subnet: "web", cidr: "10.0.0.0/24" })
  )
  const text = SubnetPlan.format(grow)
  yield* ipam.apply(grow)

  // What cannot be is refused with what is in the way.
  const after = yield* ipam.plan("blue")
  const refused = yield* Effect.fromResult(
    SubnetPlan.make(after, { _tag: "Shrink", scope: "blue", subnet: "web", cidr: "10.0.0.0/26" })
  ).pipe(Effect.flip)

  // A plan is for the state it was made on: once that has changed, it is stale.
  const stale = yield* ipam.apply(grow).pipe(Effect.flip)
  return { text, refused: refused.message, stale: stale.reason._tag }
})

export const Live = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))
