import { Prefix } from "@cloudwright/network"
import { AllocatorLaws } from "@cloudwright/network/testing"
import { Effect, Result } from "effect"
import * as RackAllocator from "./RackAllocator.ts"

// An allocator of one's own in the words of the laws.
const subject = (mistake?: RackAllocator.Mistake): AllocatorLaws.Options => ({
  name: "racks",
  size: (cidr) => Prefix.hostCount(Result.getOrThrow(Prefix.parse(cidr))),
  make: (spaces) =>
    Effect.sync(() => {
      const racks = RackAllocator.make(
        spaces.map(({ cidr, scope }) => ({ name: scope, cidr })),
        mistake
      )
      return {
        allocate: ({ owner, scope }) => racks.take(scope, owner),
        release: ({ address, owner, scope }) => racks.giveBack(scope, owner, address),
        used: (scope) =>
          Effect.map(racks.machines(scope), (machines) => machines.map(([address, owner]) => ({ address, owner }))),
        free: racks.room
      }
    })
})

// In a test: `it.effect("keeps the laws", () => laws())`. Fails with the shortest calls found that break one.
export const laws = (mistake?: RackAllocator.Mistake) =>
  Effect.all([AllocatorLaws.check(subject(mistake)), AllocatorLaws.interleavings(subject(mistake))])
