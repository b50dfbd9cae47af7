/**
 * What a set of routers does wrong, found before anything is applied: in a topology that is consistent, and that a
 * driver would carry out as it is written.
 *
 * Findings come from the very tables that `trace` follows. They look at destinations alone: policy routes are compared
 * with each other but not followed (they only spare a route the blame for packets that a policy takes away before), and
 * translated packets are not followed beyond their translator. Each finding has a
 * witness or the figures that show it. No finding does not mean that everything is reachable; that is what `reachable`
 * answers.
 *
 * Time grows with the distinct prefixes of all tables times the tables that other routers' tables send to, or that packets
 * might come back to: not with those that only lead to hosts and upstream routers.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ElementRef, print as printRef } from "../topology/Element.ts"
import { directory } from "../topology/internal/pipelineDirectory.ts"
import { pipelineOf } from "../topology/internal/pipelineCompile.ts"
import type { Topology } from "../topology/Topology.ts"
import { Tables } from "./internal/findingTables.ts"
import { routeFindings } from "./internal/findingRoutes.ts"
import { translationFindings } from "./internal/findingTranslations.ts"
import { wayFindings } from "./internal/findingWays.ts"

/**
 * One finding:
 *
 * - `NextHopUnreachable`: the next hop is on no connected subnet (`connected` lists them). `NextHopUnresolved`: it is,
 *   but nobody there has the address. `NextHopIsOwn`: it is an address of the router itself.
 * - `RoutingLoop`: packets to `destination` go round through these tables.
 * - `BlackHole`: the route hands `destination` to `at`, which has no route for it. Routes that say `blackhole` are
 *   meant and no finding.
 * - `RouteShadowed`: the route never decides; `by` are the parts that decide in its place. `PolicyShadowed`: every
 *   packet of the policy is one of a policy with a higher priority.
 * - `InterfacesOverlap`: two interfaces of one table connect the same addresses; the first wins.
 * - `TranslationWithoutWay`: `because` the outside does not get to the external address (`NoWayIn`), the router has no
 *   route to the internal side (`NoRouteInside`) or none out through the interface (`NoRouteOut`), or no host carries
 *   the interface (`GatewayDown`).
 * - `NoWayBack`: what comes along the route from `prefix` finds no route back at `at` (asymmetric routing).
 * - `Untranslated`: the route leads out of `prefix`'s scope through `interface`, and no translation covers all of
 *   `prefix`: what is not translated is dropped.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RouterFinding = Schema.TaggedUnion({
  NextHopUnreachable: { element: ElementRef, nextHop: Schema.String, connected: Schema.Array(Schema.String) },
  NextHopUnresolved: { element: ElementRef, nextHop: Schema.String, network: Schema.String },
  NextHopIsOwn: { element: ElementRef, nextHop: Schema.String, interface: ElementRef },
  RoutingLoop: { elements: Schema.Array(ElementRef), destination: Schema.String },
  BlackHole: { element: ElementRef, at: ElementRef, destination: Schema.String },
  RouteShadowed: { element: ElementRef, by: Schema.Array(ElementRef) },
  PolicyShadowed: { element: ElementRef, by: ElementRef },
  InterfacesOverlap: { elements: Schema.Array(ElementRef), prefixes: Schema.Array(Schema.String) },
  TranslationWithoutWay: {
    element: ElementRef,
    because: Schema.Literals(["NoWayIn", "NoRouteInside", "NoRouteOut", "GatewayDown"])
  },
  NoWayBack: { element: ElementRef, at: ElementRef, prefix: Schema.String },
  Untranslated: { element: ElementRef, interface: ElementRef, prefix: Schema.String }
})

/**
 * One finding.
 *
 * @since 0.1.0
 * @category models
 */
export type RouterFinding = typeof RouterFinding.Type

/**
 * How bad a finding is: an `error` loses packets that a route or a translation claims to carry; a `warning` is written
 * in vain or serves one direction only.
 *
 * @since 0.1.0
 * @category getters
 */
export const severity = (finding: RouterFinding): "error" | "warning" => {
  switch (finding._tag) {
    case "RouteShadowed":
    case "PolicyShadowed":
    case "InterfacesOverlap":
    case "NoWayBack":
      return "warning"
    default:
      return "error"
  }
}

/**
 * All findings about the routers of a topology that `Topology.make` returned, in a fixed order.
 *
 * @since 0.1.0
 * @category combinators
 */
export const findings = (topology: Topology): ReadonlyArray<RouterFinding> => {
  const known = directory(topology)
  const tables = new Tables(pipelineOf(topology))
  return [...routeFindings(known, tables), ...wayFindings(known, tables), ...translationFindings(known, tables)]
}

/**
 * A finding as one line for an operator.
 *
 * @since 0.1.0
 * @category getters
 */
export const print = (finding: RouterFinding): string => {
  switch (finding._tag) {
    case "NextHopUnreachable":
      return `${printRef(finding.element)}: next hop ${finding.nextHop} is on no connected subnet (${finding.connected.join(", ")})`
    case "NextHopUnresolved":
      return `${printRef(finding.element)}: nobody on Network ${finding.network} has the next hop ${finding.nextHop}`
    case "NextHopIsOwn":
      return `${printRef(finding.element)}: next hop ${finding.nextHop} is the router's own ${printRef(finding.interface)}`
    case "RoutingLoop":
      return `packets to ${finding.destination} go round: ${finding.elements.map(printRef).join(", ")}`
    case "BlackHole":
      return `${printRef(finding.element)}: ${printRef(finding.at)} has no route to ${finding.destination}`
    case "RouteShadowed":
      return `${printRef(finding.element)} never decides, but ${finding.by.map(printRef).join(", ")}`
    case "PolicyShadowed":
      return `${printRef(finding.element)} never decides, but ${printRef(finding.by)}`
    case "InterfacesOverlap":
      return `${finding.elements.map(printRef).join(" and ")} connect the same addresses (${finding.prefixes.join(", ")})`
    case "TranslationWithoutWay":
      return `${printRef(finding.element)}: ${finding.because}`
    case "NoWayBack":
      return `${printRef(finding.element)}: ${printRef(finding.at)} has no route back to ${finding.prefix}`
    case "Untranslated":
      return `${printRef(finding.element)}: ${finding.prefix} leaves untranslated through ${printRef(finding.interface)}`
  }
}
