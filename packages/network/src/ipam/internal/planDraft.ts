/**
 * From the lines of an import to records that have their place: which subnet an address or a range lies in.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Ip from "../../Ip.ts"
import * as Prefix from "../../Prefix.ts"
import type { AddressPlan } from "../AddressPlan.ts"
import {
  type Address,
  type AddressRange,
  type Delegation,
  DelegationId,
  Owner,
  type Pool,
  PoolId,
  type Scope,
  type ScopeId,
  type Subnet,
  SubnetId,
  type Tenant
} from "../IpamModel.ts"
import type { Table } from "./planCells.ts"
import { decodeLine, type LineOf } from "./planColumns.ts"
import { type Conflict, conflict, type Entry, party } from "./planConflict.ts"
import type { Line } from "./planLines.ts"
import { innermost } from "./planPlaces.ts"
import { blockOf, ipOf } from "./planText.ts"

/** What an import is asked for beside the lines. */
export interface Wanted {
  readonly into: AddressPlan
  readonly tenant: Tenant
  readonly globalScope: ScopeId
  readonly now: DateTime.Utc
}

/** The records of the lines, without those that were there before. */
export interface Draft {
  readonly scopes: ReadonlyArray<Entry<Scope>>
  readonly pools: ReadonlyArray<Entry<Pool>>
  readonly subnets: ReadonlyArray<Entry<Subnet>>
  readonly delegations: ReadonlyArray<Entry<Delegation>>
  readonly addresses: ReadonlyArray<Entry<Address>>
  readonly conflicts: ReadonlyArray<Conflict>
}

interface Decoded<T extends Table> {
  readonly line: Line
  readonly values: LineOf<T>
}

/** Reads the lines. Pools and parents of blocks are left out: they depend on what is kept. */
export const draft = (lines: Readonly<Record<Table, ReadonlyArray<Line>>>, wanted: Wanted): Draft => {
  const conflicts: Array<Conflict> = []
  const decode = <T extends Table>(table: T): ReadonlyArray<Decoded<T>> =>
    lines[table].flatMap((line) => {
      const read = decodeLine(table, line.cells)
      if (Result.isSuccess(read)) return [{ line, values: read.success }]
      for (const { field, detail } of read.failure) {
        conflicts.push(conflict(line, field, line.cells[field] ?? "", "Unreadable", detail))
      }
      return []
    })
  const vrfs = decode("vrfs")
  const prefixes = decode("prefixes")
  const ranges = decode("ip-ranges")
  const addresses = decode("ip-addresses")
  const homeless = [...prefixes, ...ranges, ...addresses].find(({ values }) => values.vrf === undefined)
  const blocks = blocksOf(prefixes, wanted, conflicts)
  return {
    scopes: scopesOf(vrfs, homeless?.line, wanted),
    pools: blocks.pools,
    subnets: withRanges(blocks.subnets, ranges, wanted, conflicts),
    delegations: blocks.delegations,
    addresses: addressesOf(addresses, blocks.subnets, wanted, conflicts),
    conflicts
  }
}

const scopesOf = (
  vrfs: ReadonlyArray<Decoded<"vrfs">>,
  homeless: Line | undefined,
  { tenant, globalScope, into }: Wanted
): ReadonlyArray<Entry<Scope>> => {
  const scopes = vrfs.map(({ line, values }): Entry<Scope> => {
    const record = {
      id: values.name,
      tenant: values.tenant ?? tenant,
      readers: values.cf_cloudwright_readers ?? [],
      comment: values.description ?? "",
      version: values.cf_cloudwright_version ?? 0
    }
    return { record, line }
  })
  const isGlobal = ({ id }: Scope): boolean => id === globalScope
  if (homeless === undefined || into.scopes.some(isGlobal) || scopes.some(({ record }) => isGlobal(record)))
    return scopes
  return [...scopes, { record: { id: globalScope, tenant, readers: [], comment: "", version: 0 }, line: homeless }]
}

const blocksOf = (
  prefixes: ReadonlyArray<Decoded<"prefixes">>,
  { globalScope }: Wanted,
  conflicts: Array<Conflict>
) => {
  const pools: Array<Entry<Pool>> = []
  const subnets: Array<Entry<Subnet>> = []
  const delegations: Array<Entry<Delegation>> = []
  for (const { line, values } of prefixes) {
    const id = values.cf_cloudwright_id ?? values.prefix
    const common = { scope: values.vrf ?? globalScope, cidr: values.prefix, comment: values.description ?? "" }
    const owner = values.cf_cloudwright_owner
    switch (values.cf_cloudwright_kind ?? (values.status === "container" ? "pool" : "subnet")) {
      case "pool":
        pools.push({ record: { ...common, id: PoolId.make(id), parent: null }, line })
        break
      case "delegation":
        if (owner !== undefined) {
          delegations.push({ record: { ...common, id: DelegationId.make(id), pool: null, owner }, line })
        } else {
          const field = "cf_cloudwright_owner"
          conflicts.push(conflict(line, field, "", "Unreadable", "a delegated prefix has an owner"))
        }
        break
      case "subnet": {
        const record: Subnet = {
          ...common,
          id: SubnetId.make(id),
          pool: null,
          gateway: values.cf_cloudwright_gateway ?? null,
          ranges: [],
          exclusions: [],
          dhcp: null,
          quarantineMillis: values.cf_cloudwright_quarantine_ms ?? 0
        }
        subnets.push({ record, line })
      }
    }
  }
  return { pools, subnets, delegations }
}

const placeOf = <E extends Entry<Subnet>>(entry: E) => ({
  entry,
  scope: entry.record.scope,
  prefix: blockOf(entry.record.cidr)
})

const withRanges = (
  subnets: ReadonlyArray<Entry<Subnet>>,
  lines: ReadonlyArray<Decoded<"ip-ranges">>,
  { globalScope }: Wanted,
  conflicts: Array<Conflict>
): ReadonlyArray<Entry<Subnet>> => {
  const items = lines.map(({ line, values }) => {
    const prefix = Prefix.host(ipOf(values.start_address))
    return { line, values, scope: values.vrf ?? globalScope, prefix }
  })
  const around = innermost(subnets.map(placeOf), items)
  const found = new Map(subnets.map((entry) => [entry, settingsFrom(entry.record)]))
  for (const item of items) {
    const { line, values } = item
    const place = around.get(item)
    const range: AddressRange = { first: values.start_address, last: values.end_address }
    const last = ipOf(range.last)
    if (place === undefined) {
      const detail = `no subnet of this import in the scope ${item.scope} has this address`
      conflicts.push(conflict(line, "start_address", range.first, "NoSubnet", detail))
      continue
    }
    const { entry } = place
    const { cidr, id, scope } = entry.record
    const settings = found.get(entry)!
    const other = party("subnet", scope, id, entry.line)
    if (!Prefix.contains(place.prefix, last) || Ip.compare(item.prefix, last) > 0) {
      const detail = `it is outside of ${cidr}, or before the first one`
      conflicts.push(conflict(line, "end_address", range.last, "OutsideSubnet", detail, other))
      continue
    }
    switch (kindOf(values)) {
      case "range":
        settings.ranges.push(range)
        break
      case "exclusion":
        settings.exclusions.push(range)
        break
      case "dhcp":
        if (settings.dhcp === null) settings.dhcp = range
        else {
          const detail = `${id} has the DHCP range ${settings.dhcp.first}-${settings.dhcp.last} already`
          conflicts.push(conflict(line, "start_address", range.first, "Duplicate", detail, other))
        }
    }
  }
  return subnets.map((entry) => ({ record: { ...entry.record, ...found.get(entry)! }, line: entry.line }))
}

/** The part of a subnet that the lines of ranges fill. */
const settingsFrom = ({ dhcp, exclusions, ranges }: Subnet) => ({
  ranges: [...ranges],
  exclusions: [...exclusions],
  dhcp
})

const kindOf = (values: LineOf<"ip-ranges">): "range" | "exclusion" | "dhcp" => {
  if (values.cf_cloudwright_kind !== undefined) return values.cf_cloudwright_kind
  if (/dhcp/i.test(values.role ?? "")) return "dhcp"
  return values.status === "reserved" || values.status === "deprecated" ? "exclusion" : "range"
}

const stateOf = {
  active: "allocated",
  dhcp: "allocated",
  slaac: "allocated",
  reserved: "reserved",
  deprecated: "held"
} as const

const ownerOf = (values: LineOf<"ip-addresses">): Owner => {
  const machine = values.virtual_machine ?? values.device
  const whole = [machine, values.interface].filter((part) => part !== undefined).join(" ")
  return (
    values.cf_cloudwright_owner ??
    (machine !== undefined && whole.length <= 200 ? Owner.make(whole) : machine) ??
    values.assigned_object ??
    values.dns_name ??
    values.tenant ??
    Owner.make("imported")
  )
}

const addressesOf = (
  lines: ReadonlyArray<Decoded<"ip-addresses">>,
  subnets: ReadonlyArray<Entry<Subnet>>,
  { globalScope, into, now }: Wanted,
  conflicts: Array<Conflict>
): ReadonlyArray<Entry<Address>> => {
  const before = into.subnets.map((record): Entry<Subnet> => ({ record, line: undefined }))
  const items = lines.map(({ line, values }) => {
    const prefix = Prefix.host(ipOf(values.address))
    return { line, values, scope: values.vrf ?? globalScope, prefix }
  })
  const around = innermost([...before, ...subnets].map(placeOf), items)
  const found = items.flatMap((item) => {
    const { line, values, scope } = item
    const place = around.get(item)
    if (place === undefined) {
      const detail = `no subnet of the scope ${scope} has this address`
      conflicts.push(conflict(line, "address", values.address, "NoSubnet", detail))
      return []
    }
    const { cf_cloudwright_lease_expires: ends, cf_cloudwright_lease_token: token } = values
    if ((ends === undefined) !== (token === undefined)) {
      const field = token === undefined ? "cf_cloudwright_lease_token" : "cf_cloudwright_lease_expires"
      conflicts.push(conflict(line, field, "", "Unreadable", "a lease has a token and an end"))
      return []
    }
    const owner = ownerOf(values)
    return [{ item, subnet: place.entry.record.id, owner, key: JSON.stringify([scope, place.entry.record.id, owner]) }]
  })
  const count = Map.groupBy(found, ({ key }) => key)
  return found.map(({ item: { line, values, scope }, subnet, owner, key }): Entry<Address> => {
    const state = values.cf_cloudwright_state ?? stateOf[values.status ?? "active"]
    const record: Address = {
      scope,
      subnet,
      address: values.address,
      state,
      owner,
      key: keyFor(values, state === "held" || count.get(key)!.length > 1),
      comment: values.description ?? "",
      lease: leaseOf(values),
      freeAt: values.cf_cloudwright_free_at ?? null,
      since: values.cf_cloudwright_since ?? now
    }
    return { record, line }
  })
}

/** A line of our own always has an owner, and no key where that is empty. */
const keyFor = (values: LineOf<"ip-addresses">, isKeyed: boolean): string => {
  if (values.cf_cloudwright_key !== undefined) return values.cf_cloudwright_key
  return isKeyed && values.cf_cloudwright_owner === undefined ? values.address : ""
}

const leaseOf = (values: LineOf<"ip-addresses">): Address["lease"] => {
  const { cf_cloudwright_lease_token, cf_cloudwright_lease_fence, cf_cloudwright_lease_expires } = values
  return cf_cloudwright_lease_token === undefined || cf_cloudwright_lease_expires === undefined
    ? null
    : {
        token: cf_cloudwright_lease_token,
        fence: cf_cloudwright_lease_fence ?? 0,
        expiresAt: cf_cloudwright_lease_expires
      }
}
