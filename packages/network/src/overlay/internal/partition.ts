/**
 * Which records make up which part.
 *
 * @since 0.1.0
 */
import type { PartId } from "../IntentPart.ts"
import type { OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"

/** What a part is made of. */
export type Piece =
  | {
      readonly _tag: "Joined"
      readonly networks: ReadonlyArray<string>
      readonly routers: ReadonlyArray<string>
      readonly balancers: ReadonlyArray<string>
    }
  | { readonly _tag: "Open"; readonly network: string }
  | { readonly _tag: "Group"; readonly group: string }
  | { readonly _tag: "Set"; readonly set: string }
  | { readonly _tag: "Zone"; readonly zone: string }

/** Whether two pieces are made of the same. */
export const samePiece = (a: Piece, b: Piece): boolean => {
  if (a._tag !== "Joined" || b._tag !== "Joined") return a._tag === b._tag
  const same = (x: ReadonlyArray<string>, y: ReadonlyArray<string>) =>
    x.length === y.length && x.every((id, at) => id === y[at])
  return same(a.networks, b.networks) && same(a.routers, b.routers) && same(a.balancers, b.balancers)
}

/** Sets that are joined two at a time. */
class Joins {
  readonly #above = new Map<string, string>()

  add(key: string): void {
    if (!this.#above.has(key)) this.#above.set(key, key)
  }

  root(key: string): string {
    let at = key
    for (let above = this.#above.get(at); above !== undefined && above !== at; above = this.#above.get(at)) {
      const next = this.#above.get(above) ?? above
      this.#above.set(at, next)
      at = next
    }
    return at
  }

  /** What is not there joins nothing. */
  join(a: string, b: string): void {
    if (this.#above.has(a) && this.#above.has(b)) this.#above.set(this.root(a), this.root(b))
  }
}

/** The pieces of a state. */
export const partition = (state: OverlayState): ReadonlyMap<PartId, Piece> => {
  const pieces = new Map<PartId, Piece>()
  const served = new Set(State.list(state, "ServiceNetwork").map(({ network }) => network))
  const networks = State.list(state, "Network")
  const routers = State.list(state, "Router")
  const balancers = State.list(state, "LoadBalancer")
  const joins = new Joins()
  for (const { id, kind } of networks) {
    if (kind === "external" || served.has(id)) pieces.set(`external:${id}`, { _tag: "Open", network: id })
    else joins.add(`n ${id}`)
  }
  for (const router of routers) {
    joins.add(`r ${router.id}`)
    for (const { network } of router.interfaces) joins.join(`r ${router.id}`, `n ${network}`)
  }
  for (const peering of State.list(state, "Peering")) joins.join(`r ${peering.router}`, `r ${peering.peer.router}`)
  for (const { attachments, id } of balancers) {
    joins.add(`b ${id}`)
    for (const each of attachments) {
      joins.join(`b ${id}`, each._tag === "Network" ? `n ${each.network}` : `r ${each.router}`)
    }
  }
  const groups = new Map<string, { networks: Array<string>; routers: Array<string>; balancers: Array<string> }>()
  const into = (key: string) => {
    const root = joins.root(key)
    const known = groups.get(root) ?? { networks: [], routers: [], balancers: [] }
    groups.set(root, known)
    return known
  }
  for (const { id } of networks) if (!pieces.has(`external:${id}`)) into(`n ${id}`).networks.push(id)
  for (const { id } of routers) into(`r ${id}`).routers.push(id)
  for (const { id } of balancers) into(`b ${id}`).balancers.push(id)
  for (const group of groups.values()) {
    const [network] = group.networks
    const [router] = group.routers
    const id =
      network === undefined ? (router === undefined ? `balancer:${group.balancers[0]!}` : `router:${router}`) : network
    pieces.set(`joined:${id}`, { _tag: "Joined", ...group })
  }
  for (const { id } of State.list(state, "SecurityGroup")) pieces.set(`group:${id}`, { _tag: "Group", group: id })
  for (const { id } of State.list(state, "AddressSet")) pieces.set(`set:${id}`, { _tag: "Set", set: id })
  for (const { id } of State.list(state, "DnsZone")) pieces.set(`zone:${id}`, { _tag: "Zone", zone: id })
  return pieces
}

// Of these the contents say what belongs together.
const joining = (["Network", "Router", "Peering", "LoadBalancer", "ServiceNetwork"] as const).map((kind) =>
  State.recordKey(kind, "")
)

// Each of these is a piece of its own.
const single = [
  ["SecurityGroup", "group:"],
  ["AddressSet", "set:"],
  ["DnsZone", "zone:"]
] as const

/** Whether the pieces of a state may be others than `before`, when these lookups may have changed. */
export const reshaped = (
  before: ReadonlyMap<PartId, Piece>,
  state: OverlayState,
  touched: ReadonlySet<string>
): boolean =>
  [...touched].some((key) => {
    if (joining.some((prefix) => key.startsWith(prefix))) return true
    return single.some(([kind, name]) => {
      const prefix = State.recordKey(kind, "")
      if (!key.startsWith(prefix)) return false
      const id = key.slice(prefix.length)
      return before.has(name + id) !== (State.get(state, kind, id) !== undefined)
    })
  })
