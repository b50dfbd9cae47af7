/**
 * Wire structures: Network.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Interface, Network, NetworkDhcpLease, NetworkPort, Nwfilter, NwfilterBinding, TypedParam } from "./Common.ts"

/**
 * Arguments of `networkLookupByUuid` (`REMOTE_PROC_NETWORK_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkLookupByUuidArgs {
  readonly uuid: string
}

/**
 * Codec of {@link NetworkLookupByUuidArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkLookupByUuidArgs: Codec<NetworkLookupByUuidArgs> = codec(
  "NetworkLookupByUuidArgs",
  (r) => ({ uuid: r.uuid() }),
  (w, v) => {
    w.uuid(v.uuid)
  }
)

/**
 * Result of `networkLookupByUuid` (`REMOTE_PROC_NETWORK_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkLookupByUuidRet {
  readonly net: Network
}

/**
 * Codec of {@link NetworkLookupByUuidRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkLookupByUuidRet: Codec<NetworkLookupByUuidRet> = codec(
  "NetworkLookupByUuidRet",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkLookupByName` (`REMOTE_PROC_NETWORK_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkLookupByNameArgs {
  readonly name: string
}

/**
 * Codec of {@link NetworkLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkLookupByNameArgs: Codec<NetworkLookupByNameArgs> = codec(
  "NetworkLookupByNameArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `networkLookupByName` (`REMOTE_PROC_NETWORK_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkLookupByNameRet {
  readonly net: Network
}

/**
 * Codec of {@link NetworkLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkLookupByNameRet: Codec<NetworkLookupByNameRet> = codec(
  "NetworkLookupByNameRet",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkCreateXml` (`REMOTE_PROC_NETWORK_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkCreateXmlArgs {
  readonly xml: string
}

/**
 * Codec of {@link NetworkCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkCreateXmlArgs: Codec<NetworkCreateXmlArgs> = codec(
  "NetworkCreateXmlArgs",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Result of `networkCreateXml` (`REMOTE_PROC_NETWORK_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkCreateXmlRet {
  readonly net: Network
}

/**
 * Codec of {@link NetworkCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkCreateXmlRet: Codec<NetworkCreateXmlRet> = codec(
  "NetworkCreateXmlRet",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkCreateXmlFlags` (`REMOTE_PROC_NETWORK_CREATE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkCreateXmlFlagsArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link NetworkCreateXmlFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkCreateXmlFlagsArgs: Codec<NetworkCreateXmlFlagsArgs> = codec(
  "NetworkCreateXmlFlagsArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkCreateXmlFlags` (`REMOTE_PROC_NETWORK_CREATE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkCreateXmlFlagsRet {
  readonly net: Network
}

/**
 * Codec of {@link NetworkCreateXmlFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkCreateXmlFlagsRet: Codec<NetworkCreateXmlFlagsRet> = codec(
  "NetworkCreateXmlFlagsRet",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkDefineXml` (`REMOTE_PROC_NETWORK_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkDefineXmlArgs {
  readonly xml: string
}

/**
 * Codec of {@link NetworkDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkDefineXmlArgs: Codec<NetworkDefineXmlArgs> = codec(
  "NetworkDefineXmlArgs",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Result of `networkDefineXml` (`REMOTE_PROC_NETWORK_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkDefineXmlRet {
  readonly net: Network
}

/**
 * Codec of {@link NetworkDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkDefineXmlRet: Codec<NetworkDefineXmlRet> = codec(
  "NetworkDefineXmlRet",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkDefineXmlFlags` (`REMOTE_PROC_NETWORK_DEFINE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkDefineXmlFlagsArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link NetworkDefineXmlFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkDefineXmlFlagsArgs: Codec<NetworkDefineXmlFlagsArgs> = codec(
  "NetworkDefineXmlFlagsArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkDefineXmlFlags` (`REMOTE_PROC_NETWORK_DEFINE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkDefineXmlFlagsRet {
  readonly net: Network
}

/**
 * Codec of {@link NetworkDefineXmlFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkDefineXmlFlagsRet: Codec<NetworkDefineXmlFlagsRet> = codec(
  "NetworkDefineXmlFlagsRet",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkUndefine` (`REMOTE_PROC_NETWORK_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkUndefineArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkUndefineArgs: Codec<NetworkUndefineArgs> = codec(
  "NetworkUndefineArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkUpdate` (`REMOTE_PROC_NETWORK_UPDATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkUpdateArgs {
  readonly net: Network
  readonly command: number
  readonly section: number
  readonly parentIndex: number
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link NetworkUpdateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkUpdateArgs: Codec<NetworkUpdateArgs> = codec(
  "NetworkUpdateArgs",
  (r) => ({ net: Network.decode(r), command: r.uint(), section: r.uint(), parentIndex: r.int(), xml: r.string(), flags: r.uint() }),
  (w, v) => {
    Network.encode(w, v.net)
    w.uint(v.command)
    w.uint(v.section)
    w.int(v.parentIndex)
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `networkCreate` (`REMOTE_PROC_NETWORK_CREATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkCreateArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkCreateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkCreateArgs: Codec<NetworkCreateArgs> = codec(
  "NetworkCreateArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkDestroy` (`REMOTE_PROC_NETWORK_DESTROY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkDestroyArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkDestroyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkDestroyArgs: Codec<NetworkDestroyArgs> = codec(
  "NetworkDestroyArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Arguments of `networkGetXmlDesc` (`REMOTE_PROC_NETWORK_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetXmlDescArgs {
  readonly net: Network
  readonly flags: number
}

/**
 * Codec of {@link NetworkGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetXmlDescArgs: Codec<NetworkGetXmlDescArgs> = codec(
  "NetworkGetXmlDescArgs",
  (r) => ({ net: Network.decode(r), flags: r.uint() }),
  (w, v) => {
    Network.encode(w, v.net)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkGetXmlDesc` (`REMOTE_PROC_NETWORK_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link NetworkGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetXmlDescRet: Codec<NetworkGetXmlDescRet> = codec(
  "NetworkGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `networkGetBridgeName` (`REMOTE_PROC_NETWORK_GET_BRIDGE_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetBridgeNameArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkGetBridgeNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetBridgeNameArgs: Codec<NetworkGetBridgeNameArgs> = codec(
  "NetworkGetBridgeNameArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Result of `networkGetBridgeName` (`REMOTE_PROC_NETWORK_GET_BRIDGE_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetBridgeNameRet {
  readonly name: string
}

/**
 * Codec of {@link NetworkGetBridgeNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetBridgeNameRet: Codec<NetworkGetBridgeNameRet> = codec(
  "NetworkGetBridgeNameRet",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Arguments of `networkGetAutostart` (`REMOTE_PROC_NETWORK_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetAutostartArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkGetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetAutostartArgs: Codec<NetworkGetAutostartArgs> = codec(
  "NetworkGetAutostartArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Result of `networkGetAutostart` (`REMOTE_PROC_NETWORK_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetAutostartRet {
  readonly autostart: number
}

/**
 * Codec of {@link NetworkGetAutostartRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetAutostartRet: Codec<NetworkGetAutostartRet> = codec(
  "NetworkGetAutostartRet",
  (r) => ({ autostart: r.int() }),
  (w, v) => {
    w.int(v.autostart)
  }
)

/**
 * Arguments of `networkSetAutostart` (`REMOTE_PROC_NETWORK_SET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkSetAutostartArgs {
  readonly net: Network
  readonly autostart: number
}

/**
 * Codec of {@link NetworkSetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkSetAutostartArgs: Codec<NetworkSetAutostartArgs> = codec(
  "NetworkSetAutostartArgs",
  (r) => ({ net: Network.decode(r), autostart: r.int() }),
  (w, v) => {
    Network.encode(w, v.net)
    w.int(v.autostart)
  }
)

/**
 * Arguments of `nwfilterLookupByUuid` (`REMOTE_PROC_NWFILTER_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterLookupByUuidArgs {
  readonly uuid: string
}

/**
 * Codec of {@link NwfilterLookupByUuidArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterLookupByUuidArgs: Codec<NwfilterLookupByUuidArgs> = codec(
  "NwfilterLookupByUuidArgs",
  (r) => ({ uuid: r.uuid() }),
  (w, v) => {
    w.uuid(v.uuid)
  }
)

/**
 * Result of `nwfilterLookupByUuid` (`REMOTE_PROC_NWFILTER_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterLookupByUuidRet {
  readonly nwfilter: Nwfilter
}

/**
 * Codec of {@link NwfilterLookupByUuidRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterLookupByUuidRet: Codec<NwfilterLookupByUuidRet> = codec(
  "NwfilterLookupByUuidRet",
  (r) => ({ nwfilter: Nwfilter.decode(r) }),
  (w, v) => {
    Nwfilter.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterLookupByName` (`REMOTE_PROC_NWFILTER_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterLookupByNameArgs {
  readonly name: string
}

/**
 * Codec of {@link NwfilterLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterLookupByNameArgs: Codec<NwfilterLookupByNameArgs> = codec(
  "NwfilterLookupByNameArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nwfilterLookupByName` (`REMOTE_PROC_NWFILTER_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterLookupByNameRet {
  readonly nwfilter: Nwfilter
}

/**
 * Codec of {@link NwfilterLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterLookupByNameRet: Codec<NwfilterLookupByNameRet> = codec(
  "NwfilterLookupByNameRet",
  (r) => ({ nwfilter: Nwfilter.decode(r) }),
  (w, v) => {
    Nwfilter.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterDefineXml` (`REMOTE_PROC_NWFILTER_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterDefineXmlArgs {
  readonly xml: string
}

/**
 * Codec of {@link NwfilterDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterDefineXmlArgs: Codec<NwfilterDefineXmlArgs> = codec(
  "NwfilterDefineXmlArgs",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Result of `nwfilterDefineXml` (`REMOTE_PROC_NWFILTER_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterDefineXmlRet {
  readonly nwfilter: Nwfilter
}

/**
 * Codec of {@link NwfilterDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterDefineXmlRet: Codec<NwfilterDefineXmlRet> = codec(
  "NwfilterDefineXmlRet",
  (r) => ({ nwfilter: Nwfilter.decode(r) }),
  (w, v) => {
    Nwfilter.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterDefineXmlFlags` (`REMOTE_PROC_NWFILTER_DEFINE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterDefineXmlFlagsArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link NwfilterDefineXmlFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterDefineXmlFlagsArgs: Codec<NwfilterDefineXmlFlagsArgs> = codec(
  "NwfilterDefineXmlFlagsArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `nwfilterDefineXmlFlags` (`REMOTE_PROC_NWFILTER_DEFINE_XML_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterDefineXmlFlagsRet {
  readonly nwfilter: Nwfilter
}

/**
 * Codec of {@link NwfilterDefineXmlFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterDefineXmlFlagsRet: Codec<NwfilterDefineXmlFlagsRet> = codec(
  "NwfilterDefineXmlFlagsRet",
  (r) => ({ nwfilter: Nwfilter.decode(r) }),
  (w, v) => {
    Nwfilter.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterUndefine` (`REMOTE_PROC_NWFILTER_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterUndefineArgs {
  readonly nwfilter: Nwfilter
}

/**
 * Codec of {@link NwfilterUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterUndefineArgs: Codec<NwfilterUndefineArgs> = codec(
  "NwfilterUndefineArgs",
  (r) => ({ nwfilter: Nwfilter.decode(r) }),
  (w, v) => {
    Nwfilter.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterGetXmlDesc` (`REMOTE_PROC_NWFILTER_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterGetXmlDescArgs {
  readonly nwfilter: Nwfilter
  readonly flags: number
}

/**
 * Codec of {@link NwfilterGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterGetXmlDescArgs: Codec<NwfilterGetXmlDescArgs> = codec(
  "NwfilterGetXmlDescArgs",
  (r) => ({ nwfilter: Nwfilter.decode(r), flags: r.uint() }),
  (w, v) => {
    Nwfilter.encode(w, v.nwfilter)
    w.uint(v.flags)
  }
)

/**
 * Result of `nwfilterGetXmlDesc` (`REMOTE_PROC_NWFILTER_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link NwfilterGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterGetXmlDescRet: Codec<NwfilterGetXmlDescRet> = codec(
  "NwfilterGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `interfaceLookupByName` (`REMOTE_PROC_INTERFACE_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceLookupByNameArgs {
  readonly name: string
}

/**
 * Codec of {@link InterfaceLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceLookupByNameArgs: Codec<InterfaceLookupByNameArgs> = codec(
  "InterfaceLookupByNameArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `interfaceLookupByName` (`REMOTE_PROC_INTERFACE_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceLookupByNameRet {
  readonly iface: Interface
}

/**
 * Codec of {@link InterfaceLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceLookupByNameRet: Codec<InterfaceLookupByNameRet> = codec(
  "InterfaceLookupByNameRet",
  (r) => ({ iface: Interface.decode(r) }),
  (w, v) => {
    Interface.encode(w, v.iface)
  }
)

/**
 * Arguments of `interfaceLookupByMacString` (`REMOTE_PROC_INTERFACE_LOOKUP_BY_MAC_STRING`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceLookupByMacStringArgs {
  readonly mac: string
}

/**
 * Codec of {@link InterfaceLookupByMacStringArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceLookupByMacStringArgs: Codec<InterfaceLookupByMacStringArgs> = codec(
  "InterfaceLookupByMacStringArgs",
  (r) => ({ mac: r.string() }),
  (w, v) => {
    w.string(v.mac)
  }
)

/**
 * Result of `interfaceLookupByMacString` (`REMOTE_PROC_INTERFACE_LOOKUP_BY_MAC_STRING`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceLookupByMacStringRet {
  readonly iface: Interface
}

/**
 * Codec of {@link InterfaceLookupByMacStringRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceLookupByMacStringRet: Codec<InterfaceLookupByMacStringRet> = codec(
  "InterfaceLookupByMacStringRet",
  (r) => ({ iface: Interface.decode(r) }),
  (w, v) => {
    Interface.encode(w, v.iface)
  }
)

/**
 * Arguments of `interfaceGetXmlDesc` (`REMOTE_PROC_INTERFACE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceGetXmlDescArgs {
  readonly iface: Interface
  readonly flags: number
}

/**
 * Codec of {@link InterfaceGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceGetXmlDescArgs: Codec<InterfaceGetXmlDescArgs> = codec(
  "InterfaceGetXmlDescArgs",
  (r) => ({ iface: Interface.decode(r), flags: r.uint() }),
  (w, v) => {
    Interface.encode(w, v.iface)
    w.uint(v.flags)
  }
)

/**
 * Result of `interfaceGetXmlDesc` (`REMOTE_PROC_INTERFACE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link InterfaceGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceGetXmlDescRet: Codec<InterfaceGetXmlDescRet> = codec(
  "InterfaceGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `interfaceDefineXml` (`REMOTE_PROC_INTERFACE_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceDefineXmlArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link InterfaceDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceDefineXmlArgs: Codec<InterfaceDefineXmlArgs> = codec(
  "InterfaceDefineXmlArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `interfaceDefineXml` (`REMOTE_PROC_INTERFACE_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceDefineXmlRet {
  readonly iface: Interface
}

/**
 * Codec of {@link InterfaceDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceDefineXmlRet: Codec<InterfaceDefineXmlRet> = codec(
  "InterfaceDefineXmlRet",
  (r) => ({ iface: Interface.decode(r) }),
  (w, v) => {
    Interface.encode(w, v.iface)
  }
)

/**
 * Arguments of `interfaceUndefine` (`REMOTE_PROC_INTERFACE_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceUndefineArgs {
  readonly iface: Interface
}

/**
 * Codec of {@link InterfaceUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceUndefineArgs: Codec<InterfaceUndefineArgs> = codec(
  "InterfaceUndefineArgs",
  (r) => ({ iface: Interface.decode(r) }),
  (w, v) => {
    Interface.encode(w, v.iface)
  }
)

/**
 * Arguments of `interfaceCreate` (`REMOTE_PROC_INTERFACE_CREATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceCreateArgs {
  readonly iface: Interface
  readonly flags: number
}

/**
 * Codec of {@link InterfaceCreateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceCreateArgs: Codec<InterfaceCreateArgs> = codec(
  "InterfaceCreateArgs",
  (r) => ({ iface: Interface.decode(r), flags: r.uint() }),
  (w, v) => {
    Interface.encode(w, v.iface)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `interfaceDestroy` (`REMOTE_PROC_INTERFACE_DESTROY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceDestroyArgs {
  readonly iface: Interface
  readonly flags: number
}

/**
 * Codec of {@link InterfaceDestroyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceDestroyArgs: Codec<InterfaceDestroyArgs> = codec(
  "InterfaceDestroyArgs",
  (r) => ({ iface: Interface.decode(r), flags: r.uint() }),
  (w, v) => {
    Interface.encode(w, v.iface)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `interfaceChangeBegin` (`REMOTE_PROC_INTERFACE_CHANGE_BEGIN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceChangeBeginArgs {
  readonly flags: number
}

/**
 * Codec of {@link InterfaceChangeBeginArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceChangeBeginArgs: Codec<InterfaceChangeBeginArgs> = codec(
  "InterfaceChangeBeginArgs",
  (r) => ({ flags: r.uint() }),
  (w, v) => {
    w.uint(v.flags)
  }
)

/**
 * Arguments of `interfaceChangeCommit` (`REMOTE_PROC_INTERFACE_CHANGE_COMMIT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceChangeCommitArgs {
  readonly flags: number
}

/**
 * Codec of {@link InterfaceChangeCommitArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceChangeCommitArgs: Codec<InterfaceChangeCommitArgs> = codec(
  "InterfaceChangeCommitArgs",
  (r) => ({ flags: r.uint() }),
  (w, v) => {
    w.uint(v.flags)
  }
)

/**
 * Arguments of `interfaceChangeRollback` (`REMOTE_PROC_INTERFACE_CHANGE_ROLLBACK`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceChangeRollbackArgs {
  readonly flags: number
}

/**
 * Codec of {@link InterfaceChangeRollbackArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceChangeRollbackArgs: Codec<InterfaceChangeRollbackArgs> = codec(
  "InterfaceChangeRollbackArgs",
  (r) => ({ flags: r.uint() }),
  (w, v) => {
    w.uint(v.flags)
  }
)

/**
 * Arguments of `networkIsActive` (`REMOTE_PROC_NETWORK_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkIsActiveArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkIsActiveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkIsActiveArgs: Codec<NetworkIsActiveArgs> = codec(
  "NetworkIsActiveArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Result of `networkIsActive` (`REMOTE_PROC_NETWORK_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkIsActiveRet {
  readonly active: number
}

/**
 * Codec of {@link NetworkIsActiveRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkIsActiveRet: Codec<NetworkIsActiveRet> = codec(
  "NetworkIsActiveRet",
  (r) => ({ active: r.int() }),
  (w, v) => {
    w.int(v.active)
  }
)

/**
 * Arguments of `networkIsPersistent` (`REMOTE_PROC_NETWORK_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkIsPersistentArgs {
  readonly net: Network
}

/**
 * Codec of {@link NetworkIsPersistentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkIsPersistentArgs: Codec<NetworkIsPersistentArgs> = codec(
  "NetworkIsPersistentArgs",
  (r) => ({ net: Network.decode(r) }),
  (w, v) => {
    Network.encode(w, v.net)
  }
)

/**
 * Result of `networkIsPersistent` (`REMOTE_PROC_NETWORK_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkIsPersistentRet {
  readonly persistent: number
}

/**
 * Codec of {@link NetworkIsPersistentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkIsPersistentRet: Codec<NetworkIsPersistentRet> = codec(
  "NetworkIsPersistentRet",
  (r) => ({ persistent: r.int() }),
  (w, v) => {
    w.int(v.persistent)
  }
)

/**
 * Arguments of `interfaceIsActive` (`REMOTE_PROC_INTERFACE_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceIsActiveArgs {
  readonly iface: Interface
}

/**
 * Codec of {@link InterfaceIsActiveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceIsActiveArgs: Codec<InterfaceIsActiveArgs> = codec(
  "InterfaceIsActiveArgs",
  (r) => ({ iface: Interface.decode(r) }),
  (w, v) => {
    Interface.encode(w, v.iface)
  }
)

/**
 * Result of `interfaceIsActive` (`REMOTE_PROC_INTERFACE_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface InterfaceIsActiveRet {
  readonly active: number
}

/**
 * Codec of {@link InterfaceIsActiveRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const InterfaceIsActiveRet: Codec<InterfaceIsActiveRet> = codec(
  "InterfaceIsActiveRet",
  (r) => ({ active: r.int() }),
  (w, v) => {
    w.int(v.active)
  }
)

/**
 * Arguments of `networkGetDhcpLeases` (`REMOTE_PROC_NETWORK_GET_DHCP_LEASES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetDhcpLeasesArgs {
  readonly net: Network
  readonly mac: string | null
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link NetworkGetDhcpLeasesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetDhcpLeasesArgs: Codec<NetworkGetDhcpLeasesArgs> = codec(
  "NetworkGetDhcpLeasesArgs",
  (r) => ({ net: Network.decode(r), mac: r.optional((x) => x.string()), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    Network.encode(w, v.net)
    w.optional(v.mac, (x, v) => x.string(v))
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkGetDhcpLeases` (`REMOTE_PROC_NETWORK_GET_DHCP_LEASES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkGetDhcpLeasesRet {
  /** At most 65536 elements. */
  readonly leases: ReadonlyArray<NetworkDhcpLease>
  readonly ret: number
}

/**
 * Codec of {@link NetworkGetDhcpLeasesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkGetDhcpLeasesRet: Codec<NetworkGetDhcpLeasesRet> = codec(
  "NetworkGetDhcpLeasesRet",
  (r) => ({ leases: r.array(65536, NetworkDhcpLease.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.leases, 65536, NetworkDhcpLease.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `nwfilterBindingLookupByPortDev` (`REMOTE_PROC_NWFILTER_BINDING_LOOKUP_BY_PORT_DEV`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingLookupByPortDevArgs {
  readonly name: string
}

/**
 * Codec of {@link NwfilterBindingLookupByPortDevArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingLookupByPortDevArgs: Codec<NwfilterBindingLookupByPortDevArgs> = codec(
  "NwfilterBindingLookupByPortDevArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `nwfilterBindingLookupByPortDev` (`REMOTE_PROC_NWFILTER_BINDING_LOOKUP_BY_PORT_DEV`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingLookupByPortDevRet {
  readonly nwfilter: NwfilterBinding
}

/**
 * Codec of {@link NwfilterBindingLookupByPortDevRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingLookupByPortDevRet: Codec<NwfilterBindingLookupByPortDevRet> = codec(
  "NwfilterBindingLookupByPortDevRet",
  (r) => ({ nwfilter: NwfilterBinding.decode(r) }),
  (w, v) => {
    NwfilterBinding.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterBindingCreateXml` (`REMOTE_PROC_NWFILTER_BINDING_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingCreateXmlArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link NwfilterBindingCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingCreateXmlArgs: Codec<NwfilterBindingCreateXmlArgs> = codec(
  "NwfilterBindingCreateXmlArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `nwfilterBindingCreateXml` (`REMOTE_PROC_NWFILTER_BINDING_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingCreateXmlRet {
  readonly nwfilter: NwfilterBinding
}

/**
 * Codec of {@link NwfilterBindingCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingCreateXmlRet: Codec<NwfilterBindingCreateXmlRet> = codec(
  "NwfilterBindingCreateXmlRet",
  (r) => ({ nwfilter: NwfilterBinding.decode(r) }),
  (w, v) => {
    NwfilterBinding.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterBindingDelete` (`REMOTE_PROC_NWFILTER_BINDING_DELETE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingDeleteArgs {
  readonly nwfilter: NwfilterBinding
}

/**
 * Codec of {@link NwfilterBindingDeleteArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingDeleteArgs: Codec<NwfilterBindingDeleteArgs> = codec(
  "NwfilterBindingDeleteArgs",
  (r) => ({ nwfilter: NwfilterBinding.decode(r) }),
  (w, v) => {
    NwfilterBinding.encode(w, v.nwfilter)
  }
)

/**
 * Arguments of `nwfilterBindingGetXmlDesc` (`REMOTE_PROC_NWFILTER_BINDING_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingGetXmlDescArgs {
  readonly nwfilter: NwfilterBinding
  readonly flags: number
}

/**
 * Codec of {@link NwfilterBindingGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingGetXmlDescArgs: Codec<NwfilterBindingGetXmlDescArgs> = codec(
  "NwfilterBindingGetXmlDescArgs",
  (r) => ({ nwfilter: NwfilterBinding.decode(r), flags: r.uint() }),
  (w, v) => {
    NwfilterBinding.encode(w, v.nwfilter)
    w.uint(v.flags)
  }
)

/**
 * Result of `nwfilterBindingGetXmlDesc` (`REMOTE_PROC_NWFILTER_BINDING_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NwfilterBindingGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link NwfilterBindingGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NwfilterBindingGetXmlDescRet: Codec<NwfilterBindingGetXmlDescRet> = codec(
  "NwfilterBindingGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `networkListAllPorts` (`REMOTE_PROC_NETWORK_LIST_ALL_PORTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkListAllPortsArgs {
  readonly network: Network
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link NetworkListAllPortsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkListAllPortsArgs: Codec<NetworkListAllPortsArgs> = codec(
  "NetworkListAllPortsArgs",
  (r) => ({ network: Network.decode(r), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    Network.encode(w, v.network)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkListAllPorts` (`REMOTE_PROC_NETWORK_LIST_ALL_PORTS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkListAllPortsRet {
  /** At most 16384 elements. */
  readonly ports: ReadonlyArray<NetworkPort>
  readonly ret: number
}

/**
 * Codec of {@link NetworkListAllPortsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkListAllPortsRet: Codec<NetworkListAllPortsRet> = codec(
  "NetworkListAllPortsRet",
  (r) => ({ ports: r.array(16384, NetworkPort.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.ports, 16384, NetworkPort.encode)
    w.uint(v.ret)
  }
)

/**
 * Arguments of `networkPortLookupByUuid` (`REMOTE_PROC_NETWORK_PORT_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortLookupByUuidArgs {
  readonly network: Network
  readonly uuid: string
}

/**
 * Codec of {@link NetworkPortLookupByUuidArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortLookupByUuidArgs: Codec<NetworkPortLookupByUuidArgs> = codec(
  "NetworkPortLookupByUuidArgs",
  (r) => ({ network: Network.decode(r), uuid: r.uuid() }),
  (w, v) => {
    Network.encode(w, v.network)
    w.uuid(v.uuid)
  }
)

/**
 * Result of `networkPortLookupByUuid` (`REMOTE_PROC_NETWORK_PORT_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortLookupByUuidRet {
  readonly port: NetworkPort
}

/**
 * Codec of {@link NetworkPortLookupByUuidRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortLookupByUuidRet: Codec<NetworkPortLookupByUuidRet> = codec(
  "NetworkPortLookupByUuidRet",
  (r) => ({ port: NetworkPort.decode(r) }),
  (w, v) => {
    NetworkPort.encode(w, v.port)
  }
)

/**
 * Arguments of `networkPortCreateXml` (`REMOTE_PROC_NETWORK_PORT_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortCreateXmlArgs {
  readonly network: Network
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link NetworkPortCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortCreateXmlArgs: Codec<NetworkPortCreateXmlArgs> = codec(
  "NetworkPortCreateXmlArgs",
  (r) => ({ network: Network.decode(r), xml: r.string(), flags: r.uint() }),
  (w, v) => {
    Network.encode(w, v.network)
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkPortCreateXml` (`REMOTE_PROC_NETWORK_PORT_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortCreateXmlRet {
  readonly port: NetworkPort
}

/**
 * Codec of {@link NetworkPortCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortCreateXmlRet: Codec<NetworkPortCreateXmlRet> = codec(
  "NetworkPortCreateXmlRet",
  (r) => ({ port: NetworkPort.decode(r) }),
  (w, v) => {
    NetworkPort.encode(w, v.port)
  }
)

/**
 * Arguments of `networkPortSetParameters` (`REMOTE_PROC_NETWORK_PORT_SET_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortSetParametersArgs {
  readonly port: NetworkPort
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link NetworkPortSetParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortSetParametersArgs: Codec<NetworkPortSetParametersArgs> = codec(
  "NetworkPortSetParametersArgs",
  (r) => ({ port: NetworkPort.decode(r), params: r.array(16, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    NetworkPort.encode(w, v.port)
    w.array(v.params, 16, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `networkPortGetParameters` (`REMOTE_PROC_NETWORK_PORT_GET_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortGetParametersArgs {
  readonly port: NetworkPort
  readonly nparams: number
  readonly flags: number
}

/**
 * Codec of {@link NetworkPortGetParametersArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortGetParametersArgs: Codec<NetworkPortGetParametersArgs> = codec(
  "NetworkPortGetParametersArgs",
  (r) => ({ port: NetworkPort.decode(r), nparams: r.int(), flags: r.uint() }),
  (w, v) => {
    NetworkPort.encode(w, v.port)
    w.int(v.nparams)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkPortGetParameters` (`REMOTE_PROC_NETWORK_PORT_GET_PARAMETERS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortGetParametersRet {
  /** At most 16 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly nparams: number
}

/**
 * Codec of {@link NetworkPortGetParametersRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortGetParametersRet: Codec<NetworkPortGetParametersRet> = codec(
  "NetworkPortGetParametersRet",
  (r) => ({ params: r.array(16, TypedParam.decode), nparams: r.int() }),
  (w, v) => {
    w.array(v.params, 16, TypedParam.encode)
    w.int(v.nparams)
  }
)

/**
 * Arguments of `networkPortGetXmlDesc` (`REMOTE_PROC_NETWORK_PORT_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortGetXmlDescArgs {
  readonly port: NetworkPort
  readonly flags: number
}

/**
 * Codec of {@link NetworkPortGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortGetXmlDescArgs: Codec<NetworkPortGetXmlDescArgs> = codec(
  "NetworkPortGetXmlDescArgs",
  (r) => ({ port: NetworkPort.decode(r), flags: r.uint() }),
  (w, v) => {
    NetworkPort.encode(w, v.port)
    w.uint(v.flags)
  }
)

/**
 * Result of `networkPortGetXmlDesc` (`REMOTE_PROC_NETWORK_PORT_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link NetworkPortGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortGetXmlDescRet: Codec<NetworkPortGetXmlDescRet> = codec(
  "NetworkPortGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `networkPortDelete` (`REMOTE_PROC_NETWORK_PORT_DELETE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkPortDeleteArgs {
  readonly port: NetworkPort
  readonly flags: number
}

/**
 * Codec of {@link NetworkPortDeleteArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const NetworkPortDeleteArgs: Codec<NetworkPortDeleteArgs> = codec(
  "NetworkPortDeleteArgs",
  (r) => ({ port: NetworkPort.decode(r), flags: r.uint() }),
  (w, v) => {
    NetworkPort.encode(w, v.port)
    w.uint(v.flags)
  }
)
