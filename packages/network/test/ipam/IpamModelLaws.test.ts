/** The published laws of allocators, on the address manager itself. */
import { layerMemory } from "@cloudwright/core/Sqlite"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import * as AllocatorLaws from "../../src/testing/AllocatorLaws.ts"
import { allocators, hostCount } from "../support/ipamAllocator.ts"

/** Small, because a real database is asked after every call. */
const cidrs = fc.constantFrom(
  "10.0.0.0/29",
  "10.0.0.0/30",
  "10.0.0.0/31",
  "255.255.255.255/32",
  "2001:db8::/125",
  "2001:db8::/127",
  "2001:db8::5/128"
)

describe("the laws of allocators on Ipam", () => {
  for (const strategy of ["lowest", "highest", "sparse", "random"] as const) {
    it.effect(
      `${strategy}: no double grant, nothing outside, conservation, idempotent release, separate scopes, failures change nothing`,
      () =>
        Effect.gen(function* () {
          const runs = yield* AllocatorLaws.check({
            name: `Ipam, ${strategy}`,
            make: allocators(layerMemory, strategy),
            size: hostCount,
            cidrs,
            operations: 15,
            runs: 6
          })
          assert.isAbove(runs, 0)
        }),
      60_000
    )
  }
})
