import { AbsolutePath } from "@cloudwright/core/DiskSource"
import * as HostRef from "@cloudwright/core/HostRef"
import * as Ids from "@cloudwright/core/Ids"
import { MacAddress, NicBinding } from "@cloudwright/core/NicBinding"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { TestClock } from "effect/testing"
import { type Hypervisor, Hypervisors } from "../src/Hypervisor.ts"
import type { HypervisorError } from "../src/HypervisorError.ts"
import type { HypervisorEvent } from "../src/HypervisorEvent.ts"
import * as Simulated from "../src/SimulatedHypervisor.ts"
import { VirtualTime } from "../src/testing/index.ts"
import { DiskTarget, VmDisk, VmName, VmNic, VmSpec } from "../src/VmSpec.ts"

const one = HostRef.HostRef.make("kvm-1")
const two = HostRef.HostRef.make("kvm-2")
const idOf = (n: number) => Ids.VmId.make(`00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`)
const id = idOf(1)
const vda = DiskTarget.make("vda")
const vdb = DiskTarget.make("vdb")
const mac = MacAddress.make("52:54:00:00:00:01")
const otherMac = MacAddress.make("52:54:00:00:00:02")
const disk = (target: DiskTarget, path: string) =>
  VmDisk.make({ target, source: { _tag: "File", path: AbsolutePath.make(path), format: "qcow2" } })

const spec = VmSpec.make({
  id,
  name: VmName.make("web"),
  vcpus: 1,
  maxVcpus: 4,
  memory: ByteSize.gibibytes(1),
  maxMemory: ByteSize.gibibytes(2),
  disks: [disk(vda, "/images/web.qcow2")],
  nics: [VmNic.make({ binding: NicBinding.cases.User.make({ mac }) })]
})
const another = (n: number) => ({
  ...spec,
  id: idOf(n),
  name: VmName.make(`web-${n}`),
  disks: [disk(vda, `/images/web-${n}.qcow2`)]
})

type World = Simulated.SimulatedHypervisor["Service"]

/** A test in virtual time on two simulated hosts. */
const simulated = (
  name: string,
  body: (world: World, host: Hypervisor, hypervisors: Hypervisors["Service"]) => Effect.Effect<void, HypervisorError>,
  options: Partial<Simulated.Options> = {}
) =>
  it.effect(name, () =>
    VirtualTime.run(
      Effect.gen(function* () {
        const hypervisors = yield* Hypervisors
        yield* body(yield* Simulated.SimulatedHypervisor, yield* hypervisors.get(one), hypervisors)
      })
    ).pipe(Effect.provide(Simulated.layer({ seed: 7, hosts: [{ host: one }, { host: two }], ...options })))
  )

const refused = <A>(tag: HypervisorError["reason"]["_tag"], call: Effect.Effect<A, HypervisorError>) =>
  Effect.match(call, {
    onSuccess: () => assert.fail(`expected ${tag}`),
    onFailure: (error) => {
      assert.strictEqual(error.reason._tag, tag, error.message)
      return error
    }
  })

const stateIs = (host: Hypervisor, vm: Ids.VmId, state: string) =>
  Effect.map(host.get(vm), (domain) => assert.strictEqual(domain.state, state))

const up = (host: Hypervisor, vm: Ids.VmId) =>
  Effect.repeat(Effect.andThen(Effect.sleep("100 millis"), host.get(vm)), { until: (domain) => domain.agentConnected })

const running = (host: Hypervisor, of: VmSpec = spec) =>
  Effect.andThen(host.define(of), Effect.andThen(host.start(of.id), up(host, of.id)))

/** Everything that is told while the body runs, as text. */
const recording = <A, E>(host: Hypervisor, body: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const seen: Array<string> = []
    const show = (event: HypervisorEvent) =>
      event._tag === "StateChanged" ? `${event.state} ${event.cause}` : event._tag
    const reader = yield* host.events.pipe(
      Stream.runForEach((event) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          seen.push(`${now} ${show(event)}`)
        })
      ),
      Effect.forkChild({ startImmediately: true })
    )
    yield* body
    yield* Effect.sleep(1)
    yield* Fiber.interrupt(reader)
    return seen
  })

const told = (lines: ReadonlyArray<string>) => lines.map((line) => line.slice(line.indexOf(" ") + 1))

const life = (host: Hypervisor) =>
  Effect.gen(function* () {
    yield* running(host)
    yield* host.reboot(id)
    yield* Effect.sleep("30 seconds")
    yield* host.shutdown(id)
    yield* host.undefine(id)
  })

const run = (seed: number) =>
  Effect.gen(function* () {
    const host = yield* (yield* Hypervisors).get(one)
    return yield* VirtualTime.run(recording(host, life(host)))
  }).pipe(Effect.provide([Simulated.layer({ seed, hosts: [{ host: one }] }), TestClock.layer()]), Effect.scoped)

describe("SimulatedHypervisor", () => {
  it.effect("does the same at the same times for the same seed, and not for another", () =>
    Effect.gen(function* () {
      const first = yield* run(1)
      assert.deepStrictEqual(yield* run(1), first)
      const other = yield* run(2)
      assert.notDeepEqual(other, first)
      assert.deepStrictEqual(told(other), told(first))
      assert.deepStrictEqual(told(first), [
        "Defined",
        "running booted",
        "AgentChanged",
        "Rebooted",
        "AgentChanged",
        "AgentChanged",
        "stopping guest",
        "off shutdown",
        "Undefined"
      ])
    })
  )

  describe("guests", () => {
    simulated("that hang never get an agent and ignore the power button", (world, host) =>
      Effect.gen(function* () {
        yield* world.setGuest(id, { boot: "hangs" })
        yield* host.define(spec)
        yield* host.start(id)
        yield* Effect.sleep("5 minutes")
        assert.isFalse((yield* host.get(id)).agentConnected)
        const error = yield* refused("GuestIgnored", host.shutdown(id))
        assert.deepInclude(error, { outcome: "unknown", isRetryable: false })
        assert.deepInclude(error.reason, { afterMillis: 60_000 })
        yield* stateIs(host, id, "running")
      })
    )

    simulated("that panic are off, cause crashed", (world, host) =>
      Effect.gen(function* () {
        yield* world.setGuest(id, { boot: "panics" })
        yield* host.define(spec)
        const seen = yield* recording(host, Effect.andThen(host.start(id), Effect.sleep("1 minute")))
        assert.deepStrictEqual(told(seen), ["running booted", "off crashed"])
        yield* stateIs(host, id, "off")
      })
    )

    simulated("do not hear the power button while they boot", (_, host) =>
      Effect.gen(function* () {
        yield* host.define(spec)
        yield* host.start(id)
        yield* refused("GuestIgnored", host.shutdown(id, { signal: "acpi", timeout: "1 second" }))
        yield* up(host, id)
        yield* host.shutdown(id, { signal: "acpi" })
        yield* stateIs(host, id, "off")
      })
    )

    simulated("that ignore the power button are shut down by their agent", (world, host) =>
      Effect.gen(function* () {
        yield* world.setGuest(id, { powerButton: "ignores" })
        yield* running(host)
        yield* refused("GuestIgnored", host.shutdown(id, { signal: "acpi", timeout: "30 seconds" }))
        yield* host.shutdown(id)
        yield* stateIs(host, id, "off")
      })
    )

    simulated("whose agent does not obey are shut down by the power button", (world, host) =>
      Effect.gen(function* () {
        for (const agent of ["refuses", "silent", "lies", "endless", "absent"] as const) {
          yield* world.setGuest(id, { agent })
          yield* host.define(spec)
          yield* host.start(id)
          yield* Effect.sleep("30 seconds")
          yield* host.shutdown(id)
          yield* stateIs(host, id, "off")
        }
      })
    )

    simulated("that do not hear the first request are asked again, within the same time", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        // The agent says it is there and hears nothing; the button is not heard either while the guest boots.
        yield* world.setGuest(id, { agent: "silent" })
        yield* host.reset(id)
        yield* host.shutdown(id)
        yield* stateIs(host, id, "off")
        yield* host.start(id)
        yield* up(host, id)
        yield* host.shutdown(id, { timeout: "8 seconds" })
        yield* stateIs(host, id, "off")
        yield* host.start(id)
        yield* up(host, id)
        yield* world.setGuest(id, { agent: "silent", powerButton: "ignores" })
        const begin = yield* Clock.currentTimeMillis
        yield* refused("GuestIgnored", host.shutdown(id, { timeout: "8 seconds" }))
        assert.strictEqual((yield* Clock.currentTimeMillis) - begin, 8_000)
        yield* refused("GuestIgnored", host.shutdown(id, { signal: "agent", timeout: "8 seconds" }))
      })
    )

    simulated("whose agent is silent restart by the power button", (world, host) =>
      Effect.gen(function* () {
        yield* world.setGuest(id, { agent: "silent" })
        yield* running(host)
        const seen = yield* recording(host, Effect.andThen(host.reboot(id), Effect.sleep("30 seconds")))
        assert.include(told(seen), "Rebooted")
      })
    )

    simulated("leave and come back by themselves", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        const away = (how: "shutdown" | "reboot") =>
          Effect.andThen(world.leaveFromInside(id, how), Effect.sleep("30 seconds"))
        assert.deepStrictEqual(told(yield* recording(host, away("reboot"))), [
          "Rebooted",
          "AgentChanged",
          "AgentChanged"
        ])
        yield* stateIs(host, id, "running")
        assert.deepStrictEqual(told(yield* recording(host, away("shutdown"))), ["stopping guest", "off shutdown"])
      })
    )

    simulated("whose process is killed are off, cause failed, and start again", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        assert.deepStrictEqual(told(yield* recording(host, world.crashGuest(id))), ["off failed"])
        yield* host.start(id)
        yield* stateIs(host, id, "running")
      })
    )

    simulated("keep a device they are asked for, or let go when they run again", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        yield* host.attachDisk(id, disk(vdb, "/images/more.qcow2"))
        yield* world.setGuest(id, { devices: "keeps" })
        yield* refused("GuestIgnored", host.detachDisk(id, vdb))
        assert.lengthOf((yield* host.get(id)).live?.disks ?? [], 2)
        yield* host.suspend(id)
        yield* world.setGuest(id, { devices: "releases" })
        yield* host.resume(id)
        yield* Effect.sleep("10 seconds")
        assert.lengthOf((yield* host.get(id)).live?.disks ?? [], 1)
      })
    )

    simulated("that are paused restart when they run again", (_, host) =>
      Effect.gen(function* () {
        yield* running(host)
        yield* host.suspend(id)
        assert.deepStrictEqual(
          told(yield* recording(host, Effect.andThen(host.reboot(id), Effect.sleep("1 minute")))),
          []
        )
        const seen = yield* recording(host, Effect.andThen(host.resume(id), Effect.sleep("1 minute")))
        assert.include(told(seen), "Rebooted")
      })
    )
  })

  describe("faults", () => {
    const after = (fault: Simulated.Fault, tag: HypervisorError["reason"]["_tag"], outcome: string, state: string) =>
      simulated(`${fault}: ${tag}, ${outcome}, and the machine is ${state}`, (world, host) =>
        Effect.gen(function* () {
          yield* host.define(spec)
          yield* world.failNext("start", fault)
          const error = yield* refused(tag, host.start(id))
          assert.strictEqual(error.outcome, outcome)
          yield* stateIs(host, id, state)
          yield* world.failNext("get", fault)
          if (fault !== "slow") assert.strictEqual((yield* refused(tag, host.get(id))).outcome, "not-done")
        })
      )
    after("lost-reply", "ConnectionLost", "unknown", "running")
    after("lost-request", "ConnectionLost", "unknown", "off")
    after("refused", "Failed", "not-done", "off")
    after("stuck", "TimedOut", "unknown", "running")

    simulated("slow: late, or TimedOut while it goes on", (world, host) =>
      Effect.gen(function* () {
        let late = 0
        for (let round = 0; round < 20; round++) {
          const vm = another(round + 10)
          yield* host.define(vm)
          yield* world.failNext("start", "slow")
          const begin = yield* Clock.currentTimeMillis
          const outcome = yield* Effect.result(host.start(vm.id))
          if (outcome._tag === "Failure") {
            late++
            assert.deepInclude(outcome.failure, { outcome: "unknown", isRetryable: true })
            assert.strictEqual(outcome.failure.reason._tag, "TimedOut")
            yield* stateIs(host, vm.id, "off")
            yield* Effect.sleep("1 minute")
          } else {
            assert.isAtLeast((yield* Clock.currentTimeMillis) - begin, 1_300)
          }
          yield* stateIs(host, vm.id, "running")
        }
        assert.isTrue(late > 0 && late < 20, `${late} of 20 came too late`)
      })
    )

    simulated("stopped-midway: nothing, half or all of it was done", (world, host) =>
      Effect.gen(function* () {
        const states = new Set<string>()
        for (let round = 0; round < 30; round++) {
          const vm = another(round + 10)
          yield* host.define(vm)
          yield* world.failNext("start", "stopped-midway", { vm: vm.id })
          assert.strictEqual((yield* refused("ConnectionLost", host.start(vm.id))).outcome, "unknown")
          const { live, state } = yield* host.get(vm.id)
          states.add(state)
          assert.strictEqual(live === undefined, state === "off")
        }
        assert.deepStrictEqual([...states].sort(), ["off", "paused", "running"])
      })
    )

    simulated("stopped-midway: an attached disk is live before it is in the definition", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        const seen = new Set<string>()
        for (let round = 0; round < 30; round++) {
          yield* world.failNext("attachDisk", "stopped-midway")
          yield* refused("ConnectionLost", host.attachDisk(id, disk(vdb, "/images/more.qcow2")))
          const { live, spec: definition } = yield* host.get(id)
          seen.add(`${live?.disks.length} ${definition?.disks.length}`)
          if (live?.disks.length === 2 || definition?.disks.length === 2) yield* host.detachDisk(id, vdb)
        }
        assert.deepStrictEqual([...seen].sort(), ["1 1", "2 1", "2 2"])
      })
    )

    simulated("disk-full: what writes on the host fails, what does not goes on", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        yield* world.setDiskFull(one, true)
        const { reason } = yield* refused("Failed", host.managedSave(id))
        assert.deepInclude(reason, { code: 38 })
        yield* refused("Failed", host.putSeed(id, new Uint8Array(1)))
        yield* refused("Failed", host.createSnapshot(id, { name: "one", kind: "external" }))
        yield* stateIs(host, id, "running")
        yield* host.destroy(id)
        yield* host.undefine(id)
        yield* world.setDiskFull(one, false)
        yield* host.define(spec)
        yield* world.failNext("define", "disk-full")
        yield* refused("Failed", host.define({ ...spec, vcpus: 2 }))
        assert.strictEqual((yield* host.get(id)).spec?.vcpus, 1)
      })
    )

    simulated(
      "by rule: as often as the rule says, on the hosts and operations it names",
      (world, host, hypervisors) =>
        Effect.gen(function* () {
          let failed = 0
          for (let call = 0; call < 1_000; call++) {
            if ((yield* Effect.result(host.list))._tag === "Failure") failed++
          }
          assert.isTrue(failed > 250 && failed < 350, `${failed} of 1000 failed`)
          const other = yield* hypervisors.get(two)
          for (let call = 0; call < 100; call++) {
            yield* host.capacity
            yield* other.list
          }
          yield* world.setFaults([])
          for (let call = 0; call < 100; call++) yield* host.list
        }),
      { faults: [{ fault: "refused", probability: 0.3, operations: ["list"], hosts: [one] }] }
    )
  })

  describe("each operation", () => {
    const png = new Uint8Array([1, 2, 3])
    const off = (host: Hypervisor) => Effect.asVoid(host.define(spec))
    const snapshot = (host: Hypervisor) =>
      Effect.andThen(running(host), host.createSnapshot(id, { name: "one", kind: "internal" }))
    const on = (host: Hypervisor) => Effect.asVoid(running(host))
    const reads = (call: Call) => ({ before: on, call, mutates: false })
    const mutates = (before: (host: Hypervisor) => Effect.Effect<unknown, HypervisorError>, call: Call) => ({
      before,
      call,
      mutates: true
    })
    type Call = (host: Hypervisor) => Effect.Effect<unknown, HypervisorError, Scope.Scope>
    const table: Record<Simulated.Operation, ReturnType<typeof reads>> = {
      capabilities: reads((host) => host.capabilities),
      capacity: reads((host) => host.capacity),
      list: reads((host) => host.list),
      get: reads((host) => host.get(id)),
      stats: reads((host) => host.stats),
      screenshot: reads((host) => host.screenshot(id)),
      console: reads((host) => host.console(id)),
      listSeeds: reads((host) => host.listSeeds),
      define: mutates(off, (host) => host.define({ ...spec, vcpus: 3 })),
      undefine: mutates(off, (host) => host.undefine(id)),
      adopt: mutates(
        () => Effect.void,
        (host) => host.adopt(idOf(9))
      ),
      start: mutates(off, (host) => host.start(id)),
      shutdown: mutates(on, (host) => host.shutdown(id)),
      destroy: mutates(on, (host) => host.destroy(id)),
      suspend: mutates(on, (host) => host.suspend(id)),
      resume: mutates(
        (host) => Effect.andThen(running(host), host.suspend(id)),
        (host) => host.resume(id)
      ),
      reboot: mutates(on, (host) => host.reboot(id)),
      reset: mutates(on, (host) => host.reset(id)),
      managedSave: mutates(on, (host) => host.managedSave(id)),
      discardManagedSave: mutates(
        (host) => Effect.andThen(running(host), host.managedSave(id)),
        (host) => host.discardManagedSave(id)
      ),
      createSnapshot: mutates(on, (host) => host.createSnapshot(id, { name: "one", kind: "external" })),
      revertSnapshot: mutates(
        (host) => Effect.andThen(snapshot(host), host.destroy(id)),
        (host) => host.revertSnapshot(id, "one")
      ),
      deleteSnapshot: mutates(snapshot, (host) => host.deleteSnapshot(id, "one")),
      attachDisk: mutates(on, (host) => host.attachDisk(id, disk(vdb, "/images/more.qcow2"))),
      detachDisk: mutates(
        (host) => Effect.andThen(running(host), host.attachDisk(id, disk(vdb, "/images/more.qcow2"))),
        (host) => host.detachDisk(id, vdb)
      ),
      resizeDisk: mutates(on, (host) => host.resizeDisk(id, vda, ByteSize.gibibytes(20))),
      attachNic: mutates(on, (host) => host.attachNic(id, VmNic.make({ binding: { _tag: "User", mac: otherMac } }))),
      detachNic: mutates(on, (host) => host.detachNic(id, mac)),
      setLink: mutates(on, (host) => host.setLink(id, mac, "down")),
      setVcpus: mutates(on, (host) => host.setVcpus(id, 3)),
      setMemory: mutates(on, (host) => host.setMemory(id, ByteSize.gibibytes(2))),
      agent: mutates(on, (host) => host.agent(id, { execute: "guest-fsfreeze-freeze" })),
      putSeed: mutates(off, (host) => host.putSeed(id, png)),
      removeSeed: mutates(
        (host) => Effect.andThen(host.define(spec), host.putSeed(id, png)),
        (host) => host.removeSeed(id)
      )
    }

    /** What is there after the operation under a fault, and what came of it. */
    const played = (operation: Simulated.Operation, fault: Simulated.Fault | undefined) =>
      Effect.gen(function* () {
        const host = yield* (yield* Hypervisors).get(one)
        const world = yield* Simulated.SimulatedHypervisor
        const { before, call } = table[operation]
        yield* world.addForeign(one, { id: idOf(9), name: "somebody else's" })
        yield* before(host)
        const first = yield* world.truth(one)
        if (fault !== undefined) yield* world.failNext(operation, fault)
        const error = yield* Effect.match(Effect.scoped(call(host)), {
          onSuccess: () => undefined,
          onFailure: (e) => e
        })
        yield* Effect.sleep("1 minute")
        return { first, error, last: yield* world.truth(one) }
      }).pipe(
        VirtualTime.run,
        Effect.provide([Simulated.layer({ seed: 5, hosts: [{ host: one }] }), TestClock.layer()], { local: true })
      )

    for (const operation of Object.keys(table) as ReadonlyArray<Simulated.Operation>) {
      it.effect(`${operation}: what a fault does, and what the error says of it`, () =>
        Effect.gen(function* () {
          const { mutates } = table[operation]
          const done = yield* played(operation, undefined)
          assert.isUndefined(done.error)
          // A reboot shows only while it happens, and the freezing of a file system only inside the guest.
          if (mutates && !["reboot", "reset", "agent"].includes(operation)) assert.notDeepEqual(done.last, done.first)
          for (const fault of ["lost-reply", "stuck"] as const) {
            const { error, last } = yield* played(operation, fault)
            assert.strictEqual(error?.reason._tag, fault === "stuck" ? "TimedOut" : "ConnectionLost")
            assert.deepInclude(error, { operation, outcome: mutates ? "unknown" : "not-done", isRetryable: true })
            assert.deepStrictEqual(last, done.last, fault)
          }
          for (const fault of ["lost-request", "refused"] as const) {
            const { error, first, last } = yield* played(operation, fault)
            assert.strictEqual(error?.outcome, mutates && fault === "lost-request" ? "unknown" : "not-done")
            assert.deepStrictEqual(last, first, fault)
          }
          const { error } = yield* played(operation, "stopped-midway")
          assert.strictEqual(error?.reason._tag, "ConnectionLost")
        })
      )
    }
  })

  describe("hosts", () => {
    simulated("that crash lose their machines and transient domains, and keep definitions", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        yield* world.addForeign(one, { id: idOf(9), name: "guest of honour", persistent: false, state: "running" })
        const seen = yield* recording(
          host,
          Effect.gen(function* () {
            yield* world.crashHost(one)
            const error = yield* refused("HostUnreachable", host.start(id))
            assert.deepInclude(error, { outcome: "not-done", isRetryable: true })
            assert.deepStrictEqual(
              (yield* world.truth(one)).domains.map(({ name, state }) => `${name} ${state}`),
              ["web off"]
            )
            yield* world.restoreHost(one)
          })
        )
        assert.deepStrictEqual(told(seen), ["Gap"])
        assert.deepStrictEqual(
          (yield* host.list).map(({ name, state }) => `${name} ${state}`),
          ["web off"]
        )
        yield* host.start(id)
      })
    )

    simulated("that are cut off finish what they were asked for", (world, host, hypervisors) =>
      Effect.gen(function* () {
        yield* host.define(spec)
        const start = yield* Effect.forkChild(host.start(id), { startImmediately: true })
        yield* world.cutNetwork(one)
        assert.strictEqual((yield* refused("ConnectionLost", Fiber.join(start))).outcome, "unknown")
        yield* refused("HostUnreachable", host.list)
        yield* (yield* hypervisors.get(two)).list
        yield* Effect.sleep("10 seconds")
        assert.strictEqual((yield* world.truth(one)).domains[0]?.state, "running")
        yield* world.restoreHost(one)
        yield* stateIs(host, id, "running")
      })
    )

    simulated("whose daemon is killed stop where they were; guests go on", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        yield* host.define(another(2))
        const start = yield* Effect.forkChild(host.start(idOf(2)), { startImmediately: true })
        yield* world.killDaemon(one)
        assert.strictEqual((yield* refused("ConnectionLost", Fiber.join(start))).outcome, "unknown")
        yield* Effect.sleep("10 seconds")
        yield* world.restoreHost(one)
        yield* stateIs(host, id, "running")
        yield* stateIs(host, idOf(2), "off")
        yield* host.start(idOf(2))
        assert.strictEqual(yield* host.agent(id, { execute: "guest-sync", arguments: { id: 5 } }), 5)
      })
    )

    simulated("let a caller go without stopping what it asked for", (_, host) =>
      Effect.gen(function* () {
        yield* host.define(spec)
        const start = yield* Effect.forkChild(host.start(id), { startImmediately: true })
        yield* Fiber.interrupt(start)
        yield* stateIs(host, id, "off")
        yield* Effect.sleep("1 second")
        yield* stateIs(host, id, "running")
      })
    )

    simulated("promise no more memory than they have", (_, host) =>
      Effect.gen(function* () {
        const total = (yield* host.capacity).memory
        let started = 0
        for (let n = 10; n < 80; n++) {
          yield* host.define(another(n))
          const result = yield* Effect.result(host.start(idOf(n)))
          if (result._tag === "Success") started++
          else assert.strictEqual(result.failure.reason._tag, "NotEnoughMemory")
        }
        assert.strictEqual(started, 64)
        assert.strictEqual((yield* host.capacity).memoryFree, 0n)
        yield* refused("NotEnoughMemory", host.setMemory(idOf(10), ByteSize.gibibytes(2)))
        assert.strictEqual((yield* host.capacity).memory, total)
      })
    )

    simulated(
      "with a list of files have no others",
      (world, host) =>
        Effect.gen(function* () {
          yield* host.define(spec)
          const { reason } = yield* refused("DiskMissing", host.start(id))
          assert.deepInclude(reason, { target: "vda", path: "/images/web.qcow2" })
          yield* world.putFile(one, { path: "/images/web.qcow2", format: "qcow2", size: ByteSize.gibibytes(1) })
          yield* host.start(id)
        }),
      { hosts: [{ host: one, files: [] }] }
    )

    simulated("without one have every file until it is deleted", (world, host) =>
      Effect.gen(function* () {
        yield* host.define(spec)
        yield* world.deleteFile(one, "/images/web.qcow2")
        yield* refused("DiskMissing", host.start(id))
        yield* world.putFile(one, { path: "/images/web.qcow2", format: "qcow2", size: ByteSize.gibibytes(1) })
        yield* host.start(id)
      })
    )

    simulated("have as many ports for devices as the machine was given", (_, host) =>
      Effect.gen(function* () {
        yield* running(host, { ...spec, hotplugPorts: 1 })
        yield* host.attachDisk(id, disk(vdb, "/images/1.qcow2"))
        const { reason } = yield* refused(
          "LimitExceeded",
          host.attachDisk(id, disk(DiskTarget.make("vdc"), "/images/2.qcow2"))
        )
        assert.deepInclude(reason, { what: "hotplugPorts", limit: 1 })
        yield* host.detachDisk(id, vdb)
        yield* host.attachDisk(id, disk(vdb, "/images/2.qcow2"))
      })
    )

    simulated("lose a transient domain when it ends, once it was adopted", (world, host) =>
      Effect.gen(function* () {
        yield* world.addForeign(one, { id, name: "web", persistent: false, state: "running", spec })
        yield* refused("NotManaged", host.destroy(id))
        yield* host.adopt(id)
        assert.deepInclude(yield* host.get(id), { managed: true, persistent: false, state: "running" })
        yield* host.destroy(id)
        yield* refused("NoSuchVm", host.get(id))
      })
    )

    simulated("become persistent by a definition", (world, host) =>
      Effect.gen(function* () {
        yield* world.addForeign(one, { id, name: "web", persistent: false, state: "running", spec })
        yield* host.adopt(id)
        yield* host.define(spec)
        yield* host.destroy(id)
        yield* stateIs(host, id, "off")
      })
    )
  })

  describe("events", () => {
    simulated("that nobody reads are dropped beyond a limit, and a Gap says so", (world, host) =>
      Effect.gen(function* () {
        const seen: Array<string> = []
        const gate = yield* Effect.forkChild(
          host.events.pipe(
            Stream.mapEffect((event) => Effect.as(Effect.sleep(seen.push(event._tag) === 1 ? "1 hour" : 0), event)),
            Stream.takeUntil((event) => event._tag === "Gap"),
            Stream.runDrain
          ),
          { startImmediately: true }
        )
        for (let n = 0; n < 3_000; n++) yield* Effect.andThen(host.define(spec), host.undefine(id))
        yield* Effect.sleep("2 hours")
        yield* host.define(spec)
        yield* Fiber.join(gate)
        assert.strictEqual(seen.at(-1), "Gap")
        assert.isBelow(seen.length, 6_000)
        assert.strictEqual((yield* world.truth(one)).eventReaders, 0)
      })
    )

    simulated("cannot be read of a host that does not answer", (world, host) =>
      Effect.gen(function* () {
        yield* world.cutNetwork(one)
        yield* refused("HostUnreachable", Stream.runDrain(host.events))
      })
    )
  })

  describe("consoles", () => {
    const open = (host: Hypervisor) =>
      Effect.gen(function* () {
        const socket = yield* host.console(id)
        const { pull } = yield* Effect.orDie(socket.reader)
        const writer = yield* socket.writer
        let text = ""
        const decoder = new TextDecoder()
        const reading = Effect.map(pull, (chunks) => {
          for (const chunk of chunks) text += typeof chunk === "string" ? chunk : decoder.decode(chunk)
          return text
        })
        // How the console ended.
        const ended = Effect.matchEffect(Effect.forever(reading), {
          onSuccess: () => Effect.die("a console does not end by itself"),
          onFailure: (error) => Effect.succeed(error.message)
        })
        return { reading: Effect.orDie(reading), ended, write: (line: string) => Effect.orDie(writer.write(line)) }
      })

    simulated("show the boot and run a small shell", (_, host) =>
      Effect.scoped(
        Effect.gen(function* () {
          yield* host.define(spec)
          yield* host.start(id)
          const { ended, reading, write } = yield* open(host)
          yield* Effect.repeat(reading, { until: (text) => text.endsWith("Welcome to web\r\n~ # ") })
          yield* write("echo a   b\n")
          yield* Effect.repeat(reading, { until: (text) => text.includes("echo a   b\r\na b\r\n~ # ") })
          yield* write("nonsense\n")
          yield* Effect.repeat(reading, { until: (text) => text.includes("sh: nonsense: not found") })
          yield* write("poweroff\n")
          assert.include(yield* ended, "shutdown")
          yield* stateIs(host, id, "off")
        })
      )
    )

    simulated("end when the network is cut, and are not counted any more", (world, host) =>
      Effect.scoped(
        Effect.gen(function* () {
          yield* running(host)
          const { ended } = yield* open(host)
          assert.deepStrictEqual((yield* world.truth(one)).consoles, [id])
          const end = yield* Effect.forkChild(ended, { startImmediately: true })
          yield* world.cutNetwork(one)
          assert.include(yield* Fiber.join(end), "connection")
          assert.deepStrictEqual((yield* world.truth(one)).consoles, [])
        })
      )
    )

    simulated("close with their scope", (world, host) =>
      Effect.gen(function* () {
        yield* running(host)
        yield* Effect.scoped(open(host))
        assert.deepStrictEqual((yield* world.truth(one)).consoles, [])
      })
    )
  })

  it.effect("a world goes on while applications come and go", () =>
    VirtualTime.run(
      Effect.gen(function* () {
        const world = yield* Simulated.makeWorld({ seed: 1, hosts: [{ host: one }] })
        const application = <A, E>(body: (host: Hypervisor) => Effect.Effect<A, E>) =>
          Effect.gen(function* () {
            return yield* body(yield* (yield* Hypervisors).get(one))
          }).pipe(Effect.provide(Simulated.layerWorld(world)))
        yield* application((host) => Effect.andThen(host.define(spec), Effect.forkChild(host.start(id))))
        yield* Effect.sleep("1 minute")
        yield* application((host) =>
          Effect.gen(function* () {
            assert.deepInclude(yield* host.get(id), { state: "running", agentConnected: true })
            yield* host.destroy(id)
            yield* host.undefine(id)
          })
        )
        const left = yield* Simulated.SimulatedHypervisor.use((control) => control.leftBehind).pipe(
          Effect.provide(Simulated.layerWorld(world))
        )
        assert.deepStrictEqual(left, [])
      })
    )
  )

  simulated("names what is left behind, but not what was never ours", (world, host) =>
    Effect.scoped(
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* world.leftBehind, [])
        yield* world.addForeign(one, { id: idOf(9), name: "somebody else's" })
        yield* running(host)
        yield* host.putSeed(idOf(3), new Uint8Array(8))
        yield* host.console(id)
        assert.deepStrictEqual(yield* world.leftBehind, [
          `kvm-1: domain web (${id}) is running`,
          `kvm-1: seed of ${idOf(3)}`,
          `kvm-1: console of web (${id})`
        ])
      })
    )
  )

  it.effect("speed divides all times", () =>
    Effect.gen(function* () {
      const took = (speed: number) =>
        Effect.gen(function* () {
          const host = yield* (yield* Hypervisors).get(one)
          yield* running(host)
          return yield* Clock.currentTimeMillis
        }).pipe(
          VirtualTime.run,
          Effect.provide([Simulated.layer({ seed: 3, speed, hosts: [{ host: one }] }), TestClock.layer()])
        )
      const slow = yield* took(1)
      const fast = yield* took(10)
      assert.isTrue(slow > 3_500 && slow < 13_000, `${slow} ms`)
      assert.isTrue(Math.abs(slow / 10 - fast) <= 100, `${slow} ms and ${fast} ms`)
    })
  )

  it.effect("refuses two hosts of one name", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(
        Effect.scoped(Simulated.makeWorld({ seed: 1, hosts: [{ host: one }, { host: one }] }))
      )
      assert.strictEqual(exit._tag, "Failure")
    })
  )
})
