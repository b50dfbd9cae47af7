import { Sqlite } from "@cloudwright/core"
import { Ipam } from "@cloudwright/network"
import { Effect, Layer } from "effect"

export const program = Effect.gen(function* () {
  const ipam = (yield* Ipam.Ipam).as("acme")
  yield* ipam.createScope({ id: "blue" })
  yield* ipam.createPool({ scope: "blue", id: "site", cidr: "10.0.0.0/16" })
  yield* ipam.createPool({ scope: "blue", id: "site6", cidr: "2001:db8::/40" })

  // Blocks of a pool: `sparse` leaves each one room to grow, `lowest` packs them.
  const web = yield* ipam.createSubnet({ scope: "blue", id: "web", pool: "site", length: 24, strategy: "sparse" })
  const db = yield* ipam.createSubnet({ scope: "blue", id: "db", pool: "site", length: 24, strategy: "sparse" })
  const lan6 = yield* ipam.createSubnet({ scope: "blue", id: "lan6", pool: "site6", length: 64 })
  const customer = yield* ipam.delegate({ scope: "blue", owner: "customer-7", pool: "site6", length: 56 })

  // A gang: all of these or none, over several subnets.
  const gang = yield* ipam.allocateMany({
    scope: "blue",
    addresses: [
      { subnet: "web", owner: "vm-1", strategy: "lowest" },
      { subnet: "web", owner: "vm-2", strategy: "highest" },
      { subnet: "db", owner: "vm-1", address: db.cidr.replace("0/24", "10") },
      { subnet: "lan6", owner: "vm-1", strategy: { eui64: "52:54:00:12:34:56" } }
    ]
  })

  // A lease ends by itself unless it is renewed with its token.
  const leased = yield* ipam.allocate({ scope: "blue", subnet: "web", owner: "job-9", lease: "10 minutes" })
  return { web, db, lan6, customer, gang, leased, usage: yield* ipam.usage("blue") }
})

export const Live = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))
