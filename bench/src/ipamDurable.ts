/**
 * The durable address manager against bare INSERTs of the same rows into a table of the same columns and indexes, in the
 * same database, with the same durability, one after the other in turns: medians of the rounds are compared.
 *
 * - `durable_batch_vs_raw_insert_*`: `allocateMany` of 1000 addresses (a transaction that also takes the scope's turn,
 *   writes the event and what other processes follow) against one INSERT of 1000 rows in a transaction. The opponent's
 *   statement is prepared once, with all values as parameters.
 * - `single_alloc_vs_raw_insert_*`: `allocate` of one address against one INSERT of one row in a transaction;
 *   `single_alloc_vs_autocommit_*` against the same INSERT as a statement of its own.
 * - `service_overhead_ns`: what it costs to call the kernel (take and give back one address) through a service whose
 *   method is an effect with a span, beyond the kernel itself.
 *
 * Both databases are on disk with their default durability: PostgreSQL is the lab's with `fsync` and `full_page_writes`
 * switched on again. The figures that end in `_fsync_off` are without, where round trips are all there is.
 */
import * as CorePostgres from "@cloudwright/core/Postgres"
import * as Sqlite from "@cloudwright/core/Sqlite"
import { Postgres } from "@cloudwright/lab"
import { FreeSpace } from "@cloudwright/network/ipam/FreeSpace"
import { Ipam } from "@cloudwright/network/ipam/Ipam"
import * as Prefix from "@cloudwright/network/Prefix"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as SqlClient from "effect/sql/SqlClient"

const perBatch = 1000
const batchRounds = 101
/** The compilers of both sides get warm before anything counts. */
const warmUpRounds = 25
const singleRounds = 41
const perSingleRound = 60

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const timed = <E>(times: Array<number>, effect: Effect.Effect<unknown, E>): Effect.Effect<void, E> =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, () => void times.push(performance.now() - start))
  })

/** The opponent's table: that of the address manager, under another name. */
const rawTable = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const choose = (pg: string, sqlite: string) =>
    sql.onDialectOrElse({ pg: () => sql.literal(pg), orElse: () => sql.literal(sqlite) })
  const key = choose(`TEXT COLLATE "C"`, "TEXT")
  const wide = choose("BIGINT", "INTEGER")
  yield* sql`CREATE TABLE raw_addresses (
    scope ${key} NOT NULL, address ${key} NOT NULL, subnet ${key} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('allocated', 'reserved', 'held', 'quarantined')),
    owner TEXT NOT NULL, key TEXT NOT NULL, comment TEXT NOT NULL, fence ${wide}, ends_at ${wide}, since ${wide} NOT NULL,
    PRIMARY KEY (scope, address)
  ) ${choose("", "WITHOUT ROWID")}`
  yield* sql`CREATE UNIQUE INDEX raw_addresses_owner ON raw_addresses (scope, owner, subnet, key)
    WHERE state <> 'quarantined'`
  yield* sql`CREATE INDEX raw_addresses_end ON raw_addresses (scope, ends_at) WHERE ends_at IS NOT NULL`
})

const columns = 10

/** Inserts rows by one statement with a parameter for every value. */
const rawInsert = (sql: SqlClient.SqlClient, rows: number) => {
  const isPg = sql.onDialectOrElse({ pg: () => true, orElse: () => false })
  const tuple = (row: number) =>
    `(${Array.from({ length: columns }, (_, column) => (isPg ? `$${row * columns + column + 1}` : "?")).join(", ")})`
  const text = `INSERT INTO raw_addresses VALUES ${Array.from({ length: rows }, (_, row) => tuple(row)).join(", ")}`
  return (first: number, owners: ReadonlyArray<string>) =>
    Effect.suspend(() => {
      const values: Array<unknown> = []
      for (const [index, owner] of owners.entries()) {
        const address = `4${(0x0a000001 + first + index).toString(16).padStart(8, "0")}`
        values.push("bench", address, "net", "allocated", owner, "", "", null, null, 1_763_800_000_000)
      }
      return sql.unsafe(text, values).withoutTransform
    })
}

const onDatabase = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const ipam = (yield* Ipam).as("bench")
  yield* rawTable
  yield* ipam.createScope({ id: "bench" })
  yield* ipam.createSubnet({ scope: "bench", id: "net", cidr: "10.0.0.0/8" })
  let serial = 0
  const ownersOf = (count: number) => Array.from({ length: count }, () => `port-${serial++}`)
  let rawNext = 0

  const insertBatch = rawInsert(sql, perBatch)
  const batch = { ours: [] as Array<number>, raw: [] as Array<number> }
  for (let round = -warmUpRounds; round < batchRounds; round++) {
    if (round === 0) batch.ours.length = batch.raw.length = 0
    const wishes = ownersOf(perBatch).map((owner) => ({ subnet: "net", owner }))
    yield* timed(batch.ours, ipam.allocateMany({ scope: "bench", addresses: wishes }))
    const owners = ownersOf(perBatch)
    yield* timed(batch.raw, sql.withTransaction(insertBatch(rawNext, owners)))
    rawNext += perBatch
  }

  const insertOne = rawInsert(sql, 1)
  const single = { ours: [] as Array<number>, raw: [] as Array<number>, autocommit: [] as Array<number> }
  for (let round = -warmUpRounds; round < singleRounds; round++) {
    if (round === 0) single.ours.length = single.raw.length = single.autocommit.length = 0
    const wishes = ownersOf(perSingleRound).map((owner) => ({ scope: "bench", subnet: "net", owner }))
    yield* timed(single.ours, Effect.forEach(wishes, ipam.allocate, { discard: true }))
    for (const side of ["raw", "autocommit"] as const) {
      const owners = ownersOf(perSingleRound)
      const insert = (owner: string, index: number) => insertOne(rawNext + index, [owner])
      const one = side === "raw" ? (o: string, n: number) => sql.withTransaction(insert(o, n)) : insert
      yield* timed(single[side], Effect.forEach(owners, one, { discard: true }))
      rawNext += perSingleRound
    }
  }
  return {
    batch: median(batch.raw) / median(batch.ours),
    single: median(single.raw) / median(single.ours),
    autocommit: median(single.autocommit) / median(single.ours),
    addressesPerSecond: (perBatch / median(batch.ours)) * 1000,
    allocationsPerSecond: (perSingleRound / median(single.ours)) * 1000
  }
})

const figures = (database: string, of: Effect.Success<typeof onDatabase>): Record<string, number> => ({
  [`durable_batch_vs_raw_insert_${database}`]: of.batch,
  [`single_alloc_vs_raw_insert_${database}`]: of.single,
  [`single_alloc_vs_autocommit_${database}`]: of.autocommit,
  [`batch_addresses_per_s_${database}`]: of.addressesPerSecond,
  [`single_allocs_per_s_${database}`]: of.allocationsPerSecond
})

const onSqlite = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "cloudwright-bench-" })
  const app = Ipam.layer.pipe(Layer.provideMerge(Sqlite.layer(`${directory}/ipam.db`)))
  return figures("sqlite", yield* Effect.provide(onDatabase, app))
}).pipe(Effect.scoped)

const postgresFigures = Effect.fnUntraced(function* (name: string) {
  const url = yield* Postgres.Postgres.use((server) => server.freshDatabase)
  const app = Ipam.layer.pipe(Layer.provideMerge(CorePostgres.layer({ url })))
  return figures(name, yield* Effect.provide(onDatabase, app))
}, Effect.scoped)

const onPostgres = Effect.gen(function* () {
  const server = yield* Postgres.Postgres
  const inMemory = yield* postgresFigures("postgres_fsync_off")
  const admin = CorePostgres.layer({ url: server.url })
  yield* Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`ALTER SYSTEM SET fsync = on`
    yield* sql`ALTER SYSTEM SET full_page_writes = on`
  }).pipe(Effect.provide(admin))
  yield* server.restart
  return { ...(yield* postgresFigures("postgres")), ...inMemory }
}).pipe(Effect.provide(Postgres.layer()))

class Kernel extends Context.Service<Kernel, { readonly churn: () => Effect.Effect<void> }>()("bench/Kernel") {}

const calls = 20_000

const overhead = Effect.gen(function* () {
  const space = FreeSpace.make(Result.getOrThrow(Prefix.parse("10.0.0.0/16")))
  const churn = () => {
    const block = space.allocate(32)
    if (block !== undefined) space.release(block)
  }
  const service = Kernel.of({
    churn: Effect.fn("Kernel.churn")(function* () {
      yield* Effect.sync(churn)
    })
  })
  const bare: Array<number> = []
  const wrapped: Array<number> = []
  for (let round = 0; round < 15; round++) {
    yield* timed(
      bare,
      Effect.sync(() => {
        for (let call = 0; call < calls; call++) churn()
      })
    )
    yield* timed(
      wrapped,
      Effect.gen(function* () {
        const { churn } = yield* Kernel
        for (let call = 0; call < calls; call++) yield* churn()
      }).pipe(Effect.provideService(Kernel, service))
    )
  }
  return { service_overhead_ns: ((median(wrapped) - median(bare)) / calls) * 1_000_000 }
})

/** The durable address manager on both databases. */
export const durable = Effect.gen(function* () {
  const sqlite = yield* onSqlite
  const postgres = yield* onPostgres
  const service = yield* overhead
  const ratios: Record<string, number> = { ...sqlite, ...postgres, ...service }
  return ratios
})
