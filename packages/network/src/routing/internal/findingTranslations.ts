/**
 * Findings about translations that no packet can use.
 *
 * @since 0.1.0
 */
import type * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { ElementKind, ElementRef } from "../../topology/Element.ts"
import * as Element from "../../topology/Element.ts"
import type { Rule } from "../../topology/internal/pipeline.ts"
import type { Directory, InterfaceEntry, RouterEntry } from "../../topology/internal/pipelineDirectory.ts"
import {
  innerScope,
  interfaceOf,
  ipOf,
  nextHopInterfaces,
  NOWHERE,
  prefixOf
} from "../../topology/internal/pipelineDirectory.ts"
import type { RouterFinding } from "../RouterFindings.ts"
import type { Tables } from "./findingTables.ts"

interface Translation {
  readonly element: ElementRef
  readonly on: InterfaceEntry
  readonly scope: string
  readonly internal: Prefix.Prefix
  readonly external: Ip.Ip
}

const translations = (router: RouterEntry): ReadonlyArray<Translation> => {
  const { floatingAddresses, id, portForwards, sourceNats } = router.router
  const make = (
    kind: ElementKind,
    each: { readonly id: string; readonly interface: string; readonly scope?: string; readonly external: string },
    internal: Prefix.Prefix
  ): Translation => {
    const on = interfaceOf(router, each.interface)
    const scope = innerScope(on, each.scope)
    return { element: Element.ref(kind, id, each.id), on, scope, internal, external: ipOf(each.external) }
  }
  return [
    ...sourceNats.map((each) => make("SourceNat", each, prefixOf(each.internal))),
    ...floatingAddresses.map((each) => make("FloatingAddress", each, Prefix.host(ipOf(each.internal)))),
    ...portForwards.map((each) => make("PortForward", each, Prefix.host(ipOf(each.internal))))
  ]
}

/** Whether the outside gets to an address: as a neighbour, or by a route to the interface. */
const wayIn = ({ external, on }: Translation): boolean => {
  const { network, subnets } = on.network
  if (subnets.some((s) => Prefix.contains(s.prefix, external))) return true
  return network.inbound.some(
    (route) =>
      Prefix.contains(prefixOf(route.prefix), external) && route.via.some((via) => on.interface.addresses.includes(via))
  )
}

/** Whether a policy of the translation's scope sends out through its interface. */
const policyOut = (router: RouterEntry, { internal, on, scope }: Translation): boolean =>
  router.router.policies.some(
    (policy) =>
      (policy.scope ?? scope) === scope &&
      typeof policy.action !== "string" &&
      policy.action.some((hop) => {
        const address = ipOf(hop.address)
        return address.family === internal.family && nextHopInterfaces(router, scope, hop, address).includes(on)
      })
  )

const hasUpstream = ({ on }: Translation): boolean =>
  [...on.network.owners.values()].some((owner) => owner._tag === "Upstream")

const reasons = (tables: Tables, router: RouterEntry, each: Translation) => {
  const found: Array<"NoWayIn" | "NoRouteInside" | "NoRouteOut" | "GatewayDown"> = []
  const table = tables.of(router.router.id, each.scope)
  const rules = table === undefined ? [] : tables.routes(table)
  const exit = `${router.router.id}/${each.on.interface.id}`
  const leaves = rules.map((rule) => {
    const targets = table === undefined ? [] : tables.targets(rule, table)
    return targets.some((stage) => stage.kind === "RouterOut" && stage.element.id === exit)
  })
  const leadsOut = (rule: Rule, at: number): boolean => leaves[at] === true && rule.source.kind === "StaticRoute"
  const inside = rules.some(
    (rule, at) =>
      leaves[at] !== true &&
      rule.action._tag !== "Drop" &&
      rule.match.destination !== undefined &&
      Prefix.overlaps(rule.match.destination, each.internal)
  )
  // In one scope with its interface, a subnet behind the interface itself is inside as well.
  const beyond = each.on.connected.some((s) => each.on.scope === each.scope && Prefix.overlaps(s.prefix, each.internal))
  if (!wayIn(each)) found.push("NoWayIn")
  if (!inside && !beyond) found.push("NoRouteInside")
  // The interface's own subnet leads to its neighbours only.
  const out = rules.some(
    (rule, at) => rule.match.family === each.internal.family && (leadsOut(rule, at) || rule.source.kind === "RouteLeak")
  )
  if (!out && !policyOut(router, each) && hasUpstream(each)) found.push("NoRouteOut")
  if (each.on.host === NOWHERE) found.push("GatewayDown")
  return found
}

/** The findings about translations. */
export const translationFindings = (directory: Directory, tables: Tables): ReadonlyArray<RouterFinding> =>
  [...directory.routers.values()].flatMap((router) =>
    translations(router).flatMap((each) =>
      reasons(tables, router, each).map((because): RouterFinding => ({
        _tag: "TranslationWithoutWay",
        element: each.element,
        because
      }))
    )
  )
