/**
 * One open stream of a session: packets that came and were not yet taken, and the handshake that ends it.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Frame from "../Frame.ts"
import { RemoteError } from "../generated/Common.ts"
import { fromRemote, LibvirtError, type LibvirtErrorReason } from "../LibvirtError.ts"
import type { Procedure } from "../Procedure.ts"
import * as Xdr from "../Xdr.ts"
import { type End, reasonOf } from "./end.ts"

/** Data of a stream, or a run of zeroes that was not sent. */
export type Packet = Uint8Array | { readonly hole: bigint }

/** What a stream needs to know of the procedure that opened it. */
export type StreamProcedure = Pick<Procedure<never, unknown>, "name" | "number" | "program" | "reads">

/** What a stream needs of its session. */
export interface StreamHost {
  readonly options: { readonly streamBufferBytes: number }
  readonly enqueue: (bytes: Uint8Array, written: (() => void) | undefined) => void
  readonly dropStream: (serial: number) => void
  readonly pauseFor: (state: StreamState) => void
  readonly drained: (state: StreamState) => void
}

type Resume<A> = (effect: Effect.Effect<A, LibvirtError>) => void

/**
 * How many times the buffer's limit may wait before the call's reply. The daemon may send packets first, and reading cannot
 * stop for them, since the reply comes behind.
 */
const earlyFactor = 4

/** The receiving and ending side of a stream. */
export class StreamState {
  readonly name: string
  readonly serial: number
  readonly reads: boolean
  readonly #program: number
  readonly #procedure: number
  readonly #interactive: boolean
  readonly #session: StreamHost
  readonly #readers = new Set<Resume<ReadonlyArray<Packet> | null>>()
  readonly #writers = new Set<Resume<void>>()
  readonly #finishers = new Set<Resume<void>>()
  #packets: Array<Packet> = []
  #buffered = 0
  #opened = false
  #forgotten = false
  #finishing = false
  #eof = false
  #over = false
  #aborted = false
  #failure: LibvirtError | undefined

  constructor(procedure: StreamProcedure, serial: number, interactive: boolean, session: StreamHost) {
    this.name = procedure.name
    this.reads = procedure.reads
    this.#program = procedure.program
    this.#procedure = procedure.number
    this.serial = serial
    this.#interactive = interactive
    this.#session = session
  }

  /** The reply has come: from now on the reader's pace counts. */
  opened(): void {
    this.#opened = true
    this.#hold()
  }

  /** The reply has come, and it is an error. */
  refused(): void {
    this.#over = true
    this.#session.dropStream(this.serial)
  }

  /** The caller is gone before the reply; packets that come in the meantime are of no use. */
  forget(): void {
    this.#forgotten = true
    this.#packets = []
    this.#buffered = 0
  }

  /** Takes a packet; gives the problem when it is malformed. */
  receive(frame: Frame.Frame): string | undefined {
    if (frame.procedure !== this.#procedure || frame.program !== this.#program) {
      return `a packet of procedure ${frame.procedure} in a stream of ${this.#procedure}`
    }
    if (frame.status === Frame.MessageStatus.error) {
      const error = Xdr.decode(RemoteError, frame.body)
      if (Result.isFailure(error)) return error.failure.message
      this.#finish(this.#aborted ? undefined : fromRemote(error.success))
      return undefined
    }
    if (frame.type === Frame.MessageType.streamHole) {
      const hole = Xdr.decode(Frame.StreamHole, frame.body)
      if (Result.isFailure(hole)) return hole.failure.message
      if (hole.success.length <= 0n) return `a hole of ${hole.success.length} bytes`
      this.#push({ hole: hole.success.length }, 64)
      return undefined
    }
    if (frame.status === Frame.MessageStatus.ok) {
      this.#finish(undefined)
      return undefined
    }
    if (frame.body.length === 0) {
      this.#eof = true
      this.#wakeReaders()
      return undefined
    }
    // The transport may use its buffer again.
    this.#push(frame.body.slice(), frame.body.length)
    return undefined
  }

  #push(packet: Packet, size: number): void {
    if (this.#aborted || this.#over || this.#forgotten) return
    this.#packets.push(packet)
    this.#buffered += size
    this.#wakeReaders()
    this.#hold()
  }

  /** Keeps the limit of the buffer. */
  #hold(): void {
    const limit = this.#session.options.streamBufferBytes
    if (this.#buffered <= limit) return
    // A console that nobody reads must not hold up the calls of its connection; bulk data may.
    if (this.#interactive) this.overflow()
    else if (this.#opened) this.#session.pauseFor(this)
    else if (this.#buffered > limit * earlyFactor) this.overflow()
  }

  #wakeReaders(): void {
    if (this.#readers.size === 0) return
    const readers = [...this.#readers]
    this.#readers.clear()
    for (const resume of readers) resume(this.next)
  }

  /** The packets that are there, waiting for at least one; `null` at the end of the data. */
  readonly next: Effect.Effect<ReadonlyArray<Packet> | null, LibvirtError> = Effect.suspend(() => {
    if (this.#packets.length > 0) {
      const packets = this.#packets
      this.#packets = []
      this.#buffered = 0
      this.#session.drained(this)
      return Effect.succeed(packets)
    }
    if (this.#failure !== undefined) return Effect.fail(this.#failure)
    if (this.#eof || this.#over) return Effect.succeed(null)
    return Effect.callback<ReadonlyArray<Packet> | null, LibvirtError>((resume) => {
      this.#readers.add(resume)
      return Effect.sync(() => void this.#readers.delete(resume))
    })
  })

  /** Sends one packet; completes when the socket has taken it. */
  send(type: number, status: number, body: Uint8Array): Effect.Effect<void, LibvirtError> {
    return Effect.callback<void, LibvirtError>((resume) => {
      if (this.#failure !== undefined) return resume(Effect.fail(this.#failure))
      if (this.#over) return resume(Effect.fail(this.#error({ _tag: "Closed", outcome: "none" })))
      this.#writers.add(resume)
      this.#session.enqueue(this.#packet(type, status, body), () => {
        this.#writers.delete(resume)
        resume(Effect.void)
      })
      return Effect.sync(() => void this.#writers.delete(resume))
    })
  }

  #packet(type: number, status: number, body: Uint8Array): Uint8Array {
    return Frame.encode({ program: this.#program, procedure: this.#procedure, type, serial: this.serial, status, body })
  }

  #error(reason: LibvirtErrorReason): LibvirtError {
    return new LibvirtError({ operation: this.name, reason })
  }

  /** Says that all was sent or received, and waits for the server's confirmation. */
  readonly finish: Effect.Effect<void, LibvirtError> = Effect.callback<void, LibvirtError>((resume) => {
    if (this.#failure !== undefined) return resume(Effect.fail(this.#failure))
    if (this.#over) return resume(Effect.void)
    this.#finishers.add(resume)
    if (!this.#finishing) {
      this.#finishing = true
      this.#session.enqueue(
        this.#packet(Frame.MessageType.stream, Frame.MessageStatus.ok, new Uint8Array(0)),
        undefined
      )
    }
    return Effect.sync(() => void this.#finishers.delete(resume))
  })

  /** Tells the server to give up, and forgets what was buffered. Does nothing when the stream is over. */
  abort(): void {
    if (this.#over || this.#aborted) return
    this.#aborted = true
    this.#packets = []
    this.#buffered = 0
    this.#session.enqueue(
      this.#packet(Frame.MessageType.stream, Frame.MessageStatus.error, new Uint8Array(0)),
      undefined
    )
    // Whoever still reads must not take the server's confirmation for the end of the data.
    this.#settle(this.#error({ _tag: "Closed", outcome: this.reads ? "none" : "unknown" }))
  }

  /** Gives up because the reader does not keep up. */
  overflow(): void {
    const limit = this.#session.options.streamBufferBytes
    this.#failure ??= this.#error({
      _tag: "LimitExceeded",
      what: "unread bytes of a stream",
      asked: this.#buffered,
      limit
    })
    this.abort()
  }

  /** The connection is gone. */
  lost(end: End): void {
    if (!this.#over) this.#finish(reasonOf(end, this.reads ? "none" : "unknown"))
  }

  #finish(reason: LibvirtErrorReason | undefined): void {
    this.#over = true
    this.#session.dropStream(this.serial)
    this.#settle(reason === undefined ? undefined : this.#error(reason))
  }

  #settle(failure: LibvirtError | undefined): void {
    this.#failure ??= failure
    const result = this.#failure === undefined ? Effect.void : Effect.fail(this.#failure)
    const finishers = [...this.#finishers]
    this.#finishers.clear()
    for (const resume of finishers) resume(result)
    if (this.#failure !== undefined) {
      const writers = [...this.#writers]
      this.#writers.clear()
      for (const resume of writers) resume(result)
    }
    this.#wakeReaders()
    this.#session.drained(this)
  }
}
