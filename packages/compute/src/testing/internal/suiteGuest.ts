/**
 * Cases with a guest that answers. All share one machine: it is booted for the first of them, brought back to running
 * before each, and removed at the end.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type { Hypervisor } from "../../Hypervisor.ts"
import { isActive } from "../../PowerState.ts"
import type { VmSpec } from "../../VmSpec.ts"
import * as Bench from "./suiteBench.ts"
import { HypervisorBench } from "./suiteBench.ts"
import * as Case from "./suiteCase.ts"
import { becomes } from "./suiteMachine.ts"

const { eventually, expect, expectAgreement, expectRefused, expectState, expectThat } = Bench

const agentAnswers = (id: VmSpec["id"]): Bench.Check =>
  HypervisorBench.use(({ driver }) =>
    Effect.asVoid(eventually("the guest's agent connects", driver.get(id), (domain) => domain.agentConnected))
  )

const running: Bench.Check<VmSpec> = Effect.gen(function* () {
  const { driver, guest } = yield* HypervisorBench
  guest.spec ??= yield* Bench.newSpec("guest")
  const spec = guest.spec
  const listed = (yield* driver.list).find((domain) => domain.id === spec.id)
  if (listed === undefined) yield* driver.define(spec)
  if (listed?.state === "paused") yield* driver.resume(spec.id)
  if (listed === undefined || !isActive(listed.state)) yield* driver.start(spec.id)
  yield* agentAnswers(spec.id)
  return spec
})

const guest = (
  operation: keyof Hypervisor,
  what: string,
  check: (spec: VmSpec) => Bench.Check,
  feature?: Parameters<typeof Case.make>[4]
) =>
  Case.make(
    operation,
    "guest",
    what,
    HypervisorBench.use(({ guestLock }) => guestLock.withPermit(Effect.flatMap(running, check))),
    feature
  )

/** The cases, in the order that needs the fewest boots. */
export const cases: ReadonlyArray<Case.Case> = [
  guest(
    "agent",
    "answers, and what it refuses is AgentRefused",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const reply = yield* driver.agent(spec.id, { execute: "guest-info" })
        yield* expectThat("guest-info", Predicate.hasProperty(reply, "version"), reply)
        const sync = yield* driver.agent(spec.id, { execute: "guest-sync", arguments: { id: 4711 } })
        yield* expect("guest-sync", sync, 4711)
        yield* expectRefused("an unknown command", "AgentRefused", driver.agent(spec.id, { execute: "guest-nonsense" }))
        yield* driver.suspend(spec.id)
        yield* expectRefused("paused", "WrongState", driver.agent(spec.id, { execute: "guest-ping" }))
        yield* driver.resume(spec.id)
        yield* driver.agent(spec.id, { execute: "guest-ping" })
      }),
    "agent"
  ),
  guest(
    "detachDisk",
    "waits until the guest has let go",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const disk = yield* Bench.newDisk("vdb")
        const before = yield* driver.get(spec.id)
        yield* driver.attachDisk(spec.id, disk)
        yield* expectAgreement(spec.id)
        const detach = driver.detachDisk(spec.id, disk.target)
        yield* Bench.eventsDuring(spec.id, detach, (event) => event._tag === "DeviceRemoved")
        const after = yield* driver.get(spec.id)
        yield* expect("definition", after.spec, before.spec)
        yield* expect("live", after.live, before.live)
        yield* expectAgreement(spec.id)
      }),
    "hotplug"
  ),
  guest(
    "detachNic",
    "waits until the guest has let go",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const nic = yield* Bench.newNic
        const before = yield* driver.get(spec.id)
        yield* driver.attachNic(spec.id, nic)
        yield* expectAgreement(spec.id)
        yield* driver.detachNic(spec.id, nic.binding.mac)
        const after = yield* driver.get(spec.id)
        yield* expect("definition", after.spec, before.spec)
        yield* expect("live", after.live, before.live)
        yield* expectAgreement(spec.id)
      }),
    "hotplug"
  ),
  guest(
    "setMemory",
    "moves the balloon, and stats tell where it is",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        const mine = Effect.map(driver.stats, (all) => all.find((one) => one.id === spec.id))
        const memory = ByteSize.bytes(spec.memory - ByteSize.mebibytes(32))
        const shrink = driver.setMemory(spec.id, memory)
        yield* Bench.eventsDuring(spec.id, shrink, (event) => event._tag === "BalloonChanged")
        yield* eventually("the balloon follows", mine, (stats) => stats?.memory === memory)
        yield* expect("definition", (yield* driver.get(spec.id)).spec?.memory, memory)
        yield* expectAgreement(spec.id)
        const over = driver.setMemory(spec.id, ByteSize.bytes(spec.maxMemory + 1024n))
        yield* expectRefused("more than the machine has", "LimitExceeded", over)
        yield* driver.setMemory(spec.id, spec.memory)
        yield* eventually("the balloon comes back", mine, (stats) => stats?.memory === spec.memory)
        yield* expectAgreement(spec.id)
      }),
    "balloon"
  ),
  guest(
    "console",
    "goes both ways",
    (spec) =>
      Effect.scoped(
        Effect.gen(function* () {
          const { driver } = yield* HypervisorBench
          const socket = yield* driver.console(spec.id)
          const { pull } = yield* socket.reader
          const writer = yield* socket.writer
          const decoder = new TextDecoder()
          // The echo of the line has three spaces where the answer has one.
          yield* writer.write("\necho cloud   wright\n")
          let text = ""
          const read = Effect.repeat(
            Effect.map(pull, (chunks) => {
              for (const chunk of chunks) {
                text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })
              }
              return text.includes("cloud wright")
            }),
            { until: (found) => found }
          )
          yield* Effect.timeoutOrElse(read, {
            duration: "20 seconds",
            orElse: () => expect("what the console said", text, "cloud wright")
          })
        })
      ).pipe(Effect.catchTag("SocketError", (error) => expect("the console", error.message, "open"))),
    "console"
  ),
  guest(
    "createSnapshot",
    "external and quiesced",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.createSnapshot(spec.id, { name: "quiet", kind: "external", quiesce: true })
        yield* expectAgreement(spec.id)
        yield* driver.agent(spec.id, { execute: "guest-ping" })
        yield* driver.deleteSnapshot(spec.id, "quiet")
        yield* expectAgreement(spec.id)
      }),
    "snapshot-external"
  ),
  guest(
    "revertSnapshot",
    "with memory brings back a guest that answers",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.createSnapshot(spec.id, { name: "warm", kind: "internal" })
        yield* driver.revertSnapshot(spec.id, "warm")
        yield* expectState(spec.id, "running")
        yield* agentAnswers(spec.id)
        yield* driver.agent(spec.id, { execute: "guest-ping" })
        yield* driver.deleteSnapshot(spec.id, "warm")
        yield* expectAgreement(spec.id)
      }),
    "snapshot-internal"
  ),
  guest(
    "managedSave",
    "brings back a guest that answers",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.managedSave(spec.id)
        yield* expectState(spec.id, "off")
        yield* driver.start(spec.id)
        yield* agentAnswers(spec.id)
        yield* driver.agent(spec.id, { execute: "guest-ping" })
        yield* expectAgreement(spec.id)
      }),
    "managed-save"
  ),
  guest("reboot", "restarts the guest, and its agent comes back", (spec) =>
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      yield* Bench.eventsDuring(spec.id, driver.reboot(spec.id), (event) => event._tag === "Rebooted")
      yield* eventually("the agent goes", driver.get(spec.id), (domain) => !domain.agentConnected)
      yield* agentAnswers(spec.id)
      yield* expectState(spec.id, "running")
    })
  ),
  guest("shutdown", "of a guest that was just restarted, whose agent hears nothing, stops it all the same", (spec) =>
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      yield* Bench.eventsDuring(spec.id, driver.reset(spec.id), (event) => event._tag === "Rebooted")
      yield* driver.shutdown(spec.id)
      yield* expectState(spec.id, "off")
      yield* Bench.expectDefinition(spec)
    })
  ),
  guest("shutdown", "by the power button", (spec) =>
    Effect.gen(function* () {
      const { driver } = yield* HypervisorBench
      const shutdown = driver.shutdown(spec.id, { signal: "acpi" })
      const events = yield* Bench.eventsDuring(spec.id, shutdown, becomes("off"))
      yield* expect("the last state told", Bench.statesOf(events).at(-1), "off")
      yield* expectState(spec.id, "off")
      yield* Bench.expectDefinition(spec)
    })
  ),
  guest(
    "shutdown",
    "by the agent",
    (spec) =>
      Effect.gen(function* () {
        const { driver } = yield* HypervisorBench
        yield* driver.shutdown(spec.id, { signal: "agent" })
        yield* expectState(spec.id, "off")
        yield* Bench.expectDefinition(spec)
      }),
    "agent"
  )
]
