/**
 * A connection to a libvirt daemon: typed calls, streams and events over one socket.
 *
 * Opening it authenticates, opens the hypervisor driver, and switches keep-alive on. All fibers may use it at once: at most
 * `maxInFlight` calls are with the daemon, the others wait in order. A call that is interrupted or runs into its time limit
 * keeps its place with the daemon until the daemon answers, since the daemon goes on working on it.
 *
 * {@link open} gives a connection that ends with its socket; {@link openReconnecting} and the layers give one that is opened
 * again, with back-off, until its scope closes. In both, calls fail at once while there is no connection.
 *
 * Limits: 32 MiB a message, 4 MiB a text, `maxInFlight` and `maxQueued` calls, 1024 waiting events a subscription, 4 MiB of
 * unread data a stream. `Socket` and `RemoteSockets`, which show through in {@link fromSocket} and the ssh transport, are
 * unstable in Effect.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import type * as Socket from "effect/socket/Socket"
import type * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import type { Events } from "./Events.ts"
import type { Calls, StreamCalls } from "./generated/Calls.ts"
import { AuthType } from "./generated/Constants.ts"
import { procedures } from "./generated/Procedures.ts"
import { dial, fromSocket as attachSocket, givenSocketFailed } from "./internal/dial.ts"
import { EventHub, makeEvents } from "./internal/eventhub.ts"
import { type End, reasonOf } from "./internal/end.ts"
import { run, Session, type SessionOptions } from "./internal/session.ts"
import { TimeLimit } from "./internal/timelimit.ts"
import type { Attach } from "./internal/transport.ts"
import { LibvirtError } from "./LibvirtError.ts"
import { fromState } from "./LibvirtStream.ts"
import { daemonUri, type LibvirtUri, parse } from "./LibvirtUri.ts"
import type { Procedure } from "./Procedure.ts"

/**
 * How a connection behaves. All are optional:
 *
 * - `readOnly`: the daemon refuses everything that changes something. Default false.
 * - `maxInFlight`: calls with the daemon at once. Default 4: with as many as its own limit (`max_client_requests`, 5 unless
 *   configured) the daemon stops reading, pings included, and both sides would take long calls for a dead connection.
 * - `maxQueued`: calls waiting for a place; above it a call fails with `LimitExceeded`. Default 10000.
 * - `connectTimeLimit`: for dialling, handshakes and opening together. Default 15 seconds.
 * - `readTimeLimit`: from a reading call to its reply. Default 1 minute.
 * - `changeTimeLimit`: from a changing call to its reply. Default 10 minutes. {@link withTimeLimit} overrides both.
 * - `keepAlive`: a ping after every `interval` of silence, and the connection is given up after `count` unanswered ones.
 *   Default 5 seconds and 5, as in libvirt. `false` sends none; pings of the daemon are answered all the same.
 * - `streamStallLimit`: how long the reader of a stream may take nothing while the connection waits for it. Default 10
 *   seconds.
 * - `tls`: certificates for the TLS transport, instead of files.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectionOptions {
  readonly readOnly?: boolean | undefined
  readonly maxInFlight?: number | undefined
  readonly maxQueued?: number | undefined
  readonly connectTimeLimit?: Duration.Input | undefined
  readonly readTimeLimit?: Duration.Input | undefined
  readonly changeTimeLimit?: Duration.Input | undefined
  readonly keepAlive?: { readonly interval: Duration.Input; readonly count: number } | false | undefined
  readonly streamStallLimit?: Duration.Input | undefined
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: Redacted.Redacted } | undefined
}

/**
 * Whether calls can be made now. `Connecting` tells why the last connection ended or could not be made.
 *
 * @category models
 * @since 0.1.0
 */
export type Status =
  | { readonly _tag: "Connected" }
  | { readonly _tag: "Connecting"; readonly because: LibvirtError }
  | { readonly _tag: "Ended"; readonly because: LibvirtError }

/**
 * A connection to a libvirt daemon.
 *
 * - `uri`: the URI that the daemon opened.
 * - `call`: one method per procedure. `stream`: the procedures that open a stream.
 * - `events`: all event families.
 * - `status`: whether there is a connection; `statusChanges` begins with the current value.
 *
 * @category services
 * @since 0.1.0
 */
export class LibvirtConnection extends Context.Service<
  LibvirtConnection,
  {
    readonly uri: string
    readonly readOnly: boolean
    readonly call: Calls
    readonly stream: StreamCalls
    readonly events: Events
    readonly status: Effect.Effect<Status>
    readonly statusChanges: Stream.Stream<Status>
  }
>()("@cloudwright/libvirt/LibvirtConnection") {
  /** A reconnecting connection to the given URI. Bind the layer to a constant: each call makes another connection. */
  static readonly layer = (uri: string, options: ReconnectOptions = {}): Layer.Layer<LibvirtConnection, LibvirtError> =>
    Layer.effect(LibvirtConnection, openReconnecting(uri, options))
}

/**
 * Sets the time limit of every call in an effect, in place of the connection's own.
 *
 * @category combinators
 * @since 0.1.0
 */
export const withTimeLimit =
  (limit: Duration.Input) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.provideService(self, TimeLimit, Duration.toMillis(limit))

/**
 * Back-off of a reconnecting connection: how long to wait between attempts. Default 100 ms, doubling up to 10 seconds.
 *
 * @category models
 * @since 0.1.0
 */
export interface ReconnectOptions extends ConnectionOptions {
  readonly backOff?: Schedule.Schedule<unknown, LibvirtError> | undefined
}

const defaultBackOff = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("10 seconds")])

interface Settings extends SessionOptions {
  readonly uri: string
  readonly readOnly: boolean
  readonly connectLimit: number
  readonly readLimit: number
  readonly changeLimit: number
  readonly keepAlive: boolean
}

const settingsOf = (uri: string, options: ConnectionOptions): Settings => {
  const millis = (input: Duration.Input | undefined, standard: number) =>
    input === undefined ? standard : Duration.toMillis(input)
  const keepAlive = options.keepAlive === false ? undefined : (options.keepAlive ?? { interval: 5000, count: 5 })
  return {
    uri,
    readOnly: options.readOnly ?? false,
    maxInFlight: options.maxInFlight ?? 4,
    maxQueued: options.maxQueued ?? 10_000,
    connectLimit: millis(options.connectTimeLimit, 15_000),
    readLimit: millis(options.readTimeLimit, 60_000),
    changeLimit: millis(options.changeTimeLimit, 600_000),
    keepAlive: keepAlive !== undefined,
    keepAliveInterval: millis(keepAlive?.interval, 5000),
    keepAliveCount: keepAlive?.count ?? 5,
    streamBufferBytes: 4_194_304,
    streamStall: millis(options.streamStallLimit, 10_000)
  }
}

/** `VIR_DRV_FEATURE_PROGRAM_KEEPALIVE` of libvirt's internal header: asking for it starts the daemon's own pings. */
const featureKeepAlive = 10

const openFlagReadOnly = 1

/** Dials and goes through the opening sequence; the session lives in the given scope. */
const connect = Effect.fnUntraced(function* (
  dialled: Effect.Effect<Attach, LibvirtError, Scope.Scope>,
  settings: Settings,
  onEvent: Session["onEvent"]
) {
  // A failed attempt leaves nothing behind in the caller's scope, which may see many attempts.
  const scope = yield* Scope.fork(yield* Effect.scope)
  const clock = yield* Effect.clockWith(Effect.succeed)
  const session = new Session(settings, clock)
  session.onEvent = onEvent
  const wireScope = yield* Scope.fork(scope)
  const opening = Effect.gen(function* () {
    const attach = yield* Scope.provide(dialled, wireScope)
    yield* Scope.provide(run(session, wireScope), scope)
    yield* Scope.provide(attach(session), wireScope)
    const limit = settings.connectLimit
    const auth = yield* session.call(procedures.authList, undefined, limit)
    yield* authenticate(session, auth.types, limit)
    const flags = settings.readOnly ? openFlagReadOnly : 0
    yield* session.call(procedures.connectOpen, { name: settings.uri, flags }, limit)
    if (settings.keepAlive) {
      const { supported } = yield* session.call(procedures.connectSupportsFeature, { feature: featureKeepAlive }, limit)
      if (supported === 1) session.startKeepAlive()
    }
  })
  yield* opening.pipe(
    Effect.timeoutOrElse({
      duration: settings.connectLimit,
      orElse: () =>
        Effect.fail(
          new LibvirtError({
            operation: "connect",
            reason: { _tag: "TimedOut", afterMillis: settings.connectLimit, outcome: "none" }
          })
        )
    }),
    Effect.onError(() => Scope.close(scope, Exit.void))
  )
  return session
})

const authenticate = (
  session: Session,
  offered: ReadonlyArray<number>,
  limit: number
): Effect.Effect<void, LibvirtError> => {
  if (offered.length === 0 || offered.includes(AuthType.REMOTE_AUTH_NONE)) return Effect.void
  if (offered.includes(AuthType.REMOTE_AUTH_POLKIT)) {
    return Effect.asVoid(session.call(procedures.authPolkit, undefined, limit))
  }
  const names = offered.map((type) => (type === AuthType.REMOTE_AUTH_SASL ? "sasl" : `type ${type}`))
  return Effect.fail(new LibvirtError({ operation: "connect", reason: { _tag: "AuthRequired", offered: names } }))
}

/** The streams whose reader is a person: losing them beats holding up the connection. */
const interactive = new Set(["domainOpenConsole", "domainOpenChannel"])

type ProcedureInfo = Pick<Procedure<never, unknown>, "name" | "reads">

/** The part that stays when sessions come and go. */
class Core {
  session: Session | undefined
  /** Why there is no session. */
  because: LibvirtError["reason"] = { _tag: "Closed", outcome: "none" }
  readonly settings: Settings
  readonly call: Calls
  readonly stream: StreamCalls
  readonly hub: EventHub

  constructor(settings: Settings) {
    this.settings = settings
    const call: Record<string, unknown> = {}
    const stream: Record<string, unknown> = {}
    for (const procedure of Object.values(procedures) as ReadonlyArray<Procedure<unknown, unknown>>) {
      if (procedure.stream === "none") call[procedure.name] = (args: unknown) => this.invoke(procedure, args)
      else stream[procedure.name] = (args: unknown) => this.open(procedure, args)
    }
    // The table of procedures and these interfaces come from the same generator run.
    this.call = call as unknown as Calls
    this.stream = stream as unknown as StreamCalls
    this.hub = new EventHub(this.call, settings.readLimit)
  }

  #limit(procedure: ProcedureInfo, context: Context.Context<never>): number {
    return Context.get(context, TimeLimit) ?? (procedure.reads ? this.settings.readLimit : this.settings.changeLimit)
  }

  #absent(procedure: ProcedureInfo): Effect.Effect<never, LibvirtError> {
    return Effect.fail(new LibvirtError({ operation: procedure.name, reason: this.because }))
  }

  invoke<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args): Effect.Effect<Ret, LibvirtError> {
    return Effect.withFiber((fiber) =>
      this.session === undefined
        ? this.#absent(procedure)
        : this.session.call(procedure, args, this.#limit(procedure, fiber.context))
    )
  }

  open(procedure: Procedure<unknown, unknown>, args: unknown) {
    return Effect.withFiber((fiber) => {
      const { session } = this
      if (session === undefined) return this.#absent(procedure)
      const limit = this.#limit(procedure, fiber.context)
      return Effect.acquireRelease(
        session.openStream(procedure, args, limit, interactive.has(procedure.name)),
        ({ state }) => Effect.sync(() => state.abort()),
        { interruptible: true }
      ).pipe(Effect.map(({ reply, state }) => fromState(state, reply, limit)))
    })
  }
}

const service = (core: Core, status: SubscriptionRef.SubscriptionRef<Status>): LibvirtConnection["Service"] => ({
  uri: core.settings.uri,
  readOnly: core.settings.readOnly,
  call: core.call,
  stream: core.stream,
  events: makeEvents(core.hub),
  status: SubscriptionRef.get(status),
  statusChanges: SubscriptionRef.changes(status)
})

const connected: Status = { _tag: "Connected" }

/** The connection is over for good: nobody may wait for it any more. */
const over = (core: Core, status: SubscriptionRef.SubscriptionRef<Status>, end: End) => {
  core.session = undefined
  core.because = reasonOf(end, "none")
  core.hub.over(end)
  return SubscriptionRef.set(status, {
    _tag: "Ended",
    because: new LibvirtError({ operation: "connection", reason: core.because })
  })
}

/** The same when the scope closes; the fibers that follow the session are interrupted before they could see it. */
const closeWith = (core: Core, status: SubscriptionRef.SubscriptionRef<Status>) =>
  Effect.addFinalizer(() => Effect.suspend(() => over(core, status, { _tag: "Closed" })))

const makeOnce = Effect.fnUntraced(function* (
  dialled: Effect.Effect<Attach, LibvirtError, Scope.Scope>,
  settings: Settings
) {
  const core = new Core(settings)
  const session = yield* connect(dialled, settings, core.hub.receive)
  core.session = session
  const status = yield* SubscriptionRef.make<Status>(connected)
  yield* closeWith(core, status)
  yield* Effect.forkScoped(
    Effect.flatMap(Deferred.await(session.ended), (end) =>
      end._tag === "Closed" ? Effect.void : over(core, status, end)
    ),
    { startImmediately: true }
  )
  return service(core, status)
})

/** Parses, dials and opens. */
const target = (uri: string, options: ConnectionOptions) =>
  Effect.map(Effect.fromResult(parse(uri)), (parsed: LibvirtUri) => ({
    settings: settingsOf(daemonUri(parsed), options),
    dialled: dial(parsed, options.readOnly ?? false, options.tls)
  }))

/**
 * Opens a connection for the rest of the scope. When it is lost, everything on it fails and stays failed. The ssh transport
 * uses the `RemoteSockets` service when it is in the context, the others need nothing.
 *
 * @category constructors
 * @since 0.1.0
 */
export const open = Effect.fn("LibvirtConnection.open")(function* (uri: string, options: ConnectionOptions = {}) {
  const { dialled, settings } = yield* target(uri, options)
  return yield* makeOnce(dialled, settings)
})

/**
 * Opens a connection over a socket, to the driver that `uri` names (`qemu:///system`).
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromSocket = Effect.fn("LibvirtConnection.fromSocket")(function* (
  socket: Socket.Socket,
  uri: string,
  options: ConnectionOptions = {}
) {
  return yield* makeOnce(attachSocket(socket, givenSocketFailed), settingsOf(uri, options))
})

/**
 * Opens a connection that is opened again whenever it is lost, until the scope closes. The first attempt must succeed.
 * Subscriptions to events are registered again and deliver a `Gap`; calls and streams in flight fail with
 * `ConnectionLost`, and calls made while there is no connection fail at once.
 *
 * @category constructors
 * @since 0.1.0
 */
export const openReconnecting = Effect.fn("LibvirtConnection.openReconnecting")(function* (
  uri: string,
  options: ReconnectOptions = {}
) {
  const { dialled, settings } = yield* target(uri, options)
  const core = new Core(settings)
  const scope = yield* Effect.scope
  const backOff = options.backOff ?? defaultBackOff
  const firstScope = yield* Scope.fork(scope)
  const first = yield* Scope.provide(connect(dialled, settings, core.hub.receive), firstScope)
  core.session = first
  const status = yield* SubscriptionRef.make<Status>(connected)
  const lost = (because: LibvirtError) => {
    core.because = because.reason
    return SubscriptionRef.set(status, { _tag: "Connecting", because })
  }
  const attempt = Effect.gen(function* () {
    const sessionScope = yield* Scope.fork(scope)
    return yield* Effect.gen(function* () {
      const session = yield* Scope.provide(connect(dialled, settings, core.hub.receive), sessionScope)
      core.session = session
      yield* core.hub.reconnected
      yield* SubscriptionRef.set(status, connected)
      return { session, sessionScope }
    }).pipe(Effect.onError(() => Scope.close(sessionScope, Exit.void)))
  }).pipe(
    Effect.tapError((error) => {
      core.session = undefined
      core.hub.disconnected()
      return lost(error)
    }),
    Effect.retry(backOff)
  )
  const follow = (current: {
    readonly session: Session
    readonly sessionScope: Scope.Closeable
  }): Effect.Effect<void, LibvirtError> =>
    Effect.flatMap(Deferred.await(current.session.ended), (end) => {
      // Closed by our own scope: the finalizer has the last word.
      if (end._tag === "Closed") return Effect.void
      core.session = undefined
      core.hub.disconnected()
      return lost(new LibvirtError({ operation: "connection", reason: reasonOf(end, "none") })).pipe(
        Effect.andThen(Scope.close(current.sessionScope, Exit.void)),
        Effect.andThen(attempt),
        Effect.flatMap(follow)
      )
    })
  yield* closeWith(core, status)
  yield* Effect.forkScoped(follow({ session: first, sessionScope: firstScope }), { startImmediately: true })
  return service(core, status)
})
