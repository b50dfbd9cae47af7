/** The address manager as the allocator that the laws speak of: one subnet of everything in each scope. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { Ipam, type IpamView } from "../../src/ipam/Ipam.ts"
import type { BlockStrategy } from "../../src/ipam/IpamRequest.ts"
import * as Prefix from "../../src/Prefix.ts"
import type * as AllocatorLaws from "../../src/testing/AllocatorLaws.ts"
import * as Result from "effect/Result"

/** How many addresses of a block hosts may have. */
export const hostCount = (cidr: string): bigint => Prefix.hostCount(Result.getOrThrow(Prefix.parse(cidr)))

const subnet = "subnet"

const allocator = (view: IpamView, strategy: BlockStrategy): AllocatorLaws.Allocator => ({
  allocate: ({ owner, scope }) =>
    Effect.map(view.allocate({ scope, subnet, owner, strategy }), ({ address }) => address),
  claim: ({ address, owner, scope }) => view.allocate({ scope, subnet, owner, address }),
  allocateMany: ({ owners, scope }) =>
    Effect.map(
      view.allocateMany({ scope, addresses: owners.map((owner) => ({ subnet, owner, strategy })) }),
      (granted) => granted.map(({ address }) => address)
    ),
  release: (request) => Effect.map(view.release(request), ({ _tag }) => _tag === "Released"),
  used: (scope) =>
    Effect.map(view.listAddresses({ scope, limit: 1000 }), ({ items }) =>
      items.map(({ address, owner }) => ({ address, owner }))
    ),
  free: (scope) => Effect.map(view.usage(scope), ({ subnets }) => subnets[0]!.free)
})

/** A fresh one for each list of spaces, on a database of its own. */
export const allocators =
  (database: Layer.Layer<SqlClient.SqlClient, SqlError>, strategy: BlockStrategy) =>
  (spaces: ReadonlyArray<AllocatorLaws.Space>) =>
    Effect.gen(function* () {
      const context = yield* Layer.build(Ipam.layer.pipe(Layer.provide(Layer.fresh(database))))
      const view = Context.get(context, Ipam).as("acme")
      for (const { cidr, scope } of spaces) {
        yield* view.createScope({ id: scope })
        yield* view.createSubnet({ scope, id: subnet, cidr })
      }
      return allocator(view, strategy)
    })
