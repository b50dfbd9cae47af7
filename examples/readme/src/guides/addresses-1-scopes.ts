import { Sqlite } from "@cloudwright/core"
import { Ipam } from "@cloudwright/network"
import { Effect, Layer } from "effect"

// Two tenants with the same addresses: a scope is where addresses are unique, and nowhere else.
export const program = Effect.gen(function* () {
  const manager = yield* Ipam.Ipam
  const acme = manager.as("acme")
  const umbrella = manager.as("umbrella")
  yield* acme.createScope({ id: "blue" })
  yield* umbrella.createScope({ id: "green", readers: ["acme"] })
  yield* acme.createSubnet({ scope: "blue", id: "web", cidr: "10.0.0.0/24", gateway: "first" })
  yield* umbrella.createSubnet({ scope: "green", id: "web", cidr: "10.0.0.0/24", gateway: "first" })

  const first = yield* acme.allocate({ scope: "blue", subnet: "web", owner: "port-1" })
  // Asked again, the same owner has the same address; somebody else gets another one.
  const again = yield* acme.allocate({ scope: "blue", subnet: "web", owner: "port-1" })
  const other = yield* umbrella.allocate({ scope: "green", subnet: "web", owner: "port-1" })

  // What is taken is refused with the facts, and nothing has changed.
  const taken = yield* acme
    .allocate({ scope: "blue", subnet: "web", owner: "port-2", address: first.address })
    .pipe(Effect.flip)

  // A release names the owner. For somebody else's address it frees nothing, and says so.
  const wrong = yield* acme.release({ scope: "blue", address: first.address, owner: "port-2" })
  const released = yield* acme.release({ scope: "blue", address: first.address, owner: "port-1" })
  return { first, again, other, taken, wrong, released }
})

// Or `Sqlite.layer(...)` for a file, or PostgreSQL for several processes: the program stays the same.
export const Live = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))
