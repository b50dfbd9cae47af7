/**
 * Two Effect `Socket`s in memory, joined back to back, for tests without the operating system. Each direction holds at most
 * 64 chunks; then the writer waits, as on a real socket whose peer does not read. `Socket` is unstable in Effect.
 *
 * @since 0.1.0
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Socket from "effect/socket/Socket"

/**
 * Two joined sockets. Closing the reader or the writer of one ends the other's reading; `cut` breaks both directions at
 * once, like a peer that dies.
 *
 * @category models
 * @since 0.1.0
 */
export interface SocketPair {
  readonly left: Socket.Socket
  readonly right: Socket.Socket
  readonly cut: Effect.Effect<void>
}

const chunksHeld = 64
const encoder = new TextEncoder()

const closed = (code: number) => new Socket.SocketError({ reason: new Socket.SocketCloseError({ code }) })

type Pipe = Queue.Queue<Uint8Array, Socket.SocketError>

const end = (pipe: Pipe, code: number) => Effect.sync(() => void Queue.failCauseUnsafe(pipe, Cause.fail(closed(code))))

const side = (incoming: Pipe, outgoing: Pipe): Socket.Socket => {
  const send = (chunk: Uint8Array | string): Effect.Effect<void, Socket.SocketError> =>
    Effect.flatMap(Queue.offer(outgoing, typeof chunk === "string" ? encoder.encode(chunk) : chunk), (accepted) =>
      accepted ? Effect.void : Effect.fail(closed(1006))
    )
  const writer: Socket.Writer = {
    write: (chunk) => (Socket.isCloseEvent(chunk) ? end(outgoing, chunk.code) : send(chunk)),
    writeAll: (chunks) => Effect.forEach(chunks, send, { discard: true })
  }
  return Socket.make({
    reader: Effect.acquireRelease(
      Effect.succeed({
        pull: Queue.takeAll(incoming) as Effect.Effect<NonEmptyReadonlyArray<Uint8Array>, Socket.SocketError>,
        upgrade: Socket.SocketUpgradeError.unsupported
      }),
      () => Effect.andThen(end(incoming, 1006), end(outgoing, 1000))
    ),
    writer: Effect.acquireRelease(Effect.succeed(writer), () => end(outgoing, 1000))
  })
}

/**
 * Makes a pair.
 *
 * @category testing
 * @since 0.1.0
 */
export const make: Effect.Effect<SocketPair> = Effect.gen(function* () {
  const forth: Pipe = yield* Queue.bounded<Uint8Array, Socket.SocketError>(chunksHeld)
  const back: Pipe = yield* Queue.bounded<Uint8Array, Socket.SocketError>(chunksHeld)
  return { left: side(back, forth), right: side(forth, back), cut: Effect.andThen(end(forth, 1006), end(back, 1006)) }
})
