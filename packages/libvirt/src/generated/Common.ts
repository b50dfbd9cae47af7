/**
 * Wire structures: Common.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"

/**
 * Wire structure `remote_nonnull_domain`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Domain {
  readonly name: string
  readonly uuid: string
  readonly id: number
}

/**
 * Codec of {@link Domain}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const Domain: Codec<Domain> = codec(
  "Domain",
  (r) => ({ name: r.string(), uuid: r.uuid(), id: r.int() }),
  (w, v) => {
    w.string(v.name)
    w.uuid(v.uuid)
    w.int(v.id)
  }
)

/**
 * Wire structure `remote_nonnull_network`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Network {
  readonly name: string
  readonly uuid: string
}

/**
 * Codec of {@link Network}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const Network: Codec<Network> = codec(
  "Network",
  (r) => ({ name: r.string(), uuid: r.uuid() }),
  (w, v) => {
    w.string(v.name)
    w.uuid(v.uuid)
  }
)

/**
 * Wire structure `remote_nonnull_network_port`.
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPort {
  readonly net: Network
  readonly uuid: string
}

/**
 * Codec of {@link NetworkPort}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPort: Codec<NetworkPort> = codec(
  "NetworkPort",
  (r) => ({ net: Network.decode(r), uuid: r.uuid() }),
  (w, v) => {
    Network.encode(w, v.net)
    w.uuid(v.uuid)
  }
)

/**
 * Wire structure `remote_nonnull_nwfilter`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Nwfilter {
  readonly name: string
  readonly uuid: string
}

/**
 * Codec of {@link Nwfilter}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const Nwfilter: Codec<Nwfilter> = codec(
  "Nwfilter",
  (r) => ({ name: r.string(), uuid: r.uuid() }),
  (w, v) => {
    w.string(v.name)
    w.uuid(v.uuid)
  }
)

/**
 * Wire structure `remote_nonnull_nwfilter_binding`.
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBinding {
  readonly portdev: string
  readonly filtername: string
}

/**
 * Codec of {@link NwfilterBinding}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBinding: Codec<NwfilterBinding> = codec(
  "NwfilterBinding",
  (r) => ({ portdev: r.string(), filtername: r.string() }),
  (w, v) => {
    w.string(v.portdev)
    w.string(v.filtername)
  }
)

/**
 * Wire structure `remote_nonnull_interface`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Interface {
  readonly name: string
  readonly mac: string
}

/**
 * Codec of {@link Interface}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const Interface: Codec<Interface> = codec(
  "Interface",
  (r) => ({ name: r.string(), mac: r.string() }),
  (w, v) => {
    w.string(v.name)
    w.string(v.mac)
  }
)

/**
 * Wire structure `remote_nonnull_storage_pool`.
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePool {
  readonly name: string
  readonly uuid: string
}

/**
 * Codec of {@link StoragePool}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePool: Codec<StoragePool> = codec(
  "StoragePool",
  (r) => ({ name: r.string(), uuid: r.uuid() }),
  (w, v) => {
    w.string(v.name)
    w.uuid(v.uuid)
  }
)

/**
 * Wire structure `remote_nonnull_storage_vol`.
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVol {
  readonly pool: string
  readonly name: string
  readonly key: string
}

/**
 * Codec of {@link StorageVol}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVol: Codec<StorageVol> = codec(
  "StorageVol",
  (r) => ({ pool: r.string(), name: r.string(), key: r.string() }),
  (w, v) => {
    w.string(v.pool)
    w.string(v.name)
    w.string(v.key)
  }
)

/**
 * Wire structure `remote_nonnull_node_device`.
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDevice {
  readonly name: string
}

/**
 * Codec of {@link NodeDevice}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeDevice: Codec<NodeDevice> = codec(
  "NodeDevice",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Wire structure `remote_nonnull_secret`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Secret {
  readonly uuid: string
  readonly usageType: number
  readonly usageID: string
}

/**
 * Codec of {@link Secret}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const Secret: Codec<Secret> = codec(
  "Secret",
  (r) => ({ uuid: r.uuid(), usageType: r.int(), usageID: r.string() }),
  (w, v) => {
    w.uuid(v.uuid)
    w.int(v.usageType)
    w.string(v.usageID)
  }
)

/**
 * Wire structure `remote_nonnull_domain_checkpoint`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpoint {
  readonly name: string
  readonly dom: Domain
}

/**
 * Codec of {@link DomainCheckpoint}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpoint: Codec<DomainCheckpoint> = codec(
  "DomainCheckpoint",
  (r) => ({ name: r.string(), dom: Domain.decode(r) }),
  (w, v) => {
    w.string(v.name)
    Domain.encode(w, v.dom)
  }
)

/**
 * Wire structure `remote_nonnull_domain_snapshot`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshot {
  readonly name: string
  readonly dom: Domain
}

/**
 * Codec of {@link DomainSnapshot}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshot: Codec<DomainSnapshot> = codec(
  "DomainSnapshot",
  (r) => ({ name: r.string(), dom: Domain.decode(r) }),
  (w, v) => {
    w.string(v.name)
    Domain.encode(w, v.dom)
  }
)

/**
 * Wire structure `remote_error`.
 *
 * @category models
 * @since 0.1.0
 */
export interface RemoteError {
  readonly code: number
  readonly domain: number
  readonly message: string | null
  readonly level: number
  readonly dom: Domain | null
  readonly str1: string | null
  readonly str2: string | null
  readonly str3: string | null
  readonly int1: number
  readonly int2: number
  readonly net: Network | null
}

/**
 * Codec of {@link RemoteError}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const RemoteError: Codec<RemoteError> = codec(
  "RemoteError",
  (r) => ({ code: r.int(), domain: r.int(), message: r.optional((x) => x.string()), level: r.int(), dom: r.optional(Domain.decode), str1: r.optional((x) => x.string()), str2: r.optional((x) => x.string()), str3: r.optional((x) => x.string()), int1: r.int(), int2: r.int(), net: r.optional(Network.decode) }),
  (w, v) => {
    w.int(v.code)
    w.int(v.domain)
    w.optional(v.message, (x, v) => x.string(v))
    w.int(v.level)
    w.optional(v.dom, Domain.encode)
    w.optional(v.str1, (x, v) => x.string(v))
    w.optional(v.str2, (x, v) => x.string(v))
    w.optional(v.str3, (x, v) => x.string(v))
    w.int(v.int1)
    w.int(v.int2)
    w.optional(v.net, Network.encode)
  }
)

/**
 * Wire structure `remote_vcpu_info`.
 *
 * @category models
 * @since 0.1.0
 */
export interface VcpuInfo {
  readonly number: number
  readonly state: number
  readonly cpuTime: bigint
  readonly cpu: number
}

/**
 * Codec of {@link VcpuInfo}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const VcpuInfo: Codec<VcpuInfo> = codec(
  "VcpuInfo",
  (r) => ({ number: r.uint(), state: r.int(), cpuTime: r.uhyper(), cpu: r.int() }),
  (w, v) => {
    w.uint(v.number)
    w.int(v.state)
    w.uhyper(v.cpuTime)
    w.int(v.cpu)
  }
)

/**
 * Wire structure `remote_typed_param_value`.
 *
 * @category models
 * @since 0.1.0
 */
export type TypedParamValue =
  /** `VIR_TYPED_PARAM_INT` */
  | { readonly type: 1; readonly value: number }
  /** `VIR_TYPED_PARAM_UINT` */
  | { readonly type: 2; readonly value: number }
  /** `VIR_TYPED_PARAM_LLONG` */
  | { readonly type: 3; readonly value: bigint }
  /** `VIR_TYPED_PARAM_ULLONG` */
  | { readonly type: 4; readonly value: bigint }
  /** `VIR_TYPED_PARAM_DOUBLE` */
  | { readonly type: 5; readonly value: number }
  /** `VIR_TYPED_PARAM_BOOLEAN` */
  | { readonly type: 6; readonly value: number }
  /** `VIR_TYPED_PARAM_STRING` */
  | { readonly type: 7; readonly value: string }

/**
 * Codec of {@link TypedParamValue}; an unknown discriminant is refused.
 *
 * @category codecs
 * @since 0.1.0
 */
export const TypedParamValue: Codec<TypedParamValue> = codec(
  "TypedParamValue",
  (r) => {
    const type = r.int()
    switch (type) {
      case 1:
        return { type, value: r.int() }
      case 2:
        return { type, value: r.uint() }
      case 3:
        return { type, value: r.hyper() }
      case 4:
        return { type, value: r.uhyper() }
      case 5:
        return { type, value: r.double() }
      case 6:
        return { type, value: r.int() }
      case 7:
        return { type, value: r.string() }
      default:
        return r.badUnion("TypedParamValue", type)
    }
  },
  (w, v) => {
    w.int(v.type)
    switch (v.type) {
      case 1:
        return w.int(v.value)
      case 2:
        return w.uint(v.value)
      case 3:
        return w.hyper(v.value)
      case 4:
        return w.uhyper(v.value)
      case 5:
        return w.double(v.value)
      case 6:
        return w.int(v.value)
      case 7:
        return w.string(v.value)
    }
  }
)

/**
 * Wire structure `remote_typed_param`.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedParam {
  readonly field: string
  readonly value: TypedParamValue
}

/**
 * Codec of {@link TypedParam}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const TypedParam: Codec<TypedParam> = codec(
  "TypedParam",
  (r) => ({ field: r.string(), value: TypedParamValue.decode(r) }),
  (w, v) => {
    w.string(v.field)
    TypedParamValue.encode(w, v.value)
  }
)

/**
 * Wire structure `remote_node_get_cpu_stats`.
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetCpuStats {
  readonly field: string
  readonly value: bigint
}

/**
 * Codec of {@link NodeGetCpuStats}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetCpuStats: Codec<NodeGetCpuStats> = codec(
  "NodeGetCpuStats",
  (r) => ({ field: r.string(), value: r.uhyper() }),
  (w, v) => {
    w.string(v.field)
    w.uhyper(v.value)
  }
)

/**
 * Wire structure `remote_node_get_memory_stats`.
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeGetMemoryStats {
  readonly field: string
  readonly value: bigint
}

/**
 * Codec of {@link NodeGetMemoryStats}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NodeGetMemoryStats: Codec<NodeGetMemoryStats> = codec(
  "NodeGetMemoryStats",
  (r) => ({ field: r.string(), value: r.uhyper() }),
  (w, v) => {
    w.string(v.field)
    w.uhyper(v.value)
  }
)

/**
 * Wire structure `remote_domain_disk_error`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainDiskError {
  readonly disk: string
  readonly error: number
}

/**
 * Codec of {@link DomainDiskError}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainDiskError: Codec<DomainDiskError> = codec(
  "DomainDiskError",
  (r) => ({ disk: r.string(), error: r.int() }),
  (w, v) => {
    w.string(v.disk)
    w.int(v.error)
  }
)

/**
 * Wire structure `remote_network_dhcp_lease`.
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkDhcpLease {
  readonly iface: string
  readonly expirytime: bigint
  readonly type: number
  readonly mac: string | null
  readonly iaid: string | null
  readonly ipaddr: string
  readonly prefix: number
  readonly hostname: string | null
  readonly clientid: string | null
}

/**
 * Codec of {@link NetworkDhcpLease}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkDhcpLease: Codec<NetworkDhcpLease> = codec(
  "NetworkDhcpLease",
  (r) => ({ iface: r.string(), expirytime: r.hyper(), type: r.int(), mac: r.optional((x) => x.string()), iaid: r.optional((x) => x.string()), ipaddr: r.string(), prefix: r.uint(), hostname: r.optional((x) => x.string()), clientid: r.optional((x) => x.string()) }),
  (w, v) => {
    w.string(v.iface)
    w.hyper(v.expirytime)
    w.int(v.type)
    w.optional(v.mac, (x, v) => x.string(v))
    w.optional(v.iaid, (x, v) => x.string(v))
    w.string(v.ipaddr)
    w.uint(v.prefix)
    w.optional(v.hostname, (x, v) => x.string(v))
    w.optional(v.clientid, (x, v) => x.string(v))
  }
)

/**
 * Wire structure `remote_domain_stats_record`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainStatsRecord {
  readonly dom: Domain
  /** At most 262144 elements. */
  readonly params: ReadonlyArray<TypedParam>
}

/**
 * Codec of {@link DomainStatsRecord}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainStatsRecord: Codec<DomainStatsRecord> = codec(
  "DomainStatsRecord",
  (r) => ({ dom: Domain.decode(r), params: r.array(262144, TypedParam.decode) }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 262144, TypedParam.encode)
  }
)

/**
 * Wire structure `remote_domain_fsinfo`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainFsinfo {
  readonly mountpoint: string
  readonly name: string
  readonly fstype: string
  /** At most 256 elements. */
  readonly devAliases: ReadonlyArray<string>
}

/**
 * Codec of {@link DomainFsinfo}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainFsinfo: Codec<DomainFsinfo> = codec(
  "DomainFsinfo",
  (r) => ({ mountpoint: r.string(), name: r.string(), fstype: r.string(), devAliases: r.array(256, (x) => x.string()) }),
  (w, v) => {
    w.string(v.mountpoint)
    w.string(v.name)
    w.string(v.fstype)
    w.array(v.devAliases, 256, (x, v) => x.string(v))
  }
)

/**
 * Wire structure `remote_domain_ip_addr`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainIpAddr {
  readonly type: number
  readonly addr: string
  readonly prefix: number
}

/**
 * Codec of {@link DomainIpAddr}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainIpAddr: Codec<DomainIpAddr> = codec(
  "DomainIpAddr",
  (r) => ({ type: r.int(), addr: r.string(), prefix: r.uint() }),
  (w, v) => {
    w.int(v.type)
    w.string(v.addr)
    w.uint(v.prefix)
  }
)

/**
 * Wire structure `remote_domain_interface`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainInterface {
  readonly name: string
  readonly hwaddr: string | null
  /** At most 2048 elements. */
  readonly addrs: ReadonlyArray<DomainIpAddr>
}

/**
 * Codec of {@link DomainInterface}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainInterface: Codec<DomainInterface> = codec(
  "DomainInterface",
  (r) => ({ name: r.string(), hwaddr: r.optional((x) => x.string()), addrs: r.array(2048, DomainIpAddr.decode) }),
  (w, v) => {
    w.string(v.name)
    w.optional(v.hwaddr, (x, v) => x.string(v))
    w.array(v.addrs, 2048, DomainIpAddr.encode)
  }
)
