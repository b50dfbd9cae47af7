import { Sqlite } from "@cloudwright/core"
import { AddressMap, Ipam } from "@cloudwright/network"
import { Effect, Layer } from "effect"

export const program = Effect.gen(function* () {
  const ipam = (yield* Ipam.Ipam).as("acme")
  yield* ipam.createScope({ id: "blue" })
  yield* ipam.createPool({ scope: "blue", id: "site", cidr: "10.0.0.0/20" })
  yield* ipam.createSubnet({ scope: "blue", id: "web", pool: "site", length: 24, gateway: "first" })
  yield* ipam.createSubnet({ scope: "blue", id: "db", pool: "site", length: 24, strategy: "sparse" })

  const plan = yield* ipam.plan("blue")
  const pool = yield* AddressMap.draw(plan, { scope: "blue", pool: "site" })
  const subnet = yield* AddressMap.draw(plan, { scope: "blue", subnet: "web" })
  return { pool, subnet }
})

export const Live = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))
