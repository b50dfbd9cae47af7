/**
 * The tables that plans are exchanged in, as lines of named text cells: NetBox's four kinds of object, the columns of its
 * bulk import (`netbox/ipam/forms/bulk_import.py`), and what it has no field for in custom fields `cloudwright_*`.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type { PlanRecords } from "../AddressPlan.ts"
import type { Address, AddressRange, Delegation, Pool, Scope, Subnet } from "../IpamModel.ts"
import { keyOf } from "./planCheck.ts"
import { blockOf } from "./planText.ts"

/** The tables, by the names of NetBox's REST endpoints. */
export const tables = ["vrfs", "prefixes", "ip-ranges", "ip-addresses"] as const

/** A table. */
export type Table = (typeof tables)[number]

/** A line: text by column. A cell that is not there is empty. */
export type Cells = Readonly<Record<string, string>>

/** The columns that are written, in their order; the first ones must be there to be read. */
export const columns = {
  vrfs: ["name", "tenant", "enforce_unique", "description", "cf_cloudwright_readers", "cf_cloudwright_version"],
  prefixes: [
    "prefix",
    "vrf",
    "status",
    "description",
    "cf_cloudwright_kind",
    "cf_cloudwright_id",
    "cf_cloudwright_gateway",
    "cf_cloudwright_quarantine_ms",
    "cf_cloudwright_owner"
  ],
  "ip-ranges": ["start_address", "end_address", "vrf", "status", "cf_cloudwright_kind"],
  "ip-addresses": [
    "address",
    "vrf",
    "status",
    "description",
    "cf_cloudwright_state",
    "cf_cloudwright_owner",
    "cf_cloudwright_key",
    "cf_cloudwright_since",
    "cf_cloudwright_free_at",
    "cf_cloudwright_lease_token",
    "cf_cloudwright_lease_fence",
    "cf_cloudwright_lease_expires"
  ]
} as const satisfies Record<Table, ReadonlyArray<string>>

/** Columns that are read besides and never written. */
export const foreignColumns: Record<Table, ReadonlyArray<string>> = {
  vrfs: [],
  prefixes: [],
  "ip-ranges": ["role"],
  "ip-addresses": ["tenant", "dns_name", "device", "virtual_machine", "interface", "assigned_object"]
}

/** Columns without which a line says nothing. */
export const requiredColumns: Record<Table, ReadonlyArray<string>> = {
  vrfs: ["name"],
  prefixes: ["prefix"],
  "ip-ranges": ["start_address", "end_address"],
  "ip-addresses": ["address"]
}

const ofScope = (scope: Scope): Cells => ({
  name: scope.id,
  tenant: scope.tenant,
  enforce_unique: "true",
  description: scope.comment,
  cf_cloudwright_readers: scope.readers === "everyone" ? "*" : scope.readers.join(","),
  cf_cloudwright_version: `${scope.version}`
})

const ofPool = (pool: Pool): Cells => ({
  prefix: pool.cidr,
  vrf: pool.scope,
  status: "container",
  description: pool.comment,
  cf_cloudwright_kind: "pool",
  cf_cloudwright_id: pool.id
})

const ofSubnet = (subnet: Subnet): Cells => ({
  prefix: subnet.cidr,
  vrf: subnet.scope,
  status: "active",
  description: subnet.comment,
  cf_cloudwright_kind: "subnet",
  cf_cloudwright_id: subnet.id,
  cf_cloudwright_gateway: subnet.gateway ?? "",
  cf_cloudwright_quarantine_ms: subnet.quarantineMillis === 0 ? "" : `${subnet.quarantineMillis}`
})

const ofDelegation = (delegation: Delegation): Cells => ({
  prefix: delegation.cidr,
  vrf: delegation.scope,
  status: "active",
  description: delegation.comment,
  cf_cloudwright_kind: "delegation",
  cf_cloudwright_id: delegation.id,
  cf_cloudwright_owner: delegation.owner
})

const ofRanges = (subnet: Subnet): ReadonlyArray<Cells> => {
  const { length } = blockOf(subnet.cidr)
  const one =
    (kind: "range" | "exclusion" | "dhcp") =>
    ({ first, last }: AddressRange): Cells => ({
      start_address: `${first}/${length}`,
      end_address: `${last}/${length}`,
      vrf: subnet.scope,
      status: kind === "exclusion" ? "reserved" : "active",
      cf_cloudwright_kind: kind
    })
  return [
    ...subnet.ranges.map(one("range")),
    ...subnet.exclusions.map(one("exclusion")),
    ...(subnet.dhcp === null ? [] : [one("dhcp")(subnet.dhcp)])
  ]
}

const statusOf: { readonly [S in Address["state"]]: string } = {
  allocated: "active",
  reserved: "reserved",
  held: "deprecated",
  quarantined: "deprecated"
}

const ofAddress = (record: Address, length: number): Cells => ({
  address: `${record.address}/${length}`,
  vrf: record.scope,
  status: statusOf[record.state],
  description: record.comment,
  cf_cloudwright_state: record.state,
  cf_cloudwright_owner: record.owner,
  cf_cloudwright_key: record.key,
  cf_cloudwright_since: isoOf(record.since),
  cf_cloudwright_free_at: record.freeAt === null ? "" : isoOf(record.freeAt),
  ...(record.lease === null
    ? {}
    : {
        cf_cloudwright_lease_token: record.lease.token,
        cf_cloudwright_lease_fence: `${record.lease.fence}`,
        cf_cloudwright_lease_expires: isoOf(record.lease.expiresAt)
      })
})

const isoOf = (time: Address["since"]): string => DateTime.formatIso(time)

/** A plan as lines. */
export const cellsOf = (plan: PlanRecords): Record<Table, ReadonlyArray<Cells>> => {
  const lengths = new Map(plan.subnets.map((subnet) => [keyOf(subnet.scope, subnet.id), blockOf(subnet.cidr).length]))
  return {
    vrfs: plan.scopes.map(ofScope),
    prefixes: [...plan.pools.map(ofPool), ...plan.subnets.map(ofSubnet), ...plan.delegations.map(ofDelegation)],
    "ip-ranges": plan.subnets.flatMap(ofRanges),
    "ip-addresses": plan.addresses.map((one) => ofAddress(one, lengths.get(keyOf(one.scope, one.subnet)) ?? 0))
  }
}

/** What a spreadsheet takes for a formula: blanks and apostrophes in front do not always protect. */
const formula = /^[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/

/** A cell as it is written to CSV: what would be a formula gets an apostrophe in front. */
export const neutralise = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell)

/** A cell as it was before `neutralise`. */
export const restore = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell
