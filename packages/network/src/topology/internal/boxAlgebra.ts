/**
 * Sets of packets as lists of boxes with one interval for each field: slow, obvious, and independent of the decision
 * diagrams whose conclusions it checks.
 *
 * @since 0.1.0
 */

/** Numbers from the first to the last, both included. */
export type Interval = readonly [first: bigint, last: bigint]

/** Family, source, destination, protocol, source port, destination port (for ICMP the type times 256 plus the code). */
export type Box = readonly [Interval, Interval, Interval, Interval, Interval, Interval]

/** Position of the family in a box. */
export const FAMILY = 0
/** Position of the source address. */
export const SOURCE = 1
/** Position of the destination address. */
export const DESTINATION = 2
/** Position of the protocol number. */
export const PROTOCOL = 3
/** Position of the destination port; 4 is the source port, or ICMP's type and code. */
export const DESTINATION_PORT = 5

/** The box with other values in a field. */
export const withField = (box: Box, field: number, interval: Interval): Box =>
  // A box with as many fields: the compiler forgets how many a tuple had.
  box.map((each, at) => (at === field ? interval : each)) as unknown as Box

const apart = ([first, last]: Interval, [from, to]: Interval): boolean => first > to || last < from

/** Whether no packet is in both; addresses are asked first, they differ most. */
const disjoint = (a: Box, b: Box): boolean =>
  apart(a[2], b[2]) ||
  apart(a[1], b[1]) ||
  apart(a[3], b[3]) ||
  apart(a[5], b[5]) ||
  apart(a[0], b[0]) ||
  apart(a[4], b[4])

/** The packets in both; `undefined` when there are none. */
const intersect = (a: Box, b: Box): Box | undefined => {
  if (disjoint(a, b)) return undefined
  const fields: Array<Interval> = []
  for (let at = 0; at < 6; at++) {
    const [a0, a1] = a[at]!
    const [b0, b1] = b[at]!
    const first = a0 > b0 ? a0 : b0
    const last = a1 < b1 ? a1 : b1
    fields.push([first, last])
  }
  return fields as unknown as Box
}

/** The packets of `a` that are not in `b`, in boxes that share none. */
const subtract = (a: Box, b: Box): ReadonlyArray<Box> => {
  if (disjoint(a, b)) return [a]
  const rest: Array<Box> = []
  let inner = a
  for (let at = 0; at < 6; at++) {
    const [first, last] = inner[at]!
    const [from, to] = b[at]!
    if (first < from) rest.push(withField(inner, at, [first, from - 1n]))
    if (last > to) rest.push(withField(inner, at, [to + 1n, last]))
    inner = withField(inner, at, [first < from ? from : first, last > to ? to : last])
  }
  return rest
}

/** The packets of all `boxes` that are in none of `others`. */
export const subtractAll = (boxes: ReadonlyArray<Box>, others: ReadonlyArray<Box>): ReadonlyArray<Box> => {
  let rest = boxes
  for (const other of others) {
    if (rest.length === 0) return rest
    if (rest.every((box) => disjoint(box, other))) continue
    rest = rest.flatMap((box) => (disjoint(box, other) ? [box] : subtract(box, other)))
  }
  return rest
}

/** The packets of `boxes` that are also in one of `others`. */
export const intersectAll = (boxes: ReadonlyArray<Box>, others: ReadonlyArray<Box>): ReadonlyArray<Box> =>
  boxes.flatMap((box) =>
    others.flatMap((other) => {
      const both = intersect(box, other)
      return both === undefined ? [] : [both]
    })
  )

/** Sorted intervals without gaps between neighbours left open: those that touch or overlap are one. */
export const merged = (intervals: ReadonlyArray<Interval>): ReadonlyArray<Interval> => {
  const result: Array<[bigint, bigint]> = []
  for (const [first, last] of [...intervals].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const before = result.at(-1)
    if (before !== undefined && first <= before[1] + 1n) before[1] = before[1] > last ? before[1] : last
    else result.push([first, last])
  }
  return result
}
