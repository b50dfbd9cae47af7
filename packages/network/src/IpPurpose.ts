/**
 * What an address is for, by the registries of IANA: private, loopback, documentation and so on.
 *
 * The tables are those of the library `ip-address`, which pins them to IANA's special-purpose address registries (RFC
 * 6890). An IPv4-mapped or NAT64 address (64:ff9b::/96) is for what the IPv4 address in it is for, since that is where a
 * packet ends up. Some microseconds an address: for decisions about user input, not for packets.
 *
 * @since 0.1.0
 */
import { Address4, Address6 } from "ip-address"
import * as Schema from "effect/Schema"
import * as Ip from "./Ip.ts"

/**
 * What an address is for:
 *
 * - `unspecified` (0.0.0.0, ::), `loopback`, `link-local`, `multicast`, `broadcast` (255.255.255.255).
 * - `private`: RFC 1918, unique local (RFC 4193), local NAT64 (RFC 8215). `cgnat`: shared with carriers (RFC 6598).
 * - `documentation` (RFC 5737, 3849, 9637), `benchmarking` (RFC 2544, 5180).
 * - `reserved`: 240.0.0.0/4 (RFC 1112).
 * - `global`: globally reachable; none of the above, nor anything else that a registry marks as not reachable.
 *
 * @since 0.1.0
 * @category schemas
 */
export const IpPurpose = Schema.Literals([
  "unspecified",
  "loopback",
  "link-local",
  "multicast",
  "broadcast",
  "private",
  "cgnat",
  "documentation",
  "benchmarking",
  "reserved",
  "global"
])

/**
 * What an address is for.
 *
 * @since 0.1.0
 * @category models
 */
export type IpPurpose = typeof IpPurpose.Type

/**
 * Everything the address is for, in the order of the list above. Empty for blocks that have none of these names and are
 * not globally reachable either.
 *
 * @since 0.1.0
 * @category getters
 */
export const of = (ip: Ip.Ip): ReadonlyArray<IpPurpose> => {
  const address = ip.family === 4 ? Address4.fromInteger(ip.a) : new Address6(Ip.format(ip))
  const reserved = address instanceof Address4 ? address : (address.embeddedIPv4() ?? undefined)
  const answers: Record<IpPurpose, boolean> = {
    unspecified: address.isUnspecified(),
    loopback: address.isLoopback(),
    "link-local": address.isLinkLocal(),
    multicast: address.isMulticast(),
    broadcast: address.isBroadcast(),
    private: address.isPrivate(),
    cgnat: address.isCGNAT(),
    documentation: address.isDocumentation() || reserved?.isDocumentation() === true,
    benchmarking: address.isBenchmarking(),
    reserved: reserved?.isReserved() === true,
    global: address.isGlobal()
  }
  return IpPurpose.literals.filter((purpose) => answers[purpose])
}

/**
 * Whether the address is for this.
 *
 * @since 0.1.0
 * @category predicates
 */
export const is = (ip: Ip.Ip, purpose: IpPurpose): boolean => of(ip).includes(purpose)
