/**
 * Addresses that are no ordinary unicast: RFC 6890's special-purpose registries, as far as the model cares.
 *
 * @since 0.1.0
 */
import type { Ip } from "../../Ip.ts"

/** Kinds of addresses that no packet of the model carries and no part of a topology has. */
export type SpecialAddress = "Unspecified" | "Loopback" | "LinkLocal" | "Multicast" | "Broadcast" | "Mapped"

const special4 = (a: number): SpecialAddress | undefined => {
  if (a >>> 24 === 0) return "Unspecified"
  if (a >>> 24 === 127) return "Loopback"
  if (a >>> 16 === 0xa9fe) return "LinkLocal"
  if (a >>> 28 === 0xe) return "Multicast"
  return a === 0xffff_ffff ? "Broadcast" : undefined
}

/** The kind of a special address; `undefined` for ordinary ones. */
export const specialAddress = ({ family, a, b, c, d }: Ip): SpecialAddress | undefined => {
  if (family === 4) return special4(a)
  if (a === 0 && b === 0 && c === 0 && d <= 1) return d === 0 ? "Unspecified" : "Loopback"
  if (a === 0 && b === 0 && c === 0xffff) return "Mapped"
  if (a >>> 24 === 0xff) return "Multicast"
  return a >>> 22 === 0x3fa ? "LinkLocal" : undefined
}
