/**
 * An OVSDB server for tests, in this process. It speaks the protocol of ovsdb-server over sockets in memory
 * ({@link OvsdbServer.connect}) or real ones ({@link OvsdbServer.listen}), and keeps its databases as a server does: schemas and
 * constraints, unique indexes, strong and weak references, garbage collection, row limits, all-or-nothing transactions with
 * `wait`, monitors of all three kinds, locks, and the database `_Server`.
 *
 * It is deterministic: UUIDs come from a seed, time from `Clock`, and each transaction makes one update per monitor. Faults are
 * injected per request. Several servers can share their databases as the members of a cluster do ({@link cluster}); which one
 * leads is the test's choice.
 *
 * It stores nothing. Absent are: access control by roles, `convert`, relays, the `sort` member of `select`, and a cluster's
 * own faults (lost elections, unreachable members). Integers beyond 2^53 - 1 are rounded. `details` of errors are worded in its
 * own way; their tags are those of ovsdb-server, against which `OvsdbServerSuite` checks it. `Socket` is unstable in Effect.
 *
 * @since 0.1.0
 */
import { SocketPair } from "@cloudwright/core/testing"
import * as Seed from "@cloudwright/core/testing/Seed"
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import type { SocketServerError } from "effect/socket/SocketServer"
import { MessageReader, type Message } from "../MessageReader.ts"
import type { DatabaseSchema } from "../OvsdbSchema.ts"
import type { Json } from "../OvsdbValue.ts"
import { Member, retry, type Session, type Shared, type Trigger } from "./internal/member.ts"
import { Store } from "./internal/store.ts"

/**
 * What goes wrong with one request.
 *
 * - `LoseReply`: it is executed; whatever would be sent to its client meanwhile, updates and reply, is not.
 * - `CloseBefore`, `CloseAfter`: the connection ends before the request is executed, or after, without a reply.
 * - `Delay`: it waits, and with it every later request of its connection.
 * - `Refuse`: it is not executed but answered with an error: a transaction with results that end in it, as a server does that
 *   cannot commit (`resources exhausted`, `I/O error`, `cluster error` with `not leader`), another request with an error reply.
 *
 * @category models
 * @since 0.1.0
 */
export type Fault =
  | { readonly _tag: "LoseReply" }
  | { readonly _tag: "CloseBefore" }
  | { readonly _tag: "CloseAfter" }
  | { readonly _tag: "Delay"; readonly millis: number }
  | { readonly _tag: "Refuse"; readonly error: string; readonly details?: string }

/**
 * A request as the server received it. `connection` counts the connections of all members from 1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Request {
  readonly connection: number
  readonly method: string
  readonly params: ReadonlyArray<Json>
}

/**
 * - `schemas`: of the databases, which start empty.
 * - `fault`: asked at each request.
 * - `seed`: of the UUIDs; default 1.
 * - `clustered`: whether transactions have ids, from which a monitor can be resumed, and `_Server` says so; default false, and true for
 *   {@link cluster}.
 * - `historyLimit`: how many transactions back a monitor can be resumed; default 100, as in ovsdb-server, which moreover
 *   forgets transactions that together are larger than the database.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly schemas: ReadonlyArray<DatabaseSchema>
  readonly fault?: (request: Request) => Fault | undefined
  readonly seed?: number
  readonly clustered?: boolean
  readonly historyLimit?: number
}

/**
 * A running server.
 *
 * - `id`: what `get_server_id` answers.
 * - `connect`: a new connection in memory; its client side.
 * - `serve`: serves the server's side of any socket until it ends.
 * - `listen`: serves a unix socket (`path`) or a TCP port (`port`, 0 for any) for the rest of the scope; gives the port.
 * - `requests`: all received so far, in order. `connections`: how many there are. `pongs`: answers to `echo` so far.
 * - `lead`: makes this member its cluster's leader. `setConnected`: whether it says that it is in touch with its cluster.
 * - `echo`: sends an `echo` request on every connection. `disconnect`: ends all connections.
 * - `addDatabase`, `removeDatabase`: of all members; adding one that exists dies.
 *
 * @category models
 * @since 0.1.0
 */
export interface OvsdbServer {
  readonly id: string
  readonly connect: Effect.Effect<Socket.Socket>
  readonly serve: (socket: Socket.Socket) => Effect.Effect<void>
  readonly listen: (
    where: { readonly path: string } | { readonly port: number }
  ) => Effect.Effect<number, SocketServerError, Scope.Scope>
  readonly requests: ReadonlyArray<Request>
  readonly connections: number
  readonly pongs: number
  readonly lead: Effect.Effect<void>
  readonly setConnected: (connected: boolean) => Effect.Effect<void>
  readonly echo: Effect.Effect<void>
  readonly disconnect: Effect.Effect<void>
  readonly addDatabase: (schema: DatabaseSchema) => Effect.Effect<void>
  readonly removeDatabase: (name: string) => Effect.Effect<void>
}

/**
 * The longest request that a server takes, in bytes; a longer one ends its connection.
 *
 * @category constants
 * @since 0.1.0
 */
export const requestBytesMax = 64 * 1024 * 1024

/**
 * How many messages wait for a client that does not read; one more ends its connection.
 *
 * @category constants
 * @since 0.1.0
 */
export const messagesHeldMax = 10_000

const uuidsOf = (seed: number) => {
  const source = Seed.prng(seed)
  return () => {
    const bytes = source.bytes(16)
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    return Buffer.from(bytes)
      .toString("hex")
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
  }
}

/** A connection's session, and the way to make it deaf for a moment. */
interface Line extends Session {
  muted: boolean
  readonly number: number
}

const refusal = (id: Json, request: Request, error: string, details: string): Json => {
  if (request.method !== "transact") return { id, result: null, error: { error, details } }
  const operations = Math.max(0, request.params.length - 1)
  return { id, result: [...Array.from({ length: operations }, () => ({})), { error, details }], error: null }
}

const start = (shared: Shared, options: Options, scope: Scope.Scope, count: () => number): OvsdbServer => {
  const member = new Member(shared)
  const requests: Array<Request> = []
  let pongs = 0

  /** Tries a transaction again when its time is over. */
  const expire = (trigger: Trigger) =>
    Effect.sleep(trigger.timeoutMillis).pipe(
      Effect.andThen(Clock.currentTimeMillis),
      Effect.flatMap((now) => Effect.sync(() => shared.triggers.includes(trigger) && retry(shared, now)))
    )

  const execute = Effect.fnUntraced(function* (line: Line, message: Message) {
    const trigger = member.receive(line, message as Json, yield* Clock.currentTimeMillis)
    if (trigger !== undefined && Number.isFinite(trigger.timeoutMillis)) {
      yield* Effect.forkIn(expire(trigger), scope, { startImmediately: true })
    }
  })

  const onMessage = Effect.fnUntraced(function* (line: Line, message: Message) {
    const {
      id = null,
      method,
      params
    } = message as { readonly id?: Json; readonly method?: unknown; readonly params?: Json }
    if (typeof method !== "string") return void pongs++
    const request: Request = { connection: line.number, method, params: Array.isArray(params) ? params : [] }
    requests.push(request)
    const fault = options.fault?.(request)
    switch (fault?._tag) {
      case "CloseBefore":
        return line.close()
      case "Refuse":
        return line.send(refusal(id, request, fault.error, fault.details ?? ""))
      case "LoseReply":
      case "CloseAfter":
        line.muted = true
        yield* execute(line, message)
        line.muted = false
        return fault._tag === "CloseAfter" ? line.close() : undefined
      case "Delay":
        yield* Effect.sleep(fault.millis)
    }
    yield* execute(line, message)
  })

  const serve = (socket: Socket.Socket): Effect.Effect<void> =>
    Effect.gen(function* () {
      const pull = yield* Socket.readerBytes(socket)
      const writer = yield* socket.writer
      const outbox = yield* Queue.dropping<Json | Socket.CloseEvent>(messagesHeldMax)
      const overflow = yield* Deferred.make<void>()
      const offer = (message: Json | Socket.CloseEvent) => {
        if (!Queue.offerUnsafe(outbox, message)) Deferred.doneUnsafe(overflow, Exit.void)
      }
      const line: Line = {
        number: count(),
        muted: false,
        monitors: new Map(),
        changeAware: false,
        send: (message) => {
          if (!line.muted) offer(message)
        },
        close: () => offer(new Socket.CloseEvent())
      }
      member.sessions.add(line)
      yield* Effect.addFinalizer(() => Effect.sync(() => member.leave(line)))
      const reader = new MessageReader(requestBytesMax)
      const receive = Effect.forever(
        Effect.flatMap(pull, (chunks) =>
          Effect.suspend(() => {
            const messages: Array<Message> = []
            const broken = chunks.some((chunk) => reader.push(chunk, messages) !== undefined)
            const handled = Effect.forEach(messages, (message) => onMessage(line, message), { discard: true })
            return broken ? Effect.andThen(handled, Effect.interrupt) : handled
          })
        )
      )
      const send = Effect.forever(
        Effect.flatMap(Queue.take(outbox), (message) =>
          Socket.isCloseEvent(message)
            ? Effect.andThen(writer.write(message), Effect.interrupt)
            : writer.write(JSON.stringify(message))
        )
      )
      return yield* Effect.raceAllFirst([receive, send, Deferred.await(overflow)])
    }).pipe(Effect.scoped, Effect.exit, Effect.asVoid)

  const everyone = (f: (session: Session) => void) =>
    Effect.sync(() => {
      for (const session of member.sessions) f(session)
    })
  const describeAll = () => {
    for (const each of shared.members) each.describe()
  }

  return {
    id: member.id,
    connect: Effect.gen(function* () {
      const pair = yield* SocketPair.make
      yield* Effect.forkIn(serve(pair.right), scope, { startImmediately: true })
      return pair.left
    }),
    serve,
    listen: Effect.fnUntraced(function* (where) {
      const server = yield* NodeSocketServer.make("path" in where ? where : { host: "127.0.0.1", ...where })
      yield* Effect.forkScoped(server.run(serve))
      return "port" in server.address ? server.address.port : 0
    }),
    requests,
    get connections() {
      return member.sessions.size
    },
    get pongs() {
      return pongs
    },
    lead: Effect.sync(() => {
      shared.leader = member
      describeAll()
    }),
    setConnected: (connected) =>
      Effect.sync(() => {
        member.connected = connected
      }),
    echo: everyone((session) => session.send({ id: "echo", method: "echo", params: [] })),
    disconnect: everyone((session) => session.close()),
    addDatabase: (schema) =>
      Effect.suspend(() => {
        if (shared.stores.has(schema.name)) return Effect.die(new Error(`database ${schema.name} exists`))
        shared.stores.set(schema.name, new Store(schema, shared.newUuid))
        return Effect.sync(describeAll)
      }),
    removeDatabase: (name) =>
      Effect.sync(() => {
        const store = shared.stores.get(name)
        if (store === undefined) return
        shared.stores.delete(name)
        for (const trigger of shared.triggers.filter((each) => each.store === store)) {
          trigger.session.send({ id: trigger.id, result: null, error: "canceled" })
        }
        shared.triggers = shared.triggers.filter((each) => each.store !== store)
        describeAll()
        for (const each of shared.members) each.forget(store)
      })
  }
}

/**
 * Starts servers that share their databases, as the members of a cluster do; the first one leads. A write through any of them
 * reaches the monitors of all, and a monitor can be resumed at any of them. Their connections end with the scope.
 *
 * @category testing
 * @since 0.1.0
 */
export const cluster = Effect.fnUntraced(function* (
  members: number,
  options: Options
): Effect.fn.Return<ReadonlyArray<OvsdbServer>, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const newUuid = uuidsOf(options.seed ?? 1)
  const shared: Shared = {
    clustered: options.clustered ?? true,
    historyLimit: options.historyLimit ?? 100,
    newUuid,
    stores: new Map(options.schemas.map((schema) => [schema.name, new Store(schema, newUuid)])),
    members: [],
    triggers: [],
    leader: undefined
  }
  let connections = 0
  const servers = Array.from({ length: members }, () => start(shared, options, scope, () => ++connections))
  shared.leader = shared.members[0]
  for (const member of shared.members) member.describe()
  return servers
})

/**
 * Starts one server; its connections end with the scope.
 *
 * @category testing
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (options: Options): Effect.fn.Return<OvsdbServer, never, Scope.Scope> {
  const [server] = yield* cluster(1, { clustered: false, ...options })
  return server ?? (yield* Effect.die(new Error("a cluster without members")))
})
