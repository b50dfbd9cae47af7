/**
 * Messages of libvirt's RPC as frames: a length, six header words and a body (`virnetprotocol.x`).
 *
 * Pure and incremental: {@link FrameDecoder} takes bytes as they come, cut anywhere, and yields whole frames. It checks
 * length, type, status and version, and nothing else: programs, procedures, serials and bodies are the session's business.
 * No more than one frame is ever buffered, and no frame is larger than {@link frameLimit}. Bodies are views into the
 * bytes that were pushed, or into a buffer of their own; nobody writes to them again.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Codec, codec, type XdrWriter } from "./Xdr.ts"

/**
 * Kinds of message (`virNetMessageType`).
 *
 * @category constants
 * @since 0.1.0
 */
export const MessageType = {
  call: 0,
  reply: 1,
  event: 2,
  stream: 3,
  callWithDescriptors: 4,
  replyWithDescriptors: 5,
  streamHole: 6
} as const

/**
 * Status of a message (`virNetMessageStatus`): success, failure, or more to come in a stream.
 *
 * @category constants
 * @since 0.1.0
 */
export const MessageStatus = { ok: 0, error: 1, continue: 2 } as const

/**
 * Largest value of the length word: 32 MiB of message (`VIR_NET_MESSAGE_MAX`) and the word itself.
 *
 * @category constants
 * @since 0.1.0
 */
export const frameLimit = 33_554_432 + 4

/**
 * Bytes of length word and header.
 *
 * @category constants
 * @since 0.1.0
 */
export const headerBytes = 28

/**
 * Most data in one stream packet (`VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX`, which every server accepts).
 *
 * @category constants
 * @since 0.1.0
 */
export const streamPacketBytes = 262_120

/**
 * One message. `serial` is the caller's number, echoed in replies and stream packets, and 0 in events.
 *
 * @category models
 * @since 0.1.0
 */
export interface Frame {
  readonly program: number
  readonly procedure: number
  readonly type: number
  readonly serial: number
  readonly status: number
  readonly body: Uint8Array
}

/**
 * Why bytes are not a frame. There is no way to find the next frame after such an error.
 *
 * @category errors
 * @since 0.1.0
 */
export class FrameError extends Schema.TaggedError<FrameError>()("FrameError", {
  reason: Schema.TaggedUnion({
    TooLong: { asked: Schema.Finite, limit: Schema.Finite },
    TooShort: { asked: Schema.Finite, least: Schema.Finite },
    BadHeader: { field: Schema.Literals(["version", "type", "status"]), value: Schema.Finite }
  })
}) {
  override get message(): string {
    const { reason } = this
    switch (reason._tag) {
      case "TooLong":
        return `a frame of ${reason.asked} bytes, the limit is ${reason.limit}`
      case "TooShort":
        return `a frame of ${reason.asked} bytes, the least is ${reason.least}`
      case "BadHeader":
        return `${reason.field} ${reason.value} in a header`
    }
  }
}

/**
 * Writes length placeholder and header at the end of `writer`, which must be empty; append the body, then call
 * {@link finish}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const begin = (writer: XdrWriter, frame: Omit<Frame, "body">): void => {
  writer.uint(0)
  writer.uint(frame.program)
  writer.uint(1)
  writer.int(frame.procedure)
  writer.int(frame.type)
  writer.uint(frame.serial)
  writer.int(frame.status)
}

/**
 * Sets the length of the frame that `writer` holds and returns a copy of it, or an error when it is too long.
 *
 * @category codecs
 * @since 0.1.0
 */
export const finish = (writer: XdrWriter): Result.Result<Uint8Array<ArrayBuffer>, FrameError> => {
  if (writer.length > frameLimit) {
    return Result.fail(new FrameError({ reason: { _tag: "TooLong", asked: writer.length, limit: frameLimit } }))
  }
  writer.patch(0, writer.length)
  return Result.succeed(writer.copy())
}

/**
 * Writes a whole frame whose body is at hand.
 *
 * @category codecs
 * @since 0.1.0
 */
export const encode = (frame: Frame): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(headerBytes + frame.body.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, out.length)
  view.setUint32(4, frame.program)
  view.setUint32(8, 1)
  view.setInt32(12, frame.procedure)
  view.setInt32(16, frame.type)
  view.setUint32(20, frame.serial)
  view.setInt32(24, frame.status)
  out.set(frame.body, headerBytes)
  return out
}

/**
 * Overwrites the serial of an encoded frame.
 *
 * @category codecs
 * @since 0.1.0
 */
export const setSerial = (frame: Uint8Array, serial: number): void => {
  frame[20] = serial >>> 24
  frame[21] = serial >>> 16
  frame[22] = serial >>> 8
  frame[23] = serial
}

/** The unsigned integer at an offset; a view object per frame costs more than the rest of the header. */
const wordAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0

/**
 * Cuts a byte stream into frames.
 *
 * @category models
 * @since 0.1.0
 */
export class FrameDecoder {
  #buffer = new Uint8Array(0)
  #used = 0
  #failed: FrameError | undefined
  readonly #limit: number

  /** `limit` bounds the length word, default {@link frameLimit}. */
  constructor(limit: number = frameLimit) {
    this.#limit = limit
  }

  /** Bytes of an incomplete frame that are held. */
  get buffered(): number {
    return this.#used
  }

  /**
   * Takes the next bytes and appends the frames that they complete to `into`. After an error every further push gives
   * the same error.
   */
  push(chunk: Uint8Array, into: Array<Frame>): Result.Result<void, FrameError> {
    if (this.#failed !== undefined) return Result.fail(this.#failed)
    let at = 0
    if (this.#used > 0) {
      // A frame that began in an earlier chunk is completed first: its length word, then the rest.
      at += this.#fill(chunk, at, 4)
      if (this.#used < 4) return Result.void
      const length = this.#lengthAt(this.#buffer, 0)
      if (typeof length !== "number") return this.#fail(length)
      at += this.#fill(chunk, at, length)
      if (this.#used < length) return Result.void
      const frame = this.#frame(this.#buffer.subarray(0, length))
      if (frame instanceof FrameError) return this.#fail(frame)
      into.push(frame)
      // The frame keeps the buffer; the next incomplete one gets its own.
      this.#buffer = new Uint8Array(0)
      this.#used = 0
    }
    while (chunk.length - at >= 4) {
      const length = this.#lengthAt(chunk, at)
      if (typeof length !== "number") return this.#fail(length)
      if (chunk.length - at < length) break
      const frame = this.#frame(chunk.subarray(at, at + length))
      if (frame instanceof FrameError) return this.#fail(frame)
      into.push(frame)
      at += length
    }
    this.#fill(chunk, at, Number.POSITIVE_INFINITY)
    return Result.void
  }

  #fail(error: FrameError): Result.Result<void, FrameError> {
    this.#failed = error
    this.#buffer = new Uint8Array(0)
    this.#used = 0
    return Result.fail(error)
  }

  /** Keeps bytes of `chunk` from `at` on until `target` bytes are held; returns how many it took. */
  #fill(chunk: Uint8Array, at: number, target: number): number {
    const taken = Math.min(target - this.#used, chunk.length - at)
    if (taken <= 0) return 0
    const wanted = this.#used + taken
    if (wanted > this.#buffer.length) {
      // Doubling keeps one-byte chunks linear, and what is reserved stays in proportion to what was received.
      const grown = new Uint8Array(Math.max(wanted, this.#buffer.length * 2, 64))
      grown.set(this.#buffer.subarray(0, this.#used))
      this.#buffer = grown
    }
    this.#buffer.set(chunk.subarray(at, at + taken), this.#used)
    this.#used = wanted
    return taken
  }

  #lengthAt(bytes: Uint8Array, at: number): number | FrameError {
    const length = wordAt(bytes, at)
    if (length > this.#limit) return new FrameError({ reason: { _tag: "TooLong", asked: length, limit: this.#limit } })
    if (length < headerBytes) return new FrameError({ reason: { _tag: "TooShort", asked: length, least: headerBytes } })
    return length
  }

  #frame(bytes: Uint8Array): Frame | FrameError {
    const bad = (field: "version" | "type" | "status", value: number) =>
      new FrameError({ reason: { _tag: "BadHeader", field, value } })
    const version = wordAt(bytes, 8)
    if (version !== 1) return bad("version", version)
    const type = wordAt(bytes, 16)
    if (type > MessageType.streamHole) return bad("type", type)
    const status = wordAt(bytes, 24)
    if (status > MessageStatus.continue) return bad("status", status)
    return {
      program: wordAt(bytes, 4),
      procedure: wordAt(bytes, 12) | 0,
      type,
      serial: wordAt(bytes, 20),
      status,
      body: bytes.subarray(headerBytes)
    }
  }
}

/**
 * A hole in a sparse stream: `length` bytes of zeroes that are not sent. `flags` is 0.
 *
 * @category models
 * @since 0.1.0
 */
export interface StreamHole {
  readonly length: bigint
  readonly flags: number
}

/**
 * Codec of {@link StreamHole} (`virNetStreamHole`).
 *
 * @category codecs
 * @since 0.1.0
 */
export const StreamHole: Codec<StreamHole> = codec(
  "StreamHole",
  (r) => ({ length: r.hyper(), flags: r.uint() }),
  (w, v) => {
    w.hyper(v.length)
    w.uint(v.flags)
  }
)
