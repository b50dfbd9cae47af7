/**
 * One libvirt host: its connection, made at the first use and kept, and the frame in which each operation on it runs.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import type { Domain } from "@cloudwright/libvirt/generated/Common"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import * as LibvirtConnection from "@cloudwright/libvirt/LibvirtConnection"
import type { LibvirtError } from "@cloudwright/libvirt/LibvirtError"
import type * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import * as DomainXml from "../DomainXml.ts"
import type { HypervisorError } from "../HypervisorError.ts"
import type { PowerState } from "../PowerState.ts"
import { type Failure, isInvalidState, reason, toError } from "./libvirtErrors.ts"
import { type Feed, make as makeFeed, type Source } from "./libvirtFeed.ts"
import { type Locks, make as makeLocks } from "./vmsLocks.ts"
import { parse, type XmlElement } from "./xml.ts"

const { VIR_DOMAIN_XML_INACTIVE, VIR_DOMAIN_XML_SECURE } = Constants.DomainXMLFlags
const { VIR_DOMAIN_METADATA_ELEMENT } = Constants.DomainMetadataType

/** The connection's service. */
type Connection = LibvirtConnection.LibvirtConnection["Service"]

/** What every operation of a host needs. */
export interface Host {
  readonly ref: HostRef.HostRef
  readonly connection: Effect.Effect<Connection, LibvirtError>
  readonly feed: Feed
  /** Held, by VM, by whoever reads a definition, changes it and writes it back. */
  readonly definitions: Locks
  readonly limits: Limits
  readonly seeds: { readonly pool: string; readonly path: string }
}

/** Time limits of operations. */
interface Limits {
  readonly short: Duration.Duration
  readonly long: Duration.Duration
}

/** Makes a host whose connection lives in the given scope and uses the services of the given context. */
export const make = (
  ref: HostRef.HostRef,
  uri: string,
  options: LibvirtConnection.ReconnectOptions,
  context: Context.Context<never>,
  scope: Scope.Scope,
  rest: Pick<Host, "limits" | "seeds">
): Effect.Effect<Host> => {
  const opening = Semaphore.makeUnsafe(1)
  let current: Connection | undefined
  const open = Effect.gen(function* () {
    if (current !== undefined) return current
    // A failed attempt leaves nothing open; a good one lives as long as the layer.
    const attempt = yield* Scope.fork(scope)
    current = yield* LibvirtConnection.openReconnecting(uri, options).pipe(
      Scope.provide(attempt),
      Effect.provideContext(context),
      Effect.onError(() => Scope.close(attempt, Exit.void))
    )
    return current
  })
  const connection = Effect.suspend(() => (current === undefined ? opening.withPermit(open) : Effect.succeed(current)))
  return makeFeed(connection).pipe(
    Scope.provide(scope),
    Effect.map((feed) => ({ ref, connection, feed, definitions: makeLocks(), ...rest }))
  )
}

/** One operation under way. */
export interface Link extends Pick<Connection, "call" | "stream"> {
  readonly feed: Feed
  /** Marks the point from which on the host may have changed. */
  readonly change: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/** How an operation is run. `limit: "own"` is for one that limits its own time. */
export interface Operation {
  readonly name: string
  readonly vm?: Ids.VmId
  readonly limit?: "short" | "long" | "own"
}

/** Runs an operation: connects if need be, limits its time, and gives its failures their form. */
export const run = <A, R = never>(
  host: Host,
  operation: Operation,
  body: (link: Link) => Effect.Effect<A, Failure, R>
): Effect.Effect<A, HypervisorError, R> =>
  Effect.suspend(() => {
    let changed = false
    const link = (connection: Connection): Link => ({
      call: connection.call,
      stream: connection.stream,
      feed: host.feed,
      change: (self) =>
        Effect.suspend(() => {
          changed = true
          return self
        })
    })
    const work = host.connection.pipe(Effect.flatMap((connection) => body(link(connection))))
    const limit = operation.limit ?? "short"
    const limited =
      limit === "own"
        ? work
        : Effect.timeoutOrElse(work, {
            duration: host.limits[limit],
            orElse: () => Effect.fail(reason.TimedOut.make({ afterMillis: Duration.toMillis(host.limits[limit]) }))
          })
    return Effect.mapError(limited, (failure) =>
      toError(failure, { host: host.ref, operation: operation.name, vm: operation.vm, changed })
    )
  })

/** The wire's name of a domain. The daemon finds domains by UUID alone, so no look-up is needed first. */
export const domainOf = (id: Ids.VmId): Domain => ({ name: id, uuid: id, id: -1 })

const S = Constants.DomainState
const states = new Map<number, PowerState>([
  [S.VIR_DOMAIN_NOSTATE, "running"],
  [S.VIR_DOMAIN_RUNNING, "running"],
  [S.VIR_DOMAIN_BLOCKED, "running"],
  [S.VIR_DOMAIN_PAUSED, "paused"],
  [S.VIR_DOMAIN_SHUTDOWN, "stopping"],
  [S.VIR_DOMAIN_SHUTOFF, "off"],
  [S.VIR_DOMAIN_CRASHED, "crashed"],
  [S.VIR_DOMAIN_PMSUSPENDED, "sleeping"]
])

/** A `virDomainState` as a power state. */
export const powerState = (state: number): PowerState => states.get(state) ?? "off"

/** The state a domain is in now. */
export const stateOf = (link: Link, id: Ids.VmId): Effect.Effect<PowerState, Failure> =>
  link.call.domainGetState({ dom: domainOf(id), flags: 0 }).pipe(Effect.map(({ state }) => powerState(state)))

/** Whether a domain carries our mark; fails when there is no such domain. */
export const isManaged = (link: Link, id: Ids.VmId): Effect.Effect<boolean, LibvirtError> =>
  link.call
    .domainGetMetadata({ dom: domainOf(id), type: VIR_DOMAIN_METADATA_ELEMENT, uri: DomainXml.namespace, flags: 0 })
    .pipe(
      Effect.as(true),
      Effect.catchIf(
        (error) => error.reason._tag === "NotFound",
        () => Effect.succeed(false)
      )
    )

/** Fails unless the domain is ours. */
export const requireManaged = (link: Link, id: Ids.VmId): Effect.Effect<void, Failure> =>
  Effect.flatMap(isManaged(link, id), (managed) => (managed ? Effect.void : Effect.fail(reason.NotManaged.make({}))))

const wrongState = (state: PowerState, allowed: ReadonlyArray<PowerState>) =>
  Effect.fail(reason.WrongState.make({ state, allowed: [...allowed] }))

/** The state, if it is one of those allowed, else `WrongState`. */
export const requireState = (
  link: Link,
  id: Ids.VmId,
  allowed: ReadonlyArray<PowerState>
): Effect.Effect<PowerState, Failure> =>
  stateOf(link, id).pipe(
    Effect.filterOrElse(
      (state) => allowed.includes(state),
      (state) => wrongState(state, allowed)
    )
  )

/**
 * A change of a domain of ours in one of the allowed states. The state may change between the check and the act: when
 * libvirt then refuses, the state is read once more.
 */
export const change = <A, R>(
  link: Link,
  id: Ids.VmId,
  allowed: ReadonlyArray<PowerState>,
  act: (state: PowerState) => Effect.Effect<A, Failure, R>
): Effect.Effect<A, Failure, R> =>
  requireManaged(link, id).pipe(
    Effect.andThen(requireState(link, id, allowed)),
    Effect.flatMap((state) =>
      Effect.catchIf(
        Effect.suspend(() => link.change(act(state))),
        isInvalidState,
        (failure) =>
          Effect.flatMap(stateOf(link, id), (now) =>
            allowed.includes(now) ? Effect.fail(failure) : wrongState(now, allowed)
          )
      )
    )
  )

/** The events of one domain, and the gaps. */
export const of = (id: Ids.VmId, events: Stream.Stream<Source, LibvirtError>): Stream.Stream<Source, LibvirtError> =>
  Stream.filter(events, (event) => event._tag === "Gap" || event.body.dom.uuid === id)

/**
 * Waits until something holds: events (and gaps between them) wake up, the state decides. When the time is over it is
 * looked at once more: a host that cannot be asked is no guest that ignores. `left` is what is left of the patience.
 */
export const waitFor = (
  holds: Effect.Effect<boolean, Failure>,
  wakeUps: Stream.Stream<unknown, LibvirtError>,
  patience: Duration.Duration,
  left = patience
): Effect.Effect<void, Failure> =>
  Stream.succeed<unknown>(undefined).pipe(
    Stream.concat(wakeUps),
    Stream.concat(Stream.never),
    Stream.mapEffect(() => holds),
    Stream.takeUntil((done) => done),
    Stream.runDrain,
    Effect.timeoutOrElse({
      duration: left,
      orElse: () =>
        Effect.flatMap(holds, (done) =>
          done
            ? Effect.void
            : Effect.fail(reason.GuestIgnored.make({ afterMillis: Math.ceil(Duration.toMillis(patience)) }))
        )
    })
  )

/** The document of the definition, with its secrets. */
export const inactiveXml = (link: Link, id: Ids.VmId): Effect.Effect<string, LibvirtError> =>
  link.call
    .domainGetXmlDesc({ dom: domainOf(id), flags: VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE })
    .pipe(Effect.map(({ xml }) => xml))

/** The document of the domain as it is now, with its secrets. */
export const currentXml = (link: Link, id: Ids.VmId): Effect.Effect<string, LibvirtError> =>
  link.call.domainGetXmlDesc({ dom: domainOf(id), flags: VIR_DOMAIN_XML_SECURE }).pipe(Effect.map(({ xml }) => xml))

/** Whether the domain outlives its process. */
export const isPersistent = (link: Link, id: Ids.VmId): Effect.Effect<boolean, LibvirtError> =>
  link.call.domainIsPersistent({ dom: domainOf(id) }).pipe(Effect.map(({ persistent }) => persistent === 1))

/** A document of the host other than a domain's. */
export const document = (xml: string): Effect.Effect<XmlElement, Failure> =>
  parse(xml).pipe(
    Effect.mapError(({ detail }) => reason.Failed.make({ code: 0, domain: 0, detail: `the host's XML: ${detail}` }))
  )
