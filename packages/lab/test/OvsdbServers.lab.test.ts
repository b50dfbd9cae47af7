import { assert, describe, it, layer } from "@effect/vitest"
import { OvsdbServers } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"

const { OvsdbServers: Servers } = OvsdbServers

/** `ovsdb-client` at any address, with options of its own. */
const client = (address: string, command: string, ...rest: ReadonlyArray<string>) =>
  Servers.use(({ run }) =>
    run([
      "ovsdb-client",
      "--timeout=10",
      ...rest.filter((word) => word.startsWith("--")),
      command,
      address,
      ...rest.filter((word) => !word.startsWith("--"))
    ])
  )

const names = (address: string, ...options: ReadonlyArray<string>) =>
  client(address, "dump", ...options, "--format=csv", "--no-headings", "OVN_Northbound", "Logical_Switch", "name").pipe(
    Effect.map((text) =>
      text
        .split("\n")
        .filter((line) => line !== "" && !line.includes(" table"))
        .toSorted()
    )
  )

const nbctl = (address: string, ...args: ReadonlyArray<string>) =>
  Servers.use(({ run }) => run(["ovn-nbctl", "--timeout=10", `--db=${address}`, ...args]))

layer(OvsdbServers.layer({ tls: true }), { excludeTestServices: true })("one server", (it) => {
  it.effect("has the database, on every listener, and keeps it over kill -9", () =>
    Effect.gen(function* () {
      const { leader, members, pki } = yield* Servers
      const server = yield* leader
      assert.lengthOf(members, 1)
      assert.isDefined(server.ssl)
      assert.isDefined(pki)
      const tls = [`--private-key=${pki?.clientKey}`, `--certificate=${pki?.clientCert}`, `--ca-cert=${pki?.caCert}`]
      yield* nbctl(server.unix, "ls-add", "blue")
      yield* nbctl(server.tcp, "ls-add", "green")
      assert.deepStrictEqual(yield* names(server.ssl ?? "", ...tls), ["blue", "green"])
      yield* server.kill
      assert.strictEqual((yield* Effect.flip(names(server.unix)))._tag, "LabError")
      assert.isFalse(yield* server.isLeader)
      yield* server.start
      assert.deepStrictEqual(yield* names(server.tcp), ["blue", "green"])
    })
  )

  it.effect("takes no client without a certificate of its authority", () =>
    Effect.gen(function* () {
      const { leader, pki } = yield* Servers
      const { ssl = "" } = yield* leader
      const stranger = pki?.untrusted
      assert.isDefined(stranger)
      const tls = [
        `--private-key=${stranger?.clientKey}`,
        `--certificate=${stranger?.clientCert}`,
        `--ca-cert=${pki?.caCert}`
      ]
      assert.strictEqual((yield* Effect.flip(names(ssl, ...tls)))._tag, "LabError")
    })
  )

  it.effect("answers nothing while it is frozen", () =>
    Effect.gen(function* () {
      const { leader, run } = yield* Servers
      const server = yield* leader
      yield* server.freeze
      const asked = run(["ovsdb-client", "--timeout=1", "list-dbs", server.unix])
      assert.strictEqual((yield* Effect.flip(asked))._tag, "LabError")
      yield* server.thaw
      assert.include(yield* client(server.unix, "list-dbs"), "OVN_Northbound")
    })
  )
})

layer(OvsdbServers.layer({ members: 3 }), { excludeTestServices: true })("a cluster", (it) => {
  it.effect("elects another leader when the first is killed, which joins again", () =>
    Effect.gen(function* () {
      const { leader, members } = yield* Servers
      const first = yield* leader
      yield* nbctl(members.map(({ unix }) => unix).join(","), "ls-add", "before")
      yield* first.kill
      const second = yield* Effect.filterOrFail(leader, ({ name }) => name !== first.name).pipe(
        Effect.retry(Schedule.spaced("50 millis"))
      )
      yield* nbctl(second.unix, "ls-add", "after")
      yield* first.start
      const seen = Effect.filterOrFail(names(first.unix), (rows) => rows.length === 2).pipe(
        Effect.retry({ schedule: Schedule.spaced("50 millis"), times: 100 })
      )
      assert.deepStrictEqual(yield* seen, ["after", "before"])
      assert.match(yield* second.appctl(["cluster/status", "OVN_Northbound"]), /^Role: leader$/m)
    })
  )
})

describe("options", () => {
  it.live("are checked before anything starts", () =>
    Effect.gen(function* () {
      const many = yield* Effect.flip(Effect.scoped(OvsdbServers.make({ members: 10 })))
      assert.strictEqual(many.reason._tag, "InvalidOption")
      const other = yield* Effect.flip(Effect.scoped(OvsdbServers.make({ database: "Other" })))
      assert.strictEqual(other.reason._tag, "InvalidOption")
    })
  )
})
