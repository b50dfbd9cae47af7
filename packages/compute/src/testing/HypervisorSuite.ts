/**
 * The conformance suite of hypervisor drivers: the same cases for every driver, judged by what the driver says and by
 * what an independent observer sees. Any test runner can run them:
 *
 * ```ts
 * layer(HypervisorSuite.layer(environment))("MyDriver", (it) => {
 *   for (const { name, run } of HypervisorSuite.cases) it.effect(name, () => run)
 * })
 * ```
 *
 * Run them one after the other, in their order: the cases that need a guest share one, which is booted four times in
 * all. Each case leaves nothing behind and checks so. What a driver does not offer is known by its `capabilities`; the
 * case then answers `not offered`. `ByteSize` (unstable) shows through.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { HypervisorError } from "../HypervisorError.ts"
import type { Environment } from "./internal/suiteBench.ts"
import { expectGone, HypervisorBench, remove } from "./internal/suiteBench.ts"
import type { Case } from "./internal/suiteCase.ts"
import * as Definition from "./internal/suiteDefinition.ts"
import * as Guest from "./internal/suiteGuest.ts"
import * as Machine from "./internal/suiteMachine.ts"

export type { Bench, Environment, ObservedDomain, ObservedMachine, Observer } from "./internal/suiteBench.ts"
export { HypervisorBench, SuiteFailure } from "./internal/suiteBench.ts"
export type { Case, Needs } from "./internal/suiteCase.ts"

/**
 * All cases, in the order in which they are to run.
 *
 * @since 0.1.0
 * @category testing
 */
export const cases: ReadonlyArray<Case> = [...Definition.cases, ...Machine.cases, ...Guest.cases]

/**
 * The workbench in an environment. When its scope closes, the shared guest is removed.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(
  environment: Effect.Effect<Environment, E, R>
): Layer.Layer<HypervisorBench, E | HypervisorError, Exclude<R, Scope.Scope>> =>
  Layer.effect(
    HypervisorBench,
    Effect.gen(function* () {
      const given = yield* environment
      const driver = yield* given.hypervisors.get(given.host)
      const bench = HypervisorBench.of({
        ...given,
        driver,
        capabilities: yield* driver.capabilities,
        counter: { value: 0 },
        guestLock: Semaphore.makeUnsafe(1),
        guest: { spec: undefined }
      })
      yield* Effect.addFinalizer(() =>
        Effect.suspend(() => {
          const { spec } = bench.guest
          if (spec === undefined) return Effect.void
          return Effect.andThen(remove(spec.id), expectGone(spec.id)).pipe(
            Effect.provideService(HypervisorBench, bench),
            Effect.orDie
          )
        })
      )
      return bench
    })
  )
