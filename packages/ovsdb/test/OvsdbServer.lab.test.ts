import { OvsdbServers } from "@cloudwright/lab"
import { assert, describe, layer } from "@effect/vitest"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type { PlatformError } from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import * as NodeFs from "node:fs"
import * as NodeOs from "node:os"
import * as NodePath from "node:path"
import * as OpenVswitch from "../src/generated/OpenVswitch.ts"
import * as OvnNorthbound from "../src/generated/OvnNorthbound.ts"
import * as OvnSouthbound from "../src/generated/OvnSouthbound.ts"
import * as OvsdbSchema from "../src/OvsdbSchema.ts"
import * as OvsdbServer from "../src/testing/OvsdbServer.ts"
import * as OvsdbServerSuite from "../src/testing/OvsdbServerSuite.ts"
import * as Peer from "../src/testing/internal/peer.ts"

const { schema } = OvsdbServerSuite

/** The real server as the suite wants it; time passes by itself. */
const subject = Effect.gen(function* () {
  const { leader, members } = yield* OvsdbServers.OvsdbServers
  const { unix } = yield* leader
  return {
    connect: NodeSocket.makeNet({ path: unix.replace(/^unix:/, "") }),
    clustered: members.length > 1,
    elapse: () => Effect.void
  }
})

const inMemory = (of: OvsdbSchema.DatabaseSchema) =>
  Effect.map(OvsdbServer.make({ schemas: [of] }), ({ connect }) => ({
    connect,
    clustered: false,
    elapse: () => Effect.void
  }))

class SchemaFile extends Context.Service<SchemaFile, string>()("test/SchemaFile") {
  static readonly layer = Layer.effect(
    SchemaFile,
    Effect.acquireRelease(
      Effect.sync(() => NodeFs.mkdtempSync(NodePath.join(NodeOs.tmpdir(), "cloudwright-suite-"))),
      (directory) => Effect.sync(() => NodeFs.rmSync(directory, { recursive: true }))
    ).pipe(
      Effect.map((directory) => {
        const file = NodePath.join(directory, "suite.ovsschema")
        NodeFs.writeFileSync(file, JSON.stringify(OvsdbSchema.toJson(schema)))
        return file
      })
    )
  )
}

/** Servers with the suite's database: one alone, or members of a cluster. */
const servers = (members?: number) =>
  Layer.unwrap(
    Effect.map(SchemaFile, (schemaFile) =>
      OvsdbServers.layer({ database: schema.name, schemaFile, ...(members === undefined ? {} : { members }) })
    )
  ).pipe(Layer.provide(SchemaFile.layer))

const agrees = (of: OvsdbSchema.DatabaseSchema, runs: number) =>
  Effect.gen(function* () {
    const subjects = { real: yield* subject, memory: yield* inMemory(of) }
    const { committed, transactions } = yield* OvsdbServerSuite.compare({ subjects, database: of, runs, steps: 100 })
    assert.strictEqual(transactions, runs * 100)
    assert.isAbove(committed, transactions / 3)
  })

describe("ovsdb-server passes the suite", () => {
  layer(servers(), { excludeTestServices: true })("alone", (it) => {
    for (const { name, run } of OvsdbServerSuite.cases) it.effect(name, () => Effect.flatMap(subject, run))

    it.effect("and answers random transactions as the one in memory does", () => agrees(schema, 20))
  })

  layer(servers(3), { excludeTestServices: true })("as leader of a cluster", (it) => {
    for (const { name, run } of OvsdbServerSuite.cases) it.effect(name, () => Effect.flatMap(subject, run))
  })
})

describe("ovsdb-server with the schemas of OVN and Open vSwitch", () => {
  for (const { schema: of } of [OvnNorthbound, OvnSouthbound, OpenVswitch]) {
    layer(OvsdbServers.layer({ database: of.name }), { excludeTestServices: true })(of.name, (it) => {
      it.effect("has the schema that the tables were made from", () =>
        Effect.gen(function* () {
          const connection = yield* Effect.flatMap(
            Effect.flatMap(subject, (each) => each.connect),
            Peer.make
          )
          const reply = yield* connection.call("get_schema", [of.name])
          assert.deepStrictEqual<unknown>(reply["result"], OvsdbSchema.toJson(of))
        })
      )

      it.effect("answers random transactions as the one in memory does", () => agrees(of, 5))
    })
  }
})

/** Runs a client program against the server in memory, over a unix socket. */
const withClients = <A, E, R>(
  of: OvsdbSchema.DatabaseSchema,
  body: (
    run: (...argv: ReadonlyArray<string>) => Effect.Effect<string, PlatformError>,
    address: string
  ) => Effect.Effect<A, E, R>
) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
    const directory = yield* fs.makeTempDirectoryScoped({ prefix: "cloudwright-memory-" })
    const path = NodePath.join(directory, "db.sock")
    yield* Effect.flatMap(OvsdbServer.make({ schemas: [of] }), (server) => server.listen({ path }))
    const run = (...[program = "", ...args]: ReadonlyArray<string>) => spawner.string(ChildProcess.make(program, args))
    return yield* body(run, `unix:${path}`)
  })

describe("the server in memory serves the programs of OVN and Open vSwitch", () => {
  layer(NodeServices.layer, { excludeTestServices: true })((it) => {
    it.effect("ovn-nbctl", () =>
      withClients(OvnNorthbound.schema, (run, address) =>
        Effect.gen(function* () {
          const nbctl = (...args: ReadonlyArray<string>) => run("ovn-nbctl", "--timeout=10", `--db=${address}`, ...args)
          yield* nbctl("ls-add", "blue")
          yield* nbctl("lsp-add", "blue", "p1", "--", "lsp-set-addresses", "p1", "02:00:00:00:00:01 10.0.0.1")
          yield* nbctl("acl-add", "blue", "from-lport", "100", "ip4", "drop")
          assert.match(
            yield* nbctl("show"),
            /^switch [-0-9a-f]{36} \(blue\)\n {4}port p1\n {8}addresses: \["02:00:00:00:00:01 10.0.0.1"\]/
          )
          assert.match(yield* nbctl("acl-list", "blue"), /from-lport\s+100 \(ip4\) drop/)
          yield* nbctl("ls-del", "blue")
          assert.strictEqual(yield* nbctl("--bare", "--columns=name", "list", "Logical_Switch_Port"), "")
          assert.strictEqual(yield* nbctl("--bare", "--columns=match", "list", "ACL"), "")
        })
      )
    )

    it.effect("ovs-vsctl and ovsdb-client", () =>
      withClients(OpenVswitch.schema, (run, address) =>
        Effect.gen(function* () {
          const vsctl = (...args: ReadonlyArray<string>) =>
            run("ovs-vsctl", "--timeout=10", "--no-wait", `--db=${address}`, ...args)
          yield* vsctl("add-br", "br0", "--", "add-port", "br0", "p0", "tag=7")
          assert.strictEqual(yield* vsctl("list-ports", "br0"), "p0\n")
          assert.strictEqual(yield* vsctl("get", "Port", "p0", "tag"), "7\n")
          assert.strictEqual(yield* run("ovsdb-client", "list-dbs", address), "Open_vSwitch\n_Server\n")
          yield* vsctl("del-br", "br0")
          const dump = yield* run(
            "ovsdb-client",
            "--format=csv",
            "--no-headings",
            "dump",
            address,
            "Open_vSwitch",
            "Port",
            "name"
          )
          assert.notInclude(dump, "p0")
        })
      )
    )
  })
})
