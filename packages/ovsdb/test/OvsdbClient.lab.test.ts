import { assert, describe, it, layer } from "@effect/vitest"
import { OvsdbServers } from "@cloudwright/lab"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { LogicalSwitch, LogicalSwitchPort } from "../src/generated/OvnNorthbound.ts"
import * as Operation from "../src/Operation.ts"
import * as OvsdbClient from "../src/OvsdbClient.ts"
import * as OvsdbConnection from "../src/OvsdbConnection.ts"
import type { OvsdbError } from "../src/OvsdbError.ts"
import * as OvsdbReplica from "../src/OvsdbReplica.ts"
import * as Uuid from "../src/Uuid.ts"

const { OvsdbServers: Servers } = OvsdbServers

const switches = OvsdbReplica.watch(LogicalSwitch, { columns: ["name", "ports", "external_ids"] })
const ports = OvsdbReplica.watch(LogicalSwitchPort)
const switchByName = OvsdbReplica.index(switches, (row) => row.name)
const switchByPort = OvsdbReplica.index(switches, (row) => row.ports)
const switchByOwner = OvsdbReplica.index(switches, (row) => row.external_ids.get("owner"))

const database = "OVN_Northbound"

/** The independent observer. */
const nbctl = (...args: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { leader, run } = yield* Servers
    const { unix } = yield* leader
    return yield* run(["ovn-nbctl", "--timeout=10", `--db=${unix}`, ...args])
  })

const namesByNbctl = (table: string) =>
  Effect.map(nbctl("--bare", "--columns=name", "list", table), (text) => text.split("\n").filter(Boolean).toSorted())

const fails = <A>(effect: Effect.Effect<A, OvsdbError>) => Effect.map(Effect.flip(effect), ({ reason }) => reason._tag)

const withPort = (name: string, owner: string) => {
  const port = Operation.insert(LogicalSwitchPort, { name: `${name}-port` }, "port")
  return [
    port,
    Operation.insert(LogicalSwitch, {
      name,
      ports: new Set([port.ref]),
      external_ids: new Map([["owner", owner]])
    })
  ] as const
}

/** Ends with the next update whose cause is the given one. */
const nextOf = <W extends OvsdbReplica.AnyWatch>(
  changes: Stream.Stream<OvsdbReplica.Transaction<W>, OvsdbError>,
  cause: OvsdbReplica.Transaction<W>["cause"]
) =>
  changes.pipe(
    Stream.filter((transaction) => transaction.cause === cause),
    Stream.runHead,
    Effect.flatMap(Effect.fromOption)
  )

layer(OvsdbServers.layer({ tls: true }), { excludeTestServices: true })("one server", (it) => {
  const client = (options: Partial<OvsdbClient.ClientOptions> = {}) =>
    Effect.flatMap(
      Servers.use(({ leader }) => leader),
      ({ unix }) => OvsdbClient.make({ database, remotes: unix, ...options })
    )

  it.effect("runs transactions whose results are typed, and other clients see them", () =>
    Effect.gen(function* () {
      const nb = yield* client()
      const [portId, switchId] = yield* nb.transact(withPort("blue", "alice"))
      assert.isTrue(Uuid.isUuid(portId))
      assert.deepStrictEqual(yield* namesByNbctl("Logical_Switch"), ["blue"])
      const [rows, count] = yield* nb.transact([
        Operation.select(LogicalSwitch, switchId, ["name", "ports"]),
        Operation.mutate(LogicalSwitch, switchId, [["external_ids", "insert", new Map([["note", "a"]])]])
      ])
      assert.deepStrictEqual(rows, [{ name: "blue", ports: new Set([portId]) }])
      assert.strictEqual(count, 1)
      const [gone] = yield* nb.transact([Operation.remove(LogicalSwitch, switchId)])
      assert.strictEqual(gone, 1)
      assert.deepStrictEqual(yield* namesByNbctl("Logical_Switch_Port"), [])
    })
  )

  it.effect("says why a transaction is refused, and leaves nothing of it", () =>
    Effect.gen(function* () {
      const nb = yield* client()
      const twice = [
        Operation.insert(LogicalSwitch, { name: "half" }),
        Operation.insert(LogicalSwitchPort, { name: "same" }, "a"),
        Operation.insert(LogicalSwitchPort, { name: "same" }, "b")
      ] as const
      const error = yield* Effect.flip(
        nb.transact([
          ...twice,
          Operation.insert(LogicalSwitch, { name: "x", ports: new Set([twice[1].ref, twice[2].ref]) })
        ])
      )
      assert.strictEqual(error.reason._tag, "ConstraintViolation")
      assert.isFalse(error.isRetryable)
      assert.strictEqual(error.outcome, "none")
      const missing = Uuid.ref<"Logical_Switch_Port">(
        Uuid.fromString("00000000-0000-4000-8000-000000000001") ?? Uuid.zero
      )
      const dangling = Operation.insert(LogicalSwitch, { ports: new Set([missing]) })
      assert.strictEqual(yield* fails(nb.transact([dangling])), "ReferentialIntegrityViolation")
      assert.strictEqual(yield* fails(nb.transact([Operation.insert(LogicalSwitch, {}), Operation.abort])), "Aborted")
      const never = Operation.wait(LogicalSwitch, { where: [], columns: ["name"], until: "!=", rows: [] })
      assert.strictEqual(yield* fails(nb.transact([never, Operation.insert(LogicalSwitch, {})])), "TimedOut")
      assert.deepStrictEqual(yield* namesByNbctl("Logical_Switch"), [])
    })
  )

  it.effect("cancels at the server what runs into its time limit or is interrupted", () =>
    Effect.gen(function* () {
      const nb = yield* client()
      const forever = [
        Operation.wait(LogicalSwitch, {
          where: [["name", "==", "trigger"]],
          columns: ["name"],
          until: "==",
          rows: [{ name: "trigger" }],
          timeoutMillis: 60_000
        }),
        Operation.insert(LogicalSwitch, { name: "too late" })
      ] as const
      const late = yield* Effect.flip(nb.transact(forever).pipe(OvsdbConnection.withTimeLimit("200 millis")))
      assert.deepStrictEqual(late.reason, { _tag: "TimeLimit", afterMillis: 200, outcome: "none" })
      const fiber = yield* Effect.forkChild(nb.transact(forever), { startImmediately: true })
      const other = yield* nb.connection
      yield* other.echo
      yield* Fiber.interrupt(fiber)
      yield* other.echo
      yield* nb.transact([Operation.insert(LogicalSwitch, { name: "trigger" })])
      assert.deepStrictEqual(yield* namesByNbctl("Logical_Switch"), ["trigger"])
      yield* nbctl("ls-del", "trigger")
    })
  )

  it.effect("keeps a replica with indexes and whole transactions", () =>
    Effect.gen(function* () {
      const nb = yield* client()
      const replica = yield* nb.replica([switches, ports])
      const { changes, snapshot } = yield* replica.subscribe
      assert.deepStrictEqual(snapshot.all(switches), [])
      const [portId, switchId] = yield* nb.transact(withPort("blue", "alice"))
      // The result of a transaction comes after its changes.
      const [blue] = yield* replica.find(switchByName, "blue")
      assert.isDefined(blue)
      if (blue === undefined) return
      assert.strictEqual(blue._uuid, switchId)
      assert.deepStrictEqual(yield* replica.find(switchByPort, portId), [blue])
      assert.deepStrictEqual(yield* replica.find(switchByOwner, "bob"), [])
      assert.strictEqual((yield* replica.get(ports, portId))?.name, "blue-port")
      const before = yield* replica.snapshot
      yield* nbctl("set", "Logical_Switch", "blue", "external_ids:owner=bob", "external_ids:more=1", "other_config:x=y")
      yield* replica.waitFor((now) => (now.find(switchByOwner, "bob").length === 1 ? true : undefined))
      assert.deepStrictEqual(before.find(switchByOwner, "alice"), [blue])
      assert.deepStrictEqual(before.find(switchByOwner, "bob"), [])
      yield* nbctl("ls-del", "blue")
      yield* replica.synced
      assert.deepStrictEqual(yield* replica.all(ports), [])
      assert.deepStrictEqual(yield* replica.find(switchByName, "blue"), [])
      const seen = yield* changes.pipe(Stream.take(3), Stream.runCollect)
      assert.deepStrictEqual(
        seen.map((one) => one.changes.map(({ _tag, table }) => `${_tag} ${table}`).toSorted()),
        [
          ["Insert Logical_Switch", "Insert Logical_Switch_Port"],
          ["Update Logical_Switch"],
          ["Delete Logical_Switch", "Delete Logical_Switch_Port"]
        ]
      )
      assert.strictEqual(snapshot.size(switches), 0)
      assert.strictEqual(before.size(switches), 1)
    })
  )

  it.effect("holds in a replica the rows that satisfy any of its conditions", () =>
    Effect.gen(function* () {
      const nb = yield* client()
      const some = OvsdbReplica.watch(LogicalSwitch, {
        columns: ["name"],
        whereAny: [
          ["name", "==", "one"],
          ["external_ids", "includes", new Map([["owner", "me"]])]
        ]
      })
      const empty = OvsdbReplica.watch(LogicalSwitch, { columns: ["name"], whereAny: [] })
      const replica = yield* nb.replica([some])
      const nothing = yield* nb.replica([empty])
      yield* nb.transact(
        ["one", "two", "three"].map((name) =>
          Operation.insert(LogicalSwitch, { name, external_ids: new Map([["owner", name === "two" ? "me" : "you"]]) })
        )
      )
      const names = Effect.map(replica.all(some), (rows) => rows.map(({ name }) => name).toSorted())
      assert.deepStrictEqual(yield* names, ["one", "two"])
      yield* nb.transact([
        Operation.mutate(LogicalSwitch, [["name", "==", "two"]], [["external_ids", "delete", new Set(["owner"])]])
      ])
      assert.deepStrictEqual(yield* names, ["one"])
      assert.deepStrictEqual(yield* nothing.all(empty), [])
      yield* nb.transact([Operation.remove(LogicalSwitch, [])])
    })
  )

  it.effect("loads again after kill -9, and tells only what differs", () =>
    Effect.gen(function* () {
      const nb = yield* client()
      const { leader } = yield* Servers
      const server = yield* leader
      yield* nb.transact([...withPort("kept", "a"), Operation.insert(LogicalSwitch, { name: "changed" })])
      const replica = yield* nb.replica([switches, ports])
      const { changes } = yield* replica.subscribe
      const [kept] = yield* replica.find(switchByName, "kept")
      yield* server.kill
      yield* nb.statusChanges.pipe(
        Stream.filter(({ _tag }) => _tag === "Connecting"),
        Stream.runHead
      )
      // While it is away the rows can be read, and nothing can be asked.
      assert.strictEqual((yield* replica.all(switches)).length, 2)
      const absent = yield* Effect.flip(
        nb.transact([Operation.insert(LogicalSwitch, {})]).pipe(OvsdbConnection.withTimeLimit("100 millis"))
      )
      assert.strictEqual(absent.reason._tag, "Disconnected")
      assert.strictEqual(absent.outcome, "none")
      // What is asked now waits for the server.
      const waiting = yield* Effect.forkChild(nb.transact([Operation.insert(LogicalSwitch, { name: "patient" })]), {
        startImmediately: true
      })
      yield* server.start
      yield* Fiber.join(waiting)
      yield* nbctl("ls-del", "changed")
      const reload = yield* nextOf(changes, "reload")
      assert.isAtMost(reload.changes.length, 2)
      yield* replica.synced
      const names = (yield* replica.all(switches)).map(({ name }) => name).toSorted()
      assert.deepStrictEqual(names, ["kept", "patient"])
      assert.strictEqual((yield* replica.find(switchByName, "kept"))[0], kept, "an equal row is the same object")
      yield* nb.transact([Operation.remove(LogicalSwitch, [])])
    })
  )

  it.effect("passes locks on, takes them along, and asserts them", () =>
    Effect.gen(function* () {
      const [one, two] = [yield* client(), yield* client()]
      const first = yield* Scope.make()
      const mine = yield* Scope.provide(one.lock("plan"), first)
      yield* mine.acquired
      const theirs = yield* two.lock("plan")
      assert.isFalse(yield* theirs.held)
      const guarded = [Operation.assert("plan"), Operation.insert(LogicalSwitch, { name: "guarded" })] as const
      assert.strictEqual(yield* fails(two.transact(guarded)), "NotOwner")
      yield* one.transact(guarded)
      yield* Scope.close(first, Exit.void)
      yield* theirs.acquired
      yield* two.transact(guarded)
      const thief = yield* one.lock("plan", { steal: true })
      yield* thief.acquired
      const lost = theirs.changes.pipe(
        Stream.filter((held) => !held),
        Stream.runHead
      )
      yield* lost
      assert.strictEqual(yield* fails(two.transact(guarded)), "NotOwner")
      yield* one.transact([Operation.remove(LogicalSwitch, [])])
    })
  )

  it.effect("gives up a server that falls silent", () =>
    Effect.gen(function* () {
      const nb = yield* client({ probeInterval: "200 millis", connectTimeLimit: "500 millis" })
      const server = yield* Servers.use(({ leader }) => leader)
      yield* server.freeze
      const asked = yield* Effect.flip(nb.transact([Operation.insert(LogicalSwitch, { name: "silent" })]))
      assert.strictEqual(asked.reason._tag, "Disconnected")
      assert.strictEqual(asked.outcome, "unknown")
      yield* server.thaw
      yield* nb.transact([Operation.remove(LogicalSwitch, [])])
    })
  )

  it.effect("checks certificates on both sides", () =>
    Effect.gen(function* () {
      const { leader, pki } = yield* Servers
      const server = yield* leader
      const fs = yield* FileSystem.FileSystem
      assert.isDefined(pki)
      if (pki === undefined) return
      const files = (set: typeof pki.untrusted) =>
        Effect.all({
          ca: fs.readFileString(pki.caCert),
          cert: fs.readFileString(set.clientCert),
          key: Effect.map(fs.readFileString(set.clientKey), Redacted.make)
        })
      const good = yield* files(pki)
      const remotes = server.ssl ?? ""
      const tls = (options: OvsdbConnection.TlsOptions) => Effect.scoped(client({ remotes, tls: options }))
      const ok = yield* Effect.scoped(
        Effect.flatMap(client({ remotes, tls: good }), (nb) => nb.transact([Operation.select(LogicalSwitch, [])]))
      )
      assert.deepStrictEqual(ok, [[]])
      const problem = (options: OvsdbConnection.TlsOptions) =>
        Effect.map(Effect.flip(tls(options)), ({ reason }) =>
          reason._tag === "TlsFailed" ? reason.problem : reason._tag
        )
      assert.strictEqual(yield* problem({ ca: good.ca }), "ClientRefused")
      assert.strictEqual(yield* problem(yield* files(pki.untrusted)), "ClientRefused")
      assert.strictEqual(yield* problem(yield* files(pki.expired)), "ClientRefused")
      const otherCa = yield* fs.readFileString(pki.untrusted.caCert)
      assert.strictEqual(yield* problem({ ...good, ca: otherCa }), "UntrustedAuthority")
      assert.strictEqual(yield* problem({ ...good, name: "elsewhere.invalid" }), "WrongName")
      assert.strictEqual(yield* problem({ ...good, key: Redacted.make("no key") }), "Files")
      yield* tls({ ...good, name: false })
    }).pipe(Effect.provide(NodeServices.layer))
  )
})

describe("no server", () => {
  it.live("is told at once", () =>
    Effect.gen(function* () {
      const nowhere = OvsdbClient.make({ database, remotes: "unix:/nonexistent,tcp:127.0.0.1:1" })
      assert.strictEqual(yield* fails(Effect.scoped(nowhere)), "ConnectFailed")
      assert.strictEqual(
        yield* fails(Effect.scoped(OvsdbClient.make({ database, remotes: "udp:x" }))),
        "InvalidAddress"
      )
    })
  )
})
