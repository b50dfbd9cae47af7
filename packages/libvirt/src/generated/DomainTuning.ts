/**
 * Wire structures: DomainTuning.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain, TypedParam, VcpuInfo } from "./Common.ts"

/**
 * Arguments of `domainGetSchedulerType` (`REMOTE_PROC_DOMAIN_GET_SCHEDULER_TYPE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSchedulerTypeArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetSchedulerTypeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSchedulerTypeArgs: Codec<DomainGetSchedulerTypeArgs> = codec(
  "DomainGetSchedulerTypeArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetSchedulerType` (`REMOTE_PROC_DOMAIN_GET_SCHEDULER_TYPE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSchedulerTypeRet {
  readonly type: string
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetSchedulerTypeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSchedulerTypeRet: Codec<DomainGetSchedulerTypeRet> = codec(
  "DomainGetSchedulerTypeRet",
  (r) => ({ type: r.string(), nparams: r.int() }),
  (w, v) => {
    w.string(v.type)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainGetSchedulerParameters` (`REMOTE_PROC_DOMAIN_GET_SCHEDULER_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSchedulerParametersArgs {
  readonly dom: Domain
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetSchedulerParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSchedulerParametersArgs: Codec<DomainGetSchedulerParametersArgs> = codec(
  "DomainGetSchedulerParametersArgs",
  (r) => ({ dom: Domain.decode(r), nparams: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.nparams)
  }
)

/**
 * Result of `domainGetSchedulerParameters` (`REMOTE_PROC_DOMAIN_GET_SCHEDULER_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSchedulerParametersRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetSchedulerParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSchedulerParametersRet: Codec<DomainGetSchedulerParametersRet> = codec(
  "DomainGetSchedulerParametersRet",
  (r) => ({ params: r.array(16, TypedParam.decode) }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
  }
)

/**
 * Arguments of `domainGetSchedulerParametersFlags` (`REMOTE_PROC_DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSchedulerParametersFlagsArgs {
  readonly dom: Domain
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetSchedulerParametersFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSchedulerParametersFlagsArgs: Codec<DomainGetSchedulerParametersFlagsArgs> = codec(
  "DomainGetSchedulerParametersFlagsArgs",
  (r) => ({ dom: Domain.decode(r), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetSchedulerParametersFlags` (`REMOTE_PROC_DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetSchedulerParametersFlagsRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetSchedulerParametersFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetSchedulerParametersFlagsRet: Codec<DomainGetSchedulerParametersFlagsRet> = codec(
  "DomainGetSchedulerParametersFlagsRet",
  (r) => ({ params: r.array(16, TypedParam.decode) }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
  }
)

/**
 * Arguments of `domainSetSchedulerParameters` (`REMOTE_PROC_DOMAIN_SET_SCHEDULER_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetSchedulerParametersArgs {
  readonly dom: Domain
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainSetSchedulerParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetSchedulerParametersArgs: Codec<DomainSetSchedulerParametersArgs> = codec(
  "DomainSetSchedulerParametersArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(16, TypedParam.decode) }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 16, TypedParam.encode)
  }
)

/**
 * Arguments of `domainSetSchedulerParametersFlags` (`REMOTE_PROC_DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetSchedulerParametersFlagsArgs {
  readonly dom: Domain
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetSchedulerParametersFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetSchedulerParametersFlagsArgs: Codec<DomainSetSchedulerParametersFlagsArgs> = codec(
  "DomainSetSchedulerParametersFlagsArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetBlkioParameters` (`REMOTE_PROC_DOMAIN_SET_BLKIO_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetBlkioParametersArgs {
  readonly dom: Domain
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetBlkioParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetBlkioParametersArgs: Codec<DomainSetBlkioParametersArgs> = codec(
  "DomainSetBlkioParametersArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetBlkioParameters` (`REMOTE_PROC_DOMAIN_GET_BLKIO_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlkioParametersArgs {
  readonly dom: Domain
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetBlkioParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlkioParametersArgs: Codec<DomainGetBlkioParametersArgs> = codec(
  "DomainGetBlkioParametersArgs",
  (r) => ({ dom: Domain.decode(r), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetBlkioParameters` (`REMOTE_PROC_DOMAIN_GET_BLKIO_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlkioParametersRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetBlkioParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlkioParametersRet: Codec<DomainGetBlkioParametersRet> = codec(
  "DomainGetBlkioParametersRet",
  (r) => ({ params: r.array(16, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainSetMemoryParameters` (`REMOTE_PROC_DOMAIN_SET_MEMORY_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetMemoryParametersArgs {
  readonly dom: Domain
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetMemoryParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetMemoryParametersArgs: Codec<DomainSetMemoryParametersArgs> = codec(
  "DomainSetMemoryParametersArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetMemoryParameters` (`REMOTE_PROC_DOMAIN_GET_MEMORY_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMemoryParametersArgs {
  readonly dom: Domain
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetMemoryParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMemoryParametersArgs: Codec<DomainGetMemoryParametersArgs> = codec(
  "DomainGetMemoryParametersArgs",
  (r) => ({ dom: Domain.decode(r), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetMemoryParameters` (`REMOTE_PROC_DOMAIN_GET_MEMORY_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMemoryParametersRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetMemoryParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMemoryParametersRet: Codec<DomainGetMemoryParametersRet> = codec(
  "DomainGetMemoryParametersRet",
  (r) => ({ params: r.array(16, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainBlockResize` (`REMOTE_PROC_DOMAIN_BLOCK_RESIZE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockResizeArgs {
  readonly dom: Domain
  readonly disk: string
  readonly size: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockResizeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockResizeArgs: Codec<DomainBlockResizeArgs> = codec(
  "DomainBlockResizeArgs",
  (r) => ({ dom: Domain.decode(r), disk: r.string(), size: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.disk)
    w.uhyper(v.size)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetNumaParameters` (`REMOTE_PROC_DOMAIN_SET_NUMA_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetNumaParametersArgs {
  readonly dom: Domain
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetNumaParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetNumaParametersArgs: Codec<DomainSetNumaParametersArgs> = codec(
  "DomainSetNumaParametersArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetNumaParameters` (`REMOTE_PROC_DOMAIN_GET_NUMA_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetNumaParametersArgs {
  readonly dom: Domain
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetNumaParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetNumaParametersArgs: Codec<DomainGetNumaParametersArgs> = codec(
  "DomainGetNumaParametersArgs",
  (r) => ({ dom: Domain.decode(r), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetNumaParameters` (`REMOTE_PROC_DOMAIN_GET_NUMA_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetNumaParametersRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetNumaParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetNumaParametersRet: Codec<DomainGetNumaParametersRet> = codec(
  "DomainGetNumaParametersRet",
  (r) => ({ params: r.array(16, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainSetPerfEvents` (`REMOTE_PROC_DOMAIN_SET_PERF_EVENTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetPerfEventsArgs {
  readonly dom: Domain
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetPerfEventsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetPerfEventsArgs: Codec<DomainSetPerfEventsArgs> = codec(
  "DomainSetPerfEventsArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetPerfEvents` (`REMOTE_PROC_DOMAIN_GET_PERF_EVENTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetPerfEventsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetPerfEventsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetPerfEventsArgs: Codec<DomainGetPerfEventsArgs> = codec(
  "DomainGetPerfEventsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetPerfEvents` (`REMOTE_PROC_DOMAIN_GET_PERF_EVENTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetPerfEventsRet {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetPerfEventsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetPerfEventsRet: Codec<DomainGetPerfEventsRet> = codec(
  "DomainGetPerfEventsRet",
  (r) => ({ params: r.array(64, TypedParam.decode) }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
  }
)

/**
 * Arguments of `domainBlockStats` (`REMOTE_PROC_DOMAIN_BLOCK_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockStatsArgs {
  readonly dom: Domain
  readonly path: string
}

/**
 * Codec of {@link DomainBlockStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockStatsArgs: Codec<DomainBlockStatsArgs> = codec(
  "DomainBlockStatsArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
  }
)

/**
 * Result of `domainBlockStats` (`REMOTE_PROC_DOMAIN_BLOCK_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockStatsRet {
  readonly rdReq: bigint
  readonly rdBytes: bigint
  readonly wrReq: bigint
  readonly wrBytes: bigint
  readonly errs: bigint
}

/**
 * Codec of {@link DomainBlockStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockStatsRet: Codec<DomainBlockStatsRet> = codec(
  "DomainBlockStatsRet",
  (r) => ({ rdReq: r.hyper(), rdBytes: r.hyper(), wrReq: r.hyper(), wrBytes: r.hyper(), errs: r.hyper() }),
  (w, v) => {
    w.hyper(v.rdReq)
    w.hyper(v.rdBytes)
    w.hyper(v.wrReq)
    w.hyper(v.wrBytes)
    w.hyper(v.errs)
  }
)

/**
 * Arguments of `domainBlockStatsFlags` (`REMOTE_PROC_DOMAIN_BLOCK_STATS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockStatsFlagsArgs {
  readonly dom: Domain
  readonly path: string
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockStatsFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockStatsFlagsArgs: Codec<DomainBlockStatsFlagsArgs> = codec(
  "DomainBlockStatsFlagsArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainBlockStatsFlags` (`REMOTE_PROC_DOMAIN_BLOCK_STATS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockStatsFlagsRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainBlockStatsFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockStatsFlagsRet: Codec<DomainBlockStatsFlagsRet> = codec(
  "DomainBlockStatsFlagsRet",
  (r) => ({ params: r.array(16, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainSetInterfaceParameters` (`REMOTE_PROC_DOMAIN_SET_INTERFACE_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetInterfaceParametersArgs {
  readonly dom: Domain
  readonly device: string
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetInterfaceParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetInterfaceParametersArgs: Codec<DomainSetInterfaceParametersArgs> = codec(
  "DomainSetInterfaceParametersArgs",
  (r) => ({ dom: Domain.decode(r), device: r.string(), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.device)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetInterfaceParameters` (`REMOTE_PROC_DOMAIN_GET_INTERFACE_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetInterfaceParametersArgs {
  readonly dom: Domain
  readonly device: string
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetInterfaceParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetInterfaceParametersArgs: Codec<DomainGetInterfaceParametersArgs> = codec(
  "DomainGetInterfaceParametersArgs",
  (r) => ({ dom: Domain.decode(r), device: r.string(), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.device)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetInterfaceParameters` (`REMOTE_PROC_DOMAIN_GET_INTERFACE_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetInterfaceParametersRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetInterfaceParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetInterfaceParametersRet: Codec<DomainGetInterfaceParametersRet> = codec(
  "DomainGetInterfaceParametersRet",
  (r) => ({ params: r.array(16, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainMemoryStats` (`REMOTE_PROC_DOMAIN_MEMORY_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMemoryStatsArgs {
  readonly dom: Domain
  readonly maxStats: number
  readonly flags: number
}

/**
 * Codec of {@link DomainMemoryStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMemoryStatsArgs: Codec<DomainMemoryStatsArgs> = codec(
  "DomainMemoryStatsArgs",
  (r) => ({ dom: Domain.decode(r), maxStats: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.maxStats)
    w.uint(v.flags)
  }
)

/**
 * Wire structure `remote_domain_memory_stat`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMemoryStat {
  readonly tag: number
  readonly val: bigint
}

/**
 * Codec of {@link DomainMemoryStat}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMemoryStat: Codec<DomainMemoryStat> = codec(
  "DomainMemoryStat",
  (r) => ({ tag: r.int(), val: r.uhyper() }),
  (w, v) => {
    w.int(v.tag)
    w.uhyper(v.val)
  }
)

/**
 * Result of `domainMemoryStats` (`REMOTE_PROC_DOMAIN_MEMORY_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMemoryStatsRet {
  /** At most 1024 elements. */
  readonly stats: ReadonlyArray<DomainMemoryStat>
}

/**
 * Codec of {@link DomainMemoryStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMemoryStatsRet: Codec<DomainMemoryStatsRet> = codec(
  "DomainMemoryStatsRet",
  (r) => ({ stats: r.array(1024, DomainMemoryStat.decode) }),
  (w, v) => {
    w.array(v.stats, 1024, DomainMemoryStat.encode)
  }
)

/**
 * Arguments of `domainBlockPeek` (`REMOTE_PROC_DOMAIN_BLOCK_PEEK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockPeekArgs {
  readonly dom: Domain
  readonly path: string
  readonly offset: bigint
  readonly size: number
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockPeekArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockPeekArgs: Codec<DomainBlockPeekArgs> = codec(
  "DomainBlockPeekArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), offset: r.uhyper(), size: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.uhyper(v.offset)
    w.uint(v.size)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainBlockPeek` (`REMOTE_PROC_DOMAIN_BLOCK_PEEK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockPeekRet {
  /** At most 4194304 bytes. */
  readonly buffer: Uint8Array
}

/**
 * Codec of {@link DomainBlockPeekRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockPeekRet: Codec<DomainBlockPeekRet> = codec(
  "DomainBlockPeekRet",
  (r) => ({ buffer: r.opaque(4194304) }),
  (w, v) => {
    w.opaque(v.buffer, 4194304)
  }
)

/**
 * Arguments of `domainMemoryPeek` (`REMOTE_PROC_DOMAIN_MEMORY_PEEK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMemoryPeekArgs {
  readonly dom: Domain
  readonly offset: bigint
  readonly size: number
  readonly flags: number
}

/**
 * Codec of {@link DomainMemoryPeekArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMemoryPeekArgs: Codec<DomainMemoryPeekArgs> = codec(
  "DomainMemoryPeekArgs",
  (r) => ({ dom: Domain.decode(r), offset: r.uhyper(), size: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.offset)
    w.uint(v.size)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainMemoryPeek` (`REMOTE_PROC_DOMAIN_MEMORY_PEEK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainMemoryPeekRet {
  /** At most 4194304 bytes. */
  readonly buffer: Uint8Array
}

/**
 * Codec of {@link DomainMemoryPeekRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainMemoryPeekRet: Codec<DomainMemoryPeekRet> = codec(
  "DomainMemoryPeekRet",
  (r) => ({ buffer: r.opaque(4194304) }),
  (w, v) => {
    w.opaque(v.buffer, 4194304)
  }
)

/**
 * Arguments of `domainGetBlockInfo` (`REMOTE_PROC_DOMAIN_GET_BLOCK_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlockInfoArgs {
  readonly dom: Domain
  readonly path: string
  readonly flags: number
}

/**
 * Codec of {@link DomainGetBlockInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlockInfoArgs: Codec<DomainGetBlockInfoArgs> = codec(
  "DomainGetBlockInfoArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetBlockInfo` (`REMOTE_PROC_DOMAIN_GET_BLOCK_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlockInfoRet {
  readonly allocation: bigint
  readonly capacity: bigint
  readonly physical: bigint
}

/**
 * Codec of {@link DomainGetBlockInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlockInfoRet: Codec<DomainGetBlockInfoRet> = codec(
  "DomainGetBlockInfoRet",
  (r) => ({ allocation: r.uhyper(), capacity: r.uhyper(), physical: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.allocation)
    w.uhyper(v.capacity)
    w.uhyper(v.physical)
  }
)

/**
 * Arguments of `domainGetMaxMemory` (`REMOTE_PROC_DOMAIN_GET_MAX_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMaxMemoryArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetMaxMemoryArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMaxMemoryArgs: Codec<DomainGetMaxMemoryArgs> = codec(
  "DomainGetMaxMemoryArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetMaxMemory` (`REMOTE_PROC_DOMAIN_GET_MAX_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMaxMemoryRet {
  readonly memory: bigint
}

/**
 * Codec of {@link DomainGetMaxMemoryRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMaxMemoryRet: Codec<DomainGetMaxMemoryRet> = codec(
  "DomainGetMaxMemoryRet",
  (r) => ({ memory: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.memory)
  }
)

/**
 * Arguments of `domainSetMaxMemory` (`REMOTE_PROC_DOMAIN_SET_MAX_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetMaxMemoryArgs {
  readonly dom: Domain
  readonly memory: bigint
}

/**
 * Codec of {@link DomainSetMaxMemoryArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetMaxMemoryArgs: Codec<DomainSetMaxMemoryArgs> = codec(
  "DomainSetMaxMemoryArgs",
  (r) => ({ dom: Domain.decode(r), memory: r.uhyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.memory)
  }
)

/**
 * Arguments of `domainSetMemory` (`REMOTE_PROC_DOMAIN_SET_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetMemoryArgs {
  readonly dom: Domain
  readonly memory: bigint
}

/**
 * Codec of {@link DomainSetMemoryArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetMemoryArgs: Codec<DomainSetMemoryArgs> = codec(
  "DomainSetMemoryArgs",
  (r) => ({ dom: Domain.decode(r), memory: r.uhyper() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.memory)
  }
)

/**
 * Arguments of `domainSetMemoryFlags` (`REMOTE_PROC_DOMAIN_SET_MEMORY_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetMemoryFlagsArgs {
  readonly dom: Domain
  readonly memory: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainSetMemoryFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetMemoryFlagsArgs: Codec<DomainSetMemoryFlagsArgs> = codec(
  "DomainSetMemoryFlagsArgs",
  (r) => ({ dom: Domain.decode(r), memory: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uhyper(v.memory)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetMemoryStatsPeriod` (`REMOTE_PROC_DOMAIN_SET_MEMORY_STATS_PERIOD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetMemoryStatsPeriodArgs {
  readonly dom: Domain
  readonly period: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSetMemoryStatsPeriodArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetMemoryStatsPeriodArgs: Codec<DomainSetMemoryStatsPeriodArgs> = codec(
  "DomainSetMemoryStatsPeriodArgs",
  (r) => ({ dom: Domain.decode(r), period: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.period)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetVcpus` (`REMOTE_PROC_DOMAIN_SET_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetVcpusArgs {
  readonly dom: Domain
  readonly nvcpus: number
}

/**
 * Codec of {@link DomainSetVcpusArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetVcpusArgs: Codec<DomainSetVcpusArgs> = codec(
  "DomainSetVcpusArgs",
  (r) => ({ dom: Domain.decode(r), nvcpus: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.nvcpus)
  }
)

/**
 * Arguments of `domainSetVcpusFlags` (`REMOTE_PROC_DOMAIN_SET_VCPUS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetVcpusFlagsArgs {
  readonly dom: Domain
  readonly nvcpus: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSetVcpusFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetVcpusFlagsArgs: Codec<DomainSetVcpusFlagsArgs> = codec(
  "DomainSetVcpusFlagsArgs",
  (r) => ({ dom: Domain.decode(r), nvcpus: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.nvcpus)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetVcpusFlags` (`REMOTE_PROC_DOMAIN_GET_VCPUS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetVcpusFlagsArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetVcpusFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetVcpusFlagsArgs: Codec<DomainGetVcpusFlagsArgs> = codec(
  "DomainGetVcpusFlagsArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetVcpusFlags` (`REMOTE_PROC_DOMAIN_GET_VCPUS_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetVcpusFlagsRet {
  readonly num: number
}

/**
 * Codec of {@link DomainGetVcpusFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetVcpusFlagsRet: Codec<DomainGetVcpusFlagsRet> = codec(
  "DomainGetVcpusFlagsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `domainPinVcpu` (`REMOTE_PROC_DOMAIN_PIN_VCPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainPinVcpuArgs {
  readonly dom: Domain
  readonly vcpu: number
  /** At most 2048 bytes. */
  readonly cpumap: Uint8Array
}

/**
 * Codec of {@link DomainPinVcpuArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainPinVcpuArgs: Codec<DomainPinVcpuArgs> = codec(
  "DomainPinVcpuArgs",
  (r) => ({ dom: Domain.decode(r), vcpu: r.uint(), cpumap: r.opaque(2048) }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.vcpu)
    w.opaque(v.cpumap, 2048)
  }
)

/**
 * Arguments of `domainPinVcpuFlags` (`REMOTE_PROC_DOMAIN_PIN_VCPU_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainPinVcpuFlagsArgs {
  readonly dom: Domain
  readonly vcpu: number
  /** At most 2048 bytes. */
  readonly cpumap: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link DomainPinVcpuFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainPinVcpuFlagsArgs: Codec<DomainPinVcpuFlagsArgs> = codec(
  "DomainPinVcpuFlagsArgs",
  (r) => ({ dom: Domain.decode(r), vcpu: r.uint(), cpumap: r.opaque(2048), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.vcpu)
    w.opaque(v.cpumap, 2048)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetVcpuPinInfo` (`REMOTE_PROC_DOMAIN_GET_VCPU_PIN_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetVcpuPinInfoArgs {
  readonly dom: Domain
  readonly ncpumaps: number
  readonly maplen: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetVcpuPinInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetVcpuPinInfoArgs: Codec<DomainGetVcpuPinInfoArgs> = codec(
  "DomainGetVcpuPinInfoArgs",
  (r) => ({ dom: Domain.decode(r), ncpumaps: r.int(), maplen: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.ncpumaps)
    w.int(v.maplen)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetVcpuPinInfo` (`REMOTE_PROC_DOMAIN_GET_VCPU_PIN_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetVcpuPinInfoRet {
  /** At most 8388608 bytes. */
  readonly cpumaps: Uint8Array
  readonly num: number
}

/**
 * Codec of {@link DomainGetVcpuPinInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetVcpuPinInfoRet: Codec<DomainGetVcpuPinInfoRet> = codec(
  "DomainGetVcpuPinInfoRet",
  (r) => ({ cpumaps: r.opaque(8388608), num: r.int() }),
  (w, v) => {
    w.opaque(v.cpumaps, 8388608)
    w.int(v.num)
  }
)

/**
 * Arguments of `domainPinEmulator` (`REMOTE_PROC_DOMAIN_PIN_EMULATOR`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainPinEmulatorArgs {
  readonly dom: Domain
  /** At most 2048 bytes. */
  readonly cpumap: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link DomainPinEmulatorArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainPinEmulatorArgs: Codec<DomainPinEmulatorArgs> = codec(
  "DomainPinEmulatorArgs",
  (r) => ({ dom: Domain.decode(r), cpumap: r.opaque(2048), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.opaque(v.cpumap, 2048)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetEmulatorPinInfo` (`REMOTE_PROC_DOMAIN_GET_EMULATOR_PIN_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetEmulatorPinInfoArgs {
  readonly dom: Domain
  readonly maplen: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetEmulatorPinInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetEmulatorPinInfoArgs: Codec<DomainGetEmulatorPinInfoArgs> = codec(
  "DomainGetEmulatorPinInfoArgs",
  (r) => ({ dom: Domain.decode(r), maplen: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.maplen)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetEmulatorPinInfo` (`REMOTE_PROC_DOMAIN_GET_EMULATOR_PIN_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetEmulatorPinInfoRet {
  /** At most 8388608 bytes. */
  readonly cpumaps: Uint8Array
  readonly ret: number
}

/**
 * Codec of {@link DomainGetEmulatorPinInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetEmulatorPinInfoRet: Codec<DomainGetEmulatorPinInfoRet> = codec(
  "DomainGetEmulatorPinInfoRet",
  (r) => ({ cpumaps: r.opaque(8388608), ret: r.int() }),
  (w, v) => {
    w.opaque(v.cpumaps, 8388608)
    w.int(v.ret)
  }
)

/**
 * Arguments of `domainGetVcpus` (`REMOTE_PROC_DOMAIN_GET_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetVcpusArgs {
  readonly dom: Domain
  readonly maxinfo: number
  readonly maplen: number
}

/**
 * Codec of {@link DomainGetVcpusArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetVcpusArgs: Codec<DomainGetVcpusArgs> = codec(
  "DomainGetVcpusArgs",
  (r) => ({ dom: Domain.decode(r), maxinfo: r.int(), maplen: r.int() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.maxinfo)
    w.int(v.maplen)
  }
)

/**
 * Result of `domainGetVcpus` (`REMOTE_PROC_DOMAIN_GET_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetVcpusRet {
  /** At most 16384 elements. */
  readonly info: ReadonlyArray<VcpuInfo>
  /** At most 8388608 bytes. */
  readonly cpumaps: Uint8Array
}

/**
 * Codec of {@link DomainGetVcpusRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetVcpusRet: Codec<DomainGetVcpusRet> = codec(
  "DomainGetVcpusRet",
  (r) => ({ info: r.array(16384, VcpuInfo.decode), cpumaps: r.opaque(8388608) }),
  (w, v) => {
    w.array(v.info, 16384, VcpuInfo.encode)
    w.opaque(v.cpumaps, 8388608)
  }
)

/**
 * Arguments of `domainGetMaxVcpus` (`REMOTE_PROC_DOMAIN_GET_MAX_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMaxVcpusArgs {
  readonly dom: Domain
}

/**
 * Codec of {@link DomainGetMaxVcpusArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMaxVcpusArgs: Codec<DomainGetMaxVcpusArgs> = codec(
  "DomainGetMaxVcpusArgs",
  (r) => ({ dom: Domain.decode(r) }),
  (w, v) => {
    Domain.encode(w, v.dom)
  }
)

/**
 * Result of `domainGetMaxVcpus` (`REMOTE_PROC_DOMAIN_GET_MAX_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetMaxVcpusRet {
  readonly num: number
}

/**
 * Codec of {@link DomainGetMaxVcpusRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetMaxVcpusRet: Codec<DomainGetMaxVcpusRet> = codec(
  "DomainGetMaxVcpusRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Wire structure `remote_domain_iothread_info`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIothreadInfo {
  readonly iothreadId: number
  /** At most 2048 bytes. */
  readonly cpumap: Uint8Array
}

/**
 * Codec of {@link DomainIothreadInfo}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIothreadInfo: Codec<DomainIothreadInfo> = codec(
  "DomainIothreadInfo",
  (r) => ({ iothreadId: r.uint(), cpumap: r.opaque(2048) }),
  (w, v) => {
    w.uint(v.iothreadId)
    w.opaque(v.cpumap, 2048)
  }
)

/**
 * Arguments of `domainGetIothreadInfo` (`REMOTE_PROC_DOMAIN_GET_IOTHREAD_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetIothreadInfoArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetIothreadInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetIothreadInfoArgs: Codec<DomainGetIothreadInfoArgs> = codec(
  "DomainGetIothreadInfoArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetIothreadInfo` (`REMOTE_PROC_DOMAIN_GET_IOTHREAD_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetIothreadInfoRet {
  /** At most 16384 elements. */
  readonly info: ReadonlyArray<DomainIothreadInfo>
  readonly ret: number
}

/**
 * Codec of {@link DomainGetIothreadInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetIothreadInfoRet: Codec<DomainGetIothreadInfoRet> = codec(
  "DomainGetIothreadInfoRet",
  (r) => ({ info: r.array(16384, DomainIothreadInfo.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.info, 16384, DomainIothreadInfo.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `domainPinIothread` (`REMOTE_PROC_DOMAIN_PIN_IOTHREAD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainPinIothreadArgs {
  readonly dom: Domain
  readonly iothreadsId: number
  /** At most 2048 bytes. */
  readonly cpumap: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link DomainPinIothreadArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainPinIothreadArgs: Codec<DomainPinIothreadArgs> = codec(
  "DomainPinIothreadArgs",
  (r) => ({ dom: Domain.decode(r), iothreadsId: r.uint(), cpumap: r.opaque(2048), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.iothreadsId)
    w.opaque(v.cpumap, 2048)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainAddIothread` (`REMOTE_PROC_DOMAIN_ADD_IOTHREAD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainAddIothreadArgs {
  readonly dom: Domain
  readonly iothreadId: number
  readonly flags: number
}

/**
 * Codec of {@link DomainAddIothreadArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainAddIothreadArgs: Codec<DomainAddIothreadArgs> = codec(
  "DomainAddIothreadArgs",
  (r) => ({ dom: Domain.decode(r), iothreadId: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.iothreadId)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainDelIothread` (`REMOTE_PROC_DOMAIN_DEL_IOTHREAD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDelIothreadArgs {
  readonly dom: Domain
  readonly iothreadId: number
  readonly flags: number
}

/**
 * Codec of {@link DomainDelIothreadArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDelIothreadArgs: Codec<DomainDelIothreadArgs> = codec(
  "DomainDelIothreadArgs",
  (r) => ({ dom: Domain.decode(r), iothreadId: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.iothreadId)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetIothreadParams` (`REMOTE_PROC_DOMAIN_SET_IOTHREAD_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetIothreadParamsArgs {
  readonly dom: Domain
  readonly iothreadId: number
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetIothreadParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetIothreadParamsArgs: Codec<DomainSetIothreadParamsArgs> = codec(
  "DomainSetIothreadParamsArgs",
  (r) => ({ dom: Domain.decode(r), iothreadId: r.uint(), params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.iothreadId)
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainBlockJobAbort` (`REMOTE_PROC_DOMAIN_BLOCK_JOB_ABORT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockJobAbortArgs {
  readonly dom: Domain
  readonly path: string
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockJobAbortArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockJobAbortArgs: Codec<DomainBlockJobAbortArgs> = codec(
  "DomainBlockJobAbortArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetBlockJobInfo` (`REMOTE_PROC_DOMAIN_GET_BLOCK_JOB_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlockJobInfoArgs {
  readonly dom: Domain
  readonly path: string
  readonly flags: number
}

/**
 * Codec of {@link DomainGetBlockJobInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlockJobInfoArgs: Codec<DomainGetBlockJobInfoArgs> = codec(
  "DomainGetBlockJobInfoArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetBlockJobInfo` (`REMOTE_PROC_DOMAIN_GET_BLOCK_JOB_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlockJobInfoRet {
  readonly found: number
  readonly type: number
  readonly bandwidth: bigint
  readonly cur: bigint
  readonly end: bigint
}

/**
 * Codec of {@link DomainGetBlockJobInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlockJobInfoRet: Codec<DomainGetBlockJobInfoRet> = codec(
  "DomainGetBlockJobInfoRet",
  (r) => ({ found: r.int(), type: r.int(), bandwidth: r.uhyper(), cur: r.uhyper(), end: r.uhyper() }),
  (w, v) => {
    w.int(v.found)
    w.int(v.type)
    w.uhyper(v.bandwidth)
    w.uhyper(v.cur)
    w.uhyper(v.end)
  }
)

/**
 * Arguments of `domainBlockJobSetSpeed` (`REMOTE_PROC_DOMAIN_BLOCK_JOB_SET_SPEED`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockJobSetSpeedArgs {
  readonly dom: Domain
  readonly path: string
  readonly bandwidth: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockJobSetSpeedArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockJobSetSpeedArgs: Codec<DomainBlockJobSetSpeedArgs> = codec(
  "DomainBlockJobSetSpeedArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), bandwidth: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.uhyper(v.bandwidth)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainBlockPull` (`REMOTE_PROC_DOMAIN_BLOCK_PULL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockPullArgs {
  readonly dom: Domain
  readonly path: string
  readonly bandwidth: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockPullArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockPullArgs: Codec<DomainBlockPullArgs> = codec(
  "DomainBlockPullArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), bandwidth: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.uhyper(v.bandwidth)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainBlockRebase` (`REMOTE_PROC_DOMAIN_BLOCK_REBASE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockRebaseArgs {
  readonly dom: Domain
  readonly path: string
  readonly base: string | null
  readonly bandwidth: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockRebaseArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockRebaseArgs: Codec<DomainBlockRebaseArgs> = codec(
  "DomainBlockRebaseArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), base: r.optional((x) => x.string()), bandwidth: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.optional(v.base, (x, v) => x.string(v))
    w.uhyper(v.bandwidth)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainBlockCopy` (`REMOTE_PROC_DOMAIN_BLOCK_COPY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockCopyArgs {
  readonly dom: Domain
  readonly path: string
  readonly destxml: string
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockCopyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockCopyArgs: Codec<DomainBlockCopyArgs> = codec(
  "DomainBlockCopyArgs",
  (r) => ({ dom: Domain.decode(r), path: r.string(), destxml: r.string(), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.path)
    w.string(v.destxml)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainBlockCommit` (`REMOTE_PROC_DOMAIN_BLOCK_COMMIT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainBlockCommitArgs {
  readonly dom: Domain
  readonly disk: string
  readonly base: string | null
  readonly top: string | null
  readonly bandwidth: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainBlockCommitArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainBlockCommitArgs: Codec<DomainBlockCommitArgs> = codec(
  "DomainBlockCommitArgs",
  (r) => ({ dom: Domain.decode(r), disk: r.string(), base: r.optional((x) => x.string()), top: r.optional((x) => x.string()), bandwidth: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.disk)
    w.optional(v.base, (x, v) => x.string(v))
    w.optional(v.top, (x, v) => x.string(v))
    w.uhyper(v.bandwidth)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetBlockIoTune` (`REMOTE_PROC_DOMAIN_SET_BLOCK_IO_TUNE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetBlockIoTuneArgs {
  readonly dom: Domain
  readonly disk: string
  /** At most 32 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSetBlockIoTuneArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetBlockIoTuneArgs: Codec<DomainSetBlockIoTuneArgs> = codec(
  "DomainSetBlockIoTuneArgs",
  (r) => ({ dom: Domain.decode(r), disk: r.string(), params: r.array(32, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.disk)
    w.array(v.params, 32, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainGetBlockIoTune` (`REMOTE_PROC_DOMAIN_GET_BLOCK_IO_TUNE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlockIoTuneArgs {
  readonly dom: Domain
  readonly disk: string | null
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetBlockIoTuneArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlockIoTuneArgs: Codec<DomainGetBlockIoTuneArgs> = codec(
  "DomainGetBlockIoTuneArgs",
  (r) => ({ dom: Domain.decode(r), disk: r.optional((x) => x.string()), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.disk, (x, v) => x.string(v))
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetBlockIoTune` (`REMOTE_PROC_DOMAIN_GET_BLOCK_IO_TUNE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetBlockIoTuneRet {
  /** At most 32 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetBlockIoTuneRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetBlockIoTuneRet: Codec<DomainGetBlockIoTuneRet> = codec(
  "DomainGetBlockIoTuneRet",
  (r) => ({ params: r.array(32, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 32, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainGetCpuStats` (`REMOTE_PROC_DOMAIN_GET_CPU_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetCpuStatsArgs {
  readonly dom: Domain
  readonly nparams: number
  readonly startCpu: number
  readonly ncpus: number
  readonly flags: number
}

/**
 * Codec of {@link DomainGetCpuStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetCpuStatsArgs: Codec<DomainGetCpuStatsArgs> = codec(
  "DomainGetCpuStatsArgs",
  (r) => ({ dom: Domain.decode(r), nparams: r.uint(), startCpu: r.int(), ncpus: r.uint(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.nparams)
    w.int(v.startCpu)
    w.uint(v.ncpus)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetCpuStats` (`REMOTE_PROC_DOMAIN_GET_CPU_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetCpuStatsRet {
  /** At most 2048 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link DomainGetCpuStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetCpuStatsRet: Codec<DomainGetCpuStatsRet> = codec(
  "DomainGetCpuStatsRet",
  (r) => ({ params: r.array(2048, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 2048, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `domainGetGuestVcpus` (`REMOTE_PROC_DOMAIN_GET_GUEST_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetGuestVcpusArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainGetGuestVcpusArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetGuestVcpusArgs: Codec<DomainGetGuestVcpusArgs> = codec(
  "DomainGetGuestVcpusArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainGetGuestVcpus` (`REMOTE_PROC_DOMAIN_GET_GUEST_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainGetGuestVcpusRet {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainGetGuestVcpusRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainGetGuestVcpusRet: Codec<DomainGetGuestVcpusRet> = codec(
  "DomainGetGuestVcpusRet",
  (r) => ({ params: r.array(64, TypedParam.decode) }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
  }
)

/**
 * Arguments of `domainSetGuestVcpus` (`REMOTE_PROC_DOMAIN_SET_GUEST_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetGuestVcpusArgs {
  readonly dom: Domain
  readonly cpumap: string
  readonly state: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSetGuestVcpusArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetGuestVcpusArgs: Codec<DomainSetGuestVcpusArgs> = codec(
  "DomainSetGuestVcpusArgs",
  (r) => ({ dom: Domain.decode(r), cpumap: r.string(), state: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.cpumap)
    w.int(v.state)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetVcpu` (`REMOTE_PROC_DOMAIN_SET_VCPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetVcpuArgs {
  readonly dom: Domain
  readonly cpumap: string
  readonly state: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSetVcpuArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetVcpuArgs: Codec<DomainSetVcpuArgs> = codec(
  "DomainSetVcpuArgs",
  (r) => ({ dom: Domain.decode(r), cpumap: r.string(), state: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.cpumap)
    w.int(v.state)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSetBlockThreshold` (`REMOTE_PROC_DOMAIN_SET_BLOCK_THRESHOLD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSetBlockThresholdArgs {
  readonly dom: Domain
  readonly dev: string
  readonly threshold: bigint
  readonly flags: number
}

/**
 * Codec of {@link DomainSetBlockThresholdArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSetBlockThresholdArgs: Codec<DomainSetBlockThresholdArgs> = codec(
  "DomainSetBlockThresholdArgs",
  (r) => ({ dom: Domain.decode(r), dev: r.string(), threshold: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.dev)
    w.uhyper(v.threshold)
    w.uint(v.flags)
  }
)
