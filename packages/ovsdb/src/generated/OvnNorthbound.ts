/**
 * The tables of the database OVN_Northbound, from its schema of version 7.0.0 (checksum 94023179 33468). Columns
 * have the shapes of `OvsdbSchema`; those of `New…` types that have a default may be left out. Written by
 * `generator/main.ts`.
 *
 * @since 0.1.0
 */
import * as OvsdbSchema from "../OvsdbSchema.ts"
import * as Table from "../Table.ts"
import type { Ref } from "../Uuid.ts"

/**
 * A row of `NB_Global` of OVN_Northbound 7.0.0. At most 1 row.
 *
 * @category models
 * @since 0.1.0
 */
export interface NbGlobal {
  readonly _uuid: Ref<"NB_Global">
  readonly name: string
  readonly nb_cfg: number
  readonly nb_cfg_timestamp: number
  readonly sb_cfg: number
  readonly sb_cfg_timestamp: number
  readonly hv_cfg: number
  readonly hv_cfg_timestamp: number
  readonly external_ids: ReadonlyMap<string, string>
  readonly connections: ReadonlySet<Ref<"Connection">>
  readonly ssl: Ref<"SSL"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly ipsec: boolean
}

/**
 * What an insert into `NB_Global` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewNbGlobal {
  readonly name?: string | undefined
  readonly nb_cfg?: number | undefined
  readonly nb_cfg_timestamp?: number | undefined
  readonly sb_cfg?: number | undefined
  readonly sb_cfg_timestamp?: number | undefined
  readonly hv_cfg?: number | undefined
  readonly hv_cfg_timestamp?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly connections?: ReadonlySet<Ref<"Connection">> | undefined
  readonly ssl?: Ref<"SSL"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly ipsec?: boolean | undefined
}

/**
 * The table `NB_Global` of OVN_Northbound 7.0.0. At most 1 row.
 *
 * @category schemas
 * @since 0.1.0
 */
export const NbGlobal: Table.Table<"NB_Global", NbGlobal, NewNbGlobal> = /* @__PURE__ */ Table.make("OVN_Northbound", "NB_Global", {
  columns: {
    name: { type: "string" },
    nb_cfg: { type: { key: "integer" } },
    nb_cfg_timestamp: { type: { key: "integer" } },
    sb_cfg: { type: { key: "integer" } },
    sb_cfg_timestamp: { type: { key: "integer" } },
    hv_cfg: { type: { key: "integer" } },
    hv_cfg_timestamp: { type: { key: "integer" } },
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
 * A row of `Copp` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Copp {
  readonly _uuid: Ref<"Copp">
  readonly name: string
  readonly meters: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Copp` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewCopp {
  readonly name?: string | undefined
  readonly meters?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Copp` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Copp: Table.Table<"Copp", Copp, NewCopp> = /* @__PURE__ */ Table.make("OVN_Northbound", "Copp", {
  columns: {
    name: { type: "string" },
    meters: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Logical_Switch` of OVN_Northbound 7.0.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalSwitch {
  readonly _uuid: Ref<"Logical_Switch">
  readonly name: string
  readonly ports: ReadonlySet<Ref<"Logical_Switch_Port">>
  readonly acls: ReadonlySet<Ref<"ACL">>
  readonly qos_rules: ReadonlySet<Ref<"QoS">>
  /** weak */
  readonly load_balancer: ReadonlySet<Ref<"Load_Balancer">>
  readonly load_balancer_group: ReadonlySet<Ref<"Load_Balancer_Group">>
  /** weak */
  readonly dns_records: ReadonlySet<Ref<"DNS">>
  /** weak */
  readonly copp: Ref<"Copp"> | undefined
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  readonly forwarding_groups: ReadonlySet<Ref<"Forwarding_Group">>
}

/**
 * What an insert into `Logical_Switch` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalSwitch {
  readonly name?: string | undefined
  readonly ports?: ReadonlySet<Ref<"Logical_Switch_Port">> | undefined
  readonly acls?: ReadonlySet<Ref<"ACL">> | undefined
  readonly qos_rules?: ReadonlySet<Ref<"QoS">> | undefined
  /** weak */
  readonly load_balancer?: ReadonlySet<Ref<"Load_Balancer">> | undefined
  readonly load_balancer_group?: ReadonlySet<Ref<"Load_Balancer_Group">> | undefined
  /** weak */
  readonly dns_records?: ReadonlySet<Ref<"DNS">> | undefined
  /** weak */
  readonly copp?: Ref<"Copp"> | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly forwarding_groups?: ReadonlySet<Ref<"Forwarding_Group">> | undefined
}

/**
 * The table `Logical_Switch` of OVN_Northbound 7.0.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalSwitch: Table.Table<"Logical_Switch", LogicalSwitch, NewLogicalSwitch> = /* @__PURE__ */ Table.make("OVN_Northbound", "Logical_Switch", {
  columns: {
    name: { type: "string" },
    ports: { type: { key: { type: "uuid", refTable: "Logical_Switch_Port", refType: "strong" }, min: 0, max: "unlimited" } },
    acls: { type: { key: { type: "uuid", refTable: "ACL", refType: "strong" }, min: 0, max: "unlimited" } },
    qos_rules: { type: { key: { type: "uuid", refTable: "QoS", refType: "strong" }, min: 0, max: "unlimited" } },
    load_balancer: { type: { key: { type: "uuid", refTable: "Load_Balancer", refType: "weak" }, min: 0, max: "unlimited" } },
    load_balancer_group: { type: { key: { type: "uuid", refTable: "Load_Balancer_Group" }, min: 0, max: "unlimited" } },
    dns_records: { type: { key: { type: "uuid", refTable: "DNS", refType: "weak" }, min: 0, max: "unlimited" } },
    copp: { type: { key: { type: "uuid", refTable: "Copp", refType: "weak" }, min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    forwarding_groups: { type: { key: { type: "uuid", refTable: "Forwarding_Group", refType: "strong" }, min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Logical_Switch_Port` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalSwitchPort {
  readonly _uuid: Ref<"Logical_Switch_Port">
  readonly name: string
  readonly type: string
  readonly options: ReadonlyMap<string, string>
  readonly parent_name: string | undefined
  /** 0 to 4095 */
  readonly tag_request: number | undefined
  /** 1 to 4095 */
  readonly tag: number | undefined
  readonly addresses: ReadonlySet<string>
  readonly dynamic_addresses: string | undefined
  readonly port_security: ReadonlySet<string>
  readonly up: boolean | undefined
  readonly enabled: boolean | undefined
  /** weak */
  readonly dhcpv4_options: Ref<"DHCP_Options"> | undefined
  /** weak */
  readonly dhcpv6_options: Ref<"DHCP_Options"> | undefined
  /** weak */
  readonly mirror_rules: ReadonlySet<Ref<"Mirror">>
  readonly ha_chassis_group: Ref<"HA_Chassis_Group"> | undefined
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Logical_Switch_Port` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalSwitchPort {
  readonly name?: string | undefined
  readonly type?: string | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly parent_name?: string | undefined
  /** 0 to 4095 */
  readonly tag_request?: number | undefined
  /** 1 to 4095 */
  readonly tag?: number | undefined
  readonly addresses?: ReadonlySet<string> | undefined
  readonly dynamic_addresses?: string | undefined
  readonly port_security?: ReadonlySet<string> | undefined
  readonly up?: boolean | undefined
  readonly enabled?: boolean | undefined
  /** weak */
  readonly dhcpv4_options?: Ref<"DHCP_Options"> | undefined
  /** weak */
  readonly dhcpv6_options?: Ref<"DHCP_Options"> | undefined
  /** weak */
  readonly mirror_rules?: ReadonlySet<Ref<"Mirror">> | undefined
  readonly ha_chassis_group?: Ref<"HA_Chassis_Group"> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Logical_Switch_Port` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalSwitchPort: Table.Table<"Logical_Switch_Port", LogicalSwitchPort, NewLogicalSwitchPort> = /* @__PURE__ */ Table.make("OVN_Northbound", "Logical_Switch_Port", {
  columns: {
    name: { type: "string" },
    type: { type: "string" },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    parent_name: { type: { key: "string", min: 0, max: 1 } },
    tag_request: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4095 }, min: 0, max: 1 } },
    tag: { type: { key: { type: "integer", minInteger: 1, maxInteger: 4095 }, min: 0, max: 1 } },
    addresses: { type: { key: "string", min: 0, max: "unlimited" } },
    dynamic_addresses: { type: { key: "string", min: 0, max: 1 } },
    port_security: { type: { key: "string", min: 0, max: "unlimited" } },
    up: { type: { key: "boolean", min: 0, max: 1 } },
    enabled: { type: { key: "boolean", min: 0, max: 1 } },
    dhcpv4_options: { type: { key: { type: "uuid", refTable: "DHCP_Options", refType: "weak" }, min: 0, max: 1 } },
    dhcpv6_options: { type: { key: { type: "uuid", refTable: "DHCP_Options", refType: "weak" }, min: 0, max: 1 } },
    mirror_rules: { type: { key: { type: "uuid", refTable: "Mirror", refType: "weak" }, min: 0, max: "unlimited" } },
    ha_chassis_group: { type: { key: { type: "uuid", refTable: "HA_Chassis_Group", refType: "strong" }, min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false,
  indexes: [["name"]]
})

/**
 * A row of `Forwarding_Group` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface ForwardingGroup {
  readonly _uuid: Ref<"Forwarding_Group">
  readonly name: string
  readonly vip: string
  readonly vmac: string
  readonly liveness: boolean
  readonly external_ids: ReadonlyMap<string, string>
  /** at least one member */
  readonly child_port: ReadonlySet<string>
}

/**
 * What an insert into `Forwarding_Group` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewForwardingGroup {
  readonly name?: string | undefined
  readonly vip?: string | undefined
  readonly vmac?: string | undefined
  readonly liveness?: boolean | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** at least one member */
  readonly child_port?: ReadonlySet<string> | undefined
}

/**
 * The table `Forwarding_Group` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ForwardingGroup: Table.Table<"Forwarding_Group", ForwardingGroup, NewForwardingGroup> = /* @__PURE__ */ Table.make("OVN_Northbound", "Forwarding_Group", {
  columns: {
    name: { type: "string" },
    vip: { type: "string" },
    vmac: { type: "string" },
    liveness: { type: "boolean" },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    child_port: { type: { key: "string", min: 1, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `Address_Set` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface AddressSet {
  readonly _uuid: Ref<"Address_Set">
  readonly name: string
  readonly addresses: ReadonlySet<string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Address_Set` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewAddressSet {
  readonly name?: string | undefined
  readonly addresses?: ReadonlySet<string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Address_Set` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AddressSet: Table.Table<"Address_Set", AddressSet, NewAddressSet> = /* @__PURE__ */ Table.make("OVN_Northbound", "Address_Set", {
  columns: {
    name: { type: "string" },
    addresses: { type: { key: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Port_Group` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface PortGroup {
  readonly _uuid: Ref<"Port_Group">
  readonly name: string
  /** weak */
  readonly ports: ReadonlySet<Ref<"Logical_Switch_Port">>
  readonly acls: ReadonlySet<Ref<"ACL">>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Port_Group` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewPortGroup {
  readonly name?: string | undefined
  /** weak */
  readonly ports?: ReadonlySet<Ref<"Logical_Switch_Port">> | undefined
  readonly acls?: ReadonlySet<Ref<"ACL">> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Port_Group` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PortGroup: Table.Table<"Port_Group", PortGroup, NewPortGroup> = /* @__PURE__ */ Table.make("OVN_Northbound", "Port_Group", {
  columns: {
    name: { type: "string" },
    ports: { type: { key: { type: "uuid", refTable: "Logical_Switch_Port", refType: "weak" }, min: 0, max: "unlimited" } },
    acls: { type: { key: { type: "uuid", refTable: "ACL", refType: "strong" }, min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Load_Balancer` of OVN_Northbound 7.0.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface LoadBalancer {
  readonly _uuid: Ref<"Load_Balancer">
  readonly name: string
  readonly vips: ReadonlyMap<string, string>
  readonly protocol: "tcp" | "udp" | "sctp" | undefined
  readonly health_check: ReadonlySet<Ref<"Load_Balancer_Health_Check">>
  readonly ip_port_mappings: ReadonlyMap<string, string>
  readonly selection_fields: ReadonlySet<"eth_src" | "eth_dst" | "ip_src" | "ip_dst" | "tp_src" | "tp_dst">
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Load_Balancer` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLoadBalancer {
  readonly name?: string | undefined
  readonly vips?: ReadonlyMap<string, string> | undefined
  readonly protocol?: "tcp" | "udp" | "sctp" | undefined
  readonly health_check?: ReadonlySet<Ref<"Load_Balancer_Health_Check">> | undefined
  readonly ip_port_mappings?: ReadonlyMap<string, string> | undefined
  readonly selection_fields?: ReadonlySet<"eth_src" | "eth_dst" | "ip_src" | "ip_dst" | "tp_src" | "tp_dst"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Load_Balancer` of OVN_Northbound 7.0.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LoadBalancer: Table.Table<"Load_Balancer", LoadBalancer, NewLoadBalancer> = /* @__PURE__ */ Table.make("OVN_Northbound", "Load_Balancer", {
  columns: {
    name: { type: "string" },
    vips: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    protocol: { type: { key: { type: "string", enum: ["set", ["tcp", "udp", "sctp"]] }, min: 0, max: 1 } },
    health_check: { type: { key: { type: "uuid", refTable: "Load_Balancer_Health_Check", refType: "strong" }, min: 0, max: "unlimited" } },
    ip_port_mappings: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    selection_fields: { type: { key: { type: "string", enum: ["set", ["eth_src", "eth_dst", "ip_src", "ip_dst", "tp_src", "tp_dst"]] }, min: 0, max: "unlimited" } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Load_Balancer_Group` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface LoadBalancerGroup {
  readonly _uuid: Ref<"Load_Balancer_Group">
  readonly name: string
  /** weak */
  readonly load_balancer: ReadonlySet<Ref<"Load_Balancer">>
}

/**
 * What an insert into `Load_Balancer_Group` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLoadBalancerGroup {
  readonly name?: string | undefined
  /** weak */
  readonly load_balancer?: ReadonlySet<Ref<"Load_Balancer">> | undefined
}

/**
 * The table `Load_Balancer_Group` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LoadBalancerGroup: Table.Table<"Load_Balancer_Group", LoadBalancerGroup, NewLoadBalancerGroup> = /* @__PURE__ */ Table.make("OVN_Northbound", "Load_Balancer_Group", {
  columns: {
    name: { type: "string" },
    load_balancer: { type: { key: { type: "uuid", refTable: "Load_Balancer", refType: "weak" }, min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Load_Balancer_Health_Check` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it
 * goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface LoadBalancerHealthCheck {
  readonly _uuid: Ref<"Load_Balancer_Health_Check">
  readonly vip: string
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Load_Balancer_Health_Check` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLoadBalancerHealthCheck {
  readonly vip?: string | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Load_Balancer_Health_Check` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it
 * goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LoadBalancerHealthCheck: Table.Table<"Load_Balancer_Health_Check", LoadBalancerHealthCheck, NewLoadBalancerHealthCheck> = /* @__PURE__ */ Table.make("OVN_Northbound", "Load_Balancer_Health_Check", {
  columns: {
    vip: { type: "string" },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `ACL` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Acl {
  readonly _uuid: Ref<"ACL">
  /** length at most 63 */
  readonly name: string | undefined
  /** 0 to 32767 */
  readonly priority: number
  readonly direction: "from-lport" | "to-lport"
  readonly match: string
  readonly action: "allow" | "allow-related" | "allow-stateless" | "drop" | "reject"
  readonly log: boolean
  readonly severity: "alert" | "warning" | "notice" | "info" | "debug" | undefined
  readonly meter: string | undefined
  /** 0 to 4294967295 */
  readonly label: number
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `ACL` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewAcl {
  /** length at most 63 */
  readonly name?: string | undefined
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly direction: "from-lport" | "to-lport"
  readonly match?: string | undefined
  readonly action: "allow" | "allow-related" | "allow-stateless" | "drop" | "reject"
  readonly log?: boolean | undefined
  readonly severity?: "alert" | "warning" | "notice" | "info" | "debug" | undefined
  readonly meter?: string | undefined
  /** 0 to 4294967295 */
  readonly label?: number | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `ACL` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Acl: Table.Table<"ACL", Acl, NewAcl> = /* @__PURE__ */ Table.make("OVN_Northbound", "ACL", {
  columns: {
    name: { type: { key: { type: "string", maxLength: 63 }, min: 0, max: 1 } },
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    direction: { type: { key: { type: "string", enum: ["set", ["from-lport", "to-lport"]] } } },
    match: { type: "string" },
    action: { type: { key: { type: "string", enum: ["set", ["allow", "allow-related", "allow-stateless", "drop", "reject"]] } } },
    log: { type: "boolean" },
    severity: { type: { key: { type: "string", enum: ["set", ["alert", "warning", "notice", "info", "debug"]] }, min: 0, max: 1 } },
    meter: { type: { key: "string", min: 0, max: 1 } },
    label: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 } } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `QoS` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface QoS {
  readonly _uuid: Ref<"QoS">
  /** 0 to 32767 */
  readonly priority: number
  readonly direction: "from-lport" | "to-lport"
  readonly match: string
  /** 0 to 63 */
  readonly action: ReadonlyMap<"dscp", number>
  /** 1 to 4294967295 */
  readonly bandwidth: ReadonlyMap<"rate" | "burst", number>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `QoS` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewQoS {
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly direction: "from-lport" | "to-lport"
  readonly match?: string | undefined
  /** 0 to 63 */
  readonly action?: ReadonlyMap<"dscp", number> | undefined
  /** 1 to 4294967295 */
  readonly bandwidth?: ReadonlyMap<"rate" | "burst", number> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `QoS` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const QoS: Table.Table<"QoS", QoS, NewQoS> = /* @__PURE__ */ Table.make("OVN_Northbound", "QoS", {
  columns: {
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    direction: { type: { key: { type: "string", enum: ["set", ["from-lport", "to-lport"]] } } },
    match: { type: "string" },
    action: { type: { key: { type: "string", enum: ["set", ["dscp"]] }, value: { type: "integer", minInteger: 0, maxInteger: 63 }, min: 0, max: "unlimited" } },
    bandwidth: { type: { key: { type: "string", enum: ["set", ["rate", "burst"]] }, value: { type: "integer", minInteger: 1, maxInteger: 4294967295 }, min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `Mirror` of OVN_Northbound 7.0.0. Unique: `name`.
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
 * What an insert into `Mirror` of OVN_Northbound 7.0.0 takes.
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
 * The table `Mirror` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Mirror: Table.Table<"Mirror", Mirror, NewMirror> = /* @__PURE__ */ Table.make("OVN_Northbound", "Mirror", {
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
 * A row of `Meter` of OVN_Northbound 7.0.0. Unique: `name`.
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
  readonly fair: boolean | undefined
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Meter` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewMeter {
  readonly name?: string | undefined
  readonly unit: "kbps" | "pktps"
  /** at least one member */
  readonly bands: ReadonlySet<Ref<"Meter_Band">>
  readonly fair?: boolean | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Meter` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Meter: Table.Table<"Meter", Meter, NewMeter> = /* @__PURE__ */ Table.make("OVN_Northbound", "Meter", {
  columns: {
    name: { type: "string" },
    unit: { type: { key: { type: "string", enum: ["set", ["kbps", "pktps"]] } } },
    bands: { type: { key: { type: "uuid", refTable: "Meter_Band", refType: "strong" }, min: 1, max: "unlimited" } },
    fair: { type: { key: "boolean", min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `Meter_Band` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
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
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Meter_Band` of OVN_Northbound 7.0.0 takes.
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
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Meter_Band` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const MeterBand: Table.Table<"Meter_Band", MeterBand, NewMeterBand> = /* @__PURE__ */ Table.make("OVN_Northbound", "Meter_Band", {
  columns: {
    action: { type: { key: { type: "string", enum: ["set", ["drop"]] } } },
    rate: { type: { key: { type: "integer", minInteger: 1, maxInteger: 4294967295 } } },
    burst_size: { type: { key: { type: "integer", minInteger: 0, maxInteger: 4294967295 } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `Logical_Router` of OVN_Northbound 7.0.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalRouter {
  readonly _uuid: Ref<"Logical_Router">
  readonly name: string
  readonly ports: ReadonlySet<Ref<"Logical_Router_Port">>
  readonly static_routes: ReadonlySet<Ref<"Logical_Router_Static_Route">>
  readonly policies: ReadonlySet<Ref<"Logical_Router_Policy">>
  readonly enabled: boolean | undefined
  readonly nat: ReadonlySet<Ref<"NAT">>
  /** weak */
  readonly load_balancer: ReadonlySet<Ref<"Load_Balancer">>
  readonly load_balancer_group: ReadonlySet<Ref<"Load_Balancer_Group">>
  /** weak */
  readonly copp: Ref<"Copp"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Logical_Router` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalRouter {
  readonly name?: string | undefined
  readonly ports?: ReadonlySet<Ref<"Logical_Router_Port">> | undefined
  readonly static_routes?: ReadonlySet<Ref<"Logical_Router_Static_Route">> | undefined
  readonly policies?: ReadonlySet<Ref<"Logical_Router_Policy">> | undefined
  readonly enabled?: boolean | undefined
  readonly nat?: ReadonlySet<Ref<"NAT">> | undefined
  /** weak */
  readonly load_balancer?: ReadonlySet<Ref<"Load_Balancer">> | undefined
  readonly load_balancer_group?: ReadonlySet<Ref<"Load_Balancer_Group">> | undefined
  /** weak */
  readonly copp?: Ref<"Copp"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Logical_Router` of OVN_Northbound 7.0.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalRouter: Table.Table<"Logical_Router", LogicalRouter, NewLogicalRouter> = /* @__PURE__ */ Table.make("OVN_Northbound", "Logical_Router", {
  columns: {
    name: { type: "string" },
    ports: { type: { key: { type: "uuid", refTable: "Logical_Router_Port", refType: "strong" }, min: 0, max: "unlimited" } },
    static_routes: { type: { key: { type: "uuid", refTable: "Logical_Router_Static_Route", refType: "strong" }, min: 0, max: "unlimited" } },
    policies: { type: { key: { type: "uuid", refTable: "Logical_Router_Policy", refType: "strong" }, min: 0, max: "unlimited" } },
    enabled: { type: { key: "boolean", min: 0, max: 1 } },
    nat: { type: { key: { type: "uuid", refTable: "NAT", refType: "strong" }, min: 0, max: "unlimited" } },
    load_balancer: { type: { key: { type: "uuid", refTable: "Load_Balancer", refType: "weak" }, min: 0, max: "unlimited" } },
    load_balancer_group: { type: { key: { type: "uuid", refTable: "Load_Balancer_Group" }, min: 0, max: "unlimited" } },
    copp: { type: { key: { type: "uuid", refTable: "Copp", refType: "weak" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Logical_Router_Port` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalRouterPort {
  readonly _uuid: Ref<"Logical_Router_Port">
  readonly name: string
  readonly gateway_chassis: ReadonlySet<Ref<"Gateway_Chassis">>
  readonly ha_chassis_group: Ref<"HA_Chassis_Group"> | undefined
  readonly options: ReadonlyMap<string, string>
  /** at least one member */
  readonly networks: ReadonlySet<string>
  readonly mac: string
  readonly peer: string | undefined
  readonly enabled: boolean | undefined
  readonly ipv6_ra_configs: ReadonlyMap<string, string>
  readonly ipv6_prefix: ReadonlySet<string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Logical_Router_Port` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalRouterPort {
  readonly name?: string | undefined
  readonly gateway_chassis?: ReadonlySet<Ref<"Gateway_Chassis">> | undefined
  readonly ha_chassis_group?: Ref<"HA_Chassis_Group"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  /** at least one member */
  readonly networks?: ReadonlySet<string> | undefined
  readonly mac?: string | undefined
  readonly peer?: string | undefined
  readonly enabled?: boolean | undefined
  readonly ipv6_ra_configs?: ReadonlyMap<string, string> | undefined
  readonly ipv6_prefix?: ReadonlySet<string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Logical_Router_Port` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalRouterPort: Table.Table<"Logical_Router_Port", LogicalRouterPort, NewLogicalRouterPort> = /* @__PURE__ */ Table.make("OVN_Northbound", "Logical_Router_Port", {
  columns: {
    name: { type: "string" },
    gateway_chassis: { type: { key: { type: "uuid", refTable: "Gateway_Chassis", refType: "strong" }, min: 0, max: "unlimited" } },
    ha_chassis_group: { type: { key: { type: "uuid", refTable: "HA_Chassis_Group", refType: "strong" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    networks: { type: { key: "string", min: 1, max: "unlimited" } },
    mac: { type: "string" },
    peer: { type: { key: "string", min: 0, max: 1 } },
    enabled: { type: { key: "boolean", min: 0, max: 1 } },
    ipv6_ra_configs: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    ipv6_prefix: { type: { key: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false,
  indexes: [["name"]]
})

/**
 * A row of `Logical_Router_Static_Route` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it
 * goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalRouterStaticRoute {
  readonly _uuid: Ref<"Logical_Router_Static_Route">
  readonly route_table: string
  readonly ip_prefix: string
  readonly policy: "src-ip" | "dst-ip" | undefined
  readonly nexthop: string
  readonly output_port: string | undefined
  /** weak */
  readonly bfd: Ref<"BFD"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Logical_Router_Static_Route` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalRouterStaticRoute {
  readonly route_table?: string | undefined
  readonly ip_prefix?: string | undefined
  readonly policy?: "src-ip" | "dst-ip" | undefined
  readonly nexthop?: string | undefined
  readonly output_port?: string | undefined
  /** weak */
  readonly bfd?: Ref<"BFD"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Logical_Router_Static_Route` of OVN_Northbound 7.0.0. A row goes when the last strong reference to
 * it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalRouterStaticRoute: Table.Table<"Logical_Router_Static_Route", LogicalRouterStaticRoute, NewLogicalRouterStaticRoute> = /* @__PURE__ */ Table.make("OVN_Northbound", "Logical_Router_Static_Route", {
  columns: {
    route_table: { type: "string" },
    ip_prefix: { type: "string" },
    policy: { type: { key: { type: "string", enum: ["set", ["src-ip", "dst-ip"]] }, min: 0, max: 1 } },
    nexthop: { type: "string" },
    output_port: { type: { key: "string", min: 0, max: 1 } },
    bfd: { type: { key: { type: "uuid", refTable: "BFD", refType: "weak" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `Logical_Router_Policy` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface LogicalRouterPolicy {
  readonly _uuid: Ref<"Logical_Router_Policy">
  /** 0 to 32767 */
  readonly priority: number
  readonly match: string
  readonly action: "allow" | "drop" | "reroute"
  readonly nexthop: string | undefined
  readonly nexthops: ReadonlySet<string>
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Logical_Router_Policy` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewLogicalRouterPolicy {
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly match?: string | undefined
  readonly action: "allow" | "drop" | "reroute"
  readonly nexthop?: string | undefined
  readonly nexthops?: ReadonlySet<string> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Logical_Router_Policy` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it
 * goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const LogicalRouterPolicy: Table.Table<"Logical_Router_Policy", LogicalRouterPolicy, NewLogicalRouterPolicy> = /* @__PURE__ */ Table.make("OVN_Northbound", "Logical_Router_Policy", {
  columns: {
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    match: { type: "string" },
    action: { type: { key: { type: "string", enum: ["set", ["allow", "drop", "reroute"]] } } },
    nexthop: { type: { key: "string", min: 0, max: 1 } },
    nexthops: { type: { key: "string", min: 0, max: "unlimited" } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `NAT` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Nat {
  readonly _uuid: Ref<"NAT">
  readonly external_ip: string
  readonly external_mac: string | undefined
  readonly external_port_range: string
  readonly logical_ip: string
  readonly logical_port: string | undefined
  readonly type: "dnat" | "snat" | "dnat_and_snat"
  readonly allowed_ext_ips: Ref<"Address_Set"> | undefined
  readonly exempted_ext_ips: Ref<"Address_Set"> | undefined
  /** weak */
  readonly gateway_port: Ref<"Logical_Router_Port"> | undefined
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `NAT` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewNat {
  readonly external_ip?: string | undefined
  readonly external_mac?: string | undefined
  readonly external_port_range?: string | undefined
  readonly logical_ip?: string | undefined
  readonly logical_port?: string | undefined
  readonly type: "dnat" | "snat" | "dnat_and_snat"
  readonly allowed_ext_ips?: Ref<"Address_Set"> | undefined
  readonly exempted_ext_ips?: Ref<"Address_Set"> | undefined
  /** weak */
  readonly gateway_port?: Ref<"Logical_Router_Port"> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `NAT` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Nat: Table.Table<"NAT", Nat, NewNat> = /* @__PURE__ */ Table.make("OVN_Northbound", "NAT", {
  columns: {
    external_ip: { type: "string" },
    external_mac: { type: { key: "string", min: 0, max: 1 } },
    external_port_range: { type: "string" },
    logical_ip: { type: "string" },
    logical_port: { type: { key: "string", min: 0, max: 1 } },
    type: { type: { key: { type: "string", enum: ["set", ["dnat", "snat", "dnat_and_snat"]] } } },
    allowed_ext_ips: { type: { key: { type: "uuid", refTable: "Address_Set", refType: "strong" }, min: 0, max: 1 } },
    exempted_ext_ips: { type: { key: { type: "uuid", refTable: "Address_Set", refType: "strong" }, min: 0, max: 1 } },
    gateway_port: { type: { key: { type: "uuid", refTable: "Logical_Router_Port", refType: "weak" }, min: 0, max: 1 } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `DHCP_Options` of OVN_Northbound 7.0.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface DhcpOptions {
  readonly _uuid: Ref<"DHCP_Options">
  readonly cidr: string
  readonly options: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `DHCP_Options` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDhcpOptions {
  readonly cidr?: string | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `DHCP_Options` of OVN_Northbound 7.0.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const DhcpOptions: Table.Table<"DHCP_Options", DhcpOptions, NewDhcpOptions> = /* @__PURE__ */ Table.make("OVN_Northbound", "DHCP_Options", {
  columns: {
    cidr: { type: "string" },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `Connection` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes. Unique:
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
  readonly other_config: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
  /** ephemeral */
  readonly is_connected: boolean
  /** ephemeral */
  readonly status: ReadonlyMap<string, string>
}

/**
 * What an insert into `Connection` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewConnection {
  readonly target?: string | undefined
  /** at least 1000 */
  readonly max_backoff?: number | undefined
  readonly inactivity_probe?: number | undefined
  readonly other_config?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  /** ephemeral */
  readonly is_connected?: boolean | undefined
  /** ephemeral */
  readonly status?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Connection` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes. Unique:
 * `target`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Connection: Table.Table<"Connection", Connection, NewConnection> = /* @__PURE__ */ Table.make("OVN_Northbound", "Connection", {
  columns: {
    target: { type: "string" },
    max_backoff: { type: { key: { type: "integer", minInteger: 1000 }, min: 0, max: 1 } },
    inactivity_probe: { type: { key: "integer", min: 0, max: 1 } },
    other_config: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    is_connected: { type: "boolean", ephemeral: true },
    status: { type: { key: "string", value: "string", min: 0, max: "unlimited" }, ephemeral: true }
  },
  indexes: [["target"]]
})

/**
 * A row of `DNS` of OVN_Northbound 7.0.0.
 *
 * @category models
 * @since 0.1.0
 */
export interface Dns {
  readonly _uuid: Ref<"DNS">
  readonly records: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `DNS` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewDns {
  readonly records?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `DNS` of OVN_Northbound 7.0.0.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Dns: Table.Table<"DNS", Dns, NewDns> = /* @__PURE__ */ Table.make("OVN_Northbound", "DNS", {
  columns: {
    records: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true
})

/**
 * A row of `SSL` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes. At most 1 row.
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
 * What an insert into `SSL` of OVN_Northbound 7.0.0 takes.
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
 * The table `SSL` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes. At most 1 row.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Ssl: Table.Table<"SSL", Ssl, NewSsl> = /* @__PURE__ */ Table.make("OVN_Northbound", "SSL", {
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
 * A row of `Gateway_Chassis` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface GatewayChassis {
  readonly _uuid: Ref<"Gateway_Chassis">
  readonly name: string
  readonly chassis_name: string
  /** 0 to 32767 */
  readonly priority: number
  readonly external_ids: ReadonlyMap<string, string>
  readonly options: ReadonlyMap<string, string>
}

/**
 * What an insert into `Gateway_Chassis` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewGatewayChassis {
  readonly name?: string | undefined
  readonly chassis_name?: string | undefined
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Gateway_Chassis` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 * Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const GatewayChassis: Table.Table<"Gateway_Chassis", GatewayChassis, NewGatewayChassis> = /* @__PURE__ */ Table.make("OVN_Northbound", "Gateway_Chassis", {
  columns: {
    name: { type: "string" },
    chassis_name: { type: "string" },
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false,
  indexes: [["name"]]
})

/**
 * A row of `HA_Chassis` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category models
 * @since 0.1.0
 */
export interface HaChassis {
  readonly _uuid: Ref<"HA_Chassis">
  readonly chassis_name: string
  /** 0 to 32767 */
  readonly priority: number
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `HA_Chassis` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewHaChassis {
  readonly chassis_name?: string | undefined
  /** 0 to 32767 */
  readonly priority?: number | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `HA_Chassis` of OVN_Northbound 7.0.0. A row goes when the last strong reference to it goes.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HaChassis: Table.Table<"HA_Chassis", HaChassis, NewHaChassis> = /* @__PURE__ */ Table.make("OVN_Northbound", "HA_Chassis", {
  columns: {
    chassis_name: { type: "string" },
    priority: { type: { key: { type: "integer", minInteger: 0, maxInteger: 32767 } } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: false
})

/**
 * A row of `HA_Chassis_Group` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface HaChassisGroup {
  readonly _uuid: Ref<"HA_Chassis_Group">
  readonly name: string
  readonly ha_chassis: ReadonlySet<Ref<"HA_Chassis">>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `HA_Chassis_Group` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewHaChassisGroup {
  readonly name?: string | undefined
  readonly ha_chassis?: ReadonlySet<Ref<"HA_Chassis">> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `HA_Chassis_Group` of OVN_Northbound 7.0.0. Unique: `name`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HaChassisGroup: Table.Table<"HA_Chassis_Group", HaChassisGroup, NewHaChassisGroup> = /* @__PURE__ */ Table.make("OVN_Northbound", "HA_Chassis_Group", {
  columns: {
    name: { type: "string" },
    ha_chassis: { type: { key: { type: "uuid", refTable: "HA_Chassis", refType: "strong" }, min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["name"]]
})

/**
 * A row of `BFD` of OVN_Northbound 7.0.0. Unique: (`logical_port`, `dst_ip`).
 *
 * @category models
 * @since 0.1.0
 */
export interface Bfd {
  readonly _uuid: Ref<"BFD">
  readonly logical_port: string
  readonly dst_ip: string
  /** at least 1 */
  readonly min_tx: number | undefined
  readonly min_rx: number | undefined
  /** at least 1 */
  readonly detect_mult: number | undefined
  readonly status: "down" | "init" | "up" | "admin_down" | undefined
  readonly external_ids: ReadonlyMap<string, string>
  readonly options: ReadonlyMap<string, string>
}

/**
 * What an insert into `BFD` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewBfd {
  readonly logical_port?: string | undefined
  readonly dst_ip?: string | undefined
  /** at least 1 */
  readonly min_tx?: number | undefined
  readonly min_rx?: number | undefined
  /** at least 1 */
  readonly detect_mult?: number | undefined
  readonly status?: "down" | "init" | "up" | "admin_down" | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
  readonly options?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `BFD` of OVN_Northbound 7.0.0. Unique: (`logical_port`, `dst_ip`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const Bfd: Table.Table<"BFD", Bfd, NewBfd> = /* @__PURE__ */ Table.make("OVN_Northbound", "BFD", {
  columns: {
    logical_port: { type: "string" },
    dst_ip: { type: "string" },
    min_tx: { type: { key: { type: "integer", minInteger: 1 }, min: 0, max: 1 } },
    min_rx: { type: { key: { type: "integer" }, min: 0, max: 1 } },
    detect_mult: { type: { key: { type: "integer", minInteger: 1 }, min: 0, max: 1 } },
    status: { type: { key: { type: "string", enum: ["set", ["down", "init", "up", "admin_down"]] }, min: 0, max: 1 } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    options: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["logical_port", "dst_ip"]]
})

/**
 * A row of `Static_MAC_Binding` of OVN_Northbound 7.0.0. Unique: (`logical_port`, `ip`).
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
}

/**
 * What an insert into `Static_MAC_Binding` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewStaticMacBinding {
  readonly logical_port?: string | undefined
  readonly ip?: string | undefined
  readonly mac?: string | undefined
  readonly override_dynamic_mac?: boolean | undefined
}

/**
 * The table `Static_MAC_Binding` of OVN_Northbound 7.0.0. Unique: (`logical_port`, `ip`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const StaticMacBinding: Table.Table<"Static_MAC_Binding", StaticMacBinding, NewStaticMacBinding> = /* @__PURE__ */ Table.make("OVN_Northbound", "Static_MAC_Binding", {
  columns: {
    logical_port: { type: "string" },
    ip: { type: "string" },
    mac: { type: "string" },
    override_dynamic_mac: { type: "boolean" }
  },
  isRoot: true,
  indexes: [["logical_port", "ip"]]
})

/**
 * A row of `Chassis_Template_Var` of OVN_Northbound 7.0.0. Unique: `chassis`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ChassisTemplateVar {
  readonly _uuid: Ref<"Chassis_Template_Var">
  readonly chassis: string
  readonly variables: ReadonlyMap<string, string>
  readonly external_ids: ReadonlyMap<string, string>
}

/**
 * What an insert into `Chassis_Template_Var` of OVN_Northbound 7.0.0 takes.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewChassisTemplateVar {
  readonly chassis?: string | undefined
  readonly variables?: ReadonlyMap<string, string> | undefined
  readonly external_ids?: ReadonlyMap<string, string> | undefined
}

/**
 * The table `Chassis_Template_Var` of OVN_Northbound 7.0.0. Unique: `chassis`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ChassisTemplateVar: Table.Table<"Chassis_Template_Var", ChassisTemplateVar, NewChassisTemplateVar> = /* @__PURE__ */ Table.make("OVN_Northbound", "Chassis_Template_Var", {
  columns: {
    chassis: { type: "string" },
    variables: { type: { key: "string", value: "string", min: 0, max: "unlimited" } },
    external_ids: { type: { key: "string", value: "string", min: 0, max: "unlimited" } }
  },
  isRoot: true,
  indexes: [["chassis"]]
})

/**
 * The schema OVN_Northbound 7.0.0, with all its tables.
 *
 * @category schemas
 * @since 0.1.0
 */
export const schema: OvsdbSchema.DatabaseSchema = /* @__PURE__ */ OvsdbSchema.fromTables(
  { name: "OVN_Northbound", version: "7.0.0", cksum: "94023179 33468" },
  [
    NbGlobal,
    Copp,
    LogicalSwitch,
    LogicalSwitchPort,
    ForwardingGroup,
    AddressSet,
    PortGroup,
    LoadBalancer,
    LoadBalancerGroup,
    LoadBalancerHealthCheck,
    Acl,
    QoS,
    Mirror,
    Meter,
    MeterBand,
    LogicalRouter,
    LogicalRouterPort,
    LogicalRouterStaticRoute,
    LogicalRouterPolicy,
    Nat,
    DhcpOptions,
    Connection,
    Dns,
    Ssl,
    GatewayChassis,
    HaChassis,
    HaChassisGroup,
    Bfd,
    StaticMacBinding,
    ChassisTemplateVar
  ]
)
