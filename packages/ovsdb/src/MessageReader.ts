/**
 * Cuts a byte stream into JSON messages. JSON-RPC 1.0 puts no delimiter between them (RFC 7047 section 4), so a message ends
 * where its first brace closes.
 *
 * No JSON object is the beginning of another one, so wherever `JSON.parse` succeeds the cut is right. Messages that lie whole
 * in a chunk of ASCII are therefore cut by a guess, at `}{` or at the end of the chunk, which costs little beside the parsing.
 * Where the guess is wrong, the message is longer than the chunk, or there is more than ASCII, the bytes are scanned once,
 * with the depth of braces and the state of strings.
 *
 * Limit: bytes of one message; what is held never exceeds it.
 *
 * @since 0.1.0
 */
import { isAscii, isUtf8 } from "node:buffer"

/**
 * Why a stream cannot be cut any further.
 *
 * @category models
 * @since 0.1.0
 */
export type FramingProblem =
  | { readonly _tag: "Protocol"; readonly detail: string }
  | { readonly _tag: "LimitExceeded"; readonly what: string; readonly asked: number; readonly limit: number }

/**
 * A JSON object as it was received.
 *
 * @category models
 * @since 0.1.0
 */
export type Message = { readonly [member: string]: unknown }

const quote = 0x22
const backslash = 0x5c
const open = 0x7b
const close = 0x7d

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const shown = (bytes: Uint8Array): string =>
  JSON.stringify(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 40)).toString("latin1"))

const parsed = (text: string): Message | undefined => {
  try {
    return JSON.parse(text) as Message
  } catch {
    return undefined
  }
}

/**
 * Collects the bytes of one stream and gives its messages; `limit` is the most bytes that one may have.
 *
 * @category codecs
 * @since 0.1.0
 */
export class MessageReader {
  readonly #limit: number
  /** The beginning of a message whose end has not come yet; all of it is scanned. */
  #held: Array<Uint8Array> = []
  #heldBytes = 0
  #depth = 0
  #inString = false
  #escaped = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Bytes of an unfinished message. */
  get held(): number {
    return this.#heldBytes
  }

  /**
   * Takes a chunk, which may be used again afterwards, and adds the messages it completes. After a problem nothing more may be
   * pushed.
   */
  push(chunk: Uint8Array, out: Array<Message>): FramingProblem | undefined {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let start = 0
    let text: string | undefined
    for (;;) {
      if (this.#heldBytes === 0) {
        while (isSpace(bytes[start])) start++
        if (start === bytes.length) return undefined
        if (bytes[start] !== open) {
          return { _tag: "Protocol", detail: `not a JSON object: ${shown(bytes.subarray(start))}` }
        }
        // Where all is ASCII, places in the text are places in the bytes.
        text ??= isAscii(bytes) ? bytes.toString("latin1") : ""
        const guess = text === "" ? undefined : this.#guess(text, bytes, start)
        if (guess !== undefined) {
          const problem = this.#tooLong(guess.end - start)
          if (problem !== undefined) return problem
          out.push(guess.message)
          start = guess.end
          continue
        }
        // One wrong guess a chunk: a stream that is not as expected must not cost a search of the chunk for each message.
        text = ""
      }
      const end = this.#scan(bytes, start)
      const problem = this.#tooLong(this.#heldBytes + (end === 0 ? bytes.length : end) - start)
      if (problem !== undefined) return problem
      if (end === 0) {
        this.#held.push(Uint8Array.prototype.slice.call(bytes, start))
        this.#heldBytes += bytes.length - start
        return undefined
      }
      const whole = this.#whole(bytes.subarray(start, end))
      const message = isUtf8(whole) ? parsed(whole.toString()) : undefined
      if (message === undefined) return { _tag: "Protocol", detail: `malformed JSON: ${shown(whole)}` }
      out.push(message)
      start = end
    }
  }

  #tooLong(asked: number): FramingProblem | undefined {
    return asked > this.#limit
      ? { _tag: "LimitExceeded", what: "bytes of a message", asked, limit: this.#limit }
      : undefined
  }

  /** The message that begins at `start`, if it ends where the next one seems to begin. `text` is the same as `bytes`. */
  #guess(text: string, bytes: Buffer, start: number): { readonly message: Message; readonly end: number } | undefined {
    const boundary = text.indexOf("}{", start)
    let end = boundary === -1 ? bytes.length : boundary + 1
    while (isSpace(bytes[end - 1])) end--
    if (bytes[end - 1] !== close) return undefined
    const message = parsed(start === 0 && end === text.length ? text : text.slice(start, end))
    return message === undefined ? undefined : { message, end }
  }

  /** Goes on to the end of the message: the position after it, or 0 when these bytes do not have it. */
  #scan(bytes: Uint8Array, start: number): number {
    const { length } = bytes
    let at = this.#escaped ? start + 1 : start
    let depth = this.#depth
    let inString = this.#inString
    this.#escaped = false
    while (at < length) {
      if (!inString) {
        const byte = bytes[at++]
        if (byte === quote) inString = true
        else if (byte === open) depth++
        else if (byte === close && --depth === 0) {
          this.#depth = 0
          this.#inString = false
          return at
        }
        if (!inString) continue
      }
      // Most bytes of a message are text: a tight loop of its own.
      while (at < length) {
        const byte = bytes[at++]
        if (byte === quote) {
          inString = false
          break
        }
        if (byte === backslash && at++ === length) this.#escaped = true
      }
    }
    this.#depth = depth
    this.#inString = inString
    return 0
  }

  #whole(last: Buffer): Buffer {
    if (this.#heldBytes === 0) return last
    const whole = Buffer.concat([...this.#held, last])
    this.#held = []
    this.#heldBytes = 0
    return whole
  }
}
