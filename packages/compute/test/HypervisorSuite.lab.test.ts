/** The conformance suite against real libvirtd; virsh is the observer. */
import { LibvirtHosts, TinyGuest } from "@cloudwright/lab"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { HypervisorSuite } from "../src/testing/index.ts"
import * as Lab from "./support/libvirtLab.ts"

const lab = Lab.hypervisors.pipe(Layer.provideMerge([LibvirtHosts.layer({ hosts: 1 }), TinyGuest.layer]))

const bench = HypervisorSuite.layer(Lab.environment).pipe(Layer.provideMerge(lab))

layer(bench, { timeout: "3 minutes", excludeTestServices: true })("HypervisorSuite on the libvirt driver", (it) => {
  for (const { name, run } of HypervisorSuite.cases) {
    it.effect(name, () => Effect.map(run, (outcome) => assert.strictEqual(outcome, "ran")), 180_000)
  }

  it.effect("leaves nothing but the guest its cases share", () =>
    Effect.gen(function* () {
      const { driver, guest } = yield* HypervisorSuite.HypervisorBench
      const [host] = (yield* LibvirtHosts.LibvirtHosts).hosts
      const names = yield* host?.virsh(["list", "--all", "--name"]) ?? Effect.succeed("")
      assert.deepStrictEqual(
        names.split("\n").filter((name) => name !== ""),
        guest.spec === undefined ? [] : [guest.spec.name]
      )
      assert.deepStrictEqual(yield* driver.listSeeds, [])
    })
  )
})
