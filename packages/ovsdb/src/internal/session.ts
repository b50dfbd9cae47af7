/**
 * One connection on the wire: JSON-RPC 1.0 calls and their replies, notifications, echoes both ways, time limits and the
 * probe of a silent peer. It knows nothing of databases, addresses or reconnection.
 *
 * A call has no fiber or queue of its own: the caller's fiber registers a callback under an id, one write sends what gathered
 * in a turn of the event loop, and the reply is read where it arrives, so that what follows it on the wire finds its effects.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import { fromRemote, OvsdbError, type OvsdbErrorReason, type Outcome } from "../OvsdbError.ts"
import { type FramingProblem, type Message, MessageReader } from "../MessageReader.ts"

/** Where a session's bytes go. */
export interface Transport {
  /** Takes bytes; `done` is called once they are taken and more may come. Not called again before that. */
  readonly write: (bytes: Uint8Array, done: () => void) => void
}

/** Limits of a session, in counts, bytes and milliseconds. `probe` is 0 when a silent peer is not probed. */
export interface SessionOptions {
  readonly maxInFlight: number
  readonly maxMessageBytes: number
  readonly probe: number
}

/** What ended a session. */
export type End =
  | FramingProblem
  | { readonly _tag: "Disconnected"; readonly detail: string }
  | { readonly _tag: "Closed" }

/** The end of a session as the reason of one caller's failure. */
export const reasonOf = (end: End, outcome: Outcome): OvsdbErrorReason => {
  if (end._tag !== "LimitExceeded") return { ...end, outcome }
  // A limit has no outcome of its own, since it is usually found before anything is sent.
  if (outcome === "none") return end
  return { _tag: "Disconnected", detail: `${end.what}: ${end.asked}, the limit is ${end.limit}`, outcome }
}

/** What a call does, apart from its parameters. */
export interface CallOptions<A> {
  readonly method: string
  /** From now to the reply, in milliseconds. */
  readonly limit: number
  /** Whether it changes something, so that a missing reply leaves the outcome unknown. */
  readonly changes: boolean
  /** Whether what the server cancelled cannot come to be committed any more. */
  readonly cancelIsFinal: boolean
  /** Reads the result at the moment it arrives. */
  readonly read: (result: unknown) => Result.Result<A, OvsdbError>
}

interface Pending {
  readonly id: number
  readonly method: string
  /** Empty once it is sent. */
  text: string
  readonly changes: boolean
  readonly cancelIsFinal: boolean
  readonly limit: number
  deadline: number
  sent: boolean
  canceling: boolean
  settle: ((message: Message) => void) | undefined
  fail: ((reason: OvsdbErrorReason) => void) | undefined
}

const settled = Promise.resolve()

/** How long the reply to a cancelled transaction may take, in milliseconds. */
const cancelGrace = 2000

const probeId = "probe"

/** A connection on the wire. */
export class Session {
  /** Completed when the session is over, with the reason. */
  readonly ended: Deferred.Deferred<End> = Deferred.makeUnsafe()
  /** Takes every notification but echoes; gives the problem when it is none that can be. */
  onNotification: (method: string, params: ReadonlyArray<unknown>) => OvsdbError | string | undefined = () => undefined
  end: End | undefined

  readonly #options: SessionOptions
  readonly #clock: Clock.Clock
  readonly #reader: MessageReader
  readonly #pending = new Map<number, Pending>()
  #id = 0
  #outbox: Array<Pending | string> = []
  #outboxBytes = 0
  #transport: Transport | undefined
  #flushScheduled = false
  #receiving = false
  #writing = false
  #wakeTimer: (() => void) | undefined
  #timerDue = Number.POSITIVE_INFINITY
  #heardAt: number
  #probedAt: number | undefined

  constructor(options: SessionOptions, clock: Clock.Clock) {
    this.#options = options
    this.#clock = clock
    this.#reader = new MessageReader(options.maxMessageBytes)
    this.#heardAt = clock.currentTimeMillisUnsafe()
  }

  /** Calls a method. Interrupted, a call that waits is not sent, and a transaction that was sent is cancelled. */
  call<A>(params: unknown, options: CallOptions<A>): Effect.Effect<A, OvsdbError> {
    return Effect.callback<A, OvsdbError>((resume) => {
      const pending = this.#start(
        params,
        options,
        (message) => {
          const { error } = message
          if (error !== null && error !== undefined) {
            resume(Effect.fail(new OvsdbError({ operation: options.method, reason: fromRemote(error) })))
          } else resume(Effect.fromResult(options.read(message["result"])))
        },
        (reason) => resume(Effect.fail(new OvsdbError({ operation: options.method, reason })))
      )
      return pending === undefined ? undefined : Effect.sync(() => this.#abandon(pending))
    })
  }

  /** Calls a method whose answer nobody waits for. */
  post(method: string, params: unknown, limit: number): void {
    const ignore = () => undefined
    this.#start(params, { method, limit, changes: false, cancelIsFinal: false }, ignore, ignore)
  }

  #start(
    params: unknown,
    { cancelIsFinal, changes, limit, method }: Omit<CallOptions<unknown>, "read">,
    settle: NonNullable<Pending["settle"]>,
    fail: NonNullable<Pending["fail"]>
  ): Pending | undefined {
    if (this.end !== undefined) return void fail(reasonOf(this.end, "none"))
    const { maxInFlight, maxMessageBytes } = this.#options
    if (this.#pending.size >= maxInFlight) {
      return void fail({ _tag: "LimitExceeded", what: "calls in flight", asked: maxInFlight + 1, limit: maxInFlight })
    }
    const id = ++this.#id
    const text = JSON.stringify({ id, method, params })
    const asked = this.#outboxBytes + text.length
    if (asked > maxMessageBytes) {
      return void fail({ _tag: "LimitExceeded", what: "bytes to be sent", asked, limit: maxMessageBytes })
    }
    const deadline = this.#clock.currentTimeMillisUnsafe() + limit
    const how = { method, changes, cancelIsFinal, limit, deadline }
    const pending: Pending = { id, text, ...how, sent: false, canceling: false, settle, fail }
    this.#pending.set(id, pending)
    this.#enqueue(pending)
    this.#wakeAt(deadline)
    return pending
  }

  #wakeAt(due: number): void {
    if (due >= this.#timerDue) return
    this.#timerDue = due
    this.#wakeTimer?.()
  }

  /** The caller is gone. A call that was sent keeps its id until the reply comes. */
  #abandon(pending: Pending): void {
    if (pending.fail === undefined) return
    pending.settle = undefined
    pending.fail = undefined
    if (!pending.sent) {
      // Its place in the outbox is skipped.
      this.#pending.delete(pending.id)
      this.#outboxBytes -= pending.text.length
    } else if (pending.changes && !pending.canceling) this.#cancel(pending)
  }

  /** RFC 7047 section 4.1.4. */
  #cancel(pending: Pending): void {
    pending.canceling = true
    this.#enqueue(JSON.stringify({ method: "cancel", params: [pending.id], id: null }))
  }

  #enqueue(item: Pending | string): void {
    this.#outbox.push(item)
    this.#outboxBytes += typeof item === "string" ? item.length : item.text.length
    if (this.#flushScheduled || this.#writing) return
    this.#flushScheduled = true
    // One turn later, so that everything asked in this turn goes out in one write.
    if (!this.#receiving) void settled.then(this.#flush)
  }

  readonly #flush = (): void => {
    this.#flushScheduled = false
    const transport = this.#transport
    if (transport === undefined) return
    while (!this.#writing && this.#outbox.length > 0) {
      let text = ""
      for (const item of this.#outbox) {
        if (typeof item === "string") text += item
        else if (item.fail !== undefined) {
          text += item.text
          item.text = ""
          item.sent = true
        }
      }
      this.#outbox = []
      this.#outboxBytes = 0
      this.#writing = true
      let atOnce = true
      transport.write(Buffer.from(text), () => {
        this.#writing = false
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

  /** Ends the session once: every caller gets the reason. */
  shutdown(end: End): void {
    if (this.end !== undefined) return
    this.end = end
    const waiting = [...this.#pending.values()]
    this.#pending.clear()
    this.#outbox = []
    this.#outboxBytes = 0
    // First, so that the status is right by the time a caller sees its failure.
    Deferred.doneUnsafe(this.ended, Exit.succeed(end))
    for (const { changes, fail, sent } of waiting) fail?.(reasonOf(end, sent && changes ? "unknown" : "none"))
  }

  /** Takes bytes from the peer. */
  receive(chunk: Uint8Array): void {
    if (this.end !== undefined) return
    this.#heardAt = this.#clock.currentTimeMillisUnsafe()
    this.#probedAt = undefined
    this.#receiving = true
    try {
      const messages: Array<Message> = []
      const broken = this.#reader.push(chunk, messages)
      for (const message of messages) {
        if (this.end !== undefined) return
        const problem = this.#receive(message)
        if (problem !== undefined) return this.shutdown({ _tag: "Protocol", detail: problem })
      }
      if (broken !== undefined) this.shutdown(broken)
    } finally {
      this.#receiving = false
      // What resumed callers asked at once goes out together, without waiting for another turn.
      if (this.#outbox.length > 0) this.#flush()
    }
  }

  #receive(message: Message): string | undefined {
    const { id, method, params } = message
    if (method === undefined) return this.#receiveReply(message)
    if (typeof method !== "string" || !Array.isArray(params)) return "a request without method or parameters"
    if (id === null || id === undefined) {
      const problem = this.onNotification(method, params)
      return typeof problem === "object" ? problem.message : problem
    }
    const reply =
      method === "echo" ? { id, result: params, error: null } : { id, result: null, error: "unknown method" }
    const text = JSON.stringify(reply)
    // A peer that asks and asks without reading the answers.
    if (this.#outboxBytes + text.length > this.#options.maxMessageBytes) return "too many requests from the server"
    this.#enqueue(text)
    return undefined
  }

  #receiveReply(message: Message): string | undefined {
    const { error, id } = message
    if (id === probeId) return undefined
    const pending = typeof id === "number" ? this.#pending.get(id) : undefined
    if (pending === undefined || !pending.sent) {
      return `a reply to ${JSON.stringify(id)?.slice(0, 40)}, which nobody asked`
    }
    this.#pending.delete(pending.id)
    const { fail, settle } = pending
    pending.settle = undefined
    pending.fail = undefined
    const outcome = pending.cancelIsFinal ? "none" : "unknown"
    if (error !== "canceled" || !pending.changes) settle?.(message)
    else if (pending.canceling) fail?.({ _tag: "TimeLimit", afterMillis: pending.limit, outcome })
    // The server cancels by itself when the schema changes.
    else if (outcome === "none") settle?.(message)
    else fail?.({ _tag: "ClusterError", error, details: "the database's schema is changing", outcome })
    return undefined
  }

  /** Fails calls over their limit, or cancels them, and finds when the next one is due. */
  #sweep(now: number): number {
    const late: Array<Pending> = []
    let due = Number.POSITIVE_INFINITY
    for (const pending of this.#pending.values()) {
      if (pending.fail === undefined) continue
      if (pending.deadline <= now && pending.sent && pending.changes && !pending.canceling) {
        // The server's answer tells whether the transaction was still in time.
        pending.deadline = now + cancelGrace
        this.#cancel(pending)
      }
      if (pending.deadline <= now) late.push(pending)
      else if (pending.deadline < due) due = pending.deadline
    }
    for (const pending of late) {
      const { fail } = pending
      const outcome = pending.sent && pending.changes ? "unknown" : "none"
      this.#abandon(pending)
      fail?.({ _tag: "TimeLimit", afterMillis: pending.limit, outcome })
    }
    return due
  }

  /** Asks a silent peer for a sign of life, and gives it up when there is none; when to look again. */
  #probe(now: number): number {
    const { probe } = this.#options
    if (probe === 0) return Number.POSITIVE_INFINITY
    if (this.#probedAt !== undefined) {
      if (now >= this.#probedAt + probe) {
        this.shutdown({ _tag: "Disconnected", detail: `the server was silent for ${now - this.#heardAt} ms` })
      }
      return this.#probedAt + probe
    }
    if (now < this.#heardAt + probe) return this.#heardAt + probe
    this.#probedAt = now
    this.#enqueue(JSON.stringify({ method: "echo", params: [], id: probeId }))
    return now + probe
  }

  /** Runs the time limits and the probe. */
  readonly timer: Effect.Effect<never> = Effect.suspend(() => {
    const now = this.#clock.currentTimeMillisUnsafe()
    // Set first: those who fail may call again, and what they ask may be due earlier.
    this.#timerDue = Number.POSITIVE_INFINITY
    const due = Math.min(this.#probe(now), this.#sweep(now), this.#timerDue)
    this.#timerDue = due
    const woken = Effect.callback<void>((resume) => {
      this.#wakeTimer = () => resume(Effect.void)
      // Something due earlier may have come before there was anybody to wake.
      if (this.#timerDue < due) resume(Effect.void)
    })
    return due === Number.POSITIVE_INFINITY
      ? woken
      : Effect.raceFirst(woken, Effect.sleep(Duration.millis(Math.max(1, due - now))))
  }).pipe(Effect.forever)
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
