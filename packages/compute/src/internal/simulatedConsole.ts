/**
 * The serial console of a simulated guest: prints what the guest prints, echoes what is typed, and knows a few commands.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Cause from "effect/Cause"
import * as Socket from "effect/socket/Socket"
import type { ConsoleSession, DomainRecord } from "./simulatedWorld.ts"

/** Most pieces of output that wait for a slow reader; the oldest go first. */
const consoleLimit = 1_024

/** Most characters of one typed line; the rest is dropped. */
const lineLimit = 4_096

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const closed = (why: string) =>
  new Socket.SocketError({ reason: new Socket.SocketCloseError({ code: 1000, closeReason: why }) })

/** Shows text to whoever has the console open. */
export const print = (domain: DomainRecord, text: string): void => {
  if (domain.console !== undefined) Queue.offerUnsafe(domain.console.output, encoder.encode(text))
}

/** Ends the open console, if there is one. */
export const closeConsole = (domain: DomainRecord, why: string): void => {
  const session = domain.console
  domain.console = undefined
  if (session !== undefined) Queue.failCauseUnsafe(session.output, Cause.fail(closed(why)))
}

const command = (line: string): { readonly output: string; readonly leave?: "shutdown" | "reboot" } => {
  const [name = "", ...rest] = line.trim().split(/ +/)
  switch (name) {
    case "":
      return { output: "" }
    case "echo":
      return { output: `${rest.join(" ")}\r\n` }
    case "poweroff":
      return { output: "", leave: "shutdown" }
    case "reboot":
      return { output: "", leave: "reboot" }
    default:
      return { output: `sh: ${name}: not found\r\n` }
  }
}

/** What the guest makes of a console. */
export interface ConsoleGuest {
  readonly kind: () => "shell" | "silent" | "endless"
  readonly listens: () => boolean
  readonly leave: (how: "shutdown" | "reboot") => Effect.Effect<void>
}

/** Opens the console, taking it over from whoever had it; it closes with the scope. */
export const openConsole = Effect.fnUntraced(function* (domain: DomainRecord, guest: ConsoleGuest) {
  closeConsole(domain, "taken over by another console")
  const session: ConsoleSession = {
    output: yield* Queue.sliding<Uint8Array, Socket.SocketError>(consoleLimit),
    line: ""
  }
  domain.console = session
  const release = Effect.sync(() => {
    if (domain.console === session) closeConsole(domain, "closed")
  })
  yield* Effect.addFinalizer(() => release)

  const type = Effect.fnUntraced(function* (text: string) {
    if (!guest.listens() || guest.kind() !== "shell") return
    for (const character of text) {
      if (character !== "\r" && character !== "\n") {
        if (session.line.length < lineLimit) session.line += character
        print(domain, character)
        continue
      }
      const { output, leave } = command(session.line)
      session.line = ""
      print(domain, `\r\n${output}~ # `)
      if (leave !== undefined) yield* guest.leave(leave)
    }
  })

  const write = (chunk: Uint8Array | string | Socket.CloseEvent): Effect.Effect<void, Socket.SocketError> => {
    if (Socket.isCloseEvent(chunk)) return release
    if (domain.console !== session) return Effect.fail(closed("the console is no longer open"))
    return type(typeof chunk === "string" ? chunk : decoder.decode(chunk))
  }
  const spam = encoder.encode("A".repeat(4_096))
  const pull = Effect.suspend(() =>
    guest.kind() === "endless" && domain.console === session
      ? Effect.as(Effect.yieldNow, [spam] as [Uint8Array])
      : Queue.takeAll(session.output)
  )
  return Socket.make({
    reader: Effect.as(
      Effect.addFinalizer(() => release),
      { pull, upgrade: () => Effect.fail(closed("a console has no TLS")) }
    ),
    writer: Effect.succeed({
      write,
      writeAll: (chunks) => Effect.forEach(chunks, write, { discard: true })
    })
  })
})
