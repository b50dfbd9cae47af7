/**
 * Wire structures: Snapshot.
 *
 * Fields keep libvirt's names in camelCase. 64-bit integers are `bigint`, UUIDs are canonical text, `null` stands for
 * an absent value, strings are at most 4 MiB of UTF-8. Flags and codes are the values of `Constants`.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { type Codec, codec } from "../Xdr.ts"
import { Domain, DomainCheckpoint, DomainSnapshot, TypedParam } from "./Common.ts"

/**
 * Arguments of `domainSave` (`REMOTE_PROC_DOMAIN_SAVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSaveArgs {
  readonly dom: Domain
  readonly to: string
}

/**
 * Codec of {@link DomainSaveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSaveArgs: Codec<DomainSaveArgs> = codec(
  "DomainSaveArgs",
  (r) => ({ dom: Domain.decode(r), to: r.string() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.to)
  }
)

/**
 * Arguments of `domainSaveFlags` (`REMOTE_PROC_DOMAIN_SAVE_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSaveFlagsArgs {
  readonly dom: Domain
  readonly to: string
  readonly dxml: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainSaveFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSaveFlagsArgs: Codec<DomainSaveFlagsArgs> = codec(
  "DomainSaveFlagsArgs",
  (r) => ({ dom: Domain.decode(r), to: r.string(), dxml: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.to)
    w.optional(v.dxml, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSaveParams` (`REMOTE_PROC_DOMAIN_SAVE_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSaveParamsArgs {
  readonly dom: Domain
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainSaveParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSaveParamsArgs: Codec<DomainSaveParamsArgs> = codec(
  "DomainSaveParamsArgs",
  (r) => ({ dom: Domain.decode(r), params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainRestore` (`REMOTE_PROC_DOMAIN_RESTORE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRestoreArgs {
  readonly from: string
}

/**
 * Codec of {@link DomainRestoreArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRestoreArgs: Codec<DomainRestoreArgs> = codec(
  "DomainRestoreArgs",
  (r) => ({ from: r.string() }),
  (w, v) => {
    w.string(v.from)
  }
)

/**
 * Arguments of `domainRestoreFlags` (`REMOTE_PROC_DOMAIN_RESTORE_FLAGS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRestoreFlagsArgs {
  readonly from: string
  readonly dxml: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainRestoreFlagsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRestoreFlagsArgs: Codec<DomainRestoreFlagsArgs> = codec(
  "DomainRestoreFlagsArgs",
  (r) => ({ from: r.string(), dxml: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    w.string(v.from)
    w.optional(v.dxml, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainRestoreParams` (`REMOTE_PROC_DOMAIN_RESTORE_PARAMS`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainRestoreParamsArgs {
  /** At most 64 elements. */
  readonly params: ReadonlyArray<TypedParam>
  readonly flags: number
}

/**
 * Codec of {@link DomainRestoreParamsArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainRestoreParamsArgs: Codec<DomainRestoreParamsArgs> = codec(
  "DomainRestoreParamsArgs",
  (r) => ({ params: r.array(64, TypedParam.decode), flags: r.uint() }),
  (w, v) => {
    w.array(v.params, 64, TypedParam.encode)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSaveImageGetXmlDesc` (`REMOTE_PROC_DOMAIN_SAVE_IMAGE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSaveImageGetXmlDescArgs {
  readonly file: string
  readonly flags: number
}

/**
 * Codec of {@link DomainSaveImageGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSaveImageGetXmlDescArgs: Codec<DomainSaveImageGetXmlDescArgs> = codec(
  "DomainSaveImageGetXmlDescArgs",
  (r) => ({ file: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.file)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSaveImageGetXmlDesc` (`REMOTE_PROC_DOMAIN_SAVE_IMAGE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSaveImageGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link DomainSaveImageGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSaveImageGetXmlDescRet: Codec<DomainSaveImageGetXmlDescRet> = codec(
  "DomainSaveImageGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainSaveImageDefineXml` (`REMOTE_PROC_DOMAIN_SAVE_IMAGE_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSaveImageDefineXmlArgs {
  readonly file: string
  readonly dxml: string
  readonly flags: number
}

/**
 * Codec of {@link DomainSaveImageDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSaveImageDefineXmlArgs: Codec<DomainSaveImageDefineXmlArgs> = codec(
  "DomainSaveImageDefineXmlArgs",
  (r) => ({ file: r.string(), dxml: r.string(), flags: r.uint() }),
  (w, v) => {
    w.string(v.file)
    w.string(v.dxml)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainManagedSave` (`REMOTE_PROC_DOMAIN_MANAGED_SAVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainManagedSaveArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainManagedSaveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainManagedSaveArgs: Codec<DomainManagedSaveArgs> = codec(
  "DomainManagedSaveArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainManagedSaveRemove` (`REMOTE_PROC_DOMAIN_MANAGED_SAVE_REMOVE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainManagedSaveRemoveArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainManagedSaveRemoveArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainManagedSaveRemoveArgs: Codec<DomainManagedSaveRemoveArgs> = codec(
  "DomainManagedSaveRemoveArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainManagedSaveGetXmlDesc` (`REMOTE_PROC_DOMAIN_MANAGED_SAVE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainManagedSaveGetXmlDescArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainManagedSaveGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainManagedSaveGetXmlDescArgs: Codec<DomainManagedSaveGetXmlDescArgs> = codec(
  "DomainManagedSaveGetXmlDescArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainManagedSaveGetXmlDesc` (`REMOTE_PROC_DOMAIN_MANAGED_SAVE_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainManagedSaveGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link DomainManagedSaveGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainManagedSaveGetXmlDescRet: Codec<DomainManagedSaveGetXmlDescRet> = codec(
  "DomainManagedSaveGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainManagedSaveDefineXml` (`REMOTE_PROC_DOMAIN_MANAGED_SAVE_DEFINE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainManagedSaveDefineXmlArgs {
  readonly dom: Domain
  readonly dxml: string | null
  readonly flags: number
}

/**
 * Codec of {@link DomainManagedSaveDefineXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainManagedSaveDefineXmlArgs: Codec<DomainManagedSaveDefineXmlArgs> = codec(
  "DomainManagedSaveDefineXmlArgs",
  (r) => ({ dom: Domain.decode(r), dxml: r.optional((x) => x.string()), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.optional(v.dxml, (x, v) => x.string(v))
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainSnapshotCreateXml` (`REMOTE_PROC_DOMAIN_SNAPSHOT_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotCreateXmlArgs {
  readonly dom: Domain
  readonly xmlDesc: string
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotCreateXmlArgs: Codec<DomainSnapshotCreateXmlArgs> = codec(
  "DomainSnapshotCreateXmlArgs",
  (r) => ({ dom: Domain.decode(r), xmlDesc: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xmlDesc)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotCreateXml` (`REMOTE_PROC_DOMAIN_SNAPSHOT_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotCreateXmlRet {
  readonly snap: DomainSnapshot
}

/**
 * Codec of {@link DomainSnapshotCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotCreateXmlRet: Codec<DomainSnapshotCreateXmlRet> = codec(
  "DomainSnapshotCreateXmlRet",
  (r) => ({ snap: DomainSnapshot.decode(r) }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
  }
)

/**
 * Arguments of `domainSnapshotGetXmlDesc` (`REMOTE_PROC_DOMAIN_SNAPSHOT_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotGetXmlDescArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotGetXmlDescArgs: Codec<DomainSnapshotGetXmlDescArgs> = codec(
  "DomainSnapshotGetXmlDescArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotGetXmlDesc` (`REMOTE_PROC_DOMAIN_SNAPSHOT_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link DomainSnapshotGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotGetXmlDescRet: Codec<DomainSnapshotGetXmlDescRet> = codec(
  "DomainSnapshotGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainSnapshotNum` (`REMOTE_PROC_DOMAIN_SNAPSHOT_NUM`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotNumArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotNumArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotNumArgs: Codec<DomainSnapshotNumArgs> = codec(
  "DomainSnapshotNumArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotNum` (`REMOTE_PROC_DOMAIN_SNAPSHOT_NUM`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotNumRet {
  readonly num: number
}

/**
 * Codec of {@link DomainSnapshotNumRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotNumRet: Codec<DomainSnapshotNumRet> = codec(
  "DomainSnapshotNumRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `domainSnapshotListNames` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_NAMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotListNamesArgs {
  readonly dom: Domain
  readonly maxnames: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotListNamesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotListNamesArgs: Codec<DomainSnapshotListNamesArgs> = codec(
  "DomainSnapshotListNamesArgs",
  (r) => ({ dom: Domain.decode(r), maxnames: r.int(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.int(v.maxnames)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotListNames` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_NAMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotListNamesRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link DomainSnapshotListNamesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotListNamesRet: Codec<DomainSnapshotListNamesRet> = codec(
  "DomainSnapshotListNamesRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainSnapshotNumChildren` (`REMOTE_PROC_DOMAIN_SNAPSHOT_NUM_CHILDREN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotNumChildrenArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotNumChildrenArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotNumChildrenArgs: Codec<DomainSnapshotNumChildrenArgs> = codec(
  "DomainSnapshotNumChildrenArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotNumChildren` (`REMOTE_PROC_DOMAIN_SNAPSHOT_NUM_CHILDREN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotNumChildrenRet {
  readonly num: number
}

/**
 * Codec of {@link DomainSnapshotNumChildrenRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotNumChildrenRet: Codec<DomainSnapshotNumChildrenRet> = codec(
  "DomainSnapshotNumChildrenRet",
  (r) => ({ num: r.int() }),
  (w, v) => {
    w.int(v.num)
  }
)

/**
 * Arguments of `domainSnapshotListChildrenNames` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotListChildrenNamesArgs {
  readonly snap: DomainSnapshot
  readonly maxnames: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotListChildrenNamesArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotListChildrenNamesArgs: Codec<DomainSnapshotListChildrenNamesArgs> = codec(
  "DomainSnapshotListChildrenNamesArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), maxnames: r.int(), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.int(v.maxnames)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotListChildrenNames` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotListChildrenNamesRet {
  /** At most 16384 elements. */
  readonly names: ReadonlyArray<string>
}

/**
 * Codec of {@link DomainSnapshotListChildrenNamesRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotListChildrenNamesRet: Codec<DomainSnapshotListChildrenNamesRet> = codec(
  "DomainSnapshotListChildrenNamesRet",
  (r) => ({ names: r.array(16384, (x) => x.string()) }),
  (w, v) => {
    w.array(v.names, 16384, (x, v) => x.string(v))
  }
)

/**
 * Arguments of `domainSnapshotListAllChildren` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotListAllChildrenArgs {
  readonly snapshot: DomainSnapshot
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotListAllChildrenArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotListAllChildrenArgs: Codec<DomainSnapshotListAllChildrenArgs> = codec(
  "DomainSnapshotListAllChildrenArgs",
  (r) => ({ snapshot: DomainSnapshot.decode(r), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snapshot)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotListAllChildren` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotListAllChildrenRet {
  /** At most 16384 elements. */
  readonly snapshots: ReadonlyArray<DomainSnapshot>
  readonly ret: number
}

/**
 * Codec of {@link DomainSnapshotListAllChildrenRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotListAllChildrenRet: Codec<DomainSnapshotListAllChildrenRet> = codec(
  "DomainSnapshotListAllChildrenRet",
  (r) => ({ snapshots: r.array(16384, DomainSnapshot.decode), ret: r.int() }),
  (w, v) => {
    w.array(v.snapshots, 16384, DomainSnapshot.encode)
    w.int(v.ret)
  }
)

/**
 * Arguments of `domainSnapshotLookupByName` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotLookupByNameArgs {
  readonly dom: Domain
  readonly name: string
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotLookupByNameArgs: Codec<DomainSnapshotLookupByNameArgs> = codec(
  "DomainSnapshotLookupByNameArgs",
  (r) => ({ dom: Domain.decode(r), name: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.name)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotLookupByName` (`REMOTE_PROC_DOMAIN_SNAPSHOT_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotLookupByNameRet {
  readonly snap: DomainSnapshot
}

/**
 * Codec of {@link DomainSnapshotLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotLookupByNameRet: Codec<DomainSnapshotLookupByNameRet> = codec(
  "DomainSnapshotLookupByNameRet",
  (r) => ({ snap: DomainSnapshot.decode(r) }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
  }
)

/**
 * Arguments of `domainSnapshotGetParent` (`REMOTE_PROC_DOMAIN_SNAPSHOT_GET_PARENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotGetParentArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotGetParentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotGetParentArgs: Codec<DomainSnapshotGetParentArgs> = codec(
  "DomainSnapshotGetParentArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotGetParent` (`REMOTE_PROC_DOMAIN_SNAPSHOT_GET_PARENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotGetParentRet {
  readonly snap: DomainSnapshot
}

/**
 * Codec of {@link DomainSnapshotGetParentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotGetParentRet: Codec<DomainSnapshotGetParentRet> = codec(
  "DomainSnapshotGetParentRet",
  (r) => ({ snap: DomainSnapshot.decode(r) }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
  }
)

/**
 * Arguments of `domainSnapshotCurrent` (`REMOTE_PROC_DOMAIN_SNAPSHOT_CURRENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotCurrentArgs {
  readonly dom: Domain
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotCurrentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotCurrentArgs: Codec<DomainSnapshotCurrentArgs> = codec(
  "DomainSnapshotCurrentArgs",
  (r) => ({ dom: Domain.decode(r), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotCurrent` (`REMOTE_PROC_DOMAIN_SNAPSHOT_CURRENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotCurrentRet {
  readonly snap: DomainSnapshot
}

/**
 * Codec of {@link DomainSnapshotCurrentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotCurrentRet: Codec<DomainSnapshotCurrentRet> = codec(
  "DomainSnapshotCurrentRet",
  (r) => ({ snap: DomainSnapshot.decode(r) }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
  }
)

/**
 * Arguments of `domainSnapshotIsCurrent` (`REMOTE_PROC_DOMAIN_SNAPSHOT_IS_CURRENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotIsCurrentArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotIsCurrentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotIsCurrentArgs: Codec<DomainSnapshotIsCurrentArgs> = codec(
  "DomainSnapshotIsCurrentArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotIsCurrent` (`REMOTE_PROC_DOMAIN_SNAPSHOT_IS_CURRENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotIsCurrentRet {
  readonly current: number
}

/**
 * Codec of {@link DomainSnapshotIsCurrentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotIsCurrentRet: Codec<DomainSnapshotIsCurrentRet> = codec(
  "DomainSnapshotIsCurrentRet",
  (r) => ({ current: r.int() }),
  (w, v) => {
    w.int(v.current)
  }
)

/**
 * Arguments of `domainSnapshotHasMetadata` (`REMOTE_PROC_DOMAIN_SNAPSHOT_HAS_METADATA`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotHasMetadataArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotHasMetadataArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotHasMetadataArgs: Codec<DomainSnapshotHasMetadataArgs> = codec(
  "DomainSnapshotHasMetadataArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainSnapshotHasMetadata` (`REMOTE_PROC_DOMAIN_SNAPSHOT_HAS_METADATA`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotHasMetadataRet {
  readonly metadata: number
}

/**
 * Codec of {@link DomainSnapshotHasMetadataRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotHasMetadataRet: Codec<DomainSnapshotHasMetadataRet> = codec(
  "DomainSnapshotHasMetadataRet",
  (r) => ({ metadata: r.int() }),
  (w, v) => {
    w.int(v.metadata)
  }
)

/**
 * Arguments of `domainSnapshotDelete` (`REMOTE_PROC_DOMAIN_SNAPSHOT_DELETE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainSnapshotDeleteArgs {
  readonly snap: DomainSnapshot
  readonly flags: number
}

/**
 * Codec of {@link DomainSnapshotDeleteArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainSnapshotDeleteArgs: Codec<DomainSnapshotDeleteArgs> = codec(
  "DomainSnapshotDeleteArgs",
  (r) => ({ snap: DomainSnapshot.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainSnapshot.encode(w, v.snap)
    w.uint(v.flags)
  }
)

/**
 * Arguments of `domainCheckpointCreateXml` (`REMOTE_PROC_DOMAIN_CHECKPOINT_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointCreateXmlArgs {
  readonly dom: Domain
  readonly xmlDesc: string
  readonly flags: number
}

/**
 * Codec of {@link DomainCheckpointCreateXmlArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointCreateXmlArgs: Codec<DomainCheckpointCreateXmlArgs> = codec(
  "DomainCheckpointCreateXmlArgs",
  (r) => ({ dom: Domain.decode(r), xmlDesc: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.xmlDesc)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCheckpointCreateXml` (`REMOTE_PROC_DOMAIN_CHECKPOINT_CREATE_XML`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointCreateXmlRet {
  readonly checkpoint: DomainCheckpoint
}

/**
 * Codec of {@link DomainCheckpointCreateXmlRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointCreateXmlRet: Codec<DomainCheckpointCreateXmlRet> = codec(
  "DomainCheckpointCreateXmlRet",
  (r) => ({ checkpoint: DomainCheckpoint.decode(r) }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.checkpoint)
  }
)

/**
 * Arguments of `domainCheckpointGetXmlDesc` (`REMOTE_PROC_DOMAIN_CHECKPOINT_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointGetXmlDescArgs {
  readonly checkpoint: DomainCheckpoint
  readonly flags: number
}

/**
 * Codec of {@link DomainCheckpointGetXmlDescArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointGetXmlDescArgs: Codec<DomainCheckpointGetXmlDescArgs> = codec(
  "DomainCheckpointGetXmlDescArgs",
  (r) => ({ checkpoint: DomainCheckpoint.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.checkpoint)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCheckpointGetXmlDesc` (`REMOTE_PROC_DOMAIN_CHECKPOINT_GET_XML_DESC`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointGetXmlDescRet {
  readonly xml: string
}

/**
 * Codec of {@link DomainCheckpointGetXmlDescRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointGetXmlDescRet: Codec<DomainCheckpointGetXmlDescRet> = codec(
  "DomainCheckpointGetXmlDescRet",
  (r) => ({ xml: r.string() }),
  (w, v) => {
    w.string(v.xml)
  }
)

/**
 * Arguments of `domainCheckpointListAllChildren` (`REMOTE_PROC_DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointListAllChildrenArgs {
  readonly checkpoint: DomainCheckpoint
  readonly needResults: number
  readonly flags: number
}

/**
 * Codec of {@link DomainCheckpointListAllChildrenArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointListAllChildrenArgs: Codec<DomainCheckpointListAllChildrenArgs> = codec(
  "DomainCheckpointListAllChildrenArgs",
  (r) => ({ checkpoint: DomainCheckpoint.decode(r), needResults: r.int(), flags: r.uint() }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.checkpoint)
    w.int(v.needResults)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCheckpointListAllChildren` (`REMOTE_PROC_DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointListAllChildrenRet {
  /** At most 16384 elements. */
  readonly checkpoints: ReadonlyArray<DomainCheckpoint>
  readonly ret: number
}

/**
 * Codec of {@link DomainCheckpointListAllChildrenRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointListAllChildrenRet: Codec<DomainCheckpointListAllChildrenRet> = codec(
  "DomainCheckpointListAllChildrenRet",
  (r) => ({ checkpoints: r.array(16384, DomainCheckpoint.decode), ret: r.int() }),
  (w, v) => {
    w.array(v.checkpoints, 16384, DomainCheckpoint.encode)
    w.int(v.ret)
  }
)

/**
 * Arguments of `domainCheckpointLookupByName` (`REMOTE_PROC_DOMAIN_CHECKPOINT_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointLookupByNameArgs {
  readonly dom: Domain
  readonly name: string
  readonly flags: number
}

/**
 * Codec of {@link DomainCheckpointLookupByNameArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointLookupByNameArgs: Codec<DomainCheckpointLookupByNameArgs> = codec(
  "DomainCheckpointLookupByNameArgs",
  (r) => ({ dom: Domain.decode(r), name: r.string(), flags: r.uint() }),
  (w, v) => {
    Domain.encode(w, v.dom)
    w.string(v.name)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCheckpointLookupByName` (`REMOTE_PROC_DOMAIN_CHECKPOINT_LOOKUP_BY_NAME`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointLookupByNameRet {
  readonly checkpoint: DomainCheckpoint
}

/**
 * Codec of {@link DomainCheckpointLookupByNameRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointLookupByNameRet: Codec<DomainCheckpointLookupByNameRet> = codec(
  "DomainCheckpointLookupByNameRet",
  (r) => ({ checkpoint: DomainCheckpoint.decode(r) }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.checkpoint)
  }
)

/**
 * Arguments of `domainCheckpointGetParent` (`REMOTE_PROC_DOMAIN_CHECKPOINT_GET_PARENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointGetParentArgs {
  readonly checkpoint: DomainCheckpoint
  readonly flags: number
}

/**
 * Codec of {@link DomainCheckpointGetParentArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointGetParentArgs: Codec<DomainCheckpointGetParentArgs> = codec(
  "DomainCheckpointGetParentArgs",
  (r) => ({ checkpoint: DomainCheckpoint.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.checkpoint)
    w.uint(v.flags)
  }
)

/**
 * Result of `domainCheckpointGetParent` (`REMOTE_PROC_DOMAIN_CHECKPOINT_GET_PARENT`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointGetParentRet {
  readonly parent: DomainCheckpoint
}

/**
 * Codec of {@link DomainCheckpointGetParentRet}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointGetParentRet: Codec<DomainCheckpointGetParentRet> = codec(
  "DomainCheckpointGetParentRet",
  (r) => ({ parent: DomainCheckpoint.decode(r) }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.parent)
  }
)

/**
 * Arguments of `domainCheckpointDelete` (`REMOTE_PROC_DOMAIN_CHECKPOINT_DELETE`).
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainCheckpointDeleteArgs {
  readonly checkpoint: DomainCheckpoint
  readonly flags: number
}

/**
 * Codec of {@link DomainCheckpointDeleteArgs}.
 *
 * @category codecs
 * @since 0.1.0
 */
export const DomainCheckpointDeleteArgs: Codec<DomainCheckpointDeleteArgs> = codec(
  "DomainCheckpointDeleteArgs",
  (r) => ({ checkpoint: DomainCheckpoint.decode(r), flags: r.uint() }),
  (w, v) => {
    DomainCheckpoint.encode(w, v.checkpoint)
    w.uint(v.flags)
  }
)
