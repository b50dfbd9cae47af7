/**
 * Wire structures: Migration.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain, TypedParam } from "./Common.ts"

/**
 * Arguments of `domainMigratePrepare` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareArgs {
  readonly uriIn: string | null
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
}

/**
 * Codec of {@link DomainMigratePrepareArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareArgs: Codec<DomainMigratePrepareArgs> = codec(
  "DomainMigratePrepareArgs",
  (r) => ({ uriIn: r.optional((x) => x.string()), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper() }),
  (w, v) => {
    w.optional(v.uriIn, (x, v) => x.string(v))
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
  }
)

/**
 * Result of `domainMigratePrepare` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareRet {
  /** At most 4194304 bytes. */
  readonly cookie: Uint8Array
  readonly uriOut: string | null
}

/**
 * Codec of {@link DomainMigratePrepareRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareRet: Codec<DomainMigratePrepareRet> = codec(
  "DomainMigratePrepareRet",
  (r) => ({ cookie: r.opaque(4194304), uriOut: r.optional((x) => x.string()) }),
  (w, v) => {
    w.opaque(v.cookie, 4194304)
    w.optional(v.uriOut, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainMigratePerform` (`REMOTE_PROC_DOMAIN_MIGRATE_PERFORM`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePerformArgs {
  readonly dom: Domain
  /** At most 4194304 bytes. */
  readonly cookie: Uint8Array
  readonly uri: string
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
}

/**
 * Codec of {@link DomainMigratePerformArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePerformArgs: Codec<DomainMigratePerformArgs> = codec(
  "DomainMigratePerformArgs",
  (r) => ({ dom: Domain.decode(r), cookie: r.opaque(4194304), uri: r.string(), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.opaque(v.cookie, 4194304)
    w.string(v.uri)
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
  }
)

/**
 * Arguments of `domainMigrateFinish` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinishArgs {
  readonly dname: string
  /** At most 4194304 bytes. */
  readonly cookie: Uint8Array
  readonly uri: string
  readonly flags: bigint
}

/**
 * Codec of {@link DomainMigrateFinishArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinishArgs: Codec<DomainMigrateFinishArgs> = codec(
  "DomainMigrateFinishArgs",
  (r) => ({ dname: r.string(), cookie: r.opaque(4194304), uri: r.string(), flags: r.uhyper() }),
  (w, v) => {
    w.string(v.dname)
    w.opaque(v.cookie, 4194304)
    w.string(v.uri)
    w.uhyper(v.flags)
  }
)

/**
 * Result of `domainMigrateFinish` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinishRet {
  readonly ddom: Domain
}

/**
 * Codec of {@link DomainMigrateFinishRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinishRet: Codec<DomainMigrateFinishRet> = codec(
  "DomainMigrateFinishRet",
  (r) => ({ ddom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.ddom)
  }
)

/**
 * Arguments of `domainMigratePrepare2` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE2`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepare2Args {
  readonly uriIn: string | null
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
  readonly domXml: string
}

/**
 * Codec of {@link DomainMigratePrepare2Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepare2Args: Codec<DomainMigratePrepare2Args> = codec(
  "DomainMigratePrepare2Args",
  (r) => ({ uriIn: r.optional((x) => x.string()), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper(), domXml: r.string() }),
  (w, v) => {
    w.optional(v.uriIn, (x, v) => x.string(v))
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
    w.string(v.domXml)
  }
)

/**
 * Result of `domainMigratePrepare2` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE2`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepare2Ret {
  /** At most 4194304 bytes. */
  readonly cookie: Uint8Array
  readonly uriOut: string | null
}

/**
 * Codec of {@link DomainMigratePrepare2Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepare2Ret: Codec<DomainMigratePrepare2Ret> = codec(
  "DomainMigratePrepare2Ret",
  (r) => ({ cookie: r.opaque(4194304), uriOut: r.optional((x) => x.string()) }),
  (w, v) => {
    w.opaque(v.cookie, 4194304)
    w.optional(v.uriOut, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainMigrateFinish2` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH2`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinish2Args {
  readonly dname: string
  /** At most 4194304 bytes. */
  readonly cookie: Uint8Array
  readonly uri: string
  readonly flags: bigint
  readonly retcode: number
}

/**
 * Codec of {@link DomainMigrateFinish2Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinish2Args: Codec<DomainMigrateFinish2Args> = codec(
  "DomainMigrateFinish2Args",
  (r) => ({ dname: r.string(), cookie: r.opaque(4194304), uri: r.string(), flags: r.uhyper(), retcode: r.int() }),
  (w, v) => {
    w.string(v.dname)
    w.opaque(v.cookie, 4194304)
    w.string(v.uri)
    w.uhyper(v.flags)
    w.int(v.retcode)
  }
)

/**
 * Result of `domainMigrateFinish2` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH2`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinish2Ret {
  readonly ddom: Domain
}

/**
 * Codec of {@link DomainMigrateFinish2Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinish2Ret: Codec<DomainMigrateFinish2Ret> = codec(
  "DomainMigrateFinish2Ret",
  (r) => ({ ddom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.ddom)
  }
)

/**
 * Arguments of `domainMigratePrepareTunnel` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareTunnelArgs {
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
  readonly domXml: string
}

/**
 * Codec of {@link DomainMigratePrepareTunnelArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareTunnelArgs: Codec<DomainMigratePrepareTunnelArgs> = codec(
  "DomainMigratePrepareTunnelArgs",
  (r) => ({ flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper(), domXml: r.string() }),
  (w, v) => {
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
    w.string(v.domXml)
  }
)

/**
 * Arguments of `domainGetJobInfo` (`REMOTE_PROC_DOMAIN_GET_JOB_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetJobInfoArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetJobInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetJobInfoArgs: Codec<DomainGetJobInfoArgs> = codec(
  "DomainGetJobInfoArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetJobInfo` (`REMOTE_PROC_DOMAIN_GET_JOB_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetJobInfoRet {
  readonly type: number
  readonly timeElapsed: bigint
  readonly timeRemaining: bigint
  readonly dataTotal: bigint
  readonly dataProcessed: bigint
  readonly dataRemaining: bigint
  readonly memTotal: bigint
  readonly memProcessed: bigint
  readonly memRemaining: bigint
  readonly fileTotal: bigint
  readonly fileProcessed: bigint
  readonly fileRemaining: bigint
}

/**
 * Codec of {@link DomainGetJobInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetJobInfoRet: Codec<DomainGetJobInfoRet> = codec(
  "DomainGetJobInfoRet",
  (r) => ({ type: r.int(), timeElapsed: r.uhyper(), timeRemaining: r.uhyper(), dataTotal: r.uhyper(), dataProcessed: r.uhyper(), dataRemaining: r.uhyper(), memTotal: r.uhyper(), memProcessed: r.uhyper(), memRemaining: r.uhyper(), fileTotal: r.uhyper(), fileProcessed: r.uhyper(), fileRemaining: r.uhyper() }),
  (w, v) => {
    w.int(v.type)
    w.uhyper(v.timeElapsed)
    w.uhyper(v.timeRemaining)
    w.uhyper(v.dataTotal)
    w.uhyper(v.dataProcessed)
    w.uhyper(v.dataRemaining)
    w.uhyper(v.memTotal)
    w.uhyper(v.memProcessed)
    w.uhyper(v.memRemaining)
    w.uhyper(v.fileTotal)
    w.uhyper(v.fileProcessed)
    w.uhyper(v.fileRemaining)
  }
)

/**
 * Arguments of `domainGetJobStats` (`REMOTE_PROC_DOMAIN_GET_JOB_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetJobStatsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetJobStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetJobStatsArgs: Codec<DomainGetJobStatsArgs> = codec(
  "DomainGetJobStatsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetJobStats` (`REMOTE_PROC_DOMAIN_GET_JOB_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetJobStatsRet {
  readonly type: number
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetJobStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetJobStatsRet: Codec<DomainGetJobStatsRet> = codec(
  "DomainGetJobStatsRet",
  (r) => ({ type: r.int(), params: r.array(64, TypedParam.decode) }),
  (w, v) => {
    w.int(v.type)
    w.array(v.params, 64, TypedParam.encode)
  }
)

/**
 * Arguments of `domainAbortJob` (`REMOTE_PROC_DOMAIN_ABORT_JOB`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAbortJobArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainAbortJobArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAbortJobArgs: Codec<DomainAbortJobArgs> = codec(
  "DomainAbortJobArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Arguments of `domainAbortJobFlags` (`REMOTE_PROC_DOMAIN_ABORT_JOB_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAbortJobFlagsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainAbortJobFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAbortJobFlagsArgs: Codec<DomainAbortJobFlagsArgs> = codec(
  "DomainAbortJobFlagsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainMigrateGetMaxDowntime` (`REMOTE_PROC_DOMAIN_MIGRATE_GET_MAX_DOWNTIME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateGetMaxDowntimeArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateGetMaxDowntimeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateGetMaxDowntimeArgs: Codec<DomainMigrateGetMaxDowntimeArgs> = codec(
  "DomainMigrateGetMaxDowntimeArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigrateGetMaxDowntime` (`REMOTE_PROC_DOMAIN_MIGRATE_GET_MAX_DOWNTIME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateGetMaxDowntimeRet {
  readonly downtime: bigint
}

/**
 * Codec of {@link DomainMigrateGetMaxDowntimeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateGetMaxDowntimeRet: Codec<DomainMigrateGetMaxDowntimeRet> = codec(
  "DomainMigrateGetMaxDowntimeRet",
  (r) => ({ downtime: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.downtime)
  }
)

/**
 * Arguments of `domainMigrateSetMaxDowntime` (`REMOTE_PROC_DOMAIN_MIGRATE_SET_MAX_DOWNTIME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateSetMaxDowntimeArgs {
  readonly dom: Domain
  readonly downtime: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateSetMaxDowntimeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateSetMaxDowntimeArgs: Codec<DomainMigrateSetMaxDowntimeArgs> = codec(
  "DomainMigrateSetMaxDowntimeArgs",
  (r) => ({ dom: Domain.decode(r), downtime: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.downtime)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainMigrateGetCompressionCache` (`REMOTE_PROC_DOMAIN_MIGRATE_GET_COMPRESSION_CACHE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateGetCompressionCacheArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateGetCompressionCacheArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateGetCompressionCacheArgs: Codec<DomainMigrateGetCompressionCacheArgs> = codec(
  "DomainMigrateGetCompressionCacheArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigrateGetCompressionCache` (`REMOTE_PROC_DOMAIN_MIGRATE_GET_COMPRESSION_CACHE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateGetCompressionCacheRet {
  readonly cacheSize: bigint
}

/**
 * Codec of {@link DomainMigrateGetCompressionCacheRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateGetCompressionCacheRet: Codec<DomainMigrateGetCompressionCacheRet> = codec(
  "DomainMigrateGetCompressionCacheRet",
  (r) => ({ cacheSize: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.cacheSize)
  }
)

/**
 * Arguments of `domainMigrateSetCompressionCache` (`REMOTE_PROC_DOMAIN_MIGRATE_SET_COMPRESSION_CACHE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateSetCompressionCacheArgs {
  readonly dom: Domain
  readonly cacheSize: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateSetCompressionCacheArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateSetCompressionCacheArgs: Codec<DomainMigrateSetCompressionCacheArgs> = codec(
  "DomainMigrateSetCompressionCacheArgs",
  (r) => ({ dom: Domain.decode(r), cacheSize: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.cacheSize)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainMigrateSetMaxSpeed` (`REMOTE_PROC_DOMAIN_MIGRATE_SET_MAX_SPEED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateSetMaxSpeedArgs {
  readonly dom: Domain
  readonly bandwidth: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateSetMaxSpeedArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateSetMaxSpeedArgs: Codec<DomainMigrateSetMaxSpeedArgs> = codec(
  "DomainMigrateSetMaxSpeedArgs",
  (r) => ({ dom: Domain.decode(r), bandwidth: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.bandwidth)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainMigrateGetMaxSpeed` (`REMOTE_PROC_DOMAIN_MIGRATE_GET_MAX_SPEED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateGetMaxSpeedArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateGetMaxSpeedArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateGetMaxSpeedArgs: Codec<DomainMigrateGetMaxSpeedArgs> = codec(
  "DomainMigrateGetMaxSpeedArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigrateGetMaxSpeed` (`REMOTE_PROC_DOMAIN_MIGRATE_GET_MAX_SPEED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateGetMaxSpeedRet {
  readonly bandwidth: bigint
}

/**
 * Codec of {@link DomainMigrateGetMaxSpeedRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateGetMaxSpeedRet: Codec<DomainMigrateGetMaxSpeedRet> = codec(
  "DomainMigrateGetMaxSpeedRet",
  (r) => ({ bandwidth: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.bandwidth)
  }
)

/**
 * Arguments of `domainMigrateBegin3` (`REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateBegin3Args {
  readonly dom: Domain
  readonly xmlin: string | null
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
}

/**
 * Codec of {@link DomainMigrateBegin3Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateBegin3Args: Codec<DomainMigrateBegin3Args> = codec(
  "DomainMigrateBegin3Args",
  (r) => ({ dom: Domain.decode(r), xmlin: r.optional((x) => x.string()), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.xmlin, (x, v) => x.string(v))
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
  }
)

/**
 * Result of `domainMigrateBegin3` (`REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateBegin3Ret {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
  readonly xml: string
}

/**
 * Codec of {@link DomainMigrateBegin3Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateBegin3Ret: Codec<DomainMigrateBegin3Ret> = codec(
  "DomainMigrateBegin3Ret",
  (r) => ({ cookieOut: r.opaque(4194304), xml: r.string() }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainMigratePrepare3` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepare3Args {
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly uriIn: string | null
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
  readonly domXml: string
}

/**
 * Codec of {@link DomainMigratePrepare3Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepare3Args: Codec<DomainMigratePrepare3Args> = codec(
  "DomainMigratePrepare3Args",
  (r) => ({ cookieIn: r.opaque(4194304), uriIn: r.optional((x) => x.string()), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper(), domXml: r.string() }),
  (w, v) => {
    w.opaque(v.cookieIn, 4194304)
    w.optional(v.uriIn, (x, v) => x.string(v))
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
    w.string(v.domXml)
  }
)

/**
 * Result of `domainMigratePrepare3` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepare3Ret {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
  readonly uriOut: string | null
}

/**
 * Codec of {@link DomainMigratePrepare3Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepare3Ret: Codec<DomainMigratePrepare3Ret> = codec(
  "DomainMigratePrepare3Ret",
  (r) => ({ cookieOut: r.opaque(4194304), uriOut: r.optional((x) => x.string()) }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
    w.optional(v.uriOut, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainMigratePrepareTunnel3` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareTunnel3Args {
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
  readonly domXml: string
}

/**
 * Codec of {@link DomainMigratePrepareTunnel3Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareTunnel3Args: Codec<DomainMigratePrepareTunnel3Args> = codec(
  "DomainMigratePrepareTunnel3Args",
  (r) => ({ cookieIn: r.opaque(4194304), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper(), domXml: r.string() }),
  (w, v) => {
    w.opaque(v.cookieIn, 4194304)
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
    w.string(v.domXml)
  }
)

/**
 * Result of `domainMigratePrepareTunnel3` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareTunnel3Ret {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
}

/**
 * Codec of {@link DomainMigratePrepareTunnel3Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareTunnel3Ret: Codec<DomainMigratePrepareTunnel3Ret> = codec(
  "DomainMigratePrepareTunnel3Ret",
  (r) => ({ cookieOut: r.opaque(4194304) }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
  }
)

/**
 * Arguments of `domainMigratePerform3` (`REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePerform3Args {
  readonly dom: Domain
  readonly xmlin: string | null
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly dconnuri: string | null
  readonly uri: string | null
  readonly flags: bigint
  readonly dname: string | null
  readonly resource: bigint
}

/**
 * Codec of {@link DomainMigratePerform3Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePerform3Args: Codec<DomainMigratePerform3Args> = codec(
  "DomainMigratePerform3Args",
  (r) => ({ dom: Domain.decode(r), xmlin: r.optional((x) => x.string()), cookieIn: r.opaque(4194304), dconnuri: r.optional((x) => x.string()), uri: r.optional((x) => x.string()), flags: r.uhyper(), dname: r.optional((x) => x.string()), resource: r.uhyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.xmlin, (x, v) => x.string(v))
    w.opaque(v.cookieIn, 4194304)
    w.optional(v.dconnuri, (x, v) => x.string(v))
    w.optional(v.uri, (x, v) => x.string(v))
    w.uhyper(v.flags)
    w.optional(v.dname, (x, v) => x.string(v))
    w.uhyper(v.resource)
  }
)

/**
 * Result of `domainMigratePerform3` (`REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePerform3Ret {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
}

/**
 * Codec of {@link DomainMigratePerform3Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePerform3Ret: Codec<DomainMigratePerform3Ret> = codec(
  "DomainMigratePerform3Ret",
  (r) => ({ cookieOut: r.opaque(4194304) }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
  }
)

/**
 * Arguments of `domainMigrateFinish3` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinish3Args {
  readonly dname: string
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly dconnuri: string | null
  readonly uri: string | null
  readonly flags: bigint
  readonly cancelled: number
}

/**
 * Codec of {@link DomainMigrateFinish3Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinish3Args: Codec<DomainMigrateFinish3Args> = codec(
  "DomainMigrateFinish3Args",
  (r) => ({ dname: r.string(), cookieIn: r.opaque(4194304), dconnuri: r.optional((x) => x.string()), uri: r.optional((x) => x.string()), flags: r.uhyper(), cancelled: r.int() }),
  (w, v) => {
    w.string(v.dname)
    w.opaque(v.cookieIn, 4194304)
    w.optional(v.dconnuri, (x, v) => x.string(v))
    w.optional(v.uri, (x, v) => x.string(v))
    w.uhyper(v.flags)
    w.int(v.cancelled)
  }
)

/**
 * Result of `domainMigrateFinish3` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinish3Ret {
  readonly dom: Domain
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
}

/**
 * Codec of {@link DomainMigrateFinish3Ret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinish3Ret: Codec<DomainMigrateFinish3Ret> = codec(
  "DomainMigrateFinish3Ret",
  (r) => ({ dom: Domain.decode(r), cookieOut: r.opaque(4194304) }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.opaque(v.cookieOut, 4194304)
  }
)

/**
 * Arguments of `domainMigrateConfirm3` (`REMOTE_PROC_DOMAIN_MIGRATE_CONFIRM3`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateConfirm3Args {
  readonly dom: Domain
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: bigint
  readonly cancelled: number
}

/**
 * Codec of {@link DomainMigrateConfirm3Args}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateConfirm3Args: Codec<DomainMigrateConfirm3Args> = codec(
  "DomainMigrateConfirm3Args",
  (r) => ({ dom: Domain.decode(r), cookieIn: r.opaque(4194304), flags: r.uhyper(), cancelled: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.opaque(v.cookieIn, 4194304)
    w.uhyper(v.flags)
    w.int(v.cancelled)
  }
)

/**
 * Arguments of `domainMigrateBegin3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateBegin3ParamsArgs {
  readonly dom: Domain
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateBegin3ParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateBegin3ParamsArgs: Codec<DomainMigrateBegin3ParamsArgs> = codec(
  "DomainMigrateBegin3ParamsArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigrateBegin3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_BEGIN3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateBegin3ParamsRet {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
  readonly xml: string
}

/**
 * Codec of {@link DomainMigrateBegin3ParamsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateBegin3ParamsRet: Codec<DomainMigrateBegin3ParamsRet> = codec(
  "DomainMigrateBegin3ParamsRet",
  (r) => ({ cookieOut: r.opaque(4194304), xml: r.string() }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainMigratePrepare3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepare3ParamsArgs {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link DomainMigratePrepare3ParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepare3ParamsArgs: Codec<DomainMigratePrepare3ParamsArgs> = codec(
  "DomainMigratePrepare3ParamsArgs",
  (r) => ({ params: r.array(64, TypedParam.decode), cookieIn: r.opaque(4194304), flags: r.uint() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.opaque(v.cookieIn, 4194304)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigratePrepare3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepare3ParamsRet {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
  readonly uriOut: string | null
}

/**
 * Codec of {@link DomainMigratePrepare3ParamsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepare3ParamsRet: Codec<DomainMigratePrepare3ParamsRet> = codec(
  "DomainMigratePrepare3ParamsRet",
  (r) => ({ cookieOut: r.opaque(4194304), uriOut: r.optional((x) => x.string()) }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
    w.optional(v.uriOut, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainMigratePrepareTunnel3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareTunnel3ParamsArgs {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link DomainMigratePrepareTunnel3ParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareTunnel3ParamsArgs: Codec<DomainMigratePrepareTunnel3ParamsArgs> = codec(
  "DomainMigratePrepareTunnel3ParamsArgs",
  (r) => ({ params: r.array(64, TypedParam.decode), cookieIn: r.opaque(4194304), flags: r.uint() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.opaque(v.cookieIn, 4194304)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigratePrepareTunnel3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePrepareTunnel3ParamsRet {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
}

/**
 * Codec of {@link DomainMigratePrepareTunnel3ParamsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePrepareTunnel3ParamsRet: Codec<DomainMigratePrepareTunnel3ParamsRet> = codec(
  "DomainMigratePrepareTunnel3ParamsRet",
  (r) => ({ cookieOut: r.opaque(4194304) }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
  }
)

/**
 * Arguments of `domainMigratePerform3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePerform3ParamsArgs {
  readonly dom: Domain
  readonly dconnuri: string | null
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link DomainMigratePerform3ParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePerform3ParamsArgs: Codec<DomainMigratePerform3ParamsArgs> = codec(
  "DomainMigratePerform3ParamsArgs",
  (r) => ({ dom: Domain.decode(r), dconnuri: r.optional((x) => x.string()), params: r.array(64, TypedParam.decode), cookieIn: r.opaque(4194304), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.dconnuri, (x, v) => x.string(v))
    w.array(v.params, 64, TypedParam.encode)
    w.opaque(v.cookieIn, 4194304)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMigratePerform3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_PERFORM3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigratePerform3ParamsRet {
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
}

/**
 * Codec of {@link DomainMigratePerform3ParamsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigratePerform3ParamsRet: Codec<DomainMigratePerform3ParamsRet> = codec(
  "DomainMigratePerform3ParamsRet",
  (r) => ({ cookieOut: r.opaque(4194304) }),
  (w, v) => {
    w.opaque(v.cookieOut, 4194304)
  }
)

/**
 * Arguments of `domainMigrateFinish3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinish3ParamsArgs {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: number
  readonly cancelled: number
}

/**
 * Codec of {@link DomainMigrateFinish3ParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinish3ParamsArgs: Codec<DomainMigrateFinish3ParamsArgs> = codec(
  "DomainMigrateFinish3ParamsArgs",
  (r) => ({ params: r.array(64, TypedParam.decode), cookieIn: r.opaque(4194304), flags: r.uint(), cancelled: r.int() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.opaque(v.cookieIn, 4194304)
    w.uint(v.flags)
    w.int(v.cancelled)
  }
)

/**
 * Result of `domainMigrateFinish3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_FINISH3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateFinish3ParamsRet {
  readonly dom: Domain
  /** At most 4194304 bytes. */
  readonly cookieOut: Uint8Array
}

/**
 * Codec of {@link DomainMigrateFinish3ParamsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateFinish3ParamsRet: Codec<DomainMigrateFinish3ParamsRet> = codec(
  "DomainMigrateFinish3ParamsRet",
  (r) => ({ dom: Domain.decode(r), cookieOut: r.opaque(4194304) }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.opaque(v.cookieOut, 4194304)
  }
)

/**
 * Arguments of `domainMigrateConfirm3Params` (`REMOTE_PROC_DOMAIN_MIGRATE_CONFIRM3_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateConfirm3ParamsArgs {
  readonly dom: Domain
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  /** At most 4194304 bytes. */
  readonly cookieIn: Uint8Array
  readonly flags: number
  readonly cancelled: number
}

/**
 * Codec of {@link DomainMigrateConfirm3ParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateConfirm3ParamsArgs: Codec<DomainMigrateConfirm3ParamsArgs> = codec(
  "DomainMigrateConfirm3ParamsArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(64, TypedParam.decode), cookieIn: r.opaque(4194304), flags: r.uint(), cancelled: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 64, TypedParam.encode)
    w.opaque(v.cookieIn, 4194304)
    w.uint(v.flags)
    w.int(v.cancelled)
  }
)

/**
 * Arguments of `domainMigrateStartPostCopy` (`REMOTE_PROC_DOMAIN_MIGRATE_START_POST_COPY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMigrateStartPostCopyArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainMigrateStartPostCopyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMigrateStartPostCopyArgs: Codec<DomainMigrateStartPostCopyArgs> = codec(
  "DomainMigrateStartPostCopyArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)
