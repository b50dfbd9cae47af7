/**
 * A stream of a connection: a volume's or console's bytes beside the calls.
 *
 * Data waits in a buffer of limited size: 4 MiB, and 16 MiB of what the daemon sends before it replies to the call. When a reader of bulk data falls behind, the connection stops reading from its
 * socket until the reader has caught up, so other calls of that connection wait too (use a connection of its own for large
 * transfers); a reader that takes nothing for the stall limit, and a console that is not read, loses the stream with
 * `LimitExceeded`. Writing completes when the socket has taken the data. A stream that is not finished is aborted when
 * its scope closes.
 *
 * @since 0.1.0
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
import * as Frame from "./Frame.ts"
import type { Packet, StreamState } from "./internal/streamstate.ts"
import { LibvirtError } from "./LibvirtError.ts"
import * as Xdr from "./Xdr.ts"

/**
 * A piece of a sparse stream: data, or the length of a run of zeroes that was not sent.
 *
 * @category models
 * @since 0.1.0
 */
export type SparsePiece = Packet

/**
 * An open stream. `reply` is the procedure's own result.
 *
 * - `read`: the data up to its end, holes as zeroes; then the end is confirmed with the server, so a stream that ends
 *   without error is complete.
 * - `readSparse`: the same with holes as such; wants the `…_SPARSE_STREAM` flag in the call.
 * - `write`: sends data, in packets of at most 262120 bytes. `writeHole`: sends a hole, for sparse uploads.
 * - `finish`: says that all was sent and waits until the server has stored it. Needed after writing.
 * - `abort`: gives up; the server drops what it can. Whoever still reads, writes or finishes fails with `Closed`.
 * - `sink`: writes everything it gets, then finishes.
 *
 * @category models
 * @since 0.1.0
 */
export interface LibvirtStream<Reply> {
  readonly reply: Reply
  readonly read: Stream.Stream<Uint8Array, LibvirtError>
  readonly readSparse: Stream.Stream<SparsePiece, LibvirtError>
  readonly write: (data: Uint8Array) => Effect.Effect<void, LibvirtError>
  readonly writeHole: (bytes: bigint) => Effect.Effect<void, LibvirtError>
  readonly finish: Effect.Effect<void, LibvirtError>
  readonly abort: Effect.Effect<void>
  readonly sink: Sink.Sink<void, Uint8Array, never, LibvirtError>
}

const zeroes = new Uint8Array(65_536)

const expand = (piece: Packet): Stream.Stream<Uint8Array> =>
  piece instanceof Uint8Array
    ? Stream.succeed(piece)
    : Stream.unfold(piece.hole, (left) =>
        Effect.succeed(
          left === 0n
            ? undefined
            : left >= BigInt(zeroes.length)
              ? ([zeroes, left - BigInt(zeroes.length)] as const)
              : ([zeroes.subarray(0, Number(left)), 0n] as const)
        )
      )

/**
 * Makes the public face of an open stream; `limit` bounds the final handshake, in milliseconds.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromState = <Reply>(state: StreamState, reply: Reply, limit: number): LibvirtStream<Reply> => {
  const finish = state.finish.pipe(
    Effect.timeoutOrElse({
      duration: limit,
      orElse: () => {
        state.abort()
        const outcome = state.reads ? ("none" as const) : ("unknown" as const)
        return Effect.fail(
          new LibvirtError({ operation: state.name, reason: { _tag: "TimedOut", afterMillis: limit, outcome } })
        )
      }
    })
  )
  const readSparse = Stream.fromPull(
    Effect.succeed(
      Effect.flatMap(state.next, (packets) =>
        packets === null
          ? Effect.andThen(finish, Cause.done())
          : Effect.succeed(packets as NonEmptyReadonlyArray<Packet>)
      )
    )
  )
  const write = (data: Uint8Array): Effect.Effect<void, LibvirtError> => {
    if (data.length <= Frame.streamPacketBytes)
      return data.length === 0 ? Effect.void : state.send(Frame.MessageType.stream, Frame.MessageStatus.continue, data)
    return Effect.andThen(
      state.send(Frame.MessageType.stream, Frame.MessageStatus.continue, data.subarray(0, Frame.streamPacketBytes)),
      Effect.suspend(() => write(data.subarray(Frame.streamPacketBytes)))
    )
  }
  return {
    reply,
    read: Stream.flatMap(readSparse, expand),
    readSparse,
    write,
    writeHole: (bytes) => {
      const hole = Xdr.encode(Frame.StreamHole, { length: bytes, flags: 0 })
      return Result.isFailure(hole)
        ? Effect.fail(
            new LibvirtError({
              operation: state.name,
              reason: { _tag: "InvalidRequest", detail: hole.failure.message }
            })
          )
        : state.send(Frame.MessageType.streamHole, Frame.MessageStatus.continue, hole.success)
    },
    finish,
    abort: Effect.sync(() => state.abort()),
    sink: Sink.forEach(write).pipe(Sink.mapEffect(() => finish))
  }
}
