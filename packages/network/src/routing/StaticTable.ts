/**
 * Longest-prefix match that does not change: the same answers as the `PrefixTable` it is built from, packed for
 * reading.
 *
 * - `compact`: when there are many tables, or memory and cache matter. For the Internet's 900 000 IPv4 prefixes 6.2
 *   bytes a prefix (7.7 with values above 32 766) and two reads within 5.6 MB a search: the speed of one to one and a
 *   half random reads from a large array.
 * - `fast`: for one IPv4 table that is searched without pause. 32 MiB whatever is in it (64 with values above 32 766),
 *   and one read a search, which is the speed of memory itself. IPv6 has no such form.
 *
 * For a table of a few hundred routes neither is needed: the `PrefixTable` itself is smaller. For IPv6 the compact form
 * is a fifth smaller than the `PrefixTable` but slower in large batches. Building reads the table once, in order: about
 * a second for 900 000 prefixes, with 64 MiB of work space for large IPv4 tables.
 *
 * Only values are kept: neighbouring prefixes with the same value become one, so the prefix that matched is not known.
 * Ask the `PrefixTable` for it.
 *
 * @since 0.1.0
 */
import type * as Ip from "../Ip.ts"
import { checkLanes } from "./internal/bits.ts"
import { DirectForm } from "./internal/directForm.ts"
import { RankedForm } from "./internal/rankedForm.ts"
import * as PrefixTable from "./PrefixTable.ts"

/**
 * Which of the two forms above.
 *
 * @since 0.1.0
 * @category models
 */
export type Form = "compact" | "fast"

/** From so many IPv4 prefixes on, a first stride of 24 bits (4 MiB) pays. */
const largeTable = 0x1_0000

/**
 * A table for reading.
 *
 * @since 0.1.0
 * @category models
 */
export class StaticTable {
  readonly family: Ip.Family
  private readonly kernel: DirectForm | RankedForm

  constructor(family: Ip.Family, kernel: DirectForm | RankedForm) {
    this.family = family
    this.kernel = kernel
  }

  /** Bytes of the typed arrays behind the table. */
  get bytes(): number {
    return this.kernel.bytes
  }

  /** The value of the longest prefix that holds the address. */
  lookup(ip: Ip.Ip): number | undefined {
    if (ip.family !== this.family) return undefined
    const value = this.kernel.lookup(ip)
    return value === PrefixTable.none ? undefined : value
  }

  /** As `PrefixTable.lookupMany`. */
  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    checkLanes(this.family, addresses.length, out.length)
    this.kernel.lookupMany(addresses, out, this.family === 4 ? 1 : 4)
  }
}

/**
 * Builds the static form of a table. IPv6 tables are always `compact`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const build = (table: PrefixTable.PrefixSnapshot, form: Form = "compact"): StaticTable => {
  if (form === "fast" && table.family === 4) return new StaticTable(4, new DirectForm(table))
  const topBits = table.family === 4 && table.size >= largeTable ? 24 : 16
  return new StaticTable(table.family, new RankedForm(table, topBits))
}
