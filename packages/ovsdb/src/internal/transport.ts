/**
 * The two ways of a session's bytes: straight through one of Node's streams, which unix, TCP and TLS connections use because
 * it is the fastest, and any Effect `Socket`.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import type { Socket as NodeSocket } from "node:net"
import type { Session } from "./session.ts"

/** Connects a session to an open byte stream for the rest of the scope. */
export type Attach = (session: Session) => Effect.Effect<void, never, Scope.Scope>

/** The text of a socket error. */
export const socketDetail = (error: Socket.SocketError): string => {
  const { reason } = error
  if (reason._tag === "SocketCloseError") return "the server closed the connection"
  return "cause" in reason && reason.cause instanceof Error ? reason.cause.message : reason.message
}

const causeDetail = (cause: Cause.Cause<Socket.SocketError>): string => {
  const error = Cause.squash(cause)
  return Socket.isSocketError(error) ? socketDetail(error) : `a defect of the client: ${String(error)}`
}

/** Attaches to an Effect `Socket`: a fiber reads, a fiber writes. */
export const overSocket = (
  pull: Effect.Effect<ReadonlyArray<Uint8Array>, Socket.SocketError>,
  writer: Socket.Writer
): Attach => {
  return (session) => {
    let batch: { readonly bytes: Uint8Array; readonly done: () => void } | undefined
    let wakeWriter: (() => void) | undefined
    const write = Effect.suspend(() => {
      const next = batch
      batch = undefined
      if (next !== undefined) return Effect.map(writer.write(next.bytes), next.done)
      return Effect.callback<void>((resume) => {
        wakeWriter = () => resume(Effect.void)
      })
    }).pipe(Effect.forever({ disableYield: true }))
    const read = Effect.map(pull, (chunks) => {
      for (const chunk of chunks) session.receive(chunk)
    }).pipe(Effect.forever({ disableYield: true }))
    // Whatever stops one of the two, a defect too, must not leave callers waiting.
    const guard = (loop: Effect.Effect<never, Socket.SocketError>) =>
      Effect.forkScoped(
        Effect.onExit(loop, (exit) =>
          Effect.sync(() => {
            if (Exit.isFailure(exit)) session.shutdown({ _tag: "Disconnected", detail: causeDetail(exit.cause) })
          })
        )
      )
    session.attach({
      write: (bytes, done) => {
        batch = { bytes, done }
        wakeWriter?.()
      }
    })
    return Effect.andThen(guard(read), guard(write))
  }
}

/**
 * Dials one of Node's streams; `connected` is the event that tells when it is ready. Chunks go to the session as they come,
 * without the machinery of streams in between, which costs as much as the rest of a call.
 */
export const overNode = (
  dial: () => NodeSocket,
  connected: "connect" | "secureConnect"
): Effect.Effect<Attach, unknown, Scope.Scope> => {
  let session: Session | undefined
  let socket: NodeSocket | undefined
  let problem: string | undefined
  const lost = (detail: string) => {
    problem ??= detail
    session?.shutdown({ _tag: "Disconnected", detail })
  }
  const open = Effect.callback<NodeSocket, unknown>((resume) => {
    try {
      const opening = dial()
      socket = opening
      opening.setNoDelay(true)
      opening.once(connected, () => resume(Effect.succeed(opening)))
      opening.on("error", (error) => {
        resume(Effect.fail(error))
        lost(error.message)
      })
      opening.on("end", () => lost("the server closed the connection"))
      opening.on("close", () => lost("the connection was closed"))
    } catch (cause) {
      // Unusable key or certificate text, or a path that is too long, is thrown at once.
      resume(Effect.fail(cause))
    }
  })
  // What the system has not taken by now would wait for a peer that may never read again.
  const release = Effect.sync(() =>
    socket?.connecting === true || socket?.writableLength !== 0 ? socket?.destroy() : socket.destroySoon()
  )
  return Effect.acquireRelease(Effect.void, () => release).pipe(
    Effect.andThen(open),
    Effect.map(
      (stream) => (attached: Session) =>
        Effect.sync(() => {
          session = attached
          if (problem !== undefined) return attached.shutdown({ _tag: "Disconnected", detail: problem })
          stream.on("data", (chunk: Uint8Array) => attached.receive(chunk))
          attached.attach({
            write: (bytes, done) => {
              if (stream.write(bytes)) done()
              else stream.once("drain", done)
            }
          })
        })
    )
  )
}
