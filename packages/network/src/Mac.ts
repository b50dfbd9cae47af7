/**
 * MAC addresses (EUI-48) as numbers, blocks of them, and the IPv6 addresses made from them or instead of them.
 *
 * A MAC address is a whole number from 0 to 2^48 - 1, which a double holds exactly. At the edges it is the text that core's
 * `NicBinding.MacAddress` demands: unicast, not zero, lower-case pairs with colons.
 *
 * @since 0.1.0
 */
import { MacAddress } from "@cloudwright/core/NicBinding"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { createHmac } from "node:crypto"
import { hexDigit } from "./internal/ipParse.ts"
import * as Ip from "./Ip.ts"
import * as Prefix from "./Prefix.ts"

/**
 * The rules that a text can break so that it is no MAC address or block of them:
 *
 * - `Shape`: none of the notations; `NotHexadecimal`: another character where a digit belongs.
 * - `Multicast`, `Zero`: where an address of one interface is wanted.
 * - `BlockLength`: a block's length is not between 8 and 48, or bits behind it are set.
 *
 * @since 0.1.0
 * @category errors
 */
export const MacRule = Schema.Literals(["Shape", "NotHexadecimal", "Multicast", "Zero", "BlockLength"])

/**
 * The rules that a text can break so that it is no MAC address.
 *
 * @since 0.1.0
 * @category errors
 */
export type MacRule = typeof MacRule.Type

const explanations: Record<MacRule, string> = {
  Shape: "expected 52:54:00:12:34:56, 52-54-00-12-34-56, 5254.0012.3456 or 525400123456",
  NotHexadecimal: "a character that is no hexadecimal digit",
  Multicast: "a multicast address belongs to no interface",
  Zero: "the address zero belongs to no interface",
  BlockLength: "a block needs a length of 8 to 48 bits and zeros behind it"
}

/**
 * A text is no MAC address, or not one for an interface. `position` counts characters from 0; `text` is cut after 64
 * characters.
 *
 * @since 0.1.0
 * @category errors
 */
export class MacProblem extends Schema.TaggedError<MacProblem>()("MacProblem", {
  text: Schema.String,
  position: Schema.Natural,
  rule: MacRule
}) {
  override get message(): string {
    return `${JSON.stringify(this.text)} is no MAC address: ${explanations[this.rule]} (position ${this.position})`
  }
}

const problem = (text: string, position: number, rule: MacRule) =>
  Result.fail(new MacProblem({ text: text.slice(0, 64), position, rule }))

/** Digits between separators, and the separators, by the length of the text. */
const notations: ReadonlyMap<number, { readonly group: number; readonly separators: string }> = new Map([
  [17, { group: 2, separators: ":-" }],
  [14, { group: 4, separators: "." }],
  [12, { group: 12, separators: "" }]
])

/**
 * Reads a MAC address in one of the usual notations, in either case: pairs with colons or hyphens, Cisco's three groups with
 * dots, or twelve digits. Multicast addresses and zero are read, too.
 *
 * @since 0.1.0
 * @category codecs
 */
export const parse = (text: string): Result.Result<number, MacProblem> => {
  const notation = notations.get(text.length)
  if (notation === undefined) return problem(text, 0, "Shape")
  const separator = text[notation.group]
  if (separator !== undefined && notation.group < 12 && !notation.separators.includes(separator)) {
    return problem(text, notation.group, "Shape")
  }
  let address = 0
  for (let index = 0; index < text.length; index++) {
    if ((index + 1) % (notation.group + 1) === 0 && notation.group < 12) {
      if (text[index] !== separator) return problem(text, index, "Shape")
      continue
    }
    const digit = hexDigit(text.charCodeAt(index))
    if (digit > 15) return problem(text, index, "NotHexadecimal")
    address = address * 16 + digit
  }
  return Result.succeed(address)
}

/**
 * Six lower-case pairs with colons. The number is taken modulo 2^48.
 *
 * @since 0.1.0
 * @category codecs
 */
export const format = (mac: number): string => {
  const digits = modulo(mac, 48).toString(16).padStart(12, "0")
  let text = digits.slice(0, 2)
  for (let index = 2; index < 12; index += 2) text += `:${digits.slice(index, index + 2)}`
  return text
}

const modulo = (value: number, bits: number): number => {
  const limit = 2 ** bits
  return ((value % limit) + limit) % limit
}

/** The bits of the first octet. */
const firstOctet = (mac: number): number => Math.floor(mac / 2 ** 40) & 255

/**
 * Whether the address was chosen by an administrator or a program, not by the maker of the card: the second lowest bit of
 * the first octet (IEEE 802 section 8.4).
 *
 * @since 0.1.0
 * @category predicates
 */
export const isLocal = (mac: number): boolean => (firstOctet(mac) & 2) !== 0

/**
 * Whether the address is that of a group, which includes broadcast: the lowest bit of the first octet (IEEE 802 section
 * 8.4).
 *
 * @since 0.1.0
 * @category predicates
 */
export const isMulticast = (mac: number): boolean => (firstOctet(mac) & 1) !== 0

/**
 * The address as core's text, or `undefined` when it is multicast or zero and so belongs to no interface.
 *
 * @since 0.1.0
 * @category codecs
 */
export const toAddress = (mac: number): MacAddress | undefined =>
  isMulticast(mac) || modulo(mac, 48) === 0 ? undefined : MacAddress.make(format(mac))

/**
 * The number of an address in core's text.
 *
 * @since 0.1.0
 * @category codecs
 */
export const fromAddress = (address: MacAddress): number => Number.parseInt(address.replaceAll(":", ""), 16)

const parseAddress = (text: string): Result.Result<MacAddress, MacProblem> =>
  Result.flatMap(parse(text), (mac) => {
    const address = toAddress(mac)
    return address === undefined ? problem(text, 0, isMulticast(mac) ? "Multicast" : "Zero") : Result.succeed(address)
  })

/**
 * Text of an interface's MAC address: decodes any of the usual notations to core's text, which it is encoded as.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Text = Schema.String.pipe(
  Schema.decodeTo(
    MacAddress,
    SchemaTransformation.transformEffect({
      decode: (text: string, options) =>
        Result.match(parseAddress(text), {
          onFailure: ({ message }) => Effect.fail(new SchemaIssue.InvalidValue({ message }, text, options)),
          onSuccess: (address) => Effect.succeed<string>(address)
        }),
      encode: (text) => Effect.succeed(text)
    })
  )
).annotate({ identifier: "MacText" })

/**
 * The addresses that begin with the first `length` bits of `address`, such as those of one maker (24, 28 or 36 bits of an
 * IEEE registry) or of one cloud.
 *
 * @since 0.1.0
 * @category models
 */
export interface MacBlock {
  readonly address: number
  readonly length: number
}

/**
 * Reads a block of unicast addresses: one to six pairs with colons or hyphens, which are the bits that all its addresses
 * begin with (`52:54:00`), or such pairs, a slash and the count of bits (`70:b3:d5:12:30/36`).
 *
 * @since 0.1.0
 * @category codecs
 */
export const parseBlock = (text: string): Result.Result<MacBlock, MacProblem> => {
  const slash = text.indexOf("/")
  const pairs = slash < 0 ? text : text.slice(0, slash)
  if (pairs.length > 17 || (pairs.length + 1) % 3 !== 0) return problem(text, 0, "Shape")
  const filler = pairs[2] === "-" ? "-00" : ":00"
  const parsed = parse(pairs + filler.repeat((17 - pairs.length) / 3))
  if (Result.isFailure(parsed)) return problem(text, parsed.failure.position, parsed.failure.rule)
  const address = parsed.success
  const digits = text.slice(slash + 1)
  const length = slash < 0 ? ((pairs.length + 1) / 3) * 8 : /^[1-9]\d?$/.test(digits) ? Number(digits) : 0
  if (length < 8 || length > 48 || address % 2 ** (48 - length) !== 0) return problem(text, slash + 1, "BlockLength")
  return isMulticast(address) ? problem(text, 0, "Multicast") : Result.succeed({ address, length })
}

/**
 * The count of addresses in a block.
 *
 * @since 0.1.0
 * @category getters
 */
export const blockSize = (block: MacBlock): number => 2 ** (48 - block.length)

/**
 * Address number `index` (from 0) of a block, or `undefined` when it has not so many.
 *
 * @since 0.1.0
 * @category getters
 */
export const at = (block: MacBlock, index: number): number | undefined =>
  Number.isInteger(index) && index >= 0 && index < blockSize(block) ? block.address + index : undefined

/**
 * Which number an address has in a block, or `undefined` when it is not in it.
 *
 * @since 0.1.0
 * @category getters
 */
export const indexIn = (block: MacBlock, mac: number): number | undefined => {
  const index = mac - block.address
  return index >= 0 && index < blockSize(block) ? index : undefined
}

/** The address of an IPv6 /64 with these lower lanes. */
const inSubnet = (prefix: Prefix.Prefix, c: number, d: number): Ip.Ip => {
  if (prefix.family !== 6 || prefix.length !== 64) {
    throw new RangeError(`${Prefix.format(prefix)} is no IPv6 prefix of length 64`)
  }
  return Ip.make(6, prefix.a, prefix.b, c, d)
}

/**
 * The IPv6 address that an interface with this MAC address gives itself in a /64: the modified EUI-64 identifier of RFC 4291
 * appendix A, which is the address with ff:fe in its middle and the universal/local bit inverted. It shows the MAC address
 * to everyone; `stablePrivacy` does not. Throws a `RangeError` unless the prefix is an IPv6 /64.
 *
 * @since 0.1.0
 * @category constructors
 */
export const eui64 = (prefix: Prefix.Prefix, mac: number): Ip.Ip => {
  const high = Math.floor(mac / 2 ** 24)
  const low = mac % 2 ** 24
  return inSubnet(prefix, ((high ^ 0x020000) << 8) | 0xff, (0xfe << 24) | low)
}

/**
 * What a stable and opaque interface identifier is made from (RFC 7217 section 5).
 *
 * - `interface`: the same for the same interface for ever: its name, its MAC address, a port id.
 * - `networkId`: tells apart networks that happen to have the same prefix; a tenant or scope.
 * - `dadCounter`: 0 at first, one more after each address that turned out to be in use.
 * - `secret`: at least 16 bytes; whoever knows it can foretell the addresses.
 *
 * @since 0.1.0
 * @category models
 */
export interface StablePrivacy {
  readonly prefix: Prefix.Prefix
  readonly interface: string
  readonly networkId?: string | undefined
  readonly dadCounter?: number | undefined
  readonly secret: Redacted.Redacted<Uint8Array>
}

/**
 * The IPv6 address of an interface in a /64 that is always the same in this subnet and tells nothing in another one (RFC
 * 7217, with HMAC-SHA-256 over its parameters, each preceded by its length, as the function F). Identifiers that RFC 5453
 * reserves are skipped by counting `dadCounter` on. Throws a `RangeError` unless the prefix is an IPv6 /64, and for a
 * secret that is too short.
 *
 * @since 0.1.0
 * @category constructors
 */
export const stablePrivacy = (options: StablePrivacy): Ip.Ip => {
  const secret = Redacted.value(options.secret)
  if (secret.length < 16) throw new RangeError("the secret has less than 16 bytes (RFC 7217 section 5)")
  const fields = [Prefix.format(options.prefix), options.interface, options.networkId ?? ""]
  for (let counter = options.dadCounter ?? 0; ; counter++) {
    const hmac = createHmac("sha256", secret)
    for (const field of [...fields, String(counter)]) hmac.update(`${Buffer.byteLength(field)}:`).update(field)
    const digest = hmac.digest()
    const c = digest.readUInt32BE(24)
    const d = digest.readUInt32BE(28)
    if (!isReservedIdentifier(c, d)) return inSubnet(options.prefix, c, d)
  }
}

/**
 * Whether an interface identifier, the lanes `c` and `d` of an address, is one that RFC 5453 and its IANA registry reserve:
 * zero (subnet-router anycast), IANA's own Ethernet block, and the highest 128 (subnet anycast, RFC 2526).
 *
 * @since 0.1.0
 * @category predicates
 */
export const isReservedIdentifier = (c: number, d: number): boolean =>
  (c === 0 && d === 0) || (c === 0x02005eff && d >>> 24 === 0xfe) || (c === 0xfdffffff && d >>> 0 >= 0xffffff80)
