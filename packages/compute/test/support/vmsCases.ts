/** A VM's whole life as one program, for every driver and database; an observer that is not the driver looks on. */
import type * as DiskSource from "@cloudwright/core/DiskSource"
import type * as NicBinding from "@cloudwright/core/NicBinding"
import { assert } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Hypervisor } from "../../src/Hypervisor.ts"
import type { PowerState } from "../../src/PowerState.ts"
import type { VmError } from "../../src/VmError.ts"
import type { CreateVm } from "../../src/VmRequest.ts"
import type { Vms } from "../../src/Vms.ts"

interface Observer {
  readonly state: (id: string) => Effect.Effect<PowerState | undefined, unknown>
  readonly seeds: Effect.Effect<ReadonlyArray<string>, unknown>
}

export interface Environment {
  readonly vms: Vms["Service"]
  readonly driver: Hypervisor
  readonly observer: Observer
  readonly request: CreateVm & Required<Pick<CreateVm, "id">>
  readonly disk: DiskSource.DiskSource
  readonly missingDisk: DiskSource.DiskSource
  readonly nic: NicBinding.NicBinding
  /** What the guest itself has to say about its seed disk. */
  readonly inGuest?: Effect.Effect<void, unknown>
}

const reasonOf = (error: VmError): string =>
  error.reason._tag === "Hypervisor" ? error.reason.reason._tag : error.reason._tag

export const wholeLife = (env: Environment) =>
  Effect.gen(function* () {
    const { driver, observer, request, vms } = env
    const { id } = request
    /** The record, the observer and the plan agree. */
    const agrees = Effect.fnUntraced(function* (state: string, observed: PowerState | undefined) {
      assert.strictEqual((yield* vms.get(id)).state, state)
      assert.strictEqual(yield* observer.state(id), observed)
      assert.include(yield* vms.plan(id), "nothing to do")
    })
    const booted = driver
      .get(id)
      .pipe(
        Effect.repeat({ until: (domain) => domain.agentConnected, schedule: Schedule.spaced("250 millis") }),
        Effect.timeout("90 seconds")
      )

    const failed = yield* Effect.flip(vms.create({ ...request, disks: [env.missingDisk] }))
    assert.strictEqual(reasonOf(failed), "DiskMissing")
    assert.strictEqual(yield* observer.state(id), undefined)
    assert.deepStrictEqual(yield* observer.seeds, [])
    const unfit = yield* Effect.flip(vms.create({ ...request, machine: "pc-q35-0.1" }))
    assert.strictEqual(reasonOf(unfit), "UnsupportedMachine")
    assert.deepStrictEqual((yield* vms.list()).vms, [])

    const created = yield* vms.create(request)
    yield* agrees("running", "running")
    assert.deepStrictEqual(yield* observer.seeds, [id])
    assert.deepStrictEqual(yield* vms.create(request), created)
    assert.strictEqual(reasonOf(yield* Effect.flip(vms.create({ ...request, vcpus: 2 }))), "Conflict")
    const statuses = yield* vms.watch(id).pipe(
      Stream.map((status) => status.state),
      Stream.runCollect,
      Effect.forkChild({ startImmediately: true })
    )
    yield* booted
    if (env.inGuest !== undefined) yield* env.inGuest

    yield* vms.suspend(id)
    yield* agrees("paused", "paused")
    yield* vms.resume(id)
    yield* agrees("running", "running")
    yield* vms.attachDisk(id, env.disk)
    yield* vms.attachNic(id, env.nic)
    yield* vms.resize(id, { vcpus: 2, memory: ByteSize.mebibytes(160) })
    yield* agrees("running", "running")
    assert.strictEqual(reasonOf(yield* Effect.flip(vms.attachDisk(id, env.missingDisk))), "DiskMissing")
    yield* agrees("running", "running")
    yield* vms.detachNic(id, env.nic.mac)
    yield* vms.detachDisk(id, "vdb")
    yield* agrees("running", "running")
    yield* vms.detachSeed(id)
    yield* agrees("running", "running")
    assert.deepStrictEqual(yield* observer.seeds, [])
    // Somebody takes a snapshot: the files it puts on the disks are no drift.
    const drifted = vms
      .reconcile({ host: request.host })
      .pipe(Effect.map((findings) => findings.filter(({ _tag }) => _tag !== "Foreign")))
    yield* driver.createSnapshot(id, { name: "one", kind: "external" })
    yield* agrees("running", "running")
    assert.deepStrictEqual(yield* drifted, [])
    yield* driver.deleteSnapshot(id, "one")
    yield* agrees("running", "running")
    assert.deepStrictEqual(yield* drifted, [])
    yield* vms.save(id)
    yield* agrees("saved", "off")
    yield* vms.start(id)
    yield* agrees("running", "running")
    yield* booted
    assert.strictEqual(reasonOf(yield* Effect.flip(vms.restore(id))), "IllegalTransition")
    yield* vms.stop(id)
    yield* agrees("stopped", "off")
    yield* vms.start(id)
    yield* driver.destroy(id)
    const findings = yield* vms.reconcile({ host: request.host })
    assert.deepStrictEqual(
      findings.filter(({ _tag }) => _tag !== "Foreign"),
      [{ _tag: "Drifted", id, steps: ["start"], restored: true }]
    )
    yield* agrees("running", "running")
    yield* vms.stop(id, { force: true })
    yield* agrees("stopped", "off")
    yield* vms.remove(id)
    yield* vms.remove(id)
    assert.strictEqual(yield* observer.state(id), undefined)
    assert.deepStrictEqual((yield* vms.list()).vms, [])
    assert.deepStrictEqual(
      (yield* vms.reconcile()).filter(({ _tag }) => _tag !== "Foreign"),
      []
    )
    const seen = yield* Fiber.join(statuses)
    for (const state of ["running", "suspending", "paused", "changing", "saved", "stopped", "removing"] as const) {
      assert.include(seen, state)
    }
    assert.strictEqual(seen.at(-1), "removed")
  })
