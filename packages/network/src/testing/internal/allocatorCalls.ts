/**
 * Calls of an allocator as data, before and after it is known what there is to release.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { Space } from "../AllocatorLaws.ts"
import type { Bench, Broken } from "./allocatorBench.ts"

/** A call to make: `which` counts, modulo their number, the addresses there are to name; `count` the owners of `allocate many`. */
export interface Call {
  readonly kind: "allocate" | "claim" | "claim again" | "allocate many" | "release" | "release as a stranger"
  readonly scope: number
  readonly which: number
  readonly count: number
}

/** Lists of calls, of which about half allocate. They shrink to fewer calls, plainer ones, and to the first scope. */
export const arbitrary = (options: {
  readonly scopes: number
  readonly maximum: number
}): fc.Arbitrary<ReadonlyArray<Call>> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom<Call["kind"]>(
        "allocate",
        "allocate",
        "release",
        "release",
        "claim",
        "release as a stranger",
        "claim again",
        "allocate many"
      ),
      scope: fc.nat({ max: options.scopes - 1 }),
      which: fc.nat({ max: 255 }),
      count: fc.integer({ min: 2, max: 5 })
    }),
    { maxLength: options.maximum, size: "max" }
  )

/** A call with everything in it. */
export type Request =
  | { readonly kind: "allocate"; readonly scope: string; readonly owner: string }
  | { readonly kind: "claim"; readonly scope: string; readonly owner: string; readonly address: string }
  | { readonly kind: "allocate many"; readonly scope: string; readonly owners: ReadonlyArray<string> }
  | { readonly kind: "release"; readonly scope: string; readonly owner: string; readonly address: string }

/** Fills in what depends on the answers so far; `undefined` when there is nothing to do it with. */
export const resolve = <R>(
  bench: Bench<R>,
  spaces: ReadonlyArray<Space>,
  call: Call,
  owner: string
): Request | undefined => {
  const { cidr, scope } = spaces[call.scope]!
  const seen = bench.granted(scope)
  const old = seen[call.which % seen.length]
  switch (call.kind) {
    case "allocate":
      return { kind: "allocate", scope, owner }
    case "claim": {
      if (!bench.offers.claim) return undefined
      const prefix = Result.getOrThrow(Prefix.parse(cidr))
      const address = Ip.add(prefix, BigInt(call.which) % Prefix.size(prefix))!
      return { kind: "claim", scope, owner, address: Ip.format(address) }
    }
    case "claim again":
      return old === undefined || !bench.offers.claim ? undefined : { kind: "claim", scope, owner, address: old }
    case "allocate many": {
      const owners = Array.from({ length: call.count }, (_, index) => `${owner}-${index + 1}`)
      return bench.offers.allocateMany ? { kind: "allocate many", scope, owners } : undefined
    }
    case "release": {
      const held = bench.held(scope)
      const mine = held[call.which % held.length]
      return mine && { kind: "release", scope, owner: mine[1], address: mine[0] }
    }
    case "release as a stranger":
      return old === undefined ? undefined : { kind: "release", scope, owner, address: old }
  }
}

/** Makes the call and tells in words what was answered. */
export const perform = <R>(bench: Bench<R>, request: Request): Effect.Effect<string, Broken, R> => {
  switch (request.kind) {
    case "allocate":
      return bench.allocate(request.scope, request.owner)
    case "claim":
      return bench.claim(request.scope, request.owner, request.address)
    case "allocate many":
      return bench.allocateMany(request.scope, request.owners)
    case "release":
      return bench.release(request.scope, request.owner, request.address)
  }
}

/** One line for a trace. */
export const print = (request: Request): string => {
  switch (request.kind) {
    case "allocate":
      return `allocate in ${request.scope} for ${request.owner}`
    case "claim":
      return `claim ${request.address} in ${request.scope} for ${request.owner}`
    case "allocate many":
      return `allocate ${request.owners.length} in ${request.scope} for ${request.owners.join(", ")}`
    case "release":
      return `release ${request.address} in ${request.scope} of ${request.owner}`
  }
}
