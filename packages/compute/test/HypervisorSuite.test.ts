import { assert, describe, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SimulatedHypervisor from "../src/SimulatedHypervisor.ts"
import { HypervisorSuite, VirtualTime } from "../src/testing/index.ts"
import { environment, host } from "./support/simulatedSuite.ts"

const simulated = HypervisorSuite.layer(environment).pipe(
  Layer.provideMerge(SimulatedHypervisor.layer({ seed: 1, hosts: [{ host, files: [] }] }))
)

describe("HypervisorSuite on the simulated driver", () => {
  layer(simulated)((it) => {
    for (const { name, run } of HypervisorSuite.cases) {
      it.effect(name, () => Effect.map(VirtualTime.run(run), (outcome) => assert.strictEqual(outcome, "ran")))
    }

    it.effect("has a case for each operation of the contract", () =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorSuite.HypervisorBench
        const covered = new Set<string>(HypervisorSuite.cases.map(({ operation }) => operation))
        assert.deepStrictEqual(
          Object.keys(driver).filter((operation) => !covered.has(operation)),
          []
        )
      })
    )

    it.effect("leaves no console, reader or call behind", () =>
      Effect.gen(function* () {
        const world = yield* SimulatedHypervisor.SimulatedHypervisor
        const { callsUnderWay, consoles, eventReaders, seeds } = yield* world.truth(host)
        assert.deepStrictEqual(
          { callsUnderWay, consoles, eventReaders, seeds },
          {
            callsUnderWay: 0,
            consoles: [],
            eventReaders: 0,
            seeds: []
          }
        )
      })
    )
  })
})
