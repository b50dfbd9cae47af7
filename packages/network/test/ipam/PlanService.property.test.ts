import * as Sqlite from "@cloudwright/core/Sqlite"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import * as fc from "fast-check"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import * as Ipam from "../../src/ipam/Ipam.ts"
import * as PlanImport from "../../src/ipam/PlanImport.ts"
import * as SubnetPlan from "../../src/ipam/SubnetPlan.ts"
import { arbitraryPlan, provider } from "../support/plans.ts"
import { wishFor } from "../support/wishes.ts"

/** Without what a database decides itself: versions of scopes, the order of readers, fences and tokens of leases. */
const bare = (plan: AddressPlan.AddressPlan): unknown => ({
  ...plan,
  scopes: plan.scopes.map((scope) => ({
    ...scope,
    version: 0,
    readers: scope.readers === "everyone" ? scope.readers : [...new Set(scope.readers)].toSorted()
  })),
  addresses: plan.addresses.map((one) => ({ ...one, lease: one.lease === null ? null : one.lease.expiresAt }))
})

/** Brings a plan into a new database. */
const store = Effect.fnUntraced(function* (plan: AddressPlan.AddressPlan) {
  const { operator: ipam } = yield* Ipam.Ipam
  for (const { id, tenant, readers, comment } of plan.scopes) {
    yield* ipam.createScope({ id, tenant, readers, comment })
    const added = yield* Effect.fromResult(PlanImport.additions(yield* ipam.plan(id), plan, id))
    yield* ipam.apply(added)
  }
  return ipam
})

const fresh = Ipam.Ipam.layer.pipe(Layer.provide(Sqlite.layerMemory))

describe("the address manager carries plans out as the value does", () => {
  it.live("an import", () =>
    Effect.gen(function* () {
      const ipam = yield* store(provider)
      for (const { id } of provider.scopes) {
        assert.deepStrictEqual(bare(yield* ipam.plan(id)), bare(AddressPlan.only(provider, id)))
      }
    }).pipe(Effect.provide(fresh))
  )

  it.live("grow, shrink, split and renumber, and what follows from each", () =>
    Effect.promise(async () => {
      let taken = 0
      const wished = arbitraryPlan
        .filter(({ subnets }) => subnets.length > 0)
        .chain((plan) => fc.constantFrom(...plan.subnets).map((subnet) => ({ plan, subnet })))
        .chain(({ plan, subnet }) => wishFor(subnet).map((wish) => ({ plan, scope: subnet.scope, wish })))
      await fc.assert(
        fc.asyncProperty(wished, ({ plan, scope, wish }) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const ipam = yield* store(plan)
              const current = yield* ipam.plan(scope)
              assert.deepStrictEqual(bare(current), bare(AddressPlan.only(plan, scope)))
              const planned = SubnetPlan.make(current, wish)
              if (Result.isFailure(planned)) return
              taken++
              yield* ipam.apply(planned.success)
              const expected = Result.getOrThrow(AddressPlan.apply(current, planned.success.steps))
              assert.deepStrictEqual(bare(yield* ipam.plan(scope)), bare(expected))
              const again = yield* Effect.flip(ipam.apply(planned.success))
              assert.strictEqual(again.reason._tag, "StalePlan")
            }).pipe(Effect.provide(fresh, { local: true }))
          )
        ),
        { numRuns: 40, seed: 20260501 }
      )
      assert.isAbove(taken, 8)
    })
  )
})
