/**
 * An `SshChannel` over an ssh2 channel, with that library's traps closed: a write after the end never calls back, `close`
 * does not come while output is unread, and a lost connection looks like an orderly end.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Readable } from "node:stream"
import type { ClientChannel } from "ssh2"
import type { SshChannel, SshExit, SshPull } from "../SshChannel.ts"
import type { SshError } from "../SshError.ts"

/** What all channels of one connection share: the reason it was lost, and who wants to know at once. */
export interface Liveness {
  lost: SshError | undefined
  readonly watchers: Set<() => void>
}

/** How long a closing channel may take to send what is left, and then a session to be given back by the server. */
const flushMillis = 2_000
const closeMillis = 5_000

/** Unread error output beyond this makes reading output wait, since both share one window that reading refills. */
const stderrLimit = 4 * 1024 * 1024

interface State {
  closed: boolean
  /** The scope has closed: what may still arrive is thrown away. */
  released: boolean
  readonly wake: Set<() => void>
}

/** Makes the error for use of a channel that one side has closed. */
type Closed = (by: "this" | "the remote") => SshError

const makePull = (
  readable: Readable,
  liveness: Liveness,
  state: State,
  mayRead: () => boolean,
  closed: Closed
): SshPull => {
  let ended = readable.readableEnded
  let waiter: (() => void) | undefined
  const poke = () => waiter?.()
  readable.on("end", () => {
    ended = true
    poke()
  })
  readable.on("readable", poke)
  state.wake.add(poke)
  return Effect.callback((resume) => {
    const attempt = () => {
      if (state.released) {
        waiter = undefined
        return resume(Effect.fail(liveness.lost ?? closed("this")))
      }
      if (!mayRead() && liveness.lost === undefined && !state.closed) return
      const chunk = readable.read() as Buffer | null
      if (chunk !== null) {
        waiter = undefined
        resume(Effect.succeed([chunk]))
      } else if (liveness.lost !== undefined) {
        waiter = undefined
        resume(Effect.fail(liveness.lost))
      } else if (ended) {
        waiter = undefined
        resume(Cause.done())
      }
    }
    waiter = attempt
    attempt()
    return Effect.sync(() => {
      if (waiter === attempt) waiter = undefined
    })
  })
}

/** Waits for an event of the channel, its closing, the loss of the connection, or the time limit. */
const settle = (channel: ClientChannel, liveness: Liveness, state: State, millis: number, until: () => boolean) =>
  Effect.callback<void>((resume) => {
    const check = () => {
      if (!until() && !state.closed && liveness.lost === undefined) return
      off()
      resume(Effect.void)
    }
    const off = () => {
      state.wake.delete(check)
      channel.off("finish", check)
    }
    state.wake.add(check)
    channel.on("finish", check)
    check()
    return Effect.sync(off)
  }).pipe(Effect.timeoutOption(millis), Effect.asVoid)

/** Wraps a channel that has just been opened. */
export const fromClientChannel = (
  channel: ClientChannel,
  liveness: Liveness,
  closed: Closed
): { readonly channel: SshChannel; readonly release: Effect.Effect<void> } => {
  const state: State = { closed: false, released: false, wake: new Set() }
  const exit = Deferred.makeUnsafe<SshExit, SshError>()
  const closing = Deferred.makeUnsafe<void>()
  const wakeAll = () => {
    for (const wake of state.wake) wake()
  }
  const onLost = () => {
    if (liveness.lost !== undefined) Deferred.doneUnsafe(exit, Exit.fail(liveness.lost))
    Deferred.doneUnsafe(closing, Exit.void)
    wakeAll()
  }
  const onClosed = () => {
    if (state.closed) return
    state.closed = true
    liveness.watchers.delete(onLost)
    Deferred.doneUnsafe(exit, Exit.fail(liveness.lost ?? closed(state.released ? "this" : "the remote")))
    Deferred.doneUnsafe(closing, Exit.void)
    wakeAll()
  }
  // The library announces the closing of a channel only to whom has read everything; `push(null)` always happens.
  const inner = channel as unknown as {
    readonly incoming: { readonly state: string }
    push: (data: unknown) => boolean
  }
  const push = inner.push
  inner.push = (data) => {
    if (data === null && inner.incoming.state === "closed") onClosed()
    return push.call(channel, data)
  }
  channel.on("close", onClosed)
  channel.on("error", () => {})
  channel.on("exit", (code: number | null, signal?: string) => {
    const status: SshExit = code === null ? { _tag: "Signal", signal: signal ?? "unknown" } : { _tag: "Code", code }
    Deferred.doneUnsafe(exit, Exit.succeed(status))
  })
  liveness.watchers.add(onLost)

  const write = (chunk: Uint8Array) =>
    Effect.callback<void, SshError>((resume) => {
      const failure = () =>
        liveness.lost ??
        (state.closed || channel.writableEnded ? closed(channel.writableEnded ? "this" : "the remote") : undefined)
      const before = failure()
      if (before !== undefined) return resume(Effect.fail(before))
      if (channel.write(chunk)) return resume(Effect.void)
      const off = () => {
        state.wake.delete(onWake)
        channel.off("drain", onDrain)
      }
      const onDrain = () => {
        off()
        resume(Effect.void)
      }
      const onWake = () => {
        const after = failure()
        if (after === undefined) return
        off()
        resume(Effect.fail(after))
      }
      state.wake.add(onWake)
      channel.on("drain", onDrain)
      return Effect.sync(off)
    })

  const stderr = makePull(channel.stderr, liveness, state, () => true, closed)
  const isStderrLow = () => channel.stderr.readableLength < stderrLimit
  const discard = Effect.sync(() => {
    state.released = true
    wakeAll()
    // Nothing flows, and no closing is announced, while somebody listens for "readable".
    channel.removeAllListeners("readable").resume()
    channel.stderr.removeAllListeners("readable").resume()
  })
  return {
    channel: {
      stdout: makePull(channel, liveness, state, isStderrLow, closed),
      stderr: Effect.onExit(stderr, () =>
        Effect.sync(() => {
          if (isStderrLow()) wakeAll()
        })
      ),
      write,
      end: Effect.sync(() => {
        if (!channel.writableEnded) channel.end()
      }),
      exit: Deferred.await(exit),
      closed: Deferred.await(closing),
      discard
    },
    release: Effect.andThen(discard, () => {
      if (!channel.writableEnded) channel.end()
      return settle(channel, liveness, state, flushMillis, () => channel.writableFinished)
    }).pipe(
      Effect.andThen(
        Effect.suspend(() => {
          channel.close()
          return settle(channel, liveness, state, closeMillis, () => channel.type !== "session")
        })
      ),
      Effect.ensuring(Effect.sync(() => liveness.watchers.delete(onLost)))
    )
  }
}
