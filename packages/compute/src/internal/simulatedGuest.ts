/**
 * What happens inside simulated guests: booting, the power button, the balloon, letting go of devices, crashing.
 *
 * Each behaviour is a short Effect in the scope of the world. It sleeps on Effect's clock, and stands still while the
 * machine is paused.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { HypervisorEvent } from "../HypervisorEvent.ts"
import type { PowerState } from "../PowerState.ts"
import type { VmSpec } from "../VmSpec.ts"
import type { GuestBehaviour } from "./simulatedBehaviour.ts"
import { closeConsole, print } from "./simulatedConsole.ts"
import type { Time } from "./simulatedTimes.ts"
import { times } from "./simulatedTimes.ts"
import type { DomainRecord, GuestPhase, HostRecord, Machine, WorldRecord } from "./simulatedWorld.ts"
import { publish, touch } from "./simulatedWorld.ts"

/** A guest at work: the world and host it is on, its domain, and the machine it was started on. */
export interface Guest {
  readonly world: WorldRecord
  readonly host: HostRecord
  readonly domain: DomainRecord
}

/** How the guest of this domain behaves now. */
export const behaviour = ({ world, domain }: Guest): GuestBehaviour => world.guests.get(domain.id) ?? world.defaultGuest

/** Sleeps for a duration drawn from the domain's own generator. */
export const pause = ({ world, domain }: Guest, time: Time): Effect.Effect<void> =>
  Effect.suspend(() => {
    const [least, most] = times[time]
    return Effect.sleep(domain.prng.between(least, most) / world.speed)
  })

/** Waits until `ready` holds; it is asked after each change of the domain. */
export const until = (domain: DomainRecord, ready: () => boolean): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (ready()) return resume(Effect.void)
    const watcher = () => {
      if (!ready()) return
      domain.watchers.delete(watcher)
      resume(Effect.void)
    }
    domain.watchers.add(watcher)
    return Effect.sync(() => domain.watchers.delete(watcher))
  })

/** Changes the state, keeps account of the time the machine ran, and tells. */
export const setState = (guest: Guest, state: PowerState, cause: string): Effect.Effect<void> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const { domain, host } = guest
    const machine = domain.machine
    if (machine?.runningSince !== undefined) machine.ranMillis += now - machine.runningSince
    if (machine !== undefined) machine.runningSince = state === "running" || state === "stopping" ? now : undefined
    domain.state = state
    publish(host, HypervisorEvent.cases.StateChanged.make({ host: host.ref, id: domain.id, state, cause }))
    touch(domain)
  })

/** Ends the machine. A transient domain goes with it. */
export const powerOff = (guest: Guest, cause: string): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { domain, host } = guest
    domain.machine = undefined
    if (!domain.persistent) host.domains.delete(domain.id)
    // Readers may run on at once, so everything else comes before the end of their console.
    return Effect.andThen(
      setState(guest, "off", cause),
      Effect.sync(() => closeConsole(domain, cause))
    )
  })

/** Runs what the guest does next, unless the machine has ended or was reset when its time has come. */
const inside = (
  guest: Guest,
  machine: Machine,
  steps: (sleep: (time: Time) => Effect.Effect<void, "gone">) => Effect.Effect<void, "gone">
): Effect.Effect<void> => {
  const { epoch } = machine
  const { domain } = guest
  const gone = () => domain.machine !== machine || machine.epoch !== epoch
  const runs = () => domain.state === "running" || domain.state === "stopping"
  const sleep = (time: Time) =>
    pause(guest, time).pipe(
      Effect.andThen(until(domain, () => gone() || runs())),
      Effect.andThen(Effect.suspend(() => (gone() ? Effect.fail("gone" as const) : Effect.void)))
    )
  return steps(sleep).pipe(Effect.ignore, Effect.forkIn(guest.world.scope, { startImmediately: true }), Effect.asVoid)
}

/** A machine as it is when the power comes on. */
export const newMachine = (spec: VmSpec): Machine => ({
  live: spec,
  phase: "firmware",
  agentConnected: false,
  frozen: false,
  balloon: spec.memory,
  balloonTarget: spec.memory,
  epoch: 0,
  freePorts: spec.hotplugPorts,
  unplugging: new Set(),
  pressed: undefined,
  runningSince: undefined,
  ranMillis: 0
})

const setPhase = (guest: Guest, machine: Machine, phase: GuestPhase): void => {
  machine.phase = phase
  touch(guest.domain)
}

const setAgent = ({ domain, host }: Guest, machine: Machine, connected: boolean): void => {
  if (machine.agentConnected === connected) return
  machine.agentConnected = connected
  publish(host, HypervisorEvent.cases.AgentChanged.make({ host: host.ref, id: domain.id, connected }))
  touch(domain)
}

/** The guest boots from the beginning. */
export const boot = (guest: Guest, machine: Machine): Effect.Effect<void> =>
  Effect.suspend(() => {
    machine.epoch++
    machine.pressed = undefined
    machine.frozen = false
    setAgent(guest, machine, false)
    setPhase(guest, machine, "firmware")
    return inside(
      guest,
      machine,
      Effect.fnUntraced(function* (sleep) {
        yield* sleep("firmware")
        print(guest.domain, "Booting from disk...\r\n")
        const { boot } = behaviour(guest)
        if (boot === "hangs") return setPhase(guest, machine, "stuck")
        setPhase(guest, machine, "booting")
        yield* sleep("boot")
        if (boot === "panics") {
          print(guest.domain, "Kernel panic - not syncing\r\n")
          return yield* powerOff(guest, "crashed")
        }
        setPhase(guest, machine, "up")
        print(guest.domain, `Welcome to ${guest.domain.name}\r\n~ # `)
        yield* letGo(guest, machine)
        yield* inflate(guest, machine)
        yield* connectAgent(guest, machine)
      })
    )
  })

/** The agent connects after a while, if the machine has its channel and the guest has it installed. */
export const connectAgent = (guest: Guest, machine: Machine): Effect.Effect<void> =>
  inside(
    guest,
    machine,
    Effect.fnUntraced(function* (sleep) {
      if (!machine.live.agent || behaviour(guest).agent === "absent") return
      yield* sleep("agentUp")
      setAgent(guest, machine, true)
    })
  )

/** The guest restarts by itself or because it was asked to. */
export const restart = (guest: Guest, machine: Machine): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { domain, host } = guest
    publish(host, HypervisorEvent.cases.Rebooted.make({ host: host.ref, id: domain.id }))
    return boot(guest, machine)
  })

/** The guest begins to stop or restart, and does. */
export const leave = (guest: Guest, machine: Machine, how: "shutdown" | "reboot"): Effect.Effect<void> =>
  inside(
    guest,
    machine,
    Effect.fnUntraced(function* (sleep) {
      yield* sleep("shutdownBegin")
      print(guest.domain, how === "shutdown" ? "\r\nPower down\r\n" : "\r\nRestarting system\r\n")
      if (how === "reboot") return yield* restart(guest, machine)
      yield* setState(guest, "stopping", "guest")
      yield* sleep("shutdownEnd")
      yield* powerOff(guest, "shutdown")
    })
  )

/** The power button. A paused guest sees the press when it runs again; one that is still booting never does. */
export const press = (guest: Guest, machine: Machine, how: "shutdown" | "reboot"): Effect.Effect<void> =>
  Effect.suspend(() => {
    if (guest.domain.state === "paused") {
      machine.pressed = how
      return Effect.void
    }
    if (machine.phase !== "up" || behaviour(guest).powerButton === "ignores") return Effect.void
    return leave(guest, machine, how)
  })

/** What a guest does first when it runs on after a pause. */
export const wake = (guest: Guest, machine: Machine): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { pressed } = machine
    machine.pressed = undefined
    const follow = Effect.andThen(letGo(guest, machine), inflate(guest, machine))
    return pressed === undefined ? follow : Effect.andThen(follow, press(guest, machine, pressed))
  })

/** The guest lets go of the devices it was asked for, if it does such things and can. */
export const letGo = (guest: Guest, machine: Machine): Effect.Effect<void> =>
  inside(
    guest,
    machine,
    Effect.fnUntraced(function* (sleep) {
      if (machine.unplugging.size === 0) return
      if (machine.phase !== "up" || guest.domain.state !== "running" || behaviour(guest).devices === "keeps") return
      yield* sleep("unplug")
      const { domain, host } = guest
      for (const device of machine.unplugging) {
        machine.unplugging.delete(device)
        machine.freePorts++
        machine.live = {
          ...machine.live,
          disks: machine.live.disks.filter((disk) => disk.target !== device),
          nics: machine.live.nics.filter((nic) => nic.binding.mac !== device)
        }
        publish(host, HypervisorEvent.cases.DeviceRemoved.make({ host: host.ref, id: domain.id, device }))
      }
      touch(domain)
    })
  )

/** The balloon moves to its target in two steps, once there is a guest that moves it. */
export const inflate = (guest: Guest, machine: Machine): Effect.Effect<void> =>
  inside(
    guest,
    machine,
    Effect.fnUntraced(function* (sleep) {
      if (machine.phase !== "up" || machine.balloon === machine.balloonTarget) return
      const { domain, host } = guest
      for (const share of [2n, 1n]) {
        yield* sleep("balloon")
        const half = (machine.balloonTarget - machine.balloon) / share
        machine.balloon += half - (half % 1024n)
        publish(
          host,
          HypervisorEvent.cases.BalloonChanged.make({
            host: host.ref,
            id: domain.id,
            memory: ByteSize.bytes(machine.balloon)
          })
        )
        touch(domain)
      }
    })
  )
