/**
 * What happens to a simulated world without anybody asking a host for it.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import { HypervisorEvent } from "../HypervisorEvent.ts"
import { isActive } from "../PowerState.ts"
import { loseCalls } from "./simulatedCall.ts"
import { closeConsole } from "./simulatedConsole.ts"
import * as InGuest from "./simulatedGuest.ts"
import { view } from "./simulatedHost.ts"
import { newDomain } from "./simulatedLifecycle.ts"
import type { SimulatedControl } from "./simulatedTypes.ts"
import type { DomainRecord, HostRecord, WorldRecord } from "./simulatedWorld.ts"
import { answers, publish, touch } from "./simulatedWorld.ts"

/** Makes the control service. */
export const make = (world: WorldRecord): SimulatedControl => {
  const onHost = <A>(ref: HostRef.HostRef, body: (host: HostRecord) => Effect.Effect<A>): Effect.Effect<A> =>
    Effect.suspend(() => {
      const host = world.hosts.get(ref)
      return host === undefined ? Effect.die(new Error(`no simulated host ${ref}`)) : body(host)
    })

  const change = (ref: HostRef.HostRef, body: (host: HostRecord) => void): Effect.Effect<void> =>
    onHost(ref, (host) => Effect.sync(() => body(host)))

  const running = (id: Ids.VmId, body: (guest: InGuest.Guest) => Effect.Effect<void>): Effect.Effect<void> =>
    Effect.suspend(() => {
      for (const host of world.hosts.values()) {
        const domain = host.domains.get(id)
        if (domain?.machine !== undefined) return body({ world, host, domain })
      }
      return Effect.die(new Error(`no running simulated VM ${id}`))
    })

  const closeConsoles = (host: HostRecord, why: string) => {
    for (const domain of host.domains.values()) closeConsole(domain, why)
  }

  const loseMachine = (host: HostRecord, domain: DomainRecord) => {
    domain.machine = undefined
    domain.state = "off"
    if (!domain.persistent) host.domains.delete(domain.id)
    touch(domain)
    closeConsole(domain, "the host is down")
  }

  return {
    failNext: (operation, fault, target = {}) =>
      Effect.sync(() => {
        world.faults.oneShots.push({ operation, fault, ...target })
      }),
    setFaults: (rules) =>
      Effect.sync(() => {
        world.faults.rules = rules
        if (rules.length === 0) world.faults.oneShots.length = 0
      }),
    setGuest: (id, behaviour) =>
      Effect.sync(() => {
        world.guests.set(id, { ...(world.guests.get(id) ?? world.defaultGuest), ...behaviour })
      }),
    crashGuest: (id) => running(id, (guest) => InGuest.powerOff(guest, "failed")),
    leaveFromInside: (id, how) =>
      running(id, (guest) =>
        guest.domain.machine === undefined ? Effect.void : InGuest.leave(guest, guest.domain.machine, how)
      ),
    crashHost: (ref) =>
      onHost(ref, (host) =>
        Effect.suspend(() => {
          host.powered = false
          for (const domain of host.domains.values()) if (isActive(domain.state)) loseMachine(host, domain)
          return loseCalls(host, "stopped")
        })
      ),
    killDaemon: (ref) =>
      onHost(ref, (host) =>
        Effect.suspend(() => {
          host.daemon = false
          closeConsoles(host, "the host's daemon is gone")
          return loseCalls(host, "stopped")
        })
      ),
    cutNetwork: (ref) =>
      onHost(ref, (host) =>
        Effect.suspend(() => {
          host.reachable = false
          closeConsoles(host, "the connection to the host was lost")
          return loseCalls(host, "cut-off")
        })
      ),
    rejectConnections: (ref, why) =>
      onHost(ref, (host) =>
        Effect.suspend(() => {
          host.rejects = why
          closeConsoles(host, "the connection to the host was lost")
          return loseCalls(host, "cut-off")
        })
      ),
    restoreHost: (ref) =>
      change(ref, (host) => {
        if (answers(host)) return
        host.powered = true
        host.daemon = true
        host.reachable = true
        host.rejects = undefined
        publish(host, HypervisorEvent.cases.Gap.make({ host: host.ref }))
      }),
    setDiskFull: (ref, full) =>
      change(ref, (host) => {
        host.diskFull = full
      }),
    putFile: (ref, { format, path, size }) =>
      change(ref, (host) => {
        host.deleted.delete(path)
        host.files.set(path, { format, size })
      }),
    deleteFile: (ref, path) =>
      change(ref, (host) => {
        host.files.delete(path)
        host.deleted.add(path)
      }),
    addForeign: (ref, { id, name, persistent = true, spec, state = "off" }) =>
      onHost(ref, (host) =>
        Effect.gen(function* () {
          const domain = newDomain(world, { id, name, managed: false, persistent, spec: persistent ? spec : undefined })
          host.domains.set(id, domain)
          if (persistent) publish(host, HypervisorEvent.cases.Defined.make({ host: host.ref, id }))
          if (state === "off") return
          const guest = { world, host, domain }
          if (spec !== undefined) domain.machine = InGuest.newMachine(spec)
          yield* InGuest.setState(guest, "running", "booted")
          if (state === "paused") yield* InGuest.setState(guest, "paused", "paused")
          if (domain.machine !== undefined) yield* InGuest.boot(guest, domain.machine)
        })
      ),
    truth: (ref) =>
      onHost(ref, (host) =>
        Effect.sync(() => ({
          reachable: answers(host),
          domains: [...host.domains.values()].map(view),
          seeds: [...host.seeds.keys()],
          consoles: [...host.domains.values()].filter(({ console }) => console !== undefined).map(({ id }) => id),
          files: [...host.files].map(([path, { format, size }]) => ({ path, format, size: ByteSize.bytes(size) })),
          eventReaders: host.subscribers.size,
          callsUnderWay: host.calls.size
        }))
      ),
    leftBehind: Effect.sync(() =>
      [...world.hosts.values()].flatMap((host) => [
        ...[...host.domains.values()]
          .filter((domain) => domain.managed)
          .map((domain) => `${host.ref}: domain ${domain.name} (${domain.id}) is ${domain.state}`),
        ...[...host.seeds.keys()].map((id) => `${host.ref}: seed of ${id}`),
        ...[...host.domains.values()]
          .filter((domain) => domain.console !== undefined)
          .map((domain) => `${host.ref}: console of ${domain.name} (${domain.id})`),
        ...(host.calls.size > 0 ? [`${host.ref}: ${host.calls.size} calls under way`] : [])
      ])
    )
  }
}
