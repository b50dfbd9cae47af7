/**
 * Events of a connection as streams.
 *
 * A subscription registers each wanted event with the daemon and delivers them in the order in which they came;
 * subscriptions to the same event of the same object share one registration, since libvirt refuses a second one. Each
 * subscription has a buffer of 1024 events; when its reader falls behind, later events are dropped and counted, and the
 * reader finds a {@link Gap} at that place. On a connection that reconnects a subscription is registered again with
 * the new daemon session and reports the time between as a gap: what happened in it must be read, not guessed.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { Domain, Network, NodeDevice, Secret, StoragePool } from "./generated/Common.ts"
import type {
  DomainEvents,
  NetworkEvents,
  NodeDeviceEvents,
  SecretEvents,
  StoragePoolEvents
} from "./generated/Events.ts"
import type { QemuDomainMonitorEventMsg } from "./generated/Qemu.ts"
import type { LibvirtError } from "./LibvirtError.ts"

/**
 * Most events that wait for the reader of a subscription.
 *
 * @category constants
 * @since 0.1.0
 */
export const eventBuffer = 1024

/**
 * Events may be missing here: because the connection was lost and made anew, or because the reader was too slow, in which
 * case `missed` tells how many were dropped, if that is known.
 *
 * @category models
 * @since 0.1.0
 */
export interface Gap {
  readonly _tag: "Gap"
  readonly cause: "reconnected" | "overflow"
  readonly missed: number | undefined
}

/**
 * One event: its name and its body as on the wire.
 *
 * @category models
 * @since 0.1.0
 */
export interface Event<Name, Body> {
  readonly _tag: "Event"
  readonly event: Name
  readonly body: Body
}

/**
 * What a subscription to the events `Name` of a family delivers.
 *
 * @category models
 * @since 0.1.0
 */
export type Delivered<Bodies, Name extends keyof Bodies> = { readonly [K in Name]: Event<K, Bodies[K]> }[Name] | Gap

/**
 * A family of events. `object` limits the events to one domain, network, pool, device or secret; default all.
 *
 * - `subscribe`: registered when the effect completes; deregistered when the scope closes.
 * - `stream`: subscribes when it is run.
 *
 * @category models
 * @since 0.1.0
 */
export interface EventFamily<Bodies, Target> {
  readonly subscribe: <Name extends keyof Bodies & string>(
    names: ReadonlyArray<Name>,
    object?: Target
  ) => Effect.Effect<Stream.Stream<Delivered<Bodies, Name>, LibvirtError>, LibvirtError, Scope.Scope>
  readonly stream: <Name extends keyof Bodies & string>(
    names: ReadonlyArray<Name>,
    object?: Target
  ) => Stream.Stream<Delivered<Bodies, Name>, LibvirtError>
}

/**
 * Events of the QEMU monitor, for debugging; `qemuMonitor` is their one name, the body carries QEMU's own.
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuMonitorEvents {
  readonly qemuMonitor: QemuDomainMonitorEventMsg
}

/**
 * Which monitor events: of one domain, and of one QEMU event name.
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuMonitorTarget {
  readonly domain?: Domain
  readonly event?: string
}

/**
 * All event families of a connection.
 *
 * @category models
 * @since 0.1.0
 */
export interface Events {
  readonly domain: EventFamily<DomainEvents, Domain>
  readonly network: EventFamily<NetworkEvents, Network>
  readonly storagePool: EventFamily<StoragePoolEvents, StoragePool>
  readonly nodeDevice: EventFamily<NodeDeviceEvents, NodeDevice>
  readonly secret: EventFamily<SecretEvents, Secret>
  readonly qemuMonitor: EventFamily<QemuMonitorEvents, QemuMonitorTarget>
}
