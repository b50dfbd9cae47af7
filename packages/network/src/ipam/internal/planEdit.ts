/**
 * Takes the steps of a change on records, one by one, comparing each with what it was planned on.
 *
 * @since 0.1.0
 */
import * as Equal from "effect/Equal"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { PlanRecords } from "../AddressPlan.ts"
import type { Address, Delegation, Pool, PoolId, Subnet } from "../IpamModel.ts"
import { PlanStep } from "../PlanStep.ts"
import { keyAfter, keyOf } from "./planCheck.ts"
import { blockOf, ipOf } from "./planText.ts"

/** What the steps led to: records, which need not be a plan, or the first step that did not fit. */
export type Edited =
  | { readonly _tag: "Edited"; readonly records: PlanRecords }
  | { readonly _tag: "Stale"; readonly step: number; readonly what: PlanStep; readonly detail: string }

interface Tables {
  readonly pools: Map<string, Pool>
  readonly subnets: Map<string, Subnet>
  readonly delegations: Map<string, Delegation>
  readonly addresses: Map<string, Address>
  /** The numbers of the addresses of each subnet, by the keys of both: a large plan has many steps about one subnet. */
  readonly hosts: Map<string, Map<string, Ip.Ip>>
  /** What the text of a block says. */
  readonly blocks: Map<Prefix.Text, Prefix.Prefix>
}

/** Takes the steps in their order. */
export const edit = (records: PlanRecords, steps: ReadonlyArray<PlanStep>): Edited => {
  const byId = <A extends { readonly scope: string; readonly id: string }>(list: ReadonlyArray<A>): Map<string, A> =>
    new Map(list.map((record) => [keyOf(record.scope, record.id), record]))
  const tables: Tables = {
    pools: byId(records.pools),
    subnets: byId(records.subnets),
    delegations: byId(records.delegations),
    addresses: new Map(),
    hosts: new Map(),
    blocks: new Map()
  }
  for (const record of records.addresses) put(tables, record)
  for (const [index, what] of steps.entries()) {
    const detail = take(tables, what)
    if (detail !== undefined) return { _tag: "Stale", step: index + 1, what, detail }
  }
  return {
    _tag: "Edited",
    records: {
      scopes: records.scopes,
      pools: [...tables.pools.values()],
      subnets: [...tables.subnets.values()],
      delegations: [...tables.delegations.values()],
      addresses: [...tables.addresses.values()]
    }
  }
}

/** The addresses of a subnet. */
const hostsOf = ({ hosts }: Tables, scope: string, subnet: string): Map<string, Ip.Ip> => {
  const key = keyOf(scope, subnet)
  const known = hosts.get(key) ?? new Map<string, Ip.Ip>()
  hosts.set(key, known)
  return known
}

const put = (tables: Tables, record: Address): void => {
  const key = keyOf(record.scope, record.address)
  tables.addresses.set(key, record)
  hostsOf(tables, record.scope, record.subnet).set(key, ipOf(record.address))
}

/** Takes one step, or says why it cannot be taken. */
const take = (tables: Tables, step: PlanStep): string | undefined =>
  PlanStep.match(step, {
    CreatePool: ({ pool }) => add(tables.pools, pool.id, pool) ?? adopt(tables, pool),
    CreateSubnet: ({ subnet }) => add(tables.subnets, subnet.id, subnet),
    CreateDelegation: ({ delegation }) => add(tables.delegations, delegation.id, delegation),
    CreateAddress: ({ address }) => {
      const problem = add(tables.addresses, address.address, address)
      if (problem === undefined) put(tables, address)
      return problem
    },
    ChangeSubnet: ({ before, after }) => {
      if (before.scope !== after.scope || before.id !== after.id) return "scope and id of a subnet stay"
      const problem = same(tables.subnets, before)
      if (problem === undefined) tables.subnets.set(keyOf(after.scope, after.id), after)
      return problem
    },
    DeleteSubnet: ({ subnet }) => {
      for (const left of hostsOf(tables, subnet.scope, subnet.id).values()) {
        return `${Ip.format(left)} still is in the subnet ${subnet.id}`
      }
      const problem = same(tables.subnets, subnet)
      if (problem === undefined) tables.subnets.delete(keyOf(subnet.scope, subnet.id))
      return problem
    },
    MoveAddresses: (move) => moveAddresses(tables, move),
    RenumberAddresses: (move) => renumber(tables, move)
  })

const add = <A extends { readonly scope: string }>(
  table: Map<string, A>,
  id: string,
  record: A
): string | undefined => {
  const key = keyOf(record.scope, id)
  if (table.has(key)) return `${id} is there already`
  table.set(key, record)
  return undefined
}

const same = <A extends { readonly scope: string; readonly id: string }>(
  table: Map<string, A>,
  planned: A
): string | undefined => {
  const found = table.get(keyOf(planned.scope, planned.id))
  if (found === undefined) return `${planned.id} is not there`
  return Equal.equals(found, planned) ? undefined : `${planned.id} has changed`
}

/** What lies in the new pool and was in the pool around it, or in none, is in it from now on. */
const adopt = (tables: Tables, pool: Pool): undefined => {
  const read = (cidr: Prefix.Text): Prefix.Prefix => {
    const prefix = tables.blocks.get(cidr) ?? blockOf(cidr)
    tables.blocks.set(cidr, prefix)
    return prefix
  }
  const block = read(pool.cidr)
  const lies = (record: { readonly scope: string; readonly cidr: Prefix.Text }, around: PoolId | null): boolean =>
    record.scope === pool.scope && around === pool.parent && Prefix.contains(block, read(record.cidr))
  for (const [key, one] of tables.pools) {
    if (one.id !== pool.id && lies(one, one.parent)) tables.pools.set(key, { ...one, parent: pool.id })
  }
  for (const [key, one] of tables.subnets) {
    if (lies(one, one.pool)) tables.subnets.set(key, { ...one, pool: pool.id })
  }
  for (const [key, one] of tables.delegations) {
    if (lies(one, one.pool)) tables.delegations.set(key, { ...one, pool: pool.id })
  }
}

const moveAddresses = (
  tables: Tables,
  { scope, from, to, first, last, count }: typeof PlanStep.cases.MoveAddresses.Type
): string | undefined => {
  if (!tables.subnets.has(keyOf(scope, to))) return `${to} is not there`
  const [low, high] = [ipOf(first), ipOf(last)]
  const [here, there] = [hostsOf(tables, scope, from), hostsOf(tables, scope, to)]
  const moved: Array<readonly [key: string, ip: Ip.Ip]> = []
  for (const [key, ip] of here) if (Ip.compare(ip, low) >= 0 && Ip.compare(ip, high) <= 0) moved.push([key, ip])
  for (const [key, ip] of moved) {
    tables.addresses.set(key, { ...tables.addresses.get(key)!, subnet: to })
    here.delete(key)
    there.set(key, ip)
  }
  return moved.length === count ? undefined : `${moved.length} addresses are there, ${count} were`
}

const renumber = (
  tables: Tables,
  { scope, subnet, moves }: typeof PlanStep.cases.RenumberAddresses.Type
): string | undefined => {
  for (const { from, to } of moves) {
    const record = tables.addresses.get(keyOf(scope, from))
    if (record === undefined || record.subnet !== subnet) return `${from} is not in the subnet ${subnet}`
    if (tables.addresses.has(keyOf(scope, to))) return `${to} is taken`
    tables.addresses.delete(keyOf(scope, from))
    hostsOf(tables, scope, subnet).delete(keyOf(scope, from))
    put(tables, { ...record, address: to, key: keyAfter(record, from, to) })
  }
  return undefined
}
