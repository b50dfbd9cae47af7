import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as SqlClient from "effect/sql/SqlClient"
import * as Statement from "effect/sql/Statement"
import * as Migrations from "../src/Migrations.ts"
import { Databases, type Suite } from "./databases.ts"

const useSql = <A, E, R>(use: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) => SqlClient.SqlClient.use(use)

/** Three migrations, five statements; the second one moves data. */
const all = {
  "0001_create": useSql((sql) =>
    Effect.andThen(
      sql`CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL)`,
      sql`INSERT INTO notes (id, text) VALUES (1, 'one')`
    )
  ),
  "0002_count": useSql((sql) =>
    Effect.andThen(
      sql`ALTER TABLE notes ADD COLUMN times INTEGER NOT NULL DEFAULT 0`,
      sql`UPDATE notes SET times = times + 1`
    )
  ),
  "0010_index": useSql((sql) => sql`CREATE INDEX notes_text ON notes (text)`)
}
const options = { prefix: "notes", migrations: all }
const upTo = (n: number) => ({ prefix: "notes", migrations: Object.fromEntries(Object.entries(all).slice(0, n)) })

const state = useSql((sql) =>
  Effect.all({
    notes: sql<{ id: number }>`SELECT id, text, times FROM notes ORDER BY id`,
    recorded: sql<{ id: number }>`SELECT id, name FROM notes_migrations ORDER BY id`,
    columns: sql.onDialectOrElse({
      pg: () => sql<{ name: string }>`SELECT column_name AS name FROM information_schema.columns
        WHERE table_name = 'notes' ORDER BY ordinal_position`,
      orElse: () => sql<{ name: string }>`SELECT name FROM pragma_table_info('notes')`
    }),
    indexes: sql.onDialectOrElse({
      pg: () => sql<{ name: string }>`SELECT indexname AS name FROM pg_indexes WHERE indexname = 'notes_text'`,
      orElse: () => sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'index' AND name = 'notes_text'`
    })
  })
)

const done = {
  notes: [{ id: 1, text: "one", times: 1 }],
  recorded: [
    { id: 1, name: "create" },
    { id: 2, name: "count" },
    { id: 10, name: "index" }
  ],
  columns: [{ name: "id" }, { name: "text" }, { name: "times" }],
  indexes: [{ name: "notes_text" }]
}

const assertDone = Effect.map(state, (found) => assert.deepEqual(JSON.parse(JSON.stringify(found)), done))

const reasonOf = (effect: Effect.Effect<unknown, unknown, SqlClient.SqlClient>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, Migrations.MigrationsError)
    return error.reason
  })

export const suite: Suite = (it) => {
  it.effect("runs each migration once, in the order of the numbers", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.gen(function* () {
        const shuffled = Object.fromEntries(Object.entries(all).reverse())
        assert.deepStrictEqual(yield* Migrations.run({ prefix: "notes", migrations: shuffled }), Object.keys(all))
        assert.deepStrictEqual(yield* Migrations.run(options), [])
        yield* assertDone
      }).pipe(Effect.provide(client()))
    })
  )

  it.effect("step by step ends where all at once does", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.gen(function* () {
        for (let n = 0; n <= 3; n++) {
          assert.deepStrictEqual(yield* Migrations.run(upTo(n)), n === 0 ? [] : [Object.keys(all)[n - 1]!])
        }
        yield* assertDone
      }).pipe(Effect.provide(client()))
    })
  )

  it.effect("is repaired by the next start, whichever statement was the last", () =>
    Effect.gen(function* () {
      const { fresh } = yield* Databases
      // The statements are counted by Effect's own hook, so none can be forgotten.
      const dyingAfter = (statements: number) => {
        let left = statements
        return Effect.provideService(Migrations.run(options), Statement.CurrentTransformer, (statement) =>
          left-- > 0 ? Effect.succeed(statement) : Effect.interrupt
        )
      }
      let deaths = 0
      for (let statements = 0; ; statements++) {
        const client = yield* fresh
        const exit = yield* Effect.exit(dyingAfter(statements).pipe(Effect.provide(client())))
        if (Exit.isSuccess(exit)) break
        deaths++
        yield* Effect.andThen(Migrations.run(options), assertDone).pipe(Effect.provide(client()))
      }
      assert.isAtLeast(deaths, 5 + 3 * 3)
    })
  )

  it.effect("starters in several places take turns", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      const starter = Migrations.run(options).pipe(Effect.provide(client()))
      const clients = Array.from({ length: 5 }, () => Migrations.run(options).pipe(Effect.provide(client())))
      const ran = yield* Effect.all([starter, ...clients], { concurrency: "unbounded" })
      assert.deepStrictEqual(ran.flat().sort(), Object.keys(all))
      yield* Effect.provide(assertDone, client())
    })
  )

  it.effect("a starter waits for a long migration of another one, beyond its lock time-out", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      const slow = { ...all, "0001_create": Effect.tap(all["0001_create"], () => Effect.sleep("400 millis")) }
      const ran = yield* Effect.forEach(
        [1, 2],
        () =>
          Migrations.run({ prefix: "notes", migrations: slow }).pipe(Effect.provide(client({ lockTimeoutMillis: 50 }))),
        { concurrency: 2 }
      )
      assert.deepStrictEqual(ran.flat().sort(), Object.keys(all))
    })
  )

  it.effect("does not wait for a writer when there is nothing to do", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.provide(Migrations.run(options), client())
      yield* useSql((sql) =>
        sql`UPDATE notes SET times = 1`.pipe(
          Effect.andThen(Migrations.run(options).pipe(Effect.provide(client({ lockTimeoutMillis: 0 })))),
          sql.withTransaction
        )
      ).pipe(Effect.provide(client()))
    })
  )

  it.effect("refuses a database that a newer release has used", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.gen(function* () {
        yield* Migrations.run(options)
        assert.deepInclude(yield* reasonOf(Migrations.run(upTo(2))), {
          _tag: "DatabaseNewer",
          table: "notes_migrations",
          id: 10,
          name: "index",
          newestKnown: 2
        })
        yield* assertDone
      }).pipe(Effect.provide(client()))
    })
  )

  it.effect("refuses an edited history: renamed, renumbered, removed, slipped in", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.gen(function* () {
        yield* Migrations.run(options)
        const refusal = (migrations: Record<string, Effect.Effect<unknown, unknown, SqlClient.SqlClient>>) =>
          reasonOf(Migrations.run({ prefix: "notes", migrations }))
        const { "0001_create": first, "0002_count": second, "0010_index": third } = all
        const renamed = yield* refusal({ "0001_create": first, "0002_counting": second, "0010_index": third })
        assert.deepInclude(renamed, { _tag: "HistoryChanged", id: 2, recorded: "count", released: "counting" })
        const renumbered = yield* refusal({ "0001_create": first, "0003_count": second, "0010_index": third })
        assert.deepInclude(renumbered, { _tag: "HistoryChanged", id: 2, recorded: "count", released: null })
        const removed = yield* refusal({ "0001_create": first, "0010_index": third })
        assert.deepInclude(removed, { _tag: "HistoryChanged", id: 2, recorded: "count", released: null })
        const slippedIn = yield* refusal({ ...all, "0005_late": second })
        assert.deepInclude(slippedIn, { _tag: "HistoryChanged", id: 5, recorded: null, released: "late" })
        yield* assertDone
      }).pipe(Effect.provide(client()))
    })
  )

  it.effect("a migration that fails leaves what came before it, and says which it was", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.gen(function* () {
        const broken = { ...all, "0002_count": Effect.andThen(all["0002_count"], Effect.fail("disk on fire")) }
        const reason = yield* reasonOf(Migrations.run({ prefix: "notes", migrations: broken }))
        assert.deepInclude(reason, { _tag: "MigrationFailed", id: 2, name: "count", cause: "disk on fire" })
        assert.deepStrictEqual(yield* Migrations.run(options), ["0002_count", "0010_index"])
        yield* assertDone
      }).pipe(Effect.provide(client()))
    })
  )

  it.effect("refuses names that cannot be ordered or compared", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      const refused = (prefix: string, ...keys: ReadonlyArray<string>) =>
        reasonOf(
          Migrations.run({ prefix, migrations: Object.fromEntries(keys.map((key) => [key, Effect.void])) })
        ).pipe(
          Effect.map((reason) => assert.strictEqual(reason._tag, "InvalidName")),
          Effect.provide(client())
        )
      yield* refused("notes", "create")
      yield* refused("notes", "0000_zero")
      yield* refused("notes", "0001_a", "1_b")
      yield* refused("notes", "0001_a b")
      yield* refused("Notes; DROP")
    })
  )

  it.effect("two packages share a database", () =>
    Effect.gen(function* () {
      const client = yield* (yield* Databases).fresh
      yield* Effect.gen(function* () {
        yield* Migrations.run(options)
        const other = { "0001_create": useSql((sql) => sql`CREATE TABLE other (id INTEGER PRIMARY KEY)`) }
        assert.deepStrictEqual(yield* Migrations.run({ prefix: "other", migrations: other }), ["0001_create"])
        yield* assertDone
      }).pipe(Effect.provide(client()))
    })
  )
}
