/**
 * Which packets a change lets pass and stops, worked out from the parts that it concerns.
 *
 * A change of a part concerns the parts that need it, and, when members of a group come and go, the parts with rules that name
 * the group. What lies beyond one external network depends on all others and on what is on them: where one of them is
 * concerned all are, with everything on them.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as HeaderSpace from "../../topology/HeaderSpace.ts"
import type { Entry } from "../../topology/Packet.ts"
import type { Topology } from "../../topology/Topology.ts"
import { ReachabilityError } from "../../topology/ReachabilityError.ts"
import type { ChangeGroup } from "../../topology/TopologyDiff.ts"
import * as TopologyDiff from "../../topology/TopologyDiff.ts"
import type { Destination } from "../../topology/Verdict.ts"
import type { Intent } from "../Intent.ts"
import { changedParts, topologyOf } from "../Intent.ts"
import type { IntentPart, PartId } from "../IntentPart.ts"
import { samePlain } from "./plain.ts"

const groupsChanged = (before: IntentPart | undefined, after: IntentPart | undefined): ReadonlyArray<string> => {
  const [old, now] = [before?.memberships ?? [], after?.memberships ?? []]
  if (samePlain(old, now)) return []
  return [...old, ...now].map(({ group }) => `group:${group}`)
}

/** The parts that have networks beyond which something lies. */
const outerParts = ({ parts }: Intent): ReadonlyArray<PartId> =>
  [...parts.values()]
    .filter(({ topology }) => topology.networks.some(({ kind }) => kind === "external"))
    .map(({ id }) => id)

/** The parts that a change concerns, in either intent. */
const concerned = (before: Intent | undefined, after: Intent): ReadonlySet<PartId> => {
  const sides = before === undefined ? [after] : [before, after]
  const dependents = new Map<PartId, Array<PartId>>()
  for (const { parts } of sides) {
    for (const { id, needs } of parts.values()) {
      for (const need of needs) {
        const known = dependents.get(need)
        if (known === undefined) dependents.set(need, [id])
        else known.push(id)
      }
    }
  }
  const changed = changedParts(before, after)
  const found = new Set<PartId>()
  const outer = new Set(sides.flatMap(outerParts))
  const pending = [...changed, ...changed.flatMap((id) => groupsChanged(before?.parts.get(id), after.parts.get(id)))]
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id)) continue
    found.add(id)
    pending.push(...(dependents.get(id) ?? []))
    const needs = sides.flatMap(({ parts }) => parts.get(id)?.needs ?? [])
    if (outer.has(id) || needs.some((need) => outer.has(need))) {
      pending.push(...outer)
      outer.clear()
    }
  }
  return found
}

/** Those and the parts in which members of groups are that rules in them name, so that the rules mean the same. */
const withMembers = (intent: Intent, chosen: ReadonlySet<PartId>): ReadonlySet<PartId> => {
  const { securityGroups } = topologyOf(intent, chosen)
  const named = new Set(
    securityGroups.flatMap(({ rules }) =>
      rules.flatMap(({ remote }) => (remote._tag === "Group" ? [remote.group] : []))
    )
  )
  if (named.size === 0) return chosen
  const members = [...intent.parts.values()].filter(({ memberships }) =>
    memberships.some(({ group }) => named.has(group))
  )
  return new Set([...chosen, ...members.map(({ id }) => id)])
}

/** What a tenant may know: between its own ports and routers and the outside. */
const ownOnly = (
  groups: ReadonlyArray<ChangeGroup>,
  own: (of: Entry | Destination) => boolean
): ReadonlyArray<ChangeGroup> =>
  groups.flatMap((group) => {
    const parts = group.parts.flatMap((part) => {
      const from = part.from.filter(({ entry }) => own(entry))
      if (from.length === 0 || !own(part.to)) return []
      const sources = from.map((each) => each.sources).reduce(HeaderSpace.union)
      return [{ from, to: part.to, packets: HeaderSpace.intersection(part.packets, sources) }]
    })
    if (parts.length === 0) return []
    const packets = parts.map((part) => part.packets).reduce(HeaderSpace.union)
    return [{ from: group.from.filter(own), to: group.to.filter(own), packets, parts }]
  })

const ownedBy = (tenant: string, topologies: ReadonlyArray<Topology>) => {
  const mine = (list: ReadonlyArray<{ readonly id: string; readonly tenant: string }>) =>
    list.filter((each) => each.tenant === tenant).map(({ id }) => id)
  const ports = new Set(topologies.flatMap((topology) => mine(topology.ports)))
  const routers = new Set(topologies.flatMap((topology) => mine(topology.routers)))
  return (of: Entry | Destination): boolean => {
    if (of._tag === "Port") return ports.has(of.port)
    return of._tag === "Outside" || routers.has(of.router)
  }
}

/** What opens and closes. A tenant is told of its own ports and routers and the outside. */
export const flowsOf = (
  before: Intent | undefined,
  after: Intent,
  tenant: string | undefined
): Result.Result<TopologyDiff.TopologyDiff, ReachabilityError> => {
  const chosen = concerned(before, after)
  const now = topologyOf(after, withMembers(after, chosen))
  const old = before === undefined ? topologyOf(after, []) : topologyOf(before, withMembers(before, chosen))
  const found = TopologyDiff.diff(old, now)
  if (tenant === undefined) return found
  const own = ownedBy(tenant, [old, now])
  return Result.flatMap(found, ({ closed, opened }) =>
    Result.mapError(
      HeaderSpace.attempt(() => ({ opened: ownOnly(opened, own), closed: ownOnly(closed, own) })),
      () => new ReachabilityError({ reason: { _tag: "TooComplex", what: "nodes", limit: HeaderSpace.maxNodes } })
    )
  )
}
