/**
 * Wire structures: Qemu.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain } from "./Common.ts"

/**
 * Arguments of `qemuDomainMonitorCommand` (`QEMU_PROC_DOMAIN_MONITOR_COMMAND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainMonitorCommandArgs {
  readonly dom: Domain
  readonly cmd: string
  readonly flags: number
}

/**
 * Codec of {@link QemuDomainMonitorCommandArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainMonitorCommandArgs: Codec<QemuDomainMonitorCommandArgs> = codec(
  "QemuDomainMonitorCommandArgs",
  (r) => ({ dom: Domain.decode(r), cmd: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.cmd)
    w.uint(v.flags)
  }
)

/**
 * Result of `qemuDomainMonitorCommand` (`QEMU_PROC_DOMAIN_MONITOR_COMMAND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainMonitorCommandRet {
  readonly result: string
}

/**
 * Codec of {@link QemuDomainMonitorCommandRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainMonitorCommandRet: Codec<QemuDomainMonitorCommandRet> = codec(
  "QemuDomainMonitorCommandRet",
  (r) => ({ result: r.string() }),
  (w, v) => {
    w.string(v.result)
  }
)

/**
 * Arguments of `qemuDomainAttach` (`QEMU_PROC_DOMAIN_ATTACH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainAttachArgs {
  readonly pidValue: number
  readonly flags: number
}

/**
 * Codec of {@link QemuDomainAttachArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainAttachArgs: Codec<QemuDomainAttachArgs> = codec(
  "QemuDomainAttachArgs",
  (r) => ({ pidValue: r.uint(), flags: r.uint() }),
  (w, v) => {
    w.uint(v.pidValue)
    w.uint(v.flags)
  }
)

/**
 * Result of `qemuDomainAttach` (`QEMU_PROC_DOMAIN_ATTACH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainAttachRet {
  readonly dom: Domain
}

/**
 * Codec of {@link QemuDomainAttachRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainAttachRet: Codec<QemuDomainAttachRet> = codec(
  "QemuDomainAttachRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `qemuDomainAgentCommand` (`QEMU_PROC_DOMAIN_AGENT_COMMAND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainAgentCommandArgs {
  readonly dom: Domain
  readonly cmd: string
  readonly timeout: number
  readonly flags: number
}

/**
 * Codec of {@link QemuDomainAgentCommandArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainAgentCommandArgs: Codec<QemuDomainAgentCommandArgs> = codec(
  "QemuDomainAgentCommandArgs",
  (r) => ({ dom: Domain.decode(r), cmd: r.string(), timeout: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.cmd)
    w.int(v.timeout)
    w.uint(v.flags)
  }
)

/**
 * Result of `qemuDomainAgentCommand` (`QEMU_PROC_DOMAIN_AGENT_COMMAND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainAgentCommandRet {
  readonly result: string | null
}

/**
 * Codec of {@link QemuDomainAgentCommandRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainAgentCommandRet: Codec<QemuDomainAgentCommandRet> = codec(
  "QemuDomainAgentCommandRet",
  (r) => ({ result: r.optional((x) => x.string()) }),
  (w, v) => {
    w.optional(v.result, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `qemuConnectDomainMonitorEventRegister` (`QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuConnectDomainMonitorEventRegisterArgs {
  readonly dom: Domain | null
  readonly event: string | null
  readonly flags: number
}

/**
 * Codec of {@link QemuConnectDomainMonitorEventRegisterArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuConnectDomainMonitorEventRegisterArgs: Codec<QemuConnectDomainMonitorEventRegisterArgs> = codec(
  "QemuConnectDomainMonitorEventRegisterArgs",
  (r) => ({ dom: r.optional(Domain.decode), event: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.optional(v.dom, Domain.encode)
    w.optional(v.event, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `qemuConnectDomainMonitorEventRegister` (`QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuConnectDomainMonitorEventRegisterRet {
  readonly callbackID: number
}

/**
 * Codec of {@link QemuConnectDomainMonitorEventRegisterRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuConnectDomainMonitorEventRegisterRet: Codec<QemuConnectDomainMonitorEventRegisterRet> = codec(
  "QemuConnectDomainMonitorEventRegisterRet",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `qemuConnectDomainMonitorEventDeregister` (`QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuConnectDomainMonitorEventDeregisterArgs {
  readonly callbackID: number
}

/**
 * Codec of {@link QemuConnectDomainMonitorEventDeregisterArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuConnectDomainMonitorEventDeregisterArgs: Codec<QemuConnectDomainMonitorEventDeregisterArgs> = codec(
  "QemuConnectDomainMonitorEventDeregisterArgs",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Body of the event `qemuDomainMonitorEvent` (`QEMU_PROC_DOMAIN_MONITOR_EVENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface QemuDomainMonitorEventMsg {
  readonly callbackID: number
  readonly dom: Domain
  readonly event: string
  readonly seconds: bigint
  readonly micros: number
  readonly details: string | null
}

/**
 * Codec of {@link QemuDomainMonitorEventMsg}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const QemuDomainMonitorEventMsg: Codec<QemuDomainMonitorEventMsg> = codec(
  "QemuDomainMonitorEventMsg",
  (r) => ({ callbackID: r.int(), dom: Domain.decode(r), event: r.string(), seconds: r.hyper(), micros: r.uint(), details: r.optional((x) => x.string()) }),
  (w, v) => {
    w.int(v.callbackID)
    Domain.encode(w, v.dom)
    w.string(v.event)
    w.hyper(v.seconds)
    w.uint(v.micros)
    w.optional(v.details, (x, v) => x.string(v))
  }
)
