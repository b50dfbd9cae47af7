/**
 * Byte strings in tests.
 *
 * @since 0.1.0
 */
import * as Hex from "effect/encoding/Hex"

/**
 * Byte strings one after the other, copied.
 *
 * @since 0.1.0
 * @category combinators
 */
export const join = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Whether two byte strings are equal.
 *
 * @since 0.1.0
 * @category predicates
 */
export const same = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index])

/**
 * A byte string in hexadecimal, cut after 96 bytes.
 *
 * @since 0.1.0
 * @category getters
 */
export const abbreviate = (bytes: Uint8Array): string =>
  bytes.length <= 96 ? Hex.encode(bytes) : `${Hex.encode(bytes.subarray(0, 96))}… (${bytes.length} bytes)`
