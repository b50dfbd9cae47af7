/**
 * The reader of address text: one pass over UTF-16 units or bytes into lanes, no objects, no copies.
 *
 * Grammar: RFC 4291 section 2.2 for IPv6 (all three forms), four decimal octets for IPv4, RFC 4291 section 2.3 and RFC 4632
 * for the length. Strict as inet_pton: no leading zeros in decimals, no blanks, no short IPv4 forms, `::` stands for at
 * least one group.
 *
 * @since 0.1.0
 */
import { laneMask, maskLanes } from "./ipLanes.ts"
import { codeOf, positionOf, problem, rule } from "./ipRules.ts"

/** Text, or the bytes of a file in any encoding that contains ASCII. */
export type Source = string | Uint8Array

/** Longest valid text: eight groups of which two are an IPv4 address (45 characters) and "/128". */
const longest = 49

const dot = 46
const slash = 47
const colon = 58
const percent = 37

const unit = (source: Source, index: number): number =>
  typeof source === "string" ? source.charCodeAt(index) : source[index]!

/**
 * Reads an octet or a length: one to three digits without a leading zero. Returns `digits << 8 | value`, or the code of
 * the broken rule below zero. How many digits there are is what a processor cannot foresee, so that is no branch: `two` and
 * `three` are all ones where there is such a digit, else zero.
 */
const readDecimal = (source: Source, index: number, end: number): number => {
  if (index >= end) return -rule.unexpectedCharacter
  const first = unit(source, index) - 48
  const second = index + 1 < end ? unit(source, index + 1) - 48 : -1
  const third = index + 2 < end ? unit(source, index + 2) - 48 : -1
  if (first < 0 || first > 9) return -rule.unexpectedCharacter
  const two = ~((second | (9 - second)) >> 31)
  const three = two & ~((third | (9 - third)) >> 31)
  if (first === 0 && two !== 0) return -rule.leadingZero
  const short = first + ((first * 9 + second) & two)
  const value = short + ((short * 9 + third) & three)
  return value > 255 ? -rule.octetTooLarge : ((1 - two - three) << 8) | value
}

/** Reads dotted decimals into one lane; returns the units read, or a problem. */
const scan4 = (source: Source, start: number, end: number, out: Uint32Array, at: number): number => {
  let lane = 0
  let index = start
  for (let octet = 0; ;) {
    const read = readDecimal(source, index, end)
    if (read < 0) return problem(-read, index - start)
    index += read >>> 8
    lane = (lane << 8) | (read & 255)
    if (++octet === 4) break
    if (index >= end || unit(source, index) !== dot) return problem(undotted(source, index, end), index - start)
    index++
  }
  out[at] = lane
  return index - start
}

/** What is wrong when no dot follows one of the first three octets. */
const undotted = (source: Source, index: number, end: number): number => {
  if (index >= end || unit(source, index) === slash) return rule.octetCount
  return isDigit(unit(source, index)) ? rule.octetTooLarge : rule.unexpectedCharacter
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Value of a hexadecimal digit by its ASCII code, 16 for everything else. */
const hex = new Uint8Array(128).fill(16)
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16)
  hex[text.charCodeAt(0)] = digit
  hex[text.toUpperCase().charCodeAt(0)] = digit
}

/** Value of a hexadecimal digit by its UTF-16 unit, 16 for everything else. */
export const hexDigit = (code: number): number => (code < 128 ? hex[code]! : 16)

/** Reads hexadecimal digits, five at most, of which the fifth is too many. Returns `digits << 20 | value`. */
const readGroup = (source: Source, index: number, end: number): number => {
  if (index >= end) return 0
  const first = hexDigit(unit(source, index))
  if (first > 15) return 0
  if (index + 1 >= end) return 0x100000 | first
  const second = hexDigit(unit(source, index + 1))
  if (second > 15) return 0x100000 | first
  const two = (first << 4) | second
  if (index + 2 >= end) return 0x200000 | two
  const third = hexDigit(unit(source, index + 2))
  if (third > 15) return 0x200000 | two
  const three = (two << 4) | third
  if (index + 3 >= end) return 0x300000 | three
  const fourth = hexDigit(unit(source, index + 3))
  if (fourth > 15) return 0x300000 | three
  const four = (three << 4) | fourth
  return index + 4 < end && hexDigit(unit(source, index + 4)) < 16 ? 0x500000 : 0x400000 | four
}

const groups = new Uint16Array(8)
const embedded = new Uint32Array(1)

/** Reads colon-separated groups into four lanes; returns the units read, or a problem. */
const scan6 = (source: Source, start: number, end: number, out: Uint32Array, at: number): number => {
  let count = 0
  let gap = -1
  let index = start
  if (unit(source, start) === colon) {
    if (start + 1 >= end || unit(source, start + 1) !== colon) return problem(rule.unexpectedCharacter, 0)
    gap = 0
    index = start + 2
  }
  for (;;) {
    const read = readGroup(source, index, end)
    const digits = read >>> 20
    if (digits === 0) {
      // Nothing need follow a `::`.
      if (gap === count) break
      return problem(rule.unexpectedCharacter, index - start)
    }
    if (digits > 4) return problem(rule.groupTooLong, index - start)
    const stop = index + digits
    if (stop < end && unit(source, stop) === dot) {
      const dotted = scan4(source, index, end, embedded, 0)
      if (dotted < 0) return problem(codeOf(dotted), positionOf(dotted) + index - start)
      if (count > 6) return problem(rule.groupCount, index - start)
      groups[count++] = embedded[0]! >>> 16
      groups[count++] = embedded[0]!
      index += dotted
      break
    }
    if (count === 8) return problem(rule.groupCount, index - start)
    groups[count++] = read
    index = stop
    if (index >= end || unit(source, index) !== colon) break
    index++
    if (index < end && unit(source, index) === colon) {
      if (gap >= 0) return problem(rule.secondCompression, index - 1 - start)
      gap = count
      index++
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) return problem(rule.groupCount, index - start)
  if (gap >= 0) spread(gap, count)
  out[at] = (groups[0]! << 16) | groups[1]!
  out[at + 1] = (groups[2]! << 16) | groups[3]!
  out[at + 2] = (groups[4]! << 16) | groups[5]!
  out[at + 3] = (groups[6]! << 16) | groups[7]!
  return index - start
}

/** Moves the groups from `gap` on to the end and puts zeros between. */
const spread = (gap: number, count: number): void => {
  let to = 7
  for (let from = count - 1; from >= gap; from--) groups[to--] = groups[from]!
  while (to >= gap) groups[to--] = 0
}

/** Whether IPv6 was meant: a colon comes before any dot. */
const hasColon = (source: Source, start: number, end: number): boolean => {
  for (let index = start; index < end; index++) {
    const code = unit(source, index)
    if (code === colon) return true
    if (code === dot) return false
  }
  return false
}

/**
 * Reads an address and what follows it: returns `units read * 8 + family`, or a problem. `out` gets four lanes from `at`.
 */
const scan = (source: Source, start: number, end: number, out: Uint32Array, at: number): number => {
  if (end <= start) return problem(rule.empty, 0)
  if (end - start > longest) return problem(rule.tooLong, longest)
  const read = scan4(source, start, end, out, at)
  if (read >= 0) {
    out[at + 1] = 0
    out[at + 2] = 0
    out[at + 3] = 0
    return read * 8 + 4
  }
  if (!hasColon(source, start, end)) return read
  const read6 = scan6(source, start, end, out, at)
  return read6 < 0 ? read6 : read6 * 8 + 6
}

/** What is wrong with a unit that follows a complete address. */
const trailing = (source: Source, index: number, start: number): number => {
  const code = unit(source, index)
  const broken =
    code === percent
      ? rule.zoneId
      : code === dot
        ? rule.octetCount
        : isDigit(code)
          ? rule.octetTooLarge
          : rule.unexpectedCharacter
  return problem(broken, index - start)
}

/** Reads an address into four lanes; returns its family, or a problem. */
export const readAddress = (source: Source, start: number, end: number, out: Uint32Array, at: number): number => {
  const scanned = scan(source, start, end, out, at)
  if (scanned < 0) return scanned
  const stop = start + (scanned >>> 3)
  return stop === end ? scanned & 7 : trailing(source, stop, start)
}

/**
 * Reads a prefix into four lanes and a length; returns its family, or a problem. The lanes are masked, so that after
 * `rule.hostBits` they hold the prefix that was probably meant.
 */
export const readPrefix = (source: Source, start: number, end: number, out: Uint32Array, at: number): number => {
  const scanned = scan(source, start, end, out, at)
  if (scanned < 0) return scanned
  const stop = start + (scanned >>> 3)
  const family = scanned & 7
  if (stop === end) return problem(rule.lengthMissing, stop - start)
  if (unit(source, stop) !== slash) return trailing(source, stop, start)
  if (stop + 1 === end) return problem(rule.lengthMissing, stop + 1 - start)
  const read = readDecimal(source, stop + 1, end)
  if (read < 0) return problem(read === -rule.octetTooLarge ? rule.lengthTooLarge : -read, stop + 1 - start)
  const tail = stop + 1 + (read >>> 8)
  const length = read & 255
  if (tail < end)
    return problem(isDigit(unit(source, tail)) ? rule.lengthTooLarge : rule.unexpectedCharacter, tail - start)
  if (length > (family === 4 ? 32 : 128)) return problem(rule.lengthTooLarge, stop + 1 - start)
  out[at + 4] = length
  if (family === 6) return maskLanes(out, at, length) === 0 ? 6 : problem(rule.hostBits, 0)
  const lane = out[at]!
  const kept = laneMask(length)
  out[at] = lane & kept
  return (lane & ~kept) === 0 ? 4 : problem(rule.hostBits, 0)
}
