/**
 * The events of one host. Registering costs a round trip for each kind of event, and most readers stay for one operation,
 * so one reader that nobody reads keeps the registrations for a while after the last real one has gone.
 *
 * @since 0.1.0
 */
import type { Delivered } from "@cloudwright/libvirt/Events"
import type { DomainEvents } from "@cloudwright/libvirt/generated/Events"
import type { LibvirtConnection } from "@cloudwright/libvirt/LibvirtConnection"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import * as Effect from "effect/Effect"
import * as RcRef from "effect/RcRef"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"

/** The libvirt events that are listened to. */
const names = ["lifecycle", "reboot", "agentLifecycle", "balloonChange", "deviceRemoved"] as const

/** One of them, or a gap. */
export type Source = Delivered<DomainEvents, (typeof names)[number]>

/** Registers a reader: it gets what happens from then on, until the scope closes. */
export type Feed = Effect.Effect<Stream.Stream<Source, LibvirtError>, LibvirtError, Scope.Scope>

/** The feed of a connection, in the scope in which its registrations may live. */
export const make = (
  connection: Effect.Effect<LibvirtConnection["Service"], LibvirtError>
): Effect.Effect<Feed, never, Scope.Scope> => {
  const register: Feed = Effect.flatMap(connection, ({ events }) => events.domain.subscribe(names))
  return Effect.map(RcRef.make({ acquire: register, idleTimeToLive: "10 seconds" }), (kept) =>
    Effect.andThen(RcRef.get(kept), register)
  )
}
