/**
 * Reader and writer of XDR, the encoding of RFC 4506, for the subset that libvirt's protocol uses.
 *
 * Pure and synchronous: it knows no frames, no sockets and no procedures. {@link decode} and {@link encode} return a
 * `Result`; inside, a codec throws one private fault that only these two catch, which keeps the path without errors
 * free of branches. A decoded value shares no memory with its input. What a peer announces is checked against the
 * protocol's limit and against the bytes that are really there before anything is allocated, so memory stays
 * proportional to the input. Text that is not UTF-8 is read with replacement characters.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * Why bytes could not be read as a value, or a value not be written as bytes.
 *
 * - `Truncated`: the input ends before the value does.
 * - `TrailingBytes`: the input goes on after the value.
 * - `LimitExceeded`: a text, list or blob is larger than the protocol allows.
 * - `BadValue`: a number out of range, an unknown discriminant, a malformed UUID.
 *
 * @category errors
 * @since 0.1.0
 */
export const XdrErrorReason = Schema.TaggedUnion({
  Truncated: { wanted: Schema.Finite, available: Schema.Finite },
  TrailingBytes: { count: Schema.Finite },
  LimitExceeded: { what: Schema.String, asked: Schema.Finite, limit: Schema.Finite },
  BadValue: { what: Schema.String, value: Schema.String }
})

/**
 * Why bytes could not be read as a value, or a value not be written as bytes.
 *
 * @category errors
 * @since 0.1.0
 */
export type XdrErrorReason = typeof XdrErrorReason.Type

/**
 * Decoding or encoding failed. `structure` names the outermost structure, `offset` counts bytes from its start.
 *
 * @category errors
 * @since 0.1.0
 */
export class XdrError extends Schema.TaggedError<XdrError>()("XdrError", {
  structure: Schema.String,
  offset: Schema.Finite,
  reason: XdrErrorReason
}) {
  override get message(): string {
    const { reason } = this
    const what = XdrErrorReason.match(reason, {
      Truncated: ({ available, wanted }) => `${wanted} bytes wanted, ${available} left`,
      TrailingBytes: ({ count }) => `${count} bytes after the end`,
      LimitExceeded: ({ asked, limit, what }) => `${what} of ${asked}, the limit is ${limit}`,
      BadValue: ({ value, what }) => `${value} is no ${what}`
    })
    return `${this.structure} at byte ${this.offset}: ${what}`
  }
}

/**
 * How one type is read.
 *
 * @category models
 * @since 0.1.0
 */
export interface Decoder<A> {
  readonly name: string
  readonly decode: (reader: XdrReader) => A
}

/**
 * How one type is written and read. The functions throw on bad input; call them through {@link decode} and
 * {@link encode}, or inside another codec.
 *
 * @category models
 * @since 0.1.0
 */
export interface Codec<A> extends Decoder<A> {
  readonly encode: (writer: XdrWriter, value: A) => void
}

/**
 * Makes a codec from its two directions.
 *
 * @category constructors
 * @since 0.1.0
 */
export const codec = <A>(
  name: string,
  decode: (reader: XdrReader) => A,
  encode: (writer: XdrWriter, value: A) => void
): Codec<A> => ({ name, decode, encode })

/**
 * The longest text of the protocol in bytes (`REMOTE_STRING_MAX`).
 *
 * @category constants
 * @since 0.1.0
 */
export const stringLimit = 4_194_304

/** Thrown by readers and writers, caught by `decode` and `encode` only. */
class XdrFault {
  readonly offset: number
  readonly reason: XdrErrorReason
  constructor(offset: number, reason: XdrErrorReason) {
    this.offset = offset
    this.reason = reason
  }
}

const internedBytes = 32
const internSlots = 4096
// Field names of statistics repeat a thousandfold; finding the string again is three times as fast as making it.
const interned: Array<string> = Array.from({ length: internSlots }, () => "")
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true })
const utf8Encoder = new TextEncoder()

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))
/** Value of each hexadecimal digit by character code, 255 for other characters below 128. */
const digitOfCode = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16)
  return Number.isNaN(digit) ? 255 : digit
})
const digitAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  return code < 128 ? (digitOfCode[code] as number) : 255
}
const noBytes = new Uint8Array(0)

let lastView: DataView | undefined

/**
 * Reads values one after the other from a byte array. Every method throws when the input does not hold the value.
 *
 * @category models
 * @since 0.1.0
 */
export class XdrReader {
  readonly #bytes: Uint8Array
  /** Of the whole buffer under the bytes: `#base` is where they begin in it. */
  readonly #view: DataView
  readonly #base: number
  #offset = 0

  /** Starts at the first byte of `bytes`. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#base = bytes.byteOffset
    // Replies come one after the other from the same read buffer, and views are dear.
    this.#view = lastView?.buffer === bytes.buffer ? lastView : new DataView(bytes.buffer)
    // A large buffer must not be kept alive by being the last one.
    if (bytes.buffer.byteLength <= 65_536) lastView = this.#view
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#offset
  }

  #fail(reason: XdrErrorReason): never {
    throw new XdrFault(this.#offset, reason)
  }

  #take(count: number): number {
    const start = this.#offset
    if (count > this.#bytes.length - start) {
      this.#fail({ _tag: "Truncated", wanted: count, available: this.#bytes.length - start })
    }
    this.#offset = start + count
    return start
  }

  /** A signed 32-bit integer. */
  int(): number {
    return this.#view.getInt32(this.#base + this.#take(4))
  }

  /** An unsigned 32-bit integer. */
  uint(): number {
    return this.#view.getUint32(this.#base + this.#take(4))
  }

  /** A signed 64-bit integer, exact. */
  hyper(): bigint {
    return this.#view.getBigInt64(this.#base + this.#take(8))
  }

  /** An unsigned 64-bit integer, exact. */
  uhyper(): bigint {
    return this.#view.getBigUint64(this.#base + this.#take(8))
  }

  /** A 64-bit floating point number. */
  double(): number {
    return this.#view.getFloat64(this.#base + this.#take(8))
  }

  /** A boolean: 0 or 1. */
  bool(): boolean {
    const value = this.uint()
    if (value > 1) this.#fail({ _tag: "BadValue", what: "boolean", value: String(value) })
    return value === 1
  }

  #length(what: string, limit: number): number {
    const asked = this.uint()
    if (asked > limit) this.#fail({ _tag: "LimitExceeded", what, asked, limit })
    return asked
  }

  /** Text of at most `limit` bytes. */
  string(limit: number = stringLimit): string {
    const length = this.#length("string", limit)
    const start = this.#take((length + 3) & ~3)
    if (length > internedBytes) return utf8.decode(this.#bytes.subarray(start, start + length))
    const bytes = this.#bytes
    let hash = length
    let bits = 0
    for (let i = start; i < start + length; i++) {
      const byte = bytes[i] as number
      bits |= byte
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    if (bits > 127) return utf8.decode(bytes.subarray(start, start + length))
    const slot = hash & (internSlots - 1)
    const known = interned[slot] as string
    if (known.length === length) {
      let i = 0
      while (i < length && known.charCodeAt(i) === bytes[start + i]) i++
      if (i === length) return known
    }
    return (interned[slot] = utf8.decode(bytes.subarray(start, start + length)))
  }

  /** A copy of at most `limit` bytes. */
  opaque(limit: number): Uint8Array {
    const length = this.#length("opaque", limit)
    const start = this.#take((length + 3) & ~3)
    return length === 0 ? noBytes : this.#bytes.slice(start, start + length)
  }

  /** A copy of exactly `length` bytes. */
  fixed(length: number): Uint8Array {
    const start = this.#take((length + 3) & ~3)
    return this.#bytes.slice(start, start + length)
  }

  /** A UUID as canonical lower-case text. */
  uuid(): string {
    const start = this.#take(16)
    let text = ""
    for (let i = 0; i < 16; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) text += "-"
      text += hexOfByte[this.#bytes[start + i] as number]
    }
    return text
  }

  /** A list of chars, which XDR writes as integers, as bytes. */
  chars(limit: number): Uint8Array {
    const length = this.#length("array", limit)
    const start = this.#take(length * 4)
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i++) out[i] = this.#view.getInt32(this.#base + start + i * 4)
    return out
  }

  /** A C string in a char array of fixed size: the text before the first zero. */
  charText(size: number): string {
    const start = this.#take(size * 4)
    const out = new Uint8Array(size)
    let length = 0
    for (; length < size; length++) {
      const char = this.#view.getInt32(this.#base + start + length * 4)
      if (char === 0) break
      out[length] = char
    }
    return utf8.decode(out.subarray(0, length))
  }

  /** A value that may be absent. */
  optional<A>(element: (reader: XdrReader) => A): A | null {
    return this.bool() ? element(this) : null
  }

  /** A list of at most `limit` elements. */
  array<A>(limit: number, element: (reader: XdrReader) => A): ReadonlyArray<A> {
    const length = this.#length("array", limit)
    // Every element takes at least four bytes: a lie about the count is found before memory is reserved.
    if (length * 4 > this.remaining) {
      this.#fail({ _tag: "Truncated", wanted: length * 4, available: this.remaining })
    }
    const out: Array<A> = []
    for (let i = 0; i < length; i++) out.push(element(this))
    return out
  }

  /** Refuses an unknown discriminant of a union. */
  badUnion(union: string, discriminant: number): never {
    return this.#fail({ _tag: "BadValue", what: `variant of ${union}`, value: String(discriminant) })
  }

  /** Refuses bytes after the value. */
  end(): void {
    const count = this.remaining
    if (count !== 0) this.#fail({ _tag: "TrailingBytes", count })
  }
}

/** Copies of up to an eighth of this are cut from one buffer: a buffer of its own for each costs more than the copy. */
const sharedBytes = 16_384

/**
 * Appends values to a growing byte array. Every method throws when the value cannot be represented.
 *
 * @category models
 * @since 0.1.0
 */
export class XdrWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #view: DataView
  #offset = 0
  #shared = new Uint8Array(0)
  #sharedUsed = 0

  /** Starts empty, with room for `capacity` bytes. */
  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#offset
  }

  #fail(reason: XdrErrorReason): never {
    throw new XdrFault(this.#offset, reason)
  }

  #reserve(count: number): number {
    const start = this.#offset
    const wanted = start + count
    if (wanted > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, start))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    this.#offset = wanted
    return start
  }

  /** Forgets everything after the first `length` bytes. */
  reset(length = 0): void {
    this.#offset = length
  }

  /** A copy of what was written. Short copies lie side by side in one buffer. */
  copy(): Uint8Array<ArrayBuffer> {
    const length = this.#offset
    const written = this.#bytes.subarray(0, length)
    if (length > sharedBytes / 8) return written.slice()
    if (this.#sharedUsed + length > this.#shared.length) {
      this.#shared = new Uint8Array(sharedBytes)
      this.#sharedUsed = 0
    }
    const start = this.#sharedUsed
    this.#sharedUsed += length
    this.#shared.set(written, start)
    return this.#shared.subarray(start, this.#sharedUsed)
  }

  /** A signed 32-bit integer. */
  int(value: number): void {
    if ((value | 0) !== value) this.#fail({ _tag: "BadValue", what: "32-bit signed integer", value: String(value) })
    // Reserving may replace the view, so it comes first.
    const start = this.#reserve(4)
    this.#view.setInt32(start, value)
  }

  /** An unsigned 32-bit integer. */
  uint(value: number): void {
    if (value >>> 0 !== value) this.#fail({ _tag: "BadValue", what: "32-bit unsigned integer", value: String(value) })
    const start = this.#reserve(4)
    this.#view.setUint32(start, value)
  }

  /** A signed 64-bit integer. */
  hyper(value: bigint): void {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) {
      this.#fail({ _tag: "BadValue", what: "64-bit signed integer", value: String(value) })
    }
    const start = this.#reserve(8)
    this.#view.setBigInt64(start, value)
  }

  /** An unsigned 64-bit integer. */
  uhyper(value: bigint): void {
    if (typeof value !== "bigint" || BigInt.asUintN(64, value) !== value) {
      this.#fail({ _tag: "BadValue", what: "64-bit unsigned integer", value: String(value) })
    }
    const start = this.#reserve(8)
    this.#view.setBigUint64(start, value)
  }

  /** A 64-bit floating point number. */
  double(value: number): void {
    const start = this.#reserve(8)
    this.#view.setFloat64(start, value)
  }

  /** A boolean. */
  bool(value: boolean): void {
    this.uint(value ? 1 : 0)
  }

  #limited(what: string, asked: number, limit: number): void {
    if (asked > limit) this.#fail({ _tag: "LimitExceeded", what, asked, limit })
  }

  #zeroes(start: number, end: number): void {
    for (let i = start; i < end; i++) this.#bytes[i] = 0
  }

  /** Text of at most `limit` bytes of UTF-8. Text with a zero character is refused, since C would cut it there. */
  string(value: string, limit: number = stringLimit): void {
    if (typeof value !== "string") this.#fail({ _tag: "BadValue", what: "string", value: String(value) })
    if (value.includes("\0")) this.#fail({ _tag: "BadValue", what: "string without a zero character", value: "text" })
    this.#limited("string", value.length, limit)
    const header = this.#reserve(4 + value.length * 3 + 3)
    const start = header + 4
    const bytes = this.#bytes
    let length = 0
    while (length < value.length) {
      const code = value.charCodeAt(length)
      if (code > 127) break
      bytes[start + length++] = code
    }
    if (length < value.length) {
      length += utf8Encoder.encodeInto(value.slice(length), bytes.subarray(start + length)).written
    }
    this.#limited("string", length, limit)
    const end = start + ((length + 3) & ~3)
    this.#zeroes(start + length, end)
    this.#view.setUint32(header, length)
    this.#offset = end
  }

  /** At most `limit` bytes. */
  opaque(value: Uint8Array, limit: number): void {
    this.#limited("opaque", value.length, limit)
    this.uint(value.length)
    this.fixed(value, value.length)
  }

  /** Exactly `length` bytes. */
  fixed(value: Uint8Array, length: number): void {
    if (value.length !== length) {
      this.#fail({ _tag: "BadValue", what: `byte array of ${length}`, value: String(value.length) })
    }
    const padded = (length + 3) & ~3
    const start = this.#reserve(padded)
    this.#bytes.set(value, start)
    this.#zeroes(start + length, start + padded)
  }

  /** Bytes as they are, without length or padding: the body of a stream packet. */
  raw(value: Uint8Array): void {
    const start = this.#reserve(value.length)
    this.#bytes.set(value, start)
  }

  /** Overwrites the unsigned integer at `position`. */
  patch(position: number, value: number): void {
    this.#view.setUint32(position, value)
  }

  /** A UUID from its canonical text. */
  uuid(value: string): void {
    const bad = (): never => this.#fail({ _tag: "BadValue", what: "UUID", value: value.slice(0, 64) })
    if (value.length !== 36) bad()
    const start = this.#reserve(16)
    for (let i = 0, at = 0; i < 16; i++, at += 2) {
      if ((at === 8 || at === 13 || at === 18 || at === 23) && value.charCodeAt(at++) !== 45) bad()
      const high = digitAt(value, at)
      const low = digitAt(value, at + 1)
      if ((high | low) > 15) bad()
      this.#bytes[start + i] = (high << 4) | low
    }
  }

  /** Bytes as a list of chars. */
  chars(value: Uint8Array, limit: number): void {
    this.#limited("array", value.length, limit)
    this.uint(value.length)
    for (const byte of value) this.int((byte << 24) >> 24)
  }

  /** Text as a C string in a char array of fixed size. */
  charText(value: string, size: number): void {
    const bytes = utf8Encoder.encode(value)
    this.#limited("string", bytes.length, size - 1)
    for (let i = 0; i < size; i++) this.int(((bytes[i] ?? 0) << 24) >> 24)
  }

  /** A value that may be absent. */
  optional<A>(value: A | null, element: (writer: XdrWriter, value: A) => void): void {
    this.bool(value !== null)
    if (value !== null) element(this, value)
  }

  /** A list of at most `limit` elements. */
  array<A>(value: ReadonlyArray<A>, limit: number, element: (writer: XdrWriter, value: A) => void): void {
    this.#limited("array", value.length, limit)
    this.uint(value.length)
    for (const item of value) element(this, item)
  }
}

const toResult = <A>(structure: string, run: () => A): Result.Result<A, XdrError> => {
  try {
    return Result.succeed(run())
  } catch (fault) {
    if (fault instanceof XdrFault) {
      return Result.fail(new XdrError({ structure, offset: fault.offset, reason: fault.reason }))
    }
    throw fault
  }
}

/**
 * Reads one value that fills `bytes` exactly.
 *
 * @category codecs
 * @since 0.1.0
 */
export const decode = <A>(self: Decoder<A>, bytes: Uint8Array): Result.Result<A, XdrError> =>
  toResult(self.name, () => {
    const reader = new XdrReader(bytes)
    const value = self.decode(reader)
    reader.end()
    return value
  })

/**
 * Writes one value.
 *
 * @category codecs
 * @since 0.1.0
 */
export const encode = <A>(self: Codec<A>, value: A): Result.Result<Uint8Array<ArrayBuffer>, XdrError> =>
  toResult(self.name, () => {
    const writer = new XdrWriter()
    self.encode(writer, value)
    return writer.copy()
  })

/**
 * Appends one value to a writer; on failure the writer is as before.
 *
 * @category codecs
 * @since 0.1.0
 */
export const append = <A>(writer: XdrWriter, self: Codec<A>, value: A): Result.Result<void, XdrError> => {
  const start = writer.length
  const result = toResult(self.name, () => self.encode(writer, value))
  if (Result.isFailure(result)) writer.reset(start)
  return result
}
