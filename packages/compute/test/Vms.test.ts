import type * as Ids from "@cloudwright/core/Ids"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Seed from "@cloudwright/core/testing/Seed"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { Hypervisor } from "../src/Hypervisor.ts"
import { SeedImageError, SeedImages } from "../src/SeedImages.ts"
import type * as SimulatedHypervisor from "../src/SimulatedHypervisor.ts"
import { VirtualTime } from "../src/testing/index.ts"
import type { VmError } from "../src/VmError.ts"
import type { VmStatus } from "../src/VmRecord.ts"
import type { CreateVm } from "../src/VmRequest.ts"
import {
  type App,
  binding,
  checkInvariants,
  events,
  file,
  host,
  mac,
  makeSetting,
  otherHost,
  request,
  type Setting,
  startApp,
  vmId,
  withApp
} from "./support/vms.ts"

const one = vmId(1)
const reasonOf = (error: VmError): string =>
  error.reason._tag === "Hypervisor" ? error.reason.reason._tag : error.reason._tag

/** Nothing of ours anywhere: no domain, seed, console or call on any host, and no record. */
const assertCleanSlate = (setting: Setting) =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* setting.control.leftBehind, [])
    const { vms } = yield* withApp(setting, (service) => service.list())
    assert.deepStrictEqual(vms, [])
    yield* checkInvariants(setting)
  })

const domainOf = (setting: Setting, id = one) =>
  Effect.map(setting.control.truth(host), ({ domains }) => domains.find((domain) => domain.id === id))

describe("create", () => {
  it.effect("makes a VM from a host, disks, cards and cloud-init data alone", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const { cloudInit, disks, nics } = request()
      const vm = yield* withApp(setting, (vms) => vms.create({ host, disks, nics, cloudInit }))
      assert.strictEqual(vm.state, "running")
      assert.match(vm.name, /^vm-[0-9a-f]{12}$/)
      const domain = (yield* domainOf(setting, vm.id)) ?? assert.fail("no domain")
      assert.deepStrictEqual(
        domain.spec?.disks.map((disk) => [disk.target, disk.kind]),
        [
          ["vda", "disk"],
          ["vdz", "disk"]
        ]
      )
      assert.strictEqual(domain.spec?.vcpus, 1)
      assert.strictEqual(domain.spec?.memory, ByteSize.gibibytes(1))
      yield* checkInvariants(setting)
      yield* withApp(setting, (vms) => vms.remove(vm.id))
      yield* assertCleanSlate(setting)
    })
  )

  it.effect("is the same VM when asked again, also by many at once", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const calls: Array<string> = []
      const wrap = (hypervisor: Hypervisor): Hypervisor => ({
        ...hypervisor,
        define: (spec) => Effect.tap(hypervisor.define(spec), () => Effect.sync(() => calls.push(spec.id))),
        start: (id, options) => Effect.tap(hypervisor.start(id, options), () => Effect.sync(() => calls.push(id)))
      })
      const records = yield* withApp(
        setting,
        (vms) =>
          Effect.all(
            Array.from({ length: 10 }, () => vms.create(request())),
            { concurrency: "unbounded" }
          ),
        { wrap }
      )
      assert.strictEqual(new Set(records.map((record) => record.generation)).size, 1)
      assert.strictEqual(calls.length, 2)
      const later = yield* withApp(setting, (vms) => vms.create(request()), { wrap })
      assert.deepStrictEqual(later, records[0])
      assert.strictEqual(calls.length, 2)
    })
  )

  it.effect("refuses the same id for another request and names the fields, not their values", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const error = yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          return yield* Effect.flip(
            vms.create({ ...request(), vcpus: 3, name: "other", cloudInit: { packages: ["secret-package"] } })
          )
        })
      )
      assert.deepStrictEqual(error.reason, { _tag: "Conflict", fields: ["cloudInit", "name", "vcpus"] })
      assert.notInclude(error.message, "secret-package")
    })
  )

  interface Bad {
    readonly what: string
    readonly reason: string
    readonly change: Partial<CreateVm>
    readonly before?: (setting: Setting) => Effect.Effect<unknown>
    readonly after?: (setting: Setting) => Effect.Effect<unknown>
    readonly images?: Layer.Layer<SeedImages>
  }
  const noImages = Layer.succeed(
    SeedImages,
    SeedImages.of({
      build: () =>
        Effect.fail(
          new SeedImageError({ reason: { _tag: "ProgramMissing", program: "xorriso", debianPackage: "xorriso" } })
        )
    })
  )
  const foreign = (id: Ids.VmId, name: string) => (setting: Setting) => setting.control.addForeign(host, { id, name })
  const bad: ReadonlyArray<Bad> = [
    { what: "an unknown host", reason: "UnknownHost", change: { host: "nowhere" as CreateVm["host"] } },
    { what: "an unknown machine type", reason: "UnsupportedMachine", change: { machine: "pc-q35-1.0" } },
    { what: "memory over the host's", reason: "NotEnoughMemory", change: { memory: ByteSize.tebibytes(1) } },
    {
      what: "a missing disk file",
      reason: "DiskMissing",
      change: {},
      before: ({ control }) => control.deleteFile(host, "/images/root-1.qcow2")
    },
    { what: "a foreign domain's name", reason: "NameTaken", change: {}, before: foreign(vmId(9), "web-1") },
    { what: "a foreign domain's id", reason: "NotManaged", change: {}, before: foreign(one, "theirs") },
    {
      what: "a host that is down",
      reason: "HostUnreachable",
      change: {},
      before: ({ control }) => control.crashHost(host),
      after: ({ control }) => control.restoreHost(host)
    },
    ...(["HostKeyRejected", "CertificateRejected", "AuthenticationFailed"] as const).map((reason): Bad => ({
      what: "a host whose identity or ours is refused",
      reason,
      change: {},
      before: ({ control }) => control.rejectConnections(host, reason),
      after: ({ control }) => control.restoreHost(host)
    })),
    {
      what: "a full disk on the host",
      reason: "Failed",
      change: {},
      before: ({ control }) => control.setDiskFull(host, true)
    },
    { what: "no program for seed images", reason: "SeedFailed", change: {}, images: noImages },
    { what: "an id that is no UUID", reason: "InvalidRequest", change: { id: "x" as Ids.VmId } },
    { what: "a name with markup", reason: "InvalidRequest", change: { name: "<a>" } },
    {
      what: "two disks at one target",
      reason: "InvalidRequest",
      change: {
        disks: [
          { source: file("/a"), target: "vdb" },
          { source: file("/b"), target: "vdb" }
        ]
      }
    },
    { what: "two cards of one address", reason: "InvalidRequest", change: { nics: [binding(1), binding(1)] } },
    {
      what: "more memory than the maximum",
      reason: "InvalidRequest",
      change: { memory: ByteSize.gibibytes(2), maxMemory: ByteSize.gibibytes(1) }
    },
    {
      what: "network settings for a card it does not have",
      reason: "InvalidRequest",
      change: { cloudInit: { network: [{ mac: mac(77), dhcp4: true }] } }
    },
    { what: "a label with spaces", reason: "InvalidRequest", change: { labels: { app: "a b" } } },
    { what: "an unknown template", reason: "NoSuchTemplate", change: { template: "none" } }
  ]
  for (const { after, before, change, images, reason, what } of bad) {
    it.effect(`${what} is ${reason}, and nothing is left behind`, () =>
      Effect.gen(function* () {
        const setting = yield* makeSetting()
        yield* before?.(setting) ?? Effect.void
        const error = yield* withApp(
          setting,
          (vms) => Effect.flip(vms.create({ ...request(), ...change })),
          images === undefined ? {} : { images }
        )
        assert.strictEqual(reasonOf(error), reason, error.message)
        assert.strictEqual(error.outcome, "not-done")
        yield* after?.(setting) ?? Effect.void
        yield* assertCleanSlate(setting)
      })
    )
  }

  it.effect("a name that another VM of the host has is NameTaken, on another host it is free", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          const error = yield* Effect.flip(vms.create({ ...request(2), name: "web-1" }))
          assert.deepStrictEqual(error.reason, { _tag: "NameTaken", name: "web-1", by: one })
          yield* vms.create({ ...request(2), host: otherHost, name: "web-1" })
        })
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("that cannot take back what it did is stuck, says what is left, and is taken back later", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* setting.control.deleteFile(host, "/images/root-1.qcow2")
      yield* setting.control.failNext("undefine", "refused")
      const error = yield* withApp(setting, (vms) => Effect.flip(vms.create(request())))
      if (error.reason._tag !== "LeftBehind") return assert.fail(error.message)
      assert.deepStrictEqual(error.reason.left, ["remove the definition", "remove the seed image"])
      assert.include(error.reason.cause, "DiskMissing")
      const record = yield* withApp(setting, (vms) => vms.get(one))
      assert.strictEqual(record.state, "stuck")
      assert.deepStrictEqual(record.failure?.leftBehind, error.reason.left)
      assert.strictEqual(record.failure?.reason, "DiskMissing")
      const findings = yield* withApp(setting, (vms) => vms.reconcile())
      assert.deepStrictEqual(findings, [{ _tag: "Finished", id: one, from: "stuck", to: undefined }])
      yield* assertCleanSlate(setting)
    })
  )
})

describe("verbs", () => {
  it.effect("lead through the states, each twice as once", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          const twice = Effect.fnUntraced(function* (call: typeof vms.start, state: string) {
            const first = yield* call(one)
            const second = yield* call(one)
            assert.deepStrictEqual([first.state, second.state], [state, state])
            assert.strictEqual(second.generation, first.generation)
          })
          yield* vms.create(request())
          yield* Effect.sleep("1 minute")
          yield* twice(vms.start, "running")
          yield* twice(vms.suspend, "paused")
          yield* twice(vms.resume, "running")
          yield* twice(vms.save, "saved")
          yield* twice(vms.start, "running")
          yield* twice((id) => vms.stop(id), "stopped")
          yield* twice(vms.start, "running")
          yield* Effect.sleep("1 minute")
          assert.strictEqual((yield* vms.reboot(one)).state, "running")
          yield* twice((id) => vms.stop(id, { force: true }), "stopped")
          yield* vms.start(one)
          yield* vms.save(one)
          assert.strictEqual((yield* vms.stop(one, { force: true })).state, "stopped")
          yield* vms.remove(one)
          yield* vms.remove(one)
        })
      )
      yield* assertCleanSlate(setting)
    })
  )

  it.effect("that the state does not allow name it and what it allows", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create({ ...request(), start: false })
          const error = yield* Effect.flip(vms.suspend(one))
          assert.deepStrictEqual(error.reason, {
            _tag: "IllegalTransition",
            state: "stopped",
            verb: "suspend",
            allowed: ["start", "change", "remove"]
          })
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.reboot(one))), "IllegalTransition")
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.start(vmId(2)))), "NotFound")
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.get(vmId(2)))), "NotFound")
        })
      )
    })
  )

  it.effect("judge by what the machine does now, not by what was last written", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* setting.control.crashGuest(one)
          assert.strictEqual((yield* vms.start(one)).state, "running")
          assert.strictEqual((yield* domainOf(setting))?.state, "running")
        })
      )
    })
  )

  it.effect("stop of a guest that ignores the power button is GuestIgnored; force does not wait for it", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting({ guest: { powerButton: "ignores", agent: "absent" } })
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* Effect.sleep("1 minute")
          const error = yield* Effect.flip(vms.stop(one, { timeout: "30 seconds" }))
          assert.strictEqual(reasonOf(error), "GuestIgnored")
          const record = yield* vms.get(one)
          assert.deepStrictEqual(
            [record.state, record.desired.power, record.failure?.reason],
            ["running", "running", "GuestIgnored"]
          )
          const polite = yield* Effect.forkChild(Effect.flip(vms.stop(one, { timeout: "1 hour" })))
          yield* Effect.sleep("1 minute")
          assert.strictEqual((yield* vms.get(one)).state, "stopping")
          const rough = yield* Effect.timeoutOption(vms.stop(one, { force: true }), "1 minute")
          assert.strictEqual(rough._tag, "Some")
          assert.strictEqual(reasonOf(yield* Fiber.join(polite)), "Superseded")
          assert.strictEqual((yield* vms.get(one)).state, "stopped")
        })
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("stops that wait in line give way to force and to removal as the one under way does", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting({ guest: { powerButton: "ignores", agent: "absent" } })
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          const stop = Effect.forkChild(Effect.flip(vms.stop(one, { timeout: "1 hour" })))
          const polite = [yield* stop, yield* stop, yield* stop]
          yield* Effect.sleep("1 minute")
          const removed = yield* Effect.timeoutOption(vms.remove(one), "1 minute")
          assert.strictEqual(removed._tag, "Some")
          for (const fiber of polite) assert.strictEqual(reasonOf(yield* Fiber.join(fiber)), "Superseded")
        })
      )
      yield* assertCleanSlate(setting)
    })
  )

  it.effect("S12 a reboot that waits for a silent agent holds up no removal", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting({ guest: { agent: "silent" } })
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* Effect.sleep("1 minute")
          const reboot = yield* Effect.forkChild(Effect.flip(vms.reboot(one)), { startImmediately: true })
          yield* Effect.sleep("1 second")
          yield* vms.remove(one)
          assert.strictEqual(reasonOf(yield* Fiber.join(reboot)), "Superseded")
        })
      )
      // A host still ends what it was asked for.
      yield* VirtualTime.run(Effect.sleep("1 minute"))
      yield* assertCleanSlate(setting)
    })
  )

  it.effect("change a running machine at once where they can, and its definition always", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create({ ...request(), vcpus: 1, maxVcpus: 4, maxMemory: ByteSize.gibibytes(4) })
          yield* Effect.sleep("1 minute")
          yield* vms.resize(one, { vcpus: 2, memory: ByteSize.gibibytes(2) })
          yield* vms.attachDisk(one, { source: file("/data.qcow2"), serial: "data" })
          yield* vms.attachDisk(one, file("/data.qcow2"))
          yield* vms.attachNic(one, binding(2))
          yield* vms.attachNic(one, binding(2))
          yield* Effect.sleep("1 minute")
          const domain = (yield* domainOf(setting)) ?? assert.fail("no domain")
          for (const spec of [domain.spec, domain.live]) {
            assert.deepStrictEqual(
              spec?.disks.map((disk) => disk.target),
              ["vda", "vdz", "vdb"]
            )
            assert.strictEqual(spec?.nics.length, 2)
            assert.strictEqual(spec?.vcpus, 2)
            assert.strictEqual(spec?.memory, ByteSize.gibibytes(2))
          }
          yield* vms.resize(one, { vcpus: 8 })
          const resized = (yield* domainOf(setting)) ?? assert.fail("no domain")
          assert.deepStrictEqual([resized.live?.vcpus, resized.spec?.vcpus, resized.spec?.maxVcpus], [2, 8, 8])
          yield* vms.detachDisk(one, "vdb")
          yield* vms.detachDisk(one, "vdb")
          yield* vms.detachNic(one, mac(2))
          yield* vms.detachNic(one, mac(2))
          const after = (yield* domainOf(setting)) ?? assert.fail("no domain")
          assert.strictEqual(after.live?.disks.length, 2)
          assert.strictEqual(after.live?.nics.length, 1)
          const taken = yield* Effect.flip(vms.attachDisk(one, { source: file("/x.qcow2"), target: "vda" }))
          assert.strictEqual(reasonOf(taken), "InvalidRequest")
        })
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("a change that fails goes back to what was", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* Effect.sleep("1 minute")
          yield* setting.control.deleteFile(host, "/gone.qcow2")
          const error = yield* Effect.flip(vms.attachDisk(one, file("/gone.qcow2")))
          assert.strictEqual(reasonOf(error), "DiskMissing")
          const record = yield* vms.get(one)
          assert.strictEqual(record.state, "running")
          assert.strictEqual(record.desired.spec.disks.length, 1)
          assert.strictEqual(record.failure?.reason, "DiskMissing")
          yield* setting.control.setGuest(one, { devices: "keeps" })
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.detachNic(one, mac(1)))), "GuestIgnored")
          assert.strictEqual((yield* vms.get(one)).desired.spec.nics.length, 1)
        })
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("on a host that is down change nothing", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          const before = yield* vms.create(request())
          yield* setting.control.cutNetwork(host)
          for (const call of [vms.suspend, vms.start, vms.detachSeed, (id: Ids.VmId) => vms.remove(id)]) {
            const error = yield* Effect.flip<unknown, VmError, never>(call(one))
            assert.strictEqual(reasonOf(error), "HostUnreachable")
            assert.isTrue(error.isRetryable)
            assert.strictEqual(error.outcome, "not-done")
          }
          assert.deepStrictEqual(yield* vms.get(one), before)
          yield* setting.control.restoreHost(host)
          yield* vms.suspend(one)
        })
      )
      yield* checkInvariants(setting)
    })
  )
})

describe("faults of hosts", () => {
  const operations: ReadonlyArray<SimulatedHypervisor.Operation> = [
    "get",
    "listSeeds",
    "putSeed",
    "define",
    "start",
    "attachDisk",
    "suspend",
    "resume",
    "managedSave",
    "destroy",
    "undefine",
    "removeSeed"
  ]
  const faults: ReadonlyArray<SimulatedHypervisor.Fault> = [
    "lost-reply",
    "lost-request",
    "stuck",
    "slow",
    "stopped-midway"
  ]
  for (const fault of faults) {
    it.effect(`${fault} in any operation is found out by looking, not by doing it twice`, () =>
      Effect.gen(function* () {
        for (const operation of operations) {
          const setting = yield* makeSetting()
          yield* setting.control.failNext(operation, fault)
          yield* withApp(setting, (vms) =>
            Effect.gen(function* () {
              // A lost read at the very beginning of a call fails it; nothing was done then.
              const safely = <A>(call: Effect.Effect<A, VmError>) =>
                Effect.retry(call, { times: 2, while: (error) => error.isRetryable && error.outcome === "not-done" })
              yield* safely(vms.create(request()))
              yield* safely(vms.attachDisk(one, file("/data.qcow2")))
              yield* safely(vms.suspend(one))
              yield* safely(vms.resume(one))
              yield* safely(vms.save(one))
              yield* safely(vms.start(one))
              assert.strictEqual((yield* vms.get(one)).state, "running", operation)
              // A call that timed out may still be carried out until then; what it changes is drift.
              yield* Effect.sleep("2 minutes")
              yield* vms.reconcile()
              yield* checkInvariants(setting)
              yield* safely(vms.remove(one))
              yield* Effect.sleep("2 minutes")
            })
          )
          yield* assertCleanSlate(setting)
        }
      })
    )
  }

  it.effect(
    "any mix of faults and verbs: after fair weather and one reconciliation everything is as it should be",
    () =>
      Effect.gen(function* () {
        for (let seed = 1; seed <= 12; seed++) {
          const setting = yield* makeSetting({
            seed,
            faults: [
              { fault: "lost-reply", probability: 0.08 },
              { fault: "lost-request", probability: 0.08 },
              { fault: "stopped-midway", probability: 0.05 },
              { fault: "refused", probability: 0.05 },
              { fault: "slow", probability: 0.03 }
            ]
          })
          yield* withApp(setting, (vms) =>
            Effect.gen(function* () {
              for (let round = 0; round < 4; round++) {
                for (const last of [1, 2, 3]) {
                  const id = vmId(last)
                  yield* Effect.exit(vms.create(request(last)))
                  yield* Effect.exit(vms.attachDisk(id, file(`/data-${last}-${round}.qcow2`)))
                  yield* Effect.exit(round % 2 === 0 ? vms.save(id) : vms.suspend(id))
                  yield* Effect.exit(vms.start(id))
                  yield* Effect.exit(vms.resume(id))
                  if ((last + round + seed) % 3 === 0) yield* Effect.exit(vms.remove(id))
                }
              }
            })
          )
          yield* setting.control.setFaults([])
          // What timed out may still be carried out until then, even after its VM was removed.
          yield* VirtualTime.run(Effect.sleep("2 minutes"))
          const findings = yield* withApp(setting, (vms) => vms.reconcile({ removeOrphans: true }))
          for (const { _tag } of findings)
            assert.include(["Finished", "Drifted", "Orphan", "OrphanSeed"], _tag, `seed ${seed}`)
          yield* checkInvariants(setting)
          yield* withApp(setting, (vms) => Effect.forEach([1, 2, 3], (last) => vms.remove(vmId(last))))
          yield* assertCleanSlate(setting)
        }
      })
  )
})

describe("two processes on one database", () => {
  it.effect("both create the same VM: one domain, and nobody gets another answer than that VM or Superseded", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const apps = yield* Effect.forEach([1, 2, 3], () => startApp(setting))
            const results = yield* Effect.forEach(apps, ({ vms }) => Effect.result(vms.create(request())), {
              concurrency: "unbounded"
            })
            for (const result of results) {
              if (result._tag === "Failure") assert.strictEqual(reasonOf(result.failure), "Superseded")
              else assert.strictEqual(result.success.id, one)
            }
            assert.isTrue(results.some((result) => result._tag === "Success"))
            for (const { vms } of apps) assert.strictEqual((yield* vms.create(request())).state, "running")
          })
        )
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("one that was overtaken after it had looked takes no step by what it saw", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const reached = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      let looks = 0
      const wrap = (hypervisor: Hypervisor): Hypervisor => ({
        ...hypervisor,
        get: (id) =>
          Effect.tap(hypervisor.get(id), () => {
            looks += 1
            // The second look of a start is the one from which its steps are planned.
            if (looks !== 2) return Effect.void
            return Effect.andThen(Deferred.succeed(reached, undefined), Deferred.await(goOn))
          })
      })
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const slow = yield* startApp(setting, { wrap })
            const other = yield* startApp(setting)
            const { cloudInit: _, ...bare } = request()
            yield* other.vms.create({ ...bare, start: false })
            const starting = yield* Effect.forkChild(Effect.flip(slow.vms.start(one)))
            yield* Deferred.await(reached)
            yield* other.vms.remove(one)
            yield* Deferred.succeed(goOn, undefined)
            assert.strictEqual(reasonOf(yield* Fiber.join(starting)), "Superseded")
          })
        )
      )
      yield* assertCleanSlate(setting)
    })
  )

  it.effect("one whose work is taken over stops before its next step", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const defined: Array<string> = []
      /** Waits after its first look until it is told to go on. */
      const waiting = Effect.fnUntraced(function* (name: string) {
        const reached = yield* Deferred.make<void>()
        const goOn = yield* Deferred.make<void>()
        const wrap = (hypervisor: Hypervisor): Hypervisor => ({
          ...hypervisor,
          get: (id) =>
            Effect.ensuring(
              hypervisor.get(id),
              Effect.andThen(Deferred.succeed(reached, undefined), Deferred.await(goOn))
            ),
          define: (spec) => Effect.tap(hypervisor.define(spec), () => Effect.sync(() => defined.push(name)))
        })
        return { reached, goOn, vms: (yield* startApp(setting, { wrap })).vms }
      })
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const first = yield* waiting("first")
            const second = yield* waiting("second")
            const creating = yield* Effect.forkChild(Effect.flip(first.vms.create(request())))
            yield* Deferred.await(first.reached)
            const taking = yield* Effect.forkChild(second.vms.create(request()))
            yield* Deferred.await(second.reached)
            yield* Deferred.succeed(first.goOn, undefined)
            assert.strictEqual(reasonOf(yield* Fiber.join(creating)), "Superseded")
            yield* Deferred.succeed(second.goOn, undefined)
            assert.strictEqual((yield* Fiber.join(taking)).state, "running")
          })
        )
      )
      assert.deepStrictEqual(defined, ["second"])
      yield* checkInvariants(setting)
    })
  )

  it.effect("one that only looks does not make the other's call fail", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const observer = yield* startApp(setting)
            let disturb = false
            // The observer writes down what it sees just after the caller has seen it, before the caller writes.
            const wrap = (hypervisor: Hypervisor): Hypervisor => ({
              ...hypervisor,
              get: (id) =>
                Effect.tap(hypervisor.get(id), () => {
                  if (!disturb) return Effect.void
                  disturb = false
                  return Effect.ignore(observer.vms.reconcile({ drift: "report" }))
                })
            })
            const { vms } = yield* startApp(setting, { wrap })
            yield* vms.create(request())
            for (const call of [vms.start, vms.suspend, vms.resume, vms.reboot]) {
              if (call === vms.start) yield* setting.control.crashGuest(one)
              disturb = true
              yield* call(one)
              assert.isFalse(disturb)
            }
            yield* setting.control.crashGuest(one)
            disturb = true
            assert.deepStrictEqual(
              (yield* vms.reconcile()).map(({ _tag }) => _tag),
              ["Drifted"]
            )
          })
        )
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("one that was overtaken while it waited for a host writes nothing and touches nothing more", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const reached = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const wrap = (hypervisor: Hypervisor): Hypervisor => ({
        ...hypervisor,
        putSeed: (id, image) =>
          Effect.gen(function* () {
            const source = yield* hypervisor.putSeed(id, image)
            yield* Deferred.succeed(reached, undefined)
            yield* Deferred.await(goOn)
            return source
          })
      })
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const slow = yield* startApp(setting, { wrap })
            const other = yield* startApp(setting)
            const creating = yield* Effect.forkChild(Effect.flip(slow.vms.create(request())))
            yield* Deferred.await(reached)
            yield* other.vms.remove(one)
            yield* Deferred.succeed(goOn, undefined)
            assert.strictEqual(reasonOf(yield* Fiber.join(creating)), "Superseded")
          })
        )
      )
      yield* assertCleanSlate(setting)
    })
  )
})

describe("two processes that do anything at once", () => {
  for (const seed of [1, 2, 3, 4]) {
    it.effect(`end in one truth (seed ${seed})`, () =>
      Effect.gen(function* () {
        const setting = yield* makeSetting({ seed })
        const prng = Seed.prng(seed)
        yield* VirtualTime.run(
          Effect.scoped(
            Effect.gen(function* () {
              const apps = [yield* startApp(setting, { follow: true }), yield* startApp(setting, { follow: true })]
              const verb = (vms: App["vms"], id: Ids.VmId, last: number): Effect.Effect<unknown, VmError> => {
                switch (prng.below(12)) {
                  case 0:
                    return vms.remove(id)
                  case 1:
                    return vms.stop(id, { timeout: "5 seconds" })
                  case 2:
                    return vms.stop(id, { force: true })
                  case 3:
                    return vms.suspend(id)
                  case 4:
                    return vms.resume(id)
                  case 5:
                    return vms.save(id)
                  case 6:
                    return vms.start(id)
                  case 7:
                    return vms.resize(id, { vcpus: 1 + prng.below(2), maxVcpus: 2 })
                  case 8:
                    return vms.attachDisk(id, file(`/images/more-${last}.qcow2`))
                  case 9:
                    return vms.detachDisk(id, "vdb")
                  case 10:
                    return vms.reconcile({ removeOrphans: true })
                  default:
                    return vms.create(request(last))
                }
              }
              const calls = Array.from({ length: 150 }, () => {
                const last = 1 + prng.below(2)
                const app = apps[prng.below(2)] as App
                return Effect.delay(Effect.exit(verb(app.vms, vmId(last), last)), prng.below(120_000))
              })
              yield* Effect.all(calls, { concurrency: "unbounded" })
              yield* Effect.sleep("5 minutes")
              const findings = yield* (apps[0] as App).vms.reconcile()
              assert.deepStrictEqual(
                findings.filter(({ _tag }) => _tag === "Orphan" || _tag === "OrphanSeed" || _tag === "Failed"),
                []
              )
              yield* Effect.sleep("5 minutes")
            })
          )
        )
        yield* checkInvariants(setting)
      })
    )
  }
})

describe("watch", () => {
  it.effect("of more VMs than a page holds tells of each once, and reconciling looks at each", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          const many = 520
          for (let last = 1; last <= many; last++) {
            yield* vms.create({ id: vmId(last), host, name: `web-${last}`, disks: [], nics: [], start: false })
          }
          const seen = yield* vms.watchAll.pipe(Stream.take(many), Stream.runCollect)
          assert.strictEqual(new Set(seen.map(({ id }) => id)).size, many)
          yield* setting.driver.undefine(vmId(many))
          assert.deepStrictEqual(yield* vms.reconcile(), [{ _tag: "Lost", id: vmId(many), host }])
          const pages: Array<number> = []
          for (let after: Ids.VmId | undefined, more = true; more;) {
            const page = yield* vms.list({ limit: 200, ...(after === undefined ? {} : { after }) })
            pages.push(page.vms.length)
            after = page.next
            more = after !== undefined
          }
          assert.deepStrictEqual(pages, [200, 200, 120])
        })
      )
    })
  )

  it.effect("tells what is and then each change, from every process, until the VM is removed", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const watcher = yield* startApp(setting)
            const worker = yield* startApp(setting)
            yield* worker.vms.create({ ...request(), start: false })
            const seen: Array<VmStatus> = []
            const first = yield* Deferred.make<void>()
            const watching = yield* watcher.vms.watch(one).pipe(
              Stream.tap(() => Deferred.succeed(first, undefined)),
              Stream.runForEach((status) => Effect.sync(() => seen.push(status))),
              Effect.forkChild
            )
            yield* Deferred.await(first)
            yield* worker.vms.start(one)
            yield* worker.vms.suspend(one)
            yield* worker.vms.remove(one)
            yield* Fiber.join(watching)
            assert.deepStrictEqual(
              seen.map((status) => status.state),
              ["stopped", "starting", "running", "suspending", "paused", "removing", "removed"]
            )
            const generations = seen.map((status) => status.generation)
            assert.deepStrictEqual(
              generations,
              generations.map((_, index) => (generations[0] ?? 0) + index)
            )
          })
        )
      )
    })
  )

  it.effect("of a VM that is not there is NotFound", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const error = yield* withApp(setting, (vms) => Effect.flip(Stream.runDrain(vms.watch(one))))
      assert.strictEqual(reasonOf(error), "NotFound")
    })
  )

  it.effect("sees what happens without being asked for, also after the connection to a host was lost", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const { vms } = yield* startApp(setting, { follow: true })
            const seen = yield* Queue.unbounded<VmStatus>()
            yield* vms.watchAll.pipe(
              Stream.runForEach((status) => Queue.offer(seen, status)),
              Effect.forkScoped
            )
            const until = (id: Ids.VmId, state: string) =>
              Effect.repeat(Queue.take(seen), { until: (status) => status.id === id && status.state === state })
            yield* vms.create(request(1))
            yield* vms.create(request(2))
            yield* until(vmId(2), "running")
            yield* setting.control.crashGuest(one)
            yield* until(one, "stopped")
            assert.strictEqual((yield* vms.get(one)).state, "stopped")
            assert.strictEqual((yield* vms.get(one)).desired.power, "running")
            yield* setting.control.killDaemon(host)
            yield* setting.control.crashGuest(vmId(2))
            yield* Effect.sleep("5 minutes")
            assert.strictEqual((yield* vms.get(vmId(2))).state, "running")
            yield* setting.control.restoreHost(host)
            yield* until(vmId(2), "stopped")
          })
        )
      )
    })
  )
})

describe("reconcile", () => {
  it.effect("finds orphans, foreign and lost domains, and leaves them alone unless asked", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) => Effect.all([vms.create(request(1)), vms.create(request(2))]))
      yield* setting.control.addForeign(host, { id: vmId(9), name: "theirs", state: "running" })
      const seedOnly = vmId(3)
      yield* VirtualTime.run(setting.driver.putSeed(seedOnly, new Uint8Array(16)))
      // A database that was restored from an older copy has no record.
      yield* setting.sql`DELETE FROM compute_vms WHERE id = ${vmId(2)}`
      const find = (removeOrphans: boolean) => withApp(setting, (vms) => vms.reconcile({ removeOrphans }))
      const facts = { host, id: vmId(2), name: "web-2", state: "running" as const }
      const expected = (removed: boolean) => [
        { _tag: "Orphan" as const, ...facts, removed },
        { _tag: "Foreign" as const, host, id: vmId(9), name: "theirs", state: "running" as const },
        { _tag: "OrphanSeed" as const, host, id: vmId(2), removed },
        { _tag: "OrphanSeed" as const, host, id: seedOnly, removed }
      ]
      assert.sameDeepMembers([...(yield* find(false))], expected(false))
      assert.sameDeepMembers([...(yield* find(false))], expected(false))
      assert.sameDeepMembers([...(yield* find(true))], expected(true))
      const left = yield* find(true)
      assert.deepStrictEqual(
        left.map((finding) => finding._tag),
        ["Foreign"]
      )
      assert.deepStrictEqual((yield* domainOf(setting, vmId(9)))?.state, "running")
      assert.deepStrictEqual((yield* domainOf(setting))?.state, "running")
    })
  )

  it.effect("does not take the domain of a VM that is made at this moment for an orphan", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* VirtualTime.run(
        Effect.scoped(
          Effect.gen(function* () {
            const { vms } = yield* startApp(setting)
            const spec = (yield* vms.create(request())).desired.spec
            yield* vms.remove(one)
            yield* setting.driver.define(spec)
            let made = false
            const wrap = (hypervisor: Hypervisor): Hypervisor => ({
              ...hypervisor,
              get: (id) => {
                const create = made ? Effect.void : Effect.orDie(vms.create(request()))
                made = true
                return Effect.andThen(create, hypervisor.get(id))
              }
            })
            const sweeper = yield* startApp(setting, { wrap })
            assert.deepStrictEqual(yield* sweeper.vms.reconcile({ host, removeOrphans: true }), [])
            assert.strictEqual((yield* domainOf(setting))?.state, "running")
          })
        )
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("a lost VM is told of, kept, and made again only on request", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) => vms.create(request()))
      yield* VirtualTime.run(Effect.andThen(setting.driver.destroy(one), setting.driver.undefine(one)))
      yield* setting.driver.removeSeed(one)
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          for (const _ of [1, 2]) {
            assert.deepStrictEqual(yield* vms.reconcile(), [{ _tag: "Lost", id: one, host }])
            assert.strictEqual((yield* vms.get(one)).state, "lost")
          }
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.start(one))), "IllegalTransition")
          const restored = yield* vms.restore(one)
          assert.strictEqual(restored.state, "running")
        })
      )
      assert.strictEqual((yield* setting.control.truth(host)).seeds.length, 1)
      yield* checkInvariants(setting)
    })
  )

  it.effect("brings back what drifted, or only tells", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* setting.control.crashGuest(one)
          const drifted = { _tag: "Drifted" as const, id: one, steps: ["start"] }
          assert.deepStrictEqual(yield* vms.reconcile({ drift: "report" }), [{ ...drifted, restored: false }])
          assert.strictEqual((yield* vms.get(one)).state, "stopped")
          assert.strictEqual(yield* vms.plan(one), `web-1 (${one}) on kvm-1: stopped\n  1. start`)
          assert.deepStrictEqual(yield* vms.reconcile(), [{ ...drifted, restored: true }])
          assert.strictEqual((yield* vms.get(one)).state, "running")
          assert.deepStrictEqual(yield* vms.reconcile(), [])
          assert.strictEqual(yield* vms.plan(one), `web-1 (${one}) on kvm-1: running\n  nothing to do`)
        })
      )
    })
  )

  it.effect("takes no overlay of a snapshot away, neither from a running machine nor from a definition", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const top = Effect.map(domainOf(setting), (domain) => {
        const sourceOf = (spec: NonNullable<typeof domain>["spec"]) =>
          spec?.disks.find((disk) => disk.target === "vda")?.source
        return [domain?.spec, domain?.live].map((spec) => {
          const source = sourceOf(spec)
          return source?._tag === "File" ? source.path : undefined
        })
      })
      const [base, one_, two] = ["", ".one", ".one.two"].map((suffix) => `/images/root-1.qcow2${suffix}`)
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request())
          yield* setting.driver.createSnapshot(one, { name: "one", kind: "external" })
          assert.include(yield* vms.plan(one), "nothing to do")
          assert.deepStrictEqual(yield* vms.reconcile(), [])
          assert.deepStrictEqual(yield* top, [one_, one_])
          yield* setting.driver.createSnapshot(one, { name: "two", kind: "external" })
          assert.deepStrictEqual(yield* vms.reconcile(), [])
          yield* vms.resize(one, { memory: ByteSize.mebibytes(512) })
          yield* vms.attachDisk(one, file("/images/more.qcow2"))
          assert.deepStrictEqual(yield* top, [two, two])
          yield* vms.stop(one, { force: true })
          yield* vms.resize(one, { memory: ByteSize.gibibytes(1) })
          assert.deepStrictEqual(yield* vms.reconcile(), [])
          assert.deepStrictEqual(yield* top, [two, undefined])
          yield* vms.start(one)
          assert.deepStrictEqual(yield* top, [two, two])
          yield* setting.driver.deleteSnapshot(one, "one")
          assert.deepStrictEqual(yield* vms.reconcile(), [])
          assert.deepStrictEqual(yield* top, [two, two])
          yield* setting.driver.deleteSnapshot(one, "two")
          assert.deepStrictEqual(yield* vms.reconcile(), [])
          assert.deepStrictEqual(yield* top, [base, base])
        })
      )
      yield* checkInvariants(setting)
    })
  )

  it.effect("goes on with the other hosts when one does not answer", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* vms.create(request(1))
          yield* vms.create({ ...request(2), host: otherHost })
          yield* setting.control.crashGuest(vmId(2))
          yield* setting.control.crashHost(host)
          const findings = yield* vms.reconcile()
          assert.sameMembers(
            findings.map((finding) => finding._tag),
            ["HostFailed", "Drifted"]
          )
          yield* setting.control.restoreHost(host)
          assert.deepStrictEqual(
            (yield* vms.reconcile()).map((finding) => finding._tag),
            ["Drifted"]
          )
        })
      )
      yield* checkInvariants(setting)
    })
  )
})

describe("adopt", () => {
  it.effect("makes a record of a foreign domain as it is, and leaves one alone that it cannot express", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      const { desired } = yield* withApp(setting, (vms) => vms.create(request(5)))
      const spec = { ...desired.spec, id: one, name: "theirs" as typeof desired.spec.name, disks: [] }
      yield* setting.control.addForeign(host, { id: one, name: "theirs", state: "running", spec })
      yield* setting.control.addForeign(host, { id: vmId(2), name: "odd" })
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          yield* setting.control.failNext("adopt", "refused")
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.adopt({ host, id: one }))), "Failed")
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.get(one))), "NotFound")
          assert.strictEqual((yield* domainOf(setting))?.state, "running")
          const adopted = yield* vms.adopt({ host, id: one, labels: { from: "elsewhere" } })
          assert.deepStrictEqual([adopted.state, adopted.name, adopted.desired.power], ["running", "theirs", "running"])
          assert.deepStrictEqual(yield* vms.adopt({ host, id: one }), adopted)
          assert.strictEqual((yield* vms.suspend(one)).state, "paused")
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.adopt({ host, id: vmId(2) }))), "NoTypedForm")
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.adopt({ host, id: vmId(3) }))), "NoSuchVm")
          assert.deepStrictEqual(
            (yield* vms.list({ labels: { from: "elsewhere" } })).vms.map((vm) => vm.id),
            [one]
          )
        })
      )
      assert.isFalse((yield* domainOf(setting, vmId(2)))?.managed)
      yield* checkInvariants(setting)
    })
  )
})

describe("list", () => {
  it.effect("filters by host, state and labels, in pages", () =>
    Effect.gen(function* () {
      const setting = yield* makeSetting()
      yield* withApp(setting, (vms) =>
        Effect.gen(function* () {
          for (const last of [1, 2, 3, 4, 5]) {
            yield* vms.create({
              ...request(last),
              host: last === 5 ? otherHost : host,
              start: last === 2,
              labels: { app: last < 3 ? "web" : "db", tier: "front" }
            })
          }
          const ids = (page: { readonly vms: ReadonlyArray<{ readonly id: string }> }) =>
            page.vms.map((vm) => Number(vm.id.slice(-2)))
          assert.deepStrictEqual(ids(yield* vms.list({ host: otherHost })), [5])
          assert.deepStrictEqual(ids(yield* vms.list({ states: ["running"] })), [2])
          assert.deepStrictEqual(ids(yield* vms.list({ labels: { app: "web", tier: "front" } })), [1, 2])
          assert.deepStrictEqual(ids(yield* vms.list({ labels: { app: "web", tier: "back" } })), [])
          assert.deepStrictEqual(ids(yield* vms.list({ labels: { app: "WEB" } })), [])
          assert.deepStrictEqual(ids(yield* vms.list({ states: [] })), [])
          const first = yield* vms.list({ limit: 2 })
          assert.deepStrictEqual([ids(first), first.next], [[1, 2], vmId(2)])
          const second = yield* vms.list({ limit: 3, ...(first.next === undefined ? {} : { after: first.next }) })
          assert.deepStrictEqual([ids(second), second.next], [[3, 4, 5], undefined])
          assert.strictEqual(reasonOf(yield* Effect.flip(vms.list({ limit: 0 }))), "InvalidRequest")
        })
      )
      const log = yield* events(setting)
      assert.isAbove(log.length, 5)
    })
  )
})
