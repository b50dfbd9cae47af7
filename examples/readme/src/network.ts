import { Sqlite } from "@cloudwright/core"
import { Ip, Ipam, Prefix, PrefixSet, RouteTable } from "@cloudwright/network"
import { Effect, Layer } from "effect"

// Addresses: two scopes with one and the same subnet, kept in your database.
export const addresses = Effect.gen(function* () {
  const ipam = (yield* Ipam.Ipam).as("acme")
  yield* ipam.createScope({ id: "blue" })
  yield* ipam.createScope({ id: "green" })
  const blue = yield* ipam.createSubnet({ scope: "blue", cidr: "10.0.0.0/24", gateway: "first" })
  const green = yield* ipam.createSubnet({ scope: "green", cidr: "10.0.0.0/24", gateway: "first" })
  return [
    yield* ipam.allocate({ scope: "blue", subnet: blue.id, owner: "port-1" }),
    yield* ipam.allocate({ scope: "green", subnet: green.id, owner: "port-2" })
  ].map(({ address }) => address) // 10.0.0.2, twice
})

export const Live = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layer("cloud.db")))

// Routes and sets of prefixes: pure values and plain calls.
export const routes = Effect.gen(function* () {
  const prefix = (text: string) => Effect.fromResult(Prefix.parse(text))
  const table = RouteTable.RouteTable.make()
  const via = yield* Effect.fromResult(Ip.parse("192.0.2.1"))
  yield* Effect.fromResult(
    table.insert({
      prefix: yield* prefix("0.0.0.0/0"),
      kind: "unicast",
      origin: "static",
      metric: 100,
      nextHops: [{ via, interface: "uplink", weight: 1 }]
    })
  )
  const free = PrefixSet.difference(
    PrefixSet.fromPrefixes([yield* prefix("10.0.0.0/8")]),
    PrefixSet.fromPrefixes([yield* prefix("10.0.0.0/10")])
  )
  return {
    route: table.lookup(yield* Effect.fromResult(Ip.parse("8.8.8.8"))),
    free: Array.from(PrefixSet.toPrefixes(free), Prefix.format), // 10.64.0.0/10, 10.128.0.0/9
    compact: table.numbers(4).freeze()
  }
})
