/**
 * The tables of the database Open_vSwitch, from its schema of version 8.3.1 (checksum 3012963480 26720). Columns
 * have the shapes of `OvsdbSchema`; those of `New…` types that have a default may be left out. Written by
 * `generator/main.ts`.
 *
 * @since 0.1.0
 */
import * as OvsdbSchema from "../OvsdbSchema.ts"
import * as Table from "../Table.ts"
import type { Ref } from "../Uuid.ts"

/**
 * A row of `Open_vSwitch` of Open_vSwitch 8.3.1. At most 1 row.
 *
 * @category models
 * @since 0.1.0
 */
export interface OpenVSwitch {
  readonly _uuid: Ref<"Open_vSwitch">
  readonly datapaths: ReadonlyMap<string, Ref<"Datapath">>
  readonly bridges: ReadonlySet<Ref<"Bridge">>
  readonly manager_options: ReadonlySet<Ref<"Manager">>
  readonly ssl: Ref<"SSL"> | undefined
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  readonly next_cfg: number
  readonly cur_cfg: number
  /** ephemeral */
  readonly statistics: ReadonlyMap<string, string>
  readonly ovs_version: string | undefined
  readonly db_version: string | undefined
  readonly system_type: string | undefined
  readonly system_version: string | undefined
  readonly datapath_types: ReadonlySet<string>
  readonly iface_types: ReadonlySet<string>
  readonly dpdk_initialized: boolean
  readonly dpdk_version: string | undefined
}

/**
 * What an insert into `Open_vSwitch` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewOpenVSwitch {
  readonly datapaths?: ReadonlyMap<string, Ref<"Datapath">> | undefined
  readonly bridges?: ReadonlySet<Ref<"Bridge">> | undefined
  readonly manager_options?: ReadonlySet<Ref<"Manager">> | undefined
  readonly ssl?: Ref<"SSL"> | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly next_cfg?: number | undefined
  readonly cur_cfg?: number | undefined
  /** ephemeral */
  readonly statistics?: ReadonlyMap<string, string> | undefined
  readonly ovs_version?: string | undefined
  readonly db_version?: string | undefined
  readonly system_type?: string | undefined
  readonly system_version?: string | undefined
  readonly datapath_types?: ReadonlySet<string> | undefined
  readonly iface_types?: ReadonlySet<string> | undefined
  readonly dpdk_initialized?: boolean | undefined
  readonly dpdk_version?: string | undefined
}

/**
 * The table `Open_vSwitch` of Open_vSwitch 8.3.1. At most 1 row.
 *
 * @category schemas
 * @since 0.1.0
 */
export const OpenVSwitch: Table.Table<"Open_vSwitch", OpenVSwitch, NewOpenVSwitch> = /* @__PURE__ */ Table.make("Open_vSwitch", "Open_vSwitch", {
  columns: {
    datapaths: { type: { key: { type: "string" }, value: { type: "uuid", refTable: "Datapath" }, min: 0, max: "unlimited" } },
    bridges: { type: { key: { type: "uuid", refTable: "Bridge" }, min: 0, max: "unlimited" } },
    manager_options: { type: { key: { type: "uuid", refTable: "Manager" }, min: 0, max: "unlimited" } },
    ssl: { type: { key: { type: "uuid", refTable: "SSL" }, min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    next_cfg: { type: "integer" },
    cur_cfg: { type: "integer" },
    statistics: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    ovs_version: { type: { key: { type: "string" }, min: 0, max: 1 } },
    db_version: { type: { key: { type: "string" }, min: 0, max: 1 } },
    system_type: { type: { key: { type: "string" }, min: 0, max: 1 } },
    system_version: { type: { key: { type: "string" }, min: 0, max: 1 } },
    datapath_types: { type: { key: { type: "string" }, min: 0, max: "unlimited" } },
    iface_types: { type: { key: { type: "string" }, min: 0, max: "unlimited" } },
    dpdk_initialized: { type: "boolean" },
    dpdk_version: { type: { key: { type: "string" }, min: 0, max: 1 } }
  },
  maxRows: 1,
  isRoot: true
})

/**
 * A row of `Bridge` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Bridge {
  readonly _uuid: Ref<"Bridge">
  /** cannot be changed */
  readonly name: string
  readonly datapath_type: string
  readonly datapath_version: string
  /** ephemeral */
  readonly datapath_id: string | undefined
  readonly stp_enable: boolean
  readonly rstp_enable: boolean
  readonly mcast_snooping_enable: boolean
  readonly ports: ReadonlySet<Ref<"Port">>
  readonly mirrors: ReadonlySet<Ref<"Mirror">>
  readonly netflow: Ref<"NetFlow"> | undefined
  readonly sflow: Ref<"sFlow"> | undefined
  readonly ipfix: Ref<"IPFIX"> | undefined
  readonly controller: ReadonlySet<Ref<"Controller">>
  readonly protocols: ReadonlySet<"OpenFlow10" | "OpenFlow11" | "OpenFlow12" | "OpenFlow13" | "OpenFlow14" | "OpenFlow15">
  readonly fail_mode: "standalone" | "secure" | undefined
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
  /** ephemeral */
  readonly rstp_status: ReadonlyMap<string, string>
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  /** 0 to 4095; at most 4096 members */
  readonly flood_vlans: ReadonlySet<number>
  /** 0 to 254 */
  readonly flow_tables: ReadonlyMap<number, Ref<"Flow_Table">>
  readonly auto_attach: Ref<"AutoAttach"> | undefined
}

/**
 * What an insert into `Bridge` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewBridge {
  /** cannot be changed */
  readonly name?: string | undefined
  readonly datapath_type?: string | undefined
  readonly datapath_version?: string | undefined
  /** ephemeral */
  readonly datapath_id?: string | undefined
  readonly stp_enable?: boolean | undefined
  readonly rstp_enable?: boolean | undefined
  readonly mcast_snooping_enable?: boolean | undefined
  readonly ports?: ReadonlySet<Ref<"Port">> | undefined
  readonly mirrors?: ReadonlySet<Ref<"Mirror">> | undefined
  readonly netflow?: Ref<"NetFlow"> | undefined
  readonly sflow?: Ref<"sFlow"> | undefined
  readonly ipfix?: Ref<"IPFIX"> | undefined
  readonly controller?: ReadonlySet<Ref<"Controller">> | undefined
  readonly protocols?: ReadonlySet<"OpenFlow10" | "OpenFlow11" | "OpenFlow12" | "OpenFlow13" | "OpenFlow14" | "OpenFlow15"> | undefined
  readonly fail_mode?: "standalone" | "secure" | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly rstp_status?: ReadonlyMap<string, string> | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** 0 to 4095; at most 4096 members */
  readonly flood_vlans?: ReadonlySet<number> | undefined
  /** 0 to 254 */
  readonly flow_tables?: ReadonlyMap<number, Ref<"Flow_Table">> | undefined
  readonly auto_attach?: Ref<"AutoAttach"> | undefined
}

/**
 * The table `Bridge` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Bridge: Table.Table<"Bridge", Bridge, NewBridge, "name"> = /* @__PURE__ */ Table.make("Open_vSwitch", "Bridge", {
  columns: {
    name: { type: "string", mutable: false },
    datapath_type: { type: "string" },
    datapath_version: { type: "string" },
    datapath_id: { type: { key: "string", min: 0, max: 1 }, ephemeral: true },
    stp_enable: { type: "boolean" },
    rstp_enable: { type: "boolean" },
    mcast_snooping_enable: { type: "boolean" },
    ports: { type: { key: { type: "uuid", refTable: "Port" }, min: 0, max: "unlimited" } },
    mirrors: { type: { key: { type: "uuid", refTable: "Mirror" }, min: 0, max: "unlimited" } },
    netflow: { type: { key: { type: "uuid", refTable: "NetFlow" }, min: 0, max: 1 } },
    sflow: { type: { key: { type: "uuid", refTable: "sFlow" }, min: 0, max: 1 } },
    ipfix: { type: { key: { type: "uuid", refTable: "IPFIX" }, min: 0, max: 1 } },
    controller: { type: { key: { type: "uuid", refTable: "Controller" }, min: 0, max: "unlimited" } },
    protocols: { type: { key: { type: "string", enum: ["set", ["OpenFlow10", "OpenFlow11", "OpenFlow12", "OpenFlow13", "OpenFlow14", "OpenFlow15"]] }, min: 0, max: "unlimited" } },
    fail_mode: { type: { key: { type: "string", enum: ["set", ["standalone", "secure"]] }, min: 0, max: 1 } },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    rstp_status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    flood_vlans: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: 4096 } },
    flow_tables: { type: { key: { type: "integer", minInteger: 0, maxInteger: 254 }, value: { type: "uuid", refTable: "Flow_Table" }, min: 0, max: "unlimited" } },
    auto_attach: { type: { key: { type: "uuid", refTable: "AutoAttach" }, min: 0, max: 1 } }
  },
  indexes: [["name"]]
})

/**
 * A row of `Port` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Port {
  readonly _uuid: Ref<"Port">
  /** cannot be changed */
  readonly name: string
  /** at least one member */
  readonly interfaces: ReadonlySet<Ref<"Interface">>
  /** 0 to 4095; at most 4096 members */
  readonly trunks: ReadonlySet<number>
  /** 0 to 4095; at most 4096 members */
  readonly cvlans: ReadonlySet<number>
  /** 0 to 4095 */
  readonly tag: number | undefined
  readonly vlan_mode: "trunk" | "access" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined
  readonly qos: Ref<"QoS"> | undefined
  readonly mac: string | undefined
  readonly bond_mode: "balance-tcp" | "balance-slb" | "active-backup" | undefined
  readonly lacp: "active" | "passive" | "off" | undefined
  readonly bond_updelay: number
  readonly bond_downdelay: number
  readonly bond_active_slave: string | undefined
  readonly bond_fake_iface: boolean
  readonly fake_bridge: boolean
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
  /** ephemeral */
  readonly rstp_status: ReadonlyMap<string, string>
  /** ephemeral */
  readonly rstp_statistics: ReadonlyMap<string, number>
  /** ephemeral */
  readonly statistics: ReadonlyMap<string, number>
  readonly protected: boolean
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Port` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewPort {
  /** cannot be changed */
  readonly name?: string | undefined
  /** at least one member */
  readonly interfaces: ReadonlySet<Ref<"Interface">>
  /** 0 to 4095; at most 4096 members */
  readonly trunks?: ReadonlySet<number> | undefined
  /** 0 to 4095; at most 4096 members */
  readonly cvlans?: ReadonlySet<number> | undefined
  /** 0 to 4095 */
  readonly tag?: number | undefined
  readonly vlan_mode?: "trunk" | "access" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined
  readonly qos?: Ref<"QoS"> | undefined
  readonly mac?: string | undefined
  readonly bond_mode?: "balance-tcp" | "balance-slb" | "active-backup" | undefined
  readonly lacp?: "active" | "passive" | "off" | undefined
  readonly bond_updelay?: number | undefined
  readonly bond_downdelay?: number | undefined
  readonly bond_active_slave?: string | undefined
  readonly bond_fake_iface?: boolean | undefined
  readonly fake_bridge?: boolean | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly rstp_status?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly rstp_statistics?: ReadonlyMap<string, number> | undefined
  /** ephemeral */
  readonly statistics?: ReadonlyMap<string, number> | undefined
  readonly protected?: boolean | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Port` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Port: Table.Table<"Port", Port, NewPort, "name"> = /* @__PURE__ */ Table.make("Open_vSwitch", "Port", {
  columns: {
    name: { type: "string", mutable: false },
    interfaces: { type: { key: { type: "uuid", refTable: "Interface" }, min: 1, max: "unlimited" } },
    trunks: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: 4096 } },
    cvlans: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: 4096 } },
    tag: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: 1 } },
    vlan_mode: { type: { key: { type: "string", enum: ["set", ["trunk", "access", "native-tagged", "native-untagged", "dot1q-tunnel"]] }, min: 0, max: 1 } },
    qos: { type: { key: { type: "uuid", refTable: "QoS" }, min: 0, max: 1 } },
    mac: { type: { key: { type: "string" }, min: 0, max: 1 } },
    bond_mode: { type: { key: { type: "string", enum: ["set", ["balance-tcp", "balance-slb", "active-backup"]] }, min: 0, max: 1 } },
    lacp: { type: { key: { type: "string", enum: ["set", ["active", "passive", "off"]] }, min: 0, max: 1 } },
    bond_updelay: { type: "integer" },
    bond_downdelay: { type: "integer" },
    bond_active_slave: { type: { key: { type: "string" }, min: 0, max: 1 } },
    bond_fake_iface: { type: "boolean" },
    fake_bridge: { type: "boolean" },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    rstp_status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    rstp_statistics: { type: { key: "string", value: "integer", min: 0, max: "unlimited" }, ephemeral: true },
    statistics: { type: { key: "string", value: "integer", min: 0, max: "unlimited" }, ephemeral: true },
    protected: { type: "boolean" },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  indexes: [["name"]]
})

/**
 * A row of `Interface` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique:
 * `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Interface {
  readonly _uuid: Ref<"Interface">
  /** cannot be changed */
  readonly name: string
  readonly type: string
  readonly options: ReadonlyMap<string, string>
  /** at least 0 */
  readonly ingress_policing_rate: number
  /** at least 0 */
  readonly ingress_policing_burst: number
  /** at least 0 */
  readonly ingress_policing_kpkts_rate: number
  /** at least 0 */
  readonly ingress_policing_kpkts_burst: number
  /** ephemeral */
  readonly mac_in_use: string | undefined
  readonly mac: string | undefined
  /** 0 to 4294967295; ephemeral */
  readonly ifindex: number | undefined
  readonly external_ids: ReadonlyMap<string, string>
  readonly ofport: number | undefined
  /** 1 to 65279 */
  readonly ofport_request: number | undefined
  readonly bfd: ReadonlyMap<string, string>
  /** ephemeral */
  readonly bfd_status: ReadonlyMap<string, string>
  readonly cfm_mpid: number | undefined
  /** ephemeral */
  readonly cfm_remote_mpids: ReadonlySet<number>
  readonly cfm_flap_count: number | undefined
  /** ephemeral */
  readonly cfm_fault: boolean | undefined
  /** ephemeral */
  readonly cfm_fault_status: ReadonlySet<string>
  /** ephemeral */
  readonly cfm_remote_opstate: "up" | "down" | undefined
  /** 0 to 100; ephemeral */
  readonly cfm_health: number | undefined
  /** ephemeral */
  readonly lacp_current: boolean | undefined
  readonly lldp: ReadonlyMap<string, string>
  readonly other_config: ReadonlyMap<string, string>
  /** ephemeral */
  readonly statistics: ReadonlyMap<string, number>
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
  /** ephemeral */
  readonly admin_state: "up" | "down" | undefined
  /** ephemeral */
  readonly link_state: "up" | "down" | undefined
  /** ephemeral */
  readonly link_resets: number | undefined
  /** ephemeral */
  readonly link_speed: number | undefined
  /** ephemeral */
  readonly duplex: "half" | "full" | undefined
  /** ephemeral */
  readonly mtu: number | undefined
  /** at least 1 */
  readonly mtu_request: number | undefined
  readonly error: string | undefined
}

/**
 * What an insert into `Interface` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewInterface {
  /** cannot be changed */
  readonly name?: string | undefined
  readonly type?: string | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  /** at least 0 */
  readonly ingress_policing_rate?: number | undefined
  /** at least 0 */
  readonly ingress_policing_burst?: number | undefined
  /** at least 0 */
  readonly ingress_policing_kpkts_rate?: number | undefined
  /** at least 0 */
  readonly ingress_policing_kpkts_burst?: number | undefined
  /** ephemeral */
  readonly mac_in_use?: string | undefined
  readonly mac?: string | undefined
  /** 0 to 4294967295; ephemeral */
  readonly ifindex?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly ofport?: number | undefined
  /** 1 to 65279 */
  readonly ofport_request?: number | undefined
  readonly bfd?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly bfd_status?: ReadonlyMap<string, string> | undefined
  readonly cfm_mpid?: number | undefined
  /** ephemeral */
  readonly cfm_remote_mpids?: ReadonlySet<number> | undefined
  readonly cfm_flap_count?: number | undefined
  /** ephemeral */
  readonly cfm_fault?: boolean | undefined
  /** ephemeral */
  readonly cfm_fault_status?: ReadonlySet<string> | undefined
  /** ephemeral */
  readonly cfm_remote_opstate?: "up" | "down" | undefined
  /** 0 to 100; ephemeral */
  readonly cfm_health?: number | undefined
  /** ephemeral */
  readonly lacp_current?: boolean | undefined
  readonly lldp?: ReadonlyMap<string, string> | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly statistics?: ReadonlyMap<string, number> | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly admin_state?: "up" | "down" | undefined
  /** ephemeral */
  readonly link_state?: "up" | "down" | undefined
  /** ephemeral */
  readonly link_resets?: number | undefined
  /** ephemeral */
  readonly link_speed?: number | undefined
  /** ephemeral */
  readonly duplex?: "half" | "full" | undefined
  /** ephemeral */
  readonly mtu?: number | undefined
  /** at least 1 */
  readonly mtu_request?: number | undefined
  readonly error?: string | undefined
}

/**
 * The table `Interface` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique:
 * `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Interface: Table.Table<"Interface", Interface, NewInterface, "name"> = /* @__PURE__ */ Table.make("Open_vSwitch", "Interface", {
  columns: {
    name: { type: "string", mutable: false },
    type: { type: "string" },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    ingress_policing_rate: { type: { key: { type: "integer", minInteger: 0 } } },
    ingress_policing_burst: { type: { key: { type: "integer", minInteger: 0 } } },
    ingress_policing_kpkts_rate: { type: { key: { type: "integer", minInteger: 0 } } },
    ingress_policing_kpkts_burst: { type: { key: { type: "integer", minInteger: 0 } } },
    mac_in_use: { type: { key: { type: "string" }, min: 0, max: 1 }, ephemeral: true },
    mac: { type: { key: { type: "string" }, min: 0, max: 1 } },
    ifindex: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, min: 0, max: 1 }, ephemeral: true },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    ofport: { type: { key: "integer", min: 0, max: 1 } },
    ofport_request: { type: { key: { type: "integer", minInteger: 1, maxInteger: 65279 }, min: 0, max: 1 } },
    bfd: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    bfd_status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    cfm_mpid: { type: { key: { type: "integer" }, min: 0, max: 1 } },
    cfm_remote_mpids: { type: { key: { type: "integer" }, min: 0, max: "unlimited" }, ephemeral: true },
    cfm_flap_count: { type: { key: { type: "integer" }, min: 0, max: 1 } },
    cfm_fault: { type: { key: { type: "boolean" }, min: 0, max: 1 }, ephemeral: true },
    cfm_fault_status: { type: { key: "string", min: 0, max: "unlimited" }, ephemeral: true },
    cfm_remote_opstate: { type: { key: { type: "string", enum: ["set", ["up", "down"]] }, min: 0, max: 1 }, ephemeral: true },
    cfm_health: { type: { key: { type: "integer", minInteger: 0, maxInteger: 100 }, min: 0, max: 1 }, ephemeral: true },
    lacp_current: { type: { key: { type: "boolean" }, min: 0, max: 1 }, ephemeral: true },
    lldp: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    statistics: { type: { key: "string", value: "integer", min: 0, max: "unlimited" }, ephemeral: true },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true },
    admin_state: { type: { key: { type: "string", enum: ["set", ["up", "down"]] }, min: 0, max: 1 }, ephemeral: true },
    link_state: { type: { key: { type: "string", enum: ["set", ["up", "down"]] }, min: 0, max: 1 }, ephemeral: true },
    link_resets: { type: { key: { type: "integer" }, min: 0, max: 1 }, ephemeral: true },
    link_speed: { type: { key: "integer", min: 0, max: 1 }, ephemeral: true },
    duplex: { type: { key: { type: "string", enum: ["set", ["half", "full"]] }, min: 0, max: 1 }, ephemeral: true },
    mtu: { type: { key: "integer", min: 0, max: 1 }, ephemeral: true },
    mtu_request: { type: { key: { type: "integer", minInteger: 1 }, min: 0, max: 1 } },
    error: { type: { key: "string", min: 0, max: 1 } }
  },
  indexes: [["name"]]
})

/**
 * A row of `Flow_Table` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface FlowTable {
  readonly _uuid: Ref<"Flow_Table">
  readonly name: string | undefined
  /** at least 0 */
  readonly flow_limit: number | undefined
  readonly overflow_policy: "refuse" | "evict" | undefined
  readonly groups: ReadonlySet<string>
  /** at most 3 members */
  readonly prefixes: ReadonlySet<string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Flow_Table` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewFlowTable {
  readonly name?: string | undefined
  /** at least 0 */
  readonly flow_limit?: number | undefined
  readonly overflow_policy?: "refuse" | "evict" | undefined
  readonly groups?: ReadonlySet<string> | undefined
  /** at most 3 members */
  readonly prefixes?: ReadonlySet<string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Flow_Table` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FlowTable: Table.Table<"Flow_Table", FlowTable, NewFlowTable> = /* @__PURE__ */ Table.make("Open_vSwitch", "Flow_Table", {
  columns: {
    name: { type: { key: "string", min: 0, max: 1 } },
    flow_limit: { type: { key: { type: "integer", minInteger: 0 }, min: 0, max: 1 } },
    overflow_policy: { type: { key: { type: "string", enum: ["set", ["refuse", "evict"]] }, min: 0, max: 1 } },
    groups: { type: { key: "string", min: 0, max: "unlimited" } },
    prefixes: { type: { key: "string", min: 0, max: 3 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `QoS` of Open_vSwitch 8.3.1.
 *
 * @category models
 * @since 0.1.0
 */
export interface QoS {
  readonly _uuid: Ref<"QoS">
  readonly type: string
  /** 0 to 4294967295 */
  readonly queues: ReadonlyMap<number, Ref<"Queue">>
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `QoS` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewQoS {
  readonly type?: string | undefined
  /** 0 to 4294967295 */
  readonly queues?: ReadonlyMap<number, Ref<"Queue">> | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `QoS` of Open_vSwitch 8.3.1.
 *
 * @category schemas
 * @since 0.1.0
 */
export const QoS: Table.Table<"QoS", QoS, NewQoS> = /* @__PURE__ */ Table.make("Open_vSwitch", "QoS", {
  columns: {
    type: { type: "string" },
    queues: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, value: { type: "uuid", refTable: "Queue" }, min: 0, max: "unlimited" } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Queue` of Open_vSwitch 8.3.1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Queue {
  readonly _uuid: Ref<"Queue">
  /** 0 to 63 */
  readonly dscp: number | undefined
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Queue` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewQueue {
  /** 0 to 63 */
  readonly dscp?: number | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Queue` of Open_vSwitch 8.3.1.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Queue: Table.Table<"Queue", Queue, NewQueue> = /* @__PURE__ */ Table.make("Open_vSwitch", "Queue", {
  columns: {
    dscp: { type: { key: { type: "integer", minInteger: 0, maxInteger: 63 }, min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Mirror` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Mirror {
  readonly _uuid: Ref<"Mirror">
  readonly name: string
  readonly select_all: boolean
  /** weak */
  readonly select_src_port: ReadonlySet<Ref<"Port">>
  /** weak */
  readonly select_dst_port: ReadonlySet<Ref<"Port">>
  /** 0 to 4095; at most 4096 members */
  readonly select_vlan: ReadonlySet<number>
  /** weak */
  readonly output_port: Ref<"Port"> | undefined
  /** 1 to 4095 */
  readonly output_vlan: number | undefined
  /** 14 to 65535 */
  readonly snaplen: number | undefined
  /** ephemeral */
  readonly statistics: ReadonlyMap<string, number>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Mirror` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMirror {
  readonly name?: string | undefined
  readonly select_all?: boolean | undefined
  /** weak */
  readonly select_src_port?: ReadonlySet<Ref<"Port">> | undefined
  /** weak */
  readonly select_dst_port?: ReadonlySet<Ref<"Port">> | undefined
  /** 0 to 4095; at most 4096 members */
  readonly select_vlan?: ReadonlySet<number> | undefined
  /** weak */
  readonly output_port?: Ref<"Port"> | undefined
  /** 1 to 4095 */
  readonly output_vlan?: number | undefined
  /** 14 to 65535 */
  readonly snaplen?: number | undefined
  /** ephemeral */
  readonly statistics?: ReadonlyMap<string, number> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Mirror` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Mirror: Table.Table<"Mirror", Mirror, NewMirror> = /* @__PURE__ */ Table.make("Open_vSwitch", "Mirror", {
  columns: {
    name: { type: "string" },
    select_all: { type: "boolean" },
    select_src_port: { type: { key: { type: "uuid", refTable: "Port", refType: "weak" }, min: 0, max: "unlimited" } },
    select_dst_port: { type: { key: { type: "uuid", refTable: "Port", refType: "weak" }, min: 0, max: "unlimited" } },
    select_vlan: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: 4096 } },
    output_port: { type: { key: { type: "uuid", refTable: "Port", refType: "weak" }, min: 0, max: 1 } },
    output_vlan: { type: { key: { type: "integer", minInteger: 1, maxInteger: 4095 }, min: 0, max: 1 } },
    snaplen: { type: { key: { type: "integer", minInteger: 14, maxInteger: 65535 }, min: 0, max: 1 } },
    statistics: { type: { key: "string", value: "integer", min: 0, max: "unlimited" }, ephemeral: true },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `NetFlow` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NetFlow {
  readonly _uuid: Ref<"NetFlow">
  /** at least one member */
  readonly targets: ReadonlySet<string>
  /** 0 to 255 */
  readonly engine_type: number | undefined
  /** 0 to 255 */
  readonly engine_id: number | undefined
  readonly add_id_to_interface: boolean
  /** at least -1 */
  readonly active_timeout: number
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `NetFlow` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewNetFlow {
  /** at least one member */
  readonly targets?: ReadonlySet<string> | undefined
  /** 0 to 255 */
  readonly engine_type?: number | undefined
  /** 0 to 255 */
  readonly engine_id?: number | undefined
  readonly add_id_to_interface?: boolean | undefined
  /** at least -1 */
  readonly active_timeout?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `NetFlow` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const NetFlow: Table.Table<"NetFlow", NetFlow, NewNetFlow> = /* @__PURE__ */ Table.make("Open_vSwitch", "NetFlow", {
  columns: {
    targets: { type: { key: { type: "string" }, min: 1, max: "unlimited" } },
    engine_type: { type: { key: { type: "integer", minInteger: 0, maxInteger: 255 }, min: 0, max: 1 } },
    engine_id: { type: { key: { type: "integer", minInteger: 0, maxInteger: 255 }, min: 0, max: 1 } },
    add_id_to_interface: { type: "boolean" },
    active_timeout: { type: { key: { type: "integer", minInteger: -1 } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `sFlow` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface SFlow {
  readonly _uuid: Ref<"sFlow">
  /** at least one member */
  readonly targets: ReadonlySet<string>
  readonly sampling: number | undefined
  readonly polling: number | undefined
  readonly header: number | undefined
  readonly agent: string | undefined
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `sFlow` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewSFlow {
  /** at least one member */
  readonly targets?: ReadonlySet<string> | undefined
  readonly sampling?: number | undefined
  readonly polling?: number | undefined
  readonly header?: number | undefined
  readonly agent?: string | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `sFlow` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const SFlow: Table.Table<"sFlow", SFlow, NewSFlow> = /* @__PURE__ */ Table.make("Open_vSwitch", "sFlow", {
  columns: {
    targets: { type: { key: "string", min: 1, max: "unlimited" } },
    sampling: { type: { key: "integer", min: 0, max: 1 } },
    polling: { type: { key: "integer", min: 0, max: 1 } },
    header: { type: { key: "integer", min: 0, max: 1 } },
    agent: { type: { key: "string", min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `IPFIX` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ipfix {
  readonly _uuid: Ref<"IPFIX">
  readonly targets: ReadonlySet<string>
  /** 1 to 4294967295 */
  readonly sampling: number | undefined
  /** 0 to 4294967295 */
  readonly obs_domain_id: number | undefined
  /** 0 to 4294967295 */
  readonly obs_point_id: number | undefined
  /** 0 to 4200 */
  readonly cache_active_timeout: number | undefined
  /** 0 to 4294967295 */
  readonly cache_max_flows: number | undefined
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `IPFIX` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewIpfix {
  readonly targets?: ReadonlySet<string> | undefined
  /** 1 to 4294967295 */
  readonly sampling?: number | undefined
  /** 0 to 4294967295 */
  readonly obs_domain_id?: number | undefined
  /** 0 to 4294967295 */
  readonly obs_point_id?: number | undefined
  /** 0 to 4200 */
  readonly cache_active_timeout?: number | undefined
  /** 0 to 4294967295 */
  readonly cache_max_flows?: number | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `IPFIX` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Ipfix: Table.Table<"IPFIX", Ipfix, NewIpfix> = /* @__PURE__ */ Table.make("Open_vSwitch", "IPFIX", {
  columns: {
    targets: { type: { key: "string", min: 0, max: "unlimited" } },
    sampling: { type: { key: { type: "integer", minInteger: 1, maxInteger: 4294967295 }, min: 0, max: 1 } },
    obs_domain_id: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, min: 0, max: 1 } },
    obs_point_id: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, min: 0, max: 1 } },
    cache_active_timeout: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4200 }, min: 0, max: 1 } },
    cache_max_flows: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `Flow_Sample_Collector_Set` of Open_vSwitch 8.3.1. Unique: (`id`, `bridge`).
 *
 * @category models
 * @since 0.1.0
 */
export interface FlowSampleCollectorSet {
  readonly _uuid: Ref<"Flow_Sample_Collector_Set">
  /** 0 to 4294967295 */
  readonly id: number
  readonly bridge: Ref<"Bridge">
  readonly ipfix: Ref<"IPFIX"> | undefined
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Flow_Sample_Collector_Set` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewFlowSampleCollectorSet {
  /** 0 to 4294967295 */
  readonly id?: number | undefined
  readonly bridge: Ref<"Bridge">
  readonly ipfix?: Ref<"IPFIX"> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Flow_Sample_Collector_Set` of Open_vSwitch 8.3.1. Unique: (`id`, `bridge`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const FlowSampleCollectorSet: Table.Table<"Flow_Sample_Collector_Set", FlowSampleCollectorSet, NewFlowSampleCollectorSet> = /* @__PURE__ */ Table.make("Open_vSwitch", "Flow_Sample_Collector_Set", {
  columns: {
    id: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, min: 1, max: 1 } },
    bridge: { type: { key: { type: "uuid", refTable: "Bridge" }, min: 1, max: 1 } },
    ipfix: { type: { key: { type: "uuid", refTable: "IPFIX" }, min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["id", "bridge"]]
})

/**
 * A row of `Controller` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Controller {
  readonly _uuid: Ref<"Controller">
  readonly type: "primary" | "service" | undefined
  readonly target: string
  /** at least 1000 */
  readonly max_backoff: number | undefined
  readonly inactivity_probe: number | undefined
  readonly connection_mode: "in-band" | "out-of-band" | undefined
  readonly local_ip: string | undefined
  readonly local_netmask: string | undefined
  readonly local_gateway: string | undefined
  readonly enable_async_messages: boolean | undefined
  /** 1 to 512 */
  readonly controller_queue_size: number | undefined
  /** at least 100 */
  readonly controller_rate_limit: number | undefined
  /** at least 25 */
  readonly controller_burst_limit: number | undefined
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  /** ephemeral */
  readonly is_connected: boolean
  /** ephemeral */
  readonly role: "other" | "master" | "slave" | undefined
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
}

/**
 * What an insert into `Controller` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewController {
  readonly type?: "primary" | "service" | undefined
  readonly target?: string | undefined
  /** at least 1000 */
  readonly max_backoff?: number | undefined
  readonly inactivity_probe?: number | undefined
  readonly connection_mode?: "in-band" | "out-of-band" | undefined
  readonly local_ip?: string | undefined
  readonly local_netmask?: string | undefined
  readonly local_gateway?: string | undefined
  readonly enable_async_messages?: boolean | undefined
  /** 1 to 512 */
  readonly controller_queue_size?: number | undefined
  /** at least 100 */
  readonly controller_rate_limit?: number | undefined
  /** at least 25 */
  readonly controller_burst_limit?: number | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly is_connected?: boolean | undefined
  /** ephemeral */
  readonly role?: "other" | "master" | "slave" | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Controller` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Controller: Table.Table<"Controller", Controller, NewController> = /* @__PURE__ */ Table.make("Open_vSwitch", "Controller", {
  columns: {
    type: { type: { key: { type: "string", enum: ["set", ["primary", "service"]] }, min: 0, max: 1 } },
    target: { type: "string" },
    max_backoff: { type: { key: { type: "integer", minInteger: 1000 }, min: 0, max: 1 } },
    inactivity_probe: { type: { key: "integer", min: 0, max: 1 } },
    connection_mode: { type: { key: { type: "string", enum: ["set", ["in-band", "out-of-band"]] }, min: 0, max: 1 } },
    local_ip: { type: { key: { type: "string" }, min: 0, max: 1 } },
    local_netmask: { type: { key: { type: "string" }, min: 0, max: 1 } },
    local_gateway: { type: { key: { type: "string" }, min: 0, max: 1 } },
    enable_async_messages: { type: { key: { type: "boolean" }, min: 0, max: 1 } },
    controller_queue_size: { type: { key: { type: "integer", minInteger: 1, maxInteger: 512 }, min: 0, max: 1 } },
    controller_rate_limit: { type: { key: { type: "integer", minInteger: 100 }, min: 0, max: 1 } },
    controller_burst_limit: { type: { key: { type: "integer", minInteger: 25 }, min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    is_connected: { type: "boolean", ephemeral: true },
    role: { type: { key: { type: "string", enum: ["set", ["other", "master", "slave"]] }, min: 0, max: 1 }, ephemeral: true },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true }
  }
})

/**
 * A row of `Manager` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique:
 * `target`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Manager {
  readonly _uuid: Ref<"Manager">
  readonly target: string
  /** at least 1000 */
  readonly max_backoff: number | undefined
  readonly inactivity_probe: number | undefined
  readonly connection_mode: "in-band" | "out-of-band" | undefined
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  /** ephemeral */
  readonly is_connected: boolean
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
}

/**
 * What an insert into `Manager` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewManager {
  readonly target?: string | undefined
  /** at least 1000 */
  readonly max_backoff?: number | undefined
  readonly inactivity_probe?: number | undefined
  readonly connection_mode?: "in-band" | "out-of-band" | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly is_connected?: boolean | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Manager` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. Unique:
 * `target`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Manager: Table.Table<"Manager", Manager, NewManager> = /* @__PURE__ */ Table.make("Open_vSwitch", "Manager", {
  columns: {
    target: { type: "string" },
    max_backoff: { type: { key: { type: "integer", minInteger: 1000 }, min: 0, max: 1 } },
    inactivity_probe: { type: { key: "integer", min: 0, max: 1 } },
    connection_mode: { type: { key: { type: "string", enum: ["set", ["in-band", "out-of-band"]] }, min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    is_connected: { type: "boolean", ephemeral: true },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true }
  },
  indexes: [["target"]]
})

/**
 * A row of `Datapath` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Datapath {
  readonly _uuid: Ref<"Datapath">
  readonly datapath_version: string
  /** 0 to 65535 */
  readonly ct_zones: ReadonlyMap<number, Ref<"CT_Zone">>
  readonly capabilities: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Datapath` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDatapath {
  readonly datapath_version?: string | undefined
  /** 0 to 65535 */
  readonly ct_zones?: ReadonlyMap<number, Ref<"CT_Zone">> | undefined
  readonly capabilities?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Datapath` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Datapath: Table.Table<"Datapath", Datapath, NewDatapath> = /* @__PURE__ */ Table.make("Open_vSwitch", "Datapath", {
  columns: {
    datapath_version: { type: "string" },
    ct_zones: { type: { key: { type: "integer", minInteger: 0, maxInteger: 65535 }, value: { type: "uuid", refTable: "CT_Zone" }, min: 0, max: "unlimited" } },
    capabilities: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `CT_Zone` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface CtZone {
  readonly _uuid: Ref<"CT_Zone">
  readonly timeout_policy: Ref<"CT_Timeout_Policy"> | undefined
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `CT_Zone` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewCtZone {
  readonly timeout_policy?: Ref<"CT_Timeout_Policy"> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `CT_Zone` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CtZone: Table.Table<"CT_Zone", CtZone, NewCtZone> = /* @__PURE__ */ Table.make("Open_vSwitch", "CT_Zone", {
  columns: {
    timeout_policy: { type: { key: { type: "uuid", refTable: "CT_Timeout_Policy" }, min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `CT_Timeout_Policy` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface CtTimeoutPolicy {
  readonly _uuid: Ref<"CT_Timeout_Policy">
  /** 0 to 4294967295 */
  readonly timeouts: ReadonlyMap<"tcp_syn_sent" | "tcp_syn_recv" | "tcp_established" | "tcp_fin_wait" | "tcp_close_wait" | "tcp_last_ack" | "tcp_time_wait" | "tcp_close" | "tcp_syn_sent2" | "tcp_retransmit" | "tcp_unack" | "udp_first" | "udp_single" | "udp_multiple" | "icmp_first" | "icmp_reply", number>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `CT_Timeout_Policy` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewCtTimeoutPolicy {
  /** 0 to 4294967295 */
  readonly timeouts?: ReadonlyMap<"tcp_syn_sent" | "tcp_syn_recv" | "tcp_established" | "tcp_fin_wait" | "tcp_close_wait" | "tcp_last_ack" | "tcp_time_wait" | "tcp_close" | "tcp_syn_sent2" | "tcp_retransmit" | "tcp_unack" | "udp_first" | "udp_single" | "udp_multiple" | "icmp_first" | "icmp_reply", number> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `CT_Timeout_Policy` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CtTimeoutPolicy: Table.Table<"CT_Timeout_Policy", CtTimeoutPolicy, NewCtTimeoutPolicy> = /* @__PURE__ */ Table.make("Open_vSwitch", "CT_Timeout_Policy", {
  columns: {
    timeouts: { type: { key: { type: "string", enum: ["set", ["tcp_syn_sent", "tcp_syn_recv", "tcp_established", "tcp_fin_wait", "tcp_close_wait", "tcp_last_ack", "tcp_time_wait", "tcp_close", "tcp_syn_sent2", "tcp_retransmit", "tcp_unack", "udp_first", "udp_single", "udp_multiple", "icmp_first", "icmp_reply"]] }, value: { type: "integer", minInteger: 0, maxInteger: 4294967295 }, min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  }
})

/**
 * A row of `SSL` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. At most 1 row.
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
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `SSL` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewSsl {
  readonly private_key?: string | undefined
  readonly certificate?: string | undefined
  readonly ca_cert?: string | undefined
  readonly bootstrap_ca_cert?: boolean | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `SSL` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes. At most 1 row.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Ssl: Table.Table<"SSL", Ssl, NewSsl> = /* @__PURE__ */ Table.make("Open_vSwitch", "SSL", {
  columns: {
    private_key: { type: "string" },
    certificate: { type: "string" },
    ca_cert: { type: "string" },
    bootstrap_ca_cert: { type: "boolean" },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  maxRows: 1
})

/**
 * A row of `AutoAttach` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface AutoAttach {
  readonly _uuid: Ref<"AutoAttach">
  readonly system_name: string
  readonly system_description: string
  /** 0 to 16777215; 0 to 4095 */
  readonly mappings: ReadonlyMap<number, number>
}

/**
 * What an insert into `AutoAttach` of Open_vSwitch 8.3.1 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewAutoAttach {
  readonly system_name?: string | undefined
  readonly system_description?: string | undefined
  /** 0 to 16777215; 0 to 4095 */
  readonly mappings?: ReadonlyMap<number, number> | undefined
}

/**
 * The table `AutoAttach` of Open_vSwitch 8.3.1. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AutoAttach: Table.Table<"AutoAttach", AutoAttach, NewAutoAttach> = /* @__PURE__ */ Table.make("Open_vSwitch", "AutoAttach", {
  columns: {
    system_name: { type: "string" },
    system_description: { type: "string" },
    mappings: { type: { key: { type: "integer", minInteger: 0, maxInteger: 16777215 }, value: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: "unlimited" } }
  }
})

/**
 * The schema Open_vSwitch 8.3.1, with all its tables.
 *
 * @category schemas
 * @since 0.1.0
 */
export const schema: OvsdbSchema.DatabaseSchema = /* @__PURE__ */ OvsdbSchema.fromTables(
  { name: "Open_vSwitch", version: "8.3.1", cksum: "3012963480 26720" },
  [
    OpenVSwitch,
    Bridge,
    Port,
    Interface,
    FlowTable,
    QoS,
    Queue,
    Mirror,
    NetFlow,
    SFlow,
    Ipfix,
    FlowSampleCollectorSet,
    Controller,
    Manager,
    Datapath,
    CtZone,
    CtTimeoutPolicy,
    Ssl,
    AutoAttach
  ]
)
