/**
 * Subscriptions of a connection: registers them with the daemon, routes event messages to them, and carries them over to
 * the next session after a reconnection.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
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

interface Source {
  readonly name: string
  readonly id: number
  readonly route: number
  readonly codec: Xdr.Decoder<{ readonly callbackID: number }>
  readonly wrapped: boolean
}

type Delivery = { readonly _tag: "Event"; readonly event: string; readonly body: unknown } | Gap

type Register = (calls: Calls, id: number) => Effect.Effect<{ readonly callbackID: number }, LibvirtError>
type Deregister = (calls: Calls, callbackID: number) => Effect.Effect<void, LibvirtError>

interface Registration {
  readonly source: Source
  callbackID: number | undefined
}

interface Subscription {
  readonly family: string
  readonly registrations: ReadonlyArray<Registration>
  readonly register: Register
  readonly deregister: Deregister
  readonly queue: Queue.Queue<Delivery, LibvirtError>
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

/** The subscriptions of one connection. */
export class EventHub {
  readonly #calls: Calls
  readonly #subscriptions = new Set<Subscription>()
  /** By message and callback number, for the current session. */
  readonly #routes = new Map<number, Map<number, { readonly subscription: Subscription; readonly source: Source }>>()
  #registering = 0
  #unclaimed: Array<{ readonly route: number; readonly callbackID: number; readonly body: unknown }> = []

  constructor(calls: Calls) {
    this.#calls = calls
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
    if (target !== undefined) deliver(target.subscription, { _tag: "Event", event: source.name, body })
    else if (this.#registering > 0 && this.#unclaimed.length < unclaimedLimit)
      this.#unclaimed.push({ route, callbackID, body })
    return undefined
  }

  #claim(subscription: Subscription, registration: Registration, callbackID: number): void {
    const { source } = registration
    registration.callbackID = callbackID
    const targets = this.#routes.get(source.route) ?? new Map()
    this.#routes.set(source.route, targets.set(callbackID, { subscription, source }))
    this.#unclaimed = this.#unclaimed.filter((event) => {
      if (event.route !== source.route || event.callbackID !== callbackID) return true
      deliver(subscription, { _tag: "Event", event: source.name, body: event.body })
      return false
    })
  }

  #registerAll(subscription: Subscription): Effect.Effect<void, LibvirtError> {
    return Effect.suspend(() => {
      this.#registering++
      return Effect.forEach(
        subscription.registrations,
        (registration) =>
          Effect.map(subscription.register(this.#calls, registration.source.id), ({ callbackID }) =>
            this.#claim(subscription, registration, callbackID)
          ),
        { discard: true }
      )
    }).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          if (--this.#registering === 0) this.#unclaimed = []
        })
      )
    )
  }

  #deregisterAll(subscription: Subscription): Effect.Effect<void> {
    return Effect.forEach(
      subscription.registrations,
      ({ callbackID, source }) => {
        if (callbackID === undefined) return Effect.void
        this.#routes.get(source.route)?.delete(callbackID)
        // A daemon that is gone has forgotten the registration by itself.
        return subscription.deregister(this.#calls, callbackID).pipe(Effect.timeoutOption("5 seconds"), Effect.ignore)
      },
      { discard: true }
    )
  }

  /** Registers a subscription for the rest of the scope. */
  subscribe(
    family: string,
    sources: ReadonlyArray<Source>,
    register: Register,
    deregister: Deregister
  ): Effect.Effect<Stream.Stream<Delivery, LibvirtError>, LibvirtError, Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const queue = yield* Queue.bounded<Delivery, LibvirtError>(eventBuffer)
      const subscription: Subscription = {
        family,
        registrations: sources.map((source) => ({ source, callbackID: undefined })),
        register,
        deregister,
        queue,
        missed: 0
      }
      yield* Effect.acquireRelease(
        Effect.sync(() => this.#subscriptions.add(subscription)),
        () =>
          Effect.suspend(() => {
            this.#subscriptions.delete(subscription)
            return Effect.andThen(this.#deregisterAll(subscription), Queue.shutdown(queue))
          })
      )
      yield* this.#registerAll(subscription)
      return Stream.fromQueue(queue)
    })
  }

  /** The session is gone; callback numbers mean nothing any more. */
  disconnected(): void {
    this.#routes.clear()
    this.#unclaimed = []
    for (const subscription of this.#subscriptions) {
      for (const registration of subscription.registrations) registration.callbackID = undefined
    }
  }

  /** Registers everything again with a new session and reports the gap. A subscription that the daemon refuses now fails. */
  readonly reconnected: Effect.Effect<void, LibvirtError> = Effect.suspend(() =>
    Effect.forEach(
      [...this.#subscriptions],
      (subscription) =>
        this.#registerAll(subscription).pipe(
          Effect.tap(() =>
            Effect.sync(() => deliver(subscription, { _tag: "Gap", cause: "reconnected", missed: undefined }))
          ),
          Effect.catch((error) => {
            // A lost connection is the next reconnection's business, a refusal is the subscriber's.
            if (!("code" in error.reason)) return Effect.fail(error)
            Queue.failCauseUnsafe(subscription.queue, Cause.fail(error))
            this.#subscriptions.delete(subscription)
            return Effect.void
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
  }
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
    register: (
      calls: Calls,
      id: number,
      target: Target | null
    ) => Effect.Effect<{ readonly callbackID: number }, LibvirtError>,
    deregister: Deregister
  ): EventFamily<Bodies, Target> => {
    const subscribe: EventFamily<Bodies, Target>["subscribe"] = (names, object) => {
      const sources = names.map((event) => catalogue[name].get(event)).filter((source) => source !== undefined)
      const stream = hub.subscribe(name, sources, (calls, id) => register(calls, id, object ?? null), deregister)
      // The catalogue pairs each name with the codec of its body; the compiler cannot see through the table.
      return stream as unknown as ReturnType<EventFamily<Bodies, Target>["subscribe"]> as never
    }
    return { subscribe, stream: (names, object) => Stream.unwrap(subscribe(names, object)) }
  }
  return {
    domain: family(
      "domain",
      (calls, eventID, dom) => calls.connectDomainEventCallbackRegisterAny({ eventID, dom }),
      (calls, callbackID) => calls.connectDomainEventCallbackDeregisterAny({ callbackID })
    ),
    network: family(
      "network",
      (calls, eventID, net) => calls.connectNetworkEventRegisterAny({ eventID, net }),
      (calls, callbackID) => calls.connectNetworkEventDeregisterAny({ callbackID })
    ),
    storagePool: family(
      "storagePool",
      (calls, eventID, pool) => calls.connectStoragePoolEventRegisterAny({ eventID, pool }),
      (calls, callbackID) => calls.connectStoragePoolEventDeregisterAny({ callbackID })
    ),
    nodeDevice: family(
      "nodeDevice",
      (calls, eventID, dev) => calls.connectNodeDeviceEventRegisterAny({ eventID, dev }),
      (calls, callbackID) => calls.connectNodeDeviceEventDeregisterAny({ callbackID })
    ),
    secret: family(
      "secret",
      (calls, eventID, secret) => calls.connectSecretEventRegisterAny({ eventID, secret }),
      (calls, callbackID) => calls.connectSecretEventDeregisterAny({ callbackID })
    ),
    qemuMonitor: family(
      "qemuMonitor",
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
