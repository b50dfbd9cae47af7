/**
 * Wire structures: Messages.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain, Network, NodeDevice, Secret, StoragePool, TypedParam } from "./Common.ts"

/**
 * Body of the event `domainEventLifecycle` (`REMOTE_PROC_DOMAIN_EVENT_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventLifecycleMsg {
  readonly dom: Domain
  readonly event: number
  readonly detail: number
}

/**
 * Codec of {@link DomainEventLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventLifecycleMsg: Codec<DomainEventLifecycleMsg> = codec(
  "DomainEventLifecycleMsg",
  (r) => ({ dom: Domain.decode(r), event: r.int(), detail: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.event)
    w.int(v.detail)
  }
)

/**
 * Body of the event `domainEventCallbackLifecycle` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackLifecycleMsg {
  readonly callbackID: number
  readonly msg: DomainEventLifecycleMsg
}

/**
 * Codec of {@link DomainEventCallbackLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackLifecycleMsg: Codec<DomainEventCallbackLifecycleMsg> = codec(
  "DomainEventCallbackLifecycleMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventLifecycleMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventLifecycleMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventReboot` (`REMOTE_PROC_DOMAIN_EVENT_REBOOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventRebootMsg {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainEventRebootMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventRebootMsg: Codec<DomainEventRebootMsg> = codec(
  "DomainEventRebootMsg",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Body of the event `domainEventCallbackReboot` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_REBOOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackRebootMsg {
  readonly callbackID: number
  readonly msg: DomainEventRebootMsg
}

/**
 * Codec of {@link DomainEventCallbackRebootMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackRebootMsg: Codec<DomainEventCallbackRebootMsg> = codec(
  "DomainEventCallbackRebootMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventRebootMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventRebootMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventRtcChange` (`REMOTE_PROC_DOMAIN_EVENT_RTC_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventRtcChangeMsg {
  readonly dom: Domain
  readonly offset: bigint
}

/**
 * Codec of {@link DomainEventRtcChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventRtcChangeMsg: Codec<DomainEventRtcChangeMsg> = codec(
  "DomainEventRtcChangeMsg",
  (r) => ({ dom: Domain.decode(r), offset: r.hyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.hyper(v.offset)
  }
)

/**
 * Body of the event `domainEventCallbackRtcChange` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_RTC_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackRtcChangeMsg {
  readonly callbackID: number
  readonly msg: DomainEventRtcChangeMsg
}

/**
 * Codec of {@link DomainEventCallbackRtcChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackRtcChangeMsg: Codec<DomainEventCallbackRtcChangeMsg> = codec(
  "DomainEventCallbackRtcChangeMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventRtcChangeMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventRtcChangeMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventWatchdog` (`REMOTE_PROC_DOMAIN_EVENT_WATCHDOG`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventWatchdogMsg {
  readonly dom: Domain
  readonly action: number
}

/**
 * Codec of {@link DomainEventWatchdogMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventWatchdogMsg: Codec<DomainEventWatchdogMsg> = codec(
  "DomainEventWatchdogMsg",
  (r) => ({ dom: Domain.decode(r), action: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.action)
  }
)

/**
 * Body of the event `domainEventCallbackWatchdog` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_WATCHDOG`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackWatchdogMsg {
  readonly callbackID: number
  readonly msg: DomainEventWatchdogMsg
}

/**
 * Codec of {@link DomainEventCallbackWatchdogMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackWatchdogMsg: Codec<DomainEventCallbackWatchdogMsg> = codec(
  "DomainEventCallbackWatchdogMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventWatchdogMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventWatchdogMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventIoError` (`REMOTE_PROC_DOMAIN_EVENT_IO_ERROR`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventIoErrorMsg {
  readonly dom: Domain
  readonly srcPath: string
  readonly devAlias: string
  readonly action: number
}

/**
 * Codec of {@link DomainEventIoErrorMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventIoErrorMsg: Codec<DomainEventIoErrorMsg> = codec(
  "DomainEventIoErrorMsg",
  (r) => ({ dom: Domain.decode(r), srcPath: r.string(), devAlias: r.string(), action: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.srcPath)
    w.string(v.devAlias)
    w.int(v.action)
  }
)

/**
 * Body of the event `domainEventCallbackIoError` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_IO_ERROR`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackIoErrorMsg {
  readonly callbackID: number
  readonly msg: DomainEventIoErrorMsg
}

/**
 * Codec of {@link DomainEventCallbackIoErrorMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackIoErrorMsg: Codec<DomainEventCallbackIoErrorMsg> = codec(
  "DomainEventCallbackIoErrorMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventIoErrorMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventIoErrorMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventIoErrorReason` (`REMOTE_PROC_DOMAIN_EVENT_IO_ERROR_REASON`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventIoErrorReasonMsg {
  readonly dom: Domain
  readonly srcPath: string
  readonly devAlias: string
  readonly action: number
  readonly reason: string
}

/**
 * Codec of {@link DomainEventIoErrorReasonMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventIoErrorReasonMsg: Codec<DomainEventIoErrorReasonMsg> = codec(
  "DomainEventIoErrorReasonMsg",
  (r) => ({ dom: Domain.decode(r), srcPath: r.string(), devAlias: r.string(), action: r.int(), reason: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.srcPath)
    w.string(v.devAlias)
    w.int(v.action)
    w.string(v.reason)
  }
)

/**
 * Body of the event `domainEventCallbackIoErrorReason` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackIoErrorReasonMsg {
  readonly callbackID: number
  readonly msg: DomainEventIoErrorReasonMsg
}

/**
 * Codec of {@link DomainEventCallbackIoErrorReasonMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackIoErrorReasonMsg: Codec<DomainEventCallbackIoErrorReasonMsg> = codec(
  "DomainEventCallbackIoErrorReasonMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventIoErrorReasonMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventIoErrorReasonMsg.encode(w, v.msg)
  }
)

/**
 * Wire structure `remote_domain_event_graphics_address`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventGraphicsAddress {
  readonly family: number
  readonly node: string
  readonly service: string
}

/**
 * Codec of {@link DomainEventGraphicsAddress}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventGraphicsAddress: Codec<DomainEventGraphicsAddress> = codec(
  "DomainEventGraphicsAddress",
  (r) => ({ family: r.int(), node: r.string(), service: r.string() }),
  (w, v) => {
    w.int(v.family)
    w.string(v.node)
    w.string(v.service)
  }
)

/**
 * Wire structure `remote_domain_event_graphics_identity`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventGraphicsIdentity {
  readonly type: string
  readonly name: string
}

/**
 * Codec of {@link DomainEventGraphicsIdentity}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventGraphicsIdentity: Codec<DomainEventGraphicsIdentity> = codec(
  "DomainEventGraphicsIdentity",
  (r) => ({ type: r.string(), name: r.string() }),
  (w, v) => {
    w.string(v.type)
    w.string(v.name)
  }
)

/**
 * Body of the event `domainEventGraphics` (`REMOTE_PROC_DOMAIN_EVENT_GRAPHICS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventGraphicsMsg {
  readonly dom: Domain
  readonly phase: number
  readonly local: DomainEventGraphicsAddress
  readonly remote: DomainEventGraphicsAddress
  readonly authScheme: string
  /** At most 20 elements. */
  readonly subject: ReadonlyArray<DomainEventGraphicsIdentity>
}

/**
 * Codec of {@link DomainEventGraphicsMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventGraphicsMsg: Codec<DomainEventGraphicsMsg> = codec(
  "DomainEventGraphicsMsg",
  (r) => ({ dom: Domain.decode(r), phase: r.int(), local: DomainEventGraphicsAddress.decode(r), remote: DomainEventGraphicsAddress.decode(r), authScheme: r.string(), subject: r.array(20, DomainEventGraphicsIdentity.decode) }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.phase)
    DomainEventGraphicsAddress.encode(w, v.local)
    DomainEventGraphicsAddress.encode(w, v.remote)
    w.string(v.authScheme)
    w.array(v.subject, 20, DomainEventGraphicsIdentity.encode)
  }
)

/**
 * Body of the event `domainEventCallbackGraphics` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_GRAPHICS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackGraphicsMsg {
  readonly callbackID: number
  readonly msg: DomainEventGraphicsMsg
}

/**
 * Codec of {@link DomainEventCallbackGraphicsMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackGraphicsMsg: Codec<DomainEventCallbackGraphicsMsg> = codec(
  "DomainEventCallbackGraphicsMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventGraphicsMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventGraphicsMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventBlockJob` (`REMOTE_PROC_DOMAIN_EVENT_BLOCK_JOB`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventBlockJobMsg {
  readonly dom: Domain
  readonly path: string
  readonly type: number
  readonly status: number
}

/**
 * Codec of {@link DomainEventBlockJobMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventBlockJobMsg: Codec<DomainEventBlockJobMsg> = codec(
  "DomainEventBlockJobMsg",
  (r) => ({ dom: Domain.decode(r), path: r.string(), type: r.int(), status: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.int(v.type)
    w.int(v.status)
  }
)

/**
 * Body of the event `domainEventCallbackBlockJob` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_BLOCK_JOB`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackBlockJobMsg {
  readonly callbackID: number
  readonly msg: DomainEventBlockJobMsg
}

/**
 * Codec of {@link DomainEventCallbackBlockJobMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackBlockJobMsg: Codec<DomainEventCallbackBlockJobMsg> = codec(
  "DomainEventCallbackBlockJobMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventBlockJobMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventBlockJobMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventDiskChange` (`REMOTE_PROC_DOMAIN_EVENT_DISK_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventDiskChangeMsg {
  readonly dom: Domain
  readonly oldSrcPath: string | null
  readonly newSrcPath: string | null
  readonly devAlias: string
  readonly reason: number
}

/**
 * Codec of {@link DomainEventDiskChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventDiskChangeMsg: Codec<DomainEventDiskChangeMsg> = codec(
  "DomainEventDiskChangeMsg",
  (r) => ({ dom: Domain.decode(r), oldSrcPath: r.optional((x) => x.string()), newSrcPath: r.optional((x) => x.string()), devAlias: r.string(), reason: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.oldSrcPath, (x, v) => x.string(v))
    w.optional(v.newSrcPath, (x, v) => x.string(v))
    w.string(v.devAlias)
    w.int(v.reason)
  }
)

/**
 * Body of the event `domainEventCallbackDiskChange` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_DISK_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackDiskChangeMsg {
  readonly callbackID: number
  readonly msg: DomainEventDiskChangeMsg
}

/**
 * Codec of {@link DomainEventCallbackDiskChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackDiskChangeMsg: Codec<DomainEventCallbackDiskChangeMsg> = codec(
  "DomainEventCallbackDiskChangeMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventDiskChangeMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventDiskChangeMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventTrayChange` (`REMOTE_PROC_DOMAIN_EVENT_TRAY_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventTrayChangeMsg {
  readonly dom: Domain
  readonly devAlias: string
  readonly reason: number
}

/**
 * Codec of {@link DomainEventTrayChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventTrayChangeMsg: Codec<DomainEventTrayChangeMsg> = codec(
  "DomainEventTrayChangeMsg",
  (r) => ({ dom: Domain.decode(r), devAlias: r.string(), reason: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.devAlias)
    w.int(v.reason)
  }
)

/**
 * Body of the event `domainEventCallbackTrayChange` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_TRAY_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackTrayChangeMsg {
  readonly callbackID: number
  readonly msg: DomainEventTrayChangeMsg
}

/**
 * Codec of {@link DomainEventCallbackTrayChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackTrayChangeMsg: Codec<DomainEventCallbackTrayChangeMsg> = codec(
  "DomainEventCallbackTrayChangeMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventTrayChangeMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventTrayChangeMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventPmwakeup` (`REMOTE_PROC_DOMAIN_EVENT_PMWAKEUP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventPmwakeupMsg {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainEventPmwakeupMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventPmwakeupMsg: Codec<DomainEventPmwakeupMsg> = codec(
  "DomainEventPmwakeupMsg",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Body of the event `domainEventCallbackPmwakeup` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_PMWAKEUP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackPmwakeupMsg {
  readonly callbackID: number
  readonly reason: number
  readonly msg: DomainEventPmwakeupMsg
}

/**
 * Codec of {@link DomainEventCallbackPmwakeupMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackPmwakeupMsg: Codec<DomainEventCallbackPmwakeupMsg> = codec(
  "DomainEventCallbackPmwakeupMsg",
  (r) => ({ callbackID: r.int(), reason: r.int(), msg: DomainEventPmwakeupMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    w.int(v.reason)
    DomainEventPmwakeupMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventPmsuspend` (`REMOTE_PROC_DOMAIN_EVENT_PMSUSPEND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventPmsuspendMsg {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainEventPmsuspendMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventPmsuspendMsg: Codec<DomainEventPmsuspendMsg> = codec(
  "DomainEventPmsuspendMsg",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Body of the event `domainEventCallbackPmsuspend` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_PMSUSPEND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackPmsuspendMsg {
  readonly callbackID: number
  readonly reason: number
  readonly msg: DomainEventPmsuspendMsg
}

/**
 * Codec of {@link DomainEventCallbackPmsuspendMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackPmsuspendMsg: Codec<DomainEventCallbackPmsuspendMsg> = codec(
  "DomainEventCallbackPmsuspendMsg",
  (r) => ({ callbackID: r.int(), reason: r.int(), msg: DomainEventPmsuspendMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    w.int(v.reason)
    DomainEventPmsuspendMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventBalloonChange` (`REMOTE_PROC_DOMAIN_EVENT_BALLOON_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventBalloonChangeMsg {
  readonly dom: Domain
  readonly actual: bigint
}

/**
 * Codec of {@link DomainEventBalloonChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventBalloonChangeMsg: Codec<DomainEventBalloonChangeMsg> = codec(
  "DomainEventBalloonChangeMsg",
  (r) => ({ dom: Domain.decode(r), actual: r.uhyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.actual)
  }
)

/**
 * Body of the event `domainEventCallbackBalloonChange` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackBalloonChangeMsg {
  readonly callbackID: number
  readonly msg: DomainEventBalloonChangeMsg
}

/**
 * Codec of {@link DomainEventCallbackBalloonChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackBalloonChangeMsg: Codec<DomainEventCallbackBalloonChangeMsg> = codec(
  "DomainEventCallbackBalloonChangeMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventBalloonChangeMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventBalloonChangeMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventPmsuspendDisk` (`REMOTE_PROC_DOMAIN_EVENT_PMSUSPEND_DISK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventPmsuspendDiskMsg {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainEventPmsuspendDiskMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventPmsuspendDiskMsg: Codec<DomainEventPmsuspendDiskMsg> = codec(
  "DomainEventPmsuspendDiskMsg",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Body of the event `domainEventCallbackPmsuspendDisk` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackPmsuspendDiskMsg {
  readonly callbackID: number
  readonly reason: number
  readonly msg: DomainEventPmsuspendDiskMsg
}

/**
 * Codec of {@link DomainEventCallbackPmsuspendDiskMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackPmsuspendDiskMsg: Codec<DomainEventCallbackPmsuspendDiskMsg> = codec(
  "DomainEventCallbackPmsuspendDiskMsg",
  (r) => ({ callbackID: r.int(), reason: r.int(), msg: DomainEventPmsuspendDiskMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    w.int(v.reason)
    DomainEventPmsuspendDiskMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventControlError` (`REMOTE_PROC_DOMAIN_EVENT_CONTROL_ERROR`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventControlErrorMsg {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainEventControlErrorMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventControlErrorMsg: Codec<DomainEventControlErrorMsg> = codec(
  "DomainEventControlErrorMsg",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Body of the event `domainEventCallbackControlError` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_CONTROL_ERROR`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackControlErrorMsg {
  readonly callbackID: number
  readonly msg: DomainEventControlErrorMsg
}

/**
 * Codec of {@link DomainEventCallbackControlErrorMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackControlErrorMsg: Codec<DomainEventCallbackControlErrorMsg> = codec(
  "DomainEventCallbackControlErrorMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventControlErrorMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventControlErrorMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventDeviceRemoved` (`REMOTE_PROC_DOMAIN_EVENT_DEVICE_REMOVED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventDeviceRemovedMsg {
  readonly dom: Domain
  readonly devAlias: string
}

/**
 * Codec of {@link DomainEventDeviceRemovedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventDeviceRemovedMsg: Codec<DomainEventDeviceRemovedMsg> = codec(
  "DomainEventDeviceRemovedMsg",
  (r) => ({ dom: Domain.decode(r), devAlias: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.devAlias)
  }
)

/**
 * Body of the event `domainEventCallbackDeviceRemoved` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackDeviceRemovedMsg {
  readonly callbackID: number
  readonly msg: DomainEventDeviceRemovedMsg
}

/**
 * Codec of {@link DomainEventCallbackDeviceRemovedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackDeviceRemovedMsg: Codec<DomainEventCallbackDeviceRemovedMsg> = codec(
  "DomainEventCallbackDeviceRemovedMsg",
  (r) => ({ callbackID: r.int(), msg: DomainEventDeviceRemovedMsg.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    DomainEventDeviceRemovedMsg.encode(w, v.msg)
  }
)

/**
 * Body of the event `domainEventBlockJob2` (`REMOTE_PROC_DOMAIN_EVENT_BLOCK_JOB_2`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventBlockJob2Msg {
  readonly callbackID: number
  readonly dom: Domain
  readonly dst: string
  readonly type: number
  readonly status: number
}

/**
 * Codec of {@link DomainEventBlockJob2Msg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventBlockJob2Msg: Codec<DomainEventBlockJob2Msg> = codec(
  "DomainEventBlockJob2Msg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), dst: r.string(), type: r.int(), status: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.string(v.dst)
    w.int(v.type)
    w.int(v.status)
  }
)

/**
 * Body of the event `domainEventBlockThreshold` (`REMOTE_PROC_DOMAIN_EVENT_BLOCK_THRESHOLD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventBlockThresholdMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly dev: string
  readonly path: string | null
  readonly threshold: bigint
  readonly excess: bigint
}

/**
 * Codec of {@link DomainEventBlockThresholdMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventBlockThresholdMsg: Codec<DomainEventBlockThresholdMsg> = codec(
  "DomainEventBlockThresholdMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), dev: r.string(), path: r.optional((x) => x.string()), threshold: r.uhyper(), excess: r.uhyper() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.string(v.dev)
    w.optional(v.path, (x, v) => x.string(v))
    w.uhyper(v.threshold)
    w.uhyper(v.excess)
  }
)

/**
 * Body of the event `domainEventCallbackTunable` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_TUNABLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackTunableMsg {
  readonly callbackID: number
  readonly dom: Domain
  /** At most 2048 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainEventCallbackTunableMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackTunableMsg: Codec<DomainEventCallbackTunableMsg> = codec(
  "DomainEventCallbackTunableMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), params: r.array(2048, TypedParam.decode) }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.array(v.params, 2048, TypedParam.encode)
  }
)

/**
 * Body of the event `domainEventCallbackDeviceAdded` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_DEVICE_ADDED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackDeviceAddedMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly devAlias: string
}

/**
 * Codec of {@link DomainEventCallbackDeviceAddedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackDeviceAddedMsg: Codec<DomainEventCallbackDeviceAddedMsg> = codec(
  "DomainEventCallbackDeviceAddedMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), devAlias: r.string() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.string(v.devAlias)
  }
)

/**
 * Body of the event `connectEventConnectionClosed` (`REMOTE_PROC_CONNECT_EVENT_CONNECTION_CLOSED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectEventConnectionClosedMsg {
  readonly reason: number
}

/**
 * Codec of {@link ConnectEventConnectionClosedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectEventConnectionClosedMsg: Codec<ConnectEventConnectionClosedMsg> = codec(
  "ConnectEventConnectionClosedMsg",
  (r) => ({ reason: r.int() }),
  (w, v) => {
    w.int(v.reason)
  }
)

/**
 * Body of the event `networkEventLifecycle` (`REMOTE_PROC_NETWORK_EVENT_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkEventLifecycleMsg {
  readonly callbackID: number
  readonly net: Network
  readonly event: number
  readonly detail: number
}

/**
 * Codec of {@link NetworkEventLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkEventLifecycleMsg: Codec<NetworkEventLifecycleMsg> = codec(
  "NetworkEventLifecycleMsg",
  (r) => ({ callbackID: r.int(), net: Network.decode(r), event: r.int(), detail: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    Network.encode(w, v.net)
    w.int(v.event)
    w.int(v.detail)
  }
)

/**
 * Body of the event `storagePoolEventLifecycle` (`REMOTE_PROC_STORAGE_POOL_EVENT_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolEventLifecycleMsg {
  readonly callbackID: number
  readonly pool: StoragePool
  readonly event: number
  readonly detail: number
}

/**
 * Codec of {@link StoragePoolEventLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolEventLifecycleMsg: Codec<StoragePoolEventLifecycleMsg> = codec(
  "StoragePoolEventLifecycleMsg",
  (r) => ({ callbackID: r.int(), pool: StoragePool.decode(r), event: r.int(), detail: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    StoragePool.encode(w, v.pool)
    w.int(v.event)
    w.int(v.detail)
  }
)

/**
 * Body of the event `storagePoolEventRefresh` (`REMOTE_PROC_STORAGE_POOL_EVENT_REFRESH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolEventRefreshMsg {
  readonly callbackID: number
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolEventRefreshMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolEventRefreshMsg: Codec<StoragePoolEventRefreshMsg> = codec(
  "StoragePoolEventRefreshMsg",
  (r) => ({ callbackID: r.int(), pool: StoragePool.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Body of the event `nodeDeviceEventLifecycle` (`REMOTE_PROC_NODE_DEVICE_EVENT_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceEventLifecycleMsg {
  readonly callbackID: number
  readonly dev: NodeDevice
  readonly event: number
  readonly detail: number
}

/**
 * Codec of {@link NodeDeviceEventLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceEventLifecycleMsg: Codec<NodeDeviceEventLifecycleMsg> = codec(
  "NodeDeviceEventLifecycleMsg",
  (r) => ({ callbackID: r.int(), dev: NodeDevice.decode(r), event: r.int(), detail: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    NodeDevice.encode(w, v.dev)
    w.int(v.event)
    w.int(v.detail)
  }
)

/**
 * Body of the event `nodeDeviceEventUpdate` (`REMOTE_PROC_NODE_DEVICE_EVENT_UPDATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceEventUpdateMsg {
  readonly callbackID: number
  readonly dev: NodeDevice
}

/**
 * Codec of {@link NodeDeviceEventUpdateMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceEventUpdateMsg: Codec<NodeDeviceEventUpdateMsg> = codec(
  "NodeDeviceEventUpdateMsg",
  (r) => ({ callbackID: r.int(), dev: NodeDevice.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    NodeDevice.encode(w, v.dev)
  }
)

/**
 * Body of the event `domainEventCallbackAgentLifecycle` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackAgentLifecycleMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly state: number
  readonly reason: number
}

/**
 * Codec of {@link DomainEventCallbackAgentLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackAgentLifecycleMsg: Codec<DomainEventCallbackAgentLifecycleMsg> = codec(
  "DomainEventCallbackAgentLifecycleMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), state: r.int(), reason: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.int(v.state)
    w.int(v.reason)
  }
)

/**
 * Body of the event `domainEventCallbackMigrationIteration` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackMigrationIterationMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly iteration: number
}

/**
 * Codec of {@link DomainEventCallbackMigrationIterationMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackMigrationIterationMsg: Codec<DomainEventCallbackMigrationIterationMsg> = codec(
  "DomainEventCallbackMigrationIterationMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), iteration: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.int(v.iteration)
  }
)

/**
 * Body of the event `domainEventCallbackJobCompleted` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_JOB_COMPLETED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackJobCompletedMsg {
  readonly callbackID: number
  readonly dom: Domain
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainEventCallbackJobCompletedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackJobCompletedMsg: Codec<DomainEventCallbackJobCompletedMsg> = codec(
  "DomainEventCallbackJobCompletedMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), params: r.array(64, TypedParam.decode) }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.array(v.params, 64, TypedParam.encode)
  }
)

/**
 * Body of the event `domainEventCallbackDeviceRemovalFailed`
 * (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackDeviceRemovalFailedMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly devAlias: string
}

/**
 * Codec of {@link DomainEventCallbackDeviceRemovalFailedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackDeviceRemovalFailedMsg: Codec<DomainEventCallbackDeviceRemovalFailedMsg> = codec(
  "DomainEventCallbackDeviceRemovalFailedMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), devAlias: r.string() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.string(v.devAlias)
  }
)

/**
 * Body of the event `domainEventCallbackMetadataChange` (`REMOTE_PROC_DOMAIN_EVENT_CALLBACK_METADATA_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventCallbackMetadataChangeMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly type: number
  readonly nsuri: string | null
}

/**
 * Codec of {@link DomainEventCallbackMetadataChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventCallbackMetadataChangeMsg: Codec<DomainEventCallbackMetadataChangeMsg> = codec(
  "DomainEventCallbackMetadataChangeMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), type: r.int(), nsuri: r.optional((x) => x.string()) }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.int(v.type)
    w.optional(v.nsuri, (x, v) => x.string(v))
  }
)

/**
 * Body of the event `domainEventMemoryFailure` (`REMOTE_PROC_DOMAIN_EVENT_MEMORY_FAILURE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventMemoryFailureMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly recipient: number
  readonly action: number
  readonly flags: number
}

/**
 * Codec of {@link DomainEventMemoryFailureMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventMemoryFailureMsg: Codec<DomainEventMemoryFailureMsg> = codec(
  "DomainEventMemoryFailureMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), recipient: r.int(), action: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.int(v.recipient)
    w.int(v.action)
    w.uint(v.flags)
  }
)

/**
 * Body of the event `secretEventLifecycle` (`REMOTE_PROC_SECRET_EVENT_LIFECYCLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretEventLifecycleMsg {
  readonly callbackID: number
  readonly secret: Secret
  readonly event: number
  readonly detail: number
}

/**
 * Codec of {@link SecretEventLifecycleMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretEventLifecycleMsg: Codec<SecretEventLifecycleMsg> = codec(
  "SecretEventLifecycleMsg",
  (r) => ({ callbackID: r.int(), secret: Secret.decode(r), event: r.int(), detail: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
    Secret.encode(w, v.secret)
    w.int(v.event)
    w.int(v.detail)
  }
)

/**
 * Body of the event `secretEventValueChanged` (`REMOTE_PROC_SECRET_EVENT_VALUE_CHANGED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretEventValueChangedMsg {
  readonly callbackID: number
  readonly secret: Secret
}

/**
 * Codec of {@link SecretEventValueChangedMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretEventValueChangedMsg: Codec<SecretEventValueChangedMsg> = codec(
  "SecretEventValueChangedMsg",
  (r) => ({ callbackID: r.int(), secret: Secret.decode(r) }),
  (w, v) => {
    w.int(v.callbackID)
    Secret.encode(w, v.secret)
  }
)

/**
 * Body of the event `domainEventMemoryDeviceSizeChange` (`REMOTE_PROC_DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEventMemoryDeviceSizeChangeMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly alias: string
  readonly size: bigint
}

/**
 * Codec of {@link DomainEventMemoryDeviceSizeChangeMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainEventMemoryDeviceSizeChangeMsg: Codec<DomainEventMemoryDeviceSizeChangeMsg> = codec(
  "DomainEventMemoryDeviceSizeChangeMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), alias: r.string(), size: r.uhyper() }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.string(v.alias)
    w.uhyper(v.size)
  }
)
