/**
 * OVSDB, side by side on real ovsdb-servers: transactions in flight together against one after the other and against a process of
 * `ovn-nbctl` each; our cutting of a byte stream into messages against JSON.parse of messages that are already cut; and how many rows
 * are sent again when a replica goes over to another member of a cluster. The sides of each ratio take turns in one run, and the
 * medians are compared.
 *
 * What pipelining saves is waiting. `pipelined_vs_sequential` is taken over a link that is a millisecond long; on the server's own
 * unix socket (`…_local`) there is next to nothing to wait for, and the server itself is the limit, which `pipelined_vs_raw_socket`
 * shows: a program that only sends prepared bytes and counts replies.
 */
import { OvsdbServers } from "@cloudwright/lab"
import { MessageReader, Operation, OvnNorthbound, OvsdbClient, OvsdbReplica } from "@cloudwright/ovsdb"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { connect, createServer, type Server, type Socket } from "node:net"

const { LogicalSwitch, LogicalSwitchPort } = OvnNorthbound

const database = "OVN_Northbound"
const rounds = 9
const inFlight = 250
const portsPerRound = 1000
const switches = 50

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** What `ovn-nbctl lsp-add` does: a port, and its place in its switch. */
const addPort = (bridge: string, name: string) => {
  const port = Operation.insert(LogicalSwitchPort, { name }, "port")
  return [
    port,
    Operation.mutate(LogicalSwitch, [["name", "==", bridge]], [["ports", "insert", new Set([port.ref])]])
  ] as const
}

/** Passes bytes on to a server's socket, each way a millisecond late: a link as between two sites. */
const link = (path: string, to: string) =>
  Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      const late = (from: Socket, into: Socket) =>
        from
          .on("data", (bytes) => setTimeout(() => into.writable && into.write(bytes), 1))
          .on("close", () => into.end())
      const server = createServer((near) => {
        const far = connect(to)
        late(near, far)
        late(far, near)
      })
      server.listen(path, () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  )

/** A client without any: sends prepared transactions and counts the ends of replies, so many at once. */
const raw = (path: string, texts: ReadonlyArray<string>, inFlight: number) =>
  Effect.callback<void>((resume) => {
    const socket = connect(path)
    let sent = 0
    let answered = 0
    const send = (count: number) => {
      if (count > 0) socket.write(texts.slice(sent, sent + count).join(""))
      sent += count
    }
    socket.on("data", (bytes) => {
      let count = 0
      for (let at = bytes.indexOf('"error":null'); at >= 0; at = bytes.indexOf('"error":null', at + 1)) count++
      answered += count
      send(Math.min(count, texts.length - sent))
      if (answered < texts.length) return
      socket.destroy()
      resume(Effect.void)
    })
    send(inFlight)
  })

/** Ports created per second on one server, in several ways. */
const creating = Effect.gen(function* () {
  const { directory, leader, run } = yield* OvsdbServers.OvsdbServers
  const { unix } = yield* leader
  const path = unix.slice("unix:".length)
  yield* link(`${directory}/link`, path)
  const near = yield* OvsdbClient.make({ database, remotes: unix })
  const far = yield* OvsdbClient.make({ database, remotes: `unix:${directory}/link` })
  const reset = near.transact([
    Operation.remove(LogicalSwitch, []),
    ...Array.from({ length: switches }, (_, i) => Operation.insert(LogicalSwitch, { name: `s${i}` }))
  ])
  const rate = (count: number, work: Effect.Effect<unknown, unknown>) =>
    Effect.gen(function* () {
      yield* reset
      const start = performance.now()
      yield* work
      const seconds = (performance.now() - start) / 1000
      const [ports] = yield* near.transact([Operation.select(LogicalSwitchPort, [], ["_uuid"])])
      if (ports.length !== count) return yield* Effect.die(new Error(`${ports.length} ports instead of ${count}`))
      return count / seconds
    })
  const operations = (i: number) => addPort(`s${i % switches}`, `p${i}`)
  const ours = (nb: OvsdbClient.OvsdbClient["Service"], count: number, concurrency: number) =>
    rate(
      count,
      Effect.forEach(Array.from({ length: count }), (_, i) => nb.transact(operations(i)), {
        concurrency,
        discard: true
      })
    )
  const texts = Array.from({ length: portsPerRound }, (_, id) => {
    const params = [database, ...Result.getOrThrow(Operation.encode(operations(id)))]
    return JSON.stringify({ id, method: "transact", params })
  })
  const nbctl = Effect.forEach(
    Array.from({ length: 5 }),
    (_, i) => run(["ovn-nbctl", `--db=${unix}`, "lsp-add", `s${i % switches}`, `p${i}`]),
    { discard: true }
  )
  // The compiler gets warm before anything counts.
  for (let i = 0; i < 3; i++) yield* ours(near, portsPerRound, inFlight)
  const names = ["sequential", "pipelined", "far_sequential", "far_pipelined", "raw", "nbctl"] as const
  const seen = Object.fromEntries(names.map((name) => [name, [] as Array<number>])) as Record<
    (typeof names)[number],
    Array<number>
  >
  for (let round = 0; round < rounds; round++) {
    seen.sequential.push(yield* ours(near, portsPerRound, 1))
    seen.pipelined.push(yield* ours(near, portsPerRound, inFlight))
    seen.raw.push(yield* rate(portsPerRound, raw(path, texts, inFlight)))
    seen.far_sequential.push(yield* ours(far, 100, 1))
    seen.far_pipelined.push(yield* ours(far, portsPerRound, inFlight))
    seen.nbctl.push(yield* rate(5, nbctl))
  }
  const of = (name: (typeof names)[number]) => median(seen[name])
  return {
    pipelined_vs_sequential: of("far_pipelined") / of("far_sequential"),
    pipelined_vs_sequential_local: of("pipelined") / of("sequential"),
    pipelined_vs_raw_socket: of("pipelined") / of("raw"),
    vs_nbctl_process: of("pipelined") / of("nbctl"),
    ...Object.fromEntries(names.map((name) => [`${name}_per_s`, of(name)]))
  }
}).pipe(Effect.scoped, Effect.provide(OvsdbServers.layer()))

const hex = (n: number) => (n * 2_654_435_761).toString(16).padStart(12, "0").slice(-12)
const uuid = (n: number) => `c4a92a87-eadb-4d0e-aa94-${hex(n)}`

/** An update as ovsdb-server sends it, with so many ports. */
const update = (ports: number, first: number): string =>
  JSON.stringify({
    id: null,
    method: "update3",
    params: [
      1,
      uuid(first),
      {
        Logical_Switch_Port: Object.fromEntries(
          Array.from({ length: ports }, (_, i) => [
            uuid(first + i),
            {
              insert: {
                name: uuid(first + i + 7),
                addresses: `0a:00:00:00:${(i >> 8) & 255}:${i & 255} 10.0.${(i >> 8) & 255}.${i & 255}`,
                port_security: ["set", [`0a:00:00:00:00:${i & 255}`, "10.0.0.9"]],
                external_ids: [
                  "map",
                  [
                    ["vm", uuid(i)],
                    ["owner", 'the "blue" tenant']
                  ]
                ],
                options: ["map", [["requested-chassis", "kvm-1"]]],
                dhcpv4_options: ["uuid", uuid(3)],
                up: true
              }
            }
          ])
        )
      }
    ]
  })

/** A day of a controller in messages: mostly replies and small updates, and two loads of a table. */
const traffic: ReadonlyArray<string> = [
  ...Array.from({ length: 3000 }, (_, id) =>
    JSON.stringify({ id, result: [{ uuid: ["uuid", uuid(id)] }, { count: 1 }], error: null })
  ),
  ...Array.from({ length: 1500 }, (_, i) => update(1 + (i % 5), i)),
  update(1500, 1),
  update(1500, 2)
]

/** Milliseconds of this process's own time, which other work on the machine does not change. */
const cost = (run: () => void): number => {
  const start = process.cpuUsage().user
  run()
  return (process.cpuUsage().user - start) / 1000
}

/** Bytes to messages: cut by us in chunks as a socket brings them, against JSON.parse of each message's own bytes. */
const decoding = Effect.sync(() => {
  const stream = Buffer.from(traffic.join(""))
  const cut = traffic.map((text) => Buffer.from(text))
  const ours = () => {
    const reader = new MessageReader.MessageReader(stream.length)
    const out: Array<MessageReader.Message> = []
    for (let at = 0; at < stream.length; at += 65_536) reader.push(stream.subarray(at, at + 65_536), out)
    if (out.length !== traffic.length) throw new Error(`${out.length} messages of ${traffic.length}`)
  }
  const theirs = () => {
    const out: Array<unknown> = []
    for (const bytes of cut) out.push(JSON.parse(bytes.toString()))
    if (out.length !== traffic.length) throw new Error("the other side lost messages")
  }
  const ratios: Array<number> = []
  const costs: Array<number> = []
  for (let round = 0; round < 45; round++) {
    const mine = cost(ours)
    ratios.push(cost(theirs) / mine)
    costs.push(mine)
  }
  // The first rounds belong to the compiler.
  return {
    decode_vs_json_parse: median(ratios.slice(5)),
    decode_mb_per_s: stream.length / 1000 / median(costs.slice(5))
  }
})

/** Rows sent again when the replica's server dies and it goes on at another member. */
const resuming = Effect.gen(function* () {
  const { members } = yield* OvsdbServers.OvsdbServers
  const nb = yield* OvsdbClient.make({ database, remotes: members.map(({ unix }) => unix), server: "any" })
  const names = Array.from({ length: 1000 }, (_, i) => `switch-${i}`)
  yield* nb.transact(names.map((name) => Operation.insert(LogicalSwitch, { name })))
  const watched = OvsdbReplica.watch(LogicalSwitch)
  const replica = yield* nb.replica([watched])
  const { changes } = yield* replica.subscribe
  const { address } = yield* nb.connection
  const start = performance.now()
  yield* Effect.forEach(
    members.filter(({ unix }) => unix === address),
    ({ kill }) => kill
  )
  const first = yield* Effect.flatMap(Stream.runHead(changes), Effect.fromOption)
  const { size } = yield* replica.snapshot
  if (size(watched) !== names.length) return yield* Effect.die(new Error(`${size(watched)} rows after the change`))
  return { resume_rows: first.rows, resume_ms: performance.now() - start }
}).pipe(Effect.scoped, Effect.provide(OvsdbServers.layer({ members: 3 })))

/** All ratios and figures of this benchmark. */
export const run = Effect.gen(function* () {
  const ratios: Record<string, number> = { ...(yield* creating), ...(yield* decoding), ...(yield* resuming) }
  return { ratios }
})
