/**
 * Rows and the records they stand for. What the database holds was checked before it was written.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type * as Statement from "effect/sql/Statement"
import * as Ip from "../../Ip.ts"
import type { Address, AddressState, Delegation, Lease, Pool, Scope, Subnet } from "../IpamModel.ts"
import { keyOf, ofKey, span } from "./ipamKeys.ts"
import type { Wide } from "./ipamSql.ts"
import { blockOf } from "./planText.ts"

/** A row of `ipam_scopes` with its readers. */
export interface ScopeRow {
  readonly id: string
  readonly tenant: string
  readonly comment: string
  readonly version: Wide
}

/** The reader that stands for everyone; no tenant can have this name. */
export const everyone = "*"

/** A scope. */
export const scopeOf = (row: ScopeRow, readers: ReadonlyArray<string>): Scope => ({
  id: row.id as Scope["id"],
  tenant: row.tenant as Scope["tenant"],
  readers: readers.includes(everyone) ? "everyone" : (readers as Exclude<Scope["readers"], "everyone">),
  comment: row.comment,
  version: Number(row.version)
})

/** A row of `ipam_blocks`. */
export interface BlockRow {
  readonly scope: string
  readonly kind: "pool" | "subnet" | "delegation"
  readonly id: string
  readonly cidr: string
  readonly first: string
  readonly last: string
  readonly pool: string | null
  readonly owner: string | null
  readonly comment: string
  readonly options: string | null
}

/** Columns of `ipam_blocks`. */
export const blockColumns = {
  scope: "text",
  kind: "text",
  id: "text",
  cidr: "text",
  first: "text",
  last: "text",
  pool: "text",
  owner: "text",
  comment: "text",
  options: "text"
} as const

/** A pool. */
export const poolOf = ({ cidr, comment, id, pool, scope }: BlockRow): Pool =>
  ({ scope, id, cidr, parent: pool, comment }) as Pool

/** A delegated prefix. */
export const delegationOf = ({ cidr, comment, id, owner, pool, scope }: BlockRow): Delegation =>
  ({ scope, id, cidr, pool, owner, comment }) as Delegation

type SubnetSettings = Pick<Subnet, "gateway" | "ranges" | "exclusions" | "dhcp" | "quarantineMillis">

/** A subnet. */
export const subnetOf = ({ cidr, comment, id, options, pool, scope }: BlockRow): Subnet => {
  const { dhcp, exclusions, gateway, quarantineMillis, ranges } = JSON.parse(options ?? "{}") as SubnetSettings
  return { scope, id, cidr, pool, gateway, ranges, exclusions, dhcp, quarantineMillis, comment } as Subnet
}

/** The row of a pool. */
export const poolRow = ({ cidr, comment, id, parent, scope }: Pool): BlockRow => {
  const { first, last } = span(blockOf(cidr))
  return { scope, kind: "pool", id, cidr, first, last, pool: parent, owner: null, comment, options: null }
}

/** The row of a delegated prefix. */
export const delegationRow = ({ cidr, comment, id, owner, pool, scope }: Delegation): BlockRow => {
  const { first, last } = span(blockOf(cidr))
  return { scope, kind: "delegation", id, cidr, first, last, pool, owner, comment, options: null }
}

/** The row of a subnet. */
export const subnetRow = (subnet: Subnet): BlockRow => {
  const { cidr, comment, dhcp, exclusions, gateway, id, pool, quarantineMillis, ranges, scope } = subnet
  const { first, last } = span(blockOf(cidr))
  const options = JSON.stringify({ gateway, ranges, exclusions, dhcp, quarantineMillis } satisfies SubnetSettings)
  return { scope, kind: "subnet", id, cidr, first, last, pool, owner: null, comment, options }
}

/** A row of `ipam_addresses`, integers read. */
export interface AddressRow {
  readonly scope: string
  readonly address: string
  readonly subnet: string
  readonly state: AddressState
  readonly owner: string
  readonly key: string
  readonly comment: string
  readonly fence: number | null
  readonly ends_at: number | null
  readonly since: number
}

/** A row of `ipam_addresses` as it comes. */
interface RawAddressRow {
  readonly address: string
  readonly subnet: string
  readonly state: AddressState
  readonly owner: string
  readonly key: string
  readonly comment: string
  readonly fence: Wide | null
  readonly ends_at: Wide | null
  readonly since: Wide
}

/** Columns of `ipam_addresses`. */
export const addressColumns = {
  scope: "text",
  address: "text",
  subnet: "text",
  state: "text",
  owner: "text",
  key: "text",
  comment: "text",
  fence: "bigint",
  ends_at: "bigint",
  since: "bigint"
} as const

const number = (value: Wide | null): number | null => (value === null ? null : Number(value))

/** Reads a row. */
const addressRow = (scope: string, raw: RawAddressRow): AddressRow => ({
  scope,
  address: raw.address,
  subnet: raw.subnet,
  state: raw.state,
  owner: raw.owner,
  key: raw.key,
  comment: raw.comment,
  fence: number(raw.fence),
  ends_at: number(raw.ends_at),
  since: Number(raw.since)
})

/** At most so many rows of a scope's addresses, in the order of the addresses. */
export const addressRows = (
  sql: SqlClient.SqlClient,
  scope: string,
  where: Statement.Fragment,
  limit: number
): Effect.Effect<ReadonlyArray<AddressRow>, SqlError> =>
  Effect.map(
    sql<RawAddressRow>`SELECT address, subnet, state, owner, key, comment, fence, ends_at, since
      FROM ipam_addresses WHERE scope = ${scope} AND ${where} ORDER BY address LIMIT ${limit}`.withoutTransform,
    (rows) => rows.map((row) => addressRow(scope, row))
  )

/** The row of an address record. */
export const rowOfAddress = (record: Address, ip: Ip.Ip): AddressRow => {
  const ends = record.lease?.expiresAt ?? record.freeAt
  return {
    scope: record.scope,
    address: keyOf(ip),
    subnet: record.subnet,
    state: record.state,
    owner: record.owner,
    key: record.key,
    comment: record.comment,
    fence: record.lease?.fence ?? null,
    ends_at: ends === null ? null : DateTime.toEpochMillis(ends),
    since: DateTime.toEpochMillis(record.since)
  }
}

/** The token of a lease: which address, and which grant of it. */
export const tokenOf = (row: AddressRow): string => `${row.address}-${row.fence}`

/** An instant. */
export const instant = (millis: number): DateTime.Utc => DateTime.makeUnsafe(millis)

const leaseOf = (row: AddressRow): Lease | null =>
  row.fence === null || row.ends_at === null || row.state === "quarantined"
    ? null
    : { token: tokenOf(row), fence: row.fence, expiresAt: instant(row.ends_at) }

/** An address. `since` is shared by those that began together. */
export const addressOf = (
  scope: string,
  row: AddressRow,
  ip = ofKey(row.address),
  since = instant(row.since)
): Address =>
  ({
    scope,
    subnet: row.subnet,
    address: Ip.format(ip),
    state: row.state,
    owner: row.owner,
    key: row.key,
    comment: row.comment,
    lease: leaseOf(row),
    freeAt: row.state === "quarantined" && row.ends_at !== null ? instant(row.ends_at) : null,
    since
  }) as Address
