/**
 * The stages of what lies beyond an external network: its upstream routers and everything behind them.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import type { ElementRef } from "../Element.ts"
import * as Element from "../Element.ts"
import type { Builder, Stages } from "./pipelineBuilder.ts"
import { drop, everything, forward, otherwise } from "./pipelineBuilder.ts"
import type { Directory, NetworkEntry } from "./pipelineDirectory.ts"
import { ipOf, prefixOf } from "./pipelineDirectory.ts"
import { ANYWHERE } from "./pipeline.ts"
import type { Action, NamedSet, Rule } from "./pipeline.ts"

const everywhere = PrefixSet.fromPrefixes([Prefix.all(4), Prefix.all(6)])

/** The addresses on the outside of an external network. */
export const outsideOf = (directory: Directory, entry: NetworkEntry): PrefixSet.PrefixSet => {
  const { network } = entry
  const upstreams: Array<Prefix.Prefix> = []
  for (const [address, owner] of entry.owners) {
    if (owner._tag === "Upstream") upstreams.push(Prefix.host(ipOf(address)))
  }
  if (network.outside !== undefined) return PrefixSet.fromPrefixes([...network.outside.map(prefixOf), ...upstreams])
  const inside: Array<Prefix.Prefix> = network.inbound.map((route) => prefixOf(route.prefix))
  for (const other of directory.networks.values()) {
    if (other.network.scope === network.scope) inside.push(...other.subnets.map((s) => s.prefix))
  }
  for (const on of entry.interfaces) for (const text of on.translated) inside.push(Prefix.host(ipOf(text)))
  const rest = PrefixSet.difference(everywhere, PrefixSet.fromPrefixes(inside))
  return PrefixSet.union(rest, PrefixSet.fromPrefixes(upstreams))
}

/** The stages of the outsides of all external networks. */
export const outsideStages = (
  builder: Builder,
  stages: Stages,
  outsides: ReadonlyMap<string, PrefixSet.PrefixSet>
): { readonly send: (network: NetworkEntry) => number } & Pick<Stages, "outsideArrive"> => {
  const beyond = new Map<string, NamedSet>()
  const outside = (entry: NetworkEntry): NamedSet => {
    const known = beyond.get(entry.network.id)
    if (known !== undefined) return known
    const made = { element: entry.element, set: outsides.get(entry.network.id) ?? PrefixSet.empty }
    beyond.set(entry.network.id, made)
    return made
  }

  const send = (entry: NetworkEntry): number =>
    builder.stage(`outside send ${entry.network.id}`, () => {
      const source = entry.element
      const rules: ReadonlyArray<Rule> = [
        { match: { destinationIn: outside(entry) }, action: drop("NotInside"), source },
        { match: { sourceIn: outside(entry) }, action: forward(), source }
      ]
      return {
        kind: "OutsideSend",
        element: source,
        host: ANYWHERE,
        lists: [{ rules }],
        otherwise: otherwise(source, drop("NotFromOutside")),
        next: table(entry)
      }
    })

  const outsideArrive = (entry: NetworkEntry): number =>
    builder.stage(`outside arrive ${entry.network.id}`, () => {
      const source = entry.element
      const action: Action = { _tag: "Deliver", to: { _tag: "Outside", network: entry.network.id } }
      return {
        kind: "OutsideArrive",
        element: source,
        host: ANYWHERE,
        lists: [{ rules: [{ match: { destinationIn: outside(entry) }, action, source }] }],
        otherwise: otherwise(source, forward()),
        next: table(entry)
      }
    })

  /** What the upstream routers know of this side. */
  const table = (entry: NetworkEntry): number =>
    builder.stage(`outside table ${entry.network.id}`, () => {
      const { network } = entry
      const routes: Array<{ readonly prefix: Prefix.Prefix; readonly rule: Rule }> = []
      const add = (prefix: Prefix.Prefix, action: Action, source: ElementRef): void => {
        routes.push({ prefix, rule: { match: { family: prefix.family, destination: prefix }, action, source } })
      }
      for (const { subnet, prefix } of entry.subnets) {
        add(prefix, forward(stages.neighbour(entry)), Element.ref("Subnet", network.id, subnet.id))
      }
      for (const route of network.inbound) {
        const source = Element.ref("InboundRoute", network.id, route.id)
        const among = route.via.map((text) => ({ source, label: text, to: stages.owner(entry, text) }))
        const only = among.length === 1 ? among[0] : undefined
        const action: Action = only === undefined ? { _tag: "Choose", kind: "NextHop", among } : forward(only.to)
        add(prefixOf(route.prefix), action, source)
      }
      // The sort is stable: a subnet stays before an inbound route of the same prefix.
      routes.sort((a, b) => b.prefix.length - a.prefix.length)
      return {
        kind: "OutsideTable",
        element: entry.element,
        host: ANYWHERE,
        hop: true,
        lists: [{ rules: routes.map((each) => each.rule) }],
        otherwise: { match: everything, action: drop("NoRoute"), source: entry.element }
      }
    })

  return { send, outsideArrive }
}
