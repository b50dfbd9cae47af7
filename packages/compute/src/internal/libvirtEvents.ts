/**
 * libvirt's domain events as `HypervisorEvent`s.
 *
 * @since 0.1.0
 */
import type * as HostRef from "@cloudwright/core/HostRef"
import type * as Ids from "@cloudwright/core/Ids"
import * as Constants from "@cloudwright/libvirt/generated/Constants"
import * as ByteSize from "effect/ByteSize"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { vmId } from "../DomainXml.ts"
import type { Hypervisor } from "../Hypervisor.ts"
import { HypervisorEvent } from "../HypervisorEvent.ts"
import type { PowerState } from "../PowerState.ts"
import { toError } from "./libvirtErrors.ts"
import type { Source } from "./libvirtFeed.ts"
import type { Host } from "./libvirtHost.ts"

const T = Constants.DomainEventType
const changes = new Map<number, PowerState>([
  [T.VIR_DOMAIN_EVENT_STARTED, "running"],
  [T.VIR_DOMAIN_EVENT_SUSPENDED, "paused"],
  [T.VIR_DOMAIN_EVENT_RESUMED, "running"],
  [T.VIR_DOMAIN_EVENT_STOPPED, "off"],
  [T.VIR_DOMAIN_EVENT_SHUTDOWN, "stopping"],
  [T.VIR_DOMAIN_EVENT_PMSUSPENDED, "sleeping"],
  [T.VIR_DOMAIN_EVENT_CRASHED, "crashed"]
])

// The members of libvirt's detail enumerations are dense and in order, so their names serve as a table.
const words = (details: Readonly<Record<string, number>>, prefix: string): ReadonlyArray<string> =>
  Object.keys(details).map((name) => name.slice(prefix.length).toLowerCase().replaceAll("_", "-"))

const causes = new Map<number, ReadonlyArray<string>>([
  [T.VIR_DOMAIN_EVENT_STARTED, words(Constants.DomainEventStartedDetailType, "VIR_DOMAIN_EVENT_STARTED_")],
  [T.VIR_DOMAIN_EVENT_SUSPENDED, words(Constants.DomainEventSuspendedDetailType, "VIR_DOMAIN_EVENT_SUSPENDED_")],
  [T.VIR_DOMAIN_EVENT_RESUMED, words(Constants.DomainEventResumedDetailType, "VIR_DOMAIN_EVENT_RESUMED_")],
  [T.VIR_DOMAIN_EVENT_STOPPED, words(Constants.DomainEventStoppedDetailType, "VIR_DOMAIN_EVENT_STOPPED_")],
  [T.VIR_DOMAIN_EVENT_SHUTDOWN, words(Constants.DomainEventShutdownDetailType, "VIR_DOMAIN_EVENT_SHUTDOWN_")],
  [T.VIR_DOMAIN_EVENT_PMSUSPENDED, words(Constants.DomainEventPMSuspendedDetailType, "VIR_DOMAIN_EVENT_PMSUSPENDED_")],
  [T.VIR_DOMAIN_EVENT_CRASHED, words(Constants.DomainEventCrashedDetailType, "VIR_DOMAIN_EVENT_CRASHED_")]
])

const event = HypervisorEvent.cases

const lifecycle = (at: { host: HostRef.HostRef; id: Ids.VmId }, kind: number, detail: number) => {
  if (kind === T.VIR_DOMAIN_EVENT_DEFINED) return event.Defined.make(at)
  if (kind === T.VIR_DOMAIN_EVENT_UNDEFINED) return event.Undefined.make(at)
  const state = changes.get(kind)
  return state === undefined
    ? undefined
    : event.StateChanged.make({ ...at, state, cause: causes.get(kind)?.[detail] ?? `detail ${detail}` })
}

/** An event in our terms; none for a domain whose UUID cannot be a VM's id, and for a kind that is not known. */
const translate = (host: HostRef.HostRef, source: Source): HypervisorEvent | undefined => {
  if (source._tag === "Gap") return event.Gap.make({ host })
  const id = Option.getOrUndefined(vmId(source.body.dom.uuid))
  if (id === undefined) return undefined
  const at = { host, id }
  switch (source.event) {
    case "lifecycle":
      return lifecycle(at, source.body.event, source.body.detail)
    case "reboot":
      return event.Rebooted.make(at)
    case "agentLifecycle":
      return event.AgentChanged.make({
        ...at,
        connected:
          source.body.state ===
          Constants.ConnectDomainEventAgentLifecycleState.VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED
      })
    case "balloonChange":
      return event.BalloonChanged.make({ ...at, memory: ByteSize.kibibytes(source.body.actual) })
    case "deviceRemoved":
      return event.DeviceRemoved.make({ ...at, device: source.body.devAlias })
  }
}

/** The events of a host from the moment the stream runs. */
export const make = (host: Host): Pick<Hypervisor, "events"> => ({
  events: Stream.unwrap(host.feed).pipe(
    Stream.mapError((error) => toError(error, { host: host.ref, operation: "events", vm: undefined, changed: false })),
    Stream.filterMap((source) => {
      const translated = translate(host.ref, source)
      return translated === undefined ? Result.failVoid : Result.succeed(translated)
    })
  )
})
