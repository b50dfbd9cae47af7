import * as Result from "effect/Result"

/** A message of the protocol the harnesses are tested on: u32 whole length, u8 tag 1 or 2, u16 body length, body. */
export interface Message {
  readonly tag: number
  readonly body: Uint8Array
}

/** A mistake planted in a decoder. */
export type Bug = "truncated" | "over-long" | "unknown" | "throws" | "allocates" | "quadratic" | "hangs" | "rare"

export const encode = ({ body, tag }: Message): Uint8Array => {
  const bytes = new Uint8Array(7 + body.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, bytes.length)
  bytes[4] = tag
  view.setUint16(5, body.length)
  bytes.set(body, 7)
  return bytes
}

export const decode =
  (bug?: Bug) =>
  (bytes: Uint8Array): Result.Result<Message, string> => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bug === "throws" && bytes.length < 7) return Result.succeed({ tag: view.getUint8(4), body: bytes })
    if (bytes.length < 7) return Result.fail("short header")
    const length = view.getUint32(0)
    const body = new Uint8Array(bug === "allocates" ? Math.min(length, 0x400_0000) : 0)
    if (bug === "hangs") for (let at = 0; at < bytes.length; at += length === 0 ? 0 : bytes.length) continue
    if (length > bytes.length && bug !== "truncated") return Result.fail("short")
    if (length < bytes.length && bug !== "over-long") return Result.fail(`left over ${body.length}`)
    const count = view.getUint16(5)
    if (bug === undefined || (bug !== "truncated" && bug !== "over-long")) {
      if (count !== length - 7) return Result.fail("lengths disagree")
    }
    const tag = bytes[4]!
    if (bug !== "unknown" && tag !== 1 && tag !== 2) return Result.fail("unknown tag")
    if (bug === "quadratic") for (let at = 0; at < bytes.length; at++) bytes.slice(at)
    if (bug === "rare" && tag === 2 && bytes[20] === 0x33 && bytes[21] !== 7)
      return Result.succeed({ tag: 1, body: bytes })
    return Result.succeed({ tag: tag === 1 ? 1 : 2, body: bytes.slice(7, 7 + count) })
  }
