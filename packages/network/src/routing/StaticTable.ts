/**
 * Longest-prefix match that does not change: the same answers as the `PrefixTable` it is frozen from, without what only
 * changes need. `PrefixTable.freeze` makes it.
 *
 * For the Internet's 900 000 IPv4 prefixes with up to 254 values 7.8 bytes a prefix, half of what the `PrefixTable`
 * has (15 bytes with up to 65 533 values); for its 160 000 IPv6 prefixes 11 bytes. Searches are as fast as there. Freezing
 * copies typed arrays, some milliseconds; for IPv6 it works out what searches need, up to half a second.
 *
 * For one reader in the same process a snapshot of the `PrefixTable` costs nothing and serves as well; a static table is
 * for where many are kept or memory matters. Only values are kept: the prefix that matched is not known. Ask the
 * `PrefixTable` for it.
 *
 * @since 0.1.0
 */
import type * as Ip from "../Ip.ts"
import { checkLanes, none, type Searches } from "./internal/bits.ts"

/**
 * A table for reading.
 *
 * @since 0.1.0
 * @category models
 */
export class StaticTable {
  readonly family: Ip.Family
  private readonly kernel: Searches

  constructor(family: Ip.Family, kernel: Searches) {
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
    return value === none ? undefined : value
  }

  /** As `PrefixTable.lookupMany`. */
  lookupMany(addresses: Uint32Array, out: Uint32Array): void {
    checkLanes(this.family, addresses.length, out.length)
    this.kernel.lookupMany(addresses, out)
  }
}
