/**
 * One case of the conformance suite.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { HostCapabilities, Hypervisor } from "../../Hypervisor.ts"
import type { Failure } from "./suiteBench.ts"
import { type Check, HypervisorBench } from "./suiteBench.ts"

/**
 * What a case needs: a `definition` starts nothing; a `machine` is started but nobody is at home in it; the `guest` is
 * booted, once for all cases.
 *
 * @since 0.1.0
 * @category models
 */
export type Needs = "definition" | "machine" | "guest"

/**
 * A case: `operation` is the one of the contract that it is about. `run` says whether it ran or the driver does not
 * offer the `feature` it needs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Case {
  readonly name: string
  readonly operation: keyof Hypervisor
  readonly needs: Needs
  readonly run: Effect.Effect<"ran" | "not offered", Failure, HypervisorBench>
}

type Feature = HostCapabilities["features"] extends ReadonlySet<infer F> ? F : never

/** Makes a case. */
export const make = (
  operation: keyof Hypervisor,
  needs: Needs,
  what: string,
  check: Check,
  feature?: Feature
): Case => ({
  name: `${operation}: ${what}`,
  operation,
  needs,
  run: HypervisorBench.use(({ capabilities }) =>
    feature === undefined || capabilities.features.has(feature)
      ? Effect.as(check, "ran" as const)
      : Effect.succeed("not offered" as const)
  )
})
