/**
 * Small changes that make address text wrong, or nearly so.
 *
 * @since 0.1.0
 */
import * as fc from "fast-check"

/** What is put into texts: separators, signs, blanks, digits of other scripts, and parts that are one too many. */
const pieces = [
  ..."0123456789abcdefgxABCDEF.:/%-+ \t\n\0_,",
  "::",
  "..",
  "//",
  "00",
  "0x",
  "256",
  "999",
  "10000",
  "/33",
  "/129",
  "/0",
  "/08",
  "/-1",
  "/255.255.255.0",
  "%eth0",
  "1.2.3.4",
  "\u0661",
  "\uff11",
  "\u0131",
  "\u{1d7cf}",
  "\u200b"
] as const

const place = fc.nat({ max: 60 })
const piece = fc.constantFrom(...pieces)

/** One small change of a text. */
export const mutation: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.tuple(place, piece).map(([at, added]) => (text: string) => {
    const index = at % (text.length + 1)
    return text.slice(0, index) + added + text.slice(index)
  }),
  fc.tuple(place, piece).map(([at, other]) => (text: string) => {
    const index = at % (text.length + 1)
    return text.slice(0, index) + other + text.slice(index + 1)
  }),
  place.map((at) => (text: string) => {
    const index = at % (text.length + 1)
    return text.slice(0, index) + text.slice(index + 1)
  }),
  place.map((at) => (text: string) => text.slice(0, at % (text.length + 1))),
  fc.tuple(place, place).map(([at, length]) => (text: string) => {
    const index = at % (text.length + 1)
    return text.slice(0, index) + text.slice(index, index + (length % 6)) + text.slice(index)
  })
)
