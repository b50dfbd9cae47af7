/** The statements of `Vms` and `Templates` on a real PostgreSQL, with simulated hosts. */
import * as CorePostgres from "@cloudwright/core/Postgres"
import { Postgres } from "@cloudwright/lab"
import { assert, describe, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as Stream from "effect/Stream"
import { Templates } from "../src/Templates.ts"
import { host, makeSetting, otherHost, request, startApp, vmId } from "./support/vms.ts"

/** A setting whose database is a fresh one of the server; guests are a thousand times as fast. */
const setting = Effect.gen(function* () {
  const url = yield* Postgres.Postgres.use((postgres) => postgres.freshDatabase)
  const database = yield* Layer.build(CorePostgres.layer({ url }))
  return { ...(yield* makeSetting({ speed: 1000 })), sql: Context.get(database, SqlClient.SqlClient) }
})

describe("Vms on PostgreSQL", () => {
  layer(Postgres.layer(), { excludeTestServices: true, timeout: "2 minutes" })((it) => {
    it.effect("lists, filters and pages, keeps templates, and refuses a name twice", () =>
      Effect.gen(function* () {
        const given = yield* setting
        const { vms } = yield* startApp(given)
        const templates = yield* Layer.build(
          Templates.layer.pipe(Layer.provide(Layer.succeed(SqlClient.SqlClient, given.sql)))
        ).pipe(Effect.map((context) => Context.get(context, Templates)))
        const small = { name: "small" as never, version: 1, machine: { vcpus: 2 }, labels: { size: "small" } }
        assert.deepStrictEqual(yield* templates.put(small), yield* templates.put(small))
        yield* templates.put({ ...small, version: 2 })
        assert.deepStrictEqual(
          (yield* templates.list).map(({ version }) => version),
          [2]
        )
        for (const last of [1, 2, 3]) {
          yield* vms.create({
            ...request(last),
            host: last === 3 ? otherHost : host,
            labels: { app: last === 1 ? "web" : "db" },
            template: "small",
            start: last === 2
          })
        }
        const ids = (page: { readonly vms: ReadonlyArray<{ readonly id: string }> }) =>
          page.vms.map(({ id }) => Number(id.slice(-2)))
        assert.deepStrictEqual(ids(yield* vms.list({ labels: { app: "db", size: "small" } })), [2, 3])
        assert.deepStrictEqual(ids(yield* vms.list({ host: otherHost })), [3])
        assert.deepStrictEqual(ids(yield* vms.list({ states: ["running"] })), [2])
        const page = yield* vms.list({ limit: 2 })
        assert.deepStrictEqual([ids(page), page.next], [[1, 2], vmId(2)])
        const error = yield* Effect.flip(vms.create({ ...request(4), name: "web-1" }))
        assert.deepStrictEqual(error.reason, { _tag: "NameTaken", name: "web-1", by: vmId(1) })
        const statuses = yield* vms.watchAll.pipe(Stream.take(3), Stream.runCollect)
        assert.deepStrictEqual(
          statuses.map(({ state }) => state),
          ["stopped", "running", "stopped"]
        )
      })
    )

    it.effect("many processes create and remove the same VMs at once: every VM once, nothing left", () =>
      Effect.gen(function* () {
        const given = yield* setting
        const apps = yield* Effect.forEach([1, 2, 3, 4], () => startApp(given, { follow: true }))
        const calls = apps.flatMap(({ vms }) => [1, 2, 3].map((last) => Effect.exit(vms.create(request(last)))))
        yield* Effect.all(calls, { concurrency: "unbounded" })
        for (const { vms } of apps) {
          yield* Effect.retry(vms.create(request(1)), { times: 5, while: (error) => error.isRetryable })
        }
        const { domains } = yield* given.control.truth(host)
        assert.strictEqual(domains.length, 3)
        yield* Effect.forEach(
          apps,
          ({ vms }) => Effect.forEach([1, 2, 3], (last) => Effect.exit(vms.remove(vmId(last)))),
          { concurrency: "unbounded" }
        )
        for (const { vms } of apps) for (const last of [1, 2, 3]) yield* vms.remove(vmId(last))
        assert.deepStrictEqual((yield* given.control.truth(host)).domains, [])
        assert.deepStrictEqual((yield* given.control.truth(host)).seeds, [])
      })
    )
  })
})
