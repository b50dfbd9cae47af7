/**
 * The writer of address text: dotted decimals, and RFC 5952 for IPv6.
 *
 * @since 0.1.0
 */

const octets = Array.from({ length: 256 }, (_, octet) => String(octet))

/** Four decimal octets. */
export const format4 = (a: number): string =>
  `${octets[a >>> 24]!}.${octets[(a >>> 16) & 255]!}.${octets[(a >>> 8) & 255]!}.${octets[a & 255]!}`

const groups = new Uint16Array(8)

/**
 * RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equal ones) as `::`;
 * IPv4-mapped addresses (::ffff:0:0/96) end in dotted decimals, as its section 5 recommends for a known prefix.
 */
export const format6 = (a: number, b: number, c: number, d: number): string => {
  if (a === 0 && b === 0 && c === 0xffff) return `::ffff:${format4(d)}`
  groups[0] = a >>> 16
  groups[1] = a
  groups[2] = b >>> 16
  groups[3] = b
  groups[4] = c >>> 16
  groups[5] = c
  groups[6] = d >>> 16
  groups[7] = d
  let gap = 8
  let length = 1
  for (let start = 0; start < 8; start++) {
    let stop = start
    while (stop < 8 && groups[stop] === 0) stop++
    if (stop - start > length) {
      gap = start
      length = stop - start
    }
    if (stop > start) start = stop
  }
  let text = ""
  for (let index = 0; index < 8; index++) {
    if (index === gap) {
      text += "::"
      index += length - 1
    } else {
      if (index > 0 && index !== gap + length) text += ":"
      text += groups[index]!.toString(16)
    }
  }
  return text
}
