/**
 * Where a prefix lies when the addresses of a block run along a Hilbert curve: an even number of bits further on it is a
 * square, an odd one a rectangle of two squares, and neighbours in number are neighbours on the map.
 *
 * The curve starts at the top left and ends at the bottom left.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"

/** A rectangle in units of the square's side divided by 2^(levels / 2). */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Bits of an address that the map resolves below its root. */
const levels = 12

/** Side of the square in units. */
export const side = 64

const bitAt = (prefix: Prefix.Prefix, index: number): number => {
  const lane = index < 32 ? prefix.a : index < 64 ? prefix.b : index < 96 ? prefix.c : prefix.d
  return (lane >>> (31 - (index % 32))) & 1
}

/** The part of a prefix that is at most `levels` bits longer than the root: itself, or the cell it lies in. */
export const cellOf = (root: Prefix.Prefix, prefix: Prefix.Prefix): Prefix.Prefix =>
  prefix.length > root.length + levels ? Prefix.supernet(prefix, root.length + levels) : prefix

/** The place of a prefix in the root; it is no longer than its cell. */
export const place = (root: Prefix.Prefix, prefix: Prefix.Prefix): Rectangle => {
  // A corner and the two sides from it: the curve goes along the first, then the second, then back.
  let [x, y] = [0, 0]
  let [ux, uy, vx, vy] = [side, 0, 0, side]
  let index = root.length
  for (; index + 1 < prefix.length; index += 2) {
    const quarter = bitAt(prefix, index) * 2 + bitAt(prefix, index + 1)
    const [hx, hy, kx, ky] = [ux / 2, uy / 2, vx / 2, vy / 2]
    switch (quarter) {
      case 0:
        ;[ux, uy, vx, vy] = [kx, ky, hx, hy]
        break
      case 1:
        ;[x, y] = [x + hx, y + hy]
        ;[ux, uy, vx, vy] = [hx, hy, kx, ky]
        break
      case 2:
        ;[x, y] = [x + hx + kx, y + hy + ky]
        ;[ux, uy, vx, vy] = [hx, hy, kx, ky]
        break
      default:
        ;[x, y] = [x + hx + vx, y + hy + vy]
        ;[ux, uy, vx, vy] = [-kx, -ky, -hx, -hy]
    }
  }
  if (index < prefix.length) {
    const [kx, ky] = [vx / 2, vy / 2]
    if (bitAt(prefix, index) === 1) [x, y] = [x + kx, y + ky]
    ;[vx, vy] = [kx, ky]
  }
  const [dx, dy] = [ux + vx, uy + vy]
  return { x: Math.min(x, x + dx), y: Math.min(y, y + dy), width: Math.abs(dx), height: Math.abs(dy) }
}
