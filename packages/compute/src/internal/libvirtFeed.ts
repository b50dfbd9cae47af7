/**
 * The events of one host for any number of readers. Registrations cost a round trip for each kind of event, and most
 * readers stay for one operation, so they are kept for a while after the last reader has gone.
 *
 * Each reader has a queue of its own; one that falls behind finds a `Gap` where events were dropped.
 *
 * @since 0.1.0
 */
import type { Delivered } from "@cloudwright/libvirt/Events"
import type { DomainEvents } from "@cloudwright/libvirt/generated/Events"
import type { LibvirtConnection } from "@cloudwright/libvirt/LibvirtConnection"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as RcRef from "effect/RcRef"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** The libvirt events that are listened to. */
const names = ["lifecycle", "reboot", "agentLifecycle", "balloonChange", "deviceRemoved"] as const

/** One of them, or a gap. */
export type Source = Delivered<DomainEvents, (typeof names)[number]>

/** Registers a reader: it gets what happens from then on, until the scope closes. */
export type Feed = Effect.Effect<Stream.Stream<Source, LibvirtError>, LibvirtError, Scope.Scope>

/** Most events that wait for one reader. */
const readerLimit = 4096

interface Reader {
  readonly queue: Queue.Queue<Source, LibvirtError>
  missed: boolean
}

const gap: Source = { _tag: "Gap", cause: "overflow", missed: undefined }

const deliver = (reader: Reader, source: Source): void => {
  if (reader.missed && !Queue.offerUnsafe(reader.queue, gap)) return
  reader.missed = !Queue.offerUnsafe(reader.queue, source)
}

/** Reads the registration for all readers; when it fails, so do they, and `over` is run. */
const pump = (
  connection: Effect.Effect<LibvirtConnection["Service"], LibvirtError>,
  over: Effect.Effect<void>
): Effect.Effect<Set<Reader>, LibvirtError, Scope.Scope> =>
  Effect.gen(function* () {
    const readers = new Set<Reader>()
    const source = yield* (yield* connection).events.domain.subscribe(names)
    yield* source.pipe(
      Stream.runForEach((event) =>
        Effect.sync(() => {
          for (const reader of readers) deliver(reader, event)
        })
      ),
      Effect.catch((error) => {
        for (const { queue } of readers) Queue.failCauseUnsafe(queue, Cause.fail(error))
        return over
      }),
      Effect.forkScoped({ startImmediately: true })
    )
    return readers
  })

/** Registers one more reader. */
const join = (readers: Set<Reader>): Feed =>
  Effect.gen(function* () {
    const queue = yield* Queue.bounded<Source, LibvirtError>(readerLimit)
    const reader: Reader = { queue, missed: false }
    yield* Effect.acquireRelease(
      Effect.sync(() => readers.add(reader)),
      () =>
        Effect.andThen(
          Effect.sync(() => readers.delete(reader)),
          Queue.shutdown(queue)
        )
    )
    return Stream.fromQueue(queue)
  })

/** The feed of a connection, in the scope in which its registrations may live. */
export const make = (
  connection: Effect.Effect<LibvirtConnection["Service"], LibvirtError>
): Effect.Effect<{ readonly feed: Feed }, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const holder: { ref: RcRef.RcRef<Set<Reader>, LibvirtError> | undefined } = { ref: undefined }
    // In a fiber of its own: it ends the one that asks for it. The next reader then registers anew.
    const over = Effect.suspend(() => (holder.ref === undefined ? Effect.void : RcRef.invalidate(holder.ref))).pipe(
      Effect.forkIn(scope),
      Effect.asVoid
    )
    const ref = yield* RcRef.make({ acquire: pump(connection, over), idleTimeToLive: "10 seconds" })
    holder.ref = ref
    return { feed: Effect.flatMap(RcRef.get(ref), join) }
  })
