/**
 * One part worked out from the records.
 *
 * @since 0.1.0
 */
import { normal } from "../../topology/internal/topologyNormal.ts"
import type { IntentPart, PartId } from "../IntentPart.ts"
import type { IntentProblem } from "../IntentProblem.ts"
import { addBalancer, addPublic } from "./addresses.ts"
import { checkPart, frame } from "./check.ts"
import { Draft } from "./draft.ts"
import { addAttachment, addPeering, addVpn } from "./joins.ts"
import { addGroup, addZone } from "./names.ts"
import { addNetwork, addOpen } from "./networks.ts"
import type { Piece } from "./partition.ts"
import type { Reader } from "./reader.ts"
import { addDefaults, addRouter, checkOverlaps } from "./routers.ts"

/** A part, the problems that it has, and the lookups that it is the answer to. */
export interface Worked {
  readonly piece: Piece
  readonly part: IntentPart
  readonly problems: ReadonlyArray<IntentProblem>
  readonly keys: ReadonlySet<string>
}

const unique = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> => [
  ...new Map(list.map((item) => [item.id, item])).values()
]

const join = (draft: Draft, reader: Reader, piece: Extract<Piece, { readonly _tag: "Joined" }>): void => {
  for (const id of piece.networks) addNetwork(draft, reader, reader.get("Network", id)!)
  for (const id of piece.routers) addRouter(draft, reader, reader.get("Router", id)!)
  // Peerings export what is connected on both sides, so all routers come first. Each is seen from both.
  const of = <K extends "Peering" | "Vpn" | "ServiceAttachment">(kind: K) =>
    piece.routers.flatMap((id) => reader.users(kind, "Router", id))
  for (const peering of unique(of("Peering"))) addPeering(draft, reader, peering)
  for (const vpn of of("Vpn")) addVpn(draft, reader, vpn)
  for (const attachment of of("ServiceAttachment")) addAttachment(draft, reader, attachment)
  for (const router of draft.routers.values()) addDefaults(draft, reader, router)
  for (const router of draft.routers.values()) checkOverlaps(draft, router)
  for (const id of piece.networks) {
    for (const port of reader.users("Port", "Network", id)) addPublic(draft, reader, port)
  }
  for (const id of piece.balancers) addBalancer(draft, reader, reader.get("LoadBalancer", id)!)
}

/** A floating address or a forward of a port on a network that no router is inside has no router. */
const add = (draft: Draft, reader: Reader, piece: Piece): void => {
  switch (piece._tag) {
    case "Joined":
      return join(draft, reader, piece)
    case "Open": {
      addOpen(draft, reader, reader.get("Network", piece.network)!)
      for (const port of reader.users("Port", "Network", piece.network)) addPublic(draft, reader, port)
      return
    }
    case "Group":
      return addGroup(draft, reader, reader.get("SecurityGroup", piece.group)!)
    case "Set": {
      const { id, prefixes, tenant } = reader.get("AddressSet", piece.set)!
      draft.tenants.add(tenant)
      draft.addressSets.push({ id, prefixes })
      return
    }
    case "Zone":
      return addZone(draft, reader.get("DnsZone", piece.zone)!)
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The part of a piece. */
export const partOf = (id: PartId, piece: Piece, reader: Reader): Worked => {
  const draft = new Draft()
  add(draft, reader, piece)
  checkPart(draft, reader.settings)
  const lists = normal({
    networks: draft.networks,
    ports: draft.ports,
    routers: [...draft.routers.values()].map(({ router }) => router),
    securityGroups: draft.securityGroups,
    addressSets: draft.addressSets.map(({ id: set, prefixes }) => ({
      id: set,
      prefixes: [...new Set(prefixes)].sort()
    })),
    loadBalancers: draft.loadBalancers,
    hosts: [],
    links: [],
    tenants: [],
    scopes: []
  })
  const { addressSets, loadBalancers, networks, ports, routers, securityGroups } = lists
  const topology = { networks, ports, routers, securityGroups, addressSets, loadBalancers }
  const needs = [
    ...[...draft.open.keys()].map((network) => `external:${network}`),
    ...[...draft.groups.keys()].map((group) => `group:${group}`),
    ...[...draft.sets.keys()].map((set) => `set:${set}`)
  ]
  const { qos, balancing, dhcp, dns, logging, memberships, metadata, segments, vpns } = draft.more
  const part: IntentPart = {
    id,
    tenants: [...new Set([...frame(topology).tenants.map(({ id: tenant }) => tenant), ...draft.tenants])].sort(),
    needs: needs.filter((need) => need !== id).sort(),
    topology,
    segments: segments.sort((a, b) => order(a.network, b.network)),
    dhcp: dhcp.sort((a, b) => order(a.network, b.network) || order(a.subnet, b.subnet)),
    dns: dns.sort((a, b) => order(a.zone, b.zone) || order(a.source ?? "", b.source ?? "")),
    metadata: metadata.sort((a, b) => order(a.network, b.network)),
    qos: qos.sort((a, b) => order(a.policy, b.policy) || order(JSON.stringify(a.on), JSON.stringify(b.on))),
    balancing: balancing.sort((a, b) => order(a.balancer, b.balancer)),
    vpns: vpns.sort((a, b) => order(a.vpn, b.vpn)),
    logging: logging.sort((a, b) => order(a.group, b.group) || order(a.rule, b.rule)),
    memberships: memberships.sort((a, b) => order(a.group, b.group) || order(a.port, b.port)),
    claims: [...draft.claims.entries()].sort(([a], [b]) => order(a, b)).map(([, claim]) => claim)
  }
  return { piece, part, problems: draft.problems, keys: reader.keys }
}
