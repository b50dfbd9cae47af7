/**
 * The two ways of a session's bytes: straight through Node's `net`, which unix and TCP connections use because it is the
 * fastest, and any Effect `Socket`.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import { connect, type Socket as NetSocket } from "node:net"
import type { Session } from "./session.ts"

/** Connects a session to an open byte stream for the rest of the scope. */
export type Attach = (session: Session) => Effect.Effect<void, never, Scope.Scope>

/** The text of a socket error. */
export const socketDetail = (error: Socket.SocketError): string => {
  const { reason } = error
  if (reason._tag === "SocketCloseError") return "the peer closed the connection"
  return "cause" in reason && reason.cause instanceof Error ? reason.cause.message : reason.message
}

const causeDetail = (cause: Cause.Cause<Socket.SocketError>): string => {
  const error = Cause.squash(cause)
  return Socket.isSocketError(error) ? socketDetail(error) : `a defect of the client: ${String(error)}`
}

/** Attaches to the two sides of an Effect `Socket`: a fiber reads, a fiber writes. */
export const overSocket =
  (pull: Effect.Effect<ReadonlyArray<Uint8Array>, Socket.SocketError>, writer: Socket.Writer): Attach =>
  (session) => {
    let batch: { readonly chunks: ReadonlyArray<Uint8Array>; readonly done: () => void } | undefined
    let wakeWriter: (() => void) | undefined
    let wakeReader: (() => void) | undefined
    const write = Effect.suspend(() => {
      const next = batch
      batch = undefined
      if (next === undefined) {
        return Effect.callback<void>((resume) => {
          wakeWriter = () => resume(Effect.void)
        })
      }
      wakeWriter = undefined
      return Effect.map(writer.writeAll(next.chunks as [Uint8Array]), next.done)
    }).pipe(Effect.forever({ disableYield: true }))
    const resumed = Effect.callback<void>((resume) => {
      wakeReader = () => resume(Effect.void)
    })
    const read = Effect.flatMap(pull, (chunks) => {
      for (const chunk of chunks) session.receive(chunk)
      return session.isPaused ? resumed : Effect.void
    }).pipe(Effect.forever({ disableYield: true }))
    // Whatever stops one of the two, a defect too, must not leave callers waiting.
    const guard = (loop: Effect.Effect<never, Socket.SocketError>) =>
      Effect.forkScoped(
        Effect.onExit(loop, (exit) =>
          Effect.sync(() => {
            if (Exit.isFailure(exit)) session.shutdown({ _tag: "ConnectionLost", detail: causeDetail(exit.cause) })
          })
        )
      )
    session.attach({
      write: (chunks, done) => {
        batch = { chunks, done }
        wakeWriter?.()
      },
      resume: () => wakeReader?.()
    })
    return Effect.andThen(guard(read), guard(write))
  }

const readBytes = 65_536

/**
 * Dials with Node's `net`. Bytes are read into one buffer that is used again and go straight to the session, without the
 * machinery of streams, which costs as much as the rest of a call.
 */
export const overNet = (
  target: { readonly path: string } | { readonly host: string; readonly port: number }
): Effect.Effect<Attach, unknown, Scope.Scope> => {
  let session: Session | undefined
  let socket: NetSocket | undefined
  const open = Effect.callback<NetSocket, unknown>((resume) => {
    const lost = (detail: string) => session?.shutdown({ _tag: "ConnectionLost", detail })
    const receive = (count: number, buffer: Uint8Array): boolean => {
      session?.receive(buffer.subarray(0, count))
      return session === undefined || !session.isPaused
    }
    const opening = connect({
      ...target,
      noDelay: true,
      onread: { buffer: new Uint8Array(readBytes), callback: receive }
    })
    socket = opening
    opening.once("connect", () => resume(Effect.succeed(opening)))
    opening.on("error", (error) => {
      resume(Effect.fail(error))
      lost(error.message)
    })
    opening.on("end", () => lost("the peer closed the connection"))
    opening.on("close", () => lost("the connection was closed"))
  })
  // What the system has not taken by now would wait for a peer that may never read again.
  const release = Effect.sync(() =>
    socket?.connecting === true || socket?.writableLength !== 0 ? socket?.destroy() : socket.destroySoon()
  )
  return Effect.acquireRelease(Effect.void, () => release).pipe(
    Effect.andThen(open),
    Effect.map(
      (connected) => (attached: Session) =>
        Effect.sync(() => {
          session = attached
          if (connected.destroyed)
            return session.shutdown({ _tag: "ConnectionLost", detail: "the connection was closed" })
          session.attach({
            write: (chunks, done) => {
              let ready = true
              for (const chunk of chunks) ready = connected.write(chunk)
              if (ready) done()
              else connected.once("drain", done)
            },
            resume: () => connected.resume()
          })
        })
    )
  )
}
