/**
 * What a driver can do, as data: asked before anything is applied, so that nothing is accepted that would have no effect.
 *
 * @since 0.1.0
 */
import type { ElementRef } from "../topology/Element.ts"

/**
 * Something an intent may ask for that not every driver can do.
 *
 * @since 0.1.0
 * @category models
 */
export type Feature =
  | "address-pairs"
  | "stateless-groups"
  | "rule-logging"
  | "ecmp"
  | "policy-routes"
  | "route-leaks"
  | "gateway-failover"
  | "floating-addresses"
  | "port-forwards"
  | "balancing"
  | "balancing-http"
  | "balancing-health"
  | "balancing-sticky"
  | "dhcp"
  | "router-advertisements"
  | "dns"
  | "dns-edns"
  | "dns-tcp"
  | "metadata"
  | "port-rate"
  | "floating-rate"
  | "wireguard"
  | "ipsec"
  | "ipv6"
  | "vlan"

/**
 * - `features`: what can be done; whatever is not listed is refused.
 * - `mtuMax`: the largest MTU of a network in bytes, what the encapsulation leaves of the underlay's.
 * - `established`: whether connections that were let through are cut when their rule goes.
 * - `notes`: what an operator should know, such as daemon versions with known holes; text to be shown.
 *
 * @since 0.1.0
 * @category models
 */
export interface OverlayCapabilities {
  readonly driver: string
  readonly features: ReadonlySet<Feature>
  readonly mtuMax: number
  readonly established: "cut" | "kept"
  readonly notes: ReadonlyArray<string>
}

/**
 * Something of an intent that a driver cannot do: the element that asks for it, the feature (or `limit` for a number that is
 * too large), and a sentence with the figures.
 *
 * @since 0.1.0
 * @category models
 */
export interface Unsupported {
  readonly element: ElementRef
  readonly feature: Feature | "limit"
  readonly detail: string
}
