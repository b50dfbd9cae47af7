/**
 * A prefix table that is slow and obviously right: text to number, and addresses as text of bits. It shares nothing
 * with the kernels.
 */
import * as Ip from "../../src/Ip.ts"
import * as Prefix from "../../src/Prefix.ts"

/** The bits of an address as a text of zeros and ones. */
export const bitsOf = (ip: Ip.Ip): string => Ip.toBigInt(ip).toString(2).padStart(Ip.bits(ip.family), "0")

const network = (prefix: Prefix.Prefix): string => bitsOf(prefix).slice(0, prefix.length)

/** Rows are kept by their network bits: the key of a prefix within another begins with that other's key. */
export class GoldenTable {
  private readonly rows = new Map<string, { readonly prefix: Prefix.Prefix; readonly value: number }>()

  get size(): number {
    return this.rows.size
  }

  get(prefix: Prefix.Prefix): number | undefined {
    return this.rows.get(network(prefix))?.value
  }

  insert(prefix: Prefix.Prefix, value: number): number | undefined {
    const before = this.get(prefix)
    this.rows.set(network(prefix), { prefix, value })
    return before
  }

  delete(prefix: Prefix.Prefix): number | undefined {
    const before = this.get(prefix)
    this.rows.delete(network(prefix))
    return before
  }

  /** All that hold the prefix, the shortest first. */
  covering(prefix: Prefix.Prefix) {
    const key = network(prefix)
    return [...this.rows]
      .filter(([other]) => key.startsWith(other))
      .sort(([x], [y]) => x.length - y.length)
      .map(([, row]) => row)
  }

  /** All that the prefix holds, in the order of the padded bits, the shorter first. */
  covered(prefix: Prefix.Prefix) {
    const key = network(prefix)
    return [...this.rows]
      .filter(([other]) => other.startsWith(key))
      .sort(([x], [y]) => {
        const [left, right] = [x.padEnd(128, "0"), y.padEnd(128, "0")]
        return left === right ? x.length - y.length : left < right ? -1 : 1
      })
      .map(([, row]) => row)
  }

  match(ip: Ip.Ip) {
    return this.covering(Prefix.host(ip)).at(-1)
  }
}

/** The addresses at which answers may change: the first and last of each prefix, and those beside them. */
export const boundaries = (prefixes: Iterable<Prefix.Prefix>): ReadonlyArray<Ip.Ip> =>
  [...prefixes].flatMap((prefix) => {
    const [first, last] = [Prefix.first(prefix), Prefix.last(prefix)]
    return [first, last, Ip.add(first, -1), Ip.add(last, 1)].filter((ip) => ip !== undefined)
  })

/** Addresses as `lookupMany` takes them. */
export const lanesOf = (ips: ReadonlyArray<Ip.Ip>): Uint32Array =>
  Uint32Array.from(ips.flatMap((ip) => (ip.family === 4 ? [ip.a] : [ip.a, ip.b, ip.c, ip.d])))
