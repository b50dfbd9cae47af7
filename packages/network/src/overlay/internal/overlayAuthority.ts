/**
 * What a tenant may see and write.
 *
 * @since 0.1.0
 */
import type { OverlayRecord, RecordKind, RecordOf } from "../OverlayRecord.ts"
import { isShared } from "../OverlayRecord.ts"
import type { OverlayState } from "../OverlayState.ts"
import * as State from "../OverlayState.ts"
import { samePlain } from "./plain.ts"

/** Who acts: a tenant's name, or the operator. */
export type Actor = string | undefined

const agreedWith = ({ kind, record }: OverlayRecord, tenant: string): boolean => {
  if (kind === "Peering") return record.peer.tenant === tenant
  return kind === "ServiceNetwork" && (record.consumers === "everyone" || record.consumers.includes(tenant))
}

/** Whether an actor may read a record. */
export const isVisible = (actor: Actor, record: OverlayRecord): boolean =>
  actor === undefined || record.record.tenant === actor || isShared(record) || agreedWith(record, actor)

/** A record as an actor sees it: nothing of other tenants is in it. */
export const seen = <K extends RecordKind>(actor: Actor, kind: K, record: RecordOf<K>): RecordOf<K> | undefined =>
  seenRecord(actor, { kind, record } as OverlayRecord)

const seenRecord = (actor: Actor, whole: OverlayRecord): OverlayRecord["record"] | undefined => {
  const { record } = whole
  if (!isVisible(actor, whole)) return undefined
  if (actor === undefined || record.tenant === actor) return record
  if (whole.kind === "Network" && whole.record.external !== undefined) {
    return { ...whole.record, external: { ...whole.record.external, inbound: [] } }
  }
  return whole.kind === "ServiceNetwork" && whole.record.consumers !== "everyone"
    ? { ...whole.record, consumers: [actor] }
    : record
}

const ofPeering = (
  tenant: string,
  before: OverlayRecord | undefined,
  after: RecordOf<"Peering">
): string | undefined => {
  const existing = before?.kind === "Peering" ? before.record : undefined
  const both = after.tenant === tenant && after.peer.tenant === tenant
  if (both) return undefined
  if (after.tenant === tenant) {
    // Who asks may not change what was accepted and leave it so.
    return !after.accepted || (existing !== undefined && samePlain(existing, after)) ? undefined : "accepted"
  }
  return existing !== undefined && samePlain({ ...existing, accepted: after.accepted }, after)
    ? undefined
    : "anything but accepted"
}

const ofPort = (tenant: string, state: OverlayState, port: RecordOf<"Port">): string | undefined => {
  const network = State.get(state, "Network", port.network)
  if (network === undefined || network.tenant === tenant) return undefined
  if (!port.portSecurity) return "portSecurity on a network of others"
  return port.addressPairs.length > 0 ? "addressPairs on a network of others" : undefined
}

const ofVpn = (tenant: string, { tunnel }: RecordOf<"Vpn">): string | undefined => {
  const secrets =
    tunnel._tag === "WireGuard"
      ? [tunnel.privateKey, ...tunnel.peers.flatMap(({ presharedKey }) => presharedKey ?? [])]
      : [tunnel.presharedKey]
  return secrets.every((name) => name.startsWith(`${tenant}/`)) ? undefined : `secrets not called ${tenant}/...`
}

/** What a tenant may not write of a record; `undefined` when all of it is in order. */
export const forbidden = (
  tenant: string,
  state: OverlayState,
  before: OverlayRecord | undefined,
  after: OverlayRecord
): string | undefined => {
  if (after.kind === "Peering" && before !== undefined && agreedWith(before, tenant)) {
    return ofPeering(tenant, before, after.record)
  }
  if (before !== undefined && before.record.tenant !== tenant) return "it is another tenant's"
  if (after.record.tenant !== tenant) return "tenant"
  switch (after.kind) {
    case "Network":
      return after.record.kind === "tenant" ? undefined : "kind"
    case "Port":
      return ofPort(tenant, state, after.record)
    case "Peering":
      return ofPeering(tenant, before, after.record)
    case "Vpn":
      return ofVpn(tenant, after.record)
    default:
      return undefined
  }
}
