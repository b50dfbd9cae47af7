/**
 * Everything that is wrong with a set of records, found in one pass over the sorted blocks of each scope.
 *
 * @since 0.1.0
 */
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { PlanProblem, PlanRecords, RecordRef } from "../AddressPlan.ts"
import type { Address, AddressRange, Delegation, Pool, Subnet } from "../IpamModel.ts"
import { blockOf, ipOf } from "./planText.ts"

type Report = (problem: PlanProblem) => void
type Kind = RecordRef["kind"]

interface Entry {
  readonly ref: RecordRef
  readonly record: Pool | Subnet | Delegation
  readonly prefix: Prefix.Prefix
}

/** The two fields that together name a record, as one key: neither holds a blank. */
export const keyOf = (scope: string, id: string): string => `${scope} ${id}`

const refOf = (kind: Kind, index: number, scope: string, id: string): RecordRef => ({ kind, index, scope, id })

/** All problems of the records, in the order of kinds and records. */
export const check = (records: PlanRecords): ReadonlyArray<PlanProblem> => {
  const problems: Array<PlanProblem> = []
  const report: Report = (problem) => problems.push(problem)
  const scopes = new Map<string, RecordRef>()
  records.scopes.forEach((scope, index) => unique(scopes, refOf("scope", index, scope.id, scope.id), scope.id, report))
  const entries = blocks(records, scopes, report)
  for (const inScope of Map.groupBy(entries, ({ ref }) => ref.scope).values()) sweep(inScope, report)
  records.subnets.forEach((subnet, index) => settings(subnet, refOf("subnet", index, subnet.scope, subnet.id), report))
  addresses(records, scopes, report)
  return problems
}

const unique = (seen: Map<string, RecordRef>, ref: RecordRef, key: string, report: Report, field = "id"): void => {
  const other = seen.get(key)
  if (other === undefined) seen.set(key, ref)
  else report({ code: "Duplicate", record: ref, field, value: ref.id, other })
}

const inScope = (scopes: Map<string, RecordRef>, ref: RecordRef, report: Report): void => {
  if (!scopes.has(ref.scope)) report({ code: "NoScope", record: ref, field: "scope", value: ref.scope, other: null })
}

const blocks = (records: PlanRecords, scopes: Map<string, RecordRef>, report: Report): ReadonlyArray<Entry> => {
  const read = (kind: "pool" | "subnet" | "delegation", list: ReadonlyArray<Pool | Subnet | Delegation>) => {
    const ids = new Map<string, RecordRef>()
    return list.map((record, index): Entry => {
      const ref = refOf(kind, index, record.scope, record.id)
      inScope(scopes, ref, report)
      unique(ids, ref, keyOf(record.scope, record.id), report)
      return { ref, record, prefix: blockOf(record.cidr) }
    })
  }
  return [
    ...read("pool", records.pools),
    ...read("subnet", records.subnets),
    ...read("delegation", records.delegations)
  ]
}

/** Outer blocks come before inner ones and a pool before a block of the same size, so what is open is what is around. */
const sweep = (entries: ReadonlyArray<Entry>, report: Report): void => {
  const order = (entry: Entry) => (entry.ref.kind === "pool" ? 0 : 1)
  const sorted = entries.toSorted((x, y) => Prefix.compare(x.prefix, y.prefix) || order(x) - order(y))
  const open: Array<Entry> = []
  for (const entry of sorted) {
    while (open.length > 0 && !Prefix.contains(open.at(-1)!.prefix, entry.prefix)) open.pop()
    const isPool = entry.ref.kind === "pool"
    const block = open.findLast(({ ref }) => ref.kind !== "pool")
    const pool = open.findLast(({ ref }) => ref.kind === "pool")
    const { cidr } = entry.record
    const twin = isPool && pool !== undefined && Prefix.equals(pool.prefix, entry.prefix) ? pool : undefined
    const other = block ?? twin
    if (other !== undefined)
      report({ code: "Overlaps", record: entry.ref, field: "cidr", value: cidr, other: other.ref })
    const named = "parent" in entry.record ? entry.record.parent : entry.record.pool
    if (named !== (pool?.record.id ?? null) && other === undefined) {
      const field = isPool ? "parent" : "pool"
      report({ code: "WrongPool", record: entry.ref, field, value: named ?? "", other: pool?.ref ?? null })
    }
    // Of equal blocks the first one stands for all.
    if (other === undefined || other.prefix.length < entry.prefix.length) open.push(entry)
  }
}

const settings = (subnet: Subnet, ref: RecordRef, report: Report): void => {
  const block = blockOf(subnet.cidr)
  const outside = (field: string, value: string): void =>
    report({ code: "OutsideSubnet", record: ref, field, value, other: null })
  const range = (field: string, { first, last }: AddressRange): void => {
    const [from, to] = [ipOf(first), ipOf(last)]
    if (!Prefix.contains(block, from) || !Prefix.contains(block, to) || Ip.compare(from, to) > 0) {
      outside(field, `${first}-${last}`)
    }
  }
  if (subnet.gateway !== null) {
    const ip = ipOf(subnet.gateway)
    if (!Prefix.contains(block, ip)) outside("gateway", subnet.gateway)
    else if (edgeOf(block, ip) !== undefined) {
      report({ code: "NoHost", record: ref, field: "gateway", value: subnet.gateway, other: ref })
    }
  }
  for (const one of subnet.ranges) range("ranges", one)
  for (const one of subnet.exclusions) range("exclusions", one)
  if (subnet.dhcp !== null) range("dhcp", subnet.dhcp)
}

/** Which address of the block it is that no host may have, if it is one. */
export const edgeOf = (block: Prefix.Prefix, ip: Ip.Ip): "network" | "broadcast" | undefined => {
  const network = Prefix.network(block)
  if (network !== undefined && Ip.equals(network, ip)) return "network"
  const broadcast = Prefix.broadcast(block)
  return broadcast !== undefined && Ip.equals(broadcast, ip) ? "broadcast" : undefined
}

/** Whether somebody may use the address: what is held or in quarantine may also be where nobody may. */
export const isUsable = ({ state }: Address): boolean => state === "allocated" || state === "reserved"

/** The key of an address that gets another number: that of a held one is the address itself. */
export const keyAfter = (record: Pick<Address, "state" | "key">, from: string, to: string): string =>
  record.state === "held" && record.key === from ? to : record.key

const addresses = (records: PlanRecords, scopes: Map<string, RecordRef>, report: Report): void => {
  const subnets = new Map<string, { readonly block: Prefix.Prefix; readonly ref: RecordRef }>()
  records.subnets.forEach((subnet, index) => {
    const key = keyOf(subnet.scope, subnet.id)
    if (subnets.has(key)) return
    subnets.set(key, { block: blockOf(subnet.cidr), ref: refOf("subnet", index, subnet.scope, subnet.id) })
  })
  const taken = new Map<string, RecordRef>()
  const owners = new Map<string, RecordRef>()
  records.addresses.forEach((record, index) => {
    const { scope, address, state } = record
    const ref = refOf("address", index, scope, address)
    inScope(scopes, ref, report)
    unique(taken, ref, keyOf(scope, address), report, "address")
    if (state !== "quarantined") {
      const owner = `${keyOf(scope, record.subnet)} ${record.key.length} ${record.key}${record.owner}`
      const other = owners.get(owner)
      if (other === undefined) owners.set(owner, ref)
      else report({ code: "OwnerTwice", record: ref, field: "owner", value: record.owner, other })
    }
    if ((state === "quarantined") !== (record.freeAt !== null)) {
      report({ code: "WrongState", record: ref, field: "freeAt", value: state, other: null })
    }
    if (state === "quarantined" && record.lease !== null) {
      report({ code: "WrongState", record: ref, field: "lease", value: record.lease.token, other: null })
    }
    const subnet = subnets.get(keyOf(scope, record.subnet))
    if (subnet === undefined) {
      report({ code: "NoSubnet", record: ref, field: "subnet", value: record.subnet, other: null })
      return
    }
    const ip = ipOf(address)
    if (!Prefix.contains(subnet.block, ip)) {
      report({ code: "OutsideSubnet", record: ref, field: "address", value: address, other: subnet.ref })
    } else if (isUsable(record) && edgeOf(subnet.block, ip) !== undefined) {
      report({ code: "NoHost", record: ref, field: "address", value: address, other: subnet.ref })
    }
  })
}
