/**
 * A connection to an OVSDB server: typed transactions, monitors and locks over one socket.
 *
 * All fibers may use it at once: requests are pipelined and answered in the server's order. When the connection is lost,
 * everything on it fails and stays failed; {@link OvsdbClient} is the one that connects again. A transaction that is
 * interrupted or runs into its time limit is cancelled at the server (RFC 7047 section 4.1.4).
 *
 * Replies and updates take effect in the order they arrive. A server sends the updates of a transaction before its reply, so
 * whoever sees a transaction's result finds its changes in the replicas of the same connection.
 *
 * Limits: `maxMessageBytes` of a message received, and of what waits to be sent; `maxInFlight` requests without a reply.
 * `Socket` and `RemoteSockets`, which show through in {@link fromSocket} and addresses through ssh, are unstable in Effect.
 *
 * @since 0.1.0
 */
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import type * as Socket from "effect/socket/Socket"
import { dial, fromSocket as attachSocket, refusedLate } from "./internal/dial.ts"
import { reasonOf, run, Session, type SessionOptions } from "./internal/session.ts"
import { TimeLimit } from "./internal/timelimit.ts"
import type { Attach } from "./internal/transport.ts"
import { Wire } from "./internal/wire.ts"
import type * as Operation from "./Operation.ts"
import { format, type OvsdbAddress, parse } from "./OvsdbAddress.ts"
import { OvsdbError } from "./OvsdbError.ts"
import type * as OvsdbSchema from "./OvsdbSchema.ts"
import type { Json } from "./OvsdbValue.ts"
import type * as Uuid from "./Uuid.ts"

/**
 * Certificates of a connection by TLS, as PEM text.
 *
 * - `ca`: the authority that the server's certificate must come from; the system's authorities by default.
 * - `cert`, `key`: ours, when the server asks for one.
 * - `name`: whom the server's certificate must name; the host of the address by default. `false` looks at the authority only,
 *   which is what Open vSwitch's own programs do, since the certificates of `ovs-pki` name nobody.
 *
 * @category models
 * @since 0.1.0
 */
export interface TlsOptions {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: Redacted.Redacted | undefined
  readonly name?: string | false | undefined
}

/**
 * How a connection behaves. All are optional:
 *
 * - `tls`: certificates for `ssl:` addresses.
 * - `connectTimeLimit`: for dialling and the first exchange together. Default 5 seconds.
 * - `timeLimit`: from a request to its reply. Default 30 seconds. {@link withTimeLimit} overrides it.
 * - `probeInterval`: after so much silence the server is asked for an echo, and after as much again the connection is given up.
 *   Default 5 seconds, as in Open vSwitch; `false` asks for none. The server's own echoes are answered all the same.
 * - `maxInFlight`: requests without a reply; above it they fail with `LimitExceeded`. Default 10000.
 * - `maxMessageBytes`: of a message received, and of everything that waits to be sent. Default 256 MiB: the contents of a
 *   database come in one message.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectionOptions {
  readonly tls?: TlsOptions | undefined
  readonly connectTimeLimit?: Duration.Input | undefined
  readonly timeLimit?: Duration.Input | undefined
  readonly probeInterval?: Duration.Input | false | undefined
  readonly maxInFlight?: number | undefined
  readonly maxMessageBytes?: number | undefined
}

/**
 * What to monitor: tables with columns and, as the JSON of `where`, conditions. `since` is the transaction after which changes
 * are wanted, for a server that still knows it.
 *
 * @category models
 * @since 0.1.0
 */
export interface MonitorRequest {
  readonly database: string
  readonly tables: {
    readonly [table: string]: { readonly columns: ReadonlyArray<string>; readonly where?: Json | undefined }
  }
  readonly since?: Uuid.Uuid | undefined
}

/**
 * Rows as a monitor sends them: table, then UUID, then the row's update. It has the form of RFC 7047 section 4.1.6 (`old`, `new`)
 * when `differences` is false, and that of ovsdb-server(7) section 4.1.14 (`initial`, `insert`, `modify`, `delete`) when true.
 *
 * @category models
 * @since 0.1.0
 */
export interface MonitorUpdate {
  readonly differences: boolean
  readonly transactionId: Uuid.Uuid | undefined
  readonly tables: { readonly [table: string]: { readonly [uuid: string]: unknown } }
}

/**
 * Receives what a monitor sends, in order and before anything that follows on the connection. A returned error ends the connection as
 * a breach of protocol.
 *
 * - `loaded`: the first rows. `resumed` is true when they are only what came after `since`.
 * - `updated`: what one or more transactions changed.
 * - `canceled`: the server dropped the monitor, because the database went or its schema changed.
 *
 * @category models
 * @since 0.1.0
 */
export interface MonitorHandler {
  readonly loaded: (update: MonitorUpdate, resumed: boolean) => OvsdbError | undefined
  readonly updated: (update: MonitorUpdate) => OvsdbError | undefined
  readonly canceled: () => void
}

/**
 * A connection to an OVSDB server.
 *
 * - `address`: where it goes to, for people.
 * - `transact`: runs operations in one transaction of a database; a tuple of operations has a tuple of results.
 * - `monitor`: watches tables until the scope closes; asks in the newest way the server knows. The building block of replicas.
 * - `lock`: asks for a lock until the scope closes; `onChange` hears whenever it is got or lost. With `steal` it is taken from its
 *   owner. The result is whether it is held now.
 * - `echo`: a round trip.
 * - `call`: any method, for what has no other name here (`convert`).
 * - `ended`: completes with the reason when the connection is over.
 *
 * @category models
 * @since 0.1.0
 */
export interface OvsdbConnection {
  readonly address: string
  readonly listDatabases: Effect.Effect<ReadonlyArray<string>, OvsdbError>
  readonly getSchema: (database: string) => Effect.Effect<OvsdbSchema.DatabaseSchema, OvsdbError>
  readonly serverId: Effect.Effect<Uuid.Uuid, OvsdbError>
  readonly transact: <const Operations extends ReadonlyArray<Operation.Operation>>(
    database: string,
    operations: Operations
  ) => Effect.Effect<Operation.Results<Operations>, OvsdbError>
  readonly monitor: (request: MonitorRequest, handler: MonitorHandler) => Effect.Effect<void, OvsdbError, Scope.Scope>
  readonly lock: (
    name: string,
    options: { readonly steal?: boolean | undefined; readonly onChange: (held: boolean) => void }
  ) => Effect.Effect<boolean, OvsdbError, Scope.Scope>
  readonly echo: Effect.Effect<void, OvsdbError>
  readonly call: (method: string, params: ReadonlyArray<Json>) => Effect.Effect<Json, OvsdbError>
  readonly ended: Effect.Effect<OvsdbError>
}

/**
 * Sets the time limit of every request in an effect, in place of the connection's own.
 *
 * @category combinators
 * @since 0.1.0
 */
export const withTimeLimit =
  (limit: Duration.Input) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.provideService(self, TimeLimit, Duration.toMillis(limit))

interface Settings extends SessionOptions {
  readonly connectLimit: number
  readonly limit: number
}

const settingsOf = (options: ConnectionOptions): Settings => ({
  maxInFlight: options.maxInFlight ?? 10_000,
  maxMessageBytes: options.maxMessageBytes ?? 268_435_456,
  probe: options.probeInterval === false ? 0 : Duration.toMillis(options.probeInterval ?? "5 seconds"),
  connectLimit: Duration.toMillis(options.connectTimeLimit ?? "5 seconds"),
  limit: Duration.toMillis(options.timeLimit ?? "30 seconds")
})

/** Dials, and makes sure that an OVSDB server is at the other end. */
const connect = Effect.fnUntraced(function* (
  address: string,
  dialled: Effect.Effect<Attach, OvsdbError, Scope.Scope>,
  settings: Settings
): Effect.fn.Return<OvsdbConnection, OvsdbError, Scope.Scope> {
  // A failed attempt leaves nothing behind in the caller's scope, which may see many attempts.
  const scope = yield* Scope.fork(yield* Effect.scope)
  const clock = yield* Effect.clockWith(Effect.succeed)
  const session = new Session(settings, clock)
  const wire = new Wire(session, settings.limit)
  const wireScope = yield* Scope.fork(scope)
  const opening = Effect.gen(function* () {
    const attach = yield* Scope.provide(dialled, wireScope)
    yield* Scope.provide(run(session, wireScope), scope)
    yield* Scope.provide(attach(session), wireScope)
    yield* wire.open
  })
  yield* opening.pipe(
    Effect.timeoutOrElse({
      duration: settings.connectLimit,
      orElse: () => {
        const reason = { _tag: "TimeLimit", afterMillis: settings.connectLimit, outcome: "none" } as const
        return Effect.fail(new OvsdbError({ operation: "connect", reason }))
      }
    }),
    Effect.onError(() => Scope.close(scope, Exit.void))
  )
  return {
    address,
    listDatabases: wire.listDatabases,
    getSchema: wire.getSchema,
    serverId: wire.serverId,
    transact: wire.transact,
    monitor: wire.monitor,
    lock: wire.lock,
    echo: wire.echo,
    call: wire.call,
    ended: Effect.map(
      Deferred.await(session.ended),
      (end) => new OvsdbError({ operation: "connection", reason: reasonOf(end, "none") })
    )
  }
})

/**
 * Opens a connection for the rest of the scope, to an address or its text (`unix:/run/ovn/ovnnb_db.sock`, `tcp:10.0.0.1:6641`,
 * `ssl:nb.example:6641`). Addresses through ssh use the `RemoteSockets` service when it is in the context, the others need
 * nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const open = Effect.fn("OvsdbConnection.open")(function* (
  address: OvsdbAddress | string,
  options: ConnectionOptions = {}
) {
  const target = typeof address === "string" ? yield* Effect.fromResult(parse(address)) : address
  return yield* connect(format(target), dial(target, options.tls ?? {}), settingsOf(options)).pipe(
    Effect.mapError(refusedLate(target))
  )
})

/**
 * Opens a connection over a socket.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromSocket = Effect.fn("OvsdbConnection.fromSocket")(function* (
  socket: Socket.Socket,
  options: ConnectionOptions = {}
) {
  const name = "the given socket"
  return yield* connect(name, attachSocket(socket, name), settingsOf(options))
})
