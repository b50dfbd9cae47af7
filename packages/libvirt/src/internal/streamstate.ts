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

/** The receiving and ending side of a stream. */
export class StreamState {
  readonly name: string
  readonly serial: number
  readonly reads: boolean
  readonly #program: number
  readonly #procedure: number
  readonly #interactive: boolean
  readonly #session: StreamHost
  #packets: Array<Packet> = []
  #buffered = 0
  #eof = false
  #over = false
  #aborted = false
  #failure: LibvirtError | undefined
  #reader: Resume<ReadonlyArray<Packet> | null> | undefined
  #confirm: Resume<void> | undefined
  #writing: Resume<void> | undefined

  constructor(procedure: StreamProcedure, serial: number, interactive: boolean, session: StreamHost) {
    this.name = procedure.name
    this.reads = procedure.reads
    this.#program = procedure.program
    this.#procedure = procedure.number
    this.serial = serial
    this.#interactive = interactive
    this.#session = session
  }

  /** Whether more is buffered than the limit. */
  get isFull(): boolean {
    return !this.#over && this.#buffered > this.#session.options.streamBufferBytes
  }

  /** Whether the stream has ended, well or badly. */
  get isOver(): boolean {
    return this.#over
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
      this.#wakeReader()
      return undefined
    }
    // The transport may use its buffer again.
    this.#push(frame.body.slice(), frame.body.length)
    return undefined
  }

  #push(packet: Packet, size: number): void {
    if (this.#aborted || this.#over) return
    this.#packets.push(packet)
    this.#buffered += size
    this.#wakeReader()
    if (this.isFull) {
      // A console that nobody reads must not hold up the calls of its connection; bulk data may.
      if (this.#interactive) this.overflow()
      else this.#session.pauseFor(this)
    }
  }

  #wakeReader(): void {
    const resume = this.#reader
    if (resume === undefined) return
    this.#reader = undefined
    resume(this.next)
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
      this.#reader = resume
      return Effect.sync(() => {
        if (this.#reader === resume) this.#reader = undefined
      })
    })
  })

  /** Sends one packet; completes when the socket has taken it. */
  send(type: number, status: number, body: Uint8Array): Effect.Effect<void, LibvirtError> {
    return Effect.callback<void, LibvirtError>((resume) => {
      if (this.#failure !== undefined) return resume(Effect.fail(this.#failure))
      if (this.#over) return resume(Effect.fail(this.#error({ _tag: "Closed", outcome: "none" })))
      this.#session.enqueue(this.#packet(type, status, body), () => resume(Effect.void))
      this.#writing = resume
      return Effect.sync(() => {
        this.#writing = undefined
      })
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
    this.#confirm = resume
    this.#session.enqueue(this.#packet(Frame.MessageType.stream, Frame.MessageStatus.ok, new Uint8Array(0)), undefined)
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
  }

  /** Gives up because the reader does not keep up. */
  overflow(): void {
    const limit = this.#session.options.streamBufferBytes
    const failure = this.#error({
      _tag: "LimitExceeded",
      what: "unread bytes of a stream",
      asked: this.#buffered,
      limit
    })
    this.abort()
    this.#settle(failure)
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
    const confirm = this.#confirm
    this.#confirm = undefined
    confirm?.(result)
    const writing = this.#writing
    this.#writing = undefined
    if (this.#failure !== undefined) writing?.(result)
    this.#wakeReader()
    this.#session.drained(this)
  }
}
