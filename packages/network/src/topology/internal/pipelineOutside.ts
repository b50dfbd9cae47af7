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
import type { Action, Match, NamedSet, Rule } from "./pipeline.ts"

const everywhere = PrefixSet.fromPrefixes([Prefix.all(4), Prefix.all(6)])

/** What lies beyond an external network. */
export interface Beyond {
  /** The addresses on its outside. */
  readonly outside: PrefixSet.PrefixSet
  /** Addresses that another external network has, or its outside, and this one has not. */
  readonly elsewhere: PrefixSet.PrefixSet
}

const used = (entry: NetworkEntry): ReadonlyArray<Prefix.Prefix> =>
  entry.interfaces.flatMap((on) => [...on.translated].map((text) => Prefix.host(ipOf(text))))

/** The prefixes that an external network has itself. A default route says nothing about an address. */
const having = (entry: NetworkEntry): ReadonlyArray<Prefix.Prefix> => [
  ...entry.subnets.map((s) => s.prefix),
  ...entry.network.inbound.map((route) => prefixOf(route.prefix)).filter((prefix) => prefix.length > 0),
  ...used(entry)
]

/** The prefixes on this side of an external network: all of its scope, and what it has. */
const inside = (directory: Directory, entry: NetworkEntry): ReadonlyArray<Prefix.Prefix> => {
  const { network } = entry
  const scope = [...directory.networks.values()].filter((other) => other.network.scope === network.scope)
  return [
    ...scope.flatMap((other) => other.subnets.map((s) => s.prefix)),
    ...network.inbound.map((route) => prefixOf(route.prefix)),
    ...used(entry)
  ]
}

const upstreams = (entry: NetworkEntry): ReadonlyArray<Prefix.Prefix> =>
  [...entry.owners].flatMap(([address, owner]) => (owner._tag === "Upstream" ? [Prefix.host(ipOf(address))] : []))

/** What lies beyond each external network, by its id. */
export const beyondOf = (directory: Directory): ReadonlyMap<string, Beyond> => {
  const external = [...directory.networks.values()].filter((entry) => entry.external)
  const had = PrefixSet.fromPrefixes(external.flatMap(having))
  const outsides = external.map((entry) => {
    const { outside } = entry.network
    const rest =
      outside === undefined
        ? PrefixSet.difference(everywhere, PrefixSet.union(had, PrefixSet.fromPrefixes(inside(directory, entry))))
        : PrefixSet.fromPrefixes(outside.map(prefixOf))
    return PrefixSet.union(rest, PrefixSet.fromPrefixes(upstreams(entry)))
  })
  const all = outsides.reduce(PrefixSet.union, PrefixSet.empty)
  return new Map(
    external.map((entry, at) => {
      const outside = outsides[at]!
      const others = PrefixSet.union(
        PrefixSet.difference(had, PrefixSet.fromPrefixes(having(entry))),
        PrefixSet.difference(all, PrefixSet.fromPrefixes(inside(directory, entry)))
      )
      return [entry.network.id, { outside, elsewhere: PrefixSet.difference(others, outside) }]
    })
  )
}

/** The stages of the outsides of all external networks. */
export const outsideStages = (
  builder: Builder,
  stages: Stages,
  external: ReadonlyArray<NetworkEntry>,
  beyond: ReadonlyMap<string, Beyond>
): { readonly send: (network: NetworkEntry) => number } & Pick<Stages, "outsideArrive"> => {
  const sets = new Map<string, { readonly outside: NamedSet; readonly elsewhere: NamedSet }>()
  const setsOf = ({ element, network: { id } }: NetworkEntry) => {
    const known = sets.get(id)
    if (known !== undefined) return known
    const { elsewhere, outside } = beyond.get(id) ?? { elsewhere: PrefixSet.empty, outside: PrefixSet.empty }
    const made = { outside: { element, set: outside }, elsewhere: { element, set: elsewhere } }
    sets.set(id, made)
    return made
  }

  /** Nobody knows how the outsides of two external networks are joined. */
  const refused = (entry: NetworkEntry, match: (elsewhere: NamedSet) => Match): ReadonlyArray<Rule> => {
    const { elsewhere } = setsOf(entry)
    if (PrefixSet.isEmpty(elsewhere.set)) return []
    const towards = external.flatMap((other) => (other === entry ? [] : [outsideArrive(other)]))
    const action: Action = { _tag: "Refuse", reason: "BetweenExternals", towards }
    return [{ match: match(elsewhere), action, source: entry.element }]
  }

  const send = (entry: NetworkEntry): number =>
    builder.stage(`outside send ${entry.network.id}`, () => {
      const source = entry.element
      const rules: ReadonlyArray<Rule> = [
        { match: { destinationIn: setsOf(entry).outside }, action: drop("NotInside"), source },
        { match: { sourceIn: setsOf(entry).outside }, action: forward(), source },
        ...refused(entry, (sourceIn) => ({ sourceIn }))
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
        lists: [{ rules: [{ match: { destinationIn: setsOf(entry).outside }, action, source }] }],
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
        lists: [
          { rules: [...routes.map((each) => each.rule), ...refused(entry, (destinationIn) => ({ destinationIn }))] }
        ],
        otherwise: { match: everything, action: drop("NoRoute"), source: entry.element }
      }
    })

  return { send, outsideArrive }
}
