/**
 * A raw JSON-RPC client for the suite: it knows no OVSDB, so that what it compares is what was on the wire.
 *
 * @since 0.1.0
 */
import type * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import { type Message, MessageReader } from "../../MessageReader.ts"
import type { Json } from "../../OvsdbValue.ts"
import type { JsonObject } from "./members.ts"

/** A connection. `take` gives the next notification; `pending` gives those that have come and not been taken, and takes them. */
export interface Peer {
  readonly call: (method: string, params: Json) => Effect.Effect<JsonObject, Cause.TimeoutError | Socket.SocketError>
  /** Sends a request, and gives what awaits its reply. */
  readonly begin: (
    method: string,
    params: Json
  ) => Effect.Effect<
    { readonly id: number; readonly reply: Effect.Effect<JsonObject, Cause.TimeoutError | Socket.SocketError> },
    Socket.SocketError
  >
  readonly notify: (method: string, params: Json) => Effect.Effect<void, Socket.SocketError>
  readonly take: Effect.Effect<JsonObject, Cause.TimeoutError | Socket.SocketError>
  readonly pending: Effect.Effect<ReadonlyArray<JsonObject>>
  readonly closed: Effect.Effect<boolean, Cause.TimeoutError>
}

const patience = "10 seconds"
const bytesMax = 64 * 1024 * 1024

/** Talks over a socket until the scope closes. Its time limits are of the clock around it, which for a real peer must be real. */
export const make = Effect.fnUntraced(function* (
  socket: Socket.Socket
): Effect.fn.Return<Peer, Socket.SocketError, Scope.Scope> {
  const pull = yield* Socket.readerBytes(socket)
  const writer = yield* socket.writer
  const replies = new Map<number, Deferred.Deferred<JsonObject, Socket.SocketError>>()
  const notifications = yield* Queue.unbounded<JsonObject, Socket.SocketError>()
  const end = yield* Deferred.make<void>()
  let last = 0
  const reader = new MessageReader(bytesMax)

  const accept = Effect.fnUntraced(function* (message: JsonObject) {
    if (message["method"] === undefined) {
      const reply = replies.get(Number(message["id"]))
      replies.delete(Number(message["id"]))
      if (reply !== undefined) yield* Deferred.succeed(reply, message)
    } else if (message["method"] === "echo") {
      yield* writer.write(JSON.stringify({ id: message["id"], result: message["params"], error: null }))
    } else yield* Queue.offer(notifications, message)
  })

  yield* Effect.forever(
    Effect.flatMap(pull, (chunks) => {
      const messages: Array<Message> = []
      for (const chunk of chunks) reader.push(chunk, messages)
      return Effect.forEach(messages, (message) => accept(message as JsonObject), { discard: true })
    })
  ).pipe(
    Effect.exit,
    Effect.andThen(
      Effect.suspend(() => {
        const gone = new Socket.SocketError({ reason: new Socket.SocketCloseError({ code: 1006 }) })
        return Effect.forEach(replies.values(), (reply) => Deferred.fail(reply, gone), { discard: true })
      })
    ),
    Effect.andThen(Deferred.succeed(end, undefined)),
    Effect.forkScoped({ startImmediately: true })
  )

  const begin: Peer["begin"] = Effect.fnUntraced(function* (method, params) {
    const id = ++last
    const reply = yield* Deferred.make<JsonObject, Socket.SocketError>()
    replies.set(id, reply)
    yield* writer.write(JSON.stringify({ id, method, params }))
    return { id, reply: Effect.timeout(Deferred.await(reply), patience) }
  })

  return {
    begin,
    call: (method, params) => Effect.flatMap(begin(method, params), ({ reply }) => reply),
    notify: (method, params) => writer.write(JSON.stringify({ id: null, method, params })),
    take: Effect.timeout(Queue.take(notifications), patience),
    pending: Queue.clear(notifications).pipe(Effect.orElseSucceed(() => [])),
    closed: Deferred.await(end).pipe(Effect.as(true), Effect.timeout(patience))
  }
})
