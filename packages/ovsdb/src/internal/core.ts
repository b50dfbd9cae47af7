/**
 * What stays of a client when its connections come and go: the choice of the server, the way back to one, and those who are
 * taken along.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as PubSub from "effect/PubSub"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import type * as Operation from "../Operation.ts"
import { type OvsdbAddress } from "../OvsdbAddress.ts"
import type { ClientOptions, Lock, Status } from "../OvsdbClient.ts"
import * as OvsdbConnection from "../OvsdbConnection.ts"
import { OvsdbError, type OvsdbErrorReason } from "../OvsdbError.ts"
import type { AnyWatch } from "../OvsdbReplica.ts"
import * as Table from "../Table.ts"
import { Judge } from "./judge.ts"
import { make as makeReplica } from "./replica.ts"
import { TimeLimit } from "./timelimit.ts"

/** A connection with what lives as long as it. */
interface Session {
  readonly connection: OvsdbConnection.OvsdbConnection
  readonly scope: Scope.Closeable
  /** Completed by us when the server is not to be used any more. */
  readonly dismissed: Deferred.Deferred<OvsdbError>
}

/** Who is taken along from connection to connection. */
interface Companion {
  /** Establishes itself on a connection, for the rest of the scope. */
  readonly resume: (session: Session) => Effect.Effect<void, OvsdbError>
  /** The connection is gone. */
  readonly lost: () => void
}

const defaultBackOff = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("1 second")])

const remotesOf = (remotes: ClientOptions["remotes"]): ReadonlyArray<OvsdbAddress | string> =>
  typeof remotes === "string" ? remotes.split(",").map((remote) => remote.trim()) : remotes

const failure = (operation: string, reason: OvsdbErrorReason) => new OvsdbError({ operation, reason })

const closed = failure("connection", { _tag: "Closed", outcome: "none" })

/** What a request is doing that has no connection. */
const waiting = "wait for a connection"

/** Sets the value at once, not in a fiber: what follows on the wire must find it. */
const setNow = <A>(ref: SubscriptionRef.SubscriptionRef<A>, value: A): void => {
  if (ref.value === value) return
  ref.value = value
  PubSub.publishUnsafe(ref.pubsub, value)
}

/** A client. */
export class Core {
  readonly status: SubscriptionRef.SubscriptionRef<Status>
  readonly #options: ClientOptions
  readonly #remotes: ReadonlyArray<OvsdbAddress | string>
  readonly #limit: number
  readonly #scope: Scope.Scope
  readonly #judge: Judge
  readonly #companions = new Set<Companion>()
  #next = 0
  #session: Session | undefined
  /** Completed by the next connection, or by the end of the client. */
  #arrival: Deferred.Deferred<Session, OvsdbError> = Deferred.makeUnsafe()

  constructor(options: ClientOptions, scope: Scope.Scope, status: SubscriptionRef.SubscriptionRef<Status>) {
    this.#options = options
    this.#remotes = remotesOf(options.remotes)
    this.#limit = Duration.toMillis(options.timeLimit ?? "30 seconds")
    this.#scope = scope
    this.status = status
    this.#judge = new Judge(options.database, options.server ?? "leader")
  }

  /** Connects; then keeps connected until the scope closes. */
  static readonly start = Effect.fnUntraced(function* (options: ClientOptions) {
    const scope = yield* Effect.scope
    const because = failure("connect", { _tag: "Disconnected", detail: "not connected yet", outcome: "none" })
    const core = new Core(options, scope, yield* SubscriptionRef.make<Status>({ _tag: "Connecting", because }))
    const first = yield* core.#cycle.pipe(
      Effect.retry({
        schedule: options.backOff ?? defaultBackOff,
        while: (error) => error.isRetryable && error.reason._tag !== "ConnectFailed"
      }),
      Effect.timeoutOrElse({
        duration: core.#limit,
        orElse: () => {
          const status = SubscriptionRef.getUnsafe(core.status)
          return Effect.fail(status._tag === "Connected" ? closed : status.because)
        }
      })
    )
    yield* Effect.addFinalizer(() => Effect.sync(() => core.#end(closed)))
    yield* Effect.forkScoped(core.#keep(first), { startImmediately: true })
    return core
  })

  #end(because: OvsdbError): void {
    if (SubscriptionRef.getUnsafe(this.status)._tag === "Ended") return
    this.#lose()
    setNow<Status>(this.status, { _tag: "Ended", because })
    Deferred.doneUnsafe(this.#arrival, Exit.fail(because))
  }

  /** From now on nobody gets the old connection. */
  #lose(): void {
    if (this.#session === undefined) return
    this.#session = undefined
    this.#arrival = Deferred.makeUnsafe()
    for (const companion of this.#companions) companion.lost()
  }

  /** Tries one remote after the other, once each. */
  readonly #cycle: Effect.Effect<Session, OvsdbError> = Effect.suspend(() => {
    const count = this.#remotes.length
    const order = this.#remotes.map((_, at) => (this.#next + at) % count)
    let reached: OvsdbError | undefined
    const attempt = (at: number): Effect.Effect<Session, OvsdbError> => {
      const turn = order[at]
      const remote = turn === undefined ? undefined : this.#remotes[turn]
      if (remote === undefined || turn === undefined) {
        return Effect.fail(
          reached ?? failure("connect", { _tag: "InvalidAddress", address: "", detail: "no remote is given" })
        )
      }
      return this.#connect(remote).pipe(
        Effect.tap(() => {
          this.#next = turn
          return Effect.void
        }),
        Effect.catch((error) => {
          // A server that answered tells more than one that did not.
          if (reached === undefined || error.reason._tag !== "ConnectFailed") reached = error
          setNow<Status>(this.status, { _tag: "Connecting", because: reached })
          return attempt(at + 1)
        })
      )
    }
    return attempt(0)
  })

  /** Connects to a remote, makes sure of it, and brings everybody over. */
  readonly #connect = (remote: OvsdbAddress | string): Effect.Effect<Session, OvsdbError> =>
    Effect.gen({ self: this }, function* () {
      const scope = yield* Scope.fork(this.#scope)
      const dismissed = Deferred.makeUnsafe<OvsdbError>()
      const dismiss = (error: OvsdbError): void => {
        Deferred.doneUnsafe(dismissed, Exit.succeed(error))
      }
      return yield* Effect.gen({ self: this }, function* () {
        const connection = yield* OvsdbConnection.open(remote, this.#options)
        const session: Session = { connection, scope, dismissed }
        yield* this.#judge.watch(connection, dismiss)
        for (const companion of this.#companions) yield* companion.resume(session)
        this.#session = session
        setNow<Status>(this.status, { _tag: "Connected", address: connection.address })
        Deferred.doneUnsafe(this.#arrival, Exit.succeed(session))
        return session
      }).pipe(
        Scope.provide(scope),
        Effect.onError(() => Scope.close(scope, Exit.void))
      )
    })

  /** Waits for the end of a session, and makes the next one, again and again. */
  #keep(first: Session): Effect.Effect<void> {
    let session = first
    return Effect.suspend(() =>
      Effect.raceFirst(session.connection.ended, Deferred.await(session.dismissed)).pipe(
        Effect.flatMap((because) => {
          this.#lose()
          // The next one in the list: what was wrong with this server may last.
          this.#next = (this.#next + 1) % this.#remotes.length
          setNow<Status>(this.status, { _tag: "Connecting", because })
          return Scope.close(session.scope, Exit.void)
        }),
        Effect.andThen(Effect.retry(this.#cycle, this.#options.backOff ?? defaultBackOff)),
        Effect.map((next) => {
          session = next
        })
      )
    ).pipe(
      Effect.forever,
      // A back-off of the caller's own may come to an end.
      Effect.catch((because) => Effect.sync(() => this.#end(because)))
    )
  }

  /** The session of now, or the next one if it comes within the limit. */
  #current(limit: number): Effect.Effect<Session, OvsdbError> {
    const session = this.#session
    if (session !== undefined) return Effect.succeed(session)
    return Deferred.await(this.#arrival).pipe(
      Effect.timeoutOrElse({
        duration: limit,
        orElse: () => {
          const status = SubscriptionRef.getUnsafe(this.status)
          const why = status._tag === "Connected" ? "" : status.because.message
          const detail = `no connection within ${limit} ms: ${why}`
          return Effect.fail(failure(waiting, { _tag: "Disconnected", detail, outcome: "none" }))
        }
      })
    )
  }

  /**
   * Runs a request on the connection of now or the next one. A request that was lost with its connection and can have had no effect
   * is asked again on the next one, within the same time limit.
   */
  #within<A, R>(run: (session: Session) => Effect.Effect<A, OvsdbError, R>): Effect.Effect<A, OvsdbError, R> {
    return Effect.withFiber((fiber) => {
      const limit = Context.get(fiber.context, TimeLimit) ?? this.#limit
      const clock = Context.get(fiber.context, Clock.Clock)
      const deadline = clock.currentTimeMillisUnsafe() + limit
      const again = (error: OvsdbError): Effect.Effect<A, OvsdbError, R> => {
        const left = deadline - clock.currentTimeMillisUnsafe()
        const explained = this.#explain(error)
        if (explained.reason._tag !== "Disconnected" || explained.outcome === "unknown" || left <= 0) {
          return Effect.fail(explained)
        }
        return Effect.yieldNow.pipe(
          Effect.andThen(this.#current(left)),
          Effect.flatMap((session) => Effect.provideService(run(session), TimeLimit, left)),
          Effect.catchIf(({ operation }) => operation !== waiting, again)
        )
      }
      const session = this.#session
      return session === undefined
        ? Effect.flatMap(this.#current(limit), (first) => Effect.catch(run(first), again))
        : Effect.catch(run(session), again)
    })
  }

  /** That this side closed a connection is not the caller's doing, unless the client has ended. */
  readonly #explain = (error: OvsdbError): OvsdbError => {
    const status = SubscriptionRef.getUnsafe(this.status)
    if (error.reason._tag !== "Closed" || status._tag === "Ended") return error
    const detail = status._tag === "Connecting" ? status.because.message : "the connection was changed"
    return failure(error.operation, { _tag: "Disconnected", detail, outcome: error.outcome })
  }

  readonly connection: Effect.Effect<OvsdbConnection.OvsdbConnection, OvsdbError> = Effect.suspend(() =>
    this.#within(({ connection }) => Effect.succeed(connection))
  )

  readonly transact = <const Operations extends ReadonlyArray<Operation.Operation>>(
    operations: Operations
  ): Effect.Effect<Operation.Results<Operations>, OvsdbError> =>
    this.#within(({ connection }) => connection.transact(this.#options.database, operations))

  /** Establishes a companion now and on every later connection, until the scope closes. */
  readonly #join = Effect.fnUntraced(
    { self: this },
    function* (
      this: Core,
      operation: string,
      companion: {
        readonly resume: (session: Session) => Effect.Effect<void, OvsdbError, Scope.Scope>
        readonly lost: () => void
      }
    ) {
      const scope = yield* Effect.scope
      let mine: Scope.Closeable | undefined
      const along: Companion = {
        resume: (session) =>
          Effect.suspend(() => {
            const child = Scope.forkUnsafe(session.scope)
            mine = child
            return Scope.provide(companion.resume(session), child)
          }),
        lost: companion.lost
      }
      yield* Scope.addFinalizer(
        scope,
        Effect.suspend(() => {
          this.#companions.delete(along)
          return mine === undefined ? Effect.void : Scope.close(mine, Exit.void)
        })
      )
      const limit = (yield* TimeLimit) ?? this.#limit
      const establish: Effect.Effect<void, OvsdbError> = Effect.flatMap(this.#current(limit), (session) =>
        Effect.matchEffect(along.resume(session), {
          onFailure: (error) =>
            error.reason._tag === "Disconnected" || error.reason._tag === "Closed"
              ? Effect.andThen(Effect.yieldNow, establish)
              : Effect.fail(error),
          onSuccess: () => {
            // The connection may be gone by the time its answer has come here.
            if (this.#session !== session) return establish
            this.#companions.add(along)
            return Effect.void
          }
        })
      )
      yield* Effect.timeoutOrElse(establish, {
        duration: limit,
        orElse: () => Effect.fail(failure(operation, { _tag: "TimeLimit", afterMillis: limit, outcome: "none" }))
      })
    }
  )

  readonly replica = Effect.fnUntraced({ self: this }, function* <
    W extends AnyWatch
  >(this: Core, watches: ReadonlyArray<W>) {
    const { database } = this.#options
    const synced = this.#within(({ connection }) => connection.echo)
    const { feed, replica } = makeReplica(database, watches, synced)
    yield* Effect.addFinalizer(() => Effect.sync(feed.end))
    yield* this.#join("replica", {
      resume: Effect.fnUntraced(function* ({ connection, dismissed }) {
        const problems = Table.mismatches(watches, yield* connection.getSchema(database))
        if (problems.length > 0) {
          return yield* failure("replica", { _tag: "SchemaMismatch", database, problems })
        }
        const canceled = failure("replica", {
          _tag: "Disconnected",
          detail: `the server dropped the monitor of ${database}: its schema has changed, or it is gone`,
          outcome: "none"
        })
        const handler = feed.handler(() => Deferred.doneUnsafe(dismissed, Exit.succeed(canceled)))
        yield* connection.monitor(feed.request(), handler)
      }),
      lost: () => undefined
    })
    return replica
  })

  readonly lock = Effect.fnUntraced({ self: this }, function* (this: Core, name: string, steal: boolean) {
    const held = yield* SubscriptionRef.make(false)
    let first = steal
    yield* this.#join("lock", {
      resume: ({ connection }) => {
        if (this.#options.server === "any" && this.#judge.isCluster) {
          const details = "each member of a cluster has locks of its own: only clients of the leader can share one"
          return Effect.fail(failure("lock", { _tag: "NotSupported", error: "not supported", details }))
        }
        const onChange = (value: boolean) => setNow(held, value)
        return Effect.map(connection.lock(name, { steal: first, onChange }), () => {
          first = false
        })
      },
      lost: () => setNow(held, false)
    })
    yield* Effect.addFinalizer(() => Effect.sync(() => setNow(held, false)))
    const changes = SubscriptionRef.changes(held)
    return {
      name,
      held: SubscriptionRef.get(held),
      changes,
      acquired: Effect.asVoid(Stream.runHead(Stream.filter(changes, (value) => value)))
    } satisfies Lock
  })
}
