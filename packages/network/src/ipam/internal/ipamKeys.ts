/**
 * Addresses as they are stored: text that sorts like the addresses, `4` and eight hexadecimal digits or `6` and 32.
 *
 * Text and not bytes: every driver gives it back in the same type, it can be read in a database shell, and with a fixed
 * width and a binary collation its order is that of the numbers. The family in front keeps the two families apart.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"

const hex = (lane: number): string => (lane + 0x1_0000_0000).toString(16).slice(1)

/** The key of an address. */
export const keyOf = (ip: Ip.Ip): string =>
  ip.family === 4 ? `4${hex(ip.a)}` : `6${hex(ip.a)}${hex(ip.b)}${hex(ip.c)}${hex(ip.d)}`

/** Whether a text is a key. */
export const isKey = (text: string): boolean => /^(?:4[0-9a-f]{8}|6[0-9a-f]{32})$/.test(text)

const lane = (key: string, index: number): number => Number.parseInt(key.slice(1 + 8 * index, 9 + 8 * index), 16)

/** The address of a key. */
export const ofKey = (key: string): Ip.Ip =>
  key.length === 9 ? Ip.make(4, lane(key, 0)) : Ip.make(6, lane(key, 0), lane(key, 1), lane(key, 2), lane(key, 3))

/** The first and the last key of a block. */
export const span = (prefix: Prefix.Prefix): { readonly first: string; readonly last: string } => ({
  first: keyOf(prefix),
  last: keyOf(Prefix.last(prefix))
})

/** The first keys that a block may have which contains the given one or is it: one per prefix length, without repeats. */
export const outerKeys = (prefix: Prefix.Prefix): ReadonlyArray<string> => {
  const keys = new Set<string>()
  for (let length = 0; length <= prefix.length; length++) keys.add(keyOf(Prefix.of(prefix, length)))
  return [...keys]
}

/** Keys in the order of their addresses. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The first key of the aligned 256 addresses in which a key lies. */
export const aligned = (key: string): string => `${key.slice(0, -2)}00`

/** Whether `next` is the address after `key`, both in one aligned 256 addresses. */
export const follows = (key: string, next: string): boolean =>
  key.slice(0, -2) === next.slice(0, -2) &&
  Number.parseInt(next.slice(-2), 16) - Number.parseInt(key.slice(-2), 16) === 1
