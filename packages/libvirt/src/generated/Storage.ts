/**
 * Wire structures: Storage.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { StoragePool, StorageVol } from "./Common.ts"

/**
 * Arguments of `storagePoolLookupByUuid` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByUuidArgs {
  readonly uuid: string
}

/**
 * Codec of {@link StoragePoolLookupByUuidArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByUuidArgs: Codec<StoragePoolLookupByUuidArgs> = codec(
  "StoragePoolLookupByUuidArgs",
  (r) => ({ uuid: r.uuid() }),
  (w, v) => {
    w.uuid(v.uuid)
  }
)

/**
 * Result of `storagePoolLookupByUuid` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_UUID`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByUuidRet {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolLookupByUuidRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByUuidRet: Codec<StoragePoolLookupByUuidRet> = codec(
  "StoragePoolLookupByUuidRet",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolLookupByName` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByNameArgs {
  readonly name: string
}

/**
 * Codec of {@link StoragePoolLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByNameArgs: Codec<StoragePoolLookupByNameArgs> = codec(
  "StoragePoolLookupByNameArgs",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Result of `storagePoolLookupByName` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByNameRet {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByNameRet: Codec<StoragePoolLookupByNameRet> = codec(
  "StoragePoolLookupByNameRet",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolLookupByVolume` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_VOLUME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByVolumeArgs {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StoragePoolLookupByVolumeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByVolumeArgs: Codec<StoragePoolLookupByVolumeArgs> = codec(
  "StoragePoolLookupByVolumeArgs",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Result of `storagePoolLookupByVolume` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_VOLUME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByVolumeRet {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolLookupByVolumeRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByVolumeRet: Codec<StoragePoolLookupByVolumeRet> = codec(
  "StoragePoolLookupByVolumeRet",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolLookupByTargetPath` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_TARGET_PATH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByTargetPathArgs {
  readonly path: string
}

/**
 * Codec of {@link StoragePoolLookupByTargetPathArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByTargetPathArgs: Codec<StoragePoolLookupByTargetPathArgs> = codec(
  "StoragePoolLookupByTargetPathArgs",
  (r) => ({ path: r.string() }),
  (w, v) => {
    w.string(v.path)
  }
)

/**
 * Result of `storagePoolLookupByTargetPath` (`REMOTE_PROC_STORAGE_POOL_LOOKUP_BY_TARGET_PATH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolLookupByTargetPathRet {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolLookupByTargetPathRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolLookupByTargetPathRet: Codec<StoragePoolLookupByTargetPathRet> = codec(
  "StoragePoolLookupByTargetPathRet",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolCreateXml` (`REMOTE_PROC_STORAGE_POOL_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolCreateXmlArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolCreateXmlArgs: Codec<StoragePoolCreateXmlArgs> = codec(
  "StoragePoolCreateXmlArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `storagePoolCreateXml` (`REMOTE_PROC_STORAGE_POOL_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolCreateXmlRet {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolCreateXmlRet: Codec<StoragePoolCreateXmlRet> = codec(
  "StoragePoolCreateXmlRet",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolDefineXml` (`REMOTE_PROC_STORAGE_POOL_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolDefineXmlArgs {
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolDefineXmlArgs: Codec<StoragePoolDefineXmlArgs> = codec(
  "StoragePoolDefineXmlArgs",
  (r) => ({ xml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `storagePoolDefineXml` (`REMOTE_PROC_STORAGE_POOL_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolDefineXmlRet {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolDefineXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolDefineXmlRet: Codec<StoragePoolDefineXmlRet> = codec(
  "StoragePoolDefineXmlRet",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolBuild` (`REMOTE_PROC_STORAGE_POOL_BUILD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolBuildArgs {
  readonly pool: StoragePool
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolBuildArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolBuildArgs: Codec<StoragePoolBuildArgs> = codec(
  "StoragePoolBuildArgs",
  (r) => ({ pool: StoragePool.decode(r), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storagePoolUndefine` (`REMOTE_PROC_STORAGE_POOL_UNDEFINE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolUndefineArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolUndefineArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolUndefineArgs: Codec<StoragePoolUndefineArgs> = codec(
  "StoragePoolUndefineArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolCreate` (`REMOTE_PROC_STORAGE_POOL_CREATE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolCreateArgs {
  readonly pool: StoragePool
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolCreateArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolCreateArgs: Codec<StoragePoolCreateArgs> = codec(
  "StoragePoolCreateArgs",
  (r) => ({ pool: StoragePool.decode(r), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storagePoolDestroy` (`REMOTE_PROC_STORAGE_POOL_DESTROY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolDestroyArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolDestroyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolDestroyArgs: Codec<StoragePoolDestroyArgs> = codec(
  "StoragePoolDestroyArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Arguments of `storagePoolDelete` (`REMOTE_PROC_STORAGE_POOL_DELETE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolDeleteArgs {
  readonly pool: StoragePool
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolDeleteArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolDeleteArgs: Codec<StoragePoolDeleteArgs> = codec(
  "StoragePoolDeleteArgs",
  (r) => ({ pool: StoragePool.decode(r), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storagePoolRefresh` (`REMOTE_PROC_STORAGE_POOL_REFRESH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolRefreshArgs {
  readonly pool: StoragePool
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolRefreshArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolRefreshArgs: Codec<StoragePoolRefreshArgs> = codec(
  "StoragePoolRefreshArgs",
  (r) => ({ pool: StoragePool.decode(r), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storagePoolGetXmlDesc` (`REMOTE_PROC_STORAGE_POOL_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolGetXmlDescArgs {
  readonly pool: StoragePool
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolGetXmlDescArgs: Codec<StoragePoolGetXmlDescArgs> = codec(
  "StoragePoolGetXmlDescArgs",
  (r) => ({ pool: StoragePool.decode(r), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.uint(v.flags)
  }
)

/**
 * Result of `storagePoolGetXmlDesc` (`REMOTE_PROC_STORAGE_POOL_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link StoragePoolGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolGetXmlDescRet: Codec<StoragePoolGetXmlDescRet> = codec(
  "StoragePoolGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `storagePoolGetInfo` (`REMOTE_PROC_STORAGE_POOL_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolGetInfoArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolGetInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolGetInfoArgs: Codec<StoragePoolGetInfoArgs> = codec(
  "StoragePoolGetInfoArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Result of `storagePoolGetInfo` (`REMOTE_PROC_STORAGE_POOL_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolGetInfoRet {
  readonly state: number
  readonly capacity: bigint
  readonly allocation: bigint
  readonly available: bigint
}

/**
 * Codec of {@link StoragePoolGetInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolGetInfoRet: Codec<StoragePoolGetInfoRet> = codec(
  "StoragePoolGetInfoRet",
  (r) => ({ state: r.uint(), capacity: r.uhyper(), allocation: r.uhyper(), available: r.uhyper() }),
  (w, v) => {
    w.uint(v.state)
    w.uhyper(v.capacity)
    w.uhyper(v.allocation)
    w.uhyper(v.available)
  }
)

/**
 * Arguments of `storagePoolGetAutostart` (`REMOTE_PROC_STORAGE_POOL_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolGetAutostartArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolGetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolGetAutostartArgs: Codec<StoragePoolGetAutostartArgs> = codec(
  "StoragePoolGetAutostartArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Result of `storagePoolGetAutostart` (`REMOTE_PROC_STORAGE_POOL_GET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolGetAutostartRet {
  readonly autostart: number
}

/**
 * Codec of {@link StoragePoolGetAutostartRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolGetAutostartRet: Codec<StoragePoolGetAutostartRet> = codec(
  "StoragePoolGetAutostartRet",
  (r) => ({ autostart: r.int() }),
  (w, v) => {
    w.int(v.autostart)
  }
)

/**
 * Arguments of `storagePoolSetAutostart` (`REMOTE_PROC_STORAGE_POOL_SET_AUTOSTART`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolSetAutostartArgs {
  readonly pool: StoragePool
  readonly autostart: number
}

/**
 * Codec of {@link StoragePoolSetAutostartArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolSetAutostartArgs: Codec<StoragePoolSetAutostartArgs> = codec(
  "StoragePoolSetAutostartArgs",
  (r) => ({ pool: StoragePool.decode(r), autostart: r.int() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.int(v.autostart)
  }
)

/**
 * Arguments of `storagePoolNumOfVolumes` (`REMOTE_PROC_STORAGE_POOL_NUM_OF_VOLUMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolNumOfVolumesArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolNumOfVolumesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolNumOfVolumesArgs: Codec<StoragePoolNumOfVolumesArgs> = codec(
  "StoragePoolNumOfVolumesArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Result of `storagePoolNumOfVolumes` (`REMOTE_PROC_STORAGE_POOL_NUM_OF_VOLUMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolNumOfVolumesRet {
  readonly num: number
}

/**
 * Codec of {@link StoragePoolNumOfVolumesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolNumOfVolumesRet: Codec<StoragePoolNumOfVolumesRet> = codec(
  "StoragePoolNumOfVolumesRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `storagePoolListVolumes` (`REMOTE_PROC_STORAGE_POOL_LIST_VOLUMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolListVolumesArgs {
  readonly pool: StoragePool
  readonly maxnames: number
}

/**
 * Codec of {@link StoragePoolListVolumesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolListVolumesArgs: Codec<StoragePoolListVolumesArgs> = codec(
  "StoragePoolListVolumesArgs",
  (r) => ({ pool: StoragePool.decode(r), maxnames: r.int() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.int(v.maxnames)
  }
)

/**
 * Result of `storagePoolListVolumes` (`REMOTE_PROC_STORAGE_POOL_LIST_VOLUMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolListVolumesRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link StoragePoolListVolumesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolListVolumesRet: Codec<StoragePoolListVolumesRet> = codec(
  "StoragePoolListVolumesRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `storageVolLookupByName` (`REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolLookupByNameArgs {
  readonly pool: StoragePool
  readonly name: string
}

/**
 * Codec of {@link StorageVolLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolLookupByNameArgs: Codec<StorageVolLookupByNameArgs> = codec(
  "StorageVolLookupByNameArgs",
  (r) => ({ pool: StoragePool.decode(r), name: r.string() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.string(v.name)
  }
)

/**
 * Result of `storageVolLookupByName` (`REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolLookupByNameRet {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolLookupByNameRet: Codec<StorageVolLookupByNameRet> = codec(
  "StorageVolLookupByNameRet",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Arguments of `storageVolLookupByKey` (`REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_KEY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolLookupByKeyArgs {
  readonly key: string
}

/**
 * Codec of {@link StorageVolLookupByKeyArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolLookupByKeyArgs: Codec<StorageVolLookupByKeyArgs> = codec(
  "StorageVolLookupByKeyArgs",
  (r) => ({ key: r.string() }),
  (w, v) => {
    w.string(v.key)
  }
)

/**
 * Result of `storageVolLookupByKey` (`REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_KEY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolLookupByKeyRet {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolLookupByKeyRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolLookupByKeyRet: Codec<StorageVolLookupByKeyRet> = codec(
  "StorageVolLookupByKeyRet",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Arguments of `storageVolLookupByPath` (`REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_PATH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolLookupByPathArgs {
  readonly path: string
}

/**
 * Codec of {@link StorageVolLookupByPathArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolLookupByPathArgs: Codec<StorageVolLookupByPathArgs> = codec(
  "StorageVolLookupByPathArgs",
  (r) => ({ path: r.string() }),
  (w, v) => {
    w.string(v.path)
  }
)

/**
 * Result of `storageVolLookupByPath` (`REMOTE_PROC_STORAGE_VOL_LOOKUP_BY_PATH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolLookupByPathRet {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolLookupByPathRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolLookupByPathRet: Codec<StorageVolLookupByPathRet> = codec(
  "StorageVolLookupByPathRet",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Arguments of `storageVolCreateXml` (`REMOTE_PROC_STORAGE_VOL_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolCreateXmlArgs {
  readonly pool: StoragePool
  readonly xml: string
  readonly flags: number
}

/**
 * Codec of {@link StorageVolCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolCreateXmlArgs: Codec<StorageVolCreateXmlArgs> = codec(
  "StorageVolCreateXmlArgs",
  (r) => ({ pool: StoragePool.decode(r), xml: r.string(), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.string(v.xml)
    w.uint(v.flags)
  }
)

/**
 * Result of `storageVolCreateXml` (`REMOTE_PROC_STORAGE_VOL_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolCreateXmlRet {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolCreateXmlRet: Codec<StorageVolCreateXmlRet> = codec(
  "StorageVolCreateXmlRet",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Arguments of `storageVolCreateXmlFrom` (`REMOTE_PROC_STORAGE_VOL_CREATE_XML_FROM`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolCreateXmlFromArgs {
  readonly pool: StoragePool
  readonly xml: string
  readonly clonevol: StorageVol
  readonly flags: number
}

/**
 * Codec of {@link StorageVolCreateXmlFromArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolCreateXmlFromArgs: Codec<StorageVolCreateXmlFromArgs> = codec(
  "StorageVolCreateXmlFromArgs",
  (r) => ({ pool: StoragePool.decode(r), xml: r.string(), clonevol: StorageVol.decode(r), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.string(v.xml)
    StorageVol.encode(w, v.clonevol)
    w.uint(v.flags)
  }
)

/**
 * Result of `storageVolCreateXmlFrom` (`REMOTE_PROC_STORAGE_VOL_CREATE_XML_FROM`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolCreateXmlFromRet {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolCreateXmlFromRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolCreateXmlFromRet: Codec<StorageVolCreateXmlFromRet> = codec(
  "StorageVolCreateXmlFromRet",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Arguments of `storageVolDelete` (`REMOTE_PROC_STORAGE_VOL_DELETE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolDeleteArgs {
  readonly vol: StorageVol
  readonly flags: number
}

/**
 * Codec of {@link StorageVolDeleteArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolDeleteArgs: Codec<StorageVolDeleteArgs> = codec(
  "StorageVolDeleteArgs",
  (r) => ({ vol: StorageVol.decode(r), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storageVolWipe` (`REMOTE_PROC_STORAGE_VOL_WIPE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolWipeArgs {
  readonly vol: StorageVol
  readonly flags: number
}

/**
 * Codec of {@link StorageVolWipeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolWipeArgs: Codec<StorageVolWipeArgs> = codec(
  "StorageVolWipeArgs",
  (r) => ({ vol: StorageVol.decode(r), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storageVolWipePattern` (`REMOTE_PROC_STORAGE_VOL_WIPE_PATTERN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolWipePatternArgs {
  readonly vol: StorageVol
  readonly algorithm: number
  readonly flags: number
}

/**
 * Codec of {@link StorageVolWipePatternArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolWipePatternArgs: Codec<StorageVolWipePatternArgs> = codec(
  "StorageVolWipePatternArgs",
  (r) => ({ vol: StorageVol.decode(r), algorithm: r.uint(), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uint(v.algorithm)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storageVolGetXmlDesc` (`REMOTE_PROC_STORAGE_VOL_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetXmlDescArgs {
  readonly vol: StorageVol
  readonly flags: number
}

/**
 * Codec of {@link StorageVolGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetXmlDescArgs: Codec<StorageVolGetXmlDescArgs> = codec(
  "StorageVolGetXmlDescArgs",
  (r) => ({ vol: StorageVol.decode(r), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uint(v.flags)
  }
)

/**
 * Result of `storageVolGetXmlDesc` (`REMOTE_PROC_STORAGE_VOL_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link StorageVolGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetXmlDescRet: Codec<StorageVolGetXmlDescRet> = codec(
  "StorageVolGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `storageVolGetInfo` (`REMOTE_PROC_STORAGE_VOL_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetInfoArgs {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolGetInfoArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetInfoArgs: Codec<StorageVolGetInfoArgs> = codec(
  "StorageVolGetInfoArgs",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Result of `storageVolGetInfo` (`REMOTE_PROC_STORAGE_VOL_GET_INFO`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetInfoRet {
  readonly type: number
  readonly capacity: bigint
  readonly allocation: bigint
}

/**
 * Codec of {@link StorageVolGetInfoRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetInfoRet: Codec<StorageVolGetInfoRet> = codec(
  "StorageVolGetInfoRet",
  (r) => ({ type: r.int(), capacity: r.uhyper(), allocation: r.uhyper() }),
  (w, v) => {
    w.int(v.type)
    w.uhyper(v.capacity)
    w.uhyper(v.allocation)
  }
)

/**
 * Arguments of `storageVolGetInfoFlags` (`REMOTE_PROC_STORAGE_VOL_GET_INFO_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetInfoFlagsArgs {
  readonly vol: StorageVol
  readonly flags: number
}

/**
 * Codec of {@link StorageVolGetInfoFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetInfoFlagsArgs: Codec<StorageVolGetInfoFlagsArgs> = codec(
  "StorageVolGetInfoFlagsArgs",
  (r) => ({ vol: StorageVol.decode(r), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uint(v.flags)
  }
)

/**
 * Result of `storageVolGetInfoFlags` (`REMOTE_PROC_STORAGE_VOL_GET_INFO_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetInfoFlagsRet {
  readonly type: number
  readonly capacity: bigint
  readonly allocation: bigint
}

/**
 * Codec of {@link StorageVolGetInfoFlagsRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetInfoFlagsRet: Codec<StorageVolGetInfoFlagsRet> = codec(
  "StorageVolGetInfoFlagsRet",
  (r) => ({ type: r.int(), capacity: r.uhyper(), allocation: r.uhyper() }),
  (w, v) => {
    w.int(v.type)
    w.uhyper(v.capacity)
    w.uhyper(v.allocation)
  }
)

/**
 * Arguments of `storageVolGetPath` (`REMOTE_PROC_STORAGE_VOL_GET_PATH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetPathArgs {
  readonly vol: StorageVol
}

/**
 * Codec of {@link StorageVolGetPathArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetPathArgs: Codec<StorageVolGetPathArgs> = codec(
  "StorageVolGetPathArgs",
  (r) => ({ vol: StorageVol.decode(r) }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
  }
)

/**
 * Result of `storageVolGetPath` (`REMOTE_PROC_STORAGE_VOL_GET_PATH`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolGetPathRet {
  readonly name: string
}

/**
 * Codec of {@link StorageVolGetPathRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolGetPathRet: Codec<StorageVolGetPathRet> = codec(
  "StorageVolGetPathRet",
  (r) => ({ name: r.string() }),
  (w, v) => {
    w.string(v.name)
  }
)

/**
 * Arguments of `storageVolResize` (`REMOTE_PROC_STORAGE_VOL_RESIZE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolResizeArgs {
  readonly vol: StorageVol
  readonly capacity: bigint
  readonly flags: number
}

/**
 * Codec of {@link StorageVolResizeArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolResizeArgs: Codec<StorageVolResizeArgs> = codec(
  "StorageVolResizeArgs",
  (r) => ({ vol: StorageVol.decode(r), capacity: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uhyper(v.capacity)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storagePoolIsActive` (`REMOTE_PROC_STORAGE_POOL_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolIsActiveArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolIsActiveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolIsActiveArgs: Codec<StoragePoolIsActiveArgs> = codec(
  "StoragePoolIsActiveArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Result of `storagePoolIsActive` (`REMOTE_PROC_STORAGE_POOL_IS_ACTIVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolIsActiveRet {
  readonly active: number
}

/**
 * Codec of {@link StoragePoolIsActiveRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolIsActiveRet: Codec<StoragePoolIsActiveRet> = codec(
  "StoragePoolIsActiveRet",
  (r) => ({ active: r.int() }),
  (w, v) => {
    w.int(v.active)
  }
)

/**
 * Arguments of `storagePoolIsPersistent` (`REMOTE_PROC_STORAGE_POOL_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolIsPersistentArgs {
  readonly pool: StoragePool
}

/**
 * Codec of {@link StoragePoolIsPersistentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolIsPersistentArgs: Codec<StoragePoolIsPersistentArgs> = codec(
  "StoragePoolIsPersistentArgs",
  (r) => ({ pool: StoragePool.decode(r) }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
  }
)

/**
 * Result of `storagePoolIsPersistent` (`REMOTE_PROC_STORAGE_POOL_IS_PERSISTENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolIsPersistentRet {
  readonly persistent: number
}

/**
 * Codec of {@link StoragePoolIsPersistentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolIsPersistentRet: Codec<StoragePoolIsPersistentRet> = codec(
  "StoragePoolIsPersistentRet",
  (r) => ({ persistent: r.int() }),
  (w, v) => {
    w.int(v.persistent)
  }
)

/**
 * Arguments of `storageVolUpload` (`REMOTE_PROC_STORAGE_VOL_UPLOAD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolUploadArgs {
  readonly vol: StorageVol
  readonly offset: bigint
  readonly length: bigint
  readonly flags: number
}

/**
 * Codec of {@link StorageVolUploadArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolUploadArgs: Codec<StorageVolUploadArgs> = codec(
  "StorageVolUploadArgs",
  (r) => ({ vol: StorageVol.decode(r), offset: r.uhyper(), length: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uhyper(v.offset)
    w.uhyper(v.length)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storageVolDownload` (`REMOTE_PROC_STORAGE_VOL_DOWNLOAD`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StorageVolDownloadArgs {
  readonly vol: StorageVol
  readonly offset: bigint
  readonly length: bigint
  readonly flags: number
}

/**
 * Codec of {@link StorageVolDownloadArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StorageVolDownloadArgs: Codec<StorageVolDownloadArgs> = codec(
  "StorageVolDownloadArgs",
  (r) => ({ vol: StorageVol.decode(r), offset: r.uhyper(), length: r.uhyper(), flags: r.uint() }),
  (w, v) => {
    StorageVol.encode(w, v.vol)
    w.uhyper(v.offset)
    w.uhyper(v.length)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `storagePoolListAllVolumes` (`REMOTE_PROC_STORAGE_POOL_LIST_ALL_VOLUMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolListAllVolumesArgs {
  readonly pool: StoragePool
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link StoragePoolListAllVolumesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolListAllVolumesArgs: Codec<StoragePoolListAllVolumesArgs> = codec(
  "StoragePoolListAllVolumesArgs",
  (r) => ({ pool: StoragePool.decode(r), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    StoragePool.encode(w, v.pool)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `storagePoolListAllVolumes` (`REMOTE_PROC_STORAGE_POOL_LIST_ALL_VOLUMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolListAllVolumesRet {
  /** At most 16384 elements. */
  readonly vols: ReadonlyArray<StorageVol>
  readonly ret: number
}

/**
 * Codec of {@link StoragePoolListAllVolumesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const StoragePoolListAllVolumesRet: Codec<StoragePoolListAllVolumesRet> = codec(
  "StoragePoolListAllVolumesRet",
  (r) => ({ vols: r.array(16384, StorageVol.decode), ret: r.uint() }),
  (w, v) => {
    w.array(v.vols, 16384, StorageVol.encode)
    w.uint(v.ret)
  }
)
