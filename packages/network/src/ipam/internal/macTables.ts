/**
 * The tables of `MacPools`, for SQLite and PostgreSQL alike. Addresses are twelve lower-case hexadecimal digits, which
 * sort like the addresses. `used` counts the rows of a pool, `next` is where the search goes on. Every change begins by
 * writing the pool's row, which keeps other changes of the pool waiting; `version` counts them.
 *
 * @since 0.1.0
 */
import * as Migrations from "@cloudwright/core/Migrations"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"

const create = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const choose = (pg: string, sqlite: string) =>
    sql.onDialectOrElse({ pg: () => sql.literal(pg), orElse: () => sql.literal(sqlite) })
  const wide = choose("BIGINT", "INTEGER")
  const key = choose(`TEXT COLLATE "C"`, "TEXT")
  yield* sql`CREATE TABLE ipam_mac_pools (
    id ${key} NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    first ${key} NOT NULL,
    last ${key} NOT NULL,
    comment TEXT NOT NULL,
    next ${key} NOT NULL,
    used ${wide} NOT NULL,
    version ${wide} NOT NULL
  )`
  yield* sql`CREATE INDEX ipam_mac_pools_tenant ON ipam_mac_pools (tenant, first)`
  yield* sql`CREATE TABLE ipam_mac_addresses (
    pool ${key} NOT NULL,
    address ${key} NOT NULL,
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    since ${wide} NOT NULL,
    PRIMARY KEY (pool, address)
  ) ${choose("", "WITHOUT ROWID")}`
  yield* sql`CREATE UNIQUE INDEX ipam_mac_addresses_owner ON ipam_mac_addresses (pool, owner, key)`
  // One row for each tenant with pools: two of its pools that overlap cannot be made at once.
  yield* sql`CREATE TABLE ipam_mac_tenants (tenant TEXT NOT NULL PRIMARY KEY, pools ${wide} NOT NULL)`
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "ipam_mac", migrations: { "0001_create": create } })
