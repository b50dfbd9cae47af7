/**
 * Wire structures: Host.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain, DomainStatsRecord, Interface, Network, NodeDevice, NodeGetCpuStats, NodeGetMemoryStats, Nwfilter, NwfilterBinding, Secret, StoragePool, TypedParam } from "./Common.ts"

/**
 * Arguments of `connectOpen` (`REMOTE_PROC_CONNECT_OPEN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectOpenArgs {
  readonly name: string | null
  readonly flags: number
}

/**
 * Codec of {@link ConnectOpenArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectOpenArgs: Codec<ConnectOpenArgs> = codec(
  "ConnectOpenArgs",
  (r) => ({ name: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.optional(v.name, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `connectSupportsFeature` (`REMOTE_PROC_CONNECT_SUPPORTS_FEATURE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectSupportsFeatureArgs {
  readonly feature: number
}

/**
 * Codec of {@link ConnectSupportsFeatureArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectSupportsFeatureArgs: Codec<ConnectSupportsFeatureArgs> = codec(
  "ConnectSupportsFeatureArgs",
  (r) => ({ feature: r.int() }),
  (w, v) => {
    w.int(v.feature)
  }
)

/**
 * Result of `connectSupportsFeature` (`REMOTE_PROC_CONNECT_SUPPORTS_FEATURE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectSupportsFeatureRet {
  readonly supported: number
}

/**
 * Codec of {@link ConnectSupportsFeatureRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectSupportsFeatureRet: Codec<ConnectSupportsFeatureRet> = codec(
  "ConnectSupportsFeatureRet",
  (r) => ({ supported: r.int() }),
  (w, v) => {
    w.int(v.supported)
  }
)

/**
 * Result of `connectGetType` (`REMOTE_PROC_CONNECT_GET_TYPE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetTypeRet {
  readonly type: string
}

/**
 * Codec of {@link ConnectGetTypeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetTypeRet: Codec<ConnectGetTypeRet> = codec(
  "ConnectGetTypeRet",
  (r) => ({ type: r.string() }),
  (w, v) => {
    w.string(v.type)
  }
)

/**
 * Result of `connectGetVersion` (`REMOTE_PROC_CONNECT_GET_VERSION`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetVersionRet {
  readonly hvVer: bigint
}

/**
 * Codec of {@link ConnectGetVersionRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetVersionRet: Codec<ConnectGetVersionRet> = codec(
  "ConnectGetVersionRet",
  (r) => ({ hvVer: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.hvVer)
  }
)

/**
 * Result of `connectGetLibVersion` (`REMOTE_PROC_CONNECT_GET_LIB_VERSION`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetLibVersionRet {
  readonly libVer: bigint
}

/**
 * Codec of {@link ConnectGetLibVersionRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetLibVersionRet: Codec<ConnectGetLibVersionRet> = codec(
  "ConnectGetLibVersionRet",
  (r) => ({ libVer: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.libVer)
  }
)

/**
 * Result of `connectGetHostname` (`REMOTE_PROC_CONNECT_GET_HOSTNAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetHostnameRet {
  readonly hostname: string
}

/**
 * Codec of {@link ConnectGetHostnameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetHostnameRet: Codec<ConnectGetHostnameRet> = codec(
  "ConnectGetHostnameRet",
  (r) => ({ hostname: r.string() }),
  (w, v) => {
    w.string(v.hostname)
  }
)

/**
 * Arguments of `connectGetSysinfo` (`REMOTE_PROC_CONNECT_GET_SYSINFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetSysinfoArgs {
  readonly flags: number
}

/**
 * Codec of {@link ConnectGetSysinfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetSysinfoArgs: Codec<ConnectGetSysinfoArgs> = codec(
  "ConnectGetSysinfoArgs",
  (r) => ({ flags: r.uint() }),
  (w, v) => {
    w.uint(v.flags)
  }
)

/**
 * Result of `connectGetSysinfo` (`REMOTE_PROC_CONNECT_GET_SYSINFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetSysinfoRet {
  readonly sysinfo: string
}

/**
 * Codec of {@link ConnectGetSysinfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetSysinfoRet: Codec<ConnectGetSysinfoRet> = codec(
  "ConnectGetSysinfoRet",
  (r) => ({ sysinfo: r.string() }),
  (w, v) => {
    w.string(v.sysinfo)
  }
)

/**
 * Result of `connectGetUri` (`REMOTE_PROC_CONNECT_GET_URI`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetUriRet {
  readonly uri: string
}

/**
 * Codec of {@link ConnectGetUriRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetUriRet: Codec<ConnectGetUriRet> = codec(
  "ConnectGetUriRet",
  (r) => ({ uri: r.string() }),
  (w, v) => {
    w.string(v.uri)
  }
)

/**
 * Arguments of `connectGetMaxVcpus` (`REMOTE_PROC_CONNECT_GET_MAX_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetMaxVcpusArgs {
  readonly type: string | null
}

/**
 * Codec of {@link ConnectGetMaxVcpusArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetMaxVcpusArgs: Codec<ConnectGetMaxVcpusArgs> = codec(
  "ConnectGetMaxVcpusArgs",
  (r) => ({ type: r.optional((x) => x.string()) }),
  (w, v) => {
    w.optional(v.type, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectGetMaxVcpus` (`REMOTE_PROC_CONNECT_GET_MAX_VCPUS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetMaxVcpusRet {
  readonly maxVcpus: number
}

/**
 * Codec of {@link ConnectGetMaxVcpusRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetMaxVcpusRet: Codec<ConnectGetMaxVcpusRet> = codec(
  "ConnectGetMaxVcpusRet",
  (r) => ({ maxVcpus: r.int() }),
  (w, v) => {
    w.int(v.maxVcpus)
  }
)

/**
 * Result of `nodeGetInfo` (`REMOTE_PROC_NODE_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetInfoRet {
  readonly model: string
  readonly memory: bigint
  readonly cpus: number
  readonly mhz: number
  readonly nodes: number
  readonly sockets: number
  readonly cores: number
  readonly threads: number
}

/**
 * Codec of {@link NodeGetInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetInfoRet: Codec<NodeGetInfoRet> = codec(
  "NodeGetInfoRet",
  (r) => ({ model: r.charText(32), memory: r.uhyper(), cpus: r.int(), mhz: r.int(), nodes: r.int(), sockets: r.int(), cores: r.int(), threads: r.int() }),
  (w, v) => {
    w.charText(v.model, 32)
    w.uhyper(v.memory)
    w.int(v.cpus)
    w.int(v.mhz)
    w.int(v.nodes)
    w.int(v.sockets)
    w.int(v.cores)
    w.int(v.threads)
  }
)

/**
 * Result of `connectGetCapabilities` (`REMOTE_PROC_CONNECT_GET_CAPABILITIES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetCapabilitiesRet {
  readonly capabilities: string
}

/**
 * Codec of {@link ConnectGetCapabilitiesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetCapabilitiesRet: Codec<ConnectGetCapabilitiesRet> = codec(
  "ConnectGetCapabilitiesRet",
  (r) => ({ capabilities: r.string() }),
  (w, v) => {
    w.string(v.capabilities)
  }
)

/**
 * Arguments of `connectGetDomainCapabilities` (`REMOTE_PROC_CONNECT_GET_DOMAIN_CAPABILITIES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetDomainCapabilitiesArgs {
  readonly emulatorbin: string | null
  readonly arch: string | null
  readonly machine: string | null
  readonly virttype: string | null
  readonly flags: number
}

/**
 * Codec of {@link ConnectGetDomainCapabilitiesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetDomainCapabilitiesArgs: Codec<ConnectGetDomainCapabilitiesArgs> = codec(
  "ConnectGetDomainCapabilitiesArgs",
  (r) => ({ emulatorbin: r.optional((x) => x.string()), arch: r.optional((x) => x.string()), machine: r.optional((x) => x.string()), virttype: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.optional(v.emulatorbin, (x, v) => x.string(v))
    w.optional(v.arch, (x, v) => x.string(v))
    w.optional(v.machine, (x, v) => x.string(v))
    w.optional(v.virttype, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `connectGetDomainCapabilities` (`REMOTE_PROC_CONNECT_GET_DOMAIN_CAPABILITIES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetDomainCapabilitiesRet {
  readonly capabilities: string
}

/**
 * Codec of {@link ConnectGetDomainCapabilitiesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetDomainCapabilitiesRet: Codec<ConnectGetDomainCapabilitiesRet> = codec(
  "ConnectGetDomainCapabilitiesRet",
  (r) => ({ capabilities: r.string() }),
  (w, v) => {
    w.string(v.capabilities)
  }
)

/**
 * Arguments of `nodeGetCpuStats` (`REMOTE_PROC_NODE_GET_CPU_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCpuStatsArgs {
  readonly cpuNum: number
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link NodeGetCpuStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCpuStatsArgs: Codec<NodeGetCpuStatsArgs> = codec(
  "NodeGetCpuStatsArgs",
  (r) => ({ cpuNum: r.int(), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.cpuNum)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeGetCpuStats` (`REMOTE_PROC_NODE_GET_CPU_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCpuStatsRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<NodeGetCpuStats>
  readonly nparams: number
}

/**
 * Codec of {@link NodeGetCpuStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCpuStatsRet: Codec<NodeGetCpuStatsRet> = codec(
  "NodeGetCpuStatsRet",
  (r) => ({ params: r.array(16, NodeGetCpuStats.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, NodeGetCpuStats.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `nodeGetMemoryStats` (`REMOTE_PROC_NODE_GET_MEMORY_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetMemoryStatsArgs {
  readonly nparams: number
  readonly cellNum: number
  readonly flags: number
}

/**
 * Codec of {@link NodeGetMemoryStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetMemoryStatsArgs: Codec<NodeGetMemoryStatsArgs> = codec(
  "NodeGetMemoryStatsArgs",
  (r) => ({ nparams: r.int(), cellNum: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.nparams)
    w.int(v.cellNum)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeGetMemoryStats` (`REMOTE_PROC_NODE_GET_MEMORY_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetMemoryStatsRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<NodeGetMemoryStats>
  readonly nparams: number
}

/**
 * Codec of {@link NodeGetMemoryStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetMemoryStatsRet: Codec<NodeGetMemoryStatsRet> = codec(
  "NodeGetMemoryStatsRet",
  (r) => ({ params: r.array(16, NodeGetMemoryStats.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, NodeGetMemoryStats.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `nodeGetCellsFreeMemory` (`REMOTE_PROC_NODE_GET_CELLS_FREE_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCellsFreeMemoryArgs {
  readonly startCell: number
  readonly maxcells: number
}

/**
 * Codec of {@link NodeGetCellsFreeMemoryArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCellsFreeMemoryArgs: Codec<NodeGetCellsFreeMemoryArgs> = codec(
  "NodeGetCellsFreeMemoryArgs",
  (r) => ({ startCell: r.int(), maxcells: r.int() }),
  (w, v) => {
    w.int(v.startCell)
    w.int(v.maxcells)
  }
)

/**
 * Result of `nodeGetCellsFreeMemory` (`REMOTE_PROC_NODE_GET_CELLS_FREE_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCellsFreeMemoryRet {
  /** At most 1024 elements. */
  readonly cells: ReadonlyArray<bigint>
}

/**
 * Codec of {@link NodeGetCellsFreeMemoryRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCellsFreeMemoryRet: Codec<NodeGetCellsFreeMemoryRet> = codec(
  "NodeGetCellsFreeMemoryRet",
  (r) => ({ cells: r.array(1024, (x) => x.uhyper()) }),
  (w, v) => {
    w.array(v.cells, 1024, (x, v) => x.uhyper(v))
  }
)

/**
 * Result of `nodeGetFreeMemory` (`REMOTE_PROC_NODE_GET_FREE_MEMORY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetFreeMemoryRet {
  readonly freeMem: bigint
}

/**
 * Codec of {@link NodeGetFreeMemoryRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetFreeMemoryRet: Codec<NodeGetFreeMemoryRet> = codec(
  "NodeGetFreeMemoryRet",
  (r) => ({ freeMem: r.uhyper() }),
  (w, v) => {
    w.uhyper(v.freeMem)
  }
)

/**
 * Arguments of `connectListDomains` (`REMOTE_PROC_CONNECT_LIST_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDomainsArgs {
  readonly maxids: number
}

/**
 * Codec of {@link ConnectListDomainsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDomainsArgs: Codec<ConnectListDomainsArgs> = codec(
  "ConnectListDomainsArgs",
  (r) => ({ maxids: r.int() }),
  (w, v) => {
    w.int(v.maxids)
  }
)

/**
 * Result of `connectListDomains` (`REMOTE_PROC_CONNECT_LIST_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDomainsRet {
  /** At most 16384 elements. */
  readonly ids: ReadonlyArray<number>
}

/**
 * Codec of {@link ConnectListDomainsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDomainsRet: Codec<ConnectListDomainsRet> = codec(
  "ConnectListDomainsRet",
  (r) => ({ ids: r.array(16384, (x) => x.int()) }),
  (w, v) => {
    w.array(v.ids, 16384, (x, v) => x.int(v))
  }
)

/**
 * Result of `connectNumOfDomains` (`REMOTE_PROC_CONNECT_NUM_OF_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfDomainsRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfDomainsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfDomainsRet: Codec<ConnectNumOfDomainsRet> = codec(
  "ConnectNumOfDomainsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListDefinedDomains` (`REMOTE_PROC_CONNECT_LIST_DEFINED_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedDomainsArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListDefinedDomainsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedDomainsArgs: Codec<ConnectListDefinedDomainsArgs> = codec(
  "ConnectListDefinedDomainsArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListDefinedDomains` (`REMOTE_PROC_CONNECT_LIST_DEFINED_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedDomainsRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListDefinedDomainsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedDomainsRet: Codec<ConnectListDefinedDomainsRet> = codec(
  "ConnectListDefinedDomainsRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectNumOfDefinedDomains` (`REMOTE_PROC_CONNECT_NUM_OF_DEFINED_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfDefinedDomainsRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfDefinedDomainsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfDefinedDomainsRet: Codec<ConnectNumOfDefinedDomainsRet> = codec(
  "ConnectNumOfDefinedDomainsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Result of `nodeGetSecurityModel` (`REMOTE_PROC_NODE_GET_SECURITY_MODEL`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetSecurityModelRet {
  /** At most 257 elements. */
  readonly model: Uint8Array
  /** At most 257 elements. */
  readonly doi: Uint8Array
}

/**
 * Codec of {@link NodeGetSecurityModelRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetSecurityModelRet: Codec<NodeGetSecurityModelRet> = codec(
  "NodeGetSecurityModelRet",
  (r) => ({ model: r.chars(257), doi: r.chars(257) }),
  (w, v) => {
    w.chars(v.model, 257)
    w.chars(v.doi, 257)
  }
)

/**
 * Result of `connectNumOfNetworks` (`REMOTE_PROC_CONNECT_NUM_OF_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfNetworksRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfNetworksRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfNetworksRet: Codec<ConnectNumOfNetworksRet> = codec(
  "ConnectNumOfNetworksRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListNetworks` (`REMOTE_PROC_CONNECT_LIST_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListNetworksArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListNetworksArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListNetworksArgs: Codec<ConnectListNetworksArgs> = codec(
  "ConnectListNetworksArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListNetworks` (`REMOTE_PROC_CONNECT_LIST_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListNetworksRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListNetworksRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListNetworksRet: Codec<ConnectListNetworksRet> = codec(
  "ConnectListNetworksRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectNumOfDefinedNetworks` (`REMOTE_PROC_CONNECT_NUM_OF_DEFINED_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfDefinedNetworksRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfDefinedNetworksRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfDefinedNetworksRet: Codec<ConnectNumOfDefinedNetworksRet> = codec(
  "ConnectNumOfDefinedNetworksRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListDefinedNetworks` (`REMOTE_PROC_CONNECT_LIST_DEFINED_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedNetworksArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListDefinedNetworksArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedNetworksArgs: Codec<ConnectListDefinedNetworksArgs> = codec(
  "ConnectListDefinedNetworksArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListDefinedNetworks` (`REMOTE_PROC_CONNECT_LIST_DEFINED_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedNetworksRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListDefinedNetworksRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedNetworksRet: Codec<ConnectListDefinedNetworksRet> = codec(
  "ConnectListDefinedNetworksRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectNumOfNwfilters` (`REMOTE_PROC_CONNECT_NUM_OF_NWFILTERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfNwfiltersRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfNwfiltersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfNwfiltersRet: Codec<ConnectNumOfNwfiltersRet> = codec(
  "ConnectNumOfNwfiltersRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListNwfilters` (`REMOTE_PROC_CONNECT_LIST_NWFILTERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListNwfiltersArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListNwfiltersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListNwfiltersArgs: Codec<ConnectListNwfiltersArgs> = codec(
  "ConnectListNwfiltersArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListNwfilters` (`REMOTE_PROC_CONNECT_LIST_NWFILTERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListNwfiltersRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListNwfiltersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListNwfiltersRet: Codec<ConnectListNwfiltersRet> = codec(
  "ConnectListNwfiltersRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectNumOfInterfaces` (`REMOTE_PROC_CONNECT_NUM_OF_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfInterfacesRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfInterfacesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfInterfacesRet: Codec<ConnectNumOfInterfacesRet> = codec(
  "ConnectNumOfInterfacesRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListInterfaces` (`REMOTE_PROC_CONNECT_LIST_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListInterfacesArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListInterfacesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListInterfacesArgs: Codec<ConnectListInterfacesArgs> = codec(
  "ConnectListInterfacesArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListInterfaces` (`REMOTE_PROC_CONNECT_LIST_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListInterfacesRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListInterfacesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListInterfacesRet: Codec<ConnectListInterfacesRet> = codec(
  "ConnectListInterfacesRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectNumOfDefinedInterfaces` (`REMOTE_PROC_CONNECT_NUM_OF_DEFINED_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfDefinedInterfacesRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfDefinedInterfacesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfDefinedInterfacesRet: Codec<ConnectNumOfDefinedInterfacesRet> = codec(
  "ConnectNumOfDefinedInterfacesRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListDefinedInterfaces` (`REMOTE_PROC_CONNECT_LIST_DEFINED_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedInterfacesArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListDefinedInterfacesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedInterfacesArgs: Codec<ConnectListDefinedInterfacesArgs> = codec(
  "ConnectListDefinedInterfacesArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListDefinedInterfaces` (`REMOTE_PROC_CONNECT_LIST_DEFINED_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedInterfacesRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListDefinedInterfacesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedInterfacesRet: Codec<ConnectListDefinedInterfacesRet> = codec(
  "ConnectListDefinedInterfacesRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `authList` (`REMOTE_PROC_AUTH_LIST`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthListRet {
  /** At most 20 elements. */
  readonly types: ReadonlyArray<number>
}

/**
 * Codec of {@link AuthListRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthListRet: Codec<AuthListRet> = codec(
  "AuthListRet",
  (r) => ({ types: r.array(20, (x) => x.int()) }),
  (w, v) => {
    w.array(v.types, 20, (x, v) => x.int(v))
  }
)

/**
 * Result of `authSaslInit` (`REMOTE_PROC_AUTH_SASL_INIT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthSaslInitRet {
  readonly mechlist: string
}

/**
 * Codec of {@link AuthSaslInitRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthSaslInitRet: Codec<AuthSaslInitRet> = codec(
  "AuthSaslInitRet",
  (r) => ({ mechlist: r.string() }),
  (w, v) => {
    w.string(v.mechlist)
  }
)

/**
 * Arguments of `authSaslStart` (`REMOTE_PROC_AUTH_SASL_START`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthSaslStartArgs {
  readonly mech: string
  readonly nil: number
  /** At most 65536 elements. */
  readonly data: Uint8Array
}

/**
 * Codec of {@link AuthSaslStartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthSaslStartArgs: Codec<AuthSaslStartArgs> = codec(
  "AuthSaslStartArgs",
  (r) => ({ mech: r.string(), nil: r.int(), data: r.chars(65536) }),
  (w, v) => {
    w.string(v.mech)
    w.int(v.nil)
    w.chars(v.data, 65536)
  }
)

/**
 * Result of `authSaslStart` (`REMOTE_PROC_AUTH_SASL_START`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthSaslStartRet {
  readonly complete: number
  readonly nil: number
  /** At most 65536 elements. */
  readonly data: Uint8Array
}

/**
 * Codec of {@link AuthSaslStartRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthSaslStartRet: Codec<AuthSaslStartRet> = codec(
  "AuthSaslStartRet",
  (r) => ({ complete: r.int(), nil: r.int(), data: r.chars(65536) }),
  (w, v) => {
    w.int(v.complete)
    w.int(v.nil)
    w.chars(v.data, 65536)
  }
)

/**
 * Arguments of `authSaslStep` (`REMOTE_PROC_AUTH_SASL_STEP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthSaslStepArgs {
  readonly nil: number
  /** At most 65536 elements. */
  readonly data: Uint8Array
}

/**
 * Codec of {@link AuthSaslStepArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthSaslStepArgs: Codec<AuthSaslStepArgs> = codec(
  "AuthSaslStepArgs",
  (r) => ({ nil: r.int(), data: r.chars(65536) }),
  (w, v) => {
    w.int(v.nil)
    w.chars(v.data, 65536)
  }
)

/**
 * Result of `authSaslStep` (`REMOTE_PROC_AUTH_SASL_STEP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthSaslStepRet {
  readonly complete: number
  readonly nil: number
  /** At most 65536 elements. */
  readonly data: Uint8Array
}

/**
 * Codec of {@link AuthSaslStepRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthSaslStepRet: Codec<AuthSaslStepRet> = codec(
  "AuthSaslStepRet",
  (r) => ({ complete: r.int(), nil: r.int(), data: r.chars(65536) }),
  (w, v) => {
    w.int(v.complete)
    w.int(v.nil)
    w.chars(v.data, 65536)
  }
)

/**
 * Result of `authPolkit` (`REMOTE_PROC_AUTH_POLKIT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthPolkitRet {
  readonly complete: number
}

/**
 * Codec of {@link AuthPolkitRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const AuthPolkitRet: Codec<AuthPolkitRet> = codec(
  "AuthPolkitRet",
  (r) => ({ complete: r.int() }),
  (w, v) => {
    w.int(v.complete)
  }
)

/**
 * Result of `connectNumOfStoragePools` (`REMOTE_PROC_CONNECT_NUM_OF_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfStoragePoolsRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfStoragePoolsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfStoragePoolsRet: Codec<ConnectNumOfStoragePoolsRet> = codec(
  "ConnectNumOfStoragePoolsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListStoragePools` (`REMOTE_PROC_CONNECT_LIST_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListStoragePoolsArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListStoragePoolsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListStoragePoolsArgs: Codec<ConnectListStoragePoolsArgs> = codec(
  "ConnectListStoragePoolsArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListStoragePools` (`REMOTE_PROC_CONNECT_LIST_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListStoragePoolsRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListStoragePoolsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListStoragePoolsRet: Codec<ConnectListStoragePoolsRet> = codec(
  "ConnectListStoragePoolsRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Result of `connectNumOfDefinedStoragePools` (`REMOTE_PROC_CONNECT_NUM_OF_DEFINED_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfDefinedStoragePoolsRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfDefinedStoragePoolsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfDefinedStoragePoolsRet: Codec<ConnectNumOfDefinedStoragePoolsRet> = codec(
  "ConnectNumOfDefinedStoragePoolsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListDefinedStoragePools` (`REMOTE_PROC_CONNECT_LIST_DEFINED_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedStoragePoolsArgs {
  readonly maxnames: number
}

/**
 * Codec of {@link ConnectListDefinedStoragePoolsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedStoragePoolsArgs: Codec<ConnectListDefinedStoragePoolsArgs> = codec(
  "ConnectListDefinedStoragePoolsArgs",
  (r) => ({ maxnames: r.int() }),
  (w, v) => {
    w.int(v.maxnames)
  }
)

/**
 * Result of `connectListDefinedStoragePools` (`REMOTE_PROC_CONNECT_LIST_DEFINED_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListDefinedStoragePoolsRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListDefinedStoragePoolsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListDefinedStoragePoolsRet: Codec<ConnectListDefinedStoragePoolsRet> = codec(
  "ConnectListDefinedStoragePoolsRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `connectFindStoragePoolSources` (`REMOTE_PROC_CONNECT_FIND_STORAGE_POOL_SOURCES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectFindStoragePoolSourcesArgs {
  readonly type: string
  readonly srcSpec: string | null
  readonly flags: number
}

/**
 * Codec of {@link ConnectFindStoragePoolSourcesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectFindStoragePoolSourcesArgs: Codec<ConnectFindStoragePoolSourcesArgs> = codec(
  "ConnectFindStoragePoolSourcesArgs",
  (r) => ({ type: r.string(), srcSpec: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.string(v.type)
    w.optional(v.srcSpec, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `connectFindStoragePoolSources` (`REMOTE_PROC_CONNECT_FIND_STORAGE_POOL_SOURCES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectFindStoragePoolSourcesRet {
  readonly xml: string
}

/**
 * Codec of {@link ConnectFindStoragePoolSourcesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectFindStoragePoolSourcesRet: Codec<ConnectFindStoragePoolSourcesRet> = codec(
  "ConnectFindStoragePoolSourcesRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `nodeNumOfDevices` (`REMOTE_PROC_NODE_NUM_OF_DEVICES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeNumOfDevicesArgs {
  readonly cap: string | null
  readonly flags: number
}

/**
 * Codec of {@link NodeNumOfDevicesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeNumOfDevicesArgs: Codec<NodeNumOfDevicesArgs> = codec(
  "NodeNumOfDevicesArgs",
  (r) => ({ cap: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.optional(v.cap, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeNumOfDevices` (`REMOTE_PROC_NODE_NUM_OF_DEVICES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeNumOfDevicesRet {
  readonly num: number
}

/**
 * Codec of {@link NodeNumOfDevicesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeNumOfDevicesRet: Codec<NodeNumOfDevicesRet> = codec(
  "NodeNumOfDevicesRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `nodeListDevices` (`REMOTE_PROC_NODE_LIST_DEVICES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeListDevicesArgs {
  readonly cap: string | null
  readonly maxnames: number
  readonly flags: number
}

/**
 * Codec of {@link NodeListDevicesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeListDevicesArgs: Codec<NodeListDevicesArgs> = codec(
  "NodeListDevicesArgs",
  (r) => ({ cap: r.optional((x) => x.string()), maxnames: r.int(), flags: r.uint() }),
  (w, v) => {
    w.optional(v.cap, (x, v) => x.string(v))
    w.int(v.maxnames)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeListDevices` (`REMOTE_PROC_NODE_LIST_DEVICES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeListDevicesRet {
  /** At most 65536 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link NodeListDevicesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeListDevicesRet: Codec<NodeListDevicesRet> = codec(
  "NodeListDevicesRet",
  (r) => ({ names: r.array(65536, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 65536, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `nodeDeviceLookupByName` (`REMOTE_PROC_NODE_DEVICE_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceLookupByNameArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceLookupByNameArgs: Codec<NodeDeviceLookupByNameArgs> = codec(
  "NodeDeviceLookupByNameArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nodeDeviceLookupByName` (`REMOTE_PROC_NODE_DEVICE_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceLookupByNameRet {
  readonly dev: NodeDevice
}

/**
 * Codec of {@link NodeDeviceLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceLookupByNameRet: Codec<NodeDeviceLookupByNameRet> = codec(
  "NodeDeviceLookupByNameRet",
  (r) => ({ dev: NodeDevice.decode(r) }),
  (w, v) => {
    NodeDevice.encode(w, v.dev)
  }
)

/**
 * Arguments of `nodeDeviceLookupScsiHostByWwn` (`REMOTE_PROC_NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceLookupScsiHostByWwnArgs {
  readonly wwnn: string
  readonly wwpn: string
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceLookupScsiHostByWwnArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceLookupScsiHostByWwnArgs: Codec<NodeDeviceLookupScsiHostByWwnArgs> = codec(
  "NodeDeviceLookupScsiHostByWwnArgs",
  (r) => ({ wwnn: r.string(), wwpn: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.wwnn)
    w.string(v.wwpn)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeDeviceLookupScsiHostByWwn` (`REMOTE_PROC_NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceLookupScsiHostByWwnRet {
  readonly dev: NodeDevice
}

/**
 * Codec of {@link NodeDeviceLookupScsiHostByWwnRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceLookupScsiHostByWwnRet: Codec<NodeDeviceLookupScsiHostByWwnRet> = codec(
  "NodeDeviceLookupScsiHostByWwnRet",
  (r) => ({ dev: NodeDevice.decode(r) }),
  (w, v) => {
    NodeDevice.encode(w, v.dev)
  }
)

/**
 * Arguments of `nodeDeviceGetXmlDesc` (`REMOTE_PROC_NODE_DEVICE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceGetXmlDescArgs {
  readonly name: string
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceGetXmlDescArgs: Codec<NodeDeviceGetXmlDescArgs> = codec(
  "NodeDeviceGetXmlDescArgs",
  (r) => ({ name: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.name)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeDeviceGetXmlDesc` (`REMOTE_PROC_NODE_DEVICE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link NodeDeviceGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceGetXmlDescRet: Codec<NodeDeviceGetXmlDescRet> = codec(
  "NodeDeviceGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `nodeDeviceGetParent` (`REMOTE_PROC_NODE_DEVICE_GET_PARENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceGetParentArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceGetParentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceGetParentArgs: Codec<NodeDeviceGetParentArgs> = codec(
  "NodeDeviceGetParentArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nodeDeviceGetParent` (`REMOTE_PROC_NODE_DEVICE_GET_PARENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceGetParentRet {
  readonly parentName: string | null
}

/**
 * Codec of {@link NodeDeviceGetParentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceGetParentRet: Codec<NodeDeviceGetParentRet> = codec(
  "NodeDeviceGetParentRet",
  (r) => ({ parentName: r.optional((x) => x.string()) }),
  (w, v) => {
    w.optional(v.parentName, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `nodeDeviceNumOfCaps` (`REMOTE_PROC_NODE_DEVICE_NUM_OF_CAPS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceNumOfCapsArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceNumOfCapsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceNumOfCapsArgs: Codec<NodeDeviceNumOfCapsArgs> = codec(
  "NodeDeviceNumOfCapsArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nodeDeviceNumOfCaps` (`REMOTE_PROC_NODE_DEVICE_NUM_OF_CAPS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceNumOfCapsRet {
  readonly num: number
}

/**
 * Codec of {@link NodeDeviceNumOfCapsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceNumOfCapsRet: Codec<NodeDeviceNumOfCapsRet> = codec(
  "NodeDeviceNumOfCapsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `nodeDeviceListCaps` (`REMOTE_PROC_NODE_DEVICE_LIST_CAPS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceListCapsArgs {
  readonly name: string
  readonly maxnames: number
}

/**
 * Codec of {@link NodeDeviceListCapsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceListCapsArgs: Codec<NodeDeviceListCapsArgs> = codec(
  "NodeDeviceListCapsArgs",
  (r) => ({ name: r.string(), maxnames: r.int() }),
  (w, v) => {
    w.string(v.name)
    w.int(v.maxnames)
  }
)

/**
 * Result of `nodeDeviceListCaps` (`REMOTE_PROC_NODE_DEVICE_LIST_CAPS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceListCapsRet {
  /** At most 65536 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link NodeDeviceListCapsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceListCapsRet: Codec<NodeDeviceListCapsRet> = codec(
  "NodeDeviceListCapsRet",
  (r) => ({ names: r.array(65536, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 65536, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `nodeDeviceDettach` (`REMOTE_PROC_NODE_DEVICE_DETTACH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceDettachArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceDettachArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceDettachArgs: Codec<NodeDeviceDettachArgs> = codec(
  "NodeDeviceDettachArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Arguments of `nodeDeviceDetachFlags` (`REMOTE_PROC_NODE_DEVICE_DETACH_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceDetachFlagsArgs {
  readonly name: string
  readonly driverName: string | null
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceDetachFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceDetachFlagsArgs: Codec<NodeDeviceDetachFlagsArgs> = codec(
  "NodeDeviceDetachFlagsArgs",
  (r) => ({ name: r.string(), driverName: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.string(v.name)
    w.optional(v.driverName, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `nodeDeviceReAttach` (`REMOTE_PROC_NODE_DEVICE_RE_ATTACH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceReAttachArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceReAttachArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceReAttachArgs: Codec<NodeDeviceReAttachArgs> = codec(
  "NodeDeviceReAttachArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Arguments of `nodeDeviceReset` (`REMOTE_PROC_NODE_DEVICE_RESET`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceResetArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceResetArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceResetArgs: Codec<NodeDeviceResetArgs> = codec(
  "NodeDeviceResetArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Arguments of `nodeDeviceCreateXml` (`REMOTE_PROC_NODE_DEVICE_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceCreateXmlArgs {
  readonly xmlDesc: string
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceCreateXmlArgs: Codec<NodeDeviceCreateXmlArgs> = codec(
  "NodeDeviceCreateXmlArgs",
  (r) => ({ xmlDesc: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xmlDesc)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeDeviceCreateXml` (`REMOTE_PROC_NODE_DEVICE_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceCreateXmlRet {
  readonly dev: NodeDevice
}

/**
 * Codec of {@link NodeDeviceCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceCreateXmlRet: Codec<NodeDeviceCreateXmlRet> = codec(
  "NodeDeviceCreateXmlRet",
  (r) => ({ dev: NodeDevice.decode(r) }),
  (w, v) => {
    NodeDevice.encode(w, v.dev)
  }
)

/**
 * Arguments of `nodeDeviceDestroy` (`REMOTE_PROC_NODE_DEVICE_DESTROY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceDestroyArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceDestroyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceDestroyArgs: Codec<NodeDeviceDestroyArgs> = codec(
  "NodeDeviceDestroyArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Arguments of `nodeDeviceDefineXml` (`REMOTE_PROC_NODE_DEVICE_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceDefineXmlArgs {
  readonly xmlDesc: string
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceDefineXmlArgs: Codec<NodeDeviceDefineXmlArgs> = codec(
  "NodeDeviceDefineXmlArgs",
  (r) => ({ xmlDesc: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xmlDesc)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeDeviceDefineXml` (`REMOTE_PROC_NODE_DEVICE_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceDefineXmlRet {
  readonly dev: NodeDevice
}

/**
 * Codec of {@link NodeDeviceDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceDefineXmlRet: Codec<NodeDeviceDefineXmlRet> = codec(
  "NodeDeviceDefineXmlRet",
  (r) => ({ dev: NodeDevice.decode(r) }),
  (w, v) => {
    NodeDevice.encode(w, v.dev)
  }
)

/**
 * Arguments of `nodeDeviceUndefine` (`REMOTE_PROC_NODE_DEVICE_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceUndefineArgs {
  readonly name: string
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceUndefineArgs: Codec<NodeDeviceUndefineArgs> = codec(
  "NodeDeviceUndefineArgs",
  (r) => ({ name: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.name)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `nodeDeviceCreate` (`REMOTE_PROC_NODE_DEVICE_CREATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceCreateArgs {
  readonly name: string
  readonly flags: number
}

/**
 * Codec of {@link NodeDeviceCreateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceCreateArgs: Codec<NodeDeviceCreateArgs> = codec(
  "NodeDeviceCreateArgs",
  (r) => ({ name: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.name)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `nodeDeviceGetAutostart` (`REMOTE_PROC_NODE_DEVICE_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceGetAutostartArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceGetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceGetAutostartArgs: Codec<NodeDeviceGetAutostartArgs> = codec(
  "NodeDeviceGetAutostartArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nodeDeviceGetAutostart` (`REMOTE_PROC_NODE_DEVICE_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceGetAutostartRet {
  readonly autostart: number
}

/**
 * Codec of {@link NodeDeviceGetAutostartRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceGetAutostartRet: Codec<NodeDeviceGetAutostartRet> = codec(
  "NodeDeviceGetAutostartRet",
  (r) => ({ autostart: r.int() }),
  (w, v) => {
    w.int(v.autostart)
  }
)

/**
 * Arguments of `nodeDeviceSetAutostart` (`REMOTE_PROC_NODE_DEVICE_SET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceSetAutostartArgs {
  readonly name: string
  readonly autostart: number
}

/**
 * Codec of {@link NodeDeviceSetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceSetAutostartArgs: Codec<NodeDeviceSetAutostartArgs> = codec(
  "NodeDeviceSetAutostartArgs",
  (r) => ({ name: r.string(), autostart: r.int() }),
  (w, v) => {
    w.string(v.name)
    w.int(v.autostart)
  }
)

/**
 * Arguments of `nodeDeviceIsPersistent` (`REMOTE_PROC_NODE_DEVICE_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceIsPersistentArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceIsPersistentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceIsPersistentArgs: Codec<NodeDeviceIsPersistentArgs> = codec(
  "NodeDeviceIsPersistentArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nodeDeviceIsPersistent` (`REMOTE_PROC_NODE_DEVICE_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceIsPersistentRet {
  readonly persistent: number
}

/**
 * Codec of {@link NodeDeviceIsPersistentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceIsPersistentRet: Codec<NodeDeviceIsPersistentRet> = codec(
  "NodeDeviceIsPersistentRet",
  (r) => ({ persistent: r.int() }),
  (w, v) => {
    w.int(v.persistent)
  }
)

/**
 * Arguments of `nodeDeviceIsActive` (`REMOTE_PROC_NODE_DEVICE_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceIsActiveArgs {
  readonly name: string
}

/**
 * Codec of {@link NodeDeviceIsActiveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceIsActiveArgs: Codec<NodeDeviceIsActiveArgs> = codec(
  "NodeDeviceIsActiveArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nodeDeviceIsActive` (`REMOTE_PROC_NODE_DEVICE_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceIsActiveRet {
  readonly active: number
}

/**
 * Codec of {@link NodeDeviceIsActiveRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDeviceIsActiveRet: Codec<NodeDeviceIsActiveRet> = codec(
  "NodeDeviceIsActiveRet",
  (r) => ({ active: r.int() }),
  (w, v) => {
    w.int(v.active)
  }
)

/**
 * Result of `connectDomainEventRegister` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_REGISTER`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventRegisterRet {
  readonly cbRegistered: number
}

/**
 * Codec of {@link ConnectDomainEventRegisterRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventRegisterRet: Codec<ConnectDomainEventRegisterRet> = codec(
  "ConnectDomainEventRegisterRet",
  (r) => ({ cbRegistered: r.int() }),
  (w, v) => {
    w.int(v.cbRegistered)
  }
)

/**
 * Result of `connectDomainEventDeregister` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_DEREGISTER`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventDeregisterRet {
  readonly cbRegistered: number
}

/**
 * Codec of {@link ConnectDomainEventDeregisterRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventDeregisterRet: Codec<ConnectDomainEventDeregisterRet> = codec(
  "ConnectDomainEventDeregisterRet",
  (r) => ({ cbRegistered: r.int() }),
  (w, v) => {
    w.int(v.cbRegistered)
  }
)

/**
 * Arguments of `connectDomainXmlFromNative` (`REMOTE_PROC_CONNECT_DOMAIN_XML_FROM_NATIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainXmlFromNativeArgs {
  readonly nativeFormat: string
  readonly nativeConfig: string
  readonly flags: number
}

/**
 * Codec of {@link ConnectDomainXmlFromNativeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainXmlFromNativeArgs: Codec<ConnectDomainXmlFromNativeArgs> = codec(
  "ConnectDomainXmlFromNativeArgs",
  (r) => ({ nativeFormat: r.string(), nativeConfig: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.nativeFormat)
    w.string(v.nativeConfig)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectDomainXmlFromNative` (`REMOTE_PROC_CONNECT_DOMAIN_XML_FROM_NATIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainXmlFromNativeRet {
  readonly domainXml: string
}

/**
 * Codec of {@link ConnectDomainXmlFromNativeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainXmlFromNativeRet: Codec<ConnectDomainXmlFromNativeRet> = codec(
  "ConnectDomainXmlFromNativeRet",
  (r) => ({ domainXml: r.string() }),
  (w, v) => {
    w.string(v.domainXml)
  }
)

/**
 * Arguments of `connectDomainXmlToNative` (`REMOTE_PROC_CONNECT_DOMAIN_XML_TO_NATIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainXmlToNativeArgs {
  readonly nativeFormat: string
  readonly domainXml: string
  readonly flags: number
}

/**
 * Codec of {@link ConnectDomainXmlToNativeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainXmlToNativeArgs: Codec<ConnectDomainXmlToNativeArgs> = codec(
  "ConnectDomainXmlToNativeArgs",
  (r) => ({ nativeFormat: r.string(), domainXml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.nativeFormat)
    w.string(v.domainXml)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectDomainXmlToNative` (`REMOTE_PROC_CONNECT_DOMAIN_XML_TO_NATIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainXmlToNativeRet {
  readonly nativeConfig: string
}

/**
 * Codec of {@link ConnectDomainXmlToNativeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainXmlToNativeRet: Codec<ConnectDomainXmlToNativeRet> = codec(
  "ConnectDomainXmlToNativeRet",
  (r) => ({ nativeConfig: r.string() }),
  (w, v) => {
    w.string(v.nativeConfig)
  }
)

/**
 * Result of `connectNumOfSecrets` (`REMOTE_PROC_CONNECT_NUM_OF_SECRETS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNumOfSecretsRet {
  readonly num: number
}

/**
 * Codec of {@link ConnectNumOfSecretsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNumOfSecretsRet: Codec<ConnectNumOfSecretsRet> = codec(
  "ConnectNumOfSecretsRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `connectListSecrets` (`REMOTE_PROC_CONNECT_LIST_SECRETS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListSecretsArgs {
  readonly maxuuids: number
}

/**
 * Codec of {@link ConnectListSecretsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListSecretsArgs: Codec<ConnectListSecretsArgs> = codec(
  "ConnectListSecretsArgs",
  (r) => ({ maxuuids: r.int() }),
  (w, v) => {
    w.int(v.maxuuids)
  }
)

/**
 * Result of `connectListSecrets` (`REMOTE_PROC_CONNECT_LIST_SECRETS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListSecretsRet {
  /** At most 16384 elements. */
  readonly uuids: ReadonlyArray<string>
}

/**
 * Codec of {@link ConnectListSecretsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListSecretsRet: Codec<ConnectListSecretsRet> = codec(
  "ConnectListSecretsRet",
  (r) => ({ uuids: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.uuids, 16384, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `secretLookupByUuid` (`REMOTE_PROC_SECRET_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretLookupByUuidArgs {
  readonly uuid: string
}

/**
 * Codec of {@link SecretLookupByUuidArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretLookupByUuidArgs: Codec<SecretLookupByUuidArgs> = codec(
  "SecretLookupByUuidArgs",
  (r) => ({ uuid: r.uuid() }),
  (w, v) => {
    w.uuid(v.uuid)
  }
)

/**
 * Result of `secretLookupByUuid` (`REMOTE_PROC_SECRET_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretLookupByUuidRet {
  readonly secret: Secret
}

/**
 * Codec of {@link SecretLookupByUuidRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretLookupByUuidRet: Codec<SecretLookupByUuidRet> = codec(
  "SecretLookupByUuidRet",
  (r) => ({ secret: Secret.decode(r) }),
  (w, v) => {
    Secret.encode(w, v.secret)
  }
)

/**
 * Arguments of `secretDefineXml` (`REMOTE_PROC_SECRET_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretDefineXmlArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link SecretDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretDefineXmlArgs: Codec<SecretDefineXmlArgs> = codec(
  "SecretDefineXmlArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `secretDefineXml` (`REMOTE_PROC_SECRET_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretDefineXmlRet {
  readonly secret: Secret
}

/**
 * Codec of {@link SecretDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretDefineXmlRet: Codec<SecretDefineXmlRet> = codec(
  "SecretDefineXmlRet",
  (r) => ({ secret: Secret.decode(r) }),
  (w, v) => {
    Secret.encode(w, v.secret)
  }
)

/**
 * Arguments of `secretGetXmlDesc` (`REMOTE_PROC_SECRET_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretGetXmlDescArgs {
  readonly secret: Secret
  readonly flags: number
}

/**
 * Codec of {@link SecretGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretGetXmlDescArgs: Codec<SecretGetXmlDescArgs> = codec(
  "SecretGetXmlDescArgs",
  (r) => ({ secret: Secret.decode(r), flags: r.uint() }),
  (w, v) => {
    Secret.encode(w, v.secret)
    w.uint(v.flags)
  }
)

/**
 * Result of `secretGetXmlDesc` (`REMOTE_PROC_SECRET_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link SecretGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretGetXmlDescRet: Codec<SecretGetXmlDescRet> = codec(
  "SecretGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `secretSetValue` (`REMOTE_PROC_SECRET_SET_VALUE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretSetValueArgs {
  readonly secret: Secret
  /** At most 65536 bytes. */
  readonly value: Uint8Array
  readonly flags: number
}

/**
 * Codec of {@link SecretSetValueArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretSetValueArgs: Codec<SecretSetValueArgs> = codec(
  "SecretSetValueArgs",
  (r) => ({ secret: Secret.decode(r), value: r.opaque(65536), flags: r.uint() }),
  (w, v) => {
    Secret.encode(w, v.secret)
    w.opaque(v.value, 65536)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `secretGetValue` (`REMOTE_PROC_SECRET_GET_VALUE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretGetValueArgs {
  readonly secret: Secret
  readonly flags: number
}

/**
 * Codec of {@link SecretGetValueArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretGetValueArgs: Codec<SecretGetValueArgs> = codec(
  "SecretGetValueArgs",
  (r) => ({ secret: Secret.decode(r), flags: r.uint() }),
  (w, v) => {
    Secret.encode(w, v.secret)
    w.uint(v.flags)
  }
)

/**
 * Result of `secretGetValue` (`REMOTE_PROC_SECRET_GET_VALUE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretGetValueRet {
  /** At most 65536 bytes. */
  readonly value: Uint8Array
}

/**
 * Codec of {@link SecretGetValueRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretGetValueRet: Codec<SecretGetValueRet> = codec(
  "SecretGetValueRet",
  (r) => ({ value: r.opaque(65536) }),
  (w, v) => {
    w.opaque(v.value, 65536)
  }
)

/**
 * Arguments of `secretUndefine` (`REMOTE_PROC_SECRET_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretUndefineArgs {
  readonly secret: Secret
}

/**
 * Codec of {@link SecretUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretUndefineArgs: Codec<SecretUndefineArgs> = codec(
  "SecretUndefineArgs",
  (r) => ({ secret: Secret.decode(r) }),
  (w, v) => {
    Secret.encode(w, v.secret)
  }
)

/**
 * Arguments of `secretLookupByUsage` (`REMOTE_PROC_SECRET_LOOKUP_BY_USAGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretLookupByUsageArgs {
  readonly usageType: number
  readonly usageID: string
}

/**
 * Codec of {@link SecretLookupByUsageArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretLookupByUsageArgs: Codec<SecretLookupByUsageArgs> = codec(
  "SecretLookupByUsageArgs",
  (r) => ({ usageType: r.int(), usageID: r.string() }),
  (w, v) => {
    w.int(v.usageType)
    w.string(v.usageID)
  }
)

/**
 * Result of `secretLookupByUsage` (`REMOTE_PROC_SECRET_LOOKUP_BY_USAGE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretLookupByUsageRet {
  readonly secret: Secret
}

/**
 * Codec of {@link SecretLookupByUsageRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const SecretLookupByUsageRet: Codec<SecretLookupByUsageRet> = codec(
  "SecretLookupByUsageRet",
  (r) => ({ secret: Secret.decode(r) }),
  (w, v) => {
    Secret.encode(w, v.secret)
  }
)

/**
 * Result of `connectIsSecure` (`REMOTE_PROC_CONNECT_IS_SECURE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectIsSecureRet {
  readonly secure: number
}

/**
 * Codec of {@link ConnectIsSecureRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectIsSecureRet: Codec<ConnectIsSecureRet> = codec(
  "ConnectIsSecureRet",
  (r) => ({ secure: r.int() }),
  (w, v) => {
    w.int(v.secure)
  }
)

/**
 * Arguments of `connectCompareCpu` (`REMOTE_PROC_CONNECT_COMPARE_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectCompareCpuArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link ConnectCompareCpuArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectCompareCpuArgs: Codec<ConnectCompareCpuArgs> = codec(
  "ConnectCompareCpuArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectCompareCpu` (`REMOTE_PROC_CONNECT_COMPARE_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectCompareCpuRet {
  readonly result: number
}

/**
 * Codec of {@link ConnectCompareCpuRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectCompareCpuRet: Codec<ConnectCompareCpuRet> = codec(
  "ConnectCompareCpuRet",
  (r) => ({ result: r.int() }),
  (w, v) => {
    w.int(v.result)
  }
)

/**
 * Arguments of `connectBaselineCpu` (`REMOTE_PROC_CONNECT_BASELINE_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectBaselineCpuArgs {
  /** At most 256 elements. */
  readonly xmlCPUs: ReadonlyArray<string>
  readonly flags: number
}

/**
 * Codec of {@link ConnectBaselineCpuArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectBaselineCpuArgs: Codec<ConnectBaselineCpuArgs> = codec(
  "ConnectBaselineCpuArgs",
  (r) => ({ xmlCPUs: r.array(256, (x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.array(v.xmlCPUs, 256, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `connectBaselineCpu` (`REMOTE_PROC_CONNECT_BASELINE_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectBaselineCpuRet {
  readonly cpu: string
}

/**
 * Codec of {@link ConnectBaselineCpuRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectBaselineCpuRet: Codec<ConnectBaselineCpuRet> = codec(
  "ConnectBaselineCpuRet",
  (r) => ({ cpu: r.string() }),
  (w, v) => {
    w.string(v.cpu)
  }
)

/**
 * Arguments of `connectDomainEventRegisterAny` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventRegisterAnyArgs {
  readonly eventID: number
}

/**
 * Codec of {@link ConnectDomainEventRegisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventRegisterAnyArgs: Codec<ConnectDomainEventRegisterAnyArgs> = codec(
  "ConnectDomainEventRegisterAnyArgs",
  (r) => ({ eventID: r.int() }),
  (w, v) => {
    w.int(v.eventID)
  }
)

/**
 * Arguments of `connectDomainEventDeregisterAny` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_DEREGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventDeregisterAnyArgs {
  readonly eventID: number
}

/**
 * Codec of {@link ConnectDomainEventDeregisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventDeregisterAnyArgs: Codec<ConnectDomainEventDeregisterAnyArgs> = codec(
  "ConnectDomainEventDeregisterAnyArgs",
  (r) => ({ eventID: r.int() }),
  (w, v) => {
    w.int(v.eventID)
  }
)

/**
 * Arguments of `connectDomainEventCallbackRegisterAny` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventCallbackRegisterAnyArgs {
  readonly eventID: number
  readonly dom: Domain | null
}

/**
 * Codec of {@link ConnectDomainEventCallbackRegisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventCallbackRegisterAnyArgs: Codec<ConnectDomainEventCallbackRegisterAnyArgs> = codec(
  "ConnectDomainEventCallbackRegisterAnyArgs",
  (r) => ({ eventID: r.int(), dom: r.optional(Domain.decode) }),
  (w, v) => {
    w.int(v.eventID)
    w.optional(v.dom, Domain.encode)
  }
)

/**
 * Result of `connectDomainEventCallbackRegisterAny` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventCallbackRegisterAnyRet {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectDomainEventCallbackRegisterAnyRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventCallbackRegisterAnyRet: Codec<ConnectDomainEventCallbackRegisterAnyRet> = codec(
  "ConnectDomainEventCallbackRegisterAnyRet",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectDomainEventCallbackDeregisterAny` (`REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectDomainEventCallbackDeregisterAnyArgs {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectDomainEventCallbackDeregisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectDomainEventCallbackDeregisterAnyArgs: Codec<ConnectDomainEventCallbackDeregisterAnyArgs> = codec(
  "ConnectDomainEventCallbackDeregisterAnyArgs",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `nodeSuspendForDuration` (`REMOTE_PROC_NODE_SUSPEND_FOR_DURATION`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeSuspendForDurationArgs {
  readonly target: number
  readonly duration: bigint
  readonly flags: number
}

/**
 * Codec of {@link NodeSuspendForDurationArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeSuspendForDurationArgs: Codec<NodeSuspendForDurationArgs> = codec(
  "NodeSuspendForDurationArgs",
  (r) => ({ target: r.uint(), duration: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    w.uint(v.target)
    w.uhyper(v.duration)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `connectListAllDomains` (`REMOTE_PROC_CONNECT_LIST_ALL_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllDomainsArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllDomainsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllDomainsArgs: Codec<ConnectListAllDomainsArgs> = codec(
  "ConnectListAllDomainsArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllDomains` (`REMOTE_PROC_CONNECT_LIST_ALL_DOMAINS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllDomainsRet {
  /** At most 16384 elements. */
  readonly domains: ReadonlyArray<Domain>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllDomainsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllDomainsRet: Codec<ConnectListAllDomainsRet> = codec(
  "ConnectListAllDomainsRet",
  (r) => ({ domains: r.array(16384, Domain.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.domains, 16384, Domain.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectListAllStoragePools` (`REMOTE_PROC_CONNECT_LIST_ALL_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllStoragePoolsArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllStoragePoolsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllStoragePoolsArgs: Codec<ConnectListAllStoragePoolsArgs> = codec(
  "ConnectListAllStoragePoolsArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllStoragePools` (`REMOTE_PROC_CONNECT_LIST_ALL_STORAGE_POOLS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllStoragePoolsRet {
  /** At most 16384 elements. */
  readonly pools: ReadonlyArray<StoragePool>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllStoragePoolsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllStoragePoolsRet: Codec<ConnectListAllStoragePoolsRet> = codec(
  "ConnectListAllStoragePoolsRet",
  (r) => ({ pools: r.array(16384, StoragePool.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.pools, 16384, StoragePool.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectListAllNetworks` (`REMOTE_PROC_CONNECT_LIST_ALL_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNetworksArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllNetworksArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNetworksArgs: Codec<ConnectListAllNetworksArgs> = codec(
  "ConnectListAllNetworksArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllNetworks` (`REMOTE_PROC_CONNECT_LIST_ALL_NETWORKS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNetworksRet {
  /** At most 16384 elements. */
  readonly nets: ReadonlyArray<Network>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllNetworksRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNetworksRet: Codec<ConnectListAllNetworksRet> = codec(
  "ConnectListAllNetworksRet",
  (r) => ({ nets: r.array(16384, Network.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.nets, 16384, Network.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectListAllInterfaces` (`REMOTE_PROC_CONNECT_LIST_ALL_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllInterfacesArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllInterfacesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllInterfacesArgs: Codec<ConnectListAllInterfacesArgs> = codec(
  "ConnectListAllInterfacesArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllInterfaces` (`REMOTE_PROC_CONNECT_LIST_ALL_INTERFACES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllInterfacesRet {
  /** At most 16384 elements. */
  readonly ifaces: ReadonlyArray<Interface>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllInterfacesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllInterfacesRet: Codec<ConnectListAllInterfacesRet> = codec(
  "ConnectListAllInterfacesRet",
  (r) => ({ ifaces: r.array(16384, Interface.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.ifaces, 16384, Interface.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectListAllNodeDevices` (`REMOTE_PROC_CONNECT_LIST_ALL_NODE_DEVICES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNodeDevicesArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllNodeDevicesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNodeDevicesArgs: Codec<ConnectListAllNodeDevicesArgs> = codec(
  "ConnectListAllNodeDevicesArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllNodeDevices` (`REMOTE_PROC_CONNECT_LIST_ALL_NODE_DEVICES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNodeDevicesRet {
  /** At most 65536 elements. */
  readonly devices: ReadonlyArray<NodeDevice>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllNodeDevicesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNodeDevicesRet: Codec<ConnectListAllNodeDevicesRet> = codec(
  "ConnectListAllNodeDevicesRet",
  (r) => ({ devices: r.array(65536, NodeDevice.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.devices, 65536, NodeDevice.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectListAllNwfilters` (`REMOTE_PROC_CONNECT_LIST_ALL_NWFILTERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNwfiltersArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllNwfiltersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNwfiltersArgs: Codec<ConnectListAllNwfiltersArgs> = codec(
  "ConnectListAllNwfiltersArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllNwfilters` (`REMOTE_PROC_CONNECT_LIST_ALL_NWFILTERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNwfiltersRet {
  /** At most 16384 elements. */
  readonly filters: ReadonlyArray<Nwfilter>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllNwfiltersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNwfiltersRet: Codec<ConnectListAllNwfiltersRet> = codec(
  "ConnectListAllNwfiltersRet",
  (r) => ({ filters: r.array(16384, Nwfilter.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.filters, 16384, Nwfilter.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectListAllSecrets` (`REMOTE_PROC_CONNECT_LIST_ALL_SECRETS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllSecretsArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllSecretsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllSecretsArgs: Codec<ConnectListAllSecretsArgs> = codec(
  "ConnectListAllSecretsArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllSecrets` (`REMOTE_PROC_CONNECT_LIST_ALL_SECRETS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllSecretsRet {
  /** At most 16384 elements. */
  readonly secrets: ReadonlyArray<Secret>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllSecretsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllSecretsRet: Codec<ConnectListAllSecretsRet> = codec(
  "ConnectListAllSecretsRet",
  (r) => ({ secrets: r.array(16384, Secret.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.secrets, 16384, Secret.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `nodeSetMemoryParameters` (`REMOTE_PROC_NODE_SET_MEMORY_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeSetMemoryParametersArgs {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link NodeSetMemoryParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeSetMemoryParametersArgs: Codec<NodeSetMemoryParametersArgs> = codec(
  "NodeSetMemoryParametersArgs",
  (r) => ({ params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `nodeGetMemoryParameters` (`REMOTE_PROC_NODE_GET_MEMORY_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetMemoryParametersArgs {
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link NodeGetMemoryParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetMemoryParametersArgs: Codec<NodeGetMemoryParametersArgs> = codec(
  "NodeGetMemoryParametersArgs",
  (r) => ({ nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeGetMemoryParameters` (`REMOTE_PROC_NODE_GET_MEMORY_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetMemoryParametersRet {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link NodeGetMemoryParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetMemoryParametersRet: Codec<NodeGetMemoryParametersRet> = codec(
  "NodeGetMemoryParametersRet",
  (r) => ({ params: r.array(64, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `nodeGetCpuMap` (`REMOTE_PROC_NODE_GET_CPU_MAP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCpuMapArgs {
  readonly needMap: number
  readonly needOnline: number
  readonly flags: number
}

/**
 * Codec of {@link NodeGetCpuMapArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCpuMapArgs: Codec<NodeGetCpuMapArgs> = codec(
  "NodeGetCpuMapArgs",
  (r) => ({ needMap: r.int(), needOnline: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needMap)
    w.int(v.needOnline)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeGetCpuMap` (`REMOTE_PROC_NODE_GET_CPU_MAP`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCpuMapRet {
  /** At most 2048 bytes. */
  readonly cpumap: Uint8Array
  readonly online: number
  readonly ret: number
}

/**
 * Codec of {@link NodeGetCpuMapRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCpuMapRet: Codec<NodeGetCpuMapRet> = codec(
  "NodeGetCpuMapRet",
  (r) => ({ cpumap: r.opaque(2048), online: r.uint(), ret: r.int() }),
  (w, v) => {
    w.opaque(v.cpumap, 2048)
    w.uint(v.online)
    w.int(v.ret)
  }
)

/**
 * Arguments of `connectGetCpuModelNames` (`REMOTE_PROC_CONNECT_GET_CPU_MODEL_NAMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetCpuModelNamesArgs {
  readonly arch: string
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectGetCpuModelNamesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetCpuModelNamesArgs: Codec<ConnectGetCpuModelNamesArgs> = codec(
  "ConnectGetCpuModelNamesArgs",
  (r) => ({ arch: r.string(), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.string(v.arch)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectGetCpuModelNames` (`REMOTE_PROC_CONNECT_GET_CPU_MODEL_NAMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetCpuModelNamesRet {
  /** At most 8192 elements. */
  readonly models: ReadonlyArray<string>
  readonly ret: number
}

/**
 * Codec of {@link ConnectGetCpuModelNamesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetCpuModelNamesRet: Codec<ConnectGetCpuModelNamesRet> = codec(
  "ConnectGetCpuModelNamesRet",
  (r) => ({ models: r.array(8192, (x) => x.string()), ret: r.int() }),
  (w, v) => {
    w.array(v.models, 8192, (x, v) => x.string(v))
    w.int(v.ret)
  }
)

/**
 * Arguments of `connectNetworkEventRegisterAny` (`REMOTE_PROC_CONNECT_NETWORK_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNetworkEventRegisterAnyArgs {
  readonly eventID: number
  readonly net: Network | null
}

/**
 * Codec of {@link ConnectNetworkEventRegisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNetworkEventRegisterAnyArgs: Codec<ConnectNetworkEventRegisterAnyArgs> = codec(
  "ConnectNetworkEventRegisterAnyArgs",
  (r) => ({ eventID: r.int(), net: r.optional(Network.decode) }),
  (w, v) => {
    w.int(v.eventID)
    w.optional(v.net, Network.encode)
  }
)

/**
 * Result of `connectNetworkEventRegisterAny` (`REMOTE_PROC_CONNECT_NETWORK_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNetworkEventRegisterAnyRet {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectNetworkEventRegisterAnyRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNetworkEventRegisterAnyRet: Codec<ConnectNetworkEventRegisterAnyRet> = codec(
  "ConnectNetworkEventRegisterAnyRet",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectNetworkEventDeregisterAny` (`REMOTE_PROC_CONNECT_NETWORK_EVENT_DEREGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNetworkEventDeregisterAnyArgs {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectNetworkEventDeregisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNetworkEventDeregisterAnyArgs: Codec<ConnectNetworkEventDeregisterAnyArgs> = codec(
  "ConnectNetworkEventDeregisterAnyArgs",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectStoragePoolEventRegisterAny` (`REMOTE_PROC_CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectStoragePoolEventRegisterAnyArgs {
  readonly eventID: number
  readonly pool: StoragePool | null
}

/**
 * Codec of {@link ConnectStoragePoolEventRegisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectStoragePoolEventRegisterAnyArgs: Codec<ConnectStoragePoolEventRegisterAnyArgs> = codec(
  "ConnectStoragePoolEventRegisterAnyArgs",
  (r) => ({ eventID: r.int(), pool: r.optional(StoragePool.decode) }),
  (w, v) => {
    w.int(v.eventID)
    w.optional(v.pool, StoragePool.encode)
  }
)

/**
 * Result of `connectStoragePoolEventRegisterAny` (`REMOTE_PROC_CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectStoragePoolEventRegisterAnyRet {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectStoragePoolEventRegisterAnyRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectStoragePoolEventRegisterAnyRet: Codec<ConnectStoragePoolEventRegisterAnyRet> = codec(
  "ConnectStoragePoolEventRegisterAnyRet",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectStoragePoolEventDeregisterAny` (`REMOTE_PROC_CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectStoragePoolEventDeregisterAnyArgs {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectStoragePoolEventDeregisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectStoragePoolEventDeregisterAnyArgs: Codec<ConnectStoragePoolEventDeregisterAnyArgs> = codec(
  "ConnectStoragePoolEventDeregisterAnyArgs",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectNodeDeviceEventRegisterAny` (`REMOTE_PROC_CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNodeDeviceEventRegisterAnyArgs {
  readonly eventID: number
  readonly dev: NodeDevice | null
}

/**
 * Codec of {@link ConnectNodeDeviceEventRegisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNodeDeviceEventRegisterAnyArgs: Codec<ConnectNodeDeviceEventRegisterAnyArgs> = codec(
  "ConnectNodeDeviceEventRegisterAnyArgs",
  (r) => ({ eventID: r.int(), dev: r.optional(NodeDevice.decode) }),
  (w, v) => {
    w.int(v.eventID)
    w.optional(v.dev, NodeDevice.encode)
  }
)

/**
 * Result of `connectNodeDeviceEventRegisterAny` (`REMOTE_PROC_CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNodeDeviceEventRegisterAnyRet {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectNodeDeviceEventRegisterAnyRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNodeDeviceEventRegisterAnyRet: Codec<ConnectNodeDeviceEventRegisterAnyRet> = codec(
  "ConnectNodeDeviceEventRegisterAnyRet",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectNodeDeviceEventDeregisterAny` (`REMOTE_PROC_CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectNodeDeviceEventDeregisterAnyArgs {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectNodeDeviceEventDeregisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectNodeDeviceEventDeregisterAnyArgs: Codec<ConnectNodeDeviceEventDeregisterAnyArgs> = codec(
  "ConnectNodeDeviceEventDeregisterAnyArgs",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `nodeGetFreePages` (`REMOTE_PROC_NODE_GET_FREE_PAGES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetFreePagesArgs {
  /** At most 1024 elements. */
  readonly pages: ReadonlyArray<number>
  readonly startCell: number
  readonly cellCount: number
  readonly flags: number
}

/**
 * Codec of {@link NodeGetFreePagesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetFreePagesArgs: Codec<NodeGetFreePagesArgs> = codec(
  "NodeGetFreePagesArgs",
  (r) => ({ pages: r.array(1024, (x) => x.uint()), startCell: r.int(), cellCount: r.uint(), flags: r.uint() }),
  (w, v) => {
    w.array(v.pages, 1024, (x, v) => x.uint(v))
    w.int(v.startCell)
    w.uint(v.cellCount)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeGetFreePages` (`REMOTE_PROC_NODE_GET_FREE_PAGES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetFreePagesRet {
  /** At most 1024 elements. */
  readonly counts: ReadonlyArray<bigint>
}

/**
 * Codec of {@link NodeGetFreePagesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetFreePagesRet: Codec<NodeGetFreePagesRet> = codec(
  "NodeGetFreePagesRet",
  (r) => ({ counts: r.array(1024, (x) => x.uhyper()) }),
  (w, v) => {
    w.array(v.counts, 1024, (x, v) => x.uhyper(v))
  }
)

/**
 * Arguments of `nodeAllocPages` (`REMOTE_PROC_NODE_ALLOC_PAGES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeAllocPagesArgs {
  /** At most 1024 elements. */
  readonly pageSizes: ReadonlyArray<number>
  /** At most 1024 elements. */
  readonly pageCounts: ReadonlyArray<bigint>
  readonly startCell: number
  readonly cellCount: number
  readonly flags: number
}

/**
 * Codec of {@link NodeAllocPagesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeAllocPagesArgs: Codec<NodeAllocPagesArgs> = codec(
  "NodeAllocPagesArgs",
  (r) => ({ pageSizes: r.array(1024, (x) => x.uint()), pageCounts: r.array(1024, (x) => x.uhyper()), startCell: r.int(), cellCount: r.uint(), flags: r.uint() }),
  (w, v) => {
    w.array(v.pageSizes, 1024, (x, v) => x.uint(v))
    w.array(v.pageCounts, 1024, (x, v) => x.uhyper(v))
    w.int(v.startCell)
    w.uint(v.cellCount)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeAllocPages` (`REMOTE_PROC_NODE_ALLOC_PAGES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeAllocPagesRet {
  readonly ret: number
}

/**
 * Codec of {@link NodeAllocPagesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeAllocPagesRet: Codec<NodeAllocPagesRet> = codec(
  "NodeAllocPagesRet",
  (r) => ({ ret: r.int() }),
  (w, v) => {
    w.int(v.ret)
  }
)

/**
 * Arguments of `connectGetAllDomainStats` (`REMOTE_PROC_CONNECT_GET_ALL_DOMAIN_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetAllDomainStatsArgs {
  /** At most 16384 elements. */
  readonly doms: ReadonlyArray<Domain>
  readonly stats: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectGetAllDomainStatsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetAllDomainStatsArgs: Codec<ConnectGetAllDomainStatsArgs> = codec(
  "ConnectGetAllDomainStatsArgs",
  (r) => ({ doms: r.array(16384, Domain.decode), stats: r.uint(), flags: r.uint() }),
  (w, v) => {
    w.array(v.doms, 16384, Domain.encode)
    w.uint(v.stats)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectGetAllDomainStats` (`REMOTE_PROC_CONNECT_GET_ALL_DOMAIN_STATS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetAllDomainStatsRet {
  /** At most 16384 elements. */
  readonly retStats: ReadonlyArray<DomainStatsRecord>
}

/**
 * Codec of {@link ConnectGetAllDomainStatsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetAllDomainStatsRet: Codec<ConnectGetAllDomainStatsRet> = codec(
  "ConnectGetAllDomainStatsRet",
  (r) => ({ retStats: r.array(16384, DomainStatsRecord.decode) }),
  (w, v) => {
    w.array(v.retStats, 16384, DomainStatsRecord.encode)
  }
)

/**
 * Arguments of `connectSecretEventRegisterAny` (`REMOTE_PROC_CONNECT_SECRET_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectSecretEventRegisterAnyArgs {
  readonly eventID: number
  readonly secret: Secret | null
}

/**
 * Codec of {@link ConnectSecretEventRegisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectSecretEventRegisterAnyArgs: Codec<ConnectSecretEventRegisterAnyArgs> = codec(
  "ConnectSecretEventRegisterAnyArgs",
  (r) => ({ eventID: r.int(), secret: r.optional(Secret.decode) }),
  (w, v) => {
    w.int(v.eventID)
    w.optional(v.secret, Secret.encode)
  }
)

/**
 * Result of `connectSecretEventRegisterAny` (`REMOTE_PROC_CONNECT_SECRET_EVENT_REGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectSecretEventRegisterAnyRet {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectSecretEventRegisterAnyRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectSecretEventRegisterAnyRet: Codec<ConnectSecretEventRegisterAnyRet> = codec(
  "ConnectSecretEventRegisterAnyRet",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectSecretEventDeregisterAny` (`REMOTE_PROC_CONNECT_SECRET_EVENT_DEREGISTER_ANY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectSecretEventDeregisterAnyArgs {
  readonly callbackID: number
}

/**
 * Codec of {@link ConnectSecretEventDeregisterAnyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectSecretEventDeregisterAnyArgs: Codec<ConnectSecretEventDeregisterAnyArgs> = codec(
  "ConnectSecretEventDeregisterAnyArgs",
  (r) => ({ callbackID: r.int() }),
  (w, v) => {
    w.int(v.callbackID)
  }
)

/**
 * Arguments of `connectCompareHypervisorCpu` (`REMOTE_PROC_CONNECT_COMPARE_HYPERVISOR_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectCompareHypervisorCpuArgs {
  readonly emulator: string | null
  readonly arch: string | null
  readonly machine: string | null
  readonly virttype: string | null
  readonly xmlCPU: string
  readonly flags: number
}

/**
 * Codec of {@link ConnectCompareHypervisorCpuArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectCompareHypervisorCpuArgs: Codec<ConnectCompareHypervisorCpuArgs> = codec(
  "ConnectCompareHypervisorCpuArgs",
  (r) => ({ emulator: r.optional((x) => x.string()), arch: r.optional((x) => x.string()), machine: r.optional((x) => x.string()), virttype: r.optional((x) => x.string()), xmlCPU: r.string(), flags: r.uint() }),
  (w, v) => {
    w.optional(v.emulator, (x, v) => x.string(v))
    w.optional(v.arch, (x, v) => x.string(v))
    w.optional(v.machine, (x, v) => x.string(v))
    w.optional(v.virttype, (x, v) => x.string(v))
    w.string(v.xmlCPU)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectCompareHypervisorCpu` (`REMOTE_PROC_CONNECT_COMPARE_HYPERVISOR_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectCompareHypervisorCpuRet {
  readonly result: number
}

/**
 * Codec of {@link ConnectCompareHypervisorCpuRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectCompareHypervisorCpuRet: Codec<ConnectCompareHypervisorCpuRet> = codec(
  "ConnectCompareHypervisorCpuRet",
  (r) => ({ result: r.int() }),
  (w, v) => {
    w.int(v.result)
  }
)

/**
 * Arguments of `connectBaselineHypervisorCpu` (`REMOTE_PROC_CONNECT_BASELINE_HYPERVISOR_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectBaselineHypervisorCpuArgs {
  readonly emulator: string | null
  readonly arch: string | null
  readonly machine: string | null
  readonly virttype: string | null
  /** At most 256 elements. */
  readonly xmlCPUs: ReadonlyArray<string>
  readonly flags: number
}

/**
 * Codec of {@link ConnectBaselineHypervisorCpuArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectBaselineHypervisorCpuArgs: Codec<ConnectBaselineHypervisorCpuArgs> = codec(
  "ConnectBaselineHypervisorCpuArgs",
  (r) => ({ emulator: r.optional((x) => x.string()), arch: r.optional((x) => x.string()), machine: r.optional((x) => x.string()), virttype: r.optional((x) => x.string()), xmlCPUs: r.array(256, (x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.optional(v.emulator, (x, v) => x.string(v))
    w.optional(v.arch, (x, v) => x.string(v))
    w.optional(v.machine, (x, v) => x.string(v))
    w.optional(v.virttype, (x, v) => x.string(v))
    w.array(v.xmlCPUs, 256, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Result of `connectBaselineHypervisorCpu` (`REMOTE_PROC_CONNECT_BASELINE_HYPERVISOR_CPU`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectBaselineHypervisorCpuRet {
  readonly cpu: string
}

/**
 * Codec of {@link ConnectBaselineHypervisorCpuRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectBaselineHypervisorCpuRet: Codec<ConnectBaselineHypervisorCpuRet> = codec(
  "ConnectBaselineHypervisorCpuRet",
  (r) => ({ cpu: r.string() }),
  (w, v) => {
    w.string(v.cpu)
  }
)

/**
 * Arguments of `nodeGetSevInfo` (`REMOTE_PROC_NODE_GET_SEV_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetSevInfoArgs {
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link NodeGetSevInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetSevInfoArgs: Codec<NodeGetSevInfoArgs> = codec(
  "NodeGetSevInfoArgs",
  (r) => ({ nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `nodeGetSevInfo` (`REMOTE_PROC_NODE_GET_SEV_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetSevInfoRet {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link NodeGetSevInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetSevInfoRet: Codec<NodeGetSevInfoRet> = codec(
  "NodeGetSevInfoRet",
  (r) => ({ params: r.array(64, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `connectListAllNwfilterBindings` (`REMOTE_PROC_CONNECT_LIST_ALL_NWFILTER_BINDINGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNwfilterBindingsArgs {
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link ConnectListAllNwfilterBindingsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNwfilterBindingsArgs: Codec<ConnectListAllNwfilterBindingsArgs> = codec(
  "ConnectListAllNwfilterBindingsArgs",
  (r) => ({ needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `connectListAllNwfilterBindings` (`REMOTE_PROC_CONNECT_LIST_ALL_NWFILTER_BINDINGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectListAllNwfilterBindingsRet {
  /** At most 16384 elements. */
  readonly bindings: ReadonlyArray<NwfilterBinding>
  readonly ret: number
}

/**
 * Codec of {@link ConnectListAllNwfilterBindingsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectListAllNwfilterBindingsRet: Codec<ConnectListAllNwfilterBindingsRet> = codec(
  "ConnectListAllNwfilterBindingsRet",
  (r) => ({ bindings: r.array(16384, NwfilterBinding.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.bindings, 16384, NwfilterBinding.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `connectGetStoragePoolCapabilities` (`REMOTE_PROC_CONNECT_GET_STORAGE_POOL_CAPABILITIES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetStoragePoolCapabilitiesArgs {
  readonly flags: number
}

/**
 * Codec of {@link ConnectGetStoragePoolCapabilitiesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetStoragePoolCapabilitiesArgs: Codec<ConnectGetStoragePoolCapabilitiesArgs> = codec(
  "ConnectGetStoragePoolCapabilitiesArgs",
  (r) => ({ flags: r.uint() }),
  (w, v) => {
    w.uint(v.flags)
  }
)

/**
 * Result of `connectGetStoragePoolCapabilities` (`REMOTE_PROC_CONNECT_GET_STORAGE_POOL_CAPABILITIES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectGetStoragePoolCapabilitiesRet {
  readonly capabilities: string
}

/**
 * Codec of {@link ConnectGetStoragePoolCapabilitiesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectGetStoragePoolCapabilitiesRet: Codec<ConnectGetStoragePoolCapabilitiesRet> = codec(
  "ConnectGetStoragePoolCapabilitiesRet",
  (r) => ({ capabilities: r.string() }),
  (w, v) => {
    w.string(v.capabilities)
  }
)

/**
 * Arguments of `connectSetIdentity` (`REMOTE_PROC_CONNECT_SET_IDENTITY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectSetIdentityArgs {
  /** At most 20 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link ConnectSetIdentityArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const ConnectSetIdentityArgs: Codec<ConnectSetIdentityArgs> = codec(
  "ConnectSetIdentityArgs",
  (r) => ({ params: r.array(20, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    w.array(v.params, 20, TypedParam.encode)
    w.uint(v.flags)
  }
)
