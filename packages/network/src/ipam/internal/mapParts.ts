/**
 * What an address map shows: the parts of a pool or of a subnet, each with its place, colour and texts.
 *
 * @since 0.1.0
 */
import * as Prefix from "../../Prefix.ts"
import * as PrefixSet from "../../PrefixSet.ts"
import * as hilbert from "./hilbert.ts"
import { type Kind, kinds, shadeOf } from "./mapColours.ts"
import type { Block, Host, ScopeIndex } from "./planIndex.ts"
import { ipOf } from "./planText.ts"
import { setOf, usableOf } from "./planUsage.ts"

/** One rectangle. `lines` are written in it as far as there is room; `title` is all that can be said. */
export interface Part {
  readonly rectangle: hilbert.Rectangle
  readonly fill: string
  readonly lines: ReadonlyArray<string>
  readonly title: string
}

/** What is drawn: parts, frames around parts, and which entries the legend has. */
export interface Picture {
  readonly root: Prefix.Prefix
  readonly title: string
  readonly summary: string
  readonly parts: ReadonlyArray<Part>
  readonly frames: ReadonlyArray<Part>
  readonly legend: "blocks" | "addresses"
}

interface Item {
  readonly prefix: Prefix.Prefix
  readonly what: string
  readonly part: Omit<Part, "rectangle">
}

/** Items in their places; those that are smaller than a cell become one part for each cell, which counts them. */
const placeAll = (root: Prefix.Prefix, items: ReadonlyArray<Item>): ReadonlyArray<Part> => {
  const parts: Array<Part> = []
  const small = new Map<string, { readonly cell: Prefix.Prefix; readonly counts: Map<string, number> }>()
  for (const { prefix, what, part } of items) {
    const cell = hilbert.cellOf(root, prefix)
    if (cell === prefix) {
      parts.push({ rectangle: hilbert.place(root, prefix), ...part })
      continue
    }
    const key = Prefix.format(cell)
    const found = small.get(key) ?? { cell, counts: new Map<string, number>() }
    small.set(key, found)
    found.counts.set(what, (found.counts.get(what) ?? 0) + 1)
  }
  for (const [key, { cell, counts }] of small) {
    const texts = [...counts].map(([what, count]) => `${count} × ${what}`)
    const title = `${key}: ${texts.join(", ")}`
    parts.push({ rectangle: hilbert.place(root, cell), fill: kinds.small.fill, lines: [kinds.small.letter], title })
  }
  return parts
}

const percentOf = (used: bigint, of: bigint): number => (of === 0n ? 100 : Number((used * 100n) / of))

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`

const comment = (text: string): string => (text === "" ? "" : `\n${text}`)

/** A pool: its subnets by how much of them is in use, delegated prefixes, and frames around nested pools. */
export const poolPicture = (index: ScopeIndex, pool: Block & { readonly kind: "pool" }): Picture => {
  const root = pool.prefix
  const inside = <B extends Block>(blocks: ReadonlyArray<B>): ReadonlyArray<B> =>
    blocks.filter(({ prefix, record }) => record !== pool.record && Prefix.contains(root, prefix))
  const subnets = inside(index.subnets)
  const delegations = inside(index.delegations)
  const nested = inside(index.pools)
  const items = [
    ...subnets.map(({ record, prefix }): Item => {
      const used = (index.hosts.get(record.id) ?? []).filter((host) => host.record.state !== "quarantined").length
      const usable = PrefixSet.size(usableOf(record, prefix))
      const percent = percentOf(BigInt(used), usable)
      const title = `subnet ${record.id}: ${record.cidr}, ${used} of ${usable} in use${comment(record.comment)}`
      const lines = [record.cidr, record.id, `${percent} %`]
      return { prefix, what: "subnet", part: { fill: shadeOf(percent), lines, title } }
    }),
    ...delegations.map(({ record, prefix }): Item => {
      const title = `delegated to ${record.owner}: ${record.cidr}${comment(record.comment)}`
      const { fill } = kinds.delegation
      return { prefix, what: "delegation", part: { fill, lines: [record.cidr, record.owner], title } }
    })
  ]
  const taken = PrefixSet.size(PrefixSet.fromPrefixes([...subnets, ...delegations].map(({ prefix }) => prefix)))
  const size = Prefix.size(root)
  return {
    root,
    title: `Pool ${pool.record.id} of scope ${index.scope.id}: ${pool.record.cidr}`,
    summary:
      `${many(subnets.length, "subnet")}, ${many(delegations.length, "delegation")}, ` +
      `${many(nested.length, "nested pool")}; ` +
      `${percentOf(taken, size)} % of ${size} addresses carved`,
    parts: placeAll(root, items),
    frames: nested
      .filter(({ prefix }) => hilbert.cellOf(root, prefix) === prefix)
      .map(({ record, prefix }) => ({
        rectangle: hilbert.place(root, prefix),
        fill: "none",
        lines: [],
        title: `pool ${record.id}: ${record.cidr}${comment(record.comment)}`
      })),
    legend: "blocks"
  }
}

/** A subnet: each address by what it is. */
export const subnetPicture = (
  index: ScopeIndex,
  { record, prefix: root }: Block & { readonly kind: "subnet" }
): Picture => {
  const hosts = index.hosts.get(record.id) ?? []
  const items: Array<Item> = hosts.map((host) => hostItem(host))
  let rest = PrefixSet.difference(
    PrefixSet.fromPrefixes([root]),
    PrefixSet.fromPrefixes(hosts.map(({ ip }) => Prefix.host(ip)))
  )
  /** Takes what is still left of a set, as parts of one kind. */
  const take = (kind: Kind, set: PrefixSet.PrefixSet): void => {
    for (const prefix of PrefixSet.toPrefixes(PrefixSet.intersection(rest, set))) {
      const { fill, letter, name } = kinds[kind]
      const text = prefix.length === root.length ? Prefix.format(prefix) : shortOf(prefix)
      items.push({ prefix, what: name, part: { fill, lines: [letter], title: `${text}: ${name}` } })
    }
    rest = PrefixSet.difference(rest, set)
  }
  const hostsPart = Prefix.hosts(root)
  const usable = PrefixSet.fromRange(hostsPart.first, hostsPart.last)
  const gateway = record.gateway === null ? [] : [Prefix.host(ipOf(record.gateway))]
  take("gateway", PrefixSet.fromPrefixes(gateway))
  take("never", PrefixSet.difference(rest, usable))
  take("excluded", setOf(record.exclusions))
  take("dhcp", setOf(record.dhcp === null ? [] : [record.dhcp]))
  if (record.ranges.length > 0) take("named", PrefixSet.difference(rest, setOf(record.ranges)))
  const used = hosts.filter((host) => host.record.state !== "quarantined").length
  const room = PrefixSet.size(usableOf(record, root))
  return {
    root,
    title: `Subnet ${record.id} of scope ${index.scope.id}: ${record.cidr}`,
    summary: `${used} of ${room} addresses in use (${percentOf(BigInt(used), room)} %)`,
    parts: placeAll(root, items),
    frames: [],
    legend: "addresses"
  }
}

/** A single address without its length. */
const shortOf = (prefix: Prefix.Prefix): string => {
  const text = Prefix.format(prefix)
  return /\/(32|128)$/.test(text) && Prefix.size(prefix) === 1n ? text.slice(0, text.indexOf("/")) : text
}

const hostItem = ({ record, ip }: Host): Item => {
  const { fill, letter, name } = kinds[record.state]
  const title = `${record.address}: ${name}, ${record.owner}${comment(record.comment)}`
  return { prefix: Prefix.host(ip), what: name, part: { fill, lines: [letter], title } }
}
