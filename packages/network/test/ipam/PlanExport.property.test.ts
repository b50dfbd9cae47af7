import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import * as fc from "fast-check"
import * as AddressPlan from "../../src/ipam/AddressPlan.ts"
import { neutralise, restore } from "../../src/ipam/internal/planCells.ts"
import * as PlanExport from "../../src/ipam/PlanExport.ts"
import * as PlanImport from "../../src/ipam/PlanImport.ts"
import { arbitraryPlan, hostile, provider } from "../support/plans.ts"

const options = { tenant: "nobody" }

const viaCsv = (plan: AddressPlan.AddressPlan, into?: AddressPlan.AddressPlan) =>
  PlanExport.toCsv(plan).pipe(Effect.flatMap((files) => PlanImport.fromCsv(files, { ...options, into })))

const viaJson = (plan: AddressPlan.AddressPlan, into?: AddressPlan.AddressPlan) =>
  PlanImport.fromJson(PlanExport.toJson(plan), { ...options, into })

const roundTrip = (via: typeof viaCsv) =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(arbitraryPlan, async (plan) => {
        const imported = await Effect.runPromise(via(plan))
        assert.deepStrictEqual(imported.plan, plan)
        assert.deepStrictEqual(imported.skipped, [])
        // Once more into what is there changes nothing.
        const again = await Effect.runPromise(via(plan, plan))
        assert.deepStrictEqual(again.plan, plan)
        assert.strictEqual(again.unchanged, again.lines - plan.subnets.flatMap(ranges).length)
      }),
      { numRuns: 150, seed: 20260301 }
    )
  )

const ranges = (subnet: AddressPlan.AddressPlan["subnets"][number]) => [
  ...subnet.ranges,
  ...subnet.exclusions,
  ...(subnet.dhcp === null ? [] : [subnet.dhcp])
]

describe("export and import", () => {
  it.live("are inverse by CSV", () => roundTrip(viaCsv))
  it.live("are inverse by JSON", () => roundTrip(viaJson))

  it("the additions of an import are the import", () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        for (const { id } of plan.scopes) {
          const wanted = AddressPlan.only(plan, id)
          const bare = { ...AddressPlan.empty, scopes: wanted.scopes }
          const current = Result.getOrThrow(AddressPlan.make(bare))
          const { steps } = Result.getOrThrow(PlanImport.additions(current, plan, id))
          assert.deepStrictEqual(Result.getOrThrow(AddressPlan.apply(current, steps)), wanted)
          const again = Result.getOrThrow(PlanImport.additions(wanted, plan, id))
          assert.deepStrictEqual(again.steps, [])
        }
      }),
      { numRuns: 100, seed: 20260302 }
    )
  })

  it.effect("no cell of an export begins like a formula", () =>
    Effect.gen(function* () {
      const files = yield* PlanExport.toCsv(provider)
      for (const text of Object.values(files)) {
        for (const line of text.split("\r\n")) {
          for (const cell of line.split(",")) assert.notMatch(cell, /^"?[=+\-@\t\r]/)
        }
      }
    })
  )

  it("neutralising a cell can be taken back, and leaves no formula", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: fc.constantFrom("'", "=", "+", " ", "\t", "a") })), (cell) => {
        assert.strictEqual(restore(neutralise(cell)), cell)
        assert.notMatch(neutralise(cell), /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
      }),
      { numRuns: 2000, seed: 20260303 }
    )
  })
})
