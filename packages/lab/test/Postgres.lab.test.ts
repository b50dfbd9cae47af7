import { assert, layer } from "@effect/vitest"
import { Postgres } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as NodeChildProcess from "node:child_process"

/** The independent observer: PostgreSQL's own client, over TCP with the password of the URL. */
const psql = (url: Redacted.Redacted, statement: string) =>
  Effect.sync(() => {
    const { password, port, pathname } = new URL(Redacted.value(url))
    const args = ["-h", "127.0.0.1", "-p", port, "-U", "postgres", "-d", pathname.slice(1), "-XqAt", "-c", statement]
    const done = NodeChildProcess.spawnSync("psql", args, {
      env: { PATH: "/usr/bin", PGPASSWORD: password },
      encoding: "utf8"
    })
    return done.status === 0 ? done.stdout.trim() : `failed: ${done.stderr}`
  })

layer(Postgres.layer(), { excludeTestServices: true })("Postgres", (it) => {
  it.effect("accepts the password of its URL and no other", () =>
    Effect.gen(function* () {
      const { url } = yield* Postgres.Postgres
      assert.strictEqual(yield* psql(url, "SELECT current_user"), "postgres")
      const wrong = Redacted.make(Redacted.value(url).replace(/:[^:@]*@/, ":wrong@"))
      assert.match(yield* psql(wrong, "SELECT 1"), /password authentication failed/)
    })
  )

  it.effect("fresh databases are empty, apart and gone with their scope", () =>
    Effect.gen(function* () {
      const { freshDatabase, url } = yield* Postgres.Postgres
      const names = yield* Effect.gen(function* () {
        const first = yield* freshDatabase
        const second = yield* freshDatabase
        assert.strictEqual(yield* psql(first, "CREATE TABLE t (x int)"), "")
        assert.strictEqual(yield* psql(second, "SELECT to_regclass('t') IS NULL"), "t")
        return [first, second].map((database) => new URL(Redacted.value(database)).pathname.slice(1))
      }).pipe(Effect.scoped)
      const left = yield* psql(url, `SELECT count(*) FROM pg_database WHERE datname IN ('${names.join("','")}')`)
      assert.strictEqual(left, "0")
    })
  )

  it.effect("what was committed survives kill and restart", () =>
    Effect.gen(function* () {
      const postgres = yield* Postgres.Postgres
      const database = yield* postgres.freshDatabase
      yield* psql(database, "CREATE TABLE t (x int)")
      for (let round = 1; round <= 3; round++) {
        assert.strictEqual(yield* psql(database, `INSERT INTO t VALUES (${round})`), "")
        yield* postgres.kill
        assert.match(yield* psql(database, "SELECT 1"), /Connection refused/)
        yield* postgres.start
        assert.strictEqual(yield* psql(database, "SELECT count(*) FROM t"), String(round))
      }
      yield* postgres.restart
      assert.strictEqual(yield* psql(database, "SELECT count(*) FROM t"), "3")
    })
  )
})
