/** Ethernet frames for tests, made by hand. */

const bytes = (text: string, separator: string, radix: number) =>
  text.split(separator).map((part) => Number.parseInt(part, radix))

const mac = (text: string) => bytes(text, ":", 16)
const ip = (text: string) => bytes(text, ".", 10)

/** A frame with the given type; padded to the 60 bytes that Ethernet wants at least. */
export const ethernet = (to: string, from: string, type: number, payload: ReadonlyArray<number>): Uint8Array => {
  const frame = [...mac(to), ...mac(from), type >> 8, type & 255, ...payload]
  return Uint8Array.from([...frame, ...Array.from({ length: Math.max(0, 60 - frame.length) }, () => 0)])
}

/** A type that no protocol of the kernel answers (IEEE 802, local experimental). */
export const experimental = 0x88b5

const sum16 = (data: ReadonlyArray<number>) => {
  let sum = 0
  for (let i = 0; i < data.length; i += 2) sum += ((data[i] ?? 0) << 8) + (data[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** An ICMP echo request. `mark` is its identifier, by which it is known again. */
export const echo = (to: { mac: string; ip: string }, from: { mac: string; ip: string }, mark: number) => {
  const icmp = [8, 0, 0, 0, mark >> 8, mark & 255, 0, 1, ...Array.from({ length: 20 }, () => 0x61)]
  const icmpSum = sum16(icmp)
  icmp.splice(2, 2, icmpSum >> 8, icmpSum & 255)
  const header = [0x45, 0, 0, 20 + icmp.length, 0, 1, 0, 0, 64, 1, 0, 0, ...ip(from.ip), ...ip(to.ip)]
  const headerSum = sum16(header)
  header.splice(10, 2, headerSum >> 8, headerSum & 255)
  return ethernet(to.mac, from.mac, 0x0800, [...header, ...icmp])
}

/** Whether a frame is an ICMP echo request with this mark. */
export const isEcho = (mark: number) => (frame: Uint8Array) =>
  frame[12] === 8 &&
  frame[13] === 0 &&
  frame[23] === 1 &&
  frame[34] === 8 &&
  ((frame[38] ?? 0) << 8) + (frame[39] ?? 0) === mark

/** Whether a frame has this type and begins its payload with this byte. */
export const isMarked = (type: number, mark: number) => (frame: Uint8Array) =>
  ((frame[12] ?? 0) << 8) + (frame[13] ?? 0) === type && frame[14] === mark
