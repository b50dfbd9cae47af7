/**
 * Real daemons as scoped Effect layers: libvirt hosts, networks, OVN, sshd, PostgreSQL and a tiny guest on one Debian machine.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 */
export * as LabError from "./LabError.ts"
/**
 * @since 0.1.0
 */
export * as Packages from "./Packages.ts"
/**
 * @since 0.1.0
 */
export * as Postgres from "./Postgres.ts"
/**
 * @since 0.1.0
 */
export * as OvsdbServers from "./OvsdbServers.ts"
/**
 * @since 0.1.0
 */
export * as SshServer from "./SshServer.ts"
/**
 * @since 0.1.0
 */
export * as LibvirtHosts from "./LibvirtHosts.ts"
/**
 * @since 0.1.0
 */
export * as NetLab from "./NetLab.ts"
/**
 * @since 0.1.0
 */
export * as NetStation from "./NetStation.ts"
/**
 * @since 0.1.0
 */
export * as OvnCluster from "./OvnCluster.ts"
/**
 * @since 0.1.0
 */
export * as OvnDummy from "./OvnDummy.ts"
/**
 * @since 0.1.0
 */
export * as EvpnFabric from "./EvpnFabric.ts"
/**
 * @since 0.1.0
 */
export * as TinyGuest from "./TinyGuest.ts"
/**
 * @since 0.1.0
 */
export * as Installer from "./Installer.ts"
