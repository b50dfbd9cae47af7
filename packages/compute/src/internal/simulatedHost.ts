/**
 * A `Hypervisor` on a simulated host.
 *
 * @since 0.1.0
 */
import * as DiskSource from "@cloudwright/core/DiskSource"
import type * as Ids from "@cloudwright/core/Ids"
import * as ByteSize from "effect/ByteSize"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Encoding from "effect/encoding/Base64"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { Domain, DomainStats, DomainSummary, Hypervisor } from "../Hypervisor.ts"
import { HypervisorError } from "../HypervisorError.ts"
import type { HypervisorEvent } from "../HypervisorEvent.ts"
import * as Agent from "./simulatedAgent.ts"
import { active } from "./driverRules.ts"
import { call, find, findManaged, requireState, unreachable } from "./simulatedCall.ts"
import { openConsole } from "./simulatedConsole.ts"
import * as Devices from "./simulatedDevices.ts"
import * as InGuest from "./simulatedGuest.ts"
import * as Lifecycle from "./simulatedLifecycle.ts"
import * as Snapshots from "./simulatedSnapshots.ts"
import type { DomainRecord, HostRecord, Subscriber, WorldRecord } from "./simulatedWorld.ts"
import { answers, capacityOf, eventLimit, freeMemory, liveSpec, overlaysOf, reason } from "./simulatedWorld.ts"

/** Largest seed image in bytes. */
const seedLimit = 16 * 1024 * 1024

const seedPath = (id: Ids.VmId) => DiskSource.AbsolutePath.make(`/var/lib/cloudwright/seeds/${id}.iso`)

// A black picture of one pixel.
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="

/** One line of the list. */
const summary = ({ id, managed, name, persistent, state }: DomainRecord): DomainSummary => ({
  id,
  name,
  state,
  managed,
  persistent
})

/** A domain as a caller sees it. */
export const view = (domain: DomainRecord): Domain => ({
  ...summary(domain),
  spec: domain.spec,
  live: liveSpec(domain),
  hasManagedSave: domain.managedSave !== undefined,
  agentConnected: domain.machine?.agentConnected ?? false,
  snapshots: [...domain.snapshots.values()].map((snapshot) => Snapshots.view(domain, snapshot)),
  overlays: overlaysOf(domain)
})

// Every running second a guest uses a twentieth of a processor, reads 4 KiB and writes 8 KiB, receives and sends a packet.
const statsOf = (host: HostRecord, domain: DomainRecord, now: number): ReadonlyArray<DomainStats> => {
  const { machine } = domain
  if (machine === undefined) return []
  const ran = machine.ranMillis + (machine.runningSince === undefined ? 0 : now - machine.runningSince)
  const seconds = BigInt(Math.floor(ran / 1_000))
  const { live } = machine
  return [
    {
      id: domain.id,
      name: domain.name,
      state: domain.state,
      cpuTime: BigInt(Math.floor(ran)) * 50_000n,
      vcpus: live.vcpus,
      memory: ByteSize.bytes(machine.balloon),
      maxMemory: live.maxMemory,
      disks: live.disks.map((disk) => ({
        target: disk.target,
        readBytes: seconds * 4_096n,
        readRequests: seconds,
        writtenBytes: disk.readOnly ? 0n : seconds * 8_192n,
        writeRequests: disk.readOnly ? 0n : seconds,
        capacity: ByteSize.bytes(capacityOf(host, disk.source))
      })),
      nics: live.nics.map((nic, index) => ({
        device: nic.binding._tag === "Tap" ? nic.binding.device : `vnet${index}`,
        receivedBytes: nic.linkUp ? seconds * 60n : 0n,
        receivedPackets: nic.linkUp ? seconds : 0n,
        sentBytes: nic.linkUp ? seconds * 60n : 0n,
        sentPackets: nic.linkUp ? seconds : 0n
      }))
    }
  ]
}

/** Makes the host's `Hypervisor`. */
export const make = (world: WorldRecord, host: HostRecord): Hypervisor => {
  const at = (domain: DomainRecord) => ({ world, host, domain })

  const capabilities = call(world, host, { operation: "capabilities" }, () => Effect.succeed(host.capabilities)).pipe(
    Effect.withSpan("Hypervisor.capabilities")
  )

  const capacity = call(world, host, { operation: "capacity" }, () =>
    Effect.sync(() => ({ cpus: host.cpus, memory: host.memory, memoryFree: ByteSize.bytes(freeMemory(host)) }))
  ).pipe(Effect.withSpan("Hypervisor.capacity"))

  const list = call(world, host, { operation: "list" }, () =>
    Effect.sync(() => [...host.domains.values()].map(summary))
  ).pipe(Effect.withSpan("Hypervisor.list"))

  const get: Hypervisor["get"] = Effect.fn("Hypervisor.get")((id) =>
    call(world, host, { operation: "get", vm: id }, () => Effect.map(find(host, id), view))
  )

  const stats = call(world, host, { operation: "stats" }, () =>
    Effect.map(Clock.currentTimeMillis, (now) =>
      [...host.domains.values()].flatMap((domain) => statsOf(host, domain, now))
    )
  ).pipe(Effect.withSpan("Hypervisor.stats"))

  const subscribe = Effect.gen(function* () {
    if (!answers(host)) {
      const reason = unreachable(host)
      return yield* new HypervisorError({ host: host.ref, operation: "events", outcome: "not-done", reason })
    }
    const queue = yield* Queue.dropping<HypervisorEvent>(eventLimit)
    const subscriber: Subscriber = { queue, missed: false }
    host.subscribers.add(subscriber)
    yield* Effect.addFinalizer(() => Effect.sync(() => host.subscribers.delete(subscriber)))
    return Stream.fromQueue(queue)
  })

  const console: Hypervisor["console"] = Effect.fn("Hypervisor.console")((id) =>
    Effect.flatMap(
      call(world, host, { operation: "console", vm: id }, () =>
        Effect.tap(findManaged(host, id), (domain) => requireState(domain, active))
      ),
      (domain) =>
        openConsole(domain, {
          kind: () => InGuest.behaviour(at(domain)).console,
          listens: () => domain.state === "running" && domain.machine?.phase === "up",
          leave: (how) => (domain.machine === undefined ? Effect.void : InGuest.leave(at(domain), domain.machine, how))
        })
    )
  )

  const screenshot: Hypervisor["screenshot"] = Effect.fn("Hypervisor.screenshot")((id) =>
    call(world, host, { operation: "screenshot", vm: id }, () =>
      Effect.gen(function* () {
        const domain = yield* find(host, id)
        yield* requireState(domain, active)
        return { mediaType: "image/png", image: yield* Effect.orDie(Effect.fromResult(Encoding.decode(png))) }
      })
    )
  )

  const agent: Hypervisor["agent"] = Effect.fn("Hypervisor.agent")((id, command, options) =>
    call(world, host, { operation: "agent", vm: id, mutates: true, limit: "own" }, (step) =>
      Effect.gen(function* () {
        const domain = yield* findManaged(host, id)
        yield* requireState(domain, ["running"])
        if (domain.machine?.agentConnected !== true) {
          return yield* Effect.fail(reason.AgentUnavailable.make({ detail: "the guest agent is not connected" }))
        }
        yield* step
        const timeout = Duration.fromInputUnsafe(options?.timeout ?? "10 seconds")
        return yield* Effect.timeoutOrElse(Agent.ask(at(domain), command.execute, command.arguments ?? {}), {
          duration: timeout,
          orElse: () => Effect.fail(reason.AgentTimedOut.make({ afterMillis: Math.ceil(Duration.toMillis(timeout)) }))
        })
      })
    )
  )

  const putSeed: Hypervisor["putSeed"] = Effect.fn("Hypervisor.putSeed")((id, image) =>
    call(world, host, { operation: "putSeed", vm: id, mutates: true, writes: true }, (step) =>
      Effect.gen(function* () {
        if (image.length > seedLimit) {
          return yield* Effect.fail(
            reason.LimitExceeded.make({ what: "seed image bytes", asked: image.length, limit: seedLimit })
          )
        }
        const path = seedPath(id)
        yield* step
        host.seeds.set(id, image.slice())
        host.files.set(path, { format: "raw", size: BigInt(image.length) })
        return DiskSource.DiskSource.cases.File.make({ path, format: "raw" })
      })
    )
  )

  const removeSeed: Hypervisor["removeSeed"] = Effect.fn("Hypervisor.removeSeed")((id) =>
    call(world, host, { operation: "removeSeed", vm: id, mutates: true }, (step) =>
      Effect.gen(function* () {
        yield* step
        host.seeds.delete(id)
        host.files.delete(seedPath(id))
      })
    )
  )

  const listSeeds = call(world, host, { operation: "listSeeds" }, () => Effect.sync(() => [...host.seeds.keys()])).pipe(
    Effect.withSpan("Hypervisor.listSeeds")
  )

  return {
    host: host.ref,
    capabilities,
    capacity,
    list,
    get,
    stats,
    events: Stream.unwrap(subscribe),
    ...Lifecycle.make(world, host),
    ...Snapshots.make(world, host),
    ...Devices.make(world, host),
    console,
    screenshot,
    agent,
    putSeed,
    removeSeed,
    listSeeds
  }
}
