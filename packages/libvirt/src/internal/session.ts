/**
 * One connection on the wire: sends calls, matches replies, keeps the time limits and the keep-alive, and carries streams.
 * It knows nothing of addresses, reconnection or event subscriptions.
 *
 * The path of a call has no fiber, span or queue of its own: the caller's fiber registers a callback under a serial, one
 * write sends everything that gathered in a turn of the event loop, and the reply resumes the callback.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as Frame from "../Frame.ts"
import { RemoteError } from "../generated/Common.ts"
import { fromRemote, LibvirtError, type LibvirtErrorReason } from "../LibvirtError.ts"
import { KEEPALIVE, type Procedure, QEMU, REMOTE } from "../Procedure.ts"
import * as Xdr from "../Xdr.ts"
import { type End, reasonOf } from "./end.ts"
import { StreamState } from "./streamstate.ts"

/** Where a session's bytes go. */
export interface Transport {
  /** Takes bytes in order; `done` is called once they are taken and more may come. Not called again before that. */
  readonly write: (chunks: ReadonlyArray<Uint8Array>, done: () => void) => void
  /** Goes on reading after {@link Session.isPaused} was found true. */
  readonly resume: () => void
}

/** Limits and times of a session, in milliseconds and counts. */
export interface SessionOptions {
  readonly maxInFlight: number
  readonly maxQueued: number
  readonly keepAliveInterval: number
  readonly keepAliveCount: number
  readonly streamBufferBytes: number
  readonly streamStall: number
}

interface Pending {
  readonly name: string
  readonly program: number
  readonly number: number
  readonly reads: boolean
  readonly frame: Uint8Array
  readonly deadline: number
  readonly limit: number
  serial: number
  /** Settles the caller from the reply; gives the problem when the body is not what the procedure promises. */
  settle: ((frame: Frame.Frame) => string | undefined) | undefined
  fail: ((reason: LibvirtErrorReason) => void) | undefined
  /** Makes the stream that the call opens. */
  readonly open: ((serial: number) => StreamState) | undefined
  /** That stream, once the call is sent: packets may come before the reply. */
  state: StreamState | undefined
}

interface Outgoing {
  readonly bytes: Uint8Array
  readonly written: (() => void) | undefined
}

const ping = Frame.encode({ program: KEEPALIVE, procedure: 1, type: 2, serial: 0, status: 0, body: new Uint8Array(0) })
const pong = Frame.encode({ program: KEEPALIVE, procedure: 2, type: 2, serial: 0, status: 0, body: new Uint8Array(0) })
const mergeBelow = 65_536
const settled = Promise.resolve()

/** A connection on the wire. */
export class Session {
  readonly options: SessionOptions
  /** Completed when the session is over, with the reason. */
  readonly ended: Deferred.Deferred<End> = Deferred.makeUnsafe()
  /** Takes every event message; gives the problem when it is not one. */
  onEvent: (frame: Frame.Frame) => string | undefined = () => "an event before any registration"
  end: End | undefined

  readonly #clock: Clock.Clock
  readonly #decoder = new Frame.FrameDecoder()
  readonly #writer = new Xdr.XdrWriter(4096)
  readonly #pending = new Map<number, Pending>()
  readonly #streams = new Map<number, StreamState>()
  #queue: Array<Pending> = []
  #queueHead = 0
  #queued = 0
  #serial: number
  #serialsWrapped = false
  #outbox: Array<Outgoing> = []
  #pongQueued = false
  #transport: Transport | undefined
  #receiving = false
  #flushScheduled = false
  #writing = false
  #wakeTimer: (() => void) | undefined
  #timerDue = Number.POSITIVE_INFINITY
  #keepAlive = false
  #heard = false
  #missed = 0
  #nextPing = Number.POSITIVE_INFINITY
  #paused: StreamState | undefined
  #pausedUntil = Number.POSITIVE_INFINITY

  /** `serial` is the number before the first call's. */
  constructor(options: SessionOptions, clock: Clock.Clock, serial = 0) {
    this.options = options
    this.#clock = clock
    this.#serial = serial
  }

  /** Calls sent and not answered. */
  get inFlight(): number {
    return this.#pending.size
  }

  /** Calls that are held to be sent, those included for which nobody waits any more. */
  get held(): number {
    return this.#queue.length - this.#queueHead
  }

  /** Calls a procedure; `limit` is the time limit in milliseconds, from now to the reply. */
  call<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args, limit: number): Effect.Effect<Ret, LibvirtError> {
    return Effect.callback<Ret, LibvirtError>((resume) => {
      const pending = this.#start(
        procedure,
        args,
        limit,
        (value) => resume(Effect.succeed(value)),
        (reason) => resume(Effect.fail(new LibvirtError({ operation: procedure.name, reason }))),
        undefined
      )
      return pending === undefined ? undefined : Effect.sync(() => this.#abandon(pending))
    })
  }

  /**
   * Calls a procedure that opens a stream. The stream exists as soon as the call is sent: the daemon may transmit before it
   * replies. When the caller is gone before the reply, the stream is aborted at the reply; the daemon ignores an abort
   * before.
   */
  openStream<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    limit: number,
    interactive: boolean
  ): Effect.Effect<{ readonly reply: Ret; readonly state: StreamState }, LibvirtError> {
    return Effect.callback<{ readonly reply: Ret; readonly state: StreamState }, LibvirtError>((resume) => {
      const pending = this.#start(
        procedure,
        args,
        limit,
        (reply) => {
          if (pending?.state !== undefined) resume(Effect.succeed({ reply, state: pending.state }))
        },
        (reason) => resume(Effect.fail(new LibvirtError({ operation: procedure.name, reason }))),
        (serial) => new StreamState(procedure, serial, interactive, this)
      )
      return pending === undefined ? undefined : Effect.sync(() => this.#abandon(pending))
    })
  }

  #start<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    limit: number,
    succeed: (value: Ret) => void,
    fail: (reason: LibvirtErrorReason) => void,
    open: Pending["open"]
  ): Pending | undefined {
    if (this.end !== undefined) return void fail(reasonOf(this.end, "none"))
    const writer = this.#writer
    writer.reset()
    Frame.begin(writer, { program: procedure.program, procedure: procedure.number, type: 0, serial: 0, status: 0 })
    const encoded = Xdr.append(writer, procedure.args, args)
    if (Result.isFailure(encoded)) return void fail({ _tag: "InvalidRequest", detail: encoded.failure.message })
    const frame = Frame.finish(writer)
    if (Result.isFailure(frame)) return void fail({ _tag: "InvalidRequest", detail: frame.failure.message })
    const now = this.#clock.currentTimeMillisUnsafe()
    const pending: Pending = {
      name: procedure.name,
      program: procedure.program,
      number: procedure.number,
      reads: procedure.reads,
      frame: frame.success,
      deadline: now + limit,
      limit,
      serial: 0,
      settle: (reply) => {
        if (reply.status === Frame.MessageStatus.ok) {
          const value = Xdr.decode(procedure.ret, reply.body)
          if (Result.isFailure(value)) return value.failure.message
          succeed(value.success)
          return undefined
        }
        if (reply.status !== Frame.MessageStatus.error) return `status ${reply.status} in a reply`
        const error = Xdr.decode(RemoteError, reply.body)
        if (Result.isFailure(error)) return error.failure.message
        fail(fromRemote(error.success))
        return undefined
      },
      fail,
      open,
      state: undefined
    }
    if (this.#pending.size < this.options.maxInFlight) this.#send(pending)
    else if (this.#queued >= this.options.maxQueued) {
      const limitQueued = this.options.maxQueued
      return void fail({ _tag: "LimitExceeded", what: "waiting calls", asked: limitQueued + 1, limit: limitQueued })
    } else {
      this.#queue.push(pending)
      this.#queued++
    }
    if (pending.deadline < this.#timerDue) {
      this.#timerDue = pending.deadline
      this.#wakeTimer?.()
    }
    return pending
  }

  #nextSerial(): number {
    do {
      this.#serial = (this.#serial + 1) >>> 0
      if (this.#serial === 0) this.#serialsWrapped = true
    } while (this.#serial === 0 || this.#pending.has(this.#serial) || this.#streams.has(this.#serial))
    return this.#serial
  }

  #send(pending: Pending): void {
    pending.serial = this.#nextSerial()
    Frame.setSerial(pending.frame, pending.serial)
    this.#pending.set(pending.serial, pending)
    if (pending.open !== undefined) {
      pending.state = pending.open(pending.serial)
      this.#streams.set(pending.serial, pending.state)
    }
    this.enqueue(pending.frame, undefined)
  }

  /** The caller is gone. A call that was sent keeps its slot until the reply, since the server is still working on it. */
  #abandon(pending: Pending): void {
    if (pending.fail === undefined) return
    pending.settle = undefined
    pending.fail = undefined
    pending.state?.forget()
    if (pending.serial !== 0) return
    this.#queued--
    // What nobody waits for must not pile up behind calls that the daemon never answers.
    if (this.#queue.length - this.#queueHead > 2 * this.#queued + 64) {
      this.#queue = this.#queue.slice(this.#queueHead).filter((waiting) => waiting.fail !== undefined)
      this.#queueHead = 0
    }
  }

  /** Sends from the queue while slots are free. */
  #drainQueue(): void {
    while (this.#queueHead < this.#queue.length && this.#pending.size < this.options.maxInFlight) {
      const next = this.#queue[this.#queueHead++] as Pending
      if (next.fail === undefined) continue
      this.#queued--
      this.#send(next)
    }
    if (this.#queueHead > 1024 || this.#queueHead === this.#queue.length) {
      this.#queue = this.#queue.slice(this.#queueHead)
      this.#queueHead = 0
    }
  }

  /** Hands bytes to the writer; `written` runs when the socket has taken them. */
  enqueue(bytes: Uint8Array, written: (() => void) | undefined): void {
    this.#outbox.push({ bytes, written })
    if (this.#flushScheduled || this.#writing) return
    this.#flushScheduled = true
    // One turn later, so that everything sent in this turn goes out in one write. (A settled promise is a cheaper way to
    // the next turn than queueMicrotask, which makes an object for tracing each time.)
    if (!this.#receiving) void settled.then(this.#flush)
  }

  readonly #flush = (): void => {
    this.#flushScheduled = false
    const transport = this.#transport
    if (transport === undefined) return
    while (!this.#writing && this.#outbox.length > 0) {
      const batch = this.#outbox
      this.#outbox = []
      this.#writing = true
      // A transport that takes the bytes at once leaves the rest to this loop: no recursion, however small the packets.
      let atOnce = true
      transport.write(merged(batch), () => {
        this.#writing = false
        for (const { written } of batch) written?.()
        if (!atOnce) this.#flush()
      })
      atOnce = false
    }
  }

  /** Starts sending to a transport. */
  attach(transport: Transport): void {
    this.#transport = transport
    this.#flush()
  }

  /** Removes a stream that is over. */
  dropStream(serial: number): void {
    this.#streams.delete(serial)
  }

  /** Whether the transport must stop reading until it is told to resume. */
  get isPaused(): boolean {
    return this.#paused !== undefined
  }

  /** Stops reading from the socket until the stream's reader has caught up, for the stall limit at most. */
  pauseFor(state: StreamState): void {
    if (this.#paused !== undefined) return
    this.#paused = state
    this.#pausedUntil = this.#clock.currentTimeMillisUnsafe() + this.options.streamStall
    this.#wakeTimer?.()
  }

  /** The stream has room again, or is over. */
  drained(state: StreamState): void {
    if (this.#paused !== state) return
    this.#paused = undefined
    this.#pausedUntil = Number.POSITIVE_INFINITY
    this.#transport?.resume()
  }

  /** Switches keep-alive on. */
  startKeepAlive(): void {
    this.#keepAlive = true
    this.#heard = true
    this.#nextPing = this.#clock.currentTimeMillisUnsafe() + this.options.keepAliveInterval
    this.#wakeTimer?.()
  }

  /** Ends the session once: every caller and stream gets the reason. */
  shutdown(end: End): void {
    if (this.end !== undefined) return
    this.end = end
    const waiting = [...this.#pending.values(), ...this.#queue.slice(this.#queueHead)]
    const streams = [...this.#streams.values()]
    this.#pending.clear()
    this.#streams.clear()
    this.#queue = []
    this.#queueHead = 0
    this.#queued = 0
    this.#outbox = []
    // First, so that the status is right by the time a caller sees its failure.
    Deferred.doneUnsafe(this.ended, Exit.succeed(end))
    for (const state of streams) state.lost(end)
    for (const pending of waiting) {
      const unknown = pending.serial !== 0 && !pending.reads
      pending.fail?.(reasonOf(end, unknown ? "unknown" : "none"))
    }
  }

  #receive(frame: Frame.Frame): string | undefined {
    if (frame.program === KEEPALIVE) return this.#receiveKeepAlive(frame)
    if (frame.program !== REMOTE && frame.program !== QEMU) return `unknown program ${frame.program}`
    switch (frame.type) {
      case Frame.MessageType.reply: {
        const pending = this.#pending.get(frame.serial)
        if (pending === undefined) return `a reply to serial ${frame.serial}, which nobody asked`
        if (pending.number !== frame.procedure || pending.program !== frame.program) {
          return `a reply of procedure ${frame.procedure} to a call of ${pending.number}`
        }
        this.#pending.delete(frame.serial)
        if (pending.state !== undefined) this.#streamReplied(pending.state, pending, frame.status)
        const problem = pending.settle?.(frame)
        if (problem !== undefined) {
          // The caller of this call must learn of the broken reply too.
          this.#pending.set(frame.serial, pending)
          return `reply of ${pending.name}: ${problem}`
        }
        if (this.#queued > 0) this.#drainQueue()
        return undefined
      }
      case Frame.MessageType.event:
        return this.onEvent(frame)
      case Frame.MessageType.stream:
      case Frame.MessageType.streamHole: {
        const state = this.#streams.get(frame.serial)
        if (state !== undefined) return state.receive(frame)
        // Packets may cross with our abort; a serial we never used cannot be ours.
        return frame.serial === 0 || (frame.serial > this.#serial && !this.#serialsWrapped)
          ? `a packet of stream ${frame.serial}, which is not open`
          : undefined
      }
      default:
        return `a message of type ${frame.type} from a server`
    }
  }

  #streamReplied(state: StreamState, pending: Pending, status: number): void {
    if (status !== Frame.MessageStatus.ok) state.refused()
    else if (pending.settle === undefined) state.abort()
    else state.opened()
  }

  #receiveKeepAlive(frame: Frame.Frame): string | undefined {
    if (frame.type !== Frame.MessageType.event || frame.body.length > 0) return "a malformed keep-alive message"
    if (frame.procedure === 2) return undefined
    if (frame.procedure !== 1) return `unknown keep-alive procedure ${frame.procedure}`
    // One answer in the outbox is enough, whatever a flooding peer asks.
    if (!this.#pongQueued) {
      this.#pongQueued = true
      this.enqueue(pong, () => {
        this.#pongQueued = false
      })
    }
    return undefined
  }

  /** Takes bytes from the socket. */
  receive(chunk: Uint8Array): void {
    this.#heard = true
    this.#receiving = true
    try {
      this.#receiveChunk(chunk)
    } finally {
      this.#receiving = false
      // What the resumed callers asked at once goes out together, without waiting for another turn.
      if (this.#outbox.length > 0) this.#flush()
    }
  }

  #receiveChunk(chunk: Uint8Array): void {
    const frames: Array<Frame.Frame> = []
    const cut = this.#decoder.push(chunk, frames)
    for (const frame of frames) {
      if (this.end !== undefined) return
      const problem = this.#receive(frame)
      if (problem !== undefined) return this.shutdown({ _tag: "Protocol", detail: problem })
    }
    if (Result.isFailure(cut)) this.shutdown({ _tag: "Protocol", detail: cut.failure.message })
  }

  /** Fails calls over their limit, and sets the timer to the next one that is due. */
  #sweep(now: number): void {
    const late: Array<Pending> = []
    let due = Math.min(this.#nextPing, this.#pausedUntil)
    const check = (pending: Pending): void => {
      if (pending.fail === undefined) return
      if (pending.deadline <= now) late.push(pending)
      else if (pending.deadline < due) due = pending.deadline
    }
    for (const pending of this.#pending.values()) check(pending)
    for (let i = this.#queueHead; i < this.#queue.length; i++) check(this.#queue[i] as Pending)
    // Set first: those who fail may call again, and what they ask may be due earlier.
    this.#timerDue = due
    for (const pending of late) {
      const { fail } = pending
      const outcome = pending.serial !== 0 && !pending.reads ? "unknown" : "none"
      this.#abandon(pending)
      fail?.({ _tag: "TimedOut", afterMillis: pending.limit, outcome })
    }
  }

  #keepAliveTick(now: number): void {
    if (!this.#keepAlive || now < this.#nextPing) return
    this.#nextPing = now + this.options.keepAliveInterval
    if (this.#heard || this.#paused !== undefined) {
      this.#heard = false
      this.#missed = 0
    } else if (this.#missed >= this.options.keepAliveCount) {
      const silent = (this.#missed + 1) * this.options.keepAliveInterval
      return this.shutdown({ _tag: "ConnectionLost", detail: `the peer was silent for ${silent} ms` })
    } else this.#missed++
    this.enqueue(ping, undefined)
  }

  /** Runs the time limits and the keep-alive. */
  readonly timer: Effect.Effect<never> = Effect.suspend(() => {
    const now = this.#clock.currentTimeMillisUnsafe()
    this.#keepAliveTick(now)
    if (now >= this.#pausedUntil) this.#paused?.overflow()
    this.#sweep(now)
    const due = this.#timerDue
    const woken = Effect.callback<void>((resume) => {
      this.#wakeTimer = () => resume(Effect.void)
    })
    return due === Number.POSITIVE_INFINITY
      ? woken
      : Effect.raceFirst(woken, Effect.sleep(Duration.millis(Math.max(1, due - now))))
  }).pipe(Effect.forever)
}

/** One chunk of what is small, since a write costs more than a copy. */
const merged = (batch: ReadonlyArray<Outgoing>): ReadonlyArray<Uint8Array> => {
  const [first] = batch
  if (batch.length === 1 && first !== undefined) return [first.bytes]
  const chunks = batch.map(({ bytes }) => bytes)
  let total = 0
  for (const bytes of chunks) total += bytes.length
  if (total > mergeBelow) return chunks
  const out = new Uint8Array(total)
  let at = 0
  for (const bytes of chunks) {
    out.set(bytes, at)
    at += bytes.length
  }
  return [out]
}

/** Runs a session whose transport is attached until the scope closes or the session ends. */
export const run = Effect.fnUntraced(function* (session: Session, wire: Scope.Closeable) {
  const scope = yield* Effect.scope
  yield* Effect.forkIn(session.timer, wire)
  // Outside of the wire's scope, since it closes that scope and with it the transport.
  yield* Effect.forkIn(Effect.andThen(Deferred.await(session.ended), Scope.close(wire, Exit.void)), scope)
  yield* Scope.addFinalizer(
    scope,
    Effect.sync(() => session.shutdown({ _tag: "Closed" }))
  )
})
