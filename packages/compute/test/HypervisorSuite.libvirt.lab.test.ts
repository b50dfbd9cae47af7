/** The conformance suite against real libvirtd; virsh is the observer. */
import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as HypervisorSuite from "../src/testing/HypervisorSuite.ts"
import * as Lab from "./support/libvirtLab.ts"

const lab = Lab.hypervisors.pipe(Layer.provideMerge([LibvirtHosts.layer({ hosts: 1 }), TinyGuest.layer]))

const bench = Layer.unwrap(Effect.map(Lab.environment, (given) => HypervisorSuite.layer(Effect.succeed(given))))

layer(bench.pipe(Layer.provide(lab)), { timeout: "3 minutes", excludeTestServices: true })(
  "LibvirtHypervisor",
  (it) => {
    for (const { name, run } of HypervisorSuite.cases) {
      it.effect(name, () => Effect.map(run, (outcome) => assert.strictEqual(outcome, "ran")), 180_000)
    }
  }
)
