/**
 * The guest agent of a simulated guest: a few commands of the QEMU guest agent, and agents that misbehave.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HypervisorErrorReason } from "../HypervisorError.ts"
import type { Guest } from "./simulatedGuest.ts"
import { behaviour, leave, pause } from "./simulatedGuest.ts"
import { reason } from "./simulatedWorld.ts"

/** Largest reply in bytes. */
const replyLimit = 4 * 1024 * 1024

const version = "7.2.22"

const refuse = (execute: string) =>
  Effect.fail<HypervisorErrorReason>(
    reason.AgentRefused.make({ class: "CommandNotFound", detail: `The command ${execute} has not been found` })
  )

const reply = (guest: Guest, execute: string, args: Record<string, unknown>) =>
  Effect.gen(function* () {
    const { machine } = guest.domain
    if (machine === undefined) return {}
    switch (execute) {
      case "guest-ping":
        return {}
      case "guest-sync":
        return args["id"]
      case "guest-info": {
        const names = ["guest-ping", "guest-sync", "guest-info", "guest-get-host-name", "guest-get-time"]
        return { version, supported_commands: names.map((name) => ({ name, enabled: true, "success-response": true })) }
      }
      case "guest-get-host-name":
        return { "host-name": guest.domain.name }
      case "guest-get-time":
        return (yield* Clock.currentTimeMillis) * 1_000_000
      case "guest-network-get-interfaces":
        return machine.live.nics.map((nic, index) => ({
          name: `eth${index}`,
          "hardware-address": nic.binding.mac,
          "ip-addresses": []
        }))
      case "guest-fsfreeze-status":
        return machine.frozen ? "frozen" : "thawed"
      case "guest-fsfreeze-freeze":
      case "guest-fsfreeze-thaw":
        machine.frozen = execute === "guest-fsfreeze-freeze"
        return machine.live.disks.length
      case "guest-shutdown":
        yield* leave(guest, machine, args["mode"] === "reboot" ? "reboot" : "shutdown")
        return {}
      default:
        return yield* refuse(execute)
    }
  })

/** What the agent replies, or how it fails to. Nothing here takes the domain's job, so a bad agent holds up nobody. */
export const ask = (
  guest: Guest,
  execute: string,
  args: Record<string, unknown>
): Effect.Effect<unknown, HypervisorErrorReason> =>
  Effect.suspend(() => {
    switch (behaviour(guest).agent) {
      case "silent":
      case "absent":
        return Effect.never
      case "refuses":
        return refuse(execute)
      case "endless":
        return Effect.fail(reason.AgentReplyInvalid.make({ detail: `the reply is over ${replyLimit} bytes` }))
      case "lies":
        return Effect.succeed({ "host-name": "\u001b]0;owned\u0007", version: -1, "ip-addresses": { length: 1e9 } })
      case "slow":
        return Effect.andThen(pause(guest, "agentSlow"), reply(guest, execute, args))
      case "answers":
        return Effect.andThen(pause(guest, "agentReply"), reply(guest, execute, args))
    }
  })
