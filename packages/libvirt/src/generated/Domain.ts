/**
 * Wire structures: Domain.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain, DomainCheckpoint, DomainDiskError, DomainFsinfo, DomainInterface, DomainSnapshot, TypedParam } from "./Common.ts"

/**
 * Arguments of `domainInterfaceStats` (`REMOTE_PROC_DOMAIN_INTERFACE_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainInterfaceStatsArgs {
  readonly dom: Domain
  readonly device: string
}

/**
 * Codec of {@link DomainInterfaceStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainInterfaceStatsArgs: Codec<DomainInterfaceStatsArgs> = codec(
  "DomainInterfaceStatsArgs",
  (r) => ({ dom: Domain.decode(r), device: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.device)
  }
)

/**
 * Result of `domainInterfaceStats` (`REMOTE_PROC_DOMAIN_INTERFACE_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainInterfaceStatsRet {
  readonly rxBytes: bigint
  readonly rxPackets: bigint
  readonly rxErrs: bigint
  readonly rxDrop: bigint
  readonly txBytes: bigint
  readonly txPackets: bigint
  readonly txErrs: bigint
  readonly txDrop: bigint
}

/**
 * Codec of {@link DomainInterfaceStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainInterfaceStatsRet: Codec<DomainInterfaceStatsRet> = codec(
  "DomainInterfaceStatsRet",
  (r) => ({ rxBytes: r.hyper(), rxPackets: r.hyper(), rxErrs: r.hyper(), rxDrop: r.hyper(), txBytes: r.hyper(), txPackets: r.hyper(), txErrs: r.hyper(), txDrop: r.hyper() }),
  (w, v) => {
    w.hyper(v.rxBytes)
    w.hyper(v.rxPackets)
    w.hyper(v.rxErrs)
    w.hyper(v.rxDrop)
    w.hyper(v.txBytes)
    w.hyper(v.txPackets)
    w.hyper(v.txErrs)
    w.hyper(v.txDrop)
  }
)

/**
 * Arguments of `domainCreateXml` (`REMOTE_PROC_DOMAIN_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCreateXmlArgs {
  readonly xmlDesc: string
  readonly flags: number
}

/**
 * Codec of {@link DomainCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCreateXmlArgs: Codec<DomainCreateXmlArgs> = codec(
  "DomainCreateXmlArgs",
  (r) => ({ xmlDesc: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xmlDesc)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCreateXml` (`REMOTE_PROC_DOMAIN_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCreateXmlRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCreateXmlRet: Codec<DomainCreateXmlRet> = codec(
  "DomainCreateXmlRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainLookupById` (`REMOTE_PROC_DOMAIN_LOOKUP_BY_ID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainLookupByIdArgs {
  readonly id: number
}

/**
 * Codec of {@link DomainLookupByIdArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainLookupByIdArgs: Codec<DomainLookupByIdArgs> = codec(
  "DomainLookupByIdArgs",
  (r) => ({ id: r.int() }),
  (w, v) => {
    w.int(v.id)
  }
)

/**
 * Result of `domainLookupById` (`REMOTE_PROC_DOMAIN_LOOKUP_BY_ID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainLookupByIdRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainLookupByIdRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainLookupByIdRet: Codec<DomainLookupByIdRet> = codec(
  "DomainLookupByIdRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainLookupByUuid` (`REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainLookupByUuidArgs {
  readonly uuid: string
}

/**
 * Codec of {@link DomainLookupByUuidArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainLookupByUuidArgs: Codec<DomainLookupByUuidArgs> = codec(
  "DomainLookupByUuidArgs",
  (r) => ({ uuid: r.uuid() }),
  (w, v) => {
    w.uuid(v.uuid)
  }
)

/**
 * Result of `domainLookupByUuid` (`REMOTE_PROC_DOMAIN_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainLookupByUuidRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainLookupByUuidRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainLookupByUuidRet: Codec<DomainLookupByUuidRet> = codec(
  "DomainLookupByUuidRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainLookupByName` (`REMOTE_PROC_DOMAIN_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainLookupByNameArgs {
  readonly name: string
}

/**
 * Codec of {@link DomainLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainLookupByNameArgs: Codec<DomainLookupByNameArgs> = codec(
  "DomainLookupByNameArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `domainLookupByName` (`REMOTE_PROC_DOMAIN_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainLookupByNameRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainLookupByNameRet: Codec<DomainLookupByNameRet> = codec(
  "DomainLookupByNameRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainSuspend` (`REMOTE_PROC_DOMAIN_SUSPEND`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSuspendArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainSuspendArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSuspendArgs: Codec<DomainSuspendArgs> = codec(
  "DomainSuspendArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainResume` (`REMOTE_PROC_DOMAIN_RESUME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainResumeArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainResumeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainResumeArgs: Codec<DomainResumeArgs> = codec(
  "DomainResumeArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainPmSuspendForDuration` (`REMOTE_PROC_DOMAIN_PM_SUSPEND_FOR_DURATION`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainPmSuspendForDurationArgs {
  readonly dom: Domain
  readonly target: number
  readonly duration: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainPmSuspendForDurationArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainPmSuspendForDurationArgs: Codec<DomainPmSuspendForDurationArgs> = codec(
  "DomainPmSuspendForDurationArgs",
  (r) => ({ dom: Domain.decode(r), target: r.uint(), duration: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.target)
    w.uhyper(v.duration)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainPmWakeup` (`REMOTE_PROC_DOMAIN_PM_WAKEUP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainPmWakeupArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainPmWakeupArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainPmWakeupArgs: Codec<DomainPmWakeupArgs> = codec(
  "DomainPmWakeupArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainShutdown` (`REMOTE_PROC_DOMAIN_SHUTDOWN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainShutdownArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainShutdownArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainShutdownArgs: Codec<DomainShutdownArgs> = codec(
  "DomainShutdownArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainReboot` (`REMOTE_PROC_DOMAIN_REBOOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRebootArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainRebootArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRebootArgs: Codec<DomainRebootArgs> = codec(
  "DomainRebootArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainReset` (`REMOTE_PROC_DOMAIN_RESET`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainResetArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainResetArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainResetArgs: Codec<DomainResetArgs> = codec(
  "DomainResetArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainDestroy` (`REMOTE_PROC_DOMAIN_DESTROY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDestroyArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainDestroyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDestroyArgs: Codec<DomainDestroyArgs> = codec(
  "DomainDestroyArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainDestroyFlags` (`REMOTE_PROC_DOMAIN_DESTROY_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDestroyFlagsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainDestroyFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDestroyFlagsArgs: Codec<DomainDestroyFlagsArgs> = codec(
  "DomainDestroyFlagsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetOsType` (`REMOTE_PROC_DOMAIN_GET_OS_TYPE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetOsTypeArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetOsTypeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetOsTypeArgs: Codec<DomainGetOsTypeArgs> = codec(
  "DomainGetOsTypeArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetOsType` (`REMOTE_PROC_DOMAIN_GET_OS_TYPE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetOsTypeRet {
  readonly type: string
}

/**
 * Codec of {@link DomainGetOsTypeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetOsTypeRet: Codec<DomainGetOsTypeRet> = codec(
  "DomainGetOsTypeRet",
  (r) => ({ type: r.string() }),
  (w, v) => {
    w.string(v.type)
  }
)

/**
 * Arguments of `domainGetInfo` (`REMOTE_PROC_DOMAIN_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetInfoArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetInfoArgs: Codec<DomainGetInfoArgs> = codec(
  "DomainGetInfoArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetInfo` (`REMOTE_PROC_DOMAIN_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetInfoRet {
  readonly state: number
  readonly maxMem: bigint
  readonly memory: bigint
  readonly nrVirtCpu: number
  readonly cpuTime: bigint
}

/**
 * Codec of {@link DomainGetInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetInfoRet: Codec<DomainGetInfoRet> = codec(
  "DomainGetInfoRet",
  (r) => ({ state: r.uint(), maxMem: r.uhyper(), memory: r.uhyper(), nrVirtCpu: r.uint(), cpuTime: r.uhyper() }),
  (w, v) => {
    w.uint(v.state)
    w.uhyper(v.maxMem)
    w.uhyper(v.memory)
    w.uint(v.nrVirtCpu)
    w.uhyper(v.cpuTime)
  }
)

/**
 * Arguments of `domainCoreDump` (`REMOTE_PROC_DOMAIN_CORE_DUMP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCoreDumpArgs {
  readonly dom: Domain
  readonly to: string
  readonly flags: number
}

/**
 * Codec of {@link DomainCoreDumpArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCoreDumpArgs: Codec<DomainCoreDumpArgs> = codec(
  "DomainCoreDumpArgs",
  (r) => ({ dom: Domain.decode(r), to: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.to)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainCoreDumpWithFormat` (`REMOTE_PROC_DOMAIN_CORE_DUMP_WITH_FORMAT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCoreDumpWithFormatArgs {
  readonly dom: Domain
  readonly to: string
  readonly dumpformat: number
  readonly flags: number
}

/**
 * Codec of {@link DomainCoreDumpWithFormatArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCoreDumpWithFormatArgs: Codec<DomainCoreDumpWithFormatArgs> = codec(
  "DomainCoreDumpWithFormatArgs",
  (r) => ({ dom: Domain.decode(r), to: r.string(), dumpformat: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.to)
    w.uint(v.dumpformat)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainScreenshot` (`REMOTE_PROC_DOMAIN_SCREENSHOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainScreenshotArgs {
  readonly dom: Domain
  readonly screen: number
  readonly flags: number
}

/**
 * Codec of {@link DomainScreenshotArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainScreenshotArgs: Codec<DomainScreenshotArgs> = codec(
  "DomainScreenshotArgs",
  (r) => ({ dom: Domain.decode(r), screen: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.screen)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainScreenshot` (`REMOTE_PROC_DOMAIN_SCREENSHOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainScreenshotRet {
  readonly mime: string | null
}

/**
 * Codec of {@link DomainScreenshotRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainScreenshotRet: Codec<DomainScreenshotRet> = codec(
  "DomainScreenshotRet",
  (r) => ({ mime: r.optional((x) => x.string()) }),
  (w, v) => {
    w.optional(v.mime, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainGetXmlDesc` (`REMOTE_PROC_DOMAIN_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetXmlDescArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetXmlDescArgs: Codec<DomainGetXmlDescArgs> = codec(
  "DomainGetXmlDescArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetXmlDesc` (`REMOTE_PROC_DOMAIN_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link DomainGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetXmlDescRet: Codec<DomainGetXmlDescRet> = codec(
  "DomainGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainCreate` (`REMOTE_PROC_DOMAIN_CREATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCreateArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainCreateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCreateArgs: Codec<DomainCreateArgs> = codec(
  "DomainCreateArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainCreateWithFlags` (`REMOTE_PROC_DOMAIN_CREATE_WITH_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCreateWithFlagsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainCreateWithFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCreateWithFlagsArgs: Codec<DomainCreateWithFlagsArgs> = codec(
  "DomainCreateWithFlagsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCreateWithFlags` (`REMOTE_PROC_DOMAIN_CREATE_WITH_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCreateWithFlagsRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainCreateWithFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCreateWithFlagsRet: Codec<DomainCreateWithFlagsRet> = codec(
  "DomainCreateWithFlagsRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainDefineXml` (`REMOTE_PROC_DOMAIN_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDefineXmlArgs {
  readonly xml: string
}

/**
 * Codec of {@link DomainDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDefineXmlArgs: Codec<DomainDefineXmlArgs> = codec(
  "DomainDefineXmlArgs",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Result of `domainDefineXml` (`REMOTE_PROC_DOMAIN_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDefineXmlRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDefineXmlRet: Codec<DomainDefineXmlRet> = codec(
  "DomainDefineXmlRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainDefineXmlFlags` (`REMOTE_PROC_DOMAIN_DEFINE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDefineXmlFlagsArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link DomainDefineXmlFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDefineXmlFlagsArgs: Codec<DomainDefineXmlFlagsArgs> = codec(
  "DomainDefineXmlFlagsArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainDefineXmlFlags` (`REMOTE_PROC_DOMAIN_DEFINE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDefineXmlFlagsRet {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainDefineXmlFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDefineXmlFlagsRet: Codec<DomainDefineXmlFlagsRet> = codec(
  "DomainDefineXmlFlagsRet",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainUndefine` (`REMOTE_PROC_DOMAIN_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainUndefineArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainUndefineArgs: Codec<DomainUndefineArgs> = codec(
  "DomainUndefineArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainUndefineFlags` (`REMOTE_PROC_DOMAIN_UNDEFINE_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainUndefineFlagsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainUndefineFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainUndefineFlagsArgs: Codec<DomainUndefineFlagsArgs> = codec(
  "DomainUndefineFlagsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainInjectNmi` (`REMOTE_PROC_DOMAIN_INJECT_NMI`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainInjectNmiArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainInjectNmiArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainInjectNmiArgs: Codec<DomainInjectNmiArgs> = codec(
  "DomainInjectNmiArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSendKey` (`REMOTE_PROC_DOMAIN_SEND_KEY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSendKeyArgs {
  readonly dom: Domain
  readonly codeset: number
  readonly holdtime: number
  /** At most 16 elements. */
  readonly keycodes: ReadonlyArray<number>
  readonly flags: number
}

/**
 * Codec of {@link DomainSendKeyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSendKeyArgs: Codec<DomainSendKeyArgs> = codec(
  "DomainSendKeyArgs",
  (r) => ({ dom: Domain.decode(r), codeset: r.uint(), holdtime: r.uint(), keycodes: r.array(16, (x) => x.uint()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.codeset)
    w.uint(v.holdtime)
    w.array(v.keycodes, 16, (x, v) => x.uint(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSendProcessSignal` (`REMOTE_PROC_DOMAIN_SEND_PROCESS_SIGNAL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSendProcessSignalArgs {
  readonly dom: Domain
  readonly pidValue: bigint
  readonly signum: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSendProcessSignalArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSendProcessSignalArgs: Codec<DomainSendProcessSignalArgs> = codec(
  "DomainSendProcessSignalArgs",
  (r) => ({ dom: Domain.decode(r), pidValue: r.hyper(), signum: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.hyper(v.pidValue)
    w.uint(v.signum)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetSecurityLabel` (`REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSecurityLabelArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetSecurityLabelArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSecurityLabelArgs: Codec<DomainGetSecurityLabelArgs> = codec(
  "DomainGetSecurityLabelArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetSecurityLabel` (`REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSecurityLabelRet {
  /** At most 4097 elements. */
  readonly label: Uint8Array
  readonly enforcing: number
}

/**
 * Codec of {@link DomainGetSecurityLabelRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSecurityLabelRet: Codec<DomainGetSecurityLabelRet> = codec(
  "DomainGetSecurityLabelRet",
  (r) => ({ label: r.chars(4097), enforcing: r.int() }),
  (w, v) => {
    w.chars(v.label, 4097)
    w.int(v.enforcing)
  }
)

/**
 * Arguments of `domainGetSecurityLabelList` (`REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL_LIST`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSecurityLabelListArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetSecurityLabelListArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSecurityLabelListArgs: Codec<DomainGetSecurityLabelListArgs> = codec(
  "DomainGetSecurityLabelListArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetSecurityLabelList` (`REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL_LIST`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSecurityLabelListRet {
  /** At most 64 elements. */
  readonly labels: ReadonlyArray<DomainGetSecurityLabelRet>
  readonly ret: number
}

/**
 * Codec of {@link DomainGetSecurityLabelListRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSecurityLabelListRet: Codec<DomainGetSecurityLabelListRet> = codec(
  "DomainGetSecurityLabelListRet",
  (r) => ({ labels: r.array(64, DomainGetSecurityLabelRet.decode), ret: r.int() }),
  (w, v) => {
    w.array(v.labels, 64, DomainGetSecurityLabelRet.encode)
    w.int(v.ret)
  }
)

/**
 * Arguments of `domainAttachDevice` (`REMOTE_PROC_DOMAIN_ATTACH_DEVICE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAttachDeviceArgs {
  readonly dom: Domain
  readonly xml: string
}

/**
 * Codec of {@link DomainAttachDeviceArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAttachDeviceArgs: Codec<DomainAttachDeviceArgs> = codec(
  "DomainAttachDeviceArgs",
  (r) => ({ dom: Domain.decode(r), xml: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainAttachDeviceFlags` (`REMOTE_PROC_DOMAIN_ATTACH_DEVICE_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAttachDeviceFlagsArgs {
  readonly dom: Domain
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link DomainAttachDeviceFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAttachDeviceFlagsArgs: Codec<DomainAttachDeviceFlagsArgs> = codec(
  "DomainAttachDeviceFlagsArgs",
  (r) => ({ dom: Domain.decode(r), xml: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainDetachDevice` (`REMOTE_PROC_DOMAIN_DETACH_DEVICE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDetachDeviceArgs {
  readonly dom: Domain
  readonly xml: string
}

/**
 * Codec of {@link DomainDetachDeviceArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDetachDeviceArgs: Codec<DomainDetachDeviceArgs> = codec(
  "DomainDetachDeviceArgs",
  (r) => ({ dom: Domain.decode(r), xml: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainDetachDeviceFlags` (`REMOTE_PROC_DOMAIN_DETACH_DEVICE_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDetachDeviceFlagsArgs {
  readonly dom: Domain
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link DomainDetachDeviceFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDetachDeviceFlagsArgs: Codec<DomainDetachDeviceFlagsArgs> = codec(
  "DomainDetachDeviceFlagsArgs",
  (r) => ({ dom: Domain.decode(r), xml: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainUpdateDeviceFlags` (`REMOTE_PROC_DOMAIN_UPDATE_DEVICE_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainUpdateDeviceFlagsArgs {
  readonly dom: Domain
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link DomainUpdateDeviceFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainUpdateDeviceFlagsArgs: Codec<DomainUpdateDeviceFlagsArgs> = codec(
  "DomainUpdateDeviceFlagsArgs",
  (r) => ({ dom: Domain.decode(r), xml: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainDetachDeviceAlias` (`REMOTE_PROC_DOMAIN_DETACH_DEVICE_ALIAS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDetachDeviceAliasArgs {
  readonly dom: Domain
  readonly alias: string
  readonly flags: number
}

/**
 * Codec of {@link DomainDetachDeviceAliasArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDetachDeviceAliasArgs: Codec<DomainDetachDeviceAliasArgs> = codec(
  "DomainDetachDeviceAliasArgs",
  (r) => ({ dom: Domain.decode(r), alias: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.alias)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetAutostart` (`REMOTE_PROC_DOMAIN_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetAutostartArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetAutostartArgs: Codec<DomainGetAutostartArgs> = codec(
  "DomainGetAutostartArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetAutostart` (`REMOTE_PROC_DOMAIN_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetAutostartRet {
  readonly autostart: number
}

/**
 * Codec of {@link DomainGetAutostartRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetAutostartRet: Codec<DomainGetAutostartRet> = codec(
  "DomainGetAutostartRet",
  (r) => ({ autostart: r.int() }),
  (w, v) => {
    w.int(v.autostart)
  }
)

/**
 * Arguments of `domainSetAutostart` (`REMOTE_PROC_DOMAIN_SET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetAutostartArgs {
  readonly dom: Domain
  readonly autostart: number
}

/**
 * Codec of {@link DomainSetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetAutostartArgs: Codec<DomainSetAutostartArgs> = codec(
  "DomainSetAutostartArgs",
  (r) => ({ dom: Domain.decode(r), autostart: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.autostart)
  }
)

/**
 * Arguments of `domainSetMetadata` (`REMOTE_PROC_DOMAIN_SET_METADATA`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetMetadataArgs {
  readonly dom: Domain
  readonly type: number
  readonly metadata: string | null
  readonly key: string | null
  readonly uri: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainSetMetadataArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetMetadataArgs: Codec<DomainSetMetadataArgs> = codec(
  "DomainSetMetadataArgs",
  (r) => ({ dom: Domain.decode(r), type: r.int(), metadata: r.optional((x) => x.string()), key: r.optional((x) => x.string()), uri: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.type)
    w.optional(v.metadata, (x, v) => x.string(v))
    w.optional(v.key, (x, v) => x.string(v))
    w.optional(v.uri, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetMetadata` (`REMOTE_PROC_DOMAIN_GET_METADATA`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMetadataArgs {
  readonly dom: Domain
  readonly type: number
  readonly uri: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainGetMetadataArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMetadataArgs: Codec<DomainGetMetadataArgs> = codec(
  "DomainGetMetadataArgs",
  (r) => ({ dom: Domain.decode(r), type: r.int(), uri: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.type)
    w.optional(v.uri, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetMetadata` (`REMOTE_PROC_DOMAIN_GET_METADATA`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMetadataRet {
  readonly metadata: string
}

/**
 * Codec of {@link DomainGetMetadataRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMetadataRet: Codec<DomainGetMetadataRet> = codec(
  "DomainGetMetadataRet",
  (r) => ({ metadata: r.string() }),
  (w, v) => {
    w.string(v.metadata)
  }
)

/**
 * Arguments of `domainGetHostname` (`REMOTE_PROC_DOMAIN_GET_HOSTNAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetHostnameArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetHostnameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetHostnameArgs: Codec<DomainGetHostnameArgs> = codec(
  "DomainGetHostnameArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetHostname` (`REMOTE_PROC_DOMAIN_GET_HOSTNAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetHostnameRet {
  readonly hostname: string
}

/**
 * Codec of {@link DomainGetHostnameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetHostnameRet: Codec<DomainGetHostnameRet> = codec(
  "DomainGetHostnameRet",
  (r) => ({ hostname: r.string() }),
  (w, v) => {
    w.string(v.hostname)
  }
)

/**
 * Arguments of `domainIsActive` (`REMOTE_PROC_DOMAIN_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIsActiveArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainIsActiveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIsActiveArgs: Codec<DomainIsActiveArgs> = codec(
  "DomainIsActiveArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainIsActive` (`REMOTE_PROC_DOMAIN_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIsActiveRet {
  readonly active: number
}

/**
 * Codec of {@link DomainIsActiveRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIsActiveRet: Codec<DomainIsActiveRet> = codec(
  "DomainIsActiveRet",
  (r) => ({ active: r.int() }),
  (w, v) => {
    w.int(v.active)
  }
)

/**
 * Arguments of `domainIsPersistent` (`REMOTE_PROC_DOMAIN_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIsPersistentArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainIsPersistentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIsPersistentArgs: Codec<DomainIsPersistentArgs> = codec(
  "DomainIsPersistentArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainIsPersistent` (`REMOTE_PROC_DOMAIN_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIsPersistentRet {
  readonly persistent: number
}

/**
 * Codec of {@link DomainIsPersistentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIsPersistentRet: Codec<DomainIsPersistentRet> = codec(
  "DomainIsPersistentRet",
  (r) => ({ persistent: r.int() }),
  (w, v) => {
    w.int(v.persistent)
  }
)

/**
 * Arguments of `domainIsUpdated` (`REMOTE_PROC_DOMAIN_IS_UPDATED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIsUpdatedArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainIsUpdatedArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIsUpdatedArgs: Codec<DomainIsUpdatedArgs> = codec(
  "DomainIsUpdatedArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainIsUpdated` (`REMOTE_PROC_DOMAIN_IS_UPDATED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIsUpdatedRet {
  readonly updated: number
}

/**
 * Codec of {@link DomainIsUpdatedRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIsUpdatedRet: Codec<DomainIsUpdatedRet> = codec(
  "DomainIsUpdatedRet",
  (r) => ({ updated: r.int() }),
  (w, v) => {
    w.int(v.updated)
  }
)

/**
 * Arguments of `domainHasManagedSaveImage` (`REMOTE_PROC_DOMAIN_HAS_MANAGED_SAVE_IMAGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainHasManagedSaveImageArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainHasManagedSaveImageArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainHasManagedSaveImageArgs: Codec<DomainHasManagedSaveImageArgs> = codec(
  "DomainHasManagedSaveImageArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainHasManagedSaveImage` (`REMOTE_PROC_DOMAIN_HAS_MANAGED_SAVE_IMAGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainHasManagedSaveImageRet {
  readonly result: number
}

/**
 * Codec of {@link DomainHasManagedSaveImageRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainHasManagedSaveImageRet: Codec<DomainHasManagedSaveImageRet> = codec(
  "DomainHasManagedSaveImageRet",
  (r) => ({ result: r.int() }),
  (w, v) => {
    w.int(v.result)
  }
)

/**
 * Arguments of `domainListAllSnapshots` (`REMOTE_PROC_DOMAIN_LIST_ALL_SNAPSHOTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainListAllSnapshotsArgs {
  readonly dom: Domain
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link DomainListAllSnapshotsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainListAllSnapshotsArgs: Codec<DomainListAllSnapshotsArgs> = codec(
  "DomainListAllSnapshotsArgs",
  (r) => ({ dom: Domain.decode(r), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainListAllSnapshots` (`REMOTE_PROC_DOMAIN_LIST_ALL_SNAPSHOTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainListAllSnapshotsRet {
  /** At most 16384 elements. */
  readonly snapshots: ReadonlyArray<DomainSnapshot>
  readonly ret: number
}

/**
 * Codec of {@link DomainListAllSnapshotsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainListAllSnapshotsRet: Codec<DomainListAllSnapshotsRet> = codec(
  "DomainListAllSnapshotsRet",
  (r) => ({ snapshots: r.array(16384, DomainSnapshot.decode), ret: r.int() }),
  (w, v) => {
    w.array(v.snapshots, 16384, DomainSnapshot.encode)
    w.int(v.ret)
  }
)

/**
 * Arguments of `domainHasCurrentSnapshot` (`REMOTE_PROC_DOMAIN_HAS_CURRENT_SNAPSHOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainHasCurrentSnapshotArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainHasCurrentSnapshotArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainHasCurrentSnapshotArgs: Codec<DomainHasCurrentSnapshotArgs> = codec(
  "DomainHasCurrentSnapshotArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainHasCurrentSnapshot` (`REMOTE_PROC_DOMAIN_HAS_CURRENT_SNAPSHOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainHasCurrentSnapshotRet {
  readonly result: number
}

/**
 * Codec of {@link DomainHasCurrentSnapshotRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainHasCurrentSnapshotRet: Codec<DomainHasCurrentSnapshotRet> = codec(
  "DomainHasCurrentSnapshotRet",
  (r) => ({ result: r.int() }),
  (w, v) => {
    w.int(v.result)
  }
)

/**
 * Arguments of `domainRevertToSnapshot` (`REMOTE_PROC_DOMAIN_REVERT_TO_SNAPSHOT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRevertToSnapshotArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainRevertToSnapshotArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRevertToSnapshotArgs: Codec<DomainRevertToSnapshotArgs> = codec(
  "DomainRevertToSnapshotArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainOpenConsole` (`REMOTE_PROC_DOMAIN_OPEN_CONSOLE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainOpenConsoleArgs {
  readonly dom: Domain
  readonly devName: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainOpenConsoleArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainOpenConsoleArgs: Codec<DomainOpenConsoleArgs> = codec(
  "DomainOpenConsoleArgs",
  (r) => ({ dom: Domain.decode(r), devName: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.devName, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainOpenChannel` (`REMOTE_PROC_DOMAIN_OPEN_CHANNEL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainOpenChannelArgs {
  readonly dom: Domain
  readonly name: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainOpenChannelArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainOpenChannelArgs: Codec<DomainOpenChannelArgs> = codec(
  "DomainOpenChannelArgs",
  (r) => ({ dom: Domain.decode(r), name: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.name, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetState` (`REMOTE_PROC_DOMAIN_GET_STATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetStateArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetStateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetStateArgs: Codec<DomainGetStateArgs> = codec(
  "DomainGetStateArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetState` (`REMOTE_PROC_DOMAIN_GET_STATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetStateRet {
  readonly state: number
  readonly reason: number
}

/**
 * Codec of {@link DomainGetStateRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetStateRet: Codec<DomainGetStateRet> = codec(
  "DomainGetStateRet",
  (r) => ({ state: r.int(), reason: r.int() }),
  (w, v) => {
    w.int(v.state)
    w.int(v.reason)
  }
)

/**
 * Arguments of `domainGetControlInfo` (`REMOTE_PROC_DOMAIN_GET_CONTROL_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetControlInfoArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetControlInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetControlInfoArgs: Codec<DomainGetControlInfoArgs> = codec(
  "DomainGetControlInfoArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetControlInfo` (`REMOTE_PROC_DOMAIN_GET_CONTROL_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetControlInfoRet {
  readonly state: number
  readonly details: number
  readonly stateTime: bigint
}

/**
 * Codec of {@link DomainGetControlInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetControlInfoRet: Codec<DomainGetControlInfoRet> = codec(
  "DomainGetControlInfoRet",
  (r) => ({ state: r.uint(), details: r.uint(), stateTime: r.uhyper() }),
  (w, v) => {
    w.uint(v.state)
    w.uint(v.details)
    w.uhyper(v.stateTime)
  }
)

/**
 * Arguments of `domainShutdownFlags` (`REMOTE_PROC_DOMAIN_SHUTDOWN_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainShutdownFlagsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainShutdownFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainShutdownFlagsArgs: Codec<DomainShutdownFlagsArgs> = codec(
  "DomainShutdownFlagsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetDiskErrors` (`REMOTE_PROC_DOMAIN_GET_DISK_ERRORS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetDiskErrorsArgs {
  readonly dom: Domain
  readonly maxerrors: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetDiskErrorsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetDiskErrorsArgs: Codec<DomainGetDiskErrorsArgs> = codec(
  "DomainGetDiskErrorsArgs",
  (r) => ({ dom: Domain.decode(r), maxerrors: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.maxerrors)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetDiskErrors` (`REMOTE_PROC_DOMAIN_GET_DISK_ERRORS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetDiskErrorsRet {
  /** At most 256 elements. */
  readonly errors: ReadonlyArray<DomainDiskError>
  readonly nerrors: number
}

/**
 * Codec of {@link DomainGetDiskErrorsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetDiskErrorsRet: Codec<DomainGetDiskErrorsRet> = codec(
  "DomainGetDiskErrorsRet",
  (r) => ({ errors: r.array(256, DomainDiskError.decode), nerrors: r.int() }),
  (w, v) => {
    w.array(v.errors, 256, DomainDiskError.encode)
    w.int(v.nerrors)
  }
)

/**
 * Arguments of `domainFstrim` (`REMOTE_PROC_DOMAIN_FSTRIM`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainFstrimArgs {
  readonly dom: Domain
  readonly mountPoint: string | null
  readonly minimum: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainFstrimArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainFstrimArgs: Codec<DomainFstrimArgs> = codec(
  "DomainFstrimArgs",
  (r) => ({ dom: Domain.decode(r), mountPoint: r.optional((x) => x.string()), minimum: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.mountPoint, (x, v) => x.string(v))
    w.uhyper(v.minimum)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetTime` (`REMOTE_PROC_DOMAIN_GET_TIME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetTimeArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetTimeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetTimeArgs: Codec<DomainGetTimeArgs> = codec(
  "DomainGetTimeArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetTime` (`REMOTE_PROC_DOMAIN_GET_TIME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetTimeRet {
  readonly seconds: bigint
  readonly nseconds: number
}

/**
 * Codec of {@link DomainGetTimeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetTimeRet: Codec<DomainGetTimeRet> = codec(
  "DomainGetTimeRet",
  (r) => ({ seconds: r.hyper(), nseconds: r.uint() }),
  (w, v) => {
    w.hyper(v.seconds)
    w.uint(v.nseconds)
  }
)

/**
 * Arguments of `domainSetTime` (`REMOTE_PROC_DOMAIN_SET_TIME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetTimeArgs {
  readonly dom: Domain
  readonly seconds: bigint
  readonly nseconds: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSetTimeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetTimeArgs: Codec<DomainSetTimeArgs> = codec(
  "DomainSetTimeArgs",
  (r) => ({ dom: Domain.decode(r), seconds: r.hyper(), nseconds: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.hyper(v.seconds)
    w.uint(v.nseconds)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainFsfreeze` (`REMOTE_PROC_DOMAIN_FSFREEZE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainFsfreezeArgs {
  readonly dom: Domain
  /** At most 256 elements. */
  readonly mountpoints: ReadonlyArray<string>
  readonly flags: number
}

/**
 * Codec of {@link DomainFsfreezeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainFsfreezeArgs: Codec<DomainFsfreezeArgs> = codec(
  "DomainFsfreezeArgs",
  (r) => ({ dom: Domain.decode(r), mountpoints: r.array(256, (x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.mountpoints, 256, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `domainFsfreeze` (`REMOTE_PROC_DOMAIN_FSFREEZE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainFsfreezeRet {
  readonly filesystems: number
}

/**
 * Codec of {@link DomainFsfreezeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainFsfreezeRet: Codec<DomainFsfreezeRet> = codec(
  "DomainFsfreezeRet",
  (r) => ({ filesystems: r.int() }),
  (w, v) => {
    w.int(v.filesystems)
  }
)

/**
 * Arguments of `domainFsthaw` (`REMOTE_PROC_DOMAIN_FSTHAW`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainFsthawArgs {
  readonly dom: Domain
  /** At most 256 elements. */
  readonly mountpoints: ReadonlyArray<string>
  readonly flags: number
}

/**
 * Codec of {@link DomainFsthawArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainFsthawArgs: Codec<DomainFsthawArgs> = codec(
  "DomainFsthawArgs",
  (r) => ({ dom: Domain.decode(r), mountpoints: r.array(256, (x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.mountpoints, 256, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `domainFsthaw` (`REMOTE_PROC_DOMAIN_FSTHAW`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainFsthawRet {
  readonly filesystems: number
}

/**
 * Codec of {@link DomainFsthawRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainFsthawRet: Codec<DomainFsthawRet> = codec(
  "DomainFsthawRet",
  (r) => ({ filesystems: r.int() }),
  (w, v) => {
    w.int(v.filesystems)
  }
)

/**
 * Arguments of `domainGetFsinfo` (`REMOTE_PROC_DOMAIN_GET_FSINFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetFsinfoArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetFsinfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetFsinfoArgs: Codec<DomainGetFsinfoArgs> = codec(
  "DomainGetFsinfoArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetFsinfo` (`REMOTE_PROC_DOMAIN_GET_FSINFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetFsinfoRet {
  /** At most 256 elements. */
  readonly info: ReadonlyArray<DomainFsinfo>
  readonly ret: number
}

/**
 * Codec of {@link DomainGetFsinfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetFsinfoRet: Codec<DomainGetFsinfoRet> = codec(
  "DomainGetFsinfoRet",
  (r) => ({ info: r.array(256, DomainFsinfo.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.info, 256, DomainFsinfo.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `domainInterfaceAddresses` (`REMOTE_PROC_DOMAIN_INTERFACE_ADDRESSES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainInterfaceAddressesArgs {
  readonly dom: Domain
  readonly source: number
  readonly flags: number
}

/**
 * Codec of {@link DomainInterfaceAddressesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainInterfaceAddressesArgs: Codec<DomainInterfaceAddressesArgs> = codec(
  "DomainInterfaceAddressesArgs",
  (r) => ({ dom: Domain.decode(r), source: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.source)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainInterfaceAddresses` (`REMOTE_PROC_DOMAIN_INTERFACE_ADDRESSES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainInterfaceAddressesRet {
  /** At most 2048 elements. */
  readonly ifaces: ReadonlyArray<DomainInterface>
}

/**
 * Codec of {@link DomainInterfaceAddressesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainInterfaceAddressesRet: Codec<DomainInterfaceAddressesRet> = codec(
  "DomainInterfaceAddressesRet",
  (r) => ({ ifaces: r.array(2048, DomainInterface.decode) }),
  (w, v) => {
    w.array(v.ifaces, 2048, DomainInterface.encode)
  }
)

/**
 * Arguments of `domainSetUserPassword` (`REMOTE_PROC_DOMAIN_SET_USER_PASSWORD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetUserPasswordArgs {
  readonly dom: Domain
  readonly user: string | null
  readonly password: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainSetUserPasswordArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetUserPasswordArgs: Codec<DomainSetUserPasswordArgs> = codec(
  "DomainSetUserPasswordArgs",
  (r) => ({ dom: Domain.decode(r), user: r.optional((x) => x.string()), password: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.user, (x, v) => x.string(v))
    w.optional(v.password, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainRename` (`REMOTE_PROC_DOMAIN_RENAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRenameArgs {
  readonly dom: Domain
  readonly newName: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainRenameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRenameArgs: Codec<DomainRenameArgs> = codec(
  "DomainRenameArgs",
  (r) => ({ dom: Domain.decode(r), newName: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.newName, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `domainRename` (`REMOTE_PROC_DOMAIN_RENAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRenameRet {
  readonly retcode: number
}

/**
 * Codec of {@link DomainRenameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRenameRet: Codec<DomainRenameRet> = codec(
  "DomainRenameRet",
  (r) => ({ retcode: r.int() }),
  (w, v) => {
    w.int(v.retcode)
  }
)

/**
 * Arguments of `domainSetLifecycleAction` (`REMOTE_PROC_DOMAIN_SET_LIFECYCLE_ACTION`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetLifecycleActionArgs {
  readonly dom: Domain
  readonly type: number
  readonly action: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSetLifecycleActionArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetLifecycleActionArgs: Codec<DomainSetLifecycleActionArgs> = codec(
  "DomainSetLifecycleActionArgs",
  (r) => ({ dom: Domain.decode(r), type: r.uint(), action: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.type)
    w.uint(v.action)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetLaunchSecurityInfo` (`REMOTE_PROC_DOMAIN_GET_LAUNCH_SECURITY_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetLaunchSecurityInfoArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetLaunchSecurityInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetLaunchSecurityInfoArgs: Codec<DomainGetLaunchSecurityInfoArgs> = codec(
  "DomainGetLaunchSecurityInfoArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetLaunchSecurityInfo` (`REMOTE_PROC_DOMAIN_GET_LAUNCH_SECURITY_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetLaunchSecurityInfoRet {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetLaunchSecurityInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetLaunchSecurityInfoRet: Codec<DomainGetLaunchSecurityInfoRet> = codec(
  "DomainGetLaunchSecurityInfoRet",
  (r) => ({ params: r.array(64, TypedParam.decode) }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
  }
)

/**
 * Arguments of `domainSetLaunchSecurityState` (`REMOTE_PROC_DOMAIN_SET_LAUNCH_SECURITY_STATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetLaunchSecurityStateArgs {
  readonly dom: Domain
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetLaunchSecurityStateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetLaunchSecurityStateArgs: Codec<DomainSetLaunchSecurityStateArgs> = codec(
  "DomainSetLaunchSecurityStateArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainListAllCheckpoints` (`REMOTE_PROC_DOMAIN_LIST_ALL_CHECKPOINTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainListAllCheckpointsArgs {
  readonly dom: Domain
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link DomainListAllCheckpointsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainListAllCheckpointsArgs: Codec<DomainListAllCheckpointsArgs> = codec(
  "DomainListAllCheckpointsArgs",
  (r) => ({ dom: Domain.decode(r), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainListAllCheckpoints` (`REMOTE_PROC_DOMAIN_LIST_ALL_CHECKPOINTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainListAllCheckpointsRet {
  /** At most 16384 elements. */
  readonly checkpoints: ReadonlyArray<DomainCheckpoint>
  readonly ret: number
}

/**
 * Codec of {@link DomainListAllCheckpointsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainListAllCheckpointsRet: Codec<DomainListAllCheckpointsRet> = codec(
  "DomainListAllCheckpointsRet",
  (r) => ({ checkpoints: r.array(16384, DomainCheckpoint.decode), ret: r.int() }),
  (w, v) => {
    w.array(v.checkpoints, 16384, DomainCheckpoint.encode)
    w.int(v.ret)
  }
)

/**
 * Arguments of `domainGetGuestInfo` (`REMOTE_PROC_DOMAIN_GET_GUEST_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetGuestInfoArgs {
  readonly dom: Domain
  readonly types: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetGuestInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetGuestInfoArgs: Codec<DomainGetGuestInfoArgs> = codec(
  "DomainGetGuestInfoArgs",
  (r) => ({ dom: Domain.decode(r), types: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.types)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetGuestInfo` (`REMOTE_PROC_DOMAIN_GET_GUEST_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetGuestInfoRet {
  /** At most 2048 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetGuestInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetGuestInfoRet: Codec<DomainGetGuestInfoRet> = codec(
  "DomainGetGuestInfoRet",
  (r) => ({ params: r.array(2048, TypedParam.decode) }),
  (w, v) => {
    w.array(v.params, 2048, TypedParam.encode)
  }
)

/**
 * Arguments of `domainAgentSetResponseTimeout` (`REMOTE_PROC_DOMAIN_AGENT_SET_RESPONSE_TIMEOUT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAgentSetResponseTimeoutArgs {
  readonly dom: Domain
  readonly timeout: number
  readonly flags: number
}

/**
 * Codec of {@link DomainAgentSetResponseTimeoutArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAgentSetResponseTimeoutArgs: Codec<DomainAgentSetResponseTimeoutArgs> = codec(
  "DomainAgentSetResponseTimeoutArgs",
  (r) => ({ dom: Domain.decode(r), timeout: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.timeout)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainAgentSetResponseTimeout` (`REMOTE_PROC_DOMAIN_AGENT_SET_RESPONSE_TIMEOUT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAgentSetResponseTimeoutRet {
  readonly result: number
}

/**
 * Codec of {@link DomainAgentSetResponseTimeoutRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAgentSetResponseTimeoutRet: Codec<DomainAgentSetResponseTimeoutRet> = codec(
  "DomainAgentSetResponseTimeoutRet",
  (r) => ({ result: r.int() }),
  (w, v) => {
    w.int(v.result)
  }
)

/**
 * Arguments of `domainBackupBegin` (`REMOTE_PROC_DOMAIN_BACKUP_BEGIN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBackupBeginArgs {
  readonly dom: Domain
  readonly backupXml: string
  readonly checkpointXml: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainBackupBeginArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBackupBeginArgs: Codec<DomainBackupBeginArgs> = codec(
  "DomainBackupBeginArgs",
  (r) => ({ dom: Domain.decode(r), backupXml: r.string(), checkpointXml: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.backupXml)
    w.optional(v.checkpointXml, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainBackupGetXmlDesc` (`REMOTE_PROC_DOMAIN_BACKUP_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBackupGetXmlDescArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainBackupGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBackupGetXmlDescArgs: Codec<DomainBackupGetXmlDescArgs> = codec(
  "DomainBackupGetXmlDescArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainBackupGetXmlDesc` (`REMOTE_PROC_DOMAIN_BACKUP_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBackupGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link DomainBackupGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBackupGetXmlDescRet: Codec<DomainBackupGetXmlDescRet> = codec(
  "DomainBackupGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainAuthorizedSshKeysGet` (`REMOTE_PROC_DOMAIN_AUTHORIZED_SSH_KEYS_GET`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAuthorizedSshKeysGetArgs {
  readonly dom: Domain
  readonly user: string
  readonly flags: number
}

/**
 * Codec of {@link DomainAuthorizedSshKeysGetArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAuthorizedSshKeysGetArgs: Codec<DomainAuthorizedSshKeysGetArgs> = codec(
  "DomainAuthorizedSshKeysGetArgs",
  (r) => ({ dom: Domain.decode(r), user: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.user)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainAuthorizedSshKeysGet` (`REMOTE_PROC_DOMAIN_AUTHORIZED_SSH_KEYS_GET`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAuthorizedSshKeysGetRet {
  /** At most 2048 elements. */
  readonly keys: ReadonlyArray<string>
}

/**
 * Codec of {@link DomainAuthorizedSshKeysGetRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAuthorizedSshKeysGetRet: Codec<DomainAuthorizedSshKeysGetRet> = codec(
  "DomainAuthorizedSshKeysGetRet",
  (r) => ({ keys: r.array(2048, (x) => x.string()) }),
  (w, v) => {
    w.array(v.keys, 2048, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainAuthorizedSshKeysSet` (`REMOTE_PROC_DOMAIN_AUTHORIZED_SSH_KEYS_SET`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAuthorizedSshKeysSetArgs {
  readonly dom: Domain
  readonly user: string
  /** At most 2048 elements. */
  readonly keys: ReadonlyArray<string>
  readonly flags: number
}

/**
 * Codec of {@link DomainAuthorizedSshKeysSetArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAuthorizedSshKeysSetArgs: Codec<DomainAuthorizedSshKeysSetArgs> = codec(
  "DomainAuthorizedSshKeysSetArgs",
  (r) => ({ dom: Domain.decode(r), user: r.string(), keys: r.array(2048, (x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.user)
    w.array(v.keys, 2048, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetMessages` (`REMOTE_PROC_DOMAIN_GET_MESSAGES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMessagesArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetMessagesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMessagesArgs: Codec<DomainGetMessagesArgs> = codec(
  "DomainGetMessagesArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetMessages` (`REMOTE_PROC_DOMAIN_GET_MESSAGES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMessagesRet {
  /** At most 2048 elements. */
  readonly msgs: ReadonlyArray<string>
}

/**
 * Codec of {@link DomainGetMessagesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMessagesRet: Codec<DomainGetMessagesRet> = codec(
  "DomainGetMessagesRet",
  (r) => ({ msgs: r.array(2048, (x) => x.string()) }),
  (w, v) => {
    w.array(v.msgs, 2048, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainStartDirtyRateCalc` (`REMOTE_PROC_DOMAIN_START_DIRTY_RATE_CALC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainStartDirtyRateCalcArgs {
  readonly dom: Domain
  readonly seconds: number
  readonly flags: number
}

/**
 * Codec of {@link DomainStartDirtyRateCalcArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainStartDirtyRateCalcArgs: Codec<DomainStartDirtyRateCalcArgs> = codec(
  "DomainStartDirtyRateCalcArgs",
  (r) => ({ dom: Domain.decode(r), seconds: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.seconds)
    w.uint(v.flags)
  }
)
