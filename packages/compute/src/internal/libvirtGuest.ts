/**
 * The operations that talk with a guest: console, screenshot, agent.
 *
 * @since 0.1.0
 */
import type * as Ids from "@cloudwright/core/Ids"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import type { LibvirtStream } from "@cloudwright/libvirt/LibvirtStream"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Socket from "effect/socket/Socket"
import * as Stream from "effect/Stream"
import * as DomainXml from "../DomainXml.ts"
import type { Hypervisor } from "../Hypervisor.ts"
import { type Failure, reason, textOf } from "./libvirtErrors.ts"
import { active } from "./driverRules.ts"
import { change, currentXml, domainOf, type Host, type Link, requireState, run } from "./libvirtHost.ts"

type GuestOperations = Pick<Hypervisor, "console" | "screenshot" | "agent">

/** The largest screenshot, in bytes: 32 bits for each of 16 million points. */
const screenshotLimit = 67_108_864

// --- console ------------------------------------------------------------------------------------------------------------

const closed = (error: unknown): Socket.SocketError =>
  new Socket.SocketError({
    reason:
      error === undefined ? new Socket.SocketCloseError({ code: 1000 }) : new Socket.SocketReadError({ cause: error })
  })

const encoder = new TextEncoder()

/** A libvirt stream as a socket; it is open already and ends with its scope. */
const toSocket = (stream: LibvirtStream<void>): Socket.Socket => {
  const write = (chunk: Uint8Array | string | Socket.CloseEvent): Effect.Effect<void, Socket.SocketError> => {
    if (Socket.isCloseEvent(chunk)) return stream.abort
    return Effect.mapError(
      stream.write(typeof chunk === "string" ? encoder.encode(chunk) : chunk),
      (cause) => new Socket.SocketError({ reason: new Socket.SocketWriteError({ cause }) })
    )
  }
  return Socket.make({
    reader: Effect.map(Stream.toPull(stream.read), (pull) => ({
      pull: Effect.mapError(pull, (error) => closed(Cause.isDone(error) ? undefined : error)),
      upgrade: () => Effect.fail(closed(new Error("a console has no TLS")))
    })),
    writer: Effect.succeed({
      write,
      writeAll: (chunks) => Effect.forEach(chunks, write, { discard: true })
    })
  })
}

// --- agent --------------------------------------------------------------------------------------------------------------

const Reply = Schema.fromJsonString(Schema.Struct({ return: Schema.Unknown }))

// virJSONValueToString's error text: "internal error: unable to execute QEMU agent command 'guest-x': why".
const refusal = /unable to execute QEMU agent command '[^']*': (.*)/s

/** The most of what a guest wrote that an error repeats. */
const repeated = (text: string): string => (text.length > 256 ? `${text.slice(0, 256)}…` : text)

const agentFailure =
  (afterMillis: number) =>
  (error: LibvirtError): Failure => {
    const text = textOf(error)
    const refused = refusal.exec(text)
    if (refused !== null) return reason.AgentRefused.make({ class: "GenericError", detail: repeated(refused[1] ?? "") })
    switch (error.reason._tag) {
      case "AgentUnresponsive":
        return /not connected|not available|not running/i.test(text)
          ? reason.AgentUnavailable.make({ detail: text })
          : reason.AgentTimedOut.make({ afterMillis })
      case "OperationTimeout":
      case "TimedOut":
        return reason.AgentTimedOut.make({ afterMillis })
      // What the guest wrote is no JSON, too long for libvirt (10 MiB) or for a message to us (4 MiB).
      case "Internal":
      case "Protocol":
        return reason.AgentReplyInvalid.make({ detail: repeated("text" in error.reason ? text : error.reason.detail) })
      // The same limit, told as a system error (ERANGE) when it is reached while reading.
      case "OperationFailed":
        return /agent response/.test(text) ? reason.AgentReplyInvalid.make({ detail: repeated(text) }) : error
      case "ConfigUnsupported":
      case "InvalidArgument":
        return reason.AgentUnavailable.make({ detail: text })
      default:
        return error
    }
  }

const agent = (
  link: Link,
  id: Ids.VmId,
  command: { readonly execute: string; readonly arguments?: Record<string, unknown> },
  timeout: Duration.Duration
): Effect.Effect<unknown, Failure> =>
  change(link, id, ["running"], () =>
    Effect.gen(function* () {
      if (!(yield* DomainXml.facts(yield* currentXml(link, id))).hasAgent) {
        return yield* Effect.fail(reason.AgentUnavailable.make({ detail: "the VM has no channel for an agent" }))
      }
      const cmd = JSON.stringify({
        execute: command.execute,
        ...(command.arguments && { arguments: command.arguments })
      })
      const afterMillis = Math.ceil(Duration.toMillis(timeout))
      // libvirt counts in seconds; ours below ends in time, libvirt's frees the agent's channel.
      const seconds = Math.max(1, Math.ceil(afterMillis / 1000))
      const { result } = yield* link.call
        .qemuDomainAgentCommand({ dom: domainOf(id), cmd, timeout: seconds, flags: 0 })
        .pipe(
          Effect.mapError(agentFailure(afterMillis)),
          Effect.timeoutOrElse({
            duration: timeout,
            orElse: () => Effect.fail(reason.AgentTimedOut.make({ afterMillis }))
          })
        )
      const reply = Schema.decodeOption(Reply)(result ?? "")
      if (Option.isSome(reply)) return reply.value.return
      return yield* Effect.fail(reason.AgentReplyInvalid.make({ detail: "the reply is not what an agent sends" }))
    })
  )

// --- the operations -----------------------------------------------------------------------------------------------------

/** The operations. */
export const make = (host: Host): GuestOperations => ({
  console: Effect.fn("Hypervisor.console")((id) =>
    run(host, { name: "console", vm: id }, (link) =>
      change(link, id, active, () =>
        link.stream
          .domainOpenConsole({
            dom: domainOf(id),
            devName: null,
            flags: Constants.DomainConsoleFlags.VIR_DOMAIN_CONSOLE_FORCE
          })
          .pipe(Effect.map(toSocket))
      )
    )
  ),
  screenshot: Effect.fn("Hypervisor.screenshot")((id) =>
    run(host, { name: "screenshot", vm: id }, (link) =>
      Effect.gen(function* () {
        yield* requireState(link, id, ["running", "paused"])
        const stream = yield* link.stream.domainScreenshot({ dom: domainOf(id), screen: 0, flags: 0 })
        const chunks: Array<Uint8Array> = []
        let size = 0
        yield* stream.read.pipe(
          Stream.runForEach((chunk): Effect.Effect<void, Failure> => {
            size += chunk.length
            chunks.push(chunk)
            return size <= screenshotLimit
              ? Effect.void
              : Effect.fail(
                  reason.LimitExceeded.make({ what: "screenshot bytes", asked: size, limit: screenshotLimit })
                )
          })
        )
        const image = new Uint8Array(size)
        chunks.reduce((at, chunk) => (image.set(chunk, at), at + chunk.length), 0)
        return { mediaType: stream.reply.mime ?? "application/octet-stream", image }
      }).pipe(Effect.scoped)
    )
  ),
  agent: Effect.fn("Hypervisor.agent")((id, command, options) =>
    run(host, { name: "agent", vm: id, limit: "own" }, (link) =>
      agent(link, id, command, Duration.fromInputUnsafe(options?.timeout ?? "10 seconds"))
    )
  )
})
