/**
 * The tables of the database OVN_Southbound, from its schema of version 20.27.0 (checksum 4078371916 30328).
 * Columns have the shapes of `OvsdbSchema`; those of `New…` types that have a default may be left out. Written by
 * `generator/main.ts`.
 *
 * @since 0.1.0
 */
import * as OvsdbSchema from "../OvsdbSchema.ts"
import * as Table from "../Table.ts"
import type { Ref, Uuid } from "../Uuid.ts"

/**
 * A row of `SB_Global` of OVN_Southbound 20.27.0. At most 1 row.
 *
 * @category models
 * @since 0.1.0
 */
export interface SbGlobal {
  readonly _uuid: Ref<"SB_Global">
  readonly nb_cfg: number
  readonly external_ids: ReadonlyMap<string, string>
  readonly connections: ReadonlySet<Ref<"Connection">>
  readonly ssl: Ref<"SSL"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly ipsec: boolean
}

/**
 * What an insert into `SB_Global` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewSbGlobal {
  readonly nb_cfg?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly connections?: ReadonlySet<Ref<"Connection">> | undefined
  readonly ssl?: Ref<"SSL"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly ipsec?: boolean | undefined
}

/**
 * The table `SB_Global` of OVN_Southbound 20.27.0. At most 1 row.
 *
 * @category schemas
 * @since 0.1.0
 */
export const SbGlobal: Table.Table<"SB_Global", SbGlobal, NewSbGlobal> = /* @__PURE__ */ Table.make("OVN_Southbound", "SB_Global", {
  columns: {
    nb_cfg: { type: { key: "integer" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    connections: { type: { key: { type: "uuid", refTable: "Connection" }, min: 0, max: "unlimited" } },
    ssl: { type: { key: { type: "uuid", refTable: "SSL" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    ipsec: { type: "boolean" }
  },
  maxRows: 1,
  isRoot: true
})

/**
 * A row of `Chassis` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Chassis {
  readonly _uuid: Ref<"Chassis">
  readonly name: string
  readonly hostname: string
  /** at least one member */
  readonly encaps: ReadonlySet<Ref<"Encap">>
  readonly vtep_logical_switches: ReadonlySet<string>
  readonly nb_cfg: number
  readonly external_ids: ReadonlyMap<string, string>
  readonly other_config: ReadonlyMap<string, string>
  readonly transport_zones: ReadonlySet<string>
}

/**
 * What an insert into `Chassis` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewChassis {
  readonly name?: string | undefined
  readonly hostname?: string | undefined
  /** at least one member */
  readonly encaps: ReadonlySet<Ref<"Encap">>
  readonly vtep_logical_switches?: ReadonlySet<string> | undefined
  readonly nb_cfg?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly transport_zones?: ReadonlySet<string> | undefined
}

/**
 * The table `Chassis` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Chassis: Table.Table<"Chassis", Chassis, NewChassis> = /* @__PURE__ */ Table.make("OVN_Southbound", "Chassis", {
  columns: {
    name: { type: "string" },
    hostname: { type: "string" },
    encaps: { type: { key: { type: "uuid", refTable: "Encap" }, min: 1, max: "unlimited" } },
    vtep_logical_switches: { type: { key: "string", min: 0, max: "unlimited" } },
    nb_cfg: { type: { key: "integer" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    transport_zones: { type: { key: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Chassis_Private` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ChassisPrivate {
  readonly _uuid: Ref<"Chassis_Private">
  readonly name: string
  /** weak */
  readonly chassis: Ref<"Chassis"> | undefined
  readonly nb_cfg: number
  readonly nb_cfg_timestamp: number
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Chassis_Private` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewChassisPrivate {
  readonly name?: string | undefined
  /** weak */
  readonly chassis?: Ref<"Chassis"> | undefined
  readonly nb_cfg?: number | undefined
  readonly nb_cfg_timestamp?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Chassis_Private` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ChassisPrivate: Table.Table<"Chassis_Private", ChassisPrivate, NewChassisPrivate> = /* @__PURE__ */ Table.make("OVN_Southbound", "Chassis_Private", {
  columns: {
    name: { type: "string" },
    chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    nb_cfg: { type: { key: "integer" } },
    nb_cfg_timestamp: { type: { key: "integer" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Encap` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes. Unique:
 * (`type`, `ip`).
 *
 * @category models
 * @since 0.1.0
 */
export interface Encap {
  readonly _uuid: Ref<"Encap">
  readonly type: "geneve" | "stt" | "vxlan"
  readonly options: ReadonlyMap<string, string>
  readonly ip: string
  readonly chassis_name: string
}

/**
 * What an insert into `Encap` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewEncap {
  readonly type: "geneve" | "stt" | "vxlan"
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly ip?: string | undefined
  readonly chassis_name?: string | undefined
}

/**
 * The table `Encap` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes. Unique:
 * (`type`, `ip`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const Encap: Table.Table<"Encap", Encap, NewEncap> = /* @__PURE__ */ Table.make("OVN_Southbound", "Encap", {
  columns: {
    type: { type: { key: { type: "string", enum: ["set", ["geneve", "stt", "vxlan"]] } } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    ip: { type: "string" },
    chassis_name: { type: "string" }
  },
  indexes: [["type", "ip"]]
})

/**
 * A row of `Address_Set` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressSet {
  readonly _uuid: Ref<"Address_Set">
  readonly name: string
  readonly addresses: ReadonlySet<string>
}

/**
 * What an insert into `Address_Set` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewAddressSet {
  readonly name?: string | undefined
  readonly addresses?: ReadonlySet<string> | undefined
}

/**
 * The table `Address_Set` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AddressSet: Table.Table<"Address_Set", AddressSet, NewAddressSet> = /* @__PURE__ */ Table.make("OVN_Southbound", "Address_Set", {
  columns: {
    name: { type: "string" },
    addresses: { type: { key: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Port_Group` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface PortGroup {
  readonly _uuid: Ref<"Port_Group">
  readonly name: string
  readonly ports: ReadonlySet<string>
}

/**
 * What an insert into `Port_Group` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewPortGroup {
  readonly name?: string | undefined
  readonly ports?: ReadonlySet<string> | undefined
}

/**
 * The table `Port_Group` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PortGroup: Table.Table<"Port_Group", PortGroup, NewPortGroup> = /* @__PURE__ */ Table.make("OVN_Southbound", "Port_Group", {
  columns: {
    name: { type: "string" },
    ports: { type: { key: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Logical_Flow` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalFlow {
  readonly _uuid: Ref<"Logical_Flow">
  readonly logical_datapath: Ref<"Datapath_Binding"> | undefined
  readonly logical_dp_group: Ref<"Logical_DP_Group"> | undefined
  readonly pipeline: "ingress" | "egress"
  /** 0 to 32 */
  readonly table_id: number
  /** 0 to 65535 */
  readonly priority: number
  readonly match: string
  readonly actions: string
  readonly tags: ReadonlyMap<string, string>
  readonly controller_meter: string | undefined
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Logical_Flow` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalFlow {
  readonly logical_datapath?: Ref<"Datapath_Binding"> | undefined
  readonly logical_dp_group?: Ref<"Logical_DP_Group"> | undefined
  readonly pipeline: "ingress" | "egress"
  /** 0 to 32 */
  readonly table_id?: number | undefined
  /** 0 to 65535 */
  readonly priority?: number | undefined
  readonly match?: string | undefined
  readonly actions?: string | undefined
  readonly tags?: ReadonlyMap<string, string> | undefined
  readonly controller_meter?: string | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Logical_Flow` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalFlow: Table.Table<"Logical_Flow", LogicalFlow, NewLogicalFlow> = /* @__PURE__ */ Table.make("OVN_Southbound", "Logical_Flow", {
  columns: {
    logical_datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding" }, min: 0, max: 1 } },
    logical_dp_group: { type: { key: { type: "uuid", refTable: "Logical_DP_Group" }, min: 0, max: 1 } },
    pipeline: { type: { key: { type: "string", enum: ["set", ["ingress", "egress"]] } } },
    table_id: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32 } } },
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 65535 } } },
    match: { type: "string" },
    actions: { type: "string" },
    tags: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    controller_meter: { type: { key: { type: "string" }, min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Logical_DP_Group` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalDpGroup {
  readonly _uuid: Ref<"Logical_DP_Group">
  /** weak */
  readonly datapaths: ReadonlySet<Ref<"Datapath_Binding">>
}

/**
 * What an insert into `Logical_DP_Group` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalDpGroup {
  /** weak */
  readonly datapaths?: ReadonlySet<Ref<"Datapath_Binding">> | undefined
}

/**
 * The table `Logical_DP_Group` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalDpGroup: Table.Table<"Logical_DP_Group", LogicalDpGroup, NewLogicalDpGroup> = /* @__PURE__ */ Table.make("OVN_Southbound", "Logical_DP_Group", {
  columns: {
    datapaths: { type: { key: { type: "uuid", refTable: "Datapath_Binding", refType: "weak" }, min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `Multicast_Group` of OVN_Southbound 20.27.0. Unique: (`datapath`, `tunnel_key`), (`datapath`, `name`).
 *
 * @category models
 * @since 0.1.0
 */
export interface MulticastGroup {
  readonly _uuid: Ref<"Multicast_Group">
  readonly datapath: Ref<"Datapath_Binding">
  readonly name: string
  /** 32768 to 65535 */
  readonly tunnel_key: number
  /** weak */
  readonly ports: ReadonlySet<Ref<"Port_Binding">>
}

/**
 * What an insert into `Multicast_Group` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMulticastGroup {
  readonly datapath: Ref<"Datapath_Binding">
  readonly name?: string | undefined
  /** 32768 to 65535 */
  readonly tunnel_key: number
  /** weak */
  readonly ports?: ReadonlySet<Ref<"Port_Binding">> | undefined
}

/**
 * The table `Multicast_Group` of OVN_Southbound 20.27.0. Unique: (`datapath`, `tunnel_key`), (`datapath`,
 * `name`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const MulticastGroup: Table.Table<"Multicast_Group", MulticastGroup, NewMulticastGroup> = /* @__PURE__ */ Table.make("OVN_Southbound", "Multicast_Group", {
  columns: {
    datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding" } } },
    name: { type: "string" },
    tunnel_key: { type: { key: { type: "integer", minInteger: 32768, maxInteger: 65535 } } },
    ports: { type: { key: { type: "uuid", refTable: "Port_Binding", refType: "weak" }, min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["datapath", "tunnel_key"], ["datapath", "name"]]
})

/**
 * A row of `Mirror` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Mirror {
  readonly _uuid: Ref<"Mirror">
  readonly name: string
  readonly filter: "from-lport" | "to-lport"
  readonly sink: string
  readonly type: "gre" | "erspan"
  readonly index: number
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Mirror` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMirror {
  readonly name?: string | undefined
  readonly filter: "from-lport" | "to-lport"
  readonly sink?: string | undefined
  readonly type: "gre" | "erspan"
  readonly index?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Mirror` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Mirror: Table.Table<"Mirror", Mirror, NewMirror> = /* @__PURE__ */ Table.make("OVN_Southbound", "Mirror", {
  columns: {
    name: { type: "string" },
    filter: { type: { key: { type: "string", enum: ["set", ["from-lport", "to-lport"]] } } },
    sink: { type: "string" },
    type: { type: { key: { type: "string", enum: ["set", ["gre", "erspan"]] } } },
    index: { type: "integer" },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Meter` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Meter {
  readonly _uuid: Ref<"Meter">
  readonly name: string
  readonly unit: "kbps" | "pktps"
  /** at least one member */
  readonly bands: ReadonlySet<Ref<"Meter_Band">>
}

/**
 * What an insert into `Meter` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMeter {
  readonly name?: string | undefined
  readonly unit: "kbps" | "pktps"
  /** at least one member */
  readonly bands: ReadonlySet<Ref<"Meter_Band">>
}

/**
 * The table `Meter` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Meter: Table.Table<"Meter", Meter, NewMeter> = /* @__PURE__ */ Table.make("OVN_Southbound", "Meter", {
  columns: {
    name: { type: "string" },
    unit: { type: { key: { type: "string", enum: ["set", ["kbps", "pktps"]] } } },
    bands: { type: { key: { type: "uuid", refTable: "Meter_Band", refType: "strong" }, min: 1, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Meter_Band` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface MeterBand {
  readonly _uuid: Ref<"Meter_Band">
  readonly action: "drop"
  /** 1 to 4294967295 */
  readonly rate: number
  /** 0 to 4294967295 */
  readonly burst_size: number
}

/**
 * What an insert into `Meter_Band` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMeterBand {
  readonly action: "drop"
  /** 1 to 4294967295 */
  readonly rate: number
  /** 0 to 4294967295 */
  readonly burst_size?: number | undefined
}

/**
 * The table `Meter_Band` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const MeterBand: Table.Table<"Meter_Band", MeterBand, NewMeterBand> = /* @__PURE__ */ Table.make("OVN_Southbound", "Meter_Band", {
  columns: {
    action: { type: { key: { type: "string", enum: ["set", ["drop"]] } } },
    rate: { type: { key: { type: "integer", minInteger: 1, maxInteger: 4294967295 } } },
    burst_size: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 } } }
  },
  isRoot: false
})

/**
 * A row of `Datapath_Binding` of OVN_Southbound 20.27.0. Unique: `tunnel_key`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DatapathBinding {
  readonly _uuid: Ref<"Datapath_Binding">
  /** 1 to 16777215 */
  readonly tunnel_key: number
  readonly load_balancers: ReadonlySet<Uuid>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Datapath_Binding` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDatapathBinding {
  /** 1 to 16777215 */
  readonly tunnel_key: number
  readonly load_balancers?: ReadonlySet<Uuid> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Datapath_Binding` of OVN_Southbound 20.27.0. Unique: `tunnel_key`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const DatapathBinding: Table.Table<"Datapath_Binding", DatapathBinding, NewDatapathBinding> = /* @__PURE__ */ Table.make("OVN_Southbound", "Datapath_Binding", {
  columns: {
    tunnel_key: { type: { key: { type: "integer", minInteger: 1, maxInteger: 16777215 } } },
    load_balancers: { type: { key: { type: "uuid" }, min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["tunnel_key"]]
})

/**
 * A row of `Port_Binding` of OVN_Southbound 20.27.0. Unique: (`datapath`, `tunnel_key`), `logical_port`.
 *
 * @category models
 * @since 0.1.0
 */
export interface PortBinding {
  readonly _uuid: Ref<"Port_Binding">
  readonly logical_port: string
  readonly type: string
  readonly gateway_chassis: ReadonlySet<Ref<"Gateway_Chassis">>
  readonly ha_chassis_group: Ref<"HA_Chassis_Group"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly datapath: Ref<"Datapath_Binding">
  /** 1 to 32767 */
  readonly tunnel_key: number
  readonly parent_port: string | undefined
  /** 1 to 4095 */
  readonly tag: number | undefined
  readonly virtual_parent: string | undefined
  /** weak */
  readonly chassis: Ref<"Chassis"> | undefined
  /** weak */
  readonly additional_chassis: ReadonlySet<Ref<"Chassis">>
  /** weak */
  readonly encap: Ref<"Encap"> | undefined
  /** weak */
  readonly additional_encap: ReadonlySet<Ref<"Encap">>
  /** weak */
  readonly mirror_rules: ReadonlySet<Ref<"Mirror">>
  readonly mac: ReadonlySet<string>
  readonly port_security: ReadonlySet<string>
  readonly nat_addresses: ReadonlySet<string>
  readonly up: boolean | undefined
  readonly external_ids: ReadonlyMap<string, string>
  /** weak */
  readonly requested_chassis: Ref<"Chassis"> | undefined
  /** weak */
  readonly requested_additional_chassis: ReadonlySet<Ref<"Chassis">>
}

/**
 * What an insert into `Port_Binding` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewPortBinding {
  readonly logical_port?: string | undefined
  readonly type?: string | undefined
  readonly gateway_chassis?: ReadonlySet<Ref<"Gateway_Chassis">> | undefined
  readonly ha_chassis_group?: Ref<"HA_Chassis_Group"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly datapath: Ref<"Datapath_Binding">
  /** 1 to 32767 */
  readonly tunnel_key: number
  readonly parent_port?: string | undefined
  /** 1 to 4095 */
  readonly tag?: number | undefined
  readonly virtual_parent?: string | undefined
  /** weak */
  readonly chassis?: Ref<"Chassis"> | undefined
  /** weak */
  readonly additional_chassis?: ReadonlySet<Ref<"Chassis">> | undefined
  /** weak */
  readonly encap?: Ref<"Encap"> | undefined
  /** weak */
  readonly additional_encap?: ReadonlySet<Ref<"Encap">> | undefined
  /** weak */
  readonly mirror_rules?: ReadonlySet<Ref<"Mirror">> | undefined
  readonly mac?: ReadonlySet<string> | undefined
  readonly port_security?: ReadonlySet<string> | undefined
  readonly nat_addresses?: ReadonlySet<string> | undefined
  readonly up?: boolean | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** weak */
  readonly requested_chassis?: Ref<"Chassis"> | undefined
  /** weak */
  readonly requested_additional_chassis?: ReadonlySet<Ref<"Chassis">> | undefined
}

/**
 * The table `Port_Binding` of OVN_Southbound 20.27.0. Unique: (`datapath`, `tunnel_key`), `logical_port`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PortBinding: Table.Table<"Port_Binding", PortBinding, NewPortBinding> = /* @__PURE__ */ Table.make("OVN_Southbound", "Port_Binding", {
  columns: {
    logical_port: { type: "string" },
    type: { type: "string" },
    gateway_chassis: { type: { key: { type: "uuid", refTable: "Gateway_Chassis", refType: "strong" }, min: 0, max: "unlimited" } },
    ha_chassis_group: { type: { key: { type: "uuid", refTable: "HA_Chassis_Group", refType: "strong" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding" } } },
    tunnel_key: { type: { key: { type: "integer", minInteger: 1, maxInteger: 32767 } } },
    parent_port: { type: { key: "string", min: 0, max: 1 } },
    tag: { type: { key: { type: "integer", minInteger: 1, maxInteger: 4095 }, min: 0, max: 1 } },
    virtual_parent: { type: { key: "string", min: 0, max: 1 } },
    chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    additional_chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: "unlimited" } },
    encap: { type: { key: { type: "uuid", refTable: "Encap", refType: "weak" }, min: 0, max: 1 } },
    additional_encap: { type: { key: { type: "uuid", refTable: "Encap", refType: "weak" }, min: 0, max: "unlimited" } },
    mirror_rules: { type: { key: { type: "uuid", refTable: "Mirror", refType: "weak" }, min: 0, max: "unlimited" } },
    mac: { type: { key: "string", min: 0, max: "unlimited" } },
    port_security: { type: { key: "string", min: 0, max: "unlimited" } },
    nat_addresses: { type: { key: "string", min: 0, max: "unlimited" } },
    up: { type: { key: "boolean", min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    requested_chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    requested_additional_chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["datapath", "tunnel_key"], ["logical_port"]]
})

/**
 * A row of `MAC_Binding` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `ip`).
 *
 * @category models
 * @since 0.1.0
 */
export interface MacBinding {
  readonly _uuid: Ref<"MAC_Binding">
  readonly logical_port: string
  readonly ip: string
  readonly mac: string
  readonly timestamp: number
  readonly datapath: Ref<"Datapath_Binding">
}

/**
 * What an insert into `MAC_Binding` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMacBinding {
  readonly logical_port?: string | undefined
  readonly ip?: string | undefined
  readonly mac?: string | undefined
  readonly timestamp?: number | undefined
  readonly datapath: Ref<"Datapath_Binding">
}

/**
 * The table `MAC_Binding` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `ip`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const MacBinding: Table.Table<"MAC_Binding", MacBinding, NewMacBinding> = /* @__PURE__ */ Table.make("OVN_Southbound", "MAC_Binding", {
  columns: {
    logical_port: { type: "string" },
    ip: { type: "string" },
    mac: { type: "string" },
    timestamp: { type: { key: "integer" } },
    datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding" } } }
  },
  isRoot: true,
  indexes: [["logical_port", "ip"]]
})

/**
 * A row of `DHCP_Options` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface DhcpOptions {
  readonly _uuid: Ref<"DHCP_Options">
  readonly name: string
  /** 0 to 254 */
  readonly code: number
  readonly type: "bool" | "uint8" | "uint16" | "uint32" | "ipv4" | "static_routes" | "str" | "host_id" | "domains"
}

/**
 * What an insert into `DHCP_Options` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDhcpOptions {
  readonly name?: string | undefined
  /** 0 to 254 */
  readonly code?: number | undefined
  readonly type: "bool" | "uint8" | "uint16" | "uint32" | "ipv4" | "static_routes" | "str" | "host_id" | "domains"
}

/**
 * The table `DHCP_Options` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const DhcpOptions: Table.Table<"DHCP_Options", DhcpOptions, NewDhcpOptions> = /* @__PURE__ */ Table.make("OVN_Southbound", "DHCP_Options", {
  columns: {
    name: { type: "string" },
    code: { type: { key: { type: "integer", minInteger: 0, maxInteger: 254 } } },
    type: { type: { key: { type: "string", enum: ["set", ["bool", "uint8", "uint16", "uint32", "ipv4", "static_routes", "str", "host_id", "domains"]] } } }
  },
  isRoot: true
})

/**
 * A row of `DHCPv6_Options` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface DHCPv6Options {
  readonly _uuid: Ref<"DHCPv6_Options">
  readonly name: string
  /** 0 to 254 */
  readonly code: number
  readonly type: "ipv6" | "str" | "mac"
}

/**
 * What an insert into `DHCPv6_Options` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDHCPv6Options {
  readonly name?: string | undefined
  /** 0 to 254 */
  readonly code?: number | undefined
  readonly type: "ipv6" | "str" | "mac"
}

/**
 * The table `DHCPv6_Options` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const DHCPv6Options: Table.Table<"DHCPv6_Options", DHCPv6Options, NewDHCPv6Options> = /* @__PURE__ */ Table.make("OVN_Southbound", "DHCPv6_Options", {
  columns: {
    name: { type: "string" },
    code: { type: { key: { type: "integer", minInteger: 0, maxInteger: 254 } } },
    type: { type: { key: { type: "string", enum: ["set", ["ipv6", "str", "mac"]] } } }
  },
  isRoot: true
})

/**
 * A row of `Connection` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes. Unique:
 * `target`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Connection {
  readonly _uuid: Ref<"Connection">
  readonly target: string
  /** at least 1000 */
  readonly max_backoff: number | undefined
  readonly inactivity_probe: number | undefined
  readonly read_only: boolean
  readonly role: string
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  /** ephemeral */
  readonly is_connected: boolean
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
}

/**
 * What an insert into `Connection` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewConnection {
  readonly target?: string | undefined
  /** at least 1000 */
  readonly max_backoff?: number | undefined
  readonly inactivity_probe?: number | undefined
  readonly read_only?: boolean | undefined
  readonly role?: string | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly is_connected?: boolean | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Connection` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes. Unique:
 * `target`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Connection: Table.Table<"Connection", Connection, NewConnection> = /* @__PURE__ */ Table.make("OVN_Southbound", "Connection", {
  columns: {
    target: { type: "string" },
    max_backoff: { type: { key: { type: "integer", minInteger: 1000 }, min: 0, max: 1 } },
    inactivity_probe: { type: { key: "integer", min: 0, max: 1 } },
    read_only: { type: "boolean" },
    role: { type: "string" },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    is_connected: { type: "boolean", ephemeral: true },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true }
  },
  indexes: [["target"]]
})

/**
 * A row of `SSL` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes. At most 1 row.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ssl {
  readonly _uuid: Ref<"SSL">
  readonly private_key: string
  readonly certificate: string
  readonly ca_cert: string
  readonly bootstrap_ca_cert: boolean
  readonly ssl_protocols: string
  readonly ssl_ciphers: string
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `SSL` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewSsl {
  readonly private_key?: string | undefined
  readonly certificate?: string | undefined
  readonly ca_cert?: string | undefined
  readonly bootstrap_ca_cert?: boolean | undefined
  readonly ssl_protocols?: string | undefined
  readonly ssl_ciphers?: string | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `SSL` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes. At most 1 row.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Ssl: Table.Table<"SSL", Ssl, NewSsl> = /* @__PURE__ */ Table.make("OVN_Southbound", "SSL", {
  columns: {
    private_key: { type: "string" },
    certificate: { type: "string" },
    ca_cert: { type: "string" },
    bootstrap_ca_cert: { type: "boolean" },
    ssl_protocols: { type: "string" },
    ssl_ciphers: { type: "string" },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  maxRows: 1
})

/**
 * A row of `DNS` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface Dns {
  readonly _uuid: Ref<"DNS">
  readonly records: ReadonlyMap<string, string>
  /** at least one member */
  readonly datapaths: ReadonlySet<Ref<"Datapath_Binding">>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `DNS` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDns {
  readonly records?: ReadonlyMap<string, string> | undefined
  /** at least one member */
  readonly datapaths: ReadonlySet<Ref<"Datapath_Binding">>
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `DNS` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Dns: Table.Table<"DNS", Dns, NewDns> = /* @__PURE__ */ Table.make("OVN_Southbound", "DNS", {
  columns: {
    records: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    datapaths: { type: { key: { type: "uuid", refTable: "Datapath_Binding" }, min: 1, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `RBAC_Role` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface RbacRole {
  readonly _uuid: Ref<"RBAC_Role">
  readonly name: string
  /** weak */
  readonly permissions: ReadonlyMap<string, Ref<"RBAC_Permission">>
}

/**
 * What an insert into `RBAC_Role` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewRbacRole {
  readonly name?: string | undefined
  /** weak */
  readonly permissions?: ReadonlyMap<string, Ref<"RBAC_Permission">> | undefined
}

/**
 * The table `RBAC_Role` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const RbacRole: Table.Table<"RBAC_Role", RbacRole, NewRbacRole> = /* @__PURE__ */ Table.make("OVN_Southbound", "RBAC_Role", {
  columns: {
    name: { type: "string" },
    permissions: { type: { key: { type: "string" }, value: { type: "uuid", refTable: "RBAC_Permission", refType: "weak" }, min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `RBAC_Permission` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface RbacPermission {
  readonly _uuid: Ref<"RBAC_Permission">
  readonly table: string
  readonly authorization: ReadonlySet<string>
  readonly insert_delete: boolean
  readonly update: ReadonlySet<string>
}

/**
 * What an insert into `RBAC_Permission` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewRbacPermission {
  readonly table?: string | undefined
  readonly authorization?: ReadonlySet<string> | undefined
  readonly insert_delete?: boolean | undefined
  readonly update?: ReadonlySet<string> | undefined
}

/**
 * The table `RBAC_Permission` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const RbacPermission: Table.Table<"RBAC_Permission", RbacPermission, NewRbacPermission> = /* @__PURE__ */ Table.make("OVN_Southbound", "RBAC_Permission", {
  columns: {
    table: { type: "string" },
    authorization: { type: { key: "string", min: 0, max: "unlimited" } },
    insert_delete: { type: "boolean" },
    update: { type: { key: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Gateway_Chassis` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface GatewayChassis {
  readonly _uuid: Ref<"Gateway_Chassis">
  readonly name: string
  /** weak */
  readonly chassis: Ref<"Chassis"> | undefined
  /** 0 to 32767 */
  readonly priority: number
  readonly external_ids: ReadonlyMap<string, string>
  readonly options: ReadonlyMap<string, string>
}

/**
 * What an insert into `Gateway_Chassis` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewGatewayChassis {
  readonly name?: string | undefined
  /** weak */
  readonly chassis?: Ref<"Chassis"> | undefined
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Gateway_Chassis` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const GatewayChassis: Table.Table<"Gateway_Chassis", GatewayChassis, NewGatewayChassis> = /* @__PURE__ */ Table.make("OVN_Southbound", "Gateway_Chassis", {
  columns: {
    name: { type: "string" },
    chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false,
  indexes: [["name"]]
})

/**
 * A row of `HA_Chassis` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface HaChassis {
  readonly _uuid: Ref<"HA_Chassis">
  /** weak */
  readonly chassis: Ref<"Chassis"> | undefined
  /** 0 to 32767 */
  readonly priority: number
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `HA_Chassis` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewHaChassis {
  /** weak */
  readonly chassis?: Ref<"Chassis"> | undefined
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `HA_Chassis` of OVN_Southbound 20.27.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HaChassis: Table.Table<"HA_Chassis", HaChassis, NewHaChassis> = /* @__PURE__ */ Table.make("OVN_Southbound", "HA_Chassis", {
  columns: {
    chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `HA_Chassis_Group` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface HaChassisGroup {
  readonly _uuid: Ref<"HA_Chassis_Group">
  readonly name: string
  readonly ha_chassis: ReadonlySet<Ref<"HA_Chassis">>
  /** weak */
  readonly ref_chassis: ReadonlySet<Ref<"Chassis">>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `HA_Chassis_Group` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewHaChassisGroup {
  readonly name?: string | undefined
  readonly ha_chassis?: ReadonlySet<Ref<"HA_Chassis">> | undefined
  /** weak */
  readonly ref_chassis?: ReadonlySet<Ref<"Chassis">> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `HA_Chassis_Group` of OVN_Southbound 20.27.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HaChassisGroup: Table.Table<"HA_Chassis_Group", HaChassisGroup, NewHaChassisGroup> = /* @__PURE__ */ Table.make("OVN_Southbound", "HA_Chassis_Group", {
  columns: {
    name: { type: "string" },
    ha_chassis: { type: { key: { type: "uuid", refTable: "HA_Chassis", refType: "strong" }, min: 0, max: "unlimited" } },
    ref_chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Controller_Event` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface ControllerEvent {
  readonly _uuid: Ref<"Controller_Event">
  readonly event_type: "empty_lb_backends"
  readonly event_info: ReadonlyMap<string, string>
  /** weak */
  readonly chassis: Ref<"Chassis"> | undefined
  readonly seq_num: number
}

/**
 * What an insert into `Controller_Event` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewControllerEvent {
  readonly event_type: "empty_lb_backends"
  readonly event_info?: ReadonlyMap<string, string> | undefined
  /** weak */
  readonly chassis?: Ref<"Chassis"> | undefined
  readonly seq_num?: number | undefined
}

/**
 * The table `Controller_Event` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ControllerEvent: Table.Table<"Controller_Event", ControllerEvent, NewControllerEvent> = /* @__PURE__ */ Table.make("OVN_Southbound", "Controller_Event", {
  columns: {
    event_type: { type: { key: { type: "string", enum: ["set", ["empty_lb_backends"]] } } },
    event_info: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    seq_num: { type: { key: "integer" } }
  },
  isRoot: true
})

/**
 * A row of `IP_Multicast` of OVN_Southbound 20.27.0. Unique: `datapath`.
 *
 * @category models
 * @since 0.1.0
 */
export interface IpMulticast {
  readonly _uuid: Ref<"IP_Multicast">
  /** weak */
  readonly datapath: Ref<"Datapath_Binding">
  readonly enabled: boolean | undefined
  readonly querier: boolean | undefined
  readonly eth_src: string
  readonly ip4_src: string
  readonly ip6_src: string
  readonly table_size: number | undefined
  readonly idle_timeout: number | undefined
  readonly query_interval: number | undefined
  readonly query_max_resp: number | undefined
  readonly seq_no: number
}

/**
 * What an insert into `IP_Multicast` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewIpMulticast {
  /** weak */
  readonly datapath: Ref<"Datapath_Binding">
  readonly enabled?: boolean | undefined
  readonly querier?: boolean | undefined
  readonly eth_src?: string | undefined
  readonly ip4_src?: string | undefined
  readonly ip6_src?: string | undefined
  readonly table_size?: number | undefined
  readonly idle_timeout?: number | undefined
  readonly query_interval?: number | undefined
  readonly query_max_resp?: number | undefined
  readonly seq_no?: number | undefined
}

/**
 * The table `IP_Multicast` of OVN_Southbound 20.27.0. Unique: `datapath`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const IpMulticast: Table.Table<"IP_Multicast", IpMulticast, NewIpMulticast> = /* @__PURE__ */ Table.make("OVN_Southbound", "IP_Multicast", {
  columns: {
    datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding", refType: "weak" } } },
    enabled: { type: { key: "boolean", min: 0, max: 1 } },
    querier: { type: { key: "boolean", min: 0, max: 1 } },
    eth_src: { type: "string" },
    ip4_src: { type: "string" },
    ip6_src: { type: "string" },
    table_size: { type: { key: "integer", min: 0, max: 1 } },
    idle_timeout: { type: { key: "integer", min: 0, max: 1 } },
    query_interval: { type: { key: "integer", min: 0, max: 1 } },
    query_max_resp: { type: { key: "integer", min: 0, max: 1 } },
    seq_no: { type: "integer" }
  },
  isRoot: true,
  indexes: [["datapath"]]
})

/**
 * A row of `IGMP_Group` of OVN_Southbound 20.27.0. Unique: (`address`, `datapath`, `chassis`).
 *
 * @category models
 * @since 0.1.0
 */
export interface IgmpGroup {
  readonly _uuid: Ref<"IGMP_Group">
  readonly address: string
  /** weak */
  readonly datapath: Ref<"Datapath_Binding"> | undefined
  /** weak */
  readonly chassis: Ref<"Chassis"> | undefined
  /** weak */
  readonly ports: ReadonlySet<Ref<"Port_Binding">>
}

/**
 * What an insert into `IGMP_Group` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewIgmpGroup {
  readonly address?: string | undefined
  /** weak */
  readonly datapath?: Ref<"Datapath_Binding"> | undefined
  /** weak */
  readonly chassis?: Ref<"Chassis"> | undefined
  /** weak */
  readonly ports?: ReadonlySet<Ref<"Port_Binding">> | undefined
}

/**
 * The table `IGMP_Group` of OVN_Southbound 20.27.0. Unique: (`address`, `datapath`, `chassis`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const IgmpGroup: Table.Table<"IGMP_Group", IgmpGroup, NewIgmpGroup> = /* @__PURE__ */ Table.make("OVN_Southbound", "IGMP_Group", {
  columns: {
    address: { type: "string" },
    datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding", refType: "weak" }, min: 0, max: 1 } },
    chassis: { type: { key: { type: "uuid", refTable: "Chassis", refType: "weak" }, min: 0, max: 1 } },
    ports: { type: { key: { type: "uuid", refTable: "Port_Binding", refType: "weak" }, min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["address", "datapath", "chassis"]]
})

/**
 * A row of `Service_Monitor` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `ip`, `port`, `protocol`).
 *
 * @category models
 * @since 0.1.0
 */
export interface ServiceMonitor {
  readonly _uuid: Ref<"Service_Monitor">
  readonly ip: string
  readonly protocol: "tcp" | "udp" | undefined
  /** 0 to 65535 */
  readonly port: number
  readonly logical_port: string
  readonly src_mac: string
  readonly src_ip: string
  readonly status: "online" | "offline" | "error" | undefined
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Service_Monitor` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewServiceMonitor {
  readonly ip?: string | undefined
  readonly protocol?: "tcp" | "udp" | undefined
  /** 0 to 65535 */
  readonly port?: number | undefined
  readonly logical_port?: string | undefined
  readonly src_mac?: string | undefined
  readonly src_ip?: string | undefined
  readonly status?: "online" | "offline" | "error" | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Service_Monitor` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `ip`, `port`, `protocol`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const ServiceMonitor: Table.Table<"Service_Monitor", ServiceMonitor, NewServiceMonitor> = /* @__PURE__ */ Table.make("OVN_Southbound", "Service_Monitor", {
  columns: {
    ip: { type: "string" },
    protocol: { type: { key: { type: "string", enum: ["set", ["tcp", "udp"]] }, min: 0, max: 1 } },
    port: { type: { key: { type: "integer", minInteger: 0, maxInteger: 65535 } } },
    logical_port: { type: "string" },
    src_mac: { type: "string" },
    src_ip: { type: "string" },
    status: { type: { key: { type: "string", enum: ["set", ["online", "offline", "error"]] }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["logical_port", "ip", "port", "protocol"]]
})

/**
 * A row of `Load_Balancer` of OVN_Southbound 20.27.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface LoadBalancer {
  readonly _uuid: Ref<"Load_Balancer">
  readonly name: string
  readonly vips: ReadonlyMap<string, string>
  readonly protocol: "tcp" | "udp" | "sctp" | undefined
  readonly datapaths: ReadonlySet<Ref<"Datapath_Binding">>
  readonly datapath_group: Ref<"Logical_DP_Group"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Load_Balancer` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLoadBalancer {
  readonly name?: string | undefined
  readonly vips?: ReadonlyMap<string, string> | undefined
  readonly protocol?: "tcp" | "udp" | "sctp" | undefined
  readonly datapaths?: ReadonlySet<Ref<"Datapath_Binding">> | undefined
  readonly datapath_group?: Ref<"Logical_DP_Group"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Load_Balancer` of OVN_Southbound 20.27.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LoadBalancer: Table.Table<"Load_Balancer", LoadBalancer, NewLoadBalancer> = /* @__PURE__ */ Table.make("OVN_Southbound", "Load_Balancer", {
  columns: {
    name: { type: "string" },
    vips: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    protocol: { type: { key: { type: "string", enum: ["set", ["tcp", "udp", "sctp"]] }, min: 0, max: 1 } },
    datapaths: { type: { key: { type: "uuid", refTable: "Datapath_Binding" }, min: 0, max: "unlimited" } },
    datapath_group: { type: { key: { type: "uuid", refTable: "Logical_DP_Group" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `BFD` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `dst_ip`, `src_port`, `disc`).
 *
 * @category models
 * @since 0.1.0
 */
export interface Bfd {
  readonly _uuid: Ref<"BFD">
  /** 49152 to 65535 */
  readonly src_port: number
  readonly disc: number
  readonly logical_port: string
  readonly dst_ip: string
  readonly min_tx: number
  readonly min_rx: number
  readonly detect_mult: number
  readonly status: "down" | "init" | "up" | "admin_down"
  readonly external_ids: ReadonlyMap<string, string>
  readonly options: ReadonlyMap<string, string>
}

/**
 * What an insert into `BFD` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewBfd {
  /** 49152 to 65535 */
  readonly src_port: number
  readonly disc?: number | undefined
  readonly logical_port?: string | undefined
  readonly dst_ip?: string | undefined
  readonly min_tx?: number | undefined
  readonly min_rx?: number | undefined
  readonly detect_mult?: number | undefined
  readonly status: "down" | "init" | "up" | "admin_down"
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `BFD` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `dst_ip`, `src_port`, `disc`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const Bfd: Table.Table<"BFD", Bfd, NewBfd> = /* @__PURE__ */ Table.make("OVN_Southbound", "BFD", {
  columns: {
    src_port: { type: { key: { type: "integer", minInteger: 49152, maxInteger: 65535 } } },
    disc: { type: { key: { type: "integer" } } },
    logical_port: { type: "string" },
    dst_ip: { type: "string" },
    min_tx: { type: { key: { type: "integer" } } },
    min_rx: { type: { key: { type: "integer" } } },
    detect_mult: { type: { key: { type: "integer" } } },
    status: { type: { key: { type: "string", enum: ["set", ["down", "init", "up", "admin_down"]] } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["logical_port", "dst_ip", "src_port", "disc"]]
})

/**
 * A row of `FDB` of OVN_Southbound 20.27.0. Unique: (`mac`, `dp_key`).
 *
 * @category models
 * @since 0.1.0
 */
export interface Fdb {
  readonly _uuid: Ref<"FDB">
  readonly mac: string
  /** 1 to 16777215 */
  readonly dp_key: number
  /** 1 to 16777215 */
  readonly port_key: number
}

/**
 * What an insert into `FDB` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewFdb {
  readonly mac?: string | undefined
  /** 1 to 16777215 */
  readonly dp_key: number
  /** 1 to 16777215 */
  readonly port_key: number
}

/**
 * The table `FDB` of OVN_Southbound 20.27.0. Unique: (`mac`, `dp_key`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const Fdb: Table.Table<"FDB", Fdb, NewFdb> = /* @__PURE__ */ Table.make("OVN_Southbound", "FDB", {
  columns: {
    mac: { type: "string" },
    dp_key: { type: { key: { type: "integer", minInteger: 1, maxInteger: 16777215 } } },
    port_key: { type: { key: { type: "integer", minInteger: 1, maxInteger: 16777215 } } }
  },
  isRoot: true,
  indexes: [["mac", "dp_key"]]
})

/**
 * A row of `Static_MAC_Binding` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `ip`).
 *
 * @category models
 * @since 0.1.0
 */
export interface StaticMacBinding {
  readonly _uuid: Ref<"Static_MAC_Binding">
  readonly logical_port: string
  readonly ip: string
  readonly mac: string
  readonly override_dynamic_mac: boolean
  readonly datapath: Ref<"Datapath_Binding">
}

/**
 * What an insert into `Static_MAC_Binding` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewStaticMacBinding {
  readonly logical_port?: string | undefined
  readonly ip?: string | undefined
  readonly mac?: string | undefined
  readonly override_dynamic_mac?: boolean | undefined
  readonly datapath: Ref<"Datapath_Binding">
}

/**
 * The table `Static_MAC_Binding` of OVN_Southbound 20.27.0. Unique: (`logical_port`, `ip`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const StaticMacBinding: Table.Table<"Static_MAC_Binding", StaticMacBinding, NewStaticMacBinding> = /* @__PURE__ */ Table.make("OVN_Southbound", "Static_MAC_Binding", {
  columns: {
    logical_port: { type: "string" },
    ip: { type: "string" },
    mac: { type: "string" },
    override_dynamic_mac: { type: "boolean" },
    datapath: { type: { key: { type: "uuid", refTable: "Datapath_Binding" } } }
  },
  isRoot: true,
  indexes: [["logical_port", "ip"]]
})

/**
 * A row of `Chassis_Template_Var` of OVN_Southbound 20.27.0. Unique: `chassis`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ChassisTemplateVar {
  readonly _uuid: Ref<"Chassis_Template_Var">
  readonly chassis: string
  readonly variables: ReadonlyMap<string, string>
}

/**
 * What an insert into `Chassis_Template_Var` of OVN_Southbound 20.27.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewChassisTemplateVar {
  readonly chassis?: string | undefined
  readonly variables?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Chassis_Template_Var` of OVN_Southbound 20.27.0. Unique: `chassis`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ChassisTemplateVar: Table.Table<"Chassis_Template_Var", ChassisTemplateVar, NewChassisTemplateVar> = /* @__PURE__ */ Table.make("OVN_Southbound", "Chassis_Template_Var", {
  columns: {
    chassis: { type: "string" },
    variables: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["chassis"]]
})

/**
 * The schema OVN_Southbound 20.27.0, with all its tables.
 *
 * @category schemas
 * @since 0.1.0
 */
export const schema: OvsdbSchema.DatabaseSchema = /* @__PURE__ */ OvsdbSchema.fromTables(
  { name: "OVN_Southbound", version: "20.27.0", cksum: "4078371916 30328" },
  [
    SbGlobal,
    Chassis,
    ChassisPrivate,
    Encap,
    AddressSet,
    PortGroup,
    LogicalFlow,
    LogicalDpGroup,
    MulticastGroup,
    Mirror,
    Meter,
    MeterBand,
    DatapathBinding,
    PortBinding,
    MacBinding,
    DhcpOptions,
    DHCPv6Options,
    Connection,
    Ssl,
    Dns,
    RbacRole,
    RbacPermission,
    GatewayChassis,
    HaChassis,
    HaChassisGroup,
    ControllerEvent,
    IpMulticast,
    IgmpGroup,
    ServiceMonitor,
    LoadBalancer,
    Bfd,
    Fdb,
    StaticMacBinding,
    ChassisTemplateVar
  ]
)
