/**
 * The tables of `Ipam`, for SQLite and PostgreSQL alike.
 *
 * - `ipam_scopes.version` is raised by the first statement of every change, which keeps other changes of the scope
 *   waiting until the end of the transaction. `writer` names the transaction that wrote the version and `previous` the
 *   one before it, so that a process knows whether what it remembers is what was committed.
 * - `ipam_blocks` has pools, subnets and delegated prefixes. On PostgreSQL a constraint refuses subnets and delegations
 *   that overlap in a scope, whoever writes them.
 * - `ipam_addresses` has a row for every address that is not free; `ends_at` is the end of a lease or a quarantine.
 * - `ipam_changes` has a row for every run of addresses (within aligned 256) that changed together: what other processes
 *   need to bring their memory up to date, and where to find the event. `writer` is that of the version.
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
  // INTEGER is 64 bits wide on SQLite and 32 on PostgreSQL.
  const wide = choose("BIGINT", "INTEGER")
  // SQLite compares bytes unless told otherwise.
  const key = choose(`TEXT COLLATE "C"`, "TEXT")
  // The rows are in the order of the key, without a second copy of it.
  const clustered = choose("", "WITHOUT ROWID")

  yield* sql`CREATE TABLE ipam_scopes (
    id ${key} NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    comment TEXT NOT NULL,
    version ${wide} NOT NULL,
    writer TEXT NOT NULL,
    previous TEXT NOT NULL
  )`
  yield* sql`CREATE INDEX ipam_scopes_tenant ON ipam_scopes (tenant, id)`
  yield* sql`CREATE TABLE ipam_readers (
    scope ${key} NOT NULL REFERENCES ipam_scopes (id) ON DELETE CASCADE,
    tenant TEXT NOT NULL,
    PRIMARY KEY (scope, tenant)
  )`
  yield* sql`CREATE INDEX ipam_readers_tenant ON ipam_readers (tenant, scope)`
  yield* sql`CREATE TABLE ipam_blocks (
    scope ${key} NOT NULL REFERENCES ipam_scopes (id),
    kind TEXT NOT NULL CHECK (kind IN ('pool', 'subnet', 'delegation')),
    id ${key} NOT NULL,
    cidr TEXT NOT NULL,
    first ${key} NOT NULL,
    last ${key} NOT NULL,
    pool ${key},
    owner TEXT,
    comment TEXT NOT NULL,
    options TEXT,
    PRIMARY KEY (scope, kind, id)
  )`
  yield* sql`CREATE UNIQUE INDEX ipam_blocks_place ON ipam_blocks (scope, first, last, kind)`
  yield* sql`CREATE INDEX ipam_blocks_first ON ipam_blocks (first)`
  yield* sql`CREATE INDEX ipam_blocks_pool ON ipam_blocks (scope, pool)`
  yield* sql.onDialectOrElse({
    pg: () =>
      Effect.gen(function* () {
        const found = yield* sql`SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'`
        if (found.length === 0) yield* sql`CREATE EXTENSION btree_gist`
        yield* sql`ALTER TABLE ipam_blocks ADD CONSTRAINT ipam_blocks_overlap
          EXCLUDE USING gist (scope WITH =, (cidr::inet) inet_ops WITH &&) WHERE (kind <> 'pool')`
      }),
    orElse: () => Effect.void
  })
  yield* sql`CREATE TABLE ipam_addresses (
    scope ${key} NOT NULL,
    address ${key} NOT NULL,
    subnet ${key} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('allocated', 'reserved', 'held', 'quarantined')),
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    comment TEXT NOT NULL,
    fence ${wide},
    ends_at ${wide},
    since ${wide} NOT NULL,
    PRIMARY KEY (scope, address)
  ) ${clustered}`
  yield* sql`CREATE UNIQUE INDEX ipam_addresses_owner ON ipam_addresses (scope, owner, subnet, key)
    WHERE state <> 'quarantined'`
  yield* sql`CREATE INDEX ipam_addresses_end ON ipam_addresses (scope, ends_at) WHERE ends_at IS NOT NULL`
  yield* sql`CREATE TABLE ipam_changes (
    scope ${key} NOT NULL,
    version ${wide} NOT NULL,
    ordinal INTEGER NOT NULL,
    writer TEXT NOT NULL,
    kind TEXT NOT NULL,
    container ${key},
    first ${key} NOT NULL,
    last ${key} NOT NULL,
    taken INTEGER NOT NULL,
    ends_at ${wide},
    position ${wide} NOT NULL,
    PRIMARY KEY (scope, version, ordinal)
  ) ${clustered}`
  yield* sql`CREATE INDEX ipam_changes_first ON ipam_changes (scope, first)`
})

/** Makes the tables. */
export const migrations = Migrations.layer({ prefix: "ipam", migrations: { "0001_create": create } })
