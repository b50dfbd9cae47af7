import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { VmError } from "../src/VmError.ts"
import type { VmRecord } from "../src/VmRecord.ts"
import type { Vms } from "../src/Vms.ts"
import {
  checkInvariants,
  file,
  host,
  makeKiller,
  makeSetting,
  mac,
  binding,
  request,
  runUntilKilled,
  type Setting,
  vmId,
  withApp
} from "./support/vms.ts"

type Service = Vms["Service"]

interface Scenario {
  readonly name: string
  /** What is there before; made by a process that lives. */
  readonly before?: (setting: Setting, vms: Service) => Effect.Effect<unknown, VmError>
  /** The call in which the process dies. */
  readonly call: (vms: Service) => Effect.Effect<VmRecord | void, VmError>
  /** The state afterwards; absent when the VM is gone. */
  readonly end: VmRecord["state"] | undefined
}

const created = (_: Setting, vms: Service) => vms.create(request())
/** Nobody listens to the power button before the system is up. */
const booted = (_: Setting, vms: Service) => Effect.tap(vms.create(request()), () => Effect.sleep("1 minute"))

const scenarios: ReadonlyArray<Scenario> = [
  { name: "create", call: (vms) => vms.create(request()), end: "running" },
  { name: "create stopped", call: (vms) => vms.create({ ...request(), start: false }), end: "stopped" },
  { name: "stop", before: booted, call: (vms) => vms.stop(vmId(1)), end: "stopped" },
  { name: "force stop", before: created, call: (vms) => vms.stop(vmId(1), { force: true }), end: "stopped" },
  { name: "suspend", before: created, call: (vms) => vms.suspend(vmId(1)), end: "paused" },
  { name: "save", before: created, call: (vms) => vms.save(vmId(1)), end: "saved" },
  {
    name: "start",
    before: (_, vms) => vms.create({ ...request(), start: false }),
    call: (vms) => vms.start(vmId(1)),
    end: "running"
  },
  {
    name: "start from saved memory",
    before: (setting, vms) => Effect.andThen(created(setting, vms), vms.save(vmId(1))),
    call: (vms) => vms.start(vmId(1)),
    end: "running"
  },
  {
    name: "attach a disk",
    before: created,
    call: (vms) => vms.attachDisk(vmId(1), file("/more.qcow2")),
    end: "running"
  },
  {
    name: "exchange a network card",
    before: created,
    call: (vms) => vms.attachNic(vmId(1), { binding: binding(1), model: "e1000e" }),
    end: "running"
  },
  { name: "detach a network card", before: created, call: (vms) => vms.detachNic(vmId(1), mac(1)), end: "running" },
  { name: "resize", before: created, call: (vms) => vms.resize(vmId(1), { vcpus: 2 }), end: "running" },
  { name: "detach the seed", before: created, call: (vms) => vms.detachSeed(vmId(1)), end: "running" },
  {
    name: "detach the seed of a stopped one",
    before: (_, vms) => vms.create({ ...request(), start: false }),
    call: (vms) => vms.detachSeed(vmId(1)),
    end: "stopped"
  },
  { name: "remove", before: created, call: (vms) => vms.remove(vmId(1)), end: undefined },
  {
    name: "adopt",
    before: (setting, vms) =>
      Effect.gen(function* () {
        const { desired } = yield* vms.create({ ...request(2), start: false })
        yield* vms.remove(vmId(2))
        const spec = { ...desired.spec, id: vmId(1) }
        yield* setting.control.addForeign(host, {
          id: vmId(1),
          name: "foreign",
          state: "off",
          spec: { ...spec, name: "foreign" as typeof spec.name }
        })
      }),
    call: (vms) => vms.adopt({ host, id: vmId(1) }),
    end: "stopped"
  }
]

const stateOf = (setting: Setting): Effect.Effect<VmRecord["state"] | undefined, VmError> =>
  Effect.map(
    withApp(setting, (vms) => vms.list()),
    ({ vms }) => vms.find((record) => record.id === vmId(1))?.state
  )

/** Kills the process at its first point, its second, …, and lets `repair` put things right each time. */
const everyPoint = Effect.fnUntraced(function* (
  scenario: Scenario,
  check: (setting: Setting, point: string) => Effect.Effect<void, VmError>
) {
  for (let at = 1; at < 500; at++) {
    const killer = makeKiller(at)
    const killed = yield* Effect.scoped(
      Effect.gen(function* () {
        const setting = yield* makeSetting()
        const { before } = scenario
        if (before !== undefined) yield* withApp(setting, (vms) => before(setting, vms))
        const killed = yield* runUntilKilled(setting, killer, scenario.call)
        yield* check(setting, `${scenario.name}, point ${at}: ${killer.last}`)
        return killed
      })
    )
    if (!killed) return at - 1
  }
  return assert.fail("the scenario does not end")
})

describe("a process that dies anywhere", () => {
  for (const scenario of scenarios) {
    it.effect(`${scenario.name}: reconciling puts it right`, () =>
      Effect.gen(function* () {
        const points = yield* everyPoint(scenario, (setting, point) =>
          Effect.gen(function* () {
            const findings = yield* withApp(setting, (vms) => vms.reconcile())
            for (const finding of findings) {
              assert.notInclude(["Failed", "HostFailed", "Orphan", "OrphanSeed", "Lost"], finding._tag, point)
            }
            yield* checkInvariants(setting).pipe(named(point))
            const again = yield* withApp(setting, (vms) => vms.reconcile())
            assert.deepStrictEqual(
              again.filter((finding) => finding._tag !== "Foreign"),
              [],
              `${point}: nothing is left to do`
            )
          })
        )
        assert.isAbove(points, 5)
      })
    )

    it.effect(`${scenario.name}: repeating the call puts it right`, () =>
      everyPoint(scenario, (setting, point) =>
        Effect.gen(function* () {
          yield* withApp(setting, scenario.call).pipe(named(point))
          assert.strictEqual(yield* stateOf(setting), scenario.end, point)
          yield* checkInvariants(setting).pipe(named(point))
        })
      )
    )
  }
})

/** A failure says at which point the process had died. */
const named =
  (point: string) =>
  <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.tapCause(effect, () => Effect.logError(point))
