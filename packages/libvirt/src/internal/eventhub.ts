/**
 * Subscriptions of a connection: registers them with the daemon, routes event messages to them, and carries them over to
 * the next session after a reconnection.
 *
 * libvirt refuses a second registration of the same event for the same object on one connection, so subscriptions share
 * registrations. Whether the daemon has one is brought in line with whether somebody wants it by one fiber at a time, which
 * belongs to no subscriber: one that leaves breaks nothing, and a reply that nobody waits for any more is still heeded.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { eventBuffer, type EventFamily, type Events, type Gap } from "../Events.ts"
import type * as Frame from "../Frame.ts"
import type { Calls } from "../generated/Calls.ts"
import {
  domainEvents,
  eventProcedures,
  networkEvents,
  nodeDeviceEvents,
  secretEvents,
  storagePoolEvents
} from "../generated/Events.ts"
import { QemuDomainMonitorEventMsg } from "../generated/Qemu.ts"
import { LibvirtError } from "../LibvirtError.ts"
import { QEMU, REMOTE } from "../Procedure.ts"
import * as Xdr from "../Xdr.ts"
import { type End, reasonOf } from "./end.ts"
import { TimeLimit } from "./timelimit.ts"

interface Source {
  readonly name: string
  readonly id: number
  readonly route: number
  readonly codec: Xdr.Decoder<{ readonly callbackID: number }>
  readonly wrapped: boolean
}

type Delivery = { readonly _tag: "Event"; readonly event: string; readonly body: unknown } | Gap

interface Family {
  readonly name: string
  readonly register: (calls: Calls, id: number) => Effect.Effect<{ readonly callbackID: number }, LibvirtError>
  readonly deregister: Deregister
  /** What tells the wanted objects apart for libvirt. */
  readonly object: string
}

type Deregister = (calls: Calls, callbackID: number) => Effect.Effect<void, LibvirtError>

/** One registration with the daemon, for all who want the same. */
interface Registration {
  readonly key: string
  readonly source: Source
  readonly family: Family
  readonly members: Set<Subscription>
  /** While the daemon of this session has it. */
  callbackID: number | undefined
  /** The exchange with the daemon of this session that is under way. */
  exchange: Deferred.Deferred<void, LibvirtError> | undefined
}

interface Subscription {
  readonly family: string
  readonly registrations: ReadonlyArray<Registration>
  readonly queue: Queue.Queue<Delivery, LibvirtError>
  /** Whether the subscriber has got its stream. */
  established: boolean
  missed: number
}

/** Most events kept while a registration's reply is outstanding: an event may overtake it. */
const unclaimedLimit = 256

const qemuRoute = -6

const qemuSource: Source = {
  name: "qemuMonitor",
  id: 0,
  route: qemuRoute,
  codec: QemuDomainMonitorEventMsg,
  wrapped: false
}

const sourcesOf = (
  table: Readonly<
    Record<
      string,
      { readonly id: number; readonly procedure: number; readonly codec: Source["codec"]; readonly wrapped: boolean }
    >
  >
) =>
  new Map<string, Source>(
    Object.entries(table).map(([name, { codec, id, procedure, wrapped }]) => [
      name,
      { name, id, route: procedure, codec, wrapped }
    ])
  )

const catalogue = {
  domain: sourcesOf(domainEvents),
  network: sourcesOf(networkEvents),
  storagePool: sourcesOf(storagePoolEvents),
  nodeDevice: sourcesOf(nodeDeviceEvents),
  secret: sourcesOf(secretEvents),
  qemuMonitor: new Map([["qemuMonitor", qemuSource]])
}

const byRoute = new Map<number, Source>(
  Object.values(catalogue).flatMap((sources) => [...sources.values()].map((source) => [source.route, source] as const))
)

const inLine = ({ callbackID, members }: Registration): boolean => (callbackID !== undefined) === members.size > 0

/** The subscriptions of one connection. */
export class EventHub {
  readonly #calls: Calls
  readonly #limit: number
  readonly #subscriptions = new Set<Subscription>()
  readonly #registrations = new Map<string, Registration>()
  /** By message and callback number, for the current session. */
  readonly #routes = new Map<number, Map<number, Registration>>()
  /** Counts sessions: what a call of an earlier one answers means nothing now. */
  #session = 0
  #registering = 0
  #unclaimed: Array<{ readonly route: number; readonly callbackID: number; readonly body: unknown }> = []
  #unclaimedLost = false

  /** `limit` bounds the wait for registrations, in milliseconds, where the caller sets none. */
  constructor(calls: Calls, limit: number) {
    this.#calls = calls
    this.#limit = limit
  }

  /** Takes an event message; gives the problem when it is not one. */
  readonly receive = (frame: Frame.Frame): string | undefined => {
    const route = frame.program === REMOTE ? frame.procedure : frame.program === QEMU ? -frame.procedure : 0
    const source = byRoute.get(route)
    if (source === undefined) {
      // Old-style registrations announce themselves by messages that nobody here subscribes to.
      return frame.program === REMOTE && eventProcedures.has(frame.procedure)
        ? undefined
        : `unknown event ${frame.procedure}`
    }
    const message = Xdr.decode(source.codec, frame.body)
    if (Result.isFailure(message)) return message.failure.message
    const { callbackID } = message.success
    const body = source.wrapped ? (message.success as { readonly msg?: unknown }).msg : message.success
    const target = this.#routes.get(route)?.get(callbackID)
    if (target !== undefined) publish(target, body)
    else if (this.#registering > 0) {
      if (this.#unclaimed.length < unclaimedLimit) this.#unclaimed.push({ route, callbackID, body })
      else this.#unclaimedLost = true
    }
    return undefined
  }

  #claim(registration: Registration, callbackID: number): void {
    const { route } = registration.source
    registration.callbackID = callbackID
    this.#routes.set(route, (this.#routes.get(route) ?? new Map()).set(callbackID, registration))
    this.#unclaimed = this.#unclaimed.filter((event) => {
      if (event.route !== route || event.callbackID !== callbackID) return true
      publish(registration, event.body)
      return false
    })
    if (!this.#unclaimedLost) return
    for (const member of registration.members) deliver(member, { _tag: "Gap", cause: "overflow", missed: undefined })
  }

  /** Brings the daemon in line with what is wanted; whoever comes meanwhile waits for the same exchange. */
  #settle(registration: Registration): Effect.Effect<void, LibvirtError> {
    return Effect.suspend(() => {
      if (registration.exchange !== undefined) return Deferred.await(registration.exchange)
      if (inLine(registration)) return Effect.void
      const exchange = Deferred.makeUnsafe<void, LibvirtError>()
      registration.exchange = exchange
      // It has no time limit, since the daemon's late reply counts too; it ends at the latest with the session.
      return this.#exchange(registration, this.#session).pipe(
        Effect.onExit((exit) =>
          Effect.sync(() => {
            if (registration.exchange === exchange) registration.exchange = undefined
            this.#forget(registration)
            Deferred.doneUnsafe(exchange, exit)
          })
        ),
        Effect.provideService(TimeLimit, Number.POSITIVE_INFINITY),
        Effect.forkDetach({ startImmediately: true }),
        Effect.andThen(Deferred.await(exchange))
      )
    })
  }

  readonly #exchange = Effect.fnUntraced({ self: this }, function* (registration: Registration, session: number) {
    const { family, source } = registration
    while (!inLine(registration)) {
      const { callbackID } = registration
      if (callbackID === undefined) {
        this.#registering++
        const reply = yield* Effect.ensuring(
          family.register(this.#calls, source.id),
          Effect.sync(() => void this.#registering--)
        )
        if (session === this.#session) this.#claim(registration, reply.callbackID)
        if (this.#registering === 0) this.#dropUnclaimed()
      } else {
        registration.callbackID = undefined
        this.#routes.get(source.route)?.delete(callbackID)
        // A daemon that is gone has forgotten the registration by itself.
        yield* Effect.ignore(family.deregister(this.#calls, callbackID))
      }
      if (session !== this.#session) {
        const reason = { _tag: "ConnectionLost", detail: "the connection was lost", outcome: "none" } as const
        return yield* new LibvirtError({ operation: `${family.name} events`, reason })
      }
    }
  })

  #dropUnclaimed(): void {
    this.#unclaimed = []
    this.#unclaimedLost = false
  }

  /** Keeps no registration that the daemon does not have and nobody wants. */
  #forget(registration: Registration): void {
    const { callbackID, exchange, key, members } = registration
    if (members.size > 0 || callbackID !== undefined || exchange !== undefined) return
    if (this.#registrations.get(key) === registration) this.#registrations.delete(key)
  }

  #settleAll(subscription: Subscription): Effect.Effect<void, LibvirtError> {
    const { family, registrations } = subscription
    return Effect.withFiber((fiber) => {
      const limit = Context.get(fiber.context, TimeLimit) ?? this.#limit
      return Effect.forEach(registrations, (registration) => this.#settle(registration), { discard: true }).pipe(
        Effect.timeoutOrElse({
          duration: limit,
          orElse: () => {
            const reason = { _tag: "TimedOut", afterMillis: limit, outcome: "none" } as const
            return Effect.fail(new LibvirtError({ operation: `${family} events`, reason }))
          }
        })
      )
    })
  }

  #join(family: Family, sources: Iterable<Source>, queue: Subscription["queue"]): Subscription {
    const registrations = Array.from(sources, (source): Registration => {
      const key = JSON.stringify([family.name, source.name, family.object])
      const known = this.#registrations.get(key)
      if (known !== undefined) return known
      const made = { key, source, family, members: new Set<Subscription>(), callbackID: undefined, exchange: undefined }
      this.#registrations.set(key, made)
      return made
    })
    const subscription = { family: family.name, registrations, queue, established: false, missed: 0 }
    for (const { members } of registrations) members.add(subscription)
    this.#subscriptions.add(subscription)
    return subscription
  }

  #leave(subscription: Subscription): Effect.Effect<void> {
    return Effect.suspend(() => {
      this.#subscriptions.delete(subscription)
      for (const { members } of subscription.registrations) members.delete(subscription)
      return Effect.forEach(
        subscription.registrations,
        (registration) => {
          this.#forget(registration)
          // What is still being registered is deregistered after the reply, and nobody need wait for that.
          return registration.callbackID === undefined
            ? Effect.void
            : this.#settle(registration).pipe(Effect.timeoutOption("5 seconds"), Effect.ignore)
        },
        { discard: true }
      )
    })
  }

  /** Subscribes for the rest of the scope. */
  subscribe(
    family: Family,
    sources: ReadonlyArray<Source>
  ): Effect.Effect<Stream.Stream<Delivery, LibvirtError>, LibvirtError, Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const queue = yield* Queue.bounded<Delivery, LibvirtError>(eventBuffer)
      const subscription = yield* Effect.acquireRelease(
        Effect.sync(() => this.#join(family, new Set(sources), queue)),
        (joined) => Effect.andThen(this.#leave(joined), Queue.shutdown(queue))
      )
      yield* this.#settleAll(subscription)
      subscription.established = true
      return Stream.fromQueue(queue)
    })
  }

  /** The session is gone; callback numbers mean nothing any more. */
  disconnected(): void {
    this.#session++
    this.#routes.clear()
    this.#dropUnclaimed()
    for (const registration of this.#registrations.values()) {
      registration.callbackID = undefined
      registration.exchange = undefined
      this.#forget(registration)
    }
  }

  /** Registers everything again with a new session and reports the gap. A subscription that the daemon refuses now fails. */
  readonly reconnected: Effect.Effect<void, LibvirtError> = Effect.suspend(() =>
    Effect.forEach(
      // Those who still wait for their first registration have failed with the session before this one.
      [...this.#subscriptions].filter(({ established }) => established),
      (subscription) =>
        this.#settleAll(subscription).pipe(
          Effect.tap(() =>
            Effect.sync(() => deliver(subscription, { _tag: "Gap", cause: "reconnected", missed: undefined }))
          ),
          Effect.catch((error) => {
            // A lost connection is the next reconnection's business, a refusal is the subscriber's.
            if (!("code" in error.reason)) return Effect.fail(error)
            Queue.failCauseUnsafe(subscription.queue, Cause.fail(error))
            return Effect.forkDetach(this.#leave(subscription), { startImmediately: true })
          })
        ),
      { discard: true }
    )
  )

  /** The connection is over for good: every subscription fails. */
  over(end: End): void {
    this.disconnected()
    for (const { family, queue } of this.#subscriptions) {
      Queue.failCauseUnsafe(
        queue,
        Cause.fail(new LibvirtError({ operation: `${family} events`, reason: reasonOf(end, "none") }))
      )
    }
    this.#subscriptions.clear()
    this.#registrations.clear()
  }
}

const publish = ({ members, source }: Registration, body: unknown): void => {
  const event = { _tag: "Event", event: source.name, body } as const
  for (const member of members) deliver(member, event)
}

const deliver = (subscription: Subscription, delivery: Delivery): void => {
  const { queue } = subscription
  if (subscription.missed > 0) {
    if (!Queue.offerUnsafe(queue, { _tag: "Gap", cause: "overflow", missed: subscription.missed })) {
      subscription.missed++
      return
    }
    subscription.missed = 0
  }
  if (!Queue.offerUnsafe(queue, delivery)) subscription.missed++
}

/** Makes the families over a hub. */
export const makeEvents = (hub: EventHub): Events => {
  const family = <Bodies, Target>(
    name: keyof typeof catalogue,
    identity: (target: NoInfer<Target>) => string,
    register: (
      calls: Calls,
      id: number,
      target: Target | null
    ) => Effect.Effect<{ readonly callbackID: number }, LibvirtError>,
    deregister: Deregister
  ): EventFamily<Bodies, Target> => {
    const subscribe: EventFamily<Bodies, Target>["subscribe"] = (names, target) => {
      const sources = names.map((event) => catalogue[name].get(event)).filter((source) => source !== undefined)
      const object = target === undefined ? "" : identity(target)
      const stream = hub.subscribe(
        { name, register: (calls, id) => register(calls, id, target ?? null), deregister, object },
        sources
      )
      // The catalogue pairs each name with the codec of its body; the compiler cannot see through the table.
      return stream as unknown as ReturnType<EventFamily<Bodies, Target>["subscribe"]> as never
    }
    return { subscribe, stream: (names, object) => Stream.unwrap(subscribe(names, object)) }
  }
  // libvirt tells objects apart by UUID, and devices by name.
  const byUuid = ({ uuid }: { readonly uuid: string }): string => uuid.toLowerCase()
  return {
    domain: family(
      "domain",
      byUuid,
      (calls, eventID, dom) => calls.connectDomainEventCallbackRegisterAny({ eventID, dom }),
      (calls, callbackID) => calls.connectDomainEventCallbackDeregisterAny({ callbackID })
    ),
    network: family(
      "network",
      byUuid,
      (calls, eventID, net) => calls.connectNetworkEventRegisterAny({ eventID, net }),
      (calls, callbackID) => calls.connectNetworkEventDeregisterAny({ callbackID })
    ),
    storagePool: family(
      "storagePool",
      byUuid,
      (calls, eventID, pool) => calls.connectStoragePoolEventRegisterAny({ eventID, pool }),
      (calls, callbackID) => calls.connectStoragePoolEventDeregisterAny({ callbackID })
    ),
    nodeDevice: family(
      "nodeDevice",
      (device) => device.name,
      (calls, eventID, dev) => calls.connectNodeDeviceEventRegisterAny({ eventID, dev }),
      (calls, callbackID) => calls.connectNodeDeviceEventDeregisterAny({ callbackID })
    ),
    secret: family(
      "secret",
      byUuid,
      (calls, eventID, secret) => calls.connectSecretEventRegisterAny({ eventID, secret }),
      (calls, callbackID) => calls.connectSecretEventDeregisterAny({ callbackID })
    ),
    qemuMonitor: family(
      "qemuMonitor",
      ({ domain, event }) => JSON.stringify([domain?.uuid.toLowerCase() ?? null, event ?? null]),
      (calls, _, target) =>
        calls.qemuConnectDomainMonitorEventRegister({
          dom: target?.domain ?? null,
          event: target?.event ?? null,
          flags: 0
        }),
      (calls, callbackID) => calls.qemuConnectDomainMonitorEventDeregister({ callbackID })
    )
  }
}
