/**
 * Effect's `Socket` (unstable) to a unix socket or TCP port as seen from the remote machine, over an `Ssh` connection.
 *
 * As with a local socket, acquiring the reader connects and releasing it disconnects, writing waits for the reader, and
 * releasing the writer ends the sending direction. The end of the peer is a `SocketCloseError` with code 1000, the release
 * of the reader one with code 1006 for who is still reading. TLS upgrade is not supported.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import { Ssh } from "./Ssh.ts"
import type { SshChannel } from "./SshChannel.ts"
import type { SshError } from "./SshError.ts"

const encoder = new TextEncoder()

const openError = (cause: SshError) =>
  new Socket.SocketError({
    reason: new Socket.SocketOpenError({ kind: cause.reason._tag === "TimedOut" ? "Timeout" : "Unknown", cause })
  })
const readError = (cause: SshError) => new Socket.SocketError({ reason: new Socket.SocketReadError({ cause }) })
const writeError = (cause: SshError) => new Socket.SocketError({ reason: new Socket.SocketWriteError({ cause }) })
const closeError = (code: number) => new Socket.SocketError({ reason: new Socket.SocketCloseError({ code }) })

/**
 * A socket that opens a channel whenever its reader is acquired. An open error has the `SshError` as its cause.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromChannel = <R>(open: Effect.Effect<SshChannel, SshError, R | Scope.Scope>) =>
  Effect.contextWith((context: Context.Context<Exclude<R, Scope.Scope>>) => {
    let current: SshChannel | undefined
    let closing: Socket.CloseEvent | undefined
    const opened = Latch.makeUnsafe(false)

    const reader: Socket.Socket["reader"] = Effect.gen(function* () {
      // The caller's scope, not the one in which the socket was made.
      const scope = yield* Effect.scope
      const channel = yield* open.pipe(Scope.provide(scope), Effect.provideContext(context), Effect.mapError(openError))
      current = channel
      closing = undefined
      opened.openUnsafe()
      // The channel may outlive the reader, who is not to wait for it any more.
      const released = Deferred.makeUnsafe<never, Socket.SocketError>()
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          opened.closeUnsafe()
          current = undefined
          Deferred.doneUnsafe(released, Exit.fail(closeError(1006)))
        })
      )
      const pull = channel.stdout.pipe(
        Effect.mapError((cause) => (Cause.isDone(cause) ? closeError(closing?.code ?? 1000) : readError(cause))),
        Effect.raceFirst(Deferred.await(released))
      )
      return { pull, upgrade: Socket.SocketUpgradeError.unsupported }
    })

    const write = (chunk: Uint8Array | string | Socket.CloseEvent): Effect.Effect<void, Socket.SocketError> =>
      Effect.suspend(() => {
        const channel = current
        if (channel === undefined) return opened.whenOpen(write(chunk))
        if (Socket.isCloseEvent(chunk)) {
          closing = chunk
          return channel.end
        }
        return Effect.mapError(channel.write(typeof chunk === "string" ? encoder.encode(chunk) : chunk), writeError)
      })
    const writer: Socket.Socket["writer"] = Effect.acquireRelease(
      Effect.succeed({
        write,
        writeAll: (chunks) => Effect.forEach(chunks, write, { discard: true })
      }),
      () => Effect.suspend(() => current?.end ?? Effect.void)
    )
    return Effect.succeed(Socket.make({ reader, writer }))
  })

/**
 * A socket to a unix socket on the remote machine (`direct-streamlocal@openssh.com`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeUnix = (path: string): Effect.Effect<Socket.Socket, never, Ssh> =>
  fromChannel(Ssh.use((ssh) => ssh.unix(path)))

/**
 * A socket to a TCP port as seen from the remote machine (`direct-tcpip`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeTcp = (host: string, port: number): Effect.Effect<Socket.Socket, never, Ssh> =>
  fromChannel(Ssh.use((ssh) => ssh.tcp(host, port)))

/**
 * Provides `Socket` for a unix socket on the remote machine.
 *
 * @since 0.1.0
 * @category layers
 */
export const unix = (path: string): Layer.Layer<Socket.Socket, never, Ssh> =>
  Layer.effect(Socket.Socket, makeUnix(path))

/**
 * Provides `Socket` for a TCP port as seen from the remote machine.
 *
 * @since 0.1.0
 * @category layers
 */
export const tcp = (host: string, port: number): Layer.Layer<Socket.Socket, never, Ssh> =>
  Layer.effect(Socket.Socket, makeTcp(host, port))
