/**
 * The rules of address text, their codes, and how a status of the reader is taken apart.
 *
 * A status above zero is the family. One below zero is a broken rule with the position where it was seen, packed into one
 * number so that reading makes no objects.
 *
 * @since 0.1.0
 */

/** The rules a text can break so that it is no address, in the order of their codes, which start at 1. */
export const addressRules = [
  "Empty",
  "TooLong",
  "UnexpectedCharacter",
  "LeadingZero",
  "OctetTooLarge",
  "OctetCount",
  "GroupTooLong",
  "GroupCount",
  "SecondCompression",
  "ZoneId"
] as const

/** Likewise for prefixes. Host bits are apart because more can be said about them. */
export const prefixRules = [...addressRules, "LengthMissing", "LengthTooLarge"] as const

/** The codes of the rules. */
export const rule = {
  empty: 1,
  tooLong: 2,
  unexpectedCharacter: 3,
  leadingZero: 4,
  octetTooLarge: 5,
  octetCount: 6,
  groupTooLong: 7,
  groupCount: 8,
  secondCompression: 9,
  zoneId: 10,
  lengthMissing: 11,
  lengthTooLarge: 12,
  hostBits: 13
} as const

/** The status for a broken rule. */
export const problem = (code: number, position: number): number => -(position * 16 + code)

/** The code of a status below zero. */
export const codeOf = (status: number): number => -status & 15

/** Where a status below zero found fault, in units from the start. */
export const positionOf = (status: number): number => -status >>> 4

const explanations: Record<(typeof prefixRules)[number], string> = {
  Empty: "nothing to read",
  TooLong: "more than 49 characters",
  UnexpectedCharacter: "an unexpected character or end",
  LeadingZero: "a decimal with a leading zero",
  OctetTooLarge: "an octet above 255",
  OctetCount: "not four octets",
  GroupTooLong: "a group of more than four digits",
  GroupCount: "not eight groups",
  SecondCompression: "a second ::",
  ZoneId: "a zone id",
  LengthMissing: "the length is missing",
  LengthTooLarge: "a length above the bits of the family"
}

/** A broken rule in words. */
export const explain = (broken: (typeof prefixRules)[number], position: number): string =>
  `${explanations[broken]} at position ${position}`
